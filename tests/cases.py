"""Cases that are texts, kept in files of `tests/data/cases` as people write them.

A line `=== …` begins a case, with what is expected of the text below it, up to the empty line before the next
head. «» stand around a place and are no part of the text; `<U+00A0>` stands for a character; `<END>` for the
end of a text that no line ends. A file without heads is a table: a case a line, its cells parted by ` | `.
"""

import re

from scorecard.diagnostics import Span
from tests.builders import data_file

_CHARACTER = re.compile(r"<U\+([0-9A-F]{4,6})>")


def read_texts(name: str) -> list[tuple[str, str]]:
    """Return the heads and the texts of a file's cases."""
    _, *cases = re.split(r"^=== ", data_file(f"cases/{name}.txt"), flags=re.MULTILINE)
    parts = (case.removesuffix("\n").partition("\n") for case in [*cases[:-1], f"{cases[-1]}\n"])
    return [(head, _plain(text).removesuffix("<END>\n")) for head, _, text in parts]


def read_table(name: str) -> list[tuple[str, ...]]:
    """Return the cells of a file's lines; a line that begins with `#` is a heading."""
    lines = data_file(f"cases/{name}.txt").splitlines()
    return [tuple(map(_plain, line.split(" | "))) for line in lines if line and not line.startswith("#")]


def _plain(text: str) -> str:
    return _CHARACTER.sub(lambda match: chr(int(match[1], 16)), text)


def unmarked(marked: str) -> tuple[str, Span]:
    """Return the text without its marks, and the place between them; only line feeds may end lines."""
    before, _, rest = marked.partition("«")
    inside, _, after = rest.partition("»")

    def position(text: str) -> tuple[int, int]:
        return text.count("\n") + 1, len(text) - (text.rfind("\n") + 1) + 1

    return before + inside + after, Span(*position(before), *position(before + inside))
