"""The frameworks and assessments that come with the repository: what the public record says they must say."""

import re
from pathlib import Path

import pytest

from scorecard.model.assessment import Rating
from scorecard.model.digest import compared_text, framework_digest
from scorecard.model.framework import Framework, Status
from scorecard.project.library import Project
from scorecard.project.loader import AssessmentFile
from scorecard.scoring.scorecard import Scorecard

ROOT = Path(__file__).parent.parent
PROJECT = Project(ROOT)
SIGNS = {Status.PASS: "✓", Status.PARTIAL: "~", Status.FAIL: "F", Status.UNDETERMINED: "?"}


def loaded(name: str) -> AssessmentFile:
    (place,) = [place for place in PROJECT.layout.assessments if place.name == name]
    return PROJECT.load_assessment(place)


def scorecard(name: str) -> Scorecard:
    pair = loaded(name).scorable
    assert pair is not None, [each.message for each in loaded(name).diagnostics]
    return pair.score()


def framework(id: str, version: str) -> Framework:
    (found,) = [
        each.good for each in PROJECT.framework_versions(id) if each.good and each.good.version == version
    ]
    return found


def test_every_file_is_read_without_a_remark() -> None:
    assert PROJECT.layout.misplaced == ()
    assert len(PROJECT.layout.assessments) == 9
    remarks = [
        each for place in PROJECT.layout.assessments for each in PROJECT.load_assessment(place).diagnostics
    ]
    remarks += [each for found in PROJECT.own_frameworks() for each in found.diagnostics]
    remarks += [each for found in PROJECT.other_files() for each in found.diagnostics]
    assert remarks == []


@pytest.mark.parametrize(
    ("date", "counts", "tests"),
    [
        ("2021-03-12", (8, 10, 9), "~F~~~F"),
        ("2021-09-15", (7, 10, 10), "FF~~~F"),
        ("2022-04-14", (9, 11, 7), "F~~~~F"),
        ("2023-10-26", (16, 9, 2), "~~~~~F"),
    ],
)
def test_the_four_dates_of_the_online_safety_law(date: str, counts: tuple[int, ...], tests: str) -> None:
    result = scorecard(f"uk-online-safety@{date}")
    found = result.figures.counts
    assert (found.passed, found.partial, found.failed) == counts
    assert found.total == 27
    assert "".join(SIGNS[each.figures.status] for each in result.dimensions) == tests
    assert result.figures.status is Status.FAIL


def test_the_six_tests_are_six_and_have_27_indicators() -> None:
    six = framework("online-safety-six-tests", "1.0")
    assert [dimension.id for dimension in six.dimensions] == list("123456")
    assert [len(dimension.indicators) for dimension in six.dimensions] == [5, 6, 4, 4, 5, 3]
    assert six.show_score is False
    assert all(indicator.guidance for indicator in six.indicators())


def test_nothing_presents_our_ratings_as_the_charitys() -> None:
    six = framework("online-safety-six-tests", "1.0")
    assert six.note is not None
    assert six.note.startswith("Reconstruction by this project")
    assert six.publisher == "The scorecard project"
    for place in PROJECT.layout.assessments:
        content = PROJECT.load_assessment(place).content
        assert content is not None
        assert content.summary is not None
        assert "in retrospect" in content.summary
        assert content.assessors == ("The scorecard project",)


def test_every_rating_has_a_rationale_of_its_own() -> None:
    for place in PROJECT.layout.assessments:
        result = scorecard(place.name)
        rationales = [each.rating.rationale for each in result.indicators()]
        assert all(rationales), place.name
        assert len(set(rationales)) == len(rationales), place.name


def test_a_source_later_than_its_assessment_is_said_to_be() -> None:
    for place in PROJECT.layout.assessments:
        result = scorecard(place.name)
        sources = {**result.framework.sources, **result.assessment.sources}
        for each in result.indicators():
            for evidence in each.rating.evidence:
                date = sources[evidence.source].date
                if date is not None and date.earliest > place.date:
                    assert evidence.note, (place.name, each.indicator.id)


