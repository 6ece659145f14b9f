"""A framework beside itself as it was last committed, with real git."""

from pathlib import Path
from typing import Any

import pytest

from scorecard.gittree import find_head_tree
from scorecard.project import Project
from tests.builders import commit_all, framework_data, indicator, init_repository, write_framework, write_text

CHANGED: list[dict[str, Any]] = [
    {"pass_when": "any"},
    {"minimum_coverage": "0.5"},
    {"aggregation": "minimum"},
    {"dimensions": [*framework_data()["dimensions"], {"id": "3", "title": "New"}]},
    {"dimensions": [{"id": "1", "title": "Limits", "indicators": [indicator("1.1", requirement="Other.")]}]},
]
UNCHANGED: list[dict[str, Any]] = [
    {},
    {"title": "Another title"},
    {"note": "A note", "description": "One paragraph.", "licence": "CC-BY-4.0"},
    {"pass_when": "all", "minimum_coverage": "0.0"},
    {"version": "2", "sources": {"act": {"title": "An act"}}},
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project, below the top of a repository, with one committed framework."""
    init_repository(tmp_path)
    root = tmp_path / "policies"
    write_framework(root)
    commit_all(tmp_path)
    return root


def remarks(root: Path) -> list[str]:
    """Return what is said of a project's frameworks, as `path:line:column code`."""
    project = Project(root, past=find_head_tree(root))
    return [
        f"{each.path}:{each.span.line}:{each.span.column} {each.code.number}"
        for loaded in project.own_frameworks()
        for each in loaded.diagnostics
    ]


@pytest.mark.parametrize("changes", CHANGED, ids=lambda changes: next(iter(changes)))
def test_a_change_under_the_same_version_is_said_at_the_version(root: Path, changes: dict[str, Any]) -> None:
    write_framework(root, **changes)
    assert remarks(root) == ["frameworks/city-air@2.0.yaml:3:10 SC240"]


@pytest.mark.parametrize("changes", UNCHANGED, ids=lambda changes: next(iter(changes), "nothing"))
def test_what_the_digest_leaves_out_may_change(root: Path, changes: dict[str, Any]) -> None:
    write_framework(root, file="city-air@2.0.yaml", **changes)
    assert remarks(root) == []


def test_a_new_version_is_not_compared(root: Path) -> None:
    write_framework(root, version="2.1", pass_when="any")
    assert remarks(root) == []


def test_a_file_without_a_version_in_its_name_is_compared_under_one_version_only(root: Path) -> None:
    write_framework(root, "town", "1", file="town.yaml")
    commit_all(root)
    write_framework(root, "town", "2", file="town.yaml", pass_when="any")
    assert remarks(root) == []
    write_framework(root, "town", "1", file="town.yaml", pass_when="any")
    assert remarks(root) == ["frameworks/town.yaml:3:10 SC240"]


def test_what_is_committed_is_clean(root: Path) -> None:
    write_framework(root, pass_when="any")
    commit_all(root)
    assert remarks(root) == []


def test_a_comment_in_the_line_of_the_version_answers_it(root: Path) -> None:
    path = write_framework(root, pass_when="any")
    text = path.read_text(encoding="utf-8")
    reason = 'version: "2.0"  # scorecard: ignore[SC240] nothing was assessed under it'
    write_text(path, text.replace('version: "2.0"', reason))
    assert remarks(root) == []


def test_a_framework_that_was_broken_in_the_last_commit_is_not_compared(root: Path) -> None:
    write_text(root / "frameworks" / "city-air@2.0.yaml", "kind: [unclosed\n")
    commit_all(root)
    write_framework(root, pass_when="any")
    assert remarks(root) == []


def test_without_a_commit_or_a_repository_nothing_is_compared(tmp_path: Path) -> None:
    write_framework(tmp_path)
    assert remarks(tmp_path) == []
    init_repository(tmp_path)
    assert remarks(tmp_path) == []
