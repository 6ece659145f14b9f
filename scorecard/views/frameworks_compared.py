"""Two frameworks compared, as a report: what `diff` shows of frameworks."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from scorecard.comparing.frameworks import (
    ChangeClass,
    FrameworkChange,
    FrameworkComparison,
    RuleChange,
    RuleValue,
    scaled_words,
)
from scorecard.comparing.moved_files import PlacedAssessment
from scorecard.comparing.text_diff import word_changes
from scorecard.directions import isolated
from scorecard.model.framework import Dimension, Framework, Grade, Indicator
from scorecard.model.keys import PROSE, keys_of
from scorecard.model.verdict_rules import VerdictRule
from scorecard.views.comparison import DiffDetail
from scorecard.views.report import (
    Block,
    Column,
    Fact,
    Heading,
    Items,
    Prose,
    Report,
    Rewording,
    Table,
    facts,
    row,
    table,
)
from scorecard.views.words.standings import (
    counted_words,
    framework_words,
    full_score_text,
    has_elements,
    listed,
    percent_text,
    plural,
    rule_words,
    told_by,
)

_MOST_REVISED = 5
"""How many of those revised a summary shows."""
_GONE = (ChangeClass.REMOVED, ChangeClass.RETIRED)
_KEY_WORDS = {
    "dimension_label": "word for a dimension",
    "indicator_label": "word for an indicator",
    "element_label": "word for an element",
    "verdict_labels": "words for verdicts",
    "show_score": "whether scores are shown",
    "score_out_of": "what a full score is",
    "aggregation": "score",
    "pass_when": "passes when",
    "partial_when": "is partial when",
    "minimum_coverage": "provisional below a coverage of",
    "verdict": "verdicts",
}
"""What keys are called whose own names do not say it."""
_LONG_TEXTS = {key.name for model in (Framework, Dimension, Indicator) for key in keys_of(model, PROSE)}
_LONG = 120


def framework_comparison_view(
    comparison: FrameworkComparison, *, affected: Sequence[PlacedAssessment], detail: DiffDetail
) -> Report:
    """Return a comparison as a report: in a summary counts, in full also what is asked that came and went."""
    with told_by(comparison.after):
        before, after = comparison.before, comparison.after
        blocks = facts(_facts(comparison))
        blocks += _tables(comparison, detail) if comparison.changes else [Prose(_nothing_words(comparison))]
        if detail >= DiffDetail.CHANGES:
            for change in _least_alike_first(comparison.changes):
                blocks += _rewording(change)
        if detail >= DiffDetail.FULL:
            blocks += _requirements(comparison)
        blocks += [Heading(1, "Affected assessments"), _affected_block(affected, detail)]
        way = after.ref if comparison.alignment.is_one_version else f"{before.ref} → {after.ref}"
        return Report(
            title=f"{isolated(after.title)}: changes of {way}", blocks=tuple(blocks), language=after.language
        )


# What comes first -------------------------------------------------------------------------------


def _facts(comparison: FrameworkComparison) -> Iterator[Fact]:
    before, after = comparison.before, comparison.after
    yield "Before", framework_words(before)
    yield "After", framework_words(after)
    yield "Version", _version_words(comparison)
    elements = f" and {plural(after.element_label.lower())}" if has_elements(after) else ""
    yield f"{plural(after.indicator_label)}{elements}", _comparable_words(comparison)
    counts = [f"{count} {_class_word(each).lower()}" for each, count in comparison.counts.items() if count]
    yield "Changes", ", ".join(counts) or None
    chain, broken = comparison.alignment.chain, comparison.alignment.broken
    yield "Step by step", " → ".join(chain) if len(chain) > 2 else None
    if broken is not None:
        noun = plural(after.indicator_label.lower())
        yield "Chain broken", f"{broken}; {noun} are matched by their ids alone"


def _version_words(comparison: FrameworkComparison) -> str:
    if comparison.version_raised:
        return "raised" if comparison.digest_changed else "raised, although no result depends on what changed"
    if not comparison.alignment.is_one_version:
        return "lowered: the newer version stands before, so every change reads backwards"
    if comparison.digest_changed:
        return (
            "not raised although the digest changed: assessments made under it would now be scored by "
            "another yardstick"
        )
    return "unchanged"


def _comparable_words(comparison: FrameworkComparison) -> str:
    then, now = (
        sum(indicator.counted for indicator in framework.indicators())
        for framework in (comparison.before, comparison.after)
    )
    count = comparison.comparable
    verb = "stays" if count == 1 else "stay"
    return f"{count} of the {then} counted before {verb} comparable; {now} counted after"


# Tables -----------------------------------------------------------------------------------------


def _tables(comparison: FrameworkComparison, detail: DiffDetail) -> Iterator[Block]:
    breaks = _least_alike_first(comparison.breaks)
    others = [change for change in comparison.changes if not change.is_breaking]
    noun = isolated(comparison.after.indicator_label.lower())
    if not breaks:
        yield Prose(f"Nothing here breaks comparability: every {noun} counted before stays comparable.")
    elif detail >= DiffDetail.CHANGES:
        yield _table(f"What breaks comparability ({len(breaks)})", breaks, comparison)
    if detail is DiffDetail.SUMMARY:
        yield from _summary(breaks, comparison)
        return
    if others:
        yield _table(f"What leaves comparability as it is ({len(others)})", others, comparison)
    rescaled = [change for change in others if change.change_class is ChangeClass.RESCALED]
    if rescaled:
        has_points = any(change.by_points for change in rescaled)
        yield Prose(
            f"Where only the bands{', the points' * has_points} or the scale of a measured {noun} changed, "
            "measurements recorded before are rated again by the new ones, so they stay comparable."
        )


def _least_alike_first(changes: Iterable[FrameworkChange]) -> list[FrameworkChange]:
    """Return those revised first, the least alike before; where only the most is known, it may be that."""
    return sorted(
        changes,
        key=lambda each: (0, each.likeness.is_exact, each.likeness.share) if each.likeness else (1, True, 0),
    )


def _summary(breaks: Sequence[FrameworkChange], comparison: FrameworkComparison) -> Iterator[Block]:
    if breaks:
        yield Prose(
            f"{counted_words(len(breaks), 'change')} of {len(comparison.changes)} break comparability "
            "(--detail changes shows each)."
        )
    revised = [change for change in breaks if change.change_class is ChangeClass.REVISED]
    if revised:
        shown = revised[:_MOST_REVISED]
        count = f"{len(shown)} of {len(revised)}" if len(revised) > len(shown) else str(len(revised))
        yield _table(f"Revised, the least alike first ({count})", shown, comparison)


def _nothing_words(comparison: FrameworkComparison) -> str:
    words = "Nothing changed in what is asked or how it is judged."
    others = "something that is not counted, the order, a scale's name, or the way a rule is written"
    return f"{words} The digest changed all the same: {others}." if comparison.digest_changed else words


def _table(caption: str, changes: Sequence[FrameworkChange], comparison: FrameworkComparison) -> Table:
    framework = comparison.after
    label = f"{framework.indicator_label} or {framework.dimension_label.lower()}"
    rows = []
    for change in changes:
        id, title = change.indicator or change.dimension, isolated(change.title)
        words = _words(change, framework)
        if id is not None:
            words = f"{title}: {words}" if words else title
        rows.append(row(_class_word(change.change_class), id or "(the whole)", words))
    return table(caption, ("Change", label, Column("What", flexible=True)), rows)


# What a change is -------------------------------------------------------------------------------


def _class_word(change_class: ChangeClass) -> str:
    return change_class.replace("-", " ").capitalize()


def _words(change: FrameworkChange, framework: Framework) -> str:
    match change.change_class:
        case ChangeClass.EDITORIAL:
            return _editorial_words(change)
        case ChangeClass.REVISED if change.likeness is not None:
            most = "" if change.likeness.is_exact else "at most "
            alike = f"{most}{percent_text(change.likeness.share)} of the words alike"
            return f"{change.reason}; {alike}" if change.reason else alike
        case ChangeClass.MOVED:
            then, now = (
                "the top" if id is None else f"{framework.dimension_label} {id}"
                for id in (change.before, change.after)
            )
            return f"from {then} to {now}"
        case ChangeClass.RENUMBERED:
            return f"was {change.before}"
        case ChangeClass.RESCALED if change.by_points:
            return " → ".join(scaled_words(change.by_points, lambda value: full_score_text(Fraction(value))))
        case ChangeClass.RESCALED:
            return f"{change.before} → {change.after}"
        case ChangeClass.REWEIGHTED:
            return f"weight {change.before} → {change.after}"
        case ChangeClass.RULE_CHANGED:
            return "; ".join(_rule_change_words(rule, framework) for rule in change.rules)
        case _:
            return change.reason or ""


def _key_words(key: str) -> str:
    return _KEY_WORDS.get(key, key.replace("_", " "))


def _editorial_words(change: FrameworkChange) -> str:
    first, *rest = map(_key_words, change.texts)
    if change.is_reworded:
        words = "the requirement is reworded, and declared comparable"
    elif change.texts[0] in _LONG_TEXTS or len(change.before or "") + len(change.after or "") > _LONG:
        return f"{listed([first, *rest])} changed"
    else:
        then, now = (
            "none" if text is None else f"“{isolated(text)}”" for text in (change.before, change.after)
        )
        words = f"{first} {then} → {now}"
    return f"{words}; also {listed(rest)}" if rest else words


def _rule_change_words(change: RuleChange, framework: Framework) -> str:
    _, overall, key = change.key.rpartition("overall.")
    noun = plural((framework.dimension_label if overall else framework.indicator_label).lower())
    if not overall and any(dimension.dimensions for dimension in framework.dimensions):
        noun = "items"
    nothing = {"applies_to": "all", "counts_as": f"the {noun} in it"}.get(key, "none")
    then, now = (_value_words(value, noun) or nothing for value in (change.before, change.after))
    begin = "the whole: " if overall else ""
    return f"{begin}{_key_words(key)}: {then} → {now}"


def _value_words(value: RuleValue | Grade, noun: str) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case VerdictRule():
            return rule_words(value, noun)
        case Decimal() | Fraction():
            share = Fraction(value)
            return percent_text(share) if (share * 1000).denominator == 1 else f"{share} (of 1)"
        case Grade():
            return f"{value.id} when {rule_words(value.when, noun)}" if value.when else f"else {value.id}"
        case tuple() | None:
            return ", ".join(_value_words(each, noun) for each in value or ())
        case StrEnum():
            return value.replace("-", " ")
        case _:
            return isolated(value)


def _rewording(change: FrameworkChange) -> Iterator[Block]:
    if change.is_reworded:
        verdict = "comparable" if change.is_comparable else "not comparable"
        yield Heading(1, f"{change.indicator} {isolated(change.title)}: reworded, {verdict}")
        yield Rewording(word_changes(change.before or "", change.after or ""), label="Requirement")


def _requirements(comparison: FrameworkComparison) -> Iterator[Block]:
    for change in comparison.changes:
        text = change.before if change.change_class in _GONE else change.after
        if change.indicator and change.change_class in (ChangeClass.ADDED, *_GONE):
            word = _class_word(change.change_class).lower()
            yield Heading(1, f"{change.indicator} {isolated(change.title)}: {word}")
            yield Prose(text or "", label="Requirement", from_file=True)


# Affected assessments ---------------------------------------------------------------------------


def _affected_block(affected: Sequence[PlacedAssessment], detail: DiffDetail) -> Block:
    if not affected:
        return Prose("None: no assessment here was made under either version.")
    subjects: dict[str, list[PlacedAssessment]] = {}
    for place, assessment in affected:
        subjects.setdefault(assessment.subject.id, []).append((place, assessment))
    count = f"{counted_words(len(affected), 'assessment')} of {counted_words(len(subjects), 'subject')}"
    if detail is DiffDetail.SUMMARY:
        return Prose(f"{count}.")
    return Items(tuple(_subject_words(each) for each in subjects.values()), label=count)


def _subject_words(assessments: Sequence[PlacedAssessment]) -> str:
    days: dict[str, list[str]] = {}
    for place, assessment in assessments:
        day = f"{place.day} (DRAFT)" if assessment.is_draft else place.day
        days.setdefault(str(assessment.framework), []).append(day)
    under = "; ".join(f"{', '.join(found)}, under {framework}" for framework, found in days.items())
    return f"{isolated(assessments[-1][1].subject.name)}: {under}"
