"""Reports as one HTML document that holds all it needs: no script, no request to anywhere.

Templates beside this module make the markup and escape all that goes into it. What this module adds: the
order of headings, ids, the content policy with the digest of the style, and which template draws a block.
"""

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache, lru_cache
from hashlib import sha256
from itertools import count
from typing import NamedTuple, assert_never
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.environment import TemplateModule
from markupsafe import Markup, escape

from scorecard.directions import BEGIN, END, all_isolated, by_characters, foreign, from_right_alone
from scorecard.harmless import COMMAND, one_line
from scorecard.links import LINK, file_of, is_linked, link_of, page_of, to_place, without_links
from scorecard.render.charts import (
    bar_words,
    down,
    draw_arrows,
    draw_measurements,
    draw_timeline,
    segments,
    small_words,
    tone_word,
    tones_in,
)
from scorecard.render.directed import directed
from scorecard.render.text import verdict_apart
from scorecard.render.theme import TEMPLATES, Theme
from scorecard.render.users_markdown import link, linked, markdown_html, plain_html
from scorecard.views.report import (
    Answers,
    Arrows,
    Bars,
    Block,
    Cell,
    Citations,
    Column,
    Facts,
    Heading,
    Items,
    Prose,
    References,
    Report,
    Rewording,
    Row,
    SmallCharts,
    Table,
    Timeline,
    row,
    table,
)
from scorecard.views.site.frame import PageFrame, described
from scorecard.views.site.plan import PAGE_FILE, PLACE
from scorecard.views.words import english as say
from scorecard.views.words.standings import full_score_text, range_text, score_text, scores_out_of, tone_words

_MOST_LEVELS = 6
_FEWEST_CONTENTS = 4
_HALVES = (Fraction(1), Fraction(1, 2), Fraction(0))
"""The scores that a timeline has lines at."""
_MOST_OF_SLUG = 40
_MOST_OF_HEAD = 110
"""How many characters stand over a printed page at most."""
_MANY, _WIDEST = 5, 8
"""Of how many columns on a table is dense, and does not fit an upright page: there two of signs are one."""
_WIDE = "wide"
_MOST_COLUMNS, _MOST_SIGNS = 2, 5
"""How many columns fit the narrowest screen; so many with columns of signs."""
_NO_ELEMENTS = re.compile(r'(?s)<(title|desc|text)\b[^>]*>.*?</\1>|\b(?:alt|aria-\w+|content)="[^"]*"')
"""Where HTML and SVG have no room for an element around a part of a text."""
_MARK = re.compile(r"^≈|\*\*?$")
"""What stands for words beside a number or a sign."""


def render_html(reports: list[Report], theme: Theme) -> str:
    """Return reports as one document, the first on top; nothing for no report."""
    return render_page(reports, theme, None) if reports else ""


def render_page(reports: list[Report], theme: Theme, frame: PageFrame | None) -> str:
    """Return reports as a page of a site, whose style and logo stand beside it; without a frame alone."""
    page = _Page(frame)
    parts = [page.part(directed(report, keeps_all=True, unlink=str), at) for at, report in enumerate(reports)]
    blocks = [block for report in reports for block in report.blocks]
    organisation = all_isolated(one_line(theme.organisation or ""))
    style = "\n".join([*([] if frame else [sheet()]), *_running_heads(reports)])
    style += "" if frame else f"\n{foot(theme)}"
    if any(isinstance(block, Table) and _WIDE in _kind(block) for block in blocks):
        style += "\n@page{size:A4 landscape}"
    style += "" if frame else accent(theme)
    about = (frame and frame.description) or described(reports[0])
    text = (
        environment()
        .get_template(f"{frame.template if frame else 'document'}.html")
        .render(
            parts=parts,
            window=without_links(one_line(reports[0].headline)) or parts[0].title,
            description=all_isolated(without_links(one_line(about))),
            mark=parts[0].mark if len({part.mark for part in parts}) == 1 else "",
            contents=page.contents
            if sum(not each.is_inner for each in page.contents) >= _FEWEST_CONTENTS
            else (),
            organisation=organisation,
            logo=_picture("logo", theme.logo, theme.logo_type, frame),
            logo_dark=_picture("logo-dark", theme.logo_dark, theme.logo_dark_type, frame),
            style=Markup(style),  # noqa: S704 - ours, with a checked colour
            digest=b64encode(sha256(style.encode()).digest()).decode(),
            patterns=_macro("charts", "patterns") if any(isinstance(each, Bars) for each in blocks) else "",
            frame=frame and page.framed(frame),
            notices=[(each, page.notice(each)) for each in frame.notices] if frame else (),
        )
    )
    return _harmless(_isolating(text)).rstrip("\n") + "\n"


