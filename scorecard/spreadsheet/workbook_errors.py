"""Foreign formats: what other programs write, read with distrust."""


class WorkbookError(Exception):
    """A file was opened and refused as a workbook. Carries what it is, and a hint of what to do."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
