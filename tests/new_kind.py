"""Runs scorecard with a kind of file more: notes, which stand in `notes/<id>.yaml` and must not shout.

What stands here in one file is what a new kind needs: a model and what a name says (a module of `model`), a
record (`model/kinds.py`), and rules (`rules/kinds.py`).
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from scorecard.diagnostics import Finding, Severity
from scorecard.model import kinds
from scorecard.model.file_names import MisplacedPath, NamePart, is_yaml_name
from scorecard.model.lexical import Model, Text
from scorecard.rules import kinds as rules
from scorecard.rules.rule import rule


class Note(Model):
    """What somebody wants to remember of a project."""

    kind: Literal["note"]
    """The kind of file."""
    id: Text
    """Its name."""
    text: Text
    """What it says."""


class NotePath(NamedTuple):
    path: str
    name: str

    @property
    def parts(self) -> tuple[NamePart, ...]:
        return (NamePart("id", self.name, ("id",)),)


def parse_note_path(path: str, rest: list[str]) -> NotePath | MisplacedPath:
    if len(rest) != 1 or not is_yaml_name(rest[0]):
        return MisplacedPath(path, "a note stands in notes/ itself", "call it notes/<id>.yaml")
    return NotePath(path, rest[0].rpartition(".")[0])


NOTE = kinds.Kind(
    name="note",
    called="a note",
    folder="notes",
    near="notes?",
    home="notes/<id>.yaml",
    command="nobody shows them",
    model=Note,
    parse=parse_note_path,  # type: ignore[arg-type]
)


@rule("SC901", "shouting-note", Severity.WARNING)
def shouting_note(note: Note) -> Iterator[Finding]:
    """A note is written in capitals."""
    if note.text.isupper():
        yield Finding(message="this note shouts", help="write it in small letters", route=("text",))


kinds.KINDS += (NOTE,)
kinds.FOLDERS += (NOTE.folder,)
rules.RULES_BY_KIND += (rules.KindRules(NOTE, (shouting_note,)),)  # type: ignore[operator, assignment]

if __name__ == "__main__":
    # Imported last: what names the kinds takes the new one with them.
    from scorecard.cli.main import main

    main()
