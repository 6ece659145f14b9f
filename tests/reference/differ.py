"""Reference diff of two assessments: SPEC.md section 4 word by word, brute force and plain data.

Scores come from `scorer`: the framework is cut down to the indicators in question as plain data and
scored like any other. Alignment is worked out one pair of indicators at a time.

The comparison has two directions. `before` and `after` are the assessments as they were named;
`newer` and `older` are their framework versions, and either may be the newer one. A link always
goes from an indicator of the newer version to the ids in the older one whose place it takes.
"""

from __future__ import annotations

import itertools
import unicodedata
from decimal import Decimal
from fractions import Fraction

from .scorer import (
    DEFAULT_SCALE,
    Data,
    as_list,
    as_rated,
    fitting_level,
    number,
    read_whole,
    recorded_level,
    rounded,
    rules_in,
    score_in,
    strength,
    with_rest_at,
)

Links = dict[str, list[str]]


class NotComparable(Exception):  # noqa: N818 - a refusal, not a fault
    """Two frameworks of different ids that no chain of `replaces` joins."""


def compare(frameworks: dict[str, Data], before: Data, after: Data) -> Data:
    """Compare two assessments; `frameworks` holds all that can be found, by `id@version`."""
    a_framework = find(frameworks, before["framework"])
    b_framework = find(frameworks, after["framework"])
    assert a_framework is not None
    assert b_framework is not None
    links, good, newer_is_after, is_broken = align(frameworks, a_framework, b_framework)

    # `aligned`: for each of B's indicators those of A; `pairs`: of the comparable ones, the one in A.
    if newer_is_after:
        aligned = links
    else:
        aligned = {
            each["id"]: [newer for newer, olders in links.items() if each["id"] in olders]
            for each in indicators_of(b_framework)
        }
    pairs = {}
    for each in counted(b_framework):
        for other in counted(a_framework):
            if ((each["id"], other["id"]) if newer_is_after else (other["id"], each["id"])) in good:
                pairs[each["id"]] = other["id"]

    changes = rows(a_framework, before, b_framework, after, aligned, pairs)
    a_figures = published(read_whole(a_framework, before))
    b_figures = published(read_whole(b_framework, after))
    carried = carry(before, pairs)
    return {
        "is_broken": is_broken,
        "status": {"before": a_figures["status"], "after": b_figures["status"]},
        "score": split(None, a_figures["score"], b_figures["score"], b_framework, carried, after, pairs),
        "dimensions": [
            compare_dimension(each, a_figures, figures, b_framework, carried, after, pairs)
            for each, figures in zip(as_list(b_framework["dimensions"]), b_figures["dimensions"], strict=True)
        ],
        "changes": changes,
    }


def as_json(result: Data) -> Data:
    """The same result as JSON has it: computed numbers of 6 places, measurements as recorded."""
    plain = rounded(result)
    for row, exact in zip(plain["changes"], result["changes"], strict=True):
        for key in ("before_measured", "after_measured"):
            value = exact[key]
            if value is not None:
                row[key] = number_as_recorded(value)
    return plain


def number_as_recorded(value: Fraction) -> int | float | Decimal:
    """An exact number of at most 18 digits; a fraction that no decimal is, as near as a float comes."""
    if value.denominator == 1:
        return int(value)
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    loses = Fraction(exact) == value and Fraction(repr(float(value))) != value
    return exact if loses or float(value).is_integer() else float(value)


# What each side published.


def published(node: Data) -> Data:
    """Status and score of a dimension or the whole, and of its sub-dimensions.

    The verdict is SPEC.md section 3's own: not-rated indicators at their worst and again at their
    best. `scorer` tries every completion instead, which is too slow for more than a few of them.
    """
    return {
        "id": node["id"],
        "status": verdict(node),
        "score": score_in(node, as_rated(node)),
        "dimensions": [published(each) for each in node["dimensions"]],
    }


