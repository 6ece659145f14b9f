"""Subjects side by side at their latest dates: who stands where, and which indicators most fail.

Ranks are by scores as people see them: what they cannot tell apart is tied.

Only subjects under one version of one framework stand in one league: another version is another yardstick.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from scorecard.comparing.dated import DatedScorecard, Series, UnscoredAssessment
from scorecard.model.framework import VERDICTS, Framework, Indicator, Status, ref_of
from scorecard.model.lexical import FrameworkRef
from scorecard.scoring.scorecard import Counts, IndicatorResult, counted_results, shown_units


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A subject in a league.

    `rank` is None where there is no score, or the framework shows none; those with one score, as it is shown,
    are tied and share it, in the order of their exact ones. `is_open` says that it could still change:
    another's score could meet or pass this one's once all is rated.
    """

    dated: DatedScorecard
    rank: int | None
    is_tied: bool = False
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class League:
    """Subjects at their latest dates under one version of one framework; other versions are ranked apart.

    `has_others` says that there is a league of another version of the framework besides; `left_out` has what
    could not be scored under the framework, or under one that cannot be told, unless its subject has others.
    """

    framework: Framework
    standings: tuple[Standing, ...]
    has_others: bool
    left_out: tuple[UnscoredAssessment, ...]


_Dated = tuple[IndicatorResult, DatedScorecard]


class Tally(NamedTuple):
    """What counts as an indicator, how many subjects have each status in it, and the mean of their scores.

    `worst` are those that fail in it; where nobody judges those that score least, if some score more.
    """

    indicator: Indicator
    counts: Counts
    score: Fraction | None
    worst: tuple[DatedScorecard, ...]


def find_leagues(
    series: Iterable[Series], left_out: Sequence[UnscoredAssessment] = (), *, least: int = 1
) -> list[League]:
    """Return a league for each version of each framework that is the latest of so many subjects at least.

    The newest version comes first; `left_out` is what could not be scored under any framework.
    """
    found: dict[FrameworkRef, list[DatedScorecard]] = {}
    ids: dict[str, set[str]] = {}
    for each in series:
        ids.setdefault(each.subject, set()).add(each.framework_id)
        if each.latest is not None:
            found.setdefault(ref_of(each.latest.scorecard.framework), []).append(each.latest)
    refs = [ref for ref, dated in found.items() if len(dated) >= least]
    versions = Counter(ref.id for ref in refs)
    order = sorted(sorted(refs, reverse=True), key=lambda ref: ref.id)
    return [
        League(
            framework=found[ref][0].scorecard.framework,
            standings=tuple(_standings(found[ref])),
            has_others=versions[ref.id] > 1,
            left_out=tuple(
                each
                for each in left_out
                if each.framework_id == ref.id
                or (each.framework_id is None and ref.id in ids.get(each.place.subject, [ref.id]))
            ),
        )
        for ref in order
    ]


def _standings(dated: Iterable[DatedScorecard]) -> Iterator[Standing]:
    """Yield subjects by rank; those without one by verdict and passes, where nobody judges by grade."""
    tied: dict[int, list[DatedScorecard]] = {}
    unranked = []
    for each in sorted(dated, key=lambda each: (each.scorecard.assessment.subject.name, each.place.subject)):
        score = each.scorecard.figures.score
        if score is not None and each.scorecard.framework.show_score:
            tied.setdefault(_shown(each, score), []).append(each)
        else:
            unranked.append(each)
    bounds = [_bounds(each) for those in tied.values() for each in those]
    anyone = _overlaps(bounds)
    unsure = _overlaps([(low, high) for low, high in bounds if low != high])
    rank = 1
    for shown in sorted(tied, reverse=True):
        for each in sorted(tied[shown], key=lambda each: -(each.scorecard.figures.score or 0)):
            low, high = _bounds(each)
            yield Standing(
                dated=each,
                rank=rank,
                is_tied=len(tied[shown]) > 1,
                is_open=anyone(low, high) > 1 if low != high else unsure(low, high) > 0,
            )
        rank += len(tied[shown])
    yield from (Standing(dated=each, rank=None) for each in sorted(unranked, key=_standing_order))


def _shown(dated: DatedScorecard, score: Fraction | None) -> int:
    return shown_units(score or Fraction(0), Fraction(dated.scorecard.framework.score_out_of))


def _bounds(dated: DatedScorecard) -> tuple[int, int]:
    figures = dated.scorecard.figures
    return _shown(dated, figures.score_low), _shown(dated, figures.score_high)


def _overlaps(bounds: Sequence[tuple[int, int]]) -> Callable[[int, int], int]:
    """Return what says how many of some ranges share a score with another."""
    lows = sorted(low for low, _ in bounds)
    highs = sorted(high for _, high in bounds)
    return lambda low, high: bisect_right(lows, high) - bisect_left(highs, low)


def _standing_order(dated: DatedScorecard) -> tuple[int, ...]:
    figures, grades = dated.scorecard.figures, dated.scorecard.framework.grades
    places = [grades.index(each) if each else len(grades) for each in (figures.grade_low, figures.grade_high)]
    verdict = VERDICTS.index(figures.status) if figures.status in VERDICTS else 0
    return (verdict, -figures.counts.passed, *places)


def find_tallies(league: League, in_dimension: str | None = None) -> list[Tally]:
    """Return a league's indicators, or one dimension's: the most failed first, then partly passed.

    Where nobody judges, the lowest mean score comes first, if scores are shown.
    """
    found: dict[str, list[_Dated]] = {}
    for standing in league.standings:
        for each in counted_results(standing.dated.scorecard.dimensions, in_dimension):
            found.setdefault(each.indicator.id, []).append((each, standing.dated))
    asked = ([pair for pair in results if pair[0].counted] for results in found.values())
    tallies = [_tally(results) for results in asked if results]
    if league.framework.judges:
        return sorted(tallies, key=lambda tally: (-tally.counts.failed, -tally.counts.partial))
    has_order = league.framework.show_score
    return sorted(tallies, key=lambda tally: (tally.score is None, tally.score)) if has_order else tallies


def _tally(found: Sequence[_Dated]) -> Tally:
    results = [each for each, _ in found]
    scores = [each.score for each in results if each.score is not None]
    mean = sum(scores, Fraction(0)) / len(scores) if scores else None
    is_judged = all(each.status is not Status.UNJUDGED for each in results)
    least = min(scores, default=None) if mean is not None and max(scores) > min(scores) else None
    worst = (
        dated
        for each, dated in found
        if (each.status is Status.FAIL if is_judged else least is not None and each.score == least)
    )
    return Tally(results[0].indicator, Counts.of([each.status for each in results]), mean, tuple(worst))
