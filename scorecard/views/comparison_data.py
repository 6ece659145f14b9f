"""Comparisons for programs: `scorecard/diff/1` of either kind, and a row for each change."""

from collections.abc import Callable, Iterable

from scorecard.comparing.assessments import Change, Comparison, DimensionChange, Split
from scorecard.comparing.frameworks import FrameworkChange, FrameworkComparison
from scorecard.comparing.moved_files import PlacedAssessment
from scorecard.directions import unmarked
from scorecard.model.digest import framework_digest
from scorecard.model.file_names import suffix_of
from scorecard.model.framework import Framework
from scorecard.scoring.scorecard import Figures, IndicatorResult, Scorecard
from scorecard.views.comparison_words import Relation, decided_on, relation_of
from scorecard.views.data import (
    Columns,
    Json,
    Records,
    computed,
    grade_id,
    level_label,
    record_of,
    recorded,
    values_of,
)
from scorecard.views.score_change import shows_scores

_WHEN = ("before", "after")
_SIDE = ("path", "subject", "date", "suffix", "draft", "framework")
"""What a row says of each side."""


def diff_json(comparison: Comparison, *, paths: tuple[str, str], show_all: bool) -> dict[str, Json]:
    """Return `scorecard/diff/1`; `paths` are the two files', `show_all` adds what is unchanged."""
    changes = comparison.changes if show_all else comparison.listed
    before, after = comparison.before, comparison.after
    return {
        "schema": "scorecard/diff/1",
        "kind": "assessment",
        "before": _side(before, paths[0]),
        "after": _side(after, paths[1]),
        "moved": {"from": paths[0], "to": paths[1]} if comparison.is_moved else None,
        "chain_broken": comparison.alignment.broken,
        **_standings(before.figures, after.figures),
        "score": _split(comparison.split),
        "dimensions": [_dimension(each) for each in comparison.dimensions],
        "changes": [{**record_of(each, _CHANGE), "decided": _decided(each, comparison)} for each in changes],
    }


def _decided(change: Change, comparison: Comparison) -> Json:
    """Return on what a decision made a change, and what the rating was before it; None where none did."""
    if relation_of(comparison) is Relation.OTHER or not change.decided:
        return None
    return {"on": [*decided_on(change)], "before": change.decided[0][1].said}


def diffs_json(diffs: Iterable[Json], **others: Json) -> Json:
    """Return `scorecard/diffs/1`: several diffs, and what else is to be said of a revision."""
    return {"schema": "scorecard/diffs/1", "diffs": list(diffs), **others}


def diff_records(comparisons: Iterable[tuple[Comparison, tuple[str, str]]], *, show_all: bool) -> Records:
    """Return one row for each change of each comparison, after one that says that a file was moved."""
    rows: list[list[Json]] = []
    for comparison, paths in comparisons:
        before, after = _side(comparison.before, paths[0]), _side(comparison.after, paths[1])
        begin = [side[name] for name in _SIDE for side in (before, after)] + [comparison.alignment.broken]
        if comparison.is_moved:
            rows.append([*begin, *("moved" if name == "kind" else None for name in _CHANGE)])
        changes = comparison.changes if show_all else comparison.listed
        hidden = () if shows_scores(comparison) else _SCORES
        rows += [[*begin, *(record_of(each, _CHANGE) | dict.fromkeys(hidden)).values()] for each in changes]
    return Records([*(f"{when}_{name}" for name in _SIDE for when in _WHEN), "chain_broken", *_CHANGE], rows)


def _side(scorecard: Scorecard, path: str) -> dict[str, Json]:
    assessment = scorecard.assessment
    return {
        "framework": scorecard.framework.ref,
        "subject": assessment.subject.id,
        "name": assessment.subject.name,
        "date": assessment.date.isoformat(),
        "suffix": suffix_of(path),
        "draft": assessment.is_draft,
        "path": path,
    }


def _standings(before: Figures | None, after: Figures) -> dict[str, Json]:
    return {
        "status": {"before": before and before.status.written, "after": after.status.written},
        "grade": {"before": before and grade_id(before.grade), "after": grade_id(after.grade)},
    }


def _split(split: Split) -> Json:
    scores = ("before", "after", "change", "real", "coverage", "framework")
    own: dict[str, Json] = {name: computed(getattr(split, name)) for name in scores}
    return own | {"comparable": split.comparable, "rated_on_both": split.rated_on_both}


def _dimension(change: DimensionChange) -> Json:
    return {
        "id": change.after.dimension.id,
        "title": change.after.dimension.title,
        **_standings(change.before.figures if change.before else None, change.after.figures),
        "score": _split(change.split),
        "dimensions": [_dimension(each) for each in change.dimensions],
    }


def _both(name: str, get: Callable[[IndicatorResult], Json]) -> Columns[Change]:
    return {
        f"before{name}": lambda change: None if change.was is None else get(change.was),
        f"after{name}": lambda change: None if change.after is None else get(change.after),
    }


_CHANGE: Columns[Change] = {
    "indicator": lambda change: change.indicator.id,
    "before_id": lambda change: [each.indicator.id for each in change.before],
    "title": lambda change: change.indicator.title,
    "kind": lambda change: change.kind.value,
    **_both("", lambda result: result.level_id),
    **_both("_label", level_label),
    **_both("_status", lambda result: result.status.written),
    **_both("_measured", lambda result: recorded(result.rating.measured)),
    **_both("_score", lambda result: computed(result.score)),
    "before_rerated": lambda change: None if change.rerated is None else change.rerated.level_id,
    "before_rerated_score": lambda change: None if change.rerated is None else computed(change.rerated.score),
    "part_of": lambda change: None if change.part_of is None else change.part_of.id,
    "unit": lambda change: change.indicator.unit,
    "comparable": lambda change: change.is_comparable,
    "reason": lambda change: change.reason and unmarked(change.reason),
    **_both("_rationale", lambda result: result.rating.rationale),
}
_SCORES = [name for name in _CHANGE if name.endswith("_score")]


# Of frameworks ------------------------------------------------------------------------------------


_FRAMEWORK_CHANGE: Columns[FrameworkChange] = {
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
        "before": _framework_side(comparison.before, paths[0]),
        "after": _framework_side(comparison.after, paths[1]),
        "version_raised": comparison.version_raised,
        "digest_changed": comparison.digest_changed,
        "chain_broken": comparison.alignment.broken,
        "counts": {change_class.value: count for change_class, count in comparison.counts.items()},
        "changes": [record_of(change, _FRAMEWORK_CHANGE) for change in comparison.changes],
        "affected": [record_of(each, _AFFECTED) for each in affected],
    }


def framework_diff_records(comparison: FrameworkComparison) -> Records:
    """Return one row for each change."""
    sides = [comparison.before.ref, comparison.after.ref, comparison.alignment.broken]
    names = ("before_framework", "after_framework", "chain_broken", *_FRAMEWORK_CHANGE)
    return Records(names, [[*sides, *values_of(change, _FRAMEWORK_CHANGE)] for change in comparison.changes])


def _framework_side(framework: Framework, path: str) -> Json:
    return {
        "framework": framework.ref,
        "title": framework.title,
        "digest": framework_digest(framework),
        "path": path,
    }
