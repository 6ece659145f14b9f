"""Subjects side by side at their latest dates: who stands where, and which indicators most fail.

Ranks are by scores as people see them: what they cannot tell apart is tied.

Only subjects under one version of one framework stand in one league: another version is another yardstick.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from scorecard.comparing.dated import DatedScorecard, Series
from scorecard.model.framework import VERDICTS, Framework, Indicator, ref_of
from scorecard.model.lexical import FrameworkRef
from scorecard.scoring.scorecard import Counts, IndicatorResult, counted_results, shown_units


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A subject in a league.

    `rank` is None where there is no score, or the framework shows none; those with one score, as it is shown,
    are tied and share it, `is_rounded` where the scores themselves differ. `is_open` says that it could still
    change: another's score could meet or pass this one's once all is rated.
    """

    dated: DatedScorecard
    rank: int | None
    is_tied: bool = False
    is_rounded: bool = False
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class League:
    """Subjects at their latest dates under one version of one framework; other versions are ranked apart.

    `has_others` says that there is a league of another version of the framework besides.
    """

    framework: Framework
    standings: tuple[Standing, ...]
    has_others: bool


class Tally(NamedTuple):
    """What counts as an indicator, how many subjects have each status in it, and the mean of their scores."""

    indicator: Indicator
    counts: Counts
    score: Fraction | None


def find_leagues(series: Iterable[Series]) -> list[League]:
    """Return a league for each version of each framework that is some subject's latest, the newest first."""
    found: dict[FrameworkRef, list[DatedScorecard]] = {}
    for each in series:
        if each.latest is not None:
            found.setdefault(ref_of(each.latest.scorecard.framework), []).append(each.latest)
    versions = Counter(ref.id for ref in found)
    order = sorted(sorted(found, reverse=True), key=lambda ref: ref.id)
    return [
        League(
            framework=found[ref][0].scorecard.framework,
            standings=tuple(_standings(found[ref])),
            has_others=versions[ref.id] > 1,
        )
        for ref in order
    ]


def _standings(dated: Sequence[DatedScorecard]) -> list[Standing]:
    scored = sorted((each for each in dated if _score(each) is not None), key=_by_score)
    scores = [-(_score(each) or 0) for each in scored]
    tied = Counter(scores)
    exact = Counter(score for score, _ in {(_score(each), each.scorecard.figures.score) for each in scored})
    standings = [
        Standing(
            dated=each,
            rank=bisect_left(scores, score) + 1,
            is_tied=tied[score] > 1,
            is_rounded=exact[-score] > 1,
            is_open=is_open,
        )
        for each, score, is_open in zip(scored, scores, _find_open(scored), strict=True)
    ]
    unscored = sorted((each for each in dated if _score(each) is None), key=_by_standing)
    return standings + [Standing(dated=each, rank=None) for each in unscored]


def _score(dated: DatedScorecard) -> int | None:
    """Return what a subject is ranked by, in shown units; None where its framework shows no scores."""
    score = dated.scorecard.figures.score
    return _shown(dated, score) if dated.scorecard.framework.show_score and score is not None else None


def _shown(dated: DatedScorecard, score: Fraction | None) -> int:
    return shown_units(score or Fraction(0), Fraction(dated.scorecard.framework.score_out_of))


def _by_score(dated: DatedScorecard) -> tuple[int, str, str]:
    return (-(_score(dated) or 0), dated.scorecard.assessment.subject.name, dated.place.subject)


def _by_standing(dated: DatedScorecard) -> tuple[int | str, ...]:
    """Return the order without scores: by verdict and passes; where nobody judges by grade."""
    figures, subject = dated.scorecard.figures, dated.scorecard.assessment.subject
    grades = dated.scorecard.framework.grades
    places = [grades.index(each) if each else len(grades) for each in (figures.grade_low, figures.grade_high)]
    verdict = VERDICTS.index(figures.status) if figures.status in VERDICTS else 0
    return (verdict, -figures.counts.passed, *places, subject.name, subject.id)


def _find_open(scored: Sequence[DatedScorecard]) -> list[bool]:
    """Say of each whether its rank is open: its bounds overlap another's, and one is not all rated."""
    figures = ((each, each.scorecard.figures) for each in scored)
    known = [(_shown(each, bounds.score_low), _shown(each, bounds.score_high)) for each, bounds in figures]
    everyone = _Bounds(known)
    unsure = _Bounds([(low, high) for low, high in known if low != high])
    return [
        everyone.overlapping(low, high) > 1 if low != high else unsure.overlapping(low, high) > 0
        for low, high in known
    ]


class _Bounds:
    """Ranges of scores in shown units, to be asked how many of them overlap another."""

    def __init__(self, bounds: Sequence[tuple[int, int]]) -> None:
        self._lows = sorted(low for low, _ in bounds)
        self._highs = sorted(high for _, high in bounds)

    def overlapping(self, low: int, high: int) -> int:
        """Return how many ranges share a score with the one given."""
        return bisect_right(self._lows, high) - bisect_left(self._highs, low)


def find_tallies(league: League, in_dimension: str | None = None) -> list[Tally]:
    """Return a league's indicators, or one dimension's: the most failed first, then partly passed.

    Where nobody judges, the lowest mean score comes first, if scores are shown.
    """
    found: dict[str, list[IndicatorResult]] = {}
    for standing in league.standings:
        for each in counted_results(standing.dated.scorecard.dimensions, in_dimension):
            found.setdefault(each.indicator.id, []).append(each)
    asked = ([each for each in results if each.counted] for results in found.values())
    tallies = [_tally(results) for results in asked if results]
    if league.framework.judges:
        return sorted(tallies, key=lambda tally: (-tally.counts.failed, -tally.counts.partial))
    has_order = league.framework.show_score
    return sorted(tallies, key=lambda tally: (tally.score is None, tally.score)) if has_order else tallies


def _tally(results: Sequence[IndicatorResult]) -> Tally:
    scores = [each.score for each in results if each.score is not None]
    mean = sum(scores, Fraction(0)) / len(scores) if scores else None
    return Tally(results[0].indicator, Counts.of([each.status for each in results]), mean)
