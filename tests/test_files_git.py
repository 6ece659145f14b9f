"""A project as it was at a git revision, with real git."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from scorecard.errors import NotFoundError, ScorecardError, UsageError
from scorecard.files import git as gittree
from scorecard.files.folder import UnreadableError
from scorecard.files.git import GitError, GitTree, find_head_tree, find_project_tree, find_revision
from scorecard.reading.document import MAX_BYTES
from tests.builders import commit_all, init_repository, run_git, words, write_text

FILE = "frameworks/air.yaml"
STRANGE_NAMES = [
    "with space.yaml",
    "-lead.yaml",
    "--output=x.yaml",
    "Überprüfung – 日本.yaml",
    "line\nbreak.yaml",
    "tab\tquote\"'.yaml",
    ":(top).yaml",
    "[a]*?.yaml",
    os.fsdecode(b"not-utf-8-\xff.yaml"),
]

GIT = Path(shutil.which("git") or "git")
PROGRAMS = words("""
    core.fsmonitor core.sshCommand core.pager core.editor core.askPass core.alternateRefsCommand
    core.gitProxy pager.rev-parse pager.ls-tree pager.cat-file diff.external diff.evil.textconv
    diff.evil.command filter.evil.smudge filter.evil.clean filter.evil.process credential.helper gpg.program
    remote.origin.uploadpack
    """)
"""Settings of git that name a program."""


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """Return the top of a repository with a project below it, committed as First and as Second."""
    top = tmp_path / "top"
    top.mkdir()
    init_repository(top)
    for text in ("First", "Second"):
        write_text(top / "policies" / FILE, text)
        commit_all(top, text)
    write_text(top / "policies" / FILE, "Not committed")
    return top


@pytest.fixture
def root(top: Path) -> Path:
    """Return the project's folder."""
    return top / "policies"


def read(tree: GitTree, path: str = FILE) -> str:
    return tree.read(path).decode()


def refusal(tree: GitTree, path: str = FILE) -> str:
    """Return why a file at a revision is not read."""
    with pytest.raises(UnreadableError) as caught:
        tree.read(path)
    return caught.value.finding.message


def problem(root: Path, name: str = "HEAD") -> ScorecardError:
    """Return why there is no project at a revision."""
    with pytest.raises(ScorecardError) as caught:
        find_project_tree(name, root)
    return caught.value


# Where a project is -----------------------------------------------------------------------------


def test_a_project_below_the_top(root: Path) -> None:
    tree = find_project_tree("HEAD", root)
    assert tree.prefix == "policies/"
    assert tree.paths("frameworks") == [FILE]
    assert read(tree) == "Second"
    assert tree.shown(FILE) == f"HEAD:policies/{FILE}"


def test_a_project_at_the_top(tmp_path: Path) -> None:
    init_repository(tmp_path)
    write_text(tmp_path / FILE, "Here")
    commit_all(tmp_path)
    tree = find_project_tree("HEAD", tmp_path)
    assert (tree.prefix, read(tree)) == ("", "Here")


def test_a_project_that_was_not_there_yet_has_no_files(top: Path) -> None:
    later = top / "later"
    later.mkdir()
    assert find_project_tree("HEAD", later).paths("frameworks") == []


def test_a_linked_working_copy(top: Path, tmp_path: Path) -> None:
    run_git(top, "worktree", "add", "--quiet", "--detach", str(tmp_path / "linked"), "HEAD~1")
    linked = tmp_path / "linked" / "policies"
    assert read(find_project_tree("HEAD", linked)) == "First"
    assert read(find_project_tree("main", linked)) == "Second"


def test_a_working_copy_linked_to_a_bare_repository(top: Path, tmp_path: Path) -> None:
    run_git(tmp_path, "clone", "--quiet", "--bare", str(top), "project/.bare")
    write_text(tmp_path / "project" / ".git", "gitdir: ./.bare\n")
    run_git(tmp_path / "project", "worktree", "add", "--quiet", "main")
    assert read(find_project_tree("HEAD~1", tmp_path / "project" / "main" / "policies")) == "First"
    assert "not in a working copy" in problem(tmp_path / "project").message


def test_a_detached_head(top: Path, root: Path) -> None:
    run_git(top, "checkout", "--quiet", "--force", "--detach", "HEAD~1")
    assert read(find_project_tree("HEAD", root)) == "First"


