"""Writing files: whole or not at all, never over another one unasked, never through a link.

A file is written under a name of its own beside its place, and then given its name in one step.
"""

import os
import re
import secrets
import stat
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from scorecard.errors import ScorecardError, UsageError
from scorecard.files.folder import find_real, follow
from scorecard.files.system import hold_folder, hold_signals
from scorecard.harmless import is_safe_name
from scorecard.model.lexical import shown

_MOST_LISTED = 5
_OURS = re.compile(r"\.scorecard-[0-9a-f]{32}\.tmp")
_LONGEST_WRITE = 24 * 60 * 60
"""Seconds after which nobody writes any more, also where clocks of two computers differ."""


class WriteError(ScorecardError):
    """A file cannot be written."""


class ChangedError(ScorecardError):
    """A file is not what it was when it was read."""

    exit_code = 1


def write_file(
    path: Path, content: str | bytes, *, force: bool, parents: bool, inside: Path | None = None
) -> None:
    """Write a file, whole or not at all.

    Without `force` what is there stays; without `parents` the folder must be there. No symbolic link that
    stands in `inside`, the project, may lead out of it. By force a link at the place itself gives way to the
    file: what it leads to is not written.
    """
    write_files(path.parent, {path.name: content}, force=force, parents=parents, inside=inside)


def write_files(
    folder: Path,
    contents: Mapping[str, str | bytes],
    *,
    force: bool,
    parents: bool,
    inside: Path | None = None,
    own: Collection[str] = (),
) -> None:
    """Write files of a folder by their names, as `write_file` does; none if one of them may not be written.

    Those of our `own` are overwritten without `force`.

    Of several each has a name that every system can have; a lone one need only suit the system that it is on.
    All are written beside their places before the first gets its name, so a full disk leaves nothing. Should
    giving names fail halfway, the files that have theirs are whole and stay.
    """
    for name in contents:
        if not is_safe_name(name) and (len(contents) > 1 or os.name == "nt"):
            raise UsageError(f"not every system can have a file {shown(name)}", hint="choose another name")
    if len({name.casefold() for name in contents}) < len(contents):
        raise UsageError("two files would have the same name on some systems", hint="write them one by one")
    top = None if inside is None else Path(os.path.realpath(inside))
    with _told(folder):
        real = find_real(folder, top)
        if not real.is_dir() and os.path.lexists(real):
            raise UsageError(f"{folder} is not a folder", hint="name another place")
        if not real.is_dir() and not parents:
            raise UsageError(f"there is no folder {folder}", hint="create it, or let --parents do so")
    for name in contents:
        with _told(folder / name):
            with suppress(FileNotFoundError):
                mode = (real / name).stat().st_mode
                if stat.S_ISDIR(mode):
                    raise UsageError(f"{folder / name} is a folder", hint="name a file in it")
                if not stat.S_ISREG(mode):
                    hint = "write to standard output instead"
                    raise UsageError(f"{folder / name} is not a regular file", hint=hint)
            follow(real / name, top)
    there = [str(folder / name) for name in contents if name not in own and os.path.lexists(real / name)]
    if there and not force:
        raise _already(there)
    with _told(folder):
        real.mkdir(parents=True, exist_ok=True)
    with hold_signals(), _new_names(real, len(contents)) as paths:
        written = dict(zip(contents, paths, strict=True))
        for name, content in contents.items():
            with _told(folder / name):
                _write_new(written[name], content)
        for name in contents:
            with _told(folder / name):
                _give_place(written[name], real / name, force=force or name in own)


def update_files(
    folder: Path,
    contents: Mapping[str, bytes],
    sums: str,
    *,
    force: bool,
    parents: bool,
    inside: Path | None = None,
) -> list[str]:
    """Write those files of a folder that are not there as they should be, and return their names.

    Of what is there only that is overwritten without `force` of which the file `sums`, as `sha256sum` has it,
    says what it still is: so we wrote it, and nobody has changed it since.
    """
    from hashlib import sha256

    there = {name: _digest_of(folder / name) for name in contents}
    changed = {name: text for name, text in contents.items() if there[name] != sha256(text).hexdigest()}
    lines = (folder / sums).read_text("utf-8", "replace").splitlines() if there[sums] else []
    own = {name for digest, _, name in (line.partition("  ") for line in lines) if there.get(name) == digest}
    own |= {sums} if own else set()
    if changed:
        write_files(folder, changed, force=force, parents=parents, inside=inside, own=own)
    return [*changed]


