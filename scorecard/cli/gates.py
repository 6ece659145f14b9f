"""Gates: what makes `assess` exit with 1 although every file is good."""

from collections.abc import Iterable, Set
from fractions import Fraction

from scorecard.cli.output import REFUSED, say
from scorecard.directions import isolated
from scorecard.model.framework import Status
from scorecard.scoring.scorecard import Scorecard
from scorecard.views.words import score_text, verdict_word


def check_gates(scorecards: Iterable[Scorecard], least: Fraction | None, refused: Set[Status]) -> int:
    """Say of each scorecard whose score or verdict will not do why; return the exit code.

    `least` is the score that is asked for, 0 to 1.
    """
    code = 0
    for scorecard in scorecards:
        score, status = scorecard.figures.score, scorecard.figures.status
        reasons = []
        if least is not None and (score is None or score < least):
            shown = "there is no score" if score is None else "the score is lower"
            if score is not None and scorecard.framework.show_score:
                shown = f"the score is {score_text(score)}"
            reasons.append(f"{shown}; --fail-under asks for {score_text(least)} out of 100")
        if status in refused:
            reasons.append(f"the verdict is {verdict_word(status, scorecard.framework)}")
        for reason in reasons:
            subject = isolated(scorecard.assessment.subject.name)
            say(f"Gate: {subject}, {scorecard.assessment.date}: {reason}")
            code = REFUSED
    return code
