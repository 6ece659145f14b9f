"""What meets those who find, cite, report, build and release: versions and addresses agree."""

import importlib.util
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from scorecard import __version__
from tests.commands import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
WORKFLOWS = {
    path.stem: yaml.safe_load(path.read_text("utf-8")) for path in ROOT.glob(".github/workflows/*.yml")
}
HOME = PROJECT["project"]["urls"]["Homepage"]
"""Where the repository is; everything else that names the address must agree with it."""


def release() -> Any:
    spec = importlib.util.spec_from_file_location("release", ROOT / ".ci/release.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# Addresses and versions ----------------------------------------------------------------------------------


def test_the_repository_has_one_address() -> None:
    assert all(url.startswith(HOME) for url in PROJECT["project"]["urls"].values())
    repository = HOME.removeprefix("https://github.com/")
    assert CITATION["repository-code"] == CITATION["url"] == HOME
    pages = ("*.md", "docs/*.md", ".github/ISSUE_TEMPLATE/*.yml", "pyproject.toml")
    texts = {path: path.read_text(encoding="utf-8") for each in pages for path in ROOT.glob(each)}
    for path, text in texts.items():
        hosts = r"(?:https://(?:github|raw\.githubusercontent)\.com/|uses: )([\w-]+/scorecard)\b"
        assert set(re.findall(hosts, text)) <= {repository}, path


def test_the_citation_is_of_this_version_and_licence() -> None:
    assert (CITATION["version"], CITATION["license"]) == (__version__, PROJECT["project"]["license"])
    assert CITATION["authors"] == PROJECT["project"]["authors"]


def test_on_an_index_every_link_and_picture_of_the_readme_leads_to_this_versions_files() -> None:
    shown = README
    for each in PROJECT["tool"]["hatch"]["metadata"]["hooks"]["fancy-pypi-readme"]["substitutions"]:
        shown = re.sub(each["pattern"], each["replacement"], shown)
    shown = shown.replace("$HFPR_VERSION", __version__)
    links = re.findall(r"\]\(([^)]+)\)", shown)
    pictures = re.findall(r'(?:src|srcset)="([^"]+)"', shown)
    assert len(links) > 30 and len(pictures) == 4
    raw = HOME.replace("github.com", "raw.githubusercontent.com")
    for url in [*links, *pictures]:
        base = f"{raw}/v{__version__}/" if url in pictures else f"{HOME}/blob/v{__version__}/"
        if url.startswith((base, HOME, raw)):
            assert url.startswith(base)
            assert (ROOT / url.removeprefix(base).partition("#")[0]).exists(), url
        else:
            assert url.startswith(("#", "https://")), url
    for anchor in re.findall(r"\]\(#([^)]+)\)", shown):
        headings = re.findall(r"(?m)^#+ (.+)$", README)
        assert anchor in [re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings]


# Workflows -----------------------------------------------------------------------------------------------


def test_no_job_may_do_more_than_it_needs() -> None:
    for workflow in WORKFLOWS.values():
        assert workflow["permissions"] == {}
    rights = {
        (name, job): content["permissions"]
        for name, each in WORKFLOWS.items()
        for job, content in each["jobs"].items()
    }
    assert rights == {
        ("ci", "check"): {"contents": "read"},
        ("release", "build"): {"contents": "read"},
        ("release", "publish"): {"id-token": "write"},
    }


def test_a_release_is_published_from_its_environment_after_the_checks_and_without_a_secret() -> None:
    text = (ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8")
    build, publish = WORKFLOWS["release"]["jobs"].values()
    assert publish["needs"] == "build" and publish["environment"]["name"] == "pypi"
    assert [step["uses"].partition("@")[0] for step in publish["steps"]] == [
        "actions/download-artifact",
        "pypa/gh-action-pypi-publish",
    ]
    assert "with" not in publish["steps"][-1] and "secrets" not in text
    runs = [step["run"].split()[1] for step in build["steps"] if "run" in step]
    assert runs == [".ci/release.py", ".ci/run", "run"]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_actions_are_named_by_commit_with_their_version_beside(name: str) -> None:
    text = (ROOT / f".github/workflows/{name}.yml").read_text(encoding="utf-8")
    uses = re.findall(r"uses: (.+)", text)
    assert uses
    for each in uses:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each)
        assert "${{" not in each


def test_nothing_is_written_into_a_script() -> None:
    for workflow in WORKFLOWS.values():
        for job in workflow["jobs"].values():
            assert not [step for step in job["steps"] if "${{" in step.get("run", "")]


def test_the_pythons_that_are_checked_are_those_that_are_told() -> None:
    told = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["project"]["classifiers"]))
    assert WORKFLOWS["ci"]["jobs"]["check"]["strategy"]["matrix"]["python"] == told
    assert PROJECT["project"]["requires-python"] == f">={told[0]}"


