"""`scorecard import`: what colleagues filled in comes back into the files."""

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scorecard.cli import output
from scorecard.cli.options import PreferOption, ProjectOption, argument, option
from scorecard.errors import NotFoundError, ScorecardError, UsageError
from scorecard.render.formats import ReaderFormat

if TYPE_CHECKING:
    from scorecard.project.library import Project
    from scorecard.project.targets import NameTarget
    from scorecard.spreadsheet.plan import Import, Wishes

MOST_REMARKS = 100
OTHER_FILES = {
    **dict.fromkeys((".csv", ".tsv"), "copy what is in it into a workbook that export writes"),
    **dict.fromkeys((".xls", ".xlsm", ".xlsb", ".ods", ".numbers"), "save it as an Excel workbook, .xlsx"),
}
"""What is to be done about other files of a folder, by the ends of their names."""


def import_workbooks(
    workbooks: Annotated[list[str], argument("WORKBOOK...", "Workbooks (.xlsx), or folders of them.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change in the files, and write nothing.")
    ] = False,
    target: Annotated[
        str | None,
        option(
            "SUBJECT@DATE",
            "The assessment (or framework, ID@VERSION) it belongs to; by default as the workbook says.",
            "--as",
        ),
    ] = None,
    any_framework: Annotated[
        bool,
        typer.Option(
            "--any-framework",
            help="Take ratings that were made by another version or state of the framework.",
        ),
    ] = False,
    prefer: PreferOption = None,
    plain: Annotated[bool, typer.Option("--plain", help="Plain lines instead of tables.")] = False,
    project: ProjectOption = None,
) -> None:
    """Put what was filled in into the assessments' files: cell by cell, none while one has a mistake."""
    from scorecard.project.resolve import Workspace
    from scorecard.spreadsheet.import_view import imports_view
    from scorecard.spreadsheet.plan import Wishes

    format = ReaderFormat.PLAIN if plain else ReaderFormat.TABLE
    wishes = Wishes(_parse_target(target), any_framework, prefer, str(date.today()))
    here = Workspace(project).here
    if here.root is None:
        raise NotFoundError(
            "there is no project here to put it into",
            hint="go to a project's folder, or begin one: scorecard init",
        )
    paths = list(_find_workbooks(workbooks, codes := [0]))
    done: list[tuple[str, Import]] = []
    take = partial(take_workbook, project=here, wishes=wishes, pending={}, codes=codes, is_dry_run=dry_run)
    for path, one in zip(paths, _with_progress(paths, take), strict=True):
        done.append((str(path), one))
        show_import(str(path), one, here.root, format, is_dry_run=dry_run)
    if len(paths) > 1:
        output.write_reports([imports_view(done, is_dry_run=dry_run)], format)
    if not paths and not any(codes):
        output.say_error("there are no workbooks there", "name files that end in .xlsx")
        codes.append(output.NOT_OPENED)
    raise typer.Exit(max(codes))


def _parse_target(text: str | None) -> "NameTarget | None":
    from scorecard.model.file_names import AssessmentPath
    from scorecard.model.kinds import ASSESSMENT, parse_path
    from scorecard.model.lexical import is_version
    from scorecard.project.targets import NameTarget, parse_target

    if text is None:
        return None
    target = parse_target(text)
    if isinstance(target, NameTarget) and target.at:
        place = parse_path(ASSESSMENT.path(f"{target.id}/{target.at}"))
        if isinstance(place, AssessmentPath) or is_version(target.at):
            return target
    hint = "write SUBJECT@DATE, such as springfield@2021-03-11"
    raise UsageError(f"--as {text} names no assessment", hint=hint)


def _find_workbooks(names: Sequence[str], codes: list[int]) -> Iterator[Path]:
    for name in names:
        path = Path(name)
        found = [path]
        if path.is_dir():
            found = sorted(
                each for each in path.iterdir() if each.is_file() and not each.name.startswith(".")
            )
            for each in found:
                if advice := OTHER_FILES.get(each.suffix.lower()):
                    output.say(f"passed over: {each} ({advice})")
            found = [each for each in found if each.suffix.lower() == ".xlsx"]
        elif not os.path.lexists(name) and "*" in name:
            found = _expand_pattern(path)
        if not found:
            output.say_error(f"there are no workbooks in {name}", "name files that end in .xlsx")
            codes.append(output.NOT_OPENED)
        for each in found:
            if each.name.startswith("~$"):
                output.say(f"passed over: {each} (a workbook that is open in a spreadsheet program)")
            else:
                yield each


