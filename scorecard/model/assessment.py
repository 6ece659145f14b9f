"""An assessment: one dated set of ratings of one subject under one framework version.

Ratings and evidence, of which there are many, are plain dataclasses that pydantic fills: they take a fifth of
a model's memory, and every rule and score reads them several times as fast.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from scorecard.model.keys import LINE, PROSE, WORD, Key, names_of
from scorecard.model.lexical import (
    RESERVED_IDS,
    STRICT,
    AnyNumber,
    Day,
    FileId,
    FormError,
    FrameworkRef,
    Model,
    NameId,
    Ref,
    Required,
    Text,
    Texts,
    as_list,
    parse_number,
    typed_number,
)
from scorecard.model.source import Source


class Stage(StrEnum):
    """Whether an assessment is published; a draft is marked everywhere and passed over among others."""

    DRAFT = "draft"
    FINAL = "final"


class Confidence(StrEnum):
    """How sure the assessors are of a rating."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class DecisionOn(StrEnum):
    """What a decision settles: marks that differ, or a reply that disputes."""

    MARKS = "marks"
    REPLY = "reply"


class DecisionOutcome(StrEnum):
    """What a reply led to."""

    UPHELD = "upheld"
    CHANGED = "changed"


class OpenReason(StrEnum):
    """Why an indicator is open."""

    MARKS_DIFFER = "marks-differ"
    LEVEL_OF_NOBODY = "level-of-nobody"
    REPLY_DISPUTES = "reply-disputes"


class Decision(Model):
    """How a rating was settled on which marks differed, or which a reply disputed."""

    on: Annotated[DecisionOn, Key(WORD)]
    """What it settles: marks, or reply."""
    from_: Annotated[Text | None, Field(alias="from"), Key(label="Before")] = None
    """What the assessment said before: a level, a measurement, not-applicable, or not-rated."""
    by: Annotated[Text | None, Key(LINE)] = None
    """Who decided."""
    date: Annotated[Day | None, Key()] = None
    """When."""
    outcome: Annotated[DecisionOutcome | None, Key(WORD)] = None
    """Of a reply: upheld, or changed."""
    reason: Annotated[Text | None, Key(PROSE)] = None
    """Why."""


