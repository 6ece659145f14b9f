"""What differs between a project as it was at a git revision and as it is on disk."""

from dataclasses import dataclass

from scorecard.files.folder import FolderTree, UnreadableError
from scorecard.files.git import GitTree
from scorecard.model.kinds import FOLDERS


@dataclass(frozen=True, slots=True)
class ChangedPaths:
    """Which YAML files differ, by their paths in a project. What cannot be compared counts as changed."""

    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def changed_paths(tree: GitTree, now: FolderTree) -> ChangedPaths:
    """Return which of a project's files on disk differ from a revision, by their content alone.

    Neither git's index nor the times of files are asked, so nothing that is told to git can hide a change.
    """
    then = {path for folder in FOLDERS for path in tree.paths(folder)}
    here = {path for folder in FOLDERS for path in now.paths(folder)}
    added = {path for path in here if tree.find_entry(path) is None}
    suspects = sorted(path for path in here - added if not is_same_blob(path, tree, now))
    tree.read_ahead(suspects)
    return ChangedPaths(
        changed=tuple(path for path in suspects if not _is_same_text(path, tree, now)),
        added=tuple(sorted(added)),
        removed=tuple(sorted(then - here)),
    )


def is_same_blob(path: str, tree: GitTree, now: FolderTree) -> bool:
    """Whether git would give a file on disk, or a symbolic link, the id of what is at the revision."""
    entry = tree.find_entry(path)
    if entry is None:
        return False
    try:
        content = now.read(path) if entry.is_file else now.read_link(path)
    except (UnreadableError, OSError):
        return False
    # Imported where a blob is compared: it brings OpenSSL, and most commands compare none.
    import hashlib

    algorithm = "sha1" if len(entry.id) == 40 else "sha256"
    blob = b"blob %d\0" % len(content) + content
    return hashlib.new(algorithm, blob, usedforsecurity=False).hexdigest() == entry.id


def _is_same_text(path: str, tree: GitTree, now: FolderTree) -> bool:
    """Whether a file differs in its line ends at most, as a checkout may change them."""
    try:
        return _with_plain_line_ends(tree.read(path)) == _with_plain_line_ends(now.read(path))
    except UnreadableError:
        return False


def _with_plain_line_ends(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
