"""Marks and what is open of an assessment as workbooks: out, filled in, and in again, cell by cell."""

import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scorecard.reading.document import parse_document
from tests.builders import indicator, write_assessment, write_framework, write_mark, write_reply
from tests.commands import Outcome, run
from tests.filling import Filling, Typed, start_libreoffice, truth

FILE = "assessments/springfield/2021-03-11.yaml"
FOLDER = "reviews/springfield/2021-03-11"
TODAY = str(date.today())
SOURCES = {"act": {"title": "Clean Air Act"}}
RATINGS = {"1.1": "4.2", "1.2": {"level": "fail", "rationale": "Announced in secret."}}
ANNA = {
    "level": "partial",
    "rationale": "Half of it.\n\nAnd more.",
    "evidence": {"source": "plan", "locator": "p. 3"},
}


@pytest.fixture(autouse=True)
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_framework(tmp_path, sources=SOURCES)
    write_assessment(tmp_path, stage="draft", ratings=RATINGS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def export(*options: str, name: str = "made.xlsx") -> Filling:
    outcome = run("export", "springfield", "-o", name, "--force", *options)
    assert (outcome.code, outcome.out) == (0, ""), outcome
    return Filling(Path(name))


def take_in(work: Filling, *options: str) -> Outcome:
    Path("filled.xlsx").write_bytes(work.save())
    return run("import", "filled.xlsx", "--plain", *options)


def data(path: str = FILE) -> Any:
    return parse_document(Path(path).read_bytes()).data


def all_text(name: str) -> str:
    with zipfile.ZipFile(name) as archive:
        return "".join(archive.read(each).decode("utf-8") for each in archive.namelist())


# Marks ------------------------------------------------------------------------------------------


def test_a_mark_is_made_in_a_workbook_and_begun_by_the_import() -> None:
    work = export("--as", "anna")
    assert not Path("reviews").exists()
    work.tell("stage", "final")
    work.rate("1.1", measured="7")
    work.rate("1.2", level="Partial", rationale="Half of it.")
    work.add("Sources", key="law", title="Law of 2021")
    work.add("Evidence", indicator="1.2", source="law", locator="s. 1")
    work.add("Evidence", indicator="1.2", source="plan", locator="p. 3")
    before = Path(FILE).read_bytes()
    outcome = take_in(work)
    assert (outcome.code, outcome.err) == (0, "")
    assert f"{FOLDER}/anna.yaml (new)" in outcome.out
    text = Path(f"{FOLDER}/anna.yaml").read_text("utf-8")
    assert re.sub("sha256:[0-9a-f]{64}", "…", text) == (
        'kind: mark\nof: springfield@2021-03-11\nframework: "city-air@2.0"\nframework_digest: …\n'
        "assessor: anna\nround: 1\nstage: final\nsources:\n  law:\n    title: Law of 2021\n"
        'ratings:\n  "1.1":\n    measured: 7\n  "1.2":\n    level: partial\n'
        "    rationale: |\n      Half of it.\n"
        "    evidence:\n      - source: law\n        locator: s. 1\n"
        "      - source: plan\n        locator: p. 3\n"
    )
    assert Path(FILE).read_bytes() == before
    assert run("validate", "--strict", f"{FOLDER}/anna.yaml").code == 0
    again = take_in(work)
    assert (again.code, "nothing to change" in again.out) == (0, True)


def test_nothing_of_the_assessment_or_of_others_is_in_it() -> None:
    write_mark(Path(), "ben", {"1.2": {"level": "partial", "rationale": "Says Ben."}})
    write_reply(Path(), {"1.2": {"answer": "disputes", "text": "Says the city."}})
    export("--as", "anna")
    text = all_text("made.xlsx")
    for words in ("in secret", "Says Ben", "Says the city", "disputes", ">4.2<"):
        assert words not in text
    assert "Air plan" in text


def test_marks_are_in_it_on_request_and_it_says_so() -> None:
    write_mark(Path(), "ben", {"1.2": {"level": "partial", "rationale": "Says Ben."}})
    work = export("--as", "anna", "--show-marks")
    text = all_text("made.xlsx")
    assert "Says Ben." in text and "Announced in secret." in text
    work.rate("1.2", level="partial")
    assert take_in(work).code == 0
    assert data(f"{FOLDER}/anna.yaml")["independent"] == "false"


def test_a_mark_that_is_begun_goes_on_in_a_workbook_and_keeps_its_comments() -> None:
    assert run("rate", "springfield", "--as", "anna", "--round", "2", "--set", "1.2=pass").code == 0
    path = Path(f"{FOLDER}/anna-2.yaml")
    path.write_text(path.read_text("utf-8") + "# mine\n", "utf-8")
    work = export("--as", "anna", "--round", "2")
    work.rate("1.2", rationale="In force.")
    before = path.read_text("utf-8")
    assert take_in(work).code == 0
    assert path.read_text("utf-8") == before.replace(
        "level: pass\n", "level: pass\n    rationale: |\n      In force.\n"
    )


def test_what_was_changed_in_both_is_left_out() -> None:
    assert run("rate", "springfield", "--as", "anna", "--set", "1.2=pass").code == 0
    work = export("--as", "anna")
    assert run("rate", "springfield", "--as", "anna", "--set", "1.2=fail").code == 0
    work.rate("1.2", level="partial")
    outcome = take_in(work)
    assert outcome.code == 1
    assert '1.2 level: the workbook says "partial", the file "fail"' in outcome.err
    assert data(f"{FOLDER}/anna.yaml")["ratings"]["1.2"]["level"] == "fail"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"level": "passed"}, 'Ratings!D4: "passed" is not a level'),
        ({"rationale": "x", "level": "not-applicable", "measured": "3"}, "Ratings!E4:"),
    ],
)
def test_wrong_cells_are_refused_by_their_places_and_nothing_is_written(cells: Any, said: str) -> None:
    work = export("--as", "anna")
    work.rate("1.2", **cells)
    work.rate("2.1", level="pass")
    outcome = take_in(work)
    assert (outcome.code, said in outcome.err) == (1, True), outcome.err
    assert not Path("reviews").exists()


