"""What a command tells to do next."""

import os
import shlex
import subprocess
from collections.abc import Iterable

from scorecard.cli.output import say
from scorecard.render.text import harmless, visible

Step = tuple[str, str]
"""A command, and what it does."""


def say_steps(steps: Iterable[Step]) -> None:
    """Say commands to go on with, each on a line that can be copied whole, and below it what it does."""
    say("\nNext:")
    for command, words in steps:
        say(harmless(visible(f"  {command}")))
        if words:
            say(f"      {words}")


def shell_word(text: str) -> str:
    """Return a word as the shell of this system takes it."""
    return subprocess.list2cmdline([text]) if os.name == "nt" else shlex.quote(text)
