"""What a typed answer makes of a session, step by step. No I/O."""

import re
from dataclasses import replace
from typing import assert_never

from scorecard.assessment import Confidence, Stage
from scorecard.framework import Status
from scorecard.recording.answers import Answer, Standing, known_sources, level_answer, measured_answer
from scorecard.recording.choices import NEW_SOURCE, Choice, find_choice, keys_words, taken_letters
from scorecard.recording.session import Session, Step, Turn, Wish, next_session, record_answer, stay
from scorecard.source import (
    NAME_ID_PATTERN,
    RESERVED_IDS,
    FormError,
    parse_number,
    parse_partial_date,
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
        case Step.KEY | Step.TITLE | Step.URL | Step.DATE:
            return _answer_new_source(session, text)
        case Step.LOCATOR | Step.QUOTE | Step.NOTE:
            return _answer_detail(session, text)
        case Step.MORE | Step.CONFIDENCE:
            return _answer_more(session, text)
        case Step.END:
            return _answer_end(session, text)
        case _:
            assert_never(session.step)


def _answer_level(session: Session, text: str) -> Turn:
    indicator, following = session.indicator, replace(session, step=Step.RATIONALE)
    if not text:
        return _keep_level(session, following)
    choice = find_choice(text, session.choices)
    if isinstance(choice, Choice):
        answer = level_answer(indicator, choice.value)
        return record_answer(session, answer, following, f"{indicator.id} is rated {choice.label}.")
    if indicator.measure is None:
        return stay(session, choice)
    try:
        level_id = indicator.measure.level_id(parse_number(text))
    except FormError as error:
        hint = f"Type a number in {indicator.measure.unit}, or {keys_words(session.choices)}"
        return stay(session, f"{error.message}: {error.help}.", f"{hint}.")
    label = next(
        (e.label or e.id for e in session.framework.scale_of(indicator) if e.id == level_id), level_id
    )
    said = f"{indicator.id} is rated {label}: {text} {indicator.measure.unit}."
    return record_answer(session, measured_answer(indicator, text), following, said)


def _keep_level(session: Session, following: Session) -> Turn:
    """Go on with the rating that is there, if it is one."""
    if session.recorded.review is not None:
        return stay(session, "c confirms what was carried over; or rate it anew.")
    if session.standing in (Standing.WRONG, Standing.NOT_RATED):
        return stay(session, "There is no rating to keep: rate it, or s skips it.")
    return Turn(session=following)


def take_text(session: Session, text: str) -> Turn:
    """Take a line of a text, or several at once; an empty one ends it."""
    if text.strip() or (session.typed and "\n" in text):
        return Turn(session=replace(session, typed=(*session.typed, text.strip("\n"))))
    if session.typed:
        return _end_text(session, "\n".join(session.typed).strip())
    if session.step is Step.RECOMMENDATION:
        return Turn(session=replace(session, step=session.back_to))
    if session.lacks_rationale:
        return stay(session, "What does not apply needs a reason: say why, or s leaves it for later.")
    return Turn(session=after_rationale(session))


def _end_text(session: Session, text: str) -> Turn:
    if session.step is Step.RECOMMENDATION:
        answer = Answer(indicator=session.indicator, fields={"recommendation": text})
        return record_answer(
            session, answer, replace(session, step=session.back_to), "The recommendation is saved."
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
    Step.TITLE: Step.URL,
    Step.URL: Step.DATE,
}


def _answer_source(session: Session, text: str) -> Turn:
    if not text:
        if session.lacks_evidence:
            return stay(
                session, "The framework asks for evidence here: name a source, or s leaves it for later."
            )
        return Turn(session=next_session(session))
    choices = session.choices
    if text.casefold().removeprefix("/") == NEW_SOURCE and (
        text.startswith("/") or NEW_SOURCE not in taken_letters(choices)
    ):
        return Turn(session=replace(session, step=Step.KEY))
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
    item = {**session.item, session.step.value: text}
    answer = Answer(indicator=session.indicator, evidence=(item,), begun=session.item)
    return record_answer(session, answer, replace(following, item=item))


def _answer_new_source(session: Session, text: str) -> Turn:
    """Take what is asked of a new source: its key and title, then its address and date if they are given."""
    if session.step is Step.KEY:
        problem = _key_problem(session, text) if text else None
        if problem:
            return stay(session, problem)
        return Turn(session=replace(session, step=Step.TITLE if text else Step.SOURCE, key=text, item={}))
    if session.step is Step.TITLE and not text:
        return stay(session, "A source needs a title: what is it called?")
    if session.step is Step.DATE:
        return _end_source(session, text)
    following = replace(session, step=_AFTER[session.step])
    if not text:
        return Turn(session=following)
    fields = {**session.item, session.step.value: text}
    return record_answer(session, Answer(source=(session.key, fields)), replace(following, item=fields))


def _end_source(session: Session, text: str) -> Turn:
    """Take a new source's date, and cite it."""
    try:
        fields = {**session.item, **({"date": str(parse_partial_date(text))} if text else {})}
    except FormError as error:
        return stay(session, f"{error.message}: {error.help}, or nothing.")
    item = {"source": session.key}
    answer = Answer(indicator=session.indicator, evidence=(item,), source=(session.key, fields))
    following = replace(session, step=Step.LOCATOR, item=item)
    return record_answer(session, answer, following, f"Source: {session.key}.")


def _key_problem(session: Session, key: str) -> str | None:
    """Say why a text cannot be the key of a new source."""
    known = {each.casefold(): each for each in known_sources(session.framework, session.data)}
    if not re.fullmatch(NAME_ID_PATTERN[1:-1], key) or key.casefold() in RESERVED_IDS:
        return "A key is a short word of letters a to z, digits, points and hyphens, such as plan-2021."
    if key.casefold() in known:
        return f"There is a source {known[key.casefold()]} already: Enter goes back to choose it."
    return None


# The rest ---------------------------------------------------------------------------------------


def _answer_more(session: Session, text: str) -> Turn:
    if not text:
        return Turn(session=replace(session, step=session.back_to))
    if session.step is Step.MORE:
        steps = {"1": Step.CONFIDENCE, "2": Step.RECOMMENDATION, "3": Step.SOURCE}
        if text not in steps:
            return stay(session, f"There is no answer {text[:60]}. Type 1, 2 or 3; Enter goes back.")
        if text == "3" and (session.judged is None or session.judged[1] is Status.NOT_RATED):
            return stay(session, "Rate it first: evidence is for a rating.")
        return Turn(session=replace(session, step=steps[text]))
    words = {str(number): each.value for number, each in enumerate(Confidence, 1)}
    value = words.get(text, text.casefold())
    if value not in words.values() and text != "4":
        return stay(session, f"There is no answer {text[:60]}. Type 1 to 4; Enter goes back.")
    fields = {"confidence": None if text == "4" else value}
    answer = Answer(indicator=session.indicator, fields=fields)
    return record_answer(session, answer, replace(session, step=session.back_to), "The confidence is saved.")


def _answer_end(session: Session, text: str) -> Turn:
    if session.can_be_final and text == "1":
        turn = record_answer(session, Answer(stage=Stage.FINAL), session, "It is final now.")
        return replace(turn, wish=Wish.LEAVE if turn.answer else Wish.NOTHING)
    if not text or (session.can_be_final and text == "2"):
        return Turn(session=session, wish=Wish.LEAVE)
    keys = "Type 1 or 2" if session.can_be_final else "Enter leaves"
    return stay(session, f"There is no answer {text[:60]}. {keys}; b goes back, g and an id to an indicator.")
