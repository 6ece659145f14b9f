"""Workbooks as they are written: what people see, what they may fill in, and what an import goes by."""

import hashlib
import os
import random
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from scorecard.editing.assessment_fields import Field
from scorecard.errors import ScorecardError
from scorecard.model.assessment import Assessment, Rating, Subject
from scorecard.model.digest import framework_digest
from scorecard.model.framework import Framework
from scorecard.reading.plain_data import Data
from scorecard.scoring.score import score
from scorecard.spreadsheet.cells import read_workbook
from scorecard.spreadsheet.columns import ABOUT_ROWS, Form, field_key, value_digest
from scorecard.spreadsheet.pages import CellTooLongError
from scorecard.spreadsheet.workbook import write_workbook
from tests.builders import assessment_data, indicator
from tests.cases import read_lines
from tests.commands import ROOT
from tests.filling import Filling
from tests.filling import number as a_number
from tests.workbooks import (
    make_blank,
    make_form,
    make_framework,
    opened_and_saved,
    without_results,
    written,
)

PASS, PARTIAL, FAIL = "FF005A8D", "FFE6B800", "FF8A2B06"
SOURCES = {"act": {"title": "Air act", "date": 2020, "url": "https://example.org/act"}}
HOSTILE = read_lines("workbook-texts")


def with_fields(form: Form, fields: dict[Field, Data]) -> Form:
    return form._replace(fields={**form.fields, **fields})


def judged(*ids: str, **changes: Any) -> Framework:
    """Return a framework of judged indicators in one dimension."""
    indicators = [indicator(id) for id in ids]
    return make_framework(dimensions=[{"id": "D", "title": "All", "indicators": indicators}], **changes)


def measured(bands: list[dict[str, Any]], **changes: Any) -> Framework:
    """Return a framework of one measured indicator, `m`."""
    one = indicator("m", measure={"unit": "µg/m³", "bands": bands}, **changes)
    return make_framework(dimensions=[{"id": "D", "title": "All", "indicators": [one]}])


BANDS = [{"level": "pass", "at_most": 5}, {"level": "partial", "at_most": 10}, {"level": "fail"}]


# The workbook as a whole ------------------------------------------------------------------------


def test_sheets_stand_in_the_order_of_reading_and_what_is_for_programs_is_hidden():
    book = written(make_form(make_framework(sources=SOURCES)))
    assert [(name, state) for name, (state, _) in book.sheets.items()] == [
        ("About", "visible"),
        ("Ratings", "visible"),
        ("Evidence", "visible"),
        ("Sources", "visible"),
        ("Corrections", "visible"),
        ("Framework sources", "visible"),
        ("Lists", "hidden"),
        ("Exported", "veryHidden"),
    ]


def test_a_framework_without_sources_has_no_sheet_of_them():
    assert "Framework sources" not in written(make_form()).sheets


@pytest.mark.parametrize(
    ("sheet", "marks"),
    [
        ("About", {"A1": "about.key", "B1": "about.label", "C1": "about.value", "D1": "about.help"}),
        ("Ratings", {"A1": "ratings.indicator", "D1": "ratings.level", "J1": "ratings.x-review"}),
        ("Evidence", {"A1": "evidence.indicator", "E1": "evidence.note"}),
        ("Sources", {"A1": "sources.key", "G1": "sources.archive_url"}),
        ("Corrections", {"A1": "corrections.date", "B1": "corrections.text"}),
        ("Exported", {"A1": "base.field", "B1": "base.digest"}),
    ],
)
def test_the_first_row_is_hidden_and_marks_the_columns(sheet: str, marks: dict[str, str]):
    book = written(make_form())
    cells = book.cells(sheet)
    assert {ref: cells[ref] for ref in marks} == {ref: f"scorecard:{mark}" for ref, mark in marks.items()}
    assert book.hidden_rows(sheet)[0] == "1"


def test_no_cells_are_merged_and_nothing_is_a_formula_but_statuses():
    book = written(make_form(make_framework(sources=SOURCES)))
    assert not [name for name, part in book.parts.items() if b"mergeCell" in part or b"hyperlink" in part]
    assert [name for name in book.sheets if book.formulas(name)] == ["Ratings"]
    assert {ref[0] for ref in book.formulas("Ratings")} == {"F"}


def test_what_is_read_is_protected_without_a_password_and_what_grows_is_not():
    book = written(make_form(make_framework(sources=SOURCES)))
    found = {}
    for name in book.sheets:
        protection = [each for each in book.sheet(name) if each.tag.endswith("sheetProtection")]
        found[name] = protection[0].attrib if protection else None
    open_ones = {"Evidence", "Sources", "Corrections", "Lists", "Exported"}
    assert {name for name, each in found.items() if each is None} == open_ones
    about = found["Ratings"]
    assert about is not None
    assert "password" not in about
    assert {key for key, value in about.items() if value == "0"} == {
        "formatColumns",
        "formatRows",
        "sort",
        "autoFilter",
    }


def test_headings_stay_in_sight_can_be_filtered_and_are_printed_on_every_page():
    book = written(make_form())
    sheet = book.parts[book.sheets["Ratings"][1]].decode()
    assert '<pane xSplit="1" ySplit="2" topLeftCell="B3" activePane="bottomRight" state="frozen"/>' in sheet
    assert '<autoFilter ref="A2:K5"/>' in sheet
    assert 'orientation="landscape"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert "<oddFooter>&amp;L&amp;8 Springfield, 2021-03-11&amp;C&amp;8 &amp;A" in sheet
    assert '<definedName name="_xlnm.Print_Titles" localSheetId="1">Ratings!$2:$2</definedName>' in (
        book.parts["xl/workbook.xml"].decode()
    )


