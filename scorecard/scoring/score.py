"""Scores and verdicts: a framework and an assessment in, a scorecard out. Exact: nothing is rounded here.

What an indicator comes to follows from its rating, what a dimension comes to from its items alone, and the
whole is judged like a dimension of the top dimensions. So with another rating of one indicator, only the
dimensions above it have to be judged again.

What is not rated could get its worst level or its best. Raising a rating never worsens a verdict, so one that
is the same at worst and at best is certain.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple, assert_never

from scorecard.model.assessment import Assessment, Rating
from scorecard.model.framework import (
    STATUS_RANK,
    Aggregation,
    Dimension,
    Framework,
    Grade,
    Indicator,
    Overall,
    Status,
    is_asked_of,
)
from scorecard.model.lexical import RESERVED_IDS
from scorecard.model.verdict_rules import RuleKind, VerdictRule
from scorecard.scoring.scorecard import Counts, DimensionResult, Figures, IndicatorResult, Scorecard

NEAR_MISS_LIMIT = 2

_NOTHING = Fraction(0)


class Outcome(NamedTuple):
    """What an item comes to under certain ratings.

    `weight` is that of the indicators in it, at any depth, that have a score; `total` is the sum of their
    scores, each times its weight. `rated` is the weight of what is rated, of one that counts as an indicator
    as much of its own weight as is rated in it.
    """

    score: Fraction | None
    status: Status
    total: Fraction = _NOTHING
    weight: Fraction = _NOTHING
    rated: Fraction = _NOTHING
    grade: Grade | None = None


class Outcomes(NamedTuple):
    """What an item comes to as it is rated, and with what is not rated at its worst level and at its best.

    `ideal` is for near misses: it passes, and all that applies, rated or not, has its best level.
    """

    now: Outcome
    worst: Outcome
    best: Outcome
    ideal: Outcome


class Item(NamedTuple):
    """An indicator or a dimension, as what it stands in sees it.

    `parts` counts the elements in it each by itself. `is_near` says of a dimension that it is a near miss, as
    is every dimension that keeps it from passing.
    """

    id: str
    weight: Fraction
    critical: bool
    outcomes: Outcomes
    counts: Counts
    parts: Counts
    is_near: bool = True

    @property
    def status(self) -> Status:
        return self.outcomes.now.status


class Method(NamedTuple):
    """How a dimension or the whole is scored and judged, defaults filled in."""

    aggregation: Aggregation
    pass_when: VerdictRule
    partial_when: VerdictRule
    minimum_coverage: Fraction
    judges: bool
    grades: tuple[Grade, ...]


Known = dict[int, tuple[Item | None, DimensionResult]]
"""What was scored before, by the identity of dimensions."""


def score(framework: Framework, assessment: Assessment, known: Known | None = None) -> Scorecard:
    """Score an assessment that has no errors under the framework it names.

    What is `known` from frameworks that differ in what holds what alone is not scored again.
    """
    known = Known() if known is None else known
    below = [
        _judge_dimension(each, framework, assessment, known, applies=True) for each in framework.dimensions
    ]
    figures, _ = _judge([item for item, _ in below if item], method_of(framework.overall, framework))
    return Scorecard(framework, assessment, figures, tuple(result for _, result in below))


def rate(framework: Framework, indicator: Indicator, rating: Rating) -> IndicatorResult:
    """Return what a rating makes of an indicator that is asked of its subject."""
    measure, level_id, score = indicator.measure, rating.level, None
    if measure is not None and rating.measured is not None:
        level_id = measure.level_id(rating.measured) if measure.bands else None
        score = measure.score_at(rating.measured) if measure.points else None
    elif level_id is None or level_id in RESERVED_IDS:
        return IndicatorResult(indicator, rating, None, Status(level_id or Status.NOT_RATED), None)
    level = None if level_id is None else framework.level_of(indicator, level_id)
    score = Fraction(level.value) if score is None and level else score
    return IndicatorResult(indicator, rating, level, level.status if level else Status.UNJUDGED, score)


# Items ------------------------------------------------------------------------------------------


def _judge_dimension(
    dimension: Dimension, framework: Framework, assessment: Assessment, known: Known, *, applies: bool
) -> tuple[Item | None, DimensionResult]:
    """Return a dimension's result, and it as an item of what holds it: none where it is not counted."""
    if (found := known.get(id(dimension))) is not None:
        return found
    applies = applies and is_asked_of(dimension, assessment.subject.tags)
    indicators = tuple(
        _judge_indicator(each, framework, assessment, applies=applies) for each in dimension.indicators
    )
    below = [
        _judge_dimension(each, framework, assessment, known, applies=applies) for each in dimension.dimensions
    ]
    items = [_indicator_item(each, framework) for each in indicators if each.counted]
    items += [item for item, _ in below if item]
    figures, outcomes = _judge(items, method_of(dimension, framework))
    said, results = assessment.rating(dimension.id, measured=False), tuple(each for _, each in below)
    result = DimensionResult(dimension, said, figures, indicators, results, applies)
    weight = Fraction(dimension.weight)
    if dimension.counts_as:
        outcomes = Outcomes(*(_as_one(each, weight, outcomes.worst.rated) for each in outcomes))
    is_counted = applies and not (dimension.counts_as and not figures.counts.total)
    counted = (result.counts, figures.parts, figures.is_near)
    item = Item(dimension.id, weight, dimension.critical, outcomes, *counted)
    found = known[id(dimension)] = (item if is_counted else None, result)
    return found


