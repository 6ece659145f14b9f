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
from scorecard.robustness.tree import span_of
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
            spans = [span_of(each.figures) for each in (ahead, behind)]
            is_open = any(low != high for low, high in spans)
            yield Margin(ahead, behind, None if is_open else _between(ahead, behind))


def _between(ahead: Scorecard, behind: Scorecard) -> Fraction | None:
    mine, theirs = _scores(ahead), _scores(behind)
    if not mine or mine.keys() != theirs.keys():
        return None
    return _share([(weight, score - theirs[id][1]) for id, (weight, score) in mine.items()])


def threshold_margins(scorecard: Scorecard) -> dict[Fraction, Fraction]:
    """Return by how much weights may move while the whole stays on its side of each score asked for."""
    method, scores = method_of(scorecard.framework.overall, scorecard.framework), _scores(scorecard)
    rules = (method.pass_when, method.partial_when) if method.judges and scores else ()
    found = {}
    for asked in (Fraction(rule.amount or 0) for rule in rules if rule.kind is RuleKind.SCORE):
        share = _share([(weight, score - asked) for weight, score in scores.values()])
        found[asked] = Fraction(1) if share is None else share
    return found


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
