"""JSON Schema of ratings under one framework: its ids and levels, what it asks, and what to write instead.

An editor that runs the YAML language server reads `errorMessage`, `enumDescriptions` and `doNotSuggest`.
"""

import hashlib
import json
import math
import re
from collections.abc import Mapping
from contextlib import suppress

from scorecard.model.assessment import DIMENSION_KEYS
from scorecard.model.framework import Asked, Dimension, Framework, Indicator, asked_of, asked_words
from scorecard.model.json_schema import MADE_BY, Schema, model_schema
from scorecard.model.kinds import Kind
from scorecard.model.lexical import Model, listing, typed_number

_NULL: Schema = {"type": "null"}
_NOT_RATED = {"not-rated": "Not rated yet; a rationale may say why."}
_NOT_APPLICABLE = {"not-applicable": "Does not apply here; the rationale says why."}
_NEEDS_RATIONALE: Schema = {
    "if": {"properties": {"level": {"enum": list(_NOT_APPLICABLE)}}, "required": ["level"]},
    "then": {
        "properties": {"rationale": {"not": {"enum": [None, ""]}}},
        "required": ["rationale"],
        "errorMessage": "not-applicable needs a rationale",
    },
}
_TYPED = re.compile(r"[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|0x[0-9a-fA-F]+|0o[0-7]+")


def schema_of(kind: Kind[Model], framework: Framework | None = None) -> Schema:
    """Return the JSON Schema of a kind of file; of one that holds ratings, for those under a framework."""
    if framework is None:
        return model_schema(kind.model, title=kind.title)
    schema = model_schema(kind.model, title=f"{kind.title} under {framework.ref}")
    schema["$comment"] = stamp_of(framework)
    rating = schema["definitions"].pop("Rating")
    made = {each.id: _entry(rating, framework, each) for each in asked_of(framework.dimensions)}
    schema["definitions"] |= {name: definition for name, definition, _ in made.values() if name}
    properties, version = schema["properties"], re.sub(r"(\.0)+$", "", framework.version)
    properties["framework"] |= {
        "pattern": rf"^\s*{_pattern(f'{framework.id}@{version}')}(\.0)*\s*$",
        "examples": [framework.ref],
        "errorMessage": f"the schema that this file names is for {framework.ref}",
    }
    properties["ratings"] = {
        "description": properties["ratings"]["description"],
        "type": ["object", "null"],
        "properties": {id: entry for id, (_, _, entry) in made.items()},
        "additionalProperties": False,
        "errorMessage": f"write ids of {framework.ref} here, each with what is rated or said",
    }
    return schema


def stamp_of(framework: Framework) -> str:
    """Return what a schema under a framework says of itself, another where what it says may be another."""
    read = {"id", "version", "scales", "dimensions", "not_applicable"}
    said = json.dumps(framework.model_dump(include=read, warnings=False), default=str)
    return f"{MADE_BY} sha256:{hashlib.sha256(said.encode()).hexdigest()}"


def rated_schema_path(framework: Framework) -> str:
    """Return where a project keeps the schema of assessments under a framework."""
    return f"schemas/{framework.ref}.schema.json"


def _entry(rating: Schema, framework: Framework, asked: Asked) -> tuple[str, Schema, Schema]:
    """Return the name and the schema of what may be said of something, and that of its key."""
    if not asked.counted:
        words = f"{asked.id} is not asked in {framework.ref} and cannot be rated"
        return "", {}, _not_here(words)
    if isinstance(asked, Dimension):
        name, definition = "said-of-a-dimension", _said_of_dimension(rating)
    elif asked.measure is not None:
        name, definition = f"measured-{asked.id}", _measured(rating, framework, asked)
    else:
        scale = framework.scale_name(asked)
        name = f"rated-{scale}" if framework.may_be_set_aside(asked) else f"always-rated-{scale}"
        definition = _judged(rating, framework, asked)
    reference = {"$ref": f"#/definitions/{name}"}
    return name, definition, {"description": _description(asked), "anyOf": [reference, _NULL]}


