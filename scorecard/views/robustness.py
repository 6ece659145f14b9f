"""How firm a result is, in six lines; and of several, how firm their order is."""

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import count

from scorecard.directions import isolated
from scorecard.model.framework import Framework, Status, asked_of
from scorecard.robustness.margins import Margin, neighbour_margins
from scorecard.robustness.reach import Reach, Rerating
from scorecard.robustness.robustness import Robustness, result_of
from scorecard.robustness.variants import EQUAL_WEIGHTS, Variant
from scorecard.scoring.scorecard import IndicatorResult, Scorecard, shown_units
from scorecard.views.answer import standing_of
from scorecard.views.report import Block, Fact, Items, Report, facts
from scorecard.views.scorecard import scorecard_report
from scorecard.views.words import english as say
from scorecard.views.words.standings import (
    bounds_words,
    framework_labels,
    framework_words,
    label_of,
    named,
    note_blocks,
    number_text,
    plural,
    range_text,
    subject_name,
    told_by,
)

_FEW = 3
"""How many examples are named."""


def robustness_reports(found: Sequence[Robustness]) -> list[Report]:
    """Return what was found of each scorecard, and after it how firm the order of several is."""
    reports = []
    for each in found:
        framework, assessment = each.scorecard.framework, each.scorecard.assessment
        with told_by(framework):
            lead = standing_of(each.scorecard.figures, framework)
            who = say.who(subject_name(assessment.subject), assessment.date)
            draft = say.DRAFT_MARK if assessment.is_draft else ""
            lead = lead._replace(text=say.headline((say.standing(lead.text, "", draft), who)))
            report = scorecard_report(each.scorecard, firmness_blocks(each), lead)
            blocks = (*report.blocks, *note_blocks([framework]))
            reports.append(
                report._replace(
                    title=say.titled(who, is_draft=bool(draft)),
                    kicker=isolated(framework.title),
                    headline=say.headline((say.FIRM, who)),
                    blocks=blocks,
                )
            )
    cards = [each.scorecard for each in found if each.scorecard.framework.show_score]
    if order := order_words(cards):
        refs = dict.fromkeys(framework_words(each.framework) for each in cards)
        reports.append(Report(say.headline([say.ORDER_FIRM, *refs]), (Items(tuple(order)),)))
    return reports


def order_words(scorecards: Sequence[Scorecard]) -> list[str]:
    """Say of neighbours by score how firm it is that one is ahead of the other.

    Of a score that is not to be quoted, as too little is rated, nothing is said.
    """
    told = neighbour_margins(scorecards)
    return [
        _order(each)
        for each in told
        if not (each.ahead.figures.provisional or each.behind.figures.provisional)
    ]


def _order(margin: Margin) -> str:
    cards = (margin.ahead, margin.behind)
    names = [subject_name(each.assessment.subject) for each in cards]
    if names[0] == names[1]:
        names = [say.who(name, each.assessment.date) for name, each in zip(names, cards, strict=True)]
    full = Fraction(margin.ahead.framework.score_out_of)
    shown = {shown_units(each.figures.score or Fraction(0), full) for each in cards}
    is_rated = not any(each.figures.parts.not_rated for each in cards)
    return say.order(
        names[0], names[1], _share_words(margin.share), is_tied=len(shown) == 1, is_rated=is_rated
    )


def _share_words(share: Fraction | None) -> str | None:
    """Return a share in per cent, never more than it is; nothing for all, None where it is not known."""
    if share is None or share == 1:
        return None if share is None else ""
    if not share:
        return say.per_cent("0")
    places = next(each for each in count(1) if share * 100 * 10**each >= 1)
    return say.per_cent(str(Decimal(int(share * 100 * 10**places)).scaleb(-places)))


def firmness_blocks(found: Robustness) -> list[Block]:
    """Return the six lines."""
    return facts(_lines(found))


