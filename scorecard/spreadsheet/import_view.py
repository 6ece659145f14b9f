"""What an import took from a workbook, cell by cell."""

from collections.abc import Sequence

from scorecard.spreadsheet.merge import changed_words, field_words
from scorecard.spreadsheet.plan import Import
from scorecard.views.report import Column, Report, facts, row, table
from scorecard.views.words.standings import counted_words


def import_view(name: str, one: Import, path: str | None, *, is_dry_run: bool) -> Report:
    """Return what becomes of one workbook: the path it goes to, and each cell that changes something."""
    is_new = one.before is None
    blocks = facts(
        [
            ("Assessment", one.place.name if one.place else "not known"),
            ("File", path and path + " (new)" * is_new),
            ("Result", _result(one, is_dry_run=is_dry_run)),
        ]
    )
    if one.taken:
        columns = ("Cell", "What", None if is_new else "Was", Column("Becomes", flexible=True))
        rows = []
        for each in one.taken:
            was, becomes = changed_words(each.before, each.after)
            rows.append(row(each.place or "-", field_words(each.field), was, becomes))
        blocks.append(table("What it would change" if one.refusals else "Changes", columns, rows))
    return Report(title=name, blocks=tuple(blocks))


def _result(one: Import, *, is_dry_run: bool) -> str:
    if one.refusals:
        return f"nothing written: {counted_words(len(one.refusals), 'refusal')}"
    left = f"{len(one.left)} left out" if one.left else ""
    if one.after is None:
        return f"nothing written: {left}" if left else "nothing to change"
    wrote = "would be written" if is_dry_run else "written"
    return ", ".join(filter(None, (f"{counted_words(len(one.taken), 'change')} {wrote}", left)))


def imports_view(imports: Sequence[tuple[str, Import]], *, is_dry_run: bool) -> Report:
    """Return one line for each of several workbooks, which come with their names."""
    rows = (
        row(name, each.place.name if each.place else "-", _result(each, is_dry_run=is_dry_run))
        for name, each in imports
    )
    good = sum(not (each.refusals or each.left) for _, each in imports)
    title = f"Workbooks: {good} of {len(imports)} taken"
    columns = (Column("Workbook", flexible=True), "Assessment", "Result")
    return Report(title=title, blocks=(table("Summary", columns, rows),))
