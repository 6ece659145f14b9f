"""Plain data to a model, and what does not fit, said in our words."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from scorecard.diagnostics import MOST_REMARKS, Finding, Part, Route, left_out
from scorecard.model.assessment import INDENT_LIKE_A_RATING, Evidence, Rating, Subject
from scorecard.model.framework import Band, Dimension, Grade, Indicator, Level, Measure, ScorePoint
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
from scorecard.reading.messages import help_for, refuse, short
from scorecard.reading.plain_data import Data, margin_of, value_at

ModelT = TypeVar("ModelT", bound=Model)
Item = TypeVar("Item")

_TAGS = frozenset({"[key]", "[mapping]", "[text]", "[nothing]"})
_BAD_FORMS = {
    FILE_ID_PATTERN: "bad-file-id",
    NAME_ID_PATTERN: "bad-id",
    VERSION_PATTERN: "bad-version",
    LANGUAGE_PATTERN: "bad-language",
}
_NO_MAPPING = frozenset({"model_type", "dataclass_type"})
_HOMES: Mapping[str, frozenset[str]] = {
    "a rating": frozenset(find_fields(Rating)),
    "a piece of evidence": frozenset(find_fields(Evidence)),
    "an indicator": frozenset(find_fields(Indicator)),
    "a dimension": frozenset(find_fields(Dimension)),
    "a measure": frozenset(find_fields(Measure)),
    "a band": frozenset(find_fields(Band)),
    "a point": frozenset(find_fields(ScorePoint)),
    "a level": frozenset(find_fields(Level)),
    "a grade": frozenset(find_fields(Grade)),
    "a source": frozenset(find_fields(Source)),
    "a subject": frozenset(find_fields(Subject)),
}
_EXAMPLES = {"points": "{at: 5, value: 1}", "grades": "{id: a, when: {score: 0.8}}"}
"""How an item is written of the lists that are mostly got wrong."""
_HOME_OF_KEYS = {
    "ratings": ("a rating", INDENT_LIKE_A_RATING),
    "sources": ("a source", "indent it further, to stand below the key of a source"),
}
"""What stands, by ids, below the keys of which this can be, and what is said of a key of it among the ids."""
_CURLY = re.compile("[“”„‘’‚«»]")


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
    words = {each.route for each in mistakes if each.type in ("enum", "literal_error") and each.is_key}
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
    mistakes = [
        each
        for each in mistakes
        if routes.isdisjoint(each.route[: length + 1] for length in range(len(each.route)))
    ]
    misplaced = _one_of_each(misplaced, lambda each: _by_id_key(each.route))
    meant = {*_find_meant(mistakes, model), *(route[1:] for route in routes if len(route) == 2)}
    other = {route[:-1] for route in unknown - own if _list_with_example(route)}
    meant |= {each.route for each in mistakes if each.type == "missing" and each.route[:-1] in other}
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
    """Follow pydantic's location through the data, past its tags and the index 0 of a single item."""
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
    listed = _list_with_example(route)
    if listed and (mistake.is_unknown_key or mistake.type in _NO_MAPPING):
        return listed, ""
    if mistake.is_unknown_key:
        home = next((home for home, keys in _HOMES.items() if route[-1] in keys), None)
        return (route[:-1], home) if home else (route, mistake.type)
    return route, mistake.type


def _list_with_example(route: Route) -> Route:
    """Return the route of the list of which an item, or a key of an item, has a route."""
    above = (route[:-1], route[:-2])
    return next((at for at in above if at == ("grades",) or at[-2:] == ("measure", "points")), ())


def _find_meant(mistakes: list[_Mistake], model: type[Model]) -> Iterator[Route]:
    missing = {each.route for each in mistakes if each.type == "missing"}
    above = {route[:-1] for route in missing}
    for each in mistakes:
        if each.is_unknown_key and each.route[:-1] in above:
            near = closest(str(each.route[-1]), _keys_at(model, each.loc[:-1]))
            if near is not None and (*each.route[:-1], near) in missing:
                yield (*each.route[:-1], near)


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
            span = document.span((*route, first), Part.KEY)
            finding = refuse("list-not-mapping", span, list=route[-1], key=key, first=short(first))
            if _list_with_example((*route, 0)):
                finding = finding._replace(help=help_for("as-in", example=_EXAMPLES[str(route[-1])]))
            yield finding._replace(route=route)
        route = mistake.route[:2]
        if len(route) < 2 or route in routes or route[0] not in _HOME_OF_KEYS:
            continue
        (home, help), value = _HOME_OF_KEYS[str(route[0])], value_at(data, route)
        if isinstance(value, dict) and value.keys() & _HOMES[home]:
            continue
        is_at_home = route[1] in _HOMES[home]
        if is_at_home or route[1] in find_fields(model):
            routes.add(route)
            whose, help = (home, help) if is_at_home else ("the whole file", "do not indent it")
            words = {"key": route[1], "above": route[0], "whose": whose, "help": help}
            yield refuse("key-not-here", route, Part.KEY, **words)


def _by_id_key(route: Route) -> Route:
    """Return what is one for all keys that are misplaced in one mapping by ids."""
    return route[:1] if len(route) == 2 and route[0] in _HOME_OF_KEYS else route


