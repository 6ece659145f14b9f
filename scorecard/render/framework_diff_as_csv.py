"""Comparisons of frameworks as CSV: one row for each thing and class of change."""

from scorecard.comparing.frameworks import FrameworkChange, FrameworkComparison
from scorecard.directions import unmarked
from scorecard.harmless import csv_text, inert
from scorecard.render.as_csv import boolean_text, number_text
from scorecard.render.as_json import computed

_COLUMNS = (
    "before_framework",
    "after_framework",
    "chain_broken",
    "class",
    "indicator",
    "dimension",
    "title",
    "before",
    "after",
    "comparable",
    "reason",
    "alike",
)


def framework_diff_csv(comparison: FrameworkComparison) -> str:
    """Return one row for each change, after a row of names."""
    sides = [comparison.before.ref, comparison.after.ref, inert(comparison.alignment.broken or "")]
    return csv_text([_COLUMNS, *([*sides, *_row(change)] for change in comparison.changes)])


def _row(change: FrameworkChange) -> list[str]:
    return [
        change.change_class.value,
        inert(change.indicator or ""),
        inert(change.dimension or ""),
        inert(change.title),
        inert(change.before or ""),
        inert(change.after or ""),
        boolean_text(change.is_comparable),
        inert(unmarked(change.reason or "")),
        number_text(computed(change.alike)),
    ]
