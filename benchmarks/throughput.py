"""Checking a world: many files, in one process and in two, clean and with mistakes."""

from collections.abc import Mapping, Sequence

from benchmarks.bench import Bench, Part, say
from benchmarks.projects import Plan
from benchmarks.results import Outcome, Table
from benchmarks.timing import Run, Spread, megabytes_of, ratios, run_in_turn, seconds_of, spread_of
from benchmarks.wording import as_spread, in_megabytes, in_seconds

MISTAKEN = 0.1

Runs = Mapping[str, Sequence[Run]]


def measure_throughput(bench: Bench) -> Part:
    """Time `validate` of few and many files, with one process and two."""
    few, most = bench.sizes.few, bench.sizes.most
    check = ("validate", "--strict", "--jobs")
    plans = {"few": Plan(files=few), "most": Plan(files=most), "mistaken": Plan(files=few, mistaken=MISTAKEN)}
    roots = {name: bench.project(plan) for name, plan in plans.items()}
    commands = [
        bench.scorecard(roots["few"], *check, "1", name="few, one process"),
        bench.scorecard(roots["few"], *check, "2", name="few, two processes"),
        bench.scorecard(roots["mistaken"], *check, "1", name="mistaken, one process", code=1),
        bench.scorecard(roots["mistaken"], *check, "2", name="mistaken, two processes", code=1),
        bench.scorecard(roots["most"], *check, "1", name="most, one process"),
        bench.scorecard(roots["most"], *check, "2", name="most, two processes"),
    ]
    say(f"checking {few:,} and {most:,} files, in turn, {bench.sizes.jobs_rounds} times")
    runs = run_in_turn(commands, bench.sizes.jobs_rounds, warm_up=False)
    times = {name: seconds_of(each) for name, each in runs.items()}
    expected = [seconds * most / few for seconds in times["few, one process"]]
    peaks = [
        megabytes_of(runs[f"most, {how}"]) / megabytes_of(runs[f"few, {how}"])
        for how in ("one process", "two processes")
    ]
    return Part(
        outcomes=(
            Outcome(goal="linear", figure=spread_of(ratios(times["most, one process"], expected))),
            Outcome(
                goal="jobs",
                figure=spread_of(ratios(times["most, one process"], times["most, two processes"])),
            ),
            Outcome(goal="memory", figure=_greatest(peaks)),
        ),
        tables=(_table(bench, runs),),
        raw={"runs": times},
    )


def _greatest(figures: Sequence[float]) -> Spread:
    return spread_of([max(figures)])


def _table(bench: Bench, runs: Runs) -> Table:
    few, most = f"{bench.sizes.few:,} files", f"{bench.sizes.most:,} files"
    words = {"few": few, "most": most, "mistaken": f"{few}, one in ten with a mistake"}
    rows = []
    for name, each in runs.items():
        which, _, how = name.partition(", ")
        files = bench.sizes.most if which == "most" else bench.sizes.few
        time = spread_of(seconds_of(each))
        per_file = in_seconds(time.median / files)
        spread = f"{as_spread(time)} s"
        rows.append(
            (words[which], how, in_seconds(time.median), spread, per_file, in_megabytes(megabytes_of(each)))
        )
    return Table(
        title="Many files",
        columns=("", "", "Time", "Middle half", "A file", "Memory of the largest process"),
        rows=tuple(rows),
    )
