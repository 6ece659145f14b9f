"""A subject over time: its scorecards under one framework, and each indicator followed from date to date.

An indicator of the newest version is followed back through the versions: a link of one to one is the same
row, comparable or not. Where it was split or merged a row ends, and what was before has rows of its own.
Statuses are as they were published; what changed like for like is said by the comparison of neighbours.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import NamedTuple, TypeGuard

from scorecard.comparing.alignment import FindFramework, Link
from scorecard.comparing.assessments import Change, ChangeKind, Comparison, diff, is_same
from scorecard.comparing.dated import DatedScorecard, Series, UnscoredAssessment, Window
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import Dimension, Framework, Indicator, Status, dimensions_below
from scorecard.scoring.score import rate
from scorecard.scoring.scorecard import DimensionResult, IndicatorResult, Scorecard, all_dimensions


class Point(NamedTuple):
    """One date: its scorecard, what changed since the date before, and since when its verdict was given.

    `standing_since` is when the run of dates with this verdict began (where there are none, with this grade),
    whatever versions of the framework gave it; `version_since` is from when in that run this version did.
    """

    place: AssessmentPath
    scorecard: Scorecard
    comparison: Comparison | None
    standing_since: date
    version_since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendEntry:
    """An indicator at one date.

    `is_comparable` says whether it can be compared with the row's date before, None where there is none;
    `change` is what became of it since, where it is counted and there is a date before.
    """

    point: Point
    result: IndicatorResult
    is_comparable: bool | None = None
    change: Change | None = None

    @property
    def status(self) -> Status | None:
        """What was published; None where it is not counted."""
        return self.result.status if self.result.counted else None

    @property
    def is_revised(self) -> bool:
        return self.change is not None and self.change.kind is ChangeKind.REVISED

    def rates_otherwise(self, before: "TrendEntry") -> bool:
        """Whether the measurement of a date before has another level by the bands of this date."""
        indicator, was = self.result.indicator, before.result
        if indicator.measure is None or was.rating.measured is None or was.indicator.unit != indicator.unit:
            return False
        return not is_same(rate(self.point.scorecard.framework, indicator, was.rating), was)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendRow:
    """A dimension or an indicator from date to date; None where the version then lacks it.

    `thing` and `framework` are those of its newest date. `holder` is the row of the dimension that it is in,
    `within` has the ids of all that it is in, a dimension's own too; `depth` is how many it is shown below.
    A dimension has `results`, and entries where it counts as an indicator. `failing_since` is the date from
    which it fails without interruption up to the newest one that counts it; a trend of a single date has
    none. `asked_so_since` is since when in that time what is asked can be compared, None where it always can.
    `last_judged` is the newest date on which it had a level. `never_passed`: it had one and passed on no
    date, and none was without a verdict.
    """

    thing: Dimension | Indicator
    framework: Framework
    holder: "TrendRow | None"
    within: frozenset[str]
    depth: int
    results: tuple[DimensionResult | None, ...]
    entries: tuple[TrendEntry | None, ...]
    failing_since: date | None
    asked_so_since: date | None
    last_judged: TrendEntry | None
    never_passed: bool

    @property
    def counts_as_one(self) -> bool:
        return isinstance(self.thing, Indicator) or self.thing.counts_as is not None

    @property
    def part_of(self) -> "TrendRow | None":
        """What counts as an indicator, and has it as an element or holds such."""
        holder = self.holder
        return holder if holder is None or holder.counts_as_one else holder.part_of

    @property
    def has_changed(self) -> bool:
        """A measurement that differs is a change, a revised requirement too; bands that moved are not."""
        return any(_differ(before, now) for before, now in pairwise(self.entries))

    @property
    def bands_moved(self) -> list[bool]:
        """Whether, at each date, the measurement rated last before it has another level by its bands."""
        found = []
        last: TrendEntry | None = None
        for entry in self.entries:
            is_rated = entry is not None and entry.result.score is not None
            found.append(bool(entry and is_rated and last and entry.rates_otherwise(last)))
            last = entry if is_rated else last
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """One subject under one framework, date by date. Rows are flat, a dimension's before those in it.

    `find` returns the framework versions between those of its dates.
    """

    points: tuple[Point, ...]
    rows: tuple[TrendRow, ...]
    left_out: tuple[UnscoredAssessment, ...]
    find: FindFramework = field(repr=False, compare=False)

    def compare_ends(self) -> Comparison | None:
        """Compare the first date with the last; None of fewer than three, whose steps say it already."""
        if len(self.points) < 3:
            return None
        return diff(self.points[0].scorecard, self.points[-1].scorecard, self.find)

    @property
    def framework(self) -> Framework:
        return self.points[-1].scorecard.framework

    @property
    def shows_scores(self) -> bool:
        return all(point.scorecard.framework.show_score for point in self.points)

    @property
    def comparisons(self) -> list[Comparison]:
        return [point.comparison for point in self.points if point.comparison is not None]

    @property
    def new_versions(self) -> dict[AssessmentPath, str]:
        """The versions of the framework after the first, each by the assessment with which it begins."""
        return {
            point.place: point.scorecard.framework.version
            for point in self.points[1:]
            if point.comparison is not None and not point.comparison.alignment.is_one_version
        }

    @property
    def indicators(self) -> Iterator[TrendRow]:
        """The rows of what is counted: what counts as an indicator before its elements."""
        return (row for row in self.rows if row.counts_as_one and any(map(_is_asked, row.entries)))


class TrendFilter(NamedTuple):
    """Which dates, which dimension and which indicators of trends are shown."""

    window: Window = Window()
    dimension: str | None = None
    only_changed: bool = False


def find_trend(series: Series, find: FindFramework) -> Trend:
    """Compare neighbours and follow every indicator; `find` returns framework versions between theirs."""
    points = _points(series.dated, find)
    every = Trend(points=points, rows=tuple(_rows(points)), left_out=series.left_out, find=find)
    return filter_trend(every, TrendFilter())


# What is shown ----------------------------------------------------------------------------------


def filter_trend(trend: Trend, shown: TrendFilter) -> Trend:
    """Return the trend with fewer dates and rows; whatever is said of those left stays what it was."""
    window, dimension, only_changed = shown
    kept = [number for number, point in enumerate(trend.points) if window.holds(point.place.date)]
    rows = [_cut(row, kept) for row in trend.rows if dimension is None or dimension in row.within]
    told = [(row, _is_told(row, only_changed=only_changed)) for row in rows]
    filled = {id for row, is_told in told for id in row.within if is_told}
    return replace(
        trend,
        points=tuple(trend.points[number] for number in kept),
        rows=tuple(row for row, is_told in told if is_told or (row.results and row.thing.id in filled)),
        left_out=window.within(trend.left_out),
    )


def _cut(row: TrendRow, kept: Sequence[int]) -> TrendRow:
    results = tuple(row.results[number] for number in kept if row.results)
    return replace(row, results=results, entries=tuple(row.entries[number] for number in kept))


def _is_told(row: TrendRow, *, only_changed: bool) -> bool:
    """Whether a row is shown by itself; a dimension is too where something in it is."""
    if row.results:
        return any(row.results) and not only_changed
    return any(map(_is_asked, row.entries)) and (row.has_changed or not only_changed)


def _differ(before: TrendEntry | None, now: TrendEntry | None) -> bool:
    if now is None or not (_is_asked(before) and _is_asked(now)):
        return _is_asked(before) is not _is_asked(now)
    change = now.change
    return change is not None and (change.kind is not ChangeKind.UNCHANGED or change.is_measured_anew)


def _is_asked(entry: TrendEntry | None) -> TypeGuard[TrendEntry]:
    return entry is not None and entry.status is not None


def _points(dated: Sequence[DatedScorecard], find: FindFramework) -> tuple[Point, ...]:
    points: list[Point] = []
    for place, scorecard in dated:
        before = points[-1] if points else None
        comparison = diff(before.scorecard, scorecard, find) if before else None
        standing_since = version_since = place.date
        if before and comparison and _standing(before.scorecard) == _standing(scorecard):
            standing_since = before.standing_since
            version_since = before.version_since if comparison.alignment.is_one_version else place.date
        points.append(Point(place, scorecard, comparison, standing_since, version_since))
    return tuple(points)


def _standing(scorecard: Scorecard) -> tuple[str | None, ...]:
    """Return what stays until another is given: a verdict; where there are none, a grade."""
    figures = scorecard.figures
    grades = () if figures.is_judged else (figures.grade_low, figures.grade_high)
    return (figures.status, *(each.id if each else None for each in grades))


# From date to date ------------------------------------------------------------------------------


_SHORT_OF_PASS = (Status.PARTIAL, Status.FAIL)


class _Followed(NamedTuple):
    """A row while it is followed back, and what is found at each date by its number."""

    thing: Dimension | Indicator
    framework: Framework
    holder: str | None
    results: dict[int, DimensionResult]
    entries: dict[int, TrendEntry]


def _rows(points: Sequence[Point]) -> Iterator[TrendRow]:
    """Yield dimensions as in the newest of their dates, indented where their holder is of that date too."""
    dimensions: dict[str, TrendRow] = {}
    for name, (dimension, *indicators) in _follow(points).items():
        holder = dimensions[dimension.holder] if dimension.holder else None
        dimensions[name] = _row(dimension, holder, len(points))
        yield dimensions[name]
        yield from (_row(each, dimensions[name], len(points)) for each in indicators)


def _follow(points: Sequence[Point]) -> dict[str, list[_Followed]]:
    """Follow dimensions, each with its indicators, back from date to date to those whose place they have.

    Dimensions are named by their newest id; one whose id is another's at the next date has a name of its own.
    """
    found: dict[str, list[_Followed]] = {}
    names: dict[str, str] = {}
    linked: dict[str, str] = {}
    indicators: dict[str, _Followed] = {}
    for number, point in reversed([*enumerate(points)]):
        framework, comparison = point.scorecard.framework, point.comparison
        taken, names = {*names.values()}, {}
        links = _links_to_one(point)
        changes = {each.indicator.id: each for each in comparison.changes if each.after} if comparison else {}
        results = all_dimensions(point.scorecard.dimensions)
        for (dimension, above), result in zip(dimensions_below(framework.dimensions), results, strict=True):
            id = dimension.id
            name = names[id] = linked.get(id) or (f"{id} {point.place.day}" if id in taken else id)
            if name not in found:
                holder = names[above[-1].id] if above else None
                found[name] = [_Followed(dimension, framework, holder, {}, {})]
            if result.applies:
                found[name][0].results[number] = result
            if result.applies and (whole := result.as_indicator):
                found[name][0].entries[number] = TrendEntry(point=point, result=whole)
            for one in result.indicators:
                id = one.indicator.id
                if id not in indicators:
                    indicators[id] = _Followed(one.indicator, framework, name, {}, {})
                    found[name].append(indicators[id])
                comparable = links[id].is_comparable if id in links else None
                indicators[id].entries[number] = TrendEntry(
                    point=point, result=one, is_comparable=comparable, change=changes.get(id)
                )
        if comparison:
            linked = {old: names[new] for new, old in comparison.alignment.dimensions.items()}
        indicators = {link.before[0].id: indicators[id] for id, link in links.items()}
    return found


def _links_to_one(point: Point) -> dict[str, Link]:
    """Return the links of indicators to one of the date before that is linked to them alone, by their ids."""
    links = point.comparison.alignment.links if point.comparison else ()
    takers = Counter(each.id for link in links for each in link.before)
    return {link.after.id: link for link in links if [takers[each.id] for each in link.before] == [1]}


def _row(followed: _Followed, holder: TrendRow | None, dates: int) -> TrendRow:
    entries = tuple(map(followed.entries.get, range(dates)))
    asked = [entry for entry in entries if _is_asked(entry)]
    judged = [entry for entry in asked if entry.result.score is not None]
    failing_since, asked_so_since = _failing_since(asked) if dates > 1 else (None, None)
    within = holder.within if holder else frozenset()
    is_dimension = isinstance(followed.thing, Dimension)
    is_below = holder and (holder.framework is followed.framework or not is_dimension)
    if is_dimension:
        within |= {followed.thing.id, *(each.dimension.id for each in followed.results.values())}
    return TrendRow(
        thing=followed.thing,
        framework=followed.framework,
        holder=holder,
        within=within,
        depth=holder.depth + 1 if holder and is_below else 0,
        results=tuple(map(followed.results.get, range(dates if is_dimension else 0))),
        entries=entries,
        failing_since=failing_since,
        asked_so_since=asked_so_since,
        last_judged=judged[-1] if judged else None,
        never_passed=bool(judged) and all(each.status in _SHORT_OF_PASS for each in judged),
    )


def _failing_since(asked: Sequence[TrendEntry]) -> tuple[date | None, date | None]:
    """Return when the newest run of fails began, and when in that run it was last asked anew, if it was."""
    since = asked_so = anew = None
    for entry in reversed(asked):
        if entry.status is not Status.FAIL:
            break
        since, asked_so = entry.point.place.date, asked_so or anew
        if entry.is_comparable is False:
            anew = since
    return since, asked_so
