"""What a filled-in workbook changes in an assessment, decided field by field; pure.

A workbook that was exported carries the digest of every field as it was then. So each field has three states:
as exported, in the workbook now, in the file now. What was changed in the workbook alone is taken, what was
changed in the file alone stays, and what was changed in both, to different things, is left out.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from scorecard.diagnostics import Route
from scorecard.editing.assessment_fields import RATING_FIELDS, REVIEW, Field
from scorecard.editing.reflow import flow_data, reflow
from scorecard.model.assessment import Confidence, Stage
from scorecard.model.framework import Framework, Indicator
from scorecard.model.lexical import RESERVED_IDS, FormError, closest, listing, parse_number, shown, suggest
from scorecard.reading.plain_data import Data
from scorecard.spreadsheet.columns import field_key, value_digest


@dataclass(frozen=True, slots=True)
class CellRemark:
    """A remark about a cell, such as `Ratings!D14`, or about a whole workbook where there is none."""

    place: str
    message: str
    help: str | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """What a field was when it was exported: its digest, and of a list those of its items."""

    digest: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What a workbook says.

    `values` has every field that the workbook has cells for, None where those are empty; `places` says in
    which cell what stands. `base` are the digests of the fields as exported, None where there are none.
    """

    values: Mapping[Field, Data]
    places: Mapping[Route, str]
    base: Mapping[str, Exported] | None
    framework: str
    digest: str
    origin: str
    refusals: tuple[CellRemark, ...] = ()
    warnings: tuple[CellRemark, ...] = ()

    def place_of(self, route: Route) -> str:
        """Return the cell of what stands at a route, or of the nearest above it; empty where none is."""
        while route and route not in self.places:
            route = route[:-1]
        return self.places.get(route, "")

    def text(self, *route: str) -> str:
        """Return a text field; empty where it is not given."""
        value = self.values.get(route)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A field that the workbook changes: what it was, and what it becomes; None where there is nothing."""

    field: Field
    place: str
    before: Data
    after: Data


class Side(StrEnum):
    """Whose side counts where both were changed."""

    WORKBOOK = "workbook"
    FILE = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """What is taken from a workbook, what is refused, and what is left out because both were changed."""

    taken: tuple[Taken, ...] = ()
    refusals: tuple[CellRemark, ...] = ()
    left: tuple[CellRemark, ...] = ()

    @property
    def changes(self) -> dict[Field, Data]:
        """The changes by field."""
        return {each.field: each.after for each in self.taken}


_OF_THE_FILE = frozenset({("kind",), ("framework",), ("framework_digest",), ("date",), ("subject", "id")})
"""What says which file is meant: it is settled before, and no cell changes it."""
NOT_RATED = "not-rated"
_VERDICT = ("level", "measured", "rationale")
"""A rating and its reason: taken from one side alone, for nobody's level may stand above another's reason."""


def merge(
    filled: Filled,
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
    filled = replace(filled, values=_measured_values(_meant_values(filled.values, framework)))
    sides = _WorkbookAndFile(filled, current or {}, knows_base=knows_base)
    refusals = tuple(_check(filled, framework))
    taken: list[Taken] = []
    contested: dict[Field, CellRemark] = {}
    if current is None:
        chosen = (each for each, value in filled.values.items() if value and each not in _OF_THE_FILE)
        taken = [sides.taken(each) for each in chosen]
    else:
        for each in filled.values:
            if each not in _OF_THE_FILE:
                outcome = sides.decide(each, prefers_workbook=prefers_workbook)
                if isinstance(outcome, Taken):
                    taken.append(outcome)
                elif outcome is not None:
                    contested[each] = outcome
    rated = {each[:2] for each in contested if each[-1] in ("level", "measured")}
    contested |= {each.field: _left_with_rating(each) for each in taken if each.field[:2] in rated}
    refused = {each.place for each in refusals}
    taken = [each for each in taken if each.place not in refused and each.field not in contested]
    left = tuple(each for each in contested.values() if each.place not in refused)
    return Merge(taken=(*taken, *_reviewed(taken, filled, current)), refusals=refusals, left=left)


def _left_with_rating(each: Taken) -> CellRemark:
    message = f"{field_words(each.field)}: it belongs to a rating that was changed in the file as well"
    return CellRemark(each.place, message)


_SIGN = re.compile(r"^[^\w\s]\s+")
_NAMED = {word: {word.replace("-", " ")} for word in sorted(RESERVED_IDS)}


def _meant_values(values: Mapping[Field, Data], framework: Framework) -> dict[Field, Data]:
    """Return values in which a level, confidence or stage that is called by its label has its id.

    So has one in other capitals, or with the sign that a workbook shows before it; only where one alone can
    be meant.
    """
    indicators = {each.id: each for each in framework.indicators()}
    found = dict(values)
    for each, value in values.items():
        names = _names(each, framework, indicators)
        if isinstance(value, str) and value not in names:
            meant = _called(value, {id: {id, *labels} for id, labels in names.items()})
            signed = _SIGN.match(value)
            if not meant and signed:
                meant = _called(value[signed.end() :], names)
            found[each] = meant[0] if len(meant) == 1 else value
    return found


def _called(word: str, names: Mapping[str, set[str]]) -> list[str]:
    """Return the ids that are called by a word, in any capitals."""
    folded = word.casefold()
    return [id for id, labels in names.items() if folded in map(str.casefold, labels)]


def _names(each: Field, framework: Framework, indicators: Mapping[str, Indicator]) -> Mapping[str, set[str]]:
    """Return what may stand in a field, and what else each may be called; nothing where any text may."""
    match each:
        case ("ratings", id, "level") if id in indicators:
            indicator = indicators[str(id)]
            levels = [] if indicator.measure is not None else framework.scale_of(indicator)
            return {level.id: {level.label or level.id} for level in levels} | _NAMED
        case ("ratings", _, "confidence"):
            return {word.value: set() for word in Confidence}
        case ("stage",):
            return {word.value: set() for word in Stage}
        case _:
            return {}


def _measured_values(values: Mapping[Field, Data]) -> dict[Field, Data]:
    """Return values in which a measurement takes the place of `not-rated`, which nobody wiped out."""
    found = dict(values)
    for each, value in values.items():
        if each[0] == "ratings" and each[2] == "measured" and value:
            level = (*each[:2], "level")
            found[level] = None if found.get(level) == NOT_RATED else found.get(level)
    return found


class _WorkbookAndFile:
    """A workbook and a file, both made from what was exported."""

    def __init__(self, filled: Filled, current: Mapping[Field, Data], *, knows_base: bool) -> None:
        self._filled = filled
        self._current = current
        self._base = filled.base if knows_base else None

    def taken(self, each: Field, value: Data = None) -> Taken:
        """Return the workbook's side of a field, or a value of both."""
        now = self._current.get(each)
        value = self._filled.values[each] if value is None else value
        return Taken(each, self._filled.place_of(each), now, _reflowed(value, now))

    def decide(self, each: Field, *, prefers_workbook: bool) -> Taken | CellRemark | None:
        """Return what becomes of a field: None where it stays as the file has it."""
        value, now = self._filled.values[each], self._current.get(each)
        if _is_same(each, now, value):
            return None
        unit = self._unit(each)
        if not any(map(self._is_changed_here, unit)):
            return None
        if not any(map(self._is_contested, unit)):
            return self.taken(each) if self._is_changed_here(each) else None
        both = self._joined(each, value, now)
        if both is not None:
            return self.taken(each, both) if both != now else None
        if prefers_workbook:
            return self.taken(each) if self._base is not None or value else None
        return self._conflict(each) if self._is_changed_here(each) else None

    def _unit(self, each: Field) -> list[Field]:
        """Return the fields that are taken from one side alone."""
        if self._base is None or each[0] != "ratings" or each[2] not in _VERDICT:
            return [each]
        return [field for key in _VERDICT if (field := (*each[:2], key)) in self._filled.values]

    def _is_changed_here(self, each: Field) -> bool:
        """Whether the workbook differs from what was exported, or says anything where that is not known."""
        return self._is_changed(each, self._filled.values[each])

    def _is_changed_there(self, each: Field) -> bool:
        return self._is_changed(each, self._current.get(each))

    def _is_contested(self, each: Field) -> bool:
        """Whether the file was changed, to something else than the workbook says."""
        is_same = _is_same(each, self._current.get(each), self._filled.values[each])
        return not is_same and self._is_changed_there(each)

    def _is_changed(self, each: Field, value: Data) -> bool:
        if self._base is None:
            return bool(value)
        exported = self._base.get(field_key(each))
        if exported is None or not value:
            return bool(value) or exported is not None
        return value_digest(value) != exported.digest

    def _joined(self, each: Field, value: Data, now: Data) -> Data:
        """Return a list with what both sides added, without what one took out; None where that cannot be."""
        exported = self._base.get(field_key(each)) if self._base is not None else None
        is_list = all(isinstance(side, list | None) for side in (value, now))
        if self._base is None or not is_list or (exported is not None and not exported.items):
            return None
        here, there = (side if isinstance(side, list) else [] for side in (value, now))
        before = Counter(exported.items if exported is not None else ())
        gone = before - Counter(map(value_digest, here))
        added = _beyond(here, before)
        if added and gone - Counter(map(value_digest, there)):
            return None
        kept = _beyond(there, gone)
        known = set(map(value_digest, kept))
        return [*kept, *(item for item in added if value_digest(item) not in known)]

    def _conflict(self, each: Field) -> CellRemark:
        value, now = self._filled.values[each], self._current.get(each)
        says = f"{field_words(each)}: the workbook says {value_words(value)}, the file {value_words(now)}"
        if self._base is None:
            why = "and nothing says which is newer"
        elif self._is_changed_there(each):
            why = "and both were changed since this workbook was exported"
        else:
            why = "and the rest of this rating was changed in the file since this workbook was exported"
        help = "make the two agree, or say which side counts: --prefer workbook or --prefer file"
        return CellRemark(self._filled.place_of(each), f"{says}, {why}", help)


