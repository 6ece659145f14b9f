"""The files that a command line names: found in projects, on disk, at git revisions, on standard input."""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from scorecard.errors import NotFoundError, ScorecardError, UsageError
from scorecard.files.folder import FolderTree, find_yaml, leads_out, read_file
from scorecard.files.git import Revision, find_head_tree, find_revision, find_tree, path_from_top
from scorecard.model.file_names import (
    ASSESSMENTS,
    AssessmentPath,
    FrameworkPath,
    MisplacedPath,
    Place,
    in_nearly_our_folder,
    is_nearly_yaml_name,
    is_yaml_name,
    parse_path,
)
from scorecard.model.framework import Framework
from scorecard.model.source import FrameworkRef, is_version, suggest
from scorecard.project.library import Project, find_root
from scorecard.project.loader import Loaded
from scorecard.project.published import find_publication
from scorecard.project.selection import Selection, Wanted, find_dated, framework_of, latest, says_assessment
from scorecard.project.targets import (
    STDIN,
    NameTarget,
    PathTarget,
    RevisionTarget,
    StdinTarget,
    Target,
    parse_target,
)
from scorecard.reading.document import MAX_BYTES

Watch = Callable[[Sequence[AssessmentPath]], Iterable[AssessmentPath]]
"""Passes files on, one after the other, and may show how far it is."""


