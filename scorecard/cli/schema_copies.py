"""The schemas that a project keeps for editors: of each kind of file, of assessments under a framework."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from shlex import quote

from scorecard.cli.output import seen_from_here
from scorecard.diagnostics import Diagnostic, Span
from scorecard.files.folder import UnreadableError
from scorecard.model.json_schema import MADE_BY, Schema
from scorecard.model.kinds import KINDS
from scorecard.model.rated_schema import rated_schema_path, stamp_of
from scorecard.project.library import Project, find_root
from scorecard.render.json import render_json
from scorecard.rules.project import SCHEMA_RULES, SchemaCopy
from scorecard.rules.rule import run_rules

_STAMP = re.compile(rb'^ *"\$comment": "([^"]*)"', re.MULTILINE)


def schema_text(schema: Schema) -> str:
    """Return a schema as it stands in a project."""
    return render_json(schema, is_ascii=False, is_compact=False)


def stale_schemas(project: Project) -> Iterator[Diagnostic]:
    """Yield a warning for each schema that a project keeps and that is out of date."""
    root = project.root
    option = "" if find_root(Path()) == root else f" --project {quote(seen_from_here('.', root))}"
    stamps = {kind.schema: (MADE_BY, f"scorecard schema {kind.name}") for kind in KINDS}
    for each in (*project.own_frameworks(), *project.shipped_frameworks()):
        if each.good is not None:
            words = f"scorecard schema assessment --framework {each.good.ref}{option}"
            stamps[rated_schema_path(each.good)] = (stamp_of(each.good), words)
    for path, (stamp, words) in stamps.items():
        with suppress(UnreadableError):
            said = _STAMP.search(project.tree.read(path))
            copy = SchemaCopy(
                said and said[1].decode(errors="replace"),
                stamp,
                f"{words} > {quote(seen_from_here(path, root))}",
            )
            for code, finding in run_rules(SCHEMA_RULES, copy):
                yield Diagnostic(project.tree.shown(path), Span(), code, finding.message, finding.help)
