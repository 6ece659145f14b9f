"""Forms to write, and workbooks taken apart: what their XML says, by the names that people see."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from scorecard.editing.assessment_fields import read_fields
from scorecard.model.framework import Framework
from scorecard.reading.document import parse_document
from scorecard.reading.plain_data import Data
from scorecard.spreadsheet.columns import Form
from scorecard.spreadsheet.workbook import write_workbook
from tests.builders import assessment_data, framework_data, to_yaml
from tests.filling import start_libreoffice

_NS = {"": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def make_framework(**changes: Any) -> Framework:
    """Return the builders' framework, or one with other keys."""
    return Framework.model_validate(_plain(framework_data(**changes)))


def make_form(
    framework: Framework | None = None, assessment: Mapping[str, Any] | None = None, **changes: Any
) -> Form:
    """Return the form of the builders' assessment, or of another; keywords replace its top-level keys."""
    framework = framework or make_framework()
    data = _plain({**(assessment if assessment is not None else assessment_data()), **changes})
    return Form(
        framework=framework,
        fields=read_fields(data, framework),
        origin="springfield@2021-03-11",
    )


def make_blank(framework: Framework | None = None) -> Form:
    """Return the form of a new assessment, in which nothing is said."""
    framework = framework or make_framework()
    return Form(framework=framework, fields={})


def _plain(data: Mapping[str, Any]) -> Data:
    document = parse_document(to_yaml(data).encode())
    assert not document.findings
    return document.data


def written(form: Form) -> "Written":
    """Return the workbook of a form, taken apart."""
    return Written(write_workbook(form))


@dataclass(frozen=True)
class Look:
    """What a cell looks like, as far as tests ask."""

    locked: bool
    is_text: bool
    wraps: bool
    top: bool
    indent: int
    fill: str | None


