"""Comparisons of frameworks for programs: `scorecard/diff/1` of the kind `framework`, and a row a change."""

from collections.abc import Iterable

from scorecard.comparing.frameworks import FrameworkChange, FrameworkComparison
from scorecard.comparing.moved_files import PlacedAssessment
from scorecard.directions import unmarked
from scorecard.model.digest import framework_digest
from scorecard.model.framework import Framework
from scorecard.views.data import Columns, Json, Records, computed, record_of, values_of

_CHANGE: Columns[FrameworkChange] = {
    "class": lambda change: change.change_class.value,
    "indicator": lambda change: change.indicator,
    "dimension": lambda change: change.dimension,
    "title": lambda change: change.title,
    "before": lambda change: change.before,
    "after": lambda change: change.after,
    "comparable": lambda change: change.is_comparable,
    "reason": lambda change: change.reason and unmarked(change.reason),
    "alike": lambda change: computed(change.alike),
}
_AFFECTED: Columns[PlacedAssessment] = {
    "subject": lambda placed: placed[1].subject.id,
    "date": lambda placed: placed[0].day,
    "path": lambda placed: placed[0].path,
    "framework": lambda placed: str(placed[1].framework),
    "draft": lambda placed: placed[1].is_draft,
}


def framework_diff_json(
    comparison: FrameworkComparison, affected: Iterable[PlacedAssessment], *, paths: tuple[str, str]
) -> dict[str, Json]:
    """Return `scorecard/diff/1`: the two frameworks, what changed, and the assessments under either."""
    return {
        "schema": "scorecard/diff/1",
        "kind": "framework",
        "before": _side(comparison.before, paths[0]),
        "after": _side(comparison.after, paths[1]),
        "version_raised": comparison.version_raised,
        "digest_changed": comparison.digest_changed,
        "chain_broken": comparison.alignment.broken,
        "counts": {change_class.value: count for change_class, count in comparison.counts.items()},
        "changes": [record_of(change, _CHANGE) for change in comparison.changes],
        "affected": [record_of(each, _AFFECTED) for each in affected],
    }


def framework_diff_records(comparison: FrameworkComparison) -> Records:
    """Return one row for each change."""
    sides = [comparison.before.ref, comparison.after.ref, comparison.alignment.broken]
    names = ("before_framework", "after_framework", "chain_broken", *_CHANGE)
    return Records(names, [[*sides, *values_of(change, _CHANGE)] for change in comparison.changes])


def _side(framework: Framework, path: str) -> Json:
    return {
        "framework": framework.ref,
        "title": framework.title,
        "digest": framework_digest(framework),
        "path": path,
    }
