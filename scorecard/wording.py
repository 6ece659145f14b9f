"""Two wordings of a text, word by word: what stayed, what went, what came."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

MOST_STEPS = 4_000_000
_ISLAND = 3
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


class _Run(NamedTuple):
    """Words then and now in one place; the same ones, or others."""

    old: list[str]
    new: list[str]
    is_same: bool

    @property
    def size(self) -> int:
        return max(len(self.old), len(self.new))


def word_changes(before: str, after: str) -> tuple[Piece, ...]:
    """Return the way from one text to another; white space does not count.

    A few words that stayed between longer changes are shown as changed with them: islands of one or two words
    are no help to a reader. Comparing takes up to as many steps as the product of the two counts of words:
    above `MOST_STEPS`, all between the words that both texts begin and end with is replaced.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    begin = _shared(old, new)
    end = _shared(old[begin:][::-1], new[begin:][::-1])
    middle = _without_islands(_runs(old[begin : len(old) - end], new[begin : len(new) - end]))
    last = old[len(old) - end :]
    return tuple(_pieces([_Run(old[:begin], old[:begin], True), *middle, _Run(last, last, True)]))


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many words two texts begin with alike."""
    return next(
        (at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other),
        min(len(old), len(new)),
    )


def _runs(old: list[str], new: list[str]) -> Iterator[_Run]:
    """Yield what is the same and what is not, in turn."""
    if len(old) * len(new) > MOST_STEPS:
        yield _Run(old, new, False)
        return
    for what, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, False).get_opcodes():
        yield _Run(old[old_from:old_to], new[new_from:new_to], what == "equal")


def _without_islands(runs: Iterable[_Run]) -> list[_Run]:
    """Return runs in which no few words stayed between changes that are no shorter."""
    kept: list[_Run] = []
    for run in runs:
        if not run.is_same and len(kept) > 1 and kept[-1].size <= min(_ISLAND, kept[-2].size, run.size):
            island, left = kept.pop(), kept.pop()
            run = _Run(left.old + island.old + run.old, left.new + island.new + run.new, False)
        kept.append(run)
    return kept


def _pieces(runs: Iterable[_Run]) -> Iterator[Piece]:
    """Yield what holds words: of what changed first what went, then what came."""
    for run in runs:
        parts = [(Edit.SAME, run.old)] if run.is_same else [(Edit.REMOVED, run.old), (Edit.ADDED, run.new)]
        for edit, words in parts:
            if words:
                yield Piece(edit, " ".join(words))
