"""Two frameworks compared: every class of change by rows written by hand, and what holds of all rows."""

import csv
import io
import json
import random
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard.comparing.alignment import NotComparableError
from scorecard.comparing.frameworks import (
    RULES,
    TEXTS,
    ChangeClass,
    FrameworkChange,
    FrameworkComparison,
    diff_frameworks,
)
from scorecard.comparing.moved_files import PlacedAssessment
from scorecard.comparing.text_diff import Edit
from scorecard.model.assessment import Assessment
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import Dimension, Framework, Indicator, Overall
from scorecard.model.kinds import parse_path
from scorecard.model.lexical import FrameworkRef
from scorecard.render.csv import render_csv
from scorecard.views.comparison import DiffDetail
from scorecard.views.comparison_data import framework_diff_json, framework_diff_records
from scorecard.views.frameworks_compared import framework_comparison_view
from scorecard.views.report import Facts, Heading, Items, Prose, Report, Rewording, Table
from tests.builders import assessment_data, data_file, framework_data, indicator
from tests.conftest import Golden
from tests.counting import LINEAR, growth
from tests.reference.projects import random_project
from tests.rounds import rounds

# A small language: a framework is made of dimensions, and rows are short tuples. -----------------------

Row = tuple[str, str | None, str | None, str | None, str | None, bool]


def build(data: dict[str, Any]) -> Framework:
    return Framework.model_validate(as_text(data))


def as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: as_text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_text(inner) for inner in value]
    return str(value).lower() if isinstance(value, bool | int | float) else value


def version(number: str, *dimensions: dict[str, Any], **keys: Any) -> Framework:
    """Return a version of f that replaces the whole number before it."""
    before = int(number.partition(".")[0]) - 1
    replaces = {"replaces": f"f@{before}"} if before else {}
    return build(
        framework_data("f", number, dimensions=list(dimensions), **{"title": "F", **replaces, **keys})
    )


def dimension(id: str, *indicators: str | dict[str, Any], **keys: Any) -> dict[str, Any]:
    items = [indicator(each) if isinstance(each, str) else each for each in indicators]
    return {"id": id, "title": f"Dimension {id}", "indicators": items, **keys}


def compare(before: Framework, after: Framework, *between: Framework) -> FrameworkComparison:
    known = {FrameworkRef(each.id, each.version): each for each in between}
    return diff_frameworks(before, after, known.get)


def rows(comparison: FrameworkComparison) -> list[Row]:
    return [
        (
            each.change_class.value,
            each.indicator,
            each.dimension,
            each.before,
            each.after,
            each.is_comparable,
        )
        for each in comparison.changes
    ]


def one_row(before: Framework, after: Framework, *between: Framework) -> FrameworkChange:
    (change,) = compare(before, after, *between).changes
    return change


def one_indicator(keys: dict[str, Any], more: dict[str, Any]) -> tuple[Framework, Framework]:
    """Return two versions of a framework with one indicator, by its keys before and after."""
    then, now = (dimension("d", indicator("a", **each)) for each in (keys, more))
    return version("1", then), version("2", now)


def measure(*bands: dict[str, Any], unit: str = "µg/m³") -> dict[str, Any]:
    return {"unit": unit, "bands": list(bands)}


def bands(passing: int, partial: int) -> tuple[dict[str, Any], ...]:
    return (
        {"level": "pass", "at_most": passing},
        {"level": "partial", "at_most": partial},
        {"level": "fail"},
    )


def levels(**values: tuple[str, str]) -> list[dict[str, Any]]:
    return [
        {"id": id, "label": id.capitalize(), "value": value, "status": status}
        for id, (value, status) in values.items()
    ]


ASKED = "What a asks is done."


def test_every_key_of_the_format_is_compared() -> None:
    """In a row of its own kind, by the alignment, or because it says which thing it is."""
    elsewhere = {
        Framework: {"kind", "id", "version", "date", "replaces", "overall", "scales", "dimensions"},
        Dimension: {"id", "weight", "replaces", "indicators", "dimensions"},
        Indicator: {"id", "weight", "scale", "measure", "state", "replaces", "comparable"},
    }
    for model, names in elsewhere.items():
        assert names | set(TEXTS[model]) | set(RULES[model]) >= set(model.model_fields)
    assert {f"overall.{name}" for name in Overall.model_fields} <= set(RULES[Framework])


