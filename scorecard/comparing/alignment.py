"""Which indicators of two frameworks belong together, and which of those can be compared.

Within one id and version they belong together by id. Between two versions the newer one says in `replaces`
whose place each indicator takes; over several versions that is followed step by step. A pair can be compared
when it can in every step. The newer version's keys hold in both directions.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from scorecard.directions import isolated
from scorecard.errors import ScorecardError
from scorecard.model.digest import is_same_text
from scorecard.model.framework import Framework, Indicator, Level, Status, ref_of
from scorecard.model.lexical import FrameworkRef, version_key

FindFramework = Callable[[FrameworkRef], Framework | None]


class NotComparableError(ScorecardError):
    """Two frameworks have nothing to do with each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
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
        """Say why the pair cannot be compared, or else what changed all the same."""
        return "; ".join(dict.fromkeys(self.breaks or self.notes)) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Two frameworks side by side.

    `links` has every indicator after, in order. `chain` are the versions that lead from the older to the
    newer one, both included; where it is broken, `broken` says why, and indicators are linked by id alone.
    It is backwards where the framework before is the newer version.
    """

    before: Framework
    after: Framework
    links: tuple[Link, ...]
    chain: tuple[str, ...]
    broken: str | None
    is_backwards: bool

    @property
    def is_one_version(self) -> bool:
        return ref_of(self.before) == ref_of(self.after)

    @property
    def left_over(self) -> Iterator[Indicator]:
        """The counted indicators before whose place no counted one after has, in order."""
        taken = {each.id for link in self.links if link.after.counted for each in link.before}
        return (each for each in self.before.indicators() if each.counted and each.id not in taken)


def align(before: Framework, after: Framework, find: FindFramework) -> Alignment:
    """Put two frameworks side by side; `find` returns the versions between them, where they are good.

    Raises NotComparableError where their ids differ and no chain of `replaces` joins them.
    """
    is_backwards, chain, broken = False, [before], None
    if ref_of(before) == ref_of(after):
        links = _by_id(before, after, reads_comparable=False)
    else:
        chain, gap = _chain(before, after, find)
        backwards, gap_backwards = ([], "") if chain else _chain(after, before, find)
        if not chain and not backwards and before.id != after.id:
            raise NotComparableError(
                f"{before.ref} and {after.ref} are different frameworks, "
                "and no chain of `replaces` joins them",
                hint="compare assessments under one framework, or let the newer say what it replaces",
            )
        is_newer_before = version_key(before.version) > version_key(after.version)
        is_backwards = bool(backwards) or (not chain and is_newer_before)
        chain = chain or backwards
        older, newer = (after, before) if is_backwards else (before, after)
        links = _along(chain) if chain else _by_id(older, newer, reads_comparable=True)
        broken = None if chain else gap_backwards if is_backwards else gap
    return Alignment(
        before=before,
        after=after,
        links=tuple(_inverted(links, after) if is_backwards else links),
        chain=tuple(framework.ref for framework in chain),
        broken=broken,
        is_backwards=is_backwards,
    )


def scale_content(levels: tuple[Level, ...]) -> set[tuple[str, Fraction, Status]]:
    """Return what a scale means: its levels' ids, values and statuses."""
    return {(level.id, Fraction(level.value), level.status) for level in levels}


# The versions between ---------------------------------------------------------------------------


def _chain(older: Framework, newer: Framework, find: FindFramework) -> tuple[list[Framework], str]:
    """Return the versions from the older to the newer one; none, and why, where `replaces` does not lead."""
    chain = [newer]
    seen = {ref_of(newer)}
    while (ref := chain[0].replaces) is not None and ref not in seen:
        if ref == ref_of(older):
            return [older, *chain], ""
        seen.add(ref)
        found = find(ref)
        if found is None:
            return [], f"{chain[0].ref} replaces {ref}, which is not here or has errors"
        chain.insert(0, found)
    return [], f"{chain[0].ref} does not say that it replaces {older.ref} or a version after it"


# One step ---------------------------------------------------------------------------------------


