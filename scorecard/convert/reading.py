"""An Excel workbook (.xlsx) to cells: what stands where, exactly, knowing nothing of what it means.

The archive is opened by `package`, its sheets are looked through by `scanning`, and python-calamine reads the
values out of a bare workbook that is written here, in memory: of what a stranger wrote, it sees texts and
numbers alone.
"""

import importlib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from operator import itemgetter
from typing import assert_never
from xml.sax.saxutils import quoteattr

from scorecard.convert import WorkbookError
from scorecard.convert.addresses import quote_sheet, write_address
from scorecard.convert.markup import Element
from scorecard.convert.package import MAX_BYTES, Package, open_package
from scorecard.convert.scanning import (
    MAIN,
    Budget,
    Position,
    ScannedSheet,
    StoredText,
    scan_sheet,
    scan_texts,
)
from scorecard.errors import ScorecardError
from scorecard.refusals import short

__all__ = [
    "MAX_BYTES",
    "CellAt",
    "CellError",
    "CellValue",
    "PartOfDate",
    "Percentage",
    "Sheet",
    "WorkbookError",
    "read_workbook",
    "require_spreadsheets",
]

_LIBRARIES = ("python_calamine", "xlsxwriter")
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_LONGEST_SHEET_NAME = 255
_PLAIN_INTEGER = 10**21
_DIGITS = 9
_PERCENT_FORMATS = frozenset({"9", "10"})
"""The percentages among the formats that every workbook has."""
_WHOLE_DATES = frozenset({"14", "15", "22", "30", "31"})
"""The dates with a year, a month and a day among them."""
_NO_PART = re.compile(r"\[[^\]]*\]|;.*", re.DOTALL)
"""What of a format's code is no part of a date: a language or a colour, and the codes of other numbers."""
_QUOTED = re.compile(r'"[^"]*"|\\.')
_PLAIN_CODE = str.maketrans("&<>", "===")


@dataclass(frozen=True, slots=True)
class CellError:
    """What a cell shows whose formula failed, such as `#N/A`."""

    code: str

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class Percentage:
    """A number that its cell shows as a percentage: 42 for a cell that holds 0.42 and shows 42 %."""

    number: Decimal

    def __str__(self) -> str:
        return f"{self.number.normalize():f} %"


@dataclass(frozen=True, slots=True)
class PartOfDate:
    """A date of which its cell shows a part alone: `Mar-23` is kept as a day, and which one was not typed."""

    day: date


CellValue = str | Decimal | Percentage | bool | date | datetime | time | timedelta | PartOfDate | CellError
"""A cell's content: a text is never empty, a datetime is a date with a time of day, a timedelta a duration.

Numbers are what the shortest text for them says: 4.2 is 4.2, and 5.0 is 5.
"""


@dataclass(frozen=True, slots=True)
class CellAt:
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


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet, hidden or not: its cells by row and column, in that order."""

    name: str
    cells: Mapping[tuple[int, int], CellAt]
    merged: tuple[str, ...]
    """Ranges such as `D5:D7` that are merged into one cell each."""
    is_hidden: bool
    formulas: frozenset[tuple[int, int]] = frozenset()
    """The cells that hold formulas, also those whose result is empty and which are not in `cells`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """A worksheet as the workbook lists it."""

    name: str
    path: str
    is_hidden: bool


def require_spreadsheets() -> None:
    """Raise unless the libraries for spreadsheets are installed: they are an extra."""
    if not all(map(_can_import, _LIBRARIES)):
        raise ScorecardError(
            "spreadsheets need XlsxWriter and python-calamine, and they are not installed",
            hint="pip install 'policy-scorecard[spreadsheets]'",
        )


def _can_import(library: str) -> bool:
    """Whether a library is there and works; one that is there and does not is as good as missing."""
    try:
        importlib.import_module(library)
    except ImportError:
        return False
    return True


