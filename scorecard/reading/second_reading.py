"""What a second reading finds wrong: repeated keys, glued comments, and what makes a text no YAML.

The last often stands lines above the place where the parser noticed.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml
from yaml.events import CollectionEndEvent, CollectionStartEvent, ScalarEvent

from scorecard.diagnostics import Finding, Part, Route, Span
from scorecard.reading.messages import find_parser_mistake, refuse, short
from scorecard.reading.plain_data import line_around, span_at
from scorecard.reading.positions import event_span, events_of, find_places
from scorecard.reading.slips import KEYS, find_slip, find_stop

_BLOCKS = frozenset({"|", ">"})
_BLOCK_HEADER = re.compile(r"[|>][+-]?[0-9]?[+-]?")
_COMMA = re.compile(r"[ \t]*+,(?=#\w)")
_SIGNS = ('"', "'", "[", "]", "{", "}", ",", "|", ">")
_UP_TO_TAG = re.compile(r"(?:[^!#]|#[^\r\n]*+)*+")
_KEY_EXPECTED = "did not find expected key"
# What git puts around two texts that it could not merge, each in a line of its own.
_CONFLICT = re.compile(r"(?:\A|[\r\n])((?P<sign>[<|=>])(?P=sign){6})(?![^ \r\n])")
_NOTHING_FOUND = "did not find expected node content"
# What is wrong stands where these problems began: the parser notices it only lines later.
_KNOWN_BY_BEGINNING = (
    "found unexpected end of stream",
    "could not find expected ':'",
    "did not find expected ',' or",
)


def find_syntax_error(error: yaml.YAMLError | UnicodeDecodeError, text: str) -> Finding:
    """Say where the parser stopped, and why; of a merge conflict, where that begins."""
    conflict = _CONFLICT.search(text)
    if conflict is not None:
        line = span_at(text, conflict.start(1)).line
        return refuse("merge-conflict", Span(line, 1, line, 1 + len(conflict[1])))
    last, opened, end = _replay(text)
    if isinstance(error, UnicodeDecodeError):
        skipped = _UP_TO_TAG.match(text, end)
        assert skipped is not None, "the pattern matches everywhere"
        return refuse("tag", span_at(text, skipped.end()))
    problem = str(getattr(error, "problem", None) or "the text cannot be read")
    mark = getattr(error, "problem_mark", None)
    if problem.startswith(_KNOWN_BY_BEGINNING):
        mark = getattr(error, "context_mark", None) or mark
    is_at_the_end = mark is not None and not text[mark.index :].strip()
    if problem == _NOTHING_FOUND and is_at_the_end and opened is not None:
        return refuse(f"never-closed-{text[opened]}", span_at(text, opened))
    line, column = (mark.line, mark.column) if mark else (0, 0)
    is_quoted = last is not None and last.style in ("'", '"')
    if problem.startswith(_KEY_EXPECTED) and is_quoted and last.start_mark.line < last.end_mark.line == line:
        return refuse("never-closed-quote", event_span(last))
    slip = find_slip(text, line, find_stop(error))
    if slip is not None:
        return slip
    mistake, words = _syntax_mistake(problem, column, line_around(text, mark.index if mark else 0))
    return refuse(mistake, Span(line + 1, column + 1, line + 1, column + 2), **words)


def _syntax_mistake(problem: str, column: int, line: str) -> tuple[str, dict[str, str]]:
    """Return what the parser could not read at a column of a line, from 0, and the words for it."""
    before, sign = line[:column].rstrip(), line[column : column + 1]
    if sign == "\t":
        return "tab", {}
    if sign in ("]", "}"):
        return "closes-nothing", {"sign": sign}
    if problem.startswith(_KEY_EXPECTED) and before.endswith(('"', "'", "]", "}")):
        return "goes-on", {"sign": before[-1]}
    if problem.startswith("mapping values are not allowed") and line.count(":") == 1:
        return "lone-colon", {}
    return find_parser_mistake(problem), {"problem": problem}


def _replay(text: str) -> tuple[Any, int | None, int]:
    """Read again up to an error; return the last scalar, the innermost open bracket and where it ended."""
    last, opened, end = None, [], 0
    for event in events_of(text):
        end = event.end_mark.index
        if isinstance(event, ScalarEvent):
            last = event
        elif isinstance(event, CollectionStartEvent):
            opened.append(end - 1)  # a bracket ends its event; an anchor or a tag may begin it
        elif isinstance(event, CollectionEndEvent):
            opened.pop()
    brackets = [index for index in opened if text[index : index + 1] in ("[", "{")]
    return last, (brackets[-1] if brackets else None), end


def find_duplicates(text: str) -> Iterator[Finding]:
    """Yield a finding for each repeated key; what stands below one is not looked at again.

    Where a mapping's first key is repeated, and is one of the format, a new item probably begins: the other
    keys of that are not told.
    """
    first: dict[Route, Span] = {}
    first_keys: dict[Route, Route] = {}
    in_new_item: set[Route] = set()
    stray: dict[Route, tuple[Route, Span]] = {}
    repeated: Route | None = None
    for route, part, span in find_places(text):
        above = route[:-1]
        if repeated is not None:
            repeated = None if route == repeated else repeated
        elif part is Part.KEY and route in first:
            is_first = first_keys[above] == route and route[-1] in KEYS
            if above in stray and above not in in_new_item:
                key, place = stray[above]
                yield _repeated("too-far-in", key, place, first[route])
            elif is_first or above not in in_new_item:
                dash = _dash_words(route, begins_item=is_first and len(route) > 1)
                yield _repeated("duplicate-key", route, span, first[route], dash=dash)
            if is_first or above in stray:
                in_new_item.add(above)
            repeated = route
        elif part is Part.KEY:
            first[route] = span
            is_known = route[-1] in KEYS
            if above in first_keys and not is_known and first_keys[above][-1] in KEYS and len(route) > 1:
                stray[above] = route, span
            first_keys.setdefault(above, route)


def _dash_words(route: Route, *, begins_item: bool) -> str:
    if len(route) > 1 and isinstance(route[-2], int):
        return "is a dash missing before it, because a new item begins here? If not, "
    if begins_item:
        return "if a new item begins here, put a dash before each item, the first too; if not, "
    return ""


def _repeated(mistake: str, route: Route, span: Span, first: Span, dash: str = "") -> Finding:
    finding = refuse(mistake, span, key=short(str(route[-1])), first=first.line, dash=dash)
    related = ((first, "first written here"),)
    return finding._replace(route=route, part=Part.KEY, related=related)


def find_glued(text: str) -> Iterator[Finding]:
    """Yield a finding for each comment or question mark glued to a value: the parser would lose it."""
    for event in events_of(text):
        begin, end = event.start_mark.index, event.end_mark.index
        mark = event.end_mark
        sign = text[end - 1 : end]
        if isinstance(event, ScalarEvent) and event.style in _BLOCKS:
            end = _BLOCK_HEADER.match(text, begin).end()  # type: ignore[union-attr]
            sign, mark = text[begin], event.start_mark
        elif isinstance(event, ScalarEvent) and text[begin - 1 : begin] == "?":
            yield refuse("glued-question-mark", _span_beside(event.start_mark, begin - 1))
        comma = _COMMA.match(text, end)
        if comma is not None:
            sign, end = ",", comma.end()
        if sign in _SIGNS and text[end : end + 1] == "#":
            yield refuse("glued-comment", _span_beside(mark, end), sign=sign)


def _span_beside(mark: Any, index: int) -> Span:
    """Return the span of a character in the line of a mark; to count lines anew for each takes too long."""
    column = mark.column + index - mark.index + 1
    return Span(mark.line + 1, column, mark.line + 1, column + 1)
