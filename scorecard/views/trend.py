"""A subject over time as a report: what `trend` shows of one subject."""

from collections.abc import Iterable, Iterator, Sequence

from scorecard.comparing.assessments import Comparison
from scorecard.comparing.dated import UnscoredAssessment
from scorecard.comparing.trend import Point, Trend, TrendEntry, TrendFilter, TrendRow
from scorecard.directions import isolated
from scorecard.model.framework import Framework
from scorecard.model.lexical import typed_number
from scorecard.scoring.scorecard import Figures
from scorecard.views.answer import ThreeAnswers, answer_of, moved_between
from scorecard.views.change_tables import ways_of
from scorecard.views.indicator import level_cell
from scorecard.views.matrix import point_titles, trend_matrix, trend_remarks
from scorecard.views.report import (
    Answers,
    Block,
    Cell,
    Column,
    Fact,
    Report,
    Row,
    Table,
    facts,
    items,
    row,
    table,
)
from scorecard.views.score_change import real_text
from scorecard.views.scorecard import unrated_counts
from scorecard.views.words import english as say
from scorecard.views.words.standings import (
    filter_words,
    framework_labels,
    framework_words,
    has_elements,
    in_units,
    note_blocks,
    out_of_words,
    plural,
    range_text,
    rated_nouns,
    rated_words,
    score_cell,
    score_text,
    standing_cell,
    standing_cells,
    standing_titles,
    told_by,
    units_text,
)


def trend_view(trend: Trend, *, shown: TrendFilter, is_full: bool = False, is_page: bool = False) -> Report:
    """Return a trend as a report, of which `shown` is left: in signs, or in full in words.

    A page has room for all that is answered, and its newest date first.
    """
    with told_by(trend.framework):
        scorecards = [point.scorecard for point in trend.points]
        answer = answer_of(scorecards[-1], trend.comparisons)
        answer = answer._replace(changed=(*answer.changed, *_since_the_first(trend)))
        since = _since_words(trend.points[-1], answer)
        told = facts([*_facts(trend, since, is_full=is_full), *shown_facts(trend.framework, shown)])
        body = trend_blocks(trend) if is_full else [trend_matrix(trend, newest_first=is_page, whole=since)]
        notes = note_blocks([each.framework for each in scorecards])
        answered = [answer.block] if is_full or is_page else [*_what_changed(answer)]
        blocks = [*answered, *told, *body, *notes]
        first, last = trend.points[0].place.date, trend.points[-1].place.date
        title = say.trend_title(isolated(scorecards[-1].assessment.subject.name), first, last)
        is_draft = any(each.assessment.is_draft for each in scorecards)
        language = trend.framework.language
        return Report(title, tuple(blocks), lead=answer.headline, language=language, is_draft=is_draft)


def trend_blocks(trend: Trend) -> list[Block]:
    """Return every indicator by date, with what is to be known of the table."""
    revised = [
        f"{entry.result.indicator.id}, {say.day(entry.point.place.date)}: {entry.change.reason}"
        for each in trend.indicators
        for entry in each.entries
        if entry is not None and entry.change is not None and entry.is_revised
    ]
    legend = items(_legend(trend, is_revised=bool(revised)), say.LEGEND)
    return [_table(trend), *legend, *items(revised, say.WHAT_WAS_REVISED)]


def left_out_facts(left_out: Iterable[UnscoredAssessment]) -> Iterator[Fact]:
    """Name the files that could not be scored, and say why."""
    return ((say.LEFT_OUT, f"{each.place.path}: {each.reason}") for each in left_out)


def shown_facts(framework: Framework, shown: TrendFilter) -> Iterator[Fact]:
    """Say what a filter shows, if it leaves anything out."""
    words = [say.only_dates(shown.window.first, shown.window.last)] if shown.window.words else []
    which = say.THAT_CHANGED if shown.only_changed else None
    words += filter_words(framework, dimension=shown.dimension, which=which)
    yield say.SHOWN, "; ".join(words) or None


def _what_changed(answer: ThreeAnswers) -> Iterator[Block]:
    """Yield the second answer alone: of a date without one before it there is nothing to say."""
    if answer.changed:
        yield Answers(answer.block.boxes[1:2])


