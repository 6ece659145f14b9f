"""Comparisons of assessments as CSV: one row per indicator that changed."""

from collections.abc import Iterable, Sequence

from scorecard.comparing.assessments import Change, Comparison
from scorecard.directions import unmarked
from scorecard.harmless import csv_text, inert
from scorecard.render.as_csv import boolean_text, number_text
from scorecard.render.as_json import recorded
from scorecard.scoring.scorecard import IndicatorResult

_COLUMNS = (
    "before_path",
    "after_path",
    "before_subject",
    "after_subject",
    "before_date",
    "after_date",
    "before_draft",
    "after_draft",
    "before_framework",
    "after_framework",
    "chain_broken",
    "indicator",
    "before_id",
    "title",
    "kind",
    "before",
    "after",
    "before_status",
    "after_status",
    "before_measured",
    "after_measured",
    "before_rerated",
    "unit",
    "comparable",
    "reason",
    "before_rationale",
    "after_rationale",
)


def render_diff_csv(comparisons: Iterable[tuple[Comparison, tuple[str, str]]], *, show_all: bool) -> str:
    """Return one row for each change of each comparison, with its files' paths, after a row of names.

    That an assessment was moved is a row of its own, before those of its indicators.
    """
    rows: list[Sequence[str]] = [_COLUMNS]
    for comparison, paths in comparisons:
        before, after = comparison.before, comparison.after
        sides = [
            *map(inert, paths),
            *(inert(each.assessment.subject.id) for each in (before, after)),
            *(each.assessment.date.isoformat() for each in (before, after)),
            *(boolean_text(each.assessment.is_draft) for each in (before, after)),
            *(each.framework.ref for each in (before, after)),
            inert(comparison.alignment.broken or ""),
        ]
        if comparison.is_moved:
            rows.append([*sides, *("moved" if name == "kind" else "" for name in _COLUMNS[len(sides) :])])
        changes = comparison.changes if show_all else comparison.listed
        rows += [[*sides, *_row(change)] for change in changes]
    return csv_text(rows)


def _row(change: Change) -> list[str]:
    measure = change.indicator.measure
    return [
        inert(change.indicator.id),
        inert(" ".join(each.indicator.id for each in change.before)),
        inert(change.indicator.title),
        change.kind.value,
        *(inert(_level(each)) for each in (change.was, change.after)),
        *(each.status.value if each else "" for each in (change.was, change.after)),
        *(number_text(recorded(each.rating.measured)) if each else "" for each in (change.was, change.after)),
        inert(change.rerated.id if change.rerated else ""),
        inert(measure.unit if measure else ""),
        boolean_text(change.is_comparable),
        inert(unmarked(change.reason or "")),
        *(inert(each.rating.rationale or "") if each else "" for each in (change.was, change.after)),
    ]


def _level(result: IndicatorResult | None) -> str:
    return "" if result is None or result.level is None else result.level.id
