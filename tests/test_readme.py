"""README says what is true: its commands are CI's, its examples are valid, its output is what is printed."""

import re
import shlex
from pathlib import Path

import pytest

from scorecard.project.library import Project
from tests.commands import ROOT, run

README = (ROOT / "README.md").read_text(encoding="utf-8")


CHANGES = (ROOT / "docs/changes.md").read_text(encoding="utf-8")
ROBUSTNESS = (ROOT / "docs/robustness.md").read_text(encoding="utf-8")


def blocks(language: str, text: str = README) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_the_two_commands_set_everything_up() -> None:
    commands = [block.strip() for block in blocks("sh")]
    assert commands[0].startswith("python3 -m venv .venv && ")
    assert commands[0].endswith("scorecard assess")
    assert commands[1].startswith("python3 -m venv .venv && ")
    assert "pytest" in commands[1]


def printed(command: str) -> str:
    program, *words = shlex.split(command.removeprefix("$ "))
    assert program == "scorecard"
    return run(*words).out.rstrip("\n")


@pytest.mark.parametrize("block", [*blocks("console"), *blocks("console", CHANGES)])
def test_consoles_show_what_is_printed(block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    command, expected = block.split("\n", 1)
    assert printed(command) == expected.rstrip("\n")


@pytest.mark.parametrize(
    "block", [each for each in blocks("text", CHANGES + ROBUSTNESS) if each.startswith("$ ")]
)
def test_the_first_lines_of_an_output_are_what_is_printed_first(
    block: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    command, expected = block.split("\n", 1)
    assert expected.endswith("\n…\n")
    assert printed(command).startswith(expected.removesuffix("…\n"))


def test_the_example_files_are_a_valid_pair(tmp_path: Path) -> None:
    framework, assessment = (block for block in blocks("yaml") if block.startswith("kind:"))
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "assessments/springfield").mkdir(parents=True)
    (tmp_path / "frameworks/city-air.yaml").write_text(framework, encoding="utf-8")
    (tmp_path / "assessments/springfield/2021-03-11.yaml").write_text(assessment, encoding="utf-8")
    project = Project(tmp_path)
    (place,) = project.layout.assessments
    loaded = project.load_assessment(place)
    assert loaded.diagnostics == ()
    assert loaded.scorable is not None


def test_every_link_leads_somewhere() -> None:
    for name in (
        "README.md",
        "CONTRIBUTING.md",
        *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")),
    ):
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            if not target.startswith("http"):
                assert ((ROOT / name).parent / target).exists(), (name, target)


def test_the_tour_leads_from_an_empty_folder_to_a_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tour = README.partition("## Five minutes")[2].partition("\n## ")[0]
    commands = [shlex.split(line) for block in blocks("sh", tour) for line in block.splitlines()]
    monkeypatch.chdir(tmp_path)
    done = []
    for program, *words in commands:
        if program == "cd":
            monkeypatch.chdir(words[0])
        elif program == "scorecard":
            answers = "6.2\nBy the city's own stations.\n\n\nq\n" if words[0] == "rate" else None
            outcome = run(*words, stdin=answers)
            assert outcome.code == 0, (words, outcome)
            done.append(words[0])
    assert done == ["init", "new", "rate", "export", "import", "validate", "assess", "report"]
    rated = Path("assessments/springfield/2024-12-31.yaml").read_text(encoding="utf-8")
    assert "measured: 6.2\n    rationale: |\n      By the city's own stations.\n" in rated
    page = Path("report.html").read_text(encoding="utf-8")
    assert "DRAFT" in page and "City of Springfield" in page
