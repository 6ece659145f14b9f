"""What is told of each key of the format: its label, how much is written under it, its column, its example.

A model says it beside the field's type. Whatever shows, writes, reads or asks for what files hold reads it
from there, so that a new key is written down once.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from pydantic import BaseModel


class Extent(StrEnum):
    """How much is written under a key: a word of a list, a line, or prose."""

    WORD = "word"
    LINE = "line"
    PROSE = "prose"


WORD, LINE, PROSE = Extent


class Key(NamedTuple):
    """What is told of a key; the model gives its `name`, which is its label where none is given.

    It has an `extent` where its text is told as it stands. One that is not `is_shown` is for those alone who
    open the file. `width` is that of its column in a workbook, in characters, and `help` says there what
    belongs into it. `example` is its value in the example of a new file, `question` what `rate` asks.
    """

    extent: Extent | None = None
    label: str = ""
    is_shown: bool = True
    width: int = 0
    help: str = ""
    example: str = ""
    question: str = ""
    name: str = ""


def keys_of(model: type, *extents: Extent) -> tuple[Key, ...]:
    """Return a model's keys in their usual order; of some extents those whose texts readers are shown."""
    return _known.get((model, extents)) or _known.setdefault((model, extents), _find_keys(model, extents))


_known: dict[tuple[type, tuple[Extent, ...]], tuple[Key, ...]] = {}


def _find_keys(model: type, extents: tuple[Extent, ...]) -> tuple[Key, ...]:
    if extents:
        return tuple(key for key in keys_of(model) if key.extent in extents and key.is_shown)
    return tuple(
        key._replace(name=name, label=key.label or name.replace("_", " ").capitalize())
        for name, notes in _notes(model)
        for key in (next((note for note in notes if isinstance(note, Key)), Key()),)
    )


def _notes(model: type) -> Iterator[tuple[str, Any]]:
    """Yield the name of each field with what stands beside its type."""
    if issubclass(model, BaseModel):
        yield from ((name, field.metadata) for name, field in model.model_fields.items())
    elif is_dataclass(model):
        yield from ((field.name, getattr(field.type, "__metadata__", ())) for field in fields(model))


def texts_of(content: Any, *extents: Extent) -> Iterator[tuple[Key, str]]:
    """Yield the texts of some extents that readers are shown, each with its key; none that are empty."""
    for key in keys_of(type(content), *extents):
        text = getattr(content, key.name)
        if isinstance(text, str) and text:
            yield key, text
