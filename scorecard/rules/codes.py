"""Codes that are made without a rule, each with its manual page."""

from inspect import cleandoc

from scorecard.diagnostics import Code, Severity


def error(number: str, name: str, manual: str) -> Code:
    """Return the code of an error."""
    return Code(number=number, name=name, severity=Severity.ERROR, manual=cleandoc(manual))


def warning(number: str, name: str, manual: str) -> Code:
    """Return the code of a warning."""
    return Code(number=number, name=name, severity=Severity.WARNING, manual=cleandoc(manual))
