"""Two scorecards compared, as a report: what `diff` shows of assessments."""

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from pathlib import PurePosixPath

from scorecard.comparing.assessments import ChangeKind, Comparison, DimensionChange
from scorecard.directions import isolated
from scorecard.model.digest import has_stale_pin
from scorecard.model.framework import VERDICTS, Status
from scorecard.model.lexical import typed_number
from scorecard.reviewing.review import Review
from scorecard.scoring.scorecard import DimensionResult
from scorecard.views.answer import ThreeAnswers, answer_of, how_far, moved_between
from scorecard.views.change_tables import (
    all_changes,
    change_table,
    change_tables,
    dimension_row,
    texts_then_and_now,
    ways_of,
)
from scorecard.views.comparison_words import Relation, record_of, relation_of, side_names
from scorecard.views.data import grade_id
from scorecard.views.report import Answers, Block, Cell, Fact, Prose, Report, facts
from scorecard.views.score_change import (
    points,
    score_change_words,
    shown_parts,
    shows_scores,
    standing_rank,
    turned_by,
)
from scorecard.views.scorecard import bounds_words
from scorecard.views.words import english as say
from scorecard.views.words.standings import (
    grade_words,
    note_blocks,
    out_of_words,
    plural,
    rated_words,
    score_or_bounds,
    short_counts,
    standing_label,
    stands_by_score,
    subject_name,
    told_by,
    verdict_word,
)


class DiffDetail(IntEnum):
    """How much of a comparison is shown: each shows all that the one before it does."""

    SUMMARY = 0
    CHANGES = 1
    FULL = 2


def comparison_view(
    comparison: Comparison,
    *,
    detail: DiffDetail,
    show_all: bool,
    paths: tuple[str, str],
    review: Review | None = None,
    with_notes: bool = True,
    is_page: bool = False,
) -> Report:
    """Return a comparison as a report; `paths` are its two files', `show_all` adds what is unchanged.

    `review` is what was said of the assessment after.

    Where several stand together notes may be said once, elsewhere. A page has room for all that is answered.
    """
    with told_by(comparison.after.framework):
        before, after = comparison.before.assessment, comparison.after.assessment
        days = (_suffix(before.date, paths[0]), _suffix(after.date, paths[1]))
        answer = answer_of(comparison.after, [comparison], review, is_whole_history=False)
        moved = _moved(answer, comparison, days)
        lead = _headline(answer, comparison, days, moved)
        said = tuple(comparison_sentences(comparison, days))
        blocks: list[Block] = [Prose(" ".join(said))]
        tells_score = comparison.after.framework.show_score and not shows_scores(comparison)
        if relation_of(comparison) is not Relation.OTHER and not tells_score:
            shown = (answer if is_page else answer.in_short()).block.boxes
            changed = shown[1]._replace(short=Cell(moved), sentences=said)
            blocks = [Answers((changed, shown[0], shown[2]) if is_page else (shown[0], changed, shown[2]))]
        if with_notes:
            blocks += note_blocks([comparison.before.framework, comparison.after.framework])
        is_full = detail >= DiffDetail.FULL
        if is_full and shows_scores(comparison):
            blocks += facts(_sum_facts(comparison))
        changes: list[Block] = []
        if detail >= DiffDetail.CHANGES:
            changes += change_tables(comparison, show_all=show_all, is_full=is_full)
        dimensions = dimension_tables(comparison, show_all=show_all or is_full)
        is_one_test = comparison.alignment.is_one_version
        blocks += [*changes, *dimensions] if is_one_test else [*dimensions, *changes]
        if is_full:
            for each in all_changes(comparison.dimensions):
                blocks += texts_then_and_now(each, comparison)
            for change in comparison.changes:
                is_told = show_all or change.is_listed
                blocks += texts_then_and_now(change, comparison, is_told=is_told)
        blocks += facts(_file_facts(comparison, paths))
        return Report(
            title=_title(comparison, *days),
            blocks=tuple(each for each in blocks if each != Prose("")),
            lead=lead,
            language=comparison.after.framework.language,
            is_draft=before.is_draft or after.is_draft,
        )


