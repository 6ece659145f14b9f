"""The reference scorer against examples worked by hand from SPEC.md sections 2 and 3."""

from __future__ import annotations

import pathlib
import random
from fractions import Fraction
from typing import Any

import pytest

from .projects import (
    dimensions_below,
    indicators_below,
    random_project,
    spellings,
    write_project,
)
from .scorer import Data, assess, read_whole, rounded, rules_in, verdict_of, with_rest_at

TENTHS = [
    {"id": "full", "value": "1", "status": "pass"},
    {"id": "seven", "value": "0.7", "status": "pass"},
    {"id": "one", "value": "0.1", "status": "fail"},
    {"id": "zero", "value": "0", "status": "fail"},
]


def indicator(name: str, **more: Any) -> Data:
    """An indicator with what is required and whatever else is given."""
    return {"id": name, "title": name, "requirement": name, **more}


def dimension(name: str, *items: Data, **more: Any) -> Data:
    """A dimension of indicators (they have a requirement) and sub-dimensions."""
    return {
        "id": name,
        "title": name,
        "indicators": [each for each in items if "requirement" in each],
        "dimensions": [each for each in items if "requirement" not in each],
        **more,
    }


def score(ratings: Data, *dimensions: Data, **framework: Any) -> Data:
    """Assess the dimensions with the ratings; keywords are the framework's other keys."""
    return assess({"dimensions": list(dimensions), **framework}, {"ratings": ratings})


def score_one(ratings: str, **more: Any) -> Data:
    """Dimension `d` of indicators `a`, `b` … rated by the words of `ratings`, and its figures."""
    names = "abcdefgh"[: len(ratings.split())]
    result = score(
        dict(zip(names, map(rating, ratings.split()), strict=True)),
        dimension("d", *map(indicator, names), **more),
    )
    (figures,) = result["dimensions"]
    assert isinstance(figures, dict)
    return figures


def rating(word: str) -> Any:
    """A bare level, or the mapping that `n/a` needs."""
    return {"level": "not-applicable", "rationale": "none here"} if word == "n/a" else word


def test_the_example_of_the_specification() -> None:
    # 1.1 measured 4.2 <= 5 is pass, 1.2 fail: (1 + 0) / 2; one passes and the critical one does,
    # so dimension 1 passes, and with it the only item of the whole.
    bands = [
        {"level": "pass", "at_most": "5"},
        {"level": "partial", "at_most": "10"},
        {"level": "fail"},
    ]
    result = score(
        {"1.1": {"measured": "4.2", "rationale": "Mean."}, "1.2": {"level": "fail"}},
        dimension(
            "1",
            indicator("1.1", critical="true", measure={"unit": "µg/m³", "bands": bands}),
            indicator("1.2"),
            weight="2",
            critical="false",
            pass_when={"at_least": "1"},
        ),
        aggregation="mean-of-dimensions",
        overall={"pass_when": "all", "partial_when": "none-fail"},
        minimum_coverage="0.6",
    )
    counts = {"pass": 1, "partial": 0, "fail": 1, "not_rated": 0, "not_applicable": 0}
    half = Fraction(1, 2)
    same = {
        "status": "pass",
        "score": half,
        "score_low": half,
        "score_high": half,
        "coverage": Fraction(1),
        "provisional": False,
        "near_miss": [],
        "counts": counts,
    }
    shown = {"state": "active", "weight": Fraction(1)}
    first = {"id": "1.1", "level": "pass", "status": "pass", "score": Fraction(1), "critical": True}
    other = {
        "id": "1.2",
        "level": "fail",
        "status": "fail",
        "score": Fraction(0),
        "critical": False,
    }
    inner = {
        "id": "1",
        **same,
        "weight": Fraction(2),
        "critical": False,
        "dimensions": [],
        "indicators": [{**first, **shown}, {**other, **shown}],
    }
    assert result == {**same, "dimensions": [inner]}


# Exact arithmetic.


