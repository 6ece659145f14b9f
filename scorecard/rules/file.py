"""Codes SC02x: YAML that can be read and does not say what its writer meant."""

import re
from collections.abc import Iterator
from itertools import pairwise

from scorecard.diagnostics import Finding, Part, Severity, Span
from scorecard.reading.document import Document
from scorecard.reading.plain_data import as_mapping, find_leaves
from scorecard.rules.rule import Rule, rule
from scorecard.rules.unfinished_texts import TEXT_RULES

_INVISIBLE_CHARACTERS = "".join(
    map(chr, (0x00A0, 0x00AD, *range(0x2000, 0x2010), 0x202F, *range(0x205F, 0x2065), 0x3000, 0xFEFF))
)
_INVISIBLE = re.compile(f"[{_INVISIBLE_CHARACTERS}]")
_WORD = r"(?=\w)(?!scorecard:[ \t]*ignore\[)"
_AFTER_KEY = re.compile(rf"[ \t:?-]*+(#{_WORD})")
_AFTER_TEXT = re.compile(rf"[ \t]++(#{_WORD})")
# Behind quotation marks a comment is more often one: only what looks like a number is taken for text.
_AFTER_QUOTED = re.compile(r"[ \t]++(#[0-9])")
# The sign comes before what is asked of the place before it: a literal beginning is found fast.
_AFTER_SPACE = re.compile(rf"#(?<=[ \t]#){_WORD}")
_QUOTES = {pair[0]: pair[1:] for pair in ("“”", "‘’", "„“”", "‚‘’", "«»", "»«", "‹›", "›‹", "””", "’’")}
"""Each mark that begins a quotation, and those that end it."""
_NOT_PLAIN = ("", "|", ">", "[", "{")
_DECIMAL = re.compile(r"-?[0-9]++\.[0-9]++\Z")
_LOST = re.compile(r"\s*+(?:#.*+)?+")


@rule("SC021", "invisible-character", Severity.ERROR)
def invisible_character(document: Document) -> Iterator[Finding]:
    """A key holds a no-break space or a character without width, or is indented by one."""
    if document.text.isascii() or not any(each in document.text for each in _INVISIBLE_CHARACTERS):
        return
    for route, part, span in document.places():
        if part is not Part.KEY or span.line != span.end_line:
            continue
        match = _INVISIBLE.search(document.lines[span.line - 1], span.column - 1, span.end_column - 1)
        if match:
            column = match.start() + 1
            yield Finding(
                message=f"the invisible character U+{ord(match.group()):04X} is part of this key",
                help="delete it, and indent with ordinary spaces",
                route=route,
                span=Span(span.line, column, span.line, column + 1),
            )


@rule("SC022", "typographic-quotes", Severity.WARNING)
def typographic_quotes(document: Document) -> Iterator[Finding]:
    """A text stands in typographic quotation marks, which YAML takes for part of the text."""
    if document.text.isascii() or not any(mark in document.text for mark in _QUOTES):
        return
    for route, given in find_leaves(document.data):
        text = (given or "").strip()
        if len(text) > 1 and text[-1] in _QUOTES.get(text[0], "") and text[0] not in text[1:-1]:
            span = document.span(route)
            is_quote = route[-1:] == ("quote",)
            if is_quote or document.sign(span) == text[0]:
                yield Finding(
                    message=f"the marks {text[0]} and {text[-1]} are part of the text",
                    help="take them out: a quote gets its marks when it is shown"
                    if is_quote
                    else 'write straight quotes " or none; for marks that are meant, add straight ones',
                    route=route,
                )


@rule("SC023", "only-a-comment", Severity.ERROR)
def only_a_comment(document: Document) -> Iterator[Finding]:
    """A key has no value but a comment, which was probably meant as its text."""
    for route in document.nulls:
        place = document.span(route, Part.KEY if route and isinstance(route[-1], str) else Part.VALUE)
        line = document.lines[place.line - 1]
        begin = place.end_column - 1
        match = _AFTER_KEY.match(line, begin)
        if match:
            yield Finding(
                message="everything from the # on is a comment, so there is no value here",
                help="put the text in quotes; to keep the comment, write a space after the #",
                route=route,
                span=_to_the_end(place.line, match.start(1), line),
            )


@rule("SC024", "text-cut-by-comment", Severity.ERROR)
def text_cut_by_comment(document: Document) -> Iterator[Finding]:
    """A text without quotes ends before ` #`, and what follows would be lost as a comment."""
    if "#" not in document.text or not _AFTER_SPACE.search(document.text):
        return
    for route, part, span in document.places():
        line = document.lines[span.end_line - 1]
        begin = span.end_column - 1
        sign = document.sign(span)
        after = _AFTER_QUOTED if sign in ('"', "'") else _AFTER_TEXT
        match = after.match(line, begin)
        is_plain = sign not in _NOT_PLAIN or after is _AFTER_QUOTED
        if part is Part.VALUE and is_plain and match and document.value(route):
            yield Finding(
                message="the text ends here: everything from the # on is a comment",
                help="put the whole text in quotes; to keep the comment, write a space after the #",
                route=route,
                span=_to_the_end(span.end_line, match.start(1), line),
            )


@rule("SC025", "value-lost-in-braces", Severity.ERROR)
def value_lost_in_braces(document: Document) -> Iterator[Finding]:
    """Inside `{ }` a comma ended a value, and the words after it became a key without a value."""
    for route in document.nulls:
        is_key = route and isinstance(route[-1], str)
        if is_key and _char_after(document, document.span(route, Part.KEY)) in (",", "}"):
            siblings = list(as_mapping(document.value(route[:-1])).items())
            before = next((text for (_, text), (key, _) in pairwise(siblings) if key == route[-1]), None)
            number = f"{before}.{route[-1]}"
            yield Finding(
                message="this became a key of its own: a comma ends a value inside { }",
                help=f"write a point: {number}"
                if _DECIMAL.match(number)
                else "put the text in quotes, or write one `key: value` a line",
                route=route,
                part=Part.KEY,
            )


def _char_after(document: Document, span: Span) -> str:
    """Return the first character after a place that is neither white space nor of a comment."""
    begin = span.end_column - 1
    for number in range(span.end_line - 1, len(document.lines)):
        line = document.lines[number]
        match = _LOST.match(line, begin)
        if match and match.end() < len(line):
            return line[match.end()]
        begin = 0
    return ""


def _to_the_end(line: int, start: int, text: str) -> Span:
    return Span(line, start + 1, line, len(text.rstrip()) + 1)


FILE_RULES: tuple[Rule[Document], ...] = (
    invisible_character,
    typographic_quotes,
    only_a_comment,
    text_cut_by_comment,
    value_lost_in_braces,
    *TEXT_RULES,
)
