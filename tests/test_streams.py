"""Standard streams that are closed, full or left by their reader, and an interruption while starting."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import write_assessment, write_framework, write_project
from tests.commands import CLEAN, ROOT, Outcome, start

PYTHON = f"{sys.executable} -m scorecard"
CLOSED = "Error: the output cannot be written: Bad file descriptor\n"
FULL = "Error: the output cannot be written: No space left on device\n"


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return write_project(tmp_path)


def shell(city: Path, command: str) -> Outcome:
    """Run a line of a shell, in which `scorecard` is this one."""
    result = subprocess.run(
        ["bash", "-c", f'scorecard() {{ {PYTHON} "$@"; }}; {command}'],
        cwd=city,
        capture_output=True,
        text=True,
        env={**CLEAN, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    return Outcome(result.returncode, result.stdout, result.stderr)


@pytest.mark.parametrize(
    "words",
    [
        "assess springfield",
        "assess --format plain",
        "assess --format json",
        "assess --format csv",
        "assess --format html",
        "validate --format json",
        "list",
        "report",
        "diff city-air@2.0 city-air@2.0",
        "explain SC001",
        "--help",
        "--version",
        "assess --help",
    ],
)
def test_an_output_that_cannot_be_written_is_one_line(city: Path, words: str) -> None:
    assert shell(city, f"scorecard {words} >&-") == Outcome(3, "", CLOSED)
    assert shell(city, f"scorecard {words} >/dev/full") == Outcome(3, "", FULL)


@pytest.mark.parametrize("words", ["assess", "--help", "--version", "assess --help"])
def test_a_reader_that_has_left_is_no_fault(city: Path, words: str) -> None:
    assert shell(city, f"scorecard {words} | true; exit ${{PIPESTATUS[0]}}") == Outcome(0, "", "")


@pytest.mark.parametrize("command", ["assess", "validate"])
def test_a_closed_input_cannot_be_read(city: Path, command: str) -> None:
    outcome = shell(city, f"scorecard {command} - <&-")
    assert (outcome.code, outcome.out) == (3, "")
    assert outcome.err.startswith("Error: standard input cannot be read: Bad file descriptor\n")


def test_talk_that_nobody_hears_changes_no_code(city: Path) -> None:
    assert shell(city, "scorecard validate 2>&-") == Outcome(0, "", "")
    assert shell(city, "scorecard validate <&- >&- 2>&-") == Outcome(0, "", "")
    for closed in ("2>&-", "2>/dev/full"):
        assert shell(city, f"scorecard validate {closed}") == Outcome(0, "", "")
        assert shell(city, f"scorecard assess nosuch {closed}") == Outcome(3, "", "")
    for closed in ("2>&-", "2>/dev/full"):
        assert shell(city, f"scorecard nosuch {closed}") == Outcome(2, "", "")
        assert shell(city, f"scorecard {closed}") == Outcome(2, "", "")


def test_no_file_takes_the_place_of_a_closed_stream(city: Path) -> None:
    outcome = shell(city, "scorecard assess --format csv >&- 2>&-; scorecard validate")
    assert outcome == Outcome(0, "", "2 files checked: 0 errors, 0 warnings\n")


@pytest.mark.parametrize(
    "words",
    [
        "assess --format csv",
        "report --format csv",
        "export springfield@2021-03-11 --format csv",
        "trend --format csv",
        "diff springfield --format csv --all",
    ],
)
def test_csv_is_utf_8_whatever_the_stream_is(city: Path, words: str) -> None:
    """An escape would be read as what it is written with: CSV has none."""
    write_framework(city, title="Gdańsk 😀", dimension_label="Gdańsk 😀")
    for date, level in (("2021-03-11", "fail"), ("2020-03-11", "pass")):
        ratings = {"1.2": {"level": level, "rationale": "Gdańsk 😀"}}
        write_assessment(city, date=date, ratings=ratings, subject_name="Gdańsk 😀")
    outcomes = [
        start(*words.split(), cwd=city, PYTHONIOENCODING=name) for name in ("utf-8", "ascii", "utf-16")
    ]
    assert [(outcome.code, outcome.err) for outcome in outcomes] == [(0, "")] * 3
    assert {outcome.out for outcome in outcomes} == {outcomes[0].out}
    assert "Gdańsk 😀" in outcomes[0].out


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("typer", ""),
        ("scorecard.errors", ""),
        ("scorecard.cli.assess", "Error: interrupted\n"),
        ("pydantic", "Error: interrupted\n"),
    ],
)
def test_an_interruption_while_starting_shows_no_traceback(city: Path, module: str, said: str) -> None:
    """Whatever is just being imported; what Python does before it begins with ours is out of reach."""
    code = (
        "import sys\n"
        "class Interrupting:\n"
        "    def find_spec(self, name, *_):\n"
        f"        if name == {module!r}:\n"
        "            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupting())\n"
        "from scorecard.cli.main import main\n"
        "sys.argv = ['scorecard', 'assess']\n"
        "main()\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=city,
        capture_output=True,
        text=True,
        env={**CLEAN, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert Outcome(result.returncode, result.stdout, result.stderr) == Outcome(130, "", said)
