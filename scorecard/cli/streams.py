"""Standard streams that were closed before the start (`>&-`), or that cannot be written."""

import os
import sys
from typing import Literal, TextIO


def open_closed() -> None:
    """Give each closed stream one that fails as it should, so that no file that is opened takes its place.

    Reading from standard input and writing to standard output are then errors, and talk is for nobody.
    """
    if sys.stdin is None:
        sys.stdin = _nothing(0, os.O_WRONLY, "r")
    if sys.stdout is None:
        sys.stdout = _nothing(1, os.O_RDONLY, "w")
    if sys.stderr is None:
        sys.stderr = _nothing(2, os.O_WRONLY, "w")


def _nothing(descriptor: int, how: int, mode: Literal["r", "w"]) -> TextIO:
    """Return a stream in a descriptor's place; what it cannot do by `how`, it fails to do."""
    nothing = os.open(os.devnull, how)
    if nothing != descriptor:
        os.dup2(nothing, descriptor)
        os.close(nothing)
    return open(descriptor, mode, encoding="utf-8", closefd=False)


def leave_quietly(stream: TextIO) -> None:
    """Point a stream at nothing, so that the interpreter does not complain when it flushes at the end."""
    try:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
    except (OSError, ValueError):
        return
