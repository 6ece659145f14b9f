"""A scorecard as what could come of it: each indicator with all that it could be rated, in what holds it."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from scorecard.model.assessment import Rating
from scorecard.model.framework import STATUS_RANK, Aggregation, Dimension, Framework, Indicator, Status
from scorecard.model.lexical import Number
from scorecard.model.verdict_rules import RuleKind, VerdictRule
from scorecard.scoring.score import Method, ends_of, method_of, rate
from scorecard.scoring.scorecard import DimensionResult, Figures, IndicatorResult, Scorecard

MeasurementsOf = Callable[[str], Collection[Number]]
"""Returns the measurements of an indicator that a project holds."""
Rules = tuple[tuple[VerdictRule, bool], ...]
"""By which something has one of its results, the best first; each with whether what is critical must pass."""


@dataclass(frozen=True)
class Leaf:
    """A counted, applicable indicator or element, and all that it could be rated, its own rating included.

    `ends` are the worst and the best it could come to: of points not always a measurement that is tried.
    """

    result: IndicatorResult
    choices: tuple[IndicatorResult, ...]
    ends: tuple[IndicatorResult, ...]

    @property
    def thing(self) -> Indicator:
        return self.result.indicator

    @property
    def units(self) -> Fraction:
        return weight_of(self)

    @property
    def is_rated(self) -> bool:
        return self.result.status is not Status.NOT_RATED

    @cached_property
    def best(self) -> IndicatorResult:
        return max(self.choices, key=worth)

    @cached_property
    def worst(self) -> IndicatorResult:
        return min(self.choices, key=worth)

    @property
    def others(self) -> tuple[IndicatorResult, ...]:
        """What else it could be rated."""
        return tuple(each for each in self.choices if given(each) != given(self.result))

    def nearer(self, other: IndicatorResult) -> list[IndicatorResult]:
        """Return what lies between its rating and another, the nearest first."""

        def distance(result: IndicatorResult) -> tuple[Fraction, int]:
            (score, rank), (now, mine) = worth(result), worth(self.result)
            return abs(score - now), abs(rank - mine)

        return sorted((each for each in self.others if distance(each) < distance(other)), key=distance)


@dataclass(frozen=True)
class Branch:
    """A dimension, or the whole where `thing` is None, and what applies of what it holds.

    `lends_score` and `lends_total` say whether its score, and the total of what is below it, matter above it.
    """

    thing: Dimension | None
    method: Method
    rules: Rules
    lends_score: bool
    lends_total: bool
    items: "tuple[Leaf | Branch, ...]"

    @property
    def is_one(self) -> bool:
        return self.thing is not None and self.thing.counts_as is not None

    @cached_property
    def uses_score(self) -> bool:
        return self.lends_score or self.asks(RuleKind.SCORE)

    @cached_property
    def is_mean_of_indicators(self) -> bool:
        return self.method.aggregation is Aggregation.MEAN_OF_INDICATORS

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset(leaf.thing.id for leaf in self.leaves())

    @cached_property
    def units(self) -> Fraction:
        """The weights of the indicators in it together."""
        return weight_of(self) if self.is_one else sum((each.units for each in self.items), Fraction(0))

    @cached_property
    def among(self) -> Fraction:
        """By what the sum of its items' scores is divided."""
        if self.method.aggregation is Aggregation.MINIMUM:
            return Fraction(1)
        weights = (each.units if self.is_mean_of_indicators else weight_of(each) for each in self.items)
        return sum(weights, Fraction(0))

    @property
    def is_scored(self) -> bool:
        """Whether a score decides anything in it."""
        return self.uses_score or any(isinstance(each, Branch) and each.is_scored for each in self.items)

    def asks(self, *kinds: RuleKind) -> bool:
        """Whether one of its rules is of one of these kinds."""
        return any(rule.kind in kinds for rule, _ in self.rules)

    @cached_property
    def counts_passes(self) -> bool:
        return self.asks(RuleKind.ALL, RuleKind.ANY, RuleKind.AT_LEAST, RuleKind.SHARE)

    def leaves(self) -> Iterator[Leaf]:
        """Yield its indicators and elements in reading order."""
        for item in self.items:
            yield from (item,) if isinstance(item, Leaf) else item.leaves()


