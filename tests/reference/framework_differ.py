"""Reference diff of two frameworks: the classes of SPEC.md section 4, of each thing by itself.

A row is (class, indicator, dimension, comparable); `dimension` is the one that holds the indicator, and both
are None for the whole. What a row says beside that is not worked out here, but for how alike two texts are.
"""

from __future__ import annotations

import difflib
from fractions import Fraction
from typing import Any

from .differ import (
    align,
    by_id,
    chain_from,
    counted,
    dimension_places,
    dimensions_of,
    indicators_of,
    levels_of,
    own_key,
    requirement_of,
    scale_content,
)
from .scorer import Data, as_list, number, read_rule

Row = tuple[str, str | None, str | None, bool]

WHOLE_TEXTS = ["title", "description", "publisher", "language", "licence", "note"]


def classes(frameworks: dict[str, Data], before: Data, after: Data) -> set[Row]:
    """Every row of the diff of two frameworks; `frameworks` holds all that can be found."""
    return {
        *whole_rows(before, after),
        *dimension_rows(frameworks, before, after),
        *indicator_rows(frameworks, before, after),
    }


def likeness(before: Data, after: Data) -> float:
    """How alike two requirements are, by words."""
    words = [requirement_of(each).split() for each in (before, after)]
    return difflib.SequenceMatcher(None, *words, autojunk=False).ratio()


# The whole and dimensions.


def whole_rows(before: Data, after: Data) -> set[Row]:
    texts = [
        [text(each, key) for key in WHOLE_TEXTS]
        + [each.get("dimension_label", "Dimension"), each.get("indicator_label", "Indicator")]
        + [each.get("element_label", "Element"), number(each.get("score_out_of", "100"))]
        + [each.get("verdict_labels", {}), each.get("show_score", "true"), each.get("sources", {})]
        for each in (before, after)
    ]
    rows: set[Row] = set()
    labels = [level_labels(before, after), level_labels(after, before)]
    grades = [grade_labels(before, after), grade_labels(after, before)]
    if texts[0] != texts[1] or labels[0] != labels[1] or grades[0] != grades[1]:
        rows.add(("editorial", None, None, True))
    general = [
        {
            "aggregation": each.get("aggregation", "mean-of-dimensions"),
            "pass_when": read_rule(each.get("pass_when", "all")),
            "partial_when": read_rule(each.get("partial_when", "never")),
        }
        for each in (before, after)
    ]
    others = [
        [
            number(each.get("minimum_coverage", "0")),
            each.get("evidence", "optional"),
            each.get("not_applicable", "allowed"),
            each.get("verdict", "by-rules"),
            [
                (grade["id"], read_rule(grade["when"]) if "when" in grade else None)
                for grade in as_list(each.get("grades"))
            ],
        ]
        for each in (before, after)
    ]
    own = [own_rules(each.get("overall", {})) for each in (before, after)]
    if general[0] != general[1] or others[0] != others[1] or said_otherwise(own, general):
        rows.add(("rule-changed", None, None, True))
    return rows


def level_labels(one: Data, other: Data) -> dict[tuple[str, str], str]:
    """The labels of one framework's levels, of those that the other has too."""
    labels = [
        {
            (name, level["id"]): level.get(
                "label", DEFAULT_LABELS.get(level["id"]) if not own else level["id"]
            )
            for name, levels in (own or {"rating": levels_of(each, {})}).items()
            for level in as_list(levels)
        }
        for each in (one, other)
        for own in [each.get("scales")]
    ]
    return {key: label for key, label in labels[0].items() if key in labels[1]}


def grade_labels(one: Data, other: Data) -> dict[str, str]:
    """The labels of one framework's grades, of those that the other has too."""
    ids = {each["id"] for each in as_list(other.get("grades"))}
    return {
        each["id"]: text(each, "label") or each["id"]
        for each in as_list(one.get("grades"))
        if each["id"] in ids
    }


