"""Writing: the product to stdout, the talk to stderr."""

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, NoReturn

import typer

from scorecard.cli.streams import encoding_of, fitting, is_ascii, leave_quietly, terminal_of
from scorecard.directions import all_isolated, by_characters
from scorecard.errors import ScorecardError
from scorecard.harmless import harmless, safe_line, visible
from scorecard.render.formats import DiagnosticFormat, ReaderFormat, render_diagnostics, render_reports

if TYPE_CHECKING:
    from pathlib import Path

    from scorecard.diagnostics import Diagnostic
    from scorecard.project.loader import AssessmentFile
    from scorecard.project.resolve import Workspace
    from scorecard.project.selection import Selection
    from scorecard.views.data import Json, Records
    from scorecard.views.report import Report


class OutputError(ScorecardError):
    """The product cannot be written."""


def write_product(text: str, *, escape: str = "backslashreplace") -> None:
    """Write to stdout. A reader that has left (`| head`) is no fault; a full disk is one line.

    `escape` says how that is written which the stream's encoding does not have.
    """
    stream = sys.stdout
    try:
        stream.write(fitting(text, stream, escape))
        stream.flush()
    except OSError as error:
        give_up_product(error)


def write_records(records: "Records") -> None:
    """Write rows as CSV to stdout."""
    from scorecard.render.csv import render_csv

    write_csv(render_csv(records))


