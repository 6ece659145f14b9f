"""The reference diff against examples worked by hand from SPEC.md section 4, and the random histories."""

from __future__ import annotations

import pathlib
import random
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
import yaml

from .differ import (
    NotComparable,
    as_json,
    chain_from,
    compare,
    counted,
    dimensions_of,
    find,
    indicators_of,
    key_of,
    own_key,
)
from .histories import random_history, write_history
from .projects import words
from .scorer import Data, assess, rounded

ROOT = pathlib.Path(__file__).parents[2]
HISTORIES = 200


def indicator(name: str, **more: Any) -> Data:
    """An indicator with what is required and whatever else is given."""
    return {"id": name, "title": f"Title of {name}", "requirement": "Something is so.", **more}


def measured(name: str, *bounds: str, unit: str = "t", **more: Any) -> Data:
    """A measured indicator: up to the first bound a pass, up to the second a partial, else a fail."""
    bands = [
        {"level": level, "at_most": bound} for level, bound in zip(("pass", "partial"), bounds, strict=False)
    ]
    return indicator(name, measure={"unit": unit, "bands": [*bands, {"level": "fail"}]}, **more)


def dimension(name: str, *items: Data, **more: Any) -> Data:
    """A dimension of indicators (they have a requirement) and sub-dimensions."""
    return {
        "id": name,
        "title": f"Title of {name}",
        "indicators": [each for each in items if "requirement" in each],
        "dimensions": [each for each in items if "requirement" not in each],
        **more,
    }


def version(name: str, *items: Data, **more: Any) -> Data:
    """Framework `f` of that version (or `id@version`); loose indicators make one dimension `d`."""
    key, _, number = name.rpartition("@")
    dimensions = [each for each in items if "requirement" not in each]
    loose = [each for each in items if "requirement" in each]
    if loose:
        dimensions.append(dimension("d", *loose))
    return {"id": key or "f", "version": number, "title": name, "dimensions": dimensions, **more}


def diff(
    frameworks: list[Data], before: Data | None = None, after: Data | None = None, *, turned: bool = False
) -> Data:
    """Compare ratings under the first framework with ratings under the last, or the other way round."""
    found = {f"{each['id']}@{each['version']}": each for each in frameworks}
    names = list(found)
    sides = [
        {"framework": names[0], "ratings": before or {}},
        {"framework": names[-1], "ratings": after or {}},
    ]
    if turned:
        sides.reverse()
    return compare(found, *sides)


def kinds(result: Data) -> dict[str, str]:
    """The kind of every row, marked where the two sides are comparable."""
    return {row["indicator"]: ("=" if row["comparable"] else "") + row["kind"] for row in result["changes"]}


def before_ids(result: Data) -> dict[str, list[str]]:
    """The ids before of every row."""
    return {row["indicator"]: row["before_id"] for row in result["changes"]}


def parts(score: Data) -> tuple[Any, ...]:
    """The change and the three parts of it."""
    return score["change"], score["real"], score["coverage"], score["framework"]


def step(old: list[Data], new: list[Data], *, turned: bool = False) -> Data:
    """Compare two neighbouring versions of these indicators, with nothing rated."""
    return diff([version("1", *old), version("2", *new, replaces="f@1")], turned=turned)


def row_of(result: Data, name: str) -> Data:
    """The one row of that indicator."""
    (row,) = [each for each in result["changes"] if each["indicator"] == name]
    assert isinstance(row, dict)
    return row


# The two figures of the issue.


def beijing(first: int, second: int) -> Data:
    """Compare Beijing in two years."""

    def read(path: str) -> Data:
        text = (ROOT / path).read_text(encoding="utf-8")
        data = yaml.load(text, yaml.BaseLoader)
        assert isinstance(data, dict)
        return data

    frameworks = {
        f"who-air-quality@{year}": read(f"frameworks/who-air-quality@{year}.yaml") for year in (2005, 2021)
    }
    before, after = (read(f"assessments/beijing/{year}-12-31.yaml") for year in (first, second))
    return compare(frameworks, before, after)


def test_beijing_2020_and_2023() -> None:
    result = beijing(2020, 2023)
    assert as_json(result)["score"] == {
        "before": 0.5,
        "after": 0.3,
        "change": -0.2,
        "real": 0.05,
        "coverage": 0.0,
        "framework": -0.25,
        "comparable": 7,
        "rated_on_both": 3,
    }
    assert not result["is_broken"]
    rows = [
        (row["indicator"], row["kind"], row["before"], row["before_rerated"], row["after"])
        for row in result["changes"]
        if row["listed"]
    ]
    assert rows == [
        ("pm25-annual", "improved", "above", "above", "interim-1"),
        ("pm10-annual", "unchanged", "above", "interim-1", "interim-1"),
        ("no2-annual", "unchanged", "guideline", "interim-2", "interim-2"),
        ("no2-24h", "added", None, None, None),
        ("o3-peak-season", "added", None, None, None),
        ("co-24h", "added", None, None, None),
    ]
    assert len(result["changes"]) == 10


