"""What programs get of results: versioned shapes, never a dump of what is inside.

Computed numbers are rounded to 6 places, half to even; measurements are as recorded; keys are never dropped.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, TypeVar

from scorecard.model.assessment import Assessment, Rating
from scorecard.model.framework import STATUS_RANK, Dimension, Framework, Grade, Indicator, Status
from scorecard.model.keys import LINE, PROSE, WORD, field_name, keys_of
from scorecard.model.lexical import FrameworkRef, Number, PartialDate
from scorecard.model.verdict_rules import VerdictRule
from scorecard.scoring.scorecard import Counts, Figures, IndicatorResult

Json = None | bool | int | float | Decimal | str | list["Json"] | dict[str, "Json"]
Result = TypeVar("Result")
Columns = Mapping[str, Callable[[Result], Json]]
"""What is told of a result: each key or column, and how its value is got."""


class Records(NamedTuple):
    """Rows under the names of their columns; a value is none, or one thing, or texts in a row."""

    names: Sequence[str]
    rows: Iterable[Sequence[Json]]


def record_of(result: Result | None, columns: Columns[Result]) -> dict[str, Json]:
    """Return what columns hold of a result, by name; nulls where there is none."""
    return {name: None if result is None else get(result) for name, get in columns.items()}


def values_of(result: Result, columns: Columns[Result]) -> list[Json]:
    """Return what columns hold of a result."""
    return [get(result) for get in columns.values()]


def computed(number: Number | None) -> float | None:
    """Return a computed number as JSON has it."""
    return None if number is None else float(round(Fraction(number), 6))


def recorded(number: Number | None) -> int | float | Decimal | None:
    """Return a measurement as recorded; a fraction as a float, or as digits where a float would be whole."""
    if number is None:
        return None
    if number == int(number):
        return int(number)
    if isinstance(number, Decimal) and Decimal(repr(float(number))) != number:
        return number
    if isinstance(number, Fraction) and float(number).is_integer():
        return Decimal(number.numerator) / number.denominator
    return float(number)


def level_label(result: IndicatorResult) -> str | None:
    """Return what readers call the level of an indicator: its label, without one its id."""
    return None if result.level is None else result.level.label or result.level.id


def grade_id(grade: Grade | None) -> str | None:
    """Return what programs call a grade."""
    return None if grade is None else grade.id


_FIGURES: Columns[Figures] = {
    "status": lambda figures: figures.status.written,
    "score": lambda figures: computed(figures.score),
    "score_low": lambda figures: computed(figures.score_low),
    "score_high": lambda figures: computed(figures.score_high),
    "coverage": lambda figures: computed(figures.coverage),
    "provisional": lambda figures: figures.provisional,
    "near_miss": lambda figures: list(figures.near_miss),
    "enough_alone": lambda figures: list(figures.enough_alone),
    "counts": lambda figures: counts_json(figures.counts, is_judged=figures.is_judged),
    "grade": lambda figures: grade_id(figures.grade),
    "grade_low": lambda figures: grade_id(figures.grade_low),
    "grade_high": lambda figures: grade_id(figures.grade_high),
}


def figures_json(figures: Figures | None) -> dict[str, Json]:
    """Return what is computed for the whole or a dimension; nulls where nothing could be."""
    return record_of(figures, _FIGURES)


def counts_json(counts: Counts, *, is_judged: bool) -> dict[str, Json]:
    """Return how many have each status; without verdicts how many are rated, and nulls for verdicts."""
    numbers: dict[str, Json] = {
        status.value.replace("-", "_"): count if is_judged or status not in STATUS_RANK else None
        for status, count in counts.by_status.items()
        if status is not Status.UNJUDGED
    }
    return {**numbers, "rated": None if is_judged else counts.unjudged}


def texts_json(content: Framework | Assessment | Rating | Dimension | Indicator) -> dict[str, Json]:
    """Return what is said in words, by key: one that a shape has already keeps its place there."""
    return {
        key.name: held_json(getattr(content, key.name)) for key in keys_of(type(content), WORD, LINE, PROSE)
    }


def written_json(content: object, *names: str) -> dict[str, Json]:
    """Return some keys of what a file holds, by default all that are shown; numbers are as recorded."""
    keys = names or [key.name for key in keys_of(type(content)) if key.is_shown]
    return {name: held_json(getattr(content, field_name(name))) for name in keys}


def held_json(value: object) -> Json:
    """Return a value of a file, and all in it; numbers are as recorded."""
    match value:
        case Status.UNJUDGED:
            return None
        case None | bool() | str():
            return value
        case Decimal() | Fraction():
            return recorded(value)
        case PartialDate() | date() | FrameworkRef():
            return str(value)
        case VerdictRule(kind=kind, amount=amount):
            return kind.value if amount is None else {kind.value: recorded(amount)}
        case tuple():
            return [held_json(each) for each in value]
        case Mapping():
            return {str(key): held_json(each) for key, each in value.items()}
    return written_json(value)
