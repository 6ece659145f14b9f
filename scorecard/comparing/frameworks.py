"""What changed between two frameworks: one row for each indicator, dimension or the whole, and each class.

Which indicators belong together, and which of them stay comparable, is the alignment's to say; the classes
are told from the two frameworks themselves, whatever lies between them: TEXTS and RULES name the keys.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import partial
from operator import attrgetter
from typing import NamedTuple

from scorecard.comparing.alignment import Alignment, FindFramework, Link, align, scale_content
from scorecard.comparing.text_diff import Likeness, alike
from scorecard.model.digest import compared_text, framework_digest, is_same_text
from scorecard.model.framework import (
    Dimension,
    Framework,
    Grade,
    Indicator,
    Level,
    Measure,
    State,
    Status,
    dimensions_below,
)
from scorecard.model.keys import LINE, PROSE, WORD, keys_of
from scorecard.model.lexical import Number, typed_number, version_key
from scorecard.model.verdict_rules import VerdictRule

Thing = Framework | Dimension | Indicator
RuleValue = bool | Number | VerdictRule | StrEnum | str | tuple[str | Grade, ...] | None

_LEVEL_LABELS = "labels of levels"
_GRADE_LABELS = "labels of grades"
_JOINED = {_LEVEL_LABELS: ", ", _GRADE_LABELS: ", ", "sources": "; "}
"""What holds many things of which those that changed are told, and what is put between them."""
TEXTS: Mapping[type[Thing], tuple[str, ...]] = {
    Framework: (
        *(key.name for key in keys_of(Framework, WORD, LINE, PROSE)),
        *("dimension_label", "indicator_label", "element_label", "verdict_labels"),
        *("show_score", "score_out_of", _LEVEL_LABELS, _GRADE_LABELS, "sources"),
    ),
    Dimension: tuple(key.name for key in keys_of(Dimension, WORD, LINE, PROSE)),
    Indicator: (
        "requirement",
        *(key.name for key in keys_of(Indicator, WORD, LINE, PROSE) if key.name != "requirement"),
        *("tags", "sources"),
    ),
}
"""What is editorial where it changes; of a requirement only where it stays comparable."""
RULES: Mapping[type[Thing], tuple[str, ...]] = {
    Framework: (
        *("aggregation", "pass_when", "partial_when"),
        *("overall.aggregation", "overall.pass_when", "overall.partial_when"),
        *("minimum_coverage", "evidence", "not_applicable", "verdict", "grades"),
    ),
    Dimension: ("critical", "aggregation", "pass_when", "partial_when", "counts_as", "applies_to"),
    Indicator: ("critical", "evidence", "not_applicable", "applies_to"),
}
"""What says how a thing is judged; where it says nothing, what its framework says under that name holds."""


class ChangeClass(StrEnum):
    """What sort of change it is; the rows of one thing come in this order."""

    EDITORIAL = "editorial"
    REVISED = "revised"
    ADDED = "added"
    REMOVED = "removed"
    RETIRED = "retired"
    MOVED = "moved"
    RENUMBERED = "renumbered"
    RESCALED = "rescaled"
    REWEIGHTED = "reweighted"
    RULE_CHANGED = "rule-changed"


class RuleChange(NamedTuple):
    """A key that says how it is judged, with the values that held before and hold after."""

    key: str
    before: RuleValue
    after: RuleValue


class FrameworkPart(NamedTuple):
    """The whole, a dimension or an indicator, where it stands: `holder` is the dimension around it."""

    thing: Thing
    framework: Framework
    holder: str | None = None


ScaledSides = tuple[tuple[Indicator, Framework], tuple[Indicator, Framework]]
"""An indicator before and after, each with the framework that has its scale."""


@dataclass(frozen=True, slots=True)
class FrameworkChange:
    """One class of change of an indicator, of a dimension, or (both ids None) of the whole.

    `texts` names the texts that changed, `before` and `after` are the first of them; `rules` are what a
    changed rule was and is. Of what is revised, `likeness` is how alike the two requirements are; of what is
    rescaled where points give scores, `by_points` are both sides.
    """

    part: FrameworkPart
    change_class: ChangeClass
    before: str | None = None
    after: str | None = None
    _: KW_ONLY
    reason: str | None = None
    is_comparable: bool = True
    texts: tuple[str, ...] = ()
    rules: tuple[RuleChange, ...] = ()
    likeness: Likeness | None = None
    by_points: ScaledSides | None = None

    @property
    def title(self) -> str:
        return self.part.thing.title

    @property
    def indicator(self) -> str | None:
        return self.part.thing.id if isinstance(self.part.thing, Indicator) else None

    @property
    def dimension(self) -> str | None:
        return self.part.thing.id if isinstance(self.part.thing, Dimension) else self.part.holder

    @property
    def is_breaking(self) -> bool:
        """Whether something that was comparable no longer is: adding breaks nothing."""
        return not self.is_comparable and self.change_class is not ChangeClass.ADDED

    @property
    def alike(self) -> Fraction | None:
        """How alike the two requirements are, where that was worked out exactly."""
        return self.likeness.share if self.likeness and self.likeness.is_exact else None

    @property
    def is_reworded(self) -> bool:
        """Whether `before` and `after` are two wordings of the requirement."""
        return "requirement" in self.texts


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkComparison:
    """Two frameworks compared. `changes`: the whole, then the order after, then what was removed."""

    before: Framework
    after: Framework
    alignment: Alignment
    digest_changed: bool
    changes: tuple[FrameworkChange, ...]

    @property
    def version_raised(self) -> bool:
        if self.before.id == self.after.id:
            return version_key(self.after.version) > version_key(self.before.version)
        return not self.alignment.is_backwards

    @property
    def breaks(self) -> tuple[FrameworkChange, ...]:
        return tuple(change for change in self.changes if change.is_breaking)

    @property
    def comparable(self) -> int:
        return sum(link.is_comparable for link in self.alignment.links)

    @property
    def counts(self) -> dict[ChangeClass, int]:
        found = Counter(change.change_class for change in self.changes)
        return {change_class: found[change_class] for change_class in ChangeClass}


def diff_frameworks(before: Framework, after: Framework, find: FindFramework) -> FrameworkComparison:
    """Compare two frameworks; `find` returns the versions between them. Raises as `align` does."""
    alignment = align(before, after, find)
    return FrameworkComparison(
        before=before,
        after=after,
        alignment=alignment,
        digest_changed=framework_digest(before) != framework_digest(after),
        changes=tuple(_changes(alignment)),
    )


# What is compared -------------------------------------------------------------------------------


_Parts = dict[tuple[type[Thing], str], FrameworkPart]


def _parts(framework: Framework) -> _Parts:
    """Return the whole, which goes by no id, then dimensions and indicators in reading order."""
    parts: _Parts = {(Framework, ""): FrameworkPart(framework, framework)}
    for dimension, above in dimensions_below(framework.dimensions):
        holder = above[-1].id if above else None
        parts[Dimension, dimension.id] = FrameworkPart(dimension, framework, holder)
        for each in dimension.indicators:
            parts[Indicator, each.id] = FrameworkPart(each, framework, dimension.id)
    return parts


def _changes(alignment: Alignment) -> Iterator[FrameworkChange]:
    before, after = _parts(alignment.before), _parts(alignment.after)
    indicators = _Indicators(alignment, before, after)
    places = {"": "", **alignment.dimensions}
    for (kind, id), now in after.items():
        if isinstance(now.thing, Indicator):
            yield from indicators.changes(id)
        elif id in places:
            then = before[kind, places[id]]
            yield from _changes_of(then, now, TEXTS[kind], places)
            if places[id] != id:
                yield FrameworkChange(now, ChangeClass.RENUMBERED, places[id], id)
        else:
            yield FrameworkChange(now, ChangeClass.ADDED, after=now.thing.description)
    for (_, id), then in before.items():
        if isinstance(then.thing, Indicator):
            if id in indicators.removed:
                why = indicators.reasons.get(id)
                gone = partial(FrameworkChange, then, ChangeClass.REMOVED, then.thing.requirement)
                yield gone(reason=why, is_comparable=False)
        elif id not in places.values():
            yield FrameworkChange(then, ChangeClass.REMOVED, then.thing.description)


def _changes_of(
    then: FrameworkPart, now: FrameworkPart, texts: Sequence[str], places: Mapping[str, str]
) -> Iterator[FrameworkChange]:
    """`places` has the ids of the dimensions after that have another's place, with its id."""
    readings = {key: _read(key, then.thing, now.thing) for key in texts}
    changed = tuple(key for key in texts if not is_same_text(*readings[key]))
    if changed:
        before, after = readings[changed[0]]
        words, reason = (before or None, after or None), ", ".join(changed)
        yield FrameworkChange(now, ChangeClass.EDITORIAL, *words, reason=reason, texts=changed)
    if then.holder != (now.holder and places.get(now.holder)):
        yield FrameworkChange(now, ChangeClass.MOVED, then.holder, now.holder)
    if not isinstance(then.thing, Framework) and not isinstance(now.thing, Framework):
        weights = then.thing.weight, now.thing.weight
        if Fraction(weights[0]) != Fraction(weights[1]):
            yield FrameworkChange(now, ChangeClass.REWEIGHTED, *map(typed_number, weights))
    if rules := tuple(_changed_rules(then, now)):
        said = ["; ".join(f"{rule.key}: {_words(rule[at])}" for rule in rules) for at in (1, 2)]
        yield FrameworkChange(now, ChangeClass.RULE_CHANGED, *said, rules=rules)


