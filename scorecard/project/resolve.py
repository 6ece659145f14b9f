"""What a command line names, found: in projects, on disk, at git revisions, on standard input."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from scorecard.errors import NotFoundError, ScorecardError, UsageError
from scorecard.files.folder import FolderTree, LoneFile, find_yaml, leads_out, read_file
from scorecard.files.git import GitTree, Revision, find_head_tree, find_revision, find_tree, path_from_top
from scorecard.model.file_names import (
    AssessmentPath,
    FrameworkPath,
    MisplacedPath,
    is_nearly_yaml_name,
    is_yaml_name,
)
from scorecard.model.kinds import (
    ASSESSMENT,
    FRAMEWORK,
    Place,
    find_kind,
    in_nearly_our_folder,
    kind_of,
    parse_path,
)
from scorecard.model.source import FrameworkRef, is_version, suggest
from scorecard.project.library import Project, find_root
from scorecard.project.loader import AnyFile, AssessmentFile, FrameworkFile
from scorecard.project.location import Location
from scorecard.project.published import find_publication
from scorecard.project.selection import Selection
from scorecard.project.targets import (
    EVERYTHING,
    AssessmentFilter,
    FileTarget,
    NameTarget,
    PathTarget,
    RevisionTarget,
    StdinTarget,
    Target,
    find_dated,
    framework_of,
    is_draft,
    no_such_subject,
    parse_target,
)
from scorecard.reading.document import MAX_BYTES

Watch = Callable[[Sequence[AssessmentPath]], Iterable[AssessmentPath]]
"""Passes files on, one after the other, and may show how far it is."""


class Wants(Enum):
    """Which kind of file a command asks for."""

    ASSESSMENT = "assessment"
    FRAMEWORK = "framework"
    EITHER = "either"


class TargetFile(NamedTuple):
    """A file that a target stands for, and the project in which its framework is looked up."""

    project: Project
    location: Location

    @property
    def place(self) -> Place | None:
        """What its name says in its project; None for a loose file, which has no place in one."""
        return parse_path(self.location.path)

    def load_assessment(self) -> AssessmentFile:
        """Read it as an assessment."""
        return self.project.load(self.location, ASSESSMENT)

    def load_framework(self) -> FrameworkFile:
        """Read it as a framework."""
        return self.project.load(self.location, FRAMEWORK)

    def load(self) -> AnyFile:
        """Read it as what its place says that it is, or else its content."""
        if self.location.place is not None:
            return self.project.load(self.location, kind_of(self.location.path))
        framework = self.load_framework()
        said = find_kind(framework.claims.get("kind", "")) or ASSESSMENT
        return framework if said is FRAMEWORK else self.project.load(self.location, said)

    def add_if_misplaced(self, selection: Selection) -> bool:
        """Add it to a selection if it stands in a wrong place, in which it is not read."""
        place = self.place
        return isinstance(place, MisplacedPath) and selection.add_misplaced(
            [self.project.diagnose_misplaced(place)], self.project
        )


class Workspace:
    """Resolves targets: in the project that `--project` names, else in the nearest one upwards."""

    def __init__(
        self, project: Path | None, *, compare_with_head: bool = False, since: str | None = None
    ) -> None:
        if project is not None and not project.is_dir():
            raise NotFoundError(f"there is no folder {project}", hint="--project names a project's folder")
        self._compares = compare_with_head
        self._since = since
        self.not_compared: list[str] = []
        """The paths of projects that there were not at the revision they were to be compared with."""
        self._stdin: bytes | None = None
        self._fixed = None if project is None else self._open(Path(os.path.abspath(project)))
        self._roots: dict[Path, Path | None] = {}
        self._projects: dict[Path | None, Project] = {}
        self._revisions: dict[tuple[str, str], Revision] = {}
        self._at_revisions: dict[tuple[str, str], Project] = {}

    def _open(self, root: Path | None) -> Project:
        past = find_head_tree(root) if root is not None and self._compares else None
        project = Project(root, past=past)
        if self._since is not None:
            project.publication = publication = find_publication(project, self._since)
            if publication.missing is not None:
                self.not_compared.append(publication.missing)
        return project

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
            self._projects[root] = self._open(root)
        return self._projects[root]

    # From a target to files

    def resolve(self, target: FileTarget, wants: Wants) -> list[TargetFile]:
        """Return the files that a target other than a name stands for: of a folder all that are below it."""
        match target:
            case PathTarget(path) if self.is_folder(target):
                inside = self.project_of(Path(path)).root or Path(os.path.abspath(path))
                is_asked_for = is_yaml_name if wants is Wants.ASSESSMENT else is_nearly_yaml_name
                return [self._on_disk(Path(each), wants) for each in find_yaml(path, inside, is_asked_for)]
            case RevisionTarget() if self.is_folder(target):
                revision, top = self._at(target)
                files = revision.files_below(top)
                revision.read_ahead(files)
                return [_at_revision(self._project_at(revision, each), revision, each) for each in files]
            case _:
                return [self.resolve_one(target, wants)]

    def resolve_one(self, target: FileTarget, wants: Wants) -> TargetFile:
        """Return the file that a target other than a name stands for, be there one or not."""
        match target:
            case PathTarget(path):
                return self._on_disk(Path(path), wants)
            case RevisionTarget():
                revision, path = self._at(target)
                return _at_revision(self._project_at(revision, path), revision, path, str(target))
            case StdinTarget():
                return TargetFile(self.here, Location(LoneFile(str(target), self._read_stdin), str(target)))

    def is_folder(self, target: Target) -> bool:
        """Whether a target is a folder to look into, now or at a revision.

        A link that leads out of its project is none.
        """
        match target:
            case PathTarget(path):
                return Path(path).is_dir() and not leads_out(path, self.project_of(Path(path).parent).root)
            case RevisionTarget():
                revision, top = self._at(target)
                return bool(revision.files_below(top))
            case _:
                return False

    def _on_disk(self, path: Path, wants: Wants) -> TargetFile:
        """Return a file on disk; one that is not there has the place of a framework alone."""
        project = self.project_of(path.parent)
        place = project.place_of(path)
        is_there = os.path.lexists(path) or (
            isinstance(place, FrameworkPath) and wants is not Wants.ASSESSMENT
        )
        if place is not None and project.tree is not None and is_there:
            return TargetFile(project, Location(project.tree, place.path))
        lone = LoneFile(project.shown(path), lambda: read_file(path, project.root), os.path.abspath(path))
        return TargetFile(project, Location(lone, lone.name))

    def _at(self, target: RevisionTarget) -> tuple[Revision, str]:
        """Return a revision and the path in it, from the top of the repository."""
        folder, key = Path(target.folder), (target.revision, target.folder)
        if key not in self._revisions:
            self._revisions[key] = find_revision(target.revision, folder)
        return self._revisions[key], path_from_top(target.path, folder)

    def _project_at(self, revision: Revision, path: str) -> Project:
        """Return the project that a path of the repository was in at a revision."""
        tree = find_tree(revision, path) or GitTree(revision, "")
        return self._at_revisions.setdefault((revision.commit, tree.prefix), Project(None, tree))

    def _read_stdin(self) -> bytes:
        """Return standard input's bytes, up to just over the limit; the same however often it is named."""
        if self._stdin is None:
            try:
                self._stdin = sys.stdin.buffer.read(MAX_BYTES + 1)
            except OSError as error:
                raise NotFoundError(
                    f"standard input cannot be read: {error.strerror}", hint="name a file, or pipe one in"
                ) from None
        return self._stdin

    # Assessments

    def select_assessments(
        self, targets: Sequence[str], which: AssessmentFilter, *, forgets: bool = False
    ) -> Selection:
        """Return the assessments that targets stand for; without any, the latest of every subject.

        Drafts are passed over, unless they are asked for or one is the only target: a shell spells out the
        names in a folder. `forgets` says that no earlier ones will be asked for: they are not kept in memory.
        """
        selection = Selection()
        which.check(self.here)
        if not targets:
            self._add_latest_of_all(selection, which, forgets=forgets)
        for text in targets:
            before = len(selection.assessments)
            try:
                target = parse_target(text)
                self._add_assessments(target, selection, which)
                if not which.drafts and (len(set(targets)) > 1 or self.is_folder(target)):
                    selection.pass_over_drafts(before)
            except ScorecardError as error:
                selection.problems.append(error)
        if selection.passed_over and not (selection.assessments or selection.misplaced or selection.problems):
            message = "there is nothing here but drafts"
            selection.problems.append(NotFoundError(message, hint=which.hint))
        return selection

    def _add_latest_of_all(self, selection: Selection, which: AssessmentFilter, *, forgets: bool) -> None:
        project = self._project_here()
        selection.frameworks += project.own_frameworks()
        for subject in project.layout.subjects():
            selection.add(latest(project, subject, which, selection, forgets=forgets))
        selection.add_misplaced(project.misplaced(), project)
        if not selection.assessments and not selection.misplaced:
            hint = "they stand in assessments/<subject>/<YYYY-MM-DD>.yaml"
            if project.layout.assessments:
                hint = which.hint
            raise NotFoundError(f"there are no assessments{which.words} here", hint=hint)

    def _add_assessments(self, target: Target, selection: Selection, which: AssessmentFilter) -> None:
        if isinstance(target, NameTarget):
            self._add_named(target, selection, which)
            return
        if isinstance(target, StdinTarget):
            selection.add([self.resolve_one(target, Wants.ASSESSMENT).load_assessment()])
            return
        before, in_folder = len(selection.assessments), self.is_folder(target)
        files = self.resolve(target, Wants.ASSESSMENT)
        if not sum(_add_assessment(file, selection, in_folder=in_folder) for file in files):
            hint = "name a folder that holds assessments' files"
            raise NotFoundError(f"there are no assessments in {target}", hint=hint)
        if which.framework is None or not (in_folder or isinstance(target, PathTarget)):
            return
        found = selection.assessments[before:]
        selection.assessments[before:] = [
            each for each in found if framework_of(each) in (None, which.framework)
        ]
        if found and len(selection.assessments) == before:
            raise NotFoundError(f"there is no assessment{which.words} in {target}", hint=which.hint)

    def _add_named(self, target: NameTarget, selection: Selection, which: AssessmentFilter) -> None:
        project = self.here
        is_misplaced = selection.add_misplaced(project.misplaced(below=f"assessments/{target.id}/"), project)
        if target.id not in project.layout.subjects():
            if not is_misplaced:
                raise no_such_subject(target, project)
        elif target.at is not None:
            selection.add([find_dated(project, target, which)])
        elif not selection.add(latest(project, target.id, which, selection)) and not is_misplaced:
            raise NotFoundError(f"{target.id} has no assessment{which.words} to show", hint=which.hint)

    # Files of either kind

    def select_files(self, targets: Sequence[str], watch: Watch) -> Selection:
        """Return the frameworks and assessments that targets stand for; without any, the whole project's.

        Where they stand for many, these are only checked: of good ones the names alone stay.
        """
        selection = Selection()
        if not targets:
            project = self._project_here()
            selection.frameworks += project.own_frameworks()
            selection.others += project.other_files()
            _check(project, project.layout.assessments, selection, watch)
            selection.add_misplaced([*project.misplaced(), *project.overlooked()], project)
            _add_gone(project, selection, Path(project.root or ""))
        for text in targets:
            try:
                self._add_files(parse_target(text), selection, watch)
            except ScorecardError as error:
                selection.problems.append(error)
        return selection

    def _project_here(self) -> Project:
        if self.here.root is None:
            near = next(filter(None, map(in_nearly_our_folder, FolderTree(Path()).folders())), None)
            raise NotFoundError(
                "there is no project here: no folder frameworks/ or assessments/, here or above",
                hint=f"there is a folder {near.path}: {near.help}"
                if near is not None
                else "go to a project's folder, or name one with --project DIR",
            )
        return self.here

    def _add_files(self, target: Target, selection: Selection, watch: Watch) -> None:
        match target:
            case NameTarget() if target.id in self.here.layout.subjects():
                if target.at is not None:
                    selection.add([find_dated(self.here, target)])
                else:
                    _check(self.here, self.here.layout.by_subject[target.id], selection, watch)
                    _add_gone(self.here, selection, Path(self.here.root or "", ASSESSMENT.folder, target.id))
            case NameTarget():
                selection.frameworks.append(self.load_framework(target))
            case PathTarget() if self.is_folder(target):
                self._add_folder(target, selection, watch)
            case _:
                file = self.resolve_one(target, Wants.EITHER)
                if file.add_if_misplaced(selection):
                    return
                if self.is_folder(target):
                    self._add_assessments(target, selection, EVERYTHING)
                else:
                    selection.add_file(file.load())

    def _add_folder(self, target: PathTarget, selection: Selection, watch: Watch) -> None:
        files = self.resolve(target, Wants.EITHER)
        if not files:
            raise NotFoundError(f"there are no YAML files in {target}", hint="name a folder that holds some")
        placed: dict[Project, list[AssessmentPath]] = {}
        for file in files:
            match file.place:
                case AssessmentPath() as place:
                    placed.setdefault(file.project, []).append(place)
                case _ if file.location.place is not None:
                    selection.add_file(file.load())
                case place if place is not None or is_yaml_name(file.location.path):
                    _add_assessment(file, selection, in_folder=True)
        for project, places in placed.items():
            _check(project, places, selection, watch)
            _add_gone(project, selection, Path(target.path))

    # Frameworks

    def load_framework(self, target: Target) -> FrameworkFile:
        """Return the framework that a target stands for; without a version, the newest."""
        if not isinstance(target, NameTarget):
            return self.resolve_one(target, Wants.FRAMEWORK).load_framework()
        project = self.here
        if target.id not in project.framework_ids():
            hint = suggest(target.id, project.framework_ids())
            if Path(target.id).exists():
                hint = f"for the folder or file write ./{target.id}"
            raise NotFoundError(f"there is no framework {target.id}", hint=hint)
        if target.at is None:
            return project.framework_versions(target.id)[-1]
        ref = FrameworkRef(target.id, target.at)
        found = project.find_framework(ref) if is_version(target.at) else None
        if found is None:
            raise NotFoundError(f"there is no framework {target}", hint=project.suggest_framework(ref))
        return found


