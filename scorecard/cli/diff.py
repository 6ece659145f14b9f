"""`scorecard diff`: what changed between two assessments or two frameworks, or since a git revision."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from scorecard.cli import output
from scorecard.cli.options import DraftsOption, FrameworkId, NoPagerOption, ProjectOption, argument, option
from scorecard.errors import UsageError
from scorecard.render.formats import Format, ReaderFormat

if TYPE_CHECKING:
    from scorecard.project.changes_since import ChangedFiles
    from scorecard.project.comparisons import Differences
    from scorecard.project.loader import AnyFile
    from scorecard.views.comparison import DiffDetail
    from scorecard.views.data import Json
    from scorecard.views.report import Report
    from scorecard.views.since import ChangesSince, NewFile


def diff(
    old: Annotated[
        str | None,
        argument(
            "[OLD]",
            "SUBJECT@DATE, ID@VERSION, a file, REV:path or -. Alone: a subject's last two assessments, "
            "SUBJECT@DATE and the one before it, a framework's last two versions, a file now and at HEAD.",
        ),
    ] = None,
    new: Annotated[str | None, argument("[NEW]", "What to compare it with, named the same way.")] = None,
    since: Annotated[
        str | None, option("REV", "Everything in the project that differs from a git revision.")
    ] = None,
    format: Annotated[Format, typer.Option(help="How to show the changes.")] = Format.TABLE,
    detail: Annotated[
        Literal["summary", "changes", "full"],
        typer.Option(help="How much to show; full has reworded texts word by word."),
    ] = "changes",
    show_all: Annotated[bool, typer.Option("--all", help="Show also what is unchanged.")] = False,
    fail_on: Annotated[
        list[str] | None,
        option(
            "KIND,...",
            "Exit with 1 where something is a regression, where something is revised (of frameworks: "
            "where comparability breaks), or where there is any row.",
        ),
    ] = None,
    framework: FrameworkId = None,
    drafts: DraftsOption = False,
    project: ProjectOption = None,
    no_pager: NoPagerOption = False,
) -> None:
    """Say what changed: what got better or worse, and how much of it is the yardstick.

    Filters change what is shown, never figures or gates.
    """
    from scorecard.cli.diff_gates import DiffGate, check_diff_gates
    from scorecard.cli.option_values import parse_choices
    from scorecard.project.comparisons import find_differences, find_differences_since
    from scorecard.project.resolve import Workspace
    from scorecard.project.targets import AssessmentFilter
    from scorecard.views.comparison import DiffDetail

    gates = parse_choices(fail_on, "--fail-on", DiffGate)
    workspace = Workspace(project)
    if since is not None:
        if old is not None or framework is not None:
            raise UsageError("--since looks at the whole project", hint="leave targets and --framework out")
        results = find_differences_since(workspace, since, drafts=drafts)
    elif old is None:
        raise UsageError(
            "there is nothing to compare", hint="name a subject, a file or two of them, or use --since REV"
        )
    else:
        results = find_differences(workspace, old, new, AssessmentFilter(framework, drafts))
    output.say_selection(results.selection)
    level = DiffDetail[detail.upper()]
    match format:
        case Format.JSON:
            content = _json(results, level, show_all=show_all)
            if content is not None:
                output.write_json(content)
        case Format.CSV:
            _write_csv(results, show_all=show_all)
        case _:
            is_page = format not in (Format.TABLE, Format.PLAIN)
            reports = _reports(results, level, show_all=show_all, is_page=is_page)
            if format is Format.MARKDOWN and level is DiffDetail.CHANGES:
                _write_comment(results, reports)
            else:
                output.write_reports(reports, ReaderFormat(format), results.root, pages=not no_pager)
    code = check_diff_gates(gates, results)
    raise typer.Exit(max(code, output.exit_code_of(results.selection)))


def _json(results: "Differences", detail: "DiffDetail", *, show_all: bool) -> "Json":
    from scorecard.views.comparison_data import diff_json, diffs_json, framework_diff_json

    found = [
        framework_diff_json(comparison, affected, paths=sides.paths)
        for comparison, sides, affected in results.frameworks
    ]
    found += [
        diff_json(comparison, paths=sides.paths, show_all=show_all)
        for comparison, sides in results.assessments
    ]
    if not detail:
        for each in found:
            del each["changes"]
    since, files = results.since, output.files_json(results.selection, results.root)
    if since is None:
        return {**found[0], **files} if found else None
    return diffs_json(
        found,
        **files,
        since=since.revision,
        first=[{"path": each.path, "draft": each.is_draft} for each in since.first],
        mended=[{"path": each.path, "draft": each.is_draft} for each in since.mended],
        removed=list(since.removed),
        reworded=list(since.reworded),
    )


def _write_csv(results: "Differences", *, show_all: bool) -> None:
    from scorecard.views.comparison_data import diff_records, framework_diff_records

    compared = [(comparison, sides.paths) for comparison, sides in results.assessments]
    frameworks = [comparison for comparison, *_ in results.frameworks]
    broken = [comparison.alignment.broken for comparison in frameworks]
    broken += [comparison.alignment.broken for comparison, _ in compared]
    for words in filter(None, broken):
        output.say(f"Chain broken: {words}")
    if frameworks and results.since is None:
        output.write_records(framework_diff_records(frameworks[0]))
        return
    if compared or results.since is not None:
        output.write_records(diff_records(compared, show_all=show_all))
    if results.frameworks:
        output.say(
            "Changes of frameworks are not in this table: name them with scorecard diff, or choose JSON"
        )


def _write_comment(results: "Differences", reports: "list[Report]") -> None:
    """Write what a comment can hold; each report is of one file, but the first of several."""
    from scorecard.render.comment import render_comment
    from scorecard.views.since import is_only_moved

    told = [sides for comparison, sides in results.assessments if not is_only_moved(comparison)]
    files = [each.after for each in (*(sides for _, sides, _ in results.frameworks), *told)]
    names = [output.seen_from_here(each.path, each.root) for each in files]
    names = [""] * (len(reports) - len(names)) + names
    project = output.seen_from_here(".", results.root)
    text = render_comment(list(zip(names, reports, strict=True)), project)
    output.write_product(text, escape="xmlcharrefreplace")


def _reports(
    results: "Differences", detail: "DiffDetail", *, show_all: bool, is_page: bool
) -> "list[Report]":
    from scorecard.views.comparison import comparison_view
    from scorecard.views.frameworks_compared import framework_comparison_view
    from scorecard.views.since import changes_since_view, is_only_moved

    frameworks = [
        framework_comparison_view(comparison, affected=affected, detail=detail)
        for comparison, _, affected in results.frameworks
    ]
    assessments, seen = [], output.seen_from_here
    for comparison, sides in results.assessments:
        if is_only_moved(comparison):
            continue
        paths = seen(sides.before.path, sides.before.root), seen(sides.after.path, sides.after.root)
        how: dict[str, bool] = {"show_all": show_all, "is_page": is_page, "with_notes": results.since is None}
        review = sides.projects[0].review(sides.after.dated)
        assessments.append(comparison_view(comparison, detail=detail, paths=paths, review=review, **how))
    if results.since is None:
        return [*frameworks, *assessments]
    since = _changes_since(results, results.since)
    first = changes_since_view(since, lambda path: seen(path, results.root))
    return [first, *frameworks, *assessments]


def _changes_since(results: "Differences", since: "ChangedFiles") -> "ChangesSince":
    from scorecard.views.since import ChangesSince

    assessments = [(comparison, sides.paths) for comparison, sides in results.assessments]
    frameworks = [(comparison, sides.paths) for comparison, sides, _ in results.frameworks]
    compared = {paths[1] for _, paths in (*assessments, *frameworks)}
    failed = [_failure(sides.after) for sides in since.sides() if sides.after.path not in compared]
    return ChangesSince(
        revision=since.revision,
        assessments=assessments,
        frameworks=frameworks,
        affected={sides.after.path for sides in since.affected},
        failed=[*failed, *((each.path, each.message) for each in since.misplaced)],
        first=list(map(_new_file, since.first)),
        mended=list(map(_new_file, since.mended)),
        removed=since.removed,
        reworded=since.reworded,
        drafts=len(since.passed_over),
    )


def _failure(file: "AnyFile") -> tuple[str, str]:
    """Return a file's path and why it was not compared, as far as one line can say it."""
    reason = "what it was cannot be compared with it"
    if file.framework and any(each.is_error for each in file.framework.diagnostics):
        reason = "its framework has errors"
    return file.path, next((each.message for each in file.diagnostics if each.is_error), reason)


def _new_file(file: "AnyFile") -> "NewFile":
    from scorecard.model.kinds import FRAMEWORK
    from scorecard.project.loader import is_of

    if is_of(file, FRAMEWORK):
        return file.path, file.good or "the file has errors"
    return file.path, file.scorecard() or "not scored"
