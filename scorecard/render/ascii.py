"""Reports for streams that hold ASCII alone: signs are spelled where they can be, before any layout.

Letters and units have none; what cannot be held of them is written as an escape when it is printed.
"""

from enum import Enum

from scorecard.render.directed import with_parts
from scorecard.views.report import Report

_ONE_FOR_ONE = dict(zip("≈−–—“”‘’•·×µμ²³₂₃\u00a0", "~---\"\"''*|xuu2323 ", strict=True))
_SPELLINGS = str.maketrans(_ONE_FOR_ONE | {"→": "->", "…": "..."})


def spelled(text: str) -> str:
    """Return a text with signs spelled in ASCII where they can be."""
    return text.translate(_SPELLINGS)


def spelled_out(report: Report) -> Report:
    """Return a report all of whose texts are spelled."""
    return Report._make(map(_spelled, report))


def _spelled(value: object) -> object:
    is_text = isinstance(value, str) and not isinstance(value, Enum)
    return spelled(str(value)) if is_text else with_parts(value, _spelled)
