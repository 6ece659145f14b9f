"""`rate` with questions: each answer is on disk before the next prompt."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from scorecard.assessment import Stage
from scorecard.cli.asking import Asker, edit_text
from scorecard.cli.output import say_diagnostics, turned_verdict
from scorecard.cli.rate_files import RatedFile, find_earlier, is_mendable
from scorecard.cli.steps import say_steps, shell_word
from scorecard.diagnostics import gather
from scorecard.errors import ScorecardError
from scorecard.files import UnreadableError
from scorecard.recording import (
    Session,
    Step,
    Turn,
    Wish,
    advance,
    ask_correction,
    begin_session,
    finish_session,
    meet_change,
    name_answer,
    standings,
    take_edited,
)
from scorecard.recording.answers import Answer, Standing, stage_of
from scorecard.source import listing
from scorecard.views.sessions import (
    answer_words,
    editor_words,
    heading_view,
    help_view,
    opening_view,
    prompt_words,
    step_view,
    summary_view,
)
from scorecard.writer import ChangedError

DONE = 0
NOT_WRITTEN = 1
INTERRUPTED = 130


class Dialogue:
    """A person, a terminal and a file."""

    def __init__(self, opened: RatedFile, asker: Asker, *, option: str = "") -> None:
        self._opened = opened
        self._option = option
        self._asker = asker
        self._earlier = find_earlier(opened)
        self._session = begin_session(opened.framework, opened.raw, today=str(date.today()))
        self._came_from: Step | None = None
        self._unsaved: dict[object, str] = {}
        self._code = DONE

    def run(self) -> int:
        """Ask until there is nothing left to ask, or no answer any more; return the exit code."""
        self._asker.show(opening_view(self._session, self._opened.content, self._opened.path))
        try:
            return self._ask_all()
        except KeyboardInterrupt:
            return self._end_interrupted()
        except _GoneError:
            return NOT_WRITTEN

    def _ask_all(self) -> int:
        self._show()
        while True:
            session = self._session
            line = self._asker.ask(prompt_words(session, self._came_from))
            if line == "" and session.typed and self._asker.has_more():
                line = "\n"
            turn = finish_session(session) if line is None else advance(session, line)
            turn = self._write(turn)
            if turn.wish is Wish.EDITOR:
                turn = self._write(self._edit())
            self._asker.say(*turn.says)
            if turn.wish is Wish.HELP:
                self._asker.show(help_view(session))
            self._go_to(turn)
            if turn.wish is Wish.LEAVE:
                return self._leave()

    def _end_interrupted(self) -> int:
        """Save the lines of a text that were finished, as at the end of input."""
        what = ""
        try:
            if self._session.typed:
                turn = self._write(finish_session(self._session))
                self._session = turn.session
                self._asker.say(*turn.says)
                what = ", with the lines that were finished"
        except _GoneError:
            return INTERRUPTED
        if self._session.pending is not None or self._session.held is not None:
            self._asker.say("", "Interrupted.")
            self._say_waiting()
        elif self._unsaved:
            self._asker.say("", f"Interrupted. Not saved: {listing([*self._unsaved.values()])}.")
        else:
            self._asker.say("", f"Interrupted: all answers are saved{what}.")
        return INTERRUPTED

    def _go_to(self, turn: Turn) -> None:
        before, self._session = self._session, turn.session
        if turn.shows_again or _place(before) != _place(turn.session):
            is_near = before.at == turn.session.at and not turn.shows_again
            self._came_from = before.step if is_near else None
            self._show(is_again=turn.shows_again)

    def _show(self, *, is_again: bool = False) -> None:
        view = step_view(self._session, self._earlier, self._came_from)
        if view is None and is_again:
            view = heading_view(self._session)
        if view is not None:
            self._asker.show(view)

    def _edit(self) -> Turn:
        session = self._session
        edited, problem = edit_text(session.recorded.rationale or "", editor_words(session))
        if edited is None:
            return Turn(session=session, says=(problem or "", "The rationale is unchanged."))
        return take_edited(session, edited)

    def _leave(self) -> int:
        session = self._session
        if session.pending is not None or session.held is not None:
            self._say_waiting()
            return NOT_WRITTEN
        if session.at < len(session.indicators) or self._unsaved:
            self._asker.show(summary_view(session, unsaved=[*self._unsaved.values()]))
        if session.is_amended and session.step is not Step.CORRECTION:
            self._asker.say("", "This assessment is final and was changed: no correction was added.")
        say_steps(self._next_steps())
        return self._code if self._unsaved else DONE

    def _next_steps(self) -> Iterator[tuple[str, str]]:
        """Yield the commands to go on with: to rate what is left, or to make it final and see the result."""
        session, words = self._session, f"{shell_word(self._opened.name)}{self._option}"
        if any(standing is not Standing.COMPLETE for _, standing in standings(session)):
            yield f"scorecard rate {words}", "goes on with what is not complete"
            return
        if stage_of(session.data) is Stage.DRAFT:
            yield f"scorecard rate {words} --stage final", "makes it final, so that it counts"
        yield f"scorecard assess {words}", "shows the result"

    # Writing

    def _write(self, turn: Turn) -> Turn:
        """Write what a turn changes, or return one that says why that was not done."""
        session = self._session
        if turn.unwritten is not None:
            self._keep_unsaved(turn.unwritten, NOT_WRITTEN)
        if turn.session.raw == session.raw:
            return turn
        if turn.answer is not None and turn.answer.stage is Stage.FINAL:
            errors = self._opened.errors(turn.session.raw).values()
            if errors:
                return self._not_written(turn, "It cannot be final: ", *(each.message for each in errors))
        for error in self._opened.new_errors(session.raw, turn.session.raw) if turn.answer else ():
            if not is_mendable(error, self._opened.framework):
                return self._not_written(turn, "The file would get an error by that", error.message)
        if turn.answer is not None and not turn.is_covered:
            changes = self._opened.uncorrected(session.raw, turn.session.raw)
            if changes:
                return ask_correction(session, turn, [each.words for each in changes])
        try:
            self._opened.write(session.raw, turn.session.raw)
        except ChangedError:
            return self._meet_change(turn)
        except ScorecardError as error:
            if not self._opened.file.exists():
                return self._meet_change(turn)
            if turn.answer is not None:
                self._keep_unsaved(turn.answer, error.exit_code)
            return self._not_written(turn, error.message, error.hint)
        if turn.answer is not None:
            self._unsaved.pop(_about(turn.answer), None)
        before, after = (self._opened.load(each) for each in (session.raw, turn.session.raw))
        return replace(turn, says=(*turn.says, *turned_verdict(before, after)))

    def _keep_unsaved(self, answer: Answer, code: int) -> None:
        """Remember an answer that the file does not have, until one about the same is written."""
        self._unsaved[_about(answer)] = name_answer(answer)
        self._code = max(self._code, code)

    def _not_written(self, turn: Turn, *reasons: str | None) -> Turn:
        says = tuple(filter(None, reasons))
        if turn.answer is not None:
            says = (*says, "Not written:", *answer_words(turn.answer))
        return Turn(session=replace(self._session, typed=()), says=says, wish=_kept_wish(turn))

    def _meet_change(self, turn: Turn) -> Turn:
        """Read the file again, for somebody else wrote it; leave where that is no use any more."""
        opened = self._opened
        try:
            raw = opened.read()
            loaded = opened.load(raw)
        except UnreadableError as error:
            self._asker.say("The file has changed, and cannot be read any more.", error.finding.message)
            raise self._gone(turn.answer) from None
        if not opened.can_be_rated(loaded):
            self._asker.say("The file has changed, and cannot be rated as it is now.")
            say_diagnostics((each, loaded.document) for each in gather(loaded.diagnostics) if each.is_error)
            raise self._gone(turn.answer)
        session = meet_change(turn, raw)
        if turn.answer is not None:
            return Turn(session=session)
        return Turn(session=session, says=("Somebody else has changed the file: nothing was taken back.",))

    def _gone(self, answer: Answer | None) -> "_GoneError":
        if answer is not None:
            self._asker.say("This answer is not written:", *answer_words(answer))
        return _GoneError()

    def _say_waiting(self) -> None:
        """Show the answer that waits: the file has changed, or a correction is asked for."""
        held = self._session.held
        waiting = self._session.pending if held is None else held[1].answer
        if waiting is not None:
            self._asker.say("This answer is not written:", *answer_words(waiting))


class _GoneError(Exception):
    """The file cannot be rated any more; that was said."""


def _about(answer: Answer) -> object:
    """Return what an answer and the one that repeats it have in common."""
    id = None if answer.indicator is None else answer.indicator.id
    return id, frozenset(answer.fields), answer.source is None, answer.stage, answer.correction is None


def _place(session: Session) -> tuple[int, Step, bool]:
    return session.at, session.step, session.pending is not None


def _kept_wish(turn: Turn) -> Wish:
    return Wish.LEAVE if turn.wish is Wish.LEAVE else Wish.NOTHING
