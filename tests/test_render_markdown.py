"""Markdown read back by an independent parser: texts are what they were, and nothing in them acts."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from scorecard.render.markdown import escaped, render_markdown
from scorecard.render.text import visible
from scorecard.report import (
    Align,
    Block,
    Cell,
    Column,
    Facts,
    Heading,
    Items,
    Prose,
    Report,
    Rewording,
    Row,
    Table,
    Tone,
)
from scorecard.wording import Edit, Piece

HOSTILE = [
    *("a|b", "|", r"\|", r"\\|", "a\\", "\\", r"\*", "| a | b |", "|---|---|", "`a|b`", "`", "``a`", "a`b"),
    *("*a*", "**a**", "a*b*c", "a * b * c", "*", "_a_", "__a__", "a_b_c", "_", "a _b_ c", "snake_case_1"),
    *("~a~", "~~a~~", "~5 %", "~~~", "```", "<b>bold</b>", "<script>alert(1)</script>", "<!-- a -->"),
    *("a < b > c", "<a@b.de>", "<img src=x onerror=alert(1)>", "&amp;", "&lt;b&gt;", "&#64;me", "&nbsp"),
    *("R&D", "a &copy; b", "[a](http://b.c)", "![a](http://b.c/d.png)", "[a](javascript:alert(1))", "[^1]"),
    *("[^1]: note", "[ ] do", "[a]: http://b.c", "# a", "a #", "a # #", "#", "###### a ##", "- a", "+ a"),
    *("* a", "-", "---", "- - -", "***", "===", "=", "> a", ">", "1. a", "1) a", "2021. a", "1.4 GWh"),
    *("1.4", "-5", "+5", "::error::x", "::: note", "##[group]x", ":tada:", ":+1:", "10:30:15"),
    *("urn:isbn:123", "@me", "a @org/team b", "a@b.de", "(@me)", "_@me_", "#123", "org/a#1", "GH-12", "C#7"),
    *("$a$", "US$5 to $6", "www.a.de/b_c", "ftp://a_b.c/_d_", "http://", "https://a.b/c_d_e?f=1&g=*2*"),
    *("(see https://a.b/c_(d).)", "<https://a.b/c>", "https://a.b/|c", "https://a.b/&copy;c"),
    *(r"\https://a.b", "**https://a.b**", "http://[::1]/", "HTTPS://A.B/C", "xhttps://a.b", "a\nb"),
    *("a\n\n# b", "a\r\n- b", "\ta", "    a", "a  \nb", "a\x1b[31mb\x00", "a\u202eb\u2066", "a\u200bb"),
    *(
        "日本語の題名",
        "é*é*",
        "١. a",
        "\u00a0a\u3000b",
        "{{ a }}",
        "<U+001B>",
        "a\u2028b",
        "😀 *b*",
        "&emsp;a",
    ),
]
"""What would act in Markdown, on GitHub, in a terminal or in a CI runner, or looks as if it would."""

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
        if each.type == "link_open":
            assert re.match("(?i)https?://|mailto:", str(each.attrs["href"]))
        elif each.nesting == 1 or each.type in ("code_inline", "html_inline", "image"):
            yield each.tag or each.type


def everywhere(text: str) -> tuple[Report, list[Shown]]:
    """Return a report that has a text in every place, and what is to be read in it."""
    line = " ".join(visible(text).split())
    columns = (Column(text), Column("n", Align.RIGHT, is_paged=True))
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
    ]
    return Report(text, blocks), [each._replace(text=shown(each.text)) for each in seen]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_what_it_was_wherever_it_stands(text: str) -> None:
    report, expected = everywhere(text)
    assert read(render_markdown([report])) == expected


@settings(deadline=None)
@given(texts)
def test_any_text_is_what_it_was_wherever_it_stands(text: str) -> None:
    report, expected = everywhere(text)
    assert read(render_markdown([report])) == expected


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
    ],
)
def test_only_what_acts_is_escaped(text: str, markdown: str) -> None:
    assert escaped(text) == markdown


# The document -----------------------------------------------------------------------------------


def report(*blocks: Block) -> Report:
    return Report("T", blocks)


def test_reports_follow_each_other_and_end_in_one_newline() -> None:
    assert render_markdown([]) == ""
    assert render_markdown([Report("A", ()), Report("B", (Heading(1, "C"),))]) == "# A\n\n# B\n\n## C\n"


def test_headings_go_no_deeper_than_there_are() -> None:
    blocks = [Heading(level, "x") for level in range(1, 9)]
    assert [each.place for each in read(render_markdown([report(*blocks)]))] == [
        *("h1", "h2", "h3", "h4", "h5", "h6", "h6", "h6", "h6")
    ]


def test_every_tone_is_a_sign_before_a_word() -> None:
    facts = Facts(tuple((tone.name, Cell("word", tone)) for tone in Tone))
    lines = render_markdown([report(facts)]).splitlines()[2:]
    assert [line.split(":** ")[1] for line in lines] == [f"{sign} word" for sign in "✓◐✗–?·"]


@settings(deadline=None)
@given(st.lists(st.tuples(fragments, fragments, fragments), max_size=4))
def test_a_table_has_its_rows_and_columns_and_sides(cells: list[tuple[str, str, str]]) -> None:
    columns = (Column("a"), Column("b", Align.RIGHT), Column("c", flexible=True))
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


def test_lines_of_lists_in_plain_text_stay_apart_and_are_no_lists() -> None:
    tokens = parser().parse(render_markdown([report(Prose("one\ntwo\n- a\n- b\n\n1. c", label="L"))]))
    assert [token.content for token in tokens if token.type == "inline"] == [
        *("T", "**L:** one two\\\n\\- a\\\n\\- b", "1\\. c")
    ]
    assert not [token for token in tokens if token.type.endswith("list_open")]


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
    "text",
    [
        *(
            "a\n-",
            "a\n=",
            "a\n---",
            "a\n===\nb",
            "- a\n---",
            "> a\n===",
            "> # a",
            "- # a",
            "1. ## a",
            "a\n\n# b #",
        ),
        *(
            "- ```\n<b>\n```",
            "```\n# a",
            "> ```\n<b>",
            "  ```\n  <b>\n  ```",
            "~~~ x\n# a\n~~~~\n# b",
            "a\n    # b",
        ),
        *(
            "a | b\n--- | ---\nc | d",
            "a\n:-:\nb",
            "`a\n# b`",
            "`<b>` `` `<i> ` ``",
            "[`a](https://b.c) <b>` <i>",
        ),
        *(
            "[a][b]\n\n[b]: javascript:x",
            "\\\\\n- \\",
            "a\n- >",
            "[a](<javascript:x>)",
            "[a](data:x)",
            "[a](//b.c)",
            "![a][b]",
            "- - -",
            "- -",
        ),
        *(
            "\\<b>",
            "\\\\<b>",
            "\\`<b>`",
            "``<b>`",
            "`<b>``",
            "[x <b>](https://a.b)",
            "[a](https://b.c\n<b>)",
            "> " * 50,
        ),
        *(
            "    <b>",
            "- a\n\n      <b>",
            "\t# a",
            ">" * 50 + "# a",
            "* " * 30 + "<b>",
            "a\\\n# b",
            "a  \n- - -\nb",
        ),
    ],
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
