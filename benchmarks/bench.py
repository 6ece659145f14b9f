"""The place where everything is measured: environments, projects, and how much is asked for."""

import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path

from benchmarks.environments import ROOT, Ours, Program, make_ours, make_peers
from benchmarks.projects import Plan, write_project
from benchmarks.results import Outcome, Table
from benchmarks.sizes import Sizes
from benchmarks.timing import Command, UnexpectedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one group of goals gave. `versions` are those of what was measured beside ours."""

    outcomes: tuple[Outcome, ...]
    tables: tuple[Table, ...]
    versions: Mapping[str, str] = field(default_factory=dict)
    raw: Mapping[str, object] = field(default_factory=dict)


class Bench:
    """A folder with environments and projects, each made when it is first asked for."""

    def __init__(self, work: Path, sizes: Sizes) -> None:
        self.work = work
        self.sizes = sizes

    @cached_property
    def ours(self) -> Ours:
        """The checkout as installed: made anew in every run, for the checkout may have changed."""
        say("installing the checkout")
        return make_ours(self.work / "ours")

    @cached_property
    def peers(self) -> dict[str, Program]:
        """The peers by their names; a folder that is used again has them still."""
        say("installing the peers")
        return make_peers(self.work / "peers")

    def project(self, plan: Plan) -> Path:
        """Return a project like a plan, in no git repository."""
        folder = self.work / "projects" / plan.name
        done = folder / "done"
        if not done.exists():
            say(f"writing the project {plan.name}")
            shutil.rmtree(folder, ignore_errors=True)
            _write_apart(folder / "project", plan)
            done.touch()
        return folder / "project"

    @cached_property
    def flagship(self) -> Path:
        """A copy of the checkout's own files: in the checkout itself its package would be found, too."""
        folder = self.work / "flagship"
        shutil.rmtree(folder, ignore_errors=True)
        for name in ("frameworks", "assessments"):
            shutil.copytree(ROOT / name, folder / name)
        return folder

    def python(self, name: str, code: str, folder: Path) -> Command:
        """Return a command that has our environment's interpreter run a line of code."""
        return Command(name=name, words=(self.ours.python, "-c", code), folder=folder)

    def scorecard(self, folder: Path, *words: str, name: str = "", code: int = 0) -> Command:
        """Return a command of ours."""
        name = name or " ".join(("scorecard", *words))
        return Command(name=name, words=(*self.ours.scorecard, *words), folder=folder, code=code)


def _write_apart(folder: Path, plan: Plan) -> None:
    """Write a project in a process of its own.

    What starts a command must stay small: the system counts its memory as the command's, until the moment
    when the command's program takes its place.
    """
    writer = get_context("spawn").Process(target=write_project, args=(folder, plan))
    writer.start()
    writer.join()
    if writer.exitcode:
        raise UnexpectedError(f"writing the project {plan.name} ended with {writer.exitcode}")


def say(text: str) -> None:
    """Tell whoever waits what is going on."""
    print(text, file=sys.stderr, flush=True)
