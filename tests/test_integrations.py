"""The pre-commit hook, the GitHub action, the check that `init` writes, and how all of it is installed.

What they say of themselves, and which arguments the action's script passes, is checked here quickly. Slow
tests install and run them for real, which needs the package index, and pre-commit in this environment.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.commands import ROOT, start

HOOKS = ROOT / ".pre-commit-hooks.yaml"
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOSTILE = "a b; touch pwned $(touch pwned) `touch pwned` \" ' ${{ x }} *"

posix = pytest.mark.skipif(os.name == "nt", reason="there need not be a bash")

FRAMEWORK = """\
kind: framework
id: city-air
version: 1
title: Clean city air
dimensions:
  - id: limits
    title: Limits
    indicators:
      - id: law
        title: Limits in law
        requirement: The limits are set in law.
        guidance: Read the act and what was made under it.
"""
ASSESSMENT = """\
kind: assessment
framework: city-air@1
subject: {id: springfield, name: Springfield}
date: 2021-03-11
sources:
  plan: {title: Air plan, date: 2020-12-15}
ratings:
  law:
    level: fail
    rationale: Announced, not enacted.
    evidence: {source: plan, locator: p. 12}
assessors: [A. Person]
"""
ASSESSMENT_PATH = "assessments/springfield/2021-03-11.yaml"


def write_project(folder: Path) -> Path:
    """A project that is good, and clean under --strict."""
    for path, text in (("frameworks/city-air@1.yaml", FRAMEWORK), (ASSESSMENT_PATH, ASSESSMENT)):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def rename_indicator(folder: Path) -> None:
    """Change the framework so that its assessment, which is not touched, rates an indicator that is gone."""
    path = folder / "frameworks/city-air@1.yaml"
    path.write_text(FRAMEWORK.replace("id: law", "id: act"), encoding="utf-8")


# What they say of themselves -------------------------------------------------------------------------


def test_the_hook_checks_the_whole_project() -> None:
    (hook,) = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))
    assert hook["id"] == "scorecard-validate"
    assert hook["entry"] == "scorecard validate"
    assert hook["language"] == "python"
    assert hook["pass_filenames"] is False
    files = re.compile(hook["files"])
    for path in ("frameworks/a.yaml", "frameworks/b/c.yml", "assessments/a/2021-03-11.yaml"):
        assert files.search(path)
    for path in ("frameworks/a.json", "docs/frameworks/a.yaml", "frameworks.yaml", "assessments/a/notes.md"):
        assert not files.search(path)


@pytest.mark.slow
def test_pre_commit_takes_the_manifest() -> None:
    from pre_commit import clientlib

    assert [hook["id"] for hook in clientlib.load_manifest(str(HOOKS))] == ["scorecard-validate"]


def test_the_name_of_anothers_file_is_not_used() -> None:
    assert not [path for path in ROOT.rglob("scorecard.y*ml") if ".venv" not in path.parts]


def steps() -> Iterator[dict[str, Any]]:
    assert ACTION["runs"]["using"] == "composite"
    yield from ACTION["runs"]["steps"]


def test_inputs_reach_the_script_in_variables_only() -> None:
    passed = set()
    for step in steps():
        assert "${{" not in step["run"], "what is written into a script is run by it"
        assert step["shell"] == "bash"
        passed |= set(re.findall(r"\$\{\{ inputs\.(\w+) \}\}", " ".join(step["env"].values())))
    assert passed == set(ACTION["inputs"])


def test_inputs_are_described_and_texts() -> None:
    for name, each in ACTION["inputs"].items():
        assert each["description"].endswith("."), name
        assert isinstance(each["default"], str), name


# The action's script -----------------------------------------------------------------------------------


def run_action(folder: Path, temp: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the action's steps as a runner does, in a folder, with another for what is passing."""
    assert set(inputs) <= set(ACTION["inputs"])
    values = {name: each["default"] for name, each in ACTION["inputs"].items()} | inputs
    runner = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_STEP_SUMMARY": str(temp / "summary.md"),
        "RUNNER_TEMP": str(temp),
        "PYTHONPATH": ".",
    }
    (step,) = steps()
    script = temp / "script.sh"
    script.write_text(step["run"], encoding="utf-8")
    given = {
        key: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda match: values[match[1]], text)
        for key, text in step["env"].items()
    }
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
        cwd=folder,
        env={**os.environ, **runner, **given},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=3600,
    )


