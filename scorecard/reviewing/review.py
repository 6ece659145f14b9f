"""What several assessors and the subject said of an assessment, and what of it is open, and why."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from scorecard.model.assessment import (
    Assessment,
    DecisionOn,
    DecisionOutcome,
    OpenReason,
    Rating,
    RatingEntry,
    written_rating,
)
from scorecard.model.digest import shown_rating
from scorecard.model.framework import Framework, Indicator, Status, rated_of
from scorecard.model.mark import Mark
from scorecard.model.reply import Comment, Reply, ReplyAnswer

Said = str | Fraction
"""What a rating says, as marks are compared: a level, `not-applicable`, or a measurement without bands."""


class GivenMark(NamedTuple):
    """What an assessor gave an indicator: in which file's mark, how it is recorded, and what it says.

    It says nothing where it was looked at and left `not-rated`.
    """

    mark: Mark
    rating: Rating
    said: Said | None


class GivenComment(NamedTuple):
    """What a reply says of an indicator, and what the level that it proposes says; None where it has none."""

    reply: Reply
    comment: Comment
    proposed: Said | None


def said_by(framework: Framework, indicator: Indicator, rating: Rating) -> Said | None:
    """Return what a rating says of an indicator; None where it is not rated, or rated wrongly."""
    measure, level = indicator.measure, rating.level
    if measure is not None and rating.measured is not None:
        level_id = measure.level_id(rating.measured) if measure.bands else None
        return level_id or Fraction(rating.measured)
    if level == Status.NOT_APPLICABLE:
        return level
    levels = () if measure is not None else framework.scale_of(indicator)
    return next((each.id for each in levels if each.id == level), None)


def rating_of(indicator: Indicator, entry: RatingEntry | None) -> Rating:
    """Return what is recorded for an indicator, or named of it, as a rating, be that right or not."""
    return written_rating(entry, measured=indicator.measure is not None)


@dataclass(frozen=True)
class Review:
    """An assessment with its framework, the marks that were made of it and the replies to it.

    A draft of a mark does not count, and of marks and replies that have errors only how many they are.
    `suffix` tells several assessments of one day apart.
    """

    assessment: Assessment
    framework: Framework
    marks: tuple[Mark, ...] = ()
    replies: tuple[Reply, ...] = ()
    suffix: str | None = None
    unusable_marks: int = 0
    unusable_replies: int = 0

    @property
    def name(self) -> str:
        day = self.assessment.date.isoformat() + (f"-{self.suffix}" if self.suffix else "")
        return f"{self.assessment.subject.id}@{day}"

    def with_mark(self, mark: Mark) -> "Review":
        """Return the same with a mark in place of its assessor's of the same round."""
        key = (mark.assessor, mark.round)
        others = (each for each in self.marks if (each.assessor, each.round) != key)
        return replace(self, marks=(*others, mark))

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """The indicators and elements that are judged of the subject, in reading order."""
        asked = rated_of(self.framework.dimensions, self.assessment.subject.tags)
        return {each.id: each for each in asked}

    @cached_property
    def shown(self) -> Assessment:
        """The assessment with its ratings as the subject was shown them."""
        ratings = {id: shown_rating(each, self.assessment) for id, each in self.indicators.items()}
        return self.assessment.model_copy(update={"ratings": {**self.assessment.ratings, **ratings}})

    @cached_property
    def final_marks(self) -> list[Mark]:
        """The marks that count, by assessor and round."""
        return sorted((each for each in self.marks if not each.is_draft), key=lambda m: (m.assessor, m.round))

    @cached_property
    def assessors(self) -> list[str]:
        return list(dict.fromkeys(each.assessor for each in self.final_marks))

    def given(self, id: str, round: int | None = None) -> dict[str, GivenMark]:
        """Return how each assessor rates an indicator in a round, or in the last one that says it."""
        return {who: each for who, each in self.answers(id, round).items() if each.said is not None}

    def answers(self, id: str, round: int | None = None) -> dict[str, GivenMark]:
        """Return what each assessor gave an indicator, `not-rated` too where that is written."""
        indicator, found = self.indicators[id], dict[str, GivenMark]()
        for mark in self.final_marks:
            rating = rating_of(indicator, mark.ratings.get(id))
            if round in (None, mark.round) and (rating.level, rating.measured) != (None, None):
                found[mark.assessor] = GivenMark(mark, rating, said_by(self.framework, indicator, rating))
        return found

    def has_all_of(self, assessor: str, round: int) -> bool:
        """Whether an assessor marked every indicator in a round."""
        return all(assessor in self.answers(id, round) for id in self.indicators)

    def recorded(self, id: str) -> Rating:
        """Return what the assessment says of an indicator."""
        return rating_of(self.indicators[id], self.assessment.ratings.get(id))

    def comments(self, id: str) -> tuple[GivenComment, ...]:
        """Return what the replies say of an indicator."""
        indicator = self.indicators[id]
        given = ((reply, reply.replies.get(id)) for reply in self.replies)
        return tuple(
            GivenComment(reply, each, said_by(self.framework, indicator, rating_of(indicator, each.proposes)))
            for reply, each in given
            if each is not None
        )

    def is_disputed(self, id: str) -> bool:
        """Whether a reply disputes the rating of an indicator, be that decided or not."""
        return any(each.comment.answer is ReplyAnswer.DISPUTES for each in self.comments(id))

    def differs(self, id: str) -> bool:
        """Whether the newest marks of an indicator differ, be that decided or not."""
        return len({each.said for each in self.given(id).values()}) > 1

    def reasons(self, id: str) -> tuple[OpenReason, ...]:
        """Return why an indicator is open; nothing where it is settled, or nobody said anything of it."""
        rating, comments = self.recorded(id), self.comments(id)
        said = {each.said for each in self.given(id).values()}
        proposed = {each.proposed for each in comments if each.proposed is not None}
        now = said_by(self.framework, self.indicators[id], rating)
        of_marks, of_reply = rating.decisions(DecisionOn.MARKS), rating.decisions(DecisionOn.REPLY)
        found = []
        if len(said) > 1 and not of_marks:
            found.append(OpenReason.MARKS_DIFFER)
        elif said and now not in said | proposed and not (rating.decision or (now and self.unusable_marks)):
            found.append(OpenReason.LEVEL_OF_NOBODY)
        if self.is_disputed(id) and not of_reply:
            found.append(OpenReason.REPLY_DISPUTES)
        return tuple(found)

    def is_overtaken(self, id: str) -> bool:
        """Whether a disputed rating was changed after the last decision on the reply."""
        rating = self.recorded(id)
        overtaken = rating.overtaken(measured=self.indicators[id].measure is not None)
        return self.is_disputed(id) and any(
            each in overtaken for each in rating.decisions(DecisionOn.REPLY)[-1:]
        )

    @cached_property
    def open(self) -> dict[str, tuple[OpenReason, ...]]:
        """What is open, and why, in reading order."""
        return {id: reasons for id in self.indicators if (reasons := self.reasons(id))}

    @cached_property
    def doubts(self) -> dict[str, list[Rating]]:
        """What is open, in reading order, and the ratings that marks and proposals give it."""
        return {
            id: [
                *(each.rating for each in self.given(id).values()),
                *(
                    rating_of(self.indicators[id], each.comment.proposes)
                    for each in self.comments(id)
                    if each.proposed is not None
                ),
            ]
            for id in self.open
        }

    def words(self, id: str, rating: Rating | None = None) -> Iterator[GivenMark]:
        """Yield the marks that rate an indicator just as the assessment, or this, does, and say why."""
        now = (rating or self.recorded(id)).answer
        given = self.given(id).values()
        return (each for each in given if each.rating.answer == now and each.rating.rationale)

    @cached_property
    def unsettled(self) -> list[str]:
        """What is open, changed after a decision or without its reason; in a draft also without words."""
        ratings = {id: self.recorded(id) for id in self.indicators}
        is_draft = self.assessment.is_draft
        return [
            id
            for id, each in ratings.items()
            if id in self.open
            or self.is_overtaken(id)
            or each.lacks_decision
            or (is_draft and not each.rationale and any(self.words(id)))
        ]

    def was_open(self, id: str, on: DecisionOn, before: str | None) -> bool:
        """Whether there was something to decide on an indicator that was rated `before`."""
        if on is DecisionOn.REPLY:
            return self.is_disputed(id)
        rounds = {each.round for each in self.final_marks}
        said = {each.said for round in rounds for each in self.given(id, round).values()}
        indicator, ratings = self.indicators[id], [self.recorded(id)]
        ratings += [] if before is None else [rating_of(indicator, before)]
        rated = {said_by(self.framework, indicator, each) for each in ratings}
        return bool(said) and len(said | rated) > 1


