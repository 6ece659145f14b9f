"""`scorecard export`: a workbook that colleagues fill in."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, assert_never

import typer

from scorecard.cli.options import BomOption, ForceOption, ParentsOption, ProjectOption, argument, option


class ExportFormat(StrEnum):
    """What an export is written as."""

    XLSX = "xlsx"
    CSV = "csv"


def export(
    target: Annotated[
        str,
        argument(
            "TARGET",
            "SUBJECT@DATE, SUBJECT (its newest, drafts too) or an assessment's file; "
            "a framework's ID or ID@VERSION for a blank workbook.",
        ),
    ],
    output: Annotated[
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
    from scorecard.cli.output import exit_code_of, say, say_selection, write_csv
    from scorecard.files.atomic import write_file
    from scorecard.project.resolve import Workspace
    from scorecard.spreadsheet.export import find_form
    from scorecard.views.words import status_looks

    chosen = _format_of(output, format)
    workspace = Workspace(project)
    selection, form = find_form(workspace, target)
    say_selection(selection)
    if form is not None:
        looks = status_looks(form.framework)
        match chosen:
            case ExportFormat.XLSX:
                from scorecard.spreadsheet.workbook import write_workbook

                content: str | bytes = write_workbook(form, looks)
            case ExportFormat.CSV:
                from scorecard.spreadsheet.table import write_table

                content = ("\ufeff" if bom else "") + write_table(form, looks)
            case _:
                assert_never(chosen)
        if isinstance(content, str) and output in (None, "-"):
            write_csv(content)
        else:
            path = Path(_name_of(output))
            write_file(path, content, force=force, parents=parents, inside=workspace.here.root)
            say(f"written: {path}")
            if chosen is ExportFormat.XLSX:
                command = f"scorecard import {shell_word(str(path))}{project_words(project)}"
                say(f"Once it is filled in: {command}")
    raise typer.Exit(exit_code_of(selection))


def _name_of(output: str | None) -> str:
    from scorecard.errors import UsageError

    if output in (None, "", "-"):
        raise UsageError("a workbook is no text to show", hint="say where to write it: -o review.xlsx")
    assert output is not None, "said above"
    return output


def _format_of(output: str | None, format: ExportFormat | None) -> ExportFormat:
    """Return what was asked for, in so many words or by the name of a file; the two may not differ."""
    from scorecard.errors import UsageError

    if output == "-" or (output is None and format is not None):
        return format or ExportFormat.CSV
    suffix = Path(_name_of(output)).suffix.lower()
    named = ExportFormat(suffix[1:]) if suffix in (".xlsx", ".csv") else None
    if named is not None and format not in (None, named):
        raise UsageError(f"{output} is no name for {format}", hint="let the name and --format say the same")
    if chosen := named or format:
        return chosen
    raise UsageError(
        f"{output} does not say what to write",
        hint="a workbook's name ends in .xlsx, a plain table's in .csv",
    )
