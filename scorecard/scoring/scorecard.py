"""What is computed: counts, figures, and the scorecard that holds them."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from scorecard.model.assessment import Assessment, Rating
from scorecard.model.framework import Dimension, Framework, Indicator, Level, Status
from scorecard.model.source import Source

_COUNTED = (Status.PASS, Status.PARTIAL, Status.FAIL, Status.NOT_RATED, Status.NOT_APPLICABLE)


class Counts(NamedTuple):
    """How many counted indicators have each status."""

    passed: int = 0
    partial: int = 0
    failed: int = 0
    not_rated: int = 0
    not_applicable: int = 0

    @classmethod
    def of(cls, statuses: Sequence[Status | None]) -> "Counts":
        """Count the statuses of indicators; what has none is not counted."""
        return cls(*map(statuses.count, _COUNTED))

    @property
    def by_status(self) -> dict[Status, int]:
        """How many have each status, of some none."""
        return dict(zip(_COUNTED, self, strict=True))

    @property
    def applicable(self) -> int:
        return self.passed + self.partial + self.failed + self.not_rated

    @property
    def rated(self) -> int:
        """How many of those that apply are rated."""
        return self.applicable - self.not_rated

    @property
    def total(self) -> int:
        return self.applicable + self.not_applicable


class Figures(NamedTuple):
    """What is computed for a dimension or the whole. Scores and coverage are 0 to 1, or None.

    `score_low` and `score_high` are what the score would be were all that is not rated at its worst or best.
    `items` is how many items apply, of those directly below. `near_miss` names those that keep it from
    passing, where they are few; `enough_alone` those of them of which one alone would have to pass. `is_near`
    says that there are such, and that every dimension among them is near itself.
    """

    status: Status
    score: Fraction | None
    score_low: Fraction | None
    score_high: Fraction | None
    coverage: Fraction | None
    provisional: bool
    counts: Counts
    items: int
    near_miss: tuple[str, ...]
    enough_alone: tuple[str, ...]
    is_near: bool


class IndicatorResult(NamedTuple):
    """An indicator, what was recorded, and its level: None where it is not rated or does not apply."""

    indicator: Indicator
    rating: Rating
    level: Level | None
    status: Status

    @property
    def level_id(self) -> str | None:
        """The level's id."""
        return None if self.level is None else self.level.id

    @property
    def score(self) -> Fraction | None:
        """The level's value, 0 to 1."""
        return None if self.level is None else Fraction(self.level.value)


class DimensionResult(NamedTuple):
    """A dimension with its figures and all that is below it."""

    dimension: Dimension
    figures: Figures
    indicators: tuple[IndicatorResult, ...]
    dimensions: "tuple[DimensionResult, ...]"


class Scorecard(NamedTuple):
    """What is computed from a framework and an assessment."""

    framework: Framework
    assessment: Assessment
    figures: Figures
    dimensions: tuple[DimensionResult, ...]

    @property
    def sources(self) -> dict[str, Source]:
        """What evidence cites, by key: the framework's sources and the assessment's own."""
        return {**self.framework.sources, **self.assessment.sources}

    def indicators(self) -> Iterator[IndicatorResult]:
        """Yield every indicator's result in reading order."""
        return (result for each in all_dimensions(self.dimensions) for result in each.indicators)


def all_dimensions(results: tuple[DimensionResult, ...]) -> Iterator[DimensionResult]:
    """Yield dimensions at any depth, each before those in it."""
    for result in results:
        yield result
        yield from all_dimensions(result.dimensions)
