"""Recording ratings question by question: the next question, and what a typed line makes of it. No I/O.

A session holds the file's bytes as they should be on disk. `advance` takes a line and returns the session
after it; whoever drives it writes its bytes before the next prompt. A session keeps the one before its last
answer: to take that answer back is to go back to that one, bytes and all.
"""

import re
from dataclasses import replace
from enum import StrEnum
from typing import assert_never

from scorecard.model.source import suggest
from scorecard.rating.answers import REVIEW, Answer, RatingProgress
from scorecard.rating.choices import DROP, taken_letters
from scorecard.rating.replies import after_rationale, answer_step, take_text
from scorecard.rating.session import (
    DriverTask,
    Session,
    Step,
    Turn,
    ask_correction,
    begin_session,
    drop_held,
    leave,
    next_session,
    record_answer,
    session_at,
    standings,
    stay,
)

__all__ = ["DriverTask", "Session", "Step", "Turn", "ask_correction", "begin_session", "standings"]

_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNUSABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


class Command(StrEnum):
    """What can be typed instead of an answer."""

    HELP = "?"
    CONFIRM = "c"
    SKIP = "s"
    BACK = "b"
    UNDO = "u"
    EDIT = "e"
    MORE = "m"
    GO = "g"
    DROP = DROP
    LEAVE = "q"


_PLACES = {
    Command.GO: (Step.LEVEL, Step.SOURCE, Step.MORE, Step.END),
    Command.DROP: (Step.LEVEL, Step.SOURCE),
}
"""Where what may have more behind it is a command: elsewhere a text may begin so."""


# A line -----------------------------------------------------------------------------------------


def advance(session: Session, line: str) -> Turn:
    """Return what a typed line makes of a session. Whatever the line, there is a turn."""
    text, problem = read_typed(line)
    if problem:
        return stay(session, problem, "Nothing of this line was taken.")
    if session.step in (Step.RATIONALE, Step.RECOMMENDATION) and (session.typed or "\n" in text):
        return take_text(session, text)
    if "\n" in text.strip():
        return stay(session, "Several lines came at once, where one is wanted. Nothing was taken.")
    text = text.strip()
    taken = taken_letters(session.choices)
    command = parse_command(text, taken)
    if command is not None and session.step in _PLACES.get(command[0], (session.step,)):
        return _obey(session, *command)
    is_shared = session.step in (Step.LEVEL, Step.SOURCE) and text.casefold() in tuple(Command)
    if is_shared and text.casefold() in taken and not _is_exact(text, session):
        return stay(session, f"{text} is a command and a name here: write /{text} for the command.")
    return answer_step(session, text)


def parse_command(text: str, taken: frozenset[str]) -> tuple[Command, str] | None:
    """Return the command that a text is, and what follows it; a slash before it tells it from an answer."""
    is_slashed = text.startswith("/")
    word, _, rest = text.removeprefix("/").partition(" ")
    letter = word.casefold()
    if letter not in tuple(Command) or (not is_slashed and letter in taken):
        return None
    command = Command(letter)
    return None if rest and command not in _PLACES else (command, rest.strip())


def _is_exact(text: str, session: Session) -> bool:
    return any(text in (each.key, each.value, each.label) for each in session.choices)


def read_typed(text: str) -> tuple[str, str | None]:
    """Return a text with its line breaks as files have them, and what keeps it out of a file, if anything."""
    text = _LINE_BREAKS.sub("\n", text)
    found = _UNUSABLE.search(text)
    if found is None:
        return text, None
    if "\ud800" <= found.group() <= "\udfff":
        return text, "This is not UTF-8 text."
    code = f"U+{ord(found.group()):04X}"
    return text, f"There is a control character in it ({code}), perhaps from an arrow key."


def finish_session(session: Session) -> Turn:
    """Return what the end of input makes of a session: lines that were typed are taken."""
    turn = take_text(session, "") if session.typed else Turn(session=session)
    return replace(turn, wish=DriverTask.LEAVE)


# Commands ---------------------------------------------------------------------------------------


def _obey(session: Session, command: Command, rest: str) -> Turn:
    match command:
        case Command.UNDO | Command.BACK if session.held is not None:
            return drop_held(session)
        case Command.HELP:
            return Turn(session=session, wish=DriverTask.HELP)
        case Command.LEAVE:
            return leave(session)
        case Command.UNDO:
            return _undo(session)
        case Command.BACK:
            if session.at == 0:
                return replace(stay(session, "This is the first one."), shows_again=True)
            return Turn(session=session_at(session, session.at - 1), shows_again=True)
        case Command.GO:
            return _go(session, rest)
        case Command.DROP:
            return _drop(session, rest)
        case Command.SKIP | Command.CONFIRM | Command.EDIT | Command.MORE:
            if session.step is Step.CORRECTION:
                return stay(session, "Say what was corrected, or Enter for nothing.")
            if session.step is Step.END:
                return stay(session, "There is nothing to do that to here: b goes back.")
            return _obey_at_indicator(session, command)
        case _:
            assert_never(command)


