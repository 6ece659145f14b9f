"""What marks and replies came to is said in few words, and what a decision changed is not told as done."""

from typing import Any

import pytest

from scorecard.comparing.assessments import diff
from scorecard.links import without_links
from scorecard.model.assessment import Assessment
from scorecard.model.mark import Mark
from scorecard.model.reply import Reply
from scorecard.reviewing.review import Review
from scorecard.scoring.scorecard import Scorecard
from scorecard.views.answer import ThreeAnswers, answer_of, moved_between
from scorecard.views.change_tables import change_tables
from scorecard.views.comparison_data import diff_json
from scorecard.views.report import Table
from scorecard.views.words.standings import told_by
from tests.small import dimension, known, measured, scored, yardstick

FRAMEWORK = yardstick("1", dimension("1", "1.1", "1.2", "1.3"), dimension("2", "2.1"))
PASS = {"1.1": "pass", "1.2": "pass", "1.3": "pass", "2.1": "pass"}
BY = {"by": "C", "date": "2021-05-02", "reason": "So."}


def on_marks(before: str) -> dict[str, str]:
    return {"on": "marks", "from": before, **BY}


def on_reply(before: str, outcome: str) -> dict[str, str]:
    return {"on": "reply", "from": before, "outcome": outcome, **BY}


def rated(level: str, *decisions: dict[str, str]) -> dict[str, Any]:
    return {"level": level, "rationale": "So.", "decision": [*decisions]}


def marked(who: str, ratings: dict[str, Any], **keys: Any) -> Mark:
    data = {"kind": "mark", "of": "s@2021-03-11", "framework": FRAMEWORK.ref, "assessor": who}
    return Mark.model_validate({**data, "ratings": ratings, **keys})


def replied(answers: dict[str, str], **keys: Any) -> Reply:
    replies = {id: {"answer": each} for id, each in answers.items()}
    data = {"kind": "reply", "of": "s@2021-03-11", "by": "Town Hall", "replies": replies}
    return Reply.model_validate({**data, **keys})


def answered(ratings: dict[str, Any], *said: Mark | Reply, **keys: Any) -> ThreeAnswers:
    """Return the answers of an assessment by one person, of which all this was said."""
    scorecard = scored(FRAMEWORK, ratings, **{"assessors": ["Ada"], **keys})
    assert isinstance(scorecard.assessment, Assessment)
    review = Review(
        scorecard.assessment,
        FRAMEWORK,
        tuple(each for each in said if isinstance(each, Mark)),
        tuple(each for each in said if isinstance(each, Reply)),
    )
    with told_by(FRAMEWORK):
        return answer_of(scorecard, (), review)


# How many marked ----------------------------------------------------------------------------------

OTHERWISE = {**PASS, "1.2": "fail"}
DECIDED = {**PASS, "1.2": rated("pass", on_marks("pass"))}


