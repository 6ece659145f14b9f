"""From plain data to models, as SPEC.md 2 has it: what fits, and each thing that does not, at its place.

In these tests «» stand around the place that a finding has; they are not part of the file.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import FrozenInstanceError
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from scorecard.diagnostics import Finding, Part, Route, Span
from scorecard.model.assessment import Assessment, Rating, Stage
from scorecard.model.framework import (
    Aggregation,
    EvidencePolicy,
    Framework,
    NotApplicablePolicy,
    State,
    Status,
)
from scorecard.model.lexical import Model, PartialDate
from scorecard.model.source import Source
from scorecard.model.verdict_rules import RuleKind, VerdictRule
from scorecard.reading.document import Document, parse_document
from scorecard.reading.shape import read_shape
from tests.builders import data_file, words
from tests.cases import read_table, unmarked
from tests.conftest import Golden
from tests.counting import LINEAR, growth
from tests.rounds import rounds
from tests.strategies import as_yaml, shaped_data

SPEC_FRAMEWORK = data_file("format/framework.yaml")


# The printed example shortens its digest; everything else is as printed.
SPEC_ASSESSMENT = data_file("format/assessment.yaml")


def read(text: str | bytes) -> Document:
    document = parse_document(text if isinstance(text, bytes) else text.encode())
    assert document.findings == ()
    return document


def findings_of(model: type[Model], text: str | bytes) -> list[Finding]:
    value, findings = read_shape(read(text), model)
    assert (value is None) == bool(findings)
    return findings


def read_good(model: type[Model], text: str | bytes) -> Any:
    value, findings = read_shape(read(text), model)
    assert findings == []
    assert value is not None
    return value


def framework(text: str | bytes) -> Framework:
    value = read_good(Framework, text)
    assert isinstance(value, Framework)
    return value


def assessment(text: str | bytes) -> Assessment:
    value = read_good(Assessment, text)
    assert isinstance(value, Assessment)
    return value


# The two examples -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "model", "text"),
    [("framework", Framework, SPEC_FRAMEWORK), ("assessment", Assessment, SPEC_ASSESSMENT)],
)
def test_an_example_is_read_whole_and_its_values_have_their_types(
    golden: Golden, name: str, model: type[Model], text: str
) -> None:
    shown = re.sub(r", (?=\w+=)", ",\n", repr(read_good(model, text)))
    golden.check(f"format-{name}.txt", f"{shown}\n")


# A small framework and a small assessment, with room for more -------------------------------------

SMALL_FRAMEWORK = """\
kind: framework
id: a
version: 1
title: T
dimensions:
  - id: d
    title: D
    indicators:
      - id: i
        title: I
        requirement: R
        (indicator)
    (dimension)
(framework)
"""

SMALL_ASSESSMENT = """\
kind: assessment
framework: a@1
subject: {id: s, name: S}
date: 2021-01-01
(assessment)
ratings:
  i:
    level: pass
    (rating)
