"""From the cells of a workbook to what it says: columns found by their markers, rows by their ids."""

import json
from collections.abc import Iterable, Iterator, Mapping

from scorecard.diagnostics import Route
from scorecard.editing.assessment_fields import EVIDENCE_KEYS, RATING_TEXTS, Field
from scorecard.reading.plain_data import Data
from scorecard.spreadsheet.cell_texts import CellTexts
from scorecard.spreadsheet.cells import CellAt, Sheet
from scorecard.spreadsheet.columns import (
    ABOUT_ROWS,
    COLUMNS,
    DIGEST_ROW,
    FRAMEWORK_ROW,
    ORIGIN_ROW,
    TITLES,
    WRITTEN_OUT,
    SheetName,
    field_key,
    marker,
    shown_value,
    value_digest,
)
from scorecard.spreadsheet.merge import CellRemark, Exported, Filled

_RECORDS = frozenset({SheetName.EVIDENCE, SheetName.SOURCES, SheetName.CORRECTIONS})
"""Sheets whose rows are one thing each: without one of its columns a row says less than it did."""
FEWEST_MARKS = 2
"""One cell alone may hold what looks like a mark; a row of two is one of marks."""


def read_form(sheets: Iterable[Sheet]) -> Filled:
    """Return what a workbook says, with a remark on each cell that cannot be taken as it is."""
    return _FormReader(list(sheets)).read()


class _Table:
    """One sheet as rows under the markers of its columns."""

    def __init__(self, sheet: Sheet, name: SheetName, columns: Mapping[str, int], first: int) -> None:
        self.sheet = sheet
        self.columns = columns
        self.first = first
        self._heading = COLUMNS[name][0]

    def rows(self) -> Iterator[dict[str, CellAt]]:
        """Yield each row below the titles that has something in a column with a marker."""
        keys = {column: key for key, column in self.columns.items()}
        found: dict[int, dict[str, CellAt]] = {}
        for (row, column), cell in sorted(self.sheet.cells.items()):
            if row >= self.first and column in keys:
                found.setdefault(row, {})[keys[column]] = cell
        titles = next((row for row, cells in found.items() if self._is_heading(cells)), None)
        yield from (cells for row, cells in found.items() if row != titles)

    def _is_heading(self, cells: Mapping[str, CellAt]) -> bool:
        """Whether these are the titles of the columns."""
        cell = cells.get(self._heading.key)
        return cell is not None and bool(self._heading.title) and cell.value == self._heading.title


