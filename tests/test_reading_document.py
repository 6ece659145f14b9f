"""Strict YAML, as SPEC.md 2 has it: what is read, what is refused, and where.

In these tests «» stand around the place that a finding or a value has; they are not part of the file.
"""

import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

import scorecard
from scorecard.diagnostics import Finding, Part, Span
from scorecard.reading.document import MAX_BYTES, Document, parse_document
from tests.cases import read_texts, unmarked
from tests.counting import LINEAR, growth
from tests.rounds import rounds
from tests.strategies import PLAIN_DATA, RAW_BYTES, YAML_LIKE_TEXT, Plain, as_yaml, stripped

BOM = b"\xef\xbb\xbf"
WHOLE_FILE = Span(1, 1, 1, 1)

line_ends = pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
with_or_without_bom = pytest.mark.parametrize("bom", [b"", BOM], ids=["plain", "BOM"])


def read(text: str | bytes) -> Document:
    return parse_document(text if isinstance(text, bytes) else text.encode())


def only_finding(document: Document) -> Finding:
    assert len(document.findings) == 1, document.findings
    assert document.data is None
    return document.findings[0]


def names(document: Document) -> list[str]:
    return [finding.name for finding in document.findings]


@with_or_without_bom
@line_ends
@pytest.mark.parametrize(("name", "marked"), read_texts("refused"), ids=lambda value: ascii(value)[:50])
def test_what_is_refused_and_where(name: str, marked: str, end: str, bom: bytes) -> None:
    text, span = unmarked(marked)

    finding = only_finding(read(bom + text.replace("\n", end).encode()))

    assert (finding.name, finding.span) == (name, span)
    assert finding.message
    assert finding.help


# What is refused, and where ---------------------------------------------------------------------


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
        *("", "\n", "\r\n\r\n", "  \n", "# only a comment", "# c\n\n# d\n", "---\n", "---\n...\n"),
        *("~\n", "null\n", "...\n"),
    ],
)
@with_or_without_bom
def test_a_file_that_holds_nothing(text: str, bom: bytes) -> None:
    finding = only_finding(read(bom + text.encode()))

    assert (finding.name, finding.span) == ("empty-file", WHOLE_FILE)


# What is read -----------------------------------------------------------------------------------


@with_or_without_bom
@line_ends
@pytest.mark.parametrize(("data", "text"), read_texts("allowed"), ids=lambda value: ascii(value)[:50])
def test_what_is_read(data: str, text: str, end: str, bom: bytes) -> None:
    document = read(bom + text.replace("\n", end).encode())

    assert document.findings == ()
    assert document.data == json.loads(data)


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

    assert document.text == "a: 1\r\nb: 2\rc: 3\n"
    assert document.lines == ["a: 1", "b: 2", "c: 3", ""]


# Places -----------------------------------------------------------------------------------------


@with_or_without_bom
@line_ends
@pytest.mark.parametrize(("head", "marked"), read_texts("places"), ids=lambda value: ascii(value)[:40])
def test_where_things_stand(head: str, marked: str, end: str, bom: bytes) -> None:
    part, _, route = head.partition(" ")
    text, span = unmarked(marked)

    document = read(bom + text.replace("\n", end).encode())

    assert document.findings == ()
    assert document.span(tuple(json.loads(route)), Part[part.upper()]) == span


def test_a_place_in_a_file_of_one_scalar() -> None:
    assert read("just text\n").span(("a", 0)) == Span(1, 1, 1, 10)


@pytest.mark.parametrize("raw", [b"", b"a: [", b"\xff", b"a: \0", b"\xff\xfea\0"])
def test_a_file_that_cannot_be_read_still_has_a_place_for_everything(raw: bytes) -> None:
    assert read(raw).span(("zz", 0)).line == 1


# Words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("word", "text"), read_texts("syntax-words"))
def test_syntax_errors_are_said_in_words_for_people(word: str, text: str) -> None:
    finding = only_finding(read(text))

    assert finding.name == "yaml-syntax"
    assert word in finding.message
    assert "not YAML" not in finding.message
    assert finding.help


@pytest.mark.parametrize(("word", "marked"), read_texts("faults"))
def test_a_fault_is_shown_where_it_is_and_not_where_the_parser_met_it(word: str, marked: str) -> None:
    text, span = unmarked(marked)

    finding = only_finding(read(text))

    assert finding.name == "yaml-syntax"
    assert finding.span is not None
    assert (finding.span.line, finding.span.column) == (span.line, span.column)
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
    document = read_and_point(make(most // rounds(4, 1)))
    assert document.findings or document.data is not None


@pytest.mark.parametrize("kind", HOSTILE)
def test_work_grows_with_hostile_input_and_no_faster(kind: str) -> None:
    _, make = HOSTILE[kind]
    assert growth(lambda size: partial(read_and_point, make(size)), 1000) < LINEAR


# Any input at all -------------------------------------------------------------------------------


def check_any(raw: bytes) -> None:
    document = parse_document(raw)
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


@given(PLAIN_DATA)
@settings(max_examples=rounds(30, 150))
def test_what_json_writes_is_read_back(data: Plain) -> None:
    document = parse_document(as_yaml(data))

    assert document.findings == ()
    assert document.data == stripped(data)
    assert document.nulls == ()


@pytest.mark.parametrize("text", ["", "a", "a\n", "a\r\nb\rc", "\n\n", "a\n" * 1500 + "last"])
def test_a_line_is_looked_up_by_its_number(text: str) -> None:
    document = parse_document(text.encode())
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number in (*range(1, len(lines) + 1), len(lines) + 1, len(lines) + 9):
        wanted = lines[number - 1] if number <= len(lines) else ""
        assert document.line(number) == wanted


def test_every_mistake_that_is_told_has_words_and_no_words_are_left_over() -> None:
    package = Path(scorecard.__file__).parent
    texts = (path.read_text("utf-8") for path in package.rglob("*.py"))
    sources = "".join(text for text in texts if "scorecard.reading.messages import" in text)
    words = yaml.safe_load((package / "reading" / "messages.yaml").read_text("utf-8"))
    told = set(re.findall(r'(?:refuse|help_for|_Slip)\(\s*"([^"]+)"', sources))
    assert "wrong-margin" in told
    assert told <= words.keys()
    chosen_by_what_is_there = ("never-closed-", "goes-on-after-")
    named = {*re.findall(r'"([\w-]+)"', sources), "block"}
    of_the_parser = {name for name, said in words.items() if "parser" in said}
    left = words.keys() - named - of_the_parser
    assert [name for name in left if not name.startswith(chosen_by_what_is_there)] == []
