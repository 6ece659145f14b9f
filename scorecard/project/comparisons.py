"""What `diff` compares: from targets, or from a git revision, to comparisons and the files behind them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scorecard.comparing.assessments import Comparison, diff
from scorecard.comparing.frameworks import FrameworkComparison, diff_frameworks
from scorecard.comparing.moved_files import PlacedAssessment
from scorecard.errors import ScorecardError
from scorecard.model.framework import ref_of
from scorecard.model.kinds import FRAMEWORK
from scorecard.project.changes_since import ChangedFiles, find_since
from scorecard.project.library import Project
from scorecard.project.loader import is_of
from scorecard.project.resolve import Workspace
from scorecard.project.selection import Selection
from scorecard.project.sides import Sides, choose_sides
from scorecard.project.targets import AssessmentFilter


@dataclass(kw_only=True)
class Differences:
    """All that was compared, and the files that were read for it; `root` is that of the project here.

    With a comparison come its two files, with that of frameworks also the assessments under either.
    """

    selection: Selection
    assessments: list[tuple[Comparison, Sides]] = field(default_factory=list)
    frameworks: list[tuple[FrameworkComparison, Sides, Sequence[PlacedAssessment]]] = field(
        default_factory=list
    )
    since: ChangedFiles | None = None
    root: Path | None = None

    @property
    def came_or_went(self) -> list[str]:
        since = self.since
        if since is None:
            return []
        moved = [each.after.path for each in since.compared if each.is_moved]
        return [*(file.path for file in since.first), *moved, *since.removed]

    def add(self, sides: Sides, here: Project) -> None:
        """Compare two sides, unless one of them has errors; `here` is the working directory's project."""
        then, now = sides.before, sides.after
        if then.scorable is not None and now.scorable is not None:
            comparison = diff(then.scorable.score(), now.scorable.score(), sides.find)
            self.assessments.append((comparison._replace(is_moved=sides.is_moved), sides))
        elif is_of(then, FRAMEWORK) and is_of(now, FRAMEWORK) and then.good and now.good:
            compared = diff_frameworks(then.good, now.good, sides.find)
            home = next((project for project in sides.projects if project.root is not None), here)
            self.frameworks.append((compared, sides, _affected(compared, home)))


def find_differences(workspace: Workspace, old: str, new: str | None, which: AssessmentFilter) -> Differences:
    """Compare what one or two targets stand for."""
    found = Differences(selection=Selection(), root=workspace.here.root)
    sides = choose_sides(workspace, old, new, which, found.selection)
    if sides is not None:
        found.selection.add_file(sides.before)
        found.selection.add_file(sides.after)
        found.add(sides, workspace.here)
    return found


def find_differences_since(workspace: Workspace, revision: str, *, drafts: bool) -> Differences:
    """Compare everything in a project with what it was at a git revision."""
    here = workspace.here
    since = find_since(here, revision, drafts=drafts)
    selection = Selection(passed_over=dict.fromkeys(since.passed_over, here.root))
    found = Differences(selection=selection, since=since, root=here.root)
    for file in since.files():
        selection.add_file(file)
    selection.add_misplaced(since.misplaced, here)
    for sides in since.sides():
        try:
            found.add(sides, here)
        except ScorecardError as error:
            selection.problems.append(error)
    return found


def _affected(comparison: FrameworkComparison, project: Project) -> list[PlacedAssessment]:
    refs = {ref_of(comparison.before), ref_of(comparison.after)}
    files = map(project.load_assessment, project.layout.assessments)
    return [
        (file.dated._replace(path=file.path), file.content)
        for file in files
        if file.content is not None and file.content.framework in refs and file.dated is not None
    ]