def _title(comparison: Comparison, *suffixes: str) -> str:
    before, after = comparison.before.assessment, comparison.after.assessment
    then, now = map(say.dated, (before.date, after.date), suffixes)
    other = subject_name(before.subject) if before.subject.id != after.subject.id else ""
    name = subject_name(after.subject)
    title = say.compared_title(name, now, then, other=other, is_moved=comparison.is_moved)
    return say.titled(title, is_draft=before.is_draft or after.is_draft)


def _suffix(day: object, path: str) -> str:
    """Return by what its file's name tells an assessment from others of that day."""
    stem = PurePosixPath(path).stem
    return stem.removeprefix(f"{day}-") if stem.startswith(f"{day}-") else ""


# What comes first -------------------------------------------------------------------------------


def _headline(answer: ThreeAnswers, comparison: Comparison, suffixes: tuple[str, str], moved: str) -> Cell:
    """Return the result after in one line, with what changed, in words that fit what the two sides are."""
    then, now = (
        say.who(subject_name(each.assessment.subject), each.assessment.date, suffix)
        for each, suffix in zip((comparison.before, comparison.after), suffixes, strict=True)
    )
    if relation_of(comparison) is Relation.OTHER:
        now = say.beside(now, then)
    elif answer.since:
        moved = say.moved_since(moved, answer.since)
    standing = say.standing(answer.standing.text, answer.still, answer.draft)
    return answer.standing._replace(text=say.headline([standing, now, answer.counts, moved]))


def _moved(answer: ThreeAnswers, comparison: Comparison, suffixes: tuple[str, str]) -> str:
    before, after = comparison.before.assessment, comparison.after.assessment
    up, down, _ = ways_of(comparison)
    relation = relation_of(comparison)
    if comparison.is_moved:
        return say.FILE_MOVED
    if relation is Relation.OTHER:
        return say.stands_beside(up, down, isolated(before.subject.name))
    if relation is Relation.CORRECTED and suffixes[0] != suffixes[1]:
        return say.stands_beside(up, down, say.OTHER_OF_THE_DAY)
    if relation is Relation.CORRECTED:
        return say.record_moved(
            record_of(comparison), up, down, is_record_same=before.ratings == after.ratings
        )
    return say.moved_back(answer.moved, before.date) if before.date > after.date else answer.moved


def comparison_sentences(comparison: Comparison, suffixes: tuple[str, str] = ("", "")) -> Iterator[str]:
    """Yield what a reader must know first, in sentences; what is as one expects is left out."""
    before, after = comparison.before, comparison.after
    then, now = before.assessment, after.assessment
    between = say.relation(
        relation_of(comparison),
        record_of(comparison),
        is_moved=comparison.is_moved,
        is_backwards=then.date > now.date,
        is_same_record=then == now,
        is_one_file=suffixes[0] == suffixes[1],
    )
    if between:
        yield between
    days = [*map(say.dated, (then.date, now.date), suffixes)]
    drafts = [day for day, each in zip(days, (then, now), strict=True) if each.is_draft]
    if drafts:
        yield say.sentence(say.not_published([*dict.fromkeys(drafts)]))
    yield from _stood(comparison)
    is_forward = relation_of(comparison) is Relation.LATER and then.date < now.date
    yield from moved_between(comparison)[2] if is_forward else how_far(comparison)
    yield from _unlikely(comparison)
    yield from _test_words(comparison)
    for day, each in zip(days, (before, after), strict=True):
        if has_stale_pin(each.assessment, each.framework):
            yield say.stale_side(day)
    yield from _tags(comparison)
    if shows_scores(comparison):
        ends = zip(side_names(comparison), (before, after), strict=True)
        told = [(name, bounds_words(each.figures)) for name, each in ends if each.figures.provisional]
        if told:
            yield say.provisional_sides(told)
        full = [each.framework.score_out_of for each in (before, after)]
        if full[0] != full[1]:
            yield say.other_scale(out_of_words(), typed_number(full[0]))
    if comparison.alignment.broken:
        yield say.broken_chain(comparison.alignment.broken)


