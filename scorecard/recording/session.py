"""Where a person is in a file that is being rated: a frozen value, and the ways to the next one. No I/O."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from scorecard.assessment import Stage
from scorecard.document import Data, parse_document
from scorecard.errors import ScorecardError
from scorecard.framework import Framework, Indicator, Level, Status
from scorecard.recording.answers import (
    Answer,
    Recorded,
    Standing,
    judge,
    known_sources,
    needs_evidence,
    read_recorded,
    stage_of,
    standing_of,
    write_answers,
)
from scorecard.recording.choices import Choice, level_choices, source_choices


class Step(StrEnum):
    """What is asked."""

    LEVEL = "level"
    RATIONALE = "rationale"
    SOURCE = "source"
    KEY = "key"
    TITLE = "title"
    URL = "url"
    DATE = "date"
    LOCATOR = "locator"
    QUOTE = "quote"
    NOTE = "note"
    MORE = "more"
    CONFIDENCE = "confidence"
    RECOMMENDATION = "recommendation"
    END = "end"


class Wish(StrEnum):
    """What the driver is asked to do besides showing the next question."""

    NOTHING = "nothing"
    HELP = "help"
    EDITOR = "editor"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Where a person is in a file.

    `raw` is what the file holds, `data` the same read. `typed` are the lines of a text that has not ended,
    `item` the evidence that is being described, or with its `key` the source that is being made, `back_to`
    the step that `m` was typed at. `pending` is an answer that waits because the file on disk has changed.
    `before` is the session before the last answer that was written.
    """

    framework: Framework
    indicators: tuple[Indicator, ...]
    raw: bytes
    data: Data
    at: int
    step: Step
    typed: tuple[str, ...] = ()
    key: str = ""
    item: Mapping[str, str] = field(default_factory=dict)
    back_to: Step = Step.LEVEL
    pending: Answer | None = None
    before: "Session | None" = None

    @property
    def indicator(self) -> Indicator:
        """The indicator that is asked about."""
        return self.indicators[self.at]

    @property
    def recorded(self) -> Recorded:
        """What the file has for it."""
        return read_recorded(self.data, self.indicator)

    @property
    def judged(self) -> tuple[Level | None, Status] | None:
        """Its level and status; None where its rating cannot be right."""
        return judge(self.framework, self.indicator, self.recorded)

    @property
    def standing(self) -> Standing:
        """How far its rating has come."""
        return standing_of(self.framework, self.indicator, self.recorded)

    @property
    def lacks_evidence(self) -> bool:
        """Whether the framework asks for evidence that the rating does not have."""
        status = self.judged[1] if self.judged else Status.NOT_RATED
        return needs_evidence(self.framework, self.indicator, status) and not self.recorded.evidence

    @property
    def lacks_rationale(self) -> bool:
        """Whether the rating needs a reason that it does not have."""
        is_set_aside = self.judged is not None and self.judged[1] is Status.NOT_APPLICABLE
        return is_set_aside and not self.recorded.rationale

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What can be chosen at this step."""
        match self.step:
            case Step.LEVEL:
                return level_choices(self.framework, self.indicator)
            case Step.SOURCE:
                return source_choices(known_sources(self.framework, self.data))
            case _:
                return ()

    @property
    def can_be_final(self) -> bool:
        """Whether the file is a draft in which nothing is left to do."""
        is_draft = stage_of(self.data) is Stage.DRAFT
        return is_draft and all(each is Standing.COMPLETE for _, each in standings(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What became of a typed line: the session after it, what is said, the answer that is to be written."""

    session: Session
    says: tuple[str, ...] = ()
    wish: Wish = Wish.NOTHING
    answer: Answer | None = None


def begin_session(framework: Framework, raw: bytes) -> Session:
    """Return the session of a file that can be rated, at the first indicator that is not complete."""
    indicators = tuple(each for each in framework.indicators() if each.counted)
    data = parse_document(raw, "").data
    start = Session(framework=framework, indicators=indicators, raw=raw, data=data, at=-1, step=Step.LEVEL)
    return next_session(start)


def standings(session: Session) -> tuple[tuple[Indicator, Standing], ...]:
    """Return how far the rating of each counted indicator has come."""
    return tuple(
        (each, standing_of(session.framework, each, read_recorded(session.data, each)))
        for each in session.indicators
    )


def stay(session: Session, *says: str) -> Turn:
    """Return the turn that changes nothing and says why."""
    return Turn(session=session, says=says)


# Moving -----------------------------------------------------------------------------------------


def session_at(session: Session, place: int) -> Session:
    """Return the session at the beginning of an indicator, or at the end."""
    step = Step.LEVEL if place < len(session.indicators) else Step.END
    return replace(session, at=place, step=step, typed=(), key="", item={}, back_to=Step.LEVEL)


def next_session(session: Session) -> Session:
    """Return the session at the next indicator that is not complete, or at the end."""
    later = enumerate(standings(session)[session.at + 1 :], session.at + 1)
    incomplete = (place for place, (_, standing) in later if standing is not Standing.COMPLETE)
    return session_at(session, next(incomplete, len(session.indicators)))


def record_answer(session: Session, answer: Answer, following: Session, *says: str) -> Turn:
    """Return the turn that writes an answer and goes on; where it cannot be written, all stays as it is."""
    try:
        raw = write_answers(session.raw, [answer], session.framework)
    except ScorecardError as error:
        told = [error.message, *([error.hint] if error.hint else []), *session.typed]
        kept = replace(session, typed=())
        return Turn(session=kept, says=("This answer cannot be written into the file.", *told))
    after = replace(following, typed=(), pending=None)
    if raw == session.raw:
        return Turn(session=after, says=says)
    data = parse_document(raw, "").data
    after = replace(after, raw=raw, data=data, before=replace(session, typed=(), pending=None))
    return Turn(session=after, says=says, answer=answer)
