"""What every reader asks first is answered in words that can be read aloud: verdict, why, change, trust."""

from itertools import pairwise
from typing import Any

import pytest

from scorecard.comparing.assessments import diff
from scorecard.links import to_place, without_links
from scorecard.model.lexical import FrameworkRef
from scorecard.render.directed import with_parts
from scorecard.scoring.scorecard import Scorecard
from scorecard.views.answer import ThreeAnswers, answer_of
from scorecard.views.comparison import comparison_sentences, dimension_tables
from scorecard.views.report import Table
from scorecard.views.words.standings import told_by
from tests.small import dimension, indicator, known, measured, scored, yardstick


def six(**keys: Any) -> Any:
    """Six tests of one indicator each: 1.1 to 6.1."""
    tests = [dimension(str(at), f"{at}.1") for at in range(1, 7)]
    return yardstick("1", *tests, dimension_label="Test", partial_when="none-fail", **keys)


def answered(*scorecards: Scorecard) -> ThreeAnswers:
    """Return the answers for the last of a subject's dates, without what they lead to."""
    answer: Any = _unlinked(linked(*scorecards))
    return answer


def _unlinked(value: object) -> object:
    return without_links(value) if isinstance(value, str) else with_parts(value, _unlinked)


def linked(*scorecards: Scorecard) -> ThreeAnswers:
    """Return the answers for the last of a subject's dates."""
    frameworks = known(*(each.framework for each in scorecards))
    comparisons = [diff(*pair, frameworks) for pair in pairwise(scorecards)]
    with told_by(scorecards[-1].framework):
        return answer_of(scorecards[-1], comparisons)


def rated(levels: str, **keys: Any) -> Scorecard:
    """Rate six tests by the first letters of levels: `p`ass, `h`alf, `f`ail, `-` not rated."""
    names = {"p": "pass", "h": "partial", "f": "fail", "-": "not-rated", "n": "not-applicable"}
    ratings = {f"{at}.1": names[each] for at, each in enumerate(levels, 1)}
    framework = keys.pop("framework", six())
    return scored(framework, ratings, **keys)


@pytest.mark.parametrize(
    ("levels", "short", "why"),
    [
        ("pppppp", "Passes", "All six tests pass."),
        ("pppppf", "Fails", "Test 6 (Title of 6) fails; all six must pass."),
        ("pphhhf", "Fails", "Test 6 (Title of 6) fails and three are partial; all six must pass."),
        ("ffffff", "Fails", "Six tests fail; all six must pass."),
        ("ppppph", "Passes in part", "Test 6 is partial; all six must pass."),
        ("pppphh", "Passes in part", "Test 5 and Test 6 are partial; all six must pass."),
        ("pphhhh", "Passes in part", "Four tests are partial; all six must pass."),
        (
            "ppppp-",
            "Not decided yet",
            "Passes when all tests pass. "
            "Pass, partial or fail: that depends on 1 indicator not rated yet (6.1).",
        ),
        (
            "pppph-",
            "Not decided yet",
            "Passes when all tests pass. It can no longer pass. "
            "Partial or fail: that depends on 1 indicator not rated yet (6.1).",
        ),
        ("------", "Not decided yet", "Nothing is rated yet."),
        ("ppnnnn", "Passes", "Both tests pass."),
        ("nnnnnn", "Does not apply", ""),
    ],
)
def test_a_verdict_says_by_which_rule(levels: str, short: str, why: str) -> None:
    answer = answered(rated(levels))
    assert (answer.standing.text, answer.why) == (short, why)


