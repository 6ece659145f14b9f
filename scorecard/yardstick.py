"""A framework made ready to score under: what all its assessments have in common, worked out once.

However many indicators there are, few differ in anything that a figure depends on. Those that are alike share
their kinds: one for each level that a rating can give them.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from scorecard.assessment import Rating
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
from scorecard.passing import Rule
from scorecard.source import Number


def rate(framework: Framework, indicator: Indicator, rating: Rating) -> tuple[Level | None, Status]:
    """Return the level and the status that a rating gives an indicator."""
    measure = indicator.measure
    return _level(framework, indicator, rating.level if measure is None else level_id_of(measure, rating))


def level_id_of(measure: Measure, rating: Rating) -> str | None:
    """Return the id of the level that a measurement gets, or what was recorded instead of one."""
    return rating.level if rating.measured is None else measure.level_id(rating.measured)


def _level(framework: Framework, indicator: Indicator, level_id: str | None) -> tuple[Level | None, Status]:
    if level_id is None or level_id == Status.NOT_RATED:
        return None, Status.NOT_RATED
    if level_id == Status.NOT_APPLICABLE:
        return None, Status.NOT_APPLICABLE
    level = next(level for level in framework.scale_of(indicator) if level.id == level_id)
    return level, level.status


# Kinds --------------------------------------------------------------------------------------------


class View(NamedTuple):
    """An item in one version of the ratings."""

    score: Fraction | None
    status: Status


Views = tuple[View, View, View, View]
NOW, WORST, BEST, IDEAL = range(4)
"""The four versions of the ratings; what is ideal counts as passing, whatever its best level is called."""


class Kind:
    """Indicators that are alike and get the same level; one object stands for all of them."""

    def __init__(self, framework: Framework, indicator: Indicator, level_id: str | None) -> None:
        self.level, self.status = _level(framework, indicator, level_id)
        self.weight = Fraction(indicator.weight)
        self.critical = indicator.critical
        self.counted = indicator.counted
        self.views = _views_of(self.level, self.status, framework.reachable_levels(indicator))


def _views_of(level: Level | None, status: Status, levels: Sequence[Level]) -> Views:
    """Return how an indicator looks that has a level, or could have one of several."""
    now = View(None if level is None else Fraction(level.value), status)
    if status is Status.NOT_APPLICABLE:
        return now, now, now, now
    lowest, highest = min(levels, key=_order), max(levels, key=_order)
    best = View(Fraction(highest.value), highest.status)
    ideal = best._replace(status=Status.PASS)
    if level is not None:
        return now, now, now, ideal
    return now, View(Fraction(lowest.value), lowest.status), best, ideal


def _order(level: Level) -> tuple[Number, int]:
    return level.order


# The framework ------------------------------------------------------------------------------------


class Asked(NamedTuple):
    """How a dimension or the whole is scored and judged, defaults filled in."""

    aggregation: Aggregation
    pass_when: Rule
    partial_when: Rule
    minimum_coverage: Fraction


def _asked(holder: Dimension | Overall, framework: Framework) -> Asked:
    return Asked(
        aggregation=holder.aggregation or framework.aggregation,
        pass_when=holder.pass_when or framework.pass_when,
        partial_when=holder.partial_when or framework.partial_when,
        minimum_coverage=Fraction(framework.minimum_coverage),
    )


class Kinds(dict[str | None, "Kind"]):
    """The kinds that ratings make of indicators that are alike, by the level's id, as they are met."""

    def __init__(self, framework: Framework, indicator: Indicator) -> None:
        super().__init__()
        self._framework, self._indicator = framework, indicator

    def __missing__(self, level_id: str | None) -> "Kind":
        kind = self[level_id] = Kind(self._framework, self._indicator, level_id)
        return kind


class Rateable(NamedTuple):
    """An indicator, with the kinds that it shares with those that are alike."""

    indicator: Indicator
    id: str
    measure: Measure | None
    kinds: Kinds


class Group:
    """A dimension made ready to be judged."""

    def __init__(self, dimension: Dimension, framework: Framework, alike: "_Alike") -> None:
        self.dimension = dimension
        self.weight = Fraction(dimension.weight)
        self.asked = _asked(dimension, framework)
        self.rateables = [_rateable(indicator, framework, alike) for indicator in dimension.indicators]
        self.groups = [Group(inner, framework, alike) for inner in dimension.dimensions]


class Yardstick(NamedTuple):
    """A framework made ready to score under."""

    asked: Asked
    groups: tuple[Group, ...]


@once_a_framework
def yardstick_of(framework: Framework) -> Yardstick:
    """Return a framework made ready: the next assessment is mostly under the same."""
    alike: _Alike = {}
    groups = tuple(Group(dimension, framework, alike) for dimension in framework.dimensions)
    return Yardstick(_asked(framework.overall, framework), groups)


_Traits = tuple[Number, bool, bool, str | None, frozenset[str] | None]
_Alike = dict[_Traits, Kinds]


def _rateable(indicator: Indicator, framework: Framework, alike: _Alike) -> Rateable:
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
        alike[traits] = Kinds(framework, indicator)
    return Rateable(indicator, indicator.id, measure, alike[traits])
