"""Strict YAML: bytes to plain data in one pass over the parser's events, all scalars text.

It refuses what the file format refuses while it reads, and keeps no positions: a file that has something
wrong with it is read a second time when its places are asked for (`places`).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from scorecard import refusals
from scorecard.diagnostics import Finding, Part, Route, Span
from scorecard.places import (
    LOADER,
    MAX_DEPTH,
    Place,
    event_span,
    find_places,
    nth_line,
    span_at,
    split_lines,
    whole_span,
)
from scorecard.syntax import find_syntax_error

Data = None | str | list["Data"] | dict[str, "Data"]
"""What a file holds: text, lists and mappings; None where a value is not given."""

MAX_BYTES = 16 * 1024 * 1024
MAX_EVENTS = 600_000
MOST_FINDINGS = 100

_BLOCKS = frozenset({"|", ">"})
_ODD_KEYS = frozenset({"", "<<"})
NOT_GIVEN = frozenset({"", "~", "null"})

_BOMS = re.compile(rb"\A(?:\xef\xbb\xbf)*+")
# Control characters as the format counts them. Typed, a carriage return is a line end; escaped, it is not.
_ESCAPED_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_TYPED_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
# The same over bytes, each pattern with a literal beginning, which the engine finds fast.
_HARMLESS_BYTES = bytes([0x09, 0x0A, 0x0D, *range(0x20, 0x7F), *range(0x80, 0x100)])
_TYPED_CONTROL_BYTES = (
    re.compile(rb"\xc2[\x80-\x9f]"),
    re.compile(rb"\xe2\x80[\xa8\xa9]"),
    re.compile(rb"\xef\xbf[\xbe\xbf]"),
)
_COMMENT_LINES = r"(?:[ \t]*+(?:#[^\r\n]*+)?+(?:\r\n|\r|\n))*+"
_DIRECTIVE = re.compile(_COMMENT_LINES + "%")
_TAIL = re.compile(r"(?:(?:\.\.\.)?[ \t]*+(?:#[^\r\n]*+)?(?:\r\n|\r|\n))*+(?:\.\.\.)?[ \t]*+(?:#[^\r\n]*+)?")


@dataclass(frozen=True, kw_only=True)
class Document:
    """A file's text as plain data, and what the reader had to say about it.

    `data` is None where the reader refused the file. `nulls` are the routes of values that are not given.
    """

    path: str
    text: str
    data: Data
    nulls: tuple[Route, ...] = ()
    findings: tuple[Finding, ...] = ()

    @cached_property
    def lines(self) -> list[str]:
        """The text's lines, without their ends."""
        return split_lines(self.text)

    def line(self, number: int) -> str:
        """Return one line, counted from 1; empty where there is none. Cheaper than all of them."""
        return nth_line(self.text, number)

    @cached_property
    def _places(self) -> dict[tuple[Route, Part], Span]:
        places: dict[tuple[Route, Part], Span] = {}
        for route, part, span in find_places(self.text):
            places.setdefault((route, part), span)
        return places

    def places(self) -> Iterator[Place]:
        """Yield the place of every key and value."""
        for (route, part), span in self._places.items():
            yield route, part, span

    def value(self, route: Route) -> Data:
        """Return the value at a route; None where there is none."""
        data = self.data
        for step in route:
            if isinstance(data, dict):
                data = data.get(str(step))
            elif isinstance(data, list) and isinstance(step, int) and step < len(data):
                data = data[step]
            else:
                return None
        return data

    def span(self, route: Route, part: Part = Part.VALUE) -> Span:
        """Return where a value stands, or its key.

        A route that leads past what the file holds gives the nearest place that it does hold; the index of a
        single item that stands for a list is passed over.
        """
        known: Route = ()
        for step in route:
            if ((*known, step), Part.VALUE) in self._places:
                known = (*known, step)
            elif step != 0:
                part = Part.VALUE
                break
        span = self._places.get((known, Part.VALUE), Span())
        is_empty = span.line == span.end_line and span.column == span.end_column
        if part is Part.KEY or is_empty:
            return self._places.get((known, Part.KEY), span)
        return span


