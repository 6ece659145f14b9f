"""From the cells of a workbook to what it says: columns found by their markers, rows by their ids."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from scorecard.diagnostics import Route
from scorecard.editing.assessment_fields import Field
from scorecard.reading.plain_data import Data
from scorecard.spreadsheet.cells import (
    CellAt,
    CellError,
    CellValue,
    PartOfDate,
    Percentage,
    Sheet,
    quote_sheet,
    write_address,
)
from scorecard.spreadsheet.columns import (
    ABOUT_ROWS,
    COLUMNS,
    DIGEST_ROW,
    FRAMEWORK_ROW,
    KEPT_DIGITS,
    MOST_CHARACTERS,
    ORIGIN_ROW,
    TITLES,
    WRITTEN_OUT,
    SheetName,
    cell_length,
    field_key,
    marker,
    shown_value,
    value_digest,
)
from scorecard.spreadsheet.merge import CellRemark, FieldDigest, FilledForm

_RECORDS = frozenset({SheetName.EVIDENCE, SheetName.SOURCES, SheetName.CORRECTIONS})
"""Sheets whose rows are one thing each: without one of its columns a row says less than it did."""
FEWEST_MARKS = 2
"""One cell alone may hold what looks like a mark; a row of two is one of marks."""
_IDS = frozenset({"indicator", "source", "level", "key", "subject.id", "document"})
_DAYS = frozenset({"date", "accessed"})
_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def read_form(sheets: Iterable[Sheet]) -> FilledForm:
    """Return what a workbook says, with a remark on each cell that cannot be taken as it is."""
    return _FormReader(list(sheets)).read()


_Row = dict[str, CellAt]
"""A row that says something: its cells by the keys of their columns."""


@dataclass(frozen=True, slots=True)
class _Table:
    """One sheet as rows under the markers of its columns; `first` is the row below these."""

    sheet: Sheet
    name: SheetName
    first: int
    columns: dict[str, int]

    @property
    def open_keys(self) -> list[str]:
        return [each.key for each in COLUMNS[self.name] if each.is_open and each.key in self.columns]

    def rows(self) -> Iterator[_Row]:
        """Yield each row below the titles that has something in a column with a marker."""
        keys = {column: key for key, column in self.columns.items()}
        found: dict[int, _Row] = {}
        for (row, column), cell in sorted(self.sheet.cells.items()):
            if row >= self.first and column in keys:
                found.setdefault(row, {})[keys[column]] = cell
        heading = COLUMNS[self.name][0]
        titles = (
            row for row in found.values() if heading.title and _exact(row, heading.key) == heading.title
        )
        title = next(titles, None)
        yield from (row for row in found.values() if row is not title)

    def place(self, row: _Row, key: str = "") -> str:
        """Return the place of a column's cell, also where it is empty; else that of the row's first."""
        first = next(iter(row.values()))
        return self.place_at(first.row, self.columns.get(key, first.column))

    def place_at(self, row: int, column: int) -> str:
        return f"{quote_sheet(self.sheet.name)}!{write_address(row, column)}"


def _exact(row: _Row, key: str) -> str:
    """Return the text of a cell that programs wrote, as it stands."""
    cell = row.get(key)
    return cell.value if cell is not None and isinstance(cell.value, str) else ""


class _FormReader:
    def __init__(self, sheets: list[Sheet]) -> None:
        self.sheets = sheets
        self.refusals: list[CellRemark] = []
        self.warnings: list[CellRemark] = []
        self.values: dict[Field, Data] = {}
        self.places: dict[Route, str] = {}
        self.about: dict[str, str] = {}
        self.base: dict[str, FieldDigest] | None = None
        self.originals: dict[Field, Data] = {}

    def read(self) -> FilledForm:
        tables = {name: table for name in SheetName if (table := self._find(name)) is not None}
        if SheetName.RATINGS not in tables:
            help = "export one with scorecard export, and fill that in"
            self._refuse("", "this is no workbook of an assessment: its marks are not there", help)
        else:
            self._read_sheets(tables)
        return FilledForm(
            values=self.values,
            places=self.places,
            base=self.base,
            framework=self.about.get(FRAMEWORK_ROW, ""),
            digest=self.about.get(DIGEST_ROW, ""),
            origin=self.about.get(ORIGIN_ROW, ""),
            refusals=tuple(self.refusals),
            warnings=tuple(self.warnings),
        )

    def _read_sheets(self, tables: Mapping[SheetName, _Table]) -> None:
        for name, table in tables.items():
            if name is not SheetName.BASE:
                self._warn_of_strays(table)
                self._refuse_merged(table.sheet)
                self._refuse_empty_formulas(table)
        if SheetName.ABOUT in tables:
            self._read_about(tables[SheetName.ABOUT])
        self._read_ratings(tables[SheetName.RATINGS])
        for name in (SheetName.ABOUT, SheetName.EVIDENCE, SheetName.SOURCES, SheetName.CORRECTIONS):
            if name not in tables:
                self._warn("", f"the sheet {TITLES[name]} is gone; what the file says there stays")
        rest = {
            SheetName.BASE: self._read_base,
            SheetName.EVIDENCE: self._read_evidence,
            SheetName.SOURCES: self._read_sources,
            SheetName.CORRECTIONS: self._read_corrections,
        }
        for name, read in rest.items():
            if name in tables:
                read(tables[name])
        self._check_document(SheetName.SOURCES in tables)
        self._restore()
        self._leave_refused_out()

    def _leave_refused_out(self) -> None:
        """Take fields out of which a cell was refused: what the rest of them says is not what was meant."""
        refused = {each.place for each in self.refusals}
        routes = [route for route, place in self.places.items() if place in refused]
        for field in list(self.values):
            if any(route[: len(field)] == field for route in routes):
                del self.values[field]

    def _restore(self) -> None:
        """Give each text that flowed into its cell and was not changed there its own lines again."""
        for field, original in self.originals.items():
            value = self.values.get(field)
            if value == shown_value(original):
                self.values[field] = original
            elif isinstance(value, list) and isinstance(original, list):
                known = {value_digest(shown_value(item)): item for item in original}
                self.values[field] = [known.get(value_digest(item), item) for item in value]

    # Finding things

    def _find(self, name: SheetName) -> _Table | None:
        """Return the sheet that has a kind's markers, whatever it is called now."""
        marks = {marker(name, column.key): column.key for column in COLUMNS[name]}
        found: list[_Table] = []
        for sheet in self.sheets:
            rows: dict[int, list[tuple[str, CellAt]]] = {}
            for (row, _), cell in sheet.cells.items():
                if isinstance(cell.value, str) and cell.value in marks:
                    rows.setdefault(row, []).append((marks[cell.value], cell))
            row = max(rows, key=lambda each: len(rows[each]), default=0)
            if row and len(rows[row]) >= FEWEST_MARKS:
                found.append(table := _Table(sheet, name, row + 1, {}))
                for key, cell in rows[row]:
                    if table.columns.setdefault(key, cell.column) != cell.column:
                        self._refuse(
                            cell.place, f"two columns are marked as {name.value}.{key}", "take one out"
                        )
        if len(found) > 1:
            names = ", ".join(f'"{table.sheet.name}"' for table in found)
            message = f"the sheets {names} are both marked as {TITLES[name]}"
            self._refuse("", message, "take all but one out, and import again")
        return found[0] if found else None

    def _refuse_merged(self, sheet: Sheet) -> None:
        for area in sheet.merged:
            message = "these cells are merged, so it cannot be told which row they belong to"
            self._refuse(f"{quote_sheet(sheet.name)}!{area}", message, "split them, and fill in each row")

    def _warn_of_strays(self, table: _Table) -> None:
        """Say what is read past: columns of the reader's own, and columns of ours that are gone."""
        known = set(table.columns.values())
        strays: dict[int, CellAt] = {}
        for (row, column), cell in table.sheet.cells.items():
            if row >= table.first and column not in known:
                strays.setdefault(column, cell)
        for cell in strays.values():
            message = "nothing is read from this column, which is none of ours"
            self._warn(cell.place, message, "put what matters into one that is")
        columns = [each for each in COLUMNS[table.name] if each.is_open and each.key not in table.columns]
        lost = (
            f'the sheet "{table.sheet.name}" has lost {", ".join(each.title or each.key for each in columns)}'
        )
        if columns and table.name in _RECORDS:
            help = "hide a column instead; export the workbook again"
            self._refuse("", f"{lost}, which its rows may need", help)
        elif columns:
            self._warn("", f"{lost}; what the file says there stays")

    def _refuse_empty_formulas(self, table: _Table) -> None:
        """Refuse a formula that came to nothing: an empty cell would take out what the file says."""
        wanted = {table.columns[key] for key in table.open_keys}
        for row, column in sorted(table.sheet.formulas - set(table.sheet.cells)):
            if row >= table.first and column in wanted:
                message = "this is a formula that came to nothing"
                self._refuse(table.place_at(row, column), message, "write the text itself, or empty the cell")

    # Sheets

    def _read_about(self, table: _Table) -> None:
        rows = {row.key: row for row in ABOUT_ROWS}
        lists: dict[str, list[Data]] = {}
        for each in table.rows():
            key = self._text(each, "key", "text")
            row = rows.get(key)
            if row is None:
                if "value" in each and "key" not in each and "label" not in each:
                    help = "fill in the rows that have a name"
                    self._refuse(table.place(each, "value"), "nothing says what this is", help)
                continue
            text = self._text(each, "value", row.key)
            if row.is_list:
                lists.setdefault(key, []).extend([text] if text else [])
                self.places.setdefault(row.field, table.place(each, "value"))
            elif key in self.about:
                self._refuse(
                    table.place(each, "key"), f"{row.label} is there twice", "take one of the rows out"
                )
            else:
                self.about[key] = text
                if not key.startswith("workbook."):
                    self._note(row.field, text or None, table.place(each, "value"))
        self.values |= {rows[key].field: items or None for key, items in lists.items()}

    def _read_ratings(self, table: _Table) -> None:
        seen: dict[str, CellAt] = {}
        for id, row in self._identified(table):
            cell = row["indicator"]
            if id in seen:
                self._refuse(cell.place, f"{id} has two rows; the other is {seen[id].ref}", "take one out")
                continue
            seen[id] = cell
            self.places["ratings", id] = cell.place
            for key in table.open_keys:
                self._note(("ratings", id, key), self._text(row, key) or None, table.place(row, key))

    def _read_base(self, table: _Table) -> None:
        """Read what fields were when they were exported, and those that look otherwise in their cells."""
        if not {"field", "digest"} <= set(table.columns):
            return
        self.base = {}
        for row in table.rows():
            field, digest = _texts_of(_exact(row, "field")), _exact(row, "digest")
            if field and digest:
                self.base[field_key(field)] = FieldDigest(digest, _texts_of(_exact(row, "items")))
                value = _parse_json(_exact(row, "original"))
                if value_digest(value) == digest:
                    self.originals[field] = value

    def _read_evidence(self, table: _Table) -> None:
        found: dict[str, list[Data]] = {
            str(field[1]): [] for field in self.values if field[0] == "ratings" and len(field) == 3
        }
        for id, row in self._identified(table):
            items = found.setdefault(id, [])
            cell, route = row["indicator"], ("ratings", id, "evidence", len(items))
            record = self._record(row, table, route)
            self.places.setdefault(("ratings", id), cell.place)
            self.places.setdefault(route[:-1], cell.place)
            self.places[route] = cell.place
            if record and "source" not in record:
                self._refuse(cell.place, "this evidence names no source", "give the key of a source")
            elif record:
                items.append(record)
        self.values |= {("ratings", id, "evidence"): items or None for id, items in found.items()}

    def _read_sources(self, table: _Table) -> None:
        seen: set[Field] = set()
        for key, row in self._identified(table):
            cell, field = row["key"], ("document",) if key == WRITTEN_OUT else ("sources", key)
            if field in seen:
                self._refuse(cell.place, f"the source {key} is there twice", "take one of the rows out")
            if key == WRITTEN_OUT and self.values.get(field) not in (None, WRITTEN_OUT):
                message = "the first sheet names another document than the one written out here"
                self._refuse(cell.place, message, "take this row out, or its key there")
            seen.add(field)
            self._note(field, self._record(row, table, field) or None, cell.place)
        for named in self.base or ():
            exported = _texts_of(named)
            if exported[:1] == ("sources",) and exported not in seen:
                self.values[exported] = None

    def _read_corrections(self, table: _Table) -> None:
        items: list[Data] = []
        for row in table.rows():
            route: Route = ("corrections", len(items))
            self.places.setdefault(("corrections",), table.place(row))
            if record := self._record(row, table, route):
                self.places[route] = table.place(row)
                items.append(record)
        self.values["corrections",] = items or None

    def _check_document(self, has_sources: bool) -> None:
        if self.values.get(("document",)) != WRITTEN_OUT:
            return
        if has_sources:
            message = f"{WRITTEN_OUT} stands for a row of Sources with that key, and there is none"
            place = self.places["document",]
            self._refuse(place, message, "give the key of a source")
        del self.values["document",]

    # Rows

    def _identified(self, table: _Table) -> Iterator[tuple[str, _Row]]:
        """Yield each row with its id; refuse a row that says something and has none."""
        heading = COLUMNS[table.name][0]
        if heading.key not in table.columns:
            message = f'the sheet "{table.sheet.name}" has lost its column {heading.title}'
            self._refuse("", message, "export the workbook again, and copy what was filled in")
        for row in table.rows():
            if id := self._text(row, heading.key):
                yield id, row
            elif heading.key not in row and any(key in row for key in table.open_keys):
                message = "this row has no id, so nothing says what the rest of it belongs to"
                self._refuse(table.place(row, heading.key), message, "give its id")

    def _record(self, row: _Row, table: _Table, route: Route) -> dict[str, Data]:
        keys = [key for key in table.open_keys if key in row and key not in ("indicator", "key")]
        self.places |= {(*route, key): row[key].place for key in keys}
        return {key: text for key in keys if (text := self._text(row, key))}

    def _text(self, row: _Row, key: str, what: str = "") -> str:
        """Return what a cell says, empty where it does not; `what` is the key of what is asked for there."""
        cell = row.get(key)
        if cell is None:
            return ""
        if cell.is_formula:
            message = "this is a formula; what was taken is what it came to when the workbook was saved"
            self._warn(cell.place, message, "write the text itself where that is wrong")
        if isinstance(cell.value, str) and cell_length(cell.value) >= MOST_CHARACTERS:
            message = "this text fills its cell, so its end may be missing"
            self._warn(cell.place, message, "compare it with what was meant")
        said = _text_of(cell.value, what or key)
        if isinstance(said, str):
            return said
        self._refuse(cell.place, *said)
        return ""

    def _refuse(self, place: str, message: str, help: str) -> None:
        self.refusals.append(CellRemark(place, message, help))

    def _warn(self, place: str, message: str, help: str | None = None) -> None:
        self.warnings.append(CellRemark(place, message, help))

    def _note(self, field: Field, value: Data, place: str) -> None:
        self.values[field] = value
        self.places[field] = place


