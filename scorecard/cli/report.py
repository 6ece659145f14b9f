"""`scorecard report`: a document to hand on, as Markdown, as a page, or as data."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scorecard.cli.options import DraftsOption, FrameworkOption, ProjectOption, ReportFormat

if TYPE_CHECKING:
    from scorecard.cli.documents import Documents, Form


_SUFFIXES = {
    ".md": ReportFormat.MARKDOWN,
    ".markdown": ReportFormat.MARKDOWN,
    ".html": ReportFormat.HTML,
    ".htm": ReportFormat.HTML,
    ".csv": ReportFormat.CSV,
    ".json": ReportFormat.JSON,
}


def report(
    targets: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TARGET]...",
            help="SUBJECT, SUBJECT@DATE, a framework, a file, a folder, REV:path or -; "
            "without one, the latest assessment of every subject under each framework.",
        ),
    ] = None,
    format: Annotated[
        ReportFormat | None,
        typer.Option("--format", help="What to write; by default as the file's name says, else Markdown."),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE|DIR/",
            help="Where to write it; a folder gets a file for each subject and an index.",
        ),
    ] = None,
    sections: Annotated[
        list[str] | None,
        typer.Option(
            "--sections",
            metavar="SECTION,...",
            help="Only summary, changes, trend, indicators, evidence or method; by default all.",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite what is there.")] = False,
    parents: Annotated[bool, typer.Option("--parents", help="Make folders that are missing.")] = False,
    front_matter: Annotated[
        bool, typer.Option("--front-matter", help="Begin Markdown with YAML front matter.")
    ] = False,
    bom: Annotated[
        bool, typer.Option("--bom", help="Begin CSV with a byte order mark, as some spreadsheets want it.")
    ] = False,
    framework: FrameworkOption = None,
    drafts: DraftsOption = False,
    project: ProjectOption = None,
) -> None:
    """Write a document to hand on: verdict, changes, trend, every indicator with its evidence, the method."""
    from scorecard.cli.documents import Form, find_documents
    from scorecard.cli.output import exit_code_of, say_selection
    from scorecard.cli.values import parse_words
    from scorecard.selection import Wanted
    from scorecard.views.full_reports import ALL_SECTIONS, Section
    from scorecard.workspace import Workspace

    words = parse_words(sections, "--sections", [section.value for section in Section])
    form = Form(format=format or _format_of(output), front_matter=front_matter, bom=bom)
    documents = find_documents(
        Workspace(project),
        targets or [],
        Wanted(framework, drafts),
        frozenset(map(Section, words)) or ALL_SECTIONS,
    )
    say_selection(documents.selection)
    if documents.reports:
        _write(documents, form, output, force=force, parents=parents)
    raise typer.Exit(exit_code_of(documents.selection))


def _format_of(output: str | None) -> ReportFormat:
    """Return what the name of a file says that it is; Markdown where there is none, or a folder."""
    from scorecard.errors import UsageError

    suffix = Path(output).suffix.lower() if output else ""
    if not suffix or (output or "").endswith("/"):
        return ReportFormat.MARKDOWN
    found = _SUFFIXES.get(suffix)
    if found is None:
        raise UsageError(
            f"{output} does not say what to write", hint=f"use one of {', '.join(_SUFFIXES)}, or --format"
        )
    return found


def _write(documents: "Documents", form: "Form", output: "str | None", *, force: bool, parents: bool) -> None:
    from scorecard.cli.documents import render_document, render_folder
    from scorecard.cli.output import say, write_product
    from scorecard.writer import write_file, write_files

    if output is None:
        write_product(render_document(documents, form))
    elif output.endswith(("/", os.sep)) or Path(output).is_dir():
        files = render_folder(documents, form)
        write_files(Path(output), files, force=force, parents=parents, inside=documents.root)
        say(f"{len(files)} files written to {output}")
    else:
        text = render_document(documents, form)
        write_file(Path(output), text, force=force, parents=parents, inside=documents.root)
        say(f"written: {output}")
