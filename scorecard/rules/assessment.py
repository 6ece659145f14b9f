"""Codes SC3xx: what an assessment means by itself."""

from collections.abc import Iterator

from scorecard.assessment import Assessment, Rating
from scorecard.diagnostics import Finding, Part, Severity
from scorecard.framework import Status
from scorecard.rules import Rule, rule
from scorecard.rules.framework import find_confusable
from scorecard.source import RESERVED_IDS


@rule("SC301", "not-applicable-without-rationale", Severity.ERROR)
def not_applicable_without_rationale(assessment: Assessment) -> Iterator[Finding]:
    """An indicator is set aside and nobody says why.

    What does not apply leaves every denominator, so setting aside is as strong as rating.
    """
    for id, entry in assessment.ratings.items():
        is_bare = isinstance(entry, str)
        level = entry.level if isinstance(entry, Rating) else entry
        rationale = entry.rationale if isinstance(entry, Rating) else None
        if level == Status.NOT_APPLICABLE and not rationale:
            yield Finding(
                message=f"indicator {id} is rated not-applicable without a rationale",
                help="write level: not-applicable and below it rationale: with the reason",
                route=("ratings", id) if is_bare else ("ratings", id, "level"),
            )


@rule("SC302", "level-and-measurement", Severity.ERROR)
def level_and_measurement(assessment: Assessment) -> Iterator[Finding]:
    """A rating gives both a level and a measurement, which may disagree."""
    for id, entry in assessment.ratings.items():
        if isinstance(entry, Rating) and entry.level is not None and entry.measured is not None:
            yield Finding(
                message=f"indicator {id} has both a level and a measurement",
                help="keep `measured` where the indicator has a measure, else `level`",
                route=("ratings", id, "level"),
                related=((("ratings", id, "measured"), "the measurement"),),
            )


@rule("SC303", "bad-source-key", Severity.ERROR)
def bad_source_key(assessment: Assessment) -> Iterator[Finding]:
    """A key of a source differs from another in letter case alone, or an id is a reserved word."""
    keys = ((key, ("sources", key)) for key in assessment.sources)
    yield from find_confusable(keys, Part.KEY, "give each its own key")
    ids = [(key, ("sources", key), Part.KEY) for key in assessment.sources]
    ids.append((assessment.subject.id, ("subject", "id"), Part.VALUE))
    for id, route, part in ids:
        if id in RESERVED_IDS:
            yield Finding(
                message=f"{id} is a reserved word and cannot be an id",
                help="choose another",
                route=route,
                part=part,
            )


ASSESSMENT_RULES: tuple[Rule[Assessment], ...] = (
    not_applicable_without_rationale,
    level_and_measurement,
    bad_source_key,
)
