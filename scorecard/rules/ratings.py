"""Codes SC402 to SC407: ratings against the indicators that they rate."""

from collections.abc import Callable, Iterable, Iterator

from scorecard.diagnostics import Finding, Part, Severity
from scorecard.directions import isolated
from scorecard.model.assessment import (
    DIMENSION_KEYS,
    INDENT_LIKE_A_RATING,
    RATING_KEYS,
    Assessment,
    Rating,
)
from scorecard.model.framework import Framework, Status
from scorecard.model.keys import names_of
from scorecard.model.lexical import (
    GLUED_KEY,
    RESERVED_IDS,
    Suggestions,
    listing,
    shown,
)
from scorecard.rules.evidence import EVIDENCE_RULES, unmentioned_indicator
from scorecard.rules.pair import Pair
from scorecard.rules.rule import Found, Rule, indicator_finding, locate_items, rule, run_rules

FEWEST_OF_ANOTHER_VERSION = 4
"""How many ids of another version are no slips of the pen."""


@rule("SC402", "unknown-indicator", Severity.ERROR)
def unknown_indicator(pair: Pair) -> Iterator[Finding]:
    """A rating names an indicator that the framework does not have."""
    unknown = [
        id for id in pair.assessment.ratings if id not in pair.indicators and id not in pair.dimensions
    ]
    suggestions = Suggestions()
    other, theirs = _other_version(pair, unknown)
    if other is not None and len(theirs) >= FEWEST_OF_ANOTHER_VERSION:
        unknown = [id for id in unknown if id not in theirs]
        ids = [id for id in pair.assessment.ratings if id in theirs]
        yield Finding(
            message=f"{len(ids)} ratings have ids that {pair.framework.ref} lacks and {other.ref} has: "
            f"{listing(ids)}",
            help=f"if they were made under it write {other.ref}; otherwise rate by {pair.framework.ref}",
            route=("framework",),
            related=((("ratings", ids[0]), f"the first is {ids[0]}"),),
        )
    for id in unknown:
        entry = pair.assessment.ratings[id]
        is_text_alone = isinstance(entry, Rating) and (entry.level, entry.measured) == (None, None)
        noun = "indicator or dimension" if is_text_alone else "indicator"
        if id in RATING_KEYS:
            help = INDENT_LIKE_A_RATING
        elif other is not None and id in theirs:
            help = f"it is one of {other.ref}"
        else:
            known = [*pair.indicators, *pair.dimensions] if is_text_alone else pair.indicators
            help = suggestions.say(id, known)
        yield Finding(
            message=f"there is no {noun} {id} in {pair.framework.ref}",
            help=help,
            route=("ratings", id),
            part=Part.KEY,
            about=id,
        )


def _other_version(pair: Pair, unknown: list[str]) -> tuple[Framework | None, set[str]]:
    """Return the newest version of the framework that has most of the unknown ids, and those that it has."""
    found: Framework | None = None
    theirs: set[str] = set()
    for each in pair.find_versions() if unknown else ():
        ids = {item.id for _, item in locate_items(each)}.intersection(unknown)
        if 2 * len(ids) > len(unknown) and len(ids) >= len(theirs):
            found, theirs = each, ids
    return found, theirs


@rule("SC403", "inactive-indicator", Severity.ERROR)
def inactive_indicator(pair: Pair) -> Iterator[Finding]:
    """A rating is given for an indicator that does not count, because it is `future` or `retired`."""
    for id, indicator in pair.indicators.items():
        if not indicator.counted and pair.assessment.ratings.get(id) is not None:
            words = f" is {indicator.state} in {pair.framework.ref} and cannot be rated"
            help = "take the rating out, or make the indicator active in a new version of the framework"
            yield indicator_finding(id, words, help, ("ratings", id), Part.KEY)


@rule("SC404", "unknown-level", Severity.ERROR)
def unknown_level(pair: Pair) -> Iterator[Finding]:
    """A rating gives a level that the indicator's scale does not have."""
    suggestions = Suggestions()
    for rated in pair.rated:
        indicator, _, level = rated
        if indicator.measure is not None or level is None or level in RESERVED_IDS:
            continue
        answers = pair.answers[pair.framework.scale_name(indicator)]
        if level not in answers:
            glued = GLUED_KEY.match(level)
            if glued is not None and glued[1] in RATING_KEYS:
                help = "write `key: value`, with a colon and a space after the key"
            else:
                help = suggestions.say(level, answers)
            yield rated.finding(f": {shown(level)} is not a level of its scale", help, "level")


@rule("SC405", "level-for-measure", Severity.ERROR)
def level_for_measure(pair: Pair) -> Iterator[Finding]:
    """A measured indicator is given a level, or a text that is no number."""
    for rated in pair.rated:
        indicator, entry, level = rated
        if indicator.measure is None or level is None or level in RESERVED_IDS:
            continue
        if isinstance(entry, Rating) or rated.measured is None:
            yield rated.finding(
                f" is measured: {shown(level)} is given as a level",
                f"write the measurement in {isolated(indicator.measure.unit)} after `measured:`, not "
                "after `level:`; level: not-rated where there is none",
                "level",
            )