def test_properties_name_the_assessment_and_invent_no_author():
    core = written(make_form()).parts["docProps/core.xml"].decode()
    assert "<dc:title>Springfield, 2021-03-11</dc:title>" in core
    assert "<dc:subject>Clean city air (city-air@2.0)</dc:subject>" in core
    assert "<dc:creator></dc:creator>" in core
    assert core.count("2000-01-01T00:00:00Z") == 2


def test_a_draft_says_so_on_the_first_sheet_and_in_the_footer():
    book = written(make_form(stage="draft"))
    assert book.cells("About")["B2"] == "DRAFT: Springfield, 2021-03-11"
    assert b"&amp;8 DRAFT: Springfield" in book.parts[book.sheets["Ratings"][1]]


@pytest.mark.slow
def test_the_same_form_gives_the_same_bytes_in_every_process():
    form = make_form(make_framework(sources=SOURCES))
    here = write_workbook(form)
    assert write_workbook(form) == here
    program = (
        "import hashlib; from tests.workbooks import *; "
        f"print(hashlib.sha256(written(make_form(make_framework(sources={SOURCES!r}))).raw).hexdigest())"
    )
    for seed in ("1", "2"):
        result = subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert result.stdout.strip() == hashlib.sha256(here).hexdigest()


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch):
    form = make_form()
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(ScorecardError) as raised:
        write_workbook(form)
    assert raised.value.exit_code == 3
    assert raised.value.hint == "pip install 'policy-scorecard[spreadsheets]'"


# Ratings ----------------------------------------------------------------------------------------


def test_each_indicator_has_a_row_in_reading_order_with_its_id_as_text():
    book = written(make_form(judged("1.1", "1.10", "012", "1e5")))
    assert book.column("Ratings", "A") == ["1.1", "1.10", "012", "1e5"]
    look = book.look("Ratings", "A4")
    assert (look.locked, look.is_text, look.top) == (True, True, True)


def test_what_is_asked_is_the_title_in_bold_and_the_requirement_in_lines_of_the_cell():
    requirement = (
        "A duty of care is set in statute, and enforced by an\nindependent regulator.\n\n- one\n- two"
    )
    one = indicator("1.1", title="Duty", requirement=requirement, evidence="required", critical="true")
    framework = make_framework(dimensions=[{"id": "1", "title": "Law", "indicators": [one]}])
    book = written(make_form(framework))
    assert book.cells("Ratings")["B3"] == (
        "Duty\nA duty of care is set in statute, and enforced by an independent regulator.\n\n- one\n- two\n"
        "Evidence is required. Critical: 1 Law passes only with it."
    )
    runs = re.findall(
        r"<r><rPr>(<b/>)?.*?<t[^>]*>(.*?)</t></r>", book.parts["xl/sharedStrings.xml"].decode(), re.S
    )
    assert [bold for bold, text in runs] == ["<b/>", "", ""]
    assert runs[0] == ("<b/>", "Duty")


def test_a_title_that_looks_like_an_escape_is_shown_as_it_is():
    one = indicator("1.1", title="_x0041_", requirement="<r>a</r>")
    framework = make_framework(dimensions=[{"id": "1", "title": "Law", "indicators": [one]}])
    cells = read_workbook(written(make_form(framework)).raw)[1].cells
    assert cells[3, 2].value == "_x0041_\n<r>a</r>"


def test_levels_are_chosen_from_a_list_with_their_labels_beside_it():
    scale = [
        {"id": "3", "label": "Fully", "value": 1, "status": "pass"},
        {"id": "2", "label": "Partly", "value": "0.5", "status": "partial"},
        {"id": "none", "label": "None", "value": 0, "status": "fail"},
    ]
    ones = [indicator("1.1"), indicator("1.2", not_applicable="forbidden"), indicator("1.3")]
    framework = make_framework(
        scales={"depth": scale}, dimensions=[{"id": "1", "title": "Law", "indicators": ones}]
    )
    book = written(make_form(framework, ratings={"1.1": "3"}))
    assert book.choices("Ratings", "D3") == ["3", "2", "none", "not-rated", "not-applicable"]
    assert book.choices("Ratings", "D5") == book.choices("Ratings", "D3")
    assert book.choices("Ratings", "D4") == ["3", "2", "none", "not-rated"]
    rule = book.validation("Ratings", "D4")
    assert rule is not None
    assert rule["type"] == "list"
    assert rule["prompt"] == "3: Fully\n2: Partly\nnone\nnot-rated: still open"
    assert "errorStyle" not in rule, "to stop is the default"
    assert rule["errorTitle"] == "Not a level"
    assert rule["error"] == "Choose a level from the list in this cell, or leave the cell empty."
    assert (book.cells("Ratings")["D3"], book.look("Ratings", "D3").is_text) == ("3", True)


