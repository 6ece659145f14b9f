"""Tables for terminals, with a frame or without; those that are too wide as several, and nothing is cut.

Where a table is too wide its paged columns are shown in turn, and long texts on lines of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from rich.cells import cell_len

from scorecard.harmless import one_line
from scorecard.render.pen import Pen
from scorecard.render.text import LEAST_FLEXIBLE, pad, wrap
from scorecard.views.report import Cell, Row, Table

_LEAST_BESIDE = 20
_LEAST_WRAPPED = 30
_LEAST_RIGID = 12
_LEAST_SQUEEZED = 6
_INDENT = "  "


def draw_table(table: Table, pen: Pen) -> Iterator[str]:
    """Yield the lines of a table, one below the other if it is several."""
    for number, page in enumerate(pages(table, pen)):
        if number:
            yield ""
        yield from _page(page, pen)


def pages(table: Table, pen: Pen) -> Iterator[Table]:
    """Yield a table as one or more that fit: each has as many paged columns, give or take one.

    The flexible column makes do with `_LEAST_BESIDE`; a page has one paged column at least, even where that
    does not fit.
    """
    paged = [at for at, column in enumerate(table.columns) if column.is_paged]
    if len(paged) < 2:
        yield table
        return
    widths = _limited(_natural_widths(table, _texts(table, pen), pen), table, _LEAST_BESIDE)
    others = [at for at in range(len(widths)) if at not in paged]
    for count in range(1, len(paged) + 1):
        ends = [len(paged) * part // count for part in range(count + 1)]
        parts = [sorted([*others, *paged[begin:end]]) for begin, end in pairwise(ends)]
        if all(sum(widths[at] for at in part) <= pen.room(len(part)) for part in parts):
            break
    for number, part in enumerate(parts, start=1):
        yield Table(
            f"{table.caption} ({number} of {len(parts)})" if len(parts) > 1 else table.caption,
            tuple(table.columns[at] for at in part),
            tuple(row._replace(cells=tuple(row.cells[at] for at in part)) for row in table.rows),
        )


# One page ---------------------------------------------------------------------------------------


def _page(table: Table, pen: Pen) -> Iterator[str]:
    yield pen.strong(f"{one_line(table.caption)}:" if pen.is_plain else one_line(table.caption))
    if not table.rows:
        yield "(none)"
        return
    texts = _texts(table, pen)
    grid = _grid(table, texts, pen)
    titles = [one_line(column.title) for column in table.columns]
    before = Row(tuple(map(Cell, titles)), is_group=not pen.is_plain)
    yield from grid.rule("╭─┬╮")
    yield from grid.lines(before, titles)
    yield from grid.rule("├─┼┤")
    for row, shown in zip(table.rows, texts, strict=True):
        if row.is_group and not before.is_group:
            yield from [""] if pen.is_plain else grid.rule("├─┼┤")
        yield from grid.lines(row, shown)
        before = row
    yield from grid.rule("╰─┴╯")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """How a table is laid out: its columns side by side, except one that spans all below them, or none."""

    table: Table
    side: list[int]
    widths: list[int]
    spanning: int | None
    pen: Pen

    def rule(self, signs: str) -> Iterator[str]:
        """Yield a line between rows, or around them; none where there is no frame."""
        if not self.pen.is_plain:
            signs = "+-++" if self.pen.terminal.is_ascii else signs
            lines = [signs[1] * (width + 2) for width in self.widths]
            yield signs[0] + signs[2].join(lines) + signs[3]

    def lines(self, row: Row, texts: list[str]) -> Iterator[str]:
        columns = list(zip(self.side, self.widths, strict=True))
        wrapped = [self._wrapped(texts[at], at, width) for at, width in columns]
        for number, beside in enumerate(zip_longest(*wrapped, fillvalue="")):
            parts = [
                self._part(row, at, text, width, is_first=not number)
                for text, (at, width) in zip(beside, columns, strict=True)
            ]
            yield self._framed(parts)
        if self.spanning is not None:
            indent = _INDENT * (2 if self.pen.is_plain else row.depth + 1)
            width = self.pen.room(1) if self.pen.is_plain else sum(self.widths) + 3 * len(self.widths) - 3
            room = max(LEAST_FLEXIBLE, width - len(indent))
            for line in self._wrapped(texts[self.spanning], self.spanning, room):
                shown = pad(indent + line, width)
                yield self._framed([self.pen.strong(shown) if row.is_group else shown])

    def _wrapped(self, text: str, at: int, width: int) -> list[str]:
        if self.table.columns[at].flexible or cell_len(text) > width:
            return wrap(text, width, breaks=not self.pen.is_plain)
        return [text]

    def _framed(self, parts: list[str]) -> str:
        if self.pen.is_plain:
            return _INDENT.join(parts)
        line = "|" if self.pen.terminal.is_ascii else "│"
        return f"{line} {f' {line} '.join(parts)} {line}"

    def _part(self, row: Row, at: int, text: str, width: int, *, is_first: bool) -> str:
        space = " " * max(0, width - cell_len(text))
        tone = row.cells[at].tone
        if tone is not None and is_first:
            text = self.pen.toned(text, tone)
        elif row.is_group:
            text = self.pen.strong(text)
        return space + text if self.table.columns[at].is_number else text + space


def _grid(table: Table, texts: list[list[str]], pen: Pen) -> _Grid:
    natural = _natural_widths(table, texts, pen)
    left = pen.room(len(natural)) - sum(_limited(natural, table, 0))
    widths = _limited(natural, table, left if pen.is_plain else max(LEAST_FLEXIBLE, left))
    spanning = _find_spanning(table, natural, widths)
    side = [at for at in range(len(widths)) if at != spanning]
    if pen.is_plain:
        side.sort(key=lambda at: table.columns[at].flexible)
    widths = [widths[at] for at in side]
    if spanning is not None and not pen.is_plain:
        _squeeze(widths, pen.room(len(widths)))
    return _Grid(table=table, side=side, widths=widths, spanning=spanning, pen=pen)


def _find_spanning(table: Table, natural: list[int], widths: list[int]) -> int | None:
    """Return the flexible column if it gets so little that its texts are better put below the rest."""
    flexible = next((at for at, column in enumerate(table.columns) if column.flexible), None)
    if flexible is None or len(table.columns) == 1:
        return None
    least = _LEAST_BESIDE if any(column.is_paged for column in table.columns) else _LEAST_WRAPPED
    return flexible if widths[flexible] < min(natural[flexible], least) else None


def _limited(widths: list[int], table: Table, most: int, *, flexible: bool = True) -> list[int]:
    """Return columns' widths; that of the flexible one, or else those of all others, have an upper limit."""
    return [
        min(width, most) if column.flexible is flexible else width
        for width, column in zip(widths, table.columns, strict=True)
    ]


