"""`scorecard import` as a user meets it: workbooks filled in by colleagues, good and bad ones."""

import errno
import os
import random
import re
import select
import shutil
import struct
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import Any

import pytest

from scorecard.model.file_names import SUFFIXES
from tests.builders import (
    BROKEN,
    commit_all,
    indicator,
    init_repository,
    write_assessment,
    write_framework,
    write_text,
)
from tests.commands import CLEAN, PATIENCE, ROOT, Outcome, run, running, start
from tests.filling import (
    Filling,
    Typed,
    convert_in_libreoffice,
    day,
    error,
    formula,
    number,
    truth,
    typed,
    work_in_libreoffice,
)
from tests.rounds import rounds

FILE = "assessments/springfield/2021-03-11.yaml"
TEXT = """\
# Springfield, first review
kind: assessment
framework: city-air@2.0   # the second edition
subject: {id: springfield, name: Springfield}
date: 2021-03-11
stage: draft
sources:
  plan: {title: Air plan}
ratings:
  # Limits
  "1.1":
    measured: 4.20   # from the yearbook
    evidence:
      - source: plan
        locator: table 3
  "1.2":
    level: fail   # for now
    rationale: Announced, not enacted.
    working_note: Ask the ministry.
    x-owner: A. Person
  "2.1": partial
"""


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one assessment, and the working directory in it."""
    write_framework(tmp_path)
    write_text(tmp_path / FILE, TEXT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def content(path: str = FILE) -> str:
    return Path(path).read_bytes().decode("utf-8")


def names_in(folder: str) -> list[str]:
    return sorted(path.name for path in Path(folder).iterdir())


def exported(target: str = "springfield@2021-03-11") -> Filling:
    """Return what is exported of a target, to be filled in."""
    outcome = run("export", target, "-o", ".exported.xlsx", "--force")
    assert (outcome.code, outcome.out) == (0, ""), outcome
    return Filling(Path(".exported.xlsx"))


def rated(id: str, **cells: Any) -> Filling:
    """Return what is exported of the assessment, with cells of one indicator filled in."""
    work = exported()
    work.rate(id, **cells)
    return work


def imported(work: Filling | bytes | None = None, *words: str, name: str = "review.xlsx") -> Outcome:
    """Save a workbook and import it."""
    if work is not None:
        Path(name).write_bytes(work if isinstance(work, bytes) else work.save())
    return run("import", name, "--plain", *words, columns=160)


KEPT_REASON = (
    "warning: review.xlsx: Ratings!G4: 1.2 is rated otherwise now, and its rationale is that of the rating "
    "before\n  check that it still holds, and say why it is rated so\n"
)
SIDES = "  make the two agree, or say which side counts: --prefer workbook or --prefer file\n"


def shown(*lines: str, name: str = "review.xlsx") -> str:
    """Return what is shown of a workbook that belongs to the one assessment."""
    underline = "═" * len(name)
    head = (name, underline, "", "Assessment  springfield@2021-03-11", f"File        {FILE}")
    return "".join(f"{line}\n" for line in (*head, *lines))


def refused(outcome: Outcome, *, before: str = TEXT) -> str:
    """Check that a workbook was refused and nothing written; return what was said against it."""
    assert outcome.code == 1
    assert "nothing written: " in outcome.out
    assert content() == before
    return outcome.err


UNCHANGED = shown("Result      nothing to change")


# What comes back ----------------------------------------------------------------------------------


def test_a_workbook_in_which_nothing_was_filled_in_changes_nothing(city: Path) -> None:
    outcome = imported(exported())
    assert (outcome.code, outcome.out, outcome.err) == (0, UNCHANGED, "")
    assert content() == TEXT


def fill_in(work: Filling) -> Filling:
    work.rate("1.1", measured=number("5.25"))
    work.rate("1.2", level="partial", rationale="Half of it is enacted.\n\n- limits\n- no plan")
    work.add("Evidence", indicator="1.2", source="act", locator="s. 12", quote="= the words")
    work.add("Sources", key="act", title="Clean Air Act", date=day(date(2020, 1, 2)))
    return work


FILLED = (
    TEXT.replace("measured: 4.20", "measured: 5.25")
    .replace("level: fail", "level: partial")
    .replace(
        "    rationale: Announced, not enacted.\n",
        "    rationale: |\n      Half of it is enacted.\n\n      - limits\n      - no plan\n"
        '    evidence:\n      - source: act\n        locator: s. 12\n        quote: "= the words"\n',
    )
    .replace(
        "  plan: {title: Air plan}\n",
        "  plan: {title: Air plan}\n  act:\n    title: Clean Air Act\n    date: 2020-01-02\n",
    )
)
CHANGES = (
    "",
    "Changes:",
    "Cell         What             Was                        Becomes",
    'Ratings!E3   1.1 measurement  "4.20"                     "5.25"',
    'Ratings!D4   1.2 level        "fail"                     "partial"',
    'Ratings!G4   1.2 rationale    "Announced, not enacted."  "Half of it is enacted. - limits - no plan"',
    'Evidence!A4  1.2 evidence     nothing                    "act, s. 12, = the words"',
    'Sources!A4   source act       nothing                    "Clean Air Act, 2020-01-02"',
)


def test_what_was_filled_in_is_taken_cell_by_cell_and_the_rest_stays(city: Path) -> None:
    outcome = imported(fill_in(exported()))
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == shown("Result      5 changes written", *CHANGES)
    assert content() == FILLED
    again = imported()
    assert (again.code, again.out, again.err) == (0, UNCHANGED, "")
    assert content() == FILLED
    valid = run("validate", "--ignore", "SC315")
    assert (valid.code, valid.out, valid.err) == (0, "", "2 files checked: 0 errors, 0 warnings\n")


def test_a_dry_run_shows_the_diff_and_writes_nothing(city: Path) -> None:
    outcome = imported(fill_in(exported()), "--dry-run")
    assert (outcome.code, outcome.err) == (0, "")
    begin = shown("Result      5 changes would be written", *CHANGES)
    assert outcome.out.startswith(begin)
    diff = outcome.out.removeprefix(begin).strip("\n").split("\n")
    assert diff[:2] == [f"--- {FILE}", f"+++ {FILE}"]
    old, new = TEXT.splitlines(), FILLED.splitlines()
    assert [line for line in diff[2:] if line.startswith("-")] == [
        f"-{each}" for each in old if each not in new
    ]
    added = [line for line in diff[2:] if line.startswith("+") and line != "+"]
    added.remove("+    evidence:")  # which another rating has as well
    assert added == [f"+{each}" for each in new if each and each not in old]
    assert content() == TEXT
    assert names_in("assessments/springfield") == ["2021-03-11.yaml"]


@pytest.mark.parametrize(
    "note",
    [
        "working_note: Ask the ministry.",
        "working_note: |\n      Ask the\n\n      ministry.",
        'working_note: "Ask\n      the ministry."',
        "'working_note': >-\n      Ask the ministry.",
        "? working_note\n    : Ask the ministry.",
    ],
)
def test_a_dry_run_never_shows_a_working_note(city: Path, note: str) -> None:
    before = TEXT.replace("working_note: Ask the ministry.", note)
    write_text(city / FILE, before)
    work = rated("1.2", rationale="Another.", confidence="high")
    work.rate("2.1", rationale="One.")
    outcome = imported(work, "--dry-run")
    assert (outcome.code, outcome.err) == (0, "")
    assert "would be written" in outcome.out
    assert "inistry" not in outcome.out
    assert "Ask" not in outcome.out


def test_a_dry_run_hides_a_note_that_goes_on_in_braces(city: Path) -> None:
    begin, _, end = TEXT.partition('  "1.2":\n')
    note = '  "1.2": {level: fail, working_note: "Ask the\n  ministers"}\n  "2.1": partial\n'
    write_text(city / FILE, begin + note)
    assert end.endswith('"2.1": partial\n')
    outcome = imported(rated("2.1", rationale="Another."), "--dry-run")
    assert outcome.code == 0
    assert "+      Another.\n" in outcome.out
    assert "Ask the" not in outcome.out
    assert "ministers" not in outcome.out


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_comments_order_line_ends_and_a_mark_survive_byte_for_byte(city: Path, ends: str, mark: str) -> None:
    write_text(city / FILE, mark + TEXT.replace("\n", ends))
    outcome = imported(fill_in(exported()))
    assert (outcome.code, outcome.err) == (0, "")
    assert content() == mark + FILLED.replace("\n", ends)


def test_emptied_cells_take_out_what_they_said_and_nothing_else(city: Path) -> None:
    work = rated("1.1", measured=None)
    work.rate("1.2", rationale=None)
    outcome = imported(work)
    assert outcome.code == 0
    assert content() == TEXT.replace("    measured: 4.20   # from the yearbook\n", "").replace(
        "    rationale: Announced, not enacted.\n", ""
    )


def test_a_rating_that_is_emptied_keeps_its_working_note_and_keys_of_one_s_own(city: Path) -> None:
    outcome = imported(rated("1.2", level=None, rationale=None))
    assert outcome.code == 0
    assert content() == TEXT.replace(
        "    level: fail   # for now\n    rationale: Announced, not enacted.\n", ""
    )


def test_lists_of_the_first_sheet_are_filled_row_by_row(city: Path) -> None:
    work = exported()
    work.tell("assessors", "B. Person", "A. Person")
    work.tell("subject.tags", "coast")
    work.tell("summary", "What the reader\nshould know.")
    work.add("Corrections", date=day(date(2021, 4, 1)), text="1.2 was first rated pass.")
    outcome = imported(work)
    assert (outcome.code, outcome.err) == (0, "")
    assert content() == TEXT.replace(
        "subject: {id: springfield, name: Springfield}\n",
        'subject:\n  id: "springfield"\n  name: Springfield\n  tags:\n    - coast\n',
    ).replace(
        "stage: draft\n",
        "stage: draft\nassessors:\n  - B. Person\n  - A. Person\n"
        "summary: |\n  What the reader\n  should know.\n",
    ).replace(
        "ratings:\n",
        'corrections:\n  - date: 2021-04-01\n    text: "1.2 was first rated pass."\nratings:\n',
    )


# Words that are not understood --------------------------------------------------------------------


def test_nothing_is_written_until_all_is_good(city: Path) -> None:
    work = fill_in(exported())
    work.rate("2.1", level="Partialy", confidence="very")
    outcome = imported(work)
    assert refused(outcome) == (
        'refused: review.xlsx: Ratings!D5: "Partialy" is not a level; did you mean "partial"?\n'
        'refused: review.xlsx: Ratings!H5: "very" is not a confidence; it is one of high, medium, low\n'
    )
    assert "Result      nothing written: 2 refusals\n" in outcome.out
    assert "What it would change:\n" in outcome.out
    assert "Changes:" not in outcome.out


@pytest.mark.parametrize(
    ("key", "value", "cell", "words"),
    [
        ("measured", "4,2", "E3", '"4,2" is not a number\n  write a point: 4.2\n'),
        ("measured", "5 µg/m³", "E3", "write the number alone: 5"),
        ("measured", number("44000", "yyyy\\-mm\\-dd"), "E3", "made a date of this (2020-06-18)"),
        ("measured", number("0.3", "[h]:mm"), "E3", "what stands here is no text"),
        ("measured", truth(True), "E3", "a truth value stands here"),
        ("measured", error("#DIV/0!"), "E3", "this is an error of the spreadsheet: #DIV/0!"),
        ("measured", number("0.0000123456789123456"), "E3", "has 19 digits after its point"),
        ("measured", number("9007199254740992"), "E3", "format the cell as text, and type it again"),
        ("level", "pass", "D3", "is measured"),
    ],
)
def test_what_is_no_measurement_is_refused(city: Path, key: str, value: Any, cell: str, words: str) -> None:
    said = refused(imported(rated("1.1", **{key: value})))
    assert f"refused: review.xlsx: Ratings!{cell}: " in said
    assert words in said


@pytest.mark.parametrize("format", ["0%", "0.00%", "[Red]0.0%;-0.0%"])
def test_a_percentage_is_not_taken_for_a_hundredth_of_what_is_seen(city: Path, format: str) -> None:
    """Whoever types 42% into a cell sees 42 %, and the spreadsheet keeps 0.42."""
    outcome = imported(rated("1.1", measured=number("0.42", format)))
    assert "measured: 0.42 " not in content()
    assert "Ratings!E3" in outcome.err


def test_a_rule_s_refusal_names_the_cell(city: Path) -> None:
    work = rated("1.2", level="not-applicable", rationale=None)
    work.add("Evidence", indicator="2.1", source="nowhere")
    said = refused(imported(work))
    assert re.search(
        r"^refused: review\.xlsx: Ratings!D4: .*not-applicable without a rationale", said, re.MULTILINE
    )
    assert re.search(r"^refused: review\.xlsx: Evidence!B4: .*nowhere", said, re.MULTILINE)


def test_what_does_not_count_cannot_be_rated(city: Path) -> None:
    asked = [indicator("a"), indicator("b", state="future"), indicator("c", state="retired")]
    write_framework(city, dimensions=[{"id": "d", "title": "D", "indicators": asked}])
    write_assessment(city, ratings={"a": "fail"})
    before = content()
    said = refused(imported(rated("b", level="pass")), before=before)
    assert "Ratings!D4: indicator b is future in city-air@2.0 and cannot be rated" in said


# Ids ----------------------------------------------------------------------------------------------


def number_the_ids(work: Filling) -> None:
    work.page("Ratings").type(4, 1, number("1.2"))
    work.rate("2.1", level=number("1"))
    work.add("Evidence", indicator=number("1.1"), source="plan", locator="p. 1")
    work.add("Evidence", indicator="1.1", source=number("2021"), locator="p. 1")
    work.add("Sources", key=number("2021"), title="T")
    work.tell("subject.id", number("7"))


def name_unknown_ids(work: Filling) -> None:
    work.page("Ratings").type(4, 1, "1.02")
    work.add("Evidence", indicator="9", source="plan")


def leave_ids_out(work: Filling) -> None:
    page, about = work.page("Ratings"), work.page("About")
    page.type(4, 1, None)
    page.type(9, page.column("rationale"), "Somebody's thought.")
    work.add("Evidence", source="plan", locator="p. 9")
    work.add("Sources", title="A source without a key")
    about.type(50, about.column("value"), "Somebody's thought.")


def double_rows(work: Filling) -> None:
    page = work.page("Ratings")
    page.copy_row(4, 6)
    page.type(6, page.column("level"), "pass")
    work.page("Sources").copy_row(3, 4)


def merge_cells(work: Filling) -> None:
    work.page("Ratings").merge("D4:D5", "G3:G5")
    work.page("About").merge("C20:D20")
    work.rename("About", "First sheet")


def move_a_wrong_level(work: Filling) -> None:
    work.rate("1.2", level="Partialy")
    work.page("Ratings").insert_column(1)
    work.page("Ratings").insert_row(4)
    work.rename("Ratings", "Meine Noten")


def cite_titles(work: Filling) -> None:
    work.add("Sources", key="white-paper", title="A pro-innovation approach to AI regulation")
    work.add("Evidence", indicator="1.2", source="A pro-innovation  Approach to AI regulation", locator="1")
    work.add("Evidence", indicator="2.1", source="Air plan")


def lose(sheet: str, key: str) -> Callable[[Filling], None]:
    return lambda work: work.page(sheet).delete_column(key)


def tell(key: str, text: str) -> Callable[[Filling], None]:
    return lambda work: work.tell(key, text)


CELLS_OF_IDS = ("Ratings!A4", "Ratings!D5", "Evidence!A4", "Evidence!B5", "Sources!A4", "About!C9")
AS_TEXT = "  format the cell as text, and type it again\n"
MERGED = "these cells are merged, so it cannot be told which row they belong to\n"
SUBJECTS = ("Spring Field", "../../etc", "a/b")
DATES = ("11.03.2021", "2021-02-30", "2021", "2021-03-11/../../x")
Refusals = list[tuple[Callable[[Filling], object], list[str]]]
REFUSED: Refusals = [
    (
        lambda work: work.rate("1.2", rationale=formula("A1")),
        ["Ratings!G4: this is a formula that came to nothing\n  write the value itself, or empty the cell\n"],
    ),
    (
        move_a_wrong_level,
        ['\'Meine Noten\'!E5: "Partialy" is not a level; did you mean "partial"?\n'],
    ),
    (
        lambda work: work.copy("Ratings", "Ratings (2)"),
        [
            'the sheets "Ratings", "Ratings (2)" are both marked as Ratings\n'
            "  take all but one out, and import again\n"
        ],
    ),
    (
        lambda work: work.delete("Ratings"),
        [
            "this is no workbook of an assessment: it has no sheet Ratings as export writes it\n"
            "  export one with scorecard export, and fill that in\n"
        ],
    ),
    *(
        (
            partial(Filling.add, name="Sources", key="act", title="Act", date=number("44986", format)),
            [
                "Sources!D4: the spreadsheet made a date of this (2023-03-01), and shows a part of it\n"
                "  format the cell as text, and write what is meant, such as 2023-03\n"
            ],
        )
        for format in ("mmm\\-yy", "d\\-mmm")
    ),
    (
        cite_titles,
        [
            'Evidence!B4: "A pro-innovation  Approach to AI regulation" is the title of a source, and its '
            "key is asked for\n  white-paper is its key\n",
            'Evidence!B5: "Air plan" is the title of a source, and its key is asked for\n  plan is its key\n',
        ],
    ),
    (
        lambda work: work.rate("1.2", rationale="a\x1b]0;owned\x07", recommendation="a\x00b"),
        [
            "Ratings!G4: this holds a control character (U+001B)\n  type the text again where it stands\n",
            "Ratings!I4: this holds a control character (U+0000)\n  type the text again where it stands\n",
        ],
    ),
]
REFUSED_AMONG_OTHERS: Refusals = [
    (
        number_the_ids,
        [
            f"{cell}: {text} is a number, and an id is a text\n{AS_TEXT}"
            for cell, text in zip(CELLS_OF_IDS, ["1.2", "1", "1.1", "2021", "2021", "7"], strict=True)
        ],
    ),
    (
        name_unknown_ids,
        [
            'Ratings!A4: "1.02" is not an indicator of city-air@2.0\n',
            'Evidence!A4: "9" is not an indicator of city-air@2.0\n',
        ],
    ),
    (leave_ids_out, ["Ratings!A4: ", "Ratings!A9: ", "Evidence!A4: ", "Sources!A4: ", "About!C50: "]),
    (
        double_rows,
        ["Ratings!A6: 1.2 has two rows; the other is A4\n", "Sources!A4: the source plan is there twice\n"],
    ),
    (
        merge_cells,
        [f"{area}: {MERGED}" for area in ("Ratings!D4:D5", "Ratings!G3:G5", "'First sheet'!C20:D20")],
    ),
    *(
        (lose(sheet, key), [f'the sheet "{sheet}" has lost {title}'])
        for sheet, key, title in (
            ("Ratings", "indicator", "its column Id"),
            ("Evidence", "indicator", "its column Indicator"),
            ("Sources", "key", "its column Key"),
        )
    ),
    (lose("About", "key"), ["nothing says what subject this is about\n"]),
    (lose("About", "value"), ["About!A9: nothing says what subject this is about\n"]),
    *((tell("subject.id", text), ["About!C9: "]) for text in SUBJECTS),
    *((tell("date", text), ["About!C13: "]) for text in DATES),
]


@pytest.mark.parametrize(("change", "said"), [*REFUSED, *REFUSED_AMONG_OTHERS])
def test_what_is_refused_is_said_with_its_cell(
    city: Path, change: Callable[[Filling], object], said: list[str]
) -> None:
    work = exported()
    change(work)
    outcome = imported(work)
    refusals = [f"refused: review.xlsx: {words}" for words in said]
    assert all(each in refused(outcome) for each in refusals)
    assert (change, said) in REFUSED_AMONG_OTHERS or outcome.err == "".join(refusals)
    assert names_in("assessments") == ["springfield"]
    check_harmless(outcome)


# Formulas and merged cells ------------------------------------------------------------------------


def test_a_formula_is_warned_of_and_what_it_came_to_taken(city: Path) -> None:
    work = rated("1.1", measured=formula("1+4", "5", "n"))
    work.rate("1.2", rationale=formula("A1&B1", "Worked out."), level=formula('"par"&"tial"', "partial"))
    outcome = imported(work)
    assert outcome.code == 0
    for cell in ("E3", "D4", "G4"):
        assert (
            f"warning: review.xlsx: Ratings!{cell}: this is a formula; what was taken is what it came to "
            "when the workbook was saved\n  write the value itself where that is wrong\n"
        ) in outcome.err
    assert outcome.err.count("warning: ") == 3
    assert content() == TEXT.replace("4.20", "5").replace("level: fail", "level: partial").replace(
        "rationale: Announced, not enacted.", "rationale: |\n      Worked out."
    )


def test_texts_that_look_like_formulas_are_texts(city: Path) -> None:
    work = exported()
    work.rate("1.2", rationale='=HYPERLINK("https://example.org")', recommendation="+1 @home -2")
    outcome = imported(work)
    assert (outcome.code, outcome.err) == (0, "")
    assert '=HYPERLINK("https://example.org")\n' in content()
    work = exported()
    assert imported(work).out == UNCHANGED


def test_merged_cells_of_a_sheet_of_one_s_own_do_not_matter(city: Path) -> None:
    write_framework(city, sources={"act": {"title": "Clean Air Act"}})
    work = exported()
    work.page("Framework sources").merge("A4:B5")
    outcome = imported(work)
    assert (outcome.code, outcome.out, outcome.err) == (0, UNCHANGED, "")


# Rows, columns and sheets that were moved ---------------------------------------------------------


def test_rows_columns_and_sheets_may_be_moved_hidden_and_renamed(city: Path) -> None:
    work = fill_in(exported())
    page = work.page("Ratings")
    page.reverse_rows(3)
    page.reverse_columns()
    page.insert_row(4)
    page.insert_row(1)
    page.insert_column(1)
    page.insert_column(4)
    page.type(3, 4, "My own notes")
    page.type(4, 4, "not for you")
    for row in (4, 6):
        page.hide_row(row)
    page.hide_column(page.column("rationale"))
    work.page("About").insert_column(2)
    work.page("Evidence").reverse_columns()
    work.page("Sources").insert_row(3)
    for name in ("About", "Ratings", "Evidence", "Sources"):
        work.rename(name, f"Blatt „{name}“")
    work.order(*reversed(work.names()))
    outcome = imported(work)
    assert outcome.code == 0
    assert outcome.err == (
        "warning: review.xlsx: 'Blatt „Ratings“'!D3: "
        "nothing is read from this column, which is none of ours\n"
        "  put what matters into one that is\n"
    )
    assert "Result      5 changes written\n" in outcome.out
    assert content() == FILLED


def test_rows_that_were_deleted_say_nothing(city: Path) -> None:
    work = exported()
    work.page("Ratings").delete_row(4)
    work.page("About").delete_row(work.page("About").row_of("key", "title"))
    work.rate("2.1", rationale="Why.")
    outcome = imported(work)
    assert (outcome.code, outcome.err) == (
        0,
        "warning: review.xlsx: no row for 1.2; what the file says of them stays\n",
    )
    assert content() == TEXT.replace(
        '"2.1": partial\n', '"2.1":\n    level: partial\n    rationale: |\n      Why.\n'
    )


def test_a_row_of_evidence_or_a_source_that_was_deleted_is_taken_out(city: Path) -> None:
    before = TEXT.replace("  plan: {title: Air plan}\n", "  plan: {title: Air plan}\n  act: {title: Act}\n")
    write_text(city / FILE, before)
    work = exported()
    work.page("Evidence").delete_row(3)
    page = work.page("Sources")
    page.delete_row(page.row_of("key", "plan"))
    outcome = imported(work)
    assert outcome.code == 0
    assert content() == before.replace(
        "    evidence:\n      - source: plan\n        locator: table 3\n", ""
    ).replace("  plan: {title: Air plan}\n", "")


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("Ratings", ("rationale", "level", "measured", "confidence", "title", "status")),
        ("Evidence", ("locator", "quote", "note")),
        ("Sources", ("title", "date")),
    ],
)
def test_a_column_that_was_deleted_takes_nothing_out(city: Path, name: str, keys: tuple[str, ...]) -> None:
    before = TEXT.replace("{title: Air plan}", "{title: Air plan, date: 2020}").replace(
        "locator: table 3\n", "locator: table 3\n        quote: words\n        note: more\n"
    )
    write_text(city / FILE, before)
    raw = exported().save()
    for key in keys:
        work = Filling(raw)
        work.page(name).delete_column(key)
        imported(work)
        assert content() == before


def test_sheets_that_were_deleted_take_nothing_out(city: Path) -> None:
    work = exported()
    for name in ("Evidence", "Sources", "Corrections", "Lists"):
        work.delete(name)
    outcome = imported(work)
    assert outcome.code == 0
    assert outcome.out == UNCHANGED
    assert content() == TEXT


def test_what_was_filled_in_where_no_mark_is_left_is_said(city: Path) -> None:
    """The first row is hidden: whoever deletes the rows above a table deletes the marks unseen."""
    work = exported()
    work.add("Evidence", indicator="1.2", source="plan", locator="p. 3")
    work.page("Evidence").delete_row(1)
    outcome = imported(work)
    assert "Evidence" in outcome.err


def test_a_column_whose_mark_is_gone_is_said(city: Path) -> None:
    work = rated("1.2", rationale="Three hours of work.")
    page = work.page("Ratings")
    page.type(1, page.column("rationale"), None)
    outcome = imported(work)
    assert "Rationale" in outcome.err


def test_without_the_first_sheet_nothing_says_whose_it_is(city: Path) -> None:
    work = exported()
    work.delete("About")
    work.rate("1.2", level="partial")
    outcome = imported(work)
    assert outcome.code == 1
    assert "refused: review.xlsx: nothing says what subject this is about\n" in outcome.err
    outcome = imported(work, "--as", "springfield@2021-03-11")
    assert outcome.code == 1
    assert "refused: review.xlsx: nothing says which framework this was made for" in outcome.err
    assert content() == TEXT


def test_a_workbook_without_digests_overwrites_nothing(city: Path) -> None:
    work = exported()
    work.delete("Exported")
    assert imported(work).out == UNCHANGED
    work.rate("1.2", level="partial", rationale=None)
    work.rate("2.1", rationale="New.")
    outcome = imported(work)
    assert (outcome.code, outcome.err) == (
        1,
        'left out: review.xlsx: Ratings!D4: 1.2 level: the workbook says "partial", the file "fail", '
        f"and nothing says which is newer\n{SIDES}",
    )
    assert "Result      1 change written, 1 left out\n" in outcome.out
    assert content() == TEXT.replace(
        '"2.1": partial\n', '"2.1":\n    level: partial\n    rationale: |\n      New.\n'
    )
    outcome = imported(work, "--prefer", "workbook")
    assert (outcome.code, outcome.err) == (0, KEPT_REASON)
    assert content() == TEXT.replace("level: fail", "level: partial").replace(
        '"2.1": partial\n', '"2.1":\n    level: partial\n    rationale: |\n      New.\n'
    )


# Two sides that changed ---------------------------------------------------------------------------


def test_what_was_changed_in_git_meanwhile_stays(city: Path) -> None:
    init_repository(city)
    commit_all(city)
    work = rated("2.1", rationale="From the workbook.")
    meanwhile = (
        TEXT.replace("level: fail", "level: partial")
        .replace("Announced, not enacted.", "Enacted in part.")
        .replace("# Springfield, first review", "# Springfield, second reading")
        .replace("locator: table 3", "locator: table 4")
    )
    write_text(city / FILE, meanwhile)
    commit_all(city)
    outcome = imported(work)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == shown(
        "Result      1 change written",
        "",
        "Changes:",
        "Cell        What           Was      Becomes",
        'Ratings!G5  2.1 rationale  nothing  "From the workbook."',
    )
    assert content() == meanwhile.replace(
        '"2.1": partial\n', '"2.1":\n    level: partial\n    rationale: |\n      From the workbook.\n'
    )


def test_what_was_changed_on_both_sides_is_left_out_until_a_side_is_taken(city: Path) -> None:
    work = rated("1.2", level="partial", rationale="Half.")
    work.rate("2.1", rationale="Why.")
    meanwhile = TEXT.replace("level: fail", "level: pass").replace("Announced, not", "Announced and")
    write_text(city / FILE, meanwhile)
    why = meanwhile.replace('"2.1": partial\n', '"2.1":\n    level: partial\n    rationale: |\n      Why.\n')
    for words, code, sides in (((), 1, SIDES), (("--prefer", "file"), 0, "")):
        write_text(city / FILE, meanwhile)
        outcome = imported(work, *words)
        assert (outcome.code, outcome.err) == (
            code,
            'left out: review.xlsx: Ratings!D4: 1.2 level: the workbook says "partial", the file "pass", '
            f"and both were changed since this workbook was exported\n{sides}"
            'left out: review.xlsx: Ratings!G4: 1.2 rationale: the workbook says "Half.", the file '
            f'"Announced and enacted.", and both were changed since this workbook was exported\n{sides}',
        )
        assert content() == why
    outcome = imported(work, "--prefer", "workbook")
    assert (outcome.code, outcome.err) == (0, "")
    assert content() == TEXT.replace("level: fail", "level: partial").replace(
        "rationale: Announced, not enacted.", "rationale: |\n      Half."
    ).replace('"2.1": partial\n', '"2.1":\n    level: partial\n    rationale: |\n      Why.\n')


def test_what_was_taken_out_of_the_file_and_changed_in_the_workbook_is_a_conflict(city: Path) -> None:
    work = rated("1.2", rationale="Half.")
    meanwhile = TEXT.replace("    rationale: Announced, not enacted.\n", "")
    write_text(city / FILE, meanwhile)
    said = refused(imported(work), before=meanwhile)
    assert 'the workbook says "Half.", the file nothing, and both were changed' in said


def test_two_colleagues_workbooks_of_one_assessment_build_on_one_another(city: Path) -> None:
    one, other = exported(), exported()
    one.rate("1.2", level="partial", rationale="Half of it.")
    one.add("Evidence", indicator="2.1", source="plan", locator="p. 1")
    other.rate("2.1", rationale="Stations stand.", confidence="low")
    other.rate("1.2", level="partial")
    Path("a.xlsx").write_bytes(one.save())
    Path("b.xlsx").write_bytes(other.save())
    outcome = run("import", "a.xlsx", "b.xlsx", "--plain")
    assert (outcome.code, outcome.err) == (0, "")
    assert content() == TEXT.replace("level: fail", "level: partial").replace(
        "rationale: Announced, not enacted.", "rationale: |\n      Half of it."
    ).replace(
        '"2.1": partial\n',
        '"2.1":\n    level: partial\n    rationale: |\n      Stations stand.\n'
        "    evidence:\n      - source: plan\n        locator: p. 1\n    confidence: low\n",
    )


def test_two_colleagues_who_disagree_are_told(city: Path) -> None:
    one, other = exported(), exported()
    one.rate("1.2", level="partial")
    other.rate("1.2", level="pass")
    other.rate("2.1", level="fail")
    Path("a.xlsx").write_bytes(one.save())
    Path("b.xlsx").write_bytes(other.save())
    for words, level in ((("--dry-run",), "fail"), ((), "partial")):
        outcome = run("import", "a.xlsx", "b.xlsx", "--plain", *words)
        assert outcome.code == 1
        assert (
            'left out: b.xlsx: Ratings!D4: 1.2 level: the workbook says "pass", the file "partial", '
            "and both were changed since this workbook was exported\n"
        ) in outcome.err
        is_written = level == "partial"
        wanted = TEXT.replace("level: fail", f"level: {level}")
        assert content() == (wanted.replace('"2.1": partial', '"2.1": fail') if is_written else wanted)


@pytest.mark.parametrize("extra", ["", "        x-seen: by Bob\n"])
@pytest.mark.parametrize(
    "quote",
    [
        "",
        "        quote: |\n          A sentence that goes on for as long as a line in a file\n"
        "          should be, and is broken by hand like this one here.\n",
    ],
)
def test_evidence_that_both_added_is_joined_and_what_was_there_stays(
    city: Path, quote: str, extra: str
) -> None:
    own = "        locator: table 3\n" + quote + extra
    before = TEXT.replace("        locator: table 3\n", own)
    write_text(city / FILE, before)
    work = exported()
    work.add("Evidence", indicator="1.1", source="plan", locator="of the workbook")
    theirs = "      - source: plan\n        locator: of the file\n"
    write_text(city / FILE, before.replace(own, own + theirs))
    outcome = imported(work)
    assert (outcome.code, outcome.err) == (0, "")
    ours = "      - source: plan\n        locator: of the workbook\n"
    assert content() == before.replace(own, own + theirs + ours)


def test_an_old_workbook_that_comes_twice_does_not_undo_what_came_after(city: Path) -> None:
    assert imported(rated("1.2", level="partial")).code == 0
    later = content().replace("level: partial", "level: pass")
    write_text(city / FILE, later)
    said = refused(imported(), before=later)
    assert 'the workbook says "partial", the file "pass"' in said


# Which assessment ---------------------------------------------------------------------------------


def test_the_file_is_named_from_where_the_user_stands(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = rated("1.2", level="partial")
    Path("review.xlsx").write_bytes(work.save())
    monkeypatch.chdir(city / "assessments")
    outcome = run("import", "../review.xlsx", "--plain", "--dry-run")
    assert outcome.code == 0
    assert "File        springfield/2021-03-11.yaml\n" in outcome.out


def test_another_date_is_taken_for_a_slip_unless_told(city: Path) -> None:
    work = exported()
    work.tell("date", day(date(2022, 5, 1)))
    work.rate("1.2", level="partial")
    assert refused(imported(work)) == (
        "refused: review.xlsx: About!C13: this was exported from springfield@2021-03-11, "
        "and its first sheet now says springfield@2022-05-01\n"
        "  mend the first sheet, or say that another assessment is meant: --as springfield@2022-05-01\n"
    )
    outcome = imported(work, "--as", "springfield@2022-05-01")
    assert outcome.code == 0
    assert "File        assessments/springfield/2022-05-01.yaml (new)\n" in outcome.out
    assert content() == TEXT
    made = content("assessments/springfield/2022-05-01.yaml")
    assert "date: 2022-05-01\n" in made
    assert "level: partial\n" in made
    assert "working_note" not in made


def test_another_assessment_is_named_on_the_command_line(city: Path) -> None:
    outcome = imported(rated("1.2", level="partial"), "--as", "shelbyville@2022-05-01")
    assert outcome.code == 0
    assert outcome.err == (
        "warning: review.xlsx: shelbyville@2022-05-01 is begun as a draft, without the corrections of "
        "springfield@2021-03-11\n"
    )
    assert "Assessment  shelbyville@2022-05-01\n" in outcome.out
    assert content() == TEXT
    assert 'subject:\n  id: "shelbyville"\n' in content("assessments/shelbyville/2022-05-01.yaml")


def test_an_assessment_that_is_there_is_not_overwritten_by_the_workbook_of_another(city: Path) -> None:
    write_assessment(city, "shelbyville", ratings={"1.2": {"level": "pass", "rationale": "Ours."}})
    before = content("assessments/shelbyville/2021-03-11.yaml")
    outcome = imported(exported(), "--as", "shelbyville@2021-03-11")
    assert outcome.code == 1
    assert 'Ratings!D4: 1.2 level: the workbook says "fail", the file "pass", ' in outcome.err
    assert "and nothing says which is newer" in outcome.err
    assert content("assessments/shelbyville/2021-03-11.yaml") == before


def test_a_second_assessment_of_a_day_has_a_suffix(city: Path) -> None:
    write_assessment(city, suffix="b", ratings={"1.2": "pass"})
    path = "assessments/springfield/2021-03-11-b.yaml"
    before = content(path)
    work = exported("springfield@2021-03-11-b")
    work.rate("1.2", rationale="Its own.")
    outcome = imported(work)
    assert outcome.code == 0
    assert f"File        {path}\n" in outcome.out
    assert content() == TEXT
    assert content(path) == before.replace(
        '"1.2": pass\n', '"1.2":\n    level: pass\n    rationale: |\n      Its own.\n'
    )


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_either_suffix_of_a_file_is_found(city: Path, suffix: str) -> None:
    path = f"assessments/springfield/2021-03-11{suffix}"
    Path(FILE).rename(path)
    outcome = imported(fill_in(exported()))
    assert (outcome.code, outcome.err) == (0, "")
    assert content(path) == FILLED


@pytest.mark.parametrize("name", ["springfield", "./x.yaml", "-", "HEAD:x", "springfield@"])
def test_a_name_without_a_date_is_no_assessment(city: Path, name: str) -> None:
    outcome = imported(exported(), "--as", name)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        f"Error: --as {name} names no assessment\n  write SUBJECT@DATE, such as springfield@2021-03-11\n"
    )


@pytest.mark.parametrize("name", ["springfield@soon", "Springfield@2021-03-11", "springfield@2021-02-30"])
def test_a_name_that_no_assessment_can_have_is_not_blamed_on_a_cell(city: Path, name: str) -> None:
    outcome = imported(exported(), "--as", name)
    assert outcome.code in (1, 2)
    assert name in outcome.err
    assert "About!" not in outcome.err
    assert content() == TEXT
    assert names_in("assessments") == ["springfield"]


# New assessments ----------------------------------------------------------------------------------


def blank() -> Filling:
    work = exported("city-air")
    work.tell("subject.id", "ogdenville")
    work.tell("subject.name", "Ogdenville")
    work.tell("date", day(date(2022, 5, 1)))
    return work


NEW = "assessments/ogdenville/2022-05-01.yaml"


def test_a_blank_workbook_becomes_a_draft(city: Path) -> None:
    work = blank()
    work.rate("1.1", measured=number("7"))
    work.rate("1.2", level="pass", rationale="In force.", confidence="high")
    work.add("Sources", key="act", title="Clean Air Act")
    work.add("Evidence", indicator="1.2", source="act", locator="s. 1")
    outcome = imported(work)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == (
        "review.xlsx\n═══════════\n\n"
        "Assessment  ogdenville@2022-05-01\n"
        f"File        {NEW} (new)\n"
        "Result      8 changes written\n\n"
        "Changes:\n"
        "Cell         What             Becomes\n"
        'About!C8     subject\'s name   "Ogdenville"\n'
        'About!C15    stage            "draft"\n'
        'Ratings!E3   1.1 measurement  "7"\n'
        'Ratings!D4   1.2 level        "pass"\n'
        'Ratings!G4   1.2 rationale    "In force."\n'
        'Ratings!H4   1.2 confidence   "high"\n'
        'Evidence!A3  1.2 evidence     "act, s. 1"\n'
        'Sources!A3   source act       "Clean Air Act"\n'
    )
    digest = re.search(r"^framework_digest: (sha256:[0-9a-f]{64})\n", content(NEW), re.MULTILINE)
    assert digest is not None
    assert digest[1] in run("show", "city-air", columns=200).out
    assert content(NEW) == (
        'kind: assessment\nframework: "city-air@2.0"\n'
        f"framework_digest: {digest[1]}\n"
        'subject:\n  id: "ogdenville"\n  name: Ogdenville\ndate: 2022-05-01\nstage: draft\n'
        "sources:\n  act:\n    title: Clean Air Act\n"
        'ratings:\n  "1.1":\n    measured: 7\n'
        '  "1.2":\n    level: pass\n    rationale: |\n      In force.\n'
        "    evidence:\n      - source: act\n        locator: s. 1\n    confidence: high\n"
    )
    assert content() == TEXT
    again = imported()
    assert (again.code, again.err) == (0, "")
    assert again.out.endswith("Result      nothing to change\n")


def test_a_dry_run_of_a_blank_workbook_makes_no_folder(city: Path) -> None:
    outcome = imported(blank(), "--dry-run")
    assert outcome.code == 0
    assert "--- /dev/null\n" in outcome.out
    assert f"+++ {NEW}\n" in outcome.out
    assert names_in("assessments") == ["springfield"]


@pytest.mark.parametrize(
    ("key", "cell"), [("subject.id", "About!C9"), ("date", "About!C13"), ("subject.name", "About!C8")]
)
def test_what_is_missing_on_the_first_sheet_is_asked_for_in_the_cell_where_it_belongs(
    city: Path, key: str, cell: str
) -> None:
    work = blank()
    work.tell(key, None)
    outcome = imported(work)
    assert outcome.code == 1
    assert f"refused: review.xlsx: {cell}: " in outcome.err
    assert names_in("assessments") == ["springfield"]


def test_two_colleagues_fill_in_a_blank_workbook_each(city: Path) -> None:
    one, other, third = blank(), blank(), blank()
    one.rate("1.2", level="pass", rationale="In force.")
    other.rate("2.1", level="fail", rationale="None.")
    third.rate("2.1", level="pass", rationale="Some.")
    for name, work in (("a.xlsx", one), ("b.xlsx", other), ("c.xlsx", third)):
        Path(name).write_bytes(work.save())
    outcome = run("import", "a.xlsx", "b.xlsx", "c.xlsx", "--plain")
    assert outcome.code == 1
    assert 'left out: c.xlsx: Ratings!D5: 2.1 level: the workbook says "pass", the file "fail"' in outcome.err
    assert "      In force.\n" in content(NEW)
    assert "      None.\n" in content(NEW)
    assert "Some." not in content(NEW)
    assert "Workbooks: 2 of 3 taken\n" in outcome.out
    assert "nothing written: 2 left out" in outcome.out


# Another framework --------------------------------------------------------------------------------


def test_a_framework_that_changed_is_refused_unless_told(city: Path) -> None:
    work = rated("1.2", level="partial")
    write_framework(city, aggregation="minimum")
    assert (
        refused(imported(work))
        .splitlines()[0]
        .endswith(": city-air@2.0 is not what it was when this workbook was exported")
    )
    outcome = imported(work, "--any-framework")
    assert outcome.code == 0
    assert content() == TEXT.replace("level: fail", "level: partial")


def test_a_change_of_words_alone_is_no_other_framework(city: Path) -> None:
    work = rated("2.1", level="fail")
    write_framework(city, title="Another title")
    outcome = imported(work)
    assert (outcome.code, outcome.err) == (0, "")


def test_a_workbook_whose_digest_was_deleted_is_not_taken_for_one_that_fits(city: Path) -> None:
    work = rated("1.2", level="partial")
    page = work.page("About")
    page.delete_row(page.row_of("key", "workbook.digest"))
    write_framework(city, aggregation="minimum")
    refused(imported(work))


def test_another_version_is_refused_unless_told(city: Path) -> None:
    work = rated("1.2", level="partial")
    write_framework(city, version="3.0")
    later = TEXT.replace("city-air@2.0", "city-air@3.0")
    write_text(city / FILE, later)
    assert (
        refused(imported(work), before=later)
        .splitlines()[0]
        .endswith(": this was made for city-air@2.0, and the assessment is under city-air@3.0")
    )
    outcome = imported(work, "--any-framework")
    assert outcome.code == 0
    assert content() == later.replace("level: fail", "level: partial")


def test_rows_that_say_nothing_do_not_stand_in_the_way_of_another_version(city: Path) -> None:
    write_text(city / FILE, TEXT.replace('  "2.1": partial\n', ""))
    work = rated("1.2", level="partial")
    limits = [indicator("1.1", measure={"unit": "µg/m³", "bands": [{"level": "pass"}]}), indicator("1.2")]
    write_framework(city, version="3.0", dimensions=[{"id": "1", "title": "L", "indicators": limits}])
    later = content().replace("city-air@2.0", "city-air@3.0")
    write_text(city / FILE, later)
    outcome = imported(work, "--any-framework")
    assert outcome.code == 0
    assert content() == later.replace("level: fail", "level: partial")


def test_a_framework_that_is_not_there_or_has_errors_is_said(city: Path) -> None:
    work = blank()
    write_framework(city, colour="red")
    outcome = imported(work)
    assert outcome.code == 1
    assert "the framework frameworks/city-air@2.0.yaml has errors\n" in outcome.err
    Path("frameworks/city-air@2.0.yaml").unlink()
    outcome = imported(work)
    assert outcome.code == 1
    assert "there is no framework city-air@2.0\n" in outcome.err
    assert names_in("assessments") == ["springfield"]


@pytest.mark.parametrize(
    "bad",
    [
        BROKEN,
        TEXT + "colour: red\n",
        TEXT.replace("partial\n", "Partialy\n"),
        TEXT.replace('"2.1"', '"9.9"'),
    ],
)
def test_nothing_is_put_into_a_file_that_has_errors(city: Path, bad: str) -> None:
    work = rated("1.2", level="partial")
    write_text(city / FILE, bad)
    said = refused(imported(work), before=bad)
    assert f"{FILE} has errors, so nothing can be put into it\n" in said or f"{FILE} has an error: " in said


# Ratings to review --------------------------------------------------------------------------------

REVIEW = "    x-review: carried over from springfield@2020-01-01\n"
CARRIED = TEXT.replace("    level: fail   # for now\n", f"    level: fail   # for now\n{REVIEW}").replace(
    '  "2.1": partial\n', f'  "2.1":\n    level: partial\n{REVIEW}'
)


def test_a_rating_that_is_judged_anew_needs_no_review(city: Path) -> None:
    write_text(city / FILE, CARRIED)
    outcome = imported(rated("1.2", level="partial"))
    assert outcome.code == 0
    assert outcome.err == KEPT_REASON
    assert "1.2 to review" in outcome.out
    assert content() == CARRIED.replace("level: fail", "level: partial").replace(REVIEW, "", 1)


def test_a_rating_that_is_only_explained_is_still_to_be_reviewed(city: Path) -> None:
    write_text(city / FILE, CARRIED)
    assert imported(rated("1.2", rationale="Words.")).code == 0
    assert content() == CARRIED.replace("rationale: Announced, not enacted.", "rationale: |\n      Words.")


def test_a_rating_is_confirmed_by_emptying_its_cell(city: Path) -> None:
    write_text(city / FILE, CARRIED)
    assert imported(rated("2.1", x_review=None)).code == 0
    assert content() == CARRIED.removesuffix(REVIEW)


# Lists and what they hold besides -----------------------------------------------------------------

SINGLE = TEXT.replace(
    "    evidence:\n      - source: plan\n        locator: table 3\n",
    "    evidence:   # one\n      source: plan   # ours\n      locator: table 3\n      x-seen: by Bob\n",
)
SEVERAL = TEXT.replace(
    "    evidence:\n      - source: plan\n        locator: table 3\n",
    "    evidence:\n"
    "      # first\n      - source: plan\n        locator: p. 1\n        x-seen: by Bob   # really\n"
    "      # second\n      - source: plan\n        locator: p. 2\n"
    "      # third\n      - source: plan\n        locator: p. 3\n        x-seen: by Ann\n",
)


def locators(work: Filling, *texts: str) -> None:
    page = work.page("Evidence")
    for row, text in enumerate(texts, start=3):
        page.type(row, page.column("locator"), text)


def test_evidence_that_stands_alone_keeps_what_it_holds_when_changed(city: Path) -> None:
    write_text(city / FILE, SINGLE)
    work = exported()
    locators(work, "table 4")
    assert imported(work).code == 0
    assert "table 4" in content()
    assert "x-seen: by Bob\n" in content()
    assert "# ours\n" in content()


def test_evidence_that_stands_alone_keeps_what_it_holds_when_another_comes(city: Path) -> None:
    write_text(city / FILE, SINGLE)
    work = exported()
    work.add("Evidence", indicator="1.1", source="plan", locator="table 4")
    assert imported(work).code == 0
    assert "x-seen: by Bob\n" in content()


def put_in_between(work: Filling) -> None:
    page = work.page("Evidence")
    page.insert_row(3)
    for key, value in {"indicator": "1.1", "source": "plan", "locator": "p. 0"}.items():
        page.type(3, page.column(key), value)


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        (lambda work: locators(work, "p. 1", "p. 20"), "# first # really # second # third"),
        (put_in_between, ""),
        (lambda work: work.page("Evidence").reverse_rows(3), ""),
        (lambda work: work.page("Evidence").delete_row(4), "# first # really"),
    ],
    ids=["changed", "put in between", "sorted", "deleted"],
)
def test_keys_and_comments_stay_with_the_evidence_they_are_about(
    city: Path, change: Callable[[Filling], None], kept: str
) -> None:
    write_text(city / FILE, SEVERAL)
    work = exported()
    change(work)
    assert imported(work).code == 0
    assert dict(re.findall(r"locator: (p\. \S+)\n\s+x-seen: (by \w+)", content())) == {
        "p. 1": "by Bob",
        "p. 3": "by Ann",
    }
    assert all(comment in content() for comment in re.findall(r"# \w+", kept))
    if "p. 20" in content():
        assert content() == SEVERAL.replace("locator: p. 2\n", "locator: p. 20\n")


@pytest.mark.parametrize("key", ["evidence", "corrections", "sources", "ratings", "document", "plan"])
def test_a_source_may_be_called_anything(city: Path, key: str) -> None:
    before = TEXT.replace("plan", key)
    write_text(city / FILE, before)
    work = exported()
    page = work.page("Sources")
    page.type(3, page.column("title"), "Another title")
    outcome = imported(work)
    assert (outcome.code, outcome.err) == (0, "")
    assert "Result      1 change written\n" in outcome.out
    assert content() == before.replace("{title: Air " + key + "}", "{title: Another title}")


@pytest.mark.parametrize("id", ["evidence", "corrections", "sources", "ratings", "level", "Id"])
def test_an_indicator_may_be_called_anything(city: Path, id: str) -> None:
    write_framework(city, dimensions=[{"id": "d", "title": "D", "indicators": [indicator(id)]}])
    evidence = [{"source": "plan", "locator": "p. 1"}]
    write_assessment(city, ratings={id: {"level": "fail", "rationale": "Why.", "evidence": evidence}})
    before = content()
    work = exported()
    locators(work, "p. 9")
    work.rate(id, rationale="Because.")
    outcome = imported(work)
    assert outcome.code == 0
    assert content() == before.replace('"p. 1"', "p. 9").replace(
        'rationale: "Why."', "rationale: |\n      Because."
    )


# What is no workbook ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "make", "what", "help"),
    [
        ("review.csv", lambda _: b"Id,Level\n1.2,pass\n", "a text file, such as CSV", "  export a workbook"),
        (
            "review.xlsm",
            lambda _: b"\x01\x02garbage\xff",
            "not a workbook",
            "save it as Excel workbook (.xlsx)",
        ),
        ("review.xlsx", lambda _: b"", "an empty file", "  check that it was saved"),
        ("review.xlsx", lambda raw: raw[:2000], "this file is damaged", "ask for it again"),
    ],
)
def test_what_is_no_workbook_is_refused_with_what_to_do(
    city: Path, name: str, make: Any, what: str, help: str
) -> None:
    outcome = imported(make(exported().save()), name=name)
    said = refused(outcome)
    assert said.startswith(f"refused: {name}: ")
    assert what in said
    assert help in said
    assert said.count("refused: ") == 1
    assert said.splitlines()[0].count(name) == 1
    assert "Assessment  not known\n" in outcome.out


def test_a_workbook_of_something_else_is_refused(city: Path) -> None:
    import xlsxwriter  # type: ignore[import-untyped]

    with xlsxwriter.Workbook("budget.xlsx") as book:
        book.add_worksheet().write_row(0, 0, ["scorecard:ratings.indicator", "b"])
    outcome = run("import", "budget.xlsx", "--plain")
    assert outcome.code == 1
    assert outcome.err.startswith("refused: budget.xlsx: this is no workbook of an assessment: it has no")


def test_what_cannot_be_opened_is_exit_3(city: Path) -> None:
    outcome = run("import", "nosuch.xlsx", "--plain")
    assert outcome.code == 3
    assert "nothing written: 1 refusal\n" in outcome.out
    assert outcome.err == (
        "refused: nosuch.xlsx: it cannot be opened: No such file or directory\n"
        "  check the name, and that you may read it\n"
    )


def test_without_a_project_there_is_nowhere_to_put_it(
    city: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    work = exported()
    os.chdir(tmp_path_factory.mktemp("elsewhere"))
    outcome = imported(work)
    assert (outcome.code, outcome.out) == (3, "")
    assert outcome.err == (
        "Error: there is no project here to put it into\n"
        "  go to a project's folder, or begin one: scorecard init\n"
    )
    outcome = imported(work, "--project", str(city))
    told = UNCHANGED.replace(FILE, f"../{city.name}/{FILE}")
    assert (outcome.code, outcome.out, outcome.err) == (0, told, "")


def test_without_a_workbook_the_command_line_is_wrong(city: Path) -> None:
    outcome = run("import")
    assert (outcome.code, outcome.out) == (2, "")
    assert "Missing argument" in outcome.err


def test_no_link_leads_out_of_the_project(city: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    work = blank()
    (city / "assessments/ogdenville").symlink_to(outside)
    outcome = imported(work)
    assert outcome.code == 2
    assert "nothing written" in outcome.out
    assert "is a link that leads out of the project" in outcome.err
    assert list(outside.iterdir()) == []
    work = fill_in(exported())
    shutil.move(FILE, outside / "x.yaml")
    (city / FILE).symlink_to(outside / "x.yaml")
    outcome = imported(work)
    assert outcome.code == 1
    assert "nothing written" in outcome.out
    assert "is a link that leads out of the project" in outcome.err
    assert (outside / "x.yaml").read_text() == TEXT


def test_without_the_extra_all_is_imported(city: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    stub = tmp_path_factory.mktemp("stub")
    write_text(stub / "sitecustomize.py", "import sys\nsys.modules.update(xlsxwriter=None)\n")
    Path("review.xlsx").write_bytes(fill_in(exported()).save())
    outcome = start("import", "review.xlsx", cwd=city, PYTHONPATH=f"{stub}{os.pathsep}{ROOT}")
    assert (outcome.code, content()) == (0, FILLED)


# Several at once ----------------------------------------------------------------------------------


@pytest.fixture
def several(city: Path) -> Path:
    """Good and bad workbooks in a folder."""
    write_assessment(city, "shelbyville", stage="draft")
    folder = city / "in"
    folder.mkdir()
    work = exported()
    work.rate("2.1", level="fail")
    (folder / "a.xlsx").write_bytes(work.save())
    (folder / "b.xlsx").write_bytes(b"garbage")
    work = exported("shelbyville")
    work.rate("2.1", level="fail")
    (folder / "C.XLSX").write_bytes(work.save())
    return folder


def is_done() -> bool:
    """Whether both assessments were written."""
    return all(
        '"2.1": fail' in content(f"assessments/{id}/2021-03-11.yaml")
        for id in (
            "springfield",
            "shelbyville",
        )
    )


def summary_of(outcome: Outcome) -> list[list[str]]:
    """Return the summary's rows as words, in any order of columns."""
    _, _, summary = outcome.out.partition("Summary:\n")
    return [line.split() for line in summary.splitlines()[1:]]


