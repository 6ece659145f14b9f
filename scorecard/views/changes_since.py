"""What differs from a git revision, in one table: what `diff --since` shows first."""

from collections.abc import Sequence

from scorecard.diff import Comparison, Kind
from scorecard.framework import Framework
from scorecard.framework_diff import FrameworkComparison
from scorecard.loader import Loaded, LoadedAssessment
from scorecard.report import Block, Cell, Column, Items, Prose, Report, Row, Table
from scorecard.scoring import score
from scorecard.since import Since
from scorecard.views import counted_words, listed, short_counts, tone_of, verdict_word
from scorecard.views.points import score_change_words

Paths = tuple[str, str]


def changes_since_view(
    since: Since,
    assessments: Sequence[tuple[Comparison, Paths]],
    frameworks: Sequence[tuple[FrameworkComparison, Paths]],
) -> Report:
    """Return an overview of everything that differs, each thing with the paths of its two sides."""
    affected = {sides.after.path for sides in since.affected}
    blocks: list[Block] = []
    if frameworks:
        blocks.append(_frameworks_table(frameworks))
    own = [each for each in assessments if each[1][1] not in affected]
    if own:
        blocks.append(_assessments_table("Assessments that changed, or are new", own))
    others = [each for each in assessments if each[1][1] in affected]
    if others:
        blocks.append(_assessments_table("Assessments judged by a framework that changed", others))
    blocks += _lists(since)
    if not blocks:
        blocks.append(Prose(f"Nothing in this project differs from {since.revision}."))
    return Report(title=f"Changes since {since.revision}", blocks=tuple(blocks))


def _lists(since: Since) -> list[Block]:
    lists = [
        ("New, with nothing before it to compare", tuple(map(_first_words, since.first))),
        ("Removed", since.removed),
        ("Only comments or layout changed", since.reworded),
    ]
    return [Items(items, label=label) for label, items in lists if items]


def _first_words(file: LoadedAssessment | Loaded[Framework]) -> str:
    if not isinstance(file, LoadedAssessment):
        return f"{file.path}: {file.good.title}" if file.good else f"{file.path}: the file has errors"
    if file.pair is None:
        return f"{file.path}: not scored"
    figures = score(file.pair.framework, file.pair.assessment).figures
    return (
        f"{file.path}: {verdict_word(figures.status, file.pair.framework)} ({short_counts(figures.counts)})"
    )


def _frameworks_table(frameworks: Sequence[tuple[FrameworkComparison, Paths]]) -> Table:
    rows = []
    for comparison, paths in frameworks:
        breaks = dict.fromkeys(row.indicator for row in comparison.breaks)
        words = [counted_words(len(comparison.changes), "change")]
        words.append(
            f"comparability breaks for {listed([str(id) for id in breaks])}"
            if breaks
            else "none breaks comparability"
        )
        if comparison.digest_changed and not comparison.version_raised:
            words.append("the version was not raised")
        rows.append(
            Row(
                (
                    Cell(comparison.before.ref),
                    Cell(comparison.after.ref),
                    Cell(f"{'; '.join(words)} ({paths[1]})"),
                )
            )
        )
    columns = (Column("Before"), Column("Now"), Column("Framework", flexible=True))
    return Table(caption="Frameworks that changed, or are new", columns=columns, rows=tuple(rows))


def _assessments_table(caption: str, assessments: Sequence[tuple[Comparison, Paths]]) -> Table:
    rows = []
    for comparison, paths in assessments:
        before, after = comparison.before, comparison.after
        rows.append(
            Row(
                (
                    *(
                        Cell(verdict_word(each.figures.status, each.framework), tone_of(each.figures.status))
                        for each in (before, after)
                    ),
                    Cell(f"{_dates(comparison)}: {_kinds(comparison)} ({paths[1]})"),
                )
            )
        )
    columns = (Column("Before"), Column("Now"), Column("Assessment", flexible=True))
    return Table(caption=caption, columns=columns, rows=tuple(rows))


def _dates(comparison: Comparison) -> str:
    before, after = comparison.before.assessment, comparison.after.assessment
    draft = "DRAFT, " if after.is_draft else ""
    if before.date == after.date:
        return f"{draft}{after.subject.name}, {after.date}"
    return f"{draft}{after.subject.name}, {after.date}, since {before.date}"


def _kinds(comparison: Comparison) -> str:
    """Count what became of indicators, the worst first, and say the real change."""
    counts = [
        f"{sum(change.kind is kind for change in comparison.changes)} {kind.value}"
        for kind in (
            Kind.REGRESSED,
            Kind.UNRATED,
            Kind.IMPROVED,
            Kind.RATED,
            Kind.REVISED,
            Kind.ADDED,
            Kind.REMOVED,
        )
        if any(change.kind is kind for change in comparison.changes)
    ]
    words = ", ".join(counts) or "no indicator changed its level"
    if comparison.after.framework.show_score:
        words += f"; score {score_change_words(comparison.split)}"
    return words