def test_a_tenth_and_seven_tenths_reach_four_fifths() -> None:
    # (0.1 * 1 + 0.7 * 1 + 0.2 * 0) / (0.1 + 0.7 + 0.2) = 0.8; in floating point 0.7999999999999999.
    result = score(
        {"a": "pass", "b": "pass", "c": "fail"},
        dimension(
            "d",
            indicator("a", weight="0.1"),
            indicator("b", weight="0.7"),
            indicator("c", weight="0.2"),
            pass_when={"score": "0.8"},
        ),
    )
    assert result["dimensions"][0]["score"] == Fraction(4, 5)
    assert result["dimensions"][0]["status"] == "pass"
    # The same with values: (0.1 + 0.7) / 2 = 0.4; a billionth more is not reached.
    for wanted, verdict in (("0.4", "pass"), ("2/5", "pass"), ("0.400000001", "fail")):
        result = score(
            {"a": "one", "b": "seven"},
            dimension("d", indicator("a"), indicator("b"), pass_when={"score": wanted}),
            scales={"tenths": TENTHS},
        )
        assert result["dimensions"][0]["status"] == verdict


def test_thirds() -> None:
    # Two of three pass: a share of exactly 2/3, which is less than 0.666666667.
    assert score_one("pass pass fail", pass_when={"share": "2/3"})["status"] == "pass"
    assert score_one("pass pass fail", pass_when={"share": "0.666666667"})["status"] == "fail"
    assert score_one("pass pass fail n/a", pass_when={"share": "2/3"})["status"] == "pass"
    # Weights 1/3, 1/3, 1/3 with values 1, 1, 0: the mean is 2/3.
    third = {"weight": "1/3"}
    result = score(
        {"a": "pass", "b": "pass", "c": "fail"},
        dimension("d", *(indicator(name, **third) for name in "abc"), pass_when={"score": "2/3"}),
    )
    assert result["score"] == Fraction(2, 3)
    assert result["dimensions"][0]["status"] == "pass"
    assert rounded(result)["score"] == 0.666667


def test_rounding_is_half_even_from_the_exact_number() -> None:
    # 0.0000005 lies between 0 and 0.000001: even is 0; 0.0000015 goes to 0.000002.
    exact = {"score": Fraction(1, 2_000_000), "dimensions": [{"score": Fraction(3, 2_000_000)}]}
    assert rounded(exact) == {"score": 0.0, "dimensions": [{"score": 0.000002}]}
    assert rounded({"score": None, "near_miss": ["1"]}) == {"score": None, "near_miss": ["1"]}


# Scores.


def nested(**more: Any) -> Data:
    """Indicator `a` (weight 1) beside sub-dimension `s` (weight 10) of `b` (1) and `c` (2)."""
    sub = dimension("s", indicator("b"), indicator("c", weight="2"), weight="10")
    return dimension("d", indicator("a"), sub, **more)


def test_aggregations_of_a_nested_dimension() -> None:
    ratings = {"a": "pass", "b": "fail", "c": "pass"}
    # s = (1 * 0 + 2 * 1) / 3 = 2/3, whatever d does.
    # mean-of-dimensions: (1 * 1 + 10 * 2/3) / 11 = 23/33
    # mean-of-indicators: (1 * 1 + 1 * 0 + 2 * 1) / 4 = 3/4; the weight of s does not count
    # minimum: the smaller of 1 and 2/3; the 0 inside s does not count
    for aggregation, wanted in (
        ("mean-of-dimensions", Fraction(23, 33)),
        ("mean-of-indicators", Fraction(3, 4)),
        ("minimum", Fraction(2, 3)),
    ):
        result = score(ratings, nested(aggregation=aggregation))
        assert result["dimensions"][0]["score"] == wanted
        assert result["dimensions"][0]["dimensions"][0]["score"] == Fraction(2, 3)


