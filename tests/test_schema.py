"""The JSON Schemas for editors: they accept what the reader accepts, and refuse what they can see is bad."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from scorecard.model.framework import Framework
from scorecard.model.json_schema import field_docs, model_schema
from scorecard.model.kinds import KINDS
from scorecard.model.lexical import Model
from scorecard.model.source import Source
from scorecard.reading.document import parse_document
from scorecard.reading.shape import read_shape
from scorecard.rules.reader_codes import CODES
from tests.cases import read_lines
from tests.commands import ROOT, run
from tests.corpus import Case, find_cases
from tests.editor import load_as_editor
from tests.reference.projects import TEXTS, random_project, yaml_lines

MODELS: dict[str, type[Model]] = {kind.name: kind.model for kind in KINDS}
VALIDATORS = {kind: Draft7Validator(model_schema(model, title=kind)) for kind, model in MODELS.items()}

SHIPPED = sorted([*ROOT.glob("frameworks/*.yaml"), *ROOT.glob("assessments/*/*.yaml")])
SHAPE_NAMES = {code.name for code in CODES.values() if code.number.startswith("SC1")}
CASES = [case for case in find_cases() if case.path.is_file()]
GOOD = [case for case in CASES if not case.is_bad]
BAD = [case for case in CASES if case.is_bad and case.rule in SHAPE_NAMES]

UNSEEN = {
    "bad-date/bad-common-year.yaml": "a schema has no calendar",
    "bad-date/bad-year-zero.yaml": "a schema has no calendar",
    "bad-date/bad-zero.yaml": "a schema has no calendar",
    "bad-version/bad-last-point.yaml": "to an editor `2.` is the number 2",
}
"""Mistakes of shape that a schema cannot see, and why."""


def kind_of(text: str) -> str:
    return next((kind.name for kind in KINDS if f"kind: {kind.name}" in text), "assessment")


def complaints(kind: str, data: object) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in VALIDATORS[kind].iter_errors(data)]


def case_id(case: Case) -> str:
    return case.id


# The schema itself --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", MODELS)
def test_it_is_a_schema(kind: str) -> None:
    Draft7Validator.check_schema(VALIDATORS[kind].schema)


@pytest.mark.parametrize("kind", MODELS)
def test_the_committed_file_is_what_the_command_prints(kind: str) -> None:
    outcome = run("schema", kind)
    assert (outcome.code, outcome.err) == (0, "")
    committed = (ROOT / f"docs/schema/{kind}.json").read_text(encoding="utf-8")
    assert outcome.out == committed, f"run `scorecard schema {kind} > docs/schema/{kind}.json`"


class Note(Model):
    """A model without others in it."""

    text: str
    """What it says."""


def test_a_model_without_others_in_it_has_a_schema() -> None:
    assert model_schema(Note, title="A note")["properties"].keys() == {"text"}


def test_the_command_asks_for_a_kind() -> None:
    assert (run("schema").code, run("schema").out) == (2, "")
    outcome = run("schema", "scorecard")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(
        "Error: scorecard has no schema\n  known here: framework, assessment, mark, reply, output/assess, "
    )
    assert run("schema", "framwork").err == "Error: framwork has no schema\n  did you mean framework?\n"


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Every mapping in a schema that has known keys."""
    if isinstance(schema, list):
        for each in schema:
            yield from objects(each)
    elif isinstance(schema, dict):
        if schema.get("type") == "object" and "properties" in schema:
            yield schema
        for each in schema.values():
            yield from objects(each)


@pytest.mark.parametrize("kind", MODELS)
def test_every_key_of_a_model_is_described(kind: str) -> None:
    schema = VALIDATORS[kind].schema
    for each in (schema, *schema["definitions"].values()):
        assert all(value["description"].endswith(".") for value in each["properties"].values())


@pytest.mark.parametrize("kind", MODELS)
def test_every_mapping_takes_own_keys_and_no_others(kind: str) -> None:
    for each in objects(VALIDATORS[kind].schema):
        assert each["patternProperties"] == {"^x-": True}
        assert each["additionalProperties"] is False


def test_descriptions_are_the_docstrings_of_the_fields() -> None:
    assert list(field_docs(Source)) == list(Source.model_fields)
    assert field_docs(Source)["title"] == "What it is called."
    properties = VALIDATORS["framework"].schema["properties"]
    assert properties["aggregation"]["description"] == "How scores are made."
    assert VALIDATORS["framework"].schema["definitions"]["Level"]["description"]


def test_defaults_are_written_as_a_person_would() -> None:
    properties = VALIDATORS["framework"].schema["properties"]
    defaults = {name: value["default"] for name, value in properties.items() if "default" in value}
    assert defaults == {
        "dimension_label": "Dimension",
        "indicator_label": "Indicator",
        "element_label": "Element",
        "show_score": True,
        "score_out_of": 100,
        "verdict": "by-rules",
        "aggregation": "mean-of-dimensions",
        "pass_when": "all",
        "partial_when": "never",
        "minimum_coverage": 0,
        "evidence": "optional",
        "not_applicable": "allowed",
    }


