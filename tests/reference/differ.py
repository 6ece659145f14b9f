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
    RANK,
    UNJUDGED_SCALE,
    Data,
    as_list,
    as_rated,
    is_for,
    number,
    read_indicator,
    read_whole,
    rounded,
    rules_in,
    score_in,
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

    # What is asked of neither side is there on neither.
    a_asked = set(by_id(indicators_of(a_framework))) - kept_from(a_framework, before)
    b_kept = kept_from(b_framework, after)
    unasked = {name for name, olds in aligned.items() if name in b_kept and not a_asked.intersection(olds)}
    pairs = {new: old for new, old in pairs.items() if new not in unasked}

    changes = rows(a_framework, before, b_framework, after, aligned, pairs)
    a_figures = published(read_whole(a_framework, before))
    b_figures = published(read_whole(b_framework, after))
    carried = carry(a_framework, before, pairs)
    now = carry(b_framework, after, {each: each for each in pairs})
    places = dimension_places(frameworks, a_framework, b_framework, newer_is_after)
    return {
        "is_broken": is_broken,
        "status": {"before": a_figures["status"], "after": b_figures["status"]},
        "score": split(None, a_figures["score"], b_figures["score"], b_framework, carried, now, pairs),
        "dimensions": [
            compare_dimension(each, a_figures, figures, b_framework, carried, now, pairs, places)
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


def verdict(node: Data) -> str | None:
    """`pass` if `pass_when` holds even at worst, and so on."""
    if not node["applicable"]:
        return "not-applicable"
    if not node["judges"]:
        return None
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


def dimension_places(
    frameworks: dict[str, Data], a_framework: Data, b_framework: Data, newer_is_after: bool
) -> dict[str, str]:
    """For B's dimensions the one of A whose place each has, where it is one to one."""
    newer, older = (b_framework, a_framework) if newer_is_after else (a_framework, b_framework)
    chain = [newer, older] if own_key(newer) == own_key(older) else chain_from(frameworks, newer, older)
    by_ids = own_key(newer) == own_key(older) or chain is None
    links = {each["id"]: [each["id"]] for each in dimensions_of(newer)}
    for one, other in itertools.pairwise(chain or [newer, older]):
        known = {each["id"] for each in dimensions_of(other)}
        things = dimensions_of(one)
        step = {}
        for each in things:
            others = [name for more in things if more is not each for name in as_list(more.get("replaces"))]
            if each.get("replaces") is not None and not by_ids:
                wanted = as_list(each["replaces"])
            else:
                wanted = [] if each["id"] in others and not by_ids else [each["id"]]
            step[each["id"]] = once([name for name in wanted if name in known])
        links = {name: once([old for via in middles for old in step[via]]) for name, middles in links.items()}
    everything = [old for olds in links.values() for old in olds]
    single = {
        name: olds[0] for name, olds in links.items() if len(olds) == 1 and everything.count(olds[0]) == 1
    }
    return single if newer_is_after else {old: new for new, old in single.items()}


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
    judges = framework.get("verdict") != "none"
    scales = framework.get("scales") or {"rating": DEFAULT_SCALE if judges else UNJUDGED_SCALE}
    return as_list(scales[indicator.get("scale", next(iter(scales)))])


def scale_content(framework: Data, indicator: Data) -> set[tuple[str, Fraction, str | None]]:
    """What an indicator's scale says: each level's id, value and status."""
    return {
        (each["id"], number(each["value"]), each.get("status")) for each in levels_of(framework, indicator)
    }


# What was recorded, and what it makes of an indicator.


def kept_from(framework: Data, assessment: Data) -> set[str]:
    """The ids of the indicators that the framework does not ask of the subject."""
    found: set[str] = set()
    pending: list[tuple[Data, bool]] = [(each, True) for each in as_list(framework["dimensions"])]
    while pending:
        holder, applies = pending.pop()
        applies = applies and is_for(holder, assessment)
        for each in as_list(holder.get("indicators")):
            if not (applies and is_for(each, assessment)):
                found.add(each["id"])
        pending += [(each, applies) for each in as_list(holder.get("dimensions"))]
    return found


def carry(framework: Data, assessment: Data, pairs: dict[str, str]) -> Data:
    """A side's ratings under B's ids; what is not asked of its subject is not applicable."""
    kept = kept_from(framework, assessment)
    old = assessment.get("ratings", {})
    ratings = {b: "not-applicable" if a in kept else old.get(a) for b, a in pairs.items()}
    return {"ratings": {name: rating for name, rating in ratings.items() if rating is not None}}


def result_of(framework: Data, indicator: Data, assessment: Data, *, is_asked: bool = True) -> Data:
    """The level, the score and the status of an indicator; of what is not rated the status alone."""
    node = read_indicator(indicator, framework, assessment, is_asked)
    if node["at"] is None:
        return {"level": None, "score": None, "status": node["status"]}
    level = node["levels"][node["at"]]
    return {"level": level["id"], "score": level["value"], "status": level["status"]}


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


# Rows.


def rows(
    a_framework: Data, before: Data, b_framework: Data, after: Data, aligned: Links, pairs: dict[str, str]
) -> list[Data]:
    """One row per counted indicator of B, then one per counted indicator of A that is in none of them."""
    a_counted = by_id(counted(a_framework))
    a_all = by_id(indicators_of(a_framework))
    a_kept, b_kept = kept_from(a_framework, before), kept_from(b_framework, after)
    a_wholes, b_wholes = wholes_of(a_framework), wholes_of(b_framework)
    carried = carry(a_framework, before, pairs)

    def then(old: Data) -> Data:
        return result_of(a_framework, old, before, is_asked=old["id"] not in a_kept)

    result = []
    seen: set[str] = set()
    worth_another: set[str] = set()
    for new in counted(b_framework):
        olds = aligned[new["id"]]
        if new["id"] in b_kept and all(old in a_kept for old in olds):
            continue
        now = result_of(b_framework, new, after, is_asked=new["id"] not in b_kept)
        row = {
            "indicator": new["id"],
            "before_id": olds,
            "title": new["title"],
            "kind": "revised",
            "before": None,
            "after": now["level"],
            "before_score": None,
            "after_score": now["score"],
            "before_measured": None,
            "after_measured": measurement(new, after),
            "before_rerated": None,
            "before_rerated_score": None,
            "comparable": new["id"] in pairs,
            "part_of": b_wholes.get(new["id"]),
        }
        was: Data = {"level": None, "score": None}
        if not any(old in a_counted for old in olds):
            row["kind"] = "added"
            row["before_id"] = []
        else:
            seen.update(olds)
            if len(olds) == 1:
                old = a_all[olds[0]]
                was = then(old)
                row["before"] = was["level"]
                row["before_score"] = was["score"]
                row["before_measured"] = measurement(old, before)
        if row["comparable"]:
            assert olds == [pairs[new["id"]]]
            today = result_of(b_framework, without_tags(new), carried)
            if "measure" in new and today["score"] is not None:
                row["before_rerated"] = today["level"]
                row["before_rerated_score"] = today["score"]
                if today != was:
                    worth_another.add(new["id"])
            row["kind"] = kind_of(new, today, now)
        result.append(row)
    for old in a_counted.values():
        if old["id"] not in seen and old["id"] not in a_kept:
            was = then(old)
            result.append(
                {
                    "indicator": old["id"],
                    "before_id": [old["id"]],
                    "title": old["title"],
                    "kind": "removed",
                    "before": was["level"],
                    "after": None,
                    "before_score": was["score"],
                    "after_score": None,
                    "before_measured": measurement(old, before),
                    "after_measured": None,
                    "before_rerated": None,
                    "before_rerated_score": None,
                    "comparable": False,
                    "part_of": a_wholes.get(old["id"]),
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


def wholes_of(framework: Data) -> dict[str, str]:
    """What counts as an indicator, by the ids of its elements."""
    return {
        each["id"]: holder["id"]
        for holder in dimensions_of(framework)
        if holder.get("counts_as") == "indicator"
        for each in indicators_of(holder)
    }


def kind_of(new: Data, was: Data, now: Data) -> str:
    """The kind of a row whose two sides are comparable, both by B's levels, bands and points."""
    if was["score"] is not None and now["score"] is not None:
        by_points = "points" in new.get("measure", {})
        worth_then, worth_now = worth(was, by_points), worth(now, by_points)
        if worth_now != worth_then:
            return "improved" if worth_now > worth_then else "regressed"
        return "unchanged" if by_points or was["level"] == now["level"] else "changed"
    if was["score"] is not None and now["status"] == "not-rated":
        return "unrated"
    if was["status"] == "not-rated" and now["score"] is not None:
        return "rated"
    if was["status"] == now["status"]:
        return "unchanged"
    return "now-not-applicable" if now["status"] == "not-applicable" else "now-applicable"


def worth(result: Data, by_points: bool) -> tuple[Fraction, int]:
    """What makes a result better: its score, of points out of 100 with one decimal, then its status."""
    score = Fraction(result["score"])
    shown = Fraction(round(score * 1000)) if by_points else score
    return shown, RANK[result["status"]] if result["status"] else 0


# The split.


def restricted(holder: Data, wanted: set[str]) -> Data:
    """A framework or a dimension with only the indicators wanted; what then holds nothing is left out."""
    dimensions = [restricted(each, wanted) for each in as_list(holder.get("dimensions"))]
    indicators = [each for each in as_list(holder.get("indicators")) if each["id"] in wanted]
    return {
        **without_tags(holder),
        "indicators": [without_tags(each) for each in indicators],
        "dimensions": [each for each in dimensions if each["indicators"] or each["dimensions"]],
    }


def without_tags(thing: Data) -> Data:
    """The same for all subjects: what is not asked of one has been carried as not applicable."""
    return {key: value for key, value in thing.items() if key != "applies_to"}


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
        if all(
            result_of(framework, without_tags(indicators[each]), side)["score"] is not None
            for side in (carried, after)
        )
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
    places: dict[str, str],
) -> Data:
    """One of B's dimensions against the one of A whose place it has, wherever in A that one stands."""
    place = places.get(dimension["id"])
    same = [each for each in dimensions_of(a_figures) if each["id"] == place]
    was = same[0] if same else {"status": None, "score": None}
    return {
        "id": dimension["id"],
        "title": dimension["title"],
        "status": {"before": was["status"], "after": b_figures["status"]},
        "score": split(dimension["id"], was["score"], b_figures["score"], framework, carried, after, pairs),
        "dimensions": [
            compare_dimension(each, a_figures, figures, framework, carried, after, pairs, places)
            for each, figures in zip(
                as_list(dimension.get("dimensions")), b_figures["dimensions"], strict=True
            )
        ],
    }
