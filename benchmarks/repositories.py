"""Projects in git, as people keep them."""

import shutil
import subprocess
from pathlib import Path

from benchmarks.timing import bare_environment

_GIT = ("git", "-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "commit.gpgsign=false")


def copy_committed(project: Path, folder: Path) -> Path:
    """Copy a project into a new git repository, in which everything is committed, and return its folder."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(project, folder)
    commit_all(folder)
    return folder


def commit_all(folder: Path) -> None:
    """Make a new git repository of a folder and commit everything in it."""
    for words in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", "Begin")):
        subprocess.run([*_GIT, *words], cwd=folder, env=bare_environment(), check=True)
