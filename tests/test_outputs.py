"""What programs get is what docs/outputs.md says: every key, its type, and the columns of tables.

Every document that a test prints with `run` is held to its schema there (`tests/commands.py`).
"""

import csv
import io
import json
import re
import subprocess
import sys
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from scorecard.cli.schema import CALLED_OTHERWISE
from scorecard.comparing.assessments import ChangeKind
from scorecard.comparing.frameworks import ChangeClass
from scorecard.diagnostics import Severity
from scorecard.model.assessment import DecisionOn
from scorecard.model.framework import State
from scorecard.views.outputs import OUTPUTS_PAGE, TYPES
from tests.builders import indicator, write_assessment, write_framework, write_project
from tests.commands import ROOT, run
from tests.outputs import mistakes_in, outputs

PAGE = (ROOT / OUTPUTS_PAGE).read_text(encoding="utf-8")


def named_first(title: str) -> list[str]:
    """The names in the first cells of the table that follows a text of the page."""
    table = re.search(r"(?:^\|.*\n)+", PAGE[PAGE.index(title) :], re.MULTILINE)
    assert table is not None
    return [
        name for line in table[0].splitlines()[2:] for name in re.findall("`([^`]+)`", line.split("|")[1])
    ]


def walk(schema: Any) -> list[dict[str, Any]]:
    """Every object in a schema that has known keys."""
    held = schema if isinstance(schema, list) else list(schema.values()) if isinstance(schema, dict) else []
    own = [schema] if isinstance(schema, dict) and "required" in schema else []
    return own + [found for each in held for found in walk(each)]


# Schemas ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", outputs().shapes)
def test_the_command_prints_a_schema_that_says_what_each_key_is(name: str) -> None:
    outcome = run("schema", f"output/{name}")
    assert (outcome.code, outcome.err) == (0, "")
    schema = json.loads(outcome.out)
    Draft202012Validator.check_schema(schema)
    assert (schema["title"], schema["$id"]) == (f"scorecard/{name}/1", f"urn:scorecard:{name}:1")
    for each in walk(schema):
        assert each.get("additionalProperties") is None, "keys may come"
        for key, value in each["properties"].items():
            assert re.search(r"^[A-Z`].*\.$", value["description"]), (key, value)


def test_every_shape_that_the_code_makes_is_described() -> None:
    texts = (path.read_text(encoding="utf-8") for path in ROOT.glob("scorecard/**/*_data.py"))
    others = (
        ROOT / f"scorecard/{path}.py" for path in ("views/framework", "views/overview", "views/supposed")
    )
    texts = [*texts, *(path.read_text(encoding="utf-8") for path in others)]
    made = {shape for text in texts for shape in re.findall(r'"(scorecard/\w+/\d+)"', text)}
    assert made | {"scorecard/diagnostics/1"} == set(outputs().shapes.values())


@pytest.mark.parametrize(("word", "name"), CALLED_OTHERWISE.items())
def test_a_command_will_do_for_the_name_of_its_output(word: str, name: str) -> None:
    assert run("schema", f"output/{word}") == run("schema", f"output/{name}")


def test_a_part_of_a_change_can_be_more_than_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [indicator("1.1"), indicator("1.2", weight=100), indicator("1.3", weight=100)]
    write_framework(tmp_path, dimensions=[{"id": "1", "title": "Limits", "indicators": asked}])
    write_assessment(tmp_path, ratings={"1.1": "pass", "1.2": "fail"})
    write_assessment(tmp_path, date="2022-03-11", ratings={"1.1": "fail", "1.3": "pass"})
    monkeypatch.chdir(tmp_path)
    score = json.loads(run("diff", "springfield", "--format", "json").out)["score"]
    # From 1/101 to 100/101, of which like for like 1 to 0: 99/101 + 1.
    assert (score["change"], score["real"], score["coverage"]) == (0.980198, -1, 1.980198)


def test_an_output_that_there_is_not_is_a_mistake() -> None:
    outcome = run("schema", "output/diffe")
    said = "Error: output/diffe has no schema\n  did you mean output/diff?\n"
    assert (outcome.code, outcome.out, outcome.err) == (2, "", said)


def test_the_page_explains_every_type() -> None:
    explained = named_first("## Types")
    assert [name for name in TYPES if name not in explained] == []


@pytest.mark.parametrize("words", [ChangeClass, ChangeKind, DecisionOn, Severity, State])
def test_the_page_has_the_words_of_a_list(words: type[StrEnum]) -> None:
    row = re.search(rf"^\| `{words.__name__}` \| (.*) \|$", PAGE, re.MULTILINE)
    assert row is not None
    assert re.findall("`([^`]+)`", row[1]) == [str(each) for each in words]


