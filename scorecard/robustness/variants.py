"""A scorecard under another method, other weights, or without a part: exactly, each one by itself."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple, TypeVar

from scorecard.model.framework import Aggregation, Dimension, Framework, Indicator, Status, asked_of
from scorecard.model.verdict_rules import RuleKind, VerdictRule
from scorecard.robustness.tree import MeasurementsOf, leaf_of
from scorecard.scoring.score import Known, score
from scorecard.scoring.scorecard import Figures, IndicatorResult, Scorecard, counted_results

EQUAL_WEIGHTS = "equal-weights"
"""The variant that is about weights; the others but what is left out are about the method."""
_Holder = TypeVar("_Holder", Framework, Dimension, Indicator, Dimension | Indicator)
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
    framework, assessment, known = scorecard.framework, scorecard.assessment, Known()
    score(framework, assessment, known)
    for name, other in _other_methods(framework):
        yield Variant(name, score(other, assessment).figures)
    if any(_is_set_aside(each) for each in scorecard.indicators()):
        yield Variant("not-applicable-fails", at_worst(scorecard, measurements_of).figures)
    items, rule = scorecard.figures.items, framework.overall.pass_when or framework.pass_when
    if framework.judges and rule.kind is RuleKind.ALL and items > 1:
        fewer = overall(framework, pass_when=VerdictRule(RuleKind.AT_LEAST, Decimal(items - 1)))
        yield Variant("all-but-one", score(fewer, assessment).figures)
    tops = (each.dimension.id for each in scorecard.dimensions if _applies(each.figures))
    units = (
        each.indicator.id for each in counted_results(scorecard.dimensions) if each.counted and _applies(each)
    )
    for id in dict.fromkeys((*tops, *units)):
        left = score(without(framework, id), assessment, known).figures
        if _applies(left):
            yield Variant(f"without:{id}", left)


def _other_methods(framework: Framework) -> Iterator[tuple[str, Framework]]:
    plain = updated(framework, lambda each: {"aggregation": None} if isinstance(each, Dimension) else {})
    for aggregation in Aggregation:
        if aggregation is not framework.aggregation:
            other = overall(plain, aggregation=None).model_copy(update={"aggregation": aggregation})
            yield f"aggregation:{aggregation}", other
    yield EQUAL_WEIGHTS, updated(framework, lambda _: {"weight": Decimal(1)})
    if any(each.critical for each in asked_of(framework.dimensions)):
        yield "not-critical", updated(framework, lambda _: {"critical": False})


def overall(framework: Framework, **update: object) -> Framework:
    """Return a framework with something else said of the whole."""
    return framework.model_copy(update={"overall": framework.overall.model_copy(update=update)})


def updated(holder: _Holder, update: _Update) -> _Holder:
    """Return a framework or a dimension with something else said of everything that it holds."""
    found: dict[str, object] = {
        key: tuple(updated(each, update).model_copy(update=update(each)) for each in held)
        for key, held in _held(holder).items()
    }
    return holder.model_copy(update=found)


def without(holder: _Holder, id: str) -> _Holder:
    """Return a framework or a dimension without what has an id; what does not hold it is the same object."""
    found: dict[str, object] = {
        key: left
        for key, held in _held(holder).items()
        if (left := tuple(without(each, id) for each in held if each.id != id)) != held
    }
    return holder.model_copy(update=found) if found else holder


def _held(holder: _Holder) -> Mapping[str, tuple[Dimension | Indicator, ...]]:
    """Return what stands in a framework or a dimension, by the key under which it does."""
    keys = ("dimensions", "indicators") if isinstance(holder, Dimension) else ("dimensions",)
    return {} if isinstance(holder, Indicator) else {key: getattr(holder, key) for key in keys}


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
    return result.counted and not _applies(result)


def _applies(result: Figures | IndicatorResult) -> bool:
    return result.status is not Status.NOT_APPLICABLE
