"""`scorecard report` as a user meets it: what it takes, what it writes where, and that nothing in it acts."""

import csv
import io
import json
import os
import re
import zipfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from scorecard.cli import main as cli
from tests.builders import (
    BROKEN,
    assessment_data,
    commit_all,
    indicator,
    init_repository,
    to_yaml,
    write_assessment,
    write_framework,
    write_mark,
    write_project,
    write_text,
    write_yaml,
)
from tests.cases import read_lines
from tests.commands import ROOT, flat, run, start
from tests.pages import check_inert
from tests.rounds import rounds

FORMATS = ("markdown", "html", "csv", "json")
MARKUP = ("markdown", "html")
FIRST = "assessments/springfield/2021-03-11.yaml"
FAIR = {"1.1": {"measured": "4.2"}, "1.2": "partial", "2.1": "partial"}
"""Limits (1 + 0.5) / 2 = 75.0, Delivery 50.0, the whole 62.5; with `fail` for 1.2: 50.0, 50.0 and 50.0."""
GOOD = {"1.1": {"measured": "4.2"}, "1.2": "partial", "2.1": "pass"}
"""Limits 75.0, Delivery 100.0, the whole 87.5."""


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with three assessments of Springfield, and the working directory in it."""
    root = write_project(tmp_path / "city")
    write_assessment(root, date="2022-01-01", ratings=FAIR)
    write_assessment(root, date="2023-01-01", ratings=GOOD)
    monkeypatch.chdir(root)
    return root


def report(*words: str, code: int = 0, stdin: str | None = None) -> str:
    outcome = run("report", *words, stdin=stdin)
    assert (outcome.code, outcome.err) == (code, "")
    return outcome.out


def refuses(*words: str, code: int, said: str) -> str:
    """Nothing is printed, and stderr says why."""
    outcome = run("report", *words)
    assert (outcome.code, outcome.out) == (code, "")
    assert said in flat(outcome.err)
    assert "Traceback" not in outcome.err
    return outcome.err


def titles(markdown: str) -> list[str]:
    """Return the titles of all reports in one Markdown document, without the overview on top of several."""
    headings = re.findall(r"(?m)^(#+) (.*)(?:\n\n(.*))?", markdown)
    found = [text for marks, text, below in headings if len(marks) == 1 or STANDFIRST.search(below)]
    return [text for text in found if not re.fullmatch(r"Reports \(\d+\)", text)]


STANDFIRST = re.compile(r"\d{4} · .* · \d+ assessments?\b")


def listing(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


# Targets ------------------------------------------------------------------------------------------


def test_without_a_target_every_subjects_latest_is_reported(city: Path) -> None:
    write_assessment(city, "shelbyville")
    assert titles(report()) == ["Shelbyville", "Springfield"]


@pytest.mark.parametrize(
    ("target", "title", "day"),
    [
        ("springfield", "Springfield", "1 January 2023"),
        ("springfield@2021-03-11", "Springfield", "11 March 2021"),
        (FIRST, "Springfield", "11 March 2021"),
        ("city-air", "Clean city air", ""),
        ("city-air@2.0", "Clean city air", ""),
    ],
)
def test_one_target_is_one_report(city: Path, target: str, title: str, day: str) -> None:
    out = report(target)
    assert titles(out) == [title]
    assert out.startswith(f"# {title}\n\n{day}")


def test_standard_input_is_an_assessment(city: Path) -> None:
    text = to_yaml(assessment_data(subject_name="From a pipe"))
    out = report("-", stdin=text)
    assert titles(out) == ["From a pipe"]
    assert "Changes since" not in out


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("sprinfield", "did you mean springfield?"),
        ("city-ai", "did you mean city-air?"),
        ("city-air@9", "city-air@2.0"),
        ("springfield@1999-01-01", "springfield@2021-03-11"),
    ],
)
def test_what_is_not_there_is_said_with_a_suggestion(city: Path, word: str, hint: str) -> None:
    assert hint in flat(refuses(word, code=3, said=word))


def test_a_broken_file_is_said_and_the_good_ones_are_done(city: Path) -> None:
    write_text(city / "assessments/shelbyville/2021-03-11.yaml", BROKEN)
    outcome = run("report")
    assert outcome.code == 1
    assert "assessments/shelbyville/2021-03-11.yaml:1:7: error" in outcome.err
    assert titles(outcome.out) == ["Springfield"]


def test_where_nothing_can_be_reported_nothing_is_written(city: Path) -> None:
    write_text(city / "assessments/shelbyville/2021-03-11.yaml", BROKEN)
    outcome = run("report", "shelbyville", "-o", "out.html")
    assert (outcome.code, outcome.out) == (1, "")
    assert not (city / "out.html").exists()


def test_a_frameworks_file_is_reported_as_its_name_is(city: Path) -> None:
    """SPEC 6: a target may be a path; `report` takes frameworks as well as assessments."""
    assert titles(report("frameworks/city-air@2.0.yaml")) == ["Clean city air"]


@pytest.mark.parametrize("format", ["csv", "json"])
def test_a_framework_in_a_form_that_has_no_place_for_it_is_refused(city: Path, format: str) -> None:
    """An empty table and exit 0 would say that all is done."""
    outcome = run("report", "city-air", "--format", format)
    assert outcome.code == 2
    assert outcome.out == ""


SPELLED_OUT = [
    f"assessments/{name}.yaml"
    for name in (
        "newtown/2024-02-02",
        "ogdenville/2022-03-03",
        "springfield/2021-03-11",
        "springfield/2022-01-01",
        "springfield/2022-06-06",
        "springfield/2023-01-01",
    )
]


@pytest.mark.parametrize("words", [["assessments/"], SPELLED_OUT], ids=["folder", "spelled out"])
@pytest.mark.parametrize("format", FORMATS)
def test_no_draft_is_in_a_folder_of_reports(city: Path, words: list[str], format: str) -> None:
    """Neither as a page, nor in the index and the league, nor as an earlier date of another."""
    write_assessment(city, date="2022-06-06", stage="draft", title="Not to be seen")
    write_assessment(city, "newtown", date="2024-02-02", stage="draft", title="Not to be seen")
    write_assessment(city, "ogdenville", date="2022-03-03")
    outcome = run("report", *words, "-o", "out/", "--parents", "--format", format)
    assert (outcome.code, outcome.out) == (0, "")
    assert "2 drafts are passed over (--drafts counts them): " in outcome.err
    texts = {path.name: path.read_text(encoding="utf-8") for path in (city / "out").iterdir()}
    dated = [f"springfield-{date}" for date in ("2021-03-11", "2022-01-01", "2023-01-01")]
    assert sorted(name.partition(".")[0] for name in texts if not name.startswith("index")) == [
        "ogdenville",
        *dated,
    ]
    for text in texts.values():
        for words_of_drafts in ("Not to be seen", "2022-06-06", "2024-02-02", "newtown", "DRAFT:"):
            assert words_of_drafts not in text


@pytest.mark.parametrize("format", FORMATS)
def test_a_draft_is_marked_in_every_format(city: Path, format: str) -> None:
    write_assessment(city, date="2024-01-01", stage="draft")
    out = report("springfield@2024-01-01", "--format", format)
    match format:
        case "json":
            assert json.loads(out)["scorecards"][0]["draft"] is True
        case "csv":
            assert {row["draft"] for row in csv.DictReader(io.StringIO(out))} == {"true"}
        case _:
            assert "DRAFT: Springfield" in out and "1 January 2024" in out


# Sections -----------------------------------------------------------------------------------------

HEADINGS = {
    "summary": [],
    "changes": ["Changes since 11 March 2021"],
    "trend": ["Over time"],
    "indicators": ["Indicators"],
    "evidence": ["Sources"],
    "method": ["How it is judged", "About this assessment"],
}


def sections(markdown: str) -> list[str]:
    return re.findall(r"(?m)^## (.*)$", markdown)


@pytest.fixture
def cited(city: Path) -> Path:
    """The second assessment has evidence too."""
    write_assessment(city, date="2022-01-01", ratings={**FAIR, "1.2": {"level": "partial", "evidence": [
        {"source": "plan", "locator": "p. 1"}]}})  # fmt: skip
    return city


@pytest.mark.parametrize("section", HEADINGS)
def test_a_section_can_be_had_alone(cited: Path, section: str) -> None:
    out = report("springfield@2022-01-01", "--sections", section)
    assert sections(out) == ([] if section == "trend" else HEADINGS[section])  # its charts are of pages alone
    assert ("indicators, newest date first" in out) is (section in ("summary", "trend"))
    page = check_inert(report("springfield@2022-01-01", "--sections", section, "--format", "html"))
    assert [heading for heading in HEADINGS[section] if heading in page.text] == HEADINGS[section]


def test_sections_are_a_list_or_repeated(cited: Path) -> None:
    expected = [*HEADINGS["changes"], *HEADINGS["method"]]
    assert sections(report("springfield@2022-01-01", "--sections", "method,changes")) == expected
    words = ["--sections", "method", "--sections", "changes"]
    assert sections(report("springfield@2022-01-01", *words)) == expected


@pytest.mark.parametrize("word", ["bogus", "summary,bogus", "", ",", "Summary"])
def test_a_wrong_section_is_refused(city: Path, word: str) -> None:
    refuses("springfield", "--sections", word, code=2, said="--sections")


# What one report says -----------------------------------------------------------------------------


@pytest.mark.parametrize("format", MARKUP)
def test_a_report_of_an_earlier_date_knows_no_later_one(city: Path, format: str) -> None:
    out = report("springfield@2022-01-01", "--format", format)
    assert "11 March 2021" in out
    assert "2023" not in out
    assert "87.5" not in out
    first = report("springfield@2021-03-11", "--format", format)
    assert "2022" not in first and "62.5" not in first


def test_changes_are_since_the_last_under_the_same_framework(city: Path) -> None:
    write_framework(city, "water", title="Clean water")
    write_assessment(city, date="2022-12-31", framework="water@2.0")
    assert "Changes since 1 January 2022" in report("springfield@2023-01-01")
    assert "Changes since" not in report("springfield@2022-12-31")


def test_drafts_before_are_left_out_of_changes_and_trend(city: Path) -> None:
    write_assessment(city, date="2022-06-06", stage="draft")
    assert not re.search("2022-06-06|June 2022", report("springfield"))
    assert "Changes since 6 June 2022" in report("springfield", "--drafts")


def test_an_earlier_file_that_cannot_be_scored_is_named(city: Path) -> None:
    """As `trend` does: without it, changes "since" another date than the previous one mislead."""
    write_assessment(city, date="2022-06-06", ratings={"9.9": "pass"})
    outcome = run("report", "springfield@2023-01-01")
    assert "2022-06-06" in run("trend", "springfield").out
    assert "2022-06-06" in outcome.out


@pytest.mark.parametrize("format", MARKUP)
def test_where_no_scores_are_shown_there_is_none(city: Path, format: str) -> None:
    """2022: 75.0, 50.0, 62.5; 2021: 50.0 each. Words, charts and their descriptions say none of it."""
    write_framework(city, show_score=False)
    write_assessment(city, "shelbyville", ratings=FAIR)
    words = ["summary", "changes", "trend", "indicators", "evidence"]
    for target in (["springfield@2022-01-01"], ["springfield@2022-01-01", "shelbyville"]):
        out = report(*target, "--sections", ",".join(words), "--format", format)
        text = re.sub(r"(?s)<style>.*?</style>", "", out)
        assert not re.search(r"62\.5|75\.0|50\.0|12\.5|25\.0|[Ss]core[ :]|out of 100|points\b", text)
    assert not re.search(r"62\.5|75\.0|12\.5|25\.0|out of 100", report("springfield@2022-01-01"))


# References ---------------------------------------------------------------------------------------

RATINGS = {
    "1.1": {
        "measured": "4.2",
        "evidence": [{"source": "plan", "locator": "p. 2", "quote": "the words"}, {"source": "act"}],
    },
    "1.2": {"level": "fail", "evidence": [{"source": "act"}, {"source": "plan", "locator": "p. 9"}]},
    "2.1": {
        "level": "fail",
        "evidence": [{"source": "plan", "locator": "p. 2", "quote": "the words"}],
    },
}
SOURCES = {
    "plan": {
        "title": "Air plan",
        "url": "https://example.org/plan",
        "accessed": "2021-01-02",
        "archive_url": "https://example.org/archive/plan",
    },
    "act": {"title": "Act"},
}


def cite(root: Path, *subjects: str) -> None:
    for subject in subjects:
        write_assessment(root, subject, ratings=RATINGS, sources=SOURCES)


def test_references_of_several_reports_do_not_clash(city: Path) -> None:
    cite(city, "a", "b", "c")
    out = report("a", "b", "c")
    defined = re.findall(r"(?m)^\[\^([^\]]+)\]:", out)
    assert len(defined) == len(set(defined)) == 6
    used = [set(re.findall(r"\[\^([^\]]+)\](?!:)", part)) for part in re.split(r"(?m)^## [ABC]$", out)]
    assert [len(each) for each in used] == [0, 2, 2, 2]
    assert set().union(*used) == set(defined)
    page = check_inert(report("a", "b", "c", "--format", "html"))
    assert len([id for id in page.values("id") if id.startswith("ref")]) == 6


@pytest.mark.parametrize("format", MARKUP)
def test_references_are_counted_from_one_in_every_file(city: Path, format: str) -> None:
    """A file of a folder is a document of its own: it does not depend on who else is reported."""
    cite(city, "a", "b")
    suffix = {"markdown": "md", "html": "html"}[format]
    report_to("a", "b", "-o", "out/", "--parents", "--format", format)
    for subject in ("a", "b"):
        text = (city / f"out/{subject}.{suffix}").read_text(encoding="utf-8")
        alone = report(subject, "--format", format)
        leading = {
            "markdown": " · [All reports](index.md)",
            "html": ' · <a href="./index.html">All reports</a>',
        }
        assert text.count(leading[format]) == 1
        assert text.replace(leading[format], "") == alone


def report_to(*words: str, code: int = 0) -> str:
    """Run a report that writes files, and return what it says."""
    outcome = run("report", *words)
    assert (outcome.code, outcome.out) == (code, "")
    return outcome.err


# Several subjects ---------------------------------------------------------------------------------


def index_rows(markdown: str) -> list[list[str]]:
    """Return the cells of the tables that stand before several reports, their heads among them."""
    lines = markdown.partition("\n## ")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]


@pytest.mark.parametrize("words", [["springfield", "shelbyville"], ["./assessments"]])
def test_a_table_of_the_subjects_comes_first(city: Path, words: list[str]) -> None:
    """Springfield: 100.0 of dimension 1 or 2 and 75.0 of the other are 87.5."""
    write_assessment(city, "shelbyville", ratings=FAIR)
    head, *rows = index_rows(report(*words))
    assert head[:7] == ["Subject", "Result", "Change", "Date", "Score", "Pass", "Partial"]
    assert [[row[0], *row[4:7]] for row in rows] == [
        ["Shelbyville", "62.5", "1", "2"],
        ["Springfield", "87.5", "2", "1"],
    ]
    assert [row[2:4] for row in rows] == [
        ["", "11 March 2021"],
        ["1 up, none down since January 2022", "1 January 2023"],
    ]


def test_subjects_under_two_frameworks_stand_in_two_tables(city: Path) -> None:
    write_framework(city, "water", title="Clean water")
    write_assessment(city, "shelbyville", framework="water@2.0")
    out = report()
    assert titles(out) == ["Shelbyville", "Springfield"]
    assert [row[0] for row in index_rows(out)] == ["Subject", "Springfield", "Subject", "Shelbyville"]
    assert out.index("**Clean city air**") < out.index("**Clean water**")


def test_earlier_reports_stand_behind_the_newest_and_each_leads_to_the_others(city: Path) -> None:
    dates = ("2022-01-01", "2023-01-01", "2021-03-11")  # as they are typed
    report_to(*(f"springfield@{day}" for day in dates), "-o", "out/", "--parents")
    (head, row) = index_rows((city / "out/index.md").read_text("utf-8"))
    assert (head[0], head[-1]) == ("Subject", "Earlier reports")
    assert row[0] == "[Springfield](springfield-2023-01-01.md)"
    assert row[-1] == "[Jan 2022](springfield-2022-01-01.md), [Mar 2021](springfield-2021-03-11.md)"
    middle = (city / "out/springfield-2022-01-01.md").read_text("utf-8").splitlines()[2]
    assert middle.endswith(
        " · [All reports](index.md) · [earlier: 11 March 2021](springfield-2021-03-11.md)"
        " · [later: 1 January 2023](springfield-2023-01-01.md)"
    )


def test_a_comparison_names_whom_it_leaves_out(city: Path) -> None:
    """As `trend` does: who reads the document does not see what stderr said."""
    write_assessment(city, "shelbyville")
    write_assessment(city, "ogdenville", ratings={"9.9": "pass"})
    outcome = run("report")
    assert outcome.code == 1
    assert "ogdenville" in run("trend").out
    assert "ogdenville" in outcome.out


# Files --------------------------------------------------------------------------------------------

BEGINS = {"markdown": "# Springfield", "html": "<!DOCTYPE html>", "csv": "path,", "json": "{"}


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("a.md", "markdown"),
        ("a.markdown", "markdown"),
        ("a.html", "html"),
        ("a.htm", "html"),
        ("A.HTML", "html"),
        ("a.csv", "csv"),
        ("a.json", "json"),
        ("a.b.json", "json"),
    ],
)
def test_a_files_name_says_what_to_write(city: Path, name: str, format: str) -> None:
    said = report_to("springfield", "-o", name)
    assert name in said
    text = (city / name).read_text(encoding="utf-8")
    assert text.startswith(BEGINS[format])
    assert text == report("springfield", "--format", format)


@pytest.mark.parametrize("name", ["a.pdf", "a.txt", "a.doc", "a.yaml"])
def test_a_suffix_that_says_nothing_is_refused(city: Path, name: str) -> None:
    refuses("springfield", "-o", name, code=2, said=".html")
    assert not (city / name).exists()


def test_a_name_says_that_word_is_to_open_it(city: Path) -> None:
    report_to("springfield", "-o", "a.docx")
    texts = inflated((city / "a.docx").read_bytes())
    assert "Springfield" in texts
    assert "Changes since 1 January 2022" in texts


@pytest.mark.parametrize("words", [[], ["-o", "-"]])
def test_a_word_document_is_no_text_to_show(city: Path, words: list[str]) -> None:
    refuses("springfield", "--format", "docx", *words, code=2, said="-o report.docx")


def test_a_word_document_is_written_like_any_other_file(city: Path) -> None:
    report_to("springfield", "-o", "a.docx")
    first = (city / "a.docx").read_bytes()
    refuses("springfield@2021-03-11", "-o", "a.docx", code=2, said="already exists")
    assert (city / "a.docx").read_bytes() == first
    report_to("springfield", "-o", "a.docx", "--force")
    assert (city / "a.docx").read_bytes() == first
    refuses("springfield", "-o", "no/a.docx", code=2, said="--parents")


def test_a_folder_of_word_documents_has_an_index_that_leads_to_them(city: Path) -> None:
    write_assessment(city, "shelbyville")
    report_to("-o", "out/", "--parents", "--format", "docx")
    assert listing(city / "out") == ["index.docx", "shelbyville.docx", "springfield.docx"]
    with zipfile.ZipFile(city / "out/index.docx") as archive:
        targets = archive.read("word/_rels/document.xml.rels").decode()
    assert 'Target="./springfield.docx"' in targets


def test_without_the_extra_all_but_word_can_be_had(
    city: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    stub = tmp_path_factory.mktemp("stub")
    write_text(stub / "sitecustomize.py", "import sys\nsys.modules.update(docx=None)\n")
    path = f"{stub}{os.pathsep}{ROOT}"
    outcome = start("report", "springfield", "-o", "a.docx", cwd=city, PYTHONPATH=path)
    assert (outcome.code, outcome.out) == (3, "")
    assert outcome.err == (
        "Error: Word documents need python-docx, and it is not installed\n"
        "  pip install 'policy-scorecard[word]'\n"
    )
    assert not (city / "a.docx").exists()
    assert start("report", "springfield", "-o", "a.html", cwd=city, PYTHONPATH=path).code == 0


def test_a_format_that_is_named_wins(city: Path) -> None:
    for name in ("a.md", "a.txt"):
        report_to("springfield", "-o", name, "--format", "json")
        assert json.loads((city / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["-", ""])
def test_no_file_is_named_dash_or_nothing(city: Path, name: str) -> None:
    """`-o -` is standard output everywhere else; an empty name is a variable that was not set."""
    before = listing(city)
    run("report", "springfield", "-o", name)
    assert listing(city) == before


def test_what_is_there_stays_without_force(city: Path) -> None:
    (city / "a.md").write_text("mine")
    refuses("springfield", "-o", "a.md", code=2, said="already exists")
    assert (city / "a.md").read_text() == "mine"
    report_to("springfield", "-o", "a.md", "--force")
    assert (city / "a.md").read_text(encoding="utf-8") == report("springfield")


def test_a_folder_that_is_missing_is_made_when_told(city: Path) -> None:
    assert "--parents" in refuses("springfield", "-o", "x/y/a.md", code=2, said="no folder x/y")
    assert not (city / "x").exists()
    report_to("springfield", "-o", "x/y/a.md", "--parents")
    assert listing(city / "x") == ["y/a.md"]
    refuses("springfield", "-o", "z/", code=2, said="no folder z")
    assert not (city / "z").exists()
    report_to("springfield", "-o", "z/", "--parents")
    assert listing(city / "z") == ["index.md", "springfield.md"]


def test_a_broken_neighbour_does_not_keep_the_good_from_being_written(city: Path) -> None:
    write_text(city / "assessments/shelbyville/2021-03-11.yaml", BROKEN)
    outcome = run("report", "-o", "a.md")
    assert outcome.code == 1
    assert titles((city / "a.md").read_text(encoding="utf-8")) == ["Springfield"]


@pytest.mark.parametrize("form", ["a.md", "out/"])
def test_a_link_out_of_the_project_is_not_followed(city: Path, tmp_path: Path, form: str) -> None:
    (tmp_path / "outside").mkdir()
    (city / "link").symlink_to(tmp_path / "outside")
    refuses("springfield", "-o", f"link/{form}", "--parents", code=2, said="leads out of the project")
    (city / "b.md").symlink_to(tmp_path / "outside/b.md")
    refuses("springfield", "-o", "b.md", code=2, said="leads out of the project")
    assert listing(tmp_path / "outside") == []


def test_no_file_of_its_making_is_left(city: Path) -> None:
    before = listing(city)
    (city / "index.md").mkdir()
    for words in (["-o", "./"], ["-o", "a.md/"], ["-o", "scorecard/a.md"]):
        assert run("report", "springfield", *words).code == 2
    assert listing(city) == before


# A folder -----------------------------------------------------------------------------------------


def links_of(text: str, format: str) -> list[str]:
    if format == "html":
        return [unquote(each) for each in check_inert(text).values("href") if each.startswith("./")]
    return [unquote(each) for each in re.findall(r"\]\(([^)]+)\)", text)]


@pytest.mark.parametrize("format", MARKUP)
def test_a_folder_has_a_file_for_each_subject_and_an_index(city: Path, format: str) -> None:
    write_assessment(city, "shelbyville")
    said = report_to("-o", "out/", "--parents", "--format", format)
    suffix = {"markdown": "md", "html": "html"}[format]
    files = listing(city / "out")
    assert files == [f"index.{suffix}", f"shelbyville.{suffix}", f"springfield.{suffix}"]
    assert "3" in said
    index = (city / f"out/index.{suffix}").read_text(encoding="utf-8")
    linked = [link.removeprefix("./") for link in links_of(index, format)]
    assert linked == [f"shelbyville.{suffix}", f"springfield.{suffix}"]
    assert "Shelbyville" in index and "11 March 2021" in index


@pytest.mark.parametrize("format", ["csv", "json"])
def test_a_folder_of_data_has_no_index(city: Path, format: str) -> None:
    write_assessment(city, "shelbyville")
    report_to("-o", "out/", "--parents", "--format", format)
    assert listing(city / "out") == [f"shelbyville.{format}", f"springfield.{format}"]
    whole = report("shelbyville", "--format", format)
    assert (city / f"out/shelbyville.{format}").read_text(encoding="utf-8") == whole


def test_a_folder_that_is_there_needs_no_slash(city: Path) -> None:
    for name in ("out", "v1.2"):
        (city / name).mkdir()
        report_to("springfield", "-o", name)
        assert listing(city / name) == ["index.md", "springfield.md"]


@pytest.mark.parametrize("format", MARKUP)
def test_subjects_with_names_of_another_meaning_have_files_too(city: Path, format: str) -> None:
    for subject in ("index", "con", "readme", "nul.x"):
        write_assessment(city, subject, subject_name=f"Name of {subject}")
    report_to("-o", "out/", "--parents", "--format", format)
    suffix = {"markdown": "md", "html": "html"}[format]
    files = listing(city / "out")
    assert len(files) == 6
    assert not {f"con.{suffix}", f"readme.{suffix}"} & set(files)
    index = (city / f"out/index.{suffix}").read_text(encoding="utf-8")
    assert "Reports" in index
    links = [link.removeprefix("./") for link in links_of(index, format)]
    assert {*links, f"index.{suffix}"} == set(files)
    for link in links:
        text = (city / "out" / link).read_text(encoding="utf-8")
        assert ("Name of" in text) is (link != f"springfield.{suffix}")


def test_nothing_is_written_where_one_file_is_there(city: Path) -> None:
    write_assessment(city, "shelbyville")
    write_text(city / "out/springfield.md", "mine")
    refuses("-o", "out/", code=2, said="out/springfield.md already exists")
    assert listing(city / "out") == ["springfield.md"]
    report_to("-o", "out/", "--force")
    assert listing(city / "out") == ["index.md", "shelbyville.md", "springfield.md"]


def contents(folder: Path) -> dict[str, str]:
    return {
        path.name: path.read_text(encoding="utf-8")
        for path in folder.iterdir()
        if path.stem != "index" and path.is_file()
    }


def test_two_dates_of_a_subject_have_two_files(city: Path) -> None:
    report_to("./assessments", "-o", "out/", "--parents")
    assert sorted(contents(city / "out")) == [
        "springfield-2021-03-11.md",
        "springfield-2022-01-01.md",
        "springfield-2023-01-01.md",
    ]


def test_two_frameworks_of_a_subject_have_two_files_that_the_index_tells_apart(city: Path) -> None:
    write_framework(city, "water", title="Clean water")
    write_assessment(city, date="2023-01-01", suffix="w", framework="water@2.0")
    report_to("-o", "out/", "--parents")
    assert len(contents(city / "out")) == 2
    index = (city / "out/index.md").read_text(encoding="utf-8")
    words = re.findall(r"\[([^\]]+)\]\(", index)
    assert len(words) == 2
    assert len(set(words)) == 2, "two links of the same words lead to different reports"


def test_two_frameworks_of_a_subject_are_told_apart_in_one_document(city: Path) -> None:
    write_framework(city, "water", title="Clean water")
    write_assessment(city, date="2023-01-01", suffix="w", framework="water@2.0")
    found = titles(report("springfield"))
    assert len(found) == len(set(found)) == 2


def test_every_report_has_a_file_of_its_own(city: Path) -> None:
    """The name of one subject may be what another's name and date make."""
    write_assessment(city, "springfield-2022-01-01", "2022-01-01", subject_name="Another")
    targets = ["springfield@2021-03-11", "springfield@2022-01-01", "springfield-2022-01-01"]
    report_to(*targets, "-o", "out/", "--parents")
    found = contents(city / "out")
    assert len(found) == 3
    assert sorted(titles(text)[0] for text in found.values()) == [
        *("Another", "Springfield", "Springfield"),
    ]
    days = sorted(text.splitlines()[2].partition(" · ")[0] for text in found.values())
    assert days == ["1 January 2022", "1 January 2022", "11 March 2021"]


