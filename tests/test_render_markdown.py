"""Markdown read back by an independent parser: texts are what they were, and nothing in them acts."""

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import docx
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from scorecard.comparing.text_diff import Edit, Piece
from scorecard.harmless import visible
from scorecard.links import to_file, to_place
from scorecard.render.markdown import escaped, render_markdown
from scorecard.views.report import (
    AnswerBox,
    Answers,
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
    row,
    table,
)
from tests.cases import read_lines
from tests.commands import ROOT, run
from tests.filling import convert_in_libreoffice

HOSTILE = read_lines("hostile-markdown")

_FRAGMENTS = [
    *("\\", "`", "``", "*", "**", "_", "~~", "[", "](", ")", "<", ">", "&", "amp;", "#", "@", "|", "!", "$"),
    *(":", "-", "+", "=", ".", "1", "2)", " ", "a", "b_c", "é", "http://", "https://a.b", "www.", "<b>"),
    *("\u200b", "GH-"),
]
fragments = st.lists(
    st.sampled_from(_FRAGMENTS) | st.text(st.characters(codec="utf-8"), max_size=3), max_size=14
).map("".join)
texts = fragments.filter(lambda text: shown(text) != "")
documents = st.lists(
    st.sampled_from(
        [*_FRAGMENTS, "\n", "\n\n", "\n- ", "\n  ", "\n> ", "\n```", "\n~~~", "\n---\n", "\n===\n"]
    ),
    max_size=24,
).map("".join)


class Shown(NamedTuple):
    """What a reader sees of a paragraph, heading or cell: where it is, its text, and what acts in it."""

    place: str
    text: str
    acts: tuple[str, ...]


def parser() -> MarkdownIt:
    """Return a parser of GitHub's Markdown that leaves addresses as they are."""
    markdown = MarkdownIt("gfm-like", {"linkify": False}).enable("table")
    markdown.use(footnote_plugin, inline=False, move_to_end=False).use(front_matter_plugin)
    markdown.normalizeLink = lambda url: url  # type: ignore[method-assign]
    markdown.normalizeLinkText = lambda url: url  # type: ignore[method-assign]
    return markdown


def shown(text: str) -> str:
    """Return a text as it is to be read: one line, without what has no width and brackets of addresses."""
    line = " ".join(visible(text).replace("\u200b", "").split())
    return re.sub("[<>]", "", line) if "://" in line else line


def read(markdown: str) -> list[Shown]:
    """Return what a reader sees, checking that nothing but links to the web leads anywhere."""
    tokens = parser().parse(markdown)
    assert not [token for token in tokens if token.type.startswith(("html", "image"))]
    return [
        Shown(tokens[at - 1].tag, shown(_text(token)), tuple(_acts(token)))
        for at, token in enumerate(tokens)
        if token.type == "inline"
    ]


def _text(token: Token) -> str:
    assert token.children is not None
    return "".join(" " if each.type.endswith("break") else each.content for each in token.children)


def _acts(token: Token) -> Iterator[str]:
    for each in token.children or []:
        if each.type == "link_open" and str(each.attrs["href"]).startswith("beside"):
            yield "beside"
        elif each.type == "link_open":
            assert re.match("(?i)https?://|mailto:", str(each.attrs["href"]))
        elif each.nesting == 1 or each.type in ("code_inline", "html_inline", "image"):
            yield each.tag or each.type
        elif each.type == "footnote_ref":
            yield "sup"


ISOLATES = dict.fromkeys(map(ord, "\u2068\u2069"))
"""What stands around a text from right to left, and is not to be read."""


