"""What only some systems have: a lock on a folder while a file is written, a line editor for answers.

The one place that imports what is not on every system.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]


@contextmanager
def hold_folder(folder: Path) -> Iterator[None]:
    """Keep other runs of this program from writing in a folder for as long as this takes.

    Where folders cannot be locked (on Windows, on some network drives) nothing is held: then what is on disk
    is compared with what was read, and only the moment between that and writing is unguarded.
    """
    if fcntl is None:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def use_line_editing() -> bool:
    """Let answers be edited with arrow keys and be longer than a terminal's line, where that can be had.

    What is pasted then comes as one answer, line feeds and all, where the terminal knows how to say so.
    """
    try:
        import readline
    except ImportError:
        return False
    readline.set_auto_history(False)
    if os.environ.get("TERM") not in (None, "", "dumb"):
        readline.parse_and_bind("set enable-bracketed-paste on")
    return True
