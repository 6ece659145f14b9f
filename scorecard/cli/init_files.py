"""What `init` does: the files of a project, their texts, and what to do next."""

import os
import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from scorecard.cli.next_steps import Step, say_steps, say_wrapped, shell_word
from scorecard.cli.output import say
from scorecard.cli.own_wheel import own_wheel
from scorecard.cli.schema_copies import schema_text
from scorecard.editing.scaffold import fill_scaffold, schema_from, with_schema
from scorecard.editing.yaml_style import spell_text
from scorecard.errors import NotFoundError, UsageError
from scorecard.files.atomic import write_file
from scorecard.files.git import find_top
from scorecard.files.settings import FILE as SETTINGS_FILE
from scorecard.model.file_names import AssessmentPath, FrameworkPath
from scorecard.model.framework import ref_of
from scorecard.model.kinds import (
    ASSESSMENT,
    FOLDERS,
    FRAMEWORK,
    KINDS,
    ROOT_FOLDERS,
    FilePath,
    kind_of,
    parse_path,
)
from scorecard.model.lexical import FrameworkRef, is_file_id, is_version, shown
from scorecard.model.rated_schema import rated_schema_path, schema_of
from scorecard.project.library import Project, find_root, is_project, shipped_tree
from scorecard.project.loader import FrameworkFile, Location

_WORKFLOW = ".github/workflows/validate.yml"
_SITE_WORKFLOW = ".github/workflows/site.yml"
_KEEP = ".gitkeep"
_KEEP_TEXT = "Keeps this folder in git while nothing else is in it.\n"


def begin_project(
    folder: Path | None, example: tuple[str, str] | None, framework: str | None, *, with_site: bool
) -> None:
    """Write what a project in a folder lacks; an example is a shipped framework and a subject under it."""
    root = folder or Path()
    warning = _check_place(root, is_named=folder is not None)
    framework_id, subject = example or (None, None)
    shipped = _choose_shipped(framework_id, framework)
    for line in _write(root, dict(_project_files(root, shipped, subject, with_site=with_site))):
        say(line)
    workflows = [_WORKFLOW, *([_SITE_WORKFLOW] if with_site else [])]
    for note in filter(None, (warning, *(_workflow_note(root, each) for each in workflows))):
        say_wrapped(f"note: {note}")
    name = shipped[-1].name if framework else ""
    id = name if "@" in (framework or "") else name.partition("@")[0]
    say_steps(_next_steps(root, Project(root), example, id))


def _check_place(root: Path, *, is_named: bool) -> str | None:
    """Refuse a place that is no folder, or that another project would claim; return what to warn of."""
    if os.path.lexists(root) and not root.is_dir():
        raise UsageError(f"{root} is not a folder", hint="name a folder; it need not be there yet")
    here = Path(os.path.abspath(root))
    around = None if is_project(here) else find_root(here)
    if around is None:
        if not is_named and not is_project(here) and _is_in_use(here):
            raise UsageError(
                f"this folder is not empty: {here}",
                hint="to begin a project in it: scorecard init . To begin one in a folder of its own: "
                "scorecard init my-project",
            )
        return None
    if here.relative_to(around).parts[0] in FOLDERS:
        raise UsageError(
            f"{here} is in {here.relative_to(around).parts[0]}/ of the project {around}",
            hint="begin a project outside that one's folders",
        )
    if not is_named:
        raise UsageError(
            f"this folder is inside the project {around}",
            hint="work in that project, or name the folder of another one: scorecard init .",
        )
    return f"{here} is inside the project {around}, and is a project of its own from now on"


def _is_in_use(folder: Path) -> bool:
    """Whether a folder holds anything of its own: what a new repository begins with does not count."""
    usual = (".", "readme", "license", "licence", *FOLDERS)
    with suppress(OSError):
        return any(not each.name.casefold().startswith(usual) for each in folder.iterdir())
    return False


def _choose_shipped(id: str | None, text: str | None) -> list[FilePath]:
    """Return all versions of a shipped framework, and the one version that a text names, each once."""
    project = Project(None)
    files = [] if id is None else project.framework_versions(id)
    files += [] if text is None else [_find_shipped(project, text)]
    return list(dict.fromkeys(each.place for each in files if each.place is not None))


def _find_shipped(project: Project, text: str) -> FrameworkFile:
    id, at, version = text.partition("@")
    if not is_file_id(id) or (at and not is_version(version)):
        raise UsageError(
            f"--framework: {shown(text)} does not name a framework",
            hint="write its id, or its id, @ and its version",
        )
    newest = next(reversed(project.framework_versions(id)), None)
    found = project.find_framework(FrameworkRef(id, version)) if at else newest
    if found is None:
        known = [each.content.ref for each in project.shipped_frameworks() if each.content is not None]
        message = f"no framework {text} comes with the program"
        raise NotFoundError(message, hint=f"these do: {', '.join(known)}")
    return found


