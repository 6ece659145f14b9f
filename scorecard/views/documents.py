"""Documents to hand on: a report of each framework and assessment, and what stands before several."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, count, groupby
from typing import NamedTuple

from scorecard.comparing.dated import UnscoredAssessment
from scorecard.comparing.trend import Trend
from scorecard.directions import isolated
from scorecard.harmless import safe_name
from scorecard.links import to_file
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import Framework, Status
from scorecard.reviewing.review import Review
from scorecard.robustness.robustness import Robustness
from scorecard.scoring.scorecard import Scorecard
from scorecard.views.answer import answer_of
from scorecard.views.framework import framework_view
from scorecard.views.full_report import Section, count_references, full_report_view
from scorecard.views.matrix import column_dates
from scorecard.views.report import Block, Column, Prose, Report, Row, Table, facts, items, row, table
from scorecard.views.scorecard import reviewed_words
from scorecard.views.trend import left_out_facts
from scorecard.views.words import english as say
from scorecard.views.words.standings import (
    score_or_bounds,
    stands_by_score,
    subject_name,
    told_by,
    verdict_word,
)

INDEX = "index"
_MOST_ASKED = 1000
"""For more indicators than this no report says how firm its result is: that takes long, and has a command."""


class ReportedAssessment(NamedTuple):
    """A scorecard, the path and place of its assessment's file, and its subject's trend up to it, if any.

    `find_robustness` finds how firm it is, for whoever asks; `review` is what was said of it, if anything.
    """

    scorecard: Scorecard
    path: str
    place: AssessmentPath | None
    trend: Trend | None
    find_robustness: Callable[[], Robustness]
    review: Review | None = None


class NamedReport(NamedTuple):
    """One report, the name of a file of its own without suffix, and what it is about; None of a framework."""

    name: str
    report: Report
    about: ReportedAssessment | None


def document_views(
    frameworks: Sequence[Framework],
    assessments: Sequence[ReportedAssessment],
    sections: frozenset[Section],
    suffix: str | None,
    *,
    with_marks: bool = False,
) -> list[NamedReport]:
    """Return a report of each framework and assessment, each a file of its own that ends in `suffix`.

    Where that is None they stand in one, under titles of which no two are alike.
    Marks are in them on request.
    """
    documents = [NamedReport(each.ref, framework_view(each), None) for each in frameworks]
    first = 1
    for name, each in zip(_told_apart(map(_names, assessments)), assessments, strict=True):
        is_asked = Section.FIRMNESS in sections and each.scorecard.figures.parts.total <= _MOST_ASKED
        firm = each.find_robustness() if is_asked else None
        report = full_report_view(
            each.scorecard,
            each.trend,
            robustness=firm,
            sections=sections,
            first=first,
            review=each.review,
            with_marks=with_marks,
        )
        first += 0 if suffix else count_references(report)
        documents.append(NamedReport(name, report, each))
    names = map(safe_name, _unlike([each.name for each in documents]))
    documents = [each._replace(name=name) for name, each in zip(names, documents, strict=True)]
    if suffix is not None:
        return [*_led(documents, suffix)]
    titles = zip(_told_apart(map(_titles, documents)), documents, strict=True)
    return [each._replace(report=each.report._replace(title=title)) for title, each in titles]


def _told_apart(choices: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield of what each thing can be called the first that nothing else is, else the last."""
    found = [*choices]
    counts = [Counter(names) for names in zip(*found, strict=True)]
    for names in found:
        alone = (name for name, count in zip(names, counts, strict=True) if count[name] == 1)
        yield next(alone, names[-1])


def _names(about: ReportedAssessment) -> tuple[str, str, str]:
    assessment = about.scorecard.assessment
    plain = assessment.subject.id
    dated = f"{plain}-{about.place.day if about.place else ''}"
    return plain, dated, f"{dated}-{assessment.framework.id}"


def _titles(document: NamedReport) -> tuple[str, str, str]:
    title, about = document.report.title, document.about
    dated = f"{title}, {say.day(about.scorecard.assessment.date)}" if about else title
    return title, dated, say.by_framework(dated, about.scorecard.framework.ref) if about else title


def _led(documents: Sequence[NamedReport], suffix: str) -> Iterator[NamedReport]:
    """Yield documents that lead to the index, and to their subject's dates before and after them."""
    beside = {
        each.name: (dates[:at][-1:], dates[at + 1 :][:1])
        for dates in _timelines(documents)
        for at, each in enumerate(dates)
    }
    for each in documents:
        earlier, later = beside.get(each.name, ((), ()))
        told = [to_file(say.ALL_REPORTS, f"{INDEX}{suffix}")]
        told += [_linked(say.earlier_report(_date(one)), one, suffix) for one in earlier]
        told += [_linked(say.later_report(_date(one)), one, suffix) for one in later]
        report = each.report
        kicker, dates = say.headline([report.kicker, *told]), map(_date, (*earlier, *later))
        yield each._replace(report=report._replace(kicker=kicker, dates=(*report.dates, *dates)))


