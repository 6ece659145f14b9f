"""The dated assessments that a command line asks to show over time: by subject, by tag, by framework."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from scorecard.comparing.assessments import Comparison, diff
from scorecard.comparing.dated import DatedScorecard, Series, UnscoredAssessment, Window, series_of
from scorecard.comparing.trend import Trend, find_trend
from scorecard.errors import NotFoundError, UsageError
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import Framework, ref_of
from scorecard.model.kinds import find_places
from scorecard.model.lexical import Number, suggest
from scorecard.project.library import Project
from scorecard.project.loader import AssessmentFile
from scorecard.project.resolve import Workspace
from scorecard.project.selection import Selection, select_assessments
from scorecard.project.targets import (
    AssessmentFilter,
    NameTarget,
    earlier_files,
    framework_is_no_subject,
    parse_target,
)
from scorecard.scoring.scorecard import Scorecard

if TYPE_CHECKING:
    from scorecard.robustness.tree import MeasurementsOf


class Timelines(NamedTuple):
    """What was asked for: the files, each subject's scorecards under each framework, what was not scored."""

    selection: Selection
    series: tuple[Series, ...]
    left_out: tuple[UnscoredAssessment, ...]

    def within(self, window: Window) -> "Timelines":
        """Return it with fewer dates."""
        series = tuple(each.within(window) for each in self.series)
        return self._replace(series=series, left_out=window.within(self.left_out))

    @property
    def subjects(self) -> set[str]:
        """The subjects that were chosen, those without a scorecard among them."""
        return {_place_of(loaded).subject for loaded in self.selection.assessments}


def select_timelines(
    workspace: Workspace, subjects: Sequence[str], which: AssessmentFilter, tags: Sequence[str] = ()
) -> Timelines:
    """Return every dated scorecard of the subjects named; without any, of all that have one of the tags."""
    for text in subjects:
        _check_subject(text)
    project = workspace.here
    frameworks = [text for text in dict.fromkeys(subjects) if _is_framework(text, project)]
    names = [text for text in subjects if text not in frameworks]
    is_asked = names or not frameworks
    selection = select_assessments(workspace, names, which) if is_asked else Selection()
    selection.problems += (
        framework_is_no_subject(id, f"scorecard trend --framework {id} shows its subjects")
        for id in frameworks
    )
    selection.assessments = [
        loaded
        for subject in sorted({_place_of(loaded).subject for loaded in selection.assessments})
        for loaded in map(project.load_assessment, project.layout.by_subject[subject])
        if which.is_under(loaded)
    ]
    if not which.drafts:
        selection.pass_over_drafts()
    selection.withdrawn.clear()  # those that the newest were sought among
    selection.set_aside_withdrawn(selection.assessments)
    if tags and selection.assessments:
        selection.assessments = _with_tags(selection.assessments, tags, named=bool(subjects))
        chosen = {_place_of(loaded).subject for loaded in selection.assessments}
        places = find_places(selection.passed_over, AssessmentPath)
        selection.passed_over = {each.path: project.root for each in places if each.subject in chosen}
    left_out = tuple(unscored(selection.assessments))
    series = series_of(dated(selection.assessments), left_out)
    series.sort(key=lambda each: (each.subject, each.framework_id))
    return Timelines(selection=selection, series=tuple(series), left_out=left_out)


def find_trends(
    project: Project, which: AssessmentFilter, selection: Selection, subjects: Iterable[str] | None = None
) -> Iterator[Trend]:
    """Yield the trend of every subject of a project under each framework, and forget the files of each.

    What cannot be scored, and what is passed over, go into the selection. Of chosen `subjects` nothing else
    is said, and there may be none.
    """
    is_empty = subjects is None
    if subjects is None:
        selection.frameworks += project.own_frameworks()
        is_empty = not selection.add_misplaced(project.misplaced(), project)
    for subject in project.layout.by_subject if subjects is None else subjects:
        files = [*map(project.load_assessment, project.layout.by_subject[subject])]
        drafts = (each for each in files if each.is_draft and not which.drafts)
        selection.passed_over |= {each.path: each.root for each in drafts}
        counted = [*filter(which.holds, files)]
        selection.set_aside_withdrawn(files)
        selection.add(each for each in counted if each.scorable is None)
        series = series_of(dated(counted), [*unscored(counted)])
        for each in sorted(series, key=lambda each: each.framework_id):
            yield find_trend(each, project.find_good)
        is_empty = is_empty and not counted
        project.forget()
    if is_empty:
        what = "nothing here but drafts" if selection.passed_over else "no assessment here"
        raise NotFoundError(f"there is {what}", hint=which.hint)


