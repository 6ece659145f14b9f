"""What `scorecard.open` gives: a project whose methods return what the commands show.

docs/python.md is the contract of this module and of `scorecard/__init__.py`.
"""

import os
from collections.abc import Sized
from pathlib import Path

from scorecard.comparing.assessments import Comparison
from scorecard.comparing.frameworks import FrameworkComparison
from scorecard.comparing.trend import Trend, find_trend
from scorecard.diagnostics import Diagnostic, diagnostic_order
from scorecard.errors import NotFoundError, ScorecardError, UsageError
from scorecard.files.folder import CANNOT_READ
from scorecard.project.comparisons import Differences, find_differences
from scorecard.project.documents import firmness_of
from scorecard.project.library import find_root
from scorecard.project.loader import AssessmentFile, Scorable
from scorecard.project.resolve import Workspace
from scorecard.project.selection import Selection, select_assessments, select_files, select_reviews
from scorecard.project.targets import AssessmentFilter, refuse_several
from scorecard.project.timelines import find_trends, select_timelines
from scorecard.reviewing.agree import AgreeResult, agree
from scorecard.robustness.robustness import Robustness
from scorecard.scoring.scorecard import Scorecard
from scorecard.views.open_data import ReviewedTrend, Value, find_rows


class RefusedError(ScorecardError):
    """Files have errors, so nothing is told: `diagnostics` has each, with its path and its place."""

    exit_code = 1

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        (first, *others) = diagnostics
        more = f" (and {len(others)} more error{'s' * (len(others) > 1)})" if others else ""
        super().__init__(f"{first.path}:{first.span.line}:{first.span.column}: {first.message}{more}")
        self.diagnostics = tuple(diagnostics)