def _timelines(documents: Iterable[NamedReport]) -> list[list[NamedReport]]:
    """Return the reports of each subject under each framework, the oldest first."""
    found: dict[tuple[str, str], list[NamedReport]] = {}
    for each in sorted((each for each in documents if each.about), key=_date):
        scorecard = _scorecard(each)
        found.setdefault((scorecard.framework.id, scorecard.assessment.subject.id), []).append(each)
    return [*found.values()]


def _scorecard(document: NamedReport) -> Scorecard:
    assert document.about is not None
    return document.about.scorecard


def _date(document: NamedReport) -> date:
    return _scorecard(document).assessment.date


def _unlike(names: Sequence[str]) -> Iterator[str]:
    """Yield names of which no two are alike: the second of a name gets a 2, and so on."""
    taken, seen = set(names), set()
    for name in names:
        others = (f"{name}-{number}" for number in count(2))
        free = next(each for each in others if each not in taken) if name in seen else name
        seen.add(name)
        taken.add(free)
        yield free


# What stands before several ---------------------------------------------------------------------


def contents_view(
    documents: Sequence[NamedReport], left_out: Sequence[UnscoredAssessment], suffix: str | None = None
) -> Report:
    """Return what stands before several reports: a table of the subjects under each framework.

    `suffix` is that of the files that it leads to, None where they follow in it.
    """
    reports = [each.report for each in documents]
    blocks: list[Block] = facts(left_out_facts(left_out))
    timelines = sorted(_timelines(documents), key=_place)
    newest = [dates[-1].about for dates in timelines]
    if reviewed := reviewed_words([each.review for each in newest if each]):
        blocks.append(Prose(say.sentence(reviewed)))
    names = _told_apart(map(_subject_names, timelines))
    named = zip(names, timelines, strict=True)
    for _, group in groupby(named, key=lambda each: _place(each[1])[0]):
        blocks.append(_subjects_table([*group], suffix))
    others = (_linked(each.report.title, each, suffix) for each in documents if each.about is None)
    blocks += items(others, say.FRAMEWORKS)
    languages = {each.language for each in reports}
    return Report(
        say.reports(len(reports)),
        tuple(blocks),
        language=languages.pop() if len(languages) == 1 else None,
        is_draft=all(each.is_draft for each in reports),
        dates=tuple(map(_date, chain.from_iterable(timelines))),
    )


def _place(dates: Sequence[NamedReport]) -> tuple[str, str]:
    newest = _scorecard(dates[-1])
    return newest.framework.ref, newest.assessment.subject.id


def _subject_names(dates: Sequence[NamedReport]) -> tuple[str, str]:
    scorecard = _scorecard(dates[-1])
    name = say.titled(subject_name(scorecard.assessment.subject), is_draft=scorecard.assessment.is_draft)
    return name, say.by_framework(name, scorecard.framework.ref)


def _subjects_table(group: Sequence[tuple[str, list[NamedReport]]], suffix: str | None) -> Table:
    """Return the newest report of each subject by one framework, under its name, with those before it."""
    scorecards = [_scorecard(dates[-1]) for _, dates in group]
    framework = scorecards[0].framework
    with told_by(framework):
        counts = [each.figures.counts.by_status for each in scorecards]
        statuses = [each for each in say.ORDER if any(one.get(each) for one in counts)]
        numbers = [Column(verdict_word(status, framework), is_number=True) for status in statuses]
        has_score = framework.show_score and not stands_by_score(framework)
        subject, result, score, change, day, earlier = say.REPORT_COLUMNS
        columns = (
            subject,
            result,
            Column(change, flexible=True),
            Column(day, is_paged=True),
            Column(score, is_number=True) if has_score else None,
            *numbers,
            Column(earlier, flexible=True) if any(len(dates) > 1 for _, dates in group) else None,
        )
        told = (_subject_row(name, dates, statuses, suffix) for name, dates in group)
        return table(isolated(framework.title), columns, told)


def _subject_row(
    name: str, dates: Sequence[NamedReport], statuses: Sequence[Status], suffix: str | None
) -> Row:
    *earlier, newest = dates
    scorecard, figures = _scorecard(newest), _scorecard(newest).figures
    trend = newest.about and newest.about.trend
    answer = answer_of(scorecard, trend.comparisons if trend else ())
    days = column_dates([_date(each) for each in earlier])
    links = [_linked(day, each, suffix) for day, each in zip(days, earlier, strict=True)]
    return row(
        _linked(name, newest, suffix),
        answer.standing,
        say.moved_since(answer.moved, answer.since) if answer.since else "",
        say.day(scorecard.assessment.date),
        score_or_bounds(figures),
        *(str(figures.counts.by_status.get(status, 0)) for status in statuses),
        ", ".join(reversed(links)),
    )


def _linked(words: str, document: NamedReport, suffix: str | None) -> str:
    return to_file(words, f"{document.name}{suffix}") if suffix else words
