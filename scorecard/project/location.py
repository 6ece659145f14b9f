"""Where a file is."""

from typing import NamedTuple

from scorecard.files.folder import LoneFile, Tree
from scorecard.model.file_names import MisplacedPath
from scorecard.model.kinds import FilePath, parse_path


class Location(NamedTuple):
    """A file's path in a tree: in a folder on disk, at a git revision, or on standard input."""

    tree: Tree
    path: str

    @property
    def shown(self) -> str:
        """The path as messages show it."""
        return self.tree.shown(self.path)

    @property
    def file(self) -> str:
        """What tells the file from every other."""
        return self.tree.file(self.path)

    @property
    def place(self) -> FilePath | None:
        """What the file's name says; None outside a project's folders, and where look-up does not know it."""
        place = parse_path(self.path)
        return None if isinstance(place, MisplacedPath) else place

    def holding(self, content: bytes) -> "Location":
        """Return the same place with another content in it, be there a file yet or not."""
        return Location(LoneFile(self.shown, lambda: content, self.file), self.path)
