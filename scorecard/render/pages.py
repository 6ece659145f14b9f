"""Tables that are too wide: as several, with paged columns in turn, or with long texts on their own lines."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from scorecard.views.report import Table

LEAST_BESIDE = 20
LEAST_WRAPPED = 30


def pages(
    table: Table, measure: Callable[[], list[int]], width: int, *, gap: int, edge: int
) -> Iterator[Table]:
    """Yield a table as one or more that fit: each has as many paged columns, give or take one.

    `measure` returns how many cells each column's texts take; `gap` is what a column takes besides, `edge`
    what the table does. The flexible column makes do with `LEAST_BESIDE`; a page has one paged column at
    least, even where that does not fit.
    """
    paged = [at for at, column in enumerate(table.columns) if column.is_paged]
    if len(paged) < 2:
        yield table
        return
    widths = [
        min(cells, LEAST_BESIDE) if column.flexible else cells
        for cells, column in zip(measure(), table.columns, strict=True)
    ]
    others = [at for at in range(len(widths)) if at not in paged]
    room = width - edge - sum(widths[at] + gap for at in others)
    parts = next(
        parts
        for parts in (_parts(paged, count) for count in range(1, len(paged) + 1))
        if len(parts) == len(paged) or all(sum(widths[at] + gap for at in part) <= room for part in parts)
    )
    for number, part in enumerate(parts, start=1):
        caption = f"{table.caption} ({number} of {len(parts)})" if len(parts) > 1 else table.caption
        yield only_columns(table, sorted([*others, *part]), caption)


def find_spanning(table: Table, natural: list[int], widths: list[int]) -> int | None:
    """Return the flexible column where so little is left for it that its texts are better put below the rest.

    `natural` is how many cells each column's texts take, `widths` how many it would get. Beside paged columns
    they make do with less.
    """
    flexible = next((at for at, column in enumerate(table.columns) if column.flexible), None)
    if flexible is None or len(table.columns) == 1:
        return None
    least = LEAST_BESIDE if any(column.is_paged for column in table.columns) else LEAST_WRAPPED
    return flexible if widths[flexible] < min(natural[flexible], least) else None


def _parts(columns: list[int], count: int) -> list[list[int]]:
    """Return columns as so many parts in a row, of sizes that differ by one at most."""
    ends = [len(columns) * part // count for part in range(count + 1)]
    return [columns[begin:end] for begin, end in pairwise(ends)]


def only_columns(table: Table, columns: list[int], caption: str) -> Table:
    """Return a table with some of its columns."""
    return Table(
        caption,
        tuple(table.columns[at] for at in columns),
        tuple(row._replace(cells=tuple(row.cells[at] for at in columns)) for row in table.rows),
    )
