"""How options are declared, and those that commands share. Light: nothing here may slow a start."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from scorecard.cli.completion import OFFERS, Offer, offer_frameworks
from scorecard.errors import UsageError
from scorecard.render.formats import ListFormat


def option(metavar: str, help: str, *names: str, offers: Offer | None = None) -> Any:
    """Return an option that takes a value; it is named like its parameter unless other names are given.

    `offers` says what a shell offers for it, by default what goes with `metavar`.
    """
    return typer.Option(*names, metavar=metavar, help=help, autocompletion=offers or OFFERS.get(metavar))


def argument(metavar: str, help: str) -> Any:
    """Return an argument."""
    offers = OFFERS.get(metavar.removesuffix("...").removeprefix("[").removesuffix("]"))
    return typer.Argument(metavar=metavar, help=help, autocompletion=offers)


ProjectOption = Annotated[
    Path | None,
    option("DIR", "The project's folder; by default the nearest upwards with frameworks/ or assessments/."),
]
FrameworkId = Annotated[
    str | None, option("ID", "Only assessments under this framework.", offers=offer_frameworks)
]
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
RoundOption = Annotated[int | None, option("N", "With --as: the round of marking; else the first.")]
ShowMarksOption = Annotated[
    bool,
    typer.Option(
        "--show-marks",
        help="With --as: show the assessment's ratings, other marks and replies; the mark then says "
        "independent: false.",
    ),
]
PreferOption = Annotated[
    Literal["workbook", "file"] | None,
    typer.Option(
        help="Whose side counts where file and workbook were both changed; else such cells "
        "are left out, and the exit code is 1."
    ),
]
MarksOption = Annotated[
    bool,
    typer.Option("--marks", help="Show beside each rating what each assessor's mark says, and why."),
]
ListFormatOption = Annotated[ListFormat, typer.Option(help="How to show it.")]
BomOption = Annotated[
    bool, typer.Option("--bom", help="Begin CSV with a byte order mark, as some spreadsheets want it.")
]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite what is there.")]
ParentsOption = Annotated[bool, typer.Option("--parents", help="Make folders that are missing.")]


def check_mark_options(assessor: str | None, round: int | None, *others: bool) -> None:
    """Refuse what is said of a mark where there is none, and a round that is none."""
    if assessor is None and (round is not None or any(others)):
        message = "--round, --show-marks and --independent are about a mark"
        raise UsageError(message, hint="say whose it is: --as ASSESSOR")
    if round is not None and not 1 <= round < 10**9:
        raise UsageError(f"--round {round} is no round", hint="they are counted from 1")
