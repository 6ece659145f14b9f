"""Running commands in tests: in process for speed, as a real process where streams and signals matter."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from scorecard.cli.main import app
from tests.outputs import mistakes_in

ROOT = Path(__file__).parent.parent
_LOOKS = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TERM", "LC_ALL", "LANG")
_OTHERS = ("EDITOR", "VISUAL", "INPUTRC", "CI_PROJECT_DIR", "CI", "PAGER", "LESS")


def is_of_the_surroundings(name: str) -> bool:
    """Whether a variable of the environment could change what a command shows or does."""
    return name in (*_LOOKS, *_OTHERS) or name.startswith(("GITHUB_", "GIT_", "PYTHON"))


CLEAN = {name: value for name, value in os.environ.items() if not is_of_the_surroundings(name)}
PATIENCE = 600
"""How many seconds a process may take before it is given up: no machine is that busy."""


@dataclass(frozen=True)
class Outcome:
    """What a command did."""

    code: int
    out: str
    err: str


def run(*words: str, stdin: str | bytes | None = None, columns: int = 80) -> Outcome:
    """Run a command in this process, in the working directory."""
    env = {"COLUMNS": str(columns), "NO_COLOR": "1"}
    result = CliRunner(env=env).invoke(app, list(words), input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    mistakes = mistakes_in(result.stdout)
    assert not mistakes, mistakes
    return Outcome(result.exit_code, result.stdout, result.stderr)


def start(*words: str, cwd: Path = ROOT, stdin: bytes = b"", **env: str) -> Outcome:
    """Run a command as a process of its own, its output as bytes read as UTF-8."""
    result = subprocess.run(
        [sys.executable, "-m", "scorecard", *words],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env={**CLEAN, "PYTHONPATH": str(ROOT), "COLUMNS": "80", **env},
        timeout=PATIENCE,
        check=False,
    )
    return Outcome(result.returncode, result.stdout.decode("utf-8"), result.stderr.decode("utf-8"))


@contextmanager
def running(
    *words: str, cwd: Path, env: Mapping[str, str] = CLEAN, module: str = "scorecard", **settings: Any
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a command beside the test, as a process of its own; whatever happens, it has ended afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *words], cwd=cwd, env={"PYTHONPATH": str(ROOT), **env}, **settings
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            with suppress(OSError):
                if stream is not None:
                    stream.close()


def flat(text: str) -> str:
    """Return a text in one line."""
    return " ".join(text.split())


def files(root: Path) -> dict[str, bytes]:
    """Return all files below a folder by their paths."""
    found = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}
