"""Starting: nothing heavy is imported before it is needed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scorecard.cli.main import COMMANDS
from tests.commands import CLEAN, ROOT, run, start

HEAVY = (
    *("pydantic", "rich", "yaml", "tabulate", "jinja2", "importlib.metadata"),
    *("scorecard.model.lexical", "scorecard.reading.slips"),
    *("scorecard.reviewing.agree", "scorecard.rating.session"),
)


def imported(*words: str) -> list[str]:
    code = (
        "import sys\n"
        f"sys.argv = ['scorecard', *{list(words)!r}]\n"
        "from scorecard.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print('|', *(name for name in {HEAVY!r} if name in sys.modules), file=sys.stderr)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**CLEAN, "PYTHONPATH": str(ROOT)},
    )
    return result.stderr.rsplit("|", 1)[1].split()


@pytest.mark.parametrize(
    "words", [["--version"], ["--help"], ["assess", "--help"], ["nosuch"], ["assess", "--nosuch"]]
)
def test_nothing_heavy_for_help_version_and_usage_errors(words: list[str]) -> None:
    assert imported(*words) == []


@pytest.mark.parametrize("command", ["assess", "validate"])
def test_a_file_with_nothing_wrong_is_not_looked_through_for_slips(command: str) -> None:
    found = imported(command, "assessments/uk-online-safety/2023-10-26.yaml")
    assert "yaml" in found
    assert "scorecard.reading.slips" not in found


def test_marks_and_replies_cost_nothing_where_there_are_none() -> None:
    for words in (
        ["validate", "assessments/beijing/2023-12-31.yaml"],
        ["assess", "beijing", "--detail", "full"],
    ):
        assert not {"scorecard.reviewing.agree", "scorecard.rating.session"} & {*imported(*words)}


def test_plain_lines_need_no_rich_console() -> None:
    code = (
        "import sys\nsys.argv = ['scorecard', 'assess', '--format', 'plain']\n"
        "from scorecard.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "sys.exit('rich.console' in sys.modules)"
    )
    env = {**CLEAN, "PYTHONPATH": str(ROOT)}
    assert (
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, env=env).returncode == 0
    )


def test_what_else_is_installed_has_no_say(tmp_path: Path) -> None:
    (tmp_path / "loud-1.dist-info").mkdir()
    (tmp_path / "loud-1.dist-info/entry_points.txt").write_text("[pydantic]\nloud = loud:plugin\n")
    (tmp_path / "loud.py").write_text("print('loud')")
    outcome = start("validate", PYTHONPATH=f"{ROOT}{os.pathsep}{tmp_path}")
    assert (outcome.code, "loud" in outcome.out) == (0, False)


def test_version() -> None:
    outcome = run("--version")
    assert (outcome.code, outcome.out, outcome.err) == (0, "scorecard 0.1.0\n", "")


def test_no_command_shows_the_help() -> None:
    outcome = run()
    assert "assess" in outcome.out + outcome.err
    assert run("--help").code == 0


def test_the_help_names_every_command() -> None:
    out = run("--help").out
    for command in ("assess", "list", "show"):
        assert command in out


def test_it_runs_as_a_module() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "scorecard", "--version"],
        capture_output=True,
        text=True,
        env={**CLEAN, "PYTHONPATH": str(ROOT)},
    )
    assert result.stdout == "scorecard 0.1.0\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there_and_says_what_it_does(name: str) -> None:
    outcome = run(name, "--help")
    assert outcome.code == 0
    assert outcome.out.startswith(f"Usage: scorecard {name} [OPTIONS]")
    assert COMMANDS[name][2] in run("--help", columns=120).out


def test_a_command_imports_no_other() -> None:
    code = (
        "import sys\nsys.argv = ['scorecard', 'explain', '--help']\n"
        "from scorecard.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*(name.removeprefix('scorecard.cli.') for name in sys.modules), file=sys.stderr)"
    )
    env = {**CLEAN, "PYTHONPATH": str(ROOT)}
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, env=env)
    assert {module for module, _, _ in COMMANDS.values()} & {*result.stderr.split()} == {"explain"}
