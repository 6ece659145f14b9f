"""Codes SC026 and SC027: texts that nobody finished writing, and addresses that lead nowhere."""

import re
from collections.abc import Iterator

from scorecard.diagnostics import Finding, Route, Severity, Span
from scorecard.model.assessment import Assessment
from scorecard.model.framework import Framework
from scorecard.model.keys import LINE, PROSE, keys_of, models_in
from scorecard.model.source import OWN_KEY, shown
from scorecard.reading.document import Document
from scorecard.reading.plain_data import Data
from scorecard.rules.rule import Rule, rule

_PROSE = frozenset(
    key.name for model in models_in(Framework | Assessment) for key in keys_of(model, LINE, PROSE)
)
"""Keys of texts that people read."""
_WORDS = ("TODO", "TBC", "TBD", "FIXME", "XXX", "???", "orem ipsum")
_WORD = re.compile(r"(?<!\w)(?:TODO|TBC|TBD|FIXME|XXX)(?!\w)|(?<!\S)[(\[]?\?{3,}(?!\w)|\b[Ll]orem ipsum\b")
_WHOLE = frozenset(
    (
        *("todo", "to do", "tbc", "tbd", "tba", "fixme", "xxx", "fill in", "fill me in", "placeholder"),
        *(
            f"to be {done}"
            for done in ("added", "completed", "confirmed", "decided", "determined", "written")
        ),
    )
)
"""What is a placeholder where a text is nothing else, in letters of either case."""
_SIGNS = "[](){}<>*_.!: "
_IN_ANGLES = re.compile(r"<[^<>:@/]*\w[^<>:@/]*>")
_LONGEST_WHOLE = 80
_NEXT = 40


@rule("SC026", "placeholder", Severity.WARNING)
def placeholder(document: Document) -> Iterator[Finding]:
    """A text still holds a placeholder: TODO, TBC, TBD, FIXME, XXX, ??? or the like.

    It was to be replaced before anybody else read it. What is final is shown to everybody as it stands.
    Write what belongs there, or take it out. Drafts and working notes are spared, and so is such a word
    among others in capitals, or a number such as "Title XXX".

    Bad:

        rationale: TODO, ask the ministry

    Good:

        rationale: Section 4 makes it a duty, "EN TODO EL TERRITORIO".
        working_note: TODO, ask the ministry
    """
    data = document.data
    if isinstance(data, dict) and data.get("stage") == "draft":
        return
    has_word = any(word in document.text for word in _WORDS)
    for route, left in _find_placeholders(data, has_word=has_word, is_prose=False):
        yield Finding(
            message=f"{shown(left)} is a placeholder: what belongs here is not written yet",
            help="write it, or take this out",
            route=route,
            span=_span_of(document, document.span(route), left),
        )


def _find_placeholders(data: Data, *, has_word: bool, is_prose: bool) -> Iterator[tuple[Route, str]]:
    """Yield every placeholder in a text that people read, with its route; none below a key of one's own."""
    if isinstance(data, dict):
        for key, value in data.items():
            if isinstance(value, str):
                if key in _PROSE and (left := _placeholder_of(value, has_word=has_word)):
                    yield (key,), left
            elif value and not key.startswith(OWN_KEY):
                for route, left in _find_placeholders(value, has_word=has_word, is_prose=key in _PROSE):
                    yield (key, *route), left
    elif isinstance(data, list):
        for index, value in enumerate(data):
            if not isinstance(value, str):
                for route, left in _find_placeholders(value, has_word=has_word, is_prose=is_prose):
                    yield (index, *route), left
            elif is_prose and (left := _placeholder_of(value, has_word=has_word)):
                yield (index,), left


def _placeholder_of(text: str, *, has_word: bool) -> str | None:
    """Return the placeholder that a text is, or holds where the file holds such a word at all."""
    return _whole_placeholder(text) or (_placeholder_in(text) if has_word else None)


def _whole_placeholder(text: str) -> str | None:
    """Return a text that is nothing but a placeholder."""
    if len(text) > _LONGEST_WHOLE:
        return None
    text = text.strip()
    inner = text.strip(_SIGNS)
    is_word = inner.casefold() in _WHOLE and inner != "Todo"  # which is a word in Spanish
    is_signs = not text.strip(".…?") and text not in ("", ".", "?")
    return text if is_word or is_signs or _IN_ANGLES.fullmatch(text) else None


def _placeholder_in(text: str) -> str | None:
    """Return the first placeholder among the words of a text."""
    return next((match.group() for match in _WORD.finditer(text) if not _is_meant(match)), None)


def _is_meant(match: re.Match[str]) -> bool:
    """Whether a word is no placeholder: it stands among others in capitals, or is a number after a word."""
    text = match.string
    before = text[max(0, match.start() - _NEXT) : match.start()].split()[-1:]
    after = text[match.end() : match.end() + _NEXT].split()[:1]
    if match.group() == "XXX" and before and before[0][-1].isalpha():
        return True
    return match.group().isupper() and any(word.isupper() and len(word) > 1 for word in before + after)


def _span_of(document: Document, span: Span, word: str) -> Span:
    """Return where a word of a text stands; the text's place where it is not found as it is."""
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
    """An address has a blank in it, or does not say how to get there, as `https:` does.

    It is shown, and no link can be made of it: whoever checks the evidence has to guess. Copy the
    address from the browser's own line. Addresses of any scheme are fine, `doi:` and `urn:` too.

    Bad:

        sources: {plan: {title: Air plan, url: www.example.org/plan}}

    Good:

        sources: {plan: {title: Air plan, url: "https://www.example.org/plan"}}
    """
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
    """Yield the addresses of all sources, and of the document assessed."""
    if not isinstance(data, dict):
        return
    sources = data.get("sources")
    found: list[tuple[Route, Data]] = [(("document",), data.get("document"))]
    found += (
        [(("sources", key), value) for key, value in sources.items()] if isinstance(sources, dict) else []
    )
    for route, source in found:
        if isinstance(source, dict):
            for key in ("url", "archive_url"):
                url = source.get(key)
                if isinstance(url, str) and url:
                    yield (*route, key), url


TEXT_RULES: tuple[Rule[Document], ...] = (placeholder, unlikely_url)
