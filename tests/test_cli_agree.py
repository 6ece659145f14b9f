"""`scorecard agree` as a user meets it: exit code, what is shown, what programs get, and in which order."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.builders import (
    framework_data,
    indicator,
    write_assessment,
    write_mark,
    write_project,
    write_reply,
    write_text,
    write_yaml,
)
from tests.commands import run

ON_MARKS = {"on": "marks", "from": "pass", "by": "C. Person", "date": "2021-04-02", "reason": "Not enacted."}


@pytest.fixture(autouse=True)
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_project(tmp_path)


def two_marks(root: Path) -> None:
    write_mark(root, "anna", {"1.1": "4.2", "1.2": "partial", "2.1": "partial"})
    write_mark(root, "ben", {"1.1": "7", "1.2": "fail", "2.1": "partial"})


def shown(*words: str) -> list[str]:
    outcome = run("agree", *words, columns=100)
    assert (outcome.code, outcome.err) == (0, "")
    return [line for line in outcome.out.splitlines() if line]


def test_what_differs_comes_first_and_coefficients_after_what_follows(city: Path) -> None:
    two_marks(city)
    lines = shown()
    begins = [
        "Springfield, 11 March 2021: of 3 marked by two or more 1 is the same, 2 differ.",
        "On these the marks differ",
        "By each assessor's marks alone",
        "Whichever of the differing marks is right",
        "Agreement beyond chance",
        "What each stage changed",
        "3 marked; 2 not decided yet.",
    ]
    places = [next(at for at, line in enumerate(lines) if line.startswith(begin)) for begin in begins]
    assert places == sorted(places)
    table = [" ".join(line.split()) for line in lines]
    assert "1.1 Fine particles · µg/m³ ✓ Pass: 4.2 ◐ Partial: 7 not decided" in table
    assert "1.2 Limits in law ◐ Partial ✗ Fail not decided" in table


def test_marks_and_what_is_settled_in_json(city: Path) -> None:
    two_marks(city)
    evidence = {"source": "plan", "locator": "table 3"}
    write_assessment(
        city,
        ratings={
            "1.1": {"measured": "4.2", "evidence": evidence},
            "1.2": {"level": "fail", "rationale": "No.", "decision": ON_MARKS},
            "2.1": "partial",
        },
    )
    write_reply(city, {"2.1": {"answer": "disputes"}})
    found = json.loads("".join(shown("springfield", "--format", "json")))
    which = {"subject": "springfield", "date": "2021-03-11", "suffix": None}
    decision = {
        "on": "marks",
        "from": "pass",
        "by": "C. Person",
        "date": "2021-04-02",
        "reason": "Not enacted.",
    }
    assert found["schema"] == "scorecard/agree/1"
    assert (found["targets"], found["assessors"]) == (["springfield@2021-03-11"], ["anna", "ben"])
    assert (found["same"], found["compared"], found["round"]) == (1, 3, 1)
    assert found["differ"] == [
        {**which, "indicator": "1.1", "marks": {"anna": 4.2, "ben": 7}, "decision": None},
        {**which, "indicator": "1.2", "marks": {"anna": "partial", "ben": "fail"}, "decision": decision},
    ]
    # Limits: (1 + 0.5) / 2, (0.5 + 0) / 2; Delivery 0.5 each; nothing passes as a whole.
    assert found["verdicts"] == [
        {**which, "assessor": "anna", "status": "fail", "score": 0.625},
        {**which, "assessor": "ben", "status": "fail", "score": 0.375},
    ]
    assert found["possible"] == [{**which, "statuses": ["fail"], "exact": True}]
    (scale,) = found["coefficients"]
    # 1.2 and 2.1 are judged: partial and fail, partial twice.
    assert {key: scale[key] for key in ("scale", "units", "pairable", "raters", "percent")} == {
        "scale": "rating",
        "units": 2,
        "pairable": 2,
        "raters": 2,
        "percent": 0.5,
    }
    # Of 4 marks 3 partial, 1 fail: 1 - 3 * (1 apart + 1 apart) / (2 * 3 * 1) = 0.
    assert scale["alpha_nominal"] == 0
    assert scale["ac1_low"] <= scale["ac1"] <= scale["ac1_high"] <= 1
    assert found["stages"] == {"marked": 3, "disputed": 1, "changed_by_reply": 0, "decided": 1}


def test_three_assessors_and_the_decision_stand_side_by_side_at_80_columns(city: Path) -> None:
    for who, number in (("anna", "4.2"), ("ben", "7"), ("cleo", "9.25")):
        aside = {"level": "not-applicable", "rationale": "None here."}
        write_mark(city, who, {"1.1": number, "1.2": aside if who == "ben" else "fail"})
    lines = [" ".join(line.split()) for line in run("agree", columns=80).out.splitlines()]
    assert "Indicator anna ben cleo Decision" in lines


def test_what_a_decision_led_to_is_told_and_by_whom(city: Path) -> None:
    write_mark(city, "anna", {"1.2": "partial", "2.1": "partial"})
    write_mark(city, "ben", {"1.2": "fail", "2.1": "pass"})
    by = {**ON_MARKS, "by": "C. Person"}
    write_assessment(
        city,
        stage="draft",
        ratings={
            "1.2": {"level": "fail", "rationale": "No.", "decision": {**by, "from": "pass"}},
            "2.1": {"level": "partial", "decision": {**by, "from": "partial"}},
        },
    )
    lines = [" ".join(line.split()) for line in shown()]
    assert "1.2 Limits in law ◐ Partial ✗ Fail now Fail" in lines
    assert any(line.endswith("◐ Partial ✓ Pass stays Partial") for line in lines)
    assert "Decided by C. Person." in lines


def test_a_reply_after_the_decision_on_the_marks_is_told_apart_from_it(city: Path) -> None:
    write_mark(city, "anna", {"1.2": "partial"})
    write_mark(city, "ben", {"1.2": "fail"})
    on_reply = {**ON_MARKS, "on": "reply", "from": "partial", "outcome": "changed"}
    decisions = [{**ON_MARKS, "from": "fail"}, on_reply]
    write_assessment(city, ratings={"1.2": {"level": "pass", "rationale": "So.", "decision": decisions}})
    write_reply(city, {"1.2": {"answer": "disputes"}, "2.1": {"answer": "disputes"}})
    lines = [" ".join(line.split()) for line in shown()]
    assert "1.2 Limits in law ◐ Partial ✗ Fail Partial; after the reply Pass" in lines
    at = lines.index("What each stage changed")
    assert lines[at + 1 :] == [
        "1 marked; 1 decided, 1 of them changed; the reply disputed 2, 1 of them changed, 1 not decided yet.",
        "Disputed, not decided yet:",
        "- 2.1 Stations",
    ]
    decisions = [{**ON_MARKS, "from": "fail"}, {**on_reply, "from": None}]
    write_assessment(city, ratings={"1.2": {"level": "pass", "rationale": "So.", "decision": decisions}})
    lines = [" ".join(line.split()) for line in shown()]
    assert "1.2 Limits in law ◐ Partial ✗ Fail now Pass" in lines, "what it was before the reply is not known"


def test_what_is_published_stands_beside_what_each_alone_would_give_and_a_draft_does_not(city: Path) -> None:
    two_marks(city)
    assert any(line.startswith("the assessment  ") for line in shown())
    write_assessment(city, stage="draft")
    assert not any(line.startswith("the assessment") for line in shown())


def test_where_no_marks_differ_nothing_is_said_of_whichever_is_right(city: Path) -> None:
    two_marks(city)
    write_assessment(city, subject="shelbyville")
    for who in ("anna", "ben"):
        write_mark(city, who, {"2.1": "pass"}, subject="shelbyville")
    write_mark(city, "anna", {"1.2": "fail", "2.1": "pass"}, subject="shelbyville")
    lines = shown()
    assert lines[0].endswith("of 4 marked by two or more 2 are the same, 2 differ; 1 marked by one alone.")
    whichever = [line for line in lines if "whichever" in line.lower()]
    assert whichever == [
        "Springfield, 11 March 2021: whichever of the differing marks is right, the verdict is Fail."
    ]


def test_what_one_alone_marked_is_said_where_the_verdict_rests_on_it(city: Path) -> None:
    write_mark(city, "anna", {"1.1": "4.2", "1.2": "partial", "2.1": "partial"})
    write_mark(city, "ben", {"1.2": "fail"})
    possible = "hichever of the differing marks is right, the verdict is Fail; "
    assert f"W{possible}1.1 and 2.1 are marked by anna alone." in " ".join(shown())
    write_mark(city, "ben", {"1.1": "4.2", "1.2": "fail"})
    write_assessment(city, subject="shelbyville")
    for who in ("anna", "ben"):
        write_mark(city, who, {"1.1": "4.2", "1.2": "fail", "2.1": "pass"}, subject="shelbyville")
    text = " ".join(shown())
    assert f"Springfield, 11 March 2021: w{possible}2.1 is marked by anna alone." in text
    assert text.count("marked by anna alone") == 1


def test_whose_marks_are_not_independent_is_said_first(city: Path) -> None:
    write_mark(city, "anna", {"1.2": "fail"}, independent="false")
    write_mark(city, "ben", {"1.2": "fail"}, independent="true")
    assert shown()[1:3] == ["Not independent, as they say themselves:", "- anna"]


def test_each_part_is_a_heading_of_the_page(city: Path) -> None:
    two_marks(city)
    page = run("agree", "--format", "html").out
    parts = ("What differs", "What follows", "Agreement beyond chance", "What each stage changed")
    places = [page.index(f"{part} <a") for part in parts]
    assert places == sorted(places)
    assert page.count("<h2") == len(parts)


def test_where_all_marks_are_one_level_no_coefficient_is_defined_and_it_is_said(city: Path) -> None:
    for who in ("anna", "ben"):
        write_mark(city, who, {"1.2": "fail", "2.1": "fail"})
    lines = shown()
    assert lines[0] == "Springfield, 11 March 2021: of 2 marked by two or more 2 are the same, none differ."
    assert "No coefficient is defined: all marks are one level." in lines
    assert not any(line.startswith("On these") for line in lines)
    (scale,) = json.loads("".join(shown("--format", "json")))["coefficients"]
    assert [scale[key] for key in ("percent", "alpha_nominal", "alpha_ordinal", "ac1", "ac1_se", "ac2")] == [
        1,
        *[None] * 5,
    ]


def many(root: Path, marks: dict[str, str], count: int) -> None:
    """Write a framework of judged indicators alone, and what each assessor gave them: a letter for each."""
    levels = {"P": "pass", "p": "partial", "F": "fail"}
    ids = [f"i{number}" for number in range(count)]
    dimension: dict[str, Any] = {"id": "d", "title": "All", "indicators": [indicator(id) for id in ids]}
    write_yaml(root / "frameworks/city-air@2.0.yaml", framework_data(dimensions=[dimension]))
    write_assessment(root, stage="draft", ratings={})
    for who, letters in marks.items():
        write_mark(root, who, {id: levels[letter] for id, letter in zip(ids, letters, strict=True)})


def test_coefficients_stand_with_their_interval_and_what_they_are_worth(city: Path) -> None:
    many(city, {"anna": "PPPPppppFFFF", "ben": "PPPPppppFFFp"}, 12)
    lines = [" ".join(line.split()) for line in shown()]
    assert "Pairs of marks that are the same 91.7 % –" in lines
    assert any(
        line.startswith("Gwet's AC1, levels as names 0.88 ") and line.endswith(" to 1.00") for line in lines
    )
    assert "12 compared, two assessors: too few to say more." in lines
    assert not any("only guessed" in line for line in lines)


def test_an_interval_that_says_nothing_is_not_shown_as_one(city: Path) -> None:
    # 1 of 2 is the same: the interval, with one degree of freedom, begins far below -1.
    many(city, {"anna": "PF", "ben": "PP"}, 2)
    lines = [" ".join(line.split()) for line in shown()]
    assert [
        line for line in lines if line.startswith("Gwet's") and not line.endswith(" too few to tell")
    ] == []
    many(city, {"anna": "PpF", "ben": "PpF"}, 3)
    lines = [" ".join(line.split()) for line in shown()]
    assert "Gwet's AC1, levels as names 1.00 none differ" in lines
    assert "3 compared, two assessors: too few to say more." in lines


def test_where_none_differ_so_many_are_enough_that_few_more_would_not_tell_otherwise(city: Path) -> None:
    # None of n differ: of all as many as 3 in n may, which is a quarter of 12.
    for count, words in ((11, ": too few to say more"), (12, "")):
        many(city, {"anna": "P" * (count - 1) + "F", "ben": "P" * (count - 1) + "F"}, count)
        assert f"{count} compared, two assessors{words}." in shown()


def test_the_share_that_is_the_same_says_of_which_marks_it_is(city: Path) -> None:
    two_marks(city)
    lines = [" ".join(line.split()) for line in shown()]
    assert "Pairs of marks that are the same, of 2 with levels 50.0 % –" in lines


def test_where_nearly_all_have_one_level_the_paradox_is_explained(city: Path) -> None:
    many(city, {"anna": "P" * 19 + "F", "ben": "F" + "P" * 19}, 20)
    text = " ".join(shown())
    assert "Nearly all marks are one level" in text
    many(city, {"anna": "PP", "ben": "PF"}, 2)
    assert "Nearly all marks" not in " ".join(shown())
    assert "90.0 %" in text


def test_several_assessments_show_which_questions_are_read_differently(city: Path) -> None:
    two_marks(city)
    write_assessment(city, subject="shelbyville")
    for who, level in (("anna", "pass"), ("ben", "fail")):
        write_mark(city, who, {"1.2": level, "2.1": "pass"}, subject="shelbyville")
    lines = [" ".join(line.split()) for line in shown()]
    assert lines[0] == "2 assessments: of 5 marked by two or more 2 are the same, 3 differ."
    at = lines.index("Questions that assessors read differently")
    assert [lines[at + step] for step in (1, 3, 4)] == [
        "Indicator Differ",
        "1.2 Limits in law 2 of 2",
        "1.1 Fine particles 1 of 1",
    ]
    found = json.loads("".join(shown("--format", "json")))
    assert found["indicators"][0] == {"indicator": "1.2", "compared": 2, "differ": 2}
    assert found["targets"] == ["shelbyville@2021-03-11", "springfield@2021-03-11"]


def test_rounds_are_compared_each_by_itself(city: Path) -> None:
    two_marks(city)
    for who in ("anna-2", "ben-2"):
        write_mark(city, who, {"1.2": "fail"})
    found = json.loads("".join(shown("--round", "2", "--format", "json")))
    assert (found["same"], found["compared"], found["differ"]) == (1, 1, [])
    lines = shown()
    assert lines[1] == "These are the marks of round 1. By the newest marks, after round 2, 1 differs."
    table = [" ".join(line.split()) for line in lines]
    assert "1.2 Limits in law ◐ Partial ✗ Fail the same in round 2" in table
    assert shown("--round", "2")[1] == "These are the marks of round 2."


def test_what_a_later_round_opens_is_told_with_the_newest_marks(city: Path) -> None:
    write_mark(city, "anna", {"1.1": "4.2", "1.2": "partial", "2.1": "partial"})
    write_mark(city, "ben", {"1.1": "4.2", "1.2": "fail", "2.1": "partial"})
    write_mark(city, "ben-2", {"2.1": "fail"})
    lines = [" ".join(line.split()) for line in shown()]
    first = lines.index("On these the marks differ")
    later = lines.index("On these the newest marks alone differ")
    assert first < lines.index("1.2 Limits in law ◐ Partial ✗ Fail not decided") < later
    assert lines[later + 3] == "2.1 Stations ◐ Partial ✗ Fail not decided"
    lines = [" ".join(line.split()) for line in shown("--round", "2")]
    assert "2.1 Stations ◐ Partial ✗ Fail not decided" in lines
    assert "1.2 Limits in law ◐ Partial ✗ Fail not decided" in lines


def test_who_marked_a_part_again_is_shown_with_no_verdict_of_that_round(city: Path) -> None:
    two_marks(city)
    write_mark(city, "anna-2", {"1.2": "fail"})
    write_mark(city, "ben-2", {"1.1": "7", "1.2": "fail", "2.1": "partial"})
    lines = shown("--round", "2")
    table = lines[lines.index("By each assessor's marks alone") :]
    assert [line.split()[0] for line in table[3:5]] == ["ben", "the"]
    found = json.loads("".join(shown("--round", "2", "--format", "json")))
    assert [each["assessor"] for each in found["verdicts"]] == ["anna", "ben"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 3, "nothing here has a final mark of round 1"),
        (("springfield",), 3, "springfield@2021-03-11 has no final mark of round 1"),
        (("springfield@2021-03-11", "--round", "3"), 3, "has no final mark of round 3"),
        (("shelbyville",), 3, "shelbyville"),
        (("--framework", "none"), 3, "there is no framework none"),
        (("--round", "x"), 2, "--round"),
        (("-",), 3, "are read from reviews/<subject>/<date>/<assessor>.yaml on disk"),
    ],
)
def test_what_there_is_not_is_said(city: Path, words: tuple[str, ...], code: int, said: str) -> None:
    text = (city / "assessments/springfield/2021-03-11.yaml").read_text("utf-8")
    outcome = run("agree", *words, stdin=text)
    assert (outcome.code, outcome.out) == (code, "")
    assert said in outcome.err


def test_a_mark_with_errors_is_refused_and_left_out(city: Path) -> None:
    two_marks(city)
    write_mark(city, "cleo", {"1.2": "nonsense"})
    write_text(city / "reviews/springfield/2021-03-11/Dora.yaml", "kind: mark\n")
    outcome = run("agree", "--format", "json")
    assert outcome.code == 1
    assert "cleo.yaml:6:10: error SC404" in outcome.err
    assert "Dora.yaml:1:1: error SC501" in outcome.err
    found = json.loads(outcome.out)
    assert found["assessors"] == ["anna", "ben"]
    assert [each["path"].rpartition("/")[2] for each in found["refused"]] == ["Dora.yaml", "cleo.yaml"]
