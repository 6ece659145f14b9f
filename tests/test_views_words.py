"""What stayed, went and came between two wordings."""

from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from fractions import Fraction
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard.comparing import text_diff as wording
from scorecard.comparing.text_diff import Edit, Piece, alike, unquoted, word_changes
from tests.cases import read_table
from tests.counting import LINEAR, growth

SAME, REMOVED, ADDED = Edit.SAME, Edit.REMOVED, Edit.ADDED
texts = st.lists(st.sampled_from(["a", "b", "c", "a.", "é", " ", "\n", "\u3000"])).map(" ".join) | st.text(
    max_size=30
)


def words_of(pieces: Iterable[Piece], *edits: Edit) -> list[str]:
    return " ".join(piece.text for piece in pieces if piece.edit in edits).split()


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", ()),
        ("a b", "a\n  b", ((SAME, "a b"),)),
        ("a b", "", ((REMOVED, "a b"),)),
        ("", "a b", ((ADDED, "a b"),)),
        ("a b", "c d", ((REMOVED, "a b"), (ADDED, "c d"))),
        ("the old law", "the new law", ((SAME, "the"), (REMOVED, "old"), (ADDED, "new"), (SAME, "law"))),
        ("a b c", "a c", ((SAME, "a"), (REMOVED, "b"), (SAME, "c"))),
        ("a a", "a a a", ((SAME, "a a"), (ADDED, "a"))),
        ("law", "law.", ((REMOVED, "law"), (ADDED, "law."))),
    ],
)
def test_changes_word_by_word(before: str, after: str, pieces: tuple[tuple[Edit, str], ...]) -> None:
    assert word_changes(before, after) == pieces


@settings(deadline=None)
@given(texts, texts)
def test_what_stayed_and_went_is_the_text_before_and_what_stayed_and_came_the_one_after(
    before: str, after: str
) -> None:
    pieces = word_changes(before, after)
    assert words_of(pieces, SAME, REMOVED) == before.split()
    assert words_of(pieces, SAME, ADDED) == after.split()


@settings(deadline=None)
@given(texts, texts)
def test_pieces_hold_words_joined_by_single_spaces_and_neighbours_differ(before: str, after: str) -> None:
    pieces = word_changes(before, after)
    assert all(piece.text and piece.text == " ".join(piece.text.split()) for piece in pieces)
    assert all(one.edit is not other.edit for one, other in pairwise(pieces))


@settings(deadline=None)
@given(texts)
def test_a_text_is_the_same_as_itself(text: str) -> None:
    assert words_of(word_changes(text, text), REMOVED, ADDED) == []


@settings(deadline=None)
@given(texts, texts)
def test_too_much_to_compare_is_replaced_between_what_both_begin_and_end_with(
    before: str, after: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wording, "STEPS_A_WORD", 0)
        pieces = word_changes(before, after)
    assert words_of(pieces, SAME, REMOVED) == before.split()
    assert words_of(pieces, SAME, ADDED) == after.split()
    assert [piece.edit for piece in pieces if piece.edit is not SAME] in (
        [],
        [REMOVED],
        [ADDED],
        [REMOVED, ADDED],
    )


@pytest.mark.parametrize(
    ("before", "after", "share"),
    [
        ("", "", Fraction(1)),
        ("a b", "a\n b", Fraction(1)),
        ("a b", "", Fraction(0)),
        ("a b", "c d", Fraction(0)),
        ("the old law", "the new law", Fraction(4, 6)),
        ("a b c d", "d a", Fraction(2, 6)),
    ],
)
def test_how_alike_two_texts_are(before: str, after: str, share: Fraction) -> None:
    assert alike(before, after) == (share, True)


@settings(deadline=None)
@given(texts, texts)
def test_how_alike_is_what_difflib_says(before: str, after: str) -> None:
    ratio = SequenceMatcher(None, before.split(), after.split(), autojunk=False).ratio()
    assert float(alike(before, after).share) == ratio


def test_how_alike_long_texts_are_is_by_the_words_in_both() -> None:
    assert alike("x y " * 500, "x " * 1000) == (Fraction(1000, 2000), False)
    assert alike("x y " * 500, "z y y " * 300) == (Fraction(2 * 500, 1900), False)


@pytest.mark.parametrize("compare", [alike, word_changes])
@pytest.mark.parametrize("after", ["x ", "x y y "])
def test_work_grows_with_the_length_of_texts_whatever_is_in_them(
    compare: Callable[[str, str], object], after: str
) -> None:
    assert growth(lambda size: partial(compare, "x y " * size, after * size), 200) < LINEAR


def test_long_texts_are_compared_in_passable_time() -> None:
    before = [str(number % 7) for number in range(100_000)]
    after = [*before[:10], "x", *reversed(before[10:-10]), *before[-10:]]
    pieces = word_changes(" ".join(before), " ".join(after))
    assert [piece.edit for piece in pieces] == [SAME, REMOVED, ADDED, SAME]


@pytest.mark.parametrize(("quote", "words"), read_table("quotes"))
def test_a_quote_brings_no_marks_of_its_own(quote: str, words: str) -> None:
    assert unquoted(quote) == words
