"""What became of each indicator between two scorecards, in tables and in words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from fractions import Fraction
from operator import itemgetter

from scorecard.comparing.assessments import Change, ChangeKind, Comparison, DimensionChange
from scorecard.comparing.text_diff import word_changes
from scorecard.directions import isolated
from scorecard.model.assessment import Rating
from scorecard.model.framework import Dimension, Framework, Indicator, Status, indicators_below
from scorecard.model.keys import PROSE, keys_of
from scorecard.model.lexical import typed_number
from scorecard.scoring.scorecard import DimensionResult, IndicatorResult, Scorecard, all_dimensions
from scorecard.views.comparison_words import (
    KINDS,
    LIKE_FOR_LIKE,
    Relation,
    change_words,
    kind_words,
    relation_of,
    side_names,
)
from scorecard.views.indicator import NOT_ASKED, evidence_words, level_cell
from scorecard.views.report import Block, Cell, Column, Heading, Prose, Rewording, Row, Table, row, table
from scorecard.views.score_change import real_text, rests_on_words, shows_scores
from scorecard.views.words.standings import (
    counted_words,
    grade_words,
    listed,
    plural,
    score_text,
    standing_cell,
    verdict_word,
)

_Told = tuple[ChangeKind, str]


def change_tables(comparison: Comparison, *, show_all: bool, with_rationale: bool = True) -> Iterator[Block]:
    """Yield what changed like for like, then the rest; a document may have rationales elsewhere in it."""
    changes = comparison.changes if show_all else comparison.listed
    compared = [change for change in changes if change.kind in LIKE_FOR_LIKE]
    if not comparison.listed:
        yield Prose(_nothing_words(comparison, " (--detail full shows it)" if with_rationale else ""))
    if compared:
        yield _compared_table(comparison, compared, with_rationale=with_rationale)
    others: dict[_Told, list[Change]] = {}
    for change in changes:
        if change.kind not in LIKE_FOR_LIKE:
            words = change_words(change, relation_of(comparison)).capitalize()
            others.setdefault((change.kind, words), []).append(change)
    for (kind, caption), alike in sorted(others.items(), key=lambda each: [*KINDS].index(each[0][0])):
        if kind is ChangeKind.REVISED:
            caption += ": what is asked is not the same, so the two are not compared"
        found = _gathered(alike, comparison)
        rows = []
        for whole, each in found:
            rows += [_gathered_row(whole, each, comparison)] if whole else []
            rows += _change_rows(each, comparison, depth=1 if whole else 0, with_rationale=with_rationale)
        yield _table(f"{caption} ({len(found)})", rows, comparison)


# By indicator -----------------------------------------------------------------------------------

Whole = DimensionChange | DimensionResult
"""What counts as an indicator, then and now; where its elements were removed, as it was."""


def _gathered(changes: Iterable[Change], comparison: Comparison) -> list[tuple[Whole | None, list[Change]]]:
    """Gather changes under the indicators whose elements they are of; others each stand alone."""
    kept = {each.after.dimension.id: each for each in all_changes(comparison.dimensions)}
    gone = {each.dimension.id: each for each in all_dimensions(comparison.before.dimensions)}
    found: dict[tuple[bool, str], tuple[Whole | None, list[Change]]] = {}
    for change in changes:
        id, is_gone = (change.part_of or change.indicator).id, change.after is None
        whole = None if change.part_of is None else gone[id] if is_gone else kept[id]
        found.setdefault((is_gone, id), (whole, []))[1].append(change)
    return [*found.values()]


def told_kinds(changes: Iterable[Change], comparison: Comparison) -> dict[_Told, int]:
    """Count what became of indicators, the worst first, with its words; one with elements counts as one."""
    relation, told = relation_of(comparison), Counter[_Told]()
    for whole, found in _gathered(changes, comparison):
        kinds = {(each.kind, change_words(each, relation)) for each in found}
        compared = {each for each in kinds if each[0] in LIKE_FOR_LIKE}
        if compared and isinstance(whole, DimensionChange):
            kind = _whole_kind(whole, {kind for kind, _ in compared})
            is_even = kind is ChangeKind.CHANGED
            words = "of equal worth by other ratings" if is_even else kind_words(kind, relation)
            kinds = kinds - compared | {(kind, words)}
        told.update(kinds)
    order = [*ChangeKind]
    return dict(sorted(told.items(), key=lambda item: (order.index(item[0][0]), item[0][1])))


def _whole_kind(whole: DimensionChange, kinds: Set[ChangeKind]) -> ChangeKind:
    """Return what became of something with elements: which way its score, as shown, moved like for like."""
    real = round(whole.split.real or Fraction(0), 3)
    if not real:
        return ChangeKind.UNCHANGED if kinds == {ChangeKind.UNCHANGED} else ChangeKind.CHANGED
    return ChangeKind.IMPROVED if real > 0 else ChangeKind.REGRESSED


def _gathered_row(whole: Whole, changes: Sequence[Change], comparison: Comparison) -> Row:
    if isinstance(whole, DimensionChange):
        words = f": {_elements_words(whole.after.dimension, changes, comparison)}"
        return dimension_row(whole, comparison, words, is_group=True)
    words = _elements_words(whole.dimension, changes, comparison)
    title = f"{isolated(whole.dimension.title)}: {words}"
    return row(whole.dimension.id, _standing_of(whole, comparison.before), "", title, is_group=True)


def _elements_words(whole: Dimension, changes: Iterable[Change], comparison: Comparison) -> str:
    number = sum(change.kind is not ChangeKind.UNCHANGED for change in changes)
    total = sum(each.counted for each in indicators_below([whole]))
    return f"{number} of its {counted_words(total, comparison.after.framework.element_label.lower())}"


def _nothing_words(comparison: Comparison, hint: str) -> str:
    framework = comparison.after.framework
    alike = "alike" if relation_of(comparison) is Relation.OTHER else "as before"
    words = f"all {plural(framework.indicator_label.lower())} are rated {alike}"
    indicators, dimensions = (
        sum(any(rewordings(each, comparison)) for each in changes)
        for changes in (comparison.changes, all_changes(comparison.dimensions))
    )
    reworded = [f"{indicators} of them"] if indicators else []
    reworded += [counted_words(dimensions, framework.dimension_label.lower())] if dimensions else []
    if reworded:
        words += f"; what is written about {listed(reworded)} differs{hint}"
    if is_same_result(comparison):
        return f"{'No rating changed' if reworded else 'Nothing changed'}: {words}."
    return f"{words[0].upper()}{words[1:]}. What differs in the results comes from the framework alone."


def is_same_result(comparison: Comparison) -> bool:
    """Whether the whole and all dimensions have the same verdicts, grades and scores on both sides."""
    return _results(comparison.before) == _results(comparison.after)


def _results(scorecard: Scorecard) -> list[tuple[Status, Fraction | None, str]]:
    every = [scorecard.figures, *(each.figures for each in all_dimensions(scorecard.dimensions))]
    return [(each.status, each.score, grade_words(each, scorecard.framework)) for each in every]


def _compared_table(comparison: Comparison, changes: Sequence[Change], *, with_rationale: bool) -> Table:
    """Return what can be compared by dimension: the one that fell most first, in each the worst first."""
    holders = {
        result.indicator.id: each.dimension.id
        for each in all_dimensions(comparison.after.dimensions)
        for result in each.indicators
    }
    held: dict[str, list[Change]] = {}
    for change in changes:
        holder = change.part_of.id if change.part_of else holders[change.indicator.id]
        held.setdefault(holder, []).append(change)
    groups: list[tuple[Fraction, int, list[Row]]] = []
    for each in all_changes(comparison.dimensions):
        dimension = each.after.dimension
        found = sorted(held.get(dimension.id, ()), key=lambda one: LIKE_FOR_LIKE.index(one.kind))
        if found:
            real = each.split.real if shows_scores(comparison) else None
            words = f": {_elements_words(dimension, found, comparison)}" if dimension.counts_as else ""
            if real is not None:
                words += f" ({real_text(each.split)} like for like {rests_on_words(each.split)})"
            rows = [dimension_row(each, comparison, words, is_group=True)]
            rows += _change_rows(found, comparison, depth=1, with_rationale=with_rationale)
            regressed = sum(one.kind is ChangeKind.REGRESSED for one in found)
            groups.append((real or Fraction(0), -regressed, rows))
    groups.sort(key=itemgetter(0, 1))
    rows = [row for *_, rows in groups for row in rows]
    kinds = {change.kind for change in changes}
    caption = "Differences" if relation_of(comparison) is Relation.OTHER else "Changes"
    if kinds == {ChangeKind.UNCHANGED}:
        caption = same_words(changes).capitalize() or "Unchanged"
    return _table(f"{caption}, worst first" if ChangeKind.REGRESSED in kinds else caption, rows, comparison)


def all_changes(changes: Sequence[DimensionChange]) -> Iterator[DimensionChange]:
    """Yield changes of dimensions at any depth, each before those in it."""
    for change in changes:
        yield change
        yield from all_changes(change.dimensions)


def dimension_row(
    change: DimensionChange, comparison: Comparison, words: str, *, depth: int = 0, is_group: bool = False
) -> Row:
    """Return by what a dimension is shown then and now, with words after its title."""
    before, after = change.before, change.after
    then = _standing_of(before, comparison.before) if before else "new"
    now = _standing_of(after, comparison.after)
    title = f"{isolated(after.dimension.title)}{words}"
    return row(after.dimension.id, then, now, title, depth=depth, is_group=is_group)


def _standing_of(result: DimensionResult, scorecard: Scorecard) -> Cell:
    cell = standing_cell(result.figures, scorecard.framework)
    return cell if result.applies else cell._replace(text=NOT_ASKED)


def sides_table(caption: str, label: str, rows: Sequence[Row], comparison: Comparison) -> Table:
    """Return rows of what there is on both sides, between its id and what is said of it."""
    return table(caption, ("Id", *side_names(comparison), Column(label, flexible=True)), rows)


def _table(caption: str, rows: Sequence[Row], comparison: Comparison) -> Table:
    return sides_table(caption, comparison.after.framework.indicator_label, rows, comparison)


def _change_rows(
    changes: Iterable[Change], comparison: Comparison, *, depth: int, with_rationale: bool
) -> Iterator[Row]:
    for change in changes:
        words = _change_words(change, comparison)
        if with_rationale and change.after and change.after.recorded.rationale:
            words += f". {change.after.recorded.rationale}"
        ids = [result.indicator.id for result in change.before]
        id = change.indicator.id
        name = id if ids in ([], [id]) else f"{id} (was {', '.join(ids)})"
        then, now = _level_of(change.was, comparison.before), _level_of(change.after, comparison.after)
        if change.bands_moved and change.rerated is not None:
            today = level_cell(change.rerated, comparison.after.framework)
            then = today._replace(text=f"{today.text} ({_moved_words(change)} moved)")
        yield row(name, then, now, words, depth=depth)


def _level_of(result: IndicatorResult | None, scorecard: Scorecard) -> Cell:
    return Cell("") if result is None else level_cell(result, scorecard.framework)


def _change_words(change: Change, comparison: Comparison) -> str:
    parts = [f"{_kind_words(change, comparison).capitalize()}: {isolated(change.indicator.title)}"]
    if measured := _measured_words(change, comparison):
        parts.append(measured)
    if change.kind is ChangeKind.REVISED and len(change.before) > 1:
        then = [f"{each.indicator.id} {_level_of(each, comparison.before).text}" for each in change.before]
        parts.append(f"before: {', '.join(then)}")
    requirements = {each.indicator.requirement for each in (*change.before, change.after) if each}
    if change.reason and not (change.is_comparable and len(requirements) == 1):
        parts.append(change.reason)
    return "; ".join(parts)


def _kind_words(change: Change, comparison: Comparison) -> str:
    if not change.stays_while_measurement_moves:
        return change_words(change, relation_of(comparison))
    way = measured_way(change, comparison.after.framework)
    return same_words([change]) + {1: ", better", -1: ", worse"}.get(way or 0, "")


def same_words(changes: Iterable[Change]) -> str:
    """Say what is the same where measurements moved, a level or a score; nothing where none did."""
    moved = [change for change in changes if change.after and change.is_measured_anew]
    by_points = [bool(change.after and change.after.scores_by_points) for change in moved]
    names = ["level"] * (not all(by_points)) + ["score"] * any(by_points)
    return f"same {' or '.join(names)}" if names else ""


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
    bounds = [bound for band in measure.bands for bound in (band.at_least, band.at_most) if bound is not None]
    points = sorted({Fraction(bound) + step for bound in bounds for step in (-1, 0, 1)})
    levels = {level.id: level.order for level in framework.scale_of(indicator)}
    orders = [levels[id] for id in measure.levels_of(points)]
    return (orders == sorted(orders)) - (orders == sorted(orders, reverse=True))


def _measured_words(change: Change, comparison: Comparison) -> str | None:
    after, was, measure = change.after, change.was, change.indicator.measure
    then = was.rating.measured if was else None
    now = after.rating.measured if after else None
    if measure is None or (then is None and now is None):
        return None
    texts = ["none" if each is None else typed_number(each) for each in (then, now)]
    words = f"{' → '.join(texts[:1] if then == now else texts)} {isolated(measure.unit)}"
    if change.bands_moved and was is not None and change.rerated is not None:
        published = _rated_words(was, comparison.before)
        rerated = _rated_words(change.rerated, comparison.after)
        if published == rerated:
            published, rerated = _apart(was, change.rerated, comparison)
        then_words = f"{published} on {comparison.before.assessment.date}"
        moved = _moved_words(change)
        words += f"; {moved} moved: {then_words}, {rerated} by {_newer_words(moved, comparison)}"
        if after and after.score is not None:
            words += f", {_rated_words(after, comparison.after)} now"
    elif measure.points and measure.bands and shows_scores(comparison):
        scores = [score_text(each.score if each else None) for each in (change.rerated or was, after)]
        words += f", score {' → '.join(dict.fromkeys(scores))}"
    return words


def _rated_words(result: IndicatorResult, scorecard: Scorecard) -> str:
    words = _level_of(result, scorecard).text
    has_score = result.scores_by_points and result.level and scorecard.framework.show_score
    return f"{words} ({score_text(result.score)})" if has_score else words


def _moved_words(change: Change) -> str:
    then, now = (each and each.indicator.measure for each in (change.was, change.after))
    moved = [name for name in ("bands", "points") if getattr(then, name, ()) != getattr(now, name, ())]
    return listed(moved) or "bands"


def _apart(was: IndicatorResult, now: IndicatorResult, comparison: Comparison) -> list[str]:
    """Say two levels of one name by what they are worth."""
    pairs = ((was, comparison.before), (now, comparison.after))
    words = [verdict_word(result.status, scorecard.framework) for result, scorecard in pairs]
    if was.status is now.status and shows_scores(comparison):
        words = [score_text(result.score) for result, _ in pairs]
    names = [_level_of(*pair).text for pair in pairs]
    return [f"{name} ({word})" for name, word in zip(names, words, strict=True)]


def _newer_words(noun: str, comparison: Comparison) -> str:
    before, after = comparison.before.assessment, comparison.after.assessment
    is_later = relation_of(comparison) is Relation.LATER
    is_forward = is_later and before.date <= after.date and not comparison.alignment.is_backwards
    return f"today's {noun}" if is_forward else f"the {noun} of {comparison.after.framework.ref}"


def rewordings(change: Change | DimensionChange, comparison: Comparison) -> Iterator[Block]:
    """Yield what was written then and now of an indicator or of a dimension itself, where that differs."""
    was = change.was if isinstance(change, Change) else change.before
    now = change.after
    if was is None or now is None:
        return
    sides = zip(_written(was, comparison.before), _written(now, comparison.after), strict=True)
    blocks = [
        Rewording(word_changes(before, after), label=label)
        for (label, before), (_, after) in sides
        if before.split() != after.split()
    ]
    if blocks:
        thing = now.dimension if isinstance(now, DimensionResult) else now.indicator
        what = f": {_kind_words(change, comparison)}" if isinstance(change, Change) else ""
        yield Heading(1, f"{thing.id} {isolated(thing.title)}{what}")
        yield from blocks


def _written(result: IndicatorResult | DimensionResult, scorecard: Scorecard) -> Iterator[tuple[str, str]]:
    if isinstance(result, IndicatorResult):
        for key in keys_of(Indicator, PROSE):
            yield key.label, getattr(result.indicator, key.name) or ""
    for key in keys_of(Rating):
        if key.name == "evidence":
            cited = (evidence_words(each, scorecard.sources) for each in result.rating.evidence)
            yield key.label, "\n".join(cited)
        elif key in keys_of(Rating, PROSE):
            yield key.label, getattr(result.rating, key.name) or ""
