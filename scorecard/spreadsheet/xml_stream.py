"""XML from strangers, read as a stream: no DOCTYPE, so no entities; bounded depth, names and tags.

Parts are UTF-8, or UTF-16 with its mark, whatever else they say. Prefixes are left out: `x:c` is `c`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat


class WorkbookError(Exception):
    """A file was opened and refused as a workbook. Carries what it is, and a hint of what to do."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


Fail = Callable[[str], WorkbookError]
"""Makes the error for a reason that continues "this part …"."""

_CHUNK = 2**17
_MAX_DEPTH = 64
_MAX_NAMES = 4096
_MAX_TAG = 2**20
_MAX_INSIDE = 2**17
"""How many elements may stand in one that is asked for."""
MAX_ELEMENTS = 2**21
"""How many elements a part may have."""
MAX_FOUND = 2**16
"""How many of those that are asked for a small part may have."""


@dataclass(slots=True)
class Element:
    """An element: its name without its prefix, its attributes as they were written, what stands in it."""

    name: str
    attributes: Mapping[str, str]
    pieces: list[str] = field(default_factory=list)
    children: list["Element"] = field(default_factory=list)

    def get(self, name: str) -> str:
        """Return an attribute, or an empty text."""
        return self.attributes.get(name, "")

    @property
    def text(self) -> str:
        """What stands in the element itself, without what stands in those below it."""
        return "".join(self.pieces)


def find_elements(xml: bytes, *paths: str, fail: Fail, most: int = MAX_FOUND) -> Iterator[Element]:
    """Yield the elements at these paths, such as `fonts/font`, below the outermost one, in order.

    One with paths below it is yielded when it begins, without what stands in it; all others when they end.
    Raises what `fail` makes of the reason why a part cannot be read. Each bound keeps memory or time in
    proportion to the bytes: the parser remembers what is open and every name, and looks at a tag that does
    not end again with every chunk.
    """
    wanted = {tuple(path.split("/")) for path in paths}
    containers = {path[:depth] for path in wanted for depth in range(1, len(path))}
    above: list[str] = []
    unfinished: list[Element] = []
    found: list[Element] = []
    names: dict[str, str] = {}
    count = kept = inside = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count, kept, inside
        count += 1
        if len(above) == _MAX_DEPTH:
            raise fail("is nested too deeply")
        if count > MAX_ELEMENTS:
            raise fail(f"has more than {MAX_ELEMENTS:,} elements")
        name = name.rpartition(":")[2]
        above.append(name)
        if unfinished:
            inside += 1
            if inside > _MAX_INSIDE:
                raise fail(f"has an element that holds more than {_MAX_INSIDE:,} others")
            element = Element(name, attributes)
            unfinished[-1].children.append(element)
            unfinished.append(element)
        elif (path := tuple(above[1:])) in wanted:
            kept, inside = kept + 1, 0
            if kept > most:
                raise fail(f"has more than {most:,} entries")
            (found if path in containers else unfinished).append(Element(name, attributes))

    def end(_name: str) -> None:
        above.pop()
        if unfinished:
            element = unfinished.pop()
            if not unfinished:
                found.append(element)

    def text(data: str) -> None:
        if unfinished:
            unfinished[-1].pieces.append(data)

    def refuse_doctype(*_declaration: object) -> None:
        raise fail("has a DOCTYPE, which no workbook needs")

    parser = expat.ParserCreate("utf-8", None, names)
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse_doctype
    try:
        for begin in range(0, len(xml), _CHUNK):
            parser.Parse(xml[begin : begin + _CHUNK], False)
            if len(names) > _MAX_NAMES:
                raise fail("has too many kinds of elements")
            if begin - parser.CurrentByteIndex > _MAX_TAG:
                raise fail("has a tag without end")
            yield from found
            found.clear()
        parser.Parse(b"", True)
        yield from found
    except expat.ExpatError as error:
        raise fail(f"is not well-formed XML (line {error.lineno})") from error
