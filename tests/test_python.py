"""`import scorecard`: what docs/python.md promises."""

import doctest
import inspect
import json
import subprocess
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import scorecard
from tests.builders import (
    commit_all,
    init_repository,
    write_assessment,
    write_framework,
    write_mark,
    write_project,
)
from tests.commands import CLEAN, ROOT, run
from tests.test_open_data import NAMES, PROJECTS, table

PAGE = ROOT / "docs" / "python.md"


def test_every_example_of_the_page_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert (failed, tried > 20) == (0, True)


def test_the_page_names_all_that_is_public() -> None:
    text = PAGE.read_text("utf-8")
    for name in scorecard.__all__:
        assert getattr(scorecard, name) is not None
        assert name == "__version__" or f"scorecard.{name}" in text or name == "Project"
    methods = [
        name for name, _ in inspect.getmembers(scorecard.Project, inspect.isfunction) if name[0] != "_"
    ]
    assert [name for name in methods if f"project.{name}(" not in text] == []
    with pytest.raises(AttributeError):
        _ = scorecard.nothing  # type: ignore[attr-defined]


def test_what_is_public_has_types_and_a_docstring() -> None:
    for name, method in inspect.getmembers(scorecard.Project, inspect.isfunction):
        if name[0] != "_":
            assert method.__doc__, name
            assert method.__annotations__["return"], name
    assert (ROOT / "scorecard" / "py.typed").exists()


def test_importing_it_is_light() -> None:
    code = (
        "import sys\nbefore = {*sys.modules}\nimport scorecard\nscorecard.open\n"
        "assert {*sys.modules} - before == {'scorecard'}\nscorecard.Error\n"
        "print(*sorted(name for name in sys.modules if name.startswith('scorecard.')))\n"
        "print(*{'pydantic', 'yaml', 'typer', 'rich', 'jinja2', 'tabulate'} & {*sys.modules})"
    )
    env = {**CLEAN, "PYTHONPATH": str(ROOT)}
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=True)
    assert result.stdout.splitlines() == ["scorecard.errors", ""]


# It gives what the commands show --------------------------------------------------------------------


@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.name)
def test_the_tables_are_those_of_the_files(project: Path, tmp_path: Path) -> None:
    assert run("data", "-o", str(tmp_path / "d"), "--drafts", "--project", str(project)).code == 0
    found = scorecard.open(project).tables(drafts=True)
    assert [*found] == NAMES
    for name, rows in found.items():
        assert [{key: as_cell(value) for key, value in row.items()} for row in rows] == table(
            tmp_path / "d", name
        )


def as_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | list | dict):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def test_a_table_has_numbers_and_days(tmp_path: Path) -> None:
    row = scorecard.open(write_project(tmp_path)).tables()["scorecards"][0]
    assert (row["date"], row["suffix"], row["grade"]) == (date(2021, 3, 11), "", None)
    # 1.1 passes, 1.2 fails, 2.1 is partial: (1/2 + 1/2) / 2.
    assert (row["score"], row["score_exact"]) == (Decimal("0.5"), Fraction(1, 2))


def test_scorecards_are_those_of_assess(tmp_path: Path) -> None:
    write_project(tmp_path)
    write_assessment(tmp_path, date="2022-03-11", ratings={"1.1": 4, "1.2": "pass", "2.1": "pass"})
    write_assessment(tmp_path, date="2023-03-11", stage="draft")
    project = scorecard.open(tmp_path / "assessments")
    assert project.root == tmp_path
    assert [each.assessment.date.year for each in project.scorecards()] == [2022]
    assert [each.assessment.date.year for each in project.scorecards(drafts=True)] == [2023]
    assert project.scorecard("springfield@2023-03-11").assessment.is_draft
    assert project.scorecard("springfield").figures.score == 1
    assert project.compare("springfield").split.change == Fraction(1, 2)
    assert [point.place.date.year for point in project.trend("springfield").points] == [2021, 2022]
    assert len(project.trend("springfield", drafts=True).points) == 3
    assert {each.is_error for each in project.diagnostics()} == {False}


def test_files_are_read_at_each_call(tmp_path: Path) -> None:
    project = scorecard.open(write_project(tmp_path))
    assert project.scorecard("springfield").figures.score == Fraction(1, 2)
    write_assessment(tmp_path, ratings={"1.1": 4, "1.2": "pass", "2.1": "pass"})
    assert project.scorecard("springfield").figures.score == 1


def test_agreement_and_robustness_count_marks(tmp_path: Path) -> None:
    write_project(tmp_path)
    write_mark(tmp_path, "anna", {"1.1": 4, "1.2": "fail", "2.1": "partial"})
    write_mark(tmp_path, "ben", {"1.1": 4, "1.2": "pass", "2.1": "partial"})
    project = scorecard.open(tmp_path)
    agreement = project.agreement("springfield")
    assert (agreement.same, agreement.compared) == (2, 3)
    assert [each.indicator.id for each in agreement.differ] == ["1.2"]
    assert [each.indicator.id for each in project.robustness("springfield").doubts] == ["1.2"]


