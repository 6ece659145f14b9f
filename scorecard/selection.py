"""Which files a command works on: what was named, what stood in the way, and which of a subject's count."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from scorecard.assessment import Assessment
from scorecard.diagnostics import Diagnostic, gather
from scorecard.document import Document
from scorecard.errors import NotFoundError, ScorecardError
from scorecard.framework import Framework
from scorecard.layout import AssessmentPath
from scorecard.loader import Loaded, LoadedAssessment
from scorecard.project import Project
from scorecard.source import listing
from scorecard.targets import NameTarget


class Remark(NamedTuple):
    """A diagnostic, the file it is about, and the folder on disk that its path is relative to."""

    diagnostic: Diagnostic
    document: Document | None
    root: str | None


@dataclass(kw_only=True)
class Selection:
    """The files that a command line names, and what stood in the way of others.

    Of files that were only checked and are good, `good` has what tells each from every other. `passed_over`
    has the paths of drafts that would have counted, had they been final.
    """

    assessments: list[LoadedAssessment] = field(default_factory=list)
    frameworks: list[Loaded[Framework]] = field(default_factory=list)
    misplaced: list[Diagnostic] = field(default_factory=list)
    problems: list[ScorecardError] = field(default_factory=list)
    roots: dict[Diagnostic, str | None] = field(default_factory=dict)
    good: set[str] = field(default_factory=set)
    passed_over: list[str] = field(default_factory=list)
    _added: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._added |= {each.file for each in self.assessments}

    def files(self) -> Iterator[Loaded[Assessment] | Loaded[Framework]]:
        """Yield every file, the frameworks that assessments name among them, each once."""
        seen: set[str] = set()
        named = [loaded.framework for loaded in self.assessments]
        files: list[Loaded[Assessment] | Loaded[Framework] | None] = [*self.frameworks, *named]
        files += self.assessments
        for loaded in files:
            if loaded is not None and loaded.file not in seen:
                seen.add(loaded.file)
                yield loaded

    def count(self) -> int:
        """Return how many files there are."""
        files = {loaded.file for loaded in self.files()}
        return len(files | self.good)

    def remarks(self) -> Iterator["Remark"]:
        """Yield all that there is to say of the files; of a file once what can be said of many things."""
        for diagnostic in self.misplaced:
            yield Remark(diagnostic, None, self.roots.get(diagnostic))
        for loaded in self.files():
            for diagnostic in gather(loaded.diagnostics):
                yield Remark(diagnostic, loaded.document, loaded.root)

    def add_file(self, file: LoadedAssessment | Loaded[Framework]) -> None:
        """Add a file of either kind, so that what is wrong with it is said."""
        if isinstance(file, LoadedAssessment):
            self.assessments.append(file)
        else:
            self.frameworks.append(file)

    def add(self, loaded: Iterable[LoadedAssessment]) -> bool:
        """Add assessments, each file once; return whether there was any."""
        found = list(loaded)
        for each in found:
            if each.file not in self._added:
                self._added.add(each.file)
                self.assessments.append(each)
        return bool(found)

    def pass_over_drafts(self, start: int = 0) -> None:
        """Take the drafts out of the assessments from one on."""
        added = self.assessments[start:]
        self.assessments[start:] = [loaded for loaded in added if not is_draft(loaded)]
        self.add_passed_over(loaded.path for loaded in added if is_draft(loaded))

    def add_passed_over(self, paths: Iterable[str]) -> None:
        """Note paths of drafts, each once."""
        self.passed_over += [path for path in dict.fromkeys(paths) if path not in self.passed_over]

    def add_misplaced(self, diagnostics: Iterable[Diagnostic], project: Project) -> bool:
        """Add remarks about files of a project that are not read, each once; return whether there was any."""
        found = dict.fromkeys(diagnostics, str(project.root) if project.root else None)
        self.misplaced += [each for each in found if each not in self.roots]
        self.roots |= found
        return bool(found)


class Wanted(NamedTuple):
    """Which of a subject's assessments count: under one framework or any, with drafts or without."""

    framework: str | None
    drafts: bool

    @property
    def words(self) -> str:
        """Return the framework as messages name it."""
        return f" under {self.framework}" if self.framework else ""

    @property
    def hint(self) -> str:
        """Say what else could be wanted."""
        ways = [] if self.drafts else ["drafts are skipped: add --drafts"]
        ways += ["leave --framework out"] if self.framework else []
        return ", or ".join(ways) or "scorecard list shows what is here"

    def holds(self, loaded: LoadedAssessment) -> bool:
        """Whether a file counts, or cannot be told not to."""
        return self.is_under(loaded) and (self.drafts or not is_draft(loaded))

    def is_under(self, loaded: LoadedAssessment) -> bool:
        """Whether a file is under the framework, or cannot be told not to be."""
        framework = framework_of(loaded)
        return framework in (None, self.framework or framework)


