"""A project beside what it was at a git revision, and what was published of it: for `validate --since`."""

from collections.abc import Iterator
from functools import cached_property

from scorecard.comparing.moved_files import PlacedAssessment, find_moves
from scorecard.diagnostics import Diagnostic, Span
from scorecard.errors import NotFoundError
from scorecard.files.folder import FolderTree
from scorecard.files.git import ChangedPaths, GitTree, changed_paths, find_project_tree
from scorecard.model.assessment import Assessment
from scorecard.model.digest import framework_digest
from scorecard.model.file_names import AssessmentPath
from scorecard.model.framework import Framework, ref_of
from scorecard.model.kinds import ASSESSMENT, ROOT_FOLDERS, find_places
from scorecard.model.lexical import FrameworkRef
from scorecard.project.library import Project
from scorecard.project.loader import Reading, read
from scorecard.rules.published import (
    GONE_RULES,
    PUBLISHED_FRAMEWORK_RULES,
    PUBLISHED_RULES,
    UNREAD_RULES,
    PublishedAssessment,
    PublishedFile,
)
from scorecard.rules.rule import Found, run_rules


class PastProject:
    """A project as it is now and as it was at a git revision, and which files differ."""

    def __init__(self, now: Project, then: Project, paths: ChangedPaths, revision: str) -> None:
        self.revision = revision
        self._now = now
        self._then = then
        self._paths = paths

    @cached_property
    def _moves(self) -> dict[AssessmentPath, AssessmentPath]:
        """Where each new assessment was that is one of those gone."""
        paths = self._paths
        if not (paths.removed and paths.added):
            return {}
        return find_moves(_contents(self._then, paths.removed), _contents(self._now, paths.added))


def find_past(project: Project, revision: str) -> tuple[Project, Project, ChangedPaths, str]:
    """Return what `PastProject` takes, with what differs read ahead."""
    if project.root is None:
        raise NotFoundError("there is no project here", hint="go to a project's folder, or use --project DIR")
    tree = find_project_tree(revision, project.root)
    paths = changed_paths(tree, FolderTree(project.root))
    tree.read_ahead((*paths.changed, *paths.removed))
    return project, Project(None, tree), paths, revision


def _contents(project: Project, paths: tuple[str, ...]) -> Iterator[PlacedAssessment]:
    for place in find_places(paths, AssessmentPath):
        content = project.read(project.locate(place), ASSESSMENT).known
        if content is not None:
            yield place, content


class Publication(PastProject):
    """What a project had published at a revision: final assessments, and their frameworks.

    What had errors is published as far as it can be read: to break a file is no way round the guard.
    """

    @property
    def missing(self) -> str | None:
        """The path in the repository at which a project was looked for, where there was none."""
        tree = self._then.tree
        is_there = not set(ROOT_FOLDERS).isdisjoint(tree.folders())
        return None if is_there or not isinstance(tree, GitTree) else tree.prefix or "./"

    def check_assessment(
        self, place: AssessmentPath, now: Assessment, framework: Framework | None
    ) -> list[Found] | None:
        """Return what is wrong with an assessment that changed since it was published; None of any other."""
        was = self._moves.get(place, place)
        is_known = was is not place or place.path in self._paths.changed
        past = self._published(was) if is_known else None
        if past is None:
            return None
        found: list[Found] = []
        if past.known is not None:
            published = PublishedAssessment(past.known, now, framework, self.revision)
            found += run_rules(PUBLISHED_RULES, published)
        if past.content is None:
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
        if then.content is not None and framework_digest(then.content) == framework_digest(now):
            return None
        rules = UNREAD_RULES if then.content is None else PUBLISHED_FRAMEWORK_RULES
        return list(run_rules(rules, PublishedFile(now.ref, self.revision)))

    def gone(self) -> Iterator[Diagnostic]:
        """Yield a remark for each file that is there no more, nor in another place."""
        moved = set(self._moves.values())
        for place in find_places(self._paths.removed, AssessmentPath):
            past = self._published(place) if place not in moved else None
            if past is None:
                continue
            rules = UNREAD_RULES if past.known is None else GONE_RULES
            for code, finding in run_rules(rules, PublishedFile(place.name, self.revision, is_gone=True)):
                yield Diagnostic(place.path, Span(), code, finding.message, finding.help)

    def _published(self, place: AssessmentPath) -> Reading[Assessment] | None:
        """Return what stood in a file, unless that was a draft."""
        reading = read(self._then.locate(place), ASSESSMENT)
        content = reading.known
        is_draft = content.is_draft if content is not None else reading.claims().get("stage") == "draft"
        return None if is_draft else reading

    @cached_property
    def _refs(self) -> set[FrameworkRef]:
        found = map(self._published, self._then.layout.assessments)
        return {each.known.framework for each in found if each and each.known}
