"""Files are written whole or not at all, never over another unasked, never through a link that leads out."""

import errno
import os
import resource
import signal
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard.errors import ScorecardError, UsageError
from scorecard.files.atomic import ChangedError, WriteError, replace_file, write_file, write_files
from scorecard.harmless import is_safe_name, safe_name
from scorecard.model.lexical import FILE_ID_PATTERN
from tests.cases import read_lines


def write(path: Path, content: str | bytes = "new\n", *, inside: Path | None = None, **flags: bool) -> None:
    write_file(path, content, **{"force": False, "parents": False} | flags, inside=inside)


def refused(action: Callable[[], None], code: int) -> ScorecardError:
    with pytest.raises(ScorecardError) as caught:
        action()
    assert caught.value.exit_code == code
    return caught.value


def listing(folder: Path) -> dict[str, bytes | None]:
    """Return what is in a folder, with what is hidden: files by their content, all else by None."""
    return {path.name: path.read_bytes() if path.is_file() else None for path in sorted(folder.iterdir())}


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


# A file -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "held"), [("ä\r\n\n", b"\xc3\xa4\r\n\n"), (b"\xff\0", b"\xff\0"), ("", b"")]
)
def test_a_file_holds_just_what_was_given(tmp_path: Path, content: str | bytes, held: bytes) -> None:
    write(tmp_path / "a.html", content)
    assert listing(tmp_path) == {"a.html": held}


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o000])
@pytest.mark.parametrize("force", [False, True])
def test_a_file_has_the_mode_of_a_new_one(tmp_path: Path, mask: int, force: bool) -> None:
    if force:
        (tmp_path / "a").write_text("old")
    with umask(mask):
        write(tmp_path / "a", force=force)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o666 & ~mask
    assert (tmp_path / "a").stat().st_nlink == 1


def test_paths_are_relative_to_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(Path("a"))
    write(Path("b/../c/d"), parents=True)
    assert (tmp_path / "a").is_file() and (tmp_path / "c" / "d").is_file()
    assert refused(lambda: write(Path("a")), 2).message == "a already exists"


def test_what_is_there_stays_without_force(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    error = refused(lambda: write(tmp_path / "a"), 2)
    assert error.message == f"{tmp_path}/a already exists"
    assert error.hint == "choose another name, or overwrite with --force"
    assert listing(tmp_path) == {"a": b"old"}
    write(tmp_path / "a", force=True)
    assert listing(tmp_path) == {"a": b"new\n"}


def test_another_name_of_an_overwritten_file_keeps_what_it_was(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    os.link(tmp_path / "a", tmp_path / "b")
    write(tmp_path / "a", force=True)
    assert listing(tmp_path) == {"a": b"new\n", "b": b"old"}


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("name", ["folder", "folder/", "folder/..", ".", "link"])
def test_a_folder_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, force: bool) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder")
    monkeypatch.chdir(tmp_path)
    error = refused(lambda: write(Path(name), force=force), 2)
    assert error.message == f"{Path(name)} is a folder"
    assert error.hint == "name a file in it"
    assert listing(tmp_path) == {"folder": None, "link": None}
    assert listing(tmp_path / "folder") == {}


@pytest.mark.parametrize("force", [False, True])
def test_only_a_regular_file_gives_way(tmp_path: Path, force: bool) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/dev/null")
    for place in (tmp_path / "pipe", tmp_path / "link", Path("/dev/null"), Path("/dev/full")):
        error = refused(lambda: write(place, force=force), 2)  # noqa: B023
        assert error.message == f"{place} is not a regular file"
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    assert (tmp_path / "link").is_symlink()
    assert sorted(listing(tmp_path)) == ["link", "pipe"]


def test_folders_are_made_when_told(tmp_path: Path) -> None:
    error = refused(lambda: write(tmp_path / "a" / "b" / "c"), 2)
    assert error.message == f"there is no folder {tmp_path}/a/b"
    assert error.hint is not None and "--parents" in error.hint
    assert listing(tmp_path) == {}
    write(tmp_path / "a" / "b" / "c", parents=True)
    assert (tmp_path / "a" / "b" / "c").read_text() == "new\n"
    write(tmp_path / "a" / "b" / "d", parents=True)


@pytest.mark.parametrize("parents", [False, True])
def test_a_file_is_no_folder(tmp_path: Path, parents: bool) -> None:
    (tmp_path / "a").write_text("old")
    error = refused(lambda: write(tmp_path / "a" / "b", parents=parents), 2)
    assert error.message == f"{tmp_path}/a is not a folder"
    refused(lambda: write(tmp_path / "a" / "b" / "c", parents=parents), 3 if parents else 2)
    assert listing(tmp_path) == {"a": b"old"}


# Links ------------------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project beside a folder `other` that is none of its business."""
    (tmp_path / "project" / "docs").mkdir(parents=True)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "old").write_text("old")
    return tmp_path / "project"


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("target", ["../other/old", "../other/new", "../nowhere/x", "docs/../../other/old"])
def test_a_link_at_the_place_does_not_lead_out(root: Path, target: str, force: bool) -> None:
    (root / "a").symlink_to(target)
    error = refused(lambda: write(root / "a", force=force, inside=root), 2)
    assert error.message == f"{root}/a is a link that leads out of the project"
    assert listing(root.parent / "other") == {"old": b"old"}
    assert (root / "a").is_symlink()


