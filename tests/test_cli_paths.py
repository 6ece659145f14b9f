"""What paths are relative to, which files JSON says were refused, and how much JSON holds."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.builders import (
    BROKEN,
    commit_all,
    init_repository,
    write_assessment,
    write_framework,
    write_project,
    write_text,
)
from tests.commands import Outcome, run

FIRST = "assessments/springfield/2021-03-11.yaml"
SECOND = "assessments/springfield/2022-03-11.yaml"


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the working directory, below which `policies` is a project, its second date broken."""
    write_project(tmp_path / "policies")
    write_assessment(tmp_path / "policies", date="2022-03-11", ratings={"1.2": "nonsense", "9.9": "pass"})
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    monkeypatch.delenv("CI_PROJECT_DIR", raising=False)
    return tmp_path


def content(*words: str) -> Any:
    return json.loads(run(*words, "--format", "json").out)


def says_where(outcome: Outcome) -> bool:
    return "relative to" in outcome.err + outcome.out


# Remarks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["full", "concise", "github", "gitlab", "sarif"])
def test_remarks_stand_where_the_user_or_the_checkout_does(top: Path, format: str) -> None:
    outcome = run("validate", "--project", "policies", "--select", "SC404", "--format", format)
    assert outcome.code == 1
    assert f"policies/{SECOND}" in outcome.out.replace("\\/", "/")
    assert not says_where(outcome)


def test_remarks_are_short_where_the_user_is_near(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(top / "policies/assessments/springfield")
    for words in ([], ["2022-03-11.yaml"], [str(top / "policies" / SECOND)]):
        outcome = run("validate", "--select", "SC404", "--format", "concise", *words)
        assert outcome.out.startswith("2022-03-11.yaml:13:10: error SC404 ")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(top))
    assert f"file=policies/{SECOND}," in run("validate", "--select", "SC404", "--format", "github").out


@pytest.mark.parametrize(
    ("folder", "words", "root"),
    [
        (".", ["--project", "policies"], "policies"),
        ("policies", [], "."),
        ("policies/assessments/springfield", [], "../.."),
        (".", ["policies/"], "policies"),
    ],
)
def test_json_of_remarks_says_where_its_paths_begin(
    top: Path, monkeypatch: pytest.MonkeyPatch, folder: str, words: list[str], root: str
) -> None:
    monkeypatch.chdir(top / folder)
    found = content("validate", "--select", "SC404", *words)
    assert found["root"] == root
    assert [each["path"] for each in found["diagnostics"]] == [SECOND]


def test_the_talk_of_other_commands_has_paths_from_where_the_user_stands(top: Path) -> None:
    write_assessment(top / "policies", "ogdenville", stage="draft")
    outcome = run("assess", "policies/assessments/")
    assert outcome.code == 1
    assert f"policies/{SECOND}:13:10: error SC404" in outcome.err
    assert "(--drafts counts them): policies/assessments/ogdenville/2021-03-11.yaml\n" in outcome.err
    assert f"policies/{FIRST}" in run("assess", "policies/assessments/", "--detail", "full").out
    assert not says_where(outcome)


