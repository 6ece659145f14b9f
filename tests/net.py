"""A net under a redesign: what every command says of many projects, kept as digests.

`python -m tests.net` compares; `--write` takes the digests anew; `--keep FOLDER` puts every output into a
folder of its own, so that two trees can be compared with `diff -r`; names of projects (`shipped`, or numbers)
choose some.
"""

import argparse
import hashlib
import json
import os
import random
import re
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.builders import commit_all, init_repository
from tests.commands import ROOT, is_of_the_surroundings, run
from tests.reference.histories import random_history, write_history
from tests.reference.projects import chance, yaml_lines
from tests.reference.scorer import as_list

KEPT = Path(__file__).with_name("net.json")
SEEDS = range(50)
TEXTS = [
    "A text",
    "Ein Maß: für alle – #1",
    'It says "yes" & <b>no</b>',
    "two\nlines",
    "=1+1",
    "[bold]x[/bold] | *y* _z_",
    "::error::x",
    "يجب on 2021-03-11",
    "A long text that goes on and on, so that it has to be broken over several lines of a terminal, of 80.",
    "5",
]
READERS = ("table", "plain", "markdown", "html")
FORMATS = (*READERS, "json", "csv")


def enrich(rng: random.Random, frameworks: dict[str, Any], *assessments: dict[str, Any]) -> None:
    """Give files every key that the format has, some here and some there."""
    for framework in frameworks.values():
        maybe(
            rng,
            framework,
            "description",
            "publisher",
            "licence",
            "note",
            "dimension_label",
            "indicator_label",
        )
        framework["sources"] = {"act": source(rng), "plan": {"title": "A plan"}}
        if chance(rng, 0.3):
            framework["language"] = rng.choice(["de", "ar", "en-GB"])
        if chance(rng, 0.3):
            framework["verdict_labels"] = {"pass": "Yes", "undetermined": "Too early"}
        if chance(rng, 0.2):
            framework["show_score"] = "false"
        for each in below(framework, "indicators"):
            maybe(rng, each, "guidance", share=0.3)
            if chance(rng, 0.3):
                each["tags"] = ["health", "rights"][: rng.choice([1, 2])]
            if chance(rng, 0.3):
                each["sources"] = "act"
        for each in below(framework, "dimensions"):
            maybe(rng, each, "description", share=0.3)
    for assessment in assessments:
        maybe(rng, assessment, "title", "licence", "summary")
        assessment["sources"] = {"bill": source(rng)}
        if chance(rng, 0.3):
            assessment["stage"] = "draft"
        for key, names in (("assessors", ["Ann", "Bob"]), ("reviewers", ["Cem"])):
            if chance(rng, 0.5):
                assessment[key] = names
        if chance(rng, 0.3):
            assessment["subject"]["tags"] = ["north"]
        if chance(rng, 0.3):
            assessment["document"] = rng.choice(["bill", {"title": "A bill", "date": "2020-01"}])
        if chance(rng, 0.3):
            assessment["corrections"] = [{"date": "2024-01-02", "text": rng.choice(TEXTS)}, {"text": "Again"}]
        for rating in assessment.get("ratings", {}).values():
            if isinstance(rating, dict):
                maybe(rng, rating, "rationale", "recommendation", "working_note", share=0.4)
                if chance(rng, 0.5):
                    rating["evidence"] = [evidence(rng) for _ in range(rng.choice([1, 1, 2]))]
                if chance(rng, 0.2):
                    rating["x-mine"] = "kept"


def below(holder: dict[str, Any], kind: str) -> Iterator[dict[str, Any]]:
    """All indicators or dimensions of a framework; a list of one may stand as its one item."""
    yield from as_list(holder.get(kind, []))
    for each in as_list(holder.get("dimensions", [])):
        yield from below(each, kind)


