"""Codes SC408 to SC422: evidence, sources, dates, and what is left unsaid."""

import re
from collections.abc import Iterator

from scorecard.diagnostics import Finding, Part, Route, Severity
from scorecard.directions import isolated
from scorecard.model.assessment import Rating
from scorecard.model.digest import framework_digest
from scorecard.model.framework import EvidencePolicy, Status
from scorecard.model.lexical import FormError, Suggestions, listing, shown
from scorecard.rules.pair import Pair
from scorecard.rules.rule import Rule, rule

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}\Z")
_UNRATED = (None, Status.NOT_RATED)


@rule("SC408", "missing-evidence", Severity.ERROR)
def missing_evidence(pair: Pair) -> Iterator[Finding]:
    """A rating lacks the evidence that the framework requires.

    The framework asks for evidence, for every rating or for every pass, so that each can be
    checked. Add the source and the place in it. A rating without any is better recorded as
    `not-rated`.

    Bad:

        # frameworks/city-air@2.0.yaml
        evidence: required-for-pass
        # assessments/springfield/2021-03-11.yaml
        ratings:
          "1.2": pass

    Good:

        # frameworks/city-air@2.0.yaml
        evidence: required-for-pass
        sources: {act: {title: Clean Air Act}}
        # assessments/springfield/2021-03-11.yaml
        ratings:
          "1.2": {level: pass, evidence: {source: act, locator: section 3}}
    """
    for rated, status in pair.without_evidence:
        if pair.framework.needs_evidence(rated.indicator, status):
            yield rated.finding(
                f" is rated {status} without the evidence that it needs",
                "add `evidence:` with a source and the place in it",
            )


@rule("SC409", "undefined-source", Severity.ERROR)
def undefined_source(pair: Pair) -> Iterator[Finding]:
    """Evidence, or the document assessed, cites a source that neither file defines.

    Readers could not find it. Add it under `sources` in the assessment, or mend the key.

    Bad:

        ratings:
          "1.2":
            level: fail
            evidence: {source: plan, locator: p. 12}

    Good:

        sources:
          plan: {title: Air plan 2021}
        ratings:
          "1.2":
            level: fail
            evidence: {source: plan, locator: p. 12}
    """
    assessment = pair.assessment
    known = pair.sources
    suggestions = Suggestions()

    def undefined(what: str, key: str, about: str, *route: str | int) -> Finding:
        return Finding(
            message=f"{what}{about}: the source {key} is not defined, here or in {pair.framework.ref}",
            help=f"add it under `sources:`; {suggestions.say(key, known)}",
            route=route,
            about=about,
        )

    if isinstance(assessment.document, str) and assessment.document not in known:
        yield undefined("the document assessed", assessment.document, "", "document")
    for id, entry in assessment.ratings.items():
        for index, evidence in enumerate(entry.evidence if isinstance(entry, Rating) else ()):
            if evidence.source not in known:
                route = ("ratings", id, "evidence", index, "source")
                yield undefined("indicator ", evidence.source, id, *route)


@rule("SC410", "digest-changed", Severity.WARNING)
def digest_changed(pair: Pair) -> Iterator[Finding]:
    """The framework no longer is what it was when its digest was pinned.

    Its wording, scales, weights or rules were changed and its version was not raised, so the result
    may not be the one that was published. Check the ratings against the framework as it is, then
    pin the digest that `scorecard show` prints; or take the pin out.

    Bad:

        framework_digest: sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855

    Good:

        framework: city-air@2.0
    """
    pinned = pair.assessment.framework_digest
    if pinned is not None and _DIGEST.match(pinned) and pinned != framework_digest(pair.framework):
        yield Finding(
            message=f"{pair.framework.ref} has changed since this assessment pinned its digest",
            help="check the ratings against the framework as it is, then pin what `scorecard show` prints",
            route=("framework_digest",),
        )


@rule("SC424", "no-digest", Severity.WARNING)
def no_digest(pair: Pair) -> Iterator[Finding]:
    """What pins the framework's text is no digest.

    A digest is `sha256:` and 64 digits or letters a to f, as `scorecard show` prints it. Anything else
    pins nothing, so a framework that changes would not be noticed. Copy the digest again, whole, or
    take the pin out.

    Bad:

        framework_digest: sha256:e3b0c442

    Good:

        framework: city-air@2.0
    """
    pinned = pair.assessment.framework_digest
    if pinned is not None and not _DIGEST.match(pinned):
        yield Finding(
            message=f"{shown(pinned)} is no digest, so it pins nothing",
            help=f"copy what `scorecard show {pair.framework.ref}` prints: sha256: and 64 digits or letters",
            route=("framework_digest",),
        )


