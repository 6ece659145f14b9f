"""Whole checks beside the peers': one file, where starting is everything, and many, where reading is."""

import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from benchmarks.bench import Bench, Part, say
from benchmarks.environments import ROOT, Program
from benchmarks.peer_files import YAMALE_SCHEMA, YAMLLINT_RULES, write_catalog, write_contract
from benchmarks.projects import Plan, assessment_path
from benchmarks.repositories import copy_committed
from benchmarks.results import Outcome, Table
from benchmarks.timing import Command, Run, megabytes_of, ratios, run_in_turn, seconds_of, spread_of
from benchmarks.wording import as_number, as_spread, in_megabytes, in_seconds

SCHEMA = ROOT / "docs/schema/assessment.json"
OURS = "scorecard validate"
OURS_OUTSIDE = "scorecard validate, in no git repository"
MODELS = "floor: typer, yaml and the models"
EVENTS = "floor: PyYAML's events of the same files"

_MODELS = "import typer, yaml, scorecard.model.framework, scorecard.model.assessment"
_EVENTS = """
import gc, pathlib, yaml
gc.disable()
for path in pathlib.Path("assessments").rglob("*.yaml"):
    loader = yaml.CLoader(path.read_bytes())
    while type(loader.get_event()) is not yaml.StreamEndEvent:
        pass
    loader.dispose()
"""

Runs = Mapping[str, Sequence[Run]]


def measure_one(bench: Bench) -> Part:
    """Time our check of one file beside those of others."""
    say(f"one file, in turn, {bench.sizes.one_file_rounds} times")
    runs = run_in_turn(_single(bench, _installed(bench)), bench.sizes.one_file_rounds)
    names = ("check-jsonschema", "datacontract-cli", "compliance-trestle")
    return Part(
        outcomes=tuple(
            _outcome(f"one-file-{name}", bench.peers[name], lambda name: _ratios(runs, OURS, name))
            for name in names
        ),
        tables=(_table("One file", runs, OURS, _ratios_to(runs, OURS)),),
        versions=_versions(bench),
        raw=_raw({"one": runs}),
    )


def measure_many(bench: Bench) -> Part:
    """Time our checks of many files beside those of others."""
    there = _installed(bench)
    say(f"many files, quick tools ones in turn, {bench.sizes.fast_rounds} times")
    quick = run_in_turn(_fast(bench, there), bench.sizes.fast_rounds)
    say(f"many files, slow tools ones in turn, {bench.sizes.slow_rounds} times")
    long = run_in_turn(_slow(bench, there), bench.sizes.slow_rounds, warm_up=False)
    files = f"{bench.sizes.many_files:,} files"
    return Part(
        outcomes=tuple(
            _outcome(f"many-{name}", bench.peers[name], lambda name: _ratios(long, name, OURS))
            for name in ("check-jsonschema", "yamllint")
        ),
        tables=(
            _table(f"{files}, the quick", quick, OURS, _ratios_to(quick, OURS)),
            _table(f"{files}, the slow", long, OURS, _ratios_to(long, OURS)),
        ),
        versions=_versions(bench),
        raw=_raw({"quick": quick, "slow": long}),
    )


def _installed(bench: Bench) -> Mapping[str, Program]:
    return {name: peer for name, peer in bench.peers.items() if peer.words is not None}


def _versions(bench: Bench) -> Mapping[str, str]:
    return {peer.name: peer.version or peer.reason for peer in bench.peers.values()}


def _raw(runs: Mapping[str, Runs]) -> Mapping[str, object]:
    return {key: {name: seconds_of(each) for name, each in those.items()} for key, those in runs.items()}


# Commands ---------------------------------------------------------------------------------------


