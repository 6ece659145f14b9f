"""HTML read back by a parser: texts are what they were, nothing in them acts, and all is one file alone."""

import math
import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import partial
from hashlib import sha256
from itertools import combinations, pairwise
from operator import mul
from pathlib import Path

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard.comparing.text_diff import Edit, Piece
from scorecard.harmless import one_line
from scorecard.links import to_file, to_place
from scorecard.render import html as module
from scorecard.render.html import render_html
from scorecard.render.theme import DARK_PAGE, LIGHT_PAGE, Theme
from scorecard.render.users_markdown import is_link, linked, markdown_html, plain_html
from scorecard.views.report import (
    AnswerBox,
    Answers,
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
    Prose,
    Reference,
    References,
    Report,
    Rewording,
    Row,
    Table,
    Timeline,
    TimelineMark,
    Tone,
    quoted,
)
from tests.browser.sample import HOSTILE, USERS, everything
from tests.counting import LINEAR, growth
from tests.pages import Page, check_inert
from tests.rounds import rounds


def render(*blocks: Block) -> Page:
    return Page(render_html([Report("T", blocks)], Theme()))


def body(html: str) -> str:
    return html.partition("<main")[2]


# Hostile texts ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [*HOSTILE, "x" * 5000, USERS])
def test_texts_are_what_they_were_and_do_nothing(text: str) -> None:
    page = check_inert(render_html([everything(text, text)], Theme()))
    shown = one_line(text)
    assert page.text.count(shown) >= (30 if "<https" not in text else 20)
    assert page.all("meta")[1]["content"].startswith("default-src 'none'; style-src 'sha256-")


@settings(max_examples=rounds(15, 60))
@given(
    st.lists(
        st.sampled_from([*"<>&\"'`{}%#:[]()!*_~\\=/-@\n\t ", "a", "é", "::", "on", "{{", "\u202e", "\x85"])
    )
    .map("".join)
    .filter(lambda text: one_line(text) != "")
)
def test_any_text_does_nothing(text: str) -> None:
    check_inert(render_html([everything(text, text), everything(text, text, number=2)], Theme()))


@settings(deadline=None)
@given(st.text())
def test_any_users_markdown_does_nothing(text: str) -> None:
    check_inert(
        render_html([Report("T", (Prose(text, is_markdown=True), Prose(text), quoted(text, "L")))], Theme())
    )


def test_the_words_of_somebody_else_are_a_quotation_below_their_label() -> None:
    html = render_html(
        [Report("T", (quoted("Town Hall\n1 High <b>\n\nSo", "They say"), Prose("So.")))], Theme()
    )
    assert (
        '<div class="said"><h2 class="label">They say</h2><div class="prose" dir="auto"><blockquote>'
        "<p>Town Hall<br>1 High &lt;b&gt;</p><p>So</p></blockquote></div></div>"
    ) in html
    assert html.count("<blockquote>") == 1


def test_only_the_web_and_mail_are_linked() -> None:
    for target in ("https://a.example/b?c=1&d", "HTTP://A.example", "mailto:a@b.example"):
        assert is_link(target)
    for target in (
        *("javascript:alert(1)", "data:text/html,x", "//a.example", "a.html", "#a", "https://a b", ""),
        *("https://a.example/\u202eb", 'https://a.example/"x', "vbscript:x"),
        *(" https://a", "file:///etc/passwd"),
    ):
        assert not is_link(target)


def test_addresses_in_plain_texts_are_linked() -> None:
    html = str(
        linked(
            "See https://a.example/b_(c)?d=1&e, (http://b.example). <https://c.example>; [x](https://d.example)"
        )
    )
    assert re.findall('href="(.*?)"', html) == [
        *("https://a.example/b_(c)?d=1&amp;e", "http://b.example", "https://c.example", "https://d.example"),
    ]
    assert re.sub("<.*?>", "", html) == (
        "See https://a.example/b_(c)?d=1&amp;e, (http://b.example). https://c.example; [x](https://d.example)"
    )


def test_a_target_that_may_not_be_linked_is_text() -> None:
    reference = Reference(number=1, source="A", url="javascript:x", archive_url="ftp://b")
    page = render(References((reference,)))
    assert "A <javascript:x>, archived copy <ftp://b>." in page.text
    assert [link for link in page.all("a") if not link["href"].startswith("#")] == []


def test_files_beside_the_document_are_linked_whatever_their_names() -> None:
    page = render(Items((to_file("A", "a b.html"), to_file("B", "javascript:x"), to_file("C", "../../c"))))
    hrefs = [link["href"] for link in page.all("a") if link["href"].startswith(".")]
    assert hrefs == ["./a%20b.html", "./javascript%3Ax", "./..%2F..%2Fc"]


