"""`scorecard schema`: what may stand in a file, for editors, and what stands in an output, for programs."""

from typing import Annotated

from scorecard.cli.options import argument
from scorecard.errors import UsageError

OUTPUT = "output/"
CALLED_OTHERWISE = {"report": "assess", "show": "framework", "validate": "diagnostics"}
"""Commands whose output has another name than theirs."""


def schema(
    kind: Annotated[
        str,
        argument(
            "KIND",
            "A kind of file (framework, assessment, mark or reply), or output/NAME: the JSON of a command "
            "(output/assess, output/diff, …).",
        ),
    ],
) -> None:
    """Print a JSON Schema: of a kind of file for editors, or of a command's output for programs."""
    from scorecard.cli.output import write_json
    from scorecard.model.json_schema import model_schema
    from scorecard.model.kinds import KINDS
    from scorecard.model.lexical import suggest
    from scorecard.project.library import shipped_tree
    from scorecard.views.outputs import OUTPUTS_PAGE, Outputs

    files = {each.name: each for each in KINDS}
    if kind in files:
        write_json(model_schema(files[kind].model, title=files[kind].title), is_compact=False)
        return
    outputs = Outputs(shipped_tree().read(OUTPUTS_PAGE).decode("utf-8"))
    name = kind.removeprefix(OUTPUT)
    name = CALLED_OTHERWISE.get(name, name)
    if not kind.startswith(OUTPUT) or name not in outputs.shapes:
        known = [*files, *(f"{OUTPUT}{each}" for each in outputs.shapes)]
        raise UsageError(f"{kind} has no schema", hint=suggest(kind, known))
    write_json(outputs.schema(name), is_compact=False)
