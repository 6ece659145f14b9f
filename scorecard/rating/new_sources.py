"""A source that is made while something is rated: its title, its key, and what else is known. No I/O."""

import re
import unicodedata
from dataclasses import replace

from scorecard.model.source import NAME_ID_PATTERN, RESERVED_IDS, FormError, parse_partial_date
from scorecard.rating.answers import Answer, known_sources
from scorecard.rating.session import Session, Step, Turn, record_answer, stay

_AFTER = {Step.PUBLISHER: Step.URL, Step.URL: Step.DATE}
_MOST = 32
"""How long a suggested key may be."""


def answer_new_source(session: Session, text: str) -> Turn:
    """Take what is asked of a new source; it is written once it has a title and a key."""
    match session.step:
        case Step.TITLE:
            step = Step.KEY if text else Step.SOURCE
            return Turn(session=replace(session, step=step, item={"title": text} if text else {}))
        case Step.KEY:
            return _answer_key(session, text or suggested_key(session))
        case Step.DATE:
            return _end_source(session, text)
        case _:
            following = replace(session, step=_AFTER[session.step])
            if not text:
                return Turn(session=following)
            fields = {**session.item, session.step.value: text}
            return record_answer(
                session, Answer(source=(session.key, fields)), replace(following, item=fields)
            )


def _answer_key(session: Session, key: str) -> Turn:
    problem = _key_problem(session, key)
    if problem:
        return stay(session, problem)
    answer = Answer(source=(key, session.item))
    return record_answer(session, answer, replace(session, step=Step.PUBLISHER, key=key))


def _end_source(session: Session, text: str) -> Turn:
    """Take a new source's date, and cite it."""
    try:
        fields = {**session.item, **({"date": str(parse_partial_date(text))} if text else {})}
    except FormError as error:
        message = f"{error.message[:1].upper()}{error.message[1:]}"
        return stay(session, f"{message}: {error.help}, or nothing.")
    item = {"source": session.key}
    answer = Answer(indicator=session.indicator, evidence=(item,), source=(session.key, fields))
    following = replace(session, step=Step.LOCATOR, item=item)
    return record_answer(session, answer, following, f"Source: {session.item['title']}.")


def suggested_key(session: Session) -> str:
    """Return a key made from a new source's title, which no other source has."""
    plain = unicodedata.normalize("NFKD", session.item.get("title", "")).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.casefold())
    key = ""
    for word in words:
        if key and len(key) + 1 + len(word) > _MOST:
            break
        key = f"{key}-{word}" if key else word[:_MOST]
    key = key or "source"
    known = {each.casefold() for each in known_sources(session.framework, session.data)} | RESERVED_IDS
    found, number = key, 2
    while found in known:
        found, number = f"{key}-{number}", number + 1
    return found


def _key_problem(session: Session, key: str) -> str | None:
    """Say why a text cannot be the key of a new source."""
    known = {each.casefold(): each for each in known_sources(session.framework, session.data)}
    if not re.fullmatch(NAME_ID_PATTERN[1:-1], key):
        return (
            "A key is made of letters a to z, large or small, digits, points, hyphens and underscores, and "
            "begins with a letter or digit, such as plan-2021."
        )
    if key.casefold() in RESERVED_IDS:
        return f"{key} is a word of the format: choose another key."
    if key.casefold() in known:
        return f"There is a source {known[key.casefold()]} already: choose another key."
    return None
