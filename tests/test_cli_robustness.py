"""`scorecard robustness` as a user meets it: what it answers, what it says, how it ends."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.builders import (
    indicator,
    write_assessment,
    write_framework,
    write_mark,
    write_project,
    write_reply,
)
from tests.commands import ROOT, run

POINTS = [{"at": "35", "value": "0"}, {"at": "5", "value": "1"}]


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_project(tmp_path)


def answer(*words: str, code: int = 0) -> dict[str, Any]:
    outcome = run("robustness", *words, "--format", "json")
    assert (outcome.code, outcome.err) == (code, "")
    content: dict[str, Any] = json.loads(outcome.out)
    return content


def card(*words: str) -> dict[str, Any]:
    (found,) = answer(*words)["scorecards"]
    assert isinstance(found, dict)
    return found


def lines(*words: str) -> dict[str, str]:
    """The six lines of one scorecard, each without its breaks."""
    outcome = run("robustness", *words, columns=400)
    assert (outcome.code, outcome.err) == (0, "")
    told = outcome.out.partition("\n\n")[2].partition("\n\n")[0].splitlines()
    return {each.split(None, 1)[0]: each.split(None, 1)[1] for each in told}


# Worked by hand ----------------------------------------------------------------------------------


def test_a_small_project(city: Path) -> None:
    """1.1 passes, 1.2 fails, 2.1 is partial; all must pass everywhere and nothing is ever partial."""
    assert card() == {
        "subject": {"id": "springfield", "name": "Springfield", "tags": []},
        "date": "2021-03-11",
        "suffix": None,
        "framework": "city-air@2.0",
        "path": "assessments/springfield/2021-03-11.yaml",
        "draft": False,
        "status": "fail",
        "grade": None,
        "open": ["fail"],
        "reach": {
            "pass": {
                "changes": 2,
                "at_least": 2,
                "exact": True,
                "ratings": [
                    {"indicator": "1.2", "from": "fail", "to": "pass"},
                    {"indicator": "2.1", "from": "partial", "to": "pass"},
                ],
            },
            "partial": None,
            "fail": {"changes": 0, "at_least": 0, "exact": True, "ratings": []},
        },
        "pivots": [],
        "doubt": {"indicators": [], "statuses": ["fail"]},
        "variants": [
            {"variant": name, "status": "fail", "grade": None, "score": score}
            for name, score in {
                "aggregation:mean-of-indicators": 0.5,
                "aggregation:minimum": 0.0,
                "equal-weights": 0.5,
                "all-but-one": 0.5,
                "without:1": 0.5,
                "without:2": 0.5,
                "without:1.1": 0.25,
                "without:1.2": 0.75,
                "without:2.1": 0.5,
            }.items()
        ],
        "same": 9,
        "margin": None,
    }


def test_the_flagship(monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests must pass, none may fail for part. Eleven of 27 do not pass. Test 6 has 0, 0, 1.

    So one more half there is enough for part: 6.1 or 6.2 at partial or pass, or either left out, or test 6.
    """
    monkeypatch.chdir(ROOT)
    found = card("uk-online-safety")
    assert found["open"] == ["fail"]
    assert {name: each["changes"] for name, each in found["reach"].items()} == {
        "pass": 11,
        "partial": 1,
        "fail": 0,
    }
    assert {(each["indicator"], each["to"], each["status"]) for each in found["pivots"]} == {
        (id, to, "partial") for id in ("6.1", "6.2") for to in ("pass", "partial")
    }
    others = [each["variant"] for each in found["variants"] if each["status"] != "fail"]
    assert others == ["without:6", "without:6.1", "without:6.2"]
    # Two other aggregations, equal weights, all but one, six tests, 27 indicators.
    assert len(found["variants"]) == 2 + 1 + 1 + 6 + 27
    assert found["same"] == len(found["variants"]) - 3


