"""Where things stand in a text: lines and columns, from a second reading made only when asked for."""

import re
from collections.abc import Callable, Iterator

import yaml
from yaml.events import (
    CollectionEndEvent,
    CollectionStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
)

from scorecard.diagnostics import Part, Route, Span

MAX_DEPTH = 50
LOADER = getattr(yaml, "CLoader", yaml.Loader)

_LINE_END = re.compile(r"\r\n|\r|\n")

Place = tuple[Route, Part, Span]


def split_lines(text: str) -> list[str]:
    """Return the lines of a text without their ends, as YAML and editors count them."""
    return _LINE_END.split(text)


def span_at(text: str, index: int) -> Span:
    """Return the span of the character at an index."""
    lines = split_lines(text[:index])
    column = len(lines[-1]) + 1
    return Span(len(lines), column, len(lines), column + 1)


def start_of(event: Event) -> tuple[int, int]:
    """Return an event's first line and column, from 0."""
    mark = event.start_mark
    assert mark is not None, "the parser marks every event"
    return mark.line, mark.column


def end_of(event: Event) -> tuple[int, int]:
    """Return the line and column after an event, from 0."""
    mark = event.end_mark
    assert mark is not None, "the parser marks every event"
    return mark.line, mark.column


def event_span(event: Event) -> Span:
    """Return the part of an event that is on its first line."""
    (line, column), (end_line, end_column) = start_of(event), end_of(event)
    if end_line > line or end_column <= column:
        end_column = column + 1
    return Span(line + 1, column + 1, line + 1, end_column + 1)


def whole_span(event: Event) -> Span:
    """Return the whole of an event."""
    (line, column), (end_line, end_column) = start_of(event), end_of(event)
    return Span(line + 1, column + 1, end_line + 1, end_column + 1)


def find_places(text: str) -> Iterator[Place]:
    """Yield the place of every key and value, as far as the text can be read."""
    parser = LOADER(text)

    def next_event() -> Event:
        event: Event | None = parser.get_event()
        if event is None:
            raise _EndError
        return event

    try:
        next_event()
        next_event()
        yield from _places_below(next_event, next_event(), (), split_lines(text))
    except (yaml.YAMLError, UnicodeDecodeError, _EndError):
        return
    finally:
        parser.dispose()


class _EndError(Exception):
    """There is no more to read, or the reader stopped here too."""


def _places_below(
    next_event: Callable[[], Event], event: Event, route: Route, lines: list[str]
) -> Iterator[Place]:
    if not isinstance(event, CollectionStartEvent):
        yield route, Part.VALUE, _between(event, event, lines)
        return
    if len(route) >= MAX_DEPTH:
        raise _EndError
    is_mapping = isinstance(event, MappingStartEvent)
    index = 0
    while not isinstance(child := next_event(), CollectionEndEvent):
        step: str | int = index
        if is_mapping:
            if not isinstance(child, ScalarEvent):
                raise _EndError
            step = child.value.strip()
            yield (*route, step), Part.KEY, _between(child, child, lines)
            child = next_event()
        yield from _places_below(next_event, child, (*route, step), lines)
        index += 1
    yield route, Part.VALUE, _first_line(_between(event, child, lines), lines)


def _between(first: Event, last: Event, lines: list[str]) -> Span:
    (line, column), (end_line, end_column) = start_of(first), end_of(last)
    while end_line > line and end_column == 0:
        end_line -= 1
        end_column = len(lines[end_line])
    return Span(line + 1, column + 1, end_line + 1, end_column + 1)


def _first_line(span: Span, lines: list[str]) -> Span:
    """Cut a collection's span to its first line: the rest of it is not what a remark is about."""
    if span.line == span.end_line:
        return span
    return Span(span.line, span.column, span.line, len(lines[span.line - 1].rstrip()) + 1)
