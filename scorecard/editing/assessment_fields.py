"""What a file says, as fields, each of which can be taken, changed or refused by itself.

A field is named by its route. Texts that say nothing are no fields, a list of one may stand for its item, and
a bare rating is its level or its measurement: two files that say the same have the same fields.
"""

import json
from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from typing import get_origin

from scorecard.diagnostics import Route
from scorecard.editing.yaml_patch import change_of, patch
from scorecard.model.assessment import Assessment, Correction, Decision, Evidence, Rating, Subject, bare_key
from scorecard.model.framework import Band, Framework, Grade, Level, ScorePoint, asked_of
from scorecard.model.keys import Key, find_fields, keys_of, models_in, names_of
from scorecard.model.mark import Mark
from scorecard.model.reply import Comment, Reply
from scorecard.model.source import Source
from scorecard.reading.document import Document
from scorecard.reading.plain_data import Data, as_items, as_mapping, in_order, value_at

Field = Route
"""A route such as ("title",), ("subject", "name"), ("ratings", "1.1", "evidence") or ("sources", "plan")."""

_REVIEW = Key(name="x-review", label="To review", width=22)
REVIEW = _REVIEW.name
"""The key of a rating that was carried over and is still to be looked at."""
RATING_FIELDS = (*keys_of(Rating), _REVIEW)
"""The keys of a rating, with that one."""

EVIDENCE_KEYS = names_of(Evidence)
SOURCE_KEYS = names_of(Source)
CORRECTION_KEYS = names_of(Correction)
_RATING_ORDER = tuple(key.name for key in RATING_FIELDS)


def _find_texts(model: type, *, in_lists: bool = False) -> tuple[str, ...]:
    """Return those of a model's keys that readers are shown and that hold a text, or lists of them."""
    held = find_fields(model)
    return tuple(
        key.name
        for key in keys_of(model)
        if key.is_shown and not models_in(type := held[key.name]) and (get_origin(type) is tuple) == in_lists
    )


LISTS: Mapping[Route, tuple[str, ...]] = {
    (): _find_texts(Assessment, in_lists=True),
    ("subject",): _find_texts(Subject, in_lists=True),
}
"""Where in an assessment which keys hold lists of texts."""
_RATING_TEXTS = (*_find_texts(Rating), REVIEW)


def read_fields(data: Data, framework: Framework) -> dict[Field, Data]:
    """Return what a file says, field by field, in the order of the format's description."""
    top = as_mapping(data)
    found: dict[Field, Data] = {route: read(value_at(top, route)) for route, read in _TOP_FIELDS}
    if (kind := _top_of(top)) is not Assessment:
        found |= {(key,): _text(top.get(key)) for key in names_of(kind)}
    document = top.get("document")
    found["document",] = _record(document, SOURCE_KEYS) if isinstance(document, dict) else _text(document)
    for key, source in as_mapping(top.get("sources")).items():
        found["sources", key] = _record(source, SOURCE_KEYS)
    found["corrections",] = records_of(top.get("corrections"), CORRECTION_KEYS)
    is_measured = {each.id: each.measure is not None for each in framework.indicators()}
    for id, entry in as_mapping(top.get("ratings")).items():
        rating = rating_data(entry, is_measured=is_measured.get(id, False))
        found |= {("ratings", id, key): _text(rating.get(key)) for key in _RATING_TEXTS}
        found["ratings", id, "evidence"] = records_of(rating.get("evidence"), EVIDENCE_KEYS)
        found["ratings", id, "decision"] = records_of(rating.get("decision"), names_of(Decision))
    for id, entry in as_mapping(top.get("replies")).items():
        evidence = records_of(as_mapping(entry).get("evidence"), EVIDENCE_KEYS)
        found["replies", id] = _record(entry, names_of(Comment)) | (
            {"evidence": evidence} if evidence else {}
        )
    return {field: said for field, said in found.items() if said}


def rating_data(entry: Data, *, is_measured: bool) -> dict[str, Data]:
    """Return a rating as a mapping; a bare text is a measurement where the indicator is measured."""
    if isinstance(entry, dict):
        return entry
    if not isinstance(entry, str) or not entry:
        return {}
    return {bare_key(entry, measured=is_measured): entry}


def _text(data: Data) -> str:
    return data.strip() if isinstance(data, str) else ""


def _texts(data: Data) -> list[Data]:
    return [text for item in as_items(data) if (text := _text(item))]