def everywhere(text: str) -> tuple[Report, list[Shown]]:
    """Return a report that has a text in every place, and what is to be read in it."""
    line = " ".join(visible(text).split())
    columns = (Column(text), Column("n", is_number=True, is_paged=True))
    rows = (
        Row((Cell(text), Cell(text, Tone.FAIL)), is_group=True),
        Row((Cell(text), Cell(text)), depth=2),
    )
    blocks: tuple[Block, ...] = (
        Heading(1, text),
        Facts(((text, Cell(text, Tone.PASS)),)),
        Prose(line),
        Prose(line, label=text),
        Items((text, "x"), label=text),
        Table(text, columns, rows),
        Rewording((Piece(Edit.SAME, text), Piece(Edit.REMOVED, text), Piece(Edit.ADDED, text)), label=text),
        Citations((Citation(1, text, locator=text, quote=text, note=text),), text),
        References((Reference(number=1, source=text, accessed=text, serves=(text,)),)),
        References((Reference(number=2, source=text),)),
        Items((to_file(line or "x", "beside.md"),), text),
    )
    strong = ("strong",)
    seen = [
        *(Shown("h1", line, ()), Shown("h2", line, ()), Shown("p", f"{line}: ✓ {line}", strong)),
        *(Shown("p", line, ()), Shown("p", f"{line}: {line}", strong), Shown("p", f"{line}:", strong)),
        *(Shown("p", line, ()), Shown("p", "x", ()), Shown("p", line, strong)),
        *(Shown("th", line, ()), Shown("th", "n", ())),
        *(
            Shown("td", line, strong),
            Shown("td", f"✗ {line}", strong),
            Shown("td", line, ()),
            Shown("td", line, ()),
        ),
        Shown("p", f"{line}: {line} {line} {line}", ("strong", "s", "strong")),
        Shown("p", f"{line}:", strong),
        Shown("p", f"{line}, {line}: “{line}” ({line})", ("sup",)),
        Shown("p", "The sources are the numbered footnotes.", ()),
        Shown("p", f"{line}, accessed {line}. Cited for {line}.", ()),
        *(
            Shown("p", f"[2] {line}", ()),
            Shown("p", f"{line}:", strong),
            Shown("p", line or "x", ("beside",)),
        ),
    ]
    seen.insert(1, Shown("p", f"◐ {line}", strong))
    return Report(text, blocks, lead=Cell(text, Tone.PARTIAL)), [
        each._replace(text=shown(each.text)) for each in seen
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_what_it_was_wherever_it_stands(text: str) -> None:
    report, expected = everywhere(text)
    assert read(render_markdown([report]).translate(ISOLATES)) == expected


@settings(deadline=None)
@given(texts)
def test_any_text_is_what_it_was_wherever_it_stands(text: str) -> None:
    report, expected = everywhere(text.strip())  # as texts come from files
    assert read(render_markdown([report]).translate(ISOLATES)) == expected


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_calls_github_or_a_ci_runner(text: str) -> None:
    markdown = render_markdown([everywhere(text)[0], defused(text)])
    assert called(markdown) == []
    assert not re.search(r"(?m)^\s*::|##\[", markdown)
    assert markdown.isprintable() or not set(markdown) & set("\x1b\x00\r\u202e\u2066\u2028")


@settings(deadline=None)
@given(documents)
def test_no_text_calls_github(text: str) -> None:
    assert called(render_markdown([Report("x", (Prose(text), Items((text,)))), defused(text)])) == []


def called(markdown: str) -> list[str]:
    """Return whom and what GitHub would find in the text, once it has read the Markdown."""
    people = r"(?:^|[^A-Za-z0-9])@\w+"
    issues = r"#\d+|(?i:\bgh-\d+)"
    emoji = r"(?:^|\W):(?:(?=[0-9_]*[a-z])[a-z0-9]+(?:_[a-z0-9]+)*|[+-]1):(?!\w)"
    pattern = f"{people}|{issues}|{emoji}"
    return [found for text in _outside_links(markdown) for found in re.findall(pattern, text)]


def _outside_links(markdown: str) -> Iterator[str]:
    """Yield the texts that are neither code nor part of a link."""
    for token in parser().parse(markdown):
        depth = 0
        run = ""
        for each in token.children or []:
            depth += each.nesting if each.type.startswith("link") else 0
            if each.type.startswith("text") and not depth:
                run += each.content
            else:
                yield run
                run = ""
        yield run


@pytest.mark.parametrize("text", HOSTILE)
def test_only_addresses_of_the_web_are_links_and_look_it(text: str) -> None:
    line = escaped(text).replace(r"\\", "")
    links = re.findall(r"(?<!\\)<([Hh][^ ]*?)>", line)
    assert all(link in visible(text) for link in links)
    rest = re.sub(r"(?<!\\)<[Hh][^ ]*?>", "", line)
    assert not re.search(r"(?<!\\)://|(?i:\bwww\.)", rest)


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        (
            "1.4 GWh at -5 °C, snake_case, R&D, a < b, 5 * 3",
            "1.4 GWh at -5 °C, snake_case, R&D, a < b, 5 * 3",
        ),
        ("a (b) - c: “d”, e/f; g+h = 10:30!", "a (b) - c: “d”, e/f; g+h = 10:30!"),
        ("https://a.b/c_d?e=1&f=2.", "<https://a.b/c_d?e=1&f=2>."),
        ("<https://a.b/c_(d)>", "<https://a.b/c_(d)>"),
        ("@me", "@&#8203;me"),
        ("jane@a.de", "jane@a.de"),
        ("a]b", "a]b"),
        (r"C:\new", r"C:\new"),
        ("A name (an-id@1.0), an-id@1.10.2", "A name (`an-id@1.0`), `an-id@1.10.2`"),
        ("me@1.example me@1.0@b https://a.b/c@1.0", "me@1.example me@1.0@b <https://a.b/c@1.0>"),
    ],
)
def test_only_what_acts_is_escaped(text: str, markdown: str) -> None:
    assert escaped(text) == markdown


