"""A project's files by what their names say, before any is opened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from heapq import nlargest

from scorecard.model.file_names import AssessmentPath, FrameworkPath, MisplacedPath
from scorecard.model.kinds import ASSESSMENT, FOLDERS, FRAMEWORK, FilePath, kind_of, parse_path


@dataclass(frozen=True)
class Layout:
    """A project's files: by path, assessments by subject and date; `others` are of the other kinds."""

    frameworks: tuple[FrameworkPath, ...] = ()
    assessments: tuple[AssessmentPath, ...] = ()
    others: tuple[FilePath, ...] = ()
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
        for place in (*self.assessments, *self.others):
            paths.setdefault(place.name, []).append(place.path)
        return paths

    def twins(self, place: FilePath) -> list[str]:
        """Return the paths of other files that are the same assessment, or another file, by their names."""
        return [path for path in self._paths.get(place.name, ()) if path != place.path]

    def subjects(self) -> list[str]:
        """Return the ids of all subjects that have a folder with assessments."""
        return sorted(self.by_subject)


def read_layout(paths: Iterable[str]) -> Layout:
    """Sort the paths of a project's YAML files, relative to it, by what they hold.

    One of the folders of our kinds is itself among them where it is none to look into.
    """
    places = [place for path in sorted(paths) if (place := _no_folder(path) or parse_path(path)) is not None]
    found = [place for place in places if not isinstance(place, MisplacedPath)]
    misplaced = [place for place in places if isinstance(place, MisplacedPath)]
    frameworks = tuple(place for place in places if isinstance(place, FrameworkPath))
    assessments = [place for place in places if isinstance(place, AssessmentPath)]
    return Layout(
        frameworks=frameworks,
        assessments=tuple(sorted(assessments, key=lambda place: place.order)),
        others=tuple(place for place in found if kind_of(place.path) not in (FRAMEWORK, ASSESSMENT)),
        misplaced=tuple(place for place in misplaced if not place.overlooked),
        overlooked=tuple(place for place in misplaced if place.overlooked),
    )


def _no_folder(path: str) -> MisplacedPath | None:
    if path not in FOLDERS:
        return None
    return MisplacedPath(path, f"{path} is no folder", "make it a folder of the project")
