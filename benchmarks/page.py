"""The page that shows what was measured: the goals, how they were kept, and all tables."""

import textwrap
from collections.abc import Iterable, Mapping, Sequence

from benchmarks.goals import GOAL_BY_ID, GOALS, WHY_NOT, Goal, Group
from benchmarks.results import Measured, Outcome, Table
from benchmarks.wording import as_number, as_spread

GOAL_COLUMNS = ("Goal", "Wanted", "Measured", "Middle half", "In instructions", "")

_INTRODUCTION = """\
# Benchmarks

You want to know how fast `scorecard` is, alone and beside other tools. `python -m benchmarks` measured all of
this on one machine and wrote this page; [benchmarks/README.md](../benchmarks/README.md) says how to run it.

Times drift with the machine by half within a minute, so look at the ratios. Commands run in turn, A B A B …;
of each round one ratio is taken, and shown are the median and the bounds of the middle half. Instructions,
counted by valgrind's callgrind, do not drift.
"""

_FAIRNESS = """\
## What is compared, and how fairly

- **Programs.** Ours is installed as users install it; each peer has an environment of its own, in the newest
  version of that day. Each is started by its own interpreter, without a shell, and its output is dropped.
- **Files.** Made from one seed: assessments of 27 indicators, about 30 KB each, 50 dates a subject. All tools
  read the same YAML, with dates in quotes, because ajv-cli refuses them otherwise.
- **Checks.** `scorecard validate` checks the YAML, its shape, and some eighty rules. check-jsonschema and
  ajv-cli check the shape only, by our JSON Schema; yamale by a schema of its own, written for these files;
  yamllint the YAML only, without its rules on long lines and on `---`.
- **Other formats.** datacontract and trestle check a data contract (ODCS) and an OSCAL catalog of about the
  same length. What is compared is how long you wait for a verdict on one file.
- **git.** One file is checked in a git repository, where `validate` also looks whether a framework was
  changed in place, and outside of one. Many files are in none; their frameworks are checked with them.
- **Floors** import what is needed and do nothing else; PyYAML's events are the floor of whatever uses PyYAML.
- **Memory** is the greatest resident set among a command's processes, not their sum.
"""

_HEADINGS = {
    Group.START: "Starting",
    Group.READER: "Reading, inside a process",
    Group.ONE: "One file beside the peers",
    Group.MANY: "A thousand files beside the peers",
    Group.THROUGHPUT: "Many files",
    Group.GROWTH: "Growth",
    Group.DIRECTIONS: "Growth in every direction",
}

_NOTES = {
    Group.GROWTH: (
        "The exponent is that of time between the two largest sizes, without what the smallest takes: 1 is "
        "linear, 2 quadratic. A dash: not tried, or it would have taken too long. Memory is that at the "
        "smallest and at the largest size that was tried."
    ),
}


def render_page(measured: Sequence[Measured]) -> str:
    """Return the page as Markdown; goals of a group that was not measured say so."""
    outcomes = {outcome.goal: outcome for each in measured for outcome in each.outcomes}
    parts = [_INTRODUCTION]
    if any(each.is_quick for each in measured):
        parts.append(
            "**A quick run of small projects and few rounds. It shows that everything works, no more.**\n"
        )
    parts.append("## The goals\n")
    parts.append(render_table(GOAL_COLUMNS, [_goal_row(goal, outcomes.get(goal.id)) for goal in GOALS]))
    remarks = [
        f"- {GOAL_BY_ID[outcome.goal].words}: {outcome.remark}."
        for outcome in outcomes.values()
        if outcome.remark
    ]
    remarks += [
        f"- {goal.words}: not met, for {WHY_NOT[goal.id]}."
        for goal in GOALS
        if goal.id in WHY_NOT
        and (outcome := outcomes.get(goal.id)) is not None
        and outcome.figure is not None
        and not goal.is_met(outcome.figure.median)
    ]
    parts += ["\n".join(remarks) + "\n"] if remarks else []
    parts += [_machine(measured), _FAIRNESS]
    for each in measured:
        heading = _HEADINGS[each.group]
        parts.append(f"## {heading}\n")
        parts.append(_moment(each, measured[0]))
        if each.group in _NOTES:
            parts.append(f"{textwrap.fill(_NOTES[each.group], 110)}\n")
        parts += [
            _table(table, is_headed=len(each.tables) > 1 and table.title != heading) for table in each.tables
        ]
    return "\n".join(parts)


def render_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown; whatever follows the first column stands to the right."""
    lines = [columns, ["---", *("---:" for _ in columns[1:])], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _goal_row(goal: Goal, outcome: Outcome | None) -> tuple[str, ...]:
    if outcome is None or outcome.figure is None:
        return (goal.words, goal.wanted, "not measured", "", "", "")
    figure = outcome.figure
    spread = as_spread(figure) if figure.count > 1 else ""
    counted = as_number(outcome.instructions) if outcome.instructions is not None else ""
    verdict = "met" if goal.is_met(figure.median) else "**not met**"
    return (goal.words, goal.wanted, as_number(figure.median), spread, counted, verdict)


def _machine(measured: Sequence[Measured]) -> str:
    """Return the machine, and the versions of all that was timed."""
    machine = dict(measured[0].machine) if measured else {}
    versions = {name: version for each in measured for name, version in each.versions.items()}
    words = f"{_listed(machine)}. {_listed(dict(sorted(versions.items())))}."
    return f"## The machine and the versions\n\n{textwrap.fill(words, 110)}\n"


def _listed(facts: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {fact}" for name, fact in facts.items())


def _moment(measured: Measured, first: Measured) -> str:
    """Say when a group was measured and how busy the machine was; name the machine if it was another."""
    moment = measured.moment
    words = f"{moment['day']}, commit {moment['commit']}; took {measured.seconds:.0f} s; "
    words += f"load before {moment['load']}.\n"
    if measured.machine != first.machine:
        words += f"On another machine: {', '.join(map(': '.join, measured.machine.items()))}.\n"
    return words


def _table(table: Table, *, is_headed: bool) -> str:
    note = f"\n{textwrap.fill(table.note, 110)}\n" if table.note else ""
    heading = f"### {table.title}\n\n" if is_headed else ""
    return f"{heading}{render_table(table.columns, table.rows)}{note}"
