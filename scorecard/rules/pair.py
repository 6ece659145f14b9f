"""Codes SC4xx: an assessment against its framework."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from scorecard.assessment import Assessment, Rating
from scorecard.diagnostics import Finding, Part, Route, Severity
from scorecard.digest import framework_digest
from scorecard.framework import EvidencePolicy, Framework, Indicator, Status
from scorecard.rules import Rule, rule
from scorecard.scoring import rate
from scorecard.source import RESERVED_IDS, FormError, parse_number, shown, suggest


@dataclass(frozen=True)
class Pair:
    """An assessment and the framework that it names, neither with errors of its own."""

    assessment: Assessment
    framework: Framework

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """The framework's indicators by id."""
        return {indicator.id: indicator for indicator in self.framework.indicators()}

    def rated(self) -> Iterator[tuple[Route, Indicator, Rating | str]]:
        """Yield every entry of a counted indicator with its route."""
        for id, entry in self.assessment.ratings.items():
            indicator = self.indicators.get(id)
            if indicator is not None and indicator.counted and entry is not None:
                yield ("ratings", id), indicator, entry


def _level(route: Route, entry: Rating | str) -> tuple[Route, str | None]:
    """Return the level that an entry gives in words, and where."""
    return (route, entry) if isinstance(entry, str) else ((*route, "level"), entry.level)


@rule("SC402", "unknown-indicator", Severity.ERROR)
def unknown_indicator(pair: Pair) -> Iterator[Finding]:
    """A rating names an indicator that the framework does not have."""
    for id in pair.assessment.ratings:
        if id not in pair.indicators:
            yield Finding(
                message=f"there is no indicator {id} in {pair.framework.ref}",
                help=suggest(id, pair.indicators),
                route=("ratings", id),
                part=Part.KEY,
            )


@rule("SC403", "inactive-indicator", Severity.ERROR)
def inactive_indicator(pair: Pair) -> Iterator[Finding]:
    """A rating is given for an indicator that is not counted: future or retired."""
    for id, entry in pair.assessment.ratings.items():
        indicator = pair.indicators.get(id)
        if entry is not None and indicator is not None and not indicator.counted:
            yield Finding(
                message=f"indicator {id} is {indicator.state} in {pair.framework.ref} and cannot be rated",
                help="take the rating out, or make the indicator active in a new version of the framework",
                route=("ratings", id),
                part=Part.KEY,
            )


@rule("SC404", "unknown-level", Severity.ERROR)
def unknown_level(pair: Pair) -> Iterator[Finding]:
    """A rating gives a level that the indicator's scale does not have."""
    for route, indicator, entry in pair.rated():
        where, level = _level(route, entry)
        if indicator.measure is not None or level is None or level in RESERVED_IDS:
            continue
        ids = [each.id for each in pair.framework.scale_of(indicator)]
        if level not in ids:
            yield Finding(
                message=f"indicator {indicator.id}: {shown(level)} is not a level of its scale",
                help=suggest(level, [*ids, *sorted(RESERVED_IDS)]),
                route=where,
            )


@rule("SC405", "level-for-measure", Severity.ERROR)
def level_for_measure(pair: Pair) -> Iterator[Finding]:
    """A measured indicator is given a level. Its bands give the level; the rating records the measurement."""
    for route, indicator, entry in pair.rated():
        where, level = _level(route, entry)
        if indicator.measure is None or level is None or level in RESERVED_IDS:
            continue
        if isinstance(entry, Rating) or not _is_number(level):
            yield Finding(
                message=f"indicator {indicator.id} is measured: {shown(level)} is not a measurement",
                help=f"write the measurement in {indicator.measure.unit} after `measured:`, "
                "or level: not-rated where there is none",
                route=where,
            )


def _is_number(text: str) -> bool:
    try:
        parse_number(text)
    except FormError:
        return False
    return True


@rule("SC406", "measurement-without-measure", Severity.ERROR)
def measurement_without_measure(pair: Pair) -> Iterator[Finding]:
    """A rating gives a measurement for an indicator that is judged."""
    for route, indicator, entry in pair.rated():
        if isinstance(entry, Rating) and entry.measured is not None and indicator.measure is None:
            yield Finding(
                message=f"indicator {indicator.id} is judged, not measured: it has no measure",
                help="write level: and one of "
                + ", ".join(level.id for level in pair.framework.scale_of(indicator)),
                route=(*route, "measured"),
            )


