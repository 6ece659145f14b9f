"""Ratings carried over: which come, which stay and why, and that the new file is good."""

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from scorecard.comparing.alignment import FindFramework, NotComparableError
from scorecard.editing.carry_over import Carried, EarlierAssessment, carry
from scorecard.editing.draft import NewAssessment, draft_assessment
from scorecard.model.assessment import Assessment
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import Framework
from scorecard.model.kinds import ASSESSMENT, FRAMEWORK
from scorecard.model.lexical import FrameworkRef
from scorecard.project.loader import File
from scorecard.reading.document import parse_document
from scorecard.reading.plain_data import Data
from tests.reference.differ import NotComparable, compare
from tests.reference.histories import random_history
from tests.reference.scorer import asked_below
from tests.rounds import rounds
from tests.small import OneFramework, dimension, indicator, known, lone, measured, yardstick

NAME = "s@2021-03-11"
MARK = "carried over from s@2021-03-11; confirm or change it, then take this out"
SOME = {"title": "A plan"}


def earlier(framework: Framework, ratings: dict[str, Any], **keys: Any) -> EarlierAssessment:
    data: dict[str, Any] = {
        "kind": "assessment",
        "framework": framework.ref,
        "subject": {"id": "s", "name": "S"},
        "date": "2021-03-11",
        "ratings": ratings,
        **keys,
    }
    content = Assessment.model_validate(_without_own(data))
    return EarlierAssessment(name=NAME, content=content, data=data, framework=framework)


def _without_own(entry: Any) -> Any:
    """Take out what a model has no place for, as the loader does."""
    if isinstance(entry, dict):
        return {
            key: _without_own(value)
            for key, value in entry.items()
            if not key.startswith("x-") and value is not None
        }
    return [_without_own(each) for each in entry] if isinstance(entry, list) else entry


def carried(
    before: Framework, after: Framework, ratings: dict[str, Any], *between: Framework, **keys: Any
) -> Carried:
    """Carry ratings over and check that what is written with them reads the same and has no error."""
    result = carry(earlier(before, ratings, **keys), after, known(before, after, *between))
    place = AssessmentPath("", "s", date(2022, 1, 1), None)
    new = NewAssessment(framework=after, place=place, name="S", carried=result)
    text = draft_assessment(new)
    document = parse_document(text.encode())
    assert document.findings == ()
    data = document.data
    assert isinstance(data, dict)
    read = data["ratings"] or {}
    assert isinstance(read, dict)
    counted = [each.id for each in after.indicators() if each.counted]
    assert read == {id: dict(result.ratings.get(id, {"level": "not-rated"})) for id in counted}
    assert data.get("sources", {}) == dict(result.sources)
    return result


def old(*items: Any, **keys: Any) -> Framework:
    return yardstick("1", dimension("d", *items), **keys)


def new(*items: Any, **keys: Any) -> Framework:
    return yardstick("2", dimension("d", *items), replaces="f@1", **keys)


# What comes over --------------------------------------------------------------------------------


def test_a_rating_comes_over_with_all_its_fields_and_marked() -> None:
    entry = {
        "working_note": "ask Sam",
        "x-mine": {"a": ["1", None]},
        "level": "fail",
        "recommendation": "Enact it.",
        "confidence": "low",
        "evidence": {"source": "plan", "locator": "p. 1", "quote": "q", "note": "n", "x-page": "7"},
        "rationale": "Announced,\nnot enacted.",
    }
    result = carried(old("a"), new("a"), {"a": entry}, sources={"plan": {**SOME, "x-shelf": "B"}})
    assert list(result.ratings["a"].items()) == [
        ("x-review", MARK),
        ("level", "fail"),
        ("rationale", "Announced,\nnot enacted."),
        ("evidence", [{"source": "plan", "locator": "p. 1", "quote": "q", "note": "n", "x-page": "7"}]),
        ("confidence", "low"),
        ("recommendation", "Enact it."),
        ("working_note", "ask Sam"),
        ("x-mine", {"a": ["1", None]}),
    ]
    assert result.sources == {"plan": {"title": "A plan", "x-shelf": "B"}}
    assert (result.count, result.count_before) == (1, 1)
    assert result.remarks["a"] == ()