def test_beijing_2020_and_2021() -> None:
    result = beijing(2020, 2021)
    assert parts(as_json(result)["score"]) == (-0.3, 0.1, -0.15, -0.25)
    assert result["score"]["rated_on_both"] == 2
    gases = result["dimensions"][1]
    assert gases["status"] == {"before": "undetermined", "after": "undetermined"}
    assert (gases["score"]["before"], gases["score"]["after"]) == (1, None)
    assert parts(gases["score"]) == (None, None, None, None)
    assert (gases["score"]["comparable"], gases["score"]["rated_on_both"]) == (3, 0)


def test_beijing_backwards_is_rated_by_the_bands_of_the_one_named_second() -> None:
    # 32, 61 and 26 by the bands of 2005: above, above, guideline. So are 38, 56 and 29.
    result = beijing(2023, 2020)
    assert [row["before_rerated"] for row in result["changes"] if row["before_measured"] is not None] == [
        "above",
        "above",
        "guideline",
    ]
    assert parts(as_json(result)["score"]) == (0.2, 0.0, 0.0, 0.2)
    assert [row["indicator"] for row in result["changes"] if row["kind"] == "removed"] == [
        "no2-24h",
        "o3-peak-season",
        "co-24h",
    ]


# Alignment of one step.


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("a b", "a b", "a:a= b:b="),
        ("a b", "b<a", "b:a= b:b-"),  # b of before is removed, although an id b is there
        ("a b", "a<b b<a", "a:b= b:a="),
        ("a b", "a< b", "a: b:b= a:a-"),
        ("a", "a x<a", "a: x:a="),  # x names a, so a does not take its own place
        ("a", "a<a x<a", "a:a x:a"),  # a split
        ("a", "x<a y<a", "x:a y:a"),
        ("a b", "a<b,a", "a:b,a"),  # a merge, in the order of `replaces`
        ("a b", "x<a,b y<b", "x:a,b y:b"),
        ("a b", "a b<a,b", "a: b:a,b"),
        ("a b c", "n a<n b<a c<b", "n: a: b:a= c:b= c:c-"),  # n is no id of before
        ("a", "b", "b: a:a-"),
    ],
)
def test_alignment_of_one_step(old: str, new: str, wanted: str) -> None:
    def indicators(text: str) -> list[Data]:
        made = []
        for word in text.split():
            name, arrow, olds = word.partition("<")
            more = {"replaces": [each for each in olds.split(",") if each]} if arrow else {}
            made.append(indicator(name, **more))
        return made

    result = step(indicators(old), indicators(new))
    rows = []
    for row in result["changes"]:
        mark = "=" if row["comparable"] else "-" if row["kind"] == "removed" else ""
        rows.append(f"{row['indicator']}:{','.join(row['before_id'])}{mark}")
    assert rows == wanted.split()


def test_alignment_holds_whatever_the_state() -> None:
    # x takes the place of a future indicator: added. b is merged with a retired one: revised.
    old = [indicator("a", state="future"), indicator("b"), indicator("c", state="retired"), indicator("e")]
    new = [
        indicator("x", replaces="a"),
        indicator("b", replaces=["c", "b"]),
        indicator("e", state="retired"),
        indicator("y", replaces=["e"]),  # names e
    ]
    result = step(old, new)
    assert kinds(result) == {"x": "added", "b": "revised", "y": "=unchanged"}
    assert before_ids(result) == {"x": [], "b": ["c", "b"], "y": ["e"]}
    # Two take the place of c, one of which does not count: still a split.
    result = step([indicator("c")], [indicator("c"), indicator("z", state="future", replaces="c")])
    assert [row["kind"] for row in result["changes"]] == ["added", "removed"]
    result = step(
        [indicator("c")], [indicator("c", replaces="c"), indicator("z", state="future", replaces="c")]
    )
    assert kinds(result) == {"c": "revised"}


def test_future_and_retired_are_one_with_absent() -> None:
    states = ["active", "future", "retired", None]

    def side(state: str | None) -> list[Data]:
        return [indicator("z")] + ([] if state is None else [indicator("a", state=state)])

    for old in states:
        for new in states:
            wanted = {"z": "=unchanged"}
            if new == "active":
                wanted["a"] = "=unchanged" if old == "active" else "added"
            elif old == "active":
                wanted["a"] = "removed"
            assert kinds(step(side(old), side(new))) == wanted


# Whether two are comparable.

SCALES = {
    "one": [
        {"id": "A", "value": "1", "status": "pass"},
        {"id": "B", "value": "0.5", "status": "fail"},
    ],
    "same": [
        {"id": "B", "value": "1/2", "status": "fail", "label": "Bad"},
        {"id": "A", "value": "1.0", "status": "pass"},
    ],
    "value": [
        {"id": "A", "value": "1", "status": "pass"},
        {"id": "B", "value": "0.4", "status": "fail"},
    ],
    "status": [
        {"id": "A", "value": "1", "status": "pass"},
        {"id": "B", "value": "0.5", "status": "partial"},
    ],
    "id": [
        {"id": "A", "value": "1", "status": "pass"},
        {"id": "b", "value": "0.5", "status": "fail"},
    ],
    "more": [
        {"id": "A", "value": "1", "status": "pass"},
        {"id": "B", "value": "0.5", "status": "fail"},
        {"id": "C", "value": "0", "status": "fail"},
    ],
}
METER = {"unit": "m", "bands": [{"level": "A", "at_most": "1"}, {"level": "B"}]}


