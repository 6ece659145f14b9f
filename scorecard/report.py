"""The format-neutral document: what every view makes and every renderer reads.

Texts in it are as they came from files; escaping is a renderer's business, and only a renderer's.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from scorecard.wording import Piece


class Tone(StrEnum):
    """What a text says, for renderers to draw: with a glyph, and with a colour where there is one."""

    PASS = "pass"
    PARTIAL = "partial"
    FAIL = "fail"
    NOT_RATED = "not-rated"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not-applicable"


class Align(StrEnum):
    """Which side a column's texts keep to."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Cell:
    """A short text, with its tone where it is a verdict; a share, 0 to 1, is drawn as a bar after it."""

    text: str
    tone: Tone | None = None
    share: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. The flexible one takes the width that the others leave, and wraps.

    Where paged columns do not all fit beside the others, the table is shown again below itself with the rest
    of them: nothing is cut.
    """

    title: str
    align: Align = Align.LEFT
    flexible: bool = False
    is_paged: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; `depth` is how far it is indented, a group is a heading of the rows below it."""

    cells: tuple[Cell, ...]
    depth: int = 0
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the report's title; level 1 is the highest of these."""

    level: int
    text: str
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and their values, one a line."""

    pairs: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """A text of one or more paragraphs, under a word that says what it is."""

    text: str
    label: str | None = None
    is_markdown: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list of short texts, under a word that says what they are."""

    items: tuple[str, ...]
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `caption` says in words what it shows."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Rewording:
    """A text then and now in one: what stayed, what went, what came; under a word that says what it is."""

    pieces: tuple[Piece, ...]
    label: str | None = None


Block = Heading | Facts | Prose | Items | Table | Rewording


@dataclass(frozen=True, slots=True)
class Report:
    """A document: a title and blocks in reading order."""

    title: str
    blocks: tuple[Block, ...]
