"""The schemas of outputs, applied strictly: a key that is described nowhere is a mistake."""

import json
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from scorecard.project.library import shipped_tree
from scorecard.views.outputs import OUTPUTS_PAGE, Outputs, Schema


@cache
def outputs() -> Outputs:
    return Outputs(shipped_tree().read(OUTPUTS_PAGE).decode("utf-8"))


def closed(schema: Any) -> Any:
    """Return a schema by which an object has no other keys than those described."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    more: Schema = {"additionalProperties": False} if isinstance(schema.get("required"), list) else {}
    return {**{key: closed(value) for key, value in schema.items()}, **more}


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(
        closed(outputs().schema(name)), format_checker=Draft202012Validator.FORMAT_CHECKER
    )


def mistakes_in(text: str) -> list[str]:
    """Return where a document that says what it is is not what its schema says; nothing of other texts."""
    if not text.lstrip("{ \n").startswith('"schema"'):
        return []
    content = json.loads(text)
    name, shape = content["schema"].split("/")[1], content["schema"]
    if outputs().shapes.get(name) != shape:
        return [f"{shape} is described nowhere"]
    return [f"{each.json_path}: {each.message}" for each in validator(name).iter_errors(content)]
