"""How far several assessors agree: Krippendorff's alpha, Gwet's AC1 and AC2, with what they are worth.

Sums are exact fractions; only a standard error, its interval and their t quantile are floats. Sources:
K. Krippendorff, *Computing Krippendorff's alpha-reliability*, 2011; K. L. Gwet, *Handbook of inter-rater
reliability*, 4th edition, 2014, chapters 2, 3 and 5.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import accumulate
from math import atan, cos, pi, sqrt
from typing import NamedTuple

Table = Sequence[Sequence[int]]
"""For each unit how many assessors gave each level, in the order of the levels."""
LOW, HIGH = "_low", "_high"
"""What the names of an interval's ends end in, after that of its coefficient."""
Weight = Callable[[int, int], Fraction]
"""How near two levels are, by their places: 1 where they are the same."""


class Agreement(NamedTuple):
    """A coefficient corrected for chance, at most 1, with its standard error and its 95 % interval.

    The interval is from the t distribution with one degree of freedom less than there are units, and ends at
    1.
    """

    coefficient: Fraction
    error: Fraction
    low: Fraction
    high: Fraction


def coefficients(table: Table) -> dict[str, Fraction | None]:
    """Return all that is told of a table, by the names of JSON; what is not defined is None."""
    found: dict[str, Fraction | None] = {
        "percent": percent_agreement(table),
        "alpha_nominal": alpha(table, is_ordinal=False),
        "alpha_ordinal": alpha(table, is_ordinal=True),
    }
    for name, each in (("ac1", ac1(table)), ("ac2", ac2(table))):
        found |= zip((name, f"{name}_se", name + LOW, name + HIGH), each or (None,) * 4, strict=True)
    return found


def percent_agreement(table: Table) -> Fraction | None:
    """Return the share of pairs of assessors that gave a unit one level, over units that have a pair."""
    pairable = [row for row in table if sum(row) > 1]
    if not pairable:
        return None
    return sum((_observed(row, _same) for row in pairable), Fraction(0)) / len(pairable)


def alpha(table: Table, *, is_ordinal: bool) -> Fraction | None:
    """Return Krippendorff's alpha, of levels in an order or without one; None where it is not defined."""
    pairable = [row for row in table if sum(row) > 1]
    totals = [sum(column) for column in zip(*pairable, strict=True)]
    if len(pairable) < 2 or sum(count > 0 for count in totals) < 2:
        return None
    far = _ordinal_distance(totals) if is_ordinal else _nominal_distance
    places = range(len(totals))
    pairs = [(one, other, far(one, other)) for one in places for other in places]
    apart = (
        Fraction(row[one] * row[other], sum(row) - 1) * distance
        for row in pairable
        for one, other, distance in pairs
    )
    observed = sum(apart, Fraction(0))
    expected = sum((totals[one] * totals[other] * distance for one, other, distance in pairs), Fraction(0))
    disagreement: Fraction = (sum(totals) - 1) * observed / expected
    return 1 - disagreement


def ac1(table: Table) -> Agreement | None:
    """Return Gwet's AC1: levels are the same or they are not."""
    return _gwet(table, _same)


def ac2(table: Table) -> Agreement | None:
    """Return Gwet's AC2 with quadratic weights on the order of the levels."""
    last = max(len(table[0]) - 1, 1) if table else 1
    return _gwet(table, lambda one, other: 1 - Fraction(one - other, last) ** 2)


def _gwet(table: Table, weight: Weight) -> Agreement | None:
    """Return a coefficient of Gwet's family; None without two units to compare, or where all is one level."""
    rated = [row for row in table if sum(row)]
    pairable = [row for row in rated if sum(row) > 1]
    levels = len(table[0]) if table else 0
    used = [sum(column) > 0 for column in zip(*rated, strict=True)]
    if len(pairable) < 2 or sum(used) < 2:
        return None
    shares = [[Fraction(count, sum(row)) for count in row] for row in rated]
    mean = [sum(column) / len(rated) for column in zip(*shares, strict=True)]
    nearness = sum(weight(one, other) for one in range(levels) for other in range(levels))
    chance_factor = nearness / (levels * (levels - 1))
    by_chance = chance_factor * sum(share * (1 - share) for share in mean)
    observed = [_observed(row, weight) if sum(row) > 1 else None for row in rated]
    found = [each for each in observed if each is not None]
    agreed = sum(found) / len(found)
    coefficient = (agreed - by_chance) / (1 - by_chance)
    each_unit = []
    for row, own in zip(shares, observed, strict=True):
        scale = Fraction(len(rated), len(found))
        alone = scale * ((own - by_chance) / (1 - by_chance)) if own is not None else Fraction(0)
        chance = chance_factor * sum(part * (1 - share) for part, share in zip(row, mean, strict=True))
        each_unit.append(alone - 2 * (1 - coefficient) * (chance - by_chance) / (1 - by_chance))
    return _with_interval(coefficient, each_unit)


def _with_interval(coefficient: Fraction, each_unit: Sequence[Fraction]) -> Agreement:
    units = len(each_unit)
    variance = sum((one - coefficient) ** 2 for one in each_unit) / (units * (units - 1))
    error = Fraction(sqrt(variance))
    margin = Fraction(t_quantile(units - 1)) * error
    return Agreement(coefficient, error, coefficient - margin, min(Fraction(1), coefficient + margin))


def _observed(row: Sequence[int], weight: Weight) -> Fraction:
    """Return how far the assessors of one unit agree, pair by pair."""
    count = sum(row)
    near = sum(
        row[one] * (sum(weight(one, other) * row[other] for other in range(len(row))) - 1)
        for one in range(len(row))
    )
    return Fraction(near, 1) / (count * (count - 1))


def _same(one: int, other: int) -> Fraction:
    return Fraction(one == other)


def _nominal_distance(one: int, other: int) -> Fraction:
    return Fraction(one != other)


def _ordinal_distance(totals: Sequence[int]) -> Weight:
    """Return how far two levels are from each other: by how many marks lie between, ends by half, squared."""
    below = [0, *accumulate(totals)]

    def far(one: int, other: int) -> Fraction:
        low, high = sorted((one, other))
        between = below[high + 1] - below[low] - Fraction(totals[low] + totals[high], 2)
        return Fraction(between) ** 2 if low != high else Fraction(0)

    return far


# The t distribution -----------------------------------------------------------------------------


def t_quantile(degrees: int, share: float = 0.975) -> float:
    """Return the quantile of Student's t with some degrees of freedom, 1 or more, by bisection."""
    low, high = 0.0, 1e4
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if _t_below(middle, degrees) < share else (low, middle)
    return (low + high) / 2


def _t_below(value: float, degrees: int) -> float:
    """Return the share of Student's t below a value, 0 or more (Abramowitz and Stegun 26.7.3, 26.7.4)."""
    angle = atan(value / sqrt(degrees))
    if degrees == 1:
        return 0.5 + angle / pi
    cosine = cos(angle)
    is_odd = degrees % 2
    term = cosine if is_odd else 1.0
    total = term
    for step in range(3 if is_odd else 2, degrees - 1, 2):
        term *= cosine**2 * (step - 1) / step
        total += term
    sine = value / sqrt(degrees + value**2)
    share = 2 / pi * (angle + sine * total) if is_odd else sine * total
    return 0.5 + share / 2
