"""A kind of file more is found, read, checked and refused by its record, its model and its rules alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import write_assessment, write_framework, write_text
from tests.commands import ROOT

MILK = "kind: note\nid: milk\ntext: Buy milk\n"


def run_with_notes(*words: str, cwd: Path) -> tuple[int, list[str]]:
    """Run scorecard with notes, and return its exit code and all lines that it wrote."""
    result = subprocess.run(
        [sys.executable, "-m", "tests.new_kind", *words],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    return result.returncode, [*result.stdout.splitlines(), *result.stderr.splitlines()]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write_framework(tmp_path)
    write_assessment(tmp_path)
    return tmp_path


def test_a_good_one_is_counted(project: Path) -> None:
    write_text(project / "notes/milk.yaml", MILK)
    assert run_with_notes("validate", cwd=project) == (0, ["3 files checked: 0 errors, 0 warnings"])


def test_what_is_wrong_with_one_is_said(project: Path) -> None:
    write_text(project / "notes/milk.yaml", MILK.replace("Buy milk", "BUY MILK"))
    write_text(project / "notes/milk.yml", MILK.replace("text", "txt"))
    write_text(project / "notes/loaf.yaml", MILK)
    write_text(project / "notes/old/milk.yaml", MILK)
    write_text(project / "assessments/springfield/milk.yaml", MILK)
    write_text(project / "frameworks/milk.yaml", MILK)
    code, said = run_with_notes("validate", "--format", "concise", cwd=project)
    assert code == 1
    assert said == [
        "assessments/springfield/milk.yaml:1:1: error SC501 this file says that it is a note, "
        "and notes stand in notes/",
        "frameworks/milk.yaml:1:7: error SC104 this file says that it is a note, which is not wanted here",
        "notes/loaf.yaml:2:5: error SC502 the id is milk here and loaf in the file's name",
        "notes/milk.yaml:2:5: error SC503 notes/milk.yml is the same as this file by its name: "
        "nothing says which counts",
        "notes/milk.yaml:3:7: warning SC901 this note shouts",
        'notes/milk.yml:3:1: error SC102 unknown key "txt"',
        "notes/old/milk.yaml:1:1: error SC501 a note stands in notes/ itself",
        "6 files checked: 6 errors, 1 warning",
    ]


@pytest.mark.parametrize("target", ["notes/milk.yaml", "./notes"])
def test_one_is_named_by_its_path(project: Path, target: str) -> None:
    write_text(project / "notes/milk.yaml", MILK)
    assert run_with_notes("validate", target, cwd=project) == (0, ["1 file checked: 0 errors, 0 warnings"])


def test_one_is_no_assessment(project: Path) -> None:
    write_text(project / "notes/milk.yaml", MILK)
    code, said = run_with_notes("assess", "notes/milk.yaml", cwd=project)
    assert (code, said) == (2, ["Error: notes/milk.yaml is a note, not an assessment"])
