"""An Excel workbook (.xlsx) to cells: what stands where, exactly, knowing nothing of what it means.

The archive is opened by `archive`, and each part is read once, as a stream: whatever a tag says of how much
follows, what is kept are the texts, numbers and formulas that are there.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from itertools import product, starmap
from math import isfinite
from operator import itemgetter
from typing import Literal, NamedTuple, TypeVar

from scorecard.reading.messages import short
from scorecard.spreadsheet.archive import MAX_ELEMENTS, Element, Package, WorkbookError, damaged, open_package

MAX_CELLS = 200_000
"""How many cells of a workbook may be filled, or hold a formula."""
MAX_AREA = 1_000_000
"""How many cells formulas may fill that fill more than their own."""
MAX_TEXT = 16 * 2**20
"""How many characters the cells may hold: a text that is stored once may stand in many."""
MAX_MERGED = 10_000
"""How many ranges of a sheet may be merged."""
_LONGEST_SHEET_NAME = 255
_PLAIN_INTEGER = 10**21
_DIGITS = 9
_LONGEST_NUMBER = 255
"""How many characters a number may have: a spreadsheet keeps 17 digits of one."""
_NUMBER = re.compile(r"[+-]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?")
_ISO_TIME = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?"
_ISO_DATE = re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?:T{_ISO_TIME}Z?)?|{_ISO_TIME}")
_BOOLEANS = {"1": True, "true": True, "0": False, "false": False}
_BOOLEAN_FORMULAS = frozenset({"TRUE()", "FALSE()"})
_ESCAPE = re.compile("_x(?![dD][89a-fA-F])([0-9a-fA-F]{4})_")
"""A character by its number; halves of a pair of UTF-16 are none."""

_EPOCH = datetime(1899, 12, 30)
_FROM_1904 = 1462
"""How many days later those workbooks begin to count that count from 1904."""
_LEAP_DAY = 60
"""The 29th of February 1900, which spreadsheets count though it never was."""
_DAYS = 2_958_466
"""Numbers from here on are later than the last date, the 31st of December 9999."""
_DAY = 86_400_000
"""A day in milliseconds."""


_Form = Literal["number", "percentage", "date", "part of a date", "duration"]
"""What a number is shown as."""
_BUILT_IN: dict[str, _Form] = {
    **{str(each): "part of a date" for each in (*range(16, 22), *range(27, 37), 45, 47, *range(50, 59))},
    **dict.fromkeys(("14", "15", "22", "30", "31"), "date"),
    **dict.fromkeys(("9", "10"), "percentage"),
    "46": "duration",
}
"""The formats that every workbook has, by their numbers; those that are none of these show numbers."""
_ASIDE = re.compile(r'"[^"]*"?|[\\_].|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE | re.DOTALL)
"""What stands in a format's code for itself, and languages, colours and conditions; durations do not."""
_TIMED = re.compile(r"\[[hms]+\]|[dmyhs]")


class CellError(NamedTuple):
    """What a cell shows whose formula failed, such as `#N/A`."""

    code: str

    def __str__(self) -> str:
        return self.code


class Percentage(NamedTuple):
    """A number that its cell shows as a percentage: 42 for a cell that holds 0.42 and shows 42 %."""

    number: Decimal

    def __str__(self) -> str:
        return f"{self.number.normalize():f} %"


class PartOfDate(NamedTuple):
    """A date of which its cell shows a part alone: `Mar-23` is kept as a day, and which one was not typed."""

    day: date


CellValue = str | Decimal | Percentage | bool | date | datetime | time | timedelta | PartOfDate | CellError
"""A cell's content: a text is never empty, a datetime is a date with a time of day, a timedelta a duration.

Numbers are what the shortest text for them says: 4.2 is 4.2, and 5.0 is 5.
"""

_Position = tuple[int, int]
_Range = tuple[_Position, _Position]
"""The first and the last cell of a range."""


class CellAt(NamedTuple):
    """A cell that is not empty, and where it stands; rows and columns count from 1."""

    sheet: str
    row: int
    column: int
    value: CellValue
    is_formula: bool = False

    @property
    def ref(self) -> str:
        """The cell's address in its sheet, such as `D14`."""
        return write_address(self.row, self.column)

    @property
    def place(self) -> str:
        """The cell's address in its workbook, such as `Ratings!D14` or `'My sheet'!D14`."""
        return f"{quote_sheet(self.sheet)}!{self.ref}"


