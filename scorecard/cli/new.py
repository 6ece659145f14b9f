"""`scorecard new`: an assessment to fill in, a framework to edit, or the next version of one."""

from collections.abc import Mapping
from typing import Annotated

import typer

from scorecard.cli.completion import offer_subjects
from scorecard.cli.options import ProjectOption, argument, option
from scorecard.errors import UsageError

_GOES_WITH: Mapping[str, tuple[str, ...]] = {
    "FRAMEWORK": ("--subject", "--date", "--name", "--tag", "--suffix", "--title", "--from"),
    "--framework": ("--title", "--version", "--workbook"),
    "--version-of": ("--as",),
}


def new(
    context: typer.Context,
    framework: Annotated[
        str | None,
        argument(
            "[FRAMEWORK]", "Begin an assessment under this framework: ID (its newest version) or ID@VERSION."
        ),
    ] = None,
    subject: Annotated[
        str | None,
        option("ID", "Who or what is assessed; with --from the same by default.", offers=offer_subjects),
    ] = None,
    date: Annotated[str | None, option("YYYY-MM-DD", "The day it speaks of; by default today.")] = None,
    name: Annotated[
        str | None, option("TEXT", "What readers call the subject, where it is a new one.")
    ] = None,
    tags: Annotated[
        list[str] | None,
        option("WORD", "A tag of the subject, by which it is asked some things. May be repeated.", "--tag"),
    ] = None,
    suffix: Annotated[str | None, option("WORD", "Tells it from another assessment of the same day.")] = None,
    title: Annotated[str | None, option("TEXT", "What the assessment or framework is called.")] = None,
    earlier: Annotated[
        str | None,
        option("SUBJECT@DATE", "Carry over the ratings of an earlier assessment, to be reviewed.", "--from"),
    ] = None,
    new_framework: Annotated[
        str | None, option("ID", "Begin a framework of your own.", "--framework")
    ] = None,
    version: Annotated[
        str | None, option("VERSION", "With --framework: its first version; by default 1.0.")
    ] = None,
    workbook: Annotated[
        str | None,
        option("FILE", "With --framework: make it of this workbook; if there is none, write an empty one."),
    ] = None,
    version_of: Annotated[
        str | None, option("ID@VERSION", "Begin the next version of this framework.")
    ] = None,
    next_version: Annotated[
        str | None, option("VERSION", "With --version-of: the next version.", "--as")
    ] = None,
    project: ProjectOption = None,
) -> None:
    """Begin an assessment with every indicator in it, a framework, or a framework's next version.

    Prints the path of the new file. Nothing is ever overwritten.
    """
    kind = _kind_of(context)
    from scorecard.cli.new_files import Home

    home = Home(project)
    if kind == "FRAMEWORK":
        from scorecard.cli.new_assessment import begin_assessment

        begin_assessment(
            home,
            framework or "",
            subject=subject,
            day=date,
            name=name,
            tags=tags or (),
            suffix=suffix,
            title=title,
            earlier=earlier,
        )
    elif kind == "--framework":
        from scorecard.cli.new_framework import begin_framework

        begin_framework(home, new_framework or "", title=title, version=version or "1.0", workbook=workbook)
    else:
        from scorecard.cli.new_framework import begin_version

        begin_version(home, version_of or "", next_version)


def _kind_of(context: typer.Context) -> str:
    """Return what is to be made, by the option that says so, or refuse options that do not go with it."""
    given = [
        "FRAMEWORK" if each.param_type_name == "argument" else each.opts[0]
        for each in context.command.params
        if each.name and context.params.get(each.name) not in (None, (), [])
    ]
    found = [option for option in given if option in _GOES_WITH]
    if not found:
        raise UsageError(
            "say what to begin: an assessment, a framework, or a framework's next version",
            hint="scorecard new FRAMEWORK --subject ID, scorecard new --framework ID, or "
            "scorecard new --version-of ID@VERSION --as VERSION",
        )
    if len(found) > 1:
        raise UsageError(
            f"{found[0]} and {found[1]} do not go together",
            hint="FRAMEWORK begins an assessment, --framework a framework, --version-of its next version",
        )
    kind = found[0]
    for name in given:
        if name not in (kind, "--project", *_GOES_WITH[kind]):
            raise UsageError(
                f"{name} does not go with {kind}", hint=f"with {kind} there are {', '.join(_GOES_WITH[kind])}"
            )
    return kind
