"""What a change makes of the file of an assessment or a mark, be it by answers or by a workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scorecard.comparing.corrections import (
    Difference,
    find_kept_decisions,
    find_kept_reasons,
    find_uncorrected,
)
from scorecard.diagnostics import Diagnostic, Route
from scorecard.model.assessment import Assessment, Decision
from scorecard.model.framework import Framework
from scorecard.model.mark import Mark
from scorecard.project.loader import AnyFile
from scorecard.scoring.scorecard import Scorecard


@dataclass(frozen=True, kw_only=True, slots=True)
class FileChange:
    """A file before a change, if it was there, and after it."""

    before: AnyFile | None
    after: AnyFile
    framework: Framework | None = None

    @property
    def new(self) -> list[Diagnostic]:
        known = set(map(_key, self.before.diagnostics)) if self.before else set()
        return [each for each in self.after.diagnostics if _key(each) not in known]

    @property
    def errors(self) -> list[Diagnostic]:
        """The errors afterwards, one for each code and place."""
        return [*{_key(each): each for each in self.after.diagnostics if each.is_error}.values()]

    @property
    def new_errors(self) -> list[Diagnostic]:
        new = set(map(_key, self.new))
        return [each for each in self.errors if _key(each) in new]

    @property
    def uncorrected(self) -> list[Difference]:
        """What has errors is not scored, so mending it takes nothing back that was published."""
        was, is_now = self.before.scorable if self.before else None, self.after.content
        if was is None or self.framework is None or not isinstance(is_now, Assessment):
            return []
        return find_uncorrected(was.assessment, is_now, self.framework)

    @property
    def kept_reasons(self) -> Sequence[str]:
        """The ids of indicators that are rated otherwise under a reason that was given for another rating."""
        was, is_now = self.before.content if self.before else None, self.after.content
        if self.framework and isinstance(was, Assessment | Mark) and isinstance(is_now, Assessment | Mark):
            return find_kept_reasons(was, is_now, self.framework)
        return ()

    @property
    def kept_decisions(self) -> Mapping[str, Decision]:
        """By id the last decision of each indicator that is rated otherwise now without another."""
        was, is_now = self.before.content if self.before else None, self.after.content
        if self.framework and isinstance(was, Assessment) and isinstance(is_now, Assessment):
            return find_kept_decisions(was, is_now, self.framework)
        return {}

    def scorecards(self) -> tuple[Scorecard | None, Scorecard | None]:
        """Return what is computed before and after, where that can be."""
        return self.before.scorecard() if self.before else None, self.after.scorecard()


def _key(diagnostic: Diagnostic) -> tuple[str, Route]:
    return diagnostic.code.number, diagnostic.route
