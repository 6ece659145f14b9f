"""Documents to hand on: a report of each framework and assessment, and what stands before several."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scorecard.comparing.dated import UnscoredAssessment
from scorecard.comparing.league import League
from scorecard.comparing.trend import ReportedAssessment
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
    """Return a report of each framework and assessment, under names and titles of which no two are alike.

    In a folder each has its own file, and its references begin with 1.
    """
    reports = [framework_view(framework) for framework in frameworks]
    names = [framework.ref for framework in frameworks] + list(_names(assessments))
    first = 1
    for each in assessments:
        report = full_report_view(each.scorecard, each.trend, sections=sections, first=first)
        first += 0 if is_folder else count_references(report)
        reports.append(report)
    about = [*(None for _ in frameworks), *assessments]
    titles = Counter(report.title for report in reports)
    return [
        NamedReport(
            safe_name(name),
            report._replace(title=f"{report.title}, by {each.scorecard.framework.ref}")
            if titles[report.title] > 1 and each is not None
            else report,
            each,
        )
        for name, report, each in zip(_unlike(names), reports, about, strict=True)
    ]


def _names(assessments: Sequence[ReportedAssessment]) -> Iterator[str]:
    """Yield a name for each assessment: its subject, with day or framework too where that is not enough."""
    plain = [each.scorecard.assessment.subject.id for each in assessments]
    days = [each.place.day if each.place else "" for each in assessments]
    dated = [f"{name}-{day}" for name, day in zip(plain, days, strict=True)]
    counts = [Counter(names) for names in (plain, dated)]
    for one, two, each in zip(plain, dated, assessments, strict=True):
        full = f"{two}-{each.scorecard.assessment.framework.id}"
        yield one if counts[0][one] == 1 else two if counts[1][two] == 1 else full


def _unlike(names: Sequence[str]) -> list[str]:
    """Return names of which no two are alike: the second of a name gets a 2, and so on."""
    seen: Counter[str] = Counter()
    taken = set(names)
    found = []
    for name in names:
        seen[name] += 1
        other = name
        while seen[name] > 1 and other in taken:
            other = f"{name}-{seen[name]}"
            seen[name] += other in taken
        taken.add(other)
        found.append(other)
    return found


def league_views(leagues: Sequence[League], left_out: Sequence[UnscoredAssessment]) -> list[Report]:
    """Return the comparisons of several subjects, with what could not be scored of each."""
    return [
        league_view(
            league,
            left_out=[each for each in left_out if each.framework_id in (None, league.framework.id)],
            dates="the latest date reported here",
        )
        for league in leagues
    ]


def contents_view(
    documents: Sequence[NamedReport], left_out: Sequence[UnscoredAssessment], suffix: str | None = None
) -> Report:
    """Return what stands before several reports: what each is, and what was asked for and is none.

    `suffix` is that of their files, None where they follow in the same document.
    """
    titles = [
        f"{each.report.title}: {each.report.lead.text}" if each.report.lead else each.report.title
        for each in documents
    ]
    blocks = facts(left_out_facts(left_out))
    if suffix is None:
        blocks.append(Items(tuple(titles), label="Here"))
    else:
        names = [f"{each.name}{suffix}" for each in documents]
        blocks.append(Links(tuple(zip(titles, names, strict=True)), "Reports"))
    return Report(
        title=f"Reports ({len(titles)})",
        blocks=tuple(blocks),
        language=documents[0].report.language,
        is_draft=all(each.report.is_draft for each in documents),
    )
