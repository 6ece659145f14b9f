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


def test_rooms_are_entered_by_their_doors() -> None:
    """The table of doors in the drawing is true: each is used, and nothing else of a room is."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    doors = {
        room: set(names.split(", ")) for room, names in re.findall(r"^\| (\w+) \| ([\w, .]+) \|", page, re.M)
    }
    used: dict[str, set[str]] = defaultdict(set)
    for path in MODULES:
        own = path.relative_to(PACKAGE).parts[0]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("scorecard."):
                for module in _modules_of(node):
                    room, _, name = module.partition(".")
                    if room != own and name:
                        used[room].add(name)
    assert {room: used[room] for room, names in doors.items() if names not in ({"all"}, used[room])} == {}
    assert all(len(names) <= 12 for names in doors.values())


def _modules_of(node: ast.ImportFrom) -> list[str]:
    """The modules that an import names, from the package on: `from scorecard.files import git` names git."""
    base = (node.module or "").removeprefix("scorecard.")
    folder = PACKAGE.joinpath(*base.split("."))
    return [f"{base}.{each.name}" if folder.is_dir() else base for each in node.names]
