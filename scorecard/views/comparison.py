"""Two scorecards compared, as a report: what `diff` shows of assessments."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from enum import IntEnum
from pathlib import PurePosixPath

from scorecard.comparing.assessments import ChangeKind, Comparison, DimensionChange
from scorecard.directions import isolated, texts_in
from scorecard.model.framework import STATUS_RANK, Status
from scorecard.scoring.scorecard import DimensionResult, Scorecard, all_dimensions
from scorecard.views.change_tables import LIKE_FOR_LIKE, change_tables, measured_way, rewordings
from scorecard.views.comparison_words import Relation, kind_words, relation_of, side_names
from scorecard.views.report import Block, Cell, Column, Facts, Prose, Report, Row, Table
from scorecard.views.score_change import (
    basis_words,
    cause_facts,
    plain_sentence,
    score_change_words,
    shows_scores,
    where_words,
)
from scorecard.views.scorecard import STALE_PIN, bounds_words, has_stale_pin
from scorecard.views.words import (
    counted_words,
    counts_words,
    framework_words,
    listed,
    note_blocks,
    plural,
    score_text,
    short_counts,
    tone_of,
    verdict_cell,
    verdict_word,
)


class DiffDetail(IntEnum):
    """How much of a comparison is shown: each shows all that the one before it does."""

    SUMMARY = 0
    CHANGES = 1
    FULL = 2


def comparison_view(
    comparison: Comparison, *, detail: DiffDetail, show_all: bool, paths: tuple[str, str]
) -> Report:
    """Return a comparison as a report; `paths` are its two files', `show_all` adds what is unchanged."""
    with texts_in(comparison.after.framework.language):
        blocks: list[Block] = [Facts(tuple(_facts(comparison, paths)))]
        sentence = plain_sentence(comparison) if shows_scores(comparison) else None
        if sentence:
            blocks.append(Prose(sentence))
        blocks += note_blocks([comparison.before.framework, comparison.after.framework])
        blocks.append(dimensions_table(comparison))
        if detail >= DiffDetail.CHANGES:
            blocks += change_tables(comparison, show_all=show_all)
        if detail >= DiffDetail.FULL:
            for change in comparison.changes:
                blocks += rewordings(change, comparison)
        return Report(
            title=_title(comparison, paths),
            blocks=tuple(blocks),
            language=comparison.after.framework.language,
            is_draft=comparison.before.assessment.is_draft or comparison.after.assessment.is_draft,
        )


def _title(comparison: Comparison, paths: tuple[str, str]) -> str:
    before, after = comparison.before.assessment, comparison.after.assessment
    draft = "DRAFT: " if before.is_draft or after.is_draft else ""
    then, now = _day(before.date, paths[0]), _day(after.date, paths[1])
    if comparison.is_moved:
        return f"{draft}{isolated(after.subject.name)}, {now}: moved"
    if before.subject.id == after.subject.id:
        if then == now:
            return f"{draft}{isolated(after.subject.name)}, {now}: before and now"
        return f"{draft}{isolated(after.subject.name)}: {then} → {now}"
    return (
        f"{draft}{isolated(after.subject.name)}, {now}, compared with {isolated(before.subject.name)}, {then}"
    )


def _day(day: date, path: str) -> str:
    """Return a date with the suffix that its file's name tells it from others of that day by."""
    stem = PurePosixPath(path).stem
    return stem if stem.startswith(f"{day}-") else str(day)


# What comes first -------------------------------------------------------------------------------


def _facts(comparison: Comparison, paths: tuple[str, str]) -> Iterator[tuple[str, Cell]]:
    days = (
        _day(comparison.before.assessment.date, paths[0]),
        _day(comparison.after.assessment.date, paths[1]),
    )
    yield from comparison_facts(comparison, days)
    yield "Files", Cell(f"{paths[0]} → {paths[1]}")


