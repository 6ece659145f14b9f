"""One way in: a file's bytes through syntax, shape and rules to content and diagnostics.

Every command gets its files from here, so no two can disagree about whether a file is good.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, NamedTuple, Protocol, TypeVar

from scorecard.diagnostics import (
    MOST_REMARKS,
    Code,
    Diagnostic,
    Finding,
    Related,
    Route,
    Severity,
    Span,
    diagnostic_order,
    left_out,
)
from scorecard.files.folder import UnreadableError
from scorecard.model.assessment import Assessment
from scorecard.model.file_names import AssessmentPath, FrameworkPath, MisplacedPath
from scorecard.model.framework import Framework
from scorecard.model.source import FrameworkRef
from scorecard.reading.document import Document, parse_document
from scorecard.reading.shape import read_shape
from scorecard.rules.assessment import ASSESSMENT_RULES, WRITTEN_RULES, Written
from scorecard.rules.file import FILE_RULES
from scorecard.rules.framework import FRAMEWORK_RULES
from scorecard.rules.framework_quality import SOUND_FRAMEWORK_RULES
from scorecard.rules.lineage import COMMITTED_RULES, LINEAGE_RULES, Committed, Lineage
from scorecard.rules.pair import PAIR_RULES, Pair
from scorecard.rules.project import (
    NEIGHBOUR_RULES,
    PLACE_RULES,
    PLACED_RULES,
    Neighbours,
    Placed,
)
from scorecard.rules.published import (
    PUBLISHED_FRAMEWORK_RULES,
    PUBLISHED_RULES,
    SHOWN_BY_COMPARISON,
    UNREAD_RULES,
    Published,
    PublishedFramework,
    Unread,
)
from scorecard.rules.reading import CODES
from scorecard.rules.rule import Rule, Subject, run_rules
from scorecard.rules.suppressions import Suppressions, find_unused

_CLAIMS = ("kind", "id", "version", "framework", "stage")
ContentT = TypeVar("ContentT", Framework, Assessment)


class Past(NamedTuple, Generic[ContentT]):
    """What was published in a file, as far as it could be read, and whether that is all it said."""

    content: ContentT | None
    is_whole: bool


class Publication(Protocol):
    """What a project had published at a revision."""

    revision: str

    def assessment(self, place: AssessmentPath) -> Past[Assessment] | None:
        """Return what was published where an assessment then was; None where its file is as it was."""

    def framework(self, framework: Framework) -> Past[Framework] | None:
        """Return the framework of an id and version, if something was published and it judged otherwise.

        One that could not be read may have.
        """

    def gone(self) -> Iterator[Diagnostic]:
        """Yield a remark for each file that is there no more, nor in another place."""


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

    `claims` are the texts at its top that say what it is, also where it lacks the shape; `document` is kept
    only where there is something to say. `opened` is False where the file could not be opened at all.
    """

    path: str
    file: str
    place: FrameworkPath | AssessmentPath | None
    content: ContentT | None
    claims: Mapping[str, str]
    document: Document | None
    diagnostics: tuple[Diagnostic, ...]
    opened: bool = True

    @property
    def root(self) -> str | None:
        """The folder on disk that `path` is relative to; None for what is not on disk, or shown otherwise."""
        file = self.file.replace("\\", "/")
        return self.file[: -len(self.path) - 1] if file.endswith(f"/{self.path}") else None

    @property
    def has_errors(self) -> bool:
        """Whether it must not be used. What only a comparison shows is no such reason."""
        return any(each.is_error and each.code not in SHOWN_BY_COMPARISON for each in self.diagnostics)

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


@dataclass(frozen=True, kw_only=True)
class Checked(Generic[ContentT]):
    """A file that was checked by itself, before anything around it is known."""

    raw: RawFile
    content: ContentT | None
    notes: "Notes"


def check_framework(raw: RawFile) -> Checked[Framework]:
    """Read a framework and check it by all rules that need nothing else."""
    notes, content = _read(raw, Framework)
    if content is not None:
        notes.add_all(FRAMEWORK_RULES, content)
        notes.add_place(raw, content)
        if not notes.has_errors:
            notes.add_all(SOUND_FRAMEWORK_RULES, content)
    return Checked(raw=raw, content=content, notes=notes)


