"""A subject over time as a report: what `trend` shows of one subject."""

from collections.abc import Iterable, Iterator, Sequence

from scorecard.comparing.assessments import ChangeKind, Comparison
from scorecard.comparing.dated import UnscoredAssessment
from scorecard.comparing.trend import Point, Trend, TrendEntry, TrendFilter, TrendGroup, TrendRow
from scorecard.directions import isolated, texts_in
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import Framework, Status
from scorecard.model.lexical import typed_number
from scorecard.views.indicator import level_cell
from scorecard.views.report import Block, Cell, Column, Facts, Items, Report, Row, Table
from scorecard.views.score_change import basis_words, real_text, where_words
from scorecard.views.words import (
    filter_words,
    framework_words,
    listed,
    note_blocks,
    plural,
    score_bar,
    score_or_bounds,
    score_text,
    tone_of,
    verdict_cell,
    verdict_word,
)


def trend_view(trend: Trend, *, shown: TrendFilter) -> Report:
    """Return a trend as a report, of which `shown` is left."""
    with texts_in(trend.framework.language):
        facts = (*_facts(trend), *shown_facts(trend.framework, shown))
        notes = note_blocks([point.scorecard.framework for point in trend.points])
        subject = trend.points[-1].scorecard.assessment.subject
        return Report(
            title=f"{isolated(subject.name)}: {_span(trend.points)}",
            blocks=(Facts(facts), *notes, *trend_blocks(trend)),
            language=trend.framework.language,
            is_draft=any(point.scorecard.assessment.is_draft for point in trend.points),
        )


def trend_blocks(trend: Trend) -> Iterator[Block]:
    """Yield every indicator by date, with what is to be known of the table."""
    yield _table(trend)
    words = list(_legend(trend))
    if words:
        yield Items(tuple(words), label="In the table")
    reasons = list(_reasons(trend))
    if reasons:
        yield Items(tuple(reasons), label="What was revised")


def day_words(place: AssessmentPath, *, is_draft: bool) -> str:
    """Return the day of an assessment, with what tells it apart and whether it is a draft."""
    return f"{place.day} DRAFT" if is_draft else place.day


def left_out_facts(left_out: Iterable[UnscoredAssessment]) -> Iterator[tuple[str, Cell]]:
    """Name the files that could not be scored, and say why."""
    for each in left_out:
        yield "Left out", Cell(f"{each.place.path}: {each.reason}")


def shown_facts(framework: Framework, shown: TrendFilter) -> Iterator[tuple[str, Cell]]:
    """Say what a filter shows, if it leaves anything out."""
    words = [f"only dates {shown.window.words}"] if shown.window.words else []
    which = "changed" if shown.only_changed else None
    words += filter_words(framework, dimension=shown.dimension, which=which)
    if words:
        yield "Shown", Cell("; ".join(words))


def _span(points: Sequence[Point]) -> str:
    first, last = points[0].place.date, points[-1].place.date
    return str(first) if len(points) == 1 else f"{first} to {last}"


# What comes first -------------------------------------------------------------------------------


def _facts(trend: Trend) -> Iterator[tuple[str, Cell]]:
    newest, framework = trend.points[-1], trend.framework
    subject, status = newest.scorecard.assessment.subject, newest.scorecard.figures.status
    drafts = [point.place.day for point in trend.points if point.scorecard.assessment.is_draft]
    if drafts:
        yield "Stage", Cell(f"DRAFT, not published: {listed(drafts)}")
    yield "Subject", Cell(f"{isolated(subject.name)} ({subject.id})")
    yield "Framework", Cell(framework_words(framework))
    yield "Verdict", Cell(f"{verdict_word(status, framework)}{_since_words(newest)}", tone_of(status))
    yield from history_facts(trend)


def history_facts(trend: Trend) -> Iterator[tuple[str, Cell]]:
    """Yield what must be known of a trend's dates: versions, how far the score came, what is left out."""
    first = trend.points[0]
    if trend.new_versions:
        versions = {first.place: first.scorecard.framework.version} | trend.new_versions
        words = [f"{version} from {place.day}" for place, version in versions.items()]
        yield "Versions", Cell(listed(words))
    if trend.shows_scores:
        yield "Score", Cell(_score_words(trend.points, is_one_version=not trend.new_versions))
        overall = trend.compare_ends()
        if overall is not None:
            yield "First to last", Cell(_overall_words(overall))
    for broken in dict.fromkeys(each.alignment.broken for each in trend.comparisons if each.alignment.broken):
        yield "Chain broken", Cell(f"{broken}; compared by ids alone")
    yield from left_out_facts(trend.left_out)


