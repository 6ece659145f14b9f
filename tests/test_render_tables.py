"""Tables in terminals: those too wide are shown page by page, with nothing cut, lost or moved."""

import re
from collections.abc import Callable
from fractions import Fraction
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from scorecard.render.cells import parted
from scorecard.render.terminal import render_terminal
from scorecard.render.text import Colors, Terminal
from scorecard.views.report import STEPS, Cell, Column, Report, Row, Table, Tone

Render = Callable[[list[Report], Terminal], str]
render_plain = partial(render_terminal, is_plain=True)
RENDERERS: list[Render] = [render_plain, render_terminal]
WIDTHS = [40, 80, 120]


def table(paged: int, *, words: int = 6, rows: int = 3) -> Table:
    """Return a table of an id, paged columns and a flexible one; every text in it occurs once."""
    columns = (
        Column("Id"),
        *(Column(f"col{at}", is_number=True, is_paged=True) for at in range(paged)),
        Column("Title", flexible=True),
    )
    return Table(
        "Results",
        columns,
        tuple(
            Row(
                (
                    Cell(f"id{row}"),
                    *(Cell(f"r{row}c{at}", Tone.PASS) for at in range(paged)),
                    Cell(" ".join(f"w{row}x{word}" for word in range(words))),
                ),
                depth=min(row, 1),
                is_group=not row,
            )
            for row in range(rows)
        ),
    )


def rendered(render: Render, table: Table, width: int) -> str:
    return render([Report("T", (table,))], Terminal(width))


def captions(text: str) -> list[str]:
    return re.findall(r"^Results[^:\n]*", text, re.MULTILINE)


@pytest.mark.parametrize("render", RENDERERS)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("paged", [0, 1, 2, 3, 7, 12, 25])
def test_every_cell_is_shown_once_a_page_in_order_and_fits(render: Render, width: int, paged: int) -> None:
    text = rendered(render, table(paged), width)
    assert all(cell_len(line) <= width for line in text.splitlines())
    for row in range(3):
        assert re.findall(rf"\br{row}c\d+", text) == [f"r{row}c{at}" for at in range(paged)]
    assert re.findall(r"\bcol\d+", text) == [f"col{at}" for at in range(paged)]
    for word in ["id0", "id1", "id2", "Title", *(f"w{row}x{at}" for row in range(3) for at in range(6))]:
        assert len(re.findall(rf"\b{word}\b", text)) == len(captions(text))


@pytest.mark.parametrize("render", RENDERERS)
def test_pages_are_counted_in_captions_and_balanced(render: Render) -> None:
    text = rendered(render, table(7), 80)
    assert captions(text) == ["Results (1 of 2)", "Results (2 of 2)"]
    assert [len(re.findall(r"\bcol\d", page)) for page in text.split("(2 of 2)")] == [3, 4]


@pytest.mark.parametrize("render", RENDERERS)
@pytest.mark.parametrize("width", [200, 1000])
def test_what_fits_is_one_table(render: Render, width: int) -> None:
    assert captions(rendered(render, table(12), width)) == ["Results"]


@pytest.mark.parametrize("render", RENDERERS)
def test_only_paged_columns_are_paged(render: Render) -> None:
    whole = table(12)
    columns = tuple(Column(each.title, each.is_number, each.flexible) for each in whole.columns)
    assert captions(rendered(render, Table("Results", columns, whole.rows), 80)) == ["Results"]


@pytest.mark.parametrize("render", RENDERERS)
def test_a_page_has_one_paged_column_even_where_it_does_not_fit(render: Render) -> None:
    text = rendered(render, table(3), 10)
    assert captions(text) == [f"Results ({number} of 3)" for number in (1, 2, 3)]
    assert re.findall(r"\bcol\d", text) == ["col0", "col1", "col2"]


@pytest.mark.parametrize("render", RENDERERS)
def test_the_flexible_column_has_room_for_words(render: Render) -> None:
    text = rendered(render, table(12, words=30), 80)
    lines = [line for line in text.splitlines() if re.search(r"\bw0x", line)]
    assert max(len(re.findall(r"\bw0x\d+", line)) for line in lines) >= 4


def paged_texts(*texts: str, words: int = 30) -> Table:
    columns = (Column("Id"), *(Column("Day", is_paged=True) for _ in texts), Column("Title", flexible=True))
    title = Cell(" ".join(f"w{at}" for at in range(words)))
    return Table("Results", columns, (Row((Cell("id"), *(Cell(text, Tone.FAIL) for text in texts), title)),))


def test_paged_columns_are_wrapped_between_words_where_there_is_little_room() -> None:
    text = rendered(render_terminal, paged_texts(*["Far above the guideline"] * 2), 60)
    assert captions(text) == ["Results"]
    assert re.search(r"✗ Far above +✗ Far above +", text)
    assert re.search(r" guideline +guideline +", text)
    wide = rendered(render_terminal, paged_texts(*["Far above the guideline"] * 2), 120)
    assert "✗ Far above the guideline  ✗ Far above the guideline  " in wide


def test_a_long_word_in_a_paged_column_stays_whole_and_beside_its_sign() -> None:
    text = rendered(render_terminal, paged_texts("Undetermined yet", "Undetermined yet"), 64)
    assert captions(text) == ["Results"]
    assert re.search(r"✗ Undetermined +✗ Undetermined ", text)


