"""How far several assessors agree, as a report."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from scorecard.directions import isolated
from scorecard.reviewing.agree import AgreeResult, ScaleAgreement
from scorecard.reviewing.coefficients import HIGH, LOW
from scorecard.reviewing.review import Review
from scorecard.views.answer import standing_of
from scorecard.views.report import Block, Cell, Column, Prose, Report, Row, row, table
from scorecard.views.sayings import said_cell
from scorecard.views.words import english as say
from scorecard.views.words.standings import (
    named,
    percent_text,
    score_or_bounds,
    scores_out_of,
    verdict_word,
)

MOST_ROWS = 10
"""Of the indicators on which assessors differ so many are told."""


def agree_view(found: AgreeResult, reviews: Sequence[Review]) -> Report:
    """Return a report in the order of use: what differs, what follows, coefficients, questions, stages."""
    names = [_name(each) for each in reviews]
    lead = say.how_many_same(names, found.same, found.compared, len(found.assessors))
    blocks: list[Block] = []
    if found.differ:
        blocks.append(_different(found, is_one=len(reviews) == 1))
    blocks += [_verdicts(found, is_one=len(reviews) == 1), *_possible(found, is_one=len(reviews) == 1)]
    for each in found.scales:
        blocks += _coefficients(each, is_one=len(found.scales) == 1)
    apart = [each for each in found.indicators if each.differ][:MOST_ROWS]
    if apart:
        rows = [row(named(each.indicator), say.of(each.differ, each.compared)) for each in apart]
        blocks.append(table(say.MOST_APART, (Column(say.INDICATOR, flexible=True), say.DIFFERS), rows))
    totals = [
        [getattr(each, key) for each in found.stages] for key in ("decided", "disputed", "changed", "open")
    ]
    blocks.append(Prose(say.stages(found.marked, *map(sum, totals)), say.STAGES))
    return Report(say.AGREEMENT, tuple(blocks), lead=Cell(lead))


def _name(review: Review) -> str:
    subject = review.assessment.subject
    return say.who(isolated(subject.name), review.assessment.date)


def _different(found: AgreeResult, *, is_one: bool) -> Block:
    rows: list[Row] = []
    for name, several in groupby(found.differ, lambda each: _name(each.review)):
        if not is_one:
            rows.append(row(name, *("" for _ in found.assessors), "", is_group=True))
        for each in several:
            given = [each.marks.get(who) for who in found.assessors]
            framework = each.review.framework
            marks = [said_cell(framework, each.indicator, g.rating) if g else "" for g in given]
            decided = say.NOT_DECIDED if each.decision is None else say.decided_by(each.decision.by or "")
            rows.append(row(named(each.indicator), *marks, decided, depth=int(not is_one)))
    columns = (Column(say.INDICATOR, flexible=True), *(Column(who, is_paged=True) for who in found.assessors))
    return table(say.MARKS_DIFFER, (*columns, Column(say.DECISION, flexible=True)), rows)


def _verdicts(found: AgreeResult, *, is_one: bool) -> Block:
    rows = []
    for review, assessor, scorecard in found.verdicts:
        framework, figures = scorecard.framework, scorecard.figures
        with scores_out_of(framework.score_out_of):
            score = score_or_bounds(figures) if framework.show_score else ""
            rows.append(row(_name(review), assessor, standing_of(figures, framework), score))
    score_column = Column(say.SCORE, is_number=True) if any(each.cells[3].text for each in rows) else None
    columns = (None if is_one else say.ASSESSMENT, say.ASSESSOR, say.RESULT, score_column)
    return table(say.OWN_VERDICTS, columns, rows)


def _possible(found: AgreeResult, *, is_one: bool) -> Iterator[Block]:
    for review, statuses, is_exact in found.possible:
        if statuses:
            words = [verdict_word(each, review.framework) for each in statuses]
            told = say.possible("" if is_one else _name(review), words, is_exact=is_exact)
            yield Prose(told)


def _coefficients(scale: ScaleAgreement, *, is_one: bool) -> Iterator[Block]:
    """Yield the coefficients of a scale with what they are worth; what is not defined is said to be so."""
    found = {name: number for name, number in scale.coefficients.items() if number is not None}
    rows = []
    for name, title in say.COEFFICIENTS.items():
        if name in found:
            value = percent_text(found[name]) if name == "percent" else _two(found[name])
            ends = [_two(found[name + end]) for end in (LOW, HIGH) if name + end in found]
            rows.append(row(title, value, say.bounded(*ends) if ends else ""))
    columns = (Column(say.COEFFICIENT, flexible=True), Column(say.VALUE, is_number=True), say.INTERVAL)
    if rows:
        yield table(say.coefficients("" if is_one else scale.scale), columns, rows)
    if "ac1" not in found:
        yield Prose(say.not_defined(is_of_one_level=scale.is_of_one_level))
        return
    low, high = min(found["ac1" + LOW], found["ac2" + LOW]), max(found["ac1" + HIGH], found["ac2" + HIGH])
    wide = high - low > Fraction(1, 4)
    yield Prose(say.how_sure(scale.pairable, scale.raters, _two(low), _two(high), is_wide=wide))
    apart = found["ac1"] - found.get("alpha_nominal", found["ac1"])
    if found["percent"] >= Fraction(3, 4) and apart > Fraction(1, 5):
        yield Prose(say.PARADOX)


def _two(number: Fraction) -> str:
    return say.with_minus(f"{float(number):.2f}")
