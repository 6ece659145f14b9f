"""Changes of scores in words: points out of 100 with one decimal, parts that sum to the change as shown."""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from scorecard.comparing.assessments import Comparison, Split
from scorecard.directions import isolated
from scorecard.scoring.scorecard import Scorecard
from scorecard.views.comparison_words import Relation, real_label, real_term, relation_of, side_names
from scorecard.views.words import counted_words, fixed, listed, plural, score_text, verdict_word

_TENTH = 1000


class ShownParts(NamedTuple):
    """A change and its three parts in tenths of a point, as they are shown."""

    change: int
    real: int
    coverage: int
    framework: int


def points(tenths: int) -> str:
    """Return tenths of a point with a sign: `+5.0`, `-0.3`, `0.0`."""
    return ("+" if tenths > 0 else "") + fixed(Fraction(tenths, 10), 1)


def shown_change(split: Split) -> int | None:
    """Return a change as it is shown: the difference of the two shown scores."""
    if split.before is None or split.after is None:
        return None
    return round(split.after * _TENTH) - round(split.before * _TENTH)


def shown_real(split: Split) -> int | None:
    """Return the like-for-like change as it is shown, the same wherever it stands: rounded by itself.

    Where nothing else moved the score it is the shown change.
    """
    if split.real is None:
        return None
    if split.framework == split.coverage == 0:
        return shown_change(split)
    return round(split.real * _TENTH)


def shown_parts(split: Split) -> ShownParts | None:
    """Return what is shown of a change; None where a part is not known.

    What the rounded parts miss goes to the framework's part, or to coverage's where that is nothing.
    """
    change, real = shown_change(split), shown_real(split)
    if change is None or real is None or split.coverage is None or split.framework is None:
        return None
    if split.framework:
        coverage = round(split.coverage * _TENTH)
        return ShownParts(change, real, coverage, change - real - coverage)
    return ShownParts(change, real, change - real, 0)


def score_change_words(split: Split, relation: Relation = Relation.LATER) -> str:
    """Say two scores and what lies between: 50.0 → 30.0 (-20.0 = +5.0 real + 0.0 coverage …)."""
    change = _sum_words(split, real_term(relation))
    return f"{score_text(split.before)} → {score_text(split.after)}{f' ({change})' if change else ''}"


def _sum_words(split: Split, term: str) -> str:
    shown = shown_parts(split)
    if shown is not None:
        if not shown.coverage and not shown.framework:
            return f"{points(shown.change)}, all of it {term}" if shown.change else "no change"
        return (
            f"{points(shown.change)} = {points(shown.real)} {term} {_term(shown.coverage)} coverage "
            f"{_term(shown.framework)} framework"
        )
    change = shown_change(split)
    if split.real is not None:
        return f"{real_text(split)} {term}"
    if not change:
        return "" if change is None else points(change)
    return f"{points(change)}, nothing in it can be compared"


def _term(tenths: int) -> str:
    return f"{'-' if tenths < 0 else '+'} {fixed(Fraction(abs(tenths), 10), 1)}"


def shows_scores(comparison: Comparison) -> bool:
    """Whether people are shown scores: where either side's framework shows none, no change of one."""
    return comparison.before.framework.show_score and comparison.after.framework.show_score


