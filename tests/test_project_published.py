"""`validate --since REV`: what was published at a git revision, and what became of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.builders import (
    assessment_data,
    commit_all,
    init_repository,
    run_git,
    write_assessment,
    write_framework,
    write_project,
    write_text,
    write_yaml,
)
from tests.commands import Outcome, run

PATH = "assessments/springfield/2021-03-11.yaml"
FRAMEWORK = "frameworks/city-air@2.0.yaml"
SCALE = [
    {"id": "pass", "value": "1", "status": "pass"},
    {"id": "partial", "value": "0.4", "status": "partial"},
    {"id": "fail", "value": "0", "status": "fail"},
]
CLEAN = "0 errors, 0 warnings\n"
TEXT = """\
kind: assessment
framework: city-air@2.0
subject: {id: springfield, name: Springfield, tags: [coast]}
date: 2021-03-11
assessors: A. Person
sources:
  plan: {title: Air plan}
ratings:
  "1.1": 4.2
  "1.2":
    level: fail
    rationale: Announced, not enacted.
  "2.1":
    level: partial
    rationale: Half of them stand.
    evidence: {source: plan, locator: p. 3}
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the working directory: a project below the top of a repository, published at `main`."""
    init_repository(tmp_path)
    root = write_project(tmp_path / "policies")
    write_text(root / PATH, TEXT)
    commit_all(tmp_path)
    run_git(tmp_path, "branch", "published")
    monkeypatch.chdir(root)
    return root


def since(*words: str, revision: str = "published") -> Outcome:
    """Look at what only a comparison shows, at what is looked up, and at comments that answer nothing."""
    chosen = "SC030,SC24,SC401,SC402,SC5"
    return run("validate", "--since", revision, "--format", "concise", "--select", chosen, *words)


def remarks(*words: str, revision: str = "published") -> list[str]:
    """Return what is said as `line:column code` of the one file, or `path:line:column code` of another."""
    found = [line.split(" ") for line in since(*words, revision=revision).out.splitlines()]
    return [f"{place.removeprefix(f'{PATH}:').removesuffix(':')} {code}" for place, _, code, *_ in found]


def rewrite(root: Path, old: str, new: str) -> None:
    text = (root / PATH).read_text(encoding="utf-8")
    assert text.count(old) == 1
    write_text(root / PATH, text.replace(old, new))


CORRECTION = "corrections: {date: 2021-05-01, text: It was set right.}\nratings:"


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("level: fail", "level: pass", "11:12"),
        ("level: fail", "level: not-applicable", "11:12"),
        ("    level: fail\n", "", "10:3"),
        ('"1.1": 4.2', '"1.1": 4.3', "9:10"),
        ('"1.1": 4.2', '"1.1": {measured: 4.3}', "9:21"),
        ('"1.1": 4.2', '"1.1": {level: not-applicable}', "9:18"),
        ('  "1.1": 4.2\n', "", "8:1"),
        ("date: 2021-03-11", "date: 2021-03-11\nstage: draft", "5:8"),
        (", tags: [coast]", ", tags: [port]", "3:53"),
        (", tags: [coast]", "", "3:1"),
    ],
)
def test_a_published_assessment_that_says_something_else_needs_a_correction(
    root: Path, old: str, new: str, place: str
) -> None:
    rewrite(root, old, new)
    assert since().code == 1
    assert remarks() == [f"{place} SC510"]
    rewrite(root, "ratings:", CORRECTION)
    assert (since().code, remarks()) == (0, [])
    assert remarks(revision="HEAD") == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"1.1": 4.2', '"1.1": 4.20'),
        ('"1.1": 4.2', '"1.1": {measured: 4.2, rationale: ""}'),
        ("city-air@2.0", "city-air@2"),
        ("name: Springfield", "name: Town of Springfield"),
        ("tags: [coast]", "tags: coast"),
        ("rationale: Announced, not enacted.", "rationale: |\n      Announced,\n      not enacted."),
        ("ratings:", "x-own: 1\nratings:"),
    ],
)
def test_what_is_written_otherwise_and_says_the_same_needs_none(root: Path, old: str, new: str) -> None:
    rewrite(root, old, new)
    assert [each for each in remarks() if "SC51" in each] == []


def test_the_words_say_what_was_and_what_is(root: Path) -> None:
    rewrite(root, "level: fail", "level: pass")
    outcome = run("validate", "--since", "published", "--select", "SC5")
    assert outcome.code == 1
    assert outcome.out == (
        f"{PATH}:11:12: error SC510 changed-without-correction\n"
        "  11 |     level: pass\n"
        "     |            ^^^^\n"
        "  1.2 was fail at published, is pass, and has no correction\n"
        "  help: put it back, or add an entry to corrections that says so, and keep the\n"
        "        others as they are\n"
    )
    assert outcome.err.endswith("\n2 files checked: 1 error, 0 warnings\n")


def test_a_first_answer_needs_none(root: Path) -> None:
    rewrite(root, "level: fail\n    rationale: Announced, not enacted.", "level: not-rated")
    commit_all(root.parent)
    rewrite(root, "level: not-rated", "level: fail\n    rationale: Announced.")
    assert remarks(revision="HEAD") == []


def test_an_entry_of_corrections_that_is_gone_is_none_that_was_added(root: Path) -> None:
    rewrite(root, "ratings:", CORRECTION)
    commit_all(root.parent)
    rewrite(root, "It was set right.", "Something else.")
    assert remarks(revision="HEAD") == []
    rewrite(root, "level: fail", "level: pass")
    assert remarks(revision="HEAD") == ["12:12 SC510"]


def test_other_reasons_are_a_warning_that_names_the_indicators(root: Path) -> None:
    rewrite(root, "Announced, not enacted.", "Announced for 2023.")
    rewrite(root, "locator: p. 3", "locator: p. 4")
    outcome = since()
    assert outcome.code == 0
    assert outcome.out.startswith(f"{PATH}:10:3: warning SC511 ")
    assert "other rationale or evidence than at published, where this is final: 1.2, 2.1" in outcome.out
    assert since("--strict").code == 1
    rewrite(root, "ratings:", CORRECTION)
    assert (since("--strict").code, remarks()) == (0, [])


def test_of_a_dimension_other_reasons_are_that_warning_too(root: Path) -> None:
    rewrite(root, "ratings:", 'ratings:\n  "1": {rationale: Weak on law.}')
    assert remarks() == ["9:3 SC511"]
    commit_all(root.parent)
    assert remarks(revision="HEAD") == []
    rewrite(root, "Weak on law.", "Strong on law.")
    assert remarks(revision="HEAD") == ["9:3 SC511"]


def test_a_comment_answers_that_warning_and_is_no_unused_one_without_the_comparison(root: Path) -> None:
    rewrite(root, "Announced, not enacted.", "Announced for 2023.")
    rewrite(root, '"1.2":', '"1.2":  # scorecard: ignore[SC511] a slip of the pen')
    assert (since("--strict").code, remarks()) == (0, [])
    assert "SC030" not in run("validate").out


def test_what_is_gone_is_told_at_its_old_place(root: Path) -> None:
    (root / PATH).unlink()
    outcome = since()
    assert outcome.code == 1
    assert outcome.out.startswith(f"{PATH}:1:1: error SC512 ")
    assert "springfield@2021-03-11 is final at published and is gone" in outcome.out
    assert [each["path"] for each in json.loads(since("--format", "json").out)["diagnostics"]] == [PATH]


def test_what_was_moved_is_not_gone(root: Path) -> None:
    """A folder that has another name is the same assessment; another date needs a correction."""
    (root / PATH).unlink()
    write_text(
        root / "assessments/shelbyville/2021-03-11.yaml", TEXT.replace("id: springfield", "id: shelbyville")
    )
    assert remarks() == []
    (root / "assessments/shelbyville/2021-03-11.yaml").unlink()
    write_text(
        root / "assessments/springfield/2021-03-12.yaml", TEXT.replace("date: 2021-03-11", "date: 2021-03-12")
    )
    assert remarks() == ["assessments/springfield/2021-03-12.yaml:4:7 SC510"]


def test_drafts_were_not_published(root: Path) -> None:
    draft = write_assessment(root, date="2021-06-01", stage="draft")
    gone = write_assessment(root, date="2021-08-01", stage="draft", ratings={"1.2": "pass"})
    broken = write_assessment(root, date="2021-09-01", stage="draft", ratings={"1.2": ["pass"]})
    commit_all(root.parent)
    write_assessment(root, date=draft.stem, ratings={"1.2": "pass"})
    write_assessment(root, date=broken.stem, stage="draft", ratings={"1.2": "pass"})
    gone.unlink()
    assert [each for each in remarks(revision="HEAD") if "SC51" in each] == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("sources:", "colour: blue\nsources:", ["1:1 SC513", "11:12 SC510"]),
        ("locator: p. 3", "page: 3", ["1:1 SC513", "10:3 SC511", "11:12 SC510"]),
        ("level: fail", "levl: fail", ["1:1 SC513"]),
        ("level: fail", "level: nonsense", ["11:12 SC510"]),
        ("level: fail", "level: [fail]", ["1:1 SC513"]),
        ("ratings:", "ratings: {", ["1:1 SC513"]),
        ("date: 2021-03-11", "date: 2021-03-12", ["4:7 SC510", "11:12 SC510"]),
    ],
)
def test_what_had_errors_is_compared_as_far_as_it_can_be_read(
    root: Path, old: str, new: str, expected: list[str]
) -> None:
    """Two pushes, one with an error and one without, do not get round the guard without a word."""
    rewrite(root, old, new)
    commit_all(root.parent)
    write_text(root / PATH, TEXT.replace("level: fail", "level: pass"))
    found = [each for each in remarks(revision="HEAD") if "SC511" not in each]
    assert found == [each for each in expected if "SC511" not in each]


def test_what_cannot_be_told_is_a_warning_that_says_so(root: Path) -> None:
    rewrite(root, "ratings:", "ratings: {")
    commit_all(root.parent)
    assert (since(revision="HEAD").code, "SC513" in since(revision="HEAD").out) == (1, False)
    write_text(root / PATH, TEXT)
    outcome = since(revision="HEAD")
    assert (outcome.code, outcome.err.splitlines()[-1]) == (0, "2 files checked: 0 errors, 1 warning")
    assert (
        f"{PATH}:1:1: warning SC513 springfield@2021-03-11 had errors at HEAD: what changed since then cannot"
        in outcome.out
    )
    assert since("--strict", revision="HEAD").code == 1
    (root / PATH).unlink()
    outcome = since(revision="HEAD")
    assert outcome.code == 0
    assert (
        f"{PATH}:1:1: warning SC513 springfield@2021-03-11 had errors at HEAD and is gone: what"
        in outcome.out
    )


def test_what_had_a_key_that_is_not_known_and_is_gone_is_gone(root: Path) -> None:
    rewrite(root, "sources:", "colour: blue\nsources:")
    commit_all(root.parent)
    (root / PATH).unlink()
    assert remarks(revision="HEAD") == ["1:1 SC512"]
    write_text(
        root / "assessments/shelbyville/2021-03-11.yaml", TEXT.replace("id: springfield", "id: shelbyville")
    )
    assert remarks(revision="HEAD") == ["assessments/shelbyville/2021-03-11.yaml:1:1 SC513"]


def test_a_framework_that_had_errors_is_compared_or_said_not_to_be(root: Path) -> None:
    """Its assessments are compared too; its digest is, where there are all the parts of one."""
    good = (root / FRAMEWORK).read_text(encoding="utf-8")
    write_framework(root, replaces="city-air@2.0")
    commit_all(root.parent)
    assert run("validate", "--select", "SC2").code == 1
    write_framework(root)
    assert remarks(revision="HEAD") == []
    write_framework(root, pass_when="any")
    rewrite(root, "level: fail", "level: pass")
    assert remarks(revision="HEAD") == ["11:12 SC510", f"{FRAMEWORK}:3:10 SC241"]
    write_text(root / FRAMEWORK, f"colour: blue\n{good}")
    commit_all(root.parent)
    write_framework(root, pass_when="any")
    rewrite(root, "level: pass", "level: fail")
    assert remarks(revision="HEAD") == ["11:12 SC510", f"{FRAMEWORK}:1:1 SC513"]


def test_a_framework_that_something_was_published_under(root: Path) -> None:
    """It is told at its version, its assessments are checked against it all the same, and it is scored."""
    write_framework(root, pass_when="any")
    rewrite(root, '"1.2":', '"1.3":')
    commit_all(root.parent)
    outcome = since()
    assert outcome.code == 1
    assert [line.split(" ")[:3:2] for line in outcome.out.splitlines()] == [
        [f"{PATH}:8:1:", "SC510"],
        [f"{PATH}:10:3:", "SC402"],
        [f"{FRAMEWORK}:3:10:", "SC241"],
    ]
    assert (
        "city-air@2.0 judges otherwise than at published, where final assessments are under it" in outcome.out
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Another"},
        {"version": "2"},
        {"note": "Read this."},
        {"score_out_of": "5"},
        {"element_label": "Question"},
        {"verdict": "by-rules"},
        {"grades": []},
    ],
)
def test_a_framework_that_judges_as_it_did_may_change(root: Path, changes: dict[str, Any]) -> None:
    write_framework(root, **changes, file="city-air@2.0.yaml")
    assert remarks() == []


@pytest.mark.parametrize("changes", [{"grades": {"id": "any"}}, {"scales": {"rating": SCALE}}])
def test_a_framework_that_gives_other_grades_or_scores_may_not(root: Path, changes: dict[str, Any]) -> None:
    write_framework(root, **changes, file="city-air@2.0.yaml")
    assert remarks() == [f"{FRAMEWORK}:3:10 SC241"]


def test_a_framework_under_which_there_are_drafts_alone_may_change(root: Path) -> None:
    write_framework(root, "town", "1")
    write_assessment(root, "shelbyville", framework="town@1", stage="draft")
    commit_all(root.parent)
    write_framework(root, "town", "1", pass_when="any")
    assert remarks(revision="HEAD") == ["frameworks/town@1.yaml:3:10 SC240"]


def test_another_version_in_place_is_a_framework_that_is_not_there(root: Path) -> None:
    (root / FRAMEWORK).unlink()
    write_framework(root, version="2.1", pass_when="any")
    assert remarks() == ["2:12 SC401"]


def test_another_framework_is_another_verdict(root: Path) -> None:
    write_framework(root, version="2.1")
    rewrite(root, "city-air@2.0", "city-air@2.1")
    assert remarks() == ["2:12 SC510"]


def test_paths_choose_what_is_compared(root: Path) -> None:
    rewrite(root, "level: fail", "level: pass")
    write_yaml(root / "assessments/shelbyville/2021-03-11.yaml", assessment_data("shelbyville"))
    commit_all(root.parent)
    (root / "assessments/shelbyville/2021-03-11.yaml").unlink()
    write_yaml(
        root / "assessments/shelbyville/2022-03-11.yaml",
        assessment_data("shelbyville", "2022-03-11", ratings={}),
    )
    rewrite(root, "level: pass", "level: fail")
    gone = "assessments/shelbyville/2021-03-11.yaml:1:1 SC512"
    for words in ([], ["assessments/"], ["./"]):
        assert remarks(*words, revision="HEAD") == [gone, "11:12 SC510"]
    for words in (["shelbyville"], ["assessments/shelbyville/"]):
        assert remarks(*words, revision="HEAD") == [gone]
    for words in (["springfield"], [PATH], ["springfield@2021-03-11"], ["assessments/springfield"]):
        assert remarks(*words, revision="HEAD") == ["11:12 SC510"]


def test_where_there_was_no_project_it_is_said_that_nothing_was_compared(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamed = root.rename(root.parent / "indicators")
    monkeypatch.chdir(renamed)
    rewrite(renamed, "level: fail", "level: pass")
    said = "At published there is no project at indicators/: nothing was compared\n"
    assert (since().code, since().out, since().err) == (
        0,
        "",
        f"{said}Left out by the command line: 0 errors, 2 warnings\n2 files checked: 0 errors, 0 warnings\n",
    )
    monkeypatch.chdir(root.parent)
    assert said in since("--project", "indicators").err


def test_outside_a_repository_it_cannot_be_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write_project(tmp_path))
    outcome = run("validate", "--since", "HEAD")
    assert (outcome.code, outcome.out) == (3, "")
    assert "not a git repository" in outcome.err


def test_assess_scores_what_only_a_comparison_shows(root: Path) -> None:
    write_framework(root, pass_when="any")
    commit_all(root.parent)
    assert run("assess", "springfield").code == 0
