"""Scores and verdicts: examples worked by hand from the contract, and the algebra that must hold."""

import random
from fractions import Fraction as F
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard.model.assessment import Assessment
from scorecard.model.framework import STATUS_RANK, Aggregation, Framework, Status
from scorecard.scoring.score import score
from scorecard.scoring.scorecard import Counts, DimensionResult, Figures, Scorecard
from tests.cases import read_data
from tests.reference.projects import random_project
from tests.rounds import rounds

# A small language: a framework is a dict of dimensions, an indicator a text or a dict of its keys. ------


SUBJECT = {"id": "s", "name": "S"}


def indicator(id: str, **keys: Any) -> dict[str, Any]:
    return {"id": id, "title": id, "requirement": f"what {id} asks", **keys}


def dimension(id: str, *indicators: Any, **keys: Any) -> dict[str, Any]:
    items = [indicator(each) if isinstance(each, str) else each for each in indicators]
    return {"id": id, "title": id, "indicators": items, **keys}


def scored(
    ratings: dict[str, Any],
    *dimensions: dict[str, Any],
    subject: dict[str, Any] = SUBJECT,
    **keys: Any,
) -> Scorecard:
    framework = {
        "kind": "framework",
        "id": "f",
        "version": "1",
        "title": "F",
        "dimensions": list(dimensions),
        **keys,
    }
    assessment = {
        "kind": "assessment",
        "framework": "f@1",
        "subject": subject,
        "date": "2021-03-11",
        "ratings": ratings,
    }
    return score(Framework.model_validate(framework), Assessment.model_validate(assessment))


def first(scorecard: Scorecard) -> Figures:
    return scorecard.dimensions[0].figures


LEVELS = [
    {"id": "tenth", "value": "0.1", "status": "fail"},
    {"id": "third", "value": "1/3", "status": "partial"},
    {"id": "most", "value": "0.7", "status": "partial"},
    {"id": "full", "value": "1", "status": "pass"},
]
NA = {"level": "not-applicable", "rationale": "does not arise"}


# Scores -------------------------------------------------------------------------------------------


def test_the_score_of_a_dimension_is_the_weighted_mean_of_what_is_rated() -> None:
    # (2 × 1 + 1 × 0.5) / 3; c is not rated and takes no part.
    items = [indicator("a", weight="2"), "b", "c"]
    assert first(scored({"a": "pass", "b": "partial"}, dimension("d", *items))).score == F(5, 6)


def test_decimals_are_exact() -> None:
    # 0.1 + 0.7 is 0.8, which in binary floats it is not: a mean of 0.4 meets a threshold of 0.4.
    result = scored(
        {"a": "tenth", "b": "most"},
        dimension("d", "a", "b", pass_when={"score": "0.4"}),
        scales={"s": LEVELS},
    )
    assert first(result).score == F(2, 5)
    assert first(result).status is Status.PASS


def test_weights_add_up_exactly() -> None:
    # 0.1 of the weight and 0.7 of it pass, 0.2 fails: the score is 0.8, and 0.8 is enough.
    items = [indicator("a", weight="0.1"), indicator("b", weight="0.7"), indicator("c", weight="0.2")]
    result = scored(
        {"a": "pass", "b": "pass", "c": "fail"}, dimension("d", *items, pass_when={"score": "0.8"})
    )
    assert first(result).status is Status.PASS


def test_thirds_are_exact() -> None:
    # Three thirds and a one: (1/3 + 1/3 + 1/3 + 1) / 4 = 1/2.
    result = scored(
        {"a": "third", "b": "third", "c": "third", "d": "full"},
        dimension("x", "a", "b", "c", "d", pass_when={"score": "1/2"}),
        scales={"s": LEVELS},
    )
    assert first(result).score == F(1, 2)
    assert first(result).status is Status.PASS


def test_two_thirds_of_three_is_two() -> None:
    rule = {"share": "2/3"}
    assert first(
        scored({"a": "pass", "b": "pass"}, dimension("d", "a", "b", "c", pass_when=rule))
    ).status is (Status.PASS)


