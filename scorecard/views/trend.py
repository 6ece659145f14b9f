"""A subject over time as a report: what `trend` shows of one subject."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from scorecard.comparing.assessments import ChangeKind, Comparison
from scorecard.comparing.dated import DatedScorecard, UnscoredAssessment
from scorecard.comparing.trend import Point, Trend, TrendEntry, TrendFilter, TrendRow
from scorecard.directions import isolated
from scorecard.model.framework import Framework, Status
from scorecard.model.lexical import typed_number
from scorecard.scoring.scorecard import Figures
from scorecard.views.change_tables import told_kinds
from scorecard.views.indicator import level_cell
from scorecard.views.report import Block, Cell, Column, Fact, Report, Row, Table, facts, items, row, table
from scorecard.views.score_change import basis_words, real_text, where_words
from scorecard.views.scorecard import unrated_counts
from scorecard.views.words.standings import (
    filter_words,
    framework_words,
    has_elements,
    listed,
    note_blocks,
    out_of_words,
    plural,
    range_text,
    rated_nouns,
    score_cell,
    score_text,
    standing_cell,
    standing_cells,
    standing_titles,
    told_by,
)


def trend_view(trend: Trend, *, shown: TrendFilter) -> Report:
    """Return a trend as a report, of which `shown` is left."""
    with told_by(trend.framework):
        scorecards = [point.scorecard for point in trend.points]
        blocks = facts([*_facts(trend), *shown_facts(trend.framework, shown)])
        blocks += [*note_blocks([each.framework for each in scorecards]), *trend_blocks(trend)]
        first, last = trend.points[0].place.date, trend.points[-1].place.date
        days = f"{first} to {last}" if len(scorecards) > 1 else str(first)
        title = f"{isolated(scorecards[-1].assessment.subject.name)}: {days}"
        is_draft = any(each.assessment.is_draft for each in scorecards)
        return Report(title, tuple(blocks), language=trend.framework.language, is_draft=is_draft)


def trend_blocks(trend: Trend) -> list[Block]:
    """Return every indicator by date, with what is to be known of the table."""
    revised = [
        f"{entry.result.indicator.id}, {entry.point.place.day}: {entry.change.reason}"
        for each in trend.indicators
        for entry in each.entries
        if entry is not None and entry.change is not None and entry.is_revised
    ]
    legend = items(_legend(trend, is_revised=bool(revised)), "In the table")
    return [_table(trend), *legend, *items(revised, "What was revised")]


def day_words(dated: Point | DatedScorecard) -> str:
    """Return the day of an assessment, with what tells it apart and whether it is a draft."""
    return dated.place.day + " DRAFT" * dated.scorecard.assessment.is_draft


def left_out_facts(left_out: Iterable[UnscoredAssessment]) -> Iterator[Fact]:
    """Name the files that could not be scored, and say why."""
    return (("Left out", f"{each.place.path}: {each.reason}") for each in left_out)


def shown_facts(framework: Framework, shown: TrendFilter) -> Iterator[Fact]:
    """Say what a filter shows, if it leaves anything out."""
    words = [f"only dates {shown.window.words}"] if shown.window.words else []
    which = "changed" if shown.only_changed else None
    words += filter_words(framework, dimension=shown.dimension, which=which)
    yield "Shown", "; ".join(words) or None


def _facts(trend: Trend) -> Iterator[Fact]:
    newest, framework = trend.points[-1], trend.framework
    subject = newest.scorecard.assessment.subject
    standings = standing_cells(newest.scorecard.figures, framework)
    drafts = [point.place.day for point in trend.points if point.scorecard.assessment.is_draft]
    yield "Stage", f"DRAFT, not published: {listed(drafts)}" if drafts else None
    yield "Subject", f"{isolated(subject.name)} ({subject.id})"
    yield "Framework", framework_words(framework)
    for at, (title, cell) in enumerate(standings.items()):
        yield title, cell._replace(text=cell.text + _since_words(newest) * (not at)) if cell.text else None
    yield from history_facts(trend)


def history_facts(trend: Trend) -> Iterator[Fact]:
    """Yield what must be known of a trend's dates: versions, how far the score came, what is left out."""
    first = trend.points[0]
    if trend.new_versions:
        versions = {first.place: first.scorecard.framework.version} | trend.new_versions
        yield "Versions", listed([f"{version} from {place.day}" for place, version in versions.items()])
    if trend.shows_scores:
        yield "Score", _score_words(trend.points, is_one_version=not trend.new_versions)
        overall = trend.compare_ends()
        yield "First to last", None if overall is None else _overall_words(overall)
    for broken in dict.fromkeys(each.alignment.broken for each in trend.comparisons if each.alignment.broken):
        yield "Chain broken", f"{broken}; compared by ids alone"
    yield from left_out_facts(trend.left_out)


