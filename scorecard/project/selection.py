"""Which files a command works on, and what stood in the way of others."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from scorecard.diagnostics import Diagnostic, gather
from scorecard.errors import ScorecardError
from scorecard.model.kinds import ASSESSMENT, FRAMEWORK
from scorecard.project.library import Project
from scorecard.project.loader import AnyFile, AssessmentFile, FrameworkFile, is_of
from scorecard.project.targets import is_draft
from scorecard.reading.document import Document


class Remark(NamedTuple):
    """A diagnostic, the file it is about, and the folder on disk that its path is relative to."""

    diagnostic: Diagnostic
    document: Document | None
    root: str | None

    def seen_from(self, folder: str) -> Diagnostic:
        """Return the diagnostic with its paths as they are from a folder."""
        found = self.diagnostic
        related = (each._replace(path=seen_from(folder, each.path, self.root)) for each in found.related)
        return found._replace(path=seen_from(folder, found.path, self.root), related=tuple(related))


def seen_from(folder: str | None, path: str, root: str | None) -> str:
    """Return a path as it is from one folder that is relative to another; of what is not on disk as it is."""
    if folder is None or root is None or folder == root:
        return path
    absolute = os.path.join(root, path)
    try:
        return os.path.relpath(absolute, folder).replace(os.sep, "/")
    except ValueError:  # another drive
        return absolute


@dataclass(kw_only=True)
class Selection:
    """The files that a command line names, and what stood in the way of others.

    Of files that were only checked and are good, `good` has what tells each from every other. `misplaced` are
    remarks about files that are not read, and `passed_over` the paths of drafts that would have counted, had
    they been final: each with the folder on disk that its path is relative to.
    """

    assessments: list[AssessmentFile] = field(default_factory=list)
    frameworks: list[FrameworkFile] = field(default_factory=list)
    others: list[AnyFile] = field(default_factory=list)
    misplaced: dict[Diagnostic, str | None] = field(default_factory=dict)
    problems: list[ScorecardError] = field(default_factory=list)
    good: set[str] = field(default_factory=set)
    passed_over: dict[str, str | None] = field(default_factory=dict)
    _added: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._added |= {each.file for each in self.assessments}

    def files(self) -> Iterator[AnyFile]:
        """Yield every file, the frameworks that assessments name among them, each once."""
        seen: set[str] = set()
        named = (loaded.framework for loaded in self.assessments)
        for loaded in (*self.frameworks, *named, *self.assessments, *self.others):
            if loaded is not None and loaded.file not in seen:
                seen.add(loaded.file)
                yield loaded

    def count(self) -> int:
        """Return how many files there are."""
        files = {loaded.file for loaded in self.files()}
        return len(files | self.good)

    def root(self, here: Path | None) -> str | None:
        """Return the folder of the one project that all files are of; else that of the working directory."""
        roots = {loaded.root for loaded in self.files()} | set(self.misplaced.values())
        roots.discard(None)
        return roots.pop() if len(roots) == 1 else None if here is None else str(here)

    def refused(self, root: str | None) -> Iterator[tuple[str, int]]:
        """Yield the paths of files that are not used, as from a folder, and how many errors each has.

        One that has none of its own is under a framework that has.
        """
        for diagnostic, folder in self.misplaced.items():
            if diagnostic.is_error:
                yield seen_from(root, diagnostic.path, folder), 1
        for loaded in self.files():
            if loaded.good is None or (loaded.kind is ASSESSMENT and loaded.scorable is None):
                errors = sum(each.is_error for each in loaded.diagnostics)
                yield seen_from(root, loaded.path, loaded.root), errors

    def remarks(self) -> Iterator["Remark"]:
        """Yield all that there is to say of the files; of a file once what can be said of many things."""
        for diagnostic, folder in self.misplaced.items():
            yield Remark(diagnostic, None, folder)
        for loaded in self.files():
            for diagnostic in gather(loaded.diagnostics):
                yield Remark(diagnostic, loaded.document, loaded.root)

    def add_file(self, file: AnyFile) -> None:
        """Add a file of any kind, so that what is wrong with it is said."""
        if is_of(file, ASSESSMENT):
            self.assessments.append(file)
        elif is_of(file, FRAMEWORK):
            self.frameworks.append(file)
        else:
            self.others.append(file)

    def add(self, loaded: Iterable[AssessmentFile]) -> bool:
        """Add assessments, each file once; return whether there was any."""
        found = list(loaded)
        for each in found:
            if each.file not in self._added:
                self._added.add(each.file)
                self.assessments.append(each)
        return bool(found)

    def pass_over_drafts(self, start: int = 0) -> None:
        """Take the drafts out of the assessments from one on."""
        added = self.assessments[start:]
        self.assessments[start:] = [loaded for loaded in added if not is_draft(loaded)]
        self.passed_over |= {loaded.path: loaded.root for loaded in added if is_draft(loaded)}

    def add_misplaced(self, diagnostics: Iterable[Diagnostic], project: Project) -> bool:
        """Add remarks about files of a project that are not read, each once; return whether there was any."""
        found = dict.fromkeys(diagnostics, str(project.root) if project.root else None)
        self.misplaced |= found
        return bool(found)
