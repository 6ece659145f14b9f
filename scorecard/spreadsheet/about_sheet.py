"""The first sheet: what the workbook is, how it is filled in, and what is said of the whole assessment."""

from collections.abc import Iterator
from itertools import count

from scorecard.editing.reflow import flow
from scorecard.spreadsheet import styles
from scorecard.spreadsheet.columns import (
    ABOUT_COLUMNS,
    ABOUT_ROWS,
    DIGEST_ROW,
    FRAMEWORK_ROW,
    ORIGIN_ROW,
    TITLES,
    WRITTEN_OUT,
    AboutRow,
    Form,
    SheetName,
)
from scorecard.spreadsheet.lists_sheet import STAGES, Lists
from scorecard.spreadsheet.pages import TITLES_ROW, AllowedValues, Book, Page
from scorecard.spreadsheet.status_words import has_reviews

_KEY, _LABEL, _VALUE, _HELP = range(1, 5)
_CELLS_STEP = (
    "Fill in the white cells on the sheet Ratings, and below on this one. Grey cells say what is asked."
)
_LEVEL_STEP = "Choose each level from the list in its cell, and say why under Rationale."
_MEASURE_STEP = (
    "Where something is measured, type the number alone under Measurement, in the unit given: without the "
    "unit, and without a per cent sign. It gives the level by itself."
)
_REVIEW_STEP = (
    "Ratings with a text under To review stem from an earlier assessment. Confirm or change each, then empty "
    "that cell."
)
_LAST_STEPS = (
    "On the sheet Evidence, give one row to each place where a rating can be checked; an indicator may have "
    "several. Documents are named once, on the sheet Sources.",
    "To take something out, empty its cell: an empty cell takes out what stood there.",
    "The sheets About and Ratings are protected, without a password, so that ids and requirements stay what "
    "they are. To sort, hide or widen there, take the protection off first (in Excel: Review, Unprotect "
    "Sheet; in LibreOffice: Tools, Protect Sheet). Do not merge cells.",
    "Save it as an Excel workbook (.xlsx) and send it back. All of it is checked before anything is taken "
    "from it.",
)


def write_about(book: Book, form: Form, lists: Lists) -> None:
    """Write the first sheet."""
    page = book.add_page(TITLES[SheetName.ABOUT], ABOUT_COLUMNS, marks=SheetName.ABOUT, unused=("key",))
    rows = count(TITLES_ROW)
    _write_head(page, form, rows, book.title)
    first = _write_rows(page, form, lists, rows)
    place = (first, _VALUE)
    page.finish(_HELP, next(rows), selected=place, is_table=False, is_locked=True, tab=styles.SLATE)


def _write_head(page: Page, form: Form, rows: Iterator[int], title: str) -> None:
    framework = form.framework
    row = next(rows)
    page.write(row, _LABEL, title, styles.TITLE, what="the subject's name")
    page.set_height(row, 26)
    subtitle = f"{framework.title}, version {framework.version}"
    page.write(next(rows), _LABEL, subtitle, styles.SUBTITLE, what="the framework")
    said = [("How to fill this in", _how_to(form)), ("Note", flow(framework.note or ""))]
    for label, text in said:
        if text:
            next(rows)
            row = next(rows)
            page.write(row, _LABEL, label, styles.LABEL)
            page.write(row, _VALUE, text, styles.PROSE, what="the framework's note")


def _how_to(form: Form) -> str:
    indicators = form.framework.indicators()
    measures = [_MEASURE_STEP] if any(each.measure and each.counted for each in indicators) else []
    reviews = [_REVIEW_STEP] if has_reviews(form) else []
    steps = [_CELLS_STEP, _LEVEL_STEP, *measures, *reviews, *_LAST_STEPS]
    return "\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=1))


def _write_rows(page: Page, form: Form, lists: Lists, rows: Iterator[int]) -> int:
    """Write what is asked of the assessment as a whole; return the first row."""
    next(rows)
    page.write(next(rows), _LABEL, "The assessment", styles.SECTION)
    first = 0
    for each in ABOUT_ROWS:
        if each.key == FRAMEWORK_ROW:
            next(rows)
            page.write(next(rows), _LABEL, "Where this comes from", styles.SECTION)
        for number, text in enumerate(_texts(each, form)):
            row = next(rows)
            first = first or row
            page.write(row, _KEY, each.key, styles.PLAIN)
            page.write(row, _LABEL, "" if number else each.label, styles.LABEL)
            what = f"the {each.label.lower()}"
            page.write(row, _VALUE, text, styles.OPEN if each.is_open else styles.LOCKED, what=what)
            page.write(row, _HELP, "" if number else each.help, styles.HELP)
            if each.key == "stage":
                page.add_choice([row], _VALUE, _stage_choice(lists))
            if not each.is_shown:
                page.hide_row(row)
    return first


def _texts(row: AboutRow, form: Form) -> list[str]:
    """Return what a row says, or the rows of a list: its items, and empty ones to fill in."""
    if row.is_list:
        return [*map(str, form.items(*row.key.split("."))), *[""] * row.spare_rows]
    said = {
        FRAMEWORK_ROW: form.text("framework") or form.framework.ref,
        DIGEST_ROW: form.digest,
        ORIGIN_ROW: form.origin,
    }
    if isinstance(form.fields.get(("document",)), dict):
        said["document"] = WRITTEN_OUT
    return [said.get(row.key, form.text(*row.key.split(".")))]


def _stage_choice(lists: Lists) -> AllowedValues:
    return AllowedValues(
        listed=lists.whole(STAGES),
        title="Stage",
        message="draft while it is being made, final once it is published",
        alert_title="Not a stage",
        alert_message="Choose draft or final from the list.",
    )
