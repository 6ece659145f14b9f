"""Reading, validating and scoring, each by itself inside a process, beside PyYAML's fastest loader."""

import json
import subprocess
from collections.abc import Mapping, Sequence

from benchmarks.bench import Bench, Part, say
from benchmarks.environments import ROOT
from benchmarks.projects import Plan, assessment_path
from benchmarks.prose import Prose
from benchmarks.results import Outcome, Table
from benchmarks.timing import Spread, UnexpectedError, bare_environment, ratios, spread_of
from benchmarks.wording import as_number, as_spread, in_seconds

FILES = 60
"""How many small files are read in a row."""

Times = Mapping[str, Sequence[float]]

_WORDS = {
    Prose.ENGLISH: "English",
    Prose.COMMENTED: "paragraphs and comments",
    Prose.SCRIPTS: "other scripts",
}


def measure_reader(bench: Bench) -> Part:
    """Time the single steps that every file goes through."""
    plans = {
        (prose, size): Plan(files=files, prose=prose, indicators=indicators)
        for prose in Prose
        for size, files, indicators in (("small", FILES, 27), ("large", 1, bench.sizes.large_indicators))
    }
    times = {key: _read_times(bench, plan) for key, plan in plans.items()}
    sizes = {key: _size_of(bench, plan) for key, plan in plans.items()}
    small, large = times[Prose.ENGLISH, "small"], times[Prose.ENGLISH, "large"]
    outcomes = [
        Outcome(goal=f"reader-{prose}-{size}", figure=_beside(each, "CSafeLoader", "reading"))
        for (prose, size), each in times.items()
    ]
    outcomes.append(Outcome(goal="shape", figure=_beside(small, "validating", "reading")))
    best = 1e6 * min(large["scoring"]) / bench.sizes.large_indicators
    outcomes.append(Outcome(goal="scoring", figure=spread_of([best])))
    names = {key: f"{in_kilobytes(sizes[key])}, {_WORDS[key[0]]}" for key in times}
    compared = _compare_times(bench)
    return Part(
        outcomes=tuple(outcomes),
        tables=(
            _reading_table({names[key]: each for key, each in times.items()}),
            _steps_table(
                {
                    names[Prose.ENGLISH, "small"]: (27, small),
                    names[Prose.ENGLISH, "large"]: (bench.sizes.large_indicators, large),
                }
            ),
            _comparing_table(compared),
        ),
        raw={"reader": {names[key]: each for key, each in times.items()}, "comparing": compared},
    )


def in_kilobytes(size: int) -> str:
    """Return a file's size as readers see it."""
    return f"{size / 1000:.0f} KB" if size < 1_000_000 else f"{size / 1e6:.1f} MB"


def _read_times(bench: Bench, plan: Plan) -> Times:
    root, rounds = bench.project(plan), bench.sizes.reader_rounds
    say(f"reading {plan.name}, {rounds} times")
    files = [root / assessment_path(number, plan) for number in range(plan.files)]
    return _probe(bench, "reading", rounds, root / "frameworks/bench@1.0.yaml", *files)


def _compare_times(bench: Bench) -> Times:
    plan = Plan(files=2, dates=2, indicators=bench.sizes.large_indicators, versions=2)
    say(f"comparing {plan.name}")
    return _probe(bench, "comparing", bench.project(plan), bench.sizes.reader_rounds)


def _probe(bench: Bench, name: str, *words: object) -> Times:
    """Run a probe by our environment's interpreter, which finds the installed package and no other."""
    script = ROOT / "benchmarks/probes" / f"{name}.py"
    ended = subprocess.run(
        [str(word) for word in (bench.ours.python, "-P", script, *words)],
        cwd=bench.work,
        env=bare_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise UnexpectedError(f"the probe {name} ended with {ended.returncode}:\n{ended.stderr[-1500:]}")
    times: Times = json.loads(ended.stdout)
    return times


def _size_of(bench: Bench, plan: Plan) -> int:
    return (bench.project(plan) / assessment_path(0, plan)).stat().st_size


def _beside(times: Times, above: str, below: str) -> Spread:
    return spread_of(ratios(times[above], times[below]))


def _median(times: Times, name: str) -> float:
    return spread_of(times[name]).median


def _reading_table(times: Mapping[str, Times]) -> Table:
    steps = ("CSafeLoader", "reading", "events")
    rows = []
    for name, each in times.items():
        ratio, most = (_beside(each, "CSafeLoader", step) for step in steps[1:])
        medians = (in_seconds(_median(each, step)) for step in steps)
        fast = (as_number(ratio.median), as_spread(ratio), as_number(most.median))
        rows.append((name, *medians, *fast))
    return Table(
        title="Reading a file",
        columns=(
            *("File", "`CSafeLoader`", "Ours", "Events"),
            *("Times as fast", "Middle half", "Events alone"),
        ),
        rows=tuple(rows),
        note=f"Small files: {FILES} in a row. `CSafeLoader` refuses nothing; ours refuses what the format "
        "refuses. `scorecard` has Python collect garbage less often than here; that would help "
        "`CSafeLoader` more.",
    )


def _steps_table(times: Mapping[str, tuple[int, Times]]) -> Table:
    rows = []
    for name, (indicators, each) in times.items():
        validating, checking = (_beside(each, step, "reading") for step in ("validating", "checking"))
        rows.append(
            (
                name,
                in_seconds(_median(each, "reading")),
                f"{in_seconds(_median(each, 'validating'))} ({as_number(validating.median)})",
                f"{in_seconds(_median(each, 'checking'))} ({as_number(checking.median)})",
                in_seconds(min(each["scoring"]) / indicators),
            )
        )
    return Table(
        title="What is done with a file",
        columns=(
            "File",
            "Reading",
            "Validating",
            "Reading, validating, all rules",
            "Scoring an indicator, at best",
        ),
        rows=tuple(rows),
        note="In brackets: beside reading.",
    )


def _comparing_table(times: Times) -> Table:
    ratio = _beside(times, "comparing", "reading")
    row = ("reading, scoring, comparing, JSON and report", in_seconds(_median(times, "comparing")))
    return Table(
        title="Comparing two large assessments under two versions",
        columns=("", "Time", "Beside reading them", "Middle half"),
        rows=(
            ("reading with all rules", in_seconds(_median(times, "reading")), "1", ""),
            (*row, as_number(ratio.median), as_spread(ratio)),
        ),
    )