def comparison_facts(comparison: Comparison, days: tuple[str, str]) -> Iterator[tuple[str, Cell]]:
    """Yield what a reader must know first: the verdict then and now, and the real change.

    `days` are the two dates, each with what tells it from others of that day.
    """
    before, after = comparison.before, comparison.after
    sides = zip((before, after), days, strict=True)
    drafts = dict.fromkeys(day for each, day in sides if each.assessment.is_draft)
    if drafts:
        yield "Stage", Cell(f"DRAFT, not published: {listed(list(drafts))}")
    if comparison.is_moved:
        yield "Moved", Cell("the file was renamed: one assessment, then and now, and no change over time")
    elif before.assessment.subject.id != after.assessment.subject.id:
        yield "Subjects", Cell("two different ones: this is a comparison, not a change over time")
    elif before.assessment.date == after.assessment.date:
        same = _same_day_words(comparison) if days[0] == days[1] else ": two assessments of one day"
        yield "Date", Cell(f"the same on both sides{same}")
    elif before.assessment.date > after.assessment.date:
        yield "Order", Cell("the later assessment is on the left: every change reads backwards")
    if comparison.alignment.is_backwards:
        yield "Versions", Cell("the newer version of the framework is on the left")
    for each, day in zip((before, after), days, strict=True):
        if has_stale_pin(each):
            yield f"Warning, {day}", Cell(f"the framework has changed since {STALE_PIN}")
    yield "Verdict", _status_cell(comparison)
    unlikely = _unlikely_words(comparison)
    if unlikely:
        yield "Mind", Cell(unlikely)
    yield plural(after.framework.dimension_label), Cell(_verdicts_words(comparison))
    yield "Like for like", Cell(_like_for_like_words(comparison))
    measured = _measurements_words(comparison)
    if measured:
        yield "Measurements", Cell(measured)
    if shows_scores(comparison):
        for label, words in cause_facts(comparison):
            yield label, Cell(words)
        yield "Score", Cell(score_change_words(comparison.split, relation_of(comparison)))
        open_ends = [
            f"{name}: {bounds_words(each.figures)}"
            for name, each in zip(side_names(comparison), (before, after), strict=True)
            if each.figures.provisional
        ]
        if open_ends:
            yield "Provisional", Cell(f"{'; '.join(open_ends)} once all is rated")
    elif comparison.split.rests_on_few:
        few = f"{basis_words(comparison)}, under half of the {comparison.split.applicable} that apply"
        yield "Rests on few", Cell(few)
    names = side_names(comparison)
    for name, each in zip(names, (before, after), strict=True):
        yield name, Cell(counts_words(each.figures.counts, plural(each.framework.indicator_label.lower())))
    yield "Under", Cell(_framework_words(comparison))
    if comparison.alignment.broken:
        yield "Chain broken", Cell(f"{comparison.alignment.broken}; compared by ids alone")


def _same_day_words(comparison: Comparison) -> str:
    """Say what can have changed where nothing in the world did."""
    before, after = comparison.before, comparison.after
    if before.assessment != after.assessment:
        return ": the record was corrected, which is no change in the world"
    if before.framework != after.framework:
        return ", and so is the record: only the framework's text changed"
    return ", and so is the record"


def _status_cell(comparison: Comparison) -> Cell:
    """Say a verdict now, with its look, and what it was."""
    before, after = comparison.before, comparison.after
    status = after.figures.status
    is_same = before.figures.status is status
    then = verdict_word(before.figures.status, before.framework)
    if relation_of(comparison) is Relation.OTHER:
        name = isolated(before.assessment.subject.name)
        other = f"as {name}" if is_same else f"{name} has {then}"
    else:
        other = "as before" if is_same else f"was {then}"
    return Cell(f"{verdict_word(status, after.framework)}: {other}", tone_of(status))


_VERDICTS = (Status.NOT_APPLICABLE, Status.FAIL, Status.UNDETERMINED, Status.PARTIAL, Status.PASS)


