"""`scorecard robustness`: what would change a verdict."""

import os
from typing import Annotated, Literal

import typer

from scorecard.cli import output
from scorecard.cli.options import DraftsOption, FrameworkId, NoPagerOption, ProjectOption, argument
from scorecard.render.formats import Format, ReaderFormat


def robustness(
    targets: Annotated[
        list[str] | None,
        argument(
            "[TARGET]...",
            "SUBJECT, SUBJECT@DATE, a file, a folder, REV:path or - for standard input; "
            "without one, the latest assessment of every subject under each framework.",
        ),
    ] = None,
    format: Annotated[Format, typer.Option(help="How to show it.")] = Format.TABLE,
    detail: Annotated[
        Literal["summary", "full"], typer.Option(help="Whether a few examples are named, or all.")
    ] = "summary",
    framework: FrameworkId = None,
    drafts: DraftsOption = False,
    project: ProjectOption = None,
    no_pager: NoPagerOption = False,
) -> None:
    """Say what would change a verdict: which ratings, which method, which weights.

    Nothing is drawn at random: every answer is exact, or says between what it lies. Of measurements that make
    a score only some are tried: the framework's own, and what the project has measured.
    """
    from scorecard.project.documents import firmness_of
    from scorecard.project.resolve import Workspace
    from scorecard.project.selection import seen_from, select_assessments
    from scorecard.project.targets import AssessmentFilter

    workspace = Workspace(project)
    which = AssessmentFilter(framework, drafts)
    selection = select_assessments(workspace, targets or [], which, forgets=True)
    output.say_selection(selection)
    root = workspace.here.root
    folder = selection.root(root) if format in (Format.JSON, Format.CSV) else os.path.abspath("")
    found = [
        (
            seen_from(folder, each.path, each.root),
            firmness_of(workspace.project_of(each.root) if each.root else None, each, drafts=drafts),
        )
        for each in selection.assessments
        if each.scorable is not None
    ]
    match format:
        case Format.JSON:
            from scorecard.views.robustness_data import robustness_json

            output.write_json(robustness_json(found, **output.files_json(selection, root)))
        case Format.CSV:
            from scorecard.views.robustness_data import robustness_records

            output.write_records(robustness_records(found))
        case _:
            from scorecard.views.robustness import robustness_reports
            from scorecard.views.scorecard import cover_view

            reports = robustness_reports([each for _, each in found], names_all=detail == "full")
            cover = cover_view([each.scorecard for _, each in found]) if found else None
            output.write_reports(reports, ReaderFormat(format), root, cover, pages=not no_pager)
    raise typer.Exit(output.exit_code_of(selection))
