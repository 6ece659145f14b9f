"""By what `validate` judges: `[validate]` in the settings of a file's project, and the command line."""

from collections.abc import Set
from pathlib import Path
from typing import NamedTuple

from scorecard.diagnostics import Code, Diagnostic, diagnostic_order
from scorecard.files.settings import SettingsTable, read_table
from scorecard.model.lexical import shown
from scorecard.project.resolve import Workspace
from scorecard.project.selection import Remark, Selection
from scorecard.rules.catalogue import find_codes, suggest_code


class Validation(NamedTuple):
    """The codes that count, all where none is selected; those left out; and whether warnings fail too."""

    select: Set[Code] = frozenset()
    ignore: Set[Code] = frozenset()
    strict: bool | None = None

    def has(self, diagnostic: Diagnostic) -> bool:
        """Whether a diagnostic counts: no choice of codes hides that a file could not be read."""
        code = diagnostic.code
        if diagnostic.is_error and code.number.startswith("SC0"):
            return True
        return (not self.select or code in self.select) and code not in self.ignore

    def under(self, asked: "Validation") -> "Validation":
        """Return a project's settings under what the command line asks.

        Codes that it selects take the place of both lists, codes that it ignores are left out too.
        """
        chosen = Validation(asked.select) if asked.select else self
        strict = self.strict if asked.strict is None else asked.strict
        return Validation(chosen.select, chosen.ignore | asked.ignore, strict)


class Judged(NamedTuple):
    """A remark that counts, and whether for it the answer is no."""

    remark: Remark
    fails: bool


def judge(
    selection: Selection, workspace: Workspace, asked: Validation
) -> tuple[list[Judged], dict[str, list[Diagnostic]]]:
    """Return what counts of all remarks, in their order, and the others by what leaves them out."""
    here = workspace.here.root
    roots = {each.root for each in selection.files()} | {each.root for each in selection.misplaced}
    projects = {root: here if root is None else workspace.project_of(root).root for root in roots}
    said = {root: load_validation(root).under(asked) for root in {here, *projects.values()}}
    found: list[Judged] = []
    left_out: dict[str, list[Diagnostic]] = {}
    for remark in sorted(selection.remarks(), key=lambda remark: diagnostic_order(remark.diagnostic)):
        diagnostic, its = remark.diagnostic, said[projects[remark.root]]
        if its.has(diagnostic):
            found.append(Judged(remark, diagnostic.is_error or its.strict is True))
        else:
            by = "[validate] in scorecard.toml" if asked.has(diagnostic) else "the command line"
            left_out.setdefault(by, []).append(diagnostic)
    return found, left_out


def load_validation(root: Path | None) -> Validation:
    """Return what a project's settings say of `validate`."""
    table = read_table(root, "validate")
    return Validation(_codes(table, "select"), _codes(table, "ignore"), table.boolean("strict", None))


def _codes(table: SettingsTable, key: str) -> frozenset[Code]:
    chosen: set[Code] = set()
    for word in table.words(key):
        found = find_codes(word.strip()) if word.strip() else []
        if not found:
            message = f"{key} in [{table.name}]: {shown(word)} is no code"
            raise table.refusal(message, suggest_code(word), key, word)
        chosen.update(found)
    return frozenset(chosen)
