"""Strict YAML, as SPEC.md 2 has it: what is read, what is refused, and where.

In these tests «» stand around the place that a finding or a value has; they are not part of the file.
"""

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scorecard.diagnostics import Finding, Part, Route, Span
from scorecard.reading.document import MAX_BYTES, Document, parse_document
from scorecard.reading.plain_data import Data
from tests.counting import LINEAR, growth
from tests.rounds import rounds
from tests.strategies import PLAIN_DATA, RAW_BYTES, YAML_LIKE_TEXT, Plain, as_yaml

BOM = b"\xef\xbb\xbf"
WHOLE_FILE = Span(1, 1, 1, 1)

line_ends = pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
with_or_without_bom = pytest.mark.parametrize("bom", [b"", BOM], ids=["plain", "BOM"])


def read(text: str | bytes) -> Document:
    return parse_document(text if isinstance(text, bytes) else text.encode(), "file.yaml")


def only_finding(document: Document) -> Finding:
    assert len(document.findings) == 1, document.findings
    assert document.data is None
    return document.findings[0]


def names(document: Document) -> list[str]:
    return [finding.name for finding in document.findings]


def unmarked(marked: str) -> tuple[str, Span]:
    """Return the text without its marks, and the place between them; only line feeds may end lines."""
    before, _, rest = marked.partition("«")
    inside, _, after = rest.partition("»")

    def position(text: str) -> tuple[int, int]:
        return text.count("\n") + 1, len(text) - (text.rfind("\n") + 1) + 1

    return before + inside + after, Span(*position(before), *position(before + inside))


# What is refused, and where ---------------------------------------------------------------------

REFUSED = [
    # Duplicate keys
    ("duplicate-key", "a: 1\n«a»: 2\n"),
    ("duplicate-key", "a: 1\nb: 2\n«'a'»: 3\n"),
    ("duplicate-key", '"a": 1\n«a»: 2\n'),
    ("duplicate-key", 'a: 1\n«"\\x61"»: 2\n'),
    ("duplicate-key", "a: 1\n? «a»\n: 2\n"),
    ("duplicate-key", "a:\n«a»:\n"),
    ("duplicate-key", "é: {b: 1, c: 2, «b»: 3}\n"),
    ("duplicate-key", "a: {b: 1,\n  «b»: 2}\n"),
    ("duplicate-key", "a:\n  - b: 1\n    c: 2\n    «b»: 3\n"),
    ("duplicate-key", "a:\n  b:\n    c: 1\n    «c»: 2\n"),
    ("duplicate-key", "漢字: x\n«漢字»: y\n"),
    ("duplicate-key", '"": x\n«""»: y\n'),
    # Anchors and aliases
    ("yaml-anchor", "a: «&x 1»\n"),
    ("yaml-anchor", "«&x a»: 1\n"),
    ("yaml-anchor", "- b\n- «&long-name_1 c»\n"),
    ("yaml-anchor", 'a: «&x "b c"»\n'),
    ("yaml-alias", "a: «*x»\n"),
    ("yaml-alias", "- b\n- «*x»\n"),
    ("yaml-alias", "a: [b, «*x»]\n"),
    ("yaml-alias", "«*x» : 1\n"),
    # Tags
    ("yaml-tag", "a: «!x 1»\n"),
    ("yaml-tag", "a: «!!str 1»\n"),
    ("yaml-tag", "a: «! 1»\n"),
    ("yaml-tag", "a: «!<tag:yaml.org,2002:str> 1»\n"),
    ("yaml-tag", "a: «!x»\nb: 2\n"),
    ("yaml-tag", "«!!str a»: 1\n"),
    ("yaml-tag", "- b\n- «!x 'y'»\n"),
    # Merge keys
    ("yaml-merge-key", "«<<»: {a: 1}\n"),
    ("yaml-merge-key", "a: 1\n«<<»: b\n"),
    ("yaml-merge-key", "a:\n  b: 1\n  «<<»: [{c: d}]\n"),
    ("yaml-merge-key", "a: {«<<»: b}\n"),
    # Directives
    ("yaml-directive", "«%»YAML 1.2\n---\na: 1\n"),
    ("yaml-directive", "«%»TAG ! tag:example.org,2000:\n---\na: 1\n"),
    ("yaml-directive", "«%»MINE x\n---\na: 1\n"),
    ("yaml-directive", "«%»\n"),
    ("yaml-directive", "# c\n\n  # d\n   \n«%»YAML 1.1\n---\na: 1\n"),
    # More than one document
    ("second-document", "a: 1\n«-»--\nb: 2\n"),
    ("second-document", "---\na: 1\n«-»--\nb: 2\n"),
    ("second-document", "a: 1\n...\n«b»: 2\n"),
    ("second-document", "a: 1\n... # c\n\n# d\n«-»--\nb: 2\n"),
    ("second-document", "a: 1\n«-»--\n"),
    ("second-document", "--- a\n«-»-- a\n"),
    ("second-document", "a: |\n  x\n«-»--\nb\n"),
    ("second-document", "[a]\n«-»--\n[b]\n"),
    # Keys that are no text
    ("key-not-text", "? «[»a]\n: b\n"),
    ("key-not-text", "? «{»a: 1}\n: b\n"),
    ("key-not-text", "? «-» a\n: b\n"),
    ("key-not-text", "{«[»a]: b}\n"),
    ("key-not-text", "a: 1\nb: {c: d, «{»e: f}: g}\n"),
    # Nesting
    ("nested-too-deep", "- " * 50 + "«-» x\n"),
    ("nested-too-deep", "[" * 50 + "«[»" + "]" * 51 + "\n"),
    ("nested-too-deep", "{a: " * 50 + "«{»a: x" + "}" * 51 + "\n"),
    ("nested-too-deep", "".join(" " * depth + "a:\n" for depth in range(50)) + " " * 50 + "«a»: x\n"),
    # Control characters
    ("control-character", "a: «\x00»\n"),
    ("control-character", "a: b«\x01»c\n"),
    ("control-character", "a: 1\n# x «\x7f»\n"),
    ("control-character", "a: 漢😀«\u2028»b\n"),
    ("control-character", "a: b\nc«\u0085»d\n"),
    ("control-character", 'a: «"\\e[31m"»\n'),
    ("control-character", '«"\\0"»: 1\n'),
    ("control-character", 'a:\n  - b\n  - «"x \\u2029 y"»\n'),
    ("control-character", '- «"x\\ry"»\n'),
    # Syntax
    ("yaml-syntax", "a: b«:» c\n"),
    ("yaml-syntax", "title: One\nnote: Two«:» three\n"),
    ("yaml-syntax", "«\t»a: 1\n"),
    ("yaml-syntax", "a:\n«\t»b: 1\n"),
    ("yaml-syntax", 'a: 1\nb: «"»c\nd: e\n'),
    ("yaml-syntax", "a: 1\nb: «'»c\nd: e\n"),
    ("yaml-syntax", "a: «'»it''s\nb: c\n"),
    ("yaml-syntax", "a: «@»b\n"),
    ("yaml-syntax", "- «`»b`\n"),
    ("yaml-syntax", "a: «%»b\n"),
    ("yaml-syntax", 'a: "b «\\»q"\n'),
    ("yaml-syntax", "a: b\n«c»\nd: e\n"),
    ("yaml-syntax", "a: 1\nb: «[»c\n"),
    ("yaml-syntax", "a: 1\nb: «[»\n"),
    ("yaml-syntax", "a: «[»b, # c\n\n"),
    ("yaml-syntax", "a: [b, {c: d}, «{»e: f, \n"),
    ("yaml-syntax", "a: «{»"),
    ("yaml-syntax", "a: «[»b\nc: d\n"),
    ("yaml-syntax", "a: 1\nb: «{»c: d\n"),
    ("yaml-syntax", "a: «{»b: c\nd: e\n"),
    # What the parser takes and drops
    ("yaml-syntax", 'a: "b"«#»1 of two\n'),
    ("yaml-syntax", "a: 'b'«#»1 of two\nc: d\n"),
    ("yaml-syntax", "a: |«#»1 priority\n  b\n"),
    ("yaml-syntax", "a: >-«#»1 priority\n  b\n"),
    ("yaml-syntax", "a: [b]«#»1\n"),
    ("yaml-syntax", "a:\n  - {b: c}«#»1\n"),
    ("yaml-syntax", "a: [b,«#»c\n  ]\n"),
    ("yaml-syntax", 'a: {b: "c" ,«#»d\n  }\n'),
    ("yaml-syntax", "a: [«#»c\n  b]\n"),
    ("yaml-syntax", "a: {«?»b: c}\n"),
    ("yaml-syntax", "a: [«?»b]\n"),
    ("yaml-syntax", "a: [b,\n  «?»'c']\n"),
    # What follows the document
    ("yaml-syntax", "{a: b} «.»..\n"),
    ("yaml-syntax", "  a: b\n «.»..\n"),
    ("yaml-syntax", "a: [b]\n... # c\n«\t»\n"),
    ("yaml-syntax", "a: b\n«\ufeff»c: d\n"),
    ("yaml-syntax", "a: |\n  b\n«\ufeff»# c\n"),
    ("control-character", 'a: «"b\\uFFFEc"»\n'),
    ("control-character", 'a: «"b\\U0000FFFF"»\n'),
]


