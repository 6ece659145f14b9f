"""The sheet of ratings: a row for each indicator, with what is asked, and cells for the answer."""

from collections.abc import Iterator, Mapping

from scorecard.editing.assessment_fields import REVIEW
from scorecard.editing.reflow import flow
from scorecard.model.assessment import DIMENSION_KEYS
from scorecard.model.framework import Dimension, EvidencePolicy, Framework, Indicator, Status
from scorecard.spreadsheet import pages
from scorecard.spreadsheet.cells import write_address, write_column
from scorecard.spreadsheet.columns import (
    ASKED_COLUMNS,
    KEPT_DIGITS,
    OPEN_COLUMN,
    RATING_COLUMNS,
    SAID,
    SETTLING_COLUMNS,
    Form,
    FormRow,
    SheetColumn,
    SheetName,
    dimension_text,
    form_rows,
    measured_number,
)
from scorecard.spreadsheet.pages import FIRST_ROW, AllowedValues, Book, Content, Formula, Page
from scorecard.spreadsheet.statuses import (
    ASSESSORS,
    CONFIDENCES,
    NO_ANSWER,
    Lists,
    measure_texts,
    status_text,
)
from scorecard.views.question import open_words
from scorecard.views.report import STEPS
from scorecard.views.sayings import assessor_words, sayings
from scorecard.views.words import english as say
from scorecard.views.words.standings import plural, status_looks

COLUMN = {column.key: number for number, column in enumerate(RATING_COLUMNS, start=1)}
_ANSWERS = [column.key for column in RATING_COLUMNS if column.is_open and column.key != "measured"]
_WHAT = {"title": "what is asked", REVIEW: "its mark for review"}
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
_STEP_COLOURS = ("#E3EEF6", "#BAD6E9", "#7FB3D5", "#3E8DC0", pages.BLUE)
"""Of levels that nobody judges, from the least value to the greatest: one colour, deeper and deeper."""
_WRONG = {"bold": True, "font_color": pages.BROWN}


def write_ratings(book: Book, form: Form, lists: Lists) -> None:
    """Write the sheet of ratings."""
    label, rows = form.framework.dimension_label, form_rows(form)
    columns = [each._replace(title=label) if each.key == "dimension" else each for each in RATING_COLUMNS]
    beside = _beside(form)
    columns += [column for column, _ in beside]
    places = {column.key: number for number, column in enumerate(columns, start=1)}
    page = book.add_page(SheetName.RATINGS, columns, unused=_unused_columns(form))
    choices: dict[AllowedValues, list[int]] = {}
    for row, about in enumerate(rows, start=FIRST_ROW):
        for key, content, look in _cells(row, about, form, lists):
            what = f"{about.name}: {_WHAT.get(key, f'its {key}')}"
            page.write(row, COLUMN[key], content, look, what=what)
        for column, texts in beside:
            look = (
                pages.LOCKED if not column.is_open else pages.OPEN if about.item.id in texts else pages.CLOSED
            )
            page.write(row, places[column.key], texts.get(about.item.id, ""), look, what=about.name)
        for choice in _choices(about, form, lists):
            choices.setdefault(choice, []).append(row)
    for choice, numbers in choices.items():
        page.add_choice(numbers, places[choice.name], choice)
    last = FIRST_ROW + max(len(rows), 1) - 1
    _add_colours(page, form.framework, last)
    selected, printed = (FIRST_ROW, COLUMN["level"]), COLUMN[REVIEW] - 1
    printed = len(columns) if form.review else printed
    page.finish(last, selected=selected, is_locked=True, tab=pages.BLUE, printed=printed)


def _unused_columns(form: Form) -> frozenset[str]:
    indicators = list(form.framework.indicators())
    used = {
        **{each.key: any(getattr(one, each.key) for one in indicators) for each in ASKED_COLUMNS},
        "measured": any(each.measure for each in indicators),
        REVIEW: form.has_reviews,
        **dict.fromkeys(("confidence", "recommendation", "dimension"), not form.settles),
    }
    return frozenset(key for key, is_used in used.items() if not is_used)


def _cells(row: int, about: FormRow, form: Form, lists: Lists) -> Iterator[tuple[str, Content, pages.Look]]:
    """Yield what the cells of a row hold and how they look, by the keys of their columns."""
    item, is_group = about.item, isinstance(about.item, Dimension)
    yield "indicator", item.id, pages.KEY
    look = pages.NOT_COUNTED if about.shut else pages.GROUP if is_group else pages.LOCKED
    yield "title", list(asked_runs(about, form.framework)), look
    for column in ASKED_COLUMNS:
        yield column.key, flow(getattr(item, column.key, None) or ""), look
    yield "dimension", dimension_text(about.dimension), look
    for key in _ANSWERS:
        is_open = not is_group or key in (*DIMENSION_KEYS, REVIEW)
        answer = pages.NOT_COUNTED if about.shut else pages.OPEN if is_open else pages.CLOSED
        yield key, form.text("ratings", item.id, key), answer
    text = form.text("ratings", item.id, "measured")
    is_exact = _is_exact_number(text)
    measure = item.measure if isinstance(item, Indicator) and not about.shut else None
    yield "measured", float(text) if is_exact else text, pages.OPEN_NUMBER if measure else pages.CLOSED
    status: Content = status_text(form, about)
    if isinstance(item, Indicator) and not about.shut:
        level, measured = (write_address(row, COLUMN[key]) for key in ("level", "measured"))
        formula = lists.status_formula(item, level, measured, "" if is_exact else text)
        status, look = Formula(formula, str(status)), pages.LOCKED
    yield "status", status, look