def _since_words(newest: Point) -> str:
    if newest.comparison is None:
        return ""
    version = f" (by version {newest.scorecard.framework.version} since {newest.version_since})"
    return f": since {newest.standing_since}" + version * (newest.version_since != newest.standing_since)


def _overall_words(overall: Comparison) -> str:
    split = overall.split
    if split.real is None:
        return f"cannot be told: nothing that can be compared is rated {where_words(overall)}"
    few = f" (few: under half of the {split.applicable} that apply)" if split.rests_on_few else ""
    return f"{real_text(split)} like for like, on {basis_words(overall)}{few}"


def _score_words(points: Sequence[Point], *, is_one_version: bool) -> str:
    first, last = (_score(each.scorecard.figures) for each in (points[0], points[-1]))
    if len(points) == 1:
        return f"{last} {out_of_words()}"
    caveat = "" if is_one_version else "; by different versions: see the change like for like below"
    return f"from {first} to {last} {out_of_words()}{caveat}"


def _score(figures: Figures) -> str:
    """Return a score, with its bounds where something is not rated."""
    text, bounds = score_text(figures.score), range_text(figures.score_low, figures.score_high)
    is_open = figures.score is not None and figures.parts.not_rated
    return f"{text} ({bounds})" if is_open else text


# The table --------------------------------------------------------------------------------------


def _table(trend: Trend) -> Table:
    framework, points = trend.framework, trend.points
    labels = [framework.dimension_label, framework.indicator_label.lower()]
    labels += [framework.element_label.lower()] * any(row.part_of for row in trend.indicators)
    days = (Column(day_words(point), is_paged=True) for point in points)
    rows = [*_whole_rows(trend)]
    for each in trend.rows:
        rows += [_dimension_row(each, points)] if each.results else _indicator_rows(each, trend)
    caption = f"{plural(framework.indicator_label)} by date"
    return table(caption, ("Id", Column(listed(labels), flexible=True), *days), rows)


def _whole_rows(trend: Trend) -> Iterator[Row]:
    points, new = trend.points, trend.new_versions
    scorecards = [point.scorecard for point in points]
    figures = [each.figures for each in scorecards]
    if new:
        versions = ("now " * (point.place in new) + point.scorecard.framework.version for point in points)
        yield row("Version", "of the framework", *versions)
    standings = [standing_cells(each.figures, each.framework) for each in scorecards]
    for title in standing_titles(standings):
        yield row(title, "the whole", *(each.get(title, "") for each in standings))
    if trend.shows_scores:
        yield row("Score", out_of_words(), *(_bounded(score_cell(each), each) for each in figures))
    elif all(each.is_judged for each in figures):
        passing = (f"{each.counts.passed} of {each.counts.applicable}" for each in figures)
        yield row("Passing", f"of the {plural(trend.framework.indicator_label.lower())} that apply", *passing)
    if any(each.parts.not_rated for each in figures):
        yield _rated_row(figures, trend.framework)
    if trend.comparisons:
        change_text = _real_text if trend.shows_scores else _moves_text
        changes = (change_text(each.comparison) if each.comparison else "" for each in points)
        yield row("Change", "since the date before, like for like", *changes)


def _rated_row(figures: Sequence[Figures], framework: Framework) -> Row:
    """Return how much is rated at each date: elements too, where at one of them these alone are not."""
    has_parts = any(each.parts.not_rated and not each.counts.not_rated for each in figures)
    noun = rated_nouns(framework) if has_parts else plural(framework.indicator_label.lower())
    counts = (each.parts if has_parts else each.counts for each in figures)
    cells = (f"{each.rated} of {each.applicable}" for each in counts)
    return row("Rated", f"of the {noun} that apply", *cells)


def _bounded(cell: Cell, figures: Figures) -> Cell:
    """Return the cell of a score with its bounds behind it, where it does not stand by these alone."""
    return cell if figures.provisional else cell._replace(text=_score(figures))


def _real_text(comparison: Comparison) -> str:
    split = comparison.split
    if split.real is None:
        return "none"
    return f"{real_text(split)} on {split.rated_on_both}{' (few)' if split.rests_on_few else ''}"


def _moves_text(comparison: Comparison) -> str:
    told = {kind: number for (kind, _), number in told_kinds(comparison.changes, comparison).items()}
    counts = ((told.get(ChangeKind.IMPROVED, 0), "up"), (told.get(ChangeKind.REGRESSED, 0), "down"))
    return ", ".join(f"{count} {way}" for count, way in counts if count) or "none"


def _dimension_row(followed: TrendRow, points: Sequence[Point]) -> Row:
    cells = (
        _standing(result.figures, point.scorecard.framework) if result else ""
        for result, point in zip(followed.results, points, strict=True)
    )
    is_one = followed.counts_as_one
    title = _title(followed, points[-1].place.date) if is_one else isolated(followed.thing.title)
    is_group = not is_one and followed.part_of is None
    return row(followed.thing.id, title, *cells, depth=followed.depth, is_group=is_group)


