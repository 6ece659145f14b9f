"""How far several assessors agree, as a report."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from scorecard.directions import isolated
from scorecard.model.lexical import typed_number
from scorecard.reviewing.agree import AgreeResult, DifferentMarks, ScaleAgreement
from scorecard.reviewing.coefficients import HIGH, LOW
from scorecard.reviewing.review import Review, rating_of
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
        blocks += _different(found, is_one=len(reviews) == 1)
    blocks += [_verdicts(found, is_one=len(reviews) == 1), *_possible(found, is_one=len(reviews) == 1)]
    for each in found.scales:
        blocks += _coefficients(each, found.compared, is_one=len(found.scales) == 1)
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


def _grouped(told: Iterable[tuple[Review, Sequence[Cell | str]]], *, is_one: bool) -> list[Row]:
    """Return a row for each, below the name of its assessment where there are several."""
    rows: list[Row] = []
    for name, several in groupby(told, lambda each: _name(each[0])):
        below = [row(*cells, depth=int(not is_one)) for _, cells in several]
        rows += [] if is_one else [row(name, *[""] * (len(below[0].cells) - 1), is_group=True)]
        rows += below
    return rows


def _different(found: AgreeResult, *, is_one: bool) -> Iterator[Block]:
    deciders = list(dict.fromkeys(each.decision.by or "" for each in found.differ if each.decision))
    told = []
    for each in found.differ:
        given = [each.marks.get(who) for who in found.assessors]
        framework = each.review.framework
        marks = [said_cell(framework, each.indicator, g.rating) if g else "" for g in given]
        decided = _decided(each, each.decision.by if each.decision and len(deciders) > 1 else None)
        told.append((each.review, (named(each.indicator), *marks, decided)))
    columns = (Column(say.INDICATOR, flexible=True), *(Column(who, is_paged=True) for who in found.assessors))
    yield table(
        say.MARKS_DIFFER, (*columns, Column(say.DECISION, is_paged=True)), _grouped(told, is_one=is_one)
    )
    if len(deciders) == 1 and deciders[0]:
        yield Prose(say.decided_by(isolated(deciders[0])))


def _decided(each: DifferentMarks, by: str | None) -> Cell | str:
    if each.decision is None:
        return say.NOT_DECIDED
    rating, before = each.review.recorded(each.indicator.id), each.decision.from_
    now = said_cell(each.review.framework, each.indicator, rating)
    was = None if before is None else rating_of(each.indicator, before).answer
    stands = None if was is None else was == rating.answer
    text = now.text if rating.measured is None else say.with_minus(typed_number(rating.measured))
    return now._replace(text=say.led_to(text, isolated(by or ""), stands=stands))


def _verdicts(found: AgreeResult, *, is_one: bool) -> Block:
    told = []
    for review, assessor, scorecard in found.verdicts:
        framework, figures = scorecard.framework, scorecard.figures
        with scores_out_of(framework.score_out_of):
            score = score_or_bounds(figures) if framework.show_score else ""
            told.append((review, (assessor, standing_of(figures, framework), score)))
    score_column = Column(say.SCORE, is_number=True) if any(cells[2] for _, cells in told) else None
    return table(say.OWN_VERDICTS, (say.ASSESSOR, say.RESULT, score_column), _grouped(told, is_one=is_one))


def _possible(found: AgreeResult, *, is_one: bool) -> Iterator[Block]:
    names: dict[tuple[tuple[str, ...], bool], list[str]] = {}
    for review, statuses, is_exact in found.possible:
        words = tuple(verdict_word(each, review.framework) for each in statuses)
        names.setdefault((words, is_exact), []).append(_name(review))
    for (words, is_exact), several in names.items():
        if words:
            yield Prose(say.possible([] if is_one else several, words, is_exact=is_exact))


def _coefficients(scale: ScaleAgreement, compared: int, *, is_one: bool) -> Iterator[Block]:
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
    yield Prose(say.how_sure(scale.pairable, compared, scale.raters, _two(low), _two(high), is_wide=wide))
    apart = found["ac1"] - found.get("alpha_nominal", found["ac1"])
    if found["percent"] >= Fraction(3, 4) and apart > Fraction(1, 5):
        yield Prose(say.PARADOX)


def _two(number: Fraction) -> str:
    return say.with_minus(f"{float(number):.2f}")
