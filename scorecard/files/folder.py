"""Reading from a folder on disk, safely: only regular files, never more than the limit, never endless.

A symbolic link in a project is followed unless it leads out of it, or into its `.git`.
"""

import errno
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Protocol

from scorecard.diagnostics import Finding, Span
from scorecard.errors import UsageError
from scorecard.model.file_names import is_hidden, is_nearly_yaml_name, is_yaml_name
from scorecard.reading.document import MAX_BYTES
from scorecard.reading.messages import refuse

CANNOT_READ = "cannot-read-file"
"""The name of the code for what cannot be opened."""
_LONGEST_PATH = 200
_PIECE = 64 * 1024
_GIT = ".git"
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)
LEADS_OUT = "link-leads-out"
"""The name of the code for a link that leads out of its project."""


class UnreadableError(Exception):
    """A file was not read: it was refused, or could not be opened at all."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding

    @property
    def opened(self) -> bool:
        return self.finding.name != CANNOT_READ


def cannot_read(
    message: str, help: str = "check the path, and that you may read the file"
) -> UnreadableError:
    """Return the error that says why a file could not be opened, and what to do."""
    return UnreadableError(Finding(message, help, CANNOT_READ, span=Span()))


class Tree(Protocol):
    """A project's files, wherever they are kept. Paths are relative to the project, with `/`."""

    def folders(self) -> list[str]:
        """Return the names of the folders in the project itself, if there are any."""
        return []

    def paths(self, folder: str) -> list[str]:  # noqa: ARG002 - by default there is none
        """Return paths of all files below a folder, if there is one, that are nearly YAML by their names."""
        return []

    def read(self, path: str) -> bytes:
        """Return a file's bytes, or raise UnreadableError."""
        ...

    def shown(self, path: str) -> str:
        """Return a path as messages show it."""
        ...

    def file(self, path: str) -> str:
        """Return what tells a file from every other, of this tree or another."""
        ...


@dataclass(frozen=True, slots=True)
class FolderTree(Tree):
    """A project in a folder on disk; `label` comes before its paths in messages."""

    root: Path
    label: str = ""

    def folders(self) -> list[str]:
        """Return the names of the folders in the project itself."""
        try:
            with os.scandir(self.root) as found:
                return sorted(each.name for each in found if each.is_dir())
        except OSError:
            return []

    def paths(self, folder: str) -> list[str]:
        """Return also links to folders that lead out, and folders that cannot be read."""
        begin = len(os.path.join(self.root, ""))
        found = find_yaml(os.path.join(self.root, folder), self.root, is_nearly_yaml_name)
        return [path[begin:].replace(os.sep, "/") for path in found]

    def read(self, path: str) -> bytes:
        """Return a file's bytes, or raise UnreadableError."""
        return read_file(os.path.join(self.root, path), self.root)

    def shown(self, path: str) -> str:
        """Return a path as messages show it."""
        return self.label + path

    def file(self, path: str) -> str:
        """Return what tells a file from every other."""
        return os.path.abspath(os.path.join(self.root, path))


@dataclass(frozen=True, slots=True)
class LoneFile(Tree):
    """A tree of one file, at whatever path: standard input, or a file that is in no project.

    `label` is its path as messages show it; `name` tells it from every other, the label where it is empty.
    """

    label: str
    content: Callable[[], bytes]
    name: str = ""

    def read(self, _path: str) -> bytes:
        """Return the file's bytes, or raise UnreadableError."""
        return self.content()

    def shown(self, _path: str) -> str:
        """Return the file's path as messages show it."""
        return self.label

    def file(self, _path: str) -> str:
        """Return what tells the file from every other."""
        return self.name or self.label


def find_yaml(
    folder: str | Path, inside: Path | None = None, wanted: Callable[[str], bool] = is_yaml_name
) -> list[str]:
    """Return every file below a folder whose name is wanted, sorted; what is hidden is passed over.

    Links to folders are followed, after all that is not a link; no folder is entered twice, nor any that
    holds the folder itself. A link that stands in `inside`, a project, and leads out of it is not entered,
    nor can every folder be: these are among what is found, and `read_file` says why it refuses them.
    """
    if leads_out(folder, inside):
        return [os.fspath(folder)]
    found: list[str] = []
    seen = {_identity(parent) for parent in Path(folder).resolve().parents}
    waiting = [os.fspath(folder)]

    def refuse(error: OSError) -> None:
        if error.errno not in (errno.ENOENT, errno.ENOTDIR):
            found.append(_short_of(error.filename, os.fspath(folder)))

    while waiting:
        links: list[str] = []
        for top in waiting:
            for place, folders, names in os.walk(top, onerror=refuse):
                folders[:] = [name for name in folders if not is_hidden(name)]
                identity = _identity(place)
                if identity is None or identity in seen:
                    folders.clear()
                    continue
                seen.add(identity)
                below = [os.path.join(place, name) for name in sorted(folders)]
                for link in filter(os.path.islink, below):
                    (found if leads_out(link, inside) else links).append(link)
                found += [os.path.join(place, name) for name in names if wanted(name) and not is_hidden(name)]
        waiting = links
    return sorted(set(found))


