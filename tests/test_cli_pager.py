"""Long output at a real terminal goes through a pager, and nothing that a pager does is an error."""

import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.builders import write_text
from tests.test_cli_rate_terminal import make_project, terminal

PAGED = "paged: "


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A project whose framework takes more lines to show than a terminal of 40 has; and three pagers."""
    make_project(tmp_path)
    write_text(tmp_path / "mark", f"#!/bin/sh\nexec sed 's/^/{PAGED}/'\n").chmod(0o755)
    write_text(tmp_path / "fail", "#!/bin/sh\nexit 1\n").chmod(0o755)
    write_text(tmp_path / "leave", "#!/bin/sh\nhead -n 1\nexit 0\n").chmod(0o755)
    return tmp_path


def shown(city: Path, *words: str, code: int = 0, **env: str) -> str:
    """Return what a command leaves on a terminal."""
    with terminal(city, *(words or SHOW), **env) as found:
        assert found.leave() == code
        return found.seen.decode()


SHOW = ("show", "online-safety-six-tests")


def test_long_output_goes_through_the_pager(city: Path) -> None:
    out = shown(city, PAGER=str(city / "mark"))
    assert out.startswith(PAGED)
    assert "Statutory child advocate" in out
    less = shown(city, PAGER=str(city / "less"), LESS="x")
    assert PAGED not in less, "a pager that is not there is none"


def test_short_output_does_not(city: Path) -> None:
    assert PAGED not in shown(city, "list", PAGER=str(city / "mark"))


@pytest.mark.parametrize(
    ("words", "env"),
    [
        ((*SHOW, "--no-pager"), {}),
        (SHOW, {"CI": ""}),
        (SHOW, {"TERM": "dumb"}),
        (SHOW, {"PAGER": ""}),
        (SHOW, {"PAGER": "no-such-pager"}),
        ((*SHOW, "--format", "json"), {}),
        (("validate",), {}),
    ],
)
def test_there_is_no_pager_where_none_is_wanted(
    city: Path, words: tuple[str, ...], env: dict[str, str]
) -> None:
    given = {"PAGER": str(city / "mark"), **env}
    term = given.pop("TERM", "xterm")
    with terminal(city, *words, term=term, **given) as found:
        found.leave()
        assert PAGED.encode() not in found.seen
        assert found.seen


def test_a_project_can_do_without(city: Path) -> None:
    write_text(city / "scorecard.toml", "[output]\npager = false\n")
    assert PAGED not in shown(city, PAGER=str(city / "mark"))
    write_text(city / "scorecard.toml", "[output]\npager = 1\n")
    out = shown(city, PAGER=str(city / "mark"), code=1)
    assert "Error: scorecard.toml:2:1: pager in [output] is a number, not true or false" in out


def test_less_leaves_what_it_showed_on_the_screen(city: Path) -> None:
    with terminal(city, *SHOW) as found:
        found.wait_for("\x1b[K")
        found.send("q")
        assert found.leave() == 0
        assert b"Six tests for online safety law" in found.seen
        assert b"\x1b[?1049h" not in found.seen, "LESS=FRX: no other screen"


def test_a_pager_that_fails_shows_nothing_and_everything_is_shown_without_it(city: Path) -> None:
    out = shown(city, PAGER=str(city / "fail"))
    assert "Statutory child advocate" in out


def test_a_pager_that_is_left_early_is_no_error(city: Path) -> None:
    out = shown(city, PAGER=str(city / "leave"))
    assert "Error" not in out
    assert "Statutory child advocate" not in out


def test_an_interruption_is_the_pagers(city: Path) -> None:
    with terminal(city, *SHOW) as found:
        found.wait_for("\x1b[K")
        found.send("\x03")
        for _ in range(100):  # less forgets what is typed while it is being interrupted
            if found.process.poll() is not None:
                break
            with suppress(OSError):
                found.send("q")
            time.sleep(0.1)
        assert found.leave() == 0
        assert b"interrupted" not in found.seen
        assert b"Traceback" not in found.seen
