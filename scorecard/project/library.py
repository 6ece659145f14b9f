"""A project: where it is, look-up of its files by their names, and each of them checked."""

import os
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date
from functools import cached_property
from itertools import islice, tee
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from scorecard.diagnostics import Diagnostic, Finding, Span
from scorecard.files.folder import LEADS_OUT, FolderTree, LoneFile, Tree, UnreadableError
from scorecard.files.git import GitTree, is_same_blob
from scorecard.model.assessment import Assessment, Rating
from scorecard.model.file_names import AssessmentPath, FrameworkPath, MarkPath, MisplacedPath, ReplyPath
from scorecard.model.framework import Framework, dimensions_below, ref_of
from scorecard.model.kinds import (
    ASSESSMENT,
    FOLDERS,
    FRAMEWORK,
    KINDS,
    MARK,
    REPLY,
    ROOT_FOLDERS,
    FilePath,
    Kind,
    in_nearly_our_folder,
    kind_of,
)
from scorecard.model.lexical import FrameworkRef, Model, is_version, shown, suggest, version_key
from scorecard.model.mark import Mark
from scorecard.model.reply import Reply
from scorecard.project.layout import Layout, Shelf, Version, read_layout
from scorecard.project.loader import (
    AnyFile,
    AssessmentFile,
    File,
    FrameworkFile,
    Location,
    Reading,
    is_of,
    read,
)
from scorecard.reading.document import parse_document
from scorecard.reading.plain_data import Data, as_items, as_mapping, value_at
from scorecard.reviewing.review import Review
from scorecard.rules.assessment import (
    WRITTEN_RULES,
    AssessmentData,
    bad_source_key,
    source_accessed_before_published,
)
from scorecard.rules.kinds import RULES_BY_KIND
from scorecard.rules.lineage import LINEAGE_RULES, Lineage
from scorecard.rules.project import (
    NAME_RULES,
    NEIGHBOUR_RULES,
    PLACE_RULES,
    USE_RULES,
    FrameworkInUse,
    NamedFile,
    Neighbours,
)
from scorecard.rules.published import SHOWN_BY_COMPARISON
from scorecard.rules.ratings import check_ratings
from scorecard.rules.reader_codes import CODES
from scorecard.rules.reviews import (
    DECISION_RULES,
    MARK_RULES,
    OPEN_MARK_RULES,
    REPLY_RULES,
    MarkInReview,
    ReplyInReview,
)
from scorecard.rules.rule import run_rules

if TYPE_CHECKING:
    from scorecard.project.published import Publication

_NO_FILES = LoneFile("", bytes)
_RATINGS = re.compile(rb"^ratings:", re.MULTILINE)
_HEAD = 4096
_MOST_HEADS = 100
_FARTHEST = 50
"""How many earlier files of a subject are looked through for one to set beside a later one."""
ContentT = TypeVar("ContentT", bound=Model)


class Gist(NamedTuple):
    """What is to be known of an assessment beside a later one.

    `substance` is one for the same ratings and sources; None where no rating has a reason.
    """

    name: str
    framework: str
    substance: int | None


def _gist_of(content: Model | None) -> Gist | None:
    if not isinstance(content, Assessment) or content.is_draft:
        return None
    ratings = (each for each in content.ratings.values() if isinstance(each, Rating))
    has_reasons = any(each.rationale or each.evidence for each in ratings)
    substance = _substance(content) if has_reasons else None
    return Gist(content.subject.name, content.framework.id, substance)


def _substance(assessment: Assessment) -> int:
    return hash((frozenset(assessment.ratings.items()), frozenset(assessment.sources.items())))


def _check_written(reading: Reading[Model], assessment: Assessment, framework: Framework | None) -> None:
    data = reading.document.data if reading.document else None
    dimensions = {each.id for each, _ in dimensions_below(framework.dimensions if framework else ())}
    reading.add_found(run_rules(WRITTEN_RULES, AssessmentData(assessment, data, dimensions)))


def is_project(folder: Path) -> bool:
    """Whether a folder holds `frameworks/` or `assessments/`."""
    return any((folder / name).is_dir() for name in ROOT_FOLDERS)


def find_root(start: Path) -> Path | None:
    """Return the nearest folder upwards that holds `frameworks/` or `assessments/`."""
    start = Path(os.path.abspath(start))
    return next(filter(is_project, (start, *start.parents)), None)