def test_an_aggregation_holds_for_its_own_dimension_only() -> None:
    ratings = {"a": "pass", "b": "fail", "c": "pass"}
    # The framework's minimum reaches s (0); d has its own mean: (1 + 10 * 0) / 11 = 1/11.
    result = score(ratings, nested(aggregation="mean-of-dimensions"), aggregation="minimum")
    assert result["dimensions"][0]["dimensions"][0]["score"] == 0
    assert result["dimensions"][0]["score"] == Fraction(1, 11)
    # The whole takes overall's, here over all three indicators: (1 + 0 + 2) / 4.
    result = score(ratings, nested(), aggregation="minimum", overall={"aggregation": "mean-of-indicators"})
    assert result["score"] == Fraction(3, 4)
    assert result["dimensions"][0]["score"] == 0


def test_not_rated_has_no_score_and_bounds_take_both_ends() -> None:
    # a = 1, b = 0.5, c and d not rated: score 3/4; low (1 + 0.5 + 0 + 0) / 4, high 3.5 / 4.
    figures = score_one("pass partial not-rated not-rated n/a", partial_when="none-fail")
    assert figures["score"] == Fraction(3, 4)
    assert figures["score_low"] == Fraction(3, 8)
    assert figures["score_high"] == Fraction(7, 8)
    assert figures["coverage"] == Fraction(2, 4)
    assert figures["counts"] == {
        "pass": 1,
        "partial": 1,
        "fail": 0,
        "not_rated": 2,
        "not_applicable": 1,
    }
    # b is partial, so `all` fails at best; `none-fail` holds at best and not at worst.
    assert figures["status"] == "undetermined"
    # Nothing rated: no score, yet bounds and a coverage of 0.
    figures = score_one("not-rated not-rated")
    assert figures["score"] is None
    assert (figures["score_low"], figures["score_high"], figures["coverage"]) == (0, 1, 0)


def test_worst_and_best_go_by_value_then_status() -> None:
    # All three levels are worth 0.5. At best (0.5, pass), at worst (0.5, fail).
    level = {"value": "0.5"}
    scale = [{"id": name, **level, "status": name} for name in ("partial", "pass", "fail")]
    one = dimension("d", indicator("a"))
    result = score({}, one, scales={"half": scale}, partial_when="none-fail")
    assert (result["score_low"], result["score_high"]) == (Fraction(1, 2), Fraction(1, 2))
    assert result["status"] == "undetermined"
    assert result["near_miss"] == ["d"]
    assert result["dimensions"][0]["near_miss"] == ["a"]


def test_coverage_goes_by_the_indicators_own_weights() -> None:
    # Rated: a (1) and c (2); applicable: a, b, c = 4. The weight 10 of s does not count.
    result = score({"a": "pass", "c": "pass"}, nested(), minimum_coverage="3/4")
    assert result["coverage"] == Fraction(3, 4)
    assert result["provisional"] is False
    # In s: 2 / 3 < 3/4.
    inner = result["dimensions"][0]["dimensions"][0]
    assert (inner["coverage"], inner["provisional"]) == (Fraction(2, 3), True)


# Measurements.


def measured(value: str | None, *bands: Data) -> Data:
    """The figures of a dimension with one measured indicator."""
    one = dimension("d", indicator("a", measure={"unit": "%", "bands": list(bands)}))
    figures = score({} if value is None else {"a": value}, one)["dimensions"][0]
    assert isinstance(figures, dict)
    return figures


@pytest.mark.parametrize(
    ("value", "level"),
    [
        ("1", "pass"),  # both bounds are inclusive
        ("2", "pass"),
        ("2.000000001", "partial"),
        ("-5", "partial"),
        ("10/3", "partial"),  # exactly on the second band's bound
        ("3.333333334", "fail"),
    ],
)
def test_the_first_band_that_fits(value: str, level: str) -> None:
    bands = [
        {"level": "pass", "at_least": "1", "at_most": "2"},
        {"level": "partial", "at_most": "10/3"},
        {"level": "fail"},
    ]
    assert measured(value, *bands)["indicators"][0]["level"] == level


