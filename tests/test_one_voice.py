"""One voice: what readers are shown of results is worded in `views.words.english`, and nowhere else.

An invented language proves it: every word of that module is marked, by letters that English has not. Files
hold Greek. So every Latin word that is shown is a leak, but for ids, addresses, names of files, and the name
of this program. `tests/data/leaks.txt` lists the leaks that are still open, by the file that holds the word:
it may only shrink. `--update-golden` takes out of it what is mended (at a conflict: take either side, then
that). `rate`'s prompts are not looked at.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from scorecard.cli import asking, rate_dialogue
from scorecard.model.assessment import Assessment
from scorecard.model.framework import Framework
from scorecard.model.keys import LINE, PROSE, keys_of, models_in
from scorecard.views.words import english
from tests.commands import ROOT, run
from tests.filling import Filling
from tests.pages import Page
from tests.rounds import FULL
from tests.test_format import assessment, framework, without_verdicts

LEAKS = Path(__file__).parent / "data" / "leaks.txt"
LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
GREEK = str.maketrans(LATIN, "ΑΒΨΔΕΦΓΗΙΞΚΛΜΝΟΠΘΡΣΤΥΩςΧΥΖαβψδεφγηιξκλμνοπθρστυωςχυζ")
MARKED = str.maketrans(LATIN, "АБЦДЕФГХИЙКЛМНОПЯРСТУВШЖЫЗабцдефгхийклмнопярстувшжыз")


# An invented language ----------------------------------------------------------------------------


class Marks(ast.NodeTransformer):
    """Marks every word that a module holds, but for keys, names of arguments, and placeholders."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        if not isinstance(node.value, str):
            return node
        parts = re.split(r"(\{[^{}]*\})", node.value)
        marked = "".join(part if part.startswith("{") else part.translate(MARKED) for part in parts)
        return ast.copy_location(ast.Constant(marked), node)

    def visit_Dict(self, node: ast.Dict) -> ast.Dict:
        node.values = [self.visit(each) for each in node.values]
        return node

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.FormattedValue:
        node.value = self.visit(node.value)
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.Compare:
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.Subscript:
        node.value = self.visit(node.value)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AnnAssign:
        node.value = node.value and self.visit(node.value)
        return node


@pytest.fixture(scope="module")
def invented() -> Iterator[None]:
    was = dict(vars(english))
    assert english.__file__
    tree = Marks().visit(ast.parse(Path(english.__file__).read_text(encoding="utf-8")))
    exec(compile(ast.fix_missing_locations(tree), "invented", "exec"), vars(english))
    vars(english)["label"] = lambda key: key.label.translate(MARKED)
    vars(english)["question"] = lambda key: key.question.translate(MARKED)
    yield
    vars(english).update(was)


# Projects in Greek -------------------------------------------------------------------------------

_TEXTS = {
    key.name
    for model in (*models_in(Framework), *models_in(Assessment))
    for key in keys_of(model)
    if key.extent in (LINE, PROSE)
} | {"label", "unit", "dimension_label", "indicator_label", "element_label", "verdict_labels"}


def in_greek(held: Any, *, is_text: bool = False) -> Any:
    if isinstance(held, dict):
        ratings = {key: in_greek(value) for key, value in held.get("ratings", {}).items()}
        texts = {key: in_greek(value, is_text=is_text or key in _TEXTS) for key, value in held.items()}
        return {**texts, "ratings": ratings} if ratings else texts
    if isinstance(held, list):
        return [in_greek(each, is_text=is_text) for each in held]
    return held.translate(GREEK) if is_text and isinstance(held, str) else held


def every_key() -> Iterator[tuple[str, Any]]:
    for version, time in (("1", ""), ("2", "b")):
        yield f"frameworks/air@{version}.yaml", framework(version, time)
    third = without_verdicts(framework("2", "b"))
    yield "frameworks/air@3.yaml", {**third, "version": "3", "replaces": "air@2", "verdict": "none"}
    for date, time in (("2031-02-03", "b"), ("2031-05-06", "")):
        yield f"assessments/qsubjectid/{date}.yaml", {**assessment(date, time), "withdrawn": None}
    old = {**assessment("2031-01-02", "c"), "stage": "final"}
    yield "assessments/qsubjectid/2031-01-02.yaml", old