def nested(**keys: Any) -> Scorecard:
    """One heavy indicator that passes beside a dimension of three that fail, fail and pass."""
    inner = dimension("inner", "b", "c", "d")
    outer = dimension("outer", indicator("a", weight="3"), dimensions=[inner])
    return scored({"a": "pass", "b": "fail", "c": "fail", "d": "pass"}, outer, **keys)


def test_mean_of_dimensions_takes_a_sub_dimension_as_one_item() -> None:
    # (3 × 1 + 1 × 1/3) / 4
    assert first(nested()).score == F(5, 6)


def test_mean_of_indicators_takes_indicators_at_any_depth() -> None:
    # (3 × 1 + 0 + 0 + 1) / 6
    assert first(nested(aggregation="mean-of-indicators")).score == F(2, 3)


def test_minimum_takes_the_smallest_item() -> None:
    # The inner dimension is itself scored by its minimum, 0.
    assert first(nested(aggregation="minimum")).score == 0


def test_a_dimensions_own_aggregation_holds_for_its_own_score_alone() -> None:
    # inner: minimum of 1 and 0; outer: mean of 1 and 0, by the framework's default.
    inner = dimension("inner", "b", "c", aggregation="minimum")
    result = scored({"a": "pass", "b": "pass", "c": "fail"}, dimension("outer", "a", dimensions=[inner]))
    assert result.dimensions[0].dimensions[0].figures.score == 0
    assert first(result).score == F(1, 2)


def test_overall_may_have_its_own_aggregation() -> None:
    dimensions = [dimension("x", "a"), dimension("y", "b", "c", "d")]
    ratings = {"a": "pass", "b": "fail", "c": "fail", "d": "fail"}
    # by dimension (1 + 0) / 2, by indicator 1 / 4
    assert scored(ratings, *dimensions).figures.score == F(1, 2)
    by_indicator = scored(ratings, *dimensions, overall={"aggregation": "mean-of-indicators"})
    assert by_indicator.figures.score == F(1, 4)


def test_nothing_rated_is_no_score_but_has_bounds() -> None:
    figures = first(scored({}, dimension("d", "a")))
    assert (figures.score, figures.score_low, figures.score_high) == (None, 0, 1)
    assert figures.coverage == 0


def test_nothing_applicable_is_no_figure_at_all() -> None:
    figures = first(scored({"a": NA}, dimension("d", "a")))
    assert (figures.score, figures.score_low, figures.score_high, figures.coverage) == (None,) * 4
    assert figures.status is Status.NOT_APPLICABLE
    assert figures.provisional is False


def test_bounds_take_the_worst_and_the_best_level_of_the_scale() -> None:
    result = scored({"a": "most"}, dimension("d", "a", "b"), scales={"s": LEVELS})
    # b could be 0.1 or 1
    assert first(result).score_low == F(2, 5)
    assert first(result).score_high == F(17, 20)


def test_bounds_of_a_measured_indicator_are_among_the_levels_its_bands_name() -> None:
    bands = [{"level": "most", "at_most": "5"}, {"level": "third"}]
    item = indicator("a", measure={"unit": "m", "bands": bands})
    figures = first(scored({}, dimension("d", item), scales={"s": LEVELS}))
    assert (figures.score_low, figures.score_high) == (F(1, 3), F(7, 10))


@pytest.mark.parametrize(
    ("measured", "level"),
    [("4.9", "full"), ("5", "full"), ("5.1", "third"), ("10", "third"), ("10.0001", "tenth")],
)
def test_the_first_band_that_holds_the_measurement_gives_the_level(measured: str, level: str) -> None:
    bands = [{"level": "full", "at_most": "5"}, {"level": "third", "at_most": "10"}, {"level": "tenth"}]
    item = indicator("a", measure={"unit": "m", "bands": bands})
    result = scored({"a": measured}, dimension("d", item), scales={"s": LEVELS})
    (found,) = result.dimensions[0].indicators
    assert found.level is not None
    assert found.level.id == level


def test_coverage_is_by_the_weights_of_applicable_indicators() -> None:
    items = [indicator("a", weight="3"), "b", indicator("c", weight="4")]
    result = scored({"a": "pass", "c": NA}, dimension("d", *items), minimum_coverage="0.75")
    # 3 of 3 + 1; 0.75 is not below 0.75
    assert first(result).coverage == F(3, 4)
    assert first(result).provisional is False
    assert first(scored({"b": "pass"}, dimension("d", *items), minimum_coverage="0.75")).provisional is True


