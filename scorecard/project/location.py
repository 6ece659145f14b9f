"""Where a file is."""

from typing import NamedTuple

from scorecard.files.folder import Tree


class Location(NamedTuple):
    """A file's path in a tree: in a folder on disk, at a git revision, or on standard input."""

    tree: Tree
    path: str
