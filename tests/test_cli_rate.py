"""`scorecard rate` as a user meets it: options, questions read from a pipe, files that change meanwhile."""

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.builders import (
    BROKEN,
    assessment_data,
    framework_data,
    indicator,
    to_yaml,
    write_assessment,
    write_framework,
    write_text,
    write_yaml,
)
from tests.cases import read_refusals
from tests.commands import Outcome, run, start
from tests.conftest import Golden

SOURCES = {"act": {"title": "Clean Air Act", "date": "2020"}}
DRAFT = {"1.1": {"level": "not-rated"}, "1.2": {"level": "not-rated"}, "2.1": {"level": "not-rated"}}
FILE = "assessments/springfield/2021-03-11.yaml"


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with an unrated draft, and the working directory in it."""
    write_framework(tmp_path, sources=SOURCES, evidence="required-for-pass")
    write_assessment(tmp_path, stage="draft", ratings=DRAFT)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    return tmp_path


def text(path: str = FILE) -> str:
    return Path(path).read_bytes().decode("utf-8")


def rate(*lines: str, target: str = "springfield", columns: int = 80) -> Outcome:
    """Answer questions by lines from a pipe."""
    outcome = run("rate", target, stdin="".join(f"{line}\n" for line in lines), columns=columns)
    assert outcome.out == ""
    return outcome


def setting(*words: str, target: str = "springfield") -> Outcome:
    return run("rate", target, *words)


def refused(outcome: Outcome, *, code: int = 2) -> str:
    """Check that nothing was written and return what was said, in one line."""
    assert (outcome.code, outcome.out) == (code, "")
    assert text() == to_yaml(assessment_data(stage="draft", ratings=DRAFT))
    return " ".join(outcome.err.split())


# Options ----------------------------------------------------------------------------------------


def test_set_writes_one_rating_and_says_what_was_set(city: Path) -> None:
    before = text()
    words = (
        "--set",
        "1.2=pass",
        "--rationale",
        "Enacted.",
        "--evidence",
        "act:s. 12",
        "--quote",
        "the words",
    )
    outcome = setting(*words, "--confidence", "high", "--recommendation", "More.")
    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err == (
        f"{FILE}\n\n"
        "- 1.2: not-rated → pass\n"
        "- 1.2 rationale: written\n"
        "- 1.2 recommendation: written\n"
        "- 1.2 confidence: not said → high\n"
        "- 1.2 evidence: act, s. 12, the words (added)\n"
    )
    assert text() == before.replace(
        '"1.2":\n    level: not-rated\n',
        '"1.2":\n    level: pass\n    rationale: |\n      Enacted.\n    evidence:\n      - source: act\n'
        "        locator: s. 12\n        quote: the words\n    confidence: high\n"
        "    recommendation: |\n      More.\n",
    )


def test_set_may_be_repeated_and_measures(city: Path) -> None:
    before = text()
    outcome = setting("--set", "1.1=7.5", "--set", "2.1=fail", "--stage", "final")
    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err == (
        f"{FILE}\n\n"
        "- 1.1: not-rated → 7.5 µg/m³\n"
        "- 2.1: not-rated → fail\n"
        "- stage: draft → final\n"
        "- still not rated: 1.2\n"
        "- without a reason: 1.1, 2.1\n"
    )
    assert text() == before.replace("stage: draft", "stage: final").replace(
        '"1.1":\n    level: not-rated', '"1.1":\n    measured: 7.5'
    ).replace('"2.1":\n    level: not-rated', '"2.1":\n    level: fail')


def test_what_was_carried_over_and_not_confirmed_is_told_of_what_is_made_final(city: Path) -> None:
    carried = {"level": "fail", "rationale": "Then.", "x-review": "carried over from springfield@2020-01-01"}
    write_assessment(city, stage="draft", ratings={"1.1": "11", "1.2": carried, "2.1": carried})
    outcome = setting("--stage", "final")
    assert outcome.code == 0
    assert "- still to confirm: 1.2, 2.1\n" in outcome.err
    assert "SC314" in run("validate").out
    assert setting("--set", "1.2=fail", "--set", "2.1=fail", "--stage", "final").code == 0
    assert "SC314" not in run("validate").out


def test_a_percentage_is_advised_by_the_unit(city: Path) -> None:
    framework = next((city / "frameworks").iterdir())
    write_text(framework, framework.read_text(encoding="utf-8").replace("µg/m³", "% of days"))
    assert refused(setting("--set", "1.1=91%")).endswith('"91%" is not a number in % of days: write 91')
    assert '"91%" is not a number: write 91.' in " ".join(rate("91%", "q").err.split())


def test_a_rationale_replaces_and_evidence_is_added(city: Path) -> None:
    setting("--set", "1.2=fail", "--rationale", "Old.", "--evidence", "act: s. 1")
    outcome = setting("--set", "1.2=fail", "--rationale", "New.\n\nLonger.", "--evidence", "plan")
    assert outcome.err == (
        f"{FILE}\n\n- 1.2: fail, as before\n- 1.2 rationale: replaced\n- 1.2 evidence: plan (added)\n"
    )
    assert (
        '"1.2":\n    level: fail\n    rationale: |\n      New.\n\n      Longer.\n    evidence:\n'
        "      - source: act\n        locator: s. 1\n      - source: plan\n" in text()
    )


def test_set_loses_nothing_of_what_is_there(city: Path) -> None:
    before = (
        "# Top\r\nkind: assessment\r\nframework: city-air@2.0 # pinned\r\n"
        "subject: {id: springfield, name: 'S'}\r\ndate: 2021-03-11\r\nstage: draft\r\n"
        "ratings:\r\n  # Of the law\r\n  '1.2': # two\r\n"
        "    x-review: carried over from springfield@2020-01-01; confirm or change it\r\n"
        "    level: fail # why\r\n    rationale: >-\r\n"
        "      Folded\r\n      text.\r\n"
        "    evidence: {source: act, locator: s. 1} # there\r\n"
        "    working_note: Mine.\r\n    x-mine: [a, b]\r\n  2.1: partial # bare\r\n"
    )
    write_text(city / FILE, before)
    assert setting("--set", "1.2=partial", "--set", "2.1=fail").code == 0
    review = before[before.index("    x-review") : before.index("    level")]
    assert text() == before.replace(review, "").replace("level: fail #", "level: partial #").replace(
        "2.1: partial #", "2.1: fail #"
    )


def test_nothing_is_written_where_nothing_changes(city: Path) -> None:
    before = os.stat(FILE).st_mtime_ns, os.stat(FILE).st_ino
    outcome = setting("--set", "1.2=not-rated", "--stage", "draft")
    assert (outcome.code, outcome.err) == (
        0,
        f"{FILE}\n\n- 1.2: not-rated, as before\n- stage: draft, as before\n",
    )
    assert (os.stat(FILE).st_mtime_ns, os.stat(FILE).st_ino) == before


@pytest.mark.parametrize(("words", "code", "said"), read_refusals("rate"))
def test_everything_is_checked_before_anything_is_written(
    city: Path, words: list[str], code: int, said: str
) -> None:
    assert said in refused(setting(*words), code=code)


def test_inactive_indicators_and_forbidden_words_are_refused(city: Path) -> None:
    dimensions = [
        {
            "id": "1",
            "title": "Limits",
            "indicators": [indicator("1.1"), indicator("1.2", not_applicable="forbidden"), indicator("2.1")],
        },
        {"id": "3", "title": "Later", "indicators": [indicator("3.1", state="future")]},
    ]
    write_framework(city, sources=SOURCES, dimensions=dimensions)
    assert "3.1 is future in city-air@2.0 and cannot be rated" in refused(setting("--set", "3.1=fail"))
    words = ("--set", "1.2=not-applicable", "--rationale", "No power.")
    assert "does not allow not-applicable here" in refused(setting(*words))


def test_errors_that_were_there_do_not_stand_in_the_way_and_no_new_one_comes(city: Path) -> None:
    write_assessment(city, ratings={"1.1": "pass", "1.2": "pass", "2.1": "nope"})
    assert setting("--set", "2.1=fail").code == 0
    assert '"1.2": pass' in text()
    outcome = setting("--set", "1.1=3")
    assert (outcome.code, outcome.out) == (2, "")
    assert "without the evidence" in outcome.err
    assert setting("--set", "1.1=3", "--evidence", "act:s. 1").code == 0
    assert setting("--set", "1.2=partial").code == 0
    assert run("validate").code == 0


def test_a_rating_without_the_evidence_it_needs_is_refused_though_it_was_wrong_before(city: Path) -> None:
    write_framework(city, sources=SOURCES, evidence="required")
    write_assessment(city, stage="draft", ratings={**DRAFT, "1.2": "pass", "2.1": "fail"})
    before = text()
    outcome = setting("--set", "1.2=fail")
    assert (outcome.code, outcome.out, text()) == (2, "", before)
    assert "add --evidence SOURCE or --evidence SOURCE:PLACE" in outcome.err


def test_what_has_errors_cannot_be_final(city: Path) -> None:
    write_framework(city, sources=SOURCES, evidence="required")
    write_assessment(city, stage="draft", ratings={**DRAFT, "1.2": "pass"})
    before = text()
    for words in (("--stage", "final"), ("--stage", "final", "--set", "2.1=fail", "--evidence", "act")):
        outcome = setting(*words)
        assert (outcome.code, outcome.out, text()) == (1, "", before)
        said = " ".join(outcome.err.split())
        assert "Error: nothing was written, for it cannot be final yet: indicator 1.2" in said
        assert "without the evidence" in said
        assert "scorecard rate springfield@2021-03-11 asks for what is missing" in said
    both = ("--stage", "final", "--set", "1.2=fail", "--evidence", "act")
    assert setting(*both).code == 0
    assert "stage: final" in text()


def test_a_reason_of_another_rating_is_not_taken_silently(city: Path) -> None:
    rating = {"level": "pass", "rationale": "It is enacted.", "evidence": {"source": "act"}}
    unrated = {"level": "not-rated", "rationale": "We did not look."}
    write_assessment(city, stage="draft", ratings={"1.2": rating, "2.1": unrated})
    outcome = setting("--set", "1.2=fail")
    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err == (
        f"{FILE}\n\n- 1.2: pass → fail\n- 1.2: the evidence is that of the rating before\n"
        "warning: 1.2 is rated otherwise now, and its rationale is that of the rating before: replace it "
        "with --rationale TEXT where it no longer holds\n"
    )
    assert "warning" not in setting("--set", "1.2=fail", "--rationale", "It is not.").err
    assert (
        "the evidence is that of the rating before"
        in setting("--set", "1.2=partial", "--rationale", "Half.").err
    )
    before = text()
    for id in ("1.2", "2.1"):
        refusal = setting("--set", f"{id}=not-applicable")
        assert (refusal.code, refusal.out, text()) == (2, "", before)
        assert "add --rationale with the reason" in refusal.err
    assert setting("--set", "2.1=not-applicable", "--rationale", "No power.").code == 0


CITED = {"evidence": {"source": "act", "locator": "s. 1"}}
PUBLISHED = {"1.1": {"measured": "4.2", **CITED}, "1.2": {"level": "pass", "rationale": "Enacted.", **CITED}}
ALL_PASS = {**PUBLISHED, "2.1": {"level": "pass", **CITED}}


@pytest.mark.parametrize(
    ("words", "change"),
    [
        (("--set", "1.2=fail"), "1.2: pass → fail"),
        (("--set", "1.2=fail", "--rationale", "Not enacted."), "1.2: pass → fail"),
        (("--set", "1.2=not-applicable", "--rationale", "No power."), "1.2: pass → not-applicable"),
        (("--set", "1.2=not-rated"), "1.2: pass → not-rated"),
        (("--set", "1.1=4.3"), "1.1: 4.2 → 4.3"),
        (("--set", "1.1=4.20", "--set", "1.2=partial"), "1.2: pass → partial"),
        (("--stage", "draft"), "stage: final → draft"),
    ],
)
def test_what_is_published_changes_with_a_correction_alone(
    city: Path, words: tuple[str, ...], change: str
) -> None:
    write_assessment(city, ratings=PUBLISHED)
    before = text()
    outcome = setting(*words)
    assert (outcome.code, outcome.out, text()) == (1, "", before)
    assert outcome.err == (
        "Error: nothing was written: this assessment is final, and what was published would change: "
        f"{change}\n  say what was wrong: --correction TEXT; readers are shown it\n"
    )
    outcome = setting(*words, "--correction", "It was wrong.")
    assert (outcome.code, outcome.out) == (0, "")
    assert "text: It was wrong.\n" in text()
    assert run("validate").code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("--set", "2.1=fail"),
        ("--set", "1.1=4.20"),
        ("--set", "1.2=pass", "--rationale", "In force."),
        ("--stage", "final"),
    ],
)
def test_what_says_nothing_else_than_was_published_needs_no_correction(
    city: Path, words: tuple[str, ...]
) -> None:
    write_assessment(city, ratings=PUBLISHED)
    outcome = setting(*words)
    assert (outcome.code, outcome.out) == (0, "")
    assert "correction" not in outcome.err


def test_a_rating_that_was_decided_is_not_changed_silently(city: Path) -> None:
    decided = {"on": "reply", "from": "fail", "by": "C. Person", "outcome": "upheld", "reason": "No law."}
    write_assessment(city, stage="draft", ratings={"1.2": {"level": "fail", "decision": decided}})
    warning = (
        "warning: 1.2 was decided by C. Person, and is rated otherwise now\n"
        "  settle it again: scorecard reconcile springfield@2021-03-11; where nothing is open there, add who "
        "decides that under its `decision`\n"
    )
    assert setting("--set", "1.2=partial", "--rationale", "Half.").err.endswith(warning)
    assert "decided" not in setting("--set", "1.2=partial", "--rationale", "Half of it.").err


def test_a_published_verdict_that_turns_is_said_aloud(city: Path) -> None:
    """All of 1.1, 1.2 and 2.1 pass; then 1.2 fails, so that dimension 1 and the whole do."""
    write_framework(city, sources=SOURCES, verdict_labels={"pass": "Met", "fail": "Not met"})
    write_assessment(city, ratings=ALL_PASS)
    outcome = setting("--set", "1.2=fail", "--correction", "It was repealed.")
    assert outcome.err.endswith(
        "warning: 1.2 is rated otherwise now, and its rationale is that of the rating before: replace it "
        "with --rationale TEXT where it no longer holds\n"
        "Springfield, 2021-03-11: the verdict was Met and is now Not met.\n"
    )
    write_assessment(city, ratings=ALL_PASS, stage="draft")
    assert "verdict" not in setting("--set", "1.2=fail").err


def test_a_correction_is_about_a_change_of_a_final_assessment(city: Path) -> None:
    assert "give --set or --stage with it" in refused(setting("--correction", "Text."))
    assert "this one is a draft" in refused(setting("--set", "1.2=fail", "--correction", "Text."))


def test_what_is_made_final_and_names_no_assessor_is_told_so(city: Path) -> None:
    write_assessment(city, stage="draft", assessors=None, ratings=ALL_PASS)
    before = text()
    assert "Nobody is named as assessor: write who judged under `assessors` in the file." in rate("2").err
    assert text() == before
    assert "- nobody is named as assessor\n" in setting("--stage", "final").err


# Which file -------------------------------------------------------------------------------------


def test_a_subject_is_its_newest_file_drafts_among_them(city: Path) -> None:
    write_assessment(city, date="2022-01-01", stage="draft", ratings={})
    assert setting("--set", "1.2=fail").err.startswith("assessments/springfield/2022-01-01.yaml\n")
    assert setting("--set", "1.2=fail", target="springfield@2021-03-11").err.startswith(f"{FILE}\n")
    assert setting("--set", "1.2=fail", target=FILE).err.startswith(f"{FILE}\n")
    write_assessment(city, date="2023-01-01", ratings={"1.2": "nope"})
    assert setting("--set", "1.2=fail").err.startswith("assessments/springfield/2023-01-01.yaml\n")


def test_a_subject_under_several_frameworks_needs_one_chosen(city: Path) -> None:
    write_framework(city, "water")
    write_assessment(city, date="2022-01-01", framework="water@2.0")
    outcome = setting("--set", "1.2=partial")
    assert (outcome.code, outcome.out) == (2, "")
    assert "choose one with --framework: city-air, water" in outcome.err
    assert setting("--set", "1.2=partial", "--framework", "city-air").err.startswith(FILE)


def test_a_file_outside_of_a_project_is_rated_too(
    city: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("loose") / "mine.yaml"
    write_yaml(path, assessment_data(framework="city-air@2.0", stage="draft", ratings={"1.2": "fail"}))
    outcome = run("rate", str(path), "--project", str(city), "--set", "1.2=partial")
    assert outcome.code == 0
    assert '"1.2": partial' in text(str(path))


@pytest.mark.parametrize(
    ("target", "code", "said"),
    [
        ("-", 2, "- cannot be written"),
        ("HEAD:x.yaml", 2, "HEAD:x.yaml cannot be written"),
        ("assessments/", 2, "is a folder"),
        ("springfeld", 3, "did you mean springfield?"),
        ("springfield@2020-01-01", 3, "known here: springfield@2021-03-11"),
        ("none.yaml", 3, "cannot be opened"),
        ("frameworks/city-air@2.0.yaml", 2, "is a framework, not an assessment"),
        ("", 3, "there is no subject"),
    ],
)
def test_what_cannot_be_rated_is_said(city: Path, target: str, code: int, said: str) -> None:
    for words in ((), ("--set", "1.2=fail")):
        outcome = run("rate", target, *words, stdin="1\n")
        assert (outcome.code, outcome.out) == (code, "")
        assert said in outcome.err


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": ["a", "b"]}, "SC1"),
        ({"ratings": {"9.9": "fail"}}, "SC402"),
        ({"ratings": {"1.2": {"level": "fail", "evidence": {"source": "nope"}}}}, "SC409"),
        ({"framework": "city-air@9"}, "SC401"),
        ({"date": "2021-03-12"}, "SC5"),
        ({"ratings": {"1.1": {"measured": "many"}}}, "SC1"),
    ],
)
def test_a_file_with_other_errors_is_refused_with_them(
    city: Path, changes: dict[str, Any], code: str
) -> None:
    data = assessment_data()
    write_yaml(city / FILE, {**data, **changes})
    before = text()
    for words in ((), ("--set", "1.2=fail")):
        outcome = run("rate", FILE, *words, stdin="1\n")
        assert (outcome.code, outcome.out, text()) == (1, "", before)
        assert f"error {code}" in outcome.err


def test_a_broken_file_and_a_broken_framework_are_refused(city: Path) -> None:
    write_text(city / "frameworks/city-air@2.0.yaml", to_yaml(framework_data(pass_when="often")))
    outcome = rate("1")
    assert outcome.code == 1
    assert "frameworks/city-air@2.0.yaml" in outcome.err
    write_text(city / FILE, BROKEN)
    assert rate("1").code == 1


def test_a_link_out_of_the_project_is_not_written_through(
    city: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    target = tmp_path_factory.mktemp("away") / "file.yaml"
    (city / FILE).rename(target)
    (city / FILE).symlink_to(target)
    before = target.read_bytes()
    outcome = setting("--set", "1.2=fail")
    assert (outcome.code, outcome.out) == (1, "")
    assert "leads out of the project" in outcome.err
    assert target.read_bytes() == before
    talk = rate("4.2", "", "q")
    assert "leads out of the project" in talk.err
    assert target.read_bytes() == before


# Questions --------------------------------------------------------------------------------------


def test_the_questions_as_they_are_read(city: Path, golden: Golden) -> None:
    outcome = rate("7.5", "Mean of", "seven stations.", "", "", "q")
    assert outcome.code == 0
    golden.check("rate.txt", "\n".join(line.rstrip() for line in outcome.err.split("\n")))


def test_everything_from_the_first_question_to_a_final_assessment(city: Path) -> None:
    outcome = rate(
        *("4.2", "Mean.", "", "2", "table 3", "", "", ""),
        *("1", "", "", "n", "Law of 2021", "", "", "", "2021", "s. 1", "the words", "a note", ""),
        *("5", "Not looked at.", ""),
        "1",
    )
    assert outcome.code == 0
    assert "Source (evidence is needed here): \nThe framework asks for evidence here" in outcome.err
    assert outcome.err.endswith(
        "All is answered\n"
        "Complete          3 of 3\nRatings           2 of 3 pass, 1 not rated\n"
        "Without a reason  1.2\n\n"
        "1  make it final, so that it counts\n2  leave it a draft\n1 or 2: 1\nIt is final now.\n\n"
        "Next:\n  scorecard assess springfield@2021-03-11\n      shows the result\n"
    )
    assert "Its key (Enter: law-of-2021): \n" in outcome.err
    assert "stage: final" in text()
    assert run("validate", "--strict").code == 0
    assert rate("").code == 0


def test_last_time_is_shown_across_versions(city: Path) -> None:
    bands = [{"level": "pass", "at_most": 4}, {"level": "partial", "at_most": 10}, {"level": "fail"}]
    indicators = [
        indicator("1.1", title="Fine particles", measure={"unit": "µg/m³", "bands": bands}),
        indicator("1.2", requirement="Something else."),
        indicator("1.3", replaces=[]),
        indicator("1.5", replaces=["2.1"], requirement="What 2.1 asks is done."),
    ]
    dimensions = [{"id": "1", "title": "Limits", "indicators": indicators}]
    write_framework(city, version="3.0", replaces="city-air@2.0", dimensions=dimensions)
    write_assessment(
        city,
        ratings={
            "1.1": {"measured": "4.2", "evidence": {"source": "act"}},
            "1.2": {"level": "fail", "rationale": "Announced, not enacted."},
            "2.1": "partial",
        },
    )
    write_assessment(city, date="2021-06-01", stage="draft")
    write_assessment(city, date="2022-01-01", framework="city-air@3.0", ratings=None, stage="draft")
    said = rate("s", "s", "s", "s", columns=120).err
    assert "Last time  ◐ Partial: 11 March 2021, 4.2 µg/m³, by today's thresholds; Pass then\n" in said
    assert (
        "Last time  11 March 2021, not to be compared (the requirement changed in city-air@3.0). Then "
        "1.2 Fail\n"
        "\nRationale then: Announced, not enacted.\n" in said
    )
    assert "Last time  11 March 2021: it was not asked then\n" in said
    assert "Last time  ◐ Partial: 11 March 2021, as 2.1" in said


def test_a_wrong_rating_is_asked_again(city: Path) -> None:
    write_assessment(city, ratings={"1.1": "11", "1.2": "failed", "2.1": "fail"})
    outcome = rate("", "3")
    assert "Now  “failed” is no valid rating here" in outcome.err
    assert "There is no rating to keep" in outcome.err
    assert run("validate").code == 0


def test_help_shows_the_whole_guidance_and_what_can_be_typed(city: Path) -> None:
    guidance = "A long guidance. " * 40 + "The end."
    indicators = [indicator("1.2", guidance=guidance)]
    write_framework(city, dimensions=[{"id": "1", "title": "L", "indicators": indicators}])
    write_assessment(city, ratings={}, stage="draft")
    question, help = rate("?", columns=120).err.split("Help: 1.2")
    assert "(? shows the rest)" in question
    assert "The end." not in question
    assert "The end." in help
    assert "u  take the last answer back, in the file too" in help


def test_what_is_missing_at_the_end_is_said(city: Path) -> None:
    outcome = rate("3", "", "q")
    assert outcome.code == 0
    assert outcome.err.endswith(
        "All answers are saved\n"
        "Complete          0 of 3\n"
        "Ratings           1 of 3 passes, 2 not rated\n"
        "Not rated         1.2, 2.1\n"
        "Without a reason  1.1\n"
        "Without evidence  1.1\n\n"
        "The file has an error, and is not scored, until 1.1 has what it needs.\n\n"
        "Next:\n  scorecard rate springfield@2021-03-11\n      goes on with what is not complete\n"
    )
    assert "Evidence is needed here: without it the assessment cannot be scored." in outcome.err
    assert "1 of 3: 1.1" in rate("q").err


def test_undo_takes_it_back_on_disk(city: Path) -> None:
    before = text()
    outcome = rate("11", "u", "u", "q")
    assert (outcome.code, text()) == (0, before)
    assert "There is nothing to take back" in " ".join(outcome.err.split())


def test_no_input_line_is_too_odd(city: Path) -> None:
    odd = b"\xff\xfe\n\x00\n\x1b[A\n" + b"x" * 100_000 + b"\n::error::x\n[bold]\n../..\n" + b"\n" * 30
    outcome = run("rate", "springfield", stdin=odd)
    assert (outcome.code, outcome.out) == (0, "")
    assert "This is not UTF-8 text." in outcome.err
    assert "(U+001B)" in outcome.err
    assert not any(line.startswith("::") for line in outcome.err.splitlines())
    assert "\x1b" not in outcome.err


def test_streams_of_ascii_alone_show_signs_spelled_and_take_utf_8(city: Path) -> None:
    lines = "11\nZu hoch: über 10.\n\n\nq\n".encode()
    outcome = start("rate", "springfield", cwd=city, stdin=lines, PYTHONIOENCODING="ascii")
    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err.isascii()
    assert "Measurement in ug/m3 (? helps): 11\n" in outcome.err
    assert "      Zu hoch: über 10.\n" in text()


@pytest.mark.parametrize(
    "written", ["ratings:", "ratings: {}", 'ratings: {"1.2": }', 'ratings:\n  "1.2": ~ # c']
)
def test_ratings_that_are_not_there_are_made(city: Path, written: str) -> None:
    head = to_yaml(assessment_data(ratings=None))
    write_text(city / FILE, f"{head}{written}\n# End\n")
    assert setting("--set", "1.2=fail").code == 0
    assert text().startswith(head)
    assert text().endswith("# End\n")
    assert run("assess", "--format", "json").out.count('"level":"fail"') == 1


def test_hostile_text_of_files_is_shown_harmless(city: Path) -> None:
    hostile = "[bold] \u202e ::error::x"
    indicators = [indicator("1.2", title=hostile, requirement=f"{hostile}\n\n::error::y", guidance=hostile)]
    levels = [
        {"id": "ok", "label": hostile, "value": "1", "status": "pass"},
        {"id": "no", "label": "::no", "value": "0", "status": "fail"},
    ]
    dimensions = [{"id": "1", "title": hostile, "indicators": indicators}]
    write_framework(city, dimensions=dimensions, scales={"s": levels}, sources={"act": {"title": hostile}})
    rating = {"rationale": "::error::z", "x-review": "::warning::w \u2066"}
    write_assessment(city, ratings={"1.2": rating}, subject_name=hostile)
    outcome = rate("?", "2", "", "act", "p", "", "", "m", "", "?", "q")
    assert outcome.code == 0
    assert "\u202e" not in outcome.err
    assert "<U+202E>" in outcome.err
    assert not any(line.lstrip().startswith("::") for line in outcome.err.splitlines())


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_lines_keep_to_the_width(city: Path, columns: int) -> None:
    outcome = rate("?", "3", "?", "", "m", "", "n", "", "?", "q", columns=columns)
    assert max(len(line) for line in outcome.err.splitlines() if FILE not in line) <= columns


def test_what_rates_without_a_reason_is_named_at_the_beginning_and_the_end(city: Path) -> None:
    write_assessment(city, stage="draft", ratings={"1.1": "11", "1.2": "fail", "2.1": "fail"})
    outcome = rate("2")
    assert outcome.err.count("Without a reason  1.1, 1.2, 2.1\n") == 2
    assert "All is complete" not in outcome.err
    assert outcome.err.endswith(
        "Next:\n  scorecard rate springfield@2021-03-11 --stage final\n"
        "      makes it final, so that it counts\n"
        "  scorecard assess springfield@2021-03-11\n      shows the result\n"
    )


def test_the_old_reason_and_evidence_are_shown_where_a_rating_changes(city: Path) -> None:
    rating = {"level": "fail", "rationale": "Survey: 72 %.", "evidence": {"source": "act", "locator": "p. 7"}}
    write_assessment(city, stage="draft", ratings={"1.1": "11", "1.2": rating, "2.1": "fail"})
    said = rate("g 1.2", "2", "k", "k", "2").err
    assert (
        "Why?\n\nReason so far, for the rating before: Survey: 72 %.\n\nEvidence so far  1\n\n"
        "Enter or k keeps it; what you type replaces it.\n" in said
    )
    assert "Rationale (Enter or k keeps it): k\n" in said
    assert "Evidence so far, for the rating before:\n- Clean Air Act, 2020, p. 7 (d 1 takes it out)\n" in said
    assert "Source (Enter or k keeps the evidence): k\n" in said
    assert "Why?" not in rate("g 1.2", "", "", "q").err


def test_a_heading_is_shown_where_a_question_is_come_back_to(city: Path) -> None:
    said = rate("11", "Because.", "", "u", "b").err
    assert said.count("1.1 Fine particles") == 4
    assert "This is 1.1 Fine particles again." in said
    assert "Taken back: 1.1 rationale." in said


def test_an_answer_that_changes_what_is_published_waits_for_a_correction(city: Path) -> None:
    write_assessment(city, ratings=ALL_PASS)
    before = text()
    outcome = rate("g 1.2", "3", "1.2 was first rated pass.", "Repealed.", "", "k", "q")
    assert outcome.code == 0
    said = " ".join(outcome.err.split())
    assert "This assessment is final: where you change a rating, you are asked for a correction." in said
    assert "This assessment is final, and this changes what was published: 1.2: pass → fail." in said
    assert "Correction (Enter: not written): 1.2 was first rated pass.\n" in outcome.err
    assert "The correction is saved." in said
    assert "Reason so far, for the rating before: Enacted." in said
    assert "Springfield, 2021-03-11: the verdict was Pass and is now Fail." in said
    assert "Rationale (Enter or k keeps it): Repealed.\n" in outcome.err
    assert 'text: "1.2 was first rated pass."\n' in text()
    assert text() != before
    assert run("validate", "--strict").code == 0


@pytest.mark.parametrize("lines", [("q",), (), ("", "q"), ("u", "q"), ("b", "q"), ("", "1", "", "", "q")])
def test_without_a_correction_nothing_is_written(city: Path, lines: tuple[str, ...]) -> None:
    write_assessment(city, ratings=ALL_PASS)
    before = text()
    outcome = rate("g 1.2", "3", *lines)
    assert text() == before
    is_left = lines in (("q",), ())
    assert outcome.code == (1 if is_left else 0)
    said = " ".join(outcome.err.split())
    assert ("This answer is not written: 1.2 level: fail" in said) is is_left
    assert ("Nothing was written: what is published changes with a correction alone." in said) is not is_left


def test_one_correction_may_speak_of_several_changes(city: Path) -> None:
    write_assessment(city, ratings=ALL_PASS)
    lines = ("g 1.2", "3", "Two were wrong.", "Repealed.", "", "k", "g 2.1", "2", "", "", "", "q")
    outcome = rate(*lines)
    assert outcome.code == 0
    assert "Press Enter where this says it already: Two were wrong." in " ".join(outcome.err.split())
    assert "Correction (Enter: as above): \n" in outcome.err
    assert text().count("Two were wrong.") == 1
    assert '"2.1":\n    level: partial\n' in text()
    assert "no correction was added" not in outcome.err


def test_a_change_with_its_correction_is_taken_back_at_once(city: Path) -> None:
    write_assessment(city, ratings=ALL_PASS)
    before = text()
    outcome = rate("g 1.2", "3", "It was wrong.", "u", "q")
    assert (outcome.code, text()) == (0, before)
    assert "the verdict was Fail and is now Pass." in " ".join(outcome.err.split())


def test_a_correction_of_words_alone_may_be_added_at_the_end(city: Path) -> None:
    write_assessment(city, ratings=ALL_PASS)
    outcome = rate("g 1.2", "", "In force.", "", "", "q", "The reason was outdated.")
    assert outcome.code == 0
    assert "Correction (Enter for none): The reason was outdated.\n" in outcome.err
    assert "text: The reason was outdated.\n" in text()
    before = text()
    assert "no correction was added" in rate("g 1.2", "", "In force now.", "", "").err
    assert text() == before.replace("In force.", "In force now.")


def test_help_does_not_repeat_what_was_just_shown(city: Path) -> None:
    first, help = rate("?").err.split("Help: 1.1")
    assert "Requirement: " in first
    assert "Requirement: " not in help
    assert "Guidance: " not in help
    assert "Type the number that was measured, in µg/m³: the level follows from it." in help


# The editor -------------------------------------------------------------------------------------


def editor(folder: Path, code: str, monkeypatch: pytest.MonkeyPatch, name: str = "EDITOR") -> None:
    """Set an editor that runs code on `path`, the file, and `text`, what is in it."""
    script = folder / "my editor.py"
    script.write_text(
        "import sys, pathlib\npath = pathlib.Path(sys.argv[-1])\ntext = path.read_text(encoding='utf-8')\n"
        + code,
        encoding="utf-8",
    )
    monkeypatch.setenv(name, f'"{sys.executable}" "{script}" --wait')


def test_the_rationale_is_written_in_an_editor(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    setting("--set", "1.2=fail", "--rationale", "Old.")
    seen = city / "seen.txt"
    code = f"pathlib.Path({str(seen)!r}).write_text(text)\npath.write_text('# New\\n\\nText.\\n' + text)\n"
    editor(city, code, monkeypatch, "VISUAL")
    monkeypatch.setenv("EDITOR", "false")
    outcome = rate("g 1.2", "e", "q")
    assert "The rationale is saved." in outcome.err
    assert "    rationale: |\n      # New\n\n      Text.\n      Old.\n" in text()
    lines = seen.read_text(encoding="utf-8").splitlines()
    assert lines[:3] == ["Old.", "", "# ------------------------ >8 ------------------------"]
    assert all(line.startswith("#") for line in lines[2:])
    assert "# 1.2 Limits in law" in lines


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("", "The rationale is unchanged."),
        ("path.write_text('')", "The rationale is unchanged."),
        ("sys.exit(3)", "ended with an error (3); nothing was taken."),
        ("path.write_text('Lost?'); sys.exit(3)", "What was written stays in"),
        ("path.write_bytes(b'\\xff')", "cannot be read as UTF-8 text; it stays in"),
        ("path.unlink()", "cannot be read"),
        ("path.write_text('a\\x1bb')", "control character"),
    ],
)
def test_an_editor_that_fails_loses_nothing(
    city: Path, monkeypatch: pytest.MonkeyPatch, code: str, said: str, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    setting("--set", "1.2=fail", "--rationale", "Old.")
    before = text()
    editor(city, code, monkeypatch)
    outcome = rate("g 1.2", "e", "q")
    assert (outcome.code, text()) == (0, before)
    assert said in " ".join(outcome.err.split())
    left = [path.read_bytes() for path in tmp_path.glob("scorecard-*.md")]
    assert left == ([b"Lost?"] if "Lost" in code else [b"\xff"] if "xff" in code else [])


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (None, "No editor is chosen. Before you start this program, type for example:  export EDITOR=nano"),
        ("no-such-editor-here", "no-such-editor-here cannot be started"),
        ("'unclosed", "cannot be read"),
    ],
)
def test_without_an_editor_that_is_said(
    city: Path, monkeypatch: pytest.MonkeyPatch, command: str | None, said: str
) -> None:
    if command is not None:
        monkeypatch.setenv("EDITOR", command)
    outcome = rate("3", "e", "q")
    assert outcome.code == 0
    assert " ".join(said.split()) in " ".join(outcome.err.split())


def test_an_explanation_without_its_scissors_is_left_out_all_the_same(
    city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor(city, "path.write_text('Mine.\\n' + text.split('>8', 1)[1].split('\\n', 1)[1])", monkeypatch)
    assert rate("g 1.2", "3", "e", "q").code == 0
    assert "    rationale: |\n      Mine.\n" in text()


def test_an_editor_without_room_for_its_file_is_not_opened(
    city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting("--set", "1.2=fail", "--rationale", "Old.")
    before = text()
    editor(city, "path.write_text('New.')", monkeypatch)
    monkeypatch.setattr("tempfile.tempdir", str(city / "nowhere"))
    outcome = rate("g 1.2", "e", "q")
    assert (outcome.code, text()) == (0, before)
    said = " ".join(outcome.err.split())
    assert (
        "No file can be written for the editor: No such file or directory. The rationale is unchanged."
        in said
    )


@pytest.mark.parametrize("lines", [1, 2])
def test_a_rationale_may_hold_a_line_with_scissors(
    city: Path, monkeypatch: pytest.MonkeyPatch, lines: int
) -> None:
    scissors = "# ------------------------ >8 ------------------------"
    reason = f"First.\n{scissors}\nSecond.\n{f'# {scissors}' * (lines - 1)}\nThird."
    setting("--set", "1.2=fail", "--rationale", reason)
    before = text()
    editor(city, "", monkeypatch)
    assert "The rationale is unchanged." in rate("g 1.2", "e", "q").err
    assert text() == before
    editor(city, "path.write_text(text.replace('Third.', 'Third, changed.'))", monkeypatch)
    assert "The rationale is saved." in rate("g 1.2", "e", "q").err
    assert text() == before.replace("Third.", "Third, changed.")


# A file that the parser alone refuses -----------------------------------------------------------

ENDS = (
    lambda text: f"{{kind: assessment, framework: city-air@2.0, {text}}} ...\n",
    lambda text: (
        f"  kind: assessment\n  framework: city-air@2.0\n  {text.replace(', ', chr(10) + '  ')}\n ...\n"
    ),
    lambda text: f"kind: assessment\nframework: city-air@2.0\n{text.replace(', ', chr(10))}\n...\n\t\n",
)


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(
    "words", [("--set", "2.1=pass", "--correction", "Was wrong."), ("--stage", "draft"), ()]
)
def test_what_comes_after_an_end_of_the_document_stops_no_run_with_a_traceback(
    city: Path, words: tuple[str, ...], end: Callable[[str], str]
) -> None:
    before = end("subject: {id: springfield; name: Springfield}, date: 2021-03-11").replace(";", ",")
    Path(FILE).write_text(before, encoding="utf-8")
    outcome = run("rate", "springfield", *words, stdin="g 2.1\n1\n\nq\n")
    assert outcome.code in (1, 3)
    assert outcome.err
    assert text() == before


# A disk that is full ----------------------------------------------------------------------------


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("end", ["q", None])
def test_what_a_full_disk_kept_out_is_not_called_saved(
    city: Path, monkeypatch: pytest.MonkeyPatch, end: str | None
) -> None:
    before = text()
    monkeypatch.setattr("os.fsync", full)
    outcome = rate("12", *(["s", end] if end else []))
    assert (outcome.code, text()) == (3, before)
    assert "All answers are saved" not in outcome.err
    assert "\nNot all answers are saved\nNot saved  1.1 rating 12\n" in outcome.err
    assert "1.1 measured: 12" in outcome.err


def test_an_answer_that_is_written_at_last_is_saved(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fsync, calls = os.fsync, iter([full])
    monkeypatch.setattr("os.fsync", lambda number: next(calls, fsync)(number))
    outcome = rate("12", "13", "", "", "q")
    assert outcome.code == 0
    assert "All answers are saved" in outcome.err
    assert "measured: 13" in text()


# A file that changes meanwhile ------------------------------------------------------------------


def meanwhile(city: Path, monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    """Have the file changed by somebody else while the editor is open."""
    other = write_text(city / "other.txt", content)
    code = (
        f"pathlib.Path({str(city / FILE)!r}).write_bytes(pathlib.Path({str(other)!r}).read_bytes())\n"
        "path.write_text('Typed with care.')\n"
    )
    editor(city, code, monkeypatch)


def changed(**changes: Any) -> str:
    ratings = {**DRAFT, "1.2": {"level": "partial", "rationale": "Theirs."}}
    return to_yaml(assessment_data(stage="draft", **{"ratings": ratings, **changes}))


CHANGED = "Somebody else has changed the file since it was read. Nothing was overwritten."


@pytest.mark.parametrize(
    "content",
    [
        changed(),
        BROKEN,
        changed(framework="city-air@9.0"),
        changed(ratings={"9.9": "fail"}),
        "",
        changed(date="soon"),
    ],
)
@pytest.mark.parametrize("lines", [("e",), ("3", "e", "1", "q")])
def test_a_file_that_somebody_else_changed_is_left_alone_and_the_answer_shown(
    city: Path, monkeypatch: pytest.MonkeyPatch, content: str, lines: tuple[str, ...]
) -> None:
    meanwhile(city, monkeypatch, content)
    outcome = rate("g 1.2", *lines)
    assert (outcome.code, text()) == (1, content)
    assert outcome.err.endswith(
        f"{CHANGED}\nThis answer is not written:\n1.2 rationale: Typed with care.\n\n"
        "Next:\n  scorecard rate springfield@2021-03-11\n"
        "      goes on with the file as it is now; g 1.2 asks this again\n"
    )


def test_a_file_that_is_gone_is_not_made_again(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    editor(city, f"pathlib.Path({str(city / FILE)!r}).unlink()\npath.write_text('Typed.')", monkeypatch)
    outcome = rate("g 1.2", "e", "q")
    assert outcome.code == 3
    assert not (city / FILE).exists()
    assert "1.2 rationale: Typed." in outcome.err
    assert "Not all answers are saved\nNot saved  1.2 rationale\n" in outcome.err


def test_nothing_is_taken_back_that_somebody_else_wrote_over(
    city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = write_text(city / "other.txt", changed())
    code = f"pathlib.Path({str(city / FILE)!r}).write_bytes(pathlib.Path({str(other)!r}).read_bytes())\n"
    editor(city, code, monkeypatch)
    outcome = rate("11", "e", "u", "q")
    assert (outcome.code, text()) == (1, changed())
    assert f"{CHANGED}\nNothing was taken back.\n" in outcome.err
