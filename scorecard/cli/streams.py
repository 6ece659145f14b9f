"""Standard streams: what each can show; what becomes of one that is closed (`>&-`) or cannot be written."""

import os
import shutil
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from scorecard.render.text import Colors, Terminal

_GLYPHS = "✓◐✗–·═"
_DEFAULT_WIDTH = 80
_LEAST_WIDTH = 40


def open_closed() -> None:
    """Give each closed stream one that fails as it should, so that no file that is opened takes its place.

    Reading from standard input and writing to standard output are then errors, and talk is for nobody.
    """
    for descriptor, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            nothing = os.open(os.devnull, os.O_RDONLY if name == "stdout" else os.O_WRONLY)
            if nothing != descriptor:
                os.dup2(nothing, descriptor)
                os.close(nothing)
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, os.fdopen(descriptor, mode, encoding="utf-8", closefd=False))


def leave_quietly(stream: TextIO) -> None:
    """Point a stream at nothing, so that the interpreter does not complain when it flushes at the end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def encoding_of(stream: TextIO) -> str:
    """Return a stream's encoding."""
    return getattr(stream, "encoding", None) or "utf-8"


def is_ascii(stream: TextIO) -> bool:
    """Whether a stream cannot hold the signs that are used."""
    try:
        _GLYPHS.encode(encoding_of(stream))
    except (UnicodeEncodeError, LookupError):
        return True
    return False


def fitting(text: str, stream: TextIO, escape: str = "backslashreplace") -> str:
    """Return text with what the stream cannot hold written out as an escape."""
    encoding = encoding_of(stream)
    return text.encode(encoding, escape).decode(encoding)


def terminal_of(stream: TextIO, *, has_colors: bool = False) -> "Terminal":
    """Return what text for a stream is written for; which colours it has takes a while to find out."""
    from scorecard.render.text import Terminal

    width = shutil.get_terminal_size((_DEFAULT_WIDTH, 24)).columns
    colors = _colors_of(stream) if has_colors else None
    return Terminal(width=max(_LEAST_WIDTH, width), is_ascii=is_ascii(stream), colors=colors)


def _colors_of(stream: TextIO) -> "Colors | None":
    """Return the colours that a stream can show, as rich finds out; None where none are wanted."""
    if not stream.isatty() and not os.environ.get("FORCE_COLOR"):
        return None
    from rich.console import Console

    from scorecard.render.text import Colors

    console = Console(file=stream)
    return next((each for each in Colors if each == console.color_system and not console.no_color), None)