@pytest.mark.parametrize(
    ("ratings", "marks", "words"),
    [
        (PASS, [("anna", {"1.1": "pass"}, {})], "one assessor marked 1 of 4"),
        (PASS, [("anna", PASS, {}), ("ben", PASS, {})], "two assessors marked all 4 and agreed on 4 of 4"),
        (
            DECIDED,
            [("anna", PASS, {}), ("ben", OTHERWISE, {})],
            "two assessors marked all 4 and agreed on 3 of 4; 1 stands as decided",
        ),
        (
            {**PASS, "1.2": rated("pass", on_marks("fail"))},
            [("anna", PASS, {}), ("ben", OTHERWISE, {})],
            "two assessors marked all 4 and agreed on 3 of 4; 1 was decided, which changed 1 rating",
        ),
        (
            {**PASS, "1.2": rated("pass", on_marks("not-rated"))},
            [("anna", PASS, {}), ("ben", OTHERWISE, {})],
            "two assessors marked all 4 and agreed on 3 of 4; 1 was decided",
        ),
        (
            PASS,
            [("anna", PASS, {}), ("ben", OTHERWISE, {})],
            "two assessors marked all 4 and agreed on 3 of 4; 1 is not decided yet",
        ),
        (
            DECIDED,
            [("anna", PASS, {}), ("ben", {**OTHERWISE, "1.1": "fail"}, {})],
            "two assessors marked all 4 and agreed on 2 of 4; 1 stands as decided; "
            "1 is not decided yet",
        ),
        (
            PASS,
            [("anna", PASS, {}), ("ben", {"1.2": "fail"}, {}), ("cleo", {"1.3": "pass"}, {})],
            "three assessors marked all 4 and agreed on 1 of 2 marked by several; 1 is not decided yet",
        ),
        (
            PASS,
            [("anna", {"1.2": "fail"}, {}), ("ben", {"1.2": "pass"}, {})],
            "two assessors marked 1 of 4 and agreed on none of 1; 1 is not decided yet",
        ),
        (
            {**PASS, "1.1": "fail"},
            [("anna", PASS, {}), ("ben", PASS, {})],
            "two assessors marked all 4 and agreed on 4 of 4; "
            "1 is rated as no mark says",
        ),
        (
            PASS,
            [("anna", PASS, {}), ("ben", OTHERWISE, {}), ("ben", {"1.2": "pass"}, {"round": "2"})],
            "two assessors marked all 4 and agreed on 3 of 4 at first, on 4 of 4 after two rounds",
        ),
        (
            PASS,
            [("anna", PASS, {}), ("ben", {"1.2": "pass"}, {})],
            "two assessors marked all 4 and agreed on 1 of 1 marked by both",
        ),
        (PASS, [("anna", {"1.1": "pass"}, {}), ("ben", {"1.1": "fail"}, {"stage": "draft"})],
         "one assessor marked 1 of 4"),
    ],
)  # fmt: skip
def test_trust_says_how_many_marked_and_on_how_much_they_agreed(
    ratings: dict[str, Any], marks: list[tuple[str, dict[str, Any], dict[str, Any]]], words: str
) -> None:
    said = [marked(who, levels, **keys) for who, levels, keys in marks]
    assert answered(ratings, *said).trust[0] == f"Rated by Ada; {words}."


@pytest.mark.parametrize(
    ("claims", "how"),
    [
        ([None, None], ""),
        (["true", "true"], ", independent by their own account,"),
        (["true", None], ", one independent by their own account,"),
        ([None, "false"], ", one not independent,"),
        (["true", "false"], ", one independent by their own account and one not independent,"),
        (["false", "false"], ", not independent,"),
    ],
)
def test_who_claims_to_have_marked_independently_is_told_as_a_claim(
    claims: list[str | None], how: str
) -> None:
    said = [marked(who, PASS, independent=each) for who, each in zip(("anna", "ben"), claims, strict=True)]
    answer = answered(PASS, *said)
    assert answer.trust[0] == f"Rated by Ada; two assessors{how} marked all 4 and agreed on 4 of 4."
    assert answer.in_short().rated == f"4 of 4 rated; two assessors{how} agreed on 4 of 4"


@pytest.mark.parametrize(
    ("claims", "how"),
    [
        (("true", None), ", one independent by their own account,"),
        (("true", "false"), ", one independent by their own account,"),
        ((None, "false"), ", one not independent,"),
        ((None, "true"), ""),
    ],
)
def test_who_was_independent_at_first_stays_so_in_a_second_round(
    claims: tuple[str | None, str | None], how: str
) -> None:
    rounds = [marked("ben", PASS, independent=each, round=str(at)) for at, each in enumerate(claims, 1)]
    said = answered(PASS, marked("anna", PASS), *rounds).trust[0]
    assert said.startswith(f"Rated by Ada; two assessors{how} marked all 4"), said


def test_where_nobody_marked_or_replied_nothing_is_said_of_it() -> None:
    draft = marked("anna", PASS, stage="draft")
    assert answered(PASS, draft) == answered(PASS)
    assert answered(PASS).trust[0] == "Rated by Ada; no check by others recorded."


def test_beside_marks_low_confidence_and_corrections_are_told_still() -> None:
    low = {
        **PASS,
        "1.1": {"level": "pass", "confidence": "low"},
        "1.2": {"level": "pass", "confidence": "high"},
    }
    marks = marked("anna", PASS), marked("ben", PASS)
    answer = answered(low, *marks, reviewers=["Cai"], corrections=[{"date": "2021-05-03", "text": "A slip."}])
    assert answer.trust == (
        "Rated by Ada; checked by Cai; two assessors marked all 4 and agreed on 4 of 4.",
        "No evidence is given. Confidence, of all 4: low for 1.",
        "Corrected once, last on 3 May 2021.",
    )
    assert answered(PASS, *marks).trust[1:] == ("No evidence is given.",)