def test_a_measurement_to_come_can_only_get_the_levels_of_its_bands() -> None:
    # The scale's worst is 0, yet the bands name 1 and 0.5 alone.
    figures = measured(None, {"level": "pass", "at_most": "5"}, {"level": "partial"})
    assert (figures["score_low"], figures["score_high"]) == (Fraction(1, 2), 1)


# Rules.


@pytest.mark.parametrize(
    ("rule", "ratings", "verdict"),
    [
        ("all", "pass pass", "pass"),
        ("all", "pass n/a", "pass"),
        ("all", "pass partial", "fail"),
        ("any", "fail pass", "pass"),
        ("any", "partial partial", "fail"),
        ("none-fail", "partial partial", "pass"),
        ("none-fail", "pass fail", "fail"),
        ({"at_least": "2"}, "pass pass fail", "pass"),
        ({"at_least": "2"}, "pass partial fail", "fail"),
        ({"at_least": "5"}, "pass pass", "pass"),  # more than there are: all of them
        ({"at_least": "5"}, "pass fail", "fail"),
        ({"at_least": "2"}, "pass n/a n/a", "pass"),  # one applies, so all is one
        ({"share": "0.5"}, "pass fail", "pass"),
        ({"share": "0.5"}, "pass fail fail", "fail"),
        ({"score": "0.5"}, "partial partial", "pass"),
        ({"score": "0.5"}, "partial fail", "fail"),
        ({"score": "0.5"}, "partial not-rated", "undetermined"),  # 1/4 at worst, 3/4 at best
        ({"score": "0.25"}, "partial not-rated", "pass"),
        ("any", "pass not-rated", "pass"),
        ("all", "fail not-rated", "fail"),
        ("all", "pass not-rated", "undetermined"),
        ("all", "n/a n/a", "not-applicable"),
    ],
)
def test_rules(rule: Any, ratings: str, verdict: str) -> None:
    assert score_one(ratings, pass_when=rule)["status"] == verdict


@pytest.mark.parametrize(
    ("ratings", "verdict"),
    [
        ("pass fail", "partial"),
        ("fail not-rated", "undetermined"),  # `all` fails at best, `any` holds at best alone
        ("fail fail", "fail"),
        ("pass not-rated", "undetermined"),  # `any` holds at worst, but `all` may still hold
        ("pass fail not-rated", "partial"),
    ],
)
def test_the_second_rule_decides_what_cannot_pass(ratings: str, verdict: str) -> None:
    assert score_one(ratings, partial_when="any")["status"] == verdict


def test_critical_items_bind_pass_when_alone() -> None:
    def verdict(word: str, **more: Any) -> Any:
        items = (indicator("a", critical="true"), indicator("b"))
        ratings = {"a": rating(word), "b": "pass"}
        return score(ratings, dimension("d", *items, pass_when="any", **more))

    assert verdict("pass")["dimensions"][0]["status"] == "pass"
    assert verdict("partial")["dimensions"][0]["status"] == "fail"
    assert verdict("not-rated")["dimensions"][0]["status"] == "undetermined"
    assert verdict("n/a")["dimensions"][0]["status"] == "pass"
    assert verdict("fail", partial_when="any")["dimensions"][0]["status"] == "partial"
    # A critical dimension binds the whole: d fails, e passes, any passes.
    failing = dimension("d", indicator("a"), critical="true")
    passing = dimension("e", indicator("b"))
    ratings = {"a": "fail", "b": "pass"}
    result = score(ratings, failing, passing, overall={"pass_when": "any"})
    assert result["status"] == "fail"
    assert result["near_miss"] == ["d"]


def test_rules_come_from_the_framework_and_never_from_the_dimension_above() -> None:
    # s: (pass, fail) by the framework's `any` passes, though d asks for all.
    sub = dimension("s", indicator("a"), indicator("b"))
    ratings = {"a": "pass", "b": "fail"}
    result = score(ratings, dimension("d", sub, pass_when="all"), pass_when="any")
    assert result["dimensions"][0]["dimensions"][0]["status"] == "pass"
    assert result["dimensions"][0]["status"] == "pass"
    # `never` switches the framework's partial_when off; overall's pass_when leaves it on.
    result = score(
        ratings,
        dimension("d", indicator("a"), indicator("b"), partial_when="never"),
        dimension("e", indicator("c")),
        partial_when="any",
        overall={"pass_when": {"at_least": "2"}},
    )
    assert [each["status"] for each in result["dimensions"]] == ["fail", "undetermined"]
    assert result["status"] == "undetermined"  # at best e passes: any passes


