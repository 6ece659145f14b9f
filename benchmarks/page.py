"""The page that shows what was measured: the goals, how they were kept, and all tables."""

import textwrap
from collections.abc import Iterable, Sequence

from benchmarks.goals import GOAL_BY_ID, GOALS, WHY_NOT, Goal, Group
from benchmarks.results import Measured, Outcome, Table
from benchmarks.wording import as_number, as_spread

GOAL_COLUMNS = ("Goal", "Wanted", "Measured", "Middle half", "In instructions", "")

_INTRODUCTION = """\
# Benchmarks

Written by `python -m benchmarks`, which measures everything here on the machine it runs on; no figure is
from anywhere else. [benchmarks/README.md](../benchmarks/README.md) says how to run it, all or in parts.

Absolute times drift with the machine by half within a minute. What counts are ratios of commands that run in
turn, A B A B …: of each round one ratio, of all rounds the median, and beside it the bounds of the middle
half of them. Start-up is counted in instructions as well, by valgrind's callgrind, for these do not drift.
"""

_FAIRNESS = """\
## What is compared, and how fairly

- The checkout is installed as users install it, not as an editable copy, and compiled; each peer stands in
  an environment of its own, in the newest version on its index when the environment was made. Every program
  is started by its environment's own interpreter, without a shell, with its output going nowhere.
- The projects are made by a generator from one seed: assessments of 27 indicators, about 30 KB of prose
  each, 50 dates a subject. All tools read the same YAML files. Dates stand in quotes: ajv-cli's reader of
  YAML makes something other than text of them otherwise, and then refuses it.
- check-jsonschema and ajv-cli check the shape alone, by the JSON Schema that `scorecard schema` prints;
  yamale by a schema of its own kind, written for these files; yamllint looks at the YAML alone, without its
  rules on long lines and on `---`, which would have it print a remark on most lines. `scorecard validate`
  checks the YAML, the shape, and some eighty rules: each rating against its framework, each file against its
  name and those around it.
- datacontract and trestle check formats of their own. They are given a data contract (ODCS) and an OSCAL
  catalog of about the same length and of the same prose, one property or control for each indicator. What
  they check is not the same; what is compared is how long somebody waits for a verdict on one file.
- One file is checked in a git repository, where `validate` also looks whether a framework was changed in
  place; the table shows it outside of one, too.
- Many files stand in no repository; frameworks are checked with them, for `validate` without a path checks
  the whole project.
- The floors import what is needed and do nothing else. PyYAML's events are the floor of whatever reads YAML
  by it.
- Memory is the greatest resident set among a command's processes, not their sum.
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
        parts.append(f"## {_HEADINGS[each.group]}\n")
        parts.append(_moment(each, measured[0]))
        parts += [_table(table) for table in each.tables]
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
    rows = [*machine.items(), *sorted(versions.items())]
    return "\n".join(["## The machine and the versions\n", render_table(("", ""), rows)])


def _moment(measured: Measured, first: Measured) -> str:
    """Say when a group was measured and how busy the machine was; name the machine if it was another."""
    moment = measured.moment
    words = f"Measured on {moment['day']} at commit {moment['commit']}, in {measured.seconds:.0f} s;"
    words += f" the machine's load before was {moment['load']}.\n"
    if measured.machine != first.machine:
        words += f"On another machine: {', '.join(map(': '.join, measured.machine.items()))}.\n"
    return words


def _table(table: Table) -> str:
    note = f"\n{textwrap.fill(table.note, 110)}\n" if table.note else ""
    return f"### {table.title}\n\n{render_table(table.columns, table.rows)}{note}"