def _since_the_first(trend: Trend) -> Iterator[str]:
    """Say what changed from the first date to the last, directly; of two dates it is said already."""
    overall = trend.compare_ends()
    if overall is None:
        return
    moved, since, _ = moved_between(overall)
    yield say.since_the_first(moved, since)
    split = overall.split
    if trend.shows_scores and split.real is not None:
        real, count = in_units(split.real), rated_words(split.rated_on_both, trend.framework)
        few = split.applicable if split.rests_on_few else None
        yield say.rose_alike(real, units_text(abs(real)), count, few)
    elif trend.shows_scores:
        yield say.NOTHING_ON_BOTH


def _facts(trend: Trend, since: str, *, is_full: bool) -> Iterator[Fact]:
    framework = trend.framework
    drafts = [say.day(point.place.date) for point in trend.points if point.scorecard.assessment.is_draft]
    yield say.STAGE, say.not_published(drafts) if drafts else None
    if is_full:
        subject = trend.points[-1].scorecard.assessment.subject
        yield say.SUBJECT, f"{isolated(subject.name)} ({subject.id})"
        yield say.FRAMEWORK, framework_words(framework)
        yield say.RESULT, since or None
    yield from (each for each in history_facts(trend) if is_full or each[0] != say.VERSIONS)


def _since_words(newest: Point, answer: ThreeAnswers) -> str:
    """Say since when a verdict or a grade holds, and since when by which version, where that is younger."""
    since = say.since(newest.standing_since, newest.place.date)
    framework = newest.scorecard.framework
    is_new = newest.standing_since == newest.place.date
    if is_new or not (framework.judges or framework.grades):
        return ""
    by = (
        say.since(newest.version_since, newest.place.date)
        if newest.version_since > newest.standing_since
        else ""
    )
    return say.stands_since(answer.standing.text, since, framework.version, by)


def history_facts(trend: Trend) -> Iterator[Fact]:
    """Yield what must be known of a trend's dates: versions, where they do not join, what is left out."""
    first = trend.points[0]
    if trend.new_versions:
        versions = {first.place: first.scorecard.framework.version} | trend.new_versions
        yield say.VERSIONS, say.version_dates([(each, place.date) for place, each in versions.items()])
    for broken in dict.fromkeys(each.alignment.broken for each in trend.comparisons if each.alignment.broken):
        yield say.CHAIN_BROKEN, say.by_ids_alone(broken)
    yield from left_out_facts(trend.left_out)


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
    days = (Column(each, is_paged=True) for each in point_titles(points))
    rows = [*_whole_rows(trend)]
    for each in trend.rows:
        rows += [_dimension_row(each, points)] if each.results else _indicator_rows(each, trend)
    caption = say.by_date(plural(framework.indicator_label))
    return table(caption, (say.ID, Column(say.listed(labels), flexible=True), *days), rows)


def _whole_rows(trend: Trend) -> Iterator[Row]:
    points, new = trend.points, trend.new_versions
    scorecards = [point.scorecard for point in points]
    figures = [each.figures for each in scorecards]
    whole = say.THE_WHOLE
    if new:
        versions = (
            say.version(point.scorecard.framework.version, is_new=point.place in new) for point in points
        )
        yield row(say.VERSION, say.OF_THE_TEST, *versions)
    standings = [standing_cells(each.figures, each.framework) for each in scorecards]
    for title in standing_titles(standings):
        yield row(title, whole, *(each.get(title, "") for each in standings))
    noun = plural(trend.framework.indicator_label.lower())
    if trend.shows_scores:
        yield row(say.SCORE, out_of_words(), *(_bounded(score_cell(each), each) for each in figures))
    elif all(each.is_judged for each in figures):
        passing = (say.share(each.counts.passed, each.counts.applicable) for each in figures)
        yield row(say.passing_row(framework_labels(trend.framework)), say.of_those_that_apply(noun), *passing)
    if any(each.parts.not_rated for each in figures):
        yield _rated_row(figures, trend.framework)
    if trend.comparisons:
        change_text = _real_text if trend.shows_scores else _moves_text
        changes = (change_text(each.comparison) if each.comparison else "" for each in points)
        yield row(say.CHANGE, say.SINCE_THE_DATE_BEFORE, *changes)


def _rated_row(figures: Sequence[Figures], framework: Framework) -> Row:
    """Return how much is rated at each date: elements too, where at one of them these alone are not."""
    has_parts = any(each.parts.not_rated and not each.counts.not_rated for each in figures)
    noun = rated_nouns(framework) if has_parts else plural(framework.indicator_label.lower())
    counts = (each.parts if has_parts else each.counts for each in figures)
    cells = (say.share(each.rated, each.applicable) for each in counts)
    return row(say.RATED, say.of_those_that_apply(noun), *cells)