@pytest.mark.parametrize(
    "names", [("in",), ("in/a.xlsx", "in/b.xlsx", "in/C.XLSX"), ("in/*.[xX]*",), ("./in",), ("in/*",)]
)
def test_one_bad_workbook_does_not_stop_the_others(several: Path, names: tuple[str, ...]) -> None:
    outcome = run("import", *names, "--plain")
    assert outcome.code == 1
    assert is_done()
    assert re.search(
        r"^refused: \S*in/b\.xlsx: .*this is a text file, such as CSV", outcome.err, re.MULTILINE
    )
    assert outcome.err.count("refused: ") == 1
    assert "Workbooks: 2 of 3 taken\n" in outcome.out
    rows = {" ".join(sorted(row)) for row in summary_of(outcome)}
    assert rows == {
        " ".join(sorted(text.split()))
        for text in (
            "in/a.xlsx springfield@2021-03-11 1 change written",
            "in/b.xlsx - nothing written: 1 refusal",
            "in/C.XLSX shelbyville@2021-03-11 1 change written",
        )
    }
    again = run("import", *names, "--plain")
    assert again.code == 1
    assert again.out.count("nothing to change") == 4


def test_a_workbook_that_is_not_there_is_in_the_summary(several: Path) -> None:
    outcome = run("import", "in/a.xlsx", "in/nosuch.xlsx", "in/C.XLSX", "--plain")
    assert outcome.code == 3
    assert "refused: in/nosuch.xlsx: it cannot be opened: No such file or directory\n" in outcome.err
    assert is_done()
    assert "Workbooks: 2 of 3 taken\n" in outcome.out
    assert "in/nosuch.xlsx" in outcome.out


