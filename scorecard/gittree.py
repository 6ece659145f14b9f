"""A project as it was at a git revision, read through git's plumbing: nothing is checked out or changed."""

import os
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from scorecard.document import MAX_BYTES
from scorecard.errors import NotFoundError, ScorecardError
from scorecard.files import UnreadableError, cannot_read
from scorecard.layout import ASSESSMENTS, FRAMEWORKS, is_yaml_name
from scorecard.refusals import too_big

TIMEOUT_SECONDS = 60
_SAFE = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}


class GitError(ScorecardError):
    """Git is not there, or does not know what was asked."""


@dataclass(frozen=True)
class Revision:
    """A commit of the repository that a folder is in. Paths are from the top of the repository, with `/`."""

    folder: Path
    name: str
    commit: str

    @cached_property
    def files(self) -> frozenset[str]:
        """The paths of all files in the commit."""
        listing = _git(self.folder, "ls-tree", "-r", "-z", "--name-only", "--full-tree", self.commit)
        return frozenset(os.fsdecode(path) for path in listing.split(b"\0") if path)

    def read(self, path: str) -> bytes:
        """Return a file's bytes, or raise UnreadableError."""
        if path not in self.files:
            raise UnreadableError(cannot_read(f"there is no such file at {self.name}"), opened=False)
        name = f"{self.commit}:{path}"
        if int(_git(self.folder, "cat-file", "-s", name)) > MAX_BYTES:
            raise UnreadableError(too_big(), opened=True)
        return _git(self.folder, "cat-file", "blob", name)


@dataclass(frozen=True)
class GitTree:
    """A project at a revision; `prefix` is its path in the repository, empty or ending in `/`."""

    revision: Revision
    prefix: str

    def paths(self, folder: str) -> list[str]:
        """Return the paths of all YAML files below a folder."""
        begin = f"{self.prefix}{folder}/"
        found = [path for path in self.revision.files if path.startswith(begin) and is_yaml_name(path)]
        return sorted(path.removeprefix(self.prefix) for path in found)

    def read(self, path: str) -> bytes:
        """Return a file's bytes, or raise UnreadableError."""
        return self.revision.read(self.prefix + path)

    def shown(self, path: str) -> str:
        """Return a path as messages show it: with its revision."""
        return f"{self.revision.name}:{self.prefix}{path}"

    def file(self, path: str) -> str:
        """Return what tells a file from every other."""
        return f"{self.revision.commit}:{self.prefix}{path}"


def find_revision(name: str, folder: Path) -> Revision:
    """Return the commit that a revision's name stands for in the repository of a folder."""
    try:
        commit = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    except GitError as error:
        _git(folder, "rev-parse", "--git-dir")
        raise NotFoundError(f"git knows no revision {name}", hint=_revision_hint(folder)) from error
    return Revision(folder, name, commit.decode("ascii").strip())


def find_head_tree(root: Path) -> GitTree | None:
    """Return a project as it was last committed; None without git, a repository or a commit."""
    if not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return None
    try:
        revision = find_revision("HEAD", root)
        prefix = os.fsdecode(_git(root, "rev-parse", "--show-prefix")).rstrip("\n")
    except ScorecardError:
        return None
    return GitTree(revision, prefix)


def find_tree(revision: Revision, path: str) -> GitTree | None:
    """Return the project that a path of the repository is in, as it was then; None where it is in none."""
    parts = path.split("/")[:-1]
    for length in range(len(parts), -1, -1):
        prefix = "".join(f"{part}/" for part in parts[:length])
        folders = (f"{prefix}{FRAMEWORKS}/", f"{prefix}{ASSESSMENTS}/")
        if any(file.startswith(folders) for file in revision.files):
            return GitTree(revision, prefix)
    return None


def path_from_top(path: str, folder: Path) -> str:
    """Return a path as `REV:path` means it: from the top of the repository, or with `./` from here."""
    if not path.startswith(("./", "../")):
        return path
    prefix = os.fsdecode(_git(folder, "rev-parse", "--show-prefix")).rstrip("\n")
    joined = os.path.normpath(f"{prefix}{path}").replace(os.sep, "/")
    if joined.startswith("../"):
        raise NotFoundError(f"{path} leads out of the repository")
    return joined


def _revision_hint(folder: Path) -> str:
    shallow = _git(folder, "rev-parse", "--is-shallow-repository").strip() == b"true"
    if shallow:
        return "this clone is shallow and may lack it: git fetch --unshallow (in CI, fetch-depth: 0)"
    return "git log and git tag show what there is"


def _git(folder: Path, *words: str) -> bytes:
    command = ["git", "--no-pager", "--no-replace-objects", *words]
    try:
        result = subprocess.run(  # noqa: S603
            command,
            cwd=folder,
            env={**os.environ, **_SAFE},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise GitError("git was not found", hint="install git, or name a file without a revision") from None
    except subprocess.TimeoutExpired:
        raise GitError(f"git did not answer in {TIMEOUT_SECONDS} seconds") from None
    if result.returncode:
        reason = result.stderr.decode("utf-8", errors="replace").strip().split("\n")[0]
        raise GitError(f"git: {reason or 'it cannot read this'}")
    return result.stdout