# The document -----------------------------------------------------------------------------------


def report(*blocks: Block) -> Report:
    return Report("T", blocks)


def test_reports_follow_each_other_and_end_in_one_newline() -> None:
    assert render_markdown([]) == ""
    assert render_markdown([Report("A", ()), Report("B", (Heading(1, "C"),))]) == "# A\n\n## B\n\n### C\n"


def test_headings_go_no_deeper_than_there_are() -> None:
    blocks = [Heading(level, "x") for level in range(1, 9)]
    assert [each.place for each in read(render_markdown([report(*blocks)]))] == [
        *("h1", "h2", "h3", "h4", "h5", "h6", "h6", "h6", "h6")
    ]


def test_every_tone_is_a_sign_before_a_word() -> None:
    facts = Facts(tuple((tone.name, Cell("word", tone)) for tone in Tone))
    lines = render_markdown([report(facts)]).splitlines()[2:]
    assert [line.split(":** ")[1] for line in lines] == [f"{sign}\u00a0word" for sign in "✓◐✗•–?·○◔◑◕●"]


@settings(deadline=None)
@given(st.lists(st.tuples(fragments, fragments, fragments), max_size=4))
def test_a_table_has_its_rows_and_columns_and_sides(cells: list[tuple[str, str, str]]) -> None:
    columns = (Column("a"), Column("b", is_number=True), Column("c", flexible=True))
    rows = tuple(Row(tuple(map(Cell, each)), depth=at) for at, each in enumerate(cells))
    markdown = render_markdown([report(Table("Results", columns, rows))])
    tokens = parser().parse(markdown)
    kinds = [token.type for token in tokens]
    if not cells:
        assert markdown == "# T\n\n**Results**\n\n(none)\n"
        return
    assert kinds.count("table_open") == 1
    assert (kinds.count("tr_open"), kinds.count("th_open")) == (len(cells) + 1, 3)
    assert kinds.count("td_open") == 3 * len(cells)
    right = [token.attrs.get("style") == "text-align:right" for token in tokens if token.type == "td_open"]
    assert right == [False, True, False] * len(cells)


