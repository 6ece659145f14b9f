"""What documents to hand on are about: frameworks, and assessments with how their subjects came to them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from scorecard.comparing.dated import UnscoredAssessment, series_of
from scorecard.comparing.trend import Trend, find_trend
from scorecard.errors import NotFoundError
from scorecard.model.file_names import FrameworkPath
from scorecard.model.framework import Framework
from scorecard.project.library import Project
from scorecard.project.loader import AssessmentFile, FrameworkFile
from scorecard.project.resolve import Workspace
from scorecard.project.selection import Selection, seen_from, select_assessments
from scorecard.project.targets import (
    AssessmentFilter,
    NameTarget,
    PathTarget,
    earlier_files,
    is_subject,
    parse_target,
)
from scorecard.project.timelines import dated, find_measurements, unscored
from scorecard.robustness.robustness import Robustness, find_robustness
from scorecard.views.documents import ReportedAssessment


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContent:
    """All that is to be reported, and the files it comes from; `root` is the project's."""

    selection: Selection
    root: Path | None
    frameworks: tuple[Framework, ...]
    assessments: tuple[ReportedAssessment, ...]
    left_out: tuple[UnscoredAssessment, ...]


def find_report_content(workspace: Workspace, texts: Sequence[str], which: AssessmentFilter) -> ReportContent:
    """Return what targets stand for; without any, every subject's latest assessments."""
    frameworks: dict[str, FrameworkFile] = {}
    others: list[str] = []
    problems: list[NotFoundError] = []
    for text in texts:
        try:
            loaded = _find_framework(text, workspace)
            if loaded is None:
                others.append(text)
            else:
                frameworks[loaded.file] = loaded
        except NotFoundError as error:
            problems.append(error)
    selection = select_assessments(workspace, others, which) if others or not texts else Selection()
    selection.problems += problems
    selection.frameworks += frameworks.values()
    roots = (loaded.root for loaded in selection.assessments)
    root = next(filter(None, roots), workspace.here.root)
    assessments = tuple(_reported(selection, workspace, root, drafts=which.drafts))
    left_out = tuple(
        UnscoredAssessment(loaded.dated, loaded.framework_id, "it could not be scored")
        for loaded in selection.assessments
        if loaded.scorable is None and loaded.dated is not None
    )
    return ReportContent(
        selection=selection,
        root=root,
        frameworks=tuple(filter(None, (each.good for each in frameworks.values()))),
        assessments=assessments,
        left_out=left_out,
    )


def _find_framework(text: str, workspace: Workspace) -> FrameworkFile | None:
    """Return a framework by its name or its place; a name that is a subject's too is refused."""
    match target := parse_target(text):
        case NameTarget() if not is_subject(target, workspace.here):
            return workspace.load_framework(target)
        case PathTarget() if isinstance(workspace.resolve(target).location.place, FrameworkPath):
            return workspace.load_framework(target)
        case _:
            return None


def _reported(
    selection: Selection, workspace: Workspace, root: Path | None, *, drafts: bool
) -> Iterable[ReportedAssessment]:
    for loaded in selection.assessments:
        if loaded.scorable is not None:
            project = None if loaded.root is None else workspace.project_of(loaded.root)
            trend = None if project is None else _trend_until(project, loaded, drafts=drafts)
            path = seen_from(root, loaded.path, loaded.root)
            review = None if project is None else project.review(loaded.dated)
            firm = partial(firmness_of, project, loaded, drafts=drafts)
            yield ReportedAssessment(loaded.scorable.score(), path, loaded.dated, trend, firm, review)


def firmness_of(project: Project | None, loaded: AssessmentFile, *, drafts: bool) -> Robustness:
    """Return how firm the result of an assessment is, with what its project measured and said of it."""
    assert loaded.scorable is not None, "only what can be scored is asked about"
    measurements_of = find_measurements(project, loaded.scorable.framework, drafts=drafts)
    review = None if project is None else project.review(loaded.dated)
    return find_robustness(loaded.scorable.score(), measurements_of, review.doubts if review else None)


def _trend_until(project: Project, last: AssessmentFile, *, drafts: bool) -> Trend | None:
    """Return a subject's trend under one framework up to an assessment; None outside a project's folders."""
    place = last.dated
    if last.scorable is None or place is None:
        return None
    which = AssessmentFilter(last.scorable.framework.id, drafts)
    files = [last, *earlier_files(project, place.subject, place.order, which)][::-1]
    (series,) = series_of(dated(files), tuple(unscored(files)))
    return find_trend(series, project.find_good)