DEFAULT_LABELS = {"pass": "Pass", "partial": "Partial", "fail": "Fail"}


def own_rules(holder: Data) -> Data:
    """What a dimension or `overall` says itself of its score and verdict."""
    rules = {key: read_rule(holder[key]) for key in ("pass_when", "partial_when") if key in holder}
    return rules | ({"aggregation": holder["aggregation"]} if "aggregation" in holder else {})


def said_otherwise(own: list[Data], general: list[Data]) -> bool:
    """Whether anything holds otherwise because of what is said here, and not by the framework's default."""
    return any(
        own[0].get(key) != own[1].get(key)
        and own[0].get(key, general[0][key]) != own[1].get(key, general[1][key])
        for key in general[0]
    )


def dimension_rows(frameworks: dict[str, Data], before: Data, after: Data) -> set[Row]:
    _, _, after_is_newer, _ = align(frameworks, before, after)
    places = dimension_places(frameworks, before, after, after_is_newer)
    olds = {each["id"]: (each, holder) for each, holder in held_dimensions(before, None)}
    news = {each["id"]: (each, holder) for each, holder in held_dimensions(after, None)}
    rows: set[Row] = {("removed", None, name, True) for name in olds if name not in places.values()}
    for name, (new, holder) in news.items():
        if name not in places:
            rows.add(("added", None, name, True))
            continue
        old, old_holder = olds[places[name]]
        general = [
            {
                "aggregation": each.get("aggregation", "mean-of-dimensions"),
                "pass_when": read_rule(each.get("pass_when", "all")),
                "partial_when": read_rule(each.get("partial_when", "never")),
            }
            for each in (before, after)
        ]
        found = {
            "editorial": any(text(old, key) != text(new, key) for key in ("title", "description")),
            "renumbered": places[name] != name,
            "moved": (holder and places.get(holder)) != old_holder,
            "reweighted": weight(old) != weight(new),
            "rule-changed": critical(old) != critical(new)
            or old.get("counts_as") != new.get("counts_as")
            or tags(old) != tags(new)
            or said_otherwise([own_rules(old), own_rules(new)], general),
        }
        rows |= {(kind, None, name, True) for kind, is_so in found.items() if is_so}
    return rows


def held_dimensions(holder: Data, name: str | None) -> list[tuple[Data, str | None]]:
    """Every dimension, with the id of the one that it stands in."""
    found = []
    for each in as_list(holder.get("dimensions")):
        found += [(each, name), *held_dimensions(each, each["id"])]
    return found


# Indicators.


