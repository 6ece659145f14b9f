"""From cells to what a workbook says."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from scorecard.spreadsheet.cells import CellAt, CellError, Sheet
from scorecard.spreadsheet.columns import SheetName, field_key, marker, value_digest
from scorecard.spreadsheet.form import read_form
from scorecard.spreadsheet.merge import CellRemark, FilledForm
from scorecard.spreadsheet.texts import workbook_texts
from tests.commands import ROOT


def sheet(name: str, *rows: tuple[Any, ...], first: int = 1, **keys: Any) -> Sheet:
    """Return a sheet; an item of a row is a cell's value, None an empty one."""
    cells = {
        (number, column): value if isinstance(value, CellAt) else CellAt(name, number, column, value)
        for number, row in enumerate(rows, start=first)
        for column, value in enumerate(row, start=1)
        if value is not None
    }
    return Sheet(name=name, cells=cells, merged=keys.pop("merged", ()), **keys)


def marks(kind: SheetName, *keys: str) -> tuple[str, ...]:
    return tuple(marker(kind, key) for key in keys)


RATING_MARKS = marks(SheetName.RATINGS, "indicator", "level", "measured", "rationale")
ABOUT_MARKS = marks(SheetName.ABOUT, "key", "label", "value")
TITLES = ("Id", "Level", "Measurement", "Rationale")


def ratings(*rows: tuple[Any, ...], **keys: Any) -> Sheet:
    return sheet("Ratings", RATING_MARKS, TITLES, *rows, **keys)


def said(form: FilledForm) -> dict[Any, Any]:
    return {field: value for field, value in form.values.items() if value is not None}


def test_ratings_are_found_by_their_ids_and_columns_by_their_marks() -> None:
    shuffled = sheet(
        "Whatever",
        (None, *marks(SheetName.RATINGS, "rationale", "level", "indicator")),
        ("a note", "Why", "Level", "Id"),
        (None, "Because.", "pass", "1.2"),
        (None, None, None, "1.10"),
    )
    form = read_form([shuffled])
    assert form.refusals == ()
    assert form.values == {
        ("ratings", "1.2", "level"): "pass",
        ("ratings", "1.2", "rationale"): "Because.",
        ("ratings", "1.10", "level"): None,
        ("ratings", "1.10", "rationale"): None,
    }
    assert form.places["ratings", "1.2", "level"] == "Whatever!C3"
    assert form.places["ratings", "1.10", "rationale"] == "Whatever!B4"


def test_an_id_that_became_a_number_is_refused_and_not_guessed() -> None:
    form = read_form([ratings((Decimal("1.1"), "pass", None, None))])
    assert form.refusals == (
        CellRemark(
            "Ratings!A3", "1.1 is a number, and an id is a text", "format the cell as text, and type it again"
        ),
    )
    assert said(form) == {}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("4.2"), "4.2"),
        (Decimal("1E+3"), "1000"),
        ("2/3", "2/3"),
        ("  4.20 ", "4.20"),
    ],
)
def test_a_measurement_is_taken_with_its_digits(value: Any, text: str) -> None:
    form = read_form([ratings(("1.1", None, value, None))])
    assert said(form) == {("ratings", "1.1", "measured"): text}


@pytest.mark.parametrize(
    "number",
    [
        "123456789012345696",
        "9007199254740992",
        "12345678901234570",
        "1234567890123457.0",
        "0.1234567890123456",
    ],
)
def test_a_number_of_more_digits_than_a_spreadsheet_keeps_is_refused(number: str) -> None:
    """Whoever typed 9007199254740993 has 9007199254740992 in the cell: its end was not typed by anybody."""
    form = read_form([ratings(("1.1", None, Decimal(number), None))])
    assert form.refusals == (
        CellRemark(
            "Ratings!C3",
            "a spreadsheet keeps 15 digits of a number, and this one has more",
            "format the cell as text, and type it again; round what was worked out",
        ),
    )
    assert said(form) == {}


@pytest.mark.parametrize("number", ["123456789012345", "0.123456789012345", "123456789012345000", "-1.5E+20"])
def test_a_number_of_as_many_digits_as_a_spreadsheet_keeps_is_taken(number: str) -> None:
    form = read_form([ratings(("1.1", None, Decimal(number), None))])
    assert form.refusals == ()
    assert said(form) == {("ratings", "1.1", "measured"): f"{Decimal(number):f}"}


def test_a_text_has_all_its_digits() -> None:
    form = read_form([ratings(("1.1", None, "123456789012345678", None))])
    assert said(form) == {("ratings", "1.1", "measured"): "123456789012345678"}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (True, "a truth value stands here, and a text is asked for"),
        (date(2021, 12, 3), "the spreadsheet made a date of this (2021-12-03)"),
        (datetime(2021, 12, 3, 4, 5), "a time of day stands here, and a text is asked for"),
        (CellError("#N/A"), "this is an error of the spreadsheet: #N/A"),
        ("a\x07b", "this holds a control character (U+0007)"),
    ],
)
def test_what_is_no_text_is_refused_with_its_cell(value: Any, message: str) -> None:
    form = read_form([ratings(("1.1", None, None, value))])
    assert [(each.place, each.message) for each in form.refusals] == [("Ratings!D3", message)]


def test_line_breaks_of_spreadsheets_are_line_feeds() -> None:
    form = read_form([ratings(("1.1", None, None, "a\r\nb\rc\x0bd\u2028e"))])
    assert said(form) == {("ratings", "1.1", "rationale"): "a\nb\nc\nd\ne"}


