"""A workbook in which a subject replies: each rating as it is shown, and open cells beside it."""

from collections.abc import Iterator
from itertools import count

from scorecard.directions import unmarked
from scorecard.editing.assessment_fields import Field
from scorecard.editing.reflow import flow
from scorecard.model.reply import Reply
from scorecard.scoring.scorecard import IndicatorResult, Scorecard
from scorecard.spreadsheet import pages
from scorecard.spreadsheet.cells import write_column
from scorecard.spreadsheet.columns import (
    ANSWER_COLUMNS,
    FRAMEWORK,
    ORIGIN,
    REPLY_ROWS,
    SHOWN,
    SheetName,
    dimension_text,
)
from scorecard.spreadsheet.pages import FIRST_ROW, TITLES_ROW, AllowedValues, Book
from scorecard.spreadsheet.statuses import LISTS_TITLE, measure_texts
from scorecard.spreadsheet.texts import workbook_texts
from scorecard.views.indicator import evidence_words
from scorecard.views.letter import asked, intro, proposals, rating_words
from scorecard.views.words import english as say
from scorecard.views.words.standings import told_by

_COLUMN = {column.key: number for number, column in enumerate(ANSWER_COLUMNS, start=1)}
_KEY, _LABEL, _VALUE, _HELP = range(1, 5)
_Choices = dict[tuple[str, ...], int]
"""What lists offer, each in a column of the hidden sheet."""


def write_reply_form(scorecard: Scorecard, reply: Reply, name: str) -> bytes:
    """Return the workbook: of ratings as they are shown; `name` is that of the reply."""
    framework = scorecard.framework
    title = unmarked(say.letter_title(scorecard.assessment.subject.name))
    book = Book(title=title, subject=f"{framework.title} ({framework.ref})")
    choices: _Choices = {}
    with told_by(framework):
        _write_about(book, scorecard, reply, name)
        _write_answers(book, scorecard, choices)
    page = book.add_page(LISTS_TITLE)
    for words, number in choices.items():
        for at, word in enumerate(words, start=1):
            page.write(at, number, word, pages.PLAIN)
    page.hide()
    return book.save()


def _write_about(book: Book, scorecard: Scorecard, reply: Reply, name: str) -> None:
    page, rows, framework = (
        book.add_page(SheetName.REPLY, unused=("key",)),
        count(TITLES_ROW),
        scorecard.framework,
    )
    page.set_row(TITLES_ROW, 26)
    page.write(next(rows), _LABEL, book.title, pages.TITLE, what="the subject's name")
    page.write(next(rows), _LABEL, f"{framework.title}, version {framework.version}", pages.SUBTITLE)
    next(rows)
    for label, text in (
        ("What this is", unmarked("\n".join(intro(scorecard, reply)))),
        ("How to fill this in", str(workbook_texts()["reply_steps"])),
    ):
        row = next(rows)
        page.write(row, _LABEL, label, pages.LABEL)
        page.write(row, _VALUE, text, pages.PROSE)
    next(rows)
    said: dict[Field, object] = {(key,): getattr(reply, key) for key in ("by", "invited", "due")}
    said |= {FRAMEWORK: framework.ref, ORIGIN: name, SHOWN: reply.shown}
    first = 0
    for each in REPLY_ROWS:
        row = next(rows)
        first = first or row
        page.write(row, _KEY, each.key, pages.PLAIN)
        page.write(row, _LABEL, each.label, pages.LABEL)
        text = str(said.get(each.field) or "")
        page.write(row, _VALUE, text, pages.OPEN if each.is_open else pages.LOCKED, what=each.label)
        page.write(row, _HELP, each.help, pages.HELP)
        page.set_row(row, is_hidden=not each.is_shown)
    page.finish(next(rows), selected=(first, _VALUE), is_locked=True, tab=pages.SLATE)


def _write_answers(book: Book, scorecard: Scorecard, choices: _Choices) -> None:
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
                what = f"indicator {id}: its {column.key}"
                text = unmarked(said.get(column.key, ""))
                runs = [
                    (result.indicator.title, pages.LABEL),
                    (text.removeprefix(result.indicator.title), pages.RUN),
                ]
                is_asked = column.key == "asked" and text != result.indicator.title
                page.write(row, number, runs if is_asked else text, look, what=what)
            for choice in _offers(result, scorecard, choices):
                offered.setdefault(choice, []).append(row)
    for choice, numbers in offered.items():
        page.add_choice(numbers, _COLUMN["proposes" if choice.name == "measured" else choice.name], choice)
    page.finish(row, selected=(FIRST_ROW, _COLUMN["answer"]), is_locked=True, tab=pages.BLUE)


def _said(result: IndicatorResult, scorecard: Scorecard) -> dict[str, str]:
    indicator, rating = result.indicator, result.rating
    measured = (
        measure_texts(indicator.measure, scorecard.framework.scale_of(indicator)) if indicator.measure else ()
    )
    asks = [indicator.title, flow(indicator.requirement), *measured]
    return {
        "indicator": indicator.id,
        "asked": "\n".join(dict.fromkeys(asks)),
        "rating": rating_words(result, scorecard.framework),
        "rationale": flow(rating.rationale or ""),
        "checked": "\n".join(evidence_words(each, scorecard.sources) for each in rating.evidence),
    }


def _offers(result: IndicatorResult, scorecard: Scorecard, choices: _Choices) -> Iterator[AllowedValues]:
    def listed(words: list[str]) -> str:
        number = choices.setdefault(tuple(map(unmarked, words)), len(choices) + 1)
        column = f"${write_column(number)}$"
        return f"{LISTS_TITLE}!{column}1:{column}{len(words)}"

    yield AllowedValues("answer", listed([*say.ANSWERS.values()]))
    indicator, words = result.indicator, [*proposals(result.indicator, scorecard.framework)]
    if indicator.measure is None:
        yield AllowedValues("proposes", listed(words))
    else:
        unit = f"A number in {indicator.unit}, without the unit."
        yield AllowedValues("measured", None, unit + "".join(f" Or: {word}" for word in words))
