"""Rows of a diff of two frameworks: what sort of change each is, and the sorts that every thing may have."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from scorecard.comparing.text_diff import Likeness
from scorecard.model.digest import is_same_text
from scorecard.model.framework import (
    Aggregation,
    Dimension,
    EvidencePolicy,
    Framework,
    Indicator,
    NotApplicablePolicy,
)
from scorecard.model.source import Number
from scorecard.model.verdict_rules import VerdictRule


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


RuleValue = bool | Number | VerdictRule | Aggregation | EvidencePolicy | NotApplicablePolicy


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
    `after` are the first of them; `rules` are what a changed rule was and is. Of what is revised, `likeness`
    is how alike the two requirements are.
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
    likeness: Likeness | None = None

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


@dataclass(frozen=True, slots=True)
class Thing:
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
        likeness: Likeness | None = None,
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
            likeness=likeness,
        )


class Wording(NamedTuple):
    """A text then and now, with its name."""

    name: str
    before: str
    after: str


class Held(NamedTuple):
    """What a thing says itself, and what holds where it says nothing."""

    own: RuleValue | None
    default: RuleValue

    @property
    def effective(self) -> RuleValue:
        """What holds."""
        return self.default if self.own is None else self.own


Rules = Mapping[str, Held]


def find_wordings(
    before: Framework | Dimension | Indicator, after: Framework | Dimension | Indicator, *names: str
) -> list[Wording]:
    """Return texts of a thing then and now, by their keys."""
    return [Wording(name, getattr(before, name) or "", getattr(after, name) or "") for name in names]


def find_lists(before: Indicator, after: Indicator, *names: str) -> Iterator[Wording]:
    """Yield lists of an indicator, then and now, of which one holds what the other does not."""
    for name in names:
        then, now = getattr(before, name), getattr(after, name)
        if set(then) != set(now):
            yield Wording(name, ", ".join(then), ", ".join(now))


def editorial_change(thing: Thing, texts: Iterable[Wording]) -> Iterator[FrameworkChange]:
    """Yield the row of texts that changed, if any did."""
    changed = [text for text in texts if not is_same_text(text.before, text.after)]
    if changed:
        names = tuple(text.name for text in changed)
        yield thing.change(
            ChangeClass.EDITORIAL,
            changed[0].before or None,
            changed[0].after or None,
            reason=", ".join(names),
            texts=names,
        )


def moved_change(thing: Thing, before: str | None, after: str | None) -> Iterator[FrameworkChange]:
    """Yield the row of a thing that is in another dimension than before."""
    if before != after:
        yield thing.change(ChangeClass.MOVED, before, after)


def reweighted_change(thing: Thing, before: Number, after: Number) -> Iterator[FrameworkChange]:
    """Yield the row of a thing that counts for more or less than before."""
    if Fraction(before) != Fraction(after):
        yield thing.change(ChangeClass.REWEIGHTED, plain_value(before), plain_value(after))


def rule_change(thing: Thing, before: Rules, after: Rules) -> Iterator[FrameworkChange]:
    """Yield the row of what holds otherwise because the thing itself says otherwise."""
    rules = tuple(
        RuleChange(key, before[key].effective, held.effective)
        for key, held in after.items()
        if before[key].own != held.own and before[key].effective != held.effective
    )
    if rules:
        yield thing.change(
            ChangeClass.RULE_CHANGED,
            "; ".join(f"{rule.key}: {plain_value(rule.before)}" for rule in rules),
            "; ".join(f"{rule.key}: {plain_value(rule.after)}" for rule in rules),
            rules=rules,
        )


def plain_value(value: RuleValue) -> str:
    """Return a value as it is written in a file."""
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}"
        case VerdictRule():
            kind = value.kind.value
            return kind if value.amount is None else f"{{{kind}: {plain_value(value.amount)}}}"
        case _:
            return str(value)
