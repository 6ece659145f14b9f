"""What `diff` compares: from targets, or from a git revision, to comparisons and the files behind them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from scorecard.cli.output import seen_from_here
from scorecard.comparing.assessments import Comparison, diff
from scorecard.comparing.frameworks import FrameworkComparison, diff_frameworks
from scorecard.errors import ScorecardError
from scorecard.model.file_names import AssessmentPath
from scorecard.model.source import FrameworkRef
from scorecard.project.changes_since import Since, find_since
from scorecard.project.library import Project
from scorecard.project.resolve import Workspace
from scorecard.project.selection import Selection
from scorecard.project.sides import AnySides, AssessmentSides, FrameworkSides, choose_sides
from scorecard.project.targets import AssessmentFilter
from scorecard.scoring.score import score
from scorecard.views.frameworks_compared import AffectedAssessment


@dataclass(frozen=True, slots=True)
class Compared:
    """Two assessments compared, with the paths of their files, in the project and as the user sees them."""

    comparison: Comparison
    paths: tuple[str, str]
    shown: tuple[str, str]


@dataclass(frozen=True, slots=True)
class ComparedFrameworks:
    """Two frameworks compared, with the paths of their files and the assessments under either."""

    comparison: FrameworkComparison
    paths: tuple[str, str]
    affected: Sequence[AffectedAssessment]


@dataclass(kw_only=True)
class Results:
    """All that was compared, and the files that were read for it."""

    selection: Selection
    assessments: list[Compared] = field(default_factory=list)
    frameworks: list[ComparedFrameworks] = field(default_factory=list)
    since: Since | None = None
    root: Path | None = None

    @property
    def came_or_went(self) -> list[str]:
        """The paths of files that are new with nothing before them, of those moved, and of those gone."""
        since = self.since
        if since is None:
            return []
        moved = [each.after.path for each in since.assessments if each.is_moved]
        return [*(file.path for file in since.first), *moved, *since.removed]

    def add(self, sides: AnySides, here: Project) -> None:
        """Compare two sides, unless one of them has errors; `here` is the working directory's project."""
        paths = (sides.before.path, sides.after.path)
        if isinstance(sides, AssessmentSides):
            before, after = sides.before.pair, sides.after.pair
            if before is not None and after is not None:
                then, now = (score(pair.framework, pair.assessment) for pair in (before, after))
                compared = replace(diff(then, now, sides.find), is_moved=sides.is_moved)
                shown = tuple(seen_from_here(each.path, each.root) for each in (sides.before, sides.after))
                self.assessments.append(Compared(compared, paths, (shown[0], shown[1])))
        elif sides.before.good is not None and sides.after.good is not None:
            comparison = diff_frameworks(sides.before.good, sides.after.good, sides.find)
            affected = _affected(comparison, _home_of(sides, here))
            self.frameworks.append(ComparedFrameworks(comparison, paths, affected))


def find_changes_between(workspace: Workspace, old: str, new: str | None, which: AssessmentFilter) -> Results:
    """Compare what one or two targets stand for."""
    selection = Selection()
    sides = choose_sides(workspace, old, new, which, selection)
    results = Results(selection=selection, root=workspace.here.root)
    if sides is not None:
        selection.add_file(sides.before)
        selection.add_file(sides.after)
        results.add(sides, workspace.here)
    return results


def find_changes_since(workspace: Workspace, revision: str, *, drafts: bool) -> Results:
    """Compare everything in a project with what it was at a git revision."""
    since = find_since(workspace.here, revision, drafts=drafts)
    results = Results(selection=Selection(), since=since, root=workspace.here.root)
    for file in since.files():
        results.selection.add_file(file)
    root = workspace.here.root
    results.selection.passed_over |= dict.fromkeys(since.passed_over, None if root is None else str(root))
    results.selection.add_misplaced(since.misplaced, workspace.here)
    for sides in since.sides():
        try:
            results.add(sides, workspace.here)
        except ScorecardError as error:
            results.selection.problems.append(error)
    return results


def _home_of(sides: FrameworkSides, here: Project) -> Project:
    """Return the project on disk that a framework is of."""
    return next((project for project in sides.projects if project.root is not None), here)


def _affected(comparison: FrameworkComparison, project: Project) -> list[AffectedAssessment]:
    """Return a project's assessments under either of two versions of a framework."""
    refs = {FrameworkRef(each.id, each.version) for each in (comparison.before, comparison.after)}
    files = map(project.load_assessment, project.layout.assessments)
    return [
        AffectedAssessment(
            subject=file.content.subject.id,
            name=file.content.subject.name,
            day=file.place.day,
            path=file.path,
            framework=str(file.content.framework),
            is_draft=file.content.is_draft,
        )
        for file in files
        if file.content is not None
        and file.content.framework in refs
        and isinstance(file.place, AssessmentPath)
    ]