def test_a_workbook_that_cannot_be_written_is_in_the_summary(
    several: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    shutil.move(FILE, outside / "x.yaml")
    (Path.cwd() / FILE).symlink_to(outside / "x.yaml")
    outcome = run("import", "in/a.xlsx", "in/C.XLSX", "--plain")
    assert outcome.code == 1
    assert "Workbooks: 1 of 2 taken\n" in outcome.out
    assert "in/a.xlsx" in outcome.out


def test_a_workbook_that_is_open_elsewhere_is_passed_over(several: Path) -> None:
    (several / "~$a.xlsx").write_bytes(b"\x08A. Person")
    (several / "b.xlsx").unlink()
    outcome = run("import", "in", "--plain")
    assert outcome.code == 0
    assert outcome.err == "passed over: in/~$a.xlsx (a workbook that is open in a spreadsheet program)\n"
    assert is_done()
    assert "Workbooks: 2 of 2 taken\n" in outcome.out


@pytest.mark.parametrize("name", ["z.ods", "z.xls", "z.xlsm", "z.xlsb", "z.csv"])
def test_another_spreadsheet_in_a_folder_is_not_left_out_without_a_word(several: Path, name: str) -> None:
    (several / "b.xlsx").unlink()
    (several / name).write_bytes(b"what a colleague worked on")
    outcome = run("import", "in", "--plain")
    assert f"in/{name}" in outcome.err + outcome.out


@pytest.mark.parametrize("name", ["empty", "empty/*.xlsx"])
def test_a_folder_without_workbooks_is_said(city: Path, name: str) -> None:
    (city / "empty").mkdir()
    write_text(city / "empty/notes.txt", "x")
    outcome = run("import", name)
    assert (outcome.code, outcome.out, outcome.err) == (
        3,
        "",
        f"Error: there are no workbooks in {name}\n  name files that end in .xlsx\n",
    )


@pytest.mark.parametrize("name", ["**.xlsx", "in/**x/a.xlsx", "*/../*/nosuch*.xlsx"])
def test_a_pattern_that_finds_nothing_is_said(several: Path, name: str) -> None:
    outcome = run("import", name)
    assert (outcome.code, outcome.out) == (3, "")
    assert name in outcome.err


def test_a_pattern_may_stand_for_folders(several: Path) -> None:
    (several / "b.xlsx").unlink()
    outcome = run("import", "**/*.[xX][lL][sS][xX]", "--plain")
    assert outcome.code == 0
    assert is_done()


def test_the_same_workbook_twice_is_taken_once(several: Path) -> None:
    outcome = run("import", "in/a.xlsx", "in/a.xlsx", "--plain")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.count("1 change written") == 2
    assert outcome.out.count("nothing to change") == 2


def test_a_reader_that_has_left_does_not_stop_it(several: Path) -> None:
    """`scorecard import in | head -1`."""
    with running("import", "in", cwd=several.parent, stdout=PIPE, stderr=PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        said = process.stderr.read().decode()
        assert process.wait(PATIENCE) == 1
    assert "Traceback" not in said
    assert is_done()


# On a terminal ------------------------------------------------------------------------------------


def watch(folder: Path, *words: str, term: str = "xterm", both: bool = False) -> tuple[int, str, str]:
    """Run an import whose stderr is a terminal, and its stdout too or a pipe; return code, stdout, stderr."""
    pty = pytest.importorskip("pty")
    fcntl, termios = pytest.importorskip("fcntl"), pytest.importorskip("termios")
    controller, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    streams = {"stdin": DEVNULL, "stdout": terminal if both else PIPE, "stderr": terminal}
    env = {**CLEAN, "TERM": term, "LC_ALL": "C.UTF-8"}
    with running("import", *words, cwd=folder, env=env, **streams) as process:
        os.close(terminal)
        seen = {controller: b""}
        if process.stdout is not None:
            seen[process.stdout.fileno()] = b""
        left = set(seen)
        while left:
            for each in select.select(list(left), [], [], PATIENCE)[0]:
                try:
                    piece = os.read(each, 65536)
                except OSError as reason:
                    assert reason.errno == errno.EIO
                    piece = b""
                seen[each] += piece
                if not piece:
                    left.discard(each)
        code = process.wait(PATIENCE)
        out = b"" if process.stdout is None else seen[process.stdout.fileno()]
    os.close(controller)
    return code, out.decode(), seen[controller].decode().replace("\r\n", "\n")


def test_how_far_it_is_is_shown_on_a_terminal_alone(several: Path) -> None:
    code, _, terminal = watch(several.parent, "in", "--dry-run")
    assert code == 1
    assert "Workbooks" in terminal
    assert "%" in terminal
    piped = start("import", "in", "--dry-run", cwd=several.parent)
    assert piped.code == 1
    assert "%" not in piped.err + piped.out
    assert "\x1b" not in piped.err + piped.out


def test_of_one_workbook_no_progress_is_shown(several: Path) -> None:
    code, _, terminal = watch(several.parent, "in/a.xlsx", "--dry-run")
    assert (code, terminal) == (0, "")


def test_the_product_goes_to_stdout_while_progress_is_shown(several: Path) -> None:
    """`scorecard import in > log.txt` on a terminal: what was taken belongs into the log."""
    piped = start("import", "in", "--dry-run", cwd=several.parent, COLUMNS="100")
    code, out, terminal = watch(several.parent, "in", "--dry-run")
    assert code == piped.code == 1
    assert out == piped.out
    assert "Ratings!D4" not in terminal


def test_progress_leaves_no_trace_and_hides_nothing(several: Path) -> None:
    code, _, terminal = watch(several.parent, "in", "--plain", both=True)
    assert code == 1
    shown = re.sub("\x1b\\[[0-9;?]*[A-Za-z]", "", terminal)
    for words in ("in/a.xlsx", "in/b.xlsx", "in/C.XLSX", "refused: in/b.xlsx", "Workbooks: 2 of 3 taken"):
        assert words in shown
    assert terminal.count("\x1b[?25l") == terminal.count("\x1b[?25h")


def test_a_dumb_terminal_gets_no_escapes(several: Path) -> None:
    code, _, terminal = watch(several.parent, "in", "--plain", both=True, term="dumb")
    assert code == 1
    assert "\x1b" not in terminal


# Hostile colleagues -------------------------------------------------------------------------------

_SEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
MARKED = "PWNED"
HOSTILE = f"x\n::error::{MARKED}\n{MARKED} ##[error]y \u202eevil\u2066 [bold]z[/bold] [/]\ufeff"


def check_harmless(outcome: Outcome) -> None:
    """Check that nothing acts on a terminal or a CI runner, or passes for a line of our own."""
    for text in (outcome.out, outcome.err):
        assert not _SEEN.search(text), ascii(_SEEN.search(text))
        assert "##[" not in text
        for line in text.splitlines():
            assert not line.lstrip().startswith("::")
            assert not line.startswith(MARKED)


CELLS = [
    *(("Ratings", key, 4) for key in ("indicator", "level", "rationale", "confidence", "recommendation")),
    *(("Ratings", "measured", 3), ("Ratings", "x-review", 4)),
    *(("Evidence", key, 3) for key in ("indicator", "source", "locator", "quote")),
    *(("Sources", key, 3) for key in ("key", "title", "date")),
    *(("Corrections", key, 3) for key in ("date", "text")),
    *(("Exported", "field", 3), ("Exported", "digest", 4)),
]
ROWS = [
    *("subject.name", "subject.id", "subject.tags", "date", "title", "stage", "document", "assessors"),
    *("summary", "licence", "framework", "framework_digest", "workbook.digest", "workbook.file"),
]


@pytest.mark.parametrize(("sheet", "key", "row"), [*CELLS, *(("About", key, 0) for key in ROWS)])
def test_no_cell_can_act_or_pass_for_another_message(city: Path, sheet: str, key: str, row: int) -> None:
    work = exported()
    page = work.page(sheet)
    if row:
        page.type(row, page.column(key), HOSTILE)
    else:
        work.tell(key, HOSTILE)
    for words in (("--dry-run",), ()):
        outcome = imported(work, *words)
        assert outcome.code in (0, 1)
        check_harmless(outcome)
    assert {"springfield"} <= set(names_in("assessments")) <= {"springfield", "x"}


def test_conflicts_quote_hostile_texts_safely(city: Path) -> None:
    work = rated("1.2", rationale=HOSTILE)
    hostile = TEXT.replace("Announced, not enacted.", f'"x\\n::error::{MARKED}\\n##[error] \\u202ey"')
    write_text(city / FILE, hostile)
    outcome = imported(work)
    assert (outcome.code, content()) == (1, hostile)
    assert "left out: " in outcome.err
    check_harmless(outcome)
    outcome = imported(work, "--prefer", "workbook", "--dry-run")
    assert outcome.code == 0
    check_harmless(outcome)


def test_a_cell_that_is_refused_is_not_shown_as_if_it_were_emptied(city: Path) -> None:
    outcome = imported(rated("1.2", rationale="a\x1bb", level="partial"))
    refused(outcome)
    assert "Ratings!D4" in outcome.out
    assert "Ratings!G4" not in outcome.out


@pytest.mark.parametrize("name", [f"R\n{MARKED} ::error::x", "\u202eR", "R [bold]x[/bold] [/]", "##[error]"])
def test_a_sheet_s_name_cannot_act(city: Path, name: str) -> None:
    work = rated("1.2", level="nope")
    work.page("Ratings").merge("G3:G4")
    work.rename("Ratings", name)
    outcome = imported(work)
    refused(outcome)
    check_harmless(outcome)


@pytest.mark.parametrize(
    "name",
    [
        f"a\n{MARKED} ::error::x.xlsx",
        f"a\n::error::{MARKED}.xlsx",
        "a\x1b]0;owned\x07.xlsx",
        "a\u202exslx.exe.xlsx",
        "a ##[error] [bold]x[-].xlsx",
    ],
)
@pytest.mark.parametrize("make", [lambda raw: raw, lambda _: b"garbage"])
def test_a_file_s_name_cannot_act(city: Path, name: str, make: Any) -> None:
    work = rated("1.2", level="nope")
    (city / "in").mkdir()
    try:
        (city / "in" / name).write_bytes(make(work.save()))
        (city / "in" / f"~${name}").write_bytes(b"x")
    except OSError:
        pytest.skip("no file can have this name here")
    outcome = run("import", "in", "--plain")
    assert outcome.code == 1
    check_harmless(outcome)


def test_long_texts_do_not_flood_messages(city: Path) -> None:
    work = rated("1.2", level="x" * 30_000, rationale="y" * 30_000)
    work.page("Ratings").type(5, 1, "z" * 30_000)
    outcome = imported(work)
    refused(outcome)
    assert len(outcome.err) + len(outcome.out) < 5_000


def test_a_change_at_the_end_of_a_long_text_is_to_be_seen(city: Path) -> None:
    long = "A rationale of some length, as they mostly are, that says in the end: "
    write_text(city / FILE, TEXT.replace("Announced, not enacted.", f'"{long}met."'))
    outcome = imported(rated("1.2", rationale=f"{long}not met."))
    assert outcome.code == 0
    quoted = re.findall(r'"([^"]*)"', outcome.out.replace("\n", " "))
    assert len(set(quoted)) == len(quoted) == 2


def test_an_id_cannot_lead_out_of_the_project(city: Path) -> None:
    work = blank()
    work.tell("subject.id", "../frameworks")
    outcome = imported(work)
    assert outcome.code == 1
    outcome = imported(work, "--as", "../../x@2022-05-01")
    assert outcome.code == 2
    assert names_in("assessments") == ["springfield"]
    assert names_in("frameworks") == ["city-air@2.0.yaml"]


PIECES: tuple[str | Typed | None, ...] = (
    *("1.1", "1.2", "9.9", "pass", "not-rated", "plan", "(document)", "x\ny", "- a", "[]", "&a"),
    *("!t", "key: v"),
    *("scorecard:ratings.indicator", "scorecard:ratings.level"),
    *("scorecard:about.key", "scorecard:base.field"),
    *("workbook.file", "workbook.digest", "subject.id", "date", "springfield@2021-03-11", "2021-03-11-b"),
    *('["ratings"]', '["ratings","1.2","level"]', '["sources","plan","title"]', "[[[[", "null"),
    *("[1]", "2022"),
    *(number("1.1"), number("1e300"), number("44000.5", "yyyy\\-mm"), truth(True), error("#N/A")),
    *(formula("A1", "x"), formula("A1"), None),
)


def ruin(work: Filling, chance: random.Random) -> None:
    """Do something to a workbook."""
    page = work.page(chance.choice(work.names()))
    cells = list(page.cells)
    match chance.randrange(12):
        case 0:
            page.delete_row(chance.randint(1, 9))
        case 1:
            page.insert_row(chance.randint(1, 9))
        case 2:
            page.copy_row(chance.randint(1, 9), chance.randint(1, 30))
        case 3:
            page.reverse_columns()
        case 4:
            page.type(1, chance.randint(1, 9), chance.choice(PIECES))
        case 5 if len(work.names()) > 2:
            work.delete(work.names()[-1])
        case _:
            page.type(*chance.choice(cells), chance.choice(PIECES))


def test_whatever_was_done_to_a_workbook_gets_an_answer(city: Path) -> None:
    raw = exported().save()
    for seed in range(rounds(15, 60)):
        chance = random.Random(seed)
        work = Filling(raw)
        for _ in range(chance.randint(1, 5)):
            ruin(work, chance)
        outcome = imported(work, "--dry-run", *chance.choice([(), ("--prefer", "workbook")]))
        assert outcome.code in (0, 1), seed
        assert bool(re.search("^(refused|left out): ", outcome.err, re.M)) is (outcome.code == 1), seed
        check_harmless(outcome)


# In a real spreadsheet program --------------------------------------------------------------------


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("libreoffice") / "profile"


def worked_on(profile: Path, *steps: str) -> Outcome:
    run("export", "springfield", "-o", "review.xlsx", "--force")
    work_in_libreoffice(Path("review.xlsx"), Path("back.xlsx"), steps, profile)
    return run("import", "back.xlsx", "--plain")


@pytest.mark.slow
def test_what_is_typed_in_libreoffice_is_taken(city: Path, profile: Path) -> None:
    outcome = worked_on(
        profile,
        '    sheets.getByName("Ratings").unprotect("")',
        '    sheets.getByName("Ratings").Rows.insertByIndex(3, 2)',
        '    sheets.getByName("Ratings").Columns.insertByIndex(0, 1)',
        '    sheets.getByName("Ratings").Name = "Meine Noten"',
        '    sheets.moveByName("Meine Noten", 0)',
        '    sheets.getByName("Evidence").Columns.getByIndex(3).IsVisible = False',
        typed("'Meine Noten'.F3", "5.25"),
        typed("'Meine Noten'.E6", "partial"),
        typed("'Meine Noten'.H6", "=1+1 of them"),
        typed("Evidence.A4", "1.2"),
        typed("Evidence.B4", "2021"),
        typed("Evidence.C4", "3.10"),
        typed("Sources.A4", "2021"),
        typed("Sources.B4", "1/2"),
        typed("Sources.D4", "2021-03-04"),
    )
    assert (outcome.code, outcome.err) == (0, "")
    assert content() == TEXT.replace("4.20", "5.25").replace("level: fail", "level: partial").replace(
        "    rationale: Announced, not enacted.\n",
        "    rationale: |\n      =1+1 of them\n"
        '    evidence:\n      - source: "2021"\n        locator: "3.10"\n',
    ).replace(
        "  plan: {title: Air plan}\n",
        '  plan: {title: Air plan}\n  "2021":\n    title: "1/2"\n    date: 2021-03-04\n',
    )


@pytest.mark.slow
@pytest.mark.parametrize("text", ["42%", "2/3", "12:30", "2021-03-04", "TRUE", "=1/0"])
def test_what_libreoffice_makes_of_a_measurement_is_not_guessed_back(
    city: Path, profile: Path, text: str
) -> None:
    outcome = worked_on(profile, typed("Ratings.E3", text))
    assert outcome.code == 1
    assert content() == TEXT
    assert "refused: back.xlsx: Ratings!E3: " in outcome.err


@pytest.mark.slow
def test_what_libreoffice_merges_and_copies_is_refused(city: Path, profile: Path) -> None:
    outcome = worked_on(
        profile,
        '    sheets.getByName("Ratings").unprotect("")',
        '    sheets.getByName("Ratings").getCellRangeByName("D4:D5").merge(True)',
        '    sheets.copyByName("Evidence", "Evidence_2", 3)',
    )
    assert outcome.code == 1
    assert content() == TEXT
    assert "refused: back.xlsx: Ratings!D4:D5: these cells are merged" in outcome.err
    assert 'the sheets "Evidence", "Evidence_2" are both marked as Evidence' in outcome.err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("ods", "an OpenDocument spreadsheet (.ods)"),
        ("xls", "a workbook of Excel 97–2003 (.xls)"),
        ("fods", "a text file, such as CSV"),
        ("csv", "a text file, such as CSV"),
    ],
)
def test_what_was_saved_as_something_else_is_refused_and_comes_back_unharmed(
    city: Path, profile: Path, kind: str, what: str
) -> None:
    run("export", "springfield", "-o", "review.xlsx")
    other = convert_in_libreoffice(Path("review.xlsx"), kind, city / "other", profile)
    outcome = imported(other.read_bytes(), name=f"review.{kind}")
    assert what in refused(outcome)
    if kind != "csv":
        back = convert_in_libreoffice(other, "xlsx", city / "back", profile)
        outcome = imported(back.read_bytes())
        assert (outcome.code, outcome.out, outcome.err) == (0, UNCHANGED, "")


