"""What is open and why, how far an assessment is, and how far assessors agree on it."""

import hashlib
import random
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from scorecard.model.assessment import Assessment, OpenReason
from scorecard.model.digest import ratings_digest, shown_digest
from scorecard.model.framework import Framework, Status
from scorecard.model.mark import Mark
from scorecard.model.reply import Reply
from scorecard.reviewing import agree as module
from scorecard.reviewing.agree import agree
from scorecard.reviewing.review import Review, progress_of
from scorecard.scoring.score import score
from tests.rounds import rounds
from tests.small import dimension, indicator, measured, yardstick

DIFFER, NOBODY, DISPUTES = OpenReason
FRAMEWORK = yardstick("1", dimension("d", "a", "b", measured("m", ("pass", "5"), ("partial", "10"))))
ON_MARKS = {"on": "marks", "from": "fail", "by": "C", "date": "2021-04-02", "reason": "So."}
ON_REPLY = {**ON_MARKS, "on": "reply", "outcome": "upheld"}
CHANGED = {**ON_REPLY, "outcome": "changed"}


def review(
    ratings: dict[str, Any],
    *marks: tuple[str, dict[str, Any]] | dict[str, Any],
    replies: dict[str, Any] | None = None,
    framework: Framework = FRAMEWORK,
    **keys: Any,
) -> Review:
    """Return a review: of each mark who made it, such as `anna` or `anna-2`, and the ratings."""
    data = {"kind": "assessment", "framework": framework.ref, "date": "2021-03-11", "ratings": ratings}
    subject = {"id": "s", "name": "S"}
    assessment = Assessment.model_validate({**data, "subject": subject, **keys})
    answers = {
        id: {"answer": each} if isinstance(each, str) else each for id, each in (replies or {}).items()
    }
    return Review(
        assessment,
        framework,
        tuple(_mark(framework, *each) for each in marks if isinstance(each, tuple)),
        ()
        if replies is None
        else (Reply.model_validate({"kind": "reply", "of": "s@2021-03-11", "by": "S", "replies": answers}),),
    )


def _mark(framework: Framework, who: str, ratings: dict[str, Any], stage: str = "final") -> Mark:
    assessor, _, round = who.partition("-")
    keys = {"assessor": assessor, "round": round or "1", "stage": stage}
    needed = {"kind": "mark", "of": "s@2021-03-11", "framework": framework.ref, "ratings": ratings}
    return Mark.model_validate({**needed, **keys})


# What is open -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rating", "marks", "answer", "reasons"),
    [
        ("pass", [], None, ()),
        ("pass", ["pass", "pass"], None, ()),
        ("pass", ["pass", "fail"], None, (DIFFER,)),
        ("pass", ["pass", {"level": "not-applicable", "rationale": "So."}], None, (DIFFER,)),
        ("pass", ["pass", "not-rated"], None, ()),
        ({"level": "pass", "decision": ON_MARKS}, ["pass", "fail"], None, ()),
        ({"level": "pass", "decision": ON_REPLY}, ["pass", "fail"], None, (DIFFER,)),
        ("fail", ["pass"], None, (NOBODY,)),
        (None, ["pass", "pass"], None, (NOBODY,)),
        ({"level": "fail", "decision": ON_REPLY}, ["pass", "pass"], None, ()),
        ("fail", ["pass"], {"answer": "accepts", "proposes": "fail"}, ()),
        ("fail", ["pass"], {"answer": "disputes", "proposes": "fail"}, (DISPUTES,)),
        ("pass", [], "disputes", (DISPUTES,)),
        ("pass", [], "no-comment", ()),
        ({"level": "pass", "decision": [CHANGED]}, [], "disputes", ()),
        ({"level": "fail", "decision": [ON_REPLY]}, [], "disputes", ()),
        ({"level": "pass", "decision": [ON_REPLY]}, [], "disputes", ()),
        ({"level": "fail", "decision": [CHANGED]}, [], "disputes", ()),
        ({"level": "pass", "decision": [ON_REPLY, CHANGED]}, [], "disputes", ()),
        ({"level": "fail", "decision": [CHANGED, {**ON_REPLY, "from": "pass"}]}, [], "disputes", ()),
        ({"level": "pass", "decision": ON_MARKS}, [], "disputes", (DISPUTES,)),
        ("pass", ["pass", "fail"], "disputes", (DIFFER, DISPUTES)),
        ({"level": "pass", "decision": [ON_MARKS, CHANGED]}, ["pass", "fail"], "disputes", ()),
    ],
)
def test_why_an_indicator_is_open(
    rating: Any, marks: list[Any], answer: Any, reasons: tuple[OpenReason, ...]
) -> None:
    given = [(name, {"a": mark}) for name, mark in zip(("anna", "ben"), marks, strict=False)]
    found = review({"a": rating}, *given, replies=None if answer is None else {"a": answer})
    assert found.reasons("a") == reasons
    assert list(found.open.items()) == ([("a", reasons)] if reasons else [])


