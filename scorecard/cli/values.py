"""Values of options, read as strictly as files are."""

from scorecard.errors import UsageError
from scorecard.framework import Status
from scorecard.source import suggest


def parse_statuses(text: str | None, option: str) -> frozenset[Status]:
    """Read statuses joined by commas."""
    words = [word.strip() for word in (text or "").split(",") if word.strip()]
    allowed = [status.value for status in Status]
    for word in words:
        if word not in allowed:
            raise UsageError(f"{option}: {word} is not a status", hint=suggest(word, allowed))
    return frozenset(map(Status, words))
