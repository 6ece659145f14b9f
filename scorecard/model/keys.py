"""What is told of each key of the format: its label, how much is written under it, its column, its example.

A model says it beside the field's type. Whatever shows, writes, reads or asks for what files hold reads it
from there, so that a new key is written down once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from enum import StrEnum
from functools import cache
from keyword import iskeyword
from typing import Any, NamedTuple, TypeVar, get_args

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
    return _keys_of(model, extents)


@cache
def _keys_of(model: type, extents: tuple[Extent, ...]) -> tuple[Key, ...]:
    if extents:
        return tuple(key for key in keys_of(model) if key.extent in extents and key.is_shown)
    notes = dict(find_notes(model, Key))
    found = ((name, notes.get(name, Key())) for name in find_fields(model))
    return tuple(
        key._replace(name=name, label=key.label or name.replace("_", " ").capitalize()) for name, key in found
    )


def names_of(model: type) -> tuple[str, ...]:
    """Return the names of a model's keys in their usual order."""
    return tuple(key.name for key in keys_of(model))


def example_of(model: type) -> dict[str, str]:
    """Return an example of what a model holds, by key."""
    return {key.name: key.example for key in keys_of(model) if key.example}


Note = TypeVar("Note")


def find_notes(model: type, kind: type[Note]) -> Iterator[tuple[str, Note]]:
    """Yield what of a kind stands beside the types of a model's fields, or beside the types in these."""
    for name, held in find_fields(model).items():
        waiting = [
            held,
            *(model.model_fields[field_name(name)].metadata if issubclass(model, BaseModel) else ()),
        ]
        while waiting:
            each = waiting.pop()
            if isinstance(each, kind):
                yield name, each
            waiting += get_args(each)


def texts_of(content: Any, *extents: Extent) -> Iterator[tuple[Key, str]]:
    """Yield the texts of some extents that readers are shown, each with its key; none that are empty."""
    for key in keys_of(type(content), *extents):
        text = getattr(content, field_name(key.name))
        if isinstance(text, str) and text:
            yield key, text


# What a type has --------------------------------------------------------------------------------


def field_name(key: str) -> str:
    """Return what the field of a key is called: a line below ends one that is a word of Python's."""
    return f"{key}_" if iskeyword(key) else key


def find_fields(annotation: Any) -> Mapping[str, Any]:
    """Return the fields of the mapping that a value may be, with their types; none where it may be none."""
    if not _is_model(annotation):
        return next(filter(None, map(find_fields, get_args(annotation))), {})
    if issubclass(annotation, BaseModel):
        return {field.alias or name: field.annotation for name, field in annotation.model_fields.items()}
    return {field.name: field.type for field in fields(annotation)}


def find_keys(annotation: Any) -> frozenset[str]:
    """Return every key that a value may have, and those of what it holds, at any depth."""
    return frozenset(key for model in models_in(annotation) for key in find_fields(model))


def find_list_keys(annotation: Any) -> frozenset[str]:
    """Return those keys, at any depth, that hold lists of mappings."""
    return frozenset(
        key
        for model in models_in(annotation)
        for key, held in find_fields(model).items()
        if find_fields(held) and "tuple[" in str(held) and "Mapping[" not in str(held)
    )


def models_in(held: Any) -> tuple[type, ...]:
    """Return the models that a value of some type may be or hold, at any depth, each once."""
    found: dict[type, None] = {}
    waiting = [held]
    while waiting:
        each = waiting.pop(0)
        if not _is_model(each):
            waiting += get_args(each)
        elif each not in found:
            found[each] = None
            waiting += find_fields(each).values()
    return tuple(found)


def _is_model(held: Any) -> bool:
    return isinstance(held, type) and (issubclass(held, BaseModel) or hasattr(held, "__pydantic_config__"))
