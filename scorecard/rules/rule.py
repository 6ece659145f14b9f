"""Rules: what must hold of a file, a framework, an assessment, a pair of them, and a project.

A rule is a generator of findings under `@rule`; it speaks in routes, never lines, and does not know its
code. Its docstring is its manual page. The tuples at the ends of the modules here are the registries.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from inspect import cleandoc
from typing import Generic, TypeVar

from scorecard.diagnostics import Code, Finding, Severity

Subject = TypeVar("Subject")
Find = Callable[[Subject], Iterator[Finding]]
Found = tuple[Code, Finding]


@dataclass(frozen=True, slots=True)
class Rule(Generic[Subject]):
    """A code and the generator that finds what it is about."""

    code: Code
    find: Find[Subject]


def rule(number: str, name: str, severity: Severity) -> Callable[[Find[Subject]], Rule[Subject]]:
    """Make a rule of a generator of findings."""

    def register(find: Find[Subject]) -> Rule[Subject]:
        code = Code(number=number, name=name, severity=severity, manual=cleandoc(find.__doc__ or ""))
        return Rule(code, find)

    return register


def run_rules(rules: Iterable[Rule[Subject]], subject: Subject) -> Iterator[Found]:
    """Yield what the rules find, each finding with its rule's code."""
    for each in rules:
        for finding in each.find(subject):
            yield each.code, finding
