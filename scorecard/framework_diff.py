"""What changed between two frameworks: one row for each indicator, dimension or the whole, and each class.

Which indicators belong together, and which of them stay comparable, is the alignment's to say; the classes
are told from the two frameworks themselves, whatever lies between them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from scorecard.alignment import Alignment, FindFramework, Link, align, scale_content
from scorecard.digest import compared_text, framework_digest
from scorecard.framework import (
    Aggregation,
    Dimension,
    EvidencePolicy,
    Framework,
    Indicator,
    Level,
    Measure,
    NotApplicablePolicy,
    State,
    Status,
)
from scorecard.passing import Rule
from scorecard.source import Number, version_key


class ChangeClass(StrEnum):
    """What sort of change it is."""

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


RuleValue = bool | Number | Rule | Aggregation | EvidencePolicy | NotApplicablePolicy


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A key that says how it is judged, with the values that held before and hold after."""

    key: str
    before: RuleValue
    after: RuleValue


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkChange:
    """One class of change of an indicator, of a dimension, or (both ids None) of the whole.

    `dimension` is the one that holds the indicator. `texts` names the texts that changed, `before` and
    `after` are the first of them; `rules` are what a changed rule was and is.
    """

    change_class: ChangeClass
    indicator: str | None
    dimension: str | None
    title: str
    before: str | None
    after: str | None
    is_comparable: bool
    reason: str | None
    texts: tuple[str, ...]
    rules: tuple[RuleChange, ...]

    @property
    def is_breaking(self) -> bool:
        """Whether something that was comparable no longer is: adding breaks nothing."""
        return not self.is_comparable and self.change_class is not ChangeClass.ADDED

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
        """Whether the one after is the later: by its number, or because it replaces the one before."""
        if self.before.id == self.after.id:
            return version_key(self.after.version) > version_key(self.before.version)
        return _is_forward(self.alignment)

    @property
    def breaks(self) -> tuple[FrameworkChange, ...]:
        """The changes that break comparability."""
        return tuple(change for change in self.changes if change.is_breaking)

    @property
    def comparable(self) -> int:
        """How many indicators stay comparable."""
        return sum(link.is_comparable for link in self.alignment.links)


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


def _is_forward(alignment: Alignment) -> bool:
    """Whether the framework after is the newer one, whose keys are read."""
    if alignment.chain:
        return alignment.chain[-1] == alignment.after.ref
    return version_key(alignment.before.version) < version_key(alignment.after.version)


# What is compared -------------------------------------------------------------------------------


class _Place(NamedTuple):
    """A dimension or an indicator, and the id of the dimension that holds it."""

    thing: Dimension | Indicator
    holder: str | None


def _places(dimensions: tuple[Dimension, ...], holder: str | None = None) -> Iterator[_Place]:
    """Yield dimensions and indicators in reading order."""
    for dimension in dimensions:
        yield _Place(dimension, holder)
        for indicator in dimension.indicators:
            yield _Place(indicator, dimension.id)
        yield from _places(dimension.dimensions, dimension.id)


class _Side:
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


@dataclass(frozen=True, slots=True)
class _Thing:
    """What a row is about."""

    title: str
    indicator: str | None = None
    dimension: str | None = None

    def change(
        self,
        change_class: ChangeClass,
        before: str | None = None,
        after: str | None = None,
        *,
        is_comparable: bool = True,
        reason: str | None = None,
        texts: tuple[str, ...] = (),
        rules: tuple[RuleChange, ...] = (),
    ) -> FrameworkChange:
        """Return a row."""
        return FrameworkChange(
            change_class=change_class,
            indicator=self.indicator,
            dimension=self.dimension,
            title=self.title,
            before=before,
            after=after,
            is_comparable=is_comparable,
            reason=reason,
            texts=texts,
            rules=rules,
        )


def _changes(alignment: Alignment) -> Iterator[FrameworkChange]:
    before, after = _Side(alignment.before), _Side(alignment.after)
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
            removed = _Thing(thing.title, dimension=thing.id)
            yield removed.change(ChangeClass.REMOVED, before=thing.description)


# The whole and dimensions -----------------------------------------------------------------------


def _whole_changes(before: Framework, after: Framework) -> Iterator[FrameworkChange]:
    thing = _Thing(after.title)
    yield from _editorial(
        thing,
        [
            *_texts(before, after, "title", "description", "note", "dimension_label", "indicator_label"),
            _Text("verdict_labels", _verdict_labels(before), _verdict_labels(after)),
            _Text("show_score", _plain(before.show_score), _plain(after.show_score)),
            _Text("labels of levels", *_level_labels(before, after)),
        ],
    )
    yield from _rule_changed(thing, _whole_rules(before), _whole_rules(after))


def _verdict_labels(framework: Framework) -> str:
    labels = framework.verdict_labels
    return ", ".join(f"{status.value}: {labels[status]}" for status in Status if status in labels)


