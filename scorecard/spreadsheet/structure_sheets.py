"""A framework as a workbook: its dimensions, indicators, levels and bands, a row each."""

from collections.abc import Iterator, Mapping

from scorecard.editing.framework_fields import ITEMS, RECORDS, cell_keys, read_framework_fields
from scorecard.editing.yaml_style import write_mapping
from scorecard.files.folder import read_file
from scorecard.model.framework import Framework
from scorecard.model.json_schema import field_docs
from scorecard.project.resolve import Workspace
from scorecard.project.selection import Selection
from scorecard.project.targets import parse_target
from scorecard.reading.document import Document, parse_document
from scorecard.reading.plain_data import Data, as_items, as_mapping
from scorecard.reading.shape import read_shape
from scorecard.spreadsheet.columns import (
    COLUMNS,
    EXPORTED_ID,
    FRAMEWORK,
    Form,
    SheetName,
    shown_value,
    structure_rows,
)
from scorecard.spreadsheet.pages import AllowedValues, Book, Record
from scorecard.spreadsheet.statuses import Lists, write_lists
from scorecard.spreadsheet.texts import workbook_texts
from scorecard.spreadsheet.workbook import choice_of, own_sources, write_about, write_base, write_growing


def find_structure(workspace: Workspace, text: str) -> tuple[Selection, bytes | None]:
    """Return the workbook of the framework that a target stands for, if it has no errors, and its file."""
    loaded = workspace.load_framework(parse_target(text))
    raw = read_file(loaded.file) if loaded.good else b""
    content = write_structure(loaded.good, parse_document(raw)) if loaded.good else None
    return Selection(frameworks=[loaded]), content


def write_structure(framework: Framework, document: Document, *, is_new: bool = False) -> bytes:
    """Return the workbook of a framework and its file; one that is new belongs to no file yet."""
    form = Form(framework, read_framework_fields(document.data), framework.ref, about=structure_rows())
    fields = {field: shown_value(value) for field, value in form.fields.items()}
    shown = form._replace(fields={**fields, FRAMEWORK: "" if is_new else framework.ref})
    book, lists = Book(title=framework.title, subject=framework.ref), Lists(form)
    write_about(book, shown, lists)
    for kind, model in ITEMS.items():
        write_growing(book, SheetName(kind), _items(shown, kind), lists, _choices(model))
    for name, (pattern, model) in RECORDS.items():
        sheet = SheetName(name)
        choices = {**_choices(model), "indicator": AllowedValues("measured_indicator")}
        write_growing(book, sheet, _records(shown, pattern, COLUMNS[sheet][0].key), lists, choices)
    write_growing(book, SheetName.SOURCES, own_sources(shown), lists)
    write_lists(book, lists)
    write_base(book, form)
    return book.save()


def write_examples(top: Mapping[str, Data]) -> bytes:
    """Return the workbook of a framework that is not there yet, in which two indicators are examples."""
    text = write_mapping({**top, "dimensions": workbook_texts()["structure_examples"]})
    framework, _ = read_shape(document := parse_document(text.encode("utf-8")), Framework)
    assert framework is not None, "the examples are a framework"
    return write_structure(framework, document, is_new=True)


def _choices(model: type) -> dict[str, AllowedValues]:
    docs = {each.model: field_docs(each.model) for each in cell_keys(model)}
    return {
        ".".join(each.route): choice_of(each.choices, docs[each.model][each.name])
        for each in cell_keys(model)
    }


def _items(form: Form, kind: str) -> Iterator[tuple[Record, str]]:
    rows: dict[str, dict[str, Data]] = {}
    for field, value in form.fields.items():
        if field[0] == kind:
            row = rows.setdefault(str(field[1]), {EXPORTED_ID: str(field[1])})
            row[".".join(map(str, field[2:]))] = value
    for id, row in rows.items():
        if not form.text(*FRAMEWORK):
            row["id"] = ""  # whoever writes over an example is to have an id given
        yield row, f"{kind[:-1]} {id}: its {{}}"


def _records(form: Form, pattern: tuple[str, ...], first: str) -> Iterator[tuple[Record, str]]:
    for field, value in form.fields.items():
        for item in as_items(value) if (field[0], *field[2:]) == (pattern[0], *pattern[2:]) else ():
            of: dict[str, Data] = {first: str(field[1])} if len(field) > 1 else {}
            yield {**of, **as_mapping(item)}, f"{' '.join(map(str, field[:2]))}: the {{}}"