def foot(theme: Theme) -> str:
    """Return the style of what stands below printed pages: whose they are, and by what they were made."""
    organisation = all_isolated(one_line(theme.organisation or ""))
    return f'@page{{@bottom-left{{content:"{_css_text(say.headline((organisation, say.MADE_WITH)))}"}}}}'


def accent(theme: Theme) -> str:
    """Return the style of a house's colour; nothing where it has none."""
    return f"\n:root{{--accent:{theme.accent}}}" if theme.accent else ""


def _picture(name: str, content: bytes | None, type: str | None, frame: PageFrame | None) -> str | None:
    """Return the address of a picture: in a site that of a file, else all of it."""
    if content is None or type is None:
        return None
    return logo_name(name, type) if frame else f"data:{type};base64,{b64encode(content).decode()}"


def logo_name(name: str, type: str) -> str:
    """Return what the file of a logo is called in a site, by its media type."""
    return f"{name}.{type.rpartition('/')[2].partition('+')[0]}"


def _isolating(html: str, language: str = "") -> str:
    """Return the same with what is set apart as elements, and as characters where no element may stand."""
    if BEGIN not in html:
        return str(html)
    html = _NO_ELEMENTS.sub(lambda match: by_characters(from_right_alone(match.group())), str(html))
    begin = f'<bdi lang="{language}">' if language else "<bdi>"
    return html.replace(BEGIN, begin).replace(END, "</bdi>")


def _in_language(html: str, language: str) -> Markup:
    return Markup(_isolating(html, language))  # noqa: S704 - ours


def _harmless(html: str) -> str:
    """Return the same document with no line that is a CI runner's command: see `harmless.harmless`."""
    return COMMAND.sub("&#35;", re.sub(r"(?m)^([ \t]*):(?=:)", r"\1&#58;", html))


# Around the blocks ------------------------------------------------------------------------------


@cache
def sheet(name: str = "report.css") -> str:
    """Return a style sheet without its comments and what space it can do without."""
    sheet = (TEMPLATES / name).read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    text = re.sub(r" ?([{};,]) ?", r"\1", " ".join(text.split())).replace(": ", ":")
    return text.replace(";}", "}").replace("}", "}\n").strip()


def _running_heads(reports: list[Report]) -> Iterator[str]:
    """Yield the style of printed pages: over them stands what each report is, and that it is a draft.

    A title that nothing follows is on a page with the first of the other reports.
    """
    for at, report in enumerate(reports):
        head = without_links(one_line(report.headline or report.title))
        head = head if len(head) <= _MOST_OF_HEAD else f"{head[: _MOST_OF_HEAD - 1]}…"
        mark = f'"{_css_text(_mark_of(report))}"' if _mark_of(report) else "none"
        boxes = f'{{@top-left{{content:"{_css_text(head)}"}}@top-right{{content:{mark};font-weight:700}}}}'
        name = f"part-{at + 1}"
        yield f"@page {name * bool(at)}{boxes}"
        if at:
            above = "header," if at == 1 and not reports[0].blocks else ""
            yield f"{above}article:nth-of-type({at}){{page:{name}}}"


def _with_dates(title: Markup) -> Markup:
    """Return a title that breaks within no date, and before those that stand after a colon at its end."""
    whole = say.DAY.sub(lambda found: found[0].replace(" ", "\N{NO-BREAK SPACE}"), title)
    first, colon, dates = whole.rpartition(": ")
    if not colon or not say.DAY.match(dates):
        return Markup(whole)  # noqa: S704 - escaped
    return Markup(f'{first}: <span class="dates">{dates}</span>')  # noqa: S704 - escaped


def _mark_of(report: Report) -> str:
    return report.mark or (say.DRAFT_MARK if report.is_draft else "")


def _css_text(text: str) -> str:
    """Return what a string of a style sheet holds."""
    shown = by_characters(from_right_alone(all_isolated(text)))
    return re.sub(r"[^A-Za-z0-9 ,.-]", lambda each: f"\\{ord(each[0]):x} ", shown)