def projects(root: Path) -> Iterator[Path]:
    """Write each project in Greek below a folder, and yield where it is."""
    folders = [path for path in sorted((Path(__file__).parent / "field").iterdir()) if path.is_dir()]
    folders = folders if FULL else folders[::4]
    for folder in [ROOT, Path(__file__).parent / "data" / "standings", *folders]:
        places = ("frameworks/*.yaml", "assessments/*/*.yaml", "reviews/*/*/*.yaml")
        found = [path for each in places for path in folder.glob(each)]
        for path in found:
            content = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
            write(root / f"in-{folder.name}" / path.relative_to(folder), content)
        yield root / f"in-{folder.name}"
    for name, content in every_key():
        write(root / "every-key" / name, content)
    for who, level in (("anna", "good"), ("ben", "bad")):
        ratings = {"judged": {"level": level, "rationale": "So."}, "measured": "12.875"}
        content = {
            "kind": "mark",
            "of": "qsubjectid@2031-05-06",
            "framework": "air@1",
            "assessor": who,
            "ratings": ratings,
        }
        write(root / f"every-key/reviews/qsubjectid/2031-05-06/{who}.yaml", content)
    of = {"kind": "reply", "of": "qsubjectid@2031-05-06"}
    reply = {**of, "by": "S", "replies": {"judged": {"answer": "disputes"}}}
    write(root / "every-key/reviews/qsubjectid/2031-05-06/reply.yaml", reply)
    yield root / "every-key"


def write(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if content["kind"] == "framework":
        content = {"dimension_label": "Part", "indicator_label": "Test", "element_label": "Item", **content}
    text = yaml.safe_dump(in_greek(_given(content)), allow_unicode=True, sort_keys=False)
    path.write_text(text, encoding="utf-8")


def _given(held: Any) -> Any:
    if isinstance(held, dict):
        return {key: _given(value) for key, value in held.items() if value is not None}
    return [_given(each) for each in held] if isinstance(held, list) else held


# What is shown -----------------------------------------------------------------------------------

FORMATS = ("table", "plain", "markdown", "html") if FULL else ("table", "markdown", "html")
"""In plain text stand the words of a table."""


def commands(project: Path) -> Iterator[list[str]]:
    """Yield every command for readers, at every detail and in every form."""
    names = {path.stem for path in project.glob("frameworks/*")}
    refs = sorted(_ref(project / f"frameworks/{name}.yaml") for name in names)
    subjects = sorted(path.name for path in project.glob("assessments/*"))
    yield ["list"]
    if (project / "reviews").exists():
        yield from (["agree", "--format", each] for each in FORMATS)
    yield from (["show", ref] for ref in refs)
    for before, after in pairwise(refs):
        if before.split("@")[0] == after.split("@")[0]:
            yield from (["diff", before, after, "--detail", each] for each in ("summary", "changes", "full"))
    for detail in ("summary", "dimensions", "indicators"):
        yield ["assess", "--drafts", "--detail", detail]
    yield from (["assess", "--drafts", "--detail", "full", "--format", each] for each in FORMATS)
    yield ["assess", "--drafts", "--only", "fail,not-rated"]
    yield from (["robustness", "--drafts", "--format", each] for each in ("table", "html"))
    for subject in subjects:
        dates = sorted(path.stem for path in project.glob(f"assessments/{subject}/*"))
        yield from (["trend", subject, "--drafts", "--format", each] for each in ("table", "html"))
        if len(dates) > 1:
            for detail in ("summary", "changes"):
                yield ["diff", subject, "--drafts", "--detail", detail]
            for each in FORMATS:
                yield ["diff", subject, "--drafts", "--detail", "full", "--all", "--format", each]
        for format in ("markdown", "html"):
            yield ["report", f"{subject}@{dates[-1]}", "--drafts", "--marks", "--format", format]
    if len(subjects) > 1:
        for by in ("subject", "indicator"):
            yield from (["trend", "--drafts", "--by", by, "--format", each] for each in ("table", "html"))
        yield ["report", "--drafts", "--format", "html", "-o", "pages"]
        yield ["site", "--preview", "-o", "public", "--base-url", "https://qsubjectid.example/"]
    latest = f"{subjects[-1]}@{dates[-1]}"
    yield ["reply", latest, "--export", "letter.md"]
    yield from (
        ["whatif", latest, "--not-applicable", "fail", "--format", each] for each in ("table", "html")
    )
    yield ["export", latest, "-o", "one.xlsx"]
    yield ["import", "one.xlsx", "--dry-run"]
    yield ["import", "one.xlsx", "one.xlsx", "--dry-run"]
    ref = yaml.safe_load((project / f"assessments/{subjects[-1]}/{dates[-1]}.yaml").read_text("utf-8"))[
        "framework"
    ]
    yield ["new", ref, "--from", latest, "--date", "2039-01-01"]
    yield from (["rate", each] for each in (f"{subjects[-1]}@2039-01-01", latest))


def _ref(path: Path) -> str:
    content = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    return f"{content['id']}@{content['version']}"


def shown(project: Path) -> Iterator[tuple[str, str]]:
    """Yield what each command shows to readers."""
    for words in commands(project):
        outcome = run(*words, columns=120, stdin=answers(project, words[1]) if words[0] == "rate" else None)
        if words[0] == "export":
            assert outcome.code == 0, (project, outcome.err)
            fill(Path("one.xlsx"))
        if words[0] == "reply":
            assert outcome.code == 0, (project, outcome.err)
            yield " ".join(words), Path("letter.md").read_text(encoding="utf-8")
            continue
        if words[0] in ("rate", "new"):
            yield " ".join(words), outcome.err.partition("\nNext:")[0]
            continue
        assert outcome.code in (0, 1), (words, outcome.err)
        texts = [re.sub(r"(?m)^\w+![A-Z]+\d+ .*$", "", outcome.out.partition("\n--- ")[0])]
        if "pages" in words or "public" in words:
            paths = sorted(project.glob(f"{words[-1] if 'pages' in words else 'public'}/**/*.html"))
            texts = [path.read_text(encoding="utf-8") for path in paths]
        yield from ((" ".join(words), seen(text) if "<!DOCTYPE" in text[:20] else text) for text in texts)


def answers(project: Path, latest: str) -> str:
    """Return answers that walk through each kind of question, for what is rated and for what is not."""
    subject, date = latest.split("@")
    path = project / f"assessments/{subject}/{date}.yaml"
    ratings = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader).get("ratings", {})
    questions = ["?", "m", "?", "confidence", "?", "medium", "", "s", "?", "b"]
    first = [f"g {next(iter(ratings))}", *questions] if ratings else []
    return "\n".join([*first, "nr", "because", "1", "new", *[""] * 5, "q", "q", "q", ""])


