"""One way in: a file's bytes through syntax and shape to content, and what rules find in it to diagnostics.

Every command gets its files from here, so no two can disagree about whether a file is good.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from scorecard.diagnostics import (
    MOST_REMARKS,
    Code,
    Diagnostic,
    Finding,
    Part,
    Route,
    Severity,
    Span,
    diagnostic_order,
    left_out,
)
from scorecard.files.folder import LoneFile, Tree, UnreadableError
from scorecard.model.assessment import Assessment
from scorecard.model.file_names import AssessmentPath, MisplacedPath
from scorecard.model.framework import Framework
from scorecard.model.kinds import FilePath, Kind, find_kind, parse_path
from scorecard.model.lexical import Model
from scorecard.reading.document import Document, parse_document
from scorecard.reading.shape import read_shape, read_what_is_known
from scorecard.rules.file import FILE_RULES
from scorecard.rules.published import SHOWN_BY_COMPARISON
from scorecard.rules.reader_codes import CODES
from scorecard.rules.rule import Found, run_rules
from scorecard.rules.suppressions import Suppressions, find_unused
from scorecard.scoring.score import score
from scorecard.scoring.scorecard import Scorecard

if TYPE_CHECKING:
    from typing_extensions import TypeIs

_CLAIMS = ("kind", "id", "version", "framework", "stage")
ContentT = TypeVar("ContentT", bound=Model)
ContentT_co = TypeVar("ContentT_co", bound=Model, covariant=True)


class Location(NamedTuple):
    """A file's path in a tree: in a folder on disk, at a git revision, or on standard input."""

    tree: Tree
    path: str

    @property
    def shown(self) -> str:
        return self.tree.shown(self.path)

    @property
    def file(self) -> str:
        """What tells the file from every other."""
        return self.tree.file(self.path)

    @property
    def place(self) -> FilePath | None:
        """What the file's name says; None outside a project's folders, and where look-up does not know it."""
        place = parse_path(self.path)
        return None if isinstance(place, MisplacedPath) else place

    def holding(self, content: bytes) -> "Location":
        """Return the same place with another content in it, be there a file yet or not."""
        return Location(LoneFile(self.shown, lambda: content, self.file), self.path)


class Scorable(NamedTuple):
    """An assessment that can be scored: neither its file has errors nor that of its framework."""

    assessment: Assessment
    framework: Framework

    def score(self) -> Scorecard:
        """Return what is computed of it."""
        return score(self.framework, self.assessment)


@dataclass(frozen=True, kw_only=True)
class File(Generic[ContentT_co]):
    """A file after reading. `content` is None where the file does not even have its kind's shape.

    `claims` are the texts at its top that say what it is, also where it lacks the shape; `document` is kept
    only where there is something to say. `opened` is False where the file could not be opened at all.
    `framework` is that of an assessment, if there is one.
    """

    kind: Kind[ContentT_co]
    path: str
    file: str
    place: FilePath | None
    content: ContentT_co | None
    claims: Mapping[str, str]
    document: Document | None
    diagnostics: tuple[Diagnostic, ...]
    opened: bool = True
    framework: "FrameworkFile | None" = None

    @property
    def root(self) -> Path | None:
        """The folder on disk that `path` is relative to; None for what is not on disk, or shown otherwise."""
        file = self.file.replace("\\", "/")
        return Path(self.file[: -len(self.path)]) if file.endswith(f"/{self.path}") else None

    @property
    def dated(self) -> AssessmentPath | None:
        return self.place if isinstance(self.place, AssessmentPath) else None

    @property
    def said(self) -> Kind[Model] | None:
        """The kind that the file says it is of."""
        return find_kind(self.claims.get("kind", ""))

    @property
    def is_draft(self) -> bool:
        return self.claims.get("stage") == "draft"

    @property
    def is_withdrawn(self) -> bool:
        return isinstance(self.content, Assessment) and self.content.withdrawn is not None

    @property
    def framework_id(self) -> str | None:
        claimed = self.claims.get("framework")
        return claimed.partition("@")[0] if claimed else None

    @property
    def has_errors(self) -> bool:
        """Whether it must not be used. What only a comparison shows is no such reason."""
        return any(each.is_error and each.code not in SHOWN_BY_COMPARISON for each in self.diagnostics)

    @property
    def good(self) -> ContentT_co | None:
        """Its content, if the file has no errors."""
        return None if self.has_errors else self.content

    @property
    def is_usable(self) -> bool:
        """Whether neither the file has errors nor that of its framework."""
        return self.good is not None and (self.framework is None or self.framework.good is not None)

    @property
    def scorable(self) -> Scorable | None:
        framework, content = self.framework and self.framework.good, self.good
        return Scorable(content, framework) if framework and isinstance(content, Assessment) else None

    def scorecard(self) -> Scorecard | None:
        """Return what is computed of it, if it can be scored."""
        return self.scorable and self.scorable.score()


