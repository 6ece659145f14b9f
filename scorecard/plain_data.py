"""Plain data: what a file holds before any model knows it."""

from collections.abc import Iterator
from typing import NamedTuple

from scorecard.diagnostics import Finding, Route

Data = None | str | list["Data"] | dict[str, "Data"]
"""Text, lists and mappings; None where a value is not given."""

NOT_GIVEN = frozenset({"", "~", "null"})
"""What stands, without quotation marks, for a value that is not given."""


class Read(NamedTuple):
    """What a reader makes of a text; the data means nothing once there are findings."""

    data: Data
    has_nulls: bool
    findings: tuple[Finding, ...] = ()


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
