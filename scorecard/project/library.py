"""A project: where it is, and look-up of its frameworks and assessments by name."""

import os
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from scorecard.diagnostics import Diagnostic
from scorecard.files.folder import LEADS_OUT, FolderTree, Tree, UnreadableError
from scorecard.files.git import GitTree
from scorecard.files.git_changes import is_same_blob
from scorecard.model.assessment import Assessment, Rating
from scorecard.model.file_names import (
    ASSESSMENTS,
    FRAMEWORKS,
    AssessmentPath,
    FrameworkPath,
    Layout,
    MisplacedPath,
    in_nearly_our_folder,
    parse_path,
    read_layout,
)
from scorecard.model.framework import Framework
from scorecard.model.source import FrameworkRef, is_version, suggest, version_key
from scorecard.project.loader import (
    Checked,
    Loaded,
    LoadedAssessment,
    Publication,
    RawFile,
    check_assessment,
    check_framework,
    diagnose_misplaced,
    load_assessment,
    load_framework,
)
from scorecard.reading.shape import read_what_is_known
from scorecard.rules.project import Neighbours

_HEAD = 4096
_MOST_HEADS = 100
_FARTHEST = 50
"""How many earlier files of a subject are looked through for one to set beside a later one."""
_SAYS_KIND = re.compile(r"^kind:[ \t]*[\"']?(?:framework|assessment)\b", re.MULTILINE)
_SAYS_FRAMEWORK = re.compile(r"^kind:[ \t]*[\"']?framework\b", re.MULTILINE)


class Gist(NamedTuple):
    """What is to be known of an assessment beside a later one; `substance` is one for the same ratings."""

    name: str
    framework: str
    substance: int
    has_reasons: bool


def _gist_of(assessment: Assessment) -> Gist:
    entries = assessment.ratings.items()
    return Gist(
        name=assessment.subject.name,
        framework=assessment.framework.id,
        substance=hash((frozenset(entries), frozenset(assessment.sources.items()))),
        has_reasons=any(
            isinstance(each, Rating) and (each.rationale or each.evidence) for _, each in entries
        ),
    )


def find_root(start: Path) -> Path | None:
    """Return the nearest folder upwards that holds `frameworks/` or `assessments/`."""
    start = Path(os.path.abspath(start))
    for folder in (start, *start.parents):
        if (folder / FRAMEWORKS).is_dir() or (folder / ASSESSMENTS).is_dir():
            return folder
    return None


