"""Codes SC026 and SC027: texts that nobody finished writing, and addresses that lead nowhere."""

import re
from collections.abc import Iterator

from scorecard.diagnostics import Finding, Severity, Span
from scorecard.document import Document
from scorecard.plain_data import find_leaves
from scorecard.rules import Rule, rule
from scorecard.source import OWN_KEY, shown

_PROSE = frozenset(
    (
        *("title", "description", "publisher", "licence", "note", "requirement", "guidance", "rationale"),
        *("locator", "quote", "recommendation", "summary", "text", "name", "assessors", "reviewers"),
    )
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
    for route, text in find_leaves(data):
        if not text or (len(text) > _LONGEST_WHOLE and not has_word):
            continue
        keys = [step for step in route if isinstance(step, str)]
        if not keys or keys[-1] not in _PROSE or any(map(_is_own, keys)):
            continue
        left = _placeholder_in(text.strip())
        if left:
            yield Finding(
                message=f"{shown(left)} is a placeholder: what belongs here is not written yet",
                help="write it, or take this out",
                route=route,
                span=_span_of(document, document.span(route), left),
            )


def _is_own(key: str) -> bool:
    return key.startswith(OWN_KEY)


def _placeholder_in(text: str) -> str | None:
    """Return the first placeholder in a text."""
    if len(text) <= _LONGEST_WHOLE:
        inner = text.strip(_SIGNS)
        is_word = inner.casefold() in _WHOLE and inner != "Todo"  # which is a word in Spanish
        if is_word or _IN_ANGLES.fullmatch(text) or (not text.strip(".…?") and text not in ("", ".", "?")):
            return text
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
        column = document.lines[number - 1].find(word, span.column - 1 if number == span.line else 0)
        if column >= 0:
            return Span(number, column + 1, number, column + len(word) + 1)
    return span


_URLS = (("url",), ("archive_url",))
_SCHEME = re.compile(r"https?://[^/]|(?!https?:)[A-Za-z][A-Za-z0-9+-]*:.")
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
    if "url:" not in document.text and '"url"' not in document.text:
        return
    for route, text in find_leaves(document.data):
        if not text or route[-1:] not in _URLS or any(_is_own(str(step)) for step in route):
            continue
        url = text.strip()
        if any(map(str.isspace, url)):
            help = "write %20 for it, or take out what is no part of the address"
            yield Finding(message=f"{shown(url)} has a blank in it", help=help, route=route)
        elif not _SCHEME.match(url):
            help = "write an address such as https://example.org/plan, or leave the key out"
            if _DOMAIN.match(url):
                help = f"write https://{url}"
            yield Finding(message=f"{shown(url)} is no address of the web", help=help, route=route)


TEXT_RULES: tuple[Rule[Document], ...] = (placeholder, unlikely_url)
