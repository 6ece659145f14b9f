"""What only some systems have: locks on folders, signals that wait, a line editor for answers.

The one place that imports what is not on every system.
"""

import os
import signal
import threading
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


_ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


@contextmanager
def hold_signals() -> Iterator[None]:
    """Let signals that end a run wait for as long as this takes.

    Only the main thread can: in another one nothing is held.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = {each: signal.getsignal(each) or signal.SIG_DFL for each in _ENDING}
    try:
        for each in _ENDING:
            signal.signal(each, lambda number, _: came.append(number))
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
        for number in came:
            signal.raise_signal(number)


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
