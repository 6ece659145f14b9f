"""How many instructions a command takes: a count does not drift with the machine, as times do."""

import re
import shutil
import subprocess
from collections.abc import Sequence

from benchmarks.timing import Command, UnexpectedError, bare_environment

_TOTAL = re.compile(r"Collected : (\d+)")


def valgrind_version() -> str | None:
    """Return valgrind's version; None where it is not installed."""
    if shutil.which("valgrind") is None:
        return None
    said = subprocess.run(["valgrind", "--version"], capture_output=True, text=True, check=True).stdout
    return said.strip().removeprefix("valgrind-")


def count_instructions(commands: Sequence[Command]) -> dict[str, int]:
    """Return each command's instructions, counted by callgrind in one run each, with hashing held still."""
    return {command.name: _count(command) for command in commands}


def _count(command: Command) -> int:
    words = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *map(str, command.words)]
    ended = subprocess.run(
        words,
        cwd=command.folder,
        env=bare_environment({**command.settings, "PYTHONHASHSEED": "0"}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        check=False,
    )
    total = _TOTAL.search(ended.stderr)
    if ended.returncode != command.code or total is None:
        raise UnexpectedError(
            f"callgrind of {command.name} ended with {ended.returncode}:\n{ended.stderr[-1500:]}"
        )
    return int(total.group(1))