@pytest.fixture
def pretender(tmp_path: Path) -> Path:
    """A stand-in for Python that makes environments with itself in them and writes down what it is asked."""
    path = tmp_path / "pretender"
    path.write_text(
        "#!/bin/sh\n"
        f"printf '%s\\0' \"$@\" >> '{tmp_path}/asked'\n"
        f"printf '\\n' >> '{tmp_path}/asked'\n"
        '[ "$3" != venv ] || { mkdir -p "$5/bin" && cp "$0" "$5/bin/python"; }\n',
        encoding="utf-8",
    )
    path.chmod(0o755)
    return path


def asked(pretender: Path) -> list[list[str]]:
    text = (pretender.parent / "asked").read_text(encoding="utf-8")
    return [call.split("\0") for call in text.split("\0\n")[:-1]]


@posix
@pytest.mark.parametrize(
    ("inputs", "arguments"),
    [
        ({}, ["--"]),
        ({"strict": "true"}, ["--strict", "--"]),
        ({"strict": "false"}, ["--no-strict", "--"]),
        ({"project": "my policies"}, ["--project=my policies", "--"]),
        ({"project": HOSTILE}, [f"--project={HOSTILE}", "--"]),
        ({"since": "origin/main"}, ["--since=origin/main", "--"]),
        ({"since": HOSTILE, "strict": "true"}, [f"--since={HOSTILE}", "--strict", "--"]),
        ({"since": "--help"}, ["--since=--help", "--"]),
        ({"path": "frameworks"}, ["--", "./frameworks"]),
        ({"path": "frameworks/a b.yaml\n\nassessments/x\n"}, ["--", "frameworks/a b.yaml", "assessments/x"]),
        ({"path": "C:\\files\\a.yaml"}, ["--", "C:\\files\\a.yaml"]),
        ({"path": "-"}, ["--", "./-"]),
        ({"path": "--project=/"}, ["--", "--project=/"]),
        ({"path": HOSTILE}, ["--", f"./{HOSTILE}"]),
        ({"path": f"/{HOSTILE}\n*"}, ["--", f"/{HOSTILE}", "./*"]),
    ],
)
def test_arguments(pretender: Path, inputs: dict[str, str], arguments: list[str]) -> None:
    folder = pretender.parent / "project"
    folder.mkdir()
    outcome = run_action(folder, pretender.parent, python=str(pretender), **inputs)
    assert (outcome.returncode, outcome.stdout, outcome.stderr) == (0, "", "")
    *setting_up, last = asked(pretender)
    assert last == ["-I", "-X", "utf8", "-m", "scorecard", "validate", *arguments]
    assert setting_up[-1][-1] == str(ROOT)
    assert all(call[0] == "-I" for call in setting_up)
    assert list(folder.iterdir()) == []


@posix
def test_strict_is_true_or_false(pretender: Path) -> None:
    outcome = run_action(pretender.parent, pretender.parent, python=str(pretender), strict="yes")
    assert (outcome.returncode, outcome.stdout) == (
        2,
        "::error::the input strict is neither true nor false\n",
    )


@posix
@pytest.mark.parametrize("python", ["no-such-python", "false", HOSTILE])
def test_a_python_that_does_not_do(tmp_path: Path, python: str) -> None:
    outcome = run_action(tmp_path, tmp_path, python=python)
    assert outcome.returncode == 3
    assert outcome.stdout.startswith("::error::scorecard needs Python 3.11 or newer")
    assert not (tmp_path / "pwned").exists()


