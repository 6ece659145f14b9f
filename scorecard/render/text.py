"""What the two renderers for terminals share: safe characters, glyphs, widths, wrapping.

Text from files can neither style nor break a terminal: control characters and the marks that turn the
direction of writing are made visible, and no printed line can be read as a command by a CI runner.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len

from scorecard.report import Tone

_GLYPHS = {
    Tone.PASS: ("✓", "Y"),
    Tone.PARTIAL: ("◐", "~"),
    Tone.FAIL: ("✗", "N"),
    Tone.NOT_RATED: ("–", "-"),
    Tone.UNDETERMINED: ("?", "?"),
    Tone.NOT_APPLICABLE: ("·", "."),
}
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]"
)
_LIST_LINE = re.compile(r"\s*(?:[-*+]\s|[>|#]|\d+[.)]\s)")
_SPACE = re.compile(r"\s+")
LEAST_FLEXIBLE = 16


@dataclass(frozen=True, slots=True)
class Terminal:
    """What text is written for: how many columns, and whether more than ASCII can be shown."""

    width: int = 80
    is_ascii: bool = False


def glyph(tone: Tone, terminal: Terminal) -> str:
    """Return the sign of a tone."""
    return _GLYPHS[tone][terminal.is_ascii]


def visible(text: str) -> str:
    """Make visible what would otherwise act on the terminal."""
    return _UNSAFE.sub(lambda match: f"<U+{ord(match.group()):04X}>", text)


def one_line(text: str) -> str:
    """Return a text as one safe line."""
    return _SPACE.sub(" ", visible(text)).strip()


def paragraphs(text: str) -> Iterator[str]:
    """Yield a text's paragraphs, their lines joined; lines of a list stay apart, an empty text is none."""
    for block in re.split(r"\n[ \t]*\n", text.strip()):
        lines: list[str] = []
        for line in block.splitlines():
            if lines and not _LIST_LINE.match(line):
                lines[-1] += f" {line.strip()}"
            else:
                lines.append(line.strip())
        yield "\n".join(one_line(line) for line in lines)


def wrap(text: str, width: int, *, breaks: bool = False) -> list[str]:
    """Break a line between words to a width in cells.

    A word that is wider stays whole if it is ASCII (an address, say) unless `breaks` says otherwise, and is
    broken between characters if it is not: some scripts have no spaces.
    """
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        for piece in _pieces(word, width, breaks=breaks):
            if line and cell_len(line) + 1 + cell_len(piece) > width:
                lines.append(line)
                line = piece
            else:
                line = f"{line} {piece}" if line else piece
    lines.append(line)
    return lines


def hanging(begin: str, text: str, terminal: Terminal) -> Iterator[str]:
    """Yield a text as lines: the first after `begin`, the others indented below the text."""
    indent = cell_len(begin)
    first, *rest = wrap(text, max(LEAST_FLEXIBLE, terminal.width - indent))
    yield begin + first
    for line in rest:
        yield " " * indent + line


def _pieces(word: str, width: int, *, breaks: bool) -> Iterator[str]:
    if (word.isascii() and not breaks) or cell_len(word) <= width:
        yield word
        return
    piece = ""
    for char in word:
        if piece and cell_len(piece + char) > width:
            yield piece
            piece = ""
        piece += char
    yield piece


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Fill a text up to a width in cells."""
    space = " " * max(0, width - cell_len(text))
    return space + text if right else text + space


def harmless(text: str) -> str:
    """Return text in which no line is a CI runner's command: those begin with `::` or hold `##[`."""
    text = re.sub(r"(?m)^([ \t]*):(?=:)", r"\1\\:", text)
    return text.replace("##[", "#\\#[")
