"""What is said about a file: where, how bad, and what to do."""

import re
from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import NamedTuple

Route = tuple[str | int, ...]
"""The way to a value from the top of a file: mapping keys and list indexes from 0."""

MOST_REMARKS = 1000
"""Of any file no more than so many remarks are told; how many more there are is one more."""
_MOST_APART = 3
"""How many remarks with the same words stand each by itself."""
_MOST_NAMED = 100


class Severity(StrEnum):
    """How bad: an error stops scoring, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Part(StrEnum):
    """Which half of a `key: value` pair a finding points at."""

    KEY = "key"
    VALUE = "value"


class Span(NamedTuple):
    """A stretch of a file. Lines and columns count from 1, columns in code points; the end is exclusive."""

    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


Place = tuple[Route, Part, Span]
"""Where a key or a value stands."""


class Code(NamedTuple):
    """One kind of remark: its number, its name, how bad it is, and in a sentence what its rule finds."""

    number: str
    name: str
    severity: Severity
    summary: str = ""

    def is_meant_by(self, word: str) -> bool:
        """Whether a word means this code: its name, its number, or a beginning of its number."""
        return word == self.name or (word.upper().startswith("SC") and self.number.startswith(word.upper()))


class Finding(NamedTuple):
    """What a check found: a place in symbols (`route`) or already in lines (`span`), and words.

    `name` is the code's kebab-case name; a rule leaves it empty and its runner fills it in.
    `related` are further places that the message speaks of, routes or spans, each with a word about it.
    `about` is what the message names, mostly an indicator's id, where the same can be said of others.
    `untold` is how many more there are like it, of which nothing else is said (`left_out`).
    """

    message: str
    help: str | None = None
    name: str = ""
    route: Route = ()
    part: Part = Part.VALUE
    span: Span | None = None
    related: tuple[tuple[Route | Span, str], ...] = ()
    about: str = ""
    untold: int = 0


class Diagnostic(NamedTuple):
    """A remark about a file, ready to show.

    `related` are further places in the file, each with a word about it. `alike` is not empty where it stands
    for several: the words that they share.
    """

    path: str
    span: Span
    code: Code
    message: str
    help: str | None = None
    route: Route = ()
    related: tuple[tuple[Span, str], ...] = ()
    about: str = ""
    alike: str = ""

    @property
    def is_error(self) -> bool:
        """Whether the file cannot be used as it is."""
        return self.code.severity is Severity.ERROR

    def without_name(self, text: str | None) -> str:
        """Return words of its own without the name of what they are about."""
        if not self.about or not text:
            return text or ""
        return re.sub(rf"(?<![\w.-]){re.escape(self.about)}(?![\w-])", "…", text, count=1)


def left_out(number: int) -> Finding:
    """Say of a file how many remarks are not told."""
    return Finding(
        name="remarks-left-out",
        message=f"{number} more {'remark is' if number == 1 else 'remarks are'} not told of this file",
        help=f"mend what is told first: of a file that is {MOST_REMARKS} remarks at most",
        span=Span(),
        untold=number,
    )


def diagnostic_order(diagnostic: Diagnostic) -> tuple[str, Span, str, str]:
    """Sort key: file, place, code, words; the same every run."""
    return (diagnostic.path, diagnostic.span, diagnostic.code.number, diagnostic.message)


def checked_words(files: int, diagnostics: Collection[Diagnostic]) -> str:
    """Say how many files were checked, and how many errors and warnings were found."""
    return f"{files} file{'' if files == 1 else 's'} checked: {count_words(diagnostics)}"


def count_words(diagnostics: Collection[Diagnostic]) -> str:
    """Say how many errors and warnings there are."""
    errors = sum(each.is_error for each in diagnostics)
    counts = {"error": errors, "warning": len(diagnostics) - errors}
    return ", ".join(f"{count} {noun}{'' if count == 1 else 's'}" for noun, count in counts.items())


def gather(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return remarks in their order; more than three of one file that differ in a name alone become one.

    It stands where the first of them does, names what the others are about, and has their places.
    """
    alike: dict[tuple[str, str, str, str], list[Diagnostic]] = {}
    for each in diagnostics:
        words = (each.without_name(each.message), each.without_name(each.help))
        alike.setdefault((each.path, each.code.number, *words), []).append(each)
    gathered: list[Diagnostic] = []
    for (_, _, shared, _), several in alike.items():
        gathered += several if len(several) <= _MOST_APART else [_as_one(shared, several)]
    return sorted(gathered, key=diagnostic_order)


def _as_one(words: str, several: list[Diagnostic]) -> Diagnostic:
    first, *others = several
    if first.about:
        likewise = _named([each.about for each in others])
    else:
        lines = sorted({each.span.line for each in others} - {first.span.line})
        likewise = f"in line {_named(list(map(str, lines)))}" if lines else "further on in this line"
    return first._replace(
        message=f"{first.message}; likewise {likewise}",
        related=tuple((each.span, each.about or each.message) for each in others),
        alike=words,
    )


def _named(names: list[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} others" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more
