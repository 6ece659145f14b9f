"""Would it be another? What is found for one scorecard; exact, and nothing is drawn at random."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from scorecard.model.assessment import Rating, RatingEntry
from scorecard.model.framework import Status
from scorecard.robustness.margins import threshold_margin
from scorecard.robustness.reach import Doubt, Outlook, Pivot, Reach, find_doubts, find_pivots
from scorecard.robustness.tree import MeasurementsOf, outcome_names, tree_of
from scorecard.robustness.variants import Variant, find_variants
from scorecard.scoring.score import score
from scorecard.scoring.scorecard import Figures, Scorecard

_MOST_ASIDE = 8
"""Of how many indicators in doubt it is tried whether they apply: each doubles what there is to try."""


class Robustness(NamedTuple):
    """How firm the result of a scorecard is.

    Results, here `names`, are verdicts, or grades where nobody judges, the best first. `possible` are those
    within reach if each rating in doubt were another.
    """

    scorecard: Scorecard
    names: tuple[str, ...]
    reaches: dict[str, Reach | None]
    pivots: tuple[Pivot, ...]
    doubts: tuple[Doubt, ...]
    possible: tuple[str, ...]
    variants: tuple[Variant, ...]
    margin: Fraction | None

    @property
    def open(self) -> tuple[str, ...]:
        """What it could be once all is rated."""
        return tuple(name for name, reach in self.reaches.items() if reach and reach.changes == 0)

    @property
    def others(self) -> list[Variant]:
        """The variants with another result."""
        mine = result_of(self.scorecard.figures)
        return [each for each in self.variants if result_of(each.figures) != mine]


def result_of(figures: Figures) -> str | None:
    """Return a verdict, or where nobody judges the grade."""
    if figures.is_judged:
        return figures.status
    return figures.grade.id if figures.grade else None


def find_robustness(
    scorecard: Scorecard, measurements_of: MeasurementsOf, said: Mapping[str, bool] | None = None
) -> Robustness:
    """Return how firm a scorecard's result is; a project's measurements are among those tried.

    `said` has what marks and replies leave open, as `find_doubts` takes it.
    """
    names = outcome_names(scorecard.framework)
    reaches: dict[str, Reach | None] = dict.fromkeys(names)
    pivots: list[Pivot] = []
    if names and scorecard.figures.status is not Status.NOT_APPLICABLE:
        outlook = Outlook(tree_of(scorecard, measurements_of))
        found = outlook.reaches()
        reaches = dict(zip(names, reversed(found), strict=True))
        pivots = find_pivots(outlook, found)
    doubts = find_doubts(scorecard, said or {})
    possible = _possible(scorecard, doubts, measurements_of) if names else set()
    is_open = sum(each is not None and each.changes == 0 for each in reaches.values()) > 1
    return Robustness(
        scorecard=scorecard,
        names=names,
        reaches=reaches,
        pivots=tuple(pivots),
        doubts=tuple(doubts),
        possible=tuple(name for rank, name in enumerate(reversed(names)) if rank in possible)[::-1],
        variants=tuple(find_variants(scorecard, measurements_of)),
        margin=None if is_open else threshold_margin(scorecard),
    )


def _possible(scorecard: Scorecard, doubts: Sequence[Doubt], measurements_of: MeasurementsOf) -> set[int]:
    """Return what it could be if each that is in doubt were rated in any way, or did not apply."""
    framework, assessment = scorecard.framework, scorecard.assessment
    aside = {each.indicator.id for each in scorecard.indicators() if each.status is Status.NOT_APPLICABLE}
    ids, found = [each.indicator.id for each in doubts if each.may_not_apply][:_MOST_ASIDE], set[int]()
    for applies in product((True, False), repeat=len(ids)):
        ratings: dict[str, RatingEntry] = dict(assessment.ratings)
        for id, one in zip(ids, applies, strict=True):
            if one is (id in aside):
                ratings[id] = Rating(level=Status.NOT_RATED if one else Status.NOT_APPLICABLE)
        other = score(framework, assessment.model_copy(update={"ratings": ratings}))
        if other.figures.status is not Status.NOT_APPLICABLE:
            outlook = Outlook(tree_of(other, measurements_of))
            found |= outlook.possible(free=outlook.leaves.keys() & {each.indicator.id for each in doubts})
    return found
