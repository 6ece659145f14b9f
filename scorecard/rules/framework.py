"""Codes SC2xx: what a framework means."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from fractions import Fraction

from scorecard.diagnostics import Finding, Part, Severity
from scorecard.model.framework import STATUS_RANK, Framework, Indicator, Level, Status
from scorecard.model.lexical import Number, Suggestions
from scorecard.rules.framework_quality import QUALITY_RULES
from scorecard.rules.measures import MEASURE_RULES
from scorecard.rules.rule import (
    Rule,
    find_confusable,
    find_reserved,
    locate,
    locate_items,
    locate_measures,
    rule,
    thing_finding,
)
from scorecard.rules.verdicts import VERDICT_RULES

_INFINITY = Fraction(10) ** 30
"""Greater than any number that can be written."""


@rule("SC201", "duplicate-indicator-id", Severity.ERROR)
def duplicate_indicator_id(framework: Framework) -> Iterator[Finding]:
    """Two dimensions or indicators have one id, or ids that differ in letter case alone."""
    ids = ((item.id, (*route, "id")) for route, item in locate_items(framework))
    yield from find_confusable(ids, Part.VALUE, "give each its own id: ratings name them by it")


@rule("SC202", "reserved-id", Severity.ERROR)
def reserved_id(framework: Framework) -> Iterator[Finding]:
    """An id is `not-rated` or `not-applicable`."""
    named = (*locate_items(framework), *locate(framework, Level), *locate(framework, Framework))
    ids = [(thing.id, (*route, "id"), Part.VALUE) for route, thing in named]
    ids += [(key, ("sources", key), Part.KEY) for key in framework.sources]
    ids += [(name, ("scales", name), Part.KEY) for name in framework.scales]
    yield from find_reserved(ids, "choose another id")


@rule("SC203", "duplicate-level-id", Severity.ERROR)
def duplicate_level_id(framework: Framework) -> Iterator[Finding]:
    """Two levels of a scale, two scales or two sources have one id, letter case aside."""
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
    """In a scale a greater value goes with a worse status."""
    for name, levels in framework.scales.items():
        if any(level.status is Status.UNJUDGED for level in levels):
            continue
        least: dict[Status, Level] = {}
        for level in levels:
            least[level.status] = min(least.get(level.status, level), level, key=lambda each: each.value)
        for index, level in enumerate(levels):
            better = min(
                (other for other in least.values() if STATUS_RANK[other.status] > STATUS_RANK[level.status]),
                key=lambda each: each.value,
                default=level,
            )
            if better.value < level.value:
                yield Finding(
                    message=f"level {level.id} has a greater value ({level.value}) than {better.id} "
                    f"({better.value}) but a worse status: {level.status}, not {better.status}",
                    help="order the values so that fail < partial < pass, or mend the statuses",
                    route=("scales", name, index, "status"),
                )


@rule("SC205", "unknown-scale", Severity.ERROR)
def unknown_scale(framework: Framework) -> Iterator[Finding]:
    """An indicator names a scale that the framework does not have."""
    suggestions = Suggestions()
    for at in locate(framework, Indicator):
        scale = at.thing.scale
        if scale is not None and scale not in framework.scales:
            help = suggestions.say(scale, framework.scales)
            yield thing_finding(at, f": there is no scale {scale}", help, "scale")


@rule("SC206", "unknown-band-level", Severity.ERROR)
def unknown_band_level(framework: Framework) -> Iterator[Finding]:
    """A band gives a level that the indicator's scale does not have."""
    suggestions = Suggestions()
    scales = {name: dict.fromkeys(level.id for level in levels) for name, levels in framework.scales.items()}
    for at, measure in locate_measures(framework):
        known = scales.get(framework.scale_name(at.thing))
        for index, band in enumerate(measure.bands):
            if known is not None and band.level not in known:
                words = f": there is no level {band.level} in its scale"
                help = suggestions.say(band.level, known)
                yield thing_finding(at, words, help, "measure", "bands", index, "level")


@rule("SC207", "unreachable-band", Severity.ERROR)
def unreachable_band(framework: Framework) -> Iterator[Finding]:
    """No measurement can fall into a band."""
    for (route, indicator), measure in locate_measures(framework):
        # What the bands before hold together, as stretches that do not touch. Bounds are inclusive.
        lows: list[Number] = []
        highs: list[Number] = []
        for index, band in enumerate(measure.bands):
            low = -_INFINITY if band.at_least is None else band.at_least
            high = _INFINITY if band.at_most is None else band.at_most
            first, last = bisect_left(highs, low), bisect_right(lows, high)
            if low > high or (first < last and lows[first] <= low and high <= highs[first]):
                yield Finding(
                    message=f"indicator {indicator.id}: no measurement can reach this band ({band.level})",
                    help="the first band that fits counts: put narrower bounds first, and mend these",
                    route=(*route, "measure", "bands", index),
                )
                continue
            if first < last:
                low, high = min(low, lows[first]), max(high, highs[last - 1])
            lows[first:last], highs[first:last] = [low], [high]


@rule("SC208", "missing-last-band", Severity.ERROR)
def missing_last_band(framework: Framework) -> Iterator[Finding]:
    """The last band of a measure has a bound."""
    for at, measure in locate_measures(framework):
        if measure.bands and measure.bands[-1].bounds:
            words = ": the last band has a bound: some measurements fit none"
            help = "add a last band with a level alone, for all that the others leave"
            yield thing_finding(at, words, help, "measure", "bands", len(measure.bands) - 1)


@rule("SC209", "undefined-framework-source", Severity.ERROR)
def undefined_framework_source(framework: Framework) -> Iterator[Finding]:
    """An indicator cites a source that the framework does not define."""
    suggestions = Suggestions()
    for at in locate(framework, Indicator):
        for index, key in enumerate(at.thing.sources):
            if key not in framework.sources:
                words = f" cites {key}, which `sources` does not define"
                yield thing_finding(at, words, suggestions.say(key, framework.sources), "sources", index)


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
    *MEASURE_RULES,
    *VERDICT_RULES,
    *QUALITY_RULES,
)
