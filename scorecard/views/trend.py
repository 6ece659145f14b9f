"""A subject over time as a report: what `trend` shows of one subject."""

from collections.abc import Iterable, Iterator, Sequence

from scorecard.comparing.assessments import ChangeKind, Comparison, is_same_level
from scorecard.comparing.dated import UnscoredAssessment
from scorecard.comparing.trend import Point, Trend, TrendEntry, TrendGroup, TrendRow
from scorecard.directions import isolated, texts_in
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import Framework, Status, ref_of
from scorecard.model.lexical import typed_number
from scorecard.scoring.scorecard import DimensionResult
from scorecard.views.indicator import level_cell
from scorecard.views.report import Block, Cell, Column, Facts, Items, Report, Row, Table
from scorecard.views.score_change import basis_words, real_text, where_words
from scorecard.views.words import (
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


def trend_view(trend: Trend, *, shown: str | None = None) -> Report:
    """Return a trend as a report; `shown` says what a filter left."""
    with texts_in(trend.points[-1].scorecard.framework.language):
        newest = trend.points[-1].scorecard
        facts = list(_facts(trend))
        if shown:
            facts.append(("Shown", Cell(shown)))
        blocks: list[Block] = [
            Facts(tuple(facts)),
            *note_blocks([point.scorecard.framework for point in trend.points]),
        ]
        blocks += trend_blocks(trend)
        return Report(
            title=f"{isolated(newest.assessment.subject.name)}: {_span(trend.points)}",
            blocks=tuple(blocks),
            language=newest.framework.language,
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


def _span(points: Sequence[Point]) -> str:
    first, last = points[0].place.date, points[-1].place.date
    return str(first) if len(points) == 1 else f"{first} to {last}"


def shows_scores(points: Iterable[Point]) -> bool:
    """Whether people are shown scores: not where any version shows none."""
    return all(point.scorecard.framework.show_score for point in points)


def _day(point: Point) -> str:
    return day_words(point.place, is_draft=point.scorecard.assessment.is_draft)


# What comes first -------------------------------------------------------------------------------


def _facts(trend: Trend) -> Iterator[tuple[str, Cell]]:
    newest = trend.points[-1]
    scorecard = newest.scorecard
    framework, subject = scorecard.framework, scorecard.assessment.subject
    drafts = [point.place.day for point in trend.points if point.scorecard.assessment.is_draft]
    if drafts:
        yield "Stage", Cell(f"DRAFT, not published: {listed(drafts)}")
    yield "Subject", Cell(f"{isolated(subject.name)} ({subject.id})")
    yield "Framework", Cell(framework_words(framework))
    status = scorecard.figures.status
    yield "Verdict", Cell(f"{verdict_word(status, framework)}{_since_words(newest)}", tone_of(status))
    yield from history_facts(trend)


def history_facts(trend: Trend) -> Iterator[tuple[str, Cell]]:
    """Yield what must be known of a trend's dates: versions, how far the score came, what is left out."""
    versions = [point for before, point in steps(trend.points) if is_new_version(before, point)]
    if len(versions) > 1:
        words = [f"{each.scorecard.framework.version} from {each.place.day}" for each in versions]
        yield "Versions", Cell(listed(words))
    if shows_scores(trend.points):
        yield "Score", Cell(_score_words(trend.points, is_one_version=len(versions) == 1))
        overall = trend.compare_ends()
        if overall is not None:
            yield "First to last", Cell(_overall_words(overall))
    for broken in dict.fromkeys(
        each.alignment.broken for each in _comparisons(trend.points) if each.alignment.broken
    ):
        yield "Chain broken", Cell(f"{broken}; compared by ids alone")
    yield from left_out_facts(trend.left_out)


def _since_words(newest: Point) -> str:
    """Say since when the newest verdict is given, and since when by this version if others gave it before."""
    if newest.comparison is None:
        return ""
    words = f": since {newest.verdict_since}"
    if newest.version_since != newest.verdict_since:
        words += f" (by version {newest.scorecard.framework.version} since {newest.version_since})"
    return words


def _overall_words(overall: Comparison) -> str:
    """Say what changed like for like from the first date to the last, and on what that rests."""
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


def steps(points: Sequence[Point]) -> Iterator[tuple[Point | None, Point]]:
    """Yield every date with the one shown before it."""
    yield from zip((None, *points[:-1]), points, strict=True)


def is_new_version(before: Point | None, point: Point) -> bool:
    """Whether a date is under another version than the one before it, or is the first."""
    return before is None or ref_of(before.scorecard.framework) != ref_of(point.scorecard.framework)


def _comparisons(points: Iterable[Point]) -> Iterator[Comparison]:
    return (point.comparison for point in points if point.comparison is not None)


# The table --------------------------------------------------------------------------------------


def _table(trend: Trend) -> Table:
    framework = trend.points[-1].scorecard.framework
    label = f"{framework.dimension_label} and {framework.indicator_label.lower()}"
    days = (Column(_day(point), is_paged=True) for point in trend.points)
    rows = list(_whole_rows(trend.points))
    for group in trend.groups:
        rows.append(_group_row(group, trend.points))
        for row in group.rows:
            rows += _indicator_rows(row, group, trend.points)
    return Table(
        caption=f"{plural(framework.indicator_label)} by date",
        columns=(Column("Id"), Column(label, flexible=True), *days),
        rows=tuple(rows),
    )


def _whole_rows(points: Sequence[Point]) -> Iterator[Row]:
    """Yield what is to be said of the whole: versions where they change, verdict, score, like for like."""
    if any(before is not None and is_new_version(before, point) for before, point in steps(points)):
        yield _row("Version", "of the framework", [_version_cell(*step) for step in steps(points)])
    noun = plural(points[-1].scorecard.framework.indicator_label.lower())
    yield _row("Verdict", "the whole", [_verdict_cell(point) for point in points])
    if shows_scores(points):
        yield _row("Score", "out of 100", [_score_cell(point) for point in points])
        change = [_real_text(point.comparison) for point in points]
    else:
        yield _row("Passing", f"of the {noun} that apply", [_passing_cell(point) for point in points])
        change = [_moves_text(point.comparison) for point in points]
    if any(point.scorecard.figures.counts.not_rated for point in points):
        yield _row("Rated", f"of the {noun} that apply", [_rated_cell(point) for point in points])
    if any(point.comparison for point in points):
        yield _row("Change", "since the date before, like for like", map(Cell, change))


def _row(id: str, words: str, cells: Iterable[Cell]) -> Row:
    return Row((Cell(id), Cell(words), *cells))


def _version_cell(before: Point | None, point: Point) -> Cell:
    version = point.scorecard.framework.version
    is_new = before is not None and is_new_version(before, point)
    return Cell(f"now {version}" if is_new else version)


def _verdict_cell(point: Point) -> Cell:
    status = point.scorecard.figures.status
    return verdict_cell(status, point.scorecard.framework)


def _score_cell(point: Point) -> Cell:
    figures = point.scorecard.figures
    return Cell(score_or_bounds(figures) or "none", share=score_bar(figures))


def _passing_cell(point: Point) -> Cell:
    counts = point.scorecard.figures.counts
    return Cell(f"{counts.passed} of {counts.applicable}")


def _rated_cell(point: Point) -> Cell:
    counts = point.scorecard.figures.counts
    return Cell(f"{counts.rated} of {counts.applicable}")


def _real_text(comparison: Comparison | None) -> str:
    """Say the like-for-like change and on how many indicators it rests."""
    if comparison is None:
        return ""
    if comparison.split.real is None:
        return "none"
    few = " (few)" if comparison.split.rests_on_few else ""
    return f"{real_text(comparison.split)} on {comparison.split.rated_on_both}{few}"


def _moves_text(comparison: Comparison | None) -> str:
    """Say how many indicators became better or worse."""
    if comparison is None:
        return ""
    kinds = [change.kind for change in comparison.changes]
    up, down = kinds.count(ChangeKind.IMPROVED), kinds.count(ChangeKind.REGRESSED)
    return (
        ", ".join(words for words in (f"{up} up" * bool(up), f"{down} down" * bool(down)) if words) or "none"
    )


def _group_row(group: TrendGroup, points: Sequence[Point]) -> Row:
    cells = (_result_cell(result, point) for result, point in zip(group.results, points, strict=True))
    return Row(
        (Cell(group.dimension.id), Cell(isolated(group.dimension.title)), *cells),
        depth=group.depth,
        is_group=True,
    )


def _result_cell(result: DimensionResult | None, point: Point) -> Cell:
    if result is None:
        return Cell("")
    return verdict_cell(result.figures.status, point.scorecard.framework)


# Indicators -------------------------------------------------------------------------------------


def _indicator_rows(row: TrendRow, group: TrendGroup, points: Sequence[Point]) -> Iterator[Row]:
    """Yield an indicator's levels, and below them the measurements that gave them."""
    remarks = "; ".join(_remarks(row, points))
    title = f"{isolated(row.indicator.title)} ({remarks})" if remarks else isolated(row.indicator.title)
    levels = (
        _level_cell(entry, point.scorecard.framework, bands_moved=moved)
        for entry, point, moved in zip(row.entries, points, _bands_moved(row, points), strict=True)
    )
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
    last = row.last_judged if row.last_judged and row.last_judged.place.date <= end else None
    if not asked[-1] and last is not None:
        is_failing = last.status is Status.FAIL
        yield f"{'failing when last judged, on' if is_failing else 'last judged'} {last.place.day}"
    elif row.failing_since is not None and row.failing_since <= end:
        yield f"failing since {row.failing_since}"
        if row.asked_so_since is not None and row.asked_so_since <= end:
            yield f"asked so since {row.asked_so_since}"
    first = next((entry for entry in row.entries if entry is not None), None)
    continues = first is not None and first.is_revised
    is_old = row.failing_since is not None and row.failing_since < end
    if row.never_passed and (is_old or sum(asked) > 1) and not continues:
        yield "never passed"


def _level_cell(entry: TrendEntry | None, framework: Framework, *, bands_moved: bool) -> Cell:
    """Return a level; marked where it cannot be read beside the one rated before as it stands.

    That is where what is asked was revised, or where the bands that rate a measurement moved.
    """
    if entry is None:
        return Cell("")
    cell = level_cell(entry.result, framework)
    mark = "revised" * entry.is_revised or "bands moved" * bands_moved
    return cell._replace(text=f"{cell.text} ({mark})") if mark else cell


def _bands_moved(row: TrendRow, points: Sequence[Point]) -> list[bool]:
    """Say of each date whether the measurement rated last before it has another level by its bands."""
    found = []
    last: TrendEntry | None = None
    for entry, point in zip(row.entries, points, strict=True):
        measure = entry.result.indicator.measure if entry is not None else None
        is_rated = entry is not None and entry.result.level is not None
        before = last.result.indicator.measure if last is not None else None
        measured = last.result.rating.measured if last is not None else None
        moved = False
        if entry and last and is_rated and measure and before and measured is not None:
            framework, indicator = point.scorecard.framework, entry.result.indicator
            today = framework.level_of(indicator, measure.level_id(measured))
            moved = before.unit == measure.unit and not is_same_level(today, last.result.level)
        found.append(moved)
        last = entry if is_rated else last
    return found


def _measured_cell(entry: TrendEntry | None, unit: str | None) -> Cell:
    """Return a measurement, with its unit where that is not the row's."""
    if entry is None or entry.result.rating.measured is None or entry.result.indicator.measure is None:
        return Cell("")
    number, own = typed_number(entry.result.rating.measured), entry.result.indicator.measure.unit
    return Cell(number if unit == own else f"{number} {own}")


# Below the table --------------------------------------------------------------------------------


def _legend(trend: Trend) -> Iterator[str]:
    """Explain the words of the table that are there, and no others."""
    noun = plural(trend.points[-1].scorecard.framework.indicator_label.lower())
    comparisons = list(_comparisons(trend.points))
    entries = [entry for row in trend.rows for entry in row.entries if entry is not None]
    if comparisons and shows_scores(trend.points):
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
    if shows_scores(trend.points) and any(each.scorecard.figures.provisional for each in trend.points):
        yield "Score of two numbers: too little is rated for one; once all is, it will lie between the two."
    if any(any(_bands_moved(row, trend.points)) for row in trend.rows):
        yield "bands moved: by the bands of this date, the measurement before has another level than it had."
    if any(entry.is_revised for entry in entries):
        yield "revised: what is asked changed, so it is not compared with the date before."


def _reasons(trend: Trend) -> Iterator[str]:
    """Say of every revised indicator when it was and why it cannot be compared."""
    for row in trend.rows:
        for entry, point in zip(row.entries, trend.points, strict=True):
            if entry is not None and entry.change is not None and entry.is_revised:
                yield f"{entry.result.indicator.id}, {point.place.day}: {entry.change.reason}"
