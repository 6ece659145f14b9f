"""Open data: what `scorecard data` writes, when, and that it says what `assess` says."""

import csv
import gc
import json
import re
import shutil
import weakref
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from scorecard.project.library import Project
from scorecard.project.selection import Selection
from scorecard.project.targets import AssessmentFilter
from scorecard.project.timelines import find_trends
from scorecard.publishing.data_files import DATA_FILES, data_files
from scorecard.views.open_data import FRAMEWORK_TABLES, TREND_TABLES
from tests.builders import indicator, write_assessment, write_framework, write_project
from tests.commands import ROOT, files, run

FIELD = sorted(path for path in (ROOT / "tests" / "field").iterdir() if path.is_dir())
PROJECTS = [ROOT, ROOT / "tests" / "data" / "standings", *FIELD]
NAMES = ["scorecards", "dimensions", "ratings", "changes", "frameworks", "indicators"]


def write(project: Path, to: Path, *words: str) -> dict[str, list[dict[str, str]]]:
    """Write the data of a project and read its tables."""
    outcome = run("data", "-o", str(to), "--project", str(project), *words)
    assert outcome.code == 0, outcome.err
    return {name: table(to, name) for name in NAMES}


def table(folder: Path, name: str) -> list[dict[str, str]]:
    text = (folder / f"{name}.csv").read_bytes().decode("utf-8")
    return list(csv.DictReader(text.splitlines(keepends=True)))


def describe(folder: Path) -> dict[str, Any]:
    return {
        each["path"]: each for each in json.loads((folder / "datapackage.json").read_bytes())["resources"]
    }


# It says what assess says -------------------------------------------------------------------------


def number(text: str) -> float | None:
    return float(text) if text else None


class Written(NamedTuple):
    """The data of a project, drafts too: where it comes from, where it is, its tables."""

    project: Path
    folder: Path
    tables: dict[str, list[dict[str, str]]]


