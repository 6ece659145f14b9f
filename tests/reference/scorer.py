"""Reference scorer: SPEC.md section 3 word by word, every verdict decided by brute force.

A completion gives each not-rated indicator one of the levels it could get. Verdicts come from
trying all completions; nothing relies on the worst and the best of them being enough.

While scoring, `filled` maps an indicator's id to the place of a level in its list of levels. An
applicable indicator that `filled` does not name is not rated.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

Data = dict[str, Any]
Filled = dict[str, int]

RANK = {"fail": 0, "partial": 1, "pass": 2}
DEFAULT_SCALE = [
    {"id": "pass", "value": "1", "status": "pass"},
    {"id": "partial", "value": "0.5", "status": "partial"},
    {"id": "fail", "value": "0", "status": "fail"},
]
MOST_COMPLETIONS = 50_000


def assess(framework: Data, assessment: Data) -> Data:
    """Score one assessment; both arguments are plain data whose scalars are all text."""
    whole = read_whole(framework, assessment)
    return figures(whole, number(framework.get("minimum_coverage", "0")))


def rounded(result: Data) -> Data:
    """The same result with every exact fraction as a number of 6 places, half-even."""
    plain = _rounded(result)
    assert isinstance(plain, dict)
    return plain


def _rounded(value: Any) -> Any:
    if isinstance(value, Fraction):
        return float(round(value, 6))
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_rounded(inner) for inner in value]
    return value


# Reading: from plain data to nodes that carry what scoring needs.


def number(text: str) -> Fraction:
    """An exact number from `4`, `-0.25` or `2/3`."""
    return Fraction(text)


def as_list(value: Any) -> list[Any]:
    """A list of one may be written as its one item; nothing is the empty list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def read_rule(rule: Any) -> tuple[str, Fraction | None]:
    """A rule as its name and, where it has one, its number."""
    if isinstance(rule, str):
        return rule, None
    ((name, text),) = rule.items()
    return name, number(text)


def read_whole(framework: Data, assessment: Data) -> Data:
    """The whole as a dimension whose items are the top dimensions."""
    top = {"id": "", "dimensions": framework["dimensions"], **framework.get("overall", {})}
    return read_dimension(top, framework, assessment)


def read_dimension(source: Data, framework: Data, assessment: Data) -> Data:
    """A dimension with its own rules, or else the framework's, or else the defaults."""

    def setting(key: str, default: str) -> Any:
        return source.get(key, framework.get(key, default))

    indicators = [read_indicator(each, framework, assessment) for each in as_list(source.get("indicators"))]
    dimensions = [read_dimension(each, framework, assessment) for each in as_list(source.get("dimensions"))]
    counted = [each for each in indicators if each["state"] == "active"]
    for each in dimensions:
        counted = counted + each["counted"]
    applicable = [each for each in counted if each["status"] != "not-applicable"]
    return {
        "id": source["id"],
        "weight": number(source.get("weight", "1")),
        "critical": source.get("critical", "false") == "true",
        "aggregation": setting("aggregation", "mean-of-dimensions"),
        "pass_when": read_rule(setting("pass_when", "all")),
        "partial_when": read_rule(setting("partial_when", "never")),
        "indicators": indicators,
        "dimensions": dimensions,
        "counted": counted,
        "applicable": applicable,
        "applicable_ids": [each["id"] for each in applicable],
        "known_scores": {},
        "known_rules": {},
    }


def read_indicator(source: Data, framework: Data, assessment: Data) -> Data:
    """An indicator with its levels and what was recorded for it."""
    scales = framework.get("scales") or {"rating": DEFAULT_SCALE}
    scale = source.get("scale", next(iter(scales)))
    levels = [
        {"id": each["id"], "value": number(each["value"]), "status": each["status"]}
        for each in as_list(scales[scale])
    ]
    bands = as_list(source.get("measure", {}).get("bands"))
    if bands:
        named = {each["level"] for each in bands}
        levels = [each for each in levels if each["id"] in named]
    recorded = recorded_level(assessment.get("ratings", {}).get(source["id"]), bands)
    at = None
    status = recorded
    if recorded not in ("not-rated", "not-applicable"):
        at = [each["id"] for each in levels].index(recorded)
        status = levels[at]["status"]
    order = sorted(range(len(levels)), key=lambda place: strength(levels[place]))
    return {
        "id": source["id"],
        "weight": number(source.get("weight", "1")),
        "critical": source.get("critical", "false") == "true",
        "state": source.get("state", "active"),
        "levels": levels,
        "worst": order[0],
        "best": order[-1],
        "at": at,
        "status": status,
    }


