"""The words and numbers that readers are told."""

from fractions import Fraction as F

import pytest

from scorecard.model.verdict_rules import RuleKind, VerdictRule
from scorecard.scoring.scorecard import Counts, Scorecard
from scorecard.views.scorecard import cover_view
from scorecard.views.words import english as say
from scorecard.views.words.standings import (
    counts_words,
    passing_words,
    plural,
    rule_words,
    score_text,
    short_counts,
)
from tests.small import dimension, scored, yardstick

PLAIN = yardstick("1.0", dimension("d", "a"))


@pytest.mark.parametrize(
    ("score", "text"),
    [
        (F(1, 3), "33.3"),
        (F(2, 3), "66.7"),
        (F(1, 2000), "0.0"),  # 0.05 lies in the middle: to the even 0.0
        (F(3, 2000), "0.2"),  # 0.15: to the even 0.2
        (F(1), "100.0"),
        (F(0), "0.0"),
        (F(1999, 2000), "100.0"),  # 99.95: to the even 100.0
        (F(-1, 400), "−0.2"),  # -0.25: to the even -0.2
        (F(-1, 20), "−5.0"),
        (None, "none"),
    ],
)
def test_scores_are_out_of_100_with_one_decimal_half_to_even(score: F | None, text: str) -> None:
    assert score_text(score) == text


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        (
            Counts(passed=8, partial=10, failed=9),
            "8 of 27 pass, 10 partly, 9 fail",
        ),
        (Counts(passed=1, failed=1), "1 of 2 passes, 1 fail"),
        (Counts(passed=3), "3 of 3 pass"),
        (Counts(failed=1), "1 of 1 fails"),
        (Counts(not_rated=2, not_applicable=1), "2 of 3 are not rated, 1 not applicable"),
        (Counts(), "nothing is counted"),
    ],
)
def test_counts_in_words(counts: Counts, words: str) -> None:
    assert counts_words(counts.by_status, PLAIN) == words


def test_short_counts() -> None:
    assert short_counts(Counts(passed=2, not_rated=1), PLAIN) == "2 pass, 1 not rated"
    assert short_counts(Counts(), PLAIN) == "nothing is counted"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (VerdictRule(RuleKind.ALL), "all tests pass"),
        (VerdictRule(RuleKind.ANY), "at least one of the tests passes"),
        (VerdictRule(RuleKind.NONE_FAIL), "none of the tests fails"),
        (VerdictRule(RuleKind.AT_LEAST, F(2)), "at least two of the tests pass"),
        (VerdictRule(RuleKind.SHARE, F(2, 3)), "at least two thirds of the tests pass"),
        (VerdictRule(RuleKind.SHARE, F(3, 5)), "at least 60 % of the tests pass"),
        (VerdictRule(RuleKind.SCORE, F(1, 2)), "the score is at least 50.0 out of 100"),
        (VerdictRule(RuleKind.SCORE, F(2, 3)), "the score is at least 2/3 (of 1)"),
    ],
)
def test_rules_in_words_state_the_rule_exactly(rule: VerdictRule, words: str) -> None:
    assert rule_words(rule, "tests", PLAIN) == words


def test_rules_and_counts_are_told_in_the_frameworks_own_words() -> None:
    labels = {"pass": "On track", "partial": "Partly on track", "fail": "Off track"}
    framework = yardstick("1.0", dimension("d", "a"), verdict_labels=labels, partial_when="none-fail")
    assert rule_words(VerdictRule(RuleKind.ALL), "pillars", framework) == "all pillars are On track"
    assert passing_words(framework, framework, "pillars") == (
        "is On track when all pillars are On track; otherwise it is Partly on track when none of the pillars "
        "is Off track"
    )
    counts = Counts(passed=1, failed=2, partial=3, not_rated=4)
    assert counts_words(counts.by_status, framework, "pillars") == (
        "1 of 10 pillars On track, 3 Partly on track, 2 Off track, 4 not rated"
    )
    assert short_counts(counts, framework) == "1 On track, 3 Partly on track, 2 Off track, 4 not rated"


def test_lists_in_words() -> None:
    assert [say.listed(list("abc"[:count])) for count in range(4)] == ["", "a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    ("noun", "more"),
    [("test", "tests"), ("policy", "policies"), ("key", "keys"), ("criterion", "criteria"), ("box", "boxes")],
)
def test_plurals(noun: str, more: str) -> None:
    assert plural(noun) == more


AIR = yardstick("1.0", dimension("d", "a"), id="air", title="Clean air")
WATER = yardstick("1.0", dimension("d", "a"), id="water", title="Clean water")


@pytest.mark.parametrize(
    ("scorecards", "title"),
    [
        ([scored(AIR, {}, subject="a"), scored(AIR, {}, subject="b")], "Clean air: 2 subjects"),
        ([scored(AIR, {}, subject="a"), scored(WATER, {}, subject="b")], "2 subjects under 2 frameworks"),
        ([scored(AIR, {}), scored(AIR, {}, "2022-01-01")], "S: 2 assessments"),
        ([scored(AIR, {}), scored(WATER, {})], "S under 2 frameworks"),
        ([scored(AIR, {}, stage="draft", subject=id) for id in "ab"], "DRAFT: Clean air: 2 subjects"),
        ([scored(AIR, {}, stage="draft"), scored(AIR, {}, "2022-01-01")], "S: 2 assessments"),
    ],
)
def test_what_stands_above_several_scorecards_names_none_of_them(
    scorecards: list[Scorecard], title: str
) -> None:
    assert cover_view(scorecards).title == title