def test_a_measured_indicator_is_answered_by_a_number_and_its_unit_is_shown():
    book = written(make_form(measured(BANDS), ratings={"m": {"measured": "4.2"}}))
    assert str(book.cells("Ratings")["B3"]).endswith(
        "\nMeasured in µg/m³:\nAt most 5: Pass\nAt most 10: Partial\nMore: Fail"
    )
    assert book.cells("Ratings")["E3"] == 4.2
    rule = book.validation("Ratings", "E3")
    assert rule is not None
    assert (rule["type"], rule["errorStyle"]) == ("decimal", "warning")
    assert rule["prompt"] == (
        "A number in µg/m³, without the unit.\nAt most 5: Pass\nAt most 10: Partial\nMore: Fail"
    )
    assert not book.look("Ratings", "E3").locked
    assert not book.look("Ratings", "E3").is_text, "or a typed number would be a text"
    assert book.choices("Ratings", "D3") == ["not-rated", "not-applicable"]


@pytest.mark.parametrize(
    ("bands", "words"),
    [
        ([{"level": "pass", "at_least": 80}, {"level": "fail"}], ["At least 80: Pass", "Less: Fail"]),
        (
            [{"level": "pass", "at_least": "-0.5", "at_most": "2/3"}, {"level": "fail"}],
            ["From -0.5 to 2/3: Pass", "Otherwise: Fail"],
        ),
        (
            [{"level": "pass", "at_most": 1}, {"level": "partial", "at_least": 9}, {"level": "fail"}],
            ["At most 1: Pass", "At least 9: Partial", "Otherwise: Fail"],
        ),
        ([{"level": "fail"}], ["Any number: Fail"]),
    ],
)
def test_what_measurements_give_which_level_stands_in_the_cell_itself(
    bands: list[dict[str, Any]], words: list[str]
):
    asked = str(written(make_form(measured(bands), ratings={})).cells("Ratings")["B3"])
    assert asked.splitlines()[-1 - len(words) :] == ["Measured in µg/m³:", *words]


def test_a_level_is_named_by_its_label_where_it_has_one():
    scale = [
        {"id": "met", "label": "Guideline met", "value": 1, "status": "pass"},
        {"id": "above", "value": 0, "status": "fail"},
    ]
    bands = [{"level": "met", "at_most": 5}, {"level": "above"}]
    one = indicator("m", measure={"unit": "%", "bands": bands})
    framework = make_framework(
        scales={"who": scale}, dimensions=[{"id": "D", "title": "All", "indicators": [one]}]
    )
    asked = str(written(make_form(framework, ratings={})).cells("Ratings")["B3"])
    assert asked.endswith("\nMeasured in %:\nAt most 5: Guideline met\nMore: above")


def test_a_judged_indicator_has_no_measurement_to_fill_in():
    book = written(make_form())
    assert book.column("Ratings", "A") == ["1.1", "1.2", "2.1"]
    assert [book.look("Ratings", f"E{row}").locked for row in (3, 4, 5)] == [False, True, True]
    assert book.look("Ratings", "E4").fill != book.look("Ratings", "E3").fill
    assert book.validation("Ratings", "E4") is None


@pytest.mark.parametrize(
    "text",
    [
        "5.0",
        "2/3",
        "1.10",
        "-0",
        "007",
        "12345678.123456789",
        "123456789.123456789",
        "0.1234567890",
        "9007199254740992",
        "0.3333333333333333",
    ],
)
def test_a_measurement_that_no_number_spells_is_a_text_in_its_cell(text: str):
    form = with_fields(make_form(measured(BANDS), ratings={}), {("ratings", "m", "measured"): text})
    assert written(form).cells("Ratings")["E3"] == text


@pytest.mark.parametrize("text", ["5", "-3", "0.1", "4.25", "123456789", "37.5", "999999999.999999"])
def test_a_measurement_that_a_number_spells_is_a_number(text: str):
    form = with_fields(make_form(measured(BANDS), ratings={}), {("ratings", "m", "measured"): text})
    cell = read_workbook(written(form).raw)[1].cells[3, 5].value
    assert cell == Decimal(text)
    assert str(cell) == text


def test_columns_that_have_nothing_to_say_are_hidden_and_still_there():
    bare = [indicator("1.1", guidance=None)]
    framework = make_framework(dimensions=[{"id": "1", "title": "Law", "indicators": bare}])
    book = written(make_form(framework, ratings={}))
    assert book.hidden_columns("Ratings") == [3, 5, 10]
    carried = with_fields(make_form(), {("ratings", "1.2", "x-review"): "carried over"})
    assert written(make_form()).hidden_columns("Ratings") == [10]
    assert written(carried).hidden_columns("Ratings") == []
    assert written(carried).cells("Ratings")["J4"] == "carried over"


def test_a_mark_for_review_says_how_to_take_it_away():
    assert written(make_form()).validation("Ratings", "J4") is None
    carried = with_fields(make_form(), {("ratings", "1.2", "x-review"): "carried over"})
    rule = written(carried).validation("Ratings", "J4")
    assert rule is not None
    assert "type" not in rule, "anything may stand there"
    assert rule["promptTitle"] == "To review"
    assert "Confirm it or change it, then empty this cell:" in rule["prompt"]


def test_what_may_be_filled_in_is_white_and_what_may_not_is_grey():
    form = make_form(ratings={"1.2": "pass", "2.1": "not-rated"})
    book = written(form)
    assert [book.look("Ratings", f"{column}4").fill for column in "DGHI"] == [None] * 4
    assert all(book.look("Ratings", f"{column}{row}").fill for column in "ABCFK" for row in (3, 4, 5))
    columns = {
        re.sub("[0-9:]", "", area) for area, _, colours in book.conditions("Ratings") if "fill" in colours
    }
    assert columns == {"FF"}, "of all cells, statuses alone are coloured"


