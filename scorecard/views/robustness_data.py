"""How firm results are, for programs: `scorecard/robustness/1`, and a row for each variant."""

from collections import Counter
from collections.abc import Sequence

from scorecard.model.file_names import suffix_of
from scorecard.model.framework import ref_of
from scorecard.model.lexical import FrameworkRef, Number
from scorecard.robustness.margins import neighbour_margins
from scorecard.robustness.reach import Reach, Rerating
from scorecard.robustness.robustness import Robustness
from scorecard.robustness.tree import given
from scorecard.robustness.variants import Variant
from scorecard.scoring.scorecard import IndicatorResult, Scorecard
from scorecard.views.data import (
    Columns,
    Json,
    Records,
    computed,
    grade_id,
    record_of,
    recorded,
    written_json,
)

_VARIANT: Columns[Variant] = {
    "variant": lambda variant: variant.name,
    "status": lambda variant: variant.figures.status.written,
    "grade": lambda variant: grade_id(variant.figures.grade),
    "score": lambda variant: computed(variant.figures.score),
}


def robustness_json(found: Sequence[tuple[str, Robustness]], **others: Json) -> Json:
    """Return `scorecard/robustness/1`: what was found of scorecards, with their paths, and of neighbours."""
    cards = [each.scorecard for _, each in found]
    often = Counter((ref_of(each.framework), each.assessment.subject.id) for each in cards)
    return {
        "schema": "scorecard/robustness/1",
        **others,
        "scorecards": [_scorecard(path, each) for path, each in found],
        "margins": [
            {
                "framework": margin.ahead.framework.ref,
                "ahead": _name(margin.ahead, often),
                "behind": _name(margin.behind, often),
                "margin": computed(margin.share),
            }
            for margin in neighbour_margins(cards)
        ],
    }


def _name(scorecard: Scorecard, often: Counter[tuple[FrameworkRef, str]]) -> str:
    """Return a subject's id; where there are several dates of it, with the date."""
    subject = scorecard.assessment.subject.id
    return (
        subject
        if often[ref_of(scorecard.framework), subject] == 1
        else f"{subject}@{scorecard.assessment.date.isoformat()}"
    )


def _scorecard(path: str, found: Robustness) -> Json:
    figures, assessment = found.scorecard.figures, found.scorecard.assessment
    return {
        "subject": written_json(assessment.subject),
        "date": assessment.date.isoformat(),
        "suffix": suffix_of(path),
        "framework": found.scorecard.framework.ref,
        "path": path,
        "draft": assessment.is_draft,
        "status": figures.status.written,
        "grade": grade_id(figures.grade),
        "open": list(found.open),
        "reach": {name: _reach(each) for name, each in found.reaches.items()},
        "pivots": [
            {
                "indicator": each.change.after.indicator.id,
                "to": _given(each.change.after),
                "status": found.names[-1 - each.rank],
            }
            for each in found.pivots
        ],
        "doubt": {
            "indicators": [each.indicator.id for each in found.doubts],
            "statuses": list(found.possible),
        },
        "variants": [record_of(each, _VARIANT) for each in found.variants],
        "same": found.same,
        "margin": computed(found.margin),
    }


def _reach(reach: Reach | None) -> Json:
    if reach is None:
        return None
    return {
        "changes": reach.changes,
        "at_least": reach.at_least,
        "exact": reach.is_exact,
        "ratings": [_rerating(each) for each in reach.ratings],
    }


def _rerating(change: Rerating) -> Json:
    return {
        "indicator": change.after.indicator.id,
        "from": _given(change.before),
        "to": _given(change.after),
    }


def _given(result: IndicatorResult) -> Json:
    """Return a level's id, or a measurement as recorded."""
    to: str | Number | None = given(result)
    return to if to is None or isinstance(to, str) else recorded(to)


def robustness_records(found: Sequence[tuple[str, Robustness]]) -> Records:
    """Return a row for each variant of scorecards."""
    names = ("path", "subject", "date", "framework", *_VARIANT)
    rows = (
        [path, assessment.subject.id, assessment.date.isoformat(), each.scorecard.framework.ref, *values]
        for path, each in found
        for assessment in [each.scorecard.assessment]
        for hidden in [() if each.scorecard.framework.show_score else ("score",)]
        for values in [(record_of(one, _VARIANT) | dict.fromkeys(hidden)).values() for one in each.variants]
    )
    return Records(names, rows)
