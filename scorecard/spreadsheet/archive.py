"""The zip archive that a workbook is: opened with distrust, its parts inflated singly and never past a limit.

What an archive says of itself is not believed. The file's size, the number of members and what is inflated in
all are bounded by constants; only the parts that are asked for are inflated at all, so pictures and whatever
else lies in the archive stay as they are.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping

from scorecard.reading.messages import short
from scorecard.spreadsheet.recognise import (
    SAVE_AS,
    Foreign,
    recognise_bytes,
    recognise_content_type,
    recognise_members,
    recognise_mimetype,
)
from scorecard.spreadsheet.workbook_errors import WorkbookError
from scorecard.spreadsheet.xml_stream import MAX_FOUND, Element, Fail, find_elements

MAX_BYTES = 32 * 2**20
"""The largest file that is looked at; whoever reads one from disk need not read more than a byte beyond."""
MAX_INFLATED = 32 * 2**20
"""How much all parts of a workbook that are read may hold together."""
MAX_MEMBERS = 4096
"""How many members an archive may have."""

_CHUNK = 2**18
_MEGABYTE = 2**20
_CENTRAL_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1 | 0x40
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_TYPES = "[Content_Types].xml"
_DAMAGED = "open it in your spreadsheet program and save it anew; if it does not open there, ask for it again"
_TOO_BIG = "keep only the sheets that are to be read, without pictures, and save it anew"


class Package:
    """A zip archive's parts by their paths, in any case, as workbooks name them."""

    __slots__ = ("_archive", "_left", "_members", "name")

    def __init__(
        self, archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo], *, name: str
    ) -> None:
        self._archive = archive
        self._members = members
        self._left = MAX_INFLATED
        self.name = name

    def __contains__(self, path: str) -> bool:
        return path.lower() in self._members

    def part(self, path: str) -> bytes:
        """Return a part's bytes; what this and the parts before it held counts towards the limit."""
        member = self._members.get(path.lower())
        if member is None:
            raise self.damaged(f"it lacks its part {short(path)}")
        if member.flag_bits & _ENCRYPTED:
            raise WorkbookError(
                f"{self.name}: this is a zip archive whose members are encrypted, not a workbook",
                hint=SAVE_AS,
            )
        if member.compress_type not in _METHODS:
            raise self.damaged(f"its part {short(path)} is packed in an unusual way")
        if member.file_size > self._left:
            raise self._too_big()
        try:
            return self._inflate(member)
        except WorkbookError:
            raise
        except Exception as error:
            raise self.damaged(f"its part {short(path)} cannot be unpacked") from error

    def elements(self, path: str, *wanted: str, most: int = MAX_FOUND) -> Iterator[Element]:
        """Yield the elements at these paths of a part, in order."""
        return find_elements(self.part(path), *wanted, fail=self.fail_in(path), most=most)

    def targets(self, path: str) -> dict[str, Element]:
        """Return what a part is related to: relationships by their ids, with targets as paths in here."""
        folder, base = posixpath.split(path)
        found = {}
        for element in self.elements(posixpath.join(folder, "_rels", f"{base}.rels"), "Relationship"):
            if element.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, element.get("Target"))).lstrip("/")
                found[element.get("Id")] = Element(element.name, {**element.attributes, "Target": target})
        return found

    def fail_in(self, path: str) -> Fail:
        """Return what makes an error of a reason that was found in this part."""
        return lambda reason: self.damaged(f"its part {short(path)} {reason}")

    def damaged(self, reason: str) -> WorkbookError:
        """Return the error for an archive that no spreadsheet program wrote like this."""
        return WorkbookError(f"{self.name}: this workbook is damaged: {reason}", hint=_DAMAGED)

    def _inflate(self, member: zipfile.ZipInfo) -> bytes:
        inflated = io.BytesIO()
        with self._archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                self._left -= len(chunk)
                if self._left < 0:
                    raise self._too_big()
                inflated.write(chunk)
        return inflated.getvalue()

    def _too_big(self) -> WorkbookError:
        most = MAX_INFLATED // _MEGABYTE
        return WorkbookError(f"{self.name}: this workbook unpacks to more than {most} MB", hint=_TOO_BIG)


def open_package(raw: bytes, name: str) -> tuple[Package, str]:
    """Open a workbook's archive and say where its workbook part is, or refuse whatever else it is.

    The parts are not checked: each is when it is read.
    """
    if len(raw) > MAX_BYTES:
        raise WorkbookError(f"{name}: this file is larger than {MAX_BYTES // _MEGABYTE} MB", hint=_TOO_BIG)
    _refuse(recognise_bytes(raw), name)
    archive = _open_archive(raw, name)
    members: dict[str, zipfile.ZipInfo] = {}
    doubles: set[str] = set()
    for member in archive.infolist():
        lowered = member.filename.lower()
        doubles.update({member.filename} if lowered in members else ())
        members[lowered] = member
    package = Package(archive, members, name=name)
    if "mimetype" in package:
        _refuse(recognise_mimetype(package.part("mimetype")[:200].decode("ascii", "replace")), name)
    _refuse(recognise_members(members), name)
    if doubles:
        raise package.damaged(f"it has two parts {short(min(doubles))}")
    return package, _find_workbook(package)


def _open_archive(raw: bytes, name: str) -> zipfile.ZipFile:
    # An archive's own count may lie, but every member that is found must have this mark.
    if raw.count(_CENTRAL_ENTRY) > MAX_MEMBERS:
        raise WorkbookError(f"{name}: this file has more than {MAX_MEMBERS} members", hint=_TOO_BIG)
    try:
        return zipfile.ZipFile(io.BytesIO(raw))
    except Exception as error:
        raise WorkbookError(
            f"{name}: this file is damaged: it begins like a workbook (.xlsx), and does not end like one",
            hint="it may not have been sent or saved as a whole: ask for it again",
        ) from error


def _find_workbook(package: Package) -> str:
    for element in package.targets("").values():
        if element.get("Type").endswith("/officeDocument"):
            path = element.get("Target")
            break
    else:
        raise package.damaged("it does not say where its workbook is")
    for element in package.elements(_TYPES, "Override"):
        if element.get("PartName").lower() == f"/{path}".lower():
            _refuse(recognise_content_type(element.get("ContentType")), package.name)
    return path


def _refuse(foreign: Foreign | None, name: str) -> None:
    if foreign is not None:
        raise WorkbookError(f"{name}: this is {foreign.what}", hint=foreign.hint)
