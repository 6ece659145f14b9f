"""Text that nothing takes for an order: a spreadsheet, a runner that prints it, a terminal, a file system."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from scorecard.directions import BEGIN, END, ISOLATE, unmarked
from scorecard.links import LINK, link_of

_FORMULA = re.compile(r"^(?= *[=+\-@＝＋－＠\t\r\n])|(?<=[;\t\r\n])(?=[ \"]*[=+\-@＝＋－＠])")
COMMAND = re.compile(r"(?<=#)#(?=(?:vso|teamcity)?\[)", re.IGNORECASE)
"""What makes a command of `##[` (GitHub), `##vso[` (Azure) and `##teamcity[`, wherever in a line."""
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]"
)
"""What acts on a terminal, or turns the direction of writing."""
_DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\.|\Z)")
_FOLDERS_OWN = re.compile(r"(?:index|readme)\Z")
_IN_NO_NAME = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]|[. ]\Z')
_SPELLED = re.compile(r"[^a-z0-9_@+=,.-]|^[.-]|\.\Z")
_SPACE = re.compile(r"\s+")
_BREAK = re.compile(r"[\t\n]+")


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV. No line of a text in it can be read as a command by a CI runner that prints it."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return harmless(unmarked(stream.getvalue()))


def inert(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: with an apostrophe before what could begin one.

    That is also what follows a semicolon, a tab or the end of a line: opened with another separator than the
    comma, the text is cut there, and its quotation marks count for nothing.
    """
    return _FORMULA.sub("'", text)


def harmless(text: str) -> str:
    """Return text in which no line is a CI runner's command: those begin with `::` or hold a COMMAND."""
    text = re.sub(r"(?m)^([ \t\u2068\u2069]*):(?=:)", r"\1\\:", text)
    return COMMAND.sub(r"\\#", text)


def visible(text: str) -> str:
    """Make visible what would otherwise act on the terminal; what is set apart stays so, and links stay."""
    if text.isprintable() and not UNSAFE.search(text):
        return text
    first, *parts = map(_apart, LINK.split(text))
    linked = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    return first + "".join(link_of(words, target) + rest for target, words, rest in linked)


def _apart(text: str) -> str:
    if BEGIN not in text:
        return _shown(text)
    return "".join(
        f"{BEGIN}{_shown(part[1:-1])}{END}" if at % 2 else _shown(part)
        for at, part in enumerate(ISOLATE.split(text))
    )


def _shown(text: str) -> str:
    return UNSAFE.sub(lambda match: f"<U+{ord(match.group()):04X}>", text)


@lru_cache(maxsize=4096)
def one_line(text: str) -> str:
    """Return a text as one safe line."""
    return _SPACE.sub(" ", visible(text)).strip()


def safe_line(text: str) -> str:
    """Return a text as one safe line that keeps its blanks: those it begins with, and those of a name."""
    return _BREAK.sub(" ", visible(text))


# Names ------------------------------------------------------------------------------------------


def is_safe_name(name: str) -> bool:
    """Whether every system takes this as the name of a file in a folder, Windows included."""
    return bool(name) and not _IN_NO_NAME.search(name) and not _DEVICE.match(name)


def safe_name(text: str) -> str:
    """Return a file name without suffix for an id: always the same, and another one for every other id.

    The ids of subjects and frameworks stay as they are. What some system refuses, ignores or takes for a
    device, capitals too, becomes its number in hexadecimal between `~`; so does the beginning of `index` and
    `readme`, which a folder may want for itself.
    """
    name = _SPELLED.sub(lambda match: _spelled(match.group()), text)
    if _DEVICE.match(name) or _FOLDERS_OWN.match(name):
        name = _spelled(name[0]) + name[1:]
    return name or "~"


def _spelled(char: str) -> str:
    return f"~{ord(char):x}~"
