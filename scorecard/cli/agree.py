"""`scorecard agree`: how far several assessors agree."""

from typing import TYPE_CHECKING, Annotated

import typer

from scorecard.cli import output
from scorecard.cli.options import FrameworkId, NoPagerOption, ProjectOption, argument, option
from scorecard.errors import NotFoundError, UsageError
from scorecard.render.formats import AgreeFormat, ReaderFormat

if TYPE_CHECKING:
    from scorecard.project.resolve import Workspace
    from scorecard.project.selection import Selection
    from scorecard.reviewing.review import Review


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
        loaded = filter(which.is_under, map(here.load_assessment, marked))
        selection = Selection(assessments=list(loaded))
        selection.add_misplaced(here.misplaced(of_all_kinds=True), here)
    reviews = _find_reviews(workspace, selection, round, is_named=bool(targets))
    is_clear = not selection.problems and not selection.misplaced and not any(selection.refused(None))
    if not reviews and is_clear:
        hint = "marks stand in reviews/<subject>/<date>/<assessor>.yaml"
        raise NotFoundError(f"nothing here has a final mark of round {round}", hint=hint)
    output.say_selection(selection)
    if reviews or format is AgreeFormat.JSON:
        found = find_agreement(reviews, round)
        if format is AgreeFormat.JSON:
            output.write_json(agree_json(found, reviews, **output.files_json(selection, workspace.here.root)))
        else:
            report = agree_view(found, reviews)
            output.write_reports([report], ReaderFormat(format), workspace.here.root, pages=not no_pager)
    raise typer.Exit(output.exit_code_of(selection))


def _find_reviews(
    workspace: "Workspace", selection: "Selection", round: int, *, is_named: bool
) -> "list[Review]":
    """Return what was said of the assessments; add what stands in the way of that."""
    found = []
    for file in selection.assessments:
        if file.root is None or file.dated is None:
            message = f"{file.path} is in no project on disk, so nobody marked it"
            selection.problems.append(UsageError(message, hint="name a subject, or SUBJECT@DATE"))
            continue
        home = workspace.project_of(file.root)
        selection.others += home.unusable_reviews(file.dated)
        review = home.review(file.dated)
        if review is None:
            continue
        if any(each.round == round for each in review.final_marks):
            found.append(review)
        elif is_named:
            message = f"{file.dated.name} has no final mark of round {round}"
            hint = f"final marks stand in reviews/{file.dated.subject}/{file.dated.day}/"
            selection.problems.append(NotFoundError(message, hint=hint))
    return found
