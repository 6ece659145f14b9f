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
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard.comparing.alignment import NotComparableError
from scorecard.comparing.frameworks import (
    RULES,
    TEXTS,
    AffectedAssessment,
    ChangeClass,
    FrameworkChange,
    FrameworkComparison,
    diff_frameworks,
)
from scorecard.comparing.text_diff import Edit
from scorecard.model.framework import Dimension, Framework, Indicator, Overall
from scorecard.model.lexical import FrameworkRef
from scorecard.render.csv import render_csv
from scorecard.views.comparison import DiffDetail
from scorecard.views.frameworks_compared import framework_comparison_view
from scorecard.views.frameworks_compared_data import framework_diff_json, framework_diff_records
from scorecard.views.report import Facts, Heading, Items, Prose, Report, Rewording, Table
from tests.builders import framework_data, indicator
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
        Framework: {"kind", "id", "version", "replaces", "overall", "scales", "dimensions"},
        Dimension: {"id", "weight", "indicators", "dimensions"},
        Indicator: {"id", "weight", "scale", "measure", "state", "replaces", "comparable"},
    }
    for model, names in elsewhere.items():
        assert names | set(TEXTS[model]) | set(RULES[model]) >= set(model.model_fields)
    assert {f"overall.{name}" for name in Overall.model_fields} <= set(RULES[Framework])


# Editorial and revised --------------------------------------------------------------------------------


def test_a_waived_rewording_is_editorial() -> None:
    before, after = one_indicator({}, {"requirement": "A is done.", "comparable": "true"})
    row = ("editorial", "a", "d", ASKED, "A is done.", True)
    assert rows(compare(before, after)) == [row]
    assert one_row(before, after).reason == "requirement"


def test_an_editorial_row_names_every_text_that_changed_and_shows_the_first() -> None:
    before, after = one_indicator({"guidance": None}, {"title": "B", "guidance": "Look."})
    change = one_row(before, after)
    assert (change.before, change.after, change.reason) == ("Indicator a", "B", "title, guidance")
    backwards = one_row(after, before)
    assert (backwards.before, backwards.after, backwards.is_comparable) == ("B", "Indicator a", True)


def test_a_text_that_was_not_there_before_is_none() -> None:
    change = one_row(*one_indicator({"guidance": None}, {}))
    assert (change.before, change.after, change.texts) == (None, "Look whether a is done.", ("guidance",))


def test_a_new_requirement_is_revised_in_both_directions() -> None:
    before, after = one_indicator({}, {"requirement": "A is done."})
    assert rows(compare(before, after)) == [("revised", "a", "d", ASKED, "A is done.", False)]
    assert rows(compare(after, before)) == [("revised", "a", "d", "A is done.", ASKED, False)]
    assert one_row(before, after).reason == "the requirement changed in f@2"


def test_the_newer_framework_waives_in_both_directions() -> None:
    before, after = one_indicator({}, {"requirement": "A is done.", "comparable": "true"})
    assert rows(compare(after, before)) == [("editorial", "a", "d", "A is done.", ASKED, True)]


def test_white_space_and_composition_are_no_change() -> None:
    before, after = one_indicator(
        {"requirement": "Caf\u00e9  is\ndone."}, {"requirement": "Cafe\u0301 is done."}
    )
    assert rows(compare(before, after)) == []


def test_declared_not_comparable_is_revised_without_any_wording() -> None:
    before, after = one_indicator({}, {"comparable": "false"})
    assert rows(compare(before, after)) == [("revised", "a", "d", None, None, False)]
    assert one_row(before, after).reason == "f@2 declares it not comparable"
    assert [change.change_class for change in compare(after, before).changes] == [ChangeClass.REVISED]


def test_within_one_version_replaces_and_comparable_are_not_read() -> None:
    before = version("2", dimension("d", "a", "b"))
    now = indicator("a", comparable="true", requirement="A is done.", replaces=["b"])
    after = version("2", dimension("d", now, indicator("b", comparable="false")))
    assert rows(compare(before, after)) == [("revised", "a", "d", ASKED, "A is done.", False)]


