"""Suppressions: `# scorecard: ignore[SC312] reason` answers the warnings of its line."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import NamedTuple

from scorecard.diagnostics import Code, Finding, Part, Severity, Span
from scorecard.model.lexical import MOST_SUGGESTED, shown
from scorecard.reading.document import Document

_COMMENT = re.compile(r"#[ \t]*scorecard:[ \t]*ignore(?:\[([^\]]*)\]|(?![\w-]))")
_WORD = re.compile(r"[^,\s]+")
_BLOCK_SIGNS = ("|", ">")


class Suppression(NamedTuple):
    """A word of a comment that answers warnings of its line: a code, a name, or the beginning of a code.

    A comment without words has the empty one, which answers nothing.
    """

    word: str
    span: Span


class Suppressions:
    """The suppressions in a file's comments, and which of them answered a warning."""

    def __init__(self, document: Document | None) -> None:
        self._all = list(_find_suppressions(document)) if document is not None else []
        self._by_line: dict[int, list[Suppression]] = {}
        for one in self._all:
            self._by_line.setdefault(one.span.line, []).append(one)
        self._answers: dict[tuple[int, str], bool] = {}
        self._used: set[Suppression] = set()
        self._at_an_error: set[Suppression] = set()

    def answer(self, code: Code, line: int) -> bool:
        """Whether a comment answers a remark; that on an error is remembered, but errors have no answer."""
        if line not in self._by_line:
            return False
        if (line, code.number) not in self._answers:
            covering = [one for one in self._by_line[line] if code.is_meant_by(one.word)]
            is_error = code.severity is Severity.ERROR
            (self._at_an_error if is_error else self._used).update(covering)
            self._answers[line, code.number] = bool(covering) and not is_error
        return self._answers[line, code.number]

    def unused(self, *, is_whole: bool) -> list[Suppression]:
        """Return those that answered no warning; where not all rules ran (`is_whole`), those at an error."""
        return [one for one in self._all if one not in self._used and (is_whole or one in self._at_an_error)]


def _find_suppressions(document: Document) -> Iterator[Suppression]:
    # The first question is answered at the speed of memory, and most files have no comments.
    if "#" not in document.text or "scorecard:" not in document.text or document.data is None:
        return
    comments = [
        (number, match)
        for number, line in enumerate(document.lines, start=1)
        if "scorecard:" in line
        for match in _COMMENT.finditer(line)
    ]
    if not comments:
        return
    texts = sorted(
        (_begin(document, span), (span.end_line, span.end_column))
        for route, part, span in document.places()
        if part is Part.KEY or isinstance(document.value(route), str)
    )
    for number, match in comments:
        place = (number, match.start() + 1)
        index = bisect_right(texts, place, key=itemgetter(0)) - 1
        if index < 0 or place >= texts[index][1]:
            yield from _words(number, match)


def find_unused(suppressions: Iterable[Suppression]) -> Iterator[Finding]:
    """Yield a finding for each suppression, none of which answers a warning."""
    from scorecard.rules.catalogue import find_codes, suggest_code

    suggested: dict[str, str] = {}
    for word, span in suppressions:
        if not word:
            message = "this names no code, so it answers no warning"
            help = "write the code in brackets and the reason after them: # scorecard: ignore[SC312] one page"
        elif not find_codes(word):
            message = f"there is no code {shown(word)}, so this answers no warning"
            help = suggested.get(word, "")
            if not help and len(suggested) < MOST_SUGGESTED:
                help = suggested[word] = suggest_code(word)
        else:
            message = "this answers no warning of its line"
            help = "take it out; errors cannot be suppressed, they have to be mended"
        yield Finding(name="unused-suppression", message=message, help=help, span=span)


def _words(number: int, comment: re.Match[str]) -> Iterator[Suppression]:
    """Yield a comment's words; one of several has a place of its own."""
    words = list(_WORD.finditer(comment.string, *comment.span(1))) if comment[1] else []
    for word in words if len(words) > 1 else [comment]:
        text = words[0].group() if len(words) == 1 else word.group() if words else ""
        yield Suppression(text, Span(number, word.start() + 1, number, word.end() + 1))


def _begin(document: Document, span: Span) -> tuple[int, int]:
    """Return where a text begins: a block's in the line after its sign."""
    is_block = document.sign(span) in _BLOCK_SIGNS
    return (span.line + 1, 1) if is_block else (span.line, span.column)