def _parse_json(text: str) -> Data:
    try:
        value: Data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value


def _texts_of(text: str) -> tuple[str, ...]:
    items = _parse_json(text)
    texts = tuple(item for item in items if isinstance(item, str)) if isinstance(items, list) else ()
    return texts if isinstance(items, list) and len(texts) == len(items) else ()


# What a cell says: what a spreadsheet made of it is not guessed back ------------------------------


_TYPE_AGAIN = "format the cell as text, and type it again"


def _text_of(value: CellValue, key: str) -> str | tuple[str, str]:
    """Return what a cell says as text, with line breaks as our files have them; `key` is asked for there.

    What cannot be taken is told with what to do.
    """
    match value:
        case str() if control := _CONTROL.search(value):
            message = f"this holds a control character (U+{ord(control.group()):04X})"
            return message, "type the text again where it stands"
        case str():
            return _LINE_BREAK.sub("\n", value).strip()
        case bool():
            return "a truth value stands here, and a text is asked for", _TYPE_AGAIN
        case Percentage():
            message = f"the spreadsheet made a percentage of this ({value})"
            return message, "format the cell as a number, and type it without the sign"
        case Decimal() if key in _IDS:
            return f"{value} is a number, and an id is a text", _TYPE_AGAIN
        case Decimal() if len(value.normalize().as_tuple().digits) > KEPT_DIGITS:
            message = f"a spreadsheet keeps {KEPT_DIGITS} digits of a number, and this one has more"
            return message, "format the cell as text, and type it again; round what was worked out"
        case Decimal():
            return f"{value:f}"
        case datetime() if value.time() != time.min:
            return "a time of day stands here, and a text is asked for", _TYPE_AGAIN
        case date() if key in _DAYS:
            return f"{value:%Y-%m-%d}"
        case date():
            what = "a number" if key == "measured" else "text"
            message = f"the spreadsheet made a date of this ({value:%Y-%m-%d})"
            return message, f"format the cell as {what}, and type it again"
        case PartOfDate():
            message = f"the spreadsheet made a date of this ({value.day:%Y-%m-%d}), and shows a part of it"
            return message, "format the cell as text, and write what is meant, such as 2023-03"
        case CellError():
            message = f"this is an error of the spreadsheet: {value}"
            return message, "mend the formula, or write what it should come to"
        case _:
            return "what stands here is no text", _TYPE_AGAIN
