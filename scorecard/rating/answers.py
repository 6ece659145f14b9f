"""What a file records for an indicator, whether that is complete, and the answers that change it. No I/O.

It works on plain data, so that a file can be mended whose ratings are not right yet. Of the text as little is
changed as can be: a rating that is one bare word stays one if only its level changes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from scorecard.diagnostics import Route
from scorecard.editing.yaml_patch import BOM, splice, usual_order
from scorecard.model.assessment import Stage
from scorecard.model.framework import EvidencePolicy, Framework, Indicator, Level, Status
from scorecard.model.source import RESERVED_IDS, FormError, Source, parse_number, parse_partial_date
from scorecard.rating.list_of_one import listed_item, with_freed_key
from scorecard.reading.document import parse_document
from scorecard.reading.plain_data import Data

REVIEW = "x-review"
"""The key that marks a rating carried over from an earlier assessment, until somebody looked at it."""

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
    if isinstance(entry, str):
        is_measurement = indicator.measure is not None and entry not in RESERVED_IDS
        return Recorded(measured=entry) if is_measurement else Recorded(level=entry)
    keys = _mapping(entry)
    texts = {key: value for key, value in keys.items() if isinstance(value, str)}
    review = None if keys.get(REVIEW) is None else texts.get(REVIEW) or "carried over"
    return Recorded(
        level=texts.get("level"),
        measured=texts.get("measured"),
        rationale=texts.get("rationale") or None,
        evidence=tuple(map(_mapping, _items(keys.get("evidence")))),
        confidence=texts.get("confidence") or None,
        recommendation=texts.get("recommendation") or None,
        review=review,
    )


def _mapping(data: Data) -> Mapping[str, Data]:
    return data if isinstance(data, dict) else {}


def _items(data: Data) -> Sequence[Data]:
    """Return a list's items; one item may stand for a list of one."""
    if data is None:
        return ()
    return data if isinstance(data, list) else (data,)


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
    return any(_items(_mapping(data).get("assessors")))


def stage_of(data: Data) -> Stage:
    """Return whether a file is a draft; final where it does not say."""
    return Stage.DRAFT if _mapping(data).get("stage") == Stage.DRAFT else Stage.FINAL


# Answers ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One thing to write into a file.

    `fields` are those of the rating of `indicator`; None takes one out. `evidence` is added to what is there;
    where it was begun before, `begun` is what it was then, and its further fields are added to that. A piece
    that is `dropped` is taken out. `correction` is its date and its text.
    """

    indicator: Indicator | None = None
    fields: Mapping[str, str | None] = field(default_factory=dict)
    evidence: tuple[Mapping[str, str], ...] = ()
    begun: Mapping[str, str] | None = None
    dropped: Mapping[str, Data] | None = None
    source: tuple[str, Mapping[str, str]] | None = None
    stage: Stage | None = None
    correction: tuple[str, str] | None = None

    @property
    def rates(self) -> bool:
        """Whether it says anew what the rating is, so that nothing is left to confirm."""
        return bool(self.fields.keys() & {"level", "measured", REVIEW})


def level_answer(indicator: Indicator, level: str) -> Answer:
    """Return the answer that gives a level, or one of the two reserved words."""
    return Answer(indicator=indicator, fields={"level": level, "measured": None})


def measured_answer(indicator: Indicator, measured: str) -> Answer:
    """Return the answer that gives a measurement."""
    return Answer(indicator=indicator, fields={"level": None, "measured": measured})


def edits_of(answer: Answer, data: Data) -> dict[Route, Data]:
    """Return the changes of a file's plain data that an answer asks for; none where nothing changes."""
    edits: dict[Route, Data] = {}
    if answer.indicator is not None:
        edits |= _rating_edits(answer, answer.indicator, data)
    if answer.source is not None:
        key, fields = answer.source
        edits |= {("sources", key, name): value for name, value in fields.items()}
    if answer.stage is not None and answer.stage is not stage_of(data):
        edits["stage",] = answer.stage.value
    if answer.correction is not None:
        edits |= _correction_edits(answer.correction, _mapping(data).get("corrections"))
    return {route: value for route, value in edits.items() if value != _value_at(data, route)}


