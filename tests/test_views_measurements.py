"""What was measured is drawn where it moved, against the threshold of its day."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from scorecard.comparing.dated import DatedScorecard, Series
from scorecard.comparing.trend import Trend, find_trend
from scorecard.links import without_links
from scorecard.model.assessment import Assessment
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import Framework, Indicator
from scorecard.scoring.scorecard import Scorecard
from scorecard.views.measurements import goal_of, measurement_charts
from scorecard.views.report import Measurements, SmallCharts
from tests.small import dimension, indicator, known, measured, scored, yardstick

CLEAN = measured("air", ("pass", "10"), ("partial", "30"), title="Fine dust")
CLEANER = measured("air", ("pass", "5"), ("partial", "20"), title="Fine dust")


def _place(assessment: Assessment) -> AssessmentPath:
    return AssessmentPath(f"assessments/s/{assessment.date}.yaml", "s", assessment.date, None)


def trend_of(*scorecards: Scorecard) -> Trend:
    dated = tuple(DatedScorecard(_place(each.assessment), each) for each in scorecards)
    frameworks = {each.framework.ref: each.framework for each in scorecards}
    found = find_trend(Series(subject="s", framework_id="f", dated=dated), known(*frameworks.values()))
    assert found is not None
    return found


def charts(*scorecards: Scorecard) -> list[SmallCharts]:
    return [*measurement_charts(trend_of(*scorecards))]


def chart(*scorecards: Scorecard) -> Measurements:
    ((only,),) = (each.charts for each in charts(*scorecards))
    return only


def years(framework: Framework, *numbers: str | None, first: int = 2019) -> list[Scorecard]:
    return [
        scored(framework, {} if number is None else {"air": {"measured": number}}, f"{first + at}-12-31")
        for at, number in enumerate(numbers)
    ]


OLD = yardstick("1", dimension("d", CLEAN))
NEW = yardstick("2", dimension("d", CLEANER), replaces="f@1")


def test_measurements_stand_against_the_threshold_of_their_day_and_what_moved_it_is_said() -> None:
    found = chart(*years(OLD, "42", "38"), *years(NEW, "33", None, "30", first=2021))
    assert (without_links(found.name), found.unit) == ("Fine dust", "µg")
    assert [(each.when, each.shown) for each in found.marks] == [
        *(("2019", "42"), ("2020", "38"), ("2021", "33"), ("2022", "none"), ("2023", "30")),
    ]
    assert [(each.first.year, each.last.year, each.value) for each in found.thresholds] == [
        *((2019, 2020, 10), (2021, 2023, 5)),
    ]
    assert found.goal == "Pass: at most 10 until 2020, at most 5 since 2021 (framework version 2)"
    assert found.notes == ()


def test_a_threshold_that_never_moved_is_said_once() -> None:
    assert chart(*years(OLD, "42", "38")).goal == "Pass: at most 10"


@pytest.mark.parametrize("numbers", [("42",), ("42", None), (None, None), ("42", "42", "42")])
def test_nothing_is_drawn_where_nothing_moved(numbers: tuple[str | None, ...]) -> None:
    assert charts(*years(OLD, *numbers)) == []


def test_what_stayed_under_a_threshold_that_moved_is_drawn() -> None:
    found = chart(*years(OLD, "8"), *years(NEW, "8", first=2020))
    assert [each.words for each in found.thresholds] == ["10", "5"]


def test_where_what_is_asked_changed_the_line_begins_anew() -> None:
    other = yardstick("2", dimension("d", {**CLEAN, "requirement": "another"}), replaces="f@1")
    found = chart(*years(OLD, "42"), *years(other, "38", first=2020))
    assert [each.is_new for each in found.marks] == [False, True]
    assert found.notes == ("What is asked changed in 2020: the line begins anew.",)


def test_measurements_in_another_unit_are_left_out_and_that_is_said() -> None:
    other = yardstick("2", dimension("d", measured("air", ("pass", "5"), unit="mg")), replaces="f@1")
    found = chart(*years(OLD, "42"), *years(other, "9", "8", first=2020))
    assert [each.shown for each in found.marks] == ["9", "8"]
    assert "Earlier measurements are in another unit." in found.notes


def test_where_there_are_many_each_dimension_has_its_own() -> None:
    many = [dimension(d, *(measured(f"{d}{at}", ("pass", "9")) for at in range(20))) for d in ("D", "E")]
    framework = yardstick("1", *many)
    ratings = [{f"{d}{at}": {"measured": n} for d in "DE" for at in range(20)} for n in ("3", "4")]
    found = charts(*(scored(framework, each, f"202{at}-01-01") for at, each in enumerate(ratings)))
    assert [(each.caption, len(each.charts)) for each in found] == [
        ("What was measured: Title of D; the broken line is what was asked for", 20),
        ("What was measured: Title of E; the broken line is what was asked for", 20),
    ]


# Thresholds -------------------------------------------------------------------------------------


def goal(measure: dict[str, Any], **keys: Any) -> tuple[Fraction, str, str] | None:
    framework = yardstick("1", dimension("d", indicator("a", measure={"unit": "x", **measure})), **keys)
    only = framework.dimensions[0].indicators[0]
    assert isinstance(only, Indicator)
    found = goal_of(only, framework)
    return found and (found.value, found.words, found.label)


def bands(*rows: tuple[str, str | None, str | None]) -> dict[str, Any]:
    """Return bands of (level, at least, at most)."""
    named = [{"level": level, "at_least": least, "at_most": most} for level, least, most in rows]
    return {"bands": [{key: value for key, value in each.items() if value is not None} for each in named]}


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        (bands(("pass", None, "5"), ("fail", None, None)), (5, "at most 5", "Pass")),
        (bands(("fail", None, "5"), ("pass", None, None)), (5, "above 5", "Pass")),
        (bands(("pass", "7.5", None), ("fail", None, None)), (Fraction("7.5"), "at least 7.5", "Pass")),
        (bands(("fail", "-7", None), ("pass", None, None)), (-7, "below −7", "Pass")),
        (bands(("pass", None, "5"), ("pass", None, "9"), ("fail", None, None)), (9, "at most 9", "Pass")),
        (bands(("pass", "5", "9"), ("fail", None, None)), None),
        (bands(("fail", None, "2"), ("pass", None, "9"), ("fail", None, None)), None),
        (bands(("fail", None, None)), None),
    ],
)
def test_a_threshold_is_where_a_measurement_begins_to_pass(measure: dict[str, Any], expected: object) -> None:
    assert goal(measure) == expected


def test_a_threshold_has_the_name_of_the_level_that_it_gives() -> None:
    levels = [
        {"id": "best", "label": "Guideline met", "value": "1", "status": "pass"},
        {"id": "good", "value": "0.9", "status": "pass"},
        {"id": "bad", "value": "0", "status": "fail"},
    ]
    one = bands(("best", None, "5"), ("bad", None, None))
    assert goal(one, scales={"s": levels}) == (5, "at most 5", "Guideline met")
    two = bands(("best", None, "5"), ("good", None, "9"), ("bad", None, None))
    assert goal(two, scales={"s": levels}, verdict_labels={"pass": "conforme"}) == (
        9,
        "at most 9",
        "Conforme",
    )


def points(*pairs: tuple[str, str]) -> dict[str, Any]:
    return {"points": [{"at": at, "value": value} for at, value in pairs]}


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        (points(("5", "1"), ("35", "0")), (5, "at most 5", "Highest score")),
        (points(("0", "1"), ("5", "1"), ("35", "0")), (5, "at most 5", "Highest score")),
        (points(("0", "0"), ("80", "1")), (80, "at least 80", "Highest score")),
        (points(("0", "0"), ("7", "1"), ("14", "0")), None),
        (points(("0", "1"), ("7", "0"), ("14", "1")), None),
    ],
)
def test_by_points_alone_a_threshold_is_where_the_score_is_highest(
    measure: dict[str, Any], expected: object
) -> None:
    assert goal(measure, verdict="none") == expected


def test_without_verdicts_bands_have_no_threshold() -> None:
    assert (
        goal(
            bands(("yes", None, "5"), ("no", None, None)),
            verdict="none",
            scales={"s": [{"id": "yes", "value": "1"}, {"id": "no", "value": "0"}]},
        )
        is None
    )


def test_dates_of_one_year_are_told_apart() -> None:
    numbers = (("2020-03-01", "42"), ("2020-09-01", "38"))
    found = chart(*(scored(OLD, {"air": {"measured": number}}, day) for day, number in numbers))
    assert [(each.day, each.when) for each in found.marks] == [
        (date(2020, 3, 1), "Mar 2020"),
        (date(2020, 9, 1), "Sep 2020"),
    ]