FILE = yaml.safe_load(data_file("cases/framework-diffs.yaml"))
CASES, VIEWS = FILE["cases"], FILE["views"]


def of_case(data: dict[str, Any], number: int) -> Framework:
    """Return a version of a case: dimensions by their ids, and keys of the whole."""
    keys = {name: value for name, value in data.items() if name in Framework.model_fields}
    dimensions = dimensions_of({name: value for name, value in data.items() if name not in keys})
    return version(str(keys.pop("version", number)), *dimensions, **keys)


def dimensions_of(tree: dict[str, Any]) -> list[dict[str, Any]]:
    """Return dimensions by their ids, each a list of indicators or its keys."""
    found = []
    for id, value in tree.items():
        keys = {"indicators": value} if isinstance(value, list) else dict(value)
        indicators = [
            each if isinstance(each, str) else indicator(**each) for each in keys.pop("indicators", ())
        ]
        if "dimensions" in keys:
            keys["dimensions"] = dimensions_of(keys["dimensions"])
        found.append(dimension(id, *indicators, **keys))
    return found


def versions_of(case: dict[str, Any]) -> list[Framework]:
    """Return the versions before and after, and what is between."""
    between = [of_case(case["between"], 2)] if "between" in case else []
    return [of_case(case["before"], 1), of_case(case["after"], 2 + len(between)), *between]


@pytest.mark.parametrize("name", CASES)
def test_what_changed_between_two_versions(name: str) -> None:
    case = CASES[name]
    before, after, *between = versions_of(case)
    wanted = [tuple(each) for each in case["rows"]]
    comparison = compare(before, after, *between)
    assert rows(comparison) == wanted
    if "reasons" in case:
        assert [each.reason for each in comparison.changes] == case["reasons"]
    backwards = case.get("backwards", ())
    if backwards == "mirrored":
        backwards = [(*row[:3], row[4], row[3], row[5]) for row in wanted]
    if backwards:
        assert rows(compare(after, before, *between)) == [tuple(each) for each in backwards]


def test_what_comes_breaks_nothing_and_what_goes_does() -> None:
    before, after = version("1", dimension("d", "a")), version("2", dimension("d", "a", "b"))
    assert compare(before, after).breaks == ()
    assert compare(after, before).breaks == compare(after, before).changes


def test_a_digest_may_change_where_no_row_does() -> None:
    turned = levels(**{"fail": ("0", "fail"), "partial": ("0.5", "partial"), "pass": ("1", "pass")})
    before, after = version("1", dimension("d", "a")), version("2", dimension("d", "a"), scales={"s": turned})
    comparison = compare(before, after)
    assert (comparison.changes, comparison.digest_changed) == ((), True)


def test_how_alike_two_requirements_are() -> None:
    # Of 4 and 6 words 3 stayed: 2 × 3 / 10.
    before, after = one_indicator(
        {"requirement": "A law is there."}, {"requirement": "A law is enacted and funded."}
    )
    assert one_row(before, after).alike == Fraction(6, 10)
    assert one_row(after, before).alike == Fraction(6, 10)
    same = one_row(*one_indicator({}, {"comparable": "false"}))
    assert (same.change_class, same.alike) == (ChangeClass.REVISED, Fraction(1))
    assert one_row(*one_indicator({}, {"title": "B"})).alike is None


# Versions ---------------------------------------------------------------------------------------------


def test_a_broken_chain_matches_by_id_and_says_so() -> None:
    first, last = version("1", dimension("d", "a")), version("3", dimension("d", "a"))
    comparison = compare(first, last)
    assert comparison.changes == ()
    assert comparison.alignment.broken == "f@3 replaces f@2, which is not here or has errors"
    assert comparison.version_raised


def test_versions_raised_and_not() -> None:
    same = dimension("d", "a")
    first, second = version("1", same), version("2", same)
    assert compare(first, second).version_raised
    assert not compare(second, first).version_raised
    assert not compare(second, version("2.0", same)).version_raised
    renamed = build(framework_data("g", "1", title="F", dimensions=[same], replaces="f@2"))
    assert compare(second, renamed).version_raised
    assert not compare(renamed, second).version_raised
    assert not compare(first, second).digest_changed


def test_a_digest_that_changed_without_the_version() -> None:
    comparison = compare(
        version("1", dimension("d", "a")), version("1", dimension("d", "a"), pass_when="any")
    )
    assert (comparison.version_raised, comparison.digest_changed) == (False, True)