def is_draft(loaded: LoadedAssessment) -> bool:
    """Whether a file says that it is a draft."""
    return loaded.claims.get("stage") == "draft"


def framework_of(loaded: LoadedAssessment) -> str | None:
    """Return the id of the framework that a file names, where that can be told."""
    claimed = loaded.claims.get("framework")
    return claimed.partition("@")[0] if claimed else None


def latest(
    project: Project, subject: str, wanted: Wanted, selection: Selection, *, forgets: bool = False
) -> Iterator[LoadedAssessment]:
    """Yield a subject's latest assessment under each framework, and all its files that have errors.

    Where the newest file has errors, an older one is not the latest: the newest stands for it, unscored.
    With `forgets` the project forgets what was read, so that memory does not grow with the number of dates.
    Drafts that are newer are noted in the selection as passed over.
    """
    newest: dict[str, LoadedAssessment] = {}
    drafts: dict[str | None, list[str]] = {}
    for place in project.layout.by_subject.get(subject, ()):
        loaded = project.load_assessment(place)
        if not wanted.is_under(loaded):
            continue
        framework = framework_of(loaded)
        if is_draft(loaded) and not wanted.drafts:
            drafts.setdefault(framework, []).append(loaded.path)
            continue
        drafts.pop(framework, None)
        if loaded.pair is not None and framework is not None:
            newest[framework] = loaded
        else:
            yield loaded
            if framework is None:
                newest.clear()
            newest.pop(framework or "", None)
    if forgets:
        project.forget_assessments()
    selection.add_passed_over(path for paths in drafts.values() for path in paths)
    yield from newest.values()


def find_dated(project: Project, target: NameTarget, wanted: Wanted) -> LoadedAssessment:
    """Return the assessment of `SUBJECT@DATE` or `SUBJECT@DATE-suffix`.

    A date alone is the file without suffix, or the only one of that day.
    """
    wanted = Wanted(wanted.framework, drafts=True)
    everything = project.layout.by_subject.get(target.id, [])
    places = [place for place in everything if wanted.holds(project.load_assessment(place))]
    exact = [place for place in places if place.day == target.at]
    found = exact or [place for place in places if place.date.isoformat() == target.at]
    if not found:
        raise NotFoundError(
            f"there is no assessment {target}{wanted.words}",
            hint=f"known here: {listing(_names(everything))}",
        )
    if len(found) > 1 and not exact:
        raise NotFoundError(
            f"{target} is one of several of that day", hint=f"name one: {', '.join(_names(found))}"
        )
    return project.load_assessment(found[0])


def _names(places: Iterable[AssessmentPath]) -> list[str]:
    return [place.name for place in places]


_SAYS_ASSESSMENT = re.compile(r"^kind:[ \t]*[\"']?assessment\b", re.MULTILINE)


def says_assessment(loaded: LoadedAssessment) -> bool:
    """Whether a file says that it is an assessment, even where it cannot be read as YAML."""
    document = loaded.document
    if document is None or document.data is not None:
        return loaded.claims.get("kind") == "assessment"
    return _SAYS_ASSESSMENT.search(document.text) is not None
