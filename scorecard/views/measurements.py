"""What was measured, date by date, against the threshold of its day: drawn, for numbers tell it best."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import chain, groupby, pairwise
from typing import NamedTuple

from scorecard.comparing.trend import Trend, TrendEntry, TrendRow
from scorecard.directions import isolated
from scorecard.links import to_place
from scorecard.model.framework import Framework, Indicator, Measure, Status
from scorecard.model.lexical import exact_number, typed_number
from scorecard.views.matrix import column_dates
from scorecard.views.report import Measured, Measurements, SmallCharts, Threshold
from scorecard.views.words import english as say
from scorecard.views.words.standings import label_of, named, verdict_word

_MOST_TOGETHER = 12
"""How many drawings stand under one caption; where there are more, each dimension has its own."""


class Goal(NamedTuple):
    """What a measurement has to reach: the bound as a number and in words, and what is had by reaching it."""

    value: Fraction
    words: str
    label: str


_Held = list[tuple[Goal, list[TrendEntry]]]
"""What had to be reached, each with the dates on which it had to be."""


def measurement_charts(trend: Trend) -> Iterator[SmallCharts]:
    """Yield drawings of what was measured on two dates or more, where that or its threshold moved."""
    drawn = [(row, chart) for row in trend.indicators if (chart := measured_chart(row))]
    is_split = len(drawn) > _MOST_TOGETHER
    captions = [named(row.holder.thing) if is_split and row.holder else "" for row, _ in drawn]
    for caption, group in groupby(zip(captions, drawn, strict=True), key=lambda each: each[0]):
        charts = tuple(chart for _, (_, chart) in group)
        has_goals = any(chart.thresholds for chart in charts)
        yield SmallCharts(say.measurements_caption(caption, has_goals=has_goals), charts)


def measured_chart(row: TrendRow) -> Measurements | None:
    """Return a drawing of what was measured of an indicator; None where there is nothing to see."""
    if not isinstance(row.thing, Indicator) or row.thing.unit is None:
        return None
    counted = [entry for entry in row.entries if entry and entry.status]
    entries = [entry for entry in counted if entry.result.indicator.unit == row.thing.unit]
    numbers = [entry.result.rating.measured for entry in entries]
    goals = [goal_of(entry.result.indicator, entry.point.scorecard.framework) for entry in entries]
    values = [Fraction(number) for number in numbers if number is not None]
    if len(values) < 2 or len({*values}) == len({goal and goal.value for goal in goals}) == 1:
        return None
    dates = column_dates([entry.point.place.date for entry in entries])
    marks = tuple(
        Measured(
            day=entry.point.place.date,
            when=when,
            value=None if number is None else Fraction(number),
            shown=say.NONE if number is None else say.with_minus(typed_number(number)),
            is_new=entry.is_comparable is False,
        )
        for entry, when, number in zip(entries, dates, numbers, strict=True)
    )
    groups = groupby(zip(goals, entries, strict=True), key=lambda each: each[0])
    held = [(goal, [entry for _, entry in group]) for goal, group in groups if goal]
    new = [mark.when for mark in marks[1:] if mark.is_new]
    notes = [say.asked_anew(new)] if new else []
    notes += [say.OTHER_UNIT] if len(entries) < len(counted) else []
    return Measurements(
        name=to_place(named(row.thing), row.thing.id),
        unit=isolated(row.thing.unit),
        marks=marks,
        thresholds=tuple(
            Threshold(those[0].point.place.date, those[-1].point.place.date, goal.value, _number(goal.value))
            for goal, those in held
        ),
        goal=_goal_words(held, dict(zip([mark.day for mark in marks], dates, strict=True))),
        notes=tuple(notes),
    )


def _number(value: Fraction) -> str:
    return say.with_minus(exact_number(value))


def _goal_words(held: _Held, dates: Mapping[date, str]) -> str:
    if not held:
        return ""
    labels = {goal.label for goal, _ in held}
    label = labels.pop() if len(labels) == 1 else say.ASKED_FOR
    steps = []
    for goal, those in held:
        first, last = those[0].point, those[-1].point
        version = first.scorecard.framework.version
        steps.append((goal.words, dates[first.place.date], dates[last.place.date], version))
    return say.goal(label, steps)


def goal_of(indicator: Indicator, framework: Framework) -> Goal | None:
    """Return from where on a measurement passes; by points alone, from where its score is highest.

    None where there is no one such bound: what passes lies between two, or in several ranges.
    """
    measure = indicator.measure
    if measure is None:
        return None
    if not framework.judges or not measure.bands:
        return _goal_of_points(measure)
    bounds = sorted(
        {
            Fraction(each)
            for band in measure.bands
            for each in (band.at_most, band.at_least)
            if each is not None
        }
    )
    if not bounds:
        return None
    # What lies below all bounds, on the first, between it and the second, and so on: bounds have odd places.
    between = [(low + high) / 2 for low, high in pairwise(bounds)]
    tried = [bounds[0] - 1, *chain.from_iterable(zip(bounds, [*between, bounds[-1] + 1], strict=True))]
    levels = [framework.level_of(indicator, id) for id in measure.levels_of(tried)]
    passes = [level.status is Status.PASS for level in levels]
    turns = [at for at, (before, now) in enumerate(pairwise(passes), start=1) if before is not now]
    if len(turns) != 1:
        return None
    (turn,) = turns
    value = bounds[(turn - 1) // 2]
    is_upper, is_enough = passes[0], passes[0] is (turn % 2 == 0)
    labels = {label_of(level) for level in levels if level.status is Status.PASS}
    label = labels.pop() if len(labels) == 1 else verdict_word(Status.PASS, framework)
    return Goal(value, say.bound(_number(value), is_upper=is_upper, is_enough=is_enough), say.capital(label))


def _goal_of_points(measure: Measure) -> Goal | None:
    points = sorted((Fraction(each.at), each.value) for each in measure.points)
    most = max((value for _, value in points), default=0)
    best = [at for at, value in points if value == most]
    is_low, is_high = (bool(points) and points[at][1] == most for at in (0, -1))
    if is_low is is_high:
        return None
    value = best[-1] if is_low else best[0]
    return Goal(value, say.bound(_number(value), is_upper=is_low, is_enough=True), say.BEST_SCORE)
