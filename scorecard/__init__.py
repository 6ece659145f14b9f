"""Policy-indicator scorecards kept as YAML in git: checked, scored exactly, compared honestly.

`scorecard.open` gives a project, whose methods return what the commands show. docs/python.md says what of it
is promised. Nothing heavy is imported before it is called.
"""

from importlib import import_module
from os import PathLike
from typing import TYPE_CHECKING, Any

from scorecard.errors import NotFoundError, UsageError
from scorecard.errors import ScorecardError as Error

if TYPE_CHECKING:
    from scorecard.publishing.python import OpenedProject as Project
    from scorecard.publishing.python import RefusedError

__version__ = "0.1.0"
__all__ = ["Error", "NotFoundError", "Project", "RefusedError", "UsageError", "__version__", "open"]
_LATER = {"Project": "OpenedProject", "RefusedError": "RefusedError"}


def open(path: str | PathLike[str] = ".", *, skips_refused: bool = False) -> "Project":
    """Open the project of a folder: the nearest upwards that holds `frameworks/` or `assessments/`.

    A file that has errors stops what needs it with `RefusedError`, unless the project `skips_refused` files.
    Raises NotFoundError where there is no project.
    """
    from scorecard.publishing.python import OpenedProject

    return OpenedProject(path, skips_refused=skips_refused)


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(import_module("scorecard.publishing.python"), _LATER[name])
    raise AttributeError(f"scorecard has no {name}")
