"""Texts to begin with, which come with the program; among them a new framework, and its next version.

In such a text stand marks like `@ID@`; a mark that is a whole line is one with its line end.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import scorecard
from scorecard.diagnostics import Route
from scorecard.editing.yaml_patch import patch
from scorecard.editing.yaml_style import write_mapping
from scorecard.model.kinds import kind_of
from scorecard.model.lexical import FrameworkRef
from scorecard.reading.document import Document
from scorecard.reading.plain_data import Data

_MARK = "\ufeff"
_PLACE = re.compile(r"(?m)^@([A-Z]+)@\n|@([A-Z]+)@")
_MODELINE = re.compile(r"(?m)^[ \t]*#[ \t]*yaml-language-server:[^\r\n]*(?:\r\n|\r|\n)?")
_LEADING_NOTES = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))*")
_OF_ONE_STEP = ("replaces", "comparable")
_ORDER = ("kind", "id", "version", "replaces")
_MOST_DIGITS = 9


def fill_scaffold(name: str, **texts: str) -> str:
    """Return a text that comes with the program, with what it is to say in place of each mark."""
    template = (Path(scorecard.__file__).parent / "scaffold" / name).read_text(encoding="utf-8")
    return _PLACE.sub(lambda mark: texts[mark[1] or mark[2]], template)


def draft_framework(ref: FrameworkRef, title: str) -> str:
    """Return the text of a new framework."""
    head = write_mapping({"kind": "framework", "id": ref.id, "version": ref.version, "title": title})
    after = next_version(ref.version)
    return fill_scaffold("framework.yaml", ID=ref.id, VERSION=ref.version, NEXT=after, HEAD=head)


def next_version(version: str) -> str:
    """Return the version that usually follows: the first part raised, the others zero."""
    first, *others = version.split(".")
    if len(first) > _MOST_DIGITS:
        return f"{version}.1"
    return ".".join([str(int(first) + 1), *("0" for _ in others)])


def draft_version(document: Document, before: FrameworkRef, version: str) -> str:
    """Return a framework's next version: the text of the one before, but nothing of its own step."""
    is_next = isinstance(document.data, dict) and "replaces" in document.data
    removed: dict[Route, Data] = {("replaces",): None} if is_next else {}
    for route, thing in _things(document.data, ()):
        removed |= {(*route, key): None for key in _OF_ONE_STEP if key in thing}
    added: dict[Route, Data] = {("version",): version, ("replaces",): str(before)}
    after = patch(patch(document, removed), added, order=lambda _route: _ORDER)
    return after.mark + after.text


def _things(holder: Data, route: Route) -> Iterator[tuple[Route, dict[str, Data]]]:
    """Yield every dimension and indicator below with its route; one item may stand for a list."""
    for key in ("indicators", "dimensions"):
        below = holder.get(key) if isinstance(holder, dict) else None
        items: list[tuple[Route, Data]] = [((*route, key), below)]
        if isinstance(below, list):
            items = [((*route, key, index), item) for index, item in enumerate(below)]
        for place, item in items:
            if isinstance(item, dict):
                yield place, item
                yield from _things(item if key == "dimensions" else None, place)


def with_schema(text: str, schema: str | None) -> str:
    """Return a text whose top tells editors its schema, a path as seen from the file; None takes that out."""
    begin = _MARK if text.startswith(_MARK) else ""
    text = text[len(begin) :]
    notes = _LEADING_NOTES.match(text)
    found = _MODELINE.search(text, 0, notes.end() if notes else 0)
    if found:
        text = text[: found.start()] + text[found.end() :]
    if schema is None:
        return begin + text
    newline = re.search(r"\r\n|\r|\n", text)
    return f"{begin}# yaml-language-server: $schema={schema}{newline.group() if newline else chr(10)}{text}"


def schema_from(path: str, schema: str | None = None) -> str:
    """Return the path of a schema, by default of the file's kind, as seen from a file of one project."""
    return "../" * path.count("/") + (schema or kind_of(path).schema)