def test_programs_are_told_which_date_is_meant_where_a_page_tells_one() -> None:
    then, now = date(2022, 4, 14), date(2023, 10, 26)
    blocks = (Heading(1, "Changes since 14 April 2022"), Items(("By 1 April 2024: April 2022.",)))
    kicker = f"Since April 2022 · {to_file('later: 26 October 2023', 'b.html')}"
    report = Report("T", blocks, standfirst="14 April 2022", kicker=kicker, dates=(then, now))
    html = render_html([report], Theme())
    times = re.findall(r'<time datetime="([^"]*)">([^<]*)</time>', html)
    assert times == [
        ("2022-04", "April 2022"),
        ("2023-10-26", "26 October 2023"),
        ("2022-04-14", "14 April 2022"),
        ("2022-04-14", "14 April 2022"),
        ("2022-04", "April 2022"),
    ]
    assert '<a href="./b.html">later: <time' in html
    assert "<time" not in render_html([report._replace(dates=())], Theme())


# Users' Markdown --------------------------------------------------------------------------------


def test_emphasis_code_lists_quotations_and_links_are_kept() -> None:
    html = str(markdown_html(USERS))
    for part in (
        "<em>text</em>, <strong>more</strong> and <s>less</s>",
        '<a href="https://a.example/c_(d)" rel="noopener noreferrer">the act</a>',
        '<a href="https://a.example" rel="noopener noreferrer">https://a.example</a>',
        "<code>&lt;code&gt;</code>",
        "<p><strong>A heading</strong></p>",
        "<li>nested</li>",
        '<a href="mailto:a@b.example" rel="noopener noreferrer">mail</a>',
        "<blockquote>",
        "<pre><code>x = 1\n</code></pre>",
    ):
        assert part in html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        ("<!-- x -->", "<p>&lt;!-- x --&gt;</p>"),
        ("![the *map*](https://a.example/b.png)", "<p>the *map*</p>"),
        ("![a](javascript:x)", "<p>![a](javascript:x)</p>"),
        ("[a](javascript:x)", "<p>[a](javascript:x)</p>"),
        ("[a](b.md)", "<p>[a](b.md)</p>"),
        ("[a](&#106;avascript:x)", "<p>[a](&amp;#106;avascript:x)</p>".replace("&amp;#106;", "j")),
        ("[https://good.example](https://b.example)", "<p>[https://good.example](https://b.example)</p>"),
        ("www.a.example https://a.example", "<p>www.a.example https://a.example</p>"),
        ("a | b\n--- | ---\nc | d", "<p>a | b\n--- | ---\nc | d</p>"),
        ("Title\n===\n## *b*", "<p><strong>Title</strong></p>\n<p><strong><em>b</em></strong></p>"),
        ("a\u202eb", "<p>a&lt;U+202E&gt;b</p>"),
        ("```js onload\nx\n```", "<pre><code>x\n</code></pre>"),
        ("", ""),
        ("[x]()", "<p>[x]()</p>"),
        ("[a *b*](  )", "<p>[a <em>b</em>]()</p>"),
        ("[](https://a.b)", "<p>[](https://a.b)</p>"),
    ],
)
def test_all_else_is_text(text: str, html: str) -> None:
    assert str(markdown_html(text)) == html


def test_what_is_nested_beyond_reading_is_shown_as_text() -> None:
    text = "> " * 200 + "the end"
    assert "the end" in str(markdown_html(text))
    assert "<blockquote>" not in str(markdown_html(text))


def test_plain_texts_are_paragraphs_and_lines() -> None:
    assert str(plain_html("one\ntwo\n- a & b\n\n*three*")) == ("<p>one two<br>- a &amp; b</p><p>*three*</p>")


# The document -----------------------------------------------------------------------------------


def test_nothing_for_no_report() -> None:
    assert render_html([], Theme()) == ""


def test_the_document_ends_in_one_newline_and_is_the_same_each_time() -> None:
    reports = [everything("a", "https://a.example"), everything("b", "x", number=2)]
    html = render_html(reports, Theme())
    assert html.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert html.endswith("</html>\n")
    assert html == render_html(reports, Theme())
    assert not re.search("[ \t]$", html, re.MULTILINE)


@pytest.mark.parametrize(
    ("language", "lang"),
    [(None, None), ("en", None), ("en-GB", "en-GB"), ("pt-BR", "pt-BR"), ('"><script>', None), ("", None)],
)
def test_our_words_are_english_and_texts_of_files_in_their_own_language(
    language: str | None, lang: str | None
) -> None:
    quoted = Citation(1, "s", locator="l", quote="q", note="n")
    blocks = (
        Prose("ours"),
        Prose("of a file", from_file=True),
        Prose("Markdown", is_markdown=True),
        Rewording((Piece(Edit.ADDED, "x"),)),
        Citations((quoted,), "Evidence"),
        References((Reference(1, "s", url="https://a.b"),)),
        Heading(1, "שם, 2021"),
        Heading(1, "Titre", from_file=True),
    )
    page = Page(
        render_html([Report("A", blocks, language=language), Report("B", (), language="fr")], Theme())
    )
    own = {"dir": "auto", **({"lang": lang} if lang else {})}
    assert page.all("html") == [{"lang": "en"}]
    prose = [attributes for attributes in page.all("div") if attributes.get("class") == "prose"]
    assert prose == [{"class": "prose"}, {"class": "prose", **own}, {"class": "prose", **own}]
    assert page.all("q") == [own]
    assert page.all("span").count({"lang": lang}) == (4 if lang else 0)
    assert {"class": "rewording", **own} in page.all("p")
    assert {"class": "vh", "dir": "ltr", "lang": "en"} in page.all("span")  # "added": it decides no direction
    assert [attributes.get("lang") for attributes in page.all("h2")] == [None, lang, None]
    assert page.all("bdi") == [{"lang": lang} if lang else {}]


