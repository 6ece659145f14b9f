"""`python -m benchmarks`: measure, compare with the goals, write `docs/benchmarks.md`."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bench import Bench, Part, say
from benchmarks.directions import measure_directions
from benchmarks.environments import ROOT
from benchmarks.goals import GOAL_BY_ID, GOALS, Group
from benchmarks.growth import measure_growth
from benchmarks.machine import describe_machine, describe_moment
from benchmarks.page import render_page
from benchmarks.peers import measure_many, measure_one
from benchmarks.reader import measure_reader
from benchmarks.results import Measured, Outcome, keep, read_kept
from benchmarks.sizes import FULL, QUICK
from benchmarks.start import measure_start
from benchmarks.throughput import measure_throughput
from benchmarks.timing import UnexpectedError
from benchmarks.wording import as_number

PAGE = ROOT / "docs/benchmarks.md"
MEASURES: dict[Group, Callable[[Bench], Part]] = {
    Group.START: measure_start,
    Group.READER: measure_reader,
    Group.ONE: measure_one,
    Group.MANY: measure_many,
    Group.THROUGHPUT: measure_throughput,
    Group.GROWTH: measure_growth,
    Group.DIRECTIONS: measure_directions,
}
_OUR_VERSIONS = ("policy-scorecard", "pydantic", "pydantic-core", "pyyaml", "rich", "typer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line asks for."""

    groups: tuple[Group, ...]
    is_quick: bool
    work: Path | None
    page: Path | None


def parse_options(words: Sequence[str]) -> Options:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "groups",
        nargs="*",
        type=Group,
        metavar="GROUP",
        help=f"{', '.join(Group)}; by default all, in this order",
    )
    parser.add_argument(
        "--quick", action="store_true", help="small projects, few rounds: to see that all works"
    )
    parser.add_argument(
        "--work",
        type=Path,
        metavar="DIR",
        help="keep environments, projects and results here and use them again; "
        "the page then shows the groups measured before, too",
    )
    parser.add_argument(
        "--page",
        type=Path,
        metavar="FILE",
        help="where to write the page; by default docs/benchmarks.md, with --quick standard output",
    )
    parser.add_argument(
        "--only-page", action="store_true", help="measure nothing: write the page from the results in --work"
    )
    given = parser.parse_args(words)
    if given.only_page and (given.work is None or given.groups):
        parser.error("--only-page takes its results from --work, and no groups")
    groups = () if given.only_page else tuple(given.groups) or tuple(Group)
    page = given.page or (None if given.quick else PAGE)
    return Options(groups=groups, is_quick=given.quick, work=given.work, page=page)


def measure(group: Group, bench: Bench, *, is_quick: bool) -> Measured:
    """Measure one group and say what with and when."""
    say(f"== {group}")
    ours = bench.ours
    moment = describe_moment()
    start = time.perf_counter()
    part = MEASURES[group](bench)
    asked = {goal.id for goal in GOALS if goal.group is group}
    assert {outcome.goal for outcome in part.outcomes} == asked, "each goal of a group is answered"
    versions = {name: ours.versions[name] for name in _OUR_VERSIONS if name in ours.versions}
    return Measured(
        group=group,
        is_quick=is_quick,
        seconds=time.perf_counter() - start,
        machine=describe_machine(),
        moment=moment,
        versions={**versions, **part.versions},
        outcomes=part.outcomes,
        tables=part.tables,
        raw=part.raw,
    )


def summary_of(outcome: Outcome) -> str:
    """Return a line on how a goal was kept."""
    goal = GOAL_BY_ID[outcome.goal]
    if outcome.figure is None:
        return f"  not measured  {goal.words}: {outcome.remark}"
    word = "met" if goal.is_met(outcome.figure.median) else "NOT MET"
    return f"  {word:7}  {as_number(outcome.figure.median):>6}, wanted {goal.wanted:8} {goal.words}"


def run_all(options: Options, work: Path) -> bool:
    """Measure group after group, keep what each gives, write the page; return whether nothing failed."""
    kept = work / ("results-quick" if options.is_quick else "results")
    bench = Bench(work, QUICK if options.is_quick else FULL)
    failed = []
    for group in options.groups:
        try:
            measured = measure(group, bench, is_quick=options.is_quick)
        except UnexpectedError as error:
            failed.append(group)
            say(f"{group} was not measured: {error}")
            continue
        keep(measured, kept)
        say("\n".join(map(summary_of, measured.outcomes)))
    page = render_page(read_kept(kept))
    if options.page is None:
        sys.stdout.write(page)
    else:
        options.page.write_text(page, encoding="utf-8", newline="\n")
        say(f"{options.page} written")
    return not failed


def main(words: Sequence[str]) -> int:
    """Run, in a folder that stays or in one that does not; return the exit code."""
    options = parse_options(words)
    if options.work is not None:
        options.work.mkdir(parents=True, exist_ok=True)
        return 0 if run_all(options, options.work.resolve()) else 1
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as name:
        return 0 if run_all(options, Path(name).resolve()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
