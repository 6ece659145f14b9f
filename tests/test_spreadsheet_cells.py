"""Workbooks to cells: what was written comes back, by XlsxWriter, by hand and through LibreOffice."""

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard.spreadsheet.archive import WorkbookError
from scorecard.spreadsheet.cells import (
    MAX_CELLS,
    MAX_TEXT,
    CellAt,
    CellError,
    CellValue,
    PartOfDate,
    Percentage,
    Sheet,
    read_workbook,
)
from tests.cases import read_lines, read_table
from tests.counting import LINEAR, growth
from tests.filling import start_libreoffice
from tests.handmade_workbooks import (
    GOOD,
    MAIN,
    SHEET_PATH,
    STYLES_PATH,
    TEXTS_PATH,
    pack,
    parts_of,
    relate,
    with_rows,
    write_sheet,
    write_texts,
)
from tests.rounds import rounds
from tests.strategies import PLAIN_TEXT

TEXTS = (*read_lines("cell-texts"), "x" * 32_767)
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def only_sheet(raw: bytes) -> Sheet:
    (sheet,) = read_workbook(raw)
    return sheet


def values(raw: bytes) -> dict[str, CellValue]:
    return {cell.ref: cell.value for cell in only_sheet(raw).cells.values()}


def refusal(raw: bytes) -> str:
    with pytest.raises(WorkbookError) as caught:
        read_workbook(raw)
    assert caught.value.hint
    return caught.value.message.removeprefix("this workbook is ")


def write_column_of(texts: tuple[str, ...] | list[str], **options: bool) -> bytes:
    """Return a workbook with these texts in its first column, one a row."""
    raw = io.BytesIO()
    with xlsxwriter.Workbook(raw, AS_TEXT | options) as book:
        sheet = book.add_worksheet("Texts")
        for row, text in enumerate(texts):
            assert sheet.write_string(row, 0, text) == 0
    return raw.getvalue()


def read_column(raw: bytes, count: int) -> list[CellValue]:
    """Return the first column's values; an empty text is as no cell."""
    cells = only_sheet(raw).cells
    return [cells[row, 1].value if (row, 1) in cells else "" for row in range(1, count + 1)]


in_both_modes = pytest.mark.parametrize("constant_memory", [False, True], ids=["shared", "inline"])


# Texts


@in_both_modes
def test_texts_come_back(constant_memory: bool) -> None:
    raw = write_column_of(TEXTS, constant_memory=constant_memory)
    assert read_column(raw, len(TEXTS)) == list(TEXTS)


@in_both_modes
@settings(max_examples=rounds(15, 60))
@given(texts=st.lists(PLAIN_TEXT, min_size=1, max_size=20))
def test_any_texts_come_back(constant_memory: bool, texts: list[str]) -> None:
    raw = write_column_of(texts, constant_memory=constant_memory)
    assert read_column(raw, len(texts)) == texts


LOOK_ALIKES = st.lists(
    st.sampled_from(["_x", "_", "x", "0041", "005F", "00", "_x005F_", "a", " "]), max_size=8
)


def encode(text: str) -> str:
    """Escape a text as the format has it: each underscore that would begin an escape is one itself."""
    escaped = "".join(
        "_x005F_" if text[at] == "_" and is_escape(text[at : at + 7]) else text[at] for at in range(len(text))
    )
    return f'<t xml:space="preserve">{escape(escaped)}</t>'


def is_escape(text: str) -> bool:
    return (
        len(text) == 7
        and text[1] == "x"
        and text[6] == "_"
        and all(c in "0123456789abcdefABCDEF" for c in text[2:6])
    )


@settings(deadline=None)
@given(text=LOOK_ALIKES.map("".join))
def test_look_alikes_of_escapes(text: str) -> None:
    """Escapes that overlap, too: `_x0041_x0042_` is a text of 13 characters."""
    raw = with_rows(
        f'<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is>{encode(text)}</is></c></row>',
        texts=write_texts(encode(text)),
    )
    assert values(raw) == ({"A1": text, "B1": text} if text else {})


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("<t>_x0041__x005F_x0041_</t>", "A_x0041_"),
        ("<r><t>a_x00</t></r><r><t>41_b</t></r>", "a_x0041_b"),
        ('<r><t xml:space="preserve">a </t></r><r><rPr><b/></rPr><t>b</t></r><r><t/></r>', "a b"),
        ("<t>漢字</t><rPh sb='0' eb='2'><t>かんじ</t></rPh><phoneticPr fontId='1'/>", "漢字"),
        ("<t>a\r\nb\rc</t>", "a\nb\nc"),
        ("<t>a&#13;&#10;b_x000D_</t>", "a\r\nb\r"),
        ("<t>&#x1F600;<!-- no --><![CDATA[<&>]]></t>", "😀<&>"),
        ("<t>  not marked as to be kept </t>", "  not marked as to be kept "),
    ],
)
def test_stored_texts(stored: str, text: str) -> None:
    shared = with_rows('<row><c t="s"><v> 0 </v></c></row>', texts=write_texts(stored))
    assert values(shared) == {"A1": text}
    assert values(with_rows(f'<row><c t="inlineStr"><is>{stored}</is></c></row>')) == {"A1": text}