class Progress(NamedTuple):
    """How far an assessment is: what was said of it, and what was settled, in numbers of indicators.

    Of `assessors` some say that they were `independent`, and some that they were not; `drafts` of marks do
    not count. They marked `marked` of `total`; their newest marks, after `rounds`, differ on `differ` of
    `compared`, those of the first on `differ_first` of `compared_first`. Of decisions on marks there are
    `decided`, which changed `redone` ratings and let `stood` stand; `undecided` lack one, `of_nobody` are
    what no mark says, `to_rate` are marked and not rated yet. Replies dispute `disputed`, of which
    `unanswered` lack a decision, and decisions changed `changed`. A reply may have been asked for
    (`invited`), have come (`replied`), or be waited for no more (`closed`).
    """

    assessors: int
    drafts: int
    independent: int
    not_independent: int
    total: int
    marked: int
    compared: int
    differ: int
    compared_first: int
    differ_first: int
    rounds: int
    decided: int
    redone: int
    stood: int
    undecided: int
    of_nobody: int
    to_rate: int
    invited: bool
    replied: bool
    closed: bool
    disputed: int
    unanswered: int
    changed: int
    open: int


def progress_of(review: Review) -> Progress:
    """Return how far an assessment is: nobody types it, the files that are there say it."""
    ids = list(review.indicators)
    ratings = {id: review.recorded(id) for id in ids}
    decisions = [each for rating in ratings.values() for each in rating.decision]
    of_reply = [each for each in decisions if each.on is DecisionOn.REPLY]
    marks = review.final_marks
    claims = [[each.independent for each in marks if each.assessor == who] for who in review.assessors]
    first = [[each.said for each in review.given(id, 1).values()] for id in ids]
    numbers = [len(review.given(id)) for id in ids]
    changes = [
        each.decided(measured=review.indicators[id].measure is not None) for id, each in ratings.items()
    ]
    redone = sum(any(d.on is DecisionOn.MARKS for d, _ in each) for each in changes)
    of_marks = [each.decisions(DecisionOn.MARKS) for each in ratings.values()]
    of_rated = sum(any(d.from_ not in (None, Status.NOT_RATED) for d in each) for each in of_marks)
    reasons = [(reason, ratings[id].answer) for id, found in review.open.items() for reason in found]
    return Progress(
        assessors=len(claims),
        drafts=sum(each.is_draft for each in review.marks),
        independent=sum(each[0] is True for each in claims),
        not_independent=sum(False in each and each[0] is not True for each in claims),
        total=len(ids),
        marked=sum(map(bool, numbers)),
        compared=sum(number > 1 for number in numbers),
        differ=sum(map(review.differs, ids)),
        compared_first=sum(len(each) > 1 for each in first),
        differ_first=sum(len(set(each)) > 1 for each in first),
        rounds=max((each.round for each in marks), default=0),
        decided=len(decisions) - len(of_reply),
        redone=redone,
        stood=of_rated - redone,
        undecided=sum(reason is OpenReason.MARKS_DIFFER for reason, _ in reasons),
        of_nobody=sum(reason is OpenReason.LEVEL_OF_NOBODY and bool(now) for reason, now in reasons),
        to_rate=sum(reason is OpenReason.LEVEL_OF_NOBODY and not now for reason, now in reasons),
        invited=any(each.invited is not None for each in review.replies),
        replied=any(each.has_come for each in review.replies),
        closed=any(each.closed is not None for each in review.replies),
        disputed=sum(map(review.is_disputed, ids)),
        unanswered=sum(reason is OpenReason.REPLY_DISPUTES for reason, _ in reasons),
        changed=sum(each.outcome is DecisionOutcome.CHANGED for each in of_reply),
        open=len(review.open),
    )