def test_formulas_are_taken_with_a_warning_and_one_that_is_empty_is_refused() -> None:
    formula = CellAt("Ratings", 3, 4, "worked out", is_formula=True)
    form = read_form([ratings(("1.1", None, None, formula), formulas=frozenset({(3, 4), (3, 2), (1, 9)}))])
    assert said(form) == {("ratings", "1.1", "rationale"): "worked out"}
    assert [each.place for each in form.warnings if each.place] == ["Ratings!D3"]
    assert [(each.place, each.message) for each in form.refusals] == [
        ("Ratings!B3", "this is a formula that came to nothing")
    ]


def test_merged_cells_are_refused_with_their_range() -> None:
    form = read_form([ratings(("1.1", "pass", None, None), merged=("D5:D7",))])
    assert [each.place for each in form.refusals] == ["Ratings!D5:D7"]


def test_rows_that_are_doubled_or_have_no_id_are_refused() -> None:
    form = read_form(
        [ratings(("1.1", "pass", None, None), ("1.1", "fail", None, None), (None, None, None, "x"))]
    )
    assert [(each.place, each.message) for each in form.refusals] == [
        ("Ratings!A4", "1.1 has two rows; the other is A3"),
        ("Ratings!A5", "this row has no id, so nothing says what the rest of it belongs to"),
    ]


def test_a_sheet_that_is_there_twice_or_not_at_all_is_refused() -> None:
    twice = read_form([ratings(), sheet("Copy", RATING_MARKS)])
    assert [each.message for each in twice.refusals] == [
        'the sheets "Ratings", "Copy" are both marked as Ratings'
    ]
    assert len(read_form([sheet("Budget", ("a", "b"))]).refusals) == 1


def test_a_column_that_is_marked_twice_is_refused() -> None:
    form = read_form([sheet("Ratings", (*RATING_MARKS, RATING_MARKS[1]), TITLES)])
    assert [each.place for each in form.refusals] == ["Ratings!E1"]


def test_the_first_sheet_has_a_row_for_each_item_of_a_list() -> None:
    about = sheet(
        "About",
        ABOUT_MARKS,
        ("framework", "Framework", "city-air@2.0"),
        ("workbook.digest", "", "sha256:0"),
        ("workbook.file", "", "springfield@2021-03-11-b"),
        ("date", "Date", date(2021, 3, 11)),
        ("title", "Title", None),
        ("assessors", "Assessors", "A"),
        ("assessors", "Assessors", None),
        ("assessors", "Assessors", "B"),
        ("reviewers", "Reviewers", None),
        ("subject.id", "Id", "springfield"),
    )
    form = read_form([about, ratings()])
    assert form.values == {
        ("framework",): "city-air@2.0",
        ("workbook", "digest"): "sha256:0",
        ("workbook", "file"): "springfield@2021-03-11-b",
        ("date",): "2021-03-11",
        ("title",): None,
        ("assessors",): ["A", "B"],
        ("reviewers",): None,
        ("subject", "id"): "springfield",
    }


def test_evidence_has_several_rows_for_an_indicator_and_none_for_another() -> None:
    evidence = sheet(
        "Evidence",
        marks(SheetName.EVIDENCE, "indicator", "source", "locator", "quote", "note"),
        ("Indicator", "Source", "Place", "Words", "Note"),
        ("1.2", "act", Decimal(12), None, None),
        ("1.2", "plan", None, "= not a formula", None),
        ("1.1", None, "p. 3", None, None),
    )
    form = read_form([ratings(("1.1", None, None, None), ("1.2", None, None, None)), evidence])
    assert form.values["ratings", "1.2", "evidence"] == [
        {"source": "act", "locator": "12"},
        {"source": "plan", "quote": "= not a formula"},
    ]
    assert ("ratings", "1.1", "evidence") not in form.values
    assert form.places["ratings", "1.2", "evidence", 1, "source"] == "Evidence!B4"
    assert [(each.place, each.message) for each in form.refusals] == [
        ("Evidence!A5", "this evidence names no source")
    ]


def test_a_source_that_was_exported_and_is_gone_is_taken_out() -> None:
    sources = sheet(
        "Sources",
        marks(SheetName.SOURCES, "key", "title", "date"),
        ("Key", "Title", "Date"),
        ("plan", "Air plan", Decimal(2021)),
        ("(document)", "Written out", None),
    )
    base = sheet(
        "Exported",
        marks(SheetName.BASE, "field", "digest"),
        (field_key(("sources", "gone")), value_digest({"title": "Gone"})),
    )
    form = read_form([ratings(), sources, base])
    assert form.values["sources", "plan"] == {"title": "Air plan", "date": "2021"}
    assert form.values["sources", "gone"] is None
    assert form.values["document",] == {"title": "Written out"}


def test_what_is_read_past_is_said() -> None:
    form = read_form([ratings(("1.1", None, None, None, "my remark"), ("1.2", None, None, None, "another"))])
    assert [(each.place, each.message) for each in form.warnings] == [
        ("Ratings!E3", "nothing is read from this column, which is none of ours"),
        (
            "",
            'the sheet "Ratings" has lost Confidence, Recommendation, To review'
            "; what the file says there stays",
        ),
        ("", "the sheet About is gone; what the file says there stays"),
        ("", "the sheet Evidence is gone; what the file says there stays"),
        ("", "the sheet Sources is gone; what the file says there stays"),
        ("", "the sheet Corrections is gone; what the file says there stays"),
    ]


def test_every_remark_has_its_words_and_no_words_are_left_over() -> None:
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "scorecard" / "spreadsheet").glob("*.py"))
    named = re.findall(r'\b(?:remark|_refuse|_warn|_refusal)\(\s*"([\w-]+)"', "".join(sources))
    assert set(named) == set(workbook_texts()["remarks"])