def strength(level: Data) -> tuple[Fraction, int]:
    """What worst and best go by: value, then status."""
    return level["value"], RANK[level["status"]]


def recorded_level(rating: Any, bands: list[Data]) -> str:
    """A level's id, `not-rated` or `not-applicable`."""
    if rating is None:
        return "not-rated"
    if isinstance(rating, str):
        if rating in ("not-rated", "not-applicable"):
            return rating
        rating = {"measured": rating} if bands else {"level": rating}
    if "measured" in rating:
        return fitting_level(number(rating["measured"]), bands)
    return str(rating.get("level", "not-rated"))


def fitting_level(measured: Fraction, bands: list[Data]) -> str:
    """The level of the first band that holds the measurement, bounds included."""
    for band in bands:
        if "at_least" in band and measured < number(band["at_least"]):
            continue
        if "at_most" in band and measured > number(band["at_most"]):
            continue
        return str(band["level"])
    raise ValueError("no band fits")


# Scores and rules for one state of affairs.


def score_in(node: Data, filled: Filled) -> Fraction | None:
    """A dimension's score from the indicators `filled` names; none where it names none below."""
    key = tuple(map(filled.get, node["applicable_ids"]))
    known: dict[Any, Fraction | None] = node["known_scores"]
    if key not in known:
        known[key] = _score_in(node, filled)
    return known[key]


def _score_in(node: Data, filled: Filled) -> Fraction | None:
    pairs: list[tuple[Fraction, Fraction]] = []
    if node["aggregation"] == "mean-of-indicators":
        for each in node["applicable"]:
            if each["id"] in filled:
                pairs.append((each["weight"], each["levels"][filled[each["id"]]]["value"]))
    else:
        for item in applicable_items(node):
            if "levels" not in item:
                score = score_in(item, filled)
                if score is not None:
                    pairs.append((item["weight"], score))
            elif item["id"] in filled:
                pairs.append((item["weight"], item["levels"][filled[item["id"]]]["value"]))
    if not pairs:
        return None
    if node["aggregation"] == "minimum":
        return min(score for _, score in pairs)
    total = sum((weight * score for weight, score in pairs), Fraction(0))
    return total / sum((weight for weight, _ in pairs), Fraction(0))


def applicable_items(node: Data) -> list[Data]:
    """Counted indicators and sub-dimensions that are not not-applicable, in order."""
    indicators = [
        each
        for each in node["indicators"]
        if each["state"] == "active" and each["status"] != "not-applicable"
    ]
    return indicators + [each for each in node["dimensions"] if each["applicable"]]


def rules_in(node: Data, filled: Filled) -> tuple[bool, bool]:
    """Whether `pass_when` (with the critical items) and `partial_when` hold; all must be filled."""
    key = tuple(map(filled.get, node["applicable_ids"]))
    known: dict[Any, tuple[bool, bool]] = node["known_rules"]
    if key not in known:
        items = applicable_items(node)
        statuses = [status_in(item, filled) for item in items]
        critical_pass = all(
            status == "pass" for item, status in zip(items, statuses, strict=True) if item["critical"]
        )
        score = score_in(node, filled)
        known[key] = (
            critical_pass and holds(node["pass_when"], statuses, score),
            holds(node["partial_when"], statuses, score),
        )
    return known[key]


def status_in(item: Data, filled: Filled) -> str:
    """`pass`, `partial` or `fail` of an item when all below it is filled."""
    if "levels" in item:
        return str(item["levels"][filled[item["id"]]]["status"])
    passes, partly = rules_in(item, filled)
    return "pass" if passes else "partial" if partly else "fail"


def holds(rule: tuple[str, Fraction | None], statuses: list[str], score: Fraction | None) -> bool:
    """Whether a rule holds of the applicable items' statuses and the score."""
    name, wanted = rule
    passing = statuses.count("pass")
    if name == "never":
        return False
    if name == "all":
        return passing == len(statuses)
    if name == "any":
        return passing > 0
    if name == "none-fail":
        return "fail" not in statuses
    assert wanted is not None
    if name == "at_least":
        return passing >= wanted or passing == len(statuses)
    if name == "share":
        return Fraction(passing, len(statuses)) >= wanted
    assert name == "score"
    assert score is not None
    return score >= wanted


# States of affairs: what is rated, and everything the rest could turn out to be.


def as_rated(node: Data) -> Filled:
    """What is rated below a dimension, and nothing else."""
    return {each["id"]: each["at"] for each in node["applicable"] if each["at"] is not None}


def with_rest_at(node: Data, end: str) -> Filled:
    """What is rated, and the not-rated indicators at their `worst` or `best`."""
    rest = {each["id"]: each[end] for each in node["applicable"] if each["at"] is None}
    return {**as_rated(node), **rest}