@pytest.mark.parametrize(
    ("one", "other", "differ"), [("4", "4.9", False), ("4", "6", True), ("12", "40", False)]
)
def test_measurements_differ_where_their_bands_do(one: str, other: str, differ: bool) -> None:
    assert review({"m": one}, ("anna", {"m": one}), ("ben", {"m": other})).differs("m") is differ


def test_measurements_without_bands_differ_where_they_are_not_the_same_number() -> None:
    points = [{"at": "0", "value": "0"}, {"at": "10", "value": "1"}]
    framework = yardstick("1", dimension("d", indicator("m", measure={"unit": "m", "points": points})))
    for other, differs in (("1/2", False), ("0.50", False), ("0.51", True)):
        found = review({}, ("anna", {"m": "0.5"}), ("ben", {"m": other}), framework=framework)
        assert found.differs("m") is differs


def test_the_newest_mark_of_each_assessor_counts_and_what_it_leaves_out_stands() -> None:
    found = review(
        {"a": "pass", "b": "pass"},
        ("anna", {"a": "pass", "b": "fail", "m": "4"}),
        ("anna-2", {"b": "pass", "m": "not-rated"}),
        ("anna-10", {"b": {"rationale": "Nothing new."}}),
        ("ben", {"a": "fail", "b": "pass", "m": "20"}),
    )
    newest = {id: {who: mark.said for who, mark in found.given(id).items()} for id in "abm"}
    assert newest == {
        "a": {"anna": "pass", "ben": "fail"},
        "b": {"anna": "pass", "ben": "pass"},
        "m": {"ben": "fail"},
    }


def test_a_draft_of_a_mark_and_what_is_not_asked_do_not_count() -> None:
    framework = yardstick(
        "1", dimension("d", "a", indicator("b", state="future"), indicator("c", applies_to=["x"]))
    )
    draft = _mark(framework, "ben", {"a": "fail"}, "draft")
    found = review({"a": "pass"}, ("anna", {"a": "pass", "b": "fail", "c": "fail"}), framework=framework)
    found = Review(found.assessment, framework, (*found.marks, draft))
    assert (list(found.open), found.assessors, list(found.indicators)) == ([], ["anna"], ["a"])


def test_how_far_an_assessment_is() -> None:
    found = review(
        {"a": {"level": "pass", "decision": [ON_MARKS, {**ON_REPLY, "outcome": "changed"}]}, "b": "fail"},
        ("anna", {"a": "pass", "b": "fail"}),
        ("ben", {"a": "fail", "b": "pass", "m": "4"}),
        replies={"a": "disputes", "b": "disputes", "m": "accepts"},
    )
    progress = progress_of(found)
    assert progress._asdict() == {
        "assessors": 2,
        "drafts": 0,
        "independent": 0,
        "not_independent": 0,
        "total": 3,
        "marked": 3,
        "compared": 2,
        "differ": 2,
        "compared_first": 2,
        "differ_first": 2,
        "rounds": 1,
        "decided": 1,
        "redone": 0,
        "stood": 1,
        "undecided": 1,
        "of_nobody": 0,
        "to_rate": 1,
        "invited": False,
        "replied": True,
        "closed": False,
        "disputed": 2,
        "unanswered": 1,
        "changed": 1,
        "open": 2,
    }


def test_the_digest_of_what_was_shown_is_of_the_ratings_before_the_reply() -> None:
    found = review(
        {
            "a": {"level": "pass", "decision": [{**ON_MARKS, "from": "pass"}, ON_REPLY]},
            "m": {"measured": "12", "decision": {**ON_REPLY, "from": "4.20"}},
            "b": {"level": "not-rated"},
        }
    )
    text = '[["a","fail",null],["b",null,null],["m",null,"21/5"]]'
    digest = "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    assert shown_digest(found.assessment, FRAMEWORK) == digest
    now = '[["a","pass",null],["b",null,null],["m",null,"12"]]'
    assert ratings_digest(found.assessment, FRAMEWORK) == f"sha256:{hashlib.sha256(now.encode()).hexdigest()}"