def test_the_act_was_read_twice_and_what_differs_is_decided() -> None:
    (place,) = [place for place in PROJECT.layout.assessments if place.name == "uk-online-safety@2023-10-26"]
    review = PROJECT.review(place)
    assert review is not None
    marks = {mark.assessor: mark for mark in review.marks}
    # Who read the second time could see the first, of which nothing is claimed. No reply is invented.
    assert {name: mark.independent for name, mark in marks.items()} == {
        "published": None,
        "second-reading": False,
    }
    assert review.replies == ()
    assert [mark.framework_digest for mark in marks.values()] == [framework_digest(review.framework)] * 2
    given = {id: [each.said for each in review.given(id).values()] for id in review.indicators}
    assert len(given) == 27
    differing = {id: said for id, said in given.items() if len(set(said)) > 1}
    assert differing == {
        "1.1": ["pass", "partial"],
        "3.4": ["partial", "pass"],
        "5.4": ["pass", "partial"],
    }
    assert review.open == {}
    for id, (published, _) in given.items():
        # What was published stands, here with the reason for it.
        assert review.recorded(id).level == published
        decisions = review.recorded(id).decision
        assert [each.from_ for each in decisions] == ([published] if id in differing else [])


def test_the_second_reading_gives_each_rating_a_reason_of_its_own() -> None:
    (second,) = [
        mark
        for place in PROJECT.layout.assessments
        if (review := PROJECT.review(place)) is not None
        for mark in review.marks
        if mark.assessor == "second-reading"
    ]
    ratings = [each for each in second.ratings.values() if isinstance(each, Rating)]
    published = {each.rating.rationale for each in scorecard("uk-online-safety@2023-10-26").indicators()}
    reasons = {each.rationale for each in ratings}
    assert len(reasons) == 27
    assert not reasons & published
    assert all(each.evidence and each.evidence[0].locator for each in ratings)


@pytest.mark.parametrize(
    ("year", "score_out_of_1", "status"),
    [
        (2019, "1/2", Status.FAIL),
        (2020, "1/2", Status.FAIL),
        (2021, "1/5", Status.UNDETERMINED),
        (2022, "3/10", Status.UNDETERMINED),
        (2023, "3/10", Status.UNDETERMINED),
    ],
)
def test_beijing(year: int, score_out_of_1: str, status: Status) -> None:
    # 2020: particles 0 and 0, NO2 29 meets 40: (0 + 1) / 2. 2023: PM 0.2 and 0.2, NO2 26 meets interim
    # target 2 (30): (0.2 + 0.4) / 2. 2021: NO2 was not seen, so particles alone.
    result = scorecard(f"beijing@{year}-12-31")
    assert str(result.figures.score) == score_out_of_1
    assert result.figures.status is status
    assert result.figures.provisional


def test_the_guidelines_have_equal_ids_and_requirements_free_of_figures() -> None:
    old = {each.id: each for each in framework("who-air-quality", "2005").indicators()}
    new = {each.id: each for each in framework("who-air-quality", "2021").indicators()}
    assert set(old) < set(new)
    for id, indicator in old.items():
        assert compared_text(indicator.requirement) == compared_text(new[id].requirement)
    for indicator in new.values():
        # a name such as PM2.5 or NO2, an averaging time and a percentile are no level
        text = re.sub(r"PM2\.5|PM10|NO2|SO2|O3|\b8-hour|\b24-hour|99th", "", indicator.requirement)
        assert not re.search(r"\d", text), indicator.requirement


def test_the_levels_of_the_guidelines_are_the_published_ones() -> None:
    def guideline(version: str) -> dict[str, str]:
        return {
            each.id: str(each.measure.bands[0].at_most)
            for each in framework("who-air-quality", version).indicators()
            if each.measure is not None
        }

    assert guideline("2005") == {
        "pm25-annual": "10",
        "pm25-24h": "25",
        "pm10-annual": "20",
        "pm10-24h": "50",
        "no2-annual": "40",
        "o3-8h": "100",
        "so2-24h": "20",
    }
    assert guideline("2021") == {
        "pm25-annual": "5",
        "pm25-24h": "15",
        "pm10-annual": "15",
        "pm10-24h": "45",
        "no2-annual": "10",
        "no2-24h": "25",
        "o3-peak-season": "60",
        "o3-8h": "100",
        "so2-24h": "40",
        "co-24h": "4",
    }