def read_workbook(raw: bytes, name: str) -> tuple[Sheet, ...]:
    """Return a workbook's worksheets in order, or raise WorkbookError; messages call the file `name`."""
    package, path = open_package(raw, name)
    related = package.targets(path)
    book = package.elements(path, "workbookPr", "sheets/sheet")
    listed = _list_sheets(book, related, package)
    texts = _scan_texts(related, package)
    budget = Budget(name)
    scanned = [
        scan_sheet(
            package.part(sheet.path),
            sheet=sheet.name,
            texts=texts,
            budget=budget,
            fail=package.fail_in(sheet.path),
        )
        for sheet in listed
    ]
    bare = _write_bare(
        [sheet.values for sheet in scanned],
        styles=_write_styles(related, package),
        counts_from_1904=_counts_from_1904(book),
    )
    values = _read_values(bare, scanned, package)
    percents, parts = _percent_styles(related, package), _part_styles(related, package)
    return tuple(
        _join(*each, percents=percents, parts=parts) for each in zip(listed, scanned, values, strict=True)
    )


def _list_sheets(
    book: Sequence[Element], related: Mapping[str, Element], package: Package
) -> tuple[_Listed, ...]:
    """Return the worksheets in order; sheets that are charts or dialogs hold no cells and are left out."""
    listed: dict[str, _Listed] = {}
    paths = set()
    for element in book:
        if element.name != "sheet":
            continue
        name, target = element.get("name"), _find_target(element, related)
        if target is None or not 0 < len(name) <= _LONGEST_SHEET_NAME:
            raise package.damaged("it lists a sheet that it does not have")
        match target.get("Type").rpartition("/")[2]:
            case "worksheet":
                path = target.get("Target")
            case "chartsheet" | "dialogsheet":
                continue
            case _:
                raise package.damaged(f"its sheet {short(name)} is of an unknown kind")
        if name.casefold() in listed or path.lower() in paths:
            raise package.damaged(f"it has its sheet {short(name)} twice")
        paths.add(path.lower())
        is_hidden = element.get("state") in ("hidden", "veryHidden")
        listed[name.casefold()] = _Listed(name=name, path=path, is_hidden=is_hidden)
    if not listed:
        raise package.damaged("it has no sheet")
    return tuple(listed.values())


def _find_target(sheet: Element, related: Mapping[str, Element]) -> Element | None:
    """Return what a sheet's `r:id` names; the prefix is the writer's choice, and `sheetId` something else."""
    for key, value in sheet.attributes.items():
        prefix, _, name = key.partition(":")
        if prefix and name == "id":
            return related.get(value)
    return None


def _counts_from_1904(book: Sequence[Element]) -> bool:
    """Tell whether dates are counted from 1904, as workbooks from old Macintoshes do."""
    return any(element.name == "workbookPr" and element.get("date1904") in ("1", "true") for element in book)


def _related_part(related: Mapping[str, Element], kind: str, package: Package) -> str | None:
    for element in related.values():
        if element.get("Type").rpartition("/")[2] == kind and element.get("Target") in package:
            return element.get("Target")
    return None


def _scan_texts(related: Mapping[str, Element], package: Package) -> tuple[StoredText, ...]:
    path = _related_part(related, "sharedStrings", package)
    return () if path is None else scan_texts(package.part(path), fail=package.fail_in(path))


def _write_styles(related: Mapping[str, Element], package: Package) -> str:
    """Return the workbook's styles, only as far as they say which numbers are dates."""
    path = _related_part(related, "styles", package)
    found = [] if path is None else package.elements(path, "numFmts/numFmt", "cellXfs/xf")
    formats, styles = "", ""
    for element in found:
        number = element.get("numFmtId")
        if element.name == "numFmt" and _is_number(number):
            # A reader looks for letters of dates in the code, and would find those of an XML escape.
            code = quoteattr(element.get("formatCode").translate(_PLAIN_CODE))
            formats += f'<numFmt numFmtId="{number}" formatCode={code}/>'
        elif element.name == "xf":
            styles += f'<xf numFmtId="{number if _is_number(number) else 0}"/>'
    return f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts><cellXfs>{styles}</cellXfs></styleSheet>'


def _percent_styles(related: Mapping[str, Element], package: Package) -> frozenset[int]:
    """Return the numbers of the styles that show a number as a percentage."""
    return frozenset(
        at
        for at, (number, code) in enumerate(_formats(related, package))
        if number in _PERCENT_FORMATS or "%" in code
    )


def _part_styles(related: Mapping[str, Element], package: Package) -> frozenset[int]:
    """Return the numbers of the styles that show of a date a part alone, should their number be one."""
    return frozenset(
        at
        for at, (number, code) in enumerate(_formats(related, package))
        if number not in _WHOLE_DATES and not set("ymd") <= set(_NO_PART.sub("", code.lower()))
    )


