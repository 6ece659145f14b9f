"""What a typed line makes of a session: the session after it, what is said, what is to be written. No I/O.

A session holds the document as it should be on disk. `advance` takes a line and returns the session after
it; whoever drives it writes its bytes before the next prompt. What takes the answer to a step stands in a
table. A session keeps the one before its last answer: to take that back is to go back to that one.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from textwrap import shorten
from typing import assert_never

from scorecard.comparing.text_diff import unquoted
from scorecard.editing.assessment_fields import REVIEW, Field
from scorecard.editing.carry_over import free_key
from scorecard.model.assessment import Evidence, Stage
from scorecard.model.framework import Indicator
from scorecard.model.keys import keys_of
from scorecard.model.lexical import (
    NAME_ID_PATTERN,
    RESERVED_IDS,
    FormError,
    parse_number,
    parse_partial_date,
    suggest,
)
from scorecard.model.source import Source
from scorecard.rating.answers import Answer, RatingProgress
from scorecard.rating.choices import DROP, KEEP, NEW_SOURCE, Choice, find_choice, keys_words, no_answer
from scorecard.rating.decisions import (
    decisions_for,
    source_texts,
    taken_words,
)
from scorecard.rating.session import DriverTask, Session, Step, Turn
from scorecard.reading.plain_data import Data

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


_TEXTS = (Step.RATIONALE, Step.MORE_TEXT, Step.REASON)
"""What an empty line ends."""
_PLACES = {
    Command.GO: (Step.LEVEL, Step.SOURCE, Step.MORE, Step.END),
    Command.DROP: (Step.LEVEL, Step.SOURCE),
}
"""Where what may have more behind it is a command: elsewhere a text may begin so."""


def advance(session: Session, line: str) -> Turn:
    """Return what a typed line makes of a session. Whatever the line, there is a turn."""
    text, problem = read_typed(line)
    if problem:
        return session.stay(problem, "Nothing of this line was taken.")
    if session.step in _TEXTS and (session.typed or "\n" in text):
        return _take_text(session, text)
    if "\n" in text.strip():
        return session.stay("Several lines came at once, where one is wanted. Nothing was taken.")
    text = text.strip()
    word, _, rest = text.partition(" ")
    command = next((each for each in Command if session.is_letter(word, each)), None)
    if command is not None and session.step in _PLACES.get(command, () if rest else tuple(Step)):
        return _obey(session, command, rest.strip())
    is_shared = session.step in (Step.LEVEL, Step.SOURCE) and text.casefold() in {*Command}
    is_exact = any(text in (each.key, each.value, each.label) for each in session.choices)
    if is_shared and text.casefold() in session.taken_letters and not is_exact:
        return session.stay(f"{text} is a command and a name here: write /{text} for the command.")
    return _ANSWERS[session.step](session, text)


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
    turn = _take_text(session, "") if session.typed else Turn(session=session)
    return replace(turn, wish=DriverTask.LEAVE)


# Commands ---------------------------------------------------------------------------------------


def _obey(session: Session, command: Command, rest: str) -> Turn:
    match command:
        case Command.UNDO | Command.BACK if session.held is not None:
            return session.drop_held()
        case Command.HELP:
            return Turn(session=session, wish=DriverTask.HELP)
        case Command.LEAVE:
            return session.leave()
        case _ if session.step is Step.DECIDER:
            return session.stay("Say first who decides.")
        case Command.UNDO:
            return _undo(session)
        case Command.BACK:
            return _back(session)
        case Command.GO:
            return _go(session, rest)
        case Command.DROP:
            return _drop(session, rest)
        case _ if session.step is Step.CORRECTION:
            return session.stay("Say what was corrected, or Enter for nothing.")
        case _ if session.step is Step.END:
            return session.stay("There is nothing to do that to here: b goes back.")
        case Command.SKIP:
            return Turn(session=session.moved_on())
        case Command.CONFIRM:
            return _confirm(session)
        case _ if session.step not in (Step.LEVEL, Step.RATIONALE, Step.SOURCE):
            return session.stay("That is for the rating, the rationale and the evidence; answer this first.")
        case Command.EDIT:
            return Turn(session=session, wish=DriverTask.EDITOR)
        case Command.MORE:
            return Turn(session=replace(session, step=Step.MORE, back_to=session.back_to or session.step))
        case _:
            assert_never(command)


def _back(session: Session) -> Turn:
    """Go back to the indicator before; past dimensions, of which nothing must be said."""
    before = [
        at
        for at, each in enumerate(session.things[: session.at])
        if isinstance(each, Indicator) and each.id in (session.settles or (each.id,))
    ]
    if not before:
        return replace(session.stay("This is the first one."), shows_again=True)
    return Turn(session=session.moved_to(before[-1]), shows_again=True)


def _undo(session: Session) -> Turn:
    if session.last is None:
        return session.stay("There is nothing to take back: only the last answer can be, and only once.")
    back, last = session.last
    says = [f"Taken back: {last.name}. The file is what it was before that answer."]
    if back.at < len(back.things):
        says.append(f"This is {back.thing.id} {back.thing.title} again.")
    return replace(back.stay(*says), shows_again=True)


def _drop(session: Session, number: str) -> Turn:
    there = session.recorded.evidence
    if not there:
        return session.stay("There is no evidence to take out.")
    if not number and session.has_old_evidence and session.step is Step.SOURCE:
        answer = Answer.of_evidence(session.thing, (), "")
        return session.record(answer, session, "The evidence of the rating before is taken out.")
    numbers = [str(at) for at in range(1, len(there) + 1)]
    if number.lstrip("0") not in numbers:
        keys = f"{DROP} 1" if len(there) == 1 else f"{DROP} 1 to {DROP} {len(there)}"
        return session.stay(f"Write which piece of evidence to take out: {keys}.")
    at = numbers.index(number.lstrip("0"))
    left = (*there[:at], *there[at + 1 :])
    was = replace(session.was, evidence=left) if session.was and session.has_old_evidence else session.was
    answer = Answer.of_evidence(session.thing, left, f"{there[at].get('source')} that was taken out")
    said = f"Taken out: {', '.join(map(str, there[at].values()))}."
    return replace(session.record(answer, replace(session, was=was), said), shows_again=True)


def _go(session: Session, id: str) -> Turn:
    known = {each.id: place for place, each in enumerate(session.things)}
    if id in known:
        return Turn(session=session.moved_to(known[id]))
    if refusal := session.find_refusal(id):
        return session.stay(f"{id} {refusal[0]}: it is not rated.")
    if not id:
        return session.stay("Write where to go, such as g and the indicator's id.")
    hint = suggest(id, [each.id for each in session.indicators])
    return session.stay(f"There is no indicator {id[:60]}; {hint}")


def _confirm(session: Session) -> Turn:
    recorded = session.recorded
    if recorded.review is None:
        return session.stay("There is nothing to confirm: this rating was not carried over.")
    if recorded.progress is RatingProgress.WRONG:
        return session.stay("What was carried over is no valid rating: rate it anew.")
    answer = Answer.of_rating(session.thing, "confirmation", {REVIEW: None})
    lacking = Step.RATIONALE if recorded.lacks_rationale else Step.SOURCE if recorded.lacks_evidence else None
    following = replace(session, step=lacking) if lacking else session.moved_on()
    return session.record(answer, following, f"{session.thing.id} is confirmed.")


def take_edited(session: Session, text: str) -> Turn:
    """Return the turn of a rationale that comes from an editor; an empty or unchanged one changes nothing."""
    typed, problem = read_typed(text)
    clean = typed.strip()
    if problem:
        return session.stay(problem, "Nothing was taken.")
    if not clean or clean == session.recorded.rationale:
        return session.stay("The rationale is unchanged.")
    following = session.past_step() if session.step is Step.RATIONALE else session
    fields: dict[str, str | None] = {"rationale": clean}
    if session.step is Step.LEVEL and session.recorded.progress is RatingProgress.NOT_RATED:
        fields |= {"level": None}
    answer = Answer.of_rating(session.thing, "rationale", fields)
    return session.record(answer, following, "The rationale is saved.")


# Answers, step by step --------------------------------------------------------------------------


def _answer_level(session: Session, text: str) -> Turn:
    text = text or session.agreed or ""
    if not text:
        return _keep_level(session)
    indicator, measure = session.indicator, session.indicator.measure
    choice = find_choice(text, session.choices)
    is_levelled = measure is None or measure.bands
    scale = session.framework.scale_of(indicator) if is_levelled else ()
    levels = {each.id: each.label or each.id for each in scale}
    if isinstance(choice, Choice):
        answer = session.parse_rating(indicator, choice.value)
        said = f"{'rated ' if choice.level else ''}{choice.label}"
    elif measure is None:
        return session.stay(choice)
    else:
        try:
            answer = session.parse_rating(indicator, text)
        except FormError as error:
            if text.casefold() in {name.casefold() for names in levels.items() for name in names}:
                said = "it follows from the measurement. Type a number in"
                return session.stay(f"{text} is a level: {said} {measure.unit}.")
            hint = f"Type a number in {measure.unit}, or {keys_words(session.choices)}."
            return session.stay(_sentence(f"{error.message}: {error.help}"), hint)
        rated = f"rated {levels[measure.level_id(parse_number(text))]}" if levels else "measured"
        said = f"{rated}: {text} {measure.unit}"
    there, route = session.recorded, ("ratings", indicator.id)
    is_same = all(answer.fields[*route, key] == getattr(there, key) for key in ("level", "measured"))
    following = replace(session, step=Step.RATIONALE, was=session.was if is_same else there)
    given = choice.value if isinstance(choice, Choice) else text
    answer = replace(answer, fields={**answer.fields, **_decision(session, given)})
    return session.record(answer, following, f"{indicator.id} is {said}.")


def _keep_level(session: Session) -> Turn:
    if session.recorded.review is not None:
        return session.stay("c confirms what was carried over; or rate it anew.")
    if session.recorded.progress in (RatingProgress.WRONG, RatingProgress.NOT_RATED):
        return session.stay("There is no rating to keep: rate it, or s skips it.")
    following = replace(session, step=Step.RATIONALE)
    if fields := _decision(session, _said(session)):
        answer = Answer(about=f"{session.thing.id} decision", fields=fields)
        return session.record(answer, following, f"{session.thing.id} stays as it is.")
    return Turn(session=following)


def _said(session: Session) -> str:
    return session.recorded.level or session.recorded.measured or ""


def _decision(session: Session, said: str, reason: str = "") -> dict[Field, Data]:
    """Return what is decided by a rating: with it, so that what was there before it is not lost."""
    if session.review is None or not session.is_settled_here:
        return {}
    found = decisions_for(session.review, session.indicator, said, session.by, session.today, reason)
    return {("ratings", session.thing.id, "decision"): found[0] if len(found) == 1 else found or None}


def _take_text(session: Session, text: str) -> Turn:
    """Take a line of a text, which an empty one ends; a rationale that is there may be kept."""
    is_more, recorded, following = session.step in _TEXTS[1:], session.recorded, session.past_step()
    has_old = not is_more and not session.typed and recorded.rationale
    if has_old and session.is_letter(text.strip(), KEEP):
        return Turn(session=following)
    if not session.typed and (taken := _take_words(session, text.strip())):
        return taken
    if text.strip() or (session.typed and "\n" in text):
        return Turn(session=replace(session, typed=(*session.typed, text.strip("\n"))))
    if session.step is Step.REASON:
        return _answer_reason(session)
    if session.typed:
        key = session.asked if is_more else "rationale"
        answer = Answer.of_rating(session.thing, key, {key: "\n".join(session.typed).strip()})
        return session.record(answer, following, f"The {key} is saved.")
    if not is_more and recorded.lacks_rationale:
        return session.stay("What does not apply needs a reason: say why, or s leaves it for later.")
    if not is_more and session.needs_own_reason:
        what = "Another rating" if session.settles else "What does not apply"
        said = f"{what} needs a reason of its own: type it, or k keeps the one shown above."
        return session.stay(said)
    return Turn(session=following)


def _take_words(session: Session, text: str) -> Turn | None:
    """Take a mark's words by its key or its assessor; where there are none yet, by nothing the first's."""
    choices = session.choices if session.step is Step.RATIONALE else ()
    choice = next((each for each in choices if text in (each.key, each.value)), None)
    if choices and choice is None and text.isdecimal():
        hint = f"{keys_words(choices)} takes a mark's words; or type the reason."
        return session.stay(f"There is no {text} here.", hint)
    if choices and not text and (not session.recorded.rationale or session.needs_own_reason):
        choice = choices[0]
    if choice is None or session.review is None:
        return None
    answer = taken_words(session.review, session.thing.id, choice.value, session.own_sources)
    has_evidence = any("evidence" in field for field in answer.fields)
    following = (replace(session, step=Step.SOURCE) if has_evidence else session).past_step()
    return session.record(answer, following, f"The words of {choice.label} are taken.")


def _answer_reason(session: Session) -> Turn:
    if not session.typed:
        return session.stay("Say why it was decided so, for readers; s leaves it for later.")
    fields = _decision(session, _said(session), "\n".join(session.typed).strip())
    answer = Answer(about=f"{session.thing.id} reason", fields=fields)
    return session.record(answer, session.moved_on(), "The decision is saved.")


def _answer_decider(session: Session, text: str) -> Turn:
    if not text:
        return session.stay("Say who decides: readers are shown it.")
    return Turn(session=replace(session, by=text).moved_to(session.at))


# Evidence ---------------------------------------------------------------------------------------

_EVIDENCE_DETAILS = tuple(key.name for key in keys_of(Evidence) if key.question)
_SOURCE_DETAILS = tuple(
    sorted((key.name for key in keys_of(Source) if key.question and key.name != "title"), key="date".__eq__)
)
_READERS: Mapping[str, Callable[[str], str]] = {
    "quote": unquoted,
    "date": lambda text: str(parse_partial_date(text)),
}
"""What is made of a detail before it is written, where that is not the text itself."""


def _answer_source(session: Session, text: str) -> Turn:
    if not text or (session.has_old_evidence and session.is_letter(text, KEEP)):
        if session.recorded.lacks_evidence and session.back_to is None:
            lost = "mark cannot be counted" if session.of else "assessment cannot be scored"
            asked = f"The framework asks for evidence here; without it the {lost}."
            return session.stay(asked, "Name a source, or s leaves it for later.")
        return Turn(session=session.past_step())
    if session.is_letter(text, NEW_SOURCE):
        return Turn(session=replace(session, step=Step.TITLE))
    choices = session.choices
    choice = find_choice(text, choices) if choices else f"There is no source yet: {NEW_SOURCE} makes one."
    if isinstance(choice, str):
        return session.stay(choice)
    offered = session.offered.get(choice.value)
    return _cite(session, choice.value, source_texts(offered) if offered else {}, choice.label)


def _cite(session: Session, key: str, source: Mapping[str, Data], title: str) -> Turn:
    item = {"source": key}
    answer = Answer.of_evidence(session.thing, (*session.recorded.evidence, item), key)
    if source:
        answer = replace(answer, fields={**Answer.of_source(key, source).fields, **answer.fields})
    following = replace(session, step=Step.DETAIL, asked=_EVIDENCE_DETAILS[0], key="", item=item)
    return session.record(answer, following, f"Source: {title}.")


def _answer_detail(session: Session, text: str) -> Turn:
    key, asked = session.key, session.asked
    details = _SOURCE_DETAILS if key else _EVIDENCE_DETAILS
    later = details[details.index(asked) + 1 :]
    try:
        value = _READERS.get(asked, str)(text) if text else ""
    except FormError as error:
        return session.stay(f"{_sentence(error.message)[:-1]}: {error.help}, or nothing.")
    item = {**session.item, asked: value} if value else session.item
    if key and not later:
        return _cite(session, key, item, item["title"])
    step = Step.DETAIL if later else Step.SOURCE
    following = replace(session, step=step, asked="".join(later[:1]), item=item)
    if not value:
        return Turn(session=following)
    if key:
        return session.record(Answer.of_source(key, item), following)
    pieces = list(session.recorded.evidence)
    pieces[max(at for at, each in enumerate(pieces) if each == session.item)] = item
    return session.record(Answer.of_evidence(session.thing, pieces, item["source"]), following)


_MOST = 32
"""How long a suggested key may be."""


def _answer_title(session: Session, text: str) -> Turn:
    step = Step.KEY if text else Step.SOURCE
    return Turn(session=replace(session, step=step, item={"title": text} if text else {}))


def _answer_key(session: Session, text: str) -> Turn:
    key = text or suggested_key(session)
    if not re.fullmatch(NAME_ID_PATTERN[1:-1], key):
        return session.stay(
            "A key is made of letters a to z, large or small, digits, points, hyphens and underscores, and "
            "begins with a letter or digit, such as plan-2021."
        )
    if key.casefold() in RESERVED_IDS:
        return session.stay(f"{key} is a word of the format: choose another key.")
    known = _known_keys(session).get(key.casefold())
    if known is not None:
        return session.stay(f"There is a source {known} already: choose another key.")
    following = replace(session, step=Step.DETAIL, asked=_SOURCE_DETAILS[0], key=key)
    return session.record(Answer.of_source(key, session.item), following)


def suggested_key(session: Session) -> str:
    """Return a key made from a new source's title, which no other source has."""
    plain = unicodedata.normalize("NFKD", session.item.get("title", "")).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.casefold())
    begin = shorten(" ".join(words), _MOST, placeholder="", break_long_words=False).replace(" ", "-")
    taken = _known_keys(session).keys() | RESERVED_IDS
    return free_key(begin or "".join(words[:1])[:_MOST] or "source", taken.__contains__)


