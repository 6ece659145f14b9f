"""`scorecard trend`: a subject from date to date, or several at their latest dates."""

from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from scorecard.cli import output
from scorecard.cli.options import (
    DimensionId,
    DraftsOption,
    FrameworkId,
    NoPagerOption,
    ProjectOption,
    argument,
    option,
)
from scorecard.errors import NotFoundError, UsageError
from scorecard.render.formats import Format, ReaderFormat

if TYPE_CHECKING:
    from datetime import date

    from scorecard.comparing.dated import Window
    from scorecard.comparing.league import League
    from scorecard.comparing.trend import TrendFilter
    from scorecard.project.library import Project
    from scorecard.project.timelines import Timelines
    from scorecard.reviewing.review import Review


def trend(
    subjects: Annotated[
        list[str] | None,
        argument(
            "[SUBJECT]...",
            "Whom to show. One: every date; several, or all of a project that has several: "
            "a league table at their latest dates.",
        ),
    ] = None,
    format: Annotated[Format, typer.Option(help="How to show the trend.")] = Format.TABLE,
    since: Annotated[str | None, option("DATE", "Show no date before this one.", "--from")] = None,
    until: Annotated[str | None, option("DATE", "Show no date after this one.", "--to")] = None,
    dimension: DimensionId = None,
    only: Annotated[
        Literal["changed"] | None,
        typer.Option(help="Show only what was rated, measured or asked otherwise at some date."),
    ] = None,
    detail: Annotated[
        Literal["indicators", "full"] | None,
        typer.Option(
            help="Of one subject a sign for each indicator and date (the default), or all in words (full). "
            "Of several every indicator, a sign for each subject, alone or below the league (full)."
        ),
    ] = None,
    by: Annotated[
        Literal["subject", "indicator"] | None,
        typer.Option(help="Compare subjects: who stands where, or which indicators most fail, or score low."),
    ] = None,
    tag: Annotated[
        list[str] | None, option("TAG", "Only subjects with this tag; repeated, with any of them.")
    ] = None,
    framework: FrameworkId = None,
    drafts: DraftsOption = False,
    project: ProjectOption = None,
    no_pager: NoPagerOption = False,
) -> None:
    """Show every dated assessment of a subject, indicator by date; or several subjects in a league table.

    Filters change what is shown, never what is computed.
    """
    from scorecard.cli.option_values import check_dimension
    from scorecard.comparing.trend import TrendFilter
    from scorecard.project.resolve import Workspace
    from scorecard.project.targets import AssessmentFilter
    from scorecard.project.timelines import select_timelines

    window = _parse_window(since, until)
    if only is not None and by == "indicator":
        raise UsageError(
            "--only changed is about dates, --by indicator about the latest alone: leave one out"
        )
    workspace = Workspace(project)
    which = AssessmentFilter(framework, drafts)
    timelines = select_timelines(workspace, subjects or [], which, tag or [])
    by = by or ("subject" if len(timelines.subjects) > 1 else None)
    _find_empty_windows(timelines, window, named=bool(subjects))
    output.say_selection(timelines.selection)
    check_dimension(dimension, [dated.scorecard for each in timelines.series for dated in each.dated])
    shown = TrendFilter(window, dimension, only is not None)
    _write(timelines, shown, _How(by, detail, format, pages=not no_pager), workspace.here)
    raise typer.Exit(output.exit_code_of(timelines.selection))


class _How(NamedTuple):
    """How trends are shown: `by` says how several subjects are compared, None for one subject."""

    by: str | None
    detail: str | None
    format: Format
    pages: bool


def _parse_window(since: str | None, until: str | None) -> "Window":
    from scorecard.cli.option_values import parse_value
    from scorecard.comparing.dated import Window
    from scorecard.model.lexical import parse_date

    first = None if since is None else parse_value(since, "--from", parse_date)
    last = None if until is None else parse_value(until, "--to", parse_date)
    if first is not None and last is not None and first > last:
        raise UsageError(f"--from {first} is after --to {last}", hint="turn the two round")
    return Window(first, last)


def _find_empty_windows(timelines: "Timelines", window: "Window", *, named: bool) -> None:
    """Say of each subject that was named, or of all at once, that no assessment lies in the window."""
    days: dict[str, list[date]] = {}
    for series in timelines.series:
        whose = f" of {series.subject}" if named else ""
        days.setdefault(whose, []).extend(dated.place.date for dated in series.dated)
    for whose, found in days.items():
        if not any(map(window.holds, found)):
            timelines.selection.problems.append(
                NotFoundError(
                    f"there is no assessment{whose} {window.words}",
                    hint=f"there are some from {min(found)} to {max(found)}",
                )
            )


def _write(timelines: "Timelines", shown: "TrendFilter", how: _How, project: "Project") -> None:
    """Write what a filter shows."""
    from scorecard.comparing.assessments import diff
    from scorecard.comparing.league import find_leagues
    from scorecard.comparing.trend import filter_trend, find_trend
    from scorecard.views.league import league_view, side_by_side_view, tallies_view
    from scorecard.views.scorecard import cover_view
    from scorecard.views.trend import trend_view
    from scorecard.views.trend_data import trend_json, trend_records

    by, detail, format, pages = how
    seen = timelines.within(shown.window)
    leagues = find_leagues(seen.series, seen.left_out) if by else []
    trends = (
        filter_trend(find_trend(series, project.find_good), shown)
        for series in timelines.series
        if series.within(shown.window).dated
    )

    def said(league: "League") -> "list[Review | None]":
        return [project.review(each.dated.place) for each in league.standings]

    match format:
        case Format.JSON:
            files = output.files_json(timelines.selection, project.root)
            output.write_json(trend_json(trends, leagues, dimension=shown.dimension, **files))
        case Format.CSV:
            output.write_records(trend_records(trends))
        case _:
            if by == "subject" and (shown.dimension or shown.only_changed):
                limits = "--dimension and --only limit indicators"
                output.say(f"{limits}, of which this table has none: add --by indicator")
            is_page = format not in (Format.TABLE, Format.PLAIN)
            reports = []
            if not by:
                look = {"is_full": detail == "full", "is_page": is_page}
                reports = [
                    trend_view(each, shown=shown, review=project.review(each.points[-1].place), **look)
                    for each in trends
                ]
            elif by == "indicator":
                reports = [tallies_view(each, said(each), shown=shown, is_page=is_page) for each in leagues]
            else:
                last_two = (each.dated[-2:] for each in seen.series if len(each.dated) > 1)
                moves = [diff(then.scorecard, now.scorecard, project.find_good) for then, now in last_two]
                for each in leagues:
                    beside = (moves, said(each))
                    if detail != "indicators":
                        reports.append(league_view(each, *beside, shown=shown, is_page=is_page))
                    if detail:
                        reports.append(side_by_side_view(each, *beside, is_page=is_page))
            latest = [series.dated[-1].scorecard for series in seen.series if series.dated]
            cover = cover_view(latest) if latest else None
            output.write_reports(reports, ReaderFormat(format), project.root, cover, pages=pages)
