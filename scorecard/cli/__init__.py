"""The command line: each command parses, loads, computes, makes a view, renders and writes it.

Modules of commands import what is heavy inside their functions: start-up is what everybody waits for.
"""

import gc
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from scorecard import __version__
from scorecard.cli.assess import assess
from scorecard.cli.diff import diff
from scorecard.cli.explain import explain
from scorecard.cli.export import export
from scorecard.cli.importing import import_workbooks
from scorecard.cli.init import init
from scorecard.cli.list import list_all
from scorecard.cli.new import new
from scorecard.cli.output import say_error
from scorecard.cli.rate import rate
from scorecard.cli.report import report
from scorecard.cli.schema import schema
from scorecard.cli.show import show
from scorecard.cli.trend import trend
from scorecard.cli.validate import validate
from scorecard.errors import ScorecardError

INTERRUPTED = 130


class _Guarded(TyperGroup):
    """The one place where what stops a run becomes a message and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except ScorecardError as error:
            say_error(error.message, error.hint)
            raise typer.Exit(error.exit_code) from None
        except KeyboardInterrupt:
            say_error("interrupted")
            raise typer.Exit(INTERRUPTED) from None


app = typer.Typer(
    cls=_Guarded,
    name="scorecard",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Policy-indicator scorecards kept as YAML: checked, scored exactly, compared honestly.",
)


def _show_version(value: bool) -> None:
    if value:
        typer.echo(f"scorecard {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and leave."),
    ] = False,
) -> None:
    pass


app.command("assess")(assess)
app.command("diff")(diff)
app.command("trend")(trend)
app.command("validate")(validate)
app.command("list")(list_all)
app.command("report")(report)
app.command("init")(init)
app.command("new")(new)
app.command("rate")(rate)
app.command("export")(export)
app.command("import")(import_workbooks)
app.command("schema")(schema)
app.command("show")(show)
app.command("explain")(explain)


def main() -> None:
    """Run the command line.

    Files are read into many small objects that live until the end, so the collector would run often, in vain.
    """
    gc.set_threshold(1_000_000, 50, 100)
    app(prog_name="scorecard")
