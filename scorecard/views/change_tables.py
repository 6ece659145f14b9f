"""What became of each indicator between two scorecards, a line each."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from scorecard.comparing.assessments import Change, ChangeKind, Comparison, DimensionChange
from scorecard.comparing.text_diff import word_changes
from scorecard.directions import isolated
from scorecard.links import to_place
from scorecard.model.assessment import Rating
from scorecard.model.framework import Framework, Indicator, Status, indicators_below
from scorecard.model.keys import PROSE, Key, keys_of
from scorecard.model.lexical import typed_number
from scorecard.scoring.scorecard import DimensionResult, IndicatorResult, Scorecard, all_dimensions
from scorecard.views.comparison_words import (
    LIKE_FOR_LIKE,
    Relation,
    change_words,
    decided_on,
    newer_words,
    relation_of,
    side_names,
)
from scorecard.views.indicator import evidence_words, level_cell
from scorecard.views.report import (
    STEPS,
    Block,
    Cell,
    Column,
    Heading,
    Prose,
    Rewording,
    Row,
    Table,
    row,
    table,
)
from scorecard.views.reviewed import proposed_words
from scorecard.views.score_change import shows_scores
from scorecard.views.words import english as say
from scorecard.views.words.standings import (
    counted_words,
    grade_words,
    plural,
    score_text,
    standing_cell,
    verdict_word,
)

Whole = DimensionChange | DimensionResult
"""What counts as an indicator, then and now; where its elements were removed, as it was."""


RATED_BEFORE, RATED_NOW = "before:", "now:"
"""What leads to where a rating is told begins with one of these, and ends with the indicator's id."""


class Told(NamedTuple):
    """What became of an indicator, by its kind and in words; of one with elements, of those told alike."""

    what: str
    words: str
    whole: Whole | None
    changes: list[Change]


def change_tables(
    comparison: Comparison, *, show_all: bool = False, is_full: bool = False
) -> Iterator[Block]:
    """Yield a table for each thing that became of indicators, the worst first, and which thresholds moved.

    A row is a line; in full its title is whole.
    """
    if not comparison.listed:
        yield Prose(_nothing_words(comparison, is_hinted=not is_full))
    changes = comparison.changes if show_all else comparison.listed
    for words, group in groupby(told(changes, comparison), lambda each: each.words):
        alike = [*group]
        rows = [row for each in alike for row in _told_rows(each, comparison)]
        is_compared = alike[0].what != ChangeKind.REVISED
        sides = side_names(comparison) if relation_of(comparison) is Relation.OTHER else ()
        caption = say.kind_caption(words, len(alike), sides, is_compared=is_compared)
        yield change_table(caption, rows, comparison, is_cut=not is_full)


# By indicator -----------------------------------------------------------------------------------

_SAME_LEVEL = {-1: "worse", 1: "better", 0: "other"}
_THRESHOLD_ALONE = "threshold"
_ORDER = (
    *(ChangeKind.REGRESSED, _SAME_LEVEL[-1], ChangeKind.IMPROVED, _SAME_LEVEL[1], _SAME_LEVEL[0]),
    *(ChangeKind.CHANGED, ChangeKind.RATED, ChangeKind.UNRATED, ChangeKind.NOW_APPLICABLE),
    *(ChangeKind.NOW_NOT_APPLICABLE, ChangeKind.REVISED, ChangeKind.ADDED, ChangeKind.REMOVED),
    *(_THRESHOLD_ALONE, ChangeKind.UNCHANGED),
)
"""In which order what became of indicators is told; a measurement that moved may stay at its level."""


def told(changes: Iterable[Change], comparison: Comparison) -> list[Told]:
    """Return what became of indicators, the worst first: one with elements by what became of it itself."""
    changes = tuple(changes)
    kept = {each.after.dimension.id: each for each in all_changes(comparison.dimensions)}
    gone = {each.dimension.id: each for each in all_dimensions(comparison.before.dimensions)}
    moved = {
        each.part_of.id
        for each in changes
        if each.part_of and each.kind in LIKE_FOR_LIKE and each.kind is not ChangeKind.UNCHANGED
    }
    found: dict[tuple[str, bool, str], Told] = {}
    for change in changes:
        whole: Whole | None = None
        what, words = _what_became(change, comparison)
        if change.part_of is not None:
            whole = (kept if change.after else gone)[change.part_of.id]
            if isinstance(whole, DimensionChange) and change.kind in LIKE_FOR_LIKE:
                has_moved = change.part_of.id in moved
                what, words = _whole_became(whole, relation_of(comparison), has_moved=has_moved)
        key = (change.part_of or change.indicator).id, change.after is None, words
        found.setdefault(key, Told(what, words, whole, [])).changes.append(change)
    return sorted(found.values(), key=lambda each: (_ORDER.index(each.what), each.words))


