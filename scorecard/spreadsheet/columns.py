"""What a workbook of an assessment looks like: its sheets, columns and markers, and what it was made from.

The first row of each sheet is hidden and holds a marker over each column, so that sheets may be renamed,
rows and columns moved and hidden, and are found all the same. A hidden sheet holds the digest of every field
as it was exported: an import tells by it what was changed in the workbook from what was changed in the file.
Where lines that were broken by hand flow in a cell, it holds the text as it stands in the file too.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from scorecard.editing.assessment_fields import LISTS, RATING_FIELDS, REVIEW, Field
from scorecard.editing.framework_fields import WITHIN, cell_keys
from scorecard.editing.reflow import flow_data
from scorecard.model.assessment import Assessment, Correction, Evidence, Subject
from scorecard.model.framework import (
    Band,
    Dimension,
    Framework,
    Grade,
    Indicator,
    Level,
    ScorePoint,
    dimensions_below,
    is_asked_of,
)
from scorecard.model.json_schema import field_docs
from scorecard.model.keys import LINE, PROSE, Extent, Key, keys_of
from scorecard.model.lexical import FormError, Number, parse_number
from scorecard.model.reply import Comment
from scorecard.model.source import Source
from scorecard.reading.plain_data import Data
from scorecard.reviewing.review import Review
from scorecard.views.words import english as say

MOST_CHARACTERS = 32_767
"""The most UTF-16 units that a cell of a workbook can hold."""
KEPT_DIGITS = 15
"""The most digits of a number that a spreadsheet keeps as they were typed."""
WRITTEN_OUT = "(document)"
"""What stands for a document that is written out: the key of its row among the sources, which is no id."""


class SheetName(StrEnum):
    """The sheets, by their markers."""

    ABOUT = "about"
    RATINGS = "ratings"
    EVIDENCE = "evidence"
    SOURCES = "sources"
    CORRECTIONS = "corrections"
    BASE = "base"
    ANSWERS = "answers"
    DIMENSIONS = "dimensions"
    INDICATORS = "indicators"
    SCALES = "scales"
    BANDS = "bands"
    POINTS = "points"
    GRADES = "grades"

    @property
    def sheet_title(self) -> str:
        return "Exported" if self is SheetName.BASE else self.capitalize()


class SheetColumn(NamedTuple):
    """A column: what it holds, its title, how wide it is in characters, and whether it may be filled in.

    Columns that may not be filled in are there to be read; an import looks at the first of them alone.
    """

    key: str
    title: str
    width: int
    is_open: bool = True


def _columns_of(keys: Iterable[Key], *, is_open: bool = True) -> list[SheetColumn]:
    return [SheetColumn(key.name, key.label, key.width, is_open) for key in keys if key.width]


ASKED_COLUMNS = _columns_of(keys_of(Indicator), is_open=False)
_VERDICT = ("level", "measured")
_ANSWER_COLUMNS = _columns_of(RATING_FIELDS)
RATING_COLUMNS = (
    SheetColumn("indicator", "Id", 10, is_open=False),
    SheetColumn("title", "What is asked", 34, is_open=False),
    *ASKED_COLUMNS,
    *(each for each in _ANSWER_COLUMNS if each.key in _VERDICT),
    SheetColumn("status", "Status", 17, is_open=False),
    *(each for each in _ANSWER_COLUMNS if each.key not in _VERDICT),
    SheetColumn("dimension", "Dimension", 18, is_open=False),
)
OPEN_COLUMN = SheetColumn("open", "To be settled", 22, is_open=False)
SETTLING_COLUMNS = (SheetColumn("words", "Whose words", 16), SheetColumn("why", "Why decided so", 42))
"""The columns that stand only where something is to be settled."""
SAID = "said"
"""How the keys of columns begin that show what somebody says of each indicator: nothing is read from them."""
SOURCE_COLUMNS = (SheetColumn("key", "Key", 24), *_columns_of(keys_of(Source)))
ANSWER_COLUMNS = (
    SheetColumn("indicator", "Id", 10, is_open=False),
    SheetColumn("asked", "What is asked", 34, is_open=False),
    SheetColumn("rating", "Our rating", 16, is_open=False),
    SheetColumn("rationale", say.WHY_RATED, 42, is_open=False),
    SheetColumn("checked", say.CHECKED_IN, 34, is_open=False),
    *_columns_of(keys_of(Comment)),
    SheetColumn("evidence", "A document that shows it", 30),
    SheetColumn("locator", "Place in it", 18),
)

EXPORTED_ID = "was"
"""The key of a column that nobody sees: the id that a row had when it was exported, whatever it says now."""
NO_ID = "#"
"""How what stands for an id begins until one is given; the number of its row follows."""
_WIDTHS: Mapping[Extent | None, int] = {LINE: 30, PROSE: 46}


def _structure_columns(model: type, *firsts: SheetColumn) -> tuple[SheetColumn, ...]:
    widths = {each: _WIDTHS.get(each.extent, len(each.label) + 6) for each in cell_keys(model)}
    keys = (SheetColumn(".".join(each.route), each.label, width) for each, width in widths.items())
    return *firsts, *keys


def _item_columns(model: type, title: str) -> tuple[SheetColumn, ...]:
    id, *rest = _structure_columns(model)
    within = SheetColumn(WITHIN, title, 16)
    return id, within, *rest, SheetColumn(EXPORTED_ID, "Exported as", 12, is_open=False)


_ABOUT = {"key": 4, "label": 20, "value": 68, "help": 44}
_BASE = {
    "field": "Field",
    "digest": "Digest",
    "original": "As it stands in the file",
    "items": "Digests of its items",
}

COLUMNS: Mapping[SheetName, tuple[SheetColumn, ...]] = {
    SheetName.ABOUT: tuple(SheetColumn(key, "", width, key == "value") for key, width in _ABOUT.items()),
    SheetName.RATINGS: (*RATING_COLUMNS, OPEN_COLUMN, *SETTLING_COLUMNS),
    SheetName.EVIDENCE: (SheetColumn("indicator", "Indicator", 12), *_columns_of(keys_of(Evidence))),
    SheetName.SOURCES: SOURCE_COLUMNS,
    SheetName.CORRECTIONS: tuple(_columns_of(keys_of(Correction))),
    SheetName.BASE: tuple(SheetColumn(key, title, 40, is_open=False) for key, title in _BASE.items()),
    SheetName.ANSWERS: ANSWER_COLUMNS,
    SheetName.DIMENSIONS: _item_columns(Dimension, "Within"),
    SheetName.INDICATORS: _item_columns(Indicator, "Dimension"),
    SheetName.SCALES: _structure_columns(Level, SheetColumn("scale", "Scale", 14)),
    SheetName.BANDS: _structure_columns(Band, SheetColumn("indicator", "Indicator", 14)),
    SheetName.POINTS: _structure_columns(ScorePoint, SheetColumn("indicator", "Indicator", 14)),
    SheetName.GRADES: _structure_columns(Grade),
}


class AboutRow(NamedTuple):
    """A row of the first sheet. A list has a row for each item, and spare ones.

    A row that is not shown is there for the import, and hidden: it holds what no reader can use. `choices`
    are the words that may stand in it, if these are few.
    """

    field: Field
    label: str
    help: str
    is_open: bool = False
    spare_rows: int = 0
    is_shown: bool = True
    choices: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return ".".join(map(str, self.field))


FRAMEWORK: Field = ("framework",)
DIGEST: Field = ("workbook", "digest")
ORIGIN: Field = ("workbook", "file")
DECIDER: Field = ("workbook", "by")
STRUCTURE: Field = ("workbook", "structure")
"""Fields of the workbook itself: its framework's digest then, what it was made from, who decides, and that it
is of a framework."""
_FRAMEWORK_DIGEST = "What the framework said when this was exported"


def _rows_of(model: type, *route: str) -> Iterator[AboutRow]:
    for key in keys_of(model):
        if key.help:
            field, spare = (*route, key.name), 3 if route else 5
            is_list, is_digest = key.name in LISTS[route], key.name == "framework_digest"
            is_open = not is_digest and field != FRAMEWORK
            yield AboutRow(field, key.label, key.help, is_open, spare * is_list, not is_digest)


_PLACES = {"subject.name": 0, "licence": 2, "framework": 3, "framework_digest": 3}
ABOUT_ROWS = (
    *sorted((*_rows_of(Subject, "subject"), *_rows_of(Assessment)), key=lambda row: _PLACES.get(row.key, 1)),
    AboutRow(DIGEST, "Framework's digest", _FRAMEWORK_DIGEST, is_shown=False),
    AboutRow(ORIGIN, "Exported from", "The assessment that this workbook was made from"),
)


DECIDER_ROW = AboutRow(
    DECIDER, "Who decides", "Whose decisions these are; readers are shown the name", is_open=True
)
_FROM_ABOUT = (FRAMEWORK, ("framework_digest",), DIGEST, ORIGIN)
MARK_ROWS = (
    AboutRow(("subject", "name"), "Subject", "What is assessed"),
    AboutRow(("date",), "Date", "The day that the assessment speaks of"),
    AboutRow(("assessor",), "Assessor", "Whose ratings these are"),
    AboutRow(("round",), "Round", "Which round of marking this is"),
    AboutRow(
        ("independent",), "Independent", "true, if you saw no other mark; else leave it empty", is_open=True
    ),
    AboutRow(("stage",), "Stage", "draft while it is being made, final once it counts", is_open=True),
    *(row for row in ABOUT_ROWS if row.field in _FROM_ABOUT),
)
"""The rows of the first sheet of a mark."""
SHOWN: Field = ("shown",)
REPLY_ROWS = (
    AboutRow(("text",), "About the whole", "What you say about all of it, if anything", is_open=True),
    AboutRow(FRAMEWORK, "Framework", "What it was rated by"),
    AboutRow(ORIGIN, "Reply to", "", is_shown=False),
    AboutRow(SHOWN, "Ratings shown", "", is_shown=False),
)
"""The rows of the first sheet of a workbook that asks for a reply."""


_OF_ITS_NAME = ("kind", "id", "version")


def structure_rows() -> tuple[AboutRow, ...]:
    """Return the rows of the first sheet of a workbook of a framework: what it says of the whole."""
    docs = {each.model: field_docs(each.model) for each in cell_keys(Framework)}
    keys = (each for each in cell_keys(Framework) if each.name not in _OF_ITS_NAME or len(each.route) > 1)
    rows = (
        AboutRow(each.route, each.label, docs[each.model][each.name], is_open=True, choices=each.choices)
        for each in keys
    )
    return *rows, AboutRow(FRAMEWORK, "Framework", "The framework that this workbook was made from")


class Form(NamedTuple):
    """What a workbook is made from: a framework, and what an assessment or a mark says so far.

    `origin` names the assessment as `subject@date`, or is empty for a blank one. A mark has the assessment
    that it is `of`. `review` is what was said of the assessment, where that is shown; what `offered` holds
    is filled in already, for whoever takes it in to look at. `intro` is what a subject is told whose answers
    are asked for; then what it says so far is its reply's. `about` are the rows of the first sheet where the
    framework itself is to be filled in.
    """

    framework: Framework
    fields: Mapping[Field, Data]
    origin: str = ""
    of: Assessment | None = None
    review: Review | None = None
    offered: Mapping[Field, Data] = {}
    intro: str = ""
    about: tuple[AboutRow, ...] = ()

    def text(self, *field: str | int) -> str:
        """Return a text field; empty where it is not given."""
        value = self.fields.get(field)
        return value if isinstance(value, str) else ""

    def items(self, *field: str | int) -> list[Data]:
        """Return a list field."""
        value = self.fields.get(field)
        return value if isinstance(value, list) else []

    @property
    def rows(self) -> tuple[AboutRow, ...]:
        """The rows of the first sheet."""
        if self.about:
            return self.about
        if self.intro:
            return REPLY_ROWS
        if self.of is not None:
            return MARK_ROWS
        return (DECIDER_ROW, *ABOUT_ROWS) if self.settles else ABOUT_ROWS

    @property
    def settles(self) -> bool:
        """Whether what is open is to be settled."""
        return self.review is not None and self.of is None

    @property
    def cited(self) -> Mapping[str, Source]:
        """The sources that evidence can cite besides its own: the framework's, of a mark its assessment's."""
        return {**self.framework.sources, **(self.of.sources if self.of else {})}

    @property
    def has_reviews(self) -> bool:
        """Whether ratings were carried over that are still to be looked at."""
        return any(field[0] == "ratings" and field[-1] == REVIEW for field in self.fields)


AskedRoute = tuple[Dimension | Indicator, ...]


class FormRow(NamedTuple):
    """What a row is about: an indicator, an element, or a dimension, of which something is said as a whole.

    `route` leads to it from the outermost dimension that it is in. `shut` says why it does not count and is
    not filled in; it is empty where it is.
    """

    route: AskedRoute
    shut: str

    @property
    def item(self) -> Dimension | Indicator:
        return self.route[-1]

    @property
    def dimension(self) -> Dimension:
        """The dimension that it is in, or is."""
        return next(each for each in reversed(self.route) if isinstance(each, Dimension))

    @property
    def name(self) -> str:
        return f"{'dimension' if self.item is self.dimension else 'indicator'} {self.item.id}"


def form_rows(form: Form) -> list[FormRow]:
    """Return the rows in reading order: of what is asked of the subject, and of what something is said of.

    A blank form has no subject yet, and asks for all. Dimensions have rows where one of them counts as an
    indicator, so that its elements stand below it, or where something is said of one.
    """
    tags, is_blank = list(map(str, form.items("subject", "tags"))), not form.text("subject", "id")
    said = {str(field[1]) for field in form.fields if field[0] == "ratings"}
    found: dict[str, FormRow] = {}
    has_groups = False
    for dimension, above in dimensions_below(form.framework.dimensions):
        has_groups = has_groups or dimension.counts_as is not None or dimension.id in said
        within, items = (*above, dimension), AskedRoute((dimension, *dimension.indicators))
        for item in items:
            route: AskedRoute = within if item is dimension else (*within, item)
            is_asked = is_blank or all(is_asked_of(each, tags) for each in route)
            shut = "" if is_asked else "Not asked"
            if isinstance(item, Indicator) and not item.counted:
                shut = item.state.capitalize()
            if is_asked or item.id in said:
                for at, each in enumerate(within, start=1):
                    found.setdefault(each.id, FormRow(within[:at], "Not asked"))
                found[item.id] = FormRow(route, shut)
    return [row for row in found.values() if has_groups or isinstance(row.item, Indicator)]


def dimension_text(dimension: Dimension) -> str:
    """Return a dimension's number and title, or its title where the id is a word."""
    return f"{dimension.id} {dimension.title}" if dimension.id[0].isdigit() else dimension.title


def measured_number(text: str) -> Number | None:
    """Return a measurement as a number; None where it is none."""
    try:
        return parse_number(text)
    except FormError:
        return None


def marker(sheet: SheetName, key: str) -> str:
    """Return what the hidden first row holds over a column."""
    return f"scorecard:{sheet.value}.{key}"


def field_key(field: Field) -> str:
    """Return a field as the sheet of digests names it."""
    return json.dumps(field, ensure_ascii=False)


def value_digest(value: Data) -> str:
    """Return what tells a field's value from every other."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def shown_value(value: Data) -> Data:
    """Return a field's value as cells show it: prose flows, unless a cell could not hold how it stands."""
    flowed = flow_data(value)
    return value if cell_length(json.dumps(value, ensure_ascii=False)) > MOST_CHARACTERS else flowed


def cell_length(text: str) -> int:
    """Return how much of a cell a text takes, in UTF-16 units."""
    return len(text) + sum(1 for char in text if char > "\uffff")
