"""Plain data to a model, and what does not fit, said in our words."""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from scorecard.diagnostics import MOST_FINDINGS, Finding, Part, Route
from scorecard.document import Document
from scorecard.plain_data import Data
from scorecard.source import (
    FILE_ID_PATTERN,
    LANGUAGE_PATTERN,
    NAME_ID_PATTERN,
    OWN_KEY,
    VERSION_PATTERN,
    FormError,
    Model,
    closest,
    shown,
)

ModelT = TypeVar("ModelT", bound=Model)

_TAGS = frozenset({"[key]", "[mapping]", "[text]", "[nothing]"})
_PATTERNS: Mapping[str, tuple[str, str, str]] = {
    FILE_ID_PATTERN: (
        "bad-id",
        "is not an id that can be a file name",
        "use lower-case letters a-z, digits, point, hyphen and underscore; begin with a letter or digit",
    ),
    NAME_ID_PATTERN: (
        "bad-id",
        "is not an id",
        "use letters a-z and A-Z, digits, point, hyphen and underscore; begin with a letter or digit",
    ),
    VERSION_PATTERN: (
        "bad-version",
        "is not a version",
        "write whole numbers without leading zeros, joined by points, such as 2 or 1.10",
    ),
    LANGUAGE_PATTERN: ("bad-language", "is not a language tag", "write a BCP 47 tag such as en or pt-BR"),
}
_PLACES = {
    "framework": ("a framework", "frameworks stand in frameworks/<id>.yaml, and `scorecard show` shows them"),
    "assessment": (
        "an assessment",
        "assessments stand in assessments/<subject>/<date>.yaml, and `scorecard assess` scores them",
    ),
}
_TYPE_HELP = {
    "string_type": "write the text on one line, or after | on the next lines",
    "tuple_type": "write each item on a line of its own, after a dash",
}
_UNKNOWN_KEY = frozenset({"extra_forbidden", "unexpected_keyword_argument"})
_NO_MAPPING = frozenset({"model_type", "dataclass_type"})
_CURLY = re.compile("[“”„‘’‚«»]")
_WANTED = {
    "string_type": "a text",
    "model_type": "a mapping (`key: value` lines)",
    "dataclass_type": "a mapping (`key: value` lines)",
    "mapping_type": "a mapping (`key: value` lines)",
    "dict_type": "a mapping (`key: value` lines)",
    "tuple_type": "a list",
}


def read_shape(document: Document, model: type[ModelT]) -> tuple[ModelT | None, list[Finding]]:
    """Return the model that a document holds, or what is wrong with its shape.

    Keys without a value count as not given, and keys that begin with `x-` are the user's own: both are
    taken out and the rest is tried again, but only where they stood in the way; a good file is read once.
    Of a file of another kind nothing else is said.
    """
    data = document.data
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        details = _details(error)
    unknown = {_route(item["loc"], data) for item in details if item["type"] in _UNKNOWN_KEY}
    labels = {_route(item["loc"], data) for item in details if _is_closed_key(item)}
    own = {route for route in unknown | labels if str(route[-1]).startswith(OWN_KEY)}
    in_the_way = {_route(item["loc"], data) for item in details} - unknown
    not_given = {route for route in document.nulls if route and isinstance(route[-1], str)} & in_the_way
    if left_out := own | not_given:
        data = _without(data, left_out)
        try:
            return model.model_validate(data), []
        except ValidationError as error:
            details = _details(error)
    other_kind = [item for item in details if item["loc"] == ("kind",) and item["type"] == "literal_error"]
    return None, [_finding(item, data, model, not_given) for item in (other_kind or details)[:MOST_FINDINGS]]


def _is_closed_key(item: ErrorDetails) -> bool:
    """Whether an error is about a key of a mapping whose keys are a closed list of words."""
    return item["type"] == "enum" and item["loc"][-1:] == ("[key]",)


def _details(error: ValidationError) -> list[ErrorDetails]:
    return error.errors(include_url=False, include_input=False)


def _without(data: Data, routes: set[Route], at: Route = ()) -> Data:
    if isinstance(data, dict):
        return {
            key: _without(value, routes, (*at, key))
            for key, value in data.items()
            if (*at, key) not in routes
        }
    if isinstance(data, list):
        return [_without(value, routes, (*at, index)) for index, value in enumerate(data)]
    return data


def _route(loc: Route, data: Data) -> Route:
    """Turn pydantic's location into a route.

    Left out are the tags that it adds, and the index 0 of a single item that stands for a list.
    """
    route: Route = ()
    for step in loc:
        if isinstance(data, dict) and step in data:
            data = data[str(step)]
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        elif step in _TAGS or step == 0:
            continue
        route = (*route, step)
    return route