class Workspace:
    """Finds what is named: in the project that `--project` names, else in the nearest one upwards."""

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
        self._at_revision: dict[tuple[str, str], Project] = {}

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
        self,
        targets: Sequence[str],
        *,
        framework: str | None = None,
        drafts: bool = False,
        forgets: bool = False,
    ) -> Selection:
        """Return the assessments that targets stand for; without any, the latest of every subject.

        Drafts are passed over, unless they are wanted or one is the only target: a shell spells out the names
        in a folder. `forgets` says that no earlier ones will be asked for: they are not kept in memory.
        """
        selection = Selection()
        wanted = Wanted(framework, drafts)
        if framework is not None and framework not in self.here.framework_ids():
            hint = suggest(framework, self.here.framework_ids())
            if "@" in framework:
                hint = f"write the id alone: {framework.partition('@')[0]}"
            raise NotFoundError(f"there is no framework {framework}", hint=hint)
        if not targets:
            self._select_latest_of_all(selection, wanted, forgets=forgets)
        for text in targets:
            before = len(selection.assessments)
            try:
                target = parse_target(text)
                self._select(target, selection, wanted)
                if not drafts and (len(set(targets)) > 1 or self._may_hold_several(target)):
                    selection.pass_over_drafts(before)
            except ScorecardError as error:
                selection.problems.append(error)
        if selection.passed_over and not (selection.assessments or selection.misplaced or selection.problems):
            message = "there is nothing here but drafts"
            selection.problems.append(NotFoundError(message, hint=wanted.hint))
        return selection

    def _may_hold_several(self, target: Target) -> bool:
        """Whether a target is a folder, now or at a revision."""
        match target:
            case PathTarget(path):
                return self._is_folder(Path(path))
            case RevisionTarget():
                revision, top = self._file_at(target)
                return bool(revision.files_below(top))
            case _:
                return False

    def _select_latest_of_all(self, selection: Selection, wanted: Wanted, *, forgets: bool) -> None:
        project = self._project_here()
        selection.frameworks += project.own_frameworks()
        for subject in project.layout.subjects():
            selection.add(latest(project, subject, wanted, selection, forgets=forgets))
        selection.add_misplaced(project.misplaced(), project)
        if not selection.assessments and not selection.misplaced:
            hint = "they stand in assessments/<subject>/<YYYY-MM-DD>.yaml"
            if project.layout.assessments:
                hint = wanted.hint
            raise NotFoundError(f"there are no assessments{wanted.words} here", hint=hint)

    def _select(self, target: Target, selection: Selection, wanted: Wanted) -> None:
        match target:
            case StdinTarget():
                selection.add([self.here.load_loose_assessment(STDIN, self._read_stdin)])
            case RevisionTarget():
                self._select_at_revision(target, selection, wanted)
            case PathTarget(path):
                self._select_path(Path(path), selection, wanted)
            case NameTarget():
                self._select_name(target, selection, wanted)

    def _project_at(self, target: RevisionTarget) -> tuple[Project, str, Callable[[], bytes]]:
        """Return the project as it was at a revision, the path of the file in it, and what reads the file."""
        return self._project_in(*self._file_at(target))

    def _file_at(self, target: RevisionTarget) -> tuple[Revision, str]:
        """Return a revision and the path in it, from the top of the repository."""
        folder, key = Path(target.folder), (target.revision, target.folder)
        if key not in self._revisions:
            self._revisions[key] = find_revision(target.revision, folder)
        return self._revisions[key], path_from_top(target.path, folder)

    def _project_in(self, revision: Revision, path: str) -> tuple[Project, str, Callable[[], bytes]]:
        tree = find_tree(revision, path)
        prefix = tree.prefix if tree else ""
        project = self._at_revision.setdefault((revision.commit, prefix), Project(None, tree))
        return project, path.removeprefix(prefix), lambda: revision.read(path)

    def _select_at_revision(self, target: RevisionTarget, selection: Selection, wanted: Wanted) -> None:
        """Add a file as it was, or every assessment that was in a folder."""
        revision, top = self._file_at(target)
        files = revision.files_below(top)
        if not files:
            project, path, read = self._project_in(revision, top)
            self._add(project, Named(str(target), str(target), parse_path(path), read), selection)
            return
        revision.read_ahead(files)
        before = len(selection.assessments)
        added = [self._add_found_at(revision, file, selection) for file in files]
        _keep_wanted(selection, before, wanted, str(target))
        if not any(added):
            raise _nothing_in(str(target))

    def _add_found_at(self, revision: Revision, file: str, selection: Selection) -> bool:
        """Add a file that was in a folder at a revision, unless it is none of ours; return whether it is."""
        shown = f"{revision.name}:{file}"
        project, path, read = self._project_in(revision, file)
        place = parse_path(path)
        if isinstance(place, FrameworkPath):
            return False
        if place is None:
            loose = project.load_loose_assessment(shown, read, file=shown)
            return says_assessment(loose) and selection.add([loose])
        self._add(project, Named(shown, shown, place, read), selection)
        return True

    def _select_path(self, path: Path, selection: Selection, wanted: Wanted) -> None:
        before = len(selection.assessments)
        if not self._is_folder(path):
            self._add_file(path, selection)
            added = [True]
        else:
            added = [self._add_found(found, selection) for found in self._find_yaml(path)]
        _keep_wanted(selection, before, wanted, str(path))
        if not any(added):
            raise _nothing_in(str(path))

    def _is_folder(self, path: Path) -> bool:
        """Whether a path is a folder to look into; a link that leads out of its project is none."""
        return path.is_dir() and not leads_out(path, self.project_of(path.parent).root)

    def _find_yaml(self, folder: Path, wanted: Callable[[str], bool] = is_yaml_name) -> list[Path]:
        """Return every YAML file below a folder; outside any project no link leads out of the folder."""
        inside = self.project_of(folder).root or Path(os.path.abspath(folder))
        return [Path(path) for path in find_yaml(folder, inside, wanted)]

    def _add_found(self, path: Path, selection: Selection) -> bool:
        """Add a file that was found in a folder, unless it is none of ours; return whether it is."""
        project = self.project_of(path.parent)
        place = project.place_of(path)
        if isinstance(place, FrameworkPath):
            return False
        if place is None:
            shown = project.shown(path)
            read = _reader(path, project)
            loose = project.load_loose_assessment(shown, read, file=os.path.abspath(path))
            return says_assessment(loose) and selection.add([loose])
        self._add_file(path, selection)
        return True

    def _add_file(self, path: Path, selection: Selection) -> None:
        project = self.project_of(path.parent)
        shown = project.shown(path)
        place = project.place_of(path) if os.path.lexists(path) else None
        named = Named(shown, os.path.abspath(path), place, _reader(path, project))
        self._add(project, named, selection)

    def _add(self, project: Project, named: "Named", selection: Selection) -> None:
        """Add a file that was named, by what its name says."""
        if project.tree is not None and isinstance(named.place, AssessmentPath):
            selection.add([project.load_assessment(named.place)])
        elif isinstance(named.place, MisplacedPath):
            selection.add_misplaced([project.diagnose_misplaced(named.place)], project)
        elif isinstance(named.place, FrameworkPath):
            raise _is_framework(named.shown)
        else:
            loose = project.load_loose_assessment(named.shown, named.read, file=named.file)
            if loose.claims.get("kind") == "framework":
                raise _is_framework(named.shown)
            selection.add([loose])

    def _select_name(self, target: NameTarget, selection: Selection, wanted: Wanted) -> None:
        project = self.here
        is_misplaced = selection.add_misplaced(project.misplaced(below=f"assessments/{target.id}/"), project)
        if target.id not in project.layout.subjects():
            if not is_misplaced:
                raise _no_such_subject(target, project)
        elif target.at is not None:
            selection.add([find_dated(project, target, wanted)])
        elif not selection.add(latest(project, target.id, wanted, selection)) and not is_misplaced:
            raise NotFoundError(f"{target.id} has no assessment{wanted.words} to show", hint=wanted.hint)

    def project_with(self, target: Target) -> Project:
        """Return the project in which a target's framework is looked up."""
        match target:
            case RevisionTarget():
                return self._project_at(target)[0]
            case PathTarget(path):
                return self.project_of(Path(path).parent)
            case StdinTarget() | NameTarget():
                return self.here

    def select_file(self, target: Target) -> Selection:
        """Return the one file, framework or assessment, that a target other than a name stands for."""
        if isinstance(target, RevisionTarget):
            revision, top = self._file_at(target)
            if revision.files_below(top):
                raise UsageError(f"{target} is a folder", hint="name a file, a subject or a framework")
        selection = Selection()
        self._select_either(target, selection)
        return selection

    # Files of either kind

    def select_files(self, targets: Sequence[str], watch: Watch) -> Selection:
        """Return the frameworks and assessments that targets stand for; without any, the whole project's.

        Where they stand for many, these are only checked: of good ones the names alone stay.
        """
        selection = Selection()
        if not targets:
            self._select_project(self._project_here(), selection, watch)
        for text in targets:
            try:
                self._select_file(parse_target(text), selection, watch)
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

    def _select_project(self, project: Project, selection: Selection, watch: Watch) -> None:
        selection.frameworks += project.own_frameworks()
        self._check(project, project.layout.assessments, selection, watch)
        selection.add_misplaced([*project.misplaced(), *project.overlooked()], project)
        self._add_gone(project, selection, Path(project.root or ""))

    def _add_gone(self, project: Project, selection: Selection, folder: Path) -> None:
        """Add what was published below a folder and is there no more, where that is asked for."""
        root, folder = project.root, Path(os.path.abspath(folder))
        if project.publication is not None and root is not None:
            gone = project.publication.gone()
            selection.add_misplaced(
                [each for each in gone if (root / each.path).is_relative_to(folder)], project
            )

    def _check(
        self, project: Project, places: Sequence[AssessmentPath], selection: Selection, watch: Watch
    ) -> None:
        """Add files of a project that were checked, each with its framework.

        Each is forgotten before the next is read, into memory still at hand: of a good one the name is kept,
        of another its text and what there is to say of it.
        """
        known: set[FrameworkRef | None] = {None}
        subject = None
        for place in watch(places):
            if place.subject != subject:  # its newest file is asked for its name, and kept until then
                project.forget_assessments()
                subject = place.subject
            loaded = project.load_unkept(place)
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
        project.forget_assessments()

    def _select_file(self, target: Target, selection: Selection, watch: Watch) -> None:
        match target:
            case PathTarget(path) if self._is_folder(Path(path)):
                self._select_folder(Path(path), selection, watch)
            case NameTarget() if target.id in self.here.layout.subjects():
                everything = Wanted(None, drafts=True)
                if target.at is not None:
                    selection.add([find_dated(self.here, target, everything)])
                else:
                    self._check(self.here, self.here.layout.by_subject[target.id], selection, watch)
                    self._add_gone(self.here, selection, Path(self.here.root or "", ASSESSMENTS, target.id))
            case NameTarget():
                selection.frameworks.append(self.load_framework(target))
            case _:
                self._select_either(target, selection)

    def _select_folder(self, folder: Path, selection: Selection, watch: Watch) -> None:
        found = self._find_yaml(folder, is_nearly_yaml_name)
        placed: dict[Path | None, list[AssessmentPath]] = {}
        for path in found:
            project = self.project_of(path.parent)
            place = project.place_of(path)
            if isinstance(place, FrameworkPath):
                selection.frameworks.append(self._framework_at(path))
            elif isinstance(place, AssessmentPath):
                placed.setdefault(project.root, []).append(place)
            elif place is not None or is_yaml_name(path.name):
                self._add_found(path, selection)
        for root, places in placed.items():
            project = self.project_of(root or Path())
            self._check(project, places, selection, watch)
            self._add_gone(project, selection, folder)
        if not found:
            raise NotFoundError(f"there are no YAML files in {folder}", hint="name a folder that holds some")

    def _select_either(self, target: Target, selection: Selection) -> None:
        """Add a file that is a framework or an assessment: its place says which, or else its content."""
        place = self._place_of(target)
        if isinstance(place, MisplacedPath):
            project = self.project_with(target)
            selection.add_misplaced([project.diagnose_misplaced(place)], project)
            return
        if isinstance(place, AssessmentPath):
            self._select(target, selection, Wanted(None, drafts=True))
            return
        framework = self.load_framework(target)
        if isinstance(framework.place, FrameworkPath) or framework.claims.get("kind") == "framework":
            selection.frameworks.append(framework)
        else:
            self._select(target, selection, Wanted(None, drafts=True))

    def _place_of(self, target: Target) -> Place | None:
        """Return the place in a project of a file that is named by its path; None where it has none there."""
        match target:
            case PathTarget(path) if os.path.lexists(path):
                return self.project_of(Path(path).parent).place_of(Path(path))
            case RevisionTarget():
                return parse_path(self._project_at(target)[1])
            case _:
                return None

    # Frameworks

    def select_framework(self, text: str) -> Loaded[Framework]:
        """Return the framework that a target's text stands for; without a version, the newest."""
        return self.load_framework(parse_target(text))

    def load_framework(self, target: Target) -> Loaded[Framework]:
        """Return the framework that a target stands for; without a version, the newest."""
        match target:
            case StdinTarget():
                return self.here.load_loose_framework(STDIN, self._read_stdin)
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
        shown, read = project.shown(path), _reader(path, project)
        return project.load_loose_framework(shown, read, file=os.path.abspath(path))

    def _named_framework(self, target: NameTarget) -> Loaded[Framework]:
        project = self.here
        if target.id not in project.framework_ids():
            if Path(target.id).exists():
                hint = f"for the folder or file write ./{target.id}"
                raise NotFoundError(f"there is no framework {target.id}", hint=hint)
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


class Named(NamedTuple):
    """A file that was named: how messages show it, what it is, what its name says, what reads it."""

    shown: str
    file: str
    place: Place | None
    read: Callable[[], bytes]


def _keep_wanted(selection: Selection, before: int, wanted: Wanted, where: str) -> None:
    """Keep of the assessments that were added last those under the framework that is wanted."""
    if wanted.framework is None:
        return
    named = selection.assessments[before:]
    selection.assessments[before:] = [
        each for each in named if framework_of(each) in (None, wanted.framework)
    ]
    if named and len(selection.assessments) == before:
        raise NotFoundError(f"there is no assessment{wanted.words} in {where}", hint=wanted.hint)


def _nothing_in(where: str) -> NotFoundError:
    hint = "name a folder that holds assessments' files"
    return NotFoundError(f"there are no assessments in {where}", hint=hint)


def _reader(path: Path, project: Project) -> Callable[[], bytes]:
    """Return what reads a file on disk, unless a link takes it out of the project."""
    return lambda: read_file(path, project.root)


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
