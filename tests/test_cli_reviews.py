"""Marks and replies as a user meets them: what `validate` and `list` say, and that no score changes."""

import json
import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.builders import write_assessment, write_mark, write_project, write_reply, write_text, write_yaml
from tests.commands import run

MARKS = "reviews/springfield/2021-03-11"
ON_MARKS = {"on": "marks", "from": "pass", "by": "C. Person", "date": "2021-04-02", "reason": "Not enacted."}
ON_REPLY = {**ON_MARKS, "on": "reply", "from": "fail", "outcome": "upheld"}


@pytest.fixture(autouse=True)
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_project(tmp_path)


def found(*words: str) -> tuple[int, list[str]]:
    """Return the exit code of `validate`, and each remark up to its code."""
    outcome = run("validate", "--format", "concise", *words)
    return outcome.code, [" ".join(line.split(" ")[:3]) for line in outcome.out.splitlines()]


def rated(**decided: object) -> None:
    """Write the assessment anew, with decisions on 1.2."""
    level = {"level": "fail", "rationale": "Announced, not enacted.", **decided}
    evidence = {"source": "plan", "locator": "table 3"}
    write_assessment(
        Path(), ratings={"1.1": {"measured": "4.2", "evidence": evidence}, "1.2": level, "2.1": "partial"}
    )


def differ(root: Path) -> None:
    write_mark(root, "anna", {"1.2": "partial", "2.1": "partial"})
    write_mark(root, "ben", {"1.2": "fail"})


def test_what_is_open_is_an_error_in_the_marks_until_it_is_decided(city: Path) -> None:
    differ(city)
    expected = [f"{MARKS}/anna.yaml:6:10: error SC610", f"{MARKS}/ben.yaml:6:10: error SC610"]
    assert found() == (1, expected)
    assert found("springfield") == (1, expected)
    assert found("springfield@2021-03-11") == (1, expected)
    assert found(f"{MARKS}/ben.yaml") == (1, expected[1:])
    assert found("./assessments") == (0, [])
    rated(decision=ON_MARKS)
    assert found() == (0, [])


def test_a_dispute_is_a_warning_in_the_reply_until_it_is_decided(city: Path) -> None:
    write_reply(city, {"1.2": {"answer": "disputes", "proposes": "pass"}})
    assert found() == (0, [f"{MARKS}/reply.yaml:6:13: warning SC624"])
    rated(decision=[ON_REPLY])
    assert found() == (0, [])


def test_no_mark_and_no_reply_changes_what_is_scored(city: Path) -> None:
    before = [run("assess", "--format", format).out for format in ("json", "csv")]
    differ(city)
    write_mark(city, "cleo", {"1.2": "nonsense"})
    write_text(city / MARKS / "Dora.yaml", "kind: [unclosed\n")
    write_reply(city, {"1.2": {"answer": "disputes", "proposes": "pass"}})
    after = [run("assess", "--format", format) for format in ("json", "csv")]
    assert [each.out for each in after] == before
    assert {(each.code, each.err) for each in after} == {(0, "")}
    assert found()[0] == 1


def test_a_mark_and_a_reply_are_no_assessments(city: Path) -> None:
    path = write_mark(city, "anna", {"1.2": "fail"})
    outcome = run("assess", str(path.relative_to(city)))
    assert (outcome.code, outcome.out) == (2, "")
    assert "is a mark, not an assessment" in outcome.err


def test_what_an_assessment_lacks_is_told_once(city: Path) -> None:
    """A mark whose assessment cannot be read is checked as far as that goes."""
    write_assessment(city, framework="city-air@9")
    write_mark(city, "anna", {"1.2": "fail"})
    code, said = found()
    assert (code, said) == (1, ["assessments/springfield/2021-03-11.yaml:2:12: error SC401"])


def test_on_standard_input_a_mark_is_checked_beside_the_assessment_that_it_names(city: Path) -> None:
    differ(city)
    text = (city / MARKS / "ben.yaml").read_text("utf-8").replace("fail", "pas")
    named = run("validate", "-", "--format", "concise", stdin=text)
    assert (named.code, named.out.split(" ")[:3:2]) == (1, ["-:6:10:", "SC404"])
    elsewhere = text.replace("springfield@2021-03-11", "springfield")
    lost = run("validate", "-", "--format", "concise", stdin=elsewhere)
    assert (lost.code, lost.out.split(" ")[:3:2]) == (1, ["-:2:5:", "SC601"])