def test_texts_stand_off_the_edges_of_their_cells():
    book = written(make_form())
    assert {book.look("Ratings", f"{column}{row}").indent for column in "ABCDFGHIJK" for row in (2, 3)} == {1}
    assert book.look("Evidence", "A3").indent == 1


def test_what_is_asked_and_answered_is_printed_and_the_rest_left_out():
    book = written(make_form())
    assert book.defined("_xlnm.Print_Area") == ["Ratings!$A$2:$I$5"]
    assert 'left="0.3" right="0.3"' in book.parts[book.sheets["Ratings"][1]].decode()


def test_answers_are_open_wrapped_texts_at_the_top_of_their_cells():
    book = written(make_form())
    for column in "DGHIJ":
        look = book.look("Ratings", f"{column}4")
        assert (look.locked, look.is_text, look.wraps, look.top) == (False, True, True, True), column
    for column in "ABCFK":
        assert book.look("Ratings", f"{column}4").locked, column
    rows = [each for each in book.sheet("Ratings").iter() if each.tag.endswith("}row")]
    assert [row.get("ht") for row in rows[2:]] == [None, None, None], "rows fit what stands in them"


def test_a_row_is_never_higher_than_a_spreadsheet_can_have_it():
    form = make_form(ratings={"1.2": {"level": "fail", "rationale": "word " * 3000}})
    rows = [each for each in written(form).sheet("Ratings").iter() if each.tag.endswith("}row")]
    assert [row.get("ht") is None for row in rows[2:]] == [True, False, True]
    assert 400 < float(rows[3].get("ht", "0")) <= 409


def test_what_does_not_count_is_grey_locked_and_says_so():
    ones = [indicator("1.1", state="future"), indicator("1.2", state="retired"), indicator("1.3")]
    framework = make_framework(dimensions=[{"id": "1", "title": "Law", "indicators": ones}])
    book = written(make_form(framework, ratings={}))
    assert book.column("Ratings", "F") == ["· Future, not counted", "· Retired, not counted", "– Not rated"]
    assert set(book.formulas("Ratings")) == {"F5"}
    for column in "BCDEGHIJK":
        assert book.look("Ratings", f"{column}3").locked, column
        assert book.validation("Ratings", f"{column}3") is None
    assert book.look("Ratings", "D3").fill != book.look("Ratings", "D5").fill
    assert book.choices("Evidence", "A3") == ["1.3"]


def test_statuses_are_shown_with_glyph_and_word_in_the_framework_s_own_words():
    scale = [
        {"id": "met", "label": "Guideline met", "value": 1, "status": "pass"},
        {"id": "some", "value": "0.5", "status": "partial"},
        {"id": "above", "label": "Above", "value": 0, "status": "fail"},
    ]
    framework = judged(*"abcdefg", scales={"who": scale}, verdict_labels={"not-rated": "Open"})
    ratings = {"a": "met", "b": "some", "c": "above", "d": "not-rated", "e": "not-applicable", "g": "other"}
    book = written(make_form(framework, ratings=ratings))
    assert book.column("Ratings", "F") == [
        *("✓ Guideline met", "◐ some", "✗ Above", "– Open", "· Not applicable", "– Open", "? Not a level"),
    ]
    assert book.formulas("Ratings")["F3"] == JUDGED


IS_MEANT = (
    "((IF(ISTEXT(D3),TRIM(D3))=Lists!$E$2:$E$6)+(IF(ISTEXT(D3),TRIM(D3))=MID(Lists!$F$2:$F$6,3,255))"
    "+(IF(ISTEXT(D3),TRIM(D3))=Lists!$F$2:$F$6)>0)"
)
JUDGED = (
    'IF(TRIM(D3)="",Lists!$F$5,IFERROR('
    "LOOKUP(2,1/EXACT(IF(ISTEXT(D3),TRIM(D3)),Lists!$E$2:$E$6),Lists!$F$2:$F$6),"
    f'IF(SUMPRODUCT(1*{IS_MEANT})=1,LOOKUP(2,1/{IS_MEANT},Lists!$F$2:$F$6),"? Not a level")))'
)


def test_measured_statuses_follow_the_bands():
    book = written(make_form(measured(BANDS), ratings={"m": {"measured": "5"}}))
    formula = book.formulas("Ratings")["F3"]
    assert formula.startswith(
        "IF(ISNUMBER(E3),LOOKUP(2,1/((E3>=Lists!$G$2:$G$5)*(E3<=Lists!$H$2:$H$5)),Lists!$I$2:$I$5),"
        f'IF(TRIM(E3)="",{JUDGED},IF('
    )
    cells, none = book.cells("Lists"), 1e307
    assert [[cells[f"{column}{row}"] for column in "GHI"] for row in range(2, 6)] == [
        *[[-none, none, "✗ Fail"]] * 2,
        [-none, 10, "◐ Partial"],
        [-none, 5, "✓ Pass"],
    ]
    assert book.cells("Ratings")["F3"] == "✓ Pass"


def test_bounds_of_more_digits_than_a_spreadsheet_compares_are_left_to_the_import():
    bands = [{"level": "pass", "at_most": "5.000000000000000001"}, {"level": "fail"}]
    book = written(make_form(measured(bands), ratings={"m": {"measured": "5"}}))
    assert [book.cells("Lists")[f"I{row}"] for row in (2, 3, 4)] == ["? Worked out on import"] * 3
    assert book.cells("Ratings")["F3"] == "✓ Pass"


