"""A framework as a workbook: nothing changes where nothing was typed, and one cell changes one thing."""

import difflib
import io
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from scorecard.editing.assessment_fields import Field
from scorecard.editing.framework_fields import (
    WITHIN,
    new_framework_data,
    read_framework_fields,
    write_framework_fields,
)
from scorecard.model.framework import Framework
from scorecard.reading.document import Document, parse_document
from scorecard.reading.plain_data import as_items, as_mapping
from scorecard.reading.shape import read_shape
from scorecard.spreadsheet.cells import read_workbook
from scorecard.spreadsheet.form import read_form
from scorecard.spreadsheet.structure_sheets import write_structure
from tests.builders import to_yaml, write_assessment, write_text
from tests.commands import ROOT, run
from tests.filling import Filling, convert_in_libreoffice, formula, number, truth
from tests.test_format import framework as with_every_key

SHIPPED = sorted((ROOT / "frameworks").glob("*.yaml"))
FILE = "frameworks/city-air@2.0.yaml"
REF = "city-air@2.0"
COMMENTED = """\
# What no workbook shows stays.
kind: framework
id: city-air
version: "2.0"
title: Clean city air   # as readers see it
x-own: kept
pass_when: {at_least: 1}
scales:
  rating:
    - {id: "pass", value: 1, status: pass}
    - {id: "fail", value: 0, status: fail}
sources:
  act: {title: Clean Air Act}
dimensions:
  - id: "1"
    title: Limits
    indicators:
      # the most important one
      - id: "1.1"
        title: Fine particles
        requirement: |
          The annual mean of fine particles, taken over all stations of the city,
          meets the guideline.
        weight: 2.50   # twice and a half
        tags: [health, air]
        measure:
          unit: µg/m³
          bands:
            - {level: pass, at_most: 5}
            - level: fail   # all that is left
      - id: "1.2"
        requirement: The limits are set in law.
        sources: act
  - id: "2"
    title: Delivery
    indicators:
      - id: "2.1"
        title: Stations
        requirement: Stations stand where people live.
"""


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one framework that has comments, and the working directory in it."""
    write_text(tmp_path / FILE, COMMENTED)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def exported(ref: str = REF) -> Filling:
    """Return the workbook of a framework that is here."""
    assert run("export", ref, "--structure", "-o", "it.xlsx", "--force").code == 0
    return Filling(Path("it.xlsx"))


def imported(work: Filling, *words: str) -> tuple[int, str, str]:
    """Import a workbook, and return the code, what was shown and what was said of it, each in one line."""
    Path("it.xlsx").write_bytes(work.save())
    outcome = run("import", "it.xlsx", *words, columns=200)
    return outcome.code, " ".join(outcome.out.split()), " ".join(outcome.err.split())


def type_into(work: Filling, sheet: str, of: str, /, **cells: Any) -> None:
    """Type into the row that has an id; columns by the keys of their marks, `_` for their points."""
    page = work.page(sheet)
    row = page.row_of(page_key(sheet), of)
    for key, value in cells.items():
        page.type(row, page.column(key.replace("measure_", "measure.")), value)


def page_key(sheet: str) -> str:
    return {"Scales": "scale", "Bands": "indicator", "Points": "indicator", "About": "key"}.get(sheet, "id")


def text() -> str:
    return Path(FILE).read_bytes().decode()


# What goes out comes back -----------------------------------------------------------------------


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_framework_comes_back_byte_for_byte(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for each in SHIPPED:
        write_text(tmp_path / "frameworks" / each.name, each.read_text("utf-8"))
    monkeypatch.chdir(tmp_path)
    data = parse_document(path.read_bytes()).data
    assert isinstance(data, dict)
    code, out, err = imported(exported(f"{data['id']}@{data['version']}"))
    assert (code, err) == (0, "")
    assert out.endswith("Result nothing to change")
    assert (tmp_path / "frameworks" / path.name).read_bytes() == path.read_bytes()


def test_a_framework_with_every_key_comes_back_and_is_made_anew_from_its_fields() -> None:
    document = parse_document(to_yaml(with_every_key("1", "")).encode())
    fields = read_framework_fields(document.data)
    again = parse_document(to_yaml(new_framework_data(fields)).encode())
    assert read_framework_fields(again.data) == fields
    filled = read_form(read_workbook(workbook_of(document)))
    assert filled.refusals == ()
    of_the_workbook = (("framework",), ("workbook", "structure"))
    assert {
        field: value for field, value in filled.values.items() if value and field not in of_the_workbook
    } == {field: value for field, value in fields.items() if field[0] not in ("kind", "id", "version")}


def workbook_of(document: Document) -> bytes:
    framework, findings = read_shape(document, Framework)
    assert framework is not None, findings
    return write_structure(framework, document)


@cache
def every_field() -> tuple[Document, Mapping[Field, Any]]:
    document = parse_document(to_yaml(with_every_key("2", "")).encode())
    return document, read_framework_fields(document.data)


def other_value(field: Field, value: Any) -> Any:
    """Return another value that may stand in a field."""
    if isinstance(value, list):
        key = next(iter(value[0]))
        return [{**value[0], key: f"{value[0][key]}x"}, *value[1:]]
    if isinstance(value, dict):
        return {**value, "title": "Another"}
    if field[-1] in ("pass_when", "partial_when"):
        return "share: 1/3"
    return f"{value}, more" if field[-1] in ("tags", "applies_to", "sources", "replaces") else f"{value}x"


def test_each_cell_that_changes_alone_changes_that_alone() -> None:
    document, known = every_field()
    for field, value in known.items():
        if field[0] in ("kind", "id", "version") or field[-1] == WITHIN:
            continue
        other = other_value(field, value)
        after = write_framework_fields(document, {field: other})
        wanted = {**known, field: other}
        if field[2:] == ("id",):
            wanted = {
                ((each[0], other, *each[2:]) if each[:2] == field[:2] else each): (
                    other if each[2:] == (WITHIN,) and said == value else said
                )
                for each, said in wanted.items()
            }
        assert read_framework_fields(after.data) == wanted, field
        emptied = write_framework_fields(document, {field: None})
        assert read_framework_fields(emptied.data) == {
            each: said for each, said in known.items() if each != field
        } or field[2:] == ("id",), field


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_cell_that_changes_changes_few_lines(path: Path) -> None:
    """Two of one line, three where a text begins a block; four at most."""
    document = parse_document(path.read_bytes())
    for field, value in read_framework_fields(document.data).items():
        if field[0] not in ("kind", "id", "version") and field[-1] != WITHIN:
            after = write_framework_fields(document, {field: other_value(field, value)})
            lines = difflib.ndiff(document.text.split("\n"), after.text.split("\n"))
            assert 1 <= sum(line[0] in "+-" for line in lines) <= 4, field


# Changes ----------------------------------------------------------------------------------------


def test_what_changes_are_the_lines_of_the_cells_that_changed(city: Path) -> None:
    work = exported()
    type_into(work, "Indicators", "1.1", weight="3", tags="health, air, children")
    type_into(work, "Dimensions", "2", title="What is done")
    code, out, err = imported(work)
    assert (code, err) == (0, "")
    assert "Result 3 changes written" in out
    assert 'Indicators!F3 1.1 weight "2.50" "3"' in out
    assert text() == (
        COMMENTED.replace("weight: 2.50   #", "weight: 3   #")
        .replace("[health, air]", "[health, air, children]")
        .replace("title: Delivery", "title: What is done")
    )


def test_a_dry_run_shows_the_lines_and_writes_nothing(city: Path) -> None:
    work = exported()
    type_into(work, "About", "title", value="Clean air")
    code, out, _ = imported(work, "--dry-run")
    assert code == 0
    assert "-title: Clean city air # as readers see it +title: Clean air # as readers see it" in out
    assert text() == COMMENTED


def test_prose_that_did_not_change_keeps_its_lines(city: Path) -> None:
    work = exported()
    said = "The annual mean of fine particles, taken over all stations of the city, meets the guideline."
    assert work.page("Indicators").text(3, work.page("Indicators").column("requirement")) == said
    type_into(work, "Indicators", "1.1", requirement=said.replace("annual", "yearly"))
    assert imported(work)[0] == 0
    assert text() == COMMENTED.replace("The annual mean", "The yearly mean")


@pytest.mark.parametrize(
    ("sheet", "id", "cell", "said"),
    [
        ("Indicators", "1.1", {"weight": "heavy"}, 'Indicators!F3: "heavy" is not a number'),
        ("Indicators", "1.1", {"weight": number("0.25", "0%")}, "Indicators!F3: the spreadsheet made a perc"),
        ("Indicators", "1.2", {"critical": "maybe"}, 'Indicators!G4: "maybe" is neither true nor false'),
        (
            "Indicators",
            "1.2",
            {"sources": "akt"},
            "Indicators!P4: indicator 1.2 cites akt, which `sources`",
        ),
        (
            "Indicators",
            "1.2",
            {"id": number("1.1")},
            "Indicators!A4: this is a number, and an id is a text",
        ),
        ("Indicators", "1.2", {"within": "Delivery"}, "Indicators!B4: 1.2 stands in another dimension"),
        ("Indicators", "1.2", {"id": "1.1"}, "Indicators!A4: the id says 1.1, and the rest of this row was"),
        ("Indicators", "1.2", {"requirement": None}, "Indicators!A4: "),
        ("Bands", "1.1", {"level": "good"}, "Bands!B4: "),
        ("Scales", "rating", {"value": "2"}, "Scales!D4: "),
        ("About", "pass_when", {"value": "most"}, 'About!C28: "most" is not a rule'),
    ],
)
def test_a_refusal_names_its_cell_and_nothing_is_written(
    city: Path, sheet: str, id: str, cell: Mapping[str, Any], said: str
) -> None:
    work = exported()
    type_into(work, sheet, id, **cell)
    type_into(work, "About", "title", value="Clean air")
    code, _, err = imported(work)
    assert code == 1
    assert f"refused: it.xlsx: {said}" in err
    assert text() == COMMENTED


def test_what_was_changed_on_both_sides_is_left_out_and_told(city: Path) -> None:
    work = exported()
    type_into(work, "Indicators", "1.1", weight="3", title="Particles")
    write_text(city / FILE, COMMENTED.replace("weight: 2.50", "weight: 4"))
    code, _, err = imported(work)
    assert code == 1
    assert (
        'left out: it.xlsx: Indicators!F3: 1.1 weight: the workbook says "3", the file "4", and both were '
        "changed since this workbook was exported" in err
    )
    assert text() == COMMENTED.replace("weight: 2.50", "weight: 4").replace("Fine particles", "Particles")
    assert imported(work, "--prefer", "workbook")[0] == 0
    assert "weight: 3   # twice" in text()


def test_what_was_changed_in_the_file_alone_stays(city: Path) -> None:
    work = exported()
    changed = COMMENTED.replace("weight: 2.50", "weight: 4").replace("title: Delivery", "title: Deeds")
    write_text(city / FILE, changed)
    assert imported(work)[0] == 0
    assert text() == changed


def test_rows_may_be_sorted_hidden_and_gone(city: Path) -> None:
    work = exported()
    page = work.page("Indicators")
    page.reverse_rows(3)
    page.hide_row(page.row_of("id", "1.1"))
    page.delete_row(page.row_of("id", "2.1"))
    type_into(work, "Indicators", "1.1", weight="3")
    code, _, err = imported(work)
    assert (code, err) == (
        0,
        "warning: it.xlsx: no row for 2.1; what the file says of them stays to take an indicator out of use, "
        "give it a row again and write retired under State",
    )
    assert text() == COMMENTED.replace("weight: 2.50", "weight: 3")


def test_one_column_that_was_sorted_alone_is_refused(city: Path) -> None:
    work = exported()
    page = work.page("Indicators")
    first, second = page.row_of("id", "1.1"), page.row_of("id", "1.2")
    page.type(first, page.column("id"), "1.2")
    page.type(second, page.column("id"), "1.1")
    code, _, err = imported(work)
    assert code == 1
    assert "Indicators!A3: the id says 1.2, and the rest of this row was exported as 1.1" in err


def test_headings_and_sheets_may_have_other_names(city: Path) -> None:
    work = exported()
    page = work.page("Indicators")
    page.type(2, page.column("weight"), "Gewicht")
    work.rename("Indicators", "Fragen")
    page.type(3, page.column("weight"), "3")
    code, _, err = imported(work)
    assert (code, err) == (0, "")
    assert "weight: 3 " in text()


def test_merged_cells_are_refused_and_a_formula_is_taken_with_a_warning(city: Path) -> None:
    work = exported()
    type_into(work, "Indicators", "1.1", weight=formula("1+2", "3", "n"))
    code, _, err = imported(work)
    assert code == 0
    assert err.startswith(
        "warning: it.xlsx: Indicators!F3: this is a formula; what was taken is what it came"
    )
    assert "weight: 3 " in text()
    work.page("Indicators").merge("B3:B4")
    code, _, err = imported(work)
    assert code == 1
    assert "refused: it.xlsx: Indicators!B3:B4: these cells are merged" in err


def test_a_measurement_is_taken_out_by_emptying_all_of_it(city: Path) -> None:
    work = exported()
    type_into(work, "Indicators", "1.1", measure_unit=None)
    for row in (4, 3):
        work.page("Bands").delete_row(row)
    code, _, err = imported(work)
    assert (code, err) == (0, "")
    assert text() == re.sub(r"        measure:\n(?:          .*\n)+", "", COMMENTED)


def test_what_is_missing_in_many_rows_is_said_once_in_words_of_the_sheet(city: Path) -> None:
    code, _, err = begun(pasted([("Limits", None, f"Title {at}", None) for at in range(1, 4)]))
    assert (code, err.count("refused: ")) == (1, 1)
    assert (
        "refused: mine.xlsx: Indicators!A3: `requirement` is missing here; the same in A4, A5 "
        "fill it in, in this row" in err
    )
    code, _, err = begun(pasted([("Limits", None, None, f"It is done {at}.") for at in range(4)]))
    assert (code, err.count("guidance"), err.count("say under Guidance how")) == (0, 1, 1)


def test_columns_and_sheets_that_are_gone_say_nothing_of_a_new_framework(city: Path) -> None:
    work = pasted(LIST)
    work.page("Indicators").delete_column("weight")
    work.delete("Grades")
    code, _, err = begun(work)
    assert code == 0
    assert 'mine.xlsx: the sheet "Indicators" has lost Weight; nothing is said there' in err
    assert "mine.xlsx: the sheet Grades is gone; nothing is said there" in err
    assert "the file says" not in err


def test_the_workbook_that_a_framework_was_made_of_says_how_to_go_on(city: Path) -> None:
    work = pasted(LIST)
    assert begun(work)[0] == 0
    code, _, err = imported(work)
    assert code == 1
    assert "that was made of it and does not follow it" in err
    assert "write its own workbook and change that: scorecard export ID --structure -o NEWFILE" in err
    code, _, err = begun(work)
    assert code == 2
    assert "or change it by its own workbook: scorecard export mine --structure -o FILE" in err


def test_a_band_that_comes_goes_or_changes_is_told_as_one_change(city: Path) -> None:
    work = exported()
    type_into(work, "Bands", "1.1", level="pass", at_most=None)
    page = work.page("Bands")
    assert [page.text(row, page.column("level")) for row in (3, 4)] == ["pass", "pass"]
    page.type(3, page.column("at_most"), "4")
    page.type(4, page.column("level"), "fail")
    code, _, err = imported(work)
    assert (code, err) == (0, "")
    assert text() == COMMENTED.replace("at_most: 5", "at_most: 4")


# Ids --------------------------------------------------------------------------------------------


def test_a_new_row_goes_last_and_is_given_the_next_id(city: Path) -> None:
    work = exported()
    work.add("Indicators", within="Delivery", requirement="Buses run.")
    work.add("Indicators", requirement="Trains run.", weight="2")
    work.add("Dimensions", title="Reports")
    work.add("Indicators", within="Reports", requirement="There is a yearly report.")
    code, out, err = imported(work)
    assert code == 0
    assert "refused" not in err
    assert 'Indicators!A6 2.2 id nothing "2.2"' in out
    assert text() == COMMENTED + (
        '      - id: "2.2"\n        requirement: |\n          Buses run.\n'
        '      - id: "2.3"\n        requirement: |\n          Trains run.\n        weight: 2\n'
        '  - id: "3"\n    title: Reports\n    indicators:\n'
        '      - id: "3.1"\n        requirement: |\n          There is a yearly report.\n'
    )


def test_a_workbook_that_is_imported_twice_adds_its_rows_once(city: Path) -> None:
    work = exported()
    work.add("Dimensions", title="Reports")
    work.add("Indicators", within="Reports", requirement="There is a yearly report.")
    assert imported(work)[0] == 0
    once = text()
    type_into(work, "Indicators", "1.1", weight="3")
    code, out, _ = imported(work)
    assert (code, "Result 1 change written" in out) == (0, True)
    assert text() == once.replace("weight: 2.50", "weight: 3")


def test_a_row_that_is_copied_is_a_new_one_under_its_own_id(city: Path) -> None:
    work = exported()
    page = work.page("Indicators")
    page.copy_row(page.row_of("id", "1.2"), page.last() + 1)
    page.type(page.last(), page.column("id"), "1.3")
    code, _, err = imported(work)
    assert code == 0
    assert "Indicators!D6: indicator 1.3 has the same requirement as 1.2" in err
    assert 'id: "1.3"' in text()
    assert text().startswith(COMMENTED.partition('  - id: "2"')[0])


def test_another_id_is_refused_where_assessments_are_under_the_version(city: Path) -> None:
    write_assessment(city, ratings={"1.2": "fail"})
    work = exported()
    type_into(work, "Indicators", "1.2", id="1.2b")
    code, _, err = imported(work)
    assert code == 1
    assert (
        "Indicators!A4: 1.2 cannot be called 1.2b: assessments are under this version begin the next "
        f"version, and take this workbook into that: scorecard new --version-of {REF} --as 3.0, then "
        "scorecard import FILE --as city-air@3.0" in err
    )


def test_another_id_in_a_next_version_says_whose_place_it_takes(city: Path) -> None:
    assert run("new", "--version-of", REF, "--as", "3.0").code == 0
    work = exported("city-air@3.0")
    type_into(work, "Indicators", "1.2", id="1.9")
    code, out, err = imported(work)
    assert (code, err) == (0, "")
    after = Path("frameworks/city-air@3.0.yaml").read_text("utf-8")
    assert (
        '- id: "1.9"\n        requirement: The limits are set in law.\n        replaces:\n          - "1.2"\n'
        in after
    )
    assert 'Indicators!A4 1.2 id "1.2" "1.9"' in out


def test_a_shipped_framework_is_not_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "frameworks").mkdir()
    monkeypatch.chdir(tmp_path)
    code, _, err = imported(exported("online-safety-six-tests"))
    assert code == 1
    assert "online-safety-six-tests@1.0 comes with the program" in err
    assert run("new", "--framework", "mine", "--workbook", "it.xlsx").code == 0
    assert run("validate", "--strict").code == 0


# A framework that begins as a list --------------------------------------------------------------

LIST = [
    ("1 Limits", "1.1", "Fine particles", "The annual mean meets the guideline. "),
    (None, "1.2", "Limits in law", "The limits are set in law."),
    ("2 Delivery", "2.1", None, "Stations stand where people live."),
]


def pasted(rows: list[tuple[Any, ...]], first: int = 3) -> Filling:
    """Return a new workbook into which a list was pasted: dimension, id, title, requirement."""
    Path("mine.xlsx").unlink(missing_ok=True)
    outcome = run("new", "--framework", "mine", "--workbook", "mine.xlsx", "--title", "Mine")
    assert (outcome.code, outcome.out) == (0, "")
    work = Filling(Path("mine.xlsx"))
    page = work.page("Indicators")
    for row, cells in enumerate(rows, start=first):
        for key, value in zip(("within", "id", "title", "requirement"), cells, strict=True):
            page.type(row, page.column(key), value)
    return work


def begun(work: Filling) -> tuple[int, str, str]:
    Path("mine.xlsx").write_bytes(work.save())
    outcome = run("new", "--framework", "mine", "--workbook", "mine.xlsx", columns=200)
    return outcome.code, " ".join(outcome.out.split()), " ".join(outcome.err.split())


MINE = """\
kind: framework
id: "mine"
version: "1.0"
title: Mine
dimensions:
  - id: "1"
    title: Limits
    indicators:
      - id: "1.1"
        title: Fine particles
        requirement: |
          The annual mean meets the guideline.
      - id: "1.2"
        title: Limits in law
        requirement: |
          The limits are set in law.
  - id: "2"
    title: Delivery
    indicators:
      - id: "2.1"
        requirement: |
          Stations stand where people live.
