"""The sheets of a workbook as they are written and look: the one place that speaks to XlsxWriter.

Whatever a text holds, it is written as a text. A text that a cell cannot hold stops the export: a library
would leave the cell empty without a word.
"""

import io
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from scorecard.errors import ScorecardError
from scorecard.reading.plain_data import Data
from scorecard.spreadsheet.cells import write_address, write_column
from scorecard.spreadsheet.columns import (
    COLUMNS,
    MOST_CHARACTERS,
    SheetColumn,
    SheetName,
    cell_length,
    marker,
)
from scorecard.spreadsheet.texts import workbook_texts

MARKERS, TITLES_ROW, FIRST_ROW = 1, 2, 3
"""The rows of a sheet, counted from 1: hidden markers, titles, and the first of those below them."""

_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
_MOST_MESSAGE, _MOST_FOOTER, _MOST_PROPERTY = 255, 100, 255
_USUAL_WIDTH, _INDENT_WIDTH = 8, 2
_MOST_HEIGHT, _MOST_LINES = 409, 32
_STROKE = re.compile("_(?=x[0-9a-fA-F]{4}_)")
_SHARE_A_STROKE = re.compile("_x[0-9a-fA-F]{4}_x[0-9a-fA-F]{4}_")
_LOOKS_ESCAPED = re.compile("_x[0-9a-fA-F]{4}_")

Record = Mapping[str, Data]
Records = Iterable[tuple[Record, str]]
"""What rows hold, text by text, each with what it is, `{}` for a column, should a text be too long."""

# Looks: one quiet design, in the product's colours ------------------------------------------------

INK, QUIET, SLATE, LINE = "#1A1A1A", "#595959", "#22354A", "#C9CED4"
PAPER, SHADE, SHUT, TINT = "#FFFFFF", "#EEF1F4", "#DFE3E7", "#D3DEE8"
BLUE, YELLOW, BROWN = "#005A8D", "#E6B800", "#8A2B06"

Look = Mapping[str, Any]
"""How a cell looks and whether it may be filled in, in XlsxWriter's words."""

_FONT = {"font_name": "Arial", "font_size": 10, "font_scheme": "none"}
"""On every machine, or another of the same widths."""
_TEXT_FORMAT = 49
_USUAL = {"num_format": _TEXT_FORMAT, "text_wrap": True, "valign": "top", "align": "left", "font_color": INK}


def _look(**more: object) -> Look:
    """Return the look of a cell that holds text, whatever is typed into it."""
    return {**_FONT, **_USUAL, **more}


def _lined(**more: object) -> Look:
    return _look(border=1, border_color=LINE, indent=1, **more)


PLAIN = _look(text_wrap=False)
"""Cells that nobody reads: markers and hidden lists."""
TITLE = _look(bold=True, font_size=16, font_color=SLATE, text_wrap=False)
SUBTITLE = _look(font_size=11, font_color=QUIET, text_wrap=False)
SECTION = _look(bold=True, font_size=11, font_color=SLATE, text_wrap=False)
HEADER = _look(
    bold=True, font_color=PAPER, bg_color=SLATE, border=1, border_color=SLATE, indent=1, valign="vcenter"
)
LABEL = _look(bold=True)
HELP = _look(font_color=QUIET, indent=1)
PROSE = _look(indent=1)

OPEN = _lined(locked=False)
OPEN_NUMBER = {**OPEN, "num_format": "General", "align": "right"}
LOCKED = _lined(bg_color=SHADE)
KEY = _lined(bg_color=SHADE, bold=True)
GROUP = _lined(bg_color=TINT, bold=True)
"""A row above those that belong to it."""
CLOSED = _lined(bg_color=SHUT)
"""A cell that does not apply to its row."""
NOT_COUNTED = _lined(bg_color=SHUT, font_color=QUIET)
ROW = _look(locked=False, indent=1)
"""A row of a sheet that grows; its lines are drawn once something stands in it."""

RUN = _look()
QUIET_STRONG_RUN = _look(bold=True, font_color=QUIET)
QUIET_RUN = _look(font_color=QUIET)
NOTE_RUN = _look(font_color=QUIET, italic=True)


class Formula(NamedTuple):
    """A formula of ours, and what it comes to."""

    text: str
    value: str


Runs = list[tuple[str, Look]]
"""A text whose parts look different; the parts follow one another as they are."""
Content = str | float | Formula | Runs


class CellTooLongError(ScorecardError):
    """A text is longer than a cell can hold."""

    exit_code = 1


class AllowedValues(NamedTuple):
    """What may stand in cells of some name: an item of a list, or what `texts.yaml` says of that name.

    `message` is what is said where such a cell is chosen, if it is not said there.
    """

    name: str
    listed: str | None = None
    message: str = ""


