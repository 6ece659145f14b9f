"""The reader of everyday YAML: what it takes, what it leaves to the parser, and that the two agree."""

from itertools import islice, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard.document import parse_document
from scorecard.events import read_events
from scorecard.everyday import MOST_FLOW_PARTS, MOST_LEVELS, MOST_LINES, read_everyday
from scorecard.plain_data import Data
from tests.everyday import assert_agreement, make_texts
from tests.strategies import YAML_LIKE_TEXT
from tests.test_document import ALLOWED, REFUSED, unmarked

ROOT = Path(__file__).resolve().parent.parent

TAKEN: list[tuple[str, Data]] = [
    ("a: b\n", {"a": "b"}),
    ("a: b", {"a": "b"}),
    ("# c\n\n---\n# d\na: b\n", {"a": "b"}),
    ("--- # c\na: b\n", {"a": "b"}),
    ("a: b # c\n  # d\n\ne: f\n   \n# g", {"a": "b", "e": "f"}),
    ("a: b#c\nd: e:f\n", {"a": "b#c", "d": "e:f"}),
    ("a:    b   \n", {"a": "b"}),
    ("1.1: 1.10\nno: no\n2-b: 12:30\n", {"1.1": "1.10", "no": "no", "2-b": "12:30"}),
    ("\"a b\": \"c: d # e\"\n' f ': ' [g '   # h\n", {"a b": "c: d # e", "f": "[g"}),
    ("a:\n  b: c\n  d:\n    e: f\ng: h\n", {"a": {"b": "c", "d": {"e": "f"}}, "g": "h"}),
    ("a: # x\n  - b\n  -   c # d\n  - \"e\"\n  - 'f'\n", {"a": ["b", "c", "e", "f"]}),
    ("a:\n- b: c\n  d: e\n- f: g\nh: i\n", {"a": [{"b": "c", "d": "e"}, {"f": "g"}], "h": "i"}),
    ("a:\n  -  b:\n     - c\n     d: e\n", {"a": [{"b": ["c"], "d": "e"}]}),
    ("a: |\n  b: c # d\n   e\n\n  - f\ng: h\n", {"a": "b: c # d\n e\n\n- f", "g": "h"}),
    ("a: |- # x\n    b\n    \n      \n    c\n# d\n", {"a": "b\n\n  \nc"}),
    ("a: >+\n  b\n  c\n\n  d\n\n\n  e\n\n", {"a": "b c\nd\n\ne"}),
    ("a:\n  - |\n    b\n    c\n  - >-\n   d\n   e\n", {"a": ["b\nc", "d e"]}),
    ("a:\nb: ~\nc: null # d\ne: ''\n", {"a": None, "b": None, "c": None, "e": ""}),
    ("a: \u6f22\u5b57\u3000\n\u00e9: \u0928\n", {"a": "\u6f22\u5b57", "\u00e9": "\u0928"}),
    ("a: null\u00a0\n", {"a": "null"}),
    (f"a: ~{' ' * 20}# b\nc: null{' ' * 20}\nd:\n  - ~{' ' * 20}# e\n", {"a": None, "c": None, "d": [None]}),
    (
        f"a: [~{' ' * 20}]\nb: {{c: null{' ' * 20}, d: e{' ' * 20}}}\n",
        {"a": [None], "b": {"c": None, "d": "e"}},
    ),
    (f"a: b{' ' * 20}# c\nd: 'e{' ' * 20}'{' ' * 20}\n", {"a": "b", "d": "e"}),
    (
        "a: {id: b, name: C d, tags: [e, 'f, g']}   # h\n",
        {"a": {"id": "b", "name": "C d", "tags": ["e", "f, g"]}},
    ),
    ("a: []\nb: {}\nc: [ ]\nd: [e , f,]\n", {"a": [], "b": {}, "c": [], "d": ["e", "f"]}),
    ('a:\n  - {b: 2021-04-01, "c": it\'s}\n  - [d]\n', {"a": [{"b": "2021-04-01", "c": "it's"}, ["d"]]}),
    ("a: [~, null, 'null', \"\"]\n", {"a": [None, None, "null", ""]}),
    ("a: -1.5\nb:\n  - --c\n", {"a": "-1.5", "b": ["--c"]}),
    ("a: 'it''s'\n'b''': ''''\n", {"a": "it's", "b'": "'"}),
    ('a: "x \\"y\\" \\\\n"\n"\\"b": ""\n', {"a": 'x "y" \\n', '"b': ""}),
    ("a: b\r\nc: |\r\n  d\r\n  e\r\n", {"a": "b", "c": "d\ne"}),
]