def _description(asked: Asked) -> str:
    """Say what is asked, of whom, and how to judge it."""
    texts: list[str | None] = [asked.title]
    if isinstance(asked, Indicator):
        texts += [asked.requirement, asked.guidance, asked.unit and f"Measured in {asked.unit}."]
    else:
        texts.append(asked.description)
    texts.append(f"Asked of {asked_words(asked)} alone." if asked.applies_to else None)
    return "\n\n".join(filter(None, texts))


def _said_of_dimension(rating: Schema) -> Schema:
    words = f"a dimension's result is computed: only {listing(sorted(DIMENSION_KEYS))} can be said of it"
    others = {key: _not_here(words) for key in rating["properties"] if key not in DIMENSION_KEYS}
    return {**_mapping(rating, others), "errorMessage": words}


def _judged(rating: Schema, framework: Framework, indicator: Indicator) -> Schema:
    scale = framework.scale_of(indicator)
    levels = {each.id: f"{each.label or each.id}: {typed_number(each.value)}" for each in scale} | _NOT_RATED
    words = {**levels, **(_NOT_APPLICABLE if framework.may_be_set_aside(indicator) else {})}
    keys = {
        "level": [*_words(words), _NULL],
        "measured": _not_here("this is judged, not measured: write `level`"),
    }
    described = {"description": rating["properties"]["level"]["description"], "anyOf": keys["level"]}
    return {"anyOf": [*_words(levels), _mapping(rating, {**keys, "level": described})]}


def _measured(rating: Schema, framework: Framework, indicator: Indicator) -> Schema:
    words = {**_NOT_RATED, **(_NOT_APPLICABLE if framework.may_be_set_aside(indicator) else {})}
    number = {
        **rating["properties"]["measured"],
        "description": f"The measurement, in {indicator.unit}.",
        "errorMessage": f"write the measurement in {indicator.unit}, a number",
    }
    level = {
        "description": "Only where there is no measurement: not-rated, or not-applicable.",
        "anyOf": [*_words(words, " here: what is measured has its number after `measured`"), _NULL],
    }
    alone = {"if": {"properties": {"measured": _NULL}}, "else": {"properties": {"level": _NULL}}}
    mapping = _mapping(rating, {"level": level, "measured": number})
    mapping["allOf"] = [*mapping["allOf"], alone]
    return {"anyOf": [{**number, "type": ["number", "string"]}, *_words(_NOT_RATED), mapping]}


def _mapping(rating: Schema, changed: Schema) -> Schema:
    """Return a rating's schema with some of its keys otherwise."""
    return {**rating, "properties": {**rating["properties"], **changed}, "allOf": [_NEEDS_RATIONALE]}


def _not_here(words: str) -> Schema:
    return {"type": ["null", "array"], "maxItems": 0, "doNotSuggest": True, "errorMessage": words}


def _words(words: Mapping[str, str], more: str = "") -> list[Schema]:
    """Return what takes one of some words, which an editor may have taken for something else than a text."""
    message = f"write one of {listing(list(words))}{more}"
    return [
        {
            "enum": [_typed(each) for each in words],
            "enumDescriptions": list(words.values()),
            "errorMessage": message,
        },
        {
            "type": "string",
            "pattern": rf"^\s*({'|'.join(map(_pattern, words))})\s*$",
            "errorMessage": message,
        },
    ]


def _pattern(id: str) -> str:
    return id.replace(".", r"\.")


def _typed(word: str) -> str | int | float | bool:
    """Return what an editor takes an id for that stands without quotation marks."""
    if word in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return word.lower() == "true"
    if _TYPED.fullmatch(word):
        with suppress(ValueError):
            return int(word, 0) if word[:2] in ("0x", "0o") else int(word)
        number = float(word)
        return number if math.isfinite(number) else word
    return word