def test_a_waived_rewording_and_a_broken_scale_are_two_rows() -> None:
    scale = levels(yes=("1", "pass"), no=("0", "fail"))
    before = version("1", dimension("d", "a"))
    after = version(
        "2", dimension("d", indicator("a", requirement="A is done.", comparable="true")), scales={"s": scale}
    )
    assert rows(compare(before, after)) == [
        ("editorial", "a", "d", ASKED, "A is done.", True),
        ("rescaled", "a", "d", "pass 1, partial 0.5, fail 0", "yes 1 (pass), no 0 (fail)", False),
    ]
    assert rows(compare(after, before)) == [
        ("editorial", "a", "d", "A is done.", ASKED, True),
        ("rescaled", "a", "d", "yes 1 (pass), no 0 (fail)", "pass 1, partial 0.5, fail 0", False),
    ]


@pytest.mark.parametrize(
    "keys", [[{"comparable": "false"}], [{"replaces": ["a"]}, {"id": "b", "replaces": ["a"]}]]
)
def test_declared_not_comparable_or_split_is_revised_beside_a_broken_scale(
    keys: list[dict[str, Any]],
) -> None:
    before = version("1", dimension("d", "a"))
    parts = [indicator("a") | each for each in keys]
    after = version("2", dimension("d", *parts), scales={"s": levels(yes=("1", "pass"), no=("0", "fail"))})
    for one, other in ((before, after), (after, before)):
        classes = [each.change_class for each in compare(one, other).changes if each.indicator == "a"]
        assert classes[0] is ChangeClass.REVISED
    assert [row[0] for row in rows(compare(before, after))][:2] == ["revised", "rescaled"]


def test_a_split_revises_each_part() -> None:
    before = version("1", dimension("d", "a"))
    parts = [indicator(id, title="Indicator a", guidance=None, replaces=["a"]) for id in ("b", "c")]
    after = version("2", dimension("d", *parts))
    changes = [
        change for change in compare(before, after).changes if change.change_class is ChangeClass.REVISED
    ]
    assert [(each.indicator, each.before, each.after) for each in changes] == [
        ("b", ASKED, "What b asks is done."),
        ("c", ASKED, "What c asks is done."),
    ]
    assert {each.reason for each in changes} == {"a was split into b, c in f@2"}
    assert ChangeClass.RENUMBERED not in {each.change_class for each in compare(before, after).changes}
    # Backwards two become one, and a row holds what both of them asked.
    assert rows(compare(after, before)) == [
        ("revised", "a", "d", "What b asks is done.\n\nWhat c asks is done.", ASKED, False)
    ]


def test_a_merge_is_one_revised_row() -> None:
    before = version("1", dimension("d", "a", "b"))
    after = version("2", dimension("d", indicator("a", replaces=["a", "b"])))
    comparison = compare(before, after)
    assert rows(comparison) == [("revised", "a", "d", f"{ASKED}\n\nWhat b asks is done.", ASKED, False)]
    assert comparison.changes[0].reason == "a, b were merged into a in f@2"
    backwards = compare(after, before).changes
    assert [each.indicator for each in backwards if each.change_class is ChangeClass.REVISED] == ["a", "b"]


def test_a_split_is_revised_even_where_it_is_declared_comparable() -> None:
    before = version("1", dimension("d", "a"))
    part = indicator("a", requirement="A is done.", comparable="true", replaces=["a"])
    after = version("2", dimension("d", part, indicator("b", replaces=["a"])))
    assert rows(compare(before, after))[0] == ("revised", "a", "d", ASKED, "A is done.", False)


# What comes and goes ----------------------------------------------------------------------------------


def test_added_and_removed_are_each_other_backwards() -> None:
    before = version("1", dimension("d", "a"))
    after = version("2", dimension("d", "a", "b"))
    asked = "What b asks is done."
    assert rows(compare(before, after)) == [("added", "b", "d", None, asked, False)]
    assert rows(compare(after, before)) == [("removed", "b", "d", asked, None, False)]
    assert compare(before, after).breaks == ()
    assert compare(after, before).breaks == compare(after, before).changes


@pytest.mark.parametrize(
    ("then", "now", "rows_after"),
    [
        ("active", "retired", [("retired", "a", "d", ASKED, None, False)]),
        ("active", "future", [("removed", "a", "d", ASKED, None, False)]),
        ("retired", "active", [("added", "a", "d", None, ASKED, False)]),
        ("future", "active", [("added", "a", "d", None, ASKED, False)]),
        ("future", "retired", []),
        ("retired", "retired", []),
    ],
)
def test_states(then: str, now: str, rows_after: list[Row]) -> None:
    before, after = one_indicator(
        {"state": then}, {"state": now, "weight": "3"} if not rows_after else {"state": now}
    )
    assert rows(compare(before, after)) == rows_after