@pytest.mark.parametrize(
    ("old", "new", "comparable"),
    [
        ({}, {}, True),
        ({"requirement": "für  alle\nda"}, {"requirement": "fu\u0308r alle da"}, True),
        ({"requirement": "x"}, {"requirement": "y"}, False),
        ({"requirement": "x"}, {"requirement": "X"}, False),
        ({"requirement": "x"}, {"requirement": "y", "comparable": "true"}, True),
        ({"requirement": "x", "comparable": "true"}, {"requirement": "y"}, False),  # of the older one
        ({}, {"comparable": "false"}, False),
        ({"comparable": "false"}, {}, True),
        ({}, {"scale": "same"}, True),
        *[({}, {"scale": scale}, False) for scale in words("value status id more")],
        ({}, {"scale": "value", "comparable": "true"}, False),  # waives the requirement and nothing else
        ({"measure": METER}, {"measure": METER}, True),
        ({"measure": METER}, {"measure": {**METER, "bands": {"level": "A"}}}, True),
        ({"measure": METER}, {"measure": METER, "scale": "value"}, True),  # scale may move
        ({"measure": METER}, {"measure": {**METER, "unit": "M"}}, False),
        ({"measure": METER}, {"measure": {**METER, "unit": "M"}, "comparable": "true"}, False),
        ({"measure": METER}, {"measure": METER, "requirement": "x"}, False),
        ({"measure": METER}, {"measure": METER, "requirement": "x", "comparable": "true"}, True),
        ({"measure": METER}, {}, False),
        ({}, {"measure": METER, "comparable": "true"}, False),
        ({"guidance": "x", "weight": "2", "critical": "true"}, {"guidance": "y", "title": "z"}, True),
    ],
)
def test_comparable(old: Data, new: Data, comparable: bool) -> None:
    older = version("1", indicator("a", **old), scales=SCALES)
    newer = version("2", indicator("a", **new), scales=SCALES, replaces="f@1")
    for turned in (False, True):
        result = diff([older, newer], turned=turned)
        assert kinds(result) == {"a": "=unchanged" if comparable else "revised"}
        assert result["score"]["comparable"] == comparable


def test_scale_content_is_compared_across_frameworks() -> None:
    # The default scale, and the same one written out under another name beside a first one.
    levels = [
        {"id": "fail", "value": "0", "status": "fail"},
        {"id": "partial", "value": "1/2", "status": "partial"},
        {"id": "pass", "value": "1", "status": "pass"},
    ]
    old = version("1", indicator("a"), indicator("b"))
    new = version(
        "2",
        indicator("a"),
        indicator("b", scale="long"),
        scales={"short": levels[1:], "long": levels},
        replaces="f@1",
    )
    assert kinds(diff([old, new])) == {"a": "revised", "b": "=unchanged"}


# Kinds, and what a row says.

TWINS = {
    "s": [
        {"id": "good", "value": "1", "status": "pass"},
        {"id": "fine", "value": "1", "status": "pass"},
        {"id": "so-so", "value": "1", "status": "partial"},
        {"id": "bad", "value": "0", "status": "fail"},
    ]
}


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("good", "good", "unchanged"),
        ("good", "fine", "changed"),
        ("so-so", "good", "improved"),  # by status where the value is the same
        ("good", "so-so", "regressed"),
        ("bad", "so-so", "improved"),
        ("good", "bad", "regressed"),
        ("good", "not-rated", "unrated"),
        ("good", None, "unrated"),
        (None, "bad", "rated"),
        ("not-rated", "bad", "rated"),
        ("not-rated", None, "unchanged"),
        ("bad", "n/a", "now-not-applicable"),
        (None, "n/a", "now-not-applicable"),
        ("n/a", "good", "now-applicable"),
        ("n/a", None, "now-applicable"),
        ("n/a", "not-rated", "now-applicable"),
        ("n/a", "n/a", "unchanged"),
    ],
)
def test_kinds(old: str | None, new: str | None, kind: str) -> None:
    def ratings(given: str | None) -> Data:
        if given is None:
            return {}
        if given == "n/a":
            return {"a": {"level": "not-applicable", "rationale": "So."}}
        return {"a": given if given == "bad" else {"level": given}}

    one = version("1", indicator("a"), scales=TWINS)
    two = version("2", indicator("a"), scales=TWINS, replaces="f@1")
    for frameworks in ([one], [one, two]):
        (row,) = diff(frameworks, ratings(old), ratings(new))["changes"]
        assert row == {
            "indicator": "a",
            "before_id": ["a"],
            "title": "Title of a",
            "kind": kind,
            "before": None if old in (None, "n/a", "not-rated") else old,
            "after": None if new in (None, "n/a", "not-rated") else new,
            "before_measured": None,
            "after_measured": None,
            "before_rerated": None,
            "comparable": True,
            "listed": kind != "unchanged",
        }