def _since_words(newest: Point) -> str:
    """Say since when a verdict is given, and since when by this version if others gave it before."""
    if newest.comparison is None:
        return ""
    words = f": since {newest.verdict_since}"
    if newest.version_since != newest.verdict_since:
        words += f" (by version {newest.scorecard.framework.version} since {newest.version_since})"
    return words


def _overall_words(overall: Comparison) -> str:
    if overall.split.real is None:
        return f"cannot be told: nothing that can be compared is rated {where_words(overall)}"
    few = ""
    if overall.split.rests_on_few:
        few = f" (few: under half of the {overall.split.applicable} that apply)"
    return f"{real_text(overall.split)} like for like, on {basis_words(overall)}{few}"


def _score_words(points: Sequence[Point], *, is_one_version: bool) -> str:
    first, last = (_score(each) for each in (points[0], points[-1]))
    if len(points) == 1:
        return f"{last} out of 100"
    caveat = "" if is_one_version else "; by different versions: see the change like for like below"
    return f"from {first} to {last} out of 100{caveat}"


def _score(point: Point) -> str:
    figures = point.scorecard.figures
    words = score_or_bounds(figures) or "none"
    if figures.score is None or not figures.provisional:
        return words
    return f"{score_text(figures.score)} ({words})"


# The table --------------------------------------------------------------------------------------


def _table(trend: Trend) -> Table:
    framework = trend.framework
    label = f"{framework.dimension_label} and {framework.indicator_label.lower()}"
    days = (
        Column(day_words(point.place, is_draft=point.scorecard.assessment.is_draft), is_paged=True)
        for point in trend.points
    )
    rows = list(_whole_rows(trend))
    for group in trend.groups:
        rows.append(_group_row(group, trend.points))
        for row in group.rows:
            rows += _indicator_rows(row, group, trend.points)
    return Table(
        caption=f"{plural(framework.indicator_label)} by date",
        columns=(Column("Id"), Column(label, flexible=True), *days),
        rows=tuple(rows),
    )


def _whole_rows(trend: Trend) -> Iterator[Row]:
    """Yield what is to be said of the whole: versions where they change, verdict, score, like for like."""
    points, new = trend.points, trend.new_versions
    figures = [point.scorecard.figures for point in points]
    counts = [each.counts for each in figures]
    noun = plural(trend.framework.indicator_label.lower())
    if new:
        versions = [(point.place in new, point.scorecard.framework.version) for point in points]
        cells = [Cell(f"now {version}" if is_new else version) for is_new, version in versions]
        yield _row("Version", "of the framework", cells)
    verdicts = [verdict_cell(point.scorecard.figures.status, point.scorecard.framework) for point in points]
    yield _row("Verdict", "the whole", verdicts)
    if trend.shows_scores:
        scores = [Cell(score_or_bounds(each) or "none", share=score_bar(each)) for each in figures]
        yield _row("Score", "out of 100", scores)
        change = [_real_text(point.comparison) for point in points]
    else:
        passing = [Cell(f"{each.passed} of {each.applicable}") for each in counts]
        yield _row("Passing", f"of the {noun} that apply", passing)
        change = [_moves_text(point.comparison) for point in points]
    if any(each.not_rated for each in counts):
        rated = [Cell(f"{each.rated} of {each.applicable}") for each in counts]
        yield _row("Rated", f"of the {noun} that apply", rated)
    if trend.comparisons:
        yield _row("Change", "since the date before, like for like", map(Cell, change))


def _row(id: str, words: str, cells: Iterable[Cell]) -> Row:
    return Row((Cell(id), Cell(words), *cells))


def _real_text(comparison: Comparison | None) -> str:
    """Say the like-for-like change and on how many indicators it rests."""
    if comparison is None:
        return ""
    if comparison.split.real is None:
        return "none"
    few = " (few)" if comparison.split.rests_on_few else ""
    return f"{real_text(comparison.split)} on {comparison.split.rated_on_both}{few}"


def _moves_text(comparison: Comparison | None) -> str:
    if comparison is None:
        return ""
    kinds = [change.kind for change in comparison.changes]
    up, down = kinds.count(ChangeKind.IMPROVED), kinds.count(ChangeKind.REGRESSED)
    moves = [f"{count} {way}" for count, way in ((up, "up"), (down, "down")) if count]
    return ", ".join(moves) or "none"


def _group_row(group: TrendGroup, points: Sequence[Point]) -> Row:
    cells = (
        verdict_cell(result.figures.status, point.scorecard.framework) if result else Cell("")
        for result, point in zip(group.results, points, strict=True)
    )
    return Row(
        (Cell(group.dimension.id), Cell(isolated(group.dimension.title)), *cells),
        depth=group.depth,
        is_group=True,
    )


