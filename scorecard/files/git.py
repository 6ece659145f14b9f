"""A project as it was at a git revision, read through git's plumbing: nothing is checked out or changed."""

import io
import os
import shutil
import stat
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from scorecard.errors import NotFoundError, ScorecardError, UsageError
from scorecard.files.folder import FolderTree, UnreadableError, cannot_read
from scorecard.model.file_names import is_hidden, is_nearly_yaml_name, is_yaml_name
from scorecard.model.kinds import ROOT_FOLDERS
from scorecard.reading.document import MAX_BYTES
from scorecard.reading.messages import refuse

TIMEOUT_SECONDS = 30
MAX_BYTES_AHEAD = 4 * MAX_BYTES

# No lock is taken and nothing is asked for or fetched; a git too old to know that it must not fetch by itself
# is kept from every protocol. Reading the index, as `:0:path` does, would run what core.fsmonitor names.
_SAFE_ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "LC_ALL": "C",
}
_SAFE_OPTIONS = ("--no-pager", "--no-replace-objects", "-c", "core.fsmonitor=false")

_LINK = "120000"
_SUBMODULE = "160000"


class GitError(ScorecardError):
    """Git is not there, or does not know what was asked."""


class GitEntry(NamedTuple):
    """What a commit holds at a path: git's mode of it, and the id of its content."""

    mode: str
    id: str

    @property
    def is_file(self) -> bool:
        return self.mode not in (_LINK, _SUBMODULE)


@dataclass(frozen=True)
class Revision:
    """A commit of the repository that a folder is in. Paths are from the top of the repository, with `/`."""

    folder: Path
    name: str
    commit: str
    ahead: dict[str, bytes] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Contents that were read ahead, by their ids."""

    @cached_property
    def entries(self) -> dict[str, GitEntry]:
        """Everything in the commit by its path: files, symbolic links and submodules."""
        entries = {}
        listing = _ask(self.folder, "ls-tree", "-r", "-z", "--full-tree", self.commit)
        for record in filter(None, listing.split(b"\0")):
            about, _, path = record.partition(b"\t")
            mode, _, id = about.decode("ascii").split(" ")
            entries[os.fsdecode(path)] = GitEntry(mode, id)
        return entries


@dataclass(frozen=True)
class GitTree:
    """A project at a revision; `prefix` is its path in the repository, empty or ending in `/`."""

    revision: Revision
    prefix: str = ""

    def folders(self) -> list[str]:
        """Return the names of the folders in the project itself."""
        return sorted({name for name, slash, _ in (each.partition("/") for each in self._below("")) if slash})

    def paths(self, folder: str) -> list[str]:
        """Return symbolic links too, whose names are nearly YAML's."""
        below = self._below(f"{folder}/").items()
        return sorted(path for path, entry in below if is_nearly_yaml_name(path) and entry.mode != _SUBMODULE)

    def files_below(self, folder: str) -> list[str]:
        """Return the paths of all YAML files in a folder, as far as links and submodules do not hide them."""
        begin = "" if folder in ("", ".") else f"{folder.rstrip('/')}/"
        return sorted(
            path
            for path, entry in self._below(begin).items()
            if entry.is_file
            and is_yaml_name(path)
            and not any(map(is_hidden, path.removeprefix(begin).split("/")))
        )

    def _below(self, begin: str) -> dict[str, GitEntry]:
        entries = self.revision.entries.items()
        begin = self.prefix + begin
        return {path.removeprefix(self.prefix): each for path, each in entries if path.startswith(begin)}

    def find_entry(self, path: str) -> GitEntry | None:
        """Return what stands at a path, or the symbolic link or submodule that stands above it."""
        entries, path = self.revision.entries, self.prefix + path
        if path in entries:
            return entries[path]
        above = (entries.get(path[:end]) for end, sign in enumerate(path) if sign == "/")
        return next((entry for entry in above if entry is not None and not entry.is_file), None)

    def read(self, path: str) -> bytes:
        """Return a file's bytes, or raise UnreadableError."""
        id, ahead = self._id_at(path), self.revision.ahead
        contents = ahead if id in ahead else _read_objects(self.revision.folder, [id], MAX_BYTES)
        if id not in contents:
            raise UnreadableError(refuse("too-big"))
        return contents[id]

    def read_ahead(self, paths: Iterable[str]) -> None:
        """Read many files in two runs of git and keep them for `read`, as far as memory should go."""
        ahead, entries = self.revision.ahead, filter(None, map(self.find_entry, paths))
        ids = {entry.id for entry in entries if entry.is_file} - ahead.keys()
        if ids:
            ahead |= _read_objects(self.revision.folder, ids, MAX_BYTES_AHEAD)

    def _id_at(self, path: str) -> str:
        entry, name = self.find_entry(path), self.revision.name
        if entry is None:
            is_folder = bool(self._below(f"{path.rstrip('/')}/"))
            raise cannot_read(
                f"at {name} this is a folder" if is_folder else f"there is no such file at {name}"
            )
        if not entry.is_file:
            what = "a symbolic link" if entry.mode == _LINK else "a submodule"
            where = "is" if self.prefix + path in self.revision.entries else "is behind"
            message = f"at {name} this {where} {what}, which is not followed"
            raise cannot_read(message, "name the file in its own place")
        return entry.id

    def shown(self, path: str) -> str:
        """Return a path as messages show it: with its revision."""
        return f"{self.revision.name}:{self.prefix}{path}"

    def file(self, path: str) -> str:
        """Return what tells a file from every other."""
        return f"{self.revision.commit}:{self.prefix}{path}"


