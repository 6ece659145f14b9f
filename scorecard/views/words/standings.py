"""Results to reports: what a reader is told, in which words; a status's word is decided here, once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from fractions import Fraction

from scorecard.directions import is_from_right, isolated, texts_in
from scorecard.model.assessment import Assessment
from scorecard.model.digest import has_stale_pin
from scorecard.model.framework import (
    RATED_STATUSES,
    Dimension,
    EvidencePolicy,
    Framework,
    Grade,
    Indicator,
    Level,
    Measure,
    Overall,
    Status,
)
from scorecard.model.lexical import Number, exact_number
from scorecard.model.source import Source
from scorecard.model.verdict_rules import RuleKind, VerdictRule
from scorecard.scoring.scorecard import Counts, Figures, shown_decimals, shown_units
from scorecard.views.report import STEPS, Cell, Prose, Tone

STATUS_WORDS = {
    Status.PASS: "Pass",
    Status.PARTIAL: "Partial",
    Status.FAIL: "Fail",
    Status.UNJUDGED: "Rated",
    Status.NOT_RATED: "Not rated",
    Status.UNDETERMINED: "Not decided yet",
    Status.NOT_APPLICABLE: "Not applicable",
}
EVIDENCE_WORDS = {
    EvidencePolicy.OPTIONAL: "optional",
    EvidencePolicy.REQUIRED: "required for every rating",
    EvidencePolicy.REQUIRED_FOR_PASS: "required for every pass",
}


def status_looks(framework: Framework) -> dict[Status, tuple[str, str]]:
    """Return the glyph of each status, and what readers call it."""
    return {status: (Tone[status.name].glyph, verdict_word(status, framework)) for status in Status}


def verdict_word(status: Status, framework: Framework) -> str:
    """Return a verdict in the framework's own word."""
    label = framework.verdict_labels.get(status)
    return isolated(label) if label else STATUS_WORDS[status]


def named(thing: Dimension | Indicator) -> str:
    """Name a dimension or an indicator: by its number and title, or by its title where the id is a word."""
    return f"{thing.id} {isolated(thing.title)}" if thing.id[0].isdigit() else isolated(thing.title)


def framework_words(framework: Framework) -> str:
    """Name a framework by its title, with its id and version."""
    return f"{isolated(framework.title)} ({framework.ref})"


def pin_words(assessment: Assessment, framework: Framework) -> str | None:
    """Warn that the ratings were pinned to another text of the framework; None where they were not."""
    if has_stale_pin(assessment, framework):
        return "the framework has changed since these ratings pinned it, although its version has not"
    return None


def note_blocks(frameworks: Iterable[Framework]) -> Iterator[Prose]:
    """Yield what must be said of results of frameworks, that of the last one first, each note once."""
    notes: dict[str, str] = {}
    refs = [(framework.note, framework.ref) for framework in frameworks]
    for note, ref in reversed(refs):
        if note:
            notes.setdefault(note, ref)
    for note, ref in notes.items():
        yield Prose(note, label="Note" if ref == refs[-1][1] else f"Note of {ref}", from_file=True)


def verdict_cell(status: Status, framework: Framework) -> Cell:
    """Return a verdict in the framework's own word, with its look."""
    return Cell(verdict_word(status, framework), Tone[status.name])


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
    if framework.judges:
        return "Verdict"
    return "Grade" if framework.grades else "Score" if framework.show_score else "Result"


def stands_by_score(framework: Framework) -> bool:
    """Whether a result is shown by nothing but its score."""
    return standing_label(framework) == "Score"


def standing_cells(figures: Figures, framework: Framework) -> dict[str, Cell]:
    """Return a verdict and a grade, of those that a framework gives, by what they are called."""
    cells = {"Verdict": verdict_cell(figures.status, framework)} if framework.judges else {}
    if framework.grades:
        none = Cell("") if framework.judges else standing_cell(figures, framework)
        cells["Grade"] = grade_cell(figures, framework) or none
    return cells


