"""Which results are how many changed ratings away, which changes open one, what doubt leaves open."""

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from itertools import product
from operator import itemgetter
from typing import NamedTuple

from scorecard.model.assessment import Confidence
from scorecard.model.framework import Indicator, Status
from scorecard.robustness.states import Direction, Search, States, TooManyStates, Way, ratings_on
from scorecard.robustness.tree import Branch, given, worth
from scorecard.scoring.scorecard import IndicatorResult, Scorecard

Fixed = Mapping[str, IndicatorResult]
_BOTH_WAYS = (Direction.UP, Direction.DOWN)


class Rerating(NamedTuple):
    """An indicator's rating and another; of one that is not rated its first."""

    before: IndicatorResult
    after: IndicatorResult


class Reach(NamedTuple):
    """With how many changed ratings a result can be had: so many suffice, fewer than `at_least` do not.

    `changes` is None where none were found, and it is not known whether any give it. `ratings` are one such
    set, and after them what of the indicators not rated must be rated how.
    """

    changes: int | None
    at_least: int
    ratings: tuple[Rerating, ...] = ()

    @property
    def is_exact(self) -> bool:
        return self.changes == self.at_least


class Pivot(NamedTuple):
    """A single change that makes a result possible, by its place in the order from the worst."""

    change: Rerating
    rank: int


class Outlook:
    """What the whole of a scorecard can come to; results go by their place, 0 the worst."""

    def __init__(self, root: Branch) -> None:
        self.root = root
        self.leaves = {leaf.thing.id: leaf for leaf in root.leaves()}
        self.most_changes = sum(leaf.is_rated for leaf in self.leaves.values())
        self._as_rated = {direction: Search(root, direction, 0) for direction in Direction}
        self._finds_all = True

    def possible(self, fixed: Fixed | None = None, free: Collection[str] = ()) -> set[int]:
        """Return what can still come of it with some ratings fixed, and others free.

        Once that was not found in time, it is the best and the worst.
        """
        if self._finds_all:
            try:
                return _ranks(self._as_rated[Direction.EVERYWHERE].run(fixed, free))
            except TooManyStates:
                self._finds_all = False
        ends = (self._as_rated[each].run(fixed, free) for each in _BOTH_WAYS)
        return {rank for states in ends for rank in _ranks(states)}

    # Reach

    def reaches(self) -> list[Reach | None]:
        """Return for each result how far away it is, the worst first; None where no ratings give it."""
        size = len(self.root.rules) + 1
        try:
            up, down = (Search(self.root, each, self.most_changes).run() for each in _BOTH_WAYS)
        except TooManyStates:
            near = self.possible()
            far = [int(not min(near) <= rank <= max(near)) for rank in range(size)]
            return [self._walked(rank, least, ()) for rank, least in enumerate(far)]
        return [self._reach(rank, up, down) for rank in range(size)]

    def _reach(self, rank: int, up: States, down: States) -> Reach | None:
        """Return how far away a result is.

        It is no nearer than the nearest of those that are no worse, and of those that are no better.
        """
        rises = [reached for state, reached in up.items() if state.rank >= rank]
        falls = [reached for state, reached in down.items() if state.rank <= rank]
        if not rises or not falls:
            return None
        least = max(min(changes for changes, _ in each) for each in (rises, falls))
        found = {**_exactly(rank, down), **_exactly(rank, up)}
        if least in found:
            return self._reached(rank, least, found[least])
        nearest = [min(each, key=itemgetter(0))[1] for each in (rises, falls)]
        walked = self._walked(rank, least, [result for way in nearest for result in ratings_on(way)])
        most = self.most_changes if walked.changes is None else walked.changes - 1
        step = 0
        while least <= most:
            limit = min(least + step, most)
            try:
                found = _exactly(rank, Search(self.root, Direction.EVERYWHERE, limit).run())
            except TooManyStates:
                return walked._replace(at_least=least)
            if found:
                return self._reached(rank, min(found), found[min(found)])
            least, step = limit + 1, 2 * step + 1
        return None if walked.changes is None else walked._replace(at_least=walked.changes)

    def _reached(self, rank: int, changes: int, way: Way) -> Reach:
        ratings = {each.indicator.id: each for each in ratings_on(way)}
        return Reach(changes, changes, self._ratings(rank, ratings))

    def _ratings(self, rank: int, fixed: Fixed) -> tuple[Rerating, ...]:
        """Return ratings beside those that there are, but of what is not rated those that decide nothing.

        What points would score is never left open: its bounds are not always measurements that are tried.
        """
        kept = {id: each for id, each in fixed.items() if given(each) != given(self.leaves[id].result)}
        unrated = [id for id in kept if not self.leaves[id].is_rated]
        for id in (id for id in unrated if not self.leaves[id].result.scores_by_points):
            rest = {other: each for other, each in kept.items() if other != id}
            kept = rest if self._is_certain(rank, rest) else kept
        order = sorted(kept, key=lambda each: not self.leaves[each].is_rated)
        return tuple(Rerating(self.leaves[id].result, kept[id]) for id in order)

    def _is_certain(self, rank: int, fixed: Fixed) -> bool:
        ends = (self._as_rated[each].run(fixed) for each in _BOTH_WAYS)
        return all(_ranks(states) == {rank} for states in ends)

    # Bounds

    def _walked(self, rank: int, least: int, first: Sequence[IndicatorResult]) -> Reach:
        """Return a way to a result that need not be the shortest, if one lies on a way up or down."""
        ids = [*dict.fromkeys((*(each.indicator.id for each in first), *self.leaves))]
        walks = (self._walk(rank, *each) for each in product((ids, ids[::-1]), (1, -1)))
        ways = [way for way in walks if way is not None]
        if not ways:
            return Reach(None, least)
        way = min(ways, key=self._changes)
        for id in [*way] if self._changes(way) > least else ():
            back = {other: each for other, each in way.items() if other != id}
            if self.leaves[id].is_rated and self._is_certain(rank, back):
                way = back
        return Reach(self._changes(way), least, self._ratings(rank, way))

    def _changes(self, way: Fixed) -> int:
        return sum(self.leaves[id].is_rated for id in way)

    def _walk(self, rank: int, ids: Sequence[str], sign: int) -> dict[str, IndicatorResult] | None:
        """Return the ratings changed where a result first lies on one way upwards, or downwards.

        Each step makes one rating better, or worse, and never turns the result the other way.
        """

        def order(result: IndicatorResult) -> tuple[Fraction, int]:
            score, status = worth(result)
            return sign * score, sign * status

        leaves = sorted((self.leaves[id] for id in ids), key=lambda leaf: leaf.is_rated)
        ends = (each.result if each.is_rated else min(each.choices, key=order) for each in leaves)
        start = {each.indicator.id: each for each in ends}
        steps = [
            each
            for leaf in leaves
            for each in sorted(leaf.choices, key=order)
            if order(each) > order(start[leaf.thing.id])
        ]

        def after(count: int) -> dict[str, IndicatorResult]:
            return start | {each.indicator.id: each for each in steps[:count]}

        ranks = range(len(steps) + 1)
        count = bisect_left(ranks, sign * rank, key=lambda each: sign * min(self.possible(after(each))))
        way = after(count)
        if self.possible(way) != {rank}:
            return None
        return {id: each for id, each in way.items() if each != self.leaves[id].result}


