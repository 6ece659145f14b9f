"""What programs get is what docs/outputs.md says: every key, its type, and the columns of tables.

Every document that a test prints with `run` is held to its schema there (`tests/commands.py`).
"""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from scorecard.cli.schema import CALLED_OTHERWISE
from scorecard.views.outputs import OUTPUTS_PAGE, TYPES
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


def test_an_output_that_there_is_not_is_a_mistake() -> None:
    outcome = run("schema", "output/diffe")
    said = "Error: output/diffe has no schema\n  did you mean output/diff?\n"
    assert (outcome.code, outcome.out, outcome.err) == (2, "", said)


def test_the_page_explains_every_type() -> None:
    explained = named_first("## Types")
    assert [name for name in TYPES if name not in explained] == []


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
    for name, words in (("assess", ["assess"]), ("framework", ["show", "who-air-quality"])):
        (tmp_path / "schema.json").write_text(run("schema", f"output/{name}").out, encoding="utf-8")
        (tmp_path / "output.json").write_text(run(*words, "--format", "json").out, encoding="utf-8")
        check = [sys.executable, "-m", "check_jsonschema", "--schemafile", "schema.json", "output.json"]
        subprocess.run(check, cwd=tmp_path, check=True)


# What is complete ---------------------------------------------------------------------------------


def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> Path:
    root = Path(shutil.copytree(ROOT / "tests/field" / name, tmp_path / name))
    monkeypatch.chdir(root)
    return root


# Tables -------------------------------------------------------------------------------------------


def columns(*words: str) -> list[str]:
    outcome = run(*words, "--format", "csv")
    assert outcome.err == ""
    return next(csv.reader(io.StringIO(outcome.out)))


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