class Sheet(NamedTuple):
    """A worksheet, hidden or not: its cells by row and column, in that order."""

    name: str
    cells: Mapping[_Position, CellAt]
    merged: tuple[str, ...]
    """Ranges such as `D5:D7` that are merged into one cell each."""
    formulas: frozenset[_Position] = frozenset()
    """The cells that hold formulas, also those whose result is empty and which are not in `cells`."""

    def place(self, ref: str) -> str:
        """Return the address in the workbook of what has an address in the sheet."""
        return f"{quote_sheet(self.name)}!{ref}"


def read_workbook(raw: bytes) -> tuple[Sheet, ...]:
    """Return a workbook's worksheets in order, or raise WorkbookError."""
    package, path = open_package(raw)
    targets = package.targets(path)
    found = list(package.elements(path, "workbookPr", "sheets/sheet"))
    book = _Book(
        package=package,
        texts=[*map(_text_of, package.elements_of("sharedStrings", targets, "si", most=MAX_CELLS))],
        forms=_read_forms(package.elements_of("styles", targets, "numFmts/numFmt", "cellXfs/xf")),
        counts_from_1904=any(each.get("date1904") in ("1", "true") for each in found),
        left={"cells": MAX_CELLS, "characters": MAX_TEXT, "area": MAX_AREA},
    )
    listed = (each for each in found if each.name == "sheet")
    return tuple(_SheetReader(book, *each).read() for each in _list_sheets(listed, targets))


class _Book(NamedTuple):
    """What all worksheets of a workbook share, and how much they may still hold together."""

    package: Package
    texts: Sequence[str]
    forms: Sequence[_Form]
    counts_from_1904: bool
    left: dict[str, int]

    def take(
        self, what: str, amount: int, reason: str, hint: str = "keep only the sheets that are to be read"
    ) -> None:
        """Allow so much more, or refuse what goes beyond, for a reason that names the cell."""
        self.left[what] -= amount
        if self.left[what] < 0:
            raise WorkbookError(f"this workbook is too large: {reason}", hint=hint)


def _list_sheets(listed: Iterable[Element], targets: Mapping[str, tuple[str, str]]) -> list[tuple[str, str]]:
    """Return each worksheet's name and part; charts and dialogs hold no cells."""
    sheets: dict[str, tuple[str, str]] = {}
    paths = set()
    for element in listed:
        # The prefix of `r:id` is the writer's choice, and `sheetId` is something else.
        ids = (id for key, id in element.attributes.items() if key.partition(":")[1:] == (":", "id"))
        name, target = element.get("name"), targets.get(next(ids, ""))
        if target is None or not 0 < len(name) <= _LONGEST_SHEET_NAME:
            raise damaged("it lists a sheet that it does not have")
        kind, path = target
        if kind in ("chartsheet", "dialogsheet"):
            continue
        if kind != "worksheet":
            raise damaged(f"its sheet {short(name)} is of an unknown kind")
        if name.casefold() in sheets or path.lower() in paths:
            raise damaged(f"it has its sheet {short(name)} twice")
        paths.add(path.lower())
        sheets[name.casefold()] = (name, path)
    if not sheets:
        raise damaged("it has no sheet")
    return list(sheets.values())


# Texts and numbers ------------------------------------------------------------------------------


def _text_of(element: Element) -> str:
    """Return a text of several runs, without phonetic ones. An escape such as `_x000D_` spans none."""
    return "".join(
        _unescaped(child.text) if child.name == "t" else _text_of(child)
        for child in element.children
        if child.name != "rPh"
    )


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def _read_forms(elements: Iterable[Element]) -> list[_Form]:
    found = list(elements)
    codes = {each.get("numFmtId"): each.get("formatCode") for each in found if each.name == "numFmt"}
    return [_form_of(each.get("numFmtId"), codes) for each in found if each.name == "xf"]


