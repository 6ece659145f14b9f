"""The goals: what is measured against what, and the ratio that it is to keep."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """Goals that are measured together."""

    START = "start"
    READER = "reader"
    ONE = "one"
    MANY = "many"
    THROUGHPUT = "throughput"
    GROWTH = "growth"
    DIRECTIONS = "directions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A figure that is to be at most, or at least, something. The unit is a sign after the number."""

    id: str
    group: Group
    words: str
    limit: float
    at_least: bool = False
    unit: str = "×"

    @property
    def wanted(self) -> str:
        """The goal as readers see it."""
        return f"{'≥' if self.at_least else '≤'} {self.limit:g} {self.unit}".rstrip()

    def is_met(self, value: float) -> bool:
        """Whether a figure keeps the goal."""
        return value >= self.limit if self.at_least else value <= self.limit


def _at_most(id: str, group: Group, limit: float, words: str, unit: str = "×") -> Goal:
    return Goal(id=id, group=group, words=words, limit=limit, unit=unit)


def _at_least(id: str, group: Group, limit: float, words: str) -> Goal:
    return Goal(id=id, group=group, words=words, limit=limit, at_least=True)


_TYPER = "beside `import typer`"
_CSAFE = "times as fast as `CSafeLoader`"

WHY_NOT: Mapping[str, str] = {
    "shape": (
        "pydantic visits some 400 fields of a file and makes 81 objects; without any objects, into bare "
        "mappings, the same data takes two thirds of the time. The two short forms of the format, a bare "
        "level and evidence of one item, cost an eighth of it, and are worth that. Beside reading by "
        "PyYAML's events it keeps the goal: reading has become twice as fast, validating has not"
    ),
}
"""Why a goal may not be met, as far as a profile shows."""

GOALS = (
    _at_most("help", Group.START, 1.15, f"`--help` {_TYPER}"),
    _at_most("version", Group.START, 1.15, f"`--version` {_TYPER}"),
    _at_most("usage-error", Group.START, 1.15, f"a usage error {_TYPER}"),
    _at_most("completion", Group.START, 1.15, f"completion {_TYPER}"),
    _at_most(
        "assess",
        Group.START,
        1.25,
        "`assess` beside importing what it needs",
    ),
    _at_most("indicators", Group.START, 1.8, "`assess` of 1,200 indicators beside 27"),
    _at_least("reader-english-small", Group.READER, 1.8, f"30 KB of English: {_CSAFE}"),
    _at_least("reader-english-large", Group.READER, 1.8, f"1 MB of English: {_CSAFE}"),
    _at_least("reader-commented-small", Group.READER, 1.8, f"30 KB of paragraphs and comments: {_CSAFE}"),
    _at_least("reader-commented-large", Group.READER, 1.8, f"1 MB of paragraphs and comments: {_CSAFE}"),
    _at_least("reader-scripts-small", Group.READER, 1.8, f"30 KB in other scripts: {_CSAFE}"),
    _at_least("reader-scripts-large", Group.READER, 1.8, f"1 MB in other scripts: {_CSAFE}"),
    _at_most("shape", Group.READER, 0.15, "validating 30 KB beside reading it"),
    _at_most("scoring", Group.READER, 40, "scoring an indicator, at best", "µs"),
    _at_most("one-file-check-jsonschema", Group.ONE, 0.7, "one file: `validate` beside check-jsonschema"),
    _at_most("one-file-datacontract-cli", Group.ONE, 0.3, "one file: `validate` beside `datacontract lint`"),
    _at_most("one-file-compliance-trestle", Group.ONE, 0.3, "one file: `validate` beside `trestle validate`"),
    _at_least(
        "many-check-jsonschema",
        Group.MANY,
        8,
        "1,000 files: times as fast as check-jsonschema",
    ),
    _at_least("many-yamllint", Group.MANY, 15, "1,000 files: times as fast as yamllint"),
    _at_most("linear", Group.THROUGHPUT, 1.1, "`validate` of 10,000 files beside ten times 1,000"),
    _at_most("memory", Group.THROUGHPUT, 1.25, "memory of `validate` for 10,000 files beside 1,000"),
    _at_most("growth-files", Group.GROWTH, 1.1, "exponent of time with files", ""),
    _at_most(
        "growth-indicators",
        Group.GROWTH,
        1.1,
        "exponent of time with indicators",
        "",
    ),
    _at_most("growth-dates", Group.GROWTH, 1.1, "exponent of time with dates", ""),
    _at_most(
        "growth-directions",
        Group.DIRECTIONS,
        1.1,
        "exponent of work in any direction",
        "",
    ),
)

GOAL_BY_ID = {goal.id: goal for goal in GOALS}