def _obey_at_indicator(session: Session, command: Command) -> Turn:
    is_main = session.step in (Step.LEVEL, Step.RATIONALE, Step.SOURCE)
    match command:
        case Command.SKIP:
            return Turn(session=next_session(session))
        case Command.CONFIRM:
            return _confirm(session)
        case Command.EDIT if is_main:
            return Turn(session=session, wish=DriverTask.EDITOR)
        case Command.MORE if is_main:
            back_to = session.back_to if session.is_more else session.step
            return Turn(session=replace(session, step=Step.MORE, is_more=True, back_to=back_to))
        case _:
            return stay(session, "That is for the rating, the rationale and the evidence; answer this first.")


def _undo(session: Session) -> Turn:
    """Go back to the question that was answered last, and say which it is."""
    back = session.before
    if back is None or session.last is None:
        return stay(
            session, "There is nothing to take back: the last answer that was written is, and no other."
        )
    said = f"Taken back: {name_answer(session.last)}. The file is what it was before that answer."
    is_asked = back.at < len(back.indicators)
    where = [f"This is {back.indicator.id} {back.indicator.title} again."] if is_asked else []
    return replace(stay(back, said, *where), shows_again=True)


def _drop(session: Session, number: str) -> Turn:
    """Take out a piece of evidence by its number; without one all that is of the rating before."""
    there = session.recorded.evidence
    if not there:
        return stay(session, "There is no evidence to take out.")
    if not number and session.has_old_evidence and session.step is Step.SOURCE:
        answer = Answer(indicator=session.indicator, fields={"evidence": None})
        return record_answer(session, answer, session, "The evidence of the rating before is taken out.")
    if not number.isascii() or not number.isdigit() or not 1 <= int(number[:9]) <= len(there):
        keys = f"{DROP} 1" if len(there) == 1 else f"{DROP} 1 to {DROP} {len(there)}"
        return stay(session, f"Write which piece of evidence to take out: {keys}.")
    piece = there[int(number) - 1]
    left = tuple(each for at, each in enumerate(there, 1) if at != int(number))
    was = replace(session.was, evidence=left) if session.was and session.has_old_evidence else session.was
    answer = Answer(indicator=session.indicator, dropped=piece)
    said = f"Taken out: {', '.join(text for text in piece.values() if isinstance(text, str))}."
    turn = record_answer(session, answer, replace(session, was=was), said)
    return replace(turn, shows_again=True)


def name_answer(answer: Answer) -> str:
    """Say in few words what an answer was about."""
    fields = {key: value for key, value in answer.fields.items() if key != REVIEW}
    rating = fields.pop("level", None) or fields.pop("measured", None)
    fields.pop("measured", None)
    named = [f"rating {rating}"] if rating else []
    named += [*fields, *(f"evidence {each.get('source', '')}" for each in answer.evidence)]
    named += [] if answer.dropped is None else [f"evidence {answer.dropped.get('source')} that was taken out"]
    if answer.indicator is not None:
        return f"{answer.indicator.id} {' and '.join(named) or 'confirmation'}"
    if answer.source is not None:
        return f"source {answer.source[0]}"
    return "the stage" if answer.stage is not None else "the correction"


def _go(session: Session, id: str) -> Turn:
    known = {each.id: place for place, each in enumerate(session.indicators)}
    if id in known:
        return Turn(session=session_at(session, known[id]))
    other = next((each for each in session.framework.indicators() if each.id == id), None)
    if other is not None:
        return stay(session, f"{id} is {other.state}: it is not rated.")
    if not id:
        return stay(session, "Write where to go, such as g and the indicator's id.")
    return stay(session, f"There is no indicator {id[:60]}; {suggest(id, known)}")


def _confirm(session: Session) -> Turn:
    if session.recorded.review is None:
        return stay(session, "There is nothing to confirm: this rating was not carried over.")
    if session.judged is None:
        return stay(session, "What was carried over is no valid rating: rate it anew.")
    answer = Answer(indicator=session.indicator, fields={REVIEW: None})
    if session.lacks_rationale:
        following = replace(session, step=Step.RATIONALE)
    elif session.lacks_evidence:
        following = replace(session, step=Step.SOURCE)
    else:
        following = next_session(session)
    return record_answer(session, answer, following, f"{session.indicator.id} is confirmed.")


def take_edited(session: Session, text: str) -> Turn:
    """Return the turn of a rationale that comes from an editor; an empty or unchanged one changes nothing."""
    typed, problem = read_typed(text)
    clean = typed.strip()
    if problem:
        return stay(session, problem, "Nothing was taken.")
    if not clean or clean == session.recorded.rationale:
        return stay(session, "The rationale is unchanged.")
    following = after_rationale(session) if session.step is Step.RATIONALE else session
    fields: dict[str, str | None] = {"rationale": clean}
    if session.step is Step.LEVEL and session.standing is RatingProgress.NOT_RATED:
        fields |= {"level": None}
    answer = Answer(indicator=session.indicator, fields=fields)
    return record_answer(session, answer, following, "The rationale is saved.")
