"""Diagnostics one a line, as editors and `grep` read them: `file:line:column: SC201 message`."""

from collections.abc import Sequence

from scorecard.diagnostics import Diagnostic
from scorecard.harmless import harmless
from scorecard.render.diagnostics.fingerprint import place_words, shown_path, shown_words


def render_concise(diagnostics: Sequence[Diagnostic]) -> str:
    """Return one line for each diagnostic; nothing for none."""
    return harmless("".join(f"{_line(each)}\n" for each in diagnostics))


def _line(diagnostic: Diagnostic) -> str:
    place = place_words(shown_path(diagnostic.path), diagnostic.span)
    return f"{place}: {diagnostic.code.number} {shown_words(diagnostic.message)}"
