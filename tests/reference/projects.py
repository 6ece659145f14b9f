"""Random valid projects as plain data, for comparing a scorer with the reference.

`random_project` varies everything in SPEC.md sections 2 and 3 that a score depends on and stays
within what is valid. Spellings that the text leaves open (a bare `not-rated` for a measured
indicator, a negative fraction, a rating of an indicator that is not active) are not used.
"""

from __future__ import annotations

import copy
import json
import pathlib
import random
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from .scorer import (
    DEFAULT_SCALE,
    UNJUDGED_SCALE,
    Data,
    as_rated,
    coverage_of,
    read_whole,
    score_in,
    with_rest_at,
)


def words(text: str) -> list[str]:
    """The words of a text."""
    return text.split()


VALUES = words("0 0.1 0.2 1/7 0.25 0.3 1/3 0.4 0.5 1/2 0.6 2/3 0.7 0.75 5/6 0.8 0.9 0.999999999")
WEIGHTS = words("1 2 3 0.5 1.5 0.1 0.25 1/3 2/3 7/3 10 0.000000001")
BOUNDS = words("-12 -3.5 -1 -0.1 0 0.1 1/3 0.5 0.75 1 2 2.5 10/3 5 10 99.9 1000 123456789")
SHARES = words("0.1 1/4 1/3 0.333333333 0.5 0.6 2/3 0.666666667 0.75 0.8 1")
SCORES = words("0 0.1 0.25 1/3 0.4 0.5 0.6 2/3 0.7 0.75 0.8 0.9 1")
AGGREGATIONS = ["mean-of-dimensions", "mean-of-indicators", "minimum"]
STATUSES = ["fail", "partial", "pass"]
WORDS = words("air Water noise NO yes on Forest.cover budget_law 12.30 0x1f 1e3 012 true soil")
TEXTS = [
    "A text",
    "Ein Maß: für alle – #1",
    'It says "yes"',
    "two\nlines",
    "- not a list",
    "~x",
    "5",
]
TAGS = words("coast port inland Hafen")
MOST_COMPLETIONS = 3**8


def random_project(rng: random.Random) -> tuple[Data, Data]:
    """A valid framework and a valid assessment under it; every scalar is text."""
    framework: Data = {
        "kind": "framework",
        "id": rng.choice(["city-air", "budget_2", "f.1", "0"]),
        "version": rng.choice(["1", "2.0", "1.10", "2021.3"]),
        "title": rng.choice(TEXTS),
    }
    if chance(rng, 0.75):
        framework["scales"] = random_scales(rng)
    if chance(rng, 0.5):
        framework["aggregation"] = rng.choice(AGGREGATIONS)
    if chance(rng, 0.5):
        framework["minimum_coverage"] = rng.choice(["0", "0.3", "0.5", "0.6", "2/3", "1"])
    if chance(rng, 0.2):
        framework["evidence"] = "optional"
    if chance(rng, 0.25):
        framework["not_applicable"] = rng.choice(["allowed", "forbidden"])
    if chance(rng, 0.2):
        framework["verdict"] = rng.choice(["none", "none", "none", "by-rules"])
    framework["dimensions"] = random_dimensions(rng, framework)
    if gives_verdicts(framework):
        add_rules(rng, framework)
    else:
        take_verdicts_out(framework)
    if chance(rng, 0.3):
        framework["grades"] = random_grades(rng, framework)
    assessment: Data = {
        "kind": "assessment",
        "framework": f"{framework['id']}@{framework['version']}",
        "subject": {
            "id": rng.choice(["springfield", "0-town", "a.b_c"]),
            "name": rng.choice(TEXTS),
        },
        "date": rng.choice(["2021-03-11", "2024-02-29", "1999-12-31"]),
    }
    if chance(rng, 0.7):
        assessment["subject"]["tags"] = rng.sample(TAGS, rng.choice([0, 1, 1, 2]))
    ratings = random_ratings(rng, framework)
    if ratings or chance(rng, 0.5):
        assessment["ratings"] = ratings
    if gives_verdicts(framework):
        meet_achieved_figures(rng, framework, assessment)
    return shortened(rng, framework), assessment