def completions(node: Data) -> Iterator[Filled]:
    """Every way the not-rated indicators below a dimension could turn out."""
    unrated = [each for each in node["applicable"] if each["at"] is None]
    choices = []
    for each in unrated:
        different = {strength(level): place for place, level in enumerate(each["levels"])}
        choices.append(list(different.values()))
    if math.prod(map(len, choices)) > MOST_COMPLETIONS:
        raise ValueError("too many not-rated indicators to try every completion")
    ids = [each["id"] for each in unrated]
    rated = as_rated(node)
    for choice in itertools.product(*choices):
        yield {**rated, **dict(zip(ids, choice, strict=True))}


# Figures of a dimension or the whole.


def figures(node: Data, minimum_coverage: Fraction) -> Data:
    """The figures of a dimension or the whole, and of its sub-dimensions."""
    coverage = coverage_of(node)
    low, high = bounds_of(node)
    dimensions = []
    for each in node["dimensions"]:
        dimensions.append(
            {
                "id": each["id"],
                **figures(each, minimum_coverage),
                "weight": each["weight"],
                "critical": each["critical"],
                "indicators": [indicator_figures(indicator) for indicator in each["indicators"]],
            }
        )
    return {
        "status": verdict_of(node),
        "score": score_in(node, as_rated(node)),
        "score_low": low,
        "score_high": high,
        "coverage": coverage,
        "provisional": coverage is not None and coverage < minimum_coverage,
        "near_miss": near_miss_of(node),
        "counts": counts_of(node),
        "dimensions": dimensions,
    }


def indicator_figures(indicator: Data) -> Data:
    """What is shown of an indicator, counted or not."""
    level = None if indicator["at"] is None else indicator["levels"][indicator["at"]]
    return {
        "id": indicator["id"],
        "state": indicator["state"],
        "level": None if level is None else level["id"],
        "status": indicator["status"],
        "score": None if level is None else level["value"],
        "weight": indicator["weight"],
        "critical": indicator["critical"],
    }


def verdict_of(node: Data) -> str:
    """The verdict, from whether each rule holds in every, some or no completion."""
    if not node["applicable"]:
        return "not-applicable"
    outcomes = [rules_in(node, filled) for filled in completions(node)]
    for verdict, held in zip(("pass", "partial"), zip(*outcomes, strict=True), strict=True):
        if all(held):
            return verdict
        if any(held):
            return "undetermined"
    return "fail"


def bounds_of(node: Data) -> tuple[Fraction | None, Fraction | None]:
    """`score_low` and `score_high`, which no completion goes beyond."""
    if not node["applicable"]:
        return None, None
    low = score_in(node, with_rest_at(node, "worst"))
    high = score_in(node, with_rest_at(node, "best"))
    scores = [score_in(node, filled) for filled in completions(node)]
    reached = [score for score in scores if score is not None]
    assert len(reached) == len(scores)
    assert low == min(reached)
    assert high == max(reached)
    return low, high


def coverage_of(node: Data) -> Fraction | None:
    """Weight of the rated indicators below by weight of the applicable ones."""
    if not node["applicable"]:
        return None
    rated = [each["weight"] for each in node["applicable"] if each["at"] is not None]
    return sum(rated, Fraction(0)) / sum((each["weight"] for each in node["applicable"]), Fraction(0))


def counts_of(node: Data) -> dict[str, int]:
    """How many counted indicators below have each status."""
    counts = {"pass": 0, "partial": 0, "fail": 0, "not_rated": 0, "not_applicable": 0}
    for each in node["counted"]:
        counts[each["status"].replace("-", "_")] += 1
    return counts


def near_miss_of(node: Data) -> list[str]:
    """The one or two items that keep a dimension from passing: it would if they passed, at their best."""
    if verdict_of(node) in ("pass", "not-applicable"):
        return []
    missing = [
        item
        for item in applicable_items(node)
        if (item["status"] if "levels" in item else verdict_of(item)) != "pass"
    ]
    if len(missing) > 2:
        return []
    filled = with_rest_at(node, "worst")
    for item in missing:
        for each in [item] if "levels" in item else item["applicable"]:
            filled[each["id"]] = each["best"]
    missing_ids = [item["id"] for item in missing]
    statuses = [
        "pass" if item["id"] in missing_ids else status_in(item, filled) for item in applicable_items(node)
    ]
    critical_pass = all(
        status == "pass"
        for item, status in zip(applicable_items(node), statuses, strict=True)
        if item["critical"]
    )
    passes = critical_pass and holds(node["pass_when"], statuses, score_in(node, filled))
    return missing_ids if passes else []
