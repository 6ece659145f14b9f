"""`scorecard assess` as a user meets it: what it shows, what it says, how it ends."""

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.builders import data_file
from tests.cases import read_refusals
from tests.commands import ROOT, run, start
from tests.conftest import Golden

FRAMEWORK = data_file("assess/framework.yaml")
ASSESSMENT = data_file("assess/assessment.yaml")


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one framework and one assessment, and the working directory in it."""
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "assessments/springfield").mkdir(parents=True)
    (tmp_path / "frameworks/city-air@2.0.yaml").write_text(FRAMEWORK, encoding="utf-8")
    (tmp_path / "assessments/springfield/2021-03-11.yaml").write_text(ASSESSMENT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def change(city: Path, old: str, new: str, path: str = "assessments/springfield/2021-03-11.yaml") -> None:
    file = city / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


# What it shows ------------------------------------------------------------------------------------


@pytest.mark.parametrize("detail", ["summary", "dimensions", "indicators", "full"])
@pytest.mark.parametrize("format", ["table", "plain"])
def test_what_readers_see(city: Path, golden: Golden, format: str, detail: str) -> None:
    outcome = run("assess", "--format", format, "--detail", detail)
    assert (outcome.code, outcome.err) == (0, "")
    golden.check(f"assess-{detail}.{format}.txt", outcome.out)


def test_what_spreadsheets_get(city: Path, golden: Golden) -> None:
    outcome = run("assess", "--format", "csv")
    assert (outcome.code, outcome.err) == (0, "")
    golden.check("assess.csv", outcome.out)


def assess_json(*words: str) -> Any:
    outcome = run("assess", "--format", "json", *words)
    assert outcome.code == 0
    return json.loads(outcome.out)


def test_json_has_every_figure(city: Path) -> None:
    content = assess_json()
    assert content["schema"] == "scorecard/assess/1"
    (card,) = content["scorecards"]
    # Test 1: items 1.1 (weight 1, good), 1.2 (weight 2, fair), 1a (weight 1, nothing rated).
    # Its score (1 + 2/3) / 3 = 5/9; at worst (1 + 2/3 + 0) / 4 = 5/12; at best 8/12. Test 2: 0.
    # The whole: (5/9 + 0) / 2 = 5/18; 5/24; 1/3. Coverage 4 of 5 by weight.
    expected = {
        "subject": {"id": "springfield", "name": "Springfield", "tags": []},
        "date": "2021-03-11",
        "suffix": None,
        "title": "First review",
        "draft": False,
        "path": "assessments/springfield/2021-03-11.yaml",
        "status": "fail",
        "score": 0.277778,
        "score_low": 0.208333,
        "score_high": 0.333333,
        "coverage": 0.8,
        "provisional": False,
        "near_miss": ["1", "2"],
        "enough_alone": [],
        "counts": {"pass": 1, "partial": 1, "fail": 1, "not_rated": 1, "not_applicable": 0, "rated": None},
    }
    assert {key: card[key] for key in expected} == expected
    assert card["framework"]["id"] == "city-air"
    assert card["framework"]["version"] == "2.0"
    assert card["framework"]["note"] == "An example."
    assert card["framework"]["digest"].startswith("sha256:")
    one, two = card["dimensions"]
    assert (one["score"], one["score_low"], one["score_high"]) == (0.555556, 0.416667, 0.666667)
    # at worst 1a fails, so none-fail does not hold; at best it does
    assert one["status"] == "undetermined"
    assert one["coverage"] == 0.75
    assert one["near_miss"] == ["1.2", "1a"]
    assert one["dimensions"][0]["score"] is None
    assert one["dimensions"][0]["status"] == "undetermined"
    assert (two["status"], two["score"], two["weight"], two["critical"]) == ("fail", 0.0, 1.0, False)
    first = one["indicators"][0]
    assert first["measured"] == 4.2
    assert first["level"] == "good"
    assert first["rationale"] == "Mean of the seven background stations."
    assert first["confidence"] == "high"
    assert first["critical"] is True
    assert first["evidence"][0]["source"] == "plan"
    assert first["evidence"][0]["locator"] == "table 3, p. 12"
    assert one["indicators"][1]["recommendation"] == "Enact them."
    assert one["indicators"][1]["score"] == 0.333333
    assert two["indicators"][1]["state"] == "future"
    assert two["indicators"][1]["level"] is None


def test_show_score_false_keeps_scores_from_people_and_not_from_programs(city: Path) -> None:
    change(city, "note: An example.", "note: An example.\nshow_score: false", "frameworks/city-air@2.0.yaml")
    for format in ("table", "plain"):
        for detail in ("indicators", "full"):
            out = run("assess", "--format", format, "--detail", detail).out
            assert "27.8" not in out
            assert "Score" not in out
    rows = list(csv.DictReader(io.StringIO(run("assess", "--format", "csv").out)))
    assert {row["score"] for row in rows} == {""}
    assert assess_json()["scorecards"][0]["score"] == 0.277778


def test_verdicts_are_in_the_frameworks_own_words(city: Path) -> None:
    change(
        city,
        "note: An example.",
        "verdict_labels: {fail: Not met, pass: Met}",
        "frameworks/city-air@2.0.yaml",
    )
    out = run("assess", "--format", "plain").out
    assert out.startswith("✗ Not met · Springfield, 11 March 2021\n1 of 4 Met, 1 partly, 1 Not met, ")


def test_a_draft_is_marked_in_every_format(city: Path) -> None:
    change(city, "title: First review", "title: First review\nstage: draft")
    name = "springfield@2021-03-11"
    assert "DRAFT" in run("assess", name).out
    assert "DRAFT" in run("assess", name, "--format", "plain", "--detail", "summary").out
    assert assess_json(name)["scorecards"][0]["draft"] is True
    rows = list(csv.DictReader(io.StringIO(run("assess", name, "--format", "csv").out)))
    assert {row["draft"] for row in rows} == {"true"}


def test_a_changed_framework_is_said_where_the_verdict_is_read(city: Path) -> None:
    change(city, "date: 2021-03-11", f"framework_digest: sha256:{'0' * 64}\ndate: 2021-03-11")
    said = "The framework's text has changed since these ratings were made, although its version has not."
    assert said in " ".join(run("assess").out.split())


# The answer first ---------------------------------------------------------------------------------


def test_a_score_that_is_not_to_be_quoted_is_told_in_full_by_its_bounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    # Beijing in 2023: 3 of 10 rated, 30.0 of what is, 8.3 to 75.0 whatever the others will be.
    told = run("assess", "beijing@2023-12-31", "--detail", "full", "--format", "plain").out
    assert re.search(r"^Score +between 8\.3 and 75\.0 once all is rated, out of 100$", told, re.MULTILINE)
    assert "30.0 out of 100" not in told


def test_the_flagship_is_answered_in_the_first_lines_and_shown_in_45(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    lines = run("assess", "uk-online-safety").out.splitlines()
    assert lines[:6] == [
        "✗ Fails · UK online safety law, 26 October 2023",
        "  16 of 27 pass, 9 partly, 2 fail · 12 up, none down since April 2022",
        "Why      Test 6 fails and five are partial; all six must pass.",
        "Changed  Test 1 rose from fail to partial.",
        "Trust    27 of 27 rated. Rated by The scorecard project; two assessors, one not",
        "         independent, marked all 27 and agreed on 24 of 27; 3 stand as decided.",
    ]
    text = " ".join("\n".join(lines).split())
    assert "Same test since March 2021." in text
    assert "the second had the first in sight." in text, "the note"
    framework = json.loads(run("show", "online-safety-six-tests", "--format", "json").out)
    ids = [each["id"] for one in framework["dimensions"] for each in one["indicators"]]
    assert len(ids) == 27
    assert all(sum(line.lstrip().startswith(f"{id} ") for line in lines) == 1 for id in ids)
    assert len(lines) <= 45
    assert max(map(len, lines)) <= 80


def test_what_changed_is_of_the_dates_up_to_it_and_needs_no_other_file(city: Path) -> None:
    path = city / "assessments/springfield/2021-01-11.yaml"
    path.write_text(ASSESSMENT.replace("2021-03-11", "2021-01-11").replace("level: fair", "level: poor"))
    later = " ".join(run("assess", "springfield").out.split())
    assert "1 up, none down since January 2021" in later
    assert "Same test since January 2021." in later
    assert "Nothing earlier to compare with." in run("assess", "springfield@2021-01-11").out
    assert "Nothing earlier to compare with." in run("assess", "-", stdin=ASSESSMENT).out


def test_several_subjects_are_a_table_unless_each_is_asked_for(city: Path) -> None:
    (city / "assessments/shelbyville").mkdir()
    other = ASSESSMENT.replace("springfield", "shelbyville").replace("Springfield", "Shelbyville")
    (city / "assessments/shelbyville/2021-03-11.yaml").write_text(other, encoding="utf-8")
    assert run("assess").out == (
        "Clean city air: 2 subjects · 2 of 2 fail\n"
        "\n"
        "Passes when all tests pass; otherwise it is partial when none of the tests\n"
        "fails. Rated by A. Person and B. Person; no check by others recorded.\n"
        "\n"
        "11 March 2021\n"
        "Subject      Result   ✓  ◐  ✗  –  Score\n"
        "───────────────────────────────────────\n"
        "Shelbyville  ✗ Fails  1  1  1  1   27.8\n"
        "Springfield  ✗ Fails  1  1  1  1   27.8\n"
        "\n"
        "Note: An example.\n"
    )
    each = run("assess", "--detail", "indicators").out
    assert each.count("1.1 Fine particles") == 2
    assert run("assess", "--only", "fail").out.count("2.1 Yearly report") == 2


def test_a_table_of_several_says_dates_drafts_and_frameworks_where_they_differ(city: Path) -> None:
    """There is a table for each version of a framework, and it says which; a draft is marked by its name."""
    framework = FRAMEWORK.replace('version: "2.0"', 'version: "3.0"')
    (city / "frameworks/city-air@3.0.yaml").write_text(framework, encoding="utf-8")
    (city / "assessments/shelbyville").mkdir()
    other = ASSESSMENT.replace("springfield", "shelbyville").replace("Springfield", "Shelbyville")
    other = other.replace("city-air@2.0", "city-air@3.0").replace("title:", "stage: draft\ntitle:", 1)
    (city / "assessments/shelbyville/2022-03-11.yaml").write_text(
        other.replace("2021-03-11", "2022-03-11"), encoding="utf-8"
    )
    out = run("assess", "--drafts").out
    assert "Clean city air (city-air@3.0) · 11 March 2022" in out
    assert "Clean city air (city-air@2.0) · 11 March 2021" in out
    assert "DRAFT: Shelbyville  ✗ Fails" in out


# Filters and gates --------------------------------------------------------------------------------


def test_only_shows_fewer_rows_and_the_same_figures(city: Path) -> None:
    whole, filtered = assess_json()["scorecards"][0], assess_json("--only", "fail,not-rated")["scorecards"][0]
    for key in ("score", "status", "counts", "near_miss", "coverage"):
        assert filtered[key] == whole[key]
    ids = [
        indicator["id"]
        for dimension in filtered["dimensions"]
        for each in [dimension, *dimension["dimensions"]]
        for indicator in each["indicators"]
    ]
    assert ids == ["1.3", "2.1"]


def test_a_filter_is_said_and_hides_nothing_that_the_words_need(city: Path) -> None:
    out = " ".join(run("assess", "--only", "fail", "--dimension", "2").out.split())
    assert "Shown only test 2; only indicators that fail" in out
    assert run("assess", "--only", "not-applicable").code == 0
    assert "(none)" in run("assess", "--only", "not-applicable").out


def test_filters_are_told_in_the_frameworks_words(city: Path) -> None:
    path = city / "frameworks/city-air@2.0.yaml"
    words = "dimension_label: Pillar\nindicator_label: Question"
    path.write_text(FRAMEWORK.replace("dimension_label: Test", words), encoding="utf-8")
    out = " ".join(run("assess", "--dimension", "1", "--only", "not-rated,fail,partial").out.split())
    assert "Shown only pillar 1; only questions that are partial, fail or are not rated" in out
    out = " ".join(run("trend", "springfield", "--dimension", "1", "--only", "changed").out.split())
    assert "Shown only pillar 1; only questions that changed" in out


def test_a_near_miss_is_told_where_all_is_rated_and_most_pass(city: Path) -> None:
    dimension = """\
  - id: "{0}"
    title: Dimension {0}
    indicators:
      - {{id: "{0}.1", title: One, requirement: One is so {0}.}}
