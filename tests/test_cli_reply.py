"""`scorecard reply` as a user meets it: the letter, the workbook that is filled in, and what comes of it."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from tests.builders import (
    framework_data,
    indicator,
    write_assessment,
    write_framework,
    write_mark,
    write_project,
    write_reply,
    write_text,
)
from tests.cases import read_lines
from tests.commands import Outcome, run
from tests.filling import (
    Filling,
    Typed,
    convert_in_libreoffice,
    day,
    error,
    formula,
    number,
    start_libreoffice,
)

NAME = "springfield@2021-03-11"
FILE = "reviews/springfield/2021-03-11/reply.yaml"
ASKED = ("--by", "City of Springfield", "--invited", "2021-03-20", "--due", "2021-04-20")
SHOWN = "sha256:5eeec4195841ecc0a39eec2ee641b190e848d2a03f9c2a600cfb3c4ed01e9110"
"""Of `[["1.1",null,"21/5"],["1.2","fail",null],["2.1","partial",null]]`, by sha256sum."""
BEGUN = f"""\
kind: reply
of: {NAME}
by: City of Springfield
invited: 2021-03-20
due: 2021-04-20
shown: {SHOWN}
"""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = [
    '=HYPERLINK("http://example.org","a")',
    "+1",
    "@SUM(A1)",
    "two  spaces\n\n   indented | # no: comment\n- item: {a}",
    "**bold** <b>b</b> <!-- -->",
    "'quoted",
    "_x0041_",
    "\u05e9\u05dc\u05d5\u05dd \u202eevil",
    "no",
    "1.10",
    "2021-03-11",
    "<r>a</r>",
    "\ufeffmark",
    "a\ttab",
    "~",
]


@pytest.fixture(autouse=True)
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_project(tmp_path)


def export(file: str = "letter.xlsx", *words: str) -> Outcome:
    return run("reply", NAME, "--export", file, *words)


def bring(*words: str, file: str = "letter.xlsx") -> Outcome:
    return run("reply", NAME, "--import", file, *words, columns=160)


def fill(about: dict[str, Any] | None = None, /, **rows: dict[str, "str | Typed"]) -> Filling:
    """Fill in the exported workbook: rows by ids with a `_` before and in place of the point."""
    work = Filling(Path("letter.xlsx"))
    page = work.page("Answers")
    for id, said in rows.items():
        row = page.row_of("indicator", id[1:].replace("_", "."))
        for key, value in said.items():
            page.type(row, page.column(key), value)
    page = work.page("About")
    for key, value in (about or {}).items():
        page.type(page.row_of("key", key), page.column("value"), value)
    Path("letter.xlsx").write_bytes(work.save())
    return work


def reply() -> Any:
    return yaml.load(Path(FILE).read_text(encoding="utf-8"), yaml.BaseLoader)


def refused(outcome: Outcome) -> list[str]:
    """Check that nothing was written, and return the lines of what was refused, up to their messages."""
    assert outcome.code == 1
    assert re.search(r"^Result +nothing written: \d+ refusals?$", outcome.out, re.M)
    found = re.findall(r"^refused: letter\.xlsx:(.*)$", outcome.err, re.M)
    return [each.strip() for each in found]


# Asking -----------------------------------------------------------------------------------------


def test_a_letter_begins_the_reply_and_a_second_form_of_it_changes_nothing() -> None:
    outcome = export("letter.md", *ASKED)
    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err == f"written: letter.md\nwritten: {FILE}\n"
    assert Path(FILE).read_text() == BEGUN
    outcome = export("letter.xlsx", *ASKED)
    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err.startswith("written: letter.xlsx\n\nNext:\n")
    assert f"scorecard reply {NAME} --import letter.xlsx --received DATE\n" in outcome.err
    outcome = export("letter.docx")
    assert (outcome.code, outcome.err) == (0, "written: letter.docx\n")
    assert Path(FILE).read_text() == BEGUN
    assert run("validate").code == 0


def test_a_letter_asks_each_rating_with_its_reasons_and_room_to_answer(city: Path) -> None:
    export("letter.md", *ASKED)
    text = Path("letter.md").read_text(encoding="utf-8")
    assert "Please reply by 20 April 2021." in text
    assert "- **Asked on:** 20 March 2021\n" in text
    assert "- **Sent by:** ……………\n- **Please answer to:** ……………\n" in text
    assert "\n- **Verdict:** ✗\N{NO-BREAK SPACE}Fail\n- **Rule:** passes when all dimensions pass\n" in text
    part = text.split("## 2 Delivery\n")[1].split("\n### ")[0]
    assert part == "\n- **Verdict:** ✗\N{NO-BREAK SPACE}Fail\n- **Rule:** passes when all indicators pass\n"
    assert "**Guidance:** Look whether 1.2 is done.\n" in text
    part = text.split("### 1.2 Limits in law\n")[1].split("\n## ")[0]
    assert "**Asks:** What 1.2 asks is done.\n" in part
    assert "- **Rated:** ✗\N{NO-BREAK SPACE}Fail\n" in part
    assert "**Why we rated it so:** Announced, not enacted.\n" in part
    assert "☐ We accept it ☐ We dispute it ☐ No comment" in part
    assert "☐ Pass ☐ Partial ☐ Fail ☐ Not applicable" in part
    part = text.split("### 1.1 Fine particles\n")[1].split("\n### ")[0]
    assert "- **Rated:** ✓\N{NO-BREAK SPACE}Pass, 4.2 µg/m³\n" in part
    assert "**Where we checked it:**\n\n- Air plan, table 3\n" in part
    assert "☐ …………… µg/m³ ☐ Not applicable" in part
    assert "| Who replies: name and office  " in text


def test_critical_is_said_to_whom_it_is_asked(city: Path) -> None:
    law = indicator("1.2", title="Limits in law", critical=True)
    write_framework(city, dimensions=[{"id": "1", "title": "Limits", "indicators": [law]}])
    write_assessment(city, ratings={"1.2": "fail"})
    export("letter.md", *ASKED)
    assert "\n- **Counts:** critical\n" in Path("letter.md").read_text(encoding="utf-8")


def test_what_is_not_rated_or_not_settled_is_told_and_has_no_room_for_an_answer(city: Path) -> None:
    write_assessment(city, stage="draft", ratings={"1.1": "4.2", "1.2": "fail"})
    write_mark(city, "anna", {"1.2": "pass"})
    outcome = export("letter.md", *ASKED)
    assert (outcome.code, outcome.out) == (0, "")
    assert "warning: 2.1 is not rated; 1.2 is not settled\n" in outcome.err
    text = Path("letter.md").read_text(encoding="utf-8")
    assert "Your answer: 1.2 Limits in law" in text
    assert "### 2.1 Stations\n" in text and "Your answer: 2.1" not in text
    assert export("letter.xlsx").code == 0
    page = Filling(Path("letter.xlsx")).page("Answers")
    rows = {id: page.row_of("indicator", id) for id in ("1.2", "2.1")}
    looks = {id: page.cells[row, page.column("answer")].get("s") for id, row in rows.items()}
    assert looks["1.2"] != looks["2.1"]
    asked = page.text(rows["2.1"], page.column("asked")) or ""
    assert asked.startswith("Stations\nWhat 2.1 asks is done.\nLook whether 2.1 is done.")


def test_no_page_parts_an_answer() -> None:
    export("letter.docx", *ASKED)
    with zipfile.ZipFile("letter.docx") as archive:
        document = ElementTree.fromstring(archive.read("word/document.xml"))
    tables = [
        [["keepNext" in ElementTree.tostring(row, "unicode")] for row in each.iter(f"{W}tr")]
        for each in document.iter(f"{W}tbl")
    ]
    assert tables == [[[True]] * 4 + [[False]]] * 3 + [[[True]] * 3 + [[False]]]


def test_without_whom_it_asks_a_letter_begins_nothing() -> None:
    outcome = export("letter.md")
    assert (outcome.code, outcome.out) == (0, "")
    assert "No reply is begun" in outcome.err
    assert not Path("reviews").exists()
    assert "reply by" not in Path("letter.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", ["letter.md", "letter.xlsx", "letter.docx"])
def test_nothing_internal_is_in_a_letter(city: Path, file: str) -> None:
    said = {
        "level": "fail",
        "rationale": "Reason-shown.",
        "confidence": "low",
        "recommendation": "Recommended-inside.",
        "working_note": "Noted-inside.",
        "decision": {
            "on": "marks",
            "from": "pass",
            "by": "Decider-inside",
            "date": "2021-04-02",
            "reason": "Decided-inside.",
        },
        "x-mine": "Own-inside",
    }
    write_assessment(city, assessors=["Assessor-inside"], ratings={"1.2": said}, reviewers=["Checker-inside"])
    write_mark(city, "anna", {"1.2": {"level": "partial", "rationale": "Marked-inside."}})
    write_mark(city, "ben", {"1.2": {"level": "fail"}})
    assert export(file, *ASKED).err.startswith(f"written: {file}")
    raw = Path(file).read_bytes()
    if file != "letter.md":
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            raw = b"".join(map(archive.read, archive.namelist()))
    text = raw.decode("utf-8", "replace")
    assert "Reason-shown." in text
    assert not re.findall(r"\w*-inside|anna|\bben\b|[Cc]onfidence|Recommend", text)


def test_a_rating_that_a_reply_changed_is_shown_as_it_was(city: Path) -> None:
    decision = {
        "on": "reply",
        "from": "fail",
        "by": "C",
        "date": "2021-05-01",
        "outcome": "changed",
        "reason": "R",
    }
    rating = {"level": "pass", "rationale": "Enacted after all.", "decision": decision}
    write_assessment(city, ratings={"1.1": {"measured": "4.2"}, "1.2": rating, "2.1": "partial"})
    write_reply(city, {"1.2": {"answer": "disputes"}}, shown=SHOWN)
    assert export("letter.md").code == 0
    part = Path("letter.md").read_text(encoding="utf-8").split("### 1.2")[1].split("\n## ")[0]
    assert "✗\N{NO-BREAK SPACE}Fail" in part
    assert "Enacted" not in part


def test_levels_are_called_as_the_framework_has_them(city: Path) -> None:
    scale = [
        {"id": "3", "label": "Enacted", "value": 1, "status": "pass"},
        {"id": "2", "label": "On its way", "value": "1/2", "status": "partial"},
        {"id": "1", "label": "on its way", "value": "1/4", "status": "partial"},
        {"id": "0", "value": 0, "status": "fail"},
    ]
    one = [indicator("1.2"), indicator("2.1", not_applicable="forbidden"), indicator("1.1", scale="rating")]
    rating = [
        {"id": "yes", "label": "=Yes", "value": 1, "status": "pass"},
        {"id": "no", "label": "=No", "value": 0, "status": "fail"},
    ]
    write_framework(
        city,
        scales={"own": scale, "rating": rating},
        not_applicable="forbidden",
        dimensions=[{"id": "1", "title": "Limits", "indicators": one}],
    )
    write_assessment(city, ratings={"1.2": "2", "2.1": "0", "1.1": "yes"})
    assert export("letter.xlsx", *ASKED).code == 0
    work = Filling(Path("letter.xlsx"))
    page = work.page("Answers")
    rating_column = page.column("rating")
    assert [page.text(row, rating_column) for row in (3, 4, 5)] == ["On its way", "0", "=Yes"]
    lists = work.page("Lists")
    assert [lists.text(row, 2) for row in (2, 3, 4, 5, 6)] == [
        "Enacted",
        "On its way (2)",
        "on its way (1)",
        "0",
        None,
    ]
    fill(
        _1_2={"answer": "we dispute it", "proposes": "ENACTED", "text": "t"},
        _2_1={"answer": "disputes", "proposes": "on its way (1)"},
        _1_1={"answer": "We dispute it", "proposes": "=no"},
    )
    assert bring().code == 0
    proposed = {id: each["proposes"] for id, each in reply()["replies"].items()}
    assert proposed == {"1.2": "3", "2.1": "1", "1.1": "no"}
    fill(_1_2={"proposes": "On its way"})
    assert refused(bring("--prefer", "workbook")) == [
        'Answers!G3: indicator 1.2: "On its way" is proposed, and is no answer to it',
    ]


def test_drafts_are_asked_about_and_say_that_they_are_not_published(city: Path) -> None:
    write_assessment(city, stage="draft")
    assert export("letter.md", *ASKED).code == 0
    assert "They are not published yet." in Path("letter.md").read_text(encoding="utf-8")
    assert "not published" not in _letter(city)


def _letter(city: Path) -> str:
    write_assessment(city)
    export("letter.md", "--force")
    return Path("letter.md").read_text(encoding="utf-8")


def test_a_letter_that_asks_otherwise_than_the_reply_says_is_refused(city: Path) -> None:
    export("letter.md", *ASKED)
    later = (*ASKED[:4], "--due", "2021-05-20")
    outcome = export("other.md", *later)
    assert (outcome.code, outcome.out) == (2, "")
    assert (
        outcome.err
        == f"Error: {FILE} says otherwise what was asked: due\n  mend the file; --force asks anew\n"
    )
    assert not Path("other.md").exists()
    assert export("other.md", *later, "--force").code == 0
    assert Path(FILE).read_text() == BEGUN.replace("2021-04-20", "2021-05-20")
    write_assessment(city, ratings={"1.2": "pass"})
    assert "says otherwise what was asked: shown" in export("third.md").err
    write_reply(city, {"1.2": {"answer": "accepts"}}, shown=SHOWN)
    outcome = export("third.md", "--force")
    assert (outcome.code, Path("third.md").exists()) == (2, False)
    assert "they have replied already" in outcome.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "say what is to be done"),
        (("--export", "a.md", "--import", "a.xlsx"), "say what is to be done"),
        (("--export", "a.pdf"), "a.pdf does not say what to write"),
        (("--export", "a.md", "--due", "2021"), '--due: "2021" is not a full date'),
        (("--export", "a.md", "--received", "2021-03-03"), "this is said of asking and of an answer at once"),
        (("--export", "a.md", "--by", "a\x07b", *ASKED[2:]), "--by: "),
        (
            ("--export", "a.md", "--as", "Mayor"),
            "reply-Mayor.yaml has no place beside springfield@2021-03-11",
        ),
        (("--import", "a.xlsx", "--by", "X"), "this is said of asking and of an answer at once"),
    ],
)
def test_what_a_command_line_cannot_say(words: tuple[str, ...], said: str) -> None:
    outcome = run("reply", NAME, *words)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(f"Error: {said}")
    assert not Path("a.md").exists() and not Path("reviews").exists()


def test_an_assessment_with_errors_is_not_sent(city: Path) -> None:
    write_assessment(city, ratings={"1.2": "perhaps"})
    outcome = export("letter.md", *ASKED)
    assert (outcome.code, outcome.out) == (1, "")
    assert not Path("letter.md").exists() and not Path("reviews").exists()
    assert run("reply", "nobody", "--export", "a.md").code == 3
    assert run("reply", "assessments/springfield/2021-03-11.yaml", "--export", "a.md").code == 1


# Taking the answer ------------------------------------------------------------------------------


def test_answers_come_into_the_reply_as_they_were_written() -> None:
    export("letter.xlsx", *ASKED)
    fill(
        {"text": "About\nthe whole"},
        _1_1={"answer": "We dispute it", "proposes": "7/2", "text": "Measured anew."},
        _1_2={"answer": "We dispute it", "proposes": "Partial", "evidence": "Air plan", "locator": "p. 3"},
        _2_1={"answer": "We accept it", "evidence": "https://example.org/a?b=c"},
    )
    outcome = bring("--received", "2021-04-11")
    assert outcome.code == 0
    assert re.search(rf"^File +{FILE}$", outcome.out, re.M)
    assert "6 changes written" in outcome.out
    assert re.search(r'^Answers!A4 +1\.2 answer +nothing +"disputes, partial" *$', outcome.out, re.M)
    assert "warning: letter.xlsx: disputed, not decided yet: 1.1, 1.2\n" in outcome.err
    assert Path(FILE).read_text() == BEGUN.replace("shown:", "received: 2021-04-11\nshown:") + (
        "sources:\n"
        "  reply:\n"
        "    title: https://example.org/a?b=c\n"
        "text: |\n"
        "  About\n"
        "  the whole\n"
        "replies:\n"
        '  "1.1":\n'
        "    answer: disputes\n"
        '    proposes: "7/2"\n'
        "    text: Measured anew.\n"
        '  "1.2":\n'
        "    answer: disputes\n"
        "    proposes: partial\n"
        "    evidence:\n"
        "      - source: plan\n"
        "        locator: p. 3\n"
        '  "2.1":\n'
        "    answer: accepts\n"
        "    evidence:\n"
        "      - source: reply\n"
    )
    was = Path(FILE).read_bytes()
    outcome = bring()
    assert (outcome.code, outcome.err) == (0, "")
    assert "nothing to change" in outcome.out
    assert Path(FILE).read_bytes() == was


def test_a_reply_that_was_not_begun_is_made() -> None:
    export()
    fill(_2_1={"answer": "No comment"})
    outcome = bring()
    assert outcome.code == 0
    assert re.search(rf"^File +{FILE} \(new\)$", outcome.out, re.M)
    assert reply() == {
        "kind": "reply",
        "of": NAME,
        "by": "Springfield",
        "shown": SHOWN,
        "replies": {"2.1": {"answer": "no-comment"}},
    }


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_words(text: str) -> None:
    export("letter.xlsx", "--by", text, *ASKED[2:])
    said = {"answer": "We dispute it", "text": text, "evidence": text, "locator": text}
    fill({"text": text}, _1_2=said)
    assert bring().code == 0
    found = reply()
    assert (found["by"].strip(), found["text"].strip()) == (text, text)
    answer = found["replies"]["1.2"]
    assert answer["text"].strip() == text
    assert answer["evidence"][0]["locator"].strip() == text
    assert found["sources"]["reply"]["title"].strip() == text
    assert "nothing to change" in bring().out


def test_hostile_words_of_ours_go_out_as_words(city: Path) -> None:
    for at, text in enumerate(read_lines("hostile")[::40]):
        dimensions = framework_data()["dimensions"]
        dimensions[1]["title"] = dimensions[1]["indicators"][0]["title"] = text
        write_framework(city, title=text, dimensions=dimensions)
        rating = {"level": "fail", "rationale": text, "evidence": {"source": "plan", "quote": text}}
        write_assessment(city, subject_name=text, ratings={"2.1": rating})
        for suffix in ("md", "docx", "xlsx"):
            outcome = export(f"{at}.{suffix}", "--by", text, *ASKED[2:], "--force")
            assert outcome.code == 0, text
        page = Filling(Path(f"{at}.xlsx")).page("Answers")
        row = page.row_of("indicator", "2.1")
        assert page.text(row, page.column("rationale")) == text


def test_what_is_unclear_is_refused_by_its_cell_and_nothing_is_written() -> None:
    export("letter.xlsx", *ASKED)
    fill(
        _1_1={"answer": "We dispute it", "proposes": "much less"},
        _1_2={"answer": "Perhaps", "proposes": "Partly"},
        _2_1={"text": "Why so?"},
    )
    was = Path(FILE).read_bytes()
    assert refused(bring()) == [
        'Answers!F4: 1.2: "Perhaps" is none of the answers',
        "Answers!F5: 2.1: no answer is given, and other cells are filled in",
        'Answers!G3: indicator 1.1: "much less" is proposed, and is no answer to it',
    ]
    fill(_1_2={"answer": "We dispute it"}, _2_1={"text": ""})
    assert refused(bring()) == [
        'Answers!G3: indicator 1.1: "much less" is proposed, and is no answer to it',
        'Answers!G4: indicator 1.2: "Partly" is proposed, and is no answer to it',
    ]
    fill(
        _1_1={"answer": "We accept it", "proposes": "3"},
        _1_2={"answer": "No comment", "proposes": "", "text": "But."},
        _2_1={"answer": "We dispute it", "text": "", "locator": "p. 1"},
    )
    assert refused(bring()) == [
        'Answers!F3: 1.1: they accept it, and propose "3", which is another rating',
        "Answers!F4: 1.2: they have no comment, and other cells are filled in",
        'Answers!F5: 2.1: the place "p. 1" stands without its document',
    ]
    fill(_1_1={"answer": "We disput it"}, _1_2={"text": ""}, _2_1={"locator": ""})
    outcome = bring()
    assert refused(outcome) == ['Answers!F3: 1.1: "We disput it" is none of the answers']
    assert '  did you mean "We dispute it"? ask them\n' in outcome.err
    assert Path(FILE).read_bytes() == was


def test_what_a_spreadsheet_made_of_words_is_refused() -> None:
    from datetime import date

    export("letter.xlsx", *ASKED)
    fill(
        _1_1={"answer": "We dispute it", "text": day(date(2021, 3, 3)), "proposes": number("0.035", "0.0%")},
        _1_2={"answer": "We dispute it", "text": formula("A1&B1")},
        _2_1={"answer": error("#N/A")},
    )
    assert [each.split(": ")[0] for each in refused(bring())] == [
        "Answers!H4",
        "Answers!G3",
        "Answers!H3",
        "Answers!F5",
    ]
    fill(
        _1_1={"answer": "", "text": "", "proposes": ""},
        _1_2={"answer": "We dispute it", "text": formula('"a"&"b"', "ab")},
        _2_1={"answer": "We dispute it"},
    )
    outcome = bring()
    assert outcome.code == 0
    assert "warning: letter.xlsx: Answers!H4: this is a formula" in outcome.err
    assert reply()["replies"]["1.2"]["text"] == "ab"


def test_answers_to_other_ratings_are_refused(city: Path) -> None:
    export("letter.xlsx")
    fill(_1_2={"answer": "We accept it"})
    write_assessment(city, ratings={"1.2": "pass"})
    (said,) = refused(bring())
    assert re.fullmatch(rf"About!C\d+: this answers other ratings than those of {NAME}", said)
    write_reply(city, {}, shown="sha256:" + "0" * 64)
    (said,) = refused(bring())
    assert said.endswith(f"this answers other ratings than those of {FILE}")


def test_an_answer_to_a_rating_that_was_changed_since_says_what_was_shown(city: Path) -> None:
    export("letter.xlsx", *ASKED)
    fill(_1_1={"answer": "We accept it"}, _1_2={"answer": "We accept it"}, _2_1={"answer": "We accept it"})
    write_assessment(city, ratings={"1.1": "5", "1.2": "pass", "2.1": "partial"})
    outcome = bring()
    assert outcome.code == 0
    unit = "µg/m³"
    assert re.findall("^warning: letter.xlsx: (.*)$", outcome.err, re.M) == [
        f"Answers!C3: 1.1 was shown as Pass, 4.2 {unit}, and is Pass, 5 {unit} since",
        "Answers!C4: 1.2 was shown as Fail, and is Pass since",
    ]
    assert reply()["replies"] == {
        "1.1": {"answer": "accepts", "shown": f"Pass, 4.2 {unit}"},
        "1.2": {"answer": "accepts", "shown": "Fail"},
        "2.1": {"answer": "accepts"},
    }
    again = bring()
    assert (again.code, "nothing to change" in again.out) == (0, True)
    assert run("validate", "--strict", FILE).code == 1


def test_a_proposal_is_held_against_the_rating_that_was_shown(city: Path) -> None:
    export("letter.xlsx", *ASKED)
    write_assessment(city, ratings={"1.1": "4.2", "1.2": "pass", "2.1": "partial"})
    fill(_1_2={"answer": "We dispute it", "proposes": "Pass", "text": "It is law."})
    assert bring().code == 0
    said = {"answer": "disputes", "shown": "Fail", "proposes": "pass", "text": "It is law."}
    assert reply()["replies"] == {"1.2": said}
    fill(_1_2={"answer": "We dispute it", "proposes": "Fail"})
    assert refused(bring()) == ['Answers!F4: 1.2: they dispute it, and propose "Fail", which is our rating']
    fill(_1_2={"answer": "We accept it", "proposes": "Pass"})
    assert refused(bring()) == [
        'Answers!F4: 1.2: they accept it, and propose "Pass", which is another rating'
    ]


def test_answers_whose_ids_were_sorted_alone_are_refused() -> None:
    export("letter.xlsx", *ASKED)
    work = fill(_1_2={"answer": "We accept it"})
    page = work.page("Answers")
    one, other = (page.row_of("indicator", id) for id in ("1.2", "2.1"))
    page.type(one, page.column("indicator"), "2.1")
    page.type(other, page.column("indicator"), "1.2")
    Path("letter.xlsx").write_bytes(work.save())
    assert refused(bring()) == [
        "Answers!A4: the id says 2.1, and what is asked beside it is 1.2",
        "Answers!A5: the id says 1.2, and what is asked beside it is 2.1",
    ]


def test_another_assessments_workbook_is_refused(city: Path) -> None:
    export("letter.xlsx")
    fill(_1_2={"answer": "We accept it"})
    write_assessment(city, subject="shelbyville")
    outcome = run("reply", "shelbyville@2021-03-11", "--import", "letter.xlsx")
    assert outcome.code == 1
    assert f'this was written as "{NAME}/reply", and shelbyville@2021-03-11/reply is asked for' in outcome.err
    assert not Path("reviews").exists()
    write_framework(city, version="3.0")
    write_assessment(city, framework="city-air@3.0")
    assert f"this answers other ratings than those of {NAME}" in refused(bring())[0]


def test_a_workbook_in_which_nothing_is_answered_is_refused() -> None:
    export("letter.xlsx", *ASKED)
    assert refused(bring("--received", "2021-04-11")) == ["nothing is answered here"]
    assert "nothing to change" in bring().out
    assert Path(FILE).read_text() == BEGUN


def test_what_the_reply_says_already_is_lost_only_where_the_workbook_is_preferred() -> None:
    export("letter.xlsx", *ASKED)
    fill({"text": "First."}, _1_2={"answer": "We accept it"})
    assert bring("--received", "2021-04-11").code == 0
    fill({"text": "Second."}, _1_2={"answer": "We dispute it"}, _2_1={"answer": "We accept it"})
    outcome = bring("--received", "2021-04-12")
    assert outcome.code == 1
    end = "and nothing says which is newer"
    assert re.findall(r"^left out: letter\.xlsx: ?(.*)$", outcome.err, re.M) == [
        f'received: the workbook says "2021-04-12", the file "2021-04-11", {end}',
        f'About!C10: text: the workbook says "Second.", the file "First.", {end}',
        f'Answers!A4: 1.2 answer: the workbook says "disputes", the file "accepts", {end}',
    ]
    assert (reply()["received"], reply()["text"].strip()) == ("2021-04-11", "First.")
    assert reply()["replies"] == {"1.2": {"answer": "accepts"}, "2.1": {"answer": "accepts"}}
    assert bring("--received", "2021-04-12", "--prefer", "workbook").code == 0
    assert (reply()["received"], reply()["text"].strip()) == ("2021-04-12", "Second.")
    assert reply()["replies"] == {"1.2": {"answer": "disputes"}, "2.1": {"answer": "accepts"}}


def test_what_others_wrote_into_the_reply_stays() -> None:
    export("letter.xlsx", *ASKED)
    write_text(Path(FILE), f"# by hand\n{BEGUN}replies:\n  '2.1': {{answer: accepts}}  # by telephone\n")
    fill(_1_2={"answer": "We dispute it", "text": "No."})
    assert bring().code == 0
    text = Path(FILE).read_text()
    assert text.startswith(f"# by hand\n{BEGUN}")
    assert "  '2.1': {answer: accepts}  # by telephone\n" in text
    assert reply()["replies"]["1.2"] == {"answer": "disputes", "text": "No."}


def test_a_preferred_answer_takes_the_place_of_all_of_the_other_one() -> None:
    export("letter.xlsx", *ASKED)
    said = (
        "replies:\n"
        "  '1.2': {answer: disputes, proposes: pass, text: No., evidence: {source: plan}}  # by hand\n"
        "  '2.1':\n"
        "    answer: accepts\n"
        "    x-mine: seen  # ours\n"
    )
    write_text(Path(FILE), BEGUN + said)
    fill(_1_2={"answer": "We accept it"}, _2_1={"answer": "We dispute it", "text": "Wrapped\nby hand."})
    assert bring("--prefer", "workbook").code == 0
    text = Path(FILE).read_text()
    assert "# by hand\n" in text and "    x-mine: seen  # ours\n" in text
    assert reply()["replies"] == {
        "1.2": {"answer": "accepts"},
        "2.1": {"answer": "disputes", "x-mine": "seen", "text": "Wrapped\nby hand.\n"},
    }


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("72,5", "write a point: 72.5"),
        ("1,250", "write the digits without anything between thousands: 1250; if the comma is a decimal one, "
                  "write 1.250"),
        ("n/a", "write the measurement that it proposes, a number alone"),
    ],
)  # fmt: skip
def test_of_a_measurement_that_is_no_number_it_is_said_what_to_write(said: str, advice: str) -> None:
    export("letter.xlsx", *ASKED)
    fill(_1_1={"answer": "We dispute it", "proposes": said})
    outcome = bring()
    assert refused(outcome) == [f'Answers!G3: indicator 1.1: "{said}" is proposed, and is no answer to it']
    assert f"\n  {advice}\n" in outcome.err


def test_a_dispute_that_proposes_what_was_shown_is_unclear() -> None:
    export("letter.xlsx", *ASKED)
    fill(
        _1_1={"answer": "We dispute it", "proposes": "4.2"},
        _1_2={"answer": "We dispute it", "proposes": "Fail"},
    )
    assert refused(bring()) == [
        'Answers!F3: 1.1: they dispute it, and propose "4.2", which is our rating',
        'Answers!F4: 1.2: they dispute it, and propose "Fail", which is our rating',
    ]


def test_a_dispute_without_a_word_is_taken_and_told() -> None:
    export("letter.xlsx", *ASKED)
    fill(_1_2={"answer": "We dispute it"}, _2_1={"answer": "We dispute it", "text": "No."})
    outcome = bring()
    assert outcome.code == 0
    assert re.findall("^warning: .*", outcome.err, re.M) == [
        "warning: letter.xlsx: Answers!F4: 1.2: they dispute it, and do not say why",
        "warning: letter.xlsx: disputed, not decided yet: 1.2, 2.1",
    ]
    assert outcome.err.count(f"  settle it: scorecard reconcile {NAME}\n") == 1


def test_a_reply_with_errors_takes_nothing() -> None:
    export("letter.xlsx", *ASKED)
    fill(_1_2={"answer": "We accept it"})
    write_text(Path(FILE), BEGUN.replace("by: City", "bye: City"))
    was = Path(FILE).read_bytes()
    assert refused(bring()) == [f"{FILE} has errors, so nothing can be put into it"]
    outcome = export("other.md", *ASKED)
    assert (outcome.code, outcome.out, Path("other.md").exists()) == (2, "", False)
    assert outcome.err.startswith(f"Error: {FILE} has errors, so nothing can be put into it\n")
    assert Path(FILE).read_bytes() == was


def test_several_bodies_have_a_reply_each() -> None:
    outcome = export("letter.xlsx", *ASKED, "--as", "mayor")
    assert outcome.code == 0
    assert f"scorecard reply {NAME} --as mayor --import letter.xlsx --received DATE\n" in outcome.err
    fill(_1_2={"answer": "We accept it"})
    assert refused(bring()) == [
        f'About!C14: this was written as "{NAME}/reply-mayor", and {NAME}/reply is asked for'
    ]
    assert bring("--as", "mayor").code == 0
    assert Path(FILE.replace("reply.yaml", "reply-mayor.yaml")).exists()
    assert not Path(FILE).exists()


def test_each_workbook_says_which_command_takes_it() -> None:
    export("letter.xlsx", *ASKED)
    outcome = run("import", "letter.xlsx", "--plain")
    assert outcome.code == 1
    assert "scorecard reply SUBJECT@DATE --import takes what a subject answered" in outcome.err
    run("export", NAME, "-o", "ratings.xlsx")
    outcome = bring(file="ratings.xlsx")
    assert outcome.code == 1
    assert f'this was written as "{NAME}", and {NAME}/reply is asked for' in outcome.err
    assert bring(file="gone.xlsx").code == 3


def test_the_same_letter_has_the_same_bytes() -> None:
    for file in ("a.docx", "b.docx", "a.xlsx", "b.xlsx"):
        assert export(file, *ASKED).code == 0
    assert Path("a.docx").read_bytes() == Path("b.docx").read_bytes()
    assert Path("a.xlsx").read_bytes() == Path("b.xlsx").read_bytes()


# Beside the rating ------------------------------------------------------------------------------

THEIRS = {
    "answer": "disputes",
    "proposes": "pass",
    "text": "**Ours** sets <b>it</b>.\n\nSoon.",
    "evidence": {"source": "letter"},
}
LETTER = {"letter": {"title": "Letter of April"}}


def shown_beside(became: str = "1 rating, which is not decided yet (1.2)", **said: Any) -> str:
    """Return what `assess` and then a report say of 1.2, which `became` what trust says of it."""
    write_reply(
        Path(),
        {"1.2": {**THEIRS, **said}},
        sources=LETTER,
        document="letter",
        received="2021-04-11",
        text="The whole of it.",
    )
    outcome = run("assess", "springfield", "--detail", "full", "--format", "markdown", columns=160)
    assert (outcome.code, outcome.err) == (0, "")
    report = run("report", "springfield", columns=160)
    assert (report.code, report.err) == (0, "")
    for text in (outcome.out, report.out):
        assert f" City of Springfield replied on 11 April 2021 and disputes {became}. " in text
        assert (
            f"# Reply\n\nCity of Springfield replied on 11 April 2021 and disputes {became}.\n\n"
            "**Answered in:**\n\n- Letter of April\n\n"
            "**In the words of City of Springfield:**\n\n> The whole of it.\n"
        ) in text
    parts = [
        re.split(r"^###.*1\.2 Limits in law$", text, flags=re.M)[1].split("\n##")[0]
        for text in (outcome.out, report.out)
    ]
    begin = "**Reply:** "
    assert parts[0].partition(begin)[2].strip() == parts[1].partition(begin)[2].strip()
    return begin + parts[0].partition(begin)[2].strip() + "\n"


def test_a_reply_stands_beside_its_rating_as_theirs_and_undecided() -> None:
    assert shown_beside() == (
        "**Reply:** City of Springfield disputes this rating, and proposes Pass.\n\n"
        "**In the words of City of Springfield:**\n\n> \\*\\*Ours\\*\\* sets \\<b>it\\</b>.\n>\n> Soon.\n\n"
        "**Where City of Springfield says that can be checked:**\n\n- Letter of April\n\n"
        "**Decision:** Disputed by City of Springfield, not decided yet.\n"
    )


@pytest.mark.parametrize(
    ("level", "decision", "became", "disputed", "said"),
    [
        (
            "fail",
            {"outcome": "upheld"},
            "stands",
            "this rating",
            "The rating stands at Fail, as decided by C. Person on 2 May 2021.",
        ),
        (
            "pass",
            {"outcome": "changed"},
            "was changed",
            "the rating that it was shown, Fail",
            "The rating was changed from Fail by C. Person on 2 May 2021. Pass now.",
        ),
        (
            "pass",
            {"outcome": "changed", "from": "not-rated"},
            "was changed",
            "the rating that it was shown, Not rated",
            "The rating was changed from Not rated by C. Person on 2 May 2021. Pass now.",
        ),
    ],
)
def test_the_decision_stands_below_the_reply(
    city: Path, level: str, decision: dict[str, str], became: str, disputed: str, said: str
) -> None:
    made = {"on": "reply", "from": "fail", "by": "C. Person", "date": "2021-05-02", "reason": "*Why* so."}
    rating = {"level": level, "rationale": "So.", "decision": [{**made, **decision}]}
    write_assessment(city, ratings={"1.2": rating})
    beside = shown_beside(f"1 rating, which {became}")
    assert beside.startswith(f"**Reply:** City of Springfield disputes {disputed}, and proposes Pass.\n")
    assert beside.endswith(f"**Decision:** {said}\n\n**Why it was decided so:** *Why* so.\n")


def test_what_is_accepted_needs_no_decision() -> None:
    said = shown_beside("no rating", answer="accepts", proposes=None, text=None, evidence=None)
    assert said == "**Reply:** City of Springfield accepts this rating.\n"


def test_what_is_accepted_is_the_rating_that_was_shown_where_it_was_changed_since() -> None:
    answer = {"answer": "accepts", "shown": "Half met, 61.5 %"}
    said = shown_beside("no rating", proposes=None, text=None, evidence=None, **answer)
    assert said == (
        "**Reply:** City of Springfield accepts the rating that it was shown, Half met, 61.5 %.\n"
    )


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (
            {"invited": "2021-03-20", "due": "2021-04-20"},
            "City of Springfield was asked on 20 March 2021 to reply by 20 April 2021; no reply is recorded.",
        ),
        (
            {"closed": "2021-04-21"},
            "City of Springfield was asked to reply; none had come by 21 April 2021.",
        ),
        ({"text": "Thanks."}, "City of Springfield has replied and disputes no rating."),
    ],
)
def test_whether_a_reply_came_is_what_a_person_typed(days: dict[str, str], said: str) -> None:
    write_reply(Path(), {}, **days)
    for words in (["assess", "springfield"], ["diff", NAME, NAME], ["trend", "springfield"]):
        assert said in " ".join(run(*words).out.split())
    assert f" {said} " in run("report", "springfield").out


def test_several_replies_stand_by_the_day_they_came() -> None:
    for who, came in (("Abbey", None), ("City", "2021-04-12"), ("Mayor", "2021-04-11")):
        write_reply(Path(), {}, by=who, received=came, text="Thanks.")
        Path(FILE).rename(FILE.replace("reply", f"reply-{who.lower()}"))
    out = " ".join(run("assess", "springfield").out.split())
    assert (
        "Mayor replied on 11 April 2021 and disputes no rating. City replied on 12 April 2021 and disputes "
        "no rating. Abbey has replied and disputes no rating."
    ) in out


def test_it_is_said_that_ratings_were_changed_after_they_were_shown(city: Path) -> None:
    said = "Ratings were changed after City of Springfield had been shown them."
    for answers, shown, is_told in (
        ({"1.2": {"answer": "accepts"}}, SHOWN, False),
        ({"1.2": {"answer": "accepts"}}, "sha256:" + "0" * 64, True),
        ({}, "sha256:" + "0" * 64, False),
    ):
        write_reply(city, answers, shown=shown)
        assert (f" no rating. {said} " in run("report", "springfield").out) is is_told


def test_a_reply_with_errors_is_not_shown_and_it_is_said() -> None:
    write_reply(Path(), {"1.2": {"answer": "perhaps", "text": "Ours."}})
    for words in (["assess", "springfield"], ["report", "springfield"]):
        outcome = run(*words, columns=160)
        assert (outcome.code, "Ours" in outcome.out) == (0, False)
        assert outcome.err == f"{FILE} has errors, so this reply is not shown\n"
        assert "A reply is recorded and cannot be shown: its file has errors." in " ".join(
            outcome.out.split()
        )


@pytest.mark.slow
def test_libreoffice_saves_what_it_opened(tmp_path: Path) -> None:
    export("letter.xlsx", *ASKED)
    texts = [each for each in HOSTILE if "\t" not in each]
    fill({"text": "\n".join(texts)}, _1_2={"answer": "We dispute it", "text": "\n".join(reversed(texts))})
    start_libreoffice(tmp_path / "profile", "--convert-to", "xlsx", "--outdir", "saved", "letter.xlsx")
    assert bring(file="saved/letter.xlsx").code == 0
    assert reply()["text"].strip() == "\n".join(texts)
    assert reply()["replies"]["1.2"]["text"].strip() == "\n".join(reversed(texts))


@pytest.mark.slow
def test_a_letter_comes_back_whole_from_libreoffice(tmp_path: Path) -> None:
    said = {"level": "fail", "rationale": "\n\n".join(HOSTILE)}
    write_assessment(tmp_path, stage="draft", ratings={"1.1": "4.2", "1.2": said, "2.1": "pass"})
    export("letter.docx", *ASKED)
    saved = convert_in_libreoffice(Path("letter.docx"), "docx", tmp_path / "saved", tmp_path / "profile")
    assert paragraphs(saved) == paragraphs(Path("letter.docx"))
    assert sum("We dispute it" in each for each in paragraphs(saved)) == 3


def paragraphs(document: Path) -> list[str]:
    """Return what each paragraph of a Word document says, tables included, but for empty ones."""
    with zipfile.ZipFile(document) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    found = ["".join(each.itertext()) for each in root.iter(f"{word}p")]
    return [each for each in found if each]
