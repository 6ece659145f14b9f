"""Which assessments are the same ones in other places."""

from typing import Any

import pytest

from scorecard.comparing.moved_files import PlacedAssessment, find_moves
from scorecard.model.assessment import Assessment
from scorecard.model.file_names import AssessmentPath
from scorecard.model.kinds import parse_path
from tests.builders import assessment_data

SHORT = {"1.1": "4.2", "1.2": "fail"}
LONG = {"1.1": {"measured": "4.20"}, "1.2": {"level": "fail"}, "2.1": "not-rated"}
OTHER = {"1.1": "4.2", "1.2": "pass"}


def placed(name: str, ratings: Any = SHORT, **changes: Any) -> PlacedAssessment:
    """Return an assessment in `assessments/<name>`, by default a .yaml file."""
    path = parse_path(f"assessments/{name if name.endswith('.yml') else f'{name}.yaml'}")
    assert isinstance(path, AssessmentPath)
    data = assessment_data(path.subject, path.date.isoformat(), ratings=ratings, **changes)
    return path, Assessment.model_validate(data)


def moves(gone: list[PlacedAssessment], new: list[PlacedAssessment]) -> dict[str, str]:
    """Return from where to where files were moved, without their folder."""
    found = find_moves(gone, new)
    return {old.path.partition("/")[2]: place.path.partition("/")[2] for place, old in found.items()}


@pytest.mark.parametrize("new", ["town/2021-01-01", "city/2021-01-02", "city/2021-01-01-b"])
@pytest.mark.parametrize("ratings", [SHORT, LONG])
def test_one_gone_and_one_new_with_equal_ratings(new: str, ratings: Any) -> None:
    gone = [placed("city/2021-01-01"), placed("city/2020-01-01", OTHER)]
    assert moves(gone, [placed(new, ratings)]) == {"city/2021-01-01.yaml": f"{new}.yaml"}


def test_the_rest_of_an_assessment_may_differ() -> None:
    new = placed("town/2021-01-01", subject_name="Town", title="Corrected", stage="draft")
    assert moves([placed("city/2021-01-01")], [new]) == {"city/2021-01-01.yaml": "town/2021-01-01.yaml"}


@pytest.mark.parametrize(
    "ratings",
    [
        OTHER,
        {"1.1": "4.2"},
        {**SHORT, "2.1": "not-applicable"},
        {"1.1": "4.2", "1.2": {"level": "fail", "rationale": "Announced."}},
        {"1.1": {"measured": "4.2", "evidence": [{"source": "plan"}]}, "1.2": "fail"},
    ],
)
def test_other_ratings_are_another_assessment(ratings: Any) -> None:
    assert moves([placed("city/2021-01-01")], [placed("city/2021-01-02", ratings)]) == {}


def test_another_version_of_the_framework_is_another_assessment() -> None:
    gone = placed("city/2021-01-01")
    assert moves([gone], [placed("city/2021-01-02", framework="city-air@3")]) == {}
    assert moves([gone], [placed("city/2021-01-02", framework="city-air@2")]) != {}


@pytest.mark.parametrize("ratings", [{}, {"1.1": "not-rated"}, {"1.2": "not-applicable"}, {"1.1": None}])
def test_where_nothing_is_rated_nothing_tells_two_apart(ratings: Any) -> None:
    assert moves([placed("city/2021-01-01", ratings)], [placed("city/2021-01-02", ratings)]) == {}


@pytest.mark.parametrize(
    ("gone", "new"),
    [
        (["city/2021-01-01"], ["city/2021-01-02", "town/2021-01-01"]),
        (["city/2021-01-01", "town/2021-01-01"], ["village/2021-01-01"]),
        (["city/2021-01-01", "city/2021-02-01"], ["town/2021-01-01"]),
        (["city/2021-01-01", "town/2021-01-01"], ["hamlet/2021-01-01", "village/2021-01-01"]),
    ],
)
def test_which_of_several_it_was_is_not_guessed(gone: list[str], new: list[str]) -> None:
    assert moves(list(map(placed, gone)), list(map(placed, new))) == {}


def test_a_folder_renamed_with_several_dates_rated_alike() -> None:
    days = ["2021-01-01", "2022-01-01", "2022-01-01-b"]
    gone, new = ([placed(f"{subject}/{day}") for day in days] for subject in ("city", "town"))
    assert moves(gone, new) == {f"city/{day}.yaml": f"town/{day}.yaml" for day in days}


def test_the_same_assessment_in_a_file_of_another_ending() -> None:
    new = [placed("city/2021-01-01.yml", OTHER), placed("town/2021-01-01")]
    assert moves([placed("city/2021-01-01")], new) == {"city/2021-01-01.yaml": "city/2021-01-01.yml"}
