"""Options that name codes of diagnostics."""

from collections.abc import Sequence

from scorecard.cli.option_values import split_words
from scorecard.diagnostics import Code
from scorecard.errors import UsageError
from scorecard.rules.catalogue import find_codes, suggest_code


def parse_codes(texts: Sequence[str] | None, option: str) -> frozenset[Code]:
    """Read codes, names of codes or beginnings of codes, joined by commas, from a repeated option too."""
    chosen: set[Code] = set()
    for word in split_words(texts, option, "write a code such as SC312, or a beginning such as SC3"):
        found = find_codes(word)
        if not found:
            raise UsageError(f"{option}: {word} is no code", hint=suggest_code(word))
        chosen.update(found)
    return frozenset(chosen)
