"""Leagues as reports: what `trend` shows of several subjects."""

from collections.abc import Iterable, Iterator

from scorecard.comparing.dated import UnscoredAssessment
from scorecard.comparing.league import League, Standing, Tally, find_tallies
from scorecard.comparing.trend import TrendFilter
from scorecard.directions import isolated
from scorecard.model.framework import Framework, Status
from scorecard.scoring.scorecard import Figures
from scorecard.views.report import Block, Column, Prose, Report, Row, Table, facts, row, table
from scorecard.views.scorecard import bounds_words
from scorecard.views.trend import day_words, left_out_facts, shown_facts
from scorecard.views.words import (
    STATUS_WORDS,
    framework_words,
    note_blocks,
    plural,
    score_cell,
    short_counts,
    told_by,
    verdict_cell,
)

_NOT_FAILING = (Status.PARTIAL, Status.PASS, Status.NOT_RATED, Status.NOT_APPLICABLE)
_LATEST = "its latest date"


def league_view(
    league: League, *, left_out: Iterable[UnscoredAssessment], shown: TrendFilter, dates: str = _LATEST
) -> Report:
    """Return the subjects of a league by their places; `shown` says which dates they are the latest of."""
    framework, standings = league.framework, league.standings
    with told_by(framework):
        blocks = [*_begin(league, left_out, shown, dates), _standings_table(league)]
        if any(standing.is_open for standing in standings):
            noun = plural(framework.indicator_label.lower())
            blocks.append(Prose(f"not all {noun} are rated, and the order could still change.", label="≈"))
        words = "league table"
        if not framework.show_score:
            words, no_ranking = (
                "subjects by verdict",
                "This framework shows no scores, so there is no ranking",
            )
            blocks.append(Prose(f"{no_ranking}: the order is by verdict and passes."))
        title = f"{framework_words(framework)}: {words}"
        is_draft = all(standing.dated.scorecard.assessment.is_draft for standing in standings)
        return Report(title, tuple(blocks), language=framework.language, is_draft=is_draft)


def tallies_view(league: League, *, left_out: Iterable[UnscoredAssessment], shown: TrendFilter) -> Report:
    """Return the indicators of a league, those first that most subjects fail."""
    framework = league.framework
    with told_by(framework):
        counts = (Column(STATUS_WORDS[each], is_number=True) for each in (Status.FAIL, *_NOT_FAILING))
        tallies = table(
            "How many subjects fail, of those rated; most failing first, then most partial",
            ("Id", Column(framework.indicator_label, flexible=True), *counts),
            map(_tally_row, find_tallies(league, shown.dimension)),
        )
        blocks = (*_begin(league, left_out, shown, _LATEST), tallies)
        title = f"{framework_words(framework)}: which fail most"
        return Report(title, blocks, language=framework.language)


def _begin(
    league: League, left_out: Iterable[UnscoredAssessment], shown: TrendFilter, dates: str
) -> Iterator[Block]:
    count, framework = len(league.standings), league.framework
    subjects = f"{count}, {'each ' * (count > 1)}at {dates}"
    versions = "Not comparable with the other versions' tables" if league.has_others else None
    others = (*shown_facts(framework, shown), *left_out_facts(left_out))
    yield from facts([("Subjects", subjects), ("Versions", versions), *others])
    yield from note_blocks([framework])


def _tally_row(tally: Tally) -> Row:
    failing = f"{tally.counts.failed} of {tally.counts.rated}"
    counts = (str(tally.counts.by_status[status]) for status in _NOT_FAILING)
    return row(tally.indicator.id, isolated(tally.indicator.title), failing, *counts)


def _standings_table(league: League) -> Table:
    """Return who stands where; with ranks where there are scores, and somebody to be before or after."""
    has_ranks = league.framework.show_score and len(league.standings) > 1
    rank = Column("Rank", is_number=True) if has_ranks else None
    score = Column("Score", is_number=True) if league.framework.show_score else None
    rows = (_standing_row(each, league.framework, has_ranks=has_ranks) for each in league.standings)
    return table("Subjects", (rank, Column("Subject", flexible=True), "Verdict", score, "Date"), rows)


def _standing_row(standing: Standing, framework: Framework, *, has_ranks: bool) -> Row:
    scorecard = standing.dated.scorecard
    figures = scorecard.figures
    rank = "none" if standing.rank is None else f"{'≈ ' * standing.is_open}{standing.rank}"
    return row(
        rank if has_ranks else None,
        f"{isolated(scorecard.assessment.subject.name)} ({_remarks(figures, framework)})",
        verdict_cell(figures.status, framework),
        score_cell(figures) if framework.show_score else None,
        day_words(standing.dated),
    )


def _remarks(figures: Figures, framework: Framework) -> str:
    text = short_counts(figures.counts)
    if figures.provisional:
        return f"{text}; provisional"
    bounds = bounds_words(figures) if framework.show_score else ""
    return f"{text}; {bounds}" if bounds else text
