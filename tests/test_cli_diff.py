"""`scorecard diff` as a user meets it: which two it compares, what it shows and says, how it ends."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from tests.builders import (
    BROKEN,
    assessment_data,
    commit_all,
    framework_data,
    init_repository,
    run_git,
    to_yaml,
    write_assessment,
    write_framework,
    write_project,
    write_text,
    write_yaml,
)
from tests.cases import read_refusals, read_table
from tests.commands import ROOT, flat, run
from tests.conftest import Golden

READERS = ("table", "plain", "markdown")
FORMATS = (*READERS, "json", "csv")
FIRST = "assessments/springfield/2021-03-11.yaml"
SECOND = "assessments/springfield/2022-01-01.yaml"
WORSE = {"1.1": {"measured": "4.2"}, "1.2": "fail", "2.1": "fail"}
BETTER = {"1.1": {"measured": "4.2"}, "1.2": "fail", "2.1": "pass"}
UNKNOWN_INDICATOR = {"9.9": "pass"}


def diff_json(*words: str, code: int = 0, stdin: str | None = None) -> Any:
    outcome = run("diff", *words, "--format", "json", stdin=stdin)
    said = [line for line in outcome.err.splitlines() if "passed over (--drafts counts" not in line]
    assert (outcome.code, said) == (code, [])
    return json.loads(outcome.out)


def paths(*words: str, stdin: str | None = None) -> tuple[str, str]:
    """Return the paths of what is compared, without the folders that all share."""
    content = diff_json(*words, stdin=stdin)
    return tuple(content[side]["path"].rpartition("/")[2] for side in ("before", "after"))


def kinds(content: Any) -> dict[str, str]:
    return {row["indicator"]: row["kind"] for row in content["changes"]}


def rows(*words: str) -> list[dict[str, str]]:
    outcome = run("diff", *words, "--format", "csv")
    assert (outcome.code, outcome.err) == (0, "")
    return list(csv.DictReader(io.StringIO(outcome.out)))


def refuses(*words: str, code: int, said: str, stdin: str | None = None) -> None:
    """Nothing is printed, and stderr says why."""
    outcome = run("diff", *words, stdin=stdin)
    assert (outcome.code, outcome.out) == (code, "")
    assert said in flat(outcome.err)
    assert "Traceback" not in outcome.err


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two assessments of which 2.1 alone differs, and the working directory in it."""
    root = tmp_path / "city"
    write_project(root)
    write_assessment(root, date="2022-01-01", ratings=WORSE)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def repository(city: Path) -> Path:
    """The same, committed."""
    init_repository(city)
    commit_all(city)
    return city


