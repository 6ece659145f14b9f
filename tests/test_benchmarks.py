"""The benchmarks' pieces work; nothing is timed here. The page tells of the goals that the code has."""

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import peers, start
from benchmarks.__main__ import PAGE, Options, parse_options, summary_of
from benchmarks.directions import DIRECTIONS, Direction, power, steepest_of
from benchmarks.environments import ROOT
from benchmarks.goals import GOALS, Goal, Group
from benchmarks.growth import Cell, exponent
from benchmarks.mistakes import MISTAKES
from benchmarks.page import GOAL_COLUMNS, render_page, render_table
from benchmarks.peer_files import write_catalog, write_contract
from benchmarks.probes import comparing, reading
from benchmarks.projects import Plan, assessment_path, indicator_ids, write_project
from benchmarks.prose import Prose
from benchmarks.results import Measured, Outcome, Table, keep, read_kept
from benchmarks.shapes import Shape, write_shape
from benchmarks.timing import (
    Command,
    Spread,
    TooSlowError,
    UnexpectedError,
    bare_environment,
    ratios,
    run,
    run_in_turn,
    spread_of,
)
from scorecard.project.library import Project
from scorecard.reading.document import parse_document

FILE = assessment_path(0, Plan())


def python(folder: Path, code: str, name: str = "python", ends_with: int = 0) -> Command:
    return Command(name=name, words=(sys.executable, "-c", code), folder=folder, code=ends_with)


def diagnostics(root: Path) -> list[str]:
    """Return the path of each diagnostic, warnings too."""
    project = Project(root)
    loaded = [project.load_assessment(place) for place in project.layout.assessments]
    found = [diagnostic for each in (*project.own_frameworks(), *loaded) for diagnostic in each.diagnostics]
    return [diagnostic.path for diagnostic in found]


# Projects ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("prose", Prose)
def test_projects_are_clean_and_their_files_some_30_kilobytes(tmp_path: Path, prose: Prose) -> None:
    write_project(tmp_path, Plan(files=3, dates=2, prose=prose))
    assert diagnostics(tmp_path) == []
    files = sorted((tmp_path / "assessments").rglob("*.yaml"))
    assert [file.parent.name for file in files] == ["subject-000", "subject-000", "subject-001"]
    assert all(25_000 < file.stat().st_size < 40_000 for file in files)
    assert files[0].read_text(encoding="utf-8").isascii() == (prose is Prose.ENGLISH)


def test_a_smaller_project_is_the_beginning_of_a_larger(tmp_path: Path) -> None:
    write_project(tmp_path / "one", Plan(files=1))
    write_project(tmp_path / "two", Plan(files=2))
    for name in ("frameworks/bench@1.0.yaml", FILE):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.parametrize("count", [27, 100, 1000])
def test_as_many_indicators_as_asked_for(count: int) -> None:
    ids = indicator_ids(count)
    assert len(set(ids)) == len(ids) == count
    assert {id.split(".")[0] for id in ids} == set("123456")


@pytest.mark.parametrize("plan", [Plan(is_bare=True), Plan(files=2, dates=2, versions=2)])
def test_other_projects_are_clean_too(tmp_path: Path, plan: Plan) -> None:
    write_project(tmp_path, plan)
    assert diagnostics(tmp_path) == []


def test_a_share_of_files_has_mistakes(tmp_path: Path) -> None:
    write_project(tmp_path, Plan(files=20, mistaken=0.5))
    with_errors = set(diagnostics(tmp_path))
    assert 4 < len(with_errors) < 16


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_is_an_error(tmp_path: Path, mistake) -> None:
    write_project(tmp_path, Plan())
    file = tmp_path / FILE
    file.write_text(mistake(file.read_text(encoding="utf-8")), encoding="utf-8")
    project = Project(tmp_path)
    assert project.load_assessment(project.layout.assessments[0]).has_errors


def test_plans_that_differ_have_names_that_differ() -> None:
    plans = [Plan(), Plan(files=2), Plan(indicators=100), Plan(dates=2), Plan(prose=Prose.SCRIPTS)]
    plans += [Plan(mistaken=0.1), Plan(versions=2), Plan(is_bare=True)]
    assert len({plan.name for plan in plans}) == len(plans)


def test_what_other_formats_are_given_is_yaml_of_that_length(tmp_path: Path) -> None:
    write_contract(tmp_path / "contract.yaml", 27)
    write_catalog(tmp_path / "catalogs/bench/catalog.yaml", 27)
    for path in (tmp_path / "contract.yaml", tmp_path / "catalogs/bench/catalog.yaml"):
        content = path.read_bytes()
        assert parse_document(content).findings == ()
        assert 20_000 < len(content) < 40_000


# Running ----------------------------------------------------------------------------------------


def test_commands_run_in_turn_after_a_round_that_does_not_count(tmp_path: Path) -> None:
    commands = [python(tmp_path, f"open('log', 'a').write('{name}')", name) for name in "ab"]
    runs = run_in_turn(commands, 2)
    assert (tmp_path / "log").read_text() == "ababab"
    assert {name: len(each) for name, each in runs.items()} == {"a": 2, "b": 2}
    assert all(each.seconds > 0 and each.megabytes > 1 for each in (*runs["a"], *runs["b"]))


