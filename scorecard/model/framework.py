"""A framework: the versioned yardstick of dimensions, indicators, scales and rules."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from heapq import heappop, heappush
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, model_validator

from scorecard.model.keys import LINE, PROSE, WORD, Key
from scorecard.model.lexical import (
    AnyNumber,
    Boolean,
    Day,
    FileId,
    FrameworkRef,
    Language,
    Model,
    NameId,
    NameIds,
    Number,
    Ref,
    Required,
    Text,
    Texts,
    UnitNumber,
    Version,
    Weight,
    as_list,
    typed_number,
)
from scorecard.model.source import Source
from scorecard.model.verdict_rules import PartialRule, PassRule, RuleKind, VerdictRule

_TITLE_LENGTH = 60
"""How much of a requirement stands for a title, in characters."""


class Status(StrEnum):
    """A verdict. Levels have the first three only; `undetermined` is a dimension's or the whole's.

    `unjudged` is what is rated by a framework without verdicts; it is never written.
    """

    PASS = "pass"
    PARTIAL = "partial"
    FAIL = "fail"
    NOT_RATED = "not-rated"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not-applicable"
    UNJUDGED = "unjudged"

    @property
    def written(self) -> str | None:
        """What programs are told: nothing of what is rated without a verdict."""
        return None if self is Status.UNJUDGED else self.value


if TYPE_CHECKING:
    LevelStatus = Status
    LabelledStatus = Status
else:
    LevelStatus = Literal[Status.PASS, Status.PARTIAL, Status.FAIL]
    LabelledStatus = Literal[tuple(status for status in Status if status.written)]
VERDICTS = (Status.PASS, Status.PARTIAL, Status.UNDETERMINED, Status.FAIL, Status.NOT_APPLICABLE)
"""The verdicts, the best first."""
RATED_STATUSES = frozenset({Status.PASS, Status.PARTIAL, Status.FAIL, Status.UNJUDGED})
STATUS_RANK: Mapping[Status, int] = {Status.UNJUDGED: 0, Status.FAIL: 0, Status.PARTIAL: 1, Status.PASS: 2}


class Verdict(StrEnum):
    """Whether a framework judges: by its rules, or not at all, so that it gives scores and grades alone."""

    BY_RULES = "by-rules"
    NONE = "none"


class Aggregation(StrEnum):
    """How the score of a dimension comes from what is below it."""

    MEAN_OF_DIMENSIONS = "mean-of-dimensions"
    MEAN_OF_INDICATORS = "mean-of-indicators"
    MINIMUM = "minimum"


class EvidencePolicy(StrEnum):
    """Which ratings need evidence."""

    OPTIONAL = "optional"
    REQUIRED = "required"
    REQUIRED_FOR_PASS = "required-for-pass"


_NEED_EVIDENCE: Mapping[EvidencePolicy, Collection[Status]] = {
    EvidencePolicy.OPTIONAL: (),
    EvidencePolicy.REQUIRED: RATED_STATUSES,
    EvidencePolicy.REQUIRED_FOR_PASS: (Status.PASS,),
}


class NotApplicablePolicy(StrEnum):
    """Whether an indicator may be set aside."""

    ALLOWED = "allowed"
    FORBIDDEN = "forbidden"


class State(StrEnum):
    """Whether an indicator counts: only an active one does."""

    ACTIVE = "active"
    FUTURE = "future"
    RETIRED = "retired"


class Level(Model):
    """One allowed answer of a scale."""

    id: NameId
    """What ratings name it by."""
    label: Text | None = None
    """What readers see; by default the id."""
    value: UnitNumber
    """Its score, 0 to 1."""
    status: LevelStatus = Status.UNJUDGED
    """What it means: pass, partial or fail; not given where the framework gives no verdict."""

    @property
    def order(self) -> tuple[Number, int]:
        return (self.value, STATUS_RANK[self.status])


class Band(Model):
    """A range of measurements that gives one level; bounds are inclusive."""

    level: NameId
    """The level it gives."""
    at_most: AnyNumber | None = None
    """The greatest measurement in the band, in the measure's unit."""
    at_least: AnyNumber | None = None
    """The least measurement in the band, in the measure's unit."""

    @property
    def bounds(self) -> str:
        """Its bounds in words, "at least 2 and at most 5.5"; nothing where it has none."""
        bounds = (("at least", self.at_least), ("at most", self.at_most))
        return " and ".join(f"{name} {typed_number(bound)}" for name, bound in bounds if bound is not None)

    def holds(self, measured: Number) -> bool:
        """Whether the measurement lies in the band."""
        return (self.at_most is None or measured <= self.at_most) and (
            self.at_least is None or measured >= self.at_least
        )


