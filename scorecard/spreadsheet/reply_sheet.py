"""A workbook in which a subject replies: each rating as it is shown, and open cells beside it."""

from collections.abc import Iterator

from scorecard.directions import unmarked
from scorecard.editing.assessment_fields import Field
from scorecard.editing.reflow import flow
from scorecard.model.reply import Reply
from scorecard.scoring.scorecard import IndicatorResult, Scorecard
from scorecard.spreadsheet import pages
from scorecard.spreadsheet.columns import (
    ANSWER_COLUMNS,
    FRAMEWORK,
    ORIGIN,
    REPLY_ROWS,
    SHOWN,
    SheetName,
    dimension_text,
)
from scorecard.spreadsheet.pages import FIRST_ROW, AllowedValues, Book, Content
from scorecard.spreadsheet.statuses import ListsSheet, measure_texts, write_lists
from scorecard.spreadsheet.texts import workbook_texts
from scorecard.spreadsheet.workbook import VALUE, begin_first_page, write_about_row
from scorecard.views.indicator import evidence_words
from scorecard.views.letter import asked, intro, proposals, rating_words
from scorecard.views.words import english as say
from scorecard.views.words.standings import told_by

_COLUMN = {column.key: number for number, column in enumerate(ANSWER_COLUMNS, start=1)}


def write_reply_form(scorecard: Scorecard, reply: Reply, name: str) -> bytes:
    """Return the workbook: of ratings as they are shown; `name` is that of the reply."""
    framework, lists = scorecard.framework, ListsSheet({})
    title = unmarked(say.letter_title(scorecard.assessment.subject.name))
    book = Book(title=title, subject=f"{framework.title} ({framework.ref})")
    with told_by(framework):
        _write_about(book, scorecard, reply, name)
        _write_answers(book, scorecard, lists)
    write_lists(book, lists)
    return book.save()


def _write_about(book: Book, scorecard: Scorecard, reply: Reply, name: str) -> None:
    told = {
        "What this is": unmarked("\n".join(intro(scorecard, reply))),
        "How to fill this in": str(workbook_texts()["reply_steps"]),
    }
    page, rows = begin_first_page(book, SheetName.REPLY, scorecard.framework, told)
    said: dict[Field, object] = {(key,): getattr(reply, key) for key in ("by", "invited", "due")}
    said |= {FRAMEWORK: scorecard.framework.ref, ORIGIN: name, SHOWN: reply.shown}
    first = next(rows) + 1
    for row, each in zip(rows, REPLY_ROWS, strict=False):
        write_about_row(page, row, each, str(said.get(each.field) or ""))
    last = first + len(REPLY_ROWS)
    page.finish(last, selected=(first, VALUE), is_locked=True, tab=pages.SLATE)


def _write_answers(book: Book, scorecard: Scorecard, lists: ListsSheet) -> None:
    label = scorecard.framework.dimension_label
    columns = [each._replace(title=label) if each.key == "dimension" else each for each in ANSWER_COLUMNS]
    page, row = book.add_page(SheetName.ANSWERS, columns), FIRST_ROW - 1
    offered: dict[AllowedValues, list[int]] = {}
    for dimension, results in asked(scorecard):
        for result in results:
            row, id = row + 1, result.indicator.id
            said = {**_said(result, scorecard), "dimension": dimension_text(dimension.dimension)}
            for number, column in enumerate(columns, start=1):
                look = pages.KEY if number == 1 else pages.OPEN if column.is_open else pages.LOCKED
                content = said.get(column.key, "")
                page.write(row, number, content, look, what=f"indicator {id}: its {column.key}")
            for choice in _offers(result, scorecard, lists):
                offered.setdefault(choice, []).append(row)
    for choice, numbers in offered.items():
        page.add_choice(numbers, _COLUMN["proposes" if choice.name == "measured" else choice.name], choice)
    page.finish(row, selected=(FIRST_ROW, _COLUMN["answer"]), is_locked=True, tab=pages.BLUE)


def _said(result: IndicatorResult, scorecard: Scorecard) -> dict[str, Content]:
    indicator, rating = result.indicator, result.rating
    scale, measure = scorecard.framework.scale_of(indicator), indicator.measure
    asks = [flow(indicator.requirement)] if indicator.requirement != indicator.title else []
    asks += measure_texts(measure, scale) if measure else ()
    asked_runs = [(indicator.title, pages.LABEL), *((unmarked(f"\n{text}"), pages.RUN) for text in asks)]
    evidence = (evidence_words(each, scorecard.sources) for each in rating.evidence)
    return {
        "indicator": indicator.id,
        "asked": asked_runs,
        "rating": unmarked(rating_words(result, scorecard.framework)),
        "rationale": unmarked(flow(rating.rationale or "")),
        "checked": unmarked("\n".join(evidence)),
    }


def _offers(result: IndicatorResult, scorecard: Scorecard, lists: ListsSheet) -> Iterator[AllowedValues]:
    def listed(words: list[str]) -> str | None:
        lists.columns.setdefault(title := " / ".join(words), [*map(unmarked, words)])
        return lists.whole(title)

    yield AllowedValues("answer", listed([*say.ANSWERS.values()]))
    indicator, words = result.indicator, [*proposals(result.indicator, scorecard.framework)]
    if indicator.measure is None:
        yield AllowedValues("proposes", listed(words))
    else:
        unit = f"A number in {indicator.unit}, without the unit."
        yield AllowedValues("measured", None, unit + "".join(f" Or: {word}" for word in words))
