"""`scorecard show`: a framework as a reader wants it."""

from typing import Annotated

import typer

from scorecard.cli.options import ListFormatOption, ProjectOption, argument
from scorecard.render.formats import ListFormat, ReaderFormat


def show(
    framework: Annotated[
        str, argument("FRAMEWORK", "ID (its newest version), ID@VERSION, a file, or - for standard input.")
    ],
    format: ListFormatOption = ListFormat.TABLE,
    project: ProjectOption = None,
) -> None:
    """Show a framework: what it asks, its rules in words, its digest."""
    from scorecard.cli.output import exit_code_of, say_selection, write_json, write_reports
    from scorecard.project.resolve import Workspace
    from scorecard.project.selection import Selection
    from scorecard.project.targets import parse_target
    from scorecard.views.framework import framework_json, framework_view

    loaded = Workspace(project).load_framework(parse_target(framework))
    selection = Selection(frameworks=[loaded])
    say_selection(selection)
    if loaded.good is not None:
        if format is ListFormat.JSON:
            write_json(framework_json(loaded.good))
        else:
            write_reports([framework_view(loaded.good)], ReaderFormat(format))
    raise typer.Exit(exit_code_of(selection))