def test_future_and_retired_indicators_are_shown_and_never_counted() -> None:
    items = ["a", indicator("b", state="future"), indicator("c", state="retired")]
    result = scored({"a": "pass"}, dimension("d", *items))
    assert first(result).counts == Counts(passed=1)
    assert first(result).status is Status.PASS
    assert [each.indicator.id for each in result.dimensions[0].indicators] == ["a", "b", "c"]


# Verdicts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rule", "ratings", "status"), read_data("rules"))
def test_every_rule(rule: Any, ratings: str, status: str) -> None:
    levels = {"p": "pass", "~": "partial", "f": "fail", "n": NA}
    given = {id: levels[sign] for id, sign in zip("abc", ratings, strict=True) if sign != "."}
    assert first(scored(given, dimension("d", "a", "b", "c"), pass_when=rule)).status == status


def test_partial_when_is_asked_second() -> None:
    keys: dict[str, Any] = {"pass_when": "all", "partial_when": "none-fail"}
    assert (
        first(scored({"a": "partial", "b": "pass"}, dimension("d", "a", "b"), **keys)).status
        is Status.PARTIAL
    )
    assert (
        first(scored({"a": "partial", "b": "fail"}, dimension("d", "a", "b"), **keys)).status is Status.FAIL
    )


def test_what_may_still_pass_is_undetermined_even_if_it_is_partial_at_worst() -> None:
    result = scored({"a": "pass"}, dimension("d", "a", "b"), partial_when={"score": "0.5"})
    assert first(result).status is Status.UNDETERMINED


def test_what_can_no_longer_pass_but_may_be_partial_is_undetermined() -> None:
    result = scored({"a": "partial"}, dimension("d", "a", "b"), partial_when="none-fail")
    assert first(result).status is Status.UNDETERMINED


def test_never_switches_an_inherited_partial_rule_off() -> None:
    switched = dimension("d", "a", partial_when="never")
    assert first(scored({"a": "partial"}, switched, partial_when="none-fail")).status is Status.FAIL


def test_a_critical_indicator_must_pass() -> None:
    items = [indicator("a", critical="true"), "b", "c"]
    assert (
        first(scored({"a": "fail", "b": "pass"}, dimension("d", *items), pass_when="any")).status
        is Status.FAIL
    )
    assert first(scored({"b": "pass"}, dimension("d", *items), pass_when="any")).status is Status.UNDETERMINED
    assert (
        first(scored({"a": NA, "b": "pass"}, dimension("d", *items), pass_when="any")).status is Status.PASS
    )


def test_a_critical_dimension_must_pass_for_the_whole_to_pass() -> None:
    dimensions = [dimension("x", "a", critical="true"), dimension("y", "b")]
    assert scored({"a": "fail", "b": "pass"}, *dimensions, overall={"pass_when": "any"}).figures.status is (
        Status.FAIL
    )


def test_critical_does_not_bind_partial_when() -> None:
    item = indicator("a", critical="true")
    assert (
        first(scored({"a": "partial"}, dimension("d", item), partial_when="none-fail")).status
        is Status.PARTIAL
    )


def test_overall_overrides_the_frameworks_rules_one_by_one() -> None:
    dimensions = [dimension("x", "a"), dimension("y", "b")]
    keys: dict[str, Any] = {"partial_when": "none-fail", "overall": {"pass_when": "any"}}
    assert scored({"a": "pass", "b": "fail"}, *dimensions, **keys).figures.status is Status.PASS
    assert scored({"a": "partial", "b": "partial"}, *dimensions, **keys).figures.status is Status.PARTIAL


def test_a_dimension_inherits_from_the_framework_and_not_from_the_dimension_above() -> None:
    inner = dimension("inner", "b", "c")
    outer = dimension("outer", "a", dimensions=[inner], pass_when="any")
    result = scored({"a": "fail", "b": "pass", "c": "fail"}, outer)
    assert result.dimensions[0].dimensions[0].figures.status is Status.FAIL
    assert first(result).status is Status.FAIL