def _unlikely_words(comparison: Comparison) -> str | None:
    """Say where a verdict comes from that changed although nothing comparable did, in that direction."""
    before, after = comparison.before.figures.status, comparison.after.figures.status
    kind = ChangeKind.IMPROVED if _VERDICTS.index(after) > _VERDICTS.index(before) else ChangeKind.REGRESSED
    if before is after or any(change.kind is kind for change in comparison.changes):
        return None
    label = isolated(comparison.after.framework.indicator_label.lower())
    relation = relation_of(comparison)
    verb = kind_words(kind, relation) if relation is Relation.LATER else f"is {kind_words(kind, relation)}"
    why = "it comes from what is asked or rated"
    return f"the verdict differs although no {label} that can be compared {verb}: {why}"


def _verdicts_words(comparison: Comparison) -> str:
    """Say which dimensions have a better or a worse verdict than before, and which neither but another.

    Where the score did not move that way like for like, that is said.
    """
    then_names, names = _dimension_names(comparison.before), _dimension_names(comparison.after)
    found: dict[str, list[str]] = {
        "worse": [],
        "better": [],
        "with another verdict": [],
        "no longer there": [then_names[each.dimension.id] for each in _removed(comparison)],
    }
    for each in comparison.dimensions:
        then, now = each.before.figures.status if each.before else None, each.after.figures.status
        if then is None or then is now:
            continue
        name = names[each.after.dimension.id]
        ranks = STATUS_RANK.get(then), STATUS_RANK.get(now)
        if ranks[0] is None or ranks[1] is None:
            found["with another verdict"].append(name)
        else:
            way = 1 if ranks[1] > ranks[0] else -1
            real = each.split.real
            note = " (not like for like)" if real is None or real * way <= 0 else ""
            found["better" if way > 0 else "worse"].append(f"{name}{note}")
    words = [f"{word}: {listed(ids)}" for word, ids in found.items() if ids]
    same = (
        "each has the same verdict"
        if relation_of(comparison) is Relation.OTHER
        else "each has the verdict that it had"
    )
    return "; ".join(words) or same


def _dimension_names(scorecard: Scorecard) -> dict[str, str]:
    """Return what sentences call dimensions, by id: where ids are words their titles, with what holds them.

    Where two have one title in one place, the id tells them apart.
    """
    label = scorecard.framework.dimension_label
    titles = dict(_titles(scorecard.dimensions))
    twins = Counter(titles.values())
    return {
        id: f"{label} {id}" if id[0].isdigit() else f"{isolated(title)} ({id})" if twins[title] > 1 else title
        for id, title in titles.items()
    }


def _titles(dimensions: Iterable[DimensionResult], holder: str = "") -> Iterator[tuple[str, str]]:
    """Yield the id of each dimension and its title, after those of what holds it."""
    for each in dimensions:
        title = f"{holder}{isolated(each.dimension.title)}"
        yield each.dimension.id, title
        yield from _titles(each.dimensions, f"{isolated(title)} / ")


def _removed(comparison: Comparison) -> list[DimensionResult]:
    """Return the dimensions with anything counted whose ids the framework after does not have."""
    kept = {each.dimension.id for each in all_dimensions(comparison.after.dimensions)}
    return [
        each
        for each in all_dimensions(comparison.before.dimensions)
        if each.dimension.id not in kept and each.figures.counts.total
    ]


def _measurements_words(comparison: Comparison) -> str:
    """Count the measurements that can be compared: by better and worse, where that is clear."""
    counts = {"better": 0, "worse": 0, "different": 0, "the same": 0}
    for change in comparison.changes:
        if change.is_comparable and change.was is not None and change.was.rating.measured is not None:
            way = measured_way(change, comparison.after.framework)
            if way is not None:
                counts[{1: "better", -1: "worse", 0: "different"}[way]] += 1
            elif change.after and not change.is_measured_anew:
                counts["the same"] += 1
    said = [f"{count} {word}" for word, count in counts.items() if count]
    return f"of {sum(counts.values())}, {listed(said)}" if said else ""


