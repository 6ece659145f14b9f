"""Results as JSON: versioned shapes for other programs, never a dump of what is inside.

Computed numbers are rounded to 6 places, half to even; measurements are as recorded; keys are never dropped.
"""

import json
import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from scorecard.harmless import COMMAND, UNSAFE
from scorecard.model.assessment import Assessment, Correction, Evidence, Rating
from scorecard.model.digest import framework_digest
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import Dimension, Framework, Indicator
from scorecard.model.keys import LINE, PROSE, WORD, keys_of
from scorecard.model.source import Number, Source
from scorecard.scoring.scorecard import Counts, DimensionResult, Figures, IndicatorResult, Scorecard
from scorecard.views.overview import Overview
from scorecard.views.scorecard import Detail

Json = None | bool | int | float | Decimal | str | list["Json"] | dict[str, "Json"]

_FIGURES = (
    "status",
    "score",
    "score_low",
    "score_high",
    "coverage",
    "provisional",
    "near_miss",
    "counts",
)
_MARKED = re.compile(r'"\\u0000(-?[0-9]+\.[0-9]+)"')


def render_json(content: Json, *, is_ascii: bool, is_compact: bool = True) -> str:
    """Return JSON text, on one line or in lines for people.

    What would act on a terminal that shows it, or on a CI runner, is escaped.
    """
    text = json.dumps(
        content,
        indent=None if is_compact else 2,
        separators=(",", ":") if is_compact else None,
        ensure_ascii=is_ascii,
        allow_nan=False,
        default=_mark,
    )
    text = _MARKED.sub(r"\1", text)
    text = UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
    return COMMAND.sub(r"\\u0023", text) + "\n"


def _mark(number: object) -> str:
    """Return a number that no float has as a text that no file can hold, to be taken out of its quotes."""
    assert isinstance(number, Decimal), "only numbers are left to the writer of JSON"
    return f"\0{number:f}"


def computed(number: Fraction | None) -> float | None:
    """Return a computed number as JSON has it."""
    return None if number is None else float(round(number, 6))


def recorded(number: Number | None) -> int | float | Decimal | None:
    """Return a measurement as it was recorded; of a fraction such as 1/3 what a float can hold.

    A fraction that a float would round to a whole number has the digits that tell it from that.
    """
    if number is None:
        return None
    if number == int(number):
        return int(number)
    if isinstance(number, Decimal) and Decimal(repr(float(number))) != number:
        return number
    if isinstance(number, Fraction) and float(number).is_integer():
        return Decimal(number.numerator) / number.denominator
    return float(number)


def assess_json(
    scorecards: Iterable[tuple[str, Scorecard]], *, detail: Detail = Detail.FULL, **others: Json
) -> Json:
    """Return `scorecard/assess/1`: scorecards, each with the path of its assessment, and what else is to say.

    What a `detail` does not show is left out: dimensions, or the indicators in them.
    """
    return {
        "schema": "scorecard/assess/1",
        **others,
        "scorecards": [_scorecard(path, scorecard, detail) for path, scorecard in scorecards],
    }


def _scorecard(path: str, scorecard: Scorecard, detail: Detail) -> Json:
    framework, assessment = scorecard.framework, scorecard.assessment
    document = assessment.document
    if isinstance(document, str):
        document = assessment.sources.get(document) or framework.sources.get(document)
    return {
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
        "document": None if document is None else _as_written(document),
        "assessors": list(assessment.assessors),
        "reviewers": list(assessment.reviewers),
        **_texts(assessment),
        "corrections": [_as_written(each) for each in assessment.corrections],
        "pinned_digest": assessment.framework_digest,
        **_figures(scorecard.figures),
        **_dimensions(scorecard.dimensions, scorecard, detail),
    }


def _figures(figures: Figures) -> dict[str, Json]:
    return {
        "status": figures.status.value,
        "score": computed(figures.score),
        "score_low": computed(figures.score_low),
        "score_high": computed(figures.score_high),
        "coverage": computed(figures.coverage),
        "provisional": figures.provisional,
        "near_miss": list(figures.near_miss),
        "counts": _counts(figures.counts),
    }


def _counts(counts: Counts) -> Json:
    return {
        "pass": counts.passed,
        "partial": counts.partial,
        "fail": counts.failed,
        "not_rated": counts.not_rated,
        "not_applicable": counts.not_applicable,
    }