def test_a_measurement_decides_also_where_its_level_says_not_rated():
    form = make_form(measured(BANDS), ratings={"m": {"level": "not-rated", "measured": "4"}})
    assert written(form).cells("Ratings")["F3"] == "✓ Pass"


def test_colours_go_by_the_glyph_of_the_status():
    conditions = written(make_form()).conditions("Ratings")
    coloured = {
        formula.removeprefix('LEFT($F3,1)="').removesuffix('"'): colours
        for area, formula, colours in conditions
        if area == "F3:F5"
    }
    assert coloured == {
        "✓": {"fill": PASS, "ink": "FFFFFFFF"},
        "◐": {"fill": PARTIAL, "ink": "FF1A1A1A"},
        "✗": {"fill": FAIL, "ink": "FFFFFFFF"},
        "·": {"ink": "FF595959"},
        "?": {"ink": FAIL},
    }
    assert ("A3:K5", "$K3<>$K2", {"line": "FFC9CED4"}) in conditions, "a line parts dimensions"


# The other sheets -------------------------------------------------------------------------------


def test_about_names_its_rows_in_a_hidden_column_and_gives_lists_spare_rows():
    book = written(make_form(assessors=["A. Person", "B. Person"], summary="First.\n\nThen."))
    cells = book.cells("About")
    keys = {ref: value for ref, value in cells.items() if ref[0] == "A" and ref != "A1"}
    order = list(dict.fromkeys(keys.values()))
    assert order == [row.key for row in ABOUT_ROWS]
    values: dict[str, list[Any]] = {}
    for ref, key in keys.items():
        values.setdefault(str(key), []).append(cells.get(f"C{ref[1:]}"))
    assert values == {
        "subject.name": ["Springfield"],
        "subject.id": ["springfield"],
        "subject.tags": [None] * 3,
        "date": ["2021-03-11"],
        "title": [None],
        "stage": [None],
        "published": [None],
        "withdrawn": [None],
        "under_review": [None],
        "document": [None],
        "assessors": ["A. Person", "B. Person", *[None] * 5],
        "reviewers": [None] * 5,
        "summary": ["First.\n\nThen."],
        "licence": [None],
        "framework": ["city-air@2.0"],
        "framework_digest": [None],
        "workbook.digest": [framework_digest(make_framework())],
        "workbook.file": ["springfield@2021-03-11"],
    }
    assert book.hidden_columns("About") == [1]
    places = {str(key): ref[1:] for ref, key in keys.items()}
    digests = [places["framework_digest"], places["workbook.digest"]]
    assert book.hidden_rows("About") == ["1", *digests], "there for the import, and of no use to a reader"
    assert book.choices("About", f"C{places['stage']}") == ["draft", "final"]
    is_locked = {key: book.look("About", f"C{row}").locked for key, row in places.items()}
    assert [key for key, locked in is_locked.items() if locked] == [
        *("framework", "framework_digest", "workbook.digest", "workbook.file"),
    ]


def test_about_shows_the_framework_s_note_and_how_to_fill_in_the_workbook():
    note = "Whose words these are must stand beside every result\nthat is shown."
    cells = written(make_form(make_framework(note=note))).cells("About")
    said = {value: cells.get(f"C{ref[1:]}") for ref, value in cells.items() if ref[0] == "B"}
    assert said["Note"] == "Whose words these are must stand beside every result that is shown."
    assert str(said["How to fill this in"]).startswith("1. Fill in the white cells on the sheet Ratings")
    assert cells["B3"] == "Clean city air, version 2.0"


def how_to(form: Form) -> str:
    cells = written(form).cells("About")
    return next(str(cells[f"C{ref[1:]}"]) for ref, value in cells.items() if value == "How to fill this in")


def test_about_says_what_stops_people_who_fill_in_a_workbook():
    said = how_to(make_form())
    for sentence in (
        "The sheets About and Ratings are protected, without a password,",
        "To sort, hide or widen there, take the protection off first",
        "type the number alone under Measurement, in the unit given: without the unit, and without",
        "On the sheet Evidence, give one row to each place",
        "an empty cell takes out what stood there",
    ):
        assert sentence in said
    assert "Measurement" not in how_to(make_form(judged("a"), ratings={})), "where nothing is measured"


def test_about_says_what_to_do_with_ratings_that_were_carried_over():
    step = "\n4. Ratings with a text under To review stem from an earlier assessment."
    assert not [value for value in written(make_form()).cells("About").values() if step in str(value)]
    carried = with_fields(make_form(), {("ratings", "1.2", "x-review"): "carried over"})
    assert [value for value in written(carried).cells("About").values() if step in str(value)]


def test_a_document_that_is_written_out_is_a_source_of_its_own():
    book = written(make_form(document={"title": "The plan", "date": "2020"}))
    about = book.cells("About")
    row = next(ref[1:] for ref, value in about.items() if ref[0] == "A" and value == "document")
    assert about[f"C{row}"] == "(document)"
    assert book.column("Sources", "A") == ["(document)", "plan"]
    assert book.column("Sources", "D") == ["2020", None]


