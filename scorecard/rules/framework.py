"""Codes SC2xx: what a framework means."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from scorecard.diagnostics import Finding, Part, Route, Severity
from scorecard.framework import STATUS_RANK, Band, Dimension, Framework, Indicator
from scorecard.rules import Rule, rule
from scorecard.source import RESERVED_IDS, Number, suggest

_INFINITY = Fraction(10) ** 30
"""Greater than any number that can be written."""

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


@rule("SC201", "duplicate-indicator-id", Severity.ERROR)
def duplicate_indicator_id(framework: Framework) -> Iterator[Finding]:
    """Two dimensions or indicators have one id, letter case aside.

    Dimensions and indicators share one name space. A rating names its indicator by id and nothing else, so
    it could belong to either.
    """
    ids = ((item.id, (*route, "id")) for route, item in locate(framework))
    yield from find_confusable(ids, Part.VALUE, "give each its own id: ratings name them by it")


@rule("SC202", "reserved-id", Severity.ERROR)
def reserved_id(framework: Framework) -> Iterator[Finding]:
    """An id is `not-rated` or `not-applicable`, which ratings use for something else."""
    ids = [(item.id, (*route, "id"), Part.VALUE) for route, item in locate(framework)]
    ids += [
        (level.id, ("scales", name, index, "id"), Part.VALUE)
        for name, levels in framework.scales.items()
        for index, level in enumerate(levels)
    ]
    ids += [(key, ("sources", key), Part.KEY) for key in framework.sources]
    ids += [(name, ("scales", name), Part.KEY) for name in framework.scales]
    ids.append((framework.id, ("id",), Part.VALUE))
    for id, route, part in ids:
        if id in RESERVED_IDS:
            yield Finding(
                message=f"{id} is a reserved word and cannot be an id",
                help="choose another id",
                route=route,
                part=part,
            )


@rule("SC203", "duplicate-level-id", Severity.ERROR)
def duplicate_level_id(framework: Framework) -> Iterator[Finding]:
    """Two levels of a scale, or two scales or sources, have one id, letter case aside."""
    for name, levels in framework.scales.items():
        yield from find_confusable(
            ((level.id, ("scales", name, index, "id")) for index, level in enumerate(levels)),
            Part.VALUE,
            "give each level its own id: ratings name them by it",
        )
    for mapping, keys in (("scales", framework.scales), ("sources", framework.sources)):
        yield from find_confusable(((key, (mapping, key)) for key in keys), Part.KEY, "give each its own key")


@rule("SC204", "scale-order", Severity.ERROR)
def scale_order(framework: Framework) -> Iterator[Finding]:
    """In a scale a greater value goes with a worse status.

    Then a better score could go with a worse verdict, and no result could be trusted.
    """
    for name, levels in framework.scales.items():
        for index, level in enumerate(levels):
            better = next(
                (
                    other
                    for other in levels
                    if other.value < level.value and STATUS_RANK[other.status] > STATUS_RANK[level.status]
                ),
                None,
            )
            if better is not None:
                yield Finding(
                    message=f"level {level.id} has a greater value ({level.value}) than {better.id} "
                    f"({better.value}) but a worse status: {level.status}, not {better.status}",
                    help="order the values so that fail < partial < pass",
                    route=("scales", name, index, "status"),
                )


@rule("SC205", "unknown-scale", Severity.ERROR)
def unknown_scale(framework: Framework) -> Iterator[Finding]:
    """An indicator names a scale that the framework does not have."""
    for route, indicator in locate_indicators(framework):
        if indicator.scale is not None and indicator.scale not in framework.scales:
            yield Finding(
                message=f"indicator {indicator.id}: there is no scale {indicator.scale}",
                help=suggest(indicator.scale, framework.scales),
                route=(*route, "scale"),
            )


@rule("SC206", "unknown-band-level", Severity.ERROR)
def unknown_band_level(framework: Framework) -> Iterator[Finding]:
    """A band gives a level that the indicator's scale does not have."""
    for route, indicator in locate_indicators(framework):
        levels = framework.scales.get(framework.scale_name(indicator))
        if indicator.measure is None or levels is None:
            continue
        ids = [level.id for level in levels]
        for index, band in enumerate(indicator.measure.bands):
            if band.level not in ids:
                yield Finding(
                    message=f"indicator {indicator.id}: there is no level {band.level} in its scale",
                    help=suggest(band.level, ids),
                    route=(*route, "measure", "bands", index, "level"),
                )


@rule("SC207", "unreachable-band", Severity.ERROR)
def unreachable_band(framework: Framework) -> Iterator[Finding]:
    """No measurement can fall into a band: the bands before it hold all that it holds, or it holds nothing.

    The first band that fits gives the level, so such a band says something that never happens.
    """
    for route, indicator in locate_indicators(framework):
        bands = indicator.measure.bands if indicator.measure else ()
        for index, band in enumerate(bands):
            if _is_covered(band, bands[:index]):
                yield Finding(
                    message=f"indicator {indicator.id}: no measurement can reach this band ({band.level})",
                    help="the first band that fits counts: put narrower bounds first, and mend these",
                    route=(*route, "measure", "bands", index),
                )


def _is_covered(band: Band, earlier: tuple[Band, ...]) -> bool:
    """Whether the earlier bands together hold every number that the band holds. Bounds are inclusive."""
    low, high = _bounds(band)
    reached: Number | None = None
    for next_low, next_high in sorted(map(_bounds, earlier)):
        if next_low > (low if reached is None else reached):
            break
        if next_low <= next_high and next_high >= low:
            reached = next_high if reached is None else max(reached, next_high)
    return low > high or (reached is not None and reached >= high)


def _bounds(band: Band) -> tuple[Number, Number]:
    low = -_INFINITY if band.at_least is None else band.at_least
    return low, _INFINITY if band.at_most is None else band.at_most


@rule("SC208", "missing-last-band", Severity.ERROR)
def missing_last_band(framework: Framework) -> Iterator[Finding]:
    """The last band has a bound, so a measurement may fit none."""
    for route, indicator in locate_indicators(framework):
        if indicator.measure is None:
            continue
        last = indicator.measure.bands[-1]
        if last.at_least is not None or last.at_most is not None:
            yield Finding(
                message=f"indicator {indicator.id}: the last band has a bound: some measurements fit none",
                help="add a last band with a level alone, for all that the others leave",
                route=(*route, "measure", "bands", len(indicator.measure.bands) - 1),
            )


@rule("SC209", "undefined-framework-source", Severity.ERROR)
def undefined_framework_source(framework: Framework) -> Iterator[Finding]:
    """An indicator cites a source that the framework does not define."""
    for route, indicator in locate_indicators(framework):
        for index, key in enumerate(indicator.sources):
            if key not in framework.sources:
                yield Finding(
                    message=f"indicator {indicator.id} cites {key}, which `sources` does not define",
                    help=suggest(key, framework.sources),
                    route=(*route, "sources", index),
                )


FRAMEWORK_RULES: tuple[Rule[Framework], ...] = (
    duplicate_indicator_id,
    reserved_id,
    duplicate_level_id,
    scale_order,
    unknown_scale,
    unknown_band_level,
    unreachable_band,
    missing_last_band,
    undefined_framework_source,
)
