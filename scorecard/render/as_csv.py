"""Scorecards as CSV: one row per indicator, with text defused that a spreadsheet would take for a formula."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from scorecard.harmless import csv_text, inert
from scorecard.model.assessment import Rating
from scorecard.model.keys import LINE, PROSE, WORD, keys_of
from scorecard.model.source import Source
from scorecard.render.as_json import computed, recorded
from scorecard.scoring.scorecard import DimensionResult, IndicatorResult, Scorecard
from scorecard.views.scorecard import evidence_words

_TEXTS = tuple(key.name for key in (*keys_of(Rating, WORD, LINE), *keys_of(Rating, PROSE)))
_COLUMNS = (
    "path",
    "subject",
    "subject_name",
    "date",
    "draft",
    "framework",
    "dimension",
    "dimension_title",
    "indicator",
    "title",
    "state",
    "level",
    "measured",
    "unit",
    "status",
    "score",
    "weight",
    "critical",
    *_TEXTS,
    "evidence",
)


def render_csv(scorecards: Iterable[tuple[str, Scorecard]]) -> str:
    """Return one row for each indicator of each scorecard, with its file's path, after a row of names."""
    rows: list[Sequence[str]] = [_COLUMNS]
    for path, scorecard in scorecards:
        for dimension in scorecard.dimensions:
            rows += [[inert(path), *row] for row in _rows(dimension, scorecard)]
    return csv_text(rows)


def _rows(result: DimensionResult, scorecard: Scorecard) -> Iterator[list[str]]:
    for indicator in result.indicators:
        yield _row(indicator, result, scorecard)
    for inner in result.dimensions:
        yield from _rows(inner, scorecard)


def _row(result: IndicatorResult, dimension: DimensionResult, scorecard: Scorecard) -> list[str]:
    framework, assessment = scorecard.framework, scorecard.assessment
    indicator, rating = result.indicator, result.rating
    sources: dict[str, Source] = {**framework.sources, **assessment.sources}
    return [
        inert(assessment.subject.id),
        inert(assessment.subject.name),
        assessment.date.isoformat(),
        boolean_text(assessment.is_draft),
        framework.ref,
        inert(dimension.dimension.id),
        inert(dimension.dimension.title),
        inert(indicator.id),
        inert(indicator.title),
        indicator.state.value,
        inert(result.level.id if result.level else ""),
        number_text(recorded(rating.measured)),
        inert(indicator.measure.unit if indicator.measure else ""),
        result.status.value,
        number_text(computed(result.score)) if framework.show_score else "",
        number_text(computed(Fraction(indicator.weight))),
        boolean_text(indicator.critical),
        *(inert(getattr(rating, name) or "") for name in _TEXTS),
        inert("\n".join(evidence_words(evidence, sources) for evidence in rating.evidence)),
    ]


def number_text(number: float | Decimal | None) -> str:
    """Return a number as a cell has it; nothing for none."""
    return "" if number is None else f"{Decimal(str(number)):f}"


def boolean_text(value: bool) -> str:
    """Return a truth value as a cell has it."""
    return "true" if value else "false"