def _what_became(change: Change, comparison: Comparison) -> tuple[str, str]:
    if change.stays_while_measurement_moves:
        way = measured_way(change, comparison.after.framework) or 0
        is_level = change.after is None or not change.after.scores_by_points
        return _SAME_LEVEL[way], say.same_level(way, is_level=is_level, by_new=change.bands_moved)
    if change.kind is ChangeKind.UNCHANGED and change.bands_moved:
        return _THRESHOLD_ALONE, say.THRESHOLD_ALONE
    return change.kind, change_words(change, relation_of(comparison))


def _whole_became(whole: DimensionChange, relation: Relation, *, has_moved: bool) -> tuple[str, str]:
    """Return what became of something with elements: which way its score, as shown, moved like for like."""
    real = round(whole.split.real or Fraction(0), 3)
    if has_moved and not real:
        return ChangeKind.CHANGED, say.EQUAL_WORTH
    kind = ChangeKind.IMPROVED if real > 0 else ChangeKind.REGRESSED if real else ChangeKind.UNCHANGED
    return kind, say.kind(kind, relation)


def compared_ones(comparison: Comparison) -> list[Told]:
    """Return what became of the indicators that can be compared and are rated on both sides."""
    both = (each for each in comparison.changes if each.kind in LIKE_FOR_LIKE)
    return told([each for each in both if each.after and each.after.score is not None], comparison)


def ways_of(comparison: Comparison) -> tuple[int, int, int]:
    """Return how many of the indicators that can be compared went up, and down, and how many there are."""
    kinds = Counter(each.what for each in compared_ones(comparison))
    return kinds[ChangeKind.IMPROVED], kinds[ChangeKind.REGRESSED], kinds.total()


def _told_rows(found: Told, comparison: Comparison) -> Iterator[Row]:
    _, _, whole, changes = found
    if whole is not None:
        changes = sorted(changes, key=lambda each: _ORDER.index(each.kind))
        moved = sum(change.kind is not ChangeKind.UNCHANGED for change in changes)
        dimension = whole.after.dimension if isinstance(whole, DimensionChange) else whole.dimension
        total = sum(each.counted for each in indicators_below([dimension]))
        elements = counted_words(total, comparison.after.framework.element_label.lower())
        yield dimension_row(whole, comparison, say.of_its(moved, elements))
    for change in changes:
        yield _change_row(change, comparison, depth=int(whole is not None))


def _nothing_words(comparison: Comparison, *, is_hinted: bool) -> str:
    framework = comparison.after.framework
    words = say.rated_as_before(plural(framework.indicator_label.lower()), relation_of(comparison))
    indicators, dimensions = (
        sum(any(texts_then_and_now(each, comparison)) for each in changes)
        for changes in (comparison.changes, all_changes(comparison.dimensions))
    )
    reworded = [say.of_them(indicators)] if indicators else []
    reworded += [counted_words(dimensions, framework.dimension_label.lower())] if dimensions else []
    if reworded:
        words += say.written_otherwise(reworded, is_hinted=is_hinted)
    return say.nothing_changed(words, is_reworded=bool(reworded), is_same_result=is_same_result(comparison))


def is_same_result(comparison: Comparison) -> bool:
    """Whether the whole and all dimensions have the same verdicts, grades and scores on both sides."""
    return _results(comparison.before) == _results(comparison.after)


def _results(scorecard: Scorecard) -> list[tuple[Status, Fraction | None, str]]:
    every = [scorecard.figures, *(each.figures for each in all_dimensions(scorecard.dimensions))]
    return [(each.status, each.score, grade_words(each, scorecard.framework)) for each in every]


