"""Values of options, read as strictly as files are."""

from collections.abc import Sequence

from scorecard.diagnostics import Code
from scorecard.errors import UsageError
from scorecard.framework import Status
from scorecard.rules.catalogue import CATALOGUE
from scorecard.source import suggest

UNDETERMINED = Status.UNDETERMINED


def parse_codes(text: str | None, option: str) -> frozenset[Code]:
    """Read codes, names of codes or beginnings of codes, joined by commas."""
    if text is None:
        return frozenset()
    words = [word.strip() for word in text.split(",") if word.strip()]
    if not words:
        raise UsageError(
            f"{option} names nothing", hint="write a code such as SC312, or a beginning such as SC3"
        )
    chosen: set[Code] = set()
    for word in words:
        found = {code for code in CATALOGUE.values() if code.is_meant_by(word)}
        if not found:
            names = [*CATALOGUE, *(code.name for code in CATALOGUE.values())]
            raise UsageError(f"{option}: {word} is no code", hint=suggest(word, names))
        chosen |= found
    return frozenset(chosen)


def parse_statuses(
    texts: Sequence[str] | None, option: str, *, besides: Status | None = None
) -> frozenset[Status]:
    """Read statuses joined by commas, from an option that may be repeated; all `besides` one are allowed."""
    if texts is None:
        return frozenset()
    words = [word.strip() for text in texts for word in text.split(",") if word.strip()]
    allowed = [status.value for status in Status if status is not besides]
    if not words:
        raise UsageError(f"{option} names nothing", hint=f"write one or more of {', '.join(allowed)}")
    for word in words:
        if word not in allowed:
            raise UsageError(f"{option}: {word} is not one of its words", hint=suggest(word, allowed))
    return frozenset(map(Status, words))
