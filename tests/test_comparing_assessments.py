"""What changed between two scorecards: examples worked by hand, and the algebra that must hold."""

import random
from fractions import Fraction as F
from typing import Any

import pytest

from scorecard.comparing.assessments import ChangeKind, Comparison, Split, diff
from scorecard.model.framework import Framework, Status
from tests.small import dimension, indicator, known, measured, scored, yardstick

NA = {"level": "not-applicable", "rationale": "does not arise"}


def compared(before: Any, after: Any, *others: Framework) -> Comparison:
    return diff(before, after, known(*others))


def one(version: str, *indicators: Any, **keys: Any) -> Framework:
    return yardstick(version, dimension("d", *indicators), **keys)


def kinds(comparison: Comparison) -> dict[str, ChangeKind]:
    return {change.indicator.id: change.kind for change in comparison.changes}


def parts(split: Split) -> tuple[F | None, ...]:
    return (split.before, split.after, split.change, split.real, split.coverage, split.framework)


# Kinds ---------------------------------------------------------------------------------------------

SCALE = [
    {"id": "good", "value": "1", "status": "pass"},
    {"id": "fair", "value": "0.5", "status": "partial"},
    {"id": "even", "value": "1/2", "status": "partial"},
    {"id": "poor", "value": "0.5", "status": "fail"},
    {"id": "bad", "value": "0", "status": "fail"},
]


@pytest.mark.parametrize(
    ("was", "now", "kind"),
    [
        ("bad", "good", ChangeKind.IMPROVED),
        ("good", "fair", ChangeKind.REGRESSED),
        ("poor", "fair", ChangeKind.IMPROVED),  # of one value, but of a better status
        ("fair", "poor", ChangeKind.REGRESSED),
        ("fair", "even", ChangeKind.CHANGED),
        ("fair", "fair", ChangeKind.UNCHANGED),
        ("fair", None, ChangeKind.UNRATED),
        ("fair", "not-rated", ChangeKind.UNRATED),
        (None, "fair", ChangeKind.RATED),
        ("fair", NA, ChangeKind.NOW_NOT_APPLICABLE),
        (None, NA, ChangeKind.NOW_NOT_APPLICABLE),
        (NA, "fair", ChangeKind.NOW_APPLICABLE),
        (NA, None, ChangeKind.NOW_APPLICABLE),
        (NA, NA, ChangeKind.UNCHANGED),
        (None, None, ChangeKind.UNCHANGED),
        ("not-rated", None, ChangeKind.UNCHANGED),
    ],
)
def test_kinds_by_what_was_recorded(was: Any, now: Any, kind: ChangeKind) -> None:
    framework = one("1", "a", scales={"s": SCALE})
    ratings = [{} if each is None else {"a": each} for each in (was, now)]
    found = compared(*(scored(framework, each) for each in ratings))
    assert kinds(found) == {"a": kind}
    assert found.listed == (() if kind is ChangeKind.UNCHANGED else found.changes)


def test_added_removed_and_revised_come_before_what_was_recorded() -> None:
    before = one("1", "kept", "gone", "retired", indicator("planned", state="future"), "reworded")
    after = one(
        "2",
        "fresh",
        "planned",
        indicator("reworded", requirement="else"),
        "kept",
        indicator("retired", state="retired"),
        replaces="f@1",
    )
    found = compared(
        scored(before, {"gone": "pass", "retired": "fail", "reworded": "pass"}),
        scored(after, {"fresh": "pass", "reworded": "fail"}),
    )
    # In B's order, then what A alone has, in A's order.
    assert list(kinds(found).items()) == [
        ("fresh", ChangeKind.ADDED),
        ("planned", ChangeKind.ADDED),
        ("reworded", ChangeKind.REVISED),
        ("kept", ChangeKind.UNCHANGED),
        ("gone", ChangeKind.REMOVED),
        ("retired", ChangeKind.REMOVED),
    ]
    assert [change.indicator.id for change in found.changes if change.is_comparable] == ["kept"]


def test_merged_and_split_indicators_are_revised() -> None:
    before = one("1", "a", "b", "c")
    after = one(
        "2",
        indicator("m", replaces=["a", "b"]),
        indicator("x", replaces=["c"]),
        indicator("y", replaces=["c"]),
        replaces="f@1",
    )
    found = compared(scored(before, {"a": "pass"}), scored(after, {"m": "pass"}))
    assert kinds(found) == {"m": ChangeKind.REVISED, "x": ChangeKind.REVISED, "y": ChangeKind.REVISED}
    assert [each.indicator.id for each in found.changes[0].before] == ["a", "b"]
    assert found.split.comparable == 0


# Measured ------------------------------------------------------------------------------------------


