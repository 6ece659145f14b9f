"""`scorecard assess`: score assessments and show the scorecards."""

import os
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from scorecard.cli.options import DetailChoice, DraftsOption, FrameworkOption, ProjectOption
from scorecard.render.formats import Format, ReaderFormat

if TYPE_CHECKING:
    from pathlib import Path

    from scorecard.model.framework import Status
    from scorecard.project.selection import Selection
    from scorecard.scoring.scorecard import Scorecard
    from scorecard.views.scorecard import Detail


class _ShownScorecards(NamedTuple):
    """Scorecards with the paths of their files, how much is shown of each, and what filters left."""

    scorecards: "list[tuple[str, Scorecard]]"
    detail: "Detail"
    dimension: str | None
    only: "frozenset[Status]"


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
    from scorecard.cli.option_values import UNDETERMINED, check_dimension, parse_statuses
    from scorecard.cli.output import exit_code_of, say_selection
    from scorecard.project.resolve import Workspace
    from scorecard.project.selection import seen_from, select_assessments
    from scorecard.project.targets import AssessmentFilter
    from scorecard.views.scorecard import Detail, filter_scorecard

    gates = parse_gates(fail_under=fail_under, fail_on=fail_on)
    wanted = parse_statuses(only, "--only", besides=UNDETERMINED)
    workspace = Workspace(project)
    which = AssessmentFilter(framework, drafts)
    selection = select_assessments(workspace, targets or [], which, forgets=True)
    scorecards = [
        (loaded, loaded.scorable.score()) for loaded in selection.assessments if loaded.scorable is not None
    ]
    check_dimension(dimension or None, [scorecard for _, scorecard in scorecards])
    say_selection(selection)
    root = workspace.here.root
    folder = selection.root(root) if format in (Format.JSON, Format.CSV) else os.path.abspath("")
    shown = _ShownScorecards(
        [
            (
                seen_from(folder, loaded.path, loaded.root),
                filter_scorecard(scorecard, dimension=dimension, only=wanted),
            )
            for loaded, scorecard in scorecards
        ],
        Detail[detail.name],
        dimension,
        wanted,
    )
    _write(shown, format, selection, root)
    code = check_gates(gates, [scorecard for _, scorecard in scorecards])
    raise typer.Exit(max(code, exit_code_of(selection)))


def _write(shown: _ShownScorecards, format: Format, selection: "Selection", root: "Path | None") -> None:
    from scorecard.cli.output import files_json, write_json, write_records, write_reports

    match format:
        case Format.JSON:
            from scorecard.views.scorecard_data import assess_json

            files = files_json(selection, root)
            write_json(assess_json(shown.scorecards, detail=shown.detail, **files))
        case Format.CSV:
            from scorecard.views.scorecard_data import assess_records

            write_records(assess_records(shown.scorecards))
        case _:
            from scorecard.views.scorecard import cover_view, scorecard_view
            from scorecard.views.words import filter_words, statuses_words

            which = statuses_words(shown.only)
            reports = [
                scorecard_view(
                    scorecard,
                    detail=shown.detail,
                    path=path,
                    shown="; ".join(
                        filter_words(scorecard.framework, dimension=shown.dimension, which=which)
                    ),
                )
                for path, scorecard in shown.scorecards
            ]
            cards = [scorecard for _, scorecard in shown.scorecards]
            cover = cover_view(cards) if cards else None
            write_reports(reports, ReaderFormat(format), root, cover)