@pytest.mark.parametrize(
    ("was", "now", "kind", "levels", "listed"),
    [
        # Bands before: pass to 10, partial to 20. Bands after: pass to 5, partial to 12.
        ("4", "4.0", "unchanged", ("pass", "pass", "pass"), False),
        ("4", "3", "unchanged", ("pass", "pass", "pass"), True),
        ("8", "8", "unchanged", ("pass", "partial", "partial"), True),  # the bands moved
        ("8", "12", "unchanged", ("pass", "partial", "partial"), True),
        ("15", "11", "improved", ("partial", "fail", "partial"), True),  # partial then and now
        ("8", "5", "improved", ("pass", "partial", "pass"), True),
        ("12", "13", "regressed", ("partial", "partial", "fail"), True),
        ("8", None, "unrated", ("pass", "partial", None), True),
        (None, "8", "rated", (None, None, "partial"), True),
        (None, None, "unchanged", (None, None, None), False),
    ],
)
def test_measured_pairs(
    was: str | None, now: str | None, kind: str, levels: tuple[str | None, ...], listed: bool
) -> None:
    frameworks = [
        version("1", measured("a", "10", "20")),
        version("2", measured("a", "5", "12"), replaces="f@1"),
    ]
    result = diff(frameworks, {"a": was} if was else {}, {"a": {"measured": now}} if now else {})
    (row,) = result["changes"]
    assert (row["kind"], row["listed"]) == (kind, listed)
    assert (row["before"], row["before_rerated"], row["after"]) == levels
    assert row["before_measured"] == (None if was is None else Fraction(was))
    assert row["after_measured"] == (None if now is None else Fraction(now))


def test_rows_of_the_removed_and_the_revised_say_what_was_recorded() -> None:
    old = [measured("m", "1"), indicator("j"), measured("s", "1"), indicator("t"), indicator("u")]
    new = [
        measured("s", "1", unit="kg"),
        indicator("v", replaces=["u", "t"]),
        indicator("w"),
    ]
    result = diff(
        [version("1", *old), version("2", *new, replaces="f@1")],
        {"m": "1", "j": "partial", "s": {"measured": "7/2"}, "t": "pass", "u": "pass"},
        {"s": "0.5", "v": "fail", "w": "pass"},
    )
    keys = words("indicator before_id kind before after before_measured after_measured before_rerated")
    assert [[row[key] for key in keys] for row in result["changes"]] == [
        ["s", ["s"], "revised", "fail", "pass", Fraction(7, 2), Fraction(1, 2), None],
        ["v", ["u", "t"], "revised", None, "fail", None, None, None],
        ["w", [], "added", None, "pass", None, None, None],
        ["m", ["m"], "removed", "pass", None, 1, None, None],
        ["j", ["j"], "removed", "partial", None, None, None, None],
    ]
    assert all(row["listed"] and not row["comparable"] for row in result["changes"])
    assert [row["title"] for row in result["changes"]] == [f"Title of {name}" for name in "svwmj"]
    row = as_json(result)["changes"][0]
    assert (row["before_measured"], row["after_measured"]) == (3.5, 0.5)


def test_rows_come_in_the_order_of_the_files() -> None:
    old = version(
        "1", dimension("d", indicator("z"), dimension("e", indicator("y"))), dimension("f", indicator("x"))
    )
    new = version("2", dimension("d", dimension("e", indicator("b")), indicator("a")), replaces="f@1")
    # An indicator of a dimension comes before those of its sub-dimensions.
    assert [row["indicator"] for row in diff([old, new])["changes"]] == ["a", "b", "z", "y", "x"]


# The same version, several versions, broken chains.


def test_one_version_is_aligned_by_id() -> None:
    one = version(
        "2.0",
        indicator("a", replaces="b", comparable="false"),
        indicator("b", replaces=[]),
        indicator("c", state="retired"),
        replaces="f@1",
    )
    sides = [
        {"framework": "f@2", "ratings": {"a": "pass"}},
        {"framework": "f@2.0.0", "ratings": {"a": "fail"}},
    ]
    result = compare({"f@2.0": one}, *sides)
    assert kinds(result) == {"a": "=regressed", "b": "=unchanged"}
    assert parts(result["score"]) == (-1, -1, 0, 0)


def test_alignment_is_followed_over_several_versions() -> None:
    one = version("1", *map(indicator, "abcdef"))
    two = version(
        "2",
        indicator("x", replaces=["b", "a"]),
        indicator("y", replaces="c"),
        indicator("d", comparable="false"),
        indicator("e", state="future"),
        indicator("f"),
        indicator("a", replaces="a"),
        replaces="f@1.0",
    )
    three = version(
        "3",
        indicator("xa", replaces=["a", "x"]),
        indicator("c", replaces="y"),
        indicator("d"),
        indicator("e"),
        indicator("g", replaces="f", requirement="So.", comparable="true"),
        replaces="f@2",
    )
    result = diff([one, two, three])
    assert not result["is_broken"]
    assert kinds(result) == {
        "xa": "revised",
        "c": "=unchanged",
        "d": "revised",  # not comparable in the first step
        "e": "revised",  # not counted in between
        "g": "=unchanged",
    }
    assert before_ids(result)["xa"] == ["a", "b"]
    assert before_ids(result)["c"] == ["c"]
    assert before_ids(result)["g"] == ["f"]
    result = diff([one, two, three], turned=True)
    assert before_ids(result) == {
        "a": ["xa"],
        "b": ["xa"],
        "c": ["c"],
        "d": ["d"],
        "e": ["e"],
        "f": ["g"],
    }
    assert kinds(result) == {
        "a": "revised",
        "b": "revised",
        "c": "=unchanged",
        "d": "revised",
        "e": "revised",
        "f": "=unchanged",
    }