@cache
def environment() -> Environment:
    """Return what makes markup of templates, escaping all that goes in."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        line=one_line,
        markdown=markdown_html,
        plain=plain_html,
        parted=verdict_apart,
        linked=linked,
        bare=_bare,
        link=link,
        look=_look,
        leading=lambda html, target: Markup(link_of(html, target) if target else html),  # noqa: S704 - escaped
        aloud=_aloud,
        words=bar_words,
        tone_word=tone_word,
        down=down,
        score=score_text,
        full=full_score_text,
        drawn=draw_arrows,
        segments=segments,
        small=draw_measurements,
        small_words=small_words,
        tones=tones_in,
        across=lambda share, width: f"{float(share * width):.1f}",
        half_width=lambda number: 13 + 4 * len(str(number)),
    )
    environment.globals.update(say=say, tone_words=tone_words)
    return environment


@lru_cache(maxsize=256)
def _look(column: Column) -> Markup:
    """Return the class of a column's cells as an attribute."""
    kinds = {
        "right": column.is_number,
        "signed": column.is_sign,
        "flexible": column.flexible,
        "date": column.is_paged,
        "short": column.is_cut,
    }
    kind = next((name for name, is_so in kinds.items() if is_so), "")
    return Markup(' class="{}{}"').format(kind, " breaks" if column.breaks else "") if kind else Markup("")


def _bare(text: str) -> str:
    """Return a text for an attribute, where no element can stand."""
    return by_characters(from_right_alone(text))


def _aloud(html: Markup) -> Markup:
    """Return a text with its mark in words too, for those who listen."""

    def told(mark: re.Match[str]) -> str:
        return f'<i aria-hidden="true">{mark[0]}</i><span class="vh">{say.mark_aloud(mark[0])}</span>'

    return Markup(_MARK.sub(told, html))  # noqa: S704 - escaped


def _file_address(name: str) -> str:
    """Return the address of a file beside the document; its name cannot be read as anything else."""
    return "./" + quote(name, safe="", errors="replace")


def _macro(template: str, name: str, *values: object) -> Markup:
    return Markup(getattr(_macros(template), name)(*values))  # noqa: S704 - our macros escape


@lru_cache(maxsize=4096)
def _often(name: str, *values: object) -> Markup:
    """Return a block that stands on many pages of a site: what is asked, what is said of one rating."""
    return _macro("blocks", name, *values)


@cache
def _macros(template: str) -> TemplateModule:
    return environment().get_template(f"{template}.html").module


# Blocks -----------------------------------------------------------------------------------------


class _Entry(NamedTuple):
    """An entry of the contents; an inner one is shown where there is room beside the text."""

    id: str
    words: Markup
    chip: Markup
    is_inner: bool = False


class _Part(NamedTuple):
    id: str
    title: str
    heading: Markup
    lead: Markup
    answers: Markup
    blocks: list[Markup]
    mark: str
    kicker: str
    standfirst: str