# The check before a release ------------------------------------------------------------------------------


@pytest.fixture
def ready(tmp_path: Path) -> Path:
    """What the check reads, as it is when 0.2.0 may be released by one/place."""
    for path in (*release().ADDRESSED, "CHANGELOG.md", "scorecard/__init__.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, tmp_path / path)
    for path in release().ADDRESSED:
        change(tmp_path / path, "OWNER/scorecard", "one/place")
    change(tmp_path / "CITATION.cff", f"version: {__version__}", "version: 0.2.0")
    change(tmp_path / "scorecard/__init__.py", f'"{__version__}"', '"0.2.0"')
    change(tmp_path / "CHANGELOG.md", "## Unreleased", "## 0.2.0 - 2027-01-31")
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_what_agrees_may_be_released(ready: Path) -> None:
    assert list(release().faults(ready, "v0.2.0", "one/place")) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        (
            "scorecard/__init__.py",
            "0.2.0",
            "0.1.0",
            "scorecard/__init__.py: the version is 0.1.0, not 0.2.0",
        ),
        ("CITATION.cff", "version: 0.2.0\n", "", "CITATION.cff: the version is missing, not 0.2.0"),
        (
            "CHANGELOG.md",
            "## 0.2.0 - 2027-01-31",
            "## Unreleased\n\n- New.\n\n## 0.2.0 - 2027-01-31",
            "CHANGELOG.md: the first heading is not ## 0.2.0 - YYYY-MM-DD",
        ),
        (
            "pyproject.toml",
            'Homepage = "https://github.com/one/place"',
            'Homepage = "https://github.com/one/places"',
            "pyproject.toml: Homepage is https://github.com/one/places, "
            "which is not in https://github.com/one/place",
        ),
    ],
)
def test_what_does_not_agree_is_said(ready: Path, path: str, old: str, new: str, said: str) -> None:
    change(ready / path, old, new)
    assert list(release().faults(ready, "v0.2.0", "one/place")) == [said]


@pytest.mark.parametrize("tag", ["0.2.0", "v0.2", "v0.2.0-final", "v0.2.0\n"])
def test_a_tag_is_v_and_a_version(ready: Path, tag: str) -> None:
    assert any("is not v and a version" in each for each in release().faults(ready, tag, "one/place"))


def test_nothing_is_released_before_the_address_is_known(ready: Path) -> None:
    assert len(list(release().faults(ROOT, f"v{__version__}", "one/place"))) >= 5
    for path in ("SECURITY.md", "CITATION.cff", ".github/ISSUE_TEMPLATE/config.yml", "docs/ci.md"):
        shutil.copy(ROOT / path, ready / path)
        said = f"{path}: OWNER/scorecard stands where one/place should"
        assert said in list(release().faults(ready, "v0.2.0", "one/place"))


# Forms -----------------------------------------------------------------------------------------------------


def test_forms_ask_each_thing_once_and_say_what_is_public() -> None:
    forms = [path for path in ROOT.glob(".github/ISSUE_TEMPLATE/*.yml") if path.stem != "config"]
    assert len(forms) == 3
    for path in forms:
        form = yaml.safe_load(path.read_text(encoding="utf-8"))
        ids = [each["id"] for each in form["body"] if each["type"] != "markdown"]
        assert len(set(ids)) == len(ids) >= 3, path
