"""Reference for SPEC.md section 9: every way to rate every indicator, and every variant, by plain data.

`ways` tries all ratings; verdicts come from `scorer`. `variants` makes each variant by changing the framework
or the assessment as their files would be changed, and scores it.
"""

from __future__ import annotations

import copy
import itertools
import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from .scorer import (
    DEFAULT_SCALE,
    UNJUDGED_SCALE,
    Data,
    applicable_items,
    as_list,
    assess,
    counted_units,
    grade_in,
    measured_result,
    number,
    read_rule,
    read_whole,
    recorded_level,
    status_in,
)

RANKS = {"fail": 0, "partial": 1, "pass": 2}
AGGREGATIONS = ["mean-of-dimensions", "mean-of-indicators", "minimum"]


class Choice:
    """An indicator that applies: the ratings it may get, each with what it gives, and which one it has."""

    def __init__(self, name: str, levels: list[Data], at: int | None, *, is_doubtful: bool) -> None:
        self.name = name
        self.levels = levels
        self.at = at
        self.is_doubtful = is_doubtful

    def is_worst(self, place: int) -> bool:
        """Whether no other rating gives less."""
        worth = [(number(each["value"]), RANKS.get(each.get("status"), 0)) for each in self.levels]
        return worth[place] == min(worth)


class Firmness:
    """What follows from every way to rate what applies; verdicts are grades where nobody judges.

    `unrated_for_best` is how many of those not rated must be better than their worst for the best result.
    """

    def __init__(self, names: list[str]) -> None:
        self.names = names
        self.reach: dict[str, int | None] = dict.fromkeys(names)
        self.unrated_for_best: int | None = None
        self.pivots: set[tuple[str, Any, str]] = set()
        self.doubtful: list[str] = []
        self.doubt: set[str] = set()

    @property
    def open(self) -> list[str]:
        return [name for name in self.names if self.reach[name] == 0]


def ways(framework: Data, assessment: Data, most: int) -> Firmness | None:
    """Try every way; none where there are more than eight indicators, or too many ways."""
    whole = read_whole(framework, assessment)
    choices = [_choice(each, framework, assessment) for each in whole["applicable"]]
    if len(choices) > 8 or math.prod(len(each.levels) for each in choices) > most:
        return None
    for indicator, choice in zip(whole["applicable"], choices, strict=True):
        indicator["levels"] = choice.levels
    judges = whole["judges"]
    found = Firmness(["pass", "partial", "fail"] if judges else [name for name, _ in whole["grades"]])
    found.doubtful = [each.name for each in choices if each.is_doubtful]
    single: set[tuple[str, Any, str]] = set()
    cheapest = len(choices) + 1, 0
    if not choices or not found.names:
        return found
    for places in itertools.product(*(range(len(each.levels)) for each in choices)):
        filled = {each.name: place for each, place in zip(choices, places, strict=True)}
        verdict = status_in(whole, filled) if judges else str(grade_in(whole, filled))
        changed = [each for each in choices if each.at is not None and each.at != filled[each.name]]
        known = found.reach[verdict]
        if verdict == found.names[0]:
            raised = sum(each.at is None and not each.is_worst(filled[each.name]) for each in choices)
            cheapest = min(cheapest, (len(changed), raised))
        found.reach[verdict] = len(changed) if known is None else min(known, len(changed))
        if len(changed) == 1:
            to = changed[0].levels[filled[changed[0].name]]["to"]
            single.add((changed[0].name, to, verdict))
        if all(each.is_doubtful for each in changed):
            found.doubt.add(verdict)
    found.pivots = {each for each in single if each[2] not in found.open}
    found.unrated_for_best = cheapest[1]
    return found


def _choice(indicator: Data, framework: Data, assessment: Data) -> Choice:
    source = next(each for each in indicators_of(framework) if each["id"] == indicator["id"])
    rating = assessment.get("ratings", {}).get(indicator["id"])
    recorded = recorded_level(rating, source.get("measure"))
    measure = source.get("measure", {})
    if "points" in measure:
        keys = ("at", "at_least", "at_most")
        places = [*as_list(measure["points"]), *as_list(measure.get("bands"))]
        numbers = {number(each[key]) for each in places for key in keys if key in each}
        numbers |= {recorded} if isinstance(recorded, Fraction) else set()
        scale = _scale(framework, source)
        levels = [{**measured_result(each, measure, scale)[0], "to": each} for each in sorted(numbers)]
        now: Any = recorded
    else:
        levels = [{**each, "to": each["id"]} for each in indicator["levels"]]
        now = levels.pop()["id"] if isinstance(recorded, Fraction) else recorded
    given = [each["to"] for each in levels]
    is_doubtful = isinstance(rating, dict) and rating.get("confidence") == "low" and now != "not-rated"
    return Choice(
        indicator["id"], levels, given.index(now) if now in given else None, is_doubtful=is_doubtful
    )


