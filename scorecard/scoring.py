"""Scores and verdicts: a framework and an assessment in, a scorecard out. Pure and exact.

Every figure is worked out for four versions of the ratings at once, bottom up:

- now: only what is rated has a score;
- worst, best: what is not rated gets the worst or the best level it could;
- ideal: everything that applies gets its best level, rated or not, and counts as passing.

A verdict is certain when it holds at worst, possible when it holds at best; ideal is what a near miss
looks at. Numbers are fractions throughout and are rounded nowhere here.

However many indicators there are, few differ in anything that a figure depends on. Those that do not are
one kind, so an indicator costs little more than finding its kind, and figures are sums over kinds.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from math import lcm
from typing import NamedTuple, assert_never

from scorecard.assessment import Assessment, Rating, as_rating
from scorecard.framework import Aggregation, Framework, Status
from scorecard.passing import Rule, RuleKind
from scorecard.results import Counts, DimensionResult, Figures, IndicatorResult, Scorecard
from scorecard.yardstick import (
    BEST,
    IDEAL,
    NOW,
    WORST,
    Asked,
    Group,
    Kind,
    Rateable,
    View,
    Views,
    level_id_of,
    yardstick_of,
)

NEAR_MISS_LIMIT = 2

_NOT_RATED, _RATED = Fraction(0), Fraction(1)
"""What an indicator adds to coverage."""


def score(framework: Framework, assessment: Assessment) -> Scorecard:
    """Score an assessment that has no errors under the framework it names."""
    yardstick = yardstick_of(framework)
    below = [_judge_dimension(group, assessment) for group in yardstick.groups]
    dimensions = tuple(result for result, _ in below)
    items = [item for _, item in below]
    figures, _, _ = _judge(items, zip(_ids(dimensions), items, strict=True), yardstick.asked, dimensions)
    return Scorecard(framework, assessment, figures, dimensions)


# What a dimension sees of its items --------------------------------------------------------------


_Tally = Mapping[Kind, int]


class _Item(NamedTuple):
    """What a dimension sees of a dimension in it, or of so many indicators in it that are alike.

    As things are now, its status is its verdict. `tally` has the indicators in it, at any depth.
    """

    times: int
    weight: Fraction
    critical: bool
    views: Views
    tally: _Tally

    @property
    def passes(self) -> bool:
        """Whether its verdict is pass."""
        return self.views[NOW].status is Status.PASS


_Viewed = Sequence[tuple[_Item, int]]


def _judge_dimension(group: Group, assessment: Assessment) -> tuple[DimensionResult, _Item]:
    indicators, kinds = _judge_indicators(group.rateables, assessment)
    below = [_judge_dimension(inner, assessment) for inner in group.groups]
    dimensions = tuple(result for result, _ in below)
    items = [
        _Item(times, kind.weight, kind.critical, kind.views, {kind: times})
        for kind, times in Counter(kinds).items()
        if kind.counted
    ]
    items += [item for _, item in below]
    inner = zip(_ids(dimensions), (item for _, item in below), strict=True)
    named = chain(_counted(indicators, kinds), inner)
    figures, views, tally = _judge(items, named, group.asked, dimensions)
    return (
        DimensionResult(group.dimension, figures, indicators, dimensions),
        _Item(1, group.weight, group.dimension.critical, views, tally),
    )


def _judge_indicators(
    rateables: Sequence[Rateable], assessment: Assessment
) -> tuple[tuple[IndicatorResult, ...], list[Kind]]:
    """Return what an assessment makes of indicators, and the kind of each."""
    ratings = assessment.ratings
    results, kinds = [], []
    for indicator, id, measure, kind_of in rateables:
        rating = ratings.get(id)
        if not isinstance(rating, Rating):
            rating = as_rating(rating, measured=measure is not None)
        kind = kind_of[rating.level if measure is None else level_id_of(measure, rating)]
        results.append(IndicatorResult(indicator, rating, kind.level, kind.status))
        kinds.append(kind)
    return tuple(results), kinds


def _counted(
    results: Iterable[IndicatorResult], kinds: Iterable[Kind]
) -> Iterator[tuple[str, "_Item | Kind"]]:
    """Yield the id of each indicator that is counted, and its kind."""
    pairs = zip(results, kinds, strict=True)
    return ((each.indicator.id, kind) for each, kind in pairs if kind.counted)


def _ids(dimensions: Iterable[DimensionResult]) -> Iterator[str]:
    return (each.dimension.id for each in dimensions)


# Judging ----------------------------------------------------------------------------------------


def _judge(
    items: Sequence[_Item],
    named: Iterable[tuple[str, "_Item | Kind"]],
    asked: Asked,
    dimensions: Iterable[DimensionResult],
) -> tuple[Figures, Views, _Tally]:
    applicable = [item for item in items if item.views[NOW].status is not Status.NOT_APPLICABLE]
    views = now, worst, best, _ = _views(applicable, asked)
    tally = _tally(items)
    coverage = _coverage(tally)
    near_miss, enough = _near_miss(applicable, now.status, named, asked)
    figures = Figures(
        status=now.status,
        score=now.score,
        score_low=worst.score,
        score_high=best.score,
        coverage=coverage,
        provisional=coverage is not None and coverage < asked.minimum_coverage,
        counts=_counts(tally),
        items=sum(item.times for item in applicable),
        near_miss=near_miss,
        enough_alone=enough,
        is_near=bool(near_miss)
        and all(each.figures.is_near for each in dimensions if each.dimension.id in near_miss),
    )
    return figures, views, tally


def _views(applicable: Sequence[_Item], asked: Asked) -> Views:
    """Return the four versions; where all is rated the first three are one."""
    ideal = View(_score([(item, IDEAL) for item in applicable], asked.aggregation), Status.PASS)
    worst = _Seen([(item, WORST) for item in applicable], asked)
    if all(item.views[NOW] is item.views[WORST] for item in applicable):
        now = View(worst.score, _verdict(worst, worst, asked))
        return now, now, now, ideal
    best = _Seen([(item, BEST) for item in applicable], asked)
    score = _score([(item, NOW) for item in applicable], asked.aggregation)
    return (
        View(score, _verdict(worst, best, asked)),
        View(worst.score, _verdict(worst, worst, asked)),
        View(best.score, _verdict(best, best, asked)),
        ideal,
    )


class _Seen:
    """What rules look at: how many items there are, each in one version of the ratings, and their score."""

    def __init__(self, viewed: _Viewed, asked: Asked) -> None:
        self.size = self.passing = self.failing = 0
        self.lacks_critical = False
        for item, version in viewed:
            status = item.views[version].status
            self.size += item.times
            if status is Status.PASS:
                self.passing += item.times
            elif item.critical:
                self.lacks_critical = True
            if status is Status.FAIL:
                self.failing += item.times
        self.score = _score(viewed, asked.aggregation)


def _verdict(worst: _Seen, best: _Seen, asked: Asked) -> Status:
    """Return what is certain: it holds even at worst; or, where something better is only possible, that."""
    if not worst.size:
        return Status.NOT_APPLICABLE
    if _passes(worst, asked):
        return Status.PASS
    if _passes(best, asked):
        return Status.UNDETERMINED
    if _holds(asked.partial_when, worst):
        return Status.PARTIAL
    if _holds(asked.partial_when, best):
        return Status.UNDETERMINED
    return Status.FAIL


def _near_miss(
    applicable: Sequence[_Item],
    status: Status,
    named: Iterable[tuple[str, "_Item | Kind"]],
    asked: Asked,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the ids of the few items that do not pass, if with them passing, at their best, this would.

    And the ids of those among them of which that is true of one alone, the others as they are.
    """
    if status in (Status.PASS, Status.NOT_APPLICABLE):
        return (), ()
    short = sum(item.times for item in applicable if not item.passes)
    if not 0 < short <= NEAR_MISS_LIMIT:
        return (), ()
    mended = [(item, WORST if item.passes else IDEAL) for item in applicable]
    if not _passes(_Seen(mended, asked), asked):
        return (), ()
    missing = [
        (id, each.views)
        for id, each in named
        if each.views[NOW].status not in (Status.PASS, Status.NOT_APPLICABLE)
    ]
    enough = (id for id, views in missing if _passes(_Seen(list(_mend_one(applicable, views)), asked), asked))
    return tuple(id for id, _ in missing), tuple(enough)