def heads(*reports: Report) -> list[tuple[str, str, str]]:
    """Return each kind of printed page, what stands over it, and the mark of a draft."""
    html = render_html(list(reports), Theme())
    rule = r'@page ([\w-]*){@top-left{content:"(.*?)"}@top-right{content:(.*?);'
    return re.findall(rule, html)


def test_what_made_it_stands_at_the_foot_of_printed_pages_and_takes_none_of_its_own() -> None:
    html = render_html([Report("A", ())], Theme(organisation="Ours"))
    assert r'@page{@bottom-left{content:"Ours \b7  Made with policy-scorecard"}}' in html
    (printed,) = [each for each in html.split("@media ") if each.startswith("print{")]
    assert re.search(r"(?m)^\S*\bfooter\b\S*\{display:none\}$", printed.replace(", ", ","))


def test_a_title_breaks_within_no_date_and_after_its_colon() -> None:
    html = render_html([Report("UK & law: 12 March 2021 to 26 October 2023", ())], Theme())
    dates = "12\xa0March\xa02021 to 26\xa0October\xa02023"
    assert f'>UK &amp; law: <span class="dates">{dates}</span></h1>' in html
    assert "<title>UK &amp; law: 12 March 2021 to 26 October 2023</title>" in html
    html = render_html([Report("Law: 2 assessments", ())], Theme())
    assert ">Law: 2 assessments</h1>" in html


def test_a_middle_answer_that_is_longer_than_the_others_together_has_more_room() -> None:
    def box(length: int) -> AnswerBox:
        return AnswerBox("why", "Q", Cell("A"), ("x" * length,))

    assert 'class="longest"' not in render_html([Report("A", (Answers((box(9), box(9), box(9))),))], Theme())
    html = render_html([Report("A", (Answers((box(9), box(99), box(9))),))], Theme())
    assert re.findall(r"<section[^>]*>", html) == ["<section>", '<section class="longest">', "<section>"]


def test_no_text_and_no_first_row_is_held_to_all_that_follows_it_in_print() -> None:
    """A label beside a text would hold the text too, and a group's only row the next group."""
    printed = render_html([Report("A", ())], Theme()).split("@media print{")[1]
    (held,) = re.findall(r"(?m)^(h1,.*)\{break-after:avoid\}$", printed)
    assert ".group" in held and ".label" not in held
    assert "tbody > .group:only-child{break-after:auto}" in printed


def test_a_title_that_nothing_follows_is_printed_on_a_page_with_the_first_report() -> None:
    facts = Facts((("Rated by", Cell("A")),))
    rule = "header,article:nth-of-type(1){page:part-2}"
    assert rule in render_html([Report("2 subjects", ()), Report("A", (facts,))], Theme())
    assert rule not in render_html([Report("2 subjects", (facts,)), Report("A", (facts,))], Theme())


def test_a_draft_says_so_on_every_printed_page_and_a_draft_among_others_on_its_own() -> None:
    draft, final = Report("DRAFT: A", (), is_draft=True), Report("B", ())
    assert heads(final) == [("", "B", "none")]
    assert heads(draft) == [("", r"DRAFT\3a  A", '"DRAFT"')]
    assert [mark for *_, mark in heads(final, draft, final)] == ["none", '"DRAFT"', "none"]
    html = render_html([final, draft, final], Theme())
    assert "article:nth-of-type(1){page:part-2}" in html
    for reports, is_marked in (([draft, draft], True), ([final, draft], False), ([final], False)):
        page = Page(render_html(reports, Theme()))
        assert ("watermark" in [each.get("class") for each in page.all("p")]) is is_marked
    assert "draft" not in render_html([final], Theme()).lower()


def test_over_printed_pages_a_text_does_nothing() -> None:
    hostile = '"}</style><script>\\ \u202e x\n##[error]\n::set y'
    html = render_html([Report(hostile, ())], Theme())
    ((_, head, _),) = heads(Report(hostile, ()))
    assert re.fullmatch(r"(?:[\w ,.-]|\\[0-9a-f]+ )*", head)
    assert html.count("</style>") == 1
    ((_, head, _),) = heads(Report("x" * 300, ()))
    assert len(head) == 109 + len(r"\2026 ")


def test_what_is_said_of_a_thing_is_a_section_that_print_does_not_tear() -> None:
    things = (Heading(1, "T"), Heading(2, "D", from_file=True), Prose("d"), Heading(3, "I", from_file=True))
    page = Page(render_html([Report("R", (*things, Prose("i"), Heading(1, "U"), Prose("u")))], Theme()))
    assert page.all("section") == [{"class": "thing"}] * 2
    html = "".join(render_html([Report("R", (*things, Prose("i")))], Theme()).split("\n"))
    assert re.search('<section class="thing"><h4 id="i".*?<p>i</p>.*?</section></div></main>', html)


