"""Reports with boxes and colours, drawn line by line with rich's boxes and styles.

rich's own tables lay out every cell anew; they would take longer than all else that a command does.
"""

from collections.abc import Iterator
from typing import assert_never

from rich.box import ASCII2, ROUNDED
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.style import Style

from scorecard.render.plain import cell_text
from scorecard.render.text import (
    LEAST_FLEXIBLE,
    Terminal,
    hanging,
    harmless,
    one_line,
    pad,
    paragraphs,
    wrap,
)
from scorecard.report import Align, Block, Cell, Facts, Heading, Items, Prose, Report, Row, Table, Tone

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
_HEADING = Style(bold=True, underline=True)


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


def render_terminal(reports: list[Report], terminal: Terminal, *, colors: ColorSystem | None = None) -> str:
    """Return reports one below the other, nothing for none; without `colors` there are no styles at all."""
    if not reports:
        return ""
    pen = Pen(colors)
    return "\n\n".join(harmless("\n".join(_report(report, terminal, pen))) for report in reports) + "\n"


def _report(report: Report, terminal: Terminal, pen: Pen) -> Iterator[str]:
    for line in wrap(one_line(report.title), terminal.width):
        yield pen.write(line, _STRONG)
    for number, block in enumerate(report.blocks):
        if number or not isinstance(block, Facts):
            yield ""
        yield from _block(block, terminal, pen)


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
        case _:
            assert_never(block)


def _facts(block: Facts, terminal: Terminal, pen: Pen) -> Iterator[str]:
    width = max(cell_len(one_line(label)) for label, _ in block.pairs) + 2
    for label, cell in block.pairs:
        first, *rest = hanging(" " * width, cell_text(cell, terminal), terminal)
        yield pen.write(pad(one_line(label), width), _STRONG) + _toned(first[width:], cell, pen)
        yield from rest


def _toned(line: str, cell: Cell, pen: Pen) -> str:
    """Return a line of which the sign and the verdict before the first colon stand on the tone's colour."""
    if cell.tone is None:
        return line
    verdict, colon, rest = line.partition(":")
    return pen.toned(verdict, cell.tone) + colon + rest


def _prose(block: Prose, terminal: Terminal, pen: Pen) -> Iterator[str]:
    label = f"{one_line(block.label)}: " if block.label else ""
    for index, paragraph in enumerate(paragraphs(block.text)):
        if index:
            yield ""
        text = paragraph if index else label + paragraph
        for number, line in enumerate(
            line for part in text.split("\n") for line in wrap(part, terminal.width)
        ):
            is_first = label and not index and not number
            yield pen.write(label, _STRONG) + line[len(label) :] if is_first else line


# Tables -------------------------------------------------------------------------------------------


def _table(table: Table, terminal: Terminal, pen: Pen) -> Iterator[str]:
    box = ASCII2 if terminal.is_ascii else ROUNDED
    titles = [one_line(column.title) for column in table.columns]
    rows = [[cell_text(cell, terminal) for cell in row.cells] for row in table.rows]
    for row, texts in zip(table.rows, rows, strict=True):
        texts[0] = "  " * row.depth + texts[0]
    widths = _widths(table, titles, rows, terminal)
    outer = [width + 2 for width in widths]
    yield pen.write(one_line(table.caption), _STRONG)
    if not rows:
        yield "(none)"
        return
    yield box.get_top(outer)
    header = Row(tuple(Cell(title) for title in titles), is_group=True)
    yield from _row(header, titles, widths, table, pen, side=box.mid_left)
    yield box.get_row(outer, "head")
    before: Row | None = None
    for row, texts in zip(table.rows, rows, strict=True):
        if row.is_group and before is not None and not before.is_group:
            yield box.get_row(outer, "row")
        yield from _row(row, texts, widths, table, pen, side=box.mid_left)
        before = row
    yield box.get_bottom(outer)


def _widths(table: Table, titles: list[str], rows: list[list[str]], terminal: Terminal) -> list[int]:
    """Return the columns' widths in cells: each as wide as its texts, the flexible one what is left.

    No rigid column takes more than its share of a narrow terminal: longer texts in it are broken.
    """
    widths = [max(map(cell_len, texts)) for texts in zip(titles, *rows, strict=True)]
    most = max(_LEAST_RIGID, terminal.width // 3)
    widths = [
        width if column.flexible else min(width, most)
        for width, column in zip(widths, table.columns, strict=True)
    ]
    frame = 3 * len(widths) + 1
    rigid = sum(width for width, column in zip(widths, table.columns, strict=True) if not column.flexible)
    left = max(LEAST_FLEXIBLE, terminal.width - rigid - frame)
    return [
        min(width, left) if column.flexible else width
        for width, column in zip(widths, table.columns, strict=True)
    ]


def _row(
    row: Row, texts: list[str], widths: list[int], table: Table, pen: Pen, *, side: str
) -> Iterator[str]:
    wrapped = [
        wrap(text, width, breaks=True) if column.flexible or cell_len(text) > width else [text]
        for text, width, column in zip(texts, widths, table.columns, strict=True)
    ]
    for number in range(max(map(len, wrapped))):
        parts = []
        for lines, width, column, cell in zip(wrapped, widths, table.columns, row.cells, strict=True):
            text = lines[number] if number < len(lines) else ""
            space = " " * max(0, width - cell_len(text))
            if cell.tone is not None and not number:
                text = pen.toned(text, cell.tone)
            elif row.is_group:
                text = pen.write(text, _STRONG)
            parts.append(space + text if column.align is Align.RIGHT else text + space)
        yield f"{side} " + f" {side} ".join(parts) + f" {side}"
