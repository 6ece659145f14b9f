"""JSON text of what programs get."""

import json
import re
from decimal import Decimal

from scorecard.harmless import COMMAND, UNSAFE
from scorecard.views.data import Json

_MARKED = re.compile(r'"\\u0000(-?[0-9]+\.[0-9]+)"')


def render_json(content: Json, *, is_ascii: bool, is_compact: bool = True) -> str:
    """Return JSON text in which what would act on a terminal or a CI runner is escaped."""
    text = json.dumps(
        content,
        indent=None if is_compact else 2,
        separators=(",", ":") if is_compact else None,
        ensure_ascii=is_ascii,
        allow_nan=False,
        default=_mark,
    )
    text = _MARKED.sub(r"\1", text)
    text = UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
    return COMMAND.sub(r"\\u0023", text) + "\n"


def _mark(number: object) -> str:
    """Return a number that no float has as a text that no file can hold, to be taken out of its quotes."""
    assert isinstance(number, Decimal), "only numbers are left to the writer of JSON"
    return f"\0{number:f}"