@pytest.mark.parametrize(
    ("rules", "levels", "why"),
    [
        ({"pass_when": {"score": "0.7"}}, "pppppf", "The score is 83.3 out of 100, and 70 is needed."),
        (
            {"pass_when": {"score": "0.9"}, "partial_when": "never"},
            "pppppf",
            "The score is 83.3 out of 100, but 90 is needed.",
        ),
        (
            {"pass_when": {"score": "0.9"}, "partial_when": {"score": "0.4"}},
            "pppfff",
            "The score is 50.0 out of 100: 90 is needed to pass, 40 to pass in part.",
        ),
        ({"pass_when": {"at_least": "4"}}, "pppppf", "5 of 6 tests pass, and 4 must."),
        (
            {"pass_when": {"at_least": "4"}, "partial_when": "never"},
            "pfffff",
            "1 of 6 tests passes; 4 must pass.",
        ),
        (
            {"pass_when": {"share": "2/3"}, "partial_when": "never"},
            "ppffff",
            "2 of 6 tests pass; two thirds must pass.",
        ),
        ({"pass_when": "any"}, "pfffff", "1 of 6 tests passes, and one is enough."),
        (
            {"pass_when": "any", "partial_when": "never"},
            "hhffff",
            "None of the six tests passes; one must pass.",
        ),
        ({"pass_when": "none-fail"}, "pppppp", "None of the six tests fails."),
        (
            {"pass_when": "none-fail", "partial_when": "never"},
            "pppppf",
            "Test 6 (Title of 6) fails; none may.",
        ),
    ],
)
def test_each_rule_is_said_as_such(rules: dict[str, Any], levels: str, why: str) -> None:
    assert answered(rated(levels, framework=six(overall=rules))).why == why


def test_a_critical_test_says_so() -> None:
    tests = [dimension("1", "1.1", critical="true"), dimension("2", "2.1")]
    framework = yardstick("1", *tests, dimension_label="Test", overall={"pass_when": "any"})
    answer = answered(scored(framework, {"1.1": "fail", "2.1": "pass"}))
    assert answer.why.startswith("Test 1 must pass whatever else does, and it does not.")


def test_what_is_open_says_what_it_can_be_first() -> None:
    begins = [
        answered(rated(levels)).headline.text.partition(" · ")[0] for levels in ("pppph-", "ppppp-", "------")
    ]
    assert begins == ["Not decided yet: partial or fail", "Not decided yet", "Not decided yet"]


def test_a_draft_says_so_before_all_else() -> None:
    draft = answered(rated("pppppf", stage="draft"))
    assert draft.headline.text == "DRAFT: Fails · S, 11 March 2021 · 5 of 6 pass, 1 fail"


def test_the_score_is_said_where_no_rule_says_it_and_where_it_will_end() -> None:
    assert answered(rated("pppppf")).score == "The score is 83.3 out of 100."
    bounded = answered(rated("ppppf-"))
    assert (
        bounded.score == "The score is 80.0 out of 100, and will end between 66.7 and 83.3 once all is rated."
    )
    assert answered(rated("pppppf", framework=six(show_score="false"))).score == ""
    assert answered(rated("pppppf", framework=six(overall={"pass_when": {"score": "0.7"}}))).score == ""


def test_a_verdict_has_its_grade_beside_it() -> None:
    grades = [{"id": "A", "when": {"score": "0.9"}}, {"id": "B", "label": "Halfway"}]
    best, other = (answered(rated(levels, framework=six(grades=grades))) for levels in ("pppppp", "pppppf"))
    assert (best.standing.text, other.standing.text) == ("Passes, grade A", "Fails, Halfway")


def test_of_a_single_dimension_its_own_rule_is_said() -> None:
    framework = yardstick("1", dimension("d", "a", "b", "c", pass_when={"at_least": "2"}))
    assert answered(scored(framework, {"a": "pass", "b": "fail", "c": "fail"})).why == (
        "1 of 3 indicators passes; 2 must pass."
    )


