"""Cases that are texts, kept in files of `tests/data/cases` as people write them.

A line `=== …` begins a case, with what is expected of the text below it, up to the empty line before the
next. «» stand around a place and are no part of the text; `<U+00A0>` stands for a character, `<END>` for
the end of a text that no line ends. A file without such lines is a table after its first paragraph: a case
a line, its cells parted by ` | `, with `⏎` for the end of a line.
"""

import json
import re
import shlex
from typing import Any

from scorecard.diagnostics import Span
from tests.builders import data_file

_CHARACTER = re.compile(r"<U\+([0-9A-F]{4,6})>")


def read_texts(name: str) -> list[tuple[str, str]]:
    """Return the heads and the texts of a file's cases."""
    _, *cases = re.split(r"^=== ", data_file(f"cases/{name}.txt"), flags=re.MULTILINE)
    parts = (case.removesuffix("\n").partition("\n") for case in [*cases[:-1], f"{cases[-1]}\n"])
    return [(head, _plain(text).removesuffix("<END>\n")) for head, _, text in parts]


def read_lines(name: str) -> list[str]:
    """Return the texts of a file that has one a line."""
    _, _, lines = data_file(f"cases/{name}.txt").partition("\n\n")
    return [_plain(line.replace("⏎", "\n")) for line in lines.splitlines()]


def read_table(name: str) -> list[tuple[str, ...]]:
    """Return the cells of a file's lines."""
    return [tuple(line.split(" | ")) for line in read_lines(name)]


def read_data(name: str) -> list[tuple[Any, ...]]:
    """Return the cells of a file's lines, each as the data that it is in JSON, or as a text."""
    return [tuple(map(_data, row)) for row in read_table(name)]


def _data(cell: str) -> Any:
    try:
        return json.loads(cell)
    except ValueError:
        return cell


def read_refusals(command: str) -> list[tuple[list[str], int, str]]:
    """Return command lines of a command that are refused: its words, its exit code, and what is said."""
    table = read_table(f"refused-by-{command}")
    return [(shlex.split(words), int(code), said) for words, code, said in table]


def _plain(text: str) -> str:
    return _CHARACTER.sub(lambda match: chr(int(match[1], 16)), text)


def unmarked(marked: str) -> tuple[str, Span]:
    """Return the text without its marks, and the place between them; only line feeds may end lines."""
    before, _, rest = marked.partition("«")
    inside, _, after = rest.partition("»")

    def position(text: str) -> tuple[int, int]:
        return text.count("\n") + 1, len(text) - (text.rfind("\n") + 1) + 1

    return before + inside + after, Span(*position(before), *position(before + inside))
