"""Which files a command works on, and what stood in the way of others."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from scorecard.diagnostics import Diagnostic, gather
from scorecard.errors import NotFoundError, ScorecardError, UsageError
from scorecard.model.file_names import AssessmentPath, is_yaml_name
from scorecard.model.kinds import ASSESSMENT, FRAMEWORK, kind_of
from scorecard.model.lexical import suggest
from scorecard.project.library import Project
from scorecard.project.loader import AnyFile, AssessmentFile, FrameworkFile, is_of
from scorecard.project.resolve import TargetFile, Workspace
from scorecard.project.targets import (
    AssessmentFilter,
    NameTarget,
    StdinTarget,
    Target,
    find_dated,
    no_such_subject,
    parse_target,
)
from scorecard.reading.document import Document
from scorecard.reviewing.review import Review

Watch = Callable[[Sequence[AssessmentPath]], Iterable[AssessmentPath]]
"""Passes files on, one after the other, and may show how far it is."""


class Remark(NamedTuple):
    """A diagnostic, the file it is about, and the folder on disk that its path is relative to."""

    diagnostic: Diagnostic
    document: Document | None
    root: Path | None

    def seen_from(self, folder: str | Path) -> Diagnostic:
        """Return the diagnostic with its path as it is from a folder."""
        return self.diagnostic._replace(path=seen_from(folder, self.diagnostic.path, self.root))


def seen_from(folder: str | Path | None, path: str, root: Path | None) -> str:
    """Return a path as it is from one folder that is relative to another; of what is not on disk as it is."""
    if folder is None or root is None or Path(folder) == root:
        return path
    absolute = os.path.join(root, path)
    try:
        return os.path.relpath(absolute, folder).replace(os.sep, "/")
    except ValueError:  # another drive
        return absolute


@dataclass(kw_only=True)
class Selection:
    """The files that a command line names, and what stood in the way of others.

    Of files that were only checked and are good, `good` has what tells each from every other. `misplaced` are
    remarks about files that are not read; `withdrawn` are those passed over because they
    stand no more; `passed_over` are the paths of drafts that would have counted, had
    they been final, with the folders on disk that they are relative to.
    """

    assessments: list[AssessmentFile] = field(default_factory=list)
    frameworks: list[FrameworkFile] = field(default_factory=list)
    others: list[AnyFile] = field(default_factory=list)
    misplaced: dict[Remark, None] = field(default_factory=dict)
    problems: list[ScorecardError] = field(default_factory=list)
    good: set[str] = field(default_factory=set)
    withdrawn: list[AssessmentFile] = field(default_factory=list)
    passed_over: dict[str, Path | None] = field(default_factory=dict)
    _added: set[str] = field(default_factory=set)

    def files(self) -> Iterator[AnyFile]:
        """Yield every file, the frameworks that assessments name among them, each once."""
        seen: set[str] = set()
        named = (loaded.framework for loaded in self.assessments)
        for loaded in (*self.frameworks, *named, *self.assessments, *self.others):
            if loaded is not None and loaded.file not in seen:
                seen.add(loaded.file)
                yield loaded

    def count(self) -> int:
        """Return how many files there are."""
        return len(self.good.union(loaded.file for loaded in self.files()))

    def root(self, here: Path | None) -> Path | None:
        """Return the folder of the one project that all files are of; else that of the working directory."""
        roots = {each.root for each in self.misplaced} | {each.root for each in self.files()}
        roots.discard(None)
        return roots.pop() if len(roots) == 1 else here

    def refused(self, root: Path | None) -> Iterator[tuple[str, int]]:
        """Yield the paths of files that are not used, as from a folder, and how many errors each has.

        One that has none of its own is under a framework that has.
        """
        for remark in self.misplaced:
            if remark.diagnostic.is_error:
                yield seen_from(root, remark.diagnostic.path, remark.root), 1
        for loaded in self.files():
            if not loaded.is_usable:
                errors = sum(each.is_error for each in loaded.diagnostics)
                yield seen_from(root, loaded.path, loaded.root), errors

    def remarks(self) -> Iterator[Remark]:
        """Yield all that there is to say of the files; of a file once what can be said of many things."""
        yield from self.misplaced
        for loaded in self.files():
            for diagnostic in gather(loaded.diagnostics):
                yield Remark(diagnostic, loaded.document, loaded.root)

    def add_file(self, file: AnyFile) -> None:
        """Add a file of any kind, so that what is wrong with it is said."""
        if is_of(file, ASSESSMENT):
            self.assessments.append(file)
        elif is_of(file, FRAMEWORK):
            self.frameworks.append(file)
        else:
            self.others.append(file)

    def add(self, loaded: Iterable[AssessmentFile]) -> bool:
        """Add assessments, each file once; return whether there was any."""
        found = {each.file: each for each in loaded}
        self.assessments += (each for file, each in found.items() if file not in self._added)
        self._added |= found.keys()
        return bool(found)

    def pass_over_drafts(self, start: int = 0) -> None:
        """Take the drafts out of the assessments from one on."""
        added = self.assessments[start:]
        self.assessments[start:] = [loaded for loaded in added if not loaded.is_draft]
        self.passed_over |= {loaded.path: loaded.root for loaded in added if loaded.is_draft}

    def set_aside_withdrawn(self, files: list[AssessmentFile]) -> None:
        """Take those out of some files that are withdrawn, and note them, but for drafts."""
        self.withdrawn += (each for each in files if each.is_withdrawn and not each.is_draft)
        files[:] = [each for each in files if not each.is_withdrawn]

    def add_misplaced(self, diagnostics: Iterable[Diagnostic], project: Project) -> bool:
        """Add remarks about files of a project that are not read, each once; return whether there was any."""
        found = dict.fromkeys(Remark(each, None, project.root) for each in diagnostics)
        self.misplaced |= found
        return bool(found)

    def add_if_misplaced(self, file: TargetFile) -> bool:
        """Add a file that stands in a wrong place, in which it is not read; return whether it does."""
        place, project = file.misplaced, file.project
        return place is not None and self.add_misplaced([project.diagnose_misplaced(place)], project)


# Assessments ------------------------------------------------------------------------------------


def select_assessments(
    workspace: Workspace, targets: Sequence[str], which: AssessmentFilter, *, forgets: bool = False
) -> Selection:
    """Return the assessments that targets stand for; without any, the latest of every subject.

    Drafts are passed over, unless they are asked for or one is the only target: a shell spells out the
    names in a folder. `forgets` says that earlier ones of several subjects are not kept in memory.
    """
    selection = Selection()
    which.check(workspace.here)
    if not targets:
        project = workspace.open_here()
        selection.frameworks += project.own_frameworks()
        forgets = forgets and len(project.layout.by_subject) > 1
        for subject in project.layout.by_subject:
            selection.add(latest(project, subject, which, selection, forgets=forgets))
        selection.add_misplaced(project.misplaced(), project)
        if not selection.assessments and not selection.misplaced:
            hint = "they stand in assessments/<subject>/<YYYY-MM-DD>.yaml"
            hint = which.hint if project.layout.assessments else hint
            raise NotFoundError(f"there are no assessments{which.words} here", hint=hint)
    for text in targets:
        before = len(selection.assessments)
        try:
            is_folder = _add_assessments(workspace, parse_target(text), selection, which)
            if not which.drafts and (is_folder or len(set(targets)) > 1):
                selection.pass_over_drafts(before)
        except ScorecardError as error:
            selection.problems.append(error)
    if selection.passed_over and not (selection.assessments or selection.misplaced or selection.problems):
        message = "there is nothing here but drafts"
        selection.problems.append(NotFoundError(message, hint=which.hint))
    return selection


def _add_assessments(
    workspace: Workspace, target: Target, selection: Selection, which: AssessmentFilter
) -> bool:
    """Add the assessments that a target stands for; return whether it is a folder."""
    if isinstance(target, NameTarget):
        _add_subject(workspace.here, target, selection, which)
        return False
    before, below = len(selection.assessments), workspace.files_below(target, ASSESSMENT)
    files = [workspace.resolve(target, ASSESSMENT)] if below is None else sorted(below, key=_order)
    if isinstance(target, StdinTarget):
        selection.add(file.project.load(file.location, ASSESSMENT) for file in files)
    elif not sum(_add_assessment(file, selection, in_folder=below is not None) for file in files):
        hint = "name a folder that holds assessments' files"
        raise NotFoundError(f"there are no assessments in {target}", hint=hint)
    if which.framework is not None:
        found = selection.assessments[before:]
        selection.assessments[before:] = filter(which.is_under, found)
        if found and len(selection.assessments) == before:
            raise NotFoundError(f"there is no assessment{which.words} in {target}", hint=which.hint)
    return below is not None


def _order(file: TargetFile) -> tuple[str, str, str]:
    """What orders files of a folder: by their names without ".yaml", so that "…-b" is not before "…"."""
    return file.location.path.rpartition(".")


def _add_subject(project: Project, target: NameTarget, selection: Selection, which: AssessmentFilter) -> None:
    is_misplaced = selection.add_misplaced(project.misplaced(target.id), project)
    if target.id not in project.layout.by_subject:
        if not is_misplaced:
            raise no_such_subject(target, project)
    elif target.at is not None:
        selection.add([find_dated(project, target, which)])
    elif not selection.add(latest(project, target.id, which, selection)) and not is_misplaced:
        raise NotFoundError(f"{target.id} has no assessment{which.words} to show", hint=which.hint)


def latest(
    project: Project, subject: str, which: AssessmentFilter, selection: Selection, *, forgets: bool = False
) -> Iterator[AssessmentFile]:
    """Yield a subject's latest assessment under each framework, and all its files that have errors.

    Where the newest file has errors, an older one is not the latest: the newest stands for it, unscored.
    Drafts that are newer are noted in the selection as passed over.
    """
    newest: dict[str, AssessmentFile] = {}
    drafts: dict[str | None, dict[str, Path | None]] = {}
    for place in project.layout.by_subject.get(subject, ()):
        loaded = project.load_assessment(place)
        if not which.is_under(loaded):
            continue
        if loaded.is_withdrawn:
            selection.withdrawn.append(loaded)
            continue
        framework = loaded.framework_id
        if loaded.is_draft and not which.drafts:
            drafts.setdefault(framework, {})[loaded.path] = loaded.root
            continue
        drafts.pop(framework, None)
        if loaded.scorable is not None and framework is not None:
            newest[framework] = loaded
        else:
            yield loaded
            if framework is None:
                newest.clear()
            newest.pop(framework or "", None)
    if forgets:
        project.forget()
    for paths in drafts.values():
        selection.passed_over |= paths
    yield from newest.values()


def _add_assessment(file: TargetFile, selection: Selection, *, in_folder: bool) -> bool:
    """Add an assessment's file; of what was found in a folder return whether it is one of ours."""
    if selection.add_if_misplaced(file):
        return True
    project, at = file
    kind = ASSESSMENT if at.place is None else kind_of(at.path)
    if kind is ASSESSMENT:
        loaded = project.load(at, ASSESSMENT)
        is_meant = _says_assessment(loaded) if in_folder else loaded.said is not FRAMEWORK
        if at.place is not None or is_meant:
            return selection.add([loaded])
        kind = FRAMEWORK
    if in_folder:
        return False
    hint = f"scorecard show {at.shown}" if kind is FRAMEWORK else None
    raise UsageError(f"{at.shown} is {kind.called}, not an assessment", hint=hint)


