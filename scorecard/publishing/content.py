"""What a site tells of a project as a whole: what stays of each subject when its files are forgotten."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, pairwise

from scorecard.comparing.dated import DatedScorecard, Series
from scorecard.comparing.trend import Trend
from scorecard.model.assessment import Assessment
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import Framework, ref_of
from scorecard.model.lexical import FrameworkRef, Number
from scorecard.project.library import Project
from scorecard.project.selection import Selection
from scorecard.robustness.tree import MeasurementsOf
from scorecard.views.measurements import measured_chart
from scorecard.views.report import Measurements
from scorecard.views.site.changes import Event, corrections_of, decisions_of, events_of, replies_to
from scorecard.views.site.indicator import NewestRatings, newest_ratings
from scorecard.views.site.plan import PlannedAssessment, SitePlan, days_of
from scorecard.views.site.subject import OldAssessment
from scorecard.views.words.standings import subject_name, told_by


@dataclass(kw_only=True)
class SiteContent:
    """What a site tells of a project as a whole.

    `names` has by id the newest assessment of each subject, by which it is called; `pairs` are the dates that
    are compared. `measured` has what was measured by a framework of an indicator, `charts` drawings of it.
    """

    project: Project
    selection: Selection = field(default_factory=Selection)
    names: dict[str, Assessment] = field(default_factory=dict)
    planned: list[PlannedAssessment] = field(default_factory=list)
    pairs: list[tuple[AssessmentPath, AssessmentPath]] = field(default_factory=list)
    newest: list[NewestRatings] = field(default_factory=list)
    series: list[Series] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    licences: Counter[str | None] = field(default_factory=Counter)
    withdrawn: list[OldAssessment] = field(default_factory=list)
    frameworks: dict[FrameworkRef, Framework] = field(default_factory=dict)
    measured: dict[tuple[FrameworkRef, str], set[Number]] = field(default_factory=lambda: defaultdict(set))
    charts: dict[tuple[FrameworkRef, str], list[Measurements]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, trends: Iterable[Trend]) -> None:
        """Keep of each trend what is told of all together; then also what is withdrawn."""
        for _, those in groupby(trends, key=lambda trend: trend.points[0].place.subject):
            found = [*those]
            for trend in found:
                self._add(trend, is_one_of_several=len(found) > 1)
        self.withdrawn += withdrawn_in(self.selection)
        self.selection.withdrawn.clear()
        self.planned += planned_of((), self.withdrawn)
        plan = SitePlan({}, days_of(self.planned), frozenset())
        for each in self.withdrawn:
            self.names.setdefault(each.place.subject, each.assessment)
            self.frameworks.setdefault(ref_of(each.framework), each.framework)
            self.events += corrections_of(plan.assessment(each.place), each.assessment)
        self.names = dict(sorted(self.names.items()))

    def _add(self, trend: Trend, *, is_one_of_several: bool) -> None:
        planned = [*planned_of([trend], ())]
        self.planned += planned
        plan = SitePlan({}, days_of(planned), frozenset())
        self.events += events_of(trend, plan, is_one_of_several=is_one_of_several)
        self.newest += newest_ratings(trend, self.project.review)
        for place, scorecard, *_ in trend.points:
            assessment, review = scorecard.assessment, self.project.review(place)
            ref = ref_of(scorecard.framework)
            self.frameworks.setdefault(ref, scorecard.framework)
            self.licences[assessment.licence] += 1
            for each in scorecard.indicators():
                if each.rating.measured is not None:
                    self.measured[ref, each.indicator.id].add(each.rating.measured)
            self.events += corrections_of(plan.assessment(place), assessment)
            self.events += replies_to(plan.assessment(place), review)
            self.events += decisions_of(plan.assessment(place), scorecard)
            known = self.names.get(place.subject)
            if known is None or known.date <= assessment.date:
                self.names[place.subject] = assessment
        self.pairs += pairs_of(trend)
        dated = DatedScorecard(place, scorecard)
        self.series.append(Series(place.subject, trend.framework.id, (dated,), trend.left_out))
        with told_by(trend.framework):
            for row in trend.indicators:
                if chart := measured_chart(row):
                    name = subject_name(assessment.subject)
                    self.charts[ref, row.thing.id].append(chart._replace(name=name))

    def shown_frameworks(self) -> list[Framework]:
        """Return the frameworks that the site shows: the project's own, and those of its assessments."""
        own = (each.good for each in self.project.own_frameworks())
        found = {ref_of(each): each for each in own if each is not None} | self.frameworks
        return [found[ref] for ref in sorted(found)]

    def newest_frameworks(self) -> list[Framework]:
        """Return of each framework that something is judged by now its newest version."""
        refs = {ref.id: ref for ref in sorted(ref_of(each.dated.scorecard.framework) for each in self.newest)}
        return [self.frameworks[ref] for ref in refs.values()]

    @property
    def made_by(self) -> Counter[str]:
        """How many assessments the site shows by each version, as id@version."""
        return Counter(each.framework for each in self.planned if not each.is_withdrawn)

    @property
    def day(self) -> date | None:
        """The date of the newest assessment."""
        return max((each.dated.place.date for each in self.newest), default=None)

    def measurements_of(self, framework: Framework) -> MeasurementsOf:
        """Return what finds the measurements of an indicator in the project's assessments by a framework."""
        return lambda indicator: self.measured.get((ref_of(framework), indicator), set())


def withdrawn_in(selection: Selection) -> list[OldAssessment]:
    """Return what is withdrawn, as far as it can be read, in the order of dates."""
    found = [
        OldAssessment(each.dated, *each.scorable)
        for each in selection.withdrawn
        if each.dated is not None and each.scorable is not None
    ]
    return sorted(found, key=lambda each: each.place.order)


def planned_of(trends: Iterable[Trend], withdrawn: Iterable[OldAssessment]) -> Iterator[PlannedAssessment]:
    """Yield what is planned of each assessment."""
    for trend in trends:
        for place, scorecard, *_ in trend.points:
            yield PlannedAssessment(place, scorecard.framework.ref)
    for each in withdrawn:
        yield PlannedAssessment(each.place, each.framework.ref, is_withdrawn=True)


def pairs_of(trend: Trend) -> list[tuple[AssessmentPath, AssessmentPath]]:
    """Return the dates of a trend that are compared, each with the one before."""
    places = [point.place for point in trend.points]
    return [*pairwise(places)]