def test_different_frameworks_are_not_compared() -> None:
    other = build(framework_data("g", "1", dimensions=[dimension("d", "a")]))
    with pytest.raises(NotComparableError):
        compare(version("1", dimension("d", "a")), other)


# What must hold of all --------------------------------------------------------------------------------


def big(number: str, indicators: int, **keys: Any) -> Framework:
    """Return a framework of many indicators, twenty in a dimension."""
    items = [indicator(f"i{each}", **keys) for each in range(indicators)]
    return version(number, *(dimension(f"d{at}", *items[at : at + 20]) for at in range(0, indicators, 20)))


def test_work_grows_with_the_indicators_that_changed_and_no_faster() -> None:
    def comparing(size: int) -> Callable[[], FrameworkComparison]:
        changed = big("2", size, title="New", requirement="Something else.", weight=2, critical="true")
        return partial(compare, big("1", size), changed)

    assert len(comparing(100)().changes) == 400
    assert growth(comparing, 100) < LINEAR


SEEDS = st.integers(0, 2**32)


def random_framework(rng: random.Random) -> dict[str, Any]:
    return {**random_project(rng)[0], "id": "f", "version": "1"}


def mutated(rng: random.Random, data: dict[str, Any], number: int) -> dict[str, Any]:
    """Return a next version of a framework, changed at random."""
    ids = [each.id for each in Framework.model_validate(data).indicators()]

    def change(value: Any) -> Any:
        if isinstance(value, list):
            return [change(each) for each in value if rng.random() > 0.03]
        if not isinstance(value, dict):
            return value
        value = {key: inner if key == "measure" else change(inner) for key, inner in value.items()}
        if "requirement" in value:
            for key, choices in INDICATOR_KEYS.items():
                if rng.random() < 0.15:
                    value[key] = rng.choice(choices)
            if rng.random() < 0.2:
                value["replaces"] = rng.sample(ids, rng.randint(0, min(2, len(ids))))
        return value

    return {
        **data,
        "dimensions": change(data["dimensions"]),
        "version": str(number),
        "replaces": f"f@{number - 1}",
    }


INDICATOR_KEYS: dict[str, list[str]] = {
    "requirement": ["A text", "two\nlines", "two lines"],
    "title": ["Air", "Water"],
    "weight": ["1", "2"],
    "comparable": ["true", "false"],
    "state": ["active", "active", "future", "retired"],
}


def _thing(change: FrameworkChange) -> tuple[str | None, str | None]:
    return change.indicator, change.dimension


def random_versions(seed: int) -> list[Framework]:
    rng = random.Random(seed)
    data = [random_framework(rng)]
    for number in range(2, rng.choice([3, 4, 5])):
        data.append(mutated(rng, data[-1], number))
    if rng.random() < 0.2:
        data[-1] = {key: value for key, value in data[-1].items() if key != "replaces"}
    return [Framework.model_validate(each) for each in data]


@given(SEEDS)
def test_a_framework_has_not_changed_from_itself(seed: int) -> None:
    framework = Framework.model_validate(random_framework(random.Random(seed)))
    comparison = compare(framework, framework)
    assert comparison.changes == ()
    assert not comparison.digest_changed
    assert not comparison.version_raised


@given(SEEDS, st.booleans())
@settings(max_examples=rounds(60, 300))
def test_rows_break_exactly_what_the_alignment_breaks(seed: int, is_backwards: bool) -> None:
    chain = random_versions(seed)
    before, after = (chain[-1], chain[0]) if is_backwards else (chain[0], chain[-1])
    comparison = compare(before, after, *chain)
    broken = {change.indicator for change in comparison.changes if not change.is_comparable}
    both = {
        link.after.id: link.is_comparable
        for link in comparison.alignment.links
        if link.after.counted and any(each.counted for each in link.before)
    }
    gone = {each.id for each in comparison.alignment.left_over}
    for id, is_comparable in both.items():
        if id not in gone:  # an id that stands for one thing here and for another there has rows of both
            assert (id in broken) is not is_comparable
    assert comparison.comparable == sum(both.values())


