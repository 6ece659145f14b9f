"""How far assessors agree on assessments: what is the same, what follows, what each stage changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from scorecard.model.assessment import Assessment, Decision, DecisionOn, Rating
from scorecard.model.framework import STATUS_RANK, Indicator, Measure, Status
from scorecard.model.mark import Mark
from scorecard.model.verdict_rules import RuleKind
from scorecard.reviewing.coefficients import coefficients
from scorecard.reviewing.review import GivenMark, Progress, Review, progress_of
from scorecard.scoring.score import rate, score
from scorecard.scoring.scorecard import Scorecard

MOST_SCORED = 1000
"""So many ways of settling what differs are scored at most."""


class DifferentMarks(NamedTuple):
    """An indicator on which the marks of a round differ, and how the assessment settled that."""

    review: Review
    indicator: Indicator
    marks: Mapping[str, GivenMark]
    decision: Decision | None


class OwnVerdict(NamedTuple):
    """What an assessment would be by one assessor's marks alone, the rest not rated; of None as published."""

    review: Review
    assessor: str | None
    scorecard: Scorecard


class PossibleVerdicts(NamedTuple):
    """The verdicts that are possible whichever of the marks that differ is right.

    Where these are too many to try, `is_exact` is false: one of the verdicts may then not be possible.
    """

    review: Review
    statuses: tuple[Status, ...]
    is_exact: bool


class ScaleAgreement(NamedTuple):
    """How far assessors agree on all that is judged on one scale; its coefficients by the names of JSON."""

    scale: str
    units: int
    pairable: int
    raters: int
    is_of_one_level: bool
    coefficients: Mapping[str, Fraction | None]


class IndicatorAgreement(NamedTuple):
    """On how many assessments an indicator was marked by two or more, and on how many of them they differ."""

    indicator: Indicator
    compared: int
    differ: int


class AgreeResult(NamedTuple):
    """How far assessors agree in one round; on `differ_later` the newest marks alone differ."""

    round: int
    assessors: tuple[str, ...]
    same: int
    compared: int
    differ: tuple[DifferentMarks, ...]
    differ_later: tuple[DifferentMarks, ...]
    verdicts: tuple[OwnVerdict, ...]
    possible: tuple[PossibleVerdicts, ...]
    scales: tuple[ScaleAgreement, ...]
    indicators: tuple[IndicatorAgreement, ...]
    marked: int
    stages: tuple[Progress, ...]


def agree(reviews: Sequence[Review], round: int = 1) -> AgreeResult:
    """Return how far assessors agree in a round, over several assessments."""
    given = [(review, id, review.given(id, round)) for review in reviews for id in review.indicators]
    compared = [each for each in given if len(each[2]) > 1]
    differ = [(review, id, marks) for review, id, marks in compared if _differ(marks)]
    return AgreeResult(
        round=round,
        assessors=tuple(sorted({each.assessor for review in reviews for each in _marks(review, round)})),
        same=len(compared) - len(differ),
        compared=len(compared),
        differ=tuple(_different(review, id, marks) for review, id, marks in differ),
        differ_later=tuple(
            _different(review, id, review.given(id))
            for review, id, marks in given
            if review.differs(id) and not _differ(marks)
        ),
        verdicts=tuple(
            OwnVerdict(review, assessor, score(review.framework, assessment))
            for review in reviews
            for assessor, assessment in _ratings_of_each(review, round)
        ),
        possible=tuple(_possible(review, round) for review in reviews if _marks(review, round)),
        scales=tuple(_scales(given)),
        indicators=tuple(_by_indicator(compared)) if len(reviews) > 1 else (),
        marked=sum(bool(marks) for _, _, marks in given),
        stages=tuple(map(progress_of, reviews)),
    )


def _marks(review: Review, round: int) -> list[Mark]:
    return [each for each in review.final_marks if each.round == round]


def _ratings_of_each(review: Review, round: int) -> Iterator[tuple[str | None, Assessment]]:
    """Yield the assessment by each assessor's marks alone, and as published."""
    for mark in _marks(review, round):
        yield mark.assessor, mark.as_assessment(review.assessment)
    if not review.assessment.is_draft:
        yield None, review.assessment


def _differ(marks: Mapping[str, GivenMark]) -> bool:
    return len({each.said for each in marks.values()}) > 1


def _different(review: Review, id: str, marks: Mapping[str, GivenMark]) -> DifferentMarks:
    decision = next(iter(review.recorded(id).decisions(DecisionOn.MARKS)), None)
    return DifferentMarks(review, review.indicators[id], marks, decision)


# What follows -----------------------------------------------------------------------------------


Ways = Mapping[str, Sequence[Rating]]
"""What each indicator can be, the worst first and not applicable last."""


