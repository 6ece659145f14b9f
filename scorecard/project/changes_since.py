"""What a project's assessments and frameworks have become since a git revision."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from scorecard.diagnostics import Diagnostic
from scorecard.errors import NotFoundError
from scorecard.files.folder import FolderTree
from scorecard.files.git import find_project_tree
from scorecard.files.git_changes import ChangedPaths, changed_paths
from scorecard.model.digest import framework_digest
from scorecard.model.file_names import AssessmentPath, FrameworkPath, MisplacedPath
from scorecard.model.kinds import ASSESSMENT, FRAMEWORK, parse_path
from scorecard.model.source import FrameworkRef
from scorecard.project.library import Project
from scorecard.project.loader import AnyFile, AssessmentFile, FrameworkFile
from scorecard.project.published import find_moved
from scorecard.project.sides import AnySides, AssessmentSides, FrameworkSides, version_before
from scorecard.project.targets import AssessmentFilter, framework_of, is_draft

PlaceT = TypeVar("PlaceT", AssessmentPath, FrameworkPath, MisplacedPath)


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What differs from a revision.

    `affected` are assessments whose own file is as it was, but not the framework that judges it. `first` has
    nothing before it to be compared with; `mended` had errors at the revision and has none now. `removed`,
    `reworded` and `passed_over` are paths: of files that are gone, of files in which only comments or layout
    changed, and of drafts that are not looked at. What was moved is among `assessments`.
    """

    revision: str
    frameworks: tuple[FrameworkSides, ...]
    assessments: tuple[AssessmentSides, ...]
    affected: tuple[AssessmentSides, ...]
    first: tuple[AnyFile, ...]
    mended: tuple[AnyFile, ...]
    removed: tuple[str, ...]
    reworded: tuple[str, ...]
    misplaced: tuple[Diagnostic, ...]
    passed_over: tuple[str, ...]

    def sides(self) -> Iterator[AnySides]:
        """Yield everything that can be compared, frameworks first."""
        yield from self.frameworks
        yield from self.assessments
        yield from self.affected

    def files(self) -> Iterator[AnyFile]:
        """Yield every file on disk that was read; what was wrong at the revision is past."""
        for sides in self.sides():
            if sides.before.root is not None:
                yield sides.before
            yield sides.after
        yield from self.first
        yield from self.mended


def find_since(project: Project, revision: str, *, drafts: bool = False) -> Since:
    """Return everything in a project that differs from a revision, untracked files included.

    A new assessment is compared with its subject's previous one. Unless `drafts` are wanted they are passed
    over, then and now: one that became final is new, and what was final and is a draft now is told.
    """
    if project.root is None:
        raise NotFoundError("there is no project here", hint="go to a project's folder, or use --project DIR")
    tree = find_project_tree(revision, project.root)
    paths = changed_paths(tree, FolderTree(project.root))
    tree.read_ahead((*paths.changed, *paths.removed))
    return _ChangeFinder(project, Project(None, tree), paths, drafts=drafts).find(revision)


