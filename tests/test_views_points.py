"""Changes of scores in words: rounding by hand, and what one sentence says."""

from fractions import Fraction as F
from typing import Any

import pytest

from scorecard.diff import Comparison, Split, diff
from scorecard.views.points import (
    cause_facts,
    plain_sentence,
    points,
    points_text,
    score_change_words,
    shown_parts,
)
from tests.small import dimension, indicator, known, scored, yardstick


def split(real: F | None, coverage: F | None, framework: F | None, before: F = F(1, 2)) -> Split:
    change = None if real is None or coverage is None or framework is None else real + coverage + framework
    return Split(
        before=before,
        after=None if change is None else before + change,
        change=change,
        real=real,
        coverage=coverage,
        framework=framework,
        comparable=3,
        rated_on_both=3,
    )


@pytest.mark.parametrize(("tenths", "text"), [(50, "+5.0"), (-3, "-0.3"), (0, "0.0"), (1, "+0.1")])
def test_points_have_a_sign(tenths: int, text: str) -> None:
    assert points(tenths) == text


@pytest.mark.parametrize(
    ("change", "text"),
    [(F(5, 10000), "0.0"), (F(15, 10000), "+0.2"), (F(-15, 10000), "-0.2"), (F(-1, 3), "-33.3")],
)
def test_changes_are_rounded_half_to_even(change: F, text: str) -> None:
    assert points_text(change) == text


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        # 33.3 + 33.3 + 33.3 miss 100.0 by 0.1: of three that are equal not the real one takes it.
        ((F(1, 3), F(1, 3), F(1, 3)), (1000, 333, 333, 334)),
        # 0.0 + 0.0 - 66.7 miss -66.6: the largest takes the difference.
        ((F(4, 10000), F(4, 10000), F(-6667, 10000)), (-666, 0, 0, -666)),
        ((F(6667, 10000), F(4, 10000), F(4, 10000)), (668, 668, 0, 0)),
        ((F(1, 20), F(0), F(-1, 4)), (-200, 50, 0, -250)),
    ],
)
def test_where_rounded_parts_miss_the_change_the_largest_takes_the_difference(
    parts: tuple[F, F, F], shown: tuple[int, ...]
) -> None:
    assert shown_parts(split(*parts)) == shown


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (
            (F(1, 20), F(0), F(-1, 4)),
            "50.0 → 30.0 (-20.0 = +5.0 real + 0.0 coverage - 25.0 framework)",
        ),
        ((F(1, 10), F(0), F(0)), "50.0 → 60.0 (+10.0, all of it real)"),
        ((F(0), F(0), F(0)), "50.0 → 50.0 (no change)"),
        ((F(1, 10), F(0), F(-1, 10)), "50.0 → 50.0 (0.0 = +10.0 real + 0.0 coverage - 10.0 framework)"),
        ((None, None, None), "50.0 → none"),
        ((F(1, 10), F(0), None), "50.0 → none (+10.0 real)"),
    ],
)
def test_two_scores_and_what_lies_between(parts: tuple[Any, Any, Any], words: str) -> None:
    assert score_change_words(split(*parts)) == words


# Sentences -----------------------------------------------------------------------------------------


def compared(before: Any, after: Any) -> Comparison:
    return diff(before, after, known())


OLD = yardstick("1", dimension("d", "a", "b"))


def test_a_change_that_is_what_it_seems_needs_no_sentence() -> None:
    ratings = {"a": "pass", "b": "fail"}
    found = compared(scored(OLD, ratings), scored(OLD, {**ratings, "b": "pass"}, date="2022-01-01"))
    assert plain_sentence(found) is None
    assert dict(cause_facts(found)) == {
        "Real change": "+50.0, like for like on the 2 indicators rated at both dates"
    }


def test_a_fall_that_is_really_a_rise_is_said_in_one_sentence() -> None:
    # Was (0.5 + 1) / 2 = 75.0; is (1 + 0 + 0) / 3 = 33.3; on a alone it rose from 50.0 to 100.0.
    new = yardstick("2", dimension("d", "a", indicator("b", requirement="else"), "c"), replaces="f@1")
    found = compared(
        scored(OLD, {"a": "partial", "b": "pass"}),
        scored(new, {"a": "pass", "b": "fail", "c": "fail"}, date="2022-01-01"),
    )
    assert plain_sentence(found) == (
        "The score fell by 41.7 points, but on the 1 indicator rated at both dates it rose by 50.0 points: "
        "the rest is the newer version of the framework, with 2 indicators that cannot be compared."
    )
    assert dict(cause_facts(found)) == {
        "Real change": "+50.0, like for like on the 1 indicator rated at both dates; "
        "that is few, under half of 3",
        "Framework": "-91.7 by the newer version of the framework, with 2 indicators that cannot be compared",
    }


def test_what_more_ratings_do_is_said_of_two_subjects() -> None:
    found = compared(
        scored(OLD, {"a": "pass"}, subject="s"), scored(OLD, {"a": "pass", "b": "fail"}, subject="t")
    )
    assert plain_sentence(found) == (
        "The score of T is 50.0 points below that of S, but on the 1 indicator rated on both sides the two "
        "are equal: the rest is more or fewer indicators rated or applicable."
    )


def test_without_anything_to_compare_that_is_said() -> None:
    found = compared(scored(OLD, {"a": "pass"}), scored(OLD, {"b": "fail"}, date="2022-01-01"))
    assert plain_sentence(found) is None
    assert dict(cause_facts(found)) == {
        "Real change": "cannot be told: nothing that can be compared is rated at both dates"
    }