def test_evidence_has_a_row_for_each_item_and_more_can_be_added_below():
    items = [{"source": "plan", "locator": "p. 1"}, {"source": "act", "quote": "words", "note": "so"}]
    ratings = {"2.1": {"level": "fail", "evidence": items}, "1.1": {"evidence": {"source": "plan"}}}
    book = written(make_form(make_framework(sources=SOURCES), ratings=ratings))
    rows = list(zip(*(book.column("Evidence", letter) for letter in "ABCDE"), strict=True))
    assert rows == [
        ("1.1", "plan", None, None, None),
        ("2.1", "plan", "p. 1", None, None),
        ("2.1", "act", None, "words", "so"),
    ]
    assert book.choices("Evidence", "A3") == ["1.1", "1.2", "2.1"]
    assert book.choices("Evidence", "A205") == ["1.1", "1.2", "2.1"]
    assert book.validation("Evidence", "A206") is None
    assert book.choices("Evidence", "B205") == ["plan", "act"]
    source = book.validation("Evidence", "B3")
    assert source is not None
    assert source["errorStyle"] == "warning", "a new source may be added"
    columns = book.parts[book.sheets["Evidence"][1]].decode()
    assert re.search(r'<col min="1" max="1" [^>]*style="\d+"', columns), "rows that are added are texts too"


def test_sources_and_corrections_are_rows_and_the_framework_s_sources_are_read_alone():
    corrections = [{"date": "2021-04-01", "text": "1.2 was first rated pass."}]
    book = written(make_form(make_framework(sources=SOURCES), corrections=corrections))
    assert [book.cells("Sources")[ref] for ref in ("A3", "B3")] == ["plan", "Air plan"]
    assert [book.cells("Corrections")[ref] for ref in ("A3", "B3")] == [
        "2021-04-01",
        "1.2 was first rated pass.",
    ]
    assert [book.cells("Framework sources")[ref] for ref in ("A3", "B3", "D3", "E3")] == [
        *("act", "Air act", "2020", "https://example.org/act"),
    ]
    assert not [
        value for value in book.cells("Framework sources").values() if str(value).startswith("scorecard:")
    ]


def test_the_digest_of_every_field_is_kept_as_it_was_exported():
    form = make_form(document={"title": "The plan"}, assessors=["A"])
    book = written(form)
    kept = dict(zip(book.column("Exported", "A"), book.column("Exported", "B"), strict=True))
    assert kept == {field_key(field): value_digest(value) for field, value in form.fields.items()}
    assert '["ratings","1.1","measured"]' in {str(key).replace(", ", ",") for key in kept}


def test_a_blank_workbook_asks_for_everything():
    book = written(make_blank())
    about = book.cells("About")
    assert about["B2"] == "A new assessment: Clean city air"
    values = {value: about.get(f"C{ref[1:]}") for ref, value in about.items() if ref[0] == "A"}
    assert [values[key] for key in ("subject.name", "date", "framework")] == [None, None, "city-air@2.0"]
    assert book.column("Ratings", "F") == ["– Not rated"] * 3
    assert book.column("Exported", "A") == []
    assert book.column("Sources", "A") == []


def test_a_framework_in_which_nothing_counts_can_be_exported():
    framework = make_framework(dimensions=[{"id": "1", "title": "Law", "indicators": []}])
    book = written(make_blank(framework))
    assert book.column("Ratings", "A") == []
    assert book.validation("Evidence", "A3") is None


# Limits and hostile texts -----------------------------------------------------------------------


MOST = 32_767


@pytest.mark.parametrize("text", ["x" * MOST, "🌍" * (MOST // 2)])
def test_a_text_that_just_fits_is_written_whole(text: str):
    form = make_form(ratings={"1.2": {"level": "fail", "rationale": text}})
    assert written(form).cells("Ratings")["G4"] == text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"ratings": {"1.2": {"rationale": "x" * 40_000}}},
            "indicator 1.2: its rationale has 40,000 characters, and a cell holds 32,767 at most",
        ),
        (
            {"ratings": {"1.2": {"recommendation": "🌍" * 16_384}}},
            "indicator 1.2: its recommendation has 32,768 characters, and a cell holds 32,767 at most",
        ),
        (
            {"ratings": {"2.1": {"evidence": {"source": "plan", "quote": "x" * 32_768}}}},
            "indicator 2.1: the quote of its evidence has 32,768 characters, and a cell holds 32,767 at most",
        ),
        (
            {"ratings": {"2.1": {"rationale": f"<r>{'x' * 32_760}</r>"}}},
            "indicator 2.1: its rationale has 32,767 characters, and a cell holds 32,767 at most",
        ),
        (
            {"summary": "x" * 33_000},
            "the summary has 33,000 characters, and a cell holds 32,767 at most",
        ),
        (
            {"sources": {"plan": {"title": "x" * 33_000}}},
            "source plan: its title has 33,000 characters, and a cell holds 32,767 at most",
        ),
        (
            {"corrections": [{"date": "2021-04-01", "text": "x" * 33_000}]},
            "correction 1: its text has 33,000 characters, and a cell holds 32,767 at most",
        ),
    ],
)
def test_a_text_that_no_cell_holds_is_refused_by_name(changes: dict[str, Any], message: str):
    with pytest.raises(CellTooLongError) as raised:
        written(make_form(**changes))
    assert raised.value.message == message
    assert raised.value.exit_code == 1
    assert raised.value.hint


