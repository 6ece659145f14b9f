"""One way in: a file's bytes through syntax, shape and rules to content and diagnostics.

Every command gets its files from here, so no two can disagree about whether a file is good.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from scorecard.assessment import Assessment
from scorecard.diagnostics import Code, Diagnostic, Finding, Related, Span, diagnostic_order
from scorecard.document import Data, Document, parse_document
from scorecard.files import UnreadableError
from scorecard.framework import Framework
from scorecard.layout import AssessmentPath, FrameworkPath, MisplacedPath
from scorecard.rules import Rule, Subject, run_rules
from scorecard.rules.assessment import ASSESSMENT_RULES
from scorecard.rules.framework import FRAMEWORK_RULES
from scorecard.rules.pair import PAIR_RULES, Pair
from scorecard.rules.project import PLACE_RULES, PLACED_RULES, Placed
from scorecard.rules.reading import CODES
from scorecard.shape import read_shape
from scorecard.source import FrameworkRef

ContentT = TypeVar("ContentT", Framework, Assessment)


@dataclass(frozen=True, kw_only=True)
class RawFile:
    """A file as it was found: its path as messages show it, what its name says, and what reads it.

    `file` is what tells it from every other file, whatever its path is shown as.
    `place` is None for a file outside the two folders of a project: its name then says nothing.
    `find_twins` returns the paths of other files with the identity of the content.
    """

    path: str
    file: str
    read: Callable[[], bytes]
    place: FrameworkPath | AssessmentPath | None = None
    find_twins: Callable[[Framework | Assessment], tuple[str, ...]] = lambda _content: ()


@dataclass(frozen=True, kw_only=True)
class Loaded(Generic[ContentT]):
    """A file after reading. `content` is None where the file does not even have the model's shape.

    `opened` is False where the file could not be opened at all.
    """

    path: str
    file: str
    place: FrameworkPath | AssessmentPath | None
    content: ContentT | None
    document: Document | None
    diagnostics: tuple[Diagnostic, ...]
    opened: bool = True

    @property
    def has_errors(self) -> bool:
        """Whether it must not be used."""
        return any(diagnostic.is_error for diagnostic in self.diagnostics)

    def claim(self, *route: str) -> str | None:
        """Return the text that the file has at a route, even where it lacks the model's shape."""
        data: Data = self.document.data if self.document else None
        for key in route:
            data = data.get(key) if isinstance(data, dict) else None
        return data if isinstance(data, str) else None

    @property
    def good(self) -> ContentT | None:
        """Its content, if the file has no errors."""
        return None if self.has_errors else self.content


@dataclass(frozen=True, kw_only=True)
class LoadedAssessment(Loaded[Assessment]):
    """An assessment's file, and that of the framework it names, if there is one."""

    framework: Loaded[Framework] | None = None

    @property
    def pair(self) -> Pair | None:
        """The assessment with its framework, if neither has errors."""
        framework = self.framework.good if self.framework else None
        return Pair(self.good, framework) if self.good and framework else None


def load_framework(raw: RawFile) -> Loaded[Framework]:
    """Read a framework and check it by all rules that need nothing else."""
    notes, content = _read(raw, Framework)
    if content is not None:
        notes.add_all(FRAMEWORK_RULES, content)
        notes.add_place(raw, content)
    return Loaded(
        path=raw.path,
        file=raw.file,
        place=raw.place,
        content=content,
        document=notes.document,
        diagnostics=notes.diagnostics(),
        opened=notes.opened,
    )


def load_assessment(
    raw: RawFile,
    find_framework: Callable[[FrameworkRef], Loaded[Framework] | None],
    suggest_framework: Callable[[FrameworkRef], str],
) -> LoadedAssessment:
    """Read an assessment and check it, also against the framework that it names."""
    notes, content = _read(raw, Assessment)
    framework: Loaded[Framework] | None = None
    if content is not None:
        notes.add_all(ASSESSMENT_RULES, content)
        notes.add_place(raw, content)
        framework = find_framework(content.framework)
        if framework is None:
            notes.add(_framework_not_found(content.framework, suggest_framework(content.framework)))
        elif framework.good is not None:
            notes.add_all(PAIR_RULES, Pair(content, framework.good))
    return LoadedAssessment(
        path=raw.path,
        file=raw.file,
        place=raw.place,
        content=content,
        document=notes.document,
        diagnostics=notes.diagnostics(),
        opened=notes.opened,
        framework=framework,
    )


def diagnose_misplaced(place: MisplacedPath, shown: str) -> Diagnostic:
    """Say that a file's place or name is not one that the project knows."""
    code, finding = next(iter(run_rules(PLACE_RULES, place)))
    return Diagnostic(path=shown, span=Span(), code=code, message=finding.message, help=finding.help)


def _framework_not_found(ref: FrameworkRef, help: str) -> Finding:
    return Finding(
        name="framework-not-found",
        message=f"there is no framework {ref}",
        help=help,
        route=("framework",),
    )


class _Notes:
    """What was found in one file, until it is turned into diagnostics."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.document: Document | None = None
        self.opened = True
        self._found: list[tuple[Code, Finding]] = []

    def add(self, *findings: Finding) -> None:
        """Add findings that carry their code's name."""
        self._found += [(CODES[finding.name], finding) for finding in findings]

    def add_all(self, rules: Iterable[Rule[Subject]], subject: Subject) -> None:
        """Add what rules find."""
        self._found += run_rules(rules, subject)

    def add_place(self, raw: RawFile, content: Framework | Assessment) -> None:
        """Add what a file's name says that the file does not."""
        if raw.place is not None:
            self.add_all(PLACED_RULES, Placed(raw.place, content, raw.find_twins(content)))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return all that was found, each thing once, in the order of the file."""
        found = {self._diagnostic(code, finding) for code, finding in self._found}
        return tuple(sorted(found, key=diagnostic_order))

    def _diagnostic(self, code: Code, finding: Finding) -> Diagnostic:
        return Diagnostic(
            path=self.path,
            span=self._span(finding),
            code=code,
            message=finding.message,
            help=finding.help,
            route=finding.route,
            related=tuple(
                Related(path=self.path, span=self.document.span(route, finding.part), message=message)
                for route, message in finding.related
                if self.document is not None
            ),
        )

    def _span(self, finding: Finding) -> Span:
        if finding.span is not None or self.document is None:
            return finding.span or Span()
        return self.document.span(finding.route, finding.part)


def _read(raw: RawFile, model: type[ContentT]) -> tuple[_Notes, ContentT | None]:
    notes = _Notes(raw.path)
    try:
        content = raw.read()
    except UnreadableError as error:
        notes.add(error.finding)
        notes.opened = error.opened
        return notes, None
    document = notes.document = parse_document(content, raw.path)
    if document.findings:
        notes.add(*document.findings)
        return notes, None
    value, findings = read_shape(document, model)
    notes.add(*findings)
    return notes, value
