"""Two scorecards compared, as a report: what `diff` shows of assessments."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from enum import IntEnum
from pathlib import PurePosixPath

from scorecard.comparing.assessments import ChangeKind, Comparison, DimensionChange
from scorecard.directions import isolated
from scorecard.model.framework import STATUS_RANK, VERDICTS
from scorecard.scoring.scorecard import DimensionResult, Scorecard, all_dimensions
from scorecard.views.change_tables import (
    LIKE_FOR_LIKE,
    change_tables,
    dimension_row,
    measured_way,
    rewordings,
    sides_table,
)
from scorecard.views.comparison_words import Relation, kind_words, relation_of, side_names
from scorecard.views.report import Cell, Fact, Prose, Report, Row, Table, facts, row
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
    told_by,
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
    with told_by(comparison.after.framework):
        before, after = comparison.before.assessment, comparison.after.assessment
        days = (_day(before.date, paths[0]), _day(after.date, paths[1]))
        blocks = facts([*comparison_facts(comparison, days), ("Files", f"{paths[0]} → {paths[1]}")])
        sentence = plain_sentence(comparison)
        blocks += [Prose(sentence)] if sentence else []
        blocks += note_blocks([comparison.before.framework, comparison.after.framework])
        blocks.append(dimensions_table(comparison))
        if detail >= DiffDetail.CHANGES:
            blocks += change_tables(comparison, show_all=show_all)
        if detail >= DiffDetail.FULL:
            for change in comparison.changes:
                blocks += rewordings(change, comparison)
        return Report(
            title=_title(comparison, *days),
            blocks=tuple(blocks),
            language=comparison.after.framework.language,
            is_draft=before.is_draft or after.is_draft,
        )


def _title(comparison: Comparison, then: str, now: str) -> str:
    before, after = comparison.before.assessment, comparison.after.assessment
    draft = "DRAFT: " if before.is_draft or after.is_draft else ""
    if comparison.is_moved:
        words = f", {now}: moved"
    elif before.subject.id != after.subject.id:
        words = f", {now}, compared with {isolated(before.subject.name)}, {then}"
    else:
        words = f", {now}: before and now" if then == now else f": {then} → {now}"
    return f"{draft}{isolated(after.subject.name)}{words}"


def _day(day: date, path: str) -> str:
    """Return a date with the suffix that its file's name tells it from others of that day by."""
    stem = PurePosixPath(path).stem
    return stem if stem.startswith(f"{day}-") else str(day)


# What comes first -------------------------------------------------------------------------------


def comparison_facts(comparison: Comparison, days: tuple[str, str]) -> Iterator[Fact]:
    """Yield what a reader must know first; `days` are the two dates, with what tells them apart."""
    before, after = comparison.before, comparison.after
    sides = [*zip(side_names(comparison), days, (before, after), strict=True)]
    drafts = dict.fromkeys(day for _, day, each in sides if each.assessment.is_draft)
    yield "Stage", f"DRAFT, not published: {listed(list(drafts))}" if drafts else None
    if comparison.is_moved:
        yield "Moved", "the file was renamed: one assessment, then and now, and no change over time"
    elif before.assessment.subject.id != after.assessment.subject.id:
        yield "Subjects", "two different ones: this is a comparison, not a change over time"
    elif before.assessment.date == after.assessment.date:
        same = _same_day_words(comparison) if days[0] == days[1] else ": two assessments of one day"
        yield "Date", f"the same on both sides{same}"
    elif before.assessment.date > after.assessment.date:
        yield "Order", "the later assessment is on the left: every change reads backwards"
    if comparison.alignment.is_backwards:
        yield "Versions", "the newer version of the framework is on the left"
    for _, day, each in sides:
        if has_stale_pin(each):
            yield f"Warning, {day}", f"the framework has changed since {STALE_PIN}"
    yield "Verdict", _status_cell(comparison)
    yield "Mind", _unlikely_words(comparison)
    yield plural(after.framework.dimension_label), _verdicts_words(comparison)
    yield "Like for like", _like_for_like_words(comparison)
    yield "Measurements", _measurements_words(comparison)
    if shows_scores(comparison):
        yield from cause_facts(comparison)
        yield "Score", score_change_words(comparison.split, relation_of(comparison))
        ends = [
            f"{name}: {bounds_words(each.figures)}" for name, _, each in sides if each.figures.provisional
        ]
        yield "Provisional", f"{'; '.join(ends)} once all is rated" if ends else None
    elif comparison.split.rests_on_few:
        few = f"{basis_words(comparison)}, under half of the {comparison.split.applicable} that apply"
        yield "Rests on few", few
    for name, _, each in sides:
        yield name, counts_words(each.figures.counts, plural(each.framework.indicator_label.lower()))
    yield "Under", _framework_words(comparison)
    broken = comparison.alignment.broken
    yield "Chain broken", f"{broken}; compared by ids alone" if broken else None