def test_an_undetermined_part_need_not_leave_the_whole_undetermined() -> None:
    # d is undetermined; at worst it fails, at best it passes; e passes in both.
    parts = dimension("d", indicator("a")), dimension("e", indicator("b"))
    result = score({"b": "pass"}, *parts, overall={"pass_when": "any"})
    assert [each["status"] for each in result["dimensions"]] == ["undetermined", "pass"]
    assert result["status"] == "pass"


def test_what_is_not_counted() -> None:
    # Future and retired indicators, an empty dimension and an inapplicable one weigh nothing.
    result = score(
        {"a": "pass", "d": rating("n/a")},
        dimension("1", indicator("a"), indicator("b", state="future", weight="5")),
        dimension("2", indicator("c", state="retired"), weight="5"),
        dimension("3", indicator("d"), weight="5", critical="true"),
        dimension("4", weight="5"),
    )
    assert (result["status"], result["score"], result["coverage"]) == ("pass", 1, 1)
    assert sum(result["counts"].values()) == 2
    for each in result["dimensions"][1:]:
        assert each["status"] == "not-applicable"
        assert each["score"] is each["score_low"] is each["score_high"] is each["coverage"] is None
        assert each["provisional"] is False
        assert each["near_miss"] == []


def test_all_not_applicable() -> None:
    one = dimension("d", indicator("a"), indicator("b"))
    ratings = {"a": rating("n/a"), "b": rating("n/a")}
    result = score(ratings, one, minimum_coverage="1")
    assert result["status"] == result["dimensions"][0]["status"] == "not-applicable"
    assert result["score_low"] is result["score_high"] is result["coverage"] is None
    assert result["provisional"] is False
    assert result["counts"]["not_applicable"] == 2


# Near misses.


@pytest.mark.parametrize(
    ("rule", "ratings", "missing"),
    [
        ("all", "pass fail", ["b"]),
        ("all", "partial pass not-rated", ["a", "c"]),
        ("all", "fail fail fail", []),  # three do not pass
        ("all", "pass pass", []),
        ("none-fail", "fail partial", ["a", "b"]),  # both do not pass, though one is enough
        ({"at_least": "3"}, "pass pass fail fail fail", []),
        ({"score": "0.6"}, "pass fail", ["b"]),
        ("all", "n/a n/a", []),
    ],
)
def test_near_misses(rule: Any, ratings: str, missing: list[str]) -> None:
    assert score_one(ratings, pass_when=rule)["near_miss"] == missing


def test_a_near_miss_leaves_the_others_at_their_worst() -> None:
    # s passes (any) with b not rated, a fails. a at best: score of d = (1 + s) / 2,
    # and s is (0 + 1) / 2 with b at worst: 3/4. So 3/4 is a near miss and 4/5 is not, although
    # with b at its best too it would be 1.
    for wanted, missing in (("3/4", ["a"]), ("4/5", [])):
        sub = dimension("s", indicator("b"), indicator("c"), pass_when="any")
        one = dimension("d", indicator("a"), sub, pass_when={"score": wanted})
        result = score({"a": "fail", "c": "pass"}, one)
        assert result["dimensions"][0]["status"] == "fail"  # at best (0 + 1) / 2
        assert result["dimensions"][0]["near_miss"] == missing


def test_a_near_miss_takes_all_below_a_missing_dimension_to_its_best() -> None:
    # s has three failing indicators, so s itself is no near miss; d lacks s alone.
    sub = dimension("s", *map(indicator, "bce"))
    ratings = dict.fromkeys("bce", "fail") | {"a": "pass"}
    result = score(ratings, dimension("d", indicator("a"), sub))
    assert result["dimensions"][0]["near_miss"] == ["s"]
    assert result["dimensions"][0]["dimensions"][0]["near_miss"] == []