@settings(deadline=None)
@given(
    st.lists(st.integers(1, 30), max_size=12),
    st.lists(st.tuples(st.integers(1, 40), st.booleans()), min_size=1, max_size=4),
    st.integers(1, 120),
)
def test_pages_fit_where_they_can_and_hold_every_column(
    paged: list[int], others: list[tuple[int, bool]], width: int
) -> None:
    columns = [Column("x" * cells, flexible=flexible) for cells, flexible in others]
    columns += [Column("x" * cells, is_paged=True) for cells in paged]
    cells = tuple(Cell(str(at)) for at in range(len(columns)))
    widths = [
        min(len(column.title), 20) + 2 if column.flexible else len(column.title) + 2 for column in columns
    ]
    found = parted(Table("T", tuple(columns), (Row(cells),)), widths, width)
    shown = [[int(cell.text) for cell in page.rows[0].cells] for page in found]
    assert [at for page in shown for at in page if at >= len(others)] == list(
        range(len(others), len(columns))
    )
    assert all(page[: len(others)] == list(range(len(others))) for page in shown)
    sizes = [len(page) - len(others) for page in shown]
    assert max(sizes) - min(sizes) <= 1
    for page in shown:
        assert sum(widths[at] for at in page) <= width or len(page) <= len(others) + 1


@pytest.mark.parametrize("width, kept", [(60, 3), (36, 1)])
def test_titles_have_the_room_before_their_marks_and_all_of_a_kind_have_them_or_none(
    width: int, kept: int
) -> None:
    columns = (Column("Test", flexible=True, is_cut=True), Column("2023", is_sign=True, is_paged=True))
    names = ["Whole", "A short one", "One that is longer"]
    rows = tuple(
        Row((Cell(name, mark="since 2021"), Cell("Fail", Tone.FAIL)), is_group=not at)
        for at, name in enumerate(names)
    )
    text = rendered(render_terminal, Table("T", columns, rows), width)
    assert text.count("(since 2021)") == kept
    assert all(name in text for name in names)


# Shares -----------------------------------------------------------------------------------------

SHARES = Table(
    "Results",
    (Column("Id"), Column("Score", is_number=True)),
    tuple(
        Row((Cell(name), Cell(text, share=share)))
        for name, text, share in [
            *(("a", "0.0", Fraction(0)), ("b", "50.0", Fraction(1, 2)), ("c", "99.9", Fraction(999, 1000))),
            *(("d", "100.0", Fraction(1)), ("e", "none", None)),
        ]
    ),
)


def test_a_share_is_a_small_bar_after_the_number_full_for_the_whole_alone() -> None:
    text = rendered(render_terminal, SHARES, 80)
    assert re.findall("[▁▂▃▄▅▆▇█]", text) == ["▁", "▄", "▇", "█"]
    assert all(part in text for part in ("  0.0 ▁", " 50.0 ▄", " 99.9 ▇", "100.0 █"))


@pytest.mark.parametrize("colors", [None, Colors.TRUECOLOR])
def test_no_bar_where_only_ascii_can_be_shown(colors: Colors | None) -> None:
    text = render_terminal([Report("T", (SHARES,))], Terminal(80, is_ascii=True, colors=colors))
    assert text.isascii()
    assert re.search(r"(?m)^b +50\.0$", text)


def test_plain_draws_no_bar() -> None:
    assert not re.search("[▁▂▃▄▅▆▇█]", rendered(render_plain, SHARES, 80))


# Colours ----------------------------------------------------------------------------------------


def test_no_sign_before_a_score_is_a_digit() -> None:
    assert not any(char.isalnum() for tone in STEPS for char in (tone.glyph, tone.ascii_glyph))
    assert len({tone.ascii_glyph for tone in Tone}) == len(Tone)


@pytest.mark.parametrize("colors", Colors)
def test_steps_of_one_colour_are_five(colors: Colors) -> None:
    cells = [Cell("B", tone) for tone in Tone if tone.value.startswith("step-")]
    table = Table("Results", (Column("Id"),), tuple(Row((cell,)) for cell in cells))
    shown = render_terminal([Report("T", (table,))], Terminal(80, colors=colors))
    looks = re.findall(r"\x1b\[([\d;]+)m([○◔◑◕●]) B\x1b", shown)
    assert [glyph for _, glyph in looks] == ["○", "◔", "◑", "◕", "●"]
    assert len({codes for codes, _ in looks}) == (4 if colors is Colors.STANDARD else 5)


@pytest.mark.parametrize(
    ("colors", "codes"),
    [
        (Colors.STANDARD, "97;41"),  # bright white on red
        (Colors.EIGHT_BIT, "97;48;5;88"),  # 88 is #870000
        (Colors.TRUECOLOR, f"97;48;2;{0x8A};{0x2B};{0x06}"),
    ],
)
def test_a_verdict_stands_on_its_colour_as_far_as_a_terminal_has_it(colors: Colors, codes: str) -> None:
    reports = [Report("T", (Table("Results", (Column("Id"),), (Row((Cell("Fail", Tone.FAIL),)),)),))]
    assert f"\n\x1b[{codes}m✗ Fail\x1b[0m\n" in render_terminal(reports, Terminal(80, colors=colors))
    assert "\x1b" not in render_plain(reports, Terminal(80, colors=colors))
