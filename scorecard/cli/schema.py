"""`scorecard schema`: what may stand in a file, for editors, and what stands in an output, for programs."""

from typing import Annotated

from scorecard.cli.options import ProjectOption, argument, option
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
    framework: Annotated[
        str | None,
        option("ID[@VERSION]", "Of an assessment or a mark: with the ids and the levels of this framework."),
    ] = None,
    project: ProjectOption = None,
) -> None:
    """Print a JSON Schema: of a kind of file for editors, or of a command's output for programs."""
    from scorecard.cli.output import leave_with, write_json
    from scorecard.model.kinds import KINDS
    from scorecard.model.lexical import suggest
    from scorecard.model.rated_schema import schema_of
    from scorecard.project.library import shipped_tree
    from scorecard.project.resolve import Workspace
    from scorecard.project.selection import Selection
    from scorecard.project.targets import parse_target
    from scorecard.views.outputs import OUTPUTS_PAGE, Outputs

    files = {each.name: each for each in KINDS}
    if framework is not None:
        if kind not in files or "ratings" not in files[kind].model.model_fields:
            raise UsageError(f"{kind} holds no ratings", hint="with --framework write assessment or mark")
        loaded = Workspace(project).load_framework(parse_target(framework))
        if loaded.good is None:
            leave_with(Selection(frameworks=[loaded]))
        write_json(schema_of(files[kind], loaded.good), is_compact=False)
        return
    if kind in files:
        write_json(schema_of(files[kind]), is_compact=False)
        return
    outputs = Outputs(shipped_tree().read(OUTPUTS_PAGE).decode("utf-8"))
    name = kind.removeprefix(OUTPUT)
    name = CALLED_OTHERWISE.get(name, name)
    if not kind.startswith(OUTPUT) or name not in outputs.shapes:
        known = [*files, *(f"{OUTPUT}{each}" for each in outputs.shapes)]
        raise UsageError(f"{kind} has no schema", hint=suggest(kind, known))
    write_json(outputs.schema(name), is_compact=False)
