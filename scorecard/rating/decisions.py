"""Settling what is open of an assessment: what is left of it, whose words there are, what is decided."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace

from scorecard.editing.carry_over import free_key
from scorecard.model.assessment import Assessment, Decision, DecisionOn, DecisionOutcome, OpenReason
from scorecard.model.framework import Indicator
from scorecard.model.keys import PROSE, names_of, texts_of
from scorecard.model.source import Source
from scorecard.rating.answers import Answer
from scorecard.reading.document import Document
from scorecard.reading.plain_data import Data
from scorecard.reading.shape import read_shape
from scorecard.reviewing.review import Review, rating_of, said_by

NOT_RATED = "not-rated"


def may_have_old_reason(review: Review, id: str) -> bool:
    """Whether a rating was changed and it is not said why yet, and its own reason is no mark's for it."""
    rating = review.recorded(id)
    before = {each.from_ for each in rating.decision if each.reason is None}
    words = {each.rating.rationale for each in review.words(id)}
    return bool(before - {rating.said} and rating.rationale and rating.rationale not in words)


def review_now(review: Review, document: Document) -> Review:
    """Return the same with the assessment as its document has it."""
    return replace(review, assessment=read_shape(document, Assessment)[0] or review.assessment)


def agreed(review: Review, id: str) -> str | None:
    """Return what all marks of an indicator say, where that is one thing; a measurement as it was typed."""
    given = {each.rating.said for each in review.given(id).values()}
    return given.pop() if len(given) == 1 else None


def decisions_for(
    review: Review, indicator: Indicator, said: str, by: str, today: str, reason: str = ""
) -> list[Data]:
    """Return an indicator's decisions once it is rated as `said`: those there are, and one for what is open.

    `review` has the assessment as it was before. Where the rating changes, a decision that does not say why
    is made anew, but for what the rating was before it; and none changes without one.
    """
    before, rating = review.recorded(indicator.id), rating_of(indicator, said)
    is_rated = said_by(review.framework, indicator, before) is not None
    is_changed = before.answer != rating.answer
    begun = {each.on: each.from_ for each in before.decision if is_changed and each.reason is None}
    kept = [each for each in before.decision if each.on not in begun or each.reason is not None]
    rating = replace(rating, decision=before.decision)
    ratings = {**review.assessment.ratings, indicator.id: rating}
    after = replace(review, assessment=review.assessment.model_copy(update={"ratings": ratings}))
    reasons = after.reasons(indicator.id)
    if OpenReason.REPLY_DISPUTES in reasons:  # its decision settles a level of nobody too
        reasons = tuple(each for each in reasons if each is not OpenReason.LEVEL_OF_NOBODY)
    settled = [*begun, *map(_settled_by, reasons)]
    settled += [DecisionOn.REPLY] if after.is_overtaken(indicator.id) else []
    if is_rated and is_changed and not settled:
        settled = [on for on in DecisionOn if after.was_open(indicator.id, on, before.said)][:1]
    found = decision_data(kept)
    for on in dict.fromkeys(settled):
        was = begun.get(on) or (before.said if is_rated else NOT_RATED)
        new: dict[str, Data] = {"on": on.value, "from": was, "by": by, "date": today}
        if on is DecisionOn.REPLY:
            is_same = rating_of(indicator, was).answer == rating.answer
            new["outcome"] = (DecisionOutcome.UPHELD if is_same else DecisionOutcome.CHANGED).value
        found.append({key: each for key, each in new.items() if each})
    return [{**each, "reason": reason} if reason and "reason" not in each else each for each in found]


def decision_data(decisions: Iterable[Decision]) -> list[dict[str, Data]]:
    """Return decisions as plain data."""
    return [_texts(each.model_dump(by_alias=True)) for each in decisions]


def taken_words(review: Review, id: str, assessor: str, own: Mapping[str, Data]) -> Answer:
    """Return the answer that takes a mark's words and evidence into the assessment, whose sources are `own`.

    A source that the assessment lacks comes along; one whose key means another one there gets its assessor's
    name behind it.
    """
    given = review.given(id)[assessor]
    fields: dict[tuple[str | int, ...], Data] = {
        ("ratings", id, key.name): text for key, text in texts_of(given.rating, PROSE)
    }
    evidence: list[Data] = []
    for each in given.rating.evidence:
        key = each.source
        if (source := given.mark.sources.get(key)) is not None:
            key = _key_for(key, source, assessor, own)
            if key not in own:
                fields["sources", key] = source_texts(source)
                own = {**own, key: source_texts(source)}
        evidence.append({**_texts(asdict(each)), "source": key})
    if evidence:
        fields["ratings", id, "evidence"] = evidence
    return Answer(about=f"{id} words", detail=assessor, fields=fields)


def offered_sources(review: Review, own: Mapping[str, Data]) -> dict[str, Source]:
    """Return the sources of replies that an assessment lacks, whose sources are `own`, by keys free there."""
    found: dict[str, Source] = {}
    for key, source in (pair for reply in review.replies for pair in reply.sources.items()):
        key = _key_for(key, source, "reply", own)
        if key not in own:
            found[key] = source
            own = {**own, key: source_texts(source)}
    return found


def source_texts(source: Source) -> dict[str, Data]:
    """Return what a source says, by key."""
    return _texts({name: getattr(source, name) for name in names_of(Source)})


def _key_for(key: str, source: Source, assessor: str, own: Mapping[str, Data]) -> str:
    """Return the key under which a source is there already, or may be added."""
    same = {name.casefold(): name for name in own}

    def is_taken(wanted: str) -> bool:
        there = same.get(wanted.casefold())
        return there is not None and (there != wanted or own[there] != source_texts(source))

    return free_key(f"{key}-{assessor}", is_taken) if is_taken(key) else key


def _texts(values: Mapping[str, object]) -> dict[str, Data]:
    return {key: str(value) for key, value in values.items() if value is not None}


def _settled_by(reason: OpenReason) -> DecisionOn:
    return DecisionOn.REPLY if reason is OpenReason.REPLY_DISPUTES else DecisionOn.MARKS