# What differs on disk -----------------------------------------------------------------------------


class ChangedPaths(NamedTuple):
    """Which YAML files differ, by their paths in a project. What cannot be compared counts as changed."""

    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def changed_paths(tree: GitTree, now: FolderTree) -> ChangedPaths:
    """Return which of a project's files on disk differ from a revision, by their content alone.

    Neither git's index nor the times of files are asked, so nothing that is told to git can hide a change.
    """
    then = {path for folder in ROOT_FOLDERS for path in tree.paths(folder)}
    here = {path for folder in ROOT_FOLDERS for path in now.paths(folder)}
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
        content = now.read(path) if entry.is_file else os.fsencode((now.root / path).readlink())
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
        was, is_now = (each.read(path).replace(b"\r\n", b"\n").replace(b"\r", b"\n") for each in (tree, now))
    except UnreadableError:
        return False
    return was == is_now


# Finding revisions and projects -----------------------------------------------------------------


def find_revision(name: str, folder: Path) -> Revision:
    """Return the commit that a revision's name stands for in the repository of a folder."""
    if not name.strip():
        raise UsageError(
            "an empty text names no revision", hint="write a commit, a branch or a tag, such as HEAD~1"
        )
    try:
        id = _resolve(name, folder)
        commit = _resolve(f"{id}^{{commit}}", folder)
    except GitError as error:
        _run(folder, "rev-parse", "--git-dir")
        raise _no_such_revision(name, folder, error) from error
    return Revision(folder, name, commit)


def find_project_tree(name: str, root: Path) -> GitTree:
    """Return the project in a folder of a working copy as it was at a revision."""
    revision, (prefix,) = find_revision(name, root), _where(root)
    return GitTree(revision, prefix)


def find_head_tree(root: Path) -> GitTree | None:
    """Return a project as it was last committed; None without git, a repository or a commit."""
    root = root.resolve()
    if find_top(root) is None:
        return None
    try:
        commit, prefix = _where(root, "HEAD^{commit}")
    except ScorecardError:
        return None
    return GitTree(Revision(root, "HEAD", commit), prefix)


