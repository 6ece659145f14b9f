"""`scorecard reconcile`: settle what marks and replies leave open of an assessment."""

from typing import Annotated

import typer

from scorecard.cli import output
from scorecard.cli.options import FrameworkId, ProjectOption, argument, option
from scorecard.errors import UsageError


def reconcile(
    target: Annotated[
        str, argument("TARGET", "SUBJECT@DATE, SUBJECT (its newest file, drafts too), or a file.")
    ],
    by: Annotated[
        str | None, option("NAME", "Who decides, as readers are shown it; else it is asked.")
    ] = None,
    framework: FrameworkId = None,
    project: ProjectOption = None,
) -> None:
    """Settle what is open of an assessment, question by question; every answer is saved at once.

    Each question shows what marks and replies say of an indicator. Then a level is chosen, whose words to
    keep or new ones, and it is said why: this is written as the rating's decision.
    """
    from datetime import date

    from scorecard.cli.next_steps import project_words, shell_word
    from scorecard.cli.rate_dialogue import Dialogue
    from scorecard.project.rated_file import RatedFile, open_reviewed
    from scorecard.project.resolve import Workspace
    from scorecard.rating.session import begin_settling
    from scorecard.rating.turn import read_typed
    from scorecard.views.words.standings import scores_out_of

    name, problem = read_typed(by or "")
    if problem or (by is not None and not name.strip()) or "\n" in name:
        raise UsageError(f"--by: {problem or 'it is no name'}", hint="write who decides")
    opened = open_reviewed(Workspace(project), target, framework)
    if not isinstance(opened, RatedFile):
        output.leave_with(opened)
    assert opened.review is not None, "it was opened with that"
    today = str(date.today())
    session = begin_settling(opened.framework, opened.raw, opened.review, today=today, by=name.strip())
    if not session.settles:
        output.say(f"{opened.name}: nothing is open")
        return
    words = project_words(project)
    options = dict.fromkeys(("rate", "assess"), words)
    options["reconcile"] = f" --by {shell_word(name.strip())}{words}" if by else words
    with scores_out_of(opened.framework.score_out_of):
        raise typer.Exit(Dialogue(opened, options, session).run())