@with_or_without_bom
@line_ends
@pytest.mark.parametrize(("name", "marked"), REFUSED, ids=lambda value: repr(value)[:50])
def test_what_is_refused_and_where(name: str, marked: str, end: str, bom: bytes) -> None:
    text, span = unmarked(marked)

    finding = only_finding(read(bom + text.replace("\n", end).encode()))

    assert (finding.name, finding.span) == (name, span)
    assert finding.message
    assert finding.help


@pytest.mark.parametrize(
    ("name", "text", "start"),
    [
        ("yaml-anchor", "a: &x [b]\n", (1, 4)),
        ("yaml-anchor", "a: b\nc: &x {d: e}\n", (2, 4)),
        ("yaml-anchor", "a: &x\n  b: c\n", (1, 4)),
        ("yaml-anchor", "a: &x |\n  b\n", (1, 4)),
        ("yaml-tag", "a: !!seq [b]\n", (1, 4)),
        ("yaml-tag", "a:\n  !!map\n  b: c\n", (2, 3)),
        ("yaml-tag", "a: !x |\n  b\n", (1, 4)),
        ("yaml-tag", "--- !x\na: b\n", (1, 5)),
    ],
)
def test_anchors_and_tags_of_collections_and_blocks_are_shown_where_they_begin(
    name: str, text: str, start: tuple[int, int]
) -> None:
    finding = only_finding(read(text))

    assert finding.name == name
    assert finding.span is not None
    assert (finding.span.line, finding.span.column) == start
    assert finding.span.end_line == start[0]


def test_an_anchor_and_a_tag_on_one_value_are_two_findings() -> None:
    assert sorted(names(read("a: &x !y b\n"))) == ["yaml-anchor", "yaml-tag"]
    assert sorted(names(read("a: !y &x b\n"))) == ["yaml-anchor", "yaml-tag"]


def test_an_anchor_is_named() -> None:
    assert "&x1" in only_finding(read("a: &x1 b\n")).message


def test_all_refusals_are_collected_where_reading_can_go_on() -> None:
    document = read('a: &x 1\nb: !y 2\n<<: 3\nc: "\\e"\na: 4\n')

    found = {(finding.name, finding.span.line) for finding in document.findings if finding.span}
    assert found == {
        ("yaml-anchor", 1),
        ("yaml-tag", 2),
        ("yaml-merge-key", 3),
        ("control-character", 4),
        ("duplicate-key", 5),
    }


def test_a_directive_after_the_document_is_called_one() -> None:
    finding = only_finding(read("a: 1\n%YAML 1.1\n"))

    assert (finding.name, finding.span) == ("yaml-directive", Span(2, 1, 2, 2))


@pytest.mark.parametrize("text", ["%YAML 1.1\n---\na: 1\n", "%TAG ! x\n---\na: 1\n"])
def test_a_directive_does_not_hide_behind_two_byte_order_marks(text: str) -> None:
    assert read(BOM + BOM + text.encode()).findings


