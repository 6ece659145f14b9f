"""A file's bytes to plain data, or to what is wrong with them, and the places of what the text holds.

What the format refuses of bytes is refused here, and the text is read by `reader`. That keeps no positions: a
file that has something wrong with it is read a second time when its places are asked for (`positions`).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from scorecard.diagnostics import Finding, Part, Place, Route, Span
from scorecard.reading.messages import refuse
from scorecard.reading.plain_data import Data, find_leaves, span_at, split_lines, value_at
from scorecard.reading.positions import find_places
from scorecard.reading.reader import read_events

MAX_BYTES = 16 * 1024 * 1024

_BOMS = re.compile(rb"\A(?:\xef\xbb\xbf)*+")
# How a file begins in another encoding: with its mark, or with characters of ASCII, as YAML itself has it.
_OTHER_ENCODINGS = {
    "UTF-32": re.compile(rb"\xff\xfe\0\0|\0\0\xfe\xff|[\t\n\r -~]\0{3}|\0{3}[\t\n\r -~]"),
    "UTF-16": re.compile(rb"\xff\xfe|\xfe\xff|(?:[\t\n\r -~]\0){2}|(?:\0[\t\n\r -~]){2}"),
}
# Control characters as the format counts them; a carriage return is a line end.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
# The same in three parts, each by what finds it fastest.
_HARMLESS_BYTES = bytes([0x09, 0x0A, 0x0D, *range(0x20, 0x7F), *range(0x80, 0x100)])
_C1_BYTES = re.compile(rb"\xc2[\x80-\x9f]")
_ODD_CHARACTERS = ("\u2028", "\u2029", "\ufffe", "\uffff")


@dataclass(frozen=True, kw_only=True)
class Document:
    """A file's text as plain data, and what the reader had to say about it.

    `data` is None where the reader refused the file. `nulls` are the routes of values that are not given,
    `mark` is what tells some programs at a file's beginning that it is UTF-8.
    """

    text: str
    data: Data
    nulls: tuple[Route, ...] = ()
    findings: tuple[Finding, ...] = ()
    mark: str = ""

    @property
    def raw(self) -> bytes:
        """The bytes that were read, where nothing in them was refused."""
        return f"{self.mark}{self.text}".encode()

    @cached_property
    def lines(self) -> list[str]:
        return split_lines(self.text)

    def line(self, number: int) -> str:
        """Return one line, counted from 1; empty where there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def sign(self, span: Span) -> str:
        """Return the character with which a place begins; empty where its line ends."""
        return self.line(span.line)[span.column - 1 : span.column]

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

    @cached_property
    def _values(self) -> list[Span]:
        return sorted(span for (_, part), span in self._places.items() if part is Part.VALUE)

    def value_above(self, span: Span) -> Span:
        """Return the place of the last value that begins before a place."""
        index = bisect_left(self._values, span)
        return self._values[index - 1] if index else Span()

    def value(self, route: Route) -> Data:
        """Return the value at a route; None where there is none."""
        return value_at(self.data, route)

    def span(self, route: Route, part: Part = Part.VALUE) -> Span:
        """Return where a value stands, or its key; for what is not there, the nearest place that is."""
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


def parse_document(raw: bytes) -> Document:
    """Read a whole file."""
    is_too_big = len(raw) > MAX_BYTES
    mark = b"".join(_BOMS.findall(raw)).decode()
    raw = raw[len(mark.encode()) :]
    text, refusal = (_shown(raw), refuse("too-big")) if is_too_big else _decode(raw)
    if refusal is not None:
        return Document(text=text, data=None, findings=(refusal,))
    data, has_nulls, findings = read_events(text)
    if findings:
        return Document(text=text, data=None, findings=findings)
    nulls = tuple(route for route, value in find_leaves(data) if value is None) if has_nulls else ()
    return Document(text=text, data=data, nulls=nulls, mark=mark)


def _decode(raw: bytes) -> tuple[str, Finding | None]:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return _shown(raw), _other_encoding(raw) or _not_utf8(raw, error.start)
    has_control = raw.translate(None, _HARMLESS_BYTES) or (
        not text.isascii() and (_C1_BYTES.search(raw) or any(each in text for each in _ODD_CHARACTERS))
    )
    if not has_control:
        return text, None
    match = _CONTROL.search(text)
    assert match is not None, "the parts and the whole name the same characters"
    span = span_at(text, match.start())
    words = {"number": ord(match.group()), "verb": "stands"}
    refusal = _other_encoding(raw) or refuse("control-character", span, **words)
    return _shown(raw), refusal


def _other_encoding(raw: bytes) -> Finding | None:
    found = (name for name, begin in _OTHER_ENCODINGS.items() if begin.match(raw))
    return next((refuse("not-utf8", what=f"the file is {name}, not UTF-8") for name in found), None)


def _not_utf8(raw: bytes, index: int) -> Finding:
    if b"\0" in raw:
        return refuse("not-utf8", what="this is not a text file")
    before = raw[:index].decode("utf-8")
    what = f"the byte 0x{raw[index]:02X} here is not UTF-8"
    return refuse("not-utf8", span_at(before, len(before)), what=what)


def _shown(raw: bytes) -> str:
    """Return what can be shown of a file that is refused for its bytes; of what is no text, nothing."""
    return "" if b"\0" in raw else raw[:MAX_BYTES].decode("utf-8", errors="replace")
