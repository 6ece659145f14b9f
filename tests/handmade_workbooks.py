"""Workbooks made by hand, part by part: what no spreadsheet program would write, and what they do write."""

import io
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

SHEET_PATH = "xl/worksheets/sheet1.xml"
TEXTS_PATH = "xl/sharedStrings.xml"
STYLES_PATH = "xl/styles.xml"


def relate(*relations: tuple[str, str, str]) -> str:
    """Write relationships, each an id, the last part of its type, and a target."""
    inner = "".join(
        f'<Relationship Id="{id}" Type="{RELATIONSHIPS}/{kind}" Target="{target}"/>'
        for id, kind, target in relations
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def write_sheet(rows: str, *, after: str = "", before: str = "") -> str:
    """Write a worksheet's part around its rows."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def write_texts(*texts: str) -> str:
    """Write the part of shared strings, each the content of an `si`."""
    return f'<sst xmlns="{MAIN}">{"".join(f"<si>{text}</si>" for text in texts)}</sst>'


def parts_of(
    sheet: str | bytes,
    *,
    texts: str | None = None,
    styles: str | None = None,
    properties: str = "",
    content_type: str = SHEET_MAIN,
) -> dict[str, str | bytes]:
    """Return the parts of a workbook with one sheet named S."""
    related = [("r1", "worksheet", "worksheets/sheet1.xml")]
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types">'
            f'<Override PartName="/xl/workbook.xml" ContentType="{content_type}"/></Types>'
        ),
        "_rels/.rels": relate(("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}">{properties}'
            '<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'
        ),
        SHEET_PATH: sheet,
    }
    if texts is not None:
        related.append(("r2", "sharedStrings", "sharedStrings.xml"))
        parts[TEXTS_PATH] = texts
    if styles is not None:
        related.append(("r3", "styles", "styles.xml"))
        parts[STYLES_PATH] = styles
    parts["xl/_rels/workbook.xml.rels"] = relate(*related)
    return parts


def pack(parts: Mapping[str, str | bytes]) -> bytes:
    """Return an archive of these parts."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts.items():
            archive.writestr(path, content)
    return raw.getvalue()


def with_rows(rows: str, **others: str) -> bytes:
    """Return a workbook whose one sheet has these rows."""
    return pack(parts_of(write_sheet(rows), **others))


GOOD = with_rows('<row r="1"><c r="A1"><v>1</v></c></row>')
"""A workbook that is read: a 1 in S!A1."""