def chance(rng: random.Random, share: float) -> bool:
    """True in about this share of the calls."""
    return rng.random() < share


def gives_verdicts(framework: Data) -> bool:
    """Whether results of a framework have verdicts."""
    return bool(framework.get("verdict") != "none")


def take_verdicts_out(framework: Data) -> None:
    """Take out what belongs to verdicts alone: statuses of levels, and what is critical."""
    for levels in framework.get("scales", {}).values():
        for level in levels:
            del level["status"]
    for each in [*dimensions_below(framework), *indicators_below(framework)]:
        each.pop("critical", None)


def random_grades(rng: random.Random, framework: Data) -> list[Data]:
    """One to four grades, in any order of strength; the last has no rule."""
    names = rng.sample(["gold", "silver", "A", "b", "C.1", "4"], rng.choice([1, 2, 3, 3, 4]))
    grades = []
    for name in names[:-1]:
        rule = random_rule(rng, Fraction(1)) if gives_verdicts(framework) else {"score": rng.choice(SCORES)}
        grades.append({"id": name, "when": rule})
    return [*grades, {"id": names[-1], **({"label": rng.choice(TEXTS)} if chance(rng, 0.5) else {})}]


def maybe_for_some(rng: random.Random, made: Data) -> None:
    """Let a few things apply to subjects with some tags alone."""
    if chance(rng, 0.06):
        made["applies_to"] = rng.sample(TAGS, rng.choice([1, 1, 2]))


# Scales.


def random_scales(rng: random.Random) -> dict[str, list[Data]]:
    """One to three scales by name, the first of them the default."""
    names = rng.sample(["rating", "grade", "yes-no", "scale2"], rng.choice([1, 1, 2, 3]))
    return {name: random_scale(rng) for name in names}


def random_scale(rng: random.Random) -> list[Data]:
    """Two to five levels in which a greater value never goes with a worse status."""
    size = rng.choice([2, 2, 3, 3, 3, 4, 5])
    values = rng.sample(VALUES, size)
    if chance(rng, 0.8):
        values[0] = "1"
    if chance(rng, 0.5) and "0" not in values:
        values[-1] = "0"
    if chance(rng, 0.2):
        values[rng.randrange(size)] = rng.choice(values)
    values.sort(key=Fraction)
    statuses = [rng.choice(STATUSES) for _ in range(size)]
    if chance(rng, 0.9):
        statuses[0] = "pass"
        statuses[1] = rng.choice(["fail", "fail", "partial"])
    else:
        statuses = [rng.choice(STATUSES[:2]) for _ in range(size)]
    statuses.sort(key=STATUSES.index)
    names = rng.sample(["A", "b", "C-3", "pass", "partial", "fail", "0", "1", "n.a"], size)
    levels = [
        {"id": name, "value": value, "status": status}
        for name, value, status in zip(names, values, statuses, strict=True)
    ]
    order = rng.choice(["down", "down", "up", "any"])
    if order == "down":
        levels.reverse()
    elif order == "any":
        rng.shuffle(levels)
    return levels


def scale_of(framework: Data, indicator: Data) -> list[Data]:
    """The levels of an indicator's scale, the default scale written out."""
    default = DEFAULT_SCALE if gives_verdicts(framework) else UNJUDGED_SCALE
    scales = framework.get("scales") or {"rating": copy.deepcopy(default)}
    levels: list[Data] = scales[indicator.get("scale", next(iter(scales)))]
    return levels


def open_levels(framework: Data, indicator: Data) -> list[Data]:
    """The levels an indicator can get: of a measured one, those its bands name."""
    levels = scale_of(framework, indicator)
    if "measure" in indicator:
        if "points" in indicator["measure"]:
            ends: list[Data] = indicator["measure"]["points"][:2]  # what matters is how many there are
            return ends
        named = {band["level"] for band in indicator["measure"]["bands"]}
        levels = [level for level in levels if level["id"] in named]
    return levels


# Dimensions and indicators.


