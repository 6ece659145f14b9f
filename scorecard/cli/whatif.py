"""`scorecard whatif`: a scorecard under suppositions beside the one as it is."""

import os
from typing import Annotated, Literal

import typer

from scorecard.cli import output
from scorecard.cli.options import FrameworkId, NoPagerOption, ProjectOption, argument, option
from scorecard.errors import UsageError
from scorecard.render.formats import Format, ReaderFormat


def whatif(
    target: Annotated[str, argument("TARGET", "SUBJECT, SUBJECT@DATE, a file, REV:path or -.")],
    ratings: Annotated[
        list[str] | None,
        option("ID=VALUE", "Suppose another rating: a level's id, a measurement, not-applicable.", "--set"),
    ] = None,
    weights: Annotated[
        list[str] | None,
        option("ID=NUMBER", "Suppose another weight of an indicator or a dimension.", "--weight"),
    ] = None,
    rules: Annotated[
        list[str] | None,
        option(
            "ID.pass_when=RULE",
            "Suppose another pass_when or partial_when of a dimension, or with ID overall of all.",
            "--rule",
        ),
    ] = None,
    left_out: Annotated[
        list[str] | None, option("ID", "Leave out an indicator or a dimension.", "--without")
    ] = None,
    not_applicable: Annotated[
        Literal["fail"] | None, typer.Option(help="Suppose what does not apply at its worst.")
    ] = None,
    format: Annotated[Format, typer.Option(help="How to show it.")] = Format.TABLE,
    detail: Annotated[
        Literal["summary", "dimensions", "indicators"] | None,
        typer.Option(help="How much to show; by default what differs."),
    ] = None,
    framework: FrameworkId = None,
    project: ProjectOption = None,
    no_pager: NoPagerOption = False,
) -> None:
    """Show a scorecard under suppositions beside the one as it is; every option may be repeated.

    Nothing is written, and all that is shown says that it is supposed.
    """
    from scorecard.project.resolve import Workspace
    from scorecard.project.selection import seen_from, select_assessments
    from scorecard.project.supposing import Suppositions, suppose
    from scorecard.project.targets import AssessmentFilter, refuse_several
    from scorecard.project.timelines import find_measurements
    from scorecard.views.scorecard import Detail

    given = {"--set": ratings, "--weight": weights, "--rule": rules, "--without": left_out}
    options = [f"{name} {text}" for name, texts in given.items() for text in texts or ()]
    options += [f"--not-applicable {not_applicable}"] if not_applicable else []
    if not options:
        hint = "add --set, --weight, --rule, --without or --not-applicable"
        raise UsageError("nothing is supposed", hint=hint)
    workspace = Workspace(project)
    selection = select_assessments(workspace, [target], AssessmentFilter(framework, drafts=True))
    refuse_several(target, selection.assessments)
    output.say_selection(selection)
    root = workspace.here.root
    files = [(each, each.scorable) for each in selection.assessments if each.scorable is not None]
    if len(files) > 1:
        raise UsageError(f"{target} is several assessments", hint="name one: SUBJECT@DATE, or a file")
    for file, scorable in files:
        home = workspace.project_of(file.root) if file.root else None
        measurements = find_measurements(home, scorable.framework, drafts=True)
        wishes = Suppositions(
            ratings or (), weights or (), rules or (), left_out or (), not_applicable is not None
        )
        now, (supposed, changes) = scorable.score(), suppose(scorable, wishes, measurements)
        folder = selection.root(root) if format in (Format.JSON, Format.CSV) else os.path.abspath("")
        path = seen_from(folder, file.path, file.root)
        match format:
            case Format.JSON:
                from scorecard.views.supposed import supposed_json

                others = output.files_json(selection, root)
                output.write_json(supposed_json(path, now, supposed, options, **others))
            case Format.CSV:
                from scorecard.views.supposed import supposed_records

                output.write_records(supposed_records(path, now, supposed))
            case _:
                from scorecard.views.supposed import supposed_view

                rated = {text.partition("=")[0].strip() for text in wishes.ratings}
                shown = Detail[detail.upper()] if detail else None
                report = supposed_view(now, supposed, changes, rated=rated, detail=shown)
                output.write_reports([report], ReaderFormat(format), root, pages=not no_pager)
    raise typer.Exit(output.exit_code_of(selection))
