"""What `report` writes: targets to reports, and reports to text, as one document or as a folder of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scorecard.comparing.dated import Dated, LeftOut, Series
from scorecard.comparing.league import find_leagues
from scorecard.comparing.trend import Trend, find_trend
from scorecard.errors import NotFoundError, ScorecardError
from scorecard.files.atomic import safe_name
from scorecard.model.file_names import AssessmentPath, FrameworkPath
from scorecard.project.loader import LoadedAssessment
from scorecard.project.resolve import Workspace
from scorecard.project.selection import Selection, seen_from
from scorecard.project.targets import (
    AssessmentFilter,
    NameTarget,
    PathTarget,
    framework_of,
    is_subject,
    parse_target,
)
from scorecard.project.timelines import series_until
from scorecard.render.formats import ReaderFormat, ReportFormat, render_reports
from scorecard.render.text import Terminal
from scorecard.scoring.score import score
from scorecard.scoring.scorecard import Scorecard
from scorecard.views.framework import framework_view
from scorecard.views.full_report import Section, count_references, full_report_view
from scorecard.views.league import league_view
from scorecard.views.report import Block, Facts, Items, Links, Report
from scorecard.views.trend import left_out_facts

if TYPE_CHECKING:
    from scorecard.render.as_json import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportForm:
    """How documents are written."""

    format: ReportFormat
    front_matter: bool = False
    bom: bool = False


@dataclass(frozen=True, slots=True)
class ReportFile:
    """One report, the name of a file of its own without suffix, and the scorecard it is about, if it is."""

    name: str
    report: Report
    path: str = ""
    scorecard: Scorecard | None = None


@dataclass(kw_only=True)
class Documents:
    """All that is to be written: comparisons of several subjects, then each; `root` is the project's."""

    selection: Selection
    root: Path | None
    left_out: tuple[LeftOut, ...] = ()
    comparisons: list[Report] = field(default_factory=list)
    reports: list[ReportFile] = field(default_factory=list)

    @property
    def scorecards(self) -> list[tuple[str, Scorecard]]:
        """The scorecards that the reports are about, each with the path of its assessment."""
        return [(each.path, each.scorecard) for each in self.reports if each.scorecard is not None]


def find_documents(
    workspace: Workspace,
    targets: Sequence[str],
    which: AssessmentFilter,
    sections: frozenset[Section],
    *,
    is_folder: bool = False,
) -> Documents:
    """Return reports of what targets stand for; without any, of every subject's latest assessment.

    In a folder each has its own file, and its references begin with 1.
    """
    names, others, problems = _sorted(targets, workspace)
    selection = Selection()
    if others or not targets:
        selection = workspace.select_assessments(others, which)
    selection.problems += problems
    roots = [Path(loaded.root) for loaded in selection.assessments if loaded.root is not None]
    documents = Documents(selection=selection, root=roots[0] if roots else workspace.here.root)
    for text in names:
        _add_framework(documents, text, workspace)
    _add_assessments(documents, workspace, which, sections, is_folder=is_folder)
    names_of_files = _unlike([each.name for each in documents.reports])
    titles = _unlike_titles(documents.reports)
    documents.reports = [
        replace(each, name=safe_name(name), report=each.report._replace(title=title))
        for each, name, title in zip(documents.reports, names_of_files, titles, strict=True)
    ]
    return documents


def _sorted(
    targets: Sequence[str], workspace: Workspace
) -> tuple[list[str], list[str], list[ScorecardError]]:
    """Return which targets are frameworks, which are not, and what is wrong with names of neither."""
    names: list[str] = []
    others: list[str] = []
    problems: list[ScorecardError] = []
    for text in targets:
        try:
            (names if _is_framework(text, workspace) else others).append(text)
        except NotFoundError as error:
            problems.append(error)
    return names, others, problems


def _is_framework(text: str, workspace: Workspace) -> bool:
    """Whether a target is a framework, by name or by place; a name that is a subject's too is refused."""
    target = parse_target(text)
    match target:
        case NameTarget():
            return not is_subject(target, workspace.here)
        case PathTarget(path):
            place = workspace.project_of(Path(path).parent).place_of(Path(path))
            return isinstance(place, FrameworkPath)
        case _:
            return False


