"""What both forms for terminals are written with: signs, styles, and a bar for a share."""

from fractions import Fraction
from typing import NamedTuple

from scorecard.comparing.text_diff import Edit
from scorecard.harmless import harmless, one_line
from scorecard.render.text import Colors, Terminal, verdict_apart
from scorecard.views.report import STEPS, Cell, Tone

_BARS = "▁▂▃▄▅▆▇█"
_EIGHTHS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
_LONG_BAR = 10
_FILLED = (Tone.PASS, Tone.PARTIAL, Tone.FAIL, *STEPS)
_FILLS = {
    Colors.STANDARD: ("97;44", "30;43", "97;41", "35", "35", "30;105", "97;45", "1;97;45"),
    Colors.EIGHT_BIT: (
        *("97;48;5;24", "38;5;234;48;5;178", "97;48;5;88"),
        *("38;5;234;48;5;255", "38;5;234;48;5;189", "38;5;234;48;5;140", "97;48;5;97", "97;48;5;54"),
    ),
    Colors.TRUECOLOR: (
        *("97;48;2;0;90;141", "38;2;26;26;26;48;2;230;184;0", "97;48;2;138;43;6"),
        *("38;2;26;26;26;48;2;243;238;248", "38;2;26;26;26;48;2;217;200;234"),
        *("38;2;26;26;26;48;2;188;158;219", "97;48;2;109;64;156", "97;48;2;70;32;111"),
    ),
}
"""Pass, partial and fail: #005A8D, #E6B800 and #8A2B06; the steps as in `report.css`; 16 colours differ."""
_OTHER_TONES = {Tone.NOT_RATED: "", Tone.UNDETERMINED: "1", Tone.NOT_APPLICABLE: "2"}
_EDITS = {Edit.SAME: "", Edit.REMOVED: "2;9", Edit.ADDED: "1;4"}


class Pen(NamedTuple):
    """Writes for a terminal: with boxes, colours and bars, or as plain lines."""

    terminal: Terminal
    is_plain: bool = False

    def room(self, columns: int) -> int:
        """Return how many cells the texts of so many columns side by side may take."""
        return self.terminal.width - 2 * (columns - 1)

    def strong(self, text: str) -> str:
        """Return text in bold."""
        return self._styled(text, "1")

    def faint(self, text: str) -> str:
        """Return text that only helps the eye."""
        return self._styled(text, "2")

    def heading(self, text: str) -> str:
        """Return the text of a heading of the highest level."""
        return self._styled(text, "1;4")

    def edited(self, text: str, edit: Edit) -> str:
        """Return text that stayed, went or came."""
        return self._styled(text, _EDITS[edit])

    def toned(self, text: str, tone: Tone) -> str:
        """Return text on the colour of a tone."""
        if self.terminal.colors is None:
            return text
        fills = dict(zip(_FILLED, _FILLS[self.terminal.colors], strict=True))
        return self._styled(text, (_OTHER_TONES | fills).get(tone, ""))

    def verdict(self, line: str, tone: Tone | None) -> str:
        """Return a line with its sign and its verdict, up to the first colon, on the tone's colour."""
        if tone is None:
            return line
        verdict, colon, rest = verdict_apart(line)
        return self.toned(verdict, tone) + colon + rest

    def glyph(self, tone: Tone) -> str:
        """Return the sign that stands for a tone."""
        return tone.ascii_glyph if self.terminal.is_ascii else tone.glyph

    def cell(self, cell: Cell, *, is_bar: bool = False) -> str:
        """Return a cell's text as one line after the sign of its tone, its share drawn after it."""
        text = harmless(one_line(cell.text))
        if cell.tone is not None:
            text = f"{self.glyph(cell.tone)} {text}"
        if is_bar and not self.is_plain:
            return f"{text} {self._bar(cell.share or Fraction(0)):<{_LONG_BAR}}"
        if cell.share is None or self.is_plain:
            return text
        bar = "" if self.terminal.is_ascii else _BARS[int(cell.share * (len(_BARS) - 1))]
        return f"{text} {bar}".strip()

    def sign(self, cell: Cell) -> str:
        """Return the sign that stands for a cell, with its mark; nothing where it has no tone."""
        if cell.tone is None:
            return harmless(one_line(cell.text))
        return f"{self.glyph(cell.tone)} {harmless(one_line(cell.mark))}".rstrip()

    def _bar(self, share: Fraction) -> str:
        units = int(share * _LONG_BAR * len(_BARS) + Fraction(1, 2))
        if self.terminal.is_ascii:
            return "#" * int(share * _LONG_BAR)
        whole, rest = divmod(units, len(_BARS))
        return "█" * whole + _EIGHTHS[rest]

    def _styled(self, text: str, codes: str) -> str:
        return f"\x1b[{codes}m{text}\x1b[0m" if self.terminal.colors and codes and text else text
