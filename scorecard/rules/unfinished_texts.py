"""Codes SC026 and SC027: texts that nobody finished writing, and addresses that lead nowhere."""

import re
from collections.abc import Iterator

from scorecard.diagnostics import Finding, Route, Severity, Span
from scorecard.model.assessment import Assessment
from scorecard.model.framework import Framework
from scorecard.model.keys import LINE, PROSE, keys_of, models_in
from scorecard.model.lexical import OWN_KEY, shown
from scorecard.reading.document import Document
from scorecard.reading.plain_data import Data, as_items, as_mapping, value_at
from scorecard.rules.rule import Rule, rule

_PROSE = frozenset(
    key.name for model in models_in(Framework | Assessment) for key in keys_of(model, LINE, PROSE)
)
"""Keys of texts that people read."""
_LETTERS = [re.compile(each) for each in ("T(?:ODO|B[CD])", "FIXME", "XXX", r"\?\?\?", "orem ipsum")]
"""What a text has that holds such a word. Each begins with one sign: it is found at the speed of memory."""
_WORD = re.compile(r"(?<!\w)(?:TODO|TBC|TBD|FIXME|XXX)(?!\w)|(?<!\S)[(\[]?\?{3,}(?!\w)|\b[Ll]orem ipsum\b")
_SIGNS = r"[\[\](){}<>*_.!: ]*+"
_WHOLE = re.compile(
    rf"{_SIGNS}(?!Todo{_SIGNS}\Z)(?i:to ?do|tbc|tbd|tba|fixme|xxx|fill (?:me )?in|placeholder"
    rf"|to be (?:added|completed|confirmed|decided|determined|written)){_SIGNS}\Z"
    r"|(?:[.…?]{2,}|…|<[^<>:@/]*\w[^<>:@/]*>)\Z"
)
"""A text that is nothing but a placeholder; "Todo" is a word in Spanish."""
_LONGEST_WHOLE = 80
_NEXT = 40


@rule("SC026", "placeholder", Severity.WARNING)
def placeholder(document: Document) -> Iterator[Finding]:
    """A text still holds a placeholder: TODO, TBC, TBD, FIXME, XXX, ??? or the like."""
    data = document.data
    if value_at(data, ("stage",)) == "draft":
        return
    has_word = any(each.search(document.text) for each in _LETTERS)
    for route, text in _find_placeholders(data, has_word=has_word):
        yield Finding(
            message=f"{shown(text)} is a placeholder: what belongs here is not written yet",
            help="write it, or take this out",
            route=route,
            span=_span_of(document, document.span(route), text),
        )


def _find_placeholders(top: Data, *, has_word: bool) -> Iterator[tuple[Route, str]]:
    """Yield every placeholder in a text that people read, with its route; none below a key of one's own."""
    waiting: list[tuple[Route, Data, bool]] = [((), top, False)]
    while waiting:
        route, data, is_prose = waiting.pop()
        is_mapping = isinstance(data, dict)
        for step, value in data.items() if isinstance(data, dict) else enumerate(as_items(data)):
            is_read = step in _PROSE if is_mapping else is_prose
            if not isinstance(value, str):
                if value and not str(step).startswith(OWN_KEY):
                    waiting.append(((*route, step), value, is_read))
            elif is_read and len(value) <= _LONGEST_WHOLE and _WHOLE.match(value):
                yield (*route, step), value
            elif (
                is_read and has_word and (word := next(filter(_is_placeholder, _WORD.finditer(value)), None))
            ):
                yield (*route, step), word.group()


def _is_placeholder(match: re.Match[str]) -> bool:
    """Whether a word is none among others in capitals, and no number after a word."""
    text = match.string
    before = text[max(0, match.start() - _NEXT) : match.start()].split()[-1:]
    after = text[match.end() : match.end() + _NEXT].split()[:1]
    if match.group() == "XXX" and before and before[0][-1].isalpha():
        return False
    return not (match.group().isupper() and any(word.isupper() and len(word) > 1 for word in before + after))


def _span_of(document: Document, span: Span, word: str) -> Span:
    for number in range(span.line, span.end_line + 1):
        line = document.lines[number - 1]
        begin = span.column - 1 if number == span.line else 0
        column = line.find(word, begin, span.end_column - 1 if number == span.end_line else len(line))
        if column >= 0:
            return Span(number, column + 1, number, column + len(word) + 1)
    return span


_SCHEME = re.compile(r"https?://[^/]|(?!h*t+p+s*:)[A-Za-z][A-Za-z0-9+-]*:.")
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[:/?#]|\Z)")


@rule("SC027", "unlikely-url", Severity.WARNING)
def unlikely_url(document: Document) -> Iterator[Finding]:
    """An address has a blank in it, or does not say how to get there, as `https:` does."""
    for route, text in _find_urls(document.data):
        url = text.strip()
        if any(map(str.isspace, url)):
            help = "write %20 for it, or take out what is no part of the address"
            yield Finding(message=f"{shown(url)} has a blank in it", help=help, route=route)
        elif not _SCHEME.match(url):
            help = "write an address such as https://example.org/plan, or leave the key out"
            if _DOMAIN.match(url):
                help = f"write https://{url}, if that is where it is"
            yield Finding(message=f"{shown(url)} is no address of the web", help=help, route=route)


def _find_urls(data: Data) -> Iterator[tuple[Route, str]]:
    sources = as_mapping(value_at(data, ("sources",)))
    for source in (("document",), *(("sources", key) for key in sources)):
        for key in ("url", "archive_url"):
            url = value_at(data, (*source, key))
            if isinstance(url, str) and url:
                yield (*source, key), url


TEXT_RULES: tuple[Rule[Document], ...] = (placeholder, unlikely_url)
