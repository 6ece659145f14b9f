"""What a framework says, as fields, each of which can be taken, changed or refused by itself.

A field is named by what it is of, not by where that stands: ("indicators", "1.4", "weight"). Lists of words
and rules are texts, as cells hold them: "coast, port", "at_least: 2".
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, Literal, NamedTuple, get_args, get_origin

from scorecard.diagnostics import Route
from scorecard.editing.assessment_fields import Field, edits_at, records_of
from scorecard.editing.yaml_patch import change_of, patch
from scorecard.model.framework import Band, Dimension, Framework, Grade, Indicator, Level, ScorePoint
from scorecard.model.keys import Extent, find_fields, keys_of, models_in, names_of
from scorecard.model.source import Source
from scorecard.model.verdict_rules import VerdictRule
from scorecard.reading.document import Document
from scorecard.reading.plain_data import Data, as_items, as_mapping, in_order, value_at

ITEMS: Mapping[str, type] = {"dimensions": Dimension, "indicators": Indicator}
"""What has an id of its own, by the first word of its fields."""
WITHIN = "within"
"""The field of a dimension or indicator that says which dimension it is in."""
ANY = "*"
RECORDS: Mapping[str, tuple[tuple[str, ...], type]] = {
    "scales": (("scales", ANY), Level),
    "bands": (("indicators", ANY, "measure", "bands"), Band),
    "points": (("indicators", ANY, "measure", "points"), ScorePoint),
    "grades": (("grades",), Grade),
}
"""The fields that are lists, any name in place of `ANY`, and what their items are."""


class CellKey(NamedTuple):
    """A key whose value one cell holds: how it is reached, and what is told of it.

    It is the key `name` of a model; `choices` are the words that may stand under it, if these are few.
    """

    route: tuple[str, ...]
    label: str
    extent: Extent | None
    model: type
    name: str
    choices: tuple[str, ...] = ()


def cell_keys(model: type) -> Iterator[CellKey]:
    """Yield the keys of a model, and of what it holds one of, whose values are cells of a row."""
    for key in keys_of(model):
        held = find_fields(model)[key.name]
        below, is_mapping = models_in(held), _holds(held, Mapping)
        plain = CellKey((key.name,), key.label, key.extent, model, key.name, tuple(_choices(held)))
        if not below and not is_mapping:
            yield plain
        elif not below:
            for word in plain.choices:
                yield plain._replace(route=(key.name, word), label=f"{key.label}: {word}", choices=())
        elif not is_mapping and not _holds(held, tuple):
            for each in cell_keys(below[0]):
                label = f"{key.label}: {each.label.lower()}"
                yield each._replace(route=(key.name, *each.route), label=label)


def _holds(held: Any, kind: type) -> bool:
    origin = get_origin(held) or held
    is_kind = isinstance(origin, type) and issubclass(origin, kind)
    return is_kind or any(_holds(each, kind) for each in get_args(held))


def _choices(held: Any) -> Iterator[str]:
    if held is bool:
        yield from ("true", "false")
    elif isinstance(held, type) and issubclass(held, StrEnum):
        yield from map(str, held)
    elif get_origin(held) is Literal:
        yield from map(str, get_args(held))
    else:
        for each in get_args(held):
            yield from _choices(each)


_RULES = {
    key
    for model in models_in(Framework)
    for key, held in find_fields(model).items()
    if _holds(held, VerdictRule)
}
_RULE = re.compile(r"\{?(at_least|share|score) *: *(\S+?)\}?")
_LISTS = {
    (kind, key)
    for kind, model in ITEMS.items()
    for key, held in find_fields(model).items()
    if _holds(held, tuple) and not models_in(held)
}

# From data --------------------------------------------------------------------------------------


class FrameworkItem(NamedTuple):
    """A dimension or indicator in a framework's data: where it stands, and the id of what it is in."""

    kind: str
    id: str
    within: str
    route: Route
    data: dict[str, Data]


def find_items(data: Data, above: Route = (), within: str = "") -> Iterator[FrameworkItem]:
    """Yield every dimension and indicator in reading order; one item may stand for a list."""
    for kind in ("indicators", "dimensions"):
        for index, item in enumerate(map(as_mapping, as_items(as_mapping(data).get(kind)))):
            found = FrameworkItem(kind, _cell_text(item.get("id")), within, (*above, kind, index), item)
            yield found
            yield from find_items(item, found.route, found.id)


def read_framework_fields(data: Data) -> dict[Field, Data]:
    """Return what a framework says, field by field."""
    top = as_mapping(_with_rules(data, _rule_text))
    found = _row(Framework, (), top)
    found |= {("scales", key): _records(scale, Level) for key, scale in as_mapping(top.get("scales")).items()}
    found["grades",] = _records(top.get("grades"), Grade)
    for key, source in as_mapping(top.get("sources")).items():
        found["sources", key] = next(iter(_records(source, Source)), None)
    for each in find_items(top):
        field = (each.kind, each.id)
        found |= {(*field, WITHIN): each.within, **_row(ITEMS[each.kind], field, each.data)}
        for pattern, model in RECORDS.values():
            if pattern[0] == each.kind:
                found[*field, *pattern[2:]] = _records(value_at(each.data, pattern[2:]), model)
    return {field: said for field, said in found.items() if said}