def fill(path: Path) -> None:
    """Type a rationale for the first indicator into a workbook."""
    filling = Filling(path)
    page = filling.page("Ratings")
    page.type(page.last(), page.column("rationale"), "ψ")
    path.write_bytes(filling.save())


def seen(html: str) -> str:
    """Return what a reader of a page sees or is told."""
    page = Page(html)
    named = [attrs.get(name, "") for _, attrs in page.elements for name in ("alt", "title", "aria-label")]
    printed = re.findall(r'content: ?"([^"]*)"', re.sub(r"\\([0-9a-f]+) ", _of_css, html))
    described = [attrs["content"] for attrs in page.all("meta") if attrs.get("name") == "description"]
    texts = [text for tag, text in page.texts if tag not in ("style", "script", "code")]
    return "\n".join([*texts, *named, *printed, *described])


def _of_css(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16))


_SHIPPED = [yaml.safe_load(path.read_text("utf-8"))["title"] for path in ROOT.glob("frameworks/*.yaml")]
_NO_WORDS = re.compile(
    r"https?://\S+|\S+@\S+|\S*/\S*|\S+\.(?:yaml|html|toml|xlsx|json|csv|ndjson|bib|cff)\b|SHA256SUMS|&\w+;|\\[0-9a-f]+|sha256:\w+|(?:policy-)?scorecard\b"
)


def latin_words(text: str, known: set[str]) -> set[str]:
    """Return the words in Latin letters that a text holds, but for ids, addresses and names of files."""
    for title in _SHIPPED:
        text = text.replace(title, "")
    tokens = re.findall(r"[\w.@*'’-]+", _NO_WORDS.sub(" ", text.replace("carried over from", "")))
    left = (token for token in tokens if token.strip(".*'’-") not in known)
    return {word.lower() for token in left for word in re.findall(r"[A-Za-z]{2,}", token)}


