"""Scorecards for programs: `scorecard/assess/1`, and a row for each indicator."""

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import NamedTuple

from scorecard.model.assessment import DIMENSION_KEYS, Rating
from scorecard.model.digest import framework_digest, ratings_digest
from scorecard.model.file_names import suffix_of
from scorecard.model.framework import Dimension, dimensions_below
from scorecard.model.keys import LINE, PROSE, WORD, keys_of
from scorecard.scoring.scorecard import DimensionResult, IndicatorResult, Scorecard
from scorecard.views.data import (
    Columns,
    Json,
    Records,
    computed,
    figures_json,
    level_label,
    record_of,
    recorded,
    texts_json,
    values_of,
    written_json,
)
from scorecard.views.indicator import evidence_words
from scorecard.views.scorecard import Detail

_FRAMEWORK_KEYS = (
    *("id", "version", "title", "publisher", "language", "licence", "note"),
    *("dimension_label", "indicator_label", "element_label", "verdict_labels"),
    *("show_score", "score_out_of", "verdict", "grades"),
)
"""What a scorecard says of its framework: what is needed to show it to readers."""


def assess_json(
    scorecards: Iterable[tuple[str, Scorecard]], *, detail: Detail = Detail.FULL, **others: Json
) -> Json:
    """Return `scorecard/assess/1`: scorecards with their paths, without what a `detail` does not show."""
    return {
        "schema": "scorecard/assess/1",
        **others,
        "scorecards": [scorecard_json(path, scorecard, detail) for path, scorecard in scorecards],
    }


def scorecard_json(path: str, scorecard: Scorecard, detail: Detail = Detail.FULL) -> dict[str, Json]:
    """Return a scorecard with its file's path, without what a `detail` does not show."""
    framework, assessment = scorecard.framework, scorecard.assessment
    document = assessment.document
    source = scorecard.sources.get(document) if isinstance(document, str) else document
    content: dict[str, Json] = {
        "framework": {**written_json(framework, *_FRAMEWORK_KEYS), "digest": framework_digest(framework)},
        "subject": written_json(assessment.subject),
        "date": assessment.date.isoformat(),
        "suffix": suffix_of(path),
        "title": assessment.title,
        "draft": assessment.is_draft,
        "published": assessment.published.isoformat() if assessment.published else None,
        "path": path,
        "document": None if source is None else written_json(source),
        "assessors": list(assessment.assessors),
        "reviewers": list(assessment.reviewers),
        **texts_json(assessment),
        "corrections": [written_json(each) for each in assessment.corrections],
        "pinned_digest": assessment.framework_digest,
        "digest": ratings_digest(assessment, framework),
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
        content["indicators"] = [indicator_json(each, scorecard) for each in result.indicators]
    return content


def indicator_json(result: IndicatorResult, scorecard: Scorecard) -> dict[str, Json]:
    """Return an indicator of a scorecard, with all that is said of its rating."""
    return {
        **record_of(result, _INDICATOR),
        **written_json(result.indicator, "requirement", "tags"),
        "applies": result.applies,
        **_said(result.rating, scorecard),
        "decision": [written_json(one) for one in result.rating.decision],
    }


_INDICATOR: Columns[IndicatorResult] = {
    "id": lambda result: result.indicator.id,
    "title": lambda result: result.indicator.title,
    "state": lambda result: result.indicator.state.value,
    "level": lambda result: result.level_id,
    "level_label": level_label,
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
    return texts_json(rating) | {"evidence": evidence}


# CSV --------------------------------------------------------------------------------------------


class IndicatorRow(NamedTuple):
    """An indicator of a scorecard; `holder` is the dimension it is in, `part_of` what it is an element of."""

    path: str
    scorecard: Scorecard
    holder: Dimension | None
    part_of: Dimension | None
    result: IndicatorResult


def _of_result(get: Callable[[IndicatorResult], Json]) -> Callable[[IndicatorRow], Json]:
    return lambda row: get(row.result)


INDICATOR_COLUMNS: Columns[IndicatorRow] = {
    "path": lambda row: row.path,
    "subject": lambda row: row.scorecard.assessment.subject.id,
    "subject_name": lambda row: row.scorecard.assessment.subject.name,
    "date": lambda row: row.scorecard.assessment.date.isoformat(),
    "suffix": lambda row: suffix_of(row.path),
    "draft": lambda row: row.scorecard.assessment.is_draft,
    "framework": lambda row: row.scorecard.framework.ref,
    "dimension": lambda row: row.holder.id if row.holder else None,
    "dimension_title": lambda row: row.holder.title if row.holder else None,
    "part_of": lambda row: row.part_of.id if row.part_of else None,
    **{"indicator" if name == "id" else name: _of_result(get) for name, get in _INDICATOR.items()},
    "score": lambda row: computed(row.result.score) if row.scorecard.framework.show_score else None,
}
"""What CSV has of an indicator."""
_SAID: Columns[IndicatorRow] = {
    **{
        key.name: attrgetter(f"result.rating.{key.name}")
        for key in (*keys_of(Rating, WORD, LINE), *keys_of(Rating, PROSE))
    },
    "evidence": lambda row: "\n".join(
        evidence_words(each, row.scorecard.sources) for each in row.result.rating.evidence
    ),
}


def assess_records(scorecards: Iterable[tuple[str, Scorecard]]) -> Records:
    """Return one row for each indicator of each scorecard, with its file's path."""
    columns = {**INDICATOR_COLUMNS, **_SAID}
    return Records(tuple(columns), (values_of(row, columns) for row in _rows(scorecards)))


def _rows(scorecards: Iterable[tuple[str, Scorecard]]) -> Iterator[IndicatorRow]:
    for path, scorecard in scorecards:
        holders = find_holders(scorecard)
        for each in scorecard.indicators():
            yield IndicatorRow(path, scorecard, *holders[each.indicator.id], each)


def find_holders(scorecard: Scorecard) -> dict[str, tuple[Dimension | None, Dimension | None]]:
    """Return, by id, in which dimension each indicator and dimension is, and what it is an element of."""
    found: dict[str, tuple[Dimension | None, Dimension | None]] = {}
    for dimension, above in dimensions_below(scorecard.framework.dimensions):
        whole = next((each for each in (*above, dimension) if each.counts_as), None)
        found |= {each.id: (dimension, whole) for each in dimension.indicators}
        found[dimension.id] = (above[-1] if above else None, None if whole is dimension else whole)
    return found