def test_a_root_behind_a_symbolic_link(root: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(root)
    for tree in (find_project_tree("HEAD", link), find_head_tree(link)):
        assert tree is not None
        assert tree.prefix == "policies/"
        assert read(tree) == "Second"


def test_what_git_leaves_in_a_hook_of_a_linked_working_copy(
    top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_git(top, "worktree", "add", "--quiet", "--detach", str(tmp_path / "linked"))
    monkeypatch.setenv("GIT_DIR", str(top / ".git" / "worktrees" / "linked"))
    assert find_project_tree("HEAD", tmp_path / "linked" / "policies").prefix == "policies/"


def test_a_repository_that_the_environment_names(
    top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (top / ".git").rename(tmp_path / "elsewhere")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_WORK_TREE", str(top))
    assert read(find_project_tree("HEAD", top / "policies")) == "Second"


@pytest.mark.parametrize("folder", ["with space", "-lead", "Städte\n", " ", "a\nb/c"])
def test_strange_names(tmp_path: Path, folder: str) -> None:
    init_repository(tmp_path)
    for name in STRANGE_NAMES:
        write_text(tmp_path / folder / "frameworks" / name, name.encode("utf-8", "replace").decode())
    commit_all(tmp_path)
    tree = find_project_tree("HEAD", tmp_path / folder)
    paths = [f"frameworks/{name}" for name in STRANGE_NAMES]
    assert tree.paths("frameworks") == sorted(paths)
    for path in paths:
        assert tree.read(path) == (tmp_path / folder / path).read_bytes()


def test_a_sha256_repository(tmp_path: Path) -> None:
    try:
        run_git(tmp_path, "init", "--quiet", "--object-format=sha256")
    except subprocess.CalledProcessError:
        pytest.skip("this git knows no sha256")
    write_text(tmp_path / FILE, "Here")
    commit_all(tmp_path)
    tree = find_project_tree("HEAD", tmp_path)
    assert len(tree.revision.commit) == 64
    assert read(tree) == "Here"


# What a revision is called ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    words("""
        main @ HEAD@{0} HEAD^{/Sec} :/Sec HEAD^{commit} feature/ä annotated annotated^{} annotated~0
    """),
)
def test_ways_to_name_a_revision(top: Path, root: Path, name: str) -> None:
    run_git(top, "branch", "feature/ä")
    run_git(top, "tag", "--annotate", "--message=A tag", "annotated")
    tree = find_project_tree(name, root)
    assert read(tree) == "Second"
    assert tree.revision.commit == run_git(top, "rev-parse", "main")


@pytest.mark.parametrize(
    "name",
    [
        *words("""
        nowhere 0123456 -x --git-dir --all --is-bare-repository --output=written ^HEAD HEAD..HEAD
        HEAD~1...HEAD HEAD^@ HEAD~99 HEAD: HEAD^{tree} :0:policies/frameworks/air.yaml @{upstream} @{-1}
        HEAD@{99}
    """),
        *("a b", "0" * 40, "f" * 64, "$(touch written)", "; touch written", "HEAD\nHEAD"),
        *(f"HEAD:policies/{FILE}", ":/no such text", "main@{10 years ago}", "x" * 5000),
    ],
)
def test_what_is_no_revision(root: Path, name: str) -> None:
    found = problem(root, name)
    assert isinstance(found, NotFoundError)
    assert name in found.message
    assert found.hint
    assert "git fetch" not in found.hint
    assert not list(root.rglob("written"))


@pytest.mark.parametrize("name", ["", " ", "\n"])
def test_an_empty_name(root: Path, name: str) -> None:
    found = problem(root, name)
    assert isinstance(found, UsageError)
    assert "HEAD" in str(found.hint)


def test_a_reason_of_gits_is_passed_on(root: Path) -> None:
    assert "no upstream" in problem(root, "@{upstream}").message
    assert "only goes back to" in problem(root, "main@{10 years ago}").message
    assert problem(root, "nowhere").message == "git knows no revision nowhere"


# What stands in the way -------------------------------------------------------------------------


def test_without_git(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = problem(root)
    assert found.message == "git was not found"
    assert "install git" in str(found.hint)
    assert find_head_tree(root) is None


def test_a_folder_that_is_not_there(root: Path) -> None:
    assert "No such file or directory" in problem(root / "nowhere").message


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    found = problem(tmp_path)
    assert found.message.startswith("git: not a git repository")
    assert "git repository" in str(found.hint)


def test_no_commit(tmp_path: Path) -> None:
    init_repository(tmp_path)
    found = problem(tmp_path)
    assert found.message == "git knows no revision HEAD: there is no commit yet"
    assert "git commit" in str(found.hint)


def test_a_branch_without_a_commit_beside_others(top: Path, root: Path) -> None:
    run_git(top, "checkout", "--quiet", "--orphan", "new")
    assert problem(root).message == "git knows no revision HEAD"
    assert read(find_project_tree("main", root)) == "Second"


def test_a_shallow_clone(top: Path, tmp_path: Path) -> None:
    run_git(tmp_path, "clone", "--quiet", "--depth=1", top.as_uri(), "clone")
    clone = tmp_path / "clone" / "policies"
    assert read(find_project_tree("HEAD", clone)) == "Second"
    for name in ("HEAD~1", run_git(top, "rev-parse", "HEAD~1")):
        assert "git fetch --unshallow" in str(problem(clone, name).hint)


def test_a_repository_of_somebody_elses(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    found = problem(root)
    assert "dubious ownership" in found.message
    assert f"git config --global --add safe.directory {root.parent}" in str(found.hint)


@pytest.mark.parametrize("left_out", ["blob:none", "tree:0"])
def test_a_partial_clone_is_not_filled(top: Path, tmp_path: Path, left_out: str) -> None:
    run_git(top, "config", "uploadpack.allowFilter", "true")
    run_git(tmp_path, "clone", "--quiet", f"--filter={left_out}", top.as_uri(), "clone")
    clone = tmp_path / "clone" / "policies"
    assert read(find_project_tree("HEAD", clone)) == "Second"
    for reading in (read, lambda tree: tree.read_ahead([FILE])):
        with pytest.raises(GitError) as caught:
            reading(find_project_tree("HEAD~1", clone))
        assert "git fetch --refetch" in str(caught.value.hint)
    run_git(clone, "fetch", "--quiet", "--refetch", "--no-filter")
    assert read(find_project_tree("HEAD~1", clone)) == "First"


def test_an_older_git_is_kept_from_filling_a_partial_clone(
    top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(gittree._SAFE_ENVIRONMENT, "GIT_NO_LAZY_FETCH")
    test_a_partial_clone_is_not_filled(top, tmp_path, "blob:none")


def test_a_damaged_repository(top: Path, root: Path) -> None:
    id = run_git(top, "rev-parse", f"HEAD:policies/{FILE}")
    (top / ".git" / "objects" / id[:2] / id[2:]).unlink()
    with pytest.raises(GitError) as caught:
        find_project_tree("HEAD", root).read(FILE)
    assert id in caught.value.message
    assert "git fsck" in str(caught.value.hint)


def test_git_that_does_not_answer_is_asked_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    run = subprocess.run

    def asking(words: list[str], **settings: Any) -> subprocess.CompletedProcess[bytes]:
        asked.append(words)
        return run(words, **settings)

    monkeypatch.setattr(gittree, "TIMEOUT_SECONDS", 0)
    monkeypatch.setattr(subprocess, "run", asking)
    assert "did not answer" in problem(root).message
    assert len(asked) == 1
    assert find_head_tree(root) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes by name here")
@pytest.mark.parametrize("name", ["HEAD", "config", "packed-refs"])
def test_a_pipe_among_gits_files_is_not_waited_for(top: Path, root: Path, name: str) -> None:
    (top / ".git" / name).unlink(missing_ok=True)
    os.mkfifo(top / ".git" / name)
    assert problem(root).message == f"git: {top / '.git' / name} is a pipe or a device, and no file"
    assert find_head_tree(root) is None


# Which git is run -------------------------------------------------------------------------------

posix = pytest.mark.skipif(os.name == "nt", reason="programs are others there")


@pytest.fixture
def strangers(top: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file that is made by every git and helper in a repository and the working directory."""
    trace = top.parent / "trace"
    folders = [top, top / "bin", root, root / "bin", root / "frameworks", top.parent / "here"]
    for folder in folders:
        for name in ("git", "helper"):
            path = write_text(folder / name, f"#!/bin/sh\necho {folder} >> {trace}\nexit 1\n")
            path.chmod(0o755)
    monkeypatch.chdir(top.parent / "here")
    return trace


RELATIVE = [".", "", "./", "bin", "..", "../bin", "../top/bin"]
ABSOLUTE = ["top", "top/bin", "top/policies", "top/policies/../bin", "top/policies/frameworks"]
OTHERS = ["here", "away", "links"]


@posix
@pytest.mark.parametrize(
    ("where", "entry"),
    [
        *(("here", entry) for entry in RELATIVE),
        *(("top/policies", entry) for entry in RELATIVE),
        *(("here", f"{{base}}/{entry}") for entry in (*ABSOLUTE, *OTHERS)),
    ],
)
def test_git_in_the_project_or_the_working_directory_is_not_run(
    top: Path, root: Path, strangers: Path, monkeypatch: pytest.MonkeyPatch, where: str, entry: str
) -> None:
    """`away` is a link to a folder of the repository, and `links` a folder with a link to a git in it."""
    base = top.parent
    (base / "away").symlink_to(top / "bin")
    (base / "links").mkdir()
    (base / "links" / "git").symlink_to(top / "bin" / "git")
    monkeypatch.chdir(base / where)
    strange = entry.format(base=base)
    monkeypatch.setenv("PATH", f"{strange}{os.pathsep}{GIT.parent}")
    assert read(find_project_tree("HEAD", root)) == "Second"
    assert find_head_tree(root) is not None
    monkeypatch.setenv("PATH", strange)
    assert problem(root).message == "git was not found"
    assert find_head_tree(root) is None
    assert not strangers.exists()


@posix
def test_a_git_that_is_passed_over_is_told(
    root: Path, strangers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    monkeypatch.setenv("PATH", str(root))
    assert "one in this folder or repository is not run" in str(problem(root).hint)


@posix
def test_what_git_starts_is_not_looked_for_among_strangers_files(
    top: Path, root: Path, strangers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrapper = write_text(top.parent / "own" / "git", f'#!/bin/sh\nhelper\nexec {GIT} "$@"\n')
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join((".", str(top), str(wrapper.parent), str(GIT.parent))))
    assert read(find_project_tree("HEAD", root)) == "Second"
    assert not strangers.exists()


@posix
def test_git_below_the_home_folder_is_run_from_there(
    top: Path, root: Path, strangers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So is one below the top of all folders: everybody's programs are."""
    own = top.parent / "local" / "bin"
    own.mkdir(parents=True)
    (own / "git").symlink_to(GIT)
    monkeypatch.setenv("PATH", str(own))
    monkeypatch.setenv("HOME", str(top.parent))
    for folder in (str(top.parent), "/"):
        monkeypatch.chdir(folder)
        assert read(find_project_tree("HEAD", root)) == "Second"


# What is not a file -----------------------------------------------------------------------------


def test_a_tracked_link_is_not_followed(top: Path, root: Path) -> None:
    (root / "frameworks" / "link.yaml").symlink_to("air.yaml")
    commit_all(top)
    tree = find_project_tree("HEAD", root)
    assert tree.paths("frameworks") == [FILE, "frameworks/link.yaml"]
    assert refusal(tree, "frameworks/link.yaml") == "at HEAD this is a symbolic link, which is not followed"
    assert refusal(tree, "frameworks/none.yaml") == "there is no such file at HEAD"


def test_a_file_behind_a_tracked_link(top: Path, root: Path) -> None:
    (root / "assessments").symlink_to("frameworks")
    commit_all(top)
    tree = find_project_tree("HEAD", root)
    assert tree.paths("assessments") == []
    message = "at HEAD this is behind a symbolic link, which is not followed"
    assert refusal(tree, "assessments/air.yaml") == message


def test_a_submodule_is_not_a_file(top: Path, root: Path) -> None:
    for path in ("frameworks/sub.yaml", "assessments/town"):
        run_git(root, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},policies/{path}")
    run_git(root, "commit", "--quiet", "--message=Submodules")
    tree = find_project_tree("HEAD", root)
    assert tree.paths("frameworks") == [FILE]
    assert tree.paths("assessments") == []
    assert refusal(tree, "frameworks/sub.yaml") == "at HEAD this is a submodule, which is not followed"
    assert "behind a submodule" in refusal(tree, "assessments/town/2021-03-11.yaml")
    tree.read_ahead([FILE, "frameworks/sub.yaml", "assessments/town/2021-03-11.yaml"])


def test_an_object_that_was_replaced_is_read_as_it_was(top: Path, root: Path) -> None:
    now, then = (run_git(top, "rev-parse", f"{name}:policies/{FILE}") for name in ("HEAD", "HEAD~1"))
    run_git(top, "replace", now, then)
    assert read(find_project_tree("HEAD", root)) == "Second"


def test_a_file_over_the_limit_is_not_held(top: Path, root: Path) -> None:
    write_text(root / "frameworks" / "big.yaml", "#" * (MAX_BYTES + 1))
    commit_all(top)
    tree = find_project_tree("HEAD", root)
    tree.read_ahead(tree.paths("frameworks"))
    assert [len(content) for content in tree.revision.ahead.values()] == [len("Not committed")]
    assert "MiB" in refusal(tree, "frameworks/big.yaml")


# How git is run ---------------------------------------------------------------------------------


def test_many_files_are_read_in_two_runs(top: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contents = {f"frameworks/{number}.yaml": f"\n{number}\n\n" * number for number in range(50)}
    for path, text in contents.items():
        write_text(root / path, text)
    commit_all(top)
    tree = find_project_tree("HEAD", root)
    assert tree.find_entry(FILE) is not None
    runs = count_runs(monkeypatch)
    tree.read_ahead([*contents, "frameworks/none.yaml"])
    assert {path: read(tree, path) for path in contents} == contents
    assert len(runs) == 2
    assert read(tree) == "Not committed"
    assert len(runs) == 4


def test_reading_ahead_stops_where_memory_should(
    top: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gittree, "MAX_BYTES_AHEAD", 10)
    for name in ("a", "b", "c"):
        write_text(root / "frameworks" / f"{name}.yaml", name * 4)
    commit_all(top)
    tree = find_project_tree("HEAD", root)
    paths = [f"frameworks/{name}.yaml" for name in ("a", "b", "c")]
    tree.read_ahead(paths)
    assert len(tree.revision.ahead) == 2
    assert [read(tree, path) for path in paths] == ["aaaa", "bbbb", "cccc"]


def test_nothing_that_a_repository_names_is_run(top: Path, root: Path, tmp_path: Path) -> None:
    trap = write_text(tmp_path / "trap", f'#!/bin/sh\necho "$0" >> "{tmp_path}/sprung"\nexit 1\n')
    trap.chmod(0o755)
    write_text(top / ".gitattributes", "*.yaml filter=evil diff=evil\n")
    commit_all(top)
    run_git(top, "update-index", "--fsmonitor")
    for key in PROGRAMS:
        run_git(top, "config", key, str(trap))
    for command in ("rev-parse", "ls-tree", "cat-file", "rev-list"):
        run_git(top, "config", f"alias.{command}", f"!{trap}")
    run_git(top, "config", "core.hooksPath", str(tmp_path))
    run_git(top, "config", "remote.origin.promisor", "true")
    run_git(top, "config", "remote.origin.url", f"ext::{trap}")
    tree = find_project_tree("HEAD~1", root)
    tree.read_ahead([FILE])
    assert read(tree) == "Second"
    for name in (f":0:policies/{FILE}", f":policies/{FILE}", "@{upstream}", "f" * 40):
        problem(root, name)
    assert not (tmp_path / "sprung").exists()


def test_the_repository_is_left_alone(top: Path, root: Path) -> None:
    def state() -> dict[Path, tuple[int, bytes]]:
        files = [path for path in top.rglob("*") if path.is_file()]
        return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in files}

    before = state()
    tree = find_project_tree("HEAD~1", root)
    tree.read_ahead(tree.paths("frameworks"))
    problem(root, "nowhere")
    GitTree(find_revision("HEAD", root)).find_entry(FILE)
    assert state() == before


def count_runs(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return a list that grows with each run of git."""
    runs: list[object] = []
    run = gittree._run

    def count(folder: Path, *words: str, ask: bytes = b"") -> object:
        runs.append(words)
        return run(folder, *words, ask=ask)

    monkeypatch.setattr(gittree, "_run", count)
    return runs