def test_two_byte_order_marks_are_not_a_second_document() -> None:
    assert "second-document" not in names(read(BOM + BOM + b"a: 1\n"))


@pytest.mark.parametrize(
    "marked",
    [
        "  «a»: 1\nb: 2\n",
        "[a]«]»\n",
        "{a: 1}«}»\n",
        '"a" «"»b"\n',
    ],
)
def test_what_follows_the_value_without_a_mark_is_no_second_document(marked: str) -> None:
    text, span = unmarked(marked)

    finding = only_finding(read(text))

    assert finding.name == "yaml-syntax"
    assert finding.span is not None
    assert (finding.span.line, finding.span.column) == (span.line, span.column)


@pytest.mark.parametrize("marked", ["a: &x «[»", "a: !t «{»b:\n", "a:\n  - &x !t\n    «[»", "&x «{»a:"])
def test_a_bracket_behind_an_anchor_or_a_tag_that_is_never_closed(marked: str) -> None:
    text, span = unmarked(marked)

    findings = read(text).findings

    assert findings[-1].name == "yaml-syntax"
    assert findings[-1].span == span
    assert "never closed" in findings[-1].message


@pytest.mark.parametrize("text", ["--- &x\n", "!x\n", "---\n---\na: 1\n", "~\n--- b\n"])
def test_a_file_that_was_refused_is_not_called_empty_too(text: str) -> None:
    found = names(read(text))

    assert found
    assert "empty-file" not in found


# Duplicates -------------------------------------------------------------------------------------


def spans(document: Document) -> list[Span | None]:
    return [finding.span for finding in document.findings]


def test_a_key_written_three_times_is_found_twice() -> None:
    document = read("a: 1\nb: 2\na: 3\na: 4\n")

    assert names(document) == ["duplicate-key", "duplicate-key"]
    assert spans(document) == [Span(3, 1, 3, 2), Span(4, 1, 4, 2)]
    assert all("line 1" in finding.message for finding in document.findings)


def test_a_duplicate_key_says_where_it_was_first_written() -> None:
    document = read("x:\n  - {a: 1}\n  - b: 2\n    a: 1\n    b: 3\n")

    finding = only_finding(document)

    assert finding.route == ("x", 1, "b")
    assert finding.part is Part.KEY
    ((first, _),) = finding.related
    assert first == Span(3, 5, 3, 6)


def test_duplicates_of_several_mappings_are_all_found() -> None:
    document = read("a: {x: 1, x: 2}\nb: {y: 1, y: 2}\na: 3\n")

    assert sorted(filter(None, spans(document))) == [
        Span(1, 11, 1, 12),
        Span(2, 11, 2, 12),
        Span(3, 1, 3, 2),
    ]


@pytest.mark.parametrize(
    "marked",
    [
        "a: {b: 1}\n«a»: {b: 2}\n",
        "a:\n  b: 1\n«a»:\n  b: 1\n",
        "a:\n  - b: 1\n«a»:\n  - b: 1\n",
        "a: {b: {c: 1}, «b»: {c: 1}}\n",
    ],
)
def test_keys_below_a_duplicate_key_are_not_duplicates_themselves(marked: str) -> None:
    text, span = unmarked(marked)

    assert spans(read(text)) == [span]


@pytest.mark.parametrize(
    "text",
    ["a: {b: 1}\nc: {b: 1}\n", "- a: 1\n- a: 1\n", "a: 1\nA: 2\n", "a: a\nb: a\n", "1: a\n1.0: a\n01: a\n"],
)
def test_keys_that_are_no_duplicates(text: str) -> None:
    assert read(text).findings == ()


def test_white_space_does_not_tell_keys_apart() -> None:
    assert only_finding(read('a: 1\n" a ": 2\n')).name == "duplicate-key"


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\na: 2\n? {b: c}\n: d\n",
        "a: 1\na: 2\n? [b]\n: d\n",
        "{a: 1, a: 2, [x, y]: z, c: d}\n",
        "{a: 1, a: 2, {x: y}: z}\n",
        "a: 1\na: 2\n? - - x\n: {c: d}\n",
        "a: 1\na: *b\n",
        'a: 1\na: "\n',
        "a: 1\na: " + "[" * 60,
        "a: 1\na: 2\n---\nb\n",
    ],
)
def test_duplicates_before_what_cannot_be_read_are_no_crash(text: str) -> None:
    document = read(text)

    assert len(document.findings) == 2
    assert "duplicate-key" in names(document)


# Control characters -----------------------------------------------------------------------------

C0 = [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20)]
CONTROLS = [chr(code) for code in [*C0, 0x7F, *range(0x80, 0xA0), 0x2028, 0x2029]]


@pytest.mark.parametrize("char", CONTROLS, ids=ascii)
def test_control_characters_are_refused_typed(char: str) -> None:
    finding = only_finding(read(f"a: é{char}b\n"))

    assert (finding.name, finding.span) == ("control-character", Span(1, 5, 1, 6))
    assert f"U+{ord(char):04X}" in finding.message


@pytest.mark.parametrize("char", [*CONTROLS, "\r"], ids=ascii)
def test_control_characters_are_refused_escaped(char: str) -> None:
    finding = only_finding(read(f'a: "é\\u{ord(char):04x}b"\n'))

    assert (finding.name, finding.span) == ("control-character", Span(1, 4, 1, 14))
    assert f"U+{ord(char):04X}" in finding.message


@pytest.mark.parametrize("escape", [*"0abvferNLP", "x00", "x1B", "x7f", "x9F", "U00002028"])
def test_every_way_to_escape_a_control_character_is_refused(escape: str) -> None:
    assert only_finding(read(f'a: "x\\{escape}y"\n')).name == "control-character"