def verdict(node: Data) -> str:
    """`pass` if `pass_when` holds even at worst, and so on."""
    if not node["applicable"]:
        return "not-applicable"
    at_worst = rules_in(node, with_rest_at(node, "worst"))
    at_best = rules_in(node, with_rest_at(node, "best"))
    for name, surely, possibly in zip(("pass", "partial"), at_worst, at_best, strict=True):
        if surely:
            return name
        if possibly:
            return "undetermined"
    return "fail"


# Frameworks and what is in them.


def version_of(text: str) -> tuple[int, ...]:
    """A version as numbers to compare; missing parts are 0, so zeros at the end say nothing."""
    parts = [int(part) for part in text.split(".")]
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


def key_of(reference: str) -> tuple[str, tuple[int, ...]]:
    """What `id@version` names, however the version is spelled."""
    name, _, version = reference.partition("@")
    return name, version_of(version)


def own_key(framework: Data) -> tuple[str, tuple[int, ...]]:
    """The id and version of a framework."""
    return framework["id"], version_of(framework["version"])


def find(frameworks: dict[str, Data], reference: str) -> Data | None:
    """The framework that a text `id@version` names; none where there is no such file."""
    for name, framework in frameworks.items():
        if key_of(name) == key_of(reference):
            return framework
    return None


def indicators_of(holder: Data) -> list[Data]:
    """Every indicator of a framework or a dimension, own indicators before those of sub-dimensions."""
    found = list(as_list(holder.get("indicators")))
    for each in as_list(holder.get("dimensions")):
        found += indicators_of(each)
    return found


def counted(holder: Data) -> list[Data]:
    """Every indicator that counts: neither `future` nor `retired`."""
    return [each for each in indicators_of(holder) if each.get("state", "active") == "active"]


def by_id(indicators: list[Data]) -> dict[str, Data]:
    """Indicators by their ids, in the same order."""
    return {each["id"]: each for each in indicators}


# Alignment.


def align(
    frameworks: dict[str, Data], a_framework: Data, b_framework: Data
) -> tuple[Links, set[tuple[str, str]], bool, bool]:
    """Links from the newer to the older, which of them could be comparable, and in which direction.

    The set holds (newer id, older id); the two flags say whether `after` is the newer one and
    whether the chain is broken.
    """
    if own_key(a_framework) == own_key(b_framework):
        links = equal_ids(b_framework, a_framework)
        return links, {(each["id"], each["id"]) for each in counted(b_framework)}, True, False
    for newer, older, newer_is_after in (
        (b_framework, a_framework, True),
        (a_framework, b_framework, False),
    ):
        chain = chain_from(frameworks, newer, older)
        if chain is not None:
            return *follow(chain), newer_is_after, False
    if a_framework["id"] != b_framework["id"]:
        raise NotComparable
    newer_is_after = own_key(b_framework) > own_key(a_framework)
    newer, older = (b_framework, a_framework) if newer_is_after else (a_framework, b_framework)
    links = equal_ids(newer, older)
    return links, good_links(newer, older, links), newer_is_after, True


def equal_ids(newer: Data, older: Data) -> Links:
    """Links between equal ids, whatever `replaces` says."""
    known = by_id(indicators_of(older))
    return {each["id"]: [each["id"]] if each["id"] in known else [] for each in indicators_of(newer)}


def chain_from(frameworks: dict[str, Data], newer: Data, older: Data) -> list[Data] | None:
    """The versions from the newer to the older, each replacing the next; none where no chain does."""
    chain = [newer]
    while own_key(chain[-1]) != own_key(older):
        reference = chain[-1].get("replaces")
        following = None if reference is None else find(frameworks, reference)
        if following is None or own_key(following) in map(own_key, chain):
            return None
        chain.append(following)
    return chain