def _rating_edits(answer: Answer, indicator: Indicator, data: Data) -> dict[Route, Data]:
    route: Route = ("ratings", indicator.id)
    entry = _value_at(data, route)
    fields: dict[str, str | None] = {**answer.fields, **({REVIEW: None} if answer.rates else {})}
    if isinstance(entry, str):
        given = {key: value for key, value in fields.items() if value is not None}
        takes_out = not given and fields.keys() & {"level", "measured"}
        if not takes_out and not answer.evidence and given.keys() <= {"level", "measured"}:
            return {route: next(iter(given.values()), entry)}
        recorded = read_recorded(data, indicator)
        bare = {"level": recorded.level, "measured": recorded.measured, **fields}
        whole: dict[str, Data] = {key: value for key, value in bare.items() if value is not None}
        if answer.evidence:
            whole["evidence"] = [dict(each) for each in answer.evidence]
        return {route: whole or None}
    edits: dict[Route, Data] = {(*route, key): value for key, value in fields.items()}
    return edits | _evidence_edits(answer, _mapping(entry).get("evidence"), (*route, "evidence"))


def _evidence_edits(answer: Answer, there: Data, route: Route) -> dict[Route, Data]:
    """Return the changes that add evidence; one item that stands for a list becomes the first of one."""
    items = _items(there)
    if answer.begun is not None and answer.begun in items:
        at = len(items) - 1 - list(reversed(items)).index(dict(answer.begun))
        begun = (*route, at) if isinstance(there, list) else route
        return {(*begun, key): value for each in answer.evidence for key, value in each.items()}
    added: list[Data] = [dict(each) for each in answer.evidence]
    if answer.dropped is not None and answer.dropped in items:
        at = items.index(dict(answer.dropped))
        left = [*items[:at], *items[at + 1 :], *added]
        return (
            {(*route, at): None} if len(left) == len(items) - 1 and len(items) > 1 else {route: left or None}
        )
    if isinstance(there, dict) and added:
        return {route: [there, *added]}
    return {(*route, len(items) + number): each for number, each in enumerate(added)}


def _correction_edits(correction: tuple[str, str], there: Data) -> dict[Route, Data]:
    """Return the change that adds a correction after those that are there."""
    day, text = correction
    added: Data = {"date": day, "text": text}
    if isinstance(there, dict):
        return {("corrections",): [there, added]}
    return {("corrections", len(_items(there))): added}


def _value_at(data: Data, route: Route) -> Data:
    for step in route:
        if isinstance(data, list):
            data = data[step] if isinstance(step, int) and step < len(data) else None
        else:
            data = _mapping(data).get(str(step))
    return data


# Writing ----------------------------------------------------------------------------------------


def write_answers(raw: bytes, answers: Iterable[Answer], framework: Framework) -> bytes:
    """Return a file's bytes with answers written in; the same ones where they change nothing."""
    whole = raw.decode("utf-8")
    text, data = whole.lstrip(BOM), parse_document(raw, "").data
    edits: dict[Route, Data] = {}
    for answer in answers:
        eased = _listed_evidence(text, answer, data) or _first_source(text, answer, data)
        if eased is not None:
            text = eased
            data = parse_document(text.encode("utf-8"), "").data
        edits |= edits_of(answer, data)
    if not edits:
        return raw if text == whole.lstrip(BOM) else _with_mark(whole, text)
    ids = [indicator.id for indicator in framework.indicators()]
    written = splice(text, edits, order=lambda route: ids if route == ("ratings",) else usual_order(route))
    return _with_mark(whole, written)


def _with_mark(whole: str, text: str) -> bytes:
    """Return a text with the byte order mark that the whole had, if it had one."""
    return (whole[: len(whole) - len(whole.lstrip(BOM))] + text).encode("utf-8")


def _first_source(text: str, answer: Answer, data: Data) -> str | None:
    """Return a text with an answer's source below the hint where sources go, if it is the first of all."""
    if answer.source is None or "sources" in _mapping(data):
        return None
    key, fields = answer.source
    return with_freed_key(text, "sources", {key: dict(fields)})


def _listed_evidence(text: str, answer: Answer, data: Data) -> str | None:
    """Return a text in which the one piece of evidence that stands for a list is one, if more comes to it."""
    if answer.indicator is None or not answer.evidence:
        return None
    route: Route = ("ratings", answer.indicator.id, "evidence")
    there = _value_at(data, route)
    if not isinstance(there, dict) or there == answer.begun:
        return None
    return listed_item(text, route)
