"""Subjects side by side at their latest dates: who stands where, and which indicators most fail.

Only subjects under one version of one framework stand in one league: another version is another yardstick.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from scorecard.comparing.dated import DatedScorecard, Series
from scorecard.model.framework import VERDICTS, Framework, Indicator, dimensions_below, ref_of
from scorecard.model.lexical import FrameworkRef
from scorecard.scoring.scorecard import Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A subject in a league.

    `rank` is None where there is no score, or the framework shows none; equal scores share one. `is_open`
    says that it could still change: another's score could meet or pass this one's once all is rated.
    """

    dated: DatedScorecard
    rank: int | None
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class League:
    """Subjects at their latest dates under one version of one framework; other versions are ranked apart.

    `has_others` says that there is a league of another version of the framework besides.
    """

    framework: Framework
    standings: tuple[Standing, ...]
    has_others: bool


class Tally(NamedTuple):
    """An indicator, and how many subjects have each status in it."""

    indicator: Indicator
    counts: Counts


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
    standings = [
        Standing(dated=each, rank=bisect_left(scores, score) + 1, is_open=is_open)
        for each, score, is_open in zip(scored, scores, _find_open(scored), strict=True)
    ]
    unscored = sorted((each for each in dated if _score(each) is None), key=_by_verdict)
    return standings + [Standing(dated=each, rank=None, is_open=False) for each in unscored]


def _score(dated: DatedScorecard) -> Fraction | None:
    """Return what a subject is ranked by; None where its framework shows no scores."""
    return dated.scorecard.figures.score if dated.scorecard.framework.show_score else None


def _by_score(dated: DatedScorecard) -> tuple[Fraction, str, str]:
    return (-(_score(dated) or Fraction(0)), dated.scorecard.assessment.subject.name, dated.place.subject)


def _by_verdict(dated: DatedScorecard) -> tuple[int, int, str, str]:
    figures, subject = dated.scorecard.figures, dated.scorecard.assessment.subject
    return (VERDICTS.index(figures.status), -figures.counts.passed, subject.name, subject.id)


def _find_open(scored: Sequence[DatedScorecard]) -> list[bool]:
    """Say of each whether its rank is open: its bounds overlap another's, and one is not all rated."""
    figures = [each.scorecard.figures for each in scored]
    bounds = [(each.score_low, each.score_high) for each in figures]
    known = [(low, high) for low, high in bounds if low is not None and high is not None]
    everyone = _Bounds(known)
    unsure = _Bounds([(low, high) for low, high in known if low != high])
    return [
        everyone.overlapping(low, high) > 1 if low != high else unsure.overlapping(low, high) > 0
        for low, high in known
    ]


class _Bounds:
    """Ranges of scores, to be asked how many of them overlap another."""

    def __init__(self, bounds: Sequence[tuple[Fraction, Fraction]]) -> None:
        self._lows = sorted(low for low, _ in bounds)
        self._highs = sorted(high for _, high in bounds)

    def overlapping(self, low: Fraction, high: Fraction) -> int:
        """Return how many ranges share a score with the one given."""
        return bisect_right(self._lows, high) - bisect_left(self._highs, low)


def find_tallies(league: League, in_dimension: str | None = None) -> list[Tally]:
    """Return a league's indicators, or one dimension's: the most failed first, then partly passed."""
    found = [
        {result.indicator.id: result.status for result in standing.dated.scorecard.indicators()}
        for standing in league.standings
    ]
    tallies = [
        Tally(indicator, Counts.of([each[indicator.id] for each in found]))
        for dimension, above in dimensions_below(league.framework.dimensions)
        for indicator in dimension.indicators
        if indicator.counted and in_dimension in (None, dimension.id, *(each.id for each in above))
    ]
    return sorted(tallies, key=lambda tally: (-tally.counts.failed, -tally.counts.partial))
