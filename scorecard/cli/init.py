"""`scorecard init`: a project to begin with."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from scorecard.cli.next_steps import Step
    from scorecard.model.file_names import FrameworkPath
    from scorecard.project.library import Project


class Example(StrEnum):
    """What comes with the program to begin with: a framework and assessments under it."""

    ONLINE_SAFETY = "online-safety"
    AIR_QUALITY = "air-quality"


_FRAMEWORKS: Mapping[Example, str] = {
    Example.ONLINE_SAFETY: "online-safety-six-tests",
    Example.AIR_QUALITY: "who-air-quality",
}
_SUBJECTS: Mapping[Example, str] = {
    Example.ONLINE_SAFETY: "uk-online-safety",
    Example.AIR_QUALITY: "beijing",
}


def init(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="[DIR]",
            help="The project's folder, made if it is not there; by default here, if it is empty.",
        ),
    ] = None,
    example: Annotated[
        Example | None,
        typer.Option(
            "--example", help="Begin with a framework that comes with the program and its assessments."
        ),
    ] = None,
    framework: Annotated[
        str | None,
        typer.Option(
            "--framework", metavar="ID[@VERSION]", help="Begin with a framework that comes with the program."
        ),
    ] = None,
) -> None:
    """Begin a project: folders, a README, schemas for editors, a check for CI. Overwrites nothing."""
    from scorecard.cli.init_files import choose_shipped, project_files
    from scorecard.cli.next_steps import say_steps, say_wrapped
    from scorecard.cli.output import say
    from scorecard.project.library import Project

    root = folder or Path()
    warning = _check_place(root, is_named=folder is not None)
    chosen = choose_shipped(_FRAMEWORKS[example] if example else None, framework)
    files = dict(project_files(root, chosen, _SUBJECTS[example] if example else None))
    for line in _write(root, files):
        say(line)
    for note in (*([warning] if warning else ()), *_notes(root)):
        say_wrapped(f"note: {note}")
    say_steps(_next_steps(root, Project(root), example, _named(chosen, framework)))


def _named(chosen: "Sequence[FrameworkPath]", framework: str | None) -> str | None:
    """Return what a command line calls the framework that was asked for: with its version, if one was."""
    if framework is None or not chosen:
        return None
    place = chosen[-1]
    return f"{place.id}@{place.version}" if "@" in framework and place.version else place.id


def _check_place(root: Path, *, is_named: bool) -> str | None:
    """Refuse a place that is no folder, or that another project would claim; return what to warn of."""
    import os

    from scorecard.errors import UsageError
    from scorecard.model.kinds import FOLDERS
    from scorecard.project.library import find_root, is_project

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
    from contextlib import suppress

    from scorecard.model.kinds import FOLDERS

    usual = (".", "readme", "license", "licence", *FOLDERS)
    with suppress(OSError):
        return any(not each.name.casefold().startswith(usual) for each in folder.iterdir())
    return False


def _write(root: Path, files: Mapping[str, str]) -> Iterator[str]:
    """Write each file that is not there, and yield what became of it."""
    import os

    from scorecard.cli.init_files import find_twin
    from scorecard.files.atomic import write_file
    from scorecard.project.library import Project

    before = Project(root)
    twins = {path: find_twin(before, path) for path in files}
    for path, text in files.items():
        there = path if os.path.lexists(root / path) else twins[path]
        if there is not None:
            yield f"kept: {(root / there).as_posix()}, which was there"
        else:
            write_file(root / path, text, force=False, parents=True, inside=root)
            yield f"made: {(root / path).as_posix()}"


def _notes(root: Path) -> Iterator[str]:
    """Say what has to be done by hand."""
    import os

    from scorecard.cli.init_files import WORKFLOW, find_repository

    top = find_repository(root)
    if top is not None and top != Path(os.path.abspath(root)):
        yield (
            f"GitHub runs workflows from the top of a repository alone: move {(root / WORKFLOW).as_posix()} "
            f"to {(top / WORKFLOW).parent.as_posix()}/"
        )


# What to do next --------------------------------------------------------------------------------


def _next_steps(root: Path, project: "Project", example: Example | None, id: str | None) -> Iterator["Step"]:
    """Yield commands to go on with, and what each does."""
    import os

    from scorecard.cli.init_files import find_repository
    from scorecard.cli.next_steps import shell_word

    if os.path.abspath(root) != os.path.abspath(""):
        yield f"cd {shell_word(str(root))}", ""
    if find_repository(root) is None:
        yield "git init", "keeps every version of every file"
    ids = [place.id for place in project.layout.frameworks]
    if example is not None:
        yield from _steps_with_example(project, _FRAMEWORKS[example], _SUBJECTS[example])
    elif id is not None or ids:
        yield f"scorecard show {id or ids[0]}", "what it asks, and when it passes"
        yield from _steps_with_framework(id or ids[0])
    else:
        yield "scorecard new --framework my-framework", "a framework to edit"
        yield from _steps_with_framework("my-framework")


def _steps_with_framework(id: str) -> Iterator["Step"]:
    from datetime import date

    yield f"scorecard new {id} --subject my-subject", "an assessment under it, as of today"
    yield f"scorecard rate my-subject@{date.today()}", "fills it in, question by question"
    yield "scorecard validate", "says what is wrong or missing"


def _steps_with_example(project: "Project", framework: str, subject: str) -> Iterator["Step"]:
    newest = project.layout.by_subject[subject][-1]
    yield f"scorecard assess {subject}", "the latest verdict"
    yield f"scorecard diff {subject}", "what changed since the one before"
    yield f"scorecard trend {subject}", "all dates"
    yield f"scorecard report {subject} -o report.html", "a page to hand on"
    yield f"scorecard new {framework} --from {newest.name}", "begins the next assessment with it"
