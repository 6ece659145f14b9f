"""Targets: what a command line names, told apart by form, and which of a subject's assessments count."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from scorecard.errors import NotFoundError, UsageError
from scorecard.model.assessment import Assessment, Subject
from scorecard.model.lexical import FormError, is_version, listing, parse_date, suggest
from scorecard.project.library import Project
from scorecard.project.loader import AnyFile, AssessmentFile

_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_REVISION = re.compile(r"([^/\\:]+):(.*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class StdinTarget:
    """`-`: standard input."""

    def __str__(self) -> str:
        return "-"


class PathTarget(NamedTuple):
    """A file or a folder."""

    path: str

    def __str__(self) -> str:
        return str(Path(self.path))


class RevisionTarget(NamedTuple):
    """A file at a git revision, as git reads `REV:path` in a folder, by default the working directory."""

    revision: str
    path: str
    folder: str = ""

    def __str__(self) -> str:
        return f"{self.revision}:{self.path}"


class NameTarget(NamedTuple):
    """A subject or a framework, with what follows its `@`: a date, perhaps with a suffix, or a version."""

    id: str
    at: str | None

    def __str__(self) -> str:
        return self.id if self.at is None else f"{self.id}@{self.at}"


FileTarget = StdinTarget | PathTarget | RevisionTarget
Target = FileTarget | NameTarget


def parse_target(text: str) -> Target:
    """Tell a target's kind by its form alone, whatever exists; no name begins with a dot."""
    if text == "-":
        return StdinTarget()
    revision = _REVISION.match(text)
    if revision and not _DRIVE.match(text):
        return RevisionTarget(revision[1], revision[2])
    if "/" in text or "\\" in text or text.startswith(".") or text.endswith((".yaml", ".yml")):
        return PathTarget(text)
    id, at, rest = text.partition("@")
    return NameTarget(id, rest if at else None)


# Names ------------------------------------------------------------------------------------------


class AssessmentFilter(NamedTuple):
    """Which of a subject's assessments count: under one framework or any, with drafts or without."""

    framework: str | None
    drafts: bool

    @property
    def words(self) -> str:
        return f" under {self.framework}" if self.framework else ""

    @property
    def hint(self) -> str:
        ways = [] if self.drafts else ["drafts are skipped: add --drafts"]
        ways += ["leave --framework out"] if self.framework else []
        return ", or ".join(ways) or "scorecard list shows what is here"

    def holds(self, loaded: AssessmentFile) -> bool:
        """Whether a file counts, or cannot be told not to."""
        is_counted = not loaded.is_withdrawn and (self.drafts or not loaded.is_draft)
        return self.is_under(loaded) and is_counted

    def is_under(self, loaded: AnyFile) -> bool:
        """Whether a file is under the framework, or cannot be told not to be."""
        return loaded.framework_id in (None, self.framework or loaded.framework_id)

    def check(self, project: Project) -> None:
        """Refuse a framework that a project does not know."""
        ids = project.framework_ids()
        if self.framework is not None and self.framework not in ids:
            hint = suggest(self.framework, ids)
            if "@" in self.framework:
                hint = f"write the id alone: {self.framework.partition('@')[0]}"
            raise NotFoundError(f"there is no framework {self.framework}", hint=hint)


EVERYTHING = AssessmentFilter(None, drafts=True)


def find_dated(project: Project, target: NameTarget, which: AssessmentFilter = EVERYTHING) -> AssessmentFile:
    """Return the assessment of `SUBJECT@DATE` or `SUBJECT@DATE-suffix`, be it a draft or not.

    A date alone is the file without suffix, or the only one of that day.
    """
    everything = project.layout.by_subject.get(target.id, [])
    places = [place for place in everything if which.is_under(project.load_assessment(place))]
    exact = [place for place in places if place.day == target.at]
    found = exact or [place for place in places if place.date.isoformat() == target.at]
    if not found:
        hint = f"known here: {listing([place.name for place in everything])}"
        raise NotFoundError(f"there is no assessment {target}{which.words}", hint=hint)
    if len(found) > 1 and not exact:
        names = ", ".join(place.name for place in found)
        raise NotFoundError(f"{target} is one of several of that day", hint=f"name one: {names}")
    return project.load_assessment(found[0])