def test_a_change_and_its_undoing_are_not_comparable() -> None:
    versions = [
        version("1", indicator("a"), measured("m", "1")),
        version("2", indicator("a", requirement="So."), measured("m", "1", unit="kg"), replaces="f@1"),
        version("3", indicator("a"), measured("m", "1"), replaces="f@2"),
    ]
    assert kinds(diff(versions)) == {"a": "revised", "m": "revised"}
    # Without the file in between the two ends are compared with each other.
    result = diff([versions[0], versions[2]])
    assert result["is_broken"]
    assert kinds(result) == {"a": "=unchanged", "m": "=unchanged"}


def test_a_broken_chain_is_aligned_by_equal_ids() -> None:
    one = version("1.9", indicator("a"), indicator("b", comparable="false"), indicator("c"), indicator("d"))
    ten = version(
        "1.10",
        indicator("a", replaces="b"),
        indicator("b"),
        indicator("c", comparable="false"),
        indicator("d", requirement="So.", comparable="true"),
        indicator("e", replaces=["d"]),
    )
    for missing in ({}, {"replaces": "f@1.9.1"}, {"replaces": "g@1"}):
        result = diff([one, {**ten, **missing}])
        assert result["is_broken"]
        assert kinds(result) == {
            "a": "=unchanged",
            "b": "=unchanged",
            "c": "revised",
            "d": "=unchanged",
            "e": "added",
        }
        result = diff([one, {**ten, **missing}], turned=True)
        assert result["is_broken"]
        assert kinds(result) == {
            "a": "=unchanged",
            "b": "=unchanged",
            "c": "revised",
            "d": "=unchanged",
            "e": "removed",
        }


def test_two_that_replace_the_same_version_are_joined_by_no_chain() -> None:
    one = version("1", indicator("a"))
    left = version("2", indicator("b", replaces="a"), replaces="f@1")
    right = version("3", indicator("b", replaces="a"), replaces="f@1")
    result = diff([left, one, right])
    assert result["is_broken"]
    assert kinds(result) == {"b": "=unchanged"}


def test_different_ids_need_a_chain() -> None:
    old = version("f@1", indicator("a"))
    new = version("g@1", indicator("a"), indicator("b"), replaces="f@1")
    assert kinds(diff([old, new])) == {"a": "=unchanged", "b": "added"}
    assert kinds(diff([old, new], turned=True)) == {"a": "=unchanged", "b": "removed"}
    for more in ({}, {"replaces": "g@0"}, {"replaces": "f@1.1"}):
        for turned in (False, True):
            with pytest.raises(NotComparable):
                diff([old, {**version("g@1", indicator("a")), **more}], turned=turned)


def test_the_newer_version_on_the_left() -> None:
    old = version("1", indicator("a"), indicator("b"), indicator("c"), measured("m", "5"))
    new = version(
        "2",
        indicator("y", replaces="a"),
        indicator("x", replaces="a"),
        indicator("z", replaces=["b", "c"]),
        measured("n", "1", replaces="m"),
        indicator("p"),
        replaces="f@1",
    )
    result = diff([old, new], {"m": "4"}, {"n": "4", "z": "pass"}, turned=True)
    assert before_ids(result) == {"a": ["y", "x"], "b": ["z"], "c": ["z"], "m": ["n"], "p": ["p"]}
    assert kinds(result) == {
        "a": "revised",
        "b": "revised",
        "c": "revised",
        "m": "=unchanged",
        "p": "removed",
    }
    row = row_of(result, "m")
    assert (row["before"], row["before_rerated"], row["after"]) == ("fail", "pass", "pass")
    assert row_of(result, "b")["before"] == "pass"
    assert row_of(result, "a")["before"] is None


# The split, by hand.


def test_the_three_parts() -> None:
    # A: d = {a, b, c}, rated pass, fail, pass. A0 = 2/3.
    # B: d = {a weight 3, b, n}, rated fail, pass, and n pass; c is gone. B0 = (0 + 1 + 1) / 5 = 2/5.
    # Comparable: a, b, both rated on both sides: A1 = A2 = 3/4, B1 = B2 = 1/4.
    old = version("1", *map(indicator, "abc"))
    new = version("2", indicator("a", weight="3"), indicator("b"), indicator("n"), replaces="f@1")
    result = diff(
        [old, new], {"a": "pass", "b": "fail", "c": "pass"}, {"a": "fail", "b": "pass", "n": "pass"}
    )
    wanted = {
        "before": Fraction(2, 3),
        "after": Fraction(2, 5),
        "change": Fraction(-4, 15),
        "real": Fraction(-1, 2),
        "coverage": 0,
        "framework": Fraction(3, 4) - Fraction(2, 3) + Fraction(2, 5) - Fraction(1, 4),
        "comparable": 2,
        "rated_on_both": 2,
    }
    assert result["score"] == wanted
    assert result["dimensions"][0]["score"] == wanted
    assert rounded(result)["score"]["change"] == -0.266667