class Subject(Model):
    """Who or what is assessed."""

    id: Annotated[
        FileId, Key(label="Subject's id", help="Also the name of its folder: small letters, digits, . - _")
    ]
    """Also the name of its folder."""
    name: Annotated[Required, Key(LINE, "Subject", help="What readers call it")]
    """What readers call it."""
    tags: Annotated[Texts, Key(help="One a row")] = ()
    """Words to choose subjects by."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """Where a rating can be checked."""

    __pydantic_config__ = STRICT

    source: Annotated[NameId, Key(width=24)]
    """A source's key, of this assessment or of its framework."""
    locator: Annotated[
        Text | None,
        Key(LINE, "Place in it", width=32, example="section 4, p. 12", question="Where in it, such as p. 12"),
    ] = None
    """The place in it: a section, a page, a table."""
    quote: Annotated[
        Text | None,
        Key(
            LINE,
            "Words quoted",
            width=56,
            example="the words there",
            question="The words there, if you quote",
        ),
    ] = None
    """The words there."""
    note: Annotated[
        Text | None, Key(PROSE, width=40, example="what else matters", question="A note, if any")
    ] = None
    """What else matters."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rating:
    """What was recorded for one indicator."""

    __pydantic_config__ = STRICT

    level: Annotated[Text | None, Key(width=15)] = None
    """A level's id, or not-applicable, or not-rated."""
    measured: Annotated[AnyNumber | None, Key(label="Measurement", width=15)] = None
    """The measurement, in the measure's unit."""
    rationale: Annotated[Text | None, Key(PROSE, width=42, example="Why, in a sentence or two.")] = None
    """Why."""
    evidence: Annotated[tuple[Evidence, ...], BeforeValidator(as_list)] = ()
    """Where it can be checked."""
    confidence: Annotated[
        Confidence | None, Key(WORD, width=14, example="high", question="How sure is this rating?")
    ] = None
    """How sure the assessors are."""
    recommendation: Annotated[
        Text | None,
        Key(
            PROSE, width=20, example="What would change the rating.", question="what would change the rating"
        ),
    ] = None
    """What would change it."""
    working_note: Annotated[
        Text | None, Key(PROSE, is_shown=False, example="For whoever opens this file: no report shows it.")
    ] = None
    """For whoever opens the file; never shown."""
    decision: Annotated[tuple[Decision, ...], BeforeValidator(as_list)] = ()
    """How it was settled, where marks differed or a reply disputed it."""

    @property
    def said(self) -> str:
        """What it says, as files do: a level, a measurement, or not-rated."""
        return self.level or ("not-rated" if self.measured is None else typed_number(self.measured))

    @property
    def answer(self) -> tuple[str | None, Fraction | None] | None:
        """What was recorded, so that equal answers are equal; None where nothing was."""
        level = None if self.level == "not-rated" else self.level
        measured = None if self.measured is None else Fraction(self.measured)
        return None if level is None and measured is None else (level, measured)

    def decisions(self, on: DecisionOn) -> tuple[Decision, ...]:
        """Return the decisions on marks, or those on replies, in the order of the file."""
        return tuple(each for each in self.decision if each.on is on)

    @property
    def lacks_decision(self) -> bool:
        """Whether a decision does not say why it was made."""
        return any(each.reason is None for each in self.decision)

    def decided(self, *, measured: bool) -> "list[tuple[Decision, Rating]]":
        """Return the decisions that changed it, each with what it said before, in the order of the file.

        One that gave what was not rated its first rating changed none.
        """
        return [
            (each, before)
            for each, before, is_changed in self._steps(measured=measured)
            if is_changed and each.outcome is not DecisionOutcome.UPHELD
        ]

    def overtaken(self, *, measured: bool) -> list[Decision]:
        """Return the decisions after which it changed without another: their outcome says otherwise."""
        outcomes = {True: DecisionOutcome.UPHELD, False: DecisionOutcome.CHANGED}
        steps = self._steps(measured=measured)
        return [each for each, _, is_changed in steps if each.outcome is outcomes[is_changed]]

    def _steps(self, *, measured: bool) -> "Iterator[tuple[Decision, Rating, bool]]":
        """Yield each decision, what was before it, and whether what comes after says otherwise."""
        decisions = [each for each in self.decision if each.from_ not in (None, "not-rated")]
        steps = [*(written_rating(each.from_, measured=measured) for each in decisions), self]
        for each, (before, after) in zip(decisions, pairwise(steps), strict=True):
            yield each, before, before.answer != after.answer


RATING_KEYS = frozenset(names_of(Rating))
DIMENSION_KEYS = frozenset({"rationale", "evidence", "recommendation", "working_note"})
"""What may be said of a dimension as a whole: its result is computed from what is in it."""
INDENT_LIKE_A_RATING = (
    "indent it, and what belongs to it, to stand below the id of the indicator that it is about, in line "
    "with the other keys of that rating"
)
"""What is said of a key of a rating that stands among the ids."""


class Correction(Model):
    """A correction of a published assessment, shown in reports."""

    date: Annotated[Day | None, Key(width=12)] = None
    """When it was made."""
    text: Annotated[Text | None, Key(LINE, "What was corrected", width=90)] = None
    """What was corrected."""


def _form_of_entry(value: object) -> str:
    if value is None:
        return "[nothing]"
    return "[text]" if isinstance(value, str) else "[mapping]"


RatingEntry = Annotated[
    Annotated[Rating, Tag("[mapping]")] | Annotated[Text, Tag("[text]")] | Annotated[None, Tag("[nothing]")],
    Discriminator(_form_of_entry),
]
AssessedDocument = Annotated[
    Annotated[Source, Tag("[mapping]")] | Annotated[NameId, Tag("[text]")],
    Discriminator(_form_of_entry),
]


