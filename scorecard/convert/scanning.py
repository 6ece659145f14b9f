"""A worksheet's XML, looked through as a stream: what each cell holds, and the same cells written anew.

The XML that python-calamine is given is written here and nowhere else. A tag that lies about how much follows
makes a library set memory aside until it dies; a comment inside a number makes it another number; one
unknown error value makes a whole sheet unreadable. None of this reaches it, and it remains what reads values:
which number is a date, what `_x000D_` in a text stands for.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, product
from math import isfinite
from operator import itemgetter
from xml.sax.saxutils import escape

from scorecard.convert import WorkbookError
from scorecard.convert.addresses import (
    Range,
    parse_address,
    parse_range,
    quote_sheet,
    write_address,
    write_range,
)
from scorecard.convert.markup import Fail, walk
from scorecard.refusals import short

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
"""The namespace of what is written here."""

MAX_CELLS = 200_000
"""How many cells of a workbook may be filled, or hold a formula."""
MAX_AREA = 1_000_000
"""How many cells the sheets may have from the first filled one to the last: a table has a place for each."""
MAX_TEXT = 16 * 2**20
"""How many characters the cells may hold with their markup: a text that is stored once may stand in many."""
MAX_MERGED = 10_000
"""How many ranges of a sheet may be merged."""
MAX_RUNS = 10_000
"""Of how many differently formatted pieces a text may be."""

Position = tuple[int, int]
"""A cell's row and column."""
StoredText = str
"""A text as XML: its runs are kept apart, for an escape such as `_x000D_` does not span them."""

_DIGITS = 9
_LONGEST_NUMBER = 255
"""How many characters a number may have: a spreadsheet keeps 17 digits of one."""
_NUMBER = re.compile(r"[+-]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?")
_ISO_TIME = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?"
_ISO_DATE = re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?:T{_ISO_TIME}Z?)?|{_ISO_TIME}")
_BOOLEANS = {"1": "1", "true": "1", "0": "0", "false": "0"}
_BOOLEAN_FORMULAS = frozenset({"TRUE()", "FALSE()"})
_KEPT = {"\r": "&#13;"}
"""What a reader of XML would make a line feed of."""
_DAYS = 2_958_466
"""Numbers from here on are later than the last date, the 31st of December 9999."""


