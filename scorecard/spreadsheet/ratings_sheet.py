"""The sheet of ratings: a row for each indicator, with what is asked, and cells for the answer."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from scorecard.editing.assessment_fields import REVIEW
from scorecard.editing.reflow import flow
from scorecard.model.framework import Dimension, EvidencePolicy, Framework, Indicator, Status
from scorecard.spreadsheet import pages
from scorecard.spreadsheet.cells import write_address, write_column
from scorecard.spreadsheet.columns import (
    ASKED_COLUMNS,
    KEPT_DIGITS,
    RATING_COLUMNS,
    Form,
    SheetName,
    dimension_text,
    measured_number,
    placed_indicators,
)
from scorecard.spreadsheet.pages import FIRST_ROW, AllowedValues, Book, Page
from scorecard.spreadsheet.statuses import CONFIDENCES, NO_ANSWER, Lists, Looks, band_texts, status_text

COLUMN = {column.key: number for number, column in enumerate(RATING_COLUMNS, start=1)}
_ANSWERS = [column.key for column in RATING_COLUMNS if column.is_open and column.key != "measured"]
_EVIDENCE_WORDS = {
    EvidencePolicy.REQUIRED: "Evidence is required.",
    EvidencePolicy.REQUIRED_FOR_PASS: "A pass requires evidence.",
}
_COLOURS = {
    Status.PASS: {"bg_color": pages.BLUE, "font_color": pages.PAPER},
    Status.PARTIAL: {"bg_color": pages.YELLOW, "font_color": pages.INK},
    Status.FAIL: {"bg_color": pages.BROWN, "font_color": pages.PAPER},
    Status.NOT_APPLICABLE: {"font_color": pages.QUIET},
}
"""What is not rated looks like any other cell: white would ask to be filled in."""
_WRONG = {"bold": True, "font_color": pages.BROWN}


def write_ratings(book: Book, form: Form, lists: Lists, looks: Looks) -> None:
    """Write the sheet of ratings."""
    label, placed = form.framework.dimension_label, placed_indicators(form.framework)
    columns = [replace(each, title=label) if each.key == "dimension" else each for each in RATING_COLUMNS]
    page = book.add_page(SheetName.RATINGS, columns, unused=_unused_columns(form))
    sheet = _RatingsSheet(page, form, lists, looks)
    for row, (dimension, indicator) in enumerate(placed, start=FIRST_ROW):
        sheet.write_row(row, dimension, indicator)
    last = FIRST_ROW + max(len(placed), 1) - 1
    _add_choices(page, form.framework, lists, is_review=form.has_reviews)
    _add_colours(page, looks, last)
    selected, printed = (FIRST_ROW, COLUMN["level"]), COLUMN[REVIEW] - 1
    page.finish(len(columns), last, selected=selected, is_locked=True, tab=pages.BLUE, printed=printed)


def _unused_columns(form: Form) -> frozenset[str]:
    indicators = list(form.framework.indicators())
    used = {
        **{each.key: any(getattr(one, each.key) for one in indicators) for each in ASKED_COLUMNS},
        "measured": any(each.measure for each in indicators),
        REVIEW: form.has_reviews,
    }
    return frozenset(key for key, is_used in used.items() if not is_used)


class _RatingsSheet(NamedTuple):
    page: Page
    form: Form
    lists: Lists
    looks: Looks

    def write_row(self, row: int, dimension: Dimension, indicator: Indicator) -> None:
        self._write(row, "indicator", indicator.id, pages.KEY, indicator)
        runs = list(_asked_runs(indicator, dimension, self.form.framework))
        look = pages.LOCKED if indicator.counted else pages.NOT_COUNTED
        what = f"indicator {indicator.id}: what is asked"
        self.page.write_runs(row, COLUMN["title"], runs, look, what=what)
        for column in ASKED_COLUMNS:
            self._write(row, column.key, flow(getattr(indicator, column.key) or ""), look, indicator)
        self._write(row, "dimension", dimension_text(dimension), look, indicator)
        look = pages.OPEN if indicator.counted else pages.NOT_COUNTED
        for key in _ANSWERS:
            self._write(row, key, self.form.text("ratings", indicator.id, key), look, indicator)
        text = self.form.text("ratings", indicator.id, "measured")
        is_exact = _is_exact_number(text)
        look = pages.OPEN_NUMBER if indicator.measure and indicator.counted else pages.CLOSED
        self._write(row, "measured", float(text) if is_exact else text, look, indicator)
        status = status_text(self.form, indicator, self.looks)
        if not indicator.counted:
            self.page.write(row, COLUMN["status"], status, pages.NOT_COUNTED)
            return
        level, measured = (write_address(row, COLUMN[key]) for key in ("level", "measured"))
        formula = self.lists.status_formula(indicator, level, measured, "" if is_exact else text)
        self.page.write_formula(row, COLUMN["status"], formula, status, pages.LOCKED)

    def _write(self, row: int, key: str, value: str | float, look: pages.Look, indicator: Indicator) -> None:
        what = f"indicator {indicator.id}: its {'mark for review' if key == REVIEW else key}"
        self.page.write(row, COLUMN[key], value, look, what=what)


def _is_exact_number(text: str) -> bool:
    """Whether a measurement can stand in a cell as a number and comes back as it was typed."""
    if measured_number(text) is None or "/" in text or sum(map(str.isdigit, text)) > KEPT_DIGITS:
        return False
    number = float(text)
    return (str(int(number)) if number.is_integer() else repr(number)) == text


# What is asked ----------------------------------------------------------------------------------


def _asked_runs(
    indicator: Indicator, dimension: Dimension, framework: Framework
) -> Iterator[tuple[str, pages.Look]]:
    title, rest = (pages.LABEL, pages.RUN) if indicator.counted else (pages.QUIET_STRONG_RUN, pages.QUIET_RUN)
    yield indicator.title, title
    yield f"\n{flow(indicator.requirement)}", rest
    if indicator.measure:
        lines = [f"Measured in {indicator.measure.unit}:", *band_texts(indicator, framework)]
        yield "".join(f"\n{line}" for line in lines), rest
    notes = []
    if indicator.counted:
        notes.append(_EVIDENCE_WORDS.get(framework.evidence_policy(indicator), ""))
    if indicator.counted and indicator.critical:
        notes.append(f"Critical: {dimension_text(dimension)} passes only with it.")
    if said := " ".join(filter(None, notes)):
        yield f"\n{said}", pages.NOTE_RUN


# What may be filled in --------------------------------------------------------------------------


def _add_choices(page: Page, framework: Framework, lists: Lists, *, is_review: bool) -> None:
    rows: dict[AllowedValues, list[int]] = {}
    confidence = AllowedValues("confidence", lists.whole(CONFIDENCES))
    for row, each in enumerate(framework.indicators(), start=FIRST_ROW):
        if each.counted:
            level = AllowedValues("level", lists.levels(each), "\n".join(_level_texts(each, framework)))
            measured = (
                [AllowedValues("measured", None, _measured_text(each, framework))] if each.measure else []
            )
            review = [AllowedValues(REVIEW)] if is_review else []
            for choice in (level, confidence, *measured, *review):
                rows.setdefault(choice, []).append(row)
    for choice, numbers in rows.items():
        page.add_choice(numbers, COLUMN[choice.name], choice)


def _measured_text(indicator: Indicator, framework: Framework) -> str:
    unit = f"A number in {indicator.unit}, without the unit."
    return "\n".join([unit, *band_texts(indicator, framework)])


def _level_texts(indicator: Indicator, framework: Framework) -> Iterator[str]:
    if indicator.measure:
        yield "Its measurement decides. Choose here only:"
    for level in () if indicator.measure else framework.scale_of(indicator):
        is_its_own = level.label is None or level.label.lower() == level.id.lower()
        yield level.id if is_its_own else f"{level.id}: {level.label}"
    yield "not-rated: still open"
    if framework.may_be_set_aside(indicator):
        yield "not-applicable: say why in the rationale"


# Colours ----------------------------------------------------------------------------------------


def _add_colours(page: Page, looks: Looks, last: int) -> None:
    """Colour each status by its glyph, mark what is no answer, and draw a line between dimensions."""
    status, dimension = (write_column(COLUMN[key]) for key in ("status", "dimension"))
    glyphs = {looks[each][0]: change for each, change in _COLOURS.items()} | {NO_ANSWER: _WRONG}
    for glyph, change in glyphs.items():
        area = f"{status}{FIRST_ROW}:{status}{last}"
        page.add_condition(area, f'LEFT(${status}{FIRST_ROW},1)="{glyph}"', change)
    whole = f"A{FIRST_ROW}:{write_column(len(RATING_COLUMNS))}{last}"
    begins = f"${dimension}{FIRST_ROW}<>${dimension}{FIRST_ROW - 1}"
    page.add_condition(whole, begins, {"border": 1, "border_color": pages.LINE, "top_color": pages.SLATE})
