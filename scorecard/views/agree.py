"""How far several assessors agree, as a report."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from scorecard.directions import isolated
from scorecard.model.assessment import OpenReason, Rating
from scorecard.reviewing.agree import AgreeResult, DifferentMarks, ScaleAgreement
from scorecard.reviewing.coefficients import HIGH, LOW
from scorecard.reviewing.review import Progress, Review, rating_of
from scorecard.views.answer import standing_of
from scorecard.views.report import Block, Cell, Column, Heading, Prose, Report, Row, items, row, table
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
    lead = say.how_many_same(names, found.same, found.compared, found.marked, len(found.assessors))
    blocks: list[Block] = []
    is_one, last = len(reviews) == 1, max((each.rounds for each in found.stages), default=0)
    if last > 1:
        blocks.append(Prose(say.round_compared(found.round, last, sum(each.differ for each in found.stages))))
    with_others = (
        say.headline([isolated(mark.assessor), *([] if is_one else [_name(review)])])
        for review in reviews
        for mark in review.final_marks
        if mark.round == found.round and mark.independent is False
    )
    blocks += items(with_others, say.NOT_INDEPENDENT)
    differs = [*_different(found, say.MARKS_DIFFER, found.differ, is_one=is_one)]
    differs += _different(found, say.NEWEST_DIFFER, found.differ_later, is_one=is_one)
    follows = [_verdicts(found, is_one=is_one)] if found.verdicts else []
    follows += _possible(found, is_one=is_one)
    blocks += [Heading(1, say.WHAT_DIFFERS), *differs] if differs else []
    blocks += [Heading(1, say.WHAT_FOLLOWS), *follows] if follows else []
    blocks += [Heading(1, say.BEYOND_CHANCE)] if found.scales else []
    for each in found.scales:
        blocks += _coefficients(each, found.compared, is_one=len(found.scales) == 1)
    apart = [each for each in found.indicators if each.differ][:MOST_ROWS]
    if apart:
        rows = [row(named(each.indicator), say.of(each.differ, each.compared)) for each in apart]
        columns = (_of_indicators(found), say.DIFFERS)
        blocks += [Heading(1, say.TO_MEND), table(say.MOST_APART, columns, rows)]
    totals = {key: sum(getattr(each, key) for each in found.stages) for key in Progress._fields}
    blocks += [Heading(1, say.STAGES), Prose(say.stages(found.marked, totals))]
    disputed = (
        say.headline([named(review.indicators[id]), *([] if is_one else [_name(review)])])
        for review in reviews
        for id, reasons in review.open.items()
        if OpenReason.REPLY_DISPUTES in reasons
    )
    blocks += items(disputed, say.STILL_DISPUTED)
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


def _of_indicators(found: AgreeResult) -> Column:
    """Return the column of what the marks are of, under the frameworks' own word if they have one."""
    labels = {each.review.framework.indicator_label for each in found.possible}
    return Column(isolated(labels.pop()) if len(labels) == 1 else say.INDICATOR, flexible=True)


def _different(
    found: AgreeResult, title: str, differ: Sequence[DifferentMarks], *, is_one: bool
) -> Iterator[Block]:
    if not differ:
        return
    deciders = list(dict.fromkeys(each.decision.by or "" for each in differ if each.decision))
    assessors, told = sorted({*found.assessors, *(who for each in differ for who in each.marks)}), []
    for each in differ:
        given = [each.marks.get(who) for who in assessors]
        marks = [_in_brief(each, g.rating) if g else "" for g in given]
        decided = _decided(each, each.decision.by if each.decision and len(deciders) > 1 else None)
        unit = [isolated(each.indicator.unit)] if each.indicator.unit else []
        told.append((each.review, (say.headline([named(each.indicator), *unit]), *marks, decided)))
    titles = (*assessors, say.DECISION)
    columns = (_of_indicators(found), *(Column(each, is_paged=True) for each in titles))
    yield table(title, columns, _grouped(told, is_one=is_one))
    if len(deciders) == 1 and deciders[0]:
        yield Prose(say.decided_by(isolated(deciders[0])))