def _changed_rules(then: FrameworkPart, now: FrameworkPart) -> Iterator[RuleChange]:
    for key in RULES[type(now.thing)]:
        said = [_rule_value(key, part.thing) for part in (then, now)]
        name = key.rpartition(".")[2]
        before, after = (
            getattr(part.framework, name, None) if own is None else own
            for own, part in zip(said, (then, now), strict=True)
        )
        if said[0] != said[1] and before != after:
            yield RuleChange(key, before, after)


def _rule_value(key: str, thing: Thing) -> RuleValue:
    """Return what a thing says under a key: tags in no order, grades without labels, which are texts."""
    value: RuleValue = attrgetter(key)(thing)
    if key == "applies_to" and isinstance(value, tuple):
        return tuple(sorted({str(tag) for tag in value}))
    if key == "grades" and isinstance(thing, Framework):
        return tuple(each.model_copy(update={"label": None}) for each in thing.grades)
    return value


# Indicators -------------------------------------------------------------------------------------


class _Indicators:
    def __init__(self, alignment: Alignment, before: _Parts, after: _Parts) -> None:
        self.alignment, self.before, self.after = alignment, before, after
        self.links = {link.after.id: link for link in alignment.links}
        self.takers = Counter(each.id for link in alignment.links for each in link.before)
        self.left_over = {each.id for each in alignment.left_over}
        uncounted = [link for link in alignment.links if not link.after.counted]
        self.reasons = {each.id: link.reason for link in uncounted for each in link.before}
        retired = [link for link in uncounted if link.after.state is State.RETIRED]
        self.removed = self.left_over - {each.id for link in retired for each in link.before}

    def changes(self, id: str) -> Iterator[FrameworkChange]:
        """Yield what became of an indicator after; nothing where it was and is not counted."""
        link, now = self.links[id], self.after[Indicator, id]
        new, counted = link.after, [each for each in link.before if each.counted]
        apart = partial(FrameworkChange, now, reason=link.reason, is_comparable=False)
        if new.counted and len(link.before) > 1 and counted:
            yield _revised(now, link, _requirements(counted))
        elif new.counted and counted:
            rows = self._pair_changes(now, link)
            yield from sorted(rows, key=lambda row: [*ChangeClass].index(row.change_class))
        elif new.counted:
            yield apart(ChangeClass.ADDED, after=new.requirement)
        elif new.state is State.RETIRED and (gone := [each for each in counted if each.id in self.left_over]):
            yield apart(ChangeClass.RETIRED, _requirements(gone))

    def _pair_changes(self, now: FrameworkPart, link: Link) -> Iterator[FrameworkChange]:
        (old,), new = link.before, link.after
        then = self.before[Indicator, old.id]
        is_alone = self.takers[old.id] == 1
        newer = old if self.alignment.is_backwards else new
        declared = None if self.alignment.is_one_version else newer.comparable
        is_one_step = len(self.alignment.chain) <= 2
        is_waived = link.is_comparable or (declared is True and is_alone and is_one_step)
        texts = [key for key in TEXTS[Indicator] if is_waived or key != "requirement"]
        yield from _changes_of(then, now, texts, self.alignment.dimensions)
        if rescaled := _rescaled(then.framework, now, link):
            yield rescaled
        if not link.is_comparable and (
            not is_alone
            or (not is_waived and not is_same_text(old.requirement, new.requirement))
            or declared is False
            or rescaled is None
            or rescaled.is_comparable
        ):
            yield _revised(now, link, old.requirement, is_waived=is_waived)
        if is_alone and old.id != new.id:
            yield FrameworkChange(now, ChangeClass.RENUMBERED, old.id, new.id)