def latest(
    project: Project,
    subject: str,
    which: AssessmentFilter,
    selection: Selection,
    *,
    forgets: bool = False,
) -> Iterator[AssessmentFile]:
    """Yield a subject's latest assessment under each framework, and all its files that have errors.

    Where the newest file has errors, an older one is not the latest: the newest stands for it, unscored.
    With `forgets` the project forgets what was read, so that memory does not grow with the number of dates.
    Drafts that are newer are noted in the selection as passed over.
    """
    newest: dict[str, AssessmentFile] = {}
    drafts: dict[str | None, dict[str, str | None]] = {}
    for place in project.layout.by_subject.get(subject, ()):
        loaded = project.load_assessment(place)
        if not which.is_under(loaded):
            continue
        framework = framework_of(loaded)
        if is_draft(loaded) and not which.drafts:
            drafts.setdefault(framework, {})[loaded.path] = loaded.root
            continue
        drafts.pop(framework, None)
        if loaded.scorable is not None and framework is not None:
            newest[framework] = loaded
        else:
            yield loaded
            if framework is None:
                newest.clear()
            newest.pop(framework or "", None)
    if forgets:
        project.forget()
    for paths in drafts.values():
        selection.passed_over |= paths
    yield from newest.values()


def _at_revision(project: Project, revision: Revision, path: str, shown: str = "") -> TargetFile:
    """Return a file at a revision by its path in the repository; a loose one is shown as it was typed."""
    tree = project.tree
    assert isinstance(tree, GitTree), "it is a project at a revision"
    below = path.removeprefix(tree.prefix)
    if parse_path(below) is not None:
        return TargetFile(project, Location(tree, below))
    shown = shown or f"{revision.name}:{path}"
    return TargetFile(project, Location(LoneFile(shown, lambda: revision.read(path)), shown))