def test_the_example_of_the_format_passes() -> None:
    # 1.1 is critical and passes, 1.2 fails, one pass is enough: score (1 + 0) / 2.
    items = [indicator("1.1", critical="true"), "1.2"]
    result = scored(
        {"1.1": "pass", "1.2": "fail"},
        dimension("1", *items, weight="2", pass_when={"at_least": "1"}),
        overall={"pass_when": "all", "partial_when": "none-fail"},
    )
    assert result.figures.status is Status.PASS
    assert result.figures.score == F(1, 2)


# Near misses --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rule", "ratings", "ids", "alone"), read_data("near-misses"))
def test_near_misses(rule: Any, ratings: str, ids: list[str], alone: list[str]) -> None:
    levels = {"p": "pass", "~": "partial", "f": "fail"}
    given = {id: levels[sign] for id, sign in zip("abc", ratings, strict=True) if sign != "."}
    figures = first(scored(given, dimension("d", "a", "b", "c"), pass_when=rule))
    assert (figures.near_miss, figures.enough_alone) == (tuple(ids), tuple(alone))


def test_where_a_critical_item_is_short_the_other_is_not_enough() -> None:
    one = dimension("d", indicator("a", critical="true"), "b", "c", pass_when={"share": "0.5"})
    figures = first(scored({"a": "fail", "b": "fail", "c": "pass"}, one))
    assert (figures.near_miss, figures.enough_alone) == (("a", "b"), ("a",))


def test_the_wholes_near_miss_names_dimensions() -> None:
    result = scored({"a": "pass", "b": "fail"}, dimension("x", "a"), dimension("y", "b"))
    assert result.figures.near_miss == ("y",)


def test_a_near_miss_names_two_of_many_that_are_alike_in_reading_order() -> None:
    ids = [f"i{number}" for number in range(100)]
    given = {id: "fail" if id in ("i7", "i91") else "pass" for id in ids}
    assert first(scored(given, dimension("d", *ids))).near_miss == ("i7", "i91")
    assert first(scored({**given, "i50": "fail"}, dimension("d", *ids))).near_miss == ()


def test_a_near_miss_names_indicators_before_dimensions_and_only_what_counts() -> None:
    outer = dimension(
        "outer", "a", indicator("b", state="retired"), "c", "d", dimensions=[dimension("inner", "e")]
    )
    result = scored({"a": "pass", "b": "fail", "c": "fail", "d": NA, "e": "fail"}, outer)
    assert first(result).near_miss == ("c", "inner")


# Indicators that are alike ------------------------------------------------------------------------


def test_each_of_many_that_are_alike_counts() -> None:
    # 60 pass, 20 are partial, 10 fail, 6 are not rated, 4 do not apply.
    levels = ["pass"] * 60 + ["partial"] * 20 + ["fail"] * 10 + [None] * 6 + [NA] * 4
    given = {f"i{number}": level for number, level in enumerate(levels)}
    figures = first(scored(given, dimension("d", *given), pass_when={"at_least": "60"}))
    assert figures.counts == Counts(passed=60, partial=20, failed=10, not_rated=6, not_applicable=4)
    assert (figures.score, figures.score_low, figures.score_high) == (F(70, 90), F(70, 96), F(76, 96))
    assert figures.coverage == F(90, 96)
    assert figures.status is Status.PASS
    assert first(scored(given, dimension("d", *given), pass_when={"at_least": "67"})).status is Status.FAIL
    assert first(scored(given, dimension("d", *given), pass_when={"share": "61/96"})).status is (
        Status.UNDETERMINED
    )


@pytest.mark.parametrize("aggregation", ["mean-of-dimensions", "mean-of-indicators"])
def test_weights_of_all_kinds_of_fractions_add_up(aggregation: str) -> None:
    # (1/3 × 1 + 2/7 × 0.5 + 0.1 × 0 + 1/3 × 0.5) / (1/3 + 2/7 + 0.1 + 1/3)
    weights = {"a": "1/3", "b": "2/7", "c": "0.1", "d": "1/3"}
    items = [indicator(id, weight=weight) for id, weight in weights.items()]
    given = {"a": "pass", "b": "partial", "c": "fail", "d": "partial"}
    figures = first(scored(given, dimension("d", *items), aggregation=aggregation))
    assert figures.score == (F(1, 3) + F(1, 7) + F(1, 6)) / (F(2, 3) + F(2, 7) + F(1, 10))