def test_nested_dimensions_are_named_by_the_one_that_the_whole_holds() -> None:
    inner = [dimension("1.a", "x", "y"), dimension("1.b", "z")]
    framework = yardstick("1", dimension("1", dimensions=inner), dimension("2", "w"), dimension_label="Part")
    answer = answered(scored(framework, {"x": "pass", "y": "fail", "z": "pass", "w": "pass"}))
    assert answer.why == "Part 1 (Title of 1) fails; both must pass."
    open_answer = answered(scored(framework, {"x": "pass", "z": "pass", "w": "pass"}))
    assert open_answer.why.endswith("Pass or fail: that depends on 1 indicator not rated yet (Title of y).")


def test_a_critical_indicator_says_so_by_its_number() -> None:
    law = dimension("1", indicator("1.1", critical="true"), "1.2", pass_when="any")
    answer = answered(scored(yardstick("1", law), {"1.1": "fail", "1.2": "pass"}))
    assert answer.why == "Indicator 1.1 must pass whatever else does, and it does not."


def test_a_dimension_that_fails_by_what_is_critical_in_it_says_so() -> None:
    """1.1 is critical; two of three pass in each dimension, and two thirds would do."""
    first = dimension("1", indicator("1.1", critical="true"), "1.2", "1.3")
    framework = yardstick("1", first, dimension("2", "2.1"), pass_when={"share": "2/3"})
    ratings = {"1.1": "fail", "1.2": "pass", "1.3": "pass", "2.1": "pass"}
    said = "Indicator 1.1 (Title of 1.1) must pass for its dimension to pass, and does not."
    assert answered(scored(framework, ratings)).why == (
        f"1 of 2 dimensions passes; two thirds must pass. {said}"
    )
    # A rule by which 1.2 alone would do: the whole is still open, the first dimension is not.
    assert answered(scored(framework, ratings | {"2.1": "not-rated"})).why.endswith(said)
    # What passes has nothing to explain, and where all must pass the rule is the reason.
    assert said not in answered(scored(framework, ratings | {"1.1": "pass"})).why
    strict = yardstick("1", first, dimension("2", "2.1"))
    assert said not in answered(scored(strict, ratings)).why


def test_what_is_critical_and_falls_short_in_several_dimensions_is_named_as_far_as_there_is_room() -> None:
    dimensions = [dimension(str(at), indicator(f"{at}.1", critical="true"), f"{at}.2") for at in range(1, 8)]
    framework = yardstick("1", *dimensions, pass_when="any", verdict_labels={"pass": "met"})
    short = {f"{at}.1": "fail" for at in range(1, 8)} | {f"{at}.2": "pass" for at in range(1, 8)}
    assert answered(scored(framework, short | {"1.1": "partial", "2.1": "partial"})).why.endswith(
        "Indicator 1.1, Indicator 2.1, Indicator 3.1, Indicator 4.1 and 3 more must be met for their "
        "dimensions to be met, and are not."
    )


def test_what_is_open_says_what_is_critical_to_the_whole() -> None:
    tests = [dimension("1", "1.1", critical="true"), dimension("2", "2.1"), dimension("3", "3.1")]
    framework = yardstick("1", *tests, dimension_label="Test", overall={"pass_when": {"at_least": "2"}})
    needed = "Passes when at least two of the tests pass."
    open_one = answered(scored(framework, {"2.1": "pass", "3.1": "pass"})).why
    assert open_one.startswith(f"{needed} Test 1 must pass whatever else does. Pass or fail: ")


def test_elements_count_as_what_they_stand_in() -> None:
    """Two services of which one lacks the thing: one indicator of two is partial, and both must pass."""
    services = dimension("1.1", "phone", "post", counts_as="indicator", partial_when="any")
    tests = [dimension("1", "1.2", dimensions=[services]), dimension("2", "2.1")]
    framework = yardstick("1", *tests, dimension_label="Test", partial_when="none-fail")
    ratings = {"phone": "pass", "post": "fail", "1.2": "pass", "2.1": "pass"}
    answer = answered(scored(framework, ratings))
    assert answer.counts == "2 of 3 pass, 1 partly"
    assert answer.why == "Test 1 is partial; both must pass."