def test_texts_do_not_run_into_one_another() -> None:
    """What stands where it does not count is not taken for a part of the next text."""
    raw = with_rows(
        '<row><c t="str"><v>a</v><is><t>x</t></is></c><c t="inlineStr"><is><t>b</t></is></c>'
        '<c t="inlineStr"/><c t="s"><v>0</v></c></row>',
        texts=write_texts("<t>c</t>").replace("<si>", "<extLst><t>y</t></extLst><si>"),
    )
    assert values(raw) == {"A1": "a", "B1": "b", "D1": "c"}


def test_empty_texts_are_no_cells_and_keep_the_places_of_others() -> None:
    cells = "".join(f'<c t="s"><v>{index}</v></c>' for index in range(4))
    raw = with_rows(f"<row>{cells}</row>", texts=write_texts("", "<t>b</t>", "<t/>", "<r><t>d</t></r>"))
    assert values(raw) == {"B1": "b", "D1": "d"}


@pytest.mark.parametrize("index", ["1", "-1", "x", "0.0", "99999999999999999999"])
def test_text_that_is_missing(index: str) -> None:
    raw = with_rows(f'<row><c t="s"><v>{index}</v></c></row>', texts=write_texts("<t>a</t>"))
    assert refusal(raw) == f"damaged: its part {SHEET_PATH} has the cell S!A1 whose text is missing"


# Values


@in_both_modes
@pytest.mark.parametrize("date_1904", [False, True], ids=["1900", "1904"])
def test_values(constant_memory: bool, date_1904: bool) -> None:
    raw = io.BytesIO()
    day, moment = date(2021, 3, 4), datetime(2021, 3, 4, 5, 6, 7)
    with xlsxwriter.Workbook(raw, {"constant_memory": constant_memory, "date_1904": date_1904}) as book:
        sheet = book.add_worksheet()
        formats = {
            code: book.add_format({"num_format": code}) for code in ("yyyy-mm-dd", "hh:mm:ss", "[h]:mm")
        }
        sheet.write_number(3, 2, 4.2)
        sheet.write_number(3, 3, 5.0)
        sheet.write_number(3, 4, -0.0)
        sheet.write_number(3, 5, 1e-7)
        sheet.write_number(3, 6, 44259.5, book.add_format({"num_format": '0.0 "days"'}))
        sheet.write_boolean(4, 2, True)
        sheet.write_boolean(4, 3, False)
        sheet.write_datetime(5, 2, day, formats["yyyy-mm-dd"])
        sheet.write_datetime(5, 3, moment, formats["yyyy-mm-dd"])
        sheet.write_datetime(5, 4, time(5, 6, 7), formats["hh:mm:ss"])
        sheet.write_datetime(5, 5, timedelta(hours=30), formats["[h]:mm"])
        sheet.write_number(5, 6, -5, formats["yyyy-mm-dd"])
        sheet.write_number(5, 7, 1e12, formats["yyyy-mm-dd"])
        sheet.write_number(5, 8, 1e12, formats["[h]:mm"])
        sheet.write_blank(6, 1, None, formats["yyyy-mm-dd"])
    assert values(raw.getvalue()) == {
        "C4": Decimal("4.2"),
        "D4": Decimal(5),
        "E4": Decimal(0),
        "F4": Decimal("0.0000001"),
        "G4": Decimal("44259.5"),
        "C5": True,
        "D5": False,
        "C6": day,
        "D6": moment,
        "E6": time(5, 6, 7),
        "F6": timedelta(hours=30),
        "G6": Decimal(-5),
        "H6": Decimal(10**12),
        "I6": Decimal(10**12),
    }


@pytest.mark.parametrize(("written", "shown"), read_table("cell-numbers"))
def test_numbers_are_what_their_shortest_text_says(written: str, shown: str) -> None:
    assert {
        ref: str(value) for ref, value in values(with_rows(f"<row><c><v>{written}</v></c></row>")).items()
    } == {"A1": shown}


def test_true_is_not_the_number_one() -> None:
    found = values(with_rows('<row><c t="b"><v>1</v></c><c><v>1</v></c><c t="b"><v>false</v></c></row>'))
    assert [type(value) for value in found.values()] == [bool, Decimal, bool]


