"""The formats of results and diagnostics, the door to their renderers; light: commands name them first."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, assert_never

if TYPE_CHECKING:
    from pathlib import Path

    from scorecard.diagnostics import Diagnostic
    from scorecard.reading.document import Document
    from scorecard.render.text import Terminal
    from scorecard.views.report import Report


class ReaderFormat(StrEnum):
    """What is written for people to read."""

    TABLE = "table"
    PLAIN = "plain"
    MARKDOWN = "markdown"
    HTML = "html"


class Format(StrEnum):
    """How results are shown: to readers, or to programs as JSON or CSV."""

    TABLE = "table"
    PLAIN = "plain"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    CSV = "csv"


class ReportFormat(StrEnum):
    """What a report is written as."""

    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"
    CSV = "csv"
    JSON = "json"

    @property
    def suffixes(self) -> tuple[str, ...]:
        """How the name of a file of this format ends; the first is the one that we give it."""
        return {"markdown": (".md", ".markdown"), "html": (".html", ".htm")}.get(self, (f".{self}",))


class ListFormat(StrEnum):
    """How lists and frameworks are shown."""

    TABLE = "table"
    PLAIN = "plain"
    JSON = "json"


class AgreeFormat(StrEnum):
    """How it is shown how far assessors agree."""

    TABLE = "table"
    PLAIN = "plain"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


class DiagnosticFormat(StrEnum):
    """How diagnostics are shown."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    GITHUB = "github"
    GITLAB = "gitlab"
    SARIF = "sarif"
    JUNIT = "junit"


TextDiagnosticFormat = Literal[
    DiagnosticFormat.FULL,
    DiagnosticFormat.CONCISE,
    DiagnosticFormat.GITHUB,
    DiagnosticFormat.GITLAB,
    DiagnosticFormat.SARIF,
]
"""All but JSON and JUnit, which know more than what was found."""


def render_reports(
    reports: "list[Report]",
    format: ReaderFormat,
    terminal: "Terminal",
    *,
    cover: "Report | None" = None,
    root: "Path | None" = None,
    front_matter: bool = False,
) -> str:
    """Return reports as one text, a page in the house style at `root`; several are named by their `cover`."""
    document = [cover, *reports] if cover is not None and len(reports) > 1 else reports
    match format:
        case ReaderFormat.TABLE | ReaderFormat.PLAIN:
            from scorecard.render.terminal import render_terminal

            return render_terminal(reports, terminal, is_plain=format is ReaderFormat.PLAIN)
        case ReaderFormat.MARKDOWN:
            from scorecard.render.markdown import render_markdown

            return render_markdown(document, front_matter=front_matter)
        case ReaderFormat.HTML:
            from scorecard.render.html import render_html
            from scorecard.render.theme import load_theme

            return render_html(document, load_theme(root))
        case _:
            assert_never(format)


def render_word(reports: "list[Report]", root: "Path | None") -> bytes:
    """Return reports as one Word document in the house style at `root`."""
    from scorecard.errors import ScorecardError
    from scorecard.render.theme import load_theme

    try:
        import docx  # noqa: F401
    except ImportError as error:  # one that is there and does not work is as good as missing
        raise ScorecardError(
            "Word documents need python-docx, and it is not installed",
            hint="pip install 'policy-scorecard[word]'",
        ) from error
    from scorecard.render.word import write_document

    return write_document(reports, load_theme(root))


def render_diagnostics(
    found: "Sequence[tuple[Diagnostic, Document | None]]",
    format: TextDiagnosticFormat,
    terminal: "Terminal",
) -> str:
    """Return diagnostics, each with the file that it is about, as one text; nothing for none but of data."""
    diagnostics = [diagnostic for diagnostic, _ in found]
    match format:
        case DiagnosticFormat.FULL if not found:
            return ""  # without the renderer, which nothing else needs
        case DiagnosticFormat.FULL:
            from scorecard.render.diagnostics.full import render_full

            return render_full(found, terminal)
        case DiagnosticFormat.CONCISE:
            from scorecard.render.diagnostics.full import render_concise

            return render_concise(diagnostics)
        case DiagnosticFormat.GITHUB:
            from scorecard.render.diagnostics.github import render_github

            return render_github(diagnostics)
        case DiagnosticFormat.GITLAB:
            from scorecard.render.diagnostics.gitlab import render_gitlab

            return render_gitlab(diagnostics)
        case DiagnosticFormat.SARIF:
            from scorecard import __version__
            from scorecard.render.diagnostics.sarif import render_sarif

            return render_sarif(diagnostics, version=__version__)
        case _:
            assert_never(format)
