"""`scorecard validate`: check files and say what is wrong, where, and what to write instead."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from scorecard.cli.options import ProjectOption, argument, option
from scorecard.render.formats import DiagnosticFormat

if TYPE_CHECKING:
    from scorecard.diagnostics import Diagnostic
    from scorecard.model.file_names import AssessmentPath
    from scorecard.project.selection import Remark

MANY = 500
"""How many files take long enough to be watched."""


def validate(
    paths: Annotated[
        list[str] | None,
        argument(
            "[PATH]...",
            "Files, folders, names of subjects or frameworks, or - for standard input; "
            "without any, the whole project.",
        ),
    ] = None,
    format: Annotated[
        DiagnosticFormat | None,
        typer.Option(help="How to show what is found; on GitHub's runners github, else full."),
    ] = None,
    select: Annotated[
        list[str] | None,
        option(
            "CODE,...", "Judge by these codes, names or beginnings alone, and by whether a file can be read."
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        option(
            "CODE,...",
            "Leave out these codes, names or beginnings, but for what keeps a file from being read.",
        ),
    ] = None,
    since: Annotated[
        str | None,
        option(
            "REV",
            "Check too what was published at a git revision: that no final assessment and no framework "
            "under one is gone or says something else without a correction.",
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 for warnings too.")] = False,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit with 0 whatever the files hold.")
    ] = False,
    project: ProjectOption = None,
) -> None:
    """Check frameworks and assessments, and say what is wrong, where, and what to write instead."""
    from scorecard.cli.option_values import parse_codes
    from scorecard.cli.output import REFUSED, exit_code_of, say, say_error
    from scorecard.diagnostics import diagnostic_order
    from scorecard.project.resolve import Workspace
    from scorecard.project.selection import select_files

    chosen, left_out = parse_codes(select, "--select"), parse_codes(ignore, "--ignore")
    workspace = Workspace(project, compare_with_head=True, since=since)
    selection = select_files(workspace, paths or [], _watch)
    found = [
        remark
        for remark in selection.remarks()
        if _is_unreadable(remark.diagnostic)
        or ((not chosen or remark.diagnostic.code in chosen) and remark.diagnostic.code not in left_out)
    ]
    found.sort(key=lambda remark: diagnostic_order(remark.diagnostic))
    files = selection.count()
    _write(found, format or _default_format(), files, selection.root(workspace.here.root))
    for path in workspace.not_compared:
        say(f"At {since} there is no project at {path}: nothing was compared")
    for problem in selection.problems:
        say_error(problem.message, problem.hint)
    errors = sum(remark.diagnostic.is_error for remark in found)
    say(_summary(files, errors, len(found) - errors))
    code = exit_code_of(selection, [remark.diagnostic for remark in found])
    if strict and len(found) > errors:
        code = max(code, REFUSED)
    raise typer.Exit(0 if exit_zero and code == REFUSED else code)


def _is_unreadable(diagnostic: "Diagnostic") -> bool:
    """Whether the file could not be read: no choice of codes hides that."""
    return diagnostic.is_error and diagnostic.code.number.startswith("SC0")


def _watch(places: "Sequence[AssessmentPath]") -> "Iterable[AssessmentPath]":
    """Yield the files to check; where they are many, a terminal shows how far it is."""
    import sys

    if len(places) < MANY or not sys.stderr.isatty():
        return places
    from rich.console import Console
    from rich.progress import track

    return track(places, "Checking", console=Console(stderr=True), transient=True)


def _default_format() -> DiagnosticFormat:
    import os

    on_github = os.environ.get("GITHUB_ACTIONS") == "true"
    return DiagnosticFormat.GITHUB if on_github else DiagnosticFormat.FULL


def _summary(files: int, errors: int, warnings: int) -> str:
    counted = [(files, "file"), (errors, "error"), (warnings, "warning")]
    shown = [f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in counted]
    return f"{shown[0]} checked: {shown[1]}, {shown[2]}"


def _write(found: "Sequence[Remark]", format: DiagnosticFormat, files: int, root: str | None) -> None:
    """Write remarks, with paths from the working directory, in JSON from the project, for CI from its top."""
    import os
    import sys

    from scorecard.cli.output import append_text, write_json, write_product
    from scorecard.cli.streams import terminal_of
    from scorecard.render.formats import render_diagnostics

    here = os.path.abspath("")
    folder = os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR") or here
    if format in (DiagnosticFormat.FULL, DiagnosticFormat.CONCISE):
        folder = here
    elif format is DiagnosticFormat.JSON:
        folder = root or here
    diagnostics = [each.seen_from(folder) for each in found]
    if format is DiagnosticFormat.JSON:
        from scorecard.project.selection import seen_from
        from scorecard.render.diagnostics.json import diagnostics_json

        write_json(diagnostics_json(diagnostics, files=files, root=root and seen_from(here, ".", root)))
        return
    documents = [remark.document for remark in found]
    pairs = list(zip(diagnostics, documents, strict=True))
    write_product(render_diagnostics(pairs, format, terminal_of(sys.stdout)))
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if format is DiagnosticFormat.GITHUB and summary:  # GitHub cuts annotations off after ten of a kind
        from scorecard.render.diagnostics.github import render_step_summary

        append_text(summary, render_step_summary(diagnostics, files=files))
