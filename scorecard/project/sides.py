"""The two sides that a command line asks to compare: two assessments, or two frameworks."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from scorecard.errors import NotFoundError, UsageError
from scorecard.model.framework import Framework
from scorecard.model.kinds import FRAMEWORK
from scorecard.model.lexical import FrameworkRef
from scorecard.project.library import Project
from scorecard.project.loader import AnyFile, FrameworkFile
from scorecard.project.resolve import Workspace
from scorecard.project.selection import Selection, latest
from scorecard.project.targets import (
    AssessmentFilter,
    FileTarget,
    NameTarget,
    PathTarget,
    RevisionTarget,
    StdinTarget,
    Target,
    find_dated,
    is_subject,
    parse_target,
    refuse_several,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Two files of a kind to compare, and the projects in which versions between theirs are looked up.

    `is_moved` says that they are one and the same, whose file was renamed.
    """

    before: AnyFile
    after: AnyFile
    projects: tuple[Project, ...]
    is_moved: bool = False

    @property
    def paths(self) -> tuple[str, str]:
        return self.before.path, self.after.path

    def find(self, ref: FrameworkRef) -> Framework | None:
        """Return a framework without errors, from the project of the side after before that of the other."""
        return next((found for each in self.projects if (found := each.find_good(ref))), None)


class _Side(NamedTuple):
    """One side: a file, and the project in which its framework is looked up."""

    file: AnyFile
    project: Project


_Two = tuple[_Side | None, _Side | None]


def choose_sides(
    workspace: Workspace, old: str, new: str | None, which: AssessmentFilter, selection: Selection
) -> Sides | None:
    """Return what one or two targets ask to compare; None where a file that was named is in a wrong place.

    Files in wrong places are added to the selection.
    """
    which.check(workspace.here)
    chooser = _Chooser(workspace, which, selection)
    if new is None:
        before, after = chooser.around(parse_target(old))
    else:
        first, second = parse_target(old), parse_target(new)
        if first == second == StdinTarget():
            raise UsageError("standard input is on both sides", hint="name a file on one of them")
        before, after = chooser.side(first), chooser.side(second)
    if before is None or after is None:
        return None
    for side in (before, after):
        _check_side(side.file, which)
    one, other = before.file, after.file
    if one.kind is not other.kind:
        words = f"{one.path} is {one.kind.called} and {other.path} {other.kind.called}"
        raise UsageError(words, hint="name two assessments, or two frameworks")
    projects = tuple(dict.fromkeys((after.project, before.project)))
    return Sides(before=one, after=other, projects=projects)


def _check_side(file: AnyFile, which: AssessmentFilter) -> None:
    if which.framework is None:
        return
    if file.kind is FRAMEWORK:
        hint = "--framework chooses among the assessments of a subject; leave it out"
        raise UsageError(f"{file.path} is a framework", hint=hint)
    if not which.is_under(file):
        words = f"{file.path} is under {file.framework_id}, not under {which.framework}"
        raise UsageError(words, hint="leave --framework out")


