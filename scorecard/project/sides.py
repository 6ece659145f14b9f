"""The two sides that a command line asks to compare: two assessments, or two frameworks."""

import os
from dataclasses import dataclass
from pathlib import Path

from scorecard.errors import NotFoundError, UsageError
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import Framework
from scorecard.model.source import FormError, FrameworkRef, is_version, listing, parse_date, suggest
from scorecard.project.library import Project
from scorecard.project.loader import Loaded, LoadedAssessment
from scorecard.project.selection import Selection, Wanted, find_dated, framework_of, latest
from scorecard.project.targets import (
    NameTarget,
    PathTarget,
    RevisionTarget,
    StdinTarget,
    Target,
    parse_target,
)
from scorecard.project.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sides:
    projects: tuple[Project, ...]

    def find(self, ref: FrameworkRef) -> Framework | None:
        """Return a framework without errors, from the project of the side after before that of the other."""
        return next((found for each in self.projects if (found := each.find_good(ref))), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentSides(_Sides):
    """Two assessments to compare, and the projects in which versions between theirs are looked up.

    `is_moved` says that they are one and the same, whose file was renamed.
    """

    before: LoadedAssessment
    after: LoadedAssessment
    is_moved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkSides(_Sides):
    """Two frameworks to compare, and the projects in which versions between them are looked up."""

    before: Loaded[Framework]
    after: Loaded[Framework]


AnySides = AssessmentSides | FrameworkSides


@dataclass(frozen=True, slots=True)
class _Side:
    """One side: a file, and the project in which its framework is looked up."""

    file: LoadedAssessment | Loaded[Framework]
    project: Project


def choose_sides(
    workspace: Workspace, old: str, new: str | None, wanted: Wanted, selection: Selection
) -> AnySides | None:
    """Return what one or two targets ask to compare; None where a file that was named is in a wrong place.

    Files in wrong places are added to the selection.
    """
    _check_framework(wanted, workspace.here)
    chooser = _Chooser(workspace, wanted, selection)
    if new is None:
        sides = chooser.around(parse_target(old))
    else:
        targets = parse_target(old), parse_target(new)
        if targets == (StdinTarget(), StdinTarget()):
            raise UsageError("standard input is on both sides", hint="name a file on one of them")
        sides = (chooser.side(targets[0]), chooser.side(targets[1]))
    before, after = sides
    if before is None or after is None:
        return None
    for side in (before, after):
        _check_side(side, wanted)
    projects = (after.project,) if before.project is after.project else (after.project, before.project)
    match before.file, after.file:
        case LoadedAssessment() as one, LoadedAssessment() as other:
            return AssessmentSides(before=one, after=other, projects=projects)
        case LoadedAssessment(), _:
            raise _unlike(f"{before.file.path} is an assessment and {after.file.path} a framework")
        case _, LoadedAssessment():
            raise _unlike(f"{before.file.path} is a framework and {after.file.path} an assessment")
        case one, other:
            return FrameworkSides(before=one, after=other, projects=projects)


def _unlike(message: str) -> UsageError:
    return UsageError(message, hint="name two assessments, or two frameworks")


def _check_framework(wanted: Wanted, project: Project) -> None:
    ids = project.framework_ids()
    if wanted.framework is not None and wanted.framework not in ids:
        raise NotFoundError(f"there is no framework {wanted.framework}", hint=suggest(wanted.framework, ids))


def _check_side(side: _Side, wanted: Wanted) -> None:
    """Refuse a file that is not under the framework that was asked for."""
    if wanted.framework is None:
        return
    if not isinstance(side.file, LoadedAssessment):
        raise UsageError(
            f"{side.file.path} is a framework",
            hint="--framework chooses among the assessments of a subject; leave it out",
        )
    id = framework_of(side.file)
    if id not in (None, wanted.framework):
        raise UsageError(
            f"{side.file.path} is under {id}, not under {wanted.framework}", hint="leave --framework out"
        )


_Two = tuple[_Side | None, _Side | None]


class _Chooser:
    """Finds sides in a workspace, by which assessments count."""

    def __init__(self, workspace: Workspace, wanted: Wanted, selection: Selection) -> None:
        self._workspace = workspace
        self._wanted = wanted
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
            return _Side(find_dated(project, target, self._wanted), project)
        found = list(latest(project, target.id, self._wanted, self._selection))
        if not found:
            raise NotFoundError(
                f"{target.id} has no assessment{self._wanted.words} to compare", hint=self._wanted.hint
            )
        _refuse_several(target, [framework_of(loaded) for loaded in found])
        return _Side(found[-1], project)

    def _file_side(self, target: Target) -> _Side | None:
        if isinstance(target, PathTarget):
            _check_path(target.path)
        found = self._workspace.select_file(target)
        project = self._workspace.project_with(target)
        files: list[LoadedAssessment | Loaded[Framework]] = [*found.frameworks, *found.assessments]
        if files:
            return _Side(files[0], project)
        self._selection.add_misplaced(found.misplaced, project)
        return None

    def _add_misplaced(self, subject: str) -> None:
        project = self._workspace.here
        self._selection.add_misplaced(project.misplaced(below=f"assessments/{subject}/"), project)

    # One target

    def around(self, target: Target) -> _Two:
        """Return what one target asks to compare: the last two, one and the one before, HEAD and now."""
        match target:
            case StdinTarget():
                raise UsageError("standard input has no side to compare with", hint="name a second file")
            case RevisionTarget():
                self._workspace.project_with(target)
                raise UsageError(
                    f"{target} is one side only",
                    hint=f"name the other too, such as {target.path} as it is now",
                )
            case PathTarget(path):
                now = self._file_side(target)
                if now is not None and not now.file.opened:
                    self._selection.add_file(now.file)
                    return None, None
                then = RevisionTarget("HEAD", f"./{Path(path).name}", str(Path(path).parent))
                before = self._file_side(then) if now is not None else None
                if before is not None and not before.file.opened:
                    raise NotFoundError(
                        f"{path} is not in the last commit: it is new",
                        hint="name a second file, or its subject to compare it with the one before",
                    )
                return before, now
            case NameTarget():
                if not is_subject(target, self._workspace.here):
                    return self._last_two_versions(target)
                self._add_misplaced(target.id)
                return self._last_two(target)

    def _last_two(self, target: NameTarget) -> _Two:
        """Return a subject's last two assessments, or one and the one before it, under one framework."""
        project, wanted = self._workspace.here, self._wanted
        until: AssessmentPath | None = None
        if target.at is not None:
            last = find_dated(project, target, wanted)
            assert isinstance(last.place, AssessmentPath), "it was found by its name"
            until = last.place
            wanted = Wanted(framework_of(last) or wanted.framework, wanted.drafts)
        files = [
            project.load_assessment(place)
            for place in project.layout.by_subject.get(target.id, [])
            if until is None or place.order <= until.order
        ]
        found = [file for file in files if file.place == until or wanted.holds(file)]
        if until is None:
            _refuse_several(target, [framework_of(file) for file in found])
        if len(found) < 2:
            few = "is no assessment" if not found else "is only one assessment"
            limit = f" up to {target.at}" if target.at else ""
            hint = wanted.hint if target.at is None else "it is the earliest: name a later one"
            raise NotFoundError(
                f"there {few} of {target.id}{wanted.words}{limit}: nothing to compare", hint=hint
            )
        places = [file.place for file in found]
        is_like = Wanted(framework_of(found[-1]) or wanted.framework, drafts=True).is_under
        self._selection.passed_over |= {
            file.path: file.root
            for file in files[files.index(found[-2]) :]
            if file.place not in places and is_like(file)
        }
        return _Side(found[-2], project), _Side(found[-1], project)

    def _last_two_versions(self, target: NameTarget) -> _Two:
        """Return a framework's last two versions, or one and the one it replaces or that comes before."""
        project = self._workspace.here
        after = self._workspace.load_framework(target)
        replaces = after.content.replaces if target.at is not None and after.content else None
        before = project.find_framework(replaces) if replaces else None
        before = before or version_before(after, target.id, project)
        if before is None:
            raise NotFoundError(
                f"there is no version before {target}: nothing to compare",
                hint="name two frameworks, or a file to compare HEAD with the working copy",
            )
        return _Side(before, project), _Side(after, project)


def version_before(framework: Loaded[Framework], id: str, project: Project) -> Loaded[Framework] | None:
    """Return the version of a framework before one by their numbers, if there is any."""
    versions = project.framework_versions(id)
    at = next((at for at, version in enumerate(versions) if version.file == framework.file), 0)
    return versions[at - 1] if at else None


# What a target is -------------------------------------------------------------------------------


def _check_path(path: str) -> None:
    """Refuse a folder, and what was meant to name a revision."""
    if Path(path).is_dir():
        raise UsageError(f"{path} is a folder", hint="name a file, a subject or a framework")
    revision, colon, _ = path.partition(":")
    if colon and "/" in revision and not os.path.lexists(path):
        raise NotFoundError(
            f"there is no file {path}",
            hint=f"a / before the : makes it a path, not a revision; write $(git rev-parse {revision}):…",
        )


def is_subject(target: NameTarget, project: Project) -> bool:
    """Whether a name is a subject's: by what follows its `@`, else by what there is."""
    if not target.id:
        raise UsageError("a name is empty", hint="write a subject or a framework")
    is_subject = target.id in project.layout.subjects()
    is_framework = target.id in project.framework_ids()
    if target.at is not None and is_framework and is_version(target.at):
        return False
    if target.at is not None and is_subject and _is_dated(target.at):
        return True
    if is_subject and is_framework:
        raise UsageError(
            f"{target.id} is a subject and a framework",
            hint=f"write {target.id}@DATE for the subject, {target.id}@VERSION for the framework",
        )
    if not is_subject and not is_framework:
        known = [*project.layout.subjects(), *project.framework_ids()]
        hint = suggest(target.id, known)
        if Path(target.id).exists():
            hint = (
                f"for the folder write {target.id}/" if Path(target.id).is_dir() else f"write ./{target.id}"
            )
        raise NotFoundError(f"there is no subject or framework {target.id} here", hint=hint)
    return is_subject


def _is_dated(text: str) -> bool:
    try:
        parse_date(text[:10])
    except FormError:
        return False
    return True


def _refuse_several(target: NameTarget, frameworks: list[str | None]) -> None:
    """Refuse a subject that is assessed under several frameworks where none was chosen."""
    ids = sorted({id for id in frameworks if id is not None})
    if len(ids) > 1:
        raise UsageError(
            f"{target.id} is assessed under several frameworks",
            hint=f"choose one with --framework: {listing(ids)}",
        )
