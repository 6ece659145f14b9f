"""What is refused as a workbook before anything is read from it, and in which words."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest

from scorecard.spreadsheet import archive as package
from scorecard.spreadsheet.archive import MAX_BYTES, MAX_INFLATED, MAX_MEMBERS, WorkbookError
from scorecard.spreadsheet.cells import read_workbook
from tests.handmade_workbooks import (
    GOOD,
    MAIN,
    PACKAGE,
    SHEET_MAIN,
    SHEET_PATH,
    TEXTS_PATH,
    pack,
    parts_of,
    relate,
    with_rows,
    write_sheet,
    write_texts,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SAVE_AS = "open it in your spreadsheet program and save it as Excel workbook (.xlsx)"
ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'
PARTS = parts_of(write_sheet(ROW))
MEGABYTE = 2**20


def refusal(raw: bytes) -> WorkbookError:
    """Return how a file is refused; its name always says that it is a good workbook."""
    with pytest.raises(WorkbookError) as caught:
        read_workbook(raw)
    assert caught.value.message.startswith("this ")
    assert caught.value.hint
    return caught.value


def message(raw: bytes) -> str:
    return refusal(raw).message.removeprefix("this ")


def ole(*entries: str) -> bytes:
    """Return something like an OLE file whose directory has these entries."""
    directory = b"".join(entry.encode("utf-16-le").ljust(128, b"\0") for entry in ("Root Entry", *entries))
    return OLE.ljust(512, b"\0") + directory


def content_type(kind: str) -> bytes:
    return pack(parts_of(write_sheet(ROW), content_type=kind))


def test_good() -> None:
    (sheet,) = read_workbook(GOOD)
    assert [(cell.place, cell.value) for cell in sheet.cells.values()] == [("S!A1", 1)]


# Other kinds of files


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (ole("Workbook"), "is a workbook of Excel 97–2003 (.xls)"),
        (ole("SummaryInformation", "Book"), "is a workbook of Excel 97–2003 (.xls)"),
        (ole("WordDocument"), "is an older Office file that is no workbook"),
        (ole("EncryptionInfo", "EncryptedPackage"), "is a workbook that is protected by a password"),
        (pack(PARTS | {"xl/vbaProject.bin": b"x"}), "is a workbook with macros (.xlsm)"),
        (pack(PARTS | {"xl/macrosheets/sheet1.xml": b"x"}), "is a workbook with macros (.xlsm)"),
        (
            content_type("application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
            "is a workbook with macros (.xlsm)",
        ),
        (
            content_type("application/vnd.ms-excel.template.macroEnabled.main+xml"),
            "is a template with macros (.xltm)",
        ),
        (content_type("application/vnd.ms-excel.addin.macroEnabled.main+xml"), "is an Excel add-in (.xlam)"),
        (
            content_type(SHEET_MAIN.replace("sheet.main", "template.main")),
            "is a template for workbooks (.xltx)",
        ),
        (
            pack({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": b"x"}),
            "is a binary Excel workbook (.xlsb)",
        ),
        (
            pack({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}),
            "is an OpenDocument spreadsheet (.ods)",
        ),
        (
            pack({"mimetype": "application/vnd.oasis.opendocument.spreadsheet-template", "content.xml": ""}),
            "is an OpenDocument spreadsheet (.ods)",
        ),
        (
            pack({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}),
            "is an OpenDocument file that is no spreadsheet",
        ),
        (pack({"Index/Document.iwa": b"x", "Metadata/Properties.plist": b"x"}), "is a Numbers spreadsheet"),
        (
            pack({"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>"}),
            "is a Word document (.docx), not a workbook",
        ),
        (
            pack({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<x/>"}),
            "is a presentation (.pptx), not a workbook",
        ),
        (pack({"review.xlsx": GOOD}), "is a zip archive, not a workbook"),
        (b"", "is an empty file"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "is a PDF"),
        (b"id,level\r\n1.1,pass\r\n", "is a text file, such as CSV, not a workbook"),
        ("id;level\r\n1.1;géographie\r\n".encode("cp1252"), "is a text file, such as CSV, not a workbook"),
        ("id\tlevel\r\n".encode("utf-16"), "is a text file, such as CSV, not a workbook"),
        (b"<html><table><tr><td>1.1</table>", "is a text file, such as CSV, not a workbook"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is not a workbook"),
        (b"PK\x05\x06" + bytes(18), "is not a workbook"),
        (b"\0" * 100, "is not a workbook"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_told_by_content(raw: bytes, what: str) -> None:
    assert message(raw) == what


@pytest.mark.parametrize(
    "raw",
    [
        ole("Workbook"),
        content_type(SHEET_MAIN.replace("sheet.main", "template.main")),
        pack({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
        b"\n<html><table><tr><td>1.1</table>",
    ],
)
def test_what_to_do(raw: bytes) -> None:
    assert refusal(raw).hint == SAVE_AS


def test_what_to_do_about_a_plain_table() -> None:
    """Saved as .xlsx it would be refused once more: all that it takes is said at once."""
    hint = refusal(b"id,level\n").hint
    assert hint is not None
    assert hint.startswith("export a workbook (scorecard export SUBJECT@DATE -o review.xlsx), copy what was")
    assert "saved as .xlsx too" in hint


def test_what_to_do_about_a_password_and_macros() -> None:
    assert refusal(ole("EncryptedPackage")).hint == f"{SAVE_AS} with no password"
    assert refusal(pack(PARTS | {"xl/vbaProject.bin": b"x"})).hint == (
        "open it in your spreadsheet program and save it without macros as Excel workbook (.xlsx)"
    )


def test_old_workbook_that_speaks_of_encrypted_packages() -> None:
    """The word is a text in a cell here, not an entry of the directory."""
    raw = ole("Workbook") + b"abc" + "EncryptedPackage".encode("utf-16-le") + bytes(200)
    assert message(raw) == "is a workbook of Excel 97–2003 (.xls)"


# Damage


def without(*paths: str) -> bytes:
    return pack({path: content for path, content in PARTS.items() if path not in paths})


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (without("xl/workbook.xml"), "it lacks its part xl/workbook.xml"),
        (without("[Content_Types].xml"), "it lacks its part [Content_Types].xml"),
        (without("_rels/.rels"), "it lacks its part _rels/.rels"),
        (without("xl/_rels/workbook.xml.rels"), "it lacks its part xl/_rels/workbook.xml.rels"),
        (without(SHEET_PATH), f"it lacks its part {SHEET_PATH}"),
        (
            pack(PARTS | {"_rels/.rels": relate(("r1", "image", "a.png"))}),
            "it does not say where its workbook is",
        ),
        (
            pack(PARTS | {"xl/_rels/workbook.xml.rels": relate()}),
            "it lists a sheet that it does not have",
        ),
        (
            pack(PARTS | {"xl/_rels/workbook.xml.rels": relate(("r1", "worksheet", "../../../etc/passwd"))}),
            "it lacks its part etc/passwd",
        ),
        (
            pack(PARTS | {"xl/_rels/workbook.xml.rels": relate(("r1", "slide", "worksheets/sheet1.xml"))}),
            "its sheet S is of an unknown kind",
        ),
        (pack(PARTS | {"xl/workbook.xml": f'<workbook xmlns="{MAIN}"/>'}), "it has no sheet"),
        (
            pack(PARTS | {SHEET_PATH: "<worksheet><sheetData>"}),
            f"its part {SHEET_PATH} is not well-formed XML (line 1)",
        ),
        (
            pack(PARTS | {SHEET_PATH: "<worksheet>é</worksheet>".encode("latin-1")}),
            f"its part {SHEET_PATH} is not well-formed XML (line 1)",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_missing_and_broken_parts(raw: bytes, reason: str) -> None:
    assert message(raw) == f"workbook is damaged: {reason}"


@pytest.mark.parametrize("kept", [4, 100, len(GOOD) - 30, len(GOOD) - 1])
def test_cut_off(kept: int) -> None:
    assert message(GOOD[:kept]) == (
        "file is damaged: it begins like a workbook (.xlsx), and does not end like one"
    )


def test_changed_byte() -> None:
    raw = with_rows("".join(f'<row r="{n}"><c r="A{n}"><v>{n * n}</v></c></row>' for n in range(1, 200)))
    at = raw.index(SHEET_PATH.encode()) + 300
    raw = raw[:at] + bytes([raw[at] ^ 0xFF]) + raw[at + 1 :]
    assert message(raw) == f"workbook is damaged: its part {SHEET_PATH} cannot be unpacked"


@pytest.mark.parametrize("second", [SHEET_PATH, "XL/Worksheets/Sheet1.XML"])
def test_two_members_of_one_name(second: str) -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for path, content in PARTS.items():
            archive.writestr(path, content)
        with pytest.warns(UserWarning) if second == SHEET_PATH else pytest.MonkeyPatch.context():
            archive.writestr(second, write_sheet(""))
    assert message(raw.getvalue()) == f"workbook is damaged: it has two parts {second}"


def test_sheets_that_share_a_part_or_a_name() -> None:
    def book(first: str, second: str) -> str:
        return PARTS["xl/workbook.xml"].replace(  # type: ignore[union-attr, arg-type]
            '<sheet name="S" sheetId="1" r:id="r1"/>',
            f'<sheet name="{first}" sheetId="1" r:id="r1"/><sheet name="{second}" sheetId="2" r:id="r2"/>',
        )

    targets = relate(
        ("r1", "worksheet", "worksheets/sheet1.xml"), ("r2", "worksheet", "worksheets/SHEET1.xml")
    )
    shared = PARTS | {"xl/workbook.xml": book("A", "B"), "xl/_rels/workbook.xml.rels": targets}
    assert message(pack(shared)) == "workbook is damaged: it has its sheet B twice"
    targets = relate(
        ("r1", "worksheet", "worksheets/sheet1.xml"), ("r2", "worksheet", "worksheets/sheet2.xml")
    )
    named = PARTS | {"xl/workbook.xml": book("Aé", "aÉ"), "xl/_rels/workbook.xml.rels": targets}
    assert message(pack(named | {"xl/worksheets/sheet2.xml": write_sheet("")})) == (
        "workbook is damaged: it has its sheet aÉ twice"
    )


def patched(raw: bytes, path: str, change: Callable[[bytearray, int, int], None]) -> bytes:
    """Return an archive whose local and central headers of a member were changed."""
    changed = bytearray(raw)
    local = raw.index(b"PK\x03\x04", raw.index(path.encode()) - 30)
    central = raw.rindex(path.encode()) - 46
    change(changed, local, central)
    return bytes(changed)


def set_flag(raw: bytearray, local: int, central: int) -> None:
    raw[local + 6] |= 1
    raw[central + 8] |= 1


def set_method(raw: bytearray, local: int, central: int) -> None:
    struct.pack_into("<H", raw, local + 8, zipfile.ZIP_LZMA)
    struct.pack_into("<H", raw, central + 10, zipfile.ZIP_LZMA)


def test_encrypted_member() -> None:
    assert message(patched(GOOD, SHEET_PATH, set_flag)) == (
        "is a zip archive whose members are encrypted, not a workbook"
    )


def test_unusual_compression() -> None:
    assert message(patched(GOOD, SHEET_PATH, set_method)) == (
        f"workbook is damaged: its part {SHEET_PATH} is packed in an unusual way"
    )


@pytest.mark.parametrize("path", ["../evil.xml", "/etc/passwd", "C:\\evil.xml", "xl\\workbook.xml", "a\0b"])
def test_members_that_are_not_asked_for_are_never_touched(path: str) -> None:
    (sheet,) = read_workbook(pack(PARTS | {path: b"\xff" * 1000}))
    assert [cell.place for cell in sheet.cells.values()] == ["S!A1"]


def test_any_case_and_absolute_targets() -> None:
    """Parts are found in any case and by absolute targets, as some programs write them."""
    parts = {
        "[content_types].xml": PARTS["[Content_Types].xml"],
        "_rels/.rels": relate(("r1", "officeDocument", "/xl/Workbook.xml")),
        "xl/workbook.xml": PARTS["xl/workbook.xml"],
        "xl/_rels/workbook.xml.rels": relate(("r1", "worksheet", "/xl/worksheets/Sheet1.xml")),
        SHEET_PATH: PARTS[SHEET_PATH],
    }
    (sheet,) = read_workbook(pack(parts))
    assert [cell.place for cell in sheet.cells.values()] == ["S!A1"]


def test_utf_16() -> None:
    """Parts may be UTF-16, though hardly any program writes them so."""
    parts = {path: f'<?xml version="1.0"?>{content}'.encode("utf-16") for path, content in PARTS.items()}  # type: ignore[str-bytes-safe]
    (sheet,) = read_workbook(pack(parts))
    assert [cell.place for cell in sheet.cells.values()] == ["S!A1"]


def test_zip64() -> None:
    """A writer that streams marks its members as zip64 whatever their sizes."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in PARTS.items():
            with archive.open(path, "w", force_zip64=True) as member:
                member.write(content.encode() if isinstance(content, str) else content)
    (sheet,) = read_workbook(raw.getvalue())
    assert [cell.place for cell in sheet.cells.values()] == ["S!A1"]


