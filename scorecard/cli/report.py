"""`scorecard report`: a document to hand on, as Markdown, as a page, for Word, or as data."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from scorecard.cli import output
from scorecard.cli.options import (
    BomOption,
    DraftsOption,
    ForceOption,
    FrameworkId,
    MarksOption,
    ParentsOption,
    ProjectOption,
    argument,
    option,
)
from scorecard.errors import UsageError
from scorecard.render.formats import ReaderFormat, ReportFormat, render_reports, render_word

if TYPE_CHECKING:
    from scorecard.project.documents import ReportContent
    from scorecard.scoring.scorecard import Scorecard
    from scorecard.views.data import Json
    from scorecard.views.documents import NamedReport
    from scorecard.views.report import Report


class ReportForm(NamedTuple):
    """How documents are written, and where: by default to stdout."""

    format: ReportFormat
    destination: str | None
    front_matter: bool
    bom: bool
    force: bool
    parents: bool

    @property
    def path(self) -> Path:
        return Path(self.destination or "")

    @property
    def suffix(self) -> str | None:
        """How the files of a folder end; None where all is one file."""
        return self.format.suffixes[0] if _is_folder(self.destination) else None


def report(
    targets: Annotated[
        list[str] | None,
        argument(
            "[TARGET]...",
            "SUBJECT, SUBJECT@DATE, a framework, a file, a folder, REV:path or -; "
            "without one, the latest assessment of every subject under each framework.",
        ),
    ] = None,
    format: Annotated[
        ReportFormat | None,
        typer.Option(help="What to write; by default as the file's name says, else Markdown."),
    ] = None,
    destination: Annotated[
        str | None,
        option(
            "FILE|DIR/",
            "Where to write it; a folder gets a file for each subject and an index.",
            "-o",
            "--output",
        ),
    ] = None,
    sections: Annotated[
        list[str] | None,
        option(
            "SECTION,...",
            "Only summary, changes, trend, firmness, indicators, evidence or method; by default all.",
        ),
    ] = None,
    marks: MarksOption = False,
    force: ForceOption = False,
    parents: ParentsOption = False,
    front_matter: Annotated[
        bool, typer.Option("--front-matter", help="Begin Markdown with YAML front matter.")
    ] = False,
    bom: BomOption = False,
    framework: FrameworkId = None,
    drafts: DraftsOption = False,
    project: ProjectOption = None,
) -> None:
    """Write a document to hand on: verdict, changes, trend, every indicator with its evidence, the method."""
    from scorecard.cli.option_values import parse_choices
    from scorecard.project.documents import find_report_content
    from scorecard.project.resolve import Workspace
    from scorecard.project.targets import AssessmentFilter
    from scorecard.views.documents import document_views
    from scorecard.views.full_report import ALL_SECTIONS, Section

    form = ReportForm(format or _format_of(destination), destination, front_matter, bom, force, parents)
    if form.format is ReportFormat.DOCX and destination in (None, "-"):
        raise UsageError("a Word document is no text to show", hint="say where to write it: -o report.docx")
    chosen = parse_choices(sections, "--sections", Section) or ALL_SECTIONS
    if form.format in (ReportFormat.CSV, ReportFormat.JSON):
        chosen -= {Section.FIRMNESS}
    workspace = Workspace(project)
    content = find_report_content(workspace, targets or [], AssessmentFilter(framework, drafts))
    documents = document_views(content.frameworks, content.assessments, chosen, form.suffix, with_marks=marks)
    output.say_selection(content.selection)
    output.say_unshown_replies(workspace, content.selection.assessments)
    if documents:
        _write(documents, content, form)
    raise typer.Exit(output.exit_code_of(content.selection))


def _is_folder(destination: str | None) -> bool:
    return destination is not None and (destination.endswith(("/", os.sep)) or Path(destination).is_dir())


def _format_of(destination: str | None) -> ReportFormat:
    if destination == "":
        raise UsageError("--output names nothing", hint="write a file, a folder that ends in /, or -")
    if destination is None or destination == "-" or _is_folder(destination) or not Path(destination).suffix:
        return ReportFormat.MARKDOWN
    formats = {suffix: format for format in ReportFormat for suffix in format.suffixes}
    found = formats.get(Path(destination).suffix.lower())
    if found is None:
        raise UsageError(
            f"{destination} does not say what to write", hint=f"use one of {', '.join(formats)}, or --format"
        )
    return found


def _write(documents: "list[NamedReport]", content: "ReportContent", form: ReportForm) -> None:
    from scorecard.files.atomic import write_file, write_files
    from scorecard.views.documents import INDEX, contents_view

    is_data = form.format in (ReportFormat.CSV, ReportFormat.JSON)
    if is_data and not content.assessments:
        raise UsageError(
            f"a framework has no scores to write as {form.format.value}",
            hint="scorecard show has --format json",
        )
    suffix, is_alone = form.suffix, len(documents) == 1 and not content.left_out
    before = [] if is_alone and suffix is None else [contents_view(documents, content.left_out, suffix)]
    if suffix is not None:
        files = {f"{each.name}{suffix}": _content([each], content, form) for each in documents}
        if not is_data:
            files[f"{INDEX}{suffix}"] = _content([], content, form, before)
        write_files(form.path, files, force=form.force, parents=form.parents, inside=content.root)
        output.say(f"{len(files)} files written to {form.destination}")
    elif form.destination not in (None, "-"):
        written = _content(documents, content, form, before)
        write_file(form.path, written, force=form.force, parents=form.parents, inside=content.root)
        output.say(f"written: {form.destination}")
    elif form.format is ReportFormat.JSON:
        output.write_json(_json(documents, content))
    elif is_data:
        output.write_csv(_text(documents, content, form))
    else:
        output.write_product(_text(documents, content, form, before), escape="xmlcharrefreplace")


def _content(
    documents: "Sequence[NamedReport]",
    content: "ReportContent",
    form: ReportForm,
    before: "Sequence[Report]" = (),
) -> str | bytes:
    """Return documents as a file holds them; for readers others may stand before them."""
    if form.format is ReportFormat.DOCX:
        return render_word([*before, *(each.report for each in documents)], content.root)
    return _text(documents, content, form, before)


def _text(
    documents: "Sequence[NamedReport]",
    content: "ReportContent",
    form: ReportForm,
    before: "Sequence[Report]" = (),
) -> str:
    match form.format:
        case ReportFormat.CSV:
            from scorecard.render.csv import render_csv
            from scorecard.views.scorecard_data import assess_records

            return ("\ufeff" if form.bom else "") + render_csv(assess_records(_scorecards(documents)))
        case ReportFormat.JSON:
            from scorecard.render.json import render_json

            return render_json(_json(documents, content), is_ascii=False)
        case _:
            from scorecard.render.text import Terminal

            reports = [*before, *(each.report for each in documents)]
            format, root = ReaderFormat(form.format), content.root
            return render_reports(reports, format, Terminal(), root=root, front_matter=form.front_matter)


def _scorecards(documents: "Sequence[NamedReport]") -> "list[tuple[str, Scorecard]]":
    return [(each.about.path, each.about.scorecard) for each in documents if each.about is not None]


def _json(documents: "Sequence[NamedReport]", content: "ReportContent") -> "Json":
    """Return the scorecards as `assess` has them from the project's folder, wherever the report is made."""
    from scorecard.views.scorecard import Detail
    from scorecard.views.scorecard_data import assess_json

    files = output.files_json(content.selection, content.root)
    files["root"] = files["root"] and "."
    return assess_json(_scorecards(documents), detail=Detail.FULL, **files)
