"""Which indicators belong together, and which can be compared: SPEC's rules one by one."""

from typing import Any

import pytest

from scorecard.comparing.alignment import Alignment, NotComparableError, align
from scorecard.model.framework import Framework
from tests.small import dimension, indicator, known, measured, yardstick


def one(version: str, *indicators: Any, **keys: Any) -> Framework:
    """Return a framework of one dimension."""
    return yardstick(version, dimension("d", *indicators), **keys)


def aligned(before: Framework, after: Framework, *others: Framework) -> Alignment:
    return align(before, after, known(*others))


def links(alignment: Alignment) -> dict[str, tuple[list[str], bool]]:
    """Return for each indicator after those whose place it has, and whether it can be compared."""
    return {
        link.after.id: ([each.id for each in link.before], link.is_comparable) for link in alignment.links
    }


def reasons(alignment: Alignment) -> dict[str, str | None]:
    return {link.after.id: link.reason for link in alignment.links}


# One version ---------------------------------------------------------------------------------------


def test_within_one_version_indicators_belong_together_by_id() -> None:
    framework = one("1", "a", "b")
    assert links(aligned(framework, framework)) == {"a": (["a"], True), "b": (["b"], True)}


def test_within_one_version_a_changed_requirement_breaks_comparability() -> None:
    found = aligned(one("1", "a"), one("1", indicator("a", requirement="something else", comparable="true")))
    assert links(found) == {"a": (["a"], False)}
    assert reasons(found) == {"a": "the requirement changed in f@1"}


# Two versions --------------------------------------------------------------------------------------

BEFORE = one("1", "a", "b", "c")


def after(*indicators: Any, **keys: Any) -> Framework:
    return one("2", *indicators, replaces="f@1", **keys)


@pytest.mark.parametrize(
    ("indicators", "expected"),
    [
        pytest.param(["a"], {"a": (["a"], True)}, id="own id"),
        pytest.param(["z"], {"z": ([], False)}, id="unknown id"),
        pytest.param([indicator("a", replaces=[])], {"a": ([], False)}, id="replaces nothing"),
        pytest.param(
            [indicator("z", requirement="what a asks", replaces=["a"])], {"z": (["a"], True)}, id="renumbered"
        ),
        pytest.param(
            [indicator("z", requirement="what a asks", replaces=["a"]), "a"],
            {"z": (["a"], True), "a": ([], False)},
            id="own id taken by another",
        ),
        pytest.param(
            [
                indicator("a", requirement="what b asks", replaces=["b"]),
                indicator("b", requirement="what a asks", replaces=["a"]),
            ],
            {"a": (["b"], True), "b": (["a"], True)},
            id="swapped",
        ),
        pytest.param([indicator("a", replaces=["a", "b"])], {"a": (["a", "b"], False)}, id="merge"),
        pytest.param(
            [indicator("a", replaces=["a"]), indicator("z", replaces=["a"])],
            {"a": (["a"], False), "z": (["a"], False)},
            id="split",
        ),
        pytest.param([indicator("a", requirement="else")], {"a": (["a"], False)}, id="revised"),
        pytest.param(
            [indicator("a", requirement="else", comparable="true")], {"a": (["a"], True)}, id="editorial"
        ),
        pytest.param([indicator("a", comparable="false")], {"a": (["a"], False)}, id="declared incomparable"),
        pytest.param([indicator("a", requirement="what  a\nasks")], {"a": (["a"], True)}, id="white space"),
        pytest.param([indicator("a", guidance="more")], {"a": (["a"], True)}, id="guidance"),
        pytest.param([indicator("a", weight="9", critical="true")], {"a": (["a"], True)}, id="weight"),
        pytest.param([indicator("a", state="retired")], {"a": (["a"], False)}, id="retired"),
        pytest.param([measured("a", ("pass", "5"))], {"a": (["a"], False)}, id="judged to measured"),
    ],
)
def test_between_two_versions(indicators: list[Any], expected: dict[str, tuple[list[str], bool]]) -> None:
    assert links(aligned(BEFORE, after(*indicators))) == expected


def test_a_changed_guidance_is_said_and_breaks_nothing() -> None:
    assert reasons(aligned(BEFORE, after(indicator("a", guidance="more")))) == {
        "a": "the guidance changed in f@2"
    }


LEVELS = [
    {"id": "pass", "value": "1", "status": "pass"},
    {"id": "half", "value": "0.5", "status": "partial"},
    {"id": "fail", "value": "0", "status": "fail"},
]


