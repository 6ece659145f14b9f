"""Two wordings of a text, word by word: what stayed, what went, what came."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

MOST_STEPS = 4_000_000
_WORD = re.compile(r"\S+")


class Edit(StrEnum):
    """What became of words."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


class Piece(NamedTuple):
    """Words in a row that share their fate, joined by single spaces."""

    edit: Edit
    text: str


def word_changes(before: str, after: str) -> tuple[Piece, ...]:
    """Return the way from one text to another; white space does not count.

    Comparing takes up to as many steps as the product of the two counts of words: where that is more than
    `MOST_STEPS`, what lies between the words that both texts begin and end with is replaced as a whole.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    begin = _shared(old, new)
    end = _shared(old[begin:][::-1], new[begin:][::-1])
    middle = _middle(old[begin : len(old) - end], new[begin : len(new) - end])
    pieces = [(Edit.SAME, old[:begin]), *middle, (Edit.SAME, old[len(old) - end :])]
    return tuple(Piece(edit, " ".join(words)) for edit, words in _joined(pieces))


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many words two texts begin with alike."""
    return next(
        (at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other),
        min(len(old), len(new)),
    )


def _middle(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Edit, Sequence[str]]]:
    if len(old) * len(new) > MOST_STEPS:
        yield Edit.REMOVED, old
        yield Edit.ADDED, new
        return
    for what, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, False).get_opcodes():
        if what == "equal":
            yield Edit.SAME, old[old_from:old_to]
        else:
            yield Edit.REMOVED, old[old_from:old_to]
            yield Edit.ADDED, new[new_from:new_to]


def _joined(pieces: Sequence[tuple[Edit, Sequence[str]]]) -> Iterator[tuple[Edit, list[str]]]:
    """Yield pieces that hold words, neighbours with one fate as one."""
    before: tuple[Edit, list[str]] | None = None
    for edit, words in pieces:
        if not words:
            continue
        if before is not None and before[0] is edit:
            before[1].extend(words)
            continue
        if before is not None:
            yield before
        before = (edit, list(words))
    if before is not None:
        yield before