def test_coverage_is_what_one_side_alone_rates() -> None:
    # One version. A rates a pass and b fail, B rates a pass and c partial; b is not applicable to B.
    # A0 = A1 = 1/2, B0 = B1 = 3/4; on both sides a alone: A2 = B2 = 1.
    one = version("1", *map(indicator, "abc"))
    not_applicable = {"level": "not-applicable", "rationale": "So."}
    result = diff([one], {"a": "pass", "b": "fail"}, {"a": "pass", "b": not_applicable, "c": "partial"})
    assert parts(result["score"]) == (Fraction(1, 4), 0, Fraction(1, 4), 0)
    assert (result["score"]["comparable"], result["score"]["rated_on_both"]) == (3, 1)
    assert kinds(result) == {"a": "=unchanged", "b": "=now-not-applicable", "c": "=rated"}


def test_what_holds_nothing_is_left_out_weight_and_all() -> None:
    # e (weight 9) holds only what is new: A0 = 1, B0 = (0 + 9) / 10, A1 = A2 = 1, B1 = B2 = 0.
    old = version("1", dimension("d", indicator("a")))
    new = version(
        "2", dimension("d", indicator("a")), dimension("e", indicator("n"), weight="9"), replaces="f@1"
    )
    result = diff([old, new], {"a": "pass"}, {"a": "fail", "n": "pass"})
    assert parts(result["score"]) == (Fraction(-1, 10), -1, 0, Fraction(9, 10))
    one, other = result["dimensions"]
    assert parts(one["score"]) == (-1, -1, 0, 0)
    assert other["status"] == {"before": None, "after": "pass"}
    assert (other["score"]["before"], other["score"]["after"]) == (None, 1)
    assert parts(other["score"]) == (None, None, None, None)
    assert other["score"]["comparable"] == 0


def test_the_overall_aggregation_holds_for_what_is_restricted() -> None:
    # The whole is the smallest of its dimensions: 0 to 1/2 as published, 1/2 on both sides without d.
    old = version(
        "1",
        dimension("d", indicator("a")),
        dimension("e", indicator("b")),
        overall={"aggregation": "minimum"},
    )
    new = version(
        "2",
        dimension("d", indicator("a", requirement="So.")),
        dimension("e", indicator("b")),
        overall={"aggregation": "minimum"},
        replaces="f@1",
    )
    result = diff([old, new], {"a": "fail", "b": "partial"}, {"a": "pass", "b": "partial"})
    assert parts(result["score"]) == (Fraction(1, 2), 0, 0, Fraction(1, 2))


def test_older_measurements_are_rated_by_the_newer_bands() -> None:
    # 8 was a pass and would be a partial today; now 4, a pass. A0 = B0 = 1, A1 = 1/2: the air got
    # better by a half, and the yardstick took it away.
    frameworks = [
        version("1", measured("a", "10")),
        version("2", measured("b", "5", "12", replaces="a"), replaces="f@1"),
    ]
    result = diff(frameworks, {"a": "8"}, {"b": "4"})
    assert parts(result["score"]) == (0, Fraction(1, 2), 0, Fraction(-1, 2))


def test_nothing_rated_on_both_sides() -> None:
    one = version("1", indicator("a"), indicator("b"))
    result = diff([one], {"a": "pass"}, {"b": "fail"})
    assert parts(result["score"]) == (-1, None, None, None)
    assert (result["score"]["comparable"], result["score"]["rated_on_both"]) == (2, 0)
    assert parts(diff([one])["score"]) == (None, None, None, None)
    # Nothing comparable at all.
    two = version("2", indicator("a", replaces=[]), replaces="f@1")
    result = diff([one, two], {"a": "pass"}, {"a": "fail"})
    assert parts(result["score"]) == (-1, None, None, None)
    assert result["score"]["comparable"] == 0


def test_a_dimension_in_which_nothing_is_rated_on_both_sides_has_no_parts() -> None:
    # In e each side rates another one, so A1 = A0 = 1 and B1 = B0 = 0 there, but A2 and B2 are null.
    one = version("1", dimension("d", indicator("a")), dimension("e", indicator("b"), indicator("c")))
    result = diff([one], {"a": "pass", "b": "pass"}, {"a": "pass", "c": "fail"})
    assert parts(result["dimensions"][0]["score"]) == (0, 0, 0, 0)
    assert parts(result["dimensions"][1]["score"]) == (-1, None, None, None)
    assert parts(result["score"]) == (Fraction(-1, 2), 0, Fraction(-1, 2), 0)