AnyFile = File[Model]
FrameworkFile = File[Framework]
AssessmentFile = File[Assessment]


def is_of(
    file: "File[Model] | Reading[Model]", kind: Kind[ContentT]
) -> "TypeIs[File[ContentT] | Reading[ContentT]]":
    """Whether a file was read as one of a kind."""
    return file.kind is kind


def read(location: Location, kind: Kind[ContentT]) -> "Reading[ContentT]":
    """Read a file as one of a kind; what stands in the way is found in it."""
    reading = Reading(location, kind)
    try:
        content = location.tree.read(location.path)
    except UnreadableError as error:
        reading.add(error.finding)
        reading.opened = error.opened
        return reading
    document = reading.document = parse_document(content)
    if document.findings:
        reading.add(*document.findings)
        return reading
    reading.add_found(run_rules(FILE_RULES, document))
    reading.content, findings = read_shape(document, kind.model)
    reading.add(*(finding for finding in findings if finding.route not in reading.errors))
    return reading


class Reading(Generic[ContentT_co]):
    """What a file holds, and what was found in it, until that is turned into diagnostics."""

    def __init__(self, location: Location, kind: Kind[ContentT_co]) -> None:
        self.location = location
        self.kind = kind
        self.path = location.shown
        self.content: ContentT_co | None = None
        self.document: Document | None = None
        self.opened = True
        self.is_partial = False
        """Whether there were rules that could not be tried."""
        self.errors: set[Route] = set()
        """Where the errors are that were found so far."""
        self.untried: frozenset[Code] = frozenset()
        """Codes of rules that were not tried, for nothing was asked that they need."""
        self._found: set[Diagnostic] = set()
        self._counts: Counter[str] = Counter()
        self._untold = 0

    @cached_property
    def _suppressions(self) -> Suppressions:
        return Suppressions(self.document)

    def file(self, framework: FrameworkFile | None = None) -> File[ContentT_co]:
        """Return the file with all that was found in it."""
        diagnostics = self.diagnostics()
        return File(
            kind=self.kind,
            path=self.path,
            file=self.location.file,
            place=self.location.place,
            content=self.content,
            claims=self.claims(),
            document=self.document if diagnostics else None,
            diagnostics=diagnostics,
            opened=self.opened,
            framework=framework,
        )

    @property
    def known(self) -> ContentT_co | None:
        """What the file holds, be it good or not, apart from keys not known."""
        return self.content or read_what_is_known(self.document, self.kind.model)

    def claims(self) -> Mapping[str, str]:
        """Return the texts at the top of the file that say what it is."""
        data = self.document.data if self.document else None
        found = ((key, data.get(key)) for key in _CLAIMS) if isinstance(data, dict) else ()
        return {key: value for key, value in found if isinstance(value, str)}

    def add(self, *findings: Finding) -> None:
        """Add findings that carry their code's name."""
        self.add_found((CODES[finding.name], finding) for finding in findings)

    def add_found(self, found: Iterable[Found]) -> None:
        """Add findings with their codes, unless a comment answers them; of too many of a code the first."""
        for code, finding in found:
            if finding.untold:
                self._untold += finding.untold
                continue
            if code.severity is Severity.ERROR:
                self.errors.add(finding.route)
            diagnostic = self._diagnostic(code, finding)
            if self._suppressions.answer(code, diagnostic.span.line):
                continue
            self._counts[code.number] += 1
            if self._counts[code.number] <= MOST_REMARKS:
                self._found.add(diagnostic)
            else:
                self._untold += 1

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return all that was found and not suppressed, each thing once, in the order of the file.

        Of very many, errors come before warnings, and one more says how many are not told.
        """
        is_whole = not self.is_partial and not self.errors
        unused = [
            one
            for one in self._suppressions.unused(is_whole=is_whole)
            if not any(one.word in (each.number, each.name) for each in self.untried)
        ]
        answers = find_unused(unused[:MOST_REMARKS])
        found = self._found | {self._diagnostic(CODES[each.name], each) for each in answers}
        told = sorted(found, key=lambda each: (not each.is_error, diagnostic_order(each)))[:MOST_REMARKS]
        untold = self._untold + len(unused[MOST_REMARKS:]) + len(found) - len(told)
        if untold:
            told.append(self._diagnostic(CODES["remarks-left-out"], left_out(untold)))
        return tuple(sorted(told, key=diagnostic_order))

    def _diagnostic(self, code: Code, finding: Finding) -> Diagnostic:
        part = finding.part
        return Diagnostic(
            path=self.path,
            span=self._span_of(finding.span or finding.route, part),
            code=code,
            message=finding.message,
            help=finding.help,
            route=finding.route,
            about=finding.about,
            related=tuple((self._span_of(place, part), message) for place, message in finding.related),
        )

    def _span_of(self, place: Route | Span, part: Part) -> Span:
        """Return where a place is; of a file that could not be read the beginning."""
        if isinstance(place, Span):
            return place
        return self.document.span(place, part) if self.document else Span()
