"""What two scorecards are to each other, and the words that fit: a later date, a correction, another subject.

Only over time does anything improve or regress. Of one date a rating was corrected, and nothing happened; of
two subjects one has more than the other.
"""

from enum import Enum

from scorecard.comparing.assessments import Change, ChangeKind, Comparison
from scorecard.directions import isolated


class Relation(Enum):
    """What the side after is to the side before, and what the like-for-like part of a change is called."""

    LATER = ("Real change", "real")
    CORRECTED = ("Rated otherwise", "rated otherwise")
    OTHER = ("Score like for like", "like for like")

    def __init__(self, real_label: str, real_term: str) -> None:
        self.real_label = real_label
        self.real_term = real_term


def relation_of(comparison: Comparison) -> Relation:
    """Return what two sides are: dates of one subject, one assessment read twice, or two subjects."""
    if comparison.is_moved:
        return Relation.CORRECTED
    before, after = comparison.before.assessment, comparison.after.assessment
    if before.subject.id != after.subject.id:
        return Relation.OTHER
    return Relation.CORRECTED if before.date == after.date else Relation.LATER


LIKE_FOR_LIKE = (ChangeKind.REGRESSED, ChangeKind.CHANGED, ChangeKind.IMPROVED, ChangeKind.UNCHANGED)
"""What becomes of an indicator that is rated on both sides, the worst first."""
_CORRECTED = {ChangeKind.REGRESSED: "now rated lower", ChangeKind.IMPROVED: "now rated higher"}
KINDS = {
    ChangeKind.REGRESSED: ("regressed", "lower"),
    ChangeKind.IMPROVED: ("improved", "higher"),
    ChangeKind.CHANGED: ("changed to a level of equal worth", "at another level of equal worth"),
    ChangeKind.UNCHANGED: ("unchanged", "equal"),
    ChangeKind.RATED: ("newly rated", "rated here only"),
    ChangeKind.UNRATED: ("no longer rated", "rated there only"),
    ChangeKind.NOW_APPLICABLE: ("now applicable", "applies here only"),
    ChangeKind.NOW_NOT_APPLICABLE: ("not applicable now", "applies there only"),
    ChangeKind.REVISED: ("revised", "asked otherwise"),
    ChangeKind.ADDED: ("added", "asked here only"),
    ChangeKind.REMOVED: ("removed", "asked there only"),
}
"""What became of an indicator over time, and what it is beside another subject's, as they are told."""


_ASKED = {
    ChangeKind.NOW_APPLICABLE: ("now asked of it", "asked of this one only"),
    ChangeKind.NOW_NOT_APPLICABLE: ("no longer asked of it", "asked of the other only"),
}
"""What is said where the framework itself, by the subject's tags, asks it of one side alone."""


def kind_words(kind: ChangeKind, relation: Relation, *, is_asked_otherwise: bool = False) -> str:
    """Return what became of an indicator, in words that fit the two sides."""
    over_time, beside_another = (is_asked_otherwise and _ASKED.get(kind)) or KINDS[kind]
    if relation is Relation.OTHER:
        return beside_another
    return _CORRECTED.get(kind, over_time) if relation is Relation.CORRECTED else over_time


def change_words(change: Change, relation: Relation) -> str:
    """Return what became of one indicator or element."""
    return kind_words(change.kind, relation, is_asked_otherwise=change.is_asked_otherwise)


def side_names(comparison: Comparison) -> tuple[str, str]:
    """Return what the two sides are called: before and now, or the names of two subjects."""
    if relation_of(comparison) is not Relation.OTHER:
        return "Before", "Now"
    before, after = comparison.before.assessment, comparison.after.assessment
    return isolated(before.subject.name), isolated(after.subject.name)
