"""Word documents read back: headings, cells, links and pages are what a reader of Word finds."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import pytest
from docx.enum.section import WD_ORIENTATION
from docx.oxml.ns import qn
from docx.shared import Mm

from scorecard.comparing.text_diff import Edit, Piece
from scorecard.harmless import one_line
from scorecard.links import to_file, to_place
from scorecard.render.theme import TEMPLATES, Theme, contrast
from scorecard.render.word import write_document
from scorecard.views.report import (
    STEPS,
    AnswerBox,
    Answers,
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
    Prose,
    Reference,
    References,
    Report,
    Rewording,
    Table,
    Tone,
    quoted,
    row,
    table,
)
from tests.browser.sample import HOSTILE, USERS, everything
from tests.filling import convert_in_libreoffice

FILLED = (Tone.PASS, Tone.PARTIAL, Tone.FAIL, Tone.UNJUDGED, *STEPS)
LEAST_CONTRAST = 4.5
"""Of text: WCAG 2.2, success criterion 1.4.3."""


def opened(raw: bytes) -> Any:
    return docx.Document(io.BytesIO(raw))


def written(*blocks: Block, theme: Theme | None = None, **keys: Any) -> Any:
    """Return a document of one report, read back."""
    return opened(write_document([Report("T", blocks, **keys)], theme or Theme()))


def styled(document: Any) -> list[tuple[str, str]]:
    """Return the style and the text of each paragraph that has a text."""
    return [(each.style.name, text(each._p)) for each in document.paragraphs if text(each._p)]


def text(element: Any) -> str:
    """Return all texts in an element, tabs and breaks as they are."""
    parts = {qn("w:tab"): "\t", qn("w:br"): "\n"}
    found = element.iter(qn("w:t"), qn("w:tab"), qn("w:br"))
    return "".join(
        parts.get(each.tag, each.text or "") for each in found if each.getparent().tag == qn("w:r")
    )


def has(element: Any, path: str) -> bool:
    return bool(element.xpath(path))


def attribute(element: Any, path: str) -> str:
    (value,) = element.xpath(path)
    return str(value)


def parts_of(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def picture(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\1\2\3" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


# Headings ----------------------------------------------------------------------------------------


def test_headings_are_words_own_in_order() -> None:
    document = written(Heading(1, "A"), Heading(2, "B", Tone.FAIL), Heading(1, "C"))
    assert styled(document) == [
        ("Title", "T"),
        ("Heading 1", "A"),
        ("Heading 2", "\u00a0✗\u00a0 B"),
        ("Heading 1", "C"),
    ]


def test_of_several_reports_all_but_the_first_are_a_level_lower() -> None:
    reports = [Report(name, (Heading(1, f"{name}1"), Heading(6, f"{name}6"))) for name in "AB"]
    assert styled(opened(write_document(reports, Theme()))) == [
        ("Title", "A"),
        ("Heading 1", "A1"),
        ("Heading 6", "A6"),
        ("Heading 1", "B"),
        ("Heading 2", "B1"),
        ("Heading 6", "B6"),
    ]


@pytest.mark.parametrize(
    "name", ["Title", *(f"Heading {level}" for level in range(1, 7)), "Label", "Caption"]
)
def test_what_heads_something_stays_with_it(name: str) -> None:
    style = written().styles[name]
    while style.paragraph_format.keep_with_next is None:
        style = style.base_style
    assert style.paragraph_format.keep_with_next


def test_the_first_sentence_begins_with_the_verdict() -> None:
    document = written(lead=Cell("Fail: 2 of 27 fail", Tone.FAIL))
    assert styled(document)[1] == ("Box", "\u00a0✗\u00a0Fail\u00a0: 2 of 27 fail")
    assert written(lead=Cell("2 of 27 rated")).paragraphs[2].text == "2 of 27 rated"


def test_what_readers_ask_first_stands_with_its_answer() -> None:
    box = AnswerBox("Does it pass?", "Verdict", Cell("Fails", Tone.FAIL), ("Test 6 fails.", "All must pass."))
    document = written(Answers((box,)), kicker="Six tests", standfirst="The Act")
    assert styled(document) == [
        ("Normal", "Six tests"),
        ("Title", "T"),
        ("Normal", "The Act"),
        ("Box", "Does it pass?\n\u00a0✗\u00a0Fails\u00a0\nTest 6 fails. All must pass."),
    ]


# Verdicts -----------------------------------------------------------------------------------------


def looks(document: Any) -> Iterator[tuple[str, str]]:
    """Yield the colour of each text that has one of its own, and the colour below it."""
    body = document.element.body
    for each in body.iter(qn("w:r")):
        color = each.xpath("./w:rPr/w:color/@w:val")
        shade = each.xpath("./w:rPr/w:shd/@w:fill") or each.xpath("ancestor::w:tc/w:tcPr/w:shd/@w:fill")
        if color or shade:
            yield f"#{color[0]}", f"#{shade[0]}"


@pytest.mark.parametrize("tone", Tone)
def test_a_verdict_has_its_sign_its_word_and_its_colour(tone: Tone) -> None:
    """The colours are those of pages: in their style sheets, by name."""
    document = written(
        table("C", ["V"], [row(Cell("Word", tone))]), Facts((("V", Cell("Word: rest", tone)),))
    )
    cell = document.tables[0].rows[1].cells[0]
    assert text(cell._tc) == f"{tone.glyph}\u00a0Word"
    assert f"{tone.glyph}\u00a0Word" in styled(document)[-2][1] or "Word" in styled(document)[-1][1]
    found = set(looks(document))
    if tone not in FILLED:
        assert found == set()
        return
    name = "step-3" if tone is Tone.UNJUDGED else tone
    sheet = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    fill, color = (re.search(f"--{each}: (#[0-9a-f]+)", sheet) for each in (name, f"on-{name}"))
    assert fill is not None
    assert color is not None
    assert found == {(color[1], fill[1])}
    assert contrast(color[1], fill[1]) >= LEAST_CONTRAST


def test_texts_stand_out_from_the_page() -> None:
    styles = written().styles.element
    for color in styles.xpath("//w:style//w:rPr/w:color/@w:val | //w:docDefaults//w:color/@w:val"):
        for paper in ("#ffffff", *(f"#{each}" for each in styles.xpath("//w:shd/@w:fill"))):
            assert contrast(f"#{color}", paper) >= LEAST_CONTRAST


# Tables -------------------------------------------------------------------------------------------

MATRIX = [Column(f"2{at:03}-12-31", is_paged=True) for at in range(40)]


def matrix(dates: int) -> Table:
    rows = [
        row(f"Name {number}", *[Cell("Partial", Tone.PARTIAL)] * dates, depth=number % 2)
        for number in range(60)
    ]
    return table("Matrix", [Column("Name", flexible=True), *MATRIX[:dates]], rows)


def test_heads_of_tables_are_repeated_and_no_row_is_parted() -> None:
    (made,) = written(matrix(3)).tables
    assert [has(each._tr, "./w:trPr/w:tblHeader") for each in made.rows] == [True, *[False] * 60]
    assert all(has(each._tr, "./w:trPr/w:cantSplit") for each in made.rows)
    assert [cell.text for cell in made.rows[0].cells] == ["Name", *(each.title for each in MATRIX[:3])]
    assert attribute(made._tbl, "./w:tblPr/w:tblCaption/@w:val") == "Matrix"


def test_a_group_is_bold_and_stays_with_its_rows() -> None:
    rows = [row("G", is_group=True), row("a", depth=1), row("H", is_group=True)]
    (made,) = written(table("C", ["Id"], rows)).tables
    for mark in ("w:keepNext", "w:b"):
        assert [has(each._tr, f".//{mark}") for each in made.rows] == [True, True, False, True]
    assert has(made.rows[2]._tr, ".//w:pPr/w:ind")


def test_where_all_rows_are_groups_none_is() -> None:
    rows = [row("G", is_group=True), row("H", is_group=True)]
    (made,) = written(table("C", ["Id"], rows)).tables
    assert [has(each._tr, ".//w:b") for each in made.rows] == [True, False, False]


def test_a_sign_stands_alone_in_its_cell_and_is_explained_above() -> None:
    columns = [Column("Name", flexible=True), Column("Oct 2023", is_sign=True, is_paged=True)]
    cells = [
        Cell("Mostly", Tone.PARTIAL, mark="32*"),
        Cell("No", Tone.FAIL),
        Cell("Yes", Tone.PASS),
        Cell(""),
    ]
    document = written(table("C", columns, [row("a", each) for each in cells]))
    (made,) = document.tables
    assert [text(each.cells[1]._tc) for each in made.rows[1:]] == ["◐\u00a032*", "✗", "✓", ""]
    assert has(made.rows[1].cells[1]._tc, "./w:tcPr/w:shd")
    assert ("Legend", "✓\u00a0Yes · ◐\u00a0Mostly · ✗\u00a0No") in styled(document)
    signs = document.element.body.xpath(".//w:r[w:rPr/w:rFonts]")
    assert [text(each) for each in signs] == ["✓", "◐", "✗", "◐", "✗", "✓"]


def test_numbers_keep_to_the_right() -> None:
    (made,) = written(table("C", [Column("N", is_number=True), "T"], [row("1", "a")])).tables
    assert [has(cell._tc, ".//w:pPr/w:jc[@w:val='right']") for cell in made.rows[1].cells] == [True, False]


def test_an_empty_table_is_said() -> None:
    assert styled(written(Table("C", (Column("Id"),), ())))[1:] == [("Caption", "C"), ("Normal", "(none)")]


def pages(document: Any) -> list[tuple[bool, list[str]]]:
    """Return for each section whether it is wide, and its paragraphs' texts and its tables' heads."""
    found: list[tuple[bool, list[str]]] = []
    texts: list[str] = []
    sections = iter(document.sections)
    for each in document.element.body:
        texts += (
            [text(each.tr_lst[0] if each.tag == qn("w:tbl") else each)] if each.tag != qn("w:sectPr") else []
        )
        if each.tag == qn("w:sectPr") or has(each, "./w:pPr/w:sectPr"):
            section = next(sections)
            is_wide = section.orientation == WD_ORIENTATION.LANDSCAPE
            assert is_wide is (section.page_width > section.page_height)
            found.append((is_wide, [one for one in texts if one]))
            texts = []
    return found


def test_a_wide_table_has_a_wide_page_with_its_headings() -> None:
    document = written(Prose("before"), Heading(1, "A"), Heading(2, "B"), matrix(9), Prose("after"))
    heads = "".join(each.title for each in MATRIX[:9])
    assert pages(document) == [
        (False, ["T", "before"]),
        (True, ["A", "B", "Matrix", f"Name{heads}"]),
        (False, ["after"]),
    ]


def test_a_table_that_fits_stays_upright() -> None:
    assert [is_wide for is_wide, _ in pages(written(matrix(4), Prose("after")))] == [False]


def test_long_texts_are_wrapped_before_a_page_is_turned() -> None:
    texts = table("C", ["Id", "What", "Why"], [row("1", "what " * 12, "why " * 12)])
    document = written(texts)
    assert [is_wide for is_wide, _ in pages(document)] == [False]
    assert sum(int(each) for each in document.tables[0]._tbl.xpath(".//w:gridCol/@w:w")) <= Mm(166).twips


def test_no_column_is_lost_and_no_table_is_wider_than_its_page() -> None:
    document = written(matrix(40))
    captions = [each for style, each in styled(document) if style == "Caption"]
    assert captions == [f"Matrix ({number} of 4)" for number in range(1, 5)]
    titles = [cell.text for each in document.tables for cell in each.rows[0].cells]
    assert [each for each in titles if each != "Name"] == [each.title for each in MATRIX]
    for each in document.tables:
        width = sum(int(value) for value in each._tbl.xpath("./w:tblGrid/w:gridCol/@w:w"))
        assert 0 < width <= Mm(297 - 44).twips
        assert {len(each_row.cells) for each_row in each.rows} == {len(each.columns)}


# Links --------------------------------------------------------------------------------------------

SOURCES = References(
    (
        Reference(1, "The act, 2022", "https://a.example/1", "2023-01-02", serves=(to_place("1.1", "1.1"),)),
        Reference(2, "Not cited", url="javascript:alert(1)", archive_url="https://b.example"),
    )
)


def links(document: Any) -> list[tuple[str, str]]:
    """Return the text of each link, and where it leads: to an address, or to the paragraph of a bookmark."""
    found = []
    for each in document.element.body.iter(qn("w:hyperlink")):
        if anchor := each.get(qn("w:anchor")):
            (place,) = document.element.body.xpath(f"//w:bookmarkStart[@w:name='{anchor}']/parent::w:p")
            found.append((text(each), text(place)))
        else:
            found.append((text(each), document.part.rels[each.get(qn("r:id"))].target_ref))
    return found


def test_a_citation_leads_to_its_source_and_the_source_back() -> None:
    cited = Citations((Citation(1, "The act", "section 1", "words", "a note"),), "Evidence")
    document = written(Heading(3, "1.1 First", target="1.1"), cited, Heading(1, "E"), SOURCES)
    act = "[1]\tThe act, 2022 https://a.example/1, accessed 2023-01-02. Cited for 1.1."
    assert links(document) == [
        ("[1]", act),
        ("https://a.example/1", "https://a.example/1"),
        ("1.1", "1.1 First"),
        ("https://b.example", "https://b.example"),
    ]
    assert styled(document)[-1] == (
        "Source",
        "[2]\tNot cited javascript:alert(1), archived copy https://b.example",
    )


def test_words_lead_to_what_the_document_says_of_a_thing() -> None:
    words = f"if {to_place('1.3', '1.3')} and {to_place('9', '9')} did: {to_file('all', 'all.docx')}"
    document = written(
        Facts((("Rule", Cell(words)),)),
        table("C", ["T"], [row(to_place("1.3 Third", "1.3"))]),
        Heading(3, "1.3 Third", target="1.3"),
    )
    third = ("1.3 Third", "1.3 Third")
    assert links(document) == [("1.3", "1.3 Third"), ("all", "./all.docx"), third]
    assert styled(document)[1] == ("Fact", "Rule\tif 1.3 and 9 did: all")


def test_references_of_several_reports_are_told_apart() -> None:
    report = Report("T", (Heading(3, "H", target="1.1"), Citations((Citation(1, "S"),), "Evidence"), SOURCES))
    document = opened(write_document([report, report], Theme()))
    names = document.element.body.xpath("//w:bookmarkStart/@w:name")
    assert len(names) == len(set(names)) == 6
    assert len(links(document)) == 8


def test_a_file_beside_is_linked_and_nothing_else() -> None:
    (link,) = links(written(Items((to_file("Springfield", "mailto:a b.docx"),), "Reports")))
    assert link == ("Springfield", "./mailto%3Aa%20b.docx")


@pytest.mark.parametrize(
    ("target", "leads_to"),
    [
        ("https://a.example/ä?b=1&c=(2)", "https://a.example/ä?b=1&c=(2)"),
        ("https://a.example/a|b[c]", "https://a.example/a%7Cb%5Bc]"),
        ("https://[::1]/x", "https://[::1]/x"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("https://[bad", None),
        ("https://", None),
        ("https:///x", None),
        ("https://a.example:port/", None),
        ("file:///etc/passwd", None),
        ("javascript:alert(1)", None),
    ],
)
def test_a_link_leads_to_an_address_or_is_text(target: str, leads_to: str | None) -> None:
    """Word says of a whole document that it is damaged where one address in it is none."""
    document = written(References((Reference(1, "S", url=target),)))
    assert links(document) == ([] if leads_to is None else [(target, leads_to)])
    assert target in styled(document)[-1][1]


# Texts --------------------------------------------------------------------------------------------


def test_users_markdown_is_paragraphs_lists_and_links() -> None:
    document = written(Prose(USERS, "Rationale", is_markdown=True))
    assert styled(document)[1:] == [
        ("Label", "Rationale"),
        ("Normal", "Some text, more and less, see the act or https://a.example, <code>."),
        ("Normal", "A heading"),
        ("List Bullet", "one"),
        ("List Bullet", "nested"),
        ("List Bullet", "mail"),
        ("Quote", "quoted"),
        ("HTML Preformatted", "x = 1"),
    ]
    found = {text(each): each for each in document.element.body.iter(qn("w:r"))}
    for words, mark in {"text": "i", "more": "b", "less": "strike", "A heading": "b"}.items():
        assert has(found[words], f"./w:rPr/w:{mark}")
    indents = document.element.body.xpath("//w:p[w:pPr/w:pStyle/@w:val='ListBullet']/w:pPr/w:ind/@w:left")
    assert indents == ["360", "720", "360"]
    assert [target for _, target in links(document)] == [
        "https://a.example/c_(d)",
        "https://a.example",
        "mailto:a@b.example",
    ]


def test_numbered_lists_count_each_from_its_own_number() -> None:
    document = written(Prose("1. a\n1. b\n   - c\n\nthen\n\n7. d\n8. e", is_markdown=True))
    assert styled(document)[1:] == [
        ("List Number", "1.\ta"),
        ("List Number", "2.\tb"),
        ("List Bullet", "c"),
        ("Normal", "then"),
        ("List Number", "7.\td"),
        ("List Number", "8.\te"),
    ]


def test_a_further_paragraph_of_an_item_is_no_item() -> None:
    document = written(Prose("- a\n\n  b", is_markdown=True))
    assert styled(document)[1:] == [("List Bullet", "a"), ("Normal", "b")]


def test_a_rewording_tells_what_went_and_what_came() -> None:
    document = written(Rewording(tuple(Piece(edit, edit.value) for edit in Edit), "Requirement"))
    found = {text(each).strip(): each for each in document.element.body.iter(qn("w:r"))}
    assert has(found["removed"], "./w:rPr/w:strike")
    assert has(found["added"], "./w:rPr/w:u")
    assert not has(found["same"], "./w:rPr/*")


def test_a_plain_text_is_paragraphs_whose_lists_stay_lines() -> None:
    document = written(Prose("one\ntwo\n\n- a\n- b"), Items(("x https://a.example",), "L"))
    assert styled(document)[1:] == [
        ("Normal", "one two"),
        ("Normal", "- a\n- b"),
        ("Label", "L"),
        ("List Bullet", "x https://a.example"),
    ]
    assert links(document) == [("https://a.example", "https://a.example")]


def test_the_words_of_somebody_else_stand_in_the_style_of_quotations() -> None:
    document = written(quoted("Town Hall\n1 High Street\n\nDecision: so", "They say"), Prose("So."))
    assert styled(document)[1:] == [
        ("Label", "They say"),
        ("Quote", "Town Hall\n1 High Street"),
        ("Quote", "Decision: so"),
        ("Normal", "So."),
    ]


@pytest.mark.parametrize(
    "hostile", [*HOSTILE, "\ud800\ufffe\uffff", "https://a.example/\x1f\ud800", "$ink ${x} {0} %s"]
)
def test_a_hostile_text_is_a_text(hostile: str) -> None:
    report = everything(hostile, hostile)
    raw = write_document([report, report], Theme(organisation=hostile))
    for name, content in parts_of(raw).items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(content)
    document = opened(raw)
    shown = re.sub("[\ud800-\udfff\ufffe\uffff]", lambda each: f"<U+{ord(each[0]):04X}>", one_line(hostile))
    assert styled(document)[1][1].strip("<>") == shown.strip("<>")
    assert text(document.tables[0].rows[2].cells[0]._tc).strip("<>") == shown.strip("<>")
    everywhere = text(document.element.body)
    assert not re.search("[\x00-\x08\x0b-\x1f\u2066-\u2069\u202a-\u202e]", everywhere)
    for relation in document.part.rels.values():
        if relation.is_external:
            assert re.match(r"https?://|mailto:|\./[^/]*$", relation.target_ref)


# Directions and languages -------------------------------------------------------------------------

ARABIC = "قانون 12"


def test_a_text_from_right_to_left_is_a_paragraph_that_is_so() -> None:
    document = written(Prose(f"{ARABIC} ABC.", from_file=True), Prose("left", from_file=True), language="ar")
    _, arabic, left = (each._p for each in document.paragraphs[1:])
    assert has(arabic, "./w:pPr/w:bidi")
    assert not has(left, "./w:pPr/w:bidi")
    runs = {text(each).strip(): has(each, "./w:rPr/w:rtl") for each in arabic.r_lst}
    assert runs == {"قانون": True, "12 ABC.": False}
    assert set(arabic.xpath("./w:r/w:rPr/w:lang/@w:bidi")) == {"ar"}


def test_a_name_from_right_to_left_turns_nothing_round() -> None:
    document = written(Facts((("By", Cell(f"{ARABIC}, 2023-12-31")),)))
    fact = document.paragraphs[-1]._p
    assert not has(fact, "./w:pPr/w:bidi")
    turned = {text(each): has(each, "./w:rPr/w:rtl") for each in fact.r_lst}
    assert turned["قانون"]
    assert not turned[" 12, 2023-12-31"]
    assert text(fact) == "By\t\u202bقانون\u202c\u200e 12, 2023-12-31"


def test_programs_are_told_the_language() -> None:
    words = "./w:docDefaults//w:lang/@w:"
    styles = written(language="ja").styles.element
    assert [attribute(styles, words + each) for each in ("val", "eastAsia", "bidi")] == ["en-GB", "ja", "ja"]


# Pages and properties -----------------------------------------------------------------------------


def test_a_draft_says_so_on_each_of_its_pages() -> None:
    draft = Report("A", (matrix(9), Prose("x")), lead=Cell("x"), is_draft=True)
    document = opened(write_document([draft, draft._replace(title="B", is_draft=False)], Theme()))
    heads = [text(each.header._element) for each in document.sections]
    assert heads == [*["DRAFT · A"] * 3, *["B"] * 3]
    for each in document.sections:
        assert each.footer._element.xpath(".//w:fldSimple/@w:instr") == ["PAGE", "NUMPAGES"]


def test_each_report_begins_a_page_with_its_own_header() -> None:
    drafted = Report("DRAFT: S", (), is_draft=True)
    document = opened(write_document([Report("C", ()), drafted, Report("F", ())], Theme()))
    assert [text(each.header._element) for each in document.sections] == ["C", "DRAFT · S", "F"]


def test_the_document_says_what_it_is_and_whose() -> None:
    about = written(theme=Theme(organisation="Clean Air Trust")).core_properties
    assert (about.title, about.author, about.language) == ("T", "Clean Air Trust", "en")
    assert {each.replace(tzinfo=UTC) for each in (about.created, about.modified)} == {
        datetime(2000, 1, 1, tzinfo=UTC)
    }
    assert (written().core_properties.author, about.last_modified_by) == ("", "")


def test_long_titles_fit_a_property() -> None:
    document = opened(write_document([Report("x" * 999, ())], Theme(organisation="y" * 999)))
    assert len(document.core_properties.title) == len(document.core_properties.author) == 255


def test_a_logo_has_its_name_and_fits() -> None:
    logo = picture(3000, 100)
    document = written(theme=Theme("Trust", logo, "image/png", "#1e6d61"))
    (shape,) = document.inline_shapes
    assert attribute(shape._inline, "./wp:docPr/@descr") == "Trust"
    assert (shape.width.mm, round(shape.height.mm, 1)) == (60, 2)
    assert attribute(document.styles["House"]._element, ".//w:pBdr/w:top/@w:color") == "1e6d61"
    assert "Trust" in text(document.sections[0].footer._element)


@pytest.mark.parametrize(
    "logo", [b"<svg/>", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"RIFF....WEBPVP8 ", picture(9, 0)]
)
def test_a_logo_that_word_cannot_hold_gives_way_to_the_name(logo: bytes) -> None:
    document = written(theme=Theme("Trust", logo))
    assert styled(document)[0] == ("House", "Trust")
    assert len(document.inline_shapes) == 0


def test_charts_are_left_out() -> None:
    bars = Bars("Bars", (Bar("a", Cell("b"), ((Tone.PASS, 1),)),))
    assert styled(written(bars)) == [("Title", "T")]


def test_the_same_report_gives_the_same_bytes() -> None:
    made = [
        write_document([everything("a", "https://a.example")], Theme("T", picture(9, 9))) for _ in range(2)
    ]
    assert made[0] == made[1]
    with zipfile.ZipFile(io.BytesIO(made[0])) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_word_opens_it_as_a_document_of_today() -> None:
    """Else the window's title says that it is in compatibility mode."""
    settings = ElementTree.fromstring(
        parts_of(write_document([Report("T", ())], Theme()))["word/settings.xml"]
    )
    modes = [each.get(qn("w:val")) for each in settings.iter(qn("w:compatSetting"))]
    assert modes[0] == "15"


@pytest.mark.slow
def test_libreoffice_makes_pages_of_it(tmp_path: Path) -> None:
    source = tmp_path / "report.docx"
    reports = [
        everything(words, "https://a.example", number=at) for at, words in enumerate(("Some words", ARABIC))
    ]
    source.write_bytes(write_document([*reports, everything(" ".join(HOSTILE), "x", number=3)], Theme()))
    pdf = convert_in_libreoffice(source, "pdf", tmp_path, tmp_path / "profile").read_bytes()
    assert pdf.startswith(b"%PDF-")
    sizes = re.findall(rb"/MediaBox ?\[ ?0 0 ([\d.]+) ([\d.]+) ?\]", pdf)
    assert len(sizes) > 3
    assert {float(width) > float(height) for width, height in sizes} == {True, False}
