"""Comparisons of frameworks as CSV: one row for each thing and class of change."""

import csv
import io

from scorecard.framework_changes import FrameworkChange
from scorecard.framework_diff import FrameworkComparison
from scorecard.render.as_csv import inert

_COLUMNS = (
    "before_framework",
    "after_framework",
    "class",
    "indicator",
    "dimension",
    "title",
    "before",
    "after",
    "comparable",
    "reason",
)


def framework_diff_csv(comparison: FrameworkComparison) -> str:
    """Return one row for each change, after a row of names."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_COLUMNS)
    sides = [comparison.before.ref, comparison.after.ref]
    writer.writerows([*sides, *_row(change)] for change in comparison.changes)
    return stream.getvalue()


def _row(change: FrameworkChange) -> list[str]:
    return [
        change.change_class.value,
        inert(change.indicator or ""),
        inert(change.dimension or ""),
        inert(change.title),
        inert(change.before or ""),
        inert(change.after or ""),
        "true" if change.is_comparable else "false",
        inert(change.reason or ""),
    ]
