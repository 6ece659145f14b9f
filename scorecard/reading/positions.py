"""Where things stand in a YAML text, from a second reading made only when asked for."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import yaml
from yaml.events import (
    CollectionEndEvent,
    CollectionStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
)

from scorecard.diagnostics import Part, Place, Route, Span
from scorecard.reading.plain_data import LINE_END, line_end, line_start, split_lines

MAX_DEPTH = 50
LOADER = getattr(yaml, "CLoader", yaml.Loader)


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


def events_of(text: str) -> Iterator[Any]:
    """Yield the parser's events, each with its marks, as far as the text can be read."""
    parser = LOADER(text)
    try:
        while event := parser.get_event():
            yield event
    except (yaml.YAMLError, UnicodeDecodeError):
        return
    finally:
        parser.dispose()


def find_places(text: str) -> Iterator[Place]:
    """Yield the place of every key and value, as far as the text can be read."""
    events = events_of(text)
    next(events, None)  # of the stream
    next(events, None)  # of the document
    with suppress(_EndError):
        yield from _places_below(events, next(events, None), (), text)


class _EndError(Exception):
    """There is no more to read, or the reader stopped here too."""


def _places_below(events: Iterator[Event], event: Event | None, route: Route, text: str) -> Iterator[Place]:
    if event is None:
        raise _EndError
    if not isinstance(event, CollectionStartEvent):
        yield route, Part.VALUE, _scalar_span(event, text)
        return
    if len(route) >= MAX_DEPTH:
        raise _EndError
    is_mapping = isinstance(event, MappingStartEvent)
    index = 0
    while not isinstance(child := next(events, None), CollectionEndEvent):
        step: str | int = index
        if is_mapping:
            if not isinstance(child, ScalarEvent):
                raise _EndError
            step = child.value.strip()
            yield (*route, step), Part.KEY, _scalar_span(child, text)
            child = next(events, None)
        yield from _places_below(events, child, (*route, step), text)
        index += 1
    yield route, Part.VALUE, _collection_span(event, child, text)


def _scalar_span(event: Event, text: str) -> Span:
    """Return where a scalar stands; a block's end is that of its last line, not the line after."""
    span = whole_span(event)
    end = event.end_mark
    if end is not None and end.index >= len(text) and end.column == 0 and text[-1:] not in ("\n", "\r"):
        span = _inside(span, text)
    if end is None or span.end_line == span.line or span.end_column > 1:
        return span
    begin = event.start_mark.index if event.start_mark else 0
    index = end.index
    while index > begin and text[index - 1] in "\r\n":
        index -= 1
    line = span.end_line - len(LINE_END.findall(text, index, end.index))
    return Span(span.line, span.column, line, index - line_start(text, index) + 1)


def _inside(span: Span, text: str) -> Span:
    """Return a span that ends no later than the text: the parser marks what is not there a line below."""
    last = Span(len(split_lines(text)), len(text) - line_start(text, len(text)) + 1)[:2]
    begin, end = min((span.line, span.column), last), min((span.end_line, span.end_column), last)
    return Span(*begin, *end)


def _collection_span(first: Event, last: Event, text: str) -> Span:
    """Return a collection's first line: the rest of it is not what a remark is about."""
    (line, column), (end_line, end_column) = start_of(first), end_of(last)
    if end_line == line:
        return Span(line + 1, column + 1, line + 1, end_column + 1)
    begin = first.start_mark.index if first.start_mark else 0
    shown = text[begin : line_end(text, begin)].rstrip()
    return Span(line + 1, column + 1, line + 1, column + len(shown) + 1)
