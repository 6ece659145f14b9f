"""An assessment as fields, and back."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings

from scorecard.editing.assessment_fields import edits_for, new_data, read_fields, write_fields
from scorecard.editing.yaml_style import write_mapping
from scorecard.reading.document import parse_document
from tests.assessments import FRAMEWORK, assessments
from tests.builders import to_yaml
from tests.counting import LINEAR, growth
from tests.rounds import rounds


def read(text: str) -> Any:
    document = parse_document(text.encode())
    assert not document.findings
    return document.data


def test_what_a_file_says_field_by_field() -> None:
    data = read(
        "kind: assessment\nframework: city-air@2.0\nsubject: {id: s, name: S, tags: sea}\ndate: 2021-03-11\n"
        "title: ''\nassessors: [A, '', B]\ndocument: {title: Plan}\nsources: {act: {title: Act, url: ~}}\n"
        "corrections: {text: x}\n"
        "ratings:\n  '1.1': 4.20\n  '1.2': {level: fail, working_note: secret, evidence: {source: act}}\n"
        "  '1.10': not-rated\n  '2.1':\n"
    )
    assert read_fields(data, FRAMEWORK) == {
        ("kind",): "assessment",
        ("framework",): "city-air@2.0",
        ("date",): "2021-03-11",
        ("subject", "id"): "s",
        ("subject", "name"): "S",
        ("subject", "tags"): ["sea"],
        ("assessors",): ["A", "B"],
        ("document",): {"title": "Plan"},
        ("sources", "act"): {"title": "Act"},
        ("corrections",): [{"text": "x"}],
        ("ratings", "1.1", "measured"): "4.20",
        ("ratings", "1.2", "level"): "fail",
        ("ratings", "1.2", "evidence"): [{"source": "act"}],
        ("ratings", "1.10", "level"): "not-rated",
    }


def test_a_bare_rating_stays_bare_where_it_says_one_thing() -> None:
    data = {"ratings": {"1.2": "fail", "1.1": "4.2"}}
    changes = {("ratings", "1.2", "level"): "pass", ("ratings", "1.1", "measured"): "5"}
    assert edits_for(data, changes, FRAMEWORK) == {("ratings", "1.2"): "pass", ("ratings", "1.1"): "5"}


def test_a_bare_rating_that_says_more_becomes_a_mapping() -> None:
    edits = edits_for({"ratings": {"1.2": "fail"}}, {("ratings", "1.2", "rationale"): "Why."}, FRAMEWORK)
    assert edits == {("ratings", "1.2"): {"level": "fail", "rationale": "Why."}}


def test_a_list_that_grows_is_appended_to_and_one_that_shrinks_keeps_what_its_items_hold_besides() -> None:
    old: Any = [{"source": "act", "x-mine": "kept"}, {"source": "plan"}]
    data = {"ratings": {"1.2": {"level": "fail", "evidence": old}}}
    field = ("ratings", "1.2", "evidence")
    more: Any = [{"source": "act"}, {"source": "plan", "locator": "p. 2"}, {"source": "act", "note": "new"}]
    assert edits_for(data, {field: more}, FRAMEWORK) == {
        (*field, 1, "locator"): "p. 2",
        (*field, 2): {"source": "act", "note": "new"},
    }
    assert edits_for(data, {field: [{"source": "act"}]}, FRAMEWORK) == {(*field, 1): None}
    turned: Any = [{"source": "plan"}, {"source": "act"}]
    assert edits_for(data, {field: turned}, FRAMEWORK) == {
        field: [{"source": "plan"}, {"source": "act", "x-mine": "kept"}]
    }


@given(assessments())
@settings(max_examples=rounds(30, 150))
def test_fields_make_an_assessment_that_says_the_same(data: Any) -> None:
    fields = read_fields(data, FRAMEWORK)
    assert read_fields(read(write_mapping(new_data(fields, FRAMEWORK))), FRAMEWORK) == fields


@given(before=assessments(), after=assessments())
@settings(max_examples=rounds(30, 150))
def test_a_file_is_turned_into_any_other_and_keeps_what_is_no_field(before: Any, after: Any) -> None:
    text = to_yaml(before)
    old, new = read_fields(before, FRAMEWORK), read_fields(after, FRAMEWORK)
    changes = {each: new.get(each) for each in {**old, **new} if old.get(each) != new.get(each)}
    data: Any = write_fields(parse_document(text.encode()), changes, FRAMEWORK).data
    assert read_fields(data, FRAMEWORK) == new
    assert data.get("x-own") == (before.get("x-own") or "").strip() or "x-own" not in before
    for id, rating in before["ratings"].items():
        if isinstance(rating, dict):
            for key in ("working_note", "x-mine"):
                assert data["ratings"].get(id, {}).get(key) == rating.get(key)


@pytest.mark.parametrize(
    "turned",
    [
        lambda items: items[::-1],
        lambda items: [{**each, "quote": "words"} for each in items[::-1]],
        lambda items: [{**each, "source": "act"} for each in items],
    ],
)
def test_work_grows_with_the_items_of_a_list_whatever_becomes_of_them(turned: Any) -> None:
    def changing(size: int) -> Callable[[], object]:
        old: Any = [{"source": "plan", "locator": f"p. {at}", "x-mine": str(at)} for at in range(size)]
        plain = [{key: each[key] for key in ("source", "locator")} for each in old]
        data = {"ratings": {"1.2": {"level": "fail", "evidence": old}}}
        return partial(edits_for, data, {("ratings", "1.2", "evidence"): turned(plain)}, FRAMEWORK)

    assert growth(changing, 100) < LINEAR


def test_the_nearest_old_item_is_the_first_with_its_source_and_another_text() -> None:
    old: Any = [
        {"source": "act", "quote": "b", "x-mine": "1"},
        {"source": "act", "locator": "p. 1", "quote": "a", "x-mine": "2"},
        {"source": "act", "locator": "p. 1", "x-mine": "3"},
        {"source": "plan", "locator": "p. 9", "x-mine": "4"},
    ]
    field = ("ratings", "1.2", "evidence")
    data = {"ratings": {"1.2": {"level": "fail", "evidence": old}}}
    new: Any = [
        {"source": "act", "locator": "p. 1", "note": "n"},
        {"source": "act", "locator": "p. 9", "note": "n"},
        {"source": "act", "locator": "p. 1"},
    ]
    assert edits_for(data, {field: new}, FRAMEWORK) == {
        field: [{**new[0], "x-mine": "2"}, new[1], {**new[2], "x-mine": "3"}]
    }
