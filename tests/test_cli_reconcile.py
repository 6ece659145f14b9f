"""`scorecard reconcile`: what is open, question by question, written with its decision and never half."""

import os
import random
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard.model.assessment import Assessment
from scorecard.model.framework import Framework
from scorecard.model.kinds import ASSESSMENT
from scorecard.model.mark import Mark
from scorecard.model.reply import Reply
from scorecard.project.library import Project
from scorecard.rating.session import begin_settling
from scorecard.rating.turn import advance
from scorecard.reading.document import parse_document
from scorecard.reviewing.review import Review
from tests.builders import (
    assessment_data,
    framework_data,
    to_yaml,
    write_framework,
    write_mark,
    write_reply,
    write_text,
)
from tests.commands import CLEAN, Outcome, run, running
from tests.rounds import rounds
from tests.small import lone
from tests.test_cli_rate_terminal import Run

FILE = "assessments/springfield/2021-03-11.yaml"
TODAY = str(date.today())
SOURCES = {"act": {"title": "Clean Air Act", "date": "2020"}}
RATINGS: dict[str, Any] = {
    "1.1": {"measured": "4.2", "evidence": {"source": "plan", "locator": "table 3"}},
    "1.2": {"level": "fail", "rationale": "Announced, not enacted."},
    "2.1": "partial",
}
ANNA = {
    "level": "partial",
    "rationale": "Half of it.\n\nAnd more.",
    "evidence": {"source": "plan", "locator": "p. 3"},
}


def text(root: Path = Path()) -> str:
    return (root / FILE).read_bytes().decode("utf-8")


def write(root: Path = Path(), ending: str = "# Last\n", **changes: Any) -> str:
    """Write the assessment with comments, and return its text."""
    changed = to_yaml(assessment_data(**{"ratings": RATINGS, **changes}))
    return write_text(root / FILE, f"# Ours\n{changed}{ending}").read_text("utf-8")