def test_a_state_is_the_reason() -> None:
    assert one_row(*one_indicator({}, {"state": "future"})).reason == "a is future in f@2"
    assert one_row(*one_indicator({"state": "future"}, {})).reason == "a is future in f@1"


def test_one_declared_new_is_added_and_what_had_its_id_removed() -> None:
    before, after = one_indicator({}, {"replaces": []})
    assert rows(compare(before, after)) == [
        ("added", "a", "d", None, ASKED, False),
        ("removed", "a", "d", ASKED, None, False),
    ]


def test_what_lives_on_in_a_counted_part_is_not_retired() -> None:
    before = version("1", dimension("d", "a"))
    parts = indicator("b", replaces=["a"]), indicator("c", replaces=["a"], state="retired")
    classes = {
        (each.change_class.value, each.indicator)
        for each in compare(before, version("2", dimension("d", *parts))).changes
    }
    assert classes == {("editorial", "b"), ("revised", "b")}


def test_what_is_retired_here_and_planned_there_is_retired() -> None:
    before = version("1", dimension("d", "a"))
    retired = indicator("b", replaces=["a"], state="retired")
    future = indicator("c", replaces=["a"], state="future")
    for parts in ((retired, future), (future, retired)):
        comparison = compare(before, version("2", dimension("d", *parts)))
        assert rows(comparison) == [("retired", "b", "d", ASKED, None, False)]


def test_what_was_removed_comes_last_in_the_order_before() -> None:
    before = version("1", dimension("x", "x1", "x2"), dimension("d", "a", "b"))
    after = version("2", dimension("d", indicator("b", weight=2), "c"))
    assert [row[:3] for row in rows(compare(before, after))] == [
        ("reweighted", "b", "d"),
        ("added", "c", "d"),
        ("removed", None, "x"),
        ("removed", "x1", "x"),
        ("removed", "x2", "x"),
        ("removed", "a", "d"),
    ]


# Places, numbers, weights -----------------------------------------------------------------------------


def test_moved_in_both_directions() -> None:
    before = version("1", dimension("d", "a"), dimension("e"))
    after = version("2", dimension("d"), dimension("e", "a"))
    assert rows(compare(before, after)) == [("moved", "a", "e", "d", "e", True)]
    assert rows(compare(after, before)) == [("moved", "a", "d", "e", "d", True)]


def test_a_dimension_that_goes_under_another_moves_alone() -> None:
    before = version("1", dimension("d"), dimension("e", "a"))
    after = version("2", dimension("d", dimensions=[dimension("e", "a")]))
    assert rows(compare(before, after)) == [("moved", None, "e", None, "d", True)]
    assert rows(compare(after, before)) == [("moved", None, "e", "d", None, True)]


def test_renumbered_in_both_directions() -> None:
    before = version("1", dimension("d", "a"))
    after = version("2", dimension("d", indicator("a") | {"id": "b", "replaces": ["a"]}))
    assert rows(compare(before, after)) == [("renumbered", "b", "d", "a", "b", True)]
    assert rows(compare(after, before)) == [("renumbered", "a", "d", "b", "a", True)]


def test_reweighted_compares_numbers_and_shows_them_as_written() -> None:
    assert rows(compare(*one_indicator({"weight": "0.5"}, {"weight": "1/2"}))) == []
    assert rows(compare(*one_indicator({"weight": "1"}, {"weight": "0.000000001"}))) == [
        ("reweighted", "a", "d", "1", "0.000000001", True)
    ]
    before, after = version("1", dimension("d", "a")), version("2", dimension("d", "a", weight="2/3"))
    assert rows(compare(before, after)) == [("reweighted", None, "d", "1", "2/3", True)]
    assert rows(compare(after, before)) == [("reweighted", None, "d", "2/3", "1", True)]


# Scales and bands -------------------------------------------------------------------------------------


def test_a_judged_indicator_with_another_scale_breaks() -> None:
    before = version("1", dimension("d", "a"))
    scale = levels(**{"pass": ("1", "pass"), "some": ("0.5", "fail"), "fail": ("0", "fail")})
    after = version("2", dimension("d", "a"), scales={"rating": scale})
    words = "pass 1, partial 0.5, fail 0", "pass 1, some 0.5 (fail), fail 0"
    assert rows(compare(before, after)) == [("rescaled", "a", "d", *words, False)]
    assert rows(compare(after, before)) == [("rescaled", "a", "d", *reversed(words), False)]
    assert one_row(before, after).reason == "the scale changed in f@2"