# How far they agree -------------------------------------------------------------------------------


def test_what_is_the_same_and_what_differs_in_a_round() -> None:
    found = agree(
        [
            review(
                {"a": {"level": "pass", "decision": ON_MARKS}},
                ("anna", {"a": "pass", "b": "fail", "m": "4"}),
                ("ben", {"a": "fail", "b": "fail"}),
                ("ben-2", {"a": "pass"}),
            )
        ]
    )
    assert (found.assessors, found.same, found.compared, found.marked) == (("anna", "ben"), 1, 2, 3)
    (differ,) = found.differ
    assert differ.indicator.id == "a"
    assert {who: each.rating.level for who, each in differ.marks.items()} == {"anna": "pass", "ben": "fail"}
    assert differ.decision is not None
    assert differ.decision.from_ == "fail"
    assert found.indicators == ()
    second = agree([differ.review], 2)
    assert (second.assessors, second.same, second.compared, second.marked) == (("ben",), 0, 0, 1)


def test_each_assessor_has_a_verdict_of_their_own_by_their_marks_alone() -> None:
    found = agree(
        [
            review(
                {"a": "fail", "b": "fail", "m": "40"},
                ("anna", {"a": "pass", "b": "pass", "m": "4"}),
                ("ben", {"a": "fail"}),
            )
        ]
    )
    own = [
        (each.assessor, each.scorecard.figures.status, each.scorecard.figures.score)
        for each in found.verdicts
    ]
    # As published all three fail.
    assert own == [("anna", Status.PASS, 1), ("ben", Status.FAIL, 0), (None, Status.FAIL, 0)]


@pytest.mark.parametrize(
    ("ratings", "marks", "partial_when", "possible"),
    [
        ({"a": "pass", "b": "pass", "m": "4"}, [{"a": "pass"}, {"a": "pass"}], "none-fail", "pass"),
        ({"a": "fail", "b": "pass", "m": "4"}, [{"a": "pass"}, {"a": "pass"}], "none-fail", "pass"),
        ({"b": "pass", "m": "4"}, [{"a": "pass"}, {"a": "fail"}], "none-fail", "pass fail"),
        (
            {"b": "pass", "m": "4"},
            [{"a": "pass"}, {"a": "partial"}, {"a": "fail"}],
            "none-fail",
            "pass partial fail",
        ),
        ({"b": "pass"}, [{"a": "pass"}, {"a": "pass"}], "none-fail", "pass partial fail"),
        ({"b": "pass"}, [{"a": "pass"}, {"a": "pass"}], "never", "pass fail"),
        ({"b": "pass", "m": "4"}, [{"a": "pass"}, {"a": "not-applicable"}], "none-fail", "pass"),
        ({"b": "partial", "m": "4"}, [{"a": "not-applicable"}, {"a": "fail"}], "none-fail", "partial fail"),
    ],
)
def test_which_verdicts_are_possible(
    ratings: dict[str, Any], marks: list[dict[str, Any]], partial_when: str, possible: str
) -> None:
    framework = yardstick(
        "1",
        dimension("d", "a", "b", measured("m", ("pass", "5"), ("partial", "10"))),
        partial_when=partial_when,
    )
    given = zip(("anna", "ben", "cleo"), marks, strict=False)
    (found,) = agree([review(ratings, *given, framework=framework)]).possible
    assert (" ".join(found.statuses), found.is_exact) == (possible, True)


POINTS = [{"at": "5", "value": "1"}, {"at": "35", "value": "0"}]
BANDS = [{"level": "pass", "at_most": "2"}, {"level": "partial", "at_most": "40"}, {"level": "fail"}]


def test_what_is_not_rated_may_be_measured_in_any_band() -> None:
    """No point lies in the best band, none in the worst."""
    particles = indicator("m", measure={"unit": "µg", "bands": BANDS, "points": POINTS})
    framework = yardstick("1", dimension("d", "a", particles), partial_when="none-fail")
    (found,) = agree([review({}, ("anna", {"a": "pass"}), framework=framework)]).possible
    assert (" ".join(found.statuses), found.is_exact) == ("pass partial fail", True)


def test_measurements_of_one_band_can_give_another_verdict() -> None:
    """Of 14 and 26 the scores are 0.7 and 0.3; nothing differs, and it still matters who is right."""
    particles = indicator("m", measure={"unit": "µg", "bands": BANDS, "points": POINTS})
    framework = yardstick("1", dimension("d", particles), pass_when={"score": "0.5"})
    own = review({}, ("anna", {"m": "14"}), ("ben", {"m": "26"}), framework=framework)
    found = agree([own])
    assert (found.same, " ".join(found.possible[0].statuses)) == (1, "pass fail")


