"""`scorecard validate`: check files and say what is wrong, where, and what to write instead."""

import os
import sys
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scorecard.cli import output
from scorecard.cli.options import ProjectOption, argument, option
from scorecard.errors import NotFoundError, UsageError
from scorecard.render.formats import DiagnosticFormat

if TYPE_CHECKING:
    from scorecard.cli.validation import Judged
    from scorecard.model.file_names import AssessmentPath

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
            "CODE,...",
            "Judge by these codes, names or beginnings alone, and by whether a file can be read.",
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
    strict: Annotated[
        bool | None,
        typer.Option("--strict/--no-strict", help="Exit with 1 for warnings too.", show_default=False),
    ] = None,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit with 0 whatever the files hold.")
    ] = False,
    output_file: Annotated[
        Path | None,
        option("FILE", "Write what is found to this file, over what is there, and nothing to stdout."),
    ] = None,
    project: ProjectOption = None,
) -> None:
    """Check frameworks, assessments, marks and replies: what is wrong, where, and what to write instead.

    A project's scorecard.toml can say under [validate] what to select and ignore, and to be strict.
    """
    from scorecard.cli.option_values import parse_codes
    from scorecard.cli.schema_copies import stale_schemas
    from scorecard.cli.validation import Validation, judge
    from scorecard.diagnostics import checked_words, count_words
    from scorecard.files.settings import SettingsError
    from scorecard.model.file_names import is_yaml_name
    from scorecard.project.resolve import Workspace
    from scorecard.project.selection import select_files

    asked = Validation(parse_codes(select, "--select"), parse_codes(ignore, "--ignore"), strict)
    if output_file is not None and is_yaml_name(output_file.name):
        message = f"--output-file: {output_file} would be taken for one of the files that are checked"
        raise UsageError(message, hint="give it another ending")
    if output_file is not None and not output_file.parent.is_dir():
        raise NotFoundError(f"--output-file: there is no folder {output_file.parent}", hint="make it first")
    workspace = Workspace(project, compare_with_head=True, since=since)
    selection = select_files(workspace, paths or [], _watch)
    for folder in paths or [""]:
        place = workspace.project_of(Path(folder))
        if not paths or str(place.root) == os.path.abspath(folder):
            selection.add_misplaced(stale_schemas(place), place)
    files, root = selection.count(), selection.root(workspace.here.root)
    on_github = os.environ.get("GITHUB_ACTIONS") == "true" and output_file is None
    format = format or (DiagnosticFormat.GITHUB if on_github else DiagnosticFormat.FULL)
    problems = {each.message: None for each in selection.problems}
    try:
        found, left_out = judge(selection, workspace, asked)
    except SettingsError as error:
        if format in (DiagnosticFormat.JUNIT, DiagnosticFormat.GITHUB):  # they tell of what is no remark too
            _write([], format, 0, root, output_file, {**problems, error.message: None})
        raise
    _write(found, format, files, root, output_file, problems)
    for path in workspace.not_compared:
        output.say(f"At {since} there is no project at {path}: nothing was compared")
    for problem in selection.problems:
        output.say_error(problem.message, problem.hint)
    for by, others in left_out.items():
        is_refused = any(each.is_error for each in others)
        refused = "; every other command refuses a file with errors" if is_refused else ""
        output.say(f"Left out by {by}: {count_words(others)}{refused}")
    diagnostics = [each.remark.diagnostic for each in found]
    output.say(checked_words(files, diagnostics))
    code = output.exit_code_of(selection, diagnostics)
    if any(each.fails for each in found):
        code = max(code, output.REFUSED)
    raise typer.Exit(0 if exit_zero and code == output.REFUSED else code)


def _watch(places: "Sequence[AssessmentPath]") -> "Iterable[AssessmentPath]":
    if len(places) < MANY or not sys.stderr.isatty():
        return places
    from rich.console import Console
    from rich.progress import track

    return track(places, "Checking", console=Console(stderr=True), transient=True)


def _write(
    found: "Sequence[Judged]",
    format: DiagnosticFormat,
    files: int,
    root: Path | None,
    file: Path | None,
    problems: Collection[str],
) -> None:
    """Write remarks, with paths from the working directory, in JSON from the project, for CI from its top."""
    from scorecard.cli.streams import terminal_of
    from scorecard.files.atomic import write_file
    from scorecard.render.formats import render_diagnostics
    from scorecard.render.json import render_json
    from scorecard.render.text import Terminal

    here = os.path.abspath("")
    folder: Path | str = os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR") or here
    if format in (DiagnosticFormat.FULL, DiagnosticFormat.CONCISE):
        folder = here
    elif format is DiagnosticFormat.JSON:
        folder = root or here
    diagnostics = [each.remark.seen_from(folder) for each in found]
    if format is DiagnosticFormat.JSON:
        from scorecard.render.diagnostics.json import diagnostics_json

        shown_root = None if root is None else output.seen_from_here(".", root)
        content = diagnostics_json(diagnostics, files=files, root=shown_root)
        if file is None:
            output.write_json(content)
            return
        text = render_json(content, is_ascii=True, is_compact=False)
    elif format is DiagnosticFormat.JUNIT:
        from scorecard.render.diagnostics.junit import render_junit

        fails = [each.fails for each in found]
        text = render_junit(zip(diagnostics, fails, strict=True), files=files, problems=problems)
    else:
        terminal = terminal_of(sys.stdout) if file is None else Terminal()
        pairs = [(shown, each.remark.document) for shown, each in zip(diagnostics, found, strict=True)]
        text = render_diagnostics(pairs, format, terminal)
        if format is DiagnosticFormat.GITHUB:
            from scorecard.render.diagnostics.github import render_github_problems

            text += render_github_problems(problems)
    if file is None:
        output.write_product(text)
    else:
        write_file(file, text, force=True, parents=False, inside=root)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if format is DiagnosticFormat.GITHUB and summary:  # GitHub cuts annotations off after ten of a kind
        from scorecard.render.diagnostics.github import render_step_summary

        try:
            with open(summary, "a", encoding="utf-8") as stream:
                stream.write(render_step_summary(diagnostics, files=files, problems=problems))
        except OSError as error:
            output.say_error(f"{summary} cannot be written: {error.strerror}")