def _requirements(indicators: list[Indicator]) -> str:
    return "\n\n".join(indicator.requirement for indicator in indicators)


def _revised(now: FrameworkPart, link: Link, before: str, *, is_waived: bool = False) -> FrameworkChange:
    """Return the row of a pair that cannot be compared; with its wordings where these differ and break it."""
    after = link.after.requirement
    is_reworded = not is_waived and not is_same_text(before, after)
    return FrameworkChange(
        now,
        ChangeClass.REVISED,
        *((before, after) if is_reworded else ()),
        texts=("requirement",) if is_reworded else (),
        reason=link.reason,
        is_comparable=False,
        likeness=alike(compared_text(before), compared_text(after)),
    )


def _rescaled(older: Framework, now: FrameworkPart, link: Link) -> FrameworkChange | None:
    """Return the row of a pair whose scale, bands or unit changed; only new bands leave it comparable."""
    sides = (link.before[0], older), (link.after, now.framework)
    old, new = (each.measure for each, _ in sides)
    if old == new and scale_content(*sides[0]) == scale_content(*sides[1]):
        return None
    is_comparable = old is not None and new is not None and old.unit == new.unit
    return FrameworkChange(
        now,
        ChangeClass.RESCALED,
        *scaled_words(sides, typed_number),
        reason=None if is_comparable else link.reason,
        is_comparable=is_comparable,
        by_points=sides if any(each and each.points for each in (old, new)) else None,
    )


