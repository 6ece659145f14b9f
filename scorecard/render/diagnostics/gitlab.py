"""Diagnostics as GitLab's Code Quality report: what a merge request shows beside the changed lines.

The report is plain ASCII, whatever the stream: GitLab takes neither a byte order mark nor another encoding.
Fields: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from collections.abc import Sequence
from itertools import starmap
from typing import assert_never

from scorecard.diagnostics import Diagnostic, Severity
from scorecard.render.diagnostics.fingerprint import identified, words
from scorecard.render.json import render_json
from scorecard.views.data import Json


def render_gitlab(diagnostics: Sequence[Diagnostic]) -> str:
    """Return the report: a JSON list of violations, empty for no diagnostic."""
    return render_json(list(starmap(_violation, identified(diagnostics))), is_ascii=True)


def _violation(diagnostic: Diagnostic, fingerprint: str) -> Json:
    """Return one violation. GitLab shows its description and place alone, so the code stands in the words."""
    code = diagnostic.code
    return {
        "description": f"{code.number} {'; '.join(words(diagnostic))}",
        "check_name": code.number,
        "fingerprint": fingerprint,
        "severity": _severity(code.severity),
        "location": {"path": _encodable(diagnostic.path), "lines": {"begin": diagnostic.span.line}},
    }


def _encodable(path: str) -> str:
    """Return a path as it is, but for bytes that are no text: JSON cannot say them."""
    return path.encode(errors="replace").decode()


def _severity(severity: Severity) -> str:
    """Return GitLab's word: one of info, minor, major, critical, blocker."""
    match severity:
        case Severity.ERROR:
            return "major"
        case Severity.WARNING:
            return "minor"
        case _:
            assert_never(severity)