@given(SEEDS, st.booleans())
@settings(max_examples=rounds(60, 300))
def test_every_row_is_one_of_its_kind_and_in_order(seed: int, is_backwards: bool) -> None:
    chain = random_versions(seed)
    before, after = (chain[-1], chain[0]) if is_backwards else (chain[0], chain[-1])
    changes = compare(before, after, *chain).changes
    keys = [(each.change_class, each.indicator, each.dimension) for each in changes]
    assert len(set(keys)) == len(keys)
    counted = [sum(each.counted for each in framework.indicators()) for framework in (before, after)]
    removed = [each for each in changes if each.change_class is ChangeClass.REMOVED]
    assert list(changes[len(changes) - len(removed) :]) == removed
    added = sum(each.indicator is not None and each.change_class is ChangeClass.ADDED for each in changes)
    assert added <= counted[1]
    order = list(ChangeClass)
    for one, other in pairwise(changes):
        if ChangeClass.REMOVED is not other.change_class and _thing(one) == _thing(other):
            assert order.index(one.change_class) < order.index(other.change_class)


# What readers are told --------------------------------------------------------------------------------


def told(report: Report) -> str:
    """Return all texts of a report, one a line."""
    lines = [report.title, report.lead.text if report.lead else ""]
    for block in report.blocks:
        match block:
            case Facts():
                lines += [f"{name}: {cell.text}" for name, cell in block.pairs]
            case Table():
                lines.append(block.caption)
                lines += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
            case Items():
                lines += [f"{block.label}", *block.items]
            case Heading() | Prose():
                lines.append(block.text)
            case Rewording():
                lines.append(f"{block.label}: {block.pieces}")
    return "\n".join(lines)


def view(
    before: Framework,
    after: Framework,
    *affected: PlacedAssessment,
    detail: DiffDetail = DiffDetail.CHANGES,
) -> str:
    return told(framework_comparison_view(compare(before, after), affected=affected, detail=detail))


def assessed(subject: str, day: str, framework: str) -> PlacedAssessment:
    path = parse_path(f"assessments/{subject}/{day}.yaml")
    assert isinstance(path, AssessmentPath)
    return path, Assessment.model_validate(assessment_data(subject, day, framework))


@pytest.mark.parametrize("name", VIEWS)
def test_what_readers_are_told_of_two_versions(name: str) -> None:
    case = VIEWS[name]
    detail = DiffDetail[case.get("detail", "changes").upper()]
    text = told(framework_comparison_view(compare(*versions_of(case)), affected=[], detail=detail))
    assert [each for each in case.get("says", ()) if each not in text] == []
    assert [each for each in case.get("hides", ()) if each in text] == []


def test_the_view_says_that_nothing_changed() -> None:
    before = version("1", dimension("d", "a", "b"))
    text = view(before, before)
    assert "Nothing changed in what is asked or how it is judged.\n" in text
    assert "No assessment here was made under either version." in text
    assert "The digest changed all the same" in view(before, version("1", dimension("d", "b", "a")))


def test_the_view_says_why_and_shows_a_rewording_word_by_word() -> None:
    before, after = one_indicator({}, {"requirement": "What a asks is decided."})
    text = view(before, after, detail=DiffDetail.FULL)
    assert "a | asked otherwise | Indicator a: the requirement changed in f@2" in text
    assert "a Indicator a: reworded, cannot be compared\nRequirement: " in text
    report = framework_comparison_view(compare(before, after), affected=[], detail=DiffDetail.FULL)
    (rewording,) = [block for block in report.blocks if isinstance(block, Rewording)]
    assert [tuple(piece) for piece in rewording.pieces] == [
        (Edit.SAME, "What a asks is"),
        (Edit.REMOVED, "done."),
        (Edit.ADDED, "decided."),
    ]


def reworded(*texts: str) -> Framework:
    """Return a second version of ten indicators `i0` to `i9`, those first in order reworded."""
    return version(
        "2", dimension("d", *(indicator(f"i{at}", requirement=text) for at, text in enumerate(texts)))
    )


def test_the_least_alike_come_first() -> None:
    # "What i0 asks is done.": 0, 4 and 2 of 5 words stayed.
    before = version("1", dimension("d", "i0", "i1", "i2", "gone"))
    text = view(before, reworded("What i0 asks is x.", "Quite something else is x.", "What is x y z."))
    places = [text.index(f"i{at} | asked otherwise | Indicator i{at}: ") for at in (1, 2, 0)]
    assert places == sorted(places)
    assert places[-1] < text.index("gone | removed")
    text = view(
        before,
        reworded("What i0 asks is x.", "Quite something else is x.", "What is x y z."),
        detail=DiffDetail.FULL,
    )
    places = [text.index(f"i{at} Indicator i{at}: reworded") for at in (1, 2, 0)]
    assert places == sorted(places)
    assert "Indicator i0: the requirement changed in f@2; 80.0 % of the words alike" in text


