"""The plain table: what a workbook says, for programs that open none."""

import csv
import io

import pytest

from scorecard.spreadsheet.columns import Form
from scorecard.spreadsheet.table import write_table
from tests.builders import indicator
from tests.workbooks import make_blank, make_form, make_framework

TITLES = [
    *("Id", "Title", "Requirement", "Guidance", "Level", "Measurement", "Unit", "Status", "Rationale"),
    *("Confidence", "Recommendation", "Evidence", "Dimension", "Stage"),
]


def table(form: Form) -> str:
    return write_table(form)


def rows(form: Form) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table(form), newline="")))


def test_a_table_has_a_row_for_each_indicator():
    items = [
        {"source": "plan", "locator": "p. 1", "quote": "the words", "note": "so"},
        {"source": "act"},
    ]
    ratings = {
        "1.1": {"measured": "-4.20"},
        "1.2": {"level": "fail", "rationale": "Announced,\nnot enacted.", "evidence": items},
    }
    found = rows(make_form(make_framework(dimension_label="Test"), ratings=ratings, stage="draft"))
    assert list(found[0]) == [title if title != "Dimension" else "Test" for title in TITLES]
    assert found[0] == {
        "Id": "1.1",
        "Title": "Fine particles",
        "Requirement": "What 1.1 asks is done.",
        "Guidance": "Look whether 1.1 is done.",
        "Level": "",
        "Measurement": "-4.20",
        "Unit": "µg/m³",
        "Status": "Pass",
        "Rationale": "",
        "Confidence": "",
        "Recommendation": "",
        "Evidence": "",
        "Test": "1 Limits",
        "Stage": "draft",
    }
    assert (found[1]["Status"], found[1]["Rationale"]) == ("Fail", "Announced,\nnot enacted.")
    assert found[1]["Evidence"] == "plan, p. 1: “the words” (so)\nact"
    assert (found[2]["Status"], found[2]["Test"]) == ("Not rated", "2 Delivery")


def test_ratings_that_are_to_be_looked_at_have_a_column():
    form = make_form(ratings={"1.2": {"level": "fail", "x-review": "carried over"}})
    assert [row["To review"] for row in rows(form)] == ["", "carried over", ""]
    assert "To review" not in rows(make_form())[0]


def test_a_blank_table_has_every_indicator_and_no_answers():
    found = rows(make_blank())
    assert [(row["Id"], row["Level"], row["Status"], row["Stage"]) for row in found] == [
        ("1.1", "", "Not rated", "final"),
        ("1.2", "", "Not rated", "final"),
        ("2.1", "", "Not rated", "final"),
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "  =1+1", '=HYPERLINK("http://x")'])
def test_what_a_spreadsheet_would_take_for_a_formula_gets_an_apostrophe(text: str):
    one = indicator("1.1", title=text, requirement=text, guidance=text)
    framework = make_framework(
        dimensions=[{"id": "a", "title": text, "indicators": [one]}], dimension_label=text
    )
    form = make_form(framework, ratings={"1.1": {"level": "pass", "rationale": text, "recommendation": text}})
    found = list(csv.reader(io.StringIO(table(form), newline="")))
    said = f"'{text.strip()}"
    assert found[0][12] == said
    assert [found[1][column] for column in (1, 2, 3, 8, 10, 12)] == [said] * 6


def test_no_line_is_a_command_to_a_runner_that_prints_it():
    form = make_form(ratings={"1.2": {"level": "fail", "rationale": "x\n::error::y ##[z]"}})
    assert not [line for line in table(form).splitlines() if line.startswith("::") or "##[" in line]


def test_ends_in_one_newline_and_has_no_carriage_returns():
    text = table(make_form())
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\r" not in text