def random_dimensions(rng: random.Random, framework: Data) -> list[Data]:
    """One to four top dimensions, nested to depth three."""
    style = rng.choice(["numbers", "words"])
    taken: set[str] = set()

    def new_id(parent: str, place: int) -> str:
        if style == "numbers":
            name = f"{parent}.{place}" if parent else str(place)
        else:
            name = rng.choice(WORDS)
            while name.lower() in taken:
                name = f"{rng.choice(WORDS)}-{len(taken)}"
        taken.add(name.lower())
        return name

    def dimension(name: str, depth: int, in_one: bool = False) -> Data:
        made: Data = {"id": name, "title": rng.choice(TEXTS)}
        shape = rng.choices(
            ["indicators", "mixed", "dimensions", "empty"],
            [10, 5, 3, 1] if depth < 3 else [10, 0, 0, 1],
        )[0]
        if chance(rng, 0.4):
            made["weight"] = rng.choice(WEIGHTS)
        if chance(rng, 0.25):
            made["critical"] = rng.choice(["true", "true", "false"])
        if chance(rng, 0.3):
            made["aggregation"] = rng.choice(AGGREGATIONS)
        maybe_for_some(rng, made)
        is_one = not in_one and chance(rng, 0.2)
        if is_one:
            made["counts_as"] = "indicator"
        place = 0
        if shape in ("indicators", "mixed"):
            made["indicators"] = []
            for _ in range(rng.choice([1, 2, 2, 3, 3, 4, 5])):
                place += 1
                made["indicators"].append(random_indicator(rng, framework, new_id(name, place)))
        elif chance(rng, 0.3):
            made["indicators"] = []
        if shape in ("dimensions", "mixed"):
            made["dimensions"] = []
            for _ in range(rng.choice([1, 2, 2, 3])):
                place += 1
                made["dimensions"].append(dimension(new_id(name, place), depth + 1, in_one or is_one))
        elif chance(rng, 0.3):
            made["dimensions"] = []
        return made

    return [dimension(new_id("", place + 1), 1) for place in range(rng.choice([1, 2, 2, 3, 3, 4]))]


def random_indicator(rng: random.Random, framework: Data, name: str) -> Data:
    """An indicator, judged or measured."""
    made: Data = {
        "id": name,
        "title": rng.choice(TEXTS),
        "requirement": rng.choice(TEXTS),
    }
    if chance(rng, 0.4):
        made["weight"] = rng.choice(WEIGHTS)
    if chance(rng, 0.25):
        made["critical"] = rng.choice(["true", "true", "false"])
    if chance(rng, 0.5):
        made["scale"] = rng.choice(list(framework.get("scales", ["rating"])))
    if chance(rng, 0.2):
        made["state"] = rng.choice(["active", "future", "retired"])
    if chance(rng, 0.1):
        made["not_applicable"] = rng.choice(["allowed", "forbidden"])
    if chance(rng, 0.25):
        levels = [level["id"] for level in scale_of(framework, made)]
        made["measure"] = {"unit": rng.choice(["µg/m³", "%"]), "bands": random_bands(rng, levels)}
        if chance(rng, 0.4):
            add_points(rng, framework, made)
    maybe_for_some(rng, made)
    return made


def random_bands(rng: random.Random, levels: list[str]) -> list[Data]:
    """Bands of which each can be reached; the last has no bounds."""
    shape = rng.choice(["at_most", "at_least", "windows", "targets", "mixed", "single"])
    count = rng.choice([1, 2, 2, 3])
    bounds = sorted(rng.sample(BOUNDS, 2 * count), key=Fraction)
    bands: list[Data] = []
    if shape == "at_most":
        bands = [{"at_most": bound} for bound in bounds[:count]]
    elif shape == "at_least":
        bands = [{"at_least": bound} for bound in reversed(bounds[:count])]
    elif shape == "windows":
        pairs = list(zip(bounds[::2], bounds[1::2], strict=True))
        rng.shuffle(pairs)
        bands = [{"at_least": low, "at_most": high} for low, high in pairs]
        if chance(rng, 0.2):
            bands[0]["at_most"] = bands[0]["at_least"]
    elif shape == "targets":
        pairs = list(zip(reversed(bounds[:count]), bounds[count:], strict=True))
        bands = [{"at_least": low, "at_most": high} for low, high in pairs]
    elif shape == "mixed":
        low, high = bounds[:2]
        bands = [{"at_least": low, "at_most": high}, {"at_most": high}]
        if len(bounds) > 2:
            bands.append({"at_least": bounds[2]})
    if len(bands) < len(levels) and chance(rng, 0.7):
        names = rng.sample(levels, len(bands) + 1)
    else:
        names = [rng.choice(levels) for _ in range(len(bands) + 1)]
    return [{"level": name, **band} for name, band in zip(names, [*bands, {}], strict=True)]