"""


def mine() -> str:
    return Path("frameworks/mine.yaml").read_text("utf-8")


def test_a_list_that_is_pasted_over_the_examples_is_a_framework(city: Path) -> None:
    code, out, err = begun(pasted(LIST))
    assert (code, out) == (0, "frameworks/mine.yaml")
    assert "refused" not in err
    assert mine() == MINE
    assert run("validate", "frameworks/mine.yaml").code == 0


def test_examples_that_stay_above_the_list_are_passed_over(city: Path) -> None:
    code, _, err = begun(pasted(LIST, first=5))
    assert code == 0
    assert "warning: mine.xlsx: Indicators!A3: this row is an example, and is passed over" in err
    assert mine() == MINE


def test_ids_that_are_left_empty_are_given_in_order(city: Path) -> None:
    rows = [(dimension, None, title, said) for dimension, _, title, said in LIST]
    assert begun(pasted(rows))[0] == 0
    assert mine() == MINE
    Path("frameworks/mine.yaml").unlink()
    many = [("Limits" if not at else None, None, None, f"It is done {at}.") for at in range(11)]
    assert begun(pasted(many))[0] == 0
    assert [line.strip() for line in mine().splitlines() if 'id: "1.1' in line] == [
        '- id: "1.1"',
        '- id: "1.10"',
        '- id: "1.11"',
    ]


def test_an_id_that_became_a_number_is_noticed(city: Path) -> None:
    rows: list[tuple[Any, ...]] = [
        (number("1"), None, None, "One is done."),
        ("1 Limits", number("1.1"), None, "Ten is done."),
    ]
    code, _, err = begun(pasted(rows))
    assert code == 1
    assert "Indicators!A4: this is a number, and an id is a text: 1.1 may have been 1.10" in err
    assert err.count("refused: ") == 1, "what is around it is judged once it is mended"
    code, _, err = begun(pasted([(None, number(f"1.{at}"), None, "It is done.") for at in range(1, 4)]))
    assert (code, err.count("refused: ")) == (1, 1)
    assert "Indicators!A3: this is a number, and an id is a text: 1.1 may have been 1.10; the same in " in err
    assert "the same in A4, A5 format the column as text" in err
    code, _, err = begun(pasted([(number("1"), None, None, "One is done.")]))
    assert 'Indicators!B3: "1" is no dimension' in err
    assert not Path("frameworks/mine.yaml").exists()


def test_an_example_that_is_half_filled_in_is_refused(city: Path) -> None:
    work = pasted([])
    page = work.page("Indicators")
    page.type(3, page.column("requirement"), "Mine is done.")
    code, _, err = begun(work)
    assert code == 1
    assert "refused: mine.xlsx: Indicators!B3: this still says what the example said" in err
    assert err.count("refused: ") == 1
    assert "and the rest of its row does not; the same in C3 write your own here" in err
    work = pasted(LIST)
    work.page("Indicators").type(4, work.page("Indicators").column("within"), "example")
    code, _, err = begun(work)
    assert (code, err.count("refused: ")) == (1, 1)
    assert "refused: mine.xlsx: Indicators!B4: this still says what the example said" in err
    assert not Path("frameworks/mine.yaml").exists()


def test_a_new_workbook_in_which_nothing_is_filled_in_is_refused(city: Path) -> None:
    code, _, err = begun(pasted([]))
    assert code == 1
    assert "refused: mine.xlsx: no indicator is filled in yet" in err
    assert "refused: it.xlsx: " in imported(pasted([]))[2]


def test_a_file_that_is_no_such_workbook_is_told_what_to_do(city: Path) -> None:
    write_text(Path("list.xlsx"), "title,requirement\nOne,It is done.\n")
    outcome = run("new", "--framework", "mine", "--workbook", "list.xlsx")
    assert (outcome.code, outcome.out) == (1, "")
    assert "refused: list.xlsx: this is a text file, such as CSV, not a workbook" in outcome.err
    assert "scorecard new --framework ID" in outcome.err
    for name in ("none.csv", "none.ods", "frameworks"):
        outcome = run("new", "--framework", "mine", "--workbook", name)
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err.startswith(f"Error: --workbook {name}: a workbook's name ends in .xlsx\n")
        assert "if it is a list of your own, name a FILE that does not exist yet" in outcome.err
    Path("own.xlsx").write_bytes(a_list_of_ones_own())
    outcome = run("new", "--framework", "mine", "--workbook", "own.xlsx", columns=300)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith("refused: own.xlsx: this is no workbook of a framework: it has no sheet ")
    assert "name a FILE that does not exist yet: scorecard new --framework ID --workbook FILE" in outcome.err
    write_assessment(city, ratings={"1.2": "fail"})
    assert run("export", "springfield", "-o", "review.xlsx").code == 0
    outcome = run("new", "--framework", "mine", "--workbook", "review.xlsx", columns=200)
    assert (outcome.code, outcome.out) == (1, "")
    assert "refused: review.xlsx: this is no workbook of a framework" in outcome.err


def a_list_of_ones_own() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("List").write_row(0, 0, ["Topic", "Question"])
    return buffer.getvalue()


def dimensions_of(rows: list[str | None], ids: list[str | None] | None = None) -> str:
    """Return the dimensions that come of the names of rows, each with its indicators; or what is refused."""
    Path("frameworks/mine.yaml").unlink(missing_ok=True)
    pairs = zip(rows, ids or [None] * len(rows), strict=True)
    code, _, err = begun(
        pasted([(name, id, None, f"It is done {at}.") for at, (name, id) in enumerate(pairs)])
    )
    if code:
        return " | ".join(re.findall(r"refused: mine.xlsx: (.*?)(?= refused:|$)", err))
    data = as_mapping(parse_document(mine().encode()).data)
    found = [
        (each["id"], each["title"], [as_mapping(item)["id"] for item in as_items(each["indicators"])])
        for each in map(as_mapping, as_items(data["dimensions"]))
    ]
    return "; ".join(f"{id} = {title}: {' '.join(map(str, items))}" for id, title, items in found)


@pytest.mark.parametrize(
    ("names", "becomes"),
    [
        (["Limits", "1 Delivery"], "1 = Limits: 1.1; 2 = 1 Delivery: 2.1"),
        (["1. Limits", "Delivery", "3. Else"], "1 = 1. Limits: 1.1; 2 = Delivery: 2.1; 3 = 3. Else: 3.1"),
        (["1 Limits", "1. Limits", "limits"], "1 = Limits: 1.1 1.2 1.3"),
        (["Limits", "limits", "Else"], "1 = Limits: 1.1 1.2; 2 = Else: 2.1"),
        (["1 Limits", "2) Limits"], "1 = Limits: 1.1; 2 = Limits: 2.1"),
        (["1 Limits", "1.1 Sub"], "1 = Limits: 1.2; 1.1 = Sub: 1.1.1"),
        (["2024 budget", "3 pillars", "Other"], "1 = 2024 budget: 1.1; 2 = 3 pillars: 2.1; 3 = Other: 3.1"),
        (["24/7 service", "5% rule"], "1 = 24/7 service: 1.1; 2 = 5% rule: 2.1"),
        (
            ["1 Limits", "1 Delivery"],
            "Indicators!B4: 1 is the id of Limits already (Indicators!B3) "
            "give each dimension a number of its own",
        ),
        (
            ["1 Limits", "2 Limits", "Limits"],
            'Indicators!B5: "Limits" is the title of several dimensions give the id of one',
        ),
    ],
)
def test_as_many_dimensions_come_out_as_there_are_names(city: Path, names: list[str], becomes: str) -> None:
    assert dimensions_of(list(names)) == becomes


def test_a_list_that_was_sorted_is_not_put_into_the_wrong_dimensions(city: Path) -> None:
    said = dimensions_of(["Tenure", None, None, "Rent", None], ["1.1", "2.2", "2.3", "2.1", "1.2"])
    told = "as those above, but its id begins with another number"
    asked = "fill in its dimension, also in the rows below if the list was sorted"
    assert said == (
        f"Indicators!B4: this is empty, so the row would go into Tenure, {told}; the same in B5 {asked} | "
        f"Indicators!B7: this is empty, so the row would go into Rent, {told} {asked}"
    )
    work = pasted(LIST)
    work.page("Indicators").type(3, work.page("Indicators").column("within"), None)
    assert "Indicators!B3: an empty cell is no dimension; the same in B4 give its id" in begun(work)[2]
    assert dimensions_of(["Tenure", None, "Rent", None], ["3.1", "3.2", "4.1", "4.2"]) == (
        "1 = Tenure: 3.1 3.2; 2 = Rent: 4.1 4.2"
    )


def test_what_was_made_is_counted(city: Path) -> None:
    work = pasted(LIST)
    page = work.page("Indicators")
    page.type(4, page.column("critical"), truth(True))
    _, _, err = begun(work)
    assert "It has 3 indicators: 2 in 1 Limits, 1 in 2 Delivery; 1 critical, 0 measured." in err


def test_bands_name_what_they_are_of_by_its_title_or_the_id_that_it_is_given(city: Path) -> None:
    work = pasted(
        [(None if at else "Limits", None, title, said) for at, (_, _, title, said) in enumerate(LIST)]
    )
    page = work.page("Indicators")
    for row in (3, 5):
        page.type(row, page.column("measure.unit"), "µg/m³")
    for name in ("fine Particles", "1.3"):
        work.add("Bands", indicator=name, level="pass", at_most="5")
        work.add("Bands", level="fail")
    assert 'type="list"' not in work.parts[work._path("Bands")].decode()
    code, _, err = begun(work)
    assert code == 0
    assert "It has 3 indicators: 3 in 1 Limits; 0 critical, 2 measured." in err
    assert mine().count("at_most: 5") == 2
    assert [line.split()[-1] for line in mine().splitlines() if "id:" in line][2:] == [
        '"1.1"',
        '"1.2"',
        '"1.3"',
    ]
    Path("frameworks/mine.yaml").unlink()
    work.add("Bands", indicator="Fine partikles", level="pass")
    code, _, err = begun(work)
    assert code == 1
    assert 'Bands!A7: "Fine partikles" is not an indicator of this framework known here: 1.1, 1.2, 1.3' in err


def test_a_title_under_bands_is_that_of_the_indicator_in_the_file_too(city: Path) -> None:
    work = exported()
    for row in (3, 4):
        work.page("Bands").type(row, 1, "Fine particles")
    work.page("Bands").type(3, work.page("Bands").column("at_most"), "4")
    code, _, err = imported(work)
    assert (code, err) == (0, "")
    assert text() == COMMENTED.replace("at_most: 5", "at_most: 4")


def test_an_id_that_is_given_passes_over_one_that_was_typed(city: Path) -> None:
    work = exported()
    type_into(work, "Indicators", "1.2", id="1.3")
    work.add("Indicators", within="Limits", requirement="Buses run.")
    assert imported(work)[0] == 0
    assert re.findall(r'- id: "(1\..)"', text()) == ["1.1", "1.3", "1.4"]


# What is published --------------------------------------------------------------------------------


def test_what_final_assessments_were_judged_by_is_changed_in_a_next_version_alone(city: Path) -> None:
    write_assessment(city, ratings={"1.2": "fail"})
    work = exported()
    type_into(work, "Indicators", "1.2", weight="3")
    type_into(work, "Indicators", "2.1", title="Where they stand")
    for words in ((), ("--dry-run",)):
        code, _, err = imported(work, *words)
        assert code == 1
        assert err == (
            "refused: it.xlsx: what is asked or how it is judged would change under 1 final assessment: "
            "springfield@2021-03-11 begin the next version, and take this workbook into that: scorecard new "
            f"--version-of {REF} --as 3.0, then scorecard import FILE --as city-air@3.0"
        )
    assert text() == COMMENTED
    assert run("new", "--version-of", REF, "--as", "3.0").code == 0
    code, out, err = imported(work, "--as", "city-air@3.0")
    assert (code, err) == (0, "")
    assert "Framework city-air@3.0" in out
    assert text() == COMMENTED
    after = Path("frameworks/city-air@3.0.yaml").read_text("utf-8")
    assert ("weight: 3" in after, "title: Where they stand" in after) == (True, True)


def test_a_workbook_is_taken_into_versions_of_its_own_framework_alone(city: Path) -> None:
    work = exported()
    for name in ("springfield@2021-03-11", "other@2.0"):
        code, _, err = imported(work, "--as", name)
        assert code == 1
        assert f"this is the workbook of {REF}, and --as names {name} leave --as out, or name another" in err
    code, _, err = imported(work, "--as", "city-air@9")
    assert (code, "About!C39: there is no framework city-air@9 " in err) == (1, True)


def test_titles_change_under_final_assessments_and_all_does_under_drafts(city: Path) -> None:
    path = write_assessment(city, ratings={"1.2": "fail"})
    work = exported()
    type_into(work, "Indicators", "2.1", title="Where they stand")
    assert imported(work)[0] == 0
    write_text(path, path.read_text("utf-8") + "stage: draft\n")
    work = exported()
    type_into(work, "Indicators", "1.2", weight="3")
    assert imported(work)[0] == 0


@pytest.mark.slow
def test_a_framework_comes_back_from_libreoffice(city: Path) -> None:
    work = exported()
    type_into(work, "Indicators", "1.1", weight="3")
    work.add("Indicators", within="Delivery", requirement="Buses run.")
    Path("in").mkdir()
    Path("in/it.xlsx").write_bytes(work.save())
    again = convert_in_libreoffice(Path("in/it.xlsx"), "xlsx", Path("out"), city / "profile")
    outcome = run("import", str(again))
    assert outcome.code == 0
    assert text() == COMMENTED.replace("weight: 2.50", "weight: 3") + (
        '      - id: "2.2"\n        requirement: |\n          Buses run.\n'
    )


# The page -----------------------------------------------------------------------------------------


def test_the_steps_of_the_page_lead_from_a_list_to_a_framework_that_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (ROOT / "docs/making.md").read_text("utf-8")
    section = page.partition("## From a spreadsheet\n")[2].partition("\n## ")[0]
    commands = [
        line.split()[1:]
        for block in re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
        for line in block.strip().split("\n")
    ]
    (tmp_path / "frameworks").mkdir()
    monkeypatch.chdir(tmp_path)
    assert run(*commands[0]).code == 0
    lines = [line for line in section.split("\n") if line.strip()[:1] == "|"]
    titles, _, *rows = ([cell.strip() for cell in line.split("|")[1:-1]] for line in lines)
    fill_by_titles("city-air.xlsx", titles, rows)
    for words in commands[1:5]:
        assert run(*words).code == 0
    fill_by_titles("city-air.xlsx", ["Weight"], [["3"]])
    for words in commands[5:]:
        assert run(*words).code == 0
    after = Path("frameworks/city-air.yaml").read_text("utf-8")
    assert re.findall(r"id: (.*)|weight: (.*)", after)[1:] == [
        *(('"1"', ""), ('"1.1"', ""), ("", "3"), ('"1.2"', ""), ('"2"', ""), ('"2.1"', "")),
    ]


def fill_by_titles(file: str, titles: list[str], rows: list[list[str]]) -> None:
    """Type rows below the titles of columns, from the first row on."""
    work = Filling(Path(file))
    page = work.page("Indicators")
    columns = {page.text(2, column): column for row, column in page.cells if row == 2}
    for row, cells in enumerate(rows, start=3):
        for title, cell in zip(titles, cells, strict=True):
            page.type(row, columns[title], cell or None)
    Path(file).write_bytes(work.save())
