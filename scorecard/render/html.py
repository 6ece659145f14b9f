"""Reports as one HTML document that holds all it needs: no script, no request to anywhere.

Templates beside this module make the markup and escape all that goes into it. What this module adds: the
order of headings, ids, the content policy with the digest of the style, and which template draws a block.
"""

import re
from base64 import b64encode
from collections import ChainMap, Counter
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import NamedTuple, assert_never
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from scorecard.directions import BEGIN, END, all_isolated, by_characters, foreign, from_right_alone
from scorecard.harmless import COMMAND, one_line
from scorecard.render.charts import (
    arrow_words,
    bar_words,
    draw_arrows,
    draw_timeline,
    range_words,
    segments,
    timeline_words,
    tone_word,
    tones_in,
)
from scorecard.render.directed import directed
from scorecard.render.text import verdict_apart
from scorecard.render.theme import Theme
from scorecard.render.users_markdown import link, linked, markdown_html, plain_html
from scorecard.views.report import (
    Align,
    Arrows,
    Bars,
    Block,
    Cell,
    Citations,
    Column,
    Facts,
    Heading,
    Items,
    Links,
    Prose,
    References,
    Report,
    Rewording,
    Row,
    Table,
    Timeline,
    Tone,
)
from scorecard.views.words import score_text

_TEMPLATES = Path(__file__).parent / "templates"
_MOST_LEVELS = 6
_FEWEST_CONTENTS = 4
_LOGO_TYPES = frozenset({"image/png", "image/svg+xml", "image/jpeg", "image/webp"})
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_HATCHED = frozenset({Tone.PARTIAL, Tone.FAIL, Tone.NOT_RATED, Tone.UNDETERMINED})
_MOST_OF_SLUG = 40
_NO_ELEMENTS = re.compile(r'(?s)<(title|desc|text)\b[^>]*>.*?</\1>|\balt="[^"]*"')
"""Where HTML and SVG have no room for an element around a part of a text."""


def render_html(reports: list[Report], theme: Theme) -> str:
    """Return reports as one document, the first on top; nothing for no report."""
    if not reports:
        return ""
    page = _Page([directed(report, keeps_all=True) for report in reports])
    parts = [page.part(at) for at in range(len(reports))]
    style = _style(theme, has_drafts=any(part.is_draft for part in parts))
    text = (
        _environment()
        .get_template("document.html")
        .render(
            parts=parts,
            is_draft=all(part.is_draft for part in parts),
            contents=page.contents if len(page.contents) >= _FEWEST_CONTENTS else (),
            organisation=all_isolated(one_line(theme.organisation or "")),
            logo=_logo(theme),
            style=Markup(style),  # noqa: S704 - ours, with a checked colour
            policy=Markup(_policy(style)),  # noqa: S704 - ours
            patterns=_macro("charts", "patterns") if page.has_bars else "",
        )
    )
    return _harmless(_isolating(text)).rstrip("\n") + "\n"


def _isolating(html: str, language: str = "") -> str:
    """Return the same with what is set apart as elements, and as characters where no element may stand."""
    html = _NO_ELEMENTS.sub(lambda match: by_characters(from_right_alone(match.group())), str(html))
    begin = f'<bdi lang="{language}">' if language else "<bdi>"
    return html.replace(BEGIN, begin).replace(END, "</bdi>")


def _in_language(html: str, language: str) -> Markup:
    """Return markup of ours in which what is set apart has its language."""
    return Markup(_isolating(html, language))  # noqa: S704 - ours


def _harmless(html: str) -> str:
    """Return the same document with no line that is a CI runner's command: see `harmless.harmless`."""
    return COMMAND.sub("&#35;", re.sub(r"(?m)^([ \t]*):(?=:)", r"\1&#58;", html))


# Around the blocks ------------------------------------------------------------------------------


@cache
def _sheet(name: str) -> str:
    """Return a style sheet without its comments and what space it can do without."""
    text = re.sub(r"/\*.*?\*/", "", (_TEMPLATES / name).read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r" ?([{};,]) ?", r"\1", " ".join(text.split())).replace(": ", ":")
    return text.replace(";}", "}").replace("}", "}\n").strip()


