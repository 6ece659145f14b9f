"""What a file records for an indicator, whether that is complete, and the answers that change it. No I/O.

It works on plain data, so that a file can be mended whose ratings are not right yet. Of the text as little is
changed as can be: a rating that is one bare word stays one if only its level changes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scorecard.editing.assessment_fields import (
    CORRECTION_KEYS,
    EVIDENCE_KEYS,
    REVIEW,
    Field,
    as_items,
    rating_data,
    read_fields,
    records_of,
)
from scorecard.editing.yaml_patch import BOM
from scorecard.model.assessment import Stage
from scorecard.model.framework import EvidencePolicy, Framework, Indicator, Level, Status
from scorecard.model.source import FormError, Source, parse_number, parse_partial_date
from scorecard.rating.list_of_one import with_freed_key, write_fields
from scorecard.reading.document import parse_document
from scorecard.reading.plain_data import Data

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
    """What a file has for one indicator, as it was typed.

    `review` says where a rating was carried over from that nobody has confirmed yet.
    """

    level: str | None = None
    measured: str | None = None
    rationale: str | None = None
    evidence: tuple[Mapping[str, Data], ...] = ()
    confidence: str | None = None
    recommendation: str | None = None
    review: str | None = None


def read_recorded(data: Data, indicator: Indicator) -> Recorded:
    """Return what a file's plain data has for an indicator."""
    entry = _mapping(_mapping(data).get("ratings")).get(indicator.id)
    keys = rating_data(entry, is_measured=indicator.measure is not None)
    texts = {key: value for key, value in keys.items() if isinstance(value, str)}
    return Recorded(
        level=texts.get("level"),
        measured=texts.get("measured"),
        rationale=texts.get("rationale") or None,
        evidence=tuple(map(_mapping, records_of(keys.get("evidence"), EVIDENCE_KEYS))),
        confidence=texts.get("confidence") or None,
        recommendation=texts.get("recommendation") or None,
        review=None if keys.get(REVIEW) is None else texts.get(REVIEW) or "carried over",
    )


def _mapping(data: Data) -> Mapping[str, Data]:
    return data if isinstance(data, dict) else {}


def judge(
    framework: Framework, indicator: Indicator, recorded: Recorded
) -> tuple[Level | None, Status] | None:
    """Return the level and the status that an indicator has; None where its rating cannot be right."""
    level, measured = recorded.level, recorded.measured
    if measured is not None:
        if indicator.measure is None or level is not None:
            return None
        try:
            level = indicator.measure.level_id(parse_number(measured))
        except FormError:
            return None
    elif level is None or level == Status.NOT_RATED:
        return None, Status.NOT_RATED
    elif level == Status.NOT_APPLICABLE:
        return (None, Status.NOT_APPLICABLE) if framework.may_be_set_aside(indicator) else None
    elif indicator.measure is not None:
        return None
    found = next((each for each in framework.scale_of(indicator) if each.id == level), None)
    return None if found is None else (found, found.status)


def needs_evidence(framework: Framework, indicator: Indicator, status: Status) -> bool:
    """Whether the framework asks for evidence where an indicator has this status."""
    match framework.evidence_policy(indicator):
        case EvidencePolicy.OPTIONAL:
            return False
        case EvidencePolicy.REQUIRED:
            return status in (Status.PASS, Status.PARTIAL, Status.FAIL)
        case EvidencePolicy.REQUIRED_FOR_PASS:
            return status is Status.PASS


def has_error(framework: Framework, indicator: Indicator, recorded: Recorded) -> bool:
    """Whether a rating keeps its file from being scored."""
    judged = judge(framework, indicator, recorded)
    if judged is None:
        return True
    is_without_reason = judged[1] is Status.NOT_APPLICABLE and not recorded.rationale
    return is_without_reason or (needs_evidence(framework, indicator, judged[1]) and not recorded.evidence)


def lacks_reason(framework: Framework, indicator: Indicator, recorded: Recorded) -> bool:
    """Whether something is rated and nobody says why: no error but for what does not apply, yet a lack."""
    judged = judge(framework, indicator, recorded)
    return judged is not None and judged[1] is not Status.NOT_RATED and not recorded.rationale


def standing_of(framework: Framework, indicator: Indicator, recorded: Recorded) -> RatingProgress:
    """Return how far a rating has come. What is not rated and says why is an answer too, and complete."""
    judged = judge(framework, indicator, recorded)
    if judged is None:
        return RatingProgress.WRONG
    status = judged[1]
    if recorded.review is not None:
        return RatingProgress.TO_CONFIRM
    if status is Status.NOT_RATED:
        return RatingProgress.COMPLETE if recorded.rationale and recorded.level else RatingProgress.NOT_RATED
    if status is Status.NOT_APPLICABLE and not recorded.rationale:
        return RatingProgress.LACKS_RATIONALE
    if needs_evidence(framework, indicator, status) and not recorded.evidence:
        return RatingProgress.LACKS_EVIDENCE
    return RatingProgress.COMPLETE


