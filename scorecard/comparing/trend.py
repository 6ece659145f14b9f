"""A subject over time: its scorecards under one framework, and each indicator followed from date to date.

An indicator of the newest version is followed back through the versions: a link of one to one is the same
row, comparable or not. Where it was split or merged a row ends, and what was before has rows of its own.
Statuses are as they were published; what changed like for like is said by the comparison of neighbours.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    is_comparable: bool | None
    change: Change | None

    @property
    def status(self) -> Status | None:
        """What was published; None where it is not counted."""
        return self.result.status if self.result.counted else None

    @property
    def is_revised(self) -> bool:
        return self.change is not None and self.change.kind is ChangeKind.REVISED

    def rates_otherwise(self, before: "TrendEntry | None") -> bool:
        """Whether the measurement of a date before has another level by the bands of this date."""
        measure = self.result.indicator.measure
        measured = before.result.rating.measured if before else None
        if before is None or measured is None or measure is None:
            return False
        today = rate(self.point.scorecard.framework, self.result.indicator, before.result.rating)
        is_same_unit = before.result.indicator.unit == measure.unit
        return is_same_unit and not is_same(today, before.result)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendRow:
    """An indicator from date to date, an entry for each; None where the version then lacks it.

    `indicator` and `framework` are those of its newest date. `failing_since` is the date from which it fails
    without interruption up to the newest one that counts it; a trend of a single date has none.
    `asked_so_since` is since when in that time what is asked can be compared, None where it always can.
    `last_judged` is the newest date on which it had a level. `never_passed`: it had one and passed on no
    date, and none was without a verdict. `dimension` holds it; `part_of` counts as an indicator, and has it
    as an element.
    """

    indicator: Indicator
    framework: Framework
    dimension: Dimension | None
    part_of: Dimension | None
    entries: tuple[TrendEntry | None, ...]
    failing_since: date | None
    asked_so_since: date | None
    last_judged: TrendEntry | None
    never_passed: bool

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
            found.append(entry is not None and is_rated and entry.rates_otherwise(last))
            last = entry if is_rated else last
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendGroup:
    """A dimension from date to date, with the rows of its own indicators.

    `within` are the ids of the dimensions that it is in, and its own; `depth` is how many it is shown below.
    `whole` is its row as an indicator where it counts as one; `part_of` is what counts as one and has its
    rows as elements.
    """

    dimension: Dimension
    depth: int
    within: frozenset[str]
    part_of: Dimension | None
    results: tuple[DimensionResult | None, ...]
    whole: TrendRow | None
    rows: tuple[TrendRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """One subject under one framework, date by date. Groups are flat, each before those in it.

    `find` returns the framework versions between those of its dates.
    """

    points: tuple[Point, ...]
    groups: tuple[TrendGroup, ...]
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
    def rows(self) -> Iterator[TrendRow]:
        """What is followed: what counts as an indicator before its elements."""
        wholes = (((group.whole,) if group.whole else (), group.rows) for group in self.groups)
        return (row for whole, rows in wholes for row in (*whole, *rows))


class TrendFilter(NamedTuple):
    """Which dates, which dimension and which indicators of trends are shown."""

    window: Window = Window()
    dimension: str | None = None
    only_changed: bool = False


class ReportedAssessment(NamedTuple):
    """A scorecard, the path and place of its assessment's file, and its subject's trend up to it, if any."""

    scorecard: Scorecard
    path: str
    place: AssessmentPath | None
    trend: Trend | None


def find_trend(series: Series, find: FindFramework) -> Trend:
    """Compare neighbours and follow every indicator; `find` returns framework versions between theirs."""
    points = _points(series.dated, find)
    return Trend(
        points=points,
        groups=tuple(_groups(points)),
        left_out=series.left_out,
        find=find,
    )


# What is shown ----------------------------------------------------------------------------------


def filter_trend(trend: Trend, shown: TrendFilter) -> Trend:
    """Return the trend with fewer dates and rows; whatever is said of those left stays what it was."""
    window, dimension, only_changed = shown
    kept = [number for number, point in enumerate(trend.points) if window.holds(point.place.date)]
    groups = []
    for group in trend.groups:
        if dimension is None or dimension in group.within:
            left = [_cut(row, kept) for row in group.rows]
            asked = [row for row in left if any(map(_is_asked, row.entries))]
            rows = [row for row in asked if row.has_changed or not only_changed]
            results = tuple(group.results[number] for number in kept)
            whole = group.whole and _cut(group.whole, kept)
            groups.append(replace(group, results=results, whole=whole, rows=tuple(rows)))
    filled = {id for group in groups if group.rows for id in group.within}
    if not only_changed:
        filled |= {group.dimension.id for group in groups if any(group.results)}
    return replace(
        trend,
        points=tuple(trend.points[number] for number in kept),
        groups=tuple(group for group in groups if group.dimension.id in filled),
        left_out=window.within(trend.left_out),
    )


def _cut(row: TrendRow, kept: Sequence[int]) -> TrendRow:
    return replace(row, entries=tuple(row.entries[number] for number in kept))


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


# Indicators from date to date -------------------------------------------------------------------


_Entries = list[TrendEntry | None]
_SHORT_OF_PASS = (Status.PARTIAL, Status.FAIL)


def _follow(points: Sequence[Point], names: Sequence[Mapping[str, str]]) -> dict[str, list[_Entries]]:
    """Return entries by newest dimension, newest date first; `names` has each date's dimension names."""
    found: dict[str, list[_Entries]] = {}
    here: dict[str, _Entries] = {}
    for number, point in reversed([*enumerate(points)]):
        links = _links_to_one(point)
        since = point.comparison.changes if point.comparison else ()
        changes = {change.indicator.id: change for change in since if change.after}
        before: dict[str, _Entries] = {}
        for dimension in all_dimensions(point.scorecard.dimensions):
            for result in dimension.indicators:
                id = result.indicator.id
                if id not in here:
                    here[id] = [None] * len(points)
                    found.setdefault(names[number][dimension.dimension.id], []).append(here[id])
                link = links.get(id)
                here[id][number] = TrendEntry(
                    point=point,
                    result=result,
                    is_comparable=link.is_comparable if link else None,
                    change=changes.get(id),
                )
                if link:
                    before[link.before[0].id] = here[id]
        here = before
    return found