@pytest.mark.parametrize(
    "cell",
    [
        "<c><v>nan</v></c>",
        "<c><v>1e999</v></c>",
        "<c><v>1_000</v></c>",
        "<c><v>4,2</v></c>",
        '<c t="n"><v>abc</v></c>',
        '<c t="b"><v>yes</v></c>',
        '<c t="text"><v>abc</v></c>',
    ],
)
def test_value_that_cannot_be(cell: str) -> None:
    assert refusal(with_rows(f"<row>{cell}</row>")) == (
        f"damaged: its part {SHEET_PATH} has the cell S!A1 whose value cannot be read"
    )


def test_dates_of_the_strict_form() -> None:
    days = ("2021-03-04", "2021-03-04T05:06:07", "2021-03-04T05:06:07Z", "05:06:07", "2021-02-30", "P1D")
    cells = "".join(f'<c t="d"><v>{day}</v></c>' for day in days)
    assert list(values(with_rows(f"<row>{cells}</row>")).values()) == [
        date(2021, 3, 4),
        datetime(2021, 3, 4, 5, 6, 7),
        datetime(2021, 3, 4, 5, 6, 7),
        time(5, 6, 7),
        "2021-02-30",
        "P1D",
    ]


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ("yyyy\\-mm\\-dd", True),
        ("[$-409]d\\-mmm\\-yy;@", True),
        ("DD.MM.YYYY", True),
        ('0 "days"', False),
        ('0" R&amp;D"', False),
        ("0 &amp; 0", False),
        ("[&lt;100]0;[&gt;=100]0.0", False),
        ("[$USD] 0", False),
        ("@", False),
    ],
)
def test_which_numbers_are_dates(code: str, is_date: bool) -> None:
    styles = (
        f"<styleSheet xmlns='{MAIN}'><numFmts><numFmt numFmtId='164' formatCode='{code}'/></numFmts>"
        "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
        "<cellXfs><xf numFmtId='0'/><xf numFmtId='164'/></cellXfs></styleSheet>"
    )
    raw = with_rows(
        '<row><c s="1"><v>44259</v></c><c s="0"><v>44259</v></c><c s="9"><v>1</v></c></row>', styles=styles
    )
    assert values(raw) == {"A1": date(2021, 3, 4) if is_date else 44259, "B1": 44259, "C1": 1}


@pytest.mark.parametrize(
    "code", ["mmm\\-yy", "[$-409]mmm\\-yy;@", "d\\-mmm", '"day "d', "yyyy", "mm/yyyy;yyyy-mm-dd"]
)
def test_a_date_of_which_a_part_is_shown_is_no_whole_date(code: str) -> None:
    """`Mar-23` becomes the first of March 2023, or the 23rd of this year: which one was meant nobody says."""
    styles = (
        f"<styleSheet xmlns='{MAIN}'><numFmts><numFmt numFmtId='164' formatCode='{code}'/></numFmts>"
        "<cellXfs><xf numFmtId='0'/><xf numFmtId='164'/><xf numFmtId='17'/><xf numFmtId='14'/></cellXfs>"
        "</styleSheet>"
    )
    raw = with_rows(
        "<row>" + "".join(f'<c s="{at}"><v>44259</v></c>' for at in (1, 2, 3)) + "</row>", styles=styles
    )
    part = PartOfDate(date(2021, 3, 4))
    assert values(raw) == {"A1": part, "B1": part, "C1": date(2021, 3, 4)}


@pytest.mark.parametrize(
    ("format", "value"),
    [
        (1, Decimal("44259.5")),
        (10, Percentage(Decimal("4425950.0"))),
        *((format, datetime(2021, 3, 4, 12)) for format in (14, 15, 22, 30, 31)),
        *((format, PartOfDate(datetime(2021, 3, 4, 12))) for format in (16, 17, 20, 27, 36, 45, 47, 50, 58)),
        (46, timedelta(days=44259, hours=12)),
        (49, Decimal("44259.5")),
    ],
)
def test_formats_that_every_workbook_has(format: int, value: CellValue) -> None:
    styles = f"<styleSheet xmlns='{MAIN}'><cellXfs><xf numFmtId='{format}'/></cellXfs></styleSheet>"
    raw = with_rows('<row><c s="0"><v>44259.5</v></c></row>', styles=styles)
    assert values(raw) == {"A1": value}


