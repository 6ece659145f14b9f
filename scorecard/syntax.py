"""Where a text that is not YAML went wrong: often lines above the place where the parser noticed."""

import re

import yaml
from yaml.events import CollectionEndEvent, CollectionStartEvent, Event, ScalarEvent

from scorecard import refusals
from scorecard.diagnostics import Finding, Span
from scorecard.lines import line_around, span_at
from scorecard.places import LOADER, whole_span
from scorecard.slips import find_slip, find_stop

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
        return refusals.merge_conflict(Span(line, 1, line, 1 + len(conflict[1])))
    if isinstance(error, UnicodeDecodeError):
        _, end = _replay(text)
        skipped = _UP_TO_TAG.match(text, end)
        assert skipped is not None, "the pattern matches everywhere"
        return refusals.tag(span_at(text, skipped.end()))
    problem = str(getattr(error, "problem", None) or "the text cannot be read")
    mark = getattr(error, "problem_mark", None)
    if problem.startswith(_KNOWN_BY_BEGINNING):
        mark = getattr(error, "context_mark", None) or mark
    if mark is not None and problem == _NOTHING_FOUND and not text[mark.index :].strip():
        opened, _ = _replay(text)
        if opened is not None:
            return refusals.never_closed(text[opened], span_at(text, opened))
    line, column = (mark.line, mark.column) if mark else (0, 0)
    index = mark.index if mark else 0
    if problem.startswith(_KEY_EXPECTED):
        opening = _quote_that_ran_on(text, (line, column))
        if opening is not None:
            return refusals.never_closed_quote(opening)
    if "nesting depth" not in problem:
        slip = find_slip(text, line, find_stop(error))
        if slip is not None:
            return slip
    shown = line_around(text, index)
    return refusals.syntax_error(problem, Span(line + 1, column + 1, line + 1, column + 2), shown)


def _quote_that_ran_on(text: str, at: tuple[int, int]) -> Span | None:
    """Find the opening of a quoted text of several lines that ends where the parser stopped."""
    parser = LOADER(text)
    last: Event | None = None
    try:
        while event := parser.get_event():
            last = event if isinstance(event, ScalarEvent) else last
    except (yaml.YAMLError, UnicodeDecodeError):
        pass
    finally:
        parser.dispose()
    if isinstance(last, ScalarEvent) and last.style in ("'", '"'):
        span = whole_span(last)
        if span.end_line > span.line and span.end_line == at[0] + 1:
            return Span(span.line, span.column, span.line, span.column + 1)
    return None


def _replay(text: str) -> tuple[int | None, int]:
    """Read again up to an error; return where the innermost open bracket stands, and where reading ended."""
    opened: list[int] = []
    end = 0
    parser = LOADER(text)
    try:
        while event := parser.get_event():
            end = event.end_mark.index
            if isinstance(event, CollectionStartEvent):
                opened.append(end - 1)  # a bracket ends its event; an anchor or a tag may begin it
            elif isinstance(event, CollectionEndEvent):
                opened.pop()
    except (yaml.YAMLError, UnicodeDecodeError):
        pass
    finally:
        parser.dispose()
    brackets = [index for index in opened if text[index : index + 1] in ("[", "{")]
    return (brackets[-1] if brackets else None), end
