"""Many remarks on one file: those with the same words are one, there are not too many, and none is slow."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from scorecard.diagnostics import MOST_REMARKS, Code, Diagnostic, Severity, Span, gather
from scorecard.model.framework import Framework
from scorecard.project.library import Project
from scorecard.project.loader import AssessmentFile
from scorecard.reading.document import parse_document
from scorecard.reading.shape import read_shape
from scorecard.render.diagnostics.fingerprint import identified
from scorecard.rules.framework import FRAMEWORK_RULES
from scorecard.rules.rule import run_rules
from scorecard.rules.suppressions import Suppressions
from tests.builders import indicator, to_yaml, write_assessment, write_framework, write_text
from tests.commands import run
from tests.counting import LINEAR, growth

GUIDANCE = Code("SC220", "no-guidance", Severity.WARNING)


def unguided(id: str, line: int) -> Diagnostic:
    return Diagnostic(
        "a.yaml", Span(line, 5, line, 6), GUIDANCE, f"indicator {id} has no guidance", "add it", about=id
    )


# Alike -------------------------------------------------------------------------------------------


def test_up_to_three_stand_each_by_itself() -> None:
    three = [unguided(id, line) for line, id in enumerate("abc", 1)]
    assert gather(three) == three


def test_more_are_one_that_stands_at_the_first_and_names_all() -> None:
    (one,) = gather(unguided(id, line) for line, id in enumerate("abcd", 1))
    assert one.message == "indicator a has no guidance; likewise b, c, d"
    assert one.span.line == 1
    assert [(span.line, about) for span, about in one.related] == [(2, "b"), (3, "c"), (4, "d")]


def test_what_names_nothing_is_told_by_its_lines() -> None:
    several = [Diagnostic("a.yaml", Span(n, 1, n, 2), GUIDANCE, "a tab") for n in (3, 4, 4, 7)]
    (one,) = gather(several)
    assert one.message == "a tab; likewise in line 4, 7"
    (one,) = gather([several[0]] * 4)
    assert one.message == "a tab; likewise further on in this line"


def test_other_files_other_codes_and_other_help_are_apart() -> None:
    four = [unguided(id, line) for line, id in enumerate("abcd", 1)]
    for change in ({"path": "b.yaml"}, {"code": GUIDANCE._replace(number="SC221")}, {"help": "else"}):
        assert len(gather([*four[:3], four[3]._replace(**change)])) == 4


def test_of_very_many_the_first_hundred_are_named() -> None:
    (one,) = gather(unguided(f"i{line}", line) for line in range(1, 204))
    assert one.message.endswith("i100, i101 and 102 others")


def test_what_identifies_it_stays_when_others_come_or_the_first_goes() -> None:
    five = [unguided(id, line) for line, id in enumerate("abcde", 1)]
    assert len({next(identified(gather(some)))[1] for some in (five, five[1:], five[:-1])}) == 1


def framework_without_guidance(root: Path, count: int, comment: str = "") -> None:
    """Write a framework whose indicators i1, i2 … stand in the lines from 9 on."""
    rows = "\n".join(
        f"      - {{id: i{n}, title: Title {n}, requirement: Requirement {n}.}}{comment if n == 2 else ''}"
        for n in range(1, count + 1)
    )
    head = "kind: framework\nid: city-air\nversion: 2.0\ntitle: Clean city air\ndimensions:\n  - id: d\n"
    write_text(root / "frameworks/city-air.yaml", f"{head}    title: D\n    indicators:\n{rows}\n")


def test_a_command_tells_them_once_and_programs_get_every_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    framework_without_guidance(tmp_path, 14)
    monkeypatch.chdir(tmp_path)
    outcome = run("validate", "--format", "concise")
    names = ", ".join(f"i{number}" for number in range(2, 15))
    assert outcome.out == (
        f"frameworks/city-air.yaml:9:14: warning SC220 indicator i1 has no guidance; likewise {names}\n"
    )
    assert outcome.err == "1 file checked: 0 errors, 1 warning\n"
    (told,) = json.loads(run("validate", "--format", "json").out)["diagnostics"]
    assert [each["line"] for each in told["related"]] == list(range(10, 23))
    full = run("validate").out
    assert full.count("frameworks/city-air.yaml:") == 1


def test_a_comment_answers_the_one_of_its_line(tmp_path: Path) -> None:
    framework_without_guidance(tmp_path, 5, "  # scorecard: ignore[SC220] see its title")
    project = Project(tmp_path)
    assert project.own is not None
    (loaded,) = project.own_frameworks()
    (one,) = gather(loaded.diagnostics)
    assert one.message == "indicator i1 has no guidance; likewise i3, i4, i5"


# Too many ----------------------------------------------------------------------------------------


def rated(root: Path, ratings: str, framework: str = "city-air@2.0", **changes: Any) -> AssessmentFile:
    """Return an assessment with these ratings, as they are written."""
    write_framework(root, **changes)
    head = f"kind: assessment\nframework: {framework}\nsubject: {{id: springfield, name: Springfield}}\n"
    write_text(root / "assessments/springfield/2021-03-11.yaml", f"{head}date: 2021-03-11\n{ratings}\n")
    project = Project(root)
    return project.load_assessment(project.layout.assessments[0])


def test_of_a_file_a_thousand_are_told_and_how_many_more_there_are(tmp_path: Path) -> None:
    evidence = "\n".join(f"    - source: s{number}" for number in range(1500))
    loaded = rated(tmp_path, f'ratings:\n  "1.2":\n    level: bad\n    evidence:\n{evidence}')
    assert len(loaded.diagnostics) == MOST_REMARKS + 1
    left_out = loaded.diagnostics[0]
    # 1,500 times SC312 and SC409, SC404 once, and SC422 and SC424 once each; errors come first.
    assert (left_out.code.number, left_out.span) == ("SC031", Span())
    total = 2 * 1500 + 1 + len({each.code.number for each in loaded.diagnostics} & {"SC422", "SC315"})
    assert left_out.message.endswith(" more remarks are not told of this file")
    assert int(left_out.message.split(" ")[0]) >= total - MOST_REMARKS
    assert {each.code.number for each in loaded.diagnostics[1:]} <= {"SC404", "SC409"}
    assert loaded.has_errors


def fifteen_hundred(line: str) -> str:
    """Return ratings of as many indicators, each with a fault of form."""
    return "ratings:\n" + "\n".join(f"  i{number}: {line}" for number in range(1500))


@pytest.mark.parametrize(
    ("ratings", "code", "untold"),
    [
        (fifteen_hundred("{level: fail, levle: fail}"), "SC102", 500),
        (fifteen_hundred("{levle: fail}"), "SC102", 500),
        # Of a rating's keys that belong elsewhere one is told.
        (fifteen_hundred("{level: fail, weight: 1, guidance: x}"), "SC102", 500),
        (fifteen_hundred("{level: fail, evidence: {plan: x}}"), "SC103", 500),
        (fifteen_hundred("&a fail"), "SC012", 500),
        (fifteen_hundred('"fail"#') + "\n", "SC010", 500),
        ("ratings:\n" + "\n".join(f"  i{number // 2}: fail" for number in range(3000)), "SC011", 500),
    ],
    ids=["unknown keys", "slips of keys", "keys of others", "no lists", "anchors", "glued", "duplicates"],
)
def test_faults_of_form_are_told_up_to_a_thousand_and_the_others_counted(
    tmp_path: Path, ratings: str, code: str, untold: int
) -> None:
    loaded = rated(tmp_path, ratings)
    left_out, *told = loaded.diagnostics
    assert len(told) == MOST_REMARKS
    assert {each.code.number for each in told} == {code}
    assert left_out.message == f"{untold} more remarks are not told of this file"


def test_what_comments_answer_is_not_counted(tmp_path: Path) -> None:
    comment = "# scorecard: ignore[SC312] one page"
    evidence = "\n".join(f"    - source: plan  {comment}" for _ in range(1500))
    loaded = rated(
        tmp_path,
        f'sources: {{plan: {{title: Plan}}}}\nratings:\n  "1.2":\n    level: fail\n    evidence:\n{evidence}',
    )
    assert {each.code.number for each in loaded.diagnostics} <= {"SC422", "SC315"}


def test_comments_that_answer_nothing_are_not_told_without_end(tmp_path: Path) -> None:
    loaded = rated(tmp_path, "# scorecard: ignore[SC312] " * 1500)
    unused = [each for each in loaded.diagnostics if each.code.number == "SC030"]
    assert len(unused) <= MOST_REMARKS
    assert "SC031" in {each.code.number for each in loaded.diagnostics}


# Another version ---------------------------------------------------------------------------------


def test_ids_of_another_version_are_told_once_where_the_version_stands(tmp_path: Path) -> None:
    old = [indicator(f"old-{number}") for number in range(5)]
    write_framework(tmp_path, version="1.0", dimensions=[{"id": "d", "title": "D", "indicators": old}])
    ratings = "\n".join(f"  old-{number}: fail" for number in range(5))
    loaded = rated(tmp_path, f"ratings:\n{ratings}\n  other: fail")
    errors = [each for each in loaded.diagnostics if each.is_error]
    assert [(each.code.number, each.span.line, each.span.column) for each in errors] == [
        ("SC402", 2, 12),
        ("SC402", 11, 3),
    ]
    assert errors[0].message == (
        "5 ratings have ids that city-air@2.0 lacks and city-air@1.0 has: old-0, old-1, old-2, old-3, old-4"
    )


def test_one_id_of_another_version_is_told_where_it_stands(tmp_path: Path) -> None:
    old = [indicator("old")]
    write_framework(tmp_path, version="1.0", dimensions=[{"id": "d", "title": "D", "indicators": old}])
    loaded = rated(tmp_path, "ratings:\n  old: fail")
    (error,) = (each for each in loaded.diagnostics if each.is_error)
    assert (error.span.line, error.help) == (6, "it is one of city-air@1.0")


# In proportion -----------------------------------------------------------------------------------


def test_the_order_of_a_scale_is_judged_in_proportion_to_its_levels() -> None:
    def judge(levels: int) -> Callable[[], object]:
        scale = "\n".join(f"    - {{id: l{n}, value: 1/{n + 1}, status: pass}}" for n in range(levels))
        text = f"kind: framework\nid: f\nversion: 1\ntitle: F\ndimensions: []\nscales:\n  s:\n{scale}\n"
        framework, _ = read_shape(parse_document(text.encode()), Framework)
        assert framework is not None
        return lambda: list(run_rules(FRAMEWORK_RULES, framework))

    assert growth(judge, 100) < LINEAR


def test_bands_are_judged_in_proportion_to_their_number() -> None:
    def judge(bands: int) -> Callable[[], object]:
        written = [{"level": "pass", "at_most": n} for n in range(bands)]
        measured = indicator("m", measure={"unit": "m", "bands": [*written, {"level": "fail"}]})
        data = {"kind": "framework", "id": "f", "version": "1", "title": "F"}
        data |= {"dimensions": [{"id": "d", "title": "D", "indicators": [measured]}]}
        framework, _ = read_shape(parse_document(to_yaml(data).encode()), Framework)
        assert framework is not None
        return lambda: list(run_rules(FRAMEWORK_RULES, framework))

    assert growth(judge, 100) < LINEAR


def test_unknown_indicators_are_told_in_proportion_to_their_number(tmp_path: Path) -> None:
    def load(count: int) -> Callable[[], object]:
        root = tmp_path / str(count)
        known = [indicator(f"indicator-{n:05}") for n in range(count)]
        write_framework(root, dimensions=[{"id": "d", "title": "D", "indicators": known}])
        write_assessment(root, ratings={f"indicatr-{n:05}x": "fail" for n in range(count)})
        project = Project(root)
        place = project.layout.assessments[0]
        project.own_frameworks()
        return partial(project.load_assessment, place)

    assert growth(load, 100) < LINEAR


@pytest.mark.parametrize("words", ["# scorecard: ignore[SC312] ", "# scorecard: ignore[SC312,SC420] "])
def test_comments_on_one_line_are_read_in_proportion_to_their_number(words: str) -> None:
    def find(count: int) -> Callable[[], object]:
        document = parse_document(f"a: b  {words * count}\n".encode())
        return lambda: Suppressions(document).unused(is_whole=True)

    assert growth(find, 100) < LINEAR


def test_a_date_is_set_beside_earlier_ones_in_proportion_to_their_number(tmp_path: Path) -> None:
    def load(count: int) -> Callable[[], object]:
        root = tmp_path / f"dates-{count}"
        write_framework(root)
        for number in range(count):
            write_assessment(root, date=f"{2000 + number}-03-11", stage="draft")
        project = Project(root)
        project.own_frameworks()
        contents = [(place, project.load_assessment(place).content) for place in project.layout.assessments]
        return lambda: [project._neighbours(place, content, None) for place, content in contents]

    assert growth(load, 200) < LINEAR
