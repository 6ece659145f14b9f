"""Long output through a pager, where a person reads at a terminal: as git does it.

A pager that is broken or left early is no error, and an interruption is the pager's business.
"""

import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from scorecard.files.settings import wants_pager

if TYPE_CHECKING:
    from pathlib import Path

_LESS = "FRX"
"""To less: leave what fits on a screen, show colours, and keep the text on the screen afterwards."""
_LEFT = (0, 2, 130)
"""How a pager ends that somebody left: less has 2 after an interruption."""


def find_pager(root: "Path | None") -> list[str]:
    """Return the command of the pager that long output goes through; nothing where there is none.

    There is none unless all standard streams are terminals, and on Windows; `CI`, a dumb terminal, an empty
    `PAGER` and the project at `root` say no to one.
    """
    if os.name == "nt" or "CI" in os.environ or os.environ.get("TERM") == "dumb":
        return []
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        return []
    with suppress(ValueError):
        command = shlex.split(os.environ.get("PAGER", "less"))
        if command and shutil.which(command[0]) and wants_pager(root):
            return command
    return []


def show_in_pager(text: str, command: Sequence[str]) -> bool:
    """Show text in a pager; return whether it was, or could have been, read there."""
    if text.count("\n") < shutil.get_terminal_size().lines:
        return False
    environment = {"LESS": _LESS, **os.environ}
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)  # noqa: S603 - the user's own
    except OSError:
        return False
    with _interruptions_left_to_it():
        with suppress(OSError):
            process.communicate(text.encode(sys.stdout.encoding, "backslashreplace"))
        return process.wait() in _LEFT or process.returncode < 0


@contextmanager
def _interruptions_left_to_it() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