def test_where_it_is_not_said_who_rated_the_marks_are_told_alone() -> None:
    marks = marked("anna", PASS), marked("ben", PASS)
    answer = answered(PASS, *marks, assessors=[])
    assert answer.trust[0] == "Two assessors marked all 4 and agreed on 4 of 4."
    assert answer.in_short().rated == "4 of 4 rated; two assessors agreed on 4 of 4"
    assert answered(PASS, assessors=[]).trust[0].startswith("Rated, but it is not said by whom; no check")


def test_of_a_draft_in_which_nothing_is_taken_over_no_rating_is_said_to_be_nobodys() -> None:
    answer = answered({}, marked("anna", PASS), marked("ben", OTHERWISE), stage="draft", assessors=[])
    assert answer.trust[0] == (
        "A draft, not published: two assessors marked all 4 and agreed on 3 of 4; 1 is not decided yet."
    )


def test_of_what_nobody_rated_yet_it_is_not_said_that_somebody_did() -> None:
    answer = answered({}, stage="draft", assessors=[])
    assert answer.trust[0] == "A draft, not published: no check by others recorded."
    assert answer.in_short().rated == "A draft, not published: 0 of 4 rated; no check by others recorded"


# What became of a reply ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ratings", "reply", "words"),
    [
        (
            {
                **PASS,
                "1.1": rated("pass", on_reply("pass", "upheld")),
                "1.2": rated("pass", on_reply("fail", "changed")),
            },
            replied({"1.1": "disputes", "1.2": "disputes", "1.3": "accepts"}, received="2021-04-11"),
            "Town Hall replied on 11 April 2021 and disputes 2 ratings: 1 stands, 1 was changed.",
        ),
        (
            {**PASS, "1.1": rated("pass", on_reply("pass", "upheld"))},
            replied({"1.1": "disputes", "1.2": "disputes", "1.3": "disputes"}),
            "Town Hall has replied and disputes 3 ratings: 1 stands, 2 are not decided yet (1.2 and 1.3).",
        ),
        (
            PASS,
            replied({"1.2": "disputes"}),
            "Town Hall has replied and disputes 1 rating, which is not decided yet (1.2).",
        ),
        (
            PASS,
            replied({"1.2": "disputes", "1.3": "disputes"}),
            "Town Hall has replied and disputes 2 ratings, which are not decided yet (1.2 and 1.3).",
        ),
        (PASS, replied({"1.1": "no-comment"}), "Town Hall has replied and disputes no rating."),
        (
            PASS,
            replied({}, invited="2021-03-20", due="2021-04-20"),
            "Town Hall was asked on 20 March 2021 to reply by 20 April 2021; no reply is recorded.",
        ),
        (
            PASS,
            replied({}, invited="2021-03-20", due="2021-04-20", closed="2021-04-21"),
            "Town Hall was asked on 20 March 2021 to reply by 20 April 2021; none had come by 21 April 2021.",
        ),
        (PASS, replied({}), "Town Hall was asked to reply; no reply is recorded."),
    ],
)
def test_trust_says_what_became_of_a_reply(ratings: dict[str, Any], reply: Reply, words: str) -> None:
    answer = answered(ratings, reply)
    trust = [without_links(each) for each in answer.trust[:2]]
    assert trust == ["Rated by Ada; no check by others recorded.", words]
    assert [without_links(each) for each in answer.in_short().trust] == [words]


@pytest.mark.parametrize(
    ("proposed", "level", "words"),
    [
        ("pass", "pass", "1 rating, which was changed"),
        ("pass", "partial", "1 rating, which was changed (not to what it proposed)"),
        (None, "partial", "1 rating, which was changed"),
    ],
)
def test_a_rating_that_a_reply_changed_may_not_be_as_it_proposed(
    proposed: str | None, level: str, words: str
) -> None:
    theirs = {"replies": {"1.1": {"answer": "disputes", "proposes": proposed}}}
    answer = answered({**PASS, "1.1": rated(level, on_reply("fail", "changed"))}, replied({}, **theirs))
    assert answer.trust[1] == f"Town Hall has replied and disputes {words}."


