"""Reports as one Word document (.docx): real headings, links, lists and tables, the same bytes every time.

How it looks stands in `templates/word.xml`; its colours are those of pages. Charts are left out: what they
show stands in tables beside them.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain, count
from string import Template
from typing import assert_never
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.enum.section import WD_ORIENTATION
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm

from scorecard.comparing.text_diff import Edit
from scorecard.directions import foreign, unmarked
from scorecard.harmless import one_line
from scorecard.links import link_of, without_links
from scorecard.render.cells import (
    INDENT,
    JOINT,
    has_signs,
    parted,
    sign_words,
    squeezed,
    text_of,
    ungrouped,
    widths_of,
    without_charts,
)
from scorecard.render.directed import directed
from scorecard.render.text import citation_words, reference_words, verdict_apart
from scorecard.render.theme import TEMPLATES, Theme, palette
from scorecard.render.word_text import (
    BOLD,
    PLAIN,
    STRUCK,
    Element,
    Look,
    Texts,
    clean,
    paragraph,
    run,
    spans,
    w,
)
from scorecard.views import report as blocks
from scorecard.views.report import Block, Cell, Column, Heading, Report, Row, Table, Tone
from scorecard.views.words import english as say

_MADE = datetime(2000, 1, 1, tzinfo=UTC)
_ZIPPED = (1980, 1, 1, 0, 0, 0)
_WORD_2013 = "15"
"""The layout that Word has had since."""
_MOST_PROPERTY, _MOST_LEVELS = 255, 6
_SHORT, _LONG, _MARGIN, _MOST_LOGO = Mm(210), Mm(297), Mm(22), Mm(60)
_CHARACTER, _PADDING, _LEAST = 98, 2, 20
"""Twentieths of a point for a character; in characters what is around a text, and what it is wrapped to."""
_UPRIGHT, _WIDE = ((side - 2 * _MARGIN) // Mm(1) * 1440 * 10 // 254 // _CHARACTER for side in (_SHORT, _LONG))
"""How many characters a line of a table holds."""
_APART = "\x1f"
_NAME: Look = {"rStyle": {"val": "Name"}}
_EDITS = {Edit.SAME: PLAIN, Edit.REMOVED: STRUCK, Edit.ADDED: {**BOLD, "u": {"val": "single"}}}


def write_document(reports: Sequence[Report], theme: Theme) -> bytes:
    """Return reports as one document; each begins a page, and all but the first are a level lower."""
    writer = _Writer(theme, reports[0])
    for at, report in enumerate(reports):
        writer.write(directed(without_charts(report), keeps_all=True, unlink=str), at)
    return writer.save()


def _color(name: str) -> str:
    return palette()[name][1:]


def _property(text: str) -> str:
    """Return a text for a property, which holds so much and no marks."""
    return clean(unmarked(without_links(one_line(text))))[:_MOST_PROPERTY]


def _badge(tone: Tone) -> Look:
    """Return how a verdict looks on the colour of its tone, if it has one."""
    name = Tone.STEP_3 if tone is Tone.UNJUDGED else tone
    if name not in palette():
        return BOLD if tone is Tone.UNDETERMINED else PLAIN
    shade = {"val": "clear", "color": "auto", "fill": _color(name)}
    return {**BOLD, "color": {"val": _color(f"on-{name}")}, "shd": shade}


class _Writer:
    """Writes blocks in reading order; what one block needs to know of the others is kept here."""

    def __init__(self, theme: Theme, first: Report) -> None:
        self._theme = theme
        self._document = docx.Document()
        self._end: Element = self._document.element.body[-1]
        self._ids = count(1)
        colors = {name: _color(name) for name in ("accent", "ink", "link", "muted", "paper", "rule", "wash")}
        colors["accent"] = theme.accent[1:] if theme.accent else colors["accent"]
        sheet = Template((TEMPLATES / "word.xml").read_text(encoding="utf-8"))
        styles = sheet.substitute(colors, language=foreign(first.language) or "en-GB")
        self._document.styles.element[:] = parse_xml(styles)
        (mode,) = self._document.settings.element.xpath("//w:compatSetting[@w:name='compatibilityMode']")
        mode.set(qn("w:val"), _WORD_2013)
        about, house = self._document.core_properties, one_line(theme.organisation or "")
        about.title, about.author, about.comments = _property(first.title), _property(house), ""
        about.language, about.created, about.modified = "en", _MADE, _MADE
        section = self._document.sections[0]
        section.page_width, section.page_height = _SHORT, _LONG
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
        footer = section.footer.paragraphs[0]._p
        words = say.page_of(_APART, _APART).split(_APART)
        footer.extend(Texts(self._document.part, "", {}).runs(f"{house} · {words[0]}" if house else words[0]))
        for field, after in zip(("PAGE", "NUMPAGES"), words[1:], strict=True):
            footer.extend([w("fldSimple", run("1"), instr=field), run(after)])

    def save(self) -> bytes:
        """Return the document as a file; nothing in it tells when it was made."""
        stream, result = io.BytesIO(), io.BytesIO()
        self._document.save(stream)
        with ZipFile(stream) as made, ZipFile(result, "w") as archive:
            for name in made.namelist():
                archive.writestr(ZipInfo(name, _ZIPPED), made.read(name), ZIP_DEFLATED)
        return result.getvalue()

    def write(self, report: Report, at: int) -> None:
        """Write a report, the first below the name of the house."""
        self._is_wide = False
        self._places = {place: f"place_{at}_{number}" for number, place in enumerate(_places(report))}
        self._texts = Texts(self._document.part, foreign(report.language), self._places)
        if at:
            self._turn(is_wide=False)
        else:
            self._house()
        title = without_links(one_line(report.title)).removeprefix(say.titled("", is_draft=True))
        header = self._document.sections[-1].header
        header.is_linked_to_previous = False
        mark = [run(say.DRAFT_MARK, {**BOLD, "color": {"val": _color("fail")}}), run(say.BETWEEN)]
        header.paragraphs[0]._p.extend([*(mark if report.is_draft else []), *self._texts.runs(title)])
        self._add(paragraph("Normal", self._told(report.kicker, _NAME)) if report.kicker else None)
        self._add(self._heading(Heading(0, report.title), min(at, 1)))
        if report.standfirst:
            self._add(paragraph("Normal", self._told(report.standfirst)))
        elif report.lead:
            self._add(paragraph("Box", self._value(report.lead)))
        for block, is_wide in _laid_out(report.blocks):
            if is_wide is not self._is_wide:
                self._turn(is_wide=is_wide)
            self._add(*self._block(block, min(at, 1)))

    def _add(self, *elements: Element) -> None:
        for each in elements:
            if each is not None:
                self._end.addprevious(each)

    def _turn(self, *, is_wide: bool) -> None:
        """Begin a page, upright or wide."""
        section = self._document.add_section()
        self._end.getprevious().style = "Break"
        self._is_wide = is_wide
        section.orientation = WD_ORIENTATION.LANDSCAPE if is_wide else WD_ORIENTATION.PORTRAIT
        section.page_width, section.page_height = (_LONG, _SHORT) if is_wide else (_SHORT, _LONG)

    def _house(self) -> None:
        """Write whose report it is: the logo, or the name where Word cannot hold the logo."""
        house = self._document.add_paragraph(style="House")
        name = self._theme.organisation or ""
        try:
            picture = house.add_run().add_picture(io.BytesIO(self._theme.logo or b""), height=Mm(14))
        except (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError, ZeroDivisionError):
            house._p.extend(self._told(name))
            return
        if picture.width > _MOST_LOGO:
            picture.height = Mm(picture.height.mm * _MOST_LOGO / picture.width)
            picture.width = _MOST_LOGO
        picture._inline.docPr.set("descr", _property(name) or say.LOGO)

    # Blocks ---------------------------------------------------------------------------------------

    def _told(self, text: str, look: Look = PLAIN) -> Iterator[Element]:
        return self._texts.write(spans(one_line(text), look))

    def _block(self, block: Block, top: int) -> Iterator[Element]:
        if isinstance(block, blocks.Chart):
            return
        if (
            isinstance(block, blocks.Prose | blocks.Items | blocks.Citations | blocks.Rewording)
            and block.label
        ):
            yield paragraph("Label", self._told(block.label))
        match block:
            case Heading():
                yield self._heading(block, block.level + top)
            case blocks.Facts():
                for name, cell in block.pairs:
                    yield paragraph("Fact", [*self._told(name, _NAME), run("\t"), *self._value(cell)])
            case blocks.Prose():
                yield from self._texts.prose(block)
            case blocks.Items():
                yield from (paragraph("ListBullet", self._told(item)) for item in block.items)
            case blocks.Citations():
                for cited in block.items:
                    number = f"[{cited.number}]"
                    said = chain(spans(f"{citation_words(cited)} "), [(number, PLAIN, number)])
                    yield paragraph("ListBullet", self._texts.write(said))
            case blocks.References():
                for each in block.items:
                    words = reference_words(each, link=lambda url: link_of(one_line(url), one_line(url)))
                    number = f"[{each.number}]"
                    marked = self._bookmarked(number, [run(number)])
                    yield paragraph("Source", [*marked, run("\t"), *self._texts.write(spans(words))])
            case blocks.Rewording():
                yield self._texts.line(
                    (f"{one_line(text)} ", _EDITS[edit], "") for edit, text in block.pieces
                )
            case Table():
                yield from self._tables(block)
            case blocks.Answers():
                for box in block.boxes:
                    short = [*self._told(box.question, _NAME), run("\n"), *self._value(box.short)]
                    sentences = spans("\n" + " ".join(map(one_line, box.sentences)))
                    yield paragraph("Box", [*short, *self._texts.write(sentences)])
            case _:
                assert_never(block)

    def _heading(self, heading: Heading, level: int) -> Element:
        sign = [*self._signed(heading.tone), run(" ")] if heading.tone else []
        look = self._texts.in_language if heading.from_file else PLAIN
        style = f"Heading{min(level, _MOST_LEVELS)}" if level else "Title"
        text = self._bookmarked(heading.target, self._told(heading.text, look))
        return paragraph(style, [*sign, *text])

    def _value(self, cell: Cell) -> Iterator[Element]:
        if cell.tone is None:
            return self._told(cell.text)
        verdict, colon, rest = verdict_apart(one_line(cell.text))
        return chain(self._signed(cell.tone, JOINT + verdict), self._texts.write(spans(colon + rest)))

    def _signed(self, tone: Tone, text: str = "") -> Iterator[Element]:
        """Return a text after the sign of a tone; where the two are shaded, with room around them."""
        badge = _badge(tone)
        edge = JOINT if "shd" in badge else ""
        return self._texts.runs(f"{edge}{tone.glyph}{text}{edge}", badge)

    def _bookmarked(self, target: str, content: Iterable[Element]) -> Iterable[Element]:
        if target not in self._places:
            return content
        id = str(next(self._ids))
        return [
            w("bookmarkStart", id=id, name=self._places[target]),
            *content,
            w("bookmarkEnd", id=id),
        ]

    # Tables ---------------------------------------------------------------------------------------

    def _tables(self, table: Table) -> Iterator[Element]:
        """Yield a table, several where it has more dates than a page has room for, and what signs mean."""
        legend = sign_words(table)
        for part in parted(ungrouped(table), _least_widths(table), _WIDE):
            yield paragraph("Caption", self._told(part.caption))
            if legend:
                yield paragraph("Legend", self._texts.runs(legend))
                legend = ""
            yield self._table(part) if part.rows else paragraph("Normal", [run(say.NO_ROWS)])

    def _table(self, table: Table) -> Element:
        """Return a table as wide as its page at most, whose head stands on each page that it reaches."""
        room = _WIDE if self._is_wide else _UPRIGHT
        widths = squeezed([min(width + _PADDING, room) for width in widths_of(table)], room)
        for at, column in enumerate(table.columns):
            widths[at] += max(0, room - sum(widths)) if column.flexible else 0
        widths = [width * _CHARACTER * min(room, sum(widths)) // sum(widths) for width in widths]
        head = Row(tuple(Cell(column.title) for column in table.columns), is_group=True)
        made = w(
            "tbl",
            w(
                "tblPr",
                w("tblStyle", val="Scorecard"),
                w("tblW", w=str(sum(widths)), type="dxa"),
                w("tblLayout", type="fixed"),
                w("tblLook", val="04A0", firstRow="1", firstColumn="1", noHBand="1", noVBand="1"),
                w("tblCaption", val=_property(table.caption)),
            ),
            w("tblGrid", *(w("gridCol", w=str(width)) for width in widths)),
            *(
                self._row(table.columns, each, widths, keeps=table.is_whole and each is not table.rows[-1])
                for each in (head, *table.rows)
            ),
        )
        made.tr_lst[0].get_or_add_trPr().append(w("tblHeader"))
        return made

    def _row(self, columns: Sequence[Column], row: Row, widths: Sequence[int], *, keeps: bool) -> Element:
        """Return a row that no page parts, verdicts on their colours; a group `keeps` to the next row too."""
        made = w("tr", w("trPr", w("cantSplit")))
        for at, (cell, column, width) in enumerate(zip(row.cells, columns, widths, strict=True)):
            properties = [w("keepNext")] if keeps or row.is_group else []
            if row.depth and not at:
                properties.append(w("ind", left=str(row.depth * INDENT * _CHARACTER)))
            if column.is_number or has_signs(column):
                properties.append(w("jc", val="right" if column.is_number else "center"))
            size = w("tcPr", w("tcW", w=str(width), type="dxa"))
            badge = dict(_badge(cell.tone) if cell.tone else BOLD if row.is_group else PLAIN)
            if shade := badge.pop("shd", None):
                size.append(w("shd", **shade))
            sign = cell.tone.glyph if cell.tone else ""
            text = JOINT.join(filter(None, (sign, text_of(cell, column))))
            content = self._texts.write(spans(text, badge), is_quiet=True)
            made.append(w("tc", size, paragraph("Cell", content, *properties)))
        return made


def _places(report: Report) -> Iterator[str]:
    """Yield what links can lead to: what headings are of, and sources by their numbers."""
    for block in report.blocks:
        if isinstance(block, Heading) and block.target:
            yield block.target
        elif isinstance(block, blocks.References):
            yield from (f"[{each.number}]" for each in block.items)


def _laid_out(told: Sequence[Block]) -> Iterable[tuple[Block, bool]]:
    """Return blocks, each with whether it stands on a wide page: a table that needs it and its headings."""
    wide = [isinstance(each, Table) and sum(_least_widths(each)) > _UPRIGHT for each in told]
    for at in reversed(range(len(told) - 1)):
        wide[at] |= wide[at + 1] and isinstance(told[at], Heading)
        wide[at + 1] |= wide[at] and isinstance(told[at + 1], blocks.Items)
    return zip(told, wide, strict=True)


def _least_widths(table: Table) -> list[int]:
    """Return how many characters columns need: texts are wrapped, what stands below a date is not."""
    widths = zip(widths_of(table), table.columns, strict=True)
    return [(width if column.is_paged else min(width, _LEAST)) + _PADDING for width, column in widths]