class OpenedProject:
    """A project. Every call reads the files as they are then, and computes exactly: nothing is kept.

    Targets are those of the commands: `SUBJECT`, `SUBJECT@DATE`, `ID@VERSION`, a path from the working
    directory, `REV:path`. Every method raises `UsageError` for a target that cannot be meant,
    `NotFoundError` for one that is not there, and `RefusedError` where a file that it needs has errors; all
    are a `scorecard.Error`. A project that `skips_refused` files leaves these out in silence; where none is
    left, it raises too.
    """

    def __init__(self, path: str | os.PathLike[str], *, skips_refused: bool = False) -> None:
        root = find_root(Path(path))
        if root is None:
            raise NotFoundError(f"there is no project in {path}", hint="it has frameworks/ or assessments/")
        self.root = root
        """The project's folder."""
        self._skips = skips_refused

    def diagnostics(self) -> list[Diagnostic]:
        """Return all that `validate` says of the files, by path and place. Lines and columns count from 1."""
        selection = select_files(Workspace(self.root), [], lambda places: places)
        return sorted((each.diagnostic for each in selection.remarks()), key=diagnostic_order)

    def scorecards(
        self, *targets: str, framework: str | None = None, drafts: bool = False
    ) -> list[Scorecard]:
        """Return what `assess` shows: without a target the latest of every subject under each framework.

        Scores and coverage are Fractions from 0 to 1, or None where nothing is rated. Drafts are left out
        unless `drafts`, or one is the only target.
        """
        which = AssessmentFilter(framework, drafts)
        selection = select_assessments(Workspace(self.root), targets, which)
        found = [each.scorable for each in selection.assessments if each.scorable]
        self._check(selection, found)
        return [each.score() for each in found]

    def scorecard(self, target: str, *, framework: str | None = None) -> Scorecard:
        """Return the one scorecard of a target, be it a draft or not."""
        return self._scorable(target, framework)[1].score()

    def compare(self, old: str, new: str | None = None, *, framework: str | None = None) -> Comparison:
        """Compare two assessments as `diff` does; one subject's last two if only it is named.

        `split` divides the change of the score exactly: change = real + coverage + framework, each a Fraction
        or None; the first two are from -1 to 1, the others from -2 to 2.
        """
        found = self._differences(old, new, framework).assessments
        if not found:
            raise UsageError(f"{old} is no assessment", hint="compare_frameworks compares frameworks")
        return found[0][0]

    def compare_frameworks(self, old: str, new: str | None = None) -> FrameworkComparison:
        """Compare two frameworks as `diff` does; its last two versions if only one is named."""
        found = self._differences(old, new, None).frameworks
        if not found:
            raise UsageError(f"{old} is no framework", hint="compare compares assessments")
        return found[0][0]

    def trend(self, subject: str, *, framework: str | None = None, drafts: bool = False) -> Trend:
        """Return a subject's dates under one framework, the oldest first, compared with the one before."""
        workspace = Workspace(self.root)
        timelines = select_timelines(workspace, [subject], AssessmentFilter(framework, drafts))
        self._check(timelines.selection, timelines.series)
        refuse_several(subject, timelines.selection.assessments)
        if not timelines.series:
            raise NotFoundError(f"{subject} has no scorecard", hint="drafts=True counts drafts")
        return find_trend(timelines.series[0], workspace.here.find_good)

    def agreement(self, *targets: str, round: int = 1, framework: str | None = None) -> AgreeResult:
        """Return how far assessors agree in a round, from 1; without a target on all that was marked."""
        which = AssessmentFilter(framework, drafts=True)
        selection, reviews = select_reviews(Workspace(self.root), targets, which, round)
        self._check(selection, reviews)
        return agree(reviews, round)

    def robustness(self, target: str, *, framework: str | None = None) -> Robustness:
        """Return what would change the one scorecard of a target, as `robustness` shows it; exact."""
        file, _ = self._scorable(target, framework)
        project = Workspace(self.root).here if file.root else None  # of a revision nothing else is asked
        return firmness_of(project, file, drafts=False)

    def tables(self, *, drafts: bool = False) -> dict[str, list[dict[str, Value]]]:
        """Return the tables of the open data by name, each a list of rows: see docs/data.md.

        A day is a `date`, a number to 6 places or a measurement a `Decimal`, an exact one a `Fraction`; what
        is not there is None.
        """
        here, selection = Workspace(self.root).here, Selection()
        found: dict[str, list[dict[str, Value]]] = {}
        trends = find_trends(here, AssessmentFilter(None, drafts), selection)
        own = filter(None, [each.good for each in here.own_frameworks()])
        for name, rows in find_rows((ReviewedTrend(each, here.review) for each in trends), own):
            found.setdefault(name, []).extend(rows)
        self._check(selection, found.get("scorecards", ()))
        return found

    def _scorable(self, target: str, framework: str | None) -> tuple[AssessmentFile, Scorable]:
        which = AssessmentFilter(framework, drafts=False)
        selection = select_assessments(Workspace(self.root), [target], which)
        found = [(each, each.scorable) for each in selection.assessments if each.scorable]
        self._check(selection, found)
        if len(found) != 1:
            raise UsageError(f"{target} is not one scorecard", hint="name one: SUBJECT@DATE")
        return found[0]

    def _differences(self, old: str, new: str | None, framework: str | None) -> Differences:
        which = AssessmentFilter(framework, drafts=False)
        found = find_differences(Workspace(self.root), old, new, which)
        self._check(found.selection, found.assessments or found.frameworks)
        return found

    def _check(self, selection: Selection, found: Sized) -> None:
        """Raise what stood in the way of what was named, and errors of files unless these are skipped."""
        for problem in selection.problems:
            raise problem
        errors = [each.diagnostic for each in selection.remarks() if each.diagnostic.is_error]
        if errors and not (self._skips and found):
            refused = RefusedError(sorted(errors, key=diagnostic_order))
            if refused.diagnostics[0].code.name == CANNOT_READ:
                raise NotFoundError(refused.message, hint="a path is from the working directory")
            raise refused