def test_the_order_of_levels_and_the_name_of_a_scale_are_no_change() -> None:
    scale = levels(**{"fail": ("0.0", "fail"), "partial": ("1/2", "partial"), "pass": ("1", "pass")})
    comparison = compare(
        version("1", dimension("d", "a")), version("2", dimension("d", "a"), scales={"other": scale})
    )
    assert comparison.changes == ()
    assert comparison.digest_changed


def test_new_bands_leave_a_measured_indicator_comparable() -> None:
    before, after = one_indicator({"measure": measure(*bands(10, 20))}, {"measure": measure(*bands(5, 20))})
    words = (
        "pass at most 10, partial at most 20, else fail (µg/m³)",
        "pass at most 5, partial at most 20, else fail (µg/m³)",
    )
    assert rows(compare(before, after)) == [("rescaled", "a", "d", *words, True)]
    assert rows(compare(after, before)) == [("rescaled", "a", "d", *reversed(words), True)]
    assert one_row(before, after).reason is None


def test_bands_in_words_have_both_bounds() -> None:
    both = measure({"level": "pass", "at_least": "-1.50", "at_most": 2}, {"level": "fail"})
    change = one_row(*one_indicator({"measure": measure({"level": "fail"})}, {"measure": both}))
    assert (change.before, change.after) == (
        "else fail (µg/m³)",
        "pass at least -1.50 and at most 2, else fail (µg/m³)",
    )


def test_another_unit_breaks() -> None:
    before, after = one_indicator(
        {"measure": measure(*bands(5, 10))}, {"measure": measure(*bands(5, 10), unit="ppb")}
    )
    change = one_row(before, after)
    assert (change.change_class, change.is_comparable) == (ChangeClass.RESCALED, False)
    assert change.after is not None
    assert change.after.startswith("pass at most 5, partial at most 10, else fail (ppb)")
    assert change.reason == "the unit changed from µg/m³ to ppb in f@2"
    assert not one_row(after, before).is_comparable


def test_new_values_of_the_levels_leave_a_measured_indicator_comparable_and_are_told() -> None:
    scale = levels(**{"pass": ("1", "pass"), "partial": ("0.6", "partial"), "fail": ("0", "fail")})
    measured = indicator("a", measure=measure(*bands(5, 10)))
    before = version("1", dimension("d", measured))
    after = version("2", dimension("d", measured), scales={"rating": scale})
    banded = "pass at most 5, partial at most 10, else fail (µg/m³)"
    words = f"{banded}; pass 1, partial 0.5, fail 0", f"{banded}; pass 1, partial 0.6, fail 0"
    assert rows(compare(before, after)) == [("rescaled", "a", "d", *words, True)]


def test_new_bands_do_not_hide_new_values_of_the_levels() -> None:
    scale = levels(**{"pass": ("1", "pass"), "partial": ("0.6", "partial"), "fail": ("0", "fail")})
    before = version("1", dimension("d", indicator("a", measure=measure(*bands(5, 10)))))
    after = version(
        "2", dimension("d", indicator("a", measure=measure(*bands(4, 10)))), scales={"rating": scale}
    )
    assert one_row(before, after).after == (
        "pass at most 4, partial at most 10, else fail (µg/m³); pass 1, partial 0.6, fail 0"
    )


def test_lower_bounds_count_too() -> None:
    then, now = (
        {"measure": measure({"level": "pass", "at_least": least}, {"level": "fail"})} for least in (1, 2)
    )
    assert one_row(*one_indicator(then, now)).after == "pass at least 2, else fail (µg/m³)"


def test_judged_and_measured_are_told_apart() -> None:
    before, after = one_indicator({}, {"measure": measure(*bands(5, 10))})
    words = (
        "judged: pass 1, partial 0.5, fail 0",
        "measured: pass at most 5, partial at most 10, else fail (µg/m³)",
    )
    assert rows(compare(before, after)) == [("rescaled", "a", "d", *words, False)]
    assert rows(compare(after, before)) == [("rescaled", "a", "d", *reversed(words), False)]


# Rules ------------------------------------------------------------------------------------------------


