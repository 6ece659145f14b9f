"""What a command line names, found: in projects, on disk, at git revisions, on standard input."""

import os
import sys
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from scorecard.errors import NotFoundError
from scorecard.files.folder import FolderTree, LoneFile, find_yaml, leads_out, read_file
from scorecard.files.git import GitTree, find_head_tree, find_revision, find_tree, path_from_top
from scorecard.model.file_names import FrameworkPath, MisplacedPath, is_nearly_yaml_name, is_yaml_name
from scorecard.model.kinds import ASSESSMENT, FRAMEWORK, Kind, in_nearly_our_folder, kind_of, parse_path
from scorecard.model.lexical import FrameworkRef, Model, is_version, suggest
from scorecard.project.library import Project, find_root
from scorecard.project.loader import AnyFile, FrameworkFile, Location
from scorecard.project.published import Publication, find_past
from scorecard.project.targets import FileTarget, NameTarget, PathTarget, RevisionTarget, StdinTarget, Target
from scorecard.reading.document import MAX_BYTES


class TargetFile(NamedTuple):
    """A file that a target stands for, and the project in which its framework is looked up."""

    project: Project
    location: Location

    @property
    def misplaced(self) -> MisplacedPath | None:
        place = parse_path(self.location.path)
        return place if isinstance(place, MisplacedPath) else None

    def load(self) -> AnyFile:
        """Read it as what its place says that it is, or else its content."""
        if self.location.place is not None:
            return self.project.load_beside(self.location, kind_of(self.location.path))
        framework = self.project.load(self.location, FRAMEWORK)
        said = framework.said or ASSESSMENT
        return framework if said is FRAMEWORK else self.project.load_beside(self.location, said)


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
        fixed = project and Path(os.path.abspath(project))
        self._find_root = cache(find_root if fixed is None else lambda _: fixed)
        self._open_once = cache(self._open)
        self._find_revision = cache(find_revision)
        self._at_revisions: dict[tuple[str, str], Project] = {}

    def _open(self, root: Path | None) -> Project:
        past = find_head_tree(root) if root is not None and self._compares else None
        project = Project(root, past=past)
        if self._since is not None:
            project.publication = publication = Publication(*find_past(project, self._since))
            if publication.missing is not None:
                self.not_compared.append(publication.missing)
        return project

    @property
    def here(self) -> Project:
        return self.project_of(Path())

    def project_of(self, folder: Path) -> Project:
        """Return the project that a folder is in."""
        return self._open_once(self._find_root(Path(os.path.abspath(folder))))

    def open_here(self) -> Project:
        """Return the project of the working directory, which has to be there."""
        if self.here.root is None:
            near = next(filter(None, map(in_nearly_our_folder, FolderTree(Path()).folders())), None)
            hint = "go to a project's folder, or name one with --project DIR"
            if near is not None:
                hint = f"there is a folder {near.path}: {near.help}"
            message = "there is no project here: no folder frameworks/ or assessments/, here or above"
            raise NotFoundError(message, hint=hint)
        return self.here

    # From a target to files

    def files_below(self, target: FileTarget, kind: Kind[Model] | None = None) -> list[TargetFile] | None:
        """Return the files below a folder, on disk or at a revision; None where a target is no folder.

        `kind` is that of the files that are asked for; None where any is. A link that leads out of its
        project is no folder to look into.
        """
        match target:
            case PathTarget(path):
                if not Path(path).is_dir() or leads_out(path, self.project_of(Path(path).parent).root):
                    return None
                inside = self.project_of(Path(path)).root or Path(os.path.abspath(path))
                is_asked_for = is_nearly_yaml_name if kind is None else is_yaml_name
                return [self._on_disk(Path(each), kind) for each in find_yaml(path, inside, is_asked_for)]
            case RevisionTarget():
                tree, top = self._at(target)
                files = tree.files_below(top)
                tree.read_ahead(files)
                return [self._at_revision(tree, each) for each in files] or None
            case StdinTarget():
                return None

    def resolve(self, target: FileTarget, kind: Kind[Model] | None = None) -> TargetFile:
        """Return the file that a target other than a name stands for, be there one or not."""
        match target:
            case PathTarget(path):
                return self._on_disk(Path(path), kind)
            case RevisionTarget():
                tree, path = self._at(target)
                return self._at_revision(tree, path, str(target))
            case StdinTarget():
                return TargetFile(self.here, Location(LoneFile(str(target), lambda: self._stdin), ""))

    def _on_disk(self, path: Path, kind: Kind[Model] | None) -> TargetFile:
        """Return a file on disk; one that is not there has the place of a framework alone."""
        project = self.project_of(path.parent)
        inside = project.path_of(path)
        place = parse_path(inside) if inside else None
        is_there = os.path.lexists(path) or (isinstance(place, FrameworkPath) and kind is not ASSESSMENT)
        if place is not None and is_there:
            return TargetFile(project, Location(project.tree, place.path))
        shown = inside or path.as_posix()
        lone = LoneFile(shown, lambda: read_file(path, project.root), os.path.abspath(path))
        return TargetFile(project, Location(lone, lone.name))

    def _at(self, target: RevisionTarget) -> tuple[GitTree, str]:
        folder = Path(target.folder)
        return GitTree(self._find_revision(target.revision, folder)), path_from_top(target.path, folder)

    def _at_revision(self, top: GitTree, path: str, shown: str = "") -> TargetFile:
        """Return a file by its path in the repository; one that is in no project is shown as it was typed."""
        tree = find_tree(top.revision, path) or top
        project = self._at_revisions.setdefault((top.revision.commit, tree.prefix), Project(None, tree))
        below = path.removeprefix(tree.prefix)
        if parse_path(below) is not None:
            return TargetFile(project, Location(project.tree, below))
        shown = shown or top.shown(path)
        return TargetFile(project, Location(LoneFile(shown, lambda: top.read(path)), shown))

    @cached_property
    def _stdin(self) -> bytes:
        """Standard input's bytes, up to just over the limit; the same however often it is named."""
        try:
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        except OSError as error:
            message = f"standard input cannot be read: {error.strerror}"
            raise NotFoundError(message, hint="name a file, or pipe one in") from None

    # Frameworks

    def load_framework(self, target: Target) -> FrameworkFile:
        """Return the framework that a target stands for; without a version, the newest."""
        if not isinstance(target, NameTarget):
            project, location = self.resolve(target, FRAMEWORK)
            return project.load(location, FRAMEWORK)
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