def _level_labels(before: Framework, after: Framework) -> tuple[str, str]:
    """Return the labels then and now of the levels whose label changed."""
    then, now = _labels(before), _labels(after)
    changed = [key for key in now if key in then and not _is_same(then[key], now[key])]
    words = [", ".join(f"{key[1]}: {labels[key]}" for key in changed) for labels in (then, now)]
    return words[0], words[1]


def _labels(framework: Framework) -> dict[tuple[str, str], str]:
    return {
        (name, level.id): level.label or level.id
        for name, levels in framework.scales.items()
        for level in levels
    }


def _whole_rules(framework: Framework) -> "_Rules":
    overall = framework.overall
    return {
        "aggregation": _Held(framework.aggregation, framework.aggregation),
        "pass_when": _Held(framework.pass_when, framework.pass_when),
        "partial_when": _Held(framework.partial_when, framework.partial_when),
        "overall.aggregation": _Held(overall.aggregation, framework.aggregation),
        "overall.pass_when": _Held(overall.pass_when, framework.pass_when),
        "overall.partial_when": _Held(overall.partial_when, framework.partial_when),
        "minimum_coverage": _Held(framework.minimum_coverage, framework.minimum_coverage),
        "evidence": _Held(framework.evidence, framework.evidence),
        "not_applicable": _Held(framework.not_applicable, framework.not_applicable),
    }


def _dimension_changes(
    dimension: Dimension, holder: str | None, before: _Side, after: _Side
) -> Iterator[FrameworkChange]:
    thing = _Thing(dimension.title, dimension=dimension.id)
    if dimension.id not in before.dimensions:
        yield thing.change(ChangeClass.ADDED, after=dimension.description)
        return
    old, old_holder = before.dimensions[dimension.id]
    yield from _editorial(thing, _texts(old, dimension, "title", "description"))
    yield from _moved(thing, old_holder, holder)
    yield from _reweighted(thing, old.weight, dimension.weight)
    yield from _rule_changed(
        thing, _dimension_rules(old, before.framework), _dimension_rules(dimension, after.framework)
    )


def _dimension_rules(dimension: Dimension, framework: Framework) -> "_Rules":
    return {
        "critical": _Held(dimension.critical, dimension.critical),
        "aggregation": _Held(dimension.aggregation, framework.aggregation),
        "pass_when": _Held(dimension.pass_when, framework.pass_when),
        "partial_when": _Held(dimension.partial_when, framework.partial_when),
    }


# Indicators -------------------------------------------------------------------------------------


class _Indicators:
    """What became of indicators, as the alignment puts them side by side."""

    def __init__(self, alignment: Alignment, before: _Side, after: _Side) -> None:
        self.before, self.after = before, after
        self.links = {link.after.id: link for link in alignment.links}
        self.takers = Counter(each.id for link in alignment.links for each in link.before)
        self.left_over = {each.id for each in alignment.left_over}
        uncounted = [link for link in alignment.links if not link.after.counted]
        uncounted.sort(key=lambda link: link.after.state is State.RETIRED)
        self.uncounted = {each.id: link for link in uncounted for each in link.before}
        self.is_forward = _is_forward(alignment)
        self.is_one_version = alignment.is_one_version
        self.is_one_step = len(alignment.chain) <= 2

    def changes(self, indicator: Indicator) -> Iterator[FrameworkChange]:
        """Yield what became of an indicator after; nothing where it was and is not counted."""
        link = self.links[indicator.id]
        thing = _Thing(indicator.title, indicator.id, self.after.holders[indicator.id])
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
            yield _Thing(indicator.title, indicator.id, self.before.holders[indicator.id]).change(
                ChangeClass.REMOVED,
                before=indicator.requirement,
                is_comparable=False,
                reason=link.reason if link else None,
            )

    def _pair_changes(self, thing: _Thing, link: Link, counted: list[Indicator]) -> Iterator[FrameworkChange]:
        """Yield the rows of an indicator that is counted on both sides, class by class."""
        new = link.after
        if len(link.before) > 1:
            yield _revised(thing, link, (_requirements(counted), new.requirement))
            return
        old = link.before[0]
        before, after = self.before, self.after
        is_alone = self.takers[old.id] == 1
        declared = self._declared(old, new)
        wordings = _texts(old, new, "requirement")
        is_waived = link.is_comparable or (declared is True and is_alone and self.is_one_step)
        rescaled = list(_rescaled(thing, link, before, after))
        yield from _editorial(
            thing, [*(wordings if is_waived else ()), *_texts(old, new, "title", "guidance")]
        )
        if not link.is_comparable and (
            not is_alone
            or (not is_waived and not _is_same(old.requirement, new.requirement))
            or declared is False
            or all(row.is_comparable for row in rescaled)
        ):
            yield _revised(thing, link, None if is_waived else (old.requirement, new.requirement))
        yield from _moved(thing, before.holders[old.id], after.holders[new.id])
        if is_alone and old.id != new.id:
            yield thing.change(ChangeClass.RENUMBERED, old.id, new.id)
        yield from rescaled
        yield from _reweighted(thing, old.weight, new.weight)
        yield from _rule_changed(
            thing, _indicator_rules(old, before.framework), _indicator_rules(new, after.framework)
        )

    def _declared(self, old: Indicator, new: Indicator) -> bool | None:
        """Return what the newer one says of the step from the version before it."""
        if self.is_one_version:
            return None
        return new.comparable if self.is_forward else old.comparable


