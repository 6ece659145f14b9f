"""What was measured, date by date, against the threshold of its day: drawn, for numbers tell it best."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby

from scorecard.comparing.trend import Trend, TrendEntry, TrendRow
from scorecard.directions import isolated
from scorecard.model.framework import Framework, Indicator, Status
from scorecard.model.lexical import exact_number, typed_number
from scorecard.views.report import Measurements, SmallCharts, Threshold
from scorecard.views.words import english as say

_Dated = list[tuple[TrendEntry, Fraction | None]]
"""What is measured at each date, with the threshold of that day."""


def measurement_charts(trend: Trend) -> Iterator[SmallCharts]:
    """Yield the drawings of what was measured at two dates or more; none where nothing was."""
    charts = tuple(filter(None, map(_chart, trend.indicators)))
    if charts:
        yield SmallCharts(say.measurements_caption(), charts)


def _chart(row: TrendRow) -> Measurements | None:
    unit = row.thing.unit if isinstance(row.thing, Indicator) else None
    entries = [
        entry for entry in row.entries if entry and entry.status and entry.result.indicator.unit == unit
    ]
    marks = [
        (entry.point.place.date, Fraction(measured), typed_number(measured))
        for entry in entries
        if (measured := entry.result.rating.measured) is not None
    ]
    if unit is None or len(marks) < 2:
        return None
    dated = [(entry, threshold(entry.result.indicator, entry.point.scorecard.framework)) for entry in entries]
    return Measurements(
        name=isolated(row.thing.title),
        unit=isolated(unit),
        marks=tuple(marks),
        thresholds=tuple(_thresholds(dated)),
        target=row.thing.id,
    )


def _thresholds(dated: _Dated) -> Iterator[Threshold]:
    """Yield each threshold with the days from which and up to which it held."""
    for value, group in groupby(dated, key=lambda each: each[1]):
        entries = [entry for entry, _ in group]
        if value is not None:
            first, last = entries[0].point, entries[-1].point
            yield Threshold(first.place.date, last.place.date, value, exact_number(value))


def threshold(indicator: Indicator, framework: Framework) -> Fraction | None:
    """Return the bound at which a measurement begins to pass; by points alone, to have a full score.

    None where there is no one such bound: what passes lies between two, or in several bands.
    """
    measure = indicator.measure
    if measure is None:
        return None
    if not framework.judges or not measure.bands:
        return Fraction(max(measure.points, key=lambda each: each.value).at) if measure.points else None
    passing = [
        band for band in measure.bands if framework.level_of(indicator, band.level).status is Status.PASS
    ]
    bounds = [(band.at_least, band.at_most) for band in passing]
    least, most = (
        ([each for each in side if each is not None] for side in zip(*bounds, strict=True))
        if bounds
        else ([], [])
    )
    if len(least) == len(bounds) and not most:
        return Fraction(min(least))
    return Fraction(max(most)) if len(most) == len(bounds) and most and not least else None