def _stood(comparison: Comparison) -> Iterator[str]:
    """Yield verdict and grade as they were, or as another subject has them, where nothing else says it."""
    before, after = comparison.before, comparison.after
    relation, other = relation_of(comparison), isolated(before.assessment.subject.name)
    verdicts = [
        say.NOT_GIVEN
        if each.figures.status is Status.UNJUDGED
        else verdict_word(each.figures.status, each.framework)
        for each in (before, after)
    ]
    grades = [grade_words(each.figures, each.framework) for each in (before, after)]
    is_turn = relation is Relation.LATER and before.assessment.date < after.assessment.date
    told = (say.VERDICT if after.framework.judges else say.GRADE) if is_turn else ""
    for noun, (then, now) in ((say.VERDICT, verdicts), (say.GRADE, grades)):
        if then != now and noun != told:
            yield say.stood(noun.lower(), then, relation, other)


def _unlikely(comparison: Comparison) -> Iterator[str]:
    """Say where a verdict or grade comes from that changed although nothing comparable did, that way."""
    sides, framework = (comparison.before.figures, comparison.after.figures), comparison.after.framework
    verdicts, grades = ([each.status for each in sides], [grade_id(each.grade) for each in sides])
    ids: Sequence[str | None] = [grade.id for grade in framework.grades]
    for noun, order, (before, after) in ((say.VERDICT, VERDICTS, verdicts), (say.GRADE, ids, grades)):
        if before in order and after in order and before != after:
            is_better = order.index(after) < order.index(before)
            kind = ChangeKind.IMPROVED if is_better else ChangeKind.REGRESSED
            if not any(change.kind is kind for change in comparison.changes):
                label = isolated(framework.indicator_label.lower())
                relation = relation_of(comparison)
                yield say.unlikely(noun.lower(), label, say.kind(kind, relation), relation)
                return


def _test_words(comparison: Comparison) -> Iterator[str]:
    before, after, alignment = comparison.before.framework, comparison.after.framework, comparison.alignment
    if before == after:
        yield say.same_test(relation_of(comparison))
    elif alignment.is_one_version:
        yield say.REWORDED_TEST
    elif alignment.is_raised_alone:
        yield say.SAME_TEST_RAISED
    else:
        apart = sum(
            not change.is_comparable
            and any(each.score is not None for each in (*change.before, change.after) if each)
            for change in comparison.changes
        )
        names = (before.version, after.version) if before.id == after.id else (before.ref, after.ref)
        counted = rated_words(apart, after)
        then, now = map(str, names)
        yield say.changed_test(then, now, apart, counted, is_backwards=alignment.is_backwards)


def _tags(comparison: Comparison) -> Iterator[str]:
    then, now = (each.assessment.subject.tags for each in (comparison.before, comparison.after))
    if {*then} != {*now} and any(change.is_asked_otherwise for change in comparison.changes):
        was, is_now = (say.listed([*map(isolated, tags)]) or say.NONE for tags in (then, now))
        yield say.tags(was, is_now, relation_of(comparison))


# In full ----------------------------------------------------------------------------------------


def _sum_facts(comparison: Comparison) -> Iterator[Fact]:
    relation = relation_of(comparison)
    yield say.SCORE, score_change_words(comparison.split, relation)
    yield say.TERMS, say.terms(relation)
    for each in all_changes(comparison.dimensions):
        if each.after.figures.counts.total and each.split.change:
            yield isolated(each.after.dimension.title), score_change_words(each.split, relation)


def _file_facts(comparison: Comparison, paths: tuple[str, str]) -> Iterator[Fact]:
    before, after = comparison.before.framework, comparison.after.framework
    yield say.FRAMEWORK, say.framework_of(isolated(after.title), before.ref, after.ref)
    then, now = map(PurePosixPath, paths)
    yield say.FILES, f"{then} → {now.name if then.parent == now.parent else now}"


# By dimension -----------------------------------------------------------------------------------


