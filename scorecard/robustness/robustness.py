"""Would it be another? What is found for one scorecard; exact, and nothing is drawn at random."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod
from typing import NamedTuple

from scorecard.model.assessment import Rating
from scorecard.model.framework import Status
from scorecard.model.lexical import Number
from scorecard.robustness.margins import threshold_margins
from scorecard.robustness.reach import (
    Doubt,
    Narrowing,
    Outlook,
    Pivot,
    Reach,
    find_doubts,
    find_narrowings,
    find_pivots,
)
from scorecard.robustness.tree import MeasurementsOf, outcome_names, span_of, tree_of
from scorecard.robustness.variants import Variant, find_variants
from scorecard.scoring.score import score
from scorecard.scoring.scorecard import Figures, IndicatorResult, Scorecard

_MOST_ASIDE = 8
"""Of how many indicators in doubt it is tried whether they apply: each doubles what there is to try."""
_MOST_SAID = 64
"""How many combinations of what marks and replies say are tried."""


class Robustness(NamedTuple):
    """How firm the result of a scorecard is.

    Results, here `names`, are verdicts, or grades where nobody judges, the best first. `possible` are those
    within reach if each rating in doubt were another; `doubted` says how far away they are if only those
    change; it `stays_as_said` if nothing that marks and replies say of them changes it. `margins` has for
    each score asked for by how much weights may move. One `is_scored` if a score decides anything in it, and
    `is_sampled` if measurements make scores, of which only some are tried.
    """

    scorecard: Scorecard
    names: tuple[str, ...]
    reaches: dict[str, Reach | None]
    pivots: tuple[Pivot, ...]
    narrowings: tuple[Narrowing, ...]
    doubts: tuple[Doubt, ...]
    doubted: dict[str, Reach | None]
    stays_as_said: bool
    possible: tuple[str, ...]
    variants: tuple[Variant, ...]
    margins: dict[Fraction, Fraction]
    is_scored: bool
    is_sampled: bool

    @property
    def open(self) -> tuple[str, ...]:
        """What it could be once all is rated."""
        return tuple(name for name, reach in self.reaches.items() if reach and reach.changes == 0)

    @property
    def margin(self) -> Fraction | None:
        """The margin of the first score asked for; None while more than one result is open."""
        return None if len(self.open) > 1 else next(iter(self.margins.values()), None)

    @property
    def same(self) -> int:
        """How many variants have the same result."""
        mine = result_of(self.scorecard.figures)
        return sum(result_of(each.figures) == mine for each in self.variants)


def result_of(figures: Figures) -> str | None:
    """Return a verdict, or where nobody judges the grade."""
    if figures.is_judged:
        return figures.status
    return figures.grade.id if figures.grade else None


def find_robustness(
    scorecard: Scorecard, measurements_of: MeasurementsOf, said: Mapping[str, Sequence[Rating]] | None = None
) -> Robustness:
    """Return how firm a scorecard's result is; a project's measurements are among those tried.

    `said` has what marks and replies leave open, as `find_doubts` takes it.
    """
    names, doubts = outcome_names(scorecard.framework), find_doubts(scorecard, said or {})
    outlook, pivots = Outlook(tree_of(scorecard, measurements_of)), list[Pivot]()
    reaches: dict[str, Reach | None] = dict.fromkeys(names)
    doubted = dict(reaches)
    if names and outlook.leaves:
        found = outlook.reaches()
        reaches = dict(zip(names, reversed(found), strict=True))
        pivots = find_pivots(outlook, found)
    if names and outlook.leaves and doubts:
        free = {each.indicator.id for each in doubts}
        fixed = {id: leaf.result for id, leaf in outlook.leaves.items() if leaf.is_rated and id not in free}
        doubted = dict(zip(names, reversed(outlook.reaches(fixed)), strict=True))
    possible = _possible(scorecard, doubts, measurements_of) if names else set()
    return Robustness(
        scorecard=scorecard,
        names=names,
        reaches=reaches,
        pivots=tuple(pivots),
        narrowings=tuple(find_narrowings(outlook)) if names and outlook.leaves else (),
        doubts=tuple(doubts),
        doubted=doubted,
        stays_as_said=_stays(scorecard, said or {}),
        possible=tuple(name for rank, name in enumerate(reversed(names)) if rank in possible)[::-1],
        variants=tuple(find_variants(scorecard, measurements_of)),
        margins=threshold_margins(scorecard),
        is_scored=outlook.root.is_scored,
        is_sampled=outlook.is_sampled,
    )


def _stays(scorecard: Scorecard, said: Mapping[str, Sequence[Rating]]) -> bool:
    """Whether it is the same under all that marks and replies say; False where that is too much to try."""
    assessment, mine = scorecard.assessment, span_of(scorecard.figures)
    now = {each.indicator.id: each.rating for each in scorecard.indicators()}
    given = {id: [now[id], *ratings] for id, ratings in said.items() if id in now}
    if not given or prod(map(len, given.values())) > _MOST_SAID:
        return False
    ways = (dict(zip(given, each, strict=True)) for each in product(*given.values()))
    others = (assessment.model_copy(update={"ratings": {**assessment.ratings, **way}}) for way in ways)
    return all(span_of(score(scorecard.framework, each).figures) == mine for each in others)


def _possible(scorecard: Scorecard, doubts: Sequence[Doubt], measurements_of: MeasurementsOf) -> set[int]:
    """Return what it could be if each that is in doubt were rated in any way, or did not apply."""
    framework, assessment, found = scorecard.framework, scorecard.assessment, set[int]()
    unrated, aside = Rating(level=Status.NOT_RATED), Rating(level=Status.NOT_APPLICABLE)
    now = {each.indicator.id: each for each in scorecard.indicators()}
    doubted = {
        id: aside if now[id].status is Status.NOT_APPLICABLE else unrated
        for id in (each.indicator.id for each in doubts)
    }
    ids = [each.indicator.id for each in doubts if each.may_not_apply][:_MOST_ASIDE]
    for applies in product((unrated, aside), repeat=len(ids)):
        ratings = {**assessment.ratings, **doubted, **dict(zip(ids, applies, strict=True))}
        other = score(framework, assessment.model_copy(update={"ratings": ratings}))
        if other.figures.status is not Status.NOT_APPLICABLE:
            tree = tree_of(other, lambda each: [*measurements_of(each), *_measured(now[each])])
            found |= Outlook(tree).possible()
    return found


def _measured(result: IndicatorResult) -> list[Number]:
    return [] if result.rating.measured is None else [result.rating.measured]
