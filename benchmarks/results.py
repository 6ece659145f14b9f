"""What was measured, as values that can be kept in a file and written into a page later."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.goals import Group
from benchmarks.timing import Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was measured for a goal; no figure where it could not be, and a remark that says why.

    `instructions` is the same ratio counted in instructions, where they were counted.
    """

    goal: str
    figure: Spread | None = None
    instructions: float | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Figures for readers, already in words; the first column names the row."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one group of goals gave, and on what.

    `moment` is the day, the load and the commit; `raw` are all single figures, for whoever wants to look.
    """

    group: Group
    is_quick: bool
    seconds: float
    machine: Mapping[str, str]
    moment: Mapping[str, str]
    versions: Mapping[str, str]
    outcomes: tuple[Outcome, ...]
    tables: tuple[Table, ...]
    raw: Mapping[str, object] = field(default_factory=dict)


def keep(measured: Measured, folder: Path) -> None:
    """Write what a group gave into a file, in place of what it gave before."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(measured), indent=1, ensure_ascii=False)
    (folder / f"{measured.group}.json").write_text(text + "\n", encoding="utf-8")


def read_kept(folder: Path) -> list[Measured]:
    """Return what groups gave, in the order of the groups; those never measured are left out."""
    paths = [folder / f"{group}.json" for group in Group]
    return [_parse(path.read_text(encoding="utf-8")) for path in paths if path.exists()]


def _parse(text: str) -> Measured:
    data = json.loads(text)
    outcomes = tuple(
        Outcome(**{**each, "figure": Spread(**each["figure"]) if each["figure"] else None})
        for each in data["outcomes"]
    )
    tables = tuple(
        Table(
            **{**each, "columns": tuple(each["columns"]), "rows": tuple(tuple(row) for row in each["rows"])}
        )
        for each in data["tables"]
    )
    return Measured(**{**data, "group": Group(data["group"]), "outcomes": outcomes, "tables": tables})