"""

ROOM: dict[str, tuple[type[Model], str, Route]] = {
    "framework": (Framework, SMALL_FRAMEWORK, ()),
    "dimension": (Framework, SMALL_FRAMEWORK, ("dimensions", 0)),
    "indicator": (Framework, SMALL_FRAMEWORK, ("dimensions", 0, "indicators", 0)),
    "assessment": (Assessment, SMALL_ASSESSMENT, ()),
    "rating": (Assessment, SMALL_ASSESSMENT, ("ratings", "i")),
}


def filled(where: str, line: str) -> str:
    """Return the small file with a line more."""
    _, template, _ = ROOM[where]
    lines = [each.replace(f"({where})", line) for each in template.splitlines(keepends=True)]
    return "".join(each for each in lines if not each.strip().startswith("("))


def check_finding(where: str, marked: str, name: str, part: Part) -> Finding:
    """Check that a line in the small file gives one finding, with this name, at the marked place."""
    model, _, above = ROOM[where]
    text, span = unmarked(filled(where, marked))
    document = read(text)
    value, findings = read_shape(document, model)

    assert value is None
    assert len(findings) == 1, findings
    finding = findings[0]
    assert (finding.name, finding.part, finding.route[: len(above)]) == (name, part, above)
    assert document.span(finding.route, finding.part) == span
    assert finding.message
    assert finding.help
    return finding


def test_the_small_files_are_good() -> None:
    assert framework(filled("framework", "")).dimensions[0].indicators[0].requirement == "R"
    assert assessment(filled("assessment", "")).ratings["i"] == Rating(level="pass")


def test_what_is_not_given_has_its_default() -> None:
    small = framework(filled("framework", ""))
    dimension, indicator = small.dimensions[0], small.dimensions[0].indicators[0]

    assert (small.dimension_label, small.indicator_label) == ("Dimension", "Indicator")
    assert small.show_score is True
    assert small.aggregation is Aggregation.MEAN_OF_DIMENSIONS
    assert (small.pass_when, small.partial_when) == (VerdictRule(RuleKind.ALL), VerdictRule(RuleKind.NEVER))
    assert small.minimum_coverage == 0
    assert small.evidence is EvidencePolicy.OPTIONAL
    assert small.not_applicable is NotApplicablePolicy.ALLOWED
    assert list(small.scales) == ["rating"]
    assert [(level.id, level.value, level.status) for level in small.scales["rating"]] == [
        ("pass", 1, Status.PASS),
        ("partial", Decimal("0.5"), Status.PARTIAL),
        ("fail", 0, Status.FAIL),
    ]
    assert dimension.weight == indicator.weight == 1
    assert (dimension.critical, indicator.critical, indicator.state) == (False, False, State.ACTIVE)
    assert indicator.replaces is None
    assert assessment(filled("assessment", "")).stage is Stage.FINAL


# Unknown keys -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("where", "help", "marked"), read_table("unknown-keys"))
def test_unknown_keys(where: str, help: str, marked: str) -> None:
    finding = check_finding(where, marked, "unknown-key", Part.KEY)

    assert f'"{marked.partition("«")[2].partition("»")[0]}"' in finding.message
    assert finding.help is not None
    assert help in finding.help
    assert ("did you mean" in finding.help) == (help != "write one of")


def test_an_unknown_key_of_the_subject() -> None:
    text = filled("assessment", "").replace("{id: s, name: S}", "{id: s, name: S, nmae: T}")

    (finding,) = findings_of(Assessment, text)
    assert (finding.name, finding.route, finding.part) == ("unknown-key", ("subject", "nmae"), Part.KEY)
    assert finding.help is not None
    assert "did you mean `name`?" in finding.help


def test_a_key_far_from_any_known_one_gets_the_list_of_those() -> None:
    finding = check_finding("rating", "«zzzzz»: x", "unknown-key", Part.KEY)

    assert finding.help is not None
    for key in ("level", "measured", "rationale", "evidence", "confidence", "recommendation"):
        assert key in finding.help


@pytest.mark.parametrize("typed", ["", "~", "null"])
def test_an_unknown_key_is_refused_also_without_a_value(typed: str) -> None:
    check_finding("indicator", f"«foo»: {typed}", "unknown-key", Part.KEY)
    check_finding("rating", f"«foo»: {typed}", "unknown-key", Part.KEY)


@pytest.mark.parametrize("key", ["X-mine", "x", "x_mine", "ex-mine"])
def test_only_keys_that_begin_with_x_hyphen_are_the_users_own(key: str) -> None:
    check_finding("indicator", f"«{key}»: 1", "unknown-key", Part.KEY)


@pytest.mark.parametrize(
    ("key", "help"),
    [("passed", "pass"), ("not-aplicable", "not-applicable"), ("undetermend", "undetermined")],
)
def test_verdict_labels_are_those_of_verdicts(key: str, help: str) -> None:
    text = filled("framework", f"verdict_labels: {{{key}: x}}")

    (finding,) = findings_of(Framework, text)
    assert finding.name in ("unknown-key", "value-not-allowed")
    assert (finding.route, finding.part) == (("verdict_labels", key), Part.KEY)
    assert finding.help is not None
    assert f"did you mean `{help}`?" in finding.help


# Whole examples, changed in one place -------------------------------------------------------------

Json = dict[str, Any]


def framework_data() -> Json:
    """Return the example as plain data, with a dimension inside its dimension."""
    data = deepcopy(parse_document(SPEC_FRAMEWORK.encode()).data)
    assert isinstance(data, dict)
    changed: Json = dict(data)
    inner = {"id": "2", "title": "Inner", "indicators": [{"id": "2.1", "title": "I", "requirement": "R"}]}
    changed["dimensions"][0]["dimensions"] = [inner]
    return changed


def assessment_data() -> Json:
    data = deepcopy(parse_document(SPEC_ASSESSMENT.encode()).data)
    assert isinstance(data, dict)
    changed: Json = dict(data)
    changed["document"] = {"title": "Written out"}
    return changed


DATA: dict[type[Model], Callable[[], Json]] = {Framework: framework_data, Assessment: assessment_data}


def at(data: Any, route: Route) -> Any:
    for step in route:
        data = data[step]
    return data


D0: Route = ("dimensions", 0)
I0: Route = (*D0, "indicators", 0)
R0: Route = ("ratings", "1.1")

REQUIRED: list[tuple[type[Model], Route, str]] = [
    (Framework, (), "kind id version title dimensions"),
    (Framework, D0, "id title"),
    (Framework, (*D0, "dimensions", 0), "id title"),
    (Framework, I0, "id requirement"),
    (Framework, (*D0, "dimensions", 0, "indicators", 0), "id requirement"),
    (Framework, ("scales", "rating", 1), "id value"),
    (Framework, (*I0, "measure"), "unit"),
    (Framework, (*I0, "measure", "bands", 2), "level"),
    (Framework, ("sources", "act"), "title"),
    (Assessment, (), "kind framework subject date"),
    (Assessment, ("subject",), "id name"),
    (Assessment, (*R0, "evidence", 0), "source"),
    (Assessment, ("sources", "plan"), "title"),
    (Assessment, ("document",), "title"),
]
REQUIRED_KEYS = [(model, route, key) for model, route, keys in REQUIRED for key in keys.split()]

OPTIONAL: list[tuple[type[Model], Route, str]] = [
    (Framework, (), "description publisher language licence note dimension_label indicator_label"),
    (Framework, (), "verdict_labels show_score scales aggregation pass_when partial_when overall"),
    (Framework, (), "minimum_coverage evidence not_applicable sources replaces"),
    (Framework, ("verdict_labels",), "pass partial fail"),
    (Framework, ("overall",), "aggregation pass_when partial_when"),
    (Framework, ("scales", "rating", 0), "label"),
    (Framework, ("sources", "act"), "publisher date url accessed archive_url"),
    (Framework, D0, "description weight critical aggregation pass_when partial_when indicators dimensions"),
    (Framework, I0, "guidance weight critical scale evidence not_applicable state replaces comparable"),
    (Framework, I0, "tags sources measure"),
    (Framework, (*I0, "measure", "bands", 0), "at_most at_least"),
    (Assessment, (), "framework_digest title stage licence document assessors reviewers summary sources"),
    (Assessment, (), "corrections ratings"),
    (Assessment, ("subject",), "tags"),
    (Assessment, ("document",), "publisher date url accessed archive_url"),
    (Assessment, R0, "level measured rationale evidence confidence recommendation working_note"),
    (Assessment, (*R0, "evidence", 0), "locator quote note"),
]
OPTIONAL_KEYS = [(model, route, key) for model, route, keys in OPTIONAL for key in keys.split()]

MAPPINGS: list[tuple[type[Model], Route]] = [
    (Framework, ()),
    (Framework, ("verdict_labels",)),
    (Framework, ("overall",)),
    (Framework, ("scales", "rating", 0)),
    (Framework, ("sources", "act")),
    (Framework, D0),
    (Framework, (*D0, "pass_when")),
    (Framework, (*D0, "dimensions", 0)),
    (Framework, I0),
    (Framework, (*D0, "dimensions", 0, "indicators", 0)),
    (Framework, (*I0, "measure")),
    (Framework, (*I0, "measure", "bands", 2)),
    (Assessment, ()),
    (Assessment, ("subject",)),
    (Assessment, ("document",)),
    (Assessment, ("sources", "plan")),
    (Assessment, ("corrections", 0)),
    (Assessment, R0),
    (Assessment, (*R0, "evidence", 0)),
]


def case_name(value: object) -> str:
    if isinstance(value, type):
        return value.__name__
    return ".".join(map(str, value)) if isinstance(value, tuple) else str(value)


def text_at(document: Document, finding: Finding) -> str:
    """Return what stands at a finding's place, in a file of one line."""
    span = document.span(finding.route, finding.part)
    assert (span.line, span.end_line) == (1, 1)
    return document.text[span.column - 1 : span.end_column - 1]