@pytest.mark.parametrize(
    "path", ["out/a", "out/deep/a", "docs/out/a", "docs/../out/a", "docs/back/out/a", "up/other/a"]
)
@pytest.mark.parametrize("force", [False, True])
def test_a_folder_that_is_a_link_does_not_lead_out(root: Path, path: str, force: bool) -> None:
    (root / "out").symlink_to("../other")
    (root / "up").symlink_to("..")
    (root / "docs" / "out").symlink_to(root.parent / "other")
    (root / "docs" / "back").symlink_to("..")
    error = refused(lambda: write(root / path, force=force, parents=True, inside=root), 2)
    assert "is a link that leads out of the project" in error.message
    assert listing(root.parent / "other") == {"old": b"old"}


def test_links_inside_are_followed_on_the_way(root: Path) -> None:
    (root / "link").symlink_to("docs")
    (root / "round").symlink_to("../project/docs")
    (root.parent / "door").symlink_to("project")
    for at, path in enumerate([root / "link", root / "round", root.parent / "door" / "docs"]):
        write(path / str(at), inside=root)
        write(path / f"{at}-door", inside=root.parent / "door")
    assert sorted(listing(root / "docs")) == ["0", "0-door", "1", "1-door", "2", "2-door"]


def test_a_link_at_the_place_gives_way_and_what_it_leads_to_stays(root: Path) -> None:
    (root / "docs" / "old").write_text("old")
    for target in ("docs/old", "docs/nowhere"):
        (root / "a").symlink_to(target)
        assert refused(lambda: write(root / "a", inside=root), 2).message == f"{root}/a already exists"
        write(root / "a", force=True, inside=root)
        assert not (root / "a").is_symlink()
        assert listing(root) == {"a": b"new\n", "docs": None}
        assert listing(root / "docs") == {"old": b"old"}
        (root / "a").unlink()


def test_outside_the_project_is_where_the_user_says(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root.parent / "other" / "a", inside=root)
    monkeypatch.chdir(root)
    write(Path("../other/b"), inside=root)
    (root.parent / "link").symlink_to("other")
    write(root.parent / "link" / "c", inside=root)
    (root / "link").symlink_to("../other/old")
    write(root / "link", force=True)
    assert sorted(listing(root.parent / "other")) == ["a", "b", "c", "old"]
    assert (root.parent / "other" / "old").read_text() == "old"


def test_links_in_a_circle_are_one_line(root: Path) -> None:
    (root / "a").symlink_to("b")
    (root / "b").symlink_to("a")
    refused(lambda: write(root / "a", force=True, inside=root), 3)
    refused(lambda: write(root / "a" / "c", force=True, parents=True, inside=root), 2)


