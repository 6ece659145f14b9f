"""Where cells stand, as spreadsheets write it: `D14`, `D5:D7`, `'My sheet'!D14`. All count from 1."""

import re

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384

Range = tuple[int, int, int, int]
"""The first row and column and the last row and column of a range, all inclusive."""

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_PLAIN_SHEET = re.compile(r"[^\W\d][\w.]*")
_LIKE_AN_ADDRESS = re.compile(r"[a-z]{1,3}[0-9]+|r[0-9]*(?:c[0-9]*)?|c[0-9]*|true|false", re.IGNORECASE)


def write_column(column: int) -> str:
    """Return a column's letters: 1 is `A`, 27 is `AA`."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def write_address(row: int, column: int) -> str:
    """Return a cell's address, such as `D14`."""
    return f"{write_column(column)}{row}"


def parse_address(text: str) -> tuple[int, int] | None:
    """Return the row and column of an address, or None for what no sheet has."""
    match = _ADDRESS.fullmatch(text)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(match[2])
    return (row, column) if 1 <= row <= MAX_ROWS and column <= MAX_COLUMNS else None


def parse_range(text: str) -> Range | None:
    """Return the corners of a range such as `D5:D7`, or of a single cell; None for what no sheet has."""
    first, _, last = text.partition(":")
    begin, end = parse_address(first), parse_address(last or first)
    if begin is None or end is None or begin[0] > end[0] or begin[1] > end[1]:
        return None
    return *begin, *end


def write_range(corners: Range) -> str:
    """Return a range, such as `D5:D7`."""
    return f"{write_address(*corners[:2])}:{write_address(*corners[2:])}"


def quote_sheet(name: str) -> str:
    """Return a sheet's name as it stands before the `!` of an address: quoted where it could be misread."""
    if _PLAIN_SHEET.fullmatch(name) and not _LIKE_AN_ADDRESS.fullmatch(name):
        return name
    return "'" + name.replace("'", "''") + "'"
