"""The zip archive that a workbook is: opened with distrust, its parts inflated singly and never past a limit.

What an archive says of itself is not believed. The file's size, the number of members and what is inflated in
all are bounded by constants; only the parts that are asked for are inflated at all, so pictures and whatever
else lies in the archive stay as they are. What is no Excel workbook (.xlsx) is told by its content: its name
may say anything.

XML is read as a stream: no DOCTYPE, so no entities; bounded depth, names and tags. Parts are UTF-8, or UTF-16
with its mark, whatever else they say. Prefixes are left out: `x:c` is `c`.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from xml.parsers import expat

from scorecard.errors import ScorecardError
from scorecard.reading.messages import short
from scorecard.spreadsheet.texts import workbook_texts


class WorkbookError(ScorecardError):
    """A file was opened and refused as a workbook. Carries what it is, and a hint of what to do."""

    exit_code = 1


Targets = Mapping[str, tuple[str, str]]
"""What a part is related to, by the ids of relationships: its kind, and its path in the archive."""

MAX_BYTES = 32 * 2**20
"""The largest file that is looked at; whoever reads one from disk need not read more than a byte beyond."""
MAX_INFLATED = 32 * 2**20
"""How much all parts of a workbook that are read may hold together."""
MAX_MEMBERS = 4096
"""How many members an archive may have."""

_MAX_DEPTH = 64
_MAX_NAMES = 4096
_MAX_TAG = 2**20
_MAX_INSIDE = 2**17
"""How many elements may stand in one that is asked for."""
MAX_ELEMENTS = 2**21
"""How many elements a part may have."""
MAX_FOUND = 2**16
"""How many of those that are asked for a small part may have."""

_CHUNK = 2**17
_MEGABYTE = 2**20
_CENTRAL_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1 | 0x40
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_TYPES = "[Content_Types].xml"
_DAMAGED = "open it in your spreadsheet program and save it anew; if it does not open there, ask for it again"
_TOO_BIG = "keep only the sheets that are to be read, without pictures, and save it anew"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_NO_TEXT = bytes(sorted(set(range(32)) - set(b"\t\n\r\f\x1b")))
_SEEN = 4096

_SAVE_AS = "open it in your spreadsheet program and save it as Excel workbook (.xlsx)"
_OLE_ENTRIES = {"EncryptedPackage": "password", "Workbook": "xls", "Book": "xls"}
"""What Office wrote before 2007, and what it writes under a password today, by an entry of its directory."""
_MEMBERS = {
    r"(?:.*/)?vbaproject\.bin|xl/macrosheets/.*": "xlsm",
    r"xl/workbook\.bin": "xlsb",
    r".*\.iwa|index\.zip": "numbers",
    r"word/document\.xml": "docx",
    r"ppt/presentation\.xml": "pptx",
}
"""What a zip archive is that has a member of such a path, in lower case."""
_CONTENT_TYPES = {
    ".sheet.binary.": "xlsb",
    ".sheet.macroenabled.": "xlsm",
    ".template.macroenabled.": "xltm",
    ".addin.macroenabled.": "xlam",
    "spreadsheetml.template.": "xltx",
}
"""What the workbook inside an archive is by its declared content type, in lower case."""


@dataclass(slots=True)
class Element:
    """An element: its name without its prefix, its attributes as they were written, what stands in it."""

    name: str
    attributes: Mapping[str, str]
    pieces: list[str] = field(default_factory=list)
    children: list["Element"] = field(default_factory=list)

    def get(self, name: str) -> str:
        """Return an attribute, or an empty text."""
        return self.attributes.get(name, "")

    @property
    def text(self) -> str:
        """What stands in the element itself, without what stands in those below it."""
        return "".join(self.pieces)


@dataclass(slots=True)
class Package:
    """A zip archive's parts by their paths, in any case, as workbooks name them."""

    _archive: zipfile.ZipFile
    _members: Mapping[str, zipfile.ZipInfo]
    _left: int = MAX_INFLATED

    def __contains__(self, path: str) -> bool:
        return path.lower() in self._members

    def part(self, path: str) -> bytes:
        """Return a part's bytes; what this and the parts before it hold counts towards the limit."""
        member = self._members.get(path.lower())
        if member is None:
            raise damaged(f"it lacks its part {short(path)}")
        if member.flag_bits & _ENCRYPTED:
            raise _foreign("encrypted")
        if member.compress_type not in _METHODS:
            raise damaged("is packed in an unusual way", part=path)
        self._left -= member.file_size
        if self._left < 0:
            most = MAX_INFLATED // _MEGABYTE
            raise WorkbookError(f"this workbook unpacks to more than {most} MB", hint=_TOO_BIG)
        try:
            with self._archive.open(member) as stream:
                # More than the archive says is never unpacked, and is then found by the checksum.
                return stream.read(member.file_size + 1)
        except Exception as error:
            raise damaged("cannot be unpacked", part=path) from error

    def elements(self, part: str, *paths: str, most: int = MAX_FOUND) -> Iterator[Element]:
        """Yield a part's elements at these paths, such as `fonts/font`, below its outermost one, in order.

        One with paths below it is yielded when it begins, without what stands in it; all others when they
        end. Each bound keeps memory or time in proportion to the bytes: the parser remembers what is open
        and every name, and looks at a tag that does not end again with every chunk.
        """
        xml, fail = self.part(part), partial(damaged, part=part)
        wanted = {tuple(path.split("/")) for path in paths}
        containers = {path[:depth] for path in wanted for depth in range(1, len(path))}
        above: list[str] = []
        unfinished: list[Element] = []
        found: list[Element] = []
        names: dict[str, str] = {}
        count = kept = inside = 0

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal count, kept, inside
            count += 1
            if len(above) == _MAX_DEPTH:
                raise fail("is nested too deeply")
            if count > MAX_ELEMENTS:
                raise fail(f"has more than {MAX_ELEMENTS:,} elements")
            name = name.rpartition(":")[2]
            above.append(name)
            if unfinished:
                inside += 1
                if inside > _MAX_INSIDE:
                    raise fail(f"has an element that holds more than {_MAX_INSIDE:,} others")
                element = Element(name, attributes)
                unfinished[-1].children.append(element)
                unfinished.append(element)
            elif (path := tuple(above[1:])) in wanted:
                kept, inside = kept + 1, 0
                if kept > most:
                    raise fail(f"has more than {most:,} entries")
                (found if path in containers else unfinished).append(Element(name, attributes))

        def end(_name: str) -> None:
            above.pop()
            if unfinished:
                element = unfinished.pop()
                if not unfinished:
                    found.append(element)

        def text(data: str) -> None:
            if unfinished:
                unfinished[-1].pieces.append(data)

        def refuse_doctype(*_declaration: object) -> None:
            raise fail("has a DOCTYPE, which no workbook needs")

        parser = expat.ParserCreate("utf-8", None, names)
        parser.buffer_text = True
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = refuse_doctype
        try:
            for begin in range(0, len(xml), _CHUNK):
                parser.Parse(xml[begin : begin + _CHUNK], False)
                if len(names) > _MAX_NAMES:
                    raise fail("has too many kinds of elements")
                if begin - parser.CurrentByteIndex > _MAX_TAG:
                    raise fail("has a tag without end")
                yield from found
                found.clear()
            parser.Parse(b"", True)
            yield from found
        except expat.ExpatError as error:
            raise fail(f"is not well-formed XML (line {error.lineno})") from error

    def elements_of(
        self, kind: str, targets: Targets, *paths: str, most: int = MAX_FOUND
    ) -> Iterator[Element]:
        """Yield elements of the first part of a kind that is there."""
        part = next((path for each, path in targets.values() if each == kind and path in self), None)
        return self.elements(part, *paths, most=most) if part else iter(())

    def targets(self, path: str) -> Targets:
        """Return what a part is related to, by the ids of the relationships."""
        folder, base = posixpath.split(path)
        found = {}
        for element in self.elements(posixpath.join(folder, "_rels", f"{base}.rels"), "Relationship"):
            if element.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, element.get("Target"))).lstrip("/")
                found[element.get("Id")] = element.get("Type").rpartition("/")[2], target
        return found