def _row(model: type, field: Field, data: Data) -> dict[Field, Data]:
    return {(*field, *key.route): _cell_text(value_at(data, key.route)) for key in cell_keys(model)}


def _records(data: Data, model: type) -> list[Data]:
    return records_of(data, names_of(model))


def _cell_text(data: Data) -> str:
    """Return a text, or the items of a list apart by commas; [] for a list that says that there are none."""
    if isinstance(data, list):
        return ", ".join(map(_cell_text, data)) or "[]"
    return data.strip() if isinstance(data, str) else ""


def _with_rules(data: Data, change: Callable[[Data], Data], key: str = "") -> Data:
    """Return plain data in which every rule is changed."""
    if key in _RULES:
        return change(data)
    if isinstance(data, list):
        return [_with_rules(item, change) for item in data]
    if isinstance(data, dict):
        return {name: _with_rules(value, change, name) for name, value in data.items()}
    return data


def _rule_text(data: Data) -> Data:
    return ", ".join(f"{kind}: {amount}" for kind, amount in data.items()) if isinstance(data, dict) else data


def _rule_data(data: Data) -> Data:
    match = _RULE.fullmatch(data) if isinstance(data, str) else None
    return {match[1]: match[2]} if match else data


# Back into data ---------------------------------------------------------------------------------


def write_framework_fields(document: Document, changes: Mapping[Field, Data]) -> Document:
    """Return a document in which fields are what they should be; None takes a field out."""
    return patch(document, _edits_for(document.data, changes), order=_order_of)


def new_framework_data(fields: Mapping[Field, Data]) -> dict[str, Data]:
    """Return a framework's plain data made of fields alone, its keys in the usual order."""
    return _ordered(change_of(_edits_for({}, fields)).applied({}), Framework)


def _ordered(data: Data, model: type) -> dict[str, Data]:
    said = as_mapping(data)
    return {key: said[key] for key in in_order(said, names_of(model))}


def _order_of(route: Route) -> Sequence[str]:
    model: type = Framework
    for step in route:
        model = next(iter(models_in(find_fields(model).get(str(step)))), model)
    return names_of(model)


def _edits_for(data: Data, changes: Mapping[Field, Data]) -> dict[Route, Data]:
    items: dict[Field, FrameworkItem] = {(each.kind, each.id): each for each in find_items(data)}
    edits: dict[Route, Data] = {}
    new: dict[Field, dict[Route, Data]] = {}
    for field, value in changes.items():
        if (*field[:1], *field[2:]) in _LISTS and isinstance(value, str):
            value = [text.strip() for text in re.split("[,;\n]", value.strip("[]")) if text.strip()]
        item = items.get(field[:2])
        if field[0] in ITEMS and item is None:
            new.setdefault(field[:2], {})[field[2:]] = _with_rules(value, _rule_data, str(field[-1]))
            continue
        before, key = value_at(item.data, field[2:]) if item else value_at(data, field), str(field[-1])
        route = (*item.route, *field[2:]) if item else field
        for at, said in edits_at(_with_rules(before, _rule_text, key), route, value).items():
            edits[at] = _with_rules(said, _rule_data, str(at[-1]))
    return {**_without_emptied(data, edits), **_new_items(items, new)}


def _without_emptied(data: Data, edits: Mapping[Route, Data]) -> dict[Route, Data]:
    """Return edits that take out as a whole, such as a measurement, what they would leave nothing in."""
    found = dict(edits)
    for holder in dict.fromkeys(route[:-1] for route, value in edits.items() if value is None):
        below = {route: value for route, value in edits.items() if route[: len(holder)] == holder}
        keys = as_mapping(value_at(data, holder))
        if holder and keys and not any(below.values()) and all((*holder, key) in below for key in keys):
            found = {route: value for route, value in found.items() if route not in below} | {holder: None}
    return found


def _new_items(
    items: Mapping[Field, FrameworkItem], new: Mapping[Field, Mapping[Route, Data]]
) -> dict[Route, Data]:
    """Return the edits that put new items, with what is new in them, after the last of what they are in."""
    made: dict[Field, dict[str, Data]] = {}
    for field, values in new.items():
        said = {key: value for key, value in values.items() if value and key != (WITHIN,)}
        made[field] = _ordered(change_of(said).applied({}), ITEMS[str(field[0])])
    edits: dict[Route, Data] = {}
    counts = Counter(each.route[:-1] for each in items.values())
    for kind in ("indicators", "dimensions"):
        for field, item in made.items():
            holder: Field = ("dimensions", str(new[field].get((WITHIN,)) or ""))
            if field[0] == kind and holder in made:
                made[holder][kind] = [*as_items(made[holder].get(kind)), item]
            elif field[0] == kind:
                place: Route = (*(items[holder].route if holder in items else ()), kind)
                edits[*place, counts[place]] = item
                counts[place] += 1
    return edits