def test_rules_of_an_indicator() -> None:
    before, after = one_indicator(
        {}, {"critical": "true", "evidence": "required", "not_applicable": "forbidden"}
    )
    words = (
        "critical: false; evidence: optional; not_applicable: allowed",
        "critical: true; evidence: required; not_applicable: forbidden",
    )
    assert rows(compare(before, after)) == [("rule-changed", "a", "d", *words, True)]
    assert rows(compare(after, before)) == [("rule-changed", "a", "d", *reversed(words), True)]


def test_rules_of_a_dimension() -> None:
    before = version("1", dimension("d", "a"))
    keys = {"critical": "true", "aggregation": "minimum", "pass_when": {"at_least": 2}, "partial_when": "any"}
    after = version("2", dimension("d", "a", **keys))
    words = (
        "critical: false; aggregation: mean-of-dimensions; pass_when: all; partial_when: never",
        "critical: true; aggregation: minimum; pass_when: {at_least: 2}; partial_when: any",
    )
    assert rows(compare(before, after)) == [("rule-changed", None, "d", *words, True)]
    assert rows(compare(after, before)) == [("rule-changed", None, "d", *reversed(words), True)]


def test_rules_of_the_whole() -> None:
    before = version("1", dimension("d", "a"))
    after = version(
        "2",
        dimension("d", "a"),
        aggregation="minimum",
        pass_when={"share": "2/3"},
        overall={"partial_when": "none-fail", "pass_when": {"share": "4/6"}, "aggregation": "minimum"},
        minimum_coverage="0.60",
        evidence="required-for-pass",
    )
    change = one_row(before, after)
    assert change.before == (
        "aggregation: mean-of-dimensions; pass_when: all; overall.aggregation: mean-of-dimensions; "
        "overall.pass_when: all; overall.partial_when: never; minimum_coverage: 0; evidence: optional"
    )
    assert change.after == (
        "aggregation: minimum; pass_when: {share: 2/3}; overall.aggregation: minimum; "
        "overall.pass_when: {share: 2/3}; overall.partial_when: none-fail; minimum_coverage: 0.60; "
        "evidence: required-for-pass"
    )
    assert (change.indicator, change.dimension, change.title) == (None, None, "F")
    assert one_row(after, before).change_class is ChangeClass.RULE_CHANGED


def test_a_default_that_changed_is_a_row_of_the_whole_alone() -> None:
    before = version("1", dimension("d", "a"))
    after = version(
        "2", dimension("d", "a"), evidence="required", pass_when="any", not_applicable="forbidden"
    )
    assert [row[:3] for row in rows(compare(before, after))] == [("rule-changed", None, None)]


def test_saying_what_held_anyway_is_no_change() -> None:
    before = version("1", dimension("d", "a"))
    after = version(
        "2",
        dimension("d", indicator("a", evidence="optional", not_applicable="allowed"), pass_when="all"),
        overall={"pass_when": "all"},
    )
    assert compare(before, after).changes == ()


def test_numbers_of_rules_are_compared_as_numbers() -> None:
    before = version("1", dimension("d", "a"), pass_when={"score": "0.50"})
    assert compare(before, version("2", dimension("d", "a"), pass_when={"score": "1/2"})).changes == ()
    assert len(compare(before, version("2", dimension("d", "a"), pass_when={"share": "1/2"})).changes) == 1


# Texts of dimensions and of the whole -----------------------------------------------------------------


def test_dimensions_are_added_removed_and_renamed_without_breaking_anything() -> None:
    before = version("1", dimension("d", "a"), dimension("x", description="Gone."))
    after = version("2", dimension("d", "a", title="Air", description="New."), dimension("y"))
    assert rows(compare(before, after)) == [
        ("editorial", None, "d", "Dimension d", "Air", True),
        ("added", None, "y", None, None, True),
        ("removed", None, "x", "Gone.", None, True),
    ]
    assert compare(before, after).changes[0].reason == "title, description"
    assert compare(before, after).breaks == ()


