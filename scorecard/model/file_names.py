"""What the names of a project's files say, before any is opened.

frameworks/<id>.yaml  or  frameworks/<id>@<version>.yaml
assessments/<subject>/<YYYY-MM-DD>.yaml  or  assessments/<subject>/<YYYY-MM-DD>-<suffix>.yaml
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from heapq import nlargest
from typing import NamedTuple

from scorecard.model.source import NAME_ID_PATTERN, FormError, is_file_id, is_version, parse_date

FRAMEWORKS = "frameworks"
ASSESSMENTS = "assessments"
SUFFIXES = (".yaml", ".yml")

_TEXT_FILE = re.compile(r"\.ya?ml\.txt\Z", re.IGNORECASE)
_NEARLY = re.compile("frameworks?|ass?ess?ments?", re.IGNORECASE)
_DATED = re.compile(rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?:-({NAME_ID_PATTERN[1:-1]}))?\Z")


class FrameworkPath(NamedTuple):
    """The name of a framework's file; `version` is None where the name has none."""

    path: str
    id: str
    version: str | None


class AssessmentPath(NamedTuple):
    """The name of an assessment's file; `suffix` tells several of one day apart."""

    path: str
    subject: str
    date: date
    suffix: str | None

    @property
    def order(self) -> tuple[str, str, str, str]:
        """What orders assessments: by subject and date; on one day the one without suffix first."""
        return (self.subject, self.date.isoformat(), self.suffix or "", self.path)

    @property
    def name(self) -> str:
        """What a command line calls it: `subject@date-suffix`."""
        return f"{self.subject}@{self.day}"

    @property
    def day(self) -> str:
        """Its date and suffix."""
        return self.date.isoformat() + (f"-{self.suffix}" if self.suffix else "")


class MisplacedPath(NamedTuple):
    """A file whose place or name is not one that the project knows.

    `overlooked` is said of what is not read at all: it is no YAML file by its name, or in no folder of ours.
    """

    path: str
    reason: str
    help: str
    overlooked: bool = False


Place = FrameworkPath | AssessmentPath | MisplacedPath

_NO_FOLDER = {
    name: MisplacedPath(name, f"{name} is no folder", "make it a folder of the project")
    for name in (FRAMEWORKS, ASSESSMENTS)
}


@dataclass(frozen=True)
class Layout:
    """A project's files by what their names say: by path, assessments by subject and date."""

    frameworks: tuple[FrameworkPath, ...] = ()
    assessments: tuple[AssessmentPath, ...] = ()
    misplaced: tuple[MisplacedPath, ...] = ()
    overlooked: tuple[MisplacedPath, ...] = ()

    @cached_property
    def by_subject(self) -> dict[str, list[AssessmentPath]]:
        """Each subject's assessments, the oldest first."""
        found: dict[str, list[AssessmentPath]] = {}
        for place in self.assessments:
            found.setdefault(place.subject, []).append(place)
        return found

    def newest_but(self, day: date) -> tuple[AssessmentPath, ...]:
        """Return an assessment of each of the two newest other dates, if none is newer than that day."""
        if self._newest and self._newest[0].date > day:
            return ()
        return tuple(place for place in self._newest if place.date != day)[:2]

    @cached_property
    def _newest(self) -> list[AssessmentPath]:
        """An assessment of each of the three newest dates, the newest first."""
        by_date = {place.date: place for place in self.assessments}
        return [by_date[day] for day in nlargest(3, by_date)]

    @cached_property
    def _paths(self) -> dict[str, list[str]]:
        paths: dict[str, list[str]] = {}
        for place in self.assessments:
            paths.setdefault(place.name, []).append(place.path)
        return paths

    def twins(self, place: AssessmentPath) -> list[str]:
        """Return the paths of other files that are the same assessment by their names."""
        return [path for path in self._paths.get(place.name, ()) if path != place.path]

    def subjects(self) -> list[str]:
        """Return the ids of all subjects that have a folder with assessments."""
        return sorted({place.subject for place in self.assessments})


