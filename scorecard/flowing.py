"""Prose whose lines were broken by hand, as one line a paragraph: where it is shown, it is broken anew.

What is no prose keeps its lines: lists, quotations, tables, headings, code, short lines. Texts that differ in
how their lines are broken flow to the same one, and flowing twice changes nothing.
"""

import re
import textwrap
from unicodedata import east_asian_width

from scorecard.plain_data import Data

SHORTEST = 40
"""How wide a line is at least that goes on in the next one; a shorter one was meant to end there."""

_OWN_LINE = re.compile(r"\s*(?:[-*+]\s|[>|#]|\d+[.)]\s|-{3}|={3})|\s{4}|\t|\s*\Z")
_ENDS = re.compile(r"(?: {2}|\\)\Z|\A\s*[>|#]|\A {4}|\A\t")
_FENCE = re.compile(r"^\s*(?:```|~~~)", re.MULTILINE)


def flow(text: str) -> str:
    """Return a text with the lines of each paragraph joined."""
    if "\n" not in text or _FENCE.search(text):
        return text
    lines: list[str] = []
    for line in text.split("\n"):
        if lines and _goes_on(lines[-1]) and not _OWN_LINE.match(line):
            lines[-1] = _join(lines[-1].rstrip(), line.lstrip())
        else:
            lines.append(line)
    return "\n".join(lines)


def reflow(text: str, like: str) -> str:
    """Return a text with its lines broken as those of another are: what both say keeps that one's lines."""
    if flow(like) == like:
        return text
    known = {flow(block): block for block in _blocks(like)}
    width = max(map(len, like.split("\n")))
    lines = []
    for line in text.split("\n"):
        broken = known.get(line) or "\n".join(
            textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
        )
        lines.append(broken if flow(broken) == line else line)
    result = "\n".join(lines)
    return result if flow(result) == flow(text) else text


def _blocks(text: str) -> list[str]:
    """Return the lines of a text in groups that flow together."""
    blocks: list[str] = []
    for line in text.split("\n"):
        if blocks and "\n" not in flow(f"{blocks[-1]}\n{line}"):
            blocks[-1] += f"\n{line}"
        else:
            blocks.append(line)
    return blocks


def flow_data(data: Data) -> Data:
    """Return plain data with every text in it flowing."""
    match data:
        case str():
            return flow(data)
        case list():
            return [flow_data(item) for item in data]
        case dict():
            return {key: flow_data(value) for key, value in data.items()}
        case None:
            return None


def _goes_on(line: str) -> bool:
    return not _ENDS.search(line) and sum(map(_width, line)) >= SHORTEST


def _join(line: str, rest: str) -> str:
    """Join two lines: with a space, and without where both sides are of a script that has none."""
    return line + rest if _width(line[-1]) == _width(rest[0]) == 2 else f"{line} {rest}"


def _width(char: str) -> int:
    return 2 if east_asian_width(char) in "WF" else 1
