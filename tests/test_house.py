"""The house: where modules stand, and what they are called."""

import ast
import re
from collections import defaultdict
from pathlib import Path

from tests.commands import ROOT

PACKAGE = ROOT / "scorecard"
MODULES = sorted(PACKAGE.rglob("*.py"))


def test_no_two_classes_share_a_name() -> None:
    homes: dict[str, list[Path]] = defaultdict(list)
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                homes[node.name].append(path.relative_to(ROOT))
    assert {name: paths for name, paths in homes.items() if len(paths) > 1} == {}


def test_packages_say_nothing_of_their_own() -> None:
    """What an empty package imports is nothing, so a module of a room costs a start only itself."""
    assert [
        path for path in MODULES if path.name == "__init__.py" and path.parent != PACKAGE and path.read_text()
    ] == []


def test_the_drawing_has_every_room_and_the_contract_its_order() -> None:
    drawing = (
        (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").split("```text\n")[1].split("```")[0]
    )
    drawn = re.findall(r"^(\w+)", drawing, re.M)
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert set(drawn) == rooms
    contract = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("[tool.importlinter]")[1]
    layers = [
        name for name in re.findall(r"\w+", contract.split("layers = [")[1].split("]")[0]) if name in rooms
    ]
    assert drawn == layers