def indicator_rows(frameworks: dict[str, Data], before: Data, after: Data) -> set[Row]:
    links, good, after_is_newer, is_broken = align(frameworks, before, after)
    taken: dict[str, list[str]] = links
    if not after_is_newer:
        taken = {
            each["id"]: [name for name, olds in links.items() if each["id"] in olds]
            for each in indicators_of(after)
        }
        good = {(old, new) for new, old in good}
    is_one = own_key(before) == own_key(after)
    newer, older = (after, before) if after_is_newer else (before, after)
    chain = None if is_one or is_broken else chain_from(frameworks, newer, older)
    olds, old_counted = by_id(indicators_of(before)), by_id(counted(before))
    news, new_counted = by_id(indicators_of(after)), by_id(counted(after))
    kept = {old for name in new_counted for old in taken[name]}
    gone = [name for name in old_counted if name not in kept]
    rows: set[Row] = set()
    places = dimension_places(frameworks, before, after, after_is_newer)
    retired: set[str] = set()
    for name, new in news.items():
        here = holder_of(after, name)
        was_counted = [old for old in taken[name] if old in old_counted]
        if name not in new_counted:
            left = [old for old in was_counted if old in gone]
            if new.get("state") == "retired" and left:
                rows.add(("retired", name, here, False))
                retired |= set(left)
        elif not was_counted:
            rows.add(("added", name, here, False))
        elif len(taken[name]) > 1:
            rows.add(("revised", name, here, False))
        else:
            (old_name,) = taken[name]
            old = olds[old_name]
            is_alone = sum(old_name in each for each in taken.values()) == 1
            is_good = one_version_good(before, old, after, new) if is_one else (name, old_name) in good
            declared = None if is_one else (new if after_is_newer else old).get("comparable")
            is_waived = is_good or (declared == "true" and is_alone and (chain is None or len(chain) <= 2))
            is_reworded = requirement_of(old) != requirement_of(new)
            rescaled = rescaling(before, old, after, new)
            found = {
                "editorial": (is_reworded and is_waived) or words_of(old) != words_of(new),
                "revised": not is_good
                and (
                    not is_alone
                    or (is_reworded and not is_waived)
                    or declared == "false"
                    or rescaled is not False
                ),
                "moved": holder_of(before, old_name) != places.get(here),
                "renumbered": is_alone and old_name != name,
                "reweighted": weight(old) != weight(new),
                "rule-changed": critical(old) != critical(new)
                or tags(old) != tags(new)
                or any(
                    old.get(key) != new.get(key)
                    and old.get(key, before.get(key, default)) != new.get(key, after.get(key, default))
                    for key, default in (("evidence", "optional"), ("not_applicable", "allowed"))
                ),
            }
            rows |= {(kind, name, here, kind != "revised") for kind, is_so in found.items() if is_so}
            if rescaled is not None:
                rows.add(("rescaled", name, here, rescaled))
    return rows | {("removed", name, holder_of(before, name), False) for name in gone if name not in retired}


def one_version_good(before: Data, old: Data, after: Data, new: Data) -> bool:
    """Whether two of one id and version can be compared; `comparable` is not read then."""
    return requirement_of(old) == requirement_of(new) and rescaling(before, old, after, new) is not False


def rescaling(before: Data, old: Data, after: Data, new: Data) -> bool | None:
    """Whether the pair stays comparable although scale, bands or unit changed; None where they did not."""
    contents = scale_content(before, old), scale_content(after, new)
    measures = [each.get("measure") for each in (old, new)]
    if measures == [None, None]:
        return None if contents[0] == contents[1] else False
    if None in measures:
        return False
    if measures[0]["unit"] != measures[1]["unit"]:
        return False
    is_same = contents[0] == contents[1] and bands(measures[0]) == bands(measures[1])
    is_same = is_same and points(measures[0]) == points(measures[1])
    return None if is_same else True


def bands(measure: Data) -> list[Any]:
    return [
        (each["level"], *(number(each[key]) if key in each else None for key in ("at_least", "at_most")))
        for each in as_list(measure.get("bands"))
    ]


def points(measure: Data) -> list[tuple[Fraction, Fraction]]:
    return [(number(each["at"]), number(each["value"])) for each in as_list(measure.get("points"))]


def tags(thing: Data) -> set[str]:
    return set(as_list(thing.get("applies_to")))


def words_of(indicator: Data) -> list[Any]:
    """What is editorial of an indicator."""
    lists = [frozenset(as_list(indicator.get(key))) for key in ("tags", "sources")]
    return [text(indicator, "title"), text(indicator, "guidance"), *lists]


def holder_of(framework: Data, name: str) -> str:
    """The id of the dimension that an indicator stands in."""
    (holder,) = [
        each["id"]
        for each in dimensions_of(framework)
        if any(other["id"] == name for other in as_list(each.get("indicators")))
    ]
    return str(holder)


def text(thing: Data, key: str) -> str:
    """A text as it is compared."""
    return requirement_of({"requirement": thing.get(key, "")})


def weight(thing: Data) -> Fraction:
    return number(thing.get("weight", "1"))


def critical(thing: Data) -> bool:
    return bool(thing.get("critical", "false") == "true")
