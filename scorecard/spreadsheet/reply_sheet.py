"""A workbook in which a subject replies: each rating as it is shown, and open cells beside it."""

from collections.abc import Sequence

from scorecard.directions import unmarked
from scorecard.editing.assessment_fields import Field
from scorecard.editing.reflow import flow
from scorecard.model.reply import Reply
from scorecard.reading.plain_data import Data
from scorecard.scoring.scorecard import IndicatorResult, Scorecard
from scorecard.spreadsheet import pages
from scorecard.spreadsheet.columns import (
    ANSWER_COLUMNS,
    FRAMEWORK,
    ORIGIN,
    SHOWN,
    Form,
    SheetName,
    dimension_text,
)
from scorecard.spreadsheet.pages import FIRST_ROW, AllowedValues, Book, Content
from scorecard.spreadsheet.statuses import Lists, measure_texts, write_lists
from scorecard.spreadsheet.workbook import write_about
from scorecard.views.indicator import evidence_words
from scorecard.views.letter import asked, intro, proposals, rating_words
from scorecard.views.words import english as say
from scorecard.views.words.standings import told_by


def write_reply_workbook(scorecard: Scorecard, reply: Reply, name: str) -> bytes:
    """Return the workbook: of ratings as they are shown; `name` is that of the reply."""
    framework = scorecard.framework
    title = unmarked(say.letter_title(scorecard.assessment.subject.name))
    book = Book(title=title, subject=f"{framework.title} ({framework.ref})")
    said: dict[Field, Data] = {FRAMEWORK: framework.ref, ORIGIN: name, SHOWN: reply.shown}
    with told_by(framework):
        form = Form(framework, said, intro=unmarked(intro(scorecard, reply)))
        write_about(book, form, lists := Lists(form))
        _write_answers(book, scorecard, lists)
    write_lists(book, lists)
    return book.save()


def _write_answers(book: Book, scorecard: Scorecard, lists: Lists) -> None:
    label = scorecard.framework.dimension_label
    columns = [each._replace(title=label) if each.key == "dimension" else each for each in ANSWER_COLUMNS]
    places = {column.key: number for number, column in enumerate(columns, start=1)}
    page, row = book.add_page(SheetName.ANSWERS, columns), FIRST_ROW - 1
    offered: dict[AllowedValues, list[int]] = {}
    for dimension, results in asked(scorecard):
        for result in results:
            row, indicator = row + 1, result.indicator
            said = {**_said(result, scorecard), "dimension": dimension_text(dimension.dimension)}
            for key, number in places.items():
                look = (
                    pages.KEY if number == 1 else pages.OPEN if columns[number - 1].is_open else pages.LOCKED
                )
                page.write(row, number, said.get(key, ""), look, what=f"indicator {indicator.id}: its {key}")
            choices = {"answer": [*say.ANSWERS.values()]}
            if indicator.measure is None:
                choices["proposes"] = [*proposals(indicator, scorecard.framework)]
            for key, words in choices.items():
                offered.setdefault(AllowedValues(key, _listed(words, lists)), []).append(row)
    for choice, numbers in offered.items():
        page.add_choice(numbers, places[choice.name], choice)
    page.finish(row, selected=(FIRST_ROW, places["answer"]), is_locked=True, tab=pages.BLUE)


def _said(result: IndicatorResult, scorecard: Scorecard) -> dict[str, Content]:
    indicator, rating = result.indicator, result.rating
    asks = [flow(indicator.requirement)] if indicator.requirement != indicator.title else []
    if measure := indicator.measure:
        asks += [
            f"Measured in {measure.unit}:",
            *measure_texts(measure, scorecard.framework.scale_of(indicator)),
        ]
    evidence = (evidence_words(each, scorecard.sources) for each in rating.evidence)
    return {
        "indicator": indicator.id,
        "asked": [(indicator.title, pages.LABEL), *((unmarked(f"\n{text}"), pages.RUN) for text in asks)],
        "rating": unmarked(rating_words(result, scorecard.framework)),
        "rationale": unmarked(flow(rating.rationale or "")),
        "checked": unmarked("\n".join(evidence)),
    }


def _listed(words: Sequence[str], lists: Lists) -> str | None:
    title = " / ".join(words)
    lists.columns.setdefault(title, [*map(unmarked, words)])
    return lists.whole(title)