@pytest.mark.parametrize("value", ["true", truth(True)])
def test_a_claim_is_typed_in_a_workbook_too(value: str | Typed) -> None:
    work = export("--as", "anna")
    work.tell("independent", value)
    work.rate("1.2", level="pass")
    assert take_in(work).code == 0
    assert data(f"{FOLDER}/anna.yaml")["independent"] == "true"


def test_a_claim_that_is_none_is_refused() -> None:
    work = export("--as", "anna")
    work.tell("independent", "perhaps")
    outcome = take_in(work)
    assert outcome.code == 1
    assert "About!C12:" in outcome.err


def test_a_mark_of_what_is_not_there_is_refused() -> None:
    work = export("--as", "anna")
    Path(FILE).unlink()
    outcome = take_in(work)
    assert outcome.code == 1
    assert "there is no assessment springfield@2021-03-11 for which marks could be" in outcome.err


def test_a_mark_goes_to_another_assessment_by_its_name() -> None:
    write_assessment(Path(), date="2022-01-01", stage="draft", ratings={})
    work = export("--as", "anna")
    work.rate("1.2", level="pass")
    # the first is the newest, so the name says the older one
    assert take_in(work, "--as", "springfield@2021-03-11").code == 0
    assert data(f"{FOLDER}/anna.yaml")["of"] == "springfield@2021-03-11"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--round", "2"), "--round, --show-marks and --independent are about a mark"),
        (("--as", "anna", "--round", "0"), "--round 0 is no round"),
        (("--as", "anna", "--reconcile"), "--reconcile is for a workbook of the assessment"),
        (("--as", "Anna"), 'no assessor can be called "Anna"'),
    ],
)
def test_options_that_do_not_go_together_are_refused(options: tuple[str, ...], said: str) -> None:
    outcome = run("export", "springfield", "-o", "made.xlsx", *options)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err
    assert not Path("made.xlsx").exists()


def test_a_dimension_that_is_called_as_an_indicator_asks_is_no_mistake() -> None:
    asked = [indicator("1.2"), indicator("2.1", title="Stations")]
    title = "Stations\nWhat 2.1 asks is done."
    write_framework(Path(), dimensions=[{"id": "air", "title": title, "indicators": asked}])
    write_assessment(Path(), stage="draft", ratings={"1.2": "fail"})
    outcome = take_in(export())
    assert (outcome.code, "nothing to change" in outcome.out) == (0, True), outcome.err


def test_a_source_that_is_no_key_is_mended_in_the_workbook() -> None:
    work = export("--as", "anna")
    work.rate("1.2", level="partial", rationale="Half of it.")
    work.add("Evidence", indicator="1.2", source="Web site", locator="/menus")
    outcome = take_in(work)
    assert outcome.code == 1
    assert (
        'refused: filled.xlsx: Evidence!B3: "Web site" is not an id\n'
        "  give the key of a source on the sheet Sources, or add it there\n"
    ) in outcome.err