def _formats(related: Mapping[str, Element], package: Package) -> Iterator[tuple[str, str]]:
    """Yield of each style the number of its format and its code, without what it shows as it stands."""
    path = _related_part(related, "styles", package)
    found = [] if path is None else package.elements(path, "numFmts/numFmt", "cellXfs/xf")
    codes = {each.get("numFmtId"): each.get("formatCode") for each in found if each.name == "numFmt"}
    for each in found:
        if each.name == "xf":
            yield each.get("numFmtId"), _QUOTED.sub("", codes.get(each.get("numFmtId"), ""))


def _write_bare(sheets: Sequence[bytes], *, styles: str, counts_from_1904: bool) -> bytes:
    """Return a workbook that has nothing but values: its sheets are named by their numbers."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(f'<sheet name="{number}" sheetId="{number}" r:id="r{number}"/>' for number in numbers)
    related = "".join(_relate(f"r{number}", "worksheet", f"worksheets/{number}.xml") for number in numbers)
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": _write_relationships(_relate("r1", "officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": _write_relationships(related + _relate("s", "styles", "styles.xml")),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{_RELATIONSHIPS}">'
            f'<workbookPr date1904="{int(counts_from_1904)}"/><sheets>{listed}</sheets></workbook>'
        ),
        "xl/styles.xml": styles,
    }
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for path, content in parts.items():
            archive.writestr(path, content)
        for number, content in zip(numbers, sheets, strict=True):
            archive.writestr(f"xl/worksheets/{number}.xml", content)
    return raw.getvalue()


def _relate(id: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{id}" Type="{_RELATIONSHIPS}/{kind}" Target="{target}"/>'


def _write_relationships(relationships: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{relationships}</Relationships>'


def _read_values(
    bare: bytes, scanned: Sequence[ScannedSheet], package: Package
) -> list[dict[Position, CellValue]]:
    """Return each sheet's values; whatever goes wrong in the library is an error about the file."""
    try:
        return list(_read_sheets(bare, scanned))
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic in Rust is no Exception
        raise package.damaged("its values cannot be read") from error


def _read_sheets(bare: bytes, scanned: Sequence[ScannedSheet]) -> Iterator[dict[Position, CellValue]]:
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_filelike(io.BytesIO(bare)) as book:
        for index, sheet in enumerate(scanned):
            read = book.get_sheet_by_index(index)
            top, left = read.start or (0, 0)
            rows = read.to_python()
            yield {
                (row, column): _convert(rows[row - 1 - top][column - 1 - left])
                for row, column in sheet.filled
            }


def _convert(value: str | float | bool | date | time | timedelta) -> CellValue:
    """Return a value with its number exact; raises ValueError for what cannot be in a cell that is filled."""
    match value:
        case bool() | date() | time() | timedelta():
            return value
        case int() | float():
            number = Decimal(repr(value))
            is_plain = number == int(number) and abs(number) < _PLAIN_INTEGER
            return Decimal(int(number)) if is_plain else number
        case str():
            if not value:
                raise ValueError("a filled cell was read as empty")
            return value
        case _:
            assert_never(value)


def _join(
    listed: _Listed,
    scanned: ScannedSheet,
    values: Mapping[Position, CellValue],
    *,
    percents: frozenset[int],
    parts: frozenset[int],
) -> Sheet:
    """Return a sheet of all its cells in order, errors among them."""
    shown = {
        position: Percentage(value * 100)
        for position, value in values.items()
        if isinstance(value, Decimal) and scanned.styles.get(position) in percents
    }
    days = {
        position: PartOfDate(value)
        for position, value in values.items()
        if isinstance(value, date) and scanned.styles.get(position) in parts
    }
    errors = {position: CellError(code) for position, code in scanned.errors.items()}
    cells = {
        (row, column): CellAt(listed.name, row, column, value, (row, column) in scanned.formulas)
        for (row, column), value in sorted({**values, **shown, **days, **errors}.items(), key=itemgetter(0))
    }
    return Sheet(
        name=listed.name,
        cells=cells,
        merged=scanned.merged,
        is_hidden=listed.is_hidden,
        formulas=scanned.formulas,
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _DIGITS
