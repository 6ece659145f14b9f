"""Which side of a workbook and a file is taken, field by field."""

from typing import Any

import pytest

from scorecard.editing.assessment_fields import REVIEW, Field
from scorecard.spreadsheet.columns import field_key, value_digest
from scorecard.spreadsheet.merge import CellRemark, FieldDigest, FilledForm, merge
from tests.assessments import FRAMEWORK

LEVEL: Field = ("ratings", "1.2", "level")
MEASURED: Field = ("ratings", "1.1", "measured")
KNOWN = {"knows_base": True, "prefers_workbook": False}


def exported_as(value: Any) -> FieldDigest:
    return FieldDigest(
        value_digest(value), tuple(map(value_digest, value)) if isinstance(value, list) else ()
    )


def filled(values: dict[Field, Any], exported: dict[Field, Any] | None = None) -> FilledForm:
    base = None
    if exported is not None:
        base = {field_key(each): exported_as(value) for each, value in exported.items() if value is not None}
    return FilledForm(
        values=values,
        places={each: f"Ratings!D{number}" for number, each in enumerate(values, start=3)},
        base=base,
    )


def taken(
    exported: Any, workbook: Any, file: Any, *, each: Field = LEVEL, prefers: bool = False
) -> tuple[Any, list[CellRemark]]:
    form = filled({each: workbook}, {} if exported is None else {each: exported})
    current = {} if file is None else {each: file}
    result = merge(form, current, FRAMEWORK, knows_base=True, prefers_workbook=prefers)
    return result.changes.get(each, "as it is"), [*result.refusals, *result.left]


@pytest.mark.parametrize(
    ("exported", "workbook", "file", "expected"),
    [
        ("fail", "fail", "fail", "as it is"),
        ("fail", "pass", "fail", "pass"),
        ("fail", "fail", "pass", "as it is"),
        ("fail", "pass", "pass", "as it is"),
        ("fail", None, "fail", None),
        (None, "pass", None, "pass"),
        (None, None, "pass", "as it is"),
        ("fail", None, None, "as it is"),
    ],
)
def test_the_side_that_changed_is_taken(exported: Any, workbook: Any, file: Any, expected: Any) -> None:
    assert taken(exported, workbook, file) == (expected, [])


@pytest.mark.parametrize(
    ("exported", "workbook", "file"),
    [("fail", "pass", "partial"), (None, "pass", "fail"), ("fail", None, "pass"), ("fail", "pass", None)],
)
def test_what_was_changed_on_both_sides_is_left_out_unless_told(
    exported: Any, workbook: Any, file: Any
) -> None:
    value, refusals = taken(exported, workbook, file)
    assert value == "as it is"
    assert [each.place for each in refusals] == ["Ratings!D3"]
    assert "both were changed since this workbook was exported" in refusals[0].message
    assert taken(exported, workbook, file, prefers=True) == (workbook, [])


def test_without_digests_an_empty_cell_says_nothing_and_a_different_one_is_left_out() -> None:
    form = filled({LEVEL: None, MEASURED: "5", ("title",): "T"})
    current = {LEVEL: "pass", MEASURED: "4"}
    result = merge(form, current, FRAMEWORK, knows_base=False, prefers_workbook=False)
    assert result.changes == {("title",): "T"}
    assert [each.message for each in result.left] == [
        '1.1 measurement: the workbook says "5", the file "4", and nothing says which is newer'
    ]


def test_equal_numbers_are_no_change() -> None:
    assert taken("4.20", "4.2", "4.20", each=MEASURED) == ("as it is", [])
    assert taken("1/2", "0.5", "1/2", each=MEASURED) == ("as it is", [])


def test_the_levels_that_are_not_there_are_refused_with_the_nearest() -> None:
    _, refusals = taken("fail", "Partialy", "fail")
    assert refusals == [CellRemark("Ratings!D3", '"Partialy" is not a level; did you mean "partial"?')]


def test_an_indicator_that_is_not_there_is_refused_once() -> None:
    form = filled({("ratings", "9.9", "level"): "pass", ("ratings", "9.9", "rationale"): "x"})
    result = merge(form, {}, FRAMEWORK, knows_base=True, prefers_workbook=False)
    assert [each.message for each in result.refusals] == ['"9.9" is not an indicator of city-air@2.0']


def test_a_file_that_is_there_keeps_what_says_which_it_is() -> None:
    form = filled({("date",): "2021-03-12", ("framework",): "other@1", ("title",): "T"})
    result = merge(form, {("date",): "2021-03-11"}, FRAMEWORK, knows_base=True, prefers_workbook=True)
    assert result.changes == {("title",): "T"}


def test_a_rating_that_is_judged_anew_needs_no_review_any_more() -> None:
    mark: Field = ("ratings", "1.2", REVIEW)
    exported = {LEVEL: "fail", mark: "carried over"}
    form = filled({LEVEL: "pass", mark: "carried over"}, exported)
    result = merge(form, exported, FRAMEWORK, knows_base=True, prefers_workbook=False)
    assert result.changes == {LEVEL: "pass", mark: None}