def test_what_is_not_asked_is_said_and_not_counted() -> None:
    framework = yardstick("1", dimension("1", "1.1", indicator("1.2", applies_to="coast")))
    answer = answered(scored(framework, {"1.1": "pass"}))
    assert answer.counts == "1 of 1 passes"
    assert "1 indicator is not asked of this subject." in answer.trust


def test_a_framework_has_its_own_words() -> None:
    labels = {"pass": "On track", "partial": "Partly on track", "fail": "Off track"}
    answer = answered(rated("ppphhf", framework=six(verdict_labels=labels)))
    assert answer.headline.text == (
        "Off track · S, 11 March 2021 · 3 of 6 On track, 2 Partly on track, 1 Off track"
    )
    why = "Test 6 (Title of 6) is Off track and two are Partly on track; all six must be On track."
    assert answer.why == why
    open_answer = answered(rated("pppph-", framework=six(verdict_labels=labels)))
    can_be = "It can no longer be On track. Partly on track or Off track: that depends on "
    assert open_answer.why.startswith(f"Is On track when all tests are On track. {can_be}")


@pytest.mark.parametrize(
    ("levels", "tally"),
    [
        ("ppphhf", "3 of 6 pass, 2 partly, 1 fail"),
        ("hhhhff", "4 of 6 are partial, 2 fail"),
        ("pff---", "1 of 6 passes, 2 fail, 3 not rated"),
        ("ffffnn", "4 of 6 fail, 2 not applicable"),
    ],
)
def test_counts_stand_in_one_order(levels: str, tally: str) -> None:
    assert answered(rated(levels)).counts == tally


def test_what_changed_is_told_with_the_date_before() -> None:
    answer = answered(rated("ffhhpp", date="2020-04-14"), rated("hphhpf", date="2021-10-26"))
    assert answer.headline.text == (
        "Fails · S, 26 October 2021 · 2 of 6 pass, 3 partly, 1 fail · 2 up, 1 down since April 2020"
    )
    assert answer.changed == (
        "The score rose by 8.3 points, all of it by what was done.",
        "Test 1 rose from fail to partial.",
        "Test 2 rose from fail to pass.",
        "Test 6 fell from pass to fail.",
    )


def test_what_went_the_same_way_is_said_once_and_the_whole_first() -> None:
    answer = answered(rated("ffffff", date="2020-04-14"), rated("pphhpp", date="2021-10-26"))
    assert answer.changed == (
        "Overall it rose from fail to partial.",
        "The score rose by 83.3 points, all of it by what was done.",
        "Test 1, Test 2, Test 5 and Test 6 rose from fail to pass.",
        "Test 3 and Test 4 rose from fail to partial.",
    )


def test_how_few_can_be_compared_is_said() -> None:
    answer = answered(rated("ffff--", date="2020-04-14"), rated("ffffpp", date="2021-10-26"))
    assert answer.changed == (
        "The score rose by 33.3 points, all of it because different indicators were rated.",
        "Compared on the 4 indicators asked the same way and rated at both dates.",
        "Decided now: Test 5 (pass), Test 6 (pass).",
    )
    hidden = {"framework": six(show_score="false")}
    answer = answered(
        rated("ffff--", date="2020-04-14", **hidden), rated("ffffpp", date="2021-10-26", **hidden)
    )
    assert answer.changed[0] == "4 of 6 indicators can be compared."