def all_changes(changes: Sequence[DimensionChange]) -> Iterator[DimensionChange]:
    """Yield changes of dimensions at any depth, each before those in it."""
    for change in changes:
        yield change
        yield from all_changes(change.dimensions)


def dimension_row(whole: Whole, comparison: Comparison, *words: str, title: str = "", depth: int = 0) -> Row:
    """Return by what a dimension is shown then and now, one that is gone then, with its title, and words."""
    then, now = (whole.before, whole.after) if isinstance(whole, DimensionChange) else (whole, None)
    dimension = whole.after.dimension if isinstance(whole, DimensionChange) else whole.dimension
    cells = []
    sides = ((then, comparison.before, RATED_BEFORE), (now, comparison.after, RATED_NOW))
    for result, scorecard, place in sides:
        cell = standing_cell(result.figures, scorecard.framework) if result else Cell("")
        cell = cell._replace(target=f"{place}{dimension.id}")
        cells.append(cell if result is None or result.applies else cell._replace(text=say.NOT_ASKED))
    id, name = to_place(dimension.id, dimension.id), title or isolated(dimension.title)
    return row(id, *cells, name, *words, depth=depth)


def with_words(rows: Iterable[Row], at: int) -> list[Row]:
    """Return rows with words beside the signs of two columns, where in one row signs alone do not tell."""
    rows = [*rows]
    pairs = [each.cells[at : at + 2] for each in rows]
    are_told = all(then.tone is not now.tone or then.text == now.text for then, now in pairs)
    if are_told and not {cell.tone for pair in pairs for cell in pair} & {*STEPS}:
        return rows
    told = [tuple(cell._replace(mark=cell.text) for cell in pair) for pair in pairs]
    return [
        each._replace(cells=(*each.cells[:at], *pair, *each.cells[at + 2 :]))
        for each, pair in zip(rows, told, strict=True)
    ]


def change_table(
    caption: str,
    rows: Sequence[Row],
    comparison: Comparison,
    *,
    label: str = "",
    others: Sequence[str] = (),
    is_cut: bool = True,
) -> Table:
    """Return rows of what there is on both sides: id, signs, title, and `others`: what else is to be said."""
    then, now = side_names(comparison)
    columns = [
        Column(say.ID),
        Column(then, is_sign=True, leads=True),
        Column(now, is_sign=True),
        Column(label or comparison.after.framework.indicator_label, flexible=True, is_cut=is_cut),
        *(
            Column(title) if any(each.cells[at].text for each in rows) else None
            for at, title in enumerate(others or [say.WHAT], start=4)
        ),
    ]
    return table(caption, columns, with_words(rows, 1))._replace(is_titled=bool(others))


def _change_row(change: Change, comparison: Comparison, *, depth: int) -> Row:
    ids, id = [result.indicator.id for result in change.before], change.indicator.id
    then, now = (
        level_cell(result, side.framework)._replace(target=f"{place}{result.indicator.id}")
        if result
        else Cell("")
        for result, side, place in (
            (change.was, comparison.before, RATED_BEFORE),
            (change.after, comparison.after, RATED_NOW),
        )
    )
    requirements = {each.indicator.requirement for each in (*change.before, change.after) if each}
    is_alike = change.is_comparable and len(requirements) == 1
    words = [
        _measured_words(change, comparison),
        rerated_words(change, comparison),
        decided_words(change, comparison),
        "" if ids in ([], [id]) else say.was_called(ids),
        "" if is_alike else change.reason,
    ]
    title = isolated(change.indicator.title)
    return row(to_place(id, id), then, now, title, "; ".join(filter(None, words)), depth=depth)


def decided_words(change: Change, comparison: Comparison) -> str:
    """Say by what decision a rating changed, and what it was before where that is another than then."""
    if relation_of(comparison) is Relation.OTHER or not change.decided:
        return ""
    _, before = change.decided[0]
    is_all = change.was is not None and change.was.rating.answer == before.answer
    said = "" if is_all else proposed_words(change.indicator, before.said, comparison.after.framework)
    return say.by_decision(decided_on(change), said)


