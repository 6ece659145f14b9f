"""Every indicator down, every date or subject across, a sign each: the table that is read first."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from scorecard.comparing.assessments import Comparison
from scorecard.comparing.league import League
from scorecard.comparing.trend import Point, Trend, TrendEntry, TrendRow
from scorecard.links import to_place
from scorecard.model.framework import Dimension, Framework, Indicator, Status, dimensions_below
from scorecard.model.lexical import typed_number
from scorecard.scoring.scorecard import Figures, IndicatorResult, all_dimensions
from scorecard.views.change_tables import ways_of
from scorecard.views.indicator import level_cell, measured_words
from scorecard.views.report import STEPS, Block, Cell, Column, Fold, Row, Table, Tone, items, row, table
from scorecard.views.score_change import real_text
from scorecard.views.scorecard import unrated_counts
from scorecard.views.words import english as say
from scorecard.views.words.standings import (
    framework_labels,
    grade_cell,
    has_elements,
    label_cell,
    named,
    out_of_words,
    plural,
    range_text,
    rated_nouns,
    score_cell,
    score_text,
    standing_cell,
    subject_name,
    verdict_cell,
    verdict_word,
)

_MOST_OF_NAME = 8
_LONGEST_GRADE = 3


def trend_matrix(
    trend: Trend, *, newest_first: bool, whole: str | None = None, in_words: bool = False
) -> Table:
    """Return what each dimension and indicator came to at each date, with what its marks mean.

    It is told in signs or in words, and these say more of the whole. With a remark on the whole, empty too,
    names say of what fails since when it does.
    """
    with_remarks, is_text = whole is not None, newest_first or in_words
    first, *rows = _whole_rows(trend, in_words=in_words)
    rows.insert(0, _with_mark(first, whole or "", is_text=is_text))
    end = trend.points[-1].place.date
    for each in trend.rows:
        remarks = trend_remarks(each, end, is_short=not in_words)
        remark = "; ".join(remarks) if with_remarks and each.counts_as_one else ""
        rows.append(_with_mark(_followed_row(each, trend, in_words=in_words), remark, is_text=is_text))
    columns = [Column(each, is_paged=True, is_sign=not in_words) for each in point_titles(trend.points)]
    versions = [each.scorecard.framework.version for each in trend.points]
    if newest_first:
        columns.reverse()
        versions.reverse()
        rows = [each._replace(cells=(each.cells[0], *reversed(each.cells[1:]))) for each in rows]
    breaks = [False, *(one != other for one, other in pairwise(versions))]
    columns = [each._replace(breaks=is_new) for each, is_new in zip(columns, breaks, strict=True)]
    label = trend.framework.indicator_label
    names = Column(label, flexible=True, is_cut=not in_words)
    caption = say.matrix_caption(plural(label.lower()), newest_first=newest_first)
    matrix = table(caption, (names, *columns), rows)
    signs = () if in_words else signs_in(matrix, trend.framework)
    marks = (say.mark_words(each, is_short=not is_text) for each in _marks(trend))
    return matrix._replace(signs=(*signs, *map(Cell, marks)))


def league_matrix(league: League, *, has_names: bool) -> list[Block]:
    """Return what each dimension and indicator came to for each subject; by their ids unless by names."""
    scorecards = [each.dated.scorecard for each in league.standings]
    framework = league.framework
    names = [subject_name(each.assessment.subject) for each in scorecards]
    ids = [each.dated.place.subject for each in league.standings]
    is_by_id = not has_names and any(len(word) > _MOST_OF_NAME for name in names for word in name.split())
    results = [{each.dimension.id: each for each in all_dimensions(card.dimensions)} for card in scorecards]
    rows = [row(say.THE_WHOLE, *(signed(each.figures, framework) for each in scorecards), is_group=True)]
    for dimension, above in dimensions_below(framework.dimensions):
        found = [each[dimension.id] for each in results]
        if not any(each.applies for each in found):
            continue
        depth = len(above)
        figures = (signed(each.figures, framework) if each.applies else _not_asked() for each in found)
        is_group = not any(each.counts_as for each in (dimension, *above))
        rows.append(row(thing_name(dimension), *figures, depth=depth, is_group=is_group))
        for of_one in zip(*(each.indicators for each in found), strict=True):
            cells = [_result_cell(each, framework) if each.counted else _not_asked() for each in of_one]
            if any(each.text for each in cells):
                rows.append(row(thing_name(of_one[0].indicator), *cells, depth=depth + 1))
    columns = (Column(each, is_paged=True, is_sign=True) for each in (ids if is_by_id else names))
    label = framework.indicator_label
    title = Column(label, flexible=True, is_cut=True)
    matrix = table(say.subjects_caption(plural(label.lower())), (title, *columns), rows)
    key = [f"{id}: {name}" for id, name in zip(ids, names, strict=True)] if is_by_id else []
    matrix = matrix._replace(signs=signs_in(matrix, framework), fold=Fold.NONE)
    return [*items(key, say.SUBJECTS), matrix]


def point_titles(points: Sequence[Point]) -> list[str]:
    """Return what stands over the columns of dates: two of one day are told apart, a draft is marked."""
    days = column_dates([each.place.date for each in points])
    drafts = (say.DRAFT_MARK * each.scorecard.assessment.is_draft for each in points)
    found = zip(days, (each.place.suffix or "" for each in points), drafts, strict=True)
    return [" ".join(filter(None, each)) for each in found]


def column_dates(days: Sequence[date]) -> list[str]:
    """Return dates as they stand over columns: with a day where two have one month."""
    months = [(day.year, day.month) for day in days]
    years = [day.year for day in days]
    if len({*years}) == len(years) and len({(day.month, day.day) for day in days}) == 1:
        return [str(each) for each in years]
    return [
        say.column_date(day, is_month=months.count(month) == 1)
        for day, month in zip(days, months, strict=True)
    ]


def thing_name(thing: Dimension | Indicator) -> str:
    """Return what a row is called: by its number and title, or by its title where its id is a word."""
    return to_place(named(thing), thing.id)


def signed(figures: Figures, framework: Framework) -> Cell:
    """Return a standing as a sign: without a verdict its score or its grade stands beside it."""
    cell = standing_cell(figures, framework)
    return cell._replace(mark=cell.text) if cell.tone in STEPS else cell


def trend_remarks(followed: TrendRow, end: date, *, is_short: bool = False) -> Iterator[str]:
    """Say how long it fails; not that it never passed where it continues another, which may have passed.

    In short it is not said at all that something never passed.
    """
    labels = framework_labels(followed.framework)
    asked = [entry is not None and entry.status is not None for entry in followed.entries]
    last, failing_since, asked_since = followed.last_judged, followed.failing_since, followed.asked_so_since
    if not asked[-1] and last is not None and last.point.place.date <= end:
        is_failing = last.status is Status.FAIL
        yield say.last_judged(say.since(last.point.place.date, end), labels, is_failing=is_failing)
    elif failing_since is not None and failing_since <= end:
        asked_so = say.since(asked_since, end) if asked_since is not None and asked_since <= end else ""
        yield say.failing_since(say.since(failing_since, end), asked_so, labels)
    is_old = failing_since is not None and failing_since < end
    is_new = next((entry.is_revised for entry in followed.entries if entry), False)
    if followed.never_passed and not is_short and (is_old or sum(asked) > 1) and not is_new:
        yield say.never_passed(labels)


def _with_mark(found: Row, mark: str, *, is_text: bool) -> Row:
    if not mark:
        return found
    first, *rest = found.cells
    first = first._replace(text=f"{first.text} ({mark})") if is_text else first._replace(mark=mark)
    return found._replace(cells=(first, *rest))


def signs_in(matrix: Table, framework: Framework) -> tuple[Cell, ...]:
    """Return the signs of a table with what they mean, in the order of all that is told."""
    tones = {cell.tone for each in matrix.rows for cell in each.cells} | {
        each.tone for each in matrix.columns
    }
    found = [
        Cell(say.became(status, framework_labels(framework)), Tone[status.name])
        for status in say.ORDER
        if Tone[status.name] in tones
    ]
    if tones & {*STEPS}:
        ends = zip(say.LEAST_AND_MOST, (STEPS[0], STEPS[-1]), strict=True)
        graded = [label_cell(each, framework) for each in framework.grades if not framework.judges]
        found = [*(graded or (Cell(*each) for each in ends)), *found]
    return tuple(found)


def _whole_rows(trend: Trend, *, in_words: bool) -> Iterator[Row]:
    scorecards, framework = [each.scorecard for each in trend.points], trend.framework
    figures = [each.figures for each in scorecards]
    look = _in_full if in_words else signed
    yield row(say.THE_WHOLE, *(look(each.figures, each.framework) for each in scorecards), is_group=True)
    if framework.judges and framework.grades:
        grades = (grade_cell(each.figures, each.framework) for each in scorecards)
        yield row(say.GRADE, *(short_grade(each) if each else Cell("") for each in grades))
    is_shown = trend.shows_scores and (framework.judges or framework.grades)
    if is_shown and (in_words or not all(each.provisional for each in figures)):
        cells = (_bounded(score_cell(each), each) for each in figures)
        signs = (_score(each.figures, each.framework) for each in scorecards)
        yield row(say.score_row(out_of_words()), *(cells if in_words else signs))
    if trend.new_versions:
        yield row(say.VERSION_ROW, *(each.framework.version for each in scorecards))
    if in_words:
        yield from _rows_in_words(trend)


def _rows_in_words(trend: Trend) -> Iterator[Row]:
    """Yield how much passes, is rated and changed; elements too, where at one date these alone are open."""
    figures, framework = [each.scorecard.figures for each in trend.points], trend.framework
    has_parts = any(each.parts.not_rated and not each.counts.not_rated for each in figures)
    nouns = plural(framework.indicator_label.lower())
    if not trend.shows_scores and all(each.is_judged for each in figures):
        passing = (say.share(each.counts.passed, each.counts.applicable) for each in figures)
        yield row(say.of_those(verdict_word(Status.PASS, framework), nouns), *passing)
    if any(each.parts.not_rated for each in figures):
        counts = (each.parts if has_parts else each.counts for each in figures)
        name = say.of_those(say.RATED, rated_nouns(framework) if has_parts else nouns)
        yield row(name, *(say.share(each.rated, each.applicable) for each in counts))
    if trend.comparisons:
        told = (_change_words(each.comparison, trend) if each.comparison else "" for each in trend.points)
        is_decided = any(each.is_decided for each in trend.comparisons)
        yield row(say.or_decided(say.CHANGE_ROW, is_decided=is_decided), *told)


def _change_words(comparison: Comparison, trend: Trend) -> str:
    """Say what was done since the date before, in points; without scores how many indicators moved."""
    split = comparison.split
    if not trend.shows_scores:
        up, down, _ = ways_of(comparison)
        return say.moved(up, down) if up or down else say.NONE
    if split.real is None:
        return say.NONE
    return say.change_on(real_text(split), split.rated_on_both, are_few=split.rests_on_few)


def _bounded(cell: Cell, figures: Figures) -> Cell:
    """Return the cell of a score with its bounds behind it, where it does not stand by these alone."""
    if figures.provisional or figures.score is None or not figures.parts.not_rated:
        return cell
    return cell._replace(text=f"{cell.text} ({range_text(figures.score_low, figures.score_high)})")


def _in_full(figures: Figures, framework: Framework) -> Cell:
    """Return what a result stands by; where it is neither verdict nor grade, with what is open in it."""
    cell = standing_cell(figures, framework)
    if figures.score is None or not figures.parts.not_rated or framework.judges or framework.grades:
        return cell
    if framework.show_score:
        return _bounded(cell, figures)
    counts, _ = unrated_counts(figures, framework)
    return cell._replace(text=f"{cell.text} ({say.share(counts.rated, counts.applicable)})")


def figures_legend(trend: Trend) -> Iterator[str]:
    """Say what figures of a trend in words mean."""
    noun, comparisons = rated_nouns(trend.framework), trend.comparisons
    if comparisons and trend.shows_scores:
        is_few = any(each.split.rests_on_few and each.split.real is not None for each in comparisons)
        yield from say.score_change_legend(noun, is_few=is_few, are_several=len(comparisons) > 1)
    elif comparisons:
        yield say.moves_legend(plural(trend.framework.indicator_label.lower()), has_elements(trend.framework))
    if trend.shows_scores and any(each.scorecard.figures.parts.not_rated for each in trend.points):
        yield say.BOUNDS_LEGEND


def short_grade(cell: Cell) -> Cell:
    """Return a grade that stands beside its sign in a column of signs, where it is short."""
    return cell._replace(mark=cell.text) if len(cell.text) <= _LONGEST_GRADE else cell


def _score(figures: Figures, framework: Framework) -> Cell:
    is_open = figures.score is None or figures.provisional
    return verdict_cell(Status.NOT_RATED, framework) if is_open else Cell(score_text(figures.score))


def _followed_row(followed: TrendRow, trend: Trend, *, in_words: bool) -> Row:
    if followed.results:
        look = _in_full if in_words else signed
        cells = [
            look(result.figures, point.scorecard.framework) if result else _not_asked()
            for result, point in zip(followed.results, trend.points, strict=True)
        ]
    else:
        dated = zip(followed.entries, followed.bands_moved, strict=True)
        cells = [_entry_cell(*each, trend, in_words=in_words) for each in dated]
    is_group = not followed.counts_as_one and followed.part_of is None
    return row(thing_name(followed.thing), *cells, depth=followed.depth, is_group=is_group)


def _entry_cell(entry: TrendEntry | None, has_moved: bool, trend: Trend, *, in_words: bool) -> Cell:
    if entry is None or (entry.status is None and not in_words):
        return Cell("") if in_words else _not_asked()
    result, framework = entry.result, entry.point.scorecard.framework
    mark = say.REVISED if entry.is_revised else say.MOVED if has_moved else ""
    if not in_words:
        cell = _result_cell(result, framework)
        return cell._replace(mark=cell.mark + mark)
    cell = level_cell(result, framework)
    is_score = trend.shows_scores and result.scores_by_points and result.score is not None
    said = (score_text(result.score) if is_score else cell.text, measured_words(result))
    return cell._replace(text=f"{', '.join(filter(None, said))} {mark}".rstrip())


def _not_asked() -> Cell:
    return Cell("", mark=say.NOT_ASKED.lower())


def _result_cell(result: IndicatorResult, framework: Framework) -> Cell:
    """Return a level as a sign, with its measurement; without these and a verdict with its score."""
    cell, measured = level_cell(result, framework), result.rating.measured
    if measured is not None:
        return cell._replace(mark=typed_number(measured))
    has_score = cell.tone in STEPS and framework.show_score and result.score is not None
    return cell._replace(mark=score_text(result.score)) if has_score else cell


def _marks(trend: Trend) -> Iterator[str]:
    entries = [pair for each in trend.indicators for pair in zip(each.entries, each.bands_moved, strict=True)]
    if any(entry and has_moved and not entry.is_revised for entry, has_moved in entries):
        yield say.MOVED
    if any(entry and entry.is_revised for entry, _ in entries):
        yield say.REVISED
