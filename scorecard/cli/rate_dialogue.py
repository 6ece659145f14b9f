"""`rate` with questions: each answer is on disk before the next prompt."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from scorecard.cli.asking import Asker, edit_text
from scorecard.cli.main import INTERRUPTED
from scorecard.cli.next_steps import say_steps, shell_word
from scorecard.cli.output import REFUSED
from scorecard.errors import ScorecardError
from scorecard.files.atomic import ChangedError
from scorecard.model.assessment import Stage
from scorecard.model.lexical import listing
from scorecard.project.rated_file import RatedFile, find_earlier, is_mendable
from scorecard.rating.answers import Answer
from scorecard.rating.session import DriverTask, Session, Step, Turn, begin_session
from scorecard.rating.turn import advance, finish_session, take_edited
from scorecard.views.question import own_score
from scorecard.views.score_change import turned_verdict
from scorecard.views.session import (
    answer_words,
    editor_words,
    help_view,
    opening_view,
    prompt_words,
    step_view,
    summary_view,
)


class Dialogue:
    """A person, a terminal and a file; `options` are those that commands to go on with have too."""

    def __init__(self, opened: RatedFile, options: Mapping[str, str], session: Session | None = None) -> None:
        self._opened = opened
        self._options = options
        self._asker = Asker()
        self._earlier = find_earlier(opened)
        self._session = session or begin_session(
            opened.framework,
            opened.raw,
            today="" if opened.of else str(date.today()),
            of=opened.of,
            review=opened.review,
        )
        self._came_from: Step | None = None
        self._unsaved: dict[str, str] = {}
        self._code = 0

    def run(self) -> int:
        """Ask until there is nothing left to ask, or no answer any more; return the exit code."""
        self._opened.begin()
        opened = self._opened
        self._asker.show(opening_view(self._session, opened.content, opened.loaded.path, opened.mark))
        try:
            return self._ask_all()
        except KeyboardInterrupt:
            return self._end_interrupted()
        except ChangedError:
            return REFUSED

    def _ask_all(self) -> int:
        self._go_to(Turn(session=self._session, shows_again=True))
        while True:
            session = self._session
            line = self._asker.ask(prompt_words(session, self._came_from))
            turn = finish_session(session) if line is None else advance(session, line)
            turn = self._write(turn)
            if turn.wish is DriverTask.EDITOR:
                turn = self._write(self._edit())
            self._asker.say(*turn.says)
            if turn.wish is DriverTask.HELP:
                self._asker.show(help_view(session))
            self._go_to(turn)
            if turn.wish is DriverTask.LEAVE:
                return self._leave()

    def _end_interrupted(self) -> int:
        what = ""
        try:
            if self._session.typed:
                turn = self._write(finish_session(self._session))
                self._session = turn.session
                self._asker.say(*turn.says)
                what = ", with the lines that were finished"
        except ChangedError:
            return INTERRUPTED
        if self._session.held is not None:
            self._asker.say("", "Interrupted.")
            self._say_unwritten(self._session.held[1].answer)
        elif self._unsaved:
            self._asker.say("", f"Interrupted. Not saved: {listing([*self._unsaved.values()])}.")
        else:
            self._asker.say("", f"Interrupted: all answers are saved{what}.")
        return INTERRUPTED

    def _go_to(self, turn: Turn) -> None:
        before, self._session = self._session, turn.session
        is_same = before.at == turn.session.at
        if turn.shows_again or not is_same or before.step is not turn.session.step:
            self._came_from = before.step if is_same and not turn.shows_again else None
            view = step_view(turn.session, self._earlier, self._came_from, is_again=turn.shows_again)
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
        if session.held is not None:
            self._say_unwritten(session.held[1].answer)
            return REFUSED
        if session.at < len(session.things) or self._unsaved:
            self._asker.show(summary_view(session, unsaved=[*self._unsaved.values()]))
        if session.is_amended and session.today and session.step is not Step.CORRECTION:
            self._asker.say("", "This assessment is final and was changed: no correction was added.")
        say_steps(self._next_steps())
        return self._code if self._unsaved else 0

    def _next_steps(self) -> Iterator[tuple[str, str]]:
        if self._session.open:
            yield self._command("reconcile"), "goes on with what is to be settled"
            return
        if not self._session.is_complete:
            yield self._command("rate"), "goes on with what is not complete"
            return
        if self._session.stage is Stage.DRAFT:
            yield f"{self._command('rate')} --stage final", "makes it final, so that it counts"
        if self._opened.of is None:
            yield self._command("assess"), "shows the result"
        else:
            yield self._command("agree"), "compares the marks that are final"

    def _command(self, name: str) -> str:
        return f"scorecard {name} {shell_word(self._opened.name)}{self._options.get(name, '')}"

    # Writing

    def _write(self, turn: Turn) -> Turn:
        session = self._session
        if turn.session.raw == session.raw:
            self._keep_unsaved(turn.answer, REFUSED)
            return turn
        change = self._opened.change(session.raw, turn.session.raw)
        if turn.answer is not None:
            if turn.answer.is_final and change.errors:
                reasons = (each.message for each in change.errors)
                return self._not_written(turn, "It cannot be final: ", *reasons)
            for error in change.new_errors:
                if not is_mendable(error, self._opened.framework, self._opened.content):
                    return self._not_written(turn, "The file would get an error by that", error.message)
            if not turn.is_covered and change.uncorrected:
                return session.ask_correction(turn, [each.words for each in change.uncorrected])
        try:
            self._opened.write(session.raw, turn.session.raw)
        except ChangedError:
            self._say_changed(turn.answer)
            raise
        except ScorecardError as error:
            self._keep_unsaved(turn.answer, error.exit_code)
            return self._not_written(turn, error.message, error.hint)
        if turn.answer is not None:
            self._unsaved.pop(turn.answer.about, None)
        score = own_score(turn.session.recorded) if turn.session.step is Step.RATIONALE else None
        said = [f"Its score is {score}."] if score and session.step is Step.LEVEL else []
        return replace(turn, says=(*turn.says, *said, *turned_verdict(*change.scorecards())))

    def _keep_unsaved(self, answer: Answer | None, code: int) -> None:
        if answer is not None:
            self._unsaved[answer.about] = answer.name
            self._code = max(self._code, code)

    def _not_written(self, turn: Turn, *reasons: str | None) -> Turn:
        says = tuple(filter(None, reasons))
        if turn.answer is not None:
            says = (*says, "Not written:", *answer_words(turn.answer))
        wish = DriverTask.LEAVE if turn.wish is DriverTask.LEAVE else DriverTask.NOTHING
        return Turn(session=replace(self._session, typed=()), says=says, wish=wish)

    def _say_changed(self, answer: Answer | None) -> None:
        said = "Somebody else has changed the file since it was read. Nothing was overwritten."
        self._asker.say(said, *([] if answer is not None else ["Nothing was taken back."]))
        self._say_unwritten(answer)
        if self._unsaved:
            self._asker.say(f"Not saved before: {listing([*self._unsaved.values()])}.")
        again = f"; g {self._session.thing.id} asks this again" if answer and answer.rates else ""
        name = "reconcile" if self._session.settles else "rate"
        say_steps([(self._command(name), f"goes on with the file as it is now{again}")])

    def _say_unwritten(self, answer: Answer | None) -> None:
        if answer is not None:
            self._asker.say("This answer is not written:", *answer_words(answer))