def test_a_framework_s_text_that_no_cell_holds_is_refused_by_its_indicator():
    one = indicator("1.1", requirement="x" * MOST)
    framework = make_framework(dimensions=[{"id": "1", "title": "Law", "indicators": [one]}])
    with pytest.raises(CellTooLongError, match=r"^indicator 1\.1: what is asked has 32,7"):
        written(make_form(framework, ratings={}))


def test_messages_are_as_long_as_a_spreadsheet_allows():
    long = [
        {"id": f"level-{number}", "label": "🌍" * 90, "value": 0, "status": "fail"} for number in range(9)
    ]
    bands = [{"level": "level-0", "at_most": 1}, {"level": "level-8"}]
    ones = [indicator("1.1"), indicator("1.2", measure={"unit": "µ" * 400, "bands": bands})]
    framework = make_framework(scales={"s": long}, dimensions=[{"id": "1", "title": "L", "indicators": ones}])
    book = written(make_form(framework, ratings={}))
    for ref in ("D3", "E4"):
        rule = book.validation("Ratings", ref)
        assert rule is not None
        assert 250 <= len(rule["prompt"].encode("utf-16-le")) // 2 <= 255
        assert rule["prompt"].endswith("…")


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_written_as_that_text(text: str):
    form = with_fields(
        make_form(),
        {
            ("ratings", "1.2", "rationale"): text,
            ("ratings", "1.2", "recommendation"): text + text,
            ("subject", "name"): text,
            ("summary",): text,
            ("assessors",): [text],
            ("sources", "plan"): {"title": text, "url": text},
            ("corrections",): [{"text": text}],
            ("ratings", "2.1", "evidence"): [{"source": "plan", "quote": text}],
        },
    )
    sheets = {sheet.name: sheet.cells for sheet in read_workbook(written(form).raw)}
    found = [
        sheets["Ratings"][4, 7],
        *(sheets["Sources"][3, column] for column in (2, 5)),
        sheets["Corrections"][3, 2],
        sheets["Evidence"][4, 4],
        *(cell for (_, column), cell in sheets["About"].items() if column == 3 and cell.value == text),
    ]
    assert [cell.value.strip() for cell in found if isinstance(cell.value, str)] == [text] * len(found)
    assert str(sheets["Ratings"][4, 9].value).strip() == text + text
    assert not [
        cell
        for name, cells in sheets.items()
        for (_, at), cell in cells.items()
        if cell.is_formula and at != 6
    ]


def test_labels_of_levels_cannot_break_out_of_formulas_or_lists():
    label = '",HYPERLINK("http://x")&"'
    scale = [{"id": "yes", "label": label, "value": 1, "status": "pass"}]
    framework = judged("a", scales={"s": scale}, dimension_label="=1+1")
    book = written(make_form(framework, ratings={"a": "yes"}))
    assert book.cells("Ratings")["F3"] == f"✓ {label}"
    assert "HYPERLINK" not in book.formulas("Ratings")["F3"]
    assert book.cells("Ratings")["K2"] == "=1+1"


# What a spreadsheet makes of it -----------------------------------------------------------------


def random_form(seed: int, size: int = 250) -> Form:
    """Return a form with answers of every kind, many of them exactly on the bounds of their bands."""
    chance = random.Random(seed)
    ones, ratings = [], {}
    for number in range(size):
        id = f"i{number}"
        if chance.random() < 0.4:
            ones.append(indicator(id))
            ratings[id] = {"level": chance.choice(["pass", "partial", "fail", "not-rated", "not-applicable"])}
            continue
        bounds = [random_number(chance) for _ in range(6)]
        bands: list[dict[str, Any]] = []
        for bound, other in zip(bounds[::2], bounds[1::2], strict=True):
            band = {"level": chance.choice(["pass", "partial", "fail"])}
            keys = chance.choice([("at_most",), ("at_least",), ("at_least", "at_most")])
            low, high = sorted((bound, other), key=Fraction)
            band |= {key: low if key == "at_least" else high for key in keys}
            bands.append(band)
        bands.append({"level": chance.choice(["pass", "partial", "fail"])})
        ones.append(indicator(id, measure={"unit": "m", "bands": bands}))
        text = chance.choice([*bounds, random_number(chance), f"{random_number(chance)}"])
        ratings[id] = {"measured": text} if chance.random() < 0.9 else {"level": "not-applicable"}
    framework = make_framework(dimensions=[{"id": "1", "title": "All", "indicators": ones}])
    return make_form(framework, {**assessment_data(), "ratings": ratings})


def random_number(chance: random.Random) -> str:
    """Return a number as people type it: whole, with decimals, negative, a fraction."""
    whole = chance.randint(-20, 20)
    return chance.choice(
        [str(whole), f"{whole}.{chance.randint(0, 99):02}", f"{whole}.5", f"{whole}/{chance.randint(1, 9)}"]
    )


@pytest.mark.slow
def test_a_spreadsheet_works_out_the_statuses_that_scoring_gives(tmp_path: Path):
    form = random_form(7)
    raw = written(form).raw
    cells = read_workbook(opened_and_saved(without_results(raw), tmp_path).raw)[1].cells
    ratings = {
        each.id: Rating(
            level=form.text("ratings", each.id, "level") or None,
            measured=Fraction(form.text("ratings", each.id, "measured"))
            if form.text("ratings", each.id, "measured")
            else None,
        )
        for each in form.framework.indicators()
    }
    assessment = Assessment.model_construct(
        framework="city-air@2.0", subject=Subject(id="x", name="X"), date=date(2021, 3, 11), ratings=ratings
    )
    scored = score(form.framework, assessment)
    glyphs = {"pass": "✓", "partial": "◐", "fail": "✗", "not-rated": "–", "not-applicable": "·"}
    expected = {each.indicator.id: glyphs[each.status] for each in scored.dimensions[0].indicators}
    found = {str(cells[row, 1].value): str(cells[row, 6].value)[0] for row in range(3, 3 + len(expected))}
    assert found == expected
    assert {*found.values()} >= set("✓◐✗·")


