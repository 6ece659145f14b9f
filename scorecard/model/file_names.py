"""What the names of files say, before any is opened.

frameworks/<id>.yaml  or  frameworks/<id>@<version>.yaml
assessments/<subject>/<YYYY-MM-DD>.yaml  or  assessments/<subject>/<YYYY-MM-DD>-<suffix>.yaml
reviews/<subject>/<the assessment's date>/<assessor>.yaml  or  …/<assessor>-<round>.yaml  or  …/reply.yaml
"""

import re
from collections.abc import Callable
from datetime import date
from pathlib import PurePosixPath
from typing import NamedTuple

from scorecard.diagnostics import Route
from scorecard.model.lexical import (
    NAME_ID_PATTERN,
    FormError,
    is_file_id,
    is_version,
    parse_date,
    version_key,
)

SUFFIXES = (".yaml", ".yml")

REPLY_STEM = "reply"
"""How the name of a reply's file begins, so that no assessor is called so."""

_TEXT_FILE = re.compile(r"\.ya?ml\.txt\Z", re.IGNORECASE)
_DATED = re.compile(rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?:-({NAME_ID_PATTERN[1:-1]}))?\Z")


class NamePart(NamedTuple):
    """What a file's name, or its folder's (`of`), says that the file says too, and where; `same` as what."""

    what: str
    text: str
    route: Route
    of: str = "file"
    same: Callable[[str], object] = str


class FrameworkPath(NamedTuple):
    """The name of a framework's file; `version` is None where the name has none."""

    path: str
    id: str
    version: str | None

    @property
    def name(self) -> str:
        return self.id if self.version is None else f"{self.id}@{self.version}"

    @property
    def parts(self) -> tuple[NamePart, ...]:
        """What the name says that the file says too; at the last a file is told that another is the same."""
        id = NamePart("id", self.id, ("id",))
        if self.version is None:
            return (id,)
        return NamePart("version", self.version, ("version",), same=version_key), id


class AssessmentPath(NamedTuple):
    """The name of an assessment's file; `suffix` tells several of one day apart."""

    path: str
    subject: str
    date: date
    suffix: str | None

    @property
    def order(self) -> tuple[str, str, str, str]:
        """What orders assessments: by subject and date; on one day the one without suffix first."""
        return (self.subject, self.date.isoformat(), self.suffix or "", self.path)

    @property
    def name(self) -> str:
        return f"{self.subject}@{self.day}"

    @property
    def day(self) -> str:
        return self.date.isoformat() + (f"-{self.suffix}" if self.suffix else "")

    @property
    def parts(self) -> tuple[NamePart, ...]:
        subject = NamePart("subject", self.subject, ("subject", "id"), of="folder")
        return subject, NamePart("date", self.date.isoformat(), ("date",))


class MarkPath(NamedTuple):
    """The name of a mark's file: of which assessment, by whom, and in which round."""

    path: str
    of: str
    assessor: str
    round: int

    @property
    def name(self) -> str:
        return f"{self.of}/{self.assessor}-{self.round}"

    @property
    def parts(self) -> tuple[NamePart, ...]:
        assessor = NamePart("assessor", self.assessor, ("assessor",))
        round = NamePart("round", str(self.round), ("round",))
        return NamePart("assessment", self.of, ("of",), of="folder"), round, assessor


class ReplyPath(NamedTuple):
    """The name of a reply's file: to which assessment, with a word where there are several."""

    path: str
    of: str
    word: str | None = None

    @property
    def name(self) -> str:
        return f"{self.of}/{REPLY_STEM}{'' if self.word is None else f'-{self.word}'}"

    @property
    def parts(self) -> tuple[NamePart, ...]:
        return (NamePart("assessment", self.of, ("of",), of="folder"),)


ReviewPath = MarkPath | ReplyPath


class MisplacedPath(NamedTuple):
    """A file whose place or name the project does not know; one that is `overlooked` is not read at all."""

    path: str
    reason: str
    help: str
    overlooked: bool = False


