"""Rules: what must hold of a file, a framework, an assessment, a pair of them, and a project.

A rule is a generator of findings under `@rule`; it speaks in routes, never lines, and does not know its
code. Its docstring is one sentence on what it finds, with which its manual page begins; the rest of the
page stands in `manual.md`. The tuples at the ends of the modules here are the registries.
"""

from collections.abc import Callable, Container, Iterable, Iterator
from inspect import cleandoc
from typing import Generic, NamedTuple, TypeVar

from scorecard.diagnostics import Code, Finding, Part, Route, Severity
from scorecard.model.assessment import Assessment, Evidence, Rating
from scorecard.model.framework import Dimension, Framework, Indicator
from scorecard.model.lexical import RESERVED_IDS

Subject = TypeVar("Subject")
Find = Callable[[Subject], Iterator[Finding]]
Found = tuple[Code, Finding]


class Rule(NamedTuple, Generic[Subject]):
    """A code and the generator that finds what it is about."""

    code: Code
    find: Find[Subject]


def rule(number: str, name: str, severity: Severity) -> Callable[[Find[Subject]], Rule[Subject]]:
    """Make a rule of a generator of findings."""

    def register(find: Find[Subject]) -> Rule[Subject]:
        return Rule(Code(number, name, severity, cleandoc(find.__doc__ or "")), find)

    return register


def run_rules(rules: Iterable[Rule[Subject]], subject: Subject) -> Iterator[Found]:
    """Yield what the rules find, each finding with its rule's code."""
    for each in rules:
        for finding in each.find(subject):
            yield each.code, finding


def indicator_finding(
    id: str,
    words: str,
    help: str,
    route: Route,
    part: Part = Part.VALUE,
    related: tuple[tuple[Route, str], ...] = (),
    *,
    dimensions: Container[str] = (),
) -> Finding:
    """Return a finding that begins with an indicator, or a dimension, so that others can be told with it."""
    noun = "dimension" if id in dimensions else "indicator"
    return Finding(f"{noun} {id}{words}", help, route=route, part=part, related=related, about=id)


# Where rules look ---------------------------------------------------------------------------------

Located = tuple[Route, Dimension | Indicator]


def locate(framework: Framework) -> Iterator[Located]:
    """Yield every dimension and indicator with its route, in reading order."""
    for index, dimension in enumerate(framework.dimensions):
        yield from _locate_below(("dimensions", index), dimension)


def _locate_below(route: Route, dimension: Dimension) -> Iterator[Located]:
    yield route, dimension
    for index, indicator in enumerate(dimension.indicators):
        yield (*route, "indicators", index), indicator
    for index, inner in enumerate(dimension.dimensions):
        yield from _locate_below((*route, "dimensions", index), inner)


def locate_indicators(framework: Framework) -> Iterator[tuple[Route, Indicator]]:
    """Yield every indicator with its route, in reading order."""
    for route, item in locate(framework):
        if isinstance(item, Indicator):
            yield route, item


def locate_evidence(assessment: Assessment) -> Iterator[tuple[str, Evidence, Route]]:
    """Yield all evidence: for which indicator, and the route of the source that it names."""
    for id, entry in assessment.ratings.items():
        for index, evidence in enumerate(entry.evidence if isinstance(entry, Rating) else ()):
            yield id, evidence, ("ratings", id, "evidence", index, "source")


def find_confusable(ids: Iterable[tuple[str, Route]], part: Part, help: str) -> Iterator[Finding]:
    """Yield every id that an earlier one equals, letter case aside."""
    seen: dict[str, tuple[str, Route]] = {}
    for id, route in ids:
        first, first_route = seen.setdefault(id.casefold(), (id, route))
        if first_route != route:
            how = "is used twice" if first == id else f"differs from {first} in letter case alone"
            yield Finding(
                message=f"the id {id} {how}",
                help=help,
                route=route,
                part=part,
                related=((first_route, "first used here"),),
            )


def find_reserved(ids: Iterable[tuple[str, Route, Part]], help: str) -> Iterator[Finding]:
    """Yield every id that ratings use as a word of its own."""
    for id, route, part in ids:
        if id in RESERVED_IDS:
            message = f"{id} is a reserved word and cannot be an id"
            yield Finding(message=message, help=help, route=route, part=part)