def _short_of(path: str, top: str) -> str:
    """Return a folder below another, or the deepest one above it whose path is still one to read."""
    while len(path) - len(top) > _LONGEST_PATH and len(above := os.path.split(path)[0]) > len(top):
        path = above
    return path


def _identity(folder: str | Path) -> tuple[int, int] | None:
    try:
        info = os.stat(folder)
    except OSError:
        return None
    return info.st_dev, info.st_ino


def leads_out(path: str | Path, inside: Path | None) -> bool:
    """Whether a link that stands in `inside`, a project, takes a path out of it, or into its `.git`."""
    try:
        check_links(path, inside)
    except LinkError:
        return True
    return False


def read_file(path: str | Path, inside: Path | None = None) -> bytes:
    """Return a regular file's bytes, or raise UnreadableError.

    A link is followed, unless it stands in `inside`, a project, and leads out of it.
    """
    try:
        check_links(path, inside)
        _check_file(path, os.stat(path))
        # Of a pipe that took the file's place meanwhile no writer is waited for.
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | _NO_WAIT)) as stream:
            _check_file(path, os.fstat(stream.fileno()))
            pieces = iter(partial(stream.read, _PIECE), b"")
            return b"".join(islice(pieces, MAX_BYTES // _PIECE + 1))  # what was opened may still grow
    except LinkError as error:
        message = f"this {'is' if os.path.islink(path) else 'is behind'} a link that leads {error.where}"
        help = "put the file itself in its place, or remove the link"
        raise UnreadableError(Finding(message, help, LEADS_OUT, span=Span())) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise cannot_read(f"the file cannot be opened: {reason}") from None


def _check_file(path: str | Path, info: os.stat_result) -> None:
    if stat.S_ISDIR(info.st_mode):
        try:
            os.scandir(path).close()
        except OSError as error:
            raise cannot_read(f"this folder cannot be read: {error.strerror}") from None
        raise cannot_read("this is a folder, in which others may stand too deep to be read")
    if not stat.S_ISREG(info.st_mode):
        raise cannot_read("this is not a regular file")
    if info.st_size > MAX_BYTES:
        raise UnreadableError(refuse("too-big"))


# Symbolic links -----------------------------------------------------------------------------------


class LinkError(UsageError):
    """A link that stands in a project leads out of it, or into its `.git`; `where` says which."""

    def __init__(self, link: Path, where: str) -> None:
        super().__init__(
            f"{link} is a link that leads {where}", hint="name the place itself, or remove the link"
        )
        self.where = where


def find_real(path: Path, top: Path | None) -> Path:
    """Return where a path is once all links are followed; its last parts need not be there yet.

    A link that stands in `top`, a real folder, and leads out of it is refused, however the path comes there.
    """
    current = Path(os.path.realpath(path.anchor or os.curdir))
    for part in path.parts[1:] if path.anchor else path.parts:
        current = current.parent if part == os.pardir else follow(current / part, top)
    return current


def follow(path: Path, top: Path | None) -> Path:
    """Return where a path leads whose folder is a real one, or refuse a link that leads out of `top`."""
    if not path.is_symlink():
        return path
    real = Path(os.path.realpath(path))
    if top is not None and path.is_relative_to(top) and not is_inside(real, top):
        raise LinkError(path, f"into {_GIT}" if real.is_relative_to(top) else "out of the project")
    return real


def is_inside(real: Path, top: Path) -> bool:
    """Whether a real path is in a project and not in its `.git`, which holds what nobody meant to show."""
    return real.is_relative_to(top) and _GIT not in (part.casefold() for part in real.relative_to(top).parts)


def check_links(path: str | Path, inside: str | Path | None) -> None:
    """Raise LinkError where a link that stands in `inside`, a project, takes a path out of it.

    Most paths have no link in them, which is soon seen.
    """
    if inside is None:
        return
    at, inside = os.path.join(os.path.abspath(""), path), os.fspath(inside)
    while at != inside and not os.path.islink(at):
        above, _ = os.path.split(at)
        if above == at:
            return
        at = above
    if at != inside:
        find_real(Path(path), Path(os.path.realpath(inside)))