@pytest.mark.parametrize(
    ("item", "entry", "recorded"),
    [
        ("a", "fail", {"level": "fail"}),
        (measured("a", ("pass", "5")), "4.2", {"measured": "4.2"}),
        (measured("a", ("pass", "5")), {"measured": "1/3", "rationale": None}, {"measured": "1/3"}),
        (
            "a",
            {"level": "not-applicable", "rationale": "No sea."},
            {"level": "not-applicable", "rationale": "No sea."},
        ),
    ],
)
def test_bare_ratings_become_whole_ones(item: Any, entry: Any, recorded: Any) -> None:
    assert carried(old(item), new(item), {"a": entry}).ratings["a"] == {"x-review": MARK, **recorded}


@pytest.mark.parametrize("entry", [None, "not-rated", {"level": "not-rated"}, {"level": None}])
def test_what_was_not_rated_stays_so(entry: Any) -> None:
    result = carried(old("a"), new("a"), {} if entry is None else {"a": entry})
    assert (dict(result.ratings), result.count, result.count_before) == ({}, 0, 0)
    assert result.remarks["a"] == (f"Not rated in {NAME} either.",)


@pytest.mark.parametrize("more", [{}, {"level": "not-rated"}])
def test_why_something_was_not_rated_comes_over_to_be_reviewed(more: dict[str, str]) -> None:
    result = carried(old("a"), new("a"), {"a": {**more, "rationale": "Not found."}})
    assert result.ratings["a"] == {"x-review": MARK, "level": "not-rated", "rationale": "Not found."}
    assert result.count == 0


def test_a_rating_follows_its_indicator_to_a_new_id_over_several_versions() -> None:
    middle = yardstick(
        "2", dimension("d", indicator("b", requirement="what a asks", replaces=["a"])), replaces="f@1"
    )
    last = yardstick(
        "3", dimension("e", indicator("c", requirement="what a asks", replaces=["b"])), replaces="f@2"
    )
    result = carried(old("a"), last, {"a": "pass"}, middle)
    mark = f"carried over from {NAME}, where it was a; confirm or change it, then take this out"
    assert result.ratings == {"c": {"x-review": mark, "level": "pass"}}


def test_a_decision_is_of_the_earlier_assessment_alone() -> None:
    framework = yardstick("1", dimension("d", "a"))
    decision = {"on": "marks", "from": "fail", "by": "C", "date": "2021-03-12", "reason": "So."}
    result = carried(framework, framework, {"a": {"level": "pass", "rationale": "So.", "decision": decision}})
    assert result.ratings == {"a": {"x-review": MARK, "level": "pass", "rationale": "So."}}


def test_a_rating_that_nobody_had_reviewed_says_so() -> None:
    result = carried(old("a"), old("a"), {"a": {"level": "pass", "x-review": "carried over from s@2020"}})
    mark = f"carried over from {NAME} and not reviewed either; confirm or change it, then take this out"
    assert result.ratings["a"] == {"x-review": mark, "level": "pass"}


def test_what_changed_since_is_said_though_the_rating_comes_over() -> None:
    older = measured("a", ("pass", "5"), ("partial", "10"), guidance="Look.")
    newer = measured("a", ("pass", "3"), ("partial", "10"), guidance="Look twice.")
    result = carried(old(older), new(newer), {"a": "4.2"})
    assert result.ratings["a"] == {"x-review": MARK, "measured": "4.2"}
    assert result.remarks["a"] == (
        f"Since {NAME}: the guidance changed in f@2.",
        "The bands moved: 4.2 was pass then and is partial in f@2.",
    )