def test_depth_indents_and_groups_are_bold() -> None:
    rows = (Row((Cell("1"), Cell("")), is_group=True), Row((Cell("1.1"), Cell("x")), depth=1))
    markdown = render_markdown([report(Table("R", (Column("Id"), Column("n")), rows))])
    cells = [token.content for token in parser().parse(markdown) if token.type == "inline"]
    assert cells[-4:] == ["**1**", "", "&emsp;1.1", "x"]


def test_where_all_rows_are_groups_none_is_bold() -> None:
    rows = [row("1", "x", is_group=True), row("2", "y", is_group=True)]
    assert "**" not in render_markdown([report(table("", ["Id", "n"], rows))])


def test_columns_stand_in_line_and_have_dashes_in_proportion() -> None:
    """Pandoc makes widths of dashes: 72 are a page, and a short column has as many as it needs."""
    columns = [Column("Id"), Column("Score", is_number=True), Column("Test", flexible=True)]
    rows = [row("10", "7", "x" * 120), row("国", Cell("Fail", Tone.FAIL), "y")]
    assert render_markdown([report(table("", columns, rows))]).splitlines()[2:] == [
        "| Id  |   Score | Test |",
        "|:----|--------:|:" + "-" * 57 + "|",
        "| 10  |       7 | " + "x" * 120 + " |",
        "| 国  |  ✗\u00a0Fail | y |",
    ]


@pytest.mark.parametrize("tone, said", [(Tone.FAIL, "✗\u00a0No."), (Tone.UNDETERMINED, "No.")])
def test_an_answer_stands_after_its_question_without_a_second_question_mark(tone: Tone, said: str) -> None:
    box = AnswerBox("Does it pass?", "Why", Cell("No", tone), ("It does not.",))
    assert f"**Does it pass?** {said} It does not." in render_markdown([report(Answers((box,)))])


def test_a_table_of_signs_says_what_they_mean() -> None:
    columns = [Column("Test"), Column("2023", is_sign=True, is_paged=True)]
    cells = [
        Cell("No | [x]", Tone.FAIL),
        Cell("Partial", Tone.PARTIAL, mark="32*"),
        Cell("90", Tone.STEP_5, mark="90"),
    ]
    lines = render_markdown([report(table("", columns, [row("a", each) for each in cells]))]).splitlines()
    assert lines[2:] == [
        *("◐\u00a0Partial · ✗\u00a0No | \\[x]", ""),
        *("| Test  | 2023   |", "|:------|:-------|"),
        *("| a     | ✗      |", "| a     | ◐\u00a032\\* |", "| a     | ●\u00a090   |"),
    ]


def test_lines_of_lists_in_plain_text_stay_apart_and_are_no_lists() -> None:
    tokens = parser().parse(render_markdown([report(Prose("one\ntwo\n- a\n- b\n\n1. c", label="L"))]))
    assert [token.content for token in tokens if token.type == "inline"] == [
        *("T", "**L:** one two\\\n\\- a\\\n\\- b", "1\\. c")
    ]
    assert not [token for token in tokens if token.type.endswith("list_open")]


def test_the_words_of_somebody_else_are_quoted_line_by_line() -> None:
    blocks = (
        quoted("Town Hall\n1 High Street\n\n> Decision: so", "They say"),
        Prose("So.", label="Decision"),
    )
    assert render_markdown([report(*blocks)]) == (
        "# T\n\n**They say:**\n\n> Town Hall\\\n> 1 High Street\n>\n> \\> Decision: so\n\n**Decision:** So.\n"
    )


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_that_is_quoted_leaves_its_quotation(hostile: str) -> None:
    text = f"{hostile}\n{hostile}\n\n{hostile}\n\n    {hostile}"
    tokens = parser().parse(render_markdown([report(Prose("before"), quoted(text, "L"), Prose("after"))]))
    at = [token.type for token in tokens]
    assert at.count("blockquote_open") == at.count("blockquote_close") == 1
    begin, end = at.index("blockquote_open"), at.index("blockquote_close")
    assert {token.type for token in tokens[begin + 1 : end]} == {
        "paragraph_open",
        "inline",
        "paragraph_close",
    }
    outside = [token.content for token in (*tokens[:begin], *tokens[end:]) if token.type == "inline"]
    assert outside == ["T", "before", "**L:**", "after"]