class Book:
    """A workbook in memory. The same calls give the same bytes: it has no clock."""

    def __init__(self, *, title: str, subject: str) -> None:
        try:
            import xlsxwriter  # type: ignore[import-untyped]
        except ImportError as error:  # one that is there and does not work is as good as missing
            raise ScorecardError(
                "spreadsheets need XlsxWriter, and it is not installed",
                hint="pip install 'policy-scorecard[spreadsheets]'",
            ) from error
        self._stream = io.BytesIO()
        as_texts = dict.fromkeys(("strings_to_formulas", "strings_to_numbers", "strings_to_urls"), False)
        options = {"in_memory": True, "default_format_properties": dict(_FONT), **as_texts}
        self._book: Any = xlsxwriter.Workbook(self._stream, options)
        said = {"title": _shortened(title, _MOST_PROPERTY), "subject": _shortened(subject, _MOST_PROPERTY)}
        self._book.set_properties({**said, "created": _CREATED})
        self._formats: dict[tuple[object, ...], Any] = {}
        self.title = title

    def add_page(
        self,
        name: SheetName | str,
        columns: Sequence[SheetColumn] = (),
        *,
        look: Look | None = None,
        unused: Collection[str] = (),
    ) -> "Page":
        """Add a sheet after the others; empty cells have this look, columns that are unused are hidden."""
        marked = name if isinstance(name, SheetName) else None
        columns = columns or (COLUMNS[marked] if marked else ())
        page = Page(self, self._book.add_worksheet(marked.sheet_title if marked else name), columns)
        if columns:
            page.set_row(MARKERS, is_hidden=True)
        for number, column in enumerate(columns, start=1):
            page.set_column(number, column.width, look, is_hidden=column.key in unused)
            if marked:
                page.write(MARKERS, number, marker(marked, column.key), PLAIN)
            if column.title:
                page.write(TITLES_ROW, number, column.title, HEADER)
                page.set_row(TITLES_ROW, 24)
        return page

    def format_of(self, look: Look) -> Any:
        """Return the library's format of a look, which is made once."""
        key = tuple(look.items())
        if key not in self._formats:
            self._formats[key] = self._book.add_format(look)
        return self._formats[key]

    def save(self) -> bytes:
        """Return the workbook's bytes; nothing can be added afterwards."""
        self._book.close()
        return self._stream.getvalue()