def parse_document(raw: bytes, path: str) -> Document:
    """Read a whole file."""
    refusal = refusals.too_big() if len(raw) > MAX_BYTES else None
    raw = _BOMS.sub(b"", raw, count=1)
    refusal = refusal or _refuse_bytes(raw)
    if refusal is None:
        text = raw.decode("utf-8")
        refusal = _refuse_text(text)
    else:
        text = "" if b"\0" in raw else raw[:MAX_BYTES].decode("utf-8", errors="replace")
    if refusal is not None:
        return Document(path=path, text=text, data=None, findings=(refusal,))
    reader = _Reader(text)
    data = reader.read()
    if reader.findings:
        return Document(path=path, text=text, data=None, findings=tuple(reader.findings))
    nulls = tuple(find_nulls(data)) if reader.has_nulls else ()
    return Document(path=path, text=text, data=data, nulls=nulls)


# Bytes and text ---------------------------------------------------------------------------------


def _refuse_bytes(raw: bytes) -> Finding | None:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return refusals.not_utf8("the file is UTF-16, not UTF-8", Span())
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if b"\0" in raw:
            return refusals.not_utf8("this is not a text file", Span())
        before = raw[: error.start].decode("utf-8")
        message = f"the byte 0x{raw[error.start]:02X} here is not UTF-8"
        return refusals.not_utf8(message, span_at(before, len(before)))
    has_control = raw.translate(None, _HARMLESS_BYTES) or (
        not raw.isascii() and any(pattern.search(raw) for pattern in _TYPED_CONTROL_BYTES)
    )
    return _typed_control(raw.decode("utf-8")) if has_control else None


def _typed_control(text: str) -> Finding:
    match = _TYPED_CONTROL.search(text)
    assert match is not None, "the byte patterns and the text pattern name the same characters"
    return refusals.control_character(match.group(), span_at(text, match.start()), escaped=False)


def _refuse_text(text: str) -> Finding | None:
    match = _DIRECTIVE.match(text)
    if match:
        return refusals.directive(span_at(text, match.end() - 1))
    return refusals.empty_file() if _TAIL.fullmatch(text) else None


# The one pass -----------------------------------------------------------------------------------


class _StopError(Exception):
    """The rest of the file cannot be read sensibly."""