@pytest.mark.parametrize("theme", [Theme(), Theme(accent="#123456")])
def test_the_policy_allows_the_style_by_its_digest_and_nothing_else(theme: Theme) -> None:
    html = render_html([Report("T", ())], theme)
    (style,) = re.findall("<style>(.*?)</style>", html, re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    metas = {meta.get("http-equiv", meta.get("name")): meta.get("content") for meta in Page(html).all("meta")}
    assert metas == {
        None: None,
        "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'",
        "viewport": "width=device-width, initial-scale=1",
        "referrer": "no-referrer",
        "color-scheme": "light dark",
    }
    assert ("--accent:#123456" in style) == (theme.accent == "#123456")
    assert "red;}" not in style
    assert not re.search("url|@import|expression|</", style)
    assert not re.search("(?m)^::", style)
    assert html.index("Content-Security-Policy") < html.index("<style>")


def test_the_house_is_named_on_top() -> None:
    html = render_html([Report("T", ())], Theme(organisation='A & "B" <c>'))
    assert '<p class="house">A &amp; &#34;B&#34; &lt;c&gt;</p>' in html
    assert "<title>T · A &amp; &#34;B&#34; &lt;c&gt;</title>" in html


def test_a_logo_is_embedded_with_the_name_as_its_text() -> None:
    html = render_html([Report("T", ())], Theme("The House", b"\x89PNG", "image/png"))
    (image,) = Page(html).all("img")
    assert image["alt"] == "The House"
    kind, _, data = image["src"].partition(";base64,")
    assert (kind, b64decode(data)) == ("data:image/png", b"\x89PNG")
    assert "source" not in html.partition("</style>")[2]


def test_a_dark_screen_has_the_logo_that_was_made_for_it() -> None:
    html = render_html([Report("T", ())], Theme("H", b"\x89PNG", "image/png", None, b"<svg", "image/svg+xml"))
    (source,) = Page(html).all("source")
    address = f"data:image/svg+xml;base64,{b64encode(b'<svg').decode()}"
    assert source == {"media": "screen and (prefers-color-scheme: dark)", "srcset": address}


def test_levels_of_headings_are_never_skipped() -> None:
    blocks = [Heading(level, "x") for level in (1, 2, 2, 1, 2, 3, 4, 5, 6, 7, 1)]
    html = render_html([Report("A", tuple(blocks)), Report("B", tuple(blocks))], Theme())
    levels = Page(html).levels
    assert levels[:12] == [1, 2, 3, 3, 2, 3, 4, 5, 6, 6, 6, 2]
    assert levels[12:] == [2, 3, 4, 4, 3, 4, 5, 6, 6, 6, 6, 3]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_ids_are_words_and_never_those_of_the_document() -> None:
    titles = ("One & two", "One: two", "one-two-2", "main--top", "Größe", "日本", "!!!", "ref--1", "x" * 99)
    page = render(*(Heading(1, title) for title in titles))
    assert [attrs["id"] for tag, attrs in page.elements if tag == "h2"] == [
        *("one-two", "one-two-2", "one-two-2-2", "main-top", "größe", "日本", "part", "ref-1", "x" * 40)
    ]


def test_work_grows_with_the_headings_also_where_all_say_the_same() -> None:
    def rendering(size: int) -> Callable[[], str]:
        return partial(render_html, [Report("A", tuple(Heading(1, "x") for _ in range(size)))], Theme())

    assert growth(rendering, 300) < LINEAR


@pytest.mark.parametrize(("sections", "others", "entries"), [(3, 0, 0), (4, 0, 4), (2, 2, 4), (1, 1, 0)])
def test_contents_are_listed_where_there_are_more_than_three(
    sections: int, others: int, entries: int
) -> None:
    first = Report("A", tuple(Heading(level, f"S{at}") for at in range(sections) for level in (1, 2)))
    page = Page(
        render_html([first, *(Report(f"B{at}", (Heading(1, "x"),)) for at in range(others))], Theme())
    )
    assert len(page.all("nav")) == bool(entries)
    listed = page.all("nav") and re.findall(r"(S\d|B\d)", page.text.partition("Contents")[2])[:entries]
    assert len(listed or []) == entries


@pytest.mark.parametrize(
    ("lead", "words"),
    [
        (Cell("Fail: 2 of 27 fail", Tone.FAIL), "✗ Fail: 2 of 27 fail"),
        (Cell("Passes · A city", Tone.PASS), "✓ Passes · A city"),
        (Cell("Not yet: a text"), "Not yet: a text"),
    ],
)
def test_the_lead_says_the_verdict_in_words_and_by_a_sign(lead: Cell, words: str) -> None:
    page = Page(render_html([Report("T", (), lead=lead)], Theme()))
    shown = page.text.lower().replace(" ", "")
    assert words.lower().replace(" ", "") in shown


# Blocks -----------------------------------------------------------------------------------------


def test_every_tone_is_a_sign_that_is_hidden_from_screen_readers_and_a_word() -> None:
    page = render(Facts(tuple((tone.name, Cell("word: rest", tone)) for tone in Tone)))
    signs = [text for tag, text in page.texts if tag == "i"]
    assert signs == list("✓◐✗•–?·○◔◑◕●")
    assert [attrs for tag, attrs in page.elements if tag == "i"] == [{"aria-hidden": "true"}] * len(Tone)
    assert page.text.count("word: rest") == len(Tone)


def test_a_share_is_drawn_beside_its_number() -> None:
    html = render_html([Report("T", (Facts((("Score", Cell("50.0", share=Fraction(1, 2))),)),))], Theme())
    assert '<svg class="share" width="48" height="8" aria-hidden="true"' in html
    assert 'width="23.5"' in html


def test_a_table_has_a_caption_scopes_and_groups() -> None:
    columns = (Column("Id"), Column(""), Column("n", is_number=True))
    rows = (
        Row((Cell("0"), Cell("a"), Cell("1"))),
        Row((Cell("1"), Cell("g"), Cell("2")), is_group=True),
        Row((Cell("1.1"), Cell("b"), Cell("3")), depth=1),
        Row((Cell(""), Cell("c"), Cell("4")), depth=9),
    )
    html = body(render_html([Report("T", (Table("Results", columns, rows),))], Theme()))
    assert '<div class="table few" role="group" tabindex="0" aria-labelledby="table--1">' in html
    assert '<caption><p id="table--1">Results</p>' in html
    assert (
        '<thead><tr><th scope="col">Id</th><td></td><th scope="col" class="right">n</th></tr></thead>' in html
    )
    assert html.count("<tbody>") == 2
    assert '<tr class="group d0"><th scope="rowgroup">1</th><td>g</td><td class="right">2</td></tr>' in html
    assert '<tr class="d1"><th scope="row">1.1</th>' in html
    assert '<tr class="d5"><td></td><td>c</td>' in html


def test_where_all_rows_are_heads_none_is() -> None:
    rows = tuple(Row((Cell(id),), is_group=True) for id in "12")
    html = body(render_html([Report("T", (Table("Results", (Column("Id"),), rows),))], Theme()))
    assert html.count("<tbody>") == 1
    assert "rowgroup" not in html


@pytest.mark.parametrize(
    ("columns", "mark", "stops"),
    [
        ((Column("Name"), Column("n")), "", 0),
        ((Column("Name"), Column("n"), Column("m")), "", 1),
        ((Column("Name"), *[Column("2021", is_sign=True)] * 4), "", 0),
        ((Column("Name"), *[Column("2021", is_sign=True)] * 5), "", 1),
        ((Column("Name"), *[Column("2021", is_sign=True)] * 3), "42", 1),
    ],
)
def test_a_table_is_a_tab_stop_only_where_a_small_screen_does_not_hold_it(
    columns: tuple[Column, ...], mark: str, stops: int
) -> None:
    rows = (Row(tuple(Cell("1", Tone.PASS, mark=mark) for _ in columns)),)
    page = render(Table("Results", columns, rows))
    assert [each["role"] for each in page.all("div") if "role" in each] == ["group"] * stops
    assert [each for each in page.all("div") if each.get("tabindex") == "0"] == [
        each for each in page.all("div") if "role" in each
    ]


def test_an_empty_table_is_none() -> None:
    page = render(Table("Results", (Column("Id"),), ()))
    assert page.all("table") == []
    assert "ResultsNone" in page.text


def test_a_rewording_is_said_to_screen_readers() -> None:
    pieces = (Piece(Edit.SAME, "a"), Piece(Edit.REMOVED, "b"), Piece(Edit.ADDED, "c"))
    page = render(Rewording(pieces, label="Requirement"))
    assert "Requirementa removed: b added: c" in page.text
    assert len(page.all("ins")) == len(page.all("del")) == 1


def test_citations_lead_to_the_references_of_their_own_report() -> None:
    def report(title: str) -> Report:
        blocks = (Citations((Citation(1, title),), "Evidence"), References((Reference(1, title),)))
        return Report(title, blocks)

    page = Page(render_html([report("A"), report("B")], Theme()))
    links = [link["href"] for link in page.all("a") if link["href"].startswith("#ref--")]
    assert links == ["#ref--1", "#ref--1-2"]
    assert [each["id"] for each in page.all("li") if "value" in each] == ["ref--1", "ref--1-2"]


def test_evidence_says_all_that_is_known_in_its_place_and_leads_to_its_source() -> None:
    evidence = Citation(3, "The Act", locator="s. 12", quote="shall", note="as revised")
    page = render(Citations((evidence,), "Evidence"))
    assert "EvidenceThe Act, s. 12: shall (as revised)" in page.text.replace("Evidence ", "Evidence")
    assert page.all("q") == [{"dir": "auto"}]
    assert "#ref--3" in page.values("href")


def test_a_source_says_all_that_is_known_and_leads_back_to_what_it_serves() -> None:
    serves = (to_place("1.1", "1.1"), to_place("9.9", "9.9"))
    reference = Reference(
        number=3,
        source="The Act",
        url="https://a.example",
        accessed="2024-01-31",
        archive_url="https://b.example",
        serves=serves,
    )
    page = render(Heading(2, "1.1 Duty", target="1.1"), References((reference,)))
    assert "The Act, accessed 2024-01-31, archived copy. Cited for 1.1 and 9.9." in page.text
    assert {"value": "3", "id": "ref--3"} in page.all("li")
    assert [link for link in page.values("href") if "1-1" in link] == ["#1-1-duty"] * 2, "none to 9.9"


def test_words_lead_to_places_of_their_own_report_and_to_files_beside_it() -> None:
    text = (
        f"See {to_place('<1.1> https://a.example', '1.1')}, {to_file('B', 'b c.html')}, {to_place('no', 'x')}"
    )
    blocks = (Items((text,)), Heading(1, "1.1 Duty", target="1.1"))
    page = Page(render_html([Report("A", blocks), Report("B", blocks)], Theme()))
    links = [link["href"] for link in page.all("a") if link.get("class") != "here"]
    assert links == ["#1-1-duty", "./b%20c.html", "#1-1-duty-2", "./b%20c.html"]
    assert page.text.count("See <1.1> https://a.example, B, no") == 2


def test_a_heading_is_no_link_and_has_one_beside_it() -> None:
    html = render_html([Report("T", (Heading(1, "One & two"),))], Theme())
    assert (
        '<h2 id="one-two">One &amp; two <a class="here" href="#one-two" tabindex="-1" '
        'aria-hidden="true">#</a></h2>'
    ) in html


def test_labels_are_headings_but_within_what_is_told_of_a_thing() -> None:
    """Remarks of ours, such as what a mark means, are not headed."""
    labelled = (Items(("x",), "List"), Prose("x", "Text", from_file=True), Prose("x", "≈"))
    page = render(*labelled, Heading(1, "B"), *labelled, Heading(2, "1.1", from_file=True), *labelled)
    assert page.levels == [1, 2, 2, 2, 3, 3, 3]
    assert sum(attrs.get("class") == "label" for attrs in page.all("p")) == 1 + 1 + 3


def test_a_thing_stands_where_pages_look_for_it_whatever_it_is_called() -> None:
    blocks = (Heading(2, "1.1 Duty", from_file=True, target="1.1"), Heading(1, "Other", target="x"))
    page = Page(render_html([Report("A", blocks), Report("B", blocks)], Theme()))
    assert page.all("section") == [{"class": "thing", "id": id} for id in ("i--1.1", "i--1.1-2")]


def test_window_and_description_say_the_verdict() -> None:
    lead = Cell('✗ Fails · "A" & <B>, 26 October 2023 · 2 of 27 fail', Tone.FAIL)
    html = render_html([Report("A", (), lead=lead, headline="Fails · A & <B>")], Theme(organisation="O"))
    assert "<title>Fails · A &amp; &lt;B&gt; · O</title>" in html
    description = [each["content"] for each in Page(html).all("meta") if each.get("name") == "description"]
    assert description == ['✗ Fails · "A" & <B>, 26 October 2023 · 2 of 27 fail']


def test_a_chart_speaks_once() -> None:
    html = render_html([everything("a", "b")], Theme())
    page = Page(html)
    drawings = re.findall(r"<svg (?:role|width)[^>]*>", html)
    pictures = [each for each in drawings if 'role="img"' in each]
    assert all(("aria-labelledby" in each) is (each in pictures) for each in drawings)
    assert all('aria-hidden="true"' in each for each in drawings if each not in pictures)
    titles = [text for tag, text in page.texts if tag == "title"][1:]
    assert len(pictures) == len(titles) == html.count('</title><g aria-hidden="true">') == 2 + 3
    assert titles[:3] == [
        "20 pass, 1 partial, 3 fail, 4 not rated, of 28",
        "nothing counted",
        "Measured in a: 31 Dec 2010: 42; 31 Dec 2011: 38; 31 Dec 2012: none; 31 Dec 2013: 30.",
    ]
    assert 'aria-hidden="true"' in re.findall('<ul class="legend"[^>]*>', html)[0]
    assert '<span class="end">a <small>a</small></span>' in html
    assert '>31 December 2023</th><td class="right">50.0</td><td class="right">0.0 to 100.0</td>' in html


def test_a_timeline_calls_a_full_score_as_its_framework_does() -> None:
    marks = (
        TimelineMark(date(2021, 1, 1), Fraction(1, 3)),
        TimelineMark(date(2022, 1, 1), Fraction(1, 2), Fraction(0), Fraction(1)),
    )
    html = render_html([Report("T", (Timeline("t", marks, out_of=Fraction(9)),))], Theme())
    assert re.findall('class="axis" x="0" y=".*?">(.*?)<', html) == ["9", "4.5", "0"]
    assert re.findall('class="value".*?>(.*?)<', html) == ["3.00", "4.50"]
    assert '>1 January 2022</th><td class="right">4.50</td><td class="right">0.00 to 9.00</td>' in html


def test_charts_draw_where_things_went() -> None:
    blocks = [each for each in everything("a", "b").blocks if isinstance(each, Arrows | Timeline)]
    html = render_html([Report("T", (*blocks,))], Theme())
    assert re.findall(r'class="after (\w+)" (?:d="M0|cx)', html) == ["down", "up", "same", "up"]
    assert re.findall(r'class="dot" cy="([\d.]+)".*?y="([\d.]+)" text-anchor="middle">([\d.]+)', html) == [
        *(("140.0", "129.0", "33.3"), ("40.0", "29.0", "100.0")),
        *(("190.0", "179.0", "0.0"), ("115.0", "104.0", "50.0")),
    ]
    assert re.findall('class="whisker" d="(.*?)"', html) == ["M0 190.0V40.0M-6 190.0h12M-6 40.0h12"]
    assert re.findall('class="axis" x="0" y=".*?">(.*?)<', html) == ["100", "50", "0"]
    assert html.count(">none</text>") == 1


def test_patterns_tell_segments_apart_without_colours() -> None:
    parts = tuple((tone, 5) for tone in Tone)
    html = render_html([Report("T", (Bars("B", (Bar("x", Cell("y"), parts),)),))], Theme())
    patterns = set(re.findall(r'<pattern id="(.*?)"', html))
    assert set(re.findall(r"url\(#(.*?)\)", html)) == patterns
    assert len(patterns) == 4
    assert "<pattern" not in render_html([Report("T", (Items(("a",)),))], Theme())


@pytest.mark.slow
def test_a_huge_table_is_whole() -> None:
    columns = (Column("Id"), *(Column(f"{at}", is_paged=True) for at in range(20)))
    rows = tuple(Row(tuple(Cell(f"{at}", Tone.PASS) for _ in columns)) for at in range(1000))
    page = render(Table("Huge", columns, rows))
    assert len(page.all("tr")) == 1001
    assert len(page.all("td")) == 20_000


# Colours ----------------------------------------------------------------------------------------


def style(*blocks: Block) -> str:
    return render_html([Report("T", blocks)], Theme()).partition("<style>")[2].partition("</style>")[0]


def variables(*, dark: bool) -> dict[str, str]:
    """Return the colours of a theme by their names."""
    on_screen = style().partition("@media print")[0]
    light, _, rest = on_screen.partition("@media screen and (prefers-color-scheme:dark)")
    found = re.findall(r"--([\w-]+):(#[0-9a-f]{6})", light)
    return dict(found + (re.findall(r"--([\w-]+):(#[0-9a-f]{6})", rest) if dark else []))


def linear_part(colour: str, at: int) -> float:
    part = int(colour[at : at + 2], 16) / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    linear = [linear_part(colour, at) for at in (1, 3, 5)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_texts_and_outlines_stand_out(dark: bool) -> None:
    colours = variables(dark=dark)
    texts = [(text, ground) for text in ("ink", "muted", "link") for ground in ("paper", "wash")]
    texts += [(f"on-{tone}", tone) for tone in ("pass", "partial", "fail")] + [("paper", "ink")]
    assert [pair for pair in texts if contrast(colours[pair[0]], colours[pair[1]]) < 7] == []
    outlines = [("ink", "paper"), ("ink", "wash"), ("muted", "paper"), ("link", "paper")]
    assert [pair for pair in outlines if contrast(colours[pair[0]], colours[pair[1]]) < 3] == []


STEPPED = Facts((("Score", Cell("50.0", Tone.STEP_3)),))


def test_steps_are_told_apart_and_read() -> None:
    colours = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})", style(STEPPED)))
    steps = [colours[f"step-{at}"] for at in range(1, 6)]
    assert [contrast(colours[f"on-step-{at}"], steps[at - 1]) >= 7 for at in range(1, 6)] == [True] * 5
    assert all(contrast(one, other) >= 1.3 for one, other in pairwise(steps))
    assert sorted(steps, key=luminance, reverse=True) == steps


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_palette_is_the_one_that_survives_colour_blindness() -> None:
    for dark in (False, True):
        colours = variables(dark=dark)
        assert [colours[tone] for tone in ("pass", "partial", "fail")] == ["#005a8d", "#e6b800", "#8a2b06"]
        assert [colours[f"on-{tone}"] for tone in ("pass", "partial", "fail")] == [
            "#ffffff",
            "#1a1a1a",
            "#ffffff",
        ]
    pages = [variables(dark=dark)["paper"] for dark in (False, True)]
    assert pages == [LIGHT_PAGE, DARK_PAGE]


