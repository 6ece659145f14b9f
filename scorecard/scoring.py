"""Scores and verdicts: a framework and an assessment in, a scorecard out. Pure and exact.

Every figure is worked out for four versions of the ratings at once, bottom up:

- now: only what is rated has a score;
- worst, best: what is not rated gets the worst or the best level it could;
- ideal: everything that applies gets its best level, rated or not.

A verdict is certain when it holds at worst, possible when it holds at best; ideal is what a near miss
looks at. Numbers are fractions throughout and are rounded nowhere here.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple, assert_never

from scorecard.assessment import Assessment, Rating
from scorecard.framework import Aggregation, Dimension, Framework, Indicator, Level, Status
from scorecard.passing import Rule, RuleKind
from scorecard.results import Counts, DimensionResult, Figures, IndicatorResult, Scorecard
from scorecard.source import Number

NEAR_MISS_LIMIT = 2


def score(framework: Framework, assessment: Assessment) -> Scorecard:
    """Score an assessment that has no errors under the framework it names."""
    levels = _Levels(framework)
    below = [_judge_dimension(dimension, levels, assessment) for dimension in framework.dimensions]
    overall = framework.overall
    whole = _judge(
        [item for _, item in below],
        _Asked(
            aggregation=overall.aggregation or framework.aggregation,
            pass_when=overall.pass_when or framework.pass_when,
            partial_when=overall.partial_when or framework.partial_when,
            minimum_coverage=Fraction(framework.minimum_coverage),
        ),
    )
    return Scorecard(
        framework=framework,
        assessment=assessment,
        figures=whole.figures,
        dimensions=tuple(result for result, _ in below),
    )


def rate(framework: Framework, indicator: Indicator, rating: Rating) -> tuple[Level | None, Status]:
    """Return the level and the status that a rating gives an indicator."""
    level_id = rating.level
    if rating.measured is not None and indicator.measure is not None:
        level_id = indicator.measure.level_id(rating.measured)
    if level_id is None or level_id == Status.NOT_RATED:
        return None, Status.NOT_RATED
    if level_id == Status.NOT_APPLICABLE:
        return None, Status.NOT_APPLICABLE
    level = next(level for level in framework.scale_of(indicator) if level.id == level_id)
    return level, level.status


# What a dimension asks, and what it sees of its items -------------------------------------------


class _Asked(NamedTuple):
    """How a dimension or the whole is scored and judged, defaults filled in."""

    aggregation: Aggregation
    pass_when: Rule
    partial_when: Rule
    minimum_coverage: Fraction


class _View(NamedTuple):
    """An item in one version of the ratings.

    `total` and `weight` are the weighted sum of the scores of the indicators in it and the weight of those
    that have one: what a mean of indicators needs.
    """

    score: Fraction | None
    status: Status
    total: Fraction
    weight: Fraction


class _Item(NamedTuple):
    """What a dimension sees of an indicator or a dimension that it holds."""

    id: str
    weight: Fraction
    critical: bool
    status: Status
    views: tuple[_View, _View, _View, _View]
    counts: Counts
    rated_weight: Fraction
    applicable_weight: Fraction


class _Judged(NamedTuple):
    figures: Figures
    views: tuple[_View, _View, _View, _View]
    rated_weight: Fraction
    applicable_weight: Fraction


_Seen = Sequence[tuple[_Item, _View]]
_NOW, _WORST, _BEST, _IDEAL = range(4)
_ZERO = Fraction(0)


class _Levels:
    """What the levels of a framework come to, each worked out once."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self._views: dict[tuple[int, Number], _View] = {}
        self._weights: dict[Number, Fraction] = {}
        self._ends: dict[str, tuple[Level, Level]] = {}

    def weight(self, number: Number) -> Fraction:
        """Return a weight as a fraction."""
        if number not in self._weights:
            self._weights[number] = Fraction(number)
        return self._weights[number]

    def view(self, level: Level, weight: Number) -> _View:
        """Return an indicator of a weight as a level makes it."""
        key = (id(level), weight)
        if key not in self._views:
            value, share = Fraction(level.value), self.weight(weight)
            self._views[key] = _View(value, level.status, value * share, share)
        return self._views[key]

    def ends(self, indicator: Indicator) -> tuple[Level, Level]:
        """Return the worst and the best level that an indicator can get."""
        if indicator.measure is not None:
            return _ends_of(self.framework.reachable_levels(indicator))
        name = self.framework.scale_name(indicator)
        if name not in self._ends:
            self._ends[name] = _ends_of(self.framework.scales[name])
        return self._ends[name]


