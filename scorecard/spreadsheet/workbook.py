"""An assessment as an Excel workbook (.xlsx), for people who only open spreadsheets.

Everything that may be filled in is an open cell; the rest is locked without a password. What each sheet and
column is called is in `columns`, and the hidden marks in them are what an import goes by.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from scorecard.editing.assessment_fields import SOURCE_KEYS, Field
from scorecard.editing.reflow import flow
from scorecard.model.assessment import Stage
from scorecard.model.digest import framework_digest
from scorecard.model.framework import Dimension, Framework, Grade, Indicator
from scorecard.reading.plain_data import Data, as_mapping
from scorecard.spreadsheet import pages
from scorecard.spreadsheet.columns import (
    DIGEST,
    EXPORTED_ID,
    FRAMEWORK,
    ORIGIN,
    SOURCE_COLUMNS,
    WRITTEN_OUT,
    Form,
    SheetName,
    field_key,
    form_rows,
    shown_value,
    value_digest,
)
from scorecard.spreadsheet.pages import FIRST_ROW, TITLES_ROW, AllowedValues, Book, Page, Record, Records
from scorecard.spreadsheet.ratings_sheet import write_ratings
from scorecard.spreadsheet.statuses import INDICATORS, SOURCES, STAGES, Lists, write_lists
from scorecard.spreadsheet.texts import workbook_texts
from scorecard.views.words.standings import grade_rule_words, scores_out_of

SPARE_ROWS = 200
MOST_ITEMS = 400
"""The digests of more items no cell can hold: then a list is compared as a whole."""
FRAMEWORK_SOURCES_TITLE, KNOWN_TITLE = "Framework sources", "Known sources"
_OFFERED = {"indicator": INDICATORS, "source": SOURCES}
"""Of which column of a sheet that grows what list is offered."""

_KEY, _LABEL, _VALUE, _HELP = range(1, 5)


def write_workbook(form: Form) -> bytes:
    """Return a workbook's bytes; raises CellTooLongError for a text that is longer than a cell can hold."""
    lists = Lists(form)
    shown = form._replace(fields=_shown_fields(form))
    book = Book(title=_title(shown), subject=f"{form.framework.title} ({form.framework.ref})")
    with scores_out_of(form.framework.score_out_of):
        write_about(book, shown, lists)
        write_ratings(book, shown, lists)
    write_growing(book, SheetName.EVIDENCE, _evidence(shown), lists)
    write_growing(book, SheetName.SOURCES, own_sources(shown), lists)
    if form.of is None:
        write_growing(book, SheetName.CORRECTIONS, _corrections(shown), lists)
    if form.cited:
        page = book.add_page(FRAMEWORK_SOURCES_TITLE if form.of is None else KNOWN_TITLE, SOURCE_COLUMNS)
        last = page.write_records(_known_sources(form), pages.LOCKED)
        page.finish(last, is_locked=True)
    write_lists(book, lists)
    write_base(book, form)
    return book.save()


def write_base(book: Book, form: Form) -> None:
    """Write the hidden sheet that tells what was changed in the workbook since it was exported."""
    page = book.add_page(SheetName.BASE, look=pages.PLAIN)
    page.write_records(map(_exported, form.fields.items()), pages.PLAIN)
    page.hide(completely=True)


def _shown_fields(form: Form) -> dict[Field, Data]:
    fields = {field: shown_value(value) for field, value in form.fields.items()}
    if isinstance(document := fields.get(("document",)), dict):
        fields = {("sources", WRITTEN_OUT): document, **fields, ("document",): WRITTEN_OUT}
    ref, digest = form.text("framework") or form.framework.ref, framework_digest(form.framework)
    return {**fields, **form.offered, FRAMEWORK: ref, DIGEST: digest, ORIGIN: form.origin}


def _title(form: Form) -> str:
    name, date = form.text("subject", "name") or form.text("subject", "id"), form.text("date")
    if not name:
        return f"A new assessment: {form.framework.title}"
    draft = "DRAFT: " if form.text("stage") == Stage.DRAFT else ""
    if form.of is not None:
        return f"{draft}{name}, {date}, marked by {form.text('assessor')}"
    return draft + (f"{name}, {date}" if date else name)


# The first sheet: what this is, how it is filled in, and what is said of the whole --------------


def write_about(book: Book, form: Form, lists: Lists) -> None:
    """Write the sheet that says what a workbook is and how it is filled in, and asks of the whole."""
    page = book.add_page(SheetName.ABOUT, unused=("key",))
    rows, framework = count(TITLES_ROW), form.framework
    page.set_row(TITLES_ROW, 26)
    page.write(next(rows), _LABEL, book.title, pages.TITLE, what="the subject's name")
    subtitle = f"{framework.title}, version {framework.version}"
    page.write(next(rows), _LABEL, subtitle, pages.SUBTITLE, what="the framework")
    told = {"What this is": form.intro, "How to fill this in": _how_to(form)}
    if not form.about:
        told["Note"] = flow(framework.note or "")
        told["Grades"] = "\n".join(_grade_words(grade, framework) for grade in framework.grades)
    for label, text in told.items():
        if text:
            next(rows)
            row = next(rows)
            page.write(row, _LABEL, label, pages.LABEL)
            page.write(row, _VALUE, text, pages.PROSE, what=f"the framework's {label.lower()}")
    first = _write_rows(page, form, lists, rows)
    page.finish(next(rows), selected=(first, _VALUE), is_locked=True, tab=pages.SLATE)