def _judge_indicator(
    indicator: Indicator, framework: Framework, assessment: Assessment, *, applies: bool
) -> IndicatorResult:
    rating = assessment.rating(indicator.id, measured=indicator.measure is not None)
    if applies and is_asked_of(indicator, assessment.subject.tags):
        return rate(framework, indicator, rating)
    return IndicatorResult(indicator, rating, None, Status.NOT_APPLICABLE, None, applies=False)


def _indicator_item(result: IndicatorResult, framework: Framework) -> Item:
    indicator, weight = result.indicator, Fraction(result.indicator.weight)
    worst, best = (_outcome_at(*end, weight) for end in ends_of(framework, indicator))
    ideal = best._replace(status=Status.PASS)
    now = Outcome(None, result.status)
    if result.score is not None:
        now = _outcome_at(result.score, result.status, weight)
    ends = (worst, best) if result.status is Status.NOT_RATED else (now, now)
    outcomes = Outcomes(now, *ends, ideal)
    counts = Counts.of([result.status])
    return Item(indicator.id, weight, indicator.critical, outcomes, counts, counts)


def ends_of(framework: Framework, indicator: Indicator) -> tuple[tuple[Fraction, Status], ...]:
    """Return the worst and the best that an indicator can come to: a score, 0 to 1, and a status."""
    levels = framework.reachable_levels(indicator)
    points = indicator.measure.points if indicator.measure else ()
    if not points:
        rising = sorted(levels, key=lambda level: level.order)
        return tuple((Fraction(level.value), level.status) for level in (rising[0], rising[-1]))
    scores = sorted(Fraction(point.value) for point in points)
    statuses = sorted((level.status for level in levels), key=STATUS_RANK.__getitem__) or [Status.UNJUDGED]
    return (scores[0], statuses[0]), (scores[-1], statuses[-1])


def _outcome_at(score: Fraction, status: Status, weight: Fraction) -> Outcome:
    return Outcome(score, status, score * weight, weight, weight)


def _as_one(outcome: Outcome, weight: Fraction, applicable: Fraction) -> Outcome:
    """Return what counts as one indicator as that: with its own weight, of which its coverage is rated."""
    if not applicable:
        return outcome
    scored = _NOTHING if outcome.score is None else weight
    total = scored * (outcome.score or 0)
    return outcome._replace(total=total, weight=scored, rated=weight * outcome.rated / applicable)


def method_of(holder: Dimension | Overall, framework: Framework) -> Method:
    """Return how a dimension or the whole is scored and judged."""
    return Method(
        aggregation=holder.aggregation or framework.aggregation,
        pass_when=holder.pass_when or framework.pass_when,
        partial_when=holder.partial_when or framework.partial_when,
        minimum_coverage=Fraction(framework.minimum_coverage),
        judges=framework.judges,
        grades=framework.grades,
    )


# Judging ----------------------------------------------------------------------------------------

_Pairs = Sequence[tuple[Item, Outcome]]
"""The items that apply, each with what it comes to."""


def _judge(items: Sequence[Item], method: Method) -> tuple[Figures, Outcomes]:
    applicable = [item for item in items if item.status is not Status.NOT_APPLICABLE]
    outcomes = now, worst, best, _ = _outcomes(applicable, method)
    coverage = now.rated / worst.rated if worst.rated else None
    near_miss, enough_alone = _near_miss(applicable, now.status, method)
    figures = Figures(
        status=now.status,
        score=now.score,
        score_low=worst.score,
        score_high=best.score,
        coverage=coverage,
        provisional=coverage is not None and coverage < method.minimum_coverage,
        counts=_added(item.counts for item in items),
        parts=_added(item.parts for item in items),
        items=len(applicable),
        near_miss=near_miss,
        enough_alone=enough_alone,
        is_near=bool(near_miss) and all(item.is_near for item in applicable if item.id in near_miss),
        is_judged=method.judges,
        grade_low=None if now.score is None else worst.grade,
        grade_high=None if now.score is None else best.grade,
        status_low=worst.status,
        status_high=best.status,
    )
    return figures, outcomes


