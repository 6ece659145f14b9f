"""Schemas of the JSON that programs get: `docs/outputs.md` describes it, and the models what files hold."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import NoneType
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin

from scorecard.comparing.assessments import ChangeKind
from scorecard.comparing.frameworks import ChangeClass
from scorecard.diagnostics import Severity
from scorecard.model.assessment import Assessment, DecisionOn
from scorecard.model.framework import Framework, State, Status
from scorecard.model.json_schema import Schema, field_docs
from scorecard.model.keys import field_name, find_fields, keys_of, models_in
from scorecard.model.lexical import FrameworkRef, PartialDate
from scorecard.model.verdict_rules import VerdictRule

OUTPUTS_PAGE = "docs/outputs.md"
"""The page that describes outputs, as it is shipped."""

TYPES: dict[str, Schema] = {
    "text": {"type": "string"},
    "boolean": {"type": "boolean"},
    "count": {"type": "integer", "minimum": 0},
    "number": {"type": "number"},
    "share": {"type": "number", "minimum": 0, "maximum": 1},
    "change": {"type": "number", "minimum": -1, "maximum": 1},
    "date": {"type": "string", "format": "date"},
    "ref": {"type": "string", "pattern": "@"},
    "status": {"enum": ["pass", "partial", "fail", "not-rated", "not-applicable"]},
    "verdict": {"enum": ["pass", "partial", "undetermined", "fail", "not-applicable"]},
    "rule": {
        "anyOf": [
            {"enum": ["all", "any", "none-fail", "never"]},
            {"type": "object", "patternProperties": {"^(at_least|share|score)$": {"type": "number"}}},
        ]
    },
}
"""What the page calls values that hold no further keys."""
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_CLASSES: dict[str, type] = {
    each.__name__: each
    for each in (*models_in(Framework | Assessment), ChangeClass, ChangeKind, DecisionOn, Severity, State)
}
_SIMPLE = {
    str: "text",
    bool: "boolean",
    Decimal: "number",
    date: "date",
    PartialDate: "text",
    FrameworkRef: "ref",
    VerdictRule: "rule?",  # none is told where nothing is judged
}
_SECTION = re.compile(r"^##+ `(?:scorecard/)?(\w+)(/[0-9]+)?`$", re.MULTILINE)
_ROW = re.compile(r"^\| (.*?) *\|(?: `(.+?)`)? *\| *(.*?) *\|$", re.MULTILINE)
_CODE = re.compile(r"`(\w+)`")
_REFERENCE = re.compile(r'"#/\$defs/(\w+)"')


class OutputField(NamedTuple):
    """A key of an object, and its schema with a sentence on it; whether it is `always` there."""

    name: str
    schema: Schema
    always: bool = True


class Outputs:
    """What the page describes: each object in a section; that of an output is called by its `schema`.

    A row of its table has a key (or several), its type and what it is, or names an object whose keys it has.
    `shapes` has the outputs by name.
    """

    def __init__(self, page: str) -> None:
        _, *parts = _SECTION.split(page)
        texts = (each.partition("\n#")[0] for each in parts[2::3])
        self._sections = dict(zip(parts[::3], texts, strict=True))
        found = zip(parts[::3], parts[1::3], strict=True)
        self.shapes = {name: f"scorecard/{name}{version}" for name, version in found if version}

    def schema(self, name: str) -> Schema:
        """Return the JSON Schema of an output: the keys that it has, and what is in them; others may come."""
        definitions: dict[str, Schema] = {}
        waiting = [name]
        for each in waiting:
            if each not in definitions:
                definitions[each] = self._definition(each)
                waiting += _REFERENCE.findall(json.dumps(definitions[each]))
        shape, about = self.shapes[name], self._sections[name].strip().partition("\n\n")[0]
        head = {"$schema": _DRAFT, "$id": f"urn:{shape.replace('/', ':')}", "title": shape}
        own = definitions.pop(name)
        return {**head, "description": " ".join(about.split()), **own, "$defs": definitions}

    def _definition(self, name: str) -> Schema:
        choice = re.search(r"^One of `(.+)`", self._sections.get(name, ""), re.MULTILINE)
        if choice:
            return _typed(choice[1])
        fields = list(self.fields(name))
        return {
            "type": "object",
            "properties": {each.name: each.schema for each in fields},
            "required": [each.name for each in fields if each.always],
        }

    def fields(self, name: str, chosen: Collection[str] = ()) -> Iterator[OutputField]:
        """Yield the keys of an object in their order, those of others in it too; of a model some, or all."""
        if name in _CLASSES:
            yield from _fields_of_model(_CLASSES[name], chosen)
            return
        if name in self.shapes:
            yield OutputField(
                "schema", {"const": self.shapes[name], "description": "The shape and its version."}
            )
        for keys, type, words in _ROW.findall(self._sections[name]):
            names, can_miss = _CODE.findall(keys), type.endswith("~")
            if " of " in keys:
                *some, whole = names
                for each in self.fields(whole, some):
                    schema = _or_null(each.schema) if type == "?" else each.schema
                    if not some or each.name in some:
                        yield OutputField(each.name, schema, each.always and not can_miss)
            elif names:
                schema = {**_typed(type.removesuffix("~")), "description": f"{words[0].upper()}{words[1:]}."}
                yield from (OutputField(each, schema, not can_miss) for each in names)


def _typed(type: str) -> Schema:
    """Return the schema of a type as the page writes it."""
    match type[-2:]:
        case "[]":
            return {"type": "array", "items": _typed(type[:-2])}
        case "{}":
            return {"type": "object", "additionalProperties": _typed(type[:-2])}
    if type[-1] == "?":
        return _or_null(_typed(type[:-1]))
    if type[0] == "=":
        return {"const": type[1:]}
    if "/" in type:
        return {"anyOf": [_typed(each) for each in type.split("/")]}
    if type in _CLASSES:
        return _held(_CLASSES[type])
    return TYPES.get(type, {"$ref": f"#/$defs/{type}"})


def _or_null(schema: Schema) -> Schema:
    match schema:
        case {"enum": words} if None not in words:
            return {**schema, "enum": [*words, None]}
        case {"type": str(one)}:
            return {**schema, "type": [one, "null"]}
        case {"$ref": reference, **others}:
            return {"anyOf": [{"$ref": reference}, {"type": "null"}], **others}
        case {"anyOf": choices} if {"type": "null"} not in choices:
            return {**schema, "anyOf": [*choices, {"type": "null"}]}
    return schema


# What files hold --------------------------------------------------------------------------------


def _fields_of_model(model: type, chosen: Collection[str]) -> Iterator[OutputField]:
    docs, held = field_docs(model), find_fields(model)
    for key in keys_of(model):
        if key.name in chosen or (key.is_shown and not chosen):
            sentence = docs[field_name(key.name)]
            yield OutputField(key.name, {**_held(held[key.name]), "description": sentence})


def _held(held: Any) -> Schema:
    """Return the schema of what `written_json` makes of a value of some type."""
    origin, inside = get_origin(held), get_args(held)
    if held in _SIMPLE:
        return _typed(_SIMPLE[held])
    if origin is Annotated:
        return _held(inside[0])
    if origin is tuple:
        return {"type": "array", "items": _held(inside[0])}
    if origin is Mapping:
        return {"type": "object", "additionalProperties": _held(inside[1])}
    if origin is Literal:
        words: Schema = {"enum": [str(each) for each in inside]}
        return _or_null(words) if isinstance(inside[0], Status) else words
    if inside:
        (schema,) = (_held(each) for each in inside if each not in (NoneType, Fraction))
        return _or_null(schema) if NoneType in inside else schema
    if issubclass(held, StrEnum):
        return {"enum": [str(each) for each in held]}
    return {"$ref": f"#/$defs/{held.__name__}"}
