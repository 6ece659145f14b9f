"""`scorecard import`: what colleagues filled in comes back into the files."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scorecard.cli.options import ProjectOption

if TYPE_CHECKING:
    from scorecard.importing import Import, Wishes
    from scorecard.project import Project
    from scorecard.targets import NameTarget

REFUSED = 1
NOT_FOUND = 3


def import_workbooks(
    workbooks: Annotated[
        list[str], typer.Argument(metavar="WORKBOOK...", help="Workbooks (.xlsx), or folders of them.")
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change in the files, and write nothing.")
    ] = False,
    target: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="SUBJECT@DATE",
            help="The assessment it belongs to; by default as the workbook says.",
        ),
    ] = None,
    any_framework: Annotated[
        bool,
        typer.Option(
            "--any-framework",
            help="Take ratings that were made by another version or state of the framework.",
        ),
    ] = False,
    prefer_workbook: Annotated[
        bool,
        typer.Option(
            "--prefer-workbook", help="Where file and workbook were both changed, take the workbook's side."
        ),
    ] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Plain lines instead of tables.")] = False,
    project: ProjectOption = None,
) -> None:
    """Put what was filled in into the assessments' files: cell by cell, and nothing until all is good."""
    from scorecard.cli.output import say_error, write_reports
    from scorecard.convert.reading import require_spreadsheets
    from scorecard.errors import NotFoundError
    from scorecard.importing import Wishes
    from scorecard.views.imports import summary_view
    from scorecard.workspace import Workspace

    require_spreadsheets()
    wishes = Wishes(
        target=_parse_target(target), any_framework=any_framework, prefers_workbook=prefer_workbook
    )
    here = Workspace(project).here
    if here.root is None:
        raise NotFoundError(
            "there is no project here to put it into",
            hint="go to a project's folder, or begin one: scorecard init",
        )
    done: list[Import] = []
    codes = [0]
    pending: dict[str, bytes] = {}
    paths = list(_find_workbooks(workbooks, codes))
    for path in _watched(paths):
        one = _take(path, here, wishes, pending, codes, is_dry_run=dry_run)
        if one is not None:
            done.append(one)
            _show(one, plain=plain, is_dry_run=dry_run)
    if len(paths) > 1:
        write_reports([summary_view(done, is_dry_run=dry_run)], plain=plain)
    if not paths and not any(codes):
        say_error("there are no workbooks there", "name files that end in .xlsx")
        codes.append(NOT_FOUND)
    raise typer.Exit(max(codes))


def _parse_target(text: str | None) -> "NameTarget | None":
    from scorecard.errors import UsageError
    from scorecard.targets import NameTarget, parse_target

    if text is None:
        return None
    target = parse_target(text)
    if not isinstance(target, NameTarget) or not target.at:
        raise UsageError(
            f"--as {text} names no assessment", hint="write SUBJECT@DATE, such as springfield@2021-03-11"
        )
    return target


def _find_workbooks(names: Sequence[str], codes: list[int]) -> Iterator[Path]:
    """Yield the workbooks that are named, those of folders too; a lock file beside one is none."""
    from scorecard.cli.output import say, say_error

    for name in names:
        path = Path(name)
        found = [path]
        if path.is_dir():
            found = sorted(each for each in path.iterdir() if each.suffix.lower() == ".xlsx")
        elif not os.path.lexists(name) and "*" in name:
            found = sorted(Path(path.anchor or ".").glob(str(path.relative_to(path.anchor))))
        if not found:
            say_error(f"there are no workbooks in {name}", "name files that end in .xlsx")
            codes.append(NOT_FOUND)
        for each in found:
            if each.name.startswith("~$"):
                say(f"passed over: {each} (a workbook that is open in a spreadsheet program)")
            else:
                yield each


def _watched(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield paths; of several show on a terminal how far it is."""
    import sys

    if len(paths) < 2 or not sys.stderr.isatty():
        yield from paths
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(paths, description="Workbooks", console=Console(stderr=True), transient=True)


def _take(
    path: Path,
    project: "Project",
    wishes: "Wishes",
    pending: dict[str, bytes],
    codes: list[int],
    *,
    is_dry_run: bool,
) -> "Import | None":
    """Read one workbook and write what it changes; whatever is wrong with it does not stop the others."""
    from scorecard.cli.output import say_error
    from scorecard.convert.package import MAX_BYTES
    from scorecard.errors import ScorecardError
    from scorecard.importing import plan_import

    try:
        with open(path, "rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        say_error(f"{path} cannot be opened: {error.strerror}", "check the name, and that you may read it")
        codes.append(NOT_FOUND)
        return None
    one = plan_import(str(path), raw, project, wishes, pending=pending)
    if one.refusals:
        codes.append(REFUSED)
    elif one.place is not None and one.after is not None:
        try:
            if not is_dry_run:
                _write(one, project)
        except ScorecardError as error:
            say_error(f"{path}: {error.message}", error.hint)
            codes.append(error.exit_code)
            return None
        pending[one.place.path] = one.after
    return one


def _write(one: "Import", project: "Project") -> None:
    from scorecard.writer import replace_file, write_file

    assert one.place is not None and one.after is not None and project.root is not None, "checked before"
    path = project.root / one.place.path
    if one.before is None:
        write_file(path, one.after, force=False, parents=True, inside=project.root)
    else:
        replace_file(path, one.before, one.after, inside=project.root)


def _show(one: "Import", *, plain: bool, is_dry_run: bool) -> None:
    from scorecard.cli.output import say, write_product, write_reports
    from scorecard.render.text import harmless
    from scorecard.render.working_notes import render_file_diff
    from scorecard.views.imports import import_view, remark_lines

    write_reports([import_view(one, is_dry_run=is_dry_run)], plain=plain)
    if is_dry_run and one.after is not None and one.place is not None:
        before = None if one.before is None else one.before.decode("utf-8")
        write_product(f"\n{render_file_diff(before, one.after.decode('utf-8'), one.place.path)}\n")
    for remark in one.warnings:
        say(harmless(remark_lines(one.name, remark, word="warning")))
    for remark in one.refusals:
        say(harmless(remark_lines(one.name, remark, word="refused")))