LEFT = [
    "",
    "# c\n",
    "just text\n",
    "- a\n",
    " a: b\n",
    "a: b\n...\n",
    "a: b\n---\nc: d\n",
    "%YAML 1.2\n---\na: b\n",
    "a:\tb\n",
    "a: b\rc: d\n",
    "a: \ufeffb\n",
    "a: b: c\n",
    "a: b:\n",
    "a: b: # c\n",
    "a : b\n",
    "a b: c\n",
    "a:b\n",
    "? a\n: b\n",
    "a: [b\n",
    "a: [b]]\n",
    "a: [b] c\n",
    "a: [b]#c\n",
    "a: [b, c: d]\n",
    "a: [b,, c]\n",
    "a: [,]\n",
    "a: [b\n  ]\n",
    "a: {b}\n",
    "a: {b: }\n",
    "a: {b:c}\n",
    "a: {b: c, b: d}\n",
    "a: {<<: b}\n",
    "a: {b: c}: d\n",
    "a: [http://example.org]\n",
    "a: [b c: d]\n",
    "a: [&b c, *b]\n",
    "a: [[[[[[[b]]]]]]]\n",
    f"a: [{'b, ' * 400}]\n",
    "a: &b c\n",
    "a: *b\n",
    "a: !b c\n",
    "a: @b\n",
    "a: `b`\n",
    "a: %b\n",
    "a: - b\n",
    "a: -\n",
    "a: b\n  c\n",
    "a: b\n  # c\n  d\n",
    'a: "b\n  c"\n',
    'a: "b\\n"\n',
    "a: 'it''\n",
    'a: "\\"\n',
    'a: "\\x41"\n',
    'a: "b" c\n',
    "a: 'b'#c\n",
    "a: |2\n    b\n",
    "a: |#b\n  c\n",
    "a: |\n\n  b\n",
    "a: |\nb\n",
    "a: >\n  b\n    c\n  d\n",
    "a: |\n    b\n  c\n",
    "a:\n  - |\n  b\n",
    "a: b\na: c\n",
    'a: b\n"a": c\n',
    "<<: a\n",
    "a: b\n  c: d\n",
    "a:\n    b: c\n  d: e\n",
    "a:\n  - b\n c: d\n",
    "a:\n  - b\n  c: d\n",
    "a:\n - b: c\n  d: e\n",
    "a:\n  b: c\n - d\n",
    "a: b\n- c\n",
    "a:\n  - - b\n",
    "a:\n  -\n    b\n",
    "a:\n  - b\n    c\n",
    "- a: b\n",
    f"{'k' * 101}: v\n",
    f'"{"k" * 99}": v\n',
    "".join(f"{'  ' * depth}a:\n" for depth in range(MOST_LEVELS + 1)),
    "a: b\n" + "\n" * MOST_LINES,
    # A line of spaces before a block's margin is a blank line of it, and what follows may be its text.
    "a: |\n  b\n \n  #\n",
    "a: >\n  b\n \n  #\n",
    "a:\n- |\n  b\n \n  # c",
    "a: |\r\n    Intro\r\n  \r\n    # Heading\r\n      # more\r\nz: y\r\n",
    "a: >\n \u00a0\n  b\n c\n",
    "a: >\n \u2003\n\n  b\n c\n",
    "".join(f"k{number}: [b, c, d, e, f, g]\n" for number in range(MOST_FLOW_PARTS // 10)),
]


@pytest.mark.parametrize(("text", "data"), TAKEN, ids=lambda value: ascii(value)[:50])
def test_what_is_taken(text: str, data: Data) -> None:
    read = read_everyday(text)

    assert read is not None
    assert read.data == data
    assert_agreement(text)


@pytest.mark.parametrize(
    ("text", "has_nulls"), [("a: ''\nb: 'null'\nnull: c\n", False), ("a:\n", True), ("a: ~\n", True)]
)
def test_whether_something_is_not_given(text: str, has_nulls: bool) -> None:
    read = read_everyday(text)

    assert read is not None
    assert read.has_nulls == has_nulls


@pytest.mark.parametrize("text", LEFT, ids=lambda value: ascii(value)[:50])
def test_what_is_left_to_the_parser(text: str) -> None:
    assert read_everyday(text) is None


@pytest.mark.parametrize("path", sorted(ROOT.glob("assessments/*/*.yaml")), ids=lambda path: path.name)
def test_our_own_assessments_are_everyday_files(path: Path) -> None:
    assert assert_agreement(path.read_text(encoding="utf-8"))


# Typed control characters are refused before anything reads the text.
READABLE = [unmarked(marked)[0] for name, marked in REFUSED if name != "control-character"]


@pytest.mark.parametrize("text", [*(text for text, _ in ALLOWED), *READABLE, *LEFT])
def test_it_takes_nothing_for_what_the_parser_does_not(text: str) -> None:
    assert_agreement(text)


VALUES = (
    *(
        "",
        "b",
        "b c",
        "b: c",
        "b:",
        "b #c",
        "b#c",
        "b # c: d",
        "#c",
        " ",
        "~",
        "null",
        "null\u00a0",
        "\u00a0",
    ),
    *(
        "|",
        ">",
        "|-",
        ">+",
        "|2",
        "| # c",
        "|c",
        "> x",
        '"b"',
        "'b'",
        '"b" # c',
        '"b"c',
        '"b\\n"',
        "''",
        '"',
        "'b''c'",
        '"b\\\\"',
        '"b\\"',
    ),
    *("~" + " " * 20, "null" + " " * 20 + "# c", "[~" + " " * 20 + "]", "b" + " " * 20 + "#"),
    *("[]", "[b, c]", "{b: c}", "{b: [c]} # d", "[b", "b]", "[b]c", "[a, {b: c}]", "{b: c", "[]: c"),
    *("-", "- b", "-b", "[b]", "[", "{b: c}", "}", "? b", "?b", "&b", "*b", "!b", "%b", "@b", "`b", ",", "'"),
    *("---", "...", ":", ":b", "\u00a0"),
)
LINES = st.builds(
    lambda indentation, dash, key, value: f"{' ' * indentation}{dash}{key}{value}",
    st.sampled_from([0, 0, 0, 1, 2, 2, 2, 3, 4, 4, 6]),
    st.sampled_from(["", "", "", "- ", "-  ", "-"]),
    st.sampled_from(["", "a: ", "b: ", "c: ", "d:", "1.1: ", '"a": ', "' ': ", "e :", "f g: ", "a:"]),
    st.sampled_from(VALUES),
)
LINE_ENDS = st.sampled_from(["\n", "\n\n", "\r\n", "\n \n", "\n    \n", "\n# c\n", "\n   # c\n"])


@settings(max_examples=1500, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=8), LINE_ENDS)
def test_both_agree_on_lines_that_are_put_together_by_lot(lines: list[str], end: str) -> None:
    assert_agreement(end.join(lines))


PLACES = (
    ("a: ", "\nb: c\n"),
    ("a:\n- ", "\n"),
    ("a: |\n  b\n", "\nc: d\n"),
    ("a: >\n  b\n", "\nc: d\n"),
    ("a: >\n ", "\nc: d\n"),
    ("a: [", "]\n"),
    ("a: {b: ", "}\n"),
    ("a:\n  b: c\n", "\n"),
    ('a: "', '"\n'),
    ("", ": a\n"),
)


@pytest.mark.parametrize(("before", "after"), PLACES)
def test_both_agree_on_every_short_text_in_its_place(before: str, after: str) -> None:
    for length in range(5):
        for signs in product(" \n#-:b,\"'\\\u00a0", repeat=length):
            assert_agreement(before + "".join(signs) + after)


def test_both_agree_on_whole_texts_made_and_broken_by_lot() -> None:
    taken = [assert_agreement(text) for text in islice(make_texts(1), 20_000)]

    assert sum(taken) > 1_000


FLOW_PARTS = st.sampled_from(
    [
        *"[]{}[]{},,,:#-?&~<",
        ", ",
        ": ",
        ": ",
        " ",
        " " * 20,
        "b",
        "c d",
        "1",
        "null",
        "'e'",
        '"f"',
        "it's",
        "-1",
        "a:b",
        "<<",
    ]
)


@settings(max_examples=1500, deadline=None)
@given(st.lists(FLOW_PARTS, max_size=12).map("".join), st.sampled_from("[{"))
def test_both_agree_on_brackets_and_braces(text: str, begin: str) -> None:
    assert_agreement(f"a: {begin}{text}\nb: c\n")
    assert_agreement(f"a:\n  - {begin}{text}{']' if begin == '[' else '}'} # d\n")


@settings(max_examples=500, deadline=None)
@given(YAML_LIKE_TEXT)
def test_both_agree_on_what_looks_like_yaml(text: str) -> None:
    document = parse_document(text.encode(), "file.yaml")

    assert document.data is None or read_events(document.text).data == document.data


@pytest.mark.parametrize("second", VALUES)
@pytest.mark.parametrize("indentation", range(5))
def test_both_agree_on_every_two_lines(indentation: int, second: str) -> None:
    """Every pair of values, with a key, a dash, both or none, at every indentation."""
    heads, dashes, keys = ("a: ", "a:\n  b: ", "a:\n  - "), ("", "- "), ("", "k: ")
    for head, first, dash, key in product(heads, VALUES, dashes, keys):
        assert_agreement(f"{head}{first}\n{' ' * indentation}{dash}{key}{second}\nz: y\n")