def follow(chain: list[Data]) -> tuple[Links, set[tuple[str, str]]]:
    """Links over all the steps of a chain, and those that are good in every step."""
    links = {each["id"]: [each["id"]] for each in indicators_of(chain[0])}
    good = {(each["id"], each["id"]) for each in indicators_of(chain[0])}
    for newer, older in itertools.pairwise(chain):
        step = step_links(newer, older)
        good_here = good_links(newer, older, step)
        links = {
            name: once([oldest_id for middle in middles for oldest_id in step[middle]])
            for name, middles in links.items()
        }
        good = {(name, old) for name, middle in good for new, old in good_here if middle == new}
    return links, good


def once(names: list[str]) -> list[str]:
    """The names in order of first appearance, each once."""
    return list(dict.fromkeys(names))


def step_links(newer: Data, older: Data) -> Links:
    """Of two neighbours: the older ids whose place each of the newer indicators takes."""
    known = by_id(indicators_of(older))
    everything = indicators_of(newer)
    links = {}
    for each in everything:
        if each.get("replaces") is not None:
            wanted = as_list(each["replaces"])
        elif any(each["id"] in as_list(other.get("replaces")) for other in everything if other is not each):
            wanted = []
        else:
            wanted = [each["id"]]
        links[each["id"]] = once([name for name in wanted if name in known])
    return links


def good_links(newer: Data, older: Data, links: Links) -> set[tuple[str, str]]:
    """The links between two versions by which two indicators are comparable."""
    newer_ones = by_id(counted(newer))
    older_ones = by_id(counted(older))
    good = set()
    for name, olds in links.items():
        if len(olds) != 1:
            continue
        (old,) = olds
        takers = [other for other, theirs in links.items() if old in theirs]
        if takers != [name] or name not in newer_ones or old not in older_ones:
            continue
        if alike(newer, newer_ones[name], older, older_ones[old]):
            good.add((name, old))
    return good


def alike(newer: Data, new: Data, older: Data, old: Data) -> bool:
    """Whether what is asked and how it is answered are near enough to compare the answers."""
    verdict = new.get("comparable")
    if verdict == "false":
        return False
    if verdict != "true" and requirement_of(new) != requirement_of(old):
        return False
    if "measure" in new and "measure" in old:
        return bool(new["measure"]["unit"] == old["measure"]["unit"])
    if "measure" in new or "measure" in old:
        return False
    return scale_content(newer, new) == scale_content(older, old)


def requirement_of(indicator: Data) -> str:
    """The requirement as it is compared: NFC, every run of white space one space."""
    return " ".join(unicodedata.normalize("NFC", indicator["requirement"]).split())


def levels_of(framework: Data, indicator: Data) -> list[Data]:
    """All the levels of an indicator's scale, those that no band names among them."""
    scales = framework.get("scales") or {"rating": DEFAULT_SCALE}
    return as_list(scales[indicator.get("scale", next(iter(scales)))])


def scale_content(framework: Data, indicator: Data) -> set[tuple[str, Fraction, str]]:
    """What an indicator's scale says: each level's id, value and status."""
    return {(each["id"], number(each["value"]), each["status"]) for each in levels_of(framework, indicator)}


# What was recorded.


def measurement(indicator: Data, assessment: Data) -> Fraction | None:
    """What was measured; none of a judged indicator, or where nothing was."""
    if "measure" not in indicator:
        return None
    rating = assessment.get("ratings", {}).get(indicator["id"])
    if isinstance(rating, dict):
        rating = rating.get("measured")
    if rating is None or rating in ("not-rated", "not-applicable"):
        return None
    return number(rating)


def answer(indicator: Data, assessment: Data) -> str:
    """A level's id, `not-rated` or `not-applicable`, by the bands of the indicator given."""
    bands = as_list(indicator.get("measure", {}).get("bands"))
    return recorded_level(assessment.get("ratings", {}).get(indicator["id"]), bands)


def level_id(indicator: Data, assessment: Data) -> str | None:
    """The level as published; none where there is none."""
    given = answer(indicator, assessment)
    return None if given in ("not-rated", "not-applicable") else given


