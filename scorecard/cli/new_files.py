"""What all that `new` makes has in common: where it goes, that it is good, and what is said of it."""

import os
from collections.abc import Iterable
from pathlib import Path

import typer

from scorecard.cli.next_steps import Step, project_words, say_steps, say_wrapped, shell_word
from scorecard.cli.output import (
    as_data,
    exit_code_of,
    leave_with,
    say,
    say_selection,
    seen_from_here,
    write_product,
)
from scorecard.cli.schema_copies import schema_text
from scorecard.editing.scaffold import schema_from, with_schema
from scorecard.editing.yaml_style import write_entry
from scorecard.errors import NotFoundError, UsageError
from scorecard.files.atomic import write_file
from scorecard.files.folder import LoneFile
from scorecard.harmless import is_safe_name
from scorecard.model.framework import Framework
from scorecard.model.kinds import ASSESSMENT, kind_of
from scorecard.model.lexical import RESERVED_IDS, is_file_id, shown
from scorecard.model.rated_schema import rated_schema_path, schema_of
from scorecard.project.library import is_project
from scorecard.project.loader import FrameworkFile, Location
from scorecard.project.resolve import Workspace
from scorecard.project.selection import Selection
from scorecard.project.targets import Target
from scorecard.reading.document import parse_document


class Home:
    """The project that a new file goes into: the one that `--project` names, else the nearest one upwards."""

    def __init__(self, folder: Path | None) -> None:
        self.workspace = Workspace(folder)
        self.project = self.workspace.here
        self._option = project_words(folder)
        root = self.project.root
        if root is None or not is_project(root):
            where = "here: no folder frameworks/ or assessments/, here or above"
            raise NotFoundError(
                f"there is no project {where if folder is None else f'in {folder}'}",
                hint=f"begin one: scorecard init{'' if folder is None else f' {shell_word(str(folder))}'}",
            )
        self.root = root

    def load_framework(self, target: Target) -> tuple[FrameworkFile, Framework]:
        """Return the framework that a target stands for, if it has no errors; else the run ends."""
        loaded = self.workspace.load_framework(target)
        if loaded.good is None:
            leave_with(Selection(frameworks=[loaded]))
        return loaded, loaded.good

    def with_own_schema(self, path: str, text: str) -> str:
        """Return a file's text with the line that names its schema, where the project has the schemas."""
        has_schema = (self.root / kind_of(path).schema).is_file()
        return with_schema(text, schema_from(path) if has_schema else None)

    def with_rated_schema(self, path: str, text: str, framework: Framework) -> str:
        """Return an assessment's text with the line that names its framework's schema; writes that too."""
        schema = rated_schema_path(framework)
        if not (self.root / ASSESSMENT.schema).is_file():
            return self.with_own_schema(path, text)
        if not os.path.lexists(self.root / schema):
            content = schema_text(schema_of(ASSESSMENT, framework))
            write_file(self.root / schema, content, force=False, parents=True, inside=self.root)
        return with_schema(text, schema_from(path, schema))

    def write(self, path: str, text: str) -> None:
        """Write a new file, checked like any other before, and print where it is.

        A file with errors would help nobody, so none is written: what is wrong is said, and the run ends.
        """
        content = text.encode("utf-8")
        selection = Selection()
        selection.add_file(self.project.load(Location(LoneFile(path, lambda: content), path), kind_of(path)))
        if code := exit_code_of(selection):
            say_selection(selection)
            say("The new file would have these errors, so it was not written.")
            raise typer.Exit(code)
        write_file(self.root / path, content, force=False, parents=True, inside=self.root)
        write_product(as_data(f"{seen_from_here(path, self.root)}\n"))

    def say_next(self, lines: Iterable[str], steps: Iterable[Step]) -> None:
        """Say what was done, and commands to go on with in this project."""
        for line in lines:
            say_wrapped(line)
        say_steps((f"{command}{self._option}", words) for command, words in steps)


def check_id(text: str, option: str) -> str:
    """Return an id that can be the name of a file or folder on every system, or refuse it."""
    if not is_file_id(text):
        near = "".join(char if char.isascii() and char.isalnum() else "-" for char in text.lower()).strip("-")
        meant = f"; did you mean {near}?" if is_file_id(near) and len(near) <= 60 else ""
        raise UsageError(
            f"{option}: {shown(text)} is not an id",
            hint=f"use lower-case letters a-z, digits, point, hyphen and underscore{meant}",
        )
    if text in RESERVED_IDS or not is_safe_name(text):
        reason = "a word of the format" if text in RESERVED_IDS else "no name for a file on every system"
        raise UsageError(f"{option}: {text} cannot be an id: it is {reason}", hint="choose another")
    return text


def check_text(text: str | None, option: str) -> str | None:
    """Return a text that a file can hold, without white space at its ends, or refuse it."""
    if text is None:
        return None
    if not text.strip():
        raise UsageError(f"{option} is empty", hint="write a text, or leave the option out")
    try:
        findings = parse_document(write_entry("title", text).encode("utf-8")).findings
    except UnicodeEncodeError:
        raise UsageError(f"{option} is not UTF-8", hint="type the text anew") from None
    if findings:
        raise UsageError(f"{option}: {findings[0].message}", hint=findings[0].help)
    return text.strip()