@pytest.fixture(scope="module", params=PROJECTS, ids=lambda path: path.name)
def data(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("open-data") / "data"
    return Written(request.param, folder, write(request.param, folder, "--drafts"))


def test_the_tables_hold_what_assess_says(data: Written, monkeypatch: Any) -> None:
    project, _, tables = data
    monkeypatch.chdir(project)
    found = json.loads(run("assess", "assessments/", "--drafts", "--format", "json").out)["scorecards"]
    rows = {row["path"]: row for row in tables["scorecards"]}
    assert {each["path"] for each in found} == {*rows}
    for each in found:
        row = rows[each["path"]]
        key = [row[name] for name in ("subject", "date", "suffix", "framework")]
        assert key[:2] == [each["subject"]["id"], each["date"]]
        assert key[3] == f"{each['framework']['id']}@{each['framework']['version']}"
        same_figures(row, each)
        below = [*everything(each)]
        for name, wanted in (
            ("dimensions", [one for one in below if "counts_as" in one]),
            ("ratings", [one for one in below if "counts_as" not in one]),
        ):
            its = [row for row in tables[name] if [*row.values()][:4] == key]
            assert [row[name[:-1].replace("rating", "indicator")] for row in its] == [
                one["id"] for one in wanted
            ]
            for row, one in zip(its, wanted, strict=True):
                (same_figures if name == "dimensions" else same_rating)(row, one)


def everything(held: dict[str, Any]) -> Any:
    """Yield dimensions and indicators as they are read: a dimension, its own, then those in it."""
    for each in held["dimensions"]:
        yield each
        yield from each["indicators"]
        yield from everything(each)


def same_figures(row: dict[str, str], wanted: dict[str, Any]) -> None:
    for name in ("status", "grade", "grade_low", "grade_high"):
        assert row[name] == (wanted[name] or "")
    for name in ("score", "score_low", "score_high", "coverage"):
        same_number(row, name, wanted[name])
    assert row["provisional"] == str(wanted["provisional"]).lower()
    assert json.loads(row["near_miss"]) == wanted["near_miss"]
    for name, count in wanted["counts"].items():
        assert row[name] == ("" if count is None else str(count))


def same_rating(row: dict[str, str], wanted: dict[str, Any]) -> None:
    for name in ("title", "state", "level", "unit", "status", "rationale", "confidence", "recommendation"):
        assert row[name] == (wanted[name] or ""), name
    for name in ("score", "weight"):
        same_number(row, name, wanted[name])
    assert number(row["measured"]) == wanted["measured"]
    assert (row["critical"], row["applies"]) == (
        str(wanted["critical"]).lower(),
        str(wanted["applies"]).lower(),
    )
    assert json.loads(row["evidence"]) == wanted["evidence"]


def same_number(row: dict[str, str], name: str, wanted: float | None) -> None:
    assert number(row[name]) == wanted, name
    exact = row[f"{name}_exact"]
    assert (round(Fraction(exact), 6) if exact else None) == (
        None if wanted is None else Fraction(str(wanted))
    )


def test_the_changes_are_those_of_diff(data: Written, monkeypatch: Any) -> None:
    project, _, tables = data
    monkeypatch.chdir(project)
    key, before = (
        ("subject", "date", "suffix", "framework"),
        ("before_date", "before_suffix", "before_framework"),
    )
    paths = {tuple(row[name] for name in key): row["path"] for row in tables["scorecards"]}
    for row in tables["scorecards"]:
        own = tuple(row[name] for name in key)
        its = [each for each in tables["changes"] if tuple(each[name] for name in key) == own]
        if not row["before_date"]:
            assert its == []
            continue
        was = paths[row["subject"], *(row[name] for name in before)]
        found = json.loads(run("diff", was, row["path"], "--format", "json").out)
        for name, column in (
            ("change", "change"),
            ("real", "change_real"),
            ("framework", "change_framework"),
        ):
            same_number(row, column, found["score"][name])
        assert row["rated_on_both"] == str(found["score"]["rated_on_both"])
        assert [each["indicator"] for each in its] == [each["indicator"] for each in found["changes"]]
        for each, wanted in zip(its, found["changes"], strict=True):
            for name in ("kind", "before", "after", "before_status", "after_status", "part_of", "reason"):
                assert each[name] == (wanted[name] or "")
            for name in ("before_score", "after_score", "before_rerated_score"):
                same_number(each, name, wanted[name])
            assert number(each["before_measured"]) == wanted["before_measured"]
            assert each["comparable"] == str(wanted["comparable"]).lower()
            assert json.loads(each["before_id"]) == wanted["before_id"]


def test_keys_are_unique_and_what_they_name_is_there(data: Written) -> None:
    _, folder, tables = data
    for path, resource in describe(folder).items():
        schema = resource["schema"]
        if not path.endswith(".csv"):
            continue
        rows = tables[resource["name"]]
        header = (folder / path).read_text("utf-8").partition("\n")[0]
        assert header.split(",") == [each["name"] for each in schema["fields"]]
        keys = [tuple(row[name] for name in schema["primaryKey"]) for row in rows]
        assert len({*keys}) == len(keys)
        for link in schema.get("foreignKeys", []):
            reference = link["reference"]
            known = {
                tuple(row[name] for name in reference["fields"]) for row in tables[reference["resource"]]
            }
            assert {tuple(row[name] for name in link["fields"]) for row in rows} <= known


def test_the_lines_hold_what_the_ratings_hold(data: Written) -> None:
    _, folder, tables = data
    ratings = tables["ratings"]
    lines = [json.loads(line) for line in (folder / "ratings.ndjson").read_bytes().splitlines()]
    assert len(lines) == len(ratings)
    for line, row in zip(lines, ratings, strict=True):
        assert [*line] == [*row]
        for name, value in line.items():
            if isinstance(value, str):
                assert row[name] == value
            elif value is None:
                assert row[name] == ""
            else:
                assert json.loads(row[name]) == value


def test_the_page_says_what_tells_rows_apart() -> None:
    page = (ROOT / "docs" / "data.md").read_text("utf-8")
    told = re.findall(r"^  \| `(\w+)` \| (.*?) \| (.*?) ?\|$", page, re.MULTILINE)
    tables = (*TREND_TABLES, *FRAMEWORK_TABLES)
    for (name, key, named), each in zip(told, tables, strict=True):
        assert (name, tuple(re.findall(r"`(\w+)`", key))) == (each.name, each.key)
        assert re.findall(r"`(\w+)`", named) == [*dict.fromkeys(link.table for link in each.links)]


# What stands in it --------------------------------------------------------------------------------

HOSTILE = '=HYPERLINK("x")\n  ::error::no\nשלום <b>& "q", ,;\t@x'


def hard(root: Path) -> Path:
    asked = [
        indicator("1.1", weight="1/3"),
        indicator("1.10", weight="1/6"),
        indicator("1.2", applies_to="port"),
        indicator("1.3", state="retired"),
    ]
    write_framework(
        root,
        dimensions=[{"id": "1", "title": "Limits", "indicators": asked, "aggregation": "mean-of-indicators"}],
    )
    ratings = {
        "1.1": {"level": "pass", "rationale": HOSTILE},
        "1.10": {"level": "fail"},
    }
    write_assessment(root, ratings=ratings)
    write_assessment(root, suffix="b", ratings={"1.1": "partial", "1.10": "pass"})
    return root


def test_ids_stay_texts_and_numbers_stand_twice(tmp_path: Path) -> None:
    tables = write(hard(tmp_path), tmp_path / "data")
    first, second = tables["scorecards"]
    assert [(row["date"], row["suffix"]) for row in (first, second)] == [
        ("2021-03-11", ""),
        ("2021-03-11", "b"),
    ]
    # Weights 1/3 and 1/6: of the score 2/3 is 1.1, 1/3 is 1.10.
    assert [(row["score"], row["score_exact"]) for row in (first, second)] == [("0.666667", "2/3")] * 2
    assert [row["indicator"] for row in tables["ratings"][:4]] == ["1.1", "1.10", "1.2", "1.3"]
    rows = {row["indicator"]: row for row in tables["ratings"][:4]}
    assert (rows["1.1"]["weight"], rows["1.1"]["weight_exact"]) == ("0.333333", "1/3")
    assert (rows["1.2"]["applies"], rows["1.2"]["status"]) == ("false", "not-applicable")
    assert (rows["1.3"]["state"], rows["1.3"]["applies"], rows["1.3"]["status"]) == (
        "retired",
        "true",
        "not-rated",
    )
    # What changed: 1.1 pass to partial, 1.10 fail to pass.
    assert [(row["indicator"], row["kind"], row["before"], row["after"]) for row in tables["changes"]] == [
        ("1.1", "regressed", "pass", "partial"),
        ("1.10", "improved", "fail", "pass"),
    ]
    assert [(row["change"], row["change_real_exact"], row["rated_on_both"]) for row in (first, second)] == [
        ("", "", ""),
        ("0", "0", "2"),
    ]
    assert (second["before_date"], second["before_suffix"]) == ("2021-03-11", "")


def test_texts_stand_as_recorded(tmp_path: Path) -> None:
    ratings = write(hard(tmp_path), tmp_path / "data")["ratings"]
    assert ratings[0]["rationale"] == HOSTILE
    package = json.loads((tmp_path / "data/datapackage.json").read_bytes())
    assert "for a formula" in package["description"]


def test_an_id_is_text_by_the_schema(tmp_path: Path) -> None:
    write(hard(tmp_path), tmp_path / "data")
    fields = {each["name"]: each for each in describe(tmp_path / "data")["ratings.csv"]["schema"]["fields"]}
    assert {
        fields[name]["type"] for name in ("subject", "suffix", "framework", "indicator", "dimension")
    } == {"string"}
    assert fields["indicator"]["constraints"] == {"required": True}
    assert fields["score"] == {
        "name": "score",
        "type": "number",
        "description": "The score, 0 to 1, to 6 places",
        "unit": "1",
        "constraints": {"minimum": 0, "maximum": 1},
    }


def test_measurements_are_as_typed(tmp_path: Path) -> None:
    write_framework(tmp_path)
    write_assessment(tmp_path, ratings={"1.1": {"measured": "4.20"}, "1.2": "pass"})
    write_assessment(tmp_path, date="2022-03-11", ratings={"1.1": {"measured": "2/3"}, "1.2": "pass"})
    rows = [row for row in write(tmp_path, tmp_path / "data")["ratings"] if row["indicator"] == "1.1"]
    assert [row["measured_exact"] for row in rows] == ["21/5", "2/3"]
    assert rows[0]["measured"] == "4.20"
    assert float(rows[1]["measured"]) == 2 / 3


def described(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what describes and what cites the data in a folder."""
    package = json.loads((folder / "datapackage.json").read_bytes())
    return package, yaml.safe_load((folder / "CITATION.cff").read_text("utf-8"))


def test_sources_and_authors_are_those_of_the_files(tmp_path: Path) -> None:
    write_framework(tmp_path, publisher="Some body")
    urls = {"plan": "javascript:alert(1)", "act": "HTTP://example.org", "page": "https://example.org/p"}
    sources = {key: {"title": "Air plan", "url": url} for key, url in urls.items()}
    write_assessment(tmp_path, date="2999-03-11", assessors=["A. Person"], sources=sources)
    write(tmp_path, tmp_path / "data")
    package, citation = described(tmp_path / "data")
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    titled = {"title": "Air plan"}
    assert package["sources"] == [titled, titled, {**titled, "path": "https://example.org/p"}]
    assert citation["authors"] == [{"name": "A. Person"}]
    digest = sha256((tmp_path / "data/datapackage.json").read_bytes()).hexdigest()
    assert citation["identifiers"][0]["value"] == f"sha256:{digest}"
    assert "date-released" not in citation  # an assessed day may lie in the future


def test_a_licence_is_told_only_where_it_is_that_of_all(tmp_path: Path) -> None:
    write_framework(tmp_path, licence="CC-BY-4.0")
    write_assessment(tmp_path, licence="CC-BY-4.0")
    write(tmp_path, tmp_path / "data")
    package, citation = described(tmp_path / "data")
    assert (package["licenses"], citation["license"]) == ([{"name": "CC-BY-4.0"}], "CC-BY-4.0")
    assert "licence" not in package["description"]

    write_assessment(tmp_path, date="2022-03-11")
    told = "No licence holds for all of it: see the columns licence; 1 of 2 assessments name none."
    err = run("data", "-o", str(tmp_path / "data"), "--project", str(tmp_path)).err
    assert err.splitlines()[-1] == told
    package, citation = described(tmp_path / "data")
    assert "licenses" not in package
    assert "license" not in citation
    assert told in package["description"]
    assert told in citation["abstract"]

    write_assessment(tmp_path, date="2022-03-11", licence="Ours alone")
    write(tmp_path, tmp_path / "data")
    package, citation = described(tmp_path / "data")
    assert ("licenses" in package, "license" in citation) == (False, False)
    assert "No licence holds for all of it: see the columns licence." in package["description"]

    write_framework(tmp_path, licence="Ours alone")
    write_assessment(tmp_path, licence="Ours alone")
    write(tmp_path, tmp_path / "data")
    package, citation = described(tmp_path / "data")
    assert package["licenses"] == [{"name": "other", "title": "Ours alone"}]
    assert "license" not in citation


def test_notes_of_frameworks_stand_in_what_describes_and_cites(tmp_path: Path) -> None:
    write_framework(tmp_path, title="City air", note="A reconstruction; nobody publishes it.")
    write_assessment(tmp_path)
    write(tmp_path, tmp_path / "data")
    package, citation = described(tmp_path / "data")
    told = "City air: A reconstruction; nobody publishes it."
    assert package["description"].endswith(f"\n\n{told}")
    assert citation["abstract"].endswith(f"\n\n{told}")
    assert "Where provisional is true, too little is rated" in package["description"]


def test_that_readers_are_shown_no_scores_is_said(tmp_path: Path) -> None:
    write_framework(tmp_path, title="City air", show_score=False)
    write_assessment(tmp_path)
    write(tmp_path, tmp_path / "data")
    package, citation = described(tmp_path / "data")
    told = "City air: its publisher shows readers no scores, so do not print them."
    assert told in package["description"]
    assert told in citation["abstract"]


def test_what_is_provisional_is_said_of_both_sides_of_a_change(tmp_path: Path) -> None:
    write_framework(tmp_path, minimum_coverage="1")
    write_assessment(tmp_path, ratings={"1.1": 4, "1.2": "not-rated", "2.1": "not-rated"})
    write_assessment(tmp_path, date="2022-03-11", ratings={"1.1": 4, "1.2": "pass", "2.1": "pass"})
    rows = write(tmp_path, tmp_path / "data")["scorecards"]
    assert [(row["provisional"], row["before_provisional"]) for row in rows] == [
        ("true", ""),
        ("false", "true"),
    ]


def test_a_list_with_nothing_in_it_is_a_list(data: Written) -> None:
    _, folder, tables = data
    for resource in describe(folder).values():
        lists = [each["name"] for each in resource["schema"]["fields"] if each["type"] == "array"]
        for row in tables[resource["name"].removesuffix("-lines")]:
            assert "" not in {row[name] for name in lists}


def test_the_page_names_what_holds_several_things() -> None:
    page = (ROOT / "docs" / "data.md").read_text("utf-8")
    told = re.search(r"^- What holds several things.*?^- ", page, re.MULTILINE | re.DOTALL)
    assert told
    fields = [each for table in (*TREND_TABLES, *FRAMEWORK_TABLES) for each in table.fields]
    assert {*re.findall(r"`(\w+)`", told[0])} == {
        each.name for each in fields if each.type in ("array", "object")
    }


def test_nothing_of_a_mark_is_in_it(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests/data/standings", tmp_path, dirs_exist_ok=True)
    for name in ("frameworks", "assessments", "reviews"):
        shutil.copytree(ROOT / name, tmp_path / name, dirs_exist_ok=True)
    before = data_bytes(tmp_path)
    marks = list(tmp_path.glob("reviews/*/*/*.yaml"))
    assert marks
    for path in marks:
        path.unlink()
    assert data_bytes(tmp_path) == before


def data_bytes(project: Path) -> dict[str, bytes]:
    to = project.parent / f"{project.name}-data"
    shutil.rmtree(to, ignore_errors=True)
    write(project, to)
    return files(to)


# Which files, and how it ends ---------------------------------------------------------------------


def test_drafts_are_in_it_only_when_asked_for(tmp_path: Path) -> None:
    write_project(tmp_path)
    write_assessment(tmp_path, date="2022-03-11", stage="draft")
    outcome = run("data", "-o", str(tmp_path / "one"), "--project", str(tmp_path))
    assert (outcome.code, outcome.out) == (0, "")
    assert "1 draft is passed over (--drafts counts them)" in outcome.err
    assert f"10 of 10 files written to {tmp_path / 'one'}\n" in outcome.err
    assert [row["draft"] for row in table(tmp_path / "one", "scorecards")] == ["false"]
    assert "DRAFT" not in described(tmp_path / "one")[0]["title"]
    both = write(tmp_path, tmp_path / "two", "--drafts")
    for each in described(tmp_path / "two"):
        assert each["title"].startswith("DRAFT: Scorecards: ")
        assert "1 of 2 assessments are drafts" in (each.get("abstract") or each["description"])
    assert [row["draft"] for row in both["scorecards"]] == ["false", "true"]


def test_a_file_with_errors_is_left_out_and_said(tmp_path: Path) -> None:
    write_project(tmp_path)
    write_assessment(tmp_path, "shelbyville", ratings={"1.2": "pas"})
    outcome = run("data", "-o", str(tmp_path / "data"), "--project", str(tmp_path))
    assert (outcome.code, outcome.out) == (1, "")
    assert "shelbyville/2021-03-11.yaml:" in outcome.err
    assert "10 of 10 files written" in outcome.err
    told = "Left out because of errors: assessments/shelbyville/2021-03-11.yaml"
    assert outcome.err.splitlines()[-1] == told
    package, citation = described(tmp_path / "data")
    assert told in package["description"]
    assert told in citation["abstract"]
    assert [row["subject"] for row in table(tmp_path / "data", "scorecards")] == ["springfield"]


def test_a_text_with_a_nul_is_refused(tmp_path: Path) -> None:
    write_project(tmp_path)
    path = write_assessment(tmp_path, "shelbyville")
    path.write_bytes(path.read_bytes() + b'title: "a\\0b"\n')
    assert run("data", "-o", str(tmp_path / "data"), "--project", str(tmp_path)).code == 1
    assert b"\0" not in b"".join(files(tmp_path / "data").values())


def test_where_nothing_can_be_told_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "assessments").mkdir()
    to = tmp_path / "data"
    outcome = run("data", "-o", str(to), "--project", str(tmp_path))
    assert (outcome.code, outcome.err.splitlines()[0]) == (3, "Error: there is no assessment here")
    write_framework(tmp_path)
    write_assessment(tmp_path, stage="draft")
    outcome = run("data", "-o", str(to), "--project", str(tmp_path))
    assert (outcome.code, outcome.err.splitlines()[0]) == (3, "Error: there is nothing here but drafts")
    write_assessment(tmp_path, ratings={"1.2": "pas"})
    assert run("data", "-o", str(to), "--project", str(tmp_path)).code == 1
    assert not to.exists()
    for words in ([], ["-o", ""], ["-o", "-"]):
        assert run("data", *words, "--project", str(tmp_path)).code == 2


# How it is written --------------------------------------------------------------------------------


def test_the_same_bytes_each_time_and_sums_that_check(tmp_path: Path) -> None:
    write_project(tmp_path / "p")
    write(tmp_path / "p", tmp_path / "one")
    write(tmp_path / "p", tmp_path / "two")
    found = files(tmp_path / "one")
    assert found == files(tmp_path / "two")
    sums = dict(reversed(line.split("  ")) for line in found.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: sha256(content).hexdigest() for name, content in found.items()}


def test_a_second_run_writes_only_what_changed(tmp_path: Path) -> None:
    write_project(tmp_path)
    to = tmp_path / "data"
    write(tmp_path, to)
    was = {path.name: path.stat().st_mtime_ns for path in to.iterdir()}
    outcome = run("data", "-o", str(to), "--project", str(tmp_path))
    assert outcome.code == 0
    assert outcome.err.startswith(f"0 of 10 files written to {to}; the others are as they were\n")
    assert {path.name: path.stat().st_mtime_ns for path in to.iterdir()} == was
    write_assessment(tmp_path, title="Another title")
    assert "4 of 10 files written" in run("data", "-o", str(to), "--project", str(tmp_path)).err
    changed = {path.name for path in to.iterdir() if path.stat().st_mtime_ns != was[path.name]}
    assert changed == {"scorecards.csv", "datapackage.json", "CITATION.cff", "SHA256SUMS"}


def test_what_it_did_not_write_stays(tmp_path: Path) -> None:
    write_project(tmp_path)
    to = tmp_path / "data"
    to.mkdir()
    (to / "ratings.csv").write_text("mine")
    (to / "notes.txt").write_text("mine too")
    outcome = run("data", "-o", str(to), "--project", str(tmp_path))
    assert outcome.code == 2
    assert outcome.err.splitlines()[0] == f"Error: {to / 'ratings.csv'} already exists"
    assert {*files(to)} == {"ratings.csv", "notes.txt"}
    write(tmp_path, to, "--force")
    assert files(to)["notes.txt"] == b"mine too"
    (to / "ratings.csv").write_text("edited since")
    assert run("data", "-o", str(to), "--project", str(tmp_path)).code == 2
    assert (to / "ratings.csv").read_text() == "edited since"


def test_the_folder_is_made_but_none_above_it(tmp_path: Path) -> None:
    write_project(tmp_path)
    outcome = run("data", "-o", str(tmp_path / "a" / "b"), "--project", str(tmp_path))
    assert (outcome.code, outcome.err.splitlines()[0]) == (
        2,
        f"Error: there is no folder {tmp_path / 'a' / 'b'}",
    )
    write(tmp_path, tmp_path / "a" / "b", "--parents")


def test_sums_of_somebody_else_stay(tmp_path: Path) -> None:
    write_project(tmp_path)
    to = tmp_path / "data"
    to.mkdir()
    (to / "SHA256SUMS").write_text(f"{sha256(b'').hexdigest()}  ratings.csv\n")
    outcome = run("data", "-o", str(to), "--project", str(tmp_path))
    assert (outcome.code, [*files(to)]) == (2, ["SHA256SUMS"])


def test_no_subject_is_kept_in_memory(tmp_path: Path) -> None:
    for subject in ("a", "b"):
        write_assessment(tmp_path, subject)
    write_framework(tmp_path)
    trends = find_trends(Project(tmp_path), AssessmentFilter(None, drafts=False), Selection())
    first = weakref.ref(next(trends).points[0].scorecard.assessment)
    assert next(trends).points[0].place.subject == "b"
    gc.collect()
    assert first() is None
    assert (*data_files(iter(()), ()),) == DATA_FILES
