"""Gates of `diff`: what makes it exit with 1 although every file is good."""

from collections.abc import Sequence
from enum import StrEnum

from scorecard.cli.output import REFUSED, say, seen_from_here
from scorecard.comparing.assessments import ChangeKind, Comparison
from scorecard.comparing.frameworks import FrameworkComparison
from scorecard.directions import isolated
from scorecard.project.comparisons import Differences
from scorecard.views.comparison_words import Relation, relation_of
from scorecard.views.words import english


class DiffGate(StrEnum):
    """What a diff may be asked to refuse."""

    REGRESSION = "regression"
    REVISED = "revised"
    ANY = "any"


_WORDS = {DiffGate.REGRESSION: "regressed", DiffGate.REVISED: "revised", DiffGate.ANY: "changed"}


def check_diff_gates(gates: frozenset[DiffGate], results: Differences) -> int:
    """Say which gates the changes do not pass; return the exit code."""
    others = [seen_from_here(path, results.root) for path in results.came_or_went]
    found: list[tuple[str, Sequence[str]]] = []
    if DiffGate.ANY in gates:
        found.append(("added, moved or removed", others))
    for gate in sorted(gates):
        found += (_changes(gate, comparison) for comparison, _ in results.assessments)
        found += (_framework_changes(gate, comparison) for comparison, *_ in results.frameworks)
    refused = [(where, ids) for where, ids in found if ids]
    for where, ids in refused:
        say(f"Gate: {where}: {', '.join(ids)}")
    return REFUSED if refused else 0


def _changes(gate: DiffGate, comparison: Comparison) -> tuple[str, Sequence[str]]:
    """Return where a gate looks, with its word, and the ids of the indicators that do not pass it."""
    kinds = {DiffGate.REGRESSION: ChangeKind.REGRESSED, DiffGate.REVISED: ChangeKind.REVISED}
    kind = kinds.get(gate)
    relation = relation_of(comparison)
    is_lower = gate is DiffGate.REGRESSION and relation is not Relation.LATER
    word = english.kind(ChangeKind.REGRESSED, relation) if is_lower else _WORDS[gate]
    subject = comparison.after.assessment
    ids = [change.indicator.id for change in comparison.listed if kind is None or change.kind is kind]
    return f"{isolated(subject.subject.name)}, {subject.date}: {word}", ids


def _framework_changes(gate: DiffGate, comparison: FrameworkComparison) -> tuple[str, Sequence[str]]:
    """Return the same of a framework, whose changes never are regressions."""
    if gate is DiffGate.REGRESSION:
        return "", ()
    rows = comparison.changes if gate is DiffGate.ANY else comparison.breaks
    ids = dict.fromkeys(row.indicator or row.dimension or "the whole" for row in rows)
    return f"{comparison.after.ref}: {_WORDS[gate]}", list(ids)