def _standing(figures: Figures, framework: Framework) -> Cell:
    """Return what a dimension stands by; where it is neither verdict nor grade, with what is open in it."""
    cell = standing_cell(figures, framework)
    if figures.score is None or not figures.parts.not_rated or framework.judges or framework.grades:
        return cell
    if framework.show_score:
        return _bounded(cell, figures)
    counts, _ = unrated_counts(figures, framework)
    return cell._replace(text=f"{cell.text} ({counts.rated} of {counts.applicable})")


# Indicators -------------------------------------------------------------------------------------


def _indicator_rows(followed: TrendRow, trend: Trend) -> Iterator[Row]:
    dated = zip(followed.entries, followed.bands_moved, strict=True)
    levels = (_level_cell(entry, is_moved, shows_scores=trend.shows_scores) for entry, is_moved in dated)
    title = _title(followed, trend.points[-1].place.date)
    yield row(followed.thing.id, title, *levels, depth=followed.depth)
    results = [entry.result for entry in followed.entries if entry is not None]
    units = {each.indicator.unit for each in results if each.rating.measured is not None} - {None}
    if units:
        unit = units.pop() if len(units) == 1 else None
        cells = (_measured_text(entry, unit) for entry in followed.entries)
        yield row("measured", f"in {isolated(unit)}" if unit else "", *cells, depth=followed.depth + 1)


def _title(followed: TrendRow, end: date) -> str:
    remarks = "; ".join(_remarks(followed, end))
    return isolated(followed.thing.title) + (f" ({remarks})" if remarks else "")


def _remarks(followed: TrendRow, end: date) -> Iterator[str]:
    """Say how long it fails; not that it never passed where it continues another, which may have passed."""
    asked = [entry is not None and entry.status is not None for entry in followed.entries]
    last, failing_since, asked_since = followed.last_judged, followed.failing_since, followed.asked_so_since
    if not asked[-1] and last is not None and last.point.place.date <= end:
        how = "failing when last judged, on" if last.status is Status.FAIL else "last judged"
        yield f"{how} {last.point.place.day}"
    elif failing_since is not None and failing_since <= end:
        yield f"failing since {failing_since}"
        if asked_since is not None and asked_since <= end:
            yield f"asked so since {asked_since}"
    is_old = failing_since is not None and failing_since < end
    is_new = next((entry.is_revised for entry in followed.entries if entry), False)
    if followed.never_passed and (is_old or sum(asked) > 1) and not is_new:
        yield "never passed"


def _level_cell(entry: TrendEntry | None, has_moved: bool, *, shows_scores: bool) -> Cell:
    """Return a level, by points a score; marked where it cannot be read beside the one before as it is."""
    if entry is None:
        return Cell("")
    result = entry.result
    cell = level_cell(result, entry.point.scorecard.framework)
    if shows_scores and result.scores_by_points and result.score is not None:
        cell = cell._replace(text=score_text(result.score))
    mark = "revised" if entry.is_revised else f"{_rated_by(entry)} moved" if has_moved else None
    return cell._replace(text=f"{cell.text} ({mark})") if mark else cell


def _rated_by(entry: TrendEntry) -> str:
    return "points" if entry.result.scores_by_points else "bands"


def _measured_text(entry: TrendEntry | None, unit: str | None) -> str:
    if entry is None or entry.result.rating.measured is None or entry.result.indicator.unit is None:
        return ""
    own = entry.result.indicator.unit
    return typed_number(entry.result.rating.measured) + (f" {own}" if own != unit else "")


def _legend(trend: Trend, *, is_revised: bool) -> Iterator[str]:
    label = plural(trend.framework.indicator_label.lower())
    noun = rated_nouns(trend.framework)
    comparisons = trend.comparisons
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
        went = "up or down" if has_elements(trend.framework) else "up or down a level"
        yield f"Change: how many {label} that can be compared went {went}."
    figures = [each.scorecard.figures for each in trend.points]
    if trend.shows_scores and any(each.provisional for each in figures):
        yield "Score of two numbers: too little is rated for one; once all is, it will lie between the two."
    if trend.shows_scores and any(each.parts.not_rated and not each.provisional for each in figures):
        yield "Two numbers after a score: once all is rated, it will lie between them."
    entries = (pair for each in trend.indicators for pair in zip(each.entries, each.bands_moved, strict=True))
    for means in sorted({_rated_by(entry) for entry, has_moved in entries if entry and has_moved}):
        worth = f"another {'score' if means == 'points' else 'level'} than it had"
        yield f"{means} moved: by the {means} of this date, the measurement before has {worth}."
    if is_revised:
        yield "revised: what is asked changed, so it is not compared with the date before."