def known_sources(framework: Framework, data: Data) -> dict[str, Source]:
    """Return the sources that evidence can cite: the framework's, then the assessment's, whose own count."""
    found = dict(framework.sources)
    for key, value in _mapping(_mapping(data).get("sources")).items():
        keys = {name: text for name, text in _mapping(value).items() if isinstance(text, str)}
        day = keys.get("date")
        date = parse_partial_date(day) if day else None
        found[key] = Source.model_construct(
            title=keys.get("title", key), publisher=keys.get("publisher"), date=date, url=keys.get("url")
        )
    return found


NO_ASSESSOR = "nobody is named as assessor"


def names_assessor(data: Data) -> bool:
    """Whether a file says who judged."""
    return any(as_items(_mapping(data).get("assessors")))


def stage_of(data: Data) -> Stage:
    """Return whether a file is a draft; final where it does not say."""
    return Stage.DRAFT if _mapping(data).get("stage") == Stage.DRAFT else Stage.FINAL


# Answers ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One thing to write into a file: what it is about, such as "1.2 rating", and the fields that it changes.

    A field that is None is taken out.
    """

    about: str
    detail: str = ""
    fields: Mapping[Field, Data]

    @property
    def name(self) -> str:
        """What it is called in few words."""
        return f"{self.about} {self.detail}".rstrip()

    @property
    def is_final(self) -> bool:
        """Whether it makes an assessment final."""
        return self.fields.get(("stage",)) == Stage.FINAL

    @property
    def rates(self) -> bool:
        """Whether it is about a rating."""
        return any(field[0] == "ratings" for field in self.fields)


def rating_answer(indicator: Indicator, about: str, values: Mapping[str, Data], detail: str = "") -> Answer:
    """Return the answer that changes a rating. What says anew how it is rated leaves nothing to confirm."""
    if values.keys() & {"level", "measured"}:
        values = {**values, REVIEW: None}
    fields: dict[Field, Data] = {("ratings", indicator.id, key): value for key, value in values.items()}
    return Answer(about=f"{indicator.id} {about}", detail=detail, fields=fields)


def level_answer(indicator: Indicator, level: str) -> Answer:
    """Return the answer that gives a level, or one of the two reserved words."""
    return rating_answer(indicator, "rating", {"level": level, "measured": None}, level)


def measured_answer(indicator: Indicator, measured: str) -> Answer:
    """Return the answer that gives a measurement."""
    return rating_answer(indicator, "rating", {"level": None, "measured": measured}, measured)


def evidence_answer(indicator: Indicator, pieces: Sequence[Mapping[str, Data]], detail: str) -> Answer:
    """Return the answer that gives a rating all its evidence."""
    return rating_answer(indicator, "evidence", {"evidence": [dict(each) for each in pieces]}, detail)


def source_answer(key: str, fields: Mapping[str, Data]) -> Answer:
    """Return the answer that makes a source, or says more of one."""
    return Answer(about="source", detail=key, fields={("sources", key): dict(fields)})


def stage_answer(stage: Stage) -> Answer:
    """Return the answer that makes an assessment final, or a draft."""
    return Answer(about="the stage", fields={("stage",): stage.value})


def correction_answer(data: Data, day: str, text: str) -> Answer:
    """Return the answer that adds a correction after those that are there."""
    there = records_of(_mapping(data).get("corrections"), CORRECTION_KEYS)
    return Answer(about="the correction", fields={("corrections",): [*there, {"date": day, "text": text}]})


def write_answers(raw: bytes, answers: Iterable[Answer], framework: Framework) -> bytes:
    """Return a file's bytes with answers written in; the same ones where they change nothing."""
    whole = raw.decode("utf-8")
    text = whole.lstrip(BOM)
    mark, data = whole[: len(whole) - len(text)], parse_document(raw, "").data
    changes = {field: value for answer in answers for field, value in answer.fields.items()}
    said = {("stage",): Stage.FINAL.value, **read_fields(data, framework)}
    changes = {field: value for field, value in changes.items() if (value or None) != said.get(field)}
    for field, value in changes.items():
        if field[0] == "sources" and "sources" not in _mapping(data) and isinstance(value, dict):
            freed = with_freed_key(text, "sources", {str(field[1]): value})
            if freed is not None:
                text, changes = freed, {key: each for key, each in changes.items() if key != field}
                break
    return f"{mark}{write_fields(text, changes, framework) if changes else text}".encode()
