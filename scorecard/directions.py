"""Texts that run from right to left stand apart, so that they turn no date and no count beside them round.

Whoever puts a text from a file into a sentence of ours says with `isolated` where it begins and ends. Two
control characters do that, which no file can hold; a renderer writes for them what its form has. Letters that
nobody spoke for are set apart too, by themselves: what the sentence says is then in order, if not they.

The rule that turns texts round: https://www.unicode.org/reports/tr9/
"""

import re

BEGIN, END = "\x02", "\x03"
_FROM_RIGHT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
"""The blocks whose letters, and whose marks and digits, run from right to left."""
_LETTER = re.compile(_FROM_RIGHT)
_RUN = re.compile(rf"{_FROM_RIGHT}+(?:[ .'’\"-]+{_FROM_RIGHT}+)*")
ISOLATE = re.compile(f"({BEGIN}[^{BEGIN}{END}]*{END})")
_CHARACTERS = str.maketrans({BEGIN: "\u2068", END: "\u2069"})
_NOTHING = str.maketrans({BEGIN: None, END: None})


def is_from_right(text: str) -> bool:
    """Whether something in a text runs from right to left."""
    return not text.isascii() and _LETTER.search(text) is not None


def isolated(text: str) -> str:
    """Return a text from a file as it stands in a sentence of ours: apart, if it runs from right to left."""
    return f"{BEGIN}{text}{END}" if is_from_right(text) and BEGIN not in text else text


def all_isolated(text: str) -> str:
    """Return a sentence in which the letters that still stand among ours are set apart."""
    if not is_from_right(text):
        return text
    parts = ISOLATE.split(text)
    parts[::2] = [_RUN.sub(rf"{BEGIN}\g<0>{END}", part) for part in parts[::2]]
    return "".join(parts)


def by_characters(text: str, *, is_ascii: bool = False) -> str:
    """Return a text in which Unicode's characters isolate; none do where only ASCII can be shown."""
    return text.translate(_NOTHING if is_ascii else _CHARACTERS)


def unmarked(text: str) -> str:
    """Return a text for a program, as it is in its file."""
    return text.translate(_NOTHING)