def _bounded(cell: Cell, figures: Figures) -> Cell:
    """Return the cell of a score with its bounds behind it, where it does not stand by these alone."""
    return cell if figures.provisional else cell._replace(text=_score(figures))


def _real_text(comparison: Comparison) -> str:
    split = comparison.split
    if split.real is None:
        return say.NONE
    return say.change_on(real_text(split), split.rated_on_both, are_few=split.rests_on_few)


def _moves_text(comparison: Comparison) -> str:
    up, down, _ = ways_of(comparison)
    return say.moved(up, down) if up or down else say.NONE


def _dimension_row(followed: TrendRow, points: Sequence[Point]) -> Row:
    cells = (
        _standing(result.figures, point.scorecard.framework) if result else ""
        for result, point in zip(followed.results, points, strict=True)
    )
    is_one = followed.counts_as_one
    title = _title(followed, points) if is_one else isolated(followed.thing.title)
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
    return cell._replace(text=f"{cell.text} ({say.share(counts.rated, counts.applicable)})")


# Indicators -------------------------------------------------------------------------------------


def _indicator_rows(followed: TrendRow, trend: Trend) -> Iterator[Row]:
    dated = zip(followed.entries, followed.bands_moved, strict=True)
    levels = (_level_cell(entry, is_moved, shows_scores=trend.shows_scores) for entry, is_moved in dated)
    title = _title(followed, trend.points)
    yield row(followed.thing.id, title, *levels, depth=followed.depth)
    results = [entry.result for entry in followed.entries if entry is not None]
    units = {each.indicator.unit for each in results if each.rating.measured is not None} - {None}
    if units:
        unit = units.pop() if len(units) == 1 else None
        cells = (_measured_text(entry, unit) for entry in followed.entries)
        yield row(say.MEASURED, say.in_unit(isolated(unit)) if unit else "", *cells, depth=followed.depth + 1)


def _title(followed: TrendRow, points: Sequence[Point]) -> str:
    remarks = "; ".join(trend_remarks(followed, points[-1].place.date))
    return isolated(followed.thing.title) + (f" ({remarks})" if remarks else "")


def _level_cell(entry: TrendEntry | None, has_moved: bool, *, shows_scores: bool) -> Cell:
    """Return a level, by points a score; marked where it cannot be read beside the one before as it is."""
    if entry is None:
        return Cell("")
    result = entry.result
    cell = level_cell(result, entry.point.scorecard.framework)
    if shows_scores and result.scores_by_points and result.score is not None:
        cell = cell._replace(text=score_text(result.score))
    by_points = result.scores_by_points
    mark = (
        say.ASKED_OTHERWISE
        if entry.is_revised
        else say.threshold_mark(by_points=by_points)
        if has_moved
        else ""
    )
    return cell._replace(text=f"{cell.text} ({mark})") if mark else cell


def _measured_text(entry: TrendEntry | None, unit: str | None) -> str:
    if entry is None or entry.result.rating.measured is None or entry.result.indicator.unit is None:
        return ""
    own = entry.result.indicator.unit
    return typed_number(entry.result.rating.measured) + (f" {own}" if own != unit else "")


def _legend(trend: Trend, *, is_revised: bool) -> Iterator[str]:
    noun, comparisons = rated_nouns(trend.framework), trend.comparisons
    if comparisons and trend.shows_scores:
        is_few = any(each.split.rests_on_few and each.split.real is not None for each in comparisons)
        yield from say.score_change_legend(noun, is_few=is_few, are_several=len(comparisons) > 1)
    elif comparisons:
        yield say.moves_legend(plural(trend.framework.indicator_label.lower()), has_elements(trend.framework))
    figures = [each.scorecard.figures for each in trend.points]
    if trend.shows_scores and any(each.parts.not_rated for each in figures):
        yield say.BOUNDS_LEGEND
    entries = (pair for each in trend.indicators for pair in zip(each.entries, each.bands_moved, strict=True))
    moved = {entry.result.scores_by_points for entry, has_moved in entries if entry and has_moved}
    yield from (say.threshold_legend(by_points=each) for each in sorted(moved))
    if is_revised:
        yield say.REVISED_LEGEND