def _by_id(older: Framework, newer: Framework, *, reads_comparable: bool) -> list[Link]:
    """Link by id alone: within one version, where `comparable` is not read, or where the chain is broken."""
    old = {indicator.id: indicator for indicator in older.indicators()}
    return [
        _link(old[new.id], older, new, newer, new.comparable if reads_comparable else None)
        if new.id in old
        else Link(after=new, before=())
        for new in newer.indicators()
    ]


def _along(chain: list[Framework]) -> list[Link]:
    """Link the last framework of a chain to its first, step by step."""
    first = chain[0]
    reached = {each.id: Link(after=each, before=(each,)) for each in first.indicators()}
    for older, newer in pairwise(chain):
        reached = {link.after.id: _joined(link, reached) for link in _step(older, newer)}
    return list(reached.values())


def _joined(link: Link, reached: dict[str, Link]) -> Link:
    """Return a link of the last step as one of the whole chain so far."""
    ways = [reached[each.id] for each in link.before]
    before = dict.fromkeys(each.id for way in ways for each in way.before)
    known = {each.id: each for way in ways for each in way.before}
    return replace(
        link,
        before=tuple(known[id] for id in before),
        breaks=(*(words for way in ways for words in way.breaks), *link.breaks),
        notes=(*(words for way in ways for words in way.notes), *link.notes),
    )


def _step(older: Framework, newer: Framework) -> list[Link]:
    """Link a version to the one before it, as its indicators' `replaces` say."""
    old = {indicator.id: indicator for indicator in older.indicators()}
    indicators = list(newer.indicators())
    named = {id for indicator in indicators for id in indicator.replaces or ()}
    taken: dict[str, list[str]] = {}
    pairs = []
    for new in indicators:
        own = () if new.id in named else (new.id,)
        ids = [id for id in (own if new.replaces is None else new.replaces) if id in old]
        pairs.append((new, ids))
        for id in ids:
            taken.setdefault(id, []).append(new.id)
    links = []
    for new, ids in pairs:
        if len(ids) > 1:
            breaks = (f"{', '.join(ids)} were merged into {new.id} in {newer.ref}",)
            links.append(Link(after=new, before=tuple(old[id] for id in ids), breaks=breaks))
        elif ids and len(taken[ids[0]]) > 1:
            breaks = (f"{ids[0]} was split into {', '.join(taken[ids[0]])} in {newer.ref}",)
            links.append(Link(after=new, before=(old[ids[0]],), breaks=breaks))
        elif ids:
            links.append(_link(old[ids[0]], older, new, newer, new.comparable))
        else:
            links.append(Link(after=new, before=()))
    return links


def _link(
    old: Indicator, older: Framework, new: Indicator, newer: Framework, comparable: bool | None
) -> Link:
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
    broken = _scale_break(old, older, new, newer)
    if broken:
        breaks.append(broken)
    if not is_same_text(old.guidance or "", new.guidance or ""):
        notes.append(f"the guidance changed in {newer.ref}")
    return Link(after=new, before=(old,), breaks=tuple(breaks), notes=tuple(notes))


def _scale_break(old: Indicator, older: Framework, new: Indicator, newer: Framework) -> str | None:
    """Say why the levels of two indicators mean different things; measurements need only their unit."""
    if old.measure is None and new.measure is None:
        same = scale_content(older.scale_of(old)) == scale_content(newer.scale_of(new))
        return None if same else f"the scale changed in {newer.ref}"
    if old.measure is None or new.measure is None:
        then, now = ("judged", "measured") if old.measure is None else ("measured", "judged")
        return f"it was {then} before and is {now} in {newer.ref}"
    if old.measure.unit != new.measure.unit:
        then, now = isolated(old.measure.unit), isolated(new.measure.unit)
        return f"the unit changed from {then} to {now} in {newer.ref}"
    return None


def _inverted(links: list[Link], after: Framework) -> list[Link]:
    """Turn links from the newer framework to the older one round: `after` is the older."""
    found: dict[str, list[Link]] = {}
    for link in links:
        for old in link.before:
            found.setdefault(old.id, []).append(link)
    return [
        Link(
            after=indicator,
            before=tuple(link.after for link in found.get(indicator.id, ())),
            breaks=tuple(words for link in found.get(indicator.id, ()) for words in link.breaks),
            notes=tuple(words for link in found.get(indicator.id, ()) for words in link.notes),
        )
        for indicator in after.indicators()
    ]