def load_framework(
    checked: Checked[Framework],
    find: Callable[[FrameworkRef], Framework | None],
    committed: Framework | None = None,
    publication: Publication | None = None,
    ending: set[FrameworkRef] | None = None,
) -> Loaded[Framework]:
    """Check a framework beside the version it replaces, itself as last committed, and what was published.

    What is found out of its chain of versions is noted in `ending`, for those that come after it.
    """
    raw, content, notes = checked.raw, checked.content, checked.notes
    if content is not None:
        before = find(content.replaces) if content.replaces is not None else None
        notes.add_all(LINEAGE_RULES, Lineage(content, before, find, set() if ending is None else ending))
        past = publication.framework(content) if publication is not None else None
        if publication is not None and past is not None and past.content is not None:
            published = PublishedFramework(content, publication.revision)
            notes.add_all(PUBLISHED_FRAMEWORK_RULES, published)
        elif publication is not None and past is not None:
            notes.add_all(UNREAD_RULES, Unread(content.ref, publication.revision))
        elif committed is not None:
            notes.add_all(COMMITTED_RULES, Committed(framework=content, committed=committed))
    diagnostics = notes.diagnostics()
    return Loaded(
        path=raw.path,
        file=raw.file,
        place=raw.place,
        content=content,
        claims=notes.claims(),
        document=notes.document if diagnostics else None,
        diagnostics=diagnostics,
        opened=notes.opened,
    )


def check_assessment(raw: RawFile) -> Checked[Assessment]:
    """Read an assessment and check it by all rules that need nothing else."""
    notes, content = _read(raw, Assessment)
    if content is not None:
        notes.add_all(ASSESSMENT_RULES, content)
        notes.add_all(WRITTEN_RULES, Written(content, notes.document.data if notes.document else None))
        notes.add_place(raw, content)
    return Checked(raw=raw, content=content, notes=notes)


class Frameworks(Protocol):
    """What knows the frameworks that assessments name, and what was published."""

    publication: Publication | None

    def find_framework(self, ref: FrameworkRef) -> Loaded[Framework] | None:
        """Return the framework of an id and version."""
        ...

    def suggest_framework(self, ref: FrameworkRef) -> str:
        """Say what there is in place of a framework that was not found."""
        ...

    def framework_versions(self, id: str) -> list[Loaded[Framework]]:
        """Return every version of a framework, the oldest first."""
        ...


def load_assessment(
    checked: Checked[Assessment], frameworks: Frameworks, neighbours: Neighbours | None = None
) -> LoadedAssessment:
    """Check an assessment against its framework, beside the others of its project, and what was published."""
    raw, content, notes = checked.raw, checked.content, checked.notes
    framework: Loaded[Framework] | None = None
    if content is not None:
        ref = content.framework
        framework = frameworks.find_framework(ref)
        if framework is None:
            notes.add(_framework_not_found(ref, frameworks.suggest_framework(ref)))
        elif framework.good is not None:

            def find_versions() -> Iterator[Framework]:
                found = (each.content for each in frameworks.framework_versions(ref.id))
                return (each for each in found if each is not None)

            notes.add_all(PAIR_RULES, Pair(content, framework.good, find_versions))
        else:
            notes.is_partial = True
        judge = framework.content if framework is not None else None
        if neighbours is not None:
            notes.add_all(NEIGHBOUR_RULES, neighbours._replace(framework=judge))
        place = raw.place if isinstance(raw.place, AssessmentPath) else None
        publication = frameworks.publication
        past = publication.assessment(place) if publication is not None and place is not None else None
        if publication is not None and place is not None and past is not None:
            if past.content is not None:
                notes.add_all(PUBLISHED_RULES, Published(past.content, content, judge, publication.revision))
            if not past.is_whole:
                notes.add_all(UNREAD_RULES, Unread(place.name, publication.revision))
        else:
            notes.untried = SHOWN_BY_COMPARISON
    diagnostics = notes.diagnostics()
    return LoadedAssessment(
        path=raw.path,
        file=raw.file,
        place=raw.place,
        content=content,
        claims=notes.claims(),
        document=notes.document if diagnostics else None,
        diagnostics=diagnostics,
        opened=notes.opened,
        framework=framework,
    )


def diagnose_misplaced(place: MisplacedPath, shown: str, refused: Finding | None = None) -> Diagnostic:
    """Say that a file's place or name is not one that the project knows, or why it is not read."""
    code, finding = next(iter(run_rules(PLACE_RULES, place)))
    if refused is not None:
        code, finding = CODES[refused.name], refused
    return Diagnostic(path=shown, span=Span(), code=code, message=finding.message, help=finding.help)