def test_a_revision_is_told_without_what_was_said_since(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    init_repository(tmp_path)
    write_project(tmp_path)
    commit_all(tmp_path)
    write_mark(tmp_path, "anna", {"1.2": "fail"})
    write_mark(tmp_path, "ben", {"1.2": "pass"})
    monkeypatch.chdir(tmp_path)
    project = scorecard.open()
    then = project.robustness("HEAD:assessments/springfield/2021-03-11.yaml")
    assert ([*then.doubts], [each.indicator.id for each in project.robustness("springfield").doubts]) == (
        [],
        ["1.2"],
    )


# Errors -------------------------------------------------------------------------------------------


def test_a_file_with_errors_stops_what_needs_it(tmp_path: Path) -> None:
    write_project(tmp_path)
    write_assessment(tmp_path, "shelbyville", ratings={"1.2": "pas"})
    project = scorecard.open(tmp_path)
    for ask in (project.scorecards, project.tables, lambda: project.scorecard("shelbyville")):
        with pytest.raises(scorecard.RefusedError) as refused:
            ask()
        (found,) = refused.value.diagnostics
        assert found.path == "assessments/shelbyville/2021-03-11.yaml"
        assert refused.value.message.startswith(f"{found.path}:{found.span.line}:{found.span.column}: ")
        assert (refused.value.exit_code, found.code.number) == (1, "SC404")
        assert [each for each in project.diagnostics() if each.is_error] == [found]
    assert project.scorecard("springfield").figures.score == Fraction(1, 2)
    skipping = scorecard.open(tmp_path, skips_refused=True)
    assert [each.assessment.subject.id for each in skipping.scorecards()] == ["springfield"]
    assert [row["subject"] for row in skipping.tables()["scorecards"]] == ["springfield"]


def test_where_nothing_is_left_a_project_that_skips_says_so_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_project(tmp_path)
    write_assessment(tmp_path, "shelbyville", ratings={"1.2": "pas"})
    write_assessment(tmp_path, "shelbyville", date="2022-03-11", ratings={"1.2": "pas", "2.1": "fial"})
    monkeypatch.chdir(tmp_path)
    project = scorecard.open(skips_refused=True)
    path = "assessments/shelbyville/2022-03-11.yaml"
    for ask in (
        lambda: project.scorecard(path),
        lambda: project.scorecard("shelbyville"),
        lambda: project.scorecards(path),
        lambda: project.compare("shelbyville"),
        lambda: project.compare("shelbyville@2021-03-11", path),
        lambda: project.trend("shelbyville"),
        lambda: project.robustness(path),
    ):
        with pytest.raises(scorecard.RefusedError) as refused:
            ask()
        assert "SC404" in {each.code.number for each in refused.value.diagnostics}
    with pytest.raises(scorecard.RefusedError, match=r"\(and 1 more error\)$"):
        project.scorecard(path)
    (tmp_path / "assessments/springfield/2021-03-11.yaml").unlink()
    for ask in (project.scorecards, project.tables):
        with pytest.raises(scorecard.RefusedError, match=r"\(and 2 more errors\)$"):
            ask()


@pytest.mark.parametrize("skips", [False, True])
def test_a_path_is_from_the_working_directory(
    skips: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = scorecard.open(write_project(tmp_path), skips_refused=skips)
    monkeypatch.chdir(tmp_path / "frameworks")
    assert len(project.scorecards("../assessments/")) == 1
    for path in ("assessments/", "assessments/springfield/2021-03-11.yaml"):
        with pytest.raises(scorecard.NotFoundError, match="cannot be opened") as found:
            project.scorecards(path)
        assert found.value.hint == "a path is from the working directory"


@pytest.mark.parametrize(
    ("ask", "kind", "words"),
    [
        (lambda project: project.scorecard("nobody"), scorecard.NotFoundError, "no subject nobody"),
        (lambda project: project.scorecards("springfield@1999-01-01"), scorecard.NotFoundError, "1999"),
        (lambda project: project.trend("city-air"), scorecard.NotFoundError, "is a framework"),
        (
            lambda project: project.compare("city-air@1.0", "city-air@2.0"),
            scorecard.UsageError,
            "no assessment",
        ),
        (
            lambda project: project.compare_frameworks("springfield@2021-03-11", "springfield@2022-03-11"),
            scorecard.UsageError,
            "no framework",
        ),
        (lambda project: project.agreement(), scorecard.NotFoundError, "has a final mark"),
        (lambda project: project.robustness("assessments/"), scorecard.UsageError, "not one scorecard"),
    ],
)
def test_what_cannot_be_done_is_said(
    ask: Any, kind: type[Exception], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_project(tmp_path)
    write_framework(tmp_path, version="1.0")
    write_assessment(tmp_path, date="2022-03-11")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(kind, match=words):
        ask(scorecard.open())


def test_there_has_to_be_a_project(tmp_path: Path) -> None:
    with pytest.raises(scorecard.NotFoundError, match="there is no project in"):
        scorecard.open(tmp_path)