@pytest.mark.parametrize(
    ("number", "since_1900", "since_1904"),
    [
        ("0.75", time(18), time(18)),
        ("1", date(1900, 1, 1), date(1904, 1, 2)),
        ("59", date(1900, 2, 28), date(1904, 2, 29)),
        ("61", date(1900, 3, 1), date(1904, 3, 2)),
        ("2958465", date(9999, 12, 31), Decimal(2958465)),
        ("2958466", Decimal(2958466), Decimal(2958466)),
    ],
)
def test_the_first_and_the_last_days(number: str, since_1900: CellValue, since_1904: CellValue) -> None:
    """Spreadsheets count a 29th of February 1900, which never was."""
    styles = f"<styleSheet xmlns='{MAIN}'><cellXfs><xf numFmtId='14'/></cellXfs></styleSheet>"
    parts = parts_of(write_sheet(f'<row><c s="0"><v>{number}</v></c></row>'), styles=styles)
    assert values(pack(parts)) == {"A1": since_1900}
    book = str(parts["xl/workbook.xml"]).replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    assert values(pack(parts | {"xl/workbook.xml": book})) == {"A1": since_1904}


def test_errors_have_a_type_of_their_own() -> None:
    codes = ("#N/A", "#DIV/0!", "#SPILL!", "#made up")
    cells = "".join(f'<c t="e"><v>{code}</v></c>' for code in codes) + '<c t="str"><v>#N/A</v></c>'
    found = values(with_rows(f"<row>{cells}</row>"))
    assert list(found.values()) == [*map(CellError, codes), "#N/A"]
    assert str(found["B1"]) == "#DIV/0!"


# Places


@pytest.mark.parametrize(("sheet", "place"), read_table("places-of-cells"))
def test_places(sheet: str, place: str) -> None:
    cell = CellAt(sheet, 14, 4, "x")
    assert (cell.ref, cell.place) == ("D14", place)


@pytest.mark.parametrize(
    ("column", "ref"), [(1, "A1"), (26, "Z1"), (27, "AA1"), (702, "ZZ1"), (703, "AAA1"), (16_384, "XFD1")]
)
def test_columns(column: int, ref: str) -> None:
    assert CellAt("S", 1, column, "x").ref == ref
    raw = with_rows(f'<row r="1"><c r="{ref}"><v>1</v></c></row>')
    assert list(only_sheet(raw).cells) == [(1, column)]


def test_places_are_absolute_and_in_order() -> None:
    raw = with_rows(
        '<row r="7"><c r="E7"><v>3</v></c><c r="C7"><v>2</v></c></row>'
        '<row r="5"><c r="D5"><v>1</v></c></row><row r="9" hidden="1"><c r="C9"><v>4</v></c></row>'
    )
    assert list(values(raw).items()) == [("D5", 1), ("C7", 2), ("E7", 3), ("C9", 4)]


def test_cells_without_addresses_follow_one_another() -> None:
    raw = with_rows(
        '<row><c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c></row>'
        '<row r="5"><c/><c><v>4</v></c></row><row><c><v>5</v></c></row>'
    )
    assert values(raw) == {"A1": 1, "D1": 2, "E1": 3, "B5": 4, "A6": 5}


def test_prefixes_and_any_order_of_attributes() -> None:
    sheet = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="14"><x:c t="str" s="0" r="D14"><x:f>1+1</x:f>'
        '<x:v>q</x:v></x:c></x:row></x:sheetData><x:mergeCells><x:mergeCell ref="D14:E15"/></x:mergeCells>'
        "</x:worksheet>"
    )
    found = only_sheet(pack(parts_of(sheet)))
    assert found.cells == {(14, 4): CellAt("S", 14, 4, "q", True)}
    assert found.merged == ("D14:E15",)


def test_what_is_no_content() -> None:
    """Extensions, names of formulas elsewhere and values outside the rows are not taken for cells."""
    sheet = write_sheet(
        '<row r="1"><c r="A1"><v>1</v><extLst><ext><v>9</v><f>9</f><is><t>9</t></is></ext></extLst></c>'
        "</row>",
        before='<dimension ref="A1:XFD1048576"/>',
        after='<extLst><c r="B1"><v>2</v></c><f>1+1</f></extLst>'
        '<sheetData><row><c r="C1"><v>3</v></c></row></sheetData>',
    )
    found = only_sheet(pack(parts_of(sheet)))
    assert {cell.ref: (cell.value, cell.is_formula) for cell in found.cells.values()} == {"A1": (1, False)}
    assert found.formulas == frozenset()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('<row><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>', "has the cell S!A1 twice"),
        ('<row><c r="1A"><v>1</v></c></row>', "has a cell at '1A', where none can be"),
        ('<row><c r="A0"><v>1</v></c></row>', "has a cell at 'A0', where none can be"),
        ('<row><c r="XFE1"><v>1</v></c></row>', "has a cell at 'XFE1', where none can be"),
        ('<row><c r="A1048577"><v>1</v></c></row>', "has a cell at 'A1048577', where none can be"),
        ('<row r="x"/>', "has a row 'x', where none can be"),
        ('<row r="-1"/>', "has a row '-1', where none can be"),
    ],
)
def test_cells_that_cannot_be(row: str, reason: str) -> None:
    assert refusal(with_rows(row)) == f"damaged: its part {SHEET_PATH} {reason}"


