"""`scorecard import` killed at any moment: every file is as it was or as it was to be, and never between."""

import contextlib
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.builders import assessment_data, to_yaml, write_framework, write_text
from tests.commands import CLEAN, ROOT, run
from tests.filling import Filling

ROUNDS = 100
AT_ONCE = 2
SUBJECTS = tuple(f"city-{number}" for number in range(5))
NEW = ("new",)
FILES = {
    **{f"{id}.xlsx": f"assessments/{id}/2021-03-11.yaml" for id in SUBJECTS},
    **{f"{id}.xlsx": f"assessments/{id}/2022-05-01.yaml" for id in NEW},
}
NO_KILL = os.name == "nt"


def write_city(root: Path, subject: str) -> None:
    """Write an assessment with comments and CRLF, long enough that half of it would be noticed."""
    text = to_yaml(assessment_data(subject, summary="A sentence of the summary. " * 400))
    write_text(
        root / f"assessments/{subject}/2021-03-11.yaml", f"# {subject}\n{text}# end\n".replace("\n", "\r\n")
    )


def fill_in(target: str, root: Path, **about: str) -> bytes:
    """Return the workbook of a target with several cells filled in."""
    made = root / "made.xlsx"
    outcome = run("export", target, "-o", str(made), "--force", "--project", str(root))
    assert outcome.code == 0, outcome
    work = Filling(made)
    made.unlink()
    for key, value in about.items():
        work.tell(key.replace("_", "."), value)
    work.rate("1.2", level="partial", rationale="Half of it is in force.\n\n" + "A reason. " * 600)
    work.rate("2.1", confidence="low")
    work.add("Sources", key="act", title="Clean Air Act")
    work.add("Evidence", indicator="1.2", source="act", locator="s. 12")
    return work.save()


@dataclass(frozen=True)
class Prepared:
    """A project, workbooks for it in its folder `in`, and what its files are before and afterwards."""

    root: Path
    before: dict[str, bytes | None]
    after: dict[str, bytes | None]
    first: float
    """Seconds until the first workbook was reported, of an import that nobody stopped."""
    whole: float
    """Seconds until its end."""


def contents(root: Path) -> dict[str, bytes | None]:
    """Return what each file of interest holds, None where there is none."""
    paths = {name: root / path for name, path in FILES.items()}
    return {name: path.read_bytes() if path.exists() else None for name, path in paths.items()}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    root = tmp_path_factory.mktemp("project")
    write_framework(root)
    for subject in SUBJECTS:
        write_city(root, subject)
    (root / "in").mkdir()
    for subject in SUBJECTS:
        (root / f"in/{subject}.xlsx").write_bytes(fill_in(subject, root))
    for id in NEW:
        about = {"subject_id": id, "subject_name": id.capitalize(), "date": "2022-05-01"}
        (root / f"in/{id}.xlsx").write_bytes(fill_in("city-air", root, **about))
    before = contents(root)
    done = copy_of(root, tmp_path_factory.mktemp("done"))
    with importing(done) as process:
        begin = time.monotonic()
        wait_for_output(process)
        first = time.monotonic() - begin
        process.communicate()
        whole = time.monotonic() - begin
    assert process.returncode == 0
    after = contents(done)
    for name in FILES:
        assert after[name] is not None and before[name] != after[name]
    return Prepared(root, before, after, first, whole)


def copy_of(root: Path, folder: Path) -> Path:
    return Path(shutil.copytree(root, folder / "project"))


