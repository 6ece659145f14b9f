"""Small complete valid projects, written as text files into a folder.

    write_framework(root)                      frameworks/city-air@2.0.yaml
    write_assessment(root)                     assessments/springfield/2021-03-11.yaml, under city-air@2.0
    write_project(root)                        both of them

Every keyword replaces the file's top-level key of that name, `None` leaves the key out, and a key with a
hyphen goes in as `**{"x-mine": "…"}`. Values are plain data; numbers may be numbers or text. `file` is the
path below `frameworks/` or `assessments/` where the usual name will not do. What is written has no
diagnostics, unless a keyword makes it so.

The framework holds three indicators: 1.1 is measured (at most 5 passes, at most 10 is partial), 1.2 and 2.1
are judged on the default scale. The assessment rates them pass (4.2, with evidence), fail and partial.
"""

import json
import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

BROKEN = "kind: [unclosed\n"
"""A text that is not YAML."""

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 _-]*[A-Za-z0-9]|[0-9]{1,9}")


# Plain data -------------------------------------------------------------------------------------


def framework_data(id: str = "city-air", version: str = "2.0", **changes: Any) -> dict[str, Any]:
    """Return a framework as plain data."""
    bands = [{"level": "pass", "at_most": 5}, {"level": "partial", "at_most": 10}, {"level": "fail"}]
    limits = [
        indicator("1.1", title="Fine particles", measure={"unit": "µg/m³", "bands": bands}),
        indicator("1.2", title="Limits in law"),
    ]
    data = {
        "kind": "framework",
        "id": id,
        "version": version,
        "title": "Clean city air",
        "dimensions": [
            {"id": "1", "title": "Limits", "indicators": limits},
            {"id": "2", "title": "Delivery", "indicators": [indicator("2.1", title="Stations")]},
        ],
    }
    return _changed(data, changes)


def indicator(id: str, **changes: Any) -> dict[str, Any]:
    """Return an indicator as plain data."""
    return _changed(
        {
            "id": id,
            "title": f"Indicator {id}",
            "requirement": f"What {id} asks is done.",
            "guidance": f"Look whether {id} is done.",
        },
        changes,
    )


def assessment_data(
    subject: str = "springfield",
    date: str = "2021-03-11",
    framework: str = "city-air@2.0",
    **changes: Any,
) -> dict[str, Any]:
    """Return an assessment as plain data; `subject` is the id, `name` goes by `subject_name`."""
    data = {
        "kind": "assessment",
        "framework": framework,
        "subject": {"id": subject, "name": changes.pop("subject_name", subject.capitalize())},
        "date": date,
        "assessors": ["A. Person"],
        "sources": {"plan": {"title": "Air plan"}},
        "ratings": {
            "1.1": {"measured": "4.2", "evidence": {"source": "plan", "locator": "table 3"}},
            "1.2": {"level": "fail", "rationale": "Announced, not enacted."},
            "2.1": "partial",
        },
    }
    return _changed(data, changes)


def _changed(data: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in {**data, **changes}.items() if value is not None}


# Files ------------------------------------------------------------------------------------------


def write_framework(
    root: Path, id: str = "city-air", version: str = "2.0", *, file: str | None = None, **changes: Any
) -> Path:
    """Write a framework into a project and return its path; by default `frameworks/<id>@<version>.yaml`."""
    data = framework_data(id, version, **changes)
    return write_yaml(root / "frameworks" / (file or f"{id}@{version}.yaml"), data)


def write_assessment(
    root: Path,
    subject: str = "springfield",
    date: str = "2021-03-11",
    framework: str = "city-air@2.0",
    *,
    suffix: str | None = None,
    file: str | None = None,
    **changes: Any,
) -> Path:
    """Write an assessment into a project and return its path.

    By default that is `assessments/<subject>/<date>.yaml`, or `<date>-<suffix>.yaml`.
    """
    data = assessment_data(subject, date, framework, **changes)
    name = date if suffix is None else f"{date}-{suffix}"
    return write_yaml(root / "assessments" / (file or f"{subject}/{name}.yaml"), data)


