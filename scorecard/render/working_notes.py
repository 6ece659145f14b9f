"""Lines of files as they are shown: without working notes, which nobody but whoever opens the file sees."""

import re
from difflib import unified_diff
from functools import lru_cache

from scorecard.inert import safe_line
from scorecard.lines import split_lines
from scorecard.places import find_places
from scorecard.render.text import harmless, visible

NOT_SHOWN = "(a working note, which is never shown)"
_WORKING_NOTE = re.compile(r"working_note\b")


@lru_cache(maxsize=1)
def lines_of_working_notes(text: str) -> frozenset[int]:
    """Return the numbers of the lines that hold a working note, be the text YAML or not.

    Kept for the next remark on the same file.
    """
    found = {
        number
        for route, _, span in find_places(text.removeprefix("\ufeff"))
        if "working_note" in route
        for number in range(span.line, span.end_line + 1)
    }
    indent: int | None = None
    for number, line in enumerate(split_lines(text), 1):
        here = len(line) - len(line.lstrip(" "))
        if _WORKING_NOTE.search(line):
            found.add(number)
            indent = here
        elif indent is not None and (not line.strip() or here > indent):
            found.add(number)
        else:
            indent = None
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
