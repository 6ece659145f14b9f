"""XML from strangers, read as a stream: no DOCTYPE, so no entities; bounded depth, names and tags.

Parts are UTF-8, or UTF-16 with its mark, whatever else they say. Prefixes are left out: `x:c` is `c`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from xml.parsers import expat

from scorecard.convert import WorkbookError

Fail = Callable[[str], WorkbookError]
"""Makes the error for a reason that continues "this part …"."""

_CHUNK = 2**17
_MAX_DEPTH = 64
_MAX_NAMES = 4096
_MAX_TAG = 2**20
_MAX_ELEMENTS = 2**21
_MAX_FOUND = 2**16


class Reader(Protocol):
    """What is told of a part, element by element. The outermost element has depth 1."""

    def start(self, name: str, attributes: Mapping[str, str], depth: int, /) -> None:
        """Take note of an element's beginning."""
        ...

    def end(self, depth: int) -> None:
        """Take note of an element's end."""
        ...

    def text(self, data: str) -> None:
        """Take note of a piece of text."""
        ...


def walk(xml: bytes, reader: Reader, *, fail: Fail) -> None:
    """Tell a reader what is in a part, or raise what `fail` makes of the reason why not.

    Each bound keeps memory or time in proportion to the bytes: the parser remembers what is open and every
    name, and looks at a tag that does not end again with every chunk.
    """
    depth = count = 0
    names: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if depth > _MAX_DEPTH:
            raise fail("is nested too deeply")
        if count > _MAX_ELEMENTS:
            raise fail(f"has more than {_MAX_ELEMENTS:,} elements")
        reader.start(name.rpartition(":")[2], attributes, depth)

    def end(_name: str) -> None:
        nonlocal depth
        reader.end(depth)
        depth -= 1

    def refuse_doctype(*_declaration: object) -> None:
        raise fail("has a DOCTYPE, which no workbook needs")

    parser = expat.ParserCreate("utf-8", None, names)
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = refuse_doctype
    try:
        for begin in range(0, len(xml), _CHUNK):
            parser.Parse(xml[begin : begin + _CHUNK], False)
            if len(names) > _MAX_NAMES:
                raise fail("has too many kinds of elements")
            if begin - parser.CurrentByteIndex > _MAX_TAG:
                raise fail("has a tag without end")
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise fail(f"is not well-formed XML (line {error.lineno})") from error


@dataclass(frozen=True, slots=True)
class Element:
    """An element's name without its prefix, and its attributes as they were written."""

    name: str
    attributes: Mapping[str, str]

    def get(self, name: str) -> str:
        """Return an attribute, or an empty text."""
        return self.attributes.get(name, "")

    def having(self, name: str, value: str) -> "Element":
        """Return the element with another value for an attribute."""
        return replace(self, attributes={**self.attributes, name: value})


def find_elements(xml: bytes, paths: Sequence[str], *, fail: Fail) -> list[Element]:
    """Return the elements at these paths, such as `fonts/font`, below the outermost element, in order."""
    finder = _Finder(frozenset(paths), fail)
    walk(xml, finder, fail=fail)
    return finder.found


class _Finder:
    """Collects elements by their path below the outermost element."""

    def __init__(self, paths: frozenset[str], fail: Fail) -> None:
        self.found: list[Element] = []
        self._paths = paths
        self._fail = fail
        self._open: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str], depth: int) -> None:
        if depth == 1:
            return
        self._open.append(name)
        if "/".join(self._open) in self._paths:
            if len(self.found) == _MAX_FOUND:
                raise self._fail(f"has more than {_MAX_FOUND:,} entries")
            self.found.append(Element(name, dict(attributes)))

    def end(self, depth: int) -> None:
        if depth > 1:
            self._open.pop()

    def text(self, data: str) -> None:
        pass
