"""`scorecard diff`: what changed between two assessments or two frameworks, or since a git revision."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from scorecard.cli.options import (
    ChangeFormat,
    DiffDetailChoice,
    DraftsOption,
    FrameworkOption,
    ProjectOption,
)

if TYPE_CHECKING:
    from scorecard.diff import Comparison
    from scorecard.framework_diff import FrameworkComparison
    from scorecard.render.as_json import Json
    from scorecard.report import Report
    from scorecard.selection import Selection, Wanted
    from scorecard.sides import AnySides
    from scorecard.since import Since
    from scorecard.views.framework_changes import AffectedAssessment
    from scorecard.workspace import Workspace


def diff(
    old: Annotated[
        str | None,
        typer.Argument(
            metavar="[OLD]",
            help="SUBJECT@DATE, ID@VERSION, a file, REV:path or -. Alone: a subject's last two assessments, "
            "SUBJECT@DATE and the one before it, a framework's last two versions, a file now and at HEAD.",
        ),
    ] = None,
    new: Annotated[
        str | None, typer.Argument(metavar="[NEW]", help="What to compare it with, named the same way.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="REV", help="Everything in the project that differs from a git revision."
        ),
    ] = None,
    format: Annotated[
        ChangeFormat, typer.Option("--format", help="How to show the changes.")
    ] = ChangeFormat.TABLE,
    detail: Annotated[
        DiffDetailChoice,
        typer.Option("--detail", help="How much to show; full has reworded texts word by word."),
    ] = DiffDetailChoice.CHANGES,
    show_all: Annotated[bool, typer.Option("--all", help="Show also what is unchanged.")] = False,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            metavar="KIND,...",
            help="Exit with 1 where something is a regression, where something is revised (of frameworks: "
            "where comparability breaks), or where there is any change.",
        ),
    ] = None,
    framework: FrameworkOption = None,
    drafts: DraftsOption = False,
    project: ProjectOption = None,
) -> None:
    """Say what changed: what got better or worse, and how much of it is the yardstick.

    Filters change what is shown, never figures or gates.
    """
    from scorecard.cli.diff_gates import check_diff_gates, parse_diff_gates
    from scorecard.cli.output import exit_code_of, say_selection
    from scorecard.errors import UsageError
    from scorecard.selection import Wanted
    from scorecard.workspace import Workspace

    gates = parse_diff_gates(fail_on)
    workspace = Workspace(project)
    if since is not None:
        if old is not None or framework is not None:
            raise UsageError("--since looks at the whole project", hint="leave targets and --framework out")
        results = _since(workspace, since)
    elif old is None:
        raise UsageError(
            "there is nothing to compare", hint="name a subject, a file or two of them, or use --since REV"
        )
    else:
        results = _between(workspace, old, new, Wanted(framework, drafts))
    say_selection(results.selection)
    _write(results, format, detail, show_all=show_all)
    code = check_diff_gates(gates, results.comparisons, results.framework_comparisons)
    raise typer.Exit(max(code, exit_code_of(results.selection)))


@dataclass(frozen=True, kw_only=True)
class _Results:
    """All that was compared, each with the paths of its two sides, and the files that were read for it."""

    selection: "Selection"
    assessments: "list[tuple[Comparison, tuple[str, str]]]"
    frameworks: "list[tuple[FrameworkComparison, tuple[str, str], Sequence[AffectedAssessment]]]"
    since: "Since | None" = None

    @property
    def comparisons(self) -> "list[Comparison]":
        return [comparison for comparison, _ in self.assessments]

    @property
    def framework_comparisons(self) -> "list[FrameworkComparison]":
        return [comparison for comparison, _, _ in self.frameworks]


# Comparing --------------------------------------------------------------------------------------


def _between(workspace: "Workspace", old: str, new: str | None, wanted: "Wanted") -> _Results:
    from scorecard.sides import choose_sides

    sides = choose_sides(workspace, old, new, wanted)
    results = _Results(selection=_selection_of([sides]), assessments=[], frameworks=[])
    _compare(sides, results, workspace)
    return results


def _since(workspace: "Workspace", revision: str) -> _Results:
    from scorecard.errors import ScorecardError
    from scorecard.since import find_since

    since = find_since(workspace.here, revision)
    every = list(since.sides())
    results = _Results(selection=_selection_of(every, since), assessments=[], frameworks=[], since=since)
    for sides in every:
        try:
            _compare(sides, results, workspace)
        except ScorecardError as error:
            results.selection.problems.append(error)
    return results


def _selection_of(every: "Sequence[AnySides]", since: "Since | None" = None) -> "Selection":
    """Return all files that were read, so that what is wrong with them is said once."""
    from scorecard.loader import LoadedAssessment
    from scorecard.selection import Selection

    files = [file for sides in every for file in (sides.before, sides.after)]
    files += since.first if since else ()
    return Selection(
        assessments=[file for file in files if isinstance(file, LoadedAssessment)],
        frameworks=[file for file in files if not isinstance(file, LoadedAssessment)],
        misplaced=list(since.misplaced) if since else [],
    )


def _compare(sides: "AnySides", results: _Results, workspace: "Workspace") -> None:
    """Compare two sides, unless one of them has errors, and keep the result."""
    from scorecard.diff import diff as diff_assessments
    from scorecard.framework_diff import diff_frameworks
    from scorecard.scoring import score
    from scorecard.sides import AssessmentSides

    paths = (sides.before.path, sides.after.path)
    if isinstance(sides, AssessmentSides):
        before, after = sides.before.pair, sides.after.pair
        if before is not None and after is not None:
            then, now = (score(pair.framework, pair.assessment) for pair in (before, after))
            results.assessments.append((diff_assessments(then, now, sides.find), paths))
    elif sides.before.good is not None and sides.after.good is not None:
        comparison = diff_frameworks(sides.before.good, sides.after.good, sides.find)
        results.frameworks.append((comparison, paths, _affected(comparison, workspace)))


def _affected(comparison: "FrameworkComparison", workspace: "Workspace") -> "list[AffectedAssessment]":
    """Return the project's assessments under either of two versions of a framework."""
    from scorecard.layout import AssessmentPath
    from scorecard.source import FrameworkRef
    from scorecard.views.framework_changes import AffectedAssessment

    refs = {FrameworkRef(each.id, each.version) for each in (comparison.before, comparison.after)}
    found = []
    for place in workspace.here.layout.assessments:
        loaded = workspace.here.load_assessment(place)
        content = loaded.content
        if content is not None and content.framework in refs and isinstance(loaded.place, AssessmentPath):
            found.append(
                AffectedAssessment(
                    subject=content.subject.id,
                    name=content.subject.name,
                    day=place.day,
                    path=loaded.path,
                    framework=str(content.framework),
                )
            )
    return found


