"""What `init` puts into a project: which files, and their texts."""

import os
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

import scorecard
from scorecard.editing.scaffold import compatible_versions, schema_from, with_schema
from scorecard.editing.yaml_style import quote
from scorecard.errors import NotFoundError, UsageError
from scorecard.model.file_names import AssessmentPath, FrameworkPath
from scorecard.model.framework import ref_of
from scorecard.model.json_schema import model_schema
from scorecard.model.kinds import ASSESSMENT, FOLDERS, FRAMEWORK, KINDS, Kind, parse_path
from scorecard.model.lexical import FrameworkRef, Model, is_file_id, is_version, shown
from scorecard.project.library import Project, shipped_tree
from scorecard.project.location import Location
from scorecard.project.shelf import Shelf
from scorecard.render.json import render_json

WORKFLOW = ".github/workflows/validate.yml"
_KEEP = ".gitkeep"
_KEEP_TEXT = "Keeps this folder in git while nothing else is in it.\n"


def read_scaffold(name: str) -> str:
    """Return a text that comes with the program, with the versions of it that read the same files."""
    text = (Path(scorecard.__file__).parent / "scaffold" / name).read_text(encoding="utf-8")
    return text.replace("@PIN@", compatible_versions(scorecard.__version__))


def find_repository(folder: Path) -> Path | None:
    """Return the top of the git repository that a folder is in, be the folder there or not."""
    folder = Path(os.path.abspath(folder))
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)


# Frameworks that come with the program ----------------------------------------------------------


def choose_shipped(id: str | None, named: str | None) -> list[FrameworkPath]:
    """Return all versions of a shipped framework, and the one version that a text names, each once."""
    project = Project(None)
    chosen = [place for place in _shipped_shelf(project).places if place.id == id]
    found = [] if named is None else [_find_shipped(project, named)]
    return [*chosen, *(place for place in found if place not in chosen)]


def _shipped_shelf(project: Project) -> Shelf:
    shelf = project.shipped
    assert shelf is not None, "without a project of its own there is the shipped shelf"
    return shelf


def _find_shipped(project: Project, text: str) -> FrameworkPath:
    """Return the framework of an id, in its newest version, or of an id and version."""
    id, at, version = text.partition("@")
    if not is_file_id(id) or (at and not is_version(version)):
        raise UsageError(
            f"--framework: {shown(text)} does not name a framework",
            hint="write its id, or its id, @ and its version",
        )
    shelf = _shipped_shelf(project)
    versions = shelf.versions(id)
    found = shelf.find(FrameworkRef(id, version)) if at else (versions[-1] if versions else None)
    if found is None:
        everything = (each for id in shelf.ids for each in shelf.versions(id))
        read = (project.load(each, FRAMEWORK).content for each in everything)
        known = [each.ref for each in read if each is not None]
        raise NotFoundError(
            f"no framework {text} comes with the program", hint=f"these do: {', '.join(known)}"
        )
    return next(place for place in shelf.places if place.path == found.path)


# Files ------------------------------------------------------------------------------------------


def project_files(
    root: Path, chosen: Sequence[FrameworkPath], subject: str | None
) -> Iterator[tuple[str, str]]:
    """Yield the path of each file of a project in `root` with its text.

    Shipped are the chosen frameworks and all assessments of the subject; the rest every project has.
    """
    tree = shipped_tree()
    shipped = [place.path for place in chosen]
    shipped += [] if subject is None else tree.paths(f"{ASSESSMENT.folder}/{subject}")
    yield "README.md", read_scaffold("README.md")
    for folder in FOLDERS:
        if not any(path.startswith(f"{folder}/") for path in shipped) and not _has_files(root / folder):
            yield f"{folder}/{_KEEP}", _KEEP_TEXT
    for path in shipped:
        yield path, with_schema(tree.read(path).decode("utf-8"), schema_from(path))
    for kind in KINDS:
        yield kind.schema, _schema(kind)
    yield WORKFLOW, read_scaffold("validate.yml").replace("@COMMAND@", _validate_command(root))


def _has_files(folder: Path) -> bool:
    """Whether anything is in a folder, or nobody may look."""
    try:
        return any(each.name != _KEEP for each in folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True


def _schema(kind: Kind[Model]) -> str:
    """Return the schema of a kind of file, as `scorecard schema` prints it."""
    return render_json(model_schema(kind.model, title=kind.title), is_ascii=False, is_compact=False)


def _validate_command(root: Path) -> str:
    """Return the command that checks the project from the top of its repository."""
    top, here = find_repository(root), Path(os.path.abspath(root))
    if top is None or top == here:
        return "scorecard validate"
    return quote(f"scorecard validate --project {shlex.quote(here.relative_to(top).as_posix())}")


def find_twin(project: Project, path: str) -> str | None:
    """Return the project's file that is the same framework or assessment as a shipped one, if any."""
    place = parse_path(path)
    if isinstance(place, AssessmentPath):
        return next((each.path for each in project.layout.assessments if each.name == place.name), None)
    if isinstance(place, FrameworkPath) and project.own is not None:
        shipped = project.read(Location(shipped_tree(), path), FRAMEWORK).content
        twin = None if shipped is None else project.own.find(ref_of(shipped))
        found = None if twin is None else project.load(twin, FRAMEWORK)
        return found.path if found is not None and found.content is not None else None
    return None
