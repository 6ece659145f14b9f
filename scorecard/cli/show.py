"""`scorecard show`: a framework as a reader wants it, or as it applies to one subject."""

from typing import Annotated

import typer

from scorecard.cli import output
from scorecard.cli.completion import offer_subjects
from scorecard.cli.options import ListFormatOption, NoPagerOption, ProjectOption, argument, option
from scorecard.render.formats import ListFormat, ReaderFormat


def show(
    framework: Annotated[
        str, argument("FRAMEWORK", "ID (its newest version), ID@VERSION, a file, or - for standard input.")
    ],
    subject: Annotated[
        str | None,
        option(
            "ID",
            "Only what is asked of this subject, by the tags of its latest assessment.",
            offers=offer_subjects,
        ),
    ] = None,
    format: ListFormatOption = ListFormat.TABLE,
    project: ProjectOption = None,
    no_pager: NoPagerOption = False,
) -> None:
    """Show a framework: what it asks, its rules in words, its digest."""
    from scorecard.project.resolve import Workspace
    from scorecard.project.selection import Selection
    from scorecard.project.targets import find_subject, parse_target
    from scorecard.views.framework import framework_json, framework_view

    workspace = Workspace(project)
    loaded = workspace.load_framework(parse_target(framework))
    who = None if subject is None else find_subject(workspace.here, subject)
    selection = Selection(frameworks=[loaded])
    output.say_selection(selection)
    if loaded.good is not None:
        if format is ListFormat.JSON:
            output.write_json(framework_json(loaded.good, who))
        else:
            report = framework_view(loaded.good, who)
            output.write_reports([report], ReaderFormat(format), workspace.here.root, pages=not no_pager)
    raise typer.Exit(output.exit_code_of(selection))
