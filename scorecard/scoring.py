"""Scores and verdicts: a framework and an assessment in, a scorecard out. Pure and exact.

Every figure is worked out for four versions of the ratings at once, bottom up:

- now: only what is rated has a score;
- worst, best: what is not rated gets the worst or the best level it could;
- ideal: everything that applies gets its best level, rated or not.

A verdict is certain when it holds at worst, possible when it holds at best; ideal is what a near miss
looks at. Numbers are fractions throughout and are rounded nowhere here.

However many indicators there are, few differ in anything that a figure depends on. Those that do not are
one kind, so an indicator costs little more than finding its kind, and figures are sums over kinds.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple, assert_never

from scorecard.assessment import Assessment, Rating, as_rating
from scorecard.framework import (
    Aggregation,
    Dimension,
    Framework,
    Indicator,
    Level,
    Measure,
    Overall,
    Status,
    once_a_framework,
)
from scorecard.passing import Rule, RuleKind
from scorecard.results import Counts, DimensionResult, Figures, IndicatorResult, Scorecard
from scorecard.source import Number

NEAR_MISS_LIMIT = 2


def score(framework: Framework, assessment: Assessment) -> Scorecard:
    """Score an assessment that has no errors under the framework it names."""
    yardstick = _yardstick(framework)
    below = [_judge_dimension(group, assessment) for group in yardstick.groups]
    dimensions = tuple(result for result, _ in below)
    figures, _, _ = _judge([item for _, item in below], _statuses((), dimensions), yardstick.asked)
    return Scorecard(framework, assessment, figures, dimensions)


def rate(framework: Framework, indicator: Indicator, rating: Rating) -> tuple[Level | None, Status]:
    """Return the level and the status that a rating gives an indicator."""
    measure = indicator.measure
    return _level(framework, indicator, rating.level if measure is None else _level_id(measure, rating))


def _level_id(measure: Measure, rating: Rating) -> str | None:
    """Return the id of the level that a measurement gets, or what was recorded instead of one."""
    return rating.level if rating.measured is None else measure.level_id(rating.measured)


def _level(framework: Framework, indicator: Indicator, level_id: str | None) -> tuple[Level | None, Status]:
    if level_id is None or level_id == Status.NOT_RATED:
        return None, Status.NOT_RATED
    if level_id == Status.NOT_APPLICABLE:
        return None, Status.NOT_APPLICABLE
    level = next(level for level in framework.scale_of(indicator) if level.id == level_id)
    return level, level.status


# What is the same for every assessment ----------------------------------------------------------


class _Asked(NamedTuple):
    """How a dimension or the whole is scored and judged, defaults filled in."""

    aggregation: Aggregation
    pass_when: Rule
    partial_when: Rule
    minimum_coverage: Fraction


def _asked(holder: Dimension | Overall, framework: Framework) -> _Asked:
    return _Asked(
        aggregation=holder.aggregation or framework.aggregation,
        pass_when=holder.pass_when or framework.pass_when,
        partial_when=holder.partial_when or framework.partial_when,
        minimum_coverage=Fraction(framework.minimum_coverage),
    )


class _Kinds(dict[str | None, "_Kind"]):
    """The kinds that ratings make of indicators that are alike, by the level's id, as they are met."""

    def __init__(self, framework: Framework, indicator: Indicator) -> None:
        super().__init__()
        self._framework, self._indicator = framework, indicator

    def __missing__(self, level_id: str | None) -> "_Kind":
        kind = self[level_id] = _Kind(self._framework, self._indicator, level_id)
        return kind


class _Rateable(NamedTuple):
    """An indicator, with the kinds that it shares with those that are alike."""

    indicator: Indicator
    id: str
    measure: Measure | None
    kinds: _Kinds


class _Group:
    """A dimension made ready to be judged."""

    def __init__(self, dimension: Dimension, framework: Framework, alike: "_Alike") -> None:
        self.dimension = dimension
        self.weight = Fraction(dimension.weight)
        self.asked = _asked(dimension, framework)
        self.rateables = [_rateable(indicator, framework, alike) for indicator in dimension.indicators]
        self.groups = [_Group(inner, framework, alike) for inner in dimension.dimensions]