def _project_files(
    root: Path, chosen: Sequence[FilePath], subject: str | None, *, with_site: bool
) -> Iterator[tuple[str, str | bytes]]:
    tree = shipped_tree()
    name, program = own_wheel()
    wheel = f"tools/{name}"
    shipped = [place.path for place in chosen]
    for folder in () if subject is None else FOLDERS:
        shipped += tree.paths(f"{folder}/{subject}")
    yield "README.md", fill_scaffold("README.md", WHEEL=wheel)
    for folder in ROOT_FOLDERS:
        if not any(path.startswith(f"{folder}/") for path in shipped) and not _has_files(root / folder):
            yield f"{folder}/{_KEEP}", _KEEP_TEXT
    schemas = {kind.schema: schema_text(schema_of(kind)) for kind in KINDS}
    project = Project(None)
    for path in shipped:
        schema = kind_of(path).schema
        if kind_of(path) is ASSESSMENT:
            framework = project.load(Location(tree, path), ASSESSMENT).framework
            if framework is not None and framework.good is not None:
                schema = rated_schema_path(framework.good)
                schemas[schema] = schema_text(schema_of(ASSESSMENT, framework.good))
        yield path, with_schema(tree.read(path).decode("utf-8"), schema_from(path, schema))
    yield from schemas.items()
    yield wheel, program
    below = _path_below_top(root)
    install = spell_text("run", f"pip install {shlex.quote(f'{below}/{wheel}' if below else wheel)}")
    where = f" --project {shlex.quote(below)}" if below else ""
    check = spell_text("run", f"scorecard validate{where}")
    yield _WORKFLOW, fill_scaffold("validate.yml", INSTALL=install, CHECK=check)
    if with_site:
        settings = shlex.quote(f"{below}/{SETTINGS_FILE}" if below else SETTINGS_FILE)
        publish = spell_text("run", f"scorecard site -o public{where}")
        yield SETTINGS_FILE, fill_scaffold(SETTINGS_FILE)
        yield _SITE_WORKFLOW, fill_scaffold("site.yml", INSTALL=install, SETTINGS=settings, SITE=publish)


def _has_files(folder: Path) -> bool:
    """Whether anything is in a folder, or nobody may look."""
    try:
        return any(each.name != _KEEP for each in folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True


def _path_below_top(root: Path) -> str:
    """Return the project's path in its repository; empty where it is at the top, or in none."""
    top, here = find_top(root), Path(os.path.abspath(root))
    return "" if top is None or top == here else here.relative_to(top).as_posix()


def _find_twin(project: Project, path: str) -> str | None:
    """Return the project's file that is the same framework or assessment as a shipped one, if any."""
    place = parse_path(path)
    if isinstance(place, AssessmentPath):
        return next(iter(project.layout.twins(place)), None)
    if isinstance(place, FrameworkPath):
        shipped = project.read(Location(shipped_tree(), path), FRAMEWORK).content
        twin = None if shipped is None else project.own.find(ref_of(shipped))
        return twin.path if twin and project.load(twin, FRAMEWORK).content is not None else None
    return None


def _write(root: Path, files: Mapping[str, str | bytes]) -> Iterator[str]:
    """Write each file that is not there, and yield what became of it."""
    before = Project(root)
    twins = {path: _find_twin(before, path) for path in files}
    for path, text in files.items():
        there = path if os.path.lexists(root / path) else twins[path]
        if there is not None:
            yield f"kept: {(root / there).as_posix()}, which was there"
        else:
            write_file(root / path, text, force=False, parents=True, inside=root)
            yield f"made: {(root / path).as_posix()}"


def _workflow_note(root: Path, workflow: str) -> str | None:
    top = find_top(root)
    if top is None or top == Path(os.path.abspath(root)):
        return None
    return (
        f"GitHub runs workflows from the top of a repository alone: move {(root / workflow).as_posix()} "
        f"to {(top / workflow).parent.as_posix()}/"
    )


def _next_steps(root: Path, project: Project, example: tuple[str, str] | None, id: str) -> Iterator[Step]:
    if os.path.abspath(root) != os.path.abspath(""):
        yield f"cd {shell_word(str(root))}", ""
    if find_top(root) is None:
        yield "git init", "keeps every version of every file"
    if example is not None:
        framework, subject = example
        newest = project.layout.by_subject[subject][-1]
        yield f"scorecard assess {subject}", "the latest verdict"
        yield f"scorecard diff {subject}", "what changed since the one before"
        yield f"scorecard trend {subject}", "all dates"
        yield f"scorecard report {subject} -o report.html", "a page to hand on"
        yield f"scorecard new {framework} --from {newest.name}", "begins the next assessment with it"
        return
    known = id or next((place.id for place in project.layout.frameworks), None)
    if known is not None:
        yield f"scorecard show {known}", "what it asks, and when it passes"
    else:
        known = "my-framework"
        yield f"scorecard new --framework {known}", "a framework to edit"
    yield f"scorecard new {known} --subject my-subject", "an assessment under it, as of today"
    yield f"scorecard rate my-subject@{date.today()}", "fills it in, question by question"
    yield "scorecard validate", "says what is wrong or missing"
