"""The command line: each command parses, loads, computes, makes a view, renders and writes it.

A command's module is imported when it is called, and in it what is heavy only inside functions: start-up is
what everybody waits for.
"""

INTERRUPTED = 130

try:
    import gc
    import os
    import sys
    from collections.abc import Iterator
    from contextlib import contextmanager
    from importlib import import_module
    from typing import Annotated, Any

    import typer
    from typer.core import TyperCommand, TyperGroup

    from scorecard import __version__
    from scorecard.errors import ScorecardError, UsageError
except KeyboardInterrupt:
    raise SystemExit(INTERRUPTED) from None  # most of a start is these imports

COMMANDS = {
    "assess": ("assess", "assess", "Score assessments and show the scorecards."),
    "diff": ("diff", "diff", "Say what got better or worse, and what is the yardstick."),
    "trend": ("trend", "trend", "Show a subject over time; several side by side."),
    "robustness": ("robustness", "robustness", "Say what would change a verdict."),
    "whatif": ("whatif", "whatif", "Show a scorecard under suppositions."),
    "report": ("report", "report", "Write a document to hand on."),
    "site": ("publish", "site", "Write a static site of all that is published."),
    "data": ("data", "data", "Write the open data: tables for pandas, R or a spreadsheet."),
    "validate": ("validate", "validate", "Check files: what is wrong, where, what to write instead."),
    "list": ("list", "list_all", "Show the frameworks and all dated assessments."),
    "agree": ("agree", "agree", "Say how far several assessors agree."),
    "show": ("show", "show", "Show a framework: what it asks, its rules, its digest."),
    "init": ("init", "init", "Begin a project."),
    "new": ("new", "new", "Begin an assessment, a framework or its next version."),
    "rate": ("rate", "rate", "Record ratings, question by question."),
    "reconcile": ("reconcile", "reconcile", "Settle what marks and replies leave open."),
    "export": ("export", "export", "Write a workbook to fill in."),
    "import": ("importing", "import_workbooks", "Put filled-in workbooks into the files."),
    "reply": ("reply", "reply", "Ask the assessed body what it says, and take its answers."),
    "schema": ("schema", "schema", "Print the JSON Schema of a kind of file, for editors."),
    "explain": ("explain", "explain", "Show what a diagnostic means and what to do."),
}
"""Each command's module, its function there, and what the list of commands says of it."""


class _Commands(TyperGroup):
    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for name, (_, _, words) in COMMANDS.items():
            self.add_command(TyperCommand(name, help=words, rich_markup_mode=None))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] in COMMANDS:
            self.add_command(load_command(args[0]), args[0])
        return super().resolve_command(ctx, args)

    def make_context(self, *args: Any, **settings: Any) -> Any:
        with _error_messages():
            return super().make_context(*args, **settings)

    def invoke(self, ctx: Any) -> Any:
        with _error_messages():
            return super().invoke(ctx)


@contextmanager
def _error_messages() -> Iterator[None]:
    """Where typer cannot write a help or the version, it ends as where a command cannot write its output."""
    try:
        try:
            yield
        except OSError as error:
            from scorecard.cli.output import give_up_product

            if error.filename is not None:
                raise ScorecardError(f"{error.filename}: {error.strerror}") from None
            give_up_product(error)
            raise typer.Exit from None
    except (ScorecardError, KeyboardInterrupt) as error:
        from scorecard.cli.output import say_error

        if isinstance(error, ScorecardError):
            say_error(error.message, error.hint)
            raise typer.Exit(error.exit_code) from None
        say_error("interrupted")
        raise typer.Exit(INTERRUPTED) from None


def load_command(name: str) -> Any:
    """Import a command's module and return the command."""
    module, function, _ = COMMANDS[name]
    one = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    one.command(name)(getattr(import_module(f"scorecard.cli.{module}"), function))
    return typer.main.get_command(one)


app = typer.Typer(
    cls=_Commands,
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


def main() -> None:
    """Run the command line.

    Files are read into many small objects that live until the end, so the collector would run often, in vain;
    at the end it need not look at them once more before the process gives all back. Nor does pydantic look
    through all that is installed for plugins, of which none has a say here.
    """
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.set_threshold(1_000_000, 50, 100)
    try:
        if None in (sys.stdin, sys.stdout, sys.stderr):
            from scorecard.cli.streams import open_closed

            open_closed()
        is_long = sys.argv[0].removesuffix(".exe").endswith("policy-scorecard")
        name = "policy-scorecard" if is_long else "scorecard"
        if os.environ.get(f"_{name}_COMPLETE".upper().replace("-", "_")) == "complete_bash":
            from scorecard.cli.completion import complete_in_bash

            complete_in_bash(lambda: app(prog_name=name))
        else:
            app(prog_name=name)
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    except OSError:  # what is wrong with the command line could not be told
        raise SystemExit(UsageError.exit_code) from None
    finally:
        gc.freeze()
        try:
            sys.stderr.flush()
        except OSError:  # talk that nobody hears changes no exit code
            from scorecard.cli.streams import leave_quietly

            leave_quietly(sys.stderr)
