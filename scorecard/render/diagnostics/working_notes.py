"""Lines of files as they are shown: without working notes, which nobody but whoever opens the file sees."""

import re
from difflib import unified_diff
from functools import lru_cache

from scorecard.harmless import harmless, safe_line, visible
from scorecard.reading.plain_data import split_lines
from scorecard.reading.positions import find_places
from scorecard.reading.slips import is_structure

NOT_SHOWN = "(a working note, which is never shown)"
_WORD = r"w[a-z]{3,8}[ _-]{0,2}not[a-z]{0,3}"
# The key, also with a slip in it; and then the quotation mark that its text begins with.
_WORKING_NOTE = re.compile(
    rf"(?:working_note\b|(?:^|[{{,])[ ]*+(?:-[ ]++)*+[\"']?{_WORD}(?=[\"']?[ ]*+[:=\uff1a]))"
    r"(?:[\"']?[ ]*+[:=\uff1a]\s*+([\"']))?+",
    re.IGNORECASE,
)
_KEY = re.compile(_WORD, re.IGNORECASE)
_CLOSED = {'"': re.compile(r'(?:[^"\\]++|\\.)*+"', re.DOTALL), "'": re.compile(r"(?:[^']++|'')*+'")}


@lru_cache(maxsize=1)
def lines_of_working_notes(text: str) -> frozenset[int]:
    """Return the numbers of lines with a working note, be the text YAML or not; kept for the next remark."""
    found = {
        number
        for route, _, span in find_places(text.removeprefix("\ufeff"))
        if any(isinstance(step, str) and _KEY.fullmatch(step) for step in route)
        for number in range(span.line, span.end_line + 1)
    }
    indent: int | None = None
    begin = closed = 0
    for number, line in enumerate(split_lines(text), 1):
        here = len(line) - len(line.lstrip(" "))
        match = _WORKING_NOTE.search(line)
        if match:
            indent = here
            if match[1]:
                closing = _CLOSED[match[1]].match(text, begin + match.end())
                closed = closing.end() if closing else len(text)
        elif (
            indent is not None and begin >= closed and line.strip() and here <= indent and is_structure(line)
        ):
            indent = None
        if indent is not None:
            found.add(number)
        begin += len(line)
        begin += 2 if text.startswith("\r\n", begin) else 1
    return frozenset(found)


def render_file_diff(before: str | None, after: str, path: str) -> str:
    """Return what changes in a file line by line, as `diff -u` shows it; `before` is None for a new file."""
    old, new = _shown_lines(before or ""), _shown_lines(after)
    path = safe_line(path)
    name = "/dev/null" if before is None else path
    lines = unified_diff(old, new, name, path, lineterm="")
    return harmless("\n".join(map(visible, lines))) + "\n"


def _shown_lines(text: str) -> list[str]:
    hidden = lines_of_working_notes(text)
    lines = split_lines(text)
    if lines[-1] == "":
        lines.pop()
    return [
        line[: len(line) - len(line.lstrip(" "))] + NOT_SHOWN if number in hidden and line.strip() else line
        for number, line in enumerate(lines, 1)
    ]
