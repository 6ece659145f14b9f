"""`scorecard init`: a project to begin with."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from scorecard.cli.options import argument, option

_SHIPPED = {
    "online-safety": ("online-safety-six-tests", "uk-online-safety"),
    "air-quality": ("who-air-quality", "beijing"),
}
"""The framework and the subject of each example that comes with the program."""


def init(
    folder: Annotated[
        Path | None,
        argument("[DIR]", "The project's folder, made if it is not there; by default here, if it is empty."),
    ] = None,
    example: Annotated[
        Literal["online-safety", "air-quality"] | None,
        typer.Option(help="Begin with a framework that comes with the program and its assessments."),
    ] = None,
    framework: Annotated[
        str | None, option("ID[@VERSION]", "Begin with a framework that comes with the program.")
    ] = None,
    site: Annotated[
        bool, typer.Option("--site", help="With a workflow that publishes the project as a site.")
    ] = False,
) -> None:
    """Begin a project: folders, a README, schemas for editors, a check for CI. Overwrites nothing."""
    from scorecard.cli.init_files import begin_project

    begin_project(folder, _SHIPPED[example] if example else None, framework, with_site=site)