class ScorePoint(Model):
    """A measurement and the score that it gives."""

    at: AnyNumber
    """The measurement, in the measure's unit."""
    value: UnitNumber
    """Its score, 0 to 1."""


class Measure(Model):
    """How an indicator is rated from a measurement instead of by judgement."""

    unit: Required
    """The unit of measurements and bounds."""
    bands: Annotated[tuple[Band, ...], BeforeValidator(as_list), Field(min_length=1)] = ()
    """The first band that holds a measurement gives its level; the last has no bounds."""
    points: Annotated[tuple[ScorePoint, ...], BeforeValidator(as_list), Field(min_length=1)] = ()
    """Then the score comes from the measurement: straight lines between these, level beyond the ends."""

    def level_id(self, measured: Number) -> str:
        """Return the id of the level that a measurement gets by the bands."""
        return next(band.level for band in self.bands if band.holds(measured))

    def score_at(self, measured: Number) -> Fraction:
        """Return the score, 0 to 1, on the straight line between the two points around a measurement."""
        places, values = self._line
        at = bisect_left(places, measured)
        if at in (0, len(places)):
            return values[min(at, len(values) - 1)]
        part = (Fraction(measured) - places[at - 1]) / (places[at] - places[at - 1])
        return values[at - 1] + part * (values[at] - values[at - 1])

    @cached_property
    def _line(self) -> tuple[list[Fraction], list[Fraction]]:
        """The points' measurements, rising, and the scores that they give."""
        rising = sorted((Fraction(point.at), Fraction(point.value)) for point in self.points)
        return [at for at, _ in rising], [value for _, value in rising]

    @cached_property
    def levels_around_bounds(self) -> list[str]:
        """The levels of measurements at each bound, one below it and one above it, the least first."""
        bounds = [each for band in self.bands for each in (band.at_least, band.at_most) if each is not None]
        return [*self.levels_of(sorted({Fraction(bound) + step for bound in bounds for step in (-1, 0, 1)}))]

    def rising_points(self) -> list[ScorePoint]:
        """Return the points, the least measurement first."""
        return sorted(self.points, key=lambda point: point.at)

    def levels_of(self, rising: Iterable[Number]) -> Iterator[str]:
        """Yield the ids of the levels that measurements get, each of which is greater than the one before."""
        # `begun` are the bands that begin at or below a measurement, the first on top; those that have ended
        # go when they come there.
        later = sorted(
            range(len(self.bands)),
            key=lambda at: (self.bands[at].at_least is not None, self.bands[at].at_least or 0),
            reverse=True,
        )
        begun: list[int] = []
        for measured in rising:
            while later and ((least := self.bands[later[-1]].at_least) is None or least <= measured):
                heappush(begun, later.pop())
            while not self.bands[begun[0]].holds(measured):
                heappop(begun)
            yield self.bands[begun[0]].level


