"""The folder that a site is written to: only what changed is written, and nobody else's file."""

import os
import secrets
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from scorecard.errors import ScorecardError, UsageError
from scorecard.files.folder import is_inside
from scorecard.model.lexical import listing

ADDRESSES = "addresses.txt"
"""The file that says which files of a folder are a site's: a path a line, in order."""


class LostPageError(ScorecardError):
    """A page that was published would be gone."""

    exit_code = 1


class SiteFolder:
    """A folder with the files of a site, and what it had before.

    Other processes may write into it too: they share what they were told when it was opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.before = self._read()
        self._top = Path(os.path.realpath(path))
        self._known: set[Path] = set()

    def _read(self) -> frozenset[str]:
        if os.path.lexists(self.path) and not self.path.is_dir():
            raise UsageError(f"{self.path} is not a folder", hint="name a folder; it need not be there yet")
        try:
            text = (self.path / ADDRESSES).read_text(encoding="utf-8")
        except FileNotFoundError:
            return frozenset()
        except (OSError, UnicodeDecodeError) as error:
            raise ScorecardError(f"{self.path / ADDRESSES} cannot be read: {error}") from None
        lines = (line for line in text.splitlines() if not line.startswith("#"))
        return frozenset(
            line for line in lines if line and ".." not in PurePosixPath(line).parts and line[0] != "/"
        )

    def begin(self, files: Sequence[str], *, prune: bool) -> list[str]:
        """Say what the folder will hold; return what is gone from it, and refuse to lose that unasked.

        Nor is anything written where somebody else's file is.
        """
        gone = sorted(self.before - {*files})
        if gone and not prune:
            pages = [each.removesuffix("index.html") for each in gone if each.endswith("index.html")] or gone
            raise LostPageError(
                f"{len(gone)} published file{'s' * (len(gone) > 1)} would be gone: {listing(pages)}",
                hint="say in [site] of scorecard.toml where a page has moved, mark an assessment as "
                "withdrawn instead of deleting it, or drop them with --prune",
            )
        strange = [each for each in files if each not in self.before and os.path.lexists(self.path / each)]
        if strange:
            hint = f"choose another folder, or take {'it' if len(strange) == 1 else 'them'} away"
            raise UsageError(f"not written by scorecard site: {listing(strange)} in {self.path}", hint=hint)
        self._list({*files, *gone})
        return gone

    def end(self, files: Iterable[str], gone: Iterable[str]) -> None:
        """Take away what is gone, and folders that are empty without it; say what the folder holds now."""
        for each in gone:
            place = self.path / each
            place.unlink(missing_ok=True)
            for folder in place.relative_to(self.path).parents[:-1]:
                if not any((self.path / folder).iterdir()):
                    (self.path / folder).rmdir()
        self._list(files)

    def _list(self, files: Iterable[str]) -> None:
        head = "# The files of this folder that scorecard site wrote: it touches no others.\n"
        self.write(ADDRESSES, head + "".join(f"{each}\n" for each in sorted({*files})))

    def write(self, path: str, content: str | bytes) -> bool:
        """Write a file whole, unless it holds just that; return whether it did not."""
        data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
        place = self.path / path
        try:
            if place.is_file() and not place.is_symlink() and place.read_bytes() == data:
                return False
            self._make(place.parent)
            written = place.parent / f".scorecard-{secrets.token_hex(16)}.tmp"
            try:
                written.write_bytes(data)
                written.replace(place)
            finally:
                written.unlink(missing_ok=True)
        except OSError as error:
            hint = "check that there is room, and that you may write there"
            raise ScorecardError(f"{place} cannot be written: {error.strerror or error}", hint=hint) from None
        return True

    def _make(self, folder: Path) -> None:
        """Make a folder; none that a link leads out of the site's."""
        if folder in self._known:
            return
        if not is_inside(Path(os.path.realpath(folder)), self._top):
            raise ScorecardError(f"{folder} leads out of {self.path}", hint="take the link away")
        folder.mkdir(parents=True, exist_ok=True)
        self._known.add(folder)
