"""What a cell says as text, or why it cannot be taken: what a spreadsheet made of it is not guessed back."""

import re
from datetime import date, datetime
from decimal import Decimal

from scorecard.spreadsheet.cells import CellAt, CellError, PartOfDate, Percentage
from scorecard.spreadsheet.columns import KEPT_DIGITS, MOST_CHARACTERS, cell_length
from scorecard.spreadsheet.merge import CellRemark

_IDS = frozenset({"indicator", "source", "level", "key", "subject.id", "document"})
_DAYS = frozenset({"date", "accessed"})
_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


class CellTexts:
    """Takes texts out of cells, and keeps what there is to say of them."""

    def __init__(self) -> None:
        self.refusals: list[CellRemark] = []
        self.warnings: list[CellRemark] = []
        self.refused: set[str] = set()

    def text(self, cell: CellAt, key: str) -> str:
        """Return what a cell says as text; a cell that cannot be taken is refused, and says nothing."""
        if cell.is_formula and key != "status":
            message = "this is a formula; what was taken is what it came to when the workbook was saved"
            self.warnings.append(CellRemark(cell.place, message, "write the text itself where that is wrong"))
        match cell.value:
            case str() as text:
                return self._plain(cell, text)
            case bool():
                return self._refused(cell, "a truth value stands here, and a text is asked for")
            case Percentage() as share:
                message = f"the spreadsheet made a percentage of this ({share})"
                return self._refused(
                    cell, message, "format the cell as a number, and type it without the sign"
                )
            case Decimal() as number:
                if key in _IDS:
                    return self._refused(cell, f"{number} is a number, and an id is a text")
                if len(number.normalize().as_tuple().digits) > KEPT_DIGITS:
                    message = f"a spreadsheet keeps {KEPT_DIGITS} digits of a number, and this one has more"
                    help = "format the cell as text, and type it again; round what was worked out"
                    return self._refused(cell, message, help)
                return f"{number:f}"
            case datetime() as moment if moment.time() != moment.min.time():
                return self._refused(cell, "a time of day stands here, and a text is asked for")
            case date() as day:
                if key not in _DAYS:
                    message = f"the spreadsheet made a date of this ({day:%Y-%m-%d})"
                    what = "a number" if key == "measured" else "text"
                    return self._refused(cell, message, f"format the cell as {what}, and type it again")
                return f"{day:%Y-%m-%d}"
            case PartOfDate() as part:
                message = f"the spreadsheet made a date of this ({part.day:%Y-%m-%d}), and shows a part of it"
                return self._refused(
                    cell, message, "format the cell as text, and write what is meant, such as 2023-03"
                )
            case CellError() as error:
                message = f"this is an error of the spreadsheet: {error}"
                return self._refused(cell, message, "mend the formula, or write what it should come to")
            case _:
                return self._refused(cell, "what stands here is no text")

    def _refused(
        self, cell: CellAt, message: str, help: str = "format the cell as text, and type it again"
    ) -> str:
        self.refuse(cell, message, help)
        return ""

    def _plain(self, cell: CellAt, text: str) -> str:
        """Return a text with line breaks as our files have them."""
        if cell_length(text) >= MOST_CHARACTERS:
            message = "this text fills its cell, so its end may be missing"
            self.warnings.append(CellRemark(cell.place, message, "compare it with what was meant"))
        control = _CONTROL.search(text)
        if control:
            message = f"this holds a control character (U+{ord(control.group()):04X})"
            self.refuse(cell, message, "type the text again where it stands")
            return ""
        return _LINE_BREAK.sub("\n", text).strip()

    def refuse(self, cell: CellAt, message: str, help: str) -> None:
        """Say why a cell cannot be taken, and what to do."""
        self.refused.add(cell.place)
        self.refusals.append(CellRemark(cell.place, message, help))