# Formulas, merged cells, sheets


def test_formulas() -> None:
    raw = with_rows(
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><v>2</v></c>'
        '<c r="C1"><f t="shared" ref="C1:C2" si="0">A1</f><v>2</v></c>'
        '<c r="D1"><f t="array" ref="D1:E2">A1:B2</f><v>1</v></c><c r="E1"><v>1</v></c>'
        '<c r="F1" t="str"><f>""</f><v></v></c><c r="G1"><f>A1</f></c></row>'
        '<row r="2"><c r="C2"><f t="shared" si="0"/><v>3</v></c><c r="E2" t="str"><v>x</v></c></row>'
    )
    sheet = only_sheet(raw)
    assert [cell.ref for cell in sheet.cells.values() if cell.is_formula] == [
        "A1",
        "C1",
        "D1",
        "E1",
        "C2",
        "E2",
    ]
    assert [cell.ref for cell in sheet.cells.values() if not cell.is_formula] == ["B1"]
    assert sheet.formulas == {(1, 1), (1, 3), (1, 4), (1, 5), (1, 6), (1, 7), (2, 3), (2, 5)}


def test_what_libreoffice_makes_of_true_is_no_formula() -> None:
    raw = with_rows(
        '<row><c t="b"><f aca="false">TRUE()</f><v>1</v></c><c t="b"><f>FALSE()</f><v>0</v></c>'
        '<c t="b"><f>NOT(TRUE())</f><v>0</v></c><c><f>TRUE()</f><v>1</v></c></row>'
    )
    assert [(cell.value, cell.is_formula) for cell in only_sheet(raw).cells.values()] == [
        (True, False),
        (False, False),
        (False, True),
        (1, True),
    ]


@in_both_modes
def test_merged_cells(constant_memory: bool) -> None:
    merges = '<mergeCells count="2"><mergeCell ref="D5:D7"/><mergeCell ref="$A$1:$B$1"/></mergeCells>'
    sheet = only_sheet(pack(parts_of(write_sheet("", after=merges))))
    assert sheet.merged == ("D5:D7", "A1:B1")
    raw = io.BytesIO()
    with xlsxwriter.Workbook(raw, {"constant_memory": constant_memory}) as book:
        book.add_worksheet().merge_range("D5:D7", "merged")
    assert only_sheet(raw.getvalue()).merged == ("D5:D7",)


def test_sheets() -> None:
    raw = io.BytesIO()
    with xlsxwriter.Workbook(raw) as book:
        book.add_worksheet("First").write_string(0, 0, "a")
        hidden = book.add_worksheet("Hidden & more")
        hidden.write_string(0, 0, "b")
        hidden.hide()
        very_hidden = book.add_worksheet("Very hidden")
        very_hidden.write_string(0, 0, "c")
        very_hidden.very_hidden()
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=First!$A$1:$A$2"})
        book.add_chartsheet("Chart").set_chart(chart)
        empty = book.add_worksheet("Empty")
        empty.write_blank(5, 5, None, book.add_format({"bold": True}))
    sheets = read_workbook(raw.getvalue())
    assert [(sheet.name, [cell.value for cell in sheet.cells.values()]) for sheet in sheets] == [
        ("First", ["a"]),
        ("Hidden & more", ["b"]),
        ("Very hidden", ["c"]),
        ("Empty", []),
    ]
    assert sheets[1].cells[1, 1].place == "'Hidden & more'!A1"


def test_sheets_come_in_the_order_of_the_workbook() -> None:
    """Not in that of their parts, whose names and places are the writer's choice."""
    parts = parts_of(write_sheet('<row><c t="str"><v>first part</v></c></row>'))
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:q="http://purl.oclc.org/ooxml/officeDocument/relationships">'
        '<sheets><sheet q:id="b" name="B" sheetId="7"/><sheet name="A" q:id="a" sheetId="3"/></sheets>'
        "</workbook>"
    )
    parts["xl/_rels/workbook.xml.rels"] = relate(
        ("a", "worksheet", "worksheets/sheet1.xml"), ("b", "worksheet", "../else.xml")
    )
    parts["else.xml"] = write_sheet('<row><c t="str"><v>second part</v></c></row>')
    sheets = read_workbook(pack(parts))
    assert [(sheet.name, sheet.cells[1, 1].value) for sheet in sheets] == [
        ("B", "second part"),
        ("A", "first part"),
    ]


