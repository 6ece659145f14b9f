"""An exported workbook filled in as people do: cells typed into, rows and columns moved, sheets renamed.

    work = Filling(raw)                           the bytes that `scorecard export` wrote
    work.rate("1.2", level="pass")                type into the row of an indicator, columns by their keys
    work.tell("date", "2022-01-01")               type into the row of the first sheet that has this key
    work.add("Evidence", indicator="1.2", source="plan")          type into the first free row of a sheet
    work.save()                                   bytes again, as a spreadsheet program would store them

Cells are found by the hidden marks of their columns, so a test does not say letters. A value is a text, which
is stored as a shared string, or any of `Typed`: a number, a formula and what it came to, a date …
"""

import io
import os
import re
import signal
import subprocess
import zipfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from subprocess import DEVNULL
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement
from xml.sax.saxutils import escape

from tests.commands import PATIENCE

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ID = f"{{{RELATIONSHIPS}}}id"
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]|_(?=x[0-9A-Fa-f]{4}_)")

_NAMES = {"": MAIN, "r": RELATIONSHIPS}
for _prefix, _uri in _NAMES.items():
    ElementTree.register_namespace(_prefix, _uri)

Position = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in a cell that is no text: its type, its value, its formula, and its number format."""

    value: str
    kind: str = "n"
    formula: str | None = None
    format: str | None = None


def number(text: str, format: str | None = None) -> Typed:
    """Return a number, shown in a format such as `0%`."""
    return Typed(text, format=format)


def day(value: date) -> Typed:
    """Return a date as spreadsheets keep it: a number that is shown as one."""
    return Typed(str((value - date(1899, 12, 30)).days), format="yyyy\\-mm\\-dd")


def formula(text: str, result: str = "", kind: str = "str") -> Typed:
    """Return a formula and what it came to."""
    return Typed(result, kind=kind, formula=text)


def truth(value: bool) -> Typed:
    """Return a truth value."""
    return Typed(str(int(value)), kind="b")


def error(code: str) -> Typed:
    """Return an error such as `#N/A`."""
    return Typed(code, kind="e")


class Filling:
    """A workbook that is being filled in."""

    def __init__(self, raw: bytes | Path) -> None:
        content = raw.read_bytes() if isinstance(raw, Path) else raw
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self._book = self._read("xl/workbook.xml")
        self._related = self._read("xl/_rels/workbook.xml.rels")
        self._types = self._read("[Content_Types].xml")
        self._texts = self._read("xl/sharedStrings.xml")
        self._styles = self._read("xl/styles.xml")
        self._pages: dict[str, _Page] = {}

    def _read(self, path: str) -> Element:
        return ElementTree.fromstring(self.parts[path])

    # Sheets

    def _listed(self) -> Element:
        found = self._book.find(f"{{{MAIN}}}sheets")
        assert found is not None
        return found

    def _entry(self, name: str) -> Element:
        return next(each for each in self._listed() if each.get("name") == name)

    def _target(self, name: str) -> Element:
        id = self._entry(name).get(_ID)
        return next(each for each in self._related if each.get("Id") == id)

    def _path(self, name: str) -> str:
        return "xl/" + str(self._target(name).get("Target")).removeprefix("/xl/")

    def names(self) -> list[str]:
        """Return the names of the sheets in their order."""
        return [str(each.get("name")) for each in self._listed()]

    def page(self, name: str) -> "_Page":
        """Return a sheet."""
        path = self._path(name)
        if path not in self._pages:
            self._pages[path] = _Page(self._read(path), self)
        return self._pages[path]

    def rename(self, name: str, to: str) -> None:
        """Give a sheet another name."""
        self._entry(name).set("name", to)

    def delete(self, name: str) -> None:
        """Delete a sheet."""
        path, target, entry = self._path(name), self._target(name), self._entry(name)
        self._listed().remove(entry)
        self._related.remove(target)
        for each in list(self._types):
            if each.get("PartName") == f"/{path}":
                self._types.remove(each)
        self._pages.pop(path, None)
        names = self._book.find(f"{{{MAIN}}}definedNames")
        if names is not None:
            self._book.remove(names)
        del self.parts[path]

    def copy(self, name: str, to: str) -> None:
        """Copy a sheet to the end, as spreadsheet programs do."""
        self._flush()
        path = f"xl/worksheets/copy{len(self._listed())}.xml"
        self.parts[path] = self.parts[self._path(name)]
        id = f"rIdCopy{len(self._listed())}"
        kind = f"{RELATIONSHIPS}/worksheet"
        SubElement(
            self._related,
            f"{{{PACKAGE}}}Relationship",
            {"Id": id, "Type": kind, "Target": path.removeprefix("xl/")},
        )
        SubElement(self._types, f"{{{TYPES}}}Override", {"PartName": f"/{path}", "ContentType": WORKSHEET})
        number = str(1 + max(int(each.get("sheetId", "0")) for each in self._listed()))
        SubElement(self._listed(), f"{{{MAIN}}}sheet", {"name": to, "sheetId": number, _ID: id})

    def order(self, *names: str) -> None:
        """Put the sheets into this order."""
        listed = self._listed()
        listed[:] = [self._entry(name) for name in names]

    # Cells by what they are about

    def rate(self, id: str, **values: "str | Typed | None") -> None:
        """Type into the row of an indicator; None empties a cell. Columns go by the keys of their marks."""
        page = self.page("Ratings")
        row = page.row_of("indicator", id)
        for key, value in values.items():
            page.type(row, page.column(key.replace("x_", "x-")), value)

    def tell(self, key: str, *values: "str | Typed | None") -> None:
        """Type into the rows of the first sheet that have a key, as many as there are values."""
        page = self.page("About")
        rows = page.rows_of("key", key)
        for row, value in zip(rows, values, strict=False):
            page.type(row, page.column("value"), value)

    def add(self, name: str, **values: "str | Typed") -> int:
        """Type into the first free row of a sheet that grows, and return its number."""
        page = self.page(name)
        row = page.last() + 1
        for key, value in values.items():
            page.type(row, page.column(key), value)
        return row

    # Storing

    def text_of(self, index: int) -> str:
        """Return a shared text."""
        runs = self._texts[index].iter(f"{{{MAIN}}}t")
        text = "".join(run.text or "" for run in runs)
        return re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)

    def store(self, text: str) -> int:
        """Store a text once more, and return its number."""
        item = SubElement(self._texts, f"{{{MAIN}}}si")
        run = SubElement(item, f"{{{MAIN}}}t", {_SPACE: "preserve"})
        run.text = _UNWRITABLE.sub(lambda match: f"_x{ord(match.group()):04X}_", text)
        return len(self._texts) - 1

    def style(self, like: str, format: str) -> str:
        """Return the number of a style that shows numbers in a format and is otherwise like another."""
        formats = self._styles.find(f"{{{MAIN}}}numFmts")
        if formats is None:
            formats = Element(f"{{{MAIN}}}numFmts")
            self._styles.insert(0, formats)
        id = str(200 + len(formats))
        SubElement(formats, f"{{{MAIN}}}numFmt", {"numFmtId": id, "formatCode": format})
        styles = self._styles.find(f"{{{MAIN}}}cellXfs")
        assert styles is not None
        made = ElementTree.fromstring(ElementTree.tostring(styles[int(like or 0)]))
        made.set("numFmtId", id)
        made.set("applyNumberFormat", "1")
        styles.append(made)
        return str(len(styles) - 1)

    def _flush(self) -> None:
        for path, page in self._pages.items():
            self.parts[path] = _bytes(page.written())

    def save(self) -> bytes:
        """Return the workbook's bytes."""
        self._flush()
        self.parts["xl/workbook.xml"] = _bytes(self._book)
        self.parts["xl/_rels/workbook.xml.rels"] = _bytes(self._related)
        self.parts["[Content_Types].xml"] = _bytes(self._types)
        self.parts["xl/sharedStrings.xml"] = _bytes(self._texts)
        self.parts["xl/styles.xml"] = _bytes(self._styles)
        raw = io.BytesIO()
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, content in self.parts.items():
                archive.writestr(path, content)
        return raw.getvalue()