def add_points(rng: random.Random, framework: Data, indicator: Data) -> None:
    """Let the score of a measured indicator come from points that agree with its bands.

    Without verdicts there is nothing to agree with: the values may turn, and bands may be left out. With
    them bands and points fall together.
    """
    measure = indicator["measure"]
    bounds = sorted(rng.sample(BOUNDS, rng.choice([2, 2, 3, 4])), key=Fraction)
    values = rng.choices(VALUES, k=len(bounds))
    if gives_verdicts(framework):
        values.sort(key=Fraction, reverse=True)
        levels = sorted(scale_of(framework, indicator), key=strength_of, reverse=True)
        names = levels[: rng.choice([1, 2, 3])]
        tops = sorted(rng.sample(BOUNDS, len(names) - 1), key=Fraction)
        measure["bands"] = [{"level": each["id"]} for each in names]
        for band, top in zip(measure["bands"], tops, strict=False):
            band["at_most"] = top
    elif chance(rng, 0.5):
        del measure["bands"]
    points = [{"at": at, "value": value} for at, value in zip(bounds, values, strict=True)]
    measure["points"] = points[::-1] if chance(rng, 0.5) else points


def strength_of(level: Data) -> tuple[Fraction, int]:
    """What makes a level better."""
    return Fraction(level["value"]), STATUSES.index(level["status"])


def most_of(framework: Data, indicator: Data) -> Fraction:
    """The greatest score that an indicator can get."""
    points = indicator.get("measure", {}).get("points")
    return max(Fraction(each["value"]) for each in points or open_levels(framework, indicator))


def dimensions_below(holder: Data) -> Iterator[Data]:
    """Every dimension in a framework or a dimension, at any depth."""
    for each in holder.get("dimensions", []):
        yield each
        yield from dimensions_below(each)


def indicators_below(holder: Data) -> Iterator[Data]:
    """Every indicator in a framework or a dimension, at any depth."""
    yield from holder.get("indicators", [])
    for each in holder.get("dimensions", []):
        yield from indicators_below(each)


# Rules.


def surely_reached(framework: Data, holder: Data) -> Fraction | None:
    """A score that is reached below whatever the weights, with all at their best; none if empty."""
    best = [
        most_of(framework, each)
        for each in indicators_below(holder)
        if each.get("state", "active") == "active"
    ]
    return min(best, default=None)


def random_rule(rng: random.Random, most: Fraction | None) -> Any:
    """A rule of any form; a score asked for is at most `most`."""
    form = rng.choice(["all", "any", "none-fail", "at_least", "share", "score"])
    if form == "at_least":
        return {"at_least": rng.choice(["1", "1", "2", "2", "3", "4", "9"])}
    if form == "share":
        return {"share": rng.choice(SHARES)}
    if form == "score":
        fitting = [score for score in SCORES if most is not None and Fraction(score) <= most]
        return {"score": rng.choice(fitting)} if fitting else "all"
    return form


def add_rules(rng: random.Random, framework: Data) -> None:
    """Rules for the framework, the whole and some dimensions."""
    most = surely_reached(framework, framework)
    if chance(rng, 0.6):
        framework["pass_when"] = random_rule(rng, most)
    if chance(rng, 0.6):
        framework["partial_when"] = "never" if chance(rng, 0.2) else random_rule(rng, most)
    if chance(rng, 0.5):
        overall: Data = {}
        if chance(rng, 0.5):
            overall["pass_when"] = random_rule(rng, most)
        if chance(rng, 0.5):
            overall["partial_when"] = "never" if chance(rng, 0.2) else random_rule(rng, most)
        if not overall or chance(rng, 0.4):
            overall["aggregation"] = rng.choice(AGGREGATIONS)
        framework["overall"] = overall
    for each in dimensions_below(framework):
        most = surely_reached(framework, each)
        if chance(rng, 0.3):
            each["pass_when"] = random_rule(rng, most)
        if chance(rng, 0.3):
            each["partial_when"] = "never" if chance(rng, 0.2) else random_rule(rng, most)


