"""Results to reports: what a reader is told, in which words; a status's word is decided here, once."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from fractions import Fraction

from scorecard.directions import is_from_right, isolated, texts_in
from scorecard.links import to_place, without_links
from scorecard.model.assessment import Assessment, Subject
from scorecard.model.digest import has_stale_pin
from scorecard.model.framework import (
    Band,
    Dimension,
    Framework,
    Grade,
    Indicator,
    Level,
    Measure,
    Overall,
    Status,
    dimensions_below,
)
from scorecard.model.lexical import Number, exact_number, typed_number
from scorecard.model.source import Source
from scorecard.model.verdict_rules import RuleKind, VerdictRule
from scorecard.scoring.scorecard import Counts, DimensionResult, Figures, shown_decimals, shown_units
from scorecard.views.report import STEPS, Cell, Column, Prose, Tone
from scorecard.views.words import english as say


def status_looks(framework: Framework) -> dict[Status, tuple[str, str]]:
    """Return the glyph of each status, and what readers call it."""
    return {status: (Tone[status.name].glyph, verdict_word(status, framework)) for status in Status}


def tone_words(tone: Tone) -> str:
    """Say what a sign says: a status, or which step of all steps."""
    if tone in STEPS:
        return say.step(STEPS.index(tone) + 1, len(STEPS))
    return say.status(Status[tone.name]).lower()


def verdict_word(status: Status, framework: Framework) -> str:
    """Return a verdict in the framework's own word."""
    label = framework.verdict_labels.get(status)
    return isolated(label) if label else say.status(status)


def framework_labels(framework: Framework) -> dict[Status, str]:
    """Return what a framework itself calls statuses."""
    return {status: isolated(label) for status, label in framework.verdict_labels.items()}


def named(thing: Dimension | Indicator) -> str:
    """Name a dimension or an indicator: by its number and title, or by its title where the id is a word."""
    return f"{thing.id} {isolated(thing.title)}" if thing.id[0].isdigit() else isolated(thing.title)


def in_sentence(thing: Dimension | Indicator, label: str = "") -> str:
    """Name a dimension or an indicator in a sentence, which leads to it: by its number, or by its title."""
    name = f"{label} {thing.id}".strip() if thing.id[0].isdigit() else isolated(thing.title.removesuffix("."))
    return to_place(name, thing.id)


def subject_name(subject: Subject, *, is_cut: bool = False) -> str:
    """Name a subject: by its name, and where that has no Latin letter by its id too, which all can read.

    Where long texts are cut, the id stands first.
    """
    name = isolated(subject.name)
    if any("LATIN" in unicodedata.name(each, "") for each in subject.name):
        return name
    return say.headline((subject.id, name) if is_cut else (name, subject.id))


def marked_name(assessment: Assessment, *, is_cut: bool = False) -> str:
    """Name an assessment's subject, and say beside the name that it is under review."""
    name = subject_name(assessment.subject, is_cut=is_cut)
    return say.noted(name, is_under_review=assessment.under_review is not None)


def framework_words(framework: Framework) -> str:
    """Name a framework by its title, with its id and version."""
    return f"{isolated(framework.title)} ({framework.ref})"


def pin_words(assessment: Assessment, framework: Framework) -> str | None:
    """Warn that the ratings were pinned to another text of the framework; None where they were not."""
    return say.STALE_PIN if has_stale_pin(assessment, framework) else None


def note_blocks(frameworks: Iterable[Framework]) -> Iterator[Prose]:
    """Yield what must be said of results of frameworks, that of the last one first, each note once."""
    notes: dict[str, str] = {}
    refs = [(framework.note, framework.ref) for framework in frameworks]
    for note, ref in reversed(refs):
        if note:
            notes.setdefault(note, ref)
    for note, ref in notes.items():
        yield Prose(note, label=say.note_of("" if ref == refs[-1][1] else ref), from_file=True)


def verdict_cell(status: Status, framework: Framework) -> Cell:
    """Return a verdict in the framework's own word, with its look."""
    return Cell(verdict_word(status, framework), Tone[status.name])


def count_columns(counts: Iterable[Counts], framework: Framework | None = None) -> dict[Status, Column]:
    """Return a column for each status that anything has, for how many have it, under its sign."""
    given = {status for each in counts for status, count in each.by_status.items() if count}
    words = {each: verdict_word(each, framework) if framework else say.status(each) for each in given}
    return {
        each: Column(words[each], is_number=True, tone=Tone[each.name]) for each in say.ORDER if each in given
    }


