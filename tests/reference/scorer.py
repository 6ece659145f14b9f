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
UNJUDGED_SCALE = [
    {"id": "pass", "value": "1"},
    {"id": "partial", "value": "0.5"},
    {"id": "fail", "value": "0"},
]
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
    return read_dimension(top, framework, assessment, True)


def is_for(source: Data, assessment: Data) -> bool:
    """Whether the subject has one of the tags that something applies to, if it names any."""
    wanted = as_list(source.get("applies_to"))
    return not wanted or any(tag in wanted for tag in as_list(assessment.get("subject", {}).get("tags")))


def asked_below(source: Data, assessment: Data) -> Iterator[str]:
    """The ids of the dimensions and indicators below that are asked of the subject, in no order."""
    for key in ("indicators", "dimensions"):
        for each in as_list(source.get(key)):
            if is_for(each, assessment):
                yield each["id"]
                yield from asked_below(each, assessment)


def read_dimension(source: Data, framework: Data, assessment: Data, applies: bool) -> Data:
    """A dimension with its own rules, or else the framework's, or else the defaults."""

    def setting(key: str, default: str) -> Any:
        return source.get(key, framework.get(key, default))

    applies = applies and is_for(source, assessment)
    indicators = [
        read_indicator(each, framework, assessment, applies) for each in as_list(source.get("indicators"))
    ]
    dimensions = [
        read_dimension(each, framework, assessment, applies) for each in as_list(source.get("dimensions"))
    ]
    counted = [each for each in indicators if each["counts"]]
    for each in dimensions:
        counted = counted + each["counted"]
    applicable = [each for each in counted if each["status"] != "not-applicable"]
    grades = [
        (each["id"], read_rule(each["when"]) if "when" in each else None)
        for each in as_list(framework.get("grades"))
    ]
    return {
        "id": source["id"],
        "weight": number(source.get("weight", "1")),
        "critical": source.get("critical", "false") == "true",
        "aggregation": setting("aggregation", "mean-of-dimensions"),
        "pass_when": read_rule(setting("pass_when", "all")),
        "partial_when": read_rule(setting("partial_when", "never")),
        "judges": framework.get("verdict", "by-rules") != "none",
        "grades": grades,
        "one": source.get("counts_as") == "indicator",
        "counts": applies and not (source.get("counts_as") and not counted),
        "applies": applies,
        "indicators": indicators,
        "dimensions": dimensions,
        "counted": counted if applies else [],
        "applicable": applicable if applies else [],
        "applicable_ids": [each["id"] for each in applicable] if applies else [],
        "known_scores": {},
        "known_rules": {},
        "known_grades": {},
    }


def read_indicator(source: Data, framework: Data, assessment: Data, applies: bool) -> Data:
    """An indicator with what it may come to (the levels, or of points the scores) and what it came to."""
    judges = framework.get("verdict", "by-rules") != "none"
    scales = framework.get("scales") or {"rating": DEFAULT_SCALE if judges else UNJUDGED_SCALE}
    scale = source.get("scale", next(iter(scales)))
    levels = [
        {"id": each["id"], "value": number(each["value"]), "status": each.get("status")}
        for each in as_list(scales[scale])
    ]
    measure = source.get("measure")
    if measure is not None:
        named = {each["level"] for each in as_list(measure.get("bands"))}
        levels = [each for each in levels if each["id"] in named]
    applies = applies and is_for(source, assessment)
    recorded = recorded_level(assessment.get("ratings", {}).get(source["id"]), measure)
    if not applies:
        recorded = "not-applicable"
    at = None
    status: str | None = "not-rated" if recorded is None else str(recorded)
    if measure is not None and "points" in measure:
        levels = ends_of_points(levels, measure)
    if isinstance(recorded, Fraction):
        levels = [*levels, *measured_result(recorded, measure or {}, as_list(scales[scale]))]
        at = len(levels) - 1
        status = levels[at]["status"]
    elif recorded not in ("not-rated", "not-applicable"):
        at = [each["id"] for each in levels].index(recorded)
        status = levels[at]["status"]
    order = sorted(range(len(levels)), key=lambda place: strength(levels[place]))
    return {
        "id": source["id"],
        "weight": number(source.get("weight", "1")),
        "critical": source.get("critical", "false") == "true",
        "state": source.get("state", "active"),
        "counts": applies and source.get("state", "active") == "active",
        "applies": applies,
        "levels": levels,
        "worst": order[0],
        "best": order[-1],
        "at": at,
        "status": status,
    }


def strength(level: Data) -> tuple[Fraction, int]:
    """What worst and best go by: value, then status."""
    return level["value"], RANK[level["status"]] if level["status"] else 0


def ends_of_points(levels: list[Data], measure: Data) -> list[Data]:
    """The least and the greatest that points give, with the worst and the best status of the bands."""
    values = [number(each["value"]) for each in as_list(measure["points"])]
    statuses = sorted((each["status"] for each in levels if each["status"]), key=lambda name: RANK[name])
    return [
        {"id": None, "value": min(values), "status": statuses[0] if statuses else None},
        {"id": None, "value": max(values), "status": statuses[-1] if statuses else None},
    ]


def measured_result(measured: Fraction, measure: Data, scale: list[Data]) -> list[Data]:
    """What a measurement gives: the level of its band, if there are bands, and the score of the points."""
    found: Data = {"id": None, "value": None, "status": None}
    if "bands" in measure:
        name = fitting_level(measured, as_list(measure["bands"]))
        (level,) = [each for each in scale if each["id"] == name]
        found = {"id": name, "value": number(level["value"]), "status": level.get("status")}
    if "points" in measure:
        found["value"] = line_at(measured, as_list(measure["points"]))
    return [found]


