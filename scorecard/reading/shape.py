"""Plain data to a model, and what does not fit, said in our words."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from scorecard.diagnostics import MOST_REMARKS, Finding, Part, Route, left_out
from scorecard.model.assessment import INDENT_LIKE_A_RATING, Evidence, Rating
from scorecard.model.framework import Band, Dimension, Indicator, Level, Measure
from scorecard.model.keys import find_fields, find_keys
from scorecard.model.kinds import find_kind
from scorecard.model.lexical import (
    FILE_ID_PATTERN,
    GLUED_KEY,
    LANGUAGE_PATTERN,
    NAME_ID_PATTERN,
    OWN_KEY,
    VERSION_PATTERN,
    FormError,
    Model,
    closest,
    listing,
    shown,
)
from scorecard.model.source import Source
from scorecard.reading.document import Document
from scorecard.reading.messages import short
from scorecard.reading.plain_data import Data, margin_of, value_at

ModelT = TypeVar("ModelT", bound=Model)
Item = TypeVar("Item")

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
_TYPE_HELP = {
    "string_type": "write the text on one line, in quotes if it begins with a bracket or a hyphen, or write "
    "| after the colon and the text on the next lines",
    "tuple_type": "write each item on a line of its own, after a dash",
}
_NO_MAPPING = frozenset({"model_type", "dataclass_type"})
_MAPPING_HELP = {
    "ratings": 'write no dash and no `id:`, but each indicator\'s id as a key, as in `"1.1": pass`, or '
    '`"1.1":` and below it, further in, `level: …` and the rest',
    "sources": "write no dash, but a key of your choice for each source, such as `plan:`, and below it, "
    "further in, `title: …` and the rest",
    "scales": "write the name of each scale as a key, such as `rating:`, and its levels below it as a list",
}
_HOMES: Mapping[str, frozenset[str]] = {
    "a rating": frozenset(find_fields(Rating)),
    "a piece of evidence": frozenset(find_fields(Evidence)),
    "an indicator": frozenset(find_fields(Indicator)),
    "a dimension": frozenset(find_fields(Dimension)),
    "a measure": frozenset(find_fields(Measure)),
    "a band": frozenset(find_fields(Band)),
    "a level": frozenset(find_fields(Level)),
    "a source": frozenset(find_fields(Source)),
}
_HOME_OF_KEYS = {"ratings": "a rating", "sources": "a source"}
"""What stands, by ids, below the keys of which this can be."""
_CURLY = re.compile("[“”„‘’‚«»]")
_WANTED = {
    "string_type": "a text",
    "tuple_type": "a list",
    **dict.fromkeys([*_NO_MAPPING, "mapping_type", "dict_type"], "a mapping (`key: value` lines)"),
}


class _Mistake(NamedTuple):
    """An error of pydantic with the route of what it is about, and the value or key that stands there.

    Where a mapping was taken for the one item of a list, `lone` is its route and `lone_loc` its location.
    """

    type: str
    loc: Route
    context: Mapping[str, Any]
    route: Route
    value: Data
    is_key: bool
    lone: Route
    lone_loc: Route

    @property
    def is_unknown_key(self) -> bool:
        return self.type in ("extra_forbidden", "unexpected_keyword_argument")


def read_shape(document: Document, model: type[ModelT]) -> tuple[ModelT | None, list[Finding]]:
    """Return the model that a document holds, or what is wrong with its shape.

    Keys without a value count as not given, and keys that begin with `x-` are the user's own: both are
    taken out and the rest is tried again, but only where they stood in the way; a good file is read once.
    Of a file of another kind nothing else is said.
    """
    data = document.data
    content, mistakes = _validate(data, model)
    unknown = {each.route for each in mistakes if each.is_unknown_key}
    words = {each.route for each in mistakes if each.type == "enum" and each.is_key}
    own = {route for route in unknown | words if str(route[-1]).startswith(OWN_KEY)}
    in_the_way = {each.route for each in mistakes} - unknown
    not_given = {route for route in document.nulls if route and isinstance(route[-1], str)} & in_the_way
    if own or not_given:
        data = _without(data, own | not_given)
        content, mistakes = _validate(data, model)
    if not mistakes:
        return content, []
    other_kind = [each for each in mistakes if each.loc == ("kind",) and each.type == "literal_error"]
    if other_kind:
        return None, [_finding(each, model, not_given) for each in other_kind]
    misplaced = list(_find_misplaced(document, data, mistakes, model))
    routes = {each.route for each in misplaced}
    mistakes = [each for each in mistakes if not _stands_below(each.route, routes)]
    misplaced = _one_of_each(misplaced, lambda each: _by_id_key(each.route))
    meant = {(*route[:-1], near) for route, near in _slips_of_keys(mistakes, model)}
    meant |= {route[1:] for route in routes if len(route) == 2}
    mistakes = [each for each in mistakes if each.type != "missing" or each.route not in meant]
    mistakes = _one_of_each(mistakes, _mapping_or_place)
    findings = misplaced[:MOST_REMARKS]
    for each in mistakes[: MOST_REMARKS - len(findings)]:
        findings.append(_with_better_help(_finding(each, model, not_given), document, model))
    untold = len(misplaced) + len(mistakes) - len(findings)
    return None, [*findings, *([left_out(untold)] if untold else [])]


def read_what_is_known(document: Document | None, model: type[ModelT]) -> ModelT | None:
    """Return the model that a document holds apart from keys that are not known; None where it holds none."""
    data, nulls = (document.data, document.nulls) if document is not None else (None, ())
    content, mistakes = _validate(data, model)
    taken_out = {
        each.route for each in mistakes if each.is_unknown_key or (each.route and each.route in nulls)
    }
    return _validate(_without(data, taken_out), model)[0] if mistakes else content


def _validate(data: Data, model: type[ModelT]) -> tuple[ModelT | None, list[_Mistake]]:
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, [_mistake(each, data) for each in error.errors(include_url=False, include_input=False)]


def _mistake(error: ErrorDetails, data: Data) -> _Mistake:
    """Follow pydantic's location through the data.

    No part of the route are the tags that it adds, and the index 0 of a single item that stands for a list.
    """
    loc: Route = error["loc"]
    route: Route = ()
    lone: Route = ()
    lone_loc: Route = ()
    is_there = True
    for end, step in enumerate(loc, start=1):
        if isinstance(data, dict) and step in data:
            data = data[str(step)]
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        elif step in _TAGS or step == 0:
            if step == 0 and isinstance(data, dict) and not lone:
                lone, lone_loc = route, loc[:end]
            continue
        else:
            is_there = False
        route = (*route, step)
    is_key = loc[-1:] == ("[key]",)
    value = str(route[-1]) if is_key and route else data if is_there else None
    context = error.get("ctx", {})
    return _Mistake(error["type"], loc, context, route, value, is_key, lone, lone_loc)


def _one_of_each(items: list[Item], sort: Callable[[Item], object]) -> list[Item]:
    """Return the first item of each sort, in the order in which the last ones stand."""
    return list({sort(item): item for item in reversed(items)}.values())[::-1]


def _mapping_or_place(mistake: _Mistake) -> tuple[Route, str]:
    """Return what is one for all mistakes of which one is told: keys of the same other mapping."""
    route = mistake.route
    if mistake.is_unknown_key:
        home = next((home for home, keys in _HOMES.items() if route[-1] in keys), None)
        return (route[:-1], home) if home else (route, mistake.type)
    return route, mistake.type


def _slips_of_keys(mistakes: list[_Mistake], model: type[Model]) -> Iterator[tuple[Route, str]]:
    """Yield the routes of unknown keys, each with the missing one that it was meant for."""
    missing = {each.route for each in mistakes if each.type == "missing"}
    above = {route[:-1] for route in missing}
    for each in mistakes:
        if each.is_unknown_key and each.route[:-1] in above:
            near = closest(str(each.route[-1]), _keys_at(model, each.loc[:-1]))
            if near is not None and (*each.route[:-1], near) in missing:
                yield each.route, near


def _stands_below(route: Route, routes: set[Route]) -> bool:
    return any(route[:length] in routes for length in range(1, len(route) + 1))


def _find_misplaced(
    document: Document, data: Data, mistakes: list[_Mistake], model: type[Model]
) -> Iterator[Finding]:
    """Yield what is wrong with whole mappings: one where a list is wanted, keys of a rating among ratings."""
    routes: set[Route] = set()
    for mistake in mistakes:
        route = mistake.lone if mistake.type != "string_type" else ()
        value = value_at(data, route) if route and route not in routes else None
        allowed = _keys_at(model, mistake.lone_loc)
        if isinstance(value, dict) and value and not value.keys() & {*allowed}:
            routes.add(route)
            first = next(iter(value))
            key = "id" if "id" in allowed else allowed[0]
            yield Finding(
                name="wrong-type",
                message=f"`{route[-1]}` is a list, not a mapping by ids",
                help=f"begin each item with a dash, and put its other keys below that, one a line: "
                f'`- {key}: "{short(first)}"`',
                route=route,
                span=document.span((*route, first), Part.KEY),
            )
        route = mistake.route[:2]
        if len(route) < 2 or route in routes or route[0] not in _HOME_OF_KEYS:
            continue
        home, value = _HOME_OF_KEYS[str(route[0])], value_at(data, route)
        if isinstance(value, dict) and value.keys() & _HOMES[home]:
            continue
        is_at_home = route[1] in _HOMES[home]
        if is_at_home or route[1] in find_fields(model):
            routes.add(route)
            whose = home if is_at_home else "the whole file"
            help = (
                f"indent it further, to stand below the key of {home}" if is_at_home else "do not indent it"
            )
            yield Finding(
                name="unknown-key",
                message=f"`{route[1]}` is a key of {whose}, and stands here directly below `{route[0]}`",
                help=INDENT_LIKE_A_RATING if is_at_home and home == "a rating" else help,
                route=route,
                part=Part.KEY,
            )


def _by_id_key(route: Route) -> Route:
    """Return what is one for all keys that are misplaced in one mapping by ids."""
    return route[:1] if len(route) == 2 and route[0] in _HOME_OF_KEYS else route


def _with_better_help(finding: Finding, document: Document, model: type[Model]) -> Finding:
    """Say what to do about a remark that what stands around its place explains."""
    help = None
    if finding.name == "unknown-key":
        help = _home_of(finding.route, document, model)
    elif finding.name == "bad-id" and finding.part is Part.VALUE:
        help = _source_help(finding.route, document)
    return finding._replace(help=help) if help else finding


def _home_of(route: Route, document: Document, model: type[Model]) -> str | None:
    """Say where a key that is unknown in its place belongs, if the text or the format tells."""
    key = str(route[-1])
    header = document.value_above(document.span(route, Part.KEY))
    sign = document.line(header.line)[header.column - 1 : header.column]
    if sign in ("|", ">") and header.end_line > header.line and key not in find_keys(model):
        return (
            f"if this is part of the text that begins in line {header.line}, indent it by "
            f"{margin_of(document.line(header.line + 1))} spaces, like the lines of that text"
        )
    if (
        route[0] == "ratings"
        and len(route) == 3
        and (key[:1].isdigit() or isinstance(document.value(route), dict))
    ):
        column = document.span(route[:2], Part.KEY).column
        return f"if this is an indicator, indent its rating by {column - 1} spaces, like that of {route[1]}"
    homes = [home for home, keys in _HOMES.items() if key in keys]
    if homes:
        return (
            f"`{key}` is a key of {homes[0]}: indent it, and those that belong with it, to stand inside one"
        )
    return None


def _source_help(route: Route, document: Document) -> str | None:
    is_document = route == ("document",)
    if not is_document and route[-1] != "source" and "sources" not in route[1:]:
        return None
    known = document.value(("sources",))
    keys = listing(list(known)) if isinstance(known, dict) else "none"
    if is_document:
        return (
            f"write the key of one of `sources` (known here: {keys}), or write the document out below: "
            "`title: …` and `date: …`, one a line and indented"
        )
    return (
        "give it a key under `sources:`, with its `title:` and `url:` below that, and write the key here "
        f"(known here: {keys})"
    )


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


# One error, one finding -------------------------------------------------------------------------


def _finding(mistake: _Mistake, model: type[Model], not_given: set[Route]) -> Finding:
    kind, route, value, context = mistake.type, mistake.route, mistake.value, mistake.context
    part = Part.KEY if mistake.is_key else Part.VALUE
    if kind == "missing":
        return _missing(route, is_empty=route in not_given)
    if mistake.is_unknown_key:
        return _unknown_key(route, _keys_at(model, mistake.loc[:-1]))
    other = find_kind(value) if route == ("kind",) and isinstance(value, str) else None
    if other is not None:
        return Finding(
            name="value-not-allowed",
            message=f"this file says that it is {other.called}, which is not wanted here",
            help=f"{other.name}s stand in {other.home}, and {other.command}; if it is the other kind, "
            "mend this line",
            route=route,
        )
    match kind:
        case "enum" | "literal_error":
            name, message = "value-not-allowed", f"{shown(value)} is not allowed here"
            help = _choose(value, re.findall("'([^']*)'", str(context.get("expected", ""))))
        case "string_pattern_mismatch":
            name, message, help = _PATTERNS[context["pattern"]]
            message = f"{shown(value)} {message}"
            if _CURLY.search(str(value)):
                help = 'typographic quotation marks are part of the text: write straight ones " or none'
        case "value_error" if isinstance(form := context.get("error"), FormError):
            name, message, help = form.name, form.message, form.help
            route, part = (*route, *form.below), form.part
        case "string_too_short":
            name, message, help = "empty-text", "this text is empty", "write the text, or take the key out"
        case "too_short":
            name, message, help = "empty-list", "nothing is listed here", "list at least one"
        case _:
            name = "wrong-type"
            message, help = _wrong_type(mistake, _keys_at(model, mistake.loc))
    return Finding(message, help, name, route, part)


def _wrong_type(mistake: _Mistake, keys: list[str]) -> tuple[str, str]:
    """Say what is wanted in place of a value, and how to write it: as a mapping with one of the keys."""
    kind, value = mistake.type, mistake.value
    wanted = _WANTED.get(kind, "something else")
    glued = GLUED_KEY.match(value) if isinstance(value, str) and kind in _NO_MAPPING else None
    if glued and glued[1] in keys:
        wanted += f", and `{glued[1]}` stands without a colon and a space"
        help = f"write `{glued[1]}: …`, with a colon and a space after it"
    elif kind == "string_type" and isinstance(value, dict):
        help = "a colon with a space makes a key of what stands before it: put the whole text in quotes"
        if "sources" in mistake.route:
            help = "write the key of one of the file's `sources`, and put what stands here there"
    elif kind in _TYPE_HELP:
        help = _TYPE_HELP[kind]
    elif kind in _NO_MAPPING:
        dashes = " and without dashes" if isinstance(value, list) else ""
        help = f"write its keys below it, one a line{dashes}: {', '.join(keys)}"
    else:
        help = _MAPPING_HELP.get(
            str(mistake.loc[-1]), "write its keys below it, one a line, each with a colon"
        )
    return f"{wanted} is wanted here, not {'a text' if isinstance(value, str) else shown(value)}", help


def _missing(route: Route, *, is_empty: bool) -> Finding:
    key = route[-1]
    if is_empty:
        return Finding(
            f"`{key}` has no value", f"write its value after `{key}:`", "missing-key", route, Part.KEY
        )
    return Finding(f"`{key}` is missing here", f"add a line `{key}: …`", "missing-key", route[:-1])


def _unknown_key(route: Route, allowed: list[str]) -> Finding:
    key = str(route[-1])
    help = f"{_choose(key, allowed)} A key of your own begins with {OWN_KEY}."
    if len(route) == 1 and "ratings" in allowed and key[:1].isdigit():
        help = "if this is an indicator, its rating belongs under `ratings:`; indent it by two spaces more"
    return Finding(f"unknown key {shown(key)}", help, "unknown-key", route, Part.KEY)


def _choose(value: object, allowed: list[str]) -> str:
    close = closest(value, allowed) if isinstance(value, str) else None
    if close:
        return f"did you mean `{close}`?"
    return f"write one of: {', '.join(allowed)}." if len(allowed) > 1 else f"write {''.join(allowed)}."


def _keys_at(model: type[Model], loc: Route) -> list[str]:
    known = find_fields(model)
    for step in loc:
        if isinstance(step, str) and step in known:
            known = find_fields(known[step]) or known
    return list(known)
