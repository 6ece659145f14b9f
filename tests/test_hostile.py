"""Hostile texts, names of files and folders, and gates, through commands: nothing in them acts.

What each format escapes is tested with its renderer; here are the ways that texts take around renderers.
"""

import re
import sys
from pathlib import Path

import pytest

from scorecard.cli.output import write_csv
from tests.commands import Outcome, run
from tests.test_cli_report import hostile_project

COMMAND = "x ##vso[task.setvariable variable=owned]1 ##teamcity[owned] ##[error]y"
ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
FORMS = ("table", "plain", "markdown", "html", "json", "csv")
REMARKS = ("full", "concise", "github", "gitlab", "sarif", "json")
EVERY = [
    *(("assess", "--format", form) for form in FORMS),
    *(("assess", "--detail", "full", "--format", form) for form in ("table", "plain")),
    *(("diff", "springfield", "--format", form) for form in FORMS),
    *(("trend", "springfield", "--format", form) for form in FORMS),
    *(("trend", "--format", form) for form in FORMS),
    *(("report", "springfield", "--format", form) for form in ("markdown", "html", "json", "csv")),
    *(("show", "city-air", "--format", form) for form in ("table", "plain", "json")),
    *(("list", "--format", form) for form in ("table", "json")),
    *(("validate", "--format", form) for form in REMARKS),
    ("export", "springfield@2022-01-01", "--format", "csv"),
    ("assess", "--fail-on", "pass,fail", "--fail-under", "1"),
    ("diff", "springfield", "--fail-on", "any"),
]  # fmt: skip
"""Commands that show texts of a project."""


def is_quiet(outcome: Outcome) -> None:
    for text in (outcome.out, outcome.err):
        assert not re.search(r"(?i)##\[|##vso\[|##teamcity\[", text)
        assert not ACTS.search(text)


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_no_text_of_a_file_is_a_command_to_a_ci_runner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    hostile_project(tmp_path, COMMAND)
    if words[0] == "validate":
        bad = f'"{COMMAND}": 1\n'
        (tmp_path / "assessments/springfield/2020-01-01.yaml").write_text(bad, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    outcome = run(*words)
    is_quiet(outcome)
    assert "vso" in outcome.out + outcome.err


# Names of files and folders -----------------------------------------------------------------------

ESCAPES = "x\x1b]0;OWNED\x07\x1b[31m\x9b1m\u202e ##vso[task.complete]\n::error::y"


def loose(root: Path, name: str, text: str) -> Path:
    folder = root / "loose"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("form", REMARKS)
def test_no_name_of_a_file_acts_in_a_remark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    loose(tmp_path / "assessments", ESCAPES, "kind: nothing\n")
    monkeypatch.chdir(tmp_path)
    outcome = run("validate", "--format", form)
    is_quiet(outcome)
    assert not re.search(r"(?m)^ *::error::", outcome.out)
    assert outcome.code == 1


def test_a_line_feed_in_a_path_makes_no_line_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loose(tmp_path / "assessments", "a\nb.yaml:1:1: error SC999 forged", "kind: nothing\n")
    monkeypatch.chdir(tmp_path)
    first = run("validate").out.splitlines()[0]
    assert first.startswith("assessments/loose/a<U+000A>b.yaml:1:1: error SC999 forged.yaml:1:")


def test_no_name_acts_in_what_says_what_is_not_scored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "evil\x1b[31mroot\x1b]0;OWNED\x07\n::error::x"
    hostile_project(root, "text")
    framework = root / "frameworks" / "city-air@2.0.yaml"
    framework.write_text(framework.read_text(encoding="utf-8") + "unknown: 1\n", encoding="utf-8")
    good = (root / "assessments/springfield/2022-01-01.yaml").read_text(encoding="utf-8")
    loose(root, ESCAPES, good)
    monkeypatch.chdir(tmp_path)
    outcome = run("assess", str(root / "loose"))
    is_quiet(outcome)
    assert not re.search(r"(?m)^ *::error", outcome.err)
    folder = "evil<U+001B>[31mroot<U+001B>]0;OWNED<U+0007> ::error::x"
    assert f"is not scored: its framework {folder}/frameworks/city-air@2.0.yaml has errors" in outcome.err


# Gates --------------------------------------------------------------------------------------------


def test_a_gate_is_a_line_in_which_nothing_acts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hostile_project(tmp_path, "##[error]x ##vso[y] \u202ez")
    monkeypatch.chdir(tmp_path)
    shown = "#\\#[error]x #\\#vso[y] <U+202E>z"
    outcome = run("assess", "springfield@2021-03-11", "--fail-on", "fail", "--fail-under", "1")
    assert outcome.err.splitlines() == [
        f"Gate: {shown}, 2021-03-11: the score is 50.0; --fail-under asks for 100.0 out of 100",
        f"Gate: {shown}, 2021-03-11: the verdict is {shown}",
    ]
    outcome = run("diff", "springfield", "--fail-on", "any")
    assert outcome.err == f"Gate: {shown}, 2022-01-01: changed: 1.2\n"


# Spreadsheets and terminals -----------------------------------------------------------------------


def test_csv_is_data_to_a_program_and_visible_at_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Its marks of direction are the file's own text, which a program wants as it is."""
    write_csv("a\u202eb,c\n")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    write_csv("a\u202eb,c\n")
    assert capsysbinary.readouterr().out.decode() == "a\u202eb,c\na<U+202E>b,c\n"