def _value_at(data: Data, route: Route) -> Data:
    for step in route:
        if isinstance(data, dict):
            data = data.get(str(step))
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
    return data


# One error, one finding -------------------------------------------------------------------------


def _finding(error: ErrorDetails, data: Data, model: type[Model], not_given: set[Route]) -> Finding:
    route = _route(error["loc"], data)
    kind = error["type"]
    context = error.get("ctx", {})
    is_key = error["loc"][-1:] == ("[key]",)
    value = route[-1] if is_key and route else _value_at(data, route)
    part = Part.KEY if is_key else Part.VALUE
    if kind == "missing":
        return _missing(route, is_empty=route in not_given)
    if kind in _UNKNOWN_KEY:
        return _unknown_key(route, _keys_at(model, error["loc"][:-1]))
    if route == ("kind",) and isinstance(value, str) and value in _PLACES:
        return Finding(
            name="value-not-allowed",
            message=f"this file says that it is {_PLACES[value][0]}, which is not wanted here",
            help=f"{_PLACES[value][1]}; if it is the other kind, mend this line",
            route=route,
        )
    if kind in ("enum", "literal_error"):
        allowed = re.findall("'([^']*)'", str(context.get("expected", "")))
        name, message, help = (
            "value-not-allowed",
            f"{shown(value)} is not allowed here",
            _choose(value, allowed),
        )
    elif kind == "string_pattern_mismatch":
        name, message, help = _PATTERNS[context["pattern"]]
        message = f"{shown(value)} {message}"
        if _CURLY.search(str(value)):
            help = 'typographic quotation marks are part of the text: write straight ones " or none'
    elif kind == "value_error" and isinstance(context.get("error"), FormError):
        form: FormError = context["error"]
        name, message, help = form.name, form.message, form.help
        route, part = (*route, *form.below), form.part
    elif kind == "string_too_short":
        name, message, help = "empty-text", "this text is empty", "write the text, or take the key out"
    elif kind == "too_short":
        name, message, help = "empty-list", "nothing is listed here", "list at least one"
    else:
        wanted = _WANTED.get(kind, "something else")
        name, message = "wrong-type", f"{wanted} is wanted here, not {_kind_of(value)}"
        help = _TYPE_HELP.get(kind) or _keys_help(model, error["loc"], is_of_ids=kind not in _NO_MAPPING)
    return Finding(name=name, message=message, help=help, route=route, part=part)


def _missing(route: Route, *, is_empty: bool) -> Finding:
    key = str(route[-1])
    if is_empty:
        return Finding(
            name="missing-key",
            message=f"`{key}` has no value",
            help=f"write its value after `{key}:`",
            route=route,
            part=Part.KEY,
        )
    return Finding(
        name="missing-key",
        message=f"`{key}` is missing here",
        help=f"add a line `{key}: …`",
        route=route[:-1],
    )


def _unknown_key(route: Route, allowed: list[str]) -> Finding:
    key = str(route[-1])
    help = f"{_choose(key, allowed)} A key of your own begins with {OWN_KEY}."
    if len(route) == 1 and "ratings" in allowed and key[:1].isdigit():
        help = "if this is an indicator, its rating belongs under `ratings:`; indent it by two spaces more"
    return Finding(
        name="unknown-key", message=f"unknown key {shown(key)}", help=help, route=route, part=Part.KEY
    )


def _keys_help(model: type[Model], loc: Route, *, is_of_ids: bool) -> str:
    if is_of_ids:
        return "write one `id: …` a line below it, indented"
    return f"write its keys below it, one a line: {', '.join(_keys_at(model, loc))}"


def _choose(value: object, allowed: list[str]) -> str:
    close = closest(value, allowed) if isinstance(value, str) else None
    if close:
        return f"did you mean `{close}`?"
    return f"write one of: {', '.join(allowed)}." if len(allowed) > 1 else f"write {''.join(allowed)}."


def _kind_of(value: object) -> str:
    return "a text" if isinstance(value, str) else shown(value)


def _keys_at(model: type[Model], loc: Route) -> list[str]:
    """Return the keys that the mapping at a location may have."""
    known = _fields_in(model)
    for step in loc:
        if isinstance(step, str) and step in known:
            known = _fields_in(known[step]) or known
    return list(known)


def _fields_in(annotation: Any) -> Mapping[str, Any]:
    """Return the fields of the mapping that a value may be, with their types; none where it may be none."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return {name: field.annotation for name, field in annotation.model_fields.items()}
    if isinstance(annotation, type) and is_dataclass(annotation):
        return {field.name: field.type for field in fields(annotation)}
    return next(filter(None, map(_fields_in, get_args(annotation))), {})