def maybe(rng: random.Random, data: dict[str, Any], *keys: str, share: float = 0.5) -> None:
    """Give some of these keys a text."""
    for key in keys:
        if chance(rng, share):
            data[key] = rng.choice(TEXTS)


def source(rng: random.Random) -> dict[str, Any]:
    """A source written out."""
    data = {"title": "The act"}
    maybe(rng, data, "publisher")
    more = {"date": "2019-06", "url": "https://example.org/act", "accessed": "2024-02-03", "archive_url": "x"}
    data |= {key: text for key, text in more.items() if chance(rng, 0.5)}
    return data


def evidence(rng: random.Random) -> dict[str, Any]:
    """A piece of evidence."""
    data = {"source": rng.choice(["act", "bill", "plan"])}
    maybe(rng, data, "locator", "quote", "note")
    return data


def break_something(rng: random.Random, paths: list[Path]) -> None:
    """Spoil a line or two of some files, in the ways of people."""
    for path in rng.sample(paths, min(len(paths), 2)):
        lines = path.read_text("utf-8").splitlines()
        at = rng.randrange(len(lines))
        line = lines[at]
        lines[at : at + 1] = rng.choice(
            [
                [],
                [line, line],
                [" " + line],
                [line.replace(": ", ":", 1)],
                [line.replace("e", "ee", 1)],
                [line.replace('"', "", 1)],
                [line + "\t# note"],
                [re.sub(r"\d", "9", line)],
                [line.replace(":", ": [", 1)],
                [line + " #x"],
            ]
        )
        path.write_text("\n".join(lines) + "\n", "utf-8")


def make_project(seed: int, folder: Path) -> tuple[str, str]:
    """Write a random project; return how its two assessments are named."""
    rng = random.Random(seed)
    frameworks, before, after = random_history(rng)
    enrich(rng, frameworks, before, after)
    paths = write_history(folder, frameworks, before, after)
    if seed % 3 == 2:
        break_something(rng, [*sorted(folder.glob("frameworks/*")), *paths])
    if seed % 2:
        extra = {**before, "subject": {"id": "elsewhere", "name": "Elsewhere"}, "date": after["date"]}
        path = folder / "assessments" / "elsewhere" / f"{extra['date']}.yaml"
        path.parent.mkdir(parents=True)
        path.write_text("\n".join(yaml_lines(extra)) + "\n", "utf-8")
    if seed % 5 == 0:
        init_repository(folder)
        commit_all(folder)
        text = paths[1].read_text("utf-8")
        paths[1].write_text(text.replace("high", "low").replace("A text", "Another text"), "utf-8")
        break_something(rng, [paths[1]])
    return tuple(f"{each['subject']['id']}@{each['date']}" for each in (before, after))  # type: ignore[return-value]


