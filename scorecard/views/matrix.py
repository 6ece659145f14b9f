"""Every indicator down, every date or subject across, a sign each: the table that is read first."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from scorecard.comparing.trend import Trend, TrendEntry, TrendRow
from scorecard.links import to_place
from scorecard.model.framework import Dimension, Indicator
from scorecard.model.lexical import typed_number
from scorecard.views.indicator import level_cell
from scorecard.views.report import Block, Cell, Column, Row, items, row, table
from scorecard.views.words import english as say
from scorecard.views.words.standings import named, plural, standing_cell


def trend_matrix(trend: Trend, *, newest_first: bool) -> list[Block]:
    """Return what each dimension and indicator came to at each date, with what its marks mean."""
    points = [*trend.points]
    rows = [*_whole_rows(trend)]
    rows += (_dimension_row(each, trend) if each.results else _indicator_row(each) for each in trend.rows)
    days = [point.place.date for point in points]
    columns = [Column(each, is_paged=True, is_sign=True) for each in column_dates(days)]
    if newest_first:
        columns.reverse()
        rows = [each._replace(cells=(each.cells[0], *reversed(each.cells[1:]))) for each in rows]
    label = trend.framework.indicator_label
    names = Column(label, flexible=True, is_cut=True)
    caption = say.matrix_caption(plural(label.lower()), newest_first=newest_first)
    return [table(caption, (names, *columns), rows), *items(_legend(trend), say.legend())]


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


def _whole_rows(trend: Trend) -> Iterator[Row]:
    cells = (standing_cell(each.scorecard.figures, each.scorecard.framework) for each in trend.points)
    yield row(say.the_whole(), *map(_signed, cells), is_group=True)


def _dimension_row(followed: TrendRow, trend: Trend) -> Row:
    cells = (
        _signed(standing_cell(result.figures, point.scorecard.framework)) if result else Cell("")
        for result, point in zip(followed.results, trend.points, strict=True)
    )
    is_group = not followed.counts_as_one and followed.part_of is None
    return row(thing_name(followed.thing), *cells, depth=followed.depth, is_group=is_group)


def _signed(cell: Cell) -> Cell:
    """Return a standing as a sign: without a verdict its score or its grade stands beside it."""
    is_number = cell.tone is not None and cell.tone.word.startswith("step")
    return cell._replace(mark=cell.text) if is_number else cell


def _indicator_row(followed: TrendRow) -> Row:
    dated = zip(followed.entries, followed.bands_moved, strict=True)
    return row(thing_name(followed.thing), *(_entry_cell(*each) for each in dated), depth=followed.depth)


def _entry_cell(entry: TrendEntry | None, has_moved: bool) -> Cell:
    if entry is None or entry.status is None:
        return Cell("")
    cell = level_cell(entry.result, entry.point.scorecard.framework)
    measured = entry.result.rating.measured
    mark = "" if measured is None else typed_number(measured)
    return cell._replace(mark=mark + "*" * (entry.is_revised or has_moved))


def _legend(trend: Trend) -> Iterable[str]:
    entries = [pair for each in trend.indicators for pair in zip(each.entries, each.bands_moved, strict=True)]
    if any(entry and entry.is_revised for entry, _ in entries):
        yield say.revised_mark()
    if any(entry and has_moved for entry, has_moved in entries):
        yield say.moved_mark()