def earlier_files(
    project: Project, subject: str, order: tuple[str, ...], which: AssessmentFilter
) -> Iterator[AssessmentFile]:
    """Yield a subject's assessments before one by the order of their places, the newest first."""
    places = (each for each in reversed(project.layout.by_subject.get(subject, [])) if each.order < order)
    return filter(which.holds, map(project.load_assessment, places))


def refuse_several(name: str, files: Iterable[AssessmentFile], ways: str = "") -> None:
    """Refuse a subject that is assessed under several frameworks where none was chosen."""
    ids = sorted({each.framework_id for each in files if each.framework_id is not None})
    if len(ids) > 1:
        hint = f"{ways}choose one with --framework: {listing(ids)}"
        raise UsageError(f"{name} is assessed under several frameworks", hint=hint)


def is_subject(target: NameTarget, project: Project) -> bool:
    """Whether a name is a subject's and not a framework's: by what follows its `@`, else by what there is."""
    if not target.id:
        raise UsageError("a name is empty", hint="write a subject or a framework")
    is_subject = target.id in project.layout.by_subject
    is_framework = target.id in project.framework_ids()
    if target.at is not None and is_framework and is_version(target.at):
        return False
    if target.at is not None and is_subject and _is_dated(target.at):
        return True
    if is_subject and is_framework:
        hint = f"write {target.id}@DATE for the subject, {target.id}@VERSION for the framework"
        raise UsageError(f"{target.id} is a subject and a framework", hint=hint)
    if not is_subject and not is_framework:
        known = [*project.layout.by_subject, *project.framework_ids()]
        hint, path = suggest(target.id, known, _telling(project)), Path(target.id)
        if path.exists():
            hint = f"for the folder write {target.id}/" if path.is_dir() else f"write ./{target.id}"
        raise NotFoundError(f"there is no subject or framework {target.id} here", hint=hint)
    return is_subject


def _is_dated(text: str) -> bool:
    try:
        parse_date(text[:10])
    except FormError:
        return False
    return True


def no_such_subject(target: NameTarget, project: Project) -> NotFoundError:
    """Return what is said of a name that should be a subject's and is none."""
    id, subjects = target.id, project.layout.by_subject
    if id in project.framework_ids():
        return framework_is_no_subject(id, f"scorecard assess --framework {id} shows its assessments")
    hint = (
        suggest(id, subjects, _telling(project))
        if subjects
        else "there are no assessments here; list shows what is"
    )
    if Path(id).exists():
        hint = f"for the folder or file write ./{id}"
    return NotFoundError(f"there is no subject {id} here", hint=hint)


def _telling(project: Project) -> Callable[[str], str]:
    """Return what tells a subject by its id, and by its name where that is another word."""

    def told(id: str) -> str:
        latest = find_latest(project, id) if id in project.layout.by_subject else None
        is_said = latest is None or latest.subject.name.casefold().replace(" ", "-") == id
        return id if latest is None or is_said else f"{id} ({latest.subject.name})"

    return told


def find_latest(project: Project, id: str) -> Assessment | None:
    """Return a subject's latest readable assessment; a draft where there is no other."""
    files = map(project.load_assessment, reversed(project.layout.by_subject.get(id, ())))
    found = (file.content for file in files if file.content is not None)
    return max(found, key=lambda assessment: not assessment.is_draft, default=None)


def find_subject(project: Project, id: str) -> Subject:
    """Return a subject as its latest assessment has it."""
    if id not in project.layout.by_subject:
        raise no_such_subject(NameTarget(id, None), project)
    latest = find_latest(project, id)
    if latest is None:
        raise NotFoundError(f"no assessment of {id} can be read", hint="scorecard validate says why")
    return latest.subject


def framework_is_no_subject(id: str, instead: str) -> NotFoundError:
    """Return what is said of a framework's name where a subject's was expected."""
    hint = f"{instead}; scorecard show {id} the framework itself"
    return NotFoundError(f"{id} is a framework, not a subject", hint=hint)