@pytest.mark.parametrize(("model", "route", "key"), REQUIRED_KEYS, ids=case_name)
def test_a_required_key_is_missed_at_the_mapping_that_lacks_it(
    model: type[Model], route: Route, key: str
) -> None:
    data = DATA[model]()
    del at(data, route)[key]
    document = read(as_yaml(data))

    value, findings = read_shape(document, model)

    assert value is None
    assert [(each.name, each.route, each.part) for each in findings] == [("missing-key", route, Part.VALUE)]
    assert f"`{key}`" in findings[0].message
    assert text_at(document, findings[0]) == as_yaml(at(data, route)).decode()


@pytest.mark.parametrize(("model", "route", "key"), REQUIRED_KEYS, ids=case_name)
def test_a_required_key_without_a_value_is_shown_itself(model: type[Model], route: Route, key: str) -> None:
    data = DATA[model]()
    at(data, route)[key] = None
    document = read(as_yaml(data))

    value, findings = read_shape(document, model)

    assert value is None
    assert [(each.name, each.route, each.part) for each in findings] == [
        ("missing-key", (*route, key), Part.KEY)
    ]
    assert f"`{key}`" in findings[0].message
    assert text_at(document, findings[0]) == f'"{key}"'


@pytest.mark.parametrize(("model", "route", "key"), OPTIONAL_KEYS, ids=case_name)
def test_an_optional_key_without_a_value_is_not_given(model: type[Model], route: Route, key: str) -> None:
    without, empty = DATA[model](), DATA[model]()
    at(without, route).pop(key, None)
    at(empty, route)[key] = None

    assert read_good(model, as_yaml(empty)) == read_good(model, as_yaml(without))