# For real ------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_action_says_yes(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "project")
    outcome = run_action(folder, tmp_path, python=sys.executable, strict="true")
    assert (outcome.returncode, outcome.stdout) == (0, "")
    assert outcome.stderr == "2 files checked: 0 errors, 0 warnings\n"
    assert "2 files checked: 0 errors, 0 warnings" in (tmp_path / "summary.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_action_says_no_and_where(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "project")
    rename_indicator(folder)
    outcome = run_action(folder, tmp_path, python=sys.executable)
    assert outcome.returncode == 1
    (error,) = [line for line in outcome.stdout.splitlines() if line.startswith("::error ")]
    assert error.startswith(f"::error file={ASSESSMENT_PATH},line=8,col=3,")
    assert "SC402" in (tmp_path / "summary.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_action_says_no_to_what_was_published_otherwise(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "project")
    git(folder, "init", "-q", "-b", "main")
    assert commit(folder).returncode == 0
    (folder / ASSESSMENT_PATH).write_text(ASSESSMENT.replace("fail", "pass"), encoding="utf-8")
    assert commit(folder).returncode == 0
    assert run_action(folder, tmp_path, python=sys.executable).returncode == 0
    outcome = run_action(folder, tmp_path, python=sys.executable, since="HEAD~1")
    assert outcome.returncode == 1
    (error,) = [line for line in outcome.stdout.splitlines() if line.startswith("::error ")]
    assert error.startswith(f"::error file={ASSESSMENT_PATH},line=9,col=12,")
    assert "SC510" in error


@pytest.mark.slow
def test_what_lies_in_the_folder_is_not_run(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "a project")
    for name in ("venv", "pip", "scorecard", "yaml", "typing", "sitecustomize"):
        (folder / f"{name}.py").write_text("open('pwned', 'w')\n", encoding="utf-8")
    outcome = run_action(folder, tmp_path, python=sys.executable, path=f"{HOSTILE}\nassessments")
    assert outcome.returncode == 3
    assert "SC001 the file cannot be opened" in outcome.stdout
    assert not (folder / "pwned").exists()


def git(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    identity = ["-c", "user.name=A. Person", "-c", "user.email=person@example.org"]
    return subprocess.run(
        ["git", *identity, *words], cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=3600
    )


def commit(folder: Path) -> subprocess.CompletedProcess[str]:
    git(folder, "add", "-A")
    return git(folder, "commit", "-m", "A change")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This checkout, committed or not, as a repository with a release."""
    folder = tmp_path_factory.mktemp("published") / "tool"
    left_out = shutil.ignore_patterns(
        ".git", ".venv*", ".*_cache", ".hypothesis", "__pycache__", "dist", "build"
    )
    shutil.copytree(ROOT, folder, ignore=left_out)
    git(folder, "init", "-q", "-b", "main")
    assert commit(folder).returncode == 0
    assert git(folder, "tag", "v0.1.0").returncode == 0
    return folder


@pytest.mark.slow
def test_the_hook_guards_commits(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "pre-commit"))
    folder = write_project(tmp_path / "project")
    config = {"repos": [{"repo": str(published), "rev": "v0.1.0", "hooks": [{"id": "scorecard-validate"}]}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    git(folder, "init", "-q", "-b", "main")
    subprocess.run([sys.executable, "-m", "pre_commit", "install"], cwd=folder, check=True)

    good = commit(folder)
    assert good.returncode == 0, good.stdout + good.stderr
    assert re.search(r"validate scorecard files\.+Passed", good.stderr + good.stdout)

    rename_indicator(folder)
    bad = commit(folder)
    assert bad.returncode == 1
    said = bad.stdout + bad.stderr
    assert re.search(r"validate scorecard files\.+Failed", said)
    assert f"{ASSESSMENT_PATH}:8:3: error SC402 unknown-indicator" in said
    assert git(folder, "log", "--oneline").stdout.count("\n") == 1

    write_project(folder)
    (folder / "README.md").write_text("Ours.\n", encoding="utf-8")
    other = commit(folder)
    assert other.returncode == 0
    assert re.search(
        r"validate scorecard files\.+\(no files to check\) *Skipped", other.stdout + other.stderr
    )


# Installed as is told, while no index has the program -----------------------------------------------------


def fresh(folder: Path, **more: str) -> dict[str, str]:
    """Make an environment with nothing but pip in it; return the variables with which it is active."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return {**kept, "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}", **more}


def shell(command: str, folder: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", command],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=3600,
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", ["project", "our policies"])
def test_the_check_that_init_writes_runs_as_written(tmp_path: Path, name: str) -> None:
    top = tmp_path / "repository"
    top.mkdir()
    git(top, "init", "-q", "-b", "main")
    project = top if name == "project" else top / name
    assert start("init", str(project), "--example", "online-safety", cwd=top).code == 0
    workflow = yaml.safe_load((project / ".github/workflows/validate.yml").read_text(encoding="utf-8"))
    commands = [step["run"] for step in workflow["jobs"]["validate"]["steps"] if "run" in step]
    assert len(commands) == 2
    env = fresh(tmp_path / "venv", GITHUB_ACTIONS="true")
    for command in commands:
        done = shell(command, top, env)
        assert done.returncode == 0, (command, done)
    assert done.stderr == "7 files checked: 0 errors, 0 warnings\n"

    path = next(project.glob("assessments/*/2021-03-12.yaml"))
    path.write_text(
        path.read_text(encoding="utf-8").replace("level: pass", "level: passs", 1), encoding="utf-8"
    )
    said = shell(commands[-1], top, env)
    assert (said.returncode, "::error file=" in said.stdout) == (1, True)

    (install,) = re.findall(r"(?m)^pip install .*$", (project / "README.md").read_text(encoding="utf-8"))
    assert shell(install, project, env).returncode == 0
    exported = shell("scorecard export uk-online-safety@2021-09-15 -o review.xlsx", project, env)
    assert (exported.returncode, (project / "review.xlsx").exists()) == (0, True), exported


@pytest.mark.slow
def test_every_way_to_install_that_readme_tells_works_from_a_copy(published: Path, tmp_path: Path) -> None:
    section = (
        (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## Install\n")[2].partition("\n## ")[0]
    )
    from_copy, make_wheel, from_wheel = re.findall(r"```sh\n(.+)\n```", section)
    places = {"PIPX_HOME": str(tmp_path / "pipx"), "PIPX_BIN_DIR": str(tmp_path / "bin")}
    env = fresh(tmp_path / "venv", **places)
    for command in ("pip install -q pipx", from_copy, make_wheel):
        done = shell(command, published, env)
        assert done.returncode == 0, (command, done)
    everywhere = shell(f"{tmp_path}/bin/scorecard assess uk-online-safety", published, env)
    assert (everywhere.returncode, everywhere.stdout[:7]) == (0, "✗ Fails")

    shutil.copytree(published / "dist", tmp_path / "sent/dist")
    others = {"PIPX_HOME": str(tmp_path / "others"), "PIPX_BIN_DIR": str(tmp_path / "others-bin")}
    assert shell(from_wheel, tmp_path / "sent", env | others).returncode == 0
    assert shell(f"{tmp_path}/others-bin/scorecard list", tmp_path / "sent", env).returncode == 0

    colleague = fresh(tmp_path / "colleague")
    assert from_wheel.startswith("pipx install ")
    assert shell(from_wheel.replace("pipx", "pip", 1), tmp_path / "sent", colleague).returncode == 0
    for command in (
        "scorecard init ours --example air-quality",
        "scorecard report beijing -o r.docx --project ours",
    ):
        done = shell(command, tmp_path / "sent", colleague)
        assert done.returncode == 0, (command, done)

    plain = fresh(tmp_path / "plain")
    assert shell("pip install -q dist/policy_scorecard-*.whl", tmp_path / "sent", plain).returncode == 0
    asked = shell("scorecard export beijing --project ours -o b.xlsx", tmp_path / "sent", plain)
    (hint,) = re.findall(r"pip install .+", asked.stderr)
    assert shell(hint, tmp_path / "sent", plain).returncode == 0
    assert (
        shell("scorecard export beijing --project ours -o b.xlsx", tmp_path / "sent", plain).returncode == 0
    )
