"""Targets: what a command line names, told apart by their form alone, whatever exists."""

import re
from dataclasses import dataclass
from typing import NamedTuple

STDIN = "-"

_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_REVISION = re.compile(r"([^/\\:]+):(.*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class StdinTarget:
    """`-`: standard input."""


class PathTarget(NamedTuple):
    """A file or a folder."""

    path: str


class RevisionTarget(NamedTuple):
    """A file at a git revision, as git reads `REV:path` in a folder, by default the working directory."""

    revision: str
    path: str
    folder: str = ""

    def __str__(self) -> str:
        return f"{self.revision}:{self.path}"


class NameTarget(NamedTuple):
    """A subject or a framework, with what follows its `@`: a date, perhaps with a suffix, or a version."""

    id: str
    at: str | None

    def __str__(self) -> str:
        return self.id if self.at is None else f"{self.id}@{self.at}"


Target = StdinTarget | PathTarget | RevisionTarget | NameTarget


def parse_target(text: str) -> Target:
    """Tell a target's kind by its form alone, whatever exists."""
    if text == STDIN:
        return StdinTarget()
    revision = _REVISION.match(text)
    if revision and not _DRIVE.match(text):
        return RevisionTarget(revision[1], revision[2])
    if "/" in text or "\\" in text or text.endswith((".yaml", ".yml")):
        return PathTarget(text)
    id, at, rest = text.partition("@")
    return NameTarget(id, rest if at else None)