def _bytes(element: Element) -> bytes:
    content: bytes = ElementTree.tostring(element, encoding="utf-8", xml_declaration=True)
    return content


class _Page:
    """A sheet as a grid of cells, each with its type, value and style as the XML has them."""

    def __init__(self, root: Element, book: Filling) -> None:
        self.root = root
        self._book = book
        data = root.find(f"{{{MAIN}}}sheetData")
        assert data is not None
        self._data = data
        self._rows: dict[int, dict[str, str]] = {}
        self.cells: dict[Position, Element] = {}
        for row in data:
            self._rows[int(row.get("r", "0"))] = dict(row.attrib)
            for cell in row:
                self.cells[_position(str(cell.get("r")))] = cell

    # Looking

    def text(self, row: int, column: int) -> str | None:
        """Return what stands in a cell; of a formula what it came to; None where nothing does."""
        cell = self.cells.get((row, column))
        value = None if cell is None else cell.findtext(f"{{{MAIN}}}v")
        if cell is None or value is None:
            return None
        return self._book.text_of(int(value)) if cell.get("t") == "s" else value

    def column(self, key: str) -> int:
        """Return the column whose mark ends in a key."""
        for row, column in self.cells:
            text = self.text(row, column) or ""
            if text.startswith("scorecard:") and text.partition(".")[2] == key:
                return column
        raise AssertionError(f"no column is marked as {key}")

    def rows_of(self, key: str, text: str) -> list[int]:
        """Return the rows that have a text in a column."""
        column = self.column(key)
        return sorted(row for row, each in self.cells if each == column and self.text(row, each) == text)

    def row_of(self, key: str, text: str) -> int:
        """Return the last row that has a text in a column: the titles may have it too."""
        return self.rows_of(key, text)[-1]

    def last(self) -> int:
        """Return the last row in which something stands."""
        return max(row for row, column in self.cells if self.text(row, column) is not None)

    # Typing

    def type(self, row: int, column: int, value: "str | Typed | None") -> None:
        """Put a value into a cell, keeping its style; None empties it."""
        cell = self.cells.setdefault((row, column), Element(f"{{{MAIN}}}c"))
        cell[:] = []
        cell.attrib.pop("t", None)
        match value:
            case None:
                return
            case str():
                cell.set("t", "s")
                SubElement(cell, f"{{{MAIN}}}v").text = str(self._book.store(value))
            case Typed():
                if value.format is not None:
                    cell.set("s", self._book.style(cell.get("s", "0"), value.format))
                cell.set("t", value.kind)
                if value.formula is not None:
                    SubElement(cell, f"{{{MAIN}}}f").text = value.formula
                if value.value:
                    SubElement(cell, f"{{{MAIN}}}v").text = value.value

    # Moving

    def move(self, to: Callable[[int, int], Position | None]) -> None:
        """Move every cell to where `to` says; None deletes it. A row's own attributes go with its cells."""
        rows: dict[int, dict[str, str]] = {}
        cells: dict[Position, Element] = {}
        for (row, column), cell in self.cells.items():
            place = to(row, column)
            if place is not None:
                cells[place] = cell
                rows.setdefault(place[0], self._rows.get(row, {}))
        self.cells, self._rows = cells, rows

    def delete_row(self, row: int) -> None:
        """Delete a row; those below move up."""
        self.move(lambda each, column: None if each == row else (each - (each > row), column))

    def insert_row(self, before: int) -> None:
        """Insert an empty row."""
        self.move(lambda each, column: (each + (each >= before), column))

    def delete_column(self, key: str) -> None:
        """Delete the column with a mark; those to its right move left."""
        gone = self.column(key)
        self.move(lambda row, each: None if each == gone else (row, each - (each > gone)))

    def insert_column(self, before: int) -> None:
        """Insert an empty column."""
        self.move(lambda row, each: (row, each + (each >= before)))

    def reverse_rows(self, first: int) -> None:
        """Turn the order of all rows from one on, as sorting does."""
        last = max(row for row, _ in self.cells)
        self.move(lambda row, column: (row if row < first else first + last - row, column))

    def reverse_columns(self) -> None:
        """Turn the order of all columns."""
        last = max(column for _, column in self.cells)
        self.move(lambda row, column: (row, last + 1 - column))

    def copy_row(self, row: int, to: int) -> None:
        """Copy a row over another."""
        for (each, column), cell in list(self.cells.items()):
            if each == row:
                self.cells[to, column] = ElementTree.fromstring(ElementTree.tostring(cell))

    def hide_row(self, row: int) -> None:
        """Hide a row, as a filter does."""
        self._rows.setdefault(row, {})["hidden"] = "1"

    def hide_column(self, column: int) -> None:
        """Hide a column."""
        columns = self.root.find(f"{{{MAIN}}}cols")
        assert columns is not None
        for each in columns:
            if int(each.get("min", "0")) <= column <= int(each.get("max", "0")):
                each.set("hidden", "1")

    def merge(self, *ranges: str) -> None:
        """Merge ranges of cells; what stands in all but the first of each is gone."""
        merged = Element(f"{{{MAIN}}}mergeCells", {"count": str(len(ranges))})
        for each in ranges:
            SubElement(merged, f"{{{MAIN}}}mergeCell", {"ref": each})
            (top, left), (bottom, right) = map(_position, each.split(":"))
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    if (row, column) != (top, left):
                        self.type(row, column, None)
        self.root.insert(list(self.root).index(self._data) + 1, merged)

    def ref(self, row: int, column: int) -> str:
        """Return a cell's address."""
        letters = ""
        while column:
            column, letter = divmod(column - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{letters}{row}"

    def written(self) -> Element:
        """Return the sheet with its cells where they are now."""
        self._data[:] = []
        made: dict[int, Element] = {}
        for (row, column), cell in sorted(self.cells.items(), key=lambda each: each[0]):
            if row not in made:
                attributes = {**self._rows.get(row, {}), "r": str(row)}
                attributes.pop("spans", None)
                made[row] = SubElement(self._data, f"{{{MAIN}}}row", attributes)
            cell.set("r", self.ref(row, column))
            made[row].append(cell)
        size = self.root.find(f"{{{MAIN}}}dimension")
        if size is not None:
            self.root.remove(size)
        return self.root


def _position(ref: str) -> Position:
    match = re.fullmatch(r"([A-Z]+)([0-9]+)", ref)
    assert match is not None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


# On a real spreadsheet program ----------------------------------------------------------------------

_MODULE = """\
Dim frame, dispatcher

Sub Command(name, key, value)
    Dim words(0) As New com.sun.star.beans.PropertyValue
    words(0).Name = key
    words(0).Value = value
    dispatcher.executeDispatch(frame, ".uno:" & name, "", 0, words())
End Sub

Sub Typed(cell, text)
    Command("GoToCell", "ToPoint", cell)
    Command("EnterString", "StringName", text)
End Sub

Sub Main
    Dim none()
    Dim kind(0) As New com.sun.star.beans.PropertyValue
    kind(0).Name = "FilterName"
    kind(0).Value = "Calc MS Excel 2007 XML"
    document = StarDesktop.loadComponentFromURL({source}, "_blank", 0, none())
    frame = document.CurrentController.Frame
    dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
    sheets = document.Sheets
{steps}
    document.storeToURL({target}, kind())
    document.close(True)
    StarDesktop.terminate()
End Sub
"""
_LIBRARY = """\
<?xml version="1.0" encoding="UTF-8"?>
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">{element}</library:library>
"""
_SCRIPT = """\
<?xml version="1.0" encoding="UTF-8"?>
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
 script:language="StarBasic">{code}</script:module>
"""


def typed(cell: str, text: str) -> str:
    """Return the step that types a text into a cell such as `Ratings.D4`, as on the keyboard."""
    return f"    Typed({_quoted('$' + cell)}, {_quoted(text)})"


def work_in_libreoffice(source: Path, target: Path, steps: Iterable[str], profile: Path) -> None:
    """Open a workbook in LibreOffice, do each step (Basic; `sheets` are its sheets) and save it as .xlsx."""
    if not profile.exists():
        start_libreoffice(profile, "--terminate_after_init")
    folder = profile / "user/basic/Standard"
    code = _MODULE.format(
        source=_quoted(source.absolute().as_uri()),
        target=_quoted(target.absolute().as_uri()),
        steps="\n".join(steps),
    )
    element = '<library:element library:name="Module1"/>'
    (folder / "script.xlb").write_text(_LIBRARY.format(element=element), encoding="utf-8")
    (folder / "Module1.xba").write_text(_SCRIPT.format(code=escape(code)), encoding="utf-8")
    start_libreoffice(profile, "macro:///Standard.Module1.Main")


def convert_in_libreoffice(source: Path, kind: str, folder: Path, profile: Path) -> Path:
    """Save a workbook as another kind of file, such as `ods`, in a folder, and return it."""
    start_libreoffice(profile, "--convert-to", kind, "--outdir", str(folder), str(source))
    return folder / f"{source.stem}.{kind}"


def start_libreoffice(profile: Path, *words: str) -> None:
    """Run LibreOffice with a profile of its own; it and what it starts have ended afterwards."""
    address = f"-env:UserInstallation={profile.absolute().as_uri()}"
    office = subprocess.Popen(
        ["soffice", address, "--headless", *words], stdout=DEVNULL, stderr=DEVNULL, start_new_session=True
    )
    try:
        assert office.wait(PATIENCE) == 0
    finally:
        with suppress(ProcessLookupError):
            os.killpg(office.pid, signal.SIGKILL)
        office.wait()


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