@pytest.mark.parametrize(("model", "route"), MAPPINGS, ids=case_name)
def test_keys_that_begin_with_x_hyphen_pass_everywhere(model: type[Model], route: Route) -> None:
    data = DATA[model]()
    at(data, route)["x-mine"] = {"any": ["thing", None, {"x-": "y"}]}
    at(data, route)["x-"] = "text"
    at(data, route)["x-empty"] = None

    assert read_good(model, as_yaml(data)) == read_good(model, as_yaml(DATA[model]()))


@pytest.mark.parametrize(("model", "route"), MAPPINGS, ids=case_name)
def test_an_unknown_key_is_refused_everywhere(model: type[Model], route: Route) -> None:
    data = DATA[model]()
    at(data, route)["zzz-unknown"] = "text"
    document = read(as_yaml(data))

    value, findings = read_shape(document, model)

    assert value is None
    assert len(findings) == 1
    is_rule = route[-1:] == ("pass_when",)
    assert findings[0].name in ("unknown-key", "value-not-allowed", "bad-rule" if is_rule else "unknown-key")
    assert findings[0].route[: len(route)] == route
    assert is_rule or text_at(document, findings[0]) == '"zzz-unknown"'


def test_own_keys_do_not_hide_what_is_wrong() -> None:
    data = framework_data()
    at(data, I0)["x-mine"] = "a"
    at(data, I0)["weight"] = "heavy"
    at(data, I0)["guidance"] = None

    (finding,) = findings_of(Framework, as_yaml(data))
    assert (finding.name, finding.route) == ("bad-number", (*I0, "weight"))


def test_what_is_named_by_the_user_may_begin_with_x_hyphen() -> None:
    text = filled("assessment", "sources: {x-plan: {title: T}, plan: {title: U}}")
    read_assessment = assessment(
        text.replace("ratings:\n", 'ratings:\n  x-1: fail\n  "x-2": {level: pass}\n')
    )

    assert list(read_assessment.sources) == ["x-plan", "plan"]
    assert read_assessment.ratings == {
        "x-1": "fail",
        "x-2": Rating(level="pass"),
        "i": Rating(level="pass"),
    }

    read_framework = framework(
        filled(
            "framework",
            "sources: {x-act: {title: T}}\nscales: {x-scale: [{id: x-level, value: 1, status: pass}]}",
        )
    )
    assert list(read_framework.sources) == ["x-act"]
    assert list(read_framework.scales) == ["x-scale"]


# Lists of one -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "route"),
    [
        (Framework, ("dimensions",)),
        (Framework, ("scales", "rating")),
        (Framework, (*D0, "indicators")),
        (Framework, (*D0, "dimensions")),
        (Framework, (*I0, "measure", "bands")),
        (Framework, (*I0, "tags")),
        (Framework, (*I0, "sources")),
        (Framework, (*I0, "replaces")),
        (Assessment, ("subject", "tags")),
        (Assessment, ("assessors",)),
        (Assessment, ("reviewers",)),
        (Assessment, ("corrections",)),
        (Assessment, (*R0, "evidence")),
    ],
    ids=case_name,
)
def test_a_list_of_one_may_be_written_as_its_item(model: type[Model], route: Route) -> None:
    listed, single = DATA[model](), DATA[model]()
    at(listed, route[:-1])[route[-1]] = at(listed, route)[:1]
    at(single, route[:-1])[route[-1]] = at(single, route)[0]

    value = read_good(model, as_yaml(single))

    assert value == read_good(model, as_yaml(listed))


def test_what_is_wrong_in_a_single_item_has_its_own_place() -> None:
    text, span = unmarked(
        "kind: framework\nid: a\nversion: 1\ntitle: T\n"
        "dimensions:\n  id: d\n  title: D\n  indicators:\n"
        "    id: i\n    title: I\n    requirement: R\n    tags: [a, «[b]»]\n"
    )
    document = read(text)

    value, findings = read_shape(document, Framework)

    assert value is None
    assert [each.name for each in findings] == ["wrong-type"]
    assert document.span(findings[0].route, findings[0].part) == span


