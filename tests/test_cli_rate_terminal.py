"""`scorecard rate` on a real terminal, and killed at any moment."""

import os
import random
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import DEVNULL, PIPE

import pytest

from scorecard.model.assessment import Assessment
from scorecard.model.framework import Framework
from scorecard.model.kinds import ASSESSMENT
from scorecard.model.kinds import MARK as MARK_KIND
from scorecard.project.library import Project
from scorecard.rating.session import Step, begin_session
from scorecard.rating.turn import advance
from scorecard.reading.document import parse_document
from tests.builders import assessment_data, framework_data, to_yaml, write_text, write_yaml
from tests.commands import CLEAN, PATIENCE, ROOT, running
from tests.rounds import rounds
from tests.small import lone

pty = pytest.importorskip("pty")
termios = pytest.importorskip("termios")

FRAMEWORK = framework_data(sources={"act": {"title": "Clean Air Act"}}, evidence="required-for-pass")
DRAFT = {id: {"level": "not-rated"} for id in ("1.1", "1.2", "2.1")}
TEXT = (
    "# Ours\r\n" + to_yaml(assessment_data(stage="draft", ratings=DRAFT)).replace("\n", "\r\n") + "# Last\r\n"
)
FILE = "assessments/springfield/2021-03-11.yaml"


def make_project(folder: Path) -> Path:
    """Write a framework and an unrated draft with comments and CRLF, and return the draft's path."""
    write_yaml(folder / "frameworks/city-air@2.0.yaml", FRAMEWORK)
    return write_text(folder / FILE, TEXT)


# A terminal -------------------------------------------------------------------------------------


@dataclass
class Terminal:
    """A process on a terminal of its own."""

    process: "subprocess.Popen[bytes]"
    controller: int
    seen: bytes = b""
    read_up_to: int = field(default=0)

    def wait_for(self, text: str) -> str:
        """Wait until a text is shown after what was waited for before, and return what came with it."""
        wanted = text.encode()
        while (at := self.seen.find(wanted, self.read_up_to)) < 0:
            if not self._read():
                raise AssertionError(f"{text!r} is not in {self.seen[self.read_up_to :].decode()!r}")
        begin, self.read_up_to = self.read_up_to, at + len(wanted)
        return self.seen[begin : self.read_up_to].decode()

    def _read(self) -> bool:
        if not select.select([self.controller], [], [], PATIENCE)[0]:
            return False
        try:
            piece = os.read(self.controller, 65536)
        except OSError:
            return False
        self.seen += piece
        return bool(piece)

    def wait_until_it_waits(self) -> None:
        """Wait until the process sleeps and goes on doing so."""
        status = Path(f"/proc/{self.process.pid}/status")
        if not status.exists():
            time.sleep(1)
            return
        seen: list[list[str]] = []
        while len(seen) < 15 or seen[-1] != seen[-15] or "S (sleeping)" not in seen[-1][0]:
            lines = status.read_text().splitlines()
            seen.append([line for line in lines if line.startswith(("State:", "voluntary", "nonvoluntary"))])
            time.sleep(0.02)

    def send(self, text: str) -> None:
        """Type a text."""
        data = text.encode()
        while data:
            data = data[os.write(self.controller, data[:512]) :]

    def answer(self, prompt: str, text: str) -> None:
        """Wait for a prompt and type a text."""
        self.wait_for(prompt)
        self.send(text)

    def leave(self) -> int:
        """Return the exit code once the process has ended."""
        while self._read():
            pass
        return self.process.wait(PATIENCE)


@contextmanager
def terminal(folder: Path, *words: str, term: str = "xterm", **more: str) -> Iterator[Terminal]:
    """Start a command on a terminal, `rate` unless another is named."""
    controller, tty = os.openpty()
    termios.tcsetwinsize(tty, (40, 80))
    env = {**CLEAN, "TERM": term, "LC_ALL": "C.UTF-8", **more}
    session = {"start_new_session": True, "preexec_fn": _take_terminal}
    try:
        words = words or ("rate", "springfield")
        with running(*words, cwd=folder, env=env, stdin=tty, stdout=tty, stderr=tty, **session) as process:
            os.close(tty)
            yield Terminal(process, controller)
    finally:
        os.close(controller)


def _take_terminal() -> None:
    """Make standard input the controlling terminal, so that Ctrl-C on it is a signal."""
    import fcntl

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def rationale_of(path: Path, id: str) -> object:
    data = parse_document(path.read_bytes()).data
    assert isinstance(data, dict)
    ratings = data["ratings"]
    assert isinstance(ratings, dict)
    entry = ratings[id]
    return entry.get("rationale") if isinstance(entry, dict) else None


@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
def test_questions_on_a_terminal(tmp_path: Path, term: str) -> None:
    path = make_project(tmp_path)
    with terminal(tmp_path, term=term) as person:
        person.answer("Measurement in µg/m³ (? helps): ", "11\n")
        person.wait_for("1.1 is rated Fail: 11 µg/m³.")
        assert b"measured: 11" in path.read_bytes()
        person.answer("Rationale (an empty line ends it): ", "Mean.\n\n")
        person.wait_for("The rationale is saved.")
        person.answer("Source (Enter for none): ", "\n")
        person.answer("Rating, 1 to 5 (? helps): ", "q\n")
        person.wait_for("1.2, 2.1\r\n")
        assert person.leave() == 0
        assert (b"\x1b" in person.seen) is (term != "dumb")