class Indicator(Model):
    """One thing that is judged."""

    id: NameId
    """What ratings name it by; unique among dimensions and indicators."""
    title: Annotated[Required, Key(LINE)] = ""
    """What it is called; by default the beginning of the requirement."""
    requirement: Annotated[Required, Key(PROSE)]
    """What is judged."""
    guidance: Annotated[Text | None, Key(PROSE, width=28)] = None
    """How to judge it."""
    weight: Weight = Decimal(1)
    """What it counts for in a mean, above 0."""
    critical: Boolean = False
    """Whether what holds it can pass only if it passes."""
    scale: NameId | None = None
    """The scale of its levels; by default the framework's first."""
    evidence: EvidencePolicy | None = None
    """Which ratings need evidence; by default as the framework says."""
    not_applicable: NotApplicablePolicy | None = None
    """Whether it may be set aside; by default as the framework says."""
    applies_to: Texts = ()
    """It counts only for subjects with one of these tags; by default for all."""
    state: State = State.ACTIVE
    """Active, or shown and never counted: future, retired."""
    replaces: NameIds | None = None
    """Ids in the version before whose place it takes; an empty list says that it is new."""
    comparable: Boolean | None = None
    """True: the change since the version before was editorial; false: never compare."""
    tags: Texts = ()
    """Words to find it by."""
    sources: NameIds = ()
    """Keys of the sources that the requirement rests on."""
    measure: Measure | None = None
    """How it is rated from a measurement; absent where it is judged."""

    @model_validator(mode="before")
    @classmethod
    def _give_title(cls, data: object) -> object:
        if not isinstance(data, dict) or data.get("title") is not None:
            return data
        requirement = data.get("requirement")
        return {**data, "title": beginning(requirement)} if isinstance(requirement, str) else data

    @property
    def unit(self) -> str | None:
        """The unit that it is measured in; None where it is judged."""
        return None if self.measure is None else self.measure.unit

    @property
    def counted(self) -> bool:
        return self.state is State.ACTIVE


def beginning(requirement: str) -> str:
    """Return the beginning of a requirement, for what has no title."""
    return shorten(requirement, _TITLE_LENGTH, placeholder=" …") or requirement[:_TITLE_LENGTH]


class Dimension(Model):
    """A group of indicators scored together; may hold further dimensions."""

    # Of every thing that is asked: a dimension is not measured, and none is only for another time.
    measure: ClassVar[None] = None
    counted: ClassVar[bool] = True

    id: NameId
    """Unique among dimensions and indicators."""
    title: Annotated[Required, Key(LINE)]
    """What it is called."""
    description: Annotated[Text | None, Key(PROSE)] = None
    """What it is about."""
    weight: Weight = Decimal(1)
    """What it counts for in a mean of dimensions, above 0."""
    critical: Boolean = False
    """Whether what holds it can pass only if it passes."""
    counts_as: Literal["indicator"] | None = None
    """Then what it holds are elements, and above it it is one indicator."""
    applies_to: Texts = ()
    """It counts only for subjects with one of these tags; by default for all."""
    replaces: NameIds | None = None
    """Ids of the dimensions of the version before whose place it takes."""
    aggregation: Aggregation | None = None
    """How its own score is made; by default as the framework says."""
    pass_when: PassRule | None = None
    """When it passes; by default as the framework says."""
    partial_when: PartialRule | None = None
    """When it partly passes; by default as the framework says."""
    indicators: Annotated[tuple[Indicator, ...], BeforeValidator(as_list)] = ()
    """What is judged in it."""
    dimensions: "Annotated[tuple[Dimension, ...], BeforeValidator(as_list)]" = ()
    """Further dimensions in it."""


class Grade(Model):
    """A named class of a result, beside its status."""

    id: NameId
    """What programs call it."""
    label: Text | None = None
    """What readers see; by default the id."""
    when: PassRule | None = None
    """When a result has it; the last grade has none, for all that the others leave."""


class Overall(Model):
    """How the whole is judged, where that differs from the dimensions."""

    aggregation: Aggregation | None = None
    """How the whole's score is made; by default as the framework says."""
    pass_when: PassRule | None = None
    """When the whole passes; by default as the framework says."""
    partial_when: PartialRule | None = None
    """When the whole partly passes; by default as the framework says."""


_NO_STATUS = {"status": Status.UNJUDGED}
DEFAULT_SCALES: Mapping[str, tuple[Level, ...]] = {
    "rating": (
        Level.model_construct(id="pass", label="Pass", value=Decimal(1), status=Status.PASS),
        Level.model_construct(id="partial", label="Partial", value=Decimal("0.5"), status=Status.PARTIAL),
        Level.model_construct(id="fail", label="Fail", value=Decimal(0), status=Status.FAIL),
    )
}


