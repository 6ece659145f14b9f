"""Trends and leagues for programs: `scorecard/trend/1`, and a row for each indicator and date."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from scorecard.comparing.dated import DatedScorecard
from scorecard.comparing.league import League, Standing, Tally, find_tallies
from scorecard.comparing.trend import Point, Trend, TrendEntry, TrendRow
from scorecard.model.framework import Framework
from scorecard.views.data import Columns, Json, Records, computed, counts_json, grade_id, recorded, values_of
from scorecard.views.words.standings import has_elements


def trend_json(
    trends: Iterable[Trend], leagues: Sequence[League], *, dimension: str | None = None, **others: Json
) -> Json:
    """Return `scorecard/trend/1`: trends, and where there are several subjects their leagues."""
    return {
        "schema": "scorecard/trend/1",
        **others,
        "trends": [_trend(trend) for trend in trends],
        "leagues": [_league(league, dimension) for league in leagues],
    }


def _trend(trend: Trend) -> Json:
    subject = trend.points[-1].scorecard.assessment.subject
    return {
        "subject": {"id": subject.id, "name": subject.name},
        "framework_id": trend.framework.id,
        "points": [_point(point) for point in trend.points],
        "indicators": [_row(row) for row in trend.indicators],
        "left_out": [{"path": each.place.path, "reason": each.reason} for each in trend.left_out],
    }


def _point(point: Point) -> Json:
    figures, comparison = point.scorecard.figures, point.comparison
    return {
        **_dated(point),
        "framework": point.scorecard.framework.ref,
        "path": point.place.path,
        "real": computed(comparison.split.real) if comparison else None,
        "rated_on_both": comparison.split.rated_on_both if comparison else None,
        "chain_broken": comparison.alignment.broken if comparison else None,
        "counts": counts_json(figures.counts, is_judged=figures.is_judged),
    }


def _dated(dated: Point | DatedScorecard) -> dict[str, Json]:
    place, figures = dated.place, dated.scorecard.figures
    return {
        "date": place.date.isoformat(),
        "suffix": place.suffix,
        "draft": dated.scorecard.assessment.is_draft,
        "status": figures.status.written,
        "score": computed(figures.score),
        "score_low": computed(figures.score_low),
        "score_high": computed(figures.score_high),
        "grade": grade_id(figures.grade),
        "grade_low": grade_id(figures.grade_low),
        "grade_high": grade_id(figures.grade_high),
    }


def _id_of(row: TrendRow | None) -> str | None:
    return None if row is None else row.thing.id


def _row(row: TrendRow) -> Json:
    return {
        "id": row.thing.id,
        "title": row.thing.title,
        "framework": row.framework.ref,
        "dimension": _id_of(row.holder),
        "part_of": _id_of(row.part_of),
        "levels": [entry.result.level_id if entry and entry.status else None for entry in row.entries],
        "statuses": [entry.status.written if entry and entry.status else None for entry in row.entries],
        "scores": [computed(entry.result.score) if entry and entry.status else None for entry in row.entries],
        "measured": [recorded(entry.result.rating.measured) if entry else None for entry in row.entries],
        "comparable": [entry.is_comparable if entry else None for entry in row.entries],
        "failing_since": str(row.failing_since) if row.failing_since else None,
        "asked_so_since": str(row.asked_so_since) if row.asked_so_since else None,
        "last_judged": str(row.last_judged.point.place.date) if row.last_judged else None,
        "never_passed": row.never_passed,
    }


# Leagues ----------------------------------------------------------------------------------------


def _league(league: League, dimension: str | None) -> Json:
    return {
        "framework": league.framework.ref,
        "rows": [_standing(standing) for standing in league.standings],
        "indicators": [_tally(tally, league.framework) for tally in find_tallies(league, dimension)],
    }


def _standing(standing: Standing) -> Json:
    return {
        "rank": standing.rank,
        "tied": standing.is_tied,
        "tied_within_bounds": standing.is_open,
        "subject": standing.dated.place.subject,
        **_dated(standing.dated),
    }


def _tally(tally: Tally, framework: Framework) -> Json:
    indicator, counts, score, _ = tally
    named: dict[str, Json] = {"id": indicator.id, "title": indicator.title, "rated": 0}
    numbers = counts_json(counts, is_judged=framework.judges)
    return named | numbers | {"rated": counts.rated, "mean_score": computed(score)}


# CSV --------------------------------------------------------------------------------------------


class _DatedEntry(NamedTuple):
    """An indicator at one date that counts it; it keeps its newest id and title on all its dates."""

    entry: TrendEntry
    row: TrendRow


_COLUMNS: Columns[_DatedEntry] = {
    "subject": lambda each: each.entry.point.scorecard.assessment.subject.id,
    "subject_name": lambda each: each.entry.point.scorecard.assessment.subject.name,
    "framework": lambda each: each.entry.point.scorecard.framework.ref,
    "date": lambda each: each.entry.point.place.date.isoformat(),
    "suffix": lambda each: each.entry.point.place.suffix,
    "draft": lambda each: each.entry.point.scorecard.assessment.is_draft,
    "dimension": lambda each: _id_of(each.row.holder),
    "indicator": lambda each: each.row.thing.id,
    "title": lambda each: each.row.thing.title,
    "level": lambda each: each.entry.result.level_id,
    "measured": lambda each: recorded(each.entry.result.rating.measured),
    "unit": lambda each: each.entry.result.indicator.unit,
    "status": lambda each: each.entry.result.status.written,
    "comparable_with_previous": lambda each: each.entry.is_comparable,
}
_ADDED: Columns[_DatedEntry] = {
    "score": lambda each: _shown_score(each.entry),
    "whole_grade": lambda each: grade_id(each.entry.point.scorecard.figures.grade),
    "part_of": lambda each: _id_of(each.row.part_of),
}


def trend_records(trends: Iterable[Trend], frameworks: Collection[Framework]) -> Records:
    """Return one row for each indicator at each date that counts it, in the columns that frameworks use."""
    entries = (
        _DatedEntry(entry, row)
        for trend in trends
        for row in trend.indicators
        for entry in row.entries
        if entry is not None and entry.status is not None
    )
    added = {name for each in frameworks for name in _added(each)}
    columns = {**_COLUMNS, **{name: get for name, get in _ADDED.items() if name in added}}
    return Records(tuple(columns), (values_of(each, columns) for each in entries))


def _added(framework: Framework) -> Iterator[str]:
    has_points = any(each.measure and each.measure.points for each in framework.indicators())
    yield from ["part_of"] * has_elements(framework)
    yield from ["score"] * (has_elements(framework) or has_points)
    yield from ["whole_grade"] * bool(framework.grades)


def _shown_score(entry: TrendEntry) -> Json:
    return computed(entry.result.score) if entry.point.scorecard.framework.show_score else None