def _add_assessment(file: TargetFile, selection: Selection, *, in_folder: bool) -> bool:
    """Add an assessment's file; of what was found in a folder return whether it is one of ours."""
    if file.add_if_misplaced(selection):
        return True
    place, shown = file.location.place, file.location.shown
    kind = ASSESSMENT if place is None else kind_of(place.path)
    loaded = file.load_assessment() if kind is ASSESSMENT else None
    if loaded is not None and place is None:
        if in_folder and not _says_assessment(loaded):
            return False
        kind = FRAMEWORK if loaded.claims.get("kind") == FRAMEWORK.name else ASSESSMENT
    if loaded is not None and kind is ASSESSMENT:
        return selection.add([loaded])
    if in_folder:
        return False
    hint = f"scorecard show {shown}" if kind is FRAMEWORK else None
    raise UsageError(f"{shown} is {kind.called}, not an assessment", hint=hint)


def _says_assessment(loaded: AssessmentFile) -> bool:
    """Whether a file says that it is an assessment, even where it cannot be read as YAML."""
    document = loaded.document
    if document is None or document.data is not None:
        return loaded.claims.get("kind") == ASSESSMENT.name
    return ASSESSMENT.is_said_by(document.text)


def _check(project: Project, places: Sequence[AssessmentPath], selection: Selection, watch: Watch) -> None:
    """Add files of a project that were checked, each with its framework.

    Each is forgotten before the next is read, into memory still at hand: of a good one the name is kept,
    of another its text and what there is to say of it.
    """
    known: set[FrameworkRef | None] = {None}
    subject = None
    for place in watch(places):
        if place.subject != subject:  # its newest file is asked for its name, and kept until then
            project.forget()
            subject = place.subject
        loaded = project.load(project.locate(place), ASSESSMENT, keeps=False)
        if loaded.diagnostics:
            document = loaded.document and replace(loaded.document, data=None)
            selection.add([replace(loaded, content=None, document=document)])
        else:
            selection.good.add(loaded.file)
        ref = loaded.content.framework if loaded.content else None
        if ref not in known:
            known.add(ref)
            framework = project.find_framework(ref) if ref else None
            selection.frameworks += [framework] if framework else []
    project.forget()


def _add_gone(project: Project, selection: Selection, folder: Path) -> None:
    """Add what was published below a folder and is there no more, where that is asked for."""
    root, folder = project.root, Path(os.path.abspath(folder))
    if project.publication is not None and root is not None:
        gone = project.publication.gone()
        selection.add_misplaced([each for each in gone if (root / each.path).is_relative_to(folder)], project)
