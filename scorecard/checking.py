"""Many assessments checked at once, in this process or in several: of a good file only its name is kept.

Each process reads a project's frameworks once and takes runs of files, the subjects one after the other. What
it finds comes back in the order of the files, however many processes there are.
"""

import os
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from scorecard.diagnostics import Diagnostic
from scorecard.document import Document
from scorecard.layout import AssessmentPath, Layout
from scorecard.loader import LoadedAssessment
from scorecard.project import Project
from scorecard.source import FrameworkRef

FEWEST_A_PROCESS = 60
"""How many files are worth a process of their own."""
_RUN = 50


class Checked(NamedTuple):
    """What was said of a file; `text` is what it holds, kept where there is something to say."""

    place: AssessmentPath
    diagnostics: tuple[Diagnostic, ...]
    text: str | None
    opened: bool
    framework: FrameworkRef | None


def check_all(project: Project, places: Sequence[AssessmentPath], *, jobs: int) -> Iterator[Checked]:
    """Yield what is said of each file, in order; in up to `jobs` processes where there are files enough."""
    jobs = min(jobs, len(places) // FEWEST_A_PROCESS)
    runs = list(_runs(places))
    if jobs < 2 or project.root is None:
        for run in runs:
            yield from _check_run(project, run)
    else:
        yield from _check_apart(project.root, project.layout, runs, jobs)


def load_checked(checked: Checked, project: Project) -> LoadedAssessment:
    """Return a file with what was said of it, without its content."""
    place, tree = checked.place, project.tree
    assert tree is not None, "a place is in a project"
    path = tree.shown(place.path)
    document = None if checked.text is None else Document(path=path, text=checked.text, data=None)
    return LoadedAssessment(
        path=path,
        file=tree.file(place.path),
        place=place,
        content=None,
        claims={},
        document=document,
        diagnostics=checked.diagnostics,
        opened=checked.opened,
    )


def _runs(places: Sequence[AssessmentPath]) -> Iterator[list[AssessmentPath]]:
    """Yield files in runs; all of a subject's are in one, for its newest file is asked for its name."""
    run: list[AssessmentPath] = []
    for _, group in groupby(places, key=lambda place: place.subject):
        run += group
        if len(run) >= _RUN:
            yield run
            run = []
    if run:
        yield run


def _check_run(project: Project, run: list[AssessmentPath]) -> list[Checked]:
    """Check a run of files, each forgotten before the next, so that it is read into memory still at hand."""
    found = []
    for place in run:
        loaded = project.load_unkept(place)
        text = loaded.document.text if loaded.document else None
        ref = loaded.content.framework if loaded.content else None
        found.append(Checked(place, loaded.diagnostics, text, loaded.opened, ref))
    project.forget_assessments()
    return found


# In several processes -----------------------------------------------------------------------------

_own: Project | None = None
"""The project of a process that checks runs of files."""


def _begin(root: Path, layout: Layout) -> None:
    """Make a process ready: an interruption is the first process's business."""
    import gc
    import signal

    global _own
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What was there before stays, and to look through it again and again would copy the pages it is on.
    gc.freeze()
    _own = Project(root)
    _own.layout = layout


def _check_apart_run(run: list[AssessmentPath]) -> list[Checked]:
    assert _own is not None, "a process begins before it checks"
    return _check_run(_own, run)


def _check_apart(
    root: Path, layout: Layout, runs: list[list[AssessmentPath]], jobs: int
) -> Iterator[Checked]:
    """Yield what several processes find, in the order of the runs; when interrupted, all end at once."""
    import multiprocessing

    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else None
    context = multiprocessing.get_context(method)
    with context.Pool(jobs, initializer=_begin, initargs=(root, layout)) as pool:
        for found in pool.imap(_check_apart_run, runs):
            yield from found


def usable_cores() -> int:
    """Return how many processes can run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