# By which framework -----------------------------------------------------------------------------

_OUT_OF: ContextVar[Fraction] = ContextVar("out_of", default=Fraction(100))


@contextmanager
def told_by(framework: Framework) -> Iterator[None]:
    """Tell what follows as a framework has it: in its language, scores out of what it calls a full one."""
    with texts_in(framework.language), scores_out_of(framework.score_out_of):
        yield


@contextmanager
def scores_out_of(out_of: Number) -> Iterator[None]:
    """Call a full score by this number, above 0, in what follows."""
    token = _OUT_OF.set(Fraction(out_of))
    try:
        yield
    finally:
        _OUT_OF.reset(token)


# Standings --------------------------------------------------------------------------------------


def standing_label(framework: Framework) -> str:
    """Return what a result is shown by: its verdict, else its grade, and without these its score."""
    return say.shown_by(verdict=framework.judges, grade=bool(framework.grades), score=framework.show_score)


def stands_by_score(framework: Framework) -> bool:
    """Whether a result is shown by nothing but its score."""
    return not framework.judges and not framework.grades and framework.show_score


def standing_cells(figures: Figures, framework: Framework) -> dict[str, Cell]:
    """Return a verdict and a grade, of those that a framework gives, by what they are called."""
    cells = {say.VERDICT: verdict_cell(figures.status, framework)} if framework.judges else {}
    if framework.grades:
        none = Cell("") if framework.judges else standing_cell(figures, framework)
        cells[say.GRADE] = grade_cell(figures, framework) or none
    return cells


def standing_cell(figures: Figures, framework: Framework) -> Cell:
    """Return what a result is shown by, with its look."""
    if figures.status is not Status.UNJUDGED:
        return verdict_cell(figures.status, framework)
    if figures.score is None:
        return verdict_cell(Status.NOT_RATED, framework)
    if grade := grade_cell(figures, framework):
        return grade
    if not framework.show_score:
        return verdict_cell(figures.status, framework)
    tone = Tone.UNDETERMINED if figures.provisional else score_tone(figures.score)
    return Cell(score_or_bounds(figures), tone)


def grade_cell(figures: Figures, framework: Framework) -> Cell | None:
    """Return a result's grade, or between which it will be, with its look; None without grades or a score."""
    low, high = figures.grade_low, figures.grade_high
    if low is None or high is None:
        return None
    if figures.grade is None:
        return Cell(say.bounded(label_of(low), label_of(high)), Tone.UNDETERMINED)
    return label_cell(low, framework)


def label_cell(grade: Grade, framework: Framework) -> Cell:
    """Return what readers call a grade, with its look."""
    ids = [each.id for each in framework.grades]
    below = len(ids) - 1 - ids.index(grade.id)
    return Cell(label_of(grade), score_tone(Fraction(below, max(len(ids) - 1, 1))))


def grade_words(figures: Figures, framework: Framework) -> str:
    """Return a result's grade, or between which it will be, in words."""
    cell = grade_cell(figures, framework)
    return cell.text if cell else say.NONE


def label_of(named: Grade | Level) -> str:
    """Return what readers call a grade or a level: its label, without one its id."""
    return isolated(named.label or named.id)


def score_tone(score: Fraction) -> Tone:
    """Return what a score, or the place of a grade, of 0 to 1 looks like where nobody judged."""
    return STEPS[min(int(score * len(STEPS)), len(STEPS) - 1)]


# Scores and counts ------------------------------------------------------------------------------


def score_text(score: Fraction | None, none: str | None = None) -> str:
    """Return a score of 0 to 1 out of what a full one is called, rounded half to even."""
    if score is None:
        return say.NONE if none is None else none
    return units_text(in_units(score))


def in_units(score: Fraction) -> int:
    """Return a score of 0 to 1, or a change of one, in the smallest units that are shown, half to even."""
    return shown_units(score, _OUT_OF.get())


def units_text(number: int) -> str:
    """Return so many of the smallest units that are shown as a number: "−0.3"."""
    return say.with_minus(str(Decimal(number).scaleb(-shown_decimals(_OUT_OF.get()))))


def as_shown(number: int) -> Fraction:
    """Return so many of the smallest units that are shown, in what a full score is called."""
    return Fraction(number, 10 ** shown_decimals(_OUT_OF.get()))


def out_of_words() -> str:
    """Say what a full score is called: "out of 100"."""
    return say.out_of(full_score_text())


