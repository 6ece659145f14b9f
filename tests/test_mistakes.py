"""Mistakes that people make, told on their line by a remark that alone mends them: tests/mistakes.txt."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from scorecard.diagnostics import Diagnostic
from scorecard.model import kinds
from scorecard.project.library import Project
from tests.small import lone

HEADS = {
    "whole": "",
    "assessment": (
        "kind: assessment\nframework: city@1\nsubject: {id: springfield, name: Springfield}\n"
        "date: 2024-03-11\nassessors: A. Person\n"
    ),
    "framework": "kind: framework\nid: towns\nversion: 1\ntitle: Towns\n",
}
FRAMEWORK = """\
kind: framework
id: city
version: 1
title: City
dimensions:
  - id: "1"
    title: Law
    indicators:
      - {id: "1.1", title: Limits, requirement: Limits are set.}
      - id: "1.2"
        title: Particles
        requirement: Few particles.
        measure: {unit: index, bands: [{level: pass, at_most: 5}, {level: fail}]}
      - {id: "2.1", title: Stations, requirement: There are stations.}
"""
_CASE = re.compile(r"^=== (whole|assessment|framework): (.+)\n((?:= .+\n)?)", re.MULTILINE)
_CHARACTER = re.compile(r"<U\+([0-9A-F]{4})>")


@dataclass(frozen=True, slots=True)
class Case:
    """A file, the line that is wrong, and what has to be said of it."""

    kind: str
    name: str
    words: tuple[str, ...]
    text: str
    line: int | None

    @property
    def is_framework(self) -> bool:
        return "kind: framework" in self.text


def _case(kind: str, name: str, words: str, body: str) -> Case:
    head = HEADS[kind]
    if re.search(r"^»?\s*assessors", body, re.MULTILINE) and kind == "assessment":
        head = head[: head.index("assessors")]
    text = _CHARACTER.sub(lambda match: chr(int(match[1], 16)), head + body.strip("\n") + "\n")
    before, mark, after = text.partition("»")
    line = before.count("\n") + 1 if mark else None
    return Case(kind, name, tuple(filter(None, words[2:].strip().split(" | "))), before + after, line)


def read_cases() -> list[Case]:
    """Return the cases of tests/mistakes.txt."""
    _, *parts = _CASE.split(Path(__file__).with_name("mistakes.txt").read_text(encoding="utf-8"))
    groups = [parts[at : at + 4] for at in range(0, len(parts), 4)]
    return [_case(kind, name, words, body) for kind, name, words, body in groups]


def diagnose(case: Case, root: Path) -> list[Diagnostic]:
    """Return the remarks on a case's file in a project with the framework that assessments name."""
    place = root / "frameworks/city@1.yaml"
    place.parent.mkdir(exist_ok=True)
    place.write_text(FRAMEWORK, encoding="utf-8")
    project = Project(root)
    kind = kinds.FRAMEWORK if case.is_framework else kinds.ASSESSMENT
    return [each for each in project.load(lone(case.text), kind).diagnostics if each.is_error]


CASES = read_cases()


@pytest.mark.parametrize("case", [pytest.param(each, id=each.name) for each in CASES])
def test_a_mistake_is_told_once_on_its_line(case: Case, tmp_path: Path) -> None:
    found = diagnose(case, tmp_path)
    assert [each.span.line for each in found] == ([] if case.line is None else [case.line])
    for each in found:
        said = f"{each.message} {each.help}"
        assert all(word.casefold() in said.casefold() for word in case.words), said


SLIPS = {
    "no space after a colon": (r"^([ -]*[\w.\"]+): (\S.*)$", r"\1:\2"),
    "a no-break space after a colon": (r"^([ -]*[\w.\"]+): (\S.*)$", "\\1:\u00a0\\2"),
    "a full-width colon": (r"^([ -]*[\w.\"]+): (\S.*)$", "\\1\uff1a\\2"),
    "an equals sign": (r"^([ -]*[\w.\"]+): (\S.*)$", r"\1 = \2"),
    "no colon": (r"^([ -]*[\w.\"]+):(.*)$", r"\1\2"),
    "a second colon": (r"^(.*: [A-Z][a-z]+) (.*)$", r"\1: \2"),
    "a quotation mark that is not closed": (r"^(.*: )([A-Z][a-z]+ .*)$", r'\1"\2'),
    "a quotation mark that closes early": (r"^(.*: )([A-Z][a-z]+) (.*)$", r'\1"\2" \3'),
    "a sign that a text cannot begin with": (r"^(.*: )([A-Z][a-z]+ .*)$", r"\1@\2"),
    "no space after a dash": (r"^( *)- (.*)$", r"\1-\2"),
    "a bullet": (r"^( *)- (.*)$", "\\1\u2022 \\2"),
    "a tab": (r"^ +(.*)$", r"\t\1"),
}


@pytest.mark.parametrize("name", SLIPS)
@pytest.mark.parametrize("whole", ["right: a whole assessment", "right: a whole framework"])
def test_a_slip_is_told_on_its_line_wherever_it_happens(name: str, whole: str, tmp_path: Path) -> None:
    case = next(each for each in CASES if each.name == whole)
    lines = case.text.split("\n")
    slipped = {at: re.sub(*SLIPS[name], line) for at, line in enumerate(lines)}
    wrong = {at: line for at, line in slipped.items() if line != lines[at]}
    assert len(wrong) > 2
    for at, line in wrong.items():
        text = "\n".join([*lines[:at], line, *lines[at + 1 :]])
        assert [each.span.line for each in diagnose(replace(case, text=text), tmp_path)][:1] == [at + 1], line


def test_names_are_unique_and_there_are_enough() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
    assert sum(case.line is not None for case in CASES) >= 120
    assert sum(case.line is None for case in CASES) >= 40