@contextlib.contextmanager
def importing(root: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Start an import of the folder of workbooks."""
    process = subprocess.Popen(
        [sys.executable, "-m", "scorecard", "import", "in", "--plain"],
        cwd=root,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**CLEAN, "PYTHONPATH": str(ROOT)},
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def wait_for_output(process: "subprocess.Popen[bytes]") -> None:
    """Wait until something was shown, without reading it."""
    assert process.stdout is not None
    select.select([process.stdout], [], [], 30)


@dataclass(frozen=True)
class Killed:
    """What an import left when it was killed."""

    root: Path
    code: int
    left: dict[str, bytes | None]


def kill_one(prepared: Prepared, folder: Path, seed: int) -> Killed:
    """Kill an import: mostly while it writes, sometimes while it starts or reads."""
    chance = random.Random(seed)
    root = copy_of(prepared.root, folder)
    with importing(root) as process:
        if chance.random() < 0.8:
            wait_for_output(process)
            time.sleep(chance.uniform(0, 0.9 * (prepared.whole - prepared.first)))
        else:
            time.sleep(chance.uniform(0, prepared.first))
        process.kill()
        process.wait()
    return Killed(root, process.returncode, contents(root))


@pytest.mark.skipif(NO_KILL, reason="nothing can be killed like this here")
def test_no_file_is_ever_between_before_and_after(
    prepared: Prepared, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folders = [tmp_path_factory.mktemp(f"round-{number}") for number in range(ROUNDS)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        rounds = list(pool.map(lambda seed: kill_one(prepared, folders[seed], seed), range(ROUNDS)))
    halfway, seen = 0, set()
    for each in rounds:
        for name, content in each.left.items():
            assert content in (prepared.before[name], prepared.after[name]), (each.root, name)
        check_strays(each.root)
        done = frozenset(name for name, content in each.left.items() if content == prepared.after[name])
        halfway += 0 < len(done) < len(FILES)
        if done not in seen or (len(done) < len(FILES) and each.code == -signal.SIGKILL):
            check_completes(each.root, prepared, validates=done not in seen)
        seen.add(done)
        shutil.rmtree(each.root)
    assert sum(each.code == -signal.SIGKILL for each in rounds) >= ROUNDS * 0.8
    assert halfway >= ROUNDS * 0.2, "too few were killed while they wrote for this to mean anything"


def check_strays(root: Path) -> None:
    """Check that nothing is left that would be read as a file of the project."""
    found = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    expected = {*FILES.values(), "frameworks/city-air@2.0.yaml", *(f"in/{name}" for name in FILES)}
    for path in found - expected:
        assert path.endswith(".tmp"), path
        assert Path(path).name.startswith("."), path


def check_completes(root: Path, prepared: Prepared, *, validates: bool = True) -> None:
    """Check that the same import, run again, does what is left to do, and that all is good then."""
    again = run("import", str(root / "in"), "--plain", "--project", str(root))
    assert (again.code, "refused" in again.err) == (0, False), again
    assert contents(root) == prepared.after
    if validates:
        valid = run("validate", "--project", str(root))
        assert valid.code == 0
        assert valid.err.startswith(f"{len(FILES) + 1} files checked: 0 errors")


@pytest.mark.skipif(NO_KILL, reason="there are no such signals here")
def test_ctrl_c_stops_between_files_and_says_so(
    prepared: Prepared, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for seed in range(4):
        root = copy_of(prepared.root, tmp_path_factory.mktemp("interrupted"))
        process = subprocess.Popen(
            [sys.executable, "-m", "scorecard", "import", "in", "--plain"],
            cwd=root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**CLEAN, "PYTHONPATH": str(ROOT)},
        )
        wait_for_output(process)
        time.sleep(random.Random(seed).uniform(0, 0.5 * (prepared.whole - prepared.first)))
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
        assert process.returncode in (0, 130, -signal.SIGINT)
        if process.returncode == 130:
            assert said.decode().endswith("Error: interrupted\n")
            assert b"Traceback" not in said
        elif process.returncode:
            assert contents(root) == prepared.after, "interrupted while it was leaving"
        for name, content in contents(root).items():
            assert content in (prepared.before[name], prepared.after[name])
        assert not list(root.rglob("*.tmp"))
        check_completes(root, prepared)


def test_two_imports_at_once_lose_nothing(
    prepared: Prepared, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Two colleagues start the same import: each file is written once, by either."""
    root = copy_of(prepared.root, tmp_path_factory.mktemp("both"))
    with importing(root) as one, importing(root) as other:
        for process in (one, other):
            process.communicate()
    assert {one.returncode, other.returncode} <= {0, 1, 2}
    check_completes(root, prepared)
    assert not list(root.rglob("*.tmp"))