def test_of_several_that_a_reply_changed_it_is_said_how_many_are_not_as_it_proposed() -> None:
    changed = {each: rated("partial", on_reply("fail", "changed")) for each in ("1.1", "1.2", "1.3")}
    said = {each: {"answer": "disputes", "proposes": "partial"} for each in changed}

    def told(*others: str) -> str:
        theirs = {**said, **{each: {"answer": "disputes", "proposes": "pass"} for each in others}}
        return answered({**PASS, **changed}, replied({}, replies=theirs)).trust[1]

    assert told("1.2") == (
        "Town Hall has replied and disputes 3 ratings, which were changed (one not to what it proposed)."
    )
    assert told(*said).endswith("3 ratings, which were changed (not to what it proposed).")


# What a decision changed --------------------------------------------------------------------------


def compared(then: dict[str, Any], now: dict[str, Any], **keys: Any) -> tuple[list[str], dict[str, str]]:
    """Return what changed from a date to the next in sentences, and the words in each indicator's row."""
    framework = keys.pop("framework", FRAMEWORK)
    before = scored(framework, then, **{"date": "2020-03-11", **keys})
    comparison = diff(before, scored(framework, now), known(framework))
    with told_by(framework):
        sentences = [without_links(each) for each in moved_between(comparison)[2]]
        tables = [each for each in change_tables(comparison) if isinstance(each, Table)]
    rows = [[without_links(cell.text) for cell in row.cells] for table in tables for row in table.rows]
    return sentences, {row[0]: row[4] if len(row) > 4 else "" for row in rows}


def test_a_level_that_a_decision_changed_is_told_from_one_that_was_done() -> None:
    sentences, rows = compared(
        {**PASS, "1.1": "fail", "1.2": "fail", "1.3": "fail"},
        {
            **PASS,
            "1.1": rated("pass", on_marks("fail")),
            "1.2": rated("pass", on_reply("partial", "changed")),
        },
    )
    assert rows == {
        "1.1": "by decision on the marks",
        "1.2": "Partial before decision on the reply",
        "1.3": "",
    }
    assert sentences[1:4] == [
        "The score rose by 50.0 points.",
        "A decision on the marks changed 1.1; a decision on the reply changed 1.2.",
        "Before that the result was fail, 75.0.",
    ]


def test_two_decisions_are_two_steps() -> None:
    twice = rated("pass", on_marks("fail"), on_reply("partial", "changed"))
    sentences, rows = compared({**PASS, "1.1": "fail"}, {**PASS, "1.1": twice})
    assert rows == {"1.1": "by decision on the marks and the reply"}
    assert sentences[2:4] == [
        "Decisions on the marks and the reply changed 1.1.",
        "Before that the result was fail, 83.3.",
    ]


def test_what_decisions_turned_is_told() -> None:
    """Before them 1.2 was worse than last time: the score would have fallen, and the verdict too."""
    now = {**PASS, "1.1": rated("pass", on_marks("fail")), "1.2": rated("pass", on_marks("fail"))}
    sentences, rows = compared({**PASS, "1.1": "fail", "2.1": "fail"}, {**now, "2.1": "fail"})
    assert rows == {"1.1": "by decision on the marks"}
    assert sentences[1:3] == [
        "Decisions on the marks changed 1.1 and 1.2.",
        "Before that the result was fail, 16.7.",
    ]


def test_a_decision_that_brought_back_what_was_is_told() -> None:
    sentences, rows = compared(PASS, {**PASS, "1.1": rated("pass", on_marks("fail"))})
    assert rows == {}
    assert sentences[:3] == [
        "The score stayed the same.",
        "A decision on the marks changed 1.1.",
        "Before that the result was fail, 83.3.",
    ]


def test_what_would_have_come_to_the_same_without_decisions_is_not_told_twice() -> None:
    framework = yardstick("1", dimension("1", "1.1", "1.2"), show_score="false")
    now = {"1.1": rated("partial", on_marks("fail")), "1.2": "fail"}
    sentences, _ = compared({"1.1": "pass", "1.2": "fail"}, now, framework=framework)
    assert "A decision on the marks changed 1.1." in sentences
    assert not any("Before that" in each for each in sentences)


def test_a_decision_of_last_time_is_no_change_since() -> None:
    decision = on_reply("partial", "changed")
    sentences, rows = compared(
        {**PASS, "1.1": rated("fail", decision)}, {**PASS, "1.1": rated("pass", decision)}, date="2021-03-11"
    )
    assert rows == {"1.1": ""}
    assert not any("deci" in each for each in sentences)