# Bombs


def test_large_file() -> None:
    assert message(GOOD + bytes(MAX_BYTES)) == "file is larger than 32 MB"


def test_many_members() -> None:
    raw = pack(PARTS | {f"xl/media/{number}.png": b"" for number in range(MAX_MEMBERS)})
    assert message(raw) == f"file has more than {MAX_MEMBERS} members"


@pytest.fixture
def inflated(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return what was inflated, chunk by chunk: the archive is watched, not replaced."""
    sizes: list[int] = []
    read = zipfile.ZipExtFile.read

    def watched(self: zipfile.ZipExtFile, size: int | None = -1) -> bytes:
        chunk = read(self, size)
        sizes.append(len(chunk))
        return chunk

    monkeypatch.setattr(zipfile.ZipExtFile, "read", watched)
    return sizes


def bomb(size: int) -> bytes:
    """Return a worksheet's part of this many spaces, all but a few bytes when packed."""
    return write_sheet(" " * size).encode()


@pytest.mark.parametrize(
    "path", [SHEET_PATH, TEXTS_PATH, "xl/workbook.xml", "[Content_Types].xml", "_rels/.rels"]
)
def test_bomb_that_says_so_is_not_inflated(path: str, inflated: list[int]) -> None:
    parts = parts_of(write_sheet(ROW), texts=write_texts())
    raw = pack(parts | {path: bomb(MAX_INFLATED + 1)})
    assert len(raw) < MEGABYTE
    assert message(raw) == "workbook unpacks to more than 32 MB"
    assert sum(inflated) < 10_000


def test_bomb_in_several_parts(inflated: list[int]) -> None:
    """Each part keeps to the limit; together they do not."""
    parts = parts_of(bomb(MAX_INFLATED // 2), texts=bomb(MAX_INFLATED // 2 + MEGABYTE).decode())
    assert message(pack(parts)) == "workbook unpacks to more than 32 MB"
    assert sum(inflated) <= MAX_INFLATED // 2 + 2 * MEGABYTE


def test_bomb_that_lies_about_its_size(inflated: list[int]) -> None:
    """The header says 100 bytes, and what is packed goes on for 100 MB."""

    def lie(raw: bytearray, local: int, central: int) -> None:
        struct.pack_into("<I", raw, local + 22, 100)
        struct.pack_into("<I", raw, central + 24, 100)

    raw = patched(pack(PARTS | {SHEET_PATH: bomb(100 * MEGABYTE)}), SHEET_PATH, lie)
    assert message(raw) == f"workbook is damaged: its part {SHEET_PATH} cannot be unpacked"
    assert sum(inflated) < MEGABYTE


def test_bomb_of_overlapping_members(inflated: list[int]) -> None:
    """A thousand members share one packed kernel: what is not asked for is never inflated."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in PARTS.items():
            archive.writestr(path, content)
        archive.writestr("xl/media/0.png", bytes(MEGABYTE))
        kernel = archive.getinfo("xl/media/0.png")
        for number in range(1, 1000):
            double = zipfile.ZipInfo(f"xl/media/{number}.png")
            for field in ("header_offset", "CRC", "compress_size", "file_size", "compress_type"):
                setattr(double, field, getattr(kernel, field))
            archive.filelist.append(double)
    (sheet,) = read_workbook(raw.getvalue())
    assert [cell.place for cell in sheet.cells.values()] == ["S!A1"]
    assert sum(inflated) < 10_000


def test_unread_parts_may_be_large(inflated: list[int]) -> None:
    """A picture beyond the limit is left as it is."""
    raw = pack(PARTS | {"xl/media/image1.png": bytes(MAX_INFLATED + 1)})
    assert len(read_workbook(raw)) == 1
    assert sum(inflated) < 10_000


@pytest.mark.parametrize("path", [SHEET_PATH, TEXTS_PATH, "xl/styles.xml", "xl/workbook.xml", "_rels/.rels"])
def test_entities(path: str) -> None:
    """A billion laughs, or a file of this machine: no part may declare an entity."""
    parts = parts_of(write_sheet(ROW), texts=f'<sst xmlns="{MAIN}"/>', styles=f'<styleSheet xmlns="{MAIN}"/>')
    laughs = "".join(f'<!ENTITY l{n} "{10 * ("&l" + str(n - 1) + ";")}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE x [<!ENTITY l0 "ha"><!ENTITY file SYSTEM "file:///etc/passwd">{laughs}]>'
    raw = pack(parts | {path: f"{doctype}{parts[path]}"})  # type: ignore[str-bytes-safe]
    assert message(raw) == f"workbook is damaged: its part {path} has a DOCTYPE, which no workbook needs"


@pytest.mark.parametrize(
    ("sheet", "reason"),
    [
        ("<a>" * 100_000, "is nested too deeply"),
        ("<a>" + "<b/>" * 2_100_000 + "</a>", "has more than 2,097,152 elements"),
        ("<a>" + "".join(f"<b{n}/>" for n in range(100_000)) + "</a>", "has too many kinds of elements"),
        ("<a " + " ".join(f"b{n}=''" for n in range(100_000)) + "/>", "has too many kinds of elements"),
        ("<a b='" + "c" * 3 * MEGABYTE + "'/>", "has a tag without end"),
        ("<a><!--" + "c" * 3 * MEGABYTE + "--></a>", "has a tag without end"),
    ],
    ids=["depth", "many", "elements", "attributes", "value", "comment"],
)
def test_markup_that_costs_more_than_its_bytes(sheet: str, reason: str) -> None:
    raw = pack(parts_of(sheet))
    assert message(raw) == f"workbook is damaged: its part {SHEET_PATH} {reason}"


def test_long_text_is_no_long_tag() -> None:
    """What is refused of a tag is fine in a text, of which three chunks' worth stand in one cell here."""
    text = "c" * 400_000
    (sheet,) = read_workbook(with_rows(f'<row r="1"><c r="A1" t="str"><v>{text}</v></c></row>'))
    assert [cell.value for cell in sheet.cells.values()] == [text]


def test_only_what_is_asked_for_is_inflated() -> None:
    opened, path = package.open_package(GOOD)
    assert path == "xl/workbook.xml"
    assert zlib.crc32(opened.part(SHEET_PATH)) == zlib.crc32(write_sheet(ROW).encode())
    assert "xl/nothing.xml" not in opened
    assert PACKAGE in opened.part("[Content_Types].xml").decode()