def _is_exact_number(text: str) -> bool:
    """Whether a measurement can stand in a cell as a number and comes back as it was typed."""
    if measured_number(text) is None or "/" in text or sum(map(str.isdigit, text)) > KEPT_DIGITS:
        return False
    number = float(text)
    return (str(int(number)) if number.is_integer() else repr(number)) == text


# What others say ---------------------------------------------------------------------------------


def _beside(form: Form) -> list[tuple[SheetColumn, Mapping[str, str]]]:
    """Return the columns of what others say and of what is to be settled, with their texts by indicator."""
    review = form.review
    if review is None:
        return []
    in_order = [say.ASSESSMENT, *map(assessor_words, review.final_marks)]
    said: dict[str, dict[str, str]] = {who: {} for who in in_order}
    for id, indicator in review.indicators.items():
        for each in sayings(review, indicator, beside_mark=form.of is not None):
            texts = (flow(text) for _, text in each.texts)
            text, cells = "\n".join([each.cell.text, *texts, *each.evidence]), said.setdefault(each.who, {})
            cells[id] = "\n\n".join(filter(None, (cells.get(id), text)))
    found: list[tuple[SheetColumn, Mapping[str, str]]] = [
        (SheetColumn(f"{SAID}-{at}", who, 36, is_open=False), cells)
        for at, (who, cells) in enumerate(said.items())
        if cells
    ]
    if form.settles:
        told = {id: words for id in review.indicators if (words := open_words(review, id))}
        found.insert(0, (OPEN_COLUMN, told))
        found += (
            (each, {id: form.text("ratings", id, each.key) for id in told}) for each in SETTLING_COLUMNS
        )
    return found


# What is asked ----------------------------------------------------------------------------------


def asked_runs(about: FormRow, framework: Framework) -> Iterator[tuple[str, pages.Look]]:
    """Yield what is asked in a row: a title, the words of the framework, and what is to be known of it."""
    title, rest = (pages.QUIET_STRONG_RUN, pages.QUIET_RUN) if about.shut else (pages.LABEL, pages.RUN)
    yield about.item.title, title
    item = about.item
    if text := item.requirement if isinstance(item, Indicator) else item.description:
        yield f"\n{flow(text)}", rest
    if isinstance(item, Indicator) and item.measure:
        lines = measure_texts(item.measure, framework.scale_of(item))
        yield "\n".join([f"\nMeasured in {item.measure.unit}:", *lines]), rest
    if said := " ".join(filter(None, _notes(about, framework))):
        yield f"\n{said}", pages.NOTE_RUN


def _notes(about: FormRow, framework: Framework) -> Iterator[str]:
    item = about.item
    if isinstance(item, Dimension):
        one, parts = framework.indicator_label.lower(), plural(framework.element_label.lower())
        yield f"Counts as one {one}; its {parts} are rated below." if item.counts_as else ""
    elif not about.shut:
        yield _EVIDENCE_WORDS.get(framework.evidence_policy(item), "")
        yield f"Critical: {dimension_text(about.dimension)} passes only with it." if item.critical else ""
    for each in about.route:
        yield f"Asked only of subjects tagged {say.one_of(each.applies_to)}." if each.applies_to else ""


# What may be filled in --------------------------------------------------------------------------


def _choices(about: FormRow, form: Form, lists: Lists) -> Iterator[AllowedValues]:
    each, framework = about.item, form.framework
    if isinstance(each, Indicator) and not about.shut:
        yield AllowedValues("level", lists.levels(each), "\n".join(_level_texts(each, framework)))
        yield AllowedValues("confidence", lists.whole(CONFIDENCES))
        if each.measure:
            texts = measure_texts(each.measure, framework.scale_of(each))
            unit = f"A number in {each.measure.unit}, without the unit."
            yield AllowedValues("measured", None, "\n".join([unit, *texts]))
        if form.has_reviews:
            yield AllowedValues(REVIEW)
        if form.settles:
            yield AllowedValues("words", lists.whole(ASSESSORS))


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


def _add_colours(page: Page, framework: Framework, last: int) -> None:
    """Colour each status by its glyph, mark what is no answer, and draw a line between dimensions."""
    status, dimension = (write_column(COLUMN[key]) for key in ("status", "dimension"))
    looks = status_looks(framework)
    glyphs = {looks[each][0]: change for each, change in _COLOURS.items()} | {NO_ANSWER: _WRONG}
    if not framework.judges:
        inks = (*[pages.INK] * (len(STEPS) - 1), pages.PAPER)
        glyphs |= {
            step.glyph: {"bg_color": colour, "font_color": ink}
            for step, colour, ink in zip(STEPS, _STEP_COLOURS, inks, strict=True)
        }
    for glyph, change in glyphs.items():
        area = f"{status}{FIRST_ROW}:{status}{last}"
        page.add_condition(area, f'LEFT(${status}{FIRST_ROW},1)="{glyph}"', change)
    whole = f"A{FIRST_ROW}:{write_column(len(RATING_COLUMNS))}{last}"
    begins = f"${dimension}{FIRST_ROW}<>${dimension}{FIRST_ROW - 1}"
    page.add_condition(whole, begins, {"border": 1, "border_color": pages.LINE, "top_color": pages.SLATE})