def test_a_reply_among_assessments_or_frameworks_is_sent_home(city: Path) -> None:
    for folder in ("assessments/springfield", "frameworks"):
        write_text(city / folder / "reply.yaml", "kind: reply\nof: springfield@2021-03-11\nby: City\n")
    outcome = run(
        "validate", "--format", "full", "./assessments/springfield/reply.yaml", "frameworks/reply.yaml"
    )
    assert outcome.code == 1
    assert "this file says that it is a reply, and replies stand in reviews/\n" in outcome.out
    assert "help: replies stand in reviews/<subject>/<date>/reply.yaml" in outcome.out


def test_a_folder_of_reviews_alone_is_no_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "elsewhere"
    write_mark(folder, "anna", {})
    monkeypatch.chdir(folder / "reviews")
    assert "city-air@2.0" in run("list").out, "it is in the project above"


# How far an assessment is ------------------------------------------------------------------------


def far() -> str:
    """Return what `list` says of how far the assessment is."""
    outcome = run("list", columns=200)
    assert outcome.code == 0, outcome.err
    (line,) = (line for line in outcome.out.splitlines() if "2021-03-11" in line)
    return line.partition(" 1  1  1")[2].strip()


def test_list_says_how_far_each_assessment_is(city: Path) -> None:
    assert far() == ""
    write_mark(city, "anna", {"1.2": "partial", "2.1": "partial"}, stage="draft")
    assert far() == "1 draft mark"
    differ(city)
    assert far() == "marked by two, 1 differs (1 not decided)"
    write_reply(city, {}, invited="2021-03-20")
    assert far() == "marked by two, 1 differs (1 not decided), asked to reply"
    write_reply(city, {"1.2": {"answer": "disputes"}, "2.1": {"answer": "accepts"}})
    rated(decision=ON_MARKS)
    assert far() == "marked by two, 1 differs (decided), replied, 1 disputed (1 not decided)"
    rated(decision=[ON_MARKS, {**ON_REPLY, "reason": None}])
    assert far() == "marked by two, 1 differs (decided), 1 without a reason, replied, 1 disputed (decided)"
    rated(decision=[ON_MARKS, ON_REPLY])
    assert far() == "marked by two, 1 differs, replied, 1 disputed, decided"
    write_reply(city, {}, closed="2021-04-20")
    assert far() == "marked by two, 1 differs, no reply came, decided"


def test_list_counts_what_reconcile_asks_a_reason_for(city: Path) -> None:
    differ(city)
    rated(decision={**ON_MARKS, "reason": None})
    assert far() == "marked by two, 1 differs (decided), 1 without a reason"


def test_of_an_assessment_with_errors_nothing_is_said_to_be_open(city: Path) -> None:
    differ(city)
    rated(level="fial")
    assert found() == (1, ["assessments/springfield/2021-03-11.yaml:19:12: error SC404"])


def test_a_decision_is_not_questioned_where_the_reply_that_it_is_on_has_an_error(city: Path) -> None:
    rated(decision=[ON_REPLY])
    write_reply(city, {"1.2": {"answer": "disputes", "proposes": "passed"}})
    assert [each for each in found()[1] if "SC630" in each] == []


def test_programs_are_told_of_all_how_far_they_are_where_anybody_marked_one(city: Path) -> None:
    write_assessment(city, subject="shelbyville")
    assert [each["review"] for each in json.loads(run("list", "--format", "json").out)["assessments"]] == [
        None
    ] * 2
    differ(city)
    shelbyville, springfield = json.loads(run("list", "--format", "json").out)["assessments"]
    assert shelbyville["review"] is None
    assert springfield["review"]["assessors"] == 2


