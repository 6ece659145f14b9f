"""Times commands without their start, each in a process split off from one that has all modules loaded.

    python growing.py ROUNDS < commands.json

Reads a list of `{"folder", "words", "file"}` and prints as JSON for each the least seconds of processor time
of its runs, with those of programs that it calls. `file` is put back as it was, or removed, after each run.
One command of each name (its first word) is run before all others, so that no run loads a module.
"""

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from scorecard.cli.main import main as scorecard


def measure(command: dict[str, str | list[str]], rounds: int) -> float | None:
    """Return the least time of some runs; None where it could not run."""
    times = []
    for _ in range(rounds):
        with _kept(command):
            times.append(_run_apart(command))
    return None if None in times else min(each for each in times if each is not None)


@contextlib.contextmanager
def _kept(command: dict[str, str | list[str]]) -> Iterator[None]:
    """Put the file that a command makes or changes back, or remove it, at the end."""
    file = Path(str(command["folder"]), str(command["file"]))
    before = file.read_bytes() if file.is_file() else None
    yield
    if before is not None:
        file.write_bytes(before)
    elif file.is_file():
        file.unlink()


def _run_apart(command: dict[str, str | list[str]]) -> float | None:
    child = os.fork()
    if not child:
        os._exit(_run(command))
    _, status, usage = os.wait4(child, 0)
    ran = os.waitstatus_to_exitcode(status) in (0, 1)
    return usage.ru_utime + usage.ru_stime if ran else None


def _run(command: dict[str, str | list[str]]) -> int:
    """Run a command in this process, without its output; return its exit code."""
    os.chdir(str(command["folder"]))
    sys.argv = ["scorecard", *command["words"]]
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    try:
        scorecard()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


def main() -> None:
    """Measure and print."""
    rounds, commands = int(sys.argv[1]), json.load(sys.stdin)
    output = os.dup(1)
    for command in {each["words"][0]: each for each in commands}.values():
        with _kept(command):
            _run(command)
    times = [measure(command, rounds) for command in commands]
    with open(output, "w", encoding="utf-8") as stream:
        json.dump(times, stream)


if __name__ == "__main__":
    main()