@pytest.mark.parametrize("end", ["\n ...\n", "...\n\t\n"])
def test_what_comes_after_an_end_of_the_document_stops_no_other_workbook(city: Path, end: str) -> None:
    """The parser alone refuses such a file: the good workbook beside it is taken."""
    work = rated("1.2", rationale="Enacted.")
    Path("a.xlsx").write_bytes(work.save())
    write_assessment(city, "shelbyville", date="2022-05-01", stage="draft")
    other = exported("shelbyville@2022-05-01")
    other.rate("1.2", level="pass")
    Path("b.xlsx").write_bytes(other.save())
    data = (
        TEXT if end.startswith("...") else "".join(f"  {line}\n" for line in TEXT.splitlines()).rstrip("\n")
    )
    write_text(city / FILE, data + end)
    outcome = run("import", "a.xlsx", "b.xlsx", "--plain")
    assert outcome.code in (1, 3)
    assert content() == data + end
    assert "Workbooks: 1 of 2 taken" in outcome.out


# A final assessment -------------------------------------------------------------------------------


@pytest.fixture
def published(city: Path) -> Path:
    """The assessment is final, and passes in all but 1.2: dimension 1 and the whole fail."""
    evidence = '"2.1":\n    level: pass\n    evidence: {source: plan, locator: p. 2}\n'
    text = TEXT.replace("stage: draft\n", "").replace('"2.1": partial\n', evidence)
    write_text(city / FILE, text)
    return city


