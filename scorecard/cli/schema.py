"""`scorecard schema`: what may stand in a file, for editors."""

from enum import StrEnum
from typing import Annotated, assert_never

import typer


class FileKind(StrEnum):
    """The two kinds of file."""

    FRAMEWORK = "framework"
    ASSESSMENT = "assessment"


def schema(kind: Annotated[FileKind, typer.Argument(help="The kind of file.", show_default=False)]) -> None:
    """Print the JSON Schema of a kind of file: with it an editor completes keys and explains them."""
    from scorecard.cli.output import write_json
    from scorecard.model.json_schema import model_schema

    match kind:
        case FileKind.FRAMEWORK:
            from scorecard.model.framework import Framework

            write_json(model_schema(Framework, title="A framework of scorecard"), is_compact=False)
        case FileKind.ASSESSMENT:
            from scorecard.model.assessment import Assessment

            write_json(model_schema(Assessment, title="An assessment of scorecard"), is_compact=False)
        case _:
            assert_never(kind)