def _form_of(number: str, codes: Mapping[str, str]) -> _Form:
    """Return what a format shows a number as: a date if its code for positive ones has letters of dates."""
    if number not in codes:
        return _BUILT_IN.get(number, "number")
    code = _ASIDE.sub("", codes[number]).lower()
    timed = _TIMED.findall(code.partition(";")[0])
    if not timed:
        return "percentage" if "%" in code else "number"
    if timed[0].startswith("["):
        return "duration"
    return "date" if {"y", "m", "d"} <= {*timed} else "part of a date"


def _is_number(text: str) -> bool:
    return len(text) <= _LONGEST_NUMBER and bool(_NUMBER.fullmatch(text)) and isfinite(float(text))


def _number(text: str, form: _Form, *, counts_from_1904: bool) -> CellValue:
    """Return what a number is shown as, in the fewest digits that tell it from every other."""
    number = float(text)
    exact = Decimal(repr(number))
    is_plain = exact == int(exact) and abs(exact) < _PLAIN_INTEGER
    exact = Decimal(int(exact)) if is_plain else exact
    if form == "percentage":
        return Percentage(exact * 100)
    if form == "number" or not 0 <= number < _DAYS:
        return exact
    if form == "duration":
        return timedelta(milliseconds=round(number * _DAY))
    days = number + _FROM_1904 * counts_from_1904
    days += days < _LEAP_DAY
    try:
        moment = _EPOCH + timedelta(milliseconds=round(days * _DAY))
    except OverflowError:
        return exact
    if number < 1:
        return moment.time()
    day = moment.date() if number.is_integer() else moment
    return day if form == "date" else PartOfDate(day)


def _iso_date(text: str) -> CellValue:
    """Return a date or a time of day as the strict form of the format has it; another text as it is."""
    match = _ISO_DATE.fullmatch(text)
    kind = date if ":" not in text else datetime if "T" in text else time
    with suppress(ValueError):
        return kind.fromisoformat(text.removesuffix("Z")) if match else _unescaped(text)
    return text


# Cells ------------------------------------------------------------------------------------------


_Item = TypeVar("_Item")