# Indicators -------------------------------------------------------------------------------------


def _indicator_rows(row: TrendRow, group: TrendGroup, points: Sequence[Point]) -> Iterator[Row]:
    """Yield an indicator's levels, and below them the measurements that gave them."""
    remarks = "; ".join(_remarks(row, points))
    title = f"{isolated(row.indicator.title)} ({remarks})" if remarks else isolated(row.indicator.title)
    levels = map(_level_cell, row.entries, row.bands_moved)
    yield Row((Cell(row.indicator.id), Cell(title), *levels), depth=group.depth + 1)
    results = [entry.result for entry in row.entries if entry is not None]
    units = {each.indicator.unit for each in results if each.rating.measured is not None} - {None}
    if units:
        unit = units.pop() if len(units) == 1 else None
        cells = (_measured_cell(entry, unit) for entry in row.entries)
        yield Row(
            (Cell("measured"), Cell(f"in {isolated(unit)}" if unit else ""), *cells), depth=group.depth + 2
        )


def _remarks(row: TrendRow, points: Sequence[Point]) -> Iterator[str]:
    """Say since when an indicator fails; how it last was where it is asked no more; if it never passed.

    It has to have been asked more than once for that, and not to continue another, which may have passed.
    """
    end = points[-1].place.date
    asked = [entry is not None and entry.status is not None for entry in row.entries]
    last = row.last_judged if row.last_judged and row.last_judged.point.place.date <= end else None
    if not asked[-1] and last is not None:
        is_failing = last.status is Status.FAIL
        yield f"{'failing when last judged, on' if is_failing else 'last judged'} {last.point.place.day}"
    elif row.failing_since is not None and row.failing_since <= end:
        yield f"failing since {row.failing_since}"
        if row.asked_so_since is not None and row.asked_so_since <= end:
            yield f"asked so since {row.asked_so_since}"
    first = next((entry for entry in row.entries if entry is not None), None)
    continues = first is not None and first.is_revised
    is_old = row.failing_since is not None and row.failing_since < end
    if row.never_passed and (is_old or sum(asked) > 1) and not continues:
        yield "never passed"


def _level_cell(entry: TrendEntry | None, bands_moved: bool) -> Cell:
    """Return a level; marked where it cannot be read beside the one rated before as it stands.

    That is where what is asked was revised, or where the bands that rate a measurement moved.
    """
    if entry is None:
        return Cell("")
    cell = level_cell(entry.result, entry.point.scorecard.framework)
    mark = "revised" if entry.is_revised else "bands moved" if bands_moved else None
    return cell._replace(text=f"{cell.text} ({mark})") if mark else cell


def _measured_cell(entry: TrendEntry | None, unit: str | None) -> Cell:
    """Return a measurement, with its unit where that is not the row's."""
    if entry is None or entry.result.rating.measured is None or entry.result.indicator.measure is None:
        return Cell("")
    number, own = typed_number(entry.result.rating.measured), entry.result.indicator.measure.unit
    return Cell(number if unit == own else f"{number} {own}")


# Below the table --------------------------------------------------------------------------------


def _legend(trend: Trend) -> Iterator[str]:
    """Explain the words of the table that are there, and no others."""
    noun = plural(trend.framework.indicator_label.lower())
    comparisons = trend.comparisons
    entries = [entry for row in trend.rows for entry in row.entries if entry is not None]
    if comparisons and trend.shows_scores:
        yield f"Change: in points, on as many {noun} as can be compared and are rated at both dates."
        if any(each.split.rests_on_few and each.split.real is not None for each in comparisons):
            yield f"few: under half of the {noun} that apply."
        if len(comparisons) > 1:
            yield (
                f"do not add the changes up: each rests on the {noun} rated at its own two dates, so they "
                "do not sum to the change from the first date to the last."
            )
    elif comparisons:
        yield f"Change: how many {noun} that can be compared went up or down a level."
    if trend.shows_scores and any(each.scorecard.figures.provisional for each in trend.points):
        yield "Score of two numbers: too little is rated for one; once all is, it will lie between the two."
    if any(any(row.bands_moved) for row in trend.rows):
        yield "bands moved: by the bands of this date, the measurement before has another level than it had."
    if any(entry.is_revised for entry in entries):
        yield "revised: what is asked changed, so it is not compared with the date before."


def _reasons(trend: Trend) -> Iterator[str]:
    """Say of every revised indicator when it was and why it cannot be compared."""
    for row in trend.rows:
        for entry in row.entries:
            if entry is not None and entry.change is not None and entry.is_revised:
                yield f"{entry.result.indicator.id}, {entry.point.place.day}: {entry.change.reason}"