class _Yardstick(NamedTuple):
    """A framework made ready to score under."""

    asked: _Asked
    groups: tuple[_Group, ...]


@once_a_framework
def _yardstick(framework: Framework) -> _Yardstick:
    """Return a framework made ready: the next assessment is mostly under the same."""
    alike: _Alike = {}
    groups = tuple(_Group(dimension, framework, alike) for dimension in framework.dimensions)
    return _Yardstick(_asked(framework.overall, framework), groups)


_Traits = tuple[Number, bool, bool, str | None, frozenset[str] | None]
_Alike = dict[_Traits, _Kinds]


def _rateable(indicator: Indicator, framework: Framework, alike: _Alike) -> _Rateable:
    """Return an indicator with the kinds of those that share every trait that a figure depends on."""
    measure = indicator.measure
    traits = (
        indicator.weight,
        indicator.critical,
        indicator.counted,
        indicator.scale,
        None if measure is None else measure.level_ids,
    )
    if traits not in alike:
        alike[traits] = _Kinds(framework, indicator)
    return _Rateable(indicator, indicator.id, measure, alike[traits])


# What a dimension sees of its items -------------------------------------------------------------


class _View(NamedTuple):
    """An item in one version of the ratings."""

    score: Fraction | None
    status: Status


_Views = tuple[_View, _View, _View, _View]
_NOW, _WORST, _BEST, _IDEAL = range(4)


class _Kind:
    """Indicators that are alike and get the same level; one object stands for all of them."""

    def __init__(self, framework: Framework, indicator: Indicator, level_id: str | None) -> None:
        self.level, self.status = _level(framework, indicator, level_id)
        self.weight = Fraction(indicator.weight)
        self.critical = indicator.critical
        self.counted = indicator.counted
        self.views = _views_of(self.level, self.status, framework.reachable_levels(indicator))


def _views_of(level: Level | None, status: Status, levels: Sequence[Level]) -> _Views:
    """Return how an indicator looks that has a level, or could have one of several."""
    now = _View(None if level is None else Fraction(level.value), status)
    if status is Status.NOT_APPLICABLE:
        return now, now, now, now
    lowest, highest = min(levels, key=_order), max(levels, key=_order)
    best = _View(Fraction(highest.value), highest.status)
    ideal = best._replace(status=Status.PASS)
    if level is not None:
        return now, now, now, ideal
    return now, _View(Fraction(lowest.value), lowest.status), best, ideal


def _order(level: Level) -> tuple[Number, int]:
    return level.order


_Tally = Mapping[_Kind, int]


class _Item(NamedTuple):
    """What a dimension sees of a dimension in it, or of so many indicators in it that are alike.

    As things are now, its status is its verdict. `tally` has the indicators in it, at any depth.
    """

    times: int
    weight: Fraction
    critical: bool
    views: _Views
    tally: _Tally

    @property
    def passes(self) -> bool:
        """Whether its verdict is pass."""
        return self.views[_NOW].status is Status.PASS


_Viewed = Sequence[tuple[_Item, int]]


def _judge_dimension(group: _Group, assessment: Assessment) -> tuple[DimensionResult, _Item]:
    indicators, kinds = _judge_indicators(group.rateables, assessment)
    below = [_judge_dimension(inner, assessment) for inner in group.groups]
    dimensions = tuple(result for result, _ in below)
    items = [
        _Item(times, kind.weight, kind.critical, kind.views, {kind: times})
        for kind, times in Counter(kinds).items()
        if kind.counted
    ]
    items += [item for _, item in below]
    figures, views, tally = _judge(items, _statuses(indicators, dimensions), group.asked)
    return (
        DimensionResult(group.dimension, figures, indicators, dimensions),
        _Item(1, group.weight, group.dimension.critical, views, tally),
    )


