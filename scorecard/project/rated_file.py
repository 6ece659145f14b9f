"""The file that is rated: which it is, whether it can be rated, what came before it.

It is an assessment's, or an assessor's mark of one, which is begun where there is none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from scorecard.comparing.alignment import NotComparableError, align
from scorecard.comparing.dated import AssessmentBefore
from scorecard.diagnostics import Diagnostic
from scorecard.editing.assessment_fields import write_fields
from scorecard.editing.scaffold import schema_from, with_schema
from scorecard.editing.yaml_style import write_mapping
from scorecard.errors import UsageError
from scorecard.files.atomic import put_file
from scorecard.files.folder import LoneFile, UnreadableError, read_file
from scorecard.model.assessment import Assessment, Stage
from scorecard.model.digest import framework_digest
from scorecard.model.file_names import AssessmentPath, MarkPath
from scorecard.model.framework import Framework, rated_of
from scorecard.model.kinds import ASSESSMENT, MARK, Kind, Place, kind_of, parse_path
from scorecard.model.lexical import Model, shown
from scorecard.model.mark import Mark
from scorecard.project.file_change import FileChange
from scorecard.project.library import Project
from scorecard.project.loader import AnyFile, AssessmentFile, Location, is_of
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
from scorecard.reading.document import parse_document
from scorecard.reading.plain_data import Data, value_at
from scorecard.reviewing.review import Review


@dataclass(frozen=True, kw_only=True)
class RatedFile:
    """A file on disk that can be rated, with its framework and its project.

    `name` is what a command line calls the assessment from here, `loaded` the file as it was found, `content`
    what it holds: of a mark the assessment as it would be by that alone. A mark has the assessment that it is
    `of`, and may not be on disk yet. `review` is what was said of the assessment, where that is shown.
    """

    name: str
    raw: bytes
    loaded: AnyFile
    content: Assessment
    framework: Framework
    project: Project
    of: Assessment | None = None
    review: Review | None = None

    @property
    def root(self) -> Path | None:
        """The folder on disk that its path is relative to, where it is a file of a project."""
        return self.project.root if isinstance(self.loaded.place, AssessmentPath | MarkPath) else None

    @property
    def assessment_name(self) -> str:
        """The name of the assessment that this is, or a mark of; empty where it is in no project."""
        place = self.loaded.place
        return place.of if isinstance(place, MarkPath) else place.name if place else ""

    @property
    def mark(self) -> Mark | None:
        """What is rated, where that is a mark."""
        return self.loaded.content if isinstance(self.loaded.content, Mark) else None

    def load(self, raw: bytes) -> AnyFile:
        """Read bytes as this file."""
        return _load(self.project, self.loaded.path, self.loaded.file, self.loaded.kind, raw)

    def change(self, was: bytes, content: bytes) -> FileChange:
        """Return what other content makes of this file."""
        return FileChange(before=self.load(was), after=self.load(content), framework=self.framework)

    def write(self, was: bytes, content: bytes) -> None:
        """Put new content into the file, unless it no longer holds what it was; a mark is begun by it."""
        path = Path(self.loaded.file)
        is_new = self.of is not None and was == self.raw and not path.exists()
        put_file(path, None if is_new else was, content, inside=self.project.root)

    def begin(self) -> None:
        """Write a mark that is not on disk yet."""
        if self.of is not None and not Path(self.loaded.file).exists():
            self.write(self.raw, self.raw)

    def claiming(self, *, independent: bool) -> "RatedFile":
        """Return a mark that says whether it is made without seeing another; on disk where it is already."""
        document = parse_document(self.raw)
        if independent and value_at(document.data, ("independent",)) == "false":
            raise UsageError(
                f"{self.loaded.path} says that it was made with other marks in sight",
                hint="what was seen cannot be unseen: leave out --independent",
            )
        raw = write_fields(document, {("independent",): str(independent).lower()}, self.framework).raw
        if raw != self.raw and Path(self.loaded.file).exists():
            self.write(self.raw, raw)
        return replace(self, raw=raw)

    def beside_others(self) -> "RatedFile":
        """Return the same with what was said of its assessment, which is shown then; not this mark itself."""
        place = self.loaded.place
        own = (place.assessor, place.round) if isinstance(place, MarkPath) else None
        review = self.project.review_of(self.assessment_name, self.of or self.content, self.framework)
        others = tuple(each for each in review.marks if (each.assessor, each.round) != own)
        return replace(self, review=replace(review, marks=others))


@lru_cache(maxsize=2)  # before a change and after it
def _load(project: Project, path: str, file: str, kind: Kind[Model], raw: bytes) -> AnyFile:
    return project.load(Location(LoneFile(path, lambda: raw, file), ""), kind)


def is_mendable(diagnostic: Diagnostic, framework: Framework, content: Assessment | None) -> bool:
    """Whether an error ends when the indicator it is about is rated, which is asked of the subject."""
    rated = rated_of(framework.dimensions, content.subject.tags if content else ())
    number, route = diagnostic.code.number, diagnostic.route
    return number in MENDABLE and route[:2] in {("ratings", each.id) for each in rated}


def _framework_for(loaded: AnyFile, content: Assessment | None) -> Framework | None:
    """Return the framework to rate a file by; None where it has errors that rating does not mend."""
    good = loaded.framework.good if loaded.framework else None
    errors = (each for each in loaded.diagnostics if each.is_error)
    return good if good and all(is_mendable(each, good, content) for each in errors) else None


# Finding it -------------------------------------------------------------------------------------


def open_rated_file(workspace: Workspace, text: str, framework: str | None) -> RatedFile | Selection:
    """Return the file that a target stands for; where it cannot be rated, what says why."""
    found = _find(workspace, text, framework)
    if isinstance(found, Selection):
        return found
    project, loaded, name = found
    try:
        raw = read_file(loaded.file, project.root)
    except UnreadableError:
        raw = b""
    good = _framework_for(loaded, loaded.content)
    if good is None or loaded.content is None:
        return Selection(assessments=[loaded])
    opened = RatedFile(
        name=name, raw=raw, loaded=loaded, content=loaded.content, framework=good, project=project
    )
    now = opened.load(raw)
    assert is_of(now, ASSESSMENT), "an assessment is read as one"
    is_same = now.content is not None and now.content.framework == loaded.content.framework
    return opened if is_same and _framework_for(now, now.content) else Selection(assessments=[now])


def open_mark(
    workspace: Workspace, text: str, framework: str | None, assessor: str, round: int
) -> RatedFile | Selection:
    """Return an assessor's mark of the assessment that a target stands for, be it there already or not."""
    found = _find(workspace, text, framework)
    if isinstance(found, Selection):
        return found
    project, marked, name = found
    of, dated, good = marked.content, marked.dated, marked.framework.good if marked.framework else None
    if of is None or good is None:
        return Selection(assessments=[marked])
    if dated is None:
        hint = "move it to assessments/<subject>/<date>.yaml"
        raise UsageError(f"{text} is no file of a project, so it has no place for marks", hint=hint)
    place = find_mark_place(project, dated, assessor, round)
    location = project.locate(place)
    try:
        is_new = not Path(location.file).exists()
        begun = new_file_text(project, place.path, mark_fields(place, good)) if is_new else ""
        raw = begun.encode() if is_new else project.tree.read(place.path)
    except UnreadableError:
        return Selection(others=[project.load(location, MARK)])
    loaded = project.load(location.holding(raw), MARK)
    if loaded.content is None or _framework_for(loaded, content := loaded.content.as_assessment(of)) is None:
        return Selection(others=[loaded])
    return RatedFile(
        name=name, raw=raw, loaded=loaded, content=content, framework=good, project=project, of=of
    )