def standing_titles(cells: Iterable[Mapping[str, Cell]]) -> list[str]:
    """Return what some results are shown by beside their scores."""
    return sorted({title for each in cells for title in each}, reverse=True)


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
        return Cell(f"{label_of(low)} to {label_of(high)}", Tone.UNDETERMINED)
    return label_cell(low, framework)


def label_cell(grade: Grade, framework: Framework) -> Cell:
    """Return what readers call a grade, with its look."""
    ids = [each.id for each in framework.grades]
    below = len(ids) - 1 - ids.index(grade.id)
    return Cell(label_of(grade), score_tone(Fraction(below, max(len(ids) - 1, 1))))


def grade_words(figures: Figures, framework: Framework) -> str:
    """Return a result's grade, or between which it will be, in words."""
    cell = grade_cell(figures, framework)
    return cell.text if cell else "none"


def label_of(named: Grade | Level) -> str:
    """Return what readers call a grade or a level: its label, without one its id."""
    return isolated(named.label or named.id)


def score_tone(score: Fraction) -> Tone:
    """Return what a score, or the place of a grade, of 0 to 1 looks like where nobody judged."""
    return STEPS[min(int(score * len(STEPS)), len(STEPS) - 1)]


# Scores and counts ------------------------------------------------------------------------------


def score_text(score: Fraction | None, none: str = "none") -> str:
    """Return a score of 0 to 1 out of what a full one is called, rounded half to even."""
    return none if score is None else units_text(in_units(score))


def in_units(score: Fraction) -> int:
    """Return a score of 0 to 1, or a change of one, in the smallest units that are shown, half to even."""
    return shown_units(score, _OUT_OF.get())


def units_text(number: int) -> str:
    """Return so many of the smallest units that are shown as a number: `-0.3`."""
    return str(Decimal(number).scaleb(-shown_decimals(_OUT_OF.get())))


def out_of_words() -> str:
    """Say what a full score is called: "out of 100"."""
    return f"out of {full_score_text()}"


def full_score_text(share: Fraction = Fraction(1)) -> str:
    """Return what a full score is called, or a share of one, exactly: as a decimal number where it is one."""
    return exact_number(share * _OUT_OF.get())


def points_words(measure: Measure) -> str:
    """Say what measurements score; nothing where that comes from levels alone."""
    return measure.points_words(full_score_text) if measure.points else ""


def score_or_bounds(figures: Figures) -> str:
    """Return a score; where too little is rated for one, between what it will end; nothing without either."""
    if figures.score is None:
        return ""
    bounds = range_text(figures.score_low, figures.score_high) if figures.provisional else ""
    return bounds or score_text(figures.score)


def range_text(low: Fraction | None, high: Fraction | None) -> str:
    """Say between what a score will end; nothing without bounds."""
    return "" if low is None or high is None else f"{score_text(low)} to {score_text(high)}"


def score_cell(figures: Figures) -> Cell:
    """Return a score with its bar; where too little is rated for one, between what it will end."""
    return Cell(score_or_bounds(figures) or "none", share=None if figures.provisional else figures.score)


def percent_text(share: Fraction) -> str:
    """Return a share of 0 to 1 in per cent with one decimal, rounded half to even."""
    return f"{Decimal(round(share * 1000)).scaleb(-1)} %"


def plural(noun: str) -> str:
    """Return an English noun in the plural, as far as a label needs it; Arabic or Hebrew as it is."""
    if is_from_right(noun):
        return isolated(noun)
    if noun.lower().endswith("criterion"):
        return noun.removesuffix("on") + "a"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


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
        return listed([isolated(each.lower()) for each in labels], "or")
    return listed([plural(isolated(each.lower())) for each in labels])


def has_elements(framework: Framework) -> bool:
    """Whether something in it counts as one indicator."""
    return bool(framework.wholes())


_VERBS = {
    Status.FAIL: ("fails", "fail"),
    Status.PARTIAL: ("is partial", "are partial"),
    Status.PASS: ("passes", "pass"),
    Status.UNJUDGED: ("is rated", "are rated"),
    Status.NOT_RATED: ("is not rated", "are not rated"),
    Status.NOT_APPLICABLE: ("does not apply", "do not apply"),
}


