"""What documents without charts have in common: which blocks; of tables texts, widths, words for signs."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from rich.cells import cell_len

from scorecard.harmless import one_line
from scorecard.links import without_links
from scorecard.views.report import Block, Cell, Chart, Column, Heading, Report, Table, Tone
from scorecard.views.words import english as say

JOINT = "\u00a0"
"""Between a sign and its word, which are never parted."""
INDENT = 2
_MOST_WORDS = 4
_LEAST_SQUEEZED = 6


def without_charts(report: Report) -> Report:
    """Return a report but for charts, and for headings of charts alone."""
    kept: list[Block] = []
    is_below = False
    for block in reversed(report.blocks):
        if isinstance(block, Chart):
            is_below = True
        elif not (is_below and isinstance(block, Heading) and _is_empty(block, kept[-1:])):
            kept.append(block)
            is_below = False
    return report._replace(blocks=tuple(reversed(kept)))


def _is_empty(heading: Heading, below: list[Block]) -> bool:
    return all(isinstance(each, Heading) and each.level <= heading.level for each in below)


def text_of(cell: Cell, column: Column) -> str:
    """Return what stands after the sign of a cell, if it has one: of many columns of signs its mark alone."""
    return one_line(cell.mark if has_signs(column) and cell.tone else cell.text)


def has_signs(column: Column) -> bool:
    """Whether a column is one of so many that signs stand alone."""
    return column.is_sign and column.is_paged


def ungrouped(table: Table) -> Table:
    """Return a table in which rows are groups only if there are others; where all are, none is."""
    if not all(row.is_group for row in table.rows):
        return table
    return table._replace(rows=tuple(row._replace(is_group=False) for row in table.rows))


def widths_of(table: Table) -> list[int]:
    """Return how many characters wide columns are; above a sign each word of a title has a line."""
    widths = []
    for at, column in enumerate(table.columns):
        texts = column.title.split(" ") if has_signs(column) else [one_line(column.title)]
        for row in table.rows:
            before = INDENT * bool(row.cells[at].tone) + (0 if at else INDENT * row.depth)
            texts.append(" " * before + without_links(text_of(row.cells[at], column)))
        widths.append(max(map(cell_len, texts)))
    return widths


def squeezed(widths: Sequence[int], room: int) -> list[int]:
    """Return widths of columns that fit, as long as each has enough: the widest are made narrower."""
    widths = [*widths]
    while sum(widths) > room and max(widths) > _LEAST_SQUEEZED:
        widths[widths.index(max(widths))] -= 1
    return widths


def columns_of(table: Table, kept: Sequence[int]) -> Table:
    """Return a table with some of its columns alone."""
    rows = (row._replace(cells=tuple(row.cells[at] for at in kept)) for row in table.rows)
    return table._replace(columns=tuple(table.columns[at] for at in kept), rows=tuple(rows))


def parted(table: Table, widths: Sequence[int], room: int) -> list[Table]:
    """Return a table as one or more that fit: each has as many of its paged columns, give or take one.

    Each has one of them at least, even where that does not fit.
    """
    paged = [at for at, column in enumerate(table.columns) if column.is_paged]
    others = [at for at in range(len(widths)) if at not in paged]
    for total in range(1, max(1, len(paged)) + 1):
        ends = [len(paged) * part // total for part in range(total + 1)]
        parts = [sorted([*others, *paged[begin:end]]) for begin, end in pairwise(ends)]
        if all(sum(widths[at] for at in part) <= room for part in parts):
            break
    if len(parts) == 1:
        return [table]
    return [
        columns_of(table, part)._replace(caption=say.one_of_parts(table.caption, number, len(parts)))
        for number, part in enumerate(parts, 1)
    ]


def sign_words(table: Table, told: Callable[[str], str] = one_line) -> str:
    """Say what the signs of a table mean, in the words of its cells as `told`; nothing where it has none."""
    if table.signs:
        signs = (f"{each.tone.glyph}{JOINT}" if each.tone else "" for each in table.signs)
        return say.BETWEEN.join(
            f"{sign}{told(each.text)}" for sign, each in zip(signs, table.signs, strict=True)
        )
    words: dict[Tone, dict[str, None]] = {}
    for row in table.rows:
        for cell, column in zip(row.cells, table.columns, strict=True):
            if has_signs(column) and cell.tone and cell.mark != cell.text:
                words.setdefault(cell.tone, {})[told(without_links(cell.text))] = None
    shown = ((tone.glyph, [*words[tone]][:_MOST_WORDS]) for tone in Tone if tone in words)
    return say.BETWEEN.join(glyph + JOINT + ", ".join(texts) for glyph, texts in shown)
