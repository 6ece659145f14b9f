"""Trends and leagues for programs: `scorecard/trend/1`, and a row for each indicator and date."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from scorecard.comparing.dated import DatedScorecard
from scorecard.comparing.league import League, Standing, Tally, find_tallies
from scorecard.comparing.trend import Point, Trend, TrendEntry, TrendRow
from scorecard.model.framework import Framework
from scorecard.views.data import (
    Columns,
    Json,
    Records,
    computed,
    counts_json,
    grade_id,
    recorded,
    values_of,
    written_json,
)
from scorecard.views.scorecard_data import INDICATOR_COLUMNS, IndicatorRow, find_holders


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
        "subject": written_json(subject),
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
        "under_review": dated.scorecard.assessment.under_review,
        "status": figures.status.written,
        "score": computed(figures.score),
        "score_low": computed(figures.score_low),
        "score_high": computed(figures.score_high),
        "coverage": computed(figures.coverage),
        "provisional": figures.provisional,
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
        "unit": None if row.thing.measure is None else row.thing.measure.unit,
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


def league_records(leagues: Iterable[League]) -> Records:
    """Return one row for each subject of each league, the best first."""
    rows = [{"framework": each.framework.ref, **_standing(one)} for each in leagues for one in each.standings]
    return Records([*rows[0]] if rows else [], [[*each.values()] for each in rows])


def _standing(standing: Standing) -> dict[str, Json]:
    return {
        "rank": standing.rank,
        "tied": standing.is_tied,
        "tied_within_bounds": standing.is_open,
        "subject": standing.dated.place.subject,
        "name": standing.dated.scorecard.assessment.subject.name,
        **_dated(standing.dated),
    }


def _tally(tally: Tally, framework: Framework) -> Json:
    indicator, counts, score, _ = tally
    named: dict[str, Json] = {"id": indicator.id, "title": indicator.title, "rated": 0}
    numbers = counts_json(counts, is_judged=framework.judges)
    return named | numbers | {"rated": counts.rated, "mean_score": computed(score)}


# CSV --------------------------------------------------------------------------------------------


class _FollowedRow(NamedTuple):
    """An indicator at one date that counts it, and the row of the trend that it is in."""

    indicator: IndicatorRow
    entry: TrendEntry
    row: TrendRow


_ADDED: Columns[_FollowedRow] = {
    "newest_id": lambda each: each.row.thing.id,
    "comparable_with_previous": lambda each: each.entry.is_comparable,
    "whole_grade": lambda each: grade_id(each.indicator.scorecard.figures.grade),
}


def trend_records(trends: Iterable[Trend]) -> Records:
    """Return one row for each indicator at each date that counts it, in columns of `assess` and more."""
    rows = (
        [*values_of(each.indicator, INDICATOR_COLUMNS), *values_of(each, _ADDED)]
        for trend in trends
        for each in _followed(trend)
    )
    return Records((*INDICATOR_COLUMNS, *_ADDED), rows)


def _followed(trend: Trend) -> Iterator[_FollowedRow]:
    holders = {point.place: find_holders(point.scorecard) for point in trend.points}
    for row in trend.indicators:
        for entry in row.entries:
            if entry is not None and entry.status is not None:
                place, scorecard, *_ = entry.point
                holder, whole = holders[place][entry.result.indicator.id]
                indicator = IndicatorRow(place.path, scorecard, holder, whole, entry.result)
                yield _FollowedRow(indicator, entry, row)
