"""`scorecard whatif` as a user meets it: it shows what would be, says so everywhere, and writes nothing."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from scorecard.model.framework import Aggregation
from tests.builders import framework_data, indicator, write_assessment, write_framework, write_project
from tests.commands import ROOT, run
from tests.reference.firmness import AGGREGATIONS


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """1.1 passes with 4.2, 1.2 fails, 2.1 is partial; all must pass."""
    monkeypatch.chdir(tmp_path)
    return write_project(tmp_path)


def whatif(*words: str) -> dict[str, Any]:
    outcome = run("whatif", "springfield", *words, "--format", "json")
    assert (outcome.code, outcome.err) == (0, "")
    content: dict[str, Any] = json.loads(outcome.out)
    return content


def supposed(*words: str) -> dict[str, Any]:
    _, found = whatif(*words)["scorecards"]
    assert isinstance(found, dict)
    return found


def assessed() -> dict[str, Any]:
    (found,) = json.loads(run("assess", "springfield", "--format", "json").out)["scorecards"]
    assert isinstance(found, dict)
    return found


def everything(root: Path) -> dict[str, bytes]:
    return {path.as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_both_are_told_and_nothing_is_written(city: Path) -> None:
    before = everything(city)
    found = whatif("--set", "1.2=pass", "--set", "2.1=pass")
    assert found["schema"] == "scorecard/whatif/1"
    assert found["suppositions"] == ["--set 1.2=pass", "--set 2.1=pass"]
    now, supposed = found["scorecards"]
    assert now == {"supposed": False, **assessed()}
    assert supposed["supposed"] is True
    assert (now["status"], supposed["status"]) == ("fail", "pass")
    assert everything(city) == before


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        (("--set", "1.1=12", "--set", "2.1=pass"), {"ratings": {"1.1": "12", "1.2": "fail", "2.1": "pass"}}),
        (("--set", "2.1=not-rated"), {"ratings": {"1.1": "4.2", "1.2": "fail"}}),
        (("--weight", "1=3", "--weight", "1.2=2/3"), {"weights": {"1": "3", "1.2": "2/3"}}),
        (("--rule", "1.pass_when=any", "--rule", "2.partial_when={score: 1/2}"), {"rules": {}}),
        (("--rule", "overall.pass_when={at_least: 1}"), {"overall": {"pass_when": {"at_least": "1"}}}),
        (("--without", "1.2"), {"without": "1.2"}),
        (("--without", "2"), {"without": "2"}),
    ],
)  # fmt: skip
def test_what_is_supposed_is_what_files_changed_by_hand_give(
    city: Path, words: tuple[str, ...], changes: dict[str, Any]
) -> None:
    found = supposed(*words)
    framework = framework_data()
    ratings = changes.get("ratings", {"1.1": "4.2", "1.2": "fail", "2.1": "partial"})
    for dimension in framework["dimensions"]:
        for each in (dimension, *dimension["indicators"]):
            if each["id"] in changes.get("weights", {}):
                each["weight"] = changes["weights"][each["id"]]
        if "rules" in changes:
            key, rule = {"1": ("pass_when", "any"), "2": ("partial_when", {"score": "1/2"})}[dimension["id"]]
            dimension[key] = rule
        gone = changes.get("without")
        dimension["indicators"] = [each for each in dimension["indicators"] if each["id"] != gone]
    kept = [each for each in framework["dimensions"] if each["id"] != changes.get("without")]
    write_framework(city, dimensions=kept, overall=changes.get("overall"))
    known = {each["id"] for dimension in kept for each in dimension["indicators"]}
    write_assessment(city, ratings={id: each for id, each in ratings.items() if id in known})
    by_hand = assessed()
    for key in ("status", "score", "score_low", "score_high", "coverage", "counts", "near_miss"):
        assert found[key] == by_hand[key]
    for one, other in zip(found["dimensions"], by_hand["dimensions"], strict=True):
        assert {**one, "indicators": None} == {**other, "indicators": None}
        levels = [(each["id"], each["level"], each["status"]) for each in other["indicators"]]
        assert [(each["id"], each["level"], each["status"]) for each in one["indicators"]] == levels


def test_what_does_not_apply_can_be_supposed_at_its_worst(city: Path) -> None:
    aside = {"level": "not-applicable", "rationale": "None here."}
    write_assessment(city, ratings={"1.1": aside, "1.2": "pass", "2.1": aside})
    now, supposed = whatif("--not-applicable", "fail")["scorecards"]
    assert (now["status"], now["score"]) == ("pass", 1.0)
    # 1 has 0 and 1, so a half; 2 has 0: a quarter.
    assert (supposed["status"], supposed["score"]) == ("fail", 0.25)


@pytest.mark.parametrize("format", ["table", "plain", "markdown", "html"])
def test_every_form_says_that_it_is_supposed(city: Path, format: str) -> None:
    outcome = run("whatif", "springfield", "--set", "1.2=pass", "--format", format, columns=120)
    assert (outcome.code, outcome.err) == (0, "")
    assert "SUPPOSED, no result" in outcome.out
    assert outcome.out.count("(supposed)") == 3  # 1.2, with it dimension 1, and the score of the whole
    assert "1.2 Limits in law at Pass instead of Fail" in outcome.out


def test_a_page_has_it_behind_the_text_and_on_every_printed_page(city: Path) -> None:
    page = run("whatif", "springfield", "--set", "1.2=pass", "--format", "html").out
    assert '<p class="watermark" aria-hidden="true">SUPPOSED, no result</p>' in page
    assert '@top-right{content:"SUPPOSED, no result"' in page


def test_rows_say_which_are_supposed(city: Path) -> None:
    outcome = run("whatif", "springfield", "--set", "1.2=pass", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(outcome.out)))
    assert (outcome.code, outcome.err) == (0, "")
    told = [(row["supposed"], row["indicator"], row["level"]) for row in rows if row["indicator"] == "1.2"]
    assert told == [("false", "1.2", "fail"), ("true", "1.2", "pass")]


REFUSED = {
    "--set 1.9=pass": "the framework has no 1.9",
    "--set 1.2=great": '"great" is not a level of its scale [SC404]',
    "--set 1.1=much": '"much" is not a number',
    "--set 1.2": "--set 1.2 supposes nothing",
    "--weight 1=0": '"0" is out of range',
    "--weight 9=2": "the framework has no 9",
    "--rule 1.pass_when=most": '"most" is not a rule',
    "--rule 1.2.pass_when=all": "the framework has no 1.2 that has pass_when",
    "--rule 1.colour=all": "colour is no rule",
    "--rule 1.pass_when={score:": "{score: is not one rule",
    "--without 9": "the framework has no 9",
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_the_format_refuses_is_refused_in_its_words(city: Path, words: str) -> None:
    option, _, value = words.partition(" ")
    outcome = run("whatif", "springfield", option, value, columns=200)
    assert (outcome.code, outcome.out) == (2, "")
    assert REFUSED[words] in outcome.err


def test_one_thing_is_supposed_once_and_something_is(city: Path) -> None:
    outcome = run("whatif", "springfield", "--set", "1.2=pass", "--set", "1.2=fail")
    assert (outcome.code, outcome.out) == (2, "")
    assert "--set 1.2 is given twice" in outcome.err
    outcome = run("whatif", "springfield")
    assert (outcome.code, outcome.out) == (2, "")
    assert "nothing is supposed" in outcome.err


def test_an_unreachable_score_is_refused_as_in_a_file(city: Path) -> None:
    levels = [{"id": "low", "value": 0, "status": "fail"}, {"id": "mid", "value": "0.5", "status": "pass"}]
    write_framework(city, scales={"rating": levels}, dimensions=[
        {"id": "1", "title": "Limits", "indicators": [{"id": "1.2", "title": "One", "requirement": "That."}]}
    ])  # fmt: skip
    write_assessment(city, ratings={"1.2": "mid"})
    outcome = run("whatif", "springfield", "--rule", "1.pass_when={score: 0.9}")
    assert (outcome.code, outcome.out) == (2, "")
    assert "SC210" in outcome.err


def test_evidence_is_not_asked_of_what_is_supposed(city: Path) -> None:
    write_framework(city, evidence="required-for-pass")
    write_assessment(city, ratings={"1.2": "fail", "2.1": "partial"})
    assert supposed("--set", "1.2=pass")["counts"]["pass"] == 1


def test_drafts_are_taken_and_files_that_are_refused_are_not(city: Path) -> None:
    write_assessment(city, date="2022-01-01", stage="draft", ratings={"1.2": "pass"})
    assert whatif("--set", "1.2=fail")["scorecards"][0]["date"] == "2022-01-01"
    assert (
        "SUPPOSED, no result · DRAFT · Springfield" in run("whatif", "springfield", "--set", "1.2=fail").out
    )
    write_assessment(city, "broken", ratings={"1.2": "excellent"})
    outcome = run("whatif", "broken", "--set", "1.2=pass")
    assert (outcome.code, outcome.out) == (1, "")


def test_the_flagship_passes_in_part_with_one_rating_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    outcome = run("whatif", "uk-online-safety", "--set", "6.2=partial", "--detail", "summary")
    assert (outcome.code, outcome.err) == (0, "")
    assert "Supposed: Passes in part" in outcome.out


def test_the_aggregations_of_variants_are_those_of_the_format() -> None:
    assert [each.value for each in Aggregation] == AGGREGATIONS


def test_a_grade_is_told_beside_the_verdict(city: Path) -> None:
    grades = [{"id": "a", "label": "Ahead", "when": {"score": "0.7"}}, {"id": "b", "label": "Behind"}]
    write_framework(city, grades=grades)
    outcome = run("whatif", "springfield", "--set", "1.2=pass", "--detail", "summary", columns=120)
    assert (outcome.code, outcome.err) == (0, "")
    # 0.5 and 0.5 before; with 1.2 the first dimension has 1: 0.75.
    assert "Fail (Behind, 50.0)" in outcome.out
    assert "Fail (Ahead, 75.0) (supposed)" in outcome.out


def test_what_is_supposed_is_told_in_words(city: Path) -> None:
    words = ("--set", "1.1=12", "--weight", "1=2", "--rule", "overall.pass_when={at_least: 1}")
    outcome = run("whatif", "springfield", *words, "--without", "2", "--format", "markdown")
    assert (outcome.code, outcome.err) == (0, "")
    assert (
        "- 1.1 Fine particles at 12 µg/m³ instead of 4.2 µg/m³\n"
        "- The whole: passes when: all dimensions pass → at least one of the dimensions passes\n"
        "- 1 Limits: weight 1 → 2\n"
        "- 2 Delivery: left out\n"
    ) in outcome.out.replace("\u2068", "").replace("\u2069", "")


def test_a_level_of_what_is_measured_is_told_with_its_band(city: Path) -> None:
    outcome = run("whatif", "springfield", "--set", "1.1=pass", columns=200)
    assert (outcome.code, outcome.out) == (2, "")
    assert "--set 1.1: pass is at most 5 µg/m³" in outcome.err
    assert "write a measurement" in outcome.err


def test_a_rule_is_checked_against_what_is_left(city: Path) -> None:
    """Without 1 the best score is a half, without 2 it is 1."""
    soft = [{"id": "low", "value": 0, "status": "fail"}, {"id": "mid", "value": "0.5", "status": "fail"}]
    hard = [{"id": each, "value": value, "status": each} for each, value in (("pass", 1), ("fail", 0))]
    dimensions = [
        {"id": "1", "title": "Limits", "indicators": [indicator("1.2")]},
        {"id": "2", "title": "Delivery", "indicators": [indicator("2.1", scale="soft")]},
    ]
    write_framework(city, scales={"hard": hard, "soft": soft}, dimensions=dimensions, pass_when="any")
    write_assessment(city, ratings={"1.2": "pass", "2.1": "low"})
    rule = "overall.pass_when={score: 0.9}"
    assert supposed("--without", "2", "--rule", rule)["status"] == "pass"
    for words in (("--without", "1", "--rule", rule), ("--rule", rule)):
        outcome = run("whatif", "springfield", *words)
        assert (outcome.code, outcome.out) == (2, "")
        assert "SC210" in outcome.err


def test_what_is_still_open_is_told_on_both_sides(city: Path) -> None:
    write_assessment(city, ratings={"1.1": "4.2", "1.2": "pass"})
    words = ("--set", "2.1=pass", "--detail", "summary")
    outcome = run("whatif", "springfield", *words, columns=120)
    assert "Not decided yet (between fail and pass" in outcome.out
    assert "Pass (100.0) (supposed)" in outcome.out


def test_what_the_framework_has_is_told_with_its_titles(city: Path) -> None:
    outcome = run("whatif", "springfield", "--set", "Delivery=fail", columns=400)
    assert (outcome.code, outcome.out) == (2, "")
    told = outcome.err.replace("\u2068", "").replace("\u2069", "")
    assert "the framework has no Delivery" in told
    assert "known here: 1 Limits, 1.1 Fine particles, 1.2 Limits in law, 2 Delivery, 2.1 Stations" in told


def test_what_is_so_already_is_told_to_be_as_it_is(city: Path) -> None:
    outcome = run("whatif", "springfield", "--set", "1.2=fail", "--format", "markdown")
    assert (outcome.code, outcome.err) == (0, "")
    told = outcome.out.replace("\u2068", "").replace("\u2069", "")
    assert "- 1.2 Limits in law: Fail, as it is\n" in told
    assert "(supposed)" not in outcome.out


def test_what_differs_is_shown_with_what_holds_it_and_its_whole_title(city: Path) -> None:
    """1.2 fails: at pass its dimension passes, and the second does not, nor does the whole."""
    outcome = run("whatif", "springfield", "--set", "1.2=pass", columns=80)
    assert (outcome.code, outcome.err) == (0, "")
    table = outcome.out.partition("As it is, and as supposed\n")[2]
    assert [each for each in ("1.1 ", "1.2 ", "2.1 ", "Overall") if each in table] == ["1.2 ", "Overall"]
    assert "…" not in outcome.out
    everything = run("whatif", "springfield", "--set", "1.2=pass", "--detail", "indicators", columns=80).out
    assert all(each in everything for each in ("1.1 ", "1.2 ", "2.1 "))


def test_a_dimension_says_which_critical_indicator_would_fail(city: Path) -> None:
    dimensions = framework_data()["dimensions"]
    dimensions[0]["indicators"][0]["critical"] = "true"
    write_framework(city, pass_when="any", dimensions=dimensions)
    outcome = run("whatif", "springfield", "--set", "1.1=90", "--set", "1.2=pass", columns=120)
    assert (outcome.code, outcome.err) == (0, "")
    assert "Fail (50.0, critical 1.1 fails) (supposed)" in outcome.out