# Ratings.


def random_ratings(rng: random.Random, framework: Data) -> Data:
    """Ratings that leave at most eight indicators not rated, mostly fewer."""
    active = [each for each in indicators_below(framework) if each.get("state", "active") == "active"]
    left_out = random_not_applicable(rng, framework, active)
    wanted = rng.choices([0, 1, 2, 3, 4, 5, 6, 7, 8], [20, 16, 16, 14, 12, 10, 3, 1, 3])[0]
    unrated: set[str] = set()
    completions = 1
    for each in rng.sample(active, len(active)):
        levels = len(open_levels(framework, each))
        if each["id"] in left_out or len(unrated) == wanted:
            continue
        if completions * levels <= MOST_COMPLETIONS:
            completions *= levels
            unrated.add(each["id"])
    mood = rng.choice(["any", "any", "good", "best"])
    ratings: Data = {}
    for each in rng.sample(active, len(active)) if chance(rng, 0.2) else active:
        if each["id"] in left_out:
            ratings[each["id"]] = {"level": "not-applicable", "rationale": rng.choice(TEXTS)}
        elif each["id"] not in unrated:
            ratings[each["id"]] = random_rating(rng, framework, each, mood)
        elif chance(rng, 0.5):
            bare = "measure" not in each and chance(rng, 0.5)
            ratings[each["id"]] = "not-rated" if bare else with_remarks(rng, level="not-rated")
    return ratings


def random_not_applicable(rng: random.Random, framework: Data, active: list[Data]) -> set[str]:
    """Ids of indicators to rate as not applicable, sometimes whole dimensions or all there is."""
    general = framework.get("not_applicable", "allowed")
    allowed = {each["id"] for each in active if each.get("not_applicable", general) == "allowed"}
    share = rng.choice([0, 0, 0, 0.1, 0.3])
    chosen = {each["id"] for each in active if chance(rng, share)}
    for each in dimensions_below(framework):
        if chance(rng, 0.05):
            chosen.update(below["id"] for below in indicators_below(each))
    return allowed if chance(rng, 0.03) else allowed & chosen


def random_rating(rng: random.Random, framework: Data, indicator: Data, mood: str) -> Any:
    """A level or a measurement, bare or with remarks; a better mood gives better levels."""
    if "measure" in indicator:
        measured = random_measurement(rng, indicator["measure"])
        return measured if chance(rng, 0.4) else with_remarks(rng, measured=measured)
    levels = sorted(scale_of(framework, indicator), key=lambda level: Fraction(level["value"]))
    level = rng.choice(levels)
    if mood == "best" or (mood == "good" and chance(rng, 0.6)):
        level = levels[-1]
    return level["id"] if chance(rng, 0.4) else with_remarks(rng, level=level["id"])


def with_remarks(rng: random.Random, **recorded: str) -> Data:
    """A rating written as a mapping, with some of what may stand beside the level."""
    rating: Data = dict(recorded)
    if chance(rng, 0.5):
        rating["rationale"] = rng.choice(TEXTS)
    if chance(rng, 0.2):
        rating["confidence"] = rng.choice(["high", "medium", "low"])
    return rating


def random_measurement(rng: random.Random, measure: Data) -> str:
    """A measurement: often on a bound, or right beside one."""
    places = [*measure.get("bands", []), *measure.get("points", [])]
    bounds = [each[key] for each in places for key in ("at_least", "at_most", "at") if key in each]
    kind = rng.choice(["bound", "bound", "beside", "any"])
    if not bounds or kind == "any":
        return rng.choice(BOUNDS)
    bound = rng.choice(bounds)
    exact = Fraction(bound)
    if kind == "beside":
        exact += rng.choice([-1, 1]) * Fraction(1, rng.choice([1, 10, 1000, 10**9]))
    return next((text for text in spellings(rng, exact)), bound)


# Thresholds that are met or missed by a hair.


