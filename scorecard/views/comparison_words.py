"""What two scorecards are to each other: a later date, a correction, another subject.

Only over time does anything get better or worse. Of one date a rating was changed, and nothing happened; of
two subjects one has more than the other.
"""

from enum import StrEnum

from scorecard.comparing.assessments import Change, ChangeKind, Comparison
from scorecard.comparing.corrections import find_uncorrected, is_corrected
from scorecard.directions import isolated
from scorecard.views.words import english as say


class Relation(StrEnum):
    """What the side after is to the side before."""

    LATER = "later"
    CORRECTED = "corrected"
    OTHER = "other"


def relation_of(comparison: Comparison) -> Relation:
    """Return what two sides are: dates of one subject, one assessment read twice, or two subjects."""
    if comparison.is_moved:
        return Relation.CORRECTED
    before, after = comparison.before.assessment, comparison.after.assessment
    if before.subject.id != after.subject.id:
        return Relation.OTHER
    return Relation.CORRECTED if before.date == after.date else Relation.LATER


def record_of(comparison: Comparison) -> str:
    """Return what became of the record of one date: corrected, changed as published, or else changed."""
    before, after = comparison.before.assessment, comparison.after.assessment
    if is_corrected(before, after):
        return "corrected"
    return "published" if find_uncorrected(before, after, comparison.after.framework) else "changed"


LIKE_FOR_LIKE = (ChangeKind.REGRESSED, ChangeKind.CHANGED, ChangeKind.IMPROVED, ChangeKind.UNCHANGED)
"""What becomes of an indicator that is rated on both sides, the worst first."""


def change_words(change: Change, relation: Relation) -> str:
    """Return what became of one indicator or element."""
    return say.kind(change.kind, relation, is_asked_otherwise=change.is_asked_otherwise)


def decided_on(change: Change) -> tuple[str, ...]:
    """Return on what decisions made a change: on marks, on a reply."""
    return tuple(dict.fromkeys(decision.on.value for decision, _ in change.decided))


def newer_words(change: Change, comparison: Comparison) -> str:
    """Name the thresholds or points by which a measurement before is rated again."""
    before, after = comparison.before.assessment, comparison.after.assessment
    is_later = relation_of(comparison) is Relation.LATER and before.date <= after.date
    is_todays = is_later and not comparison.alignment.is_backwards
    then, now = (each.indicator.measure if each else None for each in (change.was, change.rerated))
    by_points = bool(then and now and then.bands == now.bands and then.points != now.points)
    return say.newer("" if is_todays else comparison.after.framework.ref, by_points=by_points)


def side_names(comparison: Comparison) -> tuple[str, str]:
    """Return what the two sides are called: before and now, or the names of two subjects."""
    if relation_of(comparison) is not Relation.OTHER:
        return say.THEN_AND_NOW
    before, after = comparison.before.assessment, comparison.after.assessment
    return isolated(before.subject.name), isolated(after.subject.name)