def _add_framework(documents: Documents, text: str, workspace: Workspace) -> None:
    try:
        loaded = workspace.load_framework(parse_target(text))
    except ScorecardError as error:
        documents.selection.problems.append(error)
        return
    if any(loaded.file == each.file for each in documents.selection.frameworks):
        return
    documents.selection.frameworks.append(loaded)
    if loaded.good is not None:
        documents.reports.append(ReportFile(loaded.good.ref, framework_view(loaded.good)))


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


def _unlike_titles(documents: Sequence[ReportFile]) -> list[str]:
    """Return titles of which those that are alike name their frameworks too."""
    counts = Counter(each.report.title for each in documents)
    return [
        f"{each.report.title}, by {each.scorecard.framework.ref}"
        if counts[each.report.title] > 1 and each.scorecard is not None
        else each.report.title
        for each in documents
    ]


def _add_assessments(
    documents: Documents,
    workspace: Workspace,
    which: AssessmentFilter,
    sections: frozenset[Section],
    *,
    is_folder: bool,
) -> None:
    files = [loaded for loaded in documents.selection.assessments if loaded.pair is not None]
    scorecards = [
        score(loaded.pair.framework, loaded.pair.assessment) for loaded in files if loaded.pair is not None
    ]
    documents.left_out = _find_left_out(documents.selection.assessments)
    documents.comparisons += _comparisons(documents.left_out, files, scorecards)
    first, root = 1, None if documents.root is None else str(documents.root)
    for loaded, scorecard, name in zip(files, scorecards, _names(files), strict=True):
        trend = _trend_of(loaded, workspace, drafts=which.drafts)
        report = full_report_view(scorecard, trend, sections=sections, first=first)
        first += 0 if is_folder else count_references(report)
        documents.reports.append(
            ReportFile(name, report, seen_from(root, loaded.path, loaded.root), scorecard)
        )


def _trend_of(loaded: LoadedAssessment, workspace: Workspace, *, drafts: bool) -> Trend | None:
    """Return how a subject came to an assessment; None for a file that is not in a project on disk."""
    if loaded.root is None or loaded.place is None:
        return None
    project = workspace.project_of(Path(loaded.root))
    series = series_until(project, loaded, drafts=drafts)
    return find_trend(series, project.find_good) if series else None


def _find_left_out(files: Sequence[LoadedAssessment]) -> tuple[LeftOut, ...]:
    """Return the assessments that were asked for and could not be scored."""
    return tuple(
        LeftOut(loaded.place, framework_of(loaded), "it could not be scored")
        for loaded in files
        if loaded.pair is None and isinstance(loaded.place, AssessmentPath)
    )


def _comparisons(
    left_out: Sequence[LeftOut], files: Sequence[LoadedAssessment], scorecards: Sequence[Scorecard]
) -> list[Report]:
    """Return a league for each framework version under which several subjects are, at their latest dates."""
    found: dict[tuple[str, str], list[Dated]] = {}
    for loaded, scorecard in zip(files, scorecards, strict=True):
        if isinstance(loaded.place, AssessmentPath):
            key = (loaded.place.subject, scorecard.framework.id)
            found.setdefault(key, []).append(Dated(loaded.place, scorecard))
    series = [
        Series(
            subject=subject, framework_id=id, dated=tuple(sorted(dated, key=lambda each: each.place.order))
        )
        for (subject, id), dated in found.items()
    ]
    reports = []
    leagues = [league for league in find_leagues(series) if len(league.standings) > 1]
    versions = Counter(league.framework.id for league in leagues)
    for league in leagues:
        shown = replace(league, has_others=versions[league.framework.id] > 1)
        missing = [each for each in left_out if each.framework_id in (None, league.framework.id)]
        reports.append(league_view(shown, left_out=missing, dates="the latest date reported here"))
    return reports


