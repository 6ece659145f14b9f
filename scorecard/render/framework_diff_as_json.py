"""Comparisons of frameworks as JSON: `scorecard/diff/1`, of the kind `framework`."""

from collections.abc import Iterable

from scorecard.comparing.frameworks import AffectedAssessment, FrameworkChange, FrameworkComparison
from scorecard.directions import unmarked
from scorecard.model.digest import framework_digest
from scorecard.model.framework import Framework
from scorecard.render.as_json import Json, computed


def framework_diff_json(
    comparison: FrameworkComparison,
    affected: Iterable[AffectedAssessment],
    *,
    before_path: str,
    after_path: str,
) -> dict[str, Json]:
    """Return `scorecard/diff/1`: the two frameworks, what changed, and the assessments under either."""
    return {
        "schema": "scorecard/diff/1",
        "kind": "framework",
        "before": _side(comparison.before, before_path),
        "after": _side(comparison.after, after_path),
        "version_raised": comparison.version_raised,
        "digest_changed": comparison.digest_changed,
        "chain_broken": comparison.alignment.broken,
        "counts": {change_class.value: count for change_class, count in comparison.counts.items()},
        "changes": [_change(change) for change in comparison.changes],
        "affected": [
            {
                "subject": each.subject,
                "date": each.day,
                "path": each.path,
                "framework": each.framework,
                "draft": each.is_draft,
            }
            for each in affected
        ],
    }


def _side(framework: Framework, path: str) -> Json:
    return {
        "framework": framework.ref,
        "title": framework.title,
        "digest": framework_digest(framework),
        "path": path,
    }


def _change(change: FrameworkChange) -> Json:
    return {
        "class": change.change_class.value,
        "indicator": change.indicator,
        "dimension": change.dimension,
        "title": change.title,
        "before": change.before,
        "after": change.after,
        "comparable": change.is_comparable,
        "reason": change.reason and unmarked(change.reason),
        "alike": computed(change.alike),
    }