def test_a_score_that_is_not_to_be_quoted_changes_by_what_can_be_compared_alone() -> None:
    """Of six tests two, or three, are rated at both dates; on them the score rose from 0 to 100."""
    framework = six(minimum_coverage="0.9")
    dates = (("ff----", "2020-04-14"), ("ppp---", "2021-10-26"))
    answer = answered(*(rated(levels, date=on, framework=framework) for levels, on in dates))
    assert answer.changed[:2] == (
        "Overall: fail before, not decided now.",
        "Compared on the 2 indicators asked the same way and rated at both dates, too few to conclude from: "
        "under half of 6.",
    )
    assert "100.0" not in answer.headline.text
    assert answer.score == "Too little is rated to quote the score; it will end between 50.0 and 100.0."
    earlier = rated("fff---", date="2020-04-14", framework=framework)
    more = answered(earlier, rated("ppp---", date="2021-10-26", framework=framework))
    assert more.changed[1] == "On the 3 indicators rated at both dates the score rose by 100.0 points."


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("2021-10-26", "Compared with 26 October 2021, later."),
        ("2020-04-14", "Compared with another file of that day."),
    ],
)
def test_what_is_no_earlier_date_is_not_called_one(on: str, said: str) -> None:
    answer = answered(rated("pppppp", date=on), rated("pppppf", date="2020-04-14"))
    assert (answer.since, answer.changed[0]) == ("", said)
    assert "since" not in answer.headline.text


@pytest.mark.parametrize(
    ("then", "now", "since"),
    [
        ("2020-12-31", "2021-12-31", "2020"),
        ("2020-12-31", "2021-06-30", "December 2020"),
        ("2021-06-01", "2021-06-30", "1 June 2021"),
    ],
)
def test_the_date_before_is_as_exact_as_it_must_be(then: str, now: str, since: str) -> None:
    assert answered(rated("pppppp", date=then), rated("pppppp", date=now)).since == since


def measured_law(version: str, at_most: str, **keys: Any) -> Any:
    """One measured indicator that passes up to a bound, and one that is judged."""
    particles = measured("dust", ("pass", at_most), **keys)
    return yardstick(version, dimension("air", particles, "law"), replaces="f@1" if version != "1" else None)


def test_what_the_test_did_is_told_from_what_was_done() -> None:
    """Dust fell from 9 to 8, and the limit from 10 to 7: it passed then, and by today's test it fails."""
    before = scored(measured_law("1", "10"), {"dust": {"measured": "9"}, "law": "fail"}, date="2019-12-31")
    after = scored(measured_law("2", "7"), {"dust": {"measured": "8"}, "law": "pass"}, date="2020-12-31")
    answer = answered(before, after)
    assert answer.changed[:1] == (
        "The score stayed the same: 50.0 gained by what was done and 50.0 lost because the test became "
        "stricter.",
    )
    assert answer.moved == "1 up, none down"
    assert answer.changed[-1] == "Title of dust: 9 → 8 µg, better; by today's thresholds it was Fail."
    assert answer.trust[-1] == "No corrections. The test changed after 2019."


def test_a_version_that_was_raised_alone_changes_no_test() -> None:
    frameworks = [measured_law("1", "10"), measured_law("2", "10"), measured_law("3", "7")]
    frameworks[2] = frameworks[2].model_copy(update={"replaces": FrameworkRef("f", "2")})
    cards = [
        scored(each, {"dust": {"measured": "9"}, "law": "fail"}, date=f"20{19 + at}-12-31")
        for at, each in enumerate(frameworks)
    ]
    assert answered(*cards[:2]).trust[-1] == "No corrections. Same test since 2019; its version was raised."
    assert answered(*cards).trust[-1] == "No corrections. The test changed after 2020."
    compared = diff(*cards[:2], known(*frameworks))
    with told_by(frameworks[1]):
        assert "Same test; its version was raised." in [*comparison_sentences(compared)]
    back = diff(*reversed(cards[:2]), known(*frameworks))
    assert not back.alignment.is_raised_alone


def test_measurements_that_move_within_a_level_are_told() -> None:
    framework = measured_law("1", "10")
    dates = (("2019-12-31", "30"), ("2020-12-31", "32"))
    answer = answered(
        *(scored(framework, {"dust": {"measured": at}, "law": "pass"}, date=on) for on, at in dates)
    )
    assert answer.moved == "1 measurement worse"
    assert answer.changed[-1] == "Title of dust: 30 → 32 µg, worse."


