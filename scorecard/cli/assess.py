"""`scorecard assess`: score assessments and show the scorecards."""

import os
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from scorecard.cli import output
from scorecard.cli.options import (
    DimensionId,
    DraftsOption,
    FrameworkId,
    MarksOption,
    NoPagerOption,
    ProjectOption,
    argument,
    option,
)
from scorecard.render.formats import Format, ReaderFormat

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scorecard.comparing.assessments import Comparison
    from scorecard.model.framework import Status
    from scorecard.project.loader import AssessmentFile
    from scorecard.project.resolve import Workspace
    from scorecard.scoring.scorecard import Scorecard


def assess(
    targets: Annotated[
        list[str] | None,
        argument(
            "[TARGET]...",
            "SUBJECT, SUBJECT@DATE, a file, a folder, REV:path or - for standard input; "
            "without one, the latest assessment of every subject under each framework.",
        ),
    ] = None,
    format: Annotated[Format, typer.Option(help="How to show the scorecards.")] = Format.TABLE,
    detail: Annotated[
        Literal["summary", "dimensions", "indicators", "full"] | None,
        typer.Option(help="How much to show of each; by default indicators, and of several a line each."),
    ] = None,
    only: Annotated[
        list[str] | None,
        option(
            "STATUS,...", "Show only indicators that are pass, partial, fail, not-rated or not-applicable."
        ),
    ] = None,
    dimension: DimensionId = None,
    fail_under: Annotated[str | None, option("SCORE", "Exit with 1 where a score (0 to 1) is lower.")] = None,
    fail_on: Annotated[
        list[str] | None,
        option(
            "VERDICT,...",
            "Exit with 1 where the whole is pass, partial, fail, undetermined or not-applicable, or has one "
            "of these grades.",
        ),
    ] = None,
    framework: FrameworkId = None,
    drafts: DraftsOption = False,
    marks: MarksOption = False,
    project: ProjectOption = None,
    no_pager: NoPagerOption = False,
) -> None:
    """Score assessments and show the scorecards.

    Filters change what is shown, never scores, counts or gates.
    """
    from fractions import Fraction

    from scorecard.cli.gates import check_gates
    from scorecard.cli.option_values import check_dimension, parse_choices, parse_outcomes, parse_value
    from scorecard.model.framework import Status
    from scorecard.model.lexical import parse_unit
    from scorecard.project.resolve import Workspace
    from scorecard.project.selection import seen_from, select_assessments
    from scorecard.project.targets import AssessmentFilter
    from scorecard.views.scorecard import Detail, cover_view, filter_scorecard

    least = None if fail_under is None else Fraction(parse_value(fail_under, "--fail-under", parse_unit))
    wanted = parse_choices(only, "--only", Status, besides=(Status.UNDETERMINED, Status.UNJUDGED))
    workspace = Workspace(project)
    which = AssessmentFilter(framework, drafts)
    selection = select_assessments(workspace, targets or [], which, forgets=True)
    frameworks = [each.framework.content if each.framework else None for each in selection.assessments]
    refused = parse_outcomes(fail_on, "--fail-on", frameworks)
    scorecards = [(each, found) for each in selection.assessments if (found := each.scorecard()) is not None]
    check_dimension(dimension or None, [scorecard for _, scorecard in scorecards])
    output.say_selection(selection)
    root = workspace.here.root
    folder = selection.root(root) if format in (Format.JSON, Format.CSV) else os.path.abspath("")
    detail = detail or ("full" if marks else None)
    level = Detail[(detail or "indicators").upper()]
    shown = [
        (seen_from(folder, each.path, each.root), filter_scorecard(found, dimension=dimension, only=wanted))
        for each, found in scorecards
    ]
    match format:
        case Format.JSON:
            from scorecard.views.scorecard_data import assess_json

            output.write_json(assess_json(shown, detail=level, **output.files_json(selection, root)))
        case Format.CSV:
            from scorecard.views.scorecard_data import assess_records

            output.write_records(assess_records(shown))
        case _:
            from scorecard.views.assess import scorecard_view, scorecards_view

            before = [*_comparisons(workspace, scorecards, drafts=drafts)]
            reviews = [
                workspace.project_of(file.root).review(file.dated) if file.root else None
                for file, _ in scorecards
            ]
            if len(shown) > 1 and detail is None and not (wanted or dimension):
                several = zip((found for _, found in shown), before, reviews, strict=True)
                reports = [scorecards_view([*several])]
            else:
                reports = [
                    scorecard_view(
                        found,
                        comparisons,
                        detail=level,
                        path=path,
                        left=left,
                        shown=_filter_words(found, dimension, wanted),
                        review=review,
                        with_marks=marks,
                    )
                    for (path, left), (_, found), comparisons, review in zip(
                        shown, scorecards, before, reviews, strict=True
                    )
                ]
            output.say_unshown_replies(workspace, [file for file, _ in scorecards])
            cover = cover_view([each for _, each in shown]) if shown else None
            output.write_reports(reports, ReaderFormat(format), root, cover, pages=not no_pager)
    code = check_gates([scorecard for _, scorecard in scorecards], least, refused)
    raise typer.Exit(max(code, output.exit_code_of(selection)))


def _comparisons(
    workspace: "Workspace", found: "Sequence[tuple[AssessmentFile, Scorecard]]", *, drafts: bool
) -> "Iterator[list[Comparison]]":
    """Yield what changed up to each assessment; up to one that stands alone from its first date on."""
    from scorecard.project.timelines import comparisons_until

    for file, scorecard in found:
        project = workspace.project_of(file.root) if file.root else None
        many = len(found) > 1
        yield comparisons_until(project, file, scorecard, drafts=drafts, only_last=many) if project else []


def _filter_words(scorecard: "Scorecard", dimension: str | None, wanted: "frozenset[Status]") -> str:
    from scorecard.views.words.standings import filter_words, statuses_words

    which = statuses_words(wanted, scorecard.framework)
    return "; ".join(filter_words(scorecard.framework, dimension=dimension, which=which))
