"""What a file records for an indicator or a dimension, how complete, and the answers that change it. No I/O.

It works on plain data, so that a file can be mended whose ratings are not right yet. Of the text as little is
changed as can be: a rating that is one bare word stays one if only its level changes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from scorecard.editing.assessment_fields import (
    CORRECTION_KEYS,
    EVIDENCE_KEYS,
    REVIEW,
    Field,
    rating_data,
    read_fields,
    records_of,
    write_fields,
)
from scorecard.model.assessment import Assessment, Rating, Stage, bare_key
from scorecard.model.framework import (
    Asked,
    Framework,
    Indicator,
    Status,
    asked_of,
    asked_words,
    dimensions_below,
    is_asked_of,
    rated_of,
)
from scorecard.model.keys import LINE, PROSE, WORD, keys_of
from scorecard.model.lexical import RESERVED_IDS, FormError, parse_number, parse_partial_date, shown, suggest
from scorecard.model.source import Source
from scorecard.reading.document import Document
from scorecard.reading.plain_data import Data, as_items, as_mapping, value_at
from scorecard.scoring.score import rate
from scorecard.scoring.scorecard import IndicatorResult

MENDABLE = frozenset({"SC301", "SC302", "SC404", "SC405", "SC406", "SC407", "SC408"})
"""Codes of errors that end when the indicator they are about is rated."""


class RatingProgress(StrEnum):
    """How far the rating of an indicator has come."""

    COMPLETE = "complete"
    NOT_RATED = "not rated"
    WRONG = "without a valid rating"
    TO_CONFIRM = "to confirm"
    LACKS_RATIONALE = "without a reason"
    LACKS_EVIDENCE = "without evidence"


# What a file records ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What a file has for one indicator or dimension, as it was typed, and how far that has come.

    `texts` are those that readers are shown, by their keys. `review` says where a rating was carried over
    from that nobody has confirmed yet. A dimension has neither a level nor a measurement.
    """

    framework: Framework
    thing: Asked
    level: str | None = None
    measured: str | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[Mapping[str, Data], ...] = ()
    review: str | None = None

    @property
    def rationale(self) -> str | None:
        return self.texts.get("rationale")

    @property
    def judged(self) -> IndicatorResult | None:
        """What the rating makes of an indicator; None where it cannot be right, and of a dimension."""
        indicator, level, measured, measure = self.thing, self.level, self.measured, self.thing.measure
        if not isinstance(indicator, Indicator):
            return None
        if measured is not None and (measure is None or level is not None):
            return None
        if measure is not None and level not in (None, *RESERVED_IDS):
            return None
        if level == Status.NOT_APPLICABLE and not self.framework.may_be_set_aside(indicator):
            return None
        try:
            number = None if measured is None else parse_number(measured)
            return rate(self.framework, indicator, Rating(level=level, measured=number))
        except (FormError, StopIteration):
            return None

    @property
    def status(self) -> Status | None:
        return self.judged.status if self.judged else None

    @property
    def is_rated(self) -> bool:
        return self.status not in (None, Status.NOT_RATED)

    @property
    def lacks_reason(self) -> bool:
        return self.is_rated and not self.rationale

    @property
    def lacks_rationale(self) -> bool:
        return self.status is Status.NOT_APPLICABLE and not self.rationale

    @property
    def lacks_evidence(self) -> bool:
        judged = self.judged
        if judged is None or self.evidence:
            return False
        return self.framework.needs_evidence(judged.indicator, judged.status)

    @property
    def has_error(self) -> bool:
        """Whether the rating keeps its file from being scored."""
        return self.progress is RatingProgress.WRONG or self.lacks_rationale or self.lacks_evidence

    @property
    def progress(self) -> RatingProgress:
        """How far the rating has come. What is not rated and says why is an answer too, and complete."""
        if self.status is None and isinstance(self.thing, Indicator):
            return RatingProgress.WRONG
        if self.review is not None:
            return RatingProgress.TO_CONFIRM
        if self.status is Status.NOT_RATED:
            is_answer = self.rationale and self.level
            return RatingProgress.COMPLETE if is_answer else RatingProgress.NOT_RATED
        if self.lacks_rationale:
            return RatingProgress.LACKS_RATIONALE
        return RatingProgress.LACKS_EVIDENCE if self.lacks_evidence else RatingProgress.COMPLETE


