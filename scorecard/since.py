"""What a project's assessments and frameworks have become since a git revision."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from scorecard.diagnostics import Diagnostic
from scorecard.digest import framework_digest
from scorecard.errors import NotFoundError
from scorecard.files import FolderTree
from scorecard.framework import Framework
from scorecard.gittree import find_project_tree
from scorecard.history import changed_paths
from scorecard.layout import AssessmentPath, FrameworkPath, MisplacedPath, parse_path
from scorecard.loader import Loaded, LoadedAssessment
from scorecard.project import Project
from scorecard.selection import Wanted, framework_of
from scorecard.sides import AnySides, AssessmentSides, FrameworkSides, version_before

PlaceT = TypeVar("PlaceT", AssessmentPath, FrameworkPath, MisplacedPath)


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What differs from a revision.

    `affected` are assessments whose own file is as it was, but not the framework that judges it. `first` has
    nothing before it to be compared with. `removed` and `reworded` are paths: of files that are gone, and of
    files in which comments or layout changed and nothing else.
    """

    revision: str
    frameworks: tuple[FrameworkSides, ...]
    assessments: tuple[AssessmentSides, ...]
    affected: tuple[AssessmentSides, ...]
    first: tuple[LoadedAssessment | Loaded[Framework], ...]
    removed: tuple[str, ...]
    reworded: tuple[str, ...]
    misplaced: tuple[Diagnostic, ...]

    def sides(self) -> Iterator[AnySides]:
        """Yield everything that can be compared, frameworks first."""
        yield from self.frameworks
        yield from self.assessments
        yield from self.affected


def find_since(project: Project, revision: str) -> Since:
    """Return everything in a project that differs from a revision, untracked files included."""
    if project.root is None:
        raise NotFoundError("there is no project here", hint="go to a project's folder, or use --project DIR")
    tree = find_project_tree(revision, project.root)
    paths = changed_paths(tree, FolderTree(project.root))
    tree.read_ahead(paths.changed)
    return _Finder(project, Project(None, tree)).find(revision, paths.changed, paths.added, paths.removed)


class _Finder:
    """Finds the two sides of everything that differs between a project now and then."""

    def __init__(self, now: Project, then: Project) -> None:
        self._now = now
        self._then = then

    def find(
        self, revision: str, changed: tuple[str, ...], added: tuple[str, ...], removed: tuple[str, ...]
    ) -> Since:
        frameworks = [*self._changed_frameworks(changed), *self._new_frameworks(added)]
        assessments = [*self._changed_assessments(changed), *self._new_assessments(added)]
        both = [sides for sides in frameworks if isinstance(sides, FrameworkSides)]
        pairs = [sides for sides in assessments if isinstance(sides, AssessmentSides)]
        whole = [sides for sides in pairs if _differs(sides)]
        yardsticks = [sides for sides in both if _differs(sides)]
        known = {sides.after.path for sides in pairs}
        return Since(
            revision=revision,
            frameworks=tuple(yardsticks),
            assessments=tuple(whole),
            affected=tuple(self._affected(known)) if yardsticks else (),
            first=tuple(file for file in (*frameworks, *assessments) if not isinstance(file, AnySides)),
            removed=removed,
            misplaced=tuple(
                self._now.diagnose_misplaced(place) for place in _places((*changed, *added), MisplacedPath)
            ),
            reworded=(
                *(sides.after.path for sides in both if not _differs(sides)),
                *(sides.after.path for sides in pairs if not _differs(sides)),
            ),
        )

    # Frameworks

    def _changed_frameworks(self, paths: tuple[str, ...]) -> Iterator[FrameworkSides]:
        for place in _places(paths, FrameworkPath):
            before, after = _own(self._then, place), _own(self._now, place)
            yield FrameworkSides(before=before, after=after, projects=(self._now, self._then))

    def _new_frameworks(self, paths: tuple[str, ...]) -> Iterator[FrameworkSides | Loaded[Framework]]:
        for place in _places(paths, FrameworkPath):
            after = _own(self._now, place)
            replaces = after.content.replaces if after.content else None
            before = self._now.find_framework(replaces) if replaces else version_before(after, self._now)
            if before is None:
                yield after
            else:
                yield FrameworkSides(before=before, after=after, projects=(self._now, self._then))

    # Assessments

    def _changed_assessments(self, paths: tuple[str, ...]) -> Iterator[AssessmentSides]:
        for place in _places(paths, AssessmentPath):
            yield self._then_and_now(place)

    def _then_and_now(self, place: AssessmentPath) -> AssessmentSides:
        before, after = self._then.load_assessment(place), self._now.load_assessment(place)
        return AssessmentSides(before=before, after=after, projects=(self._now, self._then))

    def _new_assessments(self, paths: tuple[str, ...]) -> Iterator[AssessmentSides | LoadedAssessment]:
        for place in _places(paths, AssessmentPath):
            after = self._now.load_assessment(place)
            before = self._previous(place, framework_of(after))
            if before is None:
                yield after
            else:
                yield AssessmentSides(before=before, after=after, projects=(self._now,))

    def _previous(self, place: AssessmentPath, framework: str | None) -> LoadedAssessment | None:
        """Return the published assessment of the subject before one, under the same framework."""
        wanted = Wanted(framework, drafts=False)
        earlier = (each for each in self._now.layout.by_subject[place.subject] if each.order < place.order)
        for each in reversed(list(earlier)):
            found = self._now.load_assessment(each)
            if wanted.holds(found):
                return found
        return None

    def _affected(self, known: set[str]) -> Iterator[AssessmentSides]:
        """Yield assessments whose file is as it was and whose framework is not."""
        for place in self._now.layout.assessments:
            after = self._now.load_assessment(place)
            if after.path in known or after.framework is None:
                continue
            ref = after.content.framework if after.content else None
            then = self._then.find_framework(ref) if ref else None
            if then is not None and _digest_of(then) != _digest_of(after.framework):
                yield self._then_and_now(place)


def _places(paths: tuple[str, ...], kind: type[PlaceT]) -> Iterator[PlaceT]:
    """Yield the places of one kind among paths."""
    for path in paths:
        place = parse_path(path)
        if isinstance(place, kind):
            yield place


def _own(project: Project, place: FrameworkPath) -> Loaded[Framework]:
    assert project.own is not None, "the place comes from the project's own files"
    return project.own.load(place)


def _digest_of(framework: Loaded[Framework]) -> str | None:
    return None if framework.content is None else framework_digest(framework.content)


def _differs(sides: AnySides) -> bool:
    """Whether more than comments and layout differs; what cannot be read may."""
    before, after = sides.before, sides.after
    if before.content is None or after.content is None or before.content != after.content:
        return True
    if isinstance(sides, AssessmentSides):
        then, now = sides.before.framework, sides.after.framework
        return (then and then.content) != (now and now.content)
    return False
