"""Codes SC408 to SC422: evidence, sources, dates, and what is left unsaid."""

import re
from collections.abc import Iterator

from scorecard.diagnostics import Finding, Part, Route, Severity
from scorecard.directions import isolated
from scorecard.model.assessment import as_rating
from scorecard.model.digest import has_stale_pin
from scorecard.model.framework import EvidencePolicy, Status
from scorecard.model.lexical import Suggestions, listing, shown
from scorecard.rules.pair import Pair
from scorecard.rules.rule import Rule, indicator_finding, locate_evidence, rule

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}\Z")


@rule("SC408", "missing-evidence", Severity.ERROR)
def missing_evidence(pair: Pair) -> Iterator[Finding]:
    """A rating lacks the evidence that the framework requires."""
    for rated, status in pair.without_evidence:
        if pair.framework.needs_evidence(rated.indicator, status):
            yield rated.finding(
                f" is rated {status.written or ''}".rstrip() + " without the evidence that it needs",
                "add `evidence:` with a source and the place in it",
            )


@rule("SC409", "undefined-source", Severity.ERROR)
def undefined_source(pair: Pair) -> Iterator[Finding]:
    """Evidence, or the document assessed, cites a source that neither file defines."""
    suggestions = Suggestions()

    def undefined(key: str) -> tuple[str, str]:
        help = f"add it under `sources:`; {suggestions.say(key, pair.sources)}"
        return f": the source {key} is not defined, here or in {pair.framework.ref}", help

    document = pair.assessment.document
    if isinstance(document, str) and document not in pair.sources:
        words, help = undefined(document)
        yield Finding(f"the document assessed{words}", help, route=("document",))
    for id, evidence, route in locate_evidence(pair.assessment):
        if evidence.source not in pair.sources:
            yield indicator_finding(id, *undefined(evidence.source), route, dimensions=pair.dimensions)


@rule("SC410", "digest-changed", Severity.WARNING)
def digest_changed(pair: Pair) -> Iterator[Finding]:
    """The framework no longer is what it was when its digest was pinned."""
    pinned = pair.assessment.framework_digest or ""
    if _DIGEST.match(pinned) and has_stale_pin(pair.assessment, pair.framework):
        what = "mark" if pair.of else "assessment"
        yield Finding(
            message=f"{pair.framework.ref} has changed since this {what} pinned its digest",
            help="check the ratings against the framework as it is, then pin what `scorecard show` prints",
            route=("framework_digest",),
        )


@rule("SC424", "no-digest", Severity.WARNING)
def no_digest(pair: Pair) -> Iterator[Finding]:
    """What pins the framework's text is no digest."""
    pinned = pair.assessment.framework_digest
    if pinned is not None and not _DIGEST.match(pinned):
        yield Finding(
            message=f"{shown(pinned)} is no digest, so it pins nothing",
            help=f"copy what `scorecard show {pair.framework.ref}` prints: sha256: and 64 digits or letters",
            route=("framework_digest",),
        )


@rule("SC411", "source-in-both", Severity.WARNING)
def source_in_both(pair: Pair) -> Iterator[Finding]:
    """A source's key is defined in the assessment and in its framework too."""
    for key in pair.assessment.sources:
        if key in pair.framework.sources:
            yield Finding(
                message=f"the source {key} is also defined in {pair.framework.ref}; this one counts",
                help="give it a key of its own, or take it out here",
                route=("sources", key),
                part=Part.KEY,
                about=key,
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
                about=key,
            )


@rule("SC413", "assessment-before-document", Severity.ERROR)
def assessment_before_document(pair: Pair) -> Iterator[Finding]:
    """An assessment is dated before the document that it assesses was published."""
    document = pair.assessment.document
    route: Route = ("document", "date")
    if isinstance(document, str):
        route = ("sources", document, "date") if document in pair.assessment.sources else ("document",)
    source = pair.sources.get(document) if isinstance(document, str) else document
    published = source.date.full if source is not None and source.date is not None else None
    if published is not None and published > pair.assessment.date:
        yield Finding(
            message=f"the assessment is of {pair.assessment.date}, the document it assesses of {published}",
            help="mend one of the two dates",
            route=route,
            related=((("date",), "the date of the assessment"),),
        )


