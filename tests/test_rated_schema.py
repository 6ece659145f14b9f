"""The JSON Schema for assessments under one framework: it refuses what `validate` refuses."""

import copy
import json
import random
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from scorecard.model.framework import Framework, asked_of
from scorecard.model.kinds import ASSESSMENT, kind_of
from scorecard.model.rated_schema import schema_of
from scorecard.project.library import Project, find_root
from scorecard.project.loader import AnyFile, Location
from tests.builders import write_text
from tests.commands import ROOT, run
from tests.editor import load_as_editor
from tests.reference.projects import random_project, write_project
from tests.rounds import rounds

SHIPPED = sorted([*ROOT.glob("assessments/*/*.yaml"), *ROOT.glob("reviews/*/*/*.yaml")])
SEEN = {"SC301", "SC302", "SC401", "SC402", "SC403", "SC404", "SC405", "SC406", "SC407", "SC414"}
"""What this schema sees, beside the codes of shape that every schema sees."""


def validator_of(framework: Framework) -> Draft7Validator:
    schema = schema_of(ASSESSMENT, framework)
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


def loaded(path: Path) -> AnyFile:
    root = find_root(path)
    project = Project(root)
    return project.load(
        Location(project.tree, project.path_of(path) or ""), kind_of(project.path_of(path) or "")
    )


# What it says ------------------------------------------------------------------------------------------

CITY = """\
kind: framework
id: city-air
version: "2.0"
title: Clean city air
not_applicable: forbidden
scales:
  rating:
    - {id: "2", label: Met, value: 1, status: pass}
    - {id: "0", label: Not met, value: 0, status: fail}
dimensions:
  - id: limits
    title: Limits
    description: What the law says.
    indicators:
      - id: "1.10"
        title: Fine particles
        requirement: The annual mean meets the guideline.
        guidance: Use the mean over all stations.
        measure: {unit: µg/m³, bands: [{level: "2", at_most: 5}, {level: "0"}]}
      - id: "1.2"
        requirement: The limits are set in law.
        not_applicable: allowed
        applies_to: [coast]
      - {id: "1.3", title: Noise, requirement: Noise has a limit., state: future}
"""


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_text(tmp_path / "frameworks/city-air@2.0.yaml", CITY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_offers_ids_levels_and_what_they_mean(city: Path) -> None:
    outcome = run("schema", "assessment", "--framework", "city-air")
    assert (outcome.code, outcome.err) == (0, "")
    schema = json.loads(outcome.out)
    assert schema["title"] == "An assessment of scorecard under city-air@2.0"
    ratings = schema["properties"]["ratings"]["properties"]
    assert list(ratings) == ["limits", "1.10", "1.2", "1.3"], "in the order of reading"
    assert ratings["limits"]["description"] == "Limits\n\nWhat the law says."
    assert ratings["1.10"]["description"] == (
        "Fine particles\n\nThe annual mean meets the guideline.\n\nUse the mean over all stations.\n\n"
        "Measured in µg/m³."
    )
    assert ratings["1.2"]["description"].endswith("Asked of subjects tagged coast alone.")
    assert ratings["1.3"]["doNotSuggest"]
    words = schema["definitions"]["rated-rating"]["anyOf"][0]
    assert words["enum"] == [2, 0, "not-rated"], "an editor takes 2 without quotation marks for a number"
    assert words["enumDescriptions"] == ["Met: 1", "Not met: 0", "Not rated yet; a rationale may say why."]
    assert words["errorMessage"] == "write one of 2, 0, not-rated"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["assessment", "--framework", "city"], 3, "there is no framework city did you mean city-air?"),
        (["assessment", "--framework", "city-air@3"], 3, "there is no framework city-air@3"),
        (["assessment", "--framework", "frameworks/city-air@2.0.yaml"], 0, ""),
        (["mark", "--framework", "city-air@2"], 0, ""),
        (["reply", "--framework", "city-air"], 2, "reply holds no ratings"),
        (["framework", "--framework", "city-air"], 2, "framework holds no ratings"),
    ],
)
def test_a_framework_and_a_kind_that_holds_ratings_are_named(
    city: Path, words: list[str], code: int, said: str
) -> None:
    outcome = run("schema", *words)
    assert outcome.code == code
    assert said in " ".join(outcome.err.split())


# A copy that is out of date ----------------------------------------------------------------------------


def stale(*words: str) -> list[str]:
    """Return the schemas of which `validate` says that they are out of date, with the command that helps."""
    outcome = run("validate", "--select", "SC514", "--format", "json", *words)
    assert outcome.code == 0
    found = json.loads(outcome.out)["diagnostics"]
    assert all((each["line"], each["column"], each["severity"]) == (1, 1, "warning") for each in found)
    return [f"{each['path']}: {each['help']}" for each in found]