def test_an_escaped_control_character_is_shown_in_the_line_it_stands_in() -> None:
    finding = only_finding(read('a: "one\n  two\n  thr\\ee\n  four"\n'))

    assert finding.name == "control-character"
    assert finding.span is not None
    assert finding.span.line <= 3 <= finding.span.end_line


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('"x\\ty"', "x\ty"),
        ('"x\\ny"', "x\ny"),
        ("x\ty", "x\ty"),
        ('"x\ty"', "x\ty"),
        ("'x\\ey'", "x\\ey"),
        ("x\\0y", "x\\0y"),
        ('"x\\\\ey"', "x\\ey"),
        ('"\\u00e9\\x41\\U0001F600"', "éA😀"),
        ('"x\\_y"', "x\u00a0y"),
        ("x\u00a0y", "x\u00a0y"),
        ("x\u200by", "x\u200by"),
        ("x\ufeffy", "x\ufeffy"),
        ("\ufeffx", "\ufeffx"),
        ('"x\\ufeffy"', "x\ufeffy"),
        ("\ufffd", "\ufffd"),
        ("\ue000\U0010fffd", "\ue000\U0010fffd"),
    ],
    ids=ascii,
)
def test_characters_that_are_allowed(text: str, value: str) -> None:
    document = read(f"a: {text}\n")

    assert document.findings == ()
    assert document.data == {"a": value}


# Bytes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "span"),
    [
        (b"\xff", Span(1, 1, 1, 2)),
        (b"a: \xe9\n", Span(1, 4, 1, 5)),
        ("é: 漢😀".encode() + b"\xe9", Span(1, 6, 1, 7)),
        (b"a: b\nc: \xc3(\n", Span(2, 4, 2, 5)),
        (b"a: b\r\nc: \x80\r\n", Span(2, 4, 2, 5)),
        (b"a: b\r\rc: \x80\r", Span(3, 4, 3, 5)),
        (b"a: \xc0\x80", Span(1, 4, 1, 5)),
        (b"a: \xed\xa0\x80", Span(1, 4, 1, 5)),
        (b"a: \xf4\x90\x80\x80", Span(1, 4, 1, 5)),
        (b"a: \xe2\x82", Span(1, 4, 1, 5)),
        (BOM + b"a: \xff", Span(1, 4, 1, 5)),
        (BOM + b"a: b\n\xfe", Span(2, 1, 2, 2)),
    ],
)
def test_what_is_not_utf8_is_shown_where_it_stands(raw: bytes, span: Span) -> None:
    finding = only_finding(read(raw))

    assert (finding.name, finding.span) == ("not-utf8", span)


def test_a_byte_that_is_not_utf8_is_named() -> None:
    assert "E9" in only_finding(read(b"a: caf\xe9\n")).message.upper()


OTHER_ENCODINGS = ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]


@pytest.mark.parametrize("encoding", OTHER_ENCODINGS)
@pytest.mark.parametrize(
    "text", ["\ufeffa: é\n", "\ufeff漢: 字\n", "a: b\n", "kind: é漢\n", "# 漢\na: b\n", "\r\na"]
)
def test_another_encoding_is_called_by_its_name(encoding: str, text: str) -> None:
    finding = only_finding(read(text.encode(encoding)))

    assert finding.name == "not-utf8"
    assert finding.message == f"the file is {encoding[:6].upper()}, not UTF-8"
    assert finding.help == "save the file as UTF-8 text"
    assert finding.span == WHOLE_FILE


@pytest.mark.parametrize("encoding", OTHER_ENCODINGS)
def test_another_encoding_that_cannot_be_told_is_refused(encoding: str) -> None:
    assert only_finding(read("é: ü\n".encode(encoding))).name in ("not-utf8", "control-character")


@pytest.mark.parametrize("text", ["\0a: b\n", "a\0: b\n", "a: \0\0\0\n", "a\0\0b: c\n"])
def test_zeros_among_letters_are_no_other_encoding(text: str) -> None:
    assert only_finding(read(text)).name == "control-character"


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    document = read(BOM + b"a: 1\n")

    assert document.data == {"a": "1"}
    assert document.text == "a: 1\n"
    assert document.span(("a",)) == Span(1, 4, 1, 5)


def test_a_file_of_16_mib_is_read() -> None:
    document = read(b"a: " + b"x" * (MAX_BYTES - 3))

    assert MAX_BYTES == 16 * 1024 * 1024
    assert document.findings == ()
    assert isinstance(document.data, dict)
    assert document.data.keys() == {"a"}


@pytest.mark.parametrize("head", [b"a: ", BOM + b"a: ", b"a: \xff"], ids=["text", "BOM", "not UTF-8"])
def test_a_file_over_16_mib_is_refused(head: bytes) -> None:
    finding = only_finding(read(head.ljust(MAX_BYTES + 1, b"x")))

    assert (finding.name, finding.span) == ("file-too-big", WHOLE_FILE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "\r\n\r\n",
        "  \n",
        "# only a comment",
        "# c\n\n# d\n",
        "---\n",
        "---\n...\n",
        "~\n",
        "null\n",
        "...\n",
    ],
)
@with_or_without_bom
def test_a_file_that_holds_nothing(text: str, bom: bytes) -> None:
    finding = only_finding(read(bom + text.encode()))

    assert (finding.name, finding.span) == ("empty-file", WHOLE_FILE)


# What is read -----------------------------------------------------------------------------------