def test_a_file_then_and_now_has_two_files(city: Path) -> None:
    init_repository(city)
    commit_all(city)
    write_assessment(city, ratings=GOOD)
    report_to(f"HEAD:{FIRST}", FIRST, "-o", "out/", "--parents")
    texts = contents(city / "out").values()
    assert sorted(re.findall(r"score is (\S+) out", text)[0] for text in texts) == ["50.0", "87.5"]


def test_two_loose_files_of_one_subject_have_two_files(city: Path, tmp_path: Path) -> None:
    write_yaml(tmp_path / "loose/a.yaml", assessment_data())
    write_yaml(tmp_path / "loose/b.yaml", assessment_data(ratings=GOOD))
    words = ["--project", str(city), str(tmp_path / "loose/a.yaml"), str(tmp_path / "loose/b.yaml")]
    report_to(*words, "-o", f"{tmp_path}/out/", "--parents")
    assert len(contents(tmp_path / "out")) == 2


def test_a_framework_and_its_subjects_stand_in_one_folder(city: Path) -> None:
    report_to("city-air", "springfield", "-o", "out/", "--parents", "--format", "html")
    files = listing(city / "out")
    assert files == ["city-air@2.0.html", "index.html", "springfield.html"]
    index = (city / "out/index.html").read_text(encoding="utf-8")
    assert sorted(links_of(index, "html")) == ["./city-air@2.0.html", "./springfield.html"]


