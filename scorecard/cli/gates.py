"""Gates: what makes `assess` exit with 1 although every file is good."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from scorecard.cli.option_values import parse_statuses, parse_value
from scorecard.cli.output import REFUSED, say
from scorecard.directions import isolated
from scorecard.model.framework import Status
from scorecard.model.lexical import parse_unit
from scorecard.scoring.scorecard import Scorecard
from scorecard.views.words import score_text, verdict_word


class Gates(NamedTuple):
    """The least score that will do, 0 to 1, and the verdicts that will not."""

    fail_under: Fraction | None
    fail_on: frozenset[Status]


def parse_gates(*, fail_under: str | None, fail_on: Sequence[str] | None) -> Gates:
    """Read the options of the gates."""
    least = None if fail_under is None else Fraction(parse_value(fail_under, "--fail-under", parse_unit))
    return Gates(fail_under=least, fail_on=parse_statuses(fail_on, "--fail-on", besides=Status.NOT_RATED))


def check_gates(gates: Gates, scorecards: Iterable[Scorecard]) -> int:
    """Say of each scorecard which gate it does not pass; return the exit code."""
    code = 0
    for scorecard in scorecards:
        score, status = scorecard.figures.score, scorecard.figures.status
        reasons = []
        if gates.fail_under is not None and (score is None or score < gates.fail_under):
            shown = "there is no score" if score is None else "the score is lower"
            if score is not None and scorecard.framework.show_score:
                shown = f"the score is {score_text(score)}"
            reasons.append(f"{shown}; --fail-under asks for {score_text(gates.fail_under)} out of 100")
        if status in gates.fail_on:
            reasons.append(f"the verdict is {verdict_word(status, scorecard.framework)}")
        for reason in reasons:
            subject = isolated(scorecard.assessment.subject.name)
            say(f"Gate: {subject}, {scorecard.assessment.date}: {reason}")
            code = REFUSED
    return code
