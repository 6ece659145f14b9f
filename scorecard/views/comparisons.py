"""Two scorecards compared, as a report: what `diff` shows of assessments."""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import IntEnum
from pathlib import PurePosixPath

from scorecard.diff import Comparison, DimensionChange, Kind
from scorecard.framework import Framework, Status
from scorecard.report import Block, Cell, Column, Facts, Prose, Report, Row, Table
from scorecard.results import Figures
from scorecard.views import (
    counted_words,
    counts_words,
    listed,
    plural,
    short_counts,
    tone_of,
    verdict_cell,
    verdict_word,
)
from scorecard.views.change_tables import LIKE_FOR_LIKE, change_tables, rewordings
from scorecard.views.points import (
    basis_words,
    cause_facts,
    plain_sentence,
    score_change_words,
    shows_scores,
    where_words,
)
from scorecard.views.scorecards import STALE_PIN, has_stale_pin


class DiffDetail(IntEnum):
    """How much of a comparison is shown: each shows all that the one before it does."""

    SUMMARY = 0
    CHANGES = 1
    FULL = 2


def comparison_view(
    comparison: Comparison, *, detail: DiffDetail, show_all: bool, paths: tuple[str, str]
) -> Report:
    """Return a comparison as a report; `paths` are its two files', `show_all` adds what is unchanged."""
    blocks: list[Block] = [Facts(tuple(_facts(comparison, paths)))]
    sentence = plain_sentence(comparison) if shows_scores(comparison) else None
    if sentence:
        blocks.append(Prose(sentence))
    blocks += note_blocks([comparison.before.framework, comparison.after.framework])
    blocks.append(_dimensions_table(comparison))
    if detail >= DiffDetail.CHANGES:
        blocks += change_tables(comparison, show_all=show_all)
    if detail >= DiffDetail.FULL:
        for change in comparison.changes:
            blocks += rewordings(change, comparison)
    return Report(title=_title(comparison, paths), blocks=tuple(blocks))


def note_blocks(frameworks: Iterable[Framework]) -> Iterator[Prose]:
    """Yield what must be said of results of frameworks, each note once, the newest last."""
    notes = {framework.note: framework.ref for framework in frameworks if framework.note}
    for note, ref in notes.items():
        yield Prose(note, label="Note" if len(notes) == 1 else f"Note of {ref}")


def _title(comparison: Comparison, paths: tuple[str, str]) -> str:
    before, after = comparison.before.assessment, comparison.after.assessment
    draft = "DRAFT: " if before.is_draft or after.is_draft else ""
    then, now = _day(before.date, paths[0]), _day(after.date, paths[1])
    if before.subject.id == after.subject.id:
        if then == now:
            return f"{draft}{after.subject.name}, {now}: before and now"
        return f"{draft}{after.subject.name}: {then} → {now}"
    return f"{draft}{after.subject.name}, {now}, compared with {before.subject.name}, {then}"


def _day(day: date, path: str) -> str:
    """Return a date with the suffix that its file's name tells it from others of that day by."""
    stem = PurePosixPath(path).stem
    return stem if stem.startswith(f"{day}-") else str(day)


# What comes first -------------------------------------------------------------------------------


