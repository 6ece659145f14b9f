"""The terminal side of questions: lines in, reports out, an editor for long texts. All of it is talk.

Lines only: nothing moves the cursor or draws anew, so it works in a dumb terminal and can be read aloud.
"""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from scorecard.cli.output import say, say_reports
from scorecard.cli.streams import fitting, is_ascii, terminal_of
from scorecard.directions import all_isolated, by_characters
from scorecard.files.system import use_line_editing
from scorecard.harmless import harmless, one_line, visible
from scorecard.render.ascii import spelled
from scorecard.render.text import wrap
from scorecard.views.report import Report

SCISSORS = "# ------------------------ >8 ------------------------"
_ROOM = 40
"""How many columns an answer has beside its prompt, or else a line of its own."""


class Asker:
    """Asks on the terminal, or reads answers from a pipe and writes them after their questions."""

    def __init__(self) -> None:
        reconfigure = getattr(sys.stdin, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="surrogateescape")
        self._has_shown = False
        self.is_terminal = sys.stdin.isatty() and sys.stdout.isatty()
        if self.is_terminal:
            use_line_editing()

    def show(self, report: Report) -> None:
        """Show a report, with an empty line before it unless it is the first."""
        if self._has_shown:
            say("")
        self._has_shown = True
        say_reports([report])

    def say(self, *lines: str) -> None:
        """Say something, each text on lines of its own."""
        width = terminal_of(sys.stderr).width
        for text in lines:
            for line in visible(_spelled(text)).split("\n"):
                say(*wrap(line, width))

    def ask(self, prompt: str) -> str | None:
        """Return the line that is typed, without its end; None where there is none any more."""
        safe = all_isolated(one_line(_spelled(prompt)))
        shown = f"{harmless(by_characters(safe, is_ascii=is_ascii(sys.stderr)))} "
        if self.is_terminal:
            return self._ask_terminal(shown)
        try:
            sys.stderr.write(fitting(shown, sys.stderr))
            sys.stderr.flush()
            line = sys.stdin.readline()
        except OSError:
            return None
        typed = _as_utf8(line.rstrip("\n"), sys.stdin.encoding) if line else ""
        if not sys.stdin.isatty() or not line:
            self.say(typed)
        return typed if line else None

    def _ask_terminal(self, prompt: str) -> str | None:
        """Ask on the line of the prompt, or below it where little room would be left for the answer."""
        if len(prompt) + _ROOM > terminal_of(sys.stdout).width:
            self.say(prompt.rstrip())
            prompt = "> "
        try:
            return _as_utf8(input(fitting(prompt, sys.stdout)), sys.stdin.encoding)
        except EOFError:
            self.say("")
            return None


def _as_utf8(text: str, encoding: str) -> str:
    """Return a line as UTF-8 where its stream's own encoding has no such letters; else as it came."""
    if text.isascii():
        return text
    try:
        return text.encode(encoding, "surrogateescape").decode("utf-8") if max(text) >= "\udc80" else text
    except UnicodeError:
        return text


def _spelled(text: str) -> str:
    return spelled(text) if is_ascii(sys.stderr) else text


# The editor -------------------------------------------------------------------------------------


def edit_text(text: str, explanation: str) -> tuple[str, str | None] | tuple[None, str]:
    """Return a text as an editor leaves it, or None; and what there is to say of it."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or _usual_editor()
    try:
        words = shlex.split(command, posix=os.name != "nt")
    except ValueError as error:
        return None, f"The command in VISUAL or EDITOR cannot be read: {error}."
    if not words:
        example = "set EDITOR=notepad" if os.name == "nt" else "export EDITOR=nano"
        return None, f"No editor is chosen. Before you start this program, type for example:  {example}"
    return _edit(words, text, explanation)


def _usual_editor() -> str:
    """Return an editor that is there where none is chosen, as git does; none without a terminal for it."""
    names = ("notepad",) if os.name == "nt" else ("nano", "vi")
    found = next((name for name in names if shutil.which(name)), "")
    return found if sys.stdin.isatty() else ""


def _edit(words: list[str], text: str, explanation: str) -> tuple[str, str | None] | tuple[None, str]:
    """Run an editor on a file of its own, which is kept where what is in it could be lost."""
    scissors = SCISSORS
    while scissors in text:
        scissors = f"# {scissors}"
    below = "".join(f"# {line}\n" for line in explanation.split("\n"))
    begin = f"{text}\n\n{scissors}\n{below}"
    try:
        with tempfile.NamedTemporaryFile(prefix="scorecard-", suffix=".md", delete=False) as stream:
            stream.write(begin.encode("utf-8"))
    except OSError as error:
        return None, f"No file can be written for the editor: {error.strerror or error}."
    name, path = stream.name, Path(stream.name)
    problem = _run_editor(words, name)
    try:
        content = path.read_bytes()
        edited = content.decode("utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError):
        return None, f"What the editor left cannot be read as UTF-8 text; it stays in {name}."
    if problem and edited != begin:
        return None, f"{problem} What was written stays in {name}."
    with suppress(OSError):
        path.unlink()
    if problem:
        return None, problem
    return _above(scissors, edited, below), None


def _run_editor(words: list[str], name: str) -> str | None:
    """Run an editor and return what went wrong; Ctrl-C in it is its own."""
    stdin = None if sys.stdin.isatty() else subprocess.DEVNULL
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        code = subprocess.run([*words, name], stdin=stdin, check=False).returncode  # noqa: S603 - the user's own
    except OSError as error:
        return f"{words[0]} cannot be started: {error.strerror}."
    finally:
        signal.signal(signal.SIGINT, before)
    return f"{words[0]} ended with an error ({code}); nothing was taken." if code else None


def _above(scissors: str, text: str, below: str) -> str:
    """Return what stands above the scissors line, or where that was deleted, all but the explanation."""
    above, found, _ = text.partition(scissors)
    if found:
        return above.strip()
    explained = set(below.splitlines())
    return "\n".join(line for line in text.split("\n") if line not in explained).strip()