# What stays behind ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "rating", "remarks"),
    [
        (
            "a",
            indicator("a", requirement="another thing"),
            {"level": "fail", "rationale": "Never enacted."},
            (
                f"Not carried over from {NAME}: the requirement changed in f@2.",
                "There a was rated fail.",
                "Rationale of a then: Never enacted.",
            ),
        ),
        (
            "a",
            measured("a", ("pass", "5")),
            "fail",
            (
                f"Not carried over from {NAME}: it was judged before and is measured in f@2.",
                "There a was rated fail.",
            ),
        ),
        (
            measured("a", ("pass", "5")),
            "a",
            "7",
            (
                f"Not carried over from {NAME}: it was measured before and is judged in f@2.",
                "There a was measured: 7 µg, which was fail.",
            ),
        ),
        (
            measured("a", ("pass", "5")),
            measured("a", ("pass", "5"), unit="ng"),
            {"level": "not-applicable", "rationale": "No air."},
            (
                f"Not carried over from {NAME}: the unit changed from µg to ng in f@2.",
                "There a was not applicable.",
                "Rationale of a then: No air.",
            ),
        ),
        (
            "a",
            indicator("a", comparable="false"),
            "not-rated",
            (f"Not carried over from {NAME}: f@2 declares it not comparable.", "There a was not rated."),
        ),
        ("a", indicator("a", state="retired"), "pass", (f"In {NAME} a was rated pass.",)),
        ("a", indicator("a", state="retired"), "not-rated", ()),
        (
            indicator("a", state="future"),
            "a",
            None,
            (f"Not carried over from {NAME}: a is future in f@1.", "There a was not rated."),
        ),
        ("b", "a", None, (f"New since {NAME}.",)),
    ],
)
def test_what_cannot_be_compared_stays_unrated_and_says_why(
    before: Any, after: Any, rating: Any, remarks: tuple[str, ...]
) -> None:
    result = carried(old(before), new(after), {} if rating is None else {"a": rating})
    assert dict(result.ratings) == {}
    assert result.remarks["a"] == remarks


def test_a_changed_scale_keeps_ratings_back() -> None:
    levels = [{"id": "pass", "value": "1", "status": "pass"}, {"id": "fail", "value": "0", "status": "fail"}]
    result = carried(old("a"), new("a", scales={"s": levels}), {"a": "pass"})
    assert result.remarks["a"][0] == f"Not carried over from {NAME}: the scale changed in f@2."


def test_splits_and_merges_say_how_each_part_was_rated() -> None:
    after = new(
        indicator("m", replaces=["a", "b"]), indicator("p", replaces=["c"]), indicator("q", replaces=["c"])
    )
    result = carried(old("a", "b", "c"), after, {"a": "pass", "c": {"level": "fail", "rationale": "No."}})
    assert dict(result.ratings) == {}
    assert result.remarks == {
        "m": (
            f"Not carried over from {NAME}: a, b were merged into m in f@2.",
            "There a was rated pass, and b was not rated.",
        ),
        **dict.fromkeys(
            ("p", "q"),
            (
                f"Not carried over from {NAME}: c was split into p, q in f@2.",
                "There c was rated fail.",
                "Rationale of c then: No.",
            ),
        ),
    }


def test_ratings_without_a_place_are_listed_and_unrated_ones_are_not() -> None:
    before = old("a", indicator("b", title="Noise"), "c")
    ratings = {"a": "pass", "b": {"level": "fail", "rationale": "Loud."}, "c": "not-rated"}
    result = carried(before, new("a"), ratings)
    assert result.left_behind == (("b  Noise", "There b was rated fail.", "Rationale of b then: Loud."),)
    assert (result.count, result.count_before) == (1, 2)


@pytest.mark.parametrize("policy", ["required", "required-for-pass"])
def test_a_level_that_now_needs_evidence_stays_behind_without_its_reasons(policy: str) -> None:
    entry = {"level": "pass", "rationale": "Seen.", "confidence": "low"}
    result = carried(old("a", "b"), new("a", "b", evidence=policy), {"a": entry, "b": {"level": "not-rated"}})
    assert result.ratings["a"] == {
        "x-review": MARK,
        "level": "not-rated",
        "rationale": "Seen.",
        "confidence": "low",
    }
    assert result.remarks["a"] == (
        f"Its rating was not carried over from {NAME}: f@2 requires evidence for it, and there was none.",
        "There a was rated pass.",
    )
    assert result.count == 0


def test_evidence_that_a_fail_does_not_need_is_not_asked_for() -> None:
    result = carried(old("a"), new("a", evidence="required-for-pass"), {"a": "fail"})
    assert result.ratings["a"] == {"x-review": MARK, "level": "fail"}