def find_tree(revision: Revision, path: str) -> GitTree | None:
    """Return the project that a path of the repository is in, as it was then; None where it is in none."""
    above = [path[: end + 1] for end, sign in enumerate(path) if sign == "/"]
    for prefix in ("", *above)[::-1]:
        folders = tuple(f"{prefix}{folder}/" for folder in ROOT_FOLDERS)
        if any(file.startswith(folders) for file in revision.entries):
            return GitTree(revision, prefix)
    return None


def path_from_top(path: str, folder: Path) -> str:
    """Return a path as `REV:path` means it: from the top of the repository, or with `./` from here."""
    if not path.startswith(("./", "../")):
        return path
    (prefix,) = _where(folder)
    joined = os.path.normpath(prefix + path).replace(os.sep, "/")
    if joined.startswith("../"):
        raise NotFoundError(f"{path} leads out of the repository")
    return joined


def _resolve(name: str, folder: Path) -> str:
    """Return the id of the object that a name stands for, which need not be a commit."""
    result = _run(folder, "rev-parse", "--verify", "--end-of-options", name)
    id = result.stdout.decode("ascii", errors="replace").strip()
    if not id.isalnum():  # `^name` means what is not reachable from it
        raise GitError("git: Needed a single revision")
    for line in result.stderr.decode("utf-8", errors="replace").splitlines():
        if " only goes back to " in line:  # git would answer with the oldest state that it knows
            raise GitError(f"git: {line.removeprefix('warning: ')}")
    return id


