"""What differs from a git revision, in one table: what `diff --since` shows first."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from typing import NamedTuple

from scorecard.comparing.assessments import ChangeKind, Comparison
from scorecard.comparing.frameworks import FrameworkComparison
from scorecard.directions import isolated
from scorecard.model.framework import Framework
from scorecard.scoring.scorecard import Scorecard
from scorecard.views.change_tables import is_same_result, told, with_words
from scorecard.views.comparison_words import relation_of
from scorecard.views.report import Block, Column, Prose, Report, Table, items, row, table
from scorecard.views.score_change import points, quotes_scores, shown_parts, shows_scores
from scorecard.views.words import english as say
from scorecard.views.words.standings import (
    counted_words,
    note_blocks,
    out_of_words,
    plural,
    score_cell,
    scores_out_of,
    short_counts,
    standing_cell,
    stands_by_score,
    subject_name,
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
    assessments, revision = since.assessments, _short(since.revision)
    affected = [each for each in assessments if each[1][1] in since.affected]
    moved = [each for each in assessments if each[0].is_moved]
    own = [each for each in assessments if each[1][1] not in since.affected and not each[0].is_moved]
    called = say.since_captions(revision)
    blocks: list[Block] = []
    if assessments or since.frameworks:
        blocks.append(
            Prose(
                say.differs(
                    _counted(assessments, "assessment"), _counted(since.frameworks, "framework"), revision
                )
            )
        )
    blocks += [_frameworks_table(since.frameworks, called, seen)] if since.frameworks else []
    tables = (("own", own), ("moved", moved), ("affected", affected))
    blocks += [_assessments_table(called[name], found, called, seen) for name, found in tables if found]
    lists = {
        "failed": [f"{seen(path)}: {reason}" for path, reason in since.failed],
        "first": [_new_words(each, seen) for each in since.first],
        "mended": [_new_words(each, seen) for each in since.mended],
        "removed": [*map(seen, since.removed)],
        "reworded": [*map(seen, since.reworded)],
    }
    blocks += [block for name, texts in lists.items() for block in items(texts, called[name])]
    shown = [each.framework for pair, _ in assessments for each in (pair.before, pair.after)]
    new = (content for _, content in (*since.first, *since.mended))
    blocks += note_blocks([*shown, *(each.framework for each in new if isinstance(each, Scorecard))])
    if not blocks:
        drafts = counted_words(since.drafts, "draft") if since.drafts else ""
        blocks.append(Prose(say.nothing_differs(revision, drafts)))
    return Report(title=say.since_title(revision), blocks=tuple(blocks))


def _short(revision: str) -> str:
    """Return a revision as it was named, the hash of a commit as git shortens it."""
    return revision[:10] if re.fullmatch("[0-9a-f]{40}", revision) else revision


def _counted(things: Sequence[object], noun: str) -> str:
    return counted_words(len(things), noun) if things else ""


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
                standing = say.scored_new(standing, out_of_words())
        standing = say.headline([say.DRAFT_MARK, standing]) if words.assessment.is_draft else standing
        words = f"{standing} ({short_counts(figures.counts, words.framework)})"
    return f"{seen(path)}: {words}"


def _frameworks_table(
    frameworks: Sequence[tuple[FrameworkComparison, Paths]], called: Mapping[str, str], seen: Seen
) -> Table:
    rows = []
    for comparison, (_, path) in frameworks:
        ids = list(dict.fromkeys(str(row.indicator) for row in comparison.breaks))
        if len(ids) > _MOST_NAMED:
            ids = [*ids[: _MOST_NAMED - 1], say.more(len(ids) - _MOST_NAMED + 1)]
        words = [counted_words(len(comparison.changes), "change"), say.breaks(say.listed(ids))]
        if comparison.digest_changed and not comparison.version_raised:
            words.append(say.VERSION_KEPT)
        rows.append(row(comparison.before.ref, comparison.after.ref, f"{'; '.join(words)} ({seen(path)})"))
    columns = (*say.THEN_AND_NOW, Column(called["framework"], flexible=True))
    return table(called["frameworks"], columns, rows)


def _assessments_table(
    caption: str, assessments: Sequence[tuple[Comparison, Paths]], called: Mapping[str, str], seen: Seen
) -> Table:
    rows = []
    for comparison, paths in assessments:
        with scores_out_of(comparison.after.framework.score_out_of):
            sides = (comparison.before, comparison.after)
            cells = [standing_cell(each.figures, each.framework) for each in sides]
            where = f" ({paths[0]} → {seen(paths[1])})" * comparison.is_moved
            rows.append(row(*cells, f"{_who(comparison)}: {_kinds(comparison)}{where}"))
    then, now = say.THEN_AND_NOW
    signed = (Column(then, is_sign=True, leads=True), Column(now, is_sign=True))
    shown = table(caption, (*signed, Column(called["assessment"], flexible=True)), with_words(rows, 0))
    return shown._replace(is_titled=False)


def _who(comparison: Comparison) -> str:
    before, after = comparison.before.assessment, comparison.after.assessment
    who = say.who(subject_name(after.subject), after.date)
    if before.is_draft or after.is_draft:
        who = f"{say.DRAFT_MARK}, {who}"
    since = say.since(before.date, after.date) if before.date != after.date else ""
    return say.since_row(who, since, is_moved=comparison.is_moved)


def _kinds(comparison: Comparison) -> str:
    became = told(comparison.listed, comparison)
    counts = Counter(each.words for each in became if each.what != ChangeKind.UNCHANGED)
    said = [f"{number} {words}" for words, number in counts.items()]
    nouns = plural(comparison.after.framework.indicator_label.lower())
    words = ", ".join(said) or say.rated_as_before(nouns, relation_of(comparison))
    if shows_scores(comparison):
        change, real, *_ = shown_parts(comparison.split)
        then, now = (score_cell(each.figures).text for each in (comparison.before, comparison.after))
        score = say.row_score(
            then,
            now,
            "" if real is None else points(real),
            is_all_real=change == real,
            is_provisional=not quotes_scores(comparison),
        )
        words += f"; {say.or_decided(score, is_decided=comparison.is_decided)}"
    return words
