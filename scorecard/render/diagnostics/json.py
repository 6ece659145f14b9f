"""Diagnostics as JSON: a versioned shape for other programs. Texts are as they are; nothing is cut."""

from collections.abc import Sequence

from scorecard.diagnostics import Diagnostic
from scorecard.directions import unmarked
from scorecard.views.data import Json


def diagnostics_json(diagnostics: Sequence[Diagnostic], *, files: int, root: str | None = None) -> Json:
    """Return `scorecard/diagnostics/1`; paths are relative to `root`, as is that to the working directory."""
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
        **diagnostic.span._asdict(),
        "code": diagnostic.code.number,
        "name": diagnostic.code.name,
        "severity": diagnostic.code.severity.value,
        "message": unmarked(diagnostic.message),
        "help": diagnostic.help and unmarked(diagnostic.help),
        "route": list(diagnostic.route),
        "related": [
            {"path": diagnostic.path, **span._asdict(), "message": unmarked(message)}
            for span, message in diagnostic.related
        ],
    }