# What goes wrong --------------------------------------------------------------------------------


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let no file grow larger than so many bytes: what a full disk does, for root too."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("force", [False, True])
def test_a_full_disk_leaves_what_was(tmp_path: Path, force: bool) -> None:
    if force:
        (tmp_path / "a").write_text("old")
    before = listing(tmp_path)
    with largest_file(1_000):
        error = refused(lambda: write(tmp_path / "a", "x" * 100_000, force=force), 3)
    assert error.message == f"{tmp_path}/a cannot be written: {os.strerror(errno.EFBIG)}"
    assert isinstance(error, WriteError) and error.hint
    assert listing(tmp_path) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        refused(lambda: write(tmp_path / "a"), 3)
        refused(lambda: write(tmp_path / "b" / "a", parents=True), 3)
        assert listing(tmp_path) == {}
    finally:
        tmp_path.chmod(0o755)


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="there is no /proc")
def test_a_folder_in_which_nobody_can_write() -> None:
    error = refused(lambda: write(Path("/proc/report.html")), 3)
    assert error.message.startswith("/proc/report.html cannot be written: ")
    refused(lambda: write(Path("/proc/reports/a.html"), parents=True), 3)


def test_a_name_that_is_too_long_is_one_line(tmp_path: Path) -> None:
    assert str(os.strerror(errno.ENAMETOOLONG)) in refused(lambda: write(tmp_path / ("x" * 300)), 3).message
    assert listing(tmp_path) == {}


@pytest.mark.parametrize("failure", [OSError(errno.EIO, "broken"), KeyboardInterrupt(), MemoryError()])
@pytest.mark.parametrize(
    ("call", "force"), [("fsync", False), ("fsync", True), ("replace", True), ("link", False)]
)
def test_whatever_happens_nothing_half_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException, call: str, force: bool
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise failure

    if force:
        (tmp_path / "a").write_text("old")
    before = listing(tmp_path)
    monkeypatch.setattr(os, call, fail)
    if call == "link":
        monkeypatch.setattr(os, "replace", fail)
    expected = WriteError if isinstance(failure, OSError) else type(failure)
    with pytest.raises(expected):
        write(tmp_path / "a", force=force)
    assert listing(tmp_path) == before


@pytest.mark.parametrize("code", [errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, None])
def test_where_a_file_cannot_have_two_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int | None
) -> None:
    def fail(*_: object) -> None:
        raise OSError(code, "not here")

    if code is None:
        monkeypatch.delattr(os, "link")
    else:
        monkeypatch.setattr(os, "link", fail)
    with umask(0o027):
        write(tmp_path / "a")
    assert listing(tmp_path) == {"a": b"new\n"}
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640
    refused(lambda: write(tmp_path / "a", "newer"), 2)
    assert race(tmp_path / "b") == 1


