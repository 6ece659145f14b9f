"""What a typed answer makes of a session, step by step. No I/O."""

from dataclasses import replace
from typing import assert_never

from scorecard.model.assessment import Stage
from scorecard.model.framework import Status
from scorecard.model.source import FormError, parse_number
from scorecard.rating.answers import Answer, RatingProgress, level_answer, measured_answer
from scorecard.rating.choices import (
    KEEP,
    NEW_SOURCE,
    Choice,
    find_choice,
    is_letter,
    keys_words,
    no_answer,
)
from scorecard.rating.new_sources import answer_new_source
from scorecard.rating.session import (
    DriverTask,
    Session,
    Step,
    Turn,
    drop_held,
    leave,
    next_session,
    record_answer,
    stay,
)

# Answers, step by step --------------------------------------------------------------------------


def answer_step(session: Session, text: str) -> Turn:
    """Return the turn of a line that is no command."""
    match session.step:
        case Step.LEVEL:
            return _answer_level(session, text)
        case Step.RATIONALE | Step.RECOMMENDATION:
            return take_text(session, text)
        case Step.SOURCE:
            return _answer_source(session, text)
        case Step.TITLE | Step.KEY | Step.PUBLISHER | Step.URL | Step.DATE:
            return answer_new_source(session, text)
        case Step.LOCATOR | Step.QUOTE | Step.NOTE:
            return _answer_detail(session, text)
        case Step.MORE:
            return _answer_more(session, text)
        case Step.CONFIDENCE:
            return _answer_confidence(session, text)
        case Step.END:
            return _answer_end(session, text)
        case Step.CORRECTION:
            return _answer_correction(session, text)
        case _:
            assert_never(session.step)


def _answer_level(session: Session, text: str) -> Turn:
    indicator, following = session.indicator, replace(session, step=Step.RATIONALE)
    if not text:
        return _keep_level(session, following)
    choice = find_choice(text, session.choices)
    if isinstance(choice, Choice):
        said = f"{indicator.id} is {'rated ' if choice.level else ''}{choice.label}."
        return _rate_anew(session, level_answer(indicator, choice.value), following, said)
    if indicator.measure is None:
        return stay(session, choice)
    try:
        level_id = indicator.measure.level_id(parse_number(text, indicator.measure.unit))
    except FormError as error:
        unit = indicator.measure.unit
        levels = [
            name.casefold() for e in session.framework.scale_of(indicator) for name in (e.id, e.label or "")
        ]
        if text.casefold() in levels:
            return stay(
                session, f"{text} is a level: it follows from the measurement. Type a number in {unit}."
            )
        hint = f"Type a number in {unit}, or {keys_words(session.choices)}"
        return stay(session, sentence(f"{error.message}: {error.help}"), f"{hint}.")
    label = next(
        (e.label or e.id for e in session.framework.scale_of(indicator) if e.id == level_id), level_id
    )
    said = f"{indicator.id} is rated {label}: {text} {indicator.measure.unit}."
    return _rate_anew(session, measured_answer(indicator, text), following, said)


def _rate_anew(session: Session, answer: Answer, following: Session, said: str) -> Turn:
    """Write a rating; where it is another one, what is there of the one before is asked about."""
    there = session.recorded
    is_same = answer.fields == {"level": there.level, "measured": there.measured}
    was = session.was if is_same else there
    return record_answer(session, answer, replace(following, was=was), said)


def _keep_level(session: Session, following: Session) -> Turn:
    """Go on with the rating that is there, if it is one."""
    if session.recorded.review is not None:
        return stay(session, "c confirms what was carried over; or rate it anew.")
    if session.standing in (RatingProgress.WRONG, RatingProgress.NOT_RATED):
        return stay(session, "There is no rating to keep: rate it, or s skips it.")
    return Turn(session=following)


def take_text(session: Session, text: str) -> Turn:
    """Take a line of a text, or several at once; an empty one ends it."""
    is_kept = session.step is Step.RATIONALE and not session.typed and session.recorded.rationale
    if is_kept and is_letter(text.strip(), KEEP, ()):
        return Turn(session=after_rationale(session))
    if text.strip() or (session.typed and "\n" in text):
        return Turn(session=replace(session, typed=(*session.typed, text.strip("\n"))))
    if session.typed:
        return _end_text(session, "\n".join(session.typed).strip())
    if session.step is Step.RECOMMENDATION:
        return Turn(session=replace(session, step=Step.MORE))
    if session.lacks_rationale:
        return stay(session, "What does not apply needs a reason: say why, or s leaves it for later.")
    if session.needs_own_reason:
        said = "What does not apply needs a reason of its own: type it, or k keeps the one shown above."
        return stay(session, said)
    return Turn(session=after_rationale(session))


def _end_text(session: Session, text: str) -> Turn:
    if session.step is Step.RECOMMENDATION:
        answer = Answer(indicator=session.indicator, fields={"recommendation": text})
        return record_answer(
            session, answer, replace(session, step=Step.MORE), "The recommendation is saved."
        )
    answer = Answer(indicator=session.indicator, fields={"rationale": text})
    return record_answer(session, answer, after_rationale(session), "The rationale is saved.")


