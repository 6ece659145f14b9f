"""`scorecard rate`: record ratings, question by question or by options."""

from typing import Annotated, Literal

import typer

from scorecard.cli import output
from scorecard.cli.options import (
    FrameworkId,
    ProjectOption,
    RoundOption,
    ShowMarksOption,
    argument,
    check_mark_options,
    option,
)
from scorecard.errors import UsageError


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
    assessor: Annotated[
        str | None,
        option("ASSESSOR", "Rate in a mark of one's own, reviews/<subject>/<date>/ASSESSOR.yaml.", "--as"),
    ] = None,
    round: RoundOption = None,
    show_marks: ShowMarksOption = False,
    independent: Annotated[
        bool, typer.Option("--independent", help="With --as: claim that no other mark was seen.")
    ] = False,
    framework: FrameworkId = None,
    project: ProjectOption = None,
) -> None:
    """Record ratings, question by question; every answer is saved at once.

    It begins at the first indicator that is not complete. With --set or --stage nothing is asked: all is
    checked before anything is written, and of the file nothing else is changed. With --as they go into a
    mark: it begins empty, and neither the assessment's ratings nor other marks are shown.
    """
    from scorecard.cli.rate_settings import Settings, write_settings
    from scorecard.project.rated_file import RatedFile, open_mark, open_rated_file
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
    check_mark_options(assessor, round, show_marks, independent)
    if show_marks and independent:
        raise UsageError("a mark is not independent of what is shown", hint="leave one of the two out")
    if assessor is not None and correction is not None:
        hint = "a mark is never published: leave it out"
        raise UsageError("--correction is for a final assessment", hint=hint)
    workspace = Workspace(project)
    opened = (
        open_rated_file(workspace, target, framework)
        if assessor is None
        else open_mark(workspace, target, framework, assessor, round or 1)
    )
    if not isinstance(opened, RatedFile):
        output.leave_with(opened)
    if show_marks or independent:
        opened = opened.claiming(independent=independent)
    if show_marks:
        opened = opened.beside_others()
    from scorecard.views.words.standings import scores_out_of

    with scores_out_of(opened.framework.score_out_of):
        if wanted != Settings():
            write_settings(opened, wanted)
            return
        from scorecard.cli.next_steps import project_words
        from scorecard.cli.rate_dialogue import Dialogue

        place, words = project_words(project), "" if assessor is None else f" --as {assessor}"
        words += f" --round {round}" if round else ""
        options = {"rate": f"{words}{place}", "assess": place, "agree": place}
        raise typer.Exit(Dialogue(opened, options).run())