def ids_in(project: Path) -> set[str]:
    """Return whatever programs call something by in a project's files."""
    texts = [path.read_text(encoding="utf-8") for path in project.glob("*s/**/*.yaml")]
    held = [yaml.load(text, yaml.BaseLoader) for text in texts]
    return {*_ids(held), "na", "nr"} | {path.parent.name for path in project.glob("assessments/*/*")}


def _ids(held: Any) -> Iterator[str]:
    if isinstance(held, dict):
        for key, value in held.items():
            if key in ("ratings", "sources", "scales") and isinstance(value, dict):
                yield from value
            if key in ("id", "assessor", "tags", "applies_to", "level", "language", "url", "archive_url"):
                yield from [value] if isinstance(value, str) else value
            yield from _ids(value)
    elif isinstance(held, list):
        for each in held:
            yield from _ids(each)


# Where a word stands -----------------------------------------------------------------------------

ELSEWHERE = "elsewhere"
_NOT_SHOWN = (
    "words/english.py",
    "_data.py",
    "/data.py",
    "/outputs.py",
    "/theme.py",
    "/formats.py",
    "/json.py",
    "/csv.py",
)


@cache
def words_of_files() -> dict[str, set[str]]:
    """Return the words of each view, renderer and template, but for what looks like a key alone."""
    base = ROOT / "scorecard"
    found = {}
    for path in [*base.glob("views/**/*.py"), *base.glob("render/*.py"), base / "spreadsheet/import_view.py"]:
        if not path.as_posix().endswith(_NOT_SHOWN):
            found[path.relative_to(base).as_posix()] = _words_in(_texts_of(path))
    for path in base.glob("render/templates/*.html"):
        text = re.sub(r"\{[{%#].*?[}%#]\}|<[^<>]*>", " ", path.read_text(encoding="utf-8"))
        found[path.relative_to(base).as_posix()] = _words_in([text])
    for path in base.glob("render/templates/*.css"):
        texts = re.findall(r'content: "([^"]*)"', path.read_text(encoding="utf-8"))
        found[path.relative_to(base).as_posix()] = _words_in(texts)
    return found


def _texts_of(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prompts = [each for each in tree.body if isinstance(each, ast.FunctionDef) and "prompt" in each.name]
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    said |= {id(node) for each in prompts for node in ast.walk(each)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield from [node.value] * (re.fullmatch(r"[a-z]+([_.-][a-z]+)*", node.value) is None)


def _words_in(texts: Iterable[str]) -> set[str]:
    return {word.lower() for text in texts for word in re.findall(r"[A-Za-z]{2,}", text)}


def found_leaks(root: Path) -> dict[str, set[str]]:
    """Return the words that leak, by the files that hold them."""
    leaked: set[str] = set()
    for project in projects(root):
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(project)
            patch.setattr(rate_dialogue, "prompt_words", lambda *_: "")
            patch.setattr(asking.Asker, "say", lambda *_: None)
            known = ids_in(project)
            for _, text in shown(project):
                leaked |= latin_words(text, known)
    found = {name: words & leaked for name, words in words_of_files().items()}
    found[ELSEWHERE] = leaked.difference(*found.values())
    return {name: words for name, words in found.items() if words}


def open_leaks() -> dict[str, set[str]]:
    lines = LEAKS.read_text(encoding="utf-8").splitlines() if LEAKS.exists() else []
    pairs = (line.split(": ") for line in lines if line)
    return {name: set(words.split()) for name, words in pairs}


def test_no_word_is_shown_that_is_not_in_the_module_of_words(
    invented: None, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    found, listed = found_leaks(tmp_path), open_leaks()
    if request.config.getoption("--update-golden"):
        listed = {name: words & found.get(name, set()) for name, words in listed.items()}
        lines = [f"{name}: {' '.join(sorted(words))}\n" for name, words in sorted(listed.items()) if words]
        LEAKS.write_text("\n".join(lines), encoding="utf-8")
    others = {name for name in {*found, *listed} if found.get(name) != listed.get(name)}
    for name in sorted(others):
        leaks, expected = found.get(name, set()), listed.get(name, set())
        assert leaks <= expected, f"{name} shows words that belong in english.py: {sorted(leaks - expected)}"
        assert not FULL or leaks >= expected, (
            f"{name} leaks no more: take out of {LEAKS.name} {sorted(expected - leaks)}"
        )