@rule("SC411", "source-in-both", Severity.WARNING)
def source_in_both(pair: Pair) -> Iterator[Finding]:
    """A source's key is defined in the assessment and in its framework too.

    The assessment's own counts. That is easily overlooked: whoever reads the key may think of the
    framework's. Give it a key of its own, or take it out if it is the same source.

    Bad:

        sources:
          act: {title: Clean Air Act of Springfield}

    Good:

        sources:
          springfield-act: {title: Clean Air Act of Springfield}
    """
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
    """A source's key differs from one of the framework's in letter case alone.

    One of the two will be cited where the other was meant. Cite the framework's source, or give
    this one another key.

    Bad:

        sources:
          Act: {title: Clean Air Act of Springfield}

    Good:

        sources:
          springfield-act: {title: Clean Air Act of Springfield}
    """
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
    """An assessment is dated before the document that it assesses was published.

    Nobody can assess what is not there yet, so one of the two dates is wrong: mostly that of the
    document, for the other stands in the file's name as well. The date of an assessment is the day for
    which its ratings hold. Dates of which only the year or the month is known are not compared.

    Bad:

        date: 2021-03-11
        document: {title: Air plan 2021, date: 2021-12-15}

    Good:

        date: 2021-03-11
        document: {title: Air plan 2021, date: 2020-12-15}
    """
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
    """An indicator passes, and nothing says where that can be checked.

    A pass without evidence is a claim. A failing indicator often has nothing to point at; a passing
    one has. Add a source and the place in it.

    Bad:

        ratings:
          "1.2": pass

    Good:

        ratings:
          "1.2":
            level: pass
            evidence: {source: act, locator: section 3}
    """
    for rated, status in pair.without_evidence:
        is_optional = pair.framework.evidence_policy(rated.indicator) is EvidencePolicy.OPTIONAL
        if is_optional and status is Status.PASS:
            yield rated.finding(
                " passes without evidence", "add `evidence:` with a source and the place in it"
            )


@rule("SC421", "evidence-after-assessment", Severity.WARNING)
def evidence_after_assessment(pair: Pair) -> Iterator[Finding]:
    """Evidence is younger than the assessment that rests on it.

    The assessment says how things stood on its date, and a later source may tell of a later state.
    Cite an older source. Where the newer one does speak of that date, say so in the evidence's
    `note`; that clears this warning. It is told once for each source, and not of measured indicators:
    a figure for a year is always published after it.

    Bad:

        date: 2021-03-11
        sources: {report: {title: Air report, date: 2022-06-01}}
        ratings:
          "1.2": {level: fail, evidence: {source: report, locator: section 3}}

    Good:

        date: 2021-03-11
        sources: {report: {title: Air report, date: 2022-06-01}}
        ratings:
          "1.1": {measured: 4.2, evidence: {source: report, locator: table 3}}
          "1.2":
            level: fail
            evidence: {source: report, locator: section 3, note: Tells of the law of 2020.}
    """
    late = {
        key: source.date
        for key, source in pair.sources.items()
        if source.date is not None and source.date.earliest > pair.assessment.date
    }
    cited: dict[str, list[tuple[str, int]]] = {}
    for id, entry in pair.assessment.ratings.items() if late else ():
        is_measured = id in pair.indicators and pair.indicators[id].measure is not None
        for index, evidence in enumerate(entry.evidence if isinstance(entry, Rating) else ()):
            if evidence.source in late and not evidence.note and not is_measured:
                cited.setdefault(evidence.source, []).append((id, index))
    for key, places in cited.items():
        id, index = places[0]
        yield Finding(
            message=f"{key} is of {late[key]}, after the assessment; cited for "
            + listing(list(dict.fromkeys(id for id, _ in places))),
            help="say in the evidence's `note` why it counts all the same, or cite an older source",
            route=("ratings", id, "evidence", index, "source"),
            related=((("sources", key, "date"), "its date"),) if key in pair.assessment.sources else (),
        )


@rule("SC422", "unmentioned-indicator", Severity.WARNING)
def unmentioned_indicator(pair: Pair) -> Iterator[Finding]:
    """A final assessment leaves an indicator out, or leaves it unrated without a word.

    Nobody can tell whether it was forgotten or could not be judged. Rate it, or write `level:
    not-rated` and give the reason. Drafts are spared.

    Bad:

        ratings:
          "1.1": 4.2

    Good:

        ratings:
          "1.1": 4.2
          "1.2": {level: not-rated, rationale: The law could not be found.}
    """
    if pair.assessment.is_draft:
        return
    for rated in pair.rated:
        if rated.level in _UNRATED and _is_unexplained(rated.entry):
            yield rated.finding(" is not rated, and nothing says why", "add a rationale")
    left_out = [id for id in pair.counted if pair.assessment.ratings.get(id) is None]
    if left_out:
        yield Finding(
            message=f"no rating for {listing(left_out)}",
            help="rate each, or write level: not-rated with a rationale",
            route=("ratings",),
            part=Part.KEY,
        )


def _is_unexplained(entry: Rating | str) -> bool:
    """Whether an entry rates nothing and does not say why; SC311 speaks of evidence without a level."""
    if isinstance(entry, str):
        return entry == Status.NOT_RATED
    is_empty = entry.level is None and entry.measured is None and not entry.evidence
    return (is_empty or entry.level == Status.NOT_RATED) and not entry.rationale


_CONCENTRATION = re.compile(r"[kmnpµμ]?g ?(?:/|per) ?(?:m³|m3|[mdµμ]?[lL]|kg|g)\b|pp[mb]\b")


@rule("SC423", "negative-concentration", Severity.WARNING)
def negative_concentration(pair: Pair) -> Iterator[Finding]:
    """A measurement in a unit of concentration is below zero.

    There is never less than nothing of a substance in air or water, so the sign or the unit is wrong. A
    change in concentration may be negative: then some band of its measure has a bound below zero.

    Bad:

        ratings:
          "1.1": -4.2

    Good:

        ratings:
          "1.1": 4.2
    """
    for rated in pair.rated:
        measure = rated.indicator.measure
        if measure is None or not _CONCENTRATION.match(measure.unit):
            continue
        try:
            measured = pair.assessment.rating(rated.indicator.id, measured=True).measured
        except FormError:
            continue
        bounds = (bound for band in measure.bands for bound in (band.at_least, band.at_most))
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
