"""Where symbolic links lead, and which of them lead out of a project."""

import os
from pathlib import Path

from scorecard.errors import UsageError

_GIT = ".git"


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
    if top is not None and path.is_relative_to(top):
        if not real.is_relative_to(top):
            raise LinkError(path, "out of the project")
        if not is_inside(real, top):
            raise LinkError(path, f"into {_GIT}")
    return real


def is_inside(real: Path, top: Path) -> bool:
    """Whether a real path is in a project and not in its `.git`, which holds what nobody meant to show."""
    return real.is_relative_to(top) and _GIT not in (part.casefold() for part in real.relative_to(top).parts)


def check_links(path: str, inside: str) -> None:
    """Raise LinkError where a link that stands in `inside`, a project, takes a path out of it.

    Most paths have no link in them, which is soon seen.
    """
    at = os.path.join(os.path.abspath(""), path)
    while at != inside and not os.path.islink(at):
        above, _ = os.path.split(at)
        if above == at:
            return
        at = above
    if at != inside:
        find_real(Path(path), Path(os.path.realpath(inside)))