@settings(deadline=None)
@given(fragments, fragments)
def test_the_same_report_gives_the_same_bytes(one: str, other: str) -> None:
    reports = [everywhere(one + "x")[0], defused(other)]
    assert render_markdown(reports).encode() == render_markdown(reports).encode()


# Users' Markdown --------------------------------------------------------------------------------


def defused(text: str) -> Report:
    return report(Prose(text, label="Rationale", is_markdown=True), Heading(1, "After"))


KEPT = """\
Some *text*, **more** and ~~less~~, see [the act](https://a.b/c_(d)) or <https://a.b>, with `<code>` that
goes `over
lines`.

- one
  goes on
  - nested
- [mail](mailto:a@b.de)

1. first
2. second

> quoted
> on

```python
x = "@me" if a < b else '<b>'
# 1
```

last"""


def test_emphasis_code_lists_quotations_and_links_are_kept() -> None:
    html = parser().render(render_markdown([defused(KEPT)]))
    for part in [
        "<strong>Rationale:</strong> Some <em>text</em>, <strong>more</strong> and <s>less</s>, see",
        '<a href="https://a.b/c_(d)">the act</a> or <a href="https://a.b">https://a.b</a>',
        "<code>&lt;code&gt;</code> that goes <code>over lines</code>.",
        "<li>one goes on\n<ul>\n<li>nested</li>\n</ul>\n</li>",
        '<a href="mailto:a@b.de">mail</a>',
        "<ol>\n<li>first</li>\n<li>second</li>\n</ol>",
        "<blockquote>\n<p>quoted on</p>\n</blockquote>",
        "x = &quot;@me&quot; if a &lt; b else '&lt;b&gt;'\n# 1\n</code></pre>\n<p>last</p>\n<h2>After</h2>",
    ]:
        assert part in html


@pytest.mark.parametrize("text", [*HOSTILE, KEPT])
def test_markdown_of_users_makes_no_tag_heading_image_or_table(text: str) -> None:
    check_defused(text)


@settings(deadline=None)
@given(documents)
def test_no_markdown_of_users_makes_a_tag_heading_image_or_table(text: str) -> None:
    check_defused(text)


def check_defused(text: str) -> None:
    markdown = render_markdown([defused(text)])
    tokens = parser().parse(markdown)
    kinds = {token.type for token in tokens} | {each for token in read(markdown) for each in token.acts}
    assert not [kind for kind in kinds if kind.startswith(("html", "image", "img", "table"))]
    headings = [tokens[at + 1].content for at, token in enumerate(tokens) if token.type == "heading_open"]
    assert headings == ["T", "After"]
    assert [token.info for token in tokens if token.type == "fence" and token.info] == []


@pytest.mark.parametrize(
    "text", [*read_lines("markdown-tricks"), "> " * 50, ">" * 50 + "# a", "* " * 30 + "<b>"]
)
def test_tricks_do_not_work(text: str) -> None:
    check_defused(text)


@pytest.mark.parametrize(
    "text", ["[a](javascript:alert(1))", "[https://good.example](https://bad.example)", "[a](docs/b.md)"]
)
def test_doubtful_links_are_shown_as_they_are_written(text: str) -> None:
    assert shown(text) in read(render_markdown([defused(text)]))[1].text


def test_escapes_of_users_are_theirs() -> None:
    (_, line, _) = read(render_markdown([defused(r"\*a\* \@me \#1 \[b\]")]))
    assert line == ("p", "Rationale: *a* @me #1 [b]", ("strong",))


