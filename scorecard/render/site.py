"""A site in its house style: its pages, their style and logos, and a picture of each subject."""

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from scorecard.directions import by_characters
from scorecard.harmless import one_line
from scorecard.links import without_links
from scorecard.render.charts import tone_word
from scorecard.render.html import accent, environment, foot, logo_name, render_page, sheet
from scorecard.render.theme import load_theme, palette
from scorecard.views.report import Answers, Bars, Report, Tone
from scorecard.views.site.frame import PageFrame

_WIDTH = 1040
_WIDE = 0.5
"""How wide a character is at most, of its size; of other scripts as wide as it is high."""


class SiteLook:
    """The house style of a project at `root`, as its site has it."""

    def __init__(self, root: Path | None) -> None:
        self._theme = load_theme(root)
        self.organisation = self._theme.organisation or ""

    @property
    def style(self) -> str:
        """The style sheet that all pages share."""
        return "\n".join([sheet(), sheet("site.css"), foot(self._theme) + accent(self._theme)]) + "\n"

    @property
    def logos(self) -> dict[str, bytes]:
        """The logos, by the names of their files."""
        theme = self._theme
        pairs = (("logo", theme.logo, theme.logo_type), ("logo-dark", theme.logo_dark, theme.logo_dark_type))
        return {logo_name(name, type): picture for name, picture, type in pairs if picture and type}

    def page(self, reports: Sequence[Report], frame: PageFrame) -> str:
        """Return reports as a page."""
        return render_page([*reports], self._theme, frame)


class CardPart(NamedTuple):
    """A part of a bar: how many of its tone, from where on, how wide; its words, and from where on."""

    tone: Tone
    number: int
    x: float
    width: float
    words: str
    words_x: float


def render_card(reports: Sequence[Report], name: str, site: str) -> str:
    """Return a picture of a subject, an SVG of 1200 × 630: what its newest assessment came to."""
    colors = palette()
    report = next(iter(reports), Report(name, ()))
    answer = next((each.boxes[0] for each in report.blocks if isinstance(each, Answers)), None)
    bars = next((each for each in report.blocks if isinstance(each, Bars)), None)
    parts = bars.bars[0].parts if bars else ()
    total = sum(count for _, count in parts)
    drawn, x = [], Fraction(80)
    for at, (tone, count) in enumerate(parts):
        width, room = Fraction(_WIDTH * count, total), _WIDTH / len(parts)
        words = _cut(tone_word(tone, bars), 22, room - 45) if bars else ""
        drawn.append(CardPart(tone, count, round(float(x), 1), round(float(width), 1), words, 80 + at * room))
        x += width
    standing = _plain(answer.short.text) if answer else ""
    return (
        environment()
        .get_template("card.svg")
        .render(
            colors=colors,
            name=_cut(_plain(name), 72),
            framework=_cut(_plain(bars.caption), 34) if bars else "",
            day=_plain(report.standfirst),
            standing=_cut(standing, 56),
            tone=answer.short.tone if answer else None,
            counts=_cut(_plain(answer.sentences[0]), 28) if answer and answer.sentences else "",
            parts=drawn,
            site=_cut(_plain(site), 30),
        )
        .rstrip("\n")
        + "\n"
    )


def _plain(text: str) -> str:
    return by_characters(one_line(without_links(text)))


def _cut(text: str, size: int, room: float = _WIDTH) -> str:
    """Return as much of a text as has room in letters of a size."""
    for at, char in enumerate(text):
        room -= size * (_WIDE if char.isascii() else 1.0)
        if room < 0:
            return f"{text[: at - 1]}…"
    return text


def draw(svg: str) -> bytes:
    """Return a drawing as PNG; needs the extra `pictures`."""
    return bytes(import_module("resvg_py").svg_to_bytes(svg_string=svg))


@cache
def can_draw() -> bool:
    """Whether drawings can be PNG too: with the extra `pictures`, and a font to write with."""
    if find_spec("resvg_py") is None:
        return False
    texts = "", '<text y="9">A</text>'
    blank, written = (
        draw(f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{each}</svg>') for each in texts
    )
    return blank != written