def parse_framework_path(path: str, rest: list[str]) -> FrameworkPath | MisplacedPath:
    """Return what the path of a framework's file says; `rest` are its parts below the folder."""
    help = "call it frameworks/<id>.yaml or frameworks/<id>@<version>.yaml"
    if len(rest) != 1:
        return MisplacedPath(path, "a framework stands in frameworks/ itself, not in a folder below it", help)
    id, at, version = rest[0].rpartition(".")[0].partition("@")
    if not rest[0].endswith(SUFFIXES) or not is_file_id(id) or (at and not is_version(version)):
        return MisplacedPath(path, f'"{rest[0]}" is not a name for a framework\'s file', help)
    return FrameworkPath(path, id, version or None)


def parse_assessment_path(path: str, rest: list[str]) -> AssessmentPath | MisplacedPath:
    """Return what the path of an assessment's file says; `rest` are its parts below the folder."""
    help = "call it assessments/<subject>/<YYYY-MM-DD>.yaml; a second one that day …/<DATE>-<suffix>.yaml"
    if len(rest) != 2:
        return MisplacedPath(path, "an assessment stands in its subject's folder in assessments/", help)
    subject, name = rest
    match = _DATED.match(name.rpartition(".")[0])
    if not is_file_id(subject):
        return MisplacedPath(path, f'"{subject}" is not a name for a subject\'s folder', help)
    if match is None or not name.endswith(SUFFIXES):
        return MisplacedPath(path, f'"{name}" is not a name for an assessment\'s file', help)
    try:
        day = parse_date(match[1])
    except FormError as error:
        return MisplacedPath(path, error.message, help)
    return AssessmentPath(path, subject, day, match[2])


def suffix_of(path: str) -> str | None:
    """Return what the name of an assessment's file says to tell it from others of its day; else None."""
    match = _DATED.match(PurePosixPath(path).stem)
    return match and match[2]


_MARKED = re.compile(r"(.+?)(?:-([2-9]|[1-9][0-9]{1,8}))?\Z")
"""An assessor, and the round where it is not the first."""
_ENDS_IN_NUMBER = re.compile(r"-[0-9]+\Z")


def parse_review_path(path: str, rest: list[str]) -> MarkPath | ReplyPath | MisplacedPath:
    """Return what the path of a mark's or a reply's file says; `rest` are its parts below the folder."""
    help = "call it reviews/<subject>/<date>/<assessor>.yaml; a later round …/<assessor>-2.yaml, "
    help += "what the subject answers …/reply.yaml"
    if len(rest) != 3:
        return MisplacedPath(path, "marks and replies stand in the folder of their assessment", help)
    subject, day, name = rest
    of = parse_assessment_path(f"{subject}/{day}.yaml", [subject, f"{day}.yaml"])
    if isinstance(of, MisplacedPath):
        return MisplacedPath(path, f'"{subject}/{day}" is not the name of an assessment', help)
    stem, is_yaml = name.rpartition(".")[0], name.endswith(SUFFIXES)
    begin, dash, word = stem.partition("-")
    if is_yaml and begin == REPLY_STEM and (not dash or is_file_id(word)):
        return ReplyPath(path, of.name, word or None)
    match = _MARKED.match(stem)
    assessor = match[1] if match else ""
    is_free = is_file_id(assessor) and begin != REPLY_STEM and not _ENDS_IN_NUMBER.search(assessor)
    if match is None or not is_yaml or not is_free:
        return MisplacedPath(path, f"\"{name}\" is not a name for a mark's file, or for a reply's", help)
    return MarkPath(path, of.name, assessor, int(match[2] or 1))


def is_text_file(name: str) -> bool:
    """Whether a file is YAML by its name but for `.txt`, which an editor added."""
    return _TEXT_FILE.search(name) is not None


def is_yaml_name(name: str) -> bool:
    """Whether a file name says that the file is YAML, in letters of either case."""
    return name.lower().endswith(SUFFIXES)


def is_nearly_yaml_name(name: str) -> bool:
    """Whether a file is YAML by its name, or would be without an ending that was added to it."""
    return is_yaml_name(name) or is_text_file(name)


def is_hidden(name: str) -> bool:
    """Whether the name of a file or folder says that it is to be passed over."""
    return name.startswith(".")
