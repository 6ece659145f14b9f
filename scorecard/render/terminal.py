"""Reports with boxes and colours, drawn line by line with rich's boxes and styles.

rich's own tables lay out every cell anew; they would take longer than all else that a command does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from rich.box import ASCII2, ROUNDED, Box
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.style import Style

from scorecard.comparing.text_diff import Edit
from scorecard.render.ascii import spelled_out
from scorecard.render.directed import directed
from scorecard.render.pages import LEAST_WRAPPED, find_spanning, pages
from scorecard.render.plain import cell_text
from scorecard.render.text import (
    LEAST_FLEXIBLE,
    Terminal,
    bar,
    finished,
    hanging,
    isolated_lines,
    one_line,
    pad,
    paragraphs,
    reference_words,
    reworded,
    verdict_apart,
    wrap,
)
from scorecard.views.report import (
    Align,
    Arrows,
    Bars,
    Block,
    Cell,
    Citations,
    Column,
    Facts,
    Heading,
    Items,
    Links,
    Prose,
    References,
    Report,
    Rewording,
    Row,
    Table,
    Timeline,
    Tone,
)

_TONES = {
    Tone.PASS: Style(color="bright_white", bgcolor="#0072B2"),
    Tone.PARTIAL: Style(color="#1a1a1a", bgcolor="#E6B800"),
    Tone.FAIL: Style(color="bright_white", bgcolor="#8A2B06"),
    Tone.NOT_RATED: Style(),
    Tone.UNDETERMINED: Style(bold=True),
    Tone.NOT_APPLICABLE: Style(dim=True),
}
# Terminals of 16 colours show these in their own shades: as far apart as they have them.
_PLAIN_TONES = {
    **_TONES,
    Tone.PASS: Style(color="bright_white", bgcolor="blue"),
    Tone.PARTIAL: Style(color="black", bgcolor="yellow"),
    Tone.FAIL: Style(color="bright_white", bgcolor="red"),
}
_STRONG = Style(bold=True)
_LEAST_RIGID = 12
_LEAST_SQUEEZED = 6
_FRAME = 3
_HEADING = Style(bold=True, underline=True)
_EDITS = {
    Edit.SAME: Style(),
    Edit.REMOVED: Style(dim=True, strike=True),
    Edit.ADDED: Style(bold=True, underline=True),
}


class Pen:
    """Writes styled text, as far as the terminal can show it."""

    def __init__(self, colors: ColorSystem | None) -> None:
        self._colors = colors

    def toned(self, text: str, tone: Tone) -> str:
        """Return text on the colour of a tone."""
        tones = _PLAIN_TONES if self._colors is ColorSystem.STANDARD else _TONES
        return self.write(text, tones[tone])

    def write(self, text: str, style: Style) -> str:
        """Return text in a style; as it is where there are no styles."""
        return style.render(text, color_system=self._colors) if self._colors is not None and text else text


def render_terminal(reports: list[Report], terminal: Terminal) -> str:
    """Return reports one below the other, nothing for none; without colours there are no styles at all."""
    if not reports:
        return ""
    pen = Pen(terminal.colors)
    reports = list(map(spelled_out, reports)) if terminal.is_ascii else reports
    shown = ("\n".join(_report(directed(report), terminal, pen)) for report in reports)
    return "\n\n".join(finished(text, terminal) for text in shown) + "\n"


def _report(report: Report, terminal: Terminal, pen: Pen) -> Iterator[str]:
    for line in wrap(one_line(report.title), terminal.width):
        yield pen.write(line, _STRONG)
    if report.lead is not None:
        yield ""
        for line in wrap(cell_text(report.lead, terminal), terminal.width):
            yield line
        yield ""
    for number, block in enumerate(report.blocks):
        shown = list(_block(block, terminal, pen))
        if shown and (number or not isinstance(block, Facts)):
            yield ""
        yield from shown


def _block(block: Block, terminal: Terminal, pen: Pen) -> Iterator[str]:
    match block:
        case Heading():
            for line in wrap(one_line(block.text), terminal.width):
                yield pen.write(line, _HEADING if block.level == 1 else _STRONG)
        case Facts():
            yield from _facts(block, terminal, pen)
        case Prose():
            yield from _prose(block, terminal, pen)
        case Items():
            if block.label:
                yield pen.write(f"{one_line(block.label)}:", _STRONG)
            for item in block.items:
                yield from hanging("- ", one_line(item), terminal)
        case Table():
            yield from _table(block, terminal, pen)
        case Rewording():
            yield from _rewording(block, terminal, pen)
        case Citations():
            numbers = " ".join(f"[{number}]" for number in block.numbers)
            yield f"{pen.write(one_line(block.label) + ':', _STRONG)} {numbers}"
        case References():
            for reference in block.items:
                yield from hanging(f"[{reference.number}] ", reference_words(reference), terminal)
        case Links():
            yield pen.write(f"{one_line(block.label)}:", _STRONG)
            for text, file in block.items:
                yield from hanging("- ", f"{one_line(text)} ({one_line(file)})", terminal)
        case Arrows() | Bars() | Timeline():
            return
        case _:
            assert_never(block)


def _facts(block: Facts, terminal: Terminal, pen: Pen) -> Iterator[str]:
    width = max(cell_len(one_line(label)) for label, _ in block.pairs) + 2
    for label, cell in block.pairs:
        first, *rest = hanging(" " * width, _drawn(cell, terminal), terminal)
        yield pen.write(pad(one_line(label), width), _STRONG) + _toned(first[width:], cell, pen)
        yield from rest


def _drawn(cell: Cell, terminal: Terminal) -> str:
    """Return a cell's text as one line, its share drawn after it."""
    text = cell_text(cell, terminal)
    return text if cell.share is None else f"{text} {bar(cell.share, terminal)}".strip()


