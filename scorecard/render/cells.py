"""What the tables of documents have in common: texts, widths, words for signs."""

from collections.abc import Callable

from rich.cells import cell_len

from scorecard.harmless import one_line
from scorecard.views.report import Cell, Column, Table, Tone
from scorecard.views.words import english as say

JOINT = "\u00a0"
"""Between a sign and its word, which are never parted."""
INDENT = 2
_MOST_WORDS = 4


def text_of(cell: Cell, column: Column) -> str:
    """Return what stands after the sign of a cell, if it has one: of many columns of signs its mark alone."""
    return one_line(cell.mark if _has_signs(column) and cell.tone else cell.text)


def _has_signs(column: Column) -> bool:
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
        texts = column.title.split(" ") if _has_signs(column) else [one_line(column.title)]
        for row in table.rows:
            before = INDENT * bool(row.cells[at].tone) + (0 if at else INDENT * row.depth)
            texts.append(" " * before + text_of(row.cells[at], column))
        widths.append(max(map(cell_len, texts)))
    return widths


def sign_words(table: Table, told: Callable[[str], str] = one_line) -> str:
    """Say what the signs of a table mean, in the words of its cells as `told`; nothing where it has none."""
    words: dict[Tone, dict[str, None]] = {}
    for row in table.rows:
        for cell, column in zip(row.cells, table.columns, strict=True):
            if _has_signs(column) and cell.tone and cell.mark != cell.text:
                words.setdefault(cell.tone, {})[told(cell.text)] = None
    shown = ((tone.glyph, [*words[tone]][:_MOST_WORDS]) for tone in Tone if tone in words)
    return say.BETWEEN.join(glyph + JOINT + ", ".join(texts) for glyph, texts in shown)
