"""Where a person is in a file that is being rated: a frozen value, and the ways to the next one. No I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from scorecard.errors import ScorecardError
from scorecard.model.assessment import DIMENSION_KEYS, RATING_KEYS, Assessment, Stage
from scorecard.model.framework import Asked, Dimension, Framework, Indicator, Status
from scorecard.model.source import Source
from scorecard.rating.answers import Answer, RatedDocument, RatingProgress, Recorded
from scorecard.rating.choices import (
    CONFIDENCE_CHOICES,
    MORE_CHOICES,
    Choice,
    level_choices,
    source_choices,
    word_choices,
)
from scorecard.rating.decisions import agreed, may_have_old_reason, offered_sources, review_now, source_texts
from scorecard.reading.document import parse_document
from scorecard.reading.plain_data import Data, value_at
from scorecard.reviewing.review import Review


class Step(StrEnum):
    """What is asked."""

    LEVEL = "level"
    RATIONALE = "rationale"
    SOURCE = "source"
    KEY = "key"
    TITLE = "title"
    DETAIL = "detail"
    MORE = "more"
    CONFIDENCE = "confidence"
    MORE_TEXT = "more text"
    END = "end"
    CORRECTION = "correction"
    DECIDER = "decider"
    REASON = "reason"


_WAYS: Mapping[type, tuple[Step, ...]] = {
    Indicator: (Step.LEVEL, Step.RATIONALE, Step.SOURCE),
    Dimension: (Step.RATIONALE, Step.SOURCE, Step.MORE_TEXT),
}
"""What is asked of each, step by step; the further text that is asked of a dimension is a recommendation."""
_SETTLING = (*_WAYS[Indicator], Step.REASON)


class DriverTask(StrEnum):
    """What the driver is asked to do besides showing the next question."""

    NOTHING = "nothing"
    HELP = "help"
    EDITOR = "editor"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session(RatedDocument):
    """Where a person is in a file.

    `typed` are the lines of a text that has not ended, `item` the evidence
    that is being described, or with its `key` the source that is being made, `asked` the key of what is asked
    of either. `was` is what the file had for the indicator before it was rated anew. `back_to` is the step
    that `m` was typed at, while its menu is open.

    `last` is the last answer that was written, after the session before it. `is_amended` says that a final
    assessment was changed and no `correction` written since, `today` is the date of one: empty where none is
    asked for. `held` is a turn that is not written before one is, and the session that it came from.
    `review` is what was said of the assessment, where that is shown. Where that is to be settled, `settles`
    are the indicators that were open at the beginning, `open` those that are, and `by` is who decides.
    """

    at: int
    step: Step
    typed: tuple[str, ...] = ()
    key: str = ""
    asked: str = ""
    item: Mapping[str, str] = field(default_factory=dict)
    was: Recorded | None = None
    back_to: Step | None = None
    last: "tuple[Session, Answer] | None" = None
    is_amended: bool = False
    today: str = ""
    correction: str = ""
    held: "tuple[Session, Turn] | None" = None
    review: Review | None = None
    settles: tuple[str, ...] = ()
    open: frozenset[str] = frozenset()
    by: str = ""

    @property
    def thing(self) -> Asked:
        return self.things[self.at]

    @property
    def indicator(self) -> Indicator:
        thing = self.thing
        assert isinstance(thing, Indicator), "of a dimension no level is asked"
        return thing

    @property
    def recorded(self) -> Recorded:
        return self.rating_of(self.thing)

    def is_complete_at(self, thing: Asked) -> bool:
        """Whether nothing of an indicator or a dimension is left to say, nor to be settled."""
        return thing.id not in self.open and self.rating_of(thing).progress is RatingProgress.COMPLETE

    @property
    def now(self) -> Review | None:
        """What was said of the assessment, beside the assessment as it is now."""
        return self.review and review_now(self.review, self.document)

    @property
    def own_sources(self) -> dict[str, Data]:
        """What the framework and the file say of each source, by its key."""
        own: dict[str, Data] = {key: source_texts(source) for key, source in self.framework.sources.items()}
        return own | {str(field[1]): said for field, said in self.fields.items() if field[0] == "sources"}

    @property
    def offered(self) -> dict[str, Source]:
        """The sources of replies that can be cited besides where it is settled what these say."""
        return offered_sources(self.review, self.own_sources) if self.review and self.settles else {}

    @property
    def agreed(self) -> str | None:
        """What all marks say of what is to be settled and is not rated yet, where that is one thing."""
        if self.review is None or not self.settles or self.recorded.status is not Status.NOT_RATED:
            return None
        return agreed(self.review, self.thing.id)

    @property
    def is_settled_here(self) -> bool:
        """Whether what is asked about is rated by what marks and replies say of it."""
        return bool(self.settles) and isinstance(self.thing, Indicator)

    @property
    def lacks_decision(self) -> bool:
        """Whether a decision does not say why it was made."""
        now = self.now if self.settles else None
        return now is not None and now.recorded(self.thing.id).lacks_decision

    @property
    def takes_evidence(self) -> bool:
        return isinstance(self.thing, Dimension) or self.recorded.is_rated

    @property
    def has_old_evidence(self) -> bool:
        """Whether all the evidence there is belongs to the rating before this one."""
        evidence = self.recorded.evidence
        return bool(evidence) and self.was is not None and evidence == self.was.evidence

    @property
    def needs_own_reason(self) -> bool:
        """Whether it is set aside or decided now, and the reason there is may be one for something else."""
        recorded, was, now = self.recorded, self.was, self.now
        if was is None and self.is_settled_here and now is not None:
            return may_have_old_reason(now, self.thing.id)
        is_set_aside = recorded.status is Status.NOT_APPLICABLE or bool(self.settles)
        return is_set_aside and was is not None and was.rationale == recorded.rationale

    @property
    def choices(self) -> tuple[Choice, ...]:
        match self.step:
            case Step.LEVEL:
                return level_choices(self.framework, self.indicator)
            case Step.RATIONALE if self.now is not None and self.is_settled_here:
                return word_choices(each.mark.assessor for each in self.now.words(self.thing.id))
            case Step.SOURCE:
                return source_choices({**self.sources, **self.offered})
            case Step.MORE:
                keys = DIMENSION_KEYS if isinstance(self.thing, Dimension) else RATING_KEYS
                return tuple(each for each in MORE_CHOICES if each.value in keys)
            case Step.CONFIDENCE:
                return CONFIDENCE_CHOICES
            case _:
                return ()

    @property
    def taken_letters(self) -> frozenset[str]:
        """The single letters, in lower case, that choices are called by: commands give way to them."""
        names = (name for each in self.choices for name in (each.key.casefold(), *each.names))
        return frozenset(name for name in names if len(name) == 1)

    def spelled(self, letter: str) -> str:
        """Return what is typed for a letter that stands for itself; a slash tells it from a choice."""
        return f"/{letter}" if letter in self.taken_letters else letter

    def is_letter(self, text: str, letter: str) -> bool:
        """Whether a text is a letter that stands for itself."""
        folded = text.casefold()
        return folded == f"/{letter}" or (folded == letter and letter not in self.taken_letters)

    @property
    def to_rate(self) -> list[Asked]:
        """What is to be rated; in a later round of a mark that alone which it rates anew."""
        if value_at(self.data, ("round",)) in (None, "1"):
            return self.things
        return [each for each in self.things if self.rating_of(each).progress is not RatingProgress.NOT_RATED]

    @property
    def is_complete(self) -> bool:
        is_begun = any(isinstance(each, Indicator) for each in self.to_rate)
        return is_begun and all(map(self.is_complete_at, self.to_rate))

    @property
    def can_be_final(self) -> bool:
        return self.stage is Stage.DRAFT and self.is_complete

    # Turns

    def stay(self, *says: str) -> "Turn":
        """Return the turn that changes nothing and says why."""
        return Turn(session=self, says=says)

    def leave(self) -> "Turn":
        """Return the turn that leaves, or asks for a correction first: a final assessment was changed."""
        if self.is_amended and self.today and self.step is not Step.CORRECTION:
            return Turn(session=self._asking_anew(Step.CORRECTION))
        return Turn(session=self, wish=DriverTask.LEAVE)

    def ask_correction(self, turn: "Turn", changes: Sequence[str]) -> "Turn":
        """Return the turn that keeps another back until it is said what was wrong in what is published."""
        held = replace(self._asking_anew(Step.CORRECTION), held=(replace(self, typed=()), turn))
        words = f"This assessment is final, and this changes what was published: {'; '.join(changes)}."
        return held.stay(words)

    def drop_held(self) -> "Turn":
        """Return to the question whose answer was kept back, and leave the file as it is."""
        asked = self if self.held is None else self.held[0]
        said = "Nothing was written: what is published changes with a correction alone."
        return Turn(session=asked, says=(said,), shows_again=True)

    def record(
        self, answer: Answer, following: "Session", *says: str, wish: DriverTask = DriverTask.NOTHING
    ) -> "Turn":
        """Return the turn that writes an answer and goes on; one that cannot be written changes nothing."""
        asked, after = replace(self, typed=()), replace(following, typed=(), held=None)
        try:
            document = self.patch(answer)
        except ScorecardError as error:
            told = [error.message, *([error.hint] if error.hint else []), *self.typed]
            says = ("This answer cannot be written into the file.", *told)
            return Turn(session=asked, says=says, answer=answer)
        if document.text == self.document.text:
            return Turn(session=after, says=says)
        if self.step in (Step.DETAIL, Step.TITLE, Step.KEY):
            asked = self._asking_anew(Step.SOURCE)
        last = replace(asked, last=None), answer
        if self.step is Step.DETAIL and any({"evidence", "sources"} & {*field} for field in answer.fields):
            last = self.last or last
        after = replace(after, document=document, last=last)
        if self.review is not None and self.settles:
            after = replace(after, open=frozenset(review_now(self.review, document).unsettled))
        is_amended = after.is_amended or (answer.rates and after.stage is Stage.FINAL and not self.settles)
        after = replace(after, is_amended=is_amended and not after.correction)
        return Turn(session=after, says=says, answer=answer, wish=wish)

    # Moving

    def _asking_anew(self, step: Step) -> "Session":
        return replace(self, step=step, typed=(), key="", item={})

    def moved_to(self, place: int) -> "Session":
        """Return the session at the beginning of an indicator or a dimension, or at the end."""
        things = self.things
        step = _WAYS[type(things[place])][0] if place < len(things) else Step.END
        return replace(self._asking_anew(step), at=place, was=None, back_to=None)

    def moved_on(self) -> "Session":
        """Return the session at the next one that is not complete, or at the end."""
        later = ((at, each) for at, each in enumerate(self.things) if at > self.at)
        incomplete = (
            at
            for at, each in later
            if (each.id in self.open if self.settles else not self.is_complete_at(each))
        )
        return self.moved_to(next(incomplete, len(self.things)))

    def past_step(self) -> "Session":
        """Return the session at what is asked after this step: in the menu, of this thing, or of the next."""
        if self.back_to is not None:
            return replace(self, step=Step.MORE)
        way = _SETTLING if self.is_settled_here else _WAYS[type(self.thing)]
        for step in way[way.index(self.step) + 1 :]:
            if self._asks(step):
                return replace(self, step=step, typed=(), asked="recommendation")
        return self.moved_on()

    def _asks(self, step: Step) -> bool:
        match step:
            case Step.SOURCE:
                return self.takes_evidence and (not self.settles or self.recorded.lacks_evidence)
            case Step.REASON:
                return self.lacks_decision
            case _:
                return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What became of a typed line: the session after it, what is said, the answer that is to be written.

    An answer that the file cannot take leaves the session's document as it is. `shows_again` asks for the
    heading of the question, for it was come back to. `is_covered` says that a correction which is written
    already speaks of it too.
    """

    session: Session
    says: tuple[str, ...] = ()
    wish: DriverTask = DriverTask.NOTHING
    answer: Answer | None = None
    shows_again: bool = False
    is_covered: bool = False


def begin_session(
    framework: Framework,
    raw: bytes,
    *,
    today: str = "",
    of: Assessment | None = None,
    review: Review | None = None,
) -> Session:
    """Return the session of a file that can be rated, at the first thing that is not complete."""
    document = parse_document(raw)
    session = Session(
        framework=framework, document=document, of=of, review=review, at=-1, step=Step.LEVEL, today=today
    )
    return session.moved_on()


def begin_settling(framework: Framework, raw: bytes, review: Review, *, today: str, by: str) -> Session:
    """Return the session in which what is open of an assessment is settled; first it asks who decides."""
    session = begin_session(framework, raw, today=today, review=review)
    settles = tuple(review_now(review, session.document).unsettled)
    if not settles:
        return session.moved_to(len(session.things))
    session = replace(session, settles=settles, open=frozenset(settles), by=by, at=-1).moved_on()
    return session if by else replace(session, step=Step.DECIDER)
