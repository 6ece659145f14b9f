"""What is computed: counts, figures, and the scorecard that holds them."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from scorecard.model.assessment import Assessment, Rating
from scorecard.model.framework import Dimension, Framework, Grade, Indicator, Level, Status
from scorecard.model.source import Source

_COUNTED = (
    Status.PASS,
    Status.PARTIAL,
    Status.FAIL,
    Status.NOT_RATED,
    Status.NOT_APPLICABLE,
    Status.UNJUDGED,
)


class Counts(NamedTuple):
    """How many counted indicators have each status; `unjudged` are those rated without a verdict."""

    passed: int = 0
    partial: int = 0
    failed: int = 0
    not_rated: int = 0
    not_applicable: int = 0
    unjudged: int = 0

    @classmethod
    def of(cls, statuses: Sequence[Status | None]) -> "Counts":
        """Count the statuses of indicators; what has none is not counted."""
        return cls(*map(statuses.count, _COUNTED))

    @property
    def by_status(self) -> dict[Status, int]:
        return dict(zip(_COUNTED, self, strict=True))

    @property
    def applicable(self) -> int:
        return self.passed + self.partial + self.failed + self.unjudged + self.not_rated

    @property
    def rated(self) -> int:
        return self.applicable - self.not_rated

    @property
    def total(self) -> int:
        return self.applicable + self.not_applicable


class Figures(NamedTuple):
    """What is computed for a dimension or the whole. Scores and coverage are 0 to 1, or None.

    `score_low` and `score_high` are what the score would be were all that is not rated at its worst or best.
    `parts` counts as `counts` does, but elements each by itself. `items` is how many items apply, of those
    directly below. `near_miss` names those that keep it from passing, where they are few; `enough_alone`
    those of them of which one alone would have to pass. `is_near` says that there are such, and that every
    dimension among them is near itself. `grade` is certain: the one with all that is not rated at its worst,
    `grade_low`, and at its best, `grade_high`; `status_low` and `status_high` are the verdicts there.
    `is_judged` is false where the framework gives no verdicts.
    """

    status: Status
    score: Fraction | None
    score_low: Fraction | None
    score_high: Fraction | None
    coverage: Fraction | None
    provisional: bool
    counts: Counts
    parts: Counts
    items: int
    near_miss: tuple[str, ...]
    enough_alone: tuple[str, ...]
    is_near: bool
    is_judged: bool = True
    grade_low: Grade | None = None
    grade_high: Grade | None = None
    status_low: Status = Status.NOT_RATED
    status_high: Status = Status.NOT_RATED

    @property
    def grade(self) -> Grade | None:
        return self.grade_low if self.grade_low is self.grade_high else None

    @property
    def as_one(self) -> Status:
        """The status under which what counts as one indicator is counted."""
        if self.status is Status.NOT_APPLICABLE:
            return self.status
        is_partly_rated = self.status is Status.UNJUDGED and self.coverage != 1
        is_open = self.score is None or self.status is Status.UNDETERMINED or is_partly_rated
        return Status.NOT_RATED if is_open else self.status


_NOT_ASKED = Rating(level=Status.NOT_APPLICABLE)


class IndicatorResult(NamedTuple):
    """An indicator, what was recorded, its level and score, 0 to 1.

    The score is None where it is not rated or does not apply; the level there too, and where a measurement
    gives a score alone. `applies` is false where the framework does not ask it of the subject.
    """

    indicator: Indicator
    rating: Rating
    level: Level | None
    status: Status
    score: Fraction | None
    applies: bool = True

    @property
    def level_id(self) -> str | None:
        return None if self.level is None else self.level.id

    @property
    def scores_by_points(self) -> bool:
        """Whether its score comes from a measurement itself, not from a level."""
        return self.indicator.measure is not None and bool(self.indicator.measure.points)

    @property
    def recorded(self) -> Rating:
        return self.rating if self.applies else _NOT_ASKED

    @property
    def counted(self) -> bool:
        return self.applies and self.indicator.counted


class DimensionResult(NamedTuple):
    """A dimension, what was said of it as a whole, its figures and all below it.

    It `applies` where it is asked of the subject.
    """

    dimension: Dimension
    rating: Rating
    figures: Figures
    indicators: tuple[IndicatorResult, ...]
    dimensions: "tuple[DimensionResult, ...]"
    applies: bool = True

    @property
    def counts(self) -> Counts:
        """How it counts in what holds it: what counts as an indicator is one."""
        return Counts.of([self.figures.as_one]) if self.dimension.counts_as else self.figures.counts

    @property
    def as_indicator(self) -> IndicatorResult | None:
        """It as the one indicator that it counts as, with a score once it is rated; None of any other."""
        status, same = self.figures.as_one, ("id", "title", "weight", "critical")
        if not self.dimension.counts_as:
            return None
        told = {name: getattr(self.dimension, name) for name in same}
        indicator = Indicator.model_construct(requirement=self.dimension.title, **told)
        score = None if status is Status.NOT_RATED else self.figures.score
        applies = self.applies and self.figures.counts.total > 0
        return IndicatorResult(indicator, Rating(), None, status, score, applies)


class Scorecard(NamedTuple):
    """What is computed from a framework and an assessment."""

    framework: Framework
    assessment: Assessment
    figures: Figures
    dimensions: tuple[DimensionResult, ...]

    @property
    def sources(self) -> dict[str, Source]:
        return {**self.framework.sources, **self.assessment.sources}

    def indicators(self) -> Iterator[IndicatorResult]:
        """Yield every indicator's result in reading order."""
        return (result for each in all_dimensions(self.dimensions) for result in each.indicators)


def counted_results(
    results: Iterable[DimensionResult], in_dimension: str | None = None
) -> Iterator[IndicatorResult]:
    """Yield what counts as an indicator, each once, at any depth or in one dimension: no elements."""
    for result in results:
        is_in = in_dimension in (None, result.dimension.id)
        if one := result.as_indicator:
            yield from [one] * is_in
        else:
            yield from result.indicators if is_in else ()
            yield from counted_results(result.dimensions, None if is_in else in_dimension)


def shown_units(score: Fraction, out_of: Fraction) -> int:
    """Return a score of 0 to 1, or a change of one, in the smallest units that people see, half to even."""
    return round(score * out_of * Fraction(10) ** shown_decimals(out_of))


def shown_decimals(out_of: Fraction) -> int:
    """Return with how many decimals people see scores, by what a full one is called."""
    return 1 if out_of >= 50 else 2 if out_of >= 5 else 3


def all_dimensions(results: tuple[DimensionResult, ...]) -> Iterator[DimensionResult]:
    """Yield dimensions at any depth, each before those in it."""
    for result in results:
        yield result
        yield from all_dimensions(result.dimensions)
