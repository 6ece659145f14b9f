"""`scorecard rate --as` as assessors meet it: a mark of their own, which shows nothing of what others say."""

from pathlib import Path

import pytest

from scorecard.model.digest import framework_digest
from scorecard.model.framework import Framework
from scorecard.reading.document import parse_document
from tests.builders import (
    framework_data,
    to_yaml,
    write_assessment,
    write_framework,
    write_mark,
    write_reply,
    write_text,
)
from tests.commands import Outcome, run

FILE = "assessments/springfield/2021-03-11.yaml"
FOLDER = "reviews/springfield/2021-03-11"
DIGEST = framework_digest(Framework.model_validate(parse_document(to_yaml(framework_data()).encode()).data))
SECRETS = {"1.2": {"level": "fail", "rationale": "Announced in secret."}, "2.1": "partial"}
EMPTY = f"""\
kind: mark
of: springfield@2021-03-11
framework: "city-air@2.0"
framework_digest: {DIGEST}
assessor: anna
round: 1
stage: draft
"""


@pytest.fixture(autouse=True)
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with an assessment of which something is rated, an earlier one, and a mark of ben's."""
    write_framework(tmp_path)
    write_assessment(tmp_path, stage="draft", ratings=SECRETS)
    write_assessment(
        tmp_path, date="2020-01-01", ratings={"1.2": {"level": "pass", "rationale": "Last year."}}
    )
    write_mark(tmp_path, "ben", {"1.2": {"level": "partial", "rationale": "Half of it, says Ben."}})
    write_reply(tmp_path, {"1.2": {"answer": "disputes", "proposes": "pass", "text": "The letter sets it."}})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def mark(*lines: str, who: str = "anna", options: tuple[str, ...] = ()) -> Outcome:
    """Answer questions by lines from a pipe."""
    words = ("rate", "springfield", "--as", who, *options)
    outcome = run(*words, stdin="".join(f"{line}\n" for line in lines))
    assert outcome.out == ""
    return outcome


def text(name: str = "anna") -> str:
    return Path(f"{FOLDER}/{name}.yaml").read_bytes().decode("utf-8")


def test_a_mark_begins_empty_and_shows_nothing_of_what_others_say() -> None:
    before = Path(FILE).read_bytes()
    outcome = mark()
    assert outcome.code == 0
    assert text() == EMPTY
    assert Path(FILE).read_bytes() == before
    told = " ".join(outcome.err.split())
    assert "Marks anna" in told
    assert "neither its ratings nor other marks are shown" in told
    for word in ("Announced", "Ben", "letter", "Last year", "Last time", "Partial: partial"):
        assert word not in told
    assert "Complete 0 of 3" in told
    assert run("validate", "--strict", f"{FOLDER}/anna.yaml").code == 0


def test_answers_go_into_the_mark_and_it_is_final_on_request() -> None:
    answers = (
        "4.2",
        "Mean.",
        "",
        "plan",
        "table 3",
        "",
        "",
        "",
        "pass",
        "Enacted.",
        "",
        "",
        "fail",
        "",
        "",
        "1",
    )
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    outcome = mark(*answers)
    assert outcome.code == 0
    after = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    assert after == {**before, Path(f"{FOLDER}/anna.yaml"): text().encode()}, "no other file is written"
    assert text() == EMPTY.replace("draft", "final") + (
        'ratings:\n  "1.1":\n    measured: 4.2\n    rationale: |\n      Mean.\n    evidence:\n'
        "      - source: plan\n        locator: table 3\n"
        '  "1.2":\n    level: pass\n    rationale: |\n      Enacted.\n  "2.1":\n    level: fail\n'
    )
    assert outcome.err.endswith(
        "It is final now.\n\nNext:\n  scorecard agree springfield@2021-03-11\n"
        "      compares the marks that are final\n"
    )


def test_a_source_of_ones_own_stands_before_the_ratings() -> None:
    mark("s", "pass", "", "n", "Law of 2021", "law", "", "", "", "s. 1", "", "", "", "q")
    assert text() == EMPTY + (
        "sources:\n  law:\n    title: Law of 2021\n"
        'ratings:\n  "1.2":\n    level: pass\n    evidence:\n      - source: law\n        locator: s. 1\n'
    )


def test_it_goes_on_where_it_was_left() -> None:
    mark("4.2", "Mean.", "", "", "q")
    outcome = mark("q")
    assert "2 of 3: 1.2 Limits in law" in outcome.err
    assert "scorecard rate springfield@2021-03-11 --as anna\n" in outcome.err


def test_a_mark_may_be_set_without_questions_and_is_no_file_before_all_is_right() -> None:
    outcome = run("rate", "springfield", "--as", "anna", "--set", "1.2=passed")
    assert (outcome.code, outcome.out) == (2, "")
    assert not Path(f"{FOLDER}/anna.yaml").exists()
    words = ("--set", "1.2=pass", "--rationale", "Enacted.", "--stage", "final")
    outcome = run("rate", "springfield", "--as", "anna", *words)
    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err == (
        f"{FOLDER}/anna.yaml\n\n- 1.2: not-rated → pass\n- 1.2 rationale: written\n- stage: draft → final\n"
        "- still not rated: 1.1, 2.1\n"
    )
    assert text().endswith('ratings:\n  "1.2":\n    level: pass\n    rationale: |\n      Enacted.\n')