# Too much


def test_cells_far_away() -> None:
    """Only what is filled takes room, wherever it stands."""
    raw = with_rows('<row><c r="A1"><v>1</v></c></row><row><c r="XFD1048576"><v>2</v></c></row>')
    assert values(raw) == {"A1": 1, "XFD1048576": 2}
    assert values(with_rows('<row><c r="A1"><v>1</v></c><c r="XFD1048576" s="1"/></row>')) == {"A1": 1}


@pytest.mark.slow
def test_many_cells() -> None:
    rows = f"<row>{'<c><v>1</v></c>' * 1000}</row>" * (MAX_CELLS // 1000)
    assert len(only_sheet(with_rows(rows)).cells) == MAX_CELLS
    for cell in ("<c><v>1</v></c>", "<c><f>1+1</f></c>", '<c t="e"><v>#N/A</v></c>'):
        assert refusal(with_rows(f"{rows}<row>{cell}</row>")) == (
            "too large: it has more than 200,000 filled cells; S!A201 is one too many"
        )


def test_cells_beyond_the_last_column() -> None:
    """Cells without addresses count on, past the last column that there can be."""
    raw = with_rows(f"<row>{'<c/>' * 16_384}</row><row>{'<c/>' * 16_385}</row>")
    assert refusal(raw) == f"damaged: its part {SHEET_PATH} has a cell at 'XFE2', where none can be"


MERGE = '<mergeCell ref="A1:B1"/>'


def test_many_merged_cells() -> None:
    sheet = write_sheet("", after=f"<mergeCells>{MERGE * 10_001}</mergeCells>")
    reason = "has more than 10,000 ranges of merged cells"
    assert refusal(pack(parts_of(sheet))) == f"damaged: its part {SHEET_PATH} {reason}"


def test_one_text_in_many_cells() -> None:
    """Sixteen kilobytes on disk would be a gigabyte of cells."""
    text = f"<t>{'x' * 2**20}</t>"
    cell = '<c t="s"><v>0</v></c>'
    raw = with_rows(f"<row>{cell * 1000}</row>", texts=write_texts(text))
    assert len(raw) < 16 * 1024
    assert (
        refusal(raw) == f"too large: its cells hold more than {MAX_TEXT:,} characters; S!Q1 is one too many"
    )


def test_formula_over_many_cells() -> None:
    formula = '<c r="B2"><f t="array" ref="B2:XFD1048576">A1</f><v>1</v></c>'
    assert refusal(with_rows(f"<row>{formula}</row>")) == (
        "too large: the formula in S!B2 fills 1,048,575 × 16,383 cells"
    )


def test_counts_that_lie() -> None:
    """Nothing is set aside by what a tag says of how much follows."""
    lie = "4000000000"
    parts = parts_of(
        write_sheet('<row><c t="s" s="1"><v>0</v></c></row>', before='<dimension ref="A1:XFD1048576"/>'),
        texts=f'<sst xmlns="{MAIN}" count="{2**64 - 1}" uniqueCount="{lie}"><si><t>a</t></si></sst>',
        styles=f'<styleSheet xmlns="{MAIN}"><numFmts count="{lie}"/><cellXfs count="{lie}"/></styleSheet>',
    )
    assert values(pack(parts)) == {"A1": "a"}


@pytest.mark.slow
@pytest.mark.parametrize("path", [TEXTS_PATH, STYLES_PATH])
def test_part_with_too_many_entries(path: str) -> None:
    parts = parts_of(write_sheet(""), texts=write_texts(), styles=f'<styleSheet xmlns="{MAIN}"/>')
    parts[path] = (
        f'<sst xmlns="{MAIN}"><cellXfs>{"<xf/>" * 70_000}</cellXfs>{"<si/>" * (MAX_CELLS + 1)}</sst>'
    )
    assert refusal(pack(parts)).startswith(f"damaged: its part {path} ")


# Broken at random


def usual_workbook() -> bytes:
    """Return a workbook with a little of everything."""
    raw = io.BytesIO()
    with xlsxwriter.Workbook(raw, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Ratings")
        day, bold = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"bold": True})
        for row in range(30):
            sheet.write_string(row, 0, f"1.{row}")
            sheet.write_string(row, 1, "pass" if row % 2 else "fail")
            sheet.write_number(row, 2, row / 7)
            sheet.write_datetime(row, 3, date(2021, 3, 1 + row), day)
            sheet.write_boolean(row, 4, bool(row % 3))
        sheet.write_formula(30, 0, "=1/0", None, "#DIV/0!")
        sheet.write_rich_string(31, 0, "a ", bold, "b")
        sheet.merge_range("A40:B41", "merged", bold)
        book.add_worksheet("Lists").hide()
    return raw.getvalue()


