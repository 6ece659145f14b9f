"""Comparisons of assessments as JSON: `scorecard/diff/1`."""

from collections.abc import Iterable

from scorecard.comparing.assessments import Change, Comparison, DimensionChange, Split
from scorecard.directions import unmarked
from scorecard.model.framework import Status
from scorecard.model.kinds import ASSESSMENT
from scorecard.model.source import Model
from scorecard.project.loader import File, is_of
from scorecard.render.as_json import Json, computed, recorded
from scorecard.scoring.scorecard import IndicatorResult, Scorecard


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
        "status": _statuses(before.figures.status, after.figures.status),
        "score": _split(comparison.split),
        "dimensions": [_dimension(each) for each in comparison.dimensions],
        "changes": [_change(each) for each in changes],
    }


def diffs_json(diffs: Iterable[Json], **others: Json) -> Json:
    """Return `scorecard/diffs/1`: several diffs, and what else is to be said of a revision."""
    return {"schema": "scorecard/diffs/1", "diffs": list(diffs), **others}


def file_json(file: File[Model]) -> Json:
    """Return a file that has nothing to be compared with."""
    content = file.content if is_of(file, ASSESSMENT) else None
    return {"path": file.path, "draft": content is not None and content.is_draft}


def _side(scorecard: Scorecard, path: str) -> Json:
    assessment = scorecard.assessment
    return {
        "framework": scorecard.framework.ref,
        "subject": assessment.subject.id,
        "name": assessment.subject.name,
        "date": assessment.date.isoformat(),
        "draft": assessment.is_draft,
        "path": path,
    }


def _statuses(before: Status | None, after: Status) -> Json:
    return {"before": None if before is None else before.value, "after": after.value}


def _split(split: Split) -> Json:
    return {
        "before": computed(split.before),
        "after": computed(split.after),
        "change": computed(split.change),
        "real": computed(split.real),
        "coverage": computed(split.coverage),
        "framework": computed(split.framework),
        "comparable": split.comparable,
        "rated_on_both": split.rated_on_both,
    }


def _dimension(change: DimensionChange) -> Json:
    before = change.before.figures.status if change.before else None
    return {
        "id": change.after.dimension.id,
        "title": change.after.dimension.title,
        "status": _statuses(before, change.after.figures.status),
        "score": _split(change.split),
        "dimensions": [_dimension(each) for each in change.dimensions],
    }


def _change(change: Change) -> Json:
    was, now = change.was, change.after
    return {
        "indicator": change.indicator.id,
        "before_id": [each.indicator.id for each in change.before],
        "title": change.indicator.title,
        "kind": change.kind.value,
        "before": _level(was),
        "after": _level(now),
        "before_status": None if was is None else was.status.value,
        "after_status": None if now is None else now.status.value,
        "before_measured": None if was is None else recorded(was.rating.measured),
        "after_measured": None if now is None else recorded(now.rating.measured),
        "before_rerated": None if change.rerated is None else change.rerated.id,
        "comparable": change.is_comparable,
        "reason": change.reason and unmarked(change.reason),
        "before_rationale": None if was is None else was.rating.rationale,
        "after_rationale": None if now is None else now.rating.rationale,
    }


def _level(result: IndicatorResult | None) -> str | None:
    return None if result is None or result.level is None else result.level.id
