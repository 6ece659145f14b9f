"""Reports that hold all that a report can hold, once in earnest and once hostile; as files for a browser.

python -m tests.browser.sample FOLDER
"""

import sys
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

from scorecard.comparing.text_diff import Edit, Piece
from scorecard.links import to_file, to_place
from scorecard.render.html import render_html
from scorecard.render.theme import Theme, load_theme
from scorecard.views.report import (
    Arrow,
    Arrows,
    Bar,
    Bars,
    Block,
    Cell,
    Citation,
    Citations,
    Column,
    Facts,
    Heading,
    Items,
    Measured,
    Measurements,
    Prose,
    Reference,
    References,
    Report,
    Rewording,
    Row,
    SmallCharts,
    Table,
    Threshold,
    Timeline,
    TimelineMark,
    Tone,
)

HOSTILE = (
    "<script>alert(1)</script>",
    "</title></style><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' style='color:red",
    "javascript:alert(1)",
    "[x](javascript:alert(1))",
    "![x](https://evil.example/a.png)",
    "[https://good.example](https://evil.example)",
    "<https://a.example/?a=1&b=\"2\"'3'>",
    "{{ 7*7 }} {% raw %} {# no #}",
    "&lt;b&gt; &amp;amp; &#60;",
    "::error::x",
    "##[error]x",
    "##vso[task.complete]x ##teamcity[x]",
    "a\u202eb\u2066c\x1b[31md\x00e",
    "--> ]]> <!-- <![CDATA[",
    "@import url(https://evil.example)",
    "ref--1 main--top",
    "=1+1",
)
USERS = """\
Some *text*, **more** and ~~less~~, see [the act](https://a.example/c_(d)) or <https://a.example>, `<code>`.

# A heading

- one
  - nested
- [mail](mailto:a@b.example)

> quoted

```python
x = 1
```"""
LOGO = """\
<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40"><rect width="120" height="40"/></svg>
"""
HOSTILE_LOGO = """\
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="120" height="40"
  onload="alert(1); fetch('https://evil.example/onload')">
<script>alert(1); fetch("https://evil.example/script")</script>
<script href="https://evil.example/script.js"/>
<style>
  @font-face { font-family: evil; src: url(https://evil.example/font.woff2); }
  rect { background: url(https://evil.example/style.png); filter: url(https://evil.example/style.svg#f); }
</style>
<image href="https://evil.example/image.png" width="9" height="9" onerror="alert(1)"/>
<use xlink:href="https://evil.example/use.svg#a"/>
<filter id="f"><feImage href="https://evil.example/filter.png"/></filter>
<foreignObject width="9" height="9"><body xmlns="http://www.w3.org/1999/xhtml">
  <script>alert(1)</script><img src="https://evil.example/foreign.png" onerror="alert(1)"/>
  <iframe src="https://evil.example/frame"/><link rel="stylesheet" href="https://evil.example/link.css"/>
</body></foreignObject>
<a href="javascript:alert(1)"><rect width="120" height="40" fill="url(https://evil.example/fill.svg#a)"/></a>
<set attributeName="href" to="https://evil.example/set.png"/>
<text y="20" font-family="evil" filter="url(#f)">evil</text>
</svg>
"""
"""All that a drawing can run and load: a page shows it as a picture, and nothing of it may happen."""


def everything(text: str, target: str, *, number: int = 1) -> Report:
    """Return a report in which a text stands wherever one can, and a target wherever something is linked."""
    parts = ((Tone.PASS, 20), (Tone.PARTIAL, 1), (Tone.FAIL, 3), (Tone.NOT_RATED, 4))
    blocks: tuple[Block, ...] = (
        Facts(((text, Cell(text)), *((tone.name, Cell(f"{text}: rest", tone)) for tone in Tone))),
        Heading(1, text, Tone.FAIL),
        Prose(text),
        Prose(f"{text}\n\n{USERS}\n\n{text}", label=text, is_markdown=True),
        Heading(2, text, from_file=True, target="1.1"),
        Heading(3, text, Tone.PASS, from_file=True),
        Items((text, to_place(text, "1.1"), to_file(text, target)), label=text),
        Items((to_file(text, text),), label=text),
        Heading(1, text),
        _table(text),
        Table(text, (Column("a"),), ()),
        Rewording(tuple(Piece(edit, text) for edit in Edit), label=text),
        Citations((Citation(number, text, locator=text, quote=text, note=text),), text),
        Heading(1, text),
        Bars(text, (Bar(text, Cell(text, Tone.PARTIAL), parts), Bar(text, Cell(text), ()))),
        Arrows(text, text, text, (*_arrows(text),)),
        Timeline(text, _marks(text), frozenset({2})),
        SmallCharts(text, tuple(_measurements(text))),
        Heading(1, text),
        References(
            (
                Reference(
                    number=number,
                    source=text,
                    url=target,
                    accessed=text,
                    archive_url=target,
                    serves=(text, to_place(text, "1.1")),
                ),
            )
        ),
    )
    return Report(text, blocks, lead=Cell(f"{text}: {text}", Tone.PASS), language="en")