@rule("SC420", "pass-without-evidence", Severity.WARNING)
def pass_without_evidence(pair: Pair) -> Iterator[Finding]:
    """An indicator passes, and nothing says where that can be checked."""
    for rated, status in pair.without_evidence:
        is_optional = pair.framework.evidence_policy(rated.indicator) is EvidencePolicy.OPTIONAL
        if is_optional and status is Status.PASS:
            yield rated.finding(
                " passes without evidence", "add `evidence:` with a source and the place in it"
            )


@rule("SC421", "evidence-after-assessment", Severity.WARNING)
def evidence_after_assessment(pair: Pair) -> Iterator[Finding]:
    """Evidence is younger than the assessment that rests on it."""
    late = {
        key: source.date
        for key, source in pair.sources.items()
        if source.date is not None and source.date.earliest > pair.assessment.date
    }
    cited: dict[str, dict[str, Route]] = {}
    for id, evidence, route in locate_evidence(pair.assessment) if late else ():
        is_measured = id in pair.indicators and pair.indicators[id].measure is not None
        if evidence.source in late and not evidence.note and not is_measured:
            cited.setdefault(evidence.source, {}).setdefault(id, route)
    for key, places in cited.items():
        yield Finding(
            message=f"{key} is of {late[key]}, after the assessment; cited for {listing(places)}",
            help="say in the evidence's `note` why it counts all the same, or cite an older source",
            route=next(iter(places.values())),
            related=((("sources", key, "date"), "its date"),) if key in pair.assessment.sources else (),
        )


@rule("SC422", "unmentioned-indicator", Severity.WARNING)
def unmentioned_indicator(pair: Pair) -> Iterator[Finding]:
    """A final assessment leaves an indicator out, or leaves it unrated without a word."""
    if pair.assessment.is_draft:
        return
    for rated in pair.rated:
        entry = as_rating(rated.entry, measured=False)
        # SC311 speaks of evidence without a level.
        is_empty = entry.level is None and entry.measured is None and not entry.evidence
        if (is_empty or entry.level == Status.NOT_RATED) and not entry.rationale:
            yield rated.finding(" is not rated, and nothing says why", "add a rationale")
    left_out = [id for id in pair.counted if pair.assessment.ratings.get(id) is None]
    if left_out:
        yield Finding(
            message=f"no rating for {listing(left_out)}",
            help="rate each, or write level: not-rated with a rationale",
            route=("ratings",),
            part=Part.KEY,
        )


_CONCENTRATION = re.compile(r"[kmnpµμ]?g ?(?:/|per) ?(?:m³|m3|[mdµμ]?[lL]|kg|g)\b|pp[mb]\b")


@rule("SC423", "negative-concentration", Severity.WARNING)
def negative_concentration(pair: Pair) -> Iterator[Finding]:
    """A measurement in a unit of concentration is below zero."""
    for rated in pair.rated:
        measure = rated.indicator.measure
        if measure is None or not _CONCENTRATION.match(measure.unit):
            continue
        bounds = [bound for band in measure.bands for bound in (band.at_least, band.at_most)]
        bounds += [point.at for point in measure.points]
        measured = rated.measured
        if measured is not None and measured < 0 and all(bound is None or bound >= 0 for bound in bounds):
            yield rated.finding(
                f": {measured} {isolated(measure.unit)} is less than nothing",
                "mend the sign, or the number",
                "measured",
            )


EVIDENCE_RULES: tuple[Rule[Pair], ...] = (
    missing_evidence,
    undefined_source,
    digest_changed,
    no_digest,
    source_in_both,
    confusable_source,
    assessment_before_document,
    pass_without_evidence,
    evidence_after_assessment,
    unmentioned_indicator,
    negative_concentration,
)