def _mend_one(applicable: Sequence[_Item], views: Views) -> Iterator[tuple[_Item, int]]:
    """Yield all items at their worst, but one of those that look like this as ideal."""
    for item in applicable:
        if item.views is views:
            yield item._replace(times=1), IDEAL
        if others := item.times - (item.views is views):
            yield item._replace(times=others), WORST


def _passes(seen: _Seen, asked: Asked) -> bool:
    return not seen.lacks_critical and _holds(asked.pass_when, seen)


def _holds(rule: Rule, seen: _Seen) -> bool:
    amount = rule.amount or 0
    match rule.kind:
        case RuleKind.ALL:
            return seen.passing == seen.size
        case RuleKind.ANY:
            return seen.passing > 0
        case RuleKind.NONE_FAIL:
            return not seen.failing
        case RuleKind.AT_LEAST:
            return seen.passing >= amount or seen.passing == seen.size
        case RuleKind.SHARE:
            return seen.passing >= Fraction(amount) * seen.size
        case RuleKind.SCORE:
            return seen.score is not None and seen.score >= Fraction(amount)
        case RuleKind.NEVER:
            return False
        case _:
            assert_never(rule.kind)


# Sums -------------------------------------------------------------------------------------------


def _score(viewed: _Viewed, aggregation: Aggregation) -> Fraction | None:
    """Return the score, 0 to 1, of what has one; None where nothing has."""
    match aggregation:
        case Aggregation.MINIMUM:
            scores = (item.views[version].score for item, version in viewed)
            return min((score for score in scores if score is not None), default=None)
        case Aggregation.MEAN_OF_DIMENSIONS:
            return _mean((item.times, item.weight, item.views[version].score) for item, version in viewed)
        case Aggregation.MEAN_OF_INDICATORS:
            return _mean(
                (times, kind.weight, kind.views[version].score)
                for item, version in viewed
                for kind, times in item.tally.items()
            )
        case _:
            assert_never(aggregation)