# What it accepts ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_shipped_files_are_accepted(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert complaints(kind_of(text), load_as_editor(text)) == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_shipped_files_tell_editors_where_their_schema_is(path: Path) -> None:
    first, _, rest = path.read_text(encoding="utf-8").partition("\n")
    lead, _, target = first.partition("=")
    assert lead == "# yaml-language-server: $schema"
    assert (path.parent / target).resolve() == ROOT / f"docs/schema/{kind_of(rest)}.json"


@pytest.mark.parametrize("case", GOOD, ids=case_id)
def test_good_files_are_accepted(case: Case) -> None:
    text = case.path.read_text(encoding="utf-8-sig")
    assert complaints(kind_of(text), load_as_editor(text)) == []


def decorated(rng: random.Random, value: Any) -> Any:
    """Data with what else may be written: nothing for a value, keys of one's own, space around a text."""
    if isinstance(value, list):
        return [decorated(rng, each) for each in value]
    if isinstance(value, str):
        return f" {value}\n" if rng.random() < 0.02 else value
    result = {key: None if rng.random() < 0.02 else decorated(rng, each) for key, each in value.items()}
    if rng.random() < 0.05:
        result["x-mine"] = rng.choice([*TEXTS, None, [], {}, {"x": ["y"]}])
    return result


@settings(deadline=None)
@given(st.integers(0, 2**32))
def test_what_the_reader_accepts_is_accepted(seed: int) -> None:
    rng = random.Random(seed)
    project = random_project(rng)
    for data in (*project, *(decorated(rng, each) for each in project)):
        text = "\n".join(yaml_lines(data))
        kind = data["kind"].strip() if data["kind"] else "framework"
        document = parse_document(text.encode())
        value, findings = read_shape(document, MODELS[kind])
        assert findings or value is not None
        if value is not None:
            assert complaints(kind, load_as_editor(text)) == []


@pytest.mark.parametrize("line", read_lines("schema-accepts"))
def test_ways_of_writing_that_both_accept(line: str) -> None:
    text = framework_with(line)
    assert read_shape(parse_document(text.encode()), Framework)[1] == []
    assert complaints("framework", load_as_editor(text)) == []


# What it refuses ----------------------------------------------------------------------------------


@pytest.mark.parametrize("case", BAD, ids=case_id)
def test_bad_files_are_refused_where_a_schema_can_see_it(case: Case) -> None:
    text = case.path.read_text(encoding="utf-8")
    found = complaints(kind_of(text), load_as_editor(text))
    assert (found == []) == (case.id in UNSEEN)


def test_what_is_not_seen_is_in_the_corpus() -> None:
    assert set(UNSEEN) <= {case.id for case in BAD}


def framework_with(line: str) -> str:
    key = line.partition(":")[0]
    rest = {"kind": "framework", "id": "case", "version": "1", "title": "A case", "dimensions": "[]"}
    return "\n".join([line, *(f"{name}: {value}" for name, value in rest.items() if name != key)])


@pytest.mark.parametrize("line", read_lines("schema-refuses"))
def test_mistakes_that_both_refuse(line: str) -> None:
    text = framework_with(line)
    assert read_shape(parse_document(text.encode()), Framework)[1] != []
    assert complaints("framework", load_as_editor(text)) != []


@pytest.mark.parametrize("date", ["2021", "20210312", "2021-3-12", "12.03.2021", "2021-03"])
def test_a_date_that_is_none_is_refused(date: str) -> None:
    text = f"kind: assessment\nframework: a@1\nsubject: {{id: s, name: S}}\ndate: {date}"
    assert complaints("assessment", load_as_editor(text)) != []


# The loader that stands for an editor -------------------------------------------------------------


def test_an_editor_gives_types_by_yaml_1_2() -> None:
    text = (
        "a: [1.10, 012, 0x1f, 0o17, 1e3, .5, -1, -.inf]\nb: [no, yes, on, 12:30, 2021-03-12, 1_000, 2/3, .]\n"
        "c: [true, True, ~, NULL, '1', \"true\", ]\n1.10: x\ntrue: y\nd:\ne: |\n  1\n"
    )
    assert load_as_editor(text) == {
        "a": [1.1, 12, 31, 15, 1000.0, 0.5, -1, float("-inf")],
        "b": ["no", "yes", "on", "12:30", "2021-03-12", "1_000", "2/3", "."],
        "c": [True, True, None, None, "1", "true"],
        "1.10": "x",
        "true": "y",
        "d": None,
        "e": "1\n",
    }


def test_the_schema_is_read_from_standard_output_as_it_is() -> None:
    assert json.loads(run("schema", "framework").out)["title"] == "A framework of scorecard"