def open_reviewed(workspace: Workspace, text: str, framework: str | None = None) -> RatedFile | Selection:
    """Return the assessment that a target stands for with all that was said of it, without an error."""
    opened = open_rated_file(workspace, text, framework)
    if isinstance(opened, Selection):
        return opened
    place = opened.loaded.dated
    if place is None:
        hint = "name a subject and date"
        raise UsageError(f"{text} is no file of a project, so nobody marked it", hint=hint)
    unusable = opened.project.unusable_reviews(place)
    return Selection(others=unusable) if unusable else opened.beside_others()


def find_mark_place(project: Project, of: AssessmentPath, assessor: str, round: int) -> MarkPath:
    """Return where an assessor's mark of an assessment is, or is to be."""
    place = find_review_place(project, of, assessor if round == 1 else f"{assessor}-{round}")
    if not isinstance(place, MarkPath) or (place.assessor, place.round) != (assessor, round):
        raise UsageError(
            f"no assessor can be called {shown(assessor)}",
            hint="small letters, digits, . - and _; not reply, and no number after the last hyphen",
        )
    return place


def find_review_place(project: Project, of: AssessmentPath, stem: str) -> Place | None:
    """Return where a mark of an assessment or a reply to it is, or is to be, by the stem of its name."""
    wanted = parse_path(MARK.path(f"{of.subject}/{of.day}/{stem}"))
    there = project.layout.reviews.get(of.name, ())
    return next((each for each in there if wanted and each == wanted._replace(path=each.path)), wanted)


def mark_fields(place: MarkPath, framework: Framework) -> dict[str, Data]:
    """Return what a mark says before anything is rated."""
    return {
        "kind": MARK.name,
        "of": place.of,
        "framework": framework.ref,
        "framework_digest": framework_digest(framework),
        "assessor": place.assessor,
        "round": str(place.round),
        "stage": Stage.DRAFT.value,
    }


def new_file_text(project: Project, path: str, data: Mapping[str, Data]) -> str:
    """Return the text of a new file, whose top tells editors its schema where the project has that."""
    has_schema = project.root is not None and (project.root / kind_of(path).schema).is_file()
    return with_schema(write_mapping(data), schema_from(path) if has_schema else None)


def _find(
    workspace: Workspace, text: str, framework: str | None
) -> tuple[Project, AssessmentFile, str] | Selection:
    """Return the assessment that a target stands for, what it is called from here, and its project."""
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
    name = loaded.dated.name if loaded.dated and isinstance(target, NameTarget) else text
    return project, loaded, name


# What came before -------------------------------------------------------------------------------


def find_earlier(opened: RatedFile) -> AssessmentBefore | None:
    """Return the subject's assessment before this one under the framework, in whichever version; no draft.

    Whoever marks is shown none: what was said last time is no part of judging anew.
    """
    content, project = opened.content, opened.project
    place = opened.loaded.dated
    if opened.of is not None:
        return None
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