@rule("SC406", "measurement-without-measure", Severity.ERROR)
def measurement_without_measure(pair: Pair) -> Iterator[Finding]:
    """A rating gives a measurement for an indicator that is judged."""
    for rated in pair.rated:
        indicator, entry, _ = rated
        if isinstance(entry, Rating) and entry.measured is not None and indicator.measure is None:
            levels = (level.id for level in pair.framework.scale_of(indicator))
            yield rated.finding(
                " is judged, not measured: it has no measure",
                f"write level: and one of {', '.join(levels)}",
                "measured",
            )


@rule("SC407", "not-applicable-forbidden", Severity.ERROR)
def not_applicable_forbidden(pair: Pair) -> Iterator[Finding]:
    """An indicator is set aside that the framework does not allow to be."""
    for rated in pair.rated:
        indicator, _, level = rated
        if level == Status.NOT_APPLICABLE and not pair.framework.may_be_set_aside(indicator):
            yield rated.finding(
                ": the framework does not allow not-applicable here", "rate it, or write not-rated", "level"
            )


@rule("SC414", "rating-of-a-dimension", Severity.ERROR)
def rating_of_a_dimension(pair: Pair) -> Iterator[Finding]:
    """A dimension is given a level or a measurement, or another key that only ratings of indicators have."""
    for id in [each for each in pair.assessment.ratings if each in pair.dimensions]:
        entry, rating = pair.assessment.ratings[id], pair.assessment.rating(id, measured=False)
        for key in names_of(Rating):
            if key not in DIMENSION_KEYS and getattr(rating, key) not in (None, ()):
                yield Finding(
                    message=f"{id} is a dimension, whose result is computed: it has no `{key}` of its own",
                    help=f"rate what is in it; of the dimension itself say {listing(sorted(DIMENSION_KEYS))}",
                    route=("ratings", id, key) if isinstance(entry, Rating) else ("ratings", id),
                    part=Part.KEY,
                    about=id,
                )


@rule("SC415", "rating-not-asked", Severity.WARNING)
def rating_not_asked(pair: Pair) -> Iterator[Finding]:
    """A rating is given for what the framework does not ask of this subject."""
    others = {id for id, each in pair.indicators.items() if each.counted} | pair.dimensions
    for id, entry in pair.assessment.ratings.items():
        if entry is not None and id in others and id not in pair.asked:
            words = f" is not asked of {pair.assessment.subject.id}: its rating is not counted"
            help = "take it out, or add the tag that it applies to under the subject's `tags`"
            yield indicator_finding(id, words, help, ("ratings", id), Part.KEY, dimensions=pair.dimensions)


@rule("SC416", "tag-written-otherwise", Severity.WARNING)
def tag_written_otherwise(pair: Pair) -> Iterator[Finding]:
    """A subject's tag is one that the framework has in `applies_to`, in other letters or with a comma."""
    tags = pair.assessment.subject.tags
    asked = {tag for _, item in locate_items(pair.framework) for tag in item.applies_to} if tags else set()
    folded = {tag.casefold(): tag for tag in asked}
    for index, tag in enumerate(tags):
        parts = () if tag in asked else (part.strip() for part in tag.casefold().split(","))
        meant = [folded[part] for part in parts if part in folded and folded[part] not in tags]
        if meant:
            yield Finding(
                message=f"{pair.framework.ref} asks nothing of subjects with the tag {isolated(tag)}",
                help=f"did you mean {listing(meant)}? Letters count, and each tag stands by itself",
                route=("subject", "tags", index),
            )


@rule("SC417", "decision-from-no-level", Severity.ERROR)
def decision_from_no_level(pair: Pair) -> Iterator[Finding]:
    """A decision says that the rating was what is no level of the indicator's scale, or no measurement."""
    suggestions = Suggestions()
    for indicator, entry, _ in pair.rated:
        for at, each in enumerate(entry.decision if isinstance(entry, Rating) else ()):
            if each.from_ is not None and not pair.is_answer(indicator, each.from_):
                help = suggestions.say(each.from_, pair.answers[pair.framework.scale_name(indicator)])
                if indicator.measure is not None:
                    help = "write the measurement that there was, or not-rated"
                words = f" cannot have been {shown(each.from_)}"
                yield indicator_finding(
                    indicator.id, words, help, ("ratings", indicator.id, "decision", at, "from")
                )


PAIR_RULES: tuple[Rule[Pair], ...] = (
    unknown_indicator,
    inactive_indicator,
    unknown_level,
    level_for_measure,
    measurement_without_measure,
    not_applicable_forbidden,
    rating_of_a_dimension,
    rating_not_asked,
    tag_written_otherwise,
    decision_from_no_level,
    *EVIDENCE_RULES,
)

_NOT_OF_MARKS = (tag_written_otherwise, unmentioned_indicator)
MARK_PAIR_RULES = tuple(each for each in PAIR_RULES if each not in _NOT_OF_MARKS)
"""The rules that hold for the ratings of a mark too: it has no subject of its own, and may leave some out."""


def check_ratings(
    assessment: Assessment,
    framework: Framework,
    find_versions: Callable[[], Iterable[Framework]],
    of: Assessment | None = None,
) -> Iterator[Found]:
    """Yield what is wrong with an assessment beside its framework, or with a mark that is read as one."""
    rules = PAIR_RULES if of is None else MARK_PAIR_RULES
    yield from run_rules(rules, Pair(assessment, framework, find_versions, of))