def shipped_tree() -> FolderTree:
    """Return the frameworks that come with the package: in it once built, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    built = package / "shipped"
    return FolderTree(built if built.is_dir() else package.parent, label="(shipped) ")


class Shelf:
    """The frameworks of one tree, each read at most once."""

    def __init__(
        self,
        tree: Tree,
        find: Callable[[FrameworkRef], Framework | None],
        past: "Shelf | None" = None,
        publication: Publication | None = None,
    ) -> None:
        self.tree = tree
        self._publication = publication
        self._find = find
        self._past = past
        self._ending: set[FrameworkRef] = set()
        self._checked: dict[str, Checked[Framework]] = {}
        self._loaded: dict[str, Loaded[Framework]] = {}

    @cached_property
    def places(self) -> tuple[FrameworkPath, ...]:
        """The frameworks' files, by their names."""
        return read_layout(self.tree.paths(FRAMEWORKS)).frameworks

    @cached_property
    def _named(self) -> dict[tuple[str, object], list[FrameworkPath]]:
        """The files by the id and the version in their names; None of those that have no version there."""
        found: dict[tuple[str, object], list[FrameworkPath]] = {}
        for place in self.places:
            key = (place.id, version_key(place.version) if place.version is not None else None)
            found.setdefault(key, []).append(place)
        return found

    def _places_of(self, id: str, version: str) -> list[FrameworkPath]:
        """Return the files of an id and version, by their names, or by what those without one there say."""
        wanted = version_key(version)
        silent = [place for place in self._named.get((id, None), ()) if self._version(place) == wanted]
        return [*silent, *self._named.get((id, wanted), ())]

    def load(self, place: FrameworkPath) -> Loaded[Framework]:
        """Read one framework."""
        if place.path not in self._loaded:
            checked = self.check(place)
            committed = self._committed(place, checked)
            self._loaded[place.path] = load_framework(
                checked, self._find, committed, self._publication, self._ending
            )
        return self._loaded[place.path]

    def check(self, place: FrameworkPath) -> Checked[Framework]:
        """Read one framework and check it by itself."""
        if place.path not in self._checked:
            raw = RawFile(
                path=self.tree.shown(place.path),
                file=self.tree.file(place.path),
                read=lambda: self.tree.read(place.path),
                place=place,
                find_twins=lambda content: self._twins(place, content),
            )
            self._checked[place.path] = check_framework(raw)
        return self._checked[place.path]

    def content_of(self, ref: FrameworkRef) -> Framework | None:
        """Return what the file of an id and version holds, be it good or not."""
        places = self._places_of(ref.id, ref.version)
        return self.check(places[0]).content if places else None

    def _committed(self, place: FrameworkPath, now: Checked[Framework]) -> Framework | None:
        """Return a framework as it was last committed under its id and version, where it was another.

        A file that git would not call changed is not read again.
        """
        if self._past is None or now.content is None or place not in self._past.places:
            return None
        tree, past_tree = self.tree, self._past.tree
        if (
            isinstance(tree, FolderTree)
            and isinstance(past_tree, GitTree)
            and is_same_blob(place.path, past_tree, tree)
        ):
            return None
        past = self._past.check(place).content
        return past if past is not None and _ref_of(past) == _ref_of(now.content) else None

    def find(self, ref: FrameworkRef) -> Loaded[Framework] | None:
        """Return the framework of an id and version.

        A file that does not say its version, in its name or in itself, may be the one where no other is.
        """
        named = self._places_of(ref.id, ref.version)
        silent = self._named.get((ref.id, None), ())
        unknown = [place for place in silent if self._version(place) is None]
        return next((self.load(place) for place in named or unknown), None)

    def versions(self, id: str) -> list[Loaded[Framework]]:
        """Return every version of a framework, the oldest first."""
        places = [place for place in self.places if place.id == id]
        return [self.load(place) for place in sorted(places, key=lambda place: self._version(place) or ())]

    def _twins(self, place: FrameworkPath, content: Framework | Assessment) -> tuple[str, ...]:
        """Return the other files of this id and version; of files without one in their names, all."""
        assert isinstance(content, Framework), "a framework's file was read as one"
        own = version_key(content.version)
        silent = self._named.get((place.id, None), ())
        if place.version is not None:
            silent = [other for other in silent if self._version(other) == own]
        found = (*silent, *self._named.get((place.id, own), ()))
        return tuple(self.tree.shown(other.path) for other in found if other.path != place.path)

    def _version(self, place: FrameworkPath) -> tuple[tuple[int, str], ...] | None:
        """Return what orders a framework's version: from its file's name, or from the file."""
        if place.version is not None:
            return version_key(place.version)
        claimed = self.check(place).notes.claims().get("version")
        return version_key(claimed) if claimed is not None and is_version(claimed) else None