def test_beijing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three of ten are rated, all partial; all must pass, none may fail for part; no dimension passes yet."""
    monkeypatch.chdir(ROOT)
    found = card("beijing")
    assert (found["status"], found["open"]) == ("undetermined", ["partial", "fail"])
    ratings = found["reach"]["pass"]["ratings"]
    assert found["reach"]["pass"]["changes"] == 3
    assert [(each["from"] is None) for each in ratings] == [False] * 3 + [True] * 7
    assert {each["to"] for each in ratings} == {"guideline"}
    assert found["pivots"] == []


def test_what_is_rated_with_low_confidence_leaves_verdicts_open(city: Path) -> None:
    unsure = {"level": "partial", "confidence": "low"}
    write_assessment(city, ratings={"1.1": "4.2", "1.2": "pass", "2.1": unsure})
    assert card()["doubt"] == {"indicators": ["2.1"], "statuses": ["pass", "fail"]}
    assert lines()["Doubt"] == (
        "It depends on what is in doubt, one rated with low confidence: "
        "it could be pass with 2.1 Stations at Pass instead of Partial"
    )


GOOD = {"1.1": "4.2", "1.2": "pass"}


def doubt() -> tuple[list[str], list[str]]:
    found = card()["doubt"]
    return found["indicators"], found["statuses"]


def test_marks_that_differ_leave_verdicts_open_until_that_is_decided(city: Path) -> None:
    write_assessment(city, ratings={**GOOD, "2.1": "partial"})
    write_mark(city, "anna", {"2.1": "pass", "1.2": "pass"})
    write_mark(city, "ben", {"2.1": "partial", "1.2": "pass"})
    assert doubt() == (["2.1"], ["pass", "fail"])
    assert lines()["Doubt"] == (
        "It depends on what is in doubt, one disputed or left open by marks: "
        "it could be pass with 2.1 Stations at Pass instead of Partial"
    )
    decided = {"on": "marks", "from": "pass", "by": "C", "date": "2021-05-02", "reason": "Only planned."}
    write_assessment(city, ratings={**GOOD, "2.1": {"level": "partial", "decision": decided}})
    assert doubt() == ([], ["fail"])
    assert lines()["Doubt"] == (
        "Confidence was not recorded; what was disputed or marked otherwise was decided"
    )


def test_a_disputed_rating_leaves_verdicts_open_beside_one_of_low_confidence(city: Path) -> None:
    unsure = {"level": "pass", "confidence": "low"}
    write_assessment(city, ratings={"1.1": "4.2", "1.2": "fail", "2.1": unsure})
    write_reply(city, {"1.2": {"answer": "disputes", "proposes": "pass"}, "1.1": {"answer": "accepts"}})
    assert doubt() == (["1.2", "2.1"], ["pass", "fail"])
    told = (
        "It depends on what is in doubt, one rated with low confidence and one disputed or left open "
        "by marks: it could be pass with 1.2 Limits in law at Pass instead of Fail"
    )
    assert lines()["Doubt"] == told
    assert told in run("report").out


def test_what_nobody_says_comes_after_what_somebody_does(city: Path) -> None:
    """A half is asked for, so partial is enough; nobody says that 2.1 fails, then somebody does."""
    write_framework(city, pass_when={"score": "0.5"}, overall={"pass_when": "all"})
    write_assessment(city, ratings={**GOOD, "2.1": "pass"})
    write_mark(city, "anna", {"2.1": "pass"})
    write_mark(city, "ben", {"2.1": "partial"})
    assert doubt() == (["2.1"], ["pass", "fail"])
    assert lines()["Doubt"] == (
        "Whatever was proposed or marked, it stays pass. It depends on what is in doubt, one disputed or "
        "left open by marks: it could be fail with 2.1 Stations at Fail instead of Pass"
    )
    write_mark(city, "ben", {"2.1": "fail"})
    assert lines()["Doubt"].startswith("It depends on what is in doubt, ")
    write_mark(city, "ben", {"2.1": "partial"})
    write_reply(city, {"2.1": {"answer": "disputes", "proposes": "fail"}})
    assert lines()["Doubt"].startswith("It depends on what is in doubt, ")


def test_what_a_mark_says_does_not_apply_may_not_apply(city: Path) -> None:
    """2.1 cannot pass: it passes alone where 2.1 does not apply, and that somebody has to say."""
    soft = [{"id": "low", "value": 0, "status": "fail"}, {"id": "mid", "value": "0.5", "status": "fail"}]
    hard = [{"id": each, "value": value, "status": each} for each, value in (("pass", 1), ("fail", 0))]
    bands = [{"level": "pass", "at_most": 5}, {"level": "fail"}]
    measured = indicator("1.1", measure={"unit": "µg/m³", "bands": bands})
    dimensions = [
        {"id": "1", "title": "Limits", "indicators": [measured, indicator("1.2")]},
        {"id": "2", "title": "Delivery", "indicators": [indicator("2.1", scale="soft")]},
    ]
    write_framework(city, scales={"hard": hard, "soft": soft}, dimensions=dimensions)
    write_assessment(city, ratings={**GOOD, "2.1": "low"})
    write_mark(city, "anna", {"2.1": "low"})
    write_mark(city, "ben", {"2.1": "mid"})
    assert doubt() == (["2.1"], ["fail"])
    aside = {"level": "not-applicable", "rationale": "None here."}
    write_mark(city, "ben", {"2.1": aside})
    assert doubt() == (["2.1"], ["pass", "fail"])
    write_assessment(city, ratings={**GOOD, "2.1": aside})
    assert (card()["open"], *doubt()) == (["pass"], ["2.1"], ["pass", "fail"])


def test_a_measurement_is_told_beside_what_was_measured(city: Path) -> None:
    write_assessment(city, ratings={"1.1": "32", "1.2": "pass", "2.1": "pass"})
    assert card()["pivots"] == [{"indicator": "1.1", "to": "pass", "status": "pass"}]
    assert lines()["Pivots"] == (
        "It depends on single ratings: "
        "1.1 Fine particles at Pass (at most 5 µg/m³) instead of 32 µg/m³ makes it pass"
    )


def test_measurements_of_the_project_are_tried_where_points_make_the_score(city: Path) -> None:
    """The score is (35 - x) / 30; a half is asked for. 27 was measured elsewhere, 3 in a draft."""
    one = indicator("1.1", measure={"unit": "µg/m³", "bands": [{"level": "fail"}], "points": POINTS})
    dimensions = [{"id": "1", "title": "Limits", "indicators": [one]}]
    rules = {"pass_when": {"score": "1/2"}, "partial_when": {"score": "1/4"}}
    write_framework(city, dimensions=dimensions, **rules)
    write_assessment(city, ratings={"1.1": "32"})
    write_assessment(city, "shelbyville", ratings={"1.1": "27"})
    write_assessment(city, "drafty", stage="draft", ratings={"1.1": "3"})
    pivots = card("springfield")["pivots"]
    assert [(each["to"], each["status"]) for each in pivots] == [(5, "pass"), (27, "partial")]
    pivots = card("springfield", "--drafts")["pivots"]
    assert [(each["to"], each["status"]) for each in pivots] == [(3, "pass"), (5, "pass"), (27, "partial")]


def test_without_verdicts_it_speaks_of_grades(city: Path) -> None:
    grades = [{"id": "a", "when": {"score": "0.8"}}, {"id": "b", "label": "Behind"}]
    write_framework(city, verdict="none", grades=grades)
    found = card()
    assert (found["status"], found["grade"], found["open"]) == (None, "b", ["b"])
    # 1.1 has 1, 1.2 has 0, 2.1 has a half: 0.5; 2.1 at 1 makes it 0.75, 1.2 too makes it 1.
    assert {name: each["changes"] for name, each in found["reach"].items()} == {"a": 2, "b": 0}
    told = lines()
    assert list(told) == ["Grade", "Reach", "Doubt", "Pivots", "Method", "Weights"]
    assert "pass" not in " ".join(told.values()).replace("at Pass", "")


def test_without_verdicts_and_grades_there_is_nothing_to_reach(city: Path) -> None:
    write_framework(city, verdict="none")
    found = card()
    assert (found["reach"], found["open"], found["pivots"]) == ({}, [], [])
    outcome = run("robustness", columns=400)
    assert (outcome.code, outcome.err) == (0, "")
    assert "there is nothing that could be another" in outcome.out
    assert "the score is 0.0 (if the worst indicator made the score) to 75.0 (without 1.2 " in outcome.out


def test_what_does_not_apply_has_no_verdict_to_reach(city: Path) -> None:
    aside = {"level": "not-applicable", "rationale": "None here."}
    write_assessment(city, ratings=dict.fromkeys(("1.1", "1.2", "2.1"), aside))
    found = card()
    assert (found["status"], found["open"]) == ("not-applicable", [])
    assert found["reach"] == {"pass": None, "partial": None, "fail": None}
    assert [each["variant"] for each in found["variants"]][-1] == "not-applicable-fails"


def test_a_verdict_that_no_ratings_change_says_so(city: Path) -> None:
    """With a half asked for and no more than a half to be had it cannot be pass; it is never partial."""
    levels = [{"id": "low", "value": 0, "status": "fail"}, {"id": "mid", "value": "0.5", "status": "fail"}]
    write_framework(
        city,
        scales={"rating": levels},
        dimensions=[{"id": "1", "title": "Limits", "indicators": [indicator("1.1")]}],
    )
    write_assessment(city, ratings={"1.1": "mid"})
    assert card()["reach"]["pass"] is None
    assert lines()["Reach"] == "It cannot change: no ratings give another"


# Several -----------------------------------------------------------------------------------------


def test_several_have_margins_between_neighbours_by_score(city: Path) -> None:
    """springfield scores (0.5, 0.5), ogdenville (1, 0.5), shelbyville (0.75, 0).

    Ahead of springfield ogdenville is in one dimension and level in the other, so whatever the weights; and
    springfield of shelbyville by 0.5 in one and behind by 0.25 in the other: (0.5 - 0.25) / (0.5 + 0.25).
    """
    write_assessment(city, "ogdenville", ratings={"1.1": "4", "1.2": "pass", "2.1": "partial"})
    write_assessment(city, "shelbyville", ratings={"1.1": "4", "1.2": "partial", "2.1": "fail"})
    assert answer()["margins"] == [
        {"framework": "city-air@2.0", "ahead": "ogdenville", "behind": "springfield", "margin": 1.0},
        {"framework": "city-air@2.0", "ahead": "springfield", "behind": "shelbyville", "margin": 0.333333},
    ]
    out = run("robustness", columns=400).out
    assert "Ogdenville is ahead of Springfield whatever the weights of the dimensions\n" in out
    assert "ahead of Shelbyville while the weights of the dimensions move by less than 33.3 % each\n" in out


def test_a_tie_and_other_dimensions_are_told(city: Path) -> None:
    write_assessment(city, "ogdenville", ratings={"1.1": "4", "1.2": "pass", "2.1": "fail"})
    assert [each["margin"] for each in answer()["margins"]] == [0.0]
    out = run("robustness", columns=400).out
    assert "Ogdenville and Springfield have the same score; other weights can put either ahead\n" in out
    write_assessment(city, "ogdenville", ratings={"1.1": "4", "1.2": "pass"})
    assert [each["margin"] for each in answer()["margins"]] == [None]
    out = run("robustness", columns=400).out
    assert (
        "Whether Ogdenville is ahead of Springfield is open until all is rated of Ogdenville (50.0 to 100"
        in out
    )
    write_assessment(city, "ogdenville", ratings={"2.1": "partial"})
    said = "Ogdenville and Springfield have the same score, which is open until all is rated of Ogdenville"
    assert said in run("robustness", columns=400).out


def test_what_people_see_as_one_score_is_told_as_one(city: Path) -> None:
    """All score (0.5 + 0.5) / 2 but one, which has 0.0001 more in one dimension and is nowhere behind."""
    names = {"pass": 1, "more": "0.5001", "partial": "0.5", "fail": 0}
    levels = [{"id": id, "value": value, "status": "fail"} for id, value in names.items()]
    write_framework(city, scales={"rating": [{**levels[0], "status": "pass"}, *levels[1:]]})
    write_assessment(city, "ogdenville", ratings={"1.1": "4.2", "1.2": "fail", "2.1": "more"})
    assert answer()["margins"][0]["margin"] == 1.0
    assert "Ogdenville and Springfield have the same score\n" in run("robustness", columns=400).out


def test_dates_of_one_subject_are_told_apart(city: Path) -> None:
    write_assessment(city, date="2022-03-11", ratings={"1.1": "4", "1.2": "pass", "2.1": "partial"})
    (margin,) = answer("./assessments")["margins"]
    assert (margin["ahead"], margin["behind"]) == ("springfield@2022-03-11", "springfield@2021-03-11")


def test_no_order_is_told_where_scores_are_not_shown(city: Path) -> None:
    write_framework(city, show_score="false")
    write_assessment(city, "ogdenville", ratings={"1.1": "4", "1.2": "pass", "2.1": "partial"})
    assert "ahead" not in run("robustness").out


# How it ends -------------------------------------------------------------------------------------


def test_drafts_are_passed_over(city: Path) -> None:
    write_assessment(city, "drafty", stage="draft")
    outcome = run("robustness", "--format", "json")
    assert outcome.code == 0
    assert "1 draft is passed over" in outcome.err
    assert len(json.loads(outcome.out)["scorecards"]) == 1
    assert card("drafty@2021-03-11")["draft"] is True


def test_refused_files_are_said_and_the_good_ones_answered(city: Path) -> None:
    write_assessment(city, "broken", ratings={"1.2": "excellent"})
    outcome = run("robustness", "--format", "json")
    content = json.loads(outcome.out)
    assert outcome.code == 1
    assert "SC" in outcome.err
    assert content["refused"] == [{"path": "assessments/broken/2021-03-11.yaml", "errors": 1}]
    assert [each["subject"]["id"] for each in content["scorecards"]] == ["springfield"]


def test_who_is_not_there_is_exit_3(city: Path) -> None:
    outcome = run("robustness", "nobody")
    assert (outcome.code, outcome.out) == (3, "")


def test_variants_as_rows(city: Path) -> None:
    outcome = run("robustness", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(outcome.out)))
    assert (outcome.code, outcome.err, len(rows)) == (0, "", 9)
    assert rows[6] == {
        "path": "assessments/springfield/2021-03-11.yaml",
        "subject": "springfield",
        "date": "2021-03-11",
        "framework": "city-air@2.0",
        "variant": "without:1.1",
        "status": "fail",
        "grade": "",
        "score": "0.25",
    }


@pytest.mark.parametrize("format", ["plain", "markdown", "html"])
def test_every_form_has_the_six_lines(city: Path, format: str) -> None:
    outcome = run("robustness", "--format", format)
    assert (outcome.code, outcome.err) == (0, "")
    for name in ("Verdict", "Reach", "Doubt", "Pivots", "Method", "Weights"):
        assert name in outcome.out


def test_a_report_has_a_section_on_it_unless_others_are_chosen(city: Path) -> None:
    whole, part = run("report"), run("report", "--sections", "summary,method")
    assert (whole.code, part.code) == (0, 0)
    assert "## How firm is this?\n\n- **Verdict:** Fails; all that counts is rated\n" in whole.out
    assert "How firm" not in part.out
    only = run("report", "--sections", "firmness").out
    assert "Two ratings away from pass" in only


def test_a_word_document_has_the_section_too(city: Path) -> None:
    outcome = run("report", "-o", "report.docx")
    assert (outcome.code, outcome.out) == (0, "")
    with ZipFile(city / "report.docx") as archive:
        text = re.sub(r"<[^>]*>", " ", archive.read("word/document.xml").decode("utf-8"))
    assert "How firm is this?" in text
    assert "Two ratings away from pass" in text


def test_what_is_not_known_exactly_is_told_with_its_bounds(city: Path) -> None:
    """Two rules lie so close that no sum of these weights is likely between them."""
    weights = [str(10**6 + 7919 * number**2) for number in range(60)]
    indicators = [indicator(f"1.{number}", weight=weight) for number, weight in enumerate(weights)]
    rules = {"pass_when": {"score": "0.500000000001"}, "partial_when": {"score": "0.5"}}
    write_framework(
        city, dimensions=[{"id": "1", "title": "Limits", "indicators": indicators}], overall=rules
    )
    ratings = {each["id"]: "pass" if number % 3 else "fail" for number, each in enumerate(indicators)}
    write_assessment(city, ratings=ratings)
    partial = card()["reach"]["partial"]
    assert (partial["exact"], partial["changes"], partial["ratings"]) == (False, None, [])
    words = ("no", "one", "two", "three", "four", "five", "six")[partial["at_least"]]
    least = f"t least {words} rating{'s' * (partial['at_least'] != 1)} away from partial, if any give it"
    assert least in lines()["Reach"]


@pytest.mark.parametrize(
    ("asked", "margin", "words"),
    [
        # The dimensions score 0.5 and 0.25, of weight 1 each. Of 0.3 they are 0.2 above and 0.05 below:
        # 0.15 / 0.25.
        ("0.3", 0.6, "above 30.0 while the weights of the dimensions move by less than 60.0 % each"),
        # 0.125 above and below.
        ("0.375", 0.0, "just 37.5, and other weights can turn that"),
        # 0.1249 above and 0.1251 below: 0.0002 / 0.25.
        ("0.3751", 0.0008, "below 37.5 while the weights of the dimensions move by less than 0.08 % each"),
        ("0.2", 1.0, "above 20.0 whatever the weights of the dimensions"),
    ],
)
def test_how_far_the_weights_may_move_and_the_score_stays(
    city: Path, asked: str, margin: float, words: str
) -> None:
    worth = {"low": "0.25", "mid": "0.5", "full": 1}
    levels = [
        {"id": id, "value": value, "status": "pass" if id == "full" else "fail"}
        for id, value in worth.items()
    ]
    dimensions = [
        {"id": "1", "title": "Limits", "indicators": [indicator("1.1")]},
        {"id": "2", "title": "Delivery", "indicators": [indicator("2.1")]},
    ]
    rules = {"pass_when": {"score": asked}}
    write_framework(city, scales={"rating": levels}, dimensions=dimensions, overall=rules)
    write_assessment(city, ratings={"1.1": "mid", "2.1": "low"})
    assert card()["margin"] == margin
    told = lines()["Weights"]
    assert told.removesuffix("; weights of single indicators were not tried").endswith(words)
    assert ("tried" in told) is (margin > 0)


def test_a_verdict_that_is_open_by_bounds_alone_is_not_called_firm(city: Path) -> None:
    """Anything below 10 fails, but no point, bound or measurement lies there: only a pass is tried."""
    bands = [{"level": "pass", "at_least": "10"}, {"level": "fail"}]
    points = [{"at": "10", "value": "0.5"}, {"at": "20", "value": "1"}]
    one = indicator("1.1", measure={"unit": "%", "bands": bands, "points": points})
    dimensions = [{"id": "1", "title": "Limits", "indicators": [one, indicator("1.2")]}]
    write_framework(city, dimensions=dimensions)
    write_assessment(city, ratings={"1.2": "pass"})
    found = card()
    assert (found["status"], found["open"]) == ("undetermined", ["pass"])
    assert lines()["Verdict"] == (
        "Not decided yet: what is not rated decides where it ends, between fail and pass"
    )


# What it says is not more than is known -----------------------------------------------------------


def write_points(root: Path, *, framework: dict[str, Any], measured: str | None) -> None:
    one = indicator("1.1", measure={"unit": "%", **framework.pop("measure")})
    write_framework(root, dimensions=[{"id": "1", "title": "Limits", "indicators": [one]}], **framework)
    write_assessment(root, ratings={} if measured is None else {"1.1": measured})


TENTHS = [{"at": "0", "value": "0"}, {"at": "100", "value": "1"}]


def test_measurements_that_were_not_tried_are_ruled_out_nowhere(city: Path) -> None:
    """55 would be partial, 65 pass; tried are 0, 60, 70 and 100."""
    bands = [{"level": "pass", "at_least": "60"}, {"level": "fail"}]
    rules = {"pass_when": {"score": "0.6"}, "partial_when": {"score": "0.5"}}
    write_points(city, framework={"measure": {"bands": bands, "points": TENTHS}, **rules}, measured="70")
    assert card()["reach"]["partial"] is None
    assert lines()["Reach"] == (
        "One rating away from fail, for example with 1.1 Indicator 1.1 at 0 % instead of 70 %. "
        "None of the measurements tried gives partial"
    )
    write_assessment(city, ratings={})
    assert card()["open"] == ["pass", "fail"]
    told = lines()
    assert told["Verdict"].endswith("what is not rated decides where it ends, between fail and pass")
    assert told["Reach"] == "None is ruled out"


def test_what_is_tried_with_measurements_is_no_least_number(city: Path) -> None:
    """0.8 and 0.8; 0.75 passes, a half is partial. Tried are 0 and 1, and give a half; so would 0.2 alone."""
    bands = [{"level": "fail"}]
    both = [indicator(id, measure={"unit": "%", "bands": bands, "points": TENTHS}) for id in ("1.1", "1.2")]
    rules = {"pass_when": {"score": "0.75"}, "partial_when": {"score": "0.5"}}
    write_framework(city, dimensions=[{"id": "1", "title": "Limits", "indicators": both}], **rules)
    unsure = {"measured": "80", "confidence": "low"}
    write_assessment(city, ratings={"1.1": "80", "1.2": unsure})
    told = lines()
    assert told["Reach"].startswith("One rating away from fail, for example with ")
    assert "At most two ratings away from partial, for example with " in told["Reach"]
    assert told["Pivots"].startswith(
        "As far as measurements were tried, it depends on single ratings, for example: "
    )
    assert told["Doubt"].startswith("As far as measurements were tried, it depends on what is in doubt, ")


def test_no_part_is_left_out_where_nothing_would_be_left(city: Path) -> None:
    bands = [{"level": "pass", "at_least": "60"}, {"level": "fail"}]
    write_points(city, framework={"measure": {"bands": bands, "points": TENTHS}}, measured="70")
    assert lines()["Method"] == (
        "The same if scores were means of all indicators or if the worst indicator made the score"
    )


def test_what_points_would_score_is_not_asked_for_where_it_decides_nothing(city: Path) -> None:
    """1.1 fails and all must pass: it is fail whatever 1.2 measures."""
    bands = [{"level": "pass", "at_most": "5"}, {"level": "partial", "at_most": "7"}, {"level": "fail"}]
    points = [{"at": "5", "value": "1"}, {"at": "9", "value": "0"}]
    two = indicator("1.2", measure={"unit": "%", "bands": bands, "points": points})
    write_framework(city, dimensions=[{"id": "1", "title": "Limits", "indicators": [indicator("1.1"), two]}])
    write_assessment(city, ratings={"1.1": "fail"})
    assert card()["reach"]["fail"] == {"changes": 0, "at_least": 0, "exact": True, "ratings": []}


def three_dimensions(root: Path, *levels: str, **others: Any) -> None:
    dimensions = [
        {"id": str(place), "title": f"Title {place}", "indicators": [indicator(f"{place}.1")]}
        for place in range(1, len(levels) + 1)
    ]
    write_framework(root, dimensions=dimensions, **others)
    rated = {f"{place}.1": level for place, level in enumerate(levels, 1) if level}
    write_assessment(root, ratings=rated)


TWO_SCORES = {"overall": {"pass_when": {"score": "0.9"}, "partial_when": {"score": "0.65"}}}


def test_the_nearer_of_two_scores_asked_for_is_told(city: Path) -> None:
    """1, 1 and 0: of 0.65 it is 0.35, 0.35 above and 0.65 below, 0.05 of 1.35; of 0.9 it is 0.7 of 1.1."""
    three_dimensions(city, "pass", "pass", "fail", **TWO_SCORES)
    assert card()["margin"] == 0.636364
    assert lines()["Weights"].endswith(
        "The score stays above 65.0 while the weights of the dimensions move by less than 3.7 % each"
        "; weights of single indicators were not tried"
    )


def test_while_it_is_open_lines_tell_what_becomes_possible(city: Path) -> None:
    """All must pass and none may fail for part: 2 is partial, 3 is not rated. Fail and partial are open."""
    three_dimensions(
        city, "pass", "partial", "", partial_when={"score": "0.5"}, overall={"partial_when": "none-fail"}
    )
    told = lines()
    assert told["Verdict"].endswith("what is not rated decides whether it is partial or fail")
    assert told["Reach"] == (
        "One rating away from pass, with 2.1 Indicator 2.1 at Pass instead of Partial; "
        "and with one not rated yet at Pass too: 3.1 Indicator 3.1"
    )
    assert told["Pivots"] == (
        "It depends on single ratings: 2.1 Indicator 2.1 at Pass instead of Partial makes pass possible; "
        "1.1 Indicator 1.1 at Fail instead of Pass settles it at fail; "
        "and 2.1 Indicator 2.1 at Fail instead of Partial settles it at fail"
    )
    assert "between fail and pass without 2 Title 2" in told["Method"]
    assert "partial without 3 Title 3" in told["Method"]


def test_a_verdict_that_ratings_cannot_turn_is_told_beside_those_still_open(city: Path) -> None:
    three_dimensions(city, "pass", "")
    assert lines()["Reach"] == "Pass and fail are still open; no ratings give partial"


def test_what_a_single_rating_rules_out_is_told(city: Path) -> None:
    """All must pass, none may fail for part; 2 is not rated, so all three are open."""
    rules = {"partial_when": {"score": "0.5"}, "overall": {"partial_when": "none-fail"}}
    three_dimensions(city, "pass", "", **rules)
    write_assessment(city, ratings={"1.1": {"level": "pass", "confidence": "low"}})
    told = lines()
    assert told["Reach"] == "None is ruled out"
    assert told["Doubt"] == (
        "This alone makes no other possible: 1.1 Indicator 1.1, rated with low confidence"
    )
    assert told["Pivots"] == (
        "It depends on single ratings: 1.1 Indicator 1.1 at Partial instead of Pass rules out pass; "
        "and 1.1 Indicator 1.1 at Fail instead of Pass settles it at fail"
    )
    assert card()["pivots"] == []


def test_a_measurement_rules_out_no_more_than_the_best_and_the_worst_do(city: Path) -> None:
    """60 of 100 passes; with 0 beside it the best of two is a half, whatever the other measures."""
    two = [
        indicator(id, measure={"unit": "%", "bands": [{"level": "fail"}], "points": TENTHS})
        for id in ("1.1", "1.2")
    ]
    dimensions = [{"id": "1", "title": "Limits", "indicators": two}]
    write_framework(city, dimensions=dimensions, pass_when={"score": "0.6"}, partial_when={"score": "0.5"})
    write_assessment(city, ratings={"1.1": "80"})
    assert lines()["Pivots"] == (
        "As far as measurements were tried, it depends on single ratings, for example: "
        "1.1 Indicator 1.1 at 0 % instead of 80 % rules out pass; "
        "and 1.1 Indicator 1.1 at 100 % instead of 80 % rules out fail"
    )


def test_one_of_several_ways_out_of_doubt_is_an_example(city: Path) -> None:
    unsure = {"level": "pass", "confidence": "low"}
    three_dimensions(city, "pass", "pass")
    write_assessment(city, ratings={"1.1": unsure, "2.1": unsure})
    assert ": it could be fail, for example with 2.1 " in lines()["Doubt"]


def test_what_was_tried_is_named_beside_what_gives_another(city: Path) -> None:
    """All of three must pass; two do."""
    three_dimensions(city, "pass", "pass", "fail")
    assert lines()["Method"] == (
        "It depends on the method: pass if two of three dimensions were enough to pass. The same if scores "
        "were means of all indicators or if the worst indicator made the score. "
        "It depends on what is counted: pass without 3 Title 3; and pass without 3.1 Indicator 3.1"
    )


def test_weights_that_were_not_tried_are_said_to_be(city: Path) -> None:
    """A half is asked for inside a dimension: weights of its indicators could turn it."""
    three_dimensions(city, "pass", "pass", pass_when={"score": "0.5"}, overall={"pass_when": "all"})
    assert lines()["Weights"] == "All weights are equal; other weights were not tried"


def test_the_nearest_rating_that_is_enough_is_told(city: Path) -> None:
    """A half is asked for: partial is enough."""
    three_dimensions(city, "fail", pass_when={"score": "0.5"})
    assert card()["reach"]["pass"]["ratings"] == [{"indicator": "1.1", "from": "fail", "to": "partial"}]


def test_doubt_names_the_fewest_that_turn_it(city: Path) -> None:
    unsure = {"level": "pass", "confidence": "low"}
    three_dimensions(city, "pass", "pass", "pass", pass_when={"at_least": 2})
    write_assessment(city, ratings={"1.1": unsure, "2.1": unsure, "3.1": unsure})
    assert lines()["Doubt"] == (
        "It depends on what is in doubt, three rated with low confidence: it could be fail, for example with "
        "2.1 Indicator 2.1 at Partial instead of Pass and 3.1 Indicator 3.1 at Partial instead of Pass"
    )


def test_doubt_that_changes_nothing_says_so_of_itself_alone(city: Path) -> None:
    unsure = {"level": "pass", "confidence": "low"}
    three_dimensions(city, "fail", "pass")
    write_assessment(city, ratings={"1.1": "fail", "2.1": unsure})
    assert lines()["Doubt"] == "This alone changes nothing: 2.1 Indicator 2.1, rated with low confidence"


def test_weights_that_decide_nothing_are_said_to(city: Path) -> None:
    three_dimensions(city, "fail", "pass")
    assert lines()["Weights"] == "Weights do not count here: what passes does, and no score"


def test_all_examples_are_named_on_request(city: Path) -> None:
    three_dimensions(city, *["fail"] * 7)
    assert "; and four more" in lines()["Reach"]
    every = lines("--detail", "full")["Reach"]
    assert "more" not in every
    assert every.count(" at Pass instead of Fail") == 7


def test_a_grade_beside_a_verdict_is_said_not_to_be_asked_about(city: Path) -> None:
    grades = [{"id": "a", "label": "Ahead", "when": {"score": "0.7"}}, {"id": "b", "label": "Behind"}]
    write_framework(city, grades=grades)
    assert lines()["Verdict"].endswith("All this is about the verdict, not about the grade")


def test_an_order_that_is_open_has_no_margin(city: Path) -> None:
    """2.1 is not rated: springfield may score 0.25 to 0.75, and it may pass or fail."""
    three_dimensions(city, "partial", "", pass_when={"score": "0.7"})
    write_assessment(city, "ogdenville", ratings={"1.1": "partial", "2.1": "fail"})
    (margin,) = answer()["margins"]
    assert (margin["ahead"], margin["behind"], margin["margin"]) == ("springfield", "ogdenville", None)


def test_a_margin_names_subjects_by_their_ids_under_each_framework(city: Path) -> None:
    """springfield stands under another framework too, on another day."""
    write_framework(city, "other", "1")
    write_assessment(city, "ogdenville", ratings={"1.1": "4", "1.2": "pass", "2.1": "partial"})
    write_assessment(city, framework="other@1", date="2022-03-11")
    (margin,) = answer("./assessments")["margins"]
    assert margin == {
        "framework": "city-air@2.0",
        "ahead": "ogdenville",
        "behind": "springfield",
        "margin": 1.0,
    }