def _coverage(tally: _Tally) -> Fraction | None:
    """Return the share of the weight of what applies that is rated; None where nothing applies."""
    return _mean(
        (times, kind.weight, _NOT_RATED if kind.level is None else _RATED)
        for kind, times in tally.items()
        if kind.status is not Status.NOT_APPLICABLE
    )


def _mean(terms: Iterable[tuple[int, Fraction, Fraction | None]]) -> Fraction | None:
    """Return the exact mean of numbers, each so many times with such a weight; None where there is none.

    Sums are whole numbers of parts, made finer as need be: ten times faster than adding fractions.
    """
    total = total_weight = 0
    parts = weight_parts = 1
    for times, weight, number in terms:
        if number is None:
            continue
        numerator, denominator = number.as_integer_ratio()
        weight_numerator, weight_denominator = weight.as_integer_ratio()
        if parts % denominator or weight_parts % weight_denominator:
            finer = lcm(parts, denominator) // parts
            weight_finer = lcm(weight_parts, weight_denominator) // weight_parts
            parts, weight_parts = parts * finer, weight_parts * weight_finer
            total, total_weight = total * finer * weight_finer, total_weight * weight_finer
        share = times * weight_numerator * (weight_parts // weight_denominator)
        total_weight += share
        total += share * numerator * (parts // denominator)
    return Fraction(total, total_weight * parts) if total_weight else None


def _tally(items: Iterable[_Item]) -> _Tally:
    """Return how many indicators of each kind there are in items."""
    tally: defaultdict[Kind, int] = defaultdict(int)
    for item in items:
        for kind, times in item.tally.items():
            tally[kind] += times
    return tally


def _counts(tally: _Tally) -> Counts:
    counts: defaultdict[Status, int] = defaultdict(int)
    for kind, times in tally.items():
        counts[kind.status] += times
    return Counts(
        passed=counts[Status.PASS],
        partial=counts[Status.PARTIAL],
        failed=counts[Status.FAIL],
        not_rated=counts[Status.NOT_RATED],
        not_applicable=counts[Status.NOT_APPLICABLE],
    )