class _ChangeFinder:
    """Finds the two sides of everything that differs between a project now and then."""

    def __init__(self, now: Project, then: Project, paths: ChangedPaths, *, drafts: bool) -> None:
        self._now = now
        self._then = then
        self._paths = paths
        self._drafts = drafts
        self._moves = find_moved(now, then, paths)
        self._passed_over: list[str] = []

    def find(self, revision: str) -> Since:
        """Return what differs; `revision` is how it was named."""
        found = [*self._changed_frameworks(), *self._new_frameworks(), *self._assessments()]
        compared: list[AnySides] = []
        mended: list[AnyFile] = []
        reworded: list[str] = []
        for sides in (each for each in found if isinstance(each, AnySides)):
            if _is_good(sides.after) and not _is_good(sides.before):
                mended.append(sides.after)
            elif _differs(sides) or _is_of_other_files(sides):
                compared.append(sides)
            else:
                reworded.append(sides.after.path)
        compared.sort(key=lambda sides: sides.after.path)
        places = _places((*self._paths.changed, *self._paths.added), MisplacedPath)
        affected, removed = tuple(self._affected()), tuple(self._removed())
        return Since(
            revision=revision,
            frameworks=tuple(sides for sides in compared if isinstance(sides, FrameworkSides)),
            assessments=tuple(sides for sides in compared if isinstance(sides, AssessmentSides)),
            affected=affected,
            first=tuple(file for file in found if not isinstance(file, AnySides)),
            mended=tuple(mended),
            removed=removed,
            reworded=tuple(reworded),
            misplaced=tuple(map(self._now.diagnose_misplaced, places)),
            passed_over=tuple(sorted(self._passed_over)),
        )

    # Frameworks

    def _changed_frameworks(self) -> Iterator[FrameworkSides]:
        for place in _places(self._paths.changed, FrameworkPath):
            yield self._frameworks(_own(self._then, place), _own(self._now, place))

    def _new_frameworks(self) -> Iterator[FrameworkSides | FrameworkFile]:
        for place in _places(self._paths.added, FrameworkPath):
            after = _own(self._now, place)
            before = self._framework_before(after, place.id)
            yield after if before is None else self._frameworks(before, after)

    def _frameworks(self, before: FrameworkFile, after: FrameworkFile) -> FrameworkSides:
        return FrameworkSides(before=before, after=after, projects=(self._now, self._then))

    def _framework_before(self, after: FrameworkFile, id: str) -> FrameworkFile | None:
        """Return what a framework in a new file was under another name, or the version before it."""
        content = after.content
        if content is not None:
            found = self._then.find_framework(FrameworkRef(content.id, content.version))
            if found is None and content.replaces is not None:
                found = self._now.find_framework(content.replaces)
                found = found or self._then.find_framework(content.replaces)
            if found is not None:
                return found
        return version_before(after, id, self._now) or next(
            iter(reversed(self._then.framework_versions(id))), None
        )

    # Assessments

    def _is_passed_over(self, file: AssessmentFile) -> bool:
        return is_draft(file) and not self._drafts

    def _assessments(self) -> Iterator[AssessmentSides | AssessmentFile]:
        for place in _places((*self._paths.changed, *self._paths.added), AssessmentPath):
            is_new = place.path in self._paths.added and place not in self._moves
            if is_new or self._is_passed_over(self._then.load_assessment(self._moves.get(place, place))):
                yield from self._new(place)
            else:
                yield self._then_and_now(place)

    def _removed(self) -> Iterator[str]:
        moved = {place.path for place in self._moves.values()}
        for path in self._paths.removed:
            place = parse_path(path)
            then = self._then.load_assessment(place) if isinstance(place, AssessmentPath) else None
            if then is not None and self._is_passed_over(then):
                self._passed_over.append(path)
            elif path not in moved:
                yield path

    def _then_and_now(self, place: AssessmentPath) -> AssessmentSides:
        """Return an assessment as it was, where it then was, and as it is."""
        before = self._then.load_assessment(self._moves.get(place, place))
        return AssessmentSides(
            before=before,
            after=self._now.load_assessment(place),
            projects=(self._now, self._then),
            is_moved=place in self._moves,
        )

    def _new(self, place: AssessmentPath) -> Iterator[AssessmentSides | AssessmentFile]:
        after = self._now.load_assessment(place)
        if self._is_passed_over(after):
            self._passed_over.append(place.path)
            return
        before = self._previous(place, framework_of(after))
        if before is None:
            yield after
        else:
            yield AssessmentSides(before=before, after=after, projects=(self._now,))

    def _previous(self, place: AssessmentPath, framework: str | None) -> AssessmentFile | None:
        """Return the assessment of the subject before one, under the same framework."""
        which = AssessmentFilter(framework, self._drafts)
        earlier = [each for each in self._now.layout.by_subject[place.subject] if each.order < place.order]
        for each in reversed(earlier):
            found = self._now.load_assessment(each)
            if which.holds(found):
                return found
        return None

    def _affected(self) -> Iterator[AssessmentSides]:
        """Yield assessments whose file is as it was and whose framework is not."""
        paths = (*self._paths.changed, *self._paths.added, *self._paths.removed)
        if not any(_places(paths, FrameworkPath)):
            return
        for place in self._now.layout.assessments:
            after = self._now.load_assessment(place) if place.path not in paths else None
            then = self._then.find_framework(after.content.framework) if after and after.content else None
            if after is None or then is None:
                continue
            if after.framework is None or _digest_of(then) != _digest_of(after.framework):
                if self._is_passed_over(after):
                    self._passed_over.append(place.path)
                else:
                    yield self._then_and_now(place)


def _places(paths: tuple[str, ...], kind: type[PlaceT]) -> Iterator[PlaceT]:
    """Yield the places of one kind among paths."""
    for path in paths:
        place = parse_path(path)
        if isinstance(place, kind):
            yield place


def _own(project: Project, place: FrameworkPath) -> FrameworkFile:
    return project.load(project.locate(place), FRAMEWORK)


def _digest_of(framework: FrameworkFile) -> str | None:
    return None if framework.content is None else framework_digest(framework.content)


def _is_good(file: AnyFile) -> bool:
    return (file.scorable if file.kind is ASSESSMENT else file.good) is not None


def _is_of_other_files(sides: AnySides) -> bool:
    """Whether an assessment is compared with an earlier one, or was moved."""
    return isinstance(sides, AssessmentSides) and (sides.is_moved or sides.before.root is not None)


def _differs(sides: AnySides) -> bool:
    """Whether more than comments and layout differs; what cannot be read may."""
    before, after = sides.before, sides.after
    if before.content is None or after.content is None or before.content != after.content:
        return True
    if isinstance(sides, AssessmentSides):
        then, now = sides.before.framework, sides.after.framework
        return (then and then.content) != (now and now.content)
    return False