ALLOWED: list[tuple[str, Data]] = [
    ("a: 1\n", {"a": "1"}),
    ("a: 1", {"a": "1"}),
    ("---\na: 1\n", {"a": "1"}),
    ("--- # c\na: 1\n", {"a": "1"}),
    ("# c\n\n---\na: 1\n", {"a": "1"}),
    ("a: 1\n...\n", {"a": "1"}),
    ("a: 1\n...", {"a": "1"}),
    ("a: 1\n...   # c\n\n# d\n", {"a": "1"}),
    ("---\na: 1\n...\n...\n", {"a": "1"}),
    ("# c\na: 1 # d\n  # e\nb: 2 #f\n# g", {"a": "1", "b": "2"}),
    ("a: b#c\n", {"a": "b#c"}),
    ("a: {b: 1, 'c': [d, \"e\"], f: }\n", {"a": {"b": "1", "c": ["d", "e"], "f": None}}),
    ("a: [\n  b,\n  c, # d\n]\n", {"a": ["b", "c"]}),
    ('{"a": {"b": ["c"]}}\n', {"a": {"b": ["c"]}}),
    ("a: {}\nb: []\n", {"a": {}, "b": []}),
    ("- a\n-\n  - b\n- c: d\n  e: f\n", ["a", ["b"], {"c": "d", "e": "f"}]),
    ("a:\n- b\n- c\n", {"a": ["b", "c"]}),
    ("a: |\n  One.\n\n  Two: # three\nb: c\n", {"a": "One.\n\nTwo: # three", "b": "c"}),
    ("a: >\n  One\n  two.\n\n  Three\n", {"a": "One two.\nThree"}),
    ("a: |-\n  x\nb: |+\n  y\n\n\nc: >2\n   z\n", {"a": "x", "b": "y", "c": "z"}),
    ("a: b\n  c\n  d\n", {"a": "b c d"}),
    ("a: \"b\n  c\"\nd: 'e\n\n  f'\n", {"a": "b c", "d": "e\nf"}),
    ('a: "b\\\n  c"\n', {"a": "bc"}),
    ("a: 'it''s'\nb: \"x \\\" y\"\n", {"a": "it's", "b": 'x " y'}),
    ("? a\n: b\n", {"a": "b"}),
    ("a b: c d\n", {"a b": "c d"}),
    ("a: http://example.org/x?y#z\n", {"a": "http://example.org/x?y#z"}),
    ("a:b\n", "a:b"),
    ("a:\tb\n", {"a": "b"}),
    ("just text\n", "just text"),
    ('""\n', ""),
    ("{}\n", {}),
    ("[]\n", []),
    ("a: <<\nb: [<<]\n", {"a": "<<", "b": ["<<"]}),
    ("a: x & y * z ! %\n", {"a": "x & y * z ! %"}),
    ("a: --- b\nc: ...\n", {"a": "--- b", "c": "..."}),
    ("é: 漢\n😀: ü\n", {"é": "漢", "😀": "ü"}),
]


@with_or_without_bom
@line_ends
@pytest.mark.parametrize(("text", "data"), ALLOWED, ids=lambda value: ascii(value)[:50])
def test_what_is_read(text: str, data: Data, end: str, bom: bytes) -> None:
    document = read(bom + text.replace("\n", end).encode())

    assert document.findings == ()
    assert document.data == data


@pytest.mark.parametrize(
    "text",
    [
        *("1.10", "1.0", "01", "012", "0o14", "0x1F", "1e3", "1_000", "-0", "+1", ".5", "5.", ".inf", "nan"),
        *("true", "True", "yes", "NO", "no", "on", "off", "y", "n"),
        *("12:30", "1:20:30", "2021-02-30", "2021-01-01", "2021-01-01T00:00:00Z", "2021"),
        *("Null", "NULL", "none", "nil", "=", "2/3", "۱", "city-air@2.0", "5%", "~x", "null null"),
    ],
)
def test_scalars_stay_what_was_typed(text: str) -> None:
    document = read(f"a: {text}\n{text}:\n  - {text}\n")

    assert document.data == {"a": text, text: [text]}
    assert document.nulls == ()


@pytest.mark.parametrize("typed", ["", "~", "null", "# c", "  "])
def test_plain_nothing_is_not_given(typed: str) -> None:
    document = read(f"a: {typed}\nb:\n  - {typed}\n  - c\n")

    assert document.data == {"a": None, "b": [None, "c"]}
    assert document.nulls == (("a",), ("b", 0))


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ('""', ""),
        ("''", ""),
        ('"~"', "~"),
        ("'null'", "null"),
        ('" "', ""),
        ("|", ""),
        ("Null", "Null"),
        ("NULL", "NULL"),
        ("nULL", "nULL"),
        ("~~", "~~"),
    ],
)
def test_what_is_quoted_or_written_otherwise_is_given(typed: str, text: str) -> None:
    document = read(f"a: {typed}\n")

    assert document.findings == ()
    assert document.data == {"a": text}
    assert document.nulls == ()


def test_words_for_nothing_are_text_where_they_are_keys() -> None:
    assert read("~: a\nnull: b\n").data == {"~": "a", "null": "b"}


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ('" b "', "b"),
        ("'  b\t'", "b"),
        ('"\\n b \\t"', "b"),
        ('" b  c "', "b  c"),
        ("|\n\n   b\n    c  \n\n", "b\n c"),
        (">\n  b\n  c\n\n", "b c"),
        ("   b   ", "b"),
    ],
)
def test_text_loses_white_space_at_both_ends(typed: str, text: str) -> None:
    assert read(f"a: {typed}\n").data == {"a": text}


def test_keys_are_text_too_and_lose_white_space() -> None:
    assert read('" a ": 1\n').data == {"a": "1"}


def test_the_routes_of_what_is_not_given() -> None:
    document = read('a:\nb: {c: ~, d: ""}\ne:\n  - f:\n    g: [h, null]\n')

    assert set(document.nulls) == {("a",), ("b", "c"), ("e", 0, "f"), ("e", 0, "g", 1)}


@pytest.mark.parametrize(
    "text",
    [
        "- " * 50 + "x",
        "[" * 50 + "x" + "]" * 50,
        "{a: " * 50 + "x" + "}" * 50,
        "".join(" " * depth + "a:\n" for depth in range(49)) + " " * 49 + "a: x",
        "- - - a:\n        b: " + "[{c: " * 22 + "[x]" + "}]" * 22,
    ],
    ids=["dashes", "brackets", "braces", "block mappings", "mixed"],
)
def test_fifty_open_collections_are_allowed(text: str) -> None:
    document = read(text)

    assert document.findings == ()
    depth, data = 0, document.data
    while isinstance(data, dict | list):
        depth, data = depth + 1, next(iter(data.values())) if isinstance(data, dict) else data[0]
    assert (depth, data) in ((50, "x"), (49, "x"))


def test_collections_side_by_side_are_not_deep() -> None:
    assert read("- [[a]]\n" * 1000).findings == ()


def test_the_text_and_its_lines_are_kept() -> None:
    document = read("a: 1\r\nb: 2\rc: 3\n")

    assert document.path == "file.yaml"
    assert document.text == "a: 1\r\nb: 2\rc: 3\n"
    assert document.lines == ["a: 1", "b: 2", "c: 3", ""]


