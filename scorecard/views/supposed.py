"""A scorecard under suppositions beside the one as it is; what is another says that it is supposed."""

from collections.abc import Container, Iterable, Iterator, Sequence

from scorecard.comparing.frameworks import ChangeClass, FrameworkChange
from scorecard.directions import isolated
from scorecard.model.framework import Framework, Status
from scorecard.scoring.scorecard import DimensionResult, Figures, IndicatorResult, Scorecard
from scorecard.views.answer import standing_of
from scorecard.views.data import Json, Records
from scorecard.views.frameworks_compared import change_words
from scorecard.views.indicator import level_cell, measured_words
from scorecard.views.report import Cell, Column, Report, Row, items, row, table
from scorecard.views.scorecard import Detail
from scorecard.views.scorecard_data import assess_records, scorecard_json
from scorecard.views.words import english as say
from scorecard.views.words.standings import (
    framework_labels,
    grade_cell,
    lacking_words,
    named,
    note_blocks,
    score_or_bounds,
    standing_cell,
    stands_by_score,
    subject_name,
    told_by,
)


def supposed_view(
    now: Scorecard,
    supposed: Scorecard,
    changes: Iterable[FrameworkChange],
    *,
    rated: Container[str],
    detail: Detail | None,
) -> Report:
    """Return both scorecards side by side; of what is `rated` and of the framework `changes` are supposed.

    Without a detail what differs is shown, in what holds it, and the whole.
    """
    framework, assessment = now.framework, now.assessment
    with told_by(framework):
        lead = standing_of(supposed.figures, framework)
        mark = say.headline([say.SUPPOSED_MARK, say.DRAFT_MARK if assessment.is_draft else ""])
        who = say.headline([mark, say.who(subject_name(assessment.subject), assessment.date)])
        shown = Detail.INDICATORS if detail is None else detail
        then = dict(_lines(supposed, shown))
        labels = [framework.dimension_label, framework.indicator_label.lower()][: shown.value]
        name = Column(say.listed(labels) or say.RESULT, flexible=True)
        columns = (name, *(Column(each, is_paged=True) for each in (say.AS_IT_IS, say.SUPPOSED)))
        rows = [_beside(each, then.get(id)) for id, each in _lines(now, shown)]
        return Report(
            title=who,
            blocks=(
                *items([*_suppositions(now, supposed, changes, rated)] or [say.AS_IT_IS], say.SUPPOSED),
                table(say.BESIDE, columns, _differing(rows) if detail is None else rows),
                *note_blocks([framework]),
            ),
            lead=lead._replace(text=say.headline([say.would_be(lead.text), who])),
            language=framework.language,
            is_draft=assessment.is_draft,
            kicker=isolated(framework.title),
            headline=who,
            mark=mark,
        )


def _suppositions(
    now: Scorecard, supposed: Scorecard, changes: Iterable[FrameworkChange], rated: Container[str]
) -> Iterator[str]:
    """Say what is supposed: other ratings, weights and rules, and what is left out but for what it holds."""
    framework, then = now.framework, {each.indicator.id: each for each in supposed.indicators()}
    for each in now.indicators():
        other = then.get(each.indicator.id, each)
        if other.rating.answer != each.rating.answer:
            ways = [_rating_words(one, framework) for one in (other, each)]
            yield say.instead_of(named(each.indicator), ways[:1], ways[1])
        elif each.indicator.id in rated:
            yield say.supposed_of(named(each.indicator), say.already(_rating_words(each, framework)))
    told = [*changes]
    gone = {each.part.thing.id for each in told if each.change_class is ChangeClass.REMOVED}
    for change in told:
        thing = change.part.thing
        if change.part.holder not in gone or change.change_class is not ChangeClass.REMOVED:
            words = change_words(change, framework) or say.LEFT_OUT.lower()
            yield say.capital(words) if isinstance(thing, Framework) else say.supposed_of(named(thing), words)


def _rating_words(result: IndicatorResult, framework: Framework) -> str:
    return measured_words(result) or level_cell(result, framework).text


def _beside(now: Row, supposed: Row | None) -> Row:
    """Return both results; one that is another says that it is supposed."""
    cell = supposed.cells[1] if supposed else Cell(say.LEFT_OUT)
    if cell != now.cells[1]:
        cell = cell._replace(text=say.with_title(cell.text, say.SUPPOSED.lower()))
    return now._replace(cells=(*now.cells, cell))


def _differing(rows: Sequence[Row]) -> list[Row]:
    """Return the rows in which something differs, each below those of what holds it, and the first."""
    kept: list[Row] = []
    for each in reversed(rows):
        holds_one = bool(kept) and kept[-1].depth > each.depth
        if holds_one or each is rows[0] or each.cells[1] != each.cells[2]:
            kept.append(each)
    return kept[::-1]


def _lines(scorecard: Scorecard, detail: Detail) -> Iterator[tuple[str, Row]]:
    """Yield what each thing came to, by its id."""
    framework = scorecard.framework
    yield "", row(say.THE_WHOLE, _result(scorecard.figures, framework), is_group=True)
    if detail >= Detail.DIMENSIONS:
        yield from _below(scorecard.dimensions, framework, detail, 0)


def _below(
    results: Iterable[DimensionResult], framework: Framework, detail: Detail, depth: int
) -> Iterator[tuple[str, Row]]:
    for each in (one for one in results if one.applies):
        thing, result = each.dimension, _result(each.figures, framework, lacking_words(each, framework))
        yield thing.id, row(named(thing), result, depth=depth, is_group=thing.counts_as is None)
        for one in (one for one in each.indicators if one.applies and detail >= Detail.INDICATORS):
            cells = (named(one.indicator), level_cell(one, framework))
            yield one.indicator.id, row(*cells, depth=depth + 1)
        yield from _below(each.dimensions, framework, detail, depth + 1)


def _result(figures: Figures, framework: Framework, short: str = "") -> Cell:
    """Return a verdict, a grade and the score, of these what is given and shown, and what falls `short`."""
    cell, score = standing_cell(figures, framework), score_or_bounds(figures)
    grade = grade_cell(figures, framework) if framework.judges else None
    has_score = framework.show_score and not stands_by_score(framework)
    low, high = (
        say.became(each, framework_labels(framework)) for each in (figures.status_low, figures.status_high)
    )
    is_open = figures.status is Status.UNDETERMINED
    told = [
        say.between(low, high) if is_open else "",
        grade.text if grade else "",
        score if has_score else "",
        short,
    ]
    more = ", ".join(filter(None, told))
    return cell._replace(text=say.with_title(cell.text, more)) if more else cell


def supposed_json(
    path: str, now: Scorecard, supposed: Scorecard, options: Sequence[str], **others: Json
) -> Json:
    """Return `scorecard/whatif/1`: both as `assess` has them, first as it is, and what is supposed."""
    cards: list[Json] = [
        {"supposed": card is supposed, **scorecard_json(path, card)} for card in (now, supposed)
    ]
    return {"schema": "scorecard/whatif/1", **others, "suppositions": list(options), "scorecards": cards}


def supposed_records(path: str, now: Scorecard, supposed: Scorecard) -> Records:
    """Return a row for each indicator of both, the first column saying which is supposed."""
    names, rows = assess_records([(path, now)])
    _, others = assess_records([(path, supposed)])
    told = [*([False, *each] for each in rows), *([True, *each] for each in others)]
    return Records(["supposed", *names], told)
