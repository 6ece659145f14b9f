"""The format-neutral document: what every view makes and every renderer reads.

Texts in it are as they came from files, but for marks around some that run from right to left
(`directions.isolated`); escaping is a renderer's business, and only a renderer's. Its parts
are named tuples and no dataclasses: whatever shows something makes these classes anew, and a dataclass costs
six times as much to make.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import compress
from typing import NamedTuple

from scorecard.comparing.text_diff import Piece
from scorecard.editing.reflow import flow


class Tone(StrEnum):
    """What a text says, for renderers to draw: with a glyph, and with a colour where there is one.

    The steps, the fifth the best, are what grades and scores look like where nobody judged.
    """

    PASS = "pass", "✓", "Y"
    PARTIAL = "partial", "◐", "~"
    FAIL = "fail", "✗", "N"
    UNJUDGED = "unjudged", "•", "*"
    NOT_RATED = "not-rated", "–", "-"
    UNDETERMINED = "undetermined", "?", "?"
    NOT_APPLICABLE = "not-applicable", "·", "."
    STEP_1 = "step-1", "○", "_"
    STEP_2 = "step-2", "◔", ":"
    STEP_3 = "step-3", "◑", "="
    STEP_4 = "step-4", "◕", "#"
    STEP_5 = "step-5", "●", "@"

    glyph: str
    ascii_glyph: str

    def __new__(cls, value: str, glyph: str, ascii_glyph: str) -> "Tone":
        """Return a tone with the sign that is drawn for it, and the one where only ASCII can be shown."""
        tone = str.__new__(cls, value)
        tone._value_, tone.glyph, tone.ascii_glyph = value, glyph, ascii_glyph
        return tone


STEPS = (Tone.STEP_1, Tone.STEP_2, Tone.STEP_3, Tone.STEP_4, Tone.STEP_5)


class Cell(NamedTuple):
    """A short text, with its tone where it is a verdict; a share, 0 to 1, is drawn as a bar after it.

    In a column of signs the sign of its tone stands for it, with `mark` after it where there is one; where a
    text is cut its mark is not. A page shows the mark of an empty one too; there all of a cell leads to its
    `target`, if there is something.
    """

    text: str
    tone: Tone | None = None
    share: Fraction | None = None
    mark: str = ""
    target: str = ""


class Column(NamedTuple):
    """A column of a table. Numbers keep to the right; the flexible one wraps in the width that others leave.

    Where paged columns do not all fit beside the others, the table is shown again below itself with the rest
    of them: nothing is cut. Of columns of signs some are left out there, as the table folds, and it says so.
    A text that is cut is so where a row is one line. A share `is_bar` where it is drawn ten cells long; where
    there is little room the sign of `tone` stands for a title. An arrow leads from the signs of a column that
    leads to those of the next. One that `breaks` with the one before it has a line between.
    """

    title: str
    is_number: bool = False
    flexible: bool = False
    is_paged: bool = False
    is_sign: bool = False
    is_cut: bool = False
    leads: bool = False
    is_bar: bool = False
    tone: Tone | None = None
    breaks: bool = False


class Row(NamedTuple):
    """A row of a table; `depth` is how far it is indented, a group is a heading of the rows below it."""

    cells: tuple[Cell, ...]
    depth: int = 0
    is_group: bool = False


class Heading(NamedTuple):
    """A heading below the report's title; level 1 is the highest. It may be `from_file`, all of it.

    Links in the same report lead to its `target`, if it has one.
    """

    level: int
    text: str
    tone: Tone | None = None
    from_file: bool = False
    target: str = ""


class Facts(NamedTuple):
    """Names and their values, one a line."""

    pairs: tuple[tuple[str, Cell], ...]


Fact = tuple[str, Cell | str | None]
"""A name and its value, or the value's text; it is not shown where there is none."""


class Prose(NamedTuple):
    """A text of one or more paragraphs, under a word that says what it is.

    What is `from_file` is in the report's language, and runs in that one's direction; Markdown always is.
    What somebody else said is quoted: its lines stay, each behind a mark that no line of ours begins with.
    """

    text: str
    label: str | None = None
    is_markdown: bool = False
    from_file: bool = False
    is_quoted: bool = False


class Items(NamedTuple):
    """A list of short texts, under a word that says what they are."""

    items: tuple[str, ...]
    label: str | None = None


class Fold(StrEnum):
    """Which columns of signs are left out where not all fit; where none are, the table is shown in parts."""

    FIRST = "first"
    LAST = "last"
    NONE = "none"


class Table(NamedTuple):
    """A table; `caption` says in words what it shows, `signs` what signs mean that stand in it alone.

    A terminal leaves out titles that are not needed.

    The rows of a bare one speak for themselves: a terminal shows no caption, and titles only over numbers.
    One that is filled in as a whole is not parted by a page of a document.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    is_bare: bool = False
    is_titled: bool = True
    signs: tuple[Cell, ...] = ()
    fold: Fold = Fold.FIRST
    is_whole: bool = False


class Rewording(NamedTuple):
    """A text then and now in one: what stayed, what went, what came; under a word that says what it is."""

    pieces: tuple[Piece, ...]
    label: str | None = None


class Citation(NamedTuple):
    """Where something can be checked: in a source, by its number, and where in it."""

    number: int
    source: str
    locator: str | None = None
    quote: str | None = None
    note: str | None = None


class Citations(NamedTuple):
    """What that which stands above rests on, under a word that says what it is."""

    items: tuple[Citation, ...]
    label: str


class Reference(NamedTuple):
    """A source, by a number that is its own in the whole document, and the names of what it serves."""

    number: int
    source: str
    url: str | None = None
    accessed: str | None = None
    archive_url: str | None = None
    serves: tuple[str, ...] = ()


class References(NamedTuple):
    """The sources that a document cites, in the order of their numbers."""

    items: tuple[Reference, ...]


class AnswerBox(NamedTuple):
    """One of the questions that readers ask first, with its answer: in few words, and in sentences.

    `label` stands for the question where there is little room.
    """

    question: str
    label: str
    short: Cell
    sentences: tuple[str, ...]


class Answers(NamedTuple):
    """The questions that readers ask first, answered beside each other."""

    boxes: tuple[AnswerBox, ...]


# Charts: drawn where there is room to draw. What they show stands in a table or in facts beside them, so that
# a form without pictures loses nothing.


_HUNDRED = Fraction(100)


class Bar(NamedTuple):
    """How many things of one group have each tone; `verdict` is the group's own."""

    label: str
    verdict: Cell
    parts: tuple[tuple[Tone, int], ...]


