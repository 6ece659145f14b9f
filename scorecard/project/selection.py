"""Which files a command works on: what was named, what stood in the way, and which of a subject's count."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from scorecard.diagnostics import Diagnostic, gather
from scorecard.errors import NotFoundError, ScorecardError
from scorecard.model.assessment import Assessment
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import Framework
from scorecard.model.source import listing
from scorecard.project.library import Project
from scorecard.project.loader import Loaded, LoadedAssessment
from scorecard.project.targets import NameTarget
from scorecard.reading.document import Document


class Remark(NamedTuple):
    """A diagnostic, the file it is about, and the folder on disk that its path is relative to."""

    diagnostic: Diagnostic
    document: Document | None
    root: str | None

    def seen_from(self, folder: str) -> Diagnostic:
        """Return the diagnostic with its paths as they are from a folder."""
        found = self.diagnostic
        related = (each._replace(path=seen_from(folder, each.path, self.root)) for each in found.related)
        return found._replace(path=seen_from(folder, found.path, self.root), related=tuple(related))


def seen_from(folder: str | None, path: str, root: str | None) -> str:
    """Return a path as it is from one folder that is relative to another; of what is not on disk as it is."""
    if folder is None or root is None or folder == root:
        return path
    absolute = os.path.join(root, path)
    try:
        return os.path.relpath(absolute, folder).replace(os.sep, "/")
    except ValueError:  # another drive
        return absolute


@dataclass(kw_only=True)
class Selection:
    """The files that a command line names, and what stood in the way of others.

    Of files that were only checked and are good, `good` has what tells each from every other. `passed_over`
    has the paths of drafts that would have counted, had they been final, with what they are relative to.
    """

    assessments: list[LoadedAssessment] = field(default_factory=list)
    frameworks: list[Loaded[Framework]] = field(default_factory=list)
    misplaced: list[Diagnostic] = field(default_factory=list)
    problems: list[ScorecardError] = field(default_factory=list)
    roots: dict[Diagnostic, str | None] = field(default_factory=dict)
    good: set[str] = field(default_factory=set)
    passed_over: dict[str, str | None] = field(default_factory=dict)
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

    def root(self, here: Path | None) -> str | None:
        """Return the folder of the one project that all files are of; else that of the working directory."""
        roots = {loaded.root for loaded in self.files()} | set(self.roots.values())
        roots.discard(None)
        return roots.pop() if len(roots) == 1 else None if here is None else str(here)

    def refused(self, root: str | None) -> Iterator[tuple[str, int]]:
        """Yield the paths of files that are not used, as from a folder, and how many errors each has.

        One that has none of its own is under a framework that has.
        """
        for diagnostic in self.misplaced:
            if diagnostic.is_error:
                yield seen_from(root, diagnostic.path, self.roots.get(diagnostic)), 1
        for loaded in self.files():
            if loaded.good is None or (isinstance(loaded, LoadedAssessment) and loaded.pair is None):
                errors = sum(each.is_error for each in loaded.diagnostics)
                yield seen_from(root, loaded.path, loaded.root), errors

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
        self.passed_over |= {loaded.path: loaded.root for loaded in added if is_draft(loaded)}

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
    drafts: dict[str | None, dict[str, str | None]] = {}
    for place in project.layout.by_subject.get(subject, ()):
        loaded = project.load_assessment(place)
        if not wanted.is_under(loaded):
            continue
        framework = framework_of(loaded)
        if is_draft(loaded) and not wanted.drafts:
            drafts.setdefault(framework, {})[loaded.path] = loaded.root
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
    for paths in drafts.values():
        selection.passed_over |= paths
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