# Words ------------------------------------------------------------------------------------------


def scaled_words(sides: ScaledSides, say: Callable[[Number], str]) -> list[str]:
    """Say what rates an indicator before and after; `say` tells what a level or a point scores."""
    (then, older), (now, newer) = sides
    scales = [_scale_words(framework.scale_of(each), say) for each, framework in sides]
    match then.measure, now.measure:
        case None, None:
            return scales
        case Measure() as old, Measure() as new:
            ids = {id for id, _, _ in scale_content(then, older)}
            changed = scale_content(now, newer) - scale_content(then, older)
            is_scale_told = old == new or any(id in ids for id, _, _ in changed)
            bands = (_band_words(each, say) for each in (old, new))
            return [
                f"{words}; {scale}" if is_scale_told else words
                for words, scale in zip(bands, scales, strict=True)
            ]
        case measures:
            return [
                f"measured: {_band_words(measure, say)}" if measure else f"judged: {scale}"
                for measure, scale in zip(measures, scales, strict=True)
            ]


def _read(key: str, then: Thing, now: Thing) -> tuple[str, str]:
    """Return what is said under a key before and after, as text; of many things those that changed."""
    if isinstance(then, Framework) and isinstance(now, Framework) and key in _JOINED:
        old, new = _entries(key, then), _entries(key, now)
        ids = {**old, **new} if key == "sources" else [id for id in new if id in old]
        changed = [id for id in ids if not is_same_text(old.get(id, ""), new.get(id, ""))]
        before, after = (
            _JOINED[key].join(f"{id[1]}: {each[id]}" for id in changed if id in each) for each in (old, new)
        )
        return before, after
    was, is_now = getattr(then, key), getattr(now, key)
    if isinstance(was, tuple) and set(was) == set(is_now):
        return "", ""
    return _words(was), _words(is_now)


def _entries(key: str, framework: Framework) -> dict[tuple[str, str], str]:
    """Return the labels of a framework's levels by scale and id, of its grades by id, or sources."""
    if key == "sources":
        said = {
            id: [value for _, value in each if value is not None] for id, each in framework.sources.items()
        }
        return {("", id): ", ".join(map(str, values)) for id, values in said.items()}
    groups: Mapping[str, tuple[Level | Grade, ...]]
    groups = framework.scales if key == _LEVEL_LABELS else {"": framework.grades}
    return {(name, each.id): each.label or each.id for name, group in groups.items() for each in group}


def _scale_words(levels: tuple[Level, ...], say: Callable[[Number], str]) -> str:
    """Say a scale: "pass 1, some 0.5 (partial)"."""
    return ", ".join(
        f"{level.id} {say(level.value)}"
        + ("" if level.status.written in (level.id, None) else f" ({level.status.value})")
        for level in levels
    )


def _band_words(measure: Measure, say: Callable[[Number], str]) -> str:
    """Say bands and points: "pass at most 5, partial at most 10, else fail, 1 at 5, 0 at 35 (µg/m³)"."""
    words = [f"{band.level} {band.bounds}" if band.bounds else f"else {band.level}" for band in measure.bands]
    words += [f"{say(point.value)} at {typed_number(point.at)}" for point in measure.points]
    return f"{', '.join(words)} ({measure.unit})"


def _words(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal() | Fraction():
            return typed_number(value)
        case VerdictRule():
            kind = value.kind.value
            return kind if value.amount is None else f"{{{kind}: {typed_number(value.amount)}}}"
        case Grade():
            return f"{value.id} {_words(value.when)}".rstrip()
        case tuple():
            return ", ".join(map(_words, value))
        case Mapping():
            return ", ".join(f"{status}: {value[status]}" for status in Status if status in value)
        case _:
            return str(value)