# Places -----------------------------------------------------------------------------------------

PLACES: list[tuple[str, Route, Part]] = [
    ("a: «1»\n", ("a",), Part.VALUE),
    ("«a»: 1\n", ("a",), Part.KEY),
    ("a: «1» # c\n", ("a",), Part.VALUE),
    ("a: 1\né: «漢😀»\n", ("é",), Part.VALUE),
    ("a: 1\n«é»: 2\n", ("é",), Part.KEY),
    ("«\"a b\"»: 'c'\n", ("a b",), Part.KEY),
    ("\"a b\": «'c'»\n", ("a b",), Part.VALUE),
    ("? «a»\n: b\n", ("a",), Part.KEY),
    ("? a\n: «b»\n", ("a",), Part.VALUE),
    ('a: «""»\n', ("a",), Part.VALUE),
    ("a: «~»\n", ("a",), Part.VALUE),
    # What is not written has the place of its key
    ("«a»:\nb: 1\n", ("a",), Part.VALUE),
    ("b: 1\n«a»:   # c\n", ("a",), Part.VALUE),
    ("{b: 1, «a»: }\n", ("a",), Part.VALUE),
    # Lists
    ("a:\n  - «b»\n  - c\n", ("a", 0), Part.VALUE),
    ("a:\n  - b\n  - «'c'»\n", ("a", 1), Part.VALUE),
    ("a: [b, «c d»]\n", ("a", 1), Part.VALUE),
    ("a: «[b, c]» # d\n", ("a",), Part.VALUE),
    ("a: «[]»\n", ("a",), Part.VALUE),
    ("- a\n- b: c\n  d: «e»\n", (1, "d"), Part.VALUE),
    ("- a\n- b: c\n  «d»: e\n", (1, "d"), Part.KEY),
    # Mappings
    ("a: «{b: 1, c: 2}»\n", ("a",), Part.VALUE),
    ("a: {b: 1, c: «2»}\n", ("a", "c"), Part.VALUE),
    ("a: {b: 1, «c»: 2}\n", ("a", "c"), Part.KEY),
    ("a: «{b: 1,»\n  c: 2}\n", ("a",), Part.VALUE),
    ("a: {b: 1,\n  c: «2»}\n", ("a", "c"), Part.VALUE),
    ("a:\n  «b: 1»\n  c: 2\nd: 3\n", ("a",), Part.VALUE),
    ("a:\n  «b: 1»\nd: 3\n", ("a",), Part.VALUE),
    ("«a: 1»\nb: 2\n", (), Part.VALUE),
    ("---\n«a: 1»\nb: 2\n", (), Part.VALUE),
    # Several lines of text
    ("a: «|\n  x\n  y»\nb: 1\n", ("a",), Part.VALUE),
    ("a: «|\n  x\n  y»\n\n\n", ("a",), Part.VALUE),
    ("a: «|\n  x»", ("a",), Part.VALUE),
    ("a: «>-\n  x\n\n  yé»\n\n# c\nb: 1\n", ("a",), Part.VALUE),
    ("a: |\n  x\n\n# c\nb: «1»\n", ("b",), Part.VALUE),
    ("a: «b\n  c»\nd: 1\n", ("a",), Part.VALUE),
    ('a: «"b\n  c"»\nd: 1\n', ("a",), Part.VALUE),
    # A single item that stands for a list
    ("a: «b»\n", ("a", 0), Part.VALUE),
    ("a:\n  b: «c»\n", ("a", 0, "b"), Part.VALUE),
    ("a:\n  «b»: c\n", ("a", 0, "b"), Part.KEY),
    ("a:\n  b:\n    c: «d»\n", ("a", 0, "b", 0, "c"), Part.VALUE),
    ("a: [{b: «c»}]\n", ("a", 0, "b", 0), Part.VALUE),
    # The nearest place to what the file does not hold
    ("«a: 1»\nb: 2\n", ("c",), Part.VALUE),
    ("«a: 1»\nb: 2\n", ("c", "d", 3), Part.VALUE),
    ("«a: 1»\nb: 2\n", ("c",), Part.KEY),
    ("a: «[b]»\n", ("a", 1), Part.VALUE),
    ("a: «[b]»\n", ("a", 1, "c"), Part.VALUE),
    ("a: «{b: c}»\n", ("a", "d"), Part.VALUE),
    ("a: [b, «{c: d}»]\n", ("a", 1, "e", "f"), Part.VALUE),
    ("a: «b»\n", ("a", "c"), Part.VALUE),
]


@with_or_without_bom
@line_ends
@pytest.mark.parametrize(("marked", "route", "part"), PLACES, ids=lambda value: ascii(value)[:40])
def test_where_things_stand(marked: str, route: Route, part: Part, end: str, bom: bytes) -> None:
    text, span = unmarked(marked)

    document = read(bom + text.replace("\n", end).encode())

    assert document.findings == ()
    assert document.span(route, part) == span


def test_a_place_in_a_file_of_one_scalar() -> None:
    assert read("just text\n").span(("a", 0)) == Span(1, 1, 1, 10)


@pytest.mark.parametrize("raw", [b"", b"a: [", b"\xff", b"a: \0", b"\xff\xfea\0"])
def test_a_file_that_cannot_be_read_still_has_a_place_for_everything(raw: bytes) -> None:
    assert read(raw).span(("zz", 0)).line == 1


