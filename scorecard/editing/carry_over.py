"""What an earlier assessment gives a new one: ratings of what can be compared, and why others stay behind.

A rating comes over with all its fields, marked for review. Where its level would be an error under the new
framework it stays behind and the rest comes over; where the two indicators cannot be compared, nothing does.
So does what is said of a dimension, where one has its place and no other.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scorecard.comparing.alignment import Alignment, FindFramework, Link, align
from scorecard.comparing.text_diff import unquoted
from scorecard.directions import unmarked
from scorecard.editing.assessment_fields import REVIEW, rating_data
from scorecard.model.assessment import Assessment, Evidence, Rating
from scorecard.model.digest import has_stale_pin
from scorecard.model.framework import (
    RATED_STATUSES,
    Dimension,
    Framework,
    Indicator,
    Status,
    asked_of,
    dimensions_below,
)
from scorecard.model.keys import LINE, PROSE, WORD, keys_of, names_of, texts_of
from scorecard.model.lexical import OWN_KEY, exact_number
from scorecard.model.source import Source
from scorecard.reading.plain_data import Data, as_items, as_mapping, in_order, value_at
from scorecard.scoring.score import rate
from scorecard.scoring.scorecard import IndicatorResult

_RATED = RATED_STATUSES | {Status.NOT_APPLICABLE}
Entry = dict[str, Data]


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierAssessment:
    """An assessment to carry from, named `subject@date`; its plain `data` have keys of the user's own too."""

    name: str
    content: Assessment
    data: Data
    framework: Framework

    def rating(self, thing: Dimension | Indicator) -> Rating:
        """Return what was recorded for an indicator, or said of a dimension."""
        return self.content.rating(thing.id, measured=_is_measured(thing))

    def status(self, indicator: Indicator) -> Status:
        """Return the status that an indicator had."""
        return rate(self.framework, indicator, self.rating(indicator)).status

    @property
    def is_repinned(self) -> bool:
        """Whether its framework is no longer what it was when the ratings were made."""
        return has_stale_pin(self.content, self.framework)


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
        return sum(each.counted and self.earlier.status(each) in _RATED for each in indicators)


def carry(
    earlier: EarlierAssessment, framework: Framework, find: FindFramework, tags: Collection[str] = ()
) -> Carried:
    """Return what an earlier assessment gives a new one of a subject that has some tags.

    `find` returns the versions between the frameworks.
    Raises NotComparableError where no chain of `replaces` joins frameworks of two ids.
    """
    alignment = align(earlier.framework, framework, find)
    renamed, sources = _place_sources(_cited(earlier), earlier, framework)
    ratings: dict[str, Entry] = {}
    remarks: dict[str, tuple[str, ...]] = {}
    asked = {each.id: each for each in asked_of(framework.dimensions, tags)}
    before = {each.id: each for each, _ in dimensions_below(earlier.framework.dimensions)}
    for id, old in alignment.dimensions.items():
        if id in asked and (entry := _entry(before[old], asked[id], earlier, is_rated=True)):
            ratings[id] = _with_keys(entry, renamed)
    for link in alignment.links:
        refusal = _refusal(link, earlier, framework)
        if link.is_comparable and link.after.counted and link.after.id in asked:
            entry = _entry(link.before[0], link.after, earlier, is_rated=refusal is None)
            if entry is not None:
                ratings[link.after.id] = _with_keys(entry, renamed)
        said = _remarks(link, earlier, framework, refusal, renamed)
        remarks[link.after.id] = tuple(map(unmarked, said))
    return Carried(
        earlier=earlier,
        alignment=alignment,
        ratings=ratings,
        remarks=remarks,
        left_behind=tuple(_left_behind(alignment, earlier, renamed, asked)),
        sources=sources,
    )


# Ratings ----------------------------------------------------------------------------------------


def _refusal(link: Link, earlier: EarlierAssessment, framework: Framework) -> str | None:
    """Say why a level may not stand under the new framework although the indicators can be compared."""
    if not link.is_comparable:
        return None
    old, new = link.before[0], link.after
    status = rate(framework, new, earlier.rating(old)).status
    if status is Status.NOT_APPLICABLE:
        refusal = f"{framework.ref} does not allow not-applicable here"
        return None if framework.may_be_set_aside(new) else refusal
    if framework.needs_evidence(new, status) and not earlier.rating(old).evidence:
        return f"{framework.ref} requires evidence for it, and there was none"
    return None


