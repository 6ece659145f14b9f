"""JSON Schema for editors, made from the models: whatever the reader accepts, it accepts.

It looks at what an editor's YAML makes of a file, not at the text: unquoted text may have become a number or
a boolean there, and quoted text still has white space at its ends. A list of one may be written as its item,
a key may have no value unless it is needed, and keys that begin with `x-` are the user's own. Two things the
reader alone accepts: white space at the ends of a quoted key, and the unquoted words Null and NULL for a text
that is needed, which an editor takes for no value.
"""

import ast
import inspect
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

from scorecard import __version__
from scorecard.model.framework import Status
from scorecard.model.keys import models_in
from scorecard.model.lexical import OWN_KEY, Model
from scorecard.model.verdict_rules import VerdictRule

Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
"""The draft that editors understand best."""

MADE_BY = f"scorecard {'.'.join(__version__.split('.')[:2])}"
"""What a schema says made it. Within a version of two parts the format, and so a schema, stays as it is."""

_LIKE_A_NUMBER = ("1", "2021")
_LIKE_A_BOOLEAN = ("true",)
_BOUNDS = ("minLength", "minimum", "exclusiveMinimum", "maximum", "multipleOf")
_OWN_KEYS: Schema = {f"^{OWN_KEY}": True}
_NOT_GIVEN: Schema = {"type": "null"}


def model_schema(model: type[Model], *, title: str) -> Schema:
    """Return the JSON Schema of a model's files."""
    raw = model.model_json_schema(ref_template="#/definitions/{model}")
    for each in models_in(model):
        _document(raw if each is model else raw["$defs"][each.__name__], each)
    words = {f"#/definitions/{name}": each for name, each in raw.get("$defs", {}).items() if "enum" in each}
    raw = _inlined(raw, words)
    defined = sorted(raw.get("$defs", {}).items())
    definitions = {name: _value(each) for name, each in defined if "enum" not in each}
    return {"$schema": DRAFT, "$comment": MADE_BY, "title": title, **_value(raw), "definitions": definitions}


# From the models' source ------------------------------------------------------------------------


def _document(schema: Schema, model: Any) -> None:
    """Give a model its sentence, each field the one below it and its default."""
    schema["description"] = inspect.getdoc(model)  # some releases of pydantic leave out a dataclass's
    docs = field_docs(model)
    held = {each.name: each for each in fields(model)} if is_dataclass(model) else model.model_fields
    for name, field in held.items():
        schema["properties"][getattr(field, "alias", None) or name] |= {
            "description": docs[name],
            "default": _default(field.default),
        }


@cache
def field_docs(model: type) -> dict[str, str]:
    """Return the sentence below each field of a model, read from its source; pydantic would on each start."""
    (definition,) = ast.parse(inspect.getsource(model)).body
    assert isinstance(definition, ast.ClassDef), "a model is a class"
    docs = {}
    for field, below in pairwise(definition.body):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(sentence))):
                docs[name] = sentence
    return docs


def _default(value: object) -> str | int | None:
    """Return a default as a person would write it; None where there is nothing to write."""
    match value:
        case "" | Status.UNJUDGED:
            return None
        case bool() | str():
            return value
        case Decimal() if value == int(value):
            return int(value)
        case VerdictRule(kind=kind):
            return kind
    return None


# What pydantic says, as an editor meets it -----------------------------------------------------------


def _inlined(raw: Any, words: Mapping[str, Schema]) -> Any:
    """Put closed lists of words in the places that refer to them."""
    if isinstance(raw, list):
        return [_inlined(each, words) for each in raw]
    if not isinstance(raw, dict):
        return raw
    result = {key: _inlined(value, words) for key, value in raw.items()}
    return {**words[result["$ref"]], **result} if result.get("$ref") in words else result


def _value(raw: Schema) -> Schema:
    match raw:
        case {"enum": words}:
            return _words(words)
        case {"const": word}:
            return _words([word])
        case {"$ref": definition}:
            return {"$ref": definition}
        case {"type": "array", "items": items}:
            item = _value(items)
            return _any_of([{"type": "array", "items": item, **_least(raw, "minItems")}, item])
        case {"type": "object", "properties": _}:
            return _object(raw)
        case {"anyOf": choices} | {"oneOf": choices}:
            return _any_of(_value(each) for each in choices if each != _NOT_GIVEN)
        case {"type": "object"}:
            return {"type": "object", **_entries(raw), **_least(raw, "minProperties")}
        case {"type": "string"}:
            return _text(raw)
    raise AssertionError("the models hold nothing else")


def _object(raw: Schema) -> Schema:
    required = raw.get("required", [])
    properties = {}
    for name, value in raw["properties"].items():
        notes = {key: value[key] for key in ("description", "default") if value.get(key) is not None}
        schema = _value(value) if name in required else _or_nothing(_value(value))
        # What stands beside a reference is not read.
        properties[name] = {**notes, **({"allOf": [schema]} if "$ref" in schema else schema)}
    return {
        **{key: raw[key] for key in ("description",) if key in raw},
        "type": "object",
        "properties": properties,
        "patternProperties": _OWN_KEYS,
        "additionalProperties": False,
        **{key: raw[key] for key in ("required", "oneOf") if key in raw},
    }


def _entries(raw: Schema) -> Schema:
    """Return what a mapping says of its entries: their keys are ids, or words of a closed list."""
    match raw:
        case {"patternProperties": entries}:
            patterns = {_padded(pattern): _or_nothing(_value(entry)) for pattern, entry in entries.items()}
            return {"patternProperties": patterns, "additionalProperties": False}
        case {"propertyNames": {"enum": words}, "additionalProperties": entry}:
            properties = {word: _or_nothing(_value(entry)) for word in words}
            return {"properties": properties, "patternProperties": _OWN_KEYS, "additionalProperties": False}
    raise AssertionError("a mapping's keys have a form")


def _least(raw: Schema, keyword: str) -> Schema:
    """Return how many entries there must be, for which pydantic has several words."""
    least = raw.get("minLength", raw.get(keyword))
    return {} if least is None else {keyword: least}


def _words(words: list[str]) -> Schema:
    return _any_of([{"enum": words}, {"type": "string", "pattern": _padded(f"^({'|'.join(words)})$")}])


def _text(raw: Schema) -> Schema:
    """Return the schema of a text, which is of every type that an editor may take it for."""
    pattern = raw.get("pattern")
    types = ["string"]
    for type, texts in (("number", _LIKE_A_NUMBER), ("boolean", _LIKE_A_BOOLEAN)):
        if pattern is None or any(re.search(pattern, text) for text in texts):
            types.append(type)
    bounds = {key: raw[key] for key in _BOUNDS if key in raw}
    return {"type": types, **({"pattern": _padded(pattern)} if pattern else {}), **bounds}


def _padded(pattern: str) -> str:
    """Return a pattern of a whole text that lets white space stand around it."""
    assert pattern.startswith("^") and pattern.endswith("$"), "it is the pattern of a whole text"
    return rf"^\s*{pattern[1:-1]}\s*$"


def _or_nothing(schema: Schema) -> Schema:
    match schema:
        case {"type": list(types)}:
            return {**schema, "type": [*types, "null"]}
    return _any_of([schema, _NOT_GIVEN])


def _any_of(choices: Iterable[Schema]) -> Schema:
    flat: list[Schema] = []
    for choice in choices:
        flat += [each for each in choice.get("anyOf", [choice]) if each not in flat]
    return flat[0] if len(flat) == 1 else {"anyOf": flat}