def _squeeze(widths: list[int], room: int) -> None:
    while sum(widths) > room and max(widths) > _LEAST_SQUEEZED:
        widths[widths.index(max(widths))] -= 1
    widths[-1] += max(0, room - sum(widths))


def _texts(table: Table, pen: Pen) -> list[list[str]]:
    texts = [list(map(pen.cell, row.cells)) for row in table.rows]
    for row, shown in zip(table.rows, texts, strict=True):
        shown[0] = _INDENT * row.depth + shown[0]
    return texts


def _natural_widths(table: Table, texts: list[list[str]], pen: Pen) -> list[int]:
    """Return how many cells the texts of each column take.

    In a frame no rigid column takes more than its share of a narrow terminal: longer texts in it are broken.
    Where all do not fit, paged columns take less still, and texts in them are wrapped between words.
    """
    titles = [one_line(column.title) for column in table.columns]
    widths = [max(map(cell_len, column)) for column in zip(titles, *texts, strict=True)]
    if pen.is_plain:
        return widths
    widths = _limited(widths, table, max(_LEAST_RIGID, pen.terminal.width // 3), flexible=False)
    if sum(_limited(widths, table, _LEAST_WRAPPED)) <= pen.room(len(widths)):
        return widths
    share = max(_LEAST_RIGID, pen.terminal.width // 6)
    return [
        min(width, max(share, _longest_word(table, at))) if table.columns[at].is_paged else width
        for at, width in enumerate(widths)
    ]


def _longest_word(table: Table, at: int) -> int:
    """Return how many cells a column's longest word takes; a sign and the word after it stay together."""
    cells = [row.cells[at] for row in table.rows]
    shown = [one_line(cell.text) if cell.tone is None else f"--{one_line(cell.text)}" for cell in cells]
    return max((cell_len(word) for text in shown for word in text.split(" ")), default=0)
