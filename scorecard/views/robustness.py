"""How firm a result is, in six lines; and of several, how firm their order is."""

import math
from collections.abc import Container, Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import count
from operator import itemgetter

from scorecard.directions import isolated
from scorecard.model.framework import Framework, Status, asked_of
from scorecard.robustness.margins import Margin, neighbour_margins
from scorecard.robustness.reach import Reach, Rerating
from scorecard.robustness.robustness import Robustness
from scorecard.robustness.tree import span_of
from scorecard.robustness.variants import EQUAL_WEIGHTS, Variant
from scorecard.scoring.scorecard import IndicatorResult, Scorecard, shown_units
from scorecard.views.answer import standing_of
from scorecard.views.report import Block, Fact, Items, Report, facts
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
    score_text,
    subject_name,
    told_by,
)

_FEW = 3
"""How many examples are named."""


def robustness_reports(found: Sequence[Robustness], *, names_all: bool = False) -> list[Report]:
    """Return what was found of each scorecard, and after it how firm the order of several is."""
    reports = []
    for each in found:
        framework, assessment = each.scorecard.framework, each.scorecard.assessment
        with told_by(framework):
            lead = standing_of(each.scorecard.figures, framework)
            who = say.who(subject_name(assessment.subject), assessment.date)
            draft = say.DRAFT_MARK if assessment.is_draft else ""
            lead = lead._replace(text=say.headline((say.standing(lead.text, "", draft), who)))
            blocks = (*firmness_blocks(each, names_all=names_all), *note_blocks([framework]))
            reports.append(
                Report(
                    title=say.titled(who, is_draft=bool(draft)),
                    blocks=blocks,
                    lead=lead,
                    language=framework.language,
                    is_draft=assessment.is_draft,
                    kicker=isolated(framework.title),
                    headline=say.headline((say.FIRM, who)),
                )
            )
    cards = [each.scorecard for each in found if each.scorecard.framework.show_score]
    if order := order_words(cards):
        refs = dict.fromkeys(framework_words(each.framework) for each in cards)
        reports.append(Report(say.headline([say.ORDER_FIRM, *refs]), (Items(tuple(order)),)))
    return reports


def order_words(scorecards: Sequence[Scorecard]) -> list[str]:
    """Say of neighbours by score how firm it is that one is ahead of the other.

    Nothing is said of a score that is not to be quoted, or of the weights where there is one dimension.
    """
    told = neighbour_margins(scorecards)
    return [
        _order(each)
        for each in told
        if not (each.ahead.figures.provisional or each.behind.figures.provisional)
        and (len(each.ahead.dimensions) > 1 or any(one.figures.parts.not_rated for one in each[:2]))
    ]


def _order(margin: Margin) -> str:
    cards = (margin.ahead, margin.behind)
    names = [subject_name(each.assessment.subject) for each in cards]
    if names[0] == names[1]:
        names = [say.who(name, each.assessment.date) for name, each in zip(names, cards, strict=True)]
    framework = margin.ahead.framework
    with told_by(framework):
        unrated = [
            say.with_title(name, range_text(each.figures.score_low, each.figures.score_high))
            for name, each in zip(names, cards, strict=True)
            if each.figures.parts.not_rated
        ]
        is_open = (margin.behind.figures.score_high or 0) >= (margin.ahead.figures.score_low or 0)
    full = Fraction(framework.score_out_of)
    is_tied = len({shown_units(each.figures.score or Fraction(0), full) for each in cards}) == 1
    if unrated:
        return say.unrated_order(names, unrated, is_open=is_open, is_tied=is_tied and is_open)
    share = _share_words(margin.share, framework)
    return say.order(names, share, is_tied=is_tied, is_firm=margin.share in (None, 1))


def _share_words(share: Fraction | None, framework: Framework) -> str:
    """Say how far weights may move, in per cent that are never more than it is; nothing if not known."""
    if share is None:
        return ""
    text, nouns = "0", plural(framework.dimension_label.lower())
    if 0 < share < 1:
        places = next(each for each in count(1) if share * 100 * 10**each >= 1)
        text = str(Decimal(int(share * 100 * 10**places)).scaleb(-places))
    return say.weights_may_move(nouns, "" if share == 1 else text)


def firmness_blocks(found: Robustness, *, names_all: bool = False) -> list[Block]:
    """Return the six lines; they name a few examples, or all."""
    return facts(_Lines(found, None if names_all else _FEW).facts())


