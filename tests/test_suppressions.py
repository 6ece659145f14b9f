"""`# scorecard: ignore[…]`: which warnings it answers, and when it is said to answer none."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from scorecard.diagnostics import Diagnostic
from scorecard.project.library import Project
from tests.builders import write_assessment, write_framework, write_text
from tests.cases import read_lines

HEAD = """\
kind: assessment
framework: city-air@2.0
subject: {id: springfield, name: Springfield}
date: 2021-03-11
assessors: A. Person
sources: {plan: {title: Air plan}}
"""
FIRST = len(HEAD.split("\n"))
"""The line after the head."""
RATINGS = 'ratings:\n  "1.1": 12\n  "1.2": fail\n  "2.1": fail\n'
WARNED = '  "1.2": {level: pass, evidence: {source: plan}}'
"""A rating with SC312."""
LONG = "The plan was announced in spring and never enacted"


def remarks(root: Path, text: str, head: str = HEAD, *, framework: bool = True) -> list[str]:
    """Return the remarks about an assessment, as `code@line:column`."""
    if framework:
        write_framework(root)
    path = "assessments/springfield/2021-03-11.yaml"
    write_text(root / path, head + text)
    project = Project(root)
    (place,) = project.layout.assessments
    found = project.load_assessment(place).diagnostics
    return [f"{each.code.number}@{each.span.line - FIRST}:{each.span.column}" for each in found]


def unused(root: Path) -> Diagnostic:
    """Return what is said of the one suppression that answers nothing."""
    project = Project(root)
    found = project.load_assessment(project.layout.assessments[0]).diagnostics
    (remark,) = (each for each in found if each.code.number == "SC030")
    return remark


def rated(*lines: str) -> str:
    """Return ratings in which 1.1 and 2.1 fail and `lines` speak of 1.2; they begin in line 3."""
    return "\n".join(['ratings:\n  "1.1": 12\n  "2.1": fail', *lines, ""])


def test_the_warning_is_there_without_a_comment(tmp_path: Path) -> None:
    assert remarks(tmp_path, rated(WARNED)) == ["SC312@3:43"]


@pytest.mark.parametrize("comment", read_lines("ignoring-comments"))
def test_it_answers_the_warnings_of_its_line(tmp_path: Path, comment: str) -> None:
    assert remarks(tmp_path, rated(f"{WARNED}  {comment}")) == []


@pytest.mark.parametrize(
    "comment",
    [
        "# ignore[SC312]",
        "# scorecard: ignored",
        "# scorecard: ignore-next-line",
        "# scorecard ignore[SC312]",
        "# Scorecard: ignore[SC312]",
    ],
)
def test_another_form_is_an_ordinary_comment(tmp_path: Path, comment: str) -> None:
    assert remarks(tmp_path, rated(f"{WARNED}  {comment}")) == ["SC312@3:43"]


@pytest.mark.parametrize(
    "words", ["SC420", "pass-without-evidence", "C312", "312", "3", "evidence", "SC3123"]
)
def test_one_for_something_else_answers_nothing(tmp_path: Path, words: str) -> None:
    line = f"{WARNED}  # scorecard: ignore[{words}]"
    assert remarks(tmp_path, rated(line)) == ["SC312@3:43", "SC030@3:51"]


@pytest.mark.parametrize("words", ["[]", "[ ]", "[,]", "", " SC312", " this one", "[SC312", ": SC312"])
def test_one_without_a_code_answers_nothing(tmp_path: Path, words: str) -> None:
    line = f"{WARNED}  # scorecard: ignore{words}"
    assert remarks(tmp_path, rated(line)) == ["SC312@3:43", "SC030@3:51"]
    assert "names no code" in unused(tmp_path).message
    assert "[SC312]" in str(unused(tmp_path).help)


@pytest.mark.parametrize(
    ("word", "help"),
    [
        ("SC999", "known here: SC001"),
        ("SC3123", "known here: SC001"),
        ("312", "did you mean SC312?"),
        ("evidence-without-location", "did you mean evidence-without-locator?"),
    ],
)
def test_a_code_that_there_is_not_is_told(tmp_path: Path, word: str, help: str) -> None:
    remarks(tmp_path, rated(f"{WARNED}  # scorecard: ignore[{word}]"))
    assert f'there is no code "{word}"' in unused(tmp_path).message
    assert str(unused(tmp_path).help).startswith(help)


def test_it_does_not_reach_other_lines(tmp_path: Path) -> None:
    lines = ["  # scorecard: ignore[SC312]", WARNED, "  # scorecard: ignore[SC312]"]
    assert remarks(tmp_path, rated(*lines)) == ["SC030@3:3", "SC312@4:43", "SC030@5:3"]


def test_several_words_answer_several_warnings(tmp_path: Path) -> None:
    words = "SC312, evidence-after-assessment"
    line = f'  "1.2": {{level: pass, evidence: {{source: late}}}}  # scorecard: ignore[{words}]'
    head = HEAD.replace("{plan:", "{late: {title: Late, date: 2022}, plan:")
    assert remarks(tmp_path, rated(line), head) == []


def test_several_comments_in_a_line_each_count(tmp_path: Path) -> None:
    line = f"{WARNED}  # scorecard: ignore[SC312] a # scorecard: ignore[SC420] b"
    assert remarks(tmp_path, rated(line)) == ["SC030@3:80"]


def test_a_word_that_answers_nothing_is_said_beside_one_that_does(tmp_path: Path) -> None:
    line = f"{WARNED}  # scorecard: ignore[SC312, SC420,SC3]"
    assert remarks(tmp_path, rated(line)) == ["SC030@3:78"]


def test_it_stands_in_the_first_line_of_a_block_scalar(tmp_path: Path) -> None:
    lines = [
        '  "1.2":',
        "    level: fail",
        "    rationale: |  # scorecard: ignore[SC310] true of both",
        f"      {LONG}",
    ]
    text = rated(*lines).replace('"2.1": fail', f'"2.1": {{level: fail, rationale: {LONG}}}')
    assert remarks(tmp_path, text.replace("  # scorecard: ignore[SC310] true of both", "")) == ["SC310@5:16"]
    assert remarks(tmp_path, text) == []


def test_it_stands_in_the_line_of_a_key(tmp_path: Path) -> None:
    text = 'ratings:  # scorecard: ignore[SC422] the rest is due in May\n  "1.1": 12\n'
    assert remarks(tmp_path, text) == []


@pytest.mark.parametrize("line", read_lines("no-ignoring-comments"))
def test_a_look_alike_inside_a_text_is_none(tmp_path: Path, line: str) -> None:
    assert remarks(tmp_path, f"{line}\n{RATINGS}") == []


def test_a_look_alike_in_the_same_line_answers_nothing(tmp_path: Path) -> None:
    line = '  "1.2": {level: pass, evidence: {source: plan, note: "# scorecard: ignore[SC312]"}}'
    assert remarks(tmp_path, rated(line)) == ["SC312@3:43"]


def test_a_comment_after_a_text_with_a_look_alike_counts(tmp_path: Path) -> None:
    look_alike = WARNED.replace("plan", 'plan, note: "# scorecard: ignore[SC4]"')
    line = f"{look_alike} # scorecard: ignore[SC312]"
    assert remarks(tmp_path, rated(line)) == []


@pytest.mark.parametrize("words", ["SC404", "unknown-level", "SC4", "SC"])
def test_an_error_is_never_suppressed(tmp_path: Path, words: str) -> None:
    line = f'  "1.2": good  # scorecard: ignore[{words}]'
    assert remarks(tmp_path, rated(line)) == ["SC404@3:10", "SC030@3:16"]


def test_a_file_of_unreadable_yaml_has_none(tmp_path: Path) -> None:
    text = f'title: "# scorecard: ignore[SC312]"\n{rated(WARNED + "  # scorecard: ignore[SC312]")}x-a: b: c\n'
    assert [each[:5] for each in remarks(tmp_path, text)] == ["SC010"]


@pytest.mark.parametrize("line", ["titel: Review", "title: ''\nx-a: ' '", "framework_digest: [a]"])
def test_nothing_is_unused_while_a_file_has_errors(tmp_path: Path, line: str) -> None:
    """Rules that need a sound file were not tried, so nobody knows what they would have said."""
    head = HEAD.replace("date: 2021-03-11", "date: 2021-02-30")
    text = f"{line}\n{rated(WARNED + '  # scorecard: ignore[SC312]')}"
    assert [each for each in remarks(tmp_path, text, head) if each.startswith("SC030")] == []


def test_nothing_is_unused_under_a_framework_with_errors(tmp_path: Path) -> None:
    write_framework(tmp_path, title=[])
    line = '  "1.2": pass  # scorecard: ignore[SC420]'
    assert remarks(tmp_path, rated(line), framework=False) == []


def test_nothing_is_unused_without_a_framework(tmp_path: Path) -> None:
    line = '  "1.2": pass  # scorecard: ignore[SC420]'
    assert [each[:5] for each in remarks(tmp_path, rated(line), framework=False)] == ["SC401"]


def test_it_works_in_frameworks(tmp_path: Path) -> None:
    path = write_framework(tmp_path)
    text = path.read_text(encoding="utf-8")
    bare = "".join(line for line in text.splitlines(keepends=True) if "guidance:" not in line)
    path.write_text(_on_lines(bare, ' id: "1.', " # scorecard: ignore[no-guidance]"), encoding="utf-8")
    write_assessment(tmp_path)
    found = Project(tmp_path).own_frameworks()[0].diagnostics
    assert [each.message for each in found] == ["indicator 2.1 has no guidance"]


def _on_lines(text: str, part: str, comment: str) -> str:
    lines: Iterable[str] = text.split("\n")
    return "\n".join(line + comment if part in line else line for line in lines)
