"""The two sides that a command line asks to compare: two assessments, or two frameworks."""

from dataclasses import dataclass
from pathlib import Path

from scorecard.errors import NotFoundError, UsageError
from scorecard.framework import Framework
from scorecard.layout import AssessmentPath
from scorecard.loader import Loaded, LoadedAssessment
from scorecard.project import Project
from scorecard.selection import Wanted, find_dated, framework_of, latest
from scorecard.source import FormError, FrameworkRef, is_version, listing, parse_date, suggest
from scorecard.targets import NameTarget, PathTarget, RevisionTarget, StdinTarget, Target, parse_target
from scorecard.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sides:
    projects: tuple[Project, ...]

    def find(self, ref: FrameworkRef) -> Framework | None:
        """Return a framework without errors, from the project of the side after before that of the other."""
        for project in self.projects:
            found = project.find_framework(ref)
            if found is not None and found.good is not None:
                return found.good
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentSides(_Sides):
    """Two assessments to compare, and the projects in which versions between theirs are looked up."""

    before: LoadedAssessment
    after: LoadedAssessment


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


def choose_sides(workspace: Workspace, old: str, new: str | None, wanted: Wanted) -> AnySides:
    """Return what one or two targets ask to compare."""
    if new is None:
        before, after = _around(parse_target(old), workspace, wanted)
    else:
        targets = parse_target(old), parse_target(new)
        if targets == (StdinTarget(), StdinTarget()):
            raise UsageError("standard input is on both sides", hint="name a file on one of them")
        before, after = (_side(target, workspace, wanted) for target in targets)
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


# Two targets ------------------------------------------------------------------------------------


def _side(target: Target, workspace: Workspace, wanted: Wanted) -> _Side:
    """Return what one of two targets stands for: of a subject its latest, of a framework its newest."""
    if not isinstance(target, NameTarget):
        return _file_side(target, workspace)
    project = workspace.here
    if not _is_subject(target, project):
        return _Side(workspace.load_framework(target), project)
    if target.at is not None:
        return _Side(find_dated(project, target, wanted), project)
    found = list(latest(project, target.id, wanted))
    if not found:
        raise NotFoundError(f"{target.id} has no assessment{wanted.words} to compare", hint=wanted.hint)
    _refuse_several(target, [framework_of(loaded) for loaded in found])
    return _Side(found[-1], project)


def _file_side(target: Target, workspace: Workspace) -> _Side:
    if isinstance(target, PathTarget) and Path(target.path).is_dir():
        raise UsageError(f"{target.path} is a folder", hint="name a file, a subject or a framework")
    selection = workspace.select_file(target)
    project = workspace.project_with(target)
    if selection.frameworks:
        return _Side(selection.frameworks[0], project)
    if selection.assessments:
        return _Side(selection.assessments[0], project)
    misplaced = selection.misplaced[0]
    raise NotFoundError(f"{misplaced.path}: {misplaced.message}", hint=misplaced.help)


def _is_subject(target: NameTarget, project: Project) -> bool:
    """Whether a name is a subject's: by what follows its `@`, else by what there is."""
    if target.at is not None and _is_dated(target.at):
        return True
    is_subject = target.id in project.layout.subjects()
    is_framework = target.id in project.framework_ids()
    if target.at is not None and is_version(target.at) and is_framework:
        return False
    if is_subject and is_framework:
        raise UsageError(
            f"{target.id} is a subject and a framework",
            hint=f"write {target.id}@DATE for the subject, {target.id}@VERSION for the framework",
        )
    if not is_subject and not is_framework:
        known = [*project.layout.subjects(), *project.framework_ids()]
        raise NotFoundError(
            f"there is no subject or framework {target.id} here", hint=_hint(target.id, known)
        )
    return is_subject


def _hint(id: str, known: list[str]) -> str:
    return f"for the file write ./{id}" if Path(id).exists() else suggest(id, known)


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


# One target -------------------------------------------------------------------------------------


def _around(target: Target, workspace: Workspace, wanted: Wanted) -> tuple[_Side, _Side]:
    """Return what one target asks to compare: the last two, one and the one before it, HEAD and now."""
    match target:
        case StdinTarget():
            raise UsageError("standard input has no side to compare with", hint="name a second file")
        case RevisionTarget():
            raise UsageError(
                f"{target} is one side only", hint=f"name the other too, such as {target.path} as it is now"
            )
        case PathTarget(path):
            then = RevisionTarget("HEAD", f"./{Path(path).name}", str(Path(path).parent))
            now = _file_side(target, workspace)
            return _file_side(then, workspace), now
        case NameTarget() if _is_subject(target, workspace.here):
            return _last_two(target, workspace.here, wanted)
        case NameTarget():
            return _last_two_versions(target, workspace)


def _last_two(target: NameTarget, project: Project, wanted: Wanted) -> tuple[_Side, _Side]:
    """Return a subject's last two assessments, or one and the one before it, under one framework."""
    until: AssessmentPath | None = None
    if target.at is not None:
        last = find_dated(project, target, wanted)
        assert isinstance(last.place, AssessmentPath), "it was found by its name"
        until = last.place
        wanted = Wanted(framework_of(last) or wanted.framework, wanted.drafts)
    places = [
        place
        for place in project.layout.by_subject.get(target.id, [])
        if until is None or place.order <= until.order
    ]
    files = [project.load_assessment(place) for place in places]
    found = [file for file in files if file.place == until or wanted.holds(file)]
    if until is None:
        _refuse_several(target, [framework_of(file) for file in found])
    if len(found) < 2:
        few = "is no assessment" if not found else "is only one assessment"
        limit = f" up to {target.at}" if target.at else ""
        raise NotFoundError(
            f"there {few} of {target.id}{wanted.words}{limit}: nothing to compare", hint=wanted.hint
        )
    before, after = found[-2:]
    return _Side(before, project), _Side(after, project)


def _last_two_versions(target: NameTarget, workspace: Workspace) -> tuple[_Side, _Side]:
    """Return a framework's last two versions, or one and the one that it replaces or that comes before."""
    project = workspace.here
    after = workspace.load_framework(target)
    replaces = after.content.replaces if target.at is not None and after.content else None
    before = project.find_framework(replaces) if replaces else None
    before = before or version_before(after, project)
    if before is None:
        raise NotFoundError(
            f"there is no version before {target}: nothing to compare",
            hint="name two frameworks, or a file to compare HEAD with the working copy",
        )
    return _Side(before, project), _Side(after, project)


def version_before(framework: Loaded[Framework], project: Project) -> Loaded[Framework] | None:
    """Return the version of a framework before one by their numbers, if there is any."""
    id = framework.content.id if framework.content else ""
    versions = project.framework_versions(id)
    at = next((at for at, version in enumerate(versions) if version.file == framework.file), 0)
    return versions[at - 1] if at else None
