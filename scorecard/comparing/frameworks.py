"""What changed between two frameworks: one row for each indicator, dimension or the whole, and each class.

Which indicators belong together, and which of them stay comparable, is the alignment's to say; the classes
are told from the two frameworks themselves, whatever lies between them.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from scorecard.comparing.alignment import Alignment, FindFramework, Link, align, scale_content
from scorecard.comparing.framework_changes import (
    ChangeClass,
    FrameworkChange,
    Held,
    Rules,
    Thing,
    Wording,
    editorial_change,
    find_lists,
    find_wordings,
    moved_change,
    plain_value,
    reweighted_change,
    rule_change,
)
from scorecard.comparing.text_diff import alike
from scorecard.model.digest import compared_text, framework_digest, is_same_text
from scorecard.model.framework import Dimension, Framework, Indicator, Level, Measure, State, Status
from scorecard.model.source import Number, Source, version_key


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
        """Whether the one after is the later: by its number, or because it replaces the one before."""
        if self.before.id == self.after.id:
            return version_key(self.after.version) > version_key(self.before.version)
        return not self.alignment.is_backwards

    @property
    def breaks(self) -> tuple[FrameworkChange, ...]:
        """The changes that break comparability."""
        return tuple(change for change in self.changes if change.is_breaking)

    @property
    def comparable(self) -> int:
        """How many indicators stay comparable."""
        return sum(link.is_comparable for link in self.alignment.links)

    @property
    def counts(self) -> dict[ChangeClass, int]:
        """How many changes there are of each class, of some none."""
        found = Counter(change.change_class for change in self.changes)
        return {change_class: found[change_class] for change_class in ChangeClass}


def diff_frameworks(before: Framework, after: Framework, find: FindFramework) -> FrameworkComparison:
    """Compare two frameworks; `find` returns the versions between them.

    Raises NotComparableError where they have nothing to do with each other.
    """
    alignment = align(before, after, find)
    return FrameworkComparison(
        before=before,
        after=after,
        alignment=alignment,
        digest_changed=framework_digest(before) != framework_digest(after),
        changes=tuple(_changes(alignment)),
    )


# What is compared -------------------------------------------------------------------------------


class _HeldThing(NamedTuple):
    """A dimension or an indicator, and the id of the dimension that holds it."""

    thing: Dimension | Indicator
    holder: str | None


def _places(dimensions: tuple[Dimension, ...], holder: str | None = None) -> Iterator[_HeldThing]:
    """Yield dimensions and indicators in reading order."""
    for dimension in dimensions:
        yield _HeldThing(dimension, holder)
        for indicator in dimension.indicators:
            yield _HeldThing(indicator, dimension.id)
        yield from _places(dimension.dimensions, dimension.id)


class _FrameworkSide:
    """One of the two frameworks, with what is looked up in it."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self.places = tuple(_places(framework.dimensions))
        self.dimensions = {
            thing.id: (thing, holder) for thing, holder in self.places if isinstance(thing, Dimension)
        }
        self.holders = {thing.id: holder for thing, holder in self.places if isinstance(thing, Indicator)}
        self.contents = {name: scale_content(levels) for name, levels in framework.scales.items()}

    def content(self, indicator: Indicator) -> set[tuple[str, Fraction, Status]]:
        """Return what the indicator's scale means."""
        return self.contents[self.framework.scale_name(indicator)]


def _changes(alignment: Alignment) -> Iterator[FrameworkChange]:
    before, after = _FrameworkSide(alignment.before), _FrameworkSide(alignment.after)
    indicators = _Indicators(alignment, before, after)
    yield from _whole_changes(before.framework, after.framework)
    for thing, holder in after.places:
        if isinstance(thing, Indicator):
            yield from indicators.changes(thing)
        else:
            yield from _dimension_changes(thing, holder, before, after)
    for thing, _ in before.places:
        if isinstance(thing, Indicator):
            yield from indicators.removed(thing)
        elif thing.id not in after.dimensions:
            removed = Thing(thing.title, dimension=thing.id)
            yield removed.change(ChangeClass.REMOVED, before=thing.description)