@pytest.mark.parametrize("path", sorted(ROOT.glob("tests/golden/*json*")), ids=lambda path: path.name)
def test_golden_files_are_what_their_schemas_say(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith(('{"schema"', '{\n  "schema"'))
    assert mistakes_in(text) == []


def test_a_key_that_is_described_nowhere_is_found() -> None:
    listed = json.loads(run("list", "--format", "json").out)
    del listed["frameworks"][0]["digest"]
    listed["more"] = 1
    assert sorted(mistakes_in(json.dumps(listed))) == [
        "$.frameworks[0]: 'digest' is a required property",
        "$: Additional properties are not allowed ('more' was unexpected)",
    ]
    open_to_more = Draft202012Validator(outputs().schema("list"))
    assert [each.message for each in open_to_more.iter_errors(listed)] == ["'digest' is a required property"]
    assert mistakes_in('{"schema":"scorecard/list/2"}') == ["scorecard/list/2 is described nowhere"]


@pytest.mark.slow
def test_another_validator_agrees(tmp_path: Path) -> None:
    documents = {
        "assess": ["assess"],
        "framework": ["show", "who-air-quality"],
        "list": ["list"],
        "trend": ["trend"],
        "diff": ["diff", "beijing"],
        "agree": ["agree"],
        "robustness": ["robustness"],
        "diagnostics": ["validate"],
    }
    for name, words in documents.items():
        (tmp_path / "schema.json").write_text(run("schema", f"output/{name}").out, encoding="utf-8")
        (tmp_path / "output.json").write_text(run(*words, "--format", "json").out, encoding="utf-8")
        check = [sys.executable, "-m", "check_jsonschema", "--schemafile", "schema.json", "output.json"]
        subprocess.run(check, cwd=tmp_path, check=True)


# What is complete ---------------------------------------------------------------------------------


def near_miss(root: Path, pass_when: Any, *levels: str) -> tuple[list[str], list[str]]:
    """What is told of the whole where its dimensions, of one indicator each, are rated so."""
    indicators = [[indicator(f"{id}1")] for id in "abcd"[: len(levels)]]
    dimensions = [
        {"id": id, "title": id, "indicators": held} for id, held in zip("abcd", indicators, strict=False)
    ]
    write_framework(root, dimensions=dimensions, overall={"pass_when": pass_when})
    write_assessment(root, ratings={f"{id}1": level for id, level in zip("abcd", levels, strict=False)})
    (card,) = json.loads(run("assess", "--format", "json").out)["scorecards"]
    return card["near_miss"], card["enough_alone"]


def test_a_near_miss_tells_one_of_these_from_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    two_fail = ("pass", "pass", "fail", "fail")
    assert near_miss(tmp_path, {"at_least": 4}, *two_fail) == (["c", "d"], [])
    assert near_miss(tmp_path, {"at_least": 3}, *two_fail) == (["c", "d"], ["c", "d"])
    assert near_miss(tmp_path, "all", "pass", "fail") == (["b"], ["b"])
    assert near_miss(tmp_path, "all", "pass", "pass") == ([], [])


def test_show_has_what_a_level_and_a_measurement_come_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    bands = [{"level": "pass", "at_most": "5.50"}, {"level": "fail"}]
    points = [{"at": 10, "value": "1/3"}, {"at": 5, "value": 1}]
    measured = indicator("1.10", measure={"unit": "µg", "bands": bands, "points": points}, tags=["health"])
    dimension = {"id": "1", "title": "D", "indicators": [measured], "pass_when": {"share": "2/3"}}
    write_framework(tmp_path, dimensions=[dimension], language="pt-BR", licence="CC-BY-4.0", scales=None)
    shown = json.loads(run("show", "city-air", "--format", "json").out)
    assert (shown["language"], shown["licence"], shown["pass_when"]) == ("pt-BR", "CC-BY-4.0", "all")
    (one,) = shown["dimensions"]
    assert (one["pass_when"], one["partial_when"]) == ({"share": 0.6666666666666666}, None)
    (found,) = one["indicators"]
    assert (found["id"], found["tags"], found["scale"]) == ("1.10", ["health"], "rating")
    assert found["measure"] == {
        "unit": "µg",
        "bands": [
            {"level": "pass", "at_most": 5.5, "at_least": None},
            {"level": "fail", "at_most": None, "at_least": None},
        ],
        "points": [{"at": 10, "value": 0.3333333333333333}, {"at": 5, "value": 1}],
    }
    assert shown["scales"]["rating"][1] == {
        "id": "partial",
        "label": "Partial",
        "value": 0.5,
        "status": "partial",
    }


def test_where_nobody_judges_show_has_no_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "tests/field/digital-rights")
    shown = json.loads(run("show", "digital-rights", "--format", "json").out)
    assert (shown["verdict"], shown["pass_when"], shown["partial_when"]) == ("none", None, None)
    assert {level["status"] for levels in shown["scales"].values() for level in levels} == {None}


