"""Diagnostics as GitLab's Code Quality report: what a merge request shows beside the changed lines.

The report is plain ASCII, whatever the stream: GitLab takes neither a byte order mark nor another encoding.
Fields: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from collections.abc import Sequence
from itertools import starmap

from scorecard.diagnostics import Diagnostic, Severity
from scorecard.render.diagnostics.fingerprint import identified, words
from scorecard.render.json import render_json
from scorecard.views.data import Json

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor"}
"""GitLab's words for them: it has info, minor, major, critical and blocker."""


def render_gitlab(diagnostics: Sequence[Diagnostic]) -> str:
    """Return the report: a JSON list of violations, empty for no diagnostic."""
    return render_json(list(starmap(_violation, identified(diagnostics))), is_ascii=True)


def _violation(diagnostic: Diagnostic, fingerprint: str) -> Json:
    """Return one violation. GitLab shows its description and place alone, so the code stands in the words."""
    code = diagnostic.code
    path = diagnostic.path.encode(errors="replace").decode()  # JSON cannot say bytes that are no text
    return {
        "description": f"{code.number} {'; '.join(words(diagnostic))}",
        "check_name": code.number,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[code.severity],
        "location": {"path": path, "lines": {"begin": diagnostic.span.line}},
    }