class _Page:
    """Turns blocks into HTML in reading order; what one block needs to know of the others is kept here."""

    def __init__(self, frame: PageFrame | None) -> None:
        self._root = frame.root if frame else None
        self._pages = frame.places if frame else {}
        self.contents: list[_Entry] = []
        self._ids: Counter[str] = Counter()
        self._numbers = count(1)
        self._heading_ids: Iterator[str] = iter(())
        self._targets: dict[str, str] = {}
        """The ids of what links lead to, in this part."""
        self._days: dict[str, str] = {}
        """The days and months that are told in this part, by their words."""
        self._language = ""
        self._suffix = ""
        self._label_level = 0
        """That of what labels head, lists and texts of files; 0 within what is said of one thing."""

    def part(self, report: Report, at: int) -> _Part:
        """Return a report's HTML; headings of the first are one level higher than those of the others."""
        title = one_line(report.title)
        id = self._id(title)
        self._language = language = foreign(report.language)
        heading = _in_language(_with_dates(escape(title)), language)
        if at:
            self._suffix = f"-{at + 1}"
            self.contents.append(_Entry(id, heading, Markup("")))
        headings = [block for block in report.blocks if isinstance(block, Heading)]
        ids = [self._id(one_line(block.text)) for block in headings]
        self._heading_ids = iter(ids)
        found = zip(headings, ids, strict=True)
        self._targets = {block.target: id for block, id in found if block.target}
        self._days = {say.day(each): each.isoformat() for each in report.dates}
        self._days |= {say.month(each): each.isoformat()[:7] for each in report.dates}
        top = 2 if at else 1
        self._label_level = top + 1
        blocks = [self._followed(_in_language(self._block(each, top), language)) for each in report.blocks]
        has_answers = bool(report.blocks) and isinstance(report.blocks[0], Answers)
        lead = _macro("blocks", "lead", report.lead) if report.lead and not has_answers else ""
        return _Part(
            id=id,
            title=title,
            heading=heading,
            lead=self._followed(_in_language(lead, language)),
            answers=blocks.pop(0) if has_answers else Markup(""),
            blocks=[*_in_sections(report.blocks, blocks, self._suffix)],
            mark=_mark_of(report),
            kicker=self._followed(_in_language(linked(one_line(report.kicker)), language)),
            standfirst=self._followed(_in_language(escape(one_line(report.standfirst)), language)),
        )

    def to(self, page: str | None) -> str:
        """Return what leads from this page to another of its site, or to a file; nothing outside one."""
        if page is None or self._root is None:
            return ""
        path, hash, place = quote(page, safe="/@+=,~#").partition("#")
        name = PAGE_FILE if not path or path.endswith("/") else ""
        return f"{self._root}{path}{name}{hash}{place}"

    def notice(self, notice: Prose) -> Markup:
        """Return what is to be known before all else as HTML."""
        return self._followed(_in_language(_macro("blocks", "prose", notice, "", 0), ""))

    def framed(self, frame: PageFrame) -> PageFrame:
        """Return a frame with its texts as HTML."""
        menu, trail = (
            tuple(self._followed(escape(one_line(all_isolated(each)))) for each in texts)
            for texts in (frame.menu, frame.trail)
        )
        return frame._replace(
            menu=menu,
            trail=trail,
            site=all_isolated(one_line(frame.site)),
            here=self._followed(escape(one_line(all_isolated(frame.here)))),
        )

    def _followed(self, html: Markup) -> Markup:
        """Return the same with its links: to files, and to places that this part has; and with its dates."""

        def anchor(link: re.Match[str]) -> str:
            target, words = link.groups()
            file, page = file_of(target), page_of(target)
            place = self._targets.get(target) if file is page is None else None
            page = page if place or file else self._pages.get(target, page)
            address = f"#{place}" if place else _file_address(file) if file else self.to(page)
            return f'<a href="{escape(address)}">{words}</a>' if address else words

        def time(said: re.Match[str]) -> str:
            day = self._days.get(said[0])
            return f'<time datetime="{day}">{said[0]}</time>' if day else said[0]

        if is_linked(html):
            linked = LINK.sub(anchor, _NO_ELEMENTS.sub(lambda part: without_links(part[0]), html))
            html = Markup(linked)  # noqa: S704
        if not any(day in html for day in self._days):
            return html
        days = "|".join(map(re.escape, self._days))
        pattern = rf"{_NO_ELEMENTS.pattern}|<[^>]*>|(?<!\d )(?:{days})"
        return Markup(re.sub(pattern, time, html))  # noqa: S704

    def _id(self, text: str) -> str:
        slug = re.sub(r"[\W_]+", "-", one_line(text).lower())[:_MOST_OF_SLUG].strip("-") or "part"
        id = slug
        while self._ids[id]:
            self._ids[slug] += 1
            id = f"{slug}-{self._ids[slug]}"
        self._ids[id] = 1
        return id

    def _numbered(self, kind: str) -> str:
        """Return an id for what has no text of its own: it holds `--`, which no text's does."""
        return f"{kind}--{next(self._numbers)}"

    def _block(self, block: Block, top: int) -> Markup:
        name = type(block).__name__.lower()
        match block:
            case Heading():
                return self._heading(block, block.level + top)
            case Items() | Prose():
                is_heading = isinstance(block, Items) or block.is_markdown or block.from_file
                return _often(name, block, self._language, self._label_level * is_heading)
            case Facts() | Citations():
                return _often(name, block, self._language, self._suffix)
            case Answers() | Rewording() | References():
                return _macro("blocks", name, block, self._language, self._suffix)
            case Table():
                return self._table(block)
            case Bars() | Arrows() | SmallCharts():
                return _macro("charts", name, block, self._numbered(name))
            case Timeline():
                with scores_out_of(block.out_of):
                    return self._timeline(block)
            case _:
                assert_never(block)

    def _heading(self, heading: Heading, level: int) -> Markup:
        text = one_line(heading.text)
        id = next(self._heading_ids)
        self._label_level = 0 if heading.from_file else min(level + 1, _MOST_LEVELS)
        is_inner = level == 3 and heading.tone is not None
        if level == 2 or is_inner:
            chip = Markup("") if heading.tone is None else _macro("blocks", "chip", heading.tone)
            self.contents.append(_Entry(id, _in_language(escape(text), self._language), chip, is_inner))
        language = self._language if heading.from_file else ""
        return _macro("blocks", "heading", heading, min(level, _MOST_LEVELS), id, language)

    def _table(self, table: Table) -> Markup:
        table = _with_names_first(table)
        shape = (_kind(table), _can_scroll(table))
        return _macro("blocks", "table", table, self._numbered("table"), *shape, _groups(table))

    def _timeline(self, timeline: Timeline) -> Markup:
        drawn = draw_timeline(timeline)
        numbers = self._table(_numbers_table(timeline, drawn.notes)) if timeline.marks else Markup("")
        return _macro("charts", "timeline", timeline, drawn, self._numbered("timeline"), numbers, _HALVES)