def _grade_words(grade: Grade, framework: Framework) -> str:
    return f"{grade.label or grade.id}: {grade_rule_words(grade, framework)}"


def _how_to(form: Form) -> str:
    rows = form_rows(form)
    measures = [row.item.measure for row in rows if isinstance(row.item, Indicator) and not row.shut]
    has_points = any(each.points for each in measures if each)
    kinds = {
        "measures": any(measures) and not has_points,
        "points": has_points,
        "groups": any(isinstance(row.item, Dimension) for row in rows),
        "reviews": form.has_reviews,
        "settles": form.settles,
        "marks": form.of is not None,
    }
    told = workbook_texts()["reply_steps" if form.intro else "structure_steps" if form.about else "steps"]
    steps = [each["text"] for each in told if kinds.get(each.get("where"), True)]
    return "\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=1))


def _write_rows(page: Page, form: Form, lists: Lists, rows: Iterator[int]) -> int:
    """Write what is asked of the assessment as a whole; return the first row."""
    next(rows)
    section = "The reply" if form.intro else "The assessment" if form.of is None else "The mark"
    page.write(next(rows), _LABEL, "The framework" if form.about else section, pages.SECTION)
    first = 0
    for each in form.rows:
        if each.field == FRAMEWORK:
            next(rows)
            page.write(next(rows), _LABEL, "Where this comes from", pages.SECTION)
        is_list = each.spare_rows > 0
        texts = [*form.items(*each.field), *[""] * each.spare_rows] if is_list else [form.text(*each.field)]
        for number, text in enumerate(texts):
            row = next(rows)
            first = first or row
            page.write(row, _KEY, each.key, pages.PLAIN)
            page.write(row, _LABEL, "" if number else each.label, pages.LABEL)
            what = f"the {each.label.lower()}"
            page.write(row, _VALUE, str(text), pages.OPEN if each.is_open else pages.LOCKED, what=what)
            page.write(row, _HELP, "" if number else each.help, pages.HELP)
            if each.key == "stage":
                page.add_choice([row], _VALUE, AllowedValues("stage", lists.whole(STAGES)))
            if each.choices:
                page.add_choice([row], _VALUE, choice_of(each.choices))
            if not each.is_shown:
                page.set_row(row, is_hidden=True)
    return first


def choice_of(words: Sequence[str], message: str = "") -> AllowedValues:
    """Return what may stand in a cell of a framework: any text where there are no words."""
    return AllowedValues("structure", f'"{",".join(words)}"' if words else None, message)


# Sheets of records: those that grow, and two that are read, by people or by the import ------------


def write_growing(
    book: Book, sheet: SheetName, records: Records, lists: Lists, choices: Mapping[str, AllowedValues] = {}
) -> None:
    """Write a sheet whose rows are filled in; `choices` say by column what may stand there."""
    page = book.add_page(sheet, look=pages.ROW, unused=(EXPORTED_ID,))
    last = page.write_records(records, pages.ROW) + SPARE_ROWS
    for number, column in enumerate(page.columns, start=1):
        choice = choices.get(column.key)
        if choice is None and column.key in _OFFERED and (listed := lists.whole(_OFFERED[column.key])):
            choice = AllowedValues(column.key, listed)
        if choice is not None:
            page.add_choice(range(FIRST_ROW, last + 1), number, choice)
    page.finish(last, tab=pages.BLUE)


def _evidence(form: Form) -> Iterator[tuple[Record, str]]:
    for row in form_rows(form):
        for item in map(as_mapping, form.items("ratings", row.item.id, "evidence")):
            yield {"indicator": row.item.id, **item}, f"{row.name}: the {{}} of its evidence"


def own_sources(form: Form) -> Iterator[tuple[Record, str]]:
    """Yield the sources of what is written, each with its key."""
    for field, source in form.fields.items():
        if field[0] == "sources":
            yield {"key": str(field[1]), **as_mapping(source)}, f"source {field[1]}: its {{}}"


def _corrections(form: Form) -> Iterator[tuple[Record, str]]:
    for number, item in enumerate(form.items("corrections"), start=1):
        yield as_mapping(item), f"correction {number}: its {{}}"


def _known_sources(form: Form) -> Iterator[tuple[Record, str]]:
    """Yield the framework's own sources, which evidence may cite; no import looks at them."""
    for key, source in form.cited.items():
        texts = {name: str(getattr(source, name) or "") for name in SOURCE_KEYS}
        yield {"key": key, **texts}, f"source {key} of the framework"


def _exported(item: tuple[Field, Data]) -> tuple[Record, str]:
    field, value = item
    record: dict[str, Data] = {"field": field_key(field), "digest": value_digest(value)}
    if shown_value(value) != value:
        record["original"] = json.dumps(value, ensure_ascii=False)
    if isinstance(value, list) and len(value) <= MOST_ITEMS:
        record["items"] = json.dumps([value_digest(item) for item in value])
    return record, "the name of a field"
