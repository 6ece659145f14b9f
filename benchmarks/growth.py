"""Growth: what each command takes as files, indicators and dates become more, and by which power."""

import math
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import pairwise
from pathlib import Path

from benchmarks.bench import Bench, Part, say
from benchmarks.firmness import firmness_table
from benchmarks.projects import Plan, assessment_path
from benchmarks.repositories import copy_committed
from benchmarks.results import Outcome, Table
from benchmarks.timing import Command, Run, TooSlowError, megabytes_of, run, seconds_of, spread_of
from benchmarks.wording import as_number, in_megabytes, in_seconds

ENOUGH_SECONDS = 5.0
"""A cell that took as long in all is not run a third time."""
FLAT = 0.5
"""What grows by no more than this share of the smallest size's figure does not grow."""
NOISE = 0.05
"""Differences below this share of the smallest size's figure mean nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A command at several sizes; `least` and `most` are the sizes at which it makes sense."""

    name: str
    make: Callable[[int], Command]
    least: int = 1
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a row took at a size: the quickest of its runs, for what disturbs a run only adds to it."""

    size: int
    seconds: float
    megabytes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """What grows."""

    goal: str
    noun: str
    sizes: Sequence[int]
    rows: Sequence[Row]
    note: str


def measure_growth(bench: Bench) -> Part:
    """Time every command along each axis."""
    outcomes, tables, raw = [], [], {}
    for axis in (_files_axis(bench), _indicators_axis(bench), _dates_axis(bench)):
        cells = _measure(bench, axis)
        outcomes.append(_steepest(axis, cells))
        tables.append(_table(axis, cells))
        raw[axis.noun] = {name: [asdict(cell) for cell in each] for name, each in cells.items()}
    return Part(outcomes=tuple(outcomes), tables=(*tables, firmness_table(bench)), raw=raw)


def exponent(
    cells: Sequence[Cell], measure: Callable[[Cell], float] = lambda cell: cell.seconds
) -> float | None:
    """Return the power of the size by which a measure grows between the two largest sizes: 1 is linear.

    What the smallest size takes is starting, mostly, and would hide the power: it is taken off. What does not
    grow by half of that over the whole axis is flat, 0. Of fewer than three sizes nothing can be said.
    """
    if len(cells) < 3:
        return None
    first, before, after = cells[0], cells[-2], cells[-1]
    start = measure(first)
    if measure(after) < start * (1 + FLAT):
        return 0.0
    grown = (measure(after) - start) / max(measure(before) - start, start * NOISE)
    return math.log(grown) / math.log((after.size - first.size) / (before.size - first.size))


def _steepest(axis: Axis, cells: dict[str, list[Cell]]) -> Outcome:
    powers = {name: power for name, each in cells.items() if (power := exponent(each)) is not None}
    if not powers:
        return Outcome(goal=axis.goal, remark="there are too few sizes")
    name = max(powers, key=lambda name: powers[name])
    return Outcome(goal=axis.goal, figure=spread_of([powers[name]]), remark=f"the steepest is {name}")


# Axes -------------------------------------------------------------------------------------------


def _files_axis(bench: Bench) -> Axis:
    def project(files: int) -> Path:
        return bench.project(Plan(files=files))

    def ours(*words: str, files: int) -> Command:
        return bench.scorecard(project(files), *words)

    rows = [
        _row("`assess`, the latest of each subject", lambda files: ours("assess", files=files)),
        _row("`assess`, every file", lambda files: ours("assess", "assessments/", files=files)),
        _row("`validate`", lambda files: ours("validate", files=files)),
        Row(
            name="`diff` of a subject's last two",
            make=lambda files: ours("diff", "subject-000", files=files),
            least=2,
        ),
        Row(
            name="`diff --since`, every file changed",
            make=partial(_since, bench),
            most=bench.sizes.growth_since,
        ),
        _row("`trend`, a league of all subjects", lambda files: ours("trend", files=files)),
        _row("`robustness`", lambda files: ours("robustness", files=files)),
        _row("`report` of each subject, Markdown", lambda files: _reports(bench, project(files), "markdown")),
        _row("`report` of each subject, HTML", lambda files: _reports(bench, project(files), "html")),
    ]
    note = "27 indicators, 50 dates a subject: 10,000 files are 200 subjects."
    return Axis(goal="growth-files", noun="files", sizes=bench.sizes.growth_files, rows=rows, note=note)


def _indicators_axis(bench: Bench) -> Axis:
    rows = _subject_rows(bench, lambda indicators: Plan(files=2, dates=2, indicators=indicators))
    note = "One subject at two dates."
    sizes = bench.sizes.growth_indicators
    return Axis(goal="growth-indicators", noun="indicators", sizes=sizes, rows=rows, note=note)


def _dates_axis(bench: Bench) -> Axis:
    rows = _subject_rows(bench, lambda dates: Plan(files=dates, dates=dates))
    note = "One subject, 27 indicators."
    return Axis(goal="growth-dates", noun="dates", sizes=bench.sizes.growth_dates, rows=rows, note=note)


def _subject_rows(bench: Bench, plan: Callable[[int], Plan]) -> list[Row]:
    """Return the commands for one subject, in a project that a size makes."""

    def ours(size: int, words: tuple[str, ...]) -> Command:
        return bench.scorecard(bench.project(plan(size)), *words)

    commands = {
        "`assess`, the latest": ("assess", "subject-000"),
        "`assess`, every date": ("assess", "assessments/"),
        "`validate`": ("validate",),
        "`diff` of the last two": ("diff", "subject-000"),
        "`trend`": ("trend", "subject-000"),
        "`robustness`": ("robustness", "subject-000"),
        "`report`, Markdown": ("report", "subject-000", "--format", "markdown"),
        "`report`, HTML": ("report", "subject-000", "--format", "html"),
    }
    return [Row(name=name, make=partial(ours, words=words)) for name, words in commands.items()]


def _row(name: str, make: Callable[[int], Command]) -> Row:
    return Row(name=name, make=make)


def _reports(bench: Bench, project: Path, format: str) -> Command:
    """Return the command that writes a report of each subject's latest assessment into a folder."""
    out = bench.work / "reports"

    def clear() -> None:
        shutil.rmtree(out, ignore_errors=True)

    words = ("report", "--format", format, "-o", f"{out}/", "--parents")
    return replace(bench.scorecard(project, *words), prepare=clear)