def _record(data: Data, keys: Sequence[str]) -> dict[str, Data]:
    return {key: text for key in keys if (text := _text(as_mapping(data).get(key)))}


def records_of(data: Data, keys: Sequence[str]) -> list[Data]:
    """Return the items of a list that say something, each with what it says of some keys."""
    return [record for item in as_items(data) if (record := _record(item, keys))]


_TOPS: Mapping[str, type] = {"mark": Mark, "reply": Reply}
_TOP_FIELDS: tuple[tuple[Field, Callable[[Data], Data]], ...] = (
    *(((key,), _text) for key in _find_texts(Assessment)),
    *((("subject", key), _text) for key in _find_texts(Subject)),
    *((("subject", key), _texts) for key in LISTS["subject",]),
    *(((key,), _texts) for key in LISTS[()]),
)
"""The fields that are a text or a list of them, and what reads each, in the order of the format."""


# Back into data ---------------------------------------------------------------------------------


def order_of(framework: Framework, route: Route, top: type = Assessment) -> Sequence[str]:
    """Return in which order the keys of a file belong, ratings as the framework lists what they are of."""
    match route:
        case ():
            return names_of(top)
        case ("subject",):
            return names_of(Subject)
        case ("ratings",) | ("replies",):
            return [each.id for each in asked_of(framework.dimensions)]
        case ("ratings", _):
            return _RATING_ORDER
        case ("ratings" | "replies", _, "evidence", _) | ("ratings", _, "decision", *_):
            return _record_keys(route)
        case ("sources" | "corrections" | "replies", _) | ("document",):
            return _record_keys(route)
        case _:
            return ()


def write_fields(document: Document, changes: Mapping[Field, Data], framework: Framework) -> Document:
    """Return a document in which fields are what they should be; None takes a field out."""
    edits, top = edits_for(document.data, changes, framework), _top_of(document.data)
    return patch(document, edits, order=lambda route: order_of(framework, route, top))


def _top_of(data: Data) -> type:
    return _TOPS.get(_text(as_mapping(data).get("kind")), Assessment)


def edits_for(data: Data, changes: Mapping[Field, Data], framework: Framework) -> dict[Route, Data]:
    """Return the edits of plain data that make fields what they should be; None takes a field out.

    What is no field stays: working notes, keys of one's own, how a bare rating is written.
    """
    edits: dict[Route, Data] = {}
    by_rating: dict[str, dict[str, Data]] = {}
    for field, value in changes.items():
        match field:
            case ("ratings", str(id), str(key)):
                by_rating.setdefault(id, {})[key] = value
            case _:
                edits |= edits_at(value_at(data, field), field, value)
    is_measured = {each.id: each.measure is not None for each in framework.indicators()}
    for id, values in by_rating.items():
        entry = value_at(data, ("ratings", id))
        edits |= _rating_edits(entry, id, values, is_measured=is_measured.get(id, False))
    return edits


def new_data(fields: Mapping[Field, Data], framework: Framework) -> dict[str, Data]:
    """Return a file's plain data made of fields alone, its keys in the usual order."""
    data = as_mapping(change_of(edits_for({}, fields, framework)).applied({}))
    top = _top_of(data)

    def ordered(data: dict[str, Data], route: Route) -> dict[str, Data]:
        return {
            key: ordered(value, (*route, key)) if isinstance(value := data[key], dict) else value
            for key in in_order(data, order_of(framework, route, top))
        }

    return ordered(data, ())


def _rating_edits(
    entry: Data, id: str, values: Mapping[str, Data], *, is_measured: bool
) -> dict[Route, Data]:
    """Return the edits of one rating; one that is written bare stays so where it still says one thing."""
    if isinstance(entry, dict) and entry:
        edits: dict[Route, Data] = {}
        for key, value in values.items():
            edits |= edits_at(entry.get(key), ("ratings", id, key), value)
        return edits
    before = rating_data(entry, is_measured=is_measured)
    after = {key: value for key, value in {**before, **values}.items() if value}
    if not after:
        return {("ratings", id): None} if before else {}
    bare = next(iter(after.values()))
    if isinstance(entry, str) and rating_data(bare, is_measured=is_measured) == after:
        return {("ratings", id): bare}
    return {("ratings", id): {key: after[key] for key in _RATING_ORDER if key in after}}


