"""The file that is rated: which it is, whether it can be rated, what came before it."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from scorecard.comparing.alignment import NotComparableError, align
from scorecard.comparing.dated import AssessmentBefore
from scorecard.diagnostics import Diagnostic
from scorecard.errors import UsageError
from scorecard.files.atomic import replace_file
from scorecard.files.folder import LoneFile, UnreadableError, read_file
from scorecard.model.assessment import Assessment
from scorecard.model.framework import Framework, rated_of
from scorecard.model.kinds import ASSESSMENT
from scorecard.project.file_change import FileChange
from scorecard.project.library import Project
from scorecard.project.loader import AssessmentFile, Location
from scorecard.project.resolve import Workspace
from scorecard.project.selection import Selection, select_assessments
from scorecard.project.targets import (
    AssessmentFilter,
    NameTarget,
    PathTarget,
    RevisionTarget,
    StdinTarget,
    earlier_files,
    parse_target,
    refuse_several,
)
from scorecard.rating.answers import MENDABLE


@dataclass(frozen=True, kw_only=True)
class RatedFile:
    """An assessment's file on disk that can be rated, with its framework and its project.

    `name` is what a command line calls it from here, `loaded` the file as it was found.
    """

    name: str
    raw: bytes
    loaded: AssessmentFile
    content: Assessment
    framework: Framework
    project: Project

    @property
    def root(self) -> Path | None:
        """The folder on disk that its path is relative to, where it is a file of a project."""
        return self.project.root if self.loaded.dated else None

    def load(self, raw: bytes) -> AssessmentFile:
        """Read bytes as this file."""
        return _load(self.project, self.loaded.path, self.loaded.file, raw)

    def change(self, was: bytes, content: bytes) -> FileChange:
        """Return what other content makes of this file."""
        return FileChange(before=self.load(was), after=self.load(content), framework=self.framework)

    def write(self, was: bytes, content: bytes) -> None:
        """Put new content into the file, unless it no longer holds what it was."""
        replace_file(Path(self.loaded.file), was, content, inside=self.project.root)


@lru_cache(maxsize=2)  # before a change and after it
def _load(project: Project, path: str, file: str, raw: bytes) -> AssessmentFile:
    return project.load(Location(LoneFile(path, lambda: raw, file), ""), ASSESSMENT)


def is_mendable(diagnostic: Diagnostic, framework: Framework, content: Assessment | None) -> bool:
    """Whether an error ends when the indicator it is about is rated, which is asked of the subject."""
    rated = rated_of(framework.dimensions, content.subject.tags if content else ())
    number, route = diagnostic.code.number, diagnostic.route
    return number in MENDABLE and route[:2] in {("ratings", each.id) for each in rated}


def _framework_for(loaded: AssessmentFile) -> Framework | None:
    """Return the framework to rate a file by; None where it has errors that rating does not mend."""
    good = loaded.framework.good if loaded.framework else None
    errors = (each for each in loaded.diagnostics if each.is_error)
    return good if good and all(is_mendable(each, good, loaded.content) for each in errors) else None


# Finding it -------------------------------------------------------------------------------------


def open_rated_file(workspace: Workspace, text: str, framework: str | None) -> RatedFile | Selection:
    """Return the file that a target stands for; where it cannot be rated, what says why."""
    target = parse_target(text)
    match target:
        case StdinTarget() | RevisionTarget():
            hint = "name a subject, SUBJECT@DATE or a file on disk"
            raise UsageError(f"{text} cannot be written", hint=hint)
        case PathTarget(path) if Path(path).is_dir():
            raise UsageError(f"{path} is a folder", hint="name one file, or a subject for its newest")
        case PathTarget(path):
            project = workspace.project_of(Path(path).parent)
        case NameTarget():
            project = workspace.here
    selection = select_assessments(workspace, [text], AssessmentFilter(framework, drafts=True))
    if selection.problems or not selection.assessments:
        return selection
    refuse_several(text, selection.assessments, "name a date, or ")
    loaded = max(selection.assessments, key=lambda each: each.dated.order if each.dated else ())
    try:
        raw = read_file(loaded.file, project.root)
    except UnreadableError:
        raw = b""
    good = _framework_for(loaded)
    if good is None or loaded.content is None:
        return Selection(assessments=[loaded])
    name = loaded.dated.name if loaded.dated and isinstance(target, NameTarget) else text
    opened = RatedFile(
        name=name, raw=raw, loaded=loaded, content=loaded.content, framework=good, project=project
    )
    now = opened.load(raw)
    is_same = now.content is not None and now.content.framework == loaded.content.framework
    return opened if is_same and _framework_for(now) else Selection(assessments=[now])


# What came before -------------------------------------------------------------------------------


def find_earlier(opened: RatedFile) -> AssessmentBefore | None:
    """Return the subject's assessment before this one under the framework, in whichever version; no draft."""
    content, project = opened.content, opened.project
    place = opened.loaded.dated
    order = place.order if place else (content.subject.id, content.date.isoformat(), "", "")
    which = AssessmentFilter(opened.framework.id, drafts=False)
    files = earlier_files(project, content.subject.id, order, which)
    scorable = next((each.scorable for each in files if each.scorable is not None), None)
    if scorable is None:
        return None
    scorecard = scorable.score()
    try:
        alignment = align(scorable.framework, opened.framework, project.find_good)
    except NotComparableError as error:
        return AssessmentBefore(scorecard=scorecard, alignment=None, refusal=error.message)
    return AssessmentBefore(scorecard=scorecard, alignment=alignment)