def test_programs_are_told_how_far_an_assessment_is_where_anybody_marked_it(city: Path) -> None:
    def review() -> object:
        (listed,) = json.loads(run("list", "--format", "json").out)["assessments"]
        return listed.get("review")

    assert review() is None
    differ(city)
    numbers = {
        "assessors": 2,
        "drafts": 0,
        "independent": 0,
        "not_independent": 0,
        "total": 3,
        "marked": 2,
        "compared": 1,
        "differ": 1,
        "compared_first": 1,
        "differ_first": 1,
        "rounds": 1,
        "decided": 0,
        "redone": 0,
        "stood": 0,
        "undecided": 1,
        "of_nobody": 0,
        "to_rate": 0,
        "disputed": 0,
        "unanswered": 0,
        "changed": 0,
    }
    states = {"invited": False, "replied": False, "closed": False}
    assert review() == {**numbers, **states, "open": 1}


@pytest.mark.parametrize(
    "words", [["assess"], ["trend"], ["trend", "--by", "indicator"], ["trend", "--detail", "indicators"]]
)
def test_of_several_it_is_said_how_many_were_marked_and_replied(city: Path, words: list[str]) -> None:
    def told() -> str:
        outcome = run(*words, columns=200)
        assert (outcome.code, outcome.err) == (0, "")
        return outcome.out

    for name in ("shelbyville", "ogdenville"):
        write_assessment(city, subject=name)
    assert "Rated by A. Person; no check by others recorded." in told()
    asked = {"kind": "reply", "of": "ogdenville@2021-03-11", "by": "Ogdenville", "invited": "2021-03-20"}
    write_yaml(city / "reviews/ogdenville/2021-03-11/reply.yaml", asked)
    write_mark(city, "anna", {"1.2": "fail"})
    assert "Rated by A. Person; 1 of 3 marked by one assessor or more." in told()
    write_mark(city, "ben", {"1.2": "fail"})
    write_reply(city, {"1.2": {"answer": "disputes"}, "2.1": {"answer": "accepts"}})
    assert "1 of 3 marked by several assessors; 1 of 2 asked to reply did so; 1 disputed rating" in told()
    rated(decision=ON_REPLY)
    assert "; 1 of 3 marked by several assessors; 1 of 2 asked to reply did so." in told()


def test_before_reports_it_is_said_how_many_were_marked_and_replied(city: Path) -> None:
    write_assessment(city, subject="shelbyville")
    assert " of 2 " not in run("report").out.partition("**Clean city air**")[0]
    write_reply(city, {})
    write_mark(city, "anna", {"1.2": "fail"})
    assert run("report").out.startswith("# Reports (2)\n\n1 of 2 marked by one assessor or more.\n\n**Clean")


def test_list_refuses_a_mark_with_errors_and_does_not_count_it(city: Path) -> None:
    differ(city)
    write_mark(city, "ben", {"1.2": "nonsense"})
    outcome = run("list", columns=200)
    assert outcome.code == 1
    assert "ben.yaml:6:10: error SC404" in outcome.err
    assert "SC610" not in outcome.err
    assert "marked by one" in outcome.out


@pytest.mark.parametrize(
    ("measured", "code"),
    [("abc", "SC405"), ({"measured": "4.2", "decision": {**ON_REPLY, "from": "abc"}}, "SC417")],
)
def test_what_is_no_measurement_is_told_where_a_reply_answers_to_it_too(
    city: Path, measured: object, code: str
) -> None:
    write_assessment(city, ratings={"1.1": measured, "1.2": "pass", "2.1": "partial"})
    write_reply(city, {"1.1": {"answer": "disputes"}}, shown=f"sha256:{'0' * 64}")
    exit_code, remarks = found()
    assert exit_code == 1
    assert [each[-5:] for each in remarks if each.startswith("assessments/")].count(code) == 1
    assert [each[-5:] for each in remarks if each.startswith(f"{MARKS}/reply.yaml")].count("SC623") == 1
    assert run("list").code == 1


# In reports ---------------------------------------------------------------------------------------