def _digest_of(path: Path) -> str | None:
    from hashlib import file_digest

    with suppress(OSError):
        if path.is_file():
            with open(path, "rb") as stream:
                return file_digest(stream, "sha256").hexdigest()
    return None


def replace_file(path: Path, was: bytes, content: bytes, *, inside: Path | None = None) -> None:
    """Put new content into a file that is there, whole or not at all, and keep its owner and its mode.

    A link is followed, unless it stands in `inside` and leads out of it. Raises ChangedError, and writes
    nothing, where the file does not hold what it `was` once the new content is on disk; other runs are kept
    out only while this is done.
    """
    top = None if inside is None else Path(os.path.realpath(inside))
    with _told(path):
        place = follow(find_real(path.parent, top) / path.name, top)
        with hold_folder(place.parent), hold_signals(), _new_names(place.parent, 1) as (written,):
            _write_new(written, content, mode=stat.S_IRUSR | stat.S_IWUSR)
            there = place.stat()
            with suppress(OSError, AttributeError):  # not everybody may give files away
                os.chown(written, there.st_uid, there.st_gid)
            written.chmod(stat.S_IMODE(there.st_mode))
            if place.read_bytes() != was:
                raise ChangedError(
                    f"{path} was changed by somebody else since it was read",
                    hint="nothing was written; read it again and repeat what is missing",
                )
            written.replace(place)


def put_file(path: Path, was: bytes | None, content: bytes, *, inside: Path | None) -> None:
    """Put content in the place of what was read there, as `replace_file` does; where nothing was, anew."""
    if was is None:
        write_file(path, content, force=False, parents=True, inside=inside)
    else:
        replace_file(path, was, content, inside=inside)


def _already(names: list[str]) -> UsageError:
    more = f" … ({len(names)} in all)" if len(names) > _MOST_LISTED else ""
    listed = ", ".join(names[:_MOST_LISTED]) + more
    verb = "exists" if len(names) == 1 else "exist"
    return UsageError(f"{listed} already {verb}", hint="choose another name, or overwrite with --force")


# Writing ----------------------------------------------------------------------------------------


@contextmanager
def _told(named: Path) -> Iterator[None]:
    """Say what the system refuses in one line, under the name that the user knows."""
    try:
        yield
    except FileExistsError:
        raise _already([str(named)]) from None
    except OSError as error:
        raise WriteError(
            f"{named} cannot be written: {error.strerror or error}",
            hint="check that there is room, and that you may write there",
        ) from None


@contextmanager
def _new_names(folder: Path, number: int) -> Iterator[list[Path]]:
    """Give names of our own to files that are written; none stays, nor any of a run that was killed."""
    names = [folder / f".scorecard-{secrets.token_hex(16)}.tmp" for _ in range(number)]
    try:
        yield names
    finally:
        with suppress(OSError):
            for entry in os.scandir(folder):
                if _OURS.fullmatch(entry.name):
                    age = time.time() - entry.stat(follow_symlinks=False).st_mtime
                    names += [Path(entry.path)] if age > _LONGEST_WRITE else []
        for path in names:
            with suppress(OSError):
                path.unlink()


def _write_new(path: Path, content: str | bytes, *, mode: int = 0o666) -> None:
    """Write a file that is not there yet, down to the disk, with a mode as new files get it here."""
    if isinstance(content, str):
        content = content.encode("utf-8", "backslashreplace")
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _give_place(written: Path, place: Path, *, force: bool) -> None:
    """Where a file cannot have two names, an empty one takes the name first, which only one can make."""
    if force:
        written.replace(place)
        return
    try:
        os.link(written, place)
    except FileExistsError:
        raise
    except (OSError, AttributeError):
        place.touch(exist_ok=False)
        try:
            written.replace(place)
        except BaseException:
            place.unlink()
            raise
