"""Where a person is in a file that is being rated: a frozen value, and the ways to the next one. No I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from scorecard.errors import ScorecardError
from scorecard.model.assessment import Stage
from scorecard.model.framework import Framework, Indicator, Status
from scorecard.rating.answers import (
    Answer,
    RatingProgress,
    Recorded,
    known_sources,
    read_ratings,
    read_recorded,
    stage_of,
    write_answers,
)
from scorecard.rating.choices import (
    CONFIDENCE_CHOICES,
    MORE_CHOICES,
    Choice,
    level_choices,
    source_choices,
)
from scorecard.reading.document import Document, parse_document
from scorecard.reading.plain_data import Data


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


class DriverTask(StrEnum):
    """What the driver is asked to do besides showing the next question."""

    NOTHING = "nothing"
    HELP = "help"
    EDITOR = "editor"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Where a person is in a file.

    `document` is what the file holds. `typed` are the lines of a text that has not ended, `item` the evidence
    that is being described, or with its `key` the source that is being made, `asked` the key of what is asked
    of either. `was` is what the file had for the indicator before it was rated anew. `is_more` says that the
    menu of `m` is open, `back_to` the step that `m` was typed at.

    `before` is the session before `last`, the last answer that was written. `is_amended` says that a final
    assessment was changed and no `correction` written since, `today` is the date of one: empty where none is
    asked for. `held` is a turn that is not written before one is, and the session that it came from.
    """

    framework: Framework
    indicators: tuple[Indicator, ...]
    document: Document
    at: int
    step: Step
    typed: tuple[str, ...] = ()
    key: str = ""
    asked: str = ""
    item: Mapping[str, str] = field(default_factory=dict)
    was: Recorded | None = None
    is_more: bool = False
    back_to: Step = Step.LEVEL
    before: "Session | None" = None
    last: Answer | None = None
    is_amended: bool = False
    today: str = ""
    correction: str = ""
    held: "tuple[Session, Turn] | None" = None

    @property
    def raw(self) -> bytes:
        """What the file holds."""
        return self.document.raw

    @property
    def data(self) -> Data:
        """What the file holds, read."""
        return self.document.data

    @property
    def indicator(self) -> Indicator:
        """The indicator that is asked about."""
        return self.indicators[self.at]

    @property
    def recorded(self) -> Recorded:
        """What the file has for it."""
        return read_recorded(self.data, self.indicator, self.framework)

    @property
    def ratings(self) -> tuple[Recorded, ...]:
        """What the file has for each indicator."""
        return read_ratings(self.data, self.framework)

    @property
    def has_old_evidence(self) -> bool:
        """Whether all the evidence there is belongs to the rating before this one."""
        evidence = self.recorded.evidence
        return bool(evidence) and self.was is not None and evidence == self.was.evidence

    @property
    def needs_own_reason(self) -> bool:
        """Whether it is set aside now, and the reason there is was given for something else."""
        now, was = self.recorded, self.was
        is_set_aside = now.status is Status.NOT_APPLICABLE
        return is_set_aside and was is not None and was.rationale == now.rationale

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What can be chosen at this step."""
        match self.step:
            case Step.LEVEL:
                return level_choices(self.framework, self.indicator)
            case Step.SOURCE:
                return source_choices(known_sources(self.framework, self.data))
            case Step.MORE:
                return MORE_CHOICES
            case Step.CONFIDENCE:
                return CONFIDENCE_CHOICES
            case _:
                return ()

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to do."""
        return all(each.progress is RatingProgress.COMPLETE for each in self.ratings)

    @property
    def can_be_final(self) -> bool:
        """Whether the file is a draft in which nothing is left to do."""
        return stage_of(self.data) is Stage.DRAFT and self.is_complete


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What became of a typed line: the session after it, what is said, the answer that is to be written.

    `shows_again` asks for the heading of the question, for it was come back to. `unwritten` is an answer that
    the file cannot take. `is_covered` says that a correction which is written already speaks of it too.
    """

    session: Session
    says: tuple[str, ...] = ()
    wish: DriverTask = DriverTask.NOTHING
    answer: Answer | None = None
    shows_again: bool = False
    unwritten: Answer | None = None
    is_covered: bool = False


def begin_session(framework: Framework, raw: bytes, *, today: str = "") -> Session:
    """Return the session of a file that can be rated, at the first indicator that is not complete.

    `today` dates a correction, which is asked for where a final assessment was changed.
    """
    indicators = tuple(each for each in framework.indicators() if each.counted)
    document = parse_document(raw, "")
    start = Session(
        framework=framework, indicators=indicators, document=document, at=-1, step=Step.LEVEL, today=today
    )
    return next_session(start)


def stay(session: Session, *says: str) -> Turn:
    """Return the turn that changes nothing and says why."""
    return Turn(session=session, says=says)


def leave(session: Session) -> Turn:
    """Return the turn that leaves; after a change of a final assessment a correction is asked for first."""
    if session.is_amended and session.today and session.step is not Step.CORRECTION:
        return Turn(session=replace(session, step=Step.CORRECTION, typed=(), key="", item={}))
    return Turn(session=session, wish=DriverTask.LEAVE)


def ask_correction(session: Session, turn: Turn, changes: Sequence[str]) -> Turn:
    """Return the turn that keeps another one back until it is said what was wrong in what is published."""
    asked = replace(session, typed=())
    held = replace(asked, step=Step.CORRECTION, key="", item={}, held=(asked, turn))
    words = f"This assessment is final, and this changes what was published: {'; '.join(changes)}."
    return Turn(session=held, says=(words,))


def drop_held(session: Session) -> Turn:
    """Return to the question whose answer was kept back, and leave the file as it is."""
    asked = session if session.held is None else session.held[0]
    said = "Nothing was written: what is published changes with a correction alone."
    return Turn(session=asked, says=(said,), shows_again=True)


# Moving -----------------------------------------------------------------------------------------


def session_at(session: Session, place: int) -> Session:
    """Return the session at the beginning of an indicator, or at the end."""
    step = Step.LEVEL if place < len(session.indicators) else Step.END
    return replace(
        session,
        at=place,
        step=step,
        typed=(),
        key="",
        item={},
        was=None,
        is_more=False,
        back_to=Step.LEVEL,
    )


def next_session(session: Session) -> Session:
    """Return the session at the next indicator that is not complete, or at the end."""
    later = enumerate(session.ratings[session.at + 1 :], session.at + 1)
    incomplete = (place for place, each in later if each.progress is not RatingProgress.COMPLETE)
    return session_at(session, next(incomplete, len(session.indicators)))


def record_answer(session: Session, answer: Answer, following: Session, *says: str) -> Turn:
    """Return the turn that writes an answer and goes on; where it cannot be written, all stays as it is."""
    try:
        document = write_answers(session.document, [answer], session.framework)
    except ScorecardError as error:
        told = [error.message, *([error.hint] if error.hint else []), *session.typed]
        kept = replace(session, typed=())
        says = ("This answer cannot be written into the file.", *told)
        return Turn(session=kept, says=says, unwritten=answer)
    after = replace(following, typed=(), held=None)
    if document.text == session.document.text:
        return Turn(session=after, says=says)
    is_amended = answer.rates and stage_of(document.data) is Stage.FINAL
    before, last = _asked_anew(session), answer
    is_of_evidence = any("evidence" in field or "sources" in field for field in answer.fields)
    if session.step is Step.DETAIL and is_of_evidence:
        before, last = session.before or before, session.last or last
    after = replace(
        after,
        document=document,
        before=before,
        last=last,
        is_amended=(after.is_amended or is_amended) and not after.correction,
    )
    return Turn(session=after, says=says, answer=answer)


def _asked_anew(session: Session) -> Session:
    """Return the session at the beginning of its question: of evidence at the choice of its source."""
    if session.step in (Step.DETAIL, Step.TITLE, Step.KEY):
        session = replace(session, step=Step.SOURCE, key="", item={})
    return replace(session, typed=(), before=None, last=None)