def full_score_text(share: Fraction = Fraction(1)) -> str:
    """Return what a full score is called, or a share of one, exactly: as a decimal number where it is one."""
    return exact_number(share * _OUT_OF.get())


def number_text(number: Number) -> str:
    """Return a number as it was typed, for people to read."""
    return say.with_minus(typed_number(number))


def bounds_words(band: Band, unit: str) -> str:
    """Say between which measurements a band gives its level."""
    least, most = ("" if end is None else number_text(end) for end in (band.at_least, band.at_most))
    return say.bounds(least, most, unit)


def points_words(measure: Measure) -> str:
    """Say what measurements score; nothing where that comes from levels alone."""
    rising = [
        (full_score_text(Fraction(each.value)), number_text(each.at)) for each in measure.rising_points()
    ]
    return say.points(rising, isolated(measure.unit)) if rising else ""


def score_or_bounds(figures: Figures) -> str:
    """Return a score; where too little is rated for one, between what it will end; nothing without either."""
    if figures.score is None:
        return ""
    bounds = range_text(figures.score_low, figures.score_high) if figures.provisional else ""
    return bounds or score_text(figures.score)


def range_text(low: Fraction | None, high: Fraction | None) -> str:
    """Say between what a score will end; nothing without bounds."""
    return "" if low is None or high is None else say.bounded(score_text(low), score_text(high))


def score_cell(figures: Figures) -> Cell:
    """Return a score with its bar; where too little is rated for one, between what it will end."""
    return Cell(score_or_bounds(figures) or say.NONE, share=None if figures.provisional else figures.score)


def percent_text(share: Fraction) -> str:
    """Return a share of 0 to 1 in per cent with one decimal, rounded half to even."""
    return f"{Decimal(round(share * 1000)).scaleb(-1)} %"


def plural(noun: str) -> str:
    """Return a noun in the plural, as far as a label needs it; Arabic or Hebrew as it is."""
    return isolated(noun) if is_from_right(noun) else say.plural(noun)


def counted_words(count: int, noun: str) -> str:
    """Return a count with its noun."""
    return f"{count} {isolated(noun) if count == 1 else plural(noun)}"


def rated_words(count: int, framework: Framework) -> str:
    """Return a count of what is rated, indicators and elements alike: "7 indicators and services"."""
    return f"{count} {rated_nouns(framework, count)}"


def rated_nouns(framework: Framework, count: int = 2) -> str:
    """Name what is rated: "indicators", and where there are elements "indicators and services"."""
    labels = (framework.indicator_label, framework.element_label)[: 1 + has_elements(framework)]
    if count == 1:
        return say.one_of([isolated(each.lower()) for each in labels])
    return say.listed([plural(isolated(each.lower())) for each in labels])


def has_elements(framework: Framework) -> bool:
    """Whether something in it counts as one indicator."""
    return bool(framework.wholes())


def filter_words(framework: Framework, *, dimension: str | None, which: str | None) -> list[str]:
    """Say what filters leave of a framework's dimensions, indicators and elements, in its own nouns."""
    words = [say.only_dimension(isolated(framework.dimension_label.lower()), dimension)] if dimension else []
    return words + ([say.only_those(rated_nouns(framework), which)] if which else [])


def statuses_words(statuses: Set[Status], framework: Framework) -> str:
    """Say what indicators of some statuses do: "fail or are not rated"; or that nothing is judged."""
    return say.those_that(statuses, framework_labels(framework), is_judged=framework.judges)


def counts_words(counts: Mapping[Status, int], framework: Framework, noun: str = "") -> str:
    """Say how many of how many pass, and what the others do: "16 of 27 pass, 9 partly, 2 fail"."""
    return say.tally(counts, framework_labels(framework), noun)


def short_counts(counts: Counts, framework: Framework) -> str:
    """Say in few words how many have each status: "2 pass, 1 not rated"."""
    return say.short_tally(counts.by_status, framework_labels(framework))


def rule_words(rule: VerdictRule, noun: str, framework: Framework) -> str:
    """Say a rule in words; `noun` is what it speaks of, in the plural."""
    amount = Fraction(rule.amount or 0)
    match rule.kind:
        case RuleKind.SCORE:
            shown = _exact_score(amount)
        case RuleKind.SHARE:
            shown = say.part_of(amount)
        case _:
            shown = say.number(int(amount))
    return say.rule(rule.kind, noun, shown, framework_labels(framework))


