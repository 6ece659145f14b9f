"""Strict YAML to plain data in one pass over the parser's events, all scalars text.

It refuses what the file format refuses while it reads, and keeps no positions: a file that has something
wrong with it is read a second time when its places are asked for (`positions`), or to find out what is wrong
(`second_reading`, which is imported only then).
"""

import re
from collections.abc import Callable, Iterable

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

from scorecard.diagnostics import MOST_REMARKS, Finding, Span, left_out
from scorecard.reading.messages import refuse, short
from scorecard.reading.plain_data import NOT_GIVEN, Data, span_at
from scorecard.reading.positions import LOADER, MAX_DEPTH, event_span, whole_span

MAX_EVENTS = 600_000

_BLOCKS = frozenset({"|", ">"})
_ODD_KEYS = frozenset({"", "<<"})
# Control characters as the format counts them. Typed, a carriage return is a line end; escaped, it is not.
_ESCAPED_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_COMMENT_LINES = r"(?:[ \t]*+(?:#[^\r\n]*+)?+(?:\r\n|\r|\n))*+"
_INDENTED = re.compile(_COMMENT_LINES + r"[ ]++(?=[^\s#])")
_DIRECTIVE = re.compile(_COMMENT_LINES + "%")
# What may be glued to a value: a comment to its end, or a question mark to its beginning.
_GLUED_COMMENT = re.compile(r"#(?<=[\"'\[\]{},|>0-9+-]#)")
_GLUED_QUESTION_MARK = re.compile(r"[\[{,]\s*+\?\S")
_LINE_BEGINS_WITH_BOM = re.compile("\ufeff(?<=[\r\n]\ufeff)")
_NO_MORE = re.compile(_COMMENT_LINES + r"[ \t]*+(?:#[^\r\n]*+)?")
_TAIL = re.compile(r"(?:(?:\.\.\.)?[ \t]*+(?:#[^\r\n]*+)?(?:\r\n|\r|\n))*+(?:\.\.\.)?[ \t]*+(?:#[^\r\n]*+)?")


def read_events(text: str) -> tuple[Data, bool, tuple[Finding, ...]]:
    """Return what a text holds, whether there are values that are not given, and what is refused in it."""
    refusal = _refuse_text(text)
    if refusal is not None:
        return None, False, (refusal,)
    reader = _Reader(text)
    data = reader.read()
    untold = [left_out(reader.untold)] if reader.untold else []
    return data, reader.has_nulls, (*reader.findings, *untold)


def _refuse_text(text: str) -> Finding | None:
    match = _DIRECTIVE.match(text)
    if match:
        return refuse("directive", span_at(text, match.end() - 1))
    match = _LINE_BEGINS_WITH_BOM.search(text)
    if match:
        return refuse("mark-in-the-middle", span_at(text, match.start()))
    return refuse("empty-file") if _TAIL.fullmatch(text) else None


class _StopError(Exception):
    """The rest of the file cannot be read sensibly: its arguments are findings that say why."""


class _Reader:
    def __init__(self, text: str) -> None:
        self.findings: list[Finding] = []
        self.untold = 0
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
        except _StopError as stop:
            self._note(stop.args)
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            self._note_error(error)
        finally:
            self._parser.dispose()
        if self._has_duplicates:
            from scorecard.reading.second_reading import find_duplicates

            self._note(find_duplicates(self._text))
        elif not self.findings and (
            _GLUED_COMMENT.search(self._text)
            or ("?" in self._text and _GLUED_QUESTION_MARK.search(self._text))
        ):
            from scorecard.reading.second_reading import find_glued

            self._note(find_glued(self._text))
        return data

    def _note_error(self, error: yaml.YAMLError | UnicodeDecodeError) -> None:
        """Note a syntax error; where the parser met a limit of its own, what stands before that."""
        mark = getattr(error, "problem_mark", None)
        if mark is not None and "nesting depth" in str(getattr(error, "problem", "")):
            before = _Reader(self._text[: mark.index])
            before.read()
            self.findings, self.untold, self._has_duplicates = before.findings, before.untold, False
        else:
            from scorecard.reading.second_reading import find_syntax_error

            self._note([find_syntax_error(error, self._text)])

    def _counted_next(self) -> Event:
        self._events += 1
        if self._events > MAX_EVENTS:
            raise _StopError(refuse("too-many-values"))
        event: Event = self._parser.get_event()
        return event

    def _note(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            if len(self.findings) < MOST_REMARKS:
                self.findings.append(finding)
            else:
                self.untold += 1

    def _refuse(self, mistake: str, span: Span, **words: object) -> None:
        self._note([refuse(mistake, span, **words)])

    def _document(self) -> Data:
        self._next()
        if isinstance(self._next(), StreamEndEvent):
            raise _StopError(refuse("empty-file"))
        data = self._node(self._next())
        self._refuse_tail(self._next())
        if self.findings:
            return None
        if data is None:
            raise _StopError(refuse("empty-file"))
        self._next()
        return data

    def _refuse_tail(self, end: Event) -> None:
        is_marked = getattr(end, "explicit", None)
        tail = (_TAIL if is_marked else _NO_MORE).match(self._text, end.end_mark.index if end.end_mark else 0)
        if tail is None or tail.end() == len(self._text):
            return
        span = span_at(self._text, tail.end())
        if self._text.startswith("%", tail.end()):
            self._refuse("directive", span)
        elif is_marked or self._text.startswith("---", tail.end()):
            self._refuse("second-document", span)
        else:
            begin = _INDENTED.match(self._text) if span.column == 1 else None
            place = span_at(self._text, begin.end()) if begin else span
            self._refuse("text-after-the-end", place)

    def _node(self, event: Event) -> Data:
        if type(event) is ScalarEvent:
            return self._scalar(event)
        if type(event) is MappingStartEvent:
            return self._mapping(event)
        if type(event) is SequenceStartEvent:
            return self._sequence(event)
        raise _StopError(refuse("alias", event_span(event)))

    def _scalar(self, event: ScalarEvent) -> str | None:
        text = self._text_of(event)
        if event.style or event.value not in NOT_GIVEN:
            return text
        self.has_nulls = True
        return None

    def _text_of(self, event: ScalarEvent) -> str:
        if event.anchor or event.tag:
            self._refuse_properties(event)
        if event.style == '"' and (match := _ESCAPED_CONTROL.search(event.value)):
            words = {"number": ord(match.group()), "verb": "is escaped"}
            self._refuse("control-character", whole_span(event), **words)
        text: str = event.value
        return text.strip()

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
            raise _StopError(refuse("nested-too-deep", event_span(start)))

    def _key(self, event: Event) -> str:
        if type(event) is not ScalarEvent:
            mistake = "alias" if type(event) is AliasEvent else "key-not-text"
            raise _StopError(refuse(mistake, event_span(event)))
        key = self._text_of(event)
        if not event.style and event.value in _ODD_KEYS:
            self._refuse("merge-key" if event.value else "empty-key", event_span(event))
        return key

    def _refuse_properties(self, event: ScalarEvent | CollectionStartEvent) -> None:
        if event.anchor:
            self._refuse("anchor", event_span(event), anchor=short(event.anchor))
        if event.tag:
            self._refuse("tag", event_span(event))
