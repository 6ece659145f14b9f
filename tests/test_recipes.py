"""The recipes in docs/ci.md, run as literally as can be: their scripts as they stand, in real repositories.

What they install is there already, and GitHub is a file with the comments of a pull request.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.builders import commit_all, init_repository, run_git
from tests.commands import CLEAN, PATIENCE, ROOT
from tests.test_integrations import ASSESSMENT, ASSESSMENT_PATH, posix, rename_indicator, write_project

pytestmark = posix

PAGE = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
RECIPES: dict[str, dict[str, Any]] = {
    str(recipe.get("name", "GitLab")): recipe
    for text in re.findall(r"```yaml\n((?:name|scorecard):.*?)```", PAGE, re.DOTALL)
    for recipe in [yaml.load(text, yaml.BaseLoader)]
}
GH = f"""\
#!{sys.executable}
import json, os, sys
from pathlib import Path

words = sys.argv[1:]
state = Path(os.environ["GH_STATE"])
comments = json.loads(state.read_text())


def value(option):
    return words[words.index(option) + 1]


def write(body, id=None):
    if id is None:
        id = len(comments)
        comments.append({{}})
    comments[id] = {{"user": "github-actions[bot]", "body": body}}
    state.write_text(json.dumps(comments))


if words[:2] == ["pr", "comment"]:
    assert words[2] == "7"
    write(Path(value("--body-file")).read_text(encoding="utf-8"))
elif words[1] == "repos/o/r/pulls":
    assert "select(.head.sha == env.SHA)" in value("--jq")
    print(7 if os.environ["SHA"] == os.environ["HEAD_SHA"] else "")
elif words[1] == "repos/o/r/issues/7/comments" and "--jq" in words:
    assert 'select(.user.login == "github-actions[bot]" and (.body | startswith(env.MARK)))' in value("--jq")
    for id, each in enumerate(comments):
        if each["user"] == "github-actions[bot]" and each["body"].startswith(os.environ["MARK"]):
            print(id)
else:
    body = Path(value("--field").removeprefix("body=@")).read_text(encoding="utf-8")
    write(body, int(words[1].rpartition("/")[2]) if "PATCH" in words else None)
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a project that is good, and its main branch also where a clone has it."""
    folder = write_project(tmp_path / "repository")
    init_repository(folder)
    commit_all(folder)
    run_git(folder, "update-ref", "refs/remotes/origin/main", "HEAD")
    programs = tmp_path / "bin"
    programs.mkdir()
    scorecard = f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m scorecard "$@"\n'
    installs = '#!/bin/sh\n[ "$*" = "install tools/policy_scorecard-0.1.0-py3-none-any.whl" ]\n'
    for name, text in {"scorecard": scorecard, "pip": installs, "pipx": installs, "gh": GH}.items():
        (programs / name).write_text(text, encoding="utf-8")
        (programs / name).chmod(0o755)
    (tmp_path / "comments").write_text("[]", encoding="utf-8")
    return folder


def run_script(repository: Path, script: str, *options: str, **env: str) -> subprocess.CompletedProcess[str]:
    assert "${{" not in script
    top = repository.parent
    known = {
        "PATH": f"{top / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "GITHUB_STEP_SUMMARY": str(top / "summary.md"),
        "GH_STATE": str(top / "comments"),
        "COLUMNS": "80",
    }
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-e", *options, "-c", script],
        cwd=repository,
        env={**CLEAN, **known, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
    )


def scripts(recipe: str) -> list[str]:
    """The scripts of a workflow's one job."""
    (job,) = RECIPES[recipe]["jobs"].values()
    return [step["run"] for step in job["steps"] if "run" in step]


def change(repository: Path, before: str, after: str) -> None:
    path = repository / ASSESSMENT_PATH
    path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    commit_all(repository)


def test_every_recipe_was_found() -> None:
    assert set(RECIPES) == {"Validate", "Code scanning", "What changed", "Comment", "GitLab"}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Validate", "Code scanning", "What changed", "Comment", "GitLab"])
def test_a_recipe_keeps_to_the_published_schema(name: str, tmp_path: Path) -> None:
    schema = "vendor.gitlab-ci" if name == "GitLab" else "vendor.github-workflows"
    path = tmp_path / "recipe.yaml"
    (text,) = (
        text
        for text in re.findall(r"```yaml\n((?:name|scorecard):.*?)```", PAGE, re.DOTALL)
        if yaml.load(text, yaml.BaseLoader) == RECIPES[name]
    )
    path.write_text(text, encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(path)], check=True
    )


# A comment on a pull request ---------------------------------------------------------------------------