def _known_keys(session: Session) -> dict[str, str]:
    return {each.casefold(): each for each in session.sources}


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _answer_menu(session: Session, text: str) -> Turn:
    is_more = session.step is Step.MORE
    if not text and is_more:
        return Turn(session=replace(session, step=session.back_to or Step.LEVEL, back_to=None))
    if not text:
        return Turn(session=replace(session, step=Step.MORE))
    choice = find_choice(text, session.choices)
    if isinstance(choice, str):
        return session.stay(f"{no_answer(text)} Type {keys_words(session.choices)}; Enter goes back.")
    if not is_more:
        value = None if choice.value == "none" else choice.value
        answer = Answer.of_rating(session.thing, "confidence", {"confidence": value})
        return session.record(answer, replace(session, step=Step.MORE), "The confidence is saved.")
    step = {"evidence": Step.SOURCE, "confidence": Step.CONFIDENCE}.get(choice.value, Step.MORE_TEXT)
    if step is Step.SOURCE and not session.takes_evidence:
        return session.stay("Rate it first: evidence is for a rating.")
    return Turn(session=replace(session, step=step, asked=choice.value))


def _answer_end(session: Session, text: str) -> Turn:
    if session.can_be_final and text == "1":
        return session.record(
            Answer.of_stage(Stage.FINAL), session, "It is final now.", wish=DriverTask.LEAVE
        )
    if not text or (session.can_be_final and text == "2"):
        return session.leave()
    keys = "Type 1 or 2" if session.can_be_final else "Enter leaves"
    return session.stay(f"{no_answer(text)} {keys}; b goes back, g and an id to an indicator.")