# References, leads, other documents, charts, front matter ----------------------------------------


def test_a_reference_is_a_footnote_on_one_line() -> None:
    whole = Reference(
        number=2,
        source="WHO, Guidelines",
        url="https://a.b/c",
        accessed="2021-03-11",
        archive_url="https://d.e/f",
        serves=(to_place("1.1", "1.1"), "1.2"),
    )
    evidence = (Citation(1, "S"), Citation(2, "WHO", "p. 4", "shall\nnot", "our translation"))
    blocks = (Citations(evidence, "Evidence"), References((Reference(number=1, source="S"), whole)))
    assert render_markdown([report(*blocks)]) == (
        "# T\n\n**Evidence:**\n\n- S [^1]\n- WHO, p. 4: “shall not” (our translation) [^2]\n\n"
        "The sources are the numbered footnotes.\n\n"
        "[^1]: S\n[^2]: WHO, Guidelines <https://a.b/c>, "
        "accessed 2021-03-11, archived copy <https://d.e/f>. Cited for 1.1 and 1.2.\n"
    )


def footnotes(markdown: str) -> tuple[list[str], list[str]]:
    """Return the labels that are cited and those that are defined, as the parser sees them."""
    environment: dict[str, dict[str, dict[str, int]]] = {}
    tokens = parser().parse(markdown, environment)
    cited = [
        str(each.meta["label"])
        for token in tokens
        for each in token.children or []
        if each.type == "footnote_ref"
    ]
    defined = [str(token.meta["label"]) for token in tokens if token.type == "footnote_reference_open"]
    return cited, defined


def test_references_are_footnotes_where_they_are_cited_and_else_a_list() -> None:
    cites = [
        report(
            Citations(tuple(Citation(n, "S") for n in each), "Evidence"),
            References(tuple(Reference(number=n, source="S") for n in each)),
        )
        for each in ((1, 2), (3,))
    ]
    assert footnotes(render_markdown([cites[0], report(), cites[1]])) == (["1", "2", "3"],) * 2
    assert render_markdown([report(References((Reference(number=1, source="# S"),)))]) == (
        "# T\n\n- \\[1] \\# S\n"
    )


CITED = Citations((Citation(1, "S"),), "E")
URLS = [
    *("https://a.b/c_d?e=1&f=*g*", "HTTPS://A.B", "https://a.b/[c]", "http://[::1]:80/", "mailto:a@b.de"),
    *("https://a.b/c d", 'https://a.b/"><script>alert(1)</script>', "https://a.b/`c`", "https://a.b/|c"),
    *("https://a.b/&copy;c", "https://a.b/&#64;me", "https://a.b/\\", "https://a.b/)", "https://a.b/ä\u202e"),
    *("https://a.b/\n\n# c", "https://a.b/##[group]", "https://a.b/[^1]"),
    *("https://a.b/{{ c }}", "https://a.b."),
]


@pytest.mark.parametrize("url", URLS)
def test_an_address_is_a_link_to_just_that(url: str) -> None:
    reference = Reference(number=1, source="S", url=url, archive_url=url)
    markdown = render_markdown([report(CITED, References((reference,)))])
    assert not re.search(r"##\[|\{\{", markdown)
    tokens = parser().parse(markdown)
    assert [token.tag for token in tokens if token.nesting == 1] == ["h1", "p", "ul", "li", "p", "p", "", "p"]
    links = [
        str(each.attrs["href"])
        for token in tokens
        for each in token.children or []
        if each.type == "link_open"
    ]
    assert list(map(unquote, links)) == [url, url]
    assert all(re.fullmatch(r"[^\s<>`\\]+", link) for link in links)