def _decided(each: DifferentMarks, by: str | None) -> str:
    if each.decision is None:
        last = max(mark.round for mark in each.review.final_marks)
        return say.NOT_DECIDED if each.review.differs(each.indicator.id) else say.same_in_round(last)
    recorded, before = each.review.recorded(each.indicator.id), each.decision.from_
    after = recorded.decision[recorded.decision.index(each.decision) + 1 :]
    ends = [rating_of(each.indicator, later.from_) for later in after if later.from_ is not None]
    given = [*ends, recorded][0]
    was = None if before is None else rating_of(each.indicator, before).answer
    now = "" if given.answer == recorded.answer else _in_brief(each, recorded).text
    stands = None if was is None else was == given.answer
    return say.led_to(_in_brief(each, given).text, isolated(by or ""), now, stands=stands)


def _in_brief(each: DifferentMarks, rating: Rating) -> Cell:
    """Say how an indicator is rated, a measurement without its unit."""
    cell = said_cell(each.review.framework, each.indicator, rating)
    return cell._replace(text=cell.text.removesuffix(f" {isolated(each.indicator.unit or '')}"))


def _verdicts(found: AgreeResult, *, is_one: bool) -> Block:
    """Return what each assessor alone would say; who marked but a part again says nothing of the whole."""
    told = []
    for review, assessor, scorecard in found.verdicts:
        if found.round > 1 and assessor and not review.has_all_of(assessor, found.round):
            continue
        framework, figures = scorecard.framework, scorecard.figures
        with scores_out_of(framework.score_out_of):
            score = score_or_bounds(figures) if framework.show_score else ""
            told.append((review, (assessor or say.THE_ASSESSMENT, standing_of(figures, framework), score)))
    score_column = Column(say.SCORE, is_number=True) if any(cells[2] for _, cells in told) else None
    return table(say.OWN_VERDICTS, (say.ASSESSOR, say.RESULT, score_column), _grouped(told, is_one=is_one))


def _possible(found: AgreeResult, *, is_one: bool) -> Iterator[Block]:
    names: dict[tuple[tuple[str, ...], bool, str], list[str]] = {}
    for review, statuses, is_exact in found.possible:
        words = tuple(verdict_word(each, review.framework) for each in statuses)
        if words and any(each.review is review for each in found.differ):
            alone: dict[str, list[str]] = {}
            for id in review.indicators:
                if len(marks := review.given(id, found.round)) == 1:
                    alone.setdefault(isolated(next(iter(marks))), []).append(id)
            names.setdefault((words, is_exact, say.marked_alone(alone)), []).append(_name(review))
    for (words, is_exact, rest), several in names.items():
        yield Prose(say.possible([] if is_one else several, words, rest, is_exact=is_exact))


def _coefficients(scale: ScaleAgreement, compared: int, *, is_one: bool) -> Iterator[Block]:
    """Yield the coefficients of a scale with what they are worth; what is not defined is said to be so."""
    found = {name: number for name, number in scale.coefficients.items() if number is not None}
    rows = []
    for name, title in say.COEFFICIENTS.items():
        if name in found:
            value = percent_text(found[name]) if name == "percent" else _two(found[name])
            if name == "percent" and scale.pairable < compared:
                title = say.of_those_with_levels(title, scale.pairable)
            low, high = found.get(name + LOW), found.get(name + HIGH)
            rows.append(row(title, value, "–" if low is None or high is None else _interval(low, high)))
    columns = (Column(say.COEFFICIENT, flexible=True), Column(say.VALUE, is_number=True), say.INTERVAL)
    if rows:
        yield table(say.coefficients("" if is_one else scale.scale), columns, rows)
    if "ac1" not in found:
        yield Prose(say.not_defined(is_of_one_level=scale.is_of_one_level))
        return
    widths = [found[name + HIGH] - found[name + LOW] for name in ("ac1", "ac2")]
    # Where none of n differ the intervals are empty, and yet 3 in n of all may: the rule of three.
    are_few = max(*widths, Fraction(3, scale.pairable)) > Fraction(1, 4)
    yield Prose(say.how_sure(scale.pairable, compared, scale.raters, are_few=are_few))
    apart = found["ac1"] - found.get("alpha_nominal", found["ac1"])
    if found["percent"] >= Fraction(3, 4) and apart > Fraction(1, 5):
        yield Prose(say.PARADOX)


def _interval(low: Fraction, high: Fraction) -> str:
    """Say between what a coefficient lies, if that begins within what it can be and ends elsewhere."""
    if low == high:
        return say.NONE_DIFFER
    return say.bounded(_two(low), _two(high)) if low >= -1 else say.TOO_FEW


def _two(number: Fraction) -> str:
    return say.with_minus(f"{float(number):.2f}")
