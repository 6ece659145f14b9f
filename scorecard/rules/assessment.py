"""Codes SC3xx: what an assessment means by itself."""

from collections import Counter
from collections.abc import Iterator, Set
from typing import NamedTuple

from scorecard.diagnostics import Finding, Part, Severity
from scorecard.editing.assessment_fields import REVIEW
from scorecard.model.assessment import Assessment, DecisionOn, Rating
from scorecard.model.framework import Status
from scorecard.model.lexical import RESERVED_IDS, listing
from scorecard.reading.plain_data import Data, as_mapping, value_at
from scorecard.rules.framework_quality import find_early_access
from scorecard.rules.rule import (
    Rule,
    find_confusable,
    find_reserved,
    indicator_finding,
    locate_evidence,
    rule,
)

FEWEST_REPEATED_WORDS = 8


class AssessmentData(NamedTuple):
    """An assessment, what it was read from, which alone has keys of one's own, and its dimensions' ids."""

    assessment: Assessment
    data: Data
    dimensions: Set[str]


@rule("SC301", "not-applicable-without-rationale", Severity.ERROR)
def not_applicable_without_rationale(written: AssessmentData) -> Iterator[Finding]:
    """An indicator is set aside as not applicable, and nobody says why."""
    for id, entry in written.assessment.ratings.items():
        if id in written.dimensions:
            continue
        words = " is rated not-applicable without a rationale"
        if entry == Status.NOT_APPLICABLE:
            lines = f'"{id}":\n  level: not-applicable\n  rationale: why it does not apply'
            help = f"write three lines in place of this one:\n{lines}"
            yield indicator_finding(id, words, help, ("ratings", id))
        elif isinstance(entry, Rating) and entry.level == Status.NOT_APPLICABLE and not entry.rationale:
            help = "add `rationale:` with the reason"
            yield indicator_finding(id, words, help, ("ratings", id, "level"))


@rule("SC302", "level-and-measurement", Severity.ERROR)
def level_and_measurement(written: AssessmentData) -> Iterator[Finding]:
    """A rating gives both a level and a measurement."""
    for id, rating in _ratings(written):
        if id not in written.dimensions and rating.level is not None and rating.measured is not None:
            yield indicator_finding(
                id,
                " has both a level and a measurement",
                "keep `measured` where the indicator has a measure, else `level`",
                ("ratings", id, "level"),
                related=((("ratings", id, "measured"), "the measurement"),),
            )


@rule("SC303", "bad-source-key", Severity.ERROR)
def bad_source_key(assessment: Assessment) -> Iterator[Finding]:
    """A source's key differs from another in letter case alone, or an id is a reserved word."""
    keys = ((key, ("sources", key)) for key in assessment.sources)
    yield from find_confusable(keys, Part.KEY, "give each its own key")
    ids = [(key, ("sources", key), Part.KEY) for key in assessment.sources]
    ids.append((assessment.subject.id, ("subject", "id"), Part.VALUE))
    yield from find_reserved(ids, "choose another")


@rule("SC310", "repeated-rationale", Severity.WARNING)
def repeated_rationale(written: AssessmentData) -> Iterator[Finding]:
    """A rationale of eight words or more is used for two ratings, or any for two different levels."""
    judged = [
        (id, rating, rating.rationale)
        for id, rating in _ratings(written)
        if rating.rationale and rating.level not in RESERVED_IDS
    ]
    openings = Counter(_opening(text) for _, _, text in judged)
    seen: dict[str, tuple[str, Rating]] = {}
    for id, rating, text in judged:
        if openings[_opening(text)] == 1:  # most texts are not looked at whole
            continue
        words = text.casefold().split()
        first, earlier = seen.setdefault(" ".join(words), (id, rating))
        differ = rating.level is not None and earlier.level is not None and rating.level != earlier.level
        if first != id and (differ or len(words) >= FEWEST_REPEATED_WORDS):
            yield indicator_finding(
                id,
                f" has the same rationale as {first}",
                "say what is true of this one",
                ("ratings", id, "rationale"),
                related=((("ratings", first, "rationale"), f"the rationale of {first}"),),
                dimensions=written.dimensions,
            )


def _opening(text: str) -> str:
    return " ".join(text.split(maxsplit=5)[:5]).casefold()


