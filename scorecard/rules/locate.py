"""Walking a framework with routes, for rules that look at every dimension and indicator."""

from collections.abc import Iterable, Iterator

from scorecard.diagnostics import Finding, Part, Route
from scorecard.model.framework import Dimension, Framework, Indicator

Located = tuple[Route, Dimension | Indicator]


def locate(framework: Framework) -> Iterator[Located]:
    """Yield every dimension and indicator with its route, in reading order."""
    for index, dimension in enumerate(framework.dimensions):
        yield from _locate_below(("dimensions", index), dimension)


def _locate_below(route: Route, dimension: Dimension) -> Iterator[Located]:
    yield route, dimension
    for index, indicator in enumerate(dimension.indicators):
        yield (*route, "indicators", index), indicator
    for index, inner in enumerate(dimension.dimensions):
        yield from _locate_below((*route, "dimensions", index), inner)


def locate_indicators(framework: Framework) -> Iterator[tuple[Route, Indicator]]:
    """Yield every indicator with its route, in reading order."""
    for route, item in locate(framework):
        if isinstance(item, Indicator):
            yield route, item


def find_confusable(ids: Iterable[tuple[str, Route]], part: Part, help: str) -> Iterator[Finding]:
    """Yield every id that an earlier one equals, letter case aside."""
    seen: dict[str, tuple[str, Route]] = {}
    for id, route in ids:
        first, first_route = seen.setdefault(id.casefold(), (id, route))
        if first_route != route:
            how = "is used twice" if first == id else f"differs from {first} in letter case alone"
            yield Finding(
                message=f"the id {id} {how}",
                help=help,
                route=route,
                part=part,
                related=((first_route, "first used here"),),
            )