def test_a_command_that_ends_otherwise_than_it_should_is_not_timed(tmp_path: Path) -> None:
    run(python(tmp_path, "raise SystemExit(1)", ends_with=1))
    with pytest.raises(UnexpectedError, match=r"(?s)python ended with 2.*why"):
        run(python(tmp_path, "import sys; sys.stderr.write('why'); sys.exit(2)"))


def test_a_command_is_stopped_when_it_takes_too_long(tmp_path: Path) -> None:
    with pytest.raises(TooSlowError):
        run(python(tmp_path, "import time; time.sleep(60)"), limit=0.2)


def test_commands_see_nothing_of_the_users_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    seen = bare_environment({"MINE": "1"})
    assert (seen.get("PYTHONPATH"), seen.get("GITHUB_ACTIONS"), seen["MINE"]) == (None, None, "1")
    assert seen["PATH"] == os.environ["PATH"]


def test_ratios_are_of_rounds_and_spreads_of_their_middle_half() -> None:
    assert ratios([2.0, 9.0], [1.0, 3.0]) == [2.0, 3.0]
    assert spread_of([5.0, 1.0, 3.0, 2.0, 4.0]) == Spread(median=3.0, low=2.0, high=4.0, count=5)
    assert spread_of([7.0]) == Spread(median=7.0, low=7.0, high=7.0, count=1)


@pytest.mark.slow
def test_probes_return_a_time_for_each_round(tmp_path: Path) -> None:
    write_project(tmp_path, Plan(files=2, dates=2, versions=2))
    framework = (tmp_path / "frameworks/bench@1.0.yaml").read_bytes()
    files = [path.read_bytes() for path in sorted(tmp_path.glob("assessments/*/*.yaml"))[:1]]
    read = reading.measure(framework, files * 2, 2)
    reading_kinds = {"events", "CSafeLoader", "reading"}
    assert set(read) == {*reading_kinds, "validating", "checking", "scoring"}
    compared = comparing.measure(tmp_path, 2)
    assert set(compared) == {"reading", "comparing"}
    assert all(len(each) == 2 and min(each) > 0 for each in (*read.values(), *compared.values()))


def cells(*figures: tuple[int, float]) -> list[Cell]:
    return [Cell(size=size, seconds=seconds, megabytes=10 * seconds) for size, seconds in figures]


def test_the_exponent_of_growth_leaves_the_start_out() -> None:
    assert exponent(cells((1, 1.1), (10, 2.0), (100, 11.0))) == pytest.approx(1)
    assert exponent(cells((0, 1.0), (10, 2.0), (100, 101.0))) == pytest.approx(2)
    assert exponent(cells((0, 1.0), (10, 2.0), (100, 101.0)), lambda cell: cell.megabytes) == pytest.approx(2)
    assert exponent(cells((1, 1.0), (10, 1.1), (100, 1.2))) == 0
    assert exponent(cells((1, 1.0), (10, 2.0))) is None


@pytest.mark.parametrize("direction", DIRECTIONS, ids=lambda direction: direction.noun)
def test_projects_that_are_large_in_one_direction_have_no_other_mistakes(
    direction: Direction, tmp_path: Path
) -> None:
    write_shape(tmp_path, direction.grown(6))
    project = Project(tmp_path)
    files = [*project.own_frameworks(), *map(project.load_assessment, project.layout.assessments)]
    assert len(files) > 1
    wrong = [file.path for file in files if file.has_errors]
    assert len(wrong) == (direction.noun == "unknown indicators")


def test_work_is_timed_in_processes_of_their_own_and_files_are_put_back(tmp_path: Path) -> None:
    write_shape(tmp_path, Shape())
    path = tmp_path / "assessments/subject-0/2000-01-02.yaml"
    before = path.read_bytes()
    words = ["rate", "subject-0@2000-01-02", "--set", "i0=l0", "--correction", "Rated anew."]
    new = ["new", "grown", "--subject", "fresh", "--name", "Fresh", "--date", "2030-01-01"]
    asked = [
        {"folder": str(tmp_path), "words": words, "file": "assessments/subject-0/2000-01-02.yaml"},
        {"folder": str(tmp_path), "words": new, "file": "assessments/fresh/2030-01-01.yaml"},
        {"folder": str(tmp_path), "words": ["import", "none.xlsx"], "file": ""},
    ]
    script = ROOT / "benchmarks/probes/growing.py"
    ended = subprocess.run(
        [sys.executable, script, "2"], input=json.dumps(asked), capture_output=True, text=True, check=True
    )
    rating, adding, importing = json.loads(ended.stdout)
    assert rating > 0
    assert adding > 0
    assert importing is None, "there was nothing to import"
    assert path.read_bytes() == before
    assert not (tmp_path / "assessments/fresh/2030-01-01.yaml").exists()