SECRETS = "zelda", "yorick", "ZELDAS REASON", "YORICKS REASON", "ZELDAS SOURCE"
FORMS = (
    *(("report", "springfield", "--format", each) for each in ("markdown", "html", "json", "csv")),
    ("report", "springfield", "-o", "report.docx", "--force"),
    *(("assess", "--detail", "full", "--format", each) for each in ("table", "plain", "markdown", "html")),
    ("assess",),
    *(("assess", "--format", each) for each in ("json", "csv")),
    *(("diff", "springfield@2021-03-11", "springfield", "--detail", "full", "--format", each)
      for each in ("table", "plain", "markdown", "html", "json", "csv")),
    *(("trend", "springfield", "--format", each) for each in ("table", "html", "json")),
)  # fmt: skip


def in_words(words: tuple[str, ...]) -> str:
    """Return what a command shows, or what is in the Word document that it writes."""
    outcome = run(*words)
    assert (outcome.code, outcome.err) in [(0, ""), (0, "written: report.docx\n")]
    if "report.docx" not in words:
        return outcome.out
    with ZipFile("report.docx") as archive:
        text = "".join(archive.read(each).decode("utf-8", "replace") for each in archive.namelist())
    return re.sub(r"<[^>]*>", "", text)


def secretly_marked(city: Path) -> None:
    evidence = {"source": "own"}
    sources = {"own": {"title": "ZELDAS SOURCE"}}
    rating = {"level": "fail", "rationale": "ZELDAS REASON", "evidence": evidence}
    write_mark(city, "zelda", {"1.2": rating, "2.1": "partial"}, sources=sources, independent="true")
    write_mark(city, "yorick", {"1.2": {"level": "partial", "rationale": "YORICKS REASON"}, "2.1": "partial"})
    rated(level="fail", decision=ON_MARKS)


@pytest.mark.parametrize("words", FORMS, ids=" ".join)
def test_nothing_of_a_mark_is_in_a_report_unless_it_is_asked_for(city: Path, words: tuple[str, ...]) -> None:
    secretly_marked(city)
    shown = in_words(words)
    assert not [each for each in SECRETS if each in shown]
    if words[0] in ("assess", "report") and not {"json", "csv"} & {*words}:
        shown = in_words((*words, "--marks"))
        assert not [each for each in SECRETS if each not in shown]
        assert "Decided by C. Person on 2 April 2021. Fail now, Pass before." in " ".join(shown.split())


def test_marks_stand_beside_their_rating_with_what_was_decided(city: Path) -> None:
    secretly_marked(city)
    shown = run("report", "springfield", "--marks", columns=160).out
    beside = re.split(r"^###.*1\.2 Limits in law$", shown, flags=re.M)[1].split("\n##")[0]
    assert beside.partition("**Rationale:** Announced, not enacted.\n\n")[2].strip() == (
        "- **Mark of yorick:** ◐\u00a0Partial\n"
        "- **Mark of zelda:** ✗\u00a0Fail\n\n"
        "**Mark of yorick, rationale:**\n\n> YORICKS REASON\n\n"
        "**Mark of zelda, rationale:**\n\n> ZELDAS REASON\n\n"
        "**Mark of zelda, evidence:**\n\n- ZELDAS SOURCE\n\n"
        "**Assessors differed:** Decided by C. Person on 2 April 2021. Fail now, Pass before.\n\n"
        "**Why it was decided so:** Not enacted."
    )


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ((None, None), "Nobody claims to be independent."),
        (("true", "true"), "By their own account anna and ben are independent."),
        (("false", None), "anna is not independent."),
        (("false", "true"), "By their own account ben is independent; anna is not independent."),
    ],
)
def test_who_claims_to_be_independent_is_told_once_before_the_marks(
    city: Path, claims: tuple[str | None, str | None], said: str
) -> None:
    for who, claim in zip(("anna", "ben"), claims, strict=True):
        write_mark(city, who, {"1.2": "fail", "2.1": "pass"}, independent=claim)
    shown = run("report", "springfield", "--marks").out
    assert f"\n## Indicators\n\n**Marks:** {said}\n\n###" in shown
    assert (shown.count("**Marks:**"), shown.count("- **Mark of anna:**")) == (1, 2)
    assert "**Marks:**" not in run("report", "springfield").out
    full = run("assess", "springfield", "--detail", "full", "--marks", columns=200).out
    assert full.count(f"\n\nMarks: {said}\n\n") == 1


