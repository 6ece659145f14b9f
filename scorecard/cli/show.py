"""`scorecard show`: a framework as a reader wants it."""

from typing import Annotated

import typer

from scorecard.cli import output
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
    from scorecard.project.resolve import Workspace
    from scorecard.project.selection import Selection
    from scorecard.project.targets import parse_target
    from scorecard.views.framework import framework_json, framework_view

    loaded = Workspace(project).load_framework(parse_target(framework))
    selection = Selection(frameworks=[loaded])
    output.say_selection(selection)
    if loaded.good is not None:
        if format is ListFormat.JSON:
            output.write_json(framework_json(loaded.good))
        else:
            output.write_reports([framework_view(loaded.good)], ReaderFormat(format))
    raise typer.Exit(output.exit_code_of(selection))