class Budget:
    """What a workbook's sheets may still hold together; refuses what goes beyond, naming the cell."""

    __slots__ = ("_area", "_cells", "_name", "_text")

    def __init__(self, name: str) -> None:
        self._name = name
        self._cells, self._area, self._text = MAX_CELLS, MAX_AREA, MAX_TEXT

    def take_cell(self, place: str) -> None:
        """Allow one more filled cell."""
        self._cells -= 1
        if self._cells < 0:
            reason = f"it has more than {MAX_CELLS:,} filled cells; {place} is one too many"
            raise self._refuse(reason, "keep only the sheets that are to be read")

    def take_text(self, length: int, place: str) -> None:
        """Allow a cell's text."""
        self._text -= length
        if self._text < 0:
            reason = f"its cells hold more than {MAX_TEXT:,} characters; {place} is one too many"
            raise self._refuse(reason, "keep only the sheets that are to be read")

    def take_table(self, height: int, width: int, place: str) -> None:
        """Allow a table between a sheet's first and last filled cells; the place is the last one's."""
        self._area -= height * width
        if self._area < 0:
            reason = f"{place} is filled, so far away that a table of {height:,} × {width:,} cells is needed"
            raise self._refuse(reason, "delete what stands there, or move it near the other cells")

    def take_formula(self, height: int, width: int, place: str) -> None:
        """Allow a formula that fills more than its own cell."""
        self._area -= height * width
        if self._area < 0:
            reason = f"the formula in {place} fills {height:,} × {width:,} cells"
            raise self._refuse(reason, "put values in its place")

    def _refuse(self, reason: str, hint: str) -> WorkbookError:
        return WorkbookError(f"{self._name}: this workbook is too large: {reason}", hint=hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedSheet:
    """What a worksheet's XML says, and its values as XML for python-calamine."""

    values: bytes
    filled: tuple[Position, ...]
    """The cells that `values` has, row by row."""
    errors: Mapping[Position, str]
    """The cells that hold an error such as `#N/A`; `values` has none of them."""
    formulas: frozenset[Position]
    """The cells whose content a formula made, also those that it left empty."""
    merged: tuple[str, ...]
    """The ranges that are merged into one cell each."""
    styles: Mapping[Position, int]
    """The number of each number's style."""


class _Runs:
    """Collects the runs of a text; leaves out phonetic ones, which are a reading aid beside it."""

    def __init__(self, fail: Fail) -> None:
        self._fail = fail
        self._runs: list[list[str]] = []
        self._is_open = False
        self._phonetic = 0

    def start(self, name: str, depth: int) -> None:
        if name == "rPh" and not self._phonetic:
            self._phonetic = depth
        elif name == "t" and not self._phonetic:
            if len(self._runs) == MAX_RUNS:
                raise self._fail(f"has a text of more than {MAX_RUNS:,} pieces")
            self._runs.append([])
            self._is_open = True

    def end(self, depth: int) -> None:
        self._is_open = False
        if depth == self._phonetic:
            self._phonetic = 0

    def text(self, data: str) -> None:
        if self._is_open:
            self._runs[-1].append(data)

    def take(self) -> StoredText:
        return _store([run for run in ("".join(pieces) for pieces in self._runs) if run])


def _store(runs: Sequence[str]) -> StoredText:
    texts = [f'<t xml:space="preserve">{escape(run, _KEPT)}</t>' for run in runs]
    return texts[0] if len(texts) == 1 else "".join(f"<r>{text}</r>" for text in texts)


def _is_number(text: str) -> bool:
    return len(text) <= _LONGEST_NUMBER and bool(_NUMBER.fullmatch(text)) and isfinite(float(text))


def scan_texts(xml: bytes, *, fail: Fail) -> tuple[StoredText, ...]:
    """Return the texts that a workbook stores once for all its cells, in order, empty ones too."""
    reader = _TextsReader(fail)
    walk(xml, reader, fail=fail)
    return tuple(reader.texts)


class _TextsReader:
    """Reads the part of shared strings."""

    def __init__(self, fail: Fail) -> None:
        self.texts: list[StoredText] = []
        self._fail = fail
        self._runs = _Runs(fail)
        self._is_text = False

    def start(self, name: str, _attributes: Mapping[str, str], depth: int) -> None:
        if depth == 2:
            self._is_text, self._runs = name == "si", _Runs(self._fail)
        elif depth > 2:
            self._runs.start(name, depth)

    def end(self, depth: int) -> None:
        if depth > 2:
            self._runs.end(depth)
        elif depth == 2 and self._is_text:
            if len(self.texts) == MAX_CELLS:
                raise self._fail(f"has more than {MAX_CELLS:,} texts")
            self.texts.append(self._runs.take())

    def text(self, data: str) -> None:
        self._runs.text(data)


def scan_sheet(
    xml: bytes, *, sheet: str, texts: Sequence[StoredText], budget: Budget, fail: Fail
) -> ScannedSheet:
    """Look through a worksheet; what it holds is taken from the budget, and too much is refused."""
    reader = _SheetReader(sheet, texts, budget, fail)
    walk(xml, reader, fail=fail)
    return reader.finish()


class _SheetReader:
    """Reads a worksheet's part. A row or cell without an address comes after the one before it."""

    def __init__(self, sheet: str, texts: Sequence[StoredText], budget: Budget, fail: Fail) -> None:
        self._sheet = quote_sheet(sheet)
        self._texts = texts
        self._budget = budget
        self._fail = fail
        self._row, self._column = 1, 1
        self._data_depth = self._row_depth = self._cell_depth = 0
        self._is_past = False
        self._position: Position = (0, 0)
        self._kind = self._style = self._part = ""
        self._value: list[str] = []
        self._formula: list[str] | None = None
        self._runs = _Runs(fail)
        self._cells: dict[Position, str] = {}
        self._errors: dict[Position, str] = {}
        self._formulas: set[Position] = set()
        self._styles: dict[Position, int] = {}
        self._spans: list[Range] = []
        self._merged: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str], depth: int) -> None:
        if self._cell_depth:
            self._start_inside(name, attributes, depth)
        elif name == "c" and self._data_depth:
            self._start_cell(attributes, depth)
        elif name == "row" and self._data_depth:
            self._row_depth = depth
            self._row = self._read_row(attributes.get("r", str(self._row)))
        elif name == "sheetData" and not self._is_past:
            self._data_depth = depth
        elif name == "mergeCell":
            if len(self._merged) == MAX_MERGED:
                raise self._fail(f"has more than {MAX_MERGED:,} ranges of merged cells")
            self._merged.append(write_range(self._read_range(attributes.get("ref", ""))))

    def end(self, depth: int) -> None:
        if self._cell_depth:
            if depth == self._cell_depth:
                self._cell_depth = 0
                self._end_cell()
            elif depth == self._cell_depth + 1:
                self._part = ""
            elif self._part == "is":
                self._runs.end(depth)
        elif depth == self._row_depth:
            self._row, self._column, self._row_depth = self._row + 1, 1, 0
        elif depth == self._data_depth:
            self._data_depth, self._is_past = 0, True

    def text(self, data: str) -> None:
        match self._part:
            case "v":
                self._value.append(data)
            case "is":
                self._runs.text(data)
            case "f" if self._formula is not None:
                self._formula.append(data)

    def finish(self) -> ScannedSheet:
        filled = tuple(sorted(position for position, cell in self._cells.items() if cell))
        self._check_area(filled)
        return ScannedSheet(
            values=self._write(filled),
            filled=filled,
            errors=self._errors,
            formulas=frozenset(self._formulas | self._covered()),
            merged=tuple(self._merged),
            styles=self._styles,
        )

    def _start_cell(self, attributes: Mapping[str, str], depth: int) -> None:
        address = attributes.get("r") or write_address(self._row, self._column)
        position = parse_address(address)
        if position is None:
            raise self._fail(f"has a cell at {short(address)!r}, where none can be")
        self._position, self._column = position, position[1] + 1
        self._cell_depth = depth
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._value, self._formula, self._runs = [], None, _Runs(self._fail)

    def _start_inside(self, name: str, attributes: Mapping[str, str], depth: int) -> None:
        if depth == self._cell_depth + 1:
            self._part = name
            if name == "v":
                self._value = []
            elif name == "f":
                self._budget.take_cell(self._place(self._position))
                self._formula = []
                if attributes.get("t") in ("array", "dataTable"):
                    self._spans.append(self._read_range(attributes.get("ref", "")))
        elif self._part == "is":
            self._runs.start(name, depth)

    def _end_cell(self) -> None:
        if self._formula is not None and not self._is_constant():
            self._formulas.add(self._position)
        written = self._write_value("".join(self._value))
        if written is None:
            return
        if self._position in self._cells:
            raise self._fail(f"has the cell {self._place(self._position)} twice")
        self._cells[self._position] = written
        if self._formula is None:
            self._budget.take_cell(self._place(self._position))

    def _is_constant(self) -> bool:
        """Tell a formula from what LibreOffice makes of every plain true or false: `TRUE()`."""
        return self._kind == "b" and "".join(self._formula or ()) in _BOOLEAN_FORMULAS

    def _write_value(self, value: str) -> str | None:
        """Return the cell anew, an empty text for an error, or None for a cell without content."""
        bare = value.strip()
        match self._kind:
            case "inlineStr":
                return self._write_text(self._runs.take())
            case "str":
                return self._write_text(_store([value] if value else []))
            case _ if not bare:
                return None
            case "s":
                return self._write_text(self._find_text(bare))
            case "n" if _is_number(bare):
                if self._style.isascii() and self._style.isdigit():
                    self._styles[self._position] = int(self._style[:_DIGITS])
                return self._write_cell(f"<v>{bare}</v>", self._date_style(bare))
            case "b" if bare in _BOOLEANS:
                return self._write_cell(f"<v>{_BOOLEANS[bare]}</v>", ' t="b"')
            case "d" if _ISO_DATE.fullmatch(bare):
                return self._write_cell(f"<v>{bare.removesuffix('Z')}</v>", ' t="d"')
            case "d":
                return self._write_text(_store([bare]))
            case "e":
                self._errors[self._position] = short(bare)
                return ""
        raise self._fail(f"has the cell {self._place(self._position)} whose value cannot be read")

    def _write_text(self, text: StoredText) -> str | None:
        if not text:
            return None
        self._budget.take_text(len(text), self._place(self._position))
        return self._write_cell(f"<is>{text}</is>", ' t="inlineStr"')

    def _write_cell(self, content: str, attributes: str) -> str:
        return f'<c r="{write_address(*self._position)}"{attributes}>{content}</c>'

    def _find_text(self, index: str) -> StoredText:
        if index.isascii() and index.isdigit() and int(index[:_DIGITS]) < len(self._texts):
            return self._texts[int(index[:_DIGITS])]
        raise self._fail(f"has the cell {self._place(self._position)} whose text is missing")

    def _date_style(self, number: str) -> str:
        """Return the style that may make a date of a number; none where no date has such a number."""
        is_style = self._style.isascii() and self._style.isdigit()
        return f' s="{self._style[:_DIGITS]}"' if is_style and 0 <= float(number) < _DAYS else ""

    def _check_area(self, filled: Sequence[Position]) -> None:
        """Refuse a sheet whose few cells lie so far apart that a table of all between them would be huge."""
        if not filled:
            return
        rows, columns = [row for row, _ in filled], [column for _, column in filled]
        height, width = max(rows) - min(rows) + 1, max(columns) - min(columns) + 1
        far = filled[-1] if height >= width else max(filled, key=itemgetter(1))
        self._budget.take_table(height, width, self._place(far))

    def _covered(self) -> set[Position]:
        """Return the filled cells that a formula elsewhere fills: those in the range of an array formula."""
        covered: set[Position] = set()
        for first_row, first_column, last_row, last_column in self._spans:
            rows, columns = range(first_row, last_row + 1), range(first_column, last_column + 1)
            self._budget.take_formula(len(rows), len(columns), self._place((first_row, first_column)))
            covered.update(position for position in product(rows, columns) if position in self._cells)
        return covered

    def _write(self, filled: Sequence[Position]) -> bytes:
        rows = (
            f'<row r="{row}">{"".join(self._cells[position] for position in positions)}</row>'
            for row, positions in groupby(filled, key=itemgetter(0))
        )
        return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'.encode()

    def _read_row(self, number: str) -> int:
        position = parse_address(f"A{number}")
        if position is None:
            raise self._fail(f"has a row {short(number)!r}, where none can be")
        return position[0]

    def _read_range(self, text: str) -> Range:
        found = parse_range(text)
        if found is None:
            raise self._fail(f"has a range {short(text)!r}, where none can be")
        return found

    def _place(self, position: Position) -> str:
        return f"{self._sheet}!{write_address(*position)}"
