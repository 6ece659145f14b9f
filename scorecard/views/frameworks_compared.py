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
    Cell,
    Column,
    Heading,
    Items,
    Prose,
    Report,
    Rewording,
    Table,
    row,
    table,
)
from scorecard.views.words import english as say
from scorecard.views.words.standings import (
    counted_words,
    full_score_text,
    percent_text,
    plural,
    rated_nouns,
    rated_words,
    rule_words,
    told_by,
)

_MOST_REVISED = 5
"""How many of those revised a summary shows."""
_GONE = (ChangeClass.REMOVED, ChangeClass.RETIRED)
_LONG_TEXTS = {key.name for model in (Framework, Dimension, Indicator) for key in keys_of(model, PROSE)}
_LONG = 120


def framework_comparison_view(
    comparison: FrameworkComparison, *, affected: Sequence[PlacedAssessment] | None, detail: DiffDetail
) -> Report:
    """Return a comparison as a report: in a summary counts, in full also what is asked that came and went.

    Where it is not known what is `affected`, nothing is said of that.
    """
    with told_by(comparison.after):
        before, after = comparison.before, comparison.after
        blocks: list[Block] = [Prose(" ".join(_sentences(comparison)))]
        blocks += _tables(comparison, detail) if comparison.changes else []
        if detail >= DiffDetail.FULL:
            for change in _least_alike_first(comparison.changes):
                blocks += _rewording(change)
            blocks += _requirements(comparison)
        blocks += [] if affected is None else _affected_blocks(affected, detail)
        way = after.ref if comparison.alignment.is_one_version else f"{before.ref} → {after.ref}"
        return Report(
            title=say.framework_title(isolated(after.title), way),
            blocks=tuple(blocks),
            lead=_headline(comparison),
            language=after.language,
        )


# What comes first -------------------------------------------------------------------------------


def _headline(comparison: FrameworkComparison) -> Cell:
    before, after = comparison.before, comparison.after
    versions = [str(each.version) if before.id == after.id else each.ref for each in (before, after)]
    noun = rated_nouns(after)
    total = sum(indicator.counted for indicator in before.indicators())
    parts = [
        isolated(after.title),
        say.versions(*versions),
        say.stay_comparable(comparison.comparable, total, noun),
        counted_words(len(comparison.changes), "change"),
    ]
    return Cell(say.headline(parts))


def _sentences(comparison: FrameworkComparison) -> Iterator[str]:
    after, noun = comparison.after, isolated(comparison.after.indicator_label.lower())
    if not comparison.changes:
        yield say.same_framework(is_digest_changed=comparison.digest_changed)
    counts = {str(each): count for each, count in comparison.counts.items() if count}
    if counts:
        yield say.class_counts(counts)
    if comparison.changes and not comparison.breaks:
        yield say.nothing_breaks(noun)
    if not comparison.version_raised and not comparison.alignment.is_one_version:
        yield say.VERSION_LOWERED
    elif comparison.version_raised and not comparison.digest_changed:
        yield say.VERSION_RAISED_ALONE if comparison.changes else say.SAME_TEST_RAISED
    elif comparison.digest_changed and not comparison.version_raised:
        yield say.VERSION_NOT_RAISED
    if comparison.changes:
        counted = sum(each.counted for each in after.indicators())
        yield say.counted_now(rated_words(counted, after))
    chain = comparison.alignment.chain
    if len(chain) > 2:
        yield say.step_by_step(chain)
    if comparison.alignment.broken:
        yield say.broken_chain(comparison.alignment.broken)


# Tables -----------------------------------------------------------------------------------------


def _tables(comparison: FrameworkComparison, detail: DiffDetail) -> Iterator[Block]:
    breaks = _least_alike_first(comparison.breaks)
    others = [change for change in comparison.changes if not change.is_breaking]
    if detail is DiffDetail.SUMMARY:
        revised = [change for change in breaks if change.change_class is ChangeClass.REVISED]
        shown = revised[:_MOST_REVISED]
        if shown:
            yield _table(say.least_alike_caption(len(shown), len(revised)), shown, comparison)
        return
    for changes, is_breaking in ((breaks, True), (others, False)):
        if changes:
            yield _table(say.breaking_caption(len(changes), is_breaking=is_breaking), changes, comparison)
    rescaled = [change for change in others if change.change_class is ChangeClass.RESCALED]
    if rescaled:
        noun = isolated(comparison.after.indicator_label.lower())
        yield Prose(say.rescaled_note(noun, has_points=any(change.by_points for change in rescaled)))


def _least_alike_first(changes: Iterable[FrameworkChange]) -> list[FrameworkChange]:
    """Return those revised first, the least alike before; where only the most is known, it may be that."""
    return sorted(
        changes,
        key=lambda each: (0, each.likeness.is_exact, each.likeness.share) if each.likeness else (1, True, 0),
    )


def _table(caption: str, changes: Sequence[FrameworkChange], comparison: FrameworkComparison) -> Table:
    framework = comparison.after
    label = say.one_of([framework.indicator_label, framework.dimension_label.lower()])
    rows = []
    for change in changes:
        id, title = change.indicator or change.dimension, isolated(change.title)
        words = change_words(change, framework)
        if id is not None:
            words = f"{title}: {words}" if words else title
        rows.append(row(id or say.WHOLE_ROW, say.class_word(change.change_class), words))
    change_title, what = say.FRAMEWORK_COLUMNS
    shown = table(caption, (label, change_title, Column(what, flexible=True)), rows)
    return shown._replace(is_titled=False)


