"""What an import took from a workbook, cell by cell."""

from collections.abc import Sequence
from typing import NamedTuple

from scorecard.views.report import Column, Report, facts, row, table
from scorecard.views.words import counted_words


class WorkbookImport(NamedTuple):
    """What becomes of a workbook: the assessment it goes to, where that is known, and its cells.

    `cells` are those that change something: the place in the workbook, the field, what was there, what comes.
    `refused` and `left_out` are numbers of cells; `has_change` says that something is to be written.
    """

    workbook: str
    assessment: str | None
    is_new: bool
    cells: Sequence[tuple[str, str, str, str]]
    refused: int
    left_out: int
    has_change: bool


def import_view(one: WorkbookImport, path: str | None, *, is_dry_run: bool) -> Report:
    """Return what becomes of one workbook: the path it goes to, and each cell that changes something."""
    blocks = facts(
        [
            ("Assessment", one.assessment or "not known"),
            ("File", path and path + " (new)" * one.is_new),
            ("Result", _result(one, is_dry_run=is_dry_run)),
        ]
    )
    if one.cells:
        columns = ("Cell", "What", None if one.is_new else "Was", Column("Becomes", flexible=True))
        rows = (
            row(place or "-", field, None if one.is_new else was, becomes)
            for place, field, was, becomes in one.cells
        )
        blocks.append(table("What it would change" if one.refused else "Changes", columns, rows))
    return Report(title=one.workbook, blocks=tuple(blocks))


def _result(one: WorkbookImport, *, is_dry_run: bool) -> str:
    if one.refused:
        return f"nothing written: {counted_words(one.refused, 'refusal')}"
    left = f"{one.left_out} left out" if one.left_out else ""
    if not one.has_change:
        return f"nothing written: {left}" if left else "nothing to change"
    wrote = "would be written" if is_dry_run else "written"
    return ", ".join(filter(None, (f"{counted_words(len(one.cells), 'change')} {wrote}", left)))


def summary_view(imports: Sequence[WorkbookImport], *, is_dry_run: bool) -> Report:
    """Return one line for each of several workbooks."""
    rows = (
        row(each.workbook, each.assessment or "-", _result(each, is_dry_run=is_dry_run)) for each in imports
    )
    good = sum(not (each.refused or each.left_out) for each in imports)
    title = f"Workbooks: {good} of {len(imports)} taken"
    columns = (Column("Workbook", flexible=True), "Assessment", "Result")
    return Report(title=title, blocks=(table("Summary", columns, rows),))