def _same_day_words(comparison: Comparison) -> str:
    """Say what can have changed where nothing in the world did."""
    before, after = comparison.before, comparison.after
    if before.assessment != after.assessment:
        return ": the record was corrected, which is no change in the world"
    if before.framework != after.framework:
        return ", and so is the record: only the framework's text changed"
    return ", and so is the record"


def _status_cell(comparison: Comparison) -> Cell:
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


def _unlikely_words(comparison: Comparison) -> str | None:
    """Say where a verdict comes from that changed although nothing comparable did, in that direction."""
    before, after = comparison.before.figures.status, comparison.after.figures.status
    if before not in VERDICTS or after not in VERDICTS:
        return None
    kind = ChangeKind.IMPROVED if VERDICTS.index(after) < VERDICTS.index(before) else ChangeKind.REGRESSED
    if before is after or any(change.kind is kind for change in comparison.changes):
        return None
    label = isolated(comparison.after.framework.indicator_label.lower())
    relation = relation_of(comparison)
    verb = kind_words(kind, relation) if relation is Relation.LATER else f"is {kind_words(kind, relation)}"
    why = "it comes from what is asked or rated"
    return f"the verdict differs although no {label} that can be compared {verb}: {why}"


def _verdicts_words(comparison: Comparison) -> str:
    """Say which dimensions have another verdict than before, and where that is not so like for like."""
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
    is_other = relation_of(comparison) is Relation.OTHER
    same = "the same verdict" if is_other else "the verdict that it had"
    return "; ".join(words) or f"each has {same}"


def _dimension_names(scorecard: Scorecard) -> dict[str, str]:
    """Return what sentences call dimensions, by id: where ids are words by title, if no other has it."""
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
    kept = {each.dimension.id for each in all_dimensions(comparison.after.dimensions)}
    return [
        each
        for each in all_dimensions(comparison.before.dimensions)
        if each.dimension.id not in kept and each.figures.counts.total
    ]


def _measurements_words(comparison: Comparison) -> str | None:
    counts = {"better": 0, "worse": 0, "different": 0, "the same": 0}
    for change in comparison.changes:
        if change.is_comparable and change.was is not None and change.was.rating.measured is not None:
            way = measured_way(change, comparison.after.framework)
            if way is not None:
                counts[{1: "better", -1: "worse", 0: "different"}[way]] += 1
            elif change.after and not change.is_measured_anew:
                counts["the same"] += 1
    said = [f"{count} {word}" for word, count in counts.items() if count]
    return f"of {sum(counts.values())}, {listed(said)}" if said else None


def _like_for_like_words(comparison: Comparison) -> str:
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
    rows = [*_dimension_rows(comparison.dimensions, comparison)]
    titles = dict(_titles(comparison.before.dimensions))
    for each in _removed(comparison):
        id, figures = each.dimension.id, each.figures
        score = f"{score_text(figures.score)} → none"
        words = score if shows_scores(comparison) else short_counts(figures.counts)
        verdict = verdict_cell(figures.status, comparison.before.framework)
        rows.append(row(id, verdict, "removed", f"{isolated(titles[id])}: {words}"))
    label = framework.dimension_label
    return sides_table(plural(label), label, rows, comparison)


def _dimension_rows(
    changes: Iterable[DimensionChange], comparison: Comparison, depth: int = 0
) -> Iterator[Row]:
    for change in changes:
        before, after = change.before, change.after
        if not after.figures.counts.total and not (before and before.figures.counts.total):
            continue
        then = short_counts(before.figures.counts) if before else "new"
        now = short_counts(after.figures.counts)
        words = now if then == now else f"{then} → {now}"
        if shows_scores(comparison):
            words = score_change_words(change.split, relation_of(comparison))
        yield dimension_row(change, comparison, f": {words}", depth=depth)
        yield from _dimension_rows(change.dimensions, comparison, depth + 1)
