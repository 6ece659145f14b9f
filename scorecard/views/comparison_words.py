"""What two scorecards are to each other, and the words that fit: a later date, a correction, another subject.

Only over time does anything improve or regress. Of one date a rating was corrected, and nothing happened; of
two subjects one has more than the other.
"""

from enum import Enum

from scorecard.comparing.assessments import ChangeKind, Comparison
from scorecard.directions import isolated


class Relation(Enum):
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


_LATER = {
    ChangeKind.REGRESSED: "regressed",
    ChangeKind.IMPROVED: "improved",
    ChangeKind.CHANGED: "changed to a level of equal worth",
    ChangeKind.UNCHANGED: "unchanged",
    ChangeKind.RATED: "newly rated",
    ChangeKind.UNRATED: "no longer rated",
    ChangeKind.NOW_APPLICABLE: "now applicable",
    ChangeKind.NOW_NOT_APPLICABLE: "not applicable now",
    ChangeKind.REVISED: "revised",
    ChangeKind.ADDED: "added",
    ChangeKind.REMOVED: "removed",
}
_CORRECTED = {ChangeKind.REGRESSED: "now rated lower", ChangeKind.IMPROVED: "now rated higher"}
_OTHER = {
    ChangeKind.REGRESSED: "lower",
    ChangeKind.IMPROVED: "higher",
    ChangeKind.CHANGED: "at another level of equal worth",
    ChangeKind.UNCHANGED: "equal",
    ChangeKind.RATED: "rated here only",
    ChangeKind.UNRATED: "rated there only",
    ChangeKind.NOW_APPLICABLE: "applies here only",
    ChangeKind.NOW_NOT_APPLICABLE: "applies there only",
    ChangeKind.REVISED: "asked otherwise",
    ChangeKind.ADDED: "asked here only",
    ChangeKind.REMOVED: "asked there only",
}
_WORDS = {
    Relation.LATER: _LATER,
    Relation.CORRECTED: {**_LATER, **_CORRECTED},
    Relation.OTHER: _OTHER,
}
_REAL = {
    Relation.LATER: ("Real change", "real"),
    Relation.CORRECTED: ("Rated otherwise", "rated otherwise"),
    Relation.OTHER: ("Score like for like", "like for like"),
}


def kind_words(kind: ChangeKind, relation: Relation) -> str:
    """Return what became of an indicator, in words that fit the two sides."""
    return _WORDS[relation][kind]


def side_names(comparison: Comparison) -> tuple[str, str]:
    """Return what the two sides are called: before and now, or the names of two subjects."""
    if relation_of(comparison) is not Relation.OTHER:
        return "Before", "Now"
    before, after = comparison.before.assessment, comparison.after.assessment
    return isolated(before.subject.name), isolated(after.subject.name)


def real_label(relation: Relation) -> str:
    """Return what the like-for-like part of a change is called."""
    return _REAL[relation][0]


def real_term(relation: Relation) -> str:
    """Return what the like-for-like part is called within a sum."""
    return _REAL[relation][1]
