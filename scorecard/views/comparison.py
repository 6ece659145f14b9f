"""Two scorecards compared, as a report: what `diff` shows of assessments."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from enum import IntEnum
from pathlib import PurePosixPath

from scorecard.comparing.assessments import Change, ChangeKind, Comparison, DimensionChange
from scorecard.directions import isolated
from scorecard.model.framework import STATUS_RANK, VERDICTS, Framework, Status
from scorecard.model.lexical import typed_number
from scorecard.scoring.scorecard import DimensionResult, Figures, Scorecard, all_dimensions
from scorecard.views.change_tables import (
    all_changes,
    change_tables,
    dimension_row,
    measured_way,
    rewordings,
    same_words,
    sides_table,
    told_kinds,
)
from scorecard.views.comparison_words import LIKE_FOR_LIKE, Relation, kind_words, relation_of, side_names
from scorecard.views.data import grade_id
from scorecard.views.report import Cell, Fact, Prose, Report, Row, Table, Tone, facts, row
from scorecard.views.score_change import (
    basis_words,
    cause_facts,
    plain_sentence,
    score_change_words,
    shows_scores,
    where_words,
)
from scorecard.views.scorecard import bounds_words, unrated_counts
from scorecard.views.words.standings import (
    counted_words,
    counts_words,
    framework_words,
    grade_cell,
    grade_words,
    in_units,
    listed,
    note_blocks,
    out_of_words,
    pin_words,
    plural,
    score_text,
    short_counts,
    standing_cell,
    standing_label,
    told_by,
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
            for each in all_changes(comparison.dimensions):
                blocks += rewordings(each, comparison)
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
        yield f"Warning, {day}", pin_words(each.assessment, each.framework)
    yield from _result_facts(comparison)
    yield "Mind", _unlikely_words(comparison)
    yield "Tags", _tags_words(comparison)
    yield plural(after.framework.dimension_label), _standings_words(comparison)
    yield "Like for like", _like_for_like_words(comparison)
    yield "Measurements", _measurements_words(comparison)
    if shows_scores(comparison):
        yield from cause_facts(comparison)
        yield "Score", score_change_words(comparison.split, relation_of(comparison))
        full = [each.framework.score_out_of for each in (before, after)]
        then = f"all {out_of_words()}; the first was published out of {typed_number(full[0])}"
        yield "Scores", then if full[0] != full[1] else None
        ends = [
            f"{name}: {bounds_words(each.figures)}" for name, _, each in sides if each.figures.provisional
        ]
        yield "Provisional", f"{'; '.join(ends)} once all is rated" if ends else None
    elif comparison.split.rests_on_few:
        few = f"{basis_words(comparison)}, under half of the {comparison.split.applicable} that apply"
        yield "Rests on few", few
    for name, _, each in sides:
        yield name, _counts_words(each)
    yield "Under", _framework_words(comparison)
    broken = comparison.alignment.broken
    yield "Chain broken", f"{broken}; compared by ids alone" if broken else None


def _same_day_words(comparison: Comparison) -> str:
    before, after = comparison.before, comparison.after
    if before.assessment != after.assessment:
        return ": the record was corrected, which is no change in the world"
    if before.framework != after.framework:
        return ", and so is the record: only the framework's text changed"
    return ", and so is the record"


def _result_facts(comparison: Comparison) -> Iterator[Fact]:
    """Yield verdict and grade as they are now, and what they were or what another subject has."""
    before, after = comparison.before, comparison.after
    is_other = relation_of(comparison) is Relation.OTHER
    name = isolated(before.assessment.subject.name)
    same = f"as {name}" if is_other else "as before"
    if before.framework.judges or after.framework.judges:
        status = after.figures.status
        then, now = (
            "not given"
            if each.figures.status is Status.UNJUDGED
            else verdict_word(each.figures.status, each.framework)
            for each in (before, after)
        )
        other = f"{name} has {then}" if is_other else f"was {then}"
        words = same if before.figures.status is status else other
        yield "Verdict", Cell(f"{now}: {words}", Tone[status.name])
    grade = grade_cell(after.figures, after.framework) or Cell("none")
    then = grade_words(before.figures, before.framework)
    if then != grade.text:
        yield "Grade", Cell(f"{then} → {grade.text}")
    elif then != "none":
        yield "Grade", grade._replace(text=f"{grade.text}: {same}")


def _tags_words(comparison: Comparison) -> str | None:
    then, now = (each.assessment.subject.tags for each in (comparison.before, comparison.after))
    if {*then} == {*now} or not any(change.is_asked_otherwise for change in comparison.changes):
        return None
    words = " → ".join(listed([*map(isolated, tags)]) or "none" for tags in (then, now))
    return f"{words}; not the same is asked of both"


def _unlikely_words(comparison: Comparison) -> str | None:
    """Say where a verdict or grade comes from that changed although nothing comparable did, that way."""
    sides, framework = (comparison.before.figures, comparison.after.figures), comparison.after.framework
    verdicts, grades = ([each.status for each in sides], [grade_id(each.grade) for each in sides])
    ids: Sequence[str | None] = [grade.id for grade in framework.grades]
    for noun, order, (before, after) in (("verdict", VERDICTS, verdicts), ("grade", ids, grades)):
        if before in order and after in order and before != after:
            is_better = order.index(after) < order.index(before)
            kind = ChangeKind.IMPROVED if is_better else ChangeKind.REGRESSED
            if not any(change.kind is kind for change in comparison.changes):
                label, relation = isolated(framework.indicator_label.lower()), relation_of(comparison)
                verb = "is " * (relation is not Relation.LATER) + kind_words(kind, relation)
                no_other = f"no {label} that can be compared {verb}"
                return f"the {noun} differs although {no_other}: it comes from what is asked or rated"
    return None


def _standings_words(comparison: Comparison) -> str | None:
    """Say which dimensions are shown by another verdict, grade or score, and where not so like for like."""
    framework = comparison.after.framework
    noun = standing_label(framework).lower()
    is_alike = noun != "result" and noun == standing_label(comparison.before.framework).lower()
    then_names, names = _dimension_names(comparison.before), _dimension_names(comparison.after)
    found: dict[str, list[str]] = {
        "worse": [],
        "better": [],
        f"with another {noun}": [],
        "no longer there": [then_names[each.dimension.id] for each in _removed(comparison)],
    }
    for each in comparison.dimensions if is_alike else ():
        if each.before is None:
            continue
        then, rank = _standing(each.before.figures, framework)
        now, now_rank = _standing(each.after.figures, framework)
        name = names[each.after.dimension.id]
        if then == now:
            continue
        if rank is None or now_rank is None:
            found[f"with another {noun}"].append(name)
        else:
            way = 1 if now_rank > rank else -1
            real = each.split.real
            note = "" if real is not None and real * way > 0 else " (not like for like)"
            found["better" if way > 0 else "worse"].append(f"{name}{note}")
    words = [f"{word}: {listed(ids)}" for word, ids in found.items() if ids]
    is_other = relation_of(comparison) is Relation.OTHER
    same = f"the same {noun}" if is_other else f"the {noun} that it had"
    return "; ".join(words) or (f"each has {same}" if is_alike else None)


def _standing(figures: Figures, framework: Framework) -> tuple[object, int | None]:
    """Return what a result is shown by, and what is greater the better it is, if that is clear."""
    if framework.judges:
        return figures.status, STATUS_RANK.get(figures.status)
    if not framework.grades:
        rank = None if figures.score is None else in_units(figures.score)
        return rank, rank
    ids = [grade_id(each) for each in (figures.grade_low, figures.grade_high)]
    order = [grade.id for grade in reversed(framework.grades)]
    return ids, order.index(ids[0]) if ids[0] in order and ids[0] == ids[1] else None


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
    for each in dimensions:
        title = f"{holder}{isolated(each.dimension.title)}"
        yield each.dimension.id, title
        yield from _titles(each.dimensions, f"{isolated(title)} / ")


def _removed(comparison: Comparison) -> list[DimensionResult]:
    kept = comparison.alignment.dimensions.values()
    return [
        each
        for each in all_dimensions(comparison.before.dimensions)
        if each.dimension.id not in kept and each.figures.parts.total
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


_ORDER = (ChangeKind.REGRESSED, ChangeKind.IMPROVED, ChangeKind.CHANGED, ChangeKind.UNCHANGED)


def _like_for_like_words(comparison: Comparison) -> str:
    framework, where = comparison.after.framework, where_words(comparison)
    label = isolated(framework.indicator_label.lower())
    changes = [
        change
        for change in comparison.changes
        if change.kind in LIKE_FOR_LIKE and change.after and change.after.score is not None
    ]
    if not changes:
        return f"no {label} that can be compared is rated {where}"
    rated, said = _compared_words(changes, comparison)
    words = f"of {counted_words(rated, label)} rated {where}, {said}"
    if elements := [replace(change, part_of=None) for change in changes if change.part_of]:
        rated, said = _compared_words(elements, comparison)
        words += f"; of {counted_words(rated, isolated(framework.element_label.lower()))} in them, {said}"
    return words


def _compared_words(changes: Sequence[Change], comparison: Comparison) -> tuple[int, str]:
    regressed = (ChangeKind.REGRESSED, kind_words(ChangeKind.REGRESSED, relation_of(comparison)))
    told = {regressed: 0, **told_kinds(changes, comparison)}
    moved = same_words([change for change in changes if change.stays_while_measurement_moves])
    said = [
        f"{told[kind, words]} {f'at the {moved}' if moved and kind is ChangeKind.UNCHANGED else words}"
        for kind, words in sorted(told, key=lambda each: _ORDER.index(each[0]))
    ]
    return sum(told.values()), listed(said)


def _counts_words(scorecard: Scorecard) -> str:
    figures, framework = scorecard.figures, scorecard.framework
    words = counts_words(figures.counts, plural(framework.indicator_label.lower()))
    counts, noun = unrated_counts(figures, framework)
    is_told = counts is figures.counts
    return words if is_told else f"{words}; {counts.rated} of {counts.applicable} {noun} are rated"


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
        then = standing_cell(figures, comparison.before.framework)
        rows.append(row(id, then, "removed", f"{isolated(titles[id])}: {words}"))
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
        if after.figures.is_judged and comparison.after.framework.grades:
            grade = grade_words(after.figures, comparison.after.framework)
            was = grade_words(before.figures, comparison.before.framework) if before else "new"
            words = f"{grade if was == grade else f'{was} → {grade}'}; {words}"
        yield dimension_row(change, comparison, f": {words}", depth=depth)
        yield from _dimension_rows(change.dimensions, comparison, depth + 1)
