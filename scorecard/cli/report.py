"""`scorecard report`: a document to hand on, as Markdown, as a page, or as data."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scorecard.cli.options import DraftsOption, FrameworkOption, ProjectOption
from scorecard.render.formats import ReportFormat

if TYPE_CHECKING:
    from scorecard.cli.documents import Documents, ReportForm


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
    from scorecard.cli.documents import ReportForm, find_documents
    from scorecard.cli.option_values import parse_words
    from scorecard.cli.output import exit_code_of, say_selection
    from scorecard.project.resolve import Workspace
    from scorecard.project.targets import AssessmentFilter
    from scorecard.views.full_report import ALL_SECTIONS, Section

    words = parse_words(sections, "--sections", [section.value for section in Section])
    form = ReportForm(format=format or _format_of(output), front_matter=front_matter, bom=bom)
    documents = find_documents(
        Workspace(project),
        targets or [],
        AssessmentFilter(framework, drafts),
        frozenset(map(Section, words)) or ALL_SECTIONS,
        is_folder=_is_folder(output),
    )
    say_selection(documents.selection)
    if documents.reports:
        _write(documents, form, output, force=force, parents=parents)
    raise typer.Exit(exit_code_of(documents.selection))


def _is_folder(output: str | None) -> bool:
    return output is not None and (output.endswith(("/", os.sep)) or Path(output).is_dir())


def _format_of(output: str | None) -> ReportFormat:
    """Return what the name of a file says that it is; Markdown where there is none, or a folder."""
    from scorecard.errors import UsageError

    if output == "":
        raise UsageError("--output names nothing", hint="write a file, a folder that ends in /, or -")
    if output is None or output == "-" or _is_folder(output) or not Path(output).suffix:
        return ReportFormat.MARKDOWN
    formats = {suffix: format for format in ReportFormat for suffix in format.suffixes}
    found = formats.get(Path(output).suffix.lower())
    if found is None:
        raise UsageError(
            f"{output} does not say what to write", hint=f"use one of {', '.join(formats)}, or --format"
        )
    return found


def _write(
    documents: "Documents", form: "ReportForm", output: str | None, *, force: bool, parents: bool
) -> None:
    from scorecard.cli.documents import render_document, render_folder
    from scorecard.cli.output import say
    from scorecard.errors import UsageError
    from scorecard.files.atomic import write_file, write_files

    if form.format in (ReportFormat.CSV, ReportFormat.JSON) and not documents.scorecards:
        raise UsageError(
            f"a framework has no scores to write as {form.format.value}",
            hint="scorecard show has --format json",
        )
    if output is None or output == "-":
        _show(documents, form)
    elif _is_folder(output):
        files = render_folder(documents, form)
        write_files(Path(output), files, force=force, parents=parents, inside=documents.root)
        say(f"{len(files)} files written to {output}")
    else:
        text = render_document(documents, form)
        write_file(Path(output), text, force=force, parents=parents, inside=documents.root)
        say(f"written: {output}")


def _show(documents: "Documents", form: "ReportForm") -> None:
    """Write a document to stdout, in what its encoding can hold."""
    from scorecard.cli.documents import documents_json, render_document
    from scorecard.cli.output import write_csv, write_json, write_markup

    match form.format:
        case ReportFormat.JSON:
            write_json(documents_json(documents))
        case ReportFormat.CSV:
            write_csv(render_document(documents, form))
        case _:
            write_markup(render_document(documents, form))
