"""Text as lines: paragraphs, widths in cells, wrapping; and what a terminal can show.

A line that is finished can neither style nor break a terminal, nor be read as a command by a CI runner.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from rich.cells import cell_len

from scorecard.comparing.text_diff import Edit, Piece
from scorecard.directions import BEGIN, END, by_characters, is_from_right, isolated
from scorecard.harmless import harmless, one_line
from scorecard.views.report import Citation, Reference
from scorecard.views.words import english as say

_MARKS = {Edit.SAME: ("", ""), Edit.REMOVED: ("[-", "-]"), Edit.ADDED: ("{+", "+}")}
_MARKS_WIDTH = {edit: len(begin + end) for edit, (begin, end) in _MARKS.items()}
_LIST_LINE = re.compile(r"\s*(?:[-*+]\s|[>|#]|\d+[.)]\s)")
LEAST_FLEXIBLE = 16
ADDRESS_CHAR = r"""[^\s\x02\x03<>()\[\]{}|\\^`"“”«»]"""


def finished(text: str, terminal: "Terminal") -> str:
    """Return the text of a renderer as the terminal gets it: no line a command, nothing turned round."""
    return harmless(by_characters(text, is_ascii=terminal.is_ascii))


class Colors(StrEnum):
    """Which colours a terminal can show, as rich calls it."""

    STANDARD = "standard"
    EIGHT_BIT = "256"
    TRUECOLOR = "truecolor"


class Terminal(NamedTuple):
    """What text is written for: how many columns, whether ASCII alone can be shown, and which colours."""

    width: int = 80
    is_ascii: bool = False
    colors: Colors | None = None


def paragraphs(text: str, *, keeps_lines: bool = False) -> Iterator[str]:
    """Yield a text's paragraphs, their lines joined; lines of a list stay apart, an empty text is none."""
    for block in re.split(r"\n[ \t]*\n", text.strip()):
        lines: list[str] = []
        for line in block.splitlines():
            if lines and not keeps_lines and not _LIST_LINE.match(line):
                lines[-1] += f" {line.strip()}"
            else:
                lines.append(line.strip())
        yield "\n".join(one_line(line) for line in lines)


def isolated_lines(paragraph: str) -> list[str]:
    """Return the lines of a paragraph from a file, each set apart from what stands beside it."""
    return [isolated(line) for line in paragraph.split("\n")]


def citation_words(citation: Citation) -> str:
    """Say in one line where something can be checked, but for the number of its source."""
    text = ", ".join(one_line(part) for part in (citation.source, citation.locator) if part)
    if citation.quote:
        text += f": “{one_line(citation.quote)}”"
    return f"{text} ({one_line(citation.note)})" if citation.note else text


def reference_words(
    reference: Reference,
    words: Callable[[str], str] = one_line,
    link: Callable[[str], str] = lambda url: one_line(f"<{url}>"),
) -> str:
    """Say a source in one line and what it serves, with words and links as a form writes them."""
    text = words(one_line(reference.source))
    if reference.url:
        text += f" {link(reference.url)}"
    if reference.accessed:
        text += f", {words(say.accessed(reference.accessed))}"
    if reference.archive_url:
        text += f", {say.ARCHIVED} {link(reference.archive_url)}"
    return f"{text}. {words(one_line(say.serves(reference.serves)))}" if reference.serves else text


def address_pattern(char: str) -> str:
    """Return a verbose pattern of an address of the web in a text: of such characters, also in brackets."""
    return rf"(?i:https?)://(?: {char} | \({char}*\) )* (?: \({char}*\) | (?![.,;:!?'*_~]){char} )"


def wrap(text: str, width: int, *, breaks: bool = False) -> list[str]:
    """Break a line between words to a width in cells.

    A word that is wider stays whole if it is ASCII (an address, say) unless `breaks` says otherwise, and is
    broken between characters if it is not: some scripts have no spaces.
    """
    words = text.lstrip(" ").split(" ")
    parts = ((Edit.SAME, part) for word in words for part in _pieces(word, width, breaks=breaks))
    return list(_closed(" ".join(word for _, word in line) for line in _filled(parts, width)))


def _closed(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines each of which ends what is set apart in it, and begins it again on the next."""
    is_open = False
    for line in lines:
        line = BEGIN + line if is_open else line
        is_open = line.rfind(BEGIN) > line.rfind(END)
        yield line + END if is_open else line


def hanging(begin: str, text: str, terminal: Terminal) -> Iterator[str]:
    """Yield a text as lines: the first after `begin`, the others indented below the text."""
    indent = cell_len(begin)
    for number, line in enumerate(wrap(text, max(LEAST_FLEXIBLE, terminal.width - indent))):
        yield (" " * indent if number else begin) + line


def reworded(begin: str, pieces: Sequence[Piece], width: int) -> list[list[Piece]]:
    """Return a rewording as lines of marked pieces, the first with room for `begin` before it.

    What was removed stands in `[-` and `-]`, what was added in `{+` and `+}`. Marks are closed at the end of
    a line and opened again on the next: each line can be read by itself.
    """
    parts = (
        (edit, part)
        for edit, text in pieces
        for word in one_line(text).split(" ")
        for part in _pieces(word, max(1, width - _MARKS_WIDTH[edit]), breaks=False)
    )
    return [_isolated(list(_marked(line))) for line in _filled(parts, width, cell_len(begin))]


def _filled(words: Iterable[tuple[Edit, str]], width: int, used: int = 0) -> Iterator[list[tuple[Edit, str]]]:
    """Yield words as lines of a width in cells, of whose first some are used; marks have room on each."""
    line: list[tuple[Edit, str]] = []
    for edit, word in words:
        goes_on = bool(line) and line[-1][0] is edit
        more = cell_len(word) + bool(line) + (0 if goes_on else _MARKS_WIDTH[edit])
        if used and used + more > width:
            yield line
            line, used, more = [], 0, cell_len(word) + _MARKS_WIDTH[edit]
        line.append((edit, word))
        used += more
    yield line


def _marked(line: Iterable[tuple[Edit, str]]) -> Iterator[Piece]:
    for edit, group in groupby(line, key=itemgetter(0)):
        yield Piece(edit, " ".join(word for _, word in group).join(_MARKS[edit]))


def _isolated(line: list[Piece]) -> list[Piece]:
    """Return a line set apart as a whole, for it is one text."""
    if not any(is_from_right(text) for _, text in line):
        return line
    line[0] = line[0]._replace(text=BEGIN + line[0].text)
    line[-1] = line[-1]._replace(text=line[-1].text + END)
    return line


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


def verdict_apart(text: str) -> tuple[str, str, str]:
    """Return a text's verdict, with what marks a draft, the colon after it and the rest.

    A colon in what is set apart does not count.
    """
    draft = re.escape(say.titled("", is_draft=True))
    verdict = re.match(rf"(?:.? ?{draft})?(?:{BEGIN}[^{END}]*{END}|[^:])*", text)
    end = verdict.end() if verdict else 0
    return text[:end], text[end : end + 1], text[end + 1 :]