# The whole and dimensions -----------------------------------------------------------------------


def _whole_changes(before: Framework, after: Framework) -> Iterator[FrameworkChange]:
    thing = Thing(after.title)
    yield from editorial_change(
        thing,
        [
            *find_wordings(before, after, "title", "description", "publisher", "language", "licence", "note"),
            *find_wordings(before, after, "dimension_label", "indicator_label"),
            Wording("verdict_labels", _verdict_labels(before), _verdict_labels(after)),
            Wording("show_score", plain_value(before.show_score), plain_value(after.show_score)),
            Wording("labels of levels", *_level_labels(before, after)),
            Wording("sources", *_sources(before, after)),
        ],
    )
    yield from rule_change(thing, _whole_rules(before), _whole_rules(after))


def _verdict_labels(framework: Framework) -> str:
    labels = framework.verdict_labels
    return ", ".join(f"{status.value}: {labels[status]}" for status in Status if status in labels)


def _level_labels(before: Framework, after: Framework) -> tuple[str, str]:
    """Return the labels then and now of the levels whose label changed."""
    then, now = _labels(before), _labels(after)
    changed = [key for key in now if key in then and not is_same_text(then[key], now[key])]
    words = [", ".join(f"{key[1]}: {labels[key]}" for key in changed) for labels in (then, now)]
    return words[0], words[1]


def _labels(framework: Framework) -> dict[tuple[str, str], str]:
    return {
        (name, level.id): level.label or level.id
        for name, levels in framework.scales.items()
        for level in levels
    }


def _sources(before: Framework, after: Framework) -> tuple[str, str]:
    """Return the sources that one side has alone or otherwise: their keys, and what is said of them."""
    sides = [{**framework.sources} for framework in (before, after)]
    changed = [key for key in {**sides[0], **sides[1]} if sides[0].get(key) != sides[1].get(key)]
    words = [
        "; ".join(f"{key}: {_source_words(found[key])}" for key in changed if key in found) for found in sides
    ]
    return words[0], words[1]


def _source_words(source: Source) -> str:
    return ", ".join(str(value) for _, value in source if value is not None)


def _whole_rules(framework: Framework) -> "Rules":
    overall = framework.overall
    return {
        "aggregation": Held(framework.aggregation, framework.aggregation),
        "pass_when": Held(framework.pass_when, framework.pass_when),
        "partial_when": Held(framework.partial_when, framework.partial_when),
        "overall.aggregation": Held(overall.aggregation, framework.aggregation),
        "overall.pass_when": Held(overall.pass_when, framework.pass_when),
        "overall.partial_when": Held(overall.partial_when, framework.partial_when),
        "minimum_coverage": Held(framework.minimum_coverage, framework.minimum_coverage),
        "evidence": Held(framework.evidence, framework.evidence),
        "not_applicable": Held(framework.not_applicable, framework.not_applicable),
    }


def _dimension_changes(
    dimension: Dimension, holder: str | None, before: _FrameworkSide, after: _FrameworkSide
) -> Iterator[FrameworkChange]:
    thing = Thing(dimension.title, dimension=dimension.id)
    if dimension.id not in before.dimensions:
        yield thing.change(ChangeClass.ADDED, after=dimension.description)
        return
    old, old_holder = before.dimensions[dimension.id]
    yield from editorial_change(thing, find_wordings(old, dimension, "title", "description"))
    yield from moved_change(thing, old_holder, holder)
    yield from reweighted_change(thing, old.weight, dimension.weight)
    yield from rule_change(
        thing, _dimension_rules(old, before.framework), _dimension_rules(dimension, after.framework)
    )


def _dimension_rules(dimension: Dimension, framework: Framework) -> "Rules":
    return {
        "critical": Held(dimension.critical, dimension.critical),
        "aggregation": Held(dimension.aggregation, framework.aggregation),
        "pass_when": Held(dimension.pass_when, framework.pass_when),
        "partial_when": Held(dimension.partial_when, framework.partial_when),
    }