def test_a_key_that_a_single_item_lacks_is_missed_at_the_item() -> None:
    text, span = unmarked(
        "kind: framework\nid: a\nversion: 1\ntitle: T\n"
        "dimensions:\n  id: d\n  title: D\n  indicators: «{id: i, title: I}»\n"
    )
    document = read(text)

    value, findings = read_shape(document, Framework)

    assert value is None
    assert [each.name for each in findings] == ["missing-key"]
    assert document.span(findings[0].route, findings[0].part) == span


# Values of the wrong kind -------------------------------------------------------------------------

WRONG = read_table("wrong-values")


@pytest.mark.parametrize(("where", "name", "marked"), WRONG)
def test_a_value_that_does_not_fit(where: str, name: str, marked: str) -> None:
    check_finding(where, marked, name, Part.VALUE)


@pytest.mark.parametrize(
    ("where", "marked"),
    [
        ("framework", "scales: {«a b»: [{id: p, value: 1, status: pass}]}"),
        ("framework", "sources: {«é»: {title: T}}"),
        ("assessment", 'sources: {«"a/b"»: {title: T}}'),
        ("assessment", 'sources: {«"[key]"»: {title: T}}'),
    ],
)
def test_a_key_that_is_no_id(where: str, marked: str) -> None:
    check_finding(where, marked, "bad-id", Part.KEY)


@pytest.mark.parametrize("id", ["a b", "[key]", "[mapping]", "[text]", "-1", "é"])
def test_a_rating_of_what_is_no_id(id: str) -> None:
    text, span = unmarked(filled("rating", "").replace("  i:\n", f'  «"{id}"»:\n'))
    document = read(text)

    value, findings = read_shape(document, Assessment)

    assert value is None
    assert [(each.name, each.route, each.part) for each in findings] == [
        ("bad-id", ("ratings", id), Part.KEY)
    ]
    assert document.span(findings[0].route, Part.KEY) == span


@pytest.mark.parametrize(("where", "name", "route", "old", "new"), read_table("wrong-required"))
def test_a_required_value_that_does_not_fit(where: str, name: str, route: str, old: str, new: str) -> None:
    small = filled(where, "")
    assert old in small
    text, span = unmarked(small.replace(old, new, 1))
    document = read(text)
    place = tuple(int(step) if step.isdigit() else step for step in route.split("."))

    value, findings = read_shape(document, ROOM[where][0])

    assert value is None
    assert [(each.name, each.route, each.part) for each in findings] == [(name, place, Part.VALUE)]
    assert document.span(place) == span


@pytest.mark.parametrize("model", [Framework, Assessment])
@pytest.mark.parametrize("text", ["just text", "[a]", '""', "[{kind: framework}]"])
def test_a_file_that_is_no_mapping(model: type[Model], text: str) -> None:
    document = read(text + "\n")

    value, findings = read_shape(document, model)

    assert value is None
    assert [(each.name, each.route) for each in findings] == [("wrong-type", ())]
    assert document.span(()) == Span(1, 1, 1, len(text) + 1)


def test_an_empty_mapping_lacks_everything() -> None:
    findings = findings_of(Framework, "{}\n")

    assert {each.name for each in findings} == {"missing-key"}
    words = " ".join(each.message for each in findings)
    assert all(f"`{key}`" in words for key in ("kind", "id", "version", "title", "dimensions"))


def test_a_file_of_the_other_kind() -> None:
    others: list[tuple[type[Model], str]] = [(Framework, SPEC_ASSESSMENT), (Assessment, SPEC_FRAMEWORK)]
    for model, text in others:
        document = read(text)
        findings = findings_of(model, text)

        assert [(each.name, each.route) for each in findings] == [("value-not-allowed", ("kind",))]
        assert document.span(("kind",)).line == 1


def test_all_that_is_wrong_is_found() -> None:
    data = framework_data()
    at(data, I0)["weight"] = "0"
    at(data, I0)["titel"] = "x"
    at(data, (*D0, "dimensions", 0))["critical"] = "yes"
    del data["version"]

    found = {(each.name, each.route) for each in findings_of(Framework, as_yaml(data))}
    assert found == {
        ("missing-key", ()),
        ("out-of-range", (*I0, "weight")),
        ("unknown-key", (*I0, "titel")),
        ("bad-boolean", (*D0, "dimensions", 0, "critical")),
    }


