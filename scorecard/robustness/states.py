"""What a scorecard could come to, and with how few changes: a dynamic programme over its tree.

Every indicator occurs once. So of a dimension nothing matters above it but its status and its score, and of
the items before the next one nothing but how many pass, whether one fails, whether one lacks what is
critical, and the sum of scores so far. States that agree in this are one, reached with the fewest changes,
and with these the fewest that are not rated. Where the best result is looked for, a change gives an
indicator its best rating, and of two states the one that is nowhere worse stands for both; where the worst
is, likewise; where all are, all are kept.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from math import lcm
from typing import NamedTuple, TypeVar

from scorecard.model.framework import STATUS_RANK, Aggregation, Status
from scorecard.model.verdict_rules import RuleKind
from scorecard.robustness.tree import Branch, Leaf, weight_of, worth
from scorecard.scoring.score import holds
from scorecard.scoring.scorecard import IndicatorResult

MOST_STEPS = 600_000
"""How many steps a search takes before there are bounds in its place."""
_FEW, _MOST_FOR_FEW = 10, 6_000_000
"""Of so few indicators nearly every rating can be tried."""
_MOST_OF_MANY_RUNS = 1_500_000
"""A search without changes is run again and again, and takes so many steps in all."""


class TooManyStates(Exception):  # noqa: N818 - no fault: there are bounds in place of the answer
    """The exact answer is not found in time."""


class Attained(NamedTuple):
    """What a dimension comes to: which of its results, 0 the worst, and as far as they matter its numbers."""

    rank: int
    score: Fraction
    total: Fraction


Way = tuple[object, ...] | IndicatorResult | None
"""The ratings that lead to a state, nested as they were found."""
CHANGE = 1 << 20
"""What a change costs; what is not rated costs 1 where it is not left at the end that is not looked for."""
Reached = tuple[int, Way]
"""What the cheapest way costs, and that way."""
States = dict[Attained, Reached]
"""What can be reached."""
_Key = tuple[int, int, int, int, int]
"""By numbers of which a greater one is better: items that pass, that fail (-1: one does), that lack what is
critical (-1), sum of scores, sum of totals; the sums in whole parts of one size."""
Fixed = Mapping[str, IndicatorResult]
"""Ratings that stay as they are."""
_K = TypeVar("_K", bound=tuple[int | Fraction, ...])


class Search:
    """A search for the best (`sign` 1), the worst (-1) or all (0), with at most so many changes.

    One for bounds has what is not rated at the best or the worst it could come to, tried or not. What a
    dimension came to last is kept.
    """

    def __init__(self, root: Branch, sign: int, limit: int, *, is_bound: bool = False) -> None:
        self.root = root
        self.sign = sign
        self.limit = limit
        self.is_bound = is_bound
        self._steps = MOST_STEPS if limit else _MOST_OF_MANY_RUNS
        if len(root.ids) <= _FEW:
            self._steps = _MOST_FOR_FEW
        self._known: dict[int, tuple[Fixed, States]] = {}

    def run(self, fixed: Fixed | None = None) -> States:
        """Return what the whole can come to with some ratings fixed; raises TooManyStates."""
        return self._states(self.root, fixed or {})

    def _states(self, branch: Branch, fixed: Fixed) -> States:
        settled = {each: fixed[each] for each in branch.ids & fixed.keys()}
        last = self._known.get(id(branch))
        if last is not None and last[0] == settled:
            return last[1]
        below = [
            self._choices(each, fixed) if isinstance(each, Leaf) else self._states(each, fixed)
            for each in branch.items
        ]
        found = self._fold(branch, below)
        self._known[id(branch)] = (settled, found)
        return found

    def _choices(self, leaf: Leaf, fixed: Fixed) -> States:
        costs: list[tuple[IndicatorResult, int, Way]]
        others = leaf.choices
        if self.sign:
            worst, best = leaf.ends if self.is_bound else (leaf.worst, leaf.best)
            others = (best if self.sign > 0 else worst,)
        if leaf.thing.id in fixed:
            costs = [(fixed[leaf.thing.id], 0, None)]
        elif not leaf.is_rated:
            left = (leaf.worst if self.sign > 0 else leaf.best,) if self.sign and self.limit else ()
            costs = [(each, int(each not in left), each) for each in (*left, *others)]
        else:
            costs = [(leaf.result, 0, None)] + [(each, CHANGE, each) for each in others if self.limit]
        weight, found = weight_of(leaf), States()
        for result, cost, way in costs:
            score, rank = worth(result)
            found.setdefault(Attained(rank, score, score * weight), (cost, way))
        return found

    def _fold(self, branch: Branch, below: list[States]) -> States:
        """Return what a dimension can come to, from what each of its items can."""
        adds = [[*_adds(branch, *each)] for each in zip(branch.items, below, strict=True)]
        size = lcm(*(number.denominator for each in adds for *_, numbers, _ in each for number in numbers))
        is_minimum = branch.method.aggregation is Aggregation.MINIMUM
        kept: dict[_Key, Reached] = {(0, 0, 0, size if is_minimum else 0, 0): (0, None)}
        for each in adds:
            moves = _nearest(
                ((passes, fails, lacks, int(score * size), int(total * size)), reached)
                for passes, fails, lacks, (score, total), reached in each
            )
            self._steps -= len(kept) * len(moves)
            if self._steps < 0:
                raise TooManyStates
            kept = self._front(_nearest(self._after(kept, moves, is_minimum=is_minimum)))
        self._steps -= 5 * len(kept)
        return self._front(_nearest((_attained(branch, *each, size), kept[each]) for each in kept))

    def _after(
        self, kept: Mapping[_Key, Reached], moves: Mapping[_Key, Reached], *, is_minimum: bool
    ) -> Iterator[tuple[_Key, Reached]]:
        """Yield each state followed by each move."""
        for (passing, failing, lacking, score, total), (cost, way) in kept.items():
            for (passes, fails, lacks, more, adds), (price, step) in moves.items():
                if (cost + price) // CHANGE <= self.limit:
                    key = (
                        passing + passes,
                        min(failing, fails),
                        min(lacking, lacks),
                        min(score, more) if is_minimum else score + more,
                        total + adds,
                    )
                    yield key, (cost + price, way if step is None else (way, step))

    def _front(self, states: dict[_K, Reached]) -> dict[_K, Reached]:
        """Return the states of which none that costs no more is nowhere worse; all if all are wanted."""
        sign = self.sign
        if not sign or len(states) < 2:
            return states
        order = sorted(states.items(), key=lambda each: (each[1][0], [-sign * number for number in each[0]]))
        kept: dict[_K, Reached] = {}
        edge: list[_K] = []
        for key, reached in order:
            if not any(_covers(other, key, sign) for other in edge):
                edge = [other for other in edge if not _covers(key, other, sign)] + [key]
                kept[key] = reached
        return kept


def _covers(one: tuple[int | Fraction, ...], other: tuple[int | Fraction, ...], sign: int) -> bool:
    return all(sign * mine >= sign * theirs for mine, theirs in zip(one, other, strict=True))


def _nearest(found: Iterable[tuple[_K, Reached]]) -> dict[_K, Reached]:
    """Return of states that are alike the cheapest."""
    nearest: dict[_K, Reached] = {}
    for key, reached in found:
        if key not in nearest or reached[0] < nearest[key][0]:
            nearest[key] = reached
    return nearest


def _adds(
    branch: Branch, item: Leaf | Branch, states: States
) -> Iterator[tuple[int, int, int, tuple[Fraction, Fraction], Reached]]:
    """Yield what each state of an item adds to one of those before it."""
    weight = weight_of(item) if branch.method.aggregation is Aggregation.MEAN_OF_DIMENSIONS else Fraction(1)
    is_critical = item.thing is not None and item.thing.critical and any(asks for _, asks in branch.rules)
    for state, reached in states.items():
        is_passing = state.rank == STATUS_RANK[Status.PASS]
        score = state.total if branch.is_mean_of_indicators else state.score * weight
        yield (
            int(is_passing and branch.counts_passes),
            -int(not state.rank and branch.asks(RuleKind.NONE_FAIL)),
            -int(is_critical and not is_passing),
            (
                score if branch.uses_score else Fraction(0),
                state.total if branch.lends_total and not branch.is_one else Fraction(0),
            ),
            reached,
        )


def _attained(
    branch: Branch, passing: int, failing: int, lacking: int, number: int, total: int, size: int
) -> Attained:
    """Return what a dimension comes to once all its items are known."""
    score, ranks = Fraction(number, size) / branch.among, len(branch.rules)
    met = (
        ranks - at
        for at, (rule, asks_critical) in enumerate(branch.rules)
        if not (asks_critical and lacking) and holds(rule, passing, -failing, len(branch.items), score)
    )
    lent = score * weight_of(branch) if branch.is_one and branch.lends_total else Fraction(total, size)
    return Attained(next(met, 0), score if branch.lends_score else Fraction(0), lent)


def ratings_on(way: Way) -> dict[str, IndicatorResult]:
    """Return the ratings that a way consists of."""
    found: dict[str, IndicatorResult] = {}
    pending: list[object] = [way]
    while pending:
        match pending.pop():
            case IndicatorResult() as result:
                found[result.indicator.id] = result
            case tuple() as steps:
                pending += steps
    return found