def _added(counts: Iterable[Counts]) -> Counts:
    return Counts(*map(sum, zip(Counts(), *counts, strict=True)))


def _outcomes(applicable: Sequence[Item], method: Method) -> Outcomes:
    """Return what items come to together; where all are rated, worst and best are as rated."""
    ideal = _outcome([(item, item.outcomes.ideal) for item in applicable], method)
    ideal = ideal._replace(status=Status.PASS)
    worst = _outcome([(item, item.outcomes.worst) for item in applicable], method)
    if all(item.outcomes.now is item.outcomes.worst for item in applicable):
        return Outcomes(worst, worst, worst, ideal)
    best = _outcome([(item, item.outcomes.best) for item in applicable], method)
    now = _outcome([(item, item.outcomes.now) for item in applicable], method)
    status = worst.status if worst.status is best.status else Status.UNDETERMINED
    return Outcomes(now._replace(status=status), worst, best, ideal)


def _near_miss(
    applicable: Sequence[Item], status: Status, method: Method
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the ids of the few items that do not pass, if with them passing, at their best, this would.

    And the ids of those among them of which that is true of one alone, the others as they are.
    """
    short = tuple(item.id for item in applicable if item.status is not Status.PASS)

    def would_pass(*mended: str) -> bool:
        pairs = [
            (item, item.outcomes.ideal if item.id in mended else item.outcomes.worst) for item in applicable
        ]
        return _outcome(pairs, method).status is Status.PASS

    if (
        not method.judges
        or status is Status.PASS
        or not 0 < len(short) <= NEAR_MISS_LIMIT
        or not would_pass(*short)
    ):
        return (), ()
    return short, tuple(id for id in short if would_pass(id))


def _outcome(pairs: _Pairs, method: Method) -> Outcome:
    total, weight = _sum(each.total for _, each in pairs), _sum(each.weight for _, each in pairs)
    match method.aggregation:
        case Aggregation.MINIMUM:
            score = min((each.score for _, each in pairs if each.score is not None), default=None)
        case Aggregation.MEAN_OF_DIMENSIONS:
            scored = [(item.weight, each.score) for item, each in pairs if each.score is not None]
            among = _sum(weight for weight, _ in scored)
            score = _sum(weight * number for weight, number in scored) / among if scored else None
        case Aggregation.MEAN_OF_INDICATORS:
            score = total / weight if weight else None
        case _:
            assert_never(method.aggregation)
    statuses = [outcome.status for _, outcome in pairs]
    seen = (statuses.count(Status.PASS), statuses.count(Status.FAIL), len(statuses), score)
    if not pairs:
        status = Status.NOT_APPLICABLE
    elif not method.judges:
        status = Status.UNJUDGED
    elif holds(method.pass_when, *seen) and not _lacks_critical(pairs):
        status = Status.PASS
    else:
        status = Status.PARTIAL if holds(method.partial_when, *seen) else Status.FAIL
    return Outcome(
        score,
        status,
        total,
        weight,
        _sum(each.rated for _, each in pairs),
        next((each for each in method.grades if holds(each.when, *seen)), None),
    )


def _sum(numbers: Iterable[Fraction]) -> Fraction:
    """Return an exact sum, in whole parts of one size: faster than fraction by fraction."""
    numbers = tuple(numbers)
    parts = lcm(*(number.denominator for number in numbers))
    return Fraction(sum(number.numerator * (parts // number.denominator) for number in numbers), parts)


def _lacks_critical(pairs: _Pairs) -> bool:
    return any(item.critical and outcome.status is not Status.PASS for item, outcome in pairs)


def holds(rule: VerdictRule | None, passing: int, failing: int, items: int, score: Fraction | None) -> bool:
    """Whether a rule holds where so many of the items that apply pass and fail; no rule always does."""
    if rule is None:
        return True
    amount = Fraction(rule.amount or 0)
    match rule.kind:
        case RuleKind.ALL:
            return passing == items
        case RuleKind.ANY:
            return passing > 0
        case RuleKind.NONE_FAIL:
            return not failing
        case RuleKind.AT_LEAST:
            return passing >= amount or passing == items
        case RuleKind.SHARE:
            return passing >= amount * items
        case RuleKind.SCORE:
            return score is not None and score >= amount
        case RuleKind.NEVER:
            return False
        case _:
            assert_never(rule.kind)
