"""Leagues as reports: what `trend` shows of several subjects."""

from collections.abc import Iterable

from scorecard.comparing.dated import UnscoredAssessment
from scorecard.comparing.league import IndicatorStatuses, League, Standing, find_tallies
from scorecard.comparing.trend import TrendFilter
from scorecard.directions import isolated, texts_in
from scorecard.model.framework import Framework, Status
from scorecard.scoring.scorecard import Figures
from scorecard.views.report import Align, Block, Cell, Column, Facts, Prose, Report, Row, Table
from scorecard.views.scorecard import bounds_words
from scorecard.views.trend import day_words, left_out_facts, shown_facts
from scorecard.views.words import (
    STATUS_WORDS,
    framework_words,
    note_blocks,
    plural,
    score_bar,
    score_or_bounds,
    short_counts,
    verdict_cell,
)

_NOT_FAILING = (Status.PARTIAL, Status.PASS, Status.NOT_RATED, Status.NOT_APPLICABLE)
_LATEST = "its latest date"
_EVERYTHING = TrendFilter()


def league_view(
    league: League,
    *,
    left_out: Iterable[UnscoredAssessment],
    shown: TrendFilter = _EVERYTHING,
    dates: str = _LATEST,
) -> Report:
    """Return the subjects of a league by their places; `shown` says which dates they are the latest of."""
    with texts_in(league.framework.language):
        framework = league.framework
        blocks = _begin(league, left_out, shown, dates)
        blocks.append(_standings_table(league))
        if any(standing.is_open for standing in league.standings):
            noun = plural(framework.indicator_label.lower())
            blocks.append(Prose(f"not all {noun} are rated, and the order could still change.", label="≈"))
        if not framework.show_score:
            blocks.append(
                Prose(
                    "This framework shows no scores, so there is no ranking: "
                    "the order is by verdict and passes."
                )
            )
        words = "league table" if framework.show_score else "subjects by verdict"
        return Report(
            title=f"{framework_words(framework)}: {words}",
            blocks=tuple(blocks),
            language=framework.language,
            is_draft=all(standing.dated.scorecard.assessment.is_draft for standing in league.standings),
        )


def tallies_view(league: League, *, left_out: Iterable[UnscoredAssessment], shown: TrendFilter) -> Report:
    """Return the indicators of a league, those first that most subjects fail."""
    with texts_in(league.framework.language):
        framework = league.framework
        counts = (Column(STATUS_WORDS[status], Align.RIGHT) for status in _NOT_FAILING)
        indicator = Column(framework.indicator_label, flexible=True)
        table = Table(
            caption="How many subjects fail, of those rated; most failing first, then most partial",
            columns=(Column("Id"), indicator, Column("Fail", Align.RIGHT), *counts),
            rows=tuple(map(_tally_row, find_tallies(league, shown.dimension))),
        )
        blocks = [*_begin(league, left_out, shown, _LATEST), table]
        return Report(
            title=f"{framework_words(framework)}: which fail most",
            blocks=tuple(blocks),
            language=framework.language,
        )


def _begin(
    league: League, left_out: Iterable[UnscoredAssessment], shown: TrendFilter, dates: str
) -> list[Block]:
    each = f", each at {dates}" if len(league.standings) > 1 else f", at {dates}"
    facts = [("Subjects", Cell(f"{len(league.standings)}{each}"))]
    if league.has_others:
        facts.append(("Versions", Cell("Not comparable with the other versions' tables")))
    facts += (*shown_facts(league.framework, shown), *left_out_facts(left_out))
    return [Facts(tuple(facts)), *note_blocks([league.framework])]


# Subjects ---------------------------------------------------------------------------------------


def _standings_table(league: League) -> Table:
    columns = [Column("Subject", flexible=True), Column("Verdict")]
    if league.framework.show_score:
        columns.append(Column("Score", Align.RIGHT))
    if _has_ranks(league):
        columns.insert(0, Column("Rank", Align.RIGHT))
    rows = (_standing_row(standing, league) for standing in league.standings)
    return Table(caption="Subjects", columns=(*columns, Column("Date")), rows=tuple(rows))


def _has_ranks(league: League) -> bool:
    """Whether ranks are shown: there are scores, and somebody to be before or after."""
    return league.framework.show_score and len(league.standings) > 1


def _standing_row(standing: Standing, league: League) -> Row:
    framework = league.framework
    place, scorecard = standing.dated
    assessment, figures = scorecard.assessment, scorecard.figures
    cells = [
        Cell(f"{isolated(assessment.subject.name)} ({_remarks(figures, framework)})"),
        verdict_cell(figures.status, framework),
    ]
    if framework.show_score:
        cells.append(Cell(score_or_bounds(figures) or "none", share=score_bar(figures)))
    if _has_ranks(league):
        rank = "none" if standing.rank is None else f"{'≈ ' if standing.is_open else ''}{standing.rank}"
        cells.insert(0, Cell(rank))
    return Row((*cells, Cell(day_words(place, is_draft=assessment.is_draft))))


def _remarks(figures: Figures, framework: Framework) -> str:
    text = short_counts(figures.counts)
    if figures.provisional:
        return f"{text}; provisional"
    bounds = bounds_words(figures) if framework.show_score else ""
    return f"{text}; {bounds}" if bounds else text


# Indicators -------------------------------------------------------------------------------------


def _tally_row(tally: IndicatorStatuses) -> Row:
    failing = Cell(f"{tally.count(Status.FAIL)} of {tally.rated}")
    counts = (Cell(str(tally.count(status))) for status in _NOT_FAILING)
    return Row((Cell(tally.indicator.id), Cell(isolated(tally.indicator.title)), failing, *counts))