def comparisons_until(
    project: Project, last: AssessmentFile, scorecard: Scorecard, *, drafts: bool, only_last: bool = False
) -> list[Comparison]:
    """Return a subject's dates under one framework up to a scorecard, each compared with the one before.

    Of `only_last` that is the scorecard itself, and no file that was read for it is kept.
    """
    if last.dated is None:
        return []
    which = AssessmentFilter(scorecard.framework.id, drafts)
    earlier = earlier_files(project, last.dated.subject, last.dated.order, which)
    before = islice(filter(None, (each.scorecard() for each in earlier)), only_last or None)
    scorecards = [scorecard, *before][::-1]
    if only_last:
        project.forget()
    return [diff(*pair, project.find_good) for pair in pairwise(scorecards)]


def _place_of(loaded: AssessmentFile) -> AssessmentPath:
    assert loaded.dated is not None, "a subject's files are found by their names"
    return loaded.dated


def _check_subject(text: str) -> None:
    target = parse_target(text)
    if not isinstance(target, NameTarget) or target.at is not None:
        hint = "write a subject's name, or none for all of them"
        if isinstance(target, NameTarget):
            hint = f"write {target.id}; --from and --to choose dates"
        raise UsageError(f"{text} is not a subject's name", hint=hint)


def _is_framework(id: str, project: Project) -> bool:
    """Whether a name is a framework's alone: no subject has it, nor a folder whose files are misplaced."""
    is_subject = id in project.layout.by_subject or any(project.misplaced(id))
    return not is_subject and id in project.framework_ids()


def _with_tags(files: Sequence[AssessmentFile], tags: Sequence[str], *, named: bool) -> list[AssessmentFile]:
    """Return the files of subjects whose newest readable one has any of the tags, or that have none."""
    by_subject = {
        _place_of(loaded).subject: loaded.content.subject.tags
        for loaded in files
        if loaded.content is not None
    }
    known = sorted({tag for found in by_subject.values() for tag in found})
    for tag in tags:
        if tag not in known:
            who = "none of the subjects named" if named else "no subject"
            raise NotFoundError(f"{who} has the tag {tag}", hint=suggest(tag, known))
    return [
        loaded
        for loaded in files
        if not set(by_subject.get(_place_of(loaded).subject, tags)).isdisjoint(tags)
    ]


def dated(files: Iterable[AssessmentFile]) -> Iterator[DatedScorecard]:
    """Yield the scorecards of those that can be scored."""
    for loaded in files:
        if loaded.scorable is not None:
            yield DatedScorecard(_place_of(loaded), loaded.scorable.score())


def unscored(files: Iterable[AssessmentFile]) -> Iterator[UnscoredAssessment]:
    """Yield what cannot be scored, and why."""
    for loaded in files:
        if loaded.scorable is None:
            reason = "the file has errors" if loaded.has_errors else "its framework has errors"
            yield UnscoredAssessment(_place_of(loaded), loaded.framework_id, reason)


def find_measurements(project: Project | None, framework: Framework, *, drafts: bool) -> "MeasurementsOf":
    """Return what finds the measurements of an indicator in a project's assessments under a framework.

    They are read when the first is asked for.
    """

    @cache
    def read() -> dict[str, set[Number]]:
        found: dict[str, set[Number]] = defaultdict(set)
        for place in project.layout.assessments if project else ():
            loaded = project.load_assessment(place) if project else None
            scorable = loaded.scorable if loaded and (drafts or not loaded.is_draft) else None
            if scorable is not None and ref_of(scorable.framework) == ref_of(framework):
                for each in (one for one in framework.indicators() if one.measure is not None):
                    measured = scorable.assessment.rating(each.id, measured=True).measured
                    found[each.id] |= set() if measured is None else {measured}
        return found

    return lambda indicator: read()[indicator]