def _toned(line: str, cell: Cell, pen: Pen) -> str:
    """Return a line of which the sign and the verdict before the first colon stand on the tone's colour."""
    if cell.tone is None:
        return line
    verdict, colon, rest = verdict_apart(line)
    return pen.toned(verdict, cell.tone) + colon + rest


def _prose(block: Prose, terminal: Terminal, pen: Pen) -> Iterator[str]:
    label = f"{one_line(block.label)}: " if block.label else ""
    for index, paragraph in enumerate(paragraphs(block.text)):
        if index:
            yield ""
        text = isolated_lines(paragraph)
        text[0] = text[0] if index else label + text[0]
        for number, line in enumerate(line for part in text for line in wrap(part, terminal.width)):
            is_first = label and not index and not number
            yield pen.write(label, _STRONG) + line[len(label) :] if is_first else line


def _rewording(block: Rewording, terminal: Terminal, pen: Pen) -> Iterator[str]:
    begin = f"{one_line(block.label)}: " if block.label else ""
    for number, line in enumerate(reworded(begin, block.pieces, terminal.width)):
        label = "" if number else pen.write(begin, _STRONG)
        yield label + " ".join(pen.write(piece.text, _EDITS[piece.edit]) for piece in line)


# Tables -------------------------------------------------------------------------------------------


def _table(table: Table, terminal: Terminal, pen: Pen) -> Iterator[str]:
    def measure() -> list[int]:
        return _natural_widths(table, [_texts(row, terminal) for row in table.rows], terminal)

    for number, page in enumerate(pages(table, measure, terminal.width, gap=_FRAME, edge=1)):
        if number:
            yield ""
        yield from _page(page, terminal, pen)


def _page(table: Table, terminal: Terminal, pen: Pen) -> Iterator[str]:
    rows = [_texts(row, terminal) for row in table.rows]
    yield pen.write(one_line(table.caption), _STRONG)
    if not rows:
        yield "(none)"
        return
    grid = _grid(table, rows, terminal, pen)
    titles = [one_line(column.title) for column in table.columns]
    outer = [width + 2 for width in grid.widths]
    yield grid.box.get_top(outer)
    yield from grid.lines(Row(tuple(Cell(title) for title in titles), is_group=True), titles)
    yield grid.box.get_row(outer, "head")
    before: Row | None = None
    for row, texts in zip(table.rows, rows, strict=True):
        if row.is_group and before is not None and not before.is_group:
            yield grid.box.get_row(outer, "row")
        yield from grid.lines(row, texts)
        before = row
    yield grid.box.get_bottom(outer)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """How a table is laid out: its columns side by side, except one that spans all below them, or none."""

    columns: tuple[Column, ...]
    widths: list[int]
    spanning: int | None
    box: Box
    pen: Pen

    def lines(self, row: Row, texts: list[str]) -> Iterator[str]:
        """Yield a row's lines."""
        side = [at for at in range(len(texts)) if at != self.spanning]
        wrapped = [
            wrap(texts[at], width, breaks=True)
            if column.flexible or cell_len(texts[at]) > width
            else [texts[at]]
            for at, width, column in zip(side, self.widths, self.columns, strict=True)
        ]
        for number in range(max(map(len, wrapped))):
            cells = zip(side, wrapped, self.widths, self.columns, strict=True)
            parts = [
                self._part(row, row.cells[at], lines[number : number + 1], width, column, is_first=not number)
                for at, lines, width, column in cells
            ]
            yield self._framed(f" {self.box.mid_left} ".join(parts))
        if self.spanning is not None:
            indent = "  " * (row.depth + 1)
            room = sum(self.widths) + _FRAME * (len(self.widths) - 1)
            for line in wrap(texts[self.spanning], room - len(indent), breaks=True):
                shown = pad(indent + line, room)
                yield self._framed(self.pen.write(shown, _STRONG) if row.is_group else shown)

    def _framed(self, line: str) -> str:
        return f"{self.box.mid_left} {line} {self.box.mid_left}"

    def _part(
        self, row: Row, cell: Cell, lines: list[str], width: int, column: Column, *, is_first: bool
    ) -> str:
        """Return what one line of a row has in one column."""
        text = "".join(lines)
        space = " " * max(0, width - cell_len(text))
        if cell.tone is not None and is_first:
            text = self.pen.toned(text, cell.tone)
        elif row.is_group:
            text = self.pen.write(text, _STRONG)
        return space + text if column.align is Align.RIGHT else text + space