def test_whatever_an_answer_names_leads_there() -> None:
    """Test 6 fails, so does the whole; test 1 rose, and the measurement of dust; 2.1 hangs."""
    answer = linked(rated("fpppp-"), rated("p-pppf", date="2022-04-14"))
    assert answer.why == f"{to_place('Test 6', '6')} (Title of 6) fails; all six must pass."
    assert f"{to_place('Test 1', '1')} rose from fail to pass." in answer.changed
    answer = linked(rated("pp-ppp"))
    assert answer.why.endswith(f"that depends on 1 indicator not rated yet ({to_place('3.1', '3.1')}).")


def test_trust_says_on_what_results_rest() -> None:
    evidence = {"source": "act", "locator": "section 1"}
    ratings = {
        "1.1": {"level": "pass", "rationale": "so", "confidence": "high", "evidence": evidence},
        "2.1": {"level": "pass", "confidence": "low"},
        "3.1": "pass",
    }
    answer = answered(
        scored(
            six(),
            ratings,
            assessors=["Ada", "Ben"],
            reviewers=["Cai"],
            sources={"act": {"title": "An act"}},
            corrections=[{"date": "2022-05-03", "text": "A typing error."}, {"text": "Another."}],
            stage="draft",
        )
    )
    assert answer.rated == "3 of 6 rated"
    assert answer.trust == (
        "A draft, not published: rated by Ada and Ben; checked by Cai.",
        "1 of 3 have evidence, from 1 source: An act. "
        "Confidence, of all 3: high for 1, low for 1 and not stated for 1.",
        "Corrected twice, last on 3 May 2022.",
    )


def test_nobody_is_judged_where_the_framework_does_not() -> None:
    scales = {
        "rating": [{"id": "yes", "value": "1"}, {"id": "half", "value": "0.5"}, {"id": "no", "value": "0"}]
    }
    framework = yardstick("1", dimension("1", "a"), dimension("2", "b"), verdict="none", scales=scales)
    answer = answered(scored(framework, {"a": "yes", "b": "half"}))
    assert answer.headline.text == "75.0 out of 100 · S, 11 March 2021 · 2 of 2 rated"
    assert answer.why == "Highest: Dimension 1, 100.0; lowest: Dimension 2, 50.0."
    assert [box.question for box in answer.block.boxes] == [
        "How does it stand?",
        "What changed?",
        "Can we trust it?",
    ]


def test_a_grade_says_from_which_score_on_it_is_given() -> None:
    scales = {"rating": [{"id": "yes", "value": "1"}, {"id": "no", "value": "0"}]}
    grades = [{"id": "A", "when": {"score": "0.7"}}, {"id": "B"}]
    framework = yardstick("1", dimension("1", "a", "b"), verdict="none", scales=scales, grades=grades)
    answers = [answered(scored(framework, {"a": "yes", "b": level})) for level in ("yes", "no")]
    assert [each.standing.text for each in answers] == ["Grade A", "Grade B"]
    assert [each.why for each in answers] == [
        "The score is 100.0 out of 100; A is given from 70.",
        "The score is 50.0 out of 100; B is the lowest.",
    ]


def test_names_from_right_to_left_stand_apart() -> None:
    scorecard = scored(six(), {"1.1": "pass"})
    subject = scorecard.assessment.subject.model_copy(update={"name": "مصر"})
    assessment = scorecard.assessment.model_copy(update={"subject": subject})
    answer = answered(scorecard._replace(assessment=assessment))
    assert "\x02مصر\x03 · s, 11 March 2021" in answer.headline.text


# What turned a verdict beside what was done --------------------------------------------------------


