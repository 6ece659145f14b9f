"""Whole commands, run in turn: how long each takes, and how much memory it needs at most.

Absolute times drift with the machine by half within a minute, so what counts are ratios of runs that follow
one another, and their median.
"""

import os
import signal
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path

DEFAULT_LIMIT = 600.0
"""Seconds after which a command is stopped."""


class UnexpectedError(Exception):
    """A command did not do what it was to be timed for."""


class TooSlowError(Exception):
    """A command took longer than it was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command as it is timed: by the environment's own interpreter, in a folder, in a bare environment.

    `code` is the exit code that it must end with. `prepare` is done before each run, outside the time.
    """

    name: str
    words: Sequence[str | Path]
    folder: Path
    code: int = 0
    settings: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run: wall clock, and the greatest resident set among the command's processes (not their sum)."""

    seconds: float
    megabytes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Several figures for one thing: their median, and the bounds of the middle half of them."""

    median: float
    low: float
    high: float
    count: int


def spread_of(figures: Sequence[float]) -> Spread:
    """Return the median of figures and the quartiles around it."""
    if len(figures) == 1:
        return Spread(median=figures[0], low=figures[0], high=figures[0], count=1)
    low, middle, high = statistics.quantiles(figures, n=4, method="inclusive")
    return Spread(median=middle, low=low, high=high, count=len(figures))


def ratios(above: Sequence[float], below: Sequence[float]) -> list[float]:
    """Return what each run is beside the run of the other command in the same round."""
    return [one / other for one, other in zip(above, below, strict=True)]


def bare_environment(settings: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment that commands run in: nothing of the user's that could change or slow them."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "SYSTEMROOT") if name in os.environ}
    return {
        **kept,
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "80",
        "NO_COLOR": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        **(settings or {}),
    }


def run(command: Command, limit: float = DEFAULT_LIMIT) -> Run:
    """Run a command once; its output goes nowhere, and it sees no terminal."""
    if command.prepare is not None:
        command.prepare()
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(word) for word in command.words],
            cwd=command.folder,
            env=bare_environment(command.settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,
        )
        stopper = threading.Timer(limit, os.killpg, (process.pid, signal.SIGKILL))
        stopper.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        stopper.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode == -signal.SIGKILL and seconds >= limit:
            raise TooSlowError(f"{command.name} took more than {limit:.0f} s")
        if process.returncode != command.code:
            said.seek(0)
            talk = said.read().decode("utf-8", errors="replace")[-1500:]
            raise UnexpectedError(f"{command.name} ended with {process.returncode}:\n{talk}")
    return Run(seconds=seconds, megabytes=usage.ru_maxrss / 1024)


def run_in_turn(commands: Sequence[Command], rounds: int, *, warm_up: bool = True) -> dict[str, list[Run]]:
    """Run commands in turn, A B C A B C …, after a round that does not count, and return each one's runs."""
    runs: dict[str, list[Run]] = {command.name: [] for command in commands}
    for command in commands if warm_up else ():
        run(command)
    for command in (each for round in repeat(commands, rounds) for each in round):
        runs[command.name].append(run(command))
    return runs


def seconds_of(runs: Sequence[Run]) -> list[float]:
    """Return the times of runs."""
    return [each.seconds for each in runs]


def megabytes_of(runs: Sequence[Run]) -> float:
    """Return the median of what runs needed."""
    return statistics.median(each.megabytes for each in runs)