class Bars(NamedTuple):
    """A bar for each group, all of one length, divided by tone; `words` are what tones are called else."""

    caption: str
    bars: tuple[Bar, ...]
    words: tuple[tuple[Tone, str], ...] = ()


class TimelineMark(NamedTuple):
    """A score, 0 to 1, at a date, if there was one; `low` and `high` bound it where not all was rated."""

    day: date
    score: Fraction | None
    low: Fraction | None = None
    high: Fraction | None = None
    note: str | None = None


class Timeline(NamedTuple):
    """A score over time, a full one being `out_of`; marks in `breaks` do not compare with the one before."""

    caption: str
    marks: tuple[TimelineMark, ...]
    breaks: frozenset[int] = frozenset()
    out_of: Fraction = _HUNDRED


class Arrow(NamedTuple):
    """A change like for like and what all else did, in points and in words; None where it is not known."""

    label: str
    real: Fraction | None
    words: str
    rest: Fraction | None
    rest_words: str


class Arrows(NamedTuple):
    """For each group an arrow to its change, and a grey mark for all else; `real` and `rest` name the two."""

    caption: str
    real: str
    rest: str
    rows: tuple[Arrow, ...]
    out_of: Fraction = _HUNDRED


class Threshold(NamedTuple):
    """What a measurement had to reach from one day to another: a line in a drawing, and its words."""

    first: date
    last: date
    value: Fraction
    words: str


class Measured(NamedTuple):
    """A day as shown, and its measurement, if there is one; `is_new` where what is asked is another."""

    day: date
    when: str
    value: Fraction | None
    shown: str
    is_new: bool = False


class Measurements(NamedTuple):
    """What was measured of one thing, date by date, and the thresholds of its days.

    `goal` says what the thresholds are and where they moved, `notes` what else is to be known of the line.
    """

    name: str
    unit: str
    marks: tuple[Measured, ...]
    thresholds: tuple[Threshold, ...] = ()
    goal: str = ""
    notes: tuple[str, ...] = ()


class SmallCharts(NamedTuple):
    """Measurements of several things beside each other, each drawn small on a scale of its own."""

    caption: str
    charts: tuple[Measurements, ...]


Chart = Bars | Timeline | Arrows | SmallCharts
Block = Heading | Facts | Prose | Items | Table | Rewording | Citations | References | Answers | Chart


def facts(pairs: Iterable[Fact]) -> list[Block]:
    """Return the facts that have a value; no block where none has."""
    told = tuple((name, _cell(value)) for name, value in pairs if value is not None)
    return [Facts(told)] if told else []


def quoted(text: str, label: str) -> Prose:
    """Return the words of somebody else, under a word that says whose; lines that were broken to fit flow."""
    return Prose(flow(text), label, from_file=True, is_quoted=True)


def items(texts: Iterable[str], label: str | None = None) -> list[Block]:
    """Return a list of texts; no block where there are none."""
    told = tuple(texts)
    return [Items(told, label)] if told else []


def section(title: str, blocks: Sequence[Block], level: int = 1) -> list[Block]:
    """Return blocks below a heading; nothing where there are none."""
    return [Heading(level, title), *blocks] if blocks else []


def row(*cells: Cell | str, depth: int = 0, is_group: bool = False) -> Row:
    """Return a row of cells, or of their texts."""
    return Row(tuple(map(_cell, cells)), depth, is_group)


def table(caption: str, columns: Iterable[Column | str | None], rows: Iterable[Row]) -> Table:
    """Return a table; a column may be its title alone, and where it is None its cells are left out."""
    named = [Column(each) if isinstance(each, str) else each for each in columns]
    told = (each._replace(cells=tuple(compress(each.cells, named))) for each in rows)
    return Table(caption, tuple(filter(None, named)), tuple(told))


def _cell(value: Cell | str) -> Cell:
    return Cell(value) if isinstance(value, str) else value


class Report(NamedTuple):
    """A document: a title and blocks in reading order.

    `lead` is what it says in one sentence, with the tone of its verdict; `headline` is its window's name.
    `kicker` stands above the title of a page and `standfirst` below it. `language` is that of the texts from
    files in it, as their framework says; our own words are English. A draft says so on every printed page,
    and what has another `mark` says that. Where a page tells one of `dates`, programs are told which.
    """

    title: str
    blocks: tuple[Block, ...]
    lead: Cell | None = None
    language: str | None = None
    is_draft: bool = False
    kicker: str = ""
    standfirst: str = ""
    headline: str = ""
    dates: tuple[date, ...] = ()
    mark: str = ""