def test_a_mark_becomes_final_whatever_it_leaves_open_of_the_assessment() -> None:
    write_assessment(Path(), ratings=SECRETS)
    outcome = run("rate", "springfield", "--as", "anna", "--set", "1.2=pass", "--stage", "final")
    assert outcome.code == 0
    assert "SC610" in run("validate", "--format", "concise").out
    outcome = run("rate", "springfield", "--as", "anna", "--set", "1.2=partial")
    assert (outcome.code, "- 1.2: pass → partial\n" in outcome.err) == (0, True)


def test_another_rating_under_the_reason_of_the_one_before_is_warned_of() -> None:
    write_mark(Path(), "anna", {"1.2": {"level": "pass", "rationale": "Enacted."}})
    outcome = run("rate", "springfield", "--as", "anna", "--set", "1.2=fail")
    assert outcome.code == 0
    assert (
        "warning: 1.2 is rated otherwise now, and its rationale is that of the rating before" in outcome.err
    )


def test_a_later_round_is_a_file_of_its_own_and_begins_empty_too() -> None:
    write_mark(Path(), "anna", {"1.2": {"level": "pass", "rationale": "First thought."}})
    outcome = mark("q", options=("--round", "2"))
    assert text("anna-2") == EMPTY.replace("round: 1", "round: 2")
    assert "anna, round 2" in outcome.err
    assert "First thought." not in outcome.err
    assert "scorecard rate springfield@2021-03-11 --as anna --round 2\n" in outcome.err


def test_the_dialogue_of_a_later_round_does_not_ask_for_the_rest() -> None:
    mark("q")
    told = mark("g 1.2\nfail\nNo.\n\nq", options=("--round", "2")).err
    assert "Ratings   1 of 1 fails\n" in told
    assert "Not rated" not in told[told.index("All answers are saved") :]
    assert "Complete  1 of 1\n" in told


def test_what_a_later_round_leaves_out_is_not_called_missing() -> None:
    write_mark(Path(), "anna", {"1.2": "pass", "2.1": "pass"})
    words = ("rate", "springfield", "--as", "anna", "--round", "2", "--set", "1.2=fail", "--rationale", "No.")
    outcome = run(*words, "--stage", "final")
    assert (outcome.code, outcome.out) == (0, "")
    assert "- stage: draft → final\n" in outcome.err
    assert "still not rated" not in outcome.err


def test_marks_are_shown_on_request_alone_and_the_mark_says_so_before_they_are() -> None:
    outcome = mark("s", options=("--show-marks",))
    assert text() == EMPTY.replace("stage:", "independent: false\nstage:")
    told = " ".join(outcome.err.split())
    assert "this mark says that it is not independent" in told
    for words in (
        "Assessment ✗ Fail ben ◐ Partial City of Springfield disputes it, proposes Pass",
        "Assessment, rationale: > Announced in secret.",
        "ben, rationale: > Half of it, says Ben.",
        "City of Springfield, rationale: > The letter sets it.",
    ):
        assert words in told


def test_a_mark_that_claimed_to_be_independent_no_longer_does() -> None:
    write_text(Path(f"{FOLDER}/anna.yaml"), EMPTY.replace("stage:", "independent: true  # alone\nstage:"))
    mark("q")
    assert "independent: true  # alone\n" in text()
    mark("q", options=("--show-marks",))
    assert "independent: false  # alone\n" in text()


def test_independence_is_claimed_by_a_person_alone() -> None:
    mark("q", options=("--independent",))
    assert "round: 1\nindependent: true\nstage: draft\n" in text()
    mark("q", options=("--show-marks",))
    outcome = mark(options=("--independent",))
    assert outcome.code == 2
    assert "was made with other marks in sight" in outcome.err
    assert "independent: false\n" in text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--as", "reply"), 'no assessor can be called "reply"'),
        (("--as", "anna-2"), 'no assessor can be called "anna-2"'),
        (("--as", "Anna"), 'no assessor can be called "Anna"'),
        (("--as", "../anna"), 'no assessor can be called "../anna"'),
        (("--as", "anna", "--round", "0"), "--round 0 is no round"),
        (("--as", "anna", "--show-marks", "--independent"), "a mark is not independent of what is shown"),
        (
            ("--as", "anna", "--set", "1.2=pass", "--correction", "x"),
            "--correction is for a final assessment",
        ),
        (("--show-marks",), "--round, --show-marks and --independent are about a mark"),
    ],
)
def test_what_is_no_mark_is_refused(words: tuple[str, ...], said: str) -> None:
    outcome = run("rate", "springfield", *words)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err
    assert not Path(f"{FOLDER}/anna.yaml").exists()


def test_a_mark_by_another_version_is_not_gone_on_with() -> None:
    write_framework(Path(), version="3")
    write_mark(Path(), "anna", {"1.2": "pass"}, framework="city-air@3")
    outcome = run("rate", "springfield", "--as", "anna", "--set", "1.2=fail")
    assert (outcome.code, outcome.out) == (1, "")
    assert "SC602" in outcome.err
    assert '"1.2": pass' in text()


def test_a_file_outside_a_project_has_no_place_for_marks(tmp_path: Path) -> None:
    lone = write_text(tmp_path / "elsewhere.yaml", Path(FILE).read_text("utf-8"))
    outcome = run("rate", str(lone), "--as", "anna")
    assert (outcome.code, outcome.out) == (2, "")
    assert "it has no place for marks" in outcome.err


def test_editors_are_told_the_schema_of_a_mark_where_the_project_has_one() -> None:
    write_text(Path("schemas/mark.schema.json"), "{}")
    mark("q")
    assert text().startswith(
        "# yaml-language-server: $schema=../../../schemas/mark.schema.json\nkind: mark\n"
    )
