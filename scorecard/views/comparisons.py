"""Two scorecards compared, as a report: what `diff` shows of assessments."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

from scorecard.diff import Change, Comparison, DimensionChange, Kind
from scorecard.framework import Framework, Status
from scorecard.report import Block, Cell, Column, Facts, Heading, Prose, Report, Rewording, Row, Table
from scorecard.results import Figures, IndicatorResult, Scorecard
from scorecard.views import (
    counted_words,
    counts_words,
    listed,
    number_words,
    plural,
    short_counts,
    tone_of,
    verdict_word,
)
from scorecard.views.points import (
    basis_words,
    cause_facts,
    plain_sentence,
    points_text,
    score_change_words,
    where_words,
)
from scorecard.views.scorecards import evidence_words, level_cell
from scorecard.wording import word_changes


class DiffDetail(IntEnum):
    """How much of a comparison is shown: each shows all that the one before it does."""

    SUMMARY = 0
    CHANGES = 1
    FULL = 2


@dataclass(frozen=True, slots=True)
class _Group:
    """Changes of some kinds under one caption."""

    caption: str
    kinds: tuple[Kind, ...]


_LIKE_FOR_LIKE = (Kind.REGRESSED, Kind.CHANGED, Kind.IMPROVED, Kind.UNCHANGED)
_OTHERS = (
    _Group("Newly rated", (Kind.RATED,)),
    _Group("No longer rated", (Kind.UNRATED,)),
    _Group("Now applicable, or no longer", (Kind.NOW_APPLICABLE, Kind.NOW_NOT_APPLICABLE)),
    _Group("Revised: what is asked changed, so the two are not compared", (Kind.REVISED,)),
    _Group("Added", (Kind.ADDED,)),
    _Group("Removed", (Kind.REMOVED,)),
)
_KIND_WORDS = {
    Kind.ADDED: "Added",
    Kind.REMOVED: "Removed",
    Kind.REVISED: "Revised",
    Kind.IMPROVED: "Improved",
    Kind.REGRESSED: "Regressed",
    Kind.CHANGED: "Changed, to a level of equal worth",
    Kind.UNRATED: "No longer rated",
    Kind.RATED: "Newly rated",
    Kind.NOW_NOT_APPLICABLE: "No longer applicable",
    Kind.NOW_APPLICABLE: "Now applicable",
    Kind.UNCHANGED: "Unchanged",
}


def comparison_view(
    comparison: Comparison, *, detail: DiffDetail, show_all: bool, paths: tuple[str, str]
) -> Report:
    """Return a comparison as a report; `paths` are its two files', `show_all` adds what is unchanged."""
    blocks: list[Block] = [Facts(tuple(_facts(comparison, paths)))]
    sentence = plain_sentence(comparison) if comparison.after.framework.show_score else None
    if sentence:
        blocks.append(Prose(sentence))
    if comparison.after.framework.note:
        blocks.append(Prose(comparison.after.framework.note, label="Note"))
    blocks.append(_dimensions_table(comparison))
    if detail >= DiffDetail.CHANGES:
        blocks += _change_tables(comparison, show_all=show_all)
    if detail >= DiffDetail.FULL:
        for change in comparison.changes:
            blocks += _rewordings(change, comparison)
    return Report(title=_title(comparison), blocks=tuple(blocks))


def _title(comparison: Comparison) -> str:
    before, after = comparison.before.assessment, comparison.after.assessment
    draft = "DRAFT: " if before.is_draft or after.is_draft else ""
    if before.subject.id == after.subject.id:
        if before.date == after.date:
            return f"{draft}{after.subject.name}, {after.date}: before and now"
        return f"{draft}{after.subject.name}: {before.date} → {after.date}"
    return f"{draft}{after.subject.name}, {after.date}, compared with {before.subject.name}, {before.date}"


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
    yield "Verdict", _status_cell(before.figures.status, after.figures, after.framework)
    yield "Like for like", Cell(_like_for_like_words(comparison))
    if after.framework.show_score:
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
    counts = dict.fromkeys(_LIKE_FOR_LIKE, 0)
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
    rows = [row for each in comparison.dimensions for row in _dimension_rows(each, framework, depth=0)]
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