"""
    text = FRAMEWORK[: FRAMEWORK.index("dimensions:")] + "dimensions:\n"
    text += "".join(dimension.format(name) for name in ("a", "b", "c"))
    (city / "frameworks/city-air@2.0.yaml").write_text(text, encoding="utf-8")
    ratings = "ratings: {a.1: good, b.1: good, c.1: poor}\n"
    (city / "assessments/springfield/2021-03-11.yaml").write_text(
        ASSESSMENT[: ASSESSMENT.index("ratings:")] + ratings, encoding="utf-8"
    )
    shown = " ".join(run("assess", "--dimension", "a", "--detail", "full").out.split())
    assert "Near miss would pass if Dimension c did" in shown


def test_a_near_miss_of_the_whole_is_one_of_what_lacks_too(city: Path) -> None:
    """All three must pass. c passes if c.0 and c.1 do; where all three fail it is far from passing."""
    indicator = '      - {{id: "{0}.{1}", title: One, requirement: One is so {0} {1}.}}\n'
    text = FRAMEWORK[: FRAMEWORK.index("dimensions:")] + "dimensions:\n"
    for name in "abc":
        text += f"  - id: {name}\n    title: Dimension {name}\n    indicators:\n"
        text += "".join(indicator.format(name, number) for number in range(3))
    (city / "frameworks/city-air@2.0.yaml").write_text(text, encoding="utf-8")
    for poor, is_told in ((2, True), (3, False)):
        ratings = {f"{name}.{number}": "good" for name in "abc" for number in range(3)}
        ratings |= {f"c.{number}": "poor" for number in range(poor)}
        lines = "".join(f"  {id}: {level}\n" for id, level in ratings.items())
        (city / "assessments/springfield/2021-03-11.yaml").write_text(
            ASSESSMENT[: ASSESSMENT.index("ratings:")] + "ratings:\n" + lines, encoding="utf-8"
        )
        for words in ((), ("--only", "pass"), ("--dimension", "a")):
            assert ("Near miss" in run("assess", *words, "--detail", "full").out) is is_told
        shown = json.loads(run("assess", "--format", "json").out)["scorecards"][0]
        assert shown["near_miss"] == ["c"], "SPEC 3: the list itself is as it was"


@pytest.mark.parametrize(
    "number",
    [
        "999999999999999999.999999999999999999",
        "-123456789.123456789",
        "0.000000000000000001",
        "7",
        "0.1",
        "68.5534591194968",
        "123456789012345678",
        "0.0000001",
    ],
)
def test_measurements_keep_every_digit(city: Path, number: str) -> None:
    path = city / "assessments/springfield/2021-03-11.yaml"
    path.write_text(ASSESSMENT.replace("measured: 4.20", f"measured: {number}"), encoding="utf-8")
    found = json.loads(run("assess", "--format", "json").out, parse_float=Decimal)
    measured = found["scorecards"][0]["dimensions"][0]["indicators"][0]["measured"]
    assert Decimal(measured) == Decimal(number)
    (row, *_) = csv.DictReader(io.StringIO(run("assess", "--format", "csv").out))
    assert Decimal(row["measured"].removeprefix("'")) == Decimal(number)
    assert "E" not in row["measured"].upper()


@pytest.mark.parametrize(
    ("fraction", "number"),
    [
        ("1/3", "0.3333333333333333"),
        ("123456789012345678/123456789012345679", "0.9999999999999999918999999271"),
        ("500000000000000001/2", "250000000000000000.5"),
        ("4/2", "2"),
    ],
)
def test_a_fraction_is_no_whole_number_where_it_is_none(city: Path, fraction: str, number: str) -> None:
    """1 - 1/123456789012345679 = 1 - 8.1000000729e-18."""
    path = city / "assessments/springfield/2021-03-11.yaml"
    path.write_text(ASSESSMENT.replace("measured: 4.20", f"measured: {fraction}"), encoding="utf-8")
    found = json.loads(run("assess", "--format", "json").out, parse_float=str, parse_int=str)
    assert found["scorecards"][0]["dimensions"][0]["indicators"][0]["measured"] == number
    (row, *_) = csv.DictReader(io.StringIO(run("assess", "--format", "csv").out))
    assert row["measured"] == number


def test_a_filter_leaves_what_is_said_of_a_dimension(city: Path) -> None:
    indicators = "".join(
        f"      - {{id: a{number}, title: One, requirement: One is so {number}.}}\n" for number in range(4)
    )
    dimension = (
        f"dimensions:\n  - id: a\n    title: A\n    pass_when: {{at_least: 3}}\n    indicators:\n{indicators}"
    )
    text = FRAMEWORK[: FRAMEWORK.index("dimensions:")] + dimension
    (city / "frameworks/city-air@2.0.yaml").write_text(text, encoding="utf-8")
    ratings = "ratings: {a0: good, a1: poor, a2: good, a3: poor}\n"
    (city / "assessments/springfield/2021-03-11.yaml").write_text(
        ASSESSMENT[: ASSESSMENT.index("ratings:")] + ratings, encoding="utf-8"
    )
    for words in ([], ["--only", "fail"], ["--only", "pass"]):
        out = run("assess", *words, "--format", "plain", "--detail", "full", columns=200).out
        assert "✗ Fail: 2 pass, 2 fail; would pass if a1 or a3 did" in out


def test_dimension_shows_one_at_any_depth(city: Path) -> None:
    (found,) = assess_json("--dimension", "1a")["scorecards"][0]["dimensions"]
    assert found["id"] == "1a"
    assert [each["id"] for each in found["indicators"]] == ["1.3"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--fail-under", "0.2"], 0),
        (["--fail-under", "5/18"], 0),
        (["--fail-under", "0.28"], 1),
        (["--fail-on", "fail"], 1),
        (["--fail-on", "pass,partial"], 0),
        (["--fail-on", "fail", "--only", "pass"], 1),
        (["--fail-on", "fail", "--fail-on", "undetermined"], 1),
    ],
)
def test_gates(city: Path, words: list[str], code: int) -> None:
    outcome = run("assess", *words)
    assert outcome.code == code
    assert ("Gate: Springfield, 2021-03-11" in outcome.err) == (code == 1)


def test_no_score_fails_a_gate_on_the_score(city: Path) -> None:
    text = ASSESSMENT[: ASSESSMENT.index("ratings:")]
    (city / "assessments/springfield/2021-03-11.yaml").write_text(text, encoding="utf-8")
    outcome = run("assess", "--fail-under", "0")
    assert outcome.code == 1
    assert "there is no score" in outcome.err


def test_a_gate_on_a_score_says_so_where_too_little_is_rated(city: Path) -> None:
    """2.1 alone is rated, at 1, and so is the whole; with all of dimension 1 at 0 it is (0 + 1) / 2."""
    framework, title = "frameworks/city-air@2.0.yaml", "title: Clean city air\n"
    said = "Springfield, 2021-03-11: --fail-under holds so far; too little is rated, and the score may end"

    def asked(least: str) -> tuple[int, str]:
        outcome = run("assess", "--format", "json", "--fail-under", least)
        return outcome.code, outcome.err

    change(city, ASSESSMENT[ASSESSMENT.index("ratings:") :], "ratings: {'2.1': good}\n")
    assert asked("0.6") == (0, "")
    change(city, title, f"{title}minimum_coverage: 1\n", framework)
    assert asked("0.6") == (0, f"{said} as low as 50.0\n")
    assert asked("0.5") == (0, "")
    change(city, title, f"{title}show_score: false\n", framework)
    assert asked("0.6") == (0, f"{said} lower\n")


# What it says when something is wrong ---------------------------------------------------------------


@pytest.mark.parametrize(("words", "code", "said"), read_refusals("assess"))
def test_a_wrong_word_gets_an_exit_code_and_a_way_out(
    city: Path, words: list[str], code: int, said: str
) -> None:
    outcome = run("assess", *words)
    assert (outcome.code, outcome.out) == (code, "")
    assert said in " ".join(outcome.err.split())


def test_an_unknown_option_is_a_usage_error(city: Path) -> None:
    outcome = run("assess", "--formt", "json")
    assert outcome.code == 2
    assert "--format" in outcome.err


def test_a_broken_file_does_not_hide_the_others(city: Path) -> None:
    broken = ASSESSMENT.replace('"2.1": poor', '"2.1": por').replace("2021-03-11", "2021-01-01")
    (city / "assessments/springfield/2021-01-01.yaml").write_text(broken, encoding="utf-8")
    outcome = run("assess", "assessments/", "--format", "json")
    assert outcome.code == 1
    assert [card["date"] for card in json.loads(outcome.out)["scorecards"]] == ["2021-03-11"]
    assert outcome.err == (
        "assessments/springfield/2021-01-01.yaml:35:10: error SC404 unknown-level\n"
        '  35 |   "2.1": por\n'
        "     |          ^^^\n"
        '  indicator 2.1: "por" is not a level of its scale\n'
        "  help: did you mean poor?\n"
    )


def test_an_assessment_of_a_broken_framework_is_not_scored(city: Path) -> None:
    change(city, "value: 1/3", "value: 4/3", "frameworks/city-air@2.0.yaml")
    outcome = run("assess")
    assert outcome.code == 1
    assert outcome.out == ""
    assert "frameworks/city-air@2.0.yaml:11:38: error SC105 out-of-range" in outcome.err
    assert "assessments/springfield/2021-03-11.yaml is not scored" in outcome.err


def test_a_misplaced_file_is_not_ignored(city: Path) -> None:
    (city / "assessments/2022.yaml").write_text("kind: assessment\n")
    outcome = run("assess")
    assert outcome.code == 1
    assert "Springfield, 11 March 2021" in outcome.out
    assert "assessments/2022.yaml:1:1: error SC501 misplaced-file" in outcome.err


def test_the_highest_code_wins(city: Path) -> None:
    change(city, "date: 2021-03-11", "date: 2021-03-12")
    outcome = run("assess", "springfield", "nowhere")
    assert outcome.code == 3
    assert "SC502" in outcome.err
    assert "there is no subject nowhere" in outcome.err


def test_outside_a_project_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = run("assess")
    assert outcome.code == 3
    assert "there is no project here" in outcome.err
    assert "--project" in outcome.err


def test_standard_input(city: Path) -> None:
    outcome = run("assess", "-", "--format", "json", stdin=ASSESSMENT.encode())
    assert outcome.code == 0
    assert json.loads(outcome.out)["scorecards"][0]["path"] == "-"
    assert run("assess", "-", stdin=b"\xff").code == 1
    assert run("assess", "-", stdin=b"").code == 1


# Real streams and terminals ---------------------------------------------------------------------------

HOSTILE = (
    "[bold]x[/] [/] ::error::boo \u202eevil\u2066 <script> =1+1 日本語のとても長い題名です שלום 👩‍👩‍👧 "
    + "long " * 40
)


def hostile(city: Path) -> None:
    change(city, "name: Springfield", f"name: {json.dumps(HOSTILE, ensure_ascii=False)}")
    change(city, "Announced, not enacted.", "first line\n\n      ::error file=x::boo\n      ##[error]boo")
    change(
        city,
        "title: Limits in law",
        f"title: {json.dumps(HOSTILE, ensure_ascii=False)}",
        "frameworks/city-air@2.0.yaml",
    )


@pytest.mark.parametrize("format", ["table", "plain"])
@pytest.mark.parametrize("columns", [40, 80, 120])
def test_text_from_files_neither_styles_nor_breaks_the_terminal(
    city: Path, format: str, columns: int
) -> None:
    hostile(city)
    outcome = run("assess", "--format", format, "--detail", "full", columns=columns)
    assert outcome.code == 0
    assert "[bold]x[/] [/]" in outcome.out
    assert "<U+202E>evil<U+2066>" in outcome.out
    for char in "\x1b\u202e\u2066":
        assert char not in outcome.out
    assert not any(line.lstrip().startswith("::") for line in outcome.out.splitlines())
    assert "##[" not in outcome.out


def test_plain_cuts_nothing_off(city: Path) -> None:
    hostile(city)
    out = run("assess", "--format", "plain", columns=60).out
    shown = re.sub("[\u2068\u2069]", "", "".join(out.split()))
    assert "".join(HOSTILE.replace("\u202e", "<U+202E>").replace("\u2066", "<U+2066>").split()) in shown


def test_lines_fit_the_width(city: Path) -> None:
    from rich.cells import cell_len

    hostile(city)
    for format in ("table", "plain"):
        for columns in (60, 80, 120):
            out = run("assess", "--format", format, columns=columns).out
            assert max(cell_len(line) for line in out.splitlines()) <= columns


def test_a_stream_that_knows_only_ascii(city: Path) -> None:
    hostile(city)
    for format in ("table", "plain"):
        outcome = start("assess", "--format", format, cwd=city, PYTHONIOENCODING="ascii")
        assert outcome.code == 0, outcome.err
        assert outcome.out.isascii()
    assert "N Fail" in start("assess", cwd=city, PYTHONIOENCODING="ascii").out
    content = json.loads(start("assess", "--format", "json", cwd=city, PYTHONIOENCODING="ascii").out)
    assert content["scorecards"][0]["subject"]["name"] == HOSTILE.strip()


def test_colours_only_where_they_are_wanted(city: Path) -> None:
    assert "\x1b[" not in start("assess", cwd=city).out
    assert "\x1b[" in start("assess", cwd=city, FORCE_COLOR="1", TERM="xterm-256color").out
    assert "\x1b[" not in start("assess", cwd=city, FORCE_COLOR="1", NO_COLOR="1", TERM="xterm-256color").out
    assert "\x1b[" not in start("assess", cwd=city, TERM="dumb").out
