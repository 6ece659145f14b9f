"""`scorecard export`: a workbook that colleagues fill in."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from scorecard.cli import output
from scorecard.cli.options import BomOption, ForceOption, ParentsOption, ProjectOption, argument, option
from scorecard.errors import UsageError

ExportFormat = Literal["xlsx", "csv"]


def export(
    target: Annotated[
        str,
        argument(
            "TARGET",
            "SUBJECT@DATE, SUBJECT (its newest, drafts too) or an assessment's file; "
            "a framework's ID or ID@VERSION for a blank workbook.",
        ),
    ],
    destination: Annotated[
        str | None, option("FILE", "Where to write it: a name that ends in .xlsx or .csv.", "-o", "--output")
    ] = None,
    format: Annotated[
        ExportFormat | None, typer.Option(help="What to write; by default as the name says.")
    ] = None,
    bom: BomOption = False,
    force: ForceOption = False,
    parents: ParentsOption = False,
    project: ProjectOption = None,
) -> None:
    """Write a workbook of an assessment, or a blank one of a framework, to fill in and import again."""
    from scorecard.cli.next_steps import project_words, shell_word
    from scorecard.files.atomic import write_file
    from scorecard.project.resolve import Workspace
    from scorecard.spreadsheet.export import find_form
    from scorecard.spreadsheet.table import write_table
    from scorecard.spreadsheet.workbook import write_workbook

    chosen = _format_of(destination, format)
    workspace = Workspace(project)
    selection, form = find_form(workspace, target)
    output.say_selection(selection)
    if form is not None:
        content: str | bytes = (
            write_workbook(form) if chosen == "xlsx" else "\ufeff" * bom + write_table(form)
        )
        if isinstance(content, str) and destination in (None, "-"):
            output.write_csv(content)
        else:
            path = Path(_name_of(destination))
            write_file(path, content, force=force, parents=parents, inside=workspace.here.root)
            output.say(f"written: {path}")
            if chosen == "xlsx":
                command = f"scorecard import {shell_word(str(path))}{project_words(project)}"
                output.say(f"Once it is filled in: {command}")
    raise typer.Exit(output.exit_code_of(selection))


def _name_of(destination: str | None) -> str:
    if destination is None or destination in ("", "-"):
        raise UsageError("a workbook is no text to show", hint="say where to write it: -o review.xlsx")
    return destination


def _format_of(destination: str | None, format: ExportFormat | None) -> ExportFormat:
    if destination == "-" or (destination is None and format is not None):
        return format or "csv"
    suffix = Path(_name_of(destination)).suffix.lower()
    named: ExportFormat | None = "xlsx" if suffix == ".xlsx" else "csv" if suffix == ".csv" else None
    if named is not None and format not in (None, named):
        raise UsageError(
            f"{destination} is no name for {format}", hint="let the name and --format say the same"
        )
    if chosen := named or format:
        return chosen
    raise UsageError(
        f"{destination} does not say what to write",
        hint="a workbook's name ends in .xlsx, a plain table's in .csv",
    )