def _dimension_rows(change: DimensionChange, framework: Framework, *, depth: int) -> Iterator[Row]:
    before, after = change.before, change.after
    if framework.show_score:
        words = score_change_words(change.split)
    else:
        then = short_counts(before.figures.counts) if before else "new"
        now = short_counts(after.figures.counts)
        words = now if then == now else f"{then} → {now}"
    yield Row(
        (
            Cell(after.dimension.id),
            _verdict_cell(before.figures.status, framework) if before else Cell("new"),
            _verdict_cell(after.figures.status, framework),
            Cell(f"{after.dimension.title}: {words}"),
        ),
        depth=depth,
    )
    for inner in change.dimensions:
        yield from _dimension_rows(inner, framework, depth=depth + 1)


def _verdict_cell(status: Status, framework: Framework) -> Cell:
    return Cell(verdict_word(status, framework), tone_of(status))


# Changes ----------------------------------------------------------------------------------------


def _change_tables(comparison: Comparison, *, show_all: bool) -> Iterator[Block]:
    changes = comparison.changes if show_all else comparison.listed
    compared = [change for change in changes if change.kind in _LIKE_FOR_LIKE]
    if not comparison.listed:
        label = plural(comparison.after.framework.indicator_label.lower())
        yield Prose(f"Nothing changed: all {label} are rated as before.")
    if compared:
        yield _compared_table(comparison, compared)
    for group in _OTHERS:
        found = [change for change in changes if change.kind in group.kinds]
        if found:
            rows = [_change_row(change, comparison, depth=0) for change in found]
            yield _table(f"{group.caption} ({len(found)})", rows, comparison)


def _compared_table(comparison: Comparison, changes: Sequence[Change]) -> Table:
    """Return what can be compared by dimension: the one that fell most first, in each the worst first."""
    by_dimension: dict[str, tuple[DimensionChange, list[Change]]] = {
        each.after.dimension.id: (each, []) for each in _dimensions_of(comparison.dimensions)
    }
    homes = {
        result.indicator.id: id for id, (each, _) in by_dimension.items() for result in each.after.indicators
    }
    for change in changes:
        by_dimension[homes[change.indicator.id]][1].append(change)
    filled = [(each, found) for each, found in by_dimension.values() if found]
    rows = []
    for each, found in sorted(filled, key=lambda pair: _badness(*pair)):
        rows.append(_group_row(each, comparison.after.framework))
        ordered = sorted(found, key=lambda change: _LIKE_FOR_LIKE.index(change.kind))
        rows += [_change_row(change, comparison, depth=1) for change in ordered]
    return _table("Changes, worst first", rows, comparison)


def _dimensions_of(changes: Sequence[DimensionChange]) -> Iterator[DimensionChange]:
    for change in changes:
        yield change
        yield from _dimensions_of(change.dimensions)


def _badness(dimension: DimensionChange, changes: Sequence[Change]) -> tuple[Fraction, int]:
    real = dimension.split.real
    return (real if real is not None else Fraction(0), -sum(each.kind is Kind.REGRESSED for each in changes))


def _group_row(change: DimensionChange, framework: Framework) -> Row:
    words = change.after.dimension.title
    if framework.show_score and change.split.real is not None:
        words += f" ({points_text(change.split.real)} like for like)"
    return Row(
        (
            Cell(change.after.dimension.id),
            _verdict_cell(change.before.figures.status, framework) if change.before else Cell("new"),
            _verdict_cell(change.after.figures.status, framework),
            Cell(words),
        ),
        is_group=True,
    )


def _table(caption: str, rows: Sequence[Row], comparison: Comparison) -> Table:
    label = comparison.after.framework.indicator_label
    columns = (Column("Id"), Column("Before"), Column("Now"), Column(label, flexible=True))
    return Table(caption=caption, columns=columns, rows=tuple(rows))