def test_a_dimension_is_compared_with_the_one_of_its_id_wherever_it_stood() -> None:
    old = version("1", dimension("d", indicator("a"), dimension("e", indicator("b"))))
    new = version(
        "2", dimension("e", indicator("b"), indicator("a")), dimension("g", indicator("n")), replaces="f@1"
    )
    result = diff([old, new], {"a": "pass", "b": "fail"}, {"a": "pass", "b": "pass", "n": "pass"})
    one, other = result["dimensions"]
    # e: A0 = 0 (b alone), B0 = 1; with a and b in it A1 = 1/2, B1 = 1.
    assert one["status"] == {"before": "fail", "after": "pass"}
    assert parts(one["score"]) == (1, Fraction(1, 2), 0, Fraction(1, 2))
    assert (one["score"]["comparable"], one["score"]["rated_on_both"]) == (2, 2)
    assert other["score"]["before"] is None


def test_a_dimension_that_is_new_has_a_real_part_and_no_other() -> None:
    # g is new, but what it holds was there: A0 is null, so change and framework are.
    old = version("1", dimension("d", indicator("a"), indicator("b")))
    new = version("2", dimension("g", indicator("a"), dimension("h", indicator("b"))), replaces="f@1")
    result = diff([old, new], {"a": "fail", "b": "pass"}, {"a": "pass"})
    (one,) = result["dimensions"]
    assert parts(one["score"]) == (None, 1, Fraction(-1, 2), None)
    assert one["status"] == {"before": None, "after": "undetermined"}
    (below,) = one["dimensions"]
    assert (below["score"]["comparable"], below["score"]["rated_on_both"]) == (1, 0)
    assert parts(below["score"]) == (None, None, None, None)


def test_published_figures_are_the_scorers() -> None:
    for seed in range(60):
        frameworks, before, after = random_history(random.Random(seed))
        try:
            result = compare(frameworks, before, after)
            framework = find(frameworks, after["framework"])
            assert framework is not None
            wanted = assess(framework, after)
        except (NotComparable, ValueError):
            continue  # too many not-rated indicators to try every completion
        assert result["status"]["after"] == wanted["status"]
        assert result["score"]["after"] == wanted["score"]
        for mine, theirs in zip(dimensions_of(result), dimensions_of(wanted), strict=True):
            assert mine["status"]["after"] == theirs["status"]
            assert mine["score"]["after"] == theirs["score"]


# Random histories.


@cache
def history(seed: int) -> tuple[dict[str, Data], Data, Data]:
    return random_history(random.Random(seed))


@cache
def compared(seed: int) -> Data | None:
    """The comparison of a random history; none where the two have nothing to do with each other."""
    try:
        return compare(*history(seed))
    except NotComparable:
        return None


def comparisons() -> Iterator[tuple[int, Data]]:
    for seed in range(HISTORIES):
        result = compared(seed)
        if result is not None:
            yield seed, result


def test_the_parts_sum_to_the_change() -> None:
    whole = 0
    for _, result in comparisons():
        for each in [result, *dimensions_of(result)]:
            score = each["score"]
            if None not in (score["before"], score["after"]):
                assert score["change"] == score["after"] - score["before"]
            if None not in parts(score):
                assert score["change"] == score["real"] + score["coverage"] + score["framework"]
                whole += 1
            assert score["rated_on_both"] <= score["comparable"]
            assert (score["real"] is None) == (score["rated_on_both"] == 0)
            if score["rated_on_both"] == 0:
                assert score["coverage"] is score["framework"] is None
        score = result["score"]
        assert (score["real"] is None) == (score["coverage"] is None) == (score["framework"] is None)
    assert whole > HISTORIES


def test_comparing_an_assessment_with_itself() -> None:
    for seed in range(HISTORIES):
        frameworks, before, after = history(seed)
        for side in (before, after):
            result = compare(frameworks, side, side)
            assert {row["kind"] for row in result["changes"]} <= {"unchanged"}
            assert not any(row["listed"] for row in result["changes"])
            assert all(row["comparable"] for row in result["changes"])
            assert parts(result["score"]) in ((0, 0, 0, 0), (None, None, None, None), (0, None, None, None))


def test_one_version_leaves_nothing_to_the_framework() -> None:
    for seed, result in comparisons():
        _, before, after = history(seed)
        if key_of(before["framework"]) == key_of(after["framework"]):
            assert result["score"]["framework"] in (0, None)
            assert all(row["comparable"] for row in result["changes"])


def test_turned_round_the_comparable_pairs_are_the_same() -> None:
    opposites = {
        "added": "removed",
        "improved": "regressed",
        "rated": "unrated",
        "changed": "changed",
        "unchanged": "unchanged",
    }
    opposites |= {kind: opposite for opposite, kind in opposites.items()}
    for seed, result in comparisons():
        frameworks, before, after = history(seed)
        back = compare(frameworks, after, before)
        assert back["is_broken"] == result["is_broken"]
        there = {
            (row["before_id"][0], row["indicator"]): row for row in result["changes"] if row["comparable"]
        }
        again = {(row["indicator"], row["before_id"][0]): row for row in back["changes"] if row["comparable"]}
        assert there.keys() == again.keys()
        for key, row in there.items():
            other = again[key]
            assert (row["before"], row["after"]) == (other["after"], other["before"])
            if row["kind"] in opposites and row["before_measured"] is None:
                assert other["kind"] == opposites[row["kind"]]
        assert count(result, "added") == count(back, "removed")
        assert count(result, "removed") == count(back, "added")