@rule("SC311", "rating-without-level", Severity.WARNING)
def rating_without_level(written: AssessmentData) -> Iterator[Finding]:
    """A rating has a rationale or evidence, but neither a level nor a measurement."""
    for id, rating in _ratings(written):
        is_empty = rating.level is None and rating.measured is None
        if is_empty and (rating.rationale or rating.evidence) and id not in written.dimensions:
            words = " has a rating without a level, so it counts as not rated"
            help = "add `level:` (or `measured:`); write level: not-rated if that is meant"
            yield indicator_finding(id, words, help, ("ratings", id), Part.KEY)


@rule("SC312", "evidence-without-locator", Severity.WARNING)
def evidence_without_locator(written: AssessmentData) -> Iterator[Finding]:
    """Evidence names a source, but no place in it."""
    for id, evidence, route in locate_evidence(written.assessment):
        if not evidence.locator:
            words = f": the evidence does not say where in {evidence.source}"
            help = "add `locator:` with a section, a page or a table"
            yield indicator_finding(id, words, help, route, dimensions=written.dimensions)


@rule("SC313", "source-accessed-before-published", Severity.WARNING)
def source_accessed_before_published(assessment: Assessment) -> Iterator[Finding]:
    """A source of the assessment was last seen before it was published."""
    yield from find_early_access(assessment.sources)


@rule("SC315", "no-assessor", Severity.WARNING)
def no_assessor(assessment: Assessment) -> Iterator[Finding]:
    """A final assessment does not say who judged."""
    if not assessment.is_draft and assessment.ratings and not any(assessment.assessors):
        yield Finding(
            message="this is final and does not say who judged",
            help="add `assessors:` with their names",
            route=("assessors",),
            part=Part.KEY,
        )


@rule("SC314", "unconfirmed-rating", Severity.WARNING)
def unconfirmed_rating(written: AssessmentData) -> Iterator[Finding]:
    """A final assessment has ratings that were carried over and that nobody has confirmed yet."""
    ratings = as_mapping(value_at(written.data, ("ratings",)))
    marked = [id for id, entry in ratings.items() if as_mapping(entry).get(REVIEW) is not None]
    if marked and not written.assessment.is_draft:
        yield Finding(
            message=f"this is final, but what was carried over is not confirmed: {listing(marked)}",
            help=f"confirm or change each, and take its {REVIEW} out; `scorecard rate` asks for them",
            route=("ratings",),
            part=Part.KEY,
            related=((("ratings", marked[0], REVIEW), "the first mark"),),
        )


@rule("SC316", "incomplete-decision", Severity.WARNING)
def incomplete_decision(written: AssessmentData) -> Iterator[Finding]:
    """A decision does not say what the rating was before, who decided, when, why, or what came of a reply."""
    for id, rating in _ratings(written):
        for at, each in enumerate(rating.decision):
            said = {"from": each.from_, "by": each.by, "date": each.date, "reason": each.reason}
            said |= {"outcome": each.outcome} if each.on is DecisionOn.REPLY else {}
            missing = [f"`{key}`" for key, value in said.items() if value is None]
            if missing:
                words = f": the decision does not say {listing(missing)}"
                help = "add what is missing: who reads it wants to know how it was settled"
                yield indicator_finding(id, words, help, ("ratings", id, "decision", at, "on"))


@rule("SC317", "outcome-of-marks", Severity.ERROR)
def outcome_of_marks(written: AssessmentData) -> Iterator[Finding]:
    """A decision on marks has an outcome, which only one on a reply can have."""
    for id, rating in _ratings(written):
        for at, each in enumerate(rating.decision):
            if each.on is DecisionOn.MARKS and each.outcome is not None:
                words = ": a decision on marks upholds or changes nothing: it is no reply"
                help = "take `outcome` out; `from` says what the rating was before"
                route = ("ratings", id, "decision", at, "outcome")
                yield indicator_finding(id, words, help, route, Part.KEY)


def _ratings(written: AssessmentData) -> Iterator[tuple[str, Rating]]:
    for id, entry in written.assessment.ratings.items():
        if isinstance(entry, Rating):
            yield id, entry


ASSESSMENT_RULES: tuple[Rule[Assessment], ...] = (
    bad_source_key,
    source_accessed_before_published,
    no_assessor,
)
WRITTEN_RULES: tuple[Rule[AssessmentData], ...] = (
    not_applicable_without_rationale,
    level_and_measurement,
    repeated_rationale,
    rating_without_level,
    evidence_without_locator,
    incomplete_decision,
    outcome_of_marks,
    unconfirmed_rating,
)
