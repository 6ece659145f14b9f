"""Codes SC214 to SC219: verdicts and grades that a framework gives, and elements."""

from collections.abc import Iterator
from decimal import Decimal

from scorecard.diagnostics import Finding, Part, Severity
from scorecard.model.framework import Dimension, EvidencePolicy, Framework, Grade, Level, Status
from scorecard.model.lexical import Number
from scorecard.model.verdict_rules import RuleKind, VerdictRule
from scorecard.rules.rule import Located, Rule, find_confusable, locate, rule, thing_finding, walk

_OTHERWISE = {"when": "write `when: {score: …}`", "evidence": "write `required` or `optional`"}
"""What is written in place of what asks for a verdict."""


@rule("SC214", "key-of-verdicts", Severity.ERROR)
def key_of_verdicts(framework: Framework) -> Iterator[Finding]:
    """A framework with `verdict: none` has a key that only verdicts need."""
    for route, thing in () if framework.judges else walk(framework):
        for key, value in thing:
            if key in thing.model_fields_set and _needs_verdicts(key, value):
                yield Finding(
                    message="this asks for what passes, and the framework gives no verdicts (`verdict: none`)"
                    if key in _OTHERWISE
                    else f"`{key}` belongs to verdicts, and the framework gives none (`verdict: none`)",
                    help=_OTHERWISE.get(key, "take it out, or take `verdict: none` out"),
                    route=(*route, key),
                    part=Part.VALUE if key == "when" else Part.KEY,
                )


def _needs_verdicts(key: str, value: object) -> bool:
    match key, value:
        case ("pass_when" | "partial_when" | "critical", _):
            return value is not None
        case ("verdict_labels", _):
            return bool(value)
        case ("when", VerdictRule(kind=kind)):
            return kind is not RuleKind.SCORE
        case ("status", Status()):
            return value is not Status.UNJUDGED
    return value is EvidencePolicy.REQUIRED_FOR_PASS


@rule("SC215", "level-without-status", Severity.ERROR)
def level_without_status(framework: Framework) -> Iterator[Finding]:
    """A level does not say whether it is a pass, partial or a fail."""
    for at in locate(framework, Level) if framework.judges else ():
        if at.thing.status is Status.UNJUDGED:
            help = (
                "add `status: pass`, `partial` or `fail`; a framework without verdicts says `verdict: none`"
            )
            yield thing_finding(at, " has no status", help)


@rule("SC216", "grades-without-end", Severity.ERROR)
def grades_without_end(framework: Framework) -> Iterator[Finding]:
    """The last grade has a rule, so that a result may have none; or one before it has none."""
    for at in locate(framework, Grade):
        route, grade = at
        is_last = grade is framework.grades[-1]
        if is_last and grade.when is not None:
            yield Finding(
                message=f"the last grade, {grade.id}, has a `when`: some results would have no grade",
                help="take its `when` out, or add a last grade that has none",
                route=(*route, "when"),
                part=Part.KEY,
                about=grade.id,
            )
        if not is_last and grade.when is None:
            words = " has no `when`: every result that is not better would have it, and none a grade below"
            yield thing_finding(at, words, "add `when: …`, or put it last")


@rule("SC217", "grade-id", Severity.ERROR)
def grade_id(framework: Framework) -> Iterator[Finding]:
    """Two grades have one id, letter case aside, or a grade has a status's word as its id."""
    ids = [(grade.id, (*route, "id")) for route, grade in locate(framework, Grade)]
    yield from find_confusable(ids, Part.VALUE, "give each grade its own id: programs name them by it")
    words = {status.written for status in Status}
    for id, route in ids:
        if id.casefold() in words:
            yield Finding(
                message=f"{id} is the word of a status and cannot be a grade's id",
                help="choose another id; the label may be any",
                route=route,
                about=id,
            )


@rule("SC218", "elements-in-elements", Severity.ERROR)
def elements_in_elements(framework: Framework) -> Iterator[Finding]:
    """A dimension counts as an indicator inside one that does."""
    outer: Located[Dimension] | None = None
    for at in locate(framework, Dimension):
        if at.thing.counts_as and outer and at.route[: len(outer.route)] == outer.route:
            words = f" counts as an indicator inside {outer.thing.id}, which already does"
            help = "take one of the two `counts_as` out"
            yield thing_finding(at, words, help, "counts_as", part=Part.KEY)
        elif at.thing.counts_as:
            outer = at


@rule("SC219", "unreachable-grade", Severity.WARNING)
def unreachable_grade(framework: Framework) -> Iterator[Finding]:
    """No result can have a grade: a better one asks no more than it does."""
    easiest: dict[RuleKind, tuple[Number, str]] = {}
    for route, grade in locate(framework, Grade):
        if grade.when is None:
            continue
        amount = grade.when.amount or Decimal(0)
        least, better = easiest.get(grade.when.kind, (None, ""))
        if least is None or amount < least:
            easiest[grade.when.kind] = (amount, grade.id)
        else:
            yield Finding(
                message=f"no result can have grade {grade.id}: {better} comes before it and asks no more",
                help="list the grades best first, or mend what they ask",
                route=(*route, "when"),
                about=grade.id,
            )


VERDICT_RULES: tuple[Rule[Framework], ...] = (
    key_of_verdicts,
    level_without_status,
    grades_without_end,
    grade_id,
    elements_in_elements,
    unreachable_grade,
)
