"""How wide the columns of ratings are, and which of them are printed: what is on paper must be readable."""

from dataclasses import dataclass

from scorecard.convert.statuses import (
    Looks,
    allowed_ids,
    dimension_text,
    has_reviews,
    level_text,
    status_text,
)
from scorecard.fields import REVIEW
from scorecard.sheets import RATING_COLUMNS, Form, SheetColumn, placed_indicators

_PAGE = 182
"""What a page of A4, laid on its side, holds in characters when the letters are printed at three quarters."""
_FRAME = 0.7
"""What each column takes beside its characters."""
_WIDEST = 26
_YIELDS = {"title": 0.5, "guidance": 1.0, "rationale": 1.0, "recommendation": 0.2}
"""How readily the columns of prose get narrower where a page is too narrow: they grow longer instead."""
_LEAST_ON_PAPER = "recommendation"
"""The last column that is always printed; those after it are where there is room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Widths:
    """The widths of all columns in characters, which are hidden, and how many of the first are printed."""

    of: tuple[int, ...]
    unused: frozenset[str]
    printed: int


def lay_out_widths(form: Form, looks: Looks) -> Widths:
    """Return how wide each column is: as its longest word asks, and prose as wide as a page leaves room."""
    unused = _unused_columns(form)
    needs = {column.key: _needed(column, form, looks) for column in RATING_COLUMNS}
    taken = [0 if key in unused else need + _FRAME for key, need in needs.items()]
    least = list(needs).index(_LEAST_ON_PAPER) + 1
    printed = max(
        (count for count in range(least, len(taken) + 1) if sum(taken[:count]) <= _PAGE), default=least
    )
    yielding = {key: share for key, share in _YIELDS.items() if key not in unused}
    lacking = max(0, sum(taken[:printed]) - _PAGE)
    lost = lacking / sum(needs[key] * share for key, share in yielding.items())
    widths = {key: int(need * (1 - lost * yielding.get(key, 0))) for key, need in needs.items()}
    return Widths(of=tuple(widths.values()), unused=unused, printed=printed)


def _unused_columns(form: Form) -> frozenset[str]:
    """Return the columns that have nothing to show or to ask; they are there, and hidden."""
    indicators = list(form.framework.indicators())
    used = {
        "guidance": any(each.guidance for each in indicators),
        "measured": any(each.measure for each in indicators),
        REVIEW: has_reviews(form),
    }
    return frozenset(key for key, is_used in used.items() if not is_used)


def _needed(column: SheetColumn, form: Form, looks: Looks) -> int:
    """Return how wide a column must be for its longest word; columns of prose are as wide as they are."""
    indicators = list(form.framework.indicators())
    match column.key:
        case "indicator":
            words = [each.id for each in indicators]
        case "level":
            words = [id for each in indicators for id in allowed_ids(form.framework, each)]
        case "status":
            levels = [level for scale in form.framework.scales.values() for level in scale]
            words = [level_text(level, looks) for level in levels]
            words += [status_text(form, each, looks) for each in indicators]
        case "dimension":
            placed = placed_indicators(form.framework)
            words = [word for each, _ in placed for word in dimension_text(each).split()]
        case _:
            words = []
    return max(column.width, min(max((len(word) + 2 for word in words), default=0), _WIDEST))