def _links_to_one(point: Point) -> dict[str, Link]:
    """Return the links of indicators to one of the date before that is linked to them alone, by their ids."""
    links = point.comparison.alignment.links if point.comparison else ()
    takers = Counter(each.id for link in links for each in link.before)
    return {link.after.id: link for link in links if [takers[each.id] for each in link.before] == [1]}


def _row(
    entries: Sequence[TrendEntry | None], dimension: Dimension | None, part_of: Dimension | None
) -> TrendRow:
    newest = next(entry for entry in reversed(entries) if entry is not None)
    asked = [entry for entry in entries if _is_asked(entry)]
    judged = [entry for entry in asked if entry.result.score is not None]
    failing_since, asked_so_since = _failing_since(asked) if len(entries) > 1 else (None, None)
    return TrendRow(
        indicator=newest.result.indicator,
        framework=newest.point.scorecard.framework,
        dimension=dimension,
        part_of=part_of,
        entries=tuple(entries),
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


# Dimensions from date to date -------------------------------------------------------------------


def _groups(points: Sequence[Point]) -> Iterable[TrendGroup]:
    """Yield dimensions as in the newest of their dates, indented where they follow the one they are in."""
    names = _names(points)
    found = _follow(points, names)
    results = [
        {name[each.dimension.id]: each for each in all_dimensions(point.scorecard.dimensions) if each.applies}
        for point, name in zip(points, names, strict=True)
    ]
    groups: dict[str, TrendGroup] = {}
    for point, name in reversed([*zip(points, names, strict=True)]):
        newer = frozenset(groups)
        for dimension, above in dimensions_below(point.scorecard.framework.dimensions):
            own = name[dimension.id]
            if own in newer:
                continue
            over = groups[name[above[-1].id]] if above else None
            dated = tuple(each.get(own) for each in results)
            ids = {each.dimension.id for each in dated if each}
            part_of = dimension if dimension.counts_as else over.part_of if over else None
            holder = over.dimension if over else None
            followed = (each for each in found.get(own, ()) if any(map(_is_asked, each)))
            groups[own] = TrendGroup(
                dimension=dimension,
                depth=over.depth + 1 if over and name[above[-1].id] not in newer else 0,
                within=(over.within if over else frozenset()) | {dimension.id} | ids,
                part_of=part_of,
                results=dated,
                whole=_whole(points, dated, holder) if dimension.counts_as else None,
                rows=tuple(_row(each, dimension, part_of) for each in followed),
            )
    filled = {id for group in groups.values() if group.rows or any(group.results) for id in group.within}
    return (group for group in groups.values() if group.dimension.id in filled)


def _names(points: Sequence[Point]) -> list[dict[str, str]]:
    """Name dimensions at each date by their newest id; one whose id is another's at the next has its own."""
    found: list[dict[str, str]] = []
    names: dict[str, str] = {}
    linked: dict[str, str] = {}
    for point in reversed(points):
        taken = {*names.values()}
        ids = [each.dimension.id for each in all_dimensions(point.scorecard.dimensions)]
        names = {id: linked.get(id) or (f"{id} {point.place.day}" if id in taken else id) for id in ids}
        links = point.comparison.alignment.dimensions if point.comparison else {}
        linked = {old: names[new] for new, old in links.items()}
        found.insert(0, names)
    return found


def _whole(
    points: Sequence[Point], results: Iterable[DimensionResult | None], holder: Dimension | None
) -> TrendRow | None:
    """Return the row of what counts as an indicator; None where it never counted."""
    ones = [result.as_indicator if result else None for result in results]
    entries = [
        TrendEntry(point=point, result=one, is_comparable=None, change=None) if one else None
        for point, one in zip(points, ones, strict=True)
    ]
    return _row(entries, holder, None) if any(map(_is_asked, entries)) else None
