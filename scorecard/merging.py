"""What a filled-in workbook changes in an assessment, decided field by field; pure.

A workbook that was exported carries the digest of every field as it was then. So each field has three states:
as exported, in the workbook now, in the file now. What was changed in the workbook alone is taken, what was
changed in the file alone stays, and what was changed in both, to different things, is refused.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from scorecard.assessment import Confidence, Stage
from scorecard.diagnostics import Route
from scorecard.document import Data
from scorecard.fields import REVIEW, Field
from scorecard.framework import Framework, Indicator
from scorecard.sheets import field_key, value_digest
from scorecard.source import RESERVED_IDS, FormError, closest, listing, parse_number, shown, suggest


@dataclass(frozen=True, slots=True)
class CellRemark:
    """A remark about a cell, such as `Ratings!D14`, or about a whole workbook where there is none."""

    place: str
    message: str
    help: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What a workbook says.

    `values` has every field that the workbook has cells for, None where those are empty; `places` says in
    which cell what stands. `base` are the digests of the fields as exported, None where there are none.
    """

    values: Mapping[Field, Data]
    places: Mapping[Route, str]
    base: Mapping[str, str] | None
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """What is taken from a workbook, and what is refused."""

    taken: tuple[Taken, ...] = ()
    refusals: tuple[CellRemark, ...] = field(default=())

    @property
    def changes(self) -> dict[Field, Data]:
        """The changes by field."""
        return {each.field: each.after for each in self.taken}


_OF_THE_FILE = frozenset({("kind",), ("framework",), ("framework_digest",), ("date",), ("subject", "id")})
"""What says which file is meant: it is settled before, and no cell changes it."""


def merge(
    filled: Filled,
    current: Mapping[Field, Data] | None,
    framework: Framework,
    *,
    knows_base: bool,
    prefers_workbook: bool,
) -> Merge:
    """Decide field by field what a workbook changes; `current` is None where there is no file yet.

    `knows_base` says that the digests are those of this file. `prefers_workbook` takes the workbook's side
    where both were changed.
    """
    taken: list[Taken] = []
    refusals = list(_check(filled, framework))
    base = filled.base if knows_base else None
    for each, value in filled.values.items():
        now = (current or {}).get(each)
        if (current is not None and each in _OF_THE_FILE) or _is_same(each, now, value):
            continue
        if current is None:
            if each not in _OF_THE_FILE:
                taken.append(Taken(each, filled.place_of(each), None, value))
            continue
        exported = base.get(field_key(each)) if base is not None else None
        if not _is_changed(value, exported, knows_base=base is not None):
            continue
        if prefers_workbook or not _is_changed(now, exported, knows_base=base is not None):
            taken.append(Taken(each, filled.place_of(each), now, value))
        else:
            refusals.append(_conflict(filled, each, now, value, knows_base=base is not None))
    refused = {each.place for each in refusals}
    taken = [each for each in taken if each.place not in refused]
    return Merge(taken=(*taken, *_reviewed(taken, filled, current)), refusals=tuple(refusals))


def _is_changed(value: Data, exported: str | None, *, knows_base: bool) -> bool:
    """Whether a value differs from what was exported; where that is not known, whether there is one."""
    if not knows_base:
        return bool(value)
    return (value_digest(value) if value else None) != exported


def _is_same(each: Field, one: Data, other: Data) -> bool:
    """Whether two values say the same; measurements do where the numbers are equal."""
    if not one and not other:
        return True
    if each[-1] == "measured" and isinstance(one, str) and isinstance(other, str):
        try:
            return parse_number(one) == parse_number(other)
        except FormError:
            return one == other
    return one == other


def _conflict(filled: Filled, each: Field, now: Data, value: Data, *, knows_base: bool) -> CellRemark:
    when = "since this workbook was exported" if knows_base else "and nothing says which is newer"
    return CellRemark(
        filled.place_of(each),
        f"{field_words(each)}: the workbook says {value_words(value)}, the file {value_words(now)}, "
        + (f"and both were changed {when}" if knows_base else when),
        "make the two agree, or take the workbook's with --prefer-workbook",
    )


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
            if (id := str(each[1])) not in unknown:
                unknown.add(id)
                message = f"{shown(id)} is not an indicator of {framework.ref}"
                yield CellRemark(filled.place_of(("ratings", id)), message, suggest(id, indicators))
        elif isinstance(value, str) and (remark := _check_text(each, value, framework, indicators)):
            yield CellRemark(filled.place_of(each), *remark)


def _check_text(
    each: Field, value: str, framework: Framework, indicators: Mapping[str, Indicator]
) -> tuple[str, str | None] | None:
    """Return what is wrong with a text, and what to do; None where nothing is."""
    match each:
        case ("ratings", id, "level") if indicators[str(id)].measure is None:
            levels = [level.id for level in framework.scale_of(indicators[str(id)])]
            allowed = [*levels, *sorted(RESERVED_IDS)]
            return None if value in allowed else (_not_among(value, "a level", allowed), None)
        case ("ratings", _, "confidence"):
            words = [word.value for word in Confidence]
            return None if value in words else (_not_among(value, "a confidence", words), None)
        case ("stage",):
            words = [word.value for word in Stage]
            return None if value in words else (_not_among(value, "a stage", words), None)
        case ("ratings", _, "measured"):
            try:
                parse_number(value)
            except FormError as error:
                return error.message, error.help
    return None


def _not_among(value: str, what: str, allowed: list[str]) -> str:
    meant = closest(value, allowed)
    hint = f'did you mean "{meant}"?' if meant else f"it is one of {listing(allowed)}"
    return f"{shown(value)} is not {what}; {hint}"


# Words ------------------------------------------------------------------------------------------

_NAMES = {
    "level": "level",
    "measured": "measurement",
    "evidence": "evidence",
    REVIEW: "to review",
}


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