class Page:
    """A sheet. Rows and columns count from 1, as in addresses."""

    def __init__(self, book: Book, sheet: Any, columns: Sequence[SheetColumn]) -> None:
        self._book = book
        self._sheet = sheet
        self._widths: dict[int, int] = {}
        self.columns = columns

    # Cells

    def write(self, row: int, column: int, content: Content, look: Look, *, what: str = "a text") -> None:
        """Write what a cell holds; `what` says what it is, should it be too long."""
        at, format_of = (row - 1, column - 1), self._book.format_of
        match content:
            case Formula(text, value):
                self._sheet.write_formula(*at, f"={text}", format_of(look), value)
            case "":
                self._sheet.write_blank(*at, None, format_of(look))
            case str():
                self._sheet.write_string(*at, _kept(_fitting(content, what)), format_of(look))
                self._hold(row, column, content, look)
            case list():
                text = _fitting("".join(part for part, _ in content), what)
                # XlsxWriter escapes what looks like an escape twice in such texts.
                if len(content) < 2 or _LOOKS_ESCAPED.search(text):
                    self.write(row, column, text, look)
                else:
                    parts = [part for run, its in content for part in (format_of(its), run)]
                    self._sheet.write_rich_string(*at, *parts, format_of(look))
                    self._hold(row, column, text, look)
            case _:
                self._sheet.write_number(*at, content, format_of(look))

    def write_records(self, records: Records, look: Look) -> int:
        """Write records into rows, a cell for each column; return the last row."""
        row = FIRST_ROW - 1
        for row, (record, what) in enumerate(records, start=FIRST_ROW):
            for number, column in enumerate(self.columns, start=1):
                value = record.get(column.key)
                text = value if isinstance(value, str) else ""
                self.write(row, number, text, look, what=what.replace("{}", column.key))
        return row

    def _hold(self, row: int, column: int, text: str, look: Look) -> None:
        """Keep a row as low as Excel has them, where a text would make it taller.

        Other rows are left to fit what stands in them: the program that opens the workbook knows its fonts.
        """
        if not look.get("text_wrap"):
            return
        width = max(self._widths.get(column, _USUAL_WIDTH) - _INDENT_WIDTH * look.get("indent", 0), 1)
        if len(text) > width and sum(len(line) // width + 1 for line in text.split("\n")) > _MOST_LINES:
            self._sheet.set_row(row - 1, _MOST_HEIGHT)

    # Columns and rows

    def set_column(
        self, column: int, width: int, look: Look | None = None, *, is_hidden: bool = False
    ) -> None:
        """Set a column's width in characters, how its empty cells look, and whether it is seen."""
        format = self._book.format_of(look) if look else None
        self._widths[column] = width
        self._sheet.set_column(column - 1, column - 1, width, format, {"hidden": is_hidden})

    def set_row(self, row: int, height: float | None = None, *, is_hidden: bool = False) -> None:
        """Set a row's height, and whether it is seen; rows without a height fit what stands in them."""
        self._sheet.set_row(row - 1, height, None, {"hidden": is_hidden})

    # What may be filled in

    def add_choice(self, rows: Iterable[int], column: int, choice: AllowedValues) -> None:
        """Say what may stand in the cells of a column."""
        if ranges := _ranges(rows, column):
            texts = workbook_texts()["cells"][choice.name]
            options = {"validate": "any", **texts, "multi_range": " ".join(ranges)}
            if choice.listed is not None:
                options |= {"validate": "list", "source": f"={choice.listed}"}
            if choice.message:
                options["input_message"] = _shortened(choice.message, _MOST_MESSAGE)
            self._sheet.data_validation(ranges[0].partition(":")[0], options)

    def add_condition(self, area: str, formula: str, look: Look) -> None:
        """Give the cells of an area another look where a formula of ours holds; earlier ones come first."""
        options = {"type": "formula", "criteria": f"={formula}", "format": self._book.format_of(look)}
        self._sheet.conditional_format(area, options)

    # The sheet as a whole

    def finish(
        self,
        last: int,
        *,
        selected: tuple[int, int] = (FIRST_ROW, 1),
        is_locked: bool = False,
        tab: str | None = None,
        printed: int = 0,
    ) -> None:
        """Set how a sheet whose last row this is is opened, printed and protected; a table has titles.

        What is locked has no password: against accidents, not against people. In what is not, lines are drawn
        around the cells of every row in which something stands, now or later.
        """
        sheet, columns, last = self._sheet, len(self.columns), max(last, FIRST_ROW)
        sheet.set_selection(selected[0] - 1, selected[1] - 1, selected[0] - 1, selected[1] - 1)
        if self.columns[0].title:
            sheet.freeze_panes(FIRST_ROW - 1, 1)
            sheet.autofilter(TITLES_ROW - 1, 0, last - 1, columns - 1)
            sheet.set_landscape()
            sheet.repeat_rows(TITLES_ROW - 1)
        if printed:
            sheet.print_area(TITLES_ROW - 1, 0, last - 1, printed - 1)
        sheet.set_paper(9)
        sheet.set_margins(left=0.3, right=0.3, top=0.4, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        title = _shortened(self._book.title, _MOST_FOOTER).replace("&", "&&")
        sheet.set_footer(f"&L&8 {title}&C&8 &A&R&8 Page &P of &N", {"margin": 0.3})
        # Nothing marks as mistakes that ids are texts, and that formulas differ.
        kinds = ("number_stored_as_text", "two_digit_text_year", "formula_differs")
        sheet.ignore_errors(dict.fromkeys(kinds, f"A1:{write_address(last, columns)}"))
        if is_locked:
            sheet.hide_gridlines(2)
            sheet.protect("", dict.fromkeys(("format_columns", "format_rows", "sort", "autofilter"), True))
        else:
            filled = f"COUNTA($A{FIRST_ROW}:${write_column(columns)}{FIRST_ROW})>0"
            area = f"A{FIRST_ROW}:{write_address(last, columns)}"
            self.add_condition(area, filled, {"border": 1, "border_color": LINE})
        if tab:
            sheet.set_tab_color(tab)

    def hide(self, *, completely: bool = False) -> None:
        """Hide the sheet, or hide it so that no menu shows it again."""
        (self._sheet.very_hidden if completely else self._sheet.hide)()


def _fitting(text: str, what: str) -> str:
    if cell_length(_kept(text)) > MOST_CHARACTERS:
        raise CellTooLongError(
            f"{what} has {cell_length(text):,} characters, and a cell holds {MOST_CHARACTERS:,} at most",
            hint="shorten it in its file, and export again",
        )
    return text


def _kept(text: str) -> str:
    """Return a text as XlsxWriter must be given it, so that it is read as it stands.

    XlsxWriter takes a text between `<r>` and `</r>` for markup, and escapes every other one alone of signs
    such as `_x0041_` that share a stroke. Both are given as markup, escaped by us; an entity hides them.
    """
    if not (text.startswith("<r>") and text.endswith("</r>")) and not _SHARE_A_STROKE.search(text):
        return text
    escaped = _STROKE.sub("_x005F&#95;", escape(text))
    return f'<r><t xml:space="preserve">{escaped}</t></r>'


def _shortened(text: str, most: int) -> str:
    if cell_length(text) <= most:
        return text
    units = text.encode("utf-16-le")[: 2 * (most - 1)]
    return f"{units.decode('utf-16-le', 'ignore').rstrip()}…"


def _ranges(rows: Iterable[int], column: int) -> list[str]:
    """Return rows of a column as ranges, those that follow one another as one."""
    ranges = []
    for _, group in groupby(enumerate(sorted(rows)), key=lambda pair: pair[1] - pair[0]):
        numbers = [row for _, row in group]
        begin, end = (write_address(row, column) for row in (numbers[0], numbers[-1]))
        ranges.append(begin if begin == end else f"{begin}:{end}")
    return ranges
