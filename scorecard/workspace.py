"""The files that a command line names: found in projects, on disk, at git revisions, on standard input."""

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scorecard.assessment import Assessment
from scorecard.diagnostics import Diagnostic
from scorecard.document import MAX_BYTES
from scorecard.errors import NotFoundError, ScorecardError, UsageError
from scorecard.files import find_yaml, read_file
from scorecard.framework import Framework
from scorecard.gittree import find_revision, find_tree, path_from_top
from scorecard.layout import AssessmentPath, FrameworkPath, MisplacedPath, Place, parse_path
from scorecard.loader import Loaded, LoadedAssessment
from scorecard.project import Project, find_root
from scorecard.source import FrameworkRef, is_version, listing, suggest
from scorecard.targets import (
    STDIN,
    NameTarget,
    PathTarget,
    RevisionTarget,
    StdinTarget,
    Target,
    parse_target,
)


@dataclass(kw_only=True)
class Selection:
    """The files that a command line names, and what stood in the way of others."""

    assessments: list[LoadedAssessment] = field(default_factory=list)
    frameworks: list[Loaded[Framework]] = field(default_factory=list)
    misplaced: list[Diagnostic] = field(default_factory=list)
    problems: list[ScorecardError] = field(default_factory=list)

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

    def add(self, loaded: Iterable[LoadedAssessment]) -> bool:
        """Add assessments, each file once; return whether there was any."""
        known = {each.file for each in self.assessments}
        found = list(loaded)
        self.assessments += [each for each in found if each.file not in known]
        return bool(found)

    def add_misplaced(self, diagnostics: Iterable[Diagnostic]) -> bool:
        """Add remarks about files in wrong places, each once; return whether there was any."""
        found = list(diagnostics)
        self.misplaced += [each for each in found if each not in self.misplaced]
        return bool(found)


