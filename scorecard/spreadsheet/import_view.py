"""What an import took from a workbook, cell by cell."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from scorecard.model.file_names import AssessmentPath, FrameworkPath
from scorecard.spreadsheet.merge import changed_words, field_words
from scorecard.spreadsheet.plan import Import
from scorecard.views.report import Column, Report, facts, row, table
from scorecard.views.words import english as say


def import_view(name: str, one: Import, path: str | None, *, is_dry_run: bool) -> Report:
    """Return what becomes of one workbook: the path it goes to, and each cell that changes something."""
    is_new = one.before is None
    blocks = facts(
        [
            (_kind_of(one), _name_of(one) or say.talk("not-known")),
            (say.FILE, say.talk("new-file", path=path) if path and is_new else path),
            (say.RESULT, _result(one, is_dry_run=is_dry_run)),
        ]
    )
    if one.taken:
        was = None if is_new else say.talk("was")
        columns = (say.talk("cell"), say.talk("what"), was, Column(say.talk("becomes"), flexible=True))
        rows = []
        for each in one.taken:
            was, becomes = changed_words(each.before, each.after)
            rows.append(row(each.place or "-", field_words(each.field), was, becomes))
        blocks.append(table(say.talk("would-change" if one.refusals else "changes"), columns, rows))
    return Report(title=name, blocks=tuple(blocks))


def _kind_of(one: Import) -> str:
    return say.FRAMEWORK if isinstance(one.place, FrameworkPath) else say.ASSESSMENT


def _name_of(one: Import) -> str:
    """Say which assessment a workbook belongs to, and whose mark of it or which reply it is."""
    if one.place is None or isinstance(one.place, AssessmentPath | FrameworkPath):
        return one.place.name if one.place else ""
    return f"{one.place.of}, {PurePosixPath(one.place.path).stem}"


def _result(one: Import, *, is_dry_run: bool) -> str:
    if one.refusals:
        count = len(one.refusals)
        return say.talk("refusal" if count == 1 else "refusals", count=count)
    left = say.talk("left-out", count=len(one.left)) if one.left else ""
    if one.after is None:
        return f"{say.talk('nothing-written')}: {left}" if left else say.talk("no-change")
    count = len(one.taken)
    changes = say.talk("change" if count == 1 else "several-changes", count=count)
    written = say.talk("would-be-written" if is_dry_run else "written", changes=changes)
    return ", ".join(filter(None, (written, left)))


def imports_view(imports: Sequence[tuple[str, Import]], *, is_dry_run: bool) -> Report:
    """Return one line for each of several workbooks, which come with their names."""
    rows = (row(name, _name_of(each) or "-", _result(each, is_dry_run=is_dry_run)) for name, each in imports)
    good = sum(not (each.refusals or each.left) for _, each in imports)
    title = say.talk("workbooks", good=good, total=len(imports))
    columns = (Column(say.talk("workbook"), flexible=True), say.ASSESSMENT, say.RESULT)
    return Report(title=title, blocks=(table(say.talk("summary"), columns, rows),))
