"""What programs get of results: versioned shapes, never a dump of what is inside.

Computed numbers are rounded to 6 places, half to even; measurements are as recorded; keys are never dropped.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, TypeVar

from scorecard.model.assessment import Assessment, Correction, Evidence, Rating
from scorecard.model.framework import STATUS_RANK, Dimension, Grade, Indicator, Status
from scorecard.model.keys import LINE, PROSE, WORD, keys_of
from scorecard.model.lexical import Number
from scorecard.model.source import Source
from scorecard.scoring.scorecard import Counts, Figures

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


def texts_json(content: Assessment | Rating | Dimension | Indicator) -> dict[str, Json]:
    """Return what is said in words, by key: one that a shape has already keeps its place there."""
    values = ((key.name, getattr(content, key.name)) for key in keys_of(type(content), WORD, LINE, PROSE))
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values}


def written_json(content: Source | Evidence | Correction) -> dict[str, Json]:
    """Return every key of a record as its file has it."""
    values = ((key.name, getattr(content, key.name)) for key in keys_of(type(content)))
    return {name: None if value is None else str(value) for name, value in values}