def grade_rule_words(grade: Grade, framework: Framework) -> str:
    """Say when a grade is given."""
    return rule_words(grade.when, say.ITEMS_IN_IT, framework) if grade.when else say.OTHERWISE


def passing_words(judged: Framework | Overall | Dimension, framework: Framework, noun: str) -> str:
    """Say when something passes and when it is partial; `noun` is what its rules speak of, in the plural."""
    has_critical = any(each.critical and each.counted for each in _judged_in(judged, framework))
    return _passing_words(judged, framework, noun, has_critical=has_critical)


def _judged_in(
    judged: Framework | Overall | Dimension, framework: Framework
) -> Iterator[Dimension | Indicator]:
    match judged:
        case Framework():
            below = (each for each, _ in dimensions_below(framework.dimensions) if not each.pass_when)
            yield from (each for holder in below for each in _judged_in(holder, framework))
        case Overall():
            yield from framework.dimensions
        case Dimension():
            yield from judged.indicators
            yield from judged.dimensions


def _passing_words(
    judged: Framework | Overall | Dimension, framework: Framework, noun: str, *, has_critical: bool = False
) -> str:
    pass_when, partial_when = (
        judged.pass_when or framework.pass_when,
        judged.partial_when or framework.partial_when,
    )
    labels, passes = framework_labels(framework), rule_words(pass_when, noun, framework)
    if has_critical and pass_when.kind is not RuleKind.ALL:
        passes = say.and_critical(passes, labels)
    partial = "" if partial_when.kind is RuleKind.NEVER else rule_words(partial_when, noun, framework)
    return say.passes_when(passes, partial, labels)


def lacking_in(
    result: DimensionResult, framework: Framework
) -> Iterator[tuple[Dimension | Indicator, Status]]:
    """Yield what is critical in a dimension and falls short, where its rule asks for less than all."""
    if (result.dimension.pass_when or framework.pass_when).kind is RuleKind.ALL:
        return
    items: list[tuple[Dimension | Indicator, Status]]
    items = [(each.indicator, each.status) for each in result.indicators if each.counted]
    items += [(each.dimension, each.figures.status) for each in result.dimensions if each.applies]
    short = (Status.FAIL, Status.PARTIAL)
    yield from (each for each in items if each[0].critical and each[1] in short)


def lacking_words(result: DimensionResult, framework: Framework) -> str:
    """Say in few words what is critical in a dimension and falls short: "critical 1.1 fails"."""
    labels, found = framework_labels(framework), [*lacking_in(result, framework)]
    return say.critical_short(
        [(without_links(in_sentence(thing)), status) for thing, status in found], labels
    )


def whole_rule_words(framework: Framework) -> str:
    """Say when the whole passes and when it is partial."""
    return passing_words(framework.overall, framework, plural(framework.dimension_label.lower()))


def needed_words(framework: Framework) -> str:
    """Say in sentences what the whole needs to pass, and to be partial; nothing where nobody judges."""
    if not framework.judges:
        return ""
    overall, labels = framework.overall, framework_labels(framework)
    to_pass = overall.pass_when or framework.pass_when
    in_part = overall.partial_when or framework.partial_when
    noun = plural(framework.dimension_label.lower())
    said = say.sentence(_passing_words(framework.overall, framework, noun))
    has_part = in_part.kind is not RuleKind.NEVER
    is_by_score = to_pass.kind is RuleKind.SCORE and (in_part.kind is RuleKind.SCORE or not has_part)
    if framework.show_score and is_by_score:
        amounts = [full_score_text(Fraction(rule.amount or 0)) for rule in (to_pass, in_part)]
        said = say.score_short("", amounts[0], amounts[1] if has_part else "", labels)
    critical = [named(each) for each in framework.dimensions if each.critical]
    if critical and to_pass.kind is not RuleKind.ALL:
        said += " " + say.sentence(say.whatever_else(critical, labels))
    return said


def _exact_score(score: Fraction) -> str:
    """Return a threshold as exactly as it was written: rounding it would state another rule."""
    out_of = _OUT_OF.get()
    is_shown_whole = (score * out_of * 10 ** shown_decimals(out_of)).denominator == 1
    return f"{score_text(score)} {out_of_words()}" if is_shown_whole else say.of_one(str(score))


def source_words(source: Source) -> str:
    """Name a source in one line: title, publisher, date."""
    parts = [isolated(part) for part in (source.title, source.publisher) if part]
    return ", ".join([*parts, *([str(source.date)] if source.date else [])])