def test_bands_that_moved_can_make_evidence_needed() -> None:
    older, newer = measured("a", ("pass", "5")), measured("a", ("pass", "9"))
    result = carried(
        old(older), new(newer, evidence="required-for-pass"), {"a": {"measured": "7", "rationale": "x"}}
    )
    assert result.ratings["a"] == {"x-review": MARK, "level": "not-rated", "rationale": "x"}


def test_not_applicable_stays_behind_where_it_is_forbidden_now_and_its_evidence_comes() -> None:
    entry = {"level": "not-applicable", "rationale": "No sea.", "evidence": [{"source": "plan"}]}
    after = new(indicator("a", not_applicable="forbidden"))
    result = carried(old("a"), after, {"a": entry}, sources={"plan": SOME})
    assert result.ratings["a"] == {
        "x-review": MARK,
        "level": "not-rated",
        "rationale": "No sea.",
        "evidence": [{"source": "plan"}],
    }
    assert result.remarks["a"] == (
        f"Its rating was not carried over from {NAME}: f@2 does not allow not-applicable here.",
        "There a was not applicable.",
    )
    assert result.sources == {"plan": SOME}


def test_frameworks_that_nothing_joins_are_refused() -> None:
    with pytest.raises(NotComparableError):
        carried(old("a"), yardstick("1", dimension("d", "a"), id="g"), {"a": "pass"})


# Sources ----------------------------------------------------------------------------------------


def cited(key: str) -> dict[str, Any]:
    return {"level": "pass", "evidence": [{"source": key}]}


@pytest.mark.parametrize(
    ("own", "before", "after", "key", "sources"),
    [
        # only the old framework has it
        ({}, {"act": SOME}, {}, "act", {"act": SOME}),
        # both frameworks have it
        ({}, {"act": SOME}, {"act": SOME}, "act", {}),
        # the new framework has the assessment's own, under the same key or one in other letters
        ({"act": SOME}, {}, {"act": SOME}, "act", {}),
        ({"act": SOME}, {}, {"Act": SOME}, "Act", {}),
        # the new framework has another one there
        ({"act": SOME}, {}, {"act": {"title": "B"}}, "act-2021-03-11", {"act-2021-03-11": SOME}),
        ({"act": SOME}, {}, {"ACT": {"title": "B"}}, "act-2021-03-11", {"act-2021-03-11": SOME}),
        # and one more under the key that would be taken
        (
            {"act": SOME},
            {},
            {"act": {"title": "B"}, "Act-2021-03-11": SOME},
            "act-2021-03-11-2",
            {"act-2021-03-11-2": SOME},
        ),
        # its own counts before the old framework's
        (
            {"act": SOME},
            {"act": {"title": "B"}},
            {"act": {"title": "B"}},
            "act-2021-03-11",
            {"act-2021-03-11": SOME},
        ),
    ],
)
def test_cited_sources_come_along_under_a_key_that_means_the_same(
    own: Any, before: Any, after: Any, key: str, sources: Any
) -> None:
    framework, newer = old("a", sources=before), new("a", sources=after)
    result = carried(framework, newer, {"a": cited("act")}, sources=own)
    assert result.ratings["a"] == {"x-review": MARK, "level": "pass", "evidence": [{"source": key}]}
    assert result.sources == sources


def test_a_renamed_source_does_not_take_the_key_of_another_cited_one() -> None:
    own = {"act": SOME, "act-2021-03-11": {"title": "C"}}
    after = new("a", "b", sources={"act": {"title": "B"}})
    ratings = {"a": cited("act"), "b": cited("act-2021-03-11")}
    result = carried(old("a", "b"), after, ratings, sources=own)
    assert result.sources == {"act-2021-03-11-2": SOME, "act-2021-03-11": {"title": "C"}}


def test_only_cited_sources_come_along_in_the_order_of_their_file_and_whole() -> None:
    whole = {
        "title": "Act",
        "publisher": "Parliament",
        "date": "2020-01",
        "url": "https://example.org/act",
        "accessed": "2021",
        "archive_url": "https://example.org/archive",
    }
    own = {"uncited": SOME, "plan": SOME}
    ratings = {"a": cited("act"), "b": cited("plan")}
    result = carried(old("a", "b", sources={"act": whole}), new("a", "b"), ratings, sources=own)
    assert list(result.sources.items()) == [("plan", SOME), ("act", whole)]