# Words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a: b: c\n", "colon"),
        ("title: A: B\n", "colon"),
        ("\ta: 1\n", "tab"),
        ("a:\n\tb: 1\n", "tab"),
        ("a: 1\n\tb: 2\n", "tab"),
        ('a: "b\n', "never closed"),
        ("a: 'b\n", "never closed"),
        ("a: @b\n", "cannot begin"),
        ("a: `b`\n", "cannot begin"),
        ("a: %b\n", "cannot begin"),
        ("a: * b\n", "cannot begin"),
        ("a: [b\n", "["),
        ("a: [b\nc: d\n", "["),
        ("a: [b, \n", "["),
        ("a: [\n", "["),
        ("a: {b: c\n", "{"),
        ("a: {b: c\nd: e\n", "{"),
        ("a: {\n", "{"),
        ('a: "b\\q"\n', "backslash"),
        ('a: "b\\uD800c"\n', "no character has this number"),
        ('a: "\\U00110000"\n', "no character has this number"),
        ('a: "b\\u12"\n', "hexadecimal"),
        ('a: "b\\xg0"\n', "hexadecimal"),
        ("- a\nb: c\n", "dash"),
        ("a:\n  b: 1\n c: 2\n", "indentation"),
        ("  a: 1\nb: 2\n", "indentation"),
        ('a: "b" c\n', "clos"),
        ("a: 'it's'\n", "clos"),
    ],
)
def test_syntax_errors_are_said_in_words_for_people(text: str, word: str) -> None:
    finding = only_finding(read(text))

    assert finding.name == "yaml-syntax"
    assert word in finding.message
    assert "not YAML" not in finding.message
    assert finding.help


@pytest.mark.parametrize(
    ("text", "place", "word"),
    [
        ("a:\n  b:c\n  d: e\n", (2, 4), "space is missing"),
        ("kind:framework\nid: x\n", (1, 5), "space is missing"),
        ("a:\n  -b: c\n    d: e\n", (2, 3), "space is missing"),
        ("a:\n  \u2013 b: c\n    d: e\n", (2, 3), "U+2013"),
        ("a:\n  \u2022 b: c\n    d: e\n", (2, 3), "U+2022"),
        ("a\uff1a b\nc: d\n", (1, 2), "U+FF1A"),
        ("a:\n  b: c\n   d: e\n", (3, 4), "indentation"),
        ('a: "b\nc: "d"\n', (1, 4), "quotation mark"),
        ('r:\n  a:\n    - b: "c\n  "1.2":\n    d: e\n', (3, 10), "quotation mark"),
        ("a:\n    b: c\n  d: e\n", (3, 3), "does not fit the lines above"),
    ],
)
def test_a_fault_is_shown_where_it_is_and_not_where_the_parser_met_it(
    text: str, place: tuple[int, int], word: str
) -> None:
    finding = only_finding(read(text))
    assert finding.name == "yaml-syntax"
    assert finding.span is not None
    assert (finding.span.line, finding.span.column) == place
    assert word in finding.message


CONFLICTS = [
    "«<<<<<<<» HEAD\na: 1\n=======\na: 2\n>>>>>>> theirs\n",
    "a: 1\n«<<<<<<<» HEAD\nb: 1\n||||||| base\nb: 0\n=======\nb: 2\n>>>>>>> theirs\n",
    "a:\n  - b: 1\n«<<<<<<<» HEAD\n    c: 1\n=======\n    c: 2\n>>>>>>> theirs\n  - b: 2\n",
    "a: |\n  One.\n«<<<<<<<» HEAD\n  Two.\n=======\n  Three.\n>>>>>>> theirs\n",
    "a: {b: c\n«<<<<<<<» HEAD\n  }\n=======\n  , d: e}\n>>>>>>> theirs\n",
    "a: 1\n«=======»\nb: 2\n>>>>>>> theirs\n",
    "a: 1\nb: 2\n«>>>>>>>» theirs\n",
]


@line_ends
@pytest.mark.parametrize("marked", CONFLICTS)
def test_a_merge_conflict_is_told_at_its_first_mark(marked: str, end: str) -> None:
    text, span = unmarked(marked)

    finding = only_finding(read(text.replace("\n", end)))

    assert (finding.name, finding.span) == ("yaml-syntax", span)
    assert "merge conflict" in finding.message
    assert finding.help is not None
    assert ">>>>>>>" in finding.help


@pytest.mark.parametrize(
    "text",
    [
        "a: |\n  <<<<<<< HEAD\n  One.\n  =======\n  Two.\n  >>>>>>> theirs\n",
        'a: "b\n<<<<<<< HEAD\n=======\n  c"\n',
    ],
)
def test_a_text_may_hold_the_marks_of_a_merge_conflict(text: str) -> None:
    assert read(text).findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "a: |\n  <<<<<<< HEAD\nb\nc: d\n",
        "a: 1\n<<<<<<<< x\nb: 2\n",
        "a: 1\n========\nb: 2\n",
        "a: b\n# <<<<<<< HEAD\nc\nd: e\n",
    ],
)
def test_what_is_no_mark_of_a_merge_conflict_is_not_taken_for_one(text: str) -> None:
    assert "merge" not in only_finding(read(text)).message


@pytest.mark.parametrize("text", ["? a #x\n  ", "b: 1\n? a #x\n  ", "? a\n "])
def test_a_key_without_a_value_at_the_end_of_the_file_has_a_place_in_it(text: str) -> None:
    document = read(text)

    assert document.nulls
    for _, _, span in document.places():
        assert 1 <= span.line <= span.end_line <= len(document.lines)


def test_a_long_key_is_not_quoted_whole() -> None:
    document = read("? " + "k" * 100_000 + "\n: 1\n? " + "k" * 100_000 + "\n: 2\n")

    assert len(only_finding(document).message) < 300


# Hostile input ----------------------------------------------------------------------------------


def test_sixty_thousand_dashes() -> None:
    finding = only_finding(read("- " * 60_000))

    assert (finding.name, finding.span) == ("nested-too-deep", Span(1, 101, 1, 102))


def test_sixty_thousand_brackets() -> None:
    assert only_finding(read("[" * 60_000)).name == "nested-too-deep"


def test_sixty_thousand_brackets_are_one_too_many_at_the_fifty_first() -> None:
    assert only_finding(read("a: 1\nb: " + "[" * 60_000)).span == Span(2, 53, 2, 54)


def test_sixty_thousand_brackets_do_not_hide_or_double_what_was_found_before() -> None:
    document = read('a: &x 1\na: "\\e"\nb: ' + "[" * 60_000)

    assert sorted(names(document)) == ["control-character", "duplicate-key", "nested-too-deep", "yaml-anchor"]


def test_sixty_thousand_braces() -> None:
    assert only_finding(read("{" * 60_000)).name in ("nested-too-deep", "key-not-text")


QUARTER = MAX_BYTES // 4