EVIDENCE: Field = ("ratings", "1.2", "evidence")
A, B, C, D = ({"source": key} for key in ("a", "b", "c", "d"))


@pytest.mark.parametrize(
    ("exported", "workbook", "file", "expected"),
    [
        ([A], [A, B], [A, C], [A, C, B]),
        ([A], [B], [A, C], [C, B]),
        ([A, B], [A], [A, B, C], [A, C]),
        (None, [A], [B], [B, A]),
        ([A], [A, B], [A, B, C], "as it is"),
        ([A], None, [A, B], [B]),
        ([A, A], [A], [A, A, B], [A, B]),
    ],
)
def test_what_two_people_added_to_a_list_is_joined(
    exported: Any, workbook: Any, file: Any, expected: Any
) -> None:
    assert taken(exported, workbook, file, each=EVIDENCE) == (expected, [])
    assert taken(exported, workbook, file, each=EVIDENCE, prefers=True) == (expected, [])


def test_an_item_that_both_changed_is_left_out() -> None:
    value, refusals = taken([A, B], [A, C], [A, D], each=EVIDENCE)
    assert value == "as it is"
    assert len(refusals) == 1


WHY: Field = ("ratings", "1.2", "rationale")


def rating_after(exported: Any, workbook: Any, file: Any, *, prefers: bool = False) -> tuple[Any, list[str]]:
    """Merge ratings, each a level and a reason; return what the file then says, and the cells left out."""
    sides: list[dict[Field, Any]] = [
        dict(zip((LEVEL, WHY), side, strict=True)) for side in (exported, workbook, file)
    ]
    form = filled(sides[1], sides[0])
    result = merge(form, sides[2], FRAMEWORK, knows_base=True, prefers_workbook=prefers)
    after = {**sides[2], **result.changes}
    assert result.refusals == ()
    return (after[LEVEL], after[WHY]), [each.place for each in result.left]


def test_nobodys_level_comes_to_stand_over_anothers_reason() -> None:
    old = ("fail", "Old.")
    assert rating_after(old, ("pass", "Old."), ("fail", "New."))[1] == ["Ratings!D3"]
    assert rating_after(old, ("fail", "New."), ("pass", "Old."))[1] == ["Ratings!D4"]
    told = rating_after(old, ("pass", "Old."), ("fail", "New."), prefers=True)
    assert told == (("pass", "Old."), [])


def test_what_nobody_contests_is_taken_and_with_a_level_all_that_is_said_of_it_left() -> None:
    """Evidence is for the level that it comes with; what both say of confidence touches nothing else."""
    sure: Field = ("ratings", "1.2", "confidence")
    exported = {LEVEL: "fail", WHY: "Old.", sure: "low"}
    both = {**exported, LEVEL: "pass", EVIDENCE: [A], MEASURED: "4", ("title",): "T"}
    result = merge(filled(both, exported), {**exported, LEVEL: "partial"}, FRAMEWORK, **KNOWN)
    assert result.changes == {MEASURED: "4", ("title",): "T"}
    assert [each.message.partition(":")[0] for each in result.left] == ["1.2 level", "1.2 evidence"]
    both = {**exported, LEVEL: "pass", sure: "high"}
    result = merge(filled(both, exported), {**exported, sure: "medium"}, FRAMEWORK, **KNOWN)
    assert result.changes == {LEVEL: "pass"}
    assert [each.message.partition(":")[0] for each in result.left] == ["1.2 confidence"]


def test_two_people_who_agree_on_the_level_may_each_have_said_why() -> None:
    assert rating_after(("fail", None), ("pass", "Mine."), ("pass", None)) == (("pass", "Mine."), [])
    assert rating_after(("fail", None), ("pass", None), ("pass", "Theirs.")) == (("pass", "Theirs."), [])


def test_a_measurement_takes_the_place_of_not_rated() -> None:
    level: Field = ("ratings", "1.1", "level")
    form = filled({level: "not-rated", MEASURED: "4.2"}, {level: "not-rated"})
    result = merge(form, {level: "not-rated"}, FRAMEWORK, knows_base=True, prefers_workbook=False)
    assert (result.changes, result.refusals) == ({level: None, MEASURED: "4.2"}, ())


OLD = "The duties on illegal content are in force since the spring of\n2024 and the code was made.\n\nMore."


def test_a_text_that_is_changed_keeps_how_its_lines_were_broken() -> None:
    flowed = OLD.replace("of\n2024", "of 2024")
    assert taken(OLD, flowed, OLD, each=WHY) == ("as it is", [])
    changed = flowed.replace("was made", "was never made")
    assert taken(OLD, changed, OLD, each=WHY) == (OLD.replace("was made", "was never made"), [])


def test_sources_may_have_the_ids_of_keys_of_a_rating() -> None:
    said: dict[Field, Any] = {("sources", each): {"title": each} for each in ("measured", "level")}
    before: dict[Field, Any] = {each: {"title": "before"} for each in said}
    result = merge(filled(said, before), before, FRAMEWORK, knows_base=True, prefers_workbook=False)
    assert result.changes == said
