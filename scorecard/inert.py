"""Text that no program takes for an order, be it a spreadsheet that opens it or a runner that prints it."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV. No line of a text in it can be read as a command by a CI runner that prints it."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return harmless(stream.getvalue())


def inert(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: with an apostrophe before what could begin one."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text


def harmless(text: str) -> str:
    """Return text in which no line is a CI runner's command: those begin with `::` or hold `##[`."""
    text = re.sub(r"(?m)^([ \t]*):(?=:)", r"\1\\:", text)
    return text.replace("##[", "#\\#[")