def test_a_mark_that_is_a_draft_says_so_and_how_it_becomes_final() -> None:
    work = export("--as", "anna")
    work.rate("1.2", level="partial", rationale="Half of it.")
    assert "When you are done, choose final under Stage, below. A draft does not count." in all_text(
        "made.xlsx"
    )
    for _ in range(2):
        outcome = take_in(work)
        assert outcome.code == 0
        assert outcome.err == (
            "warning: filled.xlsx: About!C13: this mark is a draft, and does not count yet\n"
            "  once it is done, choose final under Stage, and import it again\n"
        )
    work.tell("stage", "final")
    assert (take_in(work).err, run("export", "springfield", "-o", "other.xlsx").code) == ("", 0)
    assert "choose final under Stage" not in all_text("other.xlsx")


@pytest.mark.parametrize(("key", "now"), [("assessor", "ben"), ("round", "2")])
def test_whose_mark_a_workbook_is_cannot_be_changed_in_it(key: str, now: str) -> None:
    work = export("--as", "anna")
    work.rate("1.2", level="partial", rationale="Half of it.")
    work.tell(key, now)
    outcome = take_in(work)
    assert (outcome.code, Path("reviews").exists()) == (1, False)
    row = {"assessor": 10, "round": 11}[key]
    said = f'About!C{row}: this was exported for another {key}, and its first sheet now says "{now}"'
    assert f"refused: filled.xlsx: {said}\n" in outcome.err


@pytest.mark.parametrize("options", [(), ("--as", "anna")])
def test_ids_that_were_sorted_alone_are_refused(options: tuple[str, ...]) -> None:
    work = export(*options)
    work.rate("1.2", level="partial", rationale="Of 1.2.")
    work.rate("2.1", level="pass", rationale="Of 2.1.")
    page = work.page("Ratings")
    rows, ids = {id: page.row_of("indicator", id) for id in ("1.2", "2.1")}, page.column("indicator")
    page.type(rows["1.2"], ids, "2.1")
    page.type(rows["2.1"], ids, "1.2")
    before = Path(FILE).read_bytes()
    outcome = take_in(work)
    assert (outcome.code, Path(FILE).read_bytes(), Path("reviews").exists()) == (1, before, False)
    at = {id: f"refused: filled.xlsx: Ratings!A{row}:" for id, row in rows.items()}
    assert re.findall("^refused.*", outcome.err, re.M) == [
        f"{at['1.2']} the id says 2.1, and what is asked beside it is 1.2",
        f"{at['2.1']} the id says 1.2, and what is asked beside it is 2.1",
    ]
    page.move(
        lambda row, column: ({rows["1.2"]: rows["2.1"], rows["2.1"]: rows["1.2"]}.get(row, row), column)
    )
    assert take_in(work).code == 1
    for id, other in (("1.2", "2.1"), ("2.1", "1.2")):
        page.type(rows[id], ids, other)
    assert take_in(work).code == 0


def test_of_rows_whose_ids_were_sorted_alone_it_is_not_said_that_both_were_changed() -> None:
    work = export()
    page = work.page("Ratings")
    rows, ids = {id: page.row_of("indicator", id) for id in ("1.2", "2.1")}, page.column("indicator")
    work.rate("1.1", rationale="Of this workbook.")
    work.rate("1.2", level="partial", rationale="Of 1.2.")
    page.type(rows["1.2"], ids, "2.1")
    page.type(rows["2.1"], ids, "1.2")
    given = {"level": "pass", "rationale": "Of the file."}
    write_assessment(
        Path(),
        stage="draft",
        ratings={"1.1": {"measured": "4.2", "rationale": "Of the file."}, "1.2": given, "2.1": given},
    )
    outcome = take_in(work)
    assert (outcome.code, len(re.findall("^refused", outcome.err, re.M))) == (1, 2)
    assert re.findall("^left out: filled.xlsx: Ratings!..: ([^:]*)", outcome.err, re.M) == ["1.1 rationale"]


# Reconciling ------------------------------------------------------------------------------------


def differ() -> None:
    write_mark(
        Path(),
        "anna",
        {"1.2": ANNA, "2.1": {"level": "pass", "rationale": "There."}},
        sources={"plan": {"title": "Other plan"}},
    )
    write_mark(Path(), "ben", {"1.2": {"level": "fail", "rationale": "No law."}, "2.1": "pass"})
    write_reply(Path(), {"1.2": {"answer": "disputes", "proposes": "pass", "text": "Our letter sets it."}})