def test_a_schema_is_out_of_date_where_what_it_says_of_the_framework_changed(city: Path) -> None:
    run("init", ".")
    run("new", "city-air", "--subject", "s", "--date", "2024-03-11")
    assert stale() == []
    framework = city / "frameworks/city-air@2.0.yaml"
    for same in (CITY + "note: Read with care.\n", CITY.replace("title: Limits\n", 'title: "Limits"  # !\n')):
        write_text(framework, same)
        assert stale() == [], "nothing of it stands in the schema"
    write_text(framework, CITY.replace("label: Met", "label: Fully met"))
    path = "schemas/city-air@2.0.schema.json"
    command = f"scorecard schema assessment --framework city-air@2.0 > {path}"
    assert stale() == stale(".") == [f"{path}: make it anew: {command}"]
    assert stale("assessments/s/2024-03-11.yaml") == []
    write_text(city / path, run("schema", "assessment", "--framework", "city-air@2.0").out)
    assert stale() == []


def test_the_command_that_helps_suits_where_it_is_printed(
    city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("init", ".")
    run("new", "city-air", "--subject", "s", "--date", "2024-03-11")
    write_text(city / "frameworks/city-air@2.0.yaml", CITY.replace("label: Met", "label: Fully met"))
    path, asked = "schemas/city-air@2.0.schema.json", "scorecard schema assessment --framework city-air@2.0"
    monkeypatch.chdir(city / "assessments")
    assert stale("--project", "..") == stale("..") == [f"{path}: make it anew: {asked} > ../{path}"]
    (city.parent / "else where").mkdir()
    monkeypatch.chdir(city.parent / "else where")
    above = f"../{city.name}"
    command = f"{asked} --project {above} > {above}/{path}"
    assert stale("--project", above) == [f"{path}: make it anew: {command}"]


@pytest.mark.parametrize("text", ["", "{}", "not JSON", '{\n  "$comment": "scorecard 0.0"\n}', "\x00\xff"])
def test_a_schema_of_another_program_is_out_of_date(city: Path, text: str) -> None:
    run("init", ".")
    assert stale() == []
    (city / "schemas/mark.schema.json").write_text(text, encoding="latin-1")
    assert stale() == [
        "schemas/mark.schema.json: make it anew: scorecard schema mark > schemas/mark.schema.json"
    ]


# What it accepts and refuses ---------------------------------------------------------------------------


def complaints(schema: Draft7Validator, text: str) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in schema.iter_errors(load_as_editor(text))]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_shipped_files_are_accepted(path: Path) -> None:
    file = loaded(path)
    assert file.framework is not None and file.framework.good is not None
    schema = Draft7Validator(schema_of(file.kind, file.framework.good))
    assert complaints(schema, path.read_text(encoding="utf-8")) == []


REFUSED = [
    ('"1.10": 2,5', "SC405"),
    ('"1.10": pass', "SC405"),
    ('"1.10": {level: "2"}', "SC405"),
    ('"1.10": {level: not-rated, measured: 4}', "SC302"),
    ('"1.10": {level: not-applicable, rationale: No.}', "SC407"),
    ('"1.2": met', "SC404"),
    ('"1.2": 1', "SC404"),
    ('"1.2": {level: 3}', "SC404"),
    ('"1.2": {measured: 4}', "SC406"),
    ('"1.2": not-applicable', "SC301"),
    ('"1.2": {level: not-applicable}', "SC301"),
    ('"1.2": {level: not-applicable, rationale: ""}', "SC301"),
    ('"1.3": 2', "SC403"),
    ('"1.3": {rationale: Soon.}', "SC403"),
    ('"1.4": 2', "SC402"),
    ('"1.1": 2', "SC402"),
    ("Limits: {rationale: Weak.}", "SC402"),
    ("limits: 2", "SC414"),
    ("limits: {level: 2}", "SC414"),
    ("limits: {confidence: high, rationale: Weak.}", "SC414"),
    ("limits: {reasons: Weak.}", "SC102"),
]
ACCEPTED = [
    '"1.10": 2.5',
    '"1.10": "5/2"',
    '"1.10": {measured: 2.50, rationale: Mean of seven.}',
    '"1.10": not-rated',
    '"1.10": {level: not-rated, rationale: No stations.}',
    '"1.10":',
    '"1.2": 2',
    '"1.2": "0"',
    '"1.2": {level: 2, measured: , rationale: In the act.}',
    '"1.2": {level: not-applicable, rationale: No coast.}',
    '"1.3":',
    "limits: {rationale: Weak on law., working_note: x, level: }",
    "limits: {decision: [], evidence: {source: act}}",
]