def _record_keys(route: Route) -> Sequence[str]:
    match route:
        case ("corrections", *_):
            return CORRECTION_KEYS
        case ("ratings" | "replies", _, "evidence", *_):
            return EVIDENCE_KEYS
        case ("replies", _):
            return names_of(Comment)
        case ("ratings", _, "decision", *_):
            return names_of(Decision)
        case ("scales", *_):
            return names_of(Level)
        case ("grades", *_):
            return names_of(Grade)
        case (*_, "bands") | (*_, "bands", int()):
            return names_of(Band)
        case (*_, "points") | (*_, "points", int()):
            return names_of(ScorePoint)
        case _:
            return SOURCE_KEYS


def edits_at(before: Data, route: Route, value: Data) -> dict[Route, Data]:
    """Return the fewest edits that turn what stands at a route into a field's value."""
    if not value:
        return {} if before is None else {route: None}
    if isinstance(value, dict) and isinstance(before, dict) and before:
        edits: dict[Route, Data] = {}
        for key in _record_keys(route):
            if key == "evidence":
                edits |= edits_at(before.get(key), (*route, key), value.get(key))
            elif _text(before.get(key)) != (value.get(key) or "") and (key in before or key in value):
                edits[*route, key] = value.get(key)
        return edits
    if isinstance(value, list) and isinstance(before, list):
        return _list_edits(before, route, value)
    if isinstance(value, list) and isinstance(before, dict):
        is_alone = len(value) == 1 and isinstance(value[0], dict)
        return edits_at(before, route, value[0]) if is_alone else _list_edits([before], route, value)
    return {} if before == value else {route: value}


def _list_edits(before: list[Data], route: Route, value: list[Data]) -> dict[Route, Data]:
    """Return edits of the items that came, went or changed in their place; else the whole list anew."""
    keys = _record_keys(route)
    old = [_record(item, keys) if isinstance(item, dict) else item for item in before]
    if not old or not all(old):
        return {} if before == value else {route: value}
    gone = _left_out(old, value)
    if gone is not None:
        return {(*route, at): None for at in gone}
    changed = [at for at, item in enumerate(value[: len(old)]) if item != old[at]]
    olds, news = set(map(_whole, old)), set(map(_whole, value))
    moves = any(_whole(value[at]) in olds or _whole(old[at]) in news for at in changed)
    if len(value) >= len(old) and not moves:
        edits: dict[Route, Data] = {(*route, at): value[at] for at in range(len(old), len(value))}
        for at in changed:
            edits |= edits_at(before[at], (*route, at), value[at])
        return edits
    return {route: _kept_items(before, route, value)}


def _left_out(old: list[Data], value: list[Data]) -> list[int] | None:
    gone, at = [], 0
    for index, item in enumerate(old):
        if at < len(value) and value[at] == item:
            at += 1
        else:
            gone.append(index)
    return gone if at == len(value) else None


def _kept_items(before: list[Data], route: Route, value: list[Data]) -> list[Data]:
    """Return items each with what the old one holds besides that says the same, or nearly.

    Two are nearly the same that have the first text of the old one in common, and another.
    """
    keys = _record_keys(route)
    left = {at: item for at, item in enumerate(before) if isinstance(item, dict)}
    found: list[Data] = list(value)
    for is_near in (False, True):
        places: dict[object, deque[int]] = defaultdict(deque)
        for at, old in left.items():
            record = _record(old, keys)
            for mark in _near(record, list(record)[:1]) if is_near else [_whole(record)]:
                places[mark].append(at)
        for at, item in enumerate(value):
            if found[at] is not item or not isinstance(item, dict):
                continue
            marks = _near(item, list(item)) if is_near else [_whole(item)]
            same = min(
                (next_at for mark in marks if (next_at := _first(places[mark], left)) >= 0), default=-1
            )
            if same >= 0:
                kept = left.pop(same)
                found[at] = {**item, **{key: each for key, each in kept.items() if key not in keys}}
    return found


def _whole(item: Data) -> str:
    return json.dumps(item, sort_keys=True)


def _near(record: Mapping[str, Data], firsts: Sequence[str]) -> list[tuple[str, str, str, str]]:
    """Return a record's texts in pairs, one of each being the first."""
    texts = {key: _whole(each) for key, each in record.items()}
    return [(one, texts[one], key, texts[key]) for one in firsts for key in texts if key != one]


def _first(places: deque[int], left: Mapping[int, object]) -> int:
    """Return the first of some places at which something is left, and forget those before it; -1 for none."""
    while places and places[0] not in left:
        places.popleft()
    return places[0] if places else -1
