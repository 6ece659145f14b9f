"""Cases of the rules: YAML files that say what is wrong with them on the line itself.

    titel: Clean city air  # expect: SC102@1

means a diagnostic SC102 in that line at column 1, counted in code points; several are written
`# expect: SC201@9 SC205@3`, and what is about the whole file stands on line 1 at column 1. A file without
such a comment must be clean. All errors are compared, exactly, doubles included; of the warnings only those
of the code that the folder is named for, since few small files follow all the advice there is.

To add a case, drop a file:

    tests/corpus/<name of the code>/bad*.yaml      expects that code, perhaps others with it
    tests/corpus/<name of the code>/good*.yaml     is clean; best is what nearly breaks the rule

Such a file is read as one outside a project's folders: its name says nothing. An assessment finds its
framework in `tests/corpus/frameworks/` (its project is the nearest folder upwards, as always). Where that
does not do, or names matter, the case is a folder `bad*/` or `good*/` that holds a project, and every file
of that project says what is expected of it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scorecard.diagnostics import Diagnostic
from scorecard.files.folder import FolderTree, LoneFile, Tree
from scorecard.files.git import ChangedPaths
from scorecard.model.file_names import is_nearly_yaml_name
from scorecard.model.kinds import ASSESSMENT, FOLDERS, FRAMEWORK, KINDS
from scorecard.project.library import Project, find_root
from scorecard.project.loader import Location
from scorecard.project.published import Publication

CORPUS = Path(__file__).parent / "corpus"
SHARED = CORPUS / "frameworks"

_MARK = re.compile(r"#\s*expect\b")
_EXPECT = re.compile(r"# expect:((?: SC[0-9]{3}@[0-9]+)+)\s*\Z")


@dataclass(frozen=True, slots=True)
class Case:
    """A file, or a folder with a project; `rule` is the name of the code that it is about."""

    path: Path

    @property
    def rule(self) -> str:
        return self.path.parent.name

    @property
    def is_bad(self) -> bool:
        return self.path.name.startswith("bad")

    @property
    def id(self) -> str:
        return self.path.relative_to(CORPUS).as_posix()

    def files(self) -> list[Path]:
        """Return every YAML file of the case."""
        if self.path.is_file():
            return [self.path]
        return sorted(
            path for path in self.path.rglob("*") if path.is_file() and is_nearly_yaml_name(path.name)
        )

    def expected(self) -> list[str]:
        """Return what the files say is wrong with them, as `path:line: code@column`."""
        return sorted(
            f"{self._name(path)}:{line:03}: {code}@{column}"
            for path in self.files()
            for code, line, column in parse_expectations(path.read_text(encoding="utf-8"))
        )

    def found(self) -> list[str]:
        """Return what is found wrong with them, in the same words."""
        diagnostics = check_file(self.path) if self.path.is_file() else check_project(self.path)
        return sorted(
            f"{each.path}:{each.span.line:03}: {each.code.number}@{each.span.column}"
            for each in diagnostics
            if each.is_error or each.code.name == self.rule
        )

    def _name(self, path: Path) -> str:
        return path.name if path == self.path else path.relative_to(self.path).as_posix()


def find_cases() -> list[Case]:
    """Return all cases, in order; whatever lies about in a rule's folder is one, so that none is missed."""
    rules = [folder for folder in sorted(CORPUS.iterdir()) if folder.is_dir() and folder != SHARED]
    return [Case(path) for folder in rules for path in sorted(folder.iterdir())]


def parse_expectations(text: str) -> list[tuple[str, int, int]]:
    """Return the codes, lines and columns that a file's comments expect."""
    result = []
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        match = _EXPECT.search(line)
        if match is None and _MARK.search(line):
            raise ValueError(f"line {number}: write `# expect: SC201@9` at the end of the line, not {line!r}")
        for each in match[1].split() if match else ():
            code, column = each.split("@")
            result.append((code, number, int(column)))
    return result


def check_file(path: Path) -> Iterable[Diagnostic]:
    """Return the diagnostics of one file, taken as lying outside a project's folders."""
    project = Project(find_root(path.parent))
    text = path.read_text(encoding="utf-8")
    kind = next((each for each in KINDS if each.is_said_by(text)), ASSESSMENT)
    return project.load(Location(LoneFile(path.name, path.read_bytes), path.name), kind).diagnostics


def check_project(root: Path, past: Tree | None = None) -> list[Diagnostic]:
    """Return the diagnostics of every file of a project, which was `past` when it was last committed."""
    project = Project(root, past=past)
    diagnostics = [*project.misplaced(of_all_kinds=True), *project.overlooked()]
    if past is not None:
        project.publication = Publication(project, Project(None, past), _changes(root, past), "HEAD")
        diagnostics += project.publication.gone()
    for place in project.layout.frameworks:
        diagnostics += project.load(project.locate(place), FRAMEWORK).diagnostics
    for dated in project.layout.assessments:
        diagnostics += project.load_assessment(dated).diagnostics
    for other in project.other_files():
        diagnostics += other.diagnostics
    return diagnostics


def _changes(root: Path, past: Tree) -> ChangedPaths:
    trees = (past, FolderTree(root))
    then, now = ({path for folder in FOLDERS for path in tree.paths(folder)} for tree in trees)
    return ChangedPaths(changed=tuple(then & now), added=tuple(now - then), removed=tuple(then - now))
