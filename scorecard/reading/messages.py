"""What is said of a file that cannot be read, or has another shape; the words stand in `messages.yaml`."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from scorecard.diagnostics import Finding, Part, Route, Span

MOST_QUOTED = 60
_BEGINNING = Span()


def short(text: str) -> str:
    """Return a text as a message names it: a long one only by its beginning."""
    return text if len(text) <= MOST_QUOTED else f"{text[: MOST_QUOTED - 1]}…"


def refuse(
    mistake: str, place: Span | Route = _BEGINNING, part: Part = Part.VALUE, /, **words: object
) -> Finding:
    """Return what is said of a mistake at a place, by default the beginning of the file."""
    said = _mistakes()[mistake]
    message, name = said["message"].format(**words), said.get("code", "yaml-syntax")
    route, span = ((), place) if isinstance(place, Span) else (place, None)
    return Finding(message, help_for(mistake, **words), name, route, part, span)


def help_for(mistake: str, **words: object) -> str:
    """Return what to do about a mistake."""
    mistakes = _mistakes()
    return mistakes[mistake]["help"].format(block=mistakes["block"]["help"], **words)


def find_parser_mistake(problem: str) -> str:
    """Return which mistake a problem of the parser is, in its own words."""
    known = ((name, said["parser"]) for name, said in _mistakes().items() if "parser" in said)
    return next((name for name, begin in known if problem.startswith(begin)), "unknown")


@cache
def read_texts(beside: str, name: str) -> dict[str, Any]:
    """Return what a file of texts says that stands beside a module."""
    text = Path(beside).with_name(name).read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    texts: dict[str, Any] = yaml.load(text, loader)  # noqa: S506 - a safe one
    return texts


def _mistakes() -> dict[str, dict[str, str]]:
    return read_texts(__file__, "messages.yaml")
