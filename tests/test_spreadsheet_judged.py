"""Workbooks of frameworks without verdicts, with elements, points, grades and tags, out and in."""

import csv
import io
import random
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from scorecard.editing.assessment_fields import read_fields
from scorecard.model.framework import Framework, Status
from scorecard.project.resolve import Workspace
from scorecard.reading.document import parse_document
from scorecard.spreadsheet.cells import read_workbook
from scorecard.spreadsheet.columns import Form
from scorecard.spreadsheet.export import find_form
from scorecard.spreadsheet.plan import Wishes, plan_import
from scorecard.spreadsheet.table import write_table
from tests.builders import indicator, write_text
from tests.cases import read_lines
from tests.commands import Outcome, run
from tests.filling import Filling
from tests.filling import number as a_number
from tests.reference.projects import random_project, write_project
from tests.rounds import rounds
from tests.workbooks import Written, make_form, make_framework, opened_and_saved, without_results, written

FILE = "assessments/acme/2024-01-01.yaml"
SERVICES = """\
kind: framework
id: services
version: "1"
title: Rights in services
verdict: none
score_out_of: 10
element_label: Question
grades:
  - {id: a, label: Leading, when: {score: 0.8}}
  - {id: b, when: {score: 0.4}}
  - {id: c, label: Behind}
scales:
  answer:
    - {id: full, label: In full, value: 1}
    - {id: part, label: In part, value: 0.5}
    - {id: none, value: 0}
  depth:
    - {id: "3", label: Deep, value: 1}
    - {id: "2", value: 2/3}
    - {id: "1", value: 1/3}
    - {id: "0", value: 0}
dimensions:
  - id: G
    title: Governance
    description: How the company is led.
    indicators:
      - {id: G0, title: Board, requirement: The board oversees it., scale: depth}
    dimensions:
      - id: G1
        title: Commitment
        counts_as: indicator
        indicators:
          - {id: G1.1, title: Expression, requirement: It commits itself to free expression.}
          - {id: G1.2, title: Privacy, requirement: It commits itself to privacy.}
      - id: G2
        title: Calls
        counts_as: indicator
        applies_to: [telco, cable]
        indicators:
          - {id: G2.1, title: Roaming, requirement: Roaming is fair., scale: depth}
          - {id: G2.2, title: Old lines, requirement: They are kept., applies_to: old}
  - id: P
    title: Practice
    indicators:
      - id: P1
        title: Delay
        requirement: Requests are answered soon.
        measure:
          unit: days
          points: [{at: 30, value: 0}, {at: 10, value: 0.5}, {at: 1, value: 1}]
      - id: P2
        title: Share
        requirement: Most requests are answered.
        measure:
          unit: per cent
          bands: [{level: full, at_least: 90}, {level: part, at_least: 50}, {level: none}]
          points: [{at: 0, value: 0}, {at: 100, value: 1}]
      - id: P3
        title: Staff
        requirement: There are enough.
        applies_to: telco
        measure: {unit: people, bands: [{level: full, at_least: 9}, {level: none}]}
"""
ACME = """\
kind: assessment
framework: services@1
subject: {id: acme, name: Acme, tags: [search]}
date: 2024-01-01
stage: draft
sources: {plan: {title: Policy}}
ratings:
  # whatever stands here stays
  G:
    rationale: Strong words, few deeds.
    evidence: {source: plan, locator: p. 2}
    working_note: SECRET
  G0: {level: "2", rationale: Half.}
  G1.1: full
  G2.1: {level: "3", rationale: It was a telco once.}
  P1: 2/3
  P2: 95
"""


