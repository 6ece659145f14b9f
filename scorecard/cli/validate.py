"""`scorecard validate`: check files and say what is wrong, where, and what to write instead."""

import os
import sys
from collections.abc import Iterable, Sequence, Set
from typing import TYPE_CHECKING, Annotated

import typer

from scorecard.cli import output
from scorecard.cli.options import ProjectOption, argument, option
from scorecard.render.formats import DiagnosticFormat

if TYPE_CHECKING:
    from pathlib import Path

    from scorecard.diagnostics import Code, Diagnostic
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
    """Check frameworks, assessments, marks and replies: what is wrong, where, and what to write instead."""
    from scorecard.cli.option_values import parse_codes
    from scorecard.diagnostics import checked_words, diagnostic_order
    from scorecard.project.resolve import Workspace
    from scorecard.project.selection import select_files

    chosen, left_out = parse_codes(select, "--select"), parse_codes(ignore, "--ignore")
    workspace = Workspace(project, compare_with_head=True, since=since)
    selection = select_files(workspace, paths or [], _watch)
    found = [each for each in selection.remarks() if _is_chosen(each.diagnostic, chosen, left_out)]
    found.sort(key=lambda remark: diagnostic_order(remark.diagnostic))
    files = selection.count()
    on_github = os.environ.get("GITHUB_ACTIONS") == "true"
    format = format or (DiagnosticFormat.GITHUB if on_github else DiagnosticFormat.FULL)
    _write(found, format, files, selection.root(workspace.here.root))
    for path in workspace.not_compared:
        output.say(f"At {since} there is no project at {path}: nothing was compared")
    for problem in selection.problems:
        output.say_error(problem.message, problem.hint)
    diagnostics = [remark.diagnostic for remark in found]
    output.say(checked_words(files, diagnostics))
    code = output.exit_code_of(selection, diagnostics)
    if strict and diagnostics:
        code = max(code, output.REFUSED)
    raise typer.Exit(0 if exit_zero and code == output.REFUSED else code)


def _is_chosen(diagnostic: "Diagnostic", chosen: "Set[Code]", left_out: "Set[Code]") -> bool:
    """Whether a diagnostic is shown: no choice of codes hides that a file could not be read."""
    if diagnostic.is_error and diagnostic.code.number.startswith("SC0"):
        return True
    return (not chosen or diagnostic.code in chosen) and diagnostic.code not in left_out


def _watch(places: "Sequence[AssessmentPath]") -> "Iterable[AssessmentPath]":
    if len(places) < MANY or not sys.stderr.isatty():
        return places
    from rich.console import Console
    from rich.progress import track

    return track(places, "Checking", console=Console(stderr=True), transient=True)


def _write(found: "Sequence[Remark]", format: DiagnosticFormat, files: int, root: "Path | None") -> None:
    """Write remarks, with paths from the working directory, in JSON from the project, for CI from its top."""
    from scorecard.cli.streams import terminal_of
    from scorecard.render.formats import render_diagnostics

    here = os.path.abspath("")
    folder: Path | str = os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR") or here
    if format in (DiagnosticFormat.FULL, DiagnosticFormat.CONCISE):
        folder = here
    elif format is DiagnosticFormat.JSON:
        folder = root or here
    diagnostics = [each.seen_from(folder) for each in found]
    if format is DiagnosticFormat.JSON:
        from scorecard.render.diagnostics.json import diagnostics_json

        shown_root = None if root is None else output.seen_from_here(".", root)
        output.write_json(diagnostics_json(diagnostics, files=files, root=shown_root))
        return
    pairs = [(shown, each.document) for shown, each in zip(diagnostics, found, strict=True)]
    output.write_product(render_diagnostics(pairs, format, terminal_of(sys.stdout)))
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if format is DiagnosticFormat.GITHUB and summary:  # GitHub cuts annotations off after ten of a kind
        from scorecard.render.diagnostics.github import render_step_summary

        try:
            with open(summary, "a", encoding="utf-8") as stream:
                stream.write(render_step_summary(diagnostics, files=files))
        except OSError as error:
            output.say_error(f"{summary} cannot be written: {error.strerror}")
