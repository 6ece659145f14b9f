"""README's pictures show what is shown today; if not: `python -m tests.pictures`, and look at them."""

import re
from html import unescape

import pytest

from tests.commands import ROOT, run
from tests.pictures import COMMAND, HEIGHT, PAGE, PICTURES, THEMES, WIDTH, read_top

COLUMN = 12.2
"""How wide rich draws a character."""


@pytest.mark.parametrize("theme", THEMES)
def test_the_terminal_shows_what_is_printed(theme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    svg = (PICTURES / f"terminal-{theme}.svg").read_text(encoding="utf-8")
    lines: dict[float, str] = {}
    for x, y, text in re.findall(r'<text [^>]*x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>', svg):
        lines[float(y)] = lines.get(float(y), "").ljust(round(float(x) / COLUMN)) + unescape(text)
    shown = [lines[y].replace("\xa0", " ")[2:].rstrip() for y in sorted(lines)]
    printed = run(*COMMAND.split()[1:]).out.splitlines()
    assert [line for line in shown if line] == [f"$ {COMMAND}", *(line for line in printed if line)]


def test_the_page_is_the_one_of_the_examples() -> None:
    assert (PICTURES / "page.txt").read_text(encoding="utf-8") == read_top(PAGE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("theme", THEMES)
def test_the_pages_picture_ends_where_its_text_does(theme: str) -> None:
    png = (PICTURES / f"page-{theme}.png").read_bytes()
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == (WIDTH, HEIGHT)