def _entry(
    old: Dimension | Indicator, new: Dimension | Indicator, earlier: EarlierAssessment, *, is_rated: bool
) -> Entry | None:
    """Return a rating in the usual order, marked for review; without its level, where that may not stand."""
    data = rating_data(value_at(earlier.data, ("ratings", old.id)), is_measured=_is_measured(old))
    fields = {**as_mapping(_given(data))}
    recorded: Entry = {key: fields.pop(key) for key in ("level", "measured") if key in fields}
    if isinstance(old, Indicator) and (not is_rated or not recorded):
        recorded = {"level": Status.NOT_RATED.value}
    again = " and not reviewed either" if REVIEW in fields else ""
    fields.pop(REVIEW, None)
    if not fields and recorded in ({}, {"level": Status.NOT_RATED.value}):
        return None
    origin = earlier.name if old.id == new.id else f"{earlier.name}, where it was {old.id}"
    mark = f"carried over from {origin}{again}; confirm or change it, then take this out"
    return {REVIEW: mark, **recorded, **{key: fields[key] for key in in_order(fields, names_of(Rating))}}


def _is_measured(thing: Dimension | Indicator) -> bool:
    return isinstance(thing, Indicator) and thing.measure is not None


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


# What did not come over -------------------------------------------------------------------------


def _remarks(
    link: Link,
    earlier: EarlierAssessment,
    framework: Framework,
    refusal: str | None,
    renamed: Mapping[str, str],
) -> Iterator[str]:
    old = link.before
    if not old:
        yield f"New since {earlier.name}."
    elif not link.after.counted:
        if any(earlier.status(each) in _RATED for each in old):
            yield from _then(f"In {earlier.name}", old, earlier, renamed)
    elif not link.is_comparable:
        yield f"Not carried over from {earlier.name}: {link.reason or 'it has no one counterpart there'}."
        yield from _then("There", old, earlier, renamed)
    elif earlier.status(old[0]) not in _RATED:
        yield f"Not rated in {earlier.name} either."
    else:
        if refusal is not None:
            yield f"Its rating was not carried over from {earlier.name}: {refusal}."
            yield f"There {_rated(old[0], earlier)}."
        if link.reason is not None:
            yield f"Since {earlier.name}: {link.reason}."
        rating = earlier.rating(old[0])
        then, now = rate(earlier.framework, old[0], rating), rate(framework, link.after, rating)
        if then.level and now.level and then.level_id != now.level_id:
            was, is_now = then.level_id, now.level_id
            yield f"The bands moved: {rating.measured} was {was} then and is {is_now} in {framework.ref}."
        if then.scores_by_points and now.scores_by_points and then.score != now.score:
            scores = [_score_words(then, earlier.framework), _score_words(now, framework)]
            said = f"{rating.measured} scored {scores[0]} then and scores {scores[1]} in {framework.ref}"
            yield f"The points moved: {said}."


def _score_words(result: IndicatorResult, framework: Framework) -> str:
    return exact_number((result.score or 0) * Fraction(framework.score_out_of))


def _left_behind(
    alignment: Alignment, earlier: EarlierAssessment, renamed: Mapping[str, str], asked: Collection[str]
) -> Iterator[tuple[str, ...]]:
    places = [(each.id, link.after.id) for link in alignment.links for each in link.before]
    places += [(old, new) for new, old in alignment.dimensions.items()]
    known, taken = {old for old, _ in places}, {old for old, new in places if new in asked}
    for dimension, _ in dimensions_below(earlier.framework.dimensions):
        said = (*_texts_then(dimension, earlier, renamed),)
        if said and dimension.id not in taken:
            yield (f"{dimension.id}  {dimension.title}", *said)
        for indicator in dimension.indicators:
            if indicator.id not in taken and indicator.counted and earlier.status(indicator) in _RATED:
                why = ["It is not asked of this subject now, by its tags."] if indicator.id in known else []
                then = _then("There", (indicator,), earlier, renamed)
                yield (f"{indicator.id}  {indicator.title}", *why, *then)