def test_the_power_of_growth_in_a_direction() -> None:
    assert power(1, 2, 9) == pytest.approx(1)
    assert power(1, 2, 65) == pytest.approx(2)
    assert power(1, 1.01, 1.02) is None, "there is too little of it"
    assert power(1, None, 9) is None
    assert steepest_of({"a": 1.0, "b": None, "c": 1.2, "d": 0.9}) == ("1.20", "`c`", "0.90 to 1.00")
    assert steepest_of({"a": 1.0, "b": None}) == ("1.00", "`a`", "")
    assert steepest_of({"a": None}) == ("", "", "")


# Goals and the page -----------------------------------------------------------------------------


def test_goals_are_told_apart_and_each_group_has_some() -> None:
    assert len({goal.id for goal in GOALS}) == len({goal.words for goal in GOALS}) == len(GOALS)
    assert {goal.group for goal in GOALS} == set(Group)


def test_when_a_goal_is_met() -> None:
    most = Goal(id="a", group=Group.START, words="", limit=1.5)
    least = Goal(id="b", group=Group.START, words="", limit=2, at_least=True)
    assert [most.is_met(figure) for figure in (1.4, 1.5, 1.6)] == [True, True, False]
    assert [least.is_met(figure) for figure in (1.9, 2, 2.1)] == [False, True, True]
    assert (most.wanted, least.wanted) == ("≤ 1.5 ×", "≥ 2 ×")


def measured() -> Measured:
    figure = Spread(median=1.2, low=1.1, high=1.3, count=5)
    return Measured(
        group=Group.START,
        is_quick=False,
        seconds=61.2,
        machine={"Processor": "one"},
        moment={"day": "2021-03-11", "load": "0.1", "commit": "abc"},
        versions={"typer": "0.28.0"},
        outcomes=(
            Outcome(goal="help", figure=figure, instructions=1.04),
            Outcome(goal="assess", figure=figure),
            Outcome(goal="version", remark="it was not there"),
        ),
        tables=(Table(title="Starting", columns=("", "Time"), rows=(("`--help`", "60 ms"),), note="So."),),
    )


def test_what_was_measured_comes_back_from_its_file(tmp_path: Path) -> None:
    keep(measured(), tmp_path / "results")
    assert read_kept(tmp_path / "results") == [measured()]
    assert read_kept(tmp_path / "nowhere") == []


def test_the_page_says_of_each_goal_whether_it_is_met_or_was_not_measured() -> None:
    page = render_page([measured()]).splitlines()
    rows = {line.split(" | ")[0].removeprefix("| "): line for line in page if line.startswith("| ")}
    by_id = {goal.id: rows[goal.words] for goal in GOALS}
    assert by_id["help"].endswith("| ≤ 1.15 × | 1.20 | 1.10 to 1.30 | 1.04 | **not met** |")
    assert by_id["assess"].endswith("| ≤ 1.25 × | 1.20 | 1.10 to 1.30 |  | met |")
    assert by_id["version"].endswith("| ≤ 1.15 × | not measured |  |  |  |")
    assert "- `--version` beside `import typer`: it was not there." in page
    assert "Processor one. typer 0.28.0." in page
    assert "| `--help` | 60 ms |" in page
    assert "So." in page


def test_the_page_in_docs_has_the_goals_of_the_code() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    start = lines.index(render_table(GOAL_COLUMNS, []).splitlines()[0]) + 2
    rows = [line.removeprefix("| ").split(" | ")[:2] for line in lines[start : start + len(GOALS)]]
    assert rows == [[goal.words, goal.wanted] for goal in GOALS]
    assert not lines[start + len(GOALS)].startswith("|")


def test_a_line_for_whoever_waits() -> None:
    help, assess, version = map(summary_of, measured().outcomes)
    assert help.split()[:3] == ["NOT", "MET", "1.20,"]
    assert assess.split()[:2] == ["met", "1.20,"]
    assert version.split()[:2] == ["not", "measured"]


def test_options() -> None:
    assert parse_options([]) == Options(groups=tuple(Group), is_quick=False, work=None, page=PAGE)
    words = ["--quick", "--work", "here", "start", "many"]
    groups = (Group.START, Group.MANY)
    assert parse_options(words) == Options(groups=groups, is_quick=True, work=Path("here"), page=None)
    only = parse_options(["--work", "here", "--only-page"])
    assert only == Options(groups=(), is_quick=False, work=Path("here"), page=PAGE)


@pytest.mark.parametrize("words", [["nonsense"], ["--only-page"], ["--work", "x", "--only-page", "start"]])
def test_options_that_make_no_sense(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse_options(words)
    assert ended.value.code == 2
    assert "usage: python -m benchmarks" in capsys.readouterr().err


def test_the_floors_import_modules_that_there_are() -> None:
    for source in (peers, start):
        names = re.findall(r"\bscorecard\.[\w.]+", source._MODELS)
        assert names
        assert all(importlib.util.find_spec(name) for name in names)