def test_a_second_assessment_of_a_day_has_its_suffix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write_project(tmp_path))
    path = write_assessment(tmp_path, suffix="b")
    for words in (["assessments/"], ["springfield@2021-03-11-b"], [str(path)]):
        cards = json.loads(run("assess", *words, "--format", "json").out)["scorecards"]
        assert cards[-1]["suffix"] == "b"
    assert cards[-1]["framework"]["verdict_labels"] == {}
    from_elsewhere = run("assess", "-", "--format", "json", stdin=path.read_bytes())
    assert json.loads(from_elsewhere.out)["scorecards"][0]["suffix"] is None


# Tables -------------------------------------------------------------------------------------------


def rows(*words: str) -> list[dict[str, str]]:
    outcome = run(*words, "--format", "csv")
    assert outcome.err == ""
    return list(csv.DictReader(io.StringIO(outcome.out)))


def columns(*words: str) -> list[str]:
    return [*rows(*words)[0]]


def test_tables_have_the_columns_that_the_page_names() -> None:
    rated = named_first("**`assess`, `report`**")
    said, more = rated[-7:-3], rated[-3:]
    assert more == ["newest_id", "comparable_with_previous", "whole_grade"]
    assert said == ["confidence", "rationale", "recommendation", "evidence"]
    assert columns("assess") == columns("report", "beijing") == rated[:-3]
    assert columns("trend", "beijing") == [*rated[:-7], *more]
    assert columns("whatif", "beijing", "--weight", "pm25-annual=2") == ["supposed", *rated[:-3]]
    assert columns("diff", "beijing") == named_first("**`diff`** of assessments")
    assert columns("diff", "who-air-quality") == named_first("**`diff`** of frameworks")
    assert columns("robustness", "beijing") == named_first("**`robustness`**")


def test_trend_and_assess_say_the_same_of_a_rating(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write_project(tmp_path))
    dimensions = [{"id": "1", "title": "Limits", "indicators": [indicator("1.9", replaces=["1.1"])]}]
    write_framework(tmp_path, version="3", replaces="city-air@2.0", dimensions=dimensions)
    write_assessment(tmp_path, date="2022-03-11", framework="city-air@3", ratings={"1.9": "pass"})
    rated = rows("assess", "assessments/")
    followed = rows("trend")
    assert {(each["date"], each["indicator"]) for each in followed} == {
        (each["date"], each["indicator"]) for each in rated
    }
    for each in followed:
        (same,) = (
            one for one in rated if (one["date"], one["indicator"]) == (each["date"], each["indicator"])
        )
        assert {name: each[name] for name in same if name in each} == {
            name: value for name, value in same.items() if name in each
        }
    assert [(each["date"], each["indicator"]) for each in followed if each["newest_id"] == "1.9"] == [
        ("2021-03-11", "1.1"),
        ("2022-03-11", "1.9"),
    ]


@pytest.mark.parametrize("words", [["assess"], ["trend"], ["diff", "springfield"], ["robustness"]])
def test_tables_have_no_scores_where_a_framework_shows_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write_framework(tmp_path, show_score="false")
    for year, level in (("2021", "fail"), ("2022", "pass")):
        write_assessment(tmp_path, date=f"{year}-03-11", ratings={"1.2": level})
    found = rows(*words)
    assert {each[name] for each in found for name in each if name.endswith("score")} == {""}
    assert {"pass", "undetermined"} & {value for each in found for value in each.values()}


def test_what_counts_as_one_has_its_own_weight_in_trend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    elements = [indicator("1.1a"), indicator("1.1b", weight=2)]
    whole = {"id": "1.1", "title": "Both", "counts_as": "indicator", "weight": 3, "critical": True}
    top = {"id": "1", "title": "Limits", "dimensions": [{**whole, "indicators": elements}]}
    write_framework(tmp_path, dimensions=[top])
    write_assessment(tmp_path, ratings={"1.1a": "pass", "1.1b": "fail"})
    told = [
        [each[name] for name in ("indicator", "dimension", "part_of", "weight", "critical", "score")]
        for each in rows("trend")
    ]
    assert told == [
        ["1.1", "1", "", "3.0", "true", "0.333333"],
        ["1.1a", "1.1", "1.1", "1.0", "false", "1.0"],
        ["1.1b", "1.1", "1.1", "2.0", "false", "0.0"],
    ]
    assert [each["indicator"] for each in rows("assess")] == ["1.1a", "1.1b"]
