"""What a status looks like where no report is rendered: in a workbook, say."""

from scorecard.model.framework import Framework, Status
from scorecard.render.text import Terminal, glyph
from scorecard.views.words import tone_of, verdict_word


def status_looks(framework: Framework) -> dict[Status, tuple[str, str]]:
    """Return the glyph of each status, and what readers call it."""
    terminal = Terminal()
    return {status: (glyph(tone_of(status), terminal), verdict_word(status, framework)) for status in Status}