@pytest.fixture(autouse=True)
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A final assessment on whose 1.2 two marks differ."""
    write_framework(tmp_path, sources=SOURCES)
    write(tmp_path)
    write_mark(tmp_path, "anna", {"1.2": ANNA})
    write_mark(tmp_path, "ben", {"1.2": {"level": "fail", "rationale": "No law."}})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def reconcile(*lines: str, by: str | None = "C. Person") -> Outcome:
    """Answer questions by lines from a pipe."""
    command = ("reconcile", "springfield", *(("--by", by) if by else ()))
    outcome = run(*command, stdin="".join(f"{line}\n" for line in lines))
    assert outcome.out == ""
    return outcome


def decision(on: str, was: str, *lines: str, outcome: str | None = None, dash: bool = False) -> str:
    """Return how a decision stands below its rating."""
    made = [f'"on": {on}', f"from: {was}", "by: C. Person", f"date: {TODAY}"]
    made += [f"outcome: {outcome}"] if outcome else []
    made += ["reason: |", *(f"  {line}" for line in lines)]
    begin = "      - " if dash else "      "
    return "".join(
        f"{begin if not at else '        ' if dash else '      '}{each}\n" for at, each in enumerate(made)
    )


def test_each_question_shows_marks_and_reply_side_by_side() -> None:
    write_reply(Path(), {"1.2": {"answer": "disputes", "proposes": "pass", "text": "Our letter sets it."}})
    outcome = reconcile("q")
    assert outcome.code == 0
    told = " ".join(outcome.err.split())
    for words in (
        "To be settled: 1.2.",
        "2 of 3: 1.2 Limits in law",
        "Now ✗ Fail To be settled the marks differ and the reply disputes it",
        "anna ◐ Partial ben ✗ Fail City of Springfield disputes it, proposes Pass",
        "anna, rationale: > Half of it. > > And more.",
        "anna, evidence: - Air plan, p. 3",
        "ben, rationale: > No law.",
        "City of Springfield, rationale: > Our letter sets it.",
    ):
        assert words in told
    assert outcome.err.endswith(
        "Next:\n  scorecard reconcile springfield@2021-03-11 --by 'C. Person'\n"
        "      goes on with what is to be settled\n"
    )


def test_a_reply_to_a_rating_that_was_changed_since_is_shown_as_such() -> None:
    on_reply = {"on": "reply", "from": "partial", "by": "E. Person", "outcome": "changed", "reason": "So."}
    replied = {"answer": "disputes", "proposes": "pass"}
    write_reply(Path(), {"1.2": replied, "2.1": {"answer": "accepts", "shown": "Partly done"}})
    write_mark(Path(), "ben", {"2.1": "fail"})
    write(ratings={"1.2": {"level": "fail", "decision": on_reply}, "2.1": "pass"})
    told = " ".join(reconcile("s", "q").err.split())
    assert "City of Springfield accepts the rating that it was shown, Partly done" in told
    write_mark(Path(), "ben", {"1.2": "fail"})
    told = " ".join(reconcile("q").err.split())
    assert "City of Springfield disputes the rating that it was shown, Partial, proposes Pass" in told


def test_a_rating_that_stays_is_decided_and_nothing_else_changes() -> None:
    before = text()
    outcome = reconcile("", "", "A plan is no law.", "", "")
    assert outcome.code == 0
    assert text() == before.replace(
        '    rationale: "Announced, not enacted."\n',
        '    rationale: "Announced, not enacted."\n    decision:\n'
        + decision("marks", "fail", "A plan is no law."),
    )
    assert run("validate").code == 0
    assert reconcile().err == "springfield@2021-03-11: nothing is open\n"


def test_whose_words_are_kept_is_chosen_by_a_key_and_their_evidence_comes_along() -> None:
    before = write(stage="draft")
    outcome = reconcile("2", "1", "Half is enacted.", "", "2")
    assert outcome.code == 0
    assert "1  the words and evidence of anna" in outcome.err
    assert text() == before.replace(
        '    level: fail\n    rationale: "Announced, not enacted."\n',
        "    level: partial\n    rationale: |\n      Half of it.\n\n      And more.\n"
        "    evidence:\n      - source: plan\n        locator: p. 3\n    decision:\n"
        + decision("marks", "fail", "Half is enacted."),
    )


def test_new_words_may_be_typed_and_the_old_ones_do_not_stand_above_another_rating() -> None:
    write(stage="draft")
    outcome = reconcile("1", "", "k", "It is in force after all.", "", "2")
    assert "Another rating needs a reason of its own: type it, or k keeps the one shown above." in " ".join(
        outcome.err.split()
    )
    assert 'level: pass\n    rationale: "Announced, not enacted."' in text()
    reconcile("q")
    write(stage="draft")
    reconcile("1", "In force.", "", "Seen in the gazette.", "", "2")
    assert "level: pass\n    rationale: |\n      In force.\n    decision:\n" in text()


def test_words_of_another_level_cannot_be_taken() -> None:
    write(stage="draft")
    outcome = reconcile("2", "ben", "", "q")
    assert "rationale: |\n      ben\n" in text()
    assert "the words and evidence of ben" not in outcome.err


def test_words_for_another_measurement_cannot_be_taken_though_its_band_is_the_same() -> None:
    write_mark(Path(), "anna", {"1.1": {"measured": "4.2", "rationale": "Seven stations."}})
    write_mark(Path(), "ben", {"1.1": {"measured": "3", "rationale": "Two stations."}})
    write(stage="draft", ratings={})
    outcome = reconcile("2", "Their own mean.", "", "q")
    assert "Seven stations." not in text()
    assert "    measured: 2\n    rationale: |\n      Their own mean.\n" in text()
    assert "takes a mark's" not in outcome.err
    write(stage="draft", ratings={})
    outcome = reconcile("3", "", "q")
    assert "(Enter takes ben's words; or type it)" in outcome.err
    assert "      Two stations.\n" in text()


def test_a_number_that_no_mark_has_is_no_reason() -> None:
    outcome = reconcile("3", "7", "q")
    assert "There is no 7 here." in outcome.err
    assert "1 takes a mark's words; or type the reason." in outcome.err
    assert "rationale: |\n      7" not in text()


def test_a_source_that_the_assessment_lacks_comes_along_under_a_key_that_is_free() -> None:
    evidence = [{"source": each, "locator": "p. 1"} for each in ("law", "plan", "act", "act")]
    sources = {
        "law": {"title": "Law"},
        "plan": {"title": "Other plan", "url": "https://example.org"},
        **SOURCES,
    }
    write_mark(Path(), "anna", {"1.2": {**ANNA, "evidence": evidence}}, sources=sources)
    write(stage="draft")
    reconcile("2", "anna", "Why.", "", "2")
    data: Any = parse_document((Path() / FILE).read_bytes()).data
    assert data["sources"] == {
        "plan": {"title": "Air plan"},
        "law": {"title": "Law"},
        "plan-anna": {"title": "Other plan", "url": "https://example.org"},
    }
    cited = [each["source"] for each in data["ratings"]["1.2"]["evidence"]]
    assert cited == ["law", "plan-anna", "act", "act"]
    assert run("validate", "--select", "SC409").code == 0


def test_two_sources_never_come_along_under_one_key() -> None:
    evidence = [{"source": each, "locator": "p. 1"} for each in ("plan", "plan-anna")]
    sources = {"plan": {"title": "Second plan"}, "plan-anna": {"title": "Third plan"}}
    write_mark(Path(), "anna", {"1.2": {**ANNA, "evidence": evidence}}, sources=sources)
    write(stage="draft")
    reconcile("2", "anna", "Why.", "", "2")
    found: Any = parse_document(Path(FILE).read_bytes()).data
    titles = [found["sources"][each["source"]]["title"] for each in found["ratings"]["1.2"]["evidence"]]
    assert titles == ["Second plan", "Third plan"]
    assert found["sources"]["plan"] == {"title": "Air plan"}


def test_a_published_level_changes_with_a_correction_and_its_decision_in_one() -> None:
    before = text()
    outcome = reconcile("2", "", "q")
    assert "what was published: 1.2: fail → partial" in " ".join(outcome.err.split())
    assert text() == before
    outcome = reconcile("2", "1.2 was first rated fail.", "anna", "Half is enacted.", "", "")
    assert outcome.code == 0
    data: Any = parse_document(Path(FILE).read_bytes()).data
    assert data["corrections"] == [{"date": TODAY, "text": "1.2 was first rated fail."}]
    assert data["ratings"]["1.2"]["decision"]["from"] == "fail"
    assert run("validate").code == 0


def test_a_dispute_is_decided_with_its_outcome_and_both_in_a_list() -> None:
    write_reply(Path(), {"1.2": {"answer": "disputes"}})
    before = text()
    reconcile("", "", "No law was passed.", "", "")
    assert text() == before.replace(
        'not enacted."\n',
        'not enacted."\n    decision:\n'
        + decision("marks", "fail", "No law was passed.", dash=True)
        + decision("reply", "fail", "No law was passed.", outcome="upheld", dash=True),
    )
    assert run("validate").code == 0


def test_a_decision_on_a_reply_settles_a_level_that_no_mark_gives_too() -> None:
    """Between both sides, too: the reply proposes a pass of what all marked and rated as failed."""
    write_mark(Path(), "anna", {"1.2": "fail"})
    write_reply(Path(), {"1.2": {"answer": "disputes", "proposes": "pass", "text": "It is law."}})
    outcome = reconcile("2", "Half is.", "Half is in force.", "", "Half of it.", "", "", "q")
    assert outcome.code == 0
    assert decision("reply", "fail", "Half of it.", outcome="changed") in text()
    assert "marks" not in text()


@pytest.mark.parametrize(("there", "key"), [("plan", "letter"), ("letter", "letter-reply")])
def test_the_document_of_a_reply_can_be_cited_and_comes_along(there: str, key: str) -> None:
    letter = {"title": "Letter of the City", "date": "2021-04-11"}
    write_reply(Path(), {"1.2": {"answer": "disputes"}}, document="letter", sources={"letter": letter})
    write_mark(Path(), "anna", {})
    write(stage="draft", sources={there: {"title": "Air plan"}}, ratings={"1.2": "fail"})
    outcome = reconcile("m", "e", key, "p. 2", "", "", "", "", "q")
    assert f"{key}: Letter of the City" in outcome.err
    found: Any = parse_document(Path(FILE).read_bytes()).data
    assert found["ratings"]["1.2"]["evidence"] == [{"source": key, "locator": "p. 2"}]
    assert found["sources"] == {there: {"title": "Air plan"}, key: letter}


def test_a_dispute_of_a_measurement_that_changes_it() -> None:
    write_reply(Path(), {"1.1": {"answer": "disputes", "proposes": "9"}})
    write_mark(Path(), "anna", {})
    write_mark(Path(), "ben", {})
    write(stage="draft", ratings={"1.1": "4.2"})
    outcome = reconcile("9", "Their mean is right.", "", "They sent the data.", "", "q")
    assert "disputes it, proposes Partial: 9 µg/m³" in " ".join(outcome.err.split())
    expected = decision("reply", '"4.2"', "They sent the data.", outcome="changed")
    rated = "    measured: 9\n    rationale: |\n      Their mean is right.\n    decision:\n"
    assert rated + expected in text()


def test_one_assessors_marks_are_not_called_all_of_them() -> None:
    Path("reviews/springfield/2021-03-11/ben.yaml").unlink()
    write_mark(Path(), "anna", {"2.1": {"level": "pass", "rationale": "All there."}})
    write(stage="draft", ratings={}, ending="")
    assert "Rating, 1 to 5 (Enter takes anna's, ? helps):" in reconcile("", "").err


def test_what_all_marks_say_is_taken_by_enter_and_needs_no_decision() -> None:
    write_mark(Path(), "anna", {"2.1": {"level": "pass", "rationale": "All there."}})
    write_mark(Path(), "ben", {"2.1": "pass"})
    write(stage="draft", ratings={}, ending="")
    outcome = reconcile("", "")
    assert "Rating, 1 to 5 (Enter takes what all marks say, ? helps):" in outcome.err
    assert "Rationale (Enter takes anna's words; or type it):" in outcome.err
    assert 'ratings:\n  "2.1":\n    level: pass\n    rationale: |\n      All there.\n' in text()
    assert "decision" not in text()


def test_who_left_it_not_rated_and_why_is_shown_and_nobody_is_said_to_agree() -> None:
    write_mark(Path(), "anna", {"2.1": {"level": "pass", "rationale": "All there."}})
    write_mark(Path(), "ben", {"2.1": {"level": "not-rated", "rationale": "Site was down."}})
    write(stage="draft", ratings={})
    told = " ".join(reconcile("q").err.split())
    assert (
        "anna ✓ Pass ben – Not rated anna, rationale: > All there. ben, rationale: > Site was down." in told
    )
    assert "Rating, 1 to 5 (Enter takes anna's, ben did not rate it, ? helps):" in told


def test_a_level_that_no_mark_gave_needs_a_decision() -> None:
    write_mark(Path(), "ben", {"1.2": {"level": "partial", "rationale": "Half."}})
    write(stage="draft", ratings={"1.2": "pass"})
    reconcile("3", "Nothing is in force.", "", "Neither mark saw the repeal.", "", "q")
    assert '"1.2":\n    level: fail\n' in text()
    assert decision("marks", "pass", "Neither mark saw the repeal.") in text()


def test_a_level_of_the_marks_that_replaces_one_of_nobody_says_why_too() -> None:
    write_mark(Path(), "ben", {"1.2": {"level": "partial", "rationale": "Half."}})
    write(stage="draft", ratings={"1.2": "pass"})
    reconcile("2", "ben", "Both marks say so.", "", "q")
    assert '"1.2":\n    level: partial\n    rationale: |\n      Half.\n' in text()
    assert decision("marks", "pass", "Both marks say so.") in text()
    assert run("validate").code == 0


def test_left_after_the_level_it_stays_open_and_the_reason_of_another_level_is_not_kept_by_enter() -> None:
    write_mark(Path(), "ben", {"1.2": "partial"})
    write_mark(Path(), "anna", {"1.2": "partial"})
    reconcile("2", "1.2 was first rated fail.", "q")
    assert 'level: partial\n    rationale: "Announced, not enacted."\n    decision:\n' in text()
    assert '"on": marks\n      from: fail\n' in text()
    outcome = reconcile("", "", "q")
    assert "To be settled: 1.2." in outcome.err
    assert "Another rating needs a reason of its own" in " ".join(outcome.err.split())
    reconcile("", "Half is enacted.", "", "Both marks say so.", "", "")
    assert "level: partial\n    rationale: |\n      Half is enacted.\n    decision:\n" in text()
    assert decision("marks", "fail", "Both marks say so.") in text()
    assert reconcile().err == "springfield@2021-03-11: nothing is open\n"


def test_words_that_a_mark_has_for_the_level_are_kept_when_it_is_left_before_the_decision() -> None:
    write(stage="draft")
    reconcile("2", "1", "q")
    outcome = reconcile("", "", "Half is in force.", "", "2")
    assert "Rationale (Enter keeps it, 1 takes a mark's; or type it):" in outcome.err
    assert decision("marks", "fail", "Half is in force.") in text()


def test_the_old_reason_may_be_kept_beside_a_mark_s_words() -> None:
    write(stage="draft")
    outcome = reconcile("2", "k", "Why.", "", "2")
    assert "Rationale (Enter takes anna's words, k keeps it; or type it):" in outcome.err
    assert 'level: partial\n    rationale: "Announced, not enacted."' in text()


def test_a_decided_rating_that_is_asked_for_its_words_alone_changes_only_with_a_decision_of_its_own() -> None:
    old = {
        "on": "marks",
        "from": "pass",
        "by": "E. Person",
        "date": "2021-04-01",
        "reason": "Half is in force.",
    }
    write(stage="draft", ratings={"1.2": {"level": "partial", "decision": old}})
    outcome = reconcile("3", "ben", "It was repealed.", "", "q")
    assert "Why is it decided so?" in outcome.err
    found: Any = parse_document(Path(FILE).read_bytes()).data
    new = {"on": "marks", "from": "partial", "by": "C. Person", "date": TODAY, "reason": "It was repealed."}
    assert found["ratings"]["1.2"] == {"level": "fail", "rationale": "No law.", "decision": [old, new]}
    assert run("validate").code == 0


def test_a_decision_on_a_reply_that_disputes_nothing_any_more_is_not_dropped() -> None:
    old = {"on": "reply", "from": "pass", "by": "E. Person", "date": "2021-04-01", "outcome": "changed"}
    write(stage="draft", ratings={"1.2": {"level": "partial", "decision": old}})
    write_reply(Path(), {"1.2": {"answer": "accepts"}})
    reconcile("3", "ben", "The act was repealed.", "", "q")
    found: Any = parse_document(Path(FILE).read_bytes()).data
    (on_reply, on_marks) = found["ratings"]["1.2"]["decision"]
    assert (on_reply["on"], on_reply["from"], on_reply["outcome"]) == ("reply", "pass", "changed")
    assert (on_marks["on"], on_marks["from"]) == ("marks", "partial")


def test_what_was_before_is_kept_when_it_is_left_between_level_and_reason() -> None:
    write(stage="draft")
    reconcile("2", "q")
    assert '"on": marks\n      from: fail\n' in text()
    outcome = reconcile("", "1", "Half.", "", "2")
    assert "To be settled the decision does not say why" in " ".join(outcome.err.replace("\n", " ").split())
    assert decision("marks", "fail", "Half.") in text()


def test_another_answer_decides_anew_from_what_was_before() -> None:
    write_reply(Path(), {"1.2": {"answer": "disputes"}})
    write(stage="draft")
    reconcile("2", "1", "First thought.", "", "g 1.2", "3", "No.", "", "Second thought.", "", "2")
    assert "First thought." not in text()
    assert decision("marks", "fail", "Second thought.", dash=True) in text()
    assert decision("reply", "fail", "Second thought.", outcome="upheld", dash=True) in text()


def test_an_answer_can_be_taken_back() -> None:
    before = write(stage="draft")
    outcome = reconcile("2", "u", "q")
    assert "Taken back: 1.2 rating" in outcome.err
    assert text() == before


def test_it_asks_who_decides_and_goes_on_only_then() -> None:
    outcome = reconcile("", "s", "D. Person", "", "", "Why.", "", "", by=None)
    assert outcome.err.count("Who decides? Readers are shown the name:") == 3
    assert "by: D. Person\n" in text()


def test_a_decision_that_is_there_stays() -> None:
    old = {
        "on": "reply",
        "from": "pass",
        "by": "E. Person",
        "date": "2021-04-01",
        "outcome": "changed",
        "reason": "Old.",
    }
    before = write(stage="draft", ratings={"1.2": {**RATINGS["1.2"], "decision": old}})
    write_reply(Path(), {"1.2": {"answer": "disputes"}})
    reconcile("", "", "New.", "", "q")
    data: Any = parse_document(Path(FILE).read_bytes()).data
    new = {"on": "marks", "from": "fail", "by": "C. Person", "date": TODAY, "reason": "New."}
    assert data["ratings"]["1.2"]["decision"] == [old, new]
    assert before.split("decision:")[0] in text()


def test_marks_with_errors_are_not_passed_over() -> None:
    write_mark(Path(), "cleo", {"1.2": "passed"})
    before = text()
    outcome = reconcile("2", "1", "Why.", "")
    assert (outcome.code, text()) == (1, before)
    assert "cleo.yaml:6:10: error SC404" in outcome.err


@pytest.mark.parametrize("by", ["", " ", "a\nb", "\x1b[A"])
def test_a_name_that_is_none_is_refused(by: str) -> None:
    outcome = run("reconcile", "springfield", "--by", by)
    assert (outcome.code, outcome.out) == (2, "")
    assert "--by" in outcome.err


def test_a_decision_without_a_reason_keeps_whose_it_is_where_the_rating_stays() -> None:
    old = {"on": "marks", "from": "pass", "by": "E. Person", "date": "2021-04-01"}
    write(ratings={**RATINGS, "1.2": {**RATINGS["1.2"], "decision": old}})
    reconcile("", "", "It is no law.", "", "")
    found: Any = parse_document(Path(FILE).read_bytes()).data
    assert found["ratings"]["1.2"]["decision"] == {**old, "reason": "It is no law."}


# Whatever is typed ------------------------------------------------------------------------------

LEVELS = st.sampled_from(["pass", "partial", "fail", "not-applicable"])
ENTRIES = st.one_of(LEVELS, st.builds(lambda level: {"level": level, "rationale": "Because."}, LEVELS))
IDS = ("1.2", "2.1")
SAID = st.fixed_dictionaries({}, optional=dict.fromkeys(IDS, ENTRIES))
DISPUTES = st.sampled_from([{}, {"1.2": {"answer": "disputes"}}, {"2.1": {"answer": "accepts"}}])
LINES = st.sampled_from(
    [
        *["1", "2", "3", "4", "5", "anna", "k", "s", "b", "u", "c", "m", "?", "q"],
        "",
        "",
        "",
        "Words.",
        "g 1.2",
        "g 2.1",
        "g 1.1",
        "\x1b[A",
        "d 1",
    ]
)


@given(SAID, SAID, SAID, DISPUTES, st.lists(LINES, max_size=25))
def test_whatever_is_typed_what_was_before_is_kept_and_what_is_settled_is_decided(
    ratings: Any, anna: Any, ben: Any, disputes: Any, lines: list[str]
) -> None:
    framework = Framework.model_validate(parse_document(to_yaml(framework_data()).encode()).data)
    begun = f"# Ours\n{to_yaml(assessment_data(stage='draft', ratings=ratings or None))}# Last\n".encode()
    assessment, marks = Assessment.model_validate(parse_document(begun).data), []
    for who, said in (("anna", anna), ("ben", ben)):
        data = {
            "kind": "mark",
            "of": "springfield@2021-03-11",
            "framework": "city-air@2.0",
            "assessor": who,
            "ratings": said,
        }
        marks.append(Mark.model_validate(data))
    reply = Reply.model_validate(
        {"kind": "reply", "of": "springfield@2021-03-11", "by": "City", "replies": disputes}
    )
    review = Review(assessment, framework, tuple(marks), (reply,))
    session = begin_settling(framework, begun, review, today=TODAY, by="C. Person")
    before = {id: review.recorded(id).level or "not-rated" for id in IDS}
    for line in lines:
        session = advance(session, line).session
        assert session.raw.startswith(b"# Ours\n")
        assert session.raw.endswith(b"# Last\n")
        now = session.now
        assert now is not None
        for id in IDS if session.settles else ():
            for each in now.recorded(id).decision:
                assert (each.from_, each.by) == (before[id], "C. Person")
                changed = (now.recorded(id).level or "not-rated") != before[id]
                assert each.outcome in (None, "changed" if changed else "upheld")
            if (now.recorded(id).level or "not-rated") != before[id]:
                assert not now.reasons(id)
                assert now.recorded(id).decision or before[id] == "not-rated" or not review.given(id)


# Killed -----------------------------------------------------------------------------------------

ANSWERS = ["", "1", "2", "1", "Half is", "enacted.", "", "3", "Own", "words.", "", "No.", "", "2"]
RUNS = rounds(10, 100)


def prepare(root: Path) -> bytes:
    """Write a project in which three indicators are open, the assessment with CRLF."""
    write_framework(root, sources=SOURCES)
    draft = write(root, stage="draft", ratings={"1.2": RATINGS["1.2"], "2.1": "partial"}).replace(
        "\n", "\r\n"
    )
    write_text(root / FILE, draft)
    write_mark(root, "anna", {"1.1": {"measured": "4.2", "rationale": "Mean."}, "1.2": ANNA, "2.1": "pass"})
    write_mark(root, "ben", {"1.1": "4.2", "1.2": "fail", "2.1": {"level": "partial", "rationale": "Some."}})
    return draft.encode()


def states(root: Path) -> list[bytes]:
    """Return what the file must hold after each answer, the first before any."""
    raw = prepare(root)
    project = Project(root)
    review = project.review(project.layout.assessments[0])
    framework = Framework.model_validate(
        parse_document(to_yaml(framework_data(sources=SOURCES)).encode()).data
    )
    assert review is not None
    session = begin_settling(framework, raw, review, today=TODAY, by="C. Person")
    found = [session.raw]
    for answer in ANSWERS:
        session = advance(session, answer).session
        found.append(session.raw)
    return found


def kill_one(root: Path, seed: int) -> tuple[int, bytes]:
    chance = random.Random(seed)
    prepare(root)
    streams: dict[str, Any] = {"stdin": PIPE, "stderr": PIPE, "stdout": DEVNULL}
    env = {**CLEAN, "PYTHONIOENCODING": "utf-8"}
    command = ("reconcile", "springfield", "--by", "C. Person")
    with running(*command, cwd=root, env=env, **streams) as process:
        ran = Run(process)
        assert process.stdin is not None
        for answer in ANSWERS[: seed * (len(ANSWERS) + 1) // RUNS]:
            ran.wait_for_prompt()
            process.stdin.write(f"{answer}\n".encode())
            process.stdin.flush()
        time.sleep(chance.choice((0, chance.uniform(0, 0.004), chance.uniform(0, 0.02))))
        process.kill()
        process.wait()
        ran.drain()
    return ran.prompts, (root / FILE).read_bytes()


def test_killed_at_any_moment_it_loses_no_answer_and_forgets_nothing_that_was_before(tmp_path: Path) -> None:
    expected = states(tmp_path / "states")
    assert len(set(expected)) > 7
    with ThreadPoolExecutor(max(2, os.cpu_count() or 1)) as pool:
        found = list(pool.map(lambda seed: kill_one(tmp_path / str(seed), seed), range(RUNS)))
    for seed, (prompts, raw) in enumerate(found):
        answered = max(0, prompts - 1)
        assert raw in (expected[answered], expected[min(answered + 1, len(ANSWERS))]), (seed, prompts)
        assert raw.startswith(b"# Ours\r\n")
        assert raw.endswith(b"# Last\r\n")
        loaded = Project(tmp_path / str(seed)).load(lone(raw), ASSESSMENT)
        assert not loaded.has_errors
        rating: Any = parse_document(raw).data
        now = rating["ratings"]["1.2"]
        assert now["level"] == "fail" or now["decision"]["from"] == "fail"
