"""Options that name codes of diagnostics."""

from scorecard.diagnostics import Code
from scorecard.errors import UsageError
from scorecard.rules.catalogue import find_codes, suggest_code


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
        found = find_codes(word)
        if not found:
            raise UsageError(f"{option}: {word} is no code", hint=suggest_code(word))
        chosen.update(found)
    return frozenset(chosen)