@pytest.mark.slow
def test_statuses_are_the_same_before_and_after_a_spreadsheet_has_worked_them_out(tmp_path: Path):
    book = written(random_form(11))
    again = opened_and_saved(without_results(book.raw), tmp_path)
    assert again.column("Ratings", "F") == book.column("Ratings", "F")


TYPED_MEASUREMENTS = {
    "4.20": "✓",
    " 5.0 ": "✓",
    "-4.20": "✓",
    "-0": "✓",
    "007": "◐",
    "10.000000000": "◐",
    "10.000000001": "✗",
    "999999999.999999999": "✗",
    "123456789.1234567890": "? Worked out on import",
    "2/3": "? Worked out on import",
    "   ": "–",
    **dict.fromkeys(
        (
            *("4,20", "4%", "4 µg", "1 000", "1e3", "+4", "4-", "1-2", "--4", "-", ".", "5.", ".5", "-.5"),
            *("1.2.3", "1/2/3", "/2", "2/", "0x10", "n/a", "TRUE", "٤", "²", "1.1.2020"),
        ),
        "? Not a number",
    ),
}
TYPED_LEVELS = {
    "fail": "✗",
    " fail ": "✗",
    "not-rated": "–",
    "not-applicable": "·",
    "  ": "–",
    **dict.fromkeys(("FAIL", "Fail", "bad luck"), "✗"),
    **dict.fromkeys(("NOT-RATED", "Not rated"), "–"),
    "Not Applicable": "·",
    "half": "◐",
    "✗ bad luck": "✗",
    "✓ Half": "✓",
    **dict.fromkeys(("fai", "fail*", "?ail", "f ail", "0", "HALF", "Half", "✗ fail"), "? Not a level"),
}
"""Of a scale whose levels are pass, half and fail, which is called Bad luck; pass is called Half."""
DEFAULT_LEVELS = (("pass", "1"), ("partial", "0.5"), ("fail", "0"))
TYPED_SCALE = [
    {"id": "pass", "label": "Half", "value": "1", "status": "pass"},
    {"id": "half", "value": "0.5", "status": "partial"},
    {"id": "fail", "label": "Bad luck", "value": "0", "status": "fail"},
]


@pytest.mark.slow
@pytest.mark.parametrize("place", ["en-US", "de-DE", "fr-FR"])
def test_statuses_take_what_people_type_as_the_import_does(place: str, tmp_path: Path):
    measure = {"unit": "m", "bands": BANDS}
    ones = [
        *(indicator(f"m{number}", measure=measure) for number in range(len(TYPED_MEASUREMENTS))),
        *(indicator(f"j{number}", scale="typed") for number in range(len(TYPED_LEVELS))),
        *(indicator(id, measure=measure) for id in ("both", "half", "number")),
    ]
    default = [{"id": each, "value": value, "status": each} for each, value in DEFAULT_LEVELS]
    scales = {"rating": default, "typed": TYPED_SCALE}
    dimensions = [{"id": "1", "title": "All", "indicators": ones}]
    framework = make_framework(scales=scales, dimensions=dimensions)
    work = Filling(written(make_form(framework, ratings={})).raw)
    for number, text in enumerate(TYPED_MEASUREMENTS):
        work.rate(f"m{number}", measured=text)
    for number, text in enumerate(TYPED_LEVELS):
        work.rate(f"j{number}", level=text)
    work.rate("both", level="not-rated", measured=a_number("4"))
    work.rate("half", level="not_rated")
    work.rate("number", level=a_number("0"))
    saved = opened_and_saved(without_results(work.save()), tmp_path, place)
    cells = read_workbook(saved.raw)[1].cells
    found = [str(cells[row, 6].value) for row in range(3, 3 + len(ones))]
    expected = [*TYPED_MEASUREMENTS.values(), *TYPED_LEVELS.values(), "✓", *["? Not a level"] * 2]
    shown = [text if text.startswith("?") else text[0] for text in found]
    typed = [*TYPED_MEASUREMENTS, *TYPED_LEVELS, "both", "half", "number"]
    assert dict(zip(typed, shown, strict=True)) == dict(zip(typed, expected, strict=True))


@pytest.mark.slow
def test_marks_locks_and_lists_survive_a_spreadsheet(tmp_path: Path):
    book = written(make_form(make_framework(sources=SOURCES)))
    again = opened_and_saved(book.raw, tmp_path)
    assert again.cells("Ratings")["D1"] == "scorecard:ratings.level"
    assert again.hidden_rows("Ratings") == ["1"]
    assert again.choices("Ratings", "D4") == book.choices("Ratings", "D4")
    assert (again.look("Ratings", "A3").locked, again.look("Ratings", "G3").locked) == (True, False)
    assert again.look("Ratings", "G3").is_text
    assert again.sheets["Lists"][0] == "hidden"
    assert again.sheets["Exported"][0] != "visible"
