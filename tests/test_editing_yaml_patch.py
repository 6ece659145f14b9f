"""Changing a YAML text only where it must."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard.diagnostics import Route
from scorecard.editing.assessment_fields import order_of
from scorecard.editing.yaml_patch import Order, PatchError, patch
from scorecard.editing.yaml_style import write_comment, write_mapping
from scorecard.reading.document import parse_document
from tests.assessments import FRAMEWORK
from tests.rounds import rounds
from tests.strategies import PLAIN_DATA, PLAIN_KEYS, PLAIN_TEXT, stripped

ASSESSMENT = """\
# Our second review. Ask Jo before changing it.
kind: assessment
framework: city-air@2.0
subject: {id: springfield, name: 'Springfield'}   # as on the map
date: 2021-03-11

ratings:
  # the easy one
  "1.1":
    measured: 4.2     # from the yearbook
    rationale: |
      Mean of the seven stations.

    evidence:
      - source: plan
        locator: table 3   # the second one

  # the hard one
  "1.2": fail   # agreed in May
  "2.1": {level: partial, confidence: 'low'}

# the end
"""


def splice(
    text: str, edits: dict[Route, Any], order: Order = lambda route: order_of(FRAMEWORK, route)
) -> str:
    after = patch(parse_document(text.encode()), edits, order=order)
    return after.mark + after.text


def data_of(text: str) -> Any:
    document = parse_document(text.encode())
    assert not document.findings, (document.findings, text)
    return document.data


def test_a_level_is_changed_and_nothing_else() -> None:
    after = splice(ASSESSMENT, {("ratings", "1.2"): "pass"})
    assert after == ASSESSMENT.replace('"1.2": fail   # agreed', '"1.2": pass   # agreed')


def test_a_bare_rating_becomes_a_mapping_and_keeps_its_comment() -> None:
    after = splice(ASSESSMENT, {("ratings", "1.2"): {"level": "fail", "rationale": "Not yet.\n\nSoon."}})
    assert after == ASSESSMENT.replace(
        '  "1.2": fail   # agreed in May\n',
        '  "1.2":   # agreed in May\n    level: fail\n    rationale: |\n      Not yet.\n\n      Soon.\n',
    )


def test_a_key_is_put_where_the_format_lists_it() -> None:
    edits = {("ratings", "1.1", "confidence"): "high", ("stage",): "final"}
    after = splice(ASSESSMENT, edits)
    expected = ASSESSMENT.replace(
        "        locator: table 3   # the second one\n",
        "        locator: table 3   # the second one\n    confidence: high\n",
    ).replace("date: 2021-03-11\n", "date: 2021-03-11\nstage: final\n")
    assert after == expected


BRACES = "{level: partial, confidence: 'low'}"


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ({"level": "fail"}, " {level: fail, confidence: low}"),
        ({"level": None, "measured": "4.2"}, " {confidence: low, measured: 4.2}"),
        (
            {"rationale": "One.\nTwo."},
            "\n    level: partial\n    confidence: low\n    rationale: |\n      One.\n      Two.",
        ),
        (
            {"evidence": [{"source": "act"}]},
            "\n    level: partial\n    confidence: low\n    evidence:\n      - source: act",
        ),
    ],
)
def test_braces_are_written_anew_and_become_a_block_where_more_is_said(edits: Any, expected: str) -> None:
    after = splice(ASSESSMENT, {("ratings", "2.1", key): value for key, value in edits.items()})
    assert after == ASSESSMENT.replace(f" {BRACES}", expected)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("text", "route", "value", "expected"),
    [
        (
            "a: 1\nb: {c: d, # of c\n    # of e\n    e: 'f # g',\n    } # of b\nh: 2\n",
            ("b", "c"),
            "x",
            'a: 1\nb: # of b\n  # of c\n  # of e\n  c: x\n  e: "f # g"\nh: 2\n',
        ),
        (
            "b: # of b\n  # above\n  [c, # of c\n  d] # of d\nh: 2\n",
            ("b", 2),
            "e",
            "b: # of b\n  # above\n  # of c\n  # of d\n  - c\n  - d\n  - e\nh: 2\n",
        ),
        ("b: [c, # of c\n  d]\n", ("b", 0), None, "b:\n  # of c\n  - d\n"),
        (
            "b:\n  - {c: d, # of c\n     rationale: e} # of b\n  - f\n",
            ("b", 0, "c"),
            None,
            "b:\n  - # of b\n    # of c\n    rationale: |\n      e\n  - f\n",
        ),
        ("{a: b, # of a\n c: d} # end\n", ("c",), "x", "# of a # end\na: b\nc: x\n"),
        ("--- {a: b} # end\n", ("c",), "x", "---  # end\na: b\nc: x\n"),
        ("  {a: b}", ("a",), None, "{}"),
        ("a: {b: {c: # of c\n  ~}}", ("a", "b", "d"), "e", "a:\n  # of c\n  b:\n    c:\n    d: e"),
    ],
)
def test_comments_in_braces_stay(text: str, route: Route, value: Any, expected: str, newline: str) -> None:
    assert splice(text.replace("\n", newline), {route: value}) == expected.replace("\n", newline)


def test_a_block_of_text_is_replaced_whole() -> None:
    after = splice(ASSESSMENT, {("ratings", "1.1", "rationale"): "Eight stations."})
    assert after == ASSESSMENT.replace("Mean of the seven stations.", "Eight stations.")


def test_an_item_is_appended_to_a_list_and_a_value_changed_inside_another() -> None:
    new = {"source": "act", "locator": "s. 12", "quote": "= not a formula"}
    edits = {("ratings", "1.1", "evidence", 1): new, ("ratings", "1.1", "evidence", 0, "locator"): "p. 4"}
    assert splice(ASSESSMENT, edits) == ASSESSMENT.replace(
        "        locator: table 3   # the second one\n",
        "        locator: p. 4   # the second one\n"
        '      - source: act\n        locator: s. 12\n        quote: "= not a formula"\n',
    )


def test_a_key_is_taken_out_with_its_lines() -> None:
    after = splice(ASSESSMENT, {("ratings", "1.1", "evidence"): None, ("ratings", "1.2"): None})
    assert after == ASSESSMENT.replace(
        "    evidence:\n      - source: plan\n        locator: table 3   # the second one\n", ""
    ).replace('  "1.2": fail   # agreed in May\n', "")


def test_the_first_key_of_an_item_is_taken_out_and_the_dash_stays() -> None:
    after = splice(ASSESSMENT, {("ratings", "1.1", "evidence", 0, "source"): None})
    assert after == ASSESSMENT.replace("      - source: plan\n        locator", "      - locator")


def test_line_ends_and_a_byte_order_mark_stay() -> None:
    before = "\ufeff" + ASSESSMENT.replace("\n", "\r\n")
    after = splice(before, {("ratings", "2.1"): {"level": "fail", "rationale": "One.\nTwo."}})
    assert after == before.replace(
        "  \"2.1\": {level: partial, confidence: 'low'}\r\n",
        '  "2.1":\r\n    level: fail\r\n    rationale: |\r\n      One.\r\n      Two.\r\n',
    )


def test_a_text_without_a_last_line_end_gets_none() -> None:
    assert splice('ratings:\n  "1": a', {("ratings", "2"): "b"}) == 'ratings:\n  "1": a\n  "2": b'


def test_order_is_as_asked_and_comments_over_a_key_stay_over_it() -> None:
    text = "ratings:\n  # about two\n  b: x\n  # about four\n  d: x\n"
    order = lambda route: "abcde" if route == ("ratings",) else ()  # noqa: E731
    edits = {("ratings", each): "new" for each in "eca"}
    after = splice(text, edits, order=order)
    assert after == (
        "ratings:\n  a: new\n  # about two\n  b: x\n  c: new\n  # about four\n  d: x\n  e: new\n"
    )


@pytest.mark.parametrize("empty", ["ratings: {}\n", "ratings:\n", "ratings: # none yet\n", "ratings: ~\n"])
def test_something_is_put_where_nothing_was(empty: str) -> None:
    after = splice(f"kind: assessment\n{empty}title: x\n", {("ratings", "1", "level"): "fail"})
    assert data_of(after) == {"kind": "assessment", "ratings": {"1": {"level": "fail"}}, "title": "x"}
    assert ("# none yet" in after) == ("# none yet" in empty)


def test_a_mapping_that_is_emptied_is_an_empty_one() -> None:
    assert splice("a:\n  b: c\n  d: e\nf: g\n", {("a", "b"): None, ("a", "d"): None}) == "a:\n  {}\nf: g\n"


@pytest.mark.parametrize("text", ["a: b: c\n", "a: 1\na: 2\n", "- a\n", ""])
def test_a_text_that_cannot_be_read_is_not_changed(text: str) -> None:
    with pytest.raises(PatchError):
        splice(text, {("a",): "x"})


def test_what_cannot_be_done_alone_is_refused() -> None:
    with pytest.raises(PatchError):
        splice("? a\n: b\n", {("c",): "x\ny"})


# Any text, any edit -------------------------------------------------------------------------------


@given(PLAIN_DATA.filter(lambda data: isinstance(data, dict) and bool(data)))
@settings(max_examples=rounds(60, 300))
def test_what_is_written_is_read_again(data: Any) -> None:
    assert data_of(write_mapping(data)) == stripped(data)


@pytest.mark.parametrize(
    "key", ["id", "version", "measured", "date", "rationale", "title", "critical", "1.10"]
)
@given(
    text=st.one_of(
        PLAIN_TEXT, st.sampled_from(["1.10", "no", "2021-02-30", "~", "null", "y", "0x1F", "12:30"])
    )
)
def test_any_text_is_the_same_one_under_any_key(key: str, text: str) -> None:
    assert data_of(write_mapping({key: text, "next": "x"})) == {key: text.strip(), "next": "x"}


@given(PLAIN_TEXT, st.integers(0, 8))
def test_a_comment_is_never_data(text: str, indent: int) -> None:
    assert data_of(f"a: b\n{write_comment(text, indent=indent)}c: d\n") == {"a": "b", "c": "d"}


KEYS = st.sampled_from(["a", "b", "c", "1.1", "x y", "rationale", "level", "évidence"])
TEXTS = st.one_of(
    PLAIN_TEXT, st.sampled_from(["pass", "two\nlines", "a: b", "#c", "  x", "", "one\n\n two\n"])
)
TREES: Any = st.recursive(
    TEXTS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3), st.dictionaries(KEYS, inner, min_size=1, max_size=4)
    ),
    max_leaves=10,
)


class Writer:
    """Writes data as YAML in styles that chance chooses, with a comment of its own at every entry."""

    def __init__(self, choose: Any) -> None:
        self.choose = choose
        self.count = 0

    def comment(self) -> str:
        self.count += 1
        return f"#c{self.count}c"

    def mapping(self, data: dict[str, Any], indent: int, first: bool = False) -> str:
        lines = []
        for number, (key, value) in enumerate(data.items()):
            begin = "" if first and number == 0 else " " * indent
            if begin and self.choose(3) == 0:
                lines.append(f"{begin}{self.comment()}\n")
            lines.append(f"{begin}{json.dumps(key, ensure_ascii=False)}:{self.value(value, indent)}")
        return "".join(lines)

    def value(self, data: Any, indent: int) -> str:
        tail = f" {self.comment()}\n" if self.choose(3) == 0 else "\n"
        if isinstance(data, str):
            return self.text(data, indent, tail)
        if self.choose(4) == 0:
            return f" {self.flow(data)}{tail}"
        if isinstance(data, dict):
            return f"{tail}{self.mapping(data, indent + 2)}"
        own = indent + 2 * self.choose(2)
        return tail + "".join(f"{' ' * own}-{self.item(item, own)}" for item in data)

    def item(self, data: Any, indent: int) -> str:
        if isinstance(data, dict) and self.choose(2):
            return f" {self.mapping(data, indent + 2, first=True)}"
        if isinstance(data, list):
            return f" {self.flow(data)}\n"
        return self.value(data, indent)

    def text(self, text: str, indent: int, tail: str) -> str:
        text = text.strip()
        if text and self.choose(2) and "\ufeff" not in text:
            lines = [f"{' ' * (indent + 3)}{line}" if line else "" for line in text.split("\n")]
            return f" |{tail}" + "".join(f"{line}\n" for line in lines) + "\n" * self.choose(2)
        return f" {json.dumps(text, ensure_ascii=False)}{tail}"

    def flow(self, data: Any) -> str:
        gap = f" {self.comment()}\n{' ' * 40}" if self.choose(3) == 0 else " "
        if isinstance(data, str):
            return json.dumps(data.strip(), ensure_ascii=False)
        if isinstance(data, list):
            return f"[{gap}{f',{gap}'.join(map(self.flow, data))}{gap}]"
        entries = (f"{json.dumps(key, ensure_ascii=False)}: {self.flow(each)}" for key, each in data.items())
        return f"{{{gap}{f',{gap}'.join(entries)}{gap}}}"


def routes_of(data: Any, route: tuple[Any, ...] = ()) -> Any:
    if route:
        yield route
    children = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, child in children:
        yield from routes_of(child, (*route, step))


def edited(data: Any, route: tuple[Any, ...], value: Any) -> Any:
    step, rest = route[0], route[1:]
    copy = dict(data) if isinstance(data, dict) else list(data)
    if rest:
        copy[step] = edited(copy[step], rest, value)
    elif value is None:
        del copy[step]
    elif isinstance(copy, list) and step == len(copy):
        copy.append(stripped(value))
    else:
        copy[step] = stripped(value)
    return copy


@given(st.data())
@settings(max_examples=rounds(120, 600))
def test_any_edit_of_any_text_makes_that_change_alone(data: st.DataObject) -> None:
    before = stripped(data.draw(st.dictionaries(KEYS, TREES, min_size=1, max_size=4)))
    assert isinstance(before, dict)
    writer = Writer(lambda count: data.draw(st.integers(0, count - 1)))
    text = writer.mapping(before, 0)
    if data.draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    assert data_of(text) == before
    routes = list(routes_of(before))
    route = data.draw(st.sampled_from(routes))
    parent: Any = before
    for step in route[:-1]:
        parent = parent[step]
    what = data.draw(st.sampled_from(["replace", "remove", "insert"]))
    value = data.draw(TREES)
    if what == "insert":
        new = len(parent) if isinstance(parent, list) else "a new one"
        route = (*route[:-1], new)
    if what == "remove":
        value = None
        if isinstance(parent, list) and len(parent) == 1:
            return
    after = splice(text, {route: value})
    assert data_of(after) == edited(before, route, value)
    if what == "insert":
        comments = [re.findall("#c[0-9]+c", each) for each in (text, after)]
        assert {*comments[0]} <= {*comments[1]}
    untouched = [each for each in before if each != route[0]]
    for key in untouched:
        quoted = json.dumps(key, ensure_ascii=False)
        section = section_of(text, quoted)
        assert section in after
    assert ("\r\n" in after) == ("\r\n" in text) or "\n" not in after


def section_of(text: str, key: str) -> str:
    """Return the lines of a top-level key, as far as they say something."""
    lines = text.splitlines(keepends=True)
    start = next(index for index, line in enumerate(lines) if line.startswith(f"{key}:"))
    end = start + 1
    while end < len(lines) and (lines[end][0] in " -\r\n"):
        end += 1
    return "".join(lines[start:end]).rstrip()


@given(st.dictionaries(KEYS, TREES, min_size=2, max_size=5), st.data())
@settings(max_examples=rounds(40, 200))
def test_many_edits_at_once_are_those_edits(before: Any, data: st.DataObject) -> None:
    before = stripped(before)
    text = Writer(lambda count: data.draw(st.integers(0, count - 1))).mapping(before, 0)
    keys = data.draw(st.lists(st.sampled_from(sorted(before)), min_size=1, unique=True))
    edits: dict[Any, Any] = {(key,): data.draw(st.one_of(st.none(), TREES)) for key in keys}
    edits[("a new one",)] = "x"
    edits[("another",)] = {"deep": "y"}
    expected = {**before, "a new one": "x", "another": {"deep": "y"}}
    for key in keys:
        if edits[(key,)] is None:
            del expected[key]
        else:
            expected[key] = stripped(edits[(key,)])
    assert data_of(splice(text, edits)) == expected


@given(PLAIN_KEYS)
def test_any_key_can_be_added(key: str) -> None:
    assert data_of(splice("a: b\n", {(key,): "c"})) == {"a": "b"} | {key: "c"}


@pytest.mark.parametrize(
    "text",
    [
        "{kind: assessment, title: Old} ...\n",
        "  kind: assessment\n  title: Old\n ...\n",
        "kind: assessment\ntitle: Old\n...\n\t\n",
    ],
)
def test_a_text_that_the_parser_refuses_is_not_changed(text: str):
    with pytest.raises(PatchError, match="cannot be read as YAML"):
        splice(text, {("title",): "New"})