@pytest.fixture
def acme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with such a framework and one assessment, and the working directory in it."""
    write_text(tmp_path / "frameworks/services.yaml", SERVICES)
    write_text(tmp_path / FILE, ACME)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def form(text: str = ACME, framework: str = SERVICES, **subject: Any) -> Form:
    """Return the form of an assessment; keywords change its subject, and without an id it is blank."""
    model = Framework.model_validate(parse_document(framework.encode()).data)
    fields = read_fields(parse_document(text.encode()).data, model)
    for key, value in subject.items():
        fields["subject", key] = value
    return Form(framework=model, fields=fields)


def blank() -> Form:
    return form("kind: assessment\n")


def exported() -> Filling:
    assert run("export", "acme", "-o", "review.xlsx", "--force").code == 0
    return Filling(Path("review.xlsx"))


def imported(work: Filling, *words: str) -> Outcome:
    Path("back.xlsx").write_bytes(work.save())
    return run("import", "back.xlsx", "--plain", *words)


def content() -> str:
    return Path(FILE).read_text(encoding="utf-8")


def rows(book: Written, *letters: str) -> list[tuple[Any, ...]]:
    return list(zip(*(book.column("Ratings", letter) for letter in letters), strict=True))


# Out: what is shown -------------------------------------------------------------------------------


def test_elements_stand_below_what_counts_as_one_and_levels_are_told_by_how_high_they_are():
    assert rows(written(form()), "A", "F", "K") == [
        ("G", None, "Governance"),
        ("G0", "◕ 2", "Governance"),  # 2/3 of 1 is the fourth fifth
        ("G1", None, "Commitment"),
        ("G1.1", "● In full", "Commitment"),
        ("G1.2", "– Not rated", "Commitment"),
        ("G2", "· Not asked, not counted", "Calls"),
        ("G2.1", "· Not asked, not counted", "Calls"),
        ("P", None, "Practice"),
        ("P1", "• Rated", "Practice"),
        ("P2", "• In full", "Practice"),
    ]


def test_what_is_asked_says_points_elements_and_tags():
    asked = dict(rows(written(blank()), "A", "B"))
    assert asked["G"] == "Governance\nHow the company is led."
    assert asked["G1"] == "Commitment\nCounts as one indicator; its questions are rated below."
    assert asked["G2.2"] == (
        "Old lines\nThey are kept.\n"
        "Asked only of subjects tagged telco or cable. Asked only of subjects tagged old."
    )
    assert asked["P1"] == (
        "Delay\nRequests are answered soon.\nMeasured in days:\n"
        "Score out of 10: 10 at 1 days or less, 5 at 10 days, 0 at 30 days or more, and evenly in between"
    )
    assert asked["P2"] == (
        "Share\nMost requests are answered.\nMeasured in per cent:\n"
        "At least 90: In full\nAt least 50: In part\nLess: none\n"
        "Score out of 10: 0 at 0 per cent or less, 10 at 100 per cent or more, and evenly in between"
    )
    rule = written(blank()).validation("Ratings", "E12")
    assert rule is not None
    assert rule["prompt"].startswith(
        "A number in days, without the unit.\nScore out of 10: 10 at 1 days or less, "
    )


@pytest.mark.parametrize(
    ("tags", "ids"),
    [
        (["search"], "G G0 G1 G1.1 G1.2 P P1 P2"),
        (["telco"], "G G0 G1 G1.1 G1.2 G2 G2.1 P P1 P2 P3"),
        (["cable", "old"], "G G0 G1 G1.1 G1.2 G2 G2.1 G2.2 P P1 P2"),
        (["old"], "G G0 G1 G1.1 G1.2 P P1 P2"),
    ],
)
def test_what_is_not_asked_of_a_subject_has_no_row(tags: list[str], ids: str):
    without = ACME.replace('  G2.1: {level: "3", rationale: It was a telco once.}\n', "")
    book = written(form(without, tags=tags))
    assert book.column("Ratings", "A") == ids.split()
    assert book.choices("Evidence", "A3") == ids.split()


def test_a_blank_workbook_asks_for_all_for_it_has_no_subject_yet():
    ids = "G G0 G1 G1.1 G1.2 G2 G2.1 G2.2 P P1 P2 P3"
    assert written(blank()).column("Ratings", "A") == ids.split()


def test_a_rating_of_what_is_not_asked_stands_there_grey_and_locked():
    book = written(form())
    assert (book.cells("Ratings")["D9"], book.cells("Ratings")["G9"]) == ("3", "It was a telco once.")
    assert all(book.look("Ratings", f"{column}9").locked for column in "ABCDEFGHIJK")
    assert not [column for column in "DEGHI" if book.validation("Ratings", f"{column}9")]
    assert "G2.1" not in book.choices("Evidence", "A3")


def test_of_a_dimension_rationale_and_recommendation_may_be_filled_in_alone():
    book = written(form())
    assert [column for column in "ABCDEFGHIJK" if not book.look("Ratings", f"{column}3").locked] == [*"GIJ"]
    assert "F3" not in book.formulas("Ratings")
    assert not [column for column in "DEH" if book.validation("Ratings", f"{column}3")]
    assert book.cells("Ratings")["G3"] == "Strong words, few deeds."
    assert book.column("Evidence", "A") == ["G"]


def test_dimensions_have_rows_where_something_is_said_of_one_or_elements_stand_in_one():
    assert written(make_form()).column("Ratings", "A") == ["1.1", "1.2", "2.1"]
    said = make_form(ratings={"2": {"recommendation": "Count again."}})
    assert written(said).column("Ratings", "A") == ["1", "1.1", "1.2", "2", "2.1"]


def test_the_first_sheet_has_the_grades_and_says_how_rows_of_dimensions_and_points_are_filled_in():
    cells = written(form()).cells("About")
    told = {value: str(cells.get(f"C{ref[1:]}")) for ref, value in cells.items() if ref[0] == "B"}
    assert told["Grades"].splitlines() == [
        "Leading: the score is at least 8.00 out of 10",
        "b: the score is at least 4.00 out of 10",
        "Behind: in all other cases",
    ]
    assert "A row whose level is grey although it has white cells" in told["How to fill this in"]
    assert "Its score follows from it, and its level where it has levels." in told["How to fill this in"]
    assert "It gives the level by itself" not in told["How to fill this in"]


@pytest.mark.parametrize("one", [form(), blank()])
def test_nothing_in_a_workbook_without_verdicts_speaks_of_one(one: Form):
    book = written(one)
    said = b"\n".join(book.parts.values()).decode() + write_table(one)
    assert re.findall(r"(?i)\b(?:pass(?:es)?|fails?|partial|verdicts?|near miss|unjudged)\b", said) == []


def test_colours_of_levels_that_nobody_judges_go_by_their_steps():
    found = [
        formula.removeprefix('LEFT($F3,1)="').removesuffix('"')
        for area, formula, colours in written(form()).conditions("Ratings")
        if area == "F3:F12" and "fill" in colours
    ]
    assert [each for each in found if each in "○◔◑◕●"] == [*"○◔◑◕●"]
    judged = [formula for _, formula, _ in written(make_form()).conditions("Ratings")]
    assert not [formula for formula in judged if "●" in formula]


def test_bands_with_points_of_a_framework_that_judges_give_their_status():
    bands = [{"level": "pass", "at_most": 5}, {"level": "fail"}]
    points = [{"at": 35, "value": 0}, {"at": 5, "value": 1}]
    elements = [indicator("e", measure={"unit": "m", "bands": bands, "points": points}), indicator("f")]
    dimensions = [{"id": "D", "title": "All", "counts_as": "indicator", "indicators": elements}]
    framework = make_framework(dimensions=dimensions, indicator_label="Test")
    book = written(make_form(framework, ratings={"e": {"measured": "5/2"}, "f": "partial"}))
    assert rows(book, "A", "F") == [("D", None), ("e", "✓ Pass"), ("f", "◐ Partial")]
    assert str(book.cells("Ratings")["B3"]).endswith("\nCounts as one test; its elements are rated below.")
    asked = "Measured in m:\nAt most 5: Pass\nMore: Fail\n"
    asked += "Score out of 100: 100 at 5 m or less, 0 at 35 m or more, and evenly in between"
    assert str(book.cells("Ratings")["B4"]).endswith(asked)


def test_a_table_has_the_rows_of_the_workbook():
    found = list(csv.DictReader(io.StringIO(write_table(form()))))
    assert [(row["Id"], row["Status"], row["Dimension"]) for row in found] == [
        ("G", "", "Governance"),
        ("G0", "2", "Governance"),
        ("G1", "", "Commitment"),
        ("G1.1", "In full", "Commitment"),
        ("G1.2", "Not rated", "Commitment"),
        ("G2", "Not asked, not counted", "Calls"),
        ("G2.1", "Not asked, not counted", "Calls"),
        ("P", "", "Practice"),
        ("P1", "Rated", "Practice"),
        ("P2", "In full", "Practice"),
    ]
    assert (found[0]["Rationale"], found[0]["Evidence"]) == ("Strong words, few deeds.", "plan, p. 2")
    assert found[8]["Measurement"] == "2/3"


# In: what becomes of it ---------------------------------------------------------------------------


def test_what_was_not_touched_changes_nothing(acme: Path):
    outcome = imported(exported())
    assert (outcome.code, outcome.err) == (0, "")
    assert "nothing to change" in outcome.out
    assert content() == ACME


def test_elements_and_dimensions_are_taken_field_by_field_in_reading_order(acme: Path):
    work = exported()
    work.rate("G1.2", level="In part", rationale="Of users alone.")
    work.rate("G1", recommendation="Say it of staff, too.")
    work.rate("G", rationale="Weak deeds.", recommendation="Act.")
    work.add("Evidence", indicator="P", source="plan", locator="p. 9")
    work.rate("P1", measured=a_number("4"))
    outcome = imported(work)
    assert (outcome.code, outcome.err) == (0, "")
    assert content() == ACME.replace("Strong words, few deeds.", "|\n      Weak deeds.").replace(
        "    working_note: SECRET\n", "    recommendation: |\n      Act.\n    working_note: SECRET\n"
    ).replace(
        "  G1.1: full\n",
        "  G1:\n    recommendation: |\n      Say it of staff, too.\n  G1.1: full\n"
        '  "G1.2":\n    level: part\n    rationale: |\n      Of users alone.\n',
    ).replace(
        "  P1: 2/3\n",
        '  P:\n    evidence:\n      - source: plan\n        locator: p. 9\n  P1: "4"\n',
    )


def test_an_emptied_cell_takes_out_what_was_said_of_a_dimension(acme: Path):
    work = exported()
    work.rate("G", rationale=None)
    assert imported(work).code == 0
    assert content() == ACME.replace("    rationale: Strong words, few deeds.\n", "")


@pytest.mark.parametrize(("key", "value"), [("level", "full"), ("measured", "4"), ("confidence", "high")])
def test_a_dimension_is_not_rated_in_a_workbook_either(acme: Path, key: str, value: str):
    work = exported()
    work.rate("G1", **{key: value})
    work.rate("G1.2", level="part")
    outcome = imported(work)
    assert outcome.code == 1
    assert content() == ACME
    said = " ".join(outcome.err.split())
    cell = {"level": "D", "measured": "E", "confidence": "H"}[key]
    assert f"refused: back.xlsx: Ratings!{cell}5: G1 is a dimension, whose result is computed" in said
    assert "empty this cell; what is rated stands in the rows below" in said


def test_a_row_for_a_dimension_may_be_added_by_hand(acme: Path):
    plain = SERVICES.replace("        counts_as: indicator\n", "")
    write_text(acme / "frameworks/services.yaml", plain)
    write_text(acme / FILE, re.sub("  G:\n(    .*\n)+", "", ACME))
    work = exported()
    assert work.page("Ratings").rows_of("indicator", "P") == []
    work.add("Ratings", indicator="P", rationale="Slow.")
    assert imported(work).code == 0
    assert yaml.safe_load(content())["ratings"]["P"] == {"rationale": "Slow.\n"}


def test_what_both_sides_said_of_a_dimension_is_left_out_and_told(acme: Path):
    work = exported()
    work.rate("G", rationale="Weak deeds.", recommendation="Act.")
    write_text(acme / FILE, ACME.replace("Strong words, few deeds.", "Strong words alone."))
    outcome = imported(work)
    assert outcome.code == 1
    assert "G rationale: the workbook says" in " ".join(outcome.err.split())
    said = yaml.safe_load(content())["ratings"]["G"]
    assert (said["rationale"], said["recommendation"].strip()) == ("Strong words alone.", "Act.")
    assert imported(work, "--prefer", "workbook").code == 0
    assert yaml.safe_load(content())["ratings"]["G"]["rationale"].strip() == "Weak deeds."


def test_a_row_of_a_dimension_that_the_workbook_lacks_leaves_the_file_as_it_is(acme: Path):
    work = exported()
    page = work.page("Ratings")
    page.delete_row(page.row_of("indicator", "G"))
    page = work.page("Evidence")
    page.delete_row(page.row_of("indicator", "G"))
    outcome = imported(work)
    assert outcome.code == 0
    assert content() == ACME


def test_what_a_new_tag_asks_for_and_the_workbook_lacks_is_told(acme: Path):
    work = exported()
    work.tell("subject.tags", "search", "telco")
    outcome = imported(work)
    assert outcome.code == 0
    assert "no row for P3; what the file says of them stays" in " ".join(outcome.err.split())
    assert yaml.safe_load(content())["subject"]["tags"] == ["search", "telco"]
    assert "G2.1" in content()


def test_a_blank_workbook_of_such_a_framework_makes_an_assessment(acme: Path):
    assert run("export", "services", "-o", "blank.xlsx").code == 0
    work = Filling(Path("blank.xlsx"))
    work.tell("subject.id", "beta")
    work.tell("subject.name", "Beta")
    work.tell("subject.tags", "cable")
    work.tell("date", "2024-02-02")
    work.rate("G1.1", level="none")
    work.rate("P1", measured=a_number("10"))
    work.rate("P", rationale="Slow.")
    work.rate("P3", rationale="Asked of nobody without lines.")
    outcome = imported(work)
    assert outcome.code == 0, outcome.err
    assert "add the tag that it is asked of on the sheet About" in " ".join(outcome.err.split())
    made = yaml.safe_load(Path("assessments/beta/2024-02-02.yaml").read_text(encoding="utf-8"))
    assert list(made["ratings"]) == ["G1.1", "P", "P1", "P3"]
    assert made["ratings"]["P"] == {"rationale": "Slow.\n"}
    assert "no row for" not in outcome.err


@pytest.mark.parametrize("seed", range(rounds(8, 100)))
def test_of_any_project_a_workbook_says_what_scoring_says_and_changes_nothing(seed: int, tmp_path: Path):
    write_project(tmp_path, *random_project(random.Random(seed)))
    workspace = Workspace(tmp_path)
    selection, one = find_form(workspace, workspace.here.layout.assessments[0].name)
    pair = selection.assessments[0].scorable
    assert one is not None
    assert pair is not None
    book = written(one)
    plan = plan_import(book.raw, workspace.here, Wishes(), pending={})
    assert (plan.taken, plan.refusals, plan.warnings, plan.left) == ((), (), (), ())
    told = dict(rows(book, "A", "F"))
    for result in pair.score().indicators():
        status = str(told.pop(result.indicator.id, None))
        if not result.applies and result.indicator.counted:
            assert status in ("None", "· Not asked, not counted")
        elif result.applies and result.indicator.counted and result.level is not None:
            assert status[2:] == (result.level.label or result.level.id)
        elif result.applies and result.indicator.counted:
            words = {Status.NOT_RATED: "Not rated", Status.NOT_APPLICABLE: "Not applicable"}
            assert status[2:] == words.get(result.status, "Rated")
    assert {*told.values()} <= {None, "· Not asked, not counted"}, "dimensions have no status"


HOSTILE = [text for text in read_lines("workbook-texts") if text.strip()]


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_of_a_framework_s_or_about_a_dimension_is_written_as_that_text(text: str):
    framework = make_framework(
        verdict="none",
        indicator_label=text,
        element_label=text,
        grades=[{"id": "a", "label": text, "when": {"score": "0.5"}}, {"id": "b"}],
        dimensions=[
            {
                "id": "D",
                "title": text,
                "description": text,
                "counts_as": "indicator",
                "applies_to": [text],
                "indicators": [indicator("e", applies_to=[text])],
            }
        ],
    )
    ratings = {"D": {"rationale": text, "evidence": {"source": "plan", "quote": text}}, "e": "pass"}
    sheets = {
        sheet.name: sheet for sheet in read_workbook(written(make_form(framework, ratings=ratings)).raw)
    }
    cells = sheets["Ratings"].cells
    assert str(cells[3, 2].value).startswith(f"{text}\n")
    assert f"Asked only of subjects tagged {text}." in str(cells[3, 2].value)
    assert str(cells[3, 7].value).strip() == text
    assert str(sheets["Evidence"].cells[3, 4].value).strip() == text
    assert any(str(cell.value).startswith(f"{text}: ") for cell in sheets["About"].cells.values())
    assert not [sheet.name for sheet in sheets.values() if sheet.formulas]


# What a spreadsheet makes of it -------------------------------------------------------------------

TYPED = {
    "P1": {
        **dict.fromkeys(("4", "-0.5", "007", " 31 "), "• Rated"),
        **dict.fromkeys(("2/3", "123456789.1234567890"), "? Worked out on import"),
        **dict.fromkeys(("4,5", "4 days", "1e3", "n/a", "Rated"), "? Not a number"),
        "": "– Not rated",
    },
    "P2": {"90": "• In full", "89.999": "• In part", "49": "• none", "3/4": "? Worked out on import"},
    "G1.1": {
        **dict.fromkeys(("full", "IN FULL", "● In full"), "● In full"),
        **dict.fromkeys(("part", "◑ In part"), "◑ In part"),
        "none": "○ none",
        "not-applicable": "· Not applicable",
        **dict.fromkeys(("rated", "unjudged", "pass", "●"), "? Not a level"),
    },
    "G0": {"3": "● Deep", "2": "◕ 2", "1": "◔ 1", "0": "○ 0"},
}
"""What is typed into the answer of an indicator like this one, and what its status is then."""
CASES = [(id, text, shown) for id, texts in TYPED.items() for text, shown in texts.items()]


def test_the_import_takes_what_a_spreadsheet_says_is_an_answer_and_nothing_else(acme: Path):
    for id, text, shown in CASES:
        write_text(acme / FILE, ACME)
        work = exported()
        key = "level" if id.startswith("G") else "measured"
        work.rate(id, rationale="So.", **{key: text or None})
        assert imported(work).code == shown.startswith("? Not"), (id, text)


@pytest.mark.slow
@pytest.mark.parametrize("place", ["en-US", "de-DE", "fr-FR"])
def test_a_spreadsheet_tells_what_people_type_without_a_verdict(place: str, tmp_path: Path):
    data: Any = yaml.load(SERVICES, yaml.BaseLoader)
    models = {each["id"]: each for top in data["dimensions"] for each in top["indicators"]}
    models["G1.1"] = data["dimensions"][0]["dimensions"][0]["indicators"][0]
    ones = [{**models[id], "id": f"x{number}"} for number, (id, _, _) in enumerate(CASES)]
    data["dimensions"] = [{"id": "D", "title": "All", "counts_as": "indicator", "indicators": ones}]
    model = Framework.model_validate(data)
    work = Filling(written(Form(framework=model, fields={})).raw)
    for number, (id, text, _) in enumerate(CASES):
        work.rate(f"x{number}", **{"measured" if "measure" in models[id] else "level": text or None})
    saved = opened_and_saved(without_results(work.save()), tmp_path, place)
    found = dict(rows(saved, "A", "F"))
    shown = {(id, text): found[f"x{number}"] for number, (id, text, _) in enumerate(CASES)}
    assert shown == {(id, text): expected for id, text, expected in CASES}


@pytest.mark.slow
def test_what_a_workbook_says_is_what_a_spreadsheet_works_out(tmp_path: Path):
    book = written(form())
    again = opened_and_saved(without_results(book.raw), tmp_path)
    assert again.column("Ratings", "F") == book.column("Ratings", "F")