def damaged(reason: str, *, part: str | None = None) -> WorkbookError:
    """Return the error for an archive, or a part of it, that no spreadsheet program wrote like this."""
    where = "" if part is None else f"its part {short(part)} "
    return WorkbookError(f"this workbook is damaged: {where}{reason}", hint=_DAMAGED)


def open_package(raw: bytes) -> tuple[Package, str]:
    """Open a workbook's archive and say where its workbook part is; each part is checked when it is read."""
    if len(raw) > MAX_BYTES:
        raise WorkbookError(f"this file is larger than {MAX_BYTES // _MEGABYTE} MB", hint=_TOO_BIG)
    if not raw.startswith(_ZIP):
        raise _foreign(_recognise_bytes(raw))
    # An archive's own count may lie, but every member that is found must have this mark.
    if raw.count(_CENTRAL_ENTRY) > MAX_MEMBERS:
        raise WorkbookError(f"this file has more than {MAX_MEMBERS} members", hint=_TOO_BIG)
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except Exception as error:
        raise WorkbookError(
            "this file is damaged: it begins like a workbook (.xlsx), and does not end like one",
            hint="it may not have been sent or saved as a whole: ask for it again",
        ) from error
    members: dict[str, zipfile.ZipInfo] = {}
    doubles: set[str] = set()
    for member in archive.infolist():
        lowered = member.filename.lower()
        doubles.update({member.filename} if lowered in members else ())
        members[lowered] = member
    package = Package(archive, members)
    if foreign := _recognise_archive(package, members):
        raise _foreign(foreign)
    if doubles:
        raise damaged(f"it has two parts {short(min(doubles))}")
    return package, _find_workbook(package)