class _Lines:
    """The six lines on one scorecard, with at most so many examples each."""

    def __init__(self, found: Robustness, most: int | None) -> None:
        self.found = found
        self.framework = found.scorecard.framework
        self.most = most
        self.options = found.open
        if found.is_sampled and found.open:
            span = [
                found.names.index(each) for each in span_of(found.scorecard.figures) if each in found.names
            ]
            span += [found.names.index(each) for each in found.open]
            self.options = found.names[min(span) : max(span) + 1]

    def facts(self) -> Iterator[Fact]:
        found, figures = self.found, self.found.scorecard.figures
        standing = standing_of(figures, self.framework).text
        if figures.status is Status.NOT_APPLICABLE or not found.names:
            yield say.RESULT, say.no_verdict(standing)
            yield say.METHOD, self.other_scores() if self.framework.show_score and not found.names else None
            return
        yield (
            say.VERDICT if self.framework.judges else say.GRADE,
            say.firm_verdict(
                standing,
                [*map(self.outcome, self.options)],
                is_rated=not figures.parts.not_rated,
                is_range=found.is_sampled,
                is_graded=self.framework.judges and bool(self.framework.grades),
            ),
        )
        yield say.REACH, self.reach()
        yield say.DOUBT, self.doubt()
        yield say.PIVOTS, self.tried(self.pivots())
        yield say.METHOD, self.method()
        yield say.WEIGHTS, self.weights()

    def other_scores(self) -> str | None:
        """Say by which method the score is the least, and by which the most."""
        scores = [
            (each.figures.score, each) for each in self.found.variants if each.figures.score is not None
        ]
        ends = [pick(scores, key=itemgetter(0)) for pick in (min, max) if scores]
        told = [say.with_title(score_text(score), self.variant(each)) for score, each in ends]
        return say.other_scores(*told) if told else None

    def tried(self, words: str) -> str:
        return say.as_far_as_tried(words) if self.found.is_sampled else words

    def reach(self) -> str:
        closed = [(name, each) for name, each in self.found.reaches.items() if name not in self.options]
        options = [*map(self.outcome, self.options)]
        if not any(reach for _, reach in closed):
            never = [self.outcome(name) for name, _ in closed]
            return say.cannot_change(options, never, is_tried=self.found.is_sampled)
        closed.sort(key=lambda each: each[1].at_least if each[1] else math.inf)
        return say.joined([self.away(name, each) for name, each in closed])

    def away(self, name: str, reach: Reach | None) -> str:
        outcome, is_tried = self.outcome(name), self.found.is_sampled
        if reach is None or (is_tried and reach.changes is None):
            return say.never_had(outcome, is_tried=is_tried)
        rated = [each for each in reach.ratings if each.before.score is not None]
        unrated = [each for each in reach.ratings if each.before.score is None]
        names = self.some(named(each.after.indicator) for each in unrated)
        level, *others = {label_of(each.after.level) if each.after.level else "" for each in unrated} or [""]
        if level and not others:
            too = say.all_at(len(unrated), level, names)
        else:
            too = say.for_example(len(unrated), self.some(map(self.change, unrated)))
        is_only = self.is_only(name, reach, {each.change.after.indicator.id for each in self.found.pivots})
        told = (reach.at_least, reach.changes, self.some(map(self.change, rated)), too)
        return say.away(outcome, *told, is_only=is_only, is_tried=is_tried)

    def is_only(self, name: str, reach: Reach, ids: Container[str]) -> bool:
        """Whether a result is had by no other rating of those."""
        ways = sum(
            self.found.names[-1 - each.rank] == name
            for each in self.found.pivots
            if each.change.after.indicator.id in ids
        )
        return reach.changes == ways == 1 and not self.found.is_sampled

    def doubt(self) -> str:
        found = self.found
        if not found.doubts:
            ratings = [each.rating for each in found.scorecard.indicators()]
            return say.no_doubt(
                has_confidence=any(each.confidence for each in ratings),
                has_decisions=any(each.decision for each in ratings),
            )
        unsure, unsettled = (
            [named(each.indicator) for each in found.doubts if each.is_open is is_open]
            for is_open in (False, True)
        )
        could, ids = [], {each.indicator.id for each in found.doubts}
        for name in (each for each in found.possible if each not in found.open):
            reach = found.doubted[name]
            rated = [each for each in reach.ratings if each.before.score is not None] if reach else []
            examples = self.some(map(self.change, rated))
            is_only = reach is not None and self.is_only(name, reach, ids)
            could.append(
                say.could_be(self.outcome(name), examples, is_by_rating=reach is not None, is_only=is_only)
            )
        low, contested = ((len(names), self.some(names)) for names in (unsure, unsettled))
        told = self.tried(say.doubted(low, contested, could, is_open=len(self.options) > 1))
        if could and found.stays_as_said and len(self.options) == 1:
            return say.joined([say.stays_as_said(self.outcome(*self.options)), told])
        return told

    def pivots(self) -> str:
        doubted = {each.indicator.id for each in self.found.doubts}
        near: dict[tuple[str, str], list[Rerating]] = {}
        for pivot in self.found.pivots:
            (outcome,) = self.ranked([pivot.rank])
            if self.found.names[-1 - pivot.rank] in self.options:
                continue
            does = say.makes(outcome, is_certain=pivot.is_certain)
            near.setdefault((pivot.change.after.indicator.id, does), []).append(pivot.change)
        for change, left, ruled_out in self.found.narrowings:
            does = say.leaves(self.ranked(left), self.ranked(ruled_out))
            near.setdefault((change.after.indicator.id, does), []).append(change)
        told = [
            f"{self.change(*changes)} {does}"
            for (_, does), changes in sorted(near.items(), key=lambda each: each[0][0] not in doubted)
        ]
        reaches = [each for each in self.found.reaches.values() if each and each.at_least <= 1]
        is_exact = all(each.is_exact for each in reaches)
        return say.pivots(
            self.some(told), is_open=len(self.options) > 1, is_exact=is_exact, is_tried=self.found.is_sampled
        )

    def method(self) -> str:
        mine = span_of(self.found.scorecard.figures)
        variants = [each for each in self.found.variants if each.name != EQUAL_WEIGHTS]
        ways, same, left = list[str](), list[str](), list[str]()
        for each in variants:
            if span_of(each.figures) != mine:
                (left if each.left_out else ways).append(f"{self.result(each)} {self.variant(each)}")
            elif not each.left_out:
                same.append(self.variant(each))
        has_parts = any(each.left_out for each in variants)
        return say.method(ways, same, self.some(left), has_parts=has_parts)

    def weights(self) -> str:
        found, card = self.found, self.found.scorecard
        weights = {each.weight for each in asked_of(self.framework.dimensions)}
        (equal,) = (each for each in found.variants if each.name == EQUAL_WEIGHTS)
        other = "" if span_of(equal.figures) == span_of(card.figures) else self.result(equal)
        margins = found.margins.items() if len(card.dimensions) > 1 else ()
        asked, share = min(margins, key=lambda each: each[1], default=(None, None))
        stays = ""
        if asked is not None and card.figures.score is not None and not card.figures.parts.not_rated:
            least = score_text(asked) if self.framework.show_score else ""
            moves = _share_words(share, self.framework)
            nouns, is_above = plural(self.framework.indicator_label.lower()), card.figures.score >= asked
            stays = say.score_stays(least, moves, nouns, is_above=is_above, is_at=not share)
        return say.weighed(other, stays, is_weighted=weights != {1}, is_scored=found.is_scored)

    def some(self, texts: Iterable[str]) -> list[str]:
        """Return the first texts, and how many more there are."""
        told = [*texts]
        rest = len(told[self.most :]) if self.most else 0
        return [*told[: self.most], say.still_more(rest)] if rest else told

    def change(self, *ways: Rerating) -> str:
        """Say how an indicator would have to be rated, in one of several ways."""
        name, before = named(ways[0].after.indicator), _rating(ways[0].before, is_measured=True)
        return say.instead_of(name, [_rating(each.after) for each in ways], before)

    def outcome(self, name: str) -> str:
        """Return what readers call a verdict or a grade."""
        if self.framework.judges:
            return say.became(Status(name), framework_labels(self.framework))
        return label_of(next(each for each in self.framework.grades if each.id == name))

    def ranked(self, ranks: Iterable[int]) -> list[str]:
        """Return results by their places from the worst, the best first."""
        return [self.outcome(self.found.names[-1 - rank]) for rank in sorted(ranks, reverse=True)]

    def result(self, variant: Variant) -> str:
        low, high = span_of(variant.figures)
        ends = [self.outcome(each) for each in (low, high) if each in self.found.names]
        if not ends:
            return say.became(Status.NOT_RATED, framework_labels(self.framework))
        return ends[0] if low == high else say.between(*ends)

    def variant(self, variant: Variant) -> str:
        nouns = (
            plural(self.framework.dimension_label.lower()),
            plural(self.framework.indicator_label.lower()),
        )
        things = {each.id: named(each) for each in asked_of(self.framework.dimensions)}
        items, left_out = self.found.scorecard.figures.items, things.get(variant.left_out or "", "")
        return say.variant(variant.name, *nouns, items, left_out)


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