# Words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "line", "words"),
    [
        ("framework", "aggregation: zzz", "mean-of-dimensions mean-of-indicators minimum"),
        ("framework", "evidence: zzz", "optional required required-for-pass"),
        ("framework", "not_applicable: zzz", "allowed forbidden"),
        ("framework", "scales: {r: [{id: a, value: 1, status: zzz}]}", "pass partial fail"),
        ("indicator", "state: zzz", "active future retired"),
        ("assessment", "stage: zzz", "draft final"),
        ("rating", "confidence: zzz", "high medium low"),
        ("framework", "pass_when: zzz", "all any none-fail at_least share score"),
        ("framework", "partial_when: zzz", "all any none-fail at_least share score never"),
    ],
)
def test_a_value_that_is_not_allowed_gets_the_list_of_those_that_are(
    where: str, line: str, words: str
) -> None:
    (finding,) = findings_of(ROOM[where][0], filled(where, line))

    assert '"zzz"' in finding.message
    assert finding.help is not None
    for word in words.split():
        assert word in finding.help


def test_levels_do_not_have_the_statuses_of_dimensions() -> None:
    (finding,) = findings_of(Framework, filled("framework", "scales: {r: [{id: a, value: 1, status: zzz}]}"))

    assert finding.help is not None
    assert "undetermined" not in finding.help


@pytest.mark.parametrize(
    ("where", "line", "meant"),
    [
        ("framework", "evidence: requird", "required"),
        ("framework", "aggregation: mean_of_indicators", "mean-of-indicators"),
        ("indicator", "state: Future", "future"),
        ("assessment", "stage: Draft", "draft"),
        ("rating", "confidence: HIGH", "high"),
    ],
)
def test_a_value_near_to_an_allowed_one_gets_that(where: str, line: str, meant: str) -> None:
    (finding,) = findings_of(ROOM[where][0], filled(where, line))

    assert finding.name == "value-not-allowed"
    assert finding.help is not None
    assert f"did you mean `{meant}`?" in finding.help


@pytest.mark.parametrize(
    ("where", "line", "wanted", "given"),
    [
        ("framework", "note: [a]", "text", "list"),
        ("framework", "note: {a: b}", "text", "mapping"),
        ("framework", "overall: a", "mapping", "text"),
        ("framework", "overall: [a]", "mapping", "list"),
        ("rating", "evidence: plan", "mapping", "text"),
    ],
)
def test_a_value_of_the_wrong_type_is_told_what_is_wanted_and_what_it_is(
    where: str, line: str, wanted: str, given: str
) -> None:
    (finding,) = findings_of(ROOM[where][0], filled(where, line))

    assert wanted in finding.message
    assert f"not a {given}" in finding.message


def test_no_message_speaks_of_the_library() -> None:
    for where, _, marked in WRONG:
        text, _ = unmarked(filled(where, marked))
        for finding in findings_of(ROOM[where][0], text):
            words = f"{finding.message} {finding.help}".lower()
            for foreign in ("input should", "valid dictionary", "tuple", "pydantic", "none_required", "str "):
                assert foreign not in words


def test_a_long_value_is_not_quoted_whole() -> None:
    long = "x" * 100_000
    for line in (f"stage: {long}", f"framework_digest: {long}", f"? {long}\n: 1", f"title: [{long}]"):
        for finding in findings_of(Assessment, filled("assessment", line)):
            assert len(finding.message) < 200


# Rules ------------------------------------------------------------------------------------------

RULES = [
    ("all", VerdictRule(RuleKind.ALL)),
    ("any", VerdictRule(RuleKind.ANY)),
    ("none-fail", VerdictRule(RuleKind.NONE_FAIL)),
    ("{at_least: 1}", VerdictRule(RuleKind.AT_LEAST, Decimal(1))),
    ("{at_least: 12}", VerdictRule(RuleKind.AT_LEAST, Decimal(12))),
    ("{share: 0.5}", VerdictRule(RuleKind.SHARE, Decimal("0.5"))),
    ("{share: 2/3}", VerdictRule(RuleKind.SHARE, Fraction(2, 3))),
    ("{share: 1}", VerdictRule(RuleKind.SHARE, Decimal(1))),
    ("{score: 0}", VerdictRule(RuleKind.SCORE, Decimal(0))),
    ("{score: 0.75}", VerdictRule(RuleKind.SCORE, Decimal("0.75"))),
]


@pytest.mark.parametrize(("typed", "rule"), RULES)
def test_forms_of_rules(typed: str, rule: VerdictRule) -> None:
    both = (
        f"pass_when: {typed}\npartial_when: {typed}\noverall: {{pass_when: {typed}, partial_when: {typed}}}"
    )
    read_framework = framework(filled("framework", both))
    dimension = framework(filled("dimension", f"pass_when: {typed}")).dimensions[0]
    partly = framework(filled("dimension", f"partial_when: {typed}")).dimensions[0]

    assert read_framework.pass_when == read_framework.partial_when == rule
    assert read_framework.overall.pass_when == read_framework.overall.partial_when == rule
    assert dimension.pass_when == rule
    assert partly.partial_when == rule


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ("framework", "partial_when: never"),
        ("dimension", "partial_when: never"),
        ("framework", "overall: {partial_when: never}"),
    ],
)
def test_partial_when_may_be_never(where: str, line: str) -> None:
    assert framework(filled(where, line)) is not None


