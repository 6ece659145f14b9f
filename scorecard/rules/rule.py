"""Rules: what must hold of a file, a framework, an assessment, a pair of them, and a project.

A rule is a generator of findings under `@rule`; it speaks in routes, never lines, and does not know its
code. Its docstring is one sentence on what it finds, with which its manual page begins; the rest of the
page stands in `manual.md`. The tuples at the ends of the modules here are the registries.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import lru_cache
from inspect import cleandoc
from typing import Generic, NamedTuple, TypeVar

from scorecard.diagnostics import Code, Finding, Part, Route, Severity
from scorecard.model.assessment import Assessment, Evidence, Rating
from scorecard.model.framework import Asked, Framework, Grade, Indicator, Level, Measure
from scorecard.model.lexical import RESERVED_IDS, Model

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

ThingT_co = TypeVar("ThingT_co", bound=Model, covariant=True)


class Located(NamedTuple, Generic[ThingT_co]):
    """A thing of a framework with its route."""

    route: Route
    thing: ThingT_co


def locate(framework: Framework, kind: type[ThingT_co]) -> Iterator[Located[ThingT_co]]:
    """Yield all of a kind that a framework holds, in reading order."""
    for route, thing in walk(framework):
        if isinstance(thing, kind):
            yield Located(route, thing)


def locate_items(framework: Framework) -> Iterator[Located[Asked]]:
    """Yield every dimension and indicator, in reading order."""
    for route, thing in walk(framework):
        if isinstance(thing, Asked):
            yield Located(route, thing)


def locate_measures(framework: Framework) -> Iterator[tuple[Located[Indicator], Measure]]:
    """Yield every indicator that is measured, with its measure."""
    return ((at, at.thing.measure) for at in locate(framework, Indicator) if at.thing.measure is not None)


@lru_cache(maxsize=16)
def walk(framework: Framework) -> tuple[Located[Model], ...]:
    """Return the framework and everything that it holds, in reading order."""
    return tuple(_walk(framework, ()))


def _walk(held: object, route: Route) -> Iterator[Located[Model]]:
    steps: Iterable[tuple[str | int, object]] = ()
    if isinstance(held, Model):
        yield Located(route, held)
        steps = held
    elif isinstance(held, tuple):
        steps = enumerate(held)
    elif isinstance(held, Mapping):
        steps = held.items()
    for step, value in steps:
        yield from _walk(value, (*route, step))


def thing_finding(
    at: Located[Asked | Level | Grade],
    words: str,
    help: str,
    *below: str | int,
    part: Part = Part.VALUE,
    related: tuple[tuple[Route, str], ...] = (),
) -> Finding:
    """Return a finding below a thing of a framework that begins with what it is and its id."""
    name = f"{type(at.thing).__name__.lower()} {at.thing.id}"
    route = (*at.route, *below)
    return Finding(f"{name}{words}", help, route=route, part=part, related=related, about=at.thing.id)


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