class _FormReader(CellTexts):
    def __init__(self, sheets: list[Sheet]) -> None:
        super().__init__()
        self.sheets = sheets
        self.values: dict[Field, Data] = {}
        self.places: dict[Route, str] = {}
        self.about: dict[str, str] = {}

    def read(self) -> Filled:
        """Read every sheet that has a marker."""
        tables = {name: table for name in SheetName if (table := self._find(name)) is not None}
        ratings = tables.get(SheetName.RATINGS)
        if ratings is None:
            help = "export one with scorecard export, and fill that in"
            self.refusals.append(
                CellRemark("", "this is no workbook of an assessment: its marks are not there", help)
            )
        else:
            for name, table in tables.items():
                if name is not SheetName.BASE:
                    self._warn_of_strays(table, name)
                    self._refuse_merged(table.sheet)
                    self._refuse_empty_formulas(table, name)
            if SheetName.ABOUT in tables:
                self._read_about(tables[SheetName.ABOUT])
            self._read_ratings(ratings)
            for name in (SheetName.ABOUT, SheetName.EVIDENCE, SheetName.SOURCES, SheetName.CORRECTIONS):
                if name not in tables:
                    message = f"the sheet {TITLES[name]} is gone; what the file says there stays"
                    self.warnings.append(CellRemark("", message))
            base, originals = self._read_base(tables.get(SheetName.BASE))
            self._read_lists(tables, base)
            self._check_document(SheetName.SOURCES in tables)
            self._restore(originals)
            self._leave_refused_out()
            return self._filled(base)
        return self._filled(None)

    def _leave_refused_out(self) -> None:
        """Take fields out of which a cell was refused: what the rest of them says is not what was meant."""
        refused = {CellAt(*at, "").place for at in self.refused}
        routes = [route for route, place in self.places.items() if place in refused]
        for field in list(self.values):
            if any(route[: len(field)] == field for route in routes):
                del self.values[field]

    def _restore(self, originals: Mapping[Field, Data]) -> None:
        """Give each text that flowed into its cell and was not changed there its own lines again."""
        for field, original in originals.items():
            value = self.values.get(field)
            if value == shown_value(original):
                self.values[field] = original
            elif isinstance(value, list) and isinstance(original, list):
                known = {value_digest(shown_value(item)): item for item in original}
                self.values[field] = [known.get(value_digest(item), item) for item in value]

    def _filled(self, base: Mapping[str, Exported] | None) -> Filled:
        return Filled(
            values=self.values,
            places=self.places,
            base=base,
            framework=self.about.get(FRAMEWORK_ROW, ""),
            digest=self.about.get(DIGEST_ROW, ""),
            origin=self.about.get(ORIGIN_ROW, ""),
            refusals=tuple(self.refusals),
            warnings=tuple(self.warnings),
        )

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
                found.append(self._table(sheet, name, row, rows[row]))
        if len(found) > 1:
            names = ", ".join(f'"{table.sheet.name}"' for table in found)
            message = f"the sheets {names} are both marked as {TITLES[name]}"
            self.refusals.append(CellRemark("", message, "take all but one out, and import again"))
        return found[0] if found else None

    def _table(self, sheet: Sheet, name: SheetName, row: int, marked: list[tuple[str, CellAt]]) -> _Table:
        columns: dict[str, int] = {}
        for key, cell in marked:
            if key in columns:
                self.refuse(cell, f"two columns are marked as {name.value}.{key}", "take one out")
            columns.setdefault(key, cell.column)
        return _Table(sheet, name, columns, row + 1)

    def _refuse_merged(self, sheet: Sheet) -> None:
        for area in sheet.merged:
            place = f"{CellAt(sheet.name, 1, 1, '').place.removesuffix('A1')}{area}"
            message = "these cells are merged, so it cannot be told which row they belong to"
            self.refusals.append(CellRemark(place, message, "split them, and fill in each row"))

    def _warn_of_strays(self, table: _Table, name: SheetName) -> None:
        """Say what is read past: columns of the reader's own, and columns of ours that are gone."""
        known = set(table.columns.values())
        strays: dict[int, CellAt] = {}
        for (row, column), cell in table.sheet.cells.items():
            if row >= table.first and column not in known:
                strays.setdefault(column, cell)
        for cell in strays.values():
            message = "nothing is read from this column, which is none of ours"
            self.warnings.append(CellRemark(cell.place, message, "put what matters into one that is"))
        gone = [
            each.title or each.key for each in COLUMNS[name] if each.is_open and each.key not in table.columns
        ]
        if gone and name in _RECORDS:
            message = f'the sheet "{table.sheet.name}" has lost {", ".join(gone)}, which its rows may need'
            self.refusals.append(CellRemark("", message, "hide a column instead; export the workbook again"))
        elif gone:
            message = (
                f'the sheet "{table.sheet.name}" has lost {", ".join(gone)}; what the file says there stays'
            )
            self.warnings.append(CellRemark("", message))

    def _refuse_empty_formulas(self, table: _Table, name: SheetName) -> None:
        """Refuse a formula that came to nothing: an empty cell would take out what the file says."""
        wanted = {
            table.columns[each.key] for each in COLUMNS[name] if each.is_open and each.key in table.columns
        }
        for row, column in sorted(table.sheet.formulas - set(table.sheet.cells)):
            if row >= table.first and column in wanted:
                cell = CellAt(table.sheet.name, row, column, "", is_formula=True)
                self.refuse(
                    cell, "this is a formula that came to nothing", "write the text itself, or empty the cell"
                )

    # Sheets

    def _read_about(self, table: _Table) -> None:
        rows = {row.key: row for row in ABOUT_ROWS}
        lists: dict[str, list[Data]] = {}
        for cells in table.rows():
            key = self.text(cells["key"], "text") if "key" in cells else ""
            row = rows.get(key)
            if row is None:
                if "value" in cells and "key" not in cells and "label" not in cells:
                    self.refuse(
                        cells["value"], "nothing says what this is", "fill in the rows that have a name"
                    )
                continue
            text = self.text(cells["value"], row.key) if "value" in cells else ""
            place = self._place(table, cells, "value")
            if row.is_list:
                lists.setdefault(key, []).extend([text] if text else [])
                self.places.setdefault(row.field, place)
            elif key in self.about:
                self.refuse(cells["key"], f"{row.label} is there twice", "take one of the rows out")
            else:
                self.about[key] = text
                if not key.startswith("workbook."):
                    self._note(row.field, text or None, place)
        self.values |= {rows[key].field: items or None for key, items in lists.items()}

    def _read_ratings(self, table: _Table) -> None:
        self._refuse_missing(table, SheetName.RATINGS, "indicator")
        seen: dict[str, CellAt] = {}
        for cells in table.rows():
            id = self._id(table, cells, "indicator", RATING_TEXTS)
            if not id:
                continue
            if id in seen:
                self.refuse(
                    cells["indicator"], f"{id} has two rows; the other is {seen[id].ref}", "take one out"
                )
                continue
            seen[id] = cells["indicator"]
            self.places["ratings", id] = cells["indicator"].place
            for key in RATING_TEXTS:
                if key in table.columns:
                    cell = cells.get(key)
                    text = self.text(cell, key) if cell else ""
                    self._note(("ratings", id, key), text or None, self._place(table, cells, key))

    def _place(self, table: _Table, cells: Mapping[str, CellAt], key: str) -> str:
        """Return the place of a cell of a row, also where the cell is empty."""
        if key in cells or key not in table.columns:
            return cells.get(key, next(iter(cells.values()))).place
        row = next(iter(cells.values())).row
        return CellAt(table.sheet.name, row, table.columns[key], "").place

    def _read_lists(self, tables: Mapping[SheetName, _Table], base: Mapping[str, Exported] | None) -> None:
        if SheetName.EVIDENCE in tables:
            self._read_evidence(tables[SheetName.EVIDENCE])
        if SheetName.SOURCES in tables:
            self._read_sources(tables[SheetName.SOURCES], base)
        if SheetName.CORRECTIONS in tables:
            self._read_corrections(tables[SheetName.CORRECTIONS])

    def _read_evidence(self, table: _Table) -> None:
        self._refuse_missing(table, SheetName.EVIDENCE, "indicator")
        found: dict[str, list[Data]] = {
            str(field[1]): [] for field in self.values if field[0] == "ratings" and len(field) == 3
        }
        for cells in table.rows():
            id = self._id(table, cells, "indicator", EVIDENCE_KEYS)
            if not id:
                continue
            items = found.setdefault(id, [])
            route: Route = ("ratings", id, "evidence", len(items))
            record = self._record(cells, EVIDENCE_KEYS, route)
            self.places.setdefault(("ratings", id), cells["indicator"].place)
            self.places.setdefault(route[:-1], cells["indicator"].place)
            self.places[route] = cells["indicator"].place
            if record and "source" not in record:
                self.refuse(cells["indicator"], "this evidence names no source", "give the key of a source")
            elif record:
                items.append(record)
        self.values |= {("ratings", id, "evidence"): items or None for id, items in found.items()}

    def _read_sources(self, table: _Table, base: Mapping[str, Exported] | None) -> None:
        columns = [column.key for column in COLUMNS[SheetName.SOURCES][1:]]
        self._refuse_missing(table, SheetName.SOURCES, "key")
        seen: set[Field] = set()
        for cells in table.rows():
            key = self._id(table, cells, "key", columns)
            field: Field = ("document",) if key == WRITTEN_OUT else ("sources", key)
            if not key:
                continue
            if field in seen:
                self.refuse(cells["key"], f"the source {key} is there twice", "take one of the rows out")
            if key == WRITTEN_OUT and self.values.get(field) not in (None, WRITTEN_OUT):
                message = "the first sheet names another document than the one written out here"
                self.refuse(cells["key"], message, "take this row out, or its key there")
            seen.add(field)
            self.values[field] = self._record(cells, columns, field) or None
            self.places[field] = cells["key"].place
        for named in base or ():
            field = _field_of(named)
            if field[:1] == ("sources",) and field not in seen:
                self.values[field] = None

    def _read_corrections(self, table: _Table) -> None:
        items: list[Data] = []
        for cells in table.rows():
            route: Route = ("corrections", len(items))
            self.places.setdefault(("corrections",), next(iter(cells.values())).place)
            record = self._record(cells, ("date", "text"), route)
            if record:
                self.places[route] = next(iter(cells.values())).place
                items.append(record)
        self.values["corrections",] = items or None

    def _read_base(self, table: _Table | None) -> tuple[dict[str, Exported] | None, dict[Field, Data]]:
        """Return what fields were when they were exported, and those that look otherwise in their cells."""
        if table is None or not {"field", "digest"} <= set(table.columns):
            return None, {}
        base: dict[str, Exported] = {}
        originals: dict[Field, Data] = {}
        for cells in table.rows():
            field, digest = _field_of(_exact(cells.get("field"))), _exact(cells.get("digest"))
            if field and digest:
                base[field_key(field)] = Exported(digest, _texts_of(_exact(cells.get("items"))))
                value = _parse_json(_exact(cells.get("original")))
                if value_digest(value) == digest:
                    originals[field] = value
        return base, originals

    def _check_document(self, has_sources: bool) -> None:
        """Refuse a document that is said to be written out and is not."""
        if self.values.get(("document",)) != WRITTEN_OUT:
            return
        if has_sources:
            message = f"{WRITTEN_OUT} stands for a row of Sources with that key, and there is none"
            place = self.places["document",]
            self.refusals.append(CellRemark(place, message, "give the key of a source"))
        del self.values["document",]

    # Cells

    def _refuse_missing(self, table: _Table, name: SheetName, key: str) -> None:
        """Refuse a sheet whose rows cannot be told apart."""
        if key not in table.columns:
            title = next(column.title for column in COLUMNS[name] if column.key == key)
            message = f'the sheet "{table.sheet.name}" has lost its column {title}'
            self.refusals.append(
                CellRemark("", message, "export the workbook again, and copy what was filled in")
            )

    def _note(self, field: Field, value: Data, place: str) -> None:
        self.values[field] = value
        self.places[field] = place

    def _id(self, table: _Table, cells: Mapping[str, CellAt], key: str, keys: Iterable[str]) -> str:
        """Return the id of a row; refuse a row that says something and has none."""
        if key in cells:
            return self.text(cells[key], key)
        if any(each in cells for each in keys):
            message = "this row has no id, so nothing says what the rest of it belongs to"
            self.refusals.append(CellRemark(self._place(table, cells, key), message, "give its id"))
        return ""

    def _record(self, cells: Mapping[str, CellAt], keys: Iterable[str], route: Route) -> dict[str, Data]:
        record: dict[str, Data] = {}
        for key in keys:
            if key in cells:
                self.places[(*route, key)] = cells[key].place
                if text := self.text(cells[key], key):
                    record[key] = text
        return record


def _exact(cell: CellAt | None) -> str:
    return cell.value if cell is not None and isinstance(cell.value, str) else ""


def _parse_json(text: str) -> Data:
    """Return what a text says as JSON; None where it says nothing."""
    try:
        value: Data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value


def _field_of(named: str) -> Field:
    """Return the field that a row of digests is about; empty where it names none."""
    return _texts_of(named)


def _texts_of(text: str) -> tuple[str, ...]:
    """Return a JSON list of texts; empty where it is none."""
    items = _parse_json(text)
    texts = tuple(item for item in items if isinstance(item, str)) if isinstance(items, list) else ()
    return texts if isinstance(items, list) and len(texts) == len(items) else ()
