"""What `assess` shows: one scorecard, its answers first; or several, a line each."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scorecard.comparing.assessments import Comparison
from scorecard.directions import isolated
from scorecard.model.framework import Status
from scorecard.model.keys import PROSE, texts_of
from scorecard.reviewing.review import Review
from scorecard.scoring.scorecard import Scorecard
from scorecard.views.answer import ThreeAnswers, answer_of
from scorecard.views.indicator import Telling
from scorecard.views.report import Block, Cell, Column, Prose, Report, Row, Table, Tone, facts, row, table
from scorecard.views.reviewed import claim_blocks, reply_blocks
from scorecard.views.scorecard import (
    Detail,
    basis_words,
    correction_blocks,
    cover_view,
    dimension_blocks,
    results_table,
    scorecard_facts,
    scorecard_report,
)
from scorecard.views.words import english as say
from scorecard.views.words.standings import (
    counts_words,
    framework_words,
    note_blocks,
    score_or_bounds,
    stands_by_score,
    told_by,
)


def scorecard_view(
    scorecard: Scorecard,
    comparisons: Sequence[Comparison] = (),
    *,
    detail: Detail,
    path: str,
    left: Scorecard | None = None,
    shown: str | None = None,
    review: Review | None = None,
    with_marks: bool = False,
) -> Report:
    """Return one scorecard as a report; `path` is its assessment's.

    `comparisons` are of its subject's dates up to it, each with the one before; a filter has `left` fewer
    rows, and `shown` says which. `review` is what was said of it, marks of which are told on request.
    """
    framework, left = scorecard.framework, left or scorecard
    with told_by(framework):
        answer = answer_of(scorecard, comparisons, review)
        blocks: list[Block] = [answer.block, *note_blocks([framework])]
        blocks += facts([(say.SHOWN, shown or None)])
        if detail is Detail.FULL:
            blocks += facts([*scorecard_facts(scorecard), (say.FILE, path)])
            prose = texts_of(scorecard.assessment, PROSE)
            blocks += [Prose(text, label=say.label(key), is_markdown=True) for key, text in prose]
            blocks += correction_blocks(scorecard.assessment)
            blocks += reply_blocks(review)
            telling = Telling(scorecard, review=review, with_marks=with_marks)
            blocks += claim_blocks(telling)
            blocks += dimension_blocks(left.dimensions, telling, level=1)
        elif detail is not Detail.SUMMARY:
            blocks.append(results_table(left, with_indicators=detail is Detail.INDICATORS))
        report = scorecard_report(scorecard, blocks, answer.headline)
        headline = say.headline((answer.standing.text, answer.who))
        stands = isolated(scorecard.assessment.title or "") or answer.counts
        report = report._replace(title=answer.who, kicker=isolated(framework.title), headline=headline)
        return report._replace(standfirst=stands)


# Several ----------------------------------------------------------------------------------------


class _Line(NamedTuple):
    """One of several scorecards: the answers that it gives, and its score, if one is shown."""

    scorecard: Scorecard
    answer: ThreeAnswers
    score: str


def scorecards_view(found: Sequence[tuple[Scorecard, Sequence[Comparison], Review | None]]) -> Report:
    """Return several scorecards, with what was said of each, a line each; those of one framework a table."""
    frameworks: dict[str, list[_Line]] = {}
    for scorecard, comparisons, _ in found:
        with told_by(scorecard.framework):
            answer = answer_of(scorecard, comparisons)
            score = score_or_bounds(scorecard.figures) if scorecard.framework.show_score else ""
            frameworks.setdefault(scorecard.framework.ref, []).append(_Line(scorecard, answer, score))
    blocks: list[Block] = []
    for ref, lines in frameworks.items():
        is_alone = len(frameworks) == 1
        with told_by(lines[0].scorecard.framework):
            reviews = [review for each, _, review in found if each.framework.ref == ref]
            words = basis_words([line.scorecard for line in lines], reviews)
        blocks += [Prose(words, label=None if is_alone else ref), _lines_table(lines, is_alone=is_alone)]
    notes = note_blocks(each.framework for each, *_ in found)
    report = cover_view([scorecard for scorecard, *_ in found])
    framework = found[0][0].framework
    if len(frameworks) == 1 and framework.judges:
        counts = counts_words(Counter(each.figures.status for each, *_ in found), framework)
        lead = Cell(say.headline([report.title, counts]))
        report = report._replace(lead=lead, standfirst=counts)
    return report._replace(blocks=(*blocks, *notes))


def _lines_table(lines: Sequence[_Line], *, is_alone: bool) -> Table:
    framework = lines[0].scorecard.framework
    dates = {each.scorecard.assessment.date for each in lines}
    earlier = {each.answer.since for each in lines if each.answer.since}
    statuses = [each for each in say.ORDER if framework.judges and any(_count(line, each) for line in lines)]
    has_score = framework.show_score and not stands_by_score(framework)
    when = next(iter(earlier)) if len(earlier) == 1 else ""
    columns = (
        Column(say.SUBJECT, flexible=True, is_cut=True),
        Column(say.RESULT, is_cut=True),
        Column(say.DATE) if len(dates) > 1 else None,
        *(Column(Tone[each.name].glyph, is_number=True) for each in statuses),
        None if framework.judges else Column(say.NUMBERS),
        Column(say.SCORE, is_number=True) if has_score else None,
        Column(say.changed_since(when), is_cut=True) if earlier else None,
    )
    rows = (_line_row(each, statuses, tells_date=len(earlier) > 1) for each in lines)
    day = "" if len(dates) > 1 else say.day(dates.pop())
    caption = say.headline(["" if is_alone else framework_words(framework), day])
    return table(caption, columns, rows)


def _count(line: _Line, status: Status) -> int:
    return line.scorecard.figures.counts.by_status.get(status, 0)


def _line_row(line: _Line, statuses: Iterable[Status], *, tells_date: bool) -> Row:
    scorecard, answer, score = line
    assessment = scorecard.assessment
    name = say.standing(isolated(assessment.subject.name), "", answer.draft)
    moved = "" if not answer.since else answer.moved
    moved = say.moved_since(moved, answer.since) if moved and tells_date else moved
    counts = (str(_count(line, each) or "") for each in statuses)
    day = say.column_date(assessment.date, is_month=False)
    return row(name, answer.standing, day, *counts, answer.counts, score, moved)