def read_layout(paths: Iterable[str]) -> Layout:
    """Sort the paths of a project's YAML files, relative to it, by what they hold.

    One of the two folders is itself among them where it is none to look into.
    """
    places = [
        place for path in sorted(paths) if (place := _NO_FOLDER.get(path) or parse_path(path)) is not None
    ]
    assessments = [place for place in places if isinstance(place, AssessmentPath)]
    misplaced = [place for place in places if isinstance(place, MisplacedPath)]
    return Layout(
        frameworks=tuple(place for place in places if isinstance(place, FrameworkPath)),
        assessments=tuple(sorted(assessments, key=lambda place: place.order)),
        misplaced=tuple(place for place in misplaced if not place.overlooked),
        overlooked=tuple(place for place in misplaced if place.overlooked),
    )


def parse_path(path: str) -> Place | None:
    """Return what a path inside a project says; None for one outside its two folders.

    What stands in them under a name that begins with a dot is of an editor or a system, and none of ours.
    """
    folder, *rest = path.split("/")
    if any(map(is_hidden, rest)):
        return None
    if _TEXT_FILE.search(path) and rest and folder in (FRAMEWORKS, ASSESSMENTS):
        reason = f'"{rest[-1]}" ends in .txt, so it is not read'
        help = f"call it {rest[-1][:-4]}; your system may hide the last ending of file names"
        return MisplacedPath(path, reason, help, overlooked=True)
    if folder == FRAMEWORKS and rest:
        return _parse_framework_path(path, rest)
    if folder == ASSESSMENTS and rest:
        return _parse_assessment_path(path, rest)
    return None


def _parse_framework_path(path: str, rest: list[str]) -> FrameworkPath | MisplacedPath:
    help = "call it frameworks/<id>.yaml or frameworks/<id>@<version>.yaml"
    if len(rest) != 1:
        return MisplacedPath(path, "a framework stands in frameworks/ itself, not in a folder below it", help)
    id, at, version = _stem(rest[0]).partition("@")
    if not _has_suffix(rest[0]) or not is_file_id(id) or (at and not is_version(version)):
        return MisplacedPath(path, f'"{rest[0]}" is not a name for a framework\'s file', help)
    return FrameworkPath(path, id, version or None)


def _parse_assessment_path(path: str, rest: list[str]) -> AssessmentPath | MisplacedPath:
    help = "call it assessments/<subject>/<YYYY-MM-DD>.yaml; a second one that day …/<DATE>-<suffix>.yaml"
    if len(rest) != 2:
        return MisplacedPath(path, "an assessment stands in its subject's folder in assessments/", help)
    subject, name = rest
    match = _DATED.match(_stem(name))
    if not is_file_id(subject):
        return MisplacedPath(path, f'"{subject}" is not a name for a subject\'s folder', help)
    if match is None or not _has_suffix(name):
        return MisplacedPath(path, f'"{name}" is not a name for an assessment\'s file', help)
    try:
        day = parse_date(match[1])
    except FormError as error:
        return MisplacedPath(path, error.message, help)
    return AssessmentPath(path, subject, day, match[2])


def is_yaml_name(name: str) -> bool:
    """Whether a file name says that the file is YAML, in letters of either case."""
    return name.lower().endswith(SUFFIXES)


def is_nearly_yaml_name(name: str) -> bool:
    """Whether a file is YAML by its name, or would be without an ending that was added to it."""
    return is_yaml_name(name) or _TEXT_FILE.search(name) is not None


def is_hidden(name: str) -> bool:
    """Whether the name of a file or folder says that it is to be passed over."""
    return name.startswith(".")


def in_nearly_our_folder(path: str) -> MisplacedPath | None:
    """Say that a file stands in a folder that is called nearly, but not quite, like one of the two."""
    folder = path.split("/")[0]
    if folder in (FRAMEWORKS, ASSESSMENTS) or not _NEARLY.fullmatch(folder):
        return None
    meant = FRAMEWORKS if folder[0] in "fF" else ASSESSMENTS
    reason = f"this stands in {folder}/, and files are looked for in {meant}/"
    return MisplacedPath(path, reason, f"call the folder {meant}, in small letters", overlooked=True)


def _has_suffix(name: str) -> bool:
    return name.endswith(SUFFIXES)


def _stem(name: str) -> str:
    return name[: name.rindex(".")] if "." in name else name