def _change_row(change: Change, comparison: Comparison, *, depth: int) -> Row:
    ids = [result.indicator.id for result in change.before]
    id = change.indicator.id
    return Row(
        (
            Cell(id if not ids or ids == [id] else f"{id} (was {', '.join(ids)})"),
            _before_cell(change, comparison),
            _level_of(change.after, comparison.after),
            Cell(_change_words(change, comparison)),
        ),
        depth=depth,
    )


def _before_cell(change: Change, comparison: Comparison) -> Cell:
    """Return the level before: of a measurement whose bands moved, as it is rated today."""
    if change.bands_moved and change.rerated is not None:
        return Cell(change.rerated.label or change.rerated.id, tone_of(change.rerated.status))
    return _level_of(change.was, comparison.before)


def _level_of(result: IndicatorResult | None, scorecard: Scorecard) -> Cell:
    return Cell("") if result is None else level_cell(result, scorecard.framework)


def _change_words(change: Change, comparison: Comparison) -> str:
    """Say what became of an indicator: its title, its measurements, why it is so, and what else changed."""
    parts = [f"{_KIND_WORDS[change.kind]}: {change.indicator.title}"]
    measured = _measured_words(change, comparison)
    if measured:
        parts.append(measured)
    if change.kind is Kind.REVISED and len(change.before) > 1:
        then = [f"{each.indicator.id} {_level_of(each, comparison.before).text}" for each in change.before]
        parts.append(f"before: {', '.join(then)}")
    if change.reason and not (change.is_comparable and _asks_the_same(change)):
        parts.append(change.reason)
    text = "; ".join(parts)
    rationale = change.after.rating.rationale if change.after else None
    return f"{text}. {rationale}" if rationale else text


def _asks_the_same(change: Change) -> bool:
    was, now = change.was, change.after
    return was is not None and now is not None and was.indicator.requirement == now.indicator.requirement


def _measured_words(change: Change, comparison: Comparison) -> str | None:
    """Say two measurements, and their levels by the bands of then and of now where these moved."""
    after, was = change.after, change.was
    result = after or was
    if result is None or result.indicator.measure is None:
        return None
    unit = result.indicator.measure.unit
    then = was.rating.measured if was else None
    now = after.rating.measured if after else None
    if then is None and now is None:
        return None
    words = " → ".join("none" if each is None else number_words(each) for each in (then, now))
    if then == now and then is not None:
        words = number_words(then)
    words = f"{words} {unit}"
    if change.bands_moved and was is not None and change.rerated is not None:
        published = _level_of(was, comparison.before).text
        rerated = change.rerated.label or change.rerated.id
        words += (
            f"; bands moved: {published} on {comparison.before.assessment.date}, {rerated} by today's bands"
        )
        if after and after.level:
            words += f", {_level_of(after, comparison.after).text} now"
    return words


# Wording ----------------------------------------------------------------------------------------


def _rewordings(change: Change, comparison: Comparison) -> Iterator[Block]:
    """Yield what was written then and now about one indicator, where that differs."""
    was, now = change.was, change.after
    if was is None or now is None:
        return
    sources = [
        {**scorecard.framework.sources, **scorecard.assessment.sources}
        for scorecard in (comparison.before, comparison.after)
    ]
    evidence = [
        "\n".join(evidence_words(each, cited) for each in result.rating.evidence)
        for result, cited in zip((was, now), sources, strict=True)
    ]
    texts = (
        ("Requirement", was.indicator.requirement, now.indicator.requirement),
        ("Guidance", was.indicator.guidance or "", now.indicator.guidance or ""),
        ("Rationale", was.rating.rationale or "", now.rating.rationale or ""),
        ("Evidence", *evidence),
        ("Recommendation", was.rating.recommendation or "", now.rating.recommendation or ""),
    )
    blocks = [
        Rewording(word_changes(before, after), label=label)
        for label, before, after in texts
        if before.split() != after.split()
    ]
    if blocks:
        yield Heading(1, f"{now.indicator.id} {now.indicator.title}: {_KIND_WORDS[change.kind].lower()}")
        yield from blocks