def comments(repository: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((repository.parent / "comments").read_text(encoding="utf-8"))
    return found


def test_a_pull_request_has_one_comment_and_others_stay(repository: Path) -> None:
    theirs = [
        {"user": "github-actions[bot]", "body": "Coverage: 81 %"},
        {"user": "somebody", "body": "<!-- scorecard-diff . -->\nnot the bot's"},
    ]
    (repository.parent / "comments").write_text(json.dumps(theirs), encoding="utf-8")
    github = {"GITHUB_BASE_REF": "main", "GITHUB_REPOSITORY": "o/r", "NUMBER": "7"}
    install, compare, comment = scripts("What changed")

    change(repository, "level: fail", "level: pass")
    assert run_script(repository, install).returncode == 0
    assert run_script(repository, compare, **github).returncode == 0
    done = run_script(repository, comment, **github)
    assert (done.returncode, done.stderr) == (0, "")
    *others, mine = comments(repository)
    assert others == theirs
    assert "Limits in law" in mine["body"]
    assert "Pass" in mine["body"]
    assert (repository.parent / "summary.md").read_text(encoding="utf-8") == mine["body"]

    change(repository, "level: pass", "level: partial")
    assert run_script(repository, compare, **github).returncode == 0
    assert run_script(repository, comment, **github).returncode == 0
    *others, again = comments(repository)
    assert others == theirs
    assert again["body"] != mine["body"]
    assert "Partial" in again["body"]


def test_a_comment_from_a_fork_is_made_by_a_second_workflow(repository: Path) -> None:
    job = RECIPES["What changed"]["jobs"]["diff"]
    assert job["if"] == "github.event.pull_request.head.repo.full_name == github.repository"
    change(repository, "level: fail", "level: pass")
    _, compare, _ = scripts("What changed")
    assert run_script(repository, compare, GITHUB_BASE_REF="main").returncode == 0
    (script,) = scripts("Comment")
    github = {"GITHUB_REPOSITORY": "o/r", "HEAD": "them:branch", "SHA": "abc", "HEAD_SHA": "abc"}
    for _ in range(2):
        done = run_script(repository, script, **github)
        assert (done.returncode, done.stderr) == (0, "")
        (mine,) = comments(repository)
        assert "Limits in law" in mine["body"]

    (repository.parent / "comments").write_text("[]", encoding="utf-8")
    assert run_script(repository, script, **{**github, "HEAD_SHA": "def"}).returncode == 0
    assert comments(repository) == [], "the pull request has moved on"
    (repository / "changes.md").write_text("<!-- coverage -->\nx\n", encoding="utf-8")
    assert run_script(repository, script, **github).returncode != 0
    assert comments(repository) == [], "its first line is not ours"
    (repository / "changes.md").write_text("", encoding="utf-8")
    assert run_script(repository, script, **github).returncode == 0
    assert comments(repository) == [], "the comparison failed, and the first workflow says why"


# Code scanning -----------------------------------------------------------------------------------------


def test_what_is_found_is_uploaded_whatever_it_is(repository: Path) -> None:
    (job,) = RECIPES["Code scanning"]["jobs"].values()
    upload = job["steps"][-1]["with"]["sarif_file"]
    for rules in ([], ["SC402", "SC422"]):
        for script in scripts("Code scanning"):
            done = run_script(repository, script, GITHUB_ACTIONS="true", GITHUB_WORKSPACE=str(repository))
            assert (done.returncode, done.stdout) == (0, "")
        (run,) = json.loads((repository / upload).read_text(encoding="utf-8"))["runs"]
        assert [each["id"] for each in run["tool"]["driver"]["rules"]] == rules
        rename_indicator(repository)
        commit_all(repository)


# GitLab ------------------------------------------------------------------------------------------------


def run_gitlab(repository: Path, **env: str) -> tuple[subprocess.CompletedProcess[str], list[str], str]:
    """Run the job; return it, the codes in its code quality report, and its tests."""
    job = RECIPES["GitLab"]["scorecard"]
    env["CI_PROJECT_DIR"] = str(repository)
    done = run_script(repository, "\n".join(job["script"]), "-o", "pipefail", **env)
    reports = job["artifacts"]["reports"]
    quality = json.loads((repository / reports["codequality"]).read_text(encoding="utf-8"))
    return done, [each["check_name"] for each in quality], (repository / reports["junit"]).read_text("utf-8")


def test_a_merge_request_has_both_reports_whatever_is_found(repository: Path) -> None:
    assert RECIPES["GitLab"]["scorecard"]["artifacts"]["when"] == "always"
    done, quality, tests = run_gitlab(repository)
    assert (done.returncode, done.stdout, quality) == (0, "", [])
    assert 'tests="1" failures="0"' in tests
    rename_indicator(repository)
    commit_all(repository)
    done, quality, tests = run_gitlab(repository)
    assert (done.returncode, quality) == (1, ["SC422", "SC402"])
    assert "error SC402 unknown-indicator" in done.stdout
    assert 'tests="2" failures="1"' in tests


def test_a_merge_request_is_compared_with_what_was_published(repository: Path) -> None:
    base = run_git(repository, "rev-parse", "HEAD").strip()
    change(repository, "level: fail", "level: pass")
    done, quality, _ = run_gitlab(repository, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert (done.returncode, quality) == (1, ["SC510"])
    assert ASSESSMENT.count("level: fail") == 1