def _like_for_like_words(comparison: Comparison) -> str:
    """Count what became of the indicators that can be compared."""
    counts = dict.fromkeys(LIKE_FOR_LIKE, 0)
    for change in comparison.changes:
        if change.kind in counts and change.after and change.after.level:
            counts[change.kind] += 1
    rated = sum(counts.values())
    label = isolated(comparison.after.framework.indicator_label.lower())
    if not rated:
        return f"no {label} that can be compared is rated {where_words(comparison)}"
    relation = relation_of(comparison)
    words = {kind: kind_words(kind, relation) for kind in counts}
    if any(change.stays_while_measurement_moves for change in comparison.changes):
        words[ChangeKind.UNCHANGED] = "at the same level"
    said = [
        f"{counts[kind]} {words[kind]}"
        for kind in (ChangeKind.REGRESSED, ChangeKind.IMPROVED, ChangeKind.CHANGED, ChangeKind.UNCHANGED)
        if counts[kind] or kind is ChangeKind.REGRESSED
    ]
    return f"of {counted_words(rated, label)} rated {where_words(comparison)}, {listed(said)}"


def _framework_words(comparison: Comparison) -> str:
    before, after = comparison.before.framework, comparison.after.framework
    if comparison.alignment.is_one_version:
        changed = "" if before == after else ", whose text is not the same on both sides"
        return f"{framework_words(after)}{changed}"
    return f"{isolated(after.title)} ({before.ref} → {after.ref})"


# By dimension -----------------------------------------------------------------------------------


def dimensions_table(comparison: Comparison) -> Table:
    """Return every dimension in which something is counted, then and now; last those no longer there."""
    framework = comparison.after.framework
    relation = relation_of(comparison) if shows_scores(comparison) else None
    rows = [
        row for each in comparison.dimensions for row in _dimension_rows(each, comparison, relation, depth=0)
    ]
    titles = dict(_titles(comparison.before.dimensions))
    rows += [
        _removed_row(each, titles[each.dimension.id], comparison, with_score=relation is not None)
        for each in _removed(comparison)
    ]
    return Table(
        caption=plural(framework.dimension_label),
        columns=(
            Column("Id"),
            *map(Column, side_names(comparison)),
            Column(framework.dimension_label, flexible=True),
        ),
        rows=tuple(rows),
    )


def _dimension_rows(
    change: DimensionChange, comparison: Comparison, relation: Relation | None, *, depth: int
) -> Iterator[Row]:
    """Yield a dimension's row and those below it, with the change of its score where a relation is given."""
    before, after = change.before, change.after
    if not after.figures.counts.total and not (before and before.figures.counts.total):
        return
    if relation is not None:
        words = score_change_words(change.split, relation)
    else:
        then = short_counts(before.figures.counts) if before else "new"
        now = short_counts(after.figures.counts)
        words = now if then == now else f"{then} → {now}"
    yield Row(
        (
            Cell(after.dimension.id),
            verdict_cell(before.figures.status, comparison.before.framework) if before else Cell("new"),
            verdict_cell(after.figures.status, comparison.after.framework),
            Cell(f"{isolated(after.dimension.title)}: {words}"),
        ),
        depth=depth,
    )
    for inner in change.dimensions:
        yield from _dimension_rows(inner, comparison, relation, depth=depth + 1)


def _removed_row(result: DimensionResult, title: str, comparison: Comparison, *, with_score: bool) -> Row:
    figures = result.figures
    words = short_counts(figures.counts)
    if with_score:
        words = f"{'none' if figures.score is None else score_text(figures.score)} → none"
    return Row(
        (
            Cell(result.dimension.id),
            verdict_cell(figures.status, comparison.before.framework),
            Cell("removed"),
            Cell(f"{isolated(title)}: {words}"),
        )
    )