def _with_better_help(finding: Finding, document: Document, model: type[Model]) -> Finding:
    help = None
    listed = _list_with_example(finding.route)
    is_meant = "did you mean" in (finding.help or "")
    if listed and finding.name in ("unknown-key", "wrong-type") and not is_meant:
        help = help_for("as-in", example=_EXAMPLES[str(listed[-1])])
    elif finding.name == "unknown-key":
        help = _home_of(finding.route, document, model)
    elif finding.name == "bad-id" and finding.route[-1] == "id" and "grades" in finding.route:
        help = help_for("grade-id")
    elif finding.name == "bad-id" and finding.part is Part.VALUE:
        help = _source_help(finding.route, document)
    return finding._replace(help=help) if help else finding


def _home_of(route: Route, document: Document, model: type[Model]) -> str | None:
    key = str(route[-1])
    header = document.value_above(document.span(route, Part.KEY))
    if document.sign(header) in ("|", ">") and header.end_line > header.line and key not in find_keys(model):
        margin = margin_of(document.line(header.line + 1))
        return help_for("part-of-text", line=header.line, margin=margin)
    is_id = key[:1].isdigit() or isinstance(document.value(route), dict)
    if route[0] == "ratings" and len(route) == 3 and is_id:
        margin = document.span(route[:2], Part.KEY).column - 1
        return help_for("indicator-too-far-in", margin=margin, above=route[1])
    if key in ("elements", "indicators") and {"indicators", "dimensions"}.intersection(route[-3:-1]):
        return help_for("elements")
    below = find_keys(model)
    homes = (
        help_for("key-at-home", key=key, home=home)
        for home, keys in _HOMES.items()
        if key in keys and keys <= below
    )
    is_of_the_whole = len(route) > 1 and key in find_fields(model)
    return next(homes, help_for("key-of-the-whole", key=key) if is_of_the_whole else None)


def _source_help(route: Route, document: Document) -> str | None:
    is_document = route == ("document",)
    if not is_document and route[-1] != "source" and "sources" not in route[1:]:
        return None
    known = document.value(("sources",))
    keys = listing(list(known)) if isinstance(known, dict) else "none"
    return help_for("document-unknown" if is_document else "source-unknown", keys=keys)


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
        if route in not_given:
            return refuse("no-value", route, Part.KEY, key=route[-1])
        return refuse("missing-key", route[:-1], key=route[-1])
    if mistake.is_unknown_key:
        return _unknown_key(route, _keys_at(model, mistake.loc[:-1]))
    other = find_kind(value) if route == ("kind",) and isinstance(value, str) else None
    if other is not None:
        words = {"called": other.called, "plural": other.plural, "home": other.home, "command": other.command}
        return refuse("other-kind", route, **words)
    match kind:
        case "enum" | "literal_error":
            choice = _choose(value, re.findall("'([^']*)'", str(context.get("expected", ""))))
            finding = refuse("value-not-allowed", value=shown(value), choice=choice)
        case "string_pattern_mismatch":
            finding = refuse(_BAD_FORMS[context["pattern"]], value=shown(value))
            if _CURLY.search(str(value)):
                finding = finding._replace(help=help_for("curly-quotes-in-text"))
        case "value_error" if isinstance(form := context.get("error"), FormError):
            finding = Finding(form.message, form.help, form.name)
            route, part = (*route, *form.below), form.part
        case "string_too_short" | "too_short":
            finding = refuse("empty-text" if kind == "string_too_short" else "empty-list")
        case _:
            finding = _wrong_type(mistake, _keys_at(model, mistake.loc))
    return finding._replace(route=route, part=part, span=None)


def _wrong_type(mistake: _Mistake, keys: list[str]) -> Finding:
    kind, value = mistake.type, mistake.value
    words = {"value": "a text" if isinstance(value, str) else shown(value)}
    glued = GLUED_KEY.match(value) if isinstance(value, str) and kind in _NO_MAPPING else None
    if glued and glued[1] in keys:
        return refuse("glued-key", key=glued[1])
    if kind in _NO_MAPPING:
        dashes = " and without dashes" if isinstance(value, list) else ""
        return refuse("keys", **words, dashes=dashes, keys=", ".join(keys))
    finding = refuse(kind if kind in ("string_type", "tuple_type") else "mapping", **words)
    if kind == "string_type" and isinstance(value, dict):
        other = "texts-alone" if mistake.lone else "key-in-text"
        is_source = "sources" in mistake.route
        return finding._replace(help=help_for("source-written-out" if is_source else other))
    if kind not in ("string_type", "tuple_type") and mistake.loc[-1] in ("ratings", "sources", "scales"):
        return finding._replace(help=help_for(str(mistake.loc[-1])))
    return finding


def _unknown_key(route: Route, allowed: list[str]) -> Finding:
    key = str(route[-1])
    if len(route) == 1 and "ratings" in allowed and key[:1].isdigit():
        return refuse("indicator-at-top", route, Part.KEY, value=shown(key))
    words = {"value": shown(key), "choice": _choose(key, allowed), "own": OWN_KEY}
    return refuse("unknown-key", route, Part.KEY, **words)


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