# Writing ----------------------------------------------------------------------------------------


def _write(results: _Results, format: ChangeFormat, detail: DiffDetailChoice, *, show_all: bool) -> None:
    from scorecard.cli.output import write_json, write_product, write_reports

    match format:
        case ChangeFormat.JSON:
            content = _json(results, show_all=show_all)
            if content is not None:
                write_json(content)
        case ChangeFormat.CSV:
            _write_csv(results, show_all=show_all)
        case ChangeFormat.MARKDOWN:
            from scorecard.render.markdown import render_markdown

            write_product(render_markdown(_reports(results, detail, show_all=show_all)))
        case ChangeFormat.TABLE | ChangeFormat.PLAIN:
            reports = _reports(results, detail, show_all=show_all)
            write_reports(reports, plain=format is ChangeFormat.PLAIN)
        case _:
            assert_never(format)


def _json(results: _Results, *, show_all: bool) -> "Json":
    """Return what one comparison says, or all since a revision; nothing where files have errors."""
    from scorecard.render.diff_as_json import diff_json, diffs_json
    from scorecard.render.framework_diff_as_json import framework_diff_json

    found = [
        *(
            framework_diff_json(comparison, affected, before_path=paths[0], after_path=paths[1])
            for comparison, paths, affected in results.frameworks
        ),
        *(diff_json(comparison, paths=paths, show_all=show_all) for comparison, paths in results.assessments),
    ]
    since = results.since
    if since is None:
        return found[0] if found else None
    return diffs_json(
        found,
        since=since.revision,
        first=[file.path for file in since.first],
        removed=list(since.removed),
        reworded=list(since.reworded),
    )


def _write_csv(results: _Results, *, show_all: bool) -> None:
    from scorecard.cli.output import say, write_product
    from scorecard.render.diff_as_csv import render_diff_csv
    from scorecard.render.framework_diff_as_csv import framework_diff_csv

    if results.frameworks and results.since is None:
        write_product(framework_diff_csv(results.frameworks[0][0]))
        return
    if results.assessments or results.since is not None:
        write_product(render_diff_csv(results.assessments, show_all=show_all))
    if results.frameworks:
        say("Changes of frameworks are not in this table: name them with scorecard diff, or choose JSON")


def _reports(results: _Results, detail: DiffDetailChoice, *, show_all: bool) -> "list[Report]":
    from scorecard.views.changes_since import changes_since_view
    from scorecard.views.comparisons import DiffDetail, comparison_view
    from scorecard.views.framework_changes import framework_comparison_view

    level = DiffDetail[detail.name]
    reports = [
        *(
            framework_comparison_view(comparison, affected=affected)
            for comparison, _, affected in results.frameworks
        ),
        *(
            comparison_view(comparison, detail=level, show_all=show_all, paths=paths)
            for comparison, paths in results.assessments
        ),
    ]
    if results.since is None:
        return reports
    first = changes_since_view(
        results.since, results.assessments, [(each, paths) for each, paths, _ in results.frameworks]
    )
    return [first, *reports]
