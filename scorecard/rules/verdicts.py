"""Codes SC214 to SC219: verdicts and grades that a framework gives, and elements."""

from collections.abc import Iterator
from decimal import Decimal

from scorecard.diagnostics import Finding, Part, Route, Severity
from scorecard.model.framework import Dimension, EvidencePolicy, Framework, Status
from scorecard.model.lexical import Number
from scorecard.model.verdict_rules import RuleKind
from scorecard.rules.rule import Rule, find_confusable, locate, rule

_OF_VERDICTS = ("pass_when", "partial_when", "critical")


@rule("SC214", "key-of-verdicts", Severity.ERROR)
def key_of_verdicts(framework: Framework) -> Iterator[Finding]:
    """A framework with `verdict: none` has a key that only verdicts need."""
    if framework.judges:
        return
    found: list[Route] = [
        (*route, key)
        for route, item in (((), framework), (("overall",), framework.overall), *locate(framework))
        for key in _OF_VERDICTS
        if key in item.model_fields_set and getattr(item, key) is not None
    ]
    found += [("verdict_labels",)] if framework.verdict_labels else []
    found += [
        (*route, "evidence")
        for route, item in (((), framework), *locate(framework))
        if getattr(item, "evidence", None) is EvidencePolicy.REQUIRED_FOR_PASS
    ]
    found += [
        ("scales", name, index, "status")
        for name, levels in framework.scales.items()
        for index, level in enumerate(levels)
        if level.status is not Status.UNJUDGED
    ]
    found += [
        ("grades", index, "when")
        for index, grade in enumerate(framework.grades)
        if grade.when is not None and grade.when.kind is not RuleKind.SCORE
    ]
    for route in found:
        is_rule = route[-1] == "when"
        yield Finding(
            message="this asks for what passes, and the framework gives no verdicts (`verdict: none`)"
            if is_rule or route[-1] == "evidence"
            else f"`{route[-1]}` belongs to verdicts, and the framework gives none (`verdict: none`)",
            help="write `when: {score: …}`"
            if is_rule
            else "write `required` or `optional`"
            if route[-1] == "evidence"
            else "take it out, or take `verdict: none` out",
            route=route,
            part=Part.VALUE if is_rule else Part.KEY,
        )


@rule("SC215", "level-without-status", Severity.ERROR)
def level_without_status(framework: Framework) -> Iterator[Finding]:
    """A level does not say whether it is a pass, partial or a fail."""
    for name, levels in framework.scales.items() if framework.judges else ():
        for index, level in enumerate(levels):
            if level.status is Status.UNJUDGED:
                yield Finding(
                    message=f"level {level.id} has no status",
                    help="add `status: pass`, `partial` or `fail`; a framework without verdicts says "
                    "`verdict: none`",
                    route=("scales", name, index),
                    about=level.id,
                )


@rule("SC216", "grades-without-end", Severity.ERROR)
def grades_without_end(framework: Framework) -> Iterator[Finding]:
    """The last grade has a rule, so that a result may have none; or one before it has none."""
    last = len(framework.grades) - 1
    for index, grade in enumerate(framework.grades):
        if index == last and grade.when is not None:
            yield Finding(
                message=f"the last grade, {grade.id}, has a `when`: some results would have no grade",
                help="take its `when` out, or add a last grade that has none",
                route=("grades", index, "when"),
                part=Part.KEY,
                about=grade.id,
            )
        if index < last and grade.when is None:
            yield Finding(
                message=f"grade {grade.id} has no `when`: every result that is not better would have it, and "
                "none a grade below",
                help="add `when: …`, or put it last",
                route=("grades", index),
                about=grade.id,
            )


@rule("SC217", "grade-id", Severity.ERROR)
def grade_id(framework: Framework) -> Iterator[Finding]:
    """Two grades have one id, letter case aside, or a grade has a status's word as its id."""
    ids = [(grade.id, ("grades", index, "id")) for index, grade in enumerate(framework.grades)]
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
    outer: list[tuple[Route, Dimension]] = []
    for route, item in locate(framework):
        if not isinstance(item, Dimension) or not item.counts_as:
            continue
        over = next((each for at, each in outer if route[: len(at)] == at), None)
        if over is None:
            outer = [(route, item)]
            continue
        yield Finding(
            message=f"dimension {item.id} counts as an indicator inside {over.id}, which already does",
            help="take one of the two `counts_as` out",
            route=(*route, "counts_as"),
            part=Part.KEY,
            about=item.id,
        )


@rule("SC219", "unreachable-grade", Severity.WARNING)
def unreachable_grade(framework: Framework) -> Iterator[Finding]:
    """No result can have a grade: a better one asks no more than it does."""
    easiest: dict[RuleKind, tuple[Number, str]] = {}
    for index, grade in enumerate(framework.grades):
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
                route=("grades", index, "when"),
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