def _lines(found: Robustness) -> Iterator[Fact]:
    figures, framework = found.scorecard.figures, found.scorecard.framework
    standing = standing_of(figures, framework).text
    if figures.status is Status.NOT_APPLICABLE or not found.names:
        scores = [each.figures.score for each in found.variants if each.figures.score is not None]
        tells = scores and framework.show_score and not found.names
        yield say.RESULT, say.no_verdict(standing)
        yield say.METHOD, say.other_scores(range_text(min(scores), max(scores))) if tells else None
        return
    options = [_outcome(name, framework) for name in found.open]
    is_open = result_of(figures) in (None, Status.UNDETERMINED) and figures.score is not None
    yield (
        say.VERDICT if framework.judges else say.GRADE,
        say.firm_verdict(standing, options, is_open=is_open, is_rated=not figures.parts.not_rated),
    )
    yield say.REACH, _reach(found)
    unsure, unsettled = (
        [named(each.indicator) for each in found.doubts if each.is_open is is_open]
        for is_open in (False, True)
    )
    could = [_outcome(name, framework) for name in found.possible if found.possible != found.open]
    rests = len(unsure[_FEW:]), len(unsettled[_FEW:])
    yield say.DOUBT, say.doubt((unsure[:_FEW], rests[0]), (unsettled[:_FEW], rests[1]), could)
    near: dict[tuple[str, int], list[Rerating]] = {}
    for pivot in found.pivots:
        near.setdefault((pivot.change.after.indicator.id, pivot.rank), []).append(pivot.change)
    pivots = [
        say.pivot(_change(*changes), _outcome(found.names[-1 - rank], framework))
        for (_, rank), changes in near.items()
    ]
    yield say.PIVOTS, say.pivots(pivots[:_FEW], len(pivots[_FEW:]))
    ways = [each for each in found.others if each.name != EQUAL_WEIGHTS]
    told = (
        [_variant(each, found) for each in ways if not each.left_out],
        [_variant(each, found) for each in ways if each.left_out],
    )
    tried = [_named_variant(each, found) for each in found.variants if not each.left_out]
    yield say.METHOD, say.method(told[0], told[1][:_FEW], len(told[1][_FEW:]), tried)
    (equal,) = (each for each in found.variants if each.name == EQUAL_WEIGHTS)
    other = "" if equal not in found.others else _result(equal, framework)
    yield say.WEIGHTS, say.weighed(other, _share_words(found.margin))


def _reach(found: Robustness) -> str:
    framework = found.scorecard.framework
    closed = [(name, each) for name, each in found.reaches.items() if name not in found.open]
    if not any(reach for _, reach in closed):
        return say.cannot_change(is_all_open=not closed)
    closed.sort(key=lambda each: each[1].at_least if each[1] else math.inf)
    return say.joined([_away(_outcome(name, framework), each) for name, each in closed])


def _away(outcome: str, reach: Reach | None) -> str:
    if reach is None:
        return say.never_had(outcome)
    changes = [each for each in reach.ratings if each.before.score is not None]
    examples = [_change(each) for each in changes[:_FEW]]
    bounds, rest = (reach.at_least, reach.changes), (len(changes[_FEW:]), len(reach.ratings) - len(changes))
    return say.away(outcome, *bounds, examples, *rest)


def _change(*ways: Rerating) -> str:
    """Say how an indicator would have to be rated, in one of several ways."""
    name, before = named(ways[0].after.indicator), _rating(ways[0].before, is_measured=True)
    return say.instead_of(name, [_rating(each.after) for each in ways], before)


def _rating(result: IndicatorResult, *, is_measured: bool = False) -> str:
    """Return a level; of a measurement the number, or what a band asks for."""
    measure, measured = result.indicator.measure, result.rating.measured
    if measure is not None and measured is not None:
        return f"{number_text(measured)} {isolated(measure.unit)}"
    level = label_of(result.level) if result.level else ""
    if measure is None or is_measured:
        return level
    band = next(each for each in measure.bands if each.level == result.level_id)
    return say.with_title(level, bounds_words(band, isolated(measure.unit)))


def _outcome(name: str, framework: Framework) -> str:
    """Return what readers call a verdict or a grade."""
    if framework.judges:
        return say.became(Status(name), framework_labels(framework))
    return label_of(next(each for each in framework.grades if each.id == name))


def _result(variant: Variant, framework: Framework) -> str:
    name = result_of(variant.figures)
    if name is None or name in (Status.UNDETERMINED, Status.NOT_APPLICABLE):
        return say.became(Status(name or Status.UNDETERMINED), framework_labels(framework))
    return _outcome(name, framework)


def _variant(variant: Variant, found: Robustness) -> str:
    return say.under(_result(variant, found.scorecard.framework), _named_variant(variant, found))


def _named_variant(variant: Variant, found: Robustness) -> str:
    framework = found.scorecard.framework
    if variant.left_out is None:
        nouns = (plural(framework.dimension_label.lower()), plural(framework.indicator_label.lower()))
        return say.variant(variant.name, *nouns)
    things = {each.id: named(each) for each in asked_of(framework.dimensions)}
    return say.without(things[variant.left_out])