def _ends_of(levels: Sequence[Level]) -> tuple[Level, Level]:
    return min(levels, key=lambda level: level.order), max(levels, key=lambda level: level.order)


def _judge_dimension(
    dimension: Dimension, levels: _Levels, assessment: Assessment
) -> tuple[DimensionResult, _Item]:
    framework = levels.framework
    indicators = [_result(indicator, framework, assessment) for indicator in dimension.indicators]
    below = [_judge_dimension(inner, levels, assessment) for inner in dimension.dimensions]
    items = [_indicator_item(result, levels) for result in indicators if result.indicator.counted]
    items += [item for _, item in below]
    judged = _judge(
        items,
        _Asked(
            aggregation=dimension.aggregation or framework.aggregation,
            pass_when=dimension.pass_when or framework.pass_when,
            partial_when=dimension.partial_when or framework.partial_when,
            minimum_coverage=Fraction(framework.minimum_coverage),
        ),
    )
    result = DimensionResult(
        dimension=dimension,
        figures=judged.figures,
        indicators=tuple(indicators),
        dimensions=tuple(result for result, _ in below),
    )
    item = _Item(
        id=dimension.id,
        weight=Fraction(dimension.weight),
        critical=dimension.critical,
        status=judged.figures.status,
        views=judged.views,
        counts=judged.figures.counts,
        rated_weight=judged.rated_weight,
        applicable_weight=judged.applicable_weight,
    )
    return result, item


def _result(indicator: Indicator, framework: Framework, assessment: Assessment) -> IndicatorResult:
    rating = assessment.rating(indicator.id, measured=indicator.measure is not None)
    level, status = rate(framework, indicator, rating)
    return IndicatorResult(indicator=indicator, rating=rating, level=level, status=status)


def _indicator_item(result: IndicatorResult, levels: _Levels) -> _Item:
    indicator = result.indicator
    weight = levels.weight(indicator.weight)
    lowest, highest = (levels.view(level, indicator.weight) for level in levels.ends(indicator))
    best = highest
    if result.level is not None:
        now = worst = best = levels.view(result.level, indicator.weight)
    else:
        now, worst = _View(None, result.status, _ZERO, _ZERO), lowest
    return _Item(
        id=indicator.id,
        weight=weight,
        critical=indicator.critical,
        status=result.status,
        views=(now, worst, best, highest),
        counts=_ONE[result.status],
        rated_weight=_ZERO if result.level is None else weight,
        applicable_weight=_ZERO if result.status is Status.NOT_APPLICABLE else weight,
    )


_ONE = {
    Status.PASS: Counts(passed=1),
    Status.PARTIAL: Counts(partial=1),
    Status.FAIL: Counts(failed=1),
    Status.NOT_RATED: Counts(not_rated=1),
    Status.NOT_APPLICABLE: Counts(not_applicable=1),
}


# Judging ----------------------------------------------------------------------------------------


def _judge(items: Sequence[_Item], asked: _Asked) -> _Judged:
    applicable = [item for item in items if item.status is not Status.NOT_APPLICABLE]
    now, worst, best, ideal, status = _versions(applicable, asked)
    applicable_weight = _sum(item.applicable_weight for item in applicable)
    rated_weight = _sum(item.rated_weight for item in applicable)
    coverage = rated_weight / applicable_weight if applicable_weight else None
    figures = Figures(
        status=status,
        score=now.score,
        score_low=worst.score,
        score_high=best.score,
        coverage=coverage,
        provisional=coverage is not None and coverage < asked.minimum_coverage,
        counts=_sum_counts([item.counts for item in items]),
        near_miss=_near_miss(applicable, status, asked),
    )
    return _Judged(
        figures=figures,
        views=(now, worst, best, ideal),
        rated_weight=rated_weight,
        applicable_weight=applicable_weight,
    )


def _versions(applicable: Sequence[_Item], asked: _Asked) -> tuple[_View, _View, _View, _View, Status]:
    """Return the four versions and the verdict; where all is rated the first three are one."""
    seen = [[(item, item.views[at]) for item in applicable] for at in (_NOW, _WORST, _BEST, _IDEAL)]
    now, ideal = _view(seen[_NOW], asked), _view(seen[_IDEAL], asked)
    if applicable and all(item.views[_NOW] is item.views[_WORST] is item.views[_BEST] for item in applicable):
        return now, now, now, ideal, now.status
    worst, best = _view(seen[_WORST], asked), _view(seen[_BEST], asked)
    return now, worst, best, ideal, _verdict(seen[_WORST], seen[_BEST], asked)