CORRECT = "  say on the sheet Corrections, in a new row, what was wrong: readers are shown it\n"


def test_a_change_of_what_is_published_is_refused_without_a_correction(published: Path) -> None:
    before = content()
    work = rated("1.2", level="partial")
    work.rate("2.1", level="partial", rationale="Half.")
    for words in ((), ("--dry-run",)):
        outcome = imported(work, *words)
        assert (outcome.code, content()) == (1, before)
        assert outcome.err == (
            "refused: review.xlsx: Ratings!D4: this assessment is final, and what was published would "
            f"change: 1.2: fail → partial; 2.1: pass → partial\n{CORRECT}"
        )
        assert "Result      nothing written: 1 refusal\n" in outcome.out


def test_a_change_of_what_is_published_comes_with_a_correction(published: Path) -> None:
    before = content()
    work = rated("1.2", level="pass")
    work.add("Evidence", indicator="1.2", source="plan", locator="p. 3")
    work.add("Corrections", date="2021-04-01", text="1.2 was first rated fail.")
    said = "Springfield, 2021-03-11: the verdict was Fail and {} Pass.\n"
    outcome = imported(work, "--dry-run")
    assert (outcome.code, content()) == (0, before)
    assert outcome.err == KEPT_REASON + said.format("would be")
    outcome = imported(work)
    assert (outcome.code, outcome.err) == (0, KEPT_REASON + said.format("is now"))
    assert 'text: "1.2 was first rated fail."\n' in content()
    assert imported(work).out == UNCHANGED