def test_marks_and_reply_stand_side_by_side() -> None:
    differ()
    export("--reconcile")
    text = all_text("made.xlsx")
    for words in (
        "Half of it.",
        "Other plan, p. 3",
        "No law.",
        "disputes it, proposes Pass",
        "Our letter sets it.",
    ):
        assert words in text
    assert "the marks differ and the reply disputes it" in text


def test_the_columns_of_what_is_said_stand_by_assessor_and_round_and_the_reply_after_them() -> None:
    write_mark(Path(), "ben", {"2.1": "pass"})
    write_mark(Path(), "ben-2", {"1.2": {"level": "fail", "rationale": "No law."}})
    write_mark(Path(), "anna", {"2.1": "partial"})
    write_reply(Path(), {"1.2": {"answer": "accepts"}})
    page = export("--reconcile").page("Ratings")
    who = ["anna", "ben", "ben, round 2", "City of Springfield"]
    (heads,) = {row for row, column in page.cells if page.text(row, column) == "anna"}
    texts = [page.text(heads, column) for row, column in sorted(page.cells) if row == heads]
    assert [text for text in texts if text in who] == who


def test_a_file_named_by_its_path_has_the_same_workbook() -> None:
    write_mark(Path(), "anna", {"1.2": ANNA})
    export("--reconcile")
    outcome = run("export", FILE, "-o", "other.xlsx", "--reconcile")
    assert (outcome.code, outcome.out) == (0, "")
    assert Path("other.xlsx").read_bytes() == Path("made.xlsx").read_bytes()


def test_what_is_decided_in_a_workbook_is_written_with_what_was_before() -> None:
    differ()
    work = export("--reconcile")
    work.tell("workbook.by", "C. Person")
    work.rate("1.2", level="partial", words="anna", why="Half is enacted.")
    work.rate("2.1", level="Pass", words="Anna")
    outcome = take_in(work)
    assert outcome.code == 0, outcome.err
    found = data()
    assert found["sources"]["plan-anna"] == {"title": "Other plan"}
    said = {"from": "fail", "by": "C. Person", "date": TODAY, "reason": "Half is enacted."}
    assert found["ratings"]["1.2"] == {
        "level": "partial",
        "rationale": "Half of it.\n\nAnd more.",
        "evidence": [{"source": "plan-anna", "locator": "p. 3"}],
        "decision": [{"on": "marks", **said}, {"on": "reply", **said, "outcome": "changed"}],
    }
    assert found["ratings"]["2.1"] == {"level": "pass", "rationale": "There."}
    assert run("validate").code == 0
    again = take_in(work)
    assert (again.code, "nothing to change" in again.out) == (0, True), again


def test_a_decision_on_a_reply_settles_a_level_that_no_mark_gives_too() -> None:
    write_mark(Path(), "anna", {"1.2": "fail"})
    write_reply(Path(), {"1.2": {"answer": "disputes", "proposes": "pass"}})
    work = export("--reconcile", name="open.xlsx")
    work.rate("1.2", level="partial", rationale="Half is.", why="Half of it.")
    work.tell("workbook.by", "C. Person")
    assert take_in(work).code == 0
    (found,) = data()["ratings"]["1.2"]["decision"]
    assert (found["on"], found["from"], found["outcome"]) == ("reply", "fail", "changed")


def test_what_all_marks_say_is_filled_in_for_whoever_decides_to_look_at() -> None:
    differ()
    write_mark(Path(), "ben", {"1.1": "4.2", "1.2": "fail", "2.1": {"level": "pass", "rationale": "Seen."}})
    write_mark(Path(), "cleo", {"1.1": "4.2"})
    write_assessment(Path(), stage="draft", ratings={"1.2": RATINGS["1.2"], "2.1": {"level": "not-rated"}})
    assert take_in(export("--reconcile")).code == 0
    found = data()["ratings"]
    assert found == {
        "1.1": {"measured": "4.2"},
        "1.2": RATINGS["1.2"],
        "2.1": {"level": "pass", "rationale": "There."},
    }
    write_assessment(Path(), stage="draft", ratings={"2.1": {"level": "not-rated", "rationale": "No data."}})
    outcome = take_in(export("--reconcile"))
    assert data()["ratings"]["2.1"] == {"level": "not-rated", "rationale": "No data."}, outcome