def write_csv(text: str) -> None:
    """Write CSV to stdout: in UTF-8 whatever the stream's encoding is, for CSV has no escapes."""
    try:
        sys.stdout.buffer.write(as_data(text).encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()
    except OSError as error:
        give_up_product(error)


def as_data(text: str) -> str:
    """Return text as a program or a file gets it; at a terminal what would act on it is made visible."""
    return visible(text) if sys.stdout.isatty() else text


def give_up_product(error: OSError) -> None:
    """Write no more to stdout; that it cannot be written is an error, unless its reader has left."""
    leave_quietly(sys.stdout)
    if not isinstance(error, BrokenPipeError):
        raise OutputError(f"the output cannot be written: {error.strerror}") from None


def say(*lines: str) -> None:
    """Say something on stderr: each text is one line, in which nothing acts, whatever names it holds."""
    text = "\n".join(all_isolated(safe_line(line)) for line in lines)
    say_rendered(harmless(by_characters(text, is_ascii=is_ascii(sys.stderr))))


def say_rendered(text: str) -> None:
    """Say what a renderer has made, in which nothing acts any more."""
    try:
        sys.stderr.write(fitting(text if text.endswith("\n") else f"{text}\n", sys.stderr))
        sys.stderr.flush()
    except OSError:
        return


def say_error(message: str, hint: str | None = None) -> None:
    """Say what stopped the run, and what to do."""
    say(f"Error: {message}", *([f"  {hint}"] if hint else []))


def write_reports(
    reports: "list[Report]",
    format: ReaderFormat,
    root: "Path | None" = None,
    cover: "Report | None" = None,
    *,
    pages: bool = False,
) -> None:
    """Write reports to stdout for a reader, as `render_reports` makes them; long ones through a pager."""
    is_text = format in (ReaderFormat.TABLE, ReaderFormat.PLAIN)
    terminal = terminal_of(sys.stdout, has_colors=format is ReaderFormat.TABLE)
    text = render_reports(reports, format, terminal, root=root, cover=cover)
    if pages and sys.stdout.isatty():
        from scorecard.cli.pager import find_pager, show_in_pager

        pager = find_pager(root)
        if pager and show_in_pager(text, pager):
            return
    write_product(text, escape="backslashreplace" if is_text else "xmlcharrefreplace")


def say_reports(reports: "list[Report]") -> None:
    """Show reports as part of the talk."""
    terminal = terminal_of(sys.stderr, has_colors=True)
    say_rendered(render_reports(reports, ReaderFormat.TABLE, terminal))


def write_json(content: "Json", *, is_compact: bool | None = None) -> None:
    """Write JSON, at a terminal in lines; escaped down to ASCII where the stream cannot hold more."""
    from scorecard.render.json import render_json

    compact = not sys.stdout.isatty() if is_compact is None else is_compact
    holds_more = "utf" in encoding_of(sys.stdout).lower()
    write_product(render_json(content, is_ascii=not holds_more, is_compact=compact))


# What a selection could not give -----------------------------------------------------------------

REFUSED = 1
NOT_OPENED = 3


def say_selection(selection: "Selection") -> None:
    """Say which files were refused and why, which were passed over, and what was not found."""
    from scorecard.diagnostics import diagnostic_order
    from scorecard.model.lexical import listing

    here = os.path.abspath("")
    errors = [remark for remark in selection.remarks() if remark.diagnostic.is_error]
    found = [(remark.seen_from(here), remark.document) for remark in errors]
    found.sort(key=lambda pair: diagnostic_order(pair[0]))
    if found:
        say_rendered(render_diagnostics(found, DiagnosticFormat.FULL, terminal_of(sys.stderr)))
    for loaded in selection.assessments:
        if not loaded.has_errors and loaded.framework is not None and loaded.framework.has_errors:
            paths = [seen_from_here(each.path, each.root) for each in (loaded, loaded.framework)]
            say(f"{paths[0]} is not scored: its framework {paths[1]} has errors")
    if selection.passed_over:
        paths = [seen_from_here(path, root) for path, root in selection.passed_over.items()]
        noun = "draft is" if len(paths) == 1 else "drafts are"
        say(f"{len(paths)} {noun} passed over (--drafts counts them): {listing(paths)}")
    if selection.withdrawn:
        paths = [seen_from_here(each.path, each.root) for each in selection.withdrawn]
        say(f"{len(paths)} withdrawn, passed over: {listing(paths)}")
    for problem in selection.problems:
        say_error(problem.message, problem.hint)


def say_unshown_replies(workspace: "Workspace", files: "Iterable[AssessmentFile]") -> None:
    """Say which replies have errors, so that what the subject answered is not shown."""
    from scorecard.model.kinds import REPLY

    for file in files:
        if file.root is not None and file.dated is not None:
            for each in workspace.project_of(file.root).unusable_reviews(file.dated):
                if each.kind is REPLY:
                    say(f"{seen_from_here(each.path, each.root)} has errors, so this reply is not shown")


def seen_from_here(path: str, root: "Path | None") -> str:
    """Return a path as it is from where the user stands, of a file that is in a folder on disk."""
    from scorecard.project.selection import seen_from

    return seen_from(os.path.abspath(""), path, root)


def files_json(selection: "Selection", here: "Path | None") -> "dict[str, Json]":
    """Return what JSON says of the files: what their paths are relative to, and which were refused."""
    root = selection.root(here)
    return {
        "root": None if root is None else seen_from_here(".", root),
        "refused": [{"path": path, "errors": errors} for path, errors in selection.refused(root)],
    }


def exit_code_of(selection: "Selection", diagnostics: "Iterable[Diagnostic] | None" = None) -> int:
    """Return the code that what stood in the way calls for; 0 where nothing did.

    `diagnostics` are those that count; by default all.
    """
    from scorecard.files.folder import CANNOT_READ

    codes = [problem.exit_code for problem in selection.problems]
    counted = None if diagnostics is None else set(diagnostics)
    for diagnostic, _, _ in selection.remarks():
        if diagnostic.is_error and (counted is None or diagnostic in counted):
            codes.append(NOT_OPENED if diagnostic.code.name == CANNOT_READ else REFUSED)
    return max(codes, default=0)


def leave_with(selection: "Selection") -> NoReturn:
    """Say what stood in the way, and end the run."""
    say_selection(selection)
    raise typer.Exit(exit_code_of(selection))