_SEEN_BY = {
    "most": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopes": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopes": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopes": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""How linear red, green and blue are seen, after Machado, Oliveira and Fernandes (2009)."""
_XYZ = ((0.4125, 0.3576, 0.1804), (0.2127, 0.7152, 0.0722), (0.0193, 0.1192, 0.9503))
_WHITE = (0.9505, 1.0, 1.0888)


def seen(colour: str, who: str) -> list[float]:
    """Return where in CIELAB somebody sees a colour."""
    linear = [linear_part(colour, at) for at in (1, 3, 5)]
    rgb = [min(max(sum(map(mul, line, linear)), 0), 1) for line in _SEEN_BY[who]]
    shares = [sum(map(mul, line, rgb)) / white for line, white in zip(_XYZ, _WHITE, strict=True)]
    x, y, z = (math.cbrt(each) if each > 0.008856 else 7.787 * each + 16 / 116 for each in shares)
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]


@pytest.mark.parametrize("who", _SEEN_BY)
def test_verdicts_are_told_apart_by_colour_blind_readers(who: str) -> None:
    colours = variables(dark=False)
    places = [seen(colours[tone], who) for tone in ("pass", "partial", "fail")]
    assert min(math.dist(*pair) for pair in combinations(places, 2)) > 51
    assert math.dist(seen("#d32f2f", "deuteranopes"), seen("#388e3c", "deuteranopes")) < 15


