"""Leagues as reports: what `trend` shows of several subjects."""

from collections.abc import Iterator
from fractions import Fraction

from scorecard.comparing.league import League, Standing, find_tallies
from scorecard.comparing.trend import TrendFilter
from scorecard.directions import isolated
from scorecard.model.framework import Framework, Status
from scorecard.scoring.scorecard import Counts, Figures
from scorecard.views.report import Block, Column, Prose, Report, Row, Table, facts, row, table
from scorecard.views.scorecard import bounds_words
from scorecard.views.trend import day_words, left_out_facts, shown_facts
from scorecard.views.words.standings import (
    STATUS_WORDS,
    framework_words,
    note_blocks,
    out_of_words,
    rated_nouns,
    score_cell,
    score_text,
    short_counts,
    standing_cells,
    told_by,
)

_NOT_FAILING = (Status.PARTIAL, Status.PASS, Status.NOT_RATED, Status.NOT_APPLICABLE)
_LATEST = "its latest date"


def league_view(league: League, *, shown: TrendFilter, dates: str = _LATEST) -> Report:
    """Return the subjects of a league by their places; of `shown` what is said of dates limits them."""
    framework, standings = league.framework, league.standings
    with told_by(framework):
        blocks = [*_begin(league, TrendFilter(shown.window), dates), _standings_table(league)]
        if any(standing.is_open for standing in standings):
            nouns = rated_nouns(framework)
            blocks.append(Prose(f"not all {nouns} are rated, and the order could still change.", label="≈"))
        if any(_says_tied(standing, framework) for standing in standings):
            blocks.append(Prose("their scores are the same as they are shown.", label="tied"))
        words = "league table"
        if not framework.show_score:
            by, more = next(iter(_titles(league)), "name").lower(), " and passes" * framework.judges
            words = f"subjects by {by}"
            no_ranking = "This framework shows no scores, so there is no ranking"
            blocks.append(Prose(f"{no_ranking}: the order is by {by}{more}."))
        title = f"{framework_words(framework)}: {words}"
        is_draft = all(standing.dated.scorecard.assessment.is_draft for standing in standings)
        return Report(title, tuple(blocks), language=framework.language, is_draft=is_draft)


def tallies_view(league: League, *, shown: TrendFilter) -> Report:
    """Return the indicators of a league: those first that most fail, or, unjudged, score lowest."""
    framework = league.framework
    with told_by(framework):
        words, caption = "which fail most", "fail, of those rated; most failing first, then most partial"
        if not framework.judges:
            words, caption = "which are rated", "are rated, where it applies"
            if framework.show_score:
                words, caption = "which score lowest", f"{caption}; the lowest mean score first"
        cells = (Column(each, is_number=True) for each in _tally_cells(Counts(), None, framework))
        tallies = table(
            f"How many subjects {caption}",
            ("Id", Column(framework.indicator_label, flexible=True), *cells),
            (
                row(each.id, isolated(each.title), *_tally_cells(counts, score, framework).values())
                for each, counts, score in find_tallies(league, shown.dimension)
            ),
        )
        blocks = (*_begin(league, shown), tallies)
        return Report(f"{framework_words(framework)}: {words}", blocks, language=framework.language)


def _begin(league: League, shown: TrendFilter, dates: str = _LATEST) -> Iterator[Block]:
    count, framework = len(league.standings), league.framework
    subjects = f"{count}, {'each ' * (count > 1)}at {dates}"
    versions = "Not comparable with the other versions' tables" if league.has_others else None
    others = (*shown_facts(framework, shown), *left_out_facts(league.left_out))
    is_said = framework.show_score and framework.score_out_of != 100
    scores = out_of_words() if is_said else None
    yield from facts([("Subjects", subjects), ("Scores", scores), ("Versions", versions), *others])
    yield from note_blocks([framework])


def _tally_cells(counts: Counts, score: Fraction | None, framework: Framework) -> dict[str, str]:
    if framework.judges:
        numbers = {STATUS_WORDS[status]: str(counts.by_status[status]) for status in _NOT_FAILING}
        return {STATUS_WORDS[Status.FAIL]: f"{counts.failed} of {counts.rated}", **numbers}
    rated = {
        STATUS_WORDS[Status.UNJUDGED]: f"{counts.rated} of {counts.applicable}",
        STATUS_WORDS[Status.NOT_APPLICABLE]: str(counts.not_applicable),
    }
    return ({"Mean score": score_text(score)} if framework.show_score else {}) | rated


def _standings_table(league: League) -> Table:
    has_ranks = league.framework.show_score and len(league.standings) > 1
    rank = Column("Rank", is_number=True) if has_ranks else None
    score = Column("Score", is_number=True) if league.framework.show_score else None
    rows = (_standing_row(each, league.framework) for each in league.standings)
    columns = (rank, Column("Subject", flexible=True), *_titles(league), score, "Date")
    return table("Subjects", columns, rows)


def _titles(league: League) -> list[str]:
    return list(standing_cells(league.standings[0].dated.scorecard.figures, league.framework))


def _standing_row(standing: Standing, framework: Framework) -> Row:
    scorecard = standing.dated.scorecard
    figures = scorecard.figures
    marks = "≈ " * standing.is_open + "tied " * _says_tied(standing, framework)
    rank = "none" if standing.rank is None else f"{marks}{standing.rank}"
    return row(
        rank,
        f"{isolated(scorecard.assessment.subject.name)} ({_remarks(figures, framework)})",
        *standing_cells(figures, framework).values(),
        score_cell(figures),
        day_words(standing.dated),
    )


def _says_tied(standing: Standing, framework: Framework) -> bool:
    """Whether it is said why some share a rank; of exactly equal scores beside verdicts it never was."""
    return standing.is_rounded or (standing.is_tied and not framework.judges)


def _remarks(figures: Figures, framework: Framework) -> str:
    bounds = bounds_words(figures) if framework.show_score else ""
    words = (short_counts(figures.counts), "provisional" if figures.provisional else bounds)
    return "; ".join(filter(None, words))