_TEXTS = tuple(key.name for key in keys_of(Rating, WORD, LINE, PROSE))


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedDocument:
    """An assessment's document, right or not, and the framework that it is rated by.

    It may be a mark's; then it has the assessment that this is `of`.
    """

    framework: Framework
    document: Document
    of: Assessment | None = None

    @property
    def raw(self) -> bytes:
        return self.document.raw

    @property
    def data(self) -> Data:
        return self.document.data

    @property
    def stage(self) -> Stage:
        return Stage.DRAFT if value_at(self.data, ("stage",)) == Stage.DRAFT else Stage.FINAL

    @property
    def names_assessor(self) -> bool:
        return self.of is not None or any(as_items(value_at(self.data, ("assessors",))))

    @property
    def sources(self) -> dict[str, Source]:
        """The sources that evidence can cite: the framework's, the assessment's, the mark's."""
        found = {**self.framework.sources, **(self.of.sources if self.of else {})}
        for key, value in as_mapping(value_at(self.data, ("sources",))).items():
            texts = {name: text for name, text in as_mapping(value).items() if isinstance(text, str)}
            date = parse_partial_date(texts["date"]) if texts.get("date") else None
            title, publisher, url = texts.get("title", key), texts.get("publisher"), texts.get("url")
            found[key] = Source.model_construct(title=title, publisher=publisher, date=date, url=url)
        return found

    @property
    def tags(self) -> list[str]:
        if self.of is not None:
            return list(self.of.subject.tags)
        tags = as_items(value_at(self.data, ("subject", "tags")))
        return [tag for tag in tags if isinstance(tag, str)]

    @property
    def things(self) -> list[Asked]:
        """What is asked of its subject: dimensions, and the indicators that count, in reading order."""
        return [each for each in asked_of(self.framework.dimensions, self.tags) if each.counted]

    @property
    def indicators(self) -> list[Indicator]:
        return rated_of(self.framework.dimensions, self.tags)

    @property
    def ratings(self) -> list[Recorded]:
        """What it has for each of these things."""
        return list(map(self.rating_of, self.things))

    @property
    def without_reason(self) -> list[str]:
        return [each.thing.id for each in self.ratings if each.lacks_reason]

    def find_refusal(self, id: str) -> tuple[str, bool] | None:
        """Say why what the framework has is not asked, and whether that is by the subject's tags."""
        for dimension, above in dimensions_below(self.framework.dimensions):
            way: list[Asked] = [*above, dimension]
            way += [each for each in dimension.indicators if each.id == id]
            if isinstance(way[-1], Indicator) and not way[-1].counted:
                return f"is {way[-1].state}", False
            apart = next((each for each in way if not is_asked_of(each, self.tags)), None)
            if way[-1].id == id and apart:
                return f"is asked only of {asked_words(apart)}", True
        return None

    @property
    def fields(self) -> dict[Field, Data]:
        """What it says, field by field."""
        return read_fields(self.data, self.framework)

    def rating_of(self, thing: Asked) -> Recorded:
        """Return what it has for an indicator or a dimension."""
        entry = value_at(self.data, ("ratings", thing.id))
        keys = rating_data(entry, is_measured=thing.measure is not None)
        texts = {key: value for key, value in keys.items() if isinstance(value, str)}
        return Recorded(
            framework=self.framework,
            thing=thing,
            level=texts.get("level"),
            measured=texts.get("measured"),
            texts={key: text for key in _TEXTS if (text := texts.get(key))},
            evidence=tuple(map(as_mapping, records_of(keys.get("evidence"), EVIDENCE_KEYS))),
            review=None if keys.get(REVIEW) is None else texts.get(REVIEW) or "carried over",
        )

    def parse_rating(self, indicator: Indicator, value: str) -> "Answer":
        """Return the answer that gives a level by its id, one of the two reserved words, or a measurement."""
        levels = [level.id for level in self.framework.scale_of(indicator)]
        key = bare_key(value, measured=indicator.measure is not None)
        if value == Status.NOT_APPLICABLE and not self.framework.may_be_set_aside(indicator):
            message = "the framework does not allow not-applicable here"
            raise FormError("not-applicable-not-allowed", message, "rate it, or set it not-rated")
        if key == "measured":
            parse_number(value, indicator.unit or "")
        elif value not in (*levels, *RESERVED_IDS):
            message = f"{shown(value)} is not a level of its scale"
            raise FormError("unknown-level", message, suggest(value, [*levels, *sorted(RESERVED_IDS)]))
        return Answer.of_rating(indicator, "rating", {"level": None, "measured": None, key: value}, value)

    def patch(self, *answers: "Answer") -> Document:
        """Return the document with answers written in; the same one where they change nothing."""
        said = {("stage",): Stage.FINAL.value, **self.fields}
        changes = {route: value for answer in answers for route, value in answer.fields.items()}
        changes = {route: value for route, value in changes.items() if (value or None) != said.get(route)}
        return write_fields(self.document, changes, self.framework)


NO_ASSESSOR = "nobody is named as assessor"


# Answers ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What to write into a file: what it is about, such as "1.2 rating", and fields; None takes one out."""

    about: str
    detail: str = ""
    fields: Mapping[Field, Data]

    @property
    def name(self) -> str:
        return f"{self.about} {self.detail}".rstrip()

    @property
    def is_final(self) -> bool:
        return self.fields.get(("stage",)) == Stage.FINAL

    @property
    def rates(self) -> bool:
        return any(field[0] == "ratings" for field in self.fields)

    @classmethod
    def of_rating(cls, thing: Asked, about: str, values: Mapping[str, Data], detail: str = "") -> "Answer":
        """Return the one that changes a rating; a new verdict, or a dimension's reason, leaves no review."""
        if values.keys() & ({"level", "measured"} if isinstance(thing, Indicator) else {"rationale"}):
            values = {**values, REVIEW: None}
        fields: dict[Field, Data] = {("ratings", thing.id, key): value for key, value in values.items()}
        return cls(about=f"{thing.id} {about}", detail=detail, fields=fields)

    @classmethod
    def of_evidence(cls, thing: Asked, pieces: Sequence[Mapping[str, Data]], detail: str) -> "Answer":
        """Return the one that gives a rating all its evidence."""
        return cls.of_rating(thing, "evidence", {"evidence": [dict(each) for each in pieces]}, detail)

    @classmethod
    def of_source(cls, key: str, fields: Mapping[str, Data]) -> "Answer":
        """Return the one that makes a source, or says more of one."""
        return cls(about="source", detail=key, fields={("sources", key): dict(fields)})

    @classmethod
    def of_stage(cls, stage: Stage) -> "Answer":
        """Return the one that makes an assessment final, or a draft."""
        return cls(about="the stage", fields={("stage",): stage.value})

    @classmethod
    def of_correction(cls, data: Data, day: str, text: str) -> "Answer":
        """Return the one that adds a correction after those that are there."""
        there = records_of(value_at(data, ("corrections",)), CORRECTION_KEYS)
        return cls(about="the correction", fields={("corrections",): [*there, {"date": day, "text": text}]})
