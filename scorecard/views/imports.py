"""What an import took from a workbook, cell by cell."""

from collections.abc import Sequence
from typing import NamedTuple

from scorecard.views.report import Block, Cell, Column, Facts, Report, Row, Table
from scorecard.views.words import counted_words


class ImportedCell(NamedTuple):
    """A cell that changes something: its place in the workbook, the field, what was there and what comes."""

    place: str
    field: str
    before: str
    after: str


class WorkbookImport(NamedTuple):
    """What becomes of a workbook: the assessment it goes to, where that is known, and its cells.

    `refused` and `left_out` are numbers of cells; `has_change` says that something is to be written.
    """

    workbook: str
    assessment: str | None
    is_new: bool
    cells: Sequence[ImportedCell]
    refused: int
    left_out: int
    has_change: bool


def import_view(one: WorkbookImport, path: str | None, *, is_dry_run: bool) -> Report:
    """Return what becomes of one workbook: the path it goes to, and each cell that changes something."""
    facts = [("Assessment", Cell(one.assessment or "not known"))]
    if path is not None:
        facts.append(("File", Cell(path + (" (new)" if one.is_new else ""))))
    facts.append(("Result", Cell(_result(one, is_dry_run=is_dry_run))))
    blocks: list[Block] = [Facts(tuple(facts))]
    if one.cells:
        blocks.append(_table(one))
    return Report(title=one.workbook, blocks=tuple(blocks))


def _result(one: WorkbookImport, *, is_dry_run: bool) -> str:
    if one.refused:
        return f"nothing written: {counted_words(one.refused, 'refusal')}"
    left = f"{one.left_out} left out" if one.left_out else ""
    if not one.has_change:
        return f"nothing written: {left}" if left else "nothing to change"
    wrote = "would be written" if is_dry_run else "written"
    return ", ".join(filter(None, (f"{counted_words(len(one.cells), 'change')} {wrote}", left)))


def _table(one: WorkbookImport) -> Table:
    columns = [Column("Cell"), Column("What"), Column("Was"), Column("Becomes", flexible=True)]
    rows = [[Cell(each.place or "-"), *map(Cell, each[1:])] for each in one.cells]
    if one.is_new:
        del columns[2]
        rows = [[*row[:2], row[3]] for row in rows]
    caption = "What it would change" if one.refused else "Changes"
    return Table(caption, tuple(columns), tuple(Row(tuple(row)) for row in rows))


def summary_view(imports: Sequence[WorkbookImport], *, is_dry_run: bool) -> Report:
    """Return one line for each of several workbooks."""
    columns = (Column("Workbook", flexible=True), Column("Assessment"), Column("Result"))
    rows = tuple(
        Row(
            (
                Cell(each.workbook),
                Cell(each.assessment or "-"),
                Cell(_result(each, is_dry_run=is_dry_run)),
            )
        )
        for each in imports
    )
    good = sum(not (each.refused or each.left_out) for each in imports)
    title = f"Workbooks: {good} of {len(imports)} taken"
    return Report(title=title, blocks=(Table("Summary", columns, rows),))
