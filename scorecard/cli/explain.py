"""`scorecard explain`: a diagnostic's manual page."""

from typing import Annotated

from scorecard.cli import output
from scorecard.cli.options import argument
from scorecard.errors import NotFoundError


def explain(
    code: Annotated[
        str | None,
        argument("[CODE]", "A code such as SC201 or its name; without one, all are listed."),
    ] = None,
) -> None:
    """Show what a diagnostic means, why it matters, and what to write instead."""
    from scorecard.rules.catalogue import CATALOGUE, find_code, read_manual, suggest_code

    if code is None:
        lines = [f"{each.number} {each.severity.value:7} {each.name}" for each in CATALOGUE.values()]
        output.write_product("\n".join(lines) + "\n")
        return
    found = find_code(code)
    if found is None:
        raise NotFoundError(f"there is no code {code}", hint=suggest_code(code))
    output.write_product(f"{found.number} {found.name} ({found.severity.value})\n\n{read_manual(found)}\n")