# Indicators -------------------------------------------------------------------------------------


class _Indicators:
    """What became of indicators, as the alignment puts them side by side."""

    def __init__(self, alignment: Alignment, before: _FrameworkSide, after: _FrameworkSide) -> None:
        self.before, self.after = before, after
        self.links = {link.after.id: link for link in alignment.links}
        self.takers = Counter(each.id for link in alignment.links for each in link.before)
        self.left_over = {each.id for each in alignment.left_over}
        uncounted = [link for link in alignment.links if not link.after.counted]
        uncounted.sort(key=lambda link: link.after.state is State.RETIRED)
        self.uncounted = {each.id: link for link in uncounted for each in link.before}
        self.is_backwards = alignment.is_backwards
        self.is_one_version = alignment.is_one_version
        self.is_one_step = len(alignment.chain) <= 2

    def changes(self, indicator: Indicator) -> Iterator[FrameworkChange]:
        """Yield what became of an indicator after; nothing where it was and is not counted."""
        link = self.links[indicator.id]
        thing = Thing(indicator.title, indicator.id, self.after.holders[indicator.id])
        counted = [each for each in link.before if each.counted]
        if indicator.counted and counted:
            yield from self._pair_changes(thing, link, counted)
        elif indicator.counted:
            yield thing.change(
                ChangeClass.ADDED, after=indicator.requirement, is_comparable=False, reason=link.reason
            )
        elif indicator.state is State.RETIRED:
            retired = [each for each in counted if each.id in self.left_over]
            if retired:
                yield thing.change(
                    ChangeClass.RETIRED,
                    before=_requirements(retired),
                    is_comparable=False,
                    reason=link.reason,
                )

    def removed(self, indicator: Indicator) -> Iterator[FrameworkChange]:
        """Yield the row of an indicator before that is gone: nothing has its place, or a future one has."""
        if indicator.id not in self.left_over:
            return
        link = self.uncounted.get(indicator.id)
        if link is None or link.after.state is not State.RETIRED:
            yield Thing(indicator.title, indicator.id, self.before.holders[indicator.id]).change(
                ChangeClass.REMOVED,
                before=indicator.requirement,
                is_comparable=False,
                reason=link.reason if link else None,
            )

    def _pair_changes(self, thing: Thing, link: Link, counted: list[Indicator]) -> Iterator[FrameworkChange]:
        """Yield the rows of an indicator that is counted on both sides, class by class."""
        new = link.after
        if len(link.before) > 1:
            yield _revised(thing, link, _requirements(counted))
            return
        old = link.before[0]
        before, after = self.before, self.after
        is_alone = self.takers[old.id] == 1
        declared = self._declared(old, new)
        wordings = find_wordings(old, new, "requirement")
        is_waived = link.is_comparable or (declared is True and is_alone and self.is_one_step)
        rescaled = list(_rescaled(thing, link, before, after))
        yield from editorial_change(
            thing,
            [
                *(wordings if is_waived else ()),
                *find_wordings(old, new, "title", "guidance"),
                *find_lists(old, new, "tags", "sources"),
            ],
        )
        if not link.is_comparable and (
            not is_alone
            or (not is_waived and not is_same_text(old.requirement, new.requirement))
            or declared is False
            or all(row.is_comparable for row in rescaled)
        ):
            yield _revised(thing, link, old.requirement, is_waived=is_waived)
        yield from moved_change(thing, before.holders[old.id], after.holders[new.id])
        if is_alone and old.id != new.id:
            yield thing.change(ChangeClass.RENUMBERED, old.id, new.id)
        yield from rescaled
        yield from reweighted_change(thing, old.weight, new.weight)
        yield from rule_change(
            thing, _indicator_rules(old, before.framework), _indicator_rules(new, after.framework)
        )

    def _declared(self, old: Indicator, new: Indicator) -> bool | None:
        """Return what the newer one says of the step from the version before it."""
        if self.is_one_version:
            return None
        return old.comparable if self.is_backwards else new.comparable