def _names(files: Sequence[LoadedAssessment]) -> list[str]:
    """Return a name for each file: its subject, with day or framework too where that is not enough."""
    plain = [_subject_of(loaded) for loaded in files]
    dated = [f"{name}-{_day_of(loaded)}" for name, loaded in zip(plain, files, strict=True)]
    full = [f"{name}-{_framework_of(loaded)}" for name, loaded in zip(dated, files, strict=True)]
    counts = [Counter(names) for names in (plain, dated)]
    return [
        one if counts[0][one] == 1 else two if counts[1][two] == 1 else three
        for one, two, three in zip(plain, dated, full, strict=True)
    ]


def _subject_of(loaded: LoadedAssessment) -> str:
    return loaded.content.subject.id if loaded.content else ""


def _day_of(loaded: LoadedAssessment) -> str:
    return loaded.place.day if isinstance(loaded.place, AssessmentPath) else ""


def _framework_of(loaded: LoadedAssessment) -> str:
    return loaded.content.framework.id if loaded.content else ""


# Text -------------------------------------------------------------------------------------------


def render_document(documents: Documents, form: ReportForm) -> str:
    """Return everything as one text."""
    match form.format:
        case ReportFormat.CSV:
            return _csv(documents.scorecards, form)
        case ReportFormat.JSON:
            from scorecard.render.as_json import render_json

            return render_json(documents_json(documents), is_ascii=False)
        case _:
            reports = [*documents.comparisons, *(each.report for each in documents.reports)]
            if len(reports) > 1 or documents.left_out:
                reports.insert(0, _overview(documents, links=None))
            return _render(reports, form, documents.root)


def render_folder(documents: Documents, form: ReportForm) -> dict[str, str]:
    """Return a text for each report by the name of its file, and for readers an index."""
    suffix = form.format.suffixes[0]
    files: dict[str, str] = {}
    for each in documents.reports:
        own = Documents(selection=documents.selection, root=documents.root, reports=[each])
        files[f"{each.name}{suffix}"] = render_document(own, form)
    if form.format not in (ReportFormat.CSV, ReportFormat.JSON):
        index = _overview(documents, links=suffix)
        files[f"index{suffix}"] = _render([index, *documents.comparisons], form, documents.root)
    return files


def _overview(documents: Documents, *, links: str | None) -> Report:
    """Return what stands before several reports: what each is, and what was asked for and is none.

    `links` is the suffix of their files, None where they follow in the same document.
    """
    titles = [
        f"{each.report.title}: {each.report.lead.text}" if each.report.lead else each.report.title
        for each in documents.reports
    ]
    blocks: list[Block] = [Facts(tuple(left_out_facts(documents.left_out)))] if documents.left_out else []
    if links is None:
        blocks.append(Items(tuple(titles), label="Here"))
    else:
        names = [f"{each.name}{links}" for each in documents.reports]
        blocks.append(Links(tuple(zip(titles, names, strict=True)), "Reports"))
    language = documents.reports[0].report.language
    return Report(
        title=f"Reports ({len(titles)})",
        blocks=tuple(blocks),
        language=language,
        is_draft=all(each.report.is_draft for each in documents.reports),
    )


def _render(reports: list[Report], form: ReportForm, root: Path | None) -> str:
    format = ReaderFormat(form.format)
    return render_reports(reports, format, Terminal(), root=root, front_matter=form.front_matter)


def _csv(scorecards: list[tuple[str, Scorecard]], form: ReportForm) -> str:
    from scorecard.render.as_csv import render_csv

    return ("\ufeff" if form.bom else "") + render_csv(scorecards)


def documents_json(documents: Documents) -> "Json":
    """Return the scorecards as `assess` has them from the project's folder, wherever the report is made."""
    from scorecard.cli.output import files_json
    from scorecard.render.as_json import assess_json
    from scorecard.views.scorecard import Detail

    files = files_json(documents.selection, documents.root)
    files["root"] = files["root"] and "."
    return assess_json(documents.scorecards, detail=Detail.FULL, **files)
