"""What is said about a file: where, how bad, and what to do."""

from enum import StrEnum
from typing import NamedTuple

Route = tuple[str | int, ...]
"""The way to a value from the top of a file: mapping keys and list indexes from 0."""

MOST_FINDINGS = 100
"""Of a file that is not as it should be, no more than so many faults of form are told."""


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
    """One kind of remark: its number, its name, how bad it is, and its manual page."""

    number: str
    name: str
    severity: Severity
    manual: str

    def is_meant_by(self, word: str) -> bool:
        """Whether a word means this code: its name, its number, or a beginning of its number."""
        return word == self.name or (word.upper().startswith("SC") and self.number.startswith(word.upper()))


class Finding(NamedTuple):
    """What a check found: a place in symbols (`route`) or already in lines (`span`), and words.

    `name` is the code's kebab-case name; a rule leaves it empty and its runner fills it in.
    `related` are further places that the message speaks of, routes or spans, each with a word about it.
    """

    message: str
    help: str | None = None
    name: str = ""
    route: Route = ()
    part: Part = Part.VALUE
    span: Span | None = None
    related: tuple[tuple[Route | Span, str], ...] = ()


class Related(NamedTuple):
    """A further place that a diagnostic speaks of."""

    path: str
    span: Span
    message: str


class Diagnostic(NamedTuple):
    """A remark about a file, ready to show."""

    path: str
    span: Span
    code: Code
    message: str
    help: str | None = None
    route: Route = ()
    related: tuple[Related, ...] = ()

    @property
    def is_error(self) -> bool:
        """Whether the file cannot be used as it is."""
        return self.code.severity is Severity.ERROR


def diagnostic_order(diagnostic: Diagnostic) -> tuple[str, Span, str, str]:
    """Sort key: file, place, code, words; the same every run."""
    return (diagnostic.path, diagnostic.span, diagnostic.code.number, diagnostic.message)
