"""How options are declared, and those that commands share. Light: nothing here may slow a start."""

from pathlib import Path
from typing import Annotated, Any

import typer

from scorecard.render.formats import ListFormat


def option(metavar: str, help: str, *names: str) -> Any:
    """Return an option that takes a value; it is named like its parameter unless other names are given."""
    return typer.Option(*names, metavar=metavar, help=help)


def argument(metavar: str, help: str) -> Any:
    """Return an argument."""
    return typer.Argument(metavar=metavar, help=help)


ProjectOption = Annotated[
    Path | None,
    option("DIR", "The project's folder; by default the nearest upwards with frameworks/ or assessments/."),
]
FrameworkId = Annotated[str | None, option("ID", "Only assessments under this framework.")]
DimensionId = Annotated[str | None, option("ID", "Show only this dimension.")]
DraftsOption = Annotated[
    bool,
    typer.Option(
        "--drafts", help="Count drafts too; else they are passed over, but for one that is named alone."
    ),
]
NoPagerOption = Annotated[
    bool, typer.Option("--no-pager", help="Never show long output at a terminal through a pager.")
]
ListFormatOption = Annotated[ListFormat, typer.Option(help="How to show it.")]
BomOption = Annotated[
    bool, typer.Option("--bom", help="Begin CSV with a byte order mark, as some spreadsheets want it.")
]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite what is there.")]
ParentsOption = Annotated[bool, typer.Option("--parents", help="Make folders that are missing.")]