def _in_sections(blocks: Sequence[Block], texts: list[Markup], suffix: str) -> Iterator[Markup]:
    """Yield the HTML of the last blocks, each thing's heading and what follows in a section of their own.

    Pages lead to it by the id of the thing, whatever that is called.
    """
    end = Markup("")
    for block, text in zip(blocks[len(blocks) - len(texts) :], texts, strict=True):
        if not isinstance(block, Heading):
            yield text
            continue
        id = Markup(' id="{}{}{}"').format(PLACE, block.target, suffix) if block.target else ""
        begin = Markup('<section class="thing"{}>\n').format(id) if block.from_file else Markup("")
        yield end + begin + text
        end = Markup("</section>\n") if block.from_file else Markup("")
    yield end


def _with_names_first(table: Table) -> Table:
    """Return a table of signs then and now, behind an id, with names beside the ids and words in full."""
    if len(table.columns) < 2 or not table.columns[1].leads:
        return table
    at = next(at for at, each in enumerate(table.columns) if each.flexible)
    columns = (table.columns[at], *table.columns[1:at], *table.columns[at + 1 :])
    rows = []
    for each in table.rows:
        id, name = without_links(each.cells[0].text), each.cells[at].text
        first = Cell(to_place(f"{id} {name}" if id[:1].isdigit() else name, id))
        rows.append(each._replace(cells=(first, *each.cells[1:at], *each.cells[at + 1 :])))
    plain = tuple(each._replace(is_sign=False, flexible=False) for each in columns)
    return table._replace(columns=plain, rows=tuple(rows))


def _kind(table: Table) -> str:
    """Return the class of a table, by its columns."""
    is_matrix = table.columns[0].flexible and any(column.is_sign for column in table.columns)
    kind = "matrix" if is_matrix else "many" if len(table.columns) > _MANY else "few"
    signs = sum(column.is_sign for column in table.columns)
    return f"{kind} {_WIDE}" if len(table.columns) - signs / 2 > _WIDEST else kind


def _can_scroll(table: Table) -> bool:
    """Whether a table is wider than the narrowest screen: then it has a tab stop, to be moved by keys."""
    marked = any(cell.mark for row in table.rows for cell in row.cells)
    is_matrix = all(column.is_sign for column in table.columns[1:])
    most = _MOST_SIGNS - marked * 2 if is_matrix else _MOST_COLUMNS
    return len(table.columns) > most


def _groups(table: Table) -> list[list[Row]]:
    """Return rows in groups that each begin with their head, if one does; where all are heads, none is."""
    if all(each.is_group for each in table.rows):
        return [[each._replace(is_group=False) for each in table.rows]] if table.rows else []
    groups: list[list[Row]] = []
    for each in table.rows:
        if each.is_group or not groups:
            groups.append([])
        groups[-1].append(each)
    return groups


def _numbers_table(timeline: Timeline, notes: Sequence[str]) -> Table:
    ranges = [range_text(mark.low, mark.high) for mark in timeline.marks]
    score, note = Column(say.SCORE, is_number=True), Column(say.note_of(""), flexible=True)
    once_rated = Column(say.ONCE_RATED, is_number=True)
    columns = (say.DATE, score, once_rated if any(ranges) else None, note if any(notes) else None)
    rows = (
        row(say.day(mark.day), score_text(mark.score), *texts)
        for mark, *texts in zip(timeline.marks, ranges, notes, strict=True)
    )
    return table(say.in_numbers(timeline.caption), columns, rows)
