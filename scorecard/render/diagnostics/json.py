"""Diagnostics as JSON: a versioned shape for other programs. Texts are as they are; nothing is cut."""

from collections.abc import Sequence

from scorecard.diagnostics import Diagnostic, Span
from scorecard.directions import unmarked
from scorecard.views.data import Json


def diagnostics_json(diagnostics: Sequence[Diagnostic], *, files: int, root: str | None = None) -> Json:
    """Return `scorecard/diagnostics/1`: how many files were checked, and what is said about them.

    Paths are relative to `root`, which is itself relative to the working directory.
    """
    errors = sum(each.is_error for each in diagnostics)
    return {
        "schema": "scorecard/diagnostics/1",
        "root": root,
        "files": files,
        "errors": errors,
        "warnings": len(diagnostics) - errors,
        "diagnostics": [_diagnostic(each) for each in diagnostics],
    }


def _diagnostic(diagnostic: Diagnostic) -> Json:
    return {
        "path": diagnostic.path,
        **_span(diagnostic.span),
        "code": diagnostic.code.number,
        "name": diagnostic.code.name,
        "severity": diagnostic.code.severity.value,
        "message": unmarked(diagnostic.message),
        "help": diagnostic.help and unmarked(diagnostic.help),
        "route": list(diagnostic.route),
        "related": [
            {"path": related.path, **_span(related.span), "message": unmarked(related.message)}
            for related in diagnostic.related
        ],
    }


def _span(span: Span) -> dict[str, Json]:
    """Return a place. Lines and columns count from 1, columns in code points; the end is exclusive."""
    return {
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