def test_ctrl_c_says_that_all_is_saved(tmp_path: Path) -> None:
    path = make_project(tmp_path)
    with terminal(tmp_path) as person:
        person.answer("(? helps): ", "11\n")
        person.answer("(an empty line ends it): ", "Half a\n")
        person.wait_for("… ")
        person.wait_until_it_waits()
        person.send("\x03")
        person.wait_for("Interrupted: all answers are saved, with the lines that were finished.")
        assert person.leave() == 130
        assert b"Traceback" not in person.seen
    assert b"measured: 11" in path.read_bytes()
    assert rationale_of(path, "1.1") == "Half a"


def test_the_usual_editor_is_taken_where_none_is_chosen(tmp_path: Path) -> None:
    path = make_project(tmp_path)
    script = write_text(tmp_path / "bin/nano", "#!/bin/sh\nprintf 'Typed there.\\n' > \"$1\"\n")
    script.chmod(0o755)
    env = {"EDITOR": "", "VISUAL": "", "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    with terminal(tmp_path, **env) as person:
        person.answer("(? helps): ", "11\n")
        person.answer("(an empty line ends it): ", "e\n")
        person.wait_for("The rationale is saved.")
    assert rationale_of(path, "1.1") == "Typed there."


def test_ctrl_d_leaves(tmp_path: Path) -> None:
    path = make_project(tmp_path)
    with terminal(tmp_path) as person:
        person.answer("(? helps): ", "11\n")
        person.answer("(an empty line ends it): ", "Half a\n")
        person.answer("… ", "\x04")
        person.wait_for("All answers are saved")
        assert person.leave() == 0
    assert rationale_of(path, "1.1") == "Half a"


def test_a_line_may_be_longer_than_the_terminal_takes(tmp_path: Path) -> None:
    path = make_project(tmp_path)
    long = " ".join(f"word{number}" for number in range(1500))
    assert len(long) > 2 * 4096
    with terminal(tmp_path, term="dumb") as person:
        person.answer("(? helps): ", "11\n")
        person.answer("(an empty line ends it): ", long + "\n")
        person.answer("… ", "\n")
        person.wait_for("The rationale is saved.")
    assert rationale_of(path, "1.1") == long


def test_what_a_terminal_brackets_as_pasted_is_one_answer(tmp_path: Path) -> None:
    path = make_project(tmp_path)
    binding = "try:\n    import readline\n    readline.parse_and_bind('set enable-bracketed-paste on')\n"
    write_text(tmp_path / "site/sitecustomize.py", f"{binding}except ImportError:\n    pass\n")
    with terminal(tmp_path, PYTHONPATH=f"{tmp_path / 'site'}{os.pathsep}{ROOT}") as person:
        person.wait_for("(? helps): ")
        if b"\x1b[?2004h" not in person.seen:
            pytest.skip("this line editor does not tell what is pasted")
        person.send("11\n")
        person.answer("(an empty line ends it): ", "\x1b[200~One.\n\nTwo.\n\x1b[201~\n")
        person.wait_for("… ")
        person.wait_until_it_waits()
        person.send("\n")
        person.wait_for("The rationale is saved.")
        person.answer("Source (Enter for none): ", "\x1b[200~1\n2\n\x1b[201~\n")
        person.wait_for("Several lines came at once")
    assert rationale_of(path, "1.1") == "One.\n\nTwo."


def test_an_editor_gets_the_terminal(tmp_path: Path) -> None:
    path = make_project(tmp_path)
    script = tmp_path / "editor.py"
    script.write_text(
        "import sys\nline = input('Editing: ')\nopen(sys.argv[1], 'r+').write(line + '\\n# -')\n", "utf-8"
    )
    with terminal(tmp_path, EDITOR=f"{sys.executable} {script}") as person:
        person.answer("(? helps): ", "11\n")
        person.answer("(an empty line ends it): ", "e\n")
        person.answer("Editing: ", "From the editor.\n")
        person.wait_for("The rationale is saved.")
    assert str(rationale_of(path, "1.1")).startswith("From the editor.")


# Killed -----------------------------------------------------------------------------------------

SCRIPT = """4.2|Mean of|seven stations.||2|table 3||As of June.|act|||||
g 1.1|7|k||4||No power.||b|1|k|n|Law of 2021|law||example.org|2021-02|s. 1|the words|||
2|Some||u|m|c|m|r|More.||||b|u|||g 2.1|pass||1|||||2"""
ANSWERS = [answer for line in SCRIPT.splitlines() for answer in line.split("|")]
RUNS = rounds(10, 100)


MARK = "reviews/springfield/2021-03-11/anna.yaml"


def states(begun: bytes, of: Assessment | None = None) -> tuple[list[bytes], Framework]:
    """Return what the file must hold after each answer, the first before any."""
    framework = Framework.model_validate(parse_document(to_yaml(FRAMEWORK).encode()).data)
    session = begin_session(framework, begun, of=of)
    found = [session.raw]
    for answer in ANSWERS:
        session = advance(session, answer).session
        found.append(session.raw)
    return found, framework


@dataclass
class Run:
    """A run of `rate` that answers are fed to one by one, each after its prompt."""

    process: "subprocess.Popen[bytes]"
    seen: bytes = b""
    prompts: int = 0

    def wait_for_prompt(self) -> None:
        """Read until the process waits for an answer."""
        while not self._is_waiting():
            assert self._read(), self.seen.decode()
        self._count()

    def drain(self) -> None:
        """Read what a process that has ended still said."""
        while self._read():
            pass
        if self._is_waiting():
            self._count()

    def _is_waiting(self) -> bool:
        return self.seen.endswith((b": ", "… ".encode()))

    def _count(self) -> None:
        self.prompts += 1
        self.seen = b""

    def _read(self) -> bool:
        assert self.process.stderr is not None
        handle = self.process.stderr.fileno()
        if not select.select([handle], [], [], PATIENCE)[0]:
            return False
        piece = os.read(handle, 65536)
        self.seen += piece
        return bool(piece)


def kill_one(folder: Path, seed: int, *options: str) -> tuple[int, bytes]:
    """Start `rate`, kill it at some moment, and return how many prompts it showed and what the file holds."""
    chance = random.Random(seed)
    path = make_project(folder)
    path = folder / MARK if options else path
    streams = {"stdin": PIPE, "stderr": PIPE, "stdout": DEVNULL}
    env = {**CLEAN, "PYTHONIOENCODING": "utf-8"}
    with running("rate", "springfield", *options, cwd=folder, env=env, **streams) as process:
        run = Run(process)
        assert process.stdin is not None
        for answer in ANSWERS[: seed * (len(ANSWERS) + 1) // RUNS]:
            run.wait_for_prompt()
            process.stdin.write(f"{answer}\n".encode())
            process.stdin.flush()
        time.sleep(chance.choice((0, chance.uniform(0, 0.004), chance.uniform(0, 0.02))))
        process.kill()
        process.wait()
        run.drain()
    return run.prompts, path.read_bytes() if path.exists() else b""


def test_killed_at_any_moment_it_loses_no_answer_and_breaks_no_file(tmp_path: Path) -> None:
    expected, framework = states(TEXT.encode())
    assert len(set(expected)) > 20
    mendable = {"SC301", "SC408"}
    with ThreadPoolExecutor(max(2, os.cpu_count() or 1)) as pool:
        found = list(pool.map(lambda seed: kill_one(tmp_path / str(seed), seed), range(RUNS)))
    lengths = set()
    for seed, (prompts, raw) in enumerate(found):
        answered = max(0, prompts - 1)
        assert raw in (expected[answered], expected[min(answered + 1, len(ANSWERS))]), (seed, prompts)
        assert raw.startswith(b"# Ours\r\n")
        assert raw.endswith(b"# Last\r\n")
        assert raw.count(b"\n") == raw.count(b"\r\n")
        loaded = Project(tmp_path / str(seed)).load(lone(raw), ASSESSMENT)
        assert {each.code.number for each in loaded.diagnostics if each.is_error} <= mendable
        assert begin_session(framework, raw).step in (Step.LEVEL, Step.END)
        lengths.add(prompts)
    assert len(lengths) >= min(RUNS, len(ANSWERS)) // 2


def test_a_mark_that_is_killed_loses_no_answer_and_leaves_the_assessment_alone(tmp_path: Path) -> None:
    made = make_project(tmp_path / "0")
    of = Assessment.model_validate(parse_document(made.read_bytes()).data)
    assert running_once(tmp_path / "0") == 0
    expected, _ = states((tmp_path / "0" / MARK).read_bytes(), of)
    assert len(set(expected)) > 20
    with ThreadPoolExecutor(max(2, os.cpu_count() or 1)) as pool:
        killed = lambda seed: kill_one(tmp_path / f"k{seed}", seed, "--as", "anna")  # noqa: E731
        found = list(pool.map(killed, range(RUNS)))
    for seed, (prompts, raw) in enumerate(found):
        answered = max(0, prompts - 1)
        assert raw in (expected[answered], expected[min(answered + 1, len(ANSWERS))], *[b""][prompts:]), seed
        assert (tmp_path / f"k{seed}" / FILE).read_bytes() == TEXT.encode()
        loaded = Project(tmp_path / f"k{seed}").load(lone(raw or expected[0], MARK), MARK_KIND)
        assert {each.code.number for each in loaded.diagnostics if each.is_error} <= {
            "SC301",
            "SC408",
            "SC601",
        }


def running_once(folder: Path) -> int:
    """Begin a mark and leave at once."""
    with running("rate", "springfield", "--as", "anna", cwd=folder, stdin=DEVNULL, stderr=DEVNULL) as process:
        return process.wait(PATIENCE)
