"""Policy-indicator scorecards kept as YAML in git: checked, scored exactly, compared honestly.

`scorecard.open` gives a project, whose methods return what the commands show. docs/python.md says what of it
is promised. Nothing is imported before it is asked for: a command starts here too.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from os import PathLike

    from scorecard.errors import NotFoundError, UsageError
    from scorecard.errors import ScorecardError as Error
    from scorecard.publishing.python import OpenedProject as Project
    from scorecard.publishing.python import RefusedError

__version__ = "0.1.0"
__all__ = ["Error", "NotFoundError", "Project", "RefusedError", "UsageError", "__version__", "open"]
_HOMES = {
    "Error": ("errors", "ScorecardError"),
    "NotFoundError": ("errors", "NotFoundError"),
    "UsageError": ("errors", "UsageError"),
    "RefusedError": ("publishing.python", "RefusedError"),
    "Project": ("publishing.python", "OpenedProject"),
}


def open(path: "str | PathLike[str]" = ".", *, skips_refused: bool = False) -> "Project":
    """Open the project of a folder: the nearest upwards that holds `frameworks/` or `assessments/`.

    A file that has errors stops what needs it with `RefusedError`, unless the project `skips_refused` files.
    Raises NotFoundError where there is no project.
    """
    from scorecard.publishing.python import OpenedProject

    return OpenedProject(path, skips_refused=skips_refused)


if not TYPE_CHECKING:  # else every name would be one

    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name not in _HOMES:
            raise AttributeError(f"scorecard has no {name}")
        module, own = _HOMES[name]
        return getattr(import_module(f"scorecard.{module}"), own)
