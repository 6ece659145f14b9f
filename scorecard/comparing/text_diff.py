"""Two wordings of a text, word by word: what stayed, what went, what came."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import Match, SequenceMatcher
from enum import StrEnum
from fractions import Fraction
from itertools import takewhile
from operator import eq
from typing import NamedTuple

STEPS_A_WORD = 300
"""How far two texts are compared; prose of 1,000 words takes 40, of 4,000 some 200."""
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
    old: list[str]
    new: list[str]
    is_same: bool

    @property
    def size(self) -> int:
        return max(len(self.old), len(self.new))


def word_changes(before: str, after: str) -> tuple[Piece, ...]:
    """Return the way from one text to another; white space does not count.

    A few words that stayed between longer changes are shown as changed with them: islands of one or two words
    are no help to a reader. Where comparing takes more than `STEPS_A_WORD`, all between the words that both
    texts begin and end with is replaced.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    begin = _shared(old, new)
    end = _shared(old[begin:][::-1], new[begin:][::-1])
    middle = _without_islands(_runs(old[begin : len(old) - end], new[begin : len(new) - end]))
    last = old[len(old) - end :]
    return tuple(_pieces([_Run(old[:begin], old[:begin], True), *middle, _Run(last, last, True)]))


class Likeness(NamedTuple):
    """How alike two texts are, 0 to 1; where it is not exact, the most that it could be."""

    share: Fraction
    is_exact: bool = True


def alike(before: str, after: str) -> Likeness:
    """Return how alike two texts are: twice the words that stayed, in order, as a share of all words.

    This is `difflib`'s ratio by words. Where that takes more than `STEPS_A_WORD`, words count as stayed
    wherever they stand.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    if not old and not new:
        return Likeness(Fraction(1))
    try:
        stayed, is_exact = sum(match.size for match in _Matcher(old, new).get_matching_blocks()), True
    except _TooManyStepsError:
        stayed, is_exact = (Counter(old) & Counter(new)).total(), False
    return Likeness(Fraction(2 * stayed, len(old) + len(new)), is_exact)


class _TooManyStepsError(Exception):
    """Two texts cannot be compared in time that grows with their length."""


class _Matcher(SequenceMatcher[str]):
    """Compares words by `difflib`, which takes time in their cube at worst, and gives up long before."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        super().__init__(None, old, new, autojunk=False)
        self._old = old
        self._left = STEPS_A_WORD * (len(old) + len(new))
        self._places = Counter(new)

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        """Look for the longest run of words in both: a step a word, and for each place that it could have."""
        self._left -= sum(1 + self._places[word] for word in self._old[alo:ahi])
        if self._left < 0:
            raise _TooManyStepsError
        return super().find_longest_match(alo, ahi, blo, bhi)


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    return sum(takewhile(bool, map(eq, old, new)))


def _runs(old: list[str], new: list[str]) -> Iterator[_Run]:
    try:
        opcodes = _Matcher(old, new).get_opcodes()
    except _TooManyStepsError:
        yield _Run(old, new, False)
        return
    for what, old_from, old_to, new_from, new_to in opcodes:
        yield _Run(old[old_from:old_to], new[new_from:new_to], what == "equal")


def _without_islands(runs: Iterable[_Run]) -> list[_Run]:
    """Return runs in which no few words stayed between changes that are no shorter."""
    kept: list[_Run] = []
    for run in runs:
        if not run.is_same and len(kept) > 1 and kept[-1].size <= min(_ISLAND, kept[-2].size, run.size):
            island, left = kept.pop(), kept.pop()
            left.old.extend(island.old + run.old)
            left.new.extend(island.new + run.new)
            run = left
        kept.append(run)
    return kept


def _pieces(runs: Iterable[_Run]) -> Iterator[Piece]:
    for run in runs:
        parts = [(Edit.SAME, run.old)] if run.is_same else [(Edit.REMOVED, run.old), (Edit.ADDED, run.new)]
        for edit, words in parts:
            if words:
                yield Piece(edit, " ".join(words))


_QUOTED = re.compile("“([^“”]+)”|„([^„“”]+)[“”]|«([^«»]+)»|‘([^‘’]+)’|\"([^\"]+)\"|'([^']+)'")


def unquoted(quote: str) -> str:
    """Return the words of a quote without quotation marks around them: whoever shows it has its own."""
    match = _QUOTED.fullmatch(quote.strip())
    return quote if match is None or match.lastindex is None else match[match.lastindex].strip()