def _beyond(items: list[Data], known: Counter[str]) -> list[Data]:
    """Return the items that are not among known ones, each of which stands for one item."""
    left = Counter(known)
    found = []
    for item in items:
        digest = value_digest(item)
        if left[digest] > 0:
            left[digest] -= 1
        else:
            found.append(item)
    return found


def _is_same(each: Field, one: Data, other: Data) -> bool:
    """Whether two values say the same, however lines are broken and with however many digits."""
    if not one and not other:
        return True
    if each[-1] == "measured" and isinstance(one, str) and isinstance(other, str):
        try:
            return parse_number(one) == parse_number(other)
        except FormError:
            return one == other
    return one == other or flow_data(one) == flow_data(other)


def _reflowed(value: Data, now: Data) -> Data:
    """Return a text with its lines broken as those of the text whose place it takes."""
    return reflow(value, now) if isinstance(value, str) and isinstance(now, str) else value


def _reviewed(taken: list[Taken], filled: Filled, current: Mapping[Field, Data] | None) -> Iterator[Taken]:
    """Take the mark for review off each rating that was changed and still has it."""
    known = {each.field for each in taken}
    judged = {
        each.field[1]
        for each in taken
        if each.field[0] == "ratings" and each.field[2] in ("level", "measured")
    }
    for id in sorted(map(str, judged)):
        mark = ("ratings", id, REVIEW)
        if current is not None and mark in current and mark not in known:
            yield Taken(mark, filled.place_of(mark), current[mark], None)