HOSTILE: dict[str, tuple[int, Callable[[int], bytes]]] = {
    "letters": (MAX_BYTES, lambda size: b"a" * size),
    "dashes": (MAX_BYTES // 2, lambda size: b"- " * size),
    "double quotes": (MAX_BYTES, lambda size: b'"' * size),
    "single quotes": (MAX_BYTES, lambda size: b"'" * size),
    "line feeds": (QUARTER, lambda size: b"\n" * size),
    "carriage returns": (QUARTER, lambda size: b"\r" * size),
    "braces": (MAX_BYTES, lambda size: b"{" * size),
    "brackets": (MAX_BYTES, lambda size: b"[" * size),
    "keys in one line": (MAX_BYTES // 3, lambda size: b"a: " * size),
    "comments": (QUARTER // 2, lambda size: b"#\n" * size),
    "line feeds after the end": (QUARTER, lambda size: b"a: 1\n..." + b"\n" * (size - 8) + b"x"),
    "tag directives before": (50_000, lambda size: b"%TAG !a! b\n" * size + b"---\na: 1\n"),
    "tag directives after": (50_000, lambda size: b"a: 1\n...\n" + b"%TAG !a! b\n" * size + b"---\na: 1\n"),
    "tag directives behind marks": (
        20_000,
        lambda size: BOM + BOM + b"%%TAG !a%d! b\n" * size % (*range(size),) + b"---\na: 1\n",
    ),
    "duplicate keys": (100_000, lambda size: b"a: 1\n" * size),
    "duplicate keys in one line": (50_000, lambda size: b"{" + b"a: 1, " * size + b"}"),
    "anchors": (40_000, lambda size: b"- &a x\n" * size),
    "keys": (100_000, lambda size: b"".join(b"k%d: v\n" % number for number in range(size))),
    "keys in braces": (
        100_000,
        lambda size: b"{" + b"".join(b"k%d: v, " % number for number in range(size)) + b"}",
    ),
    "a byte at the very end": (QUARTER // 2, lambda size: b"a\n" * size + b"\xff"),
}
"""How large each is tried, and what makes it."""


def read_and_point(raw: bytes) -> Document:
    document = read(raw)
    for finding in document.findings[:1]:
        document.span(finding.route, finding.part)
    return document


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_input_is_read_or_refused(kind: str) -> None:
    most, make = HOSTILE[kind]
    document = read_and_point(make(most))
    assert document.findings or document.data is not None


@pytest.mark.parametrize("kind", HOSTILE)
def test_work_grows_with_hostile_input_and_no_faster(kind: str) -> None:
    _, make = HOSTILE[kind]
    assert growth(lambda size: partial(read_and_point, make(size)), 1000) < LINEAR


# Any input at all -------------------------------------------------------------------------------


def check_any(raw: bytes) -> None:
    document = parse_document(raw, "file.yaml")
    text = raw.decode("utf-8", errors="replace").removeprefix("\ufeff")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    assert (document.data is None) == bool(document.findings)
    assert len(set(document.findings)) == len(document.findings)
    for finding in document.findings:
        related = [document.span(route, finding.part) for route, _ in finding.related]
        for span in [finding.span or document.span(finding.route, finding.part), *related]:
            assert 1 <= span.line <= len(lines) + 1
            assert span.column >= 1
            assert span.line > len(lines) or span.column <= len(lines[span.line - 1]) + 1
            assert (span.end_line, span.end_column) >= (span.line, span.column)
    for route in document.nulls:
        assert document.span(route).line <= len(lines)


@given(RAW_BYTES)
@settings(max_examples=rounds(30, 150))
@example(b"a: !%C0%80 x\n")
@example(b"!<%ED%A0%80>")
@example(b"a: 1\na: 2\n? {b: c}\n: d\n")
def test_any_bytes_give_data_or_findings_inside_the_file(raw: bytes) -> None:
    check_any(raw)


@given(st.one_of(st.text(max_size=60), YAML_LIKE_TEXT))
@settings(max_examples=rounds(30, 150))
def test_any_text_gives_data_or_findings_inside_the_file(text: str) -> None:
    check_any(text.encode("utf-8", errors="surrogatepass"))


@pytest.mark.parametrize("tag", ["!%C0%80", "!%ED%A0%80", "!%F4%90%80%80", "!<%ED%A0%80>", "!a%C0%80"])
def test_tags_that_are_not_utf8_are_refused(tag: str) -> None:
    finding = only_finding(read(f"a: 1\nb: {tag} x\n"))

    assert finding.name in ("yaml-tag", "yaml-syntax", "not-utf8")
    assert finding.span is not None
    assert finding.span.line == 2


@pytest.mark.parametrize(
    "marked",
    [
        "a: '!'\nb: «!»%C0%80 x\n",
        "a: # not yet!\n  «!»%C0%80 x\n",
        "a: 1 # !\n# !\n\n«!»%C0%80 b: 2\n",
    ],
)
def test_a_tag_that_is_not_utf8_is_shown_where_it_stands(marked: str) -> None:
    text, span = unmarked(marked)

    finding = only_finding(read(text))

    assert finding.span is not None
    assert (finding.span.line, finding.span.column) == (span.line, span.column)


def stripped(data: Plain) -> Plain:
    if isinstance(data, str):
        return data.strip()
    if isinstance(data, list):
        return [stripped(item) for item in data]
    return {key: stripped(value) for key, value in data.items()}


@given(PLAIN_DATA)
@settings(max_examples=rounds(30, 150))
def test_what_json_writes_is_read_back(data: Plain) -> None:
    document = parse_document(as_yaml(data), "file.yaml")

    assert document.findings == ()
    assert document.data == stripped(data)
    assert document.nulls == ()


@pytest.mark.parametrize("text", ["", "a", "a\n", "a\r\nb\rc", "\n\n", "a\n" * 1500 + "last"])
def test_a_line_is_looked_up_by_its_number(text: str) -> None:
    document = parse_document(text.encode(), "a.yaml")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number in (*range(1, len(lines) + 1), len(lines) + 1, len(lines) + 9):
        wanted = lines[number - 1] if number <= len(lines) else ""
        assert document.line(number) == wanted