class Project:
    """A project's files, with the shipped frameworks behind its own; what was read is kept until forgotten.

    `root` is None where no project was found: then there are the shipped frameworks alone. `past` is the
    project as it was last committed, given where frameworks are to be compared with it; `publication` what it
    had published at a revision, set before anything is read.
    """

    publication: Publication | None = None

    def __init__(self, root: Path | None, tree: Tree | None = None, past: Tree | None = None) -> None:
        self.root = root
        self.tree = tree or (FolderTree(root) if root is not None else None)
        self._past = Shelf(past, lambda _ref: None) if past is not None else None
        self._frameworks: dict[tuple[str, str], Loaded[Framework] | None] = {}
        self._checked: dict[str, Checked[Assessment]] = {}
        self._assessments: dict[str, LoadedAssessment] = {}
        self._gists: dict[str, Gist | None] = {}

    @cached_property
    def own(self) -> Shelf | None:
        """The project's own frameworks."""
        return (
            None if self.tree is None else Shelf(self.tree, self.find_content, self._past, self.publication)
        )

    @cached_property
    def shipped(self) -> Shelf | None:
        """The shipped frameworks; None in the checkout that ships them, where they are the project's own."""
        tree = shipped_tree()
        return (
            None
            if self.root is not None and self.root.resolve() == tree.root
            else Shelf(tree, self.find_content)
        )

    @cached_property
    def layout(self) -> Layout:
        """The project's files by their names."""
        if self.tree is None:
            return Layout()
        return read_layout([*self.tree.paths(FRAMEWORKS), *self.tree.paths(ASSESSMENTS)])

    # Frameworks

    def find_framework(self, ref: FrameworkRef) -> Loaded[Framework] | None:
        """Return the framework of an id and version, the project's own before a shipped one."""
        key = (ref.id, ref.version)
        if key not in self._frameworks:
            found = (shelf.find(ref) for shelf in (self.own, self.shipped) if shelf)
            self._frameworks[key] = next((each for each in found if each is not None), None)
        return self._frameworks[key]

    def find_good(self, ref: FrameworkRef) -> Framework | None:
        """Return the framework of an id and version, if its file has no errors."""
        found = self.find_framework(ref)
        return found.good if found else None

    def find_content(self, ref: FrameworkRef) -> Framework | None:
        """Return what the file of a framework holds, be it good or not."""
        for shelf in (self.own, self.shipped):
            found = shelf.content_of(ref) if shelf else None
            if found is not None:
                return found
        return None

    def own_frameworks(self) -> list[Loaded[Framework]]:
        """Return the project's own frameworks, by id and version."""
        return _all_of(self.own)

    def shipped_frameworks(self) -> list[Loaded[Framework]]:
        """Return the shipped frameworks of which the project has no version of its own."""
        own = {_ref(loaded) for loaded in self.own_frameworks()}
        return [loaded for loaded in _all_of(self.shipped) if _ref(loaded) not in own]

    def framework_ids(self) -> list[str]:
        """Return the ids of all frameworks, by the names of their files."""
        shelves = [shelf for shelf in (self.own, self.shipped) if shelf]
        return sorted({place.id for shelf in shelves for place in shelf.places})

    def framework_versions(self, id: str) -> list[Loaded[Framework]]:
        """Return every version of a framework, the oldest first."""
        found = [*self.own_frameworks(), *self.shipped_frameworks()]
        return sorted((loaded for loaded in found if _id(loaded) == id), key=_version_order)

    def suggest_framework(self, ref: FrameworkRef) -> str:
        """Say what there is in place of a framework that was not found."""
        versions = [loaded.content.version for loaded in self.framework_versions(ref.id) if loaded.content]
        if versions:
            return f"known here: {', '.join(f'{ref.id}@{version}' for version in versions)}"
        found = [*self.own_frameworks(), *self.shipped_frameworks()]
        refs = [loaded.content.ref for loaded in found if loaded.content]
        return f"{suggest(str(ref), refs)} (a file frameworks/{ref}.yaml would be found)"

    # Assessments

    def load_assessment(self, place: AssessmentPath) -> LoadedAssessment:
        """Read one of the project's assessments; a place that its layout lacks is read all the same."""
        if place.path not in self._assessments:
            self._assessments[place.path] = self.load_unkept(place)
        return self._assessments[place.path]

    def load_unkept(self, place: AssessmentPath) -> LoadedAssessment:
        """Read one of the project's assessments and keep nothing of it."""
        checked = self._check(place)
        neighbours = self._neighbours(place, checked.content)
        del self._checked[place.path]
        return load_assessment(checked, self, neighbours)

    def content_of(self, place: AssessmentPath) -> Assessment | None:
        """Return what the file of an assessment holds, be it good or not, apart from keys not known."""
        checked = self._check(place)
        return checked.content or read_what_is_known(checked.notes.document, Assessment)

    def forget_assessments(self) -> None:
        """Forget all assessments that were read, so that memory does not grow with their number."""
        self._checked.clear()
        self._assessments.clear()
        self._gists.clear()

    def judge(self, place: AssessmentPath, content: bytes) -> LoadedAssessment:
        """Return what an assessment would be with this content, be its file there yet or not."""
        tree = self.tree
        assert tree is not None, "a place is in a project"
        raw = RawFile(
            path=tree.shown(place.path),
            file=tree.file(place.path),
            read=lambda: content,
            place=place,
            find_twins=lambda _content: tuple(tree.shown(path) for path in self.layout.twins(place)),
        )
        checked = check_assessment(raw)
        return load_assessment(checked, self, self._neighbours(place, checked.content))

    def _neighbours(self, place: AssessmentPath, content: Assessment | None) -> Neighbours | None:
        """Return an assessment with what is to be known of the others; None where it is none."""
        if content is None or self.tree is None:
            return None
        everything = self.layout.by_subject.get(place.subject, [])
        before = same = None
        end = bisect_left(everything, place.order, key=lambda each: each.order)
        for other in reversed(everything[max(0, end - _FARTHEST) : end]):
            gist = self._gist(other)
            if gist is None:
                continue
            if before is None:
                before = self.tree.shown(other.path), gist.name
            if gist.framework == content.framework.id and other.date != place.date:
                is_same = gist.substance == _gist_of(content).substance
                same = self.tree.shown(other.path) if is_same and gist.has_reasons else None
                break
        return Neighbours(content, before, same, self.layout.newest_but(place.date))

    def _gist(self, place: AssessmentPath) -> "Gist | None":
        """Return what is to be known of a published assessment beside a later one, which is kept."""
        if place.path not in self._gists:
            self._check(place)
        return self._gists[place.path]

    def load_loose_assessment(
        self, path: str, read: Callable[[], bytes], *, file: str = ""
    ) -> LoadedAssessment:
        """Read an assessment from outside the project's folders."""
        checked = check_assessment(RawFile(path=path, file=file or path, read=read))
        return load_assessment(checked, self)

    def _check(self, place: AssessmentPath) -> Checked[Assessment]:
        tree = self.tree
        assert tree is not None, "a place comes from a project's layout"
        if place.path not in self._checked:
            twins = tuple(tree.shown(path) for path in self.layout.twins(place))
            raw = RawFile(
                path=tree.shown(place.path),
                file=tree.file(place.path),
                read=lambda: tree.read(place.path),
                place=place,
                find_twins=lambda _content: twins,
            )
            checked = self._checked[place.path] = check_assessment(raw)
            is_published = checked.content is not None and not checked.content.is_draft
            self._gists[place.path] = _gist_of(checked.content) if is_published and checked.content else None
        return self._checked[place.path]

    def load_loose_framework(
        self, path: str, read: Callable[[], bytes], *, file: str = ""
    ) -> Loaded[Framework]:
        """Read a framework from outside the project's folders."""
        checked = check_framework(RawFile(path=path, file=file or path, read=read))
        return load_framework(checked, self.find_content)

    # Files in wrong places

    def misplaced(self, below: str = "") -> list[Diagnostic]:
        """Return a diagnostic for each file below a folder whose place or name look-up does not know."""
        return [
            self.diagnose_misplaced(place) for place in self.layout.misplaced if place.path.startswith(below)
        ]

    def overlooked(self) -> list[Diagnostic]:
        """Return a warning for each file that is not read because of an ending, or of its folder's name."""
        return [
            self.diagnose_misplaced(place) for place in (*self.layout.overlooked, *self._in_near_folders())
        ]

    def _in_near_folders(self) -> Iterator[MisplacedPath]:
        """Yield of each folder whose name is nearly one of the two the first file that is of our kinds."""
        for folder in self.tree.folders() if self.tree else ():
            if in_nearly_our_folder(folder):
                paths = islice(self.tree.paths(folder) if self.tree else (), _MOST_HEADS)
                places = (in_nearly_our_folder(path) for path in paths if self._says_kind(path))
                yield from islice(filter(None, places), 1)

    def _says_kind(self, path: str) -> bool:
        try:
            return _SAYS_KIND.search(self._head(path)) is not None
        except UnreadableError:
            return False

    def _head(self, path: str) -> str:
        """Return how a file begins, or raise UnreadableError."""
        assert self.tree is not None, "a path is in a project"
        return self.tree.read(path)[:_HEAD].decode("utf-8", errors="replace")

    def diagnose_misplaced(self, place: MisplacedPath) -> Diagnostic:
        """Say what is wrong with a file's place or name; a framework among assessments is sent home.

        Of a link that leads out of the project, or what cannot be opened, that is said instead.
        """
        if self.tree is None:
            return diagnose_misplaced(place, place.path)
        head, refused = "", None
        try:
            head = self._head(place.path)
        except UnreadableError as error:
            refused = error.finding if error.finding.name == LEADS_OUT or not error.opened else None
        if place.path.startswith(f"{ASSESSMENTS}/") and _SAYS_FRAMEWORK.search(head):
            reason = "this file says that it is a framework, and frameworks stand in frameworks/"
            place = place._replace(reason=reason, help="move it to frameworks/<id>.yaml")
        return diagnose_misplaced(place, self.tree.shown(place.path), refused)

    def shown(self, path: Path) -> str:
        """Return a path as messages show it: relative to the project where it is inside, else as typed."""
        absolute = Path(os.path.abspath(path))
        is_inside = self.root is not None and absolute.is_relative_to(self.root)
        return absolute.relative_to(self.root).as_posix() if self.root and is_inside else path.as_posix()

    def place_of(self, path: Path) -> AssessmentPath | FrameworkPath | MisplacedPath | None:
        """Return what the name of a file on disk says in this project; None outside its two folders."""
        if self.root is None:
            return None
        relative = os.path.relpath(os.path.abspath(path), self.root)
        return parse_path(Path(relative).as_posix())


def _all_of(shelf: Shelf | None) -> list[Loaded[Framework]]:
    if shelf is None:
        return []
    ids = sorted({place.id for place in shelf.places})
    return [loaded for id in ids for loaded in shelf.versions(id)]


def _id(loaded: Loaded[Framework]) -> str | None:
    return loaded.place.id if isinstance(loaded.place, FrameworkPath) else None


def _version_order(loaded: Loaded[Framework]) -> tuple[tuple[int, str], ...]:
    named = loaded.place.version if isinstance(loaded.place, FrameworkPath) else None
    version = loaded.content.version if loaded.content else named
    return () if version is None else version_key(version)


def _ref(loaded: Loaded[Framework]) -> FrameworkRef | None:
    return None if loaded.content is None else _ref_of(loaded.content)


def _ref_of(framework: Framework) -> FrameworkRef:
    return FrameworkRef(framework.id, framework.version)