class _SheetReader:
    """Reads a worksheet's part. A row or cell without an address comes after the one before it."""

    def __init__(self, book: _Book, name: str, path: str) -> None:
        self._book = book
        self._name, self._path = name, path
        self._quoted = quote_sheet(name)
        self._fail = partial(damaged, part=path)
        self._values: dict[_Position, CellValue] = {}
        self._formulas: set[_Position] = set()
        self._spans: list[_Range] = []
        self._merged: list[str] = []

    def read(self) -> Sheet:
        blocks = row = column = 0
        paths = ("sheetData", "sheetData/row", "sheetData/row/c", "mergeCells/mergeCell")
        for element in self._book.package.elements(self._path, *paths, most=MAX_ELEMENTS):
            match element.name:
                case "sheetData":
                    blocks += 1
                case "row" if blocks == 1:
                    number = element.attributes.get("r", str(row + 1))
                    row, column = self._known(parse_address(f"A{number}"), "row", number)[0], 0
                case "c" if blocks == 1:
                    address = element.get("r") or write_address(row, column + 1)
                    position = self._known(parse_address(address), "cell at", address)
                    column = position[1]
                    self._read_cell(element, position)
                case "mergeCell":
                    if len(self._merged) == MAX_MERGED:
                        raise self._fail(f"has more than {MAX_MERGED:,} ranges of merged cells")
                    self._merged.append(":".join(starmap(write_address, self._read_range(element))))
        self._fill_spans()
        cells = {
            position: CellAt(self._name, *position, value, position in self._formulas)
            for position, value in sorted(self._values.items(), key=itemgetter(0))
        }
        return Sheet(self._name, cells, tuple(self._merged), frozenset(self._formulas))

    def _read_cell(self, cell: Element, position: _Position) -> None:
        inside = {child.name: child for child in cell.children}
        place, formula = self._place(position), inside.get("f")
        value = self._read_value(cell, inside, place)
        if formula is not None or value not in (None, ""):
            reason = f"it has more than {MAX_CELLS:,} filled cells; {place} is one too many"
            self._book.take("cells", 1, reason)
        if formula is not None:
            if formula.get("t") in ("array", "dataTable"):
                self._spans.append(self._read_range(formula))
            # LibreOffice makes of every plain true or false a formula.
            if cell.get("t") != "b" or formula.text not in _BOOLEAN_FORMULAS:
                self._formulas.add(position)
        if value is None or value == "":
            return
        if position in self._values:
            raise self._fail(f"has the cell {place} twice")
        self._values[position] = value
        if isinstance(value, str):
            reason = f"its cells hold more than {MAX_TEXT:,} characters; {place} is one too many"
            self._book.take("characters", len(value), reason)

    def _read_value(self, cell: Element, inside: Mapping[str, Element], place: str) -> CellValue | None:
        """Return what a cell holds, None or an empty text for one without content."""
        kind = cell.attributes.get("t", "n")
        text = inside["v"].text if "v" in inside else ""
        bare = text.strip()
        match kind:
            case "inlineStr":
                return _text_of(inside["is"]) if "is" in inside else None
            case "str":
                return _unescaped(text)
            case _ if not bare:
                return None
            case "s":
                if (stored := _at(self._book.texts, bare)) is None:
                    raise self._fail(f"has the cell {place} whose text is missing")
                return stored
            case "n" if _is_number(bare):
                form = _at(self._book.forms, cell.get("s")) or "number"
                return _number(bare, form, counts_from_1904=self._book.counts_from_1904)
            case "b" if bare in _BOOLEANS:
                return _BOOLEANS[bare]
            case "d":
                return _iso_date(bare)
            case "e":
                return CellError(short(bare))
        raise self._fail(f"has the cell {place} whose value cannot be read")

    def _fill_spans(self) -> None:
        """Mark the filled cells that a formula elsewhere fills: those in the range of an array formula."""
        for (top, left), (bottom, right) in self._spans:
            height, width = bottom - top + 1, right - left + 1
            reason = f"the formula in {self._place((top, left))} fills {height:,} × {width:,} cells"
            self._book.take("area", height * width, reason, "put values in its place")
            area = product(range(top, bottom + 1), range(left, right + 1))
            self._formulas.update(position for position in area if position in self._values)

    def _read_range(self, element: Element) -> _Range:
        text = element.get("ref")
        return self._known(_parse_range(text), "range", text)

    def _known(self, found: _Item | None, what: str, text: str) -> _Item:
        if found is None:
            raise self._fail(f"has a {what} {short(text)!r}, where none can be")
        return found

    def _place(self, position: _Position) -> str:
        return f"{self._quoted}!{write_address(*position)}"


def _at(items: Sequence[_Item], index: str) -> _Item | None:
    is_index = index.isascii() and index.isdigit() and len(index) <= _DIGITS
    return items[int(index)] if is_index and int(index) < len(items) else None


# Where cells stand: `D14`, `D5:D7`, `'My sheet'!D14`; all count from 1 -------------------------

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_PLAIN_SHEET = re.compile(r"[^\W\d][\w.]*")
_LIKE_AN_ADDRESS = re.compile(r"[a-z]{1,3}[0-9]+|r[0-9]*(?:c[0-9]*)?|c[0-9]*|true|false", re.IGNORECASE)


def write_column(column: int) -> str:
    """Return a column's letters: 1 is `A`, 27 is `AA`."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def write_address(row: int, column: int) -> str:
    """Return a cell's address, such as `D14`."""
    return f"{write_column(column)}{row}"


def parse_address(text: str) -> tuple[int, int] | None:
    """Return the row and column of an address, or None for what no sheet has."""
    match = _ADDRESS.fullmatch(text)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(match[2])
    return (row, column) if 1 <= row <= MAX_ROWS and column <= MAX_COLUMNS else None


def _parse_range(text: str) -> _Range | None:
    first, _, last = text.partition(":")
    begin, end = parse_address(first), parse_address(last or first)
    if begin is None or end is None or begin[0] > end[0] or begin[1] > end[1]:
        return None
    return begin, end


def quote_sheet(name: str) -> str:
    """Return a sheet's name as it stands before the `!` of an address: quoted where it could be misread."""
    if _PLAIN_SHEET.fullmatch(name) and not _LIKE_AN_ADDRESS.fullmatch(name):
        return name
    return "'" + name.replace("'", "''") + "'"
