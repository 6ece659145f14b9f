"""`scorecard list`: what is here."""

import typer

from scorecard.cli import output
from scorecard.cli.options import ListFormatOption, NoPagerOption, ProjectOption
from scorecard.render.formats import ListFormat, ReaderFormat


def list_all(
    format: ListFormatOption = ListFormat.TABLE,
    project: ProjectOption = None,
    no_pager: NoPagerOption = False,
) -> None:
    """Show the frameworks, own and shipped, and every subject's dated assessments with verdict and counts."""
    from scorecard.project.resolve import Workspace
    from scorecard.project.selection import Selection
    from scorecard.views.overview import ListedAssessment, ListedFramework, list_json, overview_view

    here = Workspace(project).here
    own, shipped = here.own_frameworks(), here.shipped_frameworks()
    assessments = [here.load_assessment(place) for place in here.layout.assessments]
    selection = Selection(assessments=assessments, frameworks=own)
    selection.add_misplaced(here.misplaced(of_all_kinds=True), here)
    places = here.layout.assessments
    selection.others += (file for place in places for file in here.unusable_reviews(place))
    frameworks = [
        ListedFramework(each.path, output.seen_from_here(each.path, each.root), is_shipped, each.good)
        for files, is_shipped in ((own, False), (shipped, True))
        for each in files
    ]
    listed = [
        ListedAssessment(
            each.path, each.dated, each.content, each.has_errors, each.scorecard(), here.review(each.dated)
        )
        for each in assessments
    ]
    output.say_selection(selection)
    if format is ListFormat.JSON:
        output.write_json(list_json(frameworks, listed, **output.files_json(selection, here.root)))
    else:
        report = overview_view(frameworks, listed)
        output.write_reports([report], ReaderFormat(format), here.root, pages=not no_pager)
    raise typer.Exit(output.exit_code_of(selection))