def _requirements(indicators: list[Indicator]) -> str:
    return "\n\n".join(indicator.requirement for indicator in indicators)


def _revised(thing: Thing, link: Link, before: str, *, is_waived: bool = False) -> FrameworkChange:
    """Return the row of a pair that cannot be compared; with its wordings where these differ and break it."""
    after = link.after.requirement
    is_reworded = not is_waived and not is_same_text(before, after)
    return thing.change(
        ChangeClass.REVISED,
        *((before, after) if is_reworded else ()),
        is_comparable=False,
        reason=link.reason,
        texts=("requirement",) if is_reworded else (),
        likeness=alike(compared_text(before), compared_text(after)),
    )


def _indicator_rules(indicator: Indicator, framework: Framework) -> "Rules":
    return {
        "critical": Held(indicator.critical, indicator.critical),
        "evidence": Held(indicator.evidence, framework.evidence),
        "not_applicable": Held(indicator.not_applicable, framework.not_applicable),
    }


# Scales and bands -------------------------------------------------------------------------------


def _rescaled(
    thing: Thing, link: Link, before: _FrameworkSide, after: _FrameworkSide
) -> Iterator[FrameworkChange]:
    """Yield the row of a pair whose scale, bands or unit changed; only new bands leave it comparable."""
    old, new = link.before[0], link.after
    scales = _scale_words(before.framework.scale_of(old)), _scale_words(after.framework.scale_of(new))
    contents = before.content(old), after.content(new)
    is_comparable = False
    if old.measure is not None and new.measure is not None:
        is_comparable = old.measure.unit == new.measure.unit
        is_moved = not is_comparable or _bands(old.measure) != _bands(new.measure)
        words = _band_words(old.measure), _band_words(new.measure)
        if not is_moved or _is_revalued(*contents):
            words = f"{words[0]}; {scales[0]}", f"{words[1]}; {scales[1]}"
        is_changed = is_moved or contents[0] != contents[1]
    elif old.measure is not None or new.measure is not None:
        words = _rating_words(old, scales[0]), _rating_words(new, scales[1])
        is_changed = True
    else:
        words = scales
        is_changed = contents[0] != contents[1]
    if is_changed:
        reason = None if is_comparable else link.reason
        yield thing.change(ChangeClass.RESCALED, *words, is_comparable=is_comparable, reason=reason)


def _rating_words(indicator: Indicator, scale: str) -> str:
    """Say how an indicator is rated, and by what."""
    return f"judged: {scale}" if indicator.measure is None else f"measured: {_band_words(indicator.measure)}"


def _is_revalued(then: set[tuple[str, Fraction, Status]], now: set[tuple[str, Fraction, Status]]) -> bool:
    """Whether a level of both scales has another value or status."""
    ids = {id for id, _, _ in then}
    return any(level[0] in ids for level in now - then)


def _scale_words(levels: tuple[Level, ...]) -> str:
    """Say a scale: "pass 1, some 0.5 (partial)"."""
    return ", ".join(
        f"{level.id} {plain_value(level.value)}"
        + ("" if level.id == level.status else f" ({level.status.value})")
        for level in levels
    )


def _band_words(measure: Measure) -> str:
    """Say bands: "pass at most 5, partial at most 10, else fail (µg/m³)"."""
    words = []
    for band in measure.bands:
        bounds = [
            f"{name} {plain_value(bound)}"
            for name, bound in (("at least", band.at_least), ("at most", band.at_most))
            if bound is not None
        ]
        words.append(f"{band.level} {' and '.join(bounds)}" if bounds else f"else {band.level}")
    return f"{', '.join(words)} ({measure.unit})"


def _bands(measure: Measure) -> list[tuple[str, Fraction | None, Fraction | None]]:
    return [(band.level, _exact(band.at_least), _exact(band.at_most)) for band in measure.bands]


def _exact(number: Number | None) -> Fraction | None:
    return None if number is None else Fraction(number)