def test_a_correction_of_before_is_none_for_a_change_of_now(published: Path) -> None:
    there = 'corrections: {date: 2021-03-20, text: "One."}\nratings:\n'
    write_text(published / FILE, content().replace("ratings:\n", there))
    before = content()
    work = rated("2.1", level="partial")
    assert imported(work).code == 1
    page = work.page("Corrections")
    page.type(page.last(), page.column("text"), "Another one.")
    assert imported(work).code == 1
    assert content() == before
    page.type(page.last(), page.column("text"), "One.")
    work.add("Corrections", date="2021-04-01", text="Two.")
    assert imported(work).code == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda work: work.tell("stage", "draft"), "About!C15: {} stage: final → draft"),
        (lambda work: work.tell("subject.tags", "coast"), "{} subject tags: none → coast"),
        (lambda work: work.rate("1.1", measured=number("4.3")), "Ratings!E3: {} 1.1: 4.20 → 4.3"),
        (lambda work: work.rate("1.2", level="not-rated"), "Ratings!D4: {} 1.2: fail → not-rated"),
        (lambda work: work.rate("1.2", level=None), "1.2: fail → not-rated"),
    ],
)
def test_what_else_of_a_final_assessment_asks_for_a_correction(
    published: Path, change: Callable[[Filling], None], words: str
) -> None:
    before = content()
    work = exported()
    change(work)
    outcome = imported(work)
    assert (outcome.code, content()) == (1, before)
    assert words.format("this assessment is final, and what was published would change:") in outcome.err