def test_a_near_miss_supposes_that_what_is_missing_passes() -> None:
    # SPEC.md 3: "`pass_when` would hold if they did pass", also where no level of the scale is a pass.
    scale = [
        {"id": "some", "value": "1", "status": "partial"},
        {"id": "none", "value": "0", "status": "fail"},
    ]
    result = score({"a": "none"}, dimension("d", indicator("a")), scales={"weak": scale})
    assert result["dimensions"][0]["near_miss"] == ["a"]
    assert result["near_miss"] == ["d"]


# Random projects.


def test_random_projects_are_sound() -> None:
    for seed in range(150):
        framework, assessment = random_project(random.Random(seed))
        again = random_project(random.Random(seed))
        assert again == (framework, assessment)
        whole = read_whole(framework, assessment)
        unrated = [each for each in whole["applicable"] if each["at"] is None]
        assert len(unrated) <= 8
        assert all_text([framework, assessment])
        check_shortcut(whole)


def test_ids_of_random_projects_are_unique_whatever_their_case() -> None:
    seen = 0
    for seed in range(150):
        framework, _ = random_project(random.Random(seed))
        try:
            names = [each["id"].lower() for each in indicators_below(framework)]
            names += [each["id"].lower() for each in dimensions_below(framework)]
        except (TypeError, AttributeError):
            continue  # some list of one is written as its one item
        seen += 1
        assert len(set(names)) == len(names)
    assert seen > 100


def all_text(value: Any) -> bool:
    """Whether all scalars are text."""
    if isinstance(value, dict):
        return all(map(all_text, value.values()))
    if isinstance(value, list):
        return all(map(all_text, value))
    return isinstance(value, str)


def check_shortcut(node: Data) -> None:
    """The specification's two evaluations give the verdict that trying everything gives."""
    if node["applicable"]:
        worst = rules_in(node, with_rest_at(node, "worst"))
        best = rules_in(node, with_rest_at(node, "best"))
        if worst[0]:
            wanted = "pass"
        elif best[0]:
            wanted = "undetermined"
        elif worst[1]:
            wanted = "partial"
        else:
            wanted = "undetermined" if best[1] else "fail"
        assert verdict_of(node) == wanted
    for each in node["dimensions"]:
        check_shortcut(each)


def test_spellings() -> None:
    rng = random.Random(1)
    assert sorted(spellings(rng, Fraction(1, 2))) == ["0.5", "0.50", "1/2"]
    assert sorted(spellings(rng, Fraction(-7, 2))) == ["-3.5", "-3.50"]
    assert sorted(spellings(rng, Fraction(1, 10**9))) == ["0.000000001"]
    assert spellings(rng, Fraction(1, 3)) == ["1/3"]


def test_written_files(tmp_path: pathlib.Path) -> None:
    framework = {"id": "f", "version": "1.10", "dimensions": [{"id": "1", "title": "A b"}], "x": []}
    assessment = {
        "subject": {"id": "s", "name": "~"},
        "date": "2021-03-11",
        "ratings": {"1.1": {"level": "null"}, "NO": "-4.2"},
    }
    path = write_project(tmp_path, framework, assessment)
    assert path == tmp_path / "assessments/s/2021-03-11.yaml"
    assert path.read_text(encoding="utf-8").splitlines() == [
        "subject:",
        "  id: s",
        '  name: "~"',
        "date: 2021-03-11",
        "ratings:",
        "  1.1:",
        '    level: "null"',
        "  NO: -4.2",
    ]
    written = (tmp_path / "frameworks/f@1.10.yaml").read_text(encoding="utf-8")
    assert written.splitlines() == [
        "id: f",
        "version: 1.10",
        "dimensions:",
        "  - id: 1",
        '    title: "A b"',
        "x: []",
    ]
