"""Where things stand in a YAML text, from a second reading made only when asked for."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import yaml
from yaml.events import CollectionEndEvent, CollectionStartEvent, Event, MappingStartEvent, ScalarEvent

from scorecard.diagnostics import Part, Place, Route, Span
from scorecard.reading.plain_data import LINE_END, line_end, line_start, split_lines

MAX_DEPTH = 50
LOADER = getattr(yaml, "CLoader", yaml.Loader)


def whole_span(event: Any) -> Span:
    """Return the whole of an event."""
    begin, end = event.start_mark, event.end_mark
    return Span(begin.line + 1, begin.column + 1, end.line + 1, end.column + 1)


def event_span(event: Any) -> Span:
    """Return the part of an event that is on its first line."""
    span = whole_span(event)
    is_short = span.end_line == span.line and span.end_column > span.column
    return span if is_short else span._replace(end_line=span.line, end_column=span.column + 1)


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


def _scalar_span(event: Any, text: str) -> Span:
    """Return where a scalar stands; a block's end is that of its last line, not the line after."""
    span, end = whole_span(event), event.end_mark
    if end.index >= len(text) and end.column == 0 and text[-1:] not in ("\n", "\r"):
        span = _inside(span, text)
    if span.end_line == span.line or span.end_column > 1:
        return span
    index = event.start_mark.index + len(text[event.start_mark.index : end.index].rstrip("\r\n"))
    line = span.end_line - len(LINE_END.findall(text, index, end.index))
    return Span(span.line, span.column, line, index - line_start(text, index) + 1)


def _inside(span: Span, text: str) -> Span:
    """Return a span that ends no later than the text: the parser marks what is not there a line below."""
    last = Span(len(split_lines(text)), len(text) - line_start(text, len(text)) + 1)[:2]
    begin, end = min((span.line, span.column), last), min((span.end_line, span.end_column), last)
    return Span(*begin, *end)


def _collection_span(first: Any, last: Any, text: str) -> Span:
    """Return a collection's first line: the rest of it is not what a remark is about."""
    begin, end = first.start_mark, last.end_mark
    line, column = begin.line + 1, begin.column + 1
    if end.line == begin.line:
        return Span(line, column, line, end.column + 1)
    return Span(line, column, line, column + len(text[begin.index : line_end(text, begin.index)].rstrip()))