class Framework(Model):
    """The versioned yardstick."""

    kind: Literal["framework"]
    """What the file is."""
    id: FileId
    """What assessments name it by; also its file name."""
    version: Version
    """Whole numbers joined by dots; 2 and 2.0 are one version."""
    title: Annotated[Required, Key(LINE)]
    """What it is called."""
    date: Annotated[Day | None, Key()] = None
    """The day this version was published."""
    description: Annotated[Text | None, Key(PROSE)] = None
    """One paragraph on what it is for."""
    publisher: Annotated[Text | None, Key(LINE)] = None
    """Who answers for it."""
    language: Annotated[Language | None, Key(WORD)] = None
    """The language of its texts, as a BCP 47 tag."""
    licence: Annotated[Text | None, Key(LINE)] = None
    """Under what terms its texts may be used."""
    note: Annotated[Text | None, Key(PROSE)] = None
    """Shown wherever results of this framework are shown."""
    dimension_label: Required = "Dimension"
    """Its own word for a dimension."""
    indicator_label: Required = "Indicator"
    """Its own word for an indicator."""
    verdict_labels: Mapping[LabelledStatus, Required] = Field(default_factory=dict)
    """Its own words for verdicts."""
    element_label: Required = "Element"
    """Its own word for an element."""
    show_score: Boolean = True
    """False: people are shown verdicts and counts only."""
    score_out_of: Weight = Decimal(100)
    """What a full score is called when people read it, above 0."""
    verdict: Verdict = Verdict.BY_RULES
    """By rules; or none: it gives scores and no verdicts."""
    grades: Annotated[tuple[Grade, ...], BeforeValidator(as_list)] = ()
    """Named classes of the whole and of every dimension, best first."""
    scales: Annotated[
        Mapping[NameId, Annotated[tuple[Level, ...], BeforeValidator(as_list), Field(min_length=1)]],
        Field(min_length=1),
    ] = Field(default_factory=lambda: DEFAULT_SCALES)
    """Scales by name; the first is the default."""
    aggregation: Aggregation = Aggregation.MEAN_OF_DIMENSIONS
    """How scores are made."""
    pass_when: PassRule = VerdictRule(RuleKind.ALL)
    """When a dimension passes."""
    partial_when: PartialRule = VerdictRule(RuleKind.NEVER)
    """When a dimension partly passes."""
    overall: Overall = Overall()
    """What holds for the whole alone."""
    minimum_coverage: UnitNumber = Decimal(0)
    """Below this coverage, 0 to 1, a score is provisional."""
    evidence: EvidencePolicy = EvidencePolicy.OPTIONAL
    """Which ratings need evidence."""
    not_applicable: NotApplicablePolicy = NotApplicablePolicy.ALLOWED
    """Whether indicators may be set aside."""
    sources: Mapping[NameId, Source] = Field(default_factory=dict)
    """Sources by the key they are cited by, here and in assessments."""
    replaces: Ref | None = None
    """The version before this one."""
    dimensions: Annotated[tuple[Dimension, ...], BeforeValidator(as_list)]
    """What is judged, in groups."""

    @model_validator(mode="before")
    @classmethod
    def _give_scale(cls, data: object) -> object:
        """Let the scale of a framework without verdicts that names none have no statuses."""
        if isinstance(data, dict) and data.get("verdict") == Verdict.NONE and data.get("scales") is None:
            levels = DEFAULT_SCALES["rating"]
            return {**data, "scales": {"rating": [level.model_copy(update=_NO_STATUS) for level in levels]}}
        return data

    def __hash__(self) -> int:
        # By identity, for caches of what follows from a framework: to compare two takes longer.
        return id(self)

    @property
    def ref(self) -> str:
        return f"{self.id}@{self.version}"

    def scale_name(self, indicator: Indicator) -> str:
        """Return the name of the indicator's scale; by default the framework's first."""
        return indicator.scale or next(iter(self.scales))

    def scale_of(self, indicator: Indicator) -> tuple[Level, ...]:
        """Return the levels of the indicator's scale."""
        return self.scales[self.scale_name(indicator)]

    def level_of(self, indicator: Indicator, id: str) -> Level:
        """Return the level of the indicator's scale that has an id."""
        return next(level for level in self.scale_of(indicator) if level.id == id)

    @property
    def judges(self) -> bool:
        return self.verdict is not Verdict.NONE

    def reachable_levels(self, indicator: Indicator) -> tuple[Level, ...]:
        """Return the levels that a rating can give: for a measured indicator those its bands name."""
        levels = self.scale_of(indicator)
        if indicator.measure is None:
            return levels
        named = {band.level for band in indicator.measure.bands}
        return tuple(level for level in levels if level.id in named)

    def evidence_policy(self, indicator: Indicator) -> EvidencePolicy:
        """Return which ratings of the indicator need evidence."""
        return indicator.evidence or self.evidence

    def needs_evidence(self, indicator: Indicator, status: Status) -> bool:
        """Whether a rating of the indicator that gives it this status needs evidence."""
        return status in _NEED_EVIDENCE[self.evidence_policy(indicator)]

    def may_be_set_aside(self, indicator: Indicator) -> bool:
        """Whether the indicator may be rated not applicable."""
        return (indicator.not_applicable or self.not_applicable) is NotApplicablePolicy.ALLOWED

    def indicators(self) -> Iterator[Indicator]:
        """Yield every indicator in reading order: a dimension's own before those of the dimensions in it."""
        return indicators_below(self.dimensions)

    def wholes(self) -> dict[str, Dimension]:
        """Return what counts as one indicator, by the ids of its elements."""
        return {
            each.id: whole
            for dimension, above in dimensions_below(self.dimensions)
            for whole in (*above, dimension)
            if whole.counts_as
            for each in dimension.indicators
        }


