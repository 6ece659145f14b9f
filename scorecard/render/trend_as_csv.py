"""Trends as CSV: one row per indicator and date, for pivot tables."""

from collections.abc import Iterable, Iterator, Sequence

from scorecard.comparing.trend import Point, Trend, TrendEntry, TrendGroup, TrendRow
from scorecard.harmless import csv_text, inert
from scorecard.render.as_csv import boolean_text, number_text
from scorecard.render.as_json import recorded

_COLUMNS = (
    "subject",
    "subject_name",
    "framework",
    "date",
    "suffix",
    "draft",
    "dimension",
    "indicator",
    "title",
    "level",
    "measured",
    "unit",
    "status",
    "comparable_with_previous",
)


def render_trend_csv(trends: Iterable[Trend]) -> str:
    """Return one row for each indicator at each date that counts it, after a row of names.

    An indicator keeps its newest id and title on all its dates.
    """
    rows: list[Sequence[str]] = [_COLUMNS]
    for trend in trends:
        for group in trend.groups:
            for row in group.rows:
                rows += _rows(row, group, trend)
    return csv_text(rows)


def _rows(row: TrendRow, group: TrendGroup, trend: Trend) -> Iterator[list[str]]:
    for entry, point in zip(row.entries, trend.points, strict=True):
        if entry is not None and entry.status is not None:
            yield [
                *_date_cells(point),
                inert(group.dimension.id),
                inert(row.indicator.id),
                inert(row.indicator.title),
                *_entry_cells(entry),
            ]


def _date_cells(point: Point) -> list[str]:
    assessment = point.scorecard.assessment
    return [
        inert(assessment.subject.id),
        inert(assessment.subject.name),
        point.scorecard.framework.ref,
        point.place.date.isoformat(),
        inert(point.place.suffix or ""),
        boolean_text(assessment.is_draft),
    ]


def _entry_cells(entry: TrendEntry) -> list[str]:
    result = entry.result
    return [
        inert(result.level.id if result.level else ""),
        number_text(recorded(result.rating.measured)),
        inert(result.indicator.measure.unit if result.indicator.measure else ""),
        result.status.value,
        "" if entry.is_comparable is None else boolean_text(entry.is_comparable),
    ]