@pytest.mark.parametrize("command", ["assess", "list"])
def test_a_misplaced_file_has_its_path_from_where_the_user_stands(
    top: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    write_text(top / "policies/assessments/2022.yaml", "kind: assessment\n")
    monkeypatch.chdir(top / "policies/frameworks")
    assert "\n../assessments/2022.yaml:1:1: error SC501 " in f"\n{run(command).err}"


def test_results_have_paths_from_where_the_user_stands(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in the project's folder is told as from there; of a revision a path is from the top."""
    write_assessment(top / "policies", date="2022-03-11", ratings={"1.2": "pass"})
    init_repository(top)
    commit_all(top)
    write_assessment(top / "policies", date="2022-03-11", ratings={"1.2": "fail"})
    write_assessment(top / "policies", "ogdenville", ratings={"1.2": "pass"})
    where = ("--project", "policies")
    out = run("diff", "springfield", *where, columns=200).out
    assert f" policies/{FIRST} → 2022-03-11.yaml\n" in out
    outcome = run("diff", "--since", "HEAD", "--format", "plain", "--fail-on", "any", *where, columns=200)
    assert f"HEAD:policies/{SECOND} → policies/{SECOND}" in outcome.out
    assert "policies/assessments/ogdenville/2021-03-11.yaml: " in outcome.out
    assert "Gate: added, moved or removed: policies/assessments/ogdenville/2021-03-11.yaml\n" in outcome.err
    (top / "policies" / FIRST).unlink()
    assert f" policies/{FIRST}\n" in run("diff", "--since", "HEAD", *where).out
    outcome = run("rate", "springfield", "--set", "2.1=pass", *where)
    assert outcome.err.splitlines()[0] == f"policies/{SECOND}"
    write_text(top / "policies/frameworks/torn@1.yaml", BROKEN)
    assert "policies/frameworks/torn@1.yaml" in run("list", *where, columns=160).out
    monkeypatch.chdir(top / "policies/assessments/springfield")
    outcome = run("rate", "2022-03-11.yaml", "--set", "1.1=4.2")
    assert outcome.err.splitlines()[0] == "2022-03-11.yaml"


# JSON -------------------------------------------------------------------------------------------


def test_refused_files_are_in_the_json_of_results(top: Path) -> None:
    """Two errors: a level that there is not, and an indicator that there is not."""
    refused = [{"path": SECOND, "errors": 2}]
    found = content("assess", "policies/assessments/")
    assert (found["root"], found["refused"]) == ("policies", refused)
    assert [each["path"] for each in found["scorecards"]] == [FIRST]
    for words in (["trend"], ["trend", "springfield"], ["list"]):
        found = content(*words, "--project", "policies")
        assert (found["root"], found["refused"]) == ("policies", refused), words
    found = content("report", "policies/assessments/")
    assert (found["root"], found["refused"]) == (".", refused)


def test_what_cannot_be_read_or_is_misplaced_is_refused_too(
    top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(top / "policies")
    write_text(Path("assessments/springfield/2023-03-11.yaml"), BROKEN)
    write_text(Path("assessments/springfield/last.yaml"), "kind: assessment\n")
    found = content("assess", "assessments/", "nowhere.yaml")
    assert sorted((each["path"], each["errors"]) for each in found["refused"]) == [
        (SECOND, 2),
        ("assessments/springfield/2023-03-11.yaml", 1),
        ("assessments/springfield/last.yaml", 1),
        ("nowhere.yaml", 1),
    ]


def test_an_assessment_whose_framework_has_errors_is_refused_for_that(
    top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(top / "policies")
    write_framework(Path(), pass_when="sometimes")
    found = content("assess", FIRST)
    assert found["scorecards"] == []
    assert found["refused"] == [
        {"path": "frameworks/city-air@2.0.yaml", "errors": 1},
        {"path": FIRST, "errors": 0},
    ]


def test_files_of_two_projects_are_told_apart(top: Path) -> None:
    write_project(top / "other")
    found = content("assess", f"policies/{FIRST}", f"other/{FIRST}", "--project", "policies")
    assert found["root"] == "policies"
    assert [each["path"] for each in found["scorecards"]] == [FIRST, f"../other/{FIRST}"]


def test_diffs_say_where_and_what_was_refused(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = top / "policies"
    (project / SECOND).unlink()
    init_repository(top)
    commit_all(top)
    write_assessment(project, ratings={"1.2": "pass"})
    assert (
        content("diff", f"policies/{FIRST}")["root"],
        content("diff", f"policies/{FIRST}")["refused"],
    ) == (
        "policies",
        [],
    )
    write_text(project / SECOND, BROKEN)
    found = content("diff", "--since", "HEAD", "--project", "policies")
    assert (found["root"], found["refused"]) == ("policies", [{"path": SECOND, "errors": 1}])


def test_json_is_one_line_where_it_is_no_terminal_and_schemas_are_not(top: Path) -> None:
    for words in (["assess"], ["validate"], ["list"], ["trend"]):
        out = run(*words, "--project", "policies", "--format", "json").out
        assert out.count("\n") == 1
        assert '": ' not in out.replace('\\": ', "")
    assert run("schema", "framework").out.count("\n") > 100


def test_a_detail_leaves_out_what_it_does_not_show(top: Path) -> None:
    words = ("assess", f"policies/{FIRST}", "--detail")
    whole = content(*words, "full")["scorecards"][0]
    assert content(*words, "indicators")["scorecards"][0] == whole
    summary = content(*words, "summary")["scorecards"][0]
    assert summary == {key: value for key, value in whole.items() if key != "dimensions"}
    dimensions = content(*words, "dimensions")["scorecards"][0]["dimensions"]
    in_full = {"indicators", "rationale", "recommendation", "evidence"}
    assert dimensions == [
        {key: value for key, value in each.items() if key not in in_full} for each in whole["dimensions"]
    ]


@pytest.mark.slow
def test_a_summary_does_not_grow_with_the_ratings(top: Path) -> None:
    """14 subjects with 2,345 ratings each are below 100 kB."""
    many = [{"id": f"i{number}", "title": "I", "requirement": f"{number}"} for number in range(2345)]
    write_framework(top / "large", "many", "1", dimensions=[{"id": "d", "title": "D", "indicators": many}])
    ratings = {f"i{number}": {"level": "pass", "rationale": f"Why {number}."} for number in range(2345)}
    for number in range(14):
        write_assessment(top / "large", f"s{number}", framework="many@1", ratings=ratings)
    for detail in ("summary", "dimensions"):
        out = run("assess", "--project", "large", "--detail", detail, "--format", "json").out
        assert len(json.loads(out)["scorecards"]) == 14
        assert len(out.encode()) < 100_000