Asked = Dimension | Indicator
"""What a subject is asked: an indicator is rated, of a dimension something may be said as a whole."""


def is_asked_of(asked: Asked, tags: Iterable[str]) -> bool:
    """Whether something is asked of a subject that has some tags."""
    return not asked.applies_to or not set(asked.applies_to).isdisjoint(tags)


def asked_of(dimensions: Iterable[Dimension], tags: Collection[str] | None = None) -> Iterator[Asked]:
    """Yield what is asked of a subject that has some tags, at any depth, in reading order; by default all."""
    for dimension in dimensions:
        if tags is None or is_asked_of(dimension, tags):
            yield dimension
            yield from (each for each in dimension.indicators if tags is None or is_asked_of(each, tags))
            yield from asked_of(dimension.dimensions, tags)


def rated_of(dimensions: Iterable[Dimension], tags: Collection[str]) -> list[Indicator]:
    """Return the indicators that are to be rated of a subject that has some tags, in reading order."""
    return [each for each in asked_of(dimensions, tags) if isinstance(each, Indicator) and each.counted]


def asked_words(asked: Asked) -> str:
    """Say of whom alone something is asked: "subjects tagged coast or port"."""
    return f"subjects tagged {' or '.join(asked.applies_to)}"


def ref_of(framework: Framework) -> FrameworkRef:
    """Return a framework's id and version."""
    return FrameworkRef(framework.id, framework.version)


def dimensions_below(
    dimensions: Iterable[Dimension], above: tuple[Dimension, ...] = ()
) -> Iterator[tuple[Dimension, tuple[Dimension, ...]]]:
    """Yield dimensions at any depth in reading order, each with those that it is in, the outermost first."""
    for dimension in dimensions:
        yield dimension, above
        yield from dimensions_below(dimension.dimensions, (*above, dimension))


def indicators_below(dimensions: Iterable[Dimension]) -> Iterator[Indicator]:
    """Yield every indicator in dimensions, at any depth, in reading order."""
    return (indicator for dimension, _ in dimensions_below(dimensions) for indicator in dimension.indicators)