def test_every_class_that_is_styled_is_used_and_all_variables_are_there() -> None:
    sheet = style()
    assert set(re.findall(r"var\(--([\w-]+)\)", sheet)) <= set(re.findall(r"--([\w-]+):", sheet))
    used = render_html([everything("a", "b"), everything("b", "c")], Theme("H"))
    templates = Path(module.__file__).parent / "templates"
    text = used + "".join(path.read_text(encoding="utf-8") for path in templates.glob("*.html"))
    text += "matrix date breaks"  # where a table has signs, is paged, has a line between
    classes = set(re.findall(r"\.([a-z][\w-]*)(?=[\s.,:>{])", re.sub(r'"[^"]*"', "", sheet)))
    assert [
        name for name in sorted(classes) if not re.search(rf"\b{name}\b", text.partition("</style>")[2])
    ] == []
    assert not re.search(r"animation|transition|scroll-behavior", sheet)


def test_a_headline_says_its_result_once() -> None:
    lead = Cell("Fails · Springfield, 11 March 2021 · 1 of 2 pass", Tone.FAIL)
    page = body(render_html([Report("T", (), lead=lead)], Theme()))
    assert re.search(
        r"<strong>Fails<span class=\"vh\"> · </span></strong> Springfield, 11 March 2021 · 1 of", page
    )
    assert page.count("Fail") == 1