def test_a_level_that_is_changed_without_saying_why_keeps_what_was_before_and_is_still_to_be_settled() -> (
    None
):
    differ()
    old = {"on": "reply", "from": "pass", "by": "E. Person", "reason": "No law.", "outcome": "changed"}
    write_assessment(Path(), stage="draft", ratings={"1.2": {**RATINGS["1.2"], "decision": old}})
    work = export("--reconcile")
    work.tell("workbook.by", "C. Person")
    work.rate("1.2", level="partial", words="anna")
    outcome = take_in(work)
    begun = {"on": "marks", "from": "fail", "by": "C. Person", "date": TODAY}
    assert data()["ratings"]["1.2"]["decision"] == [old, begun]
    assert "warning: filled.xlsx: still to be settled: 1.2\n" in outcome.err
    again = take_in(work)
    assert (again.code, "nothing to change" in again.out) == (0, True), again


def test_what_is_left_open_is_told() -> None:
    differ()
    work = export("--reconcile")
    work.rate("2.1", level="pass", words="anna")
    outcome = take_in(work)
    assert outcome.code == 0
    assert "warning: filled.xlsx: still to be settled: 1.2\n" in outcome.err


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"level": "fail", "why": "No."}, "About!C8: nothing says who decides"),
        ({"level": "pass", "words": "anna"}, 'anna" gives 1.2 no reason for this level'),
        (
            {"level": "partial", "words": "dora"},
            '"dora" is the name of no assessor here\n  name one of: anna',
        ),
        (
            {"level": "partial", "words": "anna", "rationale": "New."},
            "there is a new reason under Rationale too",
        ),
    ],
)
def test_what_is_unclear_is_refused_by_its_cell(cells: Any, said: str) -> None:
    differ()
    before = Path(FILE).read_bytes()
    work = export("--reconcile")
    work.rate("1.2", **cells)
    outcome = take_in(work)
    assert (outcome.code, said in outcome.err) == (1, True), outcome.err
    assert Path(FILE).read_bytes() == before


def test_a_decision_where_nothing_is_open_is_refused() -> None:
    differ()
    work = export("--reconcile")
    work.tell("workbook.by", "C. Person")
    work.rate("1.1", why="As before.")
    outcome = take_in(work)
    assert outcome.code == 1
    assert re.search(r"Ratings![A-Z]+3: nothing is to be decided on 1.1", outcome.err)


def test_a_published_level_needs_a_correction_in_a_workbook_too() -> None:
    differ()
    write_assessment(Path(), ratings=RATINGS)
    before = Path(FILE).read_bytes()
    work = export("--reconcile")
    work.tell("workbook.by", "C. Person")
    work.rate("1.2", level="partial", words="anna", why="Half is enacted.")
    outcome = take_in(work)
    assert (outcome.code, Path(FILE).read_bytes()) == (1, before)
    assert "1.2: fail → partial" in outcome.err
    work.add("Corrections", date=TODAY, text="1.2 was first rated fail.")
    assert take_in(work).code == 0


def test_marks_with_errors_stop_it_on_both_ways() -> None:
    differ()
    work = export("--reconcile")
    write_mark(Path(), "cleo", {"1.2": "passed"})
    outcome = run("export", "springfield", "-o", "other.xlsx", "--reconcile")
    assert (outcome.code, Path("other.xlsx").exists()) == (1, False)
    assert "cleo.yaml:6:10: error SC404" in outcome.err
    work.rate("2.1", level="pass")
    outcome = take_in(work)
    assert outcome.code == 1
    assert f"{FOLDER}/cleo.yaml has errors" in outcome.err


def test_an_ordinary_workbook_has_no_columns_of_decisions() -> None:
    differ()
    export()
    text = all_text("made.xlsx")
    for words in ("scorecard:ratings.why", "scorecard:ratings.said", "Who decides", "No law."):
        assert words not in text


@pytest.mark.slow
def test_both_come_back_whole_through_libreoffice(tmp_path: Path) -> None:
    differ()
    export("--as", "dora", name="mark.xlsx")
    export("--reconcile", name="open.xlsx")
    words = ["--convert-to", "xlsx", "--outdir", "saved"]
    start_libreoffice(tmp_path / "profile", *words, "mark.xlsx", "open.xlsx")
    work = Filling(Path("saved/open.xlsx"))
    work.tell("workbook.by", "C. Person")
    work.rate("1.2", level="partial", words="anna", why="Half is enacted.")
    assert take_in(work).code == 0
    assert [each["on"] for each in data()["ratings"]["1.2"]["decision"]] == ["marks", "reply"]
    work = Filling(Path("saved/mark.xlsx"))
    work.tell("stage", "final")
    work.rate("1.2", level="fail", rationale="No law, says Dora.")
    outcome = take_in(work)
    assert (outcome.code, outcome.err) == (0, "")
    assert data(f"{FOLDER}/dora.yaml")["ratings"] == {
        "1.2": {"level": "fail", "rationale": "No law, says Dora."}
    }