class _Reader:
    """Builds plain data from events and notes what the format refuses."""

    def __init__(self, text: str) -> None:
        self.findings: list[Finding] = []
        self.has_nulls = False
        self._text = text
        self._has_duplicates = False
        self._depth = 0
        self._is_ascii = text.isascii()
        self._parser = LOADER(text)
        self._events = 0
        self._next: Callable[[], Event] = self._parser.get_event
        if len(text) > MAX_EVENTS and text.count(",") + text.count("\n") + text.count("\r") > MAX_EVENTS // 4:
            self._next = self._counted_next

    def read(self) -> Data:
        """Return the document's data, which means nothing once there are findings."""
        data: Data = None
        try:
            data = self._document()
        except _StopError:
            pass
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            self._note_error(error)
        finally:
            self._parser.dispose()
        if self._has_duplicates:
            self.findings.extend(islice(_find_duplicates(self._text), MOST_FINDINGS))
        return data

    def _note_error(self, error: yaml.YAMLError | UnicodeDecodeError) -> None:
        """Note a syntax error; where the parser met a limit of its own, what stands before that."""
        mark = getattr(error, "problem_mark", None)
        if mark is not None and "nesting depth" in str(getattr(error, "problem", "")):
            before = _Reader(self._text[: mark.index])
            before.read()
            self.findings, self._has_duplicates = before.findings, False
        else:
            self.findings.append(find_syntax_error(error, self._text))

    def _counted_next(self) -> Event:
        """Return the next event of a file that may hold too many."""
        self._events += 1
        if self._events > MAX_EVENTS:
            self.findings.append(refusals.too_many_values())
            raise _StopError
        event: Event = self._parser.get_event()
        return event

    def _refuse(self, finding: Finding) -> None:
        self.findings.append(finding)
        if len(self.findings) >= MOST_FINDINGS:
            raise _StopError

    def _document(self) -> Data:
        self._next()
        if isinstance(self._next(), StreamEndEvent):
            self._refuse(refusals.empty_file())
            raise _StopError
        data = self._node(self._next())
        end = self._next()
        self._refuse_tail(end)
        if data is None and not self.findings:
            self._refuse(refusals.empty_file())
        return data

    def _refuse_tail(self, end: Event) -> None:
        """Refuse whatever but comments follows the document."""
        tail = _TAIL.match(self._text, end.end_mark.index if end.end_mark else 0)
        if tail is None or tail.end() == len(self._text):
            return
        span = span_at(self._text, tail.end())
        if self._text.startswith("%", tail.end()):
            self._refuse(refusals.directive(span))
        elif getattr(end, "explicit", None) or self._text.startswith("---", tail.end()):
            self._refuse(refusals.second_document(span))
        else:
            self._refuse(refusals.text_after_the_end(span))

    def _node(self, event: Event) -> Data:
        if type(event) is ScalarEvent:
            return self._scalar(event)
        if type(event) is MappingStartEvent:
            return self._mapping(event)
        if type(event) is SequenceStartEvent:
            return self._sequence(event)
        self._refuse(refusals.alias(event_span(event)))
        raise _StopError

    def _scalar(self, event: ScalarEvent) -> str | None:
        if event.anchor or event.tag:
            self._refuse_properties(event)
        value: str = event.value
        if not event.style:
            if value in NOT_GIVEN:
                self.has_nulls = True
                return None
        elif event.style == '"':
            self._refuse_escaped_control(event)
        return value.strip()

    def _mapping(self, start: MappingStartEvent) -> dict[str, Data]:
        self._enter(start)
        result: dict[str, Data] = {}
        next_event, is_ascii = self._next, self._is_ascii
        event = next_event()
        while type(event) is not MappingEndEvent:
            # Plain keys and values and blocks, most of most files, are taken without a further call; where
            # all is ASCII the parser has trimmed what is plain.
            if (
                type(event) is ScalarEvent
                and not (event.style or event.anchor or event.tag)
                and event.value not in _ODD_KEYS
            ):
                key = event.value if is_ascii else event.value.strip()
            else:
                key = self._key(event)
            if key in result:
                self._has_duplicates = True
            value = next_event()
            if type(value) is not ScalarEvent:
                result[key] = self._node(value)
            elif value.anchor or value.tag:
                result[key] = self._scalar(value)
            elif value.style in _BLOCKS:
                result[key] = value.value.strip()
            elif not value.style and value.value not in NOT_GIVEN:
                result[key] = value.value if is_ascii else value.value.strip()
            else:
                result[key] = self._scalar(value)
            event = next_event()
        self._depth -= 1
        return result

    def _sequence(self, start: SequenceStartEvent) -> list[Data]:
        self._enter(start)
        result: list[Data] = []
        event = self._next()
        while type(event) is not SequenceEndEvent:
            result.append(self._node(event))
            event = self._next()
        self._depth -= 1
        return result

    def _enter(self, start: CollectionStartEvent) -> None:
        if start.anchor or start.tag:
            self._refuse_properties(start)
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self._refuse(refusals.nested_too_deep(event_span(start)))
            raise _StopError

    def _key(self, event: Event) -> str:
        if type(event) is not ScalarEvent:
            span = event_span(event)
            is_alias = type(event) is AliasEvent
            self._refuse(refusals.alias(span) if is_alias else refusals.key_not_text(span, is_empty=False))
            raise _StopError
        if event.anchor or event.tag:
            self._refuse_properties(event)
        if not event.style:
            if event.value == "":
                self._refuse(refusals.key_not_text(event_span(event), is_empty=True))
            elif event.value == "<<":
                self._refuse(refusals.merge_key(event_span(event)))
        elif event.style == '"':
            self._refuse_escaped_control(event)
        key: str = event.value
        return key.strip()

    def _refuse_properties(self, event: ScalarEvent | CollectionStartEvent) -> None:
        if event.anchor:
            self._refuse(refusals.anchor(event.anchor, event_span(event)))
        if event.tag:
            self._refuse(refusals.tag(event_span(event)))

    def _refuse_escaped_control(self, event: ScalarEvent) -> None:
        match = _ESCAPED_CONTROL.search(event.value)
        if match is not None:
            self._refuse(refusals.control_character(match.group(), whole_span(event), escaped=True))


def _find_duplicates(text: str) -> Iterator[Finding]:
    """Yield a finding for each repeated key; what stands below one is not looked at again."""
    first: dict[Route, Span] = {}
    repeated: Route | None = None
    for route, part, span in find_places(text):
        if repeated is not None:
            repeated = None if route == repeated else repeated
        elif part is Part.KEY and route in first:
            yield refusals.duplicate_key(route, span, first[route])
            repeated = route
        elif part is Part.KEY:
            first[route] = span


def find_nulls(data: Data, route: Route = ()) -> Iterator[Route]:
    """Yield the route of every value that is not given."""
    if data is None:
        yield route
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from find_nulls(value, (*route, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from find_nulls(value, (*route, index))
