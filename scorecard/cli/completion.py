"""What a shell offers at Tab: names of files, and ids found in frameworks without reading them as YAML.

It has to be quick, and silent where a project is broken; what is offered is checked once it is used.
"""

import io
import os
import re
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout, suppress
from pathlib import Path

import typer

import scorecard

Offer = Callable[[typer.Context, str], list[str]]
_PACKAGE = Path(scorecard.__file__).parent
_SHIPPED = _PACKAGE / "shipped" if (_PACKAGE / "shipped").is_dir() else _PACKAGE.parent
_FRAMEWORK = re.compile(r"^framework:[ \t]*[\"']?([\w.@-]+)", re.MULTILINE)
_ID = re.compile(r"\bid:[ \t]*[\"']?([A-Za-z0-9][\w.-]*)")
_NAME = re.compile(r"[A-Za-z0-9][\w.@-]*")
_CODE = re.compile(r"^## (SC[0-9]{3})$", re.MULTILINE)
_OUTPUT = re.compile(r"^## `scorecard/(\w+)/", re.MULTILINE)
_KINDS = ("framework", "assessment", "mark", "reply")
_DEFAULT_LEVELS = ("pass", "partial", "fail")
_BREAKS = ("@", "=")


def offer_subjects(context: typer.Context, incomplete: str) -> list[str]:
    """Offer subjects, and after an @ the dates of one."""
    folder = _root(context) / "assessments"
    subject, at, _ = incomplete.partition("@")
    return [f"{subject}@{name}" for name in _names(folder / subject)] if at else _names(folder)


def offer_frameworks(context: typer.Context, _: str) -> list[str]:
    """Offer frameworks, the shipped ones too, by their ids and, where files have them, their versions."""
    names = [path.stem for path in _framework_files(context)]
    return sorted({*names, *(name.partition("@")[0] for name in names)})


def offer_names(context: typer.Context, incomplete: str) -> list[str]:
    """Offer subjects and frameworks."""
    return [*offer_subjects(context, incomplete), *offer_frameworks(context, incomplete)]


def offer_ids(context: typer.Context, _: str) -> list[str]:
    """Offer the dimensions and indicators of the framework that was named, or of all of the project."""
    asked = [text.partition("\ndimensions:")[2] for text in _texts(context)]
    return list(dict.fromkeys(id for text in asked for id in _ID.findall(text)))


def offer_values(context: typer.Context, incomplete: str) -> list[str]:
    """Offer ids to give a value; once there is one alone, its levels."""
    id, equals, _ = incomplete.partition("=")
    meant = [each for each in offer_ids(context, "") if (each == id if equals else each.startswith(id))]
    if len(meant) != 1:
        return [f"{each}=" for each in meant]
    scales = [text.partition("\ndimensions:")[0].partition("\nscales:")[2] for text in _texts(context)]
    levels = dict.fromkeys(id for scale in scales for id in _ID.findall(scale)) or _DEFAULT_LEVELS
    return [f"{meant[0]}={level}" for level in (*levels, "not-rated", "not-applicable")]


def offer_codes(_: typer.Context, incomplete: str) -> list[str]:
    """Offer codes, also after others and a comma."""
    before, comma, _typed = incomplete.rpartition(",")
    return [f"{before}{comma}{code}" for code in _CODE.findall(_read(_PACKAGE / "rules" / "manual.md"))]


def offer_schemas(_: typer.Context, _incomplete: str) -> list[str]:
    """Offer what has a schema: kinds of files, and outputs."""
    return [*_KINDS, *(f"output/{name}" for name in _OUTPUT.findall(_read(_SHIPPED / "docs" / "outputs.md")))]


OFFERS: dict[str, Offer] = {
    "TARGET": offer_subjects,
    "SUBJECT": offer_subjects,
    "SUBJECT@DATE": offer_subjects,
    "OLD": offer_names,
    "NEW": offer_names,
    "PATH": offer_names,
    "FRAMEWORK": offer_frameworks,
    "ID@VERSION": offer_frameworks,
    "ID[@VERSION]": offer_frameworks,
    "ID": offer_ids,
    "ID=VALUE": offer_values,
    "KIND": offer_schemas,
    "CODE": offer_codes,
    "CODE,...": offer_codes,
}
"""What is offered for a value, by what helps call it."""


def _root(context: typer.Context) -> Path:
    """Return the project's folder, as commands find it; the working directory where there is none."""
    project = context.params.get("project")
    with suppress(OSError):
        here = Path(project or "").absolute()
        for folder in (here,) if project else (here, *here.parents):
            if any((folder / name).is_dir() for name in ("frameworks", "assessments")):
                return folder
    return Path()


def _names(folder: Path) -> list[str]:
    """Return the names of folders and YAML files in a folder; none in which a shell could see an order."""
    with suppress(OSError):
        found = (path for path in folder.iterdir() if path.suffix in (".yaml", ".yml") or path.is_dir())
        names = (path.name if path.is_dir() else path.stem for path in found)
        return sorted(name for name in names if _NAME.fullmatch(name))
    return []


def _framework_files(context: typer.Context) -> Iterator[Path]:
    """Yield the project's frameworks, then those that come with the program."""
    for root in (_root(context), _SHIPPED):
        yield from (root / "frameworks" / f"{name}.yaml" for name in _names(root / "frameworks"))


def _texts(context: typer.Context) -> list[str]:
    """Return the text of the framework that a word before is about; else of all of the project."""
    words = os.environ.get("COMP_WORDS", os.environ.get("_TYPER_COMPLETE_ARGS", "")).split()
    folder, files = _root(context) / "assessments", list(_framework_files(context))
    for word in words[2:]:
        subject, _, date = word.partition("@")
        dated = [name for name in _names(folder / subject) if name.startswith(date)]
        said = _FRAMEWORK.findall(_read(folder / subject / f"{dated[-1]}.yaml")) if dated else [word]
        for ref in said:
            found = [path for path in files if path.stem in (ref, ref.partition("@")[0])]
            found += [path for path in files if path.stem.startswith(f"{ref}@")][-1:]
            if found:
                return [_read(found[0])]
    return [_read(path) for path in files if path.parent.parent == folder.parent]


def _read(path: Path) -> str:
    with suppress(OSError):
        if path.is_file():
            return path.read_text(encoding="utf-8", errors="replace")
    return ""


def complete_in_bash(run: Callable[[], object]) -> None:
    """Run the program for bash, to which `@` and `=` are words: join them, and offer what bash puts in.

    That is the word at the cursor, with an `@` before it and without an `=`.
    """
    typed = os.environ["COMP_WORDS"].split("\n")[: int(os.environ["COMP_CWORD"]) + 1]
    joined: list[str] = []
    for word in typed:
        if joined and (word in _BREAKS or joined[-1].endswith(_BREAKS)):
            joined[-1] += word
        else:
            joined.append(word)
    put_in = "@" * (typed[-2] == "@") + typed[-1].removeprefix("=")
    os.environ |= {"COMP_WORDS": "\n".join(joined), "COMP_CWORD": str(len(joined) - 1)}
    with redirect_stdout(io.StringIO()) as offered, suppress(SystemExit):
        run()
    given = re.sub(r"^--[^=]*=", "", joined[-1].removesuffix(put_in))
    print("\n".join(line.removeprefix(given) for line in offered.getvalue().splitlines()))
