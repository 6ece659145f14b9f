"""`scorecard agree`: how far several assessors agree."""

from typing import Annotated

import typer

from scorecard.cli import output
from scorecard.cli.options import FrameworkId, NoPagerOption, ProjectOption, argument, option
from scorecard.render.formats import AgreeFormat, ReaderFormat


def agree(
    targets: Annotated[
        list[str] | None,
        argument("[TARGET]...", "Subjects, SUBJECT@DATE, or files; without any, all that was marked."),
    ] = None,
    round: Annotated[int, option("N", "Compare the marks of this round.")] = 1,
    format: Annotated[AgreeFormat, typer.Option(help="How to show it.")] = AgreeFormat.TABLE,
    framework: FrameworkId = None,
    project: ProjectOption = None,
    no_pager: NoPagerOption = False,
) -> None:
    """Say on what assessors agree and differ, what follows from it, and what each stage changed.

    Drafts of assessments count, those of marks do not. No figure here is a gate.
    """
    from scorecard.project.resolve import Workspace
    from scorecard.project.selection import select_reviews
    from scorecard.project.targets import AssessmentFilter
    from scorecard.reviewing.agree import agree as find_agreement
    from scorecard.views.agree import agree_view
    from scorecard.views.agree_data import agree_json

    workspace, which = Workspace(project), AssessmentFilter(framework, drafts=True)
    selection, reviews = select_reviews(workspace, targets or [], which, round)
    output.say_selection(selection)
    found = find_agreement(reviews, round)
    if format is AgreeFormat.JSON:
        output.write_json(agree_json(found, reviews, **output.files_json(selection, workspace.here.root)))
    elif reviews:
        report = agree_view(found, reviews)
        output.write_reports([report], ReaderFormat(format), workspace.here.root, pages=not no_pager)
    raise typer.Exit(output.exit_code_of(selection))
