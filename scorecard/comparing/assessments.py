"""What changed between two scorecards: row by row, and the change of the score divided exactly by its causes.

A raw difference of two scores mixes three causes. With A0 and B0 the two scores as published, A1 and B1 the
scores on the comparable indicators alone, and A2 and B2 on those of them that are rated on both sides, these
four by B's framework:

    real = B2 - A2        coverage = (B1 - A1) - (B2 - A2)        framework = (B0 - A0) - (B1 - A1)

and the three sum to B0 - A0. Nothing is rounded here.
"""

from collections.abc import Mapping, Sequence, Set
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple, TypeVar

from scorecard.comparing.alignment import Alignment, FindFramework, Link, align
from scorecard.model.assessment import Decision, Rating
from scorecard.model.framework import STATUS_RANK, Dimension, Framework, Indicator, Status
from scorecard.scoring.score import score
from scorecard.scoring.scorecard import DimensionResult, Figures, IndicatorResult, Scorecard, all_dimensions

_FOR_ALL = {"applies_to": ()}
Holder = TypeVar("Holder", Framework, Dimension)


class ChangeKind(StrEnum):
    """What became of an indicator, the worst first."""

    REGRESSED = "regressed"
    UNRATED = "unrated"
    NOW_NOT_APPLICABLE = "now-not-applicable"
    CHANGED = "changed"
    IMPROVED = "improved"
    RATED = "rated"
    NOW_APPLICABLE = "now-applicable"
    REVISED = "revised"
    ADDED = "added"
    REMOVED = "removed"
    UNCHANGED = "unchanged"


class Change(NamedTuple):
    """One indicator then and now.

    `before` are the results of those whose place it has, none where it was added; `after` is None where it
    was removed. `rerated` is a comparable pair's measurement before, rated by the bands and points after.
    `part_of` is the dimension that counts as an indicator and has it as an element.
    """

    kind: ChangeKind
    before: tuple[IndicatorResult, ...]
    after: IndicatorResult | None
    is_comparable: bool
    reason: str | None = None
    rerated: IndicatorResult | None = None
    part_of: Dimension | None = None

    @property
    def indicator(self) -> Indicator:
        return (self.after or self.before[0]).indicator

    @property
    def was(self) -> IndicatorResult | None:
        """The one result before; None where there was none, or several."""
        return self.before[0] if len(self.before) == 1 else None

    @property
    def bands_moved(self) -> bool:
        """Whether the measurement before would be rated otherwise today: another level, or worth another."""
        was, today = self.was, self.rerated
        return was is not None and today is not None and not is_same(today, was)

    @property
    def is_measured_anew(self) -> bool:
        was, now = self.was, self.after
        return was is not None and now is not None and was.rating.measured != now.rating.measured

    @property
    def is_asked_otherwise(self) -> bool:
        was, now = self.was, self.after
        return was is not None and now is not None and was.applies is not now.applies

    @property
    def stays_while_measurement_moves(self) -> bool:
        return self.kind is ChangeKind.UNCHANGED and self.is_measured_anew and self.rerated is not None

    @property
    def is_listed(self) -> bool:
        return self.kind is not ChangeKind.UNCHANGED or self.bands_moved or self.is_measured_anew

    @property
    def decided(self) -> list[tuple[Decision, Rating]]:
        """The decisions that changed a comparable rating since, each with what the rating was before it."""
        was, now = self.was, self.after
        if was is None or now is None or not self.is_comparable or was.recorded.answer is None:
            return []
        decided = now.recorded.decided(measured=self.indicator.measure is not None)
        return [each for each in decided if each[0] not in was.recorded.decision]


class Split(NamedTuple):
    """A change of a score, 0 to 1, and its three parts, each -1 to 1; what lacks a score is None.

    `comparable` counts the comparable indicators, `rated_on_both` those of them that `real` rests on, and
    `applicable` those that apply, on the side that has more of them. `steps` are the figures that it is made
    from, on the way from before to after: A0, A1, A2, B2, B1 and B0.
    """

    before: Fraction | None
    after: Fraction | None
    change: Fraction | None
    real: Fraction | None
    coverage: Fraction | None
    framework: Fraction | None
    comparable: int
    rated_on_both: int
    applicable: int
    steps: tuple[Figures | None, ...] = ()

    @property
    def has_one_part(self) -> bool:
        """Whether all but one of its parts are exactly nothing."""
        return sum(map(bool, (self.real, self.coverage, self.framework))) < 2

    @property
    def rests_on_few(self) -> bool:
        """Whether those rated on both sides are under half of those that apply."""
        return 2 * self.rated_on_both < self.applicable