def measured_way(change: Change, framework: Framework) -> int | None:
    """Return 1 where a measurement is better, -1 where worse, 0 where unclear; None where no two differ."""
    then = change.was.rating.measured if change.was else None
    now = change.after.rating.measured if change.after else None
    if then is None or now is None or then == now:
        return None
    if change.rerated and change.after and change.after.scores_by_points:
        scores = [each.score or Fraction(0) for each in (change.rerated, change.after)]
        return (scores[1] > scores[0]) - (scores[1] < scores[0])
    way = better_way(change.indicator, framework)
    return way if now > then else -way


def better_way(indicator: Indicator, framework: Framework) -> int:
    """Return 1 where more is better by an indicator's bands, -1 where less is, 0 where neither is clear."""
    measure = indicator.measure
    if measure is None:
        return 0
    levels = {level.id: level.order for level in framework.scale_of(indicator)}
    orders = [levels[id] for id in measure.levels_around_bounds]
    return (orders == sorted(orders)) - (orders == sorted(orders, reverse=True))


def _measured_words(change: Change, comparison: Comparison) -> str:
    measure = change.indicator.measure
    sides = [each.rating.measured if each else None for each in (change.was, change.after)]
    if measure is None or sides == [None, None]:
        return ""
    texts = ["" if each is None else typed_number(each) for each in sides]
    is_told_above = change.kind is not ChangeKind.CHANGED and change.part_of is None
    is_told = change.is_comparable and not is_told_above
    way = measured_way(change, comparison.after.framework) if is_told else None
    words = say.measurement(texts[0], texts[1], isolated(measure.unit), way)
    if measure.points and measure.bands and shows_scores(comparison):
        scores = [
            score_text(each.score if each else None) for each in (change.rerated or change.was, change.after)
        ]
        words += f", {say.scored([*dict.fromkeys(scores)])}"
    return words


def rerated_words(change: Change, comparison: Comparison) -> str:
    """Say what a measurement before would come to by the thresholds after, where they moved."""
    was, today = change.was, change.rerated
    if was is None or today is None or not change.bands_moved:
        return ""
    rated = ((was, comparison.before), (today, comparison.after))
    *_, name = names = [level_cell(result, scorecard.framework).text for result, scorecard in rated]
    by_score = shows_scores(comparison) and (was.status is today.status or today.scores_by_points)
    if names[0] == names[1] or (by_score and today.scores_by_points and today.level):
        verdict = verdict_word(today.status, comparison.after.framework)
        name = f"{name} ({score_text(today.score) if by_score else verdict})"
    return say.rerated(name, newer_words(change, comparison))


def texts_then_and_now(
    change: Change | DimensionChange, comparison: Comparison, *, is_told: bool = False
) -> Iterator[Block]:
    """Yield what was written then and now of an indicator or of a dimension itself, where that differs.

    Of what `is_told` the level, and why it was given, are said in any case.
    """
    was = change.was if isinstance(change, Change) else change.before
    now = change.after
    if now is None:
        return
    before = dict(_written(was, comparison.before)) if was else {}
    blocks: list[Block] = []
    if is_told and isinstance(change, Change):
        rated = ((change.was, comparison.before), (change.after, comparison.after))
        levels = [level_cell(each, side.framework).text for each, side in rated if each]
        blocks.append(Prose(" → ".join(dict.fromkeys(levels)), label=say.RATING))
    blocks += [
        Rewording(word_changes(before.get(key, text), text), label=say.label(key))
        for key, text in _written(now, comparison.after)
        if before.get(key, text).split() != text.split() or (is_told and text and key.name == "rationale")
    ]
    if blocks:
        thing = now.dimension if isinstance(now, DimensionResult) else now.indicator
        what = f": {_what_became(change, comparison)[1]}" if isinstance(change, Change) else ""
        yield Heading(1, f"{thing.id} {isolated(thing.title)}{what}")
        yield from blocks


def _written(result: IndicatorResult | DimensionResult, scorecard: Scorecard) -> Iterator[tuple[Key, str]]:
    if isinstance(result, IndicatorResult):
        for key in keys_of(Indicator, PROSE):
            yield key, getattr(result.indicator, key.name) or ""
    for key in keys_of(Rating):
        if key.name == "evidence":
            cited = (evidence_words(each, scorecard.sources) for each in result.rating.evidence)
            yield key, "\n".join(cited)
        elif key in keys_of(Rating, PROSE):
            yield key, getattr(result.rating, key.name) or ""
