"""An assessment as one plain table (CSV): for programs that open no workbook. It is not read back.

A table has no types, so a text that a spreadsheet would take for a formula gets an apostrophe before it.
"""

from collections.abc import Iterable, Iterator

from scorecard.comparing.text_diff import unquoted
from scorecard.editing.assessment_fields import RATING_FIELDS, REVIEW
from scorecard.harmless import csv_text, inert
from scorecard.model.assessment import Rating, Stage
from scorecard.model.framework import Indicator
from scorecard.model.keys import LINE, PROSE, WORD, Key, keys_of
from scorecard.reading.plain_data import as_mapping
from scorecard.spreadsheet.columns import Form, FormRow, dimension_text, form_rows, measured_number
from scorecard.spreadsheet.statuses import status_text

_ASKED = keys_of(Indicator, WORD, LINE, PROSE)
_SAID = [key for key in RATING_FIELDS if key.name == REVIEW or key in keys_of(Rating, WORD, LINE, PROSE)]


def write_table(form: Form) -> str:
    """Return the rows of a workbook's ratings after a row of titles."""
    said = [key for key in _SAID if key.name != REVIEW or form.has_reviews]
    asked, answered = ([key.label for key in keys] for keys in (_ASKED, said))
    titles = ["Id", *asked, "Level", "Measurement", "Unit", "Status", *answered, "Evidence"]
    titles += [inert(form.framework.dimension_label), "Stage"]
    return csv_text([titles, *(_row(form, about, said) for about in form_rows(form))])


def _row(form: Form, about: FormRow, keys: Iterable[Key]) -> list[str]:
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
        inert(status_text(form, about).partition(" ")[2]),
        *(said(key.name) for key in keys),
        inert("\n".join(_evidence_texts(form, item.id))),
        inert(dimension_text(about.dimension)),
        inert(form.text("stage") or Stage.FINAL),
    ]


def _evidence_texts(form: Form, id: str) -> Iterator[str]:
    for item in map(as_mapping, form.items("ratings", id, "evidence")):
        source, locator, quote, note = (item.get(key) for key in ("source", "locator", "quote", "note"))
        text = ", ".join(str(part) for part in (source, locator) if part)
        text += f": “{unquoted(str(quote))}”" if quote else ""
        yield text + (f" ({note})" if note else "")
