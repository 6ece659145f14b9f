"""The kinds of file: where each stands in a project, what its name says, and what it holds."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from scorecard.model.assessment import Assessment
from scorecard.model.file_names import (
    AssessmentPath,
    FrameworkPath,
    MarkPath,
    MisplacedPath,
    ReplyPath,
    is_hidden,
    is_text_file,
    parse_assessment_path,
    parse_framework_path,
    parse_review_path,
)
from scorecard.model.framework import Framework
from scorecard.model.lexical import Model
from scorecard.model.mark import Mark
from scorecard.model.reply import Reply

FilePath = FrameworkPath | AssessmentPath | MarkPath | ReplyPath
"""What the name of a file says that stands where files of its kind do."""
Place = FilePath | MisplacedPath

PlaceT = TypeVar("PlaceT", bound=Place)
ContentT_co = TypeVar("ContentT_co", bound=Model, covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kind(Generic[ContentT_co]):
    """A kind of file.

    `name` is what files say under `kind`, `home` how their paths are written, `command` what shows them;
    `near` matches folders that were probably meant to be `folder`; `place` is what the names of files say
    that share their folder with those of another kind.
    """

    name: str
    called: str
    folder: str
    near: str
    home: str
    command: str
    model: type[ContentT_co]
    parse: Callable[[str, list[str]], Place]
    place: type = object

    def path(self, name: str) -> str:
        """Return the path of a file in the folder, by what its name says."""
        return f"{self.folder}/{name}.yaml"

    @property
    def plural(self) -> str:
        return f"{self.name[:-1]}ies" if self.name.endswith("y") else f"{self.name}s"

    @property
    def schema(self) -> str:
        """Where a project keeps the JSON Schema of the kind."""
        return f"schemas/{self.name}.schema.json"

    @property
    def title(self) -> str:
        return f"{self.called[0].upper()}{self.called[1:]} of scorecard"

    def is_said_by(self, text: str) -> bool:
        """Whether a text says that it is of this kind, be it YAML or not."""
        return re.search(rf"^kind:[ \t]*[\"']?{self.name}\b", text, re.MULTILINE) is not None


FRAMEWORK = Kind(
    name="framework",
    called="a framework",
    folder="frameworks",
    near="frameworks?",
    home="frameworks/<id>.yaml",
    command="`scorecard show` shows them",
    model=Framework,
    parse=parse_framework_path,
)
ASSESSMENT = Kind(
    name="assessment",
    called="an assessment",
    folder="assessments",
    near="ass?ess?ments?",
    home="assessments/<subject>/<date>.yaml",
    command="`scorecard assess` scores them",
    model=Assessment,
    parse=parse_assessment_path,
)
MARK = Kind(
    name="mark",
    called="a mark",
    folder="reviews",
    near="reviews?|marks?",
    home="reviews/<subject>/<date>/<assessor>.yaml",
    command="`scorecard agree` compares them",
    model=Mark,
    place=MarkPath,
    parse=parse_review_path,
)
REPLY = Kind(
    name="reply",
    called="a reply",
    folder="reviews",
    near="repl(y|ies)",
    home="reviews/<subject>/<date>/reply.yaml",
    command="`scorecard reply` asks for them",
    model=Reply,
    place=ReplyPath,
    parse=parse_review_path,
)
KINDS: tuple[Kind[Model], ...] = (FRAMEWORK, ASSESSMENT, MARK, REPLY)
FOLDERS = tuple(dict.fromkeys(kind.folder for kind in KINDS))
ROOT_FOLDERS = (FRAMEWORK.folder, ASSESSMENT.folder)
"""Where one of these is, there is a project."""


def find_kind(name: str) -> Kind[Model] | None:
    """Return the kind that files say under `kind`."""
    return next((kind for kind in KINDS if kind.name == name), None)


def kind_of(path: str) -> Kind[Model]:
    """Return the kind of file that stands at a path in a project, in the folder of that kind."""
    place, kinds = parse_path(path), [kind for kind in KINDS if path.startswith(f"{kind.folder}/")]
    return next((kind for kind in kinds if isinstance(place, kind.place)), kinds[0])


@lru_cache(maxsize=256)
def parse_path(path: str) -> Place | None:
    """Return what a path inside a project says; None outside our kinds' folders, or where a dot hides it."""
    folder, *rest = path.split("/")
    kind = next((kind for kind in KINDS if kind.folder == folder), None)
    if kind is None or not rest or any(map(is_hidden, rest)):
        return None
    if is_text_file(path):
        reason = f'"{rest[-1]}" ends in .txt, so it is not read'
        help = f"call it {rest[-1][:-4]}; your system may hide the last ending of file names"
        return MisplacedPath(path, reason, help, overlooked=True)
    return kind.parse(path, rest)


def find_places(paths: Iterable[str], form: type[PlaceT]) -> Iterator[PlaceT]:
    """Yield what the paths inside a project say that are of one form."""
    return (place for place in map(parse_path, paths) if isinstance(place, form))


def in_nearly_our_folder(path: str) -> MisplacedPath | None:
    """Say that a file stands in a folder that is called nearly, but not quite, like one of ours."""
    folder = path.split("/")[0]
    near = (kind.folder for kind in KINDS if re.fullmatch(kind.near, folder, re.IGNORECASE))
    meant = None if folder in FOLDERS else next(near, None)
    if meant is None:
        return None
    reason = f"this stands in {folder}/, and files are looked for in {meant}/"
    return MisplacedPath(path, reason, f"call the folder {meant}, in small letters", overlooked=True)