@pytest.mark.parametrize("seed", range(rounds(20, 2000)))
def test_possible_verdicts_are_those_of_every_way_to_settle(seed: int) -> None:
    rng = random.Random(seed)
    rule = rng.choice(["all", "none-fail", {"at_least": "2"}, {"score": "0.6"}])
    keys = {"pass_when": rule, "partial_when": rng.choice(["never", "any", "none-fail", {"score": "0.4"}])}
    framework = yardstick(
        "1", dimension("d", "a", "b"), dimension("e", "c", indicator("f", critical="true")), **keys
    )
    levels = ["pass", "partial", "fail", "not-applicable"]
    marks = [(who, {id: rng.choice(levels) for id in "abcf"}) for who in ("anna", "ben", "cleo")]
    own = review({}, *marks, framework=framework)
    ways = product(*({mark[id] for _, mark in marks} for id in "abcf"))
    supposed = (
        own.assessment.model_copy(update={"ratings": dict(zip("abcf", way, strict=True))}) for way in ways
    )
    expected = {score(framework, each).figures.status for each in supposed}
    (found,) = agree([own]).possible
    assert (set(found.statuses), found.is_exact) == (expected, True)


def test_where_there_are_too_many_ways_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_SCORED", 2)
    framework = yardstick(
        "1", dimension("d", "a", "b"), partial_when={"at_least": "2"}, pass_when={"at_least": "1"}
    )
    own = review(
        {}, ("anna", {"a": "pass", "b": "pass"}), ("ben", {"a": "fail", "b": "fail"}), framework=framework
    )
    (found,) = agree([own]).possible
    assert (found.statuses, found.is_exact) == ((Status.PASS, Status.PARTIAL, Status.FAIL), False)


def test_where_not_all_ways_were_tried_no_verdict_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """It passes only where all that differs is not applicable, which is tried last."""
    monkeypatch.setattr(module, "MOST_SCORED", 8)
    framework = yardstick("1", dimension("d", "a", *(f"b{each}" for each in range(4))))
    differ = [f"b{each}" for each in range(4)]
    marks = [
        (who, {"a": "pass", **dict.fromkeys(differ, level)})
        for who, level in (("anna", "fail"), ("ben", "not-applicable"))
    ]
    (found,) = agree([review({}, *marks, framework=framework)]).possible
    assert (found.statuses, found.is_exact) == ((Status.PASS, Status.FAIL), False)


def test_coefficients_are_by_scale_and_not_applicable_is_no_mark() -> None:
    letters = [
        {"id": each, "value": value, "status": "pass"} for each, value in (("low", "0"), ("high", "1"))
    ]
    rating = [{"id": "pass", "value": "1", "status": "pass"}, {"id": "fail", "value": "0", "status": "fail"}]
    framework = yardstick(
        "1",
        dimension("d", "a", "b", "c", indicator("x", scale="letters"), measured("m", ("pass", "5"))),
        scales={"rating": rating, "letters": letters},
    )
    one = review(
        {},
        ("anna", {"a": "pass", "b": "not-applicable", "c": "pass", "x": "low", "m": "4"}),
        ("ben", {"a": "pass", "b": "fail", "c": "fail"}),
        ("cleo", {"a": "pass", "c": "fail"}),
        framework=framework,
    )
    found = {each.scale: each for each in agree([one]).scales}
    assert list(found) == ["rating", "letters"]
    rated, lettered = found["rating"], found["letters"]
    assert (rated.units, rated.pairable, rated.raters) == (3, 2, 3)
    assert rated.coefficients["percent"] == Fraction(2, 3)  # a: 3 of 3 pairs, c: 1 of 3
    assert (lettered.units, lettered.pairable, lettered.raters) == (1, 0, 1)
    assert lettered.is_of_one_level
    assert set(lettered.coefficients.values()) == {None}
    assert not rated.is_of_one_level


def test_indicators_on_which_assessors_differ_most_come_first() -> None:
    many = [
        review({}, ("anna", {"a": "pass", "b": "pass"}), ("ben", {"a": first, "b": second}))
        for first, second in (("pass", "fail"), ("fail", "fail"), ("pass", "pass"))
    ]
    rows = agree(many).indicators
    assert [(each.indicator.id, each.differ, each.compared) for each in rows] == [("b", 2, 3), ("a", 1, 3)]
