"""A site is read and written; in two processes where there are many subjects.

First each subject is read once and what is told of all together is kept. Then the open data and the pages of
each subject are made, which is read again by itself, so that memory does not grow with what they hold.
"""

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterable
from typing import NamedTuple

from scorecard.errors import NotFoundError
from scorecard.project.library import Project
from scorecard.project.targets import AssessmentFilter
from scorecard.project.timelines import find_trends
from scorecard.publishing.content import SiteContent
from scorecard.publishing.folder import SiteFolder
from scorecard.publishing.publisher import Publisher, SiteFile
from scorecard.publishing.shared_pages import data_folder, shared_files
from scorecard.publishing.subject_pages import subject_files

Watch = Callable[[Iterable[str], int], Iterable[str]]
"""Passes subjects on, one after the other, of so many, and may show how far it is."""
_MOST_PROCESSES = 2
_FEWEST_FOR_PROCESSES = 20
_MUCH_LEFT = 30_000
"""So many are left of some ten subjects: templates leave circles that hold the texts of whole pages."""


def read_content(project: Project, watch: Watch, *, drafts: bool) -> SiteContent:
    """Read a project subject by subject: return what its site tells of all together."""
    content = SiteContent(project=project)
    content.selection.frameworks += project.own_frameworks()
    content.selection.add_misplaced(project.misplaced(), project)
    subjects = watch([*project.layout.by_subject], len(project.layout.by_subject))
    content.add(find_trends(project, AssessmentFilter(None, drafts), content.selection, subjects))
    if not content.planned and not content.selection.misplaced:
        raise NotFoundError("there is nothing to publish here", hint="scorecard list shows what is here")
    return content


def write_site(publisher: Publisher, folder: SiteFolder, watch: Watch) -> int:
    """Write the files that differ from what is there; return how many those are."""
    job, subjects = _Job(publisher, folder), [*publisher.content.names]
    is_many = len(subjects) >= _FEWEST_FOR_PROCESSES and (os.cpu_count() or 1) > 1
    if not is_many or "fork" not in multiprocessing.get_all_start_methods():
        written = job.write(data_folder(publisher)) + job.write(shared_files(publisher))
        return written + sum(map(job.write_subject, watch(subjects, len(subjects))))
    publisher.events, publisher.places  # noqa: B018 - found once, before there are processes
    context = multiprocessing.get_context("fork")
    with context.Pool(_MOST_PROCESSES, initializer=_begin, initargs=(job,)) as pool:
        data = pool.apply_async(_write_data)
        counts = pool.imap_unordered(_write_subject, subjects)
        written = job.write(shared_files(publisher))
        return written + sum(next(counts) for _ in watch(subjects, len(subjects))) + data.get()


class _Job(NamedTuple):
    publisher: Publisher
    folder: SiteFolder

    def write(self, files: Iterable[SiteFile]) -> int:
        return sum(self.folder.write(*each) for each in files)

    def write_subject(self, id: str) -> int:
        return self.write(subject_files(self.publisher, id))


_JOBS: list[_Job] = []
"""What a process of its own works on."""


def _begin(job: _Job) -> None:
    _JOBS.append(job)
    gc.freeze()


def _write_subject(id: str) -> int:
    if gc.get_count()[0] > _MUCH_LEFT:
        gc.collect()
    return _JOBS[0].write_subject(id)


def _write_data() -> int:
    return _JOBS[0].write(data_folder(_JOBS[0].publisher))