def filter_words(framework: Framework, *, dimension: str | None, which: str | None) -> list[str]:
    """Say what filters leave of a framework's dimensions, indicators and elements, in its own nouns."""
    words = [f"only {framework.dimension_label.lower()} {dimension}"] if dimension else []
    return words + ([f"only {rated_nouns(framework)} that {which}"] if which else [])


def statuses_words(statuses: Set[Status], framework: Framework) -> str:
    """Say what indicators of some statuses do: "fail or are not rated"; or that nothing is judged."""
    told = statuses if framework.judges else statuses - RATED_STATUSES
    words = listed([verb for status, (_, verb) in _VERBS.items() if status in told], "or")
    if told == statuses:
        return words
    takes = "are judged: none is, so --only takes not-rated or not-applicable here"
    return f"{words}; none is judged" if words else takes


def counts_words(counts: Counts, noun: str = "") -> str:
    """Say how many of how many fail, and what the others do: "9 of 27 fail, 10 are partial, 8 pass"."""
    if not counts.total:
        return "none is counted"
    numbers = counts.by_status
    given = [(numbers[status], verbs[numbers[status] != 1]) for status, verbs in _VERBS.items()]
    (first, verb), *rest = [(number, verb) for number, verb in given if number]
    begin = " ".join(filter(None, (f"{first} of {counts.total}", noun, verb)))
    return ", ".join([begin, *(f"{number} {verb}" for number, verb in rest)])


def short_counts(counts: Counts) -> str:
    """Say in few words how many have each status: "2 pass, 3 partial"."""
    numbers = counts.by_status
    parts = [
        f"{count} {word.lower()}" for status, word in STATUS_WORDS.items() if (count := numbers.get(status))
    ]
    return ", ".join(parts) or "nothing counted"


def listed(words: Sequence[str], conjunction: str = "and") -> str:
    """Join words as a sentence does: "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


def rule_words(rule: VerdictRule, noun: str) -> str:
    """Say a rule in words; `noun` is what it speaks of, in the plural."""
    amount = Fraction(rule.amount or 0)
    words = {RuleKind.SHARE: _share_words, RuleKind.SCORE: _exact_score}.get(rule.kind, str)(amount)
    return _RULES[rule.kind].format(noun=noun, amount=words)


_RULES = {
    RuleKind.ALL: "all {noun} pass",
    RuleKind.ANY: "any of the {noun} passes",
    RuleKind.NONE_FAIL: "none of the {noun} fails",
    RuleKind.AT_LEAST: "at least {amount} of the {noun} pass",
    RuleKind.SHARE: "at least {amount} of the {noun} pass",
    RuleKind.SCORE: "the score is at least {amount}",
    RuleKind.NEVER: "never",
}


def passing_words(judged: Framework | Overall | Dimension, framework: Framework, noun: str) -> str:
    """Say when something passes and when it is partial; `noun` is what its rules speak of, in the plural."""
    partial_when = judged.partial_when or framework.partial_when
    is_ever = partial_when.kind is not RuleKind.NEVER
    partial = f"; is partial when {rule_words(partial_when, noun)}" if is_ever else ""
    return f"passes when {rule_words(judged.pass_when or framework.pass_when, noun)}{partial}"


def whole_rule_words(framework: Framework) -> str:
    """Say when the whole passes and when it is partial."""
    return passing_words(framework.overall, framework, plural(framework.dimension_label.lower()))


def _share_words(share: Fraction) -> str:
    percent = share * 100
    return f"{percent} %" if percent.denominator == 1 else str(share)


def _exact_score(score: Fraction) -> str:
    """Return a threshold as exactly as it was written: rounding it would state another rule."""
    out_of = _OUT_OF.get()
    is_shown_whole = (score * out_of * 10 ** shown_decimals(out_of)).denominator == 1
    return f"{score_text(score)} {out_of_words()}" if is_shown_whole else f"{score} (of 1)"


def source_words(source: Source) -> str:
    """Name a source in one line: title, publisher, date."""
    parts = [isolated(part) for part in (source.title, source.publisher) if part]
    return ", ".join([*parts, *([str(source.date)] if source.date else [])])
