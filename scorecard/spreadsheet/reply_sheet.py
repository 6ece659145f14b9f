"""A workbook in which a subject replies: each rating as it is shown, and open cells beside it."""

from scorecard.directions import unmarked
from scorecard.editing.assessment_fields import Field
from scorecard.editing.reflow import flow
from scorecard.model.framework import Status
from scorecard.model.reply import Reply
from scorecard.reading.plain_data import Data
from scorecard.scoring.scorecard import IndicatorResult, Scorecard
from scorecard.spreadsheet import pages
from scorecard.spreadsheet.columns import ANSWER_COLUMNS, FRAMEWORK, ORIGIN, SHOWN, Form, FormRow, SheetName
from scorecard.spreadsheet.pages import FIRST_ROW, AllowedValues, Book, Content
from scorecard.spreadsheet.ratings_sheet import asked_runs
from scorecard.spreadsheet.statuses import Lists, write_lists
from scorecard.spreadsheet.workbook import write_about
from scorecard.views.indicator import evidence_words
from scorecard.views.letter import asked, intro, proposals, rating_words
from scorecard.views.words import english as say
from scorecard.views.words.standings import told_by

_PLACES = {column.key: number for number, column in enumerate(ANSWER_COLUMNS, start=1)}
_LOOKS = {each.key: pages.OPEN if each.is_open else pages.LOCKED for each in ANSWER_COLUMNS}


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
    page, looks = book.add_page(SheetName.ANSWERS), {**_LOOKS, "indicator": pages.KEY}
    offered: dict[AllowedValues, list[int]] = {}
    results = [(dimension.dimension, each) for dimension, group in asked(scorecard) for each in group]
    for row, (dimension, result) in enumerate(results, start=FIRST_ROW):
        indicator = result.indicator
        about = FormRow((dimension, indicator), shut="")
        runs = [*asked_runs(about, scorecard.framework)]
        runs += [(f"\n{flow(indicator.guidance)}", pages.RUN)] if indicator.guidance else []
        said, is_rated = {**_said(result, scorecard), "asked": runs}, result.status is not Status.NOT_RATED
        for key, number in _PLACES.items():
            look = looks[key] if is_rated or looks[key] is not pages.OPEN else pages.CLOSED
            page.write(row, number, said.get(key, ""), look, what=f"indicator {indicator.id}: its {key}")
        if not is_rated:
            continue
        choices = {"answer": [*say.ANSWERS.values()]}
        if indicator.measure is None:
            choices["proposes"] = [*proposals(indicator, scorecard.framework)]
        for key, words in choices.items():
            lists.columns.setdefault(title := " / ".join(words), [*map(unmarked, words)])
            offered.setdefault(AllowedValues(key, lists.whole(title)), []).append(row)
    for choice, rows in offered.items():
        page.add_choice(rows, _PLACES[choice.name], choice)
    last, selected = FIRST_ROW + len(results) - 1, (FIRST_ROW, _PLACES["answer"])
    page.finish(last, selected=selected, is_locked=True, tab=pages.BLUE)


def _said(result: IndicatorResult, scorecard: Scorecard) -> dict[str, Content]:
    evidence = (evidence_words(each, scorecard.sources) for each in result.rating.evidence)
    return {
        "indicator": result.indicator.id,
        "rating": unmarked(rating_words(result, scorecard.framework)),
        "rationale": unmarked(flow(result.rating.rationale or "")),
        "checked": unmarked("\n".join(evidence)),
    }
