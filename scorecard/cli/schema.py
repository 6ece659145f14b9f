"""`scorecard schema`: what may stand in a file, for editors."""

from typing import Annotated, Literal

import typer

FileKind = Literal["framework", "assessment", "mark", "reply"]


def schema(kind: Annotated[FileKind, typer.Argument(help="The kind of file.", show_default=False)]) -> None:
    """Print the JSON Schema of a kind of file: with it an editor completes keys and explains them."""
    from scorecard.cli.output import write_json
    from scorecard.model.json_schema import model_schema
    from scorecard.model.kinds import KINDS

    found = next(each for each in KINDS if each.name == kind)
    write_json(model_schema(found.model, title=found.title), is_compact=False)