def test_words_and_first_answers_need_no_correction(published: Path) -> None:
    write_text(published / FILE, content().replace('"1.2":\n    level: fail   # for now\n', '"1.2":\n'))
    work = rated("1.2", level="fail", rationale="Not in force.")
    work.rate("2.1", confidence="high")
    outcome = imported(work)
    assert (outcome.code, outcome.err) == (
        0,
        "Springfield, 2021-03-11: the verdict was Not decided yet and is now Fail.\n",
    )


def test_two_workbooks_bring_a_correction_each(published: Path) -> None:
    one, other = exported(), exported()
    one.rate("1.2", level="partial", rationale="Half.")
    one.add("Corrections", date="2021-04-01", text="1.2 was first rated fail.")
    other.rate("2.1", level="fail", rationale="None.")
    Path("a.xlsx").write_bytes(one.save())
    Path("b.xlsx").write_bytes(other.save())
    outcome = run("import", "a.xlsx", "b.xlsx", "--plain")
    assert outcome.code == 1
    assert "refused: b.xlsx: Ratings!D5: this assessment is final" in outcome.err
    assert "level: partial" in content() and "level: pass" in content()


# What can mean one thing alone ---------------------------------------------------------------------

SCALE = [
    {"id": "mostly", "label": "Mostly so", "value": "1", "status": "pass"},
    {"id": "little", "label": "A little", "value": "0.5", "status": "partial"},
    {"id": "no", "label": "Mostly", "value": "0", "status": "fail"},
]


