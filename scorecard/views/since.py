"""What differs from a git revision, in one table: what `diff --since` shows first."""

from collections.abc import Callable, Sequence, Set
from typing import NamedTuple

from scorecard.comparing.assessments import ChangeKind, Comparison
from scorecard.comparing.frameworks import FrameworkComparison
from scorecard.directions import isolated
from scorecard.model.framework import Framework
from scorecard.scoring.scorecard import Scorecard
from scorecard.views.change_tables import is_same_result, same_words, told_kinds
from scorecard.views.comparison_words import relation_of
from scorecard.views.report import Block, Column, Prose, Report, Table, items, row, table
from scorecard.views.score_change import score_change_words, shows_scores
from scorecard.views.words.standings import (
    counted_words,
    listed,
    note_blocks,
    out_of_words,
    scores_out_of,
    short_counts,
    standing_cell,
    stands_by_score,
)

Paths = tuple[str, str]
Seen = Callable[[str], str]
_MOST_NAMED = 12
"""How many ids a line names."""


NewFile = tuple[str, Framework | Scorecard | str]
"""The path of a file that has nothing to be compared with, and what it holds, or in words why not."""


class ChangesSince(NamedTuple):
    """What differs from a revision: each thing with the paths of its two sides, as they are in the project.

    `affected` are paths of assessments whose framework changed, not their own file; `failed` are paths of
    files that could not be compared, each with the reason; `drafts` is how many were passed over.
    """

    revision: str
    assessments: Sequence[tuple[Comparison, Paths]]
    frameworks: Sequence[tuple[FrameworkComparison, Paths]]
    affected: Set[str]
    failed: Sequence[tuple[str, str]]
    first: Sequence[NewFile]
    mended: Sequence[NewFile]
    removed: Sequence[str]
    reworded: Sequence[str]
    drafts: int


def changes_since_view(since: ChangesSince, seen: Seen) -> Report:
    """Return what differs; `seen` turns a path in the project into one from where the user stands."""
    assessments = since.assessments
    affected = [each for each in assessments if each[1][1] in since.affected]
    moved = [each for each in assessments if each[0].is_moved]
    own = [each for each in assessments if each[1][1] not in since.affected and not each[0].is_moved]
    tables = (
        ("Assessments that changed, or are new", own),
        ("Assessments that moved: renamed, or dated anew", moved),
        ("Assessments judged by a framework that changed", affected),
    )
    blocks: list[Block] = [_frameworks_table(since.frameworks, seen)] if since.frameworks else []
    blocks += [_assessments_table(caption, found, seen) for caption, found in tables if found]
    lists = (
        ("Not compared", [f"{seen(path)}: {reason}" for path, reason in since.failed]),
        ("New, with nothing before it to compare", [_new_words(each, seen) for each in since.first]),
        (f"Had errors at {since.revision}, has none now", [_new_words(each, seen) for each in since.mended]),
        ("Removed", [*map(seen, since.removed)]),
        ("Only comments or layout changed", [*map(seen, since.reworded)]),
    )
    blocks += [block for label, texts in lists for block in items(texts, label)]
    shown = [each.after.framework for each, _ in moved if is_only_moved(each)]
    new = (content for _, content in (*since.first, *since.mended))
    blocks += note_blocks([*shown, *(each.framework for each in new if isinstance(each, Scorecard))])
    if not blocks:
        apart = f", apart from {counted_words(since.drafts, 'draft')}" if since.drafts else ""
        blocks.append(Prose(f"Nothing in this project differs from {since.revision}{apart}."))
    return Report(title=f"Changes since {since.revision}", blocks=tuple(blocks))


def is_only_moved(comparison: Comparison) -> bool:
    """Whether nothing is to be said of two sides but that the file was renamed."""
    return comparison.is_moved and not comparison.listed and is_same_result(comparison)


def _new_words(file: NewFile, seen: Seen) -> str:
    path, words = file
    if isinstance(words, Framework):
        words = isolated(words.title)
    elif isinstance(words, Scorecard):
        with scores_out_of(words.framework.score_out_of):
            standing, figures = standing_cell(words.figures, words.framework).text, words.figures
            if stands_by_score(words.framework) and figures.score is not None:
                standing = f"score {standing} {out_of_words()}"
        words = "DRAFT, " * words.assessment.is_draft + f"{standing} ({short_counts(figures.counts)})"
    return f"{seen(path)}: {words}"


def _frameworks_table(frameworks: Sequence[tuple[FrameworkComparison, Paths]], seen: Seen) -> Table:
    rows = []
    for comparison, (_, path) in frameworks:
        breaks = list(dict.fromkeys(str(row.indicator) for row in comparison.breaks))
        if len(breaks) > _MOST_NAMED:
            breaks = [*breaks[: _MOST_NAMED - 1], f"{len(breaks) - _MOST_NAMED + 1} more"]
        words = [counted_words(len(comparison.changes), "change")]
        words.append(f"comparability breaks for {listed(breaks)}" if breaks else "none breaks comparability")
        if comparison.digest_changed and not comparison.version_raised:
            words.append("the version was not raised")
        what = f"{'; '.join(words)} ({seen(path)})"
        rows.append(row(comparison.before.ref, comparison.after.ref, what))
    columns = ("Before", "Now", Column("Framework", flexible=True))
    return table("Frameworks that changed, or are new", columns, rows)


def _assessments_table(caption: str, assessments: Sequence[tuple[Comparison, Paths]], seen: Seen) -> Table:
    rows = []
    for comparison, paths in assessments:
        sides = (comparison.before, comparison.after)
        where = f"{paths[0]} → " * comparison.is_moved + seen(paths[1])
        with scores_out_of(comparison.after.framework.score_out_of):
            standings = (standing_cell(each.figures, each.framework) for each in sides)
            rows.append(row(*standings, f"{_dates(comparison)}: {_kinds(comparison)} ({where})"))
    return table(caption, ("Before", "Now", Column("Assessment", flexible=True)), rows)


def _dates(comparison: Comparison) -> str:
    before, after = comparison.before.assessment, comparison.after.assessment
    draft = "DRAFT, " * (before.is_draft or after.is_draft)
    since = f", since {before.date}" if before.date != after.date else ""
    return f"{draft}{isolated(after.subject.name)}, {after.date}{', moved' if comparison.is_moved else since}"


def _kinds(comparison: Comparison) -> str:
    relation = relation_of(comparison)
    changes = [change for change in comparison.changes if change.kind is not ChangeKind.UNCHANGED]
    said = [f"{number} {words}" for (_, words), number in told_kinds(changes, comparison).items()]
    moved = [change for change in comparison.changes if change.stays_while_measurement_moves]
    said += [f"{len(moved)} measured otherwise, at the {same_words(moved)}"] if moved else []
    label = isolated(comparison.after.framework.indicator_label.lower())
    words = ", ".join(said) or f"each {label} is rated as before"
    if shows_scores(comparison):
        words += f"; score {score_change_words(comparison.split, relation)}"
        if comparison.before.figures.provisional or comparison.after.figures.provisional:
            words += ", provisional"
    return words
