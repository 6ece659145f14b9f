"""What stops a run. Bad files are not errors but diagnostics; these are raised, and caught once."""


class ScorecardError(Exception):
    """Stops the run with a message, a hint of what to do, and an exit code."""

    exit_code = 3

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(ScorecardError):
    """The command line is wrong."""

    exit_code = 2


class NotFoundError(ScorecardError):
    """Something that was named cannot be found or opened."""