def _since(bench: Bench, files: int) -> Command:
    """Return a diff of a project in which every assessment differs from the last commit."""
    plan = Plan(files=files)
    folder = copy_committed(bench.project(plan), bench.work / "since" / str(files))
    for path in (folder / assessment_path(number, plan) for number in range(files)):
        text = path.read_text(encoding="utf-8")
        level = "pass" if "    level: fail" in text else "fail"
        path.write_text(
            text.replace("    level: fail", f"    level: {level}", 1), encoding="utf-8", newline="\n"
        )
    return bench.scorecard(folder, "diff", "--since", "HEAD")


# Cells ------------------------------------------------------------------------------------------


def _measure(bench: Bench, axis: Axis) -> dict[str, list[Cell]]:
    """Return each row's cells, the smallest first.

    All are run once before any is run again: a machine that stalls for a while spoils no cell's every run.
    """
    commands: dict[str, dict[int, Command]] = {row.name: {} for row in axis.rows}
    runs: dict[tuple[str, int], list[Run]] = defaultdict(list)
    for row in axis.rows:
        for size, command, first in _first_runs(bench, row, axis):
            commands[row.name][size] = command
            runs[row.name, size].append(first)
    for _ in range(1, bench.sizes.cell_rounds):
        for name, size in [
            key for key, done in runs.items() if len(done) < 2 or _total(done) < ENOUGH_SECONDS
        ]:
            say(f"{name}: {size:,} {axis.noun}, again")
            runs[name, size].append(run(commands[name][size]))
    return {
        name: [
            Cell(
                size=size, seconds=min(seconds_of(runs[name, size])), megabytes=megabytes_of(runs[name, size])
            )
            for size in each
        ]
        for name, each in commands.items()
    }


def _first_runs(bench: Bench, row: Row, axis: Axis) -> Iterator[tuple[int, Command, Run]]:
    """Run a row once at each size, up to the last that does not take too long."""
    sizes = [size for size in axis.sizes if size >= row.least and (row.most is None or size <= row.most)]
    seconds = 0.0
    for before, size in pairwise([sizes[0], *sizes]):
        if seconds * size / before > bench.sizes.cell_seconds:
            return
        say(f"{row.name}: {size:,} {axis.noun}")
        command = row.make(size)
        try:
            first = run(command, limit=2 * bench.sizes.cell_seconds)
        except TooSlowError:
            return
        seconds = first.seconds
        yield size, command, first


def _total(runs: Sequence[Run]) -> float:
    return sum(seconds_of(runs))


# Tables -----------------------------------------------------------------------------------------


def _table(axis: Axis, cells: dict[str, list[Cell]]) -> Table:
    """Return the times at each size, their exponent, and the memory at the smallest and at the largest."""
    rows = []
    for name, each in cells.items():
        by_size = {cell.size: in_seconds(cell.seconds) for cell in each}
        power = exponent(each)
        word = "" if power is None else as_number(power) if power else "flat"
        memory = [in_megabytes(cell.megabytes) for cell in each] or [""]
        rows.append(
            (
                name,
                *(by_size.get(size, "–") for size in axis.sizes),
                word,
                f"{memory[0].removesuffix(' MB')} to {memory[-1]}",
            )
        )
    columns = ("", *(f"{size:,}" for size in axis.sizes), "Exponent", "Memory")
    return Table(title=f"With {axis.noun}", columns=columns, rows=tuple(rows), note=axis.note)
