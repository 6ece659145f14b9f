"""Throw-away environments: the checkout as users install it, and each peer by itself."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A program that can be timed: how it is started, and its version.

    `words` are None where it could not be installed; `reason` then says why.
    """

    name: str
    version: str = ""
    words: tuple[str | Path, ...] | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """The environment with the checkout in it, and the versions of all that is installed there."""

    python: Path
    versions: dict[str, str]

    @property
    def scorecard(self) -> tuple[str | Path, ...]:
        """What starts `scorecard`: the script that pip made, by the interpreter itself."""
        return (self.python, self.python.parent / "scorecard")


@dataclass(frozen=True, slots=True)
class _Package:
    """A peer on an index, and the program that it brings."""

    package: str
    program: str


_PYTHON_PEERS = (
    _Package("check-jsonschema", "check-jsonschema"),
    _Package("yamllint", "yamllint"),
    _Package("yamale", "yamale"),
    _Package("datacontract-cli", "datacontract"),
    _Package("compliance-trestle", "trestle"),
)
_NODE_PEER = _Package("ajv-cli", "ajv")


def make_ours(folder: Path) -> Ours:
    """Install the checkout, built and compiled, into a new environment."""
    shutil.rmtree(folder, ignore_errors=True)
    python = _make_environment(folder)
    _do([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", f"{ROOT}[spreadsheets]"])
    _compile(python)
    versions = _versions(python)
    where = _do([python, "-P", "-c", "import scorecard; print(scorecard.__file__)"], cwd=folder)
    assert not Path(where.strip()).is_relative_to(ROOT / "scorecard"), "the installed package is to be timed"
    return Ours(python=python, versions=versions)


def make_peers(folder: Path) -> dict[str, Program]:
    """Install each peer into an environment of its own, unless it is there from before."""
    peers = [_make_python_peer(folder / each.package, each) for each in _PYTHON_PEERS]
    peers.append(_make_node_peer(folder / _NODE_PEER.package, _NODE_PEER))
    return {peer.name: peer for peer in peers}


def _make_python_peer(folder: Path, peer: _Package) -> Program:
    python = folder / "bin/python"
    try:
        if not (folder / "bin" / peer.program).exists():
            _make_environment(folder)
            _do([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", peer.package])
            _compile(python)
        version = _versions(python)[peer.package]
    except (OSError, KeyError, subprocess.CalledProcessError) as error:
        return Program(name=peer.package, reason=_reason(error))
    return Program(name=peer.package, version=version, words=(python, folder / "bin" / peer.program))


def _make_node_peer(folder: Path, peer: _Package) -> Program:
    node, package = shutil.which("node"), folder / "node_modules" / peer.package
    if node is None or shutil.which("npm") is None:
        return Program(name=peer.package, reason="node or npm is not installed")
    try:
        if not package.exists():
            _do(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, peer.package])
        about = json.loads((package / "package.json").read_text(encoding="utf-8"))
    except (OSError, subprocess.CalledProcessError) as error:
        return Program(name=peer.package, reason=_reason(error))
    script = (package / about["bin"][peer.program]).resolve()
    return Program(name=peer.package, version=about["version"], words=(Path(node), script))


def _make_environment(folder: Path) -> Path:
    _do([sys.executable, "-m", "venv", "--clear", folder])
    return folder / "bin/python"


def _compile(python: Path) -> None:
    """Compile everything installed, so that no run does it; some packages hold files that do not compile."""
    where = _do([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]).strip()
    subprocess.run([python, "-m", "compileall", "-q", where], capture_output=True, check=False)


def _versions(python: Path) -> dict[str, str]:
    listed = _do([python, "-m", "pip", "list", "--format", "json", "--disable-pip-version-check"])
    return {each["name"].lower(): each["version"] for each in json.loads(listed)}


def _do(words: Sequence[str | Path], cwd: Path | None = None) -> str:
    done = subprocess.run([str(word) for word in words], cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, str(words[-1]), done.stdout, done.stderr)
    return done.stdout


def _reason(error: Exception) -> str:
    """Return the last line of what a failed installation said."""
    said = getattr(error, "stderr", None) or str(error)
    return f"could not be installed: {said.strip().splitlines()[-1][:200]}"