def _style(theme: Theme, *, has_drafts: bool) -> str:
    accent = theme.accent or ""
    sheet = _sheet("report.css") + (f"\n{_sheet('draft.css')}" if has_drafts else "")
    return sheet + (f"\n:root{{--accent:{accent}}}" if _COLOUR.fullmatch(accent) else "")


def _policy(style: str) -> str:
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def _logo(theme: Theme) -> str | None:
    if theme.logo is None or theme.logo_type not in _LOGO_TYPES:
        return None
    return f"data:{theme.logo_type};base64,{b64encode(theme.logo).decode()}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        line=one_line,
        parted=verdict_apart,
        linked=linked,
        link=link,
        file=_file_address,
        word=tone_word,
        words=bar_words,
        arrow_words=arrow_words,
        segments=segments,
        tones=tones_in,
        across=lambda share, width: f"{float(share * width):.1f}",
        half_width=lambda number: 13 + 4 * len(str(number)),
        sentence=lambda text: text[:1].upper() + text[1:],
    )
    environment.globals.update(hatched=_HATCHED)
    return environment


def _file_address(name: str) -> str:
    """Return the address of a file beside the document; its name cannot be read as anything else."""
    return "./" + quote(name, safe="", errors="replace")


def _macro(template: str, name: str, *values: object) -> Markup:
    module = _environment().get_template(f"{template}.html").module
    return Markup(getattr(module, name)(*values))  # noqa: S704 - our macros escape


# Blocks -----------------------------------------------------------------------------------------


class _Entry(NamedTuple):
    """A line of the contents."""

    id: str
    text: Markup
    chip: Markup


class _Part(NamedTuple):
    """A report as the document's template takes it."""

    id: str
    title: str
    heading: Markup
    lead: Markup
    blocks: list[Markup]
    is_draft: bool


class _Ids:
    """Gives ids that are unique in a document: a text's own words, and a number where they were given before.

    Ids of the document's own hold `--`, which no text's do.
    """

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._last: Counter[str] = Counter()
        self._numbers = count(1)

    def of(self, text: str) -> str:
        """Return an id for a text."""
        slug = re.sub(r"[\W_]+", "-", one_line(text).lower())[:_MOST_OF_SLUG].strip("-") or "part"
        id = slug
        while id in self._given:
            self._last[slug] = max(self._last[slug], 1) + 1
            id = f"{slug}-{self._last[slug]}"
        self._given.add(id)
        return id

    def next(self, kind: str) -> str:
        """Return an id for what has no text of its own."""
        return f"{kind}--{next(self._numbers)}"