def dimension_tables(comparison: Comparison, *, show_all: bool = True) -> list[Block]:
    """Return the dimensions that stand otherwise, or all in which something is counted; last those gone."""
    framework, has_scores = comparison.after.framework, shows_scores(comparison)
    found = [*_counted(comparison.dimensions, show_all=show_all)]
    told = [(each, depth) for each, depth in found if show_all or _has_changed(each, comparison)]
    undone = [_is_undone(each, comparison) for each, _ in told]
    rows = []
    for (each, depth), is_undone in zip(told, undone, strict=True):
        title = isolated(each.after.dimension.title) + " *" * is_undone
        words = _figures_words(each, comparison)
        rows.append(dimension_row(each, comparison, *words, title=title, depth=depth))
    gone = [*_removed(comparison.before.dimensions, comparison)]
    for result, title in gone:
        figures = result.figures
        said = (
            score_or_bounds(figures) or say.NONE
            if has_scores
            else short_counts(figures.counts, comparison.before.framework)
        )
        words = "", f"{said}, {say.new_one(is_gone=True)}", ""
        rows.append(dimension_row(result, comparison, *words, title=title))
    if not rows:
        return []
    nouns, total = plural(framework.dimension_label), len(found) + len(gone)
    caption = say.dimensions_caption(nouns, len(rows), total, has_scores=has_scores)
    figures_title = say.SCORE if has_scores else plural(framework.indicator_label)
    by = say.or_decided(say.by_what_was_done(relation_of(comparison)), is_decided=comparison.is_decided)
    others = [say.GRADE, figures_title, by]
    shown = change_table(caption, rows, comparison, label=framework.dimension_label, others=others)
    return [shown._replace(is_titled=has_scores), *[Prose(say.NOT_BY_DEEDS)] * any(undone)]


def _counted(
    changes: Iterable[DimensionChange], *, show_all: bool, depth: int = 0
) -> Iterator[tuple[DimensionChange, int]]:
    """Yield those in which something is counted; what counts as an indicator stands among indicators too."""
    for change in changes:
        sides = [each for each in (change.before, change.after) if each]
        is_told = show_all or not change.after.dimension.counts_as
        if is_told and any(each.figures.counts.total for each in sides):
            yield change, depth
            yield from _counted(change.dimensions, show_all=show_all, depth=depth + 1)


def _has_changed(change: DimensionChange, comparison: Comparison) -> bool:
    if change.before is None or (shows_scores(comparison) and any(shown_parts(change.split))):
        return True
    framework = comparison.after.framework
    return standing_rank(change.before.figures, framework) != standing_rank(change.after.figures, framework)


def _figures_words(change: DimensionChange, comparison: Comparison) -> tuple[str, str, str]:
    """Say the grade beside a verdict, scores or how many have each status, and how much was done."""
    before, after, split = change.before, change.after, change.split
    framework = comparison.after.framework
    grade = ""
    if after.figures.is_judged and framework.grades:
        sides = (before, comparison.before.framework), (after, framework)
        grades = [grade_words(each.figures, graded_by) for each, graded_by in sides if each]
        grade = " → ".join(dict.fromkeys(grades))
    if not shows_scores(comparison):
        counts = short_counts(after.figures.counts, framework)
        return grade, counts if before else f"{say.new_one()}; {counts}", ""
    scores = [score_or_bounds(each.figures) or say.NONE for each in (before, after) if each]
    said = "" if stands_by_score(framework) else " → ".join(dict.fromkeys(scores))
    if before is None:
        return grade, f"{say.new_one()}; {scores[-1]}", ""
    shown = shown_parts(split).real
    basis = say.on_some(split.rated_on_both, split.applicable, is_few=split.rests_on_few)
    return grade, said, say.real_change("" if shown is None else points(shown), basis)


def _is_undone(change: DimensionChange, comparison: Comparison) -> bool:
    """Whether a verdict, grade or score became better or worse, and what was done did not."""
    framework = comparison.after.framework
    if change.before is None or standing_label(framework) != standing_label(comparison.before.framework):
        return False
    was, rank = (standing_rank(each.figures, framework)[1] for each in (change.before, change.after))
    if was == rank or was is None or rank is None:
        return False
    return turned_by(change.split, 1 if rank > was else -1, comparison).is_undone is True


def _removed(
    dimensions: Iterable[DimensionResult], comparison: Comparison, holder: str = ""
) -> Iterator[tuple[DimensionResult, str]]:
    """Yield dimensions that are there no more, each with its title, behind that of what held it."""
    for each in dimensions:
        title = f"{holder}{isolated(each.dimension.title)}"
        if each.dimension.id not in comparison.alignment.dimensions.values() and each.figures.parts.total:
            yield each, title
        yield from _removed(each.dimensions, comparison, f"{isolated(title)} / ")