def test_how_alike_is_not_claimed_where_only_the_most_is_known() -> None:
    before = version("1", dimension("d", "i0", indicator("i1", requirement="x y " * 1000)))
    after = version(
        "2", dimension("d", indicator("i0", requirement="What?"), indicator("i1", requirement="y x " * 1000))
    )
    text = view(before, after)
    words = "the requirement changed in f@2; at most 100.0 % of the words alike"
    assert text.index(f"i1 | asked otherwise | Indicator i1: {words}") < text.index("i0 | asked otherwise | ")
    content: Any = framework_diff_json(compare(before, after), [], paths=("a", "b"))
    shares = {change["indicator"]: change["alike"] for change in content["changes"]}
    # "What i0 asks is done." has 5 words, "What?" none of them.
    assert shares == {"i0": 0.0, "i1": None}
    table = csv.DictReader(io.StringIO(render_csv(framework_diff_records(compare(before, after)))))
    assert {row["indicator"]: row["alike"] for row in table} == {"i0": "0.0", "i1": ""}


def test_a_summary_counts_and_shows_a_few() -> None:
    ids = [f"i{at}" for at in range(100)]
    before = version("1", dimension("d", *ids, "gone"))
    after = reworded(*(f"What {id} asks is {'x ' * (at % 10)}" for at, id in enumerate(ids)))
    affected = [assessed(f"town{at}", "2021-01-01", "f@1") for at in range(50)]
    text = view(before, after, *affected, detail=DiffDetail.SUMMARY)
    assert "0 of 101 indicators can be compared with before · 101 changes\n" in text
    assert "Changed: asked otherwise (100), removed (1)." in text
    # Of the least alike, of 5 and 13 words, 4 stayed: 2 × 4 / 18.
    assert "Asked otherwise, the least alike first (5 of 100)\n" in text
    assert (
        "i9 | asked otherwise | Indicator i9: the requirement changed in f@2; 44.4 % of the words alike"
        in text
    )
    assert "50 assessments of 50 subjects." in text
    assert len(text.splitlines()) < 20


def test_the_view_lists_affected_assessments_by_subject() -> None:
    before, after = version("1", dimension("d", "a")), version("2", dimension("d", "a"))
    affected = [
        assessed("springfield", "2020-03-11", "f@1"),
        assessed("springfield", "2021-03-11", "f@1"),
        assessed("ogdenville", "2021-01-02", "f@1"),
        assessed("springfield", "2022-03-11", "f@2"),
    ]
    text = view(before, after, *affected)
    assert "4 assessments of 2 subjects\n" in text
    assert "Springfield: 2020-03-11, 2021-03-11, under f@1; 2022-03-11, under f@2\n" in text
    assert "Ogdenville: 2021-01-02, under f@1" in text


# For machines -----------------------------------------------------------------------------------------


def test_json_has_every_key(golden: Golden) -> None:
    # Of 5 and 3 words 2 stayed, for "asks." is not "asks": 2 × 2 / 8.
    changed = indicator("a", weight=2, requirement="What a asks.")
    before, after = version("1", dimension("d", "a")), version("2", dimension("d", changed))
    affected = [assessed("springfield", "2020-03-11", "f@1")]
    content = framework_diff_json(
        compare(before, after), affected, paths=("frameworks/f@1.yaml", "frameworks/f@2.yaml")
    )
    golden.check("diff-framework.json.txt", f"{json.dumps(content, indent=2)}\n")


def test_csv_has_a_row_for_each_change_and_no_formulas() -> None:
    before, after = one_indicator({}, {"title": "=1+1", "weight": "3"})
    table = list(csv.DictReader(io.StringIO(render_csv(framework_diff_records(compare(before, after))))))
    assert [row["class"] for row in table] == ["editorial", "reweighted"]
    columns = "before_framework,after_framework,chain_broken,class,indicator,dimension,title,before,after"
    assert ",".join(table[0]) == f"{columns},comparable,reason,alike"
    values = ["f@1", "f@2", "", "editorial", "a", "d", "'=1+1", "Indicator a", "'=1+1", "true", "title", ""]
    assert list(table[0].values()) == values
