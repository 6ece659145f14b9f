"""Which results are how many changed ratings away, which changes open one, what doubt leaves open."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from scorecard.model.assessment import Confidence, Rating
from scorecard.model.framework import Indicator, Status
from scorecard.robustness.states import CHANGE, Fixed, Search, States, TooManyStates, ratings_on
from scorecard.robustness.tree import Branch, given, worth
from scorecard.scoring.scorecard import IndicatorResult, Scorecard


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
    """A single change that makes a result possible, by its place in the order from the worst, or certain."""

    change: Rerating
    rank: int
    is_certain: bool


class Outlook:
    """What the whole of a scorecard can come to; results go by their place, 0 the worst."""

    def __init__(self, root: Branch) -> None:
        self.root = root
        self.leaves = {leaf.thing.id: leaf for leaf in root.leaves()}
        self._all = Search(root, 0, 0)
        self._worst, self._best = (Search(root, sign, 0, is_bound=True) for sign in (-1, 1))
        self._finds_all = True
        self.is_sampled = any(leaf.result.scores_by_points for leaf in self.leaves.values())

    def possible(self, fixed: Fixed | None = None) -> set[int]:
        """Return what can still come of it with some ratings fixed.

        Once that was not found in time, it is the best and the worst.
        """
        if self._finds_all:
            try:
                return {state.rank for state in self._all.run(fixed)}
            except TooManyStates:
                self._finds_all = False
        return {state.rank for each in (self._worst, self._best) for state in each.run(fixed)}

    def remaining(self, fixed: Fixed | None = None) -> set[int]:
        """Return what is not ruled out: where not all can be tried, all between the worst and the best."""
        found = self.possible(fixed)
        if self._finds_all and not self.is_sampled:
            return found
        ends = {state.rank for each in (self._worst, self._best) for state in each.run(fixed)}
        return {*range(min(ends), max(ends) + 1)}

    def reaches(self, fixed: Fixed | None = None) -> list[Reach | None]:
        """Return for each result how far away it is, the worst first; None where no ratings give it.

        Those that are `fixed` stay as they are.
        """
        ranks, most = range(len(self.root.rules) + 1), sum(leaf.is_rated for leaf in self.leaves.values())
        try:
            down, up = (Search(self.root, sign, most).run(fixed) for sign in (-1, 1))
        except TooManyStates:
            near = self.possible()
            far = (int(not min(near) <= rank <= max(near)) for rank in ranks)
            return [self._reached(rank, least, self._walked(rank, {})) for rank, least in enumerate(far)]
        return [self._reach(rank, down, up, most, fixed) for rank in ranks]

    def _reach(self, rank: int, down: States, up: States, most: int, fixed: Fixed | None) -> Reach | None:
        """Return how far away a result is.

        It is no nearer than the nearest of those that are no worse, and of those that are no better.
        """
        rises = [reached for state, reached in up.items() if state.rank >= rank]
        falls = [reached for state, reached in down.items() if state.rank <= rank]
        if not rises or not falls:
            return None
        nearest = [min(each, key=itemgetter(0)) for each in (rises, falls)]
        least, step = max(cost // CHANGE for cost, _ in nearest), 0
        found = {**_exactly(rank, down), **_exactly(rank, up)}
        for cost, way in nearest if least not in found else ():
            walked = self._walked(rank, ratings_on(way))
            found |= {} if walked is None else {cost // CHANGE: walked}
        while least < min(found, default=most + 1):
            limit = min([least + step, most, *(changes - 1 for changes in found)])
            try:
                nearer = _exactly(rank, Search(self.root, 0, limit).run(fixed))
            except TooManyStates:
                break
            found |= nearer
            least, step = min(nearer, default=limit + 1), 2 * step + 1
        is_had = found or least <= most
        return self._reached(rank, least, found[min(found)] if found else None) if is_had else None

    def _walked(self, rank: int, changed: Fixed) -> Fixed | None:
        """Return ratings that give a result with some changed; what is not rated lies between worst and best.

        Each step makes one rating better, so never the result worse.
        """
        unrated = [leaf for leaf in self.leaves.values() if not leaf.is_rated]
        start = {**changed, **{leaf.thing.id: leaf.worst for leaf in unrated}}
        steps = [each for leaf in unrated for each in sorted(leaf.choices, key=worth)]

        def after(count: int) -> Fixed:
            return start | {each.indicator.id: each for each in steps[:count]}

        def rank_after(count: int) -> int:
            (state,) = self._worst.run(after(count))
            return state.rank

        count = bisect_left(range(len(steps)), rank, key=rank_after)
        return after(count) if rank_after(count) == rank else None

    def _reached(self, rank: int, least: int, way: Fixed | None) -> Reach:
        """Return a way without what is not rated and decides nothing, each rating as near as will do."""
        if way is None:
            return Reach(None, least)
        kept = {id: each for id, each in way.items() if given(each) != given(self.leaves[id].result)}
        may_be_empty = self.root.method.judges or any(leaf.is_rated for leaf in self.leaves.values())

        def is_enough(ratings: Fixed) -> bool:
            """Whether no other result can come of it; where nothing is rated there is no grade."""
            ends = (*self._worst.run(ratings), *self._best.run(ratings))
            return {state.rank for state in ends} == {rank} and (may_be_empty or len(ratings) > 0)

        for id in [*kept]:
            leaf, rest = self.leaves[id], {other: each for other, each in kept.items() if other != id}
            nearer = [rest | {id: each} for each in leaf.nearer(kept[id])] if leaf.is_rated else [rest]
            kept = next(filter(is_enough, nearer), kept)
        leaves = [leaf for id, leaf in self.leaves.items() if id in kept]
        leaves.sort(key=lambda leaf: not leaf.is_rated)
        changes = sum(leaf.is_rated for leaf in leaves)
        return Reach(changes, least, tuple(Rerating(leaf.result, kept[leaf.thing.id]) for leaf in leaves))


# Single changes and doubt -----------------------------------------------------------------------


def find_pivots(outlook: Outlook, reaches: Sequence[Reach | None]) -> list[Pivot]:
    """Return each single change that makes another result possible, in reading order, the best first."""
    near = {
        rank: each for rank, each in enumerate(reaches) if each and each.at_least <= 1 and each.changes != 0
    }
    if not near:
        return []
    return [
        Pivot(Rerating(leaf.result, other), rank, len(outlook.remaining({leaf.thing.id: other})) == 1)
        for leaf in outlook.leaves.values()
        if leaf.is_rated
        for other in leaf.others
        for possible in [outlook.possible({leaf.thing.id: other})]
        for rank in sorted(possible & near.keys(), reverse=True)
    ]


class Narrowing(NamedTuple):
    """A single change that opens nothing, but leaves only some of what is open, by their places."""

    change: Rerating
    left: set[int]
    ruled_out: set[int]


def find_narrowings(outlook: Outlook) -> list[Narrowing]:
    """Return each single change that rules out something that is open, in reading order."""
    now = outlook.remaining()
    return [
        Narrowing(Rerating(leaf.result, other), left, now - left)
        for leaf in outlook.leaves.values()
        if leaf.is_rated and len(now) > 1
        for other in leaf.others
        for left in [outlook.remaining({leaf.thing.id: other})]
        if left < now
    ]


class Doubt(NamedTuple):
    """An indicator whose rating is in doubt: its assessors are not sure of it, or it `is_open` what it is."""

    indicator: Indicator
    is_open: bool
    may_not_apply: bool


def find_doubts(scorecard: Scorecard, said: Mapping[str, Sequence[Rating]]) -> list[Doubt]:
    """Return the indicators whose rating is in doubt, in reading order.

    `said` has those on which marks differ or which a reply disputes, and the ratings that these give them.
    """
    aside = {id for id, given in said.items() if any(each.level == Status.NOT_APPLICABLE for each in given)}
    counted = [(each, each.indicator.id) for each in scorecard.indicators() if each.counted]
    return [
        Doubt(each.indicator, id in said, id in aside or each.status is Status.NOT_APPLICABLE)
        for each, id in counted
        if id in said or (each.score is not None and each.rating.confidence is Confidence.LOW)
    ]


def _exactly(rank: int, states: States) -> dict[int, Fixed]:
    """Return ways to a result by how many changes they take, of those that take as many the cheapest."""
    ways = [reached for state, reached in states.items() if state.rank == rank]
    ways.sort(key=itemgetter(0), reverse=True)
    return {cost // CHANGE: ratings_on(way) for cost, way in ways}
