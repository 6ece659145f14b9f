"""An assessment as one plain table (CSV): for programs that open no workbook. It is not read back.

A table has no types, so a text that a spreadsheet would take for a formula gets an apostrophe before it.
"""

from collections.abc import Sequence

from scorecard.comparing.text_diff import unquoted
from scorecard.editing.assessment_fields import RATING_FIELDS, REVIEW
from scorecard.harmless import csv_text, inert
from scorecard.model.assessment import Rating, Stage
from scorecard.model.framework import Indicator
from scorecard.model.keys import LINE, PROSE, WORD, keys_of
from scorecard.spreadsheet.columns import Form, FormRow, dimension_text, form_rows, measured_number
from scorecard.spreadsheet.statuses import Looks, status_text

_ASKED = keys_of(Indicator, WORD, LINE, PROSE)
_SAID = [key for key in RATING_FIELDS if key.name == REVIEW or key in keys_of(Rating, WORD, LINE, PROSE)]
_COLUMNS = (
    *("Id", *(key.label for key in _ASKED), "Level", "Measurement", "Unit", "Status"),
    *(*(key.label for key in _SAID), "Evidence"),
)


def write_table(form: Form, looks: Looks) -> str:
    """Return the rows of a workbook's ratings after a row of titles; `looks` has the word of each status."""
    titles = [*_COLUMNS, inert(form.framework.dimension_label), "Stage"]
    rows = [_row(form, about, looks) for about in form_rows(form)]
    if not form.has_reviews:
        left_out = titles.index(_SAID[-1].label)
        titles, *rows = [row[:left_out] + row[left_out + 1 :] for row in (titles, *rows)]
    return csv_text([titles, *rows])


def _row(form: Form, about: FormRow, looks: Looks) -> list[str]:
    item = about.item

    def said(key: str) -> str:
        return inert(form.text("ratings", item.id, key))

    measured = form.text("ratings", item.id, "measured")
    unit = item.unit if isinstance(item, Indicator) else None
    return [
        item.id,
        *(inert(getattr(item, key.name, None) or "") for key in _ASKED),
        said("level"),
        inert(measured) if measured_number(measured) is None else measured,
        inert(unit or ""),
        inert(status_text(form, about, looks).partition(" ")[2]),
        *(said(key.name) for key in _SAID),
        inert("\n".join(_evidence_texts(form, item.id))),
        inert(dimension_text(about.dimension)),
        inert(form.text("stage") or Stage.FINAL),
    ]


def _evidence_texts(form: Form, id: str) -> Sequence[str]:
    texts = []
    for item in form.items("ratings", id, "evidence"):
        if isinstance(item, dict):
            source, locator, quote, note = (item.get(key) for key in ("source", "locator", "quote", "note"))
            text = ", ".join(str(part) for part in (source, locator) if part)
            text += f": “{unquoted(str(quote))}”" if quote else ""
            texts.append(text + (f" ({note})" if note else ""))
    return texts