def _single(bench: Bench, there: Mapping[str, Program]) -> list[Command]:
    """Return the checks of one file: ours in a git repository, where projects are kept."""
    outside, plan = bench.project(Plan()), Plan()
    inside = copy_committed(outside, bench.work / "committed")
    theirs = bench.work / "formats"
    file = assessment_path(0, plan)
    write_contract(theirs / "contract.yaml", plan.indicators)
    commands = [
        bench.scorecard(inside, "validate", file, name=OURS),
        bench.scorecard(outside, "validate", file, name=OURS_OUTSIDE),
        bench.python(MODELS, _MODELS, inside),
    ]
    words: dict[str, tuple[Path, tuple[str | Path, ...]]] = {
        "check-jsonschema": (inside, ("--schemafile", SCHEMA, file)),
        "ajv-cli": (inside, ("validate", "--strict=false", "-s", SCHEMA, "-d", file)),
        "yamllint": (inside, ("-d", YAMLLINT_RULES, file)),
        "yamale": (inside, ("-s", _yamale_schema(bench), "-n", "1", file)),
        "datacontract-cli": (theirs, ("lint", "contract.yaml")),
    }
    if "compliance-trestle" in there:
        space = _trestle_space(bench, there["compliance-trestle"], plan.indicators)
        words["compliance-trestle"] = (space, ("validate", "-t", "catalog", "-n", "bench"))
    return commands + [
        _peer(there[name], folder, *arguments) for name, (folder, arguments) in words.items() if name in there
    ]


def _fast(bench: Bench, there: Mapping[str, Program]) -> list[Command]:
    root = bench.project(Plan(files=bench.sizes.many_files))
    glob = "assessments/**/*.yaml"
    words: dict[str, tuple[str | Path, ...]] = {
        "ajv-cli": ("validate", "--strict=false", "-s", SCHEMA, "-d", glob),
        "yamale": ("-s", _yamale_schema(bench), "-n", "2", "assessments"),
    }
    return [
        bench.scorecard(root, "validate", "--strict", name=OURS),
        bench.python(EVENTS, _EVENTS, root),
        *(_peer(there[name], root, *arguments) for name, arguments in words.items() if name in there),
    ]


def _slow(bench: Bench, there: Mapping[str, Program]) -> list[Command]:
    plan = Plan(files=bench.sizes.many_files)
    root = bench.project(plan)
    files = [assessment_path(number, plan) for number in range(plan.files)]
    words: dict[str, tuple[str | Path, ...]] = {
        "check-jsonschema": ("--schemafile", SCHEMA, *files),
        "yamllint": ("-d", YAMLLINT_RULES, "assessments"),
    }
    return [
        bench.scorecard(root, "validate", "--strict", name=OURS),
        *(_peer(there[name], root, *arguments) for name, arguments in words.items() if name in there),
    ]


def _peer(program: Program, folder: Path, *words: str | Path) -> Command:
    assert program.words is not None, "only what was installed is run"
    return Command(name=program.name, words=(*program.words, *words), folder=folder)


def _yamale_schema(bench: Bench) -> Path:
    path = bench.work / "yamale.yaml"
    path.write_text(YAMALE_SCHEMA, encoding="utf-8")
    return path


def _trestle_space(bench: Bench, trestle: Program, indicators: int) -> Path:
    """Return a folder as trestle wants it, with one catalog."""
    folder = bench.work / "trestle"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    assert trestle.words is not None, "only what was installed is run"
    subprocess.run([*trestle.words, "init", "--local"], cwd=folder, capture_output=True, check=True)
    write_catalog(folder / "catalogs/bench/catalog.yaml", indicators)
    return folder


# Figures ----------------------------------------------------------------------------------------


def _ratios(runs: Runs, above: str, below: str) -> list[float]:
    return ratios(seconds_of(runs[above]), seconds_of(runs[below]))


def _ratios_to(runs: Runs, floor: str) -> Mapping[str, list[float]]:
    return {name: _ratios(runs, name, floor) for name in runs}


def _outcome(goal: str, peer: Program, work: Callable[[str], list[float]]) -> Outcome:
    if peer.words is None:
        return Outcome(goal=goal, remark=f"{peer.name} {peer.reason}")
    return Outcome(goal=goal, figure=spread_of(work(peer.name)))


def _table(title: str, runs: Runs, floor: str, beside: Mapping[str, list[float]]) -> Table:
    rows = []
    for name, each in runs.items():
        ratio = spread_of(beside[name])
        time, memory = in_seconds(spread_of(seconds_of(each)).median), in_megabytes(megabytes_of(each))
        rows.append((name, time, as_number(ratio.median), as_spread(ratio), memory))
    return Table(
        title=title, columns=("", "Time", f"Beside `{floor}`", "Middle half", "Memory"), rows=tuple(rows)
    )
