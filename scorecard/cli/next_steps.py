"""What a command tells to do next."""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from scorecard.cli.output import say
from scorecard.cli.streams import terminal_of
from scorecard.harmless import one_line
from scorecard.render.text import wrap

Step = tuple[str, str]
"""A command, and what it does."""


def say_steps(steps: Iterable[Step]) -> None:
    """Say commands to go on with, each on a line that can be copied whole, and below it what it does."""
    say("", "Next:")
    for command, words in steps:
        say(f"  {command}")
        if words:
            say_wrapped(f"      {words}")


def say_wrapped(text: str) -> None:
    """Say a sentence on lines as wide as the terminal, broken between words, indented like the first."""
    line = one_line(text)
    indent = " " * (len(text) - len(text.lstrip(" ")))
    for each in wrap(line, terminal_of(sys.stderr).width - len(indent)):
        say(f"{indent}{each}")


def shell_word(text: str) -> str:
    """Return a word as the shell of this system takes it."""
    return subprocess.list2cmdline([text]) if os.name == "nt" else shlex.quote(text)


def project_words(folder: Path | None) -> str:
    """Return what a command to go on with says of the project, if this one was told it."""
    return f" --project {shell_word(str(folder))}" if folder else ""