# What a change is -------------------------------------------------------------------------------


def change_words(change: FrameworkChange, framework: Framework) -> str:
    """Say what a change is; nothing where its class says it all."""
    match change.change_class:
        case ChangeClass.EDITORIAL:
            return _editorial_words(change)
        case ChangeClass.REVISED if change.likeness is not None:
            share = percent_text(change.likeness.share)
            alike = say.words_alike(share, is_exact=change.likeness.is_exact)
            return f"{change.reason}; {alike}" if change.reason else alike
        case ChangeClass.MOVED:
            places = (id and f"{framework.dimension_label} {id}" for id in (change.before, change.after))
            return say.from_place(*places)
        case ChangeClass.RENUMBERED:
            return say.was_called([change.before or ""])
        case ChangeClass.RESCALED if change.by_points:
            return " → ".join(scaled_words(change.by_points, lambda value: full_score_text(Fraction(value))))
        case ChangeClass.RESCALED:
            return f"{change.before} → {change.after}"
        case ChangeClass.REWEIGHTED:
            return say.weights(change.before or "", change.after or "")
        case ChangeClass.RULE_CHANGED:
            return "; ".join(_rule_change_words(rule, framework) for rule in change.rules)
        case _:
            return change.reason or ""


def _editorial_words(change: FrameworkChange) -> str:
    first, *rest = map(say.key_words, change.texts)
    if change.is_reworded:
        words = say.REWORDED_ALIKE
    elif change.texts[0] in _LONG_TEXTS or len(change.before or "") + len(change.after or "") > _LONG:
        return say.keys_changed([first, *rest])
    else:
        then, now = (text and isolated(text) for text in (change.before, change.after))
        words = say.key_changed(first, then, now)
    return say.also(words, rest) if rest else words


def _rule_change_words(change: RuleChange, framework: Framework) -> str:
    _, overall, key = change.key.rpartition("overall.")
    noun = plural((framework.dimension_label if overall else framework.indicator_label).lower())
    if not overall and any(dimension.dimensions for dimension in framework.dimensions):
        noun = say.RULE_ITEMS
    values = [_value_words(value, noun, framework) for value in (change.before, change.after)]
    if key == "counts_as":
        values = list(map(say.key_value, values))
    then, now = (value or say.no_rule(key, noun) for value in values)
    return say.rule_changed(key, then, now, is_overall=bool(overall))


def _value_words(value: RuleValue | Grade, noun: str, framework: Framework) -> str:
    match value:
        case bool():
            return say.yes_or_no(value)
        case VerdictRule():
            return rule_words(value, noun, framework)
        case Decimal() | Fraction():
            share = Fraction(value)
            return percent_text(share) if (share * 1000).denominator == 1 else say.of_one(str(share))
        case Grade():
            return say.grade_rule(value.id, rule_words(value.when, noun, framework) if value.when else "")
        case tuple() | None:
            return ", ".join(_value_words(each, noun, framework) for each in value or ())
        case StrEnum():
            return say.key_value(value)
        case _:
            return isolated(value)


def _rewording(change: FrameworkChange) -> Iterator[Block]:
    if change.is_reworded:
        named = f"{change.indicator} {isolated(change.title)}"
        yield Heading(1, say.reworded_heading(named, is_comparable=change.is_comparable is True))
        pieces = word_changes(change.before or "", change.after or "")
        yield Rewording(pieces, label=say.REQUIREMENT_LABEL)


def _requirements(comparison: FrameworkComparison) -> Iterator[Block]:
    for change in comparison.changes:
        text = change.before if change.change_class in _GONE else change.after
        if change.indicator and change.change_class in (ChangeClass.ADDED, *_GONE):
            word = say.class_word(change.change_class)
            yield Heading(1, f"{change.indicator} {isolated(change.title)}: {word}")
            yield Prose(text or "", label=say.REQUIREMENT_LABEL, from_file=True)


# Affected assessments ---------------------------------------------------------------------------


def _affected_blocks(affected: Sequence[PlacedAssessment], detail: DiffDetail) -> list[Block]:
    if not affected:
        return [Prose(say.NONE_AFFECTED)]
    subjects: dict[str, list[PlacedAssessment]] = {}
    for place, assessment in affected:
        subjects.setdefault(assessment.subject.id, []).append((place, assessment))
    count = say.affected(counted_words(len(affected), "assessment"), counted_words(len(subjects), "subject"))
    if detail is DiffDetail.SUMMARY:
        return [Prose(f"{count}.")]
    return [Items(tuple(_subject_words(each) for each in subjects.values()), label=count)]


def _subject_words(assessments: Sequence[PlacedAssessment]) -> str:
    days: dict[str, list[str]] = {}
    for place, assessment in assessments:
        day = f"{place.day} ({say.DRAFT_MARK})" if assessment.is_draft else place.day
        days.setdefault(str(assessment.framework), []).append(day)
    return say.made_under(isolated(assessments[-1][1].subject.name), days)
