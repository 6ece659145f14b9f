"""What became of each indicator between two scorecards, a line each."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from scorecard.comparing.assessments import Change, ChangeKind, Comparison, DimensionChange
from scorecard.comparing.text_diff import word_changes
from scorecard.directions import isolated
from scorecard.model.assessment import Rating
from scorecard.model.framework import Dimension, Framework, Indicator, Status, indicators_below
from scorecard.model.keys import PROSE, keys_of
from scorecard.model.lexical import typed_number
from scorecard.scoring.scorecard import DimensionResult, IndicatorResult, Scorecard, all_dimensions
from scorecard.views.comparison_words import LIKE_FOR_LIKE, Relation, change_words, relation_of, side_names
from scorecard.views.indicator import NOT_ASKED, evidence_words, level_cell
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
    items,
    row,
    table,
)
from scorecard.views.score_change import shows_scores
from scorecard.views.words import english as say
from scorecard.views.words.standings import (
    counted_words,
    grade_words,
    named,
    plural,
    score_text,
    standing_cell,
    verdict_word,
)

_Told = tuple[ChangeKind, str]


def change_tables(
    comparison: Comparison, *, show_all: bool, with_rationale: bool = True, is_hinted: bool = False
) -> Iterator[Block]:
    """Yield a table for each thing that became of indicators, the worst first, and which thresholds moved.

    A row is a line; `with_rationale` adds why, and leaves titles whole.
    """
    if not comparison.listed:
        yield Prose(_nothing_words(comparison, is_hinted=is_hinted))
    changes = comparison.changes if show_all else comparison.listed
    groups: dict[tuple[int, str], list[_Gathered]] = {}
    for whole, found in _gathered(changes, comparison):
        for key, alike in _grouped(whole, found, comparison).items():
            groups.setdefault(key, []).append((whole, alike))
    for (_, words), gathered in sorted(groups.items(), key=lambda each: each[0]):
        rows = [
            row
            for whole, found in gathered
            for row in _gathered_rows(whole, found, comparison, with_rationale=with_rationale)
        ]
        is_compared = any(change.kind is not ChangeKind.REVISED for _, found in gathered for change in found)
        sides = side_names(comparison) if relation_of(comparison) is Relation.OTHER else ()
        caption = say.kind_caption(words, len(gathered), sides, is_compared=is_compared)
        yield change_table(caption, rows, comparison, is_cut=not with_rationale)
    yield from items(
        (_threshold_words(each, comparison) for each in changes if each.bands_moved), say.THRESHOLDS_LABEL
    )


# By indicator -----------------------------------------------------------------------------------

_ORDER = (
    *(ChangeKind.REGRESSED, ChangeKind.IMPROVED, ChangeKind.CHANGED, ChangeKind.RATED, ChangeKind.UNRATED),
    *(ChangeKind.NOW_APPLICABLE, ChangeKind.NOW_NOT_APPLICABLE, ChangeKind.REVISED, ChangeKind.ADDED),
    *(ChangeKind.REMOVED, ChangeKind.UNCHANGED),
)
_PLACES = {kind: 3 * at for at, kind in enumerate(_ORDER)}
"""In which order what became of indicators is told, with room for what stays at its level in between."""
_WAY_PLACES = {
    -1: _PLACES[ChangeKind.REGRESSED] + 1,
    1: _PLACES[ChangeKind.IMPROVED] + 1,
    0: _PLACES[ChangeKind.IMPROVED] + 2,
}


def _grouped(
    whole: "Whole | None", found: Sequence[Change], comparison: Comparison
) -> dict[tuple[int, str], list[Change]]:
    """Return under what an indicator is told: one with elements by what became of it itself."""
    groups: dict[tuple[int, str], list[Change]] = {}
    for change in found:
        groups.setdefault(_group_of(change, comparison), []).append(change)
    compared = [change for change in found if change.kind in LIKE_FOR_LIKE]
    if compared and isinstance(whole, DimensionChange):
        groups = {
            key: left
            for key, each in groups.items()
            if (left := [one for one in each if one.kind not in LIKE_FOR_LIKE])
        }
        kind, words = _whole_told(whole, compared, relation_of(comparison))
        compared.sort(key=lambda each: LIKE_FOR_LIKE.index(each.kind))
        groups[_PLACES[kind], words] = compared
    return groups


def _group_of(change: Change, comparison: Comparison) -> tuple[int, str]:
    if change.stays_while_measurement_moves:
        way = measured_way(change, comparison.after.framework) or 0
        return _WAY_PLACES[way], say.same_level(_same_nouns([change]), way)
    if change.kind is ChangeKind.UNCHANGED and change.bands_moved:
        return _PLACES[ChangeKind.UNCHANGED] - 1, say.THRESHOLD_ALONE
    return _PLACES[change.kind], change_words(change, relation_of(comparison))


Whole = DimensionChange | DimensionResult
"""What counts as an indicator, then and now; where its elements were removed, as it was."""
_Gathered = tuple[Whole | None, list[Change]]


def _gathered(changes: Iterable[Change], comparison: Comparison) -> list[_Gathered]:
    """Gather changes under the indicators whose elements they are of; others each stand alone."""
    kept = {each.after.dimension.id: each for each in all_changes(comparison.dimensions)}
    gone = {each.dimension.id: each for each in all_dimensions(comparison.before.dimensions)}
    found: dict[tuple[bool, str], _Gathered] = {}
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
        compared = [each for each in found if each.kind in LIKE_FOR_LIKE]
        if compared and isinstance(whole, DimensionChange):
            kinds = {each for each in kinds if each[0] not in LIKE_FOR_LIKE}
            kinds.add(_whole_told(whole, compared, relation))
        told.update(kinds)
    order = [*ChangeKind]
    return dict(sorted(told.items(), key=lambda item: (order.index(item[0][0]), item[0][1])))


def _whole_told(whole: DimensionChange, compared: Iterable[Change], relation: Relation) -> _Told:
    """Return what became of something with elements: which way its score, as shown, moved like for like."""
    real = round(whole.split.real or Fraction(0), 3)
    if real:
        kind = ChangeKind.IMPROVED if real > 0 else ChangeKind.REGRESSED
        return kind, say.kind(kind, relation)
    if {each.kind for each in compared} == {ChangeKind.UNCHANGED}:
        return ChangeKind.UNCHANGED, say.kind(ChangeKind.UNCHANGED, relation)
    return ChangeKind.CHANGED, say.EQUAL_WORTH


def ways_of(comparison: Comparison) -> tuple[int, int, int]:
    """Return how many of the indicators that can be compared went up, and down, and how many there are."""
    both = [
        each
        for each in comparison.changes
        if each.kind in LIKE_FOR_LIKE and each.after and each.after.score is not None
    ]
    kinds = Counter[ChangeKind]()
    for (kind, _), count in told_kinds(both, comparison).items():
        kinds[kind] += count
    return kinds[ChangeKind.IMPROVED], kinds[ChangeKind.REGRESSED], kinds.total()


def _gathered_rows(
    whole: Whole | None, changes: Sequence[Change], comparison: Comparison, *, with_rationale: bool
) -> Iterator[Row]:
    if whole is not None:
        dimension = whole.after.dimension if isinstance(whole, DimensionChange) else whole.dimension
        words = _elements_words(dimension, changes, comparison)
        if isinstance(whole, DimensionChange):
            yield dimension_row(whole, comparison, words)
        else:
            cells = signs(_standing_of(whole, comparison.before), None)
            yield row(dimension.id, *cells, isolated(dimension.title), words)
    for change in changes:
        yield _change_row(change, comparison, depth=int(whole is not None), with_rationale=with_rationale)


def _elements_words(whole: Dimension, changes: Iterable[Change], comparison: Comparison) -> str:
    number = sum(change.kind is not ChangeKind.UNCHANGED for change in changes)
    total = sum(each.counted for each in indicators_below([whole]))
    return say.of_its(number, counted_words(total, comparison.after.framework.element_label.lower()))


def _nothing_words(comparison: Comparison, *, is_hinted: bool) -> str:
    framework = comparison.after.framework
    words = say.rated_as_before(plural(framework.indicator_label.lower()), relation_of(comparison))
    indicators, dimensions = (
        sum(any(rewordings(each, comparison)) for each in changes)
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


def dimension_row(
    change: DimensionChange,
    comparison: Comparison,
    *words: str,
    depth: int = 0,
    is_marked: bool = False,
) -> Row:
    """Return by what a dimension is shown then and now, with its title, which may be marked, and words."""
    before, after = change.before, change.after
    then = _standing_of(before, comparison.before) if before else None
    cells = signs(then, _standing_of(after, comparison.after))
    title = isolated(after.dimension.title) + " *" * is_marked
    return row(after.dimension.id, *cells, title, *words, depth=depth)


def _standing_of(result: DimensionResult, scorecard: Scorecard) -> Cell:
    cell = standing_cell(result.figures, scorecard.framework)
    return cell if result.applies else cell._replace(text=NOT_ASKED)


def signs(then: Cell | None, now: Cell | None) -> tuple[Cell, Cell]:
    """Return two results as signs, with their own words beside these where the signs do not tell them."""
    first, second = (Cell("") if each is None else each for each in (then, now))
    is_told = first.tone is second.tone and first.text != second.text
    if is_told or {first.tone, second.tone} & {*STEPS}:
        return first._replace(mark=first.text), second._replace(mark=second.text)
    return first, second


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
    framework = comparison.after.framework
    id, what, _ = say.change_columns(relation_of(comparison))
    then, now = side_names(comparison)
    more = [Column(title) for title in others or [what]]
    columns = [
        Column(id),
        Column(then, is_sign=is_cut, leads=True),
        Column(now, is_sign=is_cut),
        Column(label or framework.indicator_label, flexible=True, is_cut=is_cut),
        *(
            column if any(each.cells[at].text for each in rows) else None
            for at, column in enumerate(more, start=4)
        ),
    ]
    return table(caption, columns, rows)._replace(is_titled=bool(others))


def _change_row(change: Change, comparison: Comparison, *, depth: int, with_rationale: bool) -> Row:
    ids, id = [result.indicator.id for result in change.before], change.indicator.id
    then, now = (
        None if result is None else level_cell(result, side.framework)
        for result, side in ((change.was, comparison.before), (change.after, comparison.after))
    )
    if change.bands_moved and change.rerated is not None:
        then = level_cell(change.rerated, comparison.after.framework)
    title = isolated(change.indicator.title)
    if with_rationale and change.after and change.after.recorded.rationale:
        title += f". {change.after.recorded.rationale}"
    words = [
        _measured_words(change, comparison),
        "" if ids in ([], [id]) else say.was_called(ids),
        _why(change),
    ]
    return row(id, *signs(then, now), title, "; ".join(filter(None, words)), depth=depth)


def _why(change: Change) -> str:
    requirements = {each.indicator.requirement for each in (*change.before, change.after) if each}
    is_alike = change.is_comparable and len(requirements) == 1
    return "" if is_alike or change.reason is None else change.reason


def _told_kind(change: Change, comparison: Comparison) -> str:
    return _group_of(change, comparison)[1]


def same_words(changes: Iterable[Change]) -> str:
    """Say what is the same where measurements moved, a level or a score; nothing where none did."""
    nouns = _same_nouns(changes)
    return say.same_level(nouns) if nouns else ""


def _same_nouns(changes: Iterable[Change]) -> list[str]:
    moved = [change for change in changes if change.after and change.is_measured_anew]
    by_points = [bool(change.after and change.after.scores_by_points) for change in moved]
    return ["level"] * (not all(by_points)) + ["score"] * any(by_points)


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


def _measured_words(change: Change, comparison: Comparison) -> str:
    measure = change.indicator.measure
    sides = [each.rating.measured if each else None for each in (change.was, change.after)]
    if measure is None or sides == [None, None]:
        return ""
    texts = [say.NOT_MEASURED if each is None else typed_number(each) for each in sides]
    is_told = change.is_comparable and not change.stays_while_measurement_moves
    way = measured_way(change, comparison.after.framework) if is_told else None
    words = say.measurement(texts[0], texts[1], isolated(measure.unit), way)
    if measure.points and measure.bands and shows_scores(comparison):
        scores = [
            score_text(each.score if each else None) for each in (change.rerated or change.was, change.after)
        ]
        words += f", {say.scored([*dict.fromkeys(scores)])}"
    return words


def _threshold_words(change: Change, comparison: Comparison) -> str:
    was, today = change.was, change.rerated
    assert was is not None and today is not None, "its bands moved"
    names = [_rated_words(was, comparison.before), _rated_words(today, comparison.after)]
    if names[0] == names[1]:
        names = _apart(was, today, comparison)
    unit, measured = isolated(change.indicator.unit or ""), was.rating.measured
    shown = say.NOT_MEASURED if measured is None else f"{typed_number(measured)} {unit}".rstrip()
    then, now = (each.indicator.measure for each in (was, today))
    by_points = bool(then and now and then.bands == now.bands and then.points != now.points)
    return say.threshold_moved(
        named(change.indicator), shown, names, by=_newer_ref(comparison), by_points=by_points
    )


def _rated_words(result: IndicatorResult, scorecard: Scorecard) -> str:
    words = level_cell(result, scorecard.framework).text
    has_score = result.scores_by_points and result.level and scorecard.framework.show_score
    return f"{words} ({score_text(result.score)})" if has_score else words


def _apart(was: IndicatorResult, now: IndicatorResult, comparison: Comparison) -> list[str]:
    """Say two levels of one name by what they are worth."""
    pairs = ((was, comparison.before), (now, comparison.after))
    words = [verdict_word(result.status, scorecard.framework) for result, scorecard in pairs]
    if was.status is now.status and shows_scores(comparison):
        words = [score_text(result.score) for result, _ in pairs]
    names = [level_cell(result, scorecard.framework).text for result, scorecard in pairs]
    return [f"{name} ({word})" for name, word in zip(names, words, strict=True)]


def _newer_ref(comparison: Comparison) -> str:
    """Return by whose thresholds both sides are rated, where these are not today's."""
    before, after = comparison.before.assessment, comparison.after.assessment
    is_later = relation_of(comparison) is Relation.LATER
    is_forward = is_later and before.date <= after.date and not comparison.alignment.is_backwards
    return "" if is_forward else comparison.after.framework.ref


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
        what = f": {_told_kind(change, comparison)}" if isinstance(change, Change) else ""
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