def spellings(rng: random.Random, exact: Fraction) -> list[str]:
    """The ways to write a number in the specification's grammar, shuffled; maybe none."""
    found = []
    scaled = exact * 10**9
    if scaled.denominator == 1 and abs(exact) < 10**9:
        whole, rest = divmod(abs(scaled.numerator), 10**9)
        decimals = f"{rest:09}".rstrip("0")
        sign = "-" if exact < 0 else ""
        found.append(f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}")
        if len(decimals) < 9:
            found.append(f"{sign}{whole}.{decimals}0")
    if exact >= 0 and max(exact.numerator, exact.denominator) < 10**9:
        found.append(f"{exact.numerator}/{exact.denominator}")
    rng.shuffle(found)
    return found


def meet_achieved_figures(rng: random.Random, framework: Data, assessment: Data) -> None:
    """Set some `score` rules and the minimum coverage to exactly what this assessment achieves."""
    whole = read_whole(framework, assessment)
    nodes = {"": whole}
    pending = list(whole["dimensions"])
    while pending:
        node = pending.pop()
        nodes[node["id"]] = node
        pending.extend(node["dimensions"])
    holders = {each["id"]: each for each in dimensions_below(framework)}
    for name in rng.sample(sorted(nodes), min(len(nodes), rng.choice([0, 0, 1, 2, 3]))):
        node = nodes[name]
        most = surely_reached(framework, holders.get(name, framework))
        filled = rng.choice([as_rated(node), with_rest_at(node, "worst"), with_rest_at(node, "best")])
        score = score_in(node, filled)
        if score is None or most is None or score > most:
            continue
        rule = rng.choice(["pass_when", "pass_when", "partial_when"])
        for text in spellings(rng, score)[:1]:
            holder = holders[name] if name else framework.setdefault("overall", {})
            holder[rule] = {"score": text}
    if chance(rng, 0.15):
        coverage = coverage_of(rng.choice([nodes[name] for name in sorted(nodes)]))
        for text in spellings(rng, coverage)[:1] if coverage is not None else []:
            framework["minimum_coverage"] = text


def shortened(rng: random.Random, framework: Data) -> Data:
    """The same framework with a few lists of one written as their one item."""

    def shorten(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: shorten(inner) for key, inner in value.items()}
        if isinstance(value, list):
            items = [shorten(inner) for inner in value]
            return items[0] if len(items) == 1 and chance(rng, 0.05) else items
        return value

    short = shorten(framework)
    assert isinstance(short, dict)
    return short


# Writing.

PLAIN = re.compile(r"-?[A-Za-z0-9][A-Za-z0-9./_-]*")


def write_project(folder: pathlib.Path, framework: Data, assessment: Data) -> pathlib.Path:
    """Write both files where a project keeps them; the assessment's path."""
    framework_path = folder / "frameworks" / f"{framework['id']}@{framework['version']}.yaml"
    subject = str(assessment["subject"]["id"])
    assessment_path = folder / "assessments" / subject / f"{assessment['date']}.yaml"
    for path, data in ((framework_path, framework), (assessment_path, assessment)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(yaml_lines(data)) + "\n", encoding="utf-8")
    return assessment_path


def yaml_lines(value: Any) -> list[str]:
    """Block YAML of a mapping or a list that is not empty, without indentation."""
    lines = []
    pairs = (
        [(f"{scalar(key)}:", inner) for key, inner in value.items()]
        if isinstance(value, dict)
        else [("-", inner) for inner in value]
    )
    for lead, inner in pairs:
        if isinstance(inner, str):
            lines.append(f"{lead} {scalar(inner)}")
        elif not inner:
            lines.append(f"{lead} {json.dumps(inner)}")
        elif lead == "-":
            first, *rest = yaml_lines(inner)
            lines += [f"- {first}", *(f"  {line}" for line in rest)]
        else:
            lines += [lead, *(f"  {line}" for line in yaml_lines(inner))]
    return lines


def scalar(text: str) -> str:
    """A text as it can stand in YAML: plain where that is safe, else in double quotes."""
    if PLAIN.fullmatch(text) and text.lower() != "null":
        return text
    return json.dumps(text, ensure_ascii=False)