@pytest.mark.parametrize("url", read_lines("no-addresses"))
def test_an_address_of_another_kind_is_text(url: str) -> None:
    reference = Reference(number=1, source="S", url=url, archive_url=url)
    markdown = render_markdown([report(CITED, References((reference,)))])
    shown_url = f"<{' '.join(url.split())}>".replace("< ", "<")
    assert "link_open" not in str(parser().parse(markdown))
    assert shown(f"S {shown_url}, archived copy {shown_url}") == read(markdown)[-1].text.replace("< ", "<")
    assert called(markdown) == []


@settings(deadline=None)
@given(fragments, fragments, st.sampled_from(["", "https://a.b/", "mailto:a@b.de?", "javascript:"]))
def test_references_never_act(text: str, rest: str, begin: str) -> None:
    whole = Reference(
        number=1,
        source=text or "x",
        url=begin + rest,
        accessed=text,
        archive_url=begin + text,
        serves=(text or "x",),
    )
    cited = Citation(1, text or "x", locator=rest, quote=text, note=rest)
    blocks = (
        Citations((cited,), "E"),
        References((whole,)),
        Items((to_file(visible(text), visible(rest)),), "L"),
    )
    markdown = render_markdown([Report("T", blocks, lead=Cell(text or "x", Tone.FAIL))])
    assert footnotes(markdown) == (["1"], ["1"])
    assert called(markdown) == []
    tokens = parser().parse(markdown)
    for token in tokens:
        assert not token.type.startswith(("html", "fence", "code", "hr", "table", "blockquote"))
        for each in token.children or []:
            assert each.type not in ("html_inline", "image", "code_inline")


@pytest.mark.parametrize(
    "file",
    ["a.md", "a b.md", "a@1.0.md", "a)b.md", "javascript:alert(1)", "//a.b", "<b>", "ä.md", "a%20b", "c#d"],
)
def test_a_document_beside_is_linked_by_its_name(file: str) -> None:
    markdown = render_markdown([report(Items((to_file("A [b](c) https://d.e ] @me", file),), "Reports"))])
    (token,) = [each for each in parser().parse(markdown) if each.type == "inline" and "](" in each.content]
    assert token.children is not None
    (href,) = [str(each.attrs["href"]) for each in token.children if each.type == "link_open"]
    assert unquote(href) == file
    assert re.fullmatch(r"[\w.@%-]+", href)
    assert _text(token).replace("\u200b", "") == "A [b](c) https://d.e ] @me"


def test_a_lead_is_bold_below_the_title_with_its_sign_and_word() -> None:
    lead = Cell("Fails: 2 of 6 tests", Tone.FAIL)
    assert render_markdown([Report("T", (), lead=lead)]) == "# T\n\n**✗\u00a0Fails: 2 of 6 tests**\n"
    assert render_markdown([Report("T", (), lead=Cell("As it is"))]) == "# T\n\n**As it is**\n"
    assert render_markdown([Report("T", (), lead=Cell(""))]) == "# T\n"


def test_charts_leave_nothing() -> None:
    half = Fraction(1, 2)
    blocks = (
        Bars("c", (Bar("b", Cell("Pass", Tone.PASS), ((Tone.PASS, 3),)),)),
        Timeline("c", (TimelineMark(day=date(2021, 3, 11), score=half),)),
        Arrows("c", "r", "s", (Arrow("e", half, "+0.5", None, ""),)),
    )
    assert render_markdown([report(Heading(1, "a"), Prose("x"), *blocks, Heading(1, "b"))]) == (
        "# T\n\n## a\n\nx\n\n## b\n"
    )


def test_a_heading_of_charts_alone_is_left_out() -> None:
    blocks = (Heading(1, "a"), Bars("c", ()), Heading(2, "b"), Bars("c", ()), Heading(1, "d"), Bars("c", ()))
    assert render_markdown([report(*blocks)]) == "# T\n"
    blocks = (Heading(1, "a"), Heading(1, "b"))
    assert render_markdown([report(*blocks)]) == "# T\n\n## a\n\n## b\n"


