"""What a project's assessments and frameworks have become since a git revision."""

from collections.abc import Iterator

from scorecard.files.git import ChangedPaths
from scorecard.model.digest import framework_digest
from scorecard.model.file_names import AssessmentPath, FrameworkPath, MisplacedPath
from scorecard.model.framework import ref_of
from scorecard.model.kinds import ASSESSMENT, FRAMEWORK, find_places
from scorecard.project.library import Project
from scorecard.project.loader import AnyFile, AssessmentFile, FrameworkFile
from scorecard.project.published import PastProject, find_past
from scorecard.project.sides import Sides, version_before
from scorecard.project.targets import AssessmentFilter, earlier_files


class ChangedFiles(PastProject):
    """What differs from a revision, untracked files included.

    `compared` are frameworks, then assessments, with what was moved; `affected` are assessments whose own
    file is as it was, but not the framework that judges it. `first` has nothing before it to be compared
    with; `mended` had errors at the revision and has none now. `removed`, `reworded` and `passed_over` are
    paths: of files that are gone, in which only comments or layout changed, of drafts that are not looked at.

    A new assessment is compared with its subject's previous one. Unless `drafts` are wanted they are passed
    over, then and now: one that became final is new, and what was final and is a draft now is told.
    """

    def __init__(
        self, now: Project, then: Project, paths: ChangedPaths, revision: str, *, drafts: bool
    ) -> None:
        super().__init__(now, then, paths, revision)
        self._here = (*paths.changed, *paths.added)
        self._drafts = drafts
        self.compared: list[Sides] = []
        self.first: list[AnyFile] = []
        self.mended: list[AnyFile] = []
        self.reworded: list[str] = []
        self.passed_over: list[str] = []
        for found in (*self._frameworks(), *self._assessments()):
            if not isinstance(found, Sides):
                self.first.append(found)
            elif found.after.is_usable and not found.before.is_usable:
                self.mended.append(found.after)
            elif found.is_moved or found.before.root is not None or _differs(found):
                self.compared.append(found)
            else:
                self.reworded.append(found.after.path)
        self.compared.sort(key=lambda sides: (sides.after.kind is ASSESSMENT, sides.after.path))
        self.affected = list(self._affected())
        self.removed = list(self._removed())
        self.misplaced = list(map(now.diagnose_misplaced, find_places(self._here, MisplacedPath)))
        self.passed_over.sort()

    def sides(self) -> Iterator[Sides]:
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

    def _frameworks(self) -> Iterator[Sides | FrameworkFile]:
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

    def _assessments(self) -> Iterator[Sides | AssessmentFile]:
        for place in find_places(self._here, AssessmentPath):
            is_new = place.path in self._paths.added and place not in self._moves
            if not is_new and not self._is_passed_over(self._was(place)):
                yield self._then_and_now(place)
                continue
            after = self._now.load_assessment(place)
            if self._is_passed_over(after):
                self.passed_over.append(place.path)
                continue
            which = AssessmentFilter(after.framework_id, self._drafts)
            before = next(earlier_files(self._now, place.subject, place.order, which), None)
            yield after if before is None else Sides(before=before, after=after, projects=(self._now,))

    def _affected(self) -> Iterator[Sides]:
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
                    self.passed_over.append(place.path)
                else:
                    yield self._then_and_now(place)

    def _removed(self) -> Iterator[str]:
        moved = {place.path for place in self._moves.values()}
        for path in self._paths.removed:
            place = next(find_places([path], AssessmentPath), None)
            if place is not None and self._is_passed_over(self._then.load_assessment(place)):
                self.passed_over.append(path)
            elif path not in moved:
                yield path

    def _is_passed_over(self, file: AssessmentFile) -> bool:
        return file.is_draft and not self._drafts

    def _was(self, place: AssessmentPath) -> AssessmentFile:
        return self._then.load_assessment(self._moves.get(place, place))

    def _then_and_now(self, place: AssessmentPath) -> Sides:
        return Sides(
            before=self._was(place),
            after=self._now.load_assessment(place),
            projects=(self._now, self._then),
            is_moved=place in self._moves,
        )


def find_since(project: Project, revision: str, *, drafts: bool = False) -> ChangedFiles:
    """Return everything in a project that differs from a revision."""
    return ChangedFiles(*find_past(project, revision), drafts=drafts)


def _digest_of(framework: FrameworkFile) -> str | None:
    return None if framework.content is None else framework_digest(framework.content)


def _differs(sides: Sides) -> bool:
    """Whether more than comments and layout differs; what cannot be read may."""
    before, after = sides.before, sides.after
    if before.content is None or after.content is None or before.content != after.content:
        return True
    then, now = before.framework, after.framework
    return (then and then.content) != (now and now.content)
