"""What a scorecard could come to, and with how few changes: a dynamic programme over its tree.

Every indicator occurs once. So of a dimension nothing matters above it but its status and its score, and of
the items before the next one nothing but how many pass, whether one fails, whether one lacks what is
critical, and the sum of scores so far. States that agree in this are one, reached with the fewest changes.
Upwards, where the best result is looked for, a change gives an indicator its best rating, and of two states
the one that is nowhere worse stands for both; downwards likewise; everywhere all are kept.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import IntEnum
from fractions import Fraction
from math import lcm
from typing import NamedTuple, TypeVar

from scorecard.model.framework import STATUS_RANK, Aggregation, Status
from scorecard.model.verdict_rules import RuleKind
from scorecard.robustness.tree import Branch, Leaf, weight_of, worth
from scorecard.scoring.score import holds
from scorecard.scoring.scorecard import IndicatorResult

MOST_STEPS = 600_000
"""How many steps are taken in search of one answer before there are bounds in its place."""
_FEW, _MOST_FOR_FEW = 10, 3_000_000
"""Of so few indicators nearly every rating can be tried."""


class Direction(IntEnum):
    """Where a search looks: for the worst, for the best, or for everything."""

    DOWN = -1
    EVERYWHERE = 0
    UP = 1


class TooManyStates(Exception):  # noqa: N818 - no fault: there are bounds in place of the answer
    """The exact answer is not found in time."""


class Attained(NamedTuple):
    """What a dimension comes to: which of its results, 0 the worst, and as far as they matter its numbers."""

    rank: int
    score: Fraction
    total: Fraction


Way = tuple[object, ...] | IndicatorResult | None
"""The ratings that lead to a state, nested as they were found."""
States = dict[Attained, tuple[int, Way]]
"""What can be reached, each with the fewest changes and one way to it."""
_Key = tuple[int, int, int, int, int]
_Keyed = dict[_Key, tuple[int, Way]]
"""By numbers of which a greater one is better: items that pass, that fail (-1: one does), that lack what is
critical (-1), sum of scores, sum of totals; the sums in whole parts of one size."""
_Settled = tuple[dict[str, IndicatorResult], frozenset[str]]
"""The ratings below a dimension that are fixed, and those that are free."""
_K = TypeVar("_K", bound=tuple[int | Fraction, ...])


class Search:
    """A search in one direction with at most so many changes; what a dimension came to last is kept."""

    def __init__(self, root: Branch, direction: Direction, limit: int) -> None:
        self.root = root
        self.direction = direction
        self.limit = limit
        self._steps = 0
        self._known: dict[int, tuple[_Settled, States]] = {}

    def run(self, fixed: Mapping[str, IndicatorResult] | None = None, free: Collection[str] = ()) -> States:
        """Return what the whole can come to; some ratings are fixed, some as free as those not rated.

        Raises TooManyStates.
        """
        self._steps = MOST_STEPS if len(self.root.ids) > _FEW else _MOST_FOR_FEW
        return self._states(self.root, fixed or {}, frozenset(free))

    def _states(self, branch: Branch, fixed: Mapping[str, IndicatorResult], free: frozenset[str]) -> States:
        settled = ({each: fixed[each] for each in branch.ids & fixed.keys()}, branch.ids & free)
        last = self._known.get(id(branch))
        if last is not None and last[0] == settled:
            return last[1]
        below = [
            self._choices(each, fixed, free) if isinstance(each, Leaf) else self._states(each, fixed, free)
            for each in branch.items
        ]
        found = self._fold(branch, below)
        self._known[id(branch)] = (settled, found)
        return found

    def _choices(self, leaf: Leaf, fixed: Mapping[str, IndicatorResult], free: frozenset[str]) -> States:
        costs: list[tuple[IndicatorResult, int, Way]]
        others = leaf.choices
        if self.direction:
            others = (leaf.best,) if self.direction is Direction.UP else (leaf.worst,)
        if leaf.thing.id in fixed:
            costs = [(fixed[leaf.thing.id], 0, None)]
        elif not leaf.is_rated:
            costs = [(each, 0, each) for each in others]
        else:
            cost = 0 if leaf.thing.id in free else 1
            costs = [(leaf.result, 0, None)] + [(each, cost, each) for each in others if cost <= self.limit]
        weight = weight_of(leaf)

        def attained(result: IndicatorResult) -> Attained:
            score, rank = worth(result)
            return Attained(rank, score, score * weight)

        return _nearest((attained(result), (cost, way)) for result, cost, way in costs)

    def _fold(self, branch: Branch, below: list[States]) -> States:
        """Return what a dimension can come to, from what each of its items can."""
        parts = _Parts(branch, below)
        kept: _Keyed = {(0, 0, 0, parts.start, 0): (0, None)}
        for at, moves in enumerate(parts.moves):
            self._steps -= len(kept) * len(moves)
            if self._steps < 0:
                raise TooManyStates
            kept = self._step(kept, moves, parts, at)
        found = _nearest((parts.state(key), reached) for key, reached in kept.items())
        return _front(found, self.direction) if self.direction else found

    def _step(self, kept: _Keyed, moves: "list[_Move]", parts: "_Parts", at: int) -> _Keyed:
        reached = _nearest(self._after(kept, moves, parts, at))
        return _front(reached, self.direction) if self.direction and len(reached) > 1 else reached

    def _after(self, kept: _Keyed, moves: "list[_Move]", parts: "_Parts", at: int) -> "Iterator[_Move]":
        for (passing, failing, lacking, score, total), (cost, way) in kept.items():
            for (passes, fails, lacks, more, adds), (price, step) in moves:
                if cost + price <= self.limit:
                    key = (
                        parts.passing(passing + passes, at),
                        min(failing, fails),
                        min(lacking, lacks),
                        min(score, more) if parts.is_minimum else score + more,
                        total + adds,
                    )
                    yield key, (cost + price, way if step is None else (way, step))


_Move = tuple[_Key, tuple[int, Way]]


def _nearest(found: Iterable[tuple[_K, tuple[int, Way]]]) -> dict[_K, tuple[int, Way]]:
    """Return of states that are alike the one with the fewest changes."""
    nearest: dict[_K, tuple[int, Way]] = {}
    for key, reached in found:
        if key not in nearest or reached[0] < nearest[key][0]:
            nearest[key] = reached
    return nearest


_Adds = tuple[tuple[int, int, int, Fraction, Fraction], tuple[int, Way]]


class _Parts:
    """The items of a dimension as what each way to rate them adds to a state of those before them."""

    def __init__(self, branch: Branch, below: list[States]) -> None:
        self.branch = branch
        aggregation = branch.method.aggregation
        self.is_minimum = aggregation is Aggregation.MINIMUM
        adds = [[*self._adds(*each)] for each in zip(branch.items, below, strict=True)]
        self.size = lcm(*(number.denominator for each in adds for key, _ in each for number in key[3:]))
        self.start = self.size if self.is_minimum and branch.uses_score else 0
        self.among = branch.units
        if aggregation is not Aggregation.MEAN_OF_INDICATORS:
            weights = (weight_of(each) for each in branch.items)
            self.among = Fraction(1) if self.is_minimum else sum(weights, Fraction(0))
        self.moves = [[*_nearest(map(self._in_parts, each)).items()] for each in adds]

    def _adds(self, item: Leaf | Branch, states: States) -> Iterator[_Adds]:
        branch, nothing = self.branch, Fraction(0)
        weight = Fraction(1) if self.is_minimum else weight_of(item)
        is_critical = item.thing is not None and item.thing.critical and any(asks for _, asks in branch.rules)
        for state, reached in states.items():
            is_passing = state.rank == STATUS_RANK[Status.PASS]
            score = state.total if branch.is_mean_of_indicators else state.score * weight
            key = (
                int(is_passing and bool(branch.passes_asked)),
                -int(not state.rank and branch.asks(RuleKind.NONE_FAIL)),
                -int(is_critical and not is_passing),
                score if branch.uses_score else nothing,
                state.total if branch.lends_total and not branch.is_one else nothing,
            )
            yield key, reached

    def _in_parts(self, adds: _Adds) -> _Move:
        (passes, fails, lacks, score, total), reached = adds
        return (passes, fails, lacks, int(score * self.size), int(total * self.size)), reached

    def passing(self, count: int, at: int) -> int:
        """Return how many items pass, as far as that decides a rule once the rest is known."""
        asked = self.branch.passes_asked
        rest = len(self.moves) - at - 1
        return min(max(count, asked[0] - rest - 1), asked[-1]) if asked else 0

    def state(self, key: _Key) -> Attained:
        """Return what the dimension comes to once all its items are known."""
        branch, (passing, failing, lacking, number, total) = self.branch, key
        score = Fraction(number, self.size) / self.among if branch.uses_score else Fraction(0)
        ranks = len(branch.rules)
        met = (
            ranks - at
            for at, (rule, asks_critical) in enumerate(branch.rules)
            if not (asks_critical and lacking) and holds(rule, passing, -failing, len(branch.items), score)
        )
        lent = (
            score * weight_of(branch) if branch.is_one and branch.lends_total else Fraction(total, self.size)
        )
        return Attained(next(met, 0), score if branch.lends_score else Fraction(0), lent)


def _front(states: dict[_K, tuple[int, Way]], direction: Direction) -> dict[_K, tuple[int, Way]]:
    """Return the states of which none is with as few changes nowhere worse."""
    sign = int(direction)
    order = sorted(states.items(), key=lambda each: (each[1][0], [-sign * number for number in each[0]]))
    kept: dict[_K, tuple[int, Way]] = {}
    edge: list[_K] = []
    for key, reached in order:
        if not any(_covers(other, key, sign) for other in edge):
            edge = [other for other in edge if not _covers(key, other, sign)] + [key]
            kept[key] = reached
    return kept


def _covers(one: tuple[int | Fraction, ...], other: tuple[int | Fraction, ...], sign: int) -> bool:
    return all(sign * mine >= sign * theirs for mine, theirs in zip(one, other, strict=True))


def ratings_on(way: Way) -> list[IndicatorResult]:
    """Return the ratings that a way consists of, in reading order."""
    found: list[IndicatorResult] = []
    pending: list[object] = [way]
    while pending:
        match pending.pop():
            case IndicatorResult() as result:
                found.append(result)
            case tuple() as steps:
                pending += steps
    return found[::-1]
