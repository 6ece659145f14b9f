"""Gates of `diff`: what makes it exit with 1 although every file is good."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from scorecard.cli.gates import SAID_NO
from scorecard.cli.option_values import parse_words
from scorecard.cli.output import say
from scorecard.comparing.assessments import ChangeKind, Comparison
from scorecard.comparing.frameworks import FrameworkComparison
from scorecard.directions import isolated
from scorecard.views.comparison_words import kind_words, relation_of


class DiffGate(StrEnum):
    """What a diff may be asked to refuse."""

    REGRESSION = "regression"
    REVISED = "revised"
    ANY = "any"


def parse_diff_gates(texts: Sequence[str] | None) -> frozenset[DiffGate]:
    """Read the option of the gates."""
    return frozenset(map(DiffGate, parse_words(texts, "--fail-on", [gate.value for gate in DiffGate])))


def check_diff_gates(
    gates: frozenset[DiffGate],
    comparisons: Sequence[Comparison],
    frameworks: Sequence[FrameworkComparison],
    others: Sequence[str] = (),
) -> int:
    """Say which gates the changes do not pass; return the exit code.

    `others` are the paths of files that came or went, which have no rows.
    """
    code = 0
    if others and DiffGate.ANY in gates:
        say(f"Gate: added, moved or removed: {', '.join(others)}")
        code = SAID_NO
    for gate in sorted(gates):
        for comparison in comparisons:
            found = _found(gate, comparison)
            if found:
                subject = comparison.after.assessment
                word = (
                    kind_words(ChangeKind.REGRESSED, relation_of(comparison))
                    if gate is DiffGate.REGRESSION
                    else None
                )
                _say(gate, f"{isolated(subject.subject.name)}, {subject.date}", found, word)
                code = SAID_NO
        for changed in frameworks:
            rows = list(_found_of_framework(gate, changed))
            if rows:
                _say(gate, changed.after.ref, rows)
                code = SAID_NO
    return code


def _found(gate: DiffGate, comparison: Comparison) -> list[str]:
    kinds = {DiffGate.REGRESSION: ChangeKind.REGRESSED, DiffGate.REVISED: ChangeKind.REVISED}
    kind = kinds.get(gate)
    return [change.indicator.id for change in comparison.listed if kind is None or change.kind is kind]


def _found_of_framework(gate: DiffGate, comparison: FrameworkComparison) -> Iterator[str]:
    """Yield what a gate finds among changes of a framework, which never are regressions."""
    if gate is DiffGate.REGRESSION:
        return
    rows = comparison.changes if gate is DiffGate.ANY else comparison.breaks
    yield from dict.fromkeys(row.indicator or row.dimension or "the whole" for row in rows)


def _say(gate: DiffGate, where: str, ids: Sequence[str], word: str | None = None) -> None:
    words = {DiffGate.REGRESSION: "regressed", DiffGate.REVISED: "revised", DiffGate.ANY: "changed"}
    say(f"Gate: {where}: {word or words[gate]}: {', '.join(ids)}")