def _says_assessment(loaded: AssessmentFile) -> bool:
    """Whether a file says that it is an assessment, even where it cannot be read as YAML."""
    document = loaded.document
    if document is None or document.data is not None:
        return loaded.said is ASSESSMENT
    return ASSESSMENT.is_said_by(document.text)


def select_reviews(
    workspace: Workspace, targets: Sequence[str], which: AssessmentFilter, round: int
) -> tuple[Selection, list[Review]]:
    """Return the assessments that targets stand for, and what was said of those with a final mark of a round.

    Without a target these are all that were marked. Marks and replies that have errors are in the selection.
    """
    which.check(workspace.here)
    if targets:
        selection = select_assessments(workspace, targets, which)
    else:
        here = workspace.open_here()
        marked = [place for place in here.layout.assessments if place.name in here.layout.reviews]
        selection = Selection(assessments=[*filter(which.is_under, map(here.load_assessment, marked))])
        selection.add_misplaced(here.misplaced(of_all_kinds=True), here)
    hint = "final marks are read from reviews/<subject>/<date>/<assessor>.yaml on disk; drafts do not count"
    reviews = []
    for file in selection.assessments:
        home = workspace.project_of(file.root) if file.root else None
        review = home.review(file.dated) if home else None
        selection.others += home.unusable_reviews(file.dated) if home and file.dated else ()
        if review and any(each.round == round for each in review.final_marks):
            reviews.append(review)
        elif targets and file.is_usable:
            message = f"{file.dated.name if file.dated else file.path} has no final mark of round {round}"
            selection.problems.append(NotFoundError(message, hint=hint))
    if not reviews and not selection.problems and not [*selection.refused(None)]:
        raise NotFoundError(f"nothing here has a final mark of round {round}", hint=hint)
    return selection, reviews