def _then(
    begin: str, indicators: Sequence[Indicator], earlier: EarlierAssessment, renamed: Mapping[str, str]
) -> Iterator[str]:
    yield f"{begin} {', and '.join(_rated(each, earlier) for each in indicators)}."
    for each in indicators:
        yield from _texts_then(each, earlier, renamed)


def _texts_then(
    thing: Dimension | Indicator, earlier: EarlierAssessment, renamed: Mapping[str, str]
) -> Iterator[str]:
    rating = earlier.rating(thing)
    texts = {key.name: text for key, text in texts_of(rating, WORD, LINE, PROSE)}
    for key in keys_of(Rating):
        if key.name == "evidence":
            for item in rating.evidence:
                yield f"{key.label} of {thing.id} then: {_evidence_words(item, renamed)}"
        elif key.name in texts:
            yield f"{key.label} of {thing.id} then: {texts[key.name]}"


def _evidence_words(item: Evidence, renamed: Mapping[str, str]) -> str:
    quote = f"“{unquoted(item.quote)}”" if item.quote else None
    return ", ".join(filter(None, (renamed.get(item.source, item.source), item.locator, quote, item.note)))


def _rated(indicator: Indicator, earlier: EarlierAssessment) -> str:
    rating = earlier.rating(indicator)
    result = rate(earlier.framework, indicator, rating)
    if result.score is None:
        words = "not rated" if result.status is Status.NOT_RATED else "not applicable"
        return f"{indicator.id} was {words}"
    if rating.measured is not None and indicator.measure is not None:
        measured = f"{rating.measured} {indicator.measure.unit}"
        which = f", which was {result.level_id}" if result.level else ""
        return f"{indicator.id} was measured: {measured}{which}"
    return f"{indicator.id} was rated {result.level_id}"


# Sources ----------------------------------------------------------------------------------------


def _cited(earlier: EarlierAssessment) -> list[str]:
    """Return the keys of sources that ratings cite, in the order in which the earlier files define them."""
    ratings = [each for each in earlier.content.ratings.values() if isinstance(each, Rating)]
    found = {piece.source for each in ratings for piece in each.evidence}
    defined = dict.fromkeys([*earlier.content.sources, *earlier.framework.sources])
    return [key for key in defined if key in found]


def _with_keys(entry: Entry, renamed: Mapping[str, str]) -> Entry:
    pieces = [as_mapping(each) for each in as_items(entry.get("evidence")) if each is not None]
    items: list[Data] = [{**each, "source": renamed[str(each["source"])]} for each in pieces]
    return {**entry, "evidence": items} if "evidence" in entry else entry


def _place_sources(
    cited: list[str], earlier: EarlierAssessment, framework: Framework
) -> tuple[dict[str, str], dict[str, Data]]:
    """Return each cited key's new one, and the sources that the new assessment has to define itself.

    What the new framework defines alike is left to it. Where it has another source under the key, or under
    one that differs in letter case alone, the carried one gets a key of its own.
    """
    known = {key.casefold(): key for key in framework.sources}
    taken = {*known, *(key.casefold() for key in cited)}
    renamed: dict[str, str] = {}
    sources: dict[str, Data] = {}
    for key in cited:
        theirs = known.get(key.casefold())
        source, data = _source(key, earlier)
        if theirs is not None and framework.sources[theirs] == source:
            renamed[key] = theirs
            continue
        own = f"{key}-{earlier.content.date}"
        renamed[key] = key if theirs is None else free_key(own, taken.__contains__)
        taken.add(renamed[key].casefold())
        sources[renamed[key]] = data
    return renamed, sources


def free_key(key: str, is_taken: Callable[[str], bool]) -> str:
    """Return this key or, where it is taken, letter case aside, the first free one with a number after it."""
    found, number = key, 2
    while is_taken(found.casefold()):
        found, number = f"{key}-{number}", number + 1
    return found


def _source(key: str, earlier: EarlierAssessment) -> tuple[Source, Data]:
    own = earlier.content.sources.get(key)
    if own is not None:
        return own, _given(as_mapping(value_at(earlier.data, ("sources", key))))
    source = earlier.framework.sources[key]
    fields = ((name, getattr(source, name)) for name in Source.model_fields)
    return source, {name: str(value) for name, value in fields if value is not None}