# Single changes and doubt -----------------------------------------------------------------------


def find_pivots(outlook: Outlook, reaches: Sequence[Reach | None]) -> list[Pivot]:
    """Return each single change that makes another result possible, in reading order, the best first."""
    near = {
        rank: each for rank, each in enumerate(reaches) if each and each.at_least <= 1 and each.changes != 0
    }
    if not near:
        return []
    return [
        Pivot(Rerating(leaf.result, other), rank)
        for leaf in outlook.leaves.values()
        if leaf.is_rated
        for other in leaf.others
        for rank in sorted(outlook.possible({leaf.thing.id: other}) & near.keys(), reverse=True)
    ]


class Doubt(NamedTuple):
    """An indicator whose rating is in doubt: its assessors are not sure of it, or it `is_open` what it is."""

    indicator: Indicator
    is_open: bool
    may_not_apply: bool


def find_doubts(scorecard: Scorecard, said: Mapping[str, bool]) -> list[Doubt]:
    """Return the indicators whose rating is in doubt, in reading order.

    `said` has those on which marks differ or which a reply disputes, and whether somebody says of one that it
    does not apply.
    """
    counted = [(each, each.indicator.id) for each in scorecard.indicators() if each.counted]
    return [
        Doubt(each.indicator, id in said, said.get(id, False) or each.status is Status.NOT_APPLICABLE)
        for each, id in counted
        if id in said or (each.score is not None and each.rating.confidence is Confidence.LOW)
    ]


def _ranks(states: States) -> set[int]:
    return {state.rank for state in states}


def _exactly(rank: int, states: States) -> dict[int, Way]:
    return {changes: way for state, (changes, way) in states.items() if state.rank == rank}
