"""`scorecard export` as a user meets it: what it writes, what it says, and what it refuses."""

import csv
import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.builders import (
    BROKEN,
    assessment_data,
    indicator,
    write_assessment,
    write_framework,
    write_project,
    write_text,
    write_yaml,
)
from tests.cases import read_lines
from tests.commands import ROOT, Outcome, run, start
from tests.filling import Filling
from tests.rounds import rounds

FILE = "assessments/springfield/2021-03-11.yaml"
WRITTEN = "written: review.xlsx\nOnce it is filled in: scorecard import review.xlsx\n"
TABLE = """\
Id,Title,Requirement,Guidance,Level,Measurement,Unit,Status,Rationale,Confidence,Recommendation,\
Evidence,Dimension,Stage
1.1,Fine particles,What 1.1 asks is done.,Look whether 1.1 is done.,,4.2,µg/m³,Pass,,,,\
"plan, table 3",1 Limits,final
1.2,Limits in law,What 1.2 asks is done.,Look whether 1.2 is done.,fail,,,Fail,\
"Announced, not enacted.",,,,1 Limits,final
2.1,Stations,What 2.1 asks is done.,Look whether 2.1 is done.,partial,,,Partial,,,,,2 Delivery,final
"""


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one assessment, and the working directory in it."""
    write_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(outcome: Outcome, *, code: int, file: str = "review.xlsx") -> str:
    """Check that nothing was written, and return what was said in one line."""
    assert (outcome.code, outcome.out) == (code, "")
    assert not os.path.lexists(file)
    return " ".join(outcome.err.split())


def about(file: str) -> dict[str, str | None]:
    """Return what stands on the first sheet of a workbook, the first row of each key."""
    page = Filling(Path(file)).page("About")
    rows = sorted(row for row, column in page.cells if column == page.column("key") and row > 1)
    found: dict[str, str | None] = {}
    for row in rows:
        found.setdefault(page.text(row, page.column("key")) or "", page.text(row, page.column("value")))
    return found


def ratings(file: str, key: str) -> list[str | None]:
    """Return a column of the ratings, by its key."""
    page = Filling(Path(file)).page("Ratings")
    rows = sorted(row for row, column in page.cells if column == 1 and row > 2)
    return [page.text(row, page.column(key)) for row in rows]


# What is named ------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["springfield", "springfield@2021-03-11", FILE, f"./{FILE}"])
def test_a_workbook_of_an_assessment_under_any_of_its_names(city: Path, target: str) -> None:
    outcome = run("export", target, "-o", "review.xlsx")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", WRITTEN)
    said = about("review.xlsx")
    assert said["subject.id"] == "springfield"
    assert said["date"] == "2021-03-11"
    assert said["framework"] == "city-air@2.0"
    assert said["workbook.file"] == "springfield@2021-03-11"
    assert ratings("review.xlsx", "indicator") == ["1.1", "1.2", "2.1"]
    assert ratings("review.xlsx", "level") == [None, "fail", "partial"]
    assert ratings("review.xlsx", "status") == ["✓ Pass", "✗ Fail", "◐ Partial"]


def test_a_subject_s_newest_assessment_is_exported_drafts_too(city: Path) -> None:
    write_assessment(city, date="2022-01-01", stage="draft")
    write_assessment(city, date="2020-01-01")
    outcome = run("export", "springfield", "-o", "review.xlsx")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", WRITTEN)
    assert about("review.xlsx")["workbook.file"] == "springfield@2022-01-01"


@pytest.mark.parametrize("target", ["city-air", "city-air@2.0", "city-air@2"])
def test_a_framework_gives_a_blank_workbook(city: Path, target: str) -> None:
    outcome = run("export", target, "-o", "review.xlsx")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", WRITTEN)
    said = about("review.xlsx")
    assert (said["subject.id"], said["date"], said["workbook.file"]) == (None, None, None)
    assert (said["framework"], said["stage"]) == ("city-air@2.0", "draft")
    assert ratings("review.xlsx", "indicator") == ["1.1", "1.2", "2.1"]
    assert ratings("review.xlsx", "status") == ["– Not rated"] * 3


def test_a_subject_under_several_frameworks_has_to_be_told(city: Path) -> None:
    write_framework(city, "noise", "1")
    write_assessment(city, date="2022-01-01", framework="noise@1")
    said = refused(run("export", "springfield", "-o", "review.xlsx"), code=2)
    assert "springfield names several assessments" in said
    assert FILE in said


@pytest.mark.parametrize(
    ("target", "code", "words"),
    [
        ("nowhere", 3, "there is no subject and no framework nowhere"),
        ("springfield@2020-01-01", 3, "there is no assessment springfield@2020-01-01"),
        ("city-air@9", 3, "there is no framework city-air@9 known here: city-air@2.0"),
        ("nosuch.yaml", 3, "the file cannot be opened: No such file or directory"),
        ("-", 2, "- is no file to fill in"),
        (f"HEAD:{FILE}", 2, "is no file to fill in"),
        ("frameworks/city-air@2.0.yaml", 2, "is a framework, not an assessment"),
    ],
)
def test_what_cannot_be_exported_is_said(city: Path, target: str, code: int, words: str) -> None:
    assert words in refused(run("export", target, "-o", "review.xlsx"), code=code)


def test_a_mistyped_subject_is_not_only_sought_among_frameworks(city: Path) -> None:
    said = refused(run("export", "sprngfield@2021-03-11", "-o", "review.xlsx"), code=3)
    assert "springfield" in said


def test_a_folder_of_one_assessment_is_that_one_and_of_several_none(city: Path) -> None:
    outcome = run("export", "./assessments", "-o", "review.xlsx")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", WRITTEN)
    write_assessment(city, "shelbyville")
    said = refused(run("export", "./assessments", "-o", "other.xlsx"), code=2, file="other.xlsx")
    assert "./assessments names several assessments" in said


def test_a_project_elsewhere_is_named(city: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    os.chdir(tmp_path_factory.mktemp("elsewhere"))
    outcome = run("export", "springfield", "-o", "review.xlsx", "--project", str(city))
    said = f"{WRITTEN.rstrip()} --project {city}\n"
    assert (outcome.code, outcome.out, outcome.err) == (0, "", said)
    again = run("import", "review.xlsx", "--project", str(city), "--plain")
    assert (again.code, again.err) == (0, "")
    assert "nothing to change" in again.out


# Where it goes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [(), ("-o", ""), ("-o", "-", "--format", "xlsx"), ("--format", "xlsx")])
def test_a_workbook_is_never_shown(city: Path, words: tuple[str, ...]) -> None:
    outcome = run("export", "springfield", *words)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == "Error: a workbook is no text to show\n  say where to write it: -o review.xlsx\n"


@pytest.mark.parametrize("name", ["review.xls", "review.xlsm", "review.ods", "review", "review.xlsx.bak"])
def test_a_name_says_what_to_write(city: Path, name: str) -> None:
    said = refused(run("export", "springfield", "-o", name), code=2, file=name)
    assert said == (
        f"Error: {name} does not say what to write a workbook's name ends in .xlsx, a plain table's in .csv"
    )


def test_what_is_there_stays_unless_forced(city: Path) -> None:
    write_text(city / "review.xlsx", "mine")
    outcome = run("export", "springfield", "-o", "review.xlsx")
    assert (outcome.code, outcome.out, outcome.err) == (
        2,
        "",
        "Error: review.xlsx already exists\n  choose another name, or overwrite with --force\n",
    )
    assert Path("review.xlsx").read_text() == "mine"
    outcome = run("export", "springfield", "-o", "review.xlsx", "--force")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", WRITTEN)
    assert ratings("review.xlsx", "indicator") == ["1.1", "1.2", "2.1"]
    assert [path.name for path in city.iterdir() if path.is_file()] == ["review.xlsx"]


def test_folders_are_made_when_told(city: Path) -> None:
    outcome = run("export", "springfield", "-o", "to/fill/review.xlsx")
    assert (outcome.code, outcome.out, outcome.err) == (
        2,
        "",
        "Error: there is no folder to/fill\n  create it, or let --parents do so\n",
    )
    outcome = run("export", "springfield", "-o", "to/fill/review.xlsx", "--parents")
    assert (outcome.code, outcome.out) == (0, "")
    assert Path("to/fill/review.xlsx").is_file()


# What cannot be exported --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["review.xlsx", "review.csv"])
@pytest.mark.parametrize(
    ("text", "words"),
    [
        (BROKEN, f"{FILE}:1:7: error SC"),
        ("", f"{FILE}:1:1: error SC"),
    ],
)
def test_a_file_that_is_refused_is_not_exported(city: Path, name: str, text: str, words: str) -> None:
    write_text(city / FILE, text)
    said = refused(run("export", "springfield", "-o", name), code=1, file=name)
    assert said.startswith(words)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ratings": {"1.2": "nonsense"}}, 'SC404 unknown-level 13 | "1.2": nonsense'),
        ({"ratings": {"9.9": "pass"}}, "there is no indicator 9.9 in city-air@2.0"),
        ({"colour": "red"}, 'unknown key "colour"'),
        ({"framework": "city-air@7"}, "there is no framework city-air@7"),
    ],
)
def test_an_assessment_with_errors_is_not_exported(city: Path, changes: Any, words: str) -> None:
    write_assessment(city, **changes)
    said = refused(run("export", "springfield", "-o", "review.xlsx"), code=1)
    assert said.startswith(f"{FILE}:")
    assert words in said


@pytest.mark.parametrize("target", ["springfield", "city-air"])
def test_a_framework_with_errors_gives_no_workbook(city: Path, target: str) -> None:
    write_framework(city, colour="red")
    said = refused(run("export", target, "-o", "review.xlsx"), code=1)
    assert said.startswith("frameworks/city-air@2.0.yaml:")
    assert 'unknown key "colour"' in said


LONG = "x" * 32_768


def test_a_text_that_no_cell_holds_is_refused_by_what_it_is(city: Path) -> None:
    write_assessment(city, ratings={"1.2": {"level": "fail", "rationale": LONG}})
    outcome = run("export", "springfield", "-o", "review.xlsx")
    words = "indicator 1.2: its rationale has 32,768 characters, and a cell holds 32,767 at most"
    assert words in refused(outcome, code=1)
    assert outcome.err.endswith("\n  shorten it in its file, and export again\n")


def test_a_text_that_a_cell_just_holds_comes_back(city: Path) -> None:
    write_assessment(city, ratings={"1.2": {"level": "fail", "rationale": LONG[1:]}})
    before = Path(FILE).read_bytes()
    outcome = run("export", "springfield", "-o", "review.xlsx")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", WRITTEN)
    again = run("import", "review.xlsx", "--plain")
    assert again.code == 0
    assert "nothing to change" in again.out
    assert Path(FILE).read_bytes() == before


def test_a_table_holds_what_a_cell_of_a_workbook_does_not(city: Path) -> None:
    write_assessment(city, ratings={"1.2": {"level": "fail", "rationale": LONG}})
    outcome = run("export", "springfield", "-o", "review.csv")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "written: review.csv\n")
    assert LONG in Path("review.csv").read_text(encoding="utf-8")


# The plain table ----------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [("-o", "-"), ("--format", "csv"), ("-o", "-", "--format", "csv")])
def test_a_table_is_shown(city: Path, words: tuple[str, ...]) -> None:
    outcome = run("export", "springfield", *words)
    assert (outcome.code, outcome.out, outcome.err) == (0, TABLE, "")


def test_a_table_is_written(city: Path) -> None:
    outcome = run("export", "springfield", "-o", "review.csv")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "written: review.csv\n")
    assert Path("review.csv").read_bytes().decode("utf-8") == TABLE


HOSTILE = read_lines("hostile")


def test_no_cell_of_a_table_is_a_formula_and_no_line_a_command(city: Path) -> None:
    texts = {text: f"x{number}" for number, text in enumerate(HOSTILE)}
    write_framework(
        city,
        dimensions=[
            {"id": "1", "title": "=D", "indicators": [indicator(id, title=f"={id}") for id in texts.values()]}
        ],
    )
    rated = {
        id: {
            "level": "fail",
            "rationale": text,
            "recommendation": text,
            "evidence": {"source": "plan", "locator": text, "quote": text, "note": text},
            "working_note": "SECRET",
        }
        for text, id in texts.items()
    }
    write_assessment(city, ratings=rated)
    outcome = run("export", "springfield", "--format", "csv")
    assert (outcome.code, outcome.err) == (0, "")
    assert "SECRET" not in outcome.out
    for line in outcome.out.splitlines():
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
    rows = list(csv.reader(io.StringIO(outcome.out)))
    assert len(rows) == 1 + len(HOSTILE)
    for row in rows:
        assert len(row) == len(rows[0])
        for cell in row:
            assert cell.lstrip(" ")[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n"), cell


def test_a_draft_and_a_measurement_below_zero_are_in_the_table(city: Path) -> None:
    write_assessment(city, stage="draft", ratings={"1.1": "-5"})
    outcome = run("export", "springfield", "--format", "csv")
    first = outcome.out.splitlines()[1]
    assert (outcome.code, outcome.err) == (0, "")
    assert ",-5,µg/m³,Pass," in first
    assert first.endswith(",draft")


def test_a_framework_s_table_has_nothing_rated(city: Path) -> None:
    outcome = run("export", "city-air", "--format", "csv")
    assert (outcome.code, outcome.err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(outcome.out)))
    assert [row["Id"] for row in rows] == ["1.1", "1.2", "2.1"]
    assert {row["Status"] for row in rows} == {"Not rated"}
    assert {row["Level"] + row["Measurement"] + row["Rationale"] for row in rows} == {""}


# What is in it ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE[:: rounds(3, 1)])
def test_any_text_comes_back_as_it_was(city: Path, text: str) -> None:
    source = {"title": text, "publisher": text, "url": text, "archive_url": text}
    evidence = [{"source": "plan", "locator": text, "quote": text, "note": text}]
    rating = {"level": "fail", "rationale": text, "recommendation": text, "evidence": evidence}
    data = assessment_data(
        title=text,
        summary=text,
        licence=text,
        assessors=[text, "B"],
        reviewers=text,
        document=source,
        sources={"plan": source},
        corrections={"date": "2021-04-01", "text": text},
        ratings={"1.2": rating, "2.1": rating},
    )
    data["subject"] |= {"name": text, "tags": [text, "x"]}
    write_yaml(city / FILE, data)
    before = Path(FILE).read_bytes()
    outcome = run("export", "springfield", "-o", "review.xlsx")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", WRITTEN)
    again = run("import", "review.xlsx", "--plain")
    assert again.code == 0
    assert again.out.endswith("Result      nothing to change\n")
    assert Path(FILE).read_bytes() == before


def test_working_notes_and_keys_of_one_s_own_are_in_no_part_of_a_workbook(city: Path) -> None:
    rating = {"level": "fail", "rationale": "x", "working_note": "SECRET", "x-mine": "SECRET"}
    write_assessment(city, ratings={"1.2": rating}, **{"x-project": "SECRET"})
    outcome = run("export", "springfield", "-o", "review.xlsx")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", WRITTEN)
    with zipfile.ZipFile("review.xlsx") as archive:
        parts = b"".join(archive.read(name) for name in archive.namelist())
    assert b"SECRET" not in parts
    assert b"x-mine" not in parts


def test_nothing_of_the_project_is_written_into(city: Path) -> None:
    before = {path: path.read_bytes() for path in city.rglob("*.yaml")}
    run("export", "springfield", "-o", "review.xlsx")
    run("export", "city-air", "-o", "blank.xlsx")
    after = {path: path.read_bytes() for path in city.rglob("*") if path.is_file()}
    made = {city / "review.xlsx", city / "blank.xlsx"}
    assert {path: content for path, content in after.items() if path not in made} == before


# Without the extra --------------------------------------------------------------------------------

MISSING = (
    "Error: spreadsheets need XlsxWriter, and it is not installed\n"
    "  pip install 'policy-scorecard[spreadsheets]'\n"
)
ABSENT = "import sys\nsys.modules.update(xlsxwriter=None)\n"


def without_libraries(folder: Path, library: str | None = None) -> str:
    """Return a path for Python on which the libraries are absent, or one is there and cannot be imported."""
    if library is None:
        write_text(folder / "sitecustomize.py", ABSENT)
    else:
        write_text(folder / f"{library}.py", "raise ImportError('a part of it is for another system')\n")
    return f"{folder}{os.pathsep}{ROOT}"


def test_without_the_extra_a_table_can_still_be_had(
    city: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = without_libraries(tmp_path_factory.mktemp("stub"))
    outcome = start("export", "springfield", "-o", "review.xlsx", cwd=city, PYTHONPATH=path)
    assert (outcome.code, outcome.out, outcome.err) == (3, "", MISSING)
    assert not Path("review.xlsx").exists()
    table = start("export", "springfield", "--format", "csv", cwd=city, PYTHONPATH=path)
    assert (table.code, table.out, table.err) == (0, TABLE, "")


def test_a_library_that_cannot_be_imported_is_as_good_as_missing(
    city: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = without_libraries(tmp_path_factory.mktemp("stub"), "xlsxwriter")
    outcome = start("export", "springfield", "-o", "review.xlsx", cwd=city, PYTHONPATH=path)
    assert (outcome.code, outcome.out) == (3, "")
    assert "Traceback" not in outcome.err
    assert "pip install 'policy-scorecard[spreadsheets]'" in outcome.err
