"""Prose whose lines were broken by hand, as one line a paragraph: where it is shown, it is broken anew.

What is no prose keeps its lines: lists, quotations, tables, headings, code, short lines. Texts that differ in
how their lines are broken flow to the same one, and flowing twice changes nothing.
"""

import re
import textwrap
from unicodedata import east_asian_width

from scorecard.reading.plain_data import Data, with_texts

SHORTEST = 40
"""How wide a line is at least that goes on in the next one; a shorter one was meant to end there."""

_OWN_LINE = re.compile(r"\s*(?:[-*+]\s|[>|#]|\d+[.)]\s|-{3}|={3})|\s{4}|\t|\s*\Z")
_ENDS = re.compile(r"(?: {2}|\\)\Z|\A\s*[>|#]|\A {4}|\A\t")
_FENCE = re.compile(r"^[^\S\n]*(?:```|~~~)", re.MULTILINE)


def flow(text: str) -> str:
    """Return a text with the lines of each paragraph joined."""
    if "\n" not in text or _FENCE.search(text):
        return text
    return "\n".join(map(_joined, _paragraphs(text)))


def reflow(text: str, like: str) -> str:
    """Return a text with its lines broken as those of another are: what both say keeps that one's lines."""
    if flow(like) == like:
        return text
    known = {_joined(lines): "\n".join(lines) for lines in _paragraphs(like)}
    width = max(map(len, like.split("\n")))
    lines = []
    for line in text.split("\n"):
        broken = known.get(line) or "\n".join(
            textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
        )
        lines.append(broken if flow(broken) == line else line)
    result = "\n".join(lines)
    return result if flow(result) == flow(text) else text


def _paragraphs(text: str) -> list[list[str]]:
    paragraphs: list[list[str]] = []
    is_open = False
    for line in text.split("\n"):
        goes_on = is_open and not _OWN_LINE.match(line)
        if goes_on:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
        is_open = (goes_on or _is_long(line)) and not _ENDS.search(line)
    return paragraphs


def flow_data(data: Data) -> Data:
    """Return plain data with every text in it flowing."""
    return with_texts(data, flow)


def _is_long(line: str) -> bool:
    return not line.isspace() and sum(map(_width, line)) >= SHORTEST


def _joined(lines: list[str]) -> str:
    """Join lines: with spaces, and without where both sides are of a script that has none."""
    parts = lines[:1]
    for line in lines[1:]:
        before, after = parts[-1].rstrip(), line.lstrip()
        gap = "" if _width(before[-1]) == _width(after[0]) == 2 else " "
        parts[-1:] = [before, gap, after]
    return "".join(parts)


def _width(char: str) -> int:
    return 2 if east_asian_width(char) in "WF" else 1
