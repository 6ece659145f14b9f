"""A project beside itself as it was committed, with real git."""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from scorecard.files.folder import FolderTree
from scorecard.files.git import ChangedPaths, changed_paths, find_head_tree, find_project_tree
from scorecard.project.library import Project
from scorecard.reading.document import MAX_BYTES
from tests.builders import (
    commit_all,
    framework_data,
    indicator,
    init_repository,
    run_git,
    write_assessment,
    write_framework,
    write_text,
)

CHANGED: list[dict[str, Any]] = [
    {"pass_when": "any"},
    {"minimum_coverage": "0.5"},
    {"aggregation": "minimum"},
    {
        "dimensions": [
            *framework_data()["dimensions"],
            {"id": "3", "title": "New", "indicators": [indicator("3.1")]},
        ]
    },
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


# What differs from a revision -------------------------------------------------------------------

FRAMEWORK = "frameworks/city-air@2.0.yaml"
ASSESSMENT = "assessments/springfield/2021-03-11.yaml"
SAME = ChangedPaths()


def differences(root: Path, name: str = "HEAD") -> ChangedPaths:
    return changed_paths(find_project_tree(name, root), FolderTree(root))


def test_what_was_changed_added_and_removed_since(root: Path) -> None:
    write_assessment(root)
    write_text(root / "README.md", "No YAML")
    write_text(root / "frameworks" / "other.yml", "Other")
    commit_all(root, "second")
    write_framework(root, title="Changed")
    write_text(root / "README.md", "Neither that")
    write_assessment(root, date="2022-01-01")
    (root / ASSESSMENT).unlink()
    write_text(root.parent / "assessments" / "x.yaml", "Not of this project")
    added = "assessments/springfield/2022-01-01.yaml"
    assert differences(root) == ChangedPaths((FRAMEWORK,), (added,), (ASSESSMENT,))
    assert differences(root, "HEAD~1") == ChangedPaths((FRAMEWORK,), (added, "frameworks/other.yml"))


def test_a_staged_and_a_committed_change(root: Path) -> None:
    write_framework(root, title="Changed")
    run_git(root, "add", "--all")
    assert differences(root) == ChangedPaths(changed=(FRAMEWORK,))
    commit_all(root)
    assert differences(root) == SAME
    assert differences(root, "HEAD~1") == ChangedPaths(changed=(FRAMEWORK,))


def test_an_ignored_file_is_there(root: Path) -> None:
    write_text(root / ".gitignore", "*\n")
    write_assessment(root)
    assert differences(root) == ChangedPaths(added=(ASSESSMENT,))


def test_a_file_that_was_untracked_but_kept_is_the_same(root: Path) -> None:
    run_git(root, "rm", "--quiet", "--cached", FRAMEWORK)
    assert differences(root) == SAME


@pytest.mark.parametrize("told", ["--assume-unchanged", "--skip-worktree"])
def test_what_git_was_told_to_overlook_is_seen(root: Path, told: str) -> None:
    run_git(root, "update-index", told, FRAMEWORK)
    write_framework(root, title="Changed")
    assert run_git(root, "status", "--short") == ""
    assert differences(root) == ChangedPaths(changed=(FRAMEWORK,))


def test_a_change_that_leaves_size_and_time_is_seen(root: Path) -> None:
    path = root / FRAMEWORK
    times = path.stat()
    path.write_bytes(path.read_bytes().replace(b"Clean", b"Dirty"))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert differences(root) == ChangedPaths(changed=(FRAMEWORK,))


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_alone_are_no_change(root: Path, ends: str) -> None:
    text = (root / FRAMEWORK).read_text(encoding="utf-8")
    write_text(root / FRAMEWORK, text.replace("\n", ends))
    assert differences(root) == SAME
    commit_all(root)
    write_text(root / FRAMEWORK, text)
    assert differences(root) == SAME
    write_text(root / FRAMEWORK, f"{text}\n")
    assert differences(root) == ChangedPaths(changed=(FRAMEWORK,))


def test_a_checkout_with_other_line_ends_is_the_same(root: Path) -> None:
    run_git(root, "config", "core.autocrlf", "true")
    (root / FRAMEWORK).unlink()
    run_git(root, "checkout", "--quiet", "--", FRAMEWORK)
    assert b"\r\n" in (root / FRAMEWORK).read_bytes()
    assert differences(root) == SAME


def test_the_mode_of_a_file_is_no_change(root: Path) -> None:
    (root / FRAMEWORK).chmod(0o755)
    assert differences(root) == SAME


def test_a_file_that_cannot_be_read_counts_as_changed(root: Path) -> None:
    (root / FRAMEWORK).unlink()
    os.mkfifo(root / FRAMEWORK)
    assert differences(root) == ChangedPaths(changed=(FRAMEWORK,))


def test_a_file_over_the_limit_counts_as_changed(root: Path) -> None:
    write_text(root / FRAMEWORK, "#" * (MAX_BYTES + 1))
    commit_all(root)
    assert differences(root) == ChangedPaths(changed=(FRAMEWORK,))


def test_a_link_now_is_its_file(root: Path) -> None:
    (root / FRAMEWORK).rename(root / "elsewhere.yaml")
    (root / FRAMEWORK).symlink_to("../elsewhere.yaml")
    assert differences(root) == SAME
    (root / "elsewhere.yaml").unlink()
    assert differences(root) == ChangedPaths(changed=(FRAMEWORK,))


def test_a_link_that_leads_where_it_led_is_the_same(root: Path) -> None:
    (root / "frameworks" / "link.yaml").symlink_to(Path(FRAMEWORK).name)
    commit_all(root)
    assert differences(root) == SAME
    (root / "frameworks" / "link.yaml").unlink()
    (root / "frameworks" / "link.yaml").symlink_to("elsewhere.yaml")
    assert differences(root) == ChangedPaths(changed=("frameworks/link.yaml",))


def test_a_file_behind_a_link_then_counts_as_changed_for_it_cannot_be_compared(root: Path) -> None:
    (root / "frameworks" / "link.yaml").symlink_to(Path(FRAMEWORK).name)
    (root / "assessments").symlink_to("data")
    write_text(root / "data" / "springfield" / "2021-03-11.yaml", "Behind a link")
    commit_all(root)
    assert differences(root) == ChangedPaths(changed=(ASSESSMENT,))
    (root / "assessments").unlink()
    (root / "frameworks" / "link.yaml").unlink()
    assert differences(root) == ChangedPaths(removed=("frameworks/link.yaml",))
    write_text(root / "frameworks" / "link.yaml", Path(FRAMEWORK).name)
    assert differences(root) == ChangedPaths(changed=("frameworks/link.yaml",))


def test_a_file_where_a_folder_is_now(root: Path) -> None:
    write_text(root / "assessments" / "springfield", "A file, not a folder")
    commit_all(root)
    (root / "assessments" / "springfield").unlink()
    write_assessment(root)
    assert differences(root) == ChangedPaths(added=(ASSESSMENT,))


def test_a_submodules_files_count_as_changed(root: Path) -> None:
    write_assessment(root)
    place = f"160000,{run_git(root, 'rev-parse', 'HEAD')},policies/assessments/springfield"
    run_git(root, "update-index", "--add", "--cacheinfo", place)
    run_git(root, "commit", "--quiet", "--message=Submodule")
    assert differences(root) == ChangedPaths(changed=(ASSESSMENT,))


def test_strange_names_are_compared(root: Path) -> None:
    names = ["with space.yaml", "-lead.yaml", "Ü.yaml", "line\nbreak.yaml", os.fsdecode(b"\xff.yaml")]
    paths = tuple(sorted(f"frameworks/{name}" for name in names))
    for path in paths:
        write_text(root / path, "Then")
    assert differences(root) == ChangedPaths(added=paths)
    commit_all(root)
    assert differences(root) == SAME
    for path in paths:
        write_text(root / path, "Now")
    assert differences(root) == ChangedPaths(changed=paths)


@pytest.mark.parametrize("ids", ["sha1", "sha256"])
def test_what_is_the_same_is_not_read_from_git(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ids: str
) -> None:
    try:
        run_git(tmp_path, "init", "--quiet", f"--object-format={ids}")
    except subprocess.CalledProcessError:
        pytest.skip(f"this git knows no {ids}")
    write_framework(tmp_path)
    write_assessment(tmp_path)
    commit_all(tmp_path)
    tree = find_project_tree("HEAD", tmp_path)
    assert tree.find_entry(FRAMEWORK) is not None
    with monkeypatch.context() as without_git:
        without_git.setenv("PATH", "")
        assert changed_paths(tree, FolderTree(tmp_path)) == SAME
    write_framework(tmp_path, title="Changed")
    assert differences(tmp_path) == ChangedPaths(changed=(FRAMEWORK,))


def test_what_differs_is_read_from_git_at_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_assessment(root)
    commit_all(root)
    write_framework(root, title="Changed")
    write_assessment(root, title="Changed")
    tree = find_project_tree("HEAD", root)
    assert changed_paths(tree, FolderTree(root)).changed == (ASSESSMENT, FRAMEWORK)
    monkeypatch.setenv("PATH", "")
    assert b"Changed" not in tree.read(FRAMEWORK) + tree.read(ASSESSMENT)
