"""A scorecard under suppositions beside the one as it is; what is another says that it is supposed."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from scorecard.directions import isolated
from scorecard.model.framework import Framework
from scorecard.scoring.scorecard import DimensionResult, Figures, Scorecard
from scorecard.views.answer import standing_of
from scorecard.views.data import Json, Records
from scorecard.views.indicator import level_cell
from scorecard.views.report import Cell, Column, Report, Row, facts, row, table
from scorecard.views.scorecard import Detail
from scorecard.views.scorecard_data import assess_json, assess_records
from scorecard.views.words import english as say
from scorecard.views.words.standings import (
    grade_cell,
    named,
    note_blocks,
    score_or_bounds,
    standing_cell,
    stands_by_score,
    subject_name,
    told_by,
)


class _Beside(NamedTuple):
    """One line of a scorecard: what it is of, its name, and what that came to."""

    id: str
    name: str
    cell: Cell
    depth: int
    is_group: bool


def supposed_view(now: Scorecard, supposed: Scorecard, options: Sequence[str], *, detail: Detail) -> Report:
    """Return both scorecards side by side; `options` say what is supposed, as it was typed."""
    framework, assessment = now.framework, now.assessment
    with told_by(framework):
        lead = standing_of(supposed.figures, framework)
        mark = say.headline([say.SUPPOSED_MARK, say.DRAFT_MARK if assessment.is_draft else ""])
        who = say.headline([mark, say.who(subject_name(assessment.subject), assessment.date)])
        then = {each.id: each.cell for each in _lines(supposed, detail)}
        labels = [framework.dimension_label, framework.indicator_label.lower()][: detail.value]
        name = Column(say.listed(labels) or say.RESULT, flexible=True, is_cut=True)
        columns = (name, say.AS_IT_IS, say.SUPPOSED)
        rows = (_row(each, then.get(each.id)) for each in _lines(now, detail))
        return Report(
            title=who,
            blocks=(
                *facts([(say.SUPPOSED, say.listed(options))]),
                table(say.BESIDE, columns, rows),
                *note_blocks([framework]),
            ),
            lead=lead._replace(text=say.headline([say.would_be(lead.text), who])),
            language=framework.language,
            is_draft=assessment.is_draft,
            kicker=isolated(framework.title),
            headline=who,
            mark=mark,
        )


def _row(line: _Beside, supposed: Cell | None) -> Row:
    """Return both results; one that is another says that it is supposed."""
    cell = supposed or Cell(say.LEFT_OUT)
    if cell != line.cell:
        cell = cell._replace(text=say.with_title(cell.text, say.SUPPOSED.lower()))
    return row(line.name, line.cell, cell, depth=line.depth, is_group=line.is_group)


def _lines(scorecard: Scorecard, detail: Detail) -> Iterator[_Beside]:
    framework = scorecard.framework
    yield _Beside("", say.THE_WHOLE, _result(scorecard.figures, framework), 0, True)
    if detail >= Detail.DIMENSIONS:
        yield from _below(scorecard.dimensions, framework, detail, 0)


def _below(
    results: Iterable[DimensionResult], framework: Framework, detail: Detail, depth: int
) -> Iterator[_Beside]:
    for each in (one for one in results if one.applies):
        dimension, is_one = each.dimension, each.dimension.counts_as is not None
        yield _Beside(dimension.id, named(dimension), _result(each.figures, framework), depth, not is_one)
        for one in each.indicators if detail >= Detail.INDICATORS else ():
            if one.applies:
                yield _Beside(
                    one.indicator.id, named(one.indicator), level_cell(one, framework), depth + 1, False
                )
        yield from _below(each.dimensions, framework, detail, depth + 1)


def _result(figures: Figures, framework: Framework) -> Cell:
    """Return a verdict, a grade and the score, of these what a framework gives and shows."""
    cell, score = standing_cell(figures, framework), score_or_bounds(figures)
    grade = grade_cell(figures, framework) if framework.judges else None
    has_score = framework.show_score and not stands_by_score(framework)
    told = [grade.text if grade else "", score if has_score else ""]
    more = ", ".join(filter(None, told))
    return cell._replace(text=say.with_title(cell.text, more)) if more else cell


def supposed_json(
    path: str, now: Scorecard, supposed: Scorecard, options: Sequence[str], **others: Json
) -> Json:
    """Return `scorecard/whatif/1`: both as `assess` has them, first as it is, and what is supposed."""
    told = assess_json([(path, now), (path, supposed)])
    assert isinstance(told, dict)
    cards = told["scorecards"]
    assert isinstance(cards, list)
    marked: list[Json] = [
        {"supposed": is_supposed, **card}
        for is_supposed, card in zip((False, True), cards, strict=True)
        if isinstance(card, dict)
    ]
    others |= {"suppositions": list(options), "scorecards": marked}
    return {"schema": "scorecard/whatif/1", **others}


def supposed_records(path: str, now: Scorecard, supposed: Scorecard) -> Records:
    """Return a row for each indicator of both, the first column saying which is supposed."""
    names, rows = assess_records([(path, now)])
    _, others = assess_records([(path, supposed)])
    told = [*([False, *each] for each in rows), *([True, *each] for each in others)]
    return Records(["supposed", *names], told)