def _answer_correction(session: Session, text: str) -> Turn:
    """Take a correction, or that of an answer which waits for one: nothing stands for the one before it."""
    if session.held is None and not text:
        return session.leave()
    correction = Answer.of_correction(session.data, session.today, text)
    said = ["The correction is saved."] if text else []
    if session.held is None:
        return session.record(correction, replace(session, correction=text), *said, wish=DriverTask.LEAVE)
    asked, held = session.held
    if held.answer is None or not (text or session.correction):
        return session.drop_held()
    answer = replace(held.answer, fields={**held.answer.fields, **(correction.fields if text else {})})
    following = replace(held.session, correction=text or session.correction)
    turn = asked.record(answer, following, *held.says, *said)
    return replace(turn, wish=held.wish, is_covered=not text)


_ANSWERS: Mapping[Step, Callable[[Session, str], Turn]] = {
    Step.LEVEL: _answer_level,
    Step.RATIONALE: _take_text,
    Step.SOURCE: _answer_source,
    Step.TITLE: _answer_title,
    Step.KEY: _answer_key,
    Step.DETAIL: _answer_detail,
    Step.MORE: _answer_menu,
    Step.CONFIDENCE: _answer_menu,
    Step.MORE_TEXT: _take_text,
    Step.END: _answer_end,
    Step.CORRECTION: _answer_correction,
    Step.DECIDER: _answer_decider,
    Step.REASON: _take_text,
}
"""What takes the line that answers a step."""