@pytest.mark.parametrize(
    ("keys", "name", "then", "now"),
    [
        ({"title": "G"}, "title", "F", "G"),
        ({"description": "What for."}, "description", None, "What for."),
        ({"publisher": "Some body"}, "publisher", None, "Some body"),
        ({"language": "en"}, "language", None, "en"),
        ({"licence": "CC-BY-4.0"}, "licence", None, "CC-BY-4.0"),
        (
            {"sources": {"act": {"title": "Act", "date": "2020-01"}, "law": {"title": "Law"}}},
            "sources",
            None,
            "act: Act, 2020-01; law: Law",
        ),
        ({"note": "Mind."}, "note", None, "Mind."),
        ({"dimension_label": "Test"}, "dimension_label", "Dimension", "Test"),
        ({"indicator_label": "Criterion"}, "indicator_label", "Indicator", "Criterion"),
        (
            {"verdict_labels": {"fail": "Not met", "pass": "Met"}},
            "verdict_labels",
            None,
            "pass: Met, fail: Not met",
        ),
        ({"show_score": "false"}, "show_score", "true", "false"),
        (
            {"scales": {"rating": [
                {"id": "pass", "label": "Yes", "value": 1, "status": "pass"},
                {"id": "partial", "label": "Partial", "value": "0.5", "status": "partial"},
                {"id": "fail", "value": 0, "status": "fail"},
            ]}},
            "labels of levels",
            "pass: Pass, fail: Fail",
            "pass: Yes, fail: fail",
        ),
    ],
)  # fmt: skip
def test_texts_of_the_whole(keys: dict[str, Any], name: str, then: str | None, now: str | None) -> None:
    before, after = version("1", dimension("d", "a")), version("2", dimension("d", "a"), **keys)
    assert rows(compare(before, after)) == [("editorial", None, None, then, now, True)]
    assert rows(compare(after, before)) == [("editorial", None, None, now, then, True)]
    assert one_row(before, after).reason == name


def test_of_sources_only_those_that_changed_are_told() -> None:
    act, law = {"title": "Act"}, {"title": "Law"}
    before = version("1", dimension("d", "a"), sources={"act": act, "law": law, "old": law})
    url = "https://example.org/act"
    after = version("2", dimension("d", "a"), sources={"new": law, "law": law, "act": {**act, "url": url}})
    change = one_row(before, after)
    assert (change.before, change.after) == ("act: Act; old: Law", f"act: Act, {url}; new: Law")


@pytest.mark.parametrize("key", ["tags", "sources"])
def test_tags_and_cited_sources_of_an_indicator_are_editorial(key: str) -> None:
    before, after = one_indicator({key: ["b", "a"]}, {key: ["a", "b", "c"]})
    change = one_row(before, after)
    assert rows(compare(before, after)) == [("editorial", "a", "d", "b, a", "a, b, c", True)]
    assert change.reason == key
    assert compare(*one_indicator({key: ["b", "a"]}, {key: ["a", "b"]})).changes == ()


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


# Several at once --------------------------------------------------------------------------------------


def test_several_classes_of_one_indicator_come_in_their_order() -> None:
    before = version("1", dimension("d", "a"), dimension("e"))
    changed = indicator(
        "b",
        title="B",
        requirement="B is done.",
        replaces=["a"],
        weight=2,
        critical="true",
        measure=measure(*bands(5, 10)),
    )
    after = version("2", dimension("d"), dimension("e", changed), note="Mind.")
    comparison = compare(before, after)
    assert rows(comparison) == [
        ("editorial", None, None, None, "Mind.", True),
        ("editorial", "b", "e", "Indicator a", "B", True),
        ("revised", "b", "e", ASKED, "B is done.", False),
        ("moved", "b", "e", "d", "e", True),
        ("renumbered", "b", "e", "a", "b", True),
        (
            "rescaled",
            "b",
            "e",
            "judged: pass 1, partial 0.5, fail 0",
            "measured: pass at most 5, partial at most 10, else fail (µg/m³)",
            False,
        ),
        ("reweighted", "b", "e", "1", "2", True),
        ("rule-changed", "b", "e", "critical: false", "critical: true", True),
    ]
    assert [change.change_class.value for change in comparison.breaks] == ["revised", "rescaled"]
    assert [row[0] for row in rows(compare(after, before))] == [row[0] for row in rows(comparison)]


# Versions ---------------------------------------------------------------------------------------------


def test_a_change_back_and_forth_over_three_versions_is_one_revised_row() -> None:
    first = version("1", dimension("d", "a"))
    middle = version("2", dimension("d", indicator("a", requirement="Something else.")))
    last = version("3", dimension("d", "a"))
    assert rows(compare(first, last, middle)) == [("revised", "a", "d", None, None, False)]
    assert (
        one_row(first, last, middle).reason
        == "the requirement changed in f@2; the requirement changed in f@3"
    )
    assert rows(compare(last, first, middle)) == [("revised", "a", "d", None, None, False)]