@pytest.mark.parametrize(
    "decision",
    [on_marks("pass"), on_reply("pass", "upheld"), {"on": "marks", **BY}, on_marks("not-rated")],
)
def test_a_decision_that_changed_nothing_is_not_told(decision: dict[str, str]) -> None:
    sentences, rows = compared({**PASS, "1.1": "fail"}, {**PASS, "1.1": rated("pass", decision)})
    assert rows == {"1.1": ""}
    assert sentences[1] == "The score rose by 16.7 points, all of it by what was done."
    assert not any("deci" in each for each in sentences)


def test_a_measurement_that_a_decision_changed_is_told_so_too() -> None:
    framework = yardstick("1", dimension("1", measured("1.1", ("pass", "5"), ("partial", "10"))))
    decided = {"measured": "4", "decision": on_reply("12.0", "changed")}
    _, rows = compared({"1.1": "12"}, {"1.1": decided}, framework=framework)
    assert rows == {"1.1": "12 → 4 µg; by decision on the reply"}
    sentences, rows = compared({"1.1": "20"}, {"1.1": decided}, framework=framework)
    assert rows == {"1.1": "20 → 4 µg; 12.0 µg before decision on the reply"}
    said = "1.1 Title of 1.1: 20 → 4 µg, better; 12.0 µg before decision on the reply."
    assert said in sentences


def test_of_one_assessment_then_and_now_before_is_the_other_side() -> None:
    sentences, rows = compared(
        {**PASS, "1.1": "fail"},
        {**PASS, "1.1": rated("pass", on_reply("fail", "changed"))},
        date="2021-03-11",
    )
    assert rows == {"1.1": "by decision on the reply"}
    assert "A decision on the reply changed 1.1." in sentences
    assert not any("Before that" in each for each in sentences)


def test_two_subjects_are_not_set_apart_by_decisions() -> None:
    decided = rated("pass", on_reply("fail", "changed"))
    sentences, rows = compared({**PASS, "1.1": "fail"}, {**PASS, "1.1": decided}, subject="t")
    assert rows == {"1.1": ""}
    assert not any("deci" in each for each in sentences)


def test_many_decisions_are_counted() -> None:
    framework = yardstick("1", dimension("1", *"abcdef"))
    decided = {each: rated("pass", on_marks("fail")) for each in "abcdef"}
    sentences, _ = compared(dict.fromkeys("abcdef", "fail"), decided, framework=framework)
    assert "Decisions on the marks changed 6 indicators." in sentences


def test_what_cannot_be_compared_is_not_told_as_decided() -> None:
    other = yardstick("2", dimension("1", "1.1", {"id": "1.2", "title": "T", "requirement": "another"}))
    decided: Scorecard = scored(other, {"1.1": "pass", "1.2": rated("pass", on_marks("fail"))})
    before = scored(FRAMEWORK, {**PASS, "1.2": "fail"}, date="2020-03-11")
    assert not diff(before, decided, known(FRAMEWORK, other)).is_decided


def test_programs_are_told_what_a_decision_changed() -> None:
    before = scored(FRAMEWORK, {**PASS, "1.1": "fail", "1.2": "fail", "1.3": "fail"}, date="2020-03-11")
    after = scored(
        FRAMEWORK, {**PASS, "1.1": rated("pass", on_marks("fail"), on_reply("partial", "changed"))}
    )
    comparison = diff(before, after, known(FRAMEWORK))
    content = diff_json(comparison, paths=("a", "b"), show_all=False)
    changes: Any = content["changes"]
    assert [each.get("decided") for each in changes] == [
        {"on": ["marks", "reply"], "before": "fail"},
        None,
        None,
    ]


def test_where_nothing_was_rated_before_no_decision_changed_it() -> None:
    now = {**PASS, "1.1": rated("pass", on_reply("fail", "changed"))}
    sentences, rows = compared({**PASS, "1.1": "not-rated"}, now)
    assert rows == {"1.1": ""}
    assert not any("deci" in each and "Decided now" not in each for each in sentences[1:])


@pytest.mark.parametrize("level", ["not-rated", "not-applicable"])
def test_what_a_decision_sets_aside_is_told_as_decided(level: str) -> None:
    now = {**PASS, "1.1": rated(level, on_reply("pass", "changed"))}
    _, rows = compared(PASS, now)
    assert rows == {"1.1": "by decision on the reply"}