# What no rule of the format can say as well -------------------------------------------------------


def _check(filled: Filled, framework: Framework) -> Iterator[CellRemark]:
    """Yield what names no indicator, and what cannot stand in its cell whatever stands in others."""
    indicators = {indicator.id: indicator for indicator in framework.indicators()}
    unknown: set[str] = set()
    for each, value in filled.values.items():
        if each[0] == "ratings" and str(each[1]) not in indicators:
            if value and (id := str(each[1])) not in unknown:
                unknown.add(id)
                message = f"{shown(id)} is not an indicator of {framework.ref}"
                yield CellRemark(filled.place_of(("ratings", id)), message, suggest(id, indicators))
        elif isinstance(value, str) and (remark := _check_text(each, value, framework, indicators)):
            yield CellRemark(filled.place_of(each), *remark)
    yield from _check_titles(filled, framework)


def _check_titles(filled: Filled, framework: Framework) -> Iterator[CellRemark]:
    """Yield evidence that names a source by its title, with the key that is meant."""
    titles = {_plain(source.title): key for key, source in framework.sources.items()}
    for each, value in filled.values.items():
        if each[0] == "sources" and isinstance(value, dict) and isinstance(title := value.get("title"), str):
            titles[_plain(title)] = str(each[1])
    for each, value in filled.values.items():
        for at, item in enumerate(value if each[-1] == "evidence" and isinstance(value, list) else ()):
            source = item.get("source") if isinstance(item, dict) else None
            if isinstance(source, str) and (key := titles.get(_plain(source), source)) != source:
                message = f"{shown(source)} is the title of a source, and its key is asked for"
                yield CellRemark(filled.place_of((*each, at, "source")), message, f"{key} is its key")


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _check_text(
    each: Field, value: str, framework: Framework, indicators: Mapping[str, Indicator]
) -> tuple[str, str | None] | None:
    """Return what is wrong with a text, and what to do; None where nothing is."""
    measure = indicators[str(each[1])].measure if each[0] == "ratings" else None
    if each[-1] == "measured":
        try:
            parse_number(value, measure.unit if measure else None)
        except FormError as error:
            return error.message, error.help
    names = _names(each, framework, indicators)
    if not names or value in names or (each[-1] == "level" and measure is not None):
        return None
    return _not_among(value, f"a {each[-1]}", list(names)), None


