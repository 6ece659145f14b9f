"""Rows of values as CSV, in which a spreadsheet takes no text for a formula."""

from decimal import Decimal
from functools import lru_cache

from scorecard.directions import unmarked
from scorecard.harmless import csv_text, inert
from scorecard.views.data import Json, Records


def render_csv(records: Records) -> str:
    """Return one line for each row, after a line of names."""
    return csv_text([records.names, *(list(map(_cell, row)) for row in records.rows)])


@lru_cache(maxsize=8192)  # names and words stand in many rows
def _text(value: str) -> str:
    return inert(unmarked(value))


def _cell(value: Json) -> str:
    match value:
        case str():
            return _text(value)
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return inert(" ".join(map(_cell, value)))
        case _:
            return f"{Decimal(str(value)):f}"
