"""Start-up: what everybody waits for, beside interpreters that only import what cannot be done without."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from benchmarks.bench import Bench, Part, say
from benchmarks.instructions import count_instructions, valgrind_version
from benchmarks.projects import Plan
from benchmarks.results import Outcome, Table
from benchmarks.timing import (
    Command,
    Run,
    megabytes_of,
    ratios,
    run_in_turn,
    seconds_of,
    spread_of,
)
from benchmarks.wording import as_number, as_spread, in_megabytes, in_seconds

BARE = "an interpreter that does nothing"
TYPER = "`import typer`"
MODELS = "typer, yaml, rich.table and the models"
TYPER_LEFT = "`import typer`, left at once"
MODELS_LEFT = "typer, yaml, rich.table and the models, left at once"
HELP = "`--help`"
VERSION = "`--version`"
USAGE_ERROR = "`assess --nonsense`"
COMPLETION = "completion in the shell"
COMMAND_HELP = "`assess --help`"
ASSESS = "`assess uk-online-safety`"
ASSESS_PLAIN = "`assess uk-online-safety --format plain`"
FEW = "27 indicators"

_MODELS = "import typer, yaml, rich.table, scorecard.model.framework, scorecard.model.assessment"
_LEAVE = "import os; os._exit(0)"
_LEAVING = (
    "An interpreter takes itself apart when it ends. `scorecard` skips most of that; what is left at once "
    "skips all of it."
)
_GOALS = {
    "help": (HELP, TYPER),
    "version": (VERSION, TYPER),
    "usage-error": (USAGE_ERROR, TYPER),
    "completion": (COMPLETION, TYPER),
    "assess": (ASSESS, MODELS),
}


def measure_start(bench: Bench) -> Part:
    """Time starting, and what a large assessment adds to it."""
    starts, larger = _starts(bench), _larger(bench)
    say(f"timing {len(starts)} ways of starting, in turn, {bench.sizes.start_rounds} times")
    runs = run_in_turn(starts, bench.sizes.start_rounds)
    say(f"timing assessments of more indicators, {bench.sizes.table_rounds} times")
    more_runs = run_in_turn(larger, bench.sizes.table_rounds)
    counts: Mapping[str, int] = {}
    if bench.sizes.counts_instructions and valgrind_version():
        say("counting instructions")
        counts = count_instructions([*starts, *larger])
    goals = {**_GOALS, "indicators": (larger[1].name, FEW)}
    return Part(
        outcomes=tuple(
            _outcome(goal, above, below, runs | more_runs, counts) for goal, (above, below) in goals.items()
        ),
        tables=(
            _table("Starting", "Beside typer", starts, TYPER, runs, counts, _LEAVING),
            _table("More indicators", f"Beside {FEW}", larger, FEW, more_runs, counts),
        ),
        raw={"runs": {name: seconds_of(each) for name, each in (runs | more_runs).items()}, "counts": counts},
    )


def _starts(bench: Bench) -> list[Command]:
    folder = bench.flagship
    completing = {"_SCORECARD_COMPLETE": "complete_bash", "COMP_WORDS": "scorecard as", "COMP_CWORD": "1"}
    return [
        bench.python(BARE, "pass", folder),
        bench.python(TYPER, "import typer", folder),
        bench.scorecard(folder, "--version", name=VERSION),
        bench.scorecard(folder, "--help", name=HELP),
        bench.scorecard(folder, "assess", "--nonsense", name=USAGE_ERROR, code=2),
        replace(bench.scorecard(folder, name=COMPLETION), settings=completing),
        bench.scorecard(folder, "assess", "--help", name=COMMAND_HELP),
        bench.python(MODELS, _MODELS, folder),
        bench.python(TYPER_LEFT, f"import typer; {_LEAVE}", folder),
        bench.python(MODELS_LEFT, f"{_MODELS}; {_LEAVE}", folder),
        bench.scorecard(folder, "assess", "uk-online-safety", name=ASSESS),
        bench.scorecard(folder, "assess", "uk-online-safety", "--format", "plain", name=ASSESS_PLAIN),
    ]


def _larger(bench: Bench) -> list[Command]:
    """Return assessments of few and of many indicators: written as everywhere here, and of bare levels."""
    few, many = Plan(), Plan(indicators=bench.sizes.indicators)
    bare = replace(many, is_bare=True)
    named = {FEW: few, f"{many.indicators:,} indicators": many, f"{many.indicators:,} levels alone": bare}
    return [
        bench.scorecard(bench.project(plan), "assess", "subject-000", name=name)
        for name, plan in named.items()
    ]


def _outcome(
    goal: str, above: str, below: str, runs: Mapping[str, Sequence[Run]], counts: Mapping[str, int]
) -> Outcome:
    figures = ratios(seconds_of(runs[above]), seconds_of(runs[below]))
    counted = counts[above] / counts[below] if counts else None
    return Outcome(goal=goal, figure=spread_of(figures), instructions=counted)


def _table(
    title: str,
    beside: str,
    commands: Sequence[Command],
    floor: str,
    runs: Mapping[str, Sequence[Run]],
    counts: Mapping[str, int],
    note: str = "",
) -> Table:
    rows = []
    for command in commands:
        seconds = seconds_of(runs[command.name])
        ratio = spread_of(ratios(seconds, seconds_of(runs[floor])))
        row = [command.name, in_seconds(spread_of(seconds).median), as_number(ratio.median), as_spread(ratio)]
        row.append(in_megabytes(megabytes_of(runs[command.name])))
        if counts:
            count = counts[command.name]
            row += [f"{count / 1e6:,.0f} million", as_number(count / counts[floor])]
        rows.append(tuple(row))
    columns: tuple[str, ...] = ("", "Time", beside, "Middle half", "Memory")
    columns += ("Instructions", f"{beside}, in instructions") if counts else ()
    if not counts:
        note = f"{note} Instructions were not counted: valgrind is not installed.".strip()
    return Table(title=title, columns=columns, rows=tuple(rows), note=note)
