"""Safe characters, widths and wrapping."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from scorecard.comparing.text_diff import Edit, Piece, word_changes
from scorecard.directions import unmarked
from scorecard.harmless import harmless, inert, one_line, visible
from scorecard.render.terminal import render_terminal
from scorecard.render.text import Colors, Terminal, hanging, paragraphs, reworded, wrap
from scorecard.views.report import Cell, Prose, Report, Rewording, Tone, quoted

texts = st.text(st.characters(codec="utf-8"), max_size=200)


def test_what_acts_on_a_terminal_is_made_visible() -> None:
    assert visible("a\x1b[31m\x07b\u202ec\u2066d\x9be") == "a<U+001B>[31m<U+0007>b<U+202E>c<U+2066>d<U+009B>e"


@given(texts)
def test_one_line_is_one_line_of_printable_text(text: str) -> None:
    line = one_line(text)
    assert not set(line) & set("\n\r\t\x1b\u2028\u2029\u202e\u2066\x85")
    assert line == line.strip()


@given(texts, st.integers(min_value=10, max_value=100))
def test_wrapping_loses_nothing_and_fits_unless_a_word_is_longer(text: str, width: int) -> None:
    line = one_line(text)
    lines = wrap(line, width)
    assert "".join(lines).replace(" ", "") == line.replace(" ", "")
    for each in lines:
        assert cell_len(each) <= width or (" " not in each and each.isascii())


def test_scripts_without_spaces_are_broken_between_characters() -> None:
    assert wrap("日本語の題名", 5) == ["日本", "語の", "題名"]


def test_an_address_stays_whole() -> None:
    address = "https://example.org/a/very/long/address"
    assert wrap(f"see {address} now", 10) == ["see", address, "now"]


def test_paragraphs_join_lines_but_not_those_of_lists() -> None:
    text = "one\ntwo\n\n- a\n  b\n- c\n3. d\n6.2) stays in its line"
    assert list(paragraphs(text)) == ["one two", "- a b\n- c\n3. d 6.2) stays in its line"]


def test_the_words_of_somebody_else_keep_their_lines_behind_a_mark() -> None:
    told = quoted(f"Town Hall\n1 High Street\n\n{'so ' * 9}\n{'on ' * 9}\n::error::x", "In the words of City")
    for is_plain in (False, True):
        shown = render_terminal([Report("T", (told, Prose("So.")))], Terminal(40), is_plain=is_plain)
        assert shown.partition("In")[2].splitlines() == [
            *(" the words of City:", "> Town Hall", "> 1 High Street", ">"),
            *("> so so so so so so so so so", "> on on on on on on on on on", "> ::error::x", "", "So."),
        ]


@settings(deadline=None)
@given(texts.filter(lambda text: one_line(text) != ""), st.booleans())
def test_no_line_that_is_quoted_looks_like_one_of_ours(text: str, is_plain: bool) -> None:
    shown = render_terminal([Report("T", (quoted(text, "L"), Prose("So.")))], Terminal(40), is_plain=is_plain)
    lines = shown.partition("L:\n")[2].split("\n")
    assert lines[-3:] == ["", "So.", ""]
    assert all(re.match(r">( |$)", line) for line in lines[:-3])


def test_hanging_lines_are_indented_below_the_text() -> None:
    assert list(hanging("ab  ", "one two three", Terminal(width=20))) == ["ab  one two three"]
    assert list(hanging("ab  ", "one two three four five", Terminal(width=20))) == [
        "ab  one two three",
        "    four five",
    ]


REWORDING = Rewording(
    word_changes("The law names a regulator.", "The law funds two regulators."), label="Was"
)


def test_a_rewording_marks_what_went_and_what_came() -> None:
    text = render_terminal([Report("T", (REWORDING,))], Terminal(), is_plain=True)
    assert text.splitlines()[-1] == ("Was: The law [-names a regulator.-] {+funds two regulators.+}")


def test_marks_are_closed_at_the_end_of_a_line_and_opened_on_the_next() -> None:
    text = render_terminal([Report("T", (REWORDING,))], Terminal(width=20), is_plain=True)
    assert text.splitlines()[3:] == [
        "Was: The law",
        "[-names a-]",
        "[-regulator.-]",
        "{+funds two+}",
        "{+regulators.+}",
    ]


def test_colours_come_beside_the_marks_not_instead() -> None:
    reports = [Report("T", (REWORDING,))]
    styled = render_terminal(reports, Terminal(width=30, colors=Colors.TRUECOLOR))
    assert re.search("\x1b\\[[0-9;]*9m\\[-names a", styled)
    assert re.search("\x1b\\[[0-9;]*4m{\\+funds", styled)
    assert re.sub("\x1b\\[[0-9;]*m", "", styled) == render_terminal(reports, Terminal(width=30))


@settings(deadline=None)
@given(st.lists(st.builds(Piece, st.sampled_from(Edit), texts.filter(one_line))), st.integers(12, 100))
def test_a_rewording_loses_nothing_and_each_line_is_marked_by_itself(pieces: list[Piece], width: int) -> None:
    lines = reworded("Was: ", pieces, width)
    words = dict.fromkeys(Edit, "")
    for number, line in enumerate(lines):
        text = "Was: " * (not number) + " ".join(piece.text for piece in line)
        assert cell_len(text) <= width or (len(line) == 1 and " " not in line[0].text and text.isascii())
        for edit, shown in line:
            shown = unmarked(shown)
            begin, end = {Edit.SAME: ("", ""), Edit.REMOVED: ("[-", "-]"), Edit.ADDED: ("{+", "+}")}[edit]
            assert shown.startswith(begin) and shown.endswith(end)
            words[edit] += shown[len(begin) : len(shown) - len(end)].replace(" ", "")
    for edit in Edit:
        expected = "".join(one_line(piece.text) for piece in pieces if piece.edit is edit)
        assert words[edit] == expected.replace(" ", "")


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("::error::x", "\\::error::x"),
        ("  ::warning file=a::x", "  \\::warning file=a::x"),
        ("a\n::group::x", "a\n\\::group::x"),
        ("x ##[error]y", "x #\\#[error]y"),
        ("x ##vso[task.complete]y", "x #\\#vso[task.complete]y"),
        ("##VsO[x] ###vso[y]", "#\\#VsO[x] ##\\#vso[y]"),
        ("a##teamcity[x]", "a#\\#teamcity[x]"),
        ("#vso[x] ##vso x ##[", "#vso[x] ##vso x #\\#["),
    ],
)
def test_no_line_is_a_command_to_a_ci_runner(line: str, shown: str) -> None:
    assert harmless(line) == harmless(shown) == shown


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t1", "  =1", "\r1"])
def test_formulas_are_defused(text: str) -> None:
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("x;=1+1;y", "x;'=1+1;y"),
        ("\t=1", "'\t'=1"),
        ("x\t-1\t @a", "x\t'-1\t' @a"),
        ("x\n+1\r\n=2", "x\n'+1\r\n'=2"),
        ('x;"=1"', 'x;\'"=1"'),
        ("x\n\n- a list\n- of two", "x\n\n'- a list\n'- of two"),
        ("＝1;＋1", "'＝1;'＋1"),
    ],
)
def test_formulas_behind_another_separator_are_defused(text: str, shown: str) -> None:
    assert inert(text) == shown


@pytest.mark.parametrize("text", ["1", "a=1", "", "(=1)", "a; b=1; c - d", "x, =1"])
def test_other_text_is_left_alone(text: str) -> None:
    assert inert(text) == text


# What stands first ------------------------------------------------------------------------------


def test_a_headline_stands_for_the_title_and_its_result_alone_is_coloured() -> None:
    lead = Cell("Fails · Springfield, 11 March 2021 · 1 of 3 pass", Tone.FAIL)
    reports = [Report("The title of a page", (), lead=lead)]
    assert render_terminal(reports, Terminal()) == f"✗ {lead.text}\n"
    assert render_terminal(reports, Terminal(is_ascii=True), is_plain=True).splitlines() == [
        "N Fails | Springfield, 11 March 2021 | 1 of 3 pass",
        "=" * 50,
    ]
    coloured = render_terminal(reports, Terminal(colors=Colors.STANDARD))
    assert coloured == "\x1b[97;41m✗ Fails\x1b[0m\x1b[1m · Springfield, 11 March 2021 · 1 of 3 pass\x1b[0m\n"


def test_a_headline_is_broken_between_its_parts_and_a_long_part_after_a_comma() -> None:
    who, counts = (
        "United Kingdom of Great Britain",
        "8 of 27 pass, 10 partly, 9 fail, 3 not rated, 1 not applicable",
    )
    reports = [Report("T", (), lead=Cell(f"Fails · {who} · {counts}", Tone.FAIL))]
    assert render_terminal(reports, Terminal(56)).splitlines() == [
        f"✗ Fails · {who}",
        "  8 of 27 pass, 10 partly, 9 fail, 3 not rated,",
        "  1 not applicable",
    ]