def assessment_with(line: str) -> str:
    return (
        "kind: assessment\nframework: city-air@2\nsubject: {id: s, name: S, tags: coast}\ndate: 2024-03-11\n"
        f"sources: {{act: {{title: Act}}}}\nratings:\n  {line}\n"
    )


@pytest.mark.parametrize(("line", "code"), [*REFUSED, *((line, None) for line in ACCEPTED)])
def test_both_refuse_the_same(city: Path, line: str, code: str | None) -> None:
    text = assessment_with(line)
    file = loaded(write_text(city / "assessments/s/2024-03-11.yaml", text))
    errors = [each.code.number for each in file.diagnostics if each.is_error]
    assert errors == ([code] if code else [])
    framework = loaded(city / "frameworks/city-air@2.0.yaml").good
    assert isinstance(framework, Framework)
    found = complaints(validator_of(framework), text)
    assert (found != []) == (code is not None), found


def mutate(rng: random.Random, framework: Framework, assessment: Any) -> None:
    """Change one thing of the ratings, for better or worse."""
    ratings = assessment.setdefault("ratings", {})
    levels = [level.id for scale in framework.scales.values() for level in scale]
    others = ["pass", "passed", "true", "1", "not-rated", "not-applicable", "2.5", "12,5"]
    words = [*levels, *others]
    id = rng.choice([*ratings, *(each.id for each in asked_of(framework.dimensions))])
    entry = ratings.get(id)
    rating = entry if isinstance(entry, dict) else {"level": entry or rng.choice(words)}
    match rng.randrange(7):
        case 0:
            ratings[id] = rng.choice(words)
        case 1:
            ratings[id] = {**rating, "level": rng.choice(words)}
        case 2:
            ratings[id] = {**rating, "measured": rng.choice(["1", "2/3", "-4.50", *words])}
        case 3:
            ratings[id] = {
                key: text for key, text in rating.items() if key != rng.choice(["rationale", "level"])
            }
        case 4:
            ratings[rng.choice([f"{id}x", id.upper(), id.lower(), "9.9"])] = ratings.pop(id, "pass")
        case 5:
            ratings[id] = {"rationale": "Why.", **({"confidence": "low"} if rng.random() < 0.3 else {})}
        case 6:
            assessment["framework"] = f"{framework.id}@{rng.choice(['1', '1.0', '2', '2021.3'])}"


@settings(deadline=None, max_examples=rounds(10, 300))
@given(st.integers(0, 2**32))
def test_what_it_refuses_validate_refuses_and_the_other_way(seed: int) -> None:
    rng = random.Random(seed)
    framework, assessment = random_project(rng)
    with TemporaryDirectory() as folder:
        path = write_project(Path(folder), framework, assessment)
        first = loaded(path)
        assert first.framework is not None and first.framework.good is not None
        model = first.framework.good
        schema = validator_of(model)
        for _ in range(15):
            changed = copy.deepcopy(assessment)
            for _ in range(rng.choice([0, 1, 1, 2])):
                mutate(rng, model, changed)
            write_project(Path(folder), framework, changed)
            text = path.read_text(encoding="utf-8")
            found, file = complaints(schema, text), loaded(path)
            codes = {each.code.number for each in file.diagnostics if each.is_error}
            # What is not asked of a subject is rated in vain, whatever the level: that is a warning.
            warned = any(each.code.number == "SC415" for each in file.diagnostics)
            if found:
                assert codes or warned, (found, text)
            elif codes & SEEN:
                raise AssertionError((codes, text))


@pytest.mark.slow
@pytest.mark.parametrize(
    "framework", ["online-safety-six-tests", "who-air-quality@2005", "who-air-quality@2021"]
)
def test_another_program_accepts_shipped_files_and_refuses_others(framework: str, tmp_path: Path) -> None:
    schema = write_text(tmp_path / "schema.json", run("schema", "assessment", "--framework", framework).out)
    paths = [path for path in SHIPPED if f"\nframework: {framework}" in path.read_text(encoding="utf-8")]
    paths = [path for path in paths if "\nkind: assessment" in path.read_text(encoding="utf-8")]
    text = re.sub(r"(?m)^    (level|measured): .*", r"    \1: nonsense", paths[0].read_text(encoding="utf-8"))
    bad = write_text(tmp_path / "bad.yaml", text)
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema)]
    assert subprocess.run([*command, *map(str, paths)], capture_output=True).returncode == 0
    assert subprocess.run([*command, str(bad)], capture_output=True).returncode == 1
