"""Changes of scores: in points, with parts that sum to the change as shown."""

from collections.abc import Iterator
from typing import NamedTuple

from scorecard.comparing.assessments import Comparison, Split
from scorecard.model.framework import STATUS_RANK, Framework
from scorecard.scoring.scorecard import Figures, Scorecard
from scorecard.views.comparison_words import Relation, newer_words, relation_of, side_names
from scorecard.views.data import grade_id
from scorecard.views.words import english as say
from scorecard.views.words.standings import (
    grade_words,
    in_units,
    rated_nouns,
    rated_words,
    score_text,
    standing_cell,
    units_text,
    verdict_word,
)

_MINUS = "−"


class ShownParts(NamedTuple):
    """A change and its three parts in the smallest units that are shown; None where one is not known."""

    change: int | None
    real: int | None
    coverage: int | None = None
    framework: int | None = None


def points(number: int) -> str:
    """Return so many of the smallest units that are shown, with a sign: `+5.0`, `−0.3`, `0.0`."""
    return f"{'+' if number > 0 else _MINUS if number < 0 else ''}{units_text(abs(number))}"


def shown_parts(split: Split) -> ShownParts:
    """Return what is shown of a change: the difference of the two shown scores, and its parts.

    The like-for-like part is rounded by itself, the same wherever it stands; where nothing else moved the
    score it is the shown change. What the rounded parts miss goes to the framework's part, or to coverage's
    where that is nothing.
    """
    before, after = split.before, split.after
    change = None if before is None or after is None else in_units(after) - in_units(before)
    if split.real is None:
        return ShownParts(change, None)
    real = change if split.framework == split.coverage == 0 else in_units(split.real)
    if change is None or real is None or split.coverage is None or split.framework is None:
        return ShownParts(change, real)
    coverage = in_units(split.coverage) if split.framework else change - real
    return ShownParts(change, real, coverage, change - real - coverage)


def score_change_words(split: Split, relation: Relation = Relation.LATER) -> str:
    """Say two scores and what lies between: 50.0 → 30.0 (−20.0 = +5.0 real + 0.0 coverage …)."""
    change = _sum_words(split, relation)
    return f"{score_text(split.before)} → {score_text(split.after)}{f' ({change})' if change else ''}"


def _sum_words(split: Split, relation: Relation) -> str:
    change, real, coverage, framework = shown_parts(split)
    shown = points(change) if change else ""
    if real is None:
        return say.sum_alone(relation, shown, None) if change else "" if change is None else points(0)
    if change is None or coverage is None or framework is None:
        return say.sum_alone(relation, "", points(real))
    if not coverage and not framework:
        alone = say.sum_alone(relation, shown, points(real), is_exact=split.has_one_part)
        return alone if change else say.SAME_SCORE
    return say.sum_words(relation, points(change), points(real), _term(coverage), _term(framework))


def _term(number: int) -> str:
    return f"{_MINUS if number < 0 else '+'} {units_text(abs(number))}"


def shows_scores(comparison: Comparison) -> bool:
    """Whether people are shown scores: where either side's framework shows none, no change of one."""
    return comparison.before.framework.show_score and comparison.after.framework.show_score


def score_sentences(comparison: Comparison) -> Iterator[str]:
    """Yield how the score of the whole changed, by what, and on how much that rests; zeros are left out.

    Of a score that is not to be quoted it is the change on what both sides have, unless that is little.
    """
    split, relation, quotes = comparison.split, relation_of(comparison), quotes_scores(comparison)
    change, real, coverage, framework = shown_parts(split)
    where, count = say.where(relation), rated_words(split.rated_on_both, comparison.after.framework)
    is_told = quotes and change is not None
    if quotes and change is not None:
        parts = (relation.name, real), ("coverage", coverage), (_cause(comparison), framework)
        told = [(cause, number, units_text(abs(number))) for cause, number in parts if number]
        is_plain = comparison.is_decided and [cause for cause, _, _ in told] == [Relation.LATER.name]
        nouns, is_exact = rated_nouns(comparison.after.framework), split.has_one_part
        causes = "" if is_plain else say.causes(told, change, nouns, is_exact=is_exact)
        moved = _moved(change, comparison) + (say.not_told(relation) if real is None else causes)
        yield say.or_decided(say.sentence(moved), is_decided=comparison.is_decided)
    elif quotes and (split.before is None) is not (split.after is None):
        yield say.score_alone(score_text(split.before), score_text(split.after), score_text(None))
    elif real is not None and not quotes and shows_scores(comparison) and not split.rests_on_few:
        yield say.on_alike(count, _moved(real, comparison), where)
    is_part = is_told and split.rated_on_both < split.applicable
    if real is not None and (split.rests_on_few or is_part):
        yield basis_sentence(comparison)


