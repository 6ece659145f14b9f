"""What an earlier assessment gives a new one: ratings of what can be compared, and why others stay behind.

A rating comes over with all its fields, marked for review. Where its level would be an error under the new
framework it stays behind and the rest comes over; where the two indicators cannot be compared, nothing does.
So does what is said of a dimension, where one has its place and no other.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from scorecard.comparing.alignment import Alignment, FindFramework, Link, align
from scorecard.comparing.text_diff import unquoted
from scorecard.directions import unmarked
from scorecard.editing.assessment_fields import REVIEW, rating_data
from scorecard.model.assessment import Assessment, Evidence, Rating
from scorecard.model.framework import (
    Asked,
    Dimension,
    Framework,
    Indicator,
    Status,
    asked_of,
    dimensions_below,
)
from scorecard.model.keys import LINE, PROSE, WORD, keys_of, names_of, texts_of
from scorecard.model.lexical import OWN_KEY, exact_number
from scorecard.reading.plain_data import Data, as_items, as_mapping, in_order, value_at
from scorecard.scoring.score import rate
from scorecard.scoring.scorecard import IndicatorResult

Entry = dict[str, Data]


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierAssessment:
    """An assessment to carry from, named `subject@date`; its plain `data` have keys of the user's own too."""

    name: str
    content: Assessment
    data: Data
    framework: Framework

    def rating(self, thing: Asked) -> Rating:
        """Return what was recorded for an indicator, or said of a dimension."""
        return self.content.rating(thing.id, measured=thing.measure is not None)

    def result(self, indicator: Indicator) -> IndicatorResult:
        """Return what that made of an indicator."""
        return rate(self.framework, indicator, self.rating(indicator))

    def has_rated(self, indicator: Indicator) -> bool:
        """Whether that said anything, if only that it does not apply."""
        return self.result(indicator).status is not Status.NOT_RATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What comes over from an earlier assessment.

    `ratings` are whole entries by the ids of the new indicators and dimensions, `remarks` paragraphs about
    what did not come over or has changed since. `left_behind` has paragraphs about each whose place none has,
    `sources` what was cited and the new framework does not define: the remarks speak of it too.
    """

    earlier: EarlierAssessment
    alignment: Alignment
    ratings: Mapping[str, Entry]
    remarks: Mapping[str, tuple[str, ...]]
    left_behind: tuple[tuple[str, ...], ...]
    sources: Mapping[str, Data]

    @property
    def count(self) -> int:
        return len(self.ratings) - self.count_reasons - self.count_dimensions

    @property
    def count_reasons(self) -> int:
        """How many came over without a level: the reason alone, and what stands beside it."""
        return sum(entry.get("level") == Status.NOT_RATED for entry in self.ratings.values())

    @property
    def count_dimensions(self) -> int:
        return sum(entry.keys().isdisjoint(("level", "measured")) for entry in self.ratings.values())

    @property
    def count_before(self) -> int:
        indicators = self.earlier.framework.indicators()
        return sum(each.counted and self.earlier.has_rated(each) for each in indicators)


def carry(
    earlier: EarlierAssessment, framework: Framework, find: FindFramework, tags: Collection[str] = ()
) -> Carried:
    """Return what an earlier assessment gives a new one of a subject that has some tags.

    `find` returns the versions between the frameworks.
    Raises NotComparableError where no chain of `replaces` joins frameworks of two ids.
    """
    alignment = align(earlier.framework, framework, find)
    renamed, sources = _place_sources(earlier, framework)
    carrier = _Carrier(earlier, framework, renamed)
    asked = {each.id for each in asked_of(framework.dimensions, tags)}
    refusals = {link.after.id: carrier.refusal(link) for link in alignment.links}
    before = {each.id: each for each, _ in dimensions_below(earlier.framework.dimensions)}
    pairs: list[tuple[Asked, str]] = [(before[old], new) for new, old in alignment.dimensions.items()]
    comparable = (each for each in alignment.links if each.is_comparable and each.after.counted)
    pairs += [(link.before[0], link.after.id) for link in comparable]
    ratings = {
        new: entry
        for old, new in pairs
        if new in asked and (entry := carrier.entry(old, new, is_rated=refusals.get(new) is None))
    }
    remarks = {
        link.after.id: tuple(map(unmarked, carrier.remarks(link, refusals[link.after.id])))
        for link in alignment.links
    }
    return Carried(
        earlier=earlier,
        alignment=alignment,
        ratings=ratings,
        remarks=remarks,
        left_behind=tuple(carrier.left_behind(alignment, asked)),
        sources=sources,
    )


class _Carrier(NamedTuple):
    """An earlier assessment, the framework that it is carried to, and how its sources are called there."""

    earlier: EarlierAssessment
    framework: Framework
    renamed: Mapping[str, str]

    # Ratings

    def refusal(self, link: Link) -> str | None:
        """Say why a level may not stand under the new framework although the indicators can be compared."""
        if not link.is_comparable:
            return None
        framework, new, rating = self.framework, link.after, self.earlier.rating(link.before[0])
        status = rate(framework, new, rating).status
        if status is Status.NOT_APPLICABLE and not framework.may_be_set_aside(new):
            return f"{framework.ref} does not allow not-applicable here"
        if framework.needs_evidence(new, status) and not rating.evidence:
            return f"{framework.ref} requires evidence for it, and there was none"
        return None

    def entry(self, old: Asked, new_id: str, *, is_rated: bool) -> Entry | None:
        """Return a rating in the usual order, to be reviewed; without its level, where that may not stand."""
        entry = value_at(self.earlier.data, ("ratings", old.id))
        fields = {**as_mapping(_given(rating_data(entry, is_measured=old.measure is not None)))}
        recorded: Entry = {key: fields.pop(key) for key in ("level", "measured") if key in fields}
        if isinstance(old, Indicator) and (not is_rated or not recorded):
            recorded = {"level": Status.NOT_RATED.value}
        again = " and not reviewed either" if REVIEW in fields else ""
        for key in (REVIEW, "decision"):  # what was settled is settled of the earlier assessment alone
            fields.pop(key, None)
        if not fields and recorded in ({}, {"level": Status.NOT_RATED.value}):
            return None
        if "evidence" in fields:
            pieces = [as_mapping(each) for each in as_items(fields["evidence"]) if each is not None]
            fields["evidence"] = [{**each, "source": self.renamed[str(each["source"])]} for each in pieces]
        origin = self.earlier.name + (f", where it was {old.id}" if old.id != new_id else "")
        mark = f"carried over from {origin}{again}; confirm or change it, then take this out"
        return {REVIEW: mark, **recorded, **{key: fields[key] for key in in_order(fields, names_of(Rating))}}

    # What did not come over

    def remarks(self, link: Link, refusal: str | None) -> Iterator[str]:
        """Yield paragraphs about what did not come over to an indicator, or has changed since."""
        earlier, framework, old = self.earlier, self.framework, link.before
        if not old:
            yield f"New since {earlier.name}."
        elif not link.after.counted:
            if any(map(earlier.has_rated, old)):
                yield from self._then(f"In {earlier.name}", old)
        elif not link.is_comparable:
            yield f"Not carried over from {earlier.name}: {link.reason or 'it has no one counterpart there'}."
            yield from self._then("There", old)
        elif not earlier.has_rated(old[0]):
            yield f"Not rated in {earlier.name} either."
        else:
            if refusal is not None:
                yield f"Its rating was not carried over from {earlier.name}: {refusal}."
                yield f"There {_rated(earlier.result(old[0]))}."
            if link.reason is not None:
                yield f"Since {earlier.name}: {link.reason}."
            then = earlier.result(old[0])
            now, measured = rate(framework, link.after, then.rating), then.rating.measured
            if then.level and now.level and then.level_id != now.level_id:
                was, is_now = then.level_id, now.level_id
                yield f"The bands moved: {measured} was {was} then and is {is_now} in {framework.ref}."
            if then.scores_by_points and now.scores_by_points and then.score != now.score:
                scores = [_score_words(then, earlier.framework), _score_words(now, framework)]
                said = f"{measured} scored {scores[0]} then and scores {scores[1]} in {framework.ref}"
                yield f"The points moved: {said}."

    def left_behind(self, alignment: Alignment, asked: Collection[str]) -> Iterator[tuple[str, ...]]:
        """Yield paragraphs about each thing before whose place none has that is asked now."""
        places = [(each.id, link.after.id) for link in alignment.links for each in link.before]
        places += [(old, new) for new, old in alignment.dimensions.items()]
        known, taken = {old for old, _ in places}, {old for old, new in places if new in asked}
        for thing in asked_of(self.earlier.framework.dimensions):
            said: list[str] = []
            if isinstance(thing, Dimension):
                said += self._texts_then(thing)
            elif thing.counted and self.earlier.has_rated(thing):
                said += ["It is not asked of this subject now, by its tags."] if thing.id in known else []
                said += self._then("There", (thing,))
            if said and thing.id not in taken:
                yield (f"{thing.id}  {thing.title}", *said)

    def _then(self, begin: str, indicators: Sequence[Indicator]) -> Iterator[str]:
        yield f"{begin} {', and '.join(_rated(self.earlier.result(each)) for each in indicators)}."
        for each in indicators:
            yield from self._texts_then(each)

    def _texts_then(self, thing: Asked) -> Iterator[str]:
        rating = self.earlier.rating(thing)
        texts = {key.name: [text] for key, text in texts_of(rating, WORD, LINE, PROSE)}
        texts["evidence"] = list(map(self._evidence_words, rating.evidence))
        for key in keys_of(Rating):
            yield from (f"{key.label} of {thing.id} then: {text}" for text in texts.get(key.name, ()))

    def _evidence_words(self, item: Evidence) -> str:
        quote = f"“{unquoted(item.quote)}”" if item.quote else None
        return ", ".join(filter(None, (self.renamed[item.source], item.locator, quote, item.note)))


def _given(data: Data) -> Data:
    """Return data without the keys that have no value, at any depth; keys of the user's own stay."""
    if isinstance(data, list):
        return [_given(item) for item in data]
    if not isinstance(data, dict):
        return data
    return {
        key: value if key.startswith(OWN_KEY) else _given(value)
        for key, value in data.items()
        if value is not None or key.startswith(OWN_KEY)
    }


