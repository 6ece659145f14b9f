"""Codes SC210 and SC22x: what a framework asks, and whether it asks it well."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from scorecard.diagnostics import Finding, Route, Severity
from scorecard.model.assessment import unrated
from scorecard.model.framework import Dimension, Framework, Indicator, ref_of
from scorecard.model.source import Source
from scorecard.model.verdict_rules import RuleKind, VerdictRule
from scorecard.rules.rule import Rule, locate, locate_items, rule, thing_finding
from scorecard.scoring.score import score
from scorecard.scoring.scorecard import all_dimensions

_PUNCTUATION = re.compile(r"(?:(?![<>=≤≥±+−%°]|(?<=[0-9])[.,/](?=[0-9]))[\W_])+")
"""White space and what stands between words; not what changes a number or a comparison."""


@rule("SC220", "no-guidance", Severity.WARNING)
def no_guidance(framework: Framework) -> Iterator[Finding]:
    """An indicator says what is judged but not how."""
    how = "tell pass from partial and fail" if framework.judges else "tell one answer from another"
    for at in locate(framework, Indicator):
        if at.thing.counted and not at.thing.guidance:
            yield thing_finding(at, " has no guidance", f"add `guidance:` with how to {how}", "id")


@rule("SC221", "same-requirement", Severity.WARNING)
def same_requirement(framework: Framework) -> Iterator[Finding]:
    """Two indicators have the same requirement, letter case, white space and punctuation aside."""
    seen: dict[tuple[Route, str], tuple[str, Route]] = {}
    as_one = {route for route, dimension in locate(framework, Dimension) if dimension.counts_as}
    for at in locate(framework, Indicator):
        route, indicator = at
        if not indicator.counted:
            continue
        # The same may be asked of each of several services: elements are told apart by what they stand in.
        is_element = any(route[:end] in as_one for end in range(2, len(route), 2))
        key = (route[:-2] if is_element else (), _PUNCTUATION.sub("", indicator.requirement.casefold()))
        first, first_route = seen.setdefault(key, (indicator.id, route))
        if first != indicator.id:
            words = f" has the same requirement as {first}"
            help = "merge the two, or say what tells them apart"
            related = (((*first_route, "requirement"), f"the requirement of {first}"),)
            yield thing_finding(at, words, help, "requirement", related=related)


@rule("SC222", "accessed-before-published", Severity.WARNING)
def accessed_before_published(framework: Framework) -> Iterator[Finding]:
    """A source of the framework was last seen before it was published."""
    yield from find_early_access(framework.sources)


def find_early_access(sources: Mapping[str, Source]) -> Iterator[Finding]:
    """Yield every source that was accessed before it was published, by what is known of the two dates."""
    for key, source in sources.items():
        if source.date and source.accessed and source.accessed.latest < source.date.earliest:
            yield Finding(
                message=f"the source {key} was accessed on {source.accessed} but published on {source.date}",
                help="mend one of the two dates",
                route=("sources", key, "accessed"),
                about=key,
            )


@rule("SC223", "at-least-above-items", Severity.WARNING)
def at_least_above_items(framework: Framework) -> Iterator[Finding]:
    """A rule asks for more passing items than there are."""
    for asked, route, dimension in _conditions(framework):
        counted = [each for each in dimension.indicators if each.counted] if dimension else []
        count = len(counted) + len((dimension or framework).dimensions)
        if asked.kind is RuleKind.AT_LEAST and (asked.amount or 0) > count > 0:
            yield Finding(
                message=f"{_named(dimension)}: the rule asks for {asked.amount} items that pass, "
                f"and there {'is' if count == 1 else 'are'} {count}",
                help="write all, or a number that there are",
                route=(*route, "at_least"),
                about=dimension.id if dimension else "",
            )


def _conditions(framework: Framework) -> Iterator[tuple[VerdictRule, Route, Dimension | None]]:
    """Yield the rules by which each dimension, and the whole as None, is judged, with where they stand."""
    for route, dimension in (*locate(framework, Dimension), (("overall",), None)):
        for key in ("pass_when", "partial_when"):
            own = getattr(dimension or framework.overall, key)
            yield own or getattr(framework, key), (*(route if own else ()), key), dimension


def _named(dimension: Dimension | None) -> str:
    return f"dimension {dimension.id}" if dimension else "the whole"


@rule("SC224", "nothing-to-judge", Severity.WARNING)
def nothing_to_judge(framework: Framework) -> Iterator[Finding]:
    """A framework has no dimensions, or a dimension holds neither indicators nor dimensions."""
    if not framework.dimensions:
        yield Finding(
            message="the framework has no dimensions: there is nothing to judge",
            help="list its dimensions, each with its indicators",
            route=("dimensions",),
        )
    for at in locate(framework, Dimension):
        if not at.thing.indicators and not at.thing.dimensions:
            words = " has neither indicators nor dimensions: nothing is judged in it"
            help = "list what is judged in it under `indicators:`, or take it out"
            yield thing_finding(at, words, help, "id")


@rule("SC210", "unreachable-score", Severity.ERROR)
def unreachable_score(framework: Framework) -> Iterator[Finding]:
    """A rule asks for a score that no ratings reach."""
    conditions = [each for each in _conditions(framework) if each[0].kind is RuleKind.SCORE]
    best = _best_scores(framework) if conditions else {}
    for asked, route, dimension in conditions:
        most = best[dimension.id if dimension else None]
        if most is not None and (asked.amount or 0) > most:
            yield Finding(
                message=f"{_named(dimension)} cannot reach a score of {asked.amount}: with all in it at its "
                f"best it has {float(most):.6g}",
                help="ask for a score that the best levels reach, or give the scale a better level",
                route=(*route, "score"),
            )


def _best_scores(framework: Framework) -> dict[str | None, Fraction | None]:
    """Return what each dimension scores with all in it at its best and applying, and the whole as None."""
    tags = [tag for _, item in locate_items(framework) for tag in item.applies_to]
    scorecard = score(framework, unrated(ref_of(framework), tags))
    best: dict[str | None, Fraction | None] = {None: scorecard.figures.score_high}
    below = all_dimensions(scorecard.dimensions)
    return best | {each.dimension.id: each.figures.score_high for each in below}


QUALITY_RULES: tuple[Rule[Framework], ...] = (
    no_guidance,
    same_requirement,
    accessed_before_published,
    at_least_above_items,
    nothing_to_judge,
)
SOUND_FRAMEWORK_RULES: tuple[Rule[Framework], ...] = (unreachable_score,)
"""Rules for a framework in which no other finds an error: it can be scored."""