def commands_of(folder: Path, one: str, two: str) -> Iterator[tuple[str, list[str]]]:
    """What is run in a project: under which name it is kept, and its words."""
    frameworks = sorted(folder.glob("frameworks/*.yaml"))
    names = [path.stem if "@" in path.stem else f"frameworks/{path.name}" for path in frameworks]
    files = sorted(path.relative_to(folder).as_posix() for path in folder.glob("assessments/*/*.yaml"))
    for format in FORMATS:
        assess = ["assess", "--format", format]
        yield f"assess {format}", assess
        for detail in ("summary", "dimensions", "full"):
            yield f"assess {format}", [*assess, one, "--detail", detail, "--drafts"]
        yield (
            f"assess {format}",
            [*assess, *files[:2], "--only", "fail,not-rated", "--fail-on", "fail", "--fail-under", "0.5"],
        )
        diff = ["diff", "--format", format]
        yield f"diff {format}", [*diff, one, two]
        for detail in ("summary", "full"):
            yield (
                f"diff {format}",
                [*diff, two, one, "--detail", detail, "--all", "--fail-on", "regression,revision"],
            )
        for before, after in pairwise(names):
            yield f"diff-frameworks {format}", [*diff, before, after, "--detail", "full"]
            yield f"diff-frameworks {format}", [*diff, after, before, "--detail", "summary"]
        if folder.joinpath(".git").is_dir():
            yield f"diff-since {format}", [*diff, "--since", "HEAD", "--drafts"]
            yield f"diff-since {format}", [*diff, f"HEAD:{files[0]}", files[0]]
            yield f"assess-revision {format}", [*assess, "HEAD:assessments", f"HEAD:{files[-1]}"]
        trend = ["trend", "--format", format]
        yield f"trend {format}", [*trend, "--drafts"]
        yield f"trend {format}", [*trend, one.split("@")[0], "--drafts", "--only", "changed"]
        yield f"trend {format}", [*trend, two.split("@")[0]]
        yield f"trend {format}", [*trend, "--by", "indicator", "--drafts"]
        yield f"trend {format}", [*trend, "--by", "subject"]
    for format in ("markdown", "html", "csv", "json"):
        report = ["report", "--format", format]
        yield f"report {format}", report
        yield (
            f"report {format}",
            [*report, one, two, "--front-matter"] if format == "markdown" else [*report, one, two],
        )
        yield f"report {format}", [*report, names[0]]
        yield f"report {format}", [*report, two, "--sections", "changes,trend,evidence"]
        yield f"report {format}", [*report, "--drafts", "-o", f"out-{format}/", "--parents"]
    for format in ("full", "concise", "json", "github", "gitlab", "sarif"):
        yield f"validate {format}", ["validate", "--format", format]
        yield f"validate {format}", ["validate", "--format", format, "--strict", files[0], names[0]]
        yield f"validate {format}", ["validate", "--format", format, "--ignore", "SC3", "--exit-zero"]
        if folder.joinpath(".git").is_dir():
            yield f"validate-since {format}", ["validate", "--format", format, "--since", "HEAD"]
    for format in ("table", "plain", "json"):
        yield f"list {format}", ["list", "--format", format]
        for name in names[:2]:
            yield f"show {format}", ["show", name, "--format", format]
    yield "export csv", ["export", one, "--format", "csv"]
    yield "export csv", ["export", names[-1], "--format", "csv"]
    yield "export csv", ["export", two, "-o", "two.csv", "--bom"]
    yield "export xlsx", ["export", one, "-o", "one.xlsx"]
    yield "import", ["import", "one.xlsx", "--dry-run"]
    yield "import", ["import", "one.xlsx", "--dry-run", "--as", two, "--any-framework", "--plain"]
    yield "new", ["new", names[0], "--subject", "fresh", "--name", "Fresh", "--date", "2024-05-06"]
    yield "new", ["new", names[-1], "--from", one, "--date", "2024-05-07"]
    yield "new", ["new", "--framework", "own", "--title", "Our own"]
    yield "new", ["new", "--version-of", names[-1], "--as", "99"]
    ids = re.findall(r"^    \w[\w.-]*:|^  \w[\w.-]*:", folder.joinpath(files[0]).read_text("utf-8"), re.M)[:2]
    for id in ids:
        for value in ("pass", "not-rated", "5", "not-applicable"):
            yield (
                "rate",
                [
                    "rate",
                    files[0],
                    "--set",
                    f"{id.strip(' :')}={value}",
                    "--rationale",
                    "Because\nof it",
                    "--evidence",
                    "act:s. 2",
                ],
            )
    yield "rate", ["rate", files[-1], "--stage", "final", "--correction", "It was wrong"]
    yield "rate", ["rate", files[-1], "--stage", "draft"]


WORDS = "assess diff trend report validate list show init new rate export import schema explain"
GENERAL = [
    ["--help"],
    ["--version"],
    ["schema", "framework"],
    ["schema", "assessment"],
    ["explain"],
    ["init", "begun", "--example", "air-quality"],
    *([word, "--help"] for word in WORDS.split()),
    ["assess", "nobody"],
    ["diff"],
    ["assess", "--only", "good"],
    ["new"],
]