def _framework_not_found(ref: FrameworkRef, help: str) -> Finding:
    return Finding(
        name="framework-not-found",
        message=f"there is no framework {ref}",
        help=help,
        route=("framework",),
    )


class Notes:
    """What was found in one file, until it is turned into diagnostics."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.document: Document | None = None
        self.opened = True
        self.is_partial = False
        """Whether there were rules that could not be tried."""
        self.has_errors = False
        """Whether anything found so far is an error."""
        self.untried: frozenset[Code] = frozenset()
        """Codes of rules that were not tried, for nothing was asked that they need."""
        self._found: list[tuple[Code, Finding]] = []
        self._errors: set[Route] = set()
        self._counts: Counter[str] = Counter()
        self._untold = 0

    @cached_property
    def _suppressions(self) -> Suppressions:
        return Suppressions(self.document)

    def claims(self) -> Mapping[str, str]:
        """Return the texts at the top of the file that say what it is."""
        data = self.document.data if self.document else None
        found = ((key, data.get(key)) for key in _CLAIMS) if isinstance(data, dict) else ()
        return {key: value for key, value in found if isinstance(value, str)}

    def add(self, *findings: Finding) -> None:
        """Add findings that carry their code's name."""
        for finding in findings:
            self._add(CODES[finding.name], finding)

    def explains(self, finding: Finding) -> bool:
        """Whether an error found before, at the same place, is the reason of another finding."""
        return finding.route in self._errors

    def add_all(self, rules: Iterable[Rule[Subject]], subject: Subject) -> None:
        """Add what rules find."""
        for code, finding in run_rules(rules, subject):
            self._add(code, finding)

    def add_place(self, raw: RawFile, content: Framework | Assessment) -> None:
        """Add what a file's name says that the file does not."""
        if raw.place is not None:
            self.add_all(PLACED_RULES, Placed(raw.place, content, raw.find_twins(content)))

    def _add(self, code: Code, finding: Finding) -> None:
        """Keep a finding, unless a comment answers it; of very many of one code only the first."""
        if finding.untold:
            self._untold += finding.untold
            return
        if code.severity is Severity.ERROR:
            self.has_errors = True
            self._errors.add(finding.route)
        if not self._suppressions.answer(code, self._span(finding).line):
            self._counts[code.number] += 1
            if self._counts[code.number] <= MOST_REMARKS:
                self._found.append((code, finding))
            else:
                self._untold += 1

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return all that was found and not suppressed, each thing once, in the order of the file.

        Of very many, errors come before warnings, and one more says how many are not told.
        """
        is_whole = not self.is_partial and not self.has_errors
        unused = [
            one
            for one in self._suppressions.unused(is_whole=is_whole)
            if not any(one.word in (each.number, each.name) for each in self.untried)
        ]
        found = {self._diagnostic(code, finding) for code, finding in self._found}
        for finding in find_unused(unused[:MOST_REMARKS]):
            found.add(self._diagnostic(CODES[finding.name], finding))
        told = sorted(found, key=lambda each: (not each.is_error, diagnostic_order(each)))[:MOST_REMARKS]
        untold = self._untold + len(unused[MOST_REMARKS:]) + len(found) - len(told)
        if untold:
            told.append(self._diagnostic(CODES["remarks-left-out"], left_out(untold)))
        return tuple(sorted(told, key=diagnostic_order))

    def _diagnostic(self, code: Code, finding: Finding) -> Diagnostic:
        return Diagnostic(
            path=self.path,
            span=self._span(finding),
            code=code,
            message=finding.message,
            help=finding.help,
            route=finding.route,
            about=finding.about,
            related=tuple(
                Related(
                    path=self.path,
                    span=place if isinstance(place, Span) else self.document.span(place, finding.part),
                    message=message,
                )
                for place, message in finding.related
                if self.document is not None
            ),
        )

    def _span(self, finding: Finding) -> Span:
        if finding.span is not None or self.document is None:
            return finding.span or Span()
        return self.document.span(finding.route, finding.part)


def _read(raw: RawFile, model: type[ContentT]) -> tuple[Notes, ContentT | None]:
    notes = Notes(raw.path)
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
    notes.add_all(FILE_RULES, document)
    value, findings = read_shape(document, model)
    notes.add(*(finding for finding in findings if not notes.explains(finding)))
    return notes, value
