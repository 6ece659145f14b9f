"""Mistakes that people make in a project that is otherwise right, each told on the line where it stands.

A mistake is a text put in place of another one in one of the files; it is to be told, once or more, in the
line in which the new text begins (or in the one that is named). What is right but unusual is told nothing.
"""

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.builders import data_file, write_text
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


MISTAKES = [
    # Unfinished
    Mistake(LAST, "assessors: [A. Person, B. Person]\n", "", "SC315", "kind: assessment"),
    Mistake(LAST, "assessors: [A. Person, B. Person]", "assessors:", "SC315"),
    Mistake(LAST, "Mean of the seven stations.", "TODO", "SC026"),
    Mistake(LAST, "Mean of the seven stations.", "TODO write this", "SC026"),
    Mistake(LAST, "Mean of the seven stations.", "the mean (TBC)", "SC026"),
    Mistake(LAST, "Mean of the seven stations.", '"???"', "SC026"),
    Mistake(LAST, "Mean of the seven stations.", "<why this rating>", "SC026"),
    Mistake(LAST, "Three are missing.", "Lorem ipsum dolor sit amet", "SC026"),
    Mistake(LAST, "Three are missing.", "XXX", "SC026"),
    Mistake(LAST, "Three are missing.", "fixme", "SC026"),
    Mistake(LAST, "  It is better than it was.", "  FIXME: say by how much", "SC026"),
    Mistake(LAST, "table 3", "p. ???", "SC026"),
    Mistake(LAST, "quote: the words", "quote: TBD", "SC026"),
    Mistake(LAST, "title: Air plan 2020", "title: TBC", "SC026"),
    Mistake(FRAMEWORK, "An act in force.", "TODO", "SC026"),
    Mistake(LAST, "    level: half\n", "", "SC311", '  "2.1":'),
    Mistake(LAST, '  "2.1":\n    level: half\n    rationale: Three are missing.\n', "", "SC422", "ratings:"),
    Mistake(LAST, "    rationale: Three are missing.\n", "    x-review: carried over\n", "SC314", "ratings:"),
    # Copied
    Mistake(LAST, "Sixty decibels by day.", "Three are missing.", "SC310"),
    Mistake(
        LAST, "Announced, not enacted.", "Three are Missing.", "SC310", "    rationale: Three are missing."
    ),
    Mistake(FRAMEWORK, "There are stations enough.", "The limits are set in law.", "SC221"),
    # Sources and evidence
    Mistake(LAST, "https://example.org/plan", "www.example.org", "SC027"),
    Mistake(LAST, "https://example.org/plan", "https://example.org/air plan", "SC027"),
    Mistake(LAST, "https://example.org/plan", "TODO", "SC027"),
    Mistake(FRAMEWORK, "https://example.org/act", "example.org/act", "SC027"),
    Mistake(LAST, "        locator: table 3\n", "", "SC312", "      - source: plan"),
    Mistake(LAST, "- source: plan", "- source: plann", "SC409"),
    Mistake(LAST, "document: plan", "document: plans", "SC409"),
    Mistake(LAST, "accessed: 2021-01-15", "accessed: 2020-01-15", "SC313"),
    Mistake(LAST, "date: 2020-12-15", "date: 2021-12-15", "SC413"),
    Mistake(LAST, "  plan:\n", "  act: {title: Another}\n  plan:\n", "SC411"),
    Mistake(LAST, "  plan:\n", "  Plan: {title: Another}\n  plan:\n", "SC303", "  plan:\n"),
    Mistake(LAST, "  plan:\n", "  Act: {title: Another}\n  plan:\n", "SC412"),
    Mistake(LAST, "quote: the words", 'quote: "“the words”"', "SC022"),
    Mistake(LAST, "quote: the words", "quote: “the words”", "SC022"),
    Mistake(LAST, "    evidence: {source: plan, locator: p. 7}\n", "", "SC420", '  "2.2":'),
    Mistake(FRAMEWORK, "accessed: 2020-01-01", "accessed: 2018", "SC222"),
    Mistake(FRAMEWORK, "sources: [act]", "sources: [acts]", "SC209"),
    # Ratings
    Mistake(LAST, "level: half", "level: Half", "SC404"),
    Mistake(LAST, "level: half", "level: halff", "SC404"),
    Mistake(LAST, "level: half", "measured: 3", "SC406"),
    Mistake(LAST, "measured: 4.2", "level: good", "SC405"),
    Mistake(LAST, "measured: 4.2", "level: good\n    measured: 4.2", "SC302"),
    Mistake(LAST, "measured: 4.2", "measured: -4.2", "SC423"),
    Mistake(LAST, '  "2.1":', '  "2.4":', "SC402"),
    Mistake(LAST, '  "2.1":', '  "1":', "SC402"),
    Mistake(LAST, "ratings:\n", 'ratings:\n  "2.3": good\n', "SC403", '  "2.3": good'),
    Mistake(LAST, "level: half", "level: not-applicable", "SC407"),
    Mistake(
        LAST,
        "    level: bad\n    rationale: Announced, not enacted.\n",
        "    level: not-applicable\n",
        "SC301",
    ),
    Mistake(LAST, "framework: city-air@2.0", "framework: city-air@3.0", "SC401"),
    Mistake(
        LAST,
        "framework: city-air@2.0",
        "framework: city-air@2.0\nframework_digest: hello",
        "SC424",
        "framework_digest",
    ),
    Mistake(
        LAST,
        "framework: city-air@2.0",
        "framework: city-air@2.0\nframework_digest: sha256:" + 64 * "0",
        "SC410",
        "framework_digest",
    ),
    # Among the others
    Mistake(LAST, "name: Springfield", "name: Sprinfield", "SC504"),
    Mistake(LAST, "subject: {id: springfield", "subject: {id: shelbyville", "SC502"),
    Mistake(LAST, "date: 2021-03-11", "date: 2021-03-12", "SC502"),
    Mistake(LAST, "subject: {id: springfield", "subject: {id: not-rated", "SC303"),
    # Frameworks
    Mistake(FRAMEWORK, 'version: "2.0"', 'version: "2.1"', "SC502"),
    Mistake(FRAMEWORK, "id: city-air", "id: city-airs", "SC502"),
    Mistake(FRAMEWORK, "partial_when: {at_least: 1}", "partial_when: {at_least: 3}", "SC223"),
    Mistake(FRAMEWORK, "    pass_when: {at_least: 1}", "    pass_when: {at_least: 4}", "SC223"),
    Mistake(FRAMEWORK, "pass_when: all", "pass_when: {at_least: 4}", "SC223"),
    Mistake(FRAMEWORK, "        guidance: One for each district.\n", "", "SC220", '      - id: "2.1"'),
    Mistake(FRAMEWORK, 'id: "2.1"', 'id: "1.2"', "SC201"),
    Mistake(FRAMEWORK, 'id: "2.1"', "id: not-rated", "SC202"),
    Mistake(FRAMEWORK, "{id: half,", "{id: good,", "SC203"),
    Mistake(FRAMEWORK, "value: 0, status: fail", "value: 0.7, status: fail", "SC204"),
    Mistake(FRAMEWORK, "level: half, at_most: 10", "level: half, at_most: 4", "SC207"),
    Mistake(FRAMEWORK, "{level: bad}", "{level: bad, at_most: 100}", "SC208"),
    Mistake(FRAMEWORK, "{level: half, at_most", "{level: fair, at_most", "SC206"),
    Mistake(FRAMEWORK, 'replaces: ["1.4"]', 'replaces: ["1.5"]', "SC230"),
    Mistake(FRAMEWORK, '        replaces: ["1.4"]\n', "", "SC234", '      - id: "2.2"'),
    Mistake(
        OLD_FRAMEWORK,
        "title: Clean city air",
        "title: Clean city air\nreplaces: city-air@2.0",
        "SC231",
        "replaces",
    ),
    Mistake(
        OLD_FRAMEWORK,
        "dimensions:\n",
        "dimensions:\n  - {id: none, title: Empty}\n",
        "SC224",
        "  - {id: none",
    ),
]
RIGHT = [
    Mistake(LAST, "level: bad\n", "level: good\n", ""),
    Mistake(FRAMEWORK, "value: 0.5", "value: 0", ""),
    Mistake(FRAMEWORK, "pass_when: all", "pass_when: {score: 0.9}", ""),
    Mistake(FRAMEWORK, "value: 1, status: pass", "value: 0.8, status: pass", ""),
    Mistake(LAST, "kind: assessment", "---\nkind: assessment", ""),
    Mistake(
        LAST,
        "evidence: {source: plan, locator: p. 7}\n",
        "evidence: {source: plan, locator: p. 7}\n...\n",
        "",
    ),
    Mistake(LAST, "measured: 4.2", "measured: 21/5", ""),
    Mistake(LAST, "measured: 4.2", "measured: -0", ""),
    Mistake(LAST, "name: Springfield", "name: Springfield, tags: coast", ""),
    Mistake(LAST, "table 3", "טבלה 3, \u202bعمود ٤\u202c", ""),
    Mistake(LAST, "Announced, not enacted.", "x" * 20_000, ""),
    Mistake(LAST, "https://example.org/plan", "doi:10.1000/182", ""),
    Mistake(LAST, "https://example.org/plan", "http://[2001:db8::1]:8080/plan", ""),
    Mistake(LAST, "document: plan", "title:\nlicence: ~\nreviewers: []\ndocument: plan", ""),
    Mistake(LAST, "document: plan", "x-note: {TODO: ['???', www.example.org]}\ndocument: plan", ""),
    Mistake(LAST, "document: plan", "document: {title: Air plan 2020, date: 2021}", ""),
    Mistake(LAST, "Three are missing.", "Faltan tres en todo el territorio.", ""),
    Mistake(LAST, "Three are missing.", "See Title XXX, and <https://example.org>; why???", ""),
    Mistake(LAST, "Three are missing.", "Three are missing... or four.", ""),
    Mistake(LAST, "quote: the words", 'quote: "“the” words “and” more"', ""),
    Mistake(LAST, "quote: the words", "quote: TODO EL TERRITORIO", ""),
    Mistake(LAST, "    confidence: high\n", "    working_note: TODO, ask the ministry\n", ""),
    Mistake(LAST, "document: plan", "stage: draft\ntitle: TODO\ndocument: plan", ""),
    Mistake(LAST, "- source: plan", "- source: plan  # see p. 3", ""),
    Mistake(BEFORE, "date: 2019}", 'date: 1848-02-24, url: "urn:isbn:0451450523"}', ""),
    Mistake(FRAMEWORK, "unit: µg/m³", 'unit: "% of days"', ""),
    Mistake(FRAMEWORK, "weight: 2", "weight: 1/3", ""),
    Mistake(FRAMEWORK, "title: Delivery", "title: NO", ""),
    Mistake(FRAMEWORK, "label: Half", "label: Todo", ""),
    Mistake(FRAMEWORK, "title: Stations", "title: '012'", ""),
    Mistake(
        FRAMEWORK,
        "title: Clean city air",
        "title: Clean city air\nlanguage: fr\nnote: |\n\n  Un.\n\n  Deux.",
        "",
    ),
]


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


def test_the_project_is_right_without_them(tmp_path: Path) -> None:
    write(tmp_path)
    assert found(tmp_path) == []


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda each: f"{each.code}-{each.new.strip()}"[:50])
def test_a_mistake_is_told_on_its_line(mistake: Mistake, tmp_path: Path) -> None:
    line = write(tmp_path, mistake)
    assert (mistake.file, line, mistake.code) in found(tmp_path)


@pytest.mark.parametrize("change", RIGHT, ids=lambda each: each.new)
def test_what_is_unusual_but_right_is_told_nothing(change: Mistake, tmp_path: Path) -> None:
    write(tmp_path, change)
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
