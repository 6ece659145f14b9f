"""`scorecard import` killed at any moment: every file is as it was or as it was to be, and never between."""

import os
import shutil
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, PIPE

import pytest

from tests.builders import assessment_data, to_yaml, write_framework, write_mark, write_text
from tests.commands import PATIENCE, run, running
from tests.filling import Filling
from tests.rounds import rounds

ROUNDS = rounds(6, 100)
AT_ONCE = 2
SUBJECTS = tuple(f"city-{number}" for number in range(5))
NEW = ("new",)
FILES = {
    **{f"{id}.xlsx": f"assessments/{id}/2021-03-11.yaml" for id in SUBJECTS},
    **{f"{id}.xlsx": f"assessments/{id}/2022-05-01.yaml" for id in NEW},
    "marked.xlsx": "reviews/city-0/2021-03-11/anna.yaml",
    "settled.xlsx": "assessments/settled/2021-03-11.yaml",
}
MARKS = tuple(f"reviews/settled/2021-03-11/{who}.yaml" for who in ("anna", "ben"))
NO_KILL = os.name == "nt"


def write_city(root: Path, subject: str) -> None:
    """Write an assessment with comments and CRLF, long enough that half of it would be noticed."""
    text = to_yaml(assessment_data(subject, stage="draft", summary="A sentence of the summary. " * 400))
    write_text(
        root / f"assessments/{subject}/2021-03-11.yaml", f"# {subject}\n{text}# end\n".replace("\n", "\r\n")
    )


def fill_in(target: str, root: Path, *options: str, why: str | None = None, **about: str) -> bytes:
    """Return the workbook of a target with several cells filled in."""
    made = root / "made.xlsx"
    outcome = run("export", target, *options, "-o", str(made), "--force", "--project", str(root))
    assert outcome.code == 0, outcome
    work = Filling(made)
    made.unlink()
    for key, value in about.items():
        work.tell(key.replace("_", "."), value)
    decided = {"why": why} if why else {}
    reason = "Half of it is in force.\n\n" + "A reason. " * 600
    work.rate("1.2", level="partial", rationale=reason, **decided)
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
    steps: int
    """How many steps an import takes to write, if nobody stops it."""


def contents(root: Path) -> dict[str, bytes | None]:
    """Return what each file of interest holds, None where there is none."""
    paths = {name: root / path for name, path in FILES.items()}
    return {name: path.read_bytes() if path.exists() else None for name, path in paths.items()}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    root = tmp_path_factory.mktemp("project")
    write_framework(root)
    for subject in (*SUBJECTS, "settled"):
        write_city(root, subject)
    write_mark(root, "anna", {"1.2": {"level": "partial", "rationale": "Half."}}, subject="settled")
    write_mark(root, "ben", {"1.2": {"level": "fail", "rationale": "No law."}}, subject="settled")
    (root / "in").mkdir()
    for subject in SUBJECTS:
        (root / f"in/{subject}.xlsx").write_bytes(fill_in(subject, root))
    for id in NEW:
        about = {"subject_id": id, "subject_name": id.capitalize(), "date": "2022-05-01"}
        (root / f"in/{id}.xlsx").write_bytes(fill_in("city-air", root, **about))
    (root / "in/marked.xlsx").write_bytes(fill_in("city-0", root, "--as", "anna", stage="final"))
    decided = fill_in("settled", root, "--reconcile", why="Both looked again.", workbook_by="C. Person")
    (root / "in/settled.xlsx").write_bytes(decided)
    before = contents(root)
    done = copy_of(root, tmp_path_factory.mktemp("done"))
    code, said = import_until(0, 0, done)
    assert code == 0
    after = contents(done)
    for name in FILES:
        assert after[name] is not None and before[name] != after[name]
    return Prepared(root, before, after, int(said.splitlines()[-1]))


def copy_of(root: Path, folder: Path) -> Path:
    return Path(shutil.copytree(root, folder / "project"))


def import_until(number: int, step: int, root: Path) -> tuple[int, str]:
    """Import the folder of workbooks, send a signal at a step of it, and return the exit code and stderr."""
    words = (str(number), str(step), "import", "in", "--plain")
    streams = {"stdin": DEVNULL, "stdout": DEVNULL, "stderr": PIPE}
    with running(*words, cwd=root, module="tests.stepping", **streams) as process:
        said = process.communicate(timeout=PATIENCE)[1].decode()
    return process.returncode, said


@dataclass(frozen=True)
class Killed:
    """What an import left when it was killed."""

    root: Path
    code: int
    left: dict[str, bytes | None]


def kill_one(prepared: Prepared, folder: Path, step: int) -> Killed:
    """Kill an import at a step of its writing."""
    root = copy_of(prepared.root, folder)
    code, _ = import_until(signal.SIGKILL, step, root)
    return Killed(root, code, contents(root))


@pytest.mark.skipif(NO_KILL, reason="nothing can be killed like this here")
def test_no_file_is_ever_between_before_and_after(
    prepared: Prepared, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert prepared.steps > ROUNDS
    steps = {tmp_path_factory.mktemp("round"): 1 + prepared.steps * at // ROUNDS for at in range(ROUNDS)}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        killed = list(pool.map(lambda folder: kill_one(prepared, folder, steps[folder]), steps))
    halfway, seen = 0, set()
    for each in killed:
        for name, content in each.left.items():
            assert content in (prepared.before[name], prepared.after[name]), (each.root, name)
        check_strays(each.root)
        done = frozenset(name for name, content in each.left.items() if content == prepared.after[name])
        halfway += 0 < len(done) < len(FILES)
        if done not in seen or len(done) < len(FILES):
            check_completes(each.root, prepared, validates=done not in seen)
        seen.add(done)
        shutil.rmtree(each.root)
    assert {each.code for each in killed} == {-signal.SIGKILL}
    assert halfway >= ROUNDS * 0.5, "too few were killed between two files for this to mean anything"


def check_strays(root: Path) -> None:
    """Check that nothing is left that would be read as a file of the project."""
    found = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    expected = {*FILES.values(), *MARKS, "frameworks/city-air@2.0.yaml", *(f"in/{name}" for name in FILES)}
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
        assert valid.err.startswith(f"{len(FILES) + len(MARKS) + 1} files checked: 0 errors")


@pytest.mark.skipif(NO_KILL, reason="there are no such signals here")
def test_ctrl_c_stops_between_files_and_says_so(
    prepared: Prepared, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for step in (1, prepared.steps // 3, prepared.steps // 2, prepared.steps - 1):
        root = copy_of(prepared.root, tmp_path_factory.mktemp("interrupted"))
        code, said = import_until(signal.SIGINT, step, root)
        assert (code, said) == (130, "Error: interrupted\n")
        for name, content in contents(root).items():
            assert content in (prepared.before[name], prepared.after[name])
        assert not list(root.rglob("*.tmp"))
        check_completes(root, prepared)


def test_two_imports_at_once_lose_nothing(
    prepared: Prepared, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Two colleagues start the same import: each file is written once, by either."""
    root = copy_of(prepared.root, tmp_path_factory.mktemp("both"))
    words, streams = ("import", "in", "--plain"), {"stdin": DEVNULL, "stdout": DEVNULL, "stderr": DEVNULL}
    with running(*words, cwd=root, **streams) as one, running(*words, cwd=root, **streams) as other:
        codes = {process.wait(PATIENCE) for process in (one, other)}
    assert codes <= {0, 1, 2}
    check_completes(root, prepared)
    assert not list(root.rglob("*.tmp"))