# Files of any kind ------------------------------------------------------------------------------


def select_files(workspace: Workspace, targets: Sequence[str], watch: Watch) -> Selection:
    """Return the files of any kind that targets stand for; without any, the whole project's.

    Where they stand for many, these are only checked: of good ones the names alone stay.
    """
    selection = Selection()
    if not targets:
        project = workspace.open_here()
        selection.frameworks += project.own_frameworks()
        selection.others += project.other_files()
        selection.add_misplaced([*project.misplaced(of_all_kinds=True), *project.overlooked()], project)
        _check(project, project.layout.assessments, Path(project.root or ""), selection, watch)
    for text in targets:
        try:
            _add_files(workspace, parse_target(text), selection, watch)
        except ScorecardError as error:
            selection.problems.append(error)
    return selection


def _add_files(workspace: Workspace, target: Target, selection: Selection, watch: Watch) -> None:
    if isinstance(target, NameTarget):
        here, folder = workspace.here, Path(ASSESSMENT.folder, target.id)
        known = [*here.layout.by_subject, *here.framework_ids()]
        if target.id not in known:
            is_path = Path(target.id).exists()
            hint = f"for the folder or file write ./{target.id}" if is_path else suggest(target.id, known)
            raise NotFoundError(f"there is no subject or framework {target.id}", hint=hint)
        if target.id not in here.layout.by_subject:
            selection.frameworks.append(workspace.load_framework(target))
            return
        places = here.layout.by_subject[target.id]
        if target.at is not None:
            dated = find_dated(here, target)
            selection.add([dated])
            places = [each for each in places if each == dated.place]
        reviews = [review for each in places for review in here.layout.reviews.get(each.name, ())]
        selection.others += (here.load_beside(here.locate(each), kind_of(each.path)) for each in reviews)
        if target.at is None:
            _check(here, places, Path(here.root or "", folder), selection, watch)
        return
    files = workspace.files_below(target)
    if files is None:
        file = workspace.resolve(target)
        if not selection.add_if_misplaced(file):
            selection.add_file(file.load())
        return
    folder = Path(os.path.abspath(str(target)))
    here = workspace.project_of(folder)
    if here.root == folder:
        selection.add_misplaced(here.overlooked(), here)
    elif not files:
        raise NotFoundError(f"there are no YAML files in {target}", hint="name a folder that holds some")
    for project, places in _add_found(files, selection).items():
        _check(project, places, folder, selection, watch)


