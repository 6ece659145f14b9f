"""From the cells of a workbook to what it says: columns found by their markers, rows by their ids."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import NamedTuple

from scorecard.diagnostics import Route
from scorecard.editing.assessment_fields import Field
from scorecard.editing.framework_fields import ANY, ITEMS, RECORDS, WITHIN
from scorecard.reading.plain_data import Data, as_items
from scorecard.spreadsheet.cells import CellAt, CellError, PartOfDate, Percentage, Sheet, write_address
from scorecard.spreadsheet.columns import (
    ABOUT_ROWS,
    COLUMNS,
    DECIDER_ROW,
    EXPORTED_ID,
    FRAMEWORK,
    KEPT_DIGITS,
    MARK_ROWS,
    MOST_CHARACTERS,
    NO_ID,
    REPLY_ROWS,
    SAID,
    SETTLING_COLUMNS,
    STRUCTURE,
    WRITTEN_OUT,
    AboutRow,
    SheetName,
    cell_length,
    field_key,
    marker,
    shown_value,
    structure_rows,
    value_digest,
)
from scorecard.spreadsheet.merge import CellRemark, FieldDigest, FilledForm, remark

_RECORDS = frozenset({SheetName.EVIDENCE, SheetName.SOURCES, SheetName.CORRECTIONS, SheetName.ANSWERS})
_RECORDS |= {SheetName(name) for name in RECORDS}
"""Sheets whose rows are one thing each: without one of its columns a row says less than it did."""
_ROWS = {SheetName.RATINGS: "ratings", SheetName.ANSWERS: "replies"}
"""Sheets with a row for each indicator, and what is said in them."""
FEWEST_MARKS = 2
"""One cell alone may hold what looks like a mark; a row of two is one of marks."""
_IDS = frozenset({"indicator", "source", "level", "key", "subject.id", "document"})
_NUMBERED = frozenset({"id", WITHIN, "scale", "sources", "replaces"})
"""Ids of a framework: a whole number is one as it stands; of 1.1 nobody knows whether it was 1.10."""
_TRUTHS = frozenset({"independent", "critical", "comparable", "show_score"})
_DAYS = frozenset({"date", "accessed"})
_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def read_form(sheets: Iterable[Sheet], *, is_new: bool = False) -> FilledForm:
    """Return what a workbook says, of a new file or one that is there, with what cannot be taken of it."""
    return _FormReader(list(sheets), is_new=is_new).read()


_Row = dict[str, CellAt]
"""A row that says something: its cells by the keys of their columns."""


class _Table(NamedTuple):
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
        return self.sheet.place(write_address(first.row, self.columns.get(key, first.column)))


def _exact(row: _Row, key: str) -> str:
    """Return the text of a cell that programs wrote, as it stands."""
    cell = row.get(key)
    return cell.value if cell is not None and isinstance(cell.value, str) else ""


class _FormReader:
    def __init__(self, sheets: list[Sheet], *, is_new: bool) -> None:
        self.sheets = sheets
        self.rest = "nothing is said there" if is_new else "what the file says there stays"
        self.refusals: list[CellRemark] = []
        self.warnings: list[CellRemark] = []
        self.values: dict[Field, Data] = {}
        self.places: dict[Route, str] = {}
        self.base: dict[str, FieldDigest] | None = None
        self.originals: dict[Field, Data] = {}
        self.beside: dict[Field, str] = {}

    def read(self) -> FilledForm:
        tables = {name: table for name in SheetName if (table := self._find(name)) is not None}
        read = self._read_structure if SheetName.INDICATORS in tables else self._read_sheets
        if {SheetName.RATINGS, SheetName.ANSWERS, SheetName.INDICATORS}.isdisjoint(tables):
            self._refuse("no-marks")
        else:
            self._check(tables)
            read(tables)
            self._restore()
            self._leave_refused_out()
        return FilledForm(
            values={field: value or None for field, value in self.values.items()},
            places=self.places,
            base=self.base,
            refusals=tuple(self.refusals),
            warnings=tuple(dict.fromkeys(self.warnings)),
            beside=self.beside,
        )

    def _check(self, tables: Mapping[SheetName, _Table]) -> None:
        for name, table in tables.items():
            if name is not SheetName.BASE:
                self._warn_of_strays(table)
                for area in table.sheet.merged:
                    self._refuse("merged", table.sheet.place(area))
                self._refuse_empty_formulas(table)

    def _read_sheets(self, tables: Mapping[SheetName, _Table]) -> None:
        if SheetName.ABOUT in tables:
            self._read_about(tables[SheetName.ABOUT], (*MARK_ROWS, *REPLY_ROWS, *ABOUT_ROWS, DECIDER_ROW))
        for name, what in _ROWS.items():
            if name in tables:
                self._read_rows(tables[name], what, self._identified(tables[name]))
        wanted = [SheetName.ABOUT, SheetName.EVIDENCE, SheetName.SOURCES, SheetName.CORRECTIONS]
        if ("assessor",) in self.values:
            wanted.pop()
            self.values.pop(("subject", "name"), None)
        for name in wanted if SheetName.RATINGS in tables else ():
            if name not in tables:
                self._warn("sheet-is-gone", title=name.sheet_title, rest=self.rest)
        rest = {
            SheetName.BASE: self._read_base,
            SheetName.EVIDENCE: self._read_evidence,
            SheetName.SOURCES: self._read_sources,
            SheetName.CORRECTIONS: self._read_corrections,
        }
        for name, read in rest.items():
            if name in tables:
                read(tables[name])
        if self.values.get(("document",)) == WRITTEN_OUT:
            if SheetName.SOURCES in tables:
                self._refuse("no-document", self.places["document",], key=WRITTEN_OUT)
            del self.values["document",]

    def _read_structure(self, tables: Mapping[SheetName, _Table]) -> None:
        """Read what is said of a framework."""
        self.values[STRUCTURE] = "true"
        if SheetName.BASE in tables:
            self._read_base(tables[SheetName.BASE])
        for name in (SheetName.ABOUT, *map(SheetName, (*ITEMS, *RECORDS)), SheetName.SOURCES):
            match tables.get(name):
                case None:
                    self._warn("sheet-is-gone", title=name.sheet_title, rest=self.rest)
                case table if name is SheetName.ABOUT:
                    self._read_about(table, structure_rows())
                case table if name is SheetName.SOURCES:
                    self._read_sources(table)
                case table if name.value in ITEMS:
                    self._read_rows(table, name.value, self._identified_items(table))
                case table:
                    self._read_records(table, RECORDS[name.value][0])

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
        marks = {marker(name, column.key): column.key for column in COLUMNS[name]}
        found: list[_Table] = []
        for sheet in self.sheets:
            rows: dict[int, list[tuple[str, CellAt]]] = {}
            for (row, _), cell in sheet.cells.items():
                text = cell.value if isinstance(cell.value, str) else ""
                said = text.removeprefix(marker(name, "")) if text.startswith(marker(name, SAID)) else ""
                if key := marks.get(text, said):
                    rows.setdefault(row, []).append((key, cell))
            row = max(rows, key=lambda each: len(rows[each]), default=0)
            if row and len(rows[row]) >= FEWEST_MARKS:
                found.append(table := _Table(sheet, name, row + 1, {}))
                for key, cell in rows[row]:
                    if table.columns.setdefault(key, cell.column) != cell.column:
                        self._refuse("two-columns", cell.place, column=f"{name.value}.{key}")
        if len(found) > 1:
            names = ", ".join(f'"{table.sheet.name}"' for table in found)
            self._refuse("two-sheets", names=names, title=name.sheet_title)
        return found[0] if found else None

    def _warn_of_strays(self, table: _Table) -> None:
        known = set(table.columns.values())
        strays: dict[int, CellAt] = {}
        for (row, column), cell in table.sheet.cells.items():
            if row >= table.first and column not in known:
                strays.setdefault(column, cell)
        for cell in strays.values():
            self._warn("stray-column", cell.place)
        wanted = (each for each in COLUMNS[table.name] if each.is_open and each not in SETTLING_COLUMNS)
        columns = [each for each in wanted if each.key not in table.columns]
        titles = ", ".join(each.title or each.key for each in columns)
        lost = {"sheet": table.sheet.name, "columns": titles, "rest": self.rest}
        if columns and table.name in _RECORDS:
            self._refuse("lost-columns-of-rows", **lost)
        elif columns:
            self._warn("lost-columns", **lost)

    def _refuse_empty_formulas(self, table: _Table) -> None:
        """Refuse a formula that came to nothing: an empty cell would take out what the file says."""
        wanted = {table.columns[key] for key in table.open_keys}
        for row, column in sorted(table.sheet.formulas - set(table.sheet.cells)):
            if row >= table.first and column in wanted:
                self._refuse("empty-formula", table.sheet.place(write_address(row, column)))

    # Sheets

    def _read_about(self, table: _Table, asked: Iterable[AboutRow]) -> None:
        rows = {row.key: row for row in asked}
        lists: dict[Field, list[Data]] = {}
        for each in table.rows():
            key = self._text(each, "key", "text")
            row = rows.get(key)
            if row is None:
                if "value" in each and "key" not in each and "label" not in each:
                    self._refuse("row-without-name", table.place(each, "value"))
                continue
            text = self._text(each, "value", row.key)
            if row.spare_rows:
                lists.setdefault(row.field, []).extend([text] if text else [])
                self.places.setdefault(row.field, table.place(each, "value"))
            elif row.field in self.values:
                self._refuse("two-rows", table.place(each, "key"), what=row.label)
            else:
                self._note(row.field, text, table.place(each, "value"))
        self.values |= lists

    def _read_rows(self, table: _Table, what: str, rows: Iterable[tuple[str, _Row]]) -> None:
        for id, row in rows:
            place = table.place(row, COLUMNS[table.name][0].key)
            if (what, id) in self.places:
                other = self.places[what, id].rpartition("!")[2]
                self._refuse("two-rows-of-indicator", place, id=id, other=other)
                continue
            self.places[what, id] = place
            for key in table.open_keys:
                self._note((what, id, *key.split(".")), self._text(row, key), table.place(row, key))
            for key in (each for each in row if each not in table.open_keys):
                self.beside[what, id, key], self.places[what, id, key] = _exact(row, key), row[key].place

    def _read_base(self, table: _Table) -> None:
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
        self.values |= {(*field[:2], "evidence"): [] for field in self.values if field[0] == "ratings"}
        for id, row in self._identified(table):
            place = row["indicator"].place
            self.places.setdefault(("ratings", id), place)
            self._add_item(("ratings", id, "evidence"), row, table, place)

    def _read_records(self, table: _Table, pattern: tuple[str, ...]) -> None:
        """Read rows that belong to something; one that does not say to what belongs to what the last did."""
        heading, of = COLUMNS[table.name][0], ""
        for row in table.rows():
            of = self._text(row, heading.key) or of
            field = tuple(of if step == ANY else step for step in pattern)
            self._add_item(field, row, table, table.place(row))
        for field in map(_texts_of, self.base or ()):
            if (field[0], *field[2:]) == (pattern[0], *pattern[2:]):
                self.values.setdefault(field, [])

    def _read_sources(self, table: _Table) -> None:
        seen: set[Field] = set()
        for key, row in self._identified(table):
            cell, field = row["key"], ("document",) if key == WRITTEN_OUT else ("sources", key)
            if field in seen:
                self._refuse("two-rows", cell.place, what=f"the source {key}")
            if key == WRITTEN_OUT and self.values.get(field) not in (None, "", WRITTEN_OUT):
                self._refuse("other-document", cell.place)
            seen.add(field)
            self._note(field, self._record(row, table, field), cell.place)
        for named in self.base or ():
            exported = _texts_of(named)
            if exported[:1] == ("sources",) and exported not in seen:
                self.values[exported] = None

    def _read_corrections(self, table: _Table) -> None:
        self.values["corrections",] = []
        for row in table.rows():
            self._add_item(("corrections",), row, table, table.place(row))

    def _add_item(self, field: Field, row: _Row, table: _Table, place: str) -> None:
        """Add what a row says to the list that a field is; evidence has a source."""
        items = as_items(self.values.setdefault(field, []))
        route = (*field, len(items))
        self.places.setdefault(field, place)
        if record := self._record(row, table, route):
            self.places[route] = place
            if table.name is SheetName.EVIDENCE and "source" not in record:
                self._refuse("no-source", place)
            else:
                items.append(record)

    # Rows

    def _identified(self, table: _Table) -> Iterator[tuple[str, _Row]]:
        heading = COLUMNS[table.name][0]
        if heading.key not in table.columns:
            self._refuse("lost-ids", sheet=table.sheet.name, column=heading.title)
        for row in table.rows():
            if id := self._text(row, heading.key):
                yield id, row
            elif heading.key not in row and any(key in row for key in table.open_keys):
                self._refuse("row-without-id", table.place(row, heading.key))

    def _identified_items(self, table: _Table) -> Iterator[tuple[str, _Row]]:
        """Yield rows by the ids under which they were exported, by their own, or by their numbers."""
        if "id" not in table.columns:
            self._refuse("lost-ids", sheet=table.sheet.name, column="Id")
            return
        rows = [(row, self._text(row, "id")) for row in table.rows()]
        known, ids = {_texts_of(named)[:2] for named in self.base or ()}, {id for _, id in rows}
        for row, id in rows:
            was = _exact(row, EXPORTED_ID) if self.values.get(FRAMEWORK) else ""
            if was and id not in (was, "") and (table.name.value, id) in known:
                self._refuse("other-row", table.place(row, "id"), id=id, was=was)
            elif any(str(row[key].value).strip() for key in table.open_keys if key in row):
                is_same = was and (id == was or was not in ids)
                yield was if is_same else id or f"{NO_ID}{next(iter(row.values())).row}", row

    def _record(self, row: _Row, table: _Table, route: Route) -> dict[str, Data]:
        keys = [key for key in table.open_keys if key in row and key not in ("indicator", "key", "scale")]
        self.places |= {(*route, key): row[key].place for key in keys}
        return {key: text for key in keys if (text := self._text(row, key))}

    def _text(self, row: _Row, key: str, what: str = "") -> str:
        """Return what a cell says, empty where it does not; `what` is the key of what is asked for there."""
        cell = row.get(key)
        if cell is None:
            return ""
        if cell.is_formula:
            self._warn("formula", cell.place)
        if isinstance(cell.value, str) and cell_length(cell.value) >= MOST_CHARACTERS:
            self._warn("full-cell", cell.place)
        said = _text_of(cell, what or key)
        if isinstance(said, str):
            return said
        self.refusals.append(said)
        return ""

    def _refuse(self, name: str, place: str = "", /, **words: object) -> None:
        self.refusals.append(remark(name, place, **words))

    def _warn(self, name: str, place: str = "", /, **words: object) -> None:
        self.warnings.append(remark(name, place, **words))

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
    texts = [item for item in items if isinstance(item, str)] if isinstance(items, list) else []
    return tuple(texts) if texts == items else ()


# What a cell says: what a spreadsheet made of it is not guessed back ------------------------------


def _text_of(cell: CellAt, key: str) -> str | CellRemark:
    """Return what a cell says as text, with line breaks as our files have them; `key` is asked for there."""
    match cell.value:
        case str() as text if control := _CONTROL.search(text):
            return remark("control-character", cell.place, code=f"{ord(control.group()):04X}")
        case str() as text:
            return _LINE_BREAK.sub("\n", text).strip()
        case bool() as value if key in _TRUTHS:
            return str(value).lower()
        case bool():
            return remark("truth-value", cell.place)
        case Percentage() as value:
            return remark("percentage", cell.place, value=value)
        case Decimal() as number if key in _NUMBERED and number != int(number):
            return remark("number-of-decimals", cell.place)
        case Decimal() as number if key in _IDS:
            return remark("number-for-id", cell.place, value=number)
        case Decimal() as number if len(number.normalize().as_tuple().digits) > KEPT_DIGITS:
            return remark("many-digits", cell.place, most=KEPT_DIGITS)
        case Decimal() as number:
            return f"{number:f}"
        case datetime() as moment if moment.time() != time.min:
            return remark("time-of-day", cell.place)
        case date() as day if key in _DAYS:
            return f"{day:%Y-%m-%d}"
        case date() as day:
            return remark("date", cell.place, value=day, kind="a number" if key == "measured" else "text")
        case PartOfDate(day):
            return remark("part-of-date", cell.place, value=day)
        case CellError(code):
            return remark("error", cell.place, value=code)
        case _:
            return remark("no-text", cell.place)
