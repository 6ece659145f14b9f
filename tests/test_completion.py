"""What a shell offers at Tab: as bash asks for it, in a shell of its own, and as others do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import write_assessment, write_framework, write_text
from tests.commands import CLEAN, PATIENCE, ROOT
from tests.test_integrations import posix


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write_framework(tmp_path)
    write_assessment(tmp_path)
    write_assessment(tmp_path, date="2022-05-01")
    write_assessment(tmp_path, "shelbyville")
    return tmp_path


def install(folder: Path) -> dict[str, str]:
    """Put the program there as a command, and return an environment that finds it."""
    bin = folder / "bin"
    bin.mkdir(exist_ok=True)
    start = "import sys; sys.argv[0] = 'NAME'; from scorecard.cli.main import main; main()"
    for name in ("scorecard", "policy-scorecard"):
        code = start.replace("NAME", name)
        text = f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -c "{code}" "$@"\n'
        write_text(bin / name, text).chmod(0o755)
    return {**CLEAN, "PATH": f"{bin}{os.pathsep}{os.environ['PATH']}"}


def offered(folder: Path, *lines: str) -> list[list[str]]:
    """Return what bash offers at the end of each line; words are parted where bash parts them."""
    script = 'eval "$(_SCORECARD_COMPLETE=source_bash scorecard)"\n'
    for line in lines:
        words = line.replace("@", " @ ").replace("=", " = ").split(" ")
        if words[-2:] in (["@", ""], ["=", ""]):
            words.pop()
        listed = " ".join(f"'{word}'" for word in words if word or word is words[-1])
        script += f"COMP_WORDS=({listed}); COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 )); COMPREPLY=()\n"
        script += '_scorecard_completion scorecard; echo "${COMPREPLY[*]}"\n'
    done = subprocess.run(
        ["bash", "--norc", "-c", script],
        cwd=folder,
        env=install(folder),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.stderr == ""
    return [line.split() for line in done.stdout.splitlines()]


@posix
def test_bash_is_offered_what_can_follow(project: Path) -> None:
    asked = {
        "scorecard assess sp": ["springfield"],
        "scorecard assess springfield@": ["@2021-03-11", "@2022-05-01"],
        "scorecard assess springfield@2022": ["@2022-05-01"],
        "scorecard show ci": ["city-air", "city-air@2.0"],
        "scorecard schema assessment --framework city-air@": ["@2.0"],
        "scorecard schema assessment --framework=city-air@2": ["@2.0"],
        "scorecard schema as": ["assessment"],
        "scorecard schema output/as": ["output/assess"],
        "scorecard diff s": ["shelbyville", "springfield"],
        "scorecard assess --dimension 1": ["1", "1.1", "1.2"],
        "scorecard whatif springfield --set 1.": ["1.1=", "1.2="],
        "scorecard whatif springfield@2022-05-01 --set 1.2=p": ["pass", "partial"],
        "scorecard explain SC51": ["SC510", "SC511", "SC512", "SC513", "SC514"],
        "scorecard validate --ignore SC404,SC50": [f"SC404,SC50{number}" for number in range(1, 10)],
        "scorecard show nothing-like-it": [],
    }
    assert offered(project, *asked) == list(asked.values())


@posix
@pytest.mark.parametrize(("name", "setting"), [("scorecard", "-s"), ("policy-scorecard", "-u")])
def test_the_line_in_a_terminal_is_completed(project: Path, name: str, setting: str) -> None:
    """Bash reads lines itself here: `hostcomplete` says whether an @ parts words."""
    import pty

    ours, theirs = pty.openpty()
    shell = subprocess.Popen(
        ["bash", "--norc", "--noprofile", "-i"],
        cwd=project,
        env={**install(project), "TERM": "dumb", "PS1": "", "INPUTRC": "/dev/null"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    variable = f"_{name}_COMPLETE".upper().replace("-", "_")
    lines = {
        "springfield@2022\t": "springfield@2022-05-01",
        "springfield@20\t2\t": "springfield@2022-05-01",
        "--framework=city-air@\t": "--framework=city-air@2.0",
        "springf\t": "springfield",
    }
    typed = [f'eval "$({variable}=source_bash {name})"; shopt {setting} hostcomplete\n']
    typed += [f"{name} assess {line}\x01echo \x05 >> lines\n" for line in lines]
    os.write(ours, "".join([*typed, "exit\n"]).encode())
    try:
        shell.wait(PATIENCE)
    finally:
        shell.kill()
        os.close(ours)
    done = (project / "lines").read_text(encoding="utf-8").splitlines()
    assert done == [f"{name} assess {line}" for line in lines.values()]


@posix
def test_a_project_that_is_broken_is_no_obstacle(project: Path) -> None:
    hostile = "$(touch pwned)"
    (project / "frameworks/binary.yaml").write_bytes(b"\xff\x00dimensions:\n - {id: {")
    (project / f"assessments/{hostile}").mkdir()
    (project / "assessments/springfield/`touch pwned`.yaml").touch()
    (project / "frameworks/folder.yaml").mkdir()
    os.mkfifo(project / "frameworks/pipe.yaml")
    lines = ("scorecard assess ", "scorecard assess springfield@", "scorecard assess --dimension 2.")
    assert offered(project, *lines) == [
        ["shelbyville", "springfield"],
        ["@2021-03-11", "@2022-05-01"],
        ["2.1"],
    ]
    assert not (project / "pwned").exists()
    (project / "assessments").rename(project / "elsewhere")
    (project / "assessments").symlink_to("assessments")
    assert offered(project, "scorecard assess s", "scorecard assess springfield@") == [[], []]


@pytest.mark.parametrize(
    ("shell", "env"),
    [("zsh", {}), ("fish", {"_TYPER_COMPLETE_FISH_ACTION": "get-args"})],
)
def test_other_shells_are_offered_the_same_and_nothing_heavy_is_imported(
    project: Path, shell: str, env: dict[str, str]
) -> None:
    code = (
        "import sys\nfrom scorecard.cli.main import main\ntry:\n    main()\nfinally:\n"
        "    assert not {'pydantic', 'yaml', 'rich.console'} & set(sys.modules)"
    )
    asked = {
        "_SCORECARD_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": "scorecard assess springfield@",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project,
        env={**CLEAN, **asked, **env},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.stderr == ""
    assert "springfield@2021-03-11" in done.stdout
    assert "springfield@2022-05-01" in done.stdout
    assert "shelbyville" not in done.stdout


def test_the_shell_s_part_can_be_shown_and_installed() -> None:
    from tests.commands import run

    outcome = run("--help")
    assert "--install-completion" in outcome.out
    assert "--show-completion" in outcome.out
