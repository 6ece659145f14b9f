"""An assessment as an Excel workbook (.xlsx), for people who only open spreadsheets.

Everything that may be filled in is an open cell; the rest is locked without a password. What each sheet and
column is called is in `columns`, and the hidden marks in them are what an import goes by.
"""

import json
from collections.abc import Iterator
from dataclasses import replace

from scorecard.editing.assessment_fields import SOURCE_KEYS, Field
from scorecard.model.assessment import Stage
from scorecard.reading.plain_data import Data
from scorecard.spreadsheet.about_sheet import write_about
from scorecard.spreadsheet.columns import (
    COLUMNS,
    SOURCE_COLUMNS,
    TITLES,
    Form,
    SheetName,
    field_key,
    shown_value,
    value_digest,
)
from scorecard.spreadsheet.lists_sheet import INDICATORS, SOURCES, Lists, write_lists
from scorecard.spreadsheet.pages import (
    FIRST_ROW,
    AllowedValues,
    Book,
    CellTooLongError,
    Page,
    Record,
    Records,
)
from scorecard.spreadsheet.ratings_sheet import write_ratings
from scorecard.spreadsheet.status_words import Looks
from scorecard.spreadsheet.styles import BLUE, LOCKED, PLAIN, ROW

__all__ = ["CellTooLongError", "Looks", "write_workbook"]

SPARE_ROWS = 200
MOST_ITEMS = 400
"""The digests of more items no cell can hold: then a list is compared as a whole."""
FRAMEWORK_SOURCES_TITLE = "Framework sources"


def write_workbook(form: Form, looks: Looks) -> bytes:
    """Return the bytes of a workbook; `looks` are the glyph and the word of each status.

    Raises CellTooLongError where a text is longer than a cell can hold.
    """
    said = form
    form = replace(form, fields={field: shown_value(value) for field, value in form.fields.items()})
    book = Book(title=_title(form), subject=f"{form.framework.title} ({form.framework.ref})")
    lists = Lists(form, looks)
    write_about(book, form, lists)
    write_ratings(book, form, lists, looks)
    _write_evidence(book, form, lists)
    _write_growing(book, SheetName.SOURCES, list(_own_sources(form)))
    _write_growing(book, SheetName.CORRECTIONS, list(_corrections(form)))
    _write_framework_sources(book, form)
    write_lists(book, lists)
    _write_base(book, said)
    return book.save()


def _title(form: Form) -> str:
    """Return what the workbook is called, on its first sheet and at the foot of every page."""
    name, date = form.text("subject", "name") or form.text("subject", "id"), form.text("date")
    if not name:
        return f"A new assessment: {form.framework.title}"
    draft = "DRAFT: " if form.text("stage") == Stage.DRAFT else ""
    return draft + (f"{name}, {date}" if date else name)


# Sheets that grow -------------------------------------------------------------------------------


def _write_evidence(book: Book, form: Form, lists: Lists) -> None:
    records = list(_evidence(form))
    page = _write_growing(book, SheetName.EVIDENCE, records)
    rows = range(FIRST_ROW, FIRST_ROW + len(records) + SPARE_ROWS)
    indicator = AllowedValues(
        listed=lists.whole(INDICATORS),
        title="Indicator",
        message="The id of the indicator that this is evidence for. An indicator may have several rows.",
        alert_title="Not an indicator",
        alert_message="Choose the id of an indicator from the list in this cell.",
    )
    source = AllowedValues(
        listed=lists.whole(SOURCES),
        title="Source",
        message="The key of a source: of this assessment, or of the framework. "
        "A new one may be added on the sheet Sources.",
        may_be_kept=True,
        alert_title="Not a known source",
        alert_message="This key is not in the list. If it is that of a new source, "
        "give it a row on the sheet Sources as well. Keep it?",
    )
    for column, choice in ((1, indicator), (2, source)):
        if choice.listed is not None:
            page.add_choice(rows, column, choice)


def _evidence(form: Form) -> Iterator[tuple[Record, str]]:
    for indicator in form.framework.indicators():
        for item in form.items("ratings", indicator.id, "evidence"):
            if isinstance(item, dict):
                what = f"indicator {indicator.id}: the {{}} of its evidence"
                yield {"indicator": indicator.id, **item}, what


def _own_sources(form: Form) -> Iterator[tuple[Record, str]]:
    for key, source in form.sources().items():
        yield {"key": key, **source}, f"source {key}: its {{}}"


def _corrections(form: Form) -> Iterator[tuple[Record, str]]:
    for number, item in enumerate(form.items("corrections"), start=1):
        if isinstance(item, dict):
            yield item, f"correction {number}: its {{}}"


def _write_growing(book: Book, sheet: SheetName, records: Records) -> Page:
    """Write a sheet of records that can be added to."""
    columns = COLUMNS[sheet]
    page = book.add_page(TITLES[sheet], columns, marks=sheet, style=ROW)
    page.write_records(columns, records, ROW)
    last = FIRST_ROW + len(records) + SPARE_ROWS - 1
    page.draw_lines(len(columns), last)
    page.finish(len(columns), last, selected=(FIRST_ROW, 1), tab=BLUE)
    return page


# Sheets that are read, by people or by the import -------------------------------------------------


def _write_framework_sources(book: Book, form: Form) -> None:
    """Write the framework's own sources, which evidence may cite; no import looks at this sheet."""
    sources = form.framework.sources
    if not sources:
        return
    page = book.add_page(FRAMEWORK_SOURCES_TITLE, SOURCE_COLUMNS)
    records = [
        (
            {"key": key, **{name: str(getattr(source, name) or "") for name in SOURCE_KEYS}},
            f"source {key} of the framework",
        )
        for key, source in sources.items()
    ]
    page.write_records(SOURCE_COLUMNS, records, LOCKED)
    page.finish(len(SOURCE_COLUMNS), FIRST_ROW + len(sources) - 1, selected=(FIRST_ROW, 1), is_locked=True)


def _write_base(book: Book, form: Form) -> None:
    """Write the digest of every field as it is exported, into a sheet that no menu shows."""
    columns = COLUMNS[SheetName.BASE]
    page = book.add_page(TITLES[SheetName.BASE], columns, marks=SheetName.BASE, style=PLAIN)
    page.write_records(columns, list(map(_exported, form.fields.items())), PLAIN)
    page.hide(completely=True)


def _exported(item: tuple[Field, Data]) -> tuple[Record, str]:
    field, value = item
    record: dict[str, Data] = {"field": field_key(field), "digest": value_digest(value)}
    if shown_value(value) != value:
        record["original"] = json.dumps(value, ensure_ascii=False)
    if isinstance(value, list) and len(value) <= MOST_ITEMS:
        record["items"] = json.dumps([value_digest(item) for item in value])
    return record, "the name of a field"
