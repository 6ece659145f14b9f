"""Checking a world: many files, clean and with mistakes."""

from collections.abc import Mapping, Sequence

from benchmarks.bench import Bench, Part, say
from benchmarks.projects import Plan
from benchmarks.results import Outcome, Table
from benchmarks.timing import Run, megabytes_of, ratios, run_in_turn, seconds_of, spread_of
from benchmarks.wording import as_spread, in_megabytes, in_seconds

MISTAKEN = 0.1

Runs = Mapping[str, Sequence[Run]]


def measure_throughput(bench: Bench) -> Part:
    """Time `validate` of few and many files, and of some with mistakes."""
    few, most = bench.sizes.few, bench.sizes.most
    check = ("validate", "--strict")
    plans = {"few": Plan(files=few), "most": Plan(files=most), "mistaken": Plan(files=few, mistaken=MISTAKEN)}
    roots = {name: bench.project(plan) for name, plan in plans.items()}
    commands = [
        bench.scorecard(roots["few"], *check, name="few"),
        bench.scorecard(roots["mistaken"], *check, name="mistaken", code=1),
        bench.scorecard(roots["most"], *check, name="most"),
    ]
    say(f"checking {few:,} and {most:,} files, in turn, {bench.sizes.throughput_rounds} times")
    runs = run_in_turn(commands, bench.sizes.throughput_rounds, warm_up=False)
    times = {name: seconds_of(each) for name, each in runs.items()}
    expected = [seconds * most / few for seconds in times["few"]]
    peak = megabytes_of(runs["most"]) / megabytes_of(runs["few"])
    return Part(
        outcomes=(
            Outcome(goal="linear", figure=spread_of(ratios(times["most"], expected))),
            Outcome(goal="memory", figure=spread_of([peak])),
        ),
        tables=(_table(bench, runs),),
        raw={"runs": times},
    )


def _table(bench: Bench, runs: Runs) -> Table:
    few, most = f"{bench.sizes.few:,} files", f"{bench.sizes.most:,} files"
    words = {"few": few, "most": most, "mistaken": f"{few}, one in ten with a mistake"}
    rows = []
    for name, each in runs.items():
        files = bench.sizes.most if name == "most" else bench.sizes.few
        time = spread_of(seconds_of(each))
        per_file = in_seconds(time.median / files)
        spread = f"{as_spread(time)} s"
        rows.append(
            (words[name], in_seconds(time.median), spread, per_file, in_megabytes(megabytes_of(each)))
        )
    return Table(
        title="Many files",
        columns=("", "Time", "Middle half", "A file", "Memory"),
        rows=tuple(rows),
    )