def _judge_indicators(
    rateables: Sequence[_Rateable], assessment: Assessment
) -> tuple[tuple[IndicatorResult, ...], list[_Kind]]:
    """Return what an assessment makes of indicators, and the kind of each."""
    ratings = assessment.ratings
    results, kinds = [], []
    for indicator, id, measure, kind_of in rateables:
        rating = ratings.get(id)
        if not isinstance(rating, Rating):
            rating = as_rating(rating, measured=measure is not None)
        kind = kind_of[rating.level if measure is None else _level_id(measure, rating)]
        results.append(IndicatorResult(indicator, rating, kind.level, kind.status))
        kinds.append(kind)
    return tuple(results), kinds


def _statuses(
    indicators: Iterable[IndicatorResult], dimensions: Iterable[DimensionResult]
) -> Iterator[tuple[str, Status]]:
    """Yield the id and the status of each item."""
    yield from ((each.indicator.id, each.status) for each in indicators if each.indicator.counted)
    yield from ((each.dimension.id, each.figures.status) for each in dimensions)


# Judging ----------------------------------------------------------------------------------------


def _judge(
    items: Sequence[_Item], statuses: Iterable[tuple[str, Status]], asked: _Asked
) -> tuple[Figures, _Views, _Tally]:
    applicable = [item for item in items if item.views[_NOW].status is not Status.NOT_APPLICABLE]
    views = now, worst, best, _ = _views(applicable, asked)
    tally = _tally(items)
    coverage = _coverage(tally)
    figures = Figures(
        status=now.status,
        score=now.score,
        score_low=worst.score,
        score_high=best.score,
        coverage=coverage,
        provisional=coverage is not None and coverage < asked.minimum_coverage,
        counts=_counts(tally),
        near_miss=_near_miss(applicable, now.status, statuses, asked),
    )
    return figures, views, tally


def _views(applicable: Sequence[_Item], asked: _Asked) -> _Views:
    """Return the four versions; where all is rated the first three are one."""
    ideal = _View(_score([(item, _IDEAL) for item in applicable], asked.aggregation), Status.PASS)
    worst = _Seen([(item, _WORST) for item in applicable], asked)
    if all(item.views[_NOW] is item.views[_WORST] for item in applicable):
        now = _View(worst.score, _verdict(worst, worst, asked))
        return now, now, now, ideal
    best = _Seen([(item, _BEST) for item in applicable], asked)
    score = _score([(item, _NOW) for item in applicable], asked.aggregation)
    return (
        _View(score, _verdict(worst, best, asked)),
        _View(worst.score, _verdict(worst, worst, asked)),
        _View(best.score, _verdict(best, best, asked)),
        ideal,
    )


class _Seen:
    """What rules look at: how many items there are, each in one version of the ratings, and their score."""

    def __init__(self, viewed: _Viewed, asked: _Asked) -> None:
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


def _verdict(worst: _Seen, best: _Seen, asked: _Asked) -> Status:
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
    applicable: Sequence[_Item], status: Status, statuses: Iterable[tuple[str, Status]], asked: _Asked
) -> tuple[str, ...]:
    """Return the ids of the few items that do not pass, if with them passing, at their best, this would."""
    if status in (Status.PASS, Status.NOT_APPLICABLE):
        return ()
    short = sum(item.times for item in applicable if not item.passes)
    if not 0 < short <= NEAR_MISS_LIMIT:
        return ()
    mended = [(item, _WORST if item.passes else _IDEAL) for item in applicable]
    if not _passes(_Seen(mended, asked), asked):
        return ()
    return tuple(id for id, status in statuses if status not in (Status.PASS, Status.NOT_APPLICABLE))


def _passes(seen: _Seen, asked: _Asked) -> bool:
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
        (times, kind.weight, _NOTHING if kind.level is None else _ALL)
        for kind, times in tally.items()
        if kind.status is not Status.NOT_APPLICABLE
    )


_NOTHING, _ALL = Fraction(0), Fraction(1)


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
    tally: defaultdict[_Kind, int] = defaultdict(int)
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