def race(place: Path) -> int:
    """Have many write one file at once, all past the first look, and return how many say that they did."""
    many = 16
    start = threading.Barrier(many)
    won: list[str] = []
    lost: list[UsageError] = []

    def run(content: str) -> None:
        start.wait()
        try:
            write(place, content)
            won.append(content)
        except UsageError as error:
            lost.append(error)

    contents = [f"{at}\n" * 20_000 for at in range(many)]
    threads = [threading.Thread(target=run, args=(content,)) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [place.read_text()] == won
    assert len(won) + len(lost) == many
    assert not [name for name in listing(place.parent) if name.endswith(".tmp")]
    return len(won)


@pytest.mark.parametrize("_", range(5))
def test_of_many_that_write_at_once_one_wins(tmp_path: Path, _: int) -> None:
    assert race(tmp_path / "a") == 1


def test_a_file_that_comes_in_between_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fsync = os.fsync

    def intrude(descriptor: int) -> None:
        fsync(descriptor)
        (tmp_path / "a").write_text("theirs")

    monkeypatch.setattr(os, "fsync", intrude)
    assert refused(lambda: write(tmp_path / "a"), 2).message == f"{tmp_path}/a already exists"
    assert listing(tmp_path) == {"a": b"theirs"}


# Files ------------------------------------------------------------------------------------------


def write_all(
    folder: Path, contents: dict[str, str | bytes], *, inside: Path | None = None, **flags: bool
) -> None:
    write_files(folder, contents, **{"force": False, "parents": False} | flags, inside=inside)


def test_files_are_written_by_their_names(tmp_path: Path) -> None:
    write_all(tmp_path / "a" / "b", {"x.html": "x", "y@1.0.html": b"y"}, parents=True)
    assert listing(tmp_path / "a" / "b") == {"x.html": b"x", "y@1.0.html": b"y"}
    write_all(tmp_path, {})
    assert (
        refused(lambda: write_all(tmp_path / "c", {"x": ""}), 2).message == f"there is no folder {tmp_path}/c"
    )


def test_no_file_is_written_if_one_is_there(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("old")
    error = refused(lambda: write_all(tmp_path, {"a": "new", "b": "new"}), 2)
    assert error.message == f"{tmp_path}/b already exists"
    assert listing(tmp_path) == {"b": b"old"}
    write_all(tmp_path, {"a": "new", "b": "new"}, force=True)
    assert listing(tmp_path) == {"a": b"new", "b": b"new"}
    many = {f"{at}": "" for at in range(9)}
    write_all(tmp_path, dict(many))
    assert refused(lambda: write_all(tmp_path, dict(many)), 2).message.endswith(
        "/4 … (9 in all) already exist"
    )


@pytest.mark.parametrize("force", [False, True])
def test_no_file_is_written_if_one_may_not_be(root: Path, force: bool) -> None:
    (root / "c").symlink_to("../other/old")
    (root / "d").mkdir()
    for name in ("c", "d"):
        refused(lambda: write_all(root, {"a": "", name: "x"}, force=force, inside=root), 2)  # noqa: B023
    (root / "out").symlink_to("../other")
    refused(lambda: write_all(root / "out", {"a": ""}, force=force, inside=root), 2)
    assert sorted(listing(root)) == ["c", "d", "docs", "out"]
    assert listing(root.parent / "other") == {"old": b"old"}


@pytest.mark.parametrize("force", [False, True])
def test_a_disk_that_fills_up_halfway_leaves_what_was(tmp_path: Path, force: bool) -> None:
    if force:
        (tmp_path / "a").write_text("old")
    before = listing(tmp_path)
    with largest_file(1_000):
        error = refused(lambda: write_all(tmp_path, {"a": "new", "b": "x" * 9_999, "c": ""}, force=force), 3)
    assert error.message.startswith(f"{tmp_path}/b cannot be written: ")
    assert listing(tmp_path) == before


def test_names_that_fail_halfway_leave_whole_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = os.replace
    calls: list[object] = []

    def fail(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 2:
            raise KeyboardInterrupt
        replace(source, target)

    (tmp_path / "b").write_text("old")
    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(KeyboardInterrupt):
        write_all(tmp_path, {"a": "new", "b": "new"}, force=True)
    assert listing(tmp_path) == {"a": b"new", "b": b"old"}


@pytest.mark.parametrize("name", read_lines("unsafe-names"))
def test_a_name_that_some_system_cannot_have_is_refused(tmp_path: Path, name: str) -> None:
    assert not is_safe_name(name)
    refused(lambda: write_all(tmp_path, {"a": "", name: ""}), 2)
    assert listing(tmp_path) == {}


def test_two_files_of_one_name_for_some_system_are_refused(tmp_path: Path) -> None:
    refused(lambda: write_all(tmp_path, {"a": "", "A": ""}), 2)
    assert listing(tmp_path) == {}


# Names ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "id", ["uk-online-safety", "a.b_c", "1", "who-air-quality@2021", "console", "com10", "a..b"]
)
def test_an_id_is_its_own_name(id: str) -> None:
    assert safe_name(id) == id


@pytest.mark.parametrize(
    ("text", "name"),
    [
        *(
            ("con", "~63~on"),
            ("nul.2020", "~6e~ul.2020"),
            ("index", "~69~ndex"),
            ("a.", "a~2e~"),
            ("..", "~2e~~2e~"),
        ),
        *(("a/b", "a~2f~b"), ("A", "~41~"), ("ä", "~e4~"), ("-rf", "~2d~rf"), ("", "~"), ("a\n", "a~a~")),
    ],
)
def test_what_cannot_be_a_name_is_spelled(text: str, name: str) -> None:
    assert safe_name(text) == name


ids = (
    st.from_regex(FILE_ID_PATTERN.replace("$", r"\Z"))
    | st.text(max_size=5)
    | st.sampled_from(["con", "~", "index"])
)


@given(ids, ids)
def test_names_are_safe_and_of_one_id_each(one: str, other: str) -> None:
    for name in (safe_name(one), f"{safe_name(one)}.html"):
        assert is_safe_name(name)
        assert name.casefold() == name
        assert not name.startswith((".", "-", "index.", "readme."))
    assert (safe_name(one) == safe_name(other)) is (one == other)


# A file that is changed ---------------------------------------------------------------------------


def test_a_file_that_is_changed_while_the_new_one_is_written_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_text("old")
    fsync = os.fsync

    def intrude(descriptor: int) -> None:
        fsync(descriptor)
        (tmp_path / "a").write_text("theirs")

    monkeypatch.setattr(os, "fsync", intrude)
    error = refused(lambda: replace_file(tmp_path / "a", b"old", b"mine"), 1)
    assert isinstance(error, ChangedError)
    assert listing(tmp_path) == {"a": b"theirs"}


def test_nobody_else_can_read_what_is_being_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "a").chmod(0o640)
    modes: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: modes.append(os.fstat(descriptor).st_mode & 0o777))
    with umask(0o022):
        replace_file(tmp_path / "a", b"old", b"new")
    assert modes == [0o600]
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640
    assert listing(tmp_path) == {"a": b"new"}