@rule("SC407", "not-applicable-forbidden", Severity.ERROR)
def not_applicable_forbidden(pair: Pair) -> Iterator[Finding]:
    """An indicator is set aside that the framework does not allow to be."""
    for route, indicator, entry in pair.rated():
        where, level = _level(route, entry)
        if level == Status.NOT_APPLICABLE and not pair.framework.may_be_set_aside(indicator):
            yield Finding(
                message=f"indicator {indicator.id}: the framework does not allow not-applicable here",
                help="rate it, or write not-rated",
                route=where,
            )


@rule("SC408", "missing-evidence", Severity.ERROR)
def missing_evidence(pair: Pair) -> Iterator[Finding]:
    """A rating that needs evidence by the framework's rule has none."""
    for route, indicator, entry in pair.rated():
        policy = pair.framework.evidence_policy(indicator)
        if policy is EvidencePolicy.OPTIONAL or (isinstance(entry, Rating) and entry.evidence):
            continue
        status = _status(pair, indicator)
        if status is Status.PASS or (
            policy is EvidencePolicy.REQUIRED and status in (Status.PARTIAL, Status.FAIL)
        ):
            yield Finding(
                message=f"indicator {indicator.id} is rated {status} without the evidence that it needs",
                help="add `evidence:` with a source and the place in it",
                route=route,
                part=Part.KEY,
            )


def _status(pair: Pair, indicator: Indicator) -> Status | None:
    """Return the status that an indicator's rating gives it; None where the rating is wrong."""
    is_measured = indicator.measure is not None
    try:
        rating = pair.assessment.rating(indicator.id, measured=is_measured)
        return rate(pair.framework, indicator, rating)[1]
    except (FormError, StopIteration):
        return None


@rule("SC409", "undefined-source", Severity.ERROR)
def undefined_source(pair: Pair) -> Iterator[Finding]:
    """Evidence, or the document assessed, cites a source that neither file defines."""
    assessment = pair.assessment
    cited: list[tuple[str, str, Route]] = []
    if isinstance(assessment.document, str):
        cited.append(("the document assessed", assessment.document, ("document",)))
    for id, entry in assessment.ratings.items():
        if isinstance(entry, Rating):
            cited += [
                (f"indicator {id}", evidence.source, ("ratings", id, "evidence", index, "source"))
                for index, evidence in enumerate(entry.evidence)
            ]
    known = {**pair.framework.sources, **assessment.sources}
    for what, key, route in cited:
        if key not in known:
            yield Finding(
                message=f"{what}: the source {key} is not defined, here or in {pair.framework.ref}",
                help=f"add it under `sources:`; {suggest(key, known)}",
                route=route,
            )


@rule("SC410", "digest-changed", Severity.WARNING)
def digest_changed(pair: Pair) -> Iterator[Finding]:
    """The framework no longer is what it was when its digest was pinned.

    Its wording, scales, weights or rules were changed and its version was not raised, so the result may
    not be the one that was published.
    """
    pinned = pair.assessment.framework_digest
    if pinned is not None and pinned != framework_digest(pair.framework):
        yield Finding(
            message=f"{pair.framework.ref} has changed since this assessment pinned its digest",
            help="check the ratings against the framework as it is, then pin what `scorecard show` prints",
            route=("framework_digest",),
        )


@rule("SC411", "source-in-both", Severity.WARNING)
def source_in_both(pair: Pair) -> Iterator[Finding]:
    """A source's key is defined in the assessment and in its framework; the assessment's own counts."""
    for key in pair.assessment.sources:
        if key in pair.framework.sources:
            yield Finding(
                message=f"the source {key} is also defined in {pair.framework.ref}; this one counts",
                help="give it a key of its own, or take it out here",
                route=("sources", key),
                part=Part.KEY,
            )


@rule("SC412", "confusable-source", Severity.ERROR)
def confusable_source(pair: Pair) -> Iterator[Finding]:
    """A source's key differs from one of the framework's in letter case alone."""
    known = {key.casefold(): key for key in pair.framework.sources}
    for key in pair.assessment.sources:
        other = known.get(key.casefold(), key)
        if other != key:
            yield Finding(
                message=f"the source {key} differs from {other} of {pair.framework.ref} in letter case alone",
                help="cite the framework's, or give this one another key",
                route=("sources", key),
                part=Part.KEY,
            )


PAIR_RULES: tuple[Rule[Pair], ...] = (
    unknown_indicator,
    inactive_indicator,
    unknown_level,
    level_for_measure,
    measurement_without_measure,
    not_applicable_forbidden,
    missing_evidence,
    undefined_source,
    digest_changed,
    source_in_both,
    confusable_source,
)
