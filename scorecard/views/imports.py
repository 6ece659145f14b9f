"""What an import took from a workbook, cell by cell."""

from collections.abc import Sequence

from scorecard.spreadsheet.merge import CellRemark, Taken, changed_words, field_words
from scorecard.spreadsheet.plan import Import
from scorecard.views.report import Block, Cell, Column, Facts, Report, Row, Table


def import_view(one: Import, path: str | None, *, is_dry_run: bool) -> Report:
    """Return what becomes of one workbook: the path it goes to, and each cell that changes something."""
    facts = [("Assessment", Cell(one.place.name if one.place else "not known"))]
    if path is not None:
        facts.append(("File", Cell(path + (" (new)" if one.before is None else ""))))
    facts.append(("Result", Cell(_result(one, is_dry_run=is_dry_run))))
    blocks: list[Block] = [Facts(tuple(facts))]
    if one.taken:
        blocks.append(_table(one.taken, is_refused=bool(one.refusals), is_new=one.before is None))
    return Report(title=one.name, blocks=tuple(blocks))


def _result(one: Import, *, is_dry_run: bool) -> str:
    if one.refusals:
        return f"nothing written: {_count(len(one.refusals), 'refusal')}"
    left = f"{len(one.left)} left out" if one.left else ""
    if one.after is None:
        return f"nothing written: {left}" if left else "nothing to change"
    wrote = "would be written" if is_dry_run else "written"
    return ", ".join(filter(None, (f"{_count(len(one.taken), 'change')} {wrote}", left)))


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _table(taken: Sequence[Taken], *, is_refused: bool, is_new: bool) -> Table:
    titles = [Column("Cell"), Column("What"), Column("Was"), Column("Becomes", flexible=True)]
    rows = [
        [each.place or "-", field_words(each.field), *changed_words(each.before, each.after)]
        for each in taken
    ]
    if is_new:
        del titles[2]
        for row in rows:
            del row[2]
    caption = "What it would change" if is_refused else "Changes"
    return Table(caption, tuple(titles), tuple(Row(tuple(map(Cell, row))) for row in rows))


def summary_view(imports: Sequence[Import], *, is_dry_run: bool) -> Report:
    """Return one line for each of several workbooks."""
    columns = (Column("Workbook", flexible=True), Column("Assessment"), Column("Result"))
    rows = tuple(
        Row(
            (
                Cell(each.name),
                Cell(each.place.name if each.place else "-"),
                Cell(_result(each, is_dry_run=is_dry_run)),
            )
        )
        for each in imports
    )
    good = sum(each.is_good for each in imports)
    title = f"Workbooks: {good} of {len(imports)} taken"
    return Report(title=title, blocks=(Table("Summary", columns, rows),))


def remark_lines(name: str, remark: CellRemark, *, word: str) -> list[str]:
    """Return a remark about a cell: the workbook, the cell, what is wrong, and what to do on a line below."""
    place = f" {remark.place}:" if remark.place else ""
    lines = [f"{word}: {name}:{place} {remark.message}"]
    return [*lines, f"  {remark.help}"] if remark.help else lines
