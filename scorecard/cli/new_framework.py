"""What `new --framework` and `new --version-of` do."""

import os
from collections.abc import Mapping
from pathlib import Path

import typer

from scorecard.cli.new_files import Home, check_id, check_text
from scorecard.cli.next_steps import shell_word
from scorecard.cli.output import REFUSED, say
from scorecard.editing.scaffold import draft_framework, draft_version, next_version
from scorecard.errors import UsageError
from scorecard.files.atomic import write_file
from scorecard.files.folder import read_file
from scorecard.model.framework import Framework, dimensions_below, ref_of
from scorecard.model.kinds import FRAMEWORK
from scorecard.model.lexical import (
    FormError,
    FrameworkRef,
    is_version,
    listing,
    parse_framework_ref,
    shown,
    version_key,
)
from scorecard.project.targets import NameTarget
from scorecard.reading.document import parse_document


def begin_framework(
    home: Home, id: str, *, title: str | None, version: str, workbook: str | None = None
) -> None:
    """Write a framework to edit, or one that a workbook says."""
    check_id(id, "--framework")
    _check_version(version, "--version")
    title = check_text(title, "--title") or id.replace("-", " ").replace("_", " ").capitalize()
    if id in home.project.framework_ids():
        newest = home.project.framework_versions(id)[-1].content
        known = f"{id}@{newest.version}" if newest else f"{id}@VERSION"
        after = next_version(newest.version) if newest else "VERSION"
        command = f"scorecard new --version-of {known} --as {after}"
        change = f", or change it by its own workbook: scorecard export {id} --structure -o FILE" * bool(
            workbook
        )
        raise UsageError(
            f"there is a framework {id} already",
            hint=f"choose another id, or begin its next version: {command}{change}",
        )
    path, told = FRAMEWORK.path(id), "Its texts only show where yours go: open it and write your own."
    if workbook is None:
        home.write(path, home.with_own_schema(path, draft_framework(FrameworkRef(id, version), title)))
    else:
        top = {"kind": FRAMEWORK.name, "id": id, "version": version, "title": title}
        told = _begin_by_workbook(home, path, top, workbook)
    home.say_next(
        [told],
        [
            ("scorecard validate", "says what is wrong or missing"),
            (f"scorecard show {id}", "shows it as readers will see it"),
            (f"scorecard new {id} --subject my-subject", "begins an assessment under it"),
        ],
    )


def _begin_by_workbook(home: Home, path: str, top: Mapping[str, str], workbook: str) -> str:
    """Write the framework that a workbook says, and count; where there is none, write one, and end."""
    from scorecard.cli.importing import say_remarks, take_workbook
    from scorecard.spreadsheet.merge import remark
    from scorecard.spreadsheet.plan import Wishes
    from scorecard.spreadsheet.structure_sheets import write_examples

    file, codes = Path(workbook), [REFUSED]
    if file.suffix.lower() != ".xlsx":
        hint = remark("no-structure").help
        raise UsageError(f"--workbook {workbook}: a workbook's name ends in .xlsx", hint=hint)
    if os.path.lexists(file):
        one = take_workbook(file, home.project, Wishes(begins=top), {}, codes, is_dry_run=True)
        say_remarks(workbook, one)
        if one.after is None:
            raise typer.Exit(max(codes))
        home.write(path, one.after.decode("utf-8"))
        assert one.change is not None and isinstance(one.change.after.content, Framework), "it was written"
        return _counted(one.change.after.content)
    write_file(file, write_examples(top), force=False, parents=False, inside=home.root)
    say(f"written: {workbook}")
    command = f"scorecard new --framework {top['id']} --workbook {shell_word(workbook)}"
    command += "" if top["version"] == "1.0" else f" --version {top['version']}"
    told = "It is empty but for two examples: its first sheet says how to fill it in."
    home.say_next([told], [(command, "then makes the framework of it")])
    raise typer.Exit


def _counted(framework: Framework) -> str:
    """Say how many indicators each dimension has, by which it is seen whether all are in theirs."""
    groups = [each for each, _ in dimensions_below(framework.dimensions)]
    told = ", ".join(f"{len(each.indicators)} in {each.id} {each.title}" for each in groups)
    indicators = list(framework.indicators())
    critical = sum(each.critical for each in indicators)
    measured = sum(each.measure is not None for each in indicators)
    count = "1 indicator" if len(indicators) == 1 else f"{len(indicators)} indicators"
    return f"It has {count}: {told}; {critical} critical, {measured} measured. Look whether all is there."


def begin_version(home: Home, text: str, version: str | None) -> None:
    """Write a framework's next version."""
    before = _parse_ref(home, text)
    if version is None:
        raise UsageError(
            "--version-of needs --as: what the next version is called",
            hint=f"--as {next_version(before.version)}",
        )
    _check_version(version, "--as")
    if version_key(version) <= version_key(before.version):
        raise UsageError(
            f"--as: {version} is not newer than {before}",
            hint=f"for example --as {next_version(before.version)}",
        )
    loaded, framework = home.load_framework(NameTarget(before.id, before.version))
    before, after = ref_of(framework), FrameworkRef(before.id, version)
    if home.project.find_framework(after) is not None:
        raise UsageError(f"there is a framework {after} already", hint="choose a version that is not taken")
    drafted = draft_version(parse_document(read_file(loaded.file)), before, version)
    path = FRAMEWORK.path(str(after))
    is_own = Path(loaded.file).is_relative_to(home.root)
    home.write(path, drafted if is_own else home.with_own_schema(path, drafted))
    home.say_next(
        [
            f"It says what {before} says, and that it replaces it: now change it.",
            "Where an indicator gets another id, say in its `replaces` whose place it takes.",
        ],
        [
            ("scorecard validate", "says what is wrong or missing"),
            (f"scorecard diff {before} {after}", "shows what changed, and what can be compared"),
        ],
    )


def _parse_ref(home: Home, text: str) -> FrameworkRef:
    try:
        return parse_framework_ref(text)
    except FormError as error:
        versions = [each.content.ref for each in home.project.framework_versions(text) if each.content]
        hint = f"known here: {listing(versions)}" if versions else error.help
        raise UsageError(f"--version-of: {error.message}", hint=hint) from None


def _check_version(text: str, option: str) -> None:
    if not is_version(text):
        raise UsageError(
            f"{option}: {shown(text)} is not a version",
            hint="write whole numbers without leading zeros, joined by points, such as 2 or 1.10",
        )
