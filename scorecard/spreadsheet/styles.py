"""What the cells of a workbook look like: one quiet design, in the product's colours."""

from dataclasses import dataclass

FONT = "Arial"
"""On every machine, or another of the same widths."""
SIZE = 10

INK = "#1A1A1A"
QUIET = "#595959"
SLATE = "#22354A"
LINE = "#C9CED4"
PAPER = "#FFFFFF"
SHADE = "#EEF1F4"
SHUT = "#DFE3E7"
BLUE, YELLOW, BROWN = "#0072B2", "#E6B800", "#8A2B06"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a cell looks, whether it may be filled in, and whether it holds text whatever is typed."""

    bold: bool = False
    italic: bool = False
    size: int = SIZE
    ink: str = INK
    fill: str | None = None
    line: str | None = None
    wraps: bool = True
    indent: int = 0
    is_open: bool = False
    is_text: bool = True


PLAIN = Style(wraps=False)
"""Cells that nobody reads: markers and hidden lists."""
TITLE = Style(bold=True, size=16, ink=SLATE, wraps=False)
SUBTITLE = Style(size=11, ink=QUIET, wraps=False)
SECTION = Style(bold=True, size=11, ink=SLATE, wraps=False)
HEADER = Style(bold=True, ink=PAPER, fill=SLATE, line=SLATE, indent=1)
LABEL = Style(bold=True)
HELP = Style(ink=QUIET, indent=1)
PROSE = Style(indent=1)

OPEN = Style(line=LINE, is_open=True, indent=1)
OPEN_NUMBER = Style(line=LINE, is_open=True, is_text=False, indent=1)
LOCKED = Style(line=LINE, fill=SHADE, indent=1)
KEY = Style(line=LINE, fill=SHADE, bold=True, indent=1)
STATUS = Style(line=LINE, fill=SHADE, indent=1)
CLOSED = Style(line=LINE, fill=SHUT, indent=1)
"""A cell that does not apply to its row."""
NOT_COUNTED = Style(line=LINE, fill=SHUT, ink=QUIET, indent=1)
ROW = Style(is_open=True, indent=1)
"""A row of a sheet that grows; its lines are drawn once something stands in it."""

STRONG_RUN = Style(bold=True)
RUN = Style()
QUIET_STRONG_RUN = Style(bold=True, ink=QUIET)
QUIET_RUN = Style(ink=QUIET)
NOTE_RUN = Style(ink=QUIET, italic=True)
