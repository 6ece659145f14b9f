"""Choices and options that commands share. Light: nothing here may slow a start."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class DetailChoice(StrEnum):
    """How much of a scorecard is shown."""

    SUMMARY = "summary"
    DIMENSIONS = "dimensions"
    INDICATORS = "indicators"
    FULL = "full"


class DiffDetailChoice(StrEnum):
    """How much of a comparison is shown."""

    SUMMARY = "summary"
    CHANGES = "changes"
    FULL = "full"


class OnlyChoice(StrEnum):
    """Which indicators of a trend are shown."""

    CHANGED = "changed"


class ByChoice(StrEnum):
    """What several subjects are counted by."""

    SUBJECT = "subject"
    INDICATOR = "indicator"


ProjectOption = Annotated[
    Path | None,
    typer.Option(
        "--project",
        metavar="DIR",
        help="The project's folder; by default the nearest upwards with frameworks/ or assessments/.",
    ),
]
FrameworkOption = Annotated[
    str | None,
    typer.Option("--framework", metavar="ID", help="Only assessments under this framework."),
]
DraftsOption = Annotated[
    bool,
    typer.Option(
        "--drafts", help="Count drafts too; else they are passed over, but for one that is named alone."
    ),
]