@dataclass(frozen=True)
class Written:
    """A workbook's bytes, and what is in them."""

    raw: bytes

    @cached_property
    def parts(self) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(self.raw)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def part(self, path: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.parts[path])

    @cached_property
    def sheets(self) -> dict[str, tuple[str, str]]:
        """Each sheet's state and part by its name."""
        related = self.part("xl/_rels/workbook.xml.rels")
        targets = {each.get("Id"): f"xl/{each.get('Target')}" for each in related}
        listed = self.part("xl/workbook.xml").findall("sheets/sheet", _NS)
        return {
            str(each.get("name")): (each.get("state", "visible"), targets[each.get(_RELATION)])
            for each in listed
        }

    def sheet(self, name: str) -> ElementTree.Element:
        return self.part(self.sheets[name][1])

    @cached_property
    def texts(self) -> list[str]:
        return [
            _unescaped("".join(run.text or "" for run in item.iter(f"{{{_NS['']}}}t")))
            for item in self.part("xl/sharedStrings.xml")
        ]

    def cells(self, name: str) -> dict[str, str | float | None]:
        """What stands in a sheet's cells; of formulas what they came to, of formatted empty cells None."""
        return {str(each.get("r")): self._value(each) for each in self.sheet(name).iterfind(".//c", _NS)}

    def _value(self, cell: ElementTree.Element) -> str | float | None:
        value = cell.findtext("v", None, _NS)
        if value is None:
            return None
        match cell.get("t"):
            case "s":
                return self.texts[int(value)]
            case "str":
                return value
            case None | "n":
                return float(value)
            case other:
                raise AssertionError(f"cells of type {other} are not written")

    def column(self, name: str, letter: str, *, first: int = 3) -> list[str | float | None]:
        """What stands in a column below the titles."""
        found = {
            int(ref[len(letter) :]): value
            for ref, value in self.cells(name).items()
            if _letters(ref) == letter
        }
        return [value for row, value in sorted(found.items()) if row >= first]

    def formulas(self, name: str) -> dict[str, str]:
        """The formulas of a sheet by their cells."""
        return {
            str(each.get("r")): each.findtext("f", "", _NS)
            for each in self.sheet(name).iterfind(".//c", _NS)
            if each.find("f", _NS) is not None
        }

    def look(self, name: str, ref: str) -> Look:
        """What a cell looks like."""
        styles = self.part("xl/styles.xml")
        cell = next(each for each in self.sheet(name).iterfind(".//c", _NS) if each.get("r") == ref)
        style = styles.findall("cellXfs/xf", _NS)[int(cell.get("s", "0"))]
        fill = styles.findall("fills/fill", _NS)[int(style.get("fillId", "0"))].find(
            "patternFill/fgColor", _NS
        )
        texts = {
            "49",
            *(
                each.get("numFmtId")
                for each in styles.iterfind("numFmts/numFmt", _NS)
                if each.get("formatCode") == "@"
            ),
        }
        protection, alignment = style.find("protection", _NS), style.find("alignment", _NS)
        assert alignment is not None
        return Look(
            locked=protection is None or protection.get("locked") not in ("0", "false"),
            is_text=style.get("numFmtId") in texts,
            wraps=alignment.get("wrapText") in ("1", "true"),
            top=alignment.get("vertical") == "top",
            indent=int(alignment.get("indent", "0")),
            fill=None if fill is None else str(fill.get("rgb")),
        )

    def hidden_rows(self, name: str) -> list[str]:
        return [
            str(each.get("r"))
            for each in self.sheet(name).iterfind(".//row", _NS)
            if each.get("hidden") in ("1", "true")
        ]

    def hidden_columns(self, name: str) -> list[int]:
        return [
            number
            for each in self.sheet(name).iterfind("cols/col", _NS)
            if each.get("hidden") in ("1", "true")
            for number in range(int(each.get("min", "0")), int(each.get("max", "0")) + 1)
        ]

    def widths(self, name: str) -> list[float]:
        """How wide the columns of a sheet are, in characters; hidden ones are not in it."""
        return [
            round(float(each.get("width", "0")) - 0.7109375, 2)
            for each in self.sheet(name).iterfind("cols/col", _NS)
            for _ in range(int(each.get("min", "0")), int(each.get("max", "0")) + 1)
            if each.get("hidden") not in ("1", "true")
        ]

    def defined(self, name: str) -> list[str]:
        """What a name of the workbook stands for, for each sheet that has it."""
        found = self.part("xl/workbook.xml").iterfind("definedNames/definedName", _NS)
        return [str(each.text) for each in found if each.get("name") == name]

    def validation(self, name: str, ref: str) -> dict[str, str] | None:
        """What may stand in a cell: the attributes of its rule, and its formula under `list`."""
        for each in self.sheet(name).iterfind(".//dataValidation", _NS):
            if any(_is_in(ref, area) for area in str(each.get("sqref")).split()):
                return {**each.attrib, "list": each.findtext("formula1", "", _NS)}
        return None

    def choices(self, name: str, ref: str) -> list[str | float | None]:
        """What the list of a cell offers."""
        rule = self.validation(name, ref)
        assert rule is not None
        match = re.fullmatch(r"Lists!\$([A-Z]+)\$(\d+):\$\1\$(\d+)", rule["list"])
        assert match is not None, rule["list"]
        cells = self.cells("Lists")
        return [cells[f"{match[1]}{row}"] for row in range(int(match[2]), int(match[3]) + 1)]

    def conditions(self, name: str) -> list[tuple[str, str, dict[str, str]]]:
        """Where a look depends on what, and what colours come of it."""
        changes = self.part("xl/styles.xml").findall("dxfs/dxf", _NS)
        found = []
        for area in self.sheet(name).iterfind("conditionalFormatting", _NS):
            for rule in area.iterfind("cfRule", _NS):
                change = changes[int(rule.get("dxfId", "0"))]
                colours = {
                    "ink": change.find("font/color", _NS),
                    "fill": change.find("fill/patternFill/bgColor", _NS),
                    "line": change.find("border/left/color", _NS),
                }
                said = {key: str(each.get("rgb")) for key, each in colours.items() if each is not None}
                found.append((str(area.get("sqref")), rule.findtext("formula", "", _NS), said))
        return found


def _unescaped(text: str) -> str:
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)


def _letters(ref: str) -> str:
    return ref.rstrip("0123456789")


def _is_in(ref: str, area: str) -> bool:
    first, _, last = area.partition(":")
    row = int(ref[len(_letters(ref)) :])
    top, bottom = (int(each[len(_letters(each)) :]) for each in (first, last or first))
    return _letters(ref) == _letters(first) and top <= row <= bottom


# In a spreadsheet program -------------------------------------------------------------------------


_SETTINGS = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>{place}</value></prop></item></oor:items>
"""


def without_results(raw: bytes) -> bytes:
    """Return a workbook whose formulas have not come to anything yet, so that they must be worked out."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", old.read(member))
            new.writestr(member, content)
    return made.getvalue()


def opened_and_saved(raw: bytes, folder: Path, place: str = "") -> Written:
    """Return what LibreOffice makes of a workbook, in a place such as `de-DE`."""
    if place:
        settings = folder / "profile/user/registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS.format(place=place), encoding="utf-8")
    (folder / "in.xlsx").write_bytes(raw)
    kind, out = "xlsx:Calc MS Excel 2007 XML", str(folder / "out")
    start_libreoffice(folder / "profile", "--convert-to", kind, "--outdir", out, str(folder / "in.xlsx"))
    return Written((folder / "out" / "in.xlsx").read_bytes())