def test_a_mark_that_says_what_the_rating_does_is_not_told_twice(city: Path) -> None:
    """Neither a reason that is the rating's, nor its evidence; where one of them differs, both are told."""
    rating = {"rationale": "Announced, not enacted.", "evidence": {"source": "plan"}}
    write_mark(city, "anna", {"1.2": {"level": "fail", **rating}})
    write_mark(
        city,
        "ben",
        {"1.2": {"level": "partial", **rating, "evidence": {"source": "plan", "locator": "p. 3"}}},
    )
    rated(decision=ON_MARKS, evidence={"source": "plan"})
    shown = run("report", "springfield", "--marks", columns=160).out
    beside = shown.partition("- **Mark of anna:** ")[2]
    assert beside.partition("\n\n**Assessors differed")[0] == (
        "✗\u00a0Fail: for the same reason as the rating\n"
        "- **Mark of ben:** ◐\u00a0Partial\n\n"
        "**Mark of ben, rationale:**\n\n> Announced, not enacted.\n\n"
        "**Mark of ben, evidence:**\n\n- Air plan, p. 3"
    )


@pytest.mark.parametrize("words", [("report",), ("assess", "--detail", "full", "--format", "markdown")])
@pytest.mark.parametrize(
    ("before", "words_of_it"),
    [
        ("pass", "Decided by C. Person on 2 April 2021. Fail now, Pass before."),
        ("fail", "Decided by C. Person on 2 April 2021. Fail now, as before."),
        ("not-rated", "Decided by C. Person on 2 April 2021. Fail now, Not rated before."),
    ],
)
def test_a_decision_on_marks_is_the_publishers_own_and_always_told(
    city: Path, before: str, words_of_it: str, words: tuple[str, ...]
) -> None:
    secretly_marked(city)
    rated(level="fail", decision={**ON_MARKS, "from": before})
    told = f"**Assessors differed:** {words_of_it}\n\n**Why it was decided so:** Not enacted.\n"
    assert told in run(words[0], "springfield", *words[1:]).out


def test_a_decision_names_the_level_that_it_led_to_and_not_the_one_that_stands_now(city: Path) -> None:
    differ(city)
    write_reply(city, {"1.2": {"answer": "disputes", "proposes": "pass"}})
    later = {**ON_REPLY, "from": "partial", "outcome": "changed", "date": "2021-05-02"}
    rated(level="pass", decision=[{**ON_MARKS, "from": "fail"}, later])
    shown = run("report", "springfield").out
    first = (
        "**Assessors differed:** The rating was changed from Fail to Partial by C. Person on 2 April 2021."
    )
    second = "**Decision:** The rating was changed from Partial by C. Person on 2 May 2021. Pass now."
    assert shown.index(first) < shown.index("**Reply:** ") < shown.index(second)
    rated(level="pass", decision=[{**ON_MARKS, "from": "not-rated"}, later])
    assert "**Assessors differed:** Partial was decided by C. Person on 2" in run("report", "springfield").out


def test_the_marks_of_both_rounds_are_told_and_that_an_assessor_did_not_rate(city: Path) -> None:
    write_mark(city, "anna", {"1.2": {"level": "not-rated", "rationale": "The site was down."}})
    write_mark(city, "ben", {"1.2": "partial"}, independent="true")
    write_mark(city, "ben-2", {"1.2": {"level": "fail", "rationale": "No law."}}, independent="false")
    shown = run("report", "springfield", "--marks").out
    assert (
        "- **Mark of anna:** –\u00a0Not rated\n"
        "- **Mark of ben:** ◐\u00a0Partial\n"
        "- **Mark of ben, round 2:** ✗\u00a0Fail\n\n"
        "**Mark of anna, rationale:**\n\n> The site was down.\n\n"
        "**Mark of ben, round 2, rationale:**\n\n> No law.\n"
    ) in shown


