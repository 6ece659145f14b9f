"""Texts that run from right to left stand apart, so that they turn no date and no count beside them round.

Whoever puts a text from a file into a sentence of ours says with `isolated` where it begins and ends. Two
control characters do that, which no file can hold; a renderer writes for them what its form has. Letters that
nobody spoke for are set apart too, by themselves: what the sentence says is then in order, if not they.

The rule that turns texts round: https://www.unicode.org/reports/tr9/
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from unicodedata import bidirectional

BEGIN, END = "\x02", "\x03"
_FROM_RIGHT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
"""The blocks whose letters, and whose marks and digits, run from right to left."""
_LETTER = re.compile(_FROM_RIGHT)
RUN = re.compile(rf"({_FROM_RIGHT}+(?:[ .'’\"-]+{_FROM_RIGHT}+)*)")
"""Words in a row that run from right to left; a text is split at them with every second part one of them."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
ISOLATE = re.compile(f"({BEGIN}[^{BEGIN}{END}]*{END})")
_CHARACTERS = str.maketrans({BEGIN: "\u2068", END: "\u2069"})
_NOTHING = str.maketrans({BEGIN: None, END: None})
_ARE_FOREIGN = ContextVar("whether texts from files are in another language than ours", default=False)


@contextmanager
def texts_in(language: str | None) -> Iterator[None]:
    """Say in which language texts from files are: where it is not ours, `isolated` marks each of them.

    So a page can say of each which language it is in, and a screen reader can read it out.
    """
    token = _ARE_FOREIGN.set(bool(foreign(language)))
    try:
        yield
    finally:
        _ARE_FOREIGN.reset(token)


def foreign(language: str | None) -> str:
    """Return a language where it is another than ours, and known; else nothing."""
    return language if language and language != "en" and _LANGUAGE.fullmatch(language) else ""


def is_from_right(text: str) -> bool:
    """Whether something in a text runs from right to left."""
    return not text.isascii() and _LETTER.search(text) is not None


def begins_from_right(text: str) -> bool:
    """Whether the first letter of a text runs from right to left, and so its line does."""
    strong = (each for each in map(bidirectional, text) if each in ("L", "R", "AL"))
    return next(strong, "L") != "L"


def isolated(text: str) -> str:
    """Return a text from a file as it stands in a sentence of ours: apart, if it runs from right to left.

    What is in another language is set apart too, for the pages that say so.
    """
    is_apart = _ARE_FOREIGN.get() or is_from_right(text)
    return f"{BEGIN}{text}{END}" if is_apart and text and BEGIN not in text else text


def all_isolated(text: str, *, keeps_all: bool = False) -> str:
    """Return a sentence in which the letters that still stand among ours are set apart.

    What is only in another language stands apart no more, unless all is kept.
    """
    if not keeps_all:
        text = from_right_alone(text)
    if not is_from_right(text):
        return text
    parts = ISOLATE.split(text)
    parts[::2] = [RUN.sub(rf"{BEGIN}\g<0>{END}", part) for part in parts[::2]]
    return "".join(parts)


def from_right_alone(text: str) -> str:
    """Return a sentence in which what is only in another language stands apart no more."""
    return ISOLATE.sub(lambda each: each[0] if is_from_right(each[0]) else unmarked(each[0]), text)


def by_characters(text: str, *, is_ascii: bool = False) -> str:
    """Return a text in which Unicode's characters isolate; none do where only ASCII can be shown."""
    return text.translate(_NOTHING if is_ascii else _CHARACTERS)


def unmarked(text: str) -> str:
    """Return a text for a program, as it is in its file."""
    return text.translate(_NOTHING)
