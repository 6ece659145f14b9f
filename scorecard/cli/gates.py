"""Gates: what makes `assess` exit with 1 although every file is good."""

from collections.abc import Iterable, Iterator, Set
from fractions import Fraction

from scorecard.cli.output import REFUSED, say
from scorecard.directions import isolated
from scorecard.scoring.scorecard import Scorecard
from scorecard.views.words.standings import label_of, out_of_words, score_text, scores_out_of, verdict_word


def check_gates(scorecards: Iterable[Scorecard], least: Fraction | None, refused: Set[str]) -> int:
    """Say of each scorecard whose score, verdict or grade will not do why; return the exit code.

    Where a score will do, but too little is rated, say that too. `least` is the score that is asked for,
    0 to 1; `refused` are statuses and ids of grades.
    """
    code = 0
    for scorecard in scorecards:
        with scores_out_of(scorecard.framework.score_out_of):
            who = f"{isolated(scorecard.assessment.subject.name)}, {scorecard.assessment.date}"
            for reason in _reasons(scorecard, least, refused):
                say(f"Gate: {who}: {reason}")
                code = REFUSED
            figures = scorecard.figures
            low, score = figures.score_low, figures.score
            if figures.provisional and least and low is not None and score and low < least <= score:
                lower = f"as low as {score_text(low)}" if scorecard.framework.show_score else "lower"
                say(f"{who}: --fail-under holds so far; too little is rated, and the score may end {lower}")
    return code


def _reasons(scorecard: Scorecard, least: Fraction | None, refused: Set[str]) -> Iterator[str]:
    framework, figures = scorecard.framework, scorecard.figures
    score, grade = figures.score, figures.grade
    if least is not None and (score is None or score < least):
        shown = "there is no score" if score is None else "the score is lower"
        if score is not None and framework.show_score:
            shown = f"the score is {score_text(score)}"
        yield f"{shown}; --fail-under asks for {score_text(least)} {out_of_words()}"
    if framework.judges and figures.status in refused:
        yield f"the verdict is {verdict_word(figures.status, framework)}"
    if grade is not None and grade.id in refused:
        yield f"the grade is {label_of(grade)}"