def _scale(framework: Data, indicator: Data) -> list[Data]:
    judges = framework.get("verdict", "by-rules") != "none"
    scales = framework.get("scales") or {"rating": DEFAULT_SCALE if judges else UNJUDGED_SCALE}
    return as_list(scales[indicator.get("scale", next(iter(scales)))])


def indicators_of(holder: Data) -> Iterator[Data]:
    """Every indicator of a framework or a dimension, at any depth."""
    yield from as_list(holder.get("indicators"))
    for each in as_list(holder.get("dimensions")):
        yield from indicators_of(each)


def dimensions_of(holder: Data) -> Iterator[Data]:
    """Every dimension of a framework or a dimension, at any depth."""
    for each in as_list(holder.get("dimensions")):
        yield each
        yield from dimensions_of(each)


# Variants.


def variants(framework: Data, assessment: Data) -> Iterator[tuple[str, Data]]:
    """Every variant in order, each with the figures of its whole."""
    whole = read_whole(framework, assessment)

    def changed(change: Callable[[Data], None]) -> Data:
        other = copy.deepcopy(framework)
        change(other)
        return assess(other, assessment)

    for aggregation in AGGREGATIONS:
        if aggregation != framework.get("aggregation", AGGREGATIONS[0]):
            yield f"aggregation:{aggregation}", changed(lambda other, a=aggregation: _aggregate(other, a))  # type: ignore[misc]
    yield "equal-weights", changed(lambda other: _drop(other, "weight"))
    everything = [*dimensions_of(framework), *indicators_of(framework)]
    if any(each.get("critical") == "true" for each in everything):
        yield "not-critical", changed(lambda other: _drop(other, "critical"))
    aside = [each for each in _leaves(whole) if each["counts"] and each["status"] == "not-applicable"]
    if aside:
        ratings = dict(assessment["ratings"])
        for each in aside:
            source = next(one for one in indicators_of(framework) if one["id"] == each["id"])
            ratings[each["id"]] = _worst(each, source, framework)
        yield "not-applicable-fails", assess(framework, {**assessment, "ratings": ratings})
    rule = framework.get("overall", {}).get("pass_when", framework.get("pass_when", "all"))
    items = len(applicable_items(whole))
    if whole["judges"] and read_rule(rule)[0] == "all" and items > 1:
        all_but_one = {**framework.get("overall", {}), "pass_when": {"at_least": str(items - 1)}}
        yield "all-but-one", assess({**framework, "overall": all_but_one}, assessment)
    tops = [each["id"] for each in whole["dimensions"] if each["applies"] and each["applicable"]]
    units = [each["id"] for each in counted_units(whole) if _applies(each)]
    for name in dict.fromkeys([*tops, *units]):
        result = changed(lambda other, name=name: _remove(other, name))  # type: ignore[misc]
        if result["status"] != "not-applicable":
            yield f"without:{name}", result


def _applies(unit: Data) -> bool:
    return bool(unit["applicable"]) if "applicable" in unit else unit["status"] != "not-applicable"


def _leaves(node: Data) -> Iterator[Data]:
    yield from node["indicators"]
    for each in node["dimensions"]:
        yield from _leaves(each)


def _worst(indicator: Data, source: Data, framework: Data) -> Data:
    """The rating that gives the least score and of those the worst status."""
    measure = source.get("measure", {})
    scale = _scale(framework, source)
    if "points" in measure:
        chosen = _choice(indicator, framework, {"ratings": {}})
        order = {"fail": 0, "partial": 1, "pass": 2, None: 0}
        level = min(chosen.levels, key=lambda each: (each["value"], order[each["status"]]))
        return {"measured": str(level["to"])}
    worst = indicator["levels"][indicator["worst"]]["id"]
    if "bands" not in measure:
        return {"level": worst}
    numbers = [number(each[key]) for each in as_list(measure["bands"]) for key in each if key != "level"]
    near = {0, *(each + step for each in numbers for step in (-1, 0, 1, Fraction(1, 10**12)))}
    near |= {each - Fraction(1, 10**12) for each in numbers}
    near |= {(one + other) / 2 for one in numbers for other in numbers}
    return {
        "measured": next(
            str(each) for each in near if measured_result(each, measure, scale)[0]["id"] == worst
        )
    }


def _aggregate(framework: Data, aggregation: str) -> None:
    for each in dimensions_of(framework):
        each.pop("aggregation", None)
    framework.get("overall", {}).pop("aggregation", None)
    framework["aggregation"] = aggregation


def _drop(framework: Data, key: str) -> None:
    for each in [*dimensions_of(framework), *indicators_of(framework)]:
        each.pop(key, None)


def _remove(holder: Data, name: str) -> None:
    for key in ("indicators", "dimensions"):
        if key in holder:
            holder[key] = [each for each in as_list(holder[key]) if each["id"] != name]
    for each in as_list(holder.get("dimensions")):
        _remove(each, name)
