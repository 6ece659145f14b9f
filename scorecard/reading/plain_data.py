"""What a file holds before any model knows it: lines, and plain data.

Lines are as YAML and editors count them: a line feed, a carriage return, or both end one.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from scorecard.diagnostics import Route, Span

Data = None | str | list["Data"] | dict[str, "Data"]
"""Text, lists and mappings; None where a value is not given."""

NOT_GIVEN = frozenset({"", "~", "null"})
"""What stands, without quotation marks, for a value that is not given."""


def find_leaves(data: Data, route: Route = ()) -> Iterator[tuple[Route, str | None]]:
    """Yield the route of every text, and of every value that is not given, with what stands there."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from find_leaves(value, (*route, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from find_leaves(value, (*route, index))
    else:
        yield route, data


def with_texts(data: Data, change: Callable[[str], str]) -> Data:
    """Return plain data with every key and text in it changed."""
    match data:
        case str():
            return change(data)
        case list():
            return [with_texts(item, change) for item in data]
        case dict():
            return {change(key): with_texts(value, change) for key, value in data.items()}
        case None:
            return None


def value_at(data: Data, route: Route) -> Data:
    """Return the value at a route; None where there is none."""
    for step in route:
        if isinstance(data, dict):
            data = data.get(str(step))
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def as_items(data: Data) -> list[Data]:
    """Return a list, also where a single item stands for it."""
    return data if isinstance(data, list) else [] if data is None else [data]


def as_mapping(data: Data) -> dict[str, Data]:
    """Return a mapping, which is empty where there is none."""
    return data if isinstance(data, dict) else {}


def in_order(keys: Iterable[str], order: Iterable[str]) -> list[str]:
    """Return keys in an order; those that it lacks come last."""
    places = {key: place for place, key in enumerate(order)}
    return sorted(keys, key=lambda key: places.get(key, len(places)))


LINE_END = re.compile(r"\r\n|\r|\n")


def split_lines(text: str) -> list[str]:
    """Return the lines of a text without their ends."""
    return LINE_END.split(text)


def margin_of(line: str) -> int:
    """Return by how many spaces a line is indented."""
    return len(line) - len(line.lstrip(" "))


def line_start(text: str, index: int) -> int:
    """Return where the line of an index begins."""
    return max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1


def line_end(text: str, index: int) -> int:
    """Return where the line of an index ends, before its line end."""
    match = LINE_END.search(text, index)
    return match.start() if match else len(text)


def line_around(text: str, index: int) -> str:
    """Return the line of an index."""
    return text[line_start(text, index) : line_end(text, index)]


def span_at(text: str, index: int) -> Span:
    """Return the span of the character at an index."""
    lines = split_lines(text[:index])
    column = len(lines[-1]) + 1
    return Span(len(lines), column, len(lines), column + 1)
