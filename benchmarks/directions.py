"""Growth in every direction: by which power each command's work grows with whatever there may be many of."""

import json
import math
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bench import Bench, Part, say
from benchmarks.environments import ROOT
from benchmarks.repositories import commit_all
from benchmarks.results import Outcome, Table
from benchmarks.shapes import SUBJECT, Shape, day_of, write_shape
from benchmarks.timing import UnexpectedError, bare_environment, spread_of
from benchmarks.wording import as_number

GOAL = "growth-directions"
LITTLE = 0.02
"""Work of fewer seconds at the smaller size tells nothing: the processor's time has steps of half of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """What becomes more: at the smaller size, and `FACTOR` times that."""

    noun: str
    grown: Callable[[int], Shape]
    small: int


FACTOR = 8
DIRECTIONS = (
    Direction(noun="indicators", grown=lambda size: Shape(indicators=size), small=250),
    Direction(noun="dimensions", grown=lambda size: Shape(indicators=size, dimensions=size), small=150),
    Direction(noun="levels of a scale", grown=lambda size: Shape(levels=size), small=1000),
    Direction(noun="bands of each indicator", grown=lambda size: Shape(bands=size), small=500),
    Direction(noun="sources", grown=lambda size: Shape(sources=size), small=1000),
    Direction(noun="evidence of a rating", grown=lambda size: Shape(evidence=size), small=1000),
    Direction(noun="tags", grown=lambda size: Shape(tags=size), small=2000),
    Direction(noun="words of a line", grown=lambda size: Shape(words=size), small=4000),
    Direction(noun="lines of a text", grown=lambda size: Shape(lines=size), small=1000),
    Direction(noun="comments", grown=lambda size: Shape(comments=size), small=4000),
    Direction(noun="corrections", grown=lambda size: Shape(corrections=size), small=1000),
    Direction(noun="remarks", grown=lambda size: Shape(remarks=size), small=1000),
    Direction(noun="unknown indicators", grown=lambda size: Shape(unknown=size), small=1000),
    Direction(noun="versions", grown=lambda size: Shape(versions=size, dates=size), small=16),
    Direction(noun="dates", grown=lambda size: Shape(dates=size), small=30),
    Direction(noun="subjects", grown=lambda size: Shape(subjects=size), small=15),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Project:
    """A project of one shape, in a repository in which every assessment was changed since the last commit."""

    folder: Path
    shape: Shape

    def commands(self) -> Iterator[tuple[str, list[str], str]]:
        """Yield commands as readers name them, as they are given, and the file that each makes or changes."""
        last = f"{SUBJECT}@{day_of(self.shape.dates - 1)}"
        path = f"assessments/{SUBJECT}/{day_of(self.shape.dates - 1)}.yaml"
        anew = ["--subject", "fresh", "--name", "Fresh", "--date", "2030-01-01"]
        new = "assessments/fresh/2030-01-01.yaml"
        setting = ["--set", "i0=l0", "--rationale", "Because.", "--correction", "Rated anew."]
        yield "validate", ["validate", "--exit-zero"], ""
        yield "assess", ["assess", "assessments/"], ""
        yield "assess, JSON", ["assess", "assessments/", "--format", "json"], ""
        yield "diff", ["diff", SUBJECT], ""
        yield "diff --since", ["diff", "--since", "HEAD", "--format", "markdown"], ""
        yield "trend", ["trend"], ""
        yield "report, HTML", ["report", SUBJECT, "--format", "html"], ""
        yield "list", ["list"], ""
        yield "show", ["show", f"grown@{self.shape.versions}"], ""
        yield "export", ["export", last, "-o", "out.xlsx"], "out.xlsx"
        yield "import", ["import", "in.xlsx", "--dry-run"], ""
        yield "rate --set", ["rate", last, *setting], path
        yield "new --from", ["new", "grown", "--from", last, *anew], new


def measure_directions(bench: Bench) -> Part:
    """Measure every command in every direction, and show the powers."""
    base = _measure(bench, _project(bench, Shape()))
    rows, steepest, raw = [], (0.0, ""), {}
    for direction in DIRECTIONS:
        say(f"growth with {direction.noun}")
        small = max(2, direction.small // bench.sizes.direction_share)
        times = [_measure(bench, _project(bench, direction.grown(size))) for size in (small, small * FACTOR)]
        raw[direction.noun] = times
        powers = {name: power(base[name], times[0][name], times[1][name]) for name in base}
        steepest = max(
            [steepest, *((power, f"{name} with {direction.noun}") for name, power in powers.items() if power)]
        )
        rows.append((direction.noun, f"{small:,} to {small * FACTOR:,}", *steepest_of(powers)))
    outcome = Outcome(goal=GOAL, figure=spread_of([steepest[0]]), remark=f"the steepest is {steepest[1]}")
    columns = ("", "Sizes", "Steepest", "of", "The others")
    table = Table(
        title="Exponents", columns=columns, rows=tuple(rows), note=note_of(bench.sizes.direction_rounds)
    )
    return Part(outcomes=(outcome,), tables=(table,), raw=raw)


def steepest_of(powers: Mapping[str, float | None]) -> tuple[str, str, str]:
    """Return the greatest power, the command that has it, and between which bounds the others are."""
    found = sorted((power, name) for name, power in powers.items() if power is not None)
    if not found:
        return ("", "", "")
    *others, (greatest, name) = found
    bounds = [as_number(others[end][0]) for end in (0, -1)] if others else []
    return (as_number(greatest), f"`{name}`", " to ".join(dict.fromkeys(bounds)))


def note_of(rounds: int) -> str:
    """Say what the exponents are of."""
    return (
        "1 is linear, 2 quadratic. The exponents are of the processor's time in the quickest of "
        f"{rounds} runs, less that for a project with little of everything. The commands are `validate`, "
        "`assess`, `diff`, `trend`, `report`, `list`, `show`, `export`, `import`, `rate --set` and "
        f"`new --from`; one that takes less than {LITTLE} s more at the smaller size is left out."
    )


def power(start: float | None, small: float | None, large: float | None) -> float | None:
    """Return the power of the size by which work grows; None where there is too little of it, or none."""
    if start is None or small is None or large is None or small - start < LITTLE:
        return None
    return math.log((large - start) / (small - start)) / math.log(FACTOR)


def _project(bench: Bench, shape: Shape) -> _Project:
    folder = bench.work / "shapes" / shape.name
    shutil.rmtree(folder, ignore_errors=True)
    write_shape(folder, shape)
    commit_all(folder)
    for path in sorted((folder / "assessments").rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        was, now = ("l0", "l1") if "level: l0" in text else ("l1", "l0")
        path.write_text(text.replace(f"level: {was}", f"level: {now}", 1), encoding="utf-8", newline="\n")
    return _Project(folder=folder, shape=shape)


def _measure(bench: Bench, project: _Project) -> dict[str, float | None]:
    """Return what each command takes in a project, in seconds; None where it does not run.

    What no cell of a workbook holds is not exported, so there is no workbook to import.
    """
    commands = list(project.commands())
    export = next(words for name, words, _ in commands if name == "export")
    _ended([*bench.ours.scorecard, *export[:-1], "in.xlsx"], project.folder)
    asked = [{"folder": str(project.folder), "words": words, "file": file} for _, words, file in commands]
    script = ROOT / "benchmarks/probes/growing.py"
    words = [bench.ours.python, "-P", script, bench.sizes.direction_rounds]
    times = json.loads(_ended(words, bench.work, json.dumps(asked)))
    shutil.rmtree(project.folder)
    return {name: seconds for (name, _, _), seconds in zip(commands, times, strict=True)}


def _ended(words: list[object], folder: Path, given: str = "") -> str:
    done = subprocess.run(
        [str(word) for word in words],
        cwd=folder,
        env=bare_environment(),
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode and given:
        raise UnexpectedError(f"{words[-1]} ended with {done.returncode}:\n{done.stderr[-1500:]}")
    return done.stdout