# CSV, JSON, front matter --------------------------------------------------------------------------


def test_csv_has_a_byte_order_mark_on_request(city: Path) -> None:
    plain = report("springfield", "--format", "csv")
    assert not plain.startswith("\ufeff")
    assert report("springfield", "--format", "csv", "--bom") == f"\ufeff{plain}"
    report_to("springfield", "-o", "a.csv", "--bom")
    assert (city / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfpath,")


@pytest.mark.parametrize("format", ["csv", "json"])
def test_data_are_those_of_assess(city: Path, format: str) -> None:
    write_assessment(city, "shelbyville")
    assert report("--format", format) == run("assess", "--format", format).out


@pytest.mark.parametrize("option", ["--bom", "--front-matter"])
def test_an_option_that_a_format_has_no_use_for_changes_nothing(city: Path, option: str) -> None:
    for format in FORMATS:
        if (option, format) not in {("--bom", "csv"), ("--front-matter", "markdown")}:
            plain = report("springfield", "--format", format)
            assert report("springfield", "--format", format, option) == plain


@pytest.mark.parametrize("format", FORMATS)
def test_a_stream_that_cannot_hold_all_gets_the_format_still(city: Path, format: str) -> None:
    """The unit µg/m³ is not ASCII. JSON has escapes, HTML and Markdown have references; CSV is UTF-8."""
    write_assessment(city, date="2024-01-01", subject_name="Zürich")
    outcome = start("report", "springfield", "--format", format, cwd=city, PYTHONIOENCODING="ascii")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.isascii() or format == "csv"
    match format:
        case "csv":
            assert "Zürich" in outcome.out
        case "json":
            assert json.loads(outcome.out) == json.loads(report("springfield", "--format", "json"))
        case "html" | "markdown":
            assert "Z&#252;rich" in outcome.out
            assert r"\xfc" not in outcome.out


def test_front_matter_stands_before_markdown(city: Path) -> None:
    out = report("springfield", "--front-matter")
    begin, matter, rest = out.split("---\n", 2)
    assert begin == ""
    assert 'title: "Springfield"' in matter
    assert rest.lstrip() == report("springfield")
    report_to("-o", "out/", "--parents", "--front-matter")
    for text in (city / "out").glob("*.md"):
        assert text.read_text(encoding="utf-8").startswith("---\ntitle: ")


# House style --------------------------------------------------------------------------------------

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'


def test_a_page_has_the_projects_house_style(city: Path) -> None:
    write_text(city / "logo.svg", SVG)
    theme = '[theme]\norganisation = "City <Council>"\nlogo = "logo.svg"\naccent = "#0072b2"\n'
    write_text(city / "scorecard.toml", theme)
    html = report("springfield", "--format", "html")
    page = check_inert(html, pictures=1)
    assert "City <Council>" in page.text
    assert any(src.startswith("data:image/svg+xml;base64,") for src in page.values("src"))
    assert "#0072b2" in html
    assert "Council" not in report("springfield")


def test_every_page_of_a_folder_has_the_house_style(city: Path) -> None:
    write_text(city / "scorecard.toml", '[theme]\norganisation = "City Council"\n')
    report_to("-o", "out/", "--parents", "--format", "html")
    for name in ("index.html", "springfield.html"):
        assert "City Council" in (city / "out" / name).read_text(encoding="utf-8")


def test_the_house_style_is_that_of_the_project_the_file_is_in(
    city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the framework is: SPEC 2, "for a path from the file's folder"."""
    write_text(city / "scorecard.toml", '[theme]\norganisation = "City Council"\n')
    monkeypatch.chdir(tmp_path)
    assert "City Council" in report(f"city/{FIRST}", "--format", "html")
    assert "City Council" in report("--project", "city", "--format", "html")


@pytest.mark.parametrize(
    ("theme", "said"),
    [
        ('accent = "#ffff00"', "contrast"),
        ('accent = "yellow"', "#rrggbb"),
        ('organization = "x"', "organisation"),
        ('logo = "x.yaml"', "no picture"),
        ("organisation = ", "not TOML"),
    ],
)
def test_a_bad_theme_stops_the_run_and_leaves_nothing(city: Path, theme: str, said: str) -> None:
    write_text(city / "x.yaml", "a: b\n")
    write_text(city / "scorecard.toml", f"[theme]\n{theme}\n")
    before = listing(city)
    for words in (["--format", "html"], ["-o", "a.html"], ["-o", "out/", "--parents", "--format", "html"]):
        assert "scorecard.toml" in refuses(*words, code=1, said=said) or "x.yaml" in said or "picture" in said
    assert listing(city) == before
    assert not (city / "out").exists()
    assert titles(report("springfield")) == ["Springfield"]


# The same every time ------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_word_document_is_the_same_whoever_makes_it_where_and_when(city: Path) -> None:
    for name, seed, zone in (("a", "1", "UTC"), ("b", "2", "Pacific/Kiritimati")):
        words = ["report", "springfield", "-o", f"{name}.docx"]
        assert start(*words, cwd=city, PYTHONHASHSEED=seed, TZ=zone).code == 0
    assert (city / "a.docx").read_bytes() == (city / "b.docx").read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("format", FORMATS)
def test_a_report_is_the_same_whoever_makes_it_where_and_when(
    city: Path, tmp_path: Path, format: str
) -> None:
    write_assessment(city, "shelbyville", ratings=RATINGS, sources=SOURCES)
    write_text(city / "scorecard.toml", '[theme]\norganisation = "City Council"\n')
    words = ["report", "--format", format]
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    outcomes = [
        start(*words, cwd=city, PYTHONHASHSEED="1", TZ="UTC"),
        start(*words, cwd=city / "assessments/springfield", PYTHONHASHSEED="2", TZ="Pacific/Kiritimati"),
        start(
            *words,
            "--project",
            str(city),
            cwd=elsewhere,
            HOME=str(elsewhere),
            USER="somebody",
            LOGNAME="somebody",
            LANG="de_DE.UTF-8",
            LC_ALL="C.UTF-8",
            COLUMNS="200",
            GITHUB_ACTIONS="true",
            PYTHONHASHSEED="3",
        ),
    ]
    assert [(each.code, each.err) for each in outcomes] == [(0, "")] * 3
    assert len({each.out for each in outcomes}) == 1
    text = outcomes[0].out
    for word in (str(tmp_path), "somebody", os.uname().nodename, os.environ.get("HOME", "/root")):
        assert word not in text


# Working notes ------------------------------------------------------------------------------------

SECRET = "q7-SECRET-q7"


def choices(name: str) -> Iterator[tuple[str, ...]]:
    """Yield every format that a command has, and the options that show most."""
    command = cli.load_command(name)
    options = {parameter.name: parameter for parameter in command.params}
    formats = getattr(options["format"].type, "choices", ()) if "format" in options else ()
    more: list[tuple[str, ...]] = [()]
    details = getattr(options["detail"].type, "choices", ()) if "detail" in options else ()
    for detail in details:
        more.append(("--detail", str(getattr(detail, "value", detail))))
        if "show_all" in options or "all" in options:
            more.append((*more[-1], "--all"))
    for format in formats:
        yield from (("--format", str(getattr(format, "value", format)), *words) for words in more)


COMMANDS: dict[str, list[list[str]]] = {
    "assess": [[], ["springfield@2021-03-11"], ["./assessments"]],
    "diff": [
        ["springfield"],
        ["springfield@2021-03-11", "springfield@2023-01-01"],
        ["--since", "HEAD"],
        [FIRST],
    ],
    "trend": [[], ["springfield"], ["--by", "indicator"], ["--by", "subject"]],
    "robustness": [[], ["springfield"], ["./assessments"]],
    "whatif": [["springfield@2021-03-11", "--set", "1.2=pass"]],
    "report": [[], ["springfield"], ["city-air"], ["./assessments"]],
    "list": [[]],
    "agree": [[], ["drafty"]],
    "show": [["city-air"]],
    "validate": [[], ["springfield"]],
    "export": [["springfield@2021-03-11", "-o", "out.txt", "--force"]],
}


@pytest.fixture
def noted(city: Path) -> Path:
    """A project whose assessments hold working notes: valid, draft, broken in the same lines and after."""
    init_repository(city)
    for date, ratings in (("2021-03-11", FAIR), ("2022-01-01", GOOD), ("2023-01-01", FAIR)):
        noted = {
            id: {**(each if isinstance(each, dict) else {"level": each}), "working_note": f"{SECRET} {date}"}
            for id, each in ratings.items()
        }
        write_assessment(city, date=date, ratings=noted)
        write_assessment(city, "shelbyville", date=date, ratings=noted)
    commit_all(city)
    changed = {"1.1": {"measured": "40", "working_note": f"{SECRET} and more"}}
    write_assessment(city, ratings=changed)
    write_assessment(city, "drafty", stage="draft", ratings=changed)
    for who, level in (("anna", "fail"), ("ben", "partial")):
        write_mark(city, who, {"1.2": {"level": level, "working_note": f"{SECRET} too"}}, subject="drafty")
    return city


def test_working_notes_are_known_to_every_command() -> None:
    assert {name for name in cli.COMMANDS if any(choices(name))} == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_working_note_is_shown_by_no_command(noted: Path, command: str) -> None:
    for targets, words in list(product(COMMANDS[command], choices(command)))[:: rounds(3, 1)]:
        to_file = ["-o", "out.txt", "--force"] if "docx" in words else []
        outcome = run(command, *targets, *words, *to_file)
        assert SECRET not in outcome.out + outcome.err
        if "a framework has no scores" in outcome.err:
            continue
        assert outcome.code == 0, outcome.err
        assert outcome.out or to_file or command in ("validate", "export")
        if to_file or command == "export":
            assert SECRET not in inflated(Path("out.txt").read_bytes())


def inflated(raw: bytes) -> str:
    """Return the texts of a file, also of one that is packed."""
    if not raw.startswith(b"PK"):
        return raw.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_what_an_import_would_change_is_shown_without_working_notes(noted: Path) -> None:
    path = noted / "assessments/springfield/2022-01-01.yaml"
    assert run("export", "springfield@2022-01-01", "-o", "out.xlsx").code == 0
    text = path.read_text(encoding="utf-8")
    before, after = ("partial", "fail") if "level: partial" in text else ("pass", "fail")
    path.write_text(text.replace(f"level: {before}", f"level: {after}"), encoding="utf-8")
    target = noted / "assessments/springfield/2021-03-11.yaml"
    content = target.read_text(encoding="utf-8")
    target.write_text(content.replace("ratings:\n", "stage: draft\nratings:\n", 1), encoding="utf-8")
    outcome = run("import", "out.xlsx", "--dry-run", "--prefer", "workbook", "--as", "springfield@2021-03-11")
    assert "@@" in outcome.out
    assert SECRET not in outcome.out + outcome.err
    assert "(a working note, which is never shown)" in outcome.out


@pytest.mark.parametrize("format", FORMATS)
def test_a_working_note_is_in_no_file(noted: Path, format: str) -> None:
    report_to("--drafts", "--marks", "-o", "out/", "--parents", "--format", format)
    for path in (noted / "out").iterdir():
        assert SECRET not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("format", ["full", "concise", "github", "gitlab", "sarif", "json"])
def test_an_error_beside_a_working_note_does_not_quote_it(noted: Path, format: str) -> None:
    """A source excerpt is the file's own line: whoever sees it opened the file, but a CI log is public."""
    write_assessment(noted, date="2024-01-01", ratings={"9.9": {"level": "pass", "working_note": SECRET}})
    outcome = run("validate", "--format", format)
    assert outcome.code == 1
    assert SECRET not in outcome.out + outcome.err


def test_an_error_in_a_working_note_does_not_quote_it(noted: Path) -> None:
    """SPEC 2: "no command, report, export or JSON ever shows it": not in an excerpt of its line either."""
    path = noted / "assessments/springfield/2024-01-01.yaml"
    ratings = {"1.2": {"level": "fail", "rationale": "x", "working_note": SECRET}}
    text = to_yaml(assessment_data(date="2024-01-01", ratings=ratings))
    write_text(path, text.replace(f"working_note: {SECRET}", f"working_note: [{SECRET}]"))
    assert "[" in path.read_text(encoding="utf-8")
    for command in ("validate", "report", "assess"):
        outcome = run(command)
        assert outcome.code == 1
        assert SECRET not in outcome.out + outcome.err


# Hostile texts ------------------------------------------------------------------------------------

HOSTILE = [*read_lines("hostile"), "w" * 3000]


def hostile_project(root: Path, text: str) -> None:
    """Write a project in which every text that a person can write is the one given."""
    source = {"title": text, "publisher": text}
    items = [
        indicator("1.1", title=text, requirement=text, guidance=text,
                  measure={"unit": text, "bands": [{"level": "pass", "at_most": 5}, {"level": "fail"}]}),
        indicator("1.2", title=text, requirement=text),
    ]  # fmt: skip
    levels = [
        {"id": "pass", "label": text, "value": 1, "status": "pass"},
        {"id": "fail", "label": text, "value": 0, "status": "fail"},
    ]
    write_framework(
        root,
        title=text,
        description=text,
        publisher=text,
        licence=text,
        note=text,
        dimension_label=text,
        indicator_label=text,
        verdict_labels={"pass": text, "fail": text},
        scales={"rating": levels},
        sources={"act": source},
        dimensions=[{"id": "1", "title": text, "description": text, "indicators": items}],
    )
    evidence = [{"source": "act", "locator": text, "quote": text, "note": text}]
    for subject in ("springfield", "shelbyville"):
        for date, level in (("2021-03-11", "fail"), ("2022-01-01", "pass")):
            rating = {
                "level": level,
                "rationale": text,
                "recommendation": text,
                "evidence": evidence,
            }
            write_assessment(
                root,
                subject,
                date,
                subject_name=text,
                title=text,
                licence=text,
                document=source,
                assessors=[text],
                reviewers=[text],
                summary=text,
                sources={"plan": source},
                corrections=[{"date": "2022-02-02", "text": text}],
                ratings={"1.1": {"measured": "4.2", "rationale": text}, "1.2": rating},
            )
        about = {"of": f"{subject}@2022-01-01", "sources": {"own": source}}
        folder = root / f"reviews/{subject}/2022-01-01"
        said = {"rationale": text, "evidence": {"source": "own", "note": text}}
        mark = {"kind": "mark", "framework": "city-air@2.0", "assessor": "anna"}
        write_yaml(folder / "anna.yaml", {**mark, **about, "ratings": {"1.2": {"level": "fail", **said}}})
        answer = {"answer": "disputes", "text": text, "evidence": said["evidence"]}
        reply = {"kind": "reply", "by": text, "text": text, "document": "own"}
        write_yaml(folder / "reply.yaml", {**reply, **about, "replies": {"1.2": answer}})


SOME_HOSTILE = HOSTILE[:: rounds(3, 1)]


@pytest.fixture(params=SOME_HOSTILE, ids=range(len(SOME_HOSTILE)))
def hostile(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A project of hostile texts, and the working directory in it."""
    text: str = request.param
    hostile_project(tmp_path / "city", text)
    monkeypatch.chdir(tmp_path / "city")
    return text


ORDER = re.compile(r"(?im)^\s*::|##\[|##vso\[|##teamcity\[")
"""What makes of a line a command to GitHub's, Azure's or TeamCity's runner."""


def hostile_report(format: str) -> str:
    outcome = run("report", "--marks", "--format", format)
    assert (outcome.code, outcome.err) == (0, "")
    assert not ORDER.search(outcome.out)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", outcome.out)
    return outcome.out


def test_hostile_texts_are_inert_in_a_page(hostile: str) -> None:
    html = hostile_report("html")
    page = check_inert(html)
    for word in ("<!-- ", "{{7*7}}"):
        assert word not in html or word in hostile
    assert "49" not in re.findall(r"(?<![\w.:-])49(?![\w.:-])", page.text)
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", html)
    assert not [src for src in page.values("src") if not src.startswith("data:")]
    # A page that another's text has closed, or opened something in, would have other parts than this.
    names = [tag for tag, _ in page.elements]
    assert [names.count(tag) for tag in ("html", "head", "body", "title", "main", "h1", "style")][:3] == [
        1,
        1,
        1,
    ]
    assert names.count("main") == names.count("h1") == names.count("style") == 1


def test_hostile_texts_are_inert_in_markdown(hostile: str) -> None:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    text = hostile_report("markdown")
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)
    parser = MarkdownIt("gfm-like", {"html": True, "linkify": False}).use(footnote_plugin)
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    tokens = [inner for token in parser.parse(text) for inner in (token, *(token.children or ()))]
    assert not [token.content for token in tokens if token.type in ("html_block", "html_inline", "image")]
    links = [str(token.attrs["href"]) for token in tokens if token.type == "link_open"]
    assert not [link for link in links if not re.match(r"https?://|mailto:", link)]
    levels = [token.tag for token in tokens if token.type == "heading_open"]
    assert levels.count("h1") >= 1
    # Headings: the overview, and for each of two subjects: title, reply, changes, how firm, indicators, one
    # dimension, two indicators, sources, how it is judged, about the assessment; over time has charts alone.
    assert len(levels) == 1 + 2 * 11


def test_hostile_texts_are_inert_in_spreadsheets(hostile: str) -> None:
    rows = list(csv.reader(io.StringIO(hostile_report("csv"))))
    assert len(rows) == 5
    assert len({len(row) for row in rows}) == 1
    for row in rows[1:]:
        for cell in row:
            assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
            assert not re.search(r"[;\t\n][ \"]*[=+@-]", cell)


def test_hostile_texts_are_what_they_were_in_json(hostile: str) -> None:
    content: Any = json.loads(hostile_report("json"))
    for card in content["scorecards"]:
        assert card["subject"]["name"] == hostile.strip()
        assert card["dimensions"][0]["indicators"][1]["rationale"] == hostile.strip()


def test_a_quote_has_one_pair_of_marks(city: Path) -> None:
    evidence = [{"source": "plan", "quote": "“no new legislation”"}]
    write_assessment(
        city,
        date="2024-01-01",
        sources={"plan": {"title": "Plan"}},
        ratings={"1.2": {"level": "fail", "evidence": evidence}},
    )
    assert "Plan: “no new legislation”" in report("springfield@2024-01-01")
    assert '<q dir="auto">no new legislation</q>' in report("springfield@2024-01-01", "--format", "html")
    for form in ("csv", "table"):
        shown = run("assess", "springfield@2024-01-01", "--detail", "full", "--format", form).out
        assert "Plan: “no new legislation”" in shown
    assert "plan: “no new legislation”" in run("export", "springfield@2024-01-01", "--format", "csv").out
    card = json.loads(report("springfield@2024-01-01", "--format", "json"))["scorecards"][0]
    assert card["dimensions"][0]["indicators"][1]["evidence"][0]["quote"] == "“no new legislation”"


def test_texts_of_the_theme_are_texts(city: Path) -> None:
    for text in SOME_HOSTILE:
        if len(text) <= 200 and "\n" not in text and max(map(ord, text)) < 0x10000:
            organisation = json.dumps(text, ensure_ascii=True)
            write_text(city / "scorecard.toml", f"[theme]\norganisation = {organisation}\n")
            html = report("springfield", "--format", "html")
            check_inert(html)
            assert not ORDER.search(html)


# Size ---------------------------------------------------------------------------------------------


def test_the_page_of_the_uks_four_dates_is_under_150_kb() -> None:
    """The issue: "a 27-indicator HTML report is under 100 KB"."""
    outcome = start("report", "uk-online-safety", "--format", "html")
    assert outcome.code == 0
    assert len(outcome.out.encode()) < 150_000
    check_inert(outcome.out)


# Too little rated ---------------------------------------------------------------------------------

TOO_LITTLE = "with 1 of 4 rated the score will end between 12.5 and 87.5 out of 100"


@pytest.fixture
def hardly_rated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Of Springfield one of four is rated, partial: 50.0, and it will end between 12.5 and 87.5."""
    four = [{"id": id, "title": id.upper(), "requirement": f"what {id} asks"} for id in "abcd"]
    dimensions = [{"id": "1", "title": "One", "indicators": four}]
    write_framework(tmp_path, minimum_coverage="0.6", dimensions=dimensions)
    write_assessment(tmp_path, ratings={"a": "partial"})
    write_assessment(tmp_path, ratings=dict.fromkeys("abcd", "pass"), subject="port")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_headline_below_the_minimum_coverage_says_its_bounds_and_no_score(hardly_rated: Path) -> None:
    words = "Fails · Springfield, 11 March 2021 · 1 of 4 is partial, 3 not rated"
    too_little = "Too little is rated to quote the score; it will end between 12.5 and 87.5."
    assert run("report", "-o", "out/", "--format", "markdown", "--front-matter", "--parents").code == 0
    page = (hardly_rated / "out/springfield.md").read_text("utf-8")
    assert f'description: "{words}"' in page
    (why,) = [line for line in page.splitlines() if line.startswith("**Does it pass?**")]
    assert too_little in why
    index = (hardly_rated / "out/index.md").read_text("utf-8")
    (row,) = [line for line in index.splitlines() if line.startswith("|") and "Springfield" in line]
    assert "| 12.5 to 87.5 |" in re.sub(" +", " ", row)
    assert "50.0" not in index
    assert run("report", "springfield", "-o", "a.html").code == 0
    html = (hardly_rated / "a.html").read_text("utf-8")
    head = html[: html.index("</header>")].partition("</style>")[2]
    assert too_little in head and "50.0" not in head


def test_no_overview_shows_a_bare_score_of_what_is_hardly_rated(hardly_rated: Path) -> None:
    (row,) = [line for line in run("trend", columns=120).out.splitlines() if "Springfield" in line]
    assert "12.5 to 87.5" in row and "50.0" not in row
    assert "█" not in row and "▄" not in row
    (row,) = [line for line in run("list", columns=120).out.splitlines() if "12.5 to 87.5" in line]
    assert "2021-03-11" in row and "50.0" not in row
    shown = " ".join(run("assess", "springfield", columns=120).out.split())
    assert "Too little is rated to quote the score; it will end between 12.5 and 87.5." in shown
    assert "50.0 out of 100" not in shown
    write_assessment(hardly_rated, date="2022-03-11", ratings={"a": "fail"})
    out = " ".join(run("trend", "springfield", columns=120).out.split())
    assert "Score" not in out.partition("Overall")[2]
    out = " ".join(run("trend", "springfield", "--detail", "full", columns=120).out.split())
    assert "Score, out of 100 12.5 to 87.5 0.0 to 75.0" in out