BAD_RULES = read_table("wrong-rules")


@pytest.mark.parametrize("where", ["framework", "dimension"])
@pytest.mark.parametrize(("name", "part", "typed"), BAD_RULES)
def test_what_is_no_rule_of_passing(name: str, part: str, typed: str, where: str) -> None:
    check_finding(where, f"pass_when: {typed}", name, Part[part.upper()])
    if typed != "«never»":
        check_finding("framework", f"overall: {{partial_when: {typed}}}", name, Part[part.upper()])


def test_an_own_key_in_a_rule_passes() -> None:
    read_framework = framework(filled("framework", "pass_when: {x-why: because, at_least: 2}"))

    assert read_framework.pass_when == VerdictRule(RuleKind.AT_LEAST, Decimal(2))


def test_a_key_without_a_value_in_a_rule_is_not_given() -> None:
    read_framework = framework(filled("framework", "pass_when: {at_least: 2, share: }"))

    assert read_framework.pass_when == VerdictRule(RuleKind.AT_LEAST, Decimal(2))


# Other forms --------------------------------------------------------------------------------------


def test_a_rating_may_be_a_bare_scalar() -> None:
    text = filled("assessment", "").replace("ratings:\n", 'ratings:\n  "1.2": fail\n  "1.1": 4.2\n  "1.3":\n')

    read_assessment = assessment(text)

    assert read_assessment.rating("1.2", measured=False) == Rating(level="fail")
    assert read_assessment.rating("1.1", measured=True).measured == Decimal("4.2")
    assert read_assessment.rating("1.1", measured=True).level is None
    assert read_assessment.rating("1.3", measured=True) == Rating()
    assert read_assessment.rating("1.4", measured=False) == Rating()


@pytest.mark.parametrize("word", ["not-rated", "not-applicable"])
def test_a_bare_reserved_word_is_no_measurement(word: str) -> None:
    text = filled("assessment", "").replace("ratings:\n", f'ratings:\n  "1.1": {word}\n')

    assert assessment(text).rating("1.1", measured=True) == Rating(level=word)


def test_a_rating_that_is_a_list() -> None:
    text, span = unmarked(filled("assessment", "").replace("ratings:\n", "ratings:\n  j: «[fail]»\n"))
    document = read(text)

    value, findings = read_shape(document, Assessment)

    assert value is None
    assert [(each.name, each.route) for each in findings] == [("wrong-type", ("ratings", "j"))]
    assert document.span(("ratings", "j")) == span


def test_a_document_may_be_a_source_written_out() -> None:
    read_assessment = assessment(filled("assessment", "document: {title: Plan, date: 2020-12}"))

    assert read_assessment.document == Source(title="Plan", date="2020-12")
    assert isinstance(read_assessment.document, Source)
    assert read_assessment.document.date == PartialDate(2020, 12)


@pytest.mark.parametrize(
    ("typed", "replaces"),
    [
        ("", None),
        ("replaces:", None),
        ("replaces: []", ()),
        ("replaces: '1.4'", ("1.4",)),
        ("replaces: ['1.4', B]", ("1.4", "B")),
    ],
)
def test_replacing_nothing_is_not_the_same_as_saying_nothing(
    typed: str, replaces: tuple[str, ...] | None
) -> None:
    assert framework(filled("indicator", typed)).dimensions[0].indicators[0].replaces == replaces


def test_scalars_are_text_until_the_model_types_them() -> None:
    data = framework_data()
    data |= {"version": "1.10", "title": "NO"}
    text = as_yaml(data).decode().replace('"1.10"', "1.10").replace('"NO"', "NO")

    read_framework = framework(text)

    assert (read_framework.version, read_framework.title) == ("1.10", "NO")


def test_numbers_keep_what_was_typed() -> None:
    measure = "measure: {unit: u, bands: [{level: p, at_most: 5.10}, {level: p, at_least: -1/3}, {level: p}]}"
    read_measure = framework(filled("indicator", measure)).dimensions[0].indicators[0].measure

    assert read_measure is not None
    assert str(read_measure.bands[0].at_most) == "5.10"
    assert read_measure.bands[1].at_least == Fraction(-1, 3)