@pytest.fixture
def county(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three subjects: one with drafts and suffixes, one under two frameworks, one with a single date."""
    root = tmp_path / "county"
    write_framework(root, version="1.9")
    write_framework(root, version="1.10", replaces="city-air@1.9")
    write_framework(root, version="2.0", replaces="city-air@1.10")
    write_framework(root, "town", "1")
    write_assessment(root, date="2021-03-11")
    write_assessment(root, date="2022-01-01")
    write_assessment(root, date="2022-01-01", suffix="b", ratings=WORSE)
    write_assessment(root, date="2022-06-01", stage="draft")
    write_assessment(root, "shelbyville", "2021-01-01")
    write_assessment(root, "shelbyville", "2021-02-02", "town@1")
    write_assessment(root, "shelbyville", "2021-03-03")
    write_assessment(root, "shelbyville", "2021-04-04", "town@1")
    write_assessment(root, "ogdenville", "2020-02-29")
    monkeypatch.chdir(root)
    return root


# Which two --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize(("words", "before", "after"), read_table("words-of-diff"))
def test_what_words_stand_for(words: str, before: str, after: str) -> None:
    assert paths(*words.split()) == (before, after)


@pytest.mark.usefixtures("county")
def test_standard_input_is_one_side() -> None:
    text = to_yaml(assessment_data(date="2023-03-03", ratings=BETTER))
    assert paths("springfield", "-", stdin=text) == ("2022-01-01-b.yaml", "-")
    assert paths("-", "springfield@2021-03-11", stdin=text) == ("-", "2021-03-11.yaml")
    assert kinds(diff_json("springfield", "-", stdin=text)) == {"2.1": "improved"}
    framework = to_yaml(framework_data(version="3", replaces="city-air@2.0"))
    assert paths("city-air", "-", stdin=framework) == ("city-air@2.0.yaml", "-")


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize(("words", "code", "said"), read_refusals("diff"))
def test_what_is_refused_and_the_way_out(words: list[str], code: int, said: str) -> None:
    refuses(*words, code=code, said=said, stdin="")


def test_a_name_of_a_subject_and_a_framework_is_asked_about(county: Path) -> None:
    write_assessment(county, "town", "2021-01-01")
    write_assessment(county, "town", "2022-01-01")
    write_framework(county, "town", "2")
    for words in (["town"], ["springfield", "town"], ["town", "springfield"]):
        refuses(*words, code=2, said="town is a subject and a framework write town@DATE")
    assert paths("town@2022-01-01") == ("2021-01-01.yaml", "2022-01-01.yaml")
    assert paths("town@2") == ("town@1.yaml", "town@2.yaml")


def test_a_framework_of_an_assessment_is_no_reason_to_skip_drafts_that_are_named(county: Path) -> None:
    write_assessment(county, date="2022-03-03", stage="draft")
    assert paths("springfield@2022-06-01") == ("2022-01-01-b.yaml", "2022-06-01.yaml")
    assert paths("springfield@2022-06-01", "--drafts") == ("2022-03-03.yaml", "2022-06-01.yaml")


def test_outside_a_project_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    refuses("springfield", code=3, said="springfield")
    refuses("--since", "HEAD", code=3, said="there is no project here")


def test_assessments_affected_by_a_framework_are_those_of_its_own_project(
    county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    old, new = (str(county / f"frameworks/city-air@{version}.yaml") for version in ("1.10", "2.0"))
    # four of springfield, two of shelbyville, one of ogdenville
    assert len(diff_json(old, new)["affected"]) == 7
    assert "None: no assessment" not in run("diff", old, new).out


# Files that are not good --------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("side", ["before", "after"])
def test_a_file_with_errors_on_either_side(city: Path, side: str, format: str) -> None:
    date = {"before": "2021-03-11", "after": "2022-01-01"}[side]
    write_assessment(city, date=date, ratings=UNKNOWN_INDICATOR)
    for words in (["springfield"], [FIRST, SECOND], ["springfield@2021-03-11", "springfield"]):
        outcome = run("diff", *words, "--format", format)
        assert (outcome.code, outcome.out) == (1, "")
        assert f"assessments/springfield/{date}.yaml:" in outcome.err
        assert outcome.err.count(": error SC") == 1


@pytest.mark.parametrize("format", FORMATS)
def test_errors_on_both_sides_are_said_once_each(city: Path, format: str) -> None:
    for path in (FIRST, SECOND):
        write_text(city / path, BROKEN)
    outcome = run("diff", "springfield", "--format", format)
    assert (outcome.code, outcome.out) == (1, "")
    assert [line.partition(":")[0] for line in outcome.err.splitlines() if ": error " in line] == [
        FIRST,
        SECOND,
    ]


@pytest.mark.parametrize("format", FORMATS)
def test_a_framework_with_errors_is_said_and_nothing_scored(city: Path, format: str) -> None:
    write_framework(city, aggregation="median")
    outcome = run("diff", "springfield", "--format", format)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.count(": error SC") == 1
    assert "frameworks/city-air@2.0.yaml:" in outcome.err
    assert f"{SECOND} is not scored" in outcome.err


@pytest.mark.parametrize("content", ["", BROKEN, "kind: framework\nid: city-air\n"])
@pytest.mark.parametrize("words", [["city-air"], ["city-air@3"], ["city-air@2.0", "city-air@3"]])
def test_the_newest_version_of_a_framework_is_broken(city: Path, words: list[str], content: str) -> None:
    write_text(city / "frameworks/city-air@3.yaml", content)
    outcome = run("diff", *words)
    assert (outcome.code, outcome.out) == (1, "")
    assert "frameworks/city-air@3.yaml:" in outcome.err


def test_a_misplaced_file_of_the_subject_is_never_ignored(city: Path) -> None:
    write_assessment(city, date="2023-01-01", file="springfield/2023.yaml", ratings=BETTER)
    outcome = run("diff", "springfield")
    assert outcome.code == 1
    assert "assessments/springfield/2023.yaml:1:1: error SC501 misplaced-file" in outcome.err


def test_a_misplaced_framework_is_not_compared_as_if_it_were_found(city: Path) -> None:
    write_framework(city, file="old/city-air@1.0.yaml", version="1.0")
    outcome = run("diff", "frameworks/old/city-air@1.0.yaml", "city-air")
    assert (outcome.code, outcome.out) == (1, "")
    assert "frameworks/old/city-air@1.0.yaml:1:1: error SC501 misplaced-file" in outcome.err


# Frameworks that do not belong together ------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
def test_frameworks_that_no_chain_joins(county: Path, format: str) -> None:
    for words in (
        ["shelbyville@2021-03-03", "shelbyville@2021-04-04"],
        ["city-air", "town"],
    ):
        outcome = run("diff", *words, "--format", format)
        assert (outcome.code, outcome.out) == (3, "")
        assert "city-air@2.0 and town@1 are different frameworks" in flat(outcome.err)


@pytest.fixture
def broken_chain(city: Path) -> Path:
    """The first assessment is made under 1.0, and 2.0 replaces 1.5, which is not there."""
    write_framework(city, version="1.0")
    write_framework(city, replaces="city-air@1.5")
    write_assessment(city, framework="city-air@1.0")
    return city


@pytest.mark.usefixtures("broken_chain")
@pytest.mark.parametrize("format", [*READERS, "json"])
@pytest.mark.parametrize("words", [["springfield"], ["city-air@1.0", "city-air@2.0"]])
def test_a_broken_chain_is_said(words: list[str], format: str) -> None:
    outcome = run("diff", *words, "--format", format)
    assert (outcome.code, outcome.err) == (0, "")
    said = flat(outcome.out.replace("&#8203;", "").replace("`", ""))
    assert "city-air@2.0 replaces city-air@1.5, which is not here" in said


@pytest.mark.usefixtures("broken_chain")
@pytest.mark.parametrize("words", [["springfield"], ["city-air@1.0", "city-air@2.0"]])
def test_a_broken_chain_is_said_beside_csv(words: list[str]) -> None:
    outcome = run("diff", *words, "--format", "csv")
    assert outcome.code == 0
    assert "city-air@1.5, which is not here" in flat(outcome.out + outcome.err)


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("format", READERS)
def test_a_later_date_on_the_left_is_said(format: str) -> None:
    outcome = run("diff", "springfield@2022-01-01", "springfield@2021-03-11", "--format", format)
    assert (outcome.code, outcome.err) == (0, "")
    assert "The later assessment is on the left" in flat(outcome.out)
    forwards = run("diff", "springfield@2021-03-11", "springfield@2022-01-01", "--format", format)
    assert "on the left" not in flat(forwards.out)


@pytest.mark.parametrize("format", READERS)
def test_a_newer_version_on_the_left_is_said(county: Path, format: str) -> None:
    write_assessment(county, date="2022-09-09", framework="city-air@1.10")
    outcome = run("diff", "springfield@2021-03-11", "springfield@2022-09-09", "--format", format)
    assert (outcome.code, outcome.err) == (0, "")
    assert re.search("newer version.*(before|left)|older version of the framework", flat(outcome.out))
    outcome = run("diff", "city-air@2.0", "city-air@1.10", "--format", format)
    assert (outcome.code, outcome.err) == (0, "")
    assert "The newer version stands before" in flat(outcome.out)


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize("format", READERS)
def test_two_subjects_are_said_to_be_different(format: str) -> None:
    outcome = run("diff", "ogdenville", "springfield", "--format", format)
    draft = "assessments/springfield/2022-06-01.yaml"
    passed_over = f"1 draft is passed over (--drafts counts them): {draft}\n"
    assert (outcome.code, outcome.err) == (0, passed_over)
    out = flat(outcome.out.replace("&#8203;", ""))
    assert "Fails · Springfield, 1 January 2022 (b), beside Ogdenville, 29 February 2020" in out
    assert "none higher, 1 lower than Ogdenville" in out
    assert "Two different subjects: this compares them, and is no change over time." in out
    assert "both times" not in out
    assert "what was done" not in out.lower()


def test_two_of_one_day_are_told_apart_in_the_title(county: Path) -> None:
    out = flat(run("diff", "springfield").out)
    assert "Fails · Springfield, 1 January 2022 (b)" in out
    assert "none higher, 1 lower than the other of that day" in out
    title = run("diff", "springfield", "--format", "markdown").out.splitlines()[2]
    assert title == "# Springfield: 1 January 2022 → 1 January 2022 (b)"


# Git ------------------------------------------------------------------------------------------------


def test_a_path_alone_is_the_last_commit_and_the_working_copy(repository: Path) -> None:
    write_assessment(repository, ratings=BETTER)
    content = diff_json(FIRST)
    assert (content["before"]["path"], content["after"]["path"]) == (f"HEAD:{FIRST}", FIRST)
    assert kinds(content) == {"2.1": "improved"}
    said = "2 of 3 pass, 1 fail · changed after publication, without a new correction: 1 up, none down"
    assert said in flat(run("diff", f"./{FIRST}", columns=160).out)
    title = run("diff", f"./{FIRST}", "--format", "markdown").out.splitlines()[2]
    assert title == "# Springfield, 11 March 2021: before and now"


def test_revisions_on_either_side_and_on_both(repository: Path) -> None:
    write_assessment(repository, ratings=BETTER)
    commit_all(repository)
    write_assessment(repository, ratings=WORSE)
    assert kinds(diff_json(f"HEAD~1:{FIRST}", f"HEAD:{FIRST}")) == {"2.1": "improved"}
    assert kinds(diff_json(f"HEAD:{FIRST}", FIRST)) == {"2.1": "regressed"}
    assert kinds(diff_json(FIRST, f"HEAD~1:{FIRST}")) == {"2.1": "improved"}
    assert kinds(diff_json(f"HEAD~1:{FIRST}", "springfield")) == {"2.1": "regressed"}


def test_the_framework_is_the_one_of_the_revision(repository: Path) -> None:
    """By the framework of then 4.2 passes, by that of now it fails; the rating is the same."""
    bands = [{"level": "pass", "at_most": 1}, {"level": "partial", "at_most": 2}, {"level": "fail"}]
    dimensions = framework_data()["dimensions"]
    dimensions[0]["indicators"][0]["measure"]["bands"] = bands
    write_framework(repository, dimensions=dimensions)
    content = diff_json(f"HEAD:{FIRST}", FIRST)
    assert (content["score"]["before"], content["score"]["after"]) == (0.5, 0.25)
    assert (content["score"]["real"], content["score"]["framework"]) == (0, -0.25)
    (row,) = content["changes"]
    assert (row["kind"], row["before"], row["after"], row["before_rerated"]) == (
        "unchanged",
        "pass",
        "fail",
        "fail",
    )
    outcome = run("diff", FIRST)
    assert (outcome.code, outcome.err) == (0, "")
    assert "1.1 ✓ → ✗ Fine particles" in flat(outcome.out)
    assert "4.2 µg/m³; by the thresholds of city-air@2.0 it was Fail" in flat(outcome.out)
    assert "The test's text is not the same on both sides, although its version is." in flat(outcome.out)
    assert diff_json(FIRST) == content


def test_a_framework_changed_in_place_is_said(repository: Path) -> None:
    write_framework(repository, pass_when="any")
    content = diff_json("frameworks/city-air@2.0.yaml")
    assert (content["kind"], content["version_raised"], content["digest_changed"]) == (
        "framework",
        False,
        True,
    )
    assert {row["class"] for row in content["changes"]} == {"rule-changed"}
    outcome = run("diff", "HEAD:frameworks/city-air@2.0.yaml", "city-air")
    assert (outcome.code, outcome.err) == (0, "")
    assert "The version was not raised although the digest changed" in flat(outcome.out)


def test_a_path_alone_that_is_not_in_the_last_commit(repository: Path) -> None:
    write_assessment(repository, date="2023-03-03")
    path = "assessments/springfield/2023-03-03.yaml"
    said = f"{path} is not in the last commit: it is new name a second file, or its subject"
    refuses(path, code=3, said=said)
    refuses(path, "--format", "json", code=3, said=said)


def test_a_path_alone_that_is_no_more(repository: Path) -> None:
    (repository / FIRST).unlink()
    refuses(FIRST, code=3, said=f"{FIRST}:1:1: error SC001 cannot-read-file")


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("path", ["nowhere/x.yaml", "assessments/nobody/2021-01-01.yaml"])
def test_a_path_alone_in_a_folder_that_is_not_there(path: str) -> None:
    refuses(path, code=3, said=f"{path}:1:1: error SC001 cannot-read-file")


def test_a_file_that_was_broken_in_the_last_commit(repository: Path) -> None:
    write_text(repository / FIRST, BROKEN)
    commit_all(repository)
    write_assessment(repository)
    outcome = run("diff", FIRST, "--format", "json")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith(f"HEAD:{FIRST}:")


@pytest.mark.usefixtures("repository")
def test_a_branch_with_a_slash_is_read_as_a_path_and_the_way_out_is_said() -> None:
    run_git(Path(), "branch", "origin/main")
    refuses(f"origin/main:{FIRST}", FIRST, code=3, said=f"origin/main:{FIRST}")
    outcome = run("diff", f"origin/main:{FIRST}", FIRST)
    assert "revision" in outcome.err


def test_a_project_below_the_top_of_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    init_repository(tmp_path)
    root = write_project(tmp_path / "Städte und más")
    commit_all(tmp_path)
    write_assessment(root, ratings=BETTER)
    monkeypatch.chdir(root)
    content = diff_json(FIRST)
    assert content["before"]["path"] == f"HEAD:Städte und más/{FIRST}"
    assert kinds(content) == {"2.1": "improved"}
    assert kinds(diff_json(f"HEAD:Städte und más/{FIRST}", FIRST)) == {"2.1": "improved"}
    monkeypatch.chdir(tmp_path)
    assert kinds(diff_json(f"Städte und más/{FIRST}")) == {"2.1": "improved"}


def test_a_shallow_clone(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit_all(repository, "second")
    run_git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{repository}", "shallow")
    monkeypatch.chdir(tmp_path / "shallow")
    refuses(
        f"HEAD~1:{FIRST}", FIRST, code=3, said="this clone is shallow and may lack it: git fetch --unshallow"
    )
    refuses("--since", "HEAD~1", code=3, said="fetch-depth: 0")
    assert kinds(diff_json(FIRST)) == {}


def test_drafts_that_would_have_been_chosen_are_named(city: Path) -> None:
    """Newer ones, and one between the two; not one that came before, or is under another framework."""
    write_framework(city, "town", "1")
    for date in ("2021-01-01", "2021-06-01", "2022-06-01"):
        write_assessment(city, date=date, stage="draft")
    write_assessment(city, date="2022-07-01", framework="town@1", stage="draft")
    between, after = (f"assessments/springfield/{date}.yaml" for date in ("2021-06-01", "2022-06-01"))
    many = f"2 drafts are passed over (--drafts counts them): {between}, {after}\n"
    one = "1 draft is passed over (--drafts counts them): "
    assert (run("diff", "springfield").code, run("diff", "springfield").err) == (0, many)
    assert run("diff", "springfield@2022-01-01").err == f"{one}{between}\n"
    (city / "assessments/springfield/2022-07-01.yaml").unlink()
    assert run("diff", FIRST, "springfield").err == f"{one}{after}\n"
    assert run("diff", "springfield", "--drafts").err == ""
    assert run("diff", FIRST, SECOND).err == ""


def test_two_drafts_of_one_day_are_told_apart(city: Path) -> None:
    for suffix, ratings in (("anna", WORSE), ("ben", BETTER)):
        write_assessment(city, suffix=suffix, ratings=ratings, stage="draft")
    shown = flat(run("diff", "springfield@2021-03-11-anna", "springfield@2021-03-11-ben", columns=200).out)
    assert "DRAFT, not published: 11 March 2021 (anna) and 11 March 2021 (ben)." in shown
    assert "Two assessments of one day." in shown


def test_scores_of_what_is_hardly_rated_are_said_to_be_provisional(repository: Path) -> None:
    write_framework(repository, minimum_coverage="0.9")
    commit_all(repository, "stricter")
    write_assessment(repository, ratings={"1.2": "pass"})
    # From (1/2 + 1/2) / 2 to 1.2 alone: 100.0, and with 1.1 and 2.1 it ends between 25.0 and 100.0.
    shown = flat(run("diff", "--since", "HEAD", "--format", "plain", columns=300).out)
    assert "score 50.0 → 25.0 to 100.0: too little is rated to quote one" in shown
    shown = flat(run("diff", FIRST, columns=200).out)
    assert "Too little is rated to quote a score: now, it will end between 25.0 and 100.0." in shown


def test_a_measurement_that_moves_below_a_level_that_stays_is_told(repository: Path) -> None:
    write_assessment(repository, ratings={"1.1": {"measured": "4.9"}, "1.2": "fail", "2.1": "partial"})
    shown = flat(run("diff", "--since", "HEAD", columns=200).out)
    assert "Springfield, 11 March 2021: 1 same level, worse" in shown
    shown = flat(run("diff", FIRST, columns=200).out)
    assert "Same level, worse (1) 1.1 ✓ → ✓ Fine particles 4.2 → 4.9 µg/m³" in shown
    assert "nchanged" not in shown


def test_without_git(city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    init_repository(city)
    commit_all(city)
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    assert kinds(diff_json("springfield")) == {"2.1": "regressed"}
    assert kinds(diff_json(FIRST, SECOND)) == {"2.1": "regressed"}
    assert paths("city-air@2.0", "frameworks/city-air@2.0.yaml") == ("city-air@2.0.yaml",) * 2
    for words in ([FIRST], [f"HEAD:{FIRST}", FIRST], ["--since", "HEAD"]):
        refuses(*words, code=3, said="git was not found")


@pytest.mark.usefixtures("city")
def test_without_a_repository() -> None:
    assert kinds(diff_json(FIRST, SECOND)) == {"2.1": "regressed"}
    for words in ([FIRST], [f"HEAD:{FIRST}", FIRST], ["--since", "HEAD"]):
        refuses(*words, code=3, said="not a git repository")


# Gates ----------------------------------------------------------------------------------------------


@pytest.fixture
def gated(city: Path) -> Path:
    """A third assessment that only improves, and a newer version that rewords 2.1."""
    write_assessment(city, date="2023-01-01", ratings=BETTER)
    dimensions = framework_data()["dimensions"]
    dimensions[1]["indicators"][0]["requirement"] = "Something else is done."
    write_framework(city, version="3.0", replaces="city-air@2.0", dimensions=dimensions)
    write_assessment(city, date="2024-01-01", framework="city-air@3.0", ratings=BETTER)
    return city


@pytest.mark.usefixtures("gated")
@pytest.mark.parametrize("shown", [[], ["--detail", "summary"], ["--all"], ["--format", "json"]])
@pytest.mark.parametrize(("words", "gates", "said"), read_table("gates-of-diff"))
def test_gates(words: str, gates: str, said: str, shown: list[str]) -> None:
    outcome = run("diff", *words.split(), *gates.split(), *shown)
    assert outcome.out != ""
    assert outcome.code == (said != "-")
    assert outcome.err == "" if said == "-" else said in outcome.err
    assert outcome.err.count("Gate:") == (said != "-")


def test_a_file_with_errors_passes_no_gate_and_says_none(city: Path) -> None:
    write_assessment(city, date="2022-01-01", ratings=UNKNOWN_INDICATOR)
    outcome = run("diff", "springfield", "--fail-on", "any")
    assert (outcome.code, outcome.out) == (1, "")
    assert "Gate:" not in outcome.err


# JSON -----------------------------------------------------------------------------------------------


def judged(id: str, **keys: Any) -> dict[str, Any]:
    return {"id": id, "title": f"Title {id}", "requirement": f"What {id} asks.", **keys}


def group(id: str, *indicators: dict[str, Any]) -> dict[str, Any]:
    return {"id": id, "title": "Group", "indicators": list(indicators)}


def measured(most: int) -> dict[str, Any]:
    bands = [{"level": "pass", "at_most": most}, {"level": "partial", "at_most": 2 * most}, {"level": "fail"}]
    return judged("1.1", measure={"unit": "µg", "bands": bands})


def air(version: str, most: int, *second: dict[str, Any], **keys: Any) -> dict[str, Any]:
    deeper = [{"id": "1a", "title": "Deeper", "indicators": [judged("1.3")]}]
    first = {"id": "1", "title": "One", "indicators": [measured(most), judged("1.2")], "dimensions": deeper}
    both = [first, {"id": "2", "title": "Two", "indicators": list(second)}]
    return framework_data("air", version, title="Air", dimensions=both, **keys)


@pytest.fixture
def two_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """From 1 to 2 the bands of 1.1 move, 2.1 is reworded, 2.2 goes and 2.3 comes."""
    old = air("1", 5, judged("2.1"), judged("2.2"))
    reworded = {**judged("2.1"), "requirement": "Another thing."}
    new = air("2", 4, reworded, judged("2.3"), replaces="air@1")
    for data in (old, new):
        write_yaml(tmp_path / f"frameworks/air@{data['version']}.yaml", data)
    then = {"1.1": {"measured": "4.5"}, "1.2": "fail", "1.3": "pass", "2.1": "pass", "2.2": "partial"}
    now = {
        "1.1": {"measured": 6},
        "1.2": "partial",
        "2.1": "fail",
        "2.3": {"level": "pass", "rationale": "New."},
    }
    write_assessment(tmp_path, date="2020-01-01", framework="air@1", sources=None, ratings=then)
    write_assessment(tmp_path, date="2021-01-01", framework="air@2", sources=None, ratings=now)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def split(*figures: float | None, comparable: int, rated_on_both: int) -> dict[str, Any]:
    names = ("before", "after", "change", "real", "coverage", "framework")
    return {
        **dict(zip(names, figures, strict=True)),
        "comparable": comparable,
        "rated_on_both": rated_on_both,
    }


def of(keys: str, value: dict[str, Any]) -> dict[str, Any]:
    return {key: value[key] for key in keys.split()}


@pytest.mark.usefixtures("two_versions")
def test_json_of_two_assessments() -> None:
    content = diff_json("springfield")
    assert (content["schema"], content["kind"]) == ("scorecard/diff/1", "assessment")
    assert of("framework subject date path", content["before"]) == {
        "framework": "air@1",
        "subject": "springfield",
        "date": "2020-01-01",
        "path": "assessments/springfield/2020-01-01.yaml",
    }
    assert of("framework subject date path", content["after"]) == {
        "framework": "air@2",
        "subject": "springfield",
        "date": "2021-01-01",
        "path": "assessments/springfield/2021-01-01.yaml",
    }
    assert content["status"] == {"before": "fail", "after": "fail"}
    # A0: dimension 1 (1 + 0 + 1) / 3, dimension 2 3/4: 17/24. B0: 1/2 and 1/2. By the bands of now 4.5 is
    # partial: A1 = (1/2 + 0 + 1) / 3, B1 = 1/2; on 1.1 and 1.2 alone A2 = 1/4, B2 = 1/2.
    assert content["score"] == split(
        0.708333, 0.5, -0.208333, 0.25, -0.25, -0.208333, comparable=3, rated_on_both=2
    )
    one, two = content["dimensions"]
    (deeper,) = one["dimensions"]
    assert one["score"] == split(
        0.666667, 0.5, -0.166667, 0.25, -0.25, -0.166667, comparable=3, rated_on_both=2
    )
    assert deeper["score"] == split(1, None, None, None, None, None, comparable=1, rated_on_both=0)
    assert two["score"] == split(0.75, 0.5, -0.25, None, None, None, comparable=0, rated_on_both=0)
    assert (deeper["id"], deeper["title"], deeper["dimensions"]) == ("1a", "Deeper", [])
    assert one["status"] == {"before": "fail", "after": "fail"}
    assert deeper["status"] == {"before": "pass", "after": "undetermined"}
    assert two["status"] == {"before": "fail", "after": "fail"}
    keys = (
        "indicator before_id title kind before after before_measured after_measured before_rerated comparable"
    )
    assert [tuple(of(keys, row).values()) for row in content["changes"]] == [
        ("1.1", ["1.1"], "Title 1.1", "unchanged", "pass", "partial", 4.5, 6, "partial", True),
        ("1.2", ["1.2"], "Title 1.2", "improved", "fail", "partial", None, None, None, True),
        ("1.3", ["1.3"], "Title 1.3", "unrated", "pass", None, None, None, None, True),
        ("2.1", ["2.1"], "Title 2.1", "revised", "pass", "fail", None, None, None, False),
        ("2.3", [], "Title 2.3", "added", None, "pass", None, None, None, False),
        ("2.2", ["2.2"], "Title 2.2", "removed", "partial", None, None, None, None, False),
    ]
    assert [row["reason"] is None for row in content["changes"]] == [True, True, True, False, True, True]


def test_all_adds_what_is_unchanged_and_nothing_else(city: Path) -> None:
    some, everything = diff_json("springfield"), diff_json("springfield", "--all")
    assert kinds(some) == {"2.1": "regressed"}
    assert kinds(everything) == {"1.1": "unchanged", "1.2": "unchanged", "2.1": "regressed"}
    assert [*some] == [*everything]
    assert [some[key] for key in some if key != "changes"] == [
        everything[key] for key in everything if key != "changes"
    ]
    summary = diff_json("springfield", "--detail", "summary")
    assert summary == {key: some[key] for key in some if key != "changes"}
    assert diff_json("springfield", "--all", "--detail", "summary") == summary
    assert [row["kind"] for row in rows("springfield")] == ["regressed"]
    assert [row["kind"] for row in rows("springfield", "--all")] == ["unchanged", "unchanged", "regressed"]
    for format in READERS:
        assert "Limits in law" not in run("diff", "springfield", "--format", format).out
        assert "Limits in law" in run("diff", "springfield", "--all", "--format", format).out


@pytest.mark.usefixtures("two_versions")
def test_json_of_a_summary_of_two_frameworks_has_their_counts() -> None:
    whole, summary = diff_json("air"), diff_json("air", "--detail", "summary")
    assert summary == {key: whole[key] for key in whole if key != "changes"}
    assert (summary["counts"]["revised"], diff_json("air", "--detail", "full")) == (1, whole)


@pytest.mark.usefixtures("two_versions")
def test_json_of_two_frameworks() -> None:
    content = diff_json("air")
    assert (content["schema"], content["kind"], content["version_raised"]) == (
        "scorecard/diff/1",
        "framework",
        True,
    )
    assert of("framework path", content["before"]) == {"framework": "air@1", "path": "frameworks/air@1.yaml"}
    assert of("framework path", content["after"]) == {"framework": "air@2", "path": "frameworks/air@2.yaml"}
    found = [tuple(of("class indicator dimension comparable", row).values()) for row in content["changes"]]
    assert found == [
        ("rescaled", "1.1", "1", True),
        ("revised", "2.1", "2", False),
        ("added", "2.3", "2", False),
        ("removed", "2.2", "2", False),
    ]
    assert of("before after", content["changes"][1]) == {
        "before": "What 2.1 asks.",
        "after": "Another thing.",
    }
    backwards = diff_json("air@2", "air@1")
    assert backwards["version_raised"] is False
    assert [row["class"] for row in backwards["changes"]] == ["rescaled", "revised", "added", "removed"]


@pytest.mark.usefixtures("city")
def test_json_of_the_same_twice() -> None:
    content = diff_json(FIRST, FIRST)
    assert content["changes"] == []
    assert content["score"] == split(0.5, 0.5, 0, 0, 0, 0, comparable=3, rated_on_both=3)
    for format in READERS:
        outcome = run("diff", FIRST, FIRST, "--format", format)
        assert (outcome.code, outcome.err) == (0, "")
        assert "Nothing changed" in outcome.out


@pytest.mark.usefixtures("two_versions")
def test_csv_has_a_row_for_each_change() -> None:
    assert [(row["indicator"], row["kind"]) for row in rows("springfield")] == [
        ("1.1", "unchanged"),
        ("1.2", "improved"),
        ("1.3", "unrated"),
        ("2.1", "revised"),
        ("2.3", "added"),
        ("2.2", "removed"),
    ]
    assert [row["class"] for row in rows("air")] == ["rescaled", "revised", "added", "removed"]


# What readers see -----------------------------------------------------------------------------------


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


UK = ("uk-online-safety@2021-03-12", "uk-online-safety@2021-09-15")
BEIJING = ("beijing@2020-12-31", "beijing@2023-12-31")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("format", ["table", "plain", "markdown", "csv"])
@pytest.mark.parametrize("words", [UK, BEIJING], ids=["uk-online-safety", "beijing"])
def test_what_readers_see(golden: Golden, words: tuple[str, str], format: str) -> None:
    outcome = run("diff", *words, "--format", format)
    assert (outcome.code, outcome.err) == (0, "")
    golden.check(f"diff-{words[0].partition('@')[0]}.{format}.txt", outcome.out)


@pytest.mark.usefixtures("here")
def test_a_comparison_says_why_what_turned_and_who_rated_under_its_headline() -> None:
    lines = run("diff", "uk-online-safety", columns=80).out.splitlines()
    assert lines[2:5] == [
        "Why      Test 6 fails and five are partial; all six must pass.",
        "Changed  Test 1 rose from fail to partial. The test is the same.",
        "Trust    27 of 27 rated; two assessors, one not independent, agreed on 24 of 27.",
    ]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("format", ["table", "markdown"])
def test_a_comparison_says_how_many_moved_once_and_not_since_when_the_test_is_the_same(format: str) -> None:
    told = flat(run("diff", "uk-online-safety", "--format", format).out)
    assert "12 of 27 indicators went up" not in told
    assert "Same test since" not in told


@pytest.mark.usefixtures("here")
def test_the_flagship_is_told_in_thirty_lines_of_eighty_columns() -> None:
    lines = run("diff", "uk-online-safety", columns=80).out.splitlines()
    assert len(lines) <= 30
    assert lines[0] == "✗ Fails · UK online safety law, 26 October 2023"
    assert lines[1].endswith("16 of 27 pass, 9 partly, 2 fail · 12 up, none down since April 2022")
    assert "1.1  ◐ → ✓  Overarching statutory duty" in lines
    assert "1  ✗ → ◐  Create an expansive, principles-based duty of care  3 pass, 2 partial" in lines


# A comment for a pull request -----------------------------------------------------------------------


def test_a_comment_begins_with_a_mark_of_its_project(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_assessment(repository, ratings=BETTER)
    assert run("diff", "--since", "HEAD", "--format", "markdown").out.startswith(
        "<!-- scorecard-diff . -->\n"
    )
    monkeypatch.chdir(tmp_path)
    text = run("diff", "--since", "HEAD", "--format", "markdown", "--project", "city").out
    assert text.startswith("<!-- scorecard-diff city -->\n")
    for detail in ("summary", "full"):
        words = ("diff", "--since", "HEAD", "--format", "markdown", "--detail", detail, "--project", "city")
        assert "<!--" not in run(*words).out


def test_a_comment_names_each_indicator_that_changed(repository: Path) -> None:
    write_assessment(repository, ratings=BETTER)
    text = run("diff", "--since", "HEAD", "--format", "markdown").out
    assert "**Rated higher (1)**" in text
    assert re.search(r"^\| 2\.1 +\| ◐.Partial +\| ✓.Pass +\| ", text, re.MULTILINE)


def test_a_comment_fits_and_says_what_has_no_room(repository: Path) -> None:
    count = 400
    write_wide_project(repository, count)
    commit_all(repository, "wide")
    for at in range(6):
        ratings = {f"i{n}": "fail" for n in range(count)}
        write_assessment(repository, f"town{at}", framework="wide@1", ratings=ratings, sources=None)
    text = run("diff", "--since", "HEAD", "--format", "markdown").out
    assert len(text) <= 60_000
    rows = [line for line in text.splitlines() if line.startswith("| i")]
    assert all(line.count(" | ") == 3 and line.endswith(" |") for line in rows)
    shown = text.count("**Rated lower")
    left_out = re.search(r"\((\d+) more rows\)", text)
    assert left_out
    assert len(rows) == shown * count - int(left_out[1])
    named = re.search(r"\*\*(\d+) more results have no room here", text)
    assert named
    files = re.findall(r"^- assessments/town\d/", text, re.MULTILINE)
    assert len(files) == int(named[1]) == 6 - shown + 1


def write_wide_project(root: Path, count: int) -> None:
    """Write six towns that pass in all of very many indicators with long titles."""
    asked = [judged(f"i{at}", title=f"Title of indicator {at}, {'long ' * 10}end") for at in range(count)]
    data = framework_data("wide", "1", dimensions=[{"id": "d", "title": "All", "indicators": asked}])
    write_yaml(root / "frameworks/wide@1.yaml", data)
    for at in range(6):
        ratings = {f"i{n}": "pass" for n in range(count)}
        write_assessment(root, f"town{at}", framework="wide@1", ratings=ratings, sources=None)


# No scores ------------------------------------------------------------------------------------------


def plain_framework(version: str, **keys: Any) -> dict[str, Any]:
    bands = [{"level": "pass", "at_most": 5}, {"level": "partial", "at_most": 10}, {"level": "fail"}]
    measure = {"unit": "µg", "bands": bands}
    first = [judged("a", measure=measure), judged("b"), judged("c")]
    dimensions = [
        {"id": "one", "title": "One", "indicators": first},
        {"id": "two", "title": "Two", "indicators": [judged("d"), judged("e", weight=2)]},
    ]
    return framework_data("quiet", version, dimensions=dimensions, **keys)


def quiet_project(root: Path, *, first: bool = False, second: bool = False) -> None:
    """Write two versions, each of which shows scores or not, with an assessment under each."""
    write_yaml(root / "frameworks/quiet@1.yaml", plain_framework("1", show_score=first))
    changes = {"show_score": second, "replaces": "quiet@1"}
    write_yaml(root / "frameworks/quiet@2.yaml", plain_framework("2", **changes))
    then = {"a": {"measured": 4}, "b": "pass", "c": "partial", "d": "fail"}
    now = {"a": {"measured": 7}, "b": "fail", "c": "pass", "d": "fail", "e": "pass"}
    write_assessment(root, date="2020-01-01", framework="quiet@1", sources=None, ratings=then)
    write_assessment(root, date="2021-01-01", framework="quiet@2", sources=None, ratings=now)


@pytest.mark.parametrize("format", READERS)
@pytest.mark.parametrize("shows", [(False, False), (False, True), (True, False)])
def test_a_framework_without_scores_shows_none_to_people(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shows: tuple[bool, bool], format: str
) -> None:
    """The only numbers with a point would be scores and points."""
    quiet_project(tmp_path, first=shows[0], second=shows[1])
    monkeypatch.chdir(tmp_path)
    for detail in ("summary", "changes", "full"):
        outcome = run("diff", "springfield", "--format", format, "--detail", detail, "--all")
        assert (outcome.code, outcome.err) == (0, "")
        text = re.sub("[a-z/0-9-]+\\.yaml", "", outcome.out)
        assert not re.search(r"\d\.\d|[Pp]oints|Score", text)
    content = diff_json("springfield")
    assert None not in (content["score"]["before"], content["score"]["after"], content["score"]["real"])


# What is never shown, what is always marked ---------------------------------------------------------


@pytest.mark.parametrize("format", READERS)
@pytest.mark.parametrize("side", ["2021-03-11", "2022-01-01"])
def test_a_draft_is_marked_for_readers(city: Path, side: str, format: str) -> None:
    write_assessment(city, date=side, stage="draft")
    for detail in ("summary", "changes", "full"):
        words = ["springfield@2021-03-11", "springfield@2022-01-01", "--format", format, "--detail", detail]
        outcome = run("diff", *words)
        assert (outcome.code, outcome.err) == (0, "")
        words = {"2021-03-11": "11 March 2021", "2022-01-01": "1 January 2022"}[side]
        assert f"DRAFT, not published: {words}." in flat(outcome.out)
        top = "".join(outcome.out.splitlines(keepends=True)[:6])
        assert "DRAFT" in top


def test_a_draft_is_marked_for_programs(city: Path) -> None:
    write_assessment(city, date="2022-01-01", stage="draft", ratings=WORSE)
    content = diff_json("springfield", "--drafts")
    assert (content["before"]["draft"], content["after"]["draft"]) == (False, True)
    (row,) = rows("springfield", "--drafts")
    assert any("draft" in name for name in row)
    assert "true" in {value for name, value in row.items() if "draft" in name}


@pytest.mark.parametrize("format", READERS)
def test_notes_of_both_versions_are_shown(county: Path, format: str) -> None:
    """A note is shown wherever results of its framework are shown."""
    write_framework(county, version="1.10", note="The older is ours alone.", replaces="city-air@1.9")
    write_framework(county, version="2.0", note="The newer is ours alone.", replaces="city-air@1.10")
    write_assessment(county, date="2020-09-09", framework="city-air@1.10")
    outcome = run("diff", "springfield@2020-09-09", "springfield@2021-03-11", "--format", format)
    assert (outcome.code, outcome.err) == (0, "")
    assert "The newer is ours alone." in outcome.out
    assert "The older is ours alone." in outcome.out


@pytest.mark.usefixtures("two_versions")
@pytest.mark.parametrize("format", READERS)
def test_full_detail_of_frameworks_has_what_is_asked_by_what_came_and_went(format: str) -> None:
    outcome = run("diff", "air", "--detail", "full", "--format", format)
    assert (outcome.code, outcome.err) == (0, "")
    assert "What 2.2 asks." in flat(outcome.out)
    assert "What 2.3 asks." in flat(outcome.out)


@pytest.mark.parametrize("format", READERS)
@pytest.mark.parametrize("date", ["2021-03-11", "2022-01-01"])
def test_a_pin_that_no_longer_matches_is_said_where_the_change_is_read(
    city: Path, date: str, format: str
) -> None:
    write_assessment(city, date=date, framework_digest=f"sha256:{'0' * 64}")
    outcome = run("diff", "springfield", "--format", format)
    assert outcome.code == 0
    words = {"2021-03-11": "11 March 2021", "2022-01-01": "1 January 2022"}[date]
    assert f"{words}: the framework has changed since these ratings were made" in flat(outcome.out)


@pytest.mark.parametrize("format", READERS)
def test_a_verdict_that_changed_is_not_nothing(repository: Path, format: str) -> None:
    """No rating changed, but the rules did: what failed passes."""
    write_framework(repository, pass_when="any")
    outcome = run("diff", FIRST, "--format", format)
    assert (outcome.code, outcome.err) == (0, "")
    assert "✓ Passes · Springfield" in flat(outcome.out)
    assert "The verdict was Fail before." in flat(outcome.out)
    assert "Nothing changed" not in outcome.out


def test_full_detail_has_rewordings(city: Path) -> None:
    for date, why in (("2021-03-11", "One two three."), ("2022-01-01", "One four three.")):
        write_assessment(city, date=date, ratings={"2.1": {"level": "pass", "rationale": why}})
    outcome = run("diff", "springfield", "--detail", "full", "--format", "plain")
    assert (outcome.code, outcome.err) == (0, "")
    assert "Rationale: One [-two-] {+four+} three." in outcome.out


def test_a_page_says_what_changed_then_where_it_stands_and_what_that_rests_on(city: Path) -> None:
    write_assessment(city, date="2022-01-01", ratings={"1.1": "4", "1.2": "pass", "2.1": "pass"})
    asked = ["What changed since March 2021?", "Does it pass?", "Can we trust it?"]
    for format in ("markdown", "html"):
        out = run("diff", "springfield", "--format", format).out
        assert sorted(asked, key=out.index) == asked
        assert "Overall it rose from fail to pass." in out
    assert asked[1] not in run("diff", "springfield").out, "there is no room in a terminal"


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("words", "order"),
    [(UK, ["\nGot worse", "\nTests with"]), (BEIJING, ["\nDimensions", "\nGot better"])],
    ids=["same-test", "changed-test"],
)
def test_where_the_test_changed_dimensions_come_first(words: tuple[str, ...], order: list[str]) -> None:
    assert sorted(order, key=run("diff", *words).out.index) == order


def test_full_detail_says_why_below_the_table_and_not_in_it(city: Path) -> None:
    for date, level in (("2021-03-11", "partial"), ("2022-01-01", "pass")):
        rated = {"level": level, "rationale": "The law says so."}
        write_assessment(city, date=date, ratings={"1.2": "pass", "2.1": rated})
    outcome = run("diff", "springfield", "--detail", "full", "--format", "markdown")
    assert outcome.code == 0
    table, _, below = outcome.out.partition("## 2.1 Stations: got better")
    assert "The law says so." not in table
    assert "**Rationale:** The law says so." in below
    assert "1.2" not in below, "nothing of it changed"


# Hostile texts --------------------------------------------------------------------------------------


# Terminals ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize("words", [UK, BEIJING, ("who-air-quality",)], ids=["uk", "beijing", "framework"])
def test_no_line_is_wider_than_the_screen(words: tuple[str, ...], columns: int) -> None:
    for detail in ("changes", "full"):
        outcome = run("diff", *words, "--detail", detail, "--all", columns=columns)
        assert (outcome.code, outcome.err) == (0, "")
        wide = [line for line in outcome.out.splitlines() if cell_len(line) > columns]
        assert not [line for line in wide if len(line.split()) > 1 and "/" not in line]


# Words that say no more than is so ----------------------------------------------------------------


def test_a_verdict_that_moved_without_a_real_change_is_marked(city: Path) -> None:
    for version, words, added, more in (
        ("3", "It is so.", [], {}),
        ("4", "It is quite so.", [judged("3.2")], {"replaces": "city-air@3"}),
    ):
        dimensions = [
            {"id": "1", "title": "One", "indicators": [judged("1.1")]},
            {"id": "2", "title": "Two", "indicators": [{**judged("2.1"), "requirement": words}]},
            {"id": "3", "title": "Three", "indicators": [judged("3.1"), *added]},
        ]
        write_framework(city, version=version, dimensions=dimensions, **more)
        level = "pass" if version == "3" else "fail"
        ratings = {"1.1": level, "2.1": level, "3.1": "pass"} | {each["id"]: "fail" for each in added}
        write_assessment(city, date=f"203{version}-01-01", framework=f"city-air@{version}", ratings=ratings)
    out = flat(run("diff", "springfield", columns=160).out)
    # 1 fell by what was done, 2 cannot be compared, 3 fell by what was added.
    assert "1 ✓ → ✗ One 100.0 → 0.0 −100.0 on 1 of 1" in out
    assert "2 ✓ → ✗ Two 100.0 → 0.0 cannot be told" in out
    assert "3 ✓ → ✗ Three * 100.0 → 50.0 0.0 on 1 of 2" in out
    assert "* by what is asked or rated, not by what was done." in out


def test_a_dimension_that_is_no_longer_there_is_shown(city: Path) -> None:
    # One and Two had 1.0 and 0.0; what was in Two is moved to Three.
    kept = {"id": "1", "title": "One", "indicators": [judged("1.1")]}
    second = [
        {"id": id, "title": title, "indicators": [judged("2.1")]}
        for id, title in (("2", "Two"), ("3", "Three"))
    ]
    write_framework(city, version="3", dimensions=[kept, second[0]])
    write_framework(city, version="4", dimensions=[kept, second[1]], replaces="city-air@3")
    ratings = {"1.1": "pass", "2.1": "fail"}
    write_assessment(city, date="2030-01-01", framework="city-air@3", ratings=ratings)
    write_assessment(city, date="2031-01-01", framework="city-air@4", ratings=ratings)
    out = flat(run("diff", "springfield", "--format", "plain", columns=160).out)
    assert "2 ✗ Fail Two 0.0, no longer there" in out
    assert "3 ✗ Fail Three new; 0.0" in out


def test_nested_dimensions_that_are_gone_are_told_apart(city: Path) -> None:
    # Two parts are gone, a group of one title in each; the second also had two subgroups of one title.
    kept = {"id": "kept", "title": "Kept", "indicators": [judged("a")]}
    old = {"id": "old", "title": "Old part", "dimensions": [group("g1", judged("b"))]}
    twins = [group("g3", judged("c")), group("g4", judged("d"))]
    other = {"id": "other", "title": "Other part", "dimensions": [{**group("g2"), "dimensions": twins}]}
    write_framework(city, version="3", dimensions=[kept, old, other])
    write_framework(city, version="4", dimensions=[kept], replaces="city-air@3")
    ratings = {"a": "pass", "b": "fail", "c": "pass", "d": "fail"}
    write_assessment(city, date="2030-01-01", framework="city-air@3", ratings=ratings)
    write_assessment(city, date="2031-01-01", framework="city-air@4", ratings={"a": "pass"})
    out = flat(run("diff", "springfield", "--format", "plain", columns=300).out)
    assert "old ✗ Fail Old part 0.0, no longer there g1 ✗ Fail Old part / Group 0.0, no longer there" in out
    assert "g3 ✓ Pass Other part / Group / Group 100.0, no longer there" in out
    assert "g4 ✗ Fail Other part / Group / Group 0.0, no longer there" in out


def test_a_dimension_with_nothing_on_either_side_is_left_out(city: Path) -> None:
    # Only Came is counted on the later side, only Went on the earlier, Asked never.
    def parts(came: str, went: str) -> list[dict[str, Any]]:
        return [
            {"id": "1", "title": "Kept", "indicators": [judged("1.1")]},
            {"id": "2", "title": "Came", "indicators": [{**judged("2.1"), "state": came}]},
            {"id": "3", "title": "Went", "indicators": [{**judged("3.1"), "state": went}]},
            {"id": "4", "title": "Asked", "dimensions": [group("4a", {**judged("4.1"), "state": "future"})]},
        ]

    gone = [group("gone", {**judged("5.1"), "state": "retired"})]
    write_framework(city, version="3", dimensions=[*parts("future", "active"), *gone])
    write_framework(city, version="4", dimensions=parts("active", "retired"), replaces="city-air@3")
    for version in ("3", "4"):
        date, framework = f"203{version}-01-01", f"city-air@{version}"
        write_assessment(city, date=date, framework=framework, ratings={"1.1": "pass"})
    plain = run("diff", "springfield", "--format", "plain", columns=160).out
    table = plain[plain.index("Dimensions") :]
    assert "Came" in table
    assert "Went" in table
    assert "Asked" not in plain
    assert "Group" not in plain
    content = diff_json("springfield")
    assert [each["id"] for each in content["dimensions"]] == ["1", "2", "3", "4"]


def test_of_one_date_only_a_record_that_differs_was_changed(repository: Path) -> None:
    path = "assessments/springfield/2021-03-11.yaml"
    changed = "The record was changed"
    out = flat(run("diff", path).out)
    assert "no rating changed" in out and changed not in out
    write_framework(repository, title="Another title")
    out = flat(run("diff", path).out)
    assert "no rating changed" in out and changed not in out
    assert "The test's text is not the same on both sides" in out
    write_assessment(repository, ratings={"1.2": "pass"})
    assert changed in flat(run("diff", path).out)


def test_a_record_is_corrected_only_where_a_correction_was_added(repository: Path) -> None:
    """As SC510 has it: a first answer needs no entry, nor does a draft."""
    path = "assessments/springfield/2021-03-11.yaml"
    entry = {"date": "2021-04-01", "text": "2.1 was misread."}

    def said(**keys: Any) -> str:
        write_assessment(repository, **keys)
        return flat(run("diff", path, columns=200).out)

    out = said(ratings=BETTER)
    assert "changed after publication, without a new correction: 1 up" in out
    assert "The record was changed after publication, without a new correction; this is no change" in out
    out = said(ratings=BETTER, corrections=[entry])
    assert "· corrected: 1 up" in out
    assert "The record was corrected; this is no change in the world." in out
    commit_all(repository)
    out = said(ratings=WORSE, corrections=[entry])
    assert "changed after publication, without a new correction: none up, 1 down" in out
    write_assessment(repository, ratings=BETTER, stage="draft")
    commit_all(repository)
    out = said(ratings=WORSE)
    assert "changed: none up, 1 down" in out and "The record was changed; this is no" in out


# A folder at a revision ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("HEAD:assessments", 2),
        ("HEAD:assessments/", 2),
        ("HEAD:./assessments/springfield/", 2),
        ("HEAD:", 2),
        ("HEAD:.", 2),
        ("HEAD~1:assessments", 1),
    ],
)
def test_a_folder_at_a_revision_is_every_assessment_that_was_in_it(
    repository: Path, words: str, found: int
) -> None:
    run_git(repository, "rm", "--quiet", "--cached", "assessments/springfield/2022-01-01.yaml")
    commit_all_but = run_git(repository, "commit", "--quiet", "--message=one")
    assert commit_all_but == ""
    commit_all(repository)
    (repository / "assessments/springfield/2021-03-11.yaml").unlink()
    content = json.loads(run("assess", words, "--format", "json").out)
    revision = words.partition(":")[0]
    assert [each["path"] for each in content["scorecards"]] == [
        f"{revision}:assessments/springfield/{day}.yaml" for day in ("2021-03-11", "2022-01-01")[:found]
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("HEAD:frameworks", "there are no assessments in HEAD:frameworks"),
        ("HEAD:nowhere", "there is no such file at HEAD"),
    ],
)
def test_a_folder_at_a_revision_without_assessments_is_not_found(
    repository: Path, words: str, said: str
) -> None:
    outcome = run("assess", *words.split())
    assert (outcome.code, outcome.out) == (3, "")
    assert said in outcome.err


def test_diff_takes_no_folder_at_a_revision(repository: Path) -> None:
    outcome = run("diff", "HEAD:assessments/springfield", FIRST)
    assert (outcome.code, outcome.out) == (2, "")
    assert "HEAD:assessments/springfield is a folder" in outcome.err