def read_or_refuse(raw: bytes) -> bool:
    """Tell whether a workbook was read; anything but a WorkbookError fails the test."""
    try:
        sheets = read_workbook(raw)
    except WorkbookError as error:
        assert error.message.startswith("this ")
        assert error.hint
        return False
    assert all(cell.place for sheet in sheets for cell in sheet.cells.values())
    return True


def test_flipped_bytes() -> None:
    """Of the archive, where checksums catch most: what is read is what was there, or nothing."""
    good, chance, read = usual_workbook(), random.Random(20210311), 0
    with peak_growth_below(200):
        for _ in range(rounds(100, 600)):
            raw = bytearray(good)
            for _ in range(chance.choice((1, 1, 2, 8))):
                raw[chance.randrange(len(raw))] = chance.randrange(256)
            read += read_or_refuse(bytes(raw))
    assert 0 < read < 600


def test_broken_parts() -> None:
    """Of the parts themselves, packed again: no checksum stands in the way of what the parsers see."""
    chance, read = random.Random(20210312), 0
    with zipfile.ZipFile(io.BytesIO(usual_workbook())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    seen = [path for path in parts if not path.startswith("docProps/") and "theme" not in path]
    with peak_growth_below(200):
        for _ in range(rounds(100, 600)):
            path = chance.choice(seen)
            read += read_or_refuse(pack(parts | {path: broken(parts[path], chance)}))
    assert 0 < read < 600


def broken(part: bytes, chance: random.Random) -> bytes:
    """Return a part with a byte changed, a piece doubled or left out, or a number made large."""
    at = chance.randrange(len(part))
    end = at + chance.randrange(40)
    match chance.randrange(5):
        case 0:
            return part[:at] + bytes([chance.randrange(256)]) + part[at + 1 :]
        case 1:
            return part[:at] + part[end:]
        case 2:
            return part[:end] + part[at:]
        case 3:
            large = str(chance.choice((2**31 - 1, 2**32, 2**63, 2**64, -1, 16_385, 1_048_577))).encode()
            return re.sub(rb"\d+", large, part[:end], count=1) + part[end:]
        case _:
            numbers = [match.span() for match in re.finditer(rb"\d+", part)] or [(at, at)]
            begin, stop = chance.choice(numbers)
            return part[:begin] + str(chance.choice((0, 7, 99_999, 2**32, 2**64))).encode() + part[stop:]


@contextmanager
def peak_growth_below(megabytes: int) -> Iterator[None]:
    """Assert that this process never needs so much more memory than at first; only Linux can tell."""
    reset, status = Path("/proc/self/clear_refs"), Path("/proc/self/status")
    if not reset.exists():
        yield
        return
    reset.write_text("5")
    before = peak(status)
    yield
    assert peak(status) - before < megabytes * 1024


def peak(status: Path) -> int:
    """Return the most kilobytes that were needed since the mark was reset."""
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM"))


# LibreOffice


def resave(raw: bytes, folder: Path, kind: str = "xlsx") -> bytes:
    """Return what LibreOffice makes of a workbook by opening and saving it."""
    source, target = folder / "before.xlsx", folder / "after"
    source.write_bytes(raw)
    start_libreoffice(folder / "profile", "--convert-to", kind, "--outdir", str(target), str(source))
    return (target / f"before.{kind}").read_bytes()


@pytest.mark.slow
def test_texts_come_back_from_libreoffice(tmp_path: Path) -> None:
    chance = random.Random(20210313)
    letters = [
        *"ab \t\n=+-@'\"&<>_x0041;,#",
        "_x000A_",
        "é",
        "漢",
        "😀",
        "\u200b",
        "\xa0",
        "\u202e",
        "\ufeff",
    ]
    texts = [*TEXTS, *("".join(chance.choices(letters, k=chance.randrange(1, 12))) for _ in range(500))]
    raw = resave(write_column_of(texts), tmp_path)
    assert b"LibreOffice" in program_of(raw)
    assert read_column(raw, len(texts)) == texts


def program_of(raw: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return archive.read("docProps/app.xml")


@pytest.mark.slow
@pytest.mark.parametrize("date_1904", [False, True], ids=["1900", "1904"])
def test_everything_else_comes_back_from_libreoffice(tmp_path: Path, date_1904: bool) -> None:
    raw = io.BytesIO()
    with xlsxwriter.Workbook(raw, {"date_1904": date_1904}) as book:
        day, clock_time = (
            book.add_format({"num_format": "yyyy-mm-dd"}),
            book.add_format({"num_format": "hh:mm"}),
        )
        sheet = book.add_worksheet("My ratings")
        sheet.write_number(4, 2, 4.2)
        sheet.write_number(4, 3, 5)
        sheet.write_number(4, 4, 0.25, book.add_format({"num_format": "0%"}))
        sheet.write_boolean(5, 2, True)
        sheet.write_datetime(6, 2, date(2021, 3, 4), day)
        sheet.write_datetime(6, 3, datetime(2021, 3, 4, 5, 6, 7), day)
        sheet.write_datetime(6, 4, time(5, 6), clock_time)
        sheet.write_formula(7, 2, "=1+1", None, 2)
        sheet.write_formula(7, 3, '="a"&"b"', None, "ab")
        sheet.write_formula(7, 4, "=NA()", None, "#N/A")
        sheet.write_rich_string(8, 2, "a ", book.add_format({"bold": True}), " b")
        sheet.merge_range("C11:C13", "merged")
        sheet.write_string(14, 2, "in a hidden row")
        sheet.set_row(14, None, None, {"hidden": True})
        sheet.write_string(15, 5, "in a hidden column")
        sheet.set_column(5, 5, None, None, {"hidden": True})
        lists = book.add_worksheet("Lists")
        lists.write_string(0, 0, "pass")
        lists.hide()
    sheets = read_workbook(resave(raw.getvalue(), tmp_path))
    assert [(sheet.name, sheet.merged) for sheet in sheets] == [
        ("My ratings", ("C11:C13",)),
        ("Lists", ()),
    ]
    assert {cell.place: cell.value for cell in sheets[1].cells.values()} == {"Lists!A1": "pass"}
    assert {cell.ref: (cell.value, cell.is_formula) for cell in sheets[0].cells.values()} == {
        "C5": (Decimal("4.2"), False),
        "D5": (Decimal(5), False),
        "E5": (Percentage(Decimal(25)), False),
        "C6": (True, False),
        "C7": (date(2021, 3, 4), False),
        "D7": (datetime(2021, 3, 4, 5, 6, 7), False),
        "E7": (time(5, 6), False),
        "C8": (Decimal(2), True),
        "D8": ("ab", True),
        "E8": (CellError("#N/A"), True),
        "C9": ("a  b", False),
        "C11": ("merged", False),
        "C15": ("in a hidden row", False),
        "F16": ("in a hidden column", False),
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("ods", "an OpenDocument spreadsheet (.ods)"),
        ("xls", "a workbook of Excel 97–2003 (.xls)"),
        ("xltx", "a template for workbooks (.xltx)"),
        ("csv", "a text file, such as CSV, not a workbook"),
        ("fods", "a text file, such as CSV, not a workbook"),
        ("pdf", "a PDF"),
    ],
)
def test_other_files_of_libreoffice(tmp_path: Path, kind: str, what: str) -> None:
    with pytest.raises(WorkbookError, match=re.escape(f"this is {what}")):
        read_workbook(resave(GOOD, tmp_path, kind))


# Growth


def test_work_grows_with_the_rows_and_no_faster() -> None:
    def reading(rows: int) -> Callable[[], list[Sheet]]:
        raw = io.BytesIO()
        with xlsxwriter.Workbook(raw) as book:
            sheet = book.add_worksheet()
            for row in range(rows):
                for column in range(12):
                    sheet.write_string(row, column, f"{row} {column} " + "a sentence of a rationale " * 4)
        return partial(read_workbook, raw.getvalue())

    (read,) = reading(1000)()
    assert len(read.cells) == 12_000
    assert growth(reading, 50) < LINEAR


@pytest.mark.parametrize(
    "value",
    ["0" * 256, "0" * 100_000 + "a", "." + "0" * 100_000 + "a", "1" * 256],
    ids=["zeros", "none", "no fraction", "ones"],
)
def test_a_number_has_a_length_that_a_spreadsheet_writes(value: str) -> None:
    """What is no number is not tried digit by digit: 16 kB of zeros took hours."""
    raw = with_rows(f'<row r="1"><c r="A1"><v>{value}</v></c></row>')
    assert "has the cell S!A1 whose value cannot be read" in refusal(raw)


def test_a_number_with_zeros_before_and_behind_is_taken() -> None:
    zeros = "0" * 100
    raw = with_rows(f'<row r="1"><c r="A1"><v>{zeros}4.2{zeros}</v></c><c r="B1"><v>7.</v></c></row>')
    assert values(raw) == {"A1": Decimal("4.2"), "B1": Decimal(7)}