def _table(text: str) -> Table:
    columns = (
        Column("Id"),
        Column(text, flexible=True),
        *(Column(f"{at}", is_number=True) for at in range(len(Tone))),
    )
    cells = (Cell(text), *(Cell(text, tone, Fraction(1, 3)) for tone in Tone))
    rows = [Row((Cell("1"), *cells), is_group=True)]
    rows += [Row((Cell(text), *cells), depth=depth) for depth in range(7)]
    rows += [Row((Cell(""), *cells), is_group=True), Row((Cell("2"), *cells), depth=1)]
    return Table(f"{text}, a table", columns, tuple(rows))


def _arrows(text: str) -> list[Arrow]:
    low, high, none = Fraction(-25), Fraction(75), Fraction(0)
    pairs = ((low, high), (high, low), (none, low), (high, None), (None, None))
    return [Arrow(text, real, text, rest, "" if rest is None else text) for real, rest in pairs]


def _marks(text: str) -> tuple[TimelineMark, ...]:
    scores = (Fraction(1, 3), None, Fraction(1), Fraction(0), Fraction(1, 2))
    return tuple(
        TimelineMark(
            day=date(2019 + at, 12, 31),
            score=score,
            low=Fraction(0) if at == 4 else None,
            high=Fraction(1) if at == 4 else None,
            note=text if at == 2 else None,
        )
        for at, score in enumerate(scores)
    )


def _measurements(text: str) -> Iterator[Measurements]:
    """Yield a drawing of few numbers, one of many, wide ones and some below 0, and one of a single date."""
    for numbers in ((42, 38, None, 30), [(-1) ** at * 10**at for at in range(12)], (7,)):
        marks = [
            Measured(
                day=date(2010 + at, 12, 31),
                when=f"31 Dec {2010 + at}",
                value=None if number is None else Fraction(number),
                shown="none" if number is None else str(number),
                is_new=at == 1,
            )
            for at, number in enumerate(numbers)
        ]
        first, last = marks[0].day, marks[-1].day
        thresholds = (
            Threshold(first, first, Fraction(10), "10"),
            Threshold(last, last, Fraction(5), "5" * 9),
        )
        yield Measurements(text, text, tuple(marks), thresholds, text, (text, text))


def theme_of(folder: Path, logo: str) -> Theme:
    """Return the theme of a project in a folder that has this logo."""
    folder.mkdir()
    (folder / "logo.svg").write_text(logo, encoding="utf-8")
    theme = '[theme]\norganisation = "The Observatory"\nlogo = "logo.svg"\naccent = "#a04a00"\n'
    (folder / "scorecard.toml").write_text(theme, encoding="utf-8")
    return load_theme(folder)


def main(folder: Path) -> None:
    """Write the reports as files."""
    earnest = [
        everything("A plain text of some words", "https://a.example/b?c=1&d=2"),
        everything("Another report", "mailto:a@b.example", number=2),
    ]
    texts = ("x" * 300, " ".join(HOSTILE))
    hostile = [everything(text, text, number=number) for number, text in enumerate(texts, start=1)]
    for name, reports, logo in (("earnest", earnest, LOGO), ("hostile", hostile, HOSTILE_LOGO)):
        theme = theme_of(folder / name, logo)
        (folder / f"{name}.html").write_text(render_html(reports, theme), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
