"""The pictures in README: `python -m tests.pictures` draws them into docs/pictures/, and needs chromium.

A terminal is drawn by rich from what a command prints, for day and for night. A page is one of docs/examples
as chromium shows it. By the text in a terminal's picture, and beside a page's, `test_pictures.py` tells when
they are stale.
"""

import io
import os
import re
import subprocess
import tempfile
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from tests.commands import ROOT, start
from tests.pages import Page

PICTURES = ROOT / "docs/pictures"
COMMAND = "scorecard trend uk-online-safety"
PAGE = ROOT / "docs/examples/uk-online-safety.html"
END = "2 Comprehensively"
"""Where in the page its picture ends; `HEIGHT` is that place in pixels."""
WIDTH, HEIGHT = 960, 1204
_DARK = re.compile(r"@media screen and \(prefers-color-scheme: ?dark\)")
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
"""What keeps a page's style from being changed, here from following the night."""
_COLOURS = [(0, 0, 0), (138, 43, 6), (0, 110, 60), (230, 184, 0), (0, 90, 141), (110, 40, 110), (0, 110, 120)]
"""Black, red, green, yellow, blue, magenta, cyan: pass, partial and fail have the colours that pages have."""
THEMES = {
    "light": TerminalTheme(
        (255, 255, 255), (27, 26, 24), [*_COLOURS, (110, 110, 110)], [*_COLOURS, (255, 255, 255)]
    ),
    "dark": TerminalTheme(
        (18, 20, 23), (236, 234, 228), [*_COLOURS, (150, 150, 150)], [*_COLOURS, (255, 255, 255)]
    ),
}
_SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {terminal_width} {terminal_height}" role="img">
<title>What the command prints</title>
<style>
text {{ font: {char_height}px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }}
text {{ white-space: pre; }}
{styles}
</style>
<rect width="100%" height="100%" rx="8" fill="BACKGROUND"/>
{backgrounds}
{matrix}
</svg>
"""


def print_command(**env: str) -> str:
    """Return the command of the picture and what it prints."""
    outcome = start(*COMMAND.split()[1:], "--no-pager", **env)
    assert outcome.code == 0
    return f"$ {COMMAND}\n{outcome.out}"


def draw_terminal(theme: str) -> str:
    """Return a terminal as an SVG."""
    printed = Text.from_ansi(print_command(FORCE_COLOR="1", TERM="xterm-256color", NO_COLOR=""))
    console = Console(
        record=True, width=84, file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    console.print(Padding(printed, (1, 2)))
    look = _SVG.replace("BACKGROUND", THEMES[theme].background_color.hex)
    svg = console.export_svg(theme=THEMES[theme], code_format=look, unique_id=theme)
    return re.sub(r'<text [^>]*>\n</text>| clip-path="[^"]*"', "", svg).replace(
        "</text><text", "</text>\n<text"
    )


def read_top(html: str) -> str:
    """Return the texts of a page down to where its picture ends, one a line."""
    lines = [text.strip() for tag, text in Page(html).texts if tag not in ("style", "title", "script")]
    lines = [" ".join(line.split()) for line in lines if line]
    end = next(place for place, line in enumerate(lines) if line.startswith(END))
    return "".join(f"{line}\n" for line in lines[:end])


def draw_page(html: str, place: Path, *, dark: bool) -> None:
    """Write a picture of a page's top, in the colours for day or night."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        style = "@media screen" if dark else "@media not all"
        page.write_text(_DARK.sub(style, _POLICY.sub("", html)), encoding="utf-8")
        subprocess.run(
            [
                os.environ.get("CHROMIUM", "chromium"),
                *("--headless", "--no-sandbox", "--hide-scrollbars", "--force-device-scale-factor=1"),
                *(f"--window-size={WIDTH},{HEIGHT}", f"--screenshot={place}", page.as_uri()),
            ],
            check=True,
            capture_output=True,
        )


def main() -> None:
    """Draw all pictures."""
    PICTURES.mkdir(exist_ok=True)
    html = PAGE.read_text(encoding="utf-8")
    for theme in THEMES:
        (PICTURES / f"terminal-{theme}.svg").write_text(draw_terminal(theme), encoding="utf-8")
        draw_page(html, PICTURES / f"page-{theme}.png", dark=theme == "dark")
    (PICTURES / "page.txt").write_text(read_top(html), encoding="utf-8")


if __name__ == "__main__":
    main()