def test_the_sources_of_what_stays_behind_come_along_under_the_key_that_its_note_names() -> None:
    after = new(indicator("a", requirement="Another."), sources={"act": {"title": "Another act"}})
    ratings = {"a": cited("act"), "b": cited("plan")}
    own = {"act": SOME, "plan": {"title": "B"}}
    result = carried(old("a", "b"), after, ratings, sources=own)
    assert dict(result.ratings) == {}
    assert result.sources == {"act-2021-03-11": SOME, "plan": {"title": "B"}}
    assert any(each.startswith("Evidence of a then: act-2021-03-11") for each in result.remarks["a"])
    assert any(each.startswith("Evidence of b then: plan") for each in result.left_behind[0])


# Random histories -------------------------------------------------------------------------------


def _find(frameworks: dict[str, Framework]) -> FindFramework:
    by_ref = {FrameworkRef(each.id, each.version): each for each in frameworks.values()}
    return by_ref.get


def _rated(row: dict[str, Any], ratings: Data) -> bool:
    """Whether something was recorded for a row's older indicator, by the assessment's plain data."""
    entry = ratings.get(row["before_id"][0]) if isinstance(ratings, dict) and row["before_id"] else None
    level = entry.get("level") if isinstance(entry, dict) and "measured" not in entry else entry
    return level not in (None, "not-rated")


def _is_forbidden(framework: Framework, id: str, ratings: Data, old_id: str) -> bool:
    entry = ratings.get(old_id) if isinstance(ratings, dict) else None
    level = entry.get("level") if isinstance(entry, dict) else entry
    indicator = next(each for each in framework.indicators() if each.id == id)
    policy = indicator.not_applicable or framework.not_applicable
    return level == "not-applicable" and policy == "forbidden"


@pytest.mark.parametrize("part", range(5))
def test_over_random_histories_exactly_what_compares_comes_over_and_no_file_has_errors(part: int) -> None:
    compared = 0
    for seed in range(part, rounds(100, 400), 5):
        frameworks, before, after = random_history(random.Random(seed))
        models = {ref: Framework.model_validate(data) for ref, data in frameworks.items()}
        content, newer = Assessment.model_validate(before), Assessment.model_validate(after).framework
        source = EarlierAssessment(
            name=NAME, content=content, data=before, framework=_must(_find(models), content.framework)
        )
        framework = _must(_find(models), newer)
        try:
            rows = compare(frameworks, before, {**after, "ratings": {}})["changes"]
        except NotComparable:
            with pytest.raises(NotComparableError):
                carry(source, framework, _find(models))
            continue
        compared += 1
        tags = Assessment.model_validate(after).subject.tags
        result = carry(source, framework, _find(models), tags)
        asked = set(asked_below(frameworks[framework.ref], after))
        ratings = before.get("ratings", {})
        expected = {
            row["indicator"]
            for row in rows
            if row["comparable"]
            and row["indicator"] in asked
            and _rated(row, ratings)
            and not _is_forbidden(framework, row["indicator"], ratings, row["before_id"][0])
        }
        came = {id for id, entry in result.ratings.items() if entry.get("level") != "not-rated"}
        assert came == expected
        assert all("x-review" in entry for entry in result.ratings.values())
        assert result.count == len(expected)
        _check_file(result, framework, tags)
    assert compared > rounds(10, 50)


def _must(find: Callable[[FrameworkRef], Framework | None], ref: FrameworkRef) -> Framework:
    found = find(ref)
    assert found is not None
    return found


def _check_file(result: Carried, framework: Framework, tags: tuple[str, ...]) -> None:
    place = AssessmentPath("assessments/s/2030-01-01.yaml", "s", date(2030, 1, 1), None)
    text = draft_assessment(
        NewAssessment(framework=framework, place=place, name="S", tags=tags, carried=result)
    )
    good = File(
        kind=FRAMEWORK,
        path="f",
        file="f",
        place=None,
        content=framework,
        claims={},
        document=None,
        diagnostics=(),
    )
    loaded = OneFramework(good).load(lone(text, place.path), ASSESSMENT)
    assert not loaded.has_errors
    assert loaded.scorable is not None