def front(markdown: str) -> object:
    tokens = parser().parse(markdown)
    assert tokens[0].type == "front_matter"
    assert [token.tag for token in tokens[1:] if token.type == "heading_open"] == ["h1"]
    return yaml.safe_load(tokens[0].content)


def test_front_matter_names_the_document() -> None:
    whole = Report("A: b", (), lead=Cell("Fails", Tone.FAIL), language="de")
    assert render_markdown([whole], front_matter=True) == (
        '---\ntitle: "A: b"\nlang: "en"\ndescription: "Fails"\nrender_with_liquid: false\n---\n\n'
        "# A: b\n\n**✗\u00a0Fails**\n"
    )
    assert front(render_markdown([report()], front_matter=True)) == {
        "title": "T",
        "lang": "en",
        "render_with_liquid": False,
    }
    assert render_markdown([], front_matter=True) == ""


@pytest.mark.parametrize(
    "text", [*HOSTILE, "---", "...", '"', "\\", "no", "1.10", "a: b # c", "\ufffe\uffff"]
)
def test_front_matter_holds_any_text(text: str) -> None:
    check_front(text)


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8"), min_size=1) | fragments)
def test_front_matter_holds_whatever_there_is(text: str) -> None:
    check_front(text)


def check_front(text: str) -> None:
    markdown = render_markdown([Report(text, (), lead=Cell(text), language=text)], front_matter=True)
    line = " ".join(visible(text).split())
    assert front(markdown.translate(ISOLATES)) == {
        **dict.fromkeys(("title", "description"), line),
        "lang": "en",
        "render_with_liquid": False,
    }
    assert "##[" not in markdown


@pytest.mark.parametrize(
    "text", ["{{ a }}", "{% a %}", "{{< a >}}", "{{{a}}}", "a{{{%b", r"\{{ a", r"\{\{", "{"]
)
def test_no_text_is_read_by_a_generator_of_web_sites(text: str) -> None:
    for document in (everywhere(text)[0], defused(text)):
        assert not re.search(r"\{[{%]", render_markdown([document]))


@settings(deadline=None)
@given(st.text("{%\\*`a_ ", max_size=12).filter(lambda text: "`" not in text))
def test_no_text_of_users_is_read_by_a_generator(text: str) -> None:
    assert not re.search(r"\{[{%]", render_markdown([defused(text)]))


@pytest.mark.slow
def test_pandoc_makes_a_document_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No address is made up, each table is as wide as the page, and signs have room for their words."""
    pypandoc = pytest.importorskip("pypandoc")
    monkeypatch.chdir(ROOT)
    made = tmp_path / "made.docx"
    source = run("report", "uk-online-safety").out
    pypandoc.convert_text(source, "docx", format="markdown", outputfile=str(made))
    document = docx.Document(str(made))
    assert [each.text for each in document.paragraphs if each.style.name == "Heading 1"] == [
        source.splitlines()[0].removeprefix("# ")
    ]
    targets = [each.target_ref for each in document.part.rels.values() if each.is_external]
    assert targets
    assert all(each.startswith("http") for each in targets)
    for made_table in document.tables:
        widths = [int(each) for each in made_table._tbl.xpath("./w:tblGrid/w:gridCol/@w:w")]
        for at, cells in enumerate(zip(*(each.cells for each in made_table.rows), strict=True)):
            words = max(len(word) for cell in cells for word in cell.text.split(" "))
            assert widths[at] / sum(widths) > min(words, 12) / 90, cells[0].text
    pdf = convert_in_libreoffice(made, "pdf", tmp_path, tmp_path / "profile").read_bytes()
    assert 5 < len(re.findall(rb"/Type ?/Page\b", pdf)) < 24


def test_prose_that_leads_to_a_place_is_its_words() -> None:
    link = to_place("What they say stands below.", "#summary")
    assert render_markdown([report(Prose(link, label="Summary"))]).endswith(
        "**Summary:** What they say stands below.\n"
    )
