"""What a filled-in workbook changes in an assessment, decided field by field; pure.

A workbook that was exported carries the digest of every field as it was then. So each field has three states:
as exported, in the workbook now, in the file now. What was changed in the workbook alone is taken, what was
changed in the file alone stays, and what was changed in both, to different things, is left out.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from scorecard.diagnostics import Route
from scorecard.editing.assessment_fields import RATING_FIELDS, REVIEW, Field
from scorecard.editing.reflow import flow, flow_data, reflow
from scorecard.model.assessment import Confidence, Stage
from scorecard.model.framework import Framework, Indicator, Status, dimensions_below
from scorecard.model.lexical import RESERVED_IDS, FormError, closest, listing, parse_number, shown, suggest
from scorecard.reading.messages import MOST_QUOTED, short
from scorecard.reading.plain_data import Data, as_items, as_mapping
from scorecard.spreadsheet.columns import (
    DIGEST,
    FRAMEWORK,
    ORIGIN,
    SHOWN,
    STRUCTURE,
    field_key,
    measured_number,
    value_digest,
)
from scorecard.spreadsheet.texts import workbook_texts


class CellRemark(NamedTuple):
    """A remark about a cell, such as `Ratings!D14`, or about a whole workbook where there is none."""

    place: str
    message: str
    help: str | None = None


def remark(name: str, place: str = "", /, **words: object) -> CellRemark:
    """Return a remark by its name, as `texts.yaml` has it."""
    said = workbook_texts()["remarks"][name]
    help = said["help"].format(**words) if "help" in said else None
    return CellRemark(place, said["message"].format(**words), help)


def said_once(remarks: Iterable[CellRemark]) -> Iterator[CellRemark]:
    """Yield remarks; one that is the same of several cells says so."""
    places: dict[CellRemark, dict[str, None]] = {}
    for each in remarks:
        places.setdefault(each._replace(place=""), {})[each.place] = None
    for each, (first, *others) in places.items():
        cells = listing([other.removeprefix(f"{first.rpartition('!')[0]}!") for other in others])
        told = remark("alike", message=each.message, cells=cells).message if others else each.message
        yield each._replace(place=first, message=told)


class FieldDigest(NamedTuple):
    """What a field was when it was exported: its digest, and of a list those of its items."""

    digest: str
    items: tuple[str, ...] = ()


class FilledForm(NamedTuple):
    """What a workbook says.

    `values` has every field that the workbook has cells for, None where those are empty; `places` says in
    which cell what stands. `base` are the digests of the fields as exported, None where there are none.
    `beside` is what stands in the cells of a row that are there to be read.
    """

    values: Mapping[Field, Data]
    places: Mapping[Route, str]
    base: Mapping[str, FieldDigest] | None
    refusals: tuple[CellRemark, ...] = ()
    warnings: tuple[CellRemark, ...] = ()
    beside: Mapping[Field, str] = {}

    def place_of(self, route: Route) -> str:
        """Return the cell of what stands at a route, or of the nearest above it; empty where none is."""
        while route and route not in self.places:
            route = route[:-1]
        return self.places.get(route, "")

    def text(self, *field: str | int) -> str:
        """Return a text field; empty where it is not given."""
        value = self.values.get(field)
        return value if isinstance(value, str) else ""

    @property
    def origin(self) -> str:
        return self.text(*ORIGIN)

    @property
    def is_mark(self) -> bool:
        return ("assessor",) in self.values

    @property
    def is_reply(self) -> bool:
        return SHOWN in self.values

    @property
    def is_structure(self) -> bool:
        return STRUCTURE in self.values

    def is_changed(self, field: Field) -> bool:
        """Whether a field says something that it did not when it was exported."""
        value, exported = self.values.get(field), (self.base or {}).get(field_key(field))
        return bool(value) and (exported is None or exported.digest != value_digest(value))


class FieldChange(NamedTuple):
    """A field that the workbook changes: what it was, and what it becomes; None where there is nothing."""

    field: Field
    place: str
    before: Data
    after: Data


class Merge(NamedTuple):
    """What is taken from a workbook, what is refused, and what is left out because both were changed."""

    taken: tuple[FieldChange, ...] = ()
    refusals: tuple[CellRemark, ...] = ()
    left: tuple[CellRemark, ...] = ()

    @property
    def changes(self) -> dict[Field, Data]:
        return {each.field: each.after for each in self.taken}


_OF_THE_FILE = frozenset(
    {("kind",), FRAMEWORK, ("framework_digest",), DIGEST, ORIGIN, ("date",), ("subject", "id")}
    | {("of",), ("assessor",), ("round",)}
)
"""What says which file is meant: it is settled before, and no cell changes it."""
_IN_ORDER = ("scales", "indicators", "grades")
"""Lists whose order says something, so that what two sides added cannot be joined."""
_RATED = ("level", "measured")
_VERDICT = (*_RATED, "rationale")
"""A rating and its reason: taken from one side alone, for nobody's level may stand above another's reason."""


def merge(
    filled: FilledForm,
    current: Mapping[Field, Data] | None,
    framework: Framework,
    *,
    knows_base: bool,
    prefers_workbook: bool,
) -> Merge:
    """Decide field by field what a workbook changes; `current` is None where there is no file yet.

    `knows_base` says that the digests are those of this file. Where both were changed, the workbook's side is
    left out unless `prefers_workbook`; with a level or a measurement all that is said of the rating is.
    """
    filled = filled._replace(values=meant_values(filled.values, framework))
    refusals = tuple(_check(filled, framework))
    own = {each: value for each, value in filled.values.items() if each not in _OF_THE_FILE}
    own_filled, known = filled._replace(values=own), current or {}
    changes, contested = decide(own_filled, current, knows_base=knows_base, prefers_workbook=prefers_workbook)
    rated = {each[:2] for each in contested if _is_verdict(each)}
    for change in (each for each in changes if each.field[:2] in rated):
        contested[change.field] = remark("rating-changed", change.place, field=field_words(change.field))
    refused = {each.place for each in refusals}
    taken = [each for each in changes if each.place not in refused and each.field not in contested]
    left = tuple(
        said for each, said in contested.items() if not refused & {said.place, filled.place_of(each[:2])}
    )
    return Merge(taken=(*taken, *_reviewed(taken, filled, known)), refusals=refusals, left=left)


def decide(
    filled: FilledForm, current: Mapping[Field, Data] | None, *, knows_base: bool, prefers_workbook: bool
) -> tuple[list[FieldChange], dict[Field, CellRemark]]:
    """Return how fields change, and why others do not that were changed on both sides."""
    known, has_base = current or {}, knows_base and current is not None and filled.base is not None
    base = (filled.base if has_base else None) or {}
    states = {
        each: _FieldState(each, value, known.get(each), base.get(field_key(each)), has_base)
        for each, value in filled.values.items()
    }
    decided = [
        (each, _decide(state, _unit(each, states), filled.place_of(each), prefers_workbook=prefers_workbook))
        for each, state in states.items()
    ]
    changes = [said for _, said in decided if isinstance(said, FieldChange)]
    return changes, {each: said for each, said in decided if isinstance(said, CellRemark)}


_SIGN = re.compile(r"^[^\w\s]\s+")
_NAMED = {word: word.replace("-", " ") for word in sorted(RESERVED_IDS)}


def find_meant(text: str, names: Mapping[str, str]) -> str | None:
    """Return the id that a text is, or that alone is called so; None where there is none."""
    if text in names:
        return text
    labels, word = {id: label.casefold() for id, label in names.items()}, text.casefold()
    meant = [id for id, label in labels.items() if word in (id.casefold(), label)]
    meant = meant or [id for id, label in labels.items() if label == _SIGN.sub("", word)]
    return meant[0] if len(meant) == 1 else None


def meant_values(values: Mapping[Field, Data], framework: Framework) -> dict[Field, Data]:
    """Return values in which a level, confidence or stage that is called by its label has its id.

    So has one in other capitals, or with the sign that a workbook shows before it; only where one alone can
    be meant. A measurement takes the place of `not-rated`, which nobody wiped out.
    """
    indicators = {each.id: each for each in framework.indicators()}
    found = dict(values)
    for each, value in values.items():
        names = _names(each, framework, indicators)
        if isinstance(value, str):
            found[each] = find_meant(value, names) or value
    for each, value in values.items():
        if value and _is_verdict(each) and each[2] == "measured":
            level = (*each[:2], "level")
            found[level] = None if found.get(level) == Status.NOT_RATED else found.get(level)
    return found


def _names(each: Field, framework: Framework, indicators: Mapping[str, Indicator]) -> Mapping[str, str]:
    """Return what may stand in a field, and what else each may be called; nothing where any text may."""
    match each:
        case ("ratings", id, "level") if id in indicators:
            indicator = indicators[str(id)]
            levels = [] if indicator.measure is not None else framework.scale_of(indicator)
            return {level.id: level.label or level.id for level in levels} | _NAMED
        case ("ratings", _, "confidence"):
            return dict.fromkeys(map(str, Confidence), "")
        case ("stage",):
            return dict.fromkeys(map(str, Stage), "")
        case _:
            return {}


class _FieldState(NamedTuple):
    """A field in the workbook and in the file, and as it was exported, where that is known of any field."""

    field: Field
    in_workbook: Data
    in_file: Data
    exported: FieldDigest | None
    has_base: bool

    @property
    def is_same(self) -> bool:
        """Whether both say the same, however lines are broken and with however many digits."""
        one, other = self.in_file, self.in_workbook
        if self.field[-1] == "measured" and isinstance(one, str) and isinstance(other, str):
            number = measured_number(one)
            return one == other or (number is not None and number == measured_number(other))
        return not (one or other) or one == other or flow_data(one) == flow_data(other)

    def is_changed(self, value: Data) -> bool:
        """Whether a value differs from what was exported, or says anything where that is not known."""
        if self.exported is None or not value:
            return bool(value) or self.exported is not None
        return value_digest(value) != self.exported.digest

    @property
    def joined(self) -> Data:
        """A list with what both sides added, without what one took out; None where that cannot be."""
        here, there = ([] if side is None else side for side in (self.in_workbook, self.in_file))
        items = self.exported.items if self.exported else ()
        is_known = self.has_base and (items or not self.exported) and self.field[0] not in _IN_ORDER
        if not is_known or not isinstance(here, list) or not isinstance(there, list):
            return None
        before = Counter(items)
        gone = before - Counter(map(value_digest, here))
        added = _beyond(here, before)
        if added and gone - Counter(map(value_digest, there)):
            return None
        kept = _beyond(there, gone)
        known = set(map(value_digest, kept))
        return [*kept, *(item for item in added if value_digest(item) not in known)]


def _unit(each: Field, states: Mapping[Field, _FieldState]) -> list[_FieldState]:
    """Return the fields that are taken from one side alone."""
    if not states[each].has_base or each[0] != "ratings" or each[2] not in _VERDICT:
        return [states[each]]
    return [states[field] for key in _VERDICT if (field := (*each[:2], key)) in states]


def _decide(
    state: _FieldState, unit: list[_FieldState], place: str, *, prefers_workbook: bool
) -> FieldChange | CellRemark | None:
    """Return how a field changes, taken from one side with the others of its unit, or why it does not."""
    now, value = state.in_file, state.in_workbook
    if state.is_same or not any(each.is_changed(each.in_workbook) for each in unit):
        return None
    change = FieldChange(state.field, place, now, value)
    if isinstance(value, str) and isinstance(now, str) and state.field != ("text",):
        change = change._replace(after=reflow(value, now))
    is_own = state.is_changed(value)
    if not any(each.is_changed(each.in_file) and not each.is_same for each in unit):
        return change if is_own else None
    if (joined := state.joined) is not None:
        return None if joined == now else change._replace(after=joined)
    if prefers_workbook:
        return change if state.has_base or value else None
    if not is_own:
        return None
    words = {"field": field_words(state.field), "here": value_words(value), "there": value_words(now)}
    if not state.has_base:
        return remark("both-differ", place, **words)
    if state.is_changed(now):
        return remark("both-changed", place, **words)
    return remark("rest-changed", place, **words)


def _beyond(items: list[Data], known: Counter[str]) -> list[Data]:
    """Return the items that are not among known ones, each of which stands for one item."""
    left = Counter(known)
    found = []
    for item in items:
        left[digest := value_digest(item)] -= 1
        if left[digest] < 0:
            found.append(item)
    return found


def _is_verdict(each: Field) -> bool:
    return each[0] == "ratings" and each[-1] in _RATED


def _reviewed(
    taken: list[FieldChange], filled: FilledForm, current: Mapping[Field, Data]
) -> Iterator[FieldChange]:
    """Take the mark for review off each rating that was changed and still has it."""
    known = {each.field for each in taken}
    for id in sorted({str(each.field[1]) for each in taken if _is_verdict(each.field)}):
        mark = ("ratings", id, REVIEW)
        if mark in current and mark not in known:
            yield FieldChange(mark, filled.place_of(mark), current[mark], None)


# What no rule of the format can say as well -------------------------------------------------------


def _check(filled: FilledForm, framework: Framework) -> Iterator[CellRemark]:
    """Yield what names no indicator, and what cannot stand in its cell whatever stands in others."""
    indicators = {indicator.id: indicator for indicator in framework.indicators()}
    ids = {*indicators, *(dimension.id for dimension, _ in dimensions_below(framework.dimensions))}
    unknown: set[str] = set()
    for each, value in filled.values.items():
        id = str(each[1]) if each[0] == "ratings" else ""
        measure = indicators[id].measure if id in indicators else None
        names = {} if measure and each[-1] == "level" else _names(each, framework, indicators)
        if id and id not in ids:
            if value and id not in unknown:
                unknown.add(id)
                place, known = filled.place_of(("ratings", id)), suggest(id, indicators)
                yield remark("no-indicator", place, id=shown(id), framework=framework.ref, known=known)
        elif isinstance(value, str) and each[-1] == "measured":
            try:
                parse_number(value, measure.unit if measure else None)
            except FormError as error:
                yield CellRemark(filled.place_of(each), error.message, error.help)
        elif isinstance(value, str) and names and value not in names:
            meant = closest(value, names)
            hint = f'did you mean "{meant}"?' if meant else f"it is one of {listing(list(names))}"
            yield CellRemark(filled.place_of(each), f"{shown(value)} is not a {each[-1]}; {hint}")
    asked: dict[tuple[str, ...], list[str]] = {}
    for indicator in indicators.values():
        asked.setdefault(_first_lines(f"{indicator.title}\n{flow(indicator.requirement)}"), []).append(
            indicator.id
        )
    for each, text in filled.beside.items():
        found = asked.get(_first_lines(text)) if each[2] in ("title", "asked") else None
        if found and each[1] in indicators and each[1] not in found:
            yield remark("other-question", filled.place_of(each[:2]), id=each[1], asked=found[0])
    yield from _check_titles(filled, framework)


def _first_lines(text: str) -> tuple[str, ...]:
    """Return what is asked as it is compared: the title and how the requirement begins."""
    return tuple(map(_plain, text.split("\n")[:2]))


def _check_titles(filled: FilledForm, framework: Framework) -> Iterator[CellRemark]:
    titles = {_plain(source.title): key for key, source in framework.sources.items()}
    for each, value in filled.values.items():
        if each[0] == "sources" and isinstance(title := as_mapping(value).get("title"), str):
            titles[_plain(title)] = str(each[1])
    for each, value in filled.values.items():
        for at, item in enumerate(as_items(value) if each[-1] == "evidence" else ()):
            source = as_mapping(item).get("source")
            if isinstance(source, str) and (key := titles.get(_plain(source), source)) != source:
                place = filled.place_of((*each, at, "source"))
                yield remark("title-of-source", place, title=shown(source), key=key)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


# Words ------------------------------------------------------------------------------------------

_NAMES = {key.name: key.label.lower() for key in RATING_FIELDS}


def field_words(each: Field) -> str:
    """Return what people call a field."""
    match each:
        case ("ratings", id, key):
            return f"{id} {_NAMES.get(str(key), str(key))}"
        case ("indicators", id, "within"):
            return f"{id} dimension"
        case ("dimensions" | "indicators", id, *keys):
            return f"{id} {' '.join(map(str, keys)).replace('_', ' ')}"
        case ("sources" | "scales", key):
            return f"{str(each[0])[:-1]} {key}"
        case ("replies", id):
            return f"{id} answer"
        case ("subject", key):
            return f"subject's {key}"
        case _:
            return str(each[0]).replace("_", " ")


_LEAD = 16


def changed_words(before: Data, after: Data) -> tuple[str, str]:
    """Return two values as a message quotes them; of long texts what is around the first difference."""
    if not (isinstance(before, str) and isinstance(after, str)):
        return value_words(before), value_words(after)
    old, new = (" ".join(text.split()) for text in (before, after))
    same = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), 0)
    if max(len(old), len(new)) <= MOST_QUOTED or same <= MOST_QUOTED // 2:
        return value_words(old), value_words(new)
    start = old.rfind(" ", 0, same - _LEAD) + 1
    return value_words(f"…{old[start:]}"), value_words(f"…{new[start:]}")


def value_words(value: Data) -> str:
    """Return a field's value as a message quotes it: short, and in one line."""
    if not value:
        return "nothing"
    match value:
        case str():
            return f'"{short(" ".join(value.split()))}"'
        case list():
            shown = "; ".join(value_words(item) for item in value[:3])
            return shown + (f" … ({len(value)} in all)" if len(value) > 3 else "")
        case dict():
            return value_words(", ".join(text for text in value.values() if isinstance(text, str)))