def test_measured_indicators_with_the_same_levels_keep_their_own_bounds() -> None:
    def measured(id: str, bound: str) -> dict[str, Any]:
        bands = [{"level": "pass", "at_most": bound}, {"level": "fail"}]
        return indicator(id, measure={"unit": "m", "bands": bands})

    result = scored({"a": "7", "b": "7"}, dimension("d", measured("a", "5"), measured("b", "10")))
    assert [each.status for each in result.indicators()] == [Status.FAIL, Status.PASS]


def test_a_framework_is_never_taken_for_another_that_has_its_place_in_memory() -> None:
    # Each framework is given up soon after the next is made, which so may well get its address.
    for weight in range(1, 200):
        result = scored({"a": "pass", "b": "fail"}, dimension("d", indicator("a", weight=str(weight)), "b"))
        assert first(result).score == F(weight, weight + 1)


# Scores from measurements -------------------------------------------------------------------------

POINTS = [{"at": "35", "value": "0"}, {"at": "15", "value": "0.5"}, {"at": "5", "value": "1"}]
BANDS = [{"level": "pass", "at_most": "5"}, {"level": "partial", "at_most": "15"}, {"level": "fail"}]


def measured(value: str, **measure: Any) -> Scorecard:
    one = indicator("a", measure={"unit": "u", "points": POINTS, **measure})
    verdict = {} if "bands" in measure else {"verdict": "none"}
    return scored({"a": value}, dimension("d", one), **verdict)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("5", F(1)),
        ("15", F(1, 2)),
        ("35", F(0)),
        ("12", F(13, 20)),  # three tenths of the way from 15 to 5: 0.5 + 0.3 × 0.5
        ("16", F(19, 40)),  # a twentieth of the way from 15 to 35: 0.5 − 0.05 × 0.5
        ("1/3", F(1)),  # beyond the ends that of the end holds
        ("-7", F(1)),
        ("35.000000000000000001", F(0)),
    ],
)
def test_a_measurement_scores_on_the_straight_line_between_points(value: str, wanted: F) -> None:
    assert first(measured(value)).score == wanted


def test_bands_beside_points_give_the_level_and_the_status_alone() -> None:
    scorecard = measured("12", bands=BANDS)
    (result,) = scorecard.indicators()
    assert (result.level_id, result.status, result.score) == ("partial", Status.PARTIAL, F(13, 20))


def test_what_is_not_measured_could_get_the_least_and_the_greatest_value_of_a_point() -> None:
    points = [{"at": "0", "value": "0.2"}, {"at": "1", "value": "0.9"}, {"at": "2", "value": "0.4"}]
    figures = first(measured("not-rated", points=points))
    assert (figures.score, figures.score_low, figures.score_high) == (None, F(1, 5), F(9, 10))


# What counts as an indicator ----------------------------------------------------------------------


def companies(ratings: dict[str, Any], **keys: Any) -> Scorecard:
    """Indicator x of weight 1 beside two elements that count as one of weight 3."""
    one = dimension("e", "e1", "e2", counts_as="indicator", weight="3")
    outer = dimension("d", "x", dimensions=[one])
    return scored(ratings, outer, **({"aggregation": "mean-of-indicators"} | keys))


def test_elements_count_once_with_the_weight_of_what_they_stand_in() -> None:
    # e scores (1 + 0) / 2, and (1 × 1 + 3 × 1/2) / 4 = 5/8; one by one it would be (1 + 1 + 0) / 3.
    figures = first(companies({"x": "pass", "e1": "pass", "e2": "fail"}))
    assert figures.score == F(5, 8)
    assert figures.counts == Counts(passed=1, failed=1)
    assert figures.parts == Counts(passed=2, failed=1)


def test_what_is_partly_rated_is_covered_in_part() -> None:
    # Of e, half is rated: 1 × 1 + 3 × 1/2 of 4.
    figures = first(companies({"x": "pass", "e1": "pass"}))
    assert figures.coverage == F(5, 8)
    assert (figures.score, figures.score_low, figures.score_high) == (F(1), F(5, 8), F(1))
    assert figures.counts == Counts(passed=1, not_rated=1)