def _view(seen: _Seen, asked: _Asked) -> _View:
    if _passes(seen, asked):
        status = Status.PASS
    elif _holds(asked.partial_when, seen, asked):
        status = Status.PARTIAL
    else:
        status = Status.FAIL
    return _View(
        score=_aggregate(seen, asked.aggregation),
        status=status,
        total=_sum(view.total for _, view in seen),
        weight=_sum(view.weight for _, view in seen),
    )


def _verdict(worst: _Seen, best: _Seen, asked: _Asked) -> Status:
    """Return what is certain: it holds even at worst; or, where something better is only possible, that."""
    if not worst:
        return Status.NOT_APPLICABLE
    if _passes(worst, asked):
        return Status.PASS
    if _passes(best, asked):
        return Status.UNDETERMINED
    if _holds(asked.partial_when, worst, asked):
        return Status.PARTIAL
    if _holds(asked.partial_when, best, asked):
        return Status.UNDETERMINED
    return Status.FAIL


def _near_miss(applicable: Sequence[_Item], status: Status, asked: _Asked) -> tuple[str, ...]:
    """Return the ids of the few items that do not pass, if with them passing, at their best, this would."""
    if status in (Status.PASS, Status.NOT_APPLICABLE):
        return ()
    short = [item.id for item in applicable if item.status is not Status.PASS]
    if not 0 < len(short) <= NEAR_MISS_LIMIT:
        return ()
    mended = [
        (item, item.views[_IDEAL]._replace(status=Status.PASS) if item.id in short else item.views[_WORST])
        for item in applicable
    ]
    return tuple(short) if _passes(mended, asked) else ()


def _passes(seen: _Seen, asked: _Asked) -> bool:
    if any(item.critical and view.status is not Status.PASS for item, view in seen):
        return False
    return _holds(asked.pass_when, seen, asked)


def _holds(rule: Rule, seen: _Seen, asked: _Asked) -> bool:
    passing = sum(view.status is Status.PASS for _, view in seen)
    amount = Fraction(rule.amount or 0)
    match rule.kind:
        case RuleKind.ALL:
            return passing == len(seen)
        case RuleKind.ANY:
            return passing > 0
        case RuleKind.NONE_FAIL:
            return not any(view.status is Status.FAIL for _, view in seen)
        case RuleKind.AT_LEAST:
            return passing >= amount or passing == len(seen)
        case RuleKind.SHARE:
            return passing >= amount * len(seen)
        case RuleKind.SCORE:
            score = _aggregate(seen, asked.aggregation)
            return score is not None and score >= amount
        case RuleKind.NEVER:
            return False
        case _:
            assert_never(rule.kind)


def _aggregate(seen: _Seen, aggregation: Aggregation) -> Fraction | None:
    """Return the score, 0 to 1, of what has one; None where nothing has."""
    scored = [(item.weight, view.score) for item, view in seen if view.score is not None]
    if not scored:
        return None
    match aggregation:
        case Aggregation.MINIMUM:
            return min(score for _, score in scored)
        case Aggregation.MEAN_OF_DIMENSIONS:
            return _weighted_sum(scored) / _sum(weight for weight, _ in scored)
        case Aggregation.MEAN_OF_INDICATORS:
            return _sum(view.total for _, view in seen) / _sum(view.weight for _, view in seen)
        case _:
            assert_never(aggregation)


def _sum(numbers: Iterable[Fraction]) -> Fraction:
    """Return the exact sum of numbers; those of one denominator are added as integers."""
    numerators: dict[int, int] = {}
    for number in numbers:
        numerator, denominator = number.as_integer_ratio()
        numerators[denominator] = numerators.get(denominator, 0) + numerator
    return sum((Fraction(numerator, denominator) for denominator, numerator in numerators.items()), _ZERO)


def _weighted_sum(terms: Iterable[tuple[Fraction, Fraction]]) -> Fraction:
    """Return the exact sum of weights times numbers.

    Terms of one denominator are added as integers: several times faster than adding fractions.
    """
    numerators: dict[int, int] = {}
    for weight, number in terms:
        weight_numerator, weight_denominator = weight.as_integer_ratio()
        numerator, denominator = number.as_integer_ratio()
        denominator *= weight_denominator
        numerators[denominator] = numerators.get(denominator, 0) + numerator * weight_numerator
    return sum((Fraction(numerator, denominator) for denominator, numerator in numerators.items()), _ZERO)


def _sum_counts(counts: Sequence[Counts]) -> Counts:
    return Counts(
        passed=sum(count.passed for count in counts),
        partial=sum(count.partial for count in counts),
        failed=sum(count.failed for count in counts),
        not_rated=sum(count.not_rated for count in counts),
        not_applicable=sum(count.not_applicable for count in counts),
    )
