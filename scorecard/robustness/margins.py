"""By how much weights may move and the order of two scores, or the side of a threshold, stays.

With d the differences of two subjects' scores in each dimension and w the weights, the sum of w times d says
who is ahead. Where every weight moves by at most a share m of itself, the worst case for who is ahead is that
each weight falls by it where d is in their favour and grows where it is not: the order holds as long as
m is less than |Σwd| / Σw|d|.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby, pairwise
from typing import NamedTuple

from scorecard.model.framework import Aggregation, ref_of
from scorecard.model.verdict_rules import RuleKind
from scorecard.scoring.score import method_of
from scorecard.scoring.scorecard import Scorecard


class Margin(NamedTuple):
    """Two neighbours by score, and the share by which every weight may move; None where none is known."""

    ahead: Scorecard
    behind: Scorecard
    share: Fraction | None


def neighbour_margins(scorecards: Iterable[Scorecard]) -> Iterator[Margin]:
    """Yield neighbours by exact score under one version of one framework, the best first."""
    scored = [each for each in scorecards if each.figures.score is not None]
    scored.sort(
        key=lambda each: (ref_of(each.framework), -(each.figures.score or 0), each.assessment.subject.name)
    )
    for _, group in groupby(scored, key=lambda each: ref_of(each.framework)):
        for ahead, behind in pairwise(group):
            yield Margin(ahead, behind, _between(ahead, behind))


def _between(ahead: Scorecard, behind: Scorecard) -> Fraction | None:
    mine, theirs = _scores(ahead), _scores(behind)
    if not mine or mine.keys() != theirs.keys():
        return None
    return _share([(weight, score - theirs[id][1]) for id, (weight, score) in mine.items()])


def threshold_margin(scorecard: Scorecard) -> Fraction | None:
    """Return by how much weights may move while the whole stays on its side of the score asked for."""
    method = method_of(scorecard.framework.overall, scorecard.framework)
    rules = (rule for rule in (method.pass_when, method.partial_when) if rule.kind is RuleKind.SCORE)
    rule = next(rules, None) if method.judges else None
    scores = _scores(scorecard)
    if rule is None or not scores:
        return None
    share = _share([(weight, score - Fraction(rule.amount or 0)) for weight, score in scores.values()])
    return Fraction(1) if share is None else share


def _scores(scorecard: Scorecard) -> Mapping[str, tuple[Fraction, Fraction]]:
    """Return the top dimensions' weights and scores, if the whole's score is their mean."""
    framework = scorecard.framework
    if (framework.overall.aggregation or framework.aggregation) is not Aggregation.MEAN_OF_DIMENSIONS:
        return {}
    return {
        each.dimension.id: (Fraction(each.dimension.weight), each.figures.score)
        for each in scorecard.dimensions
        if each.figures.score is not None
    }


def _share(terms: Sequence[tuple[Fraction, Fraction]]) -> Fraction | None:
    against = sum((weight * abs(difference) for weight, difference in terms), Fraction(0))
    if not against:
        return None
    return abs(sum((weight * difference for weight, difference in terms), Fraction(0))) / against