def _no_such_revision(name: str, folder: Path, error: GitError) -> NotFoundError:
    if not _run(folder, "rev-list", "--max-count=1", "--all").stdout:
        return NotFoundError(
            f"git knows no revision {name}: there is no commit yet",
            hint="git add and git commit make the first",
        )
    hint = "git log and git tag show what there is"
    if _run(folder, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true":
        hint = "this clone is shallow and may lack it: git fetch --unshallow (in CI, fetch-depth: 0)"
    reason = error.message.removeprefix("git: ")
    says_more = "Needed a single revision" not in reason
    return NotFoundError(f"git knows no revision {name}" + (f" ({reason})" if says_more else ""), hint=hint)


def _where(folder: Path, *names: str) -> list[str]:
    """Return ids by names, and a folder's path from the top of its working copy: empty or ending in `/`."""
    answer = os.fsdecode(_run(folder, "rev-parse", *names, "--is-inside-work-tree", "--show-prefix").stdout)
    *ids, is_inside, prefix = answer.split("\n", len(names) + 1)
    if is_inside != "true":
        raise GitError(
            f"{folder} is not in a working copy of its git repository",
            hint="go to a folder that git has checked out",
        )
    return [*ids, prefix.removesuffix("\n")]


# Objects ----------------------------------------------------------------------------------------


def _read_objects(folder: Path, ids: Iterable[str], most: int) -> dict[str, bytes]:
    """Return what files hold by their ids, as many as fit into so many bytes, and none that is too big."""
    wanted, left = [], most
    for line in _ask(folder, "cat-file", "--batch-check", "--buffer", ask=ids).decode("ascii").splitlines():
        id, _, about = line.partition(" ")
        if about == "missing":
            raise GitError(f"git: the object {id} is not in this clone", hint=_missing_hint(folder))
        size = int(about.split(" ")[1])
        if size <= min(MAX_BYTES, left):
            wanted.append(id)
            left -= size
    stream = io.BytesIO(_ask(folder, "cat-file", "--batch", "--buffer", ask=wanted))
    contents = {}
    for head in stream:
        id, _, length = head.decode("ascii").split(" ")
        contents[id] = stream.read(int(length))
        stream.readline()
    return contents


def _ask(folder: Path, *words: str, ask: Iterable[str] = ()) -> bytes:
    """Return what git answers about objects, of which some may not be in this clone."""
    try:
        return _run(folder, *words, ask="".join(f"{id}\n" for id in ask).encode("ascii")).stdout
    except GitError as error:
        error.hint = error.hint or _missing_hint(folder)
        raise


def _missing_hint(folder: Path) -> str:
    settings = _run(folder, "config", "--list", "--name-only").stdout.lower()
    if any(name.endswith((b".promisor", b".partialclone")) for name in settings.splitlines()):
        return "this clone is partial: git fetch --refetch --no-filter gets the rest"
    return "git fsck shows whether the repository is damaged"


# Running git ------------------------------------------------------------------------------------


def _run(folder: Path, *words: str, ask: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    top = find_top(folder)
    if top is not None:
        _refuse_pipes(top / ".git")
    program, path = _find_git(top or folder)
    environment = {**os.environ, **_SAFE_ENVIRONMENT, "PATH": path}
    if "GIT_WORK_TREE" not in environment:  # a hook has GIT_DIR alone: any folder would pass for the top
        environment.pop("GIT_DIR", None)
    try:
        result = subprocess.run(  # noqa: S603 - by its absolute path
            [program, *_SAFE_OPTIONS, *words],
            cwd=folder,
            env=environment,
            input=ask,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:  # nor will it answer next time
        raise ScorecardError(f"git did not answer in {TIMEOUT_SECONDS} seconds") from None
    except OSError as error:
        raise GitError(f"git cannot be run in {folder}: {error.strerror}") from None
    if result.returncode:
        raise _git_error(result.stderr.decode("utf-8", errors="replace"))
    return result


def find_top(folder: Path) -> Path | None:
    """Return the nearest folder upwards that holds `.git`: the top of a working copy."""
    folder = Path(os.path.abspath(folder))
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)


def _find_git(top: Path) -> tuple[str, str]:
    """Return git and a PATH for it; what stands here or in the repository may be a stranger's: never run."""
    near = {Path.cwd(), top.resolve()} - {Path(top.resolve().anchor), Path("~").expanduser()}

    def is_trusted(path: str) -> bool:
        real = Path(os.path.realpath(path))
        return Path(path).is_absolute() and not any(real.is_relative_to(each) for each in near)

    folders = os.get_exec_path()
    trusted = [folder for folder in folders if is_trusted(folder)]
    name = "git.exe" if os.name == "nt" else "git"
    for program in (os.path.join(folder, name) for folder in trusted):
        if shutil.which(program) and is_trusted(program):
            return program, os.pathsep.join(trusted)
    hint = "install git, or name a file without a revision"
    if any(shutil.which(os.path.join(folder, name)) for folder in folders):
        hint = "one in this folder or repository is not run: have PATH name another's folder in full"
    raise GitError("git was not found", hint=hint)


def _refuse_pipes(folder: Path) -> None:
    """Raise GitError for a pipe or a device among git's own files: it would be read for ever."""
    try:
        with os.scandir(folder) as entries:
            modes = {entry.path: entry.stat().st_mode for entry in entries if not entry.is_dir()}
    except OSError:  # a file that says where the folder is, or something that git will say itself
        return
    for path, mode in modes.items():
        if stat.S_ISFIFO(mode) or stat.S_ISCHR(mode):
            raise GitError(f"git: {path} is a pipe or a device, and no file")


def _git_error(remarks: str) -> GitError:
    lines = [line.strip() for line in remarks.splitlines()]
    reasons = [line for line in lines if line.startswith(("fatal: ", "error: "))] or lines
    reason = reasons[0] if reasons else "it cannot read this"
    hint = None
    if "not a git repository" in reason:
        hint = "only files in a git repository have revisions"
    if "dubious ownership" in reason or "unsafe repository" in reason:
        advice = next(
            (line for line in lines if line.startswith("git config ")), "see safe.directory in git help"
        )
        hint = f"this protects from repositories of other people; if you trust this one: {advice}"
    return GitError(f"git: {reason.removeprefix('fatal: ').removeprefix('error: ')}", hint=hint)