@pytest.mark.parametrize(("is_flexible", "kind"), [(True, "matrix"), (False, "few")])
def test_a_table_of_signs_is_a_matrix_where_its_names_come_first(is_flexible: bool, kind: str) -> None:
    """Only then has the first column the room that is left; ids before signs would take it from titles."""
    columns = (Column("Name", flexible=is_flexible), Column("Now", is_sign=True))
    told = Table("T", columns, (Row((Cell("a"), Cell("Pass", Tone.PASS))),))
    assert f'<div class="table {kind}' in body(render_html([Report("T", (told,))], Theme()))


def test_what_was_then_and_is_now_stands_in_words_behind_the_name_of_its_row() -> None:
    columns = (
        *(Column("Id"), Column("Before", is_sign=True, leads=True), Column("Now", is_sign=True)),
        *(Column("Promise", flexible=True), Column("Details")),
    )
    levels = (Cell("Fail", Tone.FAIL, target="9"), Cell("Partly: soon", Tone.PARTIAL))
    rows = (
        Row((Cell(to_place("1.1", "1.1")), *levels, Cell("Duty"), Cell("more"))),
        Row((Cell("care"), *levels, Cell("Care"), Cell(""))),
    )
    blocks = (Table("Changes", columns, rows), Heading(1, "Duty", target="1.1"), Heading(1, "Y", target="9"))
    html = render_html([Report("T", blocks)], Theme())
    heads = [text for tag, text in Page(html).texts if tag == "th"]
    assert heads[:4] == ["Promise", "Before", "Now", "Details"]
    assert '<th scope="row"><a href="#duty">1.1 Duty</a></th>' in html
    assert '<th scope="row">Care</th>' in html
    assert (
        '<td><a href="#y"><span class="badge fail"><i aria-hidden="true">✗</i> Fail</span></a></td>' in html
    )
    assert html.count("Partly</span>") == 2


def test_marks_are_told_in_words_to_those_who_listen_and_nothing_twice() -> None:
    columns = (Column("Name"), Column("Rank", is_number=True), Column("Now", is_sign=True))
    signs = (Cell("Fail", Tone.FAIL, mark="**"), Cell("58.3", Tone.STEP_3, mark="58.3"))
    rows = tuple(Row((Cell("≈ b **"), Cell("≈ 1"), sign)) for sign in signs)
    page = render(Table("T", columns, rows))
    assert "≈ b **≈(order may change) 1✗Fail **(asked otherwise)" in page.text
    assert page.text.count("58.3") == 1


def test_templates_are_read_once_for_all_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    render(Heading(1, "One"))
    monkeypatch.setattr(jinja2.Environment, "compile", lambda *_: pytest.fail("a template is compiled again"))
    render(Heading(1, "Two"), Heading(1, "Three"))
