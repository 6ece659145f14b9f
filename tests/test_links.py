"""Links that lead out of a project: whatever command comes upon them, nothing of their target is shown."""

from pathlib import Path

import pytest

from scorecard.files.folder import LinkError, check_links
from tests.builders import write_assessment, write_project, write_text
from tests.cases import read_table
from tests.commands import run

SECRET = "kind: assessment\ntoken: SECRET: SECRET\n"
FILE = "assessments/springfield/2024-01-01.yaml"
FRAMEWORK = "frameworks/river@1.yaml"


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project, the working directory, with links to what is beside it and to its `.git`."""
    root = write_project(tmp_path / "city")
    write_assessment(root, subject="shelbyville")
    write_text(tmp_path / "outside" / "2024-01-01.yaml", SECRET)
    write_text(root / ".git" / "config", SECRET)
    monkeypatch.chdir(root)
    for link, target in (
        (FILE, "../../../outside/2024-01-01.yaml"),
        (FRAMEWORK, "../.git/config"),
        ("assessments/ogdenville", "../../outside"),
        ("loose.yaml", "../outside/2024-01-01.yaml"),
        ("loose", "../outside"),
    ):
        Path(link).symlink_to(target)
    return root


@pytest.mark.parametrize(("words", "paths"), read_table("links-out"))
def test_a_link_that_leads_out_is_refused_and_nothing_of_its_target_shown(
    city: Path, words: str, paths: str
) -> None:
    outcome = run(*words.split(), columns=200)
    said = outcome.out + outcome.err
    assert outcome.code == 1
    assert "SECRET" not in said
    for path in paths.split():
        assert f"{path}:1:1: error SC006 link-leads-out" in said
    assert "a link that leads " in said


def test_what_a_user_names_outside_any_project_is_read(city: Path) -> None:
    (city.parent / "link.yaml").symlink_to("outside/2024-01-01.yaml")
    for path in ("../outside/2024-01-01.yaml", "../link.yaml"):
        outcome = run("assess", path)
        assert outcome.code == 1
        assert "SC010 yaml-syntax" in outcome.err


def test_the_house_style_is_not_read_through_a_link(city: Path) -> None:
    (city / "scorecard.toml").symlink_to("../outside/2024-01-01.yaml")
    outcome = run("report", "shelbyville", "--format", "html")
    assert (outcome.code, outcome.out) == (1, "")
    assert "scorecard.toml: this is a link that leads out of the project" in outcome.err
    assert "token" not in outcome.err


@pytest.mark.parametrize(
    "path", ["link", "link/x", "docs/../link", "docs/away/x", "docs/away/../outside/x", "../city/link", "git"]
)
def test_a_path_that_a_link_takes_out(city: Path, path: str) -> None:
    (city / "docs").mkdir()
    (city / "link").symlink_to("../outside")
    (city / "docs" / "away").symlink_to(city.parent / "outside")
    (city / "git").symlink_to(".git/config")
    with pytest.raises(LinkError, match="is a link that leads"):
        check_links(path, str(city))
    with pytest.raises(LinkError):
        check_links(str(city / path), str(city))


@pytest.mark.parametrize(
    "path", ["x", "docs", "alias/x", "round/x", "../outside/x", "../door/x", ".git/config"]
)
def test_a_path_that_stays(city: Path, path: str) -> None:
    (city / "docs").mkdir()
    (city / "alias").symlink_to("docs")
    (city / "round").symlink_to("../city/docs")
    (city.parent / "door").symlink_to("outside")
    check_links(path, str(city))