class Workspace:
    """Finds what is named: in the project that `--project` names, else in the nearest one upwards."""

    def __init__(self, project: Path | None) -> None:
        if project is not None and not project.is_dir():
            raise NotFoundError(f"there is no folder {project}", hint="--project names a project's folder")
        self._fixed = None if project is None else Project(Path(os.path.abspath(project)))
        self._roots: dict[Path, Path | None] = {}
        self._projects: dict[Path | None, Project] = {}
        self._at_revision: dict[tuple[str, str], Project] = {}

    @property
    def here(self) -> Project:
        """The project of the working directory."""
        return self.project_of(Path())

    def project_of(self, folder: Path) -> Project:
        """Return the project that a folder is in."""
        if self._fixed is not None:
            return self._fixed
        folder = Path(os.path.abspath(folder))
        if folder not in self._roots:
            self._roots[folder] = find_root(folder)
        root = self._roots[folder]
        if root not in self._projects:
            self._projects[root] = Project(root)
        return self._projects[root]

    # Assessments

    def select_assessments(
        self, targets: Sequence[str], *, framework: str | None = None, drafts: bool = False
    ) -> Selection:
        """Return the assessments that targets stand for; without any, the latest of every subject."""
        selection = Selection()
        wanted = Wanted(framework, drafts)
        if framework is not None and framework not in self.here.framework_ids():
            hint = suggest(framework, self.here.framework_ids())
            raise NotFoundError(f"there is no framework {framework}", hint=hint)
        if not targets:
            self._select_latest_of_all(selection, wanted)
        for text in targets:
            try:
                self._select(parse_target(text), selection, wanted)
            except ScorecardError as error:
                selection.problems.append(error)
        return selection

    def _select_latest_of_all(self, selection: Selection, wanted: "Wanted") -> None:
        project = self.here
        if project.root is None:
            raise NotFoundError(
                "there is no project here: no folder frameworks/ or assessments/, here or above",
                hint="go to a project's folder, or name one with --project DIR",
            )
        for subject in project.layout.subjects():
            selection.add(latest(project, subject, wanted))
        selection.add_misplaced(project.misplaced())
        if not selection.assessments and not selection.misplaced:
            hint = "they stand in assessments/<subject>/<YYYY-MM-DD>.yaml"
            if project.layout.assessments:
                hint = wanted.hint
            raise NotFoundError(f"there are no assessments{wanted.words} here", hint=hint)

    def _select(self, target: Target, selection: Selection, wanted: "Wanted") -> None:
        match target:
            case StdinTarget():
                selection.add([self.here.load_loose_assessment(STDIN, read_stdin)])
            case RevisionTarget():
                project, path, read = self._project_at(target)
                self._add(project, Named(str(target), str(target), parse_path(path), read), selection)
            case PathTarget(path):
                self._select_path(Path(path), selection)
            case NameTarget():
                self._select_name(target, selection, wanted)

    def _project_at(self, target: RevisionTarget) -> tuple[Project, str, Callable[[], bytes]]:
        """Return the project as it was at a revision, the path of the file in it, and what reads the file."""
        revision = find_revision(target.revision, Path())
        path = path_from_top(target.path, Path())
        tree = find_tree(revision, path)
        prefix = tree.prefix if tree else ""
        project = self._at_revision.setdefault((revision.commit, prefix), Project(None, tree))
        return project, path.removeprefix(prefix), lambda: revision.read(path)

    def _select_path(self, path: Path, selection: Selection) -> None:
        if not path.is_dir():
            self._add_file(path, selection)
            return
        added = [self._add_found(found, selection) for found in find_yaml(path)]
        if not any(added):
            raise NotFoundError(
                f"there are no assessments in {path}", hint="name a folder that holds assessments' files"
            )

    def _add_found(self, path: Path, selection: Selection) -> bool:
        """Add a file that was found in a folder, unless it is none of ours; return whether it is."""
        project = self.project_of(path.parent)
        place = project.place_of(path)
        if isinstance(place, FrameworkPath):
            return False
        if place is None:
            shown = shown_path(path, project)
            loose = project.load_loose_assessment(shown, lambda: read_file(path), file=os.path.abspath(path))
            return says_assessment(loose) and selection.add([loose])
        self._add_file(path, selection)
        return True

    def _add_file(self, path: Path, selection: Selection) -> None:
        project = self.project_of(path.parent)
        shown = shown_path(path, project)
        named = Named(shown, os.path.abspath(path), project.place_of(path), lambda: read_file(path))
        self._add(project, named, selection)

    def _add(self, project: Project, named: "Named", selection: Selection) -> None:
        """Add a file that was named, by what its name says."""
        if project.tree is not None and isinstance(named.place, AssessmentPath):
            selection.add([project.load_assessment(named.place)])
        elif isinstance(named.place, MisplacedPath):
            selection.add_misplaced([project.diagnose_misplaced(named.place)])
        elif isinstance(named.place, FrameworkPath):
            raise _is_framework(named.shown)
        else:
            loose = project.load_loose_assessment(named.shown, named.read, file=named.file)
            if loose.claim("kind") == "framework":
                raise _is_framework(named.shown)
            selection.add([loose])

    def _select_name(self, target: NameTarget, selection: Selection, wanted: "Wanted") -> None:
        project = self.here
        is_misplaced = selection.add_misplaced(project.misplaced(below=f"assessments/{target.id}/"))
        if target.id not in project.layout.subjects():
            if not is_misplaced:
                raise _no_such_subject(target, project)
        elif target.at is not None:
            selection.add([find_dated(project, target, wanted)])
        elif not selection.add(latest(project, target.id, wanted)) and not is_misplaced:
            raise NotFoundError(f"{target.id} has no assessment{wanted.words} to show", hint=wanted.hint)

    # Frameworks

    def select_framework(self, text: str) -> Loaded[Framework]:
        """Return the framework that a target stands for; without a version, the newest."""
        target = parse_target(text)
        match target:
            case StdinTarget():
                return self.here.load_loose_framework(STDIN, read_stdin)
            case PathTarget(path):
                return self._framework_at(Path(path))
            case RevisionTarget():
                return self._framework_at_revision(target)
            case NameTarget():
                return self._named_framework(target)

    def _framework_at_revision(self, target: RevisionTarget) -> Loaded[Framework]:
        project, path, read = self._project_at(target)
        place = parse_path(path)
        if isinstance(place, FrameworkPath) and project.own is not None:
            return project.own.load(place)
        return project.load_loose_framework(str(target), read)

    def _framework_at(self, path: Path) -> Loaded[Framework]:
        project = self.project_of(path.parent)
        place = project.place_of(path)
        if isinstance(place, FrameworkPath) and project.own is not None:
            return project.own.load(place)
        shown = shown_path(path, project)
        return project.load_loose_framework(shown, lambda: read_file(path), file=os.path.abspath(path))

    def _named_framework(self, target: NameTarget) -> Loaded[Framework]:
        project = self.here
        if target.id not in project.framework_ids():
            raise NotFoundError(
                f"there is no framework {target.id}", hint=suggest(target.id, project.framework_ids())
            )
        if target.at is None:
            return project.framework_versions(target.id)[-1]
        ref = FrameworkRef(target.id, target.at)
        found = project.find_framework(ref) if is_version(target.at) else None
        if found is None:
            raise NotFoundError(f"there is no framework {target}", hint=project.suggest_framework(ref))
        return found


