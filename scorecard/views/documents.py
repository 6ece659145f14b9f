"""Documents to hand on: a report of each framework and assessment, and what stands before several."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import count, groupby
from typing import NamedTuple

from scorecard.comparing.dated import UnscoredAssessment
from scorecard.comparing.trend import ReportedAssessment
from scorecard.directions import isolated
from scorecard.harmless import safe_name
from scorecard.links import to_file
from scorecard.model.framework import Framework, Status
from scorecard.views.answer import answer_of
from scorecard.views.framework import framework_view
from scorecard.views.full_report import Section, count_references, full_report_view
from scorecard.views.matrix import column_dates
from scorecard.views.report import Block, Column, Items, Links, Report, Row, Table, facts, row, table
from scorecard.views.trend import left_out_facts
from scorecard.views.words import english as say
from scorecard.views.words.standings import score_or_bounds, stands_by_score, told_by, verdict_word

INDEX = "index"


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
) -> list[NamedReport]:
    """Return a report of each framework and assessment, each a file of its own that ends in `suffix`.

    Where that is None they stand in one, under titles of which no two are alike.
    """
    documents = [NamedReport(each.ref, framework_view(each), None) for each in frameworks]
    first = 1
    for name, each in zip(_names(assessments), assessments, strict=True):
        report = full_report_view(each.scorecard, each.trend, sections=sections, first=first)
        first += 0 if suffix else count_references(report)
        documents.append(NamedReport(name, report, each))
    names = map(safe_name, _unlike([each.name for each in documents]))
    documents = [each._replace(name=name) for name, each in zip(names, documents, strict=True)]
    if suffix is None:
        return _retitled(_retitled(documents, _with_day), _with_framework)
    return [_led(each, documents, suffix) for each in documents]


def _retitled(
    documents: list[NamedReport], retitle: Callable[[str, ReportedAssessment], str]
) -> list[NamedReport]:
    """Return documents of whose titles those that several have say more."""
    titles = Counter(each.report.title for each in documents)
    return [
        each._replace(report=each.report._replace(title=retitle(each.report.title, each.about)))
        if each.about is not None and titles[each.report.title] > 1
        else each
        for each in documents
    ]


def _with_day(title: str, about: ReportedAssessment) -> str:
    return f"{title}, {say.day(about.scorecard.assessment.date)}"


def _with_framework(title: str, about: ReportedAssessment) -> str:
    return say.by_framework(title, about.scorecard.framework.ref)


def _led(document: NamedReport, documents: Sequence[NamedReport], suffix: str) -> NamedReport:
    """Return a document that leads to the index, and to its subject's dates before and after it."""
    told = [to_file(say.ALL_REPORTS, f"{INDEX}{suffix}")]
    timeline = [each for each in documents if _series(each) == _series(document)]
    at = timeline.index(document)
    for name, others in (
        (say.earlier_report, timeline[:at][-1:]),
        (say.later_report, timeline[at + 1 :][:1]),
    ):
        told += [to_file(name(_date(each)), f"{each.name}{suffix}") for each in others]
    report = document.report
    return document._replace(report=report._replace(kicker=say.headline([report.kicker, *told])))


def _series(document: NamedReport) -> tuple[str, str]:
    """Return whose dates a report is one of; a framework's is alone."""
    if document.about is None:
        return "", document.name
    scorecard = document.about.scorecard
    return scorecard.assessment.subject.id, scorecard.framework.id


def _date(document: NamedReport) -> date:
    assert document.about is not None, "frameworks have none"
    return document.about.scorecard.assessment.date


def _names(assessments: Sequence[ReportedAssessment]) -> Iterator[str]:
    plain = [each.scorecard.assessment.subject.id for each in assessments]
    days = [each.place.day if each.place else "" for each in assessments]
    dated = [f"{name}-{day}" for name, day in zip(plain, days, strict=True)]
    of_subject, of_day = Counter(plain), Counter(dated)
    for one, two, each in zip(plain, dated, assessments, strict=True):
        full = f"{two}-{each.scorecard.assessment.framework.id}"
        yield one if of_subject[one] == 1 else two if of_day[two] == 1 else full


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
    series: dict[tuple[str, str], list[NamedReport]] = {}
    for each in documents:
        if each.about is not None:
            series.setdefault(_series(each), []).append(each)
    newest_first = [sorted(each, key=_date, reverse=True) for each in series.values()]
    names = Counter(each[0].report.title for each in newest_first)
    ordered = sorted(newest_first, key=lambda each: (_framework_ref(each), _series(each[0])))
    for _, group in groupby(ordered, key=_framework_ref):
        blocks.append(_subjects_table([*group], names, suffix))
    others = [each for each in documents if each.about is None]
    if others and suffix:
        blocks.append(
            Links(tuple((each.report.title, f"{each.name}{suffix}") for each in others), say.FRAMEWORKS)
        )
    elif others:
        blocks.append(Items(tuple(each.report.title for each in others), say.FRAMEWORKS))
    is_draft = all(each.is_draft for each in reports)
    languages = {each.language for each in reports}
    language = languages.pop() if len(languages) == 1 else None
    return Report(say.reports(len(reports)), tuple(blocks), language=language, is_draft=is_draft)


def _framework_ref(series: Sequence[NamedReport]) -> str:
    about = series[0].about
    return about.scorecard.framework.ref if about else ""


def _subjects_table(
    group: Sequence[Sequence[NamedReport]], names: Mapping[str, int], suffix: str | None
) -> Table:
    """Return the newest report of each subject by one framework, with its earlier ones behind it.

    Of `names` that several have each says by what it is judged.
    """
    rows = [(each[0].about, each) for each in group]
    scorecards = [about.scorecard for about, _ in rows if about]
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
            Column(score, is_number=True) if has_score else None,
            *numbers,
            Column(change, flexible=True),
            Column(day, is_paged=True),
            Column(earlier, flexible=True) if any(len(each) > 1 for each in group) else None,
        )
        told = (_subject_row(each, statuses, names, suffix) for each in group)
        return table(isolated(framework.title), columns, told)


def _subject_row(
    series: Sequence[NamedReport], statuses: Sequence[Status], names: Mapping[str, int], suffix: str | None
) -> Row:
    newest, *earlier = series
    about = newest.about
    assert about is not None, "it is of an assessment"
    scorecard, figures = about.scorecard, about.scorecard.figures
    answer = answer_of(scorecard, about.trend.comparisons if about.trend else ())
    numbers = (str(figures.counts.by_status.get(status, 0)) for status in statuses)
    name = say.titled(isolated(scorecard.assessment.subject.name), is_draft=newest.report.is_draft)
    name = _with_framework(name, about) if names[newest.report.title] > 1 else name
    days = column_dates([_date(each) for each in earlier])
    links = (_linked(day, each, suffix) for day, each in zip(days, earlier, strict=True))
    return row(
        _linked(name, newest, suffix),
        answer.standing,
        score_or_bounds(figures),
        *numbers,
        say.moved_since(answer.moved, answer.since) if answer.since else "",
        say.day(scorecard.assessment.date),
        ", ".join(links),
    )


def _linked(words: str, document: NamedReport, suffix: str | None) -> str:
    return to_file(words, f"{document.name}{suffix}") if suffix else words
