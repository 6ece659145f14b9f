"""What differs from a git revision, in one table: what `diff --since` shows first."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from scorecard.comparing.assessments import ChangeKind, Comparison
from scorecard.comparing.frameworks import FrameworkComparison
from scorecard.directions import isolated
from scorecard.model.framework import Framework
from scorecard.model.kinds import FRAMEWORK
from scorecard.project.changes_since import Since
from scorecard.project.loader import AnyFile, is_of
from scorecard.views.change_tables import is_same_result
from scorecard.views.comparison_words import kind_words, relation_of
from scorecard.views.report import Block, Cell, Column, Items, Prose, Report, Row, Table
from scorecard.views.score_change import score_change_words, shows_scores
from scorecard.views.words import counted_words, listed, note_blocks, short_counts, tone_of, verdict_word

Paths = tuple[str, str]
Seen = Callable[[str], str]
_MOST_NAMED = 12
"""How many ids a line names."""


_WORST_FIRST = (
    ChangeKind.REGRESSED,
    ChangeKind.UNRATED,
    ChangeKind.NOW_NOT_APPLICABLE,
    ChangeKind.CHANGED,
    ChangeKind.IMPROVED,
    ChangeKind.RATED,
    ChangeKind.NOW_APPLICABLE,
    ChangeKind.REVISED,
    ChangeKind.ADDED,
    ChangeKind.REMOVED,
)


def changes_since_view(
    since: Since,
    assessments: Sequence[tuple[Comparison, Paths]],
    frameworks: Sequence[tuple[FrameworkComparison, Paths]],
    seen: Seen,
) -> Report:
    """Return an overview of everything that differs, each thing with the paths of its two sides.

    `seen` turns a path in the project into one from where the user stands.
    """
    affected = {sides.after.path for sides in since.affected}
    blocks: list[Block] = []
    if frameworks:
        blocks.append(_frameworks_table(frameworks, seen))
    moved = [each for each in assessments if each[0].is_moved]
    own = [each for each in assessments if each[1][1] not in affected and not each[0].is_moved]
    if own:
        blocks.append(_assessments_table("Assessments that changed, or are new", own, seen))
    if moved:
        blocks.append(_assessments_table("Assessments that moved: renamed, or dated anew", moved, seen))
    others = [each for each in assessments if each[1][1] in affected]
    if others:
        blocks.append(_assessments_table("Assessments judged by a framework that changed", others, seen))
    compared = {paths[1] for _, paths in (*assessments, *frameworks)}
    failed = [_failed_words(sides.after, seen) for sides in since.sides() if sides.after.path not in compared]
    failed += [f"{seen(each.path)}: {each.message}" for each in since.misplaced]
    blocks += _lists(since, failed, seen)
    only_moved = [each.after.framework for each, _ in moved if is_only_moved(each)]
    blocks += note_blocks([*only_moved, *_frameworks_of([*since.first, *since.mended])])
    if not blocks:
        drafts = len(since.passed_over)
        apart = f", apart from {counted_words(drafts, 'draft')}" if drafts else ""
        blocks.append(Prose(f"Nothing in this project differs from {since.revision}{apart}."))
    return Report(title=f"Changes since {since.revision}", blocks=tuple(blocks))


def is_only_moved(comparison: Comparison) -> bool:
    """Whether nothing is to be said of two sides but that the file was renamed."""
    return comparison.is_moved and not comparison.listed and is_same_result(comparison)


def _lists(since: Since, failed: Sequence[str], seen: Seen) -> list[Block]:
    lists = [
        ("Not compared", tuple(failed)),
        ("New, with nothing before it to compare", tuple(_first_words(each, seen) for each in since.first)),
        (
            f"Had errors at {since.revision}, has none now",
            tuple(_first_words(each, seen) for each in since.mended),
        ),
        ("Removed", tuple(map(seen, since.removed))),
        ("Only comments or layout changed", tuple(map(seen, since.reworded))),
    ]
    return [Items(items, label=label) for label, items in lists if items]


def _failed_words(file: AnyFile, seen: Seen) -> str:
    """Say why a file was not compared, as far as one line can."""
    every = (*file.diagnostics, *(file.framework.diagnostics if file.framework else ()))
    reason = next((each.message for each in every if each.is_error), "what it was cannot be compared with it")
    return f"{seen(file.path)}: {reason}"


def _first_words(file: AnyFile, seen: Seen) -> str:
    path = seen(file.path)
    if is_of(file, FRAMEWORK):
        return f"{path}: {isolated(file.good.title) if file.good else 'the file has errors'}"
    if file.scorable is None:
        return f"{path}: not scored"
    figures = file.scorable.score().figures
    verdict = verdict_word(figures.status, file.scorable.framework)
    draft = "DRAFT, " if file.scorable.assessment.is_draft else ""
    return f"{path}: {draft}{verdict} ({short_counts(figures.counts)})"


def _frameworks_of(files: Iterable[AnyFile]) -> Iterator[Framework]:
    """Yield the frameworks that assessments are scored by."""
    for file in files:
        if file.scorable is not None:
            yield file.scorable.framework


def _frameworks_table(frameworks: Sequence[tuple[FrameworkComparison, Paths]], seen: Seen) -> Table:
    rows = []
    for comparison, paths in frameworks:
        breaks = list(dict.fromkeys(str(row.indicator) for row in comparison.breaks))
        if len(breaks) > _MOST_NAMED:
            breaks = [*breaks[: _MOST_NAMED - 1], f"{len(breaks) - _MOST_NAMED + 1} more"]
        words = [counted_words(len(comparison.changes), "change")]
        words.append(f"comparability breaks for {listed(breaks)}" if breaks else "none breaks comparability")
        if comparison.digest_changed and not comparison.version_raised:
            words.append("the version was not raised")
        rows.append(
            Row(
                (
                    Cell(comparison.before.ref),
                    Cell(comparison.after.ref),
                    Cell(f"{'; '.join(words)} ({seen(paths[1])})"),
                )
            )
        )
    columns = (Column("Before"), Column("Now"), Column("Framework", flexible=True))
    return Table(caption="Frameworks that changed, or are new", columns=columns, rows=tuple(rows))


def _assessments_table(caption: str, assessments: Sequence[tuple[Comparison, Paths]], seen: Seen) -> Table:
    rows = []
    for comparison, paths in assessments:
        before, after = comparison.before, comparison.after
        words = _path_words(comparison, paths, seen)
        rows.append(
            Row(
                (
                    *(
                        Cell(verdict_word(each.figures.status, each.framework), tone_of(each.figures.status))
                        for each in (before, after)
                    ),
                    Cell(f"{_dates(comparison)}: {_kinds(comparison)} ({words})"),
                )
            )
        )
    columns = (Column("Before"), Column("Now"), Column("Assessment", flexible=True))
    return Table(caption=caption, columns=columns, rows=tuple(rows))


def _path_words(comparison: Comparison, paths: Paths, seen: Seen) -> str:
    return f"{paths[0]} → {seen(paths[1])}" if comparison.is_moved else seen(paths[1])


def _dates(comparison: Comparison) -> str:
    before, after = comparison.before.assessment, comparison.after.assessment
    draft = "DRAFT, " if before.is_draft or after.is_draft else ""
    if comparison.is_moved:
        return f"{draft}{isolated(after.subject.name)}, {after.date}, moved"
    if before.date == after.date:
        return f"{draft}{isolated(after.subject.name)}, {after.date}"
    return f"{draft}{isolated(after.subject.name)}, {after.date}, since {before.date}"


def _kinds(comparison: Comparison) -> str:
    """Count what became of indicators, the worst first, and say the change of the score."""
    counts = Counter(change.kind for change in comparison.changes)
    relation = relation_of(comparison)
    said = [f"{counts[kind]} {kind_words(kind, relation)}" for kind in _WORST_FIRST if counts[kind]]
    moved = sum(change.stays_while_measurement_moves for change in comparison.changes)
    said += [f"{moved} measured otherwise, at the same level"] if moved else []
    label = isolated(comparison.after.framework.indicator_label.lower())
    words = ", ".join(said) or f"each {label} is rated as before"
    if shows_scores(comparison):
        words += f"; score {score_change_words(comparison.split, relation)}"
        if comparison.before.figures.provisional or comparison.after.figures.provisional:
            words += ", provisional"
    return words