def shipped_tree() -> FolderTree:
    """Return the frameworks that come with the package: in it once built, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    built = package / "shipped"
    return FolderTree(built if built.is_dir() else package.parent, label="(shipped) ")


class Project:
    """A project's files, with the shipped frameworks behind its own; what was read is kept until forgotten.

    `root` is None where no project was found: then there are the shipped frameworks alone. `past` is the
    project as it was last committed, given where frameworks are to be compared with it; `publication` what it
    had published at a revision, set before anything is read.
    """

    publication: "Publication | None" = None

    def __init__(self, root: Path | None, tree: Tree | None = None, past: Tree | None = None) -> None:
        self.root = root
        self.tree = tree or (_NO_FILES if root is None else FolderTree(root))
        self._past = past
        self._readings: dict[Location, Reading[Model]] = {}
        self._files: dict[Location, File[Model]] = {}
        self._gists: dict[Location, Gist | None] = {}
        self._tagged = self._find_tagged()

    @cached_property
    def own(self) -> Shelf:
        return Shelf(self.tree, self._read_framework)

    @cached_property
    def shipped(self) -> Shelf:
        """The shipped frameworks; none in the checkout that ships them, where they are the project's own."""
        tree = shipped_tree()
        is_here = self.root is not None and self.root.resolve() == tree.root
        return Shelf(_NO_FILES if is_here else tree, self._read_framework)

    @property
    def _shelves(self) -> tuple[Shelf, Shelf]:
        return self.own, self.shipped

    @cached_property
    def layout(self) -> Layout:
        return read_layout(path for each in FOLDERS for path in self.tree.paths(each))

    # Files of any kind

    def locate(self, place: FilePath) -> Location:
        """Return where one of the project's files is, be it there or not."""
        return Location(self.tree, place.path)

    def read(self, location: Location, kind: Kind[ContentT]) -> Reading[ContentT]:
        """Read a file as one of a kind; those of the project and the shipped ones each once."""
        kept = self._readings.get(location)
        if kept is not None and is_of(kept, kind):
            return kept
        reading = read(location, kind)
        if self._holds(location):
            self._readings[location] = reading
            self._gists[location] = _gist_of(reading.content)
        return reading

    def load(self, location: Location, kind: Kind[ContentT], *, keeps: bool = True) -> File[ContentT]:
        """Read a file as one of a kind and check it by all rules, alone and beside what is around it.

        Of the project's files and the shipped ones it is kept, if it should be. What the marks of an
        assessment leave open is no fault of any of them: `load_beside` adds it.
        """
        kept = self._files.get(location)
        if kept is not None and is_of(kept, kind):
            return kept
        file = self._check(self.read(location, kind))
        if self._holds(location):
            if keeps:
                self._files[location] = file
            if kind is not FRAMEWORK:
                del self._readings[location]
        return file

    def _holds(self, location: Location) -> bool:
        return self._shelf_of(location) is not None and location.place is not None

    def forget(self) -> None:
        """Forget all that was read but frameworks, so that memory does not grow with the number of files."""
        self._readings = {at: each for at, each in self._readings.items() if each.kind is FRAMEWORK}
        self._files = {at: each for at, each in self._files.items() if each.kind is FRAMEWORK}
        self._gists.clear()

    def load_beside(self, location: Location, kind: Kind[ContentT]) -> File[ContentT]:
        """Read and check a file; a mark also beside the others of its assessment."""
        if kind is not MARK:
            return self.load(location, kind)
        return self._check(read(location, kind), beside_marks=True)

    def _check(self, reading: Reading[ContentT], *, beside_marks: bool = False) -> File[ContentT]:
        content, place = reading.content, reading.location.place
        framework = None
        if content is not None:
            for rules in RULES_BY_KIND:
                reading.add_found(rules.check(content))
            if place is not None:
                twins = tuple(self._find_twins(reading.location, place, content))
                reading.add_found(run_rules(NAME_RULES, NamedFile(place, content, twins)))
            for rules in () if reading.errors else RULES_BY_KIND:
                reading.add_found(rules.check(content, sound=True))
            match content:
                case Framework():
                    self._check_framework(reading, content)
                case Assessment():
                    framework = self._check_assessment(reading, content)
                case Mark() | Reply():
                    framework = self._check_reviewed(reading, content, beside_marks=beside_marks)
        return reading.file(framework)

    def _find_twins(self, location: Location, place: FilePath, content: Model) -> Iterator[str]:
        if isinstance(content, Framework) and isinstance(place, FrameworkPath):
            shelf = self._shelf_of(location) or self.own
            return map(shelf.tree.shown, shelf.twins(place, content.version))
        return map(self.tree.shown, self.layout.twins(place))

    def other_files(self) -> list[File[Model]]:
        """Return the project's files that are neither frameworks nor assessments."""
        return [self.load_beside(self.locate(place), kind_of(place.path)) for place in self.layout.others]

    # Frameworks

    def _read_framework(self, location: Location) -> Reading[Framework]:
        return self.read(location, FRAMEWORK)

    def _shelf_of(self, location: Location) -> Shelf | None:
        return next((shelf for shelf in self._shelves if shelf.tree is location.tree), None)

    def _check_framework(self, reading: Reading[Model], framework: Framework) -> None:
        before = self.find_content(framework.replaces) if framework.replaces is not None else None
        shelf = self._shelf_of(reading.location)
        ending = shelf.ending if shelf else set()
        lineage = Lineage(framework, before, self.find_content, ending)
        if shelf is not self.own or self.root is None:
            reading.untried = frozenset(each.code for each in USE_RULES)
        else:
            self._tagged, tagged = tee(self._tagged)
            reading.add_found(run_rules(USE_RULES, FrameworkInUse(framework, tagged)))
            found = None if self.publication is None else self.publication.check_framework(framework)
            if found is None:
                lineage = lineage._replace(committed=self._find_committed(reading.location, framework))
            reading.add_found(found or ())
        reading.add_found(run_rules(LINEAGE_RULES, lineage))

    def _find_committed(self, location: Location, framework: Framework) -> Framework | None:
        tree, past = location.tree, self._past
        if past is None or (
            isinstance(tree, FolderTree)
            and isinstance(past, GitTree)
            and is_same_blob(location.path, past, tree)
        ):
            return None
        found = read(Location(past, location.path), FRAMEWORK).content
        return found if found is not None and ref_of(found) == ref_of(framework) else None

    def find_framework(self, ref: FrameworkRef) -> FrameworkFile | None:
        """Return the framework of an id and version, the project's own before a shipped one."""
        found = next(filter(None, (shelf.find(ref) for shelf in self._shelves)), None)
        return None if found is None else self.load(found, FRAMEWORK)

    def find_good(self, ref: FrameworkRef) -> Framework | None:
        """Return the framework of an id and version, if its file has no errors."""
        found = self.find_framework(ref)
        return found.good if found else None

    def find_content(self, ref: FrameworkRef) -> Framework | None:
        """Return what the file of a framework holds, be it good or not."""
        found = filter(None, (shelf.find(ref, guesses=False) for shelf in self._shelves))
        return next(filter(None, (self._read_framework(each).content for each in found)), None)

    def own_frameworks(self) -> list[FrameworkFile]:
        """Return the project's own frameworks, by id and version."""
        return [self.load(each, FRAMEWORK) for each in self.own.versions()]

    def shipped_frameworks(self) -> list[FrameworkFile]:
        """Return the shipped frameworks of which the project has no file of its own, be that good or not."""
        shipped = [self.load(each, FRAMEWORK) for each in self.shipped.versions()]
        return [each for each in shipped if not (each.content and self.own.find(ref_of(each.content)))]

    def framework_ids(self) -> list[str]:
        """Return the ids of all frameworks, by the names of their files."""
        return sorted({place.id for shelf in self._shelves for place in shelf.places})

    def framework_versions(self, id: str) -> list[FrameworkFile]:
        """Return every version of a framework, the oldest first; last a file that does not say which."""
        found = [*self.own_frameworks(), *self.shipped_frameworks()]
        named = (each for each in found if each.place and each.place.name.partition("@")[0] == id)
        return sorted(named, key=_version_order)

    def suggest_framework(self, ref: FrameworkRef) -> str:
        """Say what there is in place of a framework that was not found."""
        versions = [loaded.content.version for loaded in self.framework_versions(ref.id) if loaded.content]
        if versions:
            return f"known here: {', '.join(f'{ref.id}@{version}' for version in versions)}"
        found = [*self.own_frameworks(), *self.shipped_frameworks()]
        refs = [loaded.content.ref for loaded in found if loaded.content]
        return f"{suggest(str(ref), refs)} (a file frameworks/{ref}.yaml would be found)"

    # Assessments

    def load_assessment(self, place: AssessmentPath) -> AssessmentFile:
        """Read one of the project's assessments; a place that its layout lacks is read all the same."""
        return self.load(self.locate(place), ASSESSMENT)

    def _check_assessment(self, reading: Reading[Model], assessment: Assessment) -> FrameworkFile | None:
        ref = assessment.framework
        framework = self.find_framework(ref)
        judge = framework.content if framework else None
        _check_written(reading, assessment, judge)
        if framework is None:
            message, help = f"there is no framework {ref}", self.suggest_framework(ref)
            reading.add(Finding(name="framework-not-found", message=message, help=help, route=("framework",)))
        elif framework.good is not None:
            reading.add_found(check_ratings(assessment, framework.good, self._versions_of(ref)))
        else:
            reading.is_partial = True
        place, found = reading.location.place, None
        if isinstance(place, AssessmentPath):
            entries = assessment.ratings.values()
            is_decided = any(isinstance(each, Rating) and each.decision for each in entries)
            if framework and framework.good and is_decided and not self.unusable_reviews(place):
                review = self.review_of(place.name, assessment, framework.good)
                reading.add_found(run_rules(DECISION_RULES, review))
            reading.add_found(run_rules(NEIGHBOUR_RULES, self._neighbours(place, assessment, judge)))
            if self.publication is not None:
                found = self.publication.check_assessment(place, assessment, judge)
        if found is None:
            reading.untried = SHOWN_BY_COMPARISON
        reading.add_found(found or ())
        return framework

    def _versions_of(self, ref: FrameworkRef) -> Callable[[], Iterable[Framework]]:
        return lambda: filter(None, (each.content for each in self.framework_versions(ref.id)))

    def is_assessed(self, ref: FrameworkRef) -> bool:
        """Whether an assessment says that it is under a framework."""
        return any(said == str(ref) for said, _ in self._find_tagged())

    def _find_tagged(self) -> Iterator[tuple[Data, list[Data]]]:
        """Yield each framework and tags; what stands before ratings is read alone, if it says both."""
        for place in self.layout.assessments:
            with suppress(UnreadableError):
                content = self.tree.read(place.path)
                for part in (_RATINGS.split(content, 1)[0], content):
                    data = as_mapping(parse_document(part).data)
                    if {"framework", "subject"} <= data.keys():
                        break
                yield data.get("framework"), as_items(value_at(data, ("subject", "tags")))

    def _neighbours(
        self, place: AssessmentPath, assessment: Assessment, framework: Framework | None
    ) -> Neighbours:
        everything = self.layout.by_subject.get(place.subject, [])
        before = same = None
        end = bisect_left(everything, place.order, key=lambda each: each.order)
        for other in reversed(everything[max(0, end - _FARTHEST) : end]):
            at = self.locate(other)
            if at not in self._gists:
                self.read(at, ASSESSMENT)
            gist = self._gists[at]
            if gist is None:
                continue
            before = before or (at.shown, gist.name)
            if gist.framework == assessment.framework.id and other.date != place.date:
                same = at.shown if gist.substance == _substance(assessment) else None
                break
        return Neighbours(assessment, before, same, self.layout.newest_but(place.date), framework)

    # Marks and replies

    def review(self, place: AssessmentPath | None) -> Review | None:
        """Return what was said of one of the project's assessments; None where that cannot be scored.

        Nothing is said of what is in no project, nor where no mark or reply is.
        """
        if place is None or place.name not in self.layout.reviews:
            return None
        found = self.load_assessment(place).scorable
        return None if found is None else self.review_of(place.name, found.assessment, found.framework)

    def unusable_reviews(self, place: AssessmentPath) -> list[AnyFile]:
        """Return the marks of an assessment and the replies to it that have errors, so that none counts."""
        return [each for each in self._reviews(place.name) if not each.is_usable]

    def review_of(self, name: str, assessment: Assessment, framework: Framework) -> Review:
        """Return an assessment with its marks and its replies by date, but for those that have errors."""
        files = self._reviews(name)
        contents = [each.good for each in files]
        replies = (each for each in contents if isinstance(each, Reply))
        return Review(
            assessment,
            framework,
            tuple(each for each in contents if isinstance(each, Mark)),
            tuple(sorted(replies, key=lambda each: each.received or date.max)),
            named.suffix if (named := self.layout.named.get(name)) else None,
            *(sum(each.kind is kind and each.good is None for each in files) for kind in (MARK, REPLY)),
        )

    def _reviews(self, name: str) -> list[AnyFile]:
        places = self.layout.reviews.get(name, ())
        return [self.load(self.locate(place), kind_of(place.path)) for place in places]

    def _check_reviewed(
        self, reading: Reading[Model], content: Mark | Reply, *, beside_marks: bool
    ) -> FrameworkFile | None:
        place = reading.location.place
        name = place.of if isinstance(place, MarkPath | ReplyPath) else content.of
        dated = self.layout.named.get(name)
        if dated is None:
            help = (
                f"mend the folder's name, or begin {ASSESSMENT.path(name.replace('@', '/'))}: a draft will do"
            )
            message = f"there is no assessment {shown(name)}"
            reading.add(Finding(name="assessment-not-found", message=message, help=help, route=("of",)))
        assessment = self.read(self.locate(dated), ASSESSMENT).content if dated else None
        framework = self.find_framework(assessment.framework) if assessment else None
        if assessment is None or framework is None or framework.good is None:
            reading.is_partial = True
            return framework
        if isinstance(content, Reply):
            among = ReplyInReview(content, Review(assessment, framework.good, replies=(content,)))
            reading.add_found(run_rules(REPLY_RULES, among))
            return framework
        review = Review(assessment, framework.good, (content,))
        reading.add_found(run_rules(MARK_RULES, MarkInReview(content, review)))
        if content.framework != assessment.framework:
            return framework
        alone = content.as_assessment(assessment).model_copy(update={"sources": content.sources})
        reading.add_found(run_rules((bad_source_key, source_accessed_before_published), alone))
        _check_written(reading, alone, framework.good)
        versions = self._versions_of(content.framework)
        reading.add_found(check_ratings(alone, framework.good, versions, assessment))
        if beside_marks and dated and self.load_assessment(dated).good is None:
            reading.is_partial = True
        elif beside_marks and not content.is_draft and not reading.errors:
            everything = self.review_of(name, assessment, framework.good).with_mark(content)
            reading.add_found(run_rules(OPEN_MARK_RULES, MarkInReview(content, everything)))
        return framework

    # Files in wrong places

    def misplaced(self, subject: str | None = None, *, of_all_kinds: bool = False) -> list[Diagnostic]:
        """Return a diagnostic for each file, or each of a subject, that look-up does not know where it is.

        By default of frameworks and assessments: neither is worse for a mark that stands in a wrong place.
        """
        folders = FOLDERS if of_all_kinds else ROOT_FOLDERS
        found = [place for place in self.layout.misplaced if place.path.split("/")[0] in folders]
        below = "" if subject is None else f"{ASSESSMENT.folder}/{subject}/"
        return [self.diagnose_misplaced(place) for place in found if place.path.startswith(below)]

    def overlooked(self) -> list[Diagnostic]:
        """Return a warning for each file that is not read because of an ending, or of its folder's name."""
        return list(map(self.diagnose_misplaced, (*self.layout.overlooked, *self._in_near_folders())))

    def _in_near_folders(self) -> Iterator[MisplacedPath]:
        """Yield of each folder whose name is nearly one of the two the first file that is of our kinds."""
        for folder in self.tree.folders():
            if in_nearly_our_folder(folder):
                paths = islice(self.tree.paths(folder), _MOST_HEADS)
                places = (in_nearly_our_folder(path) for path in paths if self._said_kind(path)[0])
                yield from islice(filter(None, places), 1)

    def _said_kind(self, path: str) -> tuple[Kind[Model] | None, Finding | None]:
        """Return the kind that a file says it is of, and whether it is a link out or cannot be opened."""
        try:
            head = self.tree.read(path)[:_HEAD].decode("utf-8", errors="replace")
        except UnreadableError as error:
            return None, error.finding if error.finding.name == LEADS_OUT or not error.opened else None
        return next((kind for kind in KINDS if kind.is_said_by(head)), None), None

    def diagnose_misplaced(self, place: MisplacedPath) -> Diagnostic:
        """Say what is wrong with a file's place or name; another kind among assessments is sent home.

        Of a link that leads out of the project, or what cannot be opened, that is said instead.
        """
        said, refusal = self._said_kind(place.path)
        if said not in (None, ASSESSMENT) and place.path.startswith(f"{ASSESSMENT.folder}/"):
            reason = f"this file says that it is {said.called}, and {said.plural} stand in {said.folder}/"
            place = place._replace(reason=reason, help=f"move it to {said.home}")
        code, finding = next(run_rules(PLACE_RULES, place))
        if refusal is not None:
            code, finding = CODES[refusal.name], refusal
        return Diagnostic(self.tree.shown(place.path), Span(), code, finding.message, finding.help)

    def path_of(self, path: Path) -> str | None:
        """Return the path in the project of what is on disk; None outside it."""
        absolute, root = Path(os.path.abspath(path)), self.root
        return absolute.relative_to(root).as_posix() if root and absolute.is_relative_to(root) else None


def _version_order(file: FrameworkFile) -> tuple[bool, Version]:
    named = file.place.name.partition("@")[2] if file.place else ""
    version = file.content.version if file.content else named or file.claims.get("version", "")
    return not is_version(version), version_key(version)