# Rows.


def rows(
    a_framework: Data, before: Data, b_framework: Data, after: Data, aligned: Links, pairs: dict[str, str]
) -> list[Data]:
    """One row per counted indicator of B, then one per counted indicator of A that is in none of them."""
    a_counted = by_id(counted(a_framework))
    a_all = by_id(indicators_of(a_framework))
    result = []
    seen: set[str] = set()
    worth_another: set[str] = set()
    for new in counted(b_framework):
        olds = aligned[new["id"]]
        row = {
            "indicator": new["id"],
            "before_id": olds,
            "title": new["title"],
            "kind": "revised",
            "before": None,
            "after": level_id(new, after),
            "before_measured": None,
            "after_measured": measurement(new, after),
            "before_rerated": None,
            "comparable": new["id"] in pairs,
        }
        if not any(old in a_counted for old in olds):
            row["kind"] = "added"
            row["before_id"] = []
        else:
            seen.update(olds)
            if len(olds) == 1:
                old = a_all[olds[0]]
                row["before"] = level_id(old, before)
                row["before_measured"] = measurement(old, before)
        if row["comparable"]:
            assert olds == [pairs[new["id"]]]
            if row["before_measured"] is not None:
                row["before_rerated"] = fitting_level(
                    row["before_measured"], as_list(new["measure"]["bands"])
                )
                today = level_strength(b_framework, new, row["before_rerated"])
                if today != level_strength(a_framework, a_counted[olds[0]], row["before"]):
                    worth_another.add(new["id"])
            row["kind"] = kind_of(a_framework, a_counted[olds[0]], before, b_framework, new, after, row)
        result.append(row)
    for old in a_counted.values():
        if old["id"] not in seen:
            result.append(
                {
                    "indicator": old["id"],
                    "before_id": [old["id"]],
                    "title": old["title"],
                    "kind": "removed",
                    "before": level_id(old, before),
                    "after": None,
                    "before_measured": measurement(old, before),
                    "after_measured": None,
                    "before_rerated": None,
                    "comparable": False,
                }
            )
    for row in result:
        row["listed"] = (
            row["kind"] != "unchanged"
            or row["before_measured"] != row["after_measured"]
            or row["before"] != row["after"]
            or row["indicator"] in worth_another
        )
    return result


def kind_of(
    a_framework: Data, old: Data, before: Data, b_framework: Data, new: Data, after: Data, row: Data
) -> str:
    """The kind of a row whose two sides are comparable, by what was recorded."""
    was = answer(old, before)
    now = answer(new, after)
    was_level = was not in ("not-rated", "not-applicable")
    now_level = now not in ("not-rated", "not-applicable")
    if was_level and now_level:
        if row["before_rerated"] is None:
            was_at = level_strength(a_framework, old, was)
        else:
            was = row["before_rerated"]
            was_at = level_strength(b_framework, new, was)
        now_at = level_strength(b_framework, new, now)
        if now_at > was_at:
            return "improved"
        if now_at < was_at:
            return "regressed"
        return "unchanged" if was == now else "changed"
    if was_level and now == "not-rated":
        return "unrated"
    if was == "not-rated" and now_level:
        return "rated"
    if was == now:
        return "unchanged"
    return "now-not-applicable" if now == "not-applicable" else "now-applicable"


def level_strength(framework: Data, indicator: Data, name: str) -> tuple[Fraction, int]:
    """What makes a level better: value, then status."""
    (level,) = [each for each in levels_of(framework, indicator) if each["id"] == name]
    return strength({"value": number(level["value"]), "status": level["status"]})


# The split.


def carry(before: Data, pairs: dict[str, str]) -> Data:
    """A's ratings of the comparable indicators, as ratings of B's."""
    old = before.get("ratings", {})
    return {"ratings": {b: old[a] for b, a in pairs.items() if a in old}}