def test_where_marks_agreed_on_another_level_nobody_is_said_to_have_differed(city: Path) -> None:
    write_mark(city, "anna", {"1.2": "partial"})
    rated(decision={**ON_MARKS, "from": "fail"})
    shown = run("report", "springfield").out
    assert "**Decision on the marks:** Decided by C. Person on 2 April 2021. Fail now, as before.\n" in shown
    assert "differ" not in shown


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        (("partial", "fail"), "Assessors differ here, not decided yet."),
        (("partial", "partial"), "Rated as no mark says, not decided yet."),
    ],
)
def test_what_is_not_decided_is_said_at_the_rating(city: Path, levels: tuple[str, str], said: str) -> None:
    for who, level in zip(("anna", "ben"), levels, strict=True):
        write_mark(city, who, {"1.2": level, "2.1": "partial"})
    shown = run("report", "springfield").out
    assert shown.count(said) == 1
    assert f"**Rationale:** Announced, not enacted.\n\n**Decision:** {said}\n" in shown


def test_a_mark_with_errors_is_not_taken_as_not_made(city: Path) -> None:
    rated()
    write_mark(city, "anna", {"1.2": "fail", "2.1": "partial"})
    write_mark(city, "ben", {"1.2": "partail", "2.1": "partial"})
    said = "A mark is recorded and cannot be counted: its file has errors."
    for words in (["assess", "springfield"], ["report", "springfield"]):
        shown = " ".join(run(*words, columns=160).out.split())
        assert (shown.count(said), "no mark says" in shown, "ben" in shown) == (1, False, False)
    assert found() == (1, [f"{MARKS}/ben.yaml:6:10: error SC404"])
    write_mark(city, "cleo", {"1.2": "partail"})
    assert "Two marks are recorded and cannot be counted: their files have errors." in " ".join(
        run("report", "springfield").out.split()
    )


def test_programs_are_told_decisions_where_there_are_some(city: Path) -> None:
    def decided() -> list[object]:
        (scorecard,) = json.loads(run("assess", "--format", "json").out)["scorecards"]
        ratings = [each for one in scorecard["dimensions"] for each in one["indicators"]]
        return [each["decision"] for each in ratings]

    assert decided() == [[], [], []]
    rated(decision=[ON_MARKS, ON_REPLY])
    assert decided() == [[], [{**ON_MARKS, "outcome": None}, ON_REPLY], []]


@pytest.mark.parametrize(
    ("was", "outcome", "level", "words"),
    [
        ("fail", "upheld", "partial", "to keep Fail"),
        ("fail", "changed", "fail", "to change Fail"),
    ],
)
def test_what_was_changed_after_the_decision_is_not_told_as_decided(
    city: Path, was: str, outcome: str, level: str, words: str
) -> None:
    write_reply(city, {"1.2": {"answer": "disputes", "proposes": "pass"}})
    rated(level=level, decision={**ON_REPLY, "from": was, "outcome": outcome})
    shown = run("report", "springfield").out
    assert (
        f"**Decision:** It was decided by C. Person on 2 April 2021 {words}. "
        "The rating was changed after the decision.\n"
    ) in shown
    assert "disputes 1 rating, which is not decided yet (" in shown
    assert (
        run("reconcile", "springfield", "--by", "D. Person", stdin="q\n").err.count("To be settled: 1.2") == 1
    )


def test_what_was_changed_after_the_decision_is_settled_again(city: Path) -> None:
    write_reply(city, {"1.2": {"answer": "disputes", "proposes": "pass"}})
    rated(level="partial", decision=ON_REPLY)
    assert run("reconcile", "springfield", "--by", "D. Person", stdin="\n\nHalf is.\n\n\n").code == 0
    shown = run("report", "springfield").out
    first = (
        "It was decided by C. Person on 2 April 2021 to keep Fail. The rating was changed after the decision."
    )
    second = "The rating stands at Partial, as decided by D. Person on "
    assert 0 < shown.index(first) < shown.index(second)
    assert found() == (0, [])


def test_a_later_decision_is_told_after_the_earlier_one(city: Path) -> None:
    differ(city)
    later = {**ON_MARKS, "from": "partial", "by": "D. Person", "reason": "It was repealed."}
    rated(decision=[ON_MARKS, later])
    shown = run("report", "springfield").out
    first = (
        "**Assessors differed:** The rating was changed from Pass to Partial by C. Person on 2 April 2021."
    )
    second = "**Assessors differed:** Decided by D. Person on 2 April 2021. Fail now, Partial before."
    assert 0 < shown.index(first) < shown.index("Not enacted.") < shown.index(second)