def _expand_pattern(pattern: Path) -> list[Path]:
    """Return the files that a pattern such as `*.xlsx` names, for not every shell looks for them."""
    try:
        return sorted(Path(pattern.anchor or ".").glob(str(pattern.relative_to(pattern.anchor))))
    except (ValueError, NotImplementedError):
        return []


def _with_progress(paths: Sequence[Path], take: "Callable[[Path], Import]") -> "Iterator[Import]":
    import sys

    if len(paths) < 2 or not sys.stderr.isatty():
        yield from map(take, paths)
        return
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    progress = Progress(console=console, transient=True, redirect_stdout=False, redirect_stderr=False)
    task = progress.add_task("Workbooks", total=len(paths))
    for path in paths:
        with progress:
            one = take(path)
        yield one
        progress.advance(task)


def take_workbook(
    path: Path,
    project: "Project",
    wishes: "Wishes",
    pending: dict[str, bytes],
    codes: list[int],
    *,
    is_dry_run: bool,
) -> "Import":
    """Read one workbook and write what it changes; whatever is wrong with it does not stop the others."""
    from scorecard.files.atomic import put_file
    from scorecard.spreadsheet.merge import CellRemark
    from scorecard.spreadsheet.plan import Import, plan_import

    try:
        raw = _read(path)
    except OSError as error:
        codes.append(output.NOT_OPENED)
        message = f"it cannot be opened: {error.strerror or error}"
        remark = CellRemark("", message, "check the name, and that you may read it")
        return Import(refusals=(remark,))
    one = plan_import(raw, project, wishes, pending=pending)
    if one.refusals or (one.left and wishes.prefers is None):
        codes.append(output.REFUSED)
    if one.place is not None and one.after is not None:
        target = Path(project.root or "", one.place.path)
        try:
            if not is_dry_run:
                put_file(target, one.before, one.after, inside=project.root)
        except ScorecardError as error:
            codes.append(error.exit_code)
            return one._replace(after=None, refusals=(CellRemark("", error.message, error.hint),))
        pending[one.place.path] = one.after
    return one


def _read(path: Path) -> bytes:
    """Return a regular file's bytes, up to just over what a workbook may be."""
    from scorecard.spreadsheet.archive import MAX_BYTES

    if path.exists() and not path.is_file():
        raise OSError(0, "it is not a regular file")
    with open(path, "rb") as stream:
        return stream.read(MAX_BYTES + 1)


def show_import(name: str, one: "Import", root: Path, format: ReaderFormat, *, is_dry_run: bool) -> None:
    """Show what becomes of one workbook, and say what is to be said of its cells."""
    from scorecard.render.diagnostics.working_notes import render_file_diff
    from scorecard.spreadsheet.import_view import import_view
    from scorecard.views.score_change import turned_verdict

    path = None if one.place is None else output.seen_from_here(one.place.path, root)
    output.write_reports([import_view(name, one, path, is_dry_run=is_dry_run)], format)
    if is_dry_run and one.after is not None and one.place is not None:
        before = None if one.before is None else one.before.decode("utf-8")
        output.write_product(f"\n{render_file_diff(before, one.after.decode('utf-8'), one.place.path)}\n")
    say_remarks(name, one)
    if one.change is not None and one.after is not None:
        verb = "would be" if is_dry_run else "is now"
        for words in turned_verdict(*one.change.scorecards(), verb=verb):
            output.say(words)


def say_remarks(name: str, one: "Import") -> None:
    """Say what is to be said of the cells of a workbook."""
    for word, remarks in (("warning", one.warnings), ("left out", one.left), ("refused", one.refusals)):
        for remark in remarks[:MOST_REMARKS]:
            place = f" {remark.place}:" if remark.place else ""
            help = [f"  {remark.help}"] if remark.help else []
            output.say(f"{word}: {name}:{place} {remark.message}", *help)
        if len(remarks) > MOST_REMARKS:
            output.say(f"{word}: … and {len(remarks) - MOST_REMARKS} more of {len(remarks)} in all")