def _not_among(value: str, what: str, allowed: list[str]) -> str:
    meant = closest(value, allowed)
    hint = f'did you mean "{meant}"?' if meant else f"it is one of {listing(allowed)}"
    return f"{shown(value)} is not {what}; {hint}"


# Words ------------------------------------------------------------------------------------------

_NAMES = {key.name: key.label.lower() for key in RATING_FIELDS}


def field_words(each: Field) -> str:
    """Return what people call a field."""
    match each:
        case ("ratings", id, key):
            return f"{id} {_NAMES.get(str(key), str(key))}"
        case ("sources", key):
            return f"source {key}"
        case ("subject", key):
            return f"subject's {key}"
        case _:
            return str(each[0]).replace("_", " ")


MOST_SHOWN = 60
_LEAD = 16


def changed_words(before: Data, after: Data) -> tuple[str, str]:
    """Return two values as a message quotes them; of long texts what is around the first difference."""
    if not (isinstance(before, str) and isinstance(after, str)):
        return value_words(before), value_words(after)
    old, new = (" ".join(text.split()) for text in (before, after))
    same = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), 0)
    if max(len(old), len(new)) <= MOST_SHOWN or same <= MOST_SHOWN // 2:
        return value_words(old), value_words(new)
    start = old.rfind(" ", 0, same - _LEAD) + 1
    return value_words(f"…{old[start:]}"), value_words(f"…{new[start:]}")


def value_words(value: Data) -> str:
    """Return a field's value as a message quotes it: short, and in one line."""
    if not value:
        return "nothing"
    match value:
        case str():
            text = " ".join(value.split())
            return f'"{text[: MOST_SHOWN - 1]}…"' if len(text) > MOST_SHOWN else f'"{text}"'
        case list():
            shown = "; ".join(_item_words(item) for item in value[:3])
            return shown + (f" … ({len(value)} in all)" if len(value) > 3 else "")
        case dict():
            return _item_words(value)


def _item_words(item: Data) -> str:
    if isinstance(item, dict):
        return value_words(", ".join(text for text in item.values() if isinstance(text, str)))
    return value_words(item)