def test_a_measurement_whose_level_is_worth_more_today_is_rated_again() -> None:
    scales = [
        [
            {"id": "pass", "value": "1", "status": "pass"},
            {"id": "mid", "value": value, "status": status},
            {"id": "fail", "value": "0", "status": "fail"},
        ]
        for value, status in (("0.5", "partial"), ("0.8", "pass"))
    ]
    was, now = (
        one(version, measured("a", ("pass", "5"), ("mid", "10")), scales={"default": scale}, **more)
        for version, scale, more in (("1", scales[0], {}), ("2", scales[1], {"replaces": "f@1"}))
    )
    found = compared(scored(was, {"a": "7"}), scored(now, {"a": "7"}))
    (change,) = found.changes
    assert (change.kind, change.bands_moved) == (ChangeKind.UNCHANGED, True)
    assert found.listed == found.changes
    assert parts(found.split) == (F(1, 2), F(4, 5), F(3, 10), F(0), F(0), F(3, 10))


def test_a_measurement_before_is_rated_again_by_the_bands_after() -> None:
    before = one("1", measured("a", ("pass", "40")))
    after = one("2", measured("a", ("pass", "10"), ("partial", "30")), replaces="f@1")
    found = compared(scored(before, {"a": "29"}), scored(after, {"a": "26"}))
    (change,) = found.changes
    assert (change.kind, change.is_comparable) == (ChangeKind.UNCHANGED, True)
    assert change.rerated is not None
    assert change.rerated.level_id == "partial"
    assert change.bands_moved
    assert found.listed == found.changes
    # 100.0 was published; by today's bands it was 50.0 then and is 50.0 now: nothing really changed.
    assert parts(found.split) == (F(1), F(1, 2), F(-1, 2), F(0), F(0), F(-1, 2))


def test_an_unchanged_level_is_listed_where_the_measurement_differs() -> None:
    framework = one("1", measured("a", ("pass", "40")))
    found = compared(scored(framework, {"a": "30"}), scored(framework, {"a": "20"}))
    assert kinds(found) == {"a": ChangeKind.UNCHANGED}
    assert len(found.listed) == 1
    assert not compared(scored(framework, {"a": "30"}), scored(framework, {"a": "30.0"})).listed


def test_from_the_newer_to_the_older_version_the_measurement_is_rated_by_the_older_bands() -> None:
    older = one("1", measured("a", ("pass", "40")))
    newer = one("2", measured("a", ("pass", "10"), ("partial", "30")), replaces="f@1")
    found = compared(scored(newer, {"a": "26"}), scored(older, {"a": "29"}))
    (change,) = found.changes
    assert change.rerated is not None
    assert (change.rerated.level_id, change.kind) == ("pass", ChangeKind.UNCHANGED)


# The split -----------------------------------------------------------------------------------------


def test_within_one_framework_all_of_a_change_is_real_where_all_is_rated() -> None:
    framework = one("1", "a", "b", "c", "d")
    found = compared(
        scored(framework, {"a": "pass", "b": "fail", "c": "pass", "d": "pass"}),
        scored(framework, {"a": "partial", "b": "fail", "c": "pass", "d": "pass"}),
    )
    assert parts(found.split) == (F(3, 4), F(5, 8), F(-1, 8), F(-1, 8), F(0), F(0))
    assert (found.split.comparable, found.split.rated_on_both) == (4, 4)
    assert not found.split.rests_on_few


def test_coverage_is_what_more_or_fewer_ratings_do() -> None:
    framework = one("1", "a", "b")
    found = compared(scored(framework, {"a": "pass"}), scored(framework, {"a": "pass", "b": "fail"}))
    assert parts(found.split) == (F(1), F(1, 2), F(-1, 2), F(0), F(-1, 2), F(0))
    assert found.split.rated_on_both == 1


def test_what_no_longer_applies_is_coverage_too() -> None:
    framework = one("1", "a", "b")
    found = compared(scored(framework, {"a": "pass", "b": "fail"}), scored(framework, {"a": "pass", "b": NA}))
    assert parts(found.split) == (F(1, 2), F(1), F(1, 2), F(0), F(1, 2), F(0))


def test_the_framework_is_what_weights_and_new_indicators_do() -> None:
    # A: (1 + 0) / 2. B: weights 3 and 1, and a third that fails: (3 × 1 + 0 + 0) / 5.
    # By B on a and b alone, A was (3 × 1 + 0) / 4, and so is B.
    before = one("1", "a", "b")
    after = one("2", indicator("a", weight="3"), "b", "c", replaces="f@1")
    found = compared(
        scored(before, {"a": "pass", "b": "fail"}), scored(after, {"a": "pass", "b": "fail", "c": "fail"})
    )
    assert parts(found.split) == (F(1, 2), F(3, 5), F(1, 10), F(0), F(0), F(1, 4) + F(3, 5) - F(3, 4))


def test_without_anything_rated_on_both_sides_there_are_no_parts() -> None:
    framework = one("1", "a", "b")
    found = compared(scored(framework, {"a": "pass"}), scored(framework, {"b": "fail"}))
    assert parts(found.split) == (F(1), F(0), F(-1), None, None, None)
    assert found.split.rests_on_few


def test_what_holds_nothing_is_left_out_with_its_weight() -> None:
    # In the second dimension nothing can be compared: the first alone counts for the real change.
    before = yardstick("1", dimension("d", "a"), dimension("e", "b", weight="9"))
    after = yardstick(
        "2",
        dimension("d", "a"),
        dimension("e", indicator("b", requirement="else"), weight="9"),
        replaces="f@1",
    )
    found = compared(scored(before, {"a": "fail", "b": "pass"}), scored(after, {"a": "pass", "b": "pass"}))
    assert parts(found.split) == (F(9, 10), F(1), F(1, 10), F(1), F(0), F(-9, 10))