@pytest.mark.parametrize(
    ("levels", "is_comparable"),
    [
        ([LEVELS[2], {**LEVELS[1], "value": "1/2", "label": "Half"}, LEVELS[0]], True),
        ([LEVELS[0], {**LEVELS[1], "value": "0.4"}, LEVELS[2]], False),
        ([LEVELS[0], {**LEVELS[1], "status": "fail"}, LEVELS[2]], False),
        ([LEVELS[0], {**LEVELS[1], "id": "partial"}, LEVELS[2]], False),
        ([LEVELS[0], LEVELS[2]], False),
    ],
)
def test_scales_are_equal_by_ids_values_and_statuses(levels: list[Any], is_comparable: bool) -> None:
    before = one("1", "a", scales={"s": LEVELS})
    found = aligned(before, after(indicator("a", comparable="true"), scales={"t": levels}))
    assert links(found) == {"a": (["a"], is_comparable)}


@pytest.mark.parametrize(
    ("now", "is_comparable"),
    [
        (measured("a", ("pass", "3")), True),
        (measured("a", ("pass", "5"), scale="other"), True),
        (measured("a", ("pass", "5"), unit="mg"), False),
        (measured("a", ("pass", "5"), requirement="else"), False),
        (measured("a", ("pass", "5"), requirement="else", comparable="true"), True),
        ("a", False),
    ],
)
def test_measured_pairs_need_requirement_and_unit_alone(now: Any, is_comparable: bool) -> None:
    scales = {"s": [*LEVELS], "other": [LEVELS[0], LEVELS[2]]}
    before = one("1", measured("a", ("pass", "5")), scales={"s": LEVELS})
    assert links(aligned(before, after(now, scales=scales)))["a"] == (["a"], is_comparable)


# The newer version on the left -----------------------------------------------------------------------


def test_the_newer_version_s_keys_serve_in_both_directions() -> None:
    newer = after(
        indicator("z", requirement="reworded", replaces=["a"], comparable="true"),
        indicator("b", replaces=["b", "c"]),
    )
    found = aligned(newer, BEFORE)
    assert found.is_backwards
    assert links(found) == {"a": (["z"], True), "b": (["b"], False), "c": (["b"], False)}


# Several versions ------------------------------------------------------------------------------------


def test_a_chain_is_walked_step_by_step() -> None:
    second = after(indicator("m", requirement="what a asks", replaces=["a"]))
    third = one("3", indicator("z", requirement="what a asks", replaces=["m"]), replaces="f@2")
    found = aligned(BEFORE, third, second)
    assert (found.chain, found.broken) == (("f@1", "f@2", "f@3"), None)
    assert links(found) == {"z": (["a"], True)}
    assert links(aligned(third, BEFORE, second))["a"] == (["z"], True)


def test_frameworks_of_different_ids_are_joined_by_a_chain() -> None:
    renamed = one("1", "a", id="g", replaces="f@1")
    assert links(aligned(BEFORE, renamed)) == {"a": (["a"], True)}
    assert links(aligned(renamed, BEFORE))["a"] == (["a"], True)


def test_frameworks_that_no_chain_joins_are_not_compared() -> None:
    with pytest.raises(NotComparableError) as caught:
        aligned(BEFORE, one("2", "a", id="g"))
    assert caught.value.exit_code == 3
    assert "f@1 and g@2 are different frameworks" in caught.value.message


# Broken chains ---------------------------------------------------------------------------------------


def test_where_a_version_between_is_missing_ids_alone_count_and_that_is_said() -> None:
    third = one("3", indicator("z", requirement="what a asks", replaces=["a"]), "a", replaces="f@2")
    found = aligned(BEFORE, third)
    assert found.broken == "f@3 replaces f@2, which is not here or has errors"
    assert links(found) == {"z": ([], False), "a": (["a"], True)}


def test_where_no_version_says_what_it_replaces_ids_alone_count() -> None:
    second = one("2", indicator("a", comparable="false"), "b")
    found = aligned(BEFORE, second)
    assert found.broken == "f@2 does not say that it replaces f@1 or a version after it"
    assert links(found) == {"a": (["a"], False), "b": (["b"], True)}
    assert links(aligned(second, BEFORE)) == {"a": (["a"], False), "b": (["b"], True), "c": ([], False)}


def test_versions_that_replace_each_other_in_a_circle_are_a_broken_chain() -> None:
    second, third = one("2", "a", replaces="f@3"), one("3", "a", replaces="f@2")
    found = aligned(BEFORE, third, second, third)
    assert found.broken is not None
    assert links(found) == {"a": (["a"], True)}