def _facts(comparison: Comparison, paths: tuple[str, str]) -> Iterator[tuple[str, Cell]]:
    before, after = comparison.before, comparison.after
    drafts = [str(each.assessment.date) for each in (before, after) if each.assessment.is_draft]
    if drafts:
        yield "Stage", Cell(f"DRAFT, not published: {listed(drafts)}")
    if before.assessment.subject.id != after.assessment.subject.id:
        yield "Subjects", Cell("two different ones: this is a comparison, not a change over time")
    elif before.assessment.date > after.assessment.date:
        yield "Order", Cell("the later assessment is on the left: every change reads backwards")
    if comparison.alignment.is_backwards:
        yield "Versions", Cell("the newer version of the framework is on the left")
    for each in (before, after):
        if has_stale_pin(each):
            yield f"Warning, {each.assessment.date}", Cell(f"the framework has changed since {STALE_PIN}")
    yield "Verdict", _status_cell(before.figures.status, after.figures, after.framework)
    yield "Like for like", Cell(_like_for_like_words(comparison))
    if shows_scores(comparison):
        for label, words in cause_facts(comparison):
            yield label, Cell(words)
        yield "Score", Cell(score_change_words(comparison.split))
    elif comparison.rests_on_few:
        yield "Rests on few", Cell(f"{basis_words(comparison)}, under half of all")
    label = plural(after.framework.indicator_label)
    yield f"{label} before", Cell(counts_words(before.figures.counts))
    yield f"{label} now", Cell(counts_words(after.figures.counts))
    yield "Framework", Cell(_framework_words(comparison))
    if comparison.alignment.broken:
        yield "Chain broken", Cell(f"{comparison.alignment.broken}; compared by ids alone")
    yield "Files", Cell(f"{paths[0]} → {paths[1]}")


def _status_cell(before: Status | None, after: Figures, framework: Framework) -> Cell:
    """Say a verdict now, with its look, and what it was."""
    word = verdict_word(after.status, framework)
    if before is None:
        then = "new"
    elif before is after.status:
        then = "as before"
    else:
        then = f"was {verdict_word(before, framework)}"
    return Cell(f"{word}: {then}", tone_of(after.status))


def _like_for_like_words(comparison: Comparison) -> str:
    """Count what became of the indicators that can be compared."""
    counts = dict.fromkeys(LIKE_FOR_LIKE, 0)
    for change in comparison.changes:
        if change.kind in counts and change.after and change.after.level:
            counts[change.kind] += 1
    rated = sum(counts.values())
    label = comparison.after.framework.indicator_label.lower()
    if not rated:
        return f"no {label} that can be compared is rated {where_words(comparison)}"
    words = {
        Kind.REGRESSED: "regressed",
        Kind.IMPROVED: "improved",
        Kind.CHANGED: "changed to a level of equal worth",
        Kind.UNCHANGED: "unchanged",
    }
    said = [
        f"{counts[kind]} {word}" for kind, word in words.items() if counts[kind] or kind is Kind.REGRESSED
    ]
    return f"of {counted_words(rated, label)} rated {where_words(comparison)}, {listed(said)}"


def _framework_words(comparison: Comparison) -> str:
    before, after = comparison.before.framework, comparison.after.framework
    if comparison.alignment.is_one_version:
        changed = "" if before == after else ", whose text is not the same on both sides"
        return f"{after.title} ({after.ref}){changed}"
    return f"{after.title} ({before.ref} → {after.ref})"


# By dimension -----------------------------------------------------------------------------------


def _dimensions_table(comparison: Comparison) -> Table:
    framework = comparison.after.framework
    rows = [
        row
        for each in comparison.dimensions
        for row in _dimension_rows(each, framework, depth=0, with_scores=shows_scores(comparison))
    ]
    return Table(
        caption=plural(framework.dimension_label),
        columns=(
            Column("Id"),
            Column("Before"),
            Column("Now"),
            Column(framework.dimension_label, flexible=True),
        ),
        rows=tuple(rows),
    )


def _dimension_rows(
    change: DimensionChange, framework: Framework, *, depth: int, with_scores: bool
) -> Iterator[Row]:
    before, after = change.before, change.after
    if with_scores:
        words = score_change_words(change.split)
    else:
        then = short_counts(before.figures.counts) if before else "new"
        now = short_counts(after.figures.counts)
        words = now if then == now else f"{then} → {now}"
    yield Row(
        (
            Cell(after.dimension.id),
            verdict_cell(before.figures.status, framework) if before else Cell("new"),
            verdict_cell(after.figures.status, framework),
            Cell(f"{after.dimension.title}: {words}"),
        ),
        depth=depth,
    )
    for inner in change.dimensions:
        yield from _dimension_rows(inner, framework, depth=depth + 1, with_scores=with_scores)