class DimensionChange(NamedTuple):
    """A dimension of the framework after, with the one of its id before, if there was one."""

    before: DimensionResult | None
    after: DimensionResult
    split: Split
    dimensions: "tuple[DimensionChange, ...]"


class Comparison(NamedTuple):
    """Two scorecards compared. `changes` has every indicator: in the order after, then what was removed.

    `undecided` is what came after before decisions changed ratings in it, if any did. `is_moved` says that
    they are of one and the same assessment, whose file was renamed.
    """

    before: Scorecard
    after: Scorecard
    alignment: Alignment
    split: Split
    dimensions: tuple[DimensionChange, ...]
    changes: tuple[Change, ...]
    undecided: Figures | None = None
    is_moved: bool = False

    @property
    def listed(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.is_listed)

    @property
    def is_decided(self) -> bool:
        """Whether a decision changed something, be it all of the change or a part."""
        return any(change.decided for change in self.changes)


def diff(before: Scorecard, after: Scorecard, find: FindFramework) -> Comparison:
    """Compare two scorecards; `find` returns the versions between theirs. Raises as `align` does."""
    alignment = align(before.framework, after.framework, find)
    then = {result.indicator.id: result for result in before.indicators()}
    now = {result.indicator.id: result for result in after.indicators()}
    asked = [link for link in alignment.links if now[link.after.id].applies or _is_asked(link, then)]
    links = {link.after.id: link for link in asked if link.is_comparable}
    comparable = _restrict(before, after, links, then)
    rerated = {result.indicator.id: result for result in comparable[0].indicators()}
    both = {
        id: link for id, link in links.items() if rerated[id].score is not None and now[id].score is not None
    }
    rated = comparable if len(both) == len(links) else _restrict(before, after, both, then)
    restricted = [(_figures(was), _figures(is_now)) for was, is_now in (comparable, rated)]
    before_by_id = {each.dimension.id: each for each in all_dimensions(before.dimensions)}
    published = {id: before_by_id[old] for id, old in alignment.dimensions.items()}
    wholes, wholes_before = after.framework.wholes(), before.framework.wholes()
    changes = [
        _change(link, then, now[link.after.id], rerated, wholes) for link in asked if link.after.counted
    ]
    removed = [
        Change(
            kind=ChangeKind.REMOVED,
            before=(then[each.id],),
            after=None,
            is_comparable=False,
            part_of=wholes_before.get(each.id),
        )
        for each in alignment.left_over
        if then[each.id].applies
    ]
    return Comparison(
        before=before,
        after=after,
        alignment=alignment,
        split=_split(None, before.figures, after.figures, restricted),
        dimensions=tuple(_dimension(each, published, restricted) for each in after.dimensions),
        changes=(*changes, *removed),
        undecided=_undecided(after),
    )


def _undecided(after: Scorecard) -> Figures | None:
    """Return what it came to with each rating as it was before a decision changed it."""
    before = {
        each.indicator.id: decided[0][1]
        for each in after.indicators()
        if (decided := each.recorded.decided(measured=each.indicator.measure is not None))
    }
    ratings = {**after.assessment.ratings, **before}
    assessment = after.assessment.model_copy(update={"ratings": ratings})
    return score(after.framework, assessment).figures if before else None


def _is_asked(link: Link, then: Mapping[str, IndicatorResult]) -> bool:
    return any(then[each.id].applies for each in link.before)


# Rows -------------------------------------------------------------------------------------------


def _change(
    link: Link,
    then: Mapping[str, IndicatorResult],
    after: IndicatorResult,
    rerated: Mapping[str, IndicatorResult],
    wholes: Mapping[str, Dimension],
) -> Change:
    was = rerated[link.after.id] if link.is_comparable else None
    is_added = not any(each.counted for each in link.before)
    otherwise = ChangeKind.ADDED if is_added else ChangeKind.REVISED
    return Change(
        kind=_kind(was, after) if was else otherwise,
        before=() if is_added else tuple(then[each.id] for each in link.before),
        after=after,
        is_comparable=link.is_comparable,
        reason=link.reason,
        rerated=was if was and was.score is not None and link.after.measure else None,
        part_of=wholes.get(link.after.id),
    )


