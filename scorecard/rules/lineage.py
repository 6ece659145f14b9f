"""Codes SC23x and SC24x: a framework beside the version before it, and beside itself as it was committed."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from scorecard.diagnostics import Finding, Severity
from scorecard.model.digest import compared_text, framework_digest, is_same_text
from scorecard.model.framework import Asked, Dimension, Framework, Indicator, ref_of
from scorecard.model.lexical import FrameworkRef, Suggestions
from scorecard.rules.rule import Located, Rule, locate, locate_items, rule, thing_finding


class Lineage(NamedTuple):
    """A framework, the one before it, and a way to find any; `ending` has those whose `replaces` end.

    `committed` is what was last committed under its id and version.
    """

    framework: Framework
    before: Framework | None
    find: Callable[[FrameworkRef], Framework | None]
    ending: set[FrameworkRef]
    committed: Framework | None = None

    @property
    def old(self) -> dict[str, Indicator]:
        return {indicator.id: indicator for indicator in self.before.indicators()} if self.before else {}


def _beside_old(
    lineage: Lineage,
) -> Iterator[tuple[Located[Asked], Mapping[str, Asked]]]:
    """Yield all that may continue something, with what it may by id."""
    old: dict[type, dict[str, Asked]] = {Dimension: {}, Indicator: {}}
    for _, item in locate_items(lineage.before) if lineage.before else ():
        old[type(item)][item.id] = item
    return ((at, old[type(at.thing)]) for at in locate_items(lineage.framework))


@rule("SC230", "replaces-unknown-id", Severity.ERROR)
def replaces_unknown_id(lineage: Lineage) -> Iterator[Finding]:
    """An indicator or a dimension replaces one that the version before does not have."""
    if lineage.before is None:
        return
    suggestions = Suggestions()
    for at, old in _beside_old(lineage):
        for index, id in enumerate(at.thing.replaces or ()):
            if id not in old:
                words = f" replaces {id}, which {lineage.before.ref} lacks"
                yield thing_finding(at, words, suggestions.say(id, old), "replaces", index)


@rule("SC231", "replaces-cycle", Severity.ERROR)
def replaces_cycle(lineage: Lineage) -> Iterator[Finding]:
    """The versions that a framework replaces lead back to itself."""
    own = ref_of(lineage.framework)
    seen = {own}
    chain = [own]
    each: Framework | None = lineage.framework
    while each is not None and each.replaces is not None:
        chain.append(each.replaces)
        if each.replaces == own:
            yield Finding(
                message=f"the chain of `replaces` leads back here: {' → '.join(map(str, chain))}",
                help="let each version replace the one before it, and the first none",
                route=("replaces",),
            )
        if each.replaces in seen:
            return
        if each.replaces in lineage.ending:
            break
        seen.add(each.replaces)
        each = lineage.find(each.replaces)
    lineage.ending.update(seen)


@rule("SC232", "copied-from-the-version-before", Severity.WARNING)
def copied_from_the_version_before(lineage: Lineage) -> Iterator[Finding]:
    """An indicator or a dimension has the same `replaces` or `comparable` as in the version before."""
    for at, old in _beside_old(lineage):
        for key in ("replaces", "comparable"):
            value = getattr(at.thing, key, None)
            if value is not None and value == getattr(old.get(at.thing.id), key, None):
                words = f" has the same `{key}` as in the version before"
                yield thing_finding(at, words, "take it out unless it is true of this step too", key)


@rule("SC233", "needless-comparable", Severity.WARNING)
def needless_comparable(lineage: Lineage) -> Iterator[Finding]:
    """An indicator is declared comparable although its requirement is the same as before."""
    old = lineage.old
    for at in locate(lineage.framework, Indicator):
        replaced = _replaced(at.thing)
        before = old.get(replaced[0]) if len(replaced) == 1 else None
        if at.thing.comparable and before and is_same_text(before.requirement, at.thing.requirement):
            words = " is declared comparable, but its requirement is the same"
            help = "take `comparable` out: nothing that it waives has changed"
            yield thing_finding(at, words, help, "comparable")


@rule("SC234", "moved-without-replaces", Severity.WARNING)
def moved_without_replaces(lineage: Lineage) -> Iterator[Finding]:
    """A new indicator asks word for word what one did that is no longer there."""
    if lineage.before is None:
        return
    old = lineage.old
    continued = {id for indicator in lineage.framework.indicators() for id in _replaced(indicator)}
    asked, asks = _by_requirement(lineage.before), _by_requirement(lineage.framework)
    for route, indicator in locate(lineage.framework, Indicator):
        text = compared_text(indicator.requirement)
        if indicator.id in old or indicator.replaces is not None or len(asks[text]) > 1:
            continue
        before = asked.get(text, [])
        if len(before) == 1 and before[0] not in continued:
            yield Finding(
                message=f"indicator {indicator.id} is new, and asks what {before[0]} of "
                f"{lineage.before.ref} asked",
                help=f'if it is the same write `replaces: ["{before[0]}"]`, otherwise `replaces: []`',
                route=(*route, "id"),
            )


def _replaced(indicator: Indicator) -> tuple[str, ...]:
    return (indicator.id,) if indicator.replaces is None else indicator.replaces


def _by_requirement(framework: Framework) -> dict[str, list[str]]:
    ids: dict[str, list[str]] = {}
    for indicator in framework.indicators():
        ids.setdefault(compared_text(indicator.requirement), []).append(indicator.id)
    return ids


@rule("SC240", "changed-without-new-version", Severity.WARNING)
def changed_without_new_version(lineage: Lineage) -> Iterator[Finding]:
    """A framework differs from what was last committed under the same id and version."""
    framework, committed = lineage.framework, lineage.committed
    if committed is not None and framework_digest(framework) != framework_digest(committed):
        yield Finding(
            message=f"{framework.ref} differs from what was committed under this version",
            help="raise the version, unless no assessment was made under it yet",
            route=("version",),
        )


LINEAGE_RULES: tuple[Rule[Lineage], ...] = (
    replaces_unknown_id,
    replaces_cycle,
    copied_from_the_version_before,
    needless_comparable,
    moved_without_replaces,
    changed_without_new_version,
)
