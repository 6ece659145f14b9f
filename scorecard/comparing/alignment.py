"""Which indicators of two frameworks belong together, and which of those can be compared.

Within one id and version they belong together by id. Between two versions the newer one says in `replaces`
whose place each indicator takes; over several versions that is followed step by step. A pair can be compared
when it can in every step. The newer version's keys hold in both directions.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from scorecard.directions import isolated
from scorecard.errors import ScorecardError
from scorecard.model.digest import framework_digest, is_same_text
from scorecard.model.framework import Dimension, Framework, Indicator, Status, dimensions_below, ref_of
from scorecard.model.lexical import FrameworkRef, version_key

FindFramework = Callable[[FrameworkRef], Framework | None]


class NotComparableError(ScorecardError):
    """Two frameworks have nothing to do with each other."""


class Link(NamedTuple):
    """An indicator of the framework after, with those before whose place it has, whatever their state.

    `breaks` says why the pair cannot be compared, `notes` what changed all the same.
    """

    after: Indicator
    before: tuple[Indicator, ...]
    breaks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_comparable(self) -> bool:
        """Whether ratings of the two can be compared: counted on both sides, one to one, asking the same."""
        return len(self.before) == 1 and not self.breaks

    @property
    def reason(self) -> str | None:
        return "; ".join(dict.fromkeys(self.breaks or self.notes)) or None


class Alignment(NamedTuple):
    """Two frameworks side by side.

    `links` has every indicator after, in order. `chain` are the versions that lead from the older to the
    newer one, both included; where it is broken, `broken` says why, and indicators are linked by id alone.
    It is backwards where the framework before is the newer version. `dimensions` has the ids of dimensions
    after that have the place of one before, and of that alone, each with its id.
    """

    before: Framework
    after: Framework
    links: tuple[Link, ...]
    dimensions: Mapping[str, str]
    chain: tuple[str, ...]
    broken: str | None
    is_backwards: bool

    @property
    def is_one_version(self) -> bool:
        return ref_of(self.before) == ref_of(self.after)

    @property
    def is_raised_alone(self) -> bool:
        """Whether the framework after is a later version that asks and judges the same."""
        is_other = self.is_one_version or self.is_backwards or self.before.id != self.after.id
        is_broken = any(each.breaks for each in self.links)
        return (
            not is_other and not is_broken and framework_digest(self.before) == framework_digest(self.after)
        )

    @property
    def left_over(self) -> Iterator[Indicator]:
        """The counted indicators before whose place no counted one after has, in order."""
        taken = {each.id for link in self.links if link.after.counted for each in link.before}
        return (each for each in self.before.indicators() if each.counted and each.id not in taken)


def align(before: Framework, after: Framework, find: FindFramework) -> Alignment:
    """Put two frameworks side by side; `find` returns the versions between them, where they are good.

    Raises NotComparableError where their ids differ and no chain of `replaces` joins them.
    """
    is_backwards = False
    chain, broken = ([before], None) if ref_of(before) == ref_of(after) else _chain(before, after, find)
    if not chain:
        chain, broken_backwards = _chain(after, before, find)
        if not chain and before.id != after.id:
            raise NotComparableError(
                f"{before.ref} and {after.ref} are different frameworks, "
                "and no chain of `replaces` joins them",
                hint="compare assessments under one framework, or let the newer say what it replaces",
            )
        is_backwards = bool(chain) or version_key(before.version) > version_key(after.version)
        broken = broken_backwards if is_backwards else broken
    older, newer = (after, before) if is_backwards else (before, after)
    steps = [_Step(*each) for each in pairwise(chain)] or [_Step(older, newer, by_ids=True)]
    links, dimensions = _links_along(steps), _dimensions_along(steps)
    return Alignment(
        before=before,
        after=after,
        links=tuple(_inverted(links, after) if is_backwards else links),
        dimensions={old: new for new, old in dimensions.items()} if is_backwards else dimensions,
        chain=tuple(framework.ref for framework in chain),
        broken=broken,
        is_backwards=is_backwards,
    )


def scale_content(indicator: Indicator, framework: Framework) -> set[tuple[str, Fraction, Status]]:
    """Return what an indicator's scale means: its levels' ids, values and statuses."""
    return _scale_contents(framework)[framework.scale_name(indicator)]


@lru_cache(maxsize=16)
def _scale_contents(framework: Framework) -> dict[str, set[tuple[str, Fraction, Status]]]:
    return {
        name: {(level.id, Fraction(level.value), level.status) for level in levels}
        for name, levels in framework.scales.items()
    }


def _chain(older: Framework, newer: Framework, find: FindFramework) -> tuple[list[Framework], str | None]:
    """Return the versions from the older to the newer one; none, and why, where `replaces` does not lead."""
    chain = [newer]
    seen = {ref_of(newer)}
    while (ref := chain[0].replaces) is not None and ref not in seen:
        if ref == ref_of(older):
            return [older, *chain], None
        seen.add(ref)
        found = find(ref)
        if found is None:
            return [], f"{chain[0].ref} replaces {ref}, which is not here or has errors"
        chain.insert(0, found)
    return [], f"{chain[0].ref} does not say that it replaces {older.ref} or a version after it"


class _Step(NamedTuple):
    """From one framework to the next, by what that says it replaces, or by equal ids alone."""

    older: Framework
    newer: Framework
    by_ids: bool = False

    def replaced(self, things: Sequence[Dimension | Indicator]) -> dict[str, tuple[str, ...]]:
        """Return the ids whose place each thing takes: its own, unless another says that it takes that."""
        if self.by_ids:
            return {each.id: (each.id,) for each in things}
        named = {id for each in things for id in each.replaces or ()}
        own = {each.id: () if each.id in named else (each.id,) for each in things}
        return {each.id: own[each.id] if each.replaces is None else each.replaces for each in things}


def _links_along(steps: list[_Step]) -> list[Link]:
    links = [Link(after=each, before=(each,)) for each in steps[0].older.indicators()]
    for step in steps:
        reached = {link.after.id: link for link in links}
        links = []
        for link in _links(step):
            ways = [reached[each.id] for each in link.before]
            before = {each.id: each for way in ways for each in way.before}
            links.append(_joined(link.after, before.values(), [*ways, link]))
    return links


def _inverted(links: list[Link], after: Framework) -> list[Link]:
    """Turn links from the newer framework to the older one round: `after` is the older."""
    found: dict[str, list[Link]] = {}
    for link in links:
        for old in link.before:
            found.setdefault(old.id, []).append(link)
    ways = ((indicator, found.get(indicator.id, [])) for indicator in after.indicators())
    return [_joined(indicator, (link.after for link in each), each) for indicator, each in ways]


def _joined(after: Indicator, before: Iterable[Indicator], ways: list[Link]) -> Link:
    return Link(
        after=after,
        before=tuple(before),
        breaks=tuple(words for way in ways for words in way.breaks),
        notes=tuple(words for way in ways for words in way.notes),
    )


def _dimensions_along(steps: list[_Step]) -> dict[str, str]:
    """Return the dimensions of the last framework that have one's place of the first, one to one."""
    places: dict[str, tuple[str, ...]]
    places = {each.id: (each.id,) for each, _ in dimensions_below(steps[0].older.dimensions)}
    for step in steps:
        replaced = step.replaced([each for each, _ in dimensions_below(step.newer.dimensions)])
        places = {
            id: tuple(dict.fromkeys(first for old in ids for first in places.get(old, ())))
            for id, ids in replaced.items()
        }
    takers = Counter(first for ids in places.values() for first in ids)
    return {id: ids[0] for id, ids in places.items() if len(ids) == 1 and takers[ids[0]] == 1}


