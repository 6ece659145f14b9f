"""`scorecard rate`: record ratings, question by question or by options."""

from typing import Annotated, Literal

import typer

from scorecard.cli import output
from scorecard.cli.options import FrameworkId, ProjectOption, argument, option


def rate(
    target: Annotated[
        str, argument("TARGET", "SUBJECT@DATE, SUBJECT (its newest file, drafts too), or a file.")
    ],
    settings: Annotated[
        list[str] | None,
        option(
            "ID=VALUE",
            "Rate an indicator without questions: a level's id, a measurement, not-applicable or "
            "not-rated. May be repeated. Of a dimension its ID alone, with what is said of it.",
            "--set",
        ),
    ] = None,
    rationale: Annotated[str | None, option("TEXT", "With one --set: why; replaces the old.")] = None,
    evidence: Annotated[
        list[str] | None,
        option(
            "SOURCE[:PLACE]",
            "With one --set: where it can be checked; added to what is there. May be repeated.",
        ),
    ] = None,
    quote: Annotated[str | None, option("TEXT", "With one --evidence: the words that stand there.")] = None,
    confidence: Annotated[
        Literal["high", "medium", "low"] | None, typer.Option(help="With one --set: how sure you are.")
    ] = None,
    recommendation: Annotated[str | None, option("TEXT", "With one --set: what would change it.")] = None,
    correction: Annotated[
        str | None, option("TEXT", "What was wrong: without it a change of what is published is refused.")
    ] = None,
    stage: Annotated[
        Literal["draft", "final"] | None, typer.Option(help="Make it final, or a draft, without questions.")
    ] = None,
    framework: FrameworkId = None,
    project: ProjectOption = None,
) -> None:
    """Record ratings, question by question; every answer is saved at once.

    It begins at the first indicator that is not complete. With --set or --stage nothing is asked: all is
    checked before anything is written, and of the file nothing else is changed.
    """
    from scorecard.cli.rate_settings import Settings, write_settings
    from scorecard.project.rated_file import RatedFile, open_rated_file
    from scorecard.project.resolve import Workspace

    texts = {"rationale": rationale, "confidence": confidence, "recommendation": recommendation}
    wanted = Settings(
        ratings=tuple(settings or ()),
        texts={key: text for key, text in texts.items() if text is not None},
        evidence=tuple(evidence or ()),
        quote=quote,
        stage=stage,
        correction=correction,
    )
    wanted.check()
    opened = open_rated_file(Workspace(project), target, framework)
    if not isinstance(opened, RatedFile):
        output.leave_with(opened)
    from scorecard.views.words.standings import scores_out_of

    with scores_out_of(opened.framework.score_out_of):
        if wanted != Settings():
            write_settings(opened, wanted)
            return
        from scorecard.cli.next_steps import project_words
        from scorecard.cli.rate_dialogue import Dialogue

        raise typer.Exit(Dialogue(opened, project_words(project)).run())
