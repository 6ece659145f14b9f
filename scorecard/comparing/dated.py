"""A subject's dated scorecards under one framework."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from scorecard.comparing.alignment import Alignment
from scorecard.model.file_names import AssessmentPath
from scorecard.scoring.scorecard import Scorecard

_Placed = TypeVar("_Placed", "DatedScorecard", "UnscoredAssessment")


class Window(NamedTuple):
    """The days that are shown, both ends included; None where an end is open."""

    first: date | None = None
    last: date | None = None

    @property
    def words(self) -> str:
        ends = (("from", self.first), ("to", self.last))
        return " ".join(f"{word} {day}" for word, day in ends if day is not None)

    def holds(self, day: date) -> bool:
        """Whether a day is shown."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def within(self, dated: "Iterable[_Placed]") -> "tuple[_Placed, ...]":
        """Return what is of a day that is shown."""
        return tuple(each for each in dated if self.holds(each.place.date))


class DatedScorecard(NamedTuple):
    """A scorecard, and the name of its assessment's file."""

    place: AssessmentPath
    scorecard: Scorecard


class UnscoredAssessment(NamedTuple):
    """An assessment that could not be scored, the framework that it names if that can be told, and why."""

    place: AssessmentPath
    framework_id: str | None
    reason: str


class Series(NamedTuple):
    """One subject's scorecards under one framework, the oldest first, and what could not be scored."""

    subject: str
    framework_id: str
    dated: tuple[DatedScorecard, ...]
    left_out: tuple[UnscoredAssessment, ...] = ()

    @property
    def latest(self) -> DatedScorecard | None:
        """The newest scorecard; None where there is none, or a newer assessment could not be scored."""
        newest = self.dated[-1] if self.dated else None
        is_last = newest and all(each.place.order < newest.place.order for each in self.left_out)
        return newest if is_last else None

    def within(self, window: Window) -> "Series":
        """Return it with fewer dates."""
        return self._replace(dated=window.within(self.dated), left_out=window.within(self.left_out))


def series_of(dated: Iterable[DatedScorecard], left_out: Sequence[UnscoredAssessment] = ()) -> list[Series]:
    """Return the scorecards of each subject under each framework, with what could not be scored of it."""
    found: dict[tuple[str, str], list[DatedScorecard]] = {}
    for each in dated:
        found.setdefault((each.place.subject, each.scorecard.framework.id), []).append(each)
    return [
        Series(
            subject=subject,
            framework_id=id,
            dated=tuple(sorted(scorecards, key=lambda each: each.place.order)),
            left_out=tuple(
                each for each in left_out if each.place.subject == subject and each.framework_id in (None, id)
            ),
        )
        for (subject, id), scorecards in found.items()
    ]


class AssessmentBefore(NamedTuple):
    """The subject's assessment before this one, and its framework beside this one's.

    `refusal` says why the two frameworks cannot be put side by side.
    """

    scorecard: Scorecard
    alignment: Alignment | None
    refusal: str | None = None
