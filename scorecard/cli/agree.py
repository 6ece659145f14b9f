"""`scorecard agree`: how far several assessors agree."""

from typing import Annotated

import typer

from scorecard.cli import output
from scorecard.cli.options import FrameworkId, NoPagerOption, ProjectOption, argument, option
from scorecard.errors import NotFoundError
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
    from scorecard.project.selection import Selection, select_assessments
    from scorecard.project.targets import AssessmentFilter
    from scorecard.reviewing.agree import agree as find_agreement
    from scorecard.views.agree import agree_view
    from scorecard.views.agree_data import agree_json

    workspace, which = Workspace(project), AssessmentFilter(framework, drafts=True)
    which.check(workspace.here)
    if targets:
        selection = select_assessments(workspace, targets, which)
    else:
        here = workspace.open_here()
        marked = [place for place in here.layout.assessments if place.name in here.layout.reviews]
        selection = Selection(assessments=[*filter(which.is_under, map(here.load_assessment, marked))])
        selection.add_misplaced(here.misplaced(of_all_kinds=True), here)
    hint = "final marks are read from reviews/<subject>/<date>/<assessor>.yaml on disk; drafts do not count"
    reviews = []
    for file in selection.assessments:
        home = workspace.project_of(file.root) if file.root else None
        review = home.review(file.dated) if home else None
        selection.others += home.unusable_reviews(file.dated) if home and file.dated else ()
        if review and any(each.round == round for each in review.final_marks):
            reviews.append(review)
        elif targets and file.is_usable:
            message = f"{file.dated.name if file.dated else file.path} has no final mark of round {round}"
            selection.problems.append(NotFoundError(message, hint=hint))
    if not reviews and not selection.problems and not [*selection.refused(None)]:
        raise NotFoundError(f"nothing here has a final mark of round {round}", hint=hint)
    output.say_selection(selection)
    found = find_agreement(reviews, round)
    if format is AgreeFormat.JSON:
        output.write_json(agree_json(found, reviews, **output.files_json(selection, workspace.here.root)))
    elif reviews:
        report = agree_view(found, reviews)
        output.write_reports([report], ReaderFormat(format), workspace.here.root, pages=not no_pager)
    raise typer.Exit(output.exit_code_of(selection))