@pytest.mark.parametrize("typed", ["act", "[act]", "[act, law-2, X.9]"])
def test_sources_are_cited_by_key(typed: str) -> None:
    expected = tuple(typed.strip("[]").split(", "))

    assert framework(filled("indicator", f"sources: {typed}")).dimensions[0].indicators[0].sources == expected


def test_dimensions_may_hold_dimensions_to_the_depth_that_files_may_have() -> None:
    inner: Json = {"id": "d24", "title": "T", "indicators": []}
    for number in range(23, 0, -1):
        inner = {"id": f"d{number}", "title": "T", "dimensions": [inner]}
    data = {"kind": "framework", "id": "a", "version": "1", "title": "T", "dimensions": [inner]}
    # One mapping, 24 lists and 24 mappings of dimensions, and one empty list: 50 open collections

    dimension = framework(as_yaml(data)).dimensions[0]

    for _ in range(23):
        (dimension,) = dimension.dimensions
    assert dimension.id == "d24"


def test_a_point_without_a_value_is_told_beside_a_key_of_ones_own() -> None:
    """The own key is no sign that the point was meant otherwise: something must be said, or nobody knows."""
    point = b"{at: 5, value: , x-mine: two}"
    indicator = b"{id: a, requirement: R, measure: {unit: m, points: " + point + b"}}"
    raw = b"{kind: framework, id: f, version: '1', title: T, verdict: none, dimensions: "
    value, findings = read_shape(read(raw + b"{id: d, title: D, indicators: " + indicator + b"}}"), Framework)
    assert value is None
    assert [(each.name, each.message) for each in findings] == [("missing-key", "`value` has no value")]


def test_very_many_unknown_keys_are_refused_in_work_that_grows_with_them() -> None:
    def shaping(keys: int) -> Callable[[], tuple[object, Sequence[Finding]]]:
        raw = b"{" + b"".join(b"k%d: v, " % number for number in range(keys)) + b"}"
        return partial(read_shape, read(raw), Framework)

    value, findings = shaping(6_000)()

    assert value is None
    assert "unknown-key" in {finding.name for finding in findings}
    assert growth(shaping, 500) < LINEAR


# Models -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "route", "field"),
    [
        (Framework, (), "title"),
        (Framework, ("overall",), "pass_when"),
        (Framework, ("dimensions", 0), "weight"),
        (Framework, ("dimensions", 0, "indicators", 0), "id"),
        (Framework, ("dimensions", 0, "indicators", 0, "measure"), "unit"),
        (Framework, ("dimensions", 0, "indicators", 0, "measure", "bands", 0), "level"),
        (Framework, ("scales", "rating", 0), "value"),
        (Framework, ("sources", "act"), "title"),
        (Assessment, (), "date"),
        (Assessment, ("subject",), "name"),
        (Assessment, ("corrections", 0), "text"),
        (Assessment, ("ratings", "1.1"), "level"),
        (Assessment, ("ratings", "1.1", "evidence", 0), "source"),
    ],
    ids=case_name,
)
def test_models_are_frozen(model: type[Model], route: Route, field: str) -> None:
    value: Any = read_good(model, SPEC_FRAMEWORK if model is Framework else SPEC_ASSESSMENT)
    for step in route:
        value = value[step] if isinstance(value, Mapping | tuple) else getattr(value, str(step))
    assert hasattr(value, field)

    with pytest.raises((ValidationError, FrozenInstanceError), match=r"frozen|cannot (assign|delete)"):
        setattr(value, field, "changed")
    with pytest.raises((ValidationError, FrozenInstanceError), match=r"frozen|cannot (assign|delete)"):
        delattr(value, field)


KEYS = [
    *words("""
    kind id version title dimensions indicators requirement measure unit bands level at_most scales
    rating value status pass_when overall at_least share verdict_labels sources tags weight critical
    replaces evidence framework date subject name ratings document corrections text measured source
    x-mine zzz [key] [mapping] [text] [nothing] 0 stage assessors language show_score
    """),
    "a b",
]
TEXTS = words("framework assessment a 1 0.5 2/3 a@1 2021-01-01 true pass all never")


@given(
    st.one_of(shaped_data(KEYS, TEXTS), shaped_data(KEYS, TEXTS).map(lambda data: framework_data() | data))
)
@settings(max_examples=rounds(30, 120))
def test_any_data_gives_a_model_or_findings_that_have_a_place(data: Json) -> None:
    document = parse_document(as_yaml(data))
    assert document.findings == ()

    for model in (Framework, Assessment):
        value, findings = read_shape(document, model)

        assert (value is None) == bool(findings)
        for finding in findings:
            span = document.span(finding.route, finding.part)
            assert (span.line, span.end_line) == (1, 1)
            assert 1 <= span.column <= span.end_column <= len(document.text) + 1
            assert finding.message
            assert finding.help