def _find_workbook(package: Package) -> str:
    path = next((path for kind, path in package.targets("").values() if kind == "officeDocument"), None)
    if path is None:
        raise damaged("it does not say where its workbook is")
    for element in package.elements(_TYPES, "Override"):
        if element.get("PartName").lower() == f"/{path}".lower():
            for part, foreign in _CONTENT_TYPES.items():
                if part in element.get("ContentType").lower():
                    raise _foreign(foreign)
    return path


def _foreign(kind: str) -> WorkbookError:
    other = workbook_texts()["other_files"][kind]
    return WorkbookError(f"this is {other['what']}", hint=other.get("hint", _SAVE_AS))


def _recognise_bytes(raw: bytes) -> str:
    head = raw[:_SEEN]
    if not raw:
        return "empty"
    if raw.startswith(_OLE):
        kinds = (kind for entry, kind in _OLE_ENTRIES.items() if _has_entry(raw, entry))
        return next(kinds, "old_office")
    if raw.startswith(b"%PDF"):
        return "pdf"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head.translate(None, _NO_TEXT) == head:
        return "markup" if head.lstrip().startswith(b"<") else "text"
    return "unknown"


def _has_entry(raw: bytes, name: str) -> bool:
    """Tell whether an OLE file's directory has this entry: names begin every 128 bytes and end in a zero."""
    sought = name.encode("utf-16-le") + b"\0\0"
    return any(raw.startswith(sought, begin) for begin in range(0, len(raw), 128))


def _recognise_archive(package: Package, names: Collection[str]) -> str | None:
    """Say what a zip archive is by its members; None for what may be a workbook."""
    if "mimetype" in package:
        mimetype = package.part("mimetype")[:200].decode("ascii", "replace").strip()
        kind = mimetype.removeprefix("application/vnd.oasis.opendocument.")
        if kind != mimetype:
            return "ods" if kind.startswith("spreadsheet") else "opendocument"
    for path, foreign in _MEMBERS.items():
        if any(re.fullmatch(path, name, re.DOTALL) for name in names):
            return foreign
    is_workbook = _TYPES.lower() in names or any(name.startswith("xl/") for name in names)
    return None if is_workbook else "zip"