def outputs_of(name: str) -> Iterator[tuple[str, str]]:
    """Yield, of a project, under which names what is kept, and what a command said, and wrote, of it."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve() / "project"
        root.mkdir()
        os.chdir(root)
        if name == "shipped":
            for kind in ("frameworks", "assessments"):
                for path in sorted((ROOT / kind).rglob("*.yaml")):
                    target = root / path.relative_to(ROOT)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(path.read_bytes())
            one, two = "uk-online-safety@2021-03-12", "uk-online-safety@2023-10-26"
            more = [(f"{words[0]} general", words) for words in GENERAL]
            for format in FORMATS:
                more.append((f"diff {format}", ["diff", "beijing", "--format", format]))
                more.append((f"trend {format}", ["trend", "beijing", "--format", format]))
                more.append((f"report {format}", ["report", "beijing", "--format", format]))
        else:
            one, two = make_project(int(name), root)
            more = []
        for key, words in [*commands_of(root, one, two), *more]:
            files = state(root)
            outcome = run(*words, columns=120 if "full" in words else 80)
            said = f"$ {' '.join(words)}\n{outcome.code}\n{outcome.out}\n--\n{outcome.err}\n"
            for path, content in state(root).items():
                if files.get(path) != content and path.suffix != ".xlsx":
                    said += f"+ {path.relative_to(root)}\n{content.decode('utf-8', 'backslashreplace')}\n"
            said = (
                said.replace(str(root), "ROOT")
                .replace(root.as_uri(), "ROOT")
                .replace(date.today().isoformat(), "TODAY")
            )
            yield key, said
            if words[0] in ("new", "rate", "init") or ("-o" in words and words[0] == "report"):
                restore(root, files)
        os.chdir("/")


def state(root: Path) -> dict[Path, bytes]:
    """The content of every file of a project."""
    return {
        path: path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".git" not in path.parts
    }


def restore(root: Path, files: dict[Path, bytes]) -> None:
    """Take back what a command wrote."""
    for path, content in state(root).items():
        if path not in files:
            path.unlink()
        elif files[path] != content:
            path.write_bytes(files[path])
    for path in sorted(root.rglob("*"), reverse=True):
        if path.is_dir() and ".git" not in path.parts and not any(path.iterdir()):
            path.rmdir()


def main() -> int:
    """Compare what is said now with what is kept."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    for variable in filter(is_of_the_surroundings, list(os.environ)):
        del os.environ[variable]
    os.environ |= {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
    for who in ("AUTHOR", "COMMITTER"):
        os.environ |= {
            f"GIT_{who}_DATE": "2024-01-01T00:00:00Z",
            f"GIT_{who}_NAME": "A",
            f"GIT_{who}_EMAIL": "a@b.c",
        }
    keep = options.keep.absolute() if options.keep else None
    kept: dict[str, dict[str, str]] = (
        {} if options.write and not options.names else json.loads(KEPT.read_text())
    )
    wrong = 0
    for name in options.names or ["shipped", *map(str, SEEDS)]:
        said: dict[str, str] = {}
        for key, text in outputs_of(name):
            said[key] = said.get(key, "") + text
        digests = {key: hashlib.sha256(text.encode()).hexdigest()[:16] for key, text in said.items()}
        for key, text in said.items():
            if keep:
                (keep / name).mkdir(parents=True, exist_ok=True)
                (keep / name / key.replace(" ", ".")).write_text(text, "utf-8")
        if options.write:
            kept[name] = digests
            continue
        for key in sorted(digests.keys() | kept[name].keys()):
            if digests.get(key) != kept[name].get(key):
                wrong += 1
                print(f"{name}: {key} is not what it was")
    if options.write:
        KEPT.write_text(json.dumps(kept, indent=0) + "\n")
    print(f"{wrong} differences")
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