def _kind(was: IndicatorResult, now: IndicatorResult) -> ChangeKind:
    if was.score is not None and now.score is not None:
        then, today = _worth(was), _worth(now)
        if then != today:
            return ChangeKind.IMPROVED if today > then else ChangeKind.REGRESSED
        is_same_level = was.level_id == now.level_id or now.scores_by_points
        return ChangeKind.UNCHANGED if is_same_level else ChangeKind.CHANGED
    if was.status is now.status:
        return ChangeKind.UNCHANGED
    if now.status is Status.NOT_APPLICABLE:
        return ChangeKind.NOW_NOT_APPLICABLE
    if was.status is Status.NOT_APPLICABLE:
        return ChangeKind.NOW_APPLICABLE
    return ChangeKind.UNRATED if now.score is None else ChangeKind.RATED


def _worth(result: IndicatorResult) -> tuple[Fraction, int]:
    """Return what makes a result better than another: its score, of points as it is shown, and its status."""
    score = result.score or Fraction(0)
    return (round(score, 3) if result.scores_by_points else score), STATUS_RANK[result.status]


def is_same(one: IndicatorResult, other: IndicatorResult) -> bool:
    """Whether two versions give a measurement a level of one id, the same score and the same status."""
    return (one.level_id, one.score, one.status) == (other.level_id, other.score, other.status)


# The split --------------------------------------------------------------------------------------


_Figures = dict[str | None, Figures]
"""Those of dimensions by their ids, and under None those of the whole."""
_Restricted = Sequence[tuple[_Figures, _Figures]]
"""Before and after, of what is comparable and of what of that is rated on both sides."""


def _restrict(
    before: Scorecard, after: Scorecard, links: Mapping[str, Link], then: Mapping[str, IndicatorResult]
) -> tuple[Scorecard, Scorecard]:
    """Score both sides on the indicators after that links name; all of one framework is as published."""
    counted = {before.figures.parts.total, after.figures.parts.total, len(links)}
    if before.framework is after.framework and len(counted) == 1:
        return before, after
    framework = _keep(after.framework, links.keys())
    carried = {id: then[link.before[0].id].recorded for id, link in links.items()}
    kept = {each.indicator.id: each.recorded for each in after.indicators() if each.indicator.id in links}
    was, now = (
        score(framework, after.assessment.model_copy(update={"ratings": ratings}))
        for ratings in (carried, kept)
    )
    return was, now


def _figures(scorecard: Scorecard) -> _Figures:
    dimensions = all_dimensions(scorecard.dimensions)
    return {None: scorecard.figures, **{each.dimension.id: each.figures for each in dimensions}}


def _keep(holder: Holder, ids: Set[str]) -> Holder:
    """Keep these indicators; all of it applies: what is not asked of a side is carried as not applicable."""
    kept: dict[str, object] = {"dimensions": tuple(_keep(each, ids) for each in holder.dimensions)}
    if isinstance(holder, Dimension):
        indicators = (each for each in holder.indicators if each.id in ids)
        kept["indicators"] = tuple(each.model_copy(update=_FOR_ALL) for each in indicators)
        kept |= _FOR_ALL
    return holder.model_copy(update=kept)


def _dimension(
    after: DimensionResult, published: Mapping[str, DimensionResult], restricted: _Restricted
) -> DimensionChange:
    id = after.dimension.id
    before = published.get(id)
    return DimensionChange(
        before=before,
        after=after,
        split=_split(id, before.figures if before else None, after.figures, restricted),
        dimensions=tuple(_dimension(each, published, restricted) for each in after.dimensions),
    )


def _split(id: str | None, before: Figures | None, after: Figures, restricted: _Restricted) -> Split:
    """Divide a change as the formula says; without anything rated on both sides there are no parts."""
    sides = ((before, after), *((was[id], now[id]) for was, now in restricted))
    change, by_comparable, real = (_minus(now.score, then.score if then else None) for then, now in sides)
    comparable, rated_on_both = (now[id].parts.total for _, now in restricted)
    if not rated_on_both:
        by_comparable = real = None
    return Split(
        before=before.score if before else None,
        after=after.score,
        change=change,
        real=real,
        coverage=_minus(by_comparable, real),
        framework=_minus(change, by_comparable),
        comparable=comparable,
        rated_on_both=rated_on_both,
        applicable=max(each.parts.applicable for each in (before, after) if each),
        steps=(before, sides[1][0], sides[2][0], sides[2][1], sides[1][1], after),
    )


def _minus(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one - other
