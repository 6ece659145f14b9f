"""What a project's assessments and frameworks have become since a git revision."""

from collections.abc import Iterator
from dataclasses import dataclass

from scorecard.diagnostics import Diagnostic
from scorecard.files.git import ChangedPaths
from scorecard.model.digest import framework_digest
from scorecard.model.file_names import AssessmentPath, FrameworkPath, MisplacedPath
from scorecard.model.framework import Framework, ref_of
from scorecard.model.kinds import ASSESSMENT, FRAMEWORK, find_places
from scorecard.model.lexical import Model
from scorecard.project.library import Project
from scorecard.project.loader import AnyFile, AssessmentFile, FrameworkFile
from scorecard.project.published import find_moved, find_past
from scorecard.project.sides import Sides, version_before
from scorecard.project.targets import AssessmentFilter, earlier_files, framework_of, is_draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What differs from a revision.

    `compared` are frameworks, then assessments, with what was moved; `affected` are assessments whose own
    file is as it was, but not the framework that judges it. `first` has nothing before it to be compared
    with; `mended` had errors at the revision and has none now. `removed`, `reworded` and `passed_over` are
    paths: of files that are gone, in which only comments or layout changed, of drafts that are not looked at.
    """

    revision: str
    compared: tuple[Sides[Model], ...]
    affected: tuple[Sides[Model], ...]
    first: tuple[AnyFile, ...]
    mended: tuple[AnyFile, ...]
    removed: tuple[str, ...]
    reworded: tuple[str, ...]
    misplaced: tuple[Diagnostic, ...]
    passed_over: tuple[str, ...]

    def sides(self) -> Iterator[Sides[Model]]:
        """Yield everything that can be compared."""
        yield from self.compared
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
    tree, paths = find_past(project, revision)
    return _ChangeFinder(project, Project(None, tree), paths, drafts=drafts).find(revision)


class _ChangeFinder:
    """Finds the two sides of everything that differs between a project now and then."""

    def __init__(self, now: Project, then: Project, paths: ChangedPaths, *, drafts: bool) -> None:
        self._now = now
        self._then = then
        self._paths = paths
        self._here = (*paths.changed, *paths.added)
        self._drafts = drafts
        self._moves = find_moved(now, then, paths)
        self._passed_over: list[str] = []

    def find(self, revision: str) -> Since:
        """Return what differs; `revision` is how it was named."""
        found: list[Sides[Model] | AnyFile] = [*self._frameworks(), *self._assessments()]
        compared, mended, reworded = [], [], []
        for sides in (each for each in found if isinstance(each, Sides)):
            if sides.after.is_usable and not sides.before.is_usable:
                mended.append(sides.after)
            elif sides.is_moved or sides.before.root is not None or _differs(sides):
                compared.append(sides)
            else:
                reworded.append(sides.after.path)
        return Since(
            revision=revision,
            compared=tuple(sorted(compared, key=_order)),
            affected=tuple(self._affected()),
            first=tuple(file for file in found if not isinstance(file, Sides)),
            mended=tuple(mended),
            removed=tuple(self._removed()),
            reworded=tuple(reworded),
            misplaced=tuple(map(self._now.diagnose_misplaced, find_places(self._here, MisplacedPath))),
            passed_over=tuple(sorted(self._passed_over)),
        )

    # Frameworks

    def _frameworks(self) -> Iterator[Sides[Framework] | FrameworkFile]:
        for place in find_places(self._here, FrameworkPath):
            after = self._now.load(self._now.locate(place), FRAMEWORK)
            is_new = place.path not in self._paths.changed
            then = self._then.locate(place)
            before = self._framework_before(after, place.id) if is_new else self._then.load(then, FRAMEWORK)
            projects = (self._now, self._then)
            yield after if before is None else Sides(before=before, after=after, projects=projects)

    def _framework_before(self, after: FrameworkFile, id: str) -> FrameworkFile | None:
        """Return what a framework in a new file was under another name, or the version before it."""
        content, now, then = after.content, self._now, self._then
        replaces = content and content.replaces
        return (
            (content and then.find_framework(ref_of(content)))
            or (replaces and (now.find_framework(replaces) or then.find_framework(replaces)))
            or version_before(after, id, now)
            or next(reversed(then.framework_versions(id)), None)
        )

    # Assessments

    def _is_passed_over(self, file: AssessmentFile) -> bool:
        return is_draft(file) and not self._drafts

    def _assessments(self) -> Iterator[Sides[Model] | AssessmentFile]:
        for place in find_places(self._here, AssessmentPath):
            is_new = place.path in self._paths.added and place not in self._moves
            if is_new or self._is_passed_over(self._then.load_assessment(self._moves.get(place, place))):
                yield from self._new(place)
            else:
                yield self._then_and_now(place)

    def _removed(self) -> Iterator[str]:
        moved = {place.path for place in self._moves.values()}
        for path in self._paths.removed:
            place = next(find_places([path], AssessmentPath), None)
            if place is not None and self._is_passed_over(self._then.load_assessment(place)):
                self._passed_over.append(path)
            elif path not in moved:
                yield path

    def _then_and_now(self, place: AssessmentPath) -> Sides[Model]:
        """Return an assessment as it was, where it then was, and as it is."""
        return Sides(
            before=self._then.load_assessment(self._moves.get(place, place)),
            after=self._now.load_assessment(place),
            projects=(self._now, self._then),
            is_moved=place in self._moves,
        )

    def _new(self, place: AssessmentPath) -> Iterator[Sides[Model] | AssessmentFile]:
        after = self._now.load_assessment(place)
        if self._is_passed_over(after):
            self._passed_over.append(place.path)
            return
        which = AssessmentFilter(framework_of(after), self._drafts)
        before = next(earlier_files(self._now, place.subject, place.order, which), None)
        yield after if before is None else Sides(before=before, after=after, projects=(self._now,))

    def _affected(self) -> Iterator[Sides[Model]]:
        """Yield assessments whose file is as it was and whose framework is not."""
        paths = (*self._here, *self._paths.removed)
        if not any(find_places(paths, FrameworkPath)):
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


def _order(sides: Sides[Model]) -> tuple[bool, str]:
    return sides.after.kind is ASSESSMENT, sides.after.path


def _digest_of(framework: FrameworkFile) -> str | None:
    return None if framework.content is None else framework_digest(framework.content)


def _differs(sides: Sides[Model]) -> bool:
    """Whether more than comments and layout differs; what cannot be read may."""
    before, after = sides.before, sides.after
    if before.content is None or after.content is None or before.content != after.content:
        return True
    then, now = before.framework, after.framework
    return (then and then.content) != (now and now.content)