@dataclass(frozen=True, slots=True)
class Named:
    """A file that was named: how messages show it, what it is, what its name says, what reads it."""

    shown: str
    file: str
    place: Place | None
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Wanted:
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
        framework = framework_of(loaded)
        is_draft = loaded.claim("stage") == "draft"
        return framework in (None, self.framework or framework) and (self.drafts or not is_draft)


def framework_of(loaded: LoadedAssessment) -> str | None:
    """Return the id of the framework that a file names, where that can be told."""
    claimed = loaded.claim("framework")
    return claimed.partition("@")[0] if claimed else None


def latest(project: Project, subject: str, wanted: Wanted) -> Iterator[LoadedAssessment]:
    """Yield a subject's latest assessment under each framework, and all its files that have errors.

    Where the newest file has errors, an older one is not the latest: the newest stands for it, unscored.
    """
    newest: dict[str, LoadedAssessment] = {}
    for place in project.layout.assessments:
        loaded = project.load_assessment(place) if place.subject == subject else None
        if loaded is None or not wanted.holds(loaded):
            continue
        framework = framework_of(loaded)
        if loaded.pair is not None and framework is not None:
            newest[framework] = loaded
        else:
            yield loaded
            if framework is None:
                newest.clear()
            newest.pop(framework or "", None)
    yield from newest.values()


def find_dated(project: Project, target: NameTarget, wanted: Wanted) -> LoadedAssessment:
    """Return the assessment of `SUBJECT@DATE` or `SUBJECT@DATE-suffix`.

    A date alone is the file without suffix, or the only one of that day.
    """
    wanted = Wanted(wanted.framework, drafts=True)
    everything = [place for place in project.layout.assessments if place.subject == target.id]
    places = [place for place in everything if wanted.holds(project.load_assessment(place))]
    exact = [place for place in places if place.day == target.at]
    found = exact or [place for place in places if place.date.isoformat() == target.at]
    if not found:
        raise NotFoundError(
            f"there is no assessment {target}{wanted.words}", hint=f"there is {listing(_names(everything))}"
        )
    if len(found) > 1 and not exact:
        raise NotFoundError(
            f"{target} is one of several of that day", hint=f"name one: {', '.join(_names(found))}"
        )
    return project.load_assessment(found[0])


def _names(places: Iterable[AssessmentPath]) -> list[str]:
    return [place.name for place in places]


def _no_such_subject(target: NameTarget, project: Project) -> NotFoundError:
    subjects = project.layout.subjects()
    if target.id in project.framework_ids():
        return NotFoundError(
            f"{target.id} is a framework, not a subject",
            hint=f"scorecard assess --framework {target.id} shows its assessments; "
            f"scorecard show {target.id} the framework itself",
        )
    if Path(target.id).exists():
        return NotFoundError(
            f"there is no subject {target.id} here", hint=f"for the folder or file write ./{target.id}"
        )
    hint = suggest(target.id, subjects) if subjects else "there are no assessments here; list shows what is"
    return NotFoundError(f"there is no subject {target.id} here", hint=hint)


def _is_framework(shown: str) -> UsageError:
    return UsageError(f"{shown} is a framework, not an assessment", hint=f"scorecard show {shown}")


_SAYS_ASSESSMENT = re.compile(r"^kind:[ \t]*[\"']?assessment\b", re.MULTILINE)


def says_assessment(loaded: LoadedAssessment) -> bool:
    """Whether a file says that it is an assessment, even where it cannot be read as YAML."""
    document = loaded.document
    if document is None or document.data is not None:
        return loaded.claim("kind") == "assessment"
    return _SAYS_ASSESSMENT.search(document.text) is not None


def shown_path(path: Path, project: Project) -> str:
    """Return a path as messages show it: relative to the project where it is inside, else as typed."""
    if project.root is not None:
        absolute = Path(os.path.abspath(path))
        if absolute.is_relative_to(project.root):
            return absolute.relative_to(project.root).as_posix()
    return path.as_posix()


def read_stdin() -> bytes:
    """Return standard input's bytes, up to just over the limit."""
    return sys.stdin.buffer.read(MAX_BYTES + 1)