def line_at(measured: Fraction, points: list[Data]) -> Fraction:
    """The score on the lines between points; beyond the ends that of the end."""
    known = sorted((number(each["at"]), number(each["value"])) for each in points)
    if measured <= known[0][0]:
        return known[0][1]
    for (low, below), (high, above) in itertools.pairwise(known):
        if measured <= high:
            return (below * (high - measured) + above * (measured - low)) / (high - low)
    return known[-1][1]


def recorded_level(rating: Any, measure: Data | None) -> str | Fraction:
    """A level's id, `not-rated` or `not-applicable`, or of what is measured the measurement."""
    if rating is None:
        return "not-rated"
    if isinstance(rating, str):
        if rating in ("not-rated", "not-applicable"):
            return rating
        rating = {"level": rating} if measure is None else {"measured": rating}
    if "measured" in rating:
        return number(rating["measured"])
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
        for each in units(node):
            if "levels" not in each:
                inner = score_in(each, filled)
                if inner is not None:
                    pairs.append((each["weight"], inner))
            elif each["id"] in filled:
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
        each for each in node["indicators"] if each["counts"] and each["status"] != "not-applicable"
    ]
    return indicators + [each for each in node["dimensions"] if each["applies"] and each["applicable"]]


def units(node: Data) -> list[Data]:
    """What counts as an indicator below a dimension and applies: indicators, and dimensions that say so."""
    found = []
    for item in applicable_items(node):
        found += [item] if "levels" in item or item["one"] else units(item)
    return found


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
        return str(item["levels"][filled[item["id"]]]["status"] or "none")
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


def grade_in(node: Data, filled: Filled) -> str | None:
    """The first grade whose rule holds; all must be filled."""
    key = tuple(map(filled.get, node["applicable_ids"]))
    known: dict[Any, str | None] = node["known_grades"]
    if key not in known:
        statuses = [status_in(item, filled) for item in applicable_items(node)]
        score = score_in(node, filled)
        met = [name for name, rule in node["grades"] if rule is None or holds(rule, statuses, score)]
        known[key] = met[0] if met else None
    return known[key]


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
                "counts_as": "indicator" if each["one"] else None,
                "weight": each["weight"],
                "critical": each["critical"],
                "indicators": [indicator_figures(indicator) for indicator in each["indicators"]],
            }
        )
    worst, best = grades_of(node)
    return {
        "status": verdict_of(node),
        "grade": worst if worst == best else None,
        "grade_low": worst,
        "grade_high": best,
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


def grades_of(node: Data) -> tuple[str | None, str | None]:
    """The worst and the best grade of any completion; none without a score."""
    if not node["grades"] or score_in(node, as_rated(node)) is None:
        return None, None
    order = [name for name, _ in node["grades"]]
    reached = {grade_in(node, filled) for filled in completions(node)}
    worst = grade_in(node, with_rest_at(node, "worst"))
    best = grade_in(node, with_rest_at(node, "best"))
    places = [order.index(name) for name in reached if name]
    assert worst and best and order.index(worst) == max(places) and order.index(best) == min(places)
    return worst, best


def verdict_of(node: Data) -> str | None:
    """The verdict, from whether each rule holds in every, some or no completion."""
    if not node["applicable"]:
        return "not-applicable"
    if not node["judges"]:
        return None
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
    everything = units(node)
    rated = [each["weight"] * (rated_part(each)) for each in everything]
    return sum(rated, Fraction(0)) / sum((each["weight"] for each in everything), Fraction(0))


def rated_part(unit: Data) -> Fraction:
    """How much of what counts as an indicator is rated."""
    if "levels" in unit:
        return Fraction(0 if unit["at"] is None else 1)
    return coverage_of(unit) or Fraction(0)


def counts_of(node: Data) -> dict[str, int | None]:
    """How many counted indicators below have each status; without verdicts how many are rated."""
    known: dict[str, int | None] = {"not_rated": 0, "not_applicable": 0}
    judged = dict.fromkeys(("pass", "partial", "fail"), 0 if node["judges"] else None)
    counts = {**judged, **known, "rated": None if node["judges"] else 0}
    for each in counted_units(node):
        counts[counted_as(each)] = (counts[counted_as(each)] or 0) + 1
    return counts


def counted_units(node: Data) -> list[Data]:
    """What counts as an indicator below a dimension, whether or not it applies."""
    if not node["applies"]:
        return []
    found = [each for each in node["indicators"] if each["counts"]]
    for each in node["dimensions"]:
        if each["counts"]:
            found += [each] if each["one"] else counted_units(each)
    return found


def counted_as(unit: Data) -> str:
    """Under which heading of the counts something falls."""
    if "levels" in unit:
        return (unit["status"] or "rated").replace("-", "_")
    verdict = verdict_of(unit)
    if verdict == "not-applicable":
        return "not_applicable"
    if verdict == "undetermined" or score_in(unit, as_rated(unit)) is None:
        return "not_rated"
    if verdict is None:
        return "rated" if coverage_of(unit) == 1 else "not_rated"
    return verdict


def near_miss_of(node: Data) -> list[str]:
    """The one or two items that keep a dimension from passing: it would if they passed, at their best."""
    if verdict_of(node) in ("pass", "not-applicable", None):
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