def cause_facts(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """Yield what a change of the whole's score is made of, each part with what it means."""
    split, shown = comparison.split, shown_parts(comparison.split)
    label = real_label(relation_of(comparison))
    if split.real is None:
        yield label, f"cannot be told: nothing that can be compared is rated {where_words(comparison)}"
        return
    few = f"; that is few, under half of the {split.applicable} that apply" if split.rests_on_few else ""
    yield label, f"{real_text(split)}, like for like on {basis_words(comparison)}{few}"
    if shown and shown.coverage:
        noun = plural(comparison.after.framework.indicator_label.lower())
        yield "Coverage", f"{points(shown.coverage)} by more or fewer {noun} rated or applicable"
    if shown and shown.framework:
        yield "Framework", f"{points(shown.framework)} by {_yardstick_words(comparison)}"


def real_text(split: Split) -> str:
    """Return the like-for-like change of a score in points."""
    real = shown_real(split)
    return "none" if real is None else points(real)


def rests_on_words(split: Split) -> str:
    """Say on how many of the indicators that apply a like-for-like change rests."""
    return f"on {split.rated_on_both} of {split.applicable}"


def basis_words(comparison: Comparison) -> str:
    """Say how many indicators a like-for-like change rests on."""
    count = comparison.split.rated_on_both
    label = isolated(comparison.after.framework.indicator_label.lower())
    return f"the {counted_words(count, label)} rated {where_words(comparison)}"


def where_words(comparison: Comparison) -> str:
    """Say what the two sides are: dates of one subject, or sides."""
    return "at both dates" if relation_of(comparison) is Relation.LATER else "on both sides"


def plain_sentence(comparison: Comparison) -> str | None:
    """Say in one sentence what a difference of two scores really is; None where it is what it seems."""
    shown = shown_parts(comparison.split)
    if shown is None or shown.change == shown.real or not shows_scores(comparison):
        return None
    opposed = shown.change * shown.real < 0 or not shown.change or not shown.real
    link = ", but on" if opposed else "; on"
    causes = []
    if shown.coverage:
        noun = plural(comparison.after.framework.indicator_label.lower())
        causes.append(f"more or fewer {noun} rated or applicable")
    if shown.framework:
        causes.append(_yardstick_words(comparison))
    rest = f": the rest is {listed(causes)}" if causes else ""
    if relation_of(comparison) is Relation.OTHER:
        other, one = side_names(comparison)
        whole = f"The score of {one} {_stands(shown.change)} that of {other}"
        real = f"it {_stands(shown.real)} it" if shown.real else "the two are equal"
    else:
        whole, real = f"The score {_moved(shown.change)}", f"it {_moved(shown.real)}"
    return f"{whole}{link} {basis_words(comparison)} {real}{rest}."


def _stands(tenths: int) -> str:
    if not tenths:
        return "equals"
    return f"is {fixed(Fraction(abs(tenths), 10), 1)} points {'above' if tenths > 0 else 'below'}"


def _moved(tenths: int) -> str:
    if not tenths:
        return "stayed the same"
    return f"{'rose' if tenths > 0 else 'fell'} by {fixed(Fraction(abs(tenths), 10), 1)} points"


def _yardstick_words(comparison: Comparison) -> str:
    """Say which yardstick moved, and how many rated indicators cannot be compared because of it."""
    alignment = comparison.alignment
    apart = sum(
        not change.is_comparable and any(each.level for each in (*change.before, change.after) if each)
        for change in comparison.changes
    )
    label = isolated(comparison.after.framework.indicator_label.lower())
    if alignment.is_one_version:
        if comparison.before.framework == comparison.after.framework:
            return f"the {plural(label)} that cannot be compared"
        words = "the framework's changed text"
    elif alignment.before.id != alignment.after.id:
        words = "the other framework"
    else:
        words = f"the {'older' if alignment.is_backwards else 'newer'} version of the framework"
    return f"{words}, with {counted_words(apart, label)} that cannot be compared" if apart else words


def turned_verdict(before: Scorecard | None, after: Scorecard | None, verb: str = "is now") -> list[str]:
    """Return what is said aloud where a change turns a verdict that is published."""
    if before is None or after is None or before.assessment.is_draft:
        return []
    was, is_now = (verdict_word(each.figures.status, after.framework) for each in (before, after))
    subject, day = after.assessment.subject.name, after.assessment.date
    said = f"{subject}, {day}: the verdict was {was} and {verb} {is_now}."
    return [] if before.figures.status is after.figures.status else [said]
