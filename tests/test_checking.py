"""Many files checked in several processes say what one process says, in the same order."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scorecard.checking import check_all
from scorecard.project import Project
from tests.builders import write_assessment, write_framework, write_text
from tests.commands import CLEAN, ROOT, run


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of 300 files of 10 subjects; every seventh has an error, every eleventh a warning."""
    write_framework(tmp_path)
    for number in range(300):
        year, month, day = 2000 + number % 25, 1 + number % 12, 1 + number % 27
        ratings = {"1.1": "4.2", "1.2": "fail", "2.1": "partial"}
        if number % 7 == 0:
            ratings["1.2"] = "failed"
        if number % 11 == 0:
            del ratings["2.1"]
        date = f"{year}-{month:02}-{day:02}"
        write_assessment(tmp_path, f"place-{number // 30}", date=date, ratings=ratings)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("format", ["full", "concise", "json", "sarif"])
def test_several_processes_say_what_one_says(many: Path, format: str) -> None:
    one, two, four = (run("validate", "--jobs", jobs, "--format", format) for jobs in "124")
    assert one.code == 1
    assert one == two == four
    assert "43 errors" in one.err


@pytest.mark.parametrize("jobs", [1, 3])
def test_files_come_in_their_order_and_the_good_ones_leave_nothing(many: Path, jobs: int) -> None:
    project = Project(many)
    found = list(check_all(project, project.layout.assessments, jobs=jobs))
    assert [each.place for each in found] == list(project.layout.assessments)
    assert [each.text is not None for each in found] == [bool(each.diagnostics) for each in found]
    assert project._assessments == {}


def test_files_that_are_named_twice_are_counted_once(many: Path) -> None:
    whole = run("validate", "--jobs", "2")
    twice = run("validate", "assessments/", "place-1", "assessments/place-1/", "--jobs", "2")
    assert re.findall(r"\d+ files checked", whole.err) == re.findall(r"\d+ files checked", twice.err)


def test_a_file_that_cannot_be_opened_ends_with_3_in_any_process(many: Path) -> None:
    path = many / "assessments/place-9/2024-01-01.yaml"
    path.symlink_to(many / "nowhere.yaml")
    outcomes = [run("validate", "--jobs", jobs) for jobs in "12"]
    assert [each.code for each in outcomes] == [3, 3]
    assert outcomes[0] == outcomes[1]


def test_a_number_of_processes_below_one_is_refused(many: Path) -> None:
    outcome = run("validate", "--jobs", "0")
    assert (outcome.code, outcome.out) == (2, "")


@pytest.mark.skipif(os.name == "nt", reason="signals are others there")
def test_an_interruption_ends_all_processes_in_one_line(many: Path) -> None:
    big = "\n".join(f'  "x{number}": fail' for number in range(20000))
    for number in range(60):
        head = "kind: assessment\nframework: city-air@2.0\nsubject: {id: slow, name: S}\n"
        write_text(
            many / f"assessments/slow/{1900 + number}-01-01.yaml",
            f"{head}date: {1900 + number}-01-01\nratings:\n{big}\n",
        )
    process = subprocess.Popen(
        [sys.executable, "-m", "scorecard", "validate", "--jobs", "2"],
        cwd=many,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**CLEAN, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
        text=True,
    )
    time.sleep(1.5)
    assert process.poll() is None
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (130, "", "Error: interrupted\n")
    assert not still_runs(process.pid)


def still_runs(group: int) -> bool:
    """Whether a process of a group is there after a while for the last of them to end."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.05)
    return True
