"""A scorecard under another method, other weights, or without a part: exactly, each one by itself."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple, TypeVar

from scorecard.model.framework import Aggregation, Dimension, Framework, Indicator, Status, dimensions_below
from scorecard.model.verdict_rules import RuleKind, VerdictRule
from scorecard.robustness.tree import MeasurementsOf, leaf_of
from scorecard.scoring.score import Known, score
from scorecard.scoring.scorecard import Figures, IndicatorResult, Scorecard, counted_results

EQUAL_WEIGHTS = "equal-weights"
"""The variant that is about weights; the others but what is left out are about the method."""
_Holder = TypeVar("_Holder", Framework, Dimension)
_Update = Callable[[Dimension | Indicator], Mapping[str, object]]


class Variant(NamedTuple):
    """What the whole would be; the name is that of what is done, and of what it is done to."""

    name: str
    figures: Figures

    @property
    def left_out(self) -> str | None:
        """The id of what is left out, if that is what is done."""
        kind, _, id = self.name.partition(":")
        return id if kind == "without" else None


def find_variants(scorecard: Scorecard, measurements_of: MeasurementsOf) -> Iterator[Variant]:
    """Yield a scorecard's variants, the method first, then weights, then what is left out."""
    framework, assessment, known = scorecard.framework, scorecard.assessment, Known({}, {})
    score(framework, assessment, known)
    for name, other in _other_methods(scorecard):
        yield Variant(name, score(other, assessment).figures)
    if any(_is_set_aside(each) for each in scorecard.indicators()):
        yield Variant("not-applicable-fails", at_worst(scorecard, measurements_of).figures)
    figures, rule = scorecard.figures, framework.overall.pass_when or framework.pass_when
    if framework.judges and rule.kind is RuleKind.ALL and figures.items > 1:
        all_but_one = {"pass_when": VerdictRule(RuleKind.AT_LEAST, Decimal(figures.items - 1))}
        overall = framework.overall.model_copy(update=all_but_one)
        yield Variant(
            "all-but-one", score(framework.model_copy(update={"overall": overall}), assessment).figures
        )
    for id in _parts(scorecard):
        left = score(without(framework, id), assessment, known).figures
        if left.status is not Status.NOT_APPLICABLE:
            yield Variant(f"without:{id}", left)


def _other_methods(scorecard: Scorecard) -> Iterator[tuple[str, Framework]]:
    framework = scorecard.framework
    for aggregation in Aggregation:
        if aggregation is not framework.aggregation:
            overall = framework.overall.model_copy(update={"aggregation": None})
            every = {"aggregation": aggregation, "overall": overall}
            other = updated(
                framework, lambda each: {"aggregation": None} if isinstance(each, Dimension) else {}
            )
            yield f"aggregation:{aggregation}", other.model_copy(update=every)
    yield EQUAL_WEIGHTS, updated(framework, lambda _: {"weight": Decimal(1)})
    dimensions = any(each.critical for each, _ in dimensions_below(framework.dimensions))
    if dimensions or any(each.critical for each in framework.indicators()):
        yield "not-critical", updated(framework, lambda _: {"critical": False})


def updated(holder: _Holder, update: _Update) -> _Holder:
    """Return a framework or a dimension with something else said of everything that it holds."""
    found: dict[str, object] = {
        "dimensions": tuple(
            updated(each, update).model_copy(update=update(each)) for each in holder.dimensions
        )
    }
    if isinstance(holder, Dimension):
        found["indicators"] = tuple(each.model_copy(update=update(each)) for each in holder.indicators)
    return holder.model_copy(update=found)


def without(holder: _Holder, id: str) -> _Holder:
    """Return a framework or a dimension without what has an id; what does not hold it is the same object."""
    below = tuple(without(each, id) for each in holder.dimensions if each.id != id)
    found: dict[str, object] = {}
    if len(below) < len(holder.dimensions) or any(
        one is not other for one, other in zip(below, holder.dimensions, strict=True)
    ):
        found["dimensions"] = below
    if isinstance(holder, Dimension) and any(each.id == id for each in holder.indicators):
        found["indicators"] = tuple(each for each in holder.indicators if each.id != id)
    return holder.model_copy(update=found) if found else holder


def at_worst(scorecard: Scorecard, measurements_of: MeasurementsOf) -> Scorecard:
    """Return the scorecard with what was set aside at its worst."""
    framework, assessment = scorecard.framework, scorecard.assessment
    worst = {
        each.indicator.id: leaf_of(each, framework, measurements_of).worst.rating
        for each in scorecard.indicators()
        if _is_set_aside(each)
    }
    return score(framework, assessment.model_copy(update={"ratings": {**assessment.ratings, **worst}}))


def _is_set_aside(result: IndicatorResult) -> bool:
    return result.counted and result.status is Status.NOT_APPLICABLE


def _parts(scorecard: Scorecard) -> list[str]:
    """Return the ids of the top dimensions that count and apply, then those of the indicators."""
    tops = [
        each.dimension.id
        for each in scorecard.dimensions
        if each.applies and each.figures.status is not Status.NOT_APPLICABLE
    ]
    indicators = (
        each.indicator.id
        for each in counted_results(scorecard.dimensions)
        if each.counted and each.status is not Status.NOT_APPLICABLE
    )
    return [*dict.fromkeys((*tops, *indicators))]
