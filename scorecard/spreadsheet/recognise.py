"""What a file is that is not an Excel workbook (.xlsx), told by its content: its name may say anything."""

from collections.abc import Collection
from dataclasses import dataclass

SAVE_AS = "open it in your spreadsheet program and save it as Excel workbook (.xlsx)"

COPY = (
    "export a workbook (scorecard export SUBJECT@DATE -o review.xlsx), copy what was filled in into it, and "
    "import that: a text file lacks the marks that say what its cells are about, saved as .xlsx too"
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_NO_TEXT = bytes(sorted(set(range(32)) - set(b"\t\n\r\f\x1b")))
_SEEN = 4096

_MACROS = "a workbook with macros (.xlsm)"
_MACROS_HELP = "open it in your spreadsheet program and save it without macros as Excel workbook (.xlsx)"
_CONTENT_TYPES = (
    (".sheet.binary.", "a binary Excel workbook (.xlsb)", SAVE_AS),
    (".sheet.macroenabled.", _MACROS, _MACROS_HELP),
    (".template.macroenabled.", "a template with macros (.xltm)", _MACROS_HELP),
    (".addin.macroenabled.", "an Excel add-in (.xlam)", SAVE_AS),
    ("spreadsheetml.template.", "a template for workbooks (.xltx)", SAVE_AS),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """Another kind of file, in words that follow "this is", and what to do about it."""

    what: str
    hint: str = SAVE_AS


def recognise_bytes(raw: bytes) -> Foreign | None:
    """Say what a file is that is no zip archive at all; None for one that may be."""
    if not raw:
        return Foreign(what="an empty file", hint="check that it was saved, or sent, as a whole")
    if raw.startswith(_ZIP):
        return None
    if raw.startswith(_OLE):
        return _recognise_ole(raw)
    if raw.startswith(b"%PDF"):
        return Foreign(what="a PDF", hint="ask for the workbook (.xlsx) that it was made from")
    if _is_text(raw):
        is_markup = raw[:_SEEN].lstrip().startswith(b"<")
        return Foreign(what="a text file, such as CSV, not a workbook", hint=SAVE_AS if is_markup else COPY)
    return Foreign(what="not a workbook")


def recognise_members(names: Collection[str]) -> Foreign | None:
    """Say what a zip archive is by its members' names in lower case; None for what may be a workbook."""
    if any(
        name.rpartition("/")[2] == "vbaproject.bin" or name.startswith("xl/macrosheets/") for name in names
    ):
        return Foreign(what=_MACROS, hint=_MACROS_HELP)
    if "xl/workbook.bin" in names:
        return Foreign(what="a binary Excel workbook (.xlsb)")
    if any(name.endswith(".iwa") or name == "index.zip" for name in names):
        return Foreign(what="a Numbers spreadsheet", hint="open it in Numbers and export it to Excel (.xlsx)")
    if "word/document.xml" in names:
        return Foreign(what="a Word document (.docx), not a workbook", hint="name a workbook (.xlsx)")
    if "ppt/presentation.xml" in names:
        return Foreign(what="a presentation (.pptx), not a workbook", hint="name a workbook (.xlsx)")
    if "[content_types].xml" not in names and not any(name.startswith("xl/") for name in names):
        return Foreign(
            what="a zip archive, not a workbook", hint="unpack it and name the workbook (.xlsx) in it"
        )
    return None


def recognise_mimetype(mimetype: str) -> Foreign | None:
    """Say what an archive with a member `mimetype` is: OpenDocument has one, an Excel workbook none."""
    kind = mimetype.strip().removeprefix("application/vnd.oasis.opendocument.")
    if kind.startswith("spreadsheet"):
        return Foreign(what="an OpenDocument spreadsheet (.ods)")
    if kind != mimetype.strip():
        return Foreign(what="an OpenDocument file that is no spreadsheet", hint="name a workbook (.xlsx)")
    return None


def recognise_content_type(content_type: str) -> Foreign | None:
    """Say what the workbook inside an archive is by its declared content type; None for a plain workbook."""
    lowered = content_type.lower()
    for part, what, hint in _CONTENT_TYPES:
        if part in lowered:
            return Foreign(what=what, hint=hint)
    return None


def _recognise_ole(raw: bytes) -> Foreign:
    """Tell what Office wrote before 2007 from what it writes under a password today."""
    if _has_entry(raw, "EncryptedPackage"):
        return Foreign(
            what="a workbook that is protected by a password",
            hint="open it in your spreadsheet program and save it as Excel workbook (.xlsx) with no password",
        )
    if _has_entry(raw, "Workbook") or _has_entry(raw, "Book"):
        return Foreign(what="a workbook of Excel 97–2003 (.xls)")
    return Foreign(what="an older Office file that is no workbook", hint="name a workbook (.xlsx)")


def _has_entry(raw: bytes, name: str) -> bool:
    """Tell whether an OLE file's directory has this entry: names begin every 128 bytes and end in a zero."""
    sought = name.encode("utf-16-le") + b"\0\0"
    found = raw.find(sought)
    while found != -1:
        if found % 128 == 0:
            return True
        found = raw.find(sought, found + 1)
    return False


def _is_text(raw: bytes) -> bool:
    head = raw[:_SEEN]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return head.translate(None, _NO_TEXT) == head