def write_project(root: Path) -> Path:
    """Write a framework and an assessment under it, and return the folder."""
    write_framework(root)
    write_assessment(root)
    return root


def write_yaml(path: Path, data: Mapping[str, Any]) -> Path:
    """Write plain data as YAML, making the folders on the way."""
    return write_text(path, to_yaml(data))


def write_text(path: Path, text: str) -> Path:
    """Write a text as UTF-8, making the folders on the way."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return path


def words(text: str) -> list[str]:
    """Return the words of a text, such as a table of cases that need no quotation marks."""
    return text.split()


def data_file(name: str) -> str:
    """Return the text of a file in `tests/data`."""
    return (Path(__file__).parent / "data" / name).read_bytes().decode("utf-8")


def write_mark(
    root: Path, who: str, ratings: Mapping[str, Any], *, subject: str = "springfield", **changes: Any
) -> Path:
    """Write a mark of a subject's assessment; its file's name says by whom, such as `anna` or `anna-2`."""
    assessor, _, round = who.partition("-")
    data = {"kind": "mark", "of": f"{subject}@2021-03-11", "framework": "city-air@2.0"}
    data |= {"assessor": assessor, "round": round}
    data = _changed({key: each for key, each in data.items() if each}, {"ratings": ratings, **changes})
    return write_yaml(root / f"reviews/{subject}/2021-03-11/{who}.yaml", data)


def write_reply(root: Path, replies: Mapping[str, Any], **changes: Any) -> Path:
    """Write a reply to the assessment."""
    data = {"kind": "reply", "of": "springfield@2021-03-11", "by": "City of Springfield"}
    data = _changed({**data, "replies": replies}, changes)
    return write_yaml(root / "reviews/springfield/2021-03-11/reply.yaml", data)


def to_yaml(data: Mapping[str, Any]) -> str:
    """Return plain data as YAML a person could have written: one key or item a line."""
    return "".join(f"{line}\n" for line in _lines(data))


def _lines(value: Any) -> list[str]:
    if isinstance(value, Mapping) and value:
        return [line for key, each in value.items() for line in _entry(f"{_scalar(key)}:", each, "  ")]
    if isinstance(value, list) and value:
        return [line for each in value for line in _item(each)]
    return [_scalar(value)]


def _entry(key: str, value: Any, indent: str) -> list[str]:
    lines = _lines(value)
    if isinstance(value, Mapping | list) and value:
        return [key, *(f"{indent}{line}" for line in lines)]
    return [f"{key} {lines[0]}"]


def _item(value: Any) -> list[str]:
    first, *rest = _lines(value)
    return [f"- {first}", *(f"  {line}" for line in rest)]


def _scalar(value: Any) -> str:
    if isinstance(value, str) and not _PLAIN.fullmatch(value):
        return json.dumps(value, ensure_ascii=False)
    return value if isinstance(value, str) and value != "null" else json.dumps(value)


# Git --------------------------------------------------------------------------------------------


def init_repository(folder: Path) -> None:
    """Make a folder the top of a git repository."""
    run_git(folder, "init", "--quiet", "--initial-branch=main", "--template=")


def commit_all(folder: Path, message: str = "change") -> str:
    """Commit everything in a repository and return the commit's id."""
    run_git(folder, "add", "--all")
    run_git(folder, "commit", "--quiet", "--allow-empty", f"--message={message}")
    return run_git(folder, "rev-parse", "HEAD")


def run_git(folder: Path, *words: str) -> str:
    """Run git in a folder, untouched by the user's own settings, and return what it prints."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    people = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "A. Person"), ("EMAIL", "person@example.org"))
    }
    result = subprocess.run(
        ["git", *words],
        cwd=folder,
        env={**kept, **settings, **people},
        capture_output=True,
        text=True,
        check=True,
    )
    return result.stdout.strip()
