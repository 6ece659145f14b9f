"""Mistakes that people make in a project that is otherwise right, each told on the line where it stands.

A mistake is a text put in place of another one in one of the files; it is to be told, once or more, in the
line in which the new text begins (or in the one that is named). What is right but unusual is told nothing.
"""

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.builders import data_file, write_text
from tests.cases import read_table
from tests.corpus import check_project

FRAMEWORK = "frameworks/city-air@2.0.yaml"
OLD_FRAMEWORK = "frameworks/city-air@1.0.yaml"
LAST = "assessments/springfield/2021-03-11.yaml"
BEFORE = "assessments/springfield/2020-03-11.yaml"

PROJECT = {path: data_file(f"mistakes/{path}") for path in (OLD_FRAMEWORK, FRAMEWORK, BEFORE, LAST)}


class Mistake(NamedTuple):
    """A text in place of another one, the code of the remark, and what stands in its line if not the text."""

    file: str
    old: str
    new: str
    code: str
    at: str | None = None


FILES = {"framework": FRAMEWORK, "old framework": OLD_FRAMEWORK, "before": BEFORE, "last": LAST}
CASES = [
    Mistake(FILES[file], old, new, code, *at)
    for file, code, old, new, *at in read_table("mistakes-of-meaning")
]
LONG = Mistake(LAST, "Announced, not enacted.", "x" * 20_000, "right")


def found(root: Path) -> list[tuple[str, int, str]]:
    """Return path, line and code of all that a whole project is told."""
    return sorted((each.path, each.span.line, each.code.number) for each in check_project(root))


def write(root: Path, changed: Mistake | None = None) -> int:
    """Write the project with one mistake in it, and return the line in which it is expected."""
    line = 0
    for path, text in PROJECT.items():
        if changed is not None and path == changed.file:
            assert text.count(changed.old) >= 1, "what is to be replaced stands there"
            at = text.index(changed.old)
            new = text[:at] + changed.new + text[at + len(changed.old) :]
            where = at if changed.at is None else new.index(changed.at)
            line, text = new.count("\n", 0, where) + 1, new
        write_text(root / path, text)
    return line


@pytest.mark.parametrize("mistake", [*CASES, LONG], ids=lambda each: f"{each.code}-{each.new.strip()}"[:50])
def test_a_mistake_is_told_on_its_line_and_what_is_right_told_nothing(
    mistake: Mistake, tmp_path: Path
) -> None:
    line = write(tmp_path, mistake)
    if mistake.code == "right":
        assert found(tmp_path) == []
    else:
        assert (mistake.file, line, mistake.code) in found(tmp_path)


def test_the_project_is_right_without_them(tmp_path: Path) -> None:
    write(tmp_path)
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    ("begin", "end"),
    [("", "\n"), ("\ufeff", "\n"), ("", "\r\n"), ("\ufeff", "\r\n"), ("", "\r"), ("\n\n# x\n", "\n")],
)
def test_marks_and_line_ends_are_told_nothing(begin: str, end: str, tmp_path: Path) -> None:
    for path, text in PROJECT.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes((begin + text).replace("\n", end).encode())
    assert found(tmp_path) == []


def test_hidden_files_and_old_dates_are_told_nothing(tmp_path: Path) -> None:
    write(tmp_path)
    for name in (".#2021-03-11.yaml", "._2021-03-11.yaml", ".ipynb_checkpoints/2021-03-11-checkpoint.yaml"):
        write_text(tmp_path / "assessments/springfield" / name, "not: [yaml")
    write_text(tmp_path / ".git/x.yaml", "x")
    for date in ("1848-03-11", "0999-12-31"):
        text = PROJECT[BEFORE].replace("2020-03-11", date).replace("date: 2019", "date: 0998")
        write_text(
            tmp_path / f"assessments/ogdenville/{date}.yaml", text.replace("springfield", "ogdenville")
        )
    assert [each for each in found(tmp_path) if each[2] != "SC507"] == []


def test_a_scale_of_one_level_and_odd_ids_are_told_nothing(tmp_path: Path) -> None:
    write(tmp_path)
    write_text(
        tmp_path / "frameworks/0x1.yaml",
        """\
kind: framework
id: "0x1"
version: 1
title: NO
scales: {one: {id: "1e3", value: 1, status: pass}}
dimensions:
  id: "012"
  title: 12:30
  indicators: [{id: "1.10", title: ~tilde, requirement: It is so., guidance: Look.},
    {id: "1.1", title: 2021-02-30, requirement: It is not so., guidance: "Look\\u00a0there."}]
""",
    )
    write_text(
        tmp_path / "assessments/0x1/2021-03-11-b.yaml",
        "{kind: assessment, framework: 0x1@1.0, subject: {id: '0x1', name: '١'}, date: 2021-03-11,\n"
        " assessors: A, ratings: {'1.10': not-rated, '1.1': {level: 1e3, evidence: []}}, stage: draft}",
    )
    assert [each for each in found(tmp_path) if each[2] != "SC420"] == []
