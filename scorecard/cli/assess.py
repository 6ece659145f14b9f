"""`scorecard assess`: score assessments and show the scorecards."""

from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from scorecard.cli.options import DetailChoice, DraftsOption, Format, FrameworkOption, ProjectOption

if TYPE_CHECKING:
    from pathlib import Path

    from scorecard.framework import Status
    from scorecard.results import Scorecard


def assess(
    targets: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TARGET]...",
            help="SUBJECT, SUBJECT@DATE, a file, a folder, REV:path or - for standard input; "
            "without one, the latest assessment of every subject under each framework.",
        ),
    ] = None,
    format: Annotated[Format, typer.Option("--format", help="How to show the scorecards.")] = Format.TABLE,
    detail: Annotated[
        DetailChoice, typer.Option("--detail", help="How much to show of each.")
    ] = DetailChoice.INDICATORS,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            metavar="STATUS,...",
            help="Show only indicators that are pass, partial, fail, not-rated or not-applicable.",
        ),
    ] = None,
    dimension: Annotated[
        str | None, typer.Option("--dimension", metavar="ID", help="Show only this dimension.")
    ] = None,
    fail_under: Annotated[
        str | None,
        typer.Option("--fail-under", metavar="SCORE", help="Exit with 1 where a score (0 to 1) is lower."),
    ] = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            metavar="VERDICT,...",
            help="Exit with 1 where the whole is pass, partial, fail, undetermined or not-applicable.",
        ),
    ] = None,
    framework: FrameworkOption = None,
    drafts: DraftsOption = False,
    project: ProjectOption = None,
) -> None:
    """Score assessments and show the scorecards.

    Filters change what is shown, never scores, counts or gates.
    """
    from scorecard.cli.gates import check_gates, parse_gates
    from scorecard.cli.output import exit_code_of, say_selection
    from scorecard.cli.values import UNDETERMINED, parse_statuses
    from scorecard.errors import NotFoundError
    from scorecard.results import all_dimensions
    from scorecard.scoring import score
    from scorecard.source import suggest
    from scorecard.views.scorecards import filter_scorecard, has_dimension
    from scorecard.workspace import Workspace

    gates = parse_gates(fail_under=fail_under, fail_on=fail_on)
    wanted = parse_statuses(only, "--only", besides=UNDETERMINED)
    workspace = Workspace(project)
    selection = workspace.select_assessments(targets or [], framework=framework, drafts=drafts, forgets=True)
    scorecards = [
        (loaded.path, score(loaded.pair.framework, loaded.pair.assessment))
        for loaded in selection.assessments
        if loaded.pair is not None
    ]
    if dimension and scorecards and not any(has_dimension(each, dimension) for _, each in scorecards):
        ids = {
            each.dimension.id: None
            for _, scorecard in scorecards
            for each in all_dimensions(scorecard.dimensions)
        }
        raise NotFoundError(f"there is no dimension {dimension} here", hint=suggest(dimension, ids))
    say_selection(selection)
    shown = [
        (path, filter_scorecard(scorecard, dimension=dimension, only=wanted))
        for path, scorecard in scorecards
    ]
    _write(shown, format, detail, dimension, wanted, workspace.here.root)
    code = check_gates(gates, [scorecard for _, scorecard in scorecards])
    raise typer.Exit(max(code, exit_code_of(selection)))


def _write(
    scorecards: "list[tuple[str, Scorecard]]",
    format: Format,
    detail: DetailChoice,
    dimension: str | None,
    only: "frozenset[Status]",
    root: "Path | None",
) -> None:
    from scorecard.cli.output import write_csv, write_json, write_readable

    match format:
        case Format.JSON:
            from scorecard.render.as_json import assess_json

            write_json(assess_json(scorecards))
        case Format.CSV:
            from scorecard.render.as_csv import render_csv

            write_csv(render_csv(scorecards))
        case Format.TABLE | Format.PLAIN | Format.MARKDOWN | Format.HTML:
            from scorecard.views import filter_words, statuses_words
            from scorecard.views.scorecards import Detail, cover_view, scorecard_view

            level = Detail[detail.name]
            which = statuses_words(only)
            reports = [
                scorecard_view(
                    scorecard,
                    detail=level,
                    path=path,
                    shown="; ".join(filter_words(scorecard.framework, dimension=dimension, which=which)),
                )
                for path, scorecard in scorecards
            ]
            cover = cover_view([scorecard for _, scorecard in scorecards]) if scorecards else None
            write_readable(reports, format, root, cover)
        case _:
            assert_never(format)