def _dimensions(results: Iterable[DimensionResult], scorecard: Scorecard, detail: Detail) -> dict[str, Json]:
    if detail < Detail.DIMENSIONS:
        return {}
    return {"dimensions": [_dimension(each, scorecard, detail) for each in results]}


def _dimension(result: DimensionResult, scorecard: Scorecard, detail: Detail) -> Json:
    content: dict[str, Json] = {
        "id": result.dimension.id,
        "title": result.dimension.title,
        **_figures(result.figures),
        "weight": computed(Fraction(result.dimension.weight)),
        "critical": result.dimension.critical,
        **_dimensions(result.dimensions, scorecard, detail),
    }
    if detail >= Detail.INDICATORS:
        content["indicators"] = [_indicator(each, scorecard) for each in result.indicators]
    return content


def _indicator(result: IndicatorResult, scorecard: Scorecard) -> Json:
    indicator, rating = result.indicator, result.rating
    sources = {**scorecard.framework.sources, **scorecard.assessment.sources}
    return {
        "id": indicator.id,
        "title": indicator.title,
        "state": indicator.state.value,
        "level": None if result.level is None else result.level.id,
        "measured": recorded(rating.measured),
        "unit": None if indicator.measure is None else indicator.measure.unit,
        "status": result.status.value,
        "score": computed(result.score),
        "weight": computed(Fraction(indicator.weight)),
        "critical": indicator.critical,
        **_texts(rating),
        "evidence": [
            _as_written(each)
            | {"cited": _as_written(sources[each.source]) if each.source in sources else None}
            for each in rating.evidence
        ],
    }


def _texts(content: Assessment | Rating | Dimension | Indicator) -> dict[str, Json]:
    """Return what is said in words, by key: one that a shape has already keeps its place there."""
    values = ((key.name, getattr(content, key.name)) for key in keys_of(type(content), WORD, LINE, PROSE))
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values}


def _as_written(content: Source | Evidence | Correction) -> dict[str, Json]:
    """Return every key of a record as its file has it."""
    values = ((key.name, getattr(content, key.name)) for key in keys_of(type(content)))
    return {name: None if value is None else str(value) for name, value in values}


def list_json(overview: Overview, **others: Json) -> Json:
    """Return `scorecard/list/1`: frameworks and assessments; what a bad file lacks is null."""
    return {
        "schema": "scorecard/list/1",
        **others,
        "frameworks": [
            {
                "path": loaded.path,
                "shipped": is_shipped,
                "id": loaded.good.id if loaded.good else None,
                "version": loaded.good.version if loaded.good else None,
                "title": loaded.good.title if loaded.good else None,
                "indicators": sum(1 for _ in loaded.good.indicators()) if loaded.good else None,
                "digest": framework_digest(loaded.good) if loaded.good else None,
            }
            for loaded, is_shipped in overview.frameworks
        ],
        "assessments": [
            {
                "path": loaded.path,
                "subject": loaded.place.subject if isinstance(loaded.place, AssessmentPath) else None,
                "name": loaded.content.subject.name if loaded.content else None,
                "date": loaded.place.date.isoformat() if isinstance(loaded.place, AssessmentPath) else None,
                "suffix": loaded.place.suffix if isinstance(loaded.place, AssessmentPath) else None,
                "draft": loaded.content.is_draft if loaded.content else None,
                "framework": str(loaded.content.framework) if loaded.content else None,
                **(_figures(scorecard.figures) if scorecard else dict.fromkeys(_FIGURES)),
            }
            for loaded, scorecard in overview.assessments
        ],
    }


def framework_json(framework: Framework) -> Json:
    """Return `scorecard/framework/1`: what a framework is and asks, without its sources."""
    return {
        "schema": "scorecard/framework/1",
        "id": framework.id,
        "version": framework.version,
        "title": framework.title,
        "digest": framework_digest(framework),
        "note": framework.note,
        "dimensions": [_asked(dimension) for dimension in framework.dimensions],
    }


def _asked(dimension: Dimension) -> Json:
    return {
        "id": dimension.id,
        **_texts(dimension),
        "dimensions": [_asked(inner) for inner in dimension.dimensions],
        "indicators": [
            {
                "id": indicator.id,
                **_texts(indicator),
                "state": indicator.state.value,
                "weight": computed(Fraction(indicator.weight)),
                "critical": indicator.critical,
            }
            for indicator in dimension.indicators
        ],
    }
