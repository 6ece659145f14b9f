"""Documents to hand on: a report of each framework and assessment, and what stands before several."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count
from typing import NamedTuple

from scorecard.comparing.dated import UnscoredAssessment
from scorecard.comparing.league import League
from scorecard.comparing.trend import ReportedAssessment, TrendFilter
from scorecard.harmless import safe_name
from scorecard.model.framework import Framework
from scorecard.views.framework import framework_view
from scorecard.views.full_report import Section, count_references, full_report_view
from scorecard.views.league import league_view
from scorecard.views.report import Items, Links, Report, facts
from scorecard.views.trend import left_out_facts


class NamedReport(NamedTuple):
    """One report, the name of a file of its own without suffix, and what it is about; None of a framework."""

    name: str
    report: Report
    about: ReportedAssessment | None


def document_views(
    frameworks: Sequence[Framework],
    assessments: Sequence[ReportedAssessment],
    sections: frozenset[Section],
    *,
    is_folder: bool,
) -> list[NamedReport]:
    """Return a report of each framework and assessment, under names and titles of which no two are alike."""
    documents = [NamedReport(each.ref, framework_view(each), None) for each in frameworks]
    first = 1
    for name, each in zip(_names(assessments), assessments, strict=True):
        report = full_report_view(each.scorecard, each.trend, sections=sections, first=first)
        first += 0 if is_folder else count_references(report)
        documents.append(NamedReport(name, report, each))
    titles = Counter(each.report.title for each in documents)
    found = []
    for name, (_, report, about) in zip(_unlike([each.name for each in documents]), documents, strict=True):
        if about is not None and titles[report.title] > 1:
            report = report._replace(title=f"{report.title}, by {about.scorecard.framework.ref}")
        found.append(NamedReport(safe_name(name), report, about))
    return found


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


def league_views(leagues: Sequence[League]) -> list[Report]:
    """Return the comparisons of several subjects."""
    dates = "the latest date reported here"
    return [league_view(league, shown=TrendFilter(), dates=dates) for league in leagues]


def contents_view(
    documents: Sequence[NamedReport], left_out: Sequence[UnscoredAssessment], suffix: str | None = None
) -> Report:
    """Return what stands before several reports; `suffix` is their files', None where they follow in it."""
    reports = [each.report for each in documents]
    titles = [each.title + (f": {each.lead.text}" if each.lead else "") for each in reports]
    links = ((title, f"{each.name}{suffix}") for title, each in zip(titles, documents, strict=True))
    named = Items(tuple(titles), "Here") if suffix is None else Links(tuple(links), "Reports")
    blocks = (*facts(left_out_facts(left_out)), named)
    is_draft = all(each.is_draft for each in reports)
    return Report(f"Reports ({len(titles)})", blocks, language=reports[0].language, is_draft=is_draft)