class Assessment(Model):
    """One dated set of ratings."""

    kind: Literal["assessment"]
    """What the file is."""
    framework: Annotated[Ref, Key(help="What it is judged by")]
    """The framework's id and version, as id@version."""
    framework_digest: Annotated[
        Text | None, Key(label="Pinned digest", help="What the framework said when the ratings were made")
    ] = None
    """Pins what the framework said when the ratings were made."""
    subject: Subject
    """Who or what is assessed."""
    date: Annotated[Day, Key(help="The day it speaks of, such as 2021-03-12")]
    """The day it speaks of; also its file name."""
    title: Annotated[Text | None, Key(LINE, help="What this assessment is called")] = None
    """What it is called."""
    stage: Annotated[Stage, Key(help="draft, or final once it is published")] = Stage.FINAL
    """Final, or draft."""
    published: Annotated[Day | None, Key(help="The day it was published, if it is not the date")] = None
    """The day it was published."""
    withdrawn: Annotated[
        Text | None, Key(PROSE, help="Why it stands no more: its page then shows no result")
    ] = None
    """Why it stands no more; its page then shows no result."""
    under_review: Annotated[Text | None, Key(PROSE, help="What is being looked at again, and why")] = None
    """What is being looked at again, and why."""
    licence: Annotated[Text | None, Key(LINE, help="Under what terms these texts may be used")] = None
    """Under what terms its texts may be used."""
    document: Annotated[
        AssessedDocument | None, Key(help="The key, on the sheet Sources, of what is assessed")
    ] = None
    """What was assessed: a source's key, or a source written out."""
    assessors: Annotated[Texts, Key(LINE, help="One a row")] = ()
    """Who judged."""
    reviewers: Annotated[Texts, Key(LINE, help="One a row")] = ()
    """Who checked."""
    summary: Annotated[Text | None, Key(PROSE, help="What the reader should know first")] = None
    """What the reader should know first, as Markdown."""
    sources: Mapping[NameId, Source] = Field(default_factory=dict)
    """Sources by the key that ratings cite them by."""
    corrections: Annotated[tuple[Correction, ...], BeforeValidator(as_list)] = ()
    """Corrections since it was published."""
    ratings: Mapping[NameId, RatingEntry] = Field(default_factory=dict)
    """Ratings by indicator; a bare text is the level, or the measurement of a measured indicator."""

    @property
    def is_draft(self) -> bool:
        return self.stage is Stage.DRAFT

    @property
    def told_on(self) -> Day:
        """The day it was published; where it does not say when, the day that it speaks of."""
        return self.published or self.date

    def rating(self, indicator_id: str, *, measured: bool) -> Rating:
        """Return what was recorded for an indicator; an empty rating where nothing was."""
        return as_rating(self.ratings.get(indicator_id), measured=measured)


_NOTHING = Rating()


def as_rating(entry: Rating | str | None, *, measured: bool) -> Rating:
    """Return an entry of `ratings` as a rating."""
    if isinstance(entry, Rating):
        return entry
    if entry is None:
        return _NOTHING
    if bare_key(entry, measured=measured) == "measured":
        return Rating(measured=parse_number(entry))
    return Rating(level=entry)


def written_rating(entry: Rating | str | None, *, measured: bool) -> Rating:
    """Return an entry of `ratings` as a rating, right or not: what is no measurement is taken for a level."""
    try:
        return as_rating(entry, measured=measured)
    except FormError:
        return as_rating(entry, measured=False)


def bare_key(entry: str, *, measured: bool) -> str:
    """Return what a bare text of `ratings` is: a measurement of what is measured, else a level."""
    return "measured" if measured and entry not in RESERVED_IDS else "level"


def unrated(framework: FrameworkRef, tags: list[str]) -> Assessment:
    """Return an assessment under a framework, of a subject with some tags, in which nothing is rated."""
    nobody = Subject(id="nobody", name="Nobody", tags=tags)
    return Assessment.model_construct(kind="assessment", framework=framework, subject=nobody, date=date.min)