@pytest.mark.skipif(os.geteuid() != 0, reason="root alone gives files away")
def test_the_owner_of_a_file_stays(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    os.chown(tmp_path / "a", 12345, 54321)
    replace_file(tmp_path / "a", b"old", b"new")
    there = (tmp_path / "a").stat()
    assert (there.st_uid, there.st_gid) == (12345, 54321)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
@pytest.mark.parametrize("call", ["fsync", "replace", "unlink"])
@pytest.mark.parametrize("is_new", [True, False])
def test_a_signal_waits_until_a_file_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals, call: str, is_new: bool
) -> None:
    """The file is there as a whole, and nothing beside it, when the run is ended."""
    (tmp_path / "a").write_text("old")
    seen: list[dict[str, bytes | None]] = []
    original = getattr(os, call)

    def interrupt(*args: object, **more: object) -> object:
        signal.raise_signal(number)
        return original(*args, **more)

    before = signal.signal(number, lambda *_: seen.append(listing(tmp_path)))
    try:
        monkeypatch.setattr(os, call, interrupt)
        if is_new:
            write(tmp_path / "a", "new", force=True)
        else:
            replace_file(tmp_path / "a", b"old", b"new")
        monkeypatch.undo()
        signal.raise_signal(number)
    finally:
        signal.signal(number, before)
    assert seen
    assert all(each == {"a": b"new"} for each in seen)
    assert signal.getsignal(number) is before


@pytest.mark.parametrize("is_new", [True, False])
def test_what_a_killed_run_left_is_taken_away(tmp_path: Path, is_new: bool) -> None:
    """Long after: what is written just now has a name of the same form."""
    names = [f".scorecard-{char * 32}.tmp" for char in "0f"]
    for name in (*names, ".scorecard-mine.tmp", "a"):
        (tmp_path / name).write_text("old")
    for name in (names[0], ".scorecard-mine.tmp"):
        os.utime(tmp_path / name, (0, 0))
    if is_new:
        write(tmp_path / "a", "new", force=True)
    else:
        replace_file(tmp_path / "a", b"old", b"new")
    assert listing(tmp_path) == {names[1]: b"old", ".scorecard-mine.tmp": b"old", "a": b"new"}