def after_rationale(session: Session) -> Session:
    """Return what is asked after the rationale: evidence, unless nothing was rated."""
    if session.judged is None or session.judged[1] is Status.NOT_RATED:
        return next_session(session)
    return replace(session, step=Step.SOURCE, typed=())


# Evidence ---------------------------------------------------------------------------------------

_AFTER = {
    Step.LOCATOR: Step.QUOTE,
    Step.QUOTE: Step.NOTE,
    Step.NOTE: Step.SOURCE,
}
_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "„": "“", "»": "«", "«": "»"}


def _answer_source(session: Session, text: str) -> Turn:
    choices = session.choices
    is_kept = session.has_old_evidence and is_letter(text, KEEP, choices)
    if not text or is_kept:
        if session.is_more:
            return Turn(session=replace(session, step=Step.MORE))
        if session.lacks_evidence:
            asked = "The framework asks for evidence here; without it the assessment cannot be scored."
            return stay(session, asked, "Name a source, or s leaves it for later.")
        return Turn(session=next_session(session))
    if is_letter(text, NEW_SOURCE, choices):
        return Turn(session=replace(session, step=Step.TITLE))
    choice = find_choice(text, choices) if choices else f"There is no source yet: {NEW_SOURCE} makes one."
    if isinstance(choice, str):
        return stay(session, choice)
    item = {"source": choice.value}
    answer = Answer(indicator=session.indicator, evidence=(item,))
    return record_answer(
        session, answer, replace(session, step=Step.LOCATOR, item=item), f"Source: {choice.label}."
    )


def _answer_detail(session: Session, text: str) -> Turn:
    """Take a place in the source, the words there, or a note; nothing leaves it out."""
    following = replace(session, step=_AFTER[session.step])
    if not text:
        return Turn(session=following)
    value = without_quotes(text) if session.step is Step.QUOTE else text
    item = {**session.item, session.step.value: value}
    answer = Answer(indicator=session.indicator, evidence=(item,), begun=session.item)
    return record_answer(session, answer, replace(following, item=item))


def without_quotes(text: str) -> str:
    """Return words without the quotation marks around all of them: reports put their own."""
    inner = text[1:-1].strip()
    marks = _QUOTES.get(text[:1]), text[-1:]
    is_quoted = len(text) > 2 and marks[0] == marks[1] and text[0] not in inner and text[-1] not in inner
    return inner if is_quoted and inner else text


# The rest ---------------------------------------------------------------------------------------


def sentence(text: str) -> str:
    """Return a remark of the forms as a sentence."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _answer_more(session: Session, text: str) -> Turn:
    """Open what is chosen in the menu; Enter leaves it."""
    if not text:
        return Turn(session=replace(session, step=session.back_to, is_more=False))
    steps = {
        "confidence": Step.CONFIDENCE,
        "recommendation": Step.RECOMMENDATION,
        "evidence": Step.SOURCE,
    }
    choice = find_choice(text, session.choices)
    if isinstance(choice, str):
        return stay(session, f"{no_answer(text)} Type {keys_words(session.choices)}; Enter goes back.")
    step = steps[choice.value]
    if step is Step.SOURCE and (session.judged is None or session.judged[1] is Status.NOT_RATED):
        return stay(session, "Rate it first: evidence is for a rating.")
    return Turn(session=replace(session, step=step))


def _answer_confidence(session: Session, text: str) -> Turn:
    if not text:
        return Turn(session=replace(session, step=Step.MORE))
    choice = find_choice(text, session.choices)
    if isinstance(choice, str):
        return stay(session, f"{no_answer(text)} Type {keys_words(session.choices)}; Enter goes back.")
    fields = {"confidence": None if choice.value == "none" else choice.value}
    answer = Answer(indicator=session.indicator, fields=fields)
    return record_answer(session, answer, replace(session, step=Step.MORE), "The confidence is saved.")


def _answer_end(session: Session, text: str) -> Turn:
    if session.can_be_final and text == "1":
        turn = record_answer(session, Answer(stage=Stage.FINAL), session, "It is final now.")
        return replace(turn, wish=DriverTask.LEAVE if turn.answer else DriverTask.NOTHING)
    if not text or (session.can_be_final and text == "2"):
        return leave(session)
    keys = "Type 1 or 2" if session.can_be_final else "Enter leaves"
    return stay(session, f"{no_answer(text)} {keys}; b goes back, g and an id to an indicator.")


def _answer_correction(session: Session, text: str) -> Turn:
    """Take what was corrected in a final assessment; nothing leaves that unsaid."""
    if session.held is not None:
        return _answer_held(session, *session.held, text)
    if not text:
        return leave(session)
    answer = Answer(correction=(session.today, text))
    turn = record_answer(session, answer, replace(session, correction=text), "The correction is saved.")
    return replace(turn, wish=DriverTask.LEAVE if turn.answer else DriverTask.NOTHING)


def _answer_held(session: Session, asked: Session, held: Turn, text: str) -> Turn:
    """Take the correction that an answer waits for; nothing stands for the one that was written before."""
    if held.answer is None or not (text or session.correction):
        return drop_held(session)
    answer = replace(held.answer, correction=(session.today, text)) if text else held.answer
    following = replace(held.session, correction=text or session.correction)
    said = [*held.says, *(["The correction is saved."] if text else [])]
    return replace(record_answer(asked, answer, following, *said), wish=held.wish, is_covered=not text)
