"""The frameworks of one tree, found by the ids and versions in the names of their files."""

from collections.abc import Callable
from functools import cached_property

from scorecard.files.folder import Tree
from scorecard.model.file_names import FrameworkPath
from scorecard.model.framework import Framework
from scorecard.model.kinds import FRAMEWORK, find_places
from scorecard.model.lexical import FrameworkRef, is_version, version_key
from scorecard.project.loader import Location, Reading

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
        """The frameworks' files, by their names."""
        return tuple(find_places(sorted(self.tree.paths(FRAMEWORK.folder)), FrameworkPath))

    @cached_property
    def ids(self) -> list[str]:
        """The ids of all frameworks."""
        return sorted({place.id for place in self.places})

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

    def versions(self, id: str | None = None) -> list[Location]:
        """Return the files of every version of a framework, or of all by their ids, the oldest first."""
        places = [place for place in self.places if id in (None, place.id)]
        places.sort(key=lambda place: (place.id, self._version(place) or ()))
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
        """Return what orders a framework's version: from its file's name, or from the file."""
        if place.version is not None:
            return version_key(place.version)
        claimed = self._read(Location(self.tree, place.path)).claims().get("version")
        return version_key(claimed) if claimed is not None and is_version(claimed) else None