def test_one_that_a_middle_version_did_not_count_is_revised() -> None:
    first, last = version("1", dimension("d", "a")), version("3", dimension("d", "a"))
    middle = version("2", dimension("d", indicator("a", state="future")))
    change = one_row(first, last, middle)
    assert (change.change_class, change.is_comparable) == (ChangeClass.REVISED, False)
    assert change.reason == "a is future in f@2"


def test_one_that_a_middle_version_lacked_is_removed_and_added() -> None:
    first, last = version("1", dimension("d", "a", "b")), version("3", dimension("d", "a", "b"))
    middle = version("2", dimension("d", "b"))
    assert [row[:2] for row in rows(compare(first, last, middle))] == [("added", "a"), ("removed", "a")]


def test_split_and_merged_again_is_revised() -> None:
    first = version("1", dimension("d", "a"))
    middle = version("2", dimension("d", *(indicator(id, replaces=["a"]) for id in ("b", "c"))))
    last = version("3", dimension("d", indicator("a", replaces=["b", "c"])))
    assert rows(compare(first, last, middle)) == [("revised", "a", "d", None, None, False)]


def test_a_rewording_that_every_step_waives_is_editorial() -> None:
    first = version("1", dimension("d", "a"))
    middle = version("2", dimension("d", indicator("a", requirement="A was done.", comparable="true")))
    last = version("3", dimension("d", indicator("a", requirement="A is done.", comparable="true")))
    assert rows(compare(first, last, middle)) == [("editorial", "a", "d", ASKED, "A is done.", True)]


def test_a_waiver_of_the_last_step_does_not_reach_the_steps_before_it() -> None:
    first = version("1", dimension("d", "a"))
    middle = version("2", dimension("d", indicator("a", requirement="Something else.")))
    last = version("3", dimension("d", indicator("a", requirement="A thing.", comparable="true")))
    assert rows(compare(first, last, middle)) == [("revised", "a", "d", ASKED, "A thing.", False)]
    assert one_row(first, last, middle).reason == "the requirement changed in f@2"


def test_a_broken_chain_is_one_step() -> None:
    first = version("1", dimension("d", "a"))
    changed = indicator("a", requirement="A is done.", comparable="true", measure=measure(*bands(5, 10)))
    comparison = compare(first, version("3", dimension("d", changed)))
    assert [row[0] for row in rows(comparison)] == ["editorial", "rescaled"]


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
    lines = [report.title]
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
    *affected: AffectedAssessment,
    detail: DiffDetail = DiffDetail.CHANGES,
) -> str:
    return told(framework_comparison_view(compare(before, after), affected=affected, detail=detail))


def assessed(subject: str, day: str, framework: str) -> AffectedAssessment:
    path = f"assessments/{subject}/{day}.yaml"
    return AffectedAssessment(
        subject=subject, name=subject.capitalize(), day=day, path=path, framework=framework
    )


def test_the_view_begins_with_what_matters() -> None:
    before = version("1", dimension("d", "a", "b"))
    after = version("2", dimension("d", indicator("a", weight=2), "c"), indicator_label="Measure")
    text = view(before, after)
    assert "Before: F (f@1)\nAfter: F (f@2)\nVersion: raised\n" in text
    assert "Measures: 1 of the 2 counted before stays comparable; 2 counted after" in text
    assert "What breaks comparability (1)\nRemoved | b | Indicator b\n" in text
    assert "Reweighted | a | Indicator a: weight 1 → 2" in text
    assert "Editorial | (the whole) | word for an indicator “Indicator” → “Measure”" in text
    assert "Added | c | Indicator c" in text


def test_the_view_warns_of_a_digest_that_changed_without_the_version() -> None:
    text = view(version("1", dimension("d", "a")), version("1", dimension("d", "a"), pass_when="any"))
    assert (
        "Version: not raised although the digest changed: assessments made under it would now be scored by "
        "another yardstick"
    ) in text
    assert "Nothing here breaks comparability: every indicator counted before stays comparable." in text


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("1", "1", "unchanged"),
        ("1", "2", "raised, although no result depends on what changed"),
        ("2", "1", "lowered: the newer version stands before, so every change reads backwards"),
    ],
)
def test_the_version_in_words(before: str, after: str, words: str) -> None:
    assert f"Version: {words}\n" in view(*(version(each, dimension("d", "a")) for each in (before, after)))