def count(result: Data, kind: str) -> int:
    """How many rows are of that kind."""
    return sum(row["kind"] == kind for row in result["changes"])


def test_every_counted_indicator_has_its_row() -> None:
    for seed, result in comparisons():
        frameworks, before, after = history(seed)
        old, new = find(frameworks, before["framework"]), find(frameworks, after["framework"])
        assert old is not None
        assert new is not None
        rows = [row for row in result["changes"] if row["kind"] != "removed"]
        assert [row["indicator"] for row in rows] == [each["id"] for each in counted(new)]
        named = [name for row in result["changes"] for name in row["before_id"]]
        assert {each["id"] for each in counted(old)} <= set(named)
        assert set(named) <= {each["id"] for each in indicators_of(old)}


def test_the_histories_hold_every_kind_of_row_and_of_pair() -> None:
    seen: Counter[str] = Counter()
    for seed in range(HISTORIES):
        frameworks, before, after = history(seed)
        result = compared(seed)
        if result is None:
            seen["not comparable"] += 1
            continue
        old, new = find(frameworks, before["framework"]), find(frameworks, after["framework"])
        assert old is not None
        assert new is not None
        same = own_key(old) == own_key(new)
        seen["same version" if same else "two versions"] += 1
        seen["same subject"] += before["subject"]["id"] == after["subject"]["id"]
        seen["other subject"] += before["subject"]["id"] != after["subject"]["id"]
        seen["broken"] += result["is_broken"]
        seen["broken, newer left"] += result["is_broken"] and own_key(old) > own_key(new)
        chain = chain_from(frameworks, new, old) or chain_from(frameworks, old, new)
        if not same and chain is not None:
            seen[f"{len(chain) - 1} steps"] += 1
            seen["newer left"] += chain_from(frameworks, old, new) is not None
            seen["another id"] += old["id"] != new["id"]
        seen["null parts"] += result["score"]["real"] is None
        for part in ("real", "coverage", "framework"):
            seen[part] += bool(result["score"][part])
        for each in dimensions_of(result):
            score = each["score"]
            seen["dimension not there before"] += each["status"]["before"] is None
            seen["a real part alone"] += score["framework"] is None and score["real"] is not None
        for row in result["changes"]:
            across = "" if same else " across versions"
            seen[("comparable " if row["comparable"] else "") + row["kind"] + across] += 1
            seen["renumbered"] += row["comparable"] and row["before_id"] != [row["indicator"]]
            seen["merged"] += len(row["before_id"]) > 1
            seen["bands moved"] += row["before_rerated"] not in (None, row["before"])
            seen["unchanged and listed"] += row["kind"] == "unchanged" and row["listed"]
            seen["unchanged and not listed"] += row["kind"] == "unchanged" and not row["listed"]
            seen["same measurement"] += (
                row["before_measured"] is not None and row["before_measured"] == row["after_measured"]
            )
    recorded = words("improved regressed unchanged unrated rated now-not-applicable now-applicable")
    wanted = {f"comparable {kind}{across}" for kind in recorded for across in ("", " across versions")}
    wanted |= {f"{kind} across versions" for kind in ("added", "removed", "revised")}
    wanted |= {"comparable changed", "same version", "two versions", "same subject", "other subject"}
    wanted |= {"broken", "broken, newer left", "1 steps", "2 steps", "3 steps", "newer left", "another id"}
    wanted |= {"null parts", "real", "coverage", "framework", "dimension not there before"}
    wanted |= {"a real part alone", "renumbered", "merged", "bands moved", "same measurement"}
    wanted |= {"unchanged and listed", "unchanged and not listed", "not comparable"}
    assert {name for name in wanted if not seen[name]} == set()
    possible = wanted | {"comparable changed across versions"}
    assert {name for name in seen if seen[name]} <= possible
    assert seen["same version"] > HISTORIES / 3
    assert seen["two versions"] > HISTORIES / 3
    assert seen["newer left"] + seen["broken, newer left"] > HISTORIES / 6


def test_random_histories_are_the_same_every_time_and_all_text(tmp_path: pathlib.Path) -> None:
    def all_text(value: Any) -> bool:
        if isinstance(value, dict):
            return all(map(all_text, value.values()))
        if isinstance(value, list):
            return all(map(all_text, value))
        return isinstance(value, str)

    for seed in range(50):
        assert random_history(random.Random(seed)) == history(seed)
        assert all_text([*history(seed)])
        frameworks, before, after = history(seed)
        paths = write_history(tmp_path / str(seed), frameworks, before, after)
        assert paths[0] != paths[1]
        for path, data in zip(paths, (before, after), strict=True):
            assert yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader) == data
        written = sorted(path.stem for path in (tmp_path / str(seed) / "frameworks").iterdir())
        assert written == sorted(frameworks)