def _add_found(files: Iterable[TargetFile], selection: Selection) -> dict[Project, list[AssessmentPath]]:
    """Add files found in a folder, but for the assessments of projects: return those, to be checked."""
    places: dict[Project, list[AssessmentPath]] = {}
    for file in files:
        match file.location.place:
            case AssessmentPath() as place:
                places.setdefault(file.project, []).append(place)
            case None:
                if file.misplaced is not None or is_yaml_name(file.location.path):
                    _add_assessment(file, selection, in_folder=True)
            case _:
                selection.add_file(file.load())
    return places


def _check(
    project: Project, places: Sequence[AssessmentPath], folder: Path, selection: Selection, watch: Watch
) -> None:
    """Add files that were checked, each forgotten before the next is read, into memory still at hand."""
    known: set[str] = set()
    subject = None
    for place in watch(places):
        if place.subject != subject:  # its newest file is asked for its name, and kept until then
            project.forget()
            subject = place.subject
        loaded = project.load(project.locate(place), ASSESSMENT, keeps=False)
        if loaded.diagnostics:
            document = loaded.document and replace(loaded.document, data=None)
            selection.add([replace(loaded, content=None, document=document)])
        else:
            selection.good.add(loaded.file)
        if loaded.framework is not None and loaded.framework.file not in known:
            known.add(loaded.framework.file)
            selection.frameworks.append(loaded.framework)
    project.forget()
    if project.publication is not None and project.root is not None:
        below = os.path.abspath(folder)
        gone = project.publication.gone()
        gone = (each for each in gone if (project.root / each.path).is_relative_to(below))
        selection.add_misplaced(gone, project)