def test_the_view_says_that_nothing_changed() -> None:
    before = version("1", dimension("d", "a", "b"))
    text = view(before, before)
    assert "Nothing changed in what is asked or how it is judged.\n" in text
    assert "None: no assessment here was made under either version." in text
    assert "The digest changed all the same" in view(before, version("1", dimension("d", "b", "a")))


def test_the_view_says_why_and_shows_a_rewording_word_by_word() -> None:
    before, after = one_indicator({}, {"requirement": "What a asks is decided."})
    text = view(before, after)
    assert "Revised | a | Indicator a: the requirement changed in f@2" in text
    assert "a Indicator a: reworded, not comparable\nRequirement: " in text
    report = framework_comparison_view(compare(before, after), affected=[], detail=DiffDetail.CHANGES)
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
    places = [text.index(f"Revised | i{at} | Indicator i{at}: ") for at in (1, 2, 0)]
    assert places == sorted(places)
    assert places[-1] < text.index("Removed | gone")
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
    assert text.index(f"Revised | i1 | Indicator i1: {words}") < text.index("Revised | i0 | Indicator i0: ")
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
    assert "Changes: 100 revised, 1 removed" in text
    assert "101 changes of 101 break comparability (--detail changes shows each)." in text
    # Of the least alike, of 5 and 13 words, 4 stayed: 2 × 4 / 18.
    assert "Revised, the least alike first (5 of 100)\n" in text
    assert "Revised | i9 | Indicator i9: the requirement changed in f@2; 44.4 % of the words alike" in text
    assert "50 assessments of 50 subjects." in text
    assert len(text.splitlines()) < 20


def test_the_view_names_editorial_changes() -> None:
    keys = {"requirement": "A.", "comparable": "true", "guidance": "Look."}
    text = view(*one_indicator({}, keys))
    assert "Indicator a: the requirement is reworded, and declared comparable; also guidance" in text
    assert "a Indicator a: reworded, comparable" in text
    assert "Indicator a: guidance changed" in view(*one_indicator({}, {"guidance": "Look."}))
    assert "title “Indicator a” → “B”; also guidance" in view(
        *one_indicator({}, {"title": "B", "guidance": "Look."})
    )


def test_the_view_says_moves_and_rules_in_the_framework_s_own_words() -> None:
    before = version("1", dimension("d", "a"), dimension("e"), dimension_label="Test")
    after = version(
        "2",
        dimension("d", dimensions=[dimension("e", indicator("b", replaces=["a"]))]),
        dimension_label="Test",
        overall={"pass_when": {"at_least": 2}},
        partial_when={"score": "1/3"},
        minimum_coverage="0.6",
        evidence="required-for-pass",
    )
    text = view(before, after)
    assert "from the top to Test d" in text
    assert "from Test d to Test e" in text
    assert "Renumbered | b | Indicator b: was a" in text
    assert "the whole: passes when: all tests pass → at least 2 of the tests pass" in text
    assert "is partial when: never → the score is at least 1/3 (of 1)" in text
    assert "provisional below a coverage of: 0.0 % → 60.0 %" in text
    assert "evidence: optional → required for pass" in text


def test_the_view_says_that_measurements_are_rated_again() -> None:
    text = view(*one_indicator({"measure": measure(*bands(10, 20))}, {"measure": measure(*bands(5, 20))}))
    assert "measurements recorded before are rated again by the new ones" in text


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


def test_the_view_says_where_a_chain_is_broken_and_what_lies_between() -> None:
    first, second, third = (version(each, dimension("d", "a")) for each in "123")
    assert "f@2, which is not here or has errors; indicators are matched by their ids alone" in view(
        first, third
    )
    report = framework_comparison_view(compare(first, third, second), affected=[], detail=DiffDetail.CHANGES)
    assert "Step by step: f@1 → f@2 → f@3" in told(report)


def test_in_full_the_view_has_what_came_and_went() -> None:
    before, after = version("1", dimension("d", "a")), version("2", dimension("d", "b"))
    assert "What a asks is done." not in view(before, after)
    full = view(before, after, detail=DiffDetail.FULL)
    assert "b Indicator b: added\nWhat b asks is done.\na Indicator a: removed\nWhat a asks is done." in full


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