class _Chooser:
    def __init__(self, workspace: Workspace, which: AssessmentFilter, selection: Selection) -> None:
        self._workspace = workspace
        self._which = which
        self._selection = selection

    # Two targets

    def side(self, target: Target) -> _Side | None:
        """Return what one of two targets stands for: of a subject its latest, of a framework its newest."""
        if not isinstance(target, NameTarget):
            return self._file_side(target)
        project = self._workspace.here
        if not is_subject(target, project):
            return _Side(self._workspace.load_framework(target), project)
        self._add_misplaced(target.id)
        if target.at is not None:
            return _Side(find_dated(project, target, self._which), project)
        found = list(latest(project, target.id, self._which, self._selection))
        if not found:
            words = f"{target.id} has no assessment{self._which.words} to compare"
            raise NotFoundError(words, hint=self._which.hint)
        refuse_several(target.id, found)
        return _Side(found[-1], project)

    def _file_side(self, target: FileTarget) -> _Side | None:
        if isinstance(target, PathTarget):
            _check_path(target.path)
        elif self._workspace.files_below(target):
            raise _is_folder(str(target))
        file = self._workspace.resolve(target)
        return None if self._selection.add_if_misplaced(file) else _Side(file.load(), file.project)

    def _add_misplaced(self, subject: str) -> None:
        project = self._workspace.here
        self._selection.add_misplaced(project.misplaced(subject), project)

    # One target

    def around(self, target: Target) -> _Two:
        """Return what one target asks to compare: the last two, one and the one before, HEAD and now."""
        match target:
            case StdinTarget():
                raise UsageError("standard input has no side to compare with", hint="name a second file")
            case RevisionTarget():
                self._workspace.files_below(target)  # a revision that there is not is told first
                hint = f"name the other too, such as {target.path} as it is now"
                raise UsageError(f"{target} is one side only", hint=hint)
            case PathTarget(path):
                now = self._file_side(target)
                if now is not None and not now.file.opened:
                    self._selection.add_file(now.file)
                    return None, None
                then = RevisionTarget("HEAD", f"./{Path(path).name}", str(Path(path).parent))
                before = self._file_side(then) if now is not None else None
                if before is not None and not before.file.opened:
                    hint = "name a second file, or its subject to compare it with the one before"
                    raise NotFoundError(f"{path} is not in the last commit: it is new", hint=hint)
                return before, now
            case NameTarget():
                if not is_subject(target, self._workspace.here):
                    return self._last_two_versions(target)
                self._add_misplaced(target.id)
                return self._last_two(target)

    def _last_two(self, target: NameTarget) -> _Two:
        """Return a subject's last two assessments, or one and the one before it, under one framework."""
        project, which = self._workspace.here, self._which
        files = [project.load_assessment(place) for place in project.layout.by_subject[target.id]]
        last = None if target.at is None else find_dated(project, target, which)
        if last is not None:
            which = AssessmentFilter(last.framework_id or which.framework, which.drafts)
            files = files[: files.index(last) + 1]
        found = [file for file in files if file is last or which.holds(file)]
        if last is None:
            refuse_several(target.id, found)
        if len(found) < 2:
            few = "is no assessment" if not found else "is only one assessment"
            limit = f" up to {target.at}" if target.at else ""
            hint = which.hint if target.at is None else "it is the earliest: name a later one"
            words = f"there {few} of {target.id}{which.words}{limit}: nothing to compare"
            raise NotFoundError(words, hint=hint)
        before, after = found[-2:]
        is_like = AssessmentFilter(after.framework_id or which.framework, drafts=True).is_under
        self._selection.passed_over |= {
            file.path: file.root
            for file in files[files.index(before) :]
            if file not in found and is_like(file)
        }
        return _Side(before, project), _Side(after, project)

    def _last_two_versions(self, target: NameTarget) -> _Two:
        project = self._workspace.here
        after = self._workspace.load_framework(target)
        replaces = after.content.replaces if target.at is not None and after.content else None
        before = (replaces and project.find_framework(replaces)) or version_before(after, target.id, project)
        if before is None:
            hint = "name two frameworks, or a file to compare HEAD with the working copy"
            raise NotFoundError(f"there is no version before {target}: nothing to compare", hint=hint)
        return _Side(before, project), _Side(after, project)


def version_before(framework: FrameworkFile, id: str, project: Project) -> FrameworkFile | None:
    """Return the version of a framework before one by their numbers, if there is any."""
    versions = project.framework_versions(id)
    at = next((at for at, version in enumerate(versions) if version.file == framework.file), 0)
    return versions[at - 1] if at else None


def _check_path(path: str) -> None:
    if Path(path).is_dir():
        raise _is_folder(path)
    revision, colon, _ = path.partition(":")
    if colon and "/" in revision and not os.path.lexists(path):
        hint = f"a / before the : makes it a path, not a revision; write $(git rev-parse {revision}):…"
        raise NotFoundError(f"there is no file {path}", hint=hint)


def _is_folder(path: str) -> UsageError:
    return UsageError(f"{path} is a folder", hint="name a file, a subject or a framework")
