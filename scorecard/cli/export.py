"""`scorecard export`: a workbook that colleagues fill in."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from scorecard.cli import output
from scorecard.cli.options import (
    BomOption,
    ForceOption,
    ParentsOption,
    ProjectOption,
    RoundOption,
    ShowMarksOption,
    argument,
    check_mark_options,
    option,
)
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
    assessor: Annotated[
        str | None, option("ASSESSOR", "A mark of one's own, which begins empty, instead.", "--as")
    ] = None,
    round: RoundOption = None,
    show_marks: ShowMarksOption = False,
    reconcile: Annotated[
        bool,
        typer.Option(
            "--reconcile", help="Show marks and replies side by side, with columns for what is decided."
        ),
    ] = False,
    structure: Annotated[
        bool,
        typer.Option(
            "--structure", help="A framework itself: its indicators, weights and scales, to change."
        ),
    ] = False,
    bom: BomOption = False,
    force: ForceOption = False,
    parents: ParentsOption = False,
    project: ProjectOption = None,
) -> None:
    """Write a workbook of an assessment, or a blank one of a framework, to fill in and import again."""
    from scorecard.cli.next_steps import project_words, shell_word
    from scorecard.files.atomic import write_file
    from scorecard.project.rated_file import RatedFile, open_mark, open_reviewed
    from scorecard.project.resolve import Workspace
    from scorecard.project.selection import Selection
    from scorecard.spreadsheet.export import find_form, form_of
    from scorecard.spreadsheet.structure_sheets import find_structure
    from scorecard.spreadsheet.table import write_table
    from scorecard.spreadsheet.workbook import write_workbook

    chosen = _format_of(destination, format)
    workspace = Workspace(project)
    check_mark_options(assessor, round, show_marks)
    if reconcile and (assessor is not None or chosen == "csv"):
        raise UsageError("--reconcile is for a workbook of the assessment", hint="write it by itself")
    if structure and (assessor is not None or reconcile or chosen == "csv"):
        raise UsageError("--structure is for a workbook of the framework", hint="write it by itself")
    opened: RatedFile | Selection | None = None
    if assessor is not None:
        opened = open_mark(workspace, target, None, assessor, round or 1)
    elif reconcile:
        opened = open_reviewed(workspace, target)
    content: str | bytes | None = None
    if opened is None and not structure:
        selection, form = find_form(workspace, target)
    elif isinstance(opened, RatedFile):
        opened = opened.claiming(independent=False).beside_others() if show_marks else opened
        selection, form = Selection(), form_of(opened)
    else:
        selection, form = opened or Selection(), None
    if structure:
        selection, content = find_structure(workspace, target)
    output.say_selection(selection)
    if form is not None:
        content = write_workbook(form) if chosen == "xlsx" else "\ufeff" * bom + write_table(form)
    if content is not None:
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
