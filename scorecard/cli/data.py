"""`scorecard data`: the open data of a project."""

from pathlib import Path
from typing import Annotated

import typer

from scorecard.cli import output
from scorecard.cli.options import DraftsOption, ForceOption, ParentsOption, ProjectOption, option
from scorecard.errors import UsageError


def data(
    destination: Annotated[
        str, option("DIR", "The folder to write to; it is made, if only it is missing.", "-o", "--output")
    ],
    force: ForceOption = False,
    parents: ParentsOption = False,
    drafts: DraftsOption = False,
    project: ProjectOption = None,
) -> None:
    """Write the open data of all assessments: tables, what describes them, checksums, and how to cite them.

    Of files that this command wrote, and nobody has changed, those that are out of date are written again.
    """
    if destination in ("", "-"):
        raise UsageError("the data is a folder of files", hint="say where to write them: -o public-data")
    from scorecard.files.atomic import update_files
    from scorecard.project.resolve import Workspace
    from scorecard.project.selection import Selection
    from scorecard.project.targets import AssessmentFilter
    from scorecard.project.timelines import find_trends
    from scorecard.publishing.data_files import SUMS, data_files
    from scorecard.views.open_data import ReviewedTrend

    here, selection = Workspace(project).open_here(), Selection()
    trends = find_trends(here, AssessmentFilter(None, drafts), selection)
    own = filter(None, (each.good for each in here.own_frameworks()))
    remarks = list[str]()
    reviewed = (ReviewedTrend(each, here.review) for each in trends)
    files = data_files(reviewed, own, selection, remarks)
    output.say_selection(selection)
    if len(files["scorecards.csv"].splitlines()) > 1:
        folder = Path(destination)
        parents = parents or folder.parent.is_dir()
        written = update_files(folder, files, SUMS, force=force, parents=parents, inside=here.root)
        rest = "" if len(written) == len(files) else "; the others are as they were"
        output.say(f"{len(written)} of {len(files)} files written to {destination}{rest}")
        for each in remarks:
            output.say(each)
    raise typer.Exit(output.exit_code_of(selection))