def pillar(version: str = "1", limit: str = "10", *more: Any, words: str = "so") -> Any:
    """Three judged questions and a measured one: 70 is needed to pass, 40 to pass in part."""
    judged = [indicator(id, requirement=words) for id in ("1.1", "1.2", "1.4")]
    return yardstick(
        version,
        dimension("1", *judged, measured("1.3", ("pass", limit), requirement=words), *more),
        dimension_label="Pillar",
        indicator_label="Question",
        pass_when={"score": "0.7"},
        partial_when={"score": "0.4"},
        replaces=None if version == "1" else "f@1",
    )


def in_pillar(framework: Any, levels: str, on: str) -> Scorecard:
    """Rate 1.1, 1.2 and 1.4 by letters; 9 is measured in 1.3."""
    names = {"p": "pass", "f": "fail", "-": "not-rated", "n": "not-applicable"}
    judged: dict[str, Any] = {id: names[each] for id, each in zip(("1.1", "1.2", "1.4"), levels, strict=True)}
    return scored(framework, {**judged, "1.3": {"measured": "9"}}, date=on)


@pytest.mark.parametrize(
    ("then", "now", "later", "said"),
    [
        # Of four questions one more passes, and nothing else changed.
        ("fpf", "ppf", pillar(), "rose from partial to pass."),
        # The first applies now; on the three others nothing changed.
        (
            "npf",
            "ppf",
            pillar(),
            "rose from partial to pass, not by what was done: other questions are asked or rated.",
        ),
        # The first does not apply any more; on the three others nothing changed.
        (
            "ppf",
            "npf",
            pillar(),
            "fell from pass to partial, not by what was done: other questions are asked or rated.",
        ),
        # What was measured passed, by a limit that was lowered it fails; nothing else changed.
        (
            "ppf",
            "ppf",
            pillar("2", "8"),
            "fell from pass to partial, not by what was done: the test changed.",
        ),
        # By the lower limit it was at 25.0 and is at 75.0 now.
        ("fpf", "ppp", pillar("2", "8"), "rose from partial to pass; the test changed too."),
        # All is asked otherwise.
        (
            "ppp",
            "fff",
            pillar("2", words="else"),
            "fell from pass to fail; how much of that was done cannot be told.",
        ),
    ],
)
def test_what_turned_something_beside_what_was_done_is_said(
    then: str, now: str, later: Any, said: str
) -> None:
    before, after = in_pillar(pillar(), then, "2020-12-31"), in_pillar(later, now, "2021-12-31")
    assert f"Pillar 1 {said}" in answered(before, after).changed
    assert is_marked(before, after) is ("not by what was done" in said)


def is_marked(before: Scorecard, after: Scorecard) -> bool:
    """Whether `diff` marks the one dimension."""
    comparison = diff(before, after, known(before.framework, after.framework))
    with told_by(after.framework):
        tables = [each for each in dimension_tables(comparison) if isinstance(each, Table)]
    return any("*" in cell.text for cell in tables[0].rows[0].cells)


def test_a_verdict_that_turned_only_together_with_other_questions_is_not_told_as_done_alone() -> None:
    """On the three rated both times it rose from 0.0 to 33.3, which fails; with the new one to 50.0."""
    framework = pillar("1", "8")
    before, after = in_pillar(framework, "fnf", "2020-12-31"), in_pillar(framework, "ppf", "2021-12-31")
    said = "Pillar 1 rose from fail to partial; other questions are asked or rated too."
    assert said in answered(before, after).changed
    assert not is_marked(before, after)


def test_of_a_test_of_which_questions_changed_it_is_not_said_that_it_is_stricter_or_milder() -> None:
    """The limit was lowered and 1.5 added, which passes: the score fell from 75.0 to 60.0."""
    before = in_pillar(pillar(), "ppf", "2020-12-31")
    more = in_pillar(pillar("2", "8", "1.5"), "ppf", "2021-12-31")
    more = scored(more.framework, {**more.assessment.ratings, "1.5": "pass"}, date="2021-12-31")
    alone = in_pillar(pillar("2", "8"), "ppf", "2021-12-31")
    assert (
        "The score fell by 15.0 points, all of it because the test changed." in answered(before, more).changed
    )
    stricter = "The score fell by 25.0 points, all of it because the test became stricter."
    assert stricter in answered(before, alone).changed