def _possible(review: Review, round: int) -> PossibleVerdicts:
    """Return which verdicts are possible: what differs is settled anyhow, what is not rated is anything.

    A better rating never gives a worse verdict: between two ways to settle it all with one verdict is no
    other, nor between two that are next to each other. What may not apply is tried with and without.
    """
    found: set[Status] = set()
    boxes, left = [{id: _ways_of(review, round, id) for id in review.indicators}], MOST_SCORED
    while boxes and left > 0:
        box = boxes.pop()
        apart = [id for id, ways in box.items() if len(ways) > 1 and _is_set_aside(ways[-1])]
        if not apart:
            ends = [_status(review, {id: ways[at] for id, ways in box.items()}) for at in (0, -1)]
            found.update(ends)
            left -= 2
            if ends == [Status.FAIL, Status.PASS] and Status.PARTIAL not in found and _may_be_partial(review):
                apart = [max(box, key=lambda each: len(box[each]))]
        for id in apart[:1]:
            ways = box[id]
            middle = -1 if _is_set_aside(ways[-1]) else (len(ways) + 1) // 2
            halves = (ways[middle:], ways[:middle])
            boxes += [{**box, id: half} for half in halves if all(halves)]
    if left <= 0 and Status.UNJUDGED not in found:
        found |= {Status.PASS, Status.FAIL, *([Status.PARTIAL] if _may_be_partial(review) else [])}
    statuses = tuple(each for each in Status if each in found and each is not Status.UNJUDGED)
    return PossibleVerdicts(review, statuses, is_exact=left > 0)


def _status(review: Review, ratings: Mapping[str, Rating]) -> Status:
    return score(review.framework, review.assessment.model_copy(update={"ratings": ratings})).figures.status


def _may_be_partial(review: Review) -> bool:
    framework = review.framework
    return (framework.overall.partial_when or framework.partial_when).kind is not RuleKind.NEVER


def _ways_of(review: Review, round: int, id: str) -> list[Rating]:
    """Return what an indicator can be: what marks give it, else the assessment; not rated, anything."""
    framework, indicator = review.framework, review.indicators[id]
    given = review.given(id, round).values()
    marks = {(each.said, each.rating.measured): each.rating for each in given}
    ways = list(marks.values()) or [review.recorded(id)]
    if rate(framework, indicator, ways[0]).status is Status.NOT_RATED:
        ways = [Rating(level=each.id) for each in framework.reachable_levels(indicator)]
        if indicator.measure and indicator.measure.points:
            ways = [Rating(measured=each) for each in _telling_measurements(indicator.measure)]

    def order(rating: Rating) -> tuple[bool, Fraction, int]:
        result = rate(framework, indicator, rating)
        return result.score is None, result.score or Fraction(0), STATUS_RANK.get(result.status, 0)

    return sorted(ways, key=order)


def _telling_measurements(measure: Measure) -> list[Fraction]:
    """Return each point and bound, one between two neighbours, and one beyond either end."""
    bounds = [each for band in measure.bands for each in (band.at_least, band.at_most) if each is not None]
    places = sorted({Fraction(each) for each in (*bounds, *(point.at for point in measure.points))})
    between = [(low + high) / 2 for low, high in pairwise(places)]
    return [places[0] - 1, *places, *between, places[-1] + 1]


def _is_set_aside(rating: Rating) -> bool:
    return rating.level == Status.NOT_APPLICABLE


# Coefficients -----------------------------------------------------------------------------------


def _scales(given: Iterable[tuple[Review, str, Mapping[str, GivenMark]]]) -> Iterator[ScaleAgreement]:
    """Yield how far assessors agree on each scale, over what is judged on it; not applicable is no mark."""
    tables: dict[tuple[str, ...], list[Mapping[str, GivenMark]]] = {}
    for review, id, marks in given:
        indicator = review.indicators[id]
        if indicator.measure is None:
            levels = sorted(review.framework.scale_of(indicator), key=lambda level: level.order)
            key = (review.framework.scale_name(indicator), *(each.id for each in levels))
            applying = {who: each for who, each in marks.items() if not _is_set_aside(each.rating)}
            tables.setdefault(key, []).append(applying)
    for (name, *ids), rows in tables.items():
        said = [[each.said for each in row.values()] for row in rows]
        table = [[each.count(id) for id in ids] for each in said]
        marked = [sum(row) for row in table]
        yield ScaleAgreement(
            scale=name,
            units=sum(count > 0 for count in marked),
            pairable=sum(count > 1 for count in marked),
            raters=len({who for row in rows for who in row}),
            is_of_one_level=sum(any(column) for column in zip(*table, strict=True)) < 2,
            coefficients=coefficients(table),
        )


def _by_indicator(
    compared: Iterable[tuple[Review, str, Mapping[str, GivenMark]]],
) -> Iterator[IndicatorAgreement]:
    """Yield on what assessors differ, that on which they differ most often first."""
    found: dict[tuple[str, str], list[tuple[Indicator, bool]]] = {}
    for review, id, marks in compared:
        found.setdefault((review.framework.id, id), []).append((review.indicators[id], _differ(marks)))
    rows = [
        IndicatorAgreement(each[0][0], len(each), sum(is_other for _, is_other in each))
        for each in found.values()
    ]
    yield from sorted(rows, key=lambda row: (Fraction(-row.differ, row.compared), -row.differ))
