"""Digests: of a framework, what a result depends on and nothing else; of ratings, what is recorded."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from scorecard.model.assessment import Assessment, DecisionOn, Rating, written_rating
from scorecard.model.framework import (
    Band,
    Dimension,
    Framework,
    Grade,
    Indicator,
    Level,
    Measure,
    Overall,
    ScorePoint,
    Status,
    Verdict,
)
from scorecard.model.verdict_rules import VerdictRule

_JUDGED_BY = ("aggregation", "pass_when", "partial_when")
# What counts of each thing that a framework holds.
_COUNTED: Mapping[type, tuple[str, ...]] = {
    Framework: (*_JUDGED_BY, "overall", "minimum_coverage", "scales", "dimensions"),
    Overall: _JUDGED_BY,
    Level: ("id", "value", "status"),
    Dimension: ("id", "weight", "critical", *_JUDGED_BY, "indicators", "dimensions"),
    Indicator: ("id", "requirement", "weight", "critical", "scale", "state", "measure"),
    Measure: ("unit", "bands"),
    Band: ("level", "at_least", "at_most"),
    ScorePoint: ("at", "value"),
    Grade: ("id", "when"),
}
# What counts only where it is given, so that no digest from before there was such a key changes.
_COUNTED_WHERE_GIVEN: Mapping[type, tuple[str, ...]] = {
    Framework: ("verdict", "grades"),
    Dimension: ("counts_as", "applies_to"),
    Indicator: ("applies_to",),
    Measure: ("points",),
}
_WHITE_SPACE = re.compile(r"\s+")

Json = None | bool | str | list["Json"] | dict[str, "Json"]


@lru_cache(maxsize=16)
def framework_digest(framework: Framework) -> str:
    """Return `sha256:` and the SHA-256 of the framework's scales, dimensions and rules as canonical JSON."""
    return _digest_of(_json(framework, framework))


def shown_digest(assessment: Assessment, framework: Framework) -> str:
    """Return the digest of the ratings that a subject was shown.

    These are the assessment's; one that a reply changed is taken as it was before, by its decision's `from`.
    """
    return _digest_of([_recorded(each, shown_rating(each, assessment)) for each in framework.indicators()])


def ratings_digest(assessment: Assessment, framework: Framework) -> str:
    """Return the digest of the ratings as they are, by which to know whether they are still those cited."""
    ratings = assessment.ratings
    return _digest_of(
        [
            _recorded(each, written_rating(ratings.get(each.id), measured=each.measure is not None))
            for each in framework.indicators()
        ]
    )


def shown_rating(indicator: Indicator, assessment: Assessment) -> Rating:
    """Return a rating as a subject was shown it; one that its reply changed has no reasons any more."""
    is_measured = indicator.measure is not None
    rating = written_rating(assessment.ratings.get(indicator.id), measured=is_measured)
    before = next((each.from_ for each in rating.decisions(DecisionOn.REPLY) if each.from_), None)
    was = rating if before is None else written_rating(before, measured=is_measured)
    return rating if (was.level, was.measured) == (rating.level, rating.measured) else was


def _recorded(indicator: Indicator, rating: Rating) -> Json:
    level = None if rating.level == Status.NOT_RATED else rating.level
    return [indicator.id, level, None if rating.measured is None else str(Fraction(rating.measured))]


def _digest_of(content: Json) -> str:
    # Imported where a digest is wanted: they bring OpenSSL and more, and most commands show none.
    import hashlib
    import json

    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "sha256:" + hashlib.sha256(text.encode("utf-8")).hexdigest()


def has_stale_pin(assessment: Assessment, framework: Framework) -> bool:
    """Whether the ratings were pinned to another text of the framework."""
    pinned = assessment.framework_digest
    return pinned is not None and pinned != framework_digest(framework)


def compared_text(text: str) -> str:
    """Return a requirement as it is compared: NFC, every run of white space one space."""
    return _WHITE_SPACE.sub(" ", unicodedata.normalize("NFC", text))


def is_same_text(one: str, other: str) -> bool:
    """Whether two requirements ask the same: white space and composed letters do not count."""
    return one == other or compared_text(one) == compared_text(other)


def _json(value: object, framework: Framework) -> Json:
    match value:
        case None | Status.UNJUDGED:
            return None
        case bool():
            return value
        case str():
            return str(value)
        case Decimal() | Fraction():
            return str(Fraction(value))
        case VerdictRule(kind=kind, amount=amount):
            return str(kind) if amount is None else {str(kind): str(Fraction(amount))}
        case tuple():
            return [_json(item, framework) for item in value]
        case Mapping():
            return {str(name): _json(item, framework) for name, item in value.items()}
    said = {name: _json(getattr(value, name), framework) for name in _COUNTED[type(value)]}
    for name in _COUNTED_WHERE_GIVEN.get(type(value), ()):
        given = getattr(value, name)
        if given and given != Verdict.BY_RULES:
            said[name] = _json(tuple(sorted(set(given))) if name == "applies_to" else given, framework)
    if isinstance(value, Framework) and not value.judges:
        said |= {"pass_when": None, "partial_when": None}
    if isinstance(value, Indicator):
        said |= {"requirement": compared_text(value.requirement), "scale": framework.scale_name(value)}
    return said
