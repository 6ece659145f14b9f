"""A project beside what was published of it at a git revision: for `validate --since`."""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from scorecard.comparing.moved_files import PlacedAssessment, find_moves
from scorecard.diagnostics import Diagnostic, Span
from scorecard.errors import NotFoundError
from scorecard.files.folder import FolderTree
from scorecard.files.git import ChangedPaths, GitTree, changed_paths, find_project_tree
from scorecard.model.assessment import Assessment
from scorecard.model.digest import framework_digest
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import Framework, ref_of
from scorecard.model.kinds import ASSESSMENT, FOLDERS, find_places
from scorecard.model.lexical import FrameworkRef
from scorecard.project.library import Project
from scorecard.reading.shape import read_what_is_known
from scorecard.rules.published import (
    GONE_RULES,
    PUBLISHED_FRAMEWORK_RULES,
    PUBLISHED_RULES,
    UNREAD_RULES,
    PublishedAssessment,
    PublishedFile,
)
from scorecard.rules.rule import Found, run_rules


class PublishedContent(NamedTuple):
    """What was published in a file, as far as it could be read, and whether that is all it said."""

    assessment: Assessment | None
    is_whole: bool


class Publication:
    """What a project had published at a revision: final assessments, and their frameworks.

    What had errors is published as far as it can be read: to break a file is no way round the guard.
    """

    missing: str | None = None
    """The path in the repository at which a project was looked for, where there was none."""

    def __init__(self, now: Project, then: Project, paths: ChangedPaths, revision: str) -> None:
        self.revision = revision
        self._now = now
        self._then = then
        self._paths = paths

    def check_assessment(
        self, place: AssessmentPath, now: Assessment, framework: Framework | None
    ) -> list[Found] | None:
        """Return what is wrong with an assessment beside what was published of it; None where nothing was.

        Of a file that is as it was nothing is asked.
        """
        was = self._moves.get(place, place)
        is_known = was is not place or place.path in self._paths.changed
        past = self._published(was) if is_known else None
        if past is None:
            return None
        found: list[Found] = []
        if past.assessment is not None:
            published = PublishedAssessment(past.assessment, now, framework, self.revision)
            found += run_rules(PUBLISHED_RULES, published)
        if not past.is_whole:
            found += run_rules(UNREAD_RULES, PublishedFile(place.name, self.revision))
        return found

    def check_framework(self, now: Framework) -> list[Found] | None:
        """Return what is wrong with a framework under which something was published; None where nothing is.

        One that could not be read may have judged otherwise.
        """
        ref = ref_of(now)
        then = self._then.find_framework(ref)
        if then is None or ref not in self._refs:
            return None
        if then.content is None:
            return list(run_rules(UNREAD_RULES, PublishedFile(now.ref, self.revision)))
        if framework_digest(then.content) == framework_digest(now):
            return None
        return list(run_rules(PUBLISHED_FRAMEWORK_RULES, PublishedFile(now.ref, self.revision)))

    def gone(self) -> Iterator[Diagnostic]:
        """Yield a remark for each file that is there no more, nor in another place."""
        moved = set(self._moves.values())
        for place in find_places(self._paths.removed, AssessmentPath):
            past = self._published(place) if place not in moved else None
            if past is None:
                continue
            rules = UNREAD_RULES if past.assessment is None else GONE_RULES
            for code, finding in run_rules(rules, PublishedFile(place.name, self.revision, is_gone=True)):
                yield Diagnostic(place.path, Span(), code, finding.message, finding.help)

    def _published(self, place: AssessmentPath) -> PublishedContent | None:
        """Return what stood in a file, unless that was a draft."""
        file = self._then.load(self._then.locate(place), ASSESSMENT, keeps=False)
        content = file.content or read_what_is_known(file.document, Assessment)
        if content.is_draft if content is not None else file.claims.get("stage") == "draft":
            return None
        return PublishedContent(content, is_whole=file.content is not None)

    @cached_property
    def _refs(self) -> set[FrameworkRef]:
        """The frameworks of all that was published."""
        found = map(self._published, self._then.layout.assessments)
        return {each.assessment.framework for each in found if each and each.assessment}

    @cached_property
    def _moves(self) -> dict[AssessmentPath, AssessmentPath]:
        return find_moved(self._now, self._then, self._paths)


def find_publication(project: Project, revision: str) -> Publication:
    """Return what a project had published at a git revision."""
    tree, paths = find_past(project, revision)
    found = Publication(project, Project(None, tree), paths, revision)
    if set(FOLDERS).isdisjoint(tree.folders()):
        found.missing = tree.prefix or "./"
    return found


def find_past(project: Project, revision: str) -> tuple[GitTree, ChangedPaths]:
    """Return a project as it was at a git revision, with what differs read ahead, and which files differ."""
    if project.root is None:
        raise NotFoundError("there is no project here", hint="go to a project's folder, or use --project DIR")
    tree = find_project_tree(revision, project.root)
    paths = changed_paths(tree, FolderTree(project.root))
    tree.read_ahead((*paths.changed, *paths.removed))
    return tree, paths


def find_moved(now: Project, then: Project, paths: ChangedPaths) -> dict[AssessmentPath, AssessmentPath]:
    """Return where each new assessment of a project was, that is one of those gone."""
    if not (paths.removed and paths.added):
        return {}
    return find_moves(_contents(then, paths.removed), _contents(now, paths.added))


def _contents(project: Project, paths: tuple[str, ...]) -> Iterator[PlacedAssessment]:
    """Yield the assessments among a project's files, as far as they can be read."""
    for place in find_places(paths, AssessmentPath):
        content = project.content_of(place)
        if content is not None:
            yield place, content