def restricted(holder: Data, wanted: set[str]) -> Data:
    """A framework or a dimension with only the indicators wanted; what then holds nothing is left out."""
    dimensions = [restricted(each, wanted) for each in as_list(holder.get("dimensions"))]
    return {
        **holder,
        "indicators": [each for each in as_list(holder.get("indicators")) if each["id"] in wanted],
        "dimensions": [each for each in dimensions if each["indicators"] or each["dimensions"]],
    }


def score_of(framework: Data, wanted: set[str], assessment: Data, name: str | None) -> Fraction | None:
    """The score of the whole, or of the dimension of that id, in the restricted framework."""
    ratings = {key: given for key, given in assessment.get("ratings", {}).items() if key in wanted}
    pending = [read_whole(restricted(framework, wanted), {"ratings": ratings})]
    while pending:
        node = pending.pop()
        if name is None or node["id"] == name:
            return score_in(node, as_rated(node))
        pending += node["dimensions"]
    return None


def split(
    name: str | None,
    a_0: Fraction | None,
    b_0: Fraction | None,
    framework: Data,
    carried: Data,
    after: Data,
    pairs: dict[str, str],
) -> Data:
    """Divide the change of the whole's score, or of the score of the dimension of that id."""
    indicators = by_id(indicators_of(framework))
    below = set(indicators) if name is None else set(by_id(indicators_of(dimension_of(framework, name))))
    comparable = set(pairs)
    both = {
        each
        for each in comparable
        if level_id(indicators[each], carried) is not None and level_id(indicators[each], after) is not None
    }
    a_1 = score_of(framework, comparable, carried, name)
    b_1 = score_of(framework, comparable, after, name)
    a_2 = score_of(framework, both, carried, name)
    b_2 = score_of(framework, both, after, name)
    real = total((1, b_2), (-1, a_2))
    coverage = total((1, a_2), (-1, a_1), (1, b_1), (-1, b_2))
    moved = total((1, a_1), (-1, a_0), (1, b_0), (-1, b_1))
    if not both & below:
        real = coverage = moved = None
    return {
        "before": a_0,
        "after": b_0,
        "change": total((1, b_0), (-1, a_0)),
        "real": real,
        "coverage": coverage,
        "framework": moved,
        "comparable": len(comparable & below),
        "rated_on_both": len(both & below),
    }


def total(*terms: tuple[int, Fraction | None]) -> Fraction | None:
    """The sum of signed scores; none where one is lacking."""
    result = Fraction(0)
    for sign, score in terms:
        if score is None:
            return None
        result += sign * score
    return result


def dimension_of(holder: Data, name: str) -> Data:
    """The dimension of that id, at any depth."""
    return next(each for each in dimensions_of(holder) if each["id"] == name)


def dimensions_of(holder: Data) -> list[Data]:
    """Every dimension of a framework or a dimension (or of their figures), at any depth."""
    found = []
    for each in as_list(holder.get("dimensions")):
        found += [each, *dimensions_of(each)]
    return found


def compare_dimension(
    dimension: Data,
    a_figures: Data,
    b_figures: Data,
    framework: Data,
    carried: Data,
    after: Data,
    pairs: dict[str, str],
) -> Data:
    """One of B's dimensions against A's of the same id, wherever in A that one stands."""
    same = [each for each in dimensions_of(a_figures) if each["id"] == dimension["id"]]
    was = same[0] if same else {"status": None, "score": None}
    return {
        "id": dimension["id"],
        "title": dimension["title"],
        "status": {"before": was["status"], "after": b_figures["status"]},
        "score": split(dimension["id"], was["score"], b_figures["score"], framework, carried, after, pairs),
        "dimensions": [
            compare_dimension(each, a_figures, figures, framework, carried, after, pairs)
            for each, figures in zip(
                as_list(dimension.get("dimensions")), b_figures["dimensions"], strict=True
            )
        ],
    }