# One step ---------------------------------------------------------------------------------------


def _links(step: _Step) -> list[Link]:
    """Link each indicator to those whose place it has, of which some may not be there."""
    older, newer, _ = step
    replaces = step.replaced(list(newer.indicators()))
    old = {indicator.id: indicator for indicator in older.indicators()}
    takers: dict[str, list[str]] = {}
    for new_id, ids in replaces.items():
        for id in ids:
            takers.setdefault(id, []).append(new_id)
    is_one_version = ref_of(older) == ref_of(newer)
    links = []
    for new in newer.indicators():
        before = tuple(old[id] for id in replaces[new.id] if id in old)
        breaks: list[str] = []
        notes: list[str] = []
        if len(before) > 1:
            merged = ", ".join(each.id for each in before)
            breaks = [f"{merged} were merged into {new.id} in {newer.ref}"]
        elif before and len(takers[before[0].id]) > 1:
            breaks = [f"{before[0].id} was split into {', '.join(takers[before[0].id])} in {newer.ref}"]
        elif before:
            comparable = None if is_one_version else new.comparable
            breaks, notes = _compare(before[0], older, new, newer, comparable)
        links.append(Link(after=new, before=before, breaks=tuple(breaks), notes=tuple(notes)))
    return links


def _compare(
    old: Indicator, older: Framework, new: Indicator, newer: Framework, comparable: bool | None
) -> tuple[list[str], list[str]]:
    """Return what breaks a pair, and what changed all the same."""
    breaks, notes = [], []
    for indicator, framework in ((old, older), (new, newer)):
        if not indicator.counted:
            breaks.append(f"{indicator.id} is {indicator.state.value} in {framework.ref}")
    if comparable is False:
        breaks.append(f"{newer.ref} declares it not comparable")
    if not is_same_text(old.requirement, new.requirement):
        if comparable is True:
            notes.append(f"the wording changed in {newer.ref}, which declares it comparable")
        else:
            breaks.append(f"the requirement changed in {newer.ref}")
    if broken := _scale_break(old, older, new, newer):
        breaks.append(broken)
    if not is_same_text(old.guidance or "", new.guidance or ""):
        notes.append(f"the guidance changed in {newer.ref}")
    return breaks, notes


def _scale_break(old: Indicator, older: Framework, new: Indicator, newer: Framework) -> str | None:
    """Say why the levels of two indicators mean different things; measurements need only their unit."""
    if old.measure is None and new.measure is None:
        same = scale_content(old, older) == scale_content(new, newer)
        return None if same else f"the scale changed in {newer.ref}"
    if old.measure is None or new.measure is None:
        then, now = ("judged", "measured") if old.measure is None else ("measured", "judged")
        return f"it was {then} before and is {now} in {newer.ref}"
    if old.measure.unit != new.measure.unit:
        then, now = isolated(old.measure.unit), isolated(new.measure.unit)
        return f"the unit changed from {then} to {now} in {newer.ref}"
    return None
