"""Tables for terminals: no frames, a line a row where the columns allow it; those too wide as several.

Where a table is too wide its paged columns are shown in turn, and long texts on lines of their own. Of
columns of signs the first are left out; and a text in a column that is cut ends in an ellipsis.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from scorecard.directions import BEGIN, END
from scorecard.harmless import harmless, one_line
from scorecard.render.cells import columns_of, has_signs, parted, squeezed
from scorecard.render.pen import Pen
from scorecard.render.text import LEAST_FLEXIBLE, wrap
from scorecard.views.report import Cell, Column, Fold, Row, Table
from scorecard.views.words import english as say

_LEAST_BESIDE = 20
_LEAST_WRAPPED = 30
_LEAST_RIGID = 12
_MOST_IN_HEAD = 2
_INDENT = "  "


def draw_table(table: Table, pen: Pen) -> Iterator[str]:
    """Yield the lines of a table, one below the other if it is several."""
    left, folded = _fold(_spelled_out(table, pen), pen)
    shown = _parted(left, pen)
    for number, page in enumerate(shown):
        if number:
            yield ""
        yield from _page(page, pen, is_first=not number)
    if folded:
        yield from wrap(say.folded(folded, are_dates=table.fold is Fold.FIRST), pen.terminal.width)


def _spelled_out(table: Table, pen: Pen) -> Table:
    """Return a table whose signs that never fold have words, and titles, where there is room for these."""
    if any(each.leads for each in table.columns):
        return table
    words = tuple(each._replace(is_sign=has_signs(each)) for each in table.columns)
    found = table._replace(columns=words)
    widths = _least_widths(found, pen, _LEAST_WRAPPED)
    kept = [width for width, each in zip(widths, words, strict=True) if not each.is_paged]
    if pen.is_plain or sum(kept) <= pen.room(len(kept)):
        return found
    bare = (each._replace(title="") if each.is_sign and not each.is_paged else each for each in table.columns)
    return table._replace(columns=tuple(bare))


def _fold(table: Table, pen: Pen) -> tuple[Table, int]:
    """Leave out columns of signs where not all fit, but not the newest date; return how many."""
    signs = [at for at, column in enumerate(table.columns) if has_signs(column)]
    if not signs or table.fold is Fold.NONE:
        return table, 0
    signs = signs[:-1] if table.fold is Fold.FIRST else signs[::-1]
    widths = _least_widths(table, pen, _LEAST_BESIDE)
    kept, folded = [*range(len(widths))], 0
    while folded < len(signs) and sum(widths[at] for at in kept) > pen.room(len(kept)):
        kept.remove(signs[folded])
        folded += 1
    return columns_of(table, kept), folded


def _parted(table: Table, pen: Pen) -> list[Table]:
    """Return a table as one or more that fit, in which the flexible column makes do with `_LEAST_BESIDE`."""
    if table.fold is not Fold.NONE and any(map(has_signs, table.columns)):
        return [table]
    widths = _least_widths(table, pen, _LEAST_BESIDE)
    return parted(table, [width + len(_INDENT) for width in widths], pen.terminal.width + len(_INDENT))


def _least_widths(table: Table, pen: Pen, least: int) -> list[int]:
    return _limited(_natural_widths(table, _texts(table, pen), pen), table, least)


# One page ---------------------------------------------------------------------------------------


def _page(table: Table, pen: Pen, *, is_first: bool) -> Iterator[str]:
    if table.caption and (pen.is_plain or not (table.is_bare or table.signs)):
        yield pen.strong(f"{one_line(table.caption)}:" if pen.is_plain else one_line(table.caption))
    if not table.rows:
        yield say.NO_ROWS
        return
    texts = _texts(table, pen)
    grid = _grid(table, texts, pen)
    if unmarked := [] if pen.is_plain else _unmarked(table, texts, grid.widths[0]):
        table = table._replace(rows=tuple(unmarked))
        texts = _texts(table, pen)
        grid = _grid(table, texts, pen)
    above, beside = ([], []) if pen.is_plain else _legends(table, grid, pen)
    if is_first:
        yield from (line for line, _ in above)
    yield from grid.head(beside)
    is_below_group = False
    for row, shown in zip(table.rows, texts, strict=True):
        if row.is_group and not is_below_group and pen.is_plain:
            yield ""
        yield from grid.lines(row, shown)
        is_below_group = row.is_group
    if pen.is_plain:
        yield from (one_line(each.text) for each in table.signs if each.tone is None)


def _unmarked(table: Table, texts: list[list[str]], width: int) -> list[Row]:
    """Return rows without the marks that their titles leave no room for, if any; all have theirs or none.

    Of groups, which are few, each has its own where it fits.
    """
    long = [row for row, shown in zip(table.rows, texts, strict=True) if cell_len(shown[0]) > width]
    cut = [row for row in long if row.cells[0].mark]
    if not cut:
        return []
    are_cut = not all(row.is_group for row in cut)
    return [
        row._replace(cells=(row.cells[0]._replace(mark=""), *row.cells[1:]))
        if row in cut or (are_cut and not row.is_group)
        else row
        for row in table.rows
    ]


def _legends(table: Table, grid: "_Grid", pen: Pen) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """Return the lines of a legend above a table, and beside its titles, where there is room for the last."""
    has_room = grid.spanning != 0 and table.fold is not Fold.LAST
    beside = _legend(table.signs, grid.widths[0], pen)
    if has_room and len(beside) <= _MOST_IN_HEAD:
        return [], beside
    above = _legend(table.signs, pen.terminal.width, pen)
    last = above[-1:] if has_room and above and above[-1][1] <= grid.widths[0] else []
    return above[: len(above) - len(last)], last


def _legend(signs: Sequence[Cell], room: int, pen: Pen) -> list[tuple[str, int]]:
    """Return lines of signs and what they mean, with their widths; a sign and its words stay together."""
    lines: list[tuple[str, int]] = []
    for each in signs:
        text = pen.cell(each)
        glyph, _, words = text.partition(" ")
        shown = f"{pen.toned(glyph, each.tone) if each.tone else glyph} {words}"
        line, width = lines[-1] if lines else ("", room)
        if width + len(_INDENT) + cell_len(text) <= room:
            lines[-1] = (line + _INDENT + shown, width + len(_INDENT) + cell_len(text))
        else:
            lines.append((shown, cell_len(text)))
    return lines


class _Grid(NamedTuple):
    """How a table is laid out: its columns side by side, except one that spans all below them, or none."""

    table: Table
    side: list[int]
    widths: list[int]
    spanning: int | None
    pen: Pen

    def head(self, legend: Sequence[tuple[str, int]]) -> Iterator[str]:
        """Yield the columns' titles, if they have any, and on a terminal a rule; a legend is a title too."""
        titles = _titles(self.table, self.pen)
        is_needed = self.pen.is_plain or any(column.is_number for column in self.table.columns)
        if not any(titles) or not self.table.is_titled or (self.table.is_bare and not is_needed):
            return
        shown = [
            wrap(titles[at], width)
            if self.table.columns[at].is_sign
            else self._wrapped(titles[at], at, width)
            for at, width in zip(self.side, self.widths, strict=True)
        ]
        shown[0] = [""] * len(legend) if legend else shown[0]
        deepest = max(map(len, shown))
        shown = [[""] * (deepest - len(lines)) + lines for lines in shown]
        begins = [("", 0)] * (deepest - len(legend)) + [*legend]
        for (begin, used), line in zip(begins, zip(*shown, strict=True), strict=True):
            parts = zip(line, self.side, self.widths, strict=True)
            text = "".join(self._aligned(*each) + self._gap(each[1]) for each in parts).rstrip()[used:]
            yield begin + self.pen.strong(text)
        if self.spanning is not None:
            yield self.pen.strong(_INDENT * (1 + self.pen.is_plain) + titles[self.spanning])
        if not self.pen.is_plain and not self.table.signs:
            width = sum(self.widths) + sum(len(self._gap(at)) for at in self.side[:-1])
            is_whole = self.spanning is not None or width > self.pen.terminal.width
            rule = "-" if self.pen.terminal.is_ascii else "─"
            yield self.pen.faint(rule * (self.pen.terminal.width if is_whole else width))

    def lines(self, row: Row, texts: list[str]) -> Iterator[str]:
        if _is_title(row):
            is_cut = not self.pen.is_plain and cell_len(texts[0]) > self.pen.terminal.width
            yield self.pen.strong(_cut(texts[0], self.pen.terminal.width, self.pen) if is_cut else texts[0])
            return
        columns = list(zip(self.side, self.widths, strict=True))
        wrapped = [
            self._wrapped(texts[at], at, self._reach(number, texts)) for number, at in enumerate(self.side)
        ]
        for number, beside in enumerate(zip_longest(*wrapped, fillvalue="")):
            yield "".join(
                self._part(row, at, text, width, is_first=not number) + self._gap(at)
                for text, (at, width) in zip(beside, columns, strict=True)
            ).rstrip()
        if self.spanning is not None and texts[self.spanning]:
            indent = _INDENT * (2 if self.pen.is_plain else row.depth + 1)
            room = max(LEAST_FLEXIBLE, self.pen.room(1) - len(indent))
            for line in self._wrapped(texts[self.spanning], self.spanning, room):
                yield indent + (self.pen.strong(line) if row.is_group else line)

    def _reach(self, number: int, texts: list[str]) -> int:
        """Return how wide a text may be: what is cut goes on where nothing stands beside it."""
        width, later = self.widths[number], self.side[number + 1 :]
        if not self.table.columns[self.side[number]].is_cut or any(texts[at] for at in later):
            return width
        return width + sum(len(_INDENT) + each for each in self.widths[number + 1 :])

    def _gap(self, at: int) -> str:
        return " " if self.table.columns[at].leads else _INDENT

    def _wrapped(self, text: str, at: int, width: int) -> list[str]:
        column = self.table.columns[at]
        if cell_len(text) <= width or not (column.flexible or column.is_paged or column.is_cut or at):
            return [text]
        if column.is_cut and not self.pen.is_plain:
            return [_cut(text, width, self.pen)]
        indent = " " * min(len(text) - len(text.lstrip(" ")), width // 2)
        return [indent + each for each in wrap(text, width - len(indent), breaks=not self.pen.is_plain)]

    def _aligned(self, text: str, at: int, width: int) -> str:
        space = " " * max(0, width - cell_len(text))
        return space + text if self.table.columns[at].is_number else text + space

    def _part(self, row: Row, at: int, text: str, width: int, *, is_first: bool) -> str:
        tone = row.cells[at].tone
        shown = self._aligned(text, at, width)
        if tone is not None and is_first:
            said = text.removesuffix(_arrow(self.pen)) if self.table.columns[at].leads else text
            return shown.replace(said, self.pen.toned(said, tone), 1) if said else shown
        return self.pen.strong(shown) if row.is_group and text else shown


def _is_title(row: Row) -> bool:
    """Whether a row is a heading alone, which takes the width of all columns."""
    return row.is_group and not any(cell.text or cell.tone for cell in row.cells[1:])


def _mark(cell: Cell) -> str:
    return f" ({harmless(one_line(cell.mark))})" if cell.mark else ""


def _titles(table: Table, pen: Pen) -> list[str]:
    return [
        one_line(each.title) if each.tone is None or pen.is_plain else pen.glyph(each.tone)
        for each in table.columns
    ]


def _cut(text: str, width: int, pen: Pen) -> str:
    """Cut a text to a width in cells; what is set apart in it is ended."""
    end = "..." if pen.terminal.is_ascii else "…"
    kept = set_cell_size(text, max(0, width - len(end))).rstrip()
    return kept + end + END * (kept.rfind(BEGIN) > kept.rfind(END))


def _grid(table: Table, texts: list[list[str]], pen: Pen) -> _Grid:
    natural = _natural_widths(table, texts, pen)
    left = pen.room(len(natural)) - sum(_limited(natural, table, 0))
    widths = _limited(natural, table, left if pen.is_plain else max(LEAST_FLEXIBLE, left))
    spanning = _find_spanning(table, natural, widths, pen)
    side = [at for at in range(len(widths)) if at != spanning]
    if pen.is_plain:
        side.sort(key=lambda at: table.columns[at].flexible and not table.columns[at].is_cut)
    widths = [widths[at] for at in side]
    if not pen.is_plain:
        widths = [*widths[:1], *squeezed(widths[1:], pen.room(len(widths)) - widths[0])]
    return _Grid(table=table, side=side, widths=widths, spanning=spanning, pen=pen)


def _find_spanning(table: Table, natural: list[int], widths: list[int], pen: Pen) -> int | None:
    """Return the flexible column if it gets so little that its texts are better put below the rest.

    One whose texts are cut stays beside them while all fit.
    """
    flexible = next((at for at, column in enumerate(table.columns) if column.flexible), None)
    if flexible is None or len(table.columns) == 1:
        return None
    least = _LEAST_BESIDE if any(each.is_paged or each.is_bar for each in table.columns) else _LEAST_WRAPPED
    if table.columns[flexible].is_cut and not any(each.is_bar for each in table.columns):
        if not pen.is_plain:
            return flexible if flexible and sum(widths) > pen.room(len(widths)) else None
        least = LEAST_FLEXIBLE
    return flexible if widths[flexible] < min(natural[flexible], least) else None


def _limited(widths: list[int], table: Table, most: int, *, flexible: bool = True) -> list[int]:
    """Return columns' widths; that of the flexible one, or else those of all others, have an upper limit."""
    return [
        min(width, most) if column.flexible is flexible else width
        for width, column in zip(widths, table.columns, strict=True)
    ]


def _texts(table: Table, pen: Pen) -> list[list[str]]:
    texts = [[_text(*each, pen) for each in zip(row.cells, table.columns, strict=True)] for row in table.rows]
    leading = [at for at, column in enumerate(table.columns) if column.leads]
    for row, shown in zip(table.rows, texts, strict=True):
        shown[0] = _INDENT * row.depth + shown[0]
        for at in leading:
            shown[at] += _arrow(pen) if shown[at] and shown[at + 1] else ""
    return texts


def _arrow(pen: Pen) -> str:
    return " ->" if pen.terminal.is_ascii else " →"


def _text(cell: Cell, column: Column, pen: Pen) -> str:
    if not column.is_sign:
        return pen.cell(cell, is_bar=column.is_bar) + _mark(cell)
    if not pen.is_plain or cell.tone is None:
        return pen.sign(cell)
    mark = "" if cell.mark == cell.text else harmless(one_line(cell.mark))
    return f"{pen.cell(cell)} {mark}".rstrip()


def _natural_widths(table: Table, texts: list[list[str]], pen: Pen) -> list[int]:
    """Return how many cells the texts of each column take; the title of a sign is wrapped.

    Beside signs no rigid column but the first takes more than its share of a narrow terminal: longer texts
    are broken. Where all do not fit, paged columns take less still, and texts in them are wrapped.
    """
    titles = [
        (max(title.split(" "), key=cell_len) if column.is_sign else title) if table.is_titled else ""
        for title, column in zip(_titles(table, pen), table.columns, strict=True)
    ]
    told = [shown for row, shown in zip(table.rows, texts, strict=True) if not _is_title(row)]
    widths = [max(map(cell_len, column)) for column in zip(titles, *told, strict=True)]
    if pen.is_plain:
        return widths
    width = pen.terminal.width
    first, *others = _limited(widths, table, max(_LEAST_RIGID, width * 2 // 5), flexible=False)
    widths = [widths[0] if widths[0] <= width // 2 else first, *others]
    if sum(_limited(widths, table, _LEAST_WRAPPED)) <= pen.room(len(widths)):
        return widths
    share = max(_LEAST_RIGID, width // 6)
    return [
        min(most, max(share, _longest_word(table, at))) if table.columns[at].is_paged else most
        for at, most in enumerate(widths)
    ]


def _longest_word(table: Table, at: int) -> int:
    """Return how many cells a column's longest word takes; a sign and the word after it stay together."""
    cells = [row.cells[at] for row in table.rows]
    shown = [one_line(cell.text) if cell.tone is None else f"--{one_line(cell.text)}" for cell in cells]
    return max((cell_len(word) for text in shown for word in text.split(" ")), default=0)