def _requirements(indicators: list[Indicator]) -> str:
    return "\n\n".join(indicator.requirement for indicator in indicators)


def _revised(thing: _Thing, link: Link, wordings: tuple[str, str] | None) -> FrameworkChange:
    """Return the row of a pair that cannot be compared, with its wordings where they differ."""
    if wordings is None or _is_same(*wordings):
        return thing.change(ChangeClass.REVISED, is_comparable=False, reason=link.reason)
    return thing.change(
        ChangeClass.REVISED, *wordings, is_comparable=False, reason=link.reason, texts=("requirement",)
    )


def _indicator_rules(indicator: Indicator, framework: Framework) -> "_Rules":
    return {
        "critical": _Held(indicator.critical, indicator.critical),
        "evidence": _Held(indicator.evidence, framework.evidence),
        "not_applicable": _Held(indicator.not_applicable, framework.not_applicable),
    }


# Scales and bands -------------------------------------------------------------------------------


def _rescaled(thing: _Thing, link: Link, before: _Side, after: _Side) -> Iterator[FrameworkChange]:
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
        f"{level.id} {_plain(level.value)}" + ("" if level.id == level.status else f" ({level.status.value})")
        for level in levels
    )


def _band_words(measure: Measure) -> str:
    """Say bands: "pass at most 5, partial at most 10, else fail (µg/m³)"."""
    words = []
    for band in measure.bands:
        bounds = [
            f"{name} {_plain(bound)}"
            for name, bound in (("at least", band.at_least), ("at most", band.at_most))
            if bound is not None
        ]
        words.append(f"{band.level} {' and '.join(bounds)}" if bounds else f"else {band.level}")
    return f"{', '.join(words)} ({measure.unit})"


def _bands(measure: Measure) -> list[tuple[str, Fraction | None, Fraction | None]]:
    return [(band.level, _exact(band.at_least), _exact(band.at_most)) for band in measure.bands]


def _exact(number: Number | None) -> Fraction | None:
    return None if number is None else Fraction(number)


# Classes that every thing shares ----------------------------------------------------------------


class _Text(NamedTuple):
    """A text then and now, with its name."""

    name: str
    before: str
    after: str


class _Held(NamedTuple):
    """What a thing says itself, and what holds where it says nothing."""

    own: RuleValue | None
    default: RuleValue

    @property
    def effective(self) -> RuleValue:
        """What holds."""
        return self.default if self.own is None else self.own


_Rules = Mapping[str, _Held]


def _texts(
    before: Framework | Dimension | Indicator, after: Framework | Dimension | Indicator, *names: str
) -> list[_Text]:
    return [_Text(name, getattr(before, name) or "", getattr(after, name) or "") for name in names]


def _editorial(thing: _Thing, texts: Iterable[_Text]) -> Iterator[FrameworkChange]:
    changed = [text for text in texts if not _is_same(text.before, text.after)]
    if changed:
        names = tuple(text.name for text in changed)
        yield thing.change(
            ChangeClass.EDITORIAL,
            changed[0].before or None,
            changed[0].after or None,
            reason=", ".join(names),
            texts=names,
        )


def _moved(thing: _Thing, before: str | None, after: str | None) -> Iterator[FrameworkChange]:
    if before != after:
        yield thing.change(ChangeClass.MOVED, before, after)


def _reweighted(thing: _Thing, before: Number, after: Number) -> Iterator[FrameworkChange]:
    if Fraction(before) != Fraction(after):
        yield thing.change(ChangeClass.REWEIGHTED, _plain(before), _plain(after))


def _rule_changed(thing: _Thing, before: _Rules, after: _Rules) -> Iterator[FrameworkChange]:
    """Yield the row of what holds otherwise because the thing itself says otherwise."""
    rules = tuple(
        RuleChange(key, before[key].effective, held.effective)
        for key, held in after.items()
        if before[key].own != held.own and before[key].effective != held.effective
    )
    if rules:
        yield thing.change(
            ChangeClass.RULE_CHANGED,
            "; ".join(f"{rule.key}: {_plain(rule.before)}" for rule in rules),
            "; ".join(f"{rule.key}: {_plain(rule.after)}" for rule in rules),
            rules=rules,
        )


def _plain(value: RuleValue) -> str:
    """Return a value as it is written in a file."""
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}"
        case Rule():
            kind = value.kind.value
            return kind if value.amount is None else f"{{{kind}: {_plain(value.amount)}}}"
        case _:
            return str(value)


def _is_same(one: str, other: str) -> bool:
    return one == other or compared_text(one) == compared_text(other)
