"""Scorecards for programs: `scorecard/assess/1`, and a row for each indicator."""

from collections.abc import Iterable
from operator import attrgetter

from scorecard.model.assessment import DIMENSION_KEYS, Rating
from scorecard.model.digest import framework_digest
from scorecard.model.keys import LINE, PROSE, WORD, keys_of
from scorecard.scoring.scorecard import DimensionResult, IndicatorResult, Scorecard, all_dimensions
from scorecard.views.data import (
    Columns,
    Json,
    Records,
    computed,
    figures_json,
    record_of,
    recorded,
    texts_json,
    values_of,
    written_json,
)
from scorecard.views.indicator import evidence_words
from scorecard.views.scorecard import Detail


def assess_json(
    scorecards: Iterable[tuple[str, Scorecard]], *, detail: Detail = Detail.FULL, **others: Json
) -> Json:
    """Return `scorecard/assess/1`: scorecards with their paths, without what a `detail` does not show."""
    return {
        "schema": "scorecard/assess/1",
        **others,
        "scorecards": [_scorecard(path, scorecard, detail) for path, scorecard in scorecards],
    }


def _scorecard(path: str, scorecard: Scorecard, detail: Detail) -> Json:
    framework, assessment = scorecard.framework, scorecard.assessment
    document = assessment.document
    source = scorecard.sources.get(document) if isinstance(document, str) else document
    content: dict[str, Json] = {
        "framework": {
            "id": framework.id,
            "version": framework.version,
            "title": framework.title,
            "digest": framework_digest(framework),
            "note": framework.note,
        },
        "subject": {"id": assessment.subject.id, "name": assessment.subject.name},
        "date": assessment.date.isoformat(),
        "title": assessment.title,
        "draft": assessment.is_draft,
        "path": path,
        "document": None if source is None else written_json(source),
        "assessors": list(assessment.assessors),
        "reviewers": list(assessment.reviewers),
        **texts_json(assessment),
        "corrections": [written_json(each) for each in assessment.corrections],
        "pinned_digest": assessment.framework_digest,
        **figures_json(scorecard.figures),
    }
    if detail >= Detail.DIMENSIONS:
        content["dimensions"] = [_dimension(each, scorecard, detail) for each in scorecard.dimensions]
    return content


def _dimension(result: DimensionResult, scorecard: Scorecard, detail: Detail) -> Json:
    content: dict[str, Json] = {
        "id": result.dimension.id,
        "title": result.dimension.title,
        **figures_json(result.figures),
        "weight": computed(result.dimension.weight),
        "critical": result.dimension.critical,
        "counts_as": result.dimension.counts_as,
        "applies": result.applies,
        "dimensions": [_dimension(each, scorecard, detail) for each in result.dimensions],
    }
    if detail >= Detail.INDICATORS:
        said = _said(result.rating, scorecard)
        content |= {key: value for key, value in said.items() if key in DIMENSION_KEYS}
        content["indicators"] = [
            record_of(each, _INDICATOR) | {"applies": each.applies} | _said(each.rating, scorecard)
            for each in result.indicators
        ]
    return content


_INDICATOR: Columns[IndicatorResult] = {
    "id": lambda result: result.indicator.id,
    "title": lambda result: result.indicator.title,
    "state": lambda result: result.indicator.state.value,
    "level": lambda result: result.level_id,
    "measured": lambda result: recorded(result.rating.measured),
    "unit": lambda result: result.indicator.unit,
    "status": lambda result: result.status.written,
    "score": lambda result: computed(result.score),
    "weight": lambda result: computed(result.indicator.weight),
    "critical": lambda result: result.indicator.critical,
}


def _said(rating: Rating, scorecard: Scorecard) -> dict[str, Json]:
    sources, evidence = scorecard.sources, list[Json]()
    for each in rating.evidence:
        source = sources.get(each.source)
        evidence.append(written_json(each) | {"cited": written_json(source) if source else None})
    said = texts_json(rating) | {"evidence": evidence}
    if rating.decision:
        said["decision"] = [each.model_dump(mode="json", by_alias=True) for each in rating.decision]
    return said


# CSV --------------------------------------------------------------------------------------------

_SCORECARD: Columns[Scorecard] = {
    "subject": lambda scorecard: scorecard.assessment.subject.id,
    "subject_name": lambda scorecard: scorecard.assessment.subject.name,
    "date": lambda scorecard: scorecard.assessment.date.isoformat(),
    "draft": lambda scorecard: scorecard.assessment.is_draft,
    "framework": lambda scorecard: scorecard.framework.ref,
}
_DIMENSION: Columns[DimensionResult] = {
    "dimension": lambda result: result.dimension.id,
    "dimension_title": lambda result: result.dimension.title,
}
_TEXTS: Columns[Rating] = {
    key.name: attrgetter(key.name) for key in (*keys_of(Rating, WORD, LINE), *keys_of(Rating, PROSE))
}
_NAMES = ("path", *_SCORECARD, *_DIMENSION, *_INDICATOR, *_TEXTS, "evidence")


def assess_records(scorecards: Iterable[tuple[str, Scorecard]]) -> Records:
    """Return one row for each indicator of each scorecard, with its file's path."""
    rows = [
        [path, *values_of(scorecard, _SCORECARD), *values_of(dimension, _DIMENSION), *_row(each, scorecard)]
        for path, scorecard in scorecards
        for dimension in all_dimensions(scorecard.dimensions)
        for each in dimension.indicators
    ]
    return Records(["indicator" if name == "id" else name for name in _NAMES], rows)


def _row(result: IndicatorResult, scorecard: Scorecard) -> list[Json]:
    own = record_of(result, _INDICATOR)
    if not scorecard.framework.show_score:
        own["score"] = None
    evidence = [evidence_words(each, scorecard.sources) for each in result.rating.evidence]
    return [*own.values(), *values_of(result.rating, _TEXTS), "\n".join(evidence)]
