"""What a project gives a site: each subject's dates, read one subject at a time, and what stays of them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from scorecard.comparing.dated import DatedScorecard, Series, UnscoredAssessment, series_of
from scorecard.comparing.trend import Trend, find_trend
from scorecard.model.assessment import Assessment, Rating
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import Framework, ref_of
from scorecard.model.lexical import FrameworkRef, Number
from scorecard.project.library import Project
from scorecard.project.loader import AssessmentFile
from scorecard.project.selection import Selection
from scorecard.reviewing.review import Review
from scorecard.robustness.tree import MeasurementsOf
from scorecard.scoring.scorecard import Scorecard
from scorecard.views.measurements import measured_chart
from scorecard.views.report import Measurements
from scorecard.views.site.changes import Event, corrections_of, events_of, replies_to
from scorecard.views.site.indicator import NewestRatings
from scorecard.views.site.plan import Page, PlannedAssessment, SitePlan, days_of
from scorecard.views.site.subject import OldAssessment
from scorecard.views.words.standings import subject_name, told_by


class SubjectRecord(NamedTuple):
    """A subject's dates under each framework, what is withdrawn of it, and its files as they were read."""

    id: str
    trends: tuple[Trend, ...]
    withdrawn: tuple[OldAssessment, ...]
    files: tuple[AssessmentFile, ...]
    left_out: tuple[UnscoredAssessment, ...]

    @property
    def newest(self) -> Assessment:
        """The newest assessment, by which the subject is called."""
        dated = [
            (point.place.order, point.scorecard.assessment) for each in self.trends for point in each.points
        ]
        dated += [(each.place.order, each.assessment) for each in self.withdrawn]
        return max(dated, key=lambda each: each[0])[1]

    def planned(self) -> Iterator[PlannedAssessment]:
        """Yield what is planned of each of its assessments."""
        for trend in self.trends:
            for point in trend.points:
                yield PlannedAssessment(point.place, point.scorecard.framework.ref)
        for each in self.withdrawn:
            yield PlannedAssessment(each.place, each.framework.ref, is_withdrawn=True)


def read_subject(project: Project, id: str, *, drafts: bool) -> SubjectRecord:
    """Read a subject's assessments and follow them from date to date; its files are then forgotten."""
    files = [project.load_assessment(place) for place in project.layout.by_subject[id]]
    shown = [each for each in files if drafts or not each.is_draft]
    dated, withdrawn, left_out = [], [], []
    for each in shown:
        if each.dated is None:
            continue
        if each.scorable is None:
            reason = "the file has errors" if each.has_errors else "its framework has errors"
            left_out.append(UnscoredAssessment(each.dated, each.framework_id, reason))
        elif each.scorable.assessment.withdrawn:
            withdrawn.append(OldAssessment(each.dated, *each.scorable))
        else:
            dated.append(DatedScorecard(each.dated, each.scorable.score()))
    trends = tuple(find_trend(each, project.find_good) for each in series_of(dated, left_out))
    return SubjectRecord(id, trends, tuple(withdrawn), tuple(files), tuple(left_out))


@dataclass(kw_only=True)
class SiteContent:
    """What stays in memory of a project: of each subject its newest dates, and what is told of all together.

    `pairs` are the dates that are compared; `measured` has what was measured under a framework of an
    indicator, `charts` the drawings of it.
    """

    selection: Selection = field(default_factory=Selection)
    names: dict[str, Assessment] = field(default_factory=dict)
    planned: list[PlannedAssessment] = field(default_factory=list)
    pairs: list[tuple[AssessmentPath, AssessmentPath]] = field(default_factory=list)
    newest: list[NewestRatings] = field(default_factory=list)
    series: list[Series] = field(default_factory=list)
    left_out: list[UnscoredAssessment] = field(default_factory=list)
    reviews: dict[AssessmentPath, Review] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    under_review: list[tuple[Page, Assessment]] = field(default_factory=list)
    withdrawn: list[OldAssessment] = field(default_factory=list)
    frameworks: dict[FrameworkRef, Framework] = field(default_factory=dict)
    measured: dict[tuple[FrameworkRef, str], set[Number]] = field(default_factory=lambda: defaultdict(set))
    charts: dict[tuple[FrameworkRef, str], list[Measurements]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, record: SubjectRecord, project: Project, *, drafts: bool) -> None:
        """Add a subject; of its files those stay that something is to be said of."""
        for file in record.files:
            if file.diagnostics and not file.is_usable:
                self.selection.add([file])
            if file.is_draft and not drafts:
                self.selection.passed_over[file.path] = file.root
        self.left_out += record.left_out
        if not record.trends and not record.withdrawn:
            return
        self.names[record.id] = record.newest
        planned = [*record.planned()]
        self.planned += planned
        named = SitePlan({}, days_of(planned), frozenset())
        self.withdrawn += record.withdrawn
        for trend in record.trends:
            for at, point in enumerate(trend.points):
                self._add_scorecard(point.scorecard)
                if at:
                    self.pairs.append((trend.points[at - 1].place, point.place))
                page = named.assessment(point.place)
                self.events += corrections_of(page, point.scorecard.assessment)
                self.events += replies_to(page, project.review(point.place))
                if point.scorecard.assessment.under_review:
                    self.under_review.append((page, point.scorecard.assessment))
            self.events += events_of(trend, named)
            last = trend.points[-1]
            dated = DatedScorecard(last.place, last.scorecard)
            self.newest.append(NewestRatings(dated, last.comparison))
            self.series.append(Series(record.id, trend.framework.id, (dated,), trend.left_out))
            self._add_charts(trend)
            if review := project.review(last.place):
                self.reviews[last.place] = review
        for each in record.withdrawn:
            self.frameworks.setdefault(ref_of(each.framework), each.framework)
            self.events += corrections_of(named.assessment(each.place), each.assessment)

    def _add_scorecard(self, scorecard: Scorecard) -> None:
        framework = scorecard.framework
        ref = ref_of(framework)
        self.frameworks.setdefault(ref, framework)
        for each in scorecard.indicators():
            if isinstance(each.rating, Rating) and each.rating.measured is not None:
                self.measured[ref, each.indicator.id].add(each.rating.measured)

    def _add_charts(self, trend: Trend) -> None:
        for row in trend.indicators:
            with told_by(trend.framework):
                if chart := measured_chart(row):
                    name = subject_name(trend.points[-1].scorecard.assessment.subject)
                    key = ref_of(trend.framework), row.thing.id
                    self.charts[key].append(chart._replace(name=name))

    def shown_frameworks(self, project: Project) -> list[Framework]:
        """Return the frameworks that the site shows: the project's own, and those of its assessments."""
        own = (each.good for each in project.own_frameworks())
        found = {ref_of(each): each for each in own if each is not None} | self.frameworks
        return [found[ref] for ref in sorted(found, key=lambda ref: (ref.id, ref))]

    def newest_frameworks(self) -> list[Framework]:
        """Return of each framework that something is judged by now its newest version."""
        found: dict[str, Framework] = {}
        for each in self.newest:
            framework = each.dated.scorecard.framework
            known = found.get(framework.id)
            if known is None or ref_of(known) < ref_of(framework):
                found[framework.id] = framework
        return [found[id] for id in sorted(found)]

    @property
    def day(self) -> date | None:
        """The date of the newest assessment."""
        return max((each.place.date for each in self.planned), default=None)

    def measurements_of(self, framework: Framework) -> MeasurementsOf:
        """Return what finds the measurements of an indicator in the project's assessments by a framework."""
        return lambda indicator: self.measured.get((ref_of(framework), indicator), set())