def test_what_holds_nothing_counted_is_not_counted() -> None:
    empty = dimension("e", counts_as="indicator")
    figures = first(scored({"x": "pass"}, dimension("d", "x", dimensions=[empty])))
    assert (figures.counts, figures.status) == (Counts(passed=1), Status.PASS)
    elsewhere = dimension("e", "e1")
    figures = first(scored({"x": "pass", "e1": NA}, dimension("d", "x", dimensions=[elsewhere])))
    assert figures.counts == Counts(passed=1, not_applicable=1)


def test_elements_that_do_not_apply_are_one_that_does_not() -> None:
    figures = first(companies({"x": "pass", "e1": NA, "e2": NA}))
    assert (figures.counts, figures.coverage) == (Counts(passed=1, not_applicable=1), F(1))


# Grades and no verdict ----------------------------------------------------------------------------

GRADES = [{"id": "a", "when": {"score": "0.75"}}, {"id": "b", "when": {"score": "0.25"}}, {"id": "c"}]


def grades(figures: Figures) -> list[str | None]:
    given = (figures.grade, figures.grade_low, figures.grade_high)
    return [None if grade is None else grade.id for grade in given]


@pytest.mark.parametrize(
    ("ratings", "wanted"),
    [
        ({"a": "pass", "b": "partial"}, ["a", "a", "a"]),  # 3/4 is enough
        ({"a": "pass", "b": "fail"}, ["b", "b", "b"]),
        ({"a": "fail", "b": "fail"}, ["c", "c", "c"]),
        ({"a": "pass"}, [None, "b", "a"]),  # 1/2 at worst and 1 at best
        ({}, [None, None, None]),  # nothing is rated
        ({"a": NA, "b": NA}, [None, None, None]),
    ],
)
def test_a_result_has_the_first_grade_whose_rule_holds(
    ratings: dict[str, Any], wanted: list[str | None]
) -> None:
    scorecard = scored(ratings, dimension("d", "a", "b"), grades=GRADES)
    assert grades(first(scorecard)) == grades(scorecard.figures) == wanted


def test_a_grade_by_statuses_does_not_ask_for_what_is_critical() -> None:
    rules = [{"id": "good", "when": "any"}, {"id": "poor"}]
    items = [indicator("a", critical="true"), "b"]
    figures = first(scored({"a": "fail", "b": "pass"}, dimension("d", *items, pass_when="any"), grades=rules))
    assert (figures.status, grades(figures)[0]) == (Status.FAIL, "good")


def test_without_verdicts_there_are_scores_and_grades_alone() -> None:
    scorecard = scored({"a": "pass", "b": "fail"}, dimension("d", "a", "b"), verdict="none", grades=GRADES)
    for figures in (first(scorecard), scorecard.figures):
        assert (figures.status.written, figures.near_miss, figures.score) == (None, (), F(1, 2))
        assert figures.counts == Counts(unjudged=2)
        assert grades(figures) == ["b", "b", "b"]
    assert [each.status.written for each in scorecard.indicators()] == [None, None]


# Who it applies to --------------------------------------------------------------------------------


def at_the_sea(*tags: str) -> Scorecard:
    sea = dimension("sea", indicator("ships"), applies_to=["coast", "port"])
    land = dimension("land", "air", indicator("harbour", applies_to="port"))
    ratings = {"air": "pass", "ships": "fail", "harbour": "fail"}
    return scored(ratings, land, sea, subject={"id": "s", "name": "S", "tags": list(tags)})


@pytest.mark.parametrize(
    ("tags", "wanted"),
    [((), F(1)), (("coast",), F(1, 2)), (("port",), F(1, 4)), (("inland", "coast"), F(1, 2))],
)
def test_what_is_not_asked_of_a_subject_is_never_counted(tags: tuple[str, ...], wanted: F) -> None:
    scorecard = at_the_sea(*tags)
    assert scorecard.figures.score == wanted
    asked = [each.indicator.id for each in scorecard.indicators() if each.applies]
    assert scorecard.figures.counts.total == len(asked)


# Algebra ------------------------------------------------------------------------------------------