def _rated(result: IndicatorResult) -> str:
    indicator, rating = result.indicator, result.rating
    if result.score is None:
        words = "not rated" if result.status is Status.NOT_RATED else "not applicable"
        return f"{indicator.id} was {words}"
    if rating.measured is not None:
        which = f", which was {result.level_id}" if result.level else ""
        return f"{indicator.id} was measured: {rating.measured} {indicator.unit}{which}"
    return f"{indicator.id} was rated {result.level_id}"


def _score_words(result: IndicatorResult, framework: Framework) -> str:
    return exact_number((result.score or 0) * Fraction(framework.score_out_of))


# Sources ----------------------------------------------------------------------------------------


def _place_sources(
    earlier: EarlierAssessment, framework: Framework
) -> tuple[dict[str, str], dict[str, Data]]:
    """Return each cited key's new one, and the sources that the new assessment has to define itself.

    What the new framework defines alike is left to it. Where it has another source under the key, or under
    one that differs in letter case alone, the carried one gets a key of its own.
    """
    own, ratings = earlier.content.sources, earlier.content.ratings.values()
    cited = {piece.source for each in ratings if isinstance(each, Rating) for piece in each.evidence}
    known = {key.casefold(): key for key in framework.sources}
    taken = {*known, *(key.casefold() for key in cited)}
    renamed: dict[str, str] = {}
    sources: dict[str, Data] = {}
    for key, source in {**own, **earlier.framework.sources, **own}.items():
        if key not in cited:
            continue
        theirs = known.get(key.casefold())
        if theirs is not None and framework.sources[theirs] == source:
            renamed[key] = theirs
            continue
        dated = f"{key}-{earlier.content.date}"
        renamed[key] = key if theirs is None else free_key(dated, taken.__contains__)
        taken.add(renamed[key].casefold())
        texts: Entry = {name: str(value) for name, value in source if value is not None}
        sources[renamed[key]] = _given(value_at(earlier.data, ("sources", key))) if key in own else texts
    return renamed, sources


def free_key(key: str, is_taken: Callable[[str], bool]) -> str:
    """Return this key or, where it is taken, letter case aside, the first free one with a number after it."""
    found, number = key, 2
    while is_taken(found.casefold()):
        found, number = f"{key}-{number}", number + 1
    return found
