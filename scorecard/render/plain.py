"""Reports as plain lines: no boxes, no colours, nothing cut off; what a screen reader reads best."""

from collections.abc import Iterator
from typing import assert_never

from rich.cells import cell_len

from scorecard.render.ascii import spelled_out
from scorecard.render.directed import directed
from scorecard.render.pages import find_spanning, pages
from scorecard.render.text import (
    Terminal,
    finished,
    glyph,
    hanging,
    harmless,
    isolated_lines,
    one_line,
    pad,
    paragraphs,
    reference_words,
    reworded,
    wrap,
)
from scorecard.views.report import (
    Align,
    Arrows,
    Bars,
    Block,
    Cell,
    Citations,
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
)

_GAP = "  "


def render_plain(reports: list[Report], terminal: Terminal) -> str:
    """Return reports one below the other; nothing for no report."""
    if not reports:
        return ""
    reports = list(map(spelled_out, reports)) if terminal.is_ascii else reports
    return finished("\n\n".join(_report(directed(report), terminal) for report in reports), terminal) + "\n"


def _report(report: Report, terminal: Terminal) -> str:
    lines = wrap(one_line(report.title), terminal.width)
    lines.append(("=" if terminal.is_ascii else "═") * min(cell_len(lines[-1]), terminal.width))
    if report.lead is not None:
        lines += ["", *wrap(cell_text(report.lead, terminal), terminal.width)]
    for block in report.blocks:
        shown = list(_block(block, terminal))
        lines += ["", *shown] if shown else []
    return "\n".join(line.rstrip() for line in lines)


def _block(block: Block, terminal: Terminal) -> Iterator[str]:
    match block:
        case Heading():
            mark = "#" * (block.level + 1)
            yield from hanging(f"{mark} ", one_line(block.text), terminal)
        case Facts():
            width = max(cell_len(one_line(label)) for label, _ in block.pairs)
            for label, cell in block.pairs:
                yield from hanging(pad(one_line(label), width) + _GAP, cell_text(cell, terminal), terminal)
        case Prose():
            yield from _prose(block, terminal)
        case Items():
            if block.label:
                yield f"{one_line(block.label)}:"
            for item in block.items:
                yield from hanging("- ", one_line(item), terminal)
        case Table():
            yield from _table(block, terminal)
        case Rewording():
            begin = f"{one_line(block.label)}: " if block.label else ""
            for number, line in enumerate(reworded(begin, block.pieces, terminal.width)):
                yield ("" if number else begin) + " ".join(piece.text for piece in line)
        case Citations():
            numbers = " ".join(f"[{number}]" for number in block.numbers)
            yield from wrap(f"{one_line(block.label)}: {numbers}", terminal.width)
        case References():
            for reference in block.items:
                yield from hanging(f"[{reference.number}] ", reference_words(reference), terminal)
        case Links():
            yield f"{one_line(block.label)}:"
            for text, file in block.items:
                yield from hanging("- ", f"{one_line(text)} ({one_line(file)})", terminal)
        case Arrows() | Bars() | Timeline():
            return
        case _:
            assert_never(block)


def _prose(block: Prose, terminal: Terminal) -> Iterator[str]:
    label = f"{one_line(block.label)}: " if block.label else ""
    for index, paragraph in enumerate(paragraphs(block.text)):
        if index:
            yield ""
        for number, line in enumerate(isolated_lines(paragraph)):
            yield from wrap(line if index or number else label + line, terminal.width)


def cell_text(cell: Cell, terminal: Terminal) -> str:
    """Return a cell's text as one line, after the sign of its tone; harmless before widths are told."""
    text = harmless(one_line(cell.text))
    return text if cell.tone is None else f"{glyph(cell.tone, terminal)} {text}"


def _table(table: Table, terminal: Terminal) -> Iterator[str]:
    def measure() -> list[int]:
        return _widths(table, [_texts(row, terminal) for row in table.rows])

    gap = len(_GAP)
    for number, page in enumerate(pages(table, measure, terminal.width, gap=gap, edge=-gap)):
        if number:
            yield ""
        yield from _page(page, terminal)


def _page(table: Table, terminal: Terminal) -> Iterator[str]:
    rows = [_texts(row, terminal) for row in table.rows]
    widths = _widths(table, rows)
    rigid = sum(
        width + len(_GAP) for width, column in zip(widths, table.columns, strict=True) if not column.flexible
    )
    left = [
        terminal.width - rigid if column.flexible else width
        for width, column in zip(widths, table.columns, strict=True)
    ]
    spanning = find_spanning(table, widths, left) is not None
    yield f"{one_line(table.caption)}:"
    if not rows:
        yield "(none)"
        return
    titles = [one_line(column.title) for column in table.columns]
    yield from _line(titles, widths, table, terminal, spanning=spanning)
    before = None
    for row, texts in zip(table.rows, rows, strict=True):
        if row.is_group and (before is None or not before.is_group):
            yield ""
        before = row
        yield from _line(texts, widths, table, terminal, spanning=spanning)


def _widths(table: Table, rows: list[list[str]]) -> list[int]:
    """Return how many cells the texts of each column take."""
    titles = [one_line(column.title) for column in table.columns]
    return [max(map(cell_len, column)) for column in zip(titles, *rows, strict=True)]


def _texts(row: Row, terminal: Terminal) -> list[str]:
    texts = [cell_text(cell, terminal) for cell in row.cells]
    return [_GAP * row.depth + texts[0], *texts[1:]]


def _line(
    texts: list[str], widths: list[int], table: Table, terminal: Terminal, *, spanning: bool
) -> Iterator[str]:
    """Yield one row: the rigid columns, then the flexible one, which wraps below itself or below them."""
    begin = "".join(
        pad(text, width, right=column.align is Align.RIGHT) + _GAP
        for text, width, column in zip(texts, widths, table.columns, strict=True)
        if not column.flexible
    )
    flexible = next((text for text, column in zip(texts, table.columns, strict=True) if column.flexible), "")
    if spanning:
        yield begin
        yield from hanging(_GAP * 2, flexible, terminal)
    else:
        yield from hanging(begin, flexible, terminal)
