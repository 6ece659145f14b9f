"""What of a published assessment needs a correction."""

from typing import Any

import pytest

from scorecard.comparing.corrections import find_reworded, find_uncorrected, is_corrected
from scorecard.model.assessment import Assessment
from tests.assessments import FRAMEWORK
from tests.builders import assessment_data
from tests.cases import read_data

FIRST = {"date": "2021-04-01", "text": "1.2 was first rated pass."}
SECOND = {"date": "2021-05-01", "text": "1.2 is partial."}


def assessment(ratings: dict[str, Any] | None = None, **keys: Any) -> Assessment:
    data = assessment_data(**keys)
    return Assessment.model_validate(data if ratings is None else {**data, "ratings": ratings})


def differences(before: Assessment, after: Assessment) -> list[tuple[Any, ...]]:
    return [tuple(each) for each in find_uncorrected(before, after, FRAMEWORK)]


@pytest.mark.parametrize(("before", "after", "expected"), read_data("levels-published"))
def test_a_level_that_was_published_differs(before: Any, after: Any, expected: Any) -> None:
    found = differences(assessment({"1.2": before}), assessment({"1.2": after}))
    assert found == ([] if expected is None else [(("ratings", "1.2"), *expected)])


@pytest.mark.parametrize(("before", "after", "expected"), read_data("measurements-published"))
def test_a_measurement_that_was_published_differs(before: Any, after: Any, expected: Any) -> None:
    found = differences(assessment({"1.1": before}), assessment({"1.1": after}))
    assert found == ([] if expected is None else [(("ratings", "1.1"), *expected)])


def test_a_rating_that_is_gone_and_facts_of_the_whole_differ() -> None:
    before = assessment(subject_name="Springfield")
    tagged = {"id": "springfield", "name": "Springfield", "tags": ["coast", "port"]}
    after = assessment(
        {"1.1": "4.2", "1.2": "fail"},
        date="2021-03-12",
        framework="city-air@2.1",
        stage="draft",
    ).model_copy(
        update={"subject": Assessment.model_validate(assessment_data() | {"subject": tagged}).subject}
    )
    assert differences(before, after) == [
        (("framework",), "city-air@2.0", "city-air@2.1"),
        (("subject", "tags"), "none", "coast, port"),
        (("date",), "2021-03-11", "2021-03-12"),
        (("stage",), "final", "draft"),
        (("ratings", "2.1"), "partial", "not-rated"),
    ]


def test_what_is_only_written_otherwise_does_not_differ() -> None:
    before, after = assessment(), assessment(framework="city-air@2", title="Another", subject_name="Other")
    one, other = (
        each.model_copy(update={"subject": each.subject.model_copy(update={"tags": tags})})
        for each, tags in ((before, ("a", "b")), (after, ("b", "a", "a")))
    )
    assert differences(one, other) == []


def test_nothing_of_a_draft_needs_a_correction() -> None:
    before = assessment(stage="draft")
    assert differences(before, assessment({"1.2": "pass"}, date="2021-03-12")) == []
    assert find_reworded(before, assessment({"1.2": "pass"}), FRAMEWORK) == []


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([], [FIRST], True),
        ([FIRST], [FIRST, SECOND], True),
        ([FIRST], [SECOND, FIRST], True),
        ([FIRST], [FIRST], False),
        ([FIRST], [SECOND], False),
        ([FIRST], [{**FIRST, "text": "Another text."}, SECOND], False),
        ([FIRST], [{**FIRST, "text": "1.2 was\n first rated pass."}, SECOND], True),
        ([FIRST], [FIRST, FIRST], True),
        ([FIRST, FIRST], [FIRST, SECOND], False),
        ([], [{"date": "2021-04-01"}], False),
        ([], [], False),
    ],
)
def test_a_correction_is_one_more_beside_all_that_there_were(
    before: list[Any], after: list[Any], expected: bool
) -> None:
    assert is_corrected(assessment(corrections=before), assessment(corrections=after)) is expected


@pytest.mark.parametrize(("before", "after", "expected"), read_data("ratings-reworded"))
def test_reworded_is_what_has_another_rationale_or_other_evidence(
    before: Any, after: Any, expected: list[str]
) -> None:
    assert find_reworded(assessment({"1.2": before}), assessment({"1.2": after}), FRAMEWORK) == expected


def test_of_a_dimension_rationale_and_evidence_are_reworded_and_nothing_needs_a_correction() -> None:
    said = {"rationale": "One.", "recommendation": "Do it."}
    for new, expected in (
        ({"rationale": "Two.", "recommendation": "Do it."}, ["1"]),
        (said | {"evidence": {"source": "act"}}, ["1"]),
        (said | {"recommendation": "Do more.", "working_note": "x"}, []),
        (None, ["1"]),
    ):
        before, after = assessment({"1": said}), assessment({"1": new})
        assert find_reworded(before, after, FRAMEWORK) == expected
        assert find_uncorrected(before, after, FRAMEWORK) == []


def test_without_a_framework_a_bare_text_is_a_level() -> None:
    before, after = assessment({"1.1": "4"}), assessment({"1.1": {"level": "4"}})
    assert find_uncorrected(before, after, None) == []