class _Page:
    """Turns blocks into HTML in reading order; what one block needs to know of the others is kept here."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self.contents: list[_Entry] = []
        self.has_bars = any(isinstance(block, Bars) for report in reports for block in report.blocks)
        self._reports = reports
        self._ids = _Ids()
        self._captions: set[str] = set()
        self._references = [_reference_ids(report, at) for at, report in enumerate(reports)]
        self._language = ""

    def part(self, at: int) -> _Part:
        """Return a report's HTML; headings of the first are one level higher than those of the others."""
        report = self._reports[at]
        title = one_line(report.title)
        id = self._ids.of(title)
        self._language = language = foreign(report.language)
        heading = _in_language(escape(title), language)
        if at:
            self.contents.append(_Entry(id=id, text=heading, chip=Markup("")))
        targets = ChainMap(self._references[at], *self._references)
        outline = _Outline(top=2 if at else 1)
        return _Part(
            id=id,
            title=title,
            heading=heading,
            lead=_in_language(_macro("blocks", "lead", report.lead) if report.lead else "", language),
            blocks=[_in_language(self._block(block, outline, targets), language) for block in report.blocks],
            is_draft=report.is_draft,
        )

    def _block(self, block: Block, outline: "_Outline", targets: Mapping[int, str]) -> Markup:
        match block:
            case Heading():
                return self._heading(block, outline)
            case Facts() | Items() | Links():
                return _macro("blocks", type(block).__name__.lower(), block)
            case Prose():
                html = markdown_html(block.text) if block.is_markdown else plain_html(block.text)
                return _macro("blocks", "prose", block, html, self._language)
            case Table():
                return self._table(block)
            case Rewording():
                return _macro("blocks", "rewording", block, self._language)
            case Citations():
                known = {number: targets.get(number) for number in block.numbers}
                return _macro("blocks", "citations", block, known)
            case References():
                return _macro("blocks", "references", block, targets, self._language)
            case Bars():
                return _macro("charts", "bars", block, self._ids.next("bars"))
            case Timeline():
                return self._timeline(block)
            case Arrows():
                return _macro("charts", "arrows", block, draw_arrows(block), self._ids.next("arrows"))
            case _:
                assert_never(block)

    def _heading(self, heading: Heading, outline: "_Outline") -> Markup:
        level = outline.level(heading.level)
        text = one_line(heading.text)
        id = self._ids.of(text)
        if level == 2:
            chip = Markup("") if heading.tone is None else _macro("blocks", "chip", heading.tone)
            words = _in_language(escape(text), self._language)
            self.contents.append(_Entry(id=id, text=words, chip=chip))
        language = self._language if heading.from_file else ""
        return _macro("blocks", "heading", heading, min(level, _MOST_LEVELS), id, language)

    def _table(self, table: Table) -> Markup:
        caption = one_line(table.caption)
        role = "group" if caption in self._captions else "region"
        self._captions.add(caption)
        return _macro("blocks", "table", table, self._ids.next("table"), role, _groups(table))

    def _timeline(self, timeline: Timeline) -> Markup:
        drawn = draw_timeline(timeline)
        numbers = self._table(_numbers_table(timeline, drawn.notes)) if timeline.marks else Markup("")
        id = self._ids.next("timeline")
        return _macro("charts", "timeline", timeline, drawn, id, timeline_words(timeline), numbers)


class _Outline:
    """Where headings stand below a title: the levels that they name, with none skipped."""

    def __init__(self, top: int) -> None:
        self._top = top
        self._open: list[int] = []

    def level(self, named: int) -> int:
        """Return the level at which the next heading is shown."""
        while self._open and self._open[-1] >= named:
            self._open.pop()
        self._open.append(named)
        return self._top + len(self._open)


def _reference_ids(report: Report, at: int) -> dict[int, str]:
    """Return the ids of a report's references by their numbers."""
    suffix = f"-{at + 1}" if at else ""
    return {
        reference.number: f"ref--{reference.number}{suffix}"
        for block in report.blocks
        if isinstance(block, References)
        for reference in block.items
    }


def _groups(table: Table) -> list[list[Row]]:
    """Return a table's rows in groups, each of which begins with the row that heads it, if one does.

    Where all rows are heads, none is: there is nothing below them.
    """
    if all(row.is_group for row in table.rows):
        return [[row._replace(is_group=False) for row in table.rows]] if table.rows else []
    groups: list[list[Row]] = []
    for row in table.rows:
        if row.is_group or not groups:
            groups.append([])
        groups[-1].append(row)
    return groups


def _numbers_table(timeline: Timeline, notes: Sequence[str]) -> Table:
    """Return what a timeline draws as a table; without the columns that would be empty."""
    texts = [
        (str(mark.day), score_text(mark.score), range_words(mark), note)
        for mark, note in zip(timeline.marks, notes, strict=True)
    ]
    columns = [
        Column("Date"),
        Column("Score", Align.RIGHT),
        Column("Once all is rated", Align.RIGHT),
        Column("Note", flexible=True),
    ]
    kept = [at for at in range(len(columns)) if any(row[at] for row in texts)]
    rows = (Row(tuple(Cell(row[at]) for at in kept)) for row in texts)
    return Table(f"{timeline.caption}: the numbers", tuple(columns[at] for at in kept), tuple(rows))