def weight_of(item: Leaf | Branch) -> Fraction:
    """Return what an item counts for in a mean."""
    return Fraction(item.thing.weight) if item.thing else Fraction(1)


def worth(result: IndicatorResult) -> tuple[Fraction, int]:
    """Return what makes one rating better than another: its score, then its status."""
    return result.score or Fraction(0), STATUS_RANK.get(result.status, 0)


def given(result: IndicatorResult) -> str | Number | None:
    """Return what a rating gives its indicator: a measurement where points make the score, else a level."""
    return result.rating.measured if result.scores_by_points else result.level_id


def outcome_names(framework: Framework) -> tuple[str, ...]:
    """Return what the whole could come to, the best first: verdicts, or where nobody judges grades."""
    if framework.judges:
        return (Status.PASS, Status.PARTIAL, Status.FAIL)
    return tuple(grade.id for grade in framework.grades)


def span_of(figures: Figures) -> tuple[str | None, str | None]:
    """Return a verdict, or where nobody judges a grade, with what is not rated at its worst and its best."""
    if figures.is_judged:
        return figures.status_low, figures.status_high
    low, high = (grade.id if grade else None for grade in (figures.grade_low, figures.grade_high))
    return low, high


def tree_of(scorecard: Scorecard, measurements_of: MeasurementsOf) -> Branch:
    """Return the whole as a tree of what is counted and applies."""
    framework = scorecard.framework

    def branch(
        thing: Dimension | None,
        indicators: Iterable[IndicatorResult],
        dimensions: Iterable[DimensionResult],
        lends_score: bool,
        lends_total: bool,
    ) -> Branch:
        method = method_of(thing or framework.overall, framework)
        rules: Rules = ((method.pass_when, True), (method.partial_when, False)) if method.judges else ()
        if thing is None and not method.judges:
            rules = tuple((each.when, False) for each in method.grades if each.when)
        is_one = thing is not None and thing.counts_as is not None
        is_mean = method.aggregation is Aggregation.MEAN_OF_INDICATORS
        lends_score = lends_score or (is_one and lends_total)
        uses_score = lends_score or any(rule.kind is RuleKind.SCORE for rule, _ in rules)
        below = (uses_score and not is_mean, (lends_total and not is_one) or (uses_score and is_mean))
        items: list[Leaf | Branch] = [
            leaf_of(each, framework, measurements_of)
            for each in indicators
            if each.counted and each.status is not Status.NOT_APPLICABLE
        ]
        items += [
            branch(each.dimension, each.indicators, each.dimensions, *below)
            for each in dimensions
            if each.figures.status is not Status.NOT_APPLICABLE
        ]
        return Branch(thing, method, rules, lends_score, lends_total, tuple(items))

    return branch(None, (), scorecard.dimensions, False, False)


def leaf_of(result: IndicatorResult, framework: Framework, measurements_of: MeasurementsOf) -> Leaf:
    """Return an indicator with all that it could be rated.

    That are the levels that a rating can give; where points make the score, the measurements of points, of
    bounds of bands, and of ratings.
    """
    indicator = result.indicator
    ratings = [Rating(level=level.id) for level in framework.reachable_levels(indicator)]
    if result.scores_by_points and indicator.measure is not None:
        bounds = (bound for band in indicator.measure.bands for bound in (band.at_least, band.at_most))
        found = {result.rating.measured, *bounds, *(point.at for point in indicator.measure.points)}
        found |= {*measurements_of(indicator.id)}
        ratings = [Rating(measured=each) for each in sorted(each for each in found if each is not None)]
    ends = (
        IndicatorResult(indicator, result.rating, None, status, score)
        for score, status in ends_of(framework, indicator)
    )
    return Leaf(result, tuple(rate(framework, indicator, each) for each in ratings), tuple(ends))