@pytest.mark.parametrize(
    ("typed", "level"),
    [
        ("NO", "no"),
        ("a LITTLE", "little"),
        ("Mostly so", "mostly"),
        ("mostly", "mostly"),
        ("Mostly", None),
        ("Not applicable", "not-applicable"),
        ("Not-Rated", "not-rated"),
        ("not", None),
        ("✓ Mostly so", "mostly"),
        ("✗  a little", "little"),
        ("– Not applicable", "not-applicable"),
        ("✗ Mostly", "no"),
        ("✗ no", None),
        ("✓ Some", None),
    ],
)
def test_a_label_and_other_capitals_are_taken_where_one_level_alone_is_meant(
    city: Path, typed: str, level: str | None
) -> None:
    """`Mostly` is the label of one level and in other capitals the id of another: it is not guessed.

    So is a level as the column Status shows it, with a sign before it.
    """
    asked = [{"id": "d", "title": "D", "indicators": [indicator("i")]}]
    write_framework(city, scales={"rating": SCALE}, dimensions=asked)
    write_assessment(city, stage="draft", ratings={"i": {"level": "little", "rationale": "Some."}})
    work = rated("i", level=typed, rationale="Other.", confidence="HIGH")
    work.tell("stage", "Draft")
    outcome = imported(work)
    assert (outcome.code == 0) is (level is not None)
    if level is None:
        assert "is not a level" in outcome.err
    else:
        assert content().replace('"', "").count(f"level: {level}\n") == 1
        assert "confidence: high\n" in content()
        assert "stage: draft\n" in content()


def test_a_measurement_that_is_refused_is_not_called_missing(city: Path) -> None:
    """No remark on the file that lacks it: the cell alone is to be mended."""
    write_text(
        city / FILE, content().replace("measured: 4.20   # from the yearbook", "rationale: By the book.")
    )
    work = rated("1.1", measured="4,5")
    work.rate("2.1", level="not-applicable")
    assert refused(imported(work), before=content()) == (
        'refused: review.xlsx: Ratings!E3: "4,5" is not a number\n  write a point: 4.5\n'
        "refused: review.xlsx: Ratings!D5: indicator 2.1 is rated not-applicable without a rationale\n"
        "  say why, in the column Rationale\n"
    )


def test_a_rating_that_was_decided_is_not_changed_silently(city: Path) -> None:
    decided = {"on": "marks", "from": "pass", "by": "C. Person", "reason": "No law."}
    rating = {"level": "fail", "rationale": "None.", "decision": decided}
    write_assessment(city, stage="draft", ratings={"1.2": rating})
    outcome = imported(rated("1.2", level="partial", rationale="Half."))
    assert outcome.code == 0
    assert (
        "warning: review.xlsx: Ratings!D4: 1.2 was decided by C. Person, and is rated otherwise now\n"
        "  settle it again: scorecard reconcile springfield@2021-03-11; where nothing is open there, add who "
        "decides that under its `decision`\n"
    ) in outcome.err