def test_what_is_no_longer_decided_says_what_it_was_and_why() -> None:
    answer = answered(rated("phf-pp", date="2020-12-31"), rated("p--fpp", date="2021-12-31"))
    assert answer.changed[-2:] == (
        "Decided now: Test 4 (fail).",
        "No longer decided, as ratings are missing: Test 2 (was partial), Test 3 (was fail).",
    )
    two = {"framework": yardstick("1", dimension("1", "1.1", "2.1"), partial_when="none-fail")}
    answer = answered(rated("f-", date="2020-12-31", **two), rated("h-", date="2021-12-31", **two))
    assert answer.changed[-1] == "No longer certain while not all is rated: Dimension 1 (was fail)."
    answer = answered(rated("npppp-", date="2020-12-31"), rated("ppppnn", date="2021-12-31"))
    assert "Test 1: not applicable before, pass now." in answer.changed
    assert "Test 5: pass before, not applicable now." in answer.changed


def test_a_rating_that_the_thresholds_alone_raised_is_not_told_as_done() -> None:
    """Dust went from 56 to 55: by the limit of its day it failed, by today's it would have passed."""
    before = scored(measured_law("1", "10"), {"dust": {"measured": "56"}, "law": "pass"}, date="2020-12-31")
    after = scored(measured_law("2", "70"), {"dust": {"measured": "55"}, "law": "pass"}, date="2021-12-31")
    answer = answered(before, after)
    assert answer.changed[-1] == "Title of dust: 56 → 55 µg, better; by today's thresholds it was Pass."
    more = scored(measured_law("2", "70"), {"dust": {"measured": "55"}}, date="2021-12-31")
    assert "Compared, by today's thresholds, on the 1 indicator comparable and rated at both dates." in (
        answered(before, more).changed
    )


def test_measurements_at_the_same_rating_are_told_besides_those_that_moved_one() -> None:
    """Of five measurements one became a pass, two are better and one is worse within their levels."""
    items = [measured(f"m{at}", ("pass", "10")) for at in range(1, 6)]
    framework = yardstick("1", dimension("d", *items))
    dates = (("2020-12-31", ["20", "20", "20", "20", "5"]), ("2021-12-31", ["8", "18", "19", "22", "5"]))
    answer = answered(
        *(
            scored(framework, {f"m{at}": {"measured": each} for at, each in enumerate(row, 1)}, date=on)
            for on, row in dates
        )
    )
    assert answer.moved == "1 up, none down"
    assert answer.changed[-1] == "Besides, at the same rating: 2 measurements better and 1 worse."


def test_a_sentence_begins_with_a_capital() -> None:
    box = answered(rated("ppppff", date="2020-12-31"), rated("ppffff", date="2021-12-31")).block.boxes[1]
    assert box.short.text == "None up, 2 down"


def test_two_ratings_are_both() -> None:
    rating = {"level": "pass", "confidence": "medium", "evidence": [{"source": "act"}]}
    sources = {"act": {"title": "The act"}}
    framework = yardstick("1", dimension("d", "a", "b"))
    answer = answered(scored(framework, {"a": rating, "b": rating}, sources=sources))
    assert "Both have evidence, from 1 source: The act. Confidence: medium." in answer.trust


def test_a_score_that_reaches_what_is_needed_only_on_what_is_rated_is_told_so() -> None:
    """Four of five pass; the sixth decides between 66.7 and 83.3, and 80 is needed."""
    framework = six(pass_when={"score": "0.8"})
    assert answered(rated("pppp-f", framework=framework)).why.startswith(
        "On what is rated the score is 80.0 out of 100 (80 is needed to pass). "
    )