VERDICT_RANK = {**STATUS_RANK, Status.UNDETERMINED: None, Status.NOT_APPLICABLE: None}
seeds = st.integers(min_value=0, max_value=10**9)


def all_dimensions(results: tuple[DimensionResult, ...]) -> list[DimensionResult]:
    return [found for each in results for found in [each, *all_dimensions(each.dimensions)]]


def all_figures(scorecard: Scorecard) -> list[Figures]:
    return [scorecard.figures, *(each.figures for each in all_dimensions(scorecard.dimensions))]


def project(seed: int) -> tuple[Framework, Assessment]:
    framework, assessment = random_project(random.Random(seed))
    return Framework.model_validate(framework), Assessment.model_validate(assessment)


@settings(max_examples=rounds(30, 150))
@given(seeds)
def test_raising_a_rating_never_lowers_a_score_nor_worsens_a_verdict(seed: int) -> None:
    framework, assessment = project(seed)
    before = score(framework, assessment)
    judged = [
        result
        for result in before.indicators()
        if result.level is not None and result.indicator.measure is None and result.indicator.counted
    ]
    for result in judged:
        assert result.level is not None
        better = [each for each in framework.scale_of(result.indicator) if each.order > result.level.order]
        for level in better:
            ratings = {**assessment.ratings, result.indicator.id: level.id}
            after = score(framework, assessment.model_copy(update={"ratings": ratings}))
            for old, new in zip(all_figures(before), all_figures(after), strict=True):
                assert_no_worse(old, new)


def assert_no_worse(old: Figures, new: Figures) -> None:
    for before, after in (
        (old.score, new.score),
        (old.score_low, new.score_low),
        (old.score_high, new.score_high),
    ):
        assert before is None or (after is not None and after >= before)
    rank = {Status.FAIL: 0, Status.PARTIAL: 1, Status.PASS: 2}
    if old.status in rank and new.status in rank:
        assert rank[new.status] >= rank[old.status]
    if old.status is Status.PASS:
        assert new.status is Status.PASS


@settings(max_examples=rounds(25, 100))
@given(seeds, st.fractions(min_value=F(1, 1000), max_value=1000, max_denominator=1000))
def test_scaling_all_weights_changes_nothing(seed: int, factor: F) -> None:
    framework, assessment = project(seed)

    def scaled(dimension: Any) -> Any:
        return dimension.model_copy(
            update={
                "weight": F(dimension.weight) * factor,
                "indicators": tuple(
                    each.model_copy(update={"weight": F(each.weight) * factor})
                    for each in dimension.indicators
                ),
                "dimensions": tuple(map(scaled, dimension.dimensions)),
            }
        )

    heavier = framework.model_copy(update={"dimensions": tuple(map(scaled, framework.dimensions))})
    assert all_figures(score(heavier, assessment)) == all_figures(score(framework, assessment))


@settings(max_examples=rounds(30, 150))
@given(seeds)
def test_figures_hang_together(seed: int) -> None:
    for figures in all_figures(score(*project(seed))):
        counts = figures.counts
        if counts.applicable == 0:
            assert figures.status is Status.NOT_APPLICABLE
            assert figures.score_low is None
            continue
        assert figures.score_low is not None
        assert figures.score_high is not None
        assert 0 <= figures.score_low <= figures.score_high <= 1
        assert len(figures.near_miss) <= 2
        if figures.coverage == 1:
            assert not counts.not_rated
            assert figures.status is not Status.UNDETERMINED
            assert figures.score_low == figures.score == figures.score_high
            assert figures.grade_low is figures.grade is figures.grade_high


@settings(max_examples=rounds(20, 50))
@given(st.lists(st.integers(min_value=0, max_value=3), min_size=2, max_size=12), seeds)
def test_what_was_scored_before_makes_no_difference(order: list[int], seed: int) -> None:
    (framework, assessment), other = project(seed), project(seed + 1)
    copy = framework.model_copy(update={"aggregation": Aggregation.MINIMUM})
    unrated = assessment.model_copy(update={"ratings": {}})
    pairs = [(framework, assessment), (framework, unrated), (copy, assessment), other]
    alone = [score(each.model_copy(), ratings) for each, ratings in pairs]
    for at in order:
        assert score(*pairs[at]) == alone[at]
