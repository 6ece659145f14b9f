"""A project's files by what their names say, before any is opened."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from heapq import nlargest
from itertools import groupby

from scorecard.files.folder import Tree
from scorecard.model.file_names import (
    AssessmentPath,
    FrameworkPath,
    MarkPath,
    MisplacedPath,
    ReplyPath,
    ReviewPath,
)
from scorecard.model.framework import Framework
from scorecard.model.kinds import ASSESSMENT, FOLDERS, FRAMEWORK, FilePath, find_places, kind_of, parse_path
from scorecard.model.lexical import FrameworkRef, is_version, version_key
from scorecard.project.loader import Location, Reading


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
        """Each subject's assessments, the oldest first; subjects by their ids."""
        return {id: list(places) for id, places in groupby(self.assessments, lambda place: place.subject)}

    def newest_but(self, day: date) -> tuple[AssessmentPath, ...]:
        """Return an assessment of each of the two newest other dates, if none is newer than that day."""
        if self._newest and self._newest[0].date > day:
            return ()
        return tuple(place for place in self._newest if place.date != day)[:2]

    @cached_property
    def named(self) -> dict[str, AssessmentPath]:
        """The assessments by their names: of two files of one name the last."""
        return {each.name: each for each in self.assessments}

    @cached_property
    def reviews(self) -> dict[str, list[ReviewPath]]:
        """The marks of each assessment and the replies to it, by what the assessment's own name would be."""
        found: dict[str, list[ReviewPath]] = {}
        for place in self.others:
            if isinstance(place, MarkPath | ReplyPath):
                found.setdefault(place.of, []).append(place)
        return found

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


def read_layout(paths: Iterable[str]) -> Layout:
    """Sort the paths of a project's YAML files, relative to it, by what they hold.

    One of the folders of our kinds is itself among them where it is none to look into.
    """
    places = [place for path in sorted(paths) if (place := _no_folder(path) or parse_path(path)) is not None]
    misplaced = [place for place in places if isinstance(place, MisplacedPath)]
    found = [place for place in places if not isinstance(place, MisplacedPath)]
    assessments = [place for place in found if isinstance(place, AssessmentPath)]
    return Layout(
        frameworks=tuple(place for place in found if isinstance(place, FrameworkPath)),
        assessments=tuple(sorted(assessments, key=lambda place: place.order)),
        others=tuple(place for place in found if kind_of(place.path) not in (FRAMEWORK, ASSESSMENT)),
        misplaced=tuple(place for place in misplaced if not place.overlooked),
        overlooked=tuple(place for place in misplaced if place.overlooked),
    )


def _no_folder(path: str) -> MisplacedPath | None:
    if path not in FOLDERS:
        return None
    return MisplacedPath(path, f"{path} is no folder", "make it a folder of the project")


# Frameworks by their ids and versions ----------------------------------------------------------

Version = tuple[tuple[int, str], ...]


class Shelf:
    """Finds frameworks in a tree; `read` is asked where a file's name does not say the version.

    `ending` has the versions whose chain of `replaces` is known to end.
    """

    def __init__(self, tree: Tree, read: Callable[[Location], Reading[Framework]]) -> None:
        self.tree = tree
        self.ending: set[FrameworkRef] = set()
        self._read = read

    @cached_property
    def places(self) -> tuple[FrameworkPath, ...]:
        return tuple(find_places(sorted(self.tree.paths(FRAMEWORK.folder)), FrameworkPath))

    @cached_property
    def _named(self) -> dict[tuple[str, Version | None], list[FrameworkPath]]:
        """The files by the id and the version in their names; None of those that have no version there."""
        found: dict[tuple[str, Version | None], list[FrameworkPath]] = {}
        for place in self.places:
            key = (place.id, version_key(place.version) if place.version is not None else None)
            found.setdefault(key, []).append(place)
        return found

    def find(self, ref: FrameworkRef, *, guesses: bool = True) -> Location | None:
        """Return the file of an id and version, by its name, or by what one says that has no version there.

        A file that does not say its version at all may be the one where no other is, if it may be guessed.
        """
        wanted = version_key(ref.version)
        silent = self._named.get((ref.id, None), [])
        found = [place for place in silent if self._version(place) == wanted]
        found += self._named.get((ref.id, wanted), [])
        if guesses and not found:
            found = [place for place in silent if self._version(place) is None]
        return Location(self.tree, found[0].path) if found else None

    def versions(self) -> list[Location]:
        """Return the files of all frameworks by their ids, of each the oldest version first."""
        places = sorted(self.places, key=lambda place: (place.id, self._version(place) or ()))
        return [Location(self.tree, place.path) for place in places]

    def twins(self, place: FrameworkPath, version: str) -> list[str]:
        """Return the other files of this id and version; of files without one in their names, all."""
        own = version_key(version)
        silent = self._named.get((place.id, None), [])
        if place.version is not None:
            silent = [other for other in silent if self._version(other) == own]
        found = (*silent, *self._named.get((place.id, own), []))
        return [other.path for other in found if other.path != place.path]

    def _version(self, place: FrameworkPath) -> Version | None:
        if place.version is not None:
            return version_key(place.version)
        claimed = self._read(Location(self.tree, place.path)).claims().get("version")
        return version_key(claimed) if claimed is not None and is_version(claimed) else None