def basis_sentence(comparison: Comparison) -> str:
    """Say on how much a like-for-like change rests."""
    split, where = comparison.split, say.where(relation_of(comparison))
    count = rated_words(split.rated_on_both, comparison.after.framework)
    return say.rests_on(
        count, where, split.applicable if split.rests_on_few else None, rerated_by(comparison)
    )


def rerated_by(comparison: Comparison) -> str:
    """Name the thresholds by which a measurement before comes to another rating, if one does."""
    rerated = (newer_words(each, comparison) for each in comparison.changes if each.bands_moved)
    return next(rerated, "")


def _moved(change: int, comparison: Comparison) -> str:
    """Say how far a score went up or down, or how far apart those of two subjects are."""
    shown = units_text(abs(change))
    if relation_of(comparison) is not Relation.OTHER:
        return say.rose(change, shown)
    other, one = side_names(comparison)
    return say.stands_above(one, other, change, shown)


def quotes_scores(comparison: Comparison) -> bool:
    """Whether people are shown scores, and enough is rated on both sides to quote them."""
    sides = (comparison.before.figures, comparison.after.figures)
    is_open = any(each.provisional and each.score is not None for each in sides)
    return shows_scores(comparison) and not is_open


def standing_rank(figures: Figures, framework: Framework) -> tuple[object, int | None]:
    """Return what a result is shown by, and what is greater the better it is, if that is clear."""
    if framework.judges:
        return figures.status, STATUS_RANK.get(figures.status)
    if not framework.grades:
        rank = None if figures.score is None else in_units(figures.score)
        return rank, rank
    ids = [grade_id(each) for each in (figures.grade_low, figures.grade_high)]
    order = [grade.id for grade in reversed(framework.grades)]
    return ids, order.index(ids[0]) if ids[0] in order and ids[0] == ids[1] else None


class TurnedBy(NamedTuple):
    """What turned a verdict, a grade or a score beside what was done: another test, other answers.

    `is_undone` says that what was done did not turn it: neither does the score move that way on what is
    rated on both sides, nor what it stands by. It is None where nothing is.
    """

    is_undone: bool | None
    by_test: bool
    by_others: bool


def turned_by(split: Split, way: int, comparison: Comparison) -> TurnedBy:
    """Return what turned something that went up (1) or down (-1), by what each step of its split did."""
    framework = comparison.after.framework
    standings = [standing_rank(each, framework) if each else (None, None) for each in split.steps]
    whats, ranks = zip(*standings, strict=True)
    by_test = whats[0] != whats[1] or whats[4] != whats[5]
    by_others = whats[1] != whats[2] or whats[3] != whats[4]
    if split.real is None:
        return TurnedBy(None, by_test, by_others)
    then, now = ranks[2:4]
    if way * split.real <= 0 and (then is None or now is None or way * (now - then) <= 0):
        return TurnedBy(True, by_test, by_others)
    by_test |= bool(split.framework)
    rated = {each.parts.rated for each in (split.steps[0], split.steps[-1]) if each}
    by_others |= bool(split.coverage) or (not by_test and rated != {split.rated_on_both})
    return TurnedBy(False, by_test, by_others)


def turn_words(split: Split, way: int, comparison: Comparison) -> str:
    """Say what turned something beside what was done; nothing where that alone did."""
    if not way:
        return ""
    is_undone, by_test, by_others = turned_by(split, way, comparison)
    if is_undone is None:
        return say.TURN_NOT_TOLD
    nouns = rated_nouns(comparison.after.framework) if by_others else ""
    return say.turned_by(nouns, relation_of(comparison), by_test=by_test, is_undone=is_undone)


def _cause(comparison: Comparison) -> str:
    """Return by which name the framework's part of a change is told."""
    if comparison.before.framework == comparison.after.framework:
        return "asked"
    if comparison.alignment.is_one_version:
        return "reworded"
    if not all(each.is_comparable for each in comparison.changes):
        return "older" if comparison.alignment.is_backwards else "other"
    return "older-rules" if comparison.alignment.is_backwards else "rules"


def real_text(split: Split) -> str:
    """Return the like-for-like change of a score in points."""
    real = shown_parts(split).real
    return score_text(None) if real is None else points(real)


def turned_verdict(before: Scorecard | None, after: Scorecard | None, verb: str = "is now") -> list[str]:
    """Return what is said aloud where a change turns what is published: verdict or grade, else score."""
    if before is None or after is None or before.assessment.is_draft:
        return []
    framework, sides = after.framework, (before.figures, after.figures)
    told: list[tuple[str, list[str]]] = []
    if framework.judges:
        told.append((say.VERDICT.lower(), [verdict_word(each.status, framework) for each in sides]))
    if framework.grades:
        told.append((say.GRADE.lower(), [grade_words(each, framework) for each in sides]))
    elif not framework.judges:
        told.append((say.SCORE.lower(), [standing_cell(each, framework).text for each in sides]))
    who = f"{after.assessment.subject.name}, {after.assessment.date}"
    return [say.is_now(who, what, was, verb, now) for what, (was, now) in told if was != now]
