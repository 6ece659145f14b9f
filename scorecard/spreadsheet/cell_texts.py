"""What a cell says as text, or why it cannot be taken: what a spreadsheet made of it is not guessed back."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import NamedTuple

from scorecard.spreadsheet.cells import CellError, CellValue, PartOfDate, Percentage
from scorecard.spreadsheet.columns import KEPT_DIGITS

_IDS = frozenset({"indicator", "source", "level", "key", "subject.id", "document"})
_DAYS = frozenset({"date", "accessed"})
_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


class Refusal(NamedTuple):
    """Why a cell cannot be taken, and what to do."""

    message: str
    help: str = "format the cell as text, and type it again"


def text_of(value: CellValue, key: str) -> str | Refusal:
    """Return what a cell says as text, with line breaks as our files have them; `key` is asked for there."""
    match value:
        case str() if control := _CONTROL.search(value):
            message = f"this holds a control character (U+{ord(control.group()):04X})"
            return Refusal(message, "type the text again where it stands")
        case str():
            return _LINE_BREAK.sub("\n", value).strip()
        case bool():
            return Refusal("a truth value stands here, and a text is asked for")
        case Percentage():
            message = f"the spreadsheet made a percentage of this ({value})"
            return Refusal(message, "format the cell as a number, and type it without the sign")
        case Decimal() if key in _IDS:
            return Refusal(f"{value} is a number, and an id is a text")
        case Decimal() if len(value.normalize().as_tuple().digits) > KEPT_DIGITS:
            message = f"a spreadsheet keeps {KEPT_DIGITS} digits of a number, and this one has more"
            return Refusal(message, "format the cell as text, and type it again; round what was worked out")
        case Decimal():
            return f"{value:f}"
        case datetime() if value.time() != time.min:
            return Refusal("a time of day stands here, and a text is asked for")
        case date() if key in _DAYS:
            return f"{value:%Y-%m-%d}"
        case date():
            what = "a number" if key == "measured" else "text"
            message = f"the spreadsheet made a date of this ({value:%Y-%m-%d})"
            return Refusal(message, f"format the cell as {what}, and type it again")
        case PartOfDate():
            message = f"the spreadsheet made a date of this ({value.day:%Y-%m-%d}), and shows a part of it"
            return Refusal(message, "format the cell as text, and write what is meant, such as 2023-03")
        case CellError():
            message = f"this is an error of the spreadsheet: {value}"
            return Refusal(message, "mend the formula, or write what it should come to")
        case _:
            return Refusal("what stands here is no text")