def _grid(table: Table, rows: list[list[str]], terminal: Terminal, pen: Pen) -> _Grid:
    natural = _natural_widths(table, rows, terminal)
    widths = _widths(table, natural, terminal)
    spanning = find_spanning(table, natural, widths)
    if spanning is not None:
        del widths[spanning]
        _squeeze(widths, terminal.width - _FRAME * len(widths) - 1)
        widths[-1] += max(0, terminal.width - sum(widths) - _FRAME * len(widths) - 1)
    return _Grid(
        columns=tuple(column for at, column in enumerate(table.columns) if at != spanning),
        widths=widths,
        spanning=spanning,
        box=ASCII2 if terminal.is_ascii else ROUNDED,
        pen=pen,
    )


def _squeeze(widths: list[int], room: int) -> None:
    """Take from the widest columns, as far as they bear it, what is more than there is room for."""
    while sum(widths) > room and max(widths) > _LEAST_SQUEEZED:
        widths[widths.index(max(widths))] -= 1


def _texts(row: Row, terminal: Terminal) -> list[str]:
    first, *rest = (_drawn(cell, terminal) for cell in row.cells)
    return ["  " * row.depth + first, *rest]


def _natural_widths(table: Table, rows: list[list[str]], terminal: Terminal) -> list[int]:
    """Return how many cells the texts of each column take.

    No rigid column takes more than its share of a narrow terminal: longer texts in it are broken. Where all
    do not fit, paged columns take less still, and texts in them are wrapped between words.
    """
    titles = [one_line(column.title) for column in table.columns]
    widths = [max(map(cell_len, texts)) for texts in zip(titles, *rows, strict=True)]
    most = max(_LEAST_RIGID, terminal.width // 3)
    widths = [
        width if column.flexible else min(width, most)
        for width, column in zip(widths, table.columns, strict=True)
    ]
    needs = [
        min(width, LEAST_WRAPPED) if column.flexible else width
        for width, column in zip(widths, table.columns, strict=True)
    ]
    if sum(needs) + _FRAME * len(needs) + 1 <= terminal.width:
        return widths
    share = max(_LEAST_RIGID, terminal.width // 6)
    return [
        min(width, max(share, _longest_word(table, at))) if column.is_paged else width
        for at, (width, column) in enumerate(zip(widths, table.columns, strict=True))
    ]


def _longest_word(table: Table, at: int) -> int:
    """Return how many cells a column's longest word takes; a sign and the word after it stay together."""
    words = [word for row in table.rows for word in one_line(row.cells[at].text).split(" ")]
    signed = [
        f"  {one_line(row.cells[at].text).partition(' ')[0]}"
        for row in table.rows
        if row.cells[at].tone is not None
    ]
    return max(map(cell_len, [*words, *signed]), default=0)


def _widths(table: Table, widths: list[int], terminal: Terminal) -> list[int]:
    """Return the columns' widths in cells: each as wide as its texts, the flexible one what is left."""
    frame = _FRAME * len(widths) + 1
    rigid = sum(width for width, column in zip(widths, table.columns, strict=True) if not column.flexible)
    left = max(LEAST_FLEXIBLE, terminal.width - rigid - frame)
    return [
        min(width, left) if column.flexible else width
        for width, column in zip(widths, table.columns, strict=True)
    ]
