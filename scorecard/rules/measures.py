"""Codes SC211 to SC213: scores that come from measurements."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from scorecard.diagnostics import Finding, Severity
from scorecard.model.framework import STATUS_RANK, Framework, Indicator, Measure, Status
from scorecard.rules.rule import Rule, locate_measures, rule, thing_finding


@rule("SC211", "points-turn-back", Severity.ERROR)
def points_turn_back(framework: Framework) -> Iterator[Finding]:
    """The points of a measure do not go one way, or there is one alone."""
    for at, measure in locate_measures(framework):
        places = [Fraction(point.at) for point in measure.points]
        if len(places) == 1:
            help = "give at least two points, each with `at:` and `value:`"
            yield thing_finding(at, ": one point makes no line", help, "measure", "points")
        rises = places[:2] == sorted(places[:2])
        for index, (one, next_one) in enumerate(pairwise(places), start=1):
            if one == next_one or (one < next_one) is not rises:
                words = f": point {index + 1} does not go on the way of those before it"
                way = "greater" if rises else "smaller"
                help = f"let each `at` be {way} than the one before, or put them in order"
                yield thing_finding(at, words, help, "measure", "points", index, "at")


@rule("SC212", "points-against-bands", Severity.ERROR)
def points_against_bands(framework: Framework) -> Iterator[Finding]:
    """A measurement has a worse status than another by the bands, and a greater score by the points."""
    for at, measure in locate_measures(framework):
        if not (measure.points and measure.bands and _is_sound(framework, at.thing, measure)):
            continue
        ranges = sorted(
            _score_ranges(framework, at.thing, measure).items(), key=lambda each: STATUS_RANK[each[0]]
        )
        for (worse, (_, most)), (better, (least, _)) in pairwise(ranges):
            if most > least:
                yield thing_finding(
                    at,
                    f": measurements with the status {worse} score up to {float(most):.4g}, and some with "
                    f"{better} only {float(least):.4g}",
                    "let points and bands rise and fall together: mend the values, or the bounds",
                    "measure",
                    "points",
                )


@rule("SC213", "measure-without-status", Severity.ERROR)
def measure_without_status(framework: Framework) -> Iterator[Finding]:
    """A measure has neither bands nor points, or no bands where the framework gives verdicts."""
    wanted, other = "`bands`", ""
    if not framework.judges:
        wanted, other = "`bands` or `points`", "; or `points:`, each with `at:` and `value:`"
    for at, measure in locate_measures(framework):
        if not measure.bands and (framework.judges or not measure.points):
            words = f": its measure has no {wanted}, so that nothing says what a measurement means"
            help = f"add `bands:`, each with a level and a bound, the last with a level alone{other}"
            yield thing_finding(at, words, help, "measure")


def _is_sound(framework: Framework, indicator: Indicator, measure: Measure) -> bool:
    """Whether each measurement has one score, and a level that is there: other rules say so where not."""
    places = [Fraction(point.at) for point in measure.points]
    rising = sorted(set(places))
    levels = framework.scales.get(framework.scale_name(indicator), ())
    return (
        len(places) > 1
        and places in (rising, rising[::-1])
        and {band.level for band in measure.bands} <= {level.id for level in levels}
        and not measure.bands[-1].bounds
    )


def _score_ranges(
    framework: Framework, indicator: Indicator, measure: Measure
) -> dict[Status, tuple[Fraction, Fraction]]:
    """Return the least and the greatest score of the measurements of each status.

    Between two neighbouring bounds or points the level is one and the score a line, so their ends tell all.
    """
    bounds = {each for band in measure.bands for each in (band.at_least, band.at_most) if each is not None}
    places = sorted({Fraction(each) for each in bounds.union(point.at for point in measure.points)})
    inner = [(low + high) / 2 for low, high in pairwise(places)]
    # Before the first, each place and the middle of what follows, after the last.
    rising = [
        places[0] - 1,
        *(each for pair in zip(places, inner, strict=False) for each in pair),
        places[-1],
        places[-1] + 1,
    ]
    scores = [measure.score_at(each) for each in rising]
    exact = set(places)
    statuses = [framework.level_of(indicator, id).status for id in measure.levels_of(rising)]
    ranges: dict[Status, tuple[Fraction, Fraction]] = {}
    for at, status in enumerate(statuses):
        # A middle speaks for all between the places beside it.
        reached = scores[at : at + 1] if rising[at] in exact else scores[max(at - 1, 0) : at + 2]
        least, most = ranges.get(status, (reached[0], reached[0]))
        ranges[status] = (min(least, *reached), max(most, *reached))
    return ranges


MEASURE_RULES: tuple[Rule[Framework], ...] = (points_turn_back, points_against_bands, measure_without_status)