def test_every_dimension_is_split_at_any_depth_by_the_dimension_of_its_id() -> None:
    def nested(version: str, outer: str, **keys: Any) -> Framework:
        return yardstick(version, dimension(outer, "x", dimensions=[dimension("in", "a", "b")]), **keys)

    before, after = nested("1", "old"), nested("2", "new", replaces="f@1")
    found = compared(
        scored(before, {"x": "pass", "a": "pass", "b": "pass"}), scored(after, {"x": "fail", "a": "pass"})
    )
    (outer,) = found.dimensions
    (inner,) = outer.dimensions
    # No dimension `new` before: nothing was published, but the indicators can be compared.
    assert outer.before is None
    assert parts(outer.split) == (None, F(1, 2), None, F(-1, 2), F(0), None)
    assert (outer.split.comparable, outer.split.rated_on_both) == (3, 2)
    assert inner.before is not None
    assert inner.before.figures.status is Status.PASS
    assert parts(inner.split) == (F(1), F(1), F(0), F(0), F(0), F(0))
    assert (inner.split.comparable, inner.split.rated_on_both) == (2, 1)


def test_few_counts_what_applies() -> None:
    framework = one("1", *"abcdefg")
    both = {
        "a": "pass",
        "b": "pass",
        **{id: {"level": "not-applicable", "rationale": "none"} for id in "cde"},
    }
    assert not compared(scored(framework, both), scored(framework, both)).split.rests_on_few  # 2 of 4
    assert compared(
        scored(framework, {**both, "c": "pass"}), scored(framework, both)
    ).split.rests_on_few  # 2 of 5


def test_few_is_under_half_of_the_larger_framework() -> None:
    before, after = one("1", "a", "b"), one("2", "a", "b", "c", "d", "e", replaces="f@1")
    both = {"a": "pass", "b": "pass"}
    assert compared(scored(before, both), scored(after, both)).split.rests_on_few
    smaller = one("2", "a", "b", "c", "d", replaces="f@1")
    assert not compared(scored(before, both), scored(smaller, both)).split.rests_on_few


# Algebra -------------------------------------------------------------------------------------------

REVERSED = {
    ChangeKind.ADDED: ChangeKind.REMOVED,
    ChangeKind.IMPROVED: ChangeKind.REGRESSED,
    ChangeKind.RATED: ChangeKind.UNRATED,
    ChangeKind.NOW_APPLICABLE: ChangeKind.NOW_NOT_APPLICABLE,
}
REVERSED |= {value: key for key, value in REVERSED.items()}


def random_ratings(rng: random.Random, framework: Framework) -> dict[str, Any]:
    entries = ["good", "fair", "even", "poor", "bad", "not-rated", NA, None]
    chosen = {each.id: rng.choice(entries) for each in framework.indicators()}
    return {id: entry for id, entry in chosen.items() if entry is not None}


def random_framework(rng: random.Random) -> Framework:
    dimensions = [
        dimension(
            f"d{number}",
            *(
                indicator(f"i{number}{at}", weight=rng.choice(["1", "2", "1/3"]))
                for at in range(rng.randint(1, 4))
            ),
            weight=rng.choice(["1", "0.5", "3"]),
        )
        for number in range(rng.randint(1, 3))
    ]
    words = ["mean-of-dimensions", "mean-of-indicators", "minimum"]
    return yardstick("1", *dimensions, scales={"s": SCALE}, aggregation=rng.choice(words))


@pytest.mark.parametrize("seed", range(100))
def test_swapping_the_sides_reverses_kinds_and_signs(seed: int) -> None:
    rng = random.Random(seed)
    framework = random_framework(rng)
    one_side, other = (scored(framework, random_ratings(rng, framework)) for _ in range(2))
    there, back = compared(one_side, other), compared(other, one_side)
    assert kinds(back) == {id: REVERSED.get(kind, kind) for id, kind in kinds(there).items()}
    for forward, backward in zip(parts(there.split)[2:], parts(back.split)[2:], strict=True):
        assert backward == (None if forward is None else -forward)
    assert (there.split.before, there.split.after) == (back.split.after, back.split.before)


@pytest.mark.parametrize("seed", range(100))
def test_a_scorecard_has_not_changed_from_itself_and_parts_sum_to_the_change(seed: int) -> None:
    rng = random.Random(seed)
    framework = random_framework(rng)
    one_side, other = (scored(framework, random_ratings(rng, framework)) for _ in range(2))
    same = compared(one_side, one_side)
    assert same.listed == ()
    assert set(parts(same.split)[2:]) <= {F(0), None}
    found = compared(one_side, other)
    for split in (found.split, *(each.split for each in found.dimensions)):
        known_parts = [split.real, split.coverage, split.framework]
        if None not in known_parts:
            assert sum(part for part in known_parts if part is not None) == split.change
