"""Changes of scores in words: points out of 100 with one decimal, parts that sum to the change as shown."""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from scorecard.diff import Comparison, Split
from scorecard.views import counted_words, fixed, listed, plural, score_text
from scorecard.views.relations import Relation, real_label, real_term, relation_of

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


def points_text(change: Fraction) -> str:
    """Return a change of -1 to 1 in points with a sign, rounded half to even."""
    return points(round(change * _TENTH))


def shown_parts(split: Split) -> ShownParts | None:
    """Return what is shown of a change; None where a part is not known.

    Each number is rounded by itself. Where the parts then miss the change, the largest takes the difference;
    of equally large ones not the real change, if that can be.
    """
    if None in (split.change, split.framework, split.coverage, split.real):
        return None
    exact = [split.framework or _ZERO, split.coverage or _ZERO, split.real or _ZERO]
    shown = [round(part * _TENTH) for part in exact]
    change = round((split.change or _ZERO) * _TENTH)
    largest = max(range(len(exact)), key=lambda at: abs(exact[at]))
    shown[largest] += change - sum(shown)
    framework, coverage, real = shown
    return ShownParts(change, real, coverage, framework)


_ZERO = Fraction(0)


def score_change_words(split: Split, relation: Relation = Relation.LATER) -> str:
    """Say two scores and what lies between: 50.0 → 30.0 (-20.0 = +5.0 real + 0.0 coverage …)."""
    before = "none" if split.before is None else score_text(split.before)
    after = "none" if split.after is None else score_text(split.after)
    change = _sum_words(split, real_term(relation))
    return f"{before} → {after}{f' ({change})' if change else ''}"


def _sum_words(split: Split, term: str) -> str:
    shown = shown_parts(split)
    if shown is not None:
        if not shown.coverage and not shown.framework:
            return f"{points(shown.change)}, all of it {term}" if shown.change else "no change"
        return (
            f"{points(shown.change)} = {points(shown.real)} {term} {_term(shown.coverage)} coverage "
            f"{_term(shown.framework)} framework"
        )
    change = "" if split.change is None else points_text(split.change)
    if split.real is not None:
        real = f"{points_text(split.real)} {term}"
        return f"{change}, of it {real}" if change else real
    return f"{change}, nothing in it can be compared" if split.change else change


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
    few = ""
    if comparison.rests_on_few:
        sizes = [scorecard.figures.counts.total for scorecard in (comparison.before, comparison.after)]
        few = f"; that is few, under half of {max(sizes)}"
    real = real_text(split)
    if shown and shown.real != round(split.real * _TENTH):
        real += f" ({points(shown.real)} in the sum, whose parts are rounded to add up)"
    yield label, f"{real}, like for like on {basis_words(comparison)}{few}"
    if shown and shown.coverage:
        noun = plural(comparison.after.framework.indicator_label.lower())
        yield "Coverage", f"{points(shown.coverage)} by more or fewer {noun} rated or applicable"
    if shown and shown.framework:
        yield "Framework", f"{points(shown.framework)} by {_yardstick_words(comparison)}"


def real_text(split: Split) -> str:
    """Return the like-for-like change of a score, rounded by itself."""
    return "none" if split.real is None else points_text(split.real)


def basis_words(comparison: Comparison) -> str:
    """Say how many indicators a like-for-like change rests on."""
    count = comparison.split.rated_on_both
    label = comparison.after.framework.indicator_label.lower()
    return f"the {counted_words(count, label)} rated {where_words(comparison)}"


def where_words(comparison: Comparison) -> str:
    """Say what the two sides are: dates of one subject, or sides."""
    return "at both dates" if relation_of(comparison) is Relation.LATER else "on both sides"


def plain_sentence(comparison: Comparison) -> str | None:
    """Say in one sentence what a difference of two scores really is; None where it is what it seems."""
    shown = shown_parts(comparison.split)
    real_change = round((comparison.split.real or _ZERO) * _TENTH)
    if shown is None or shown.change == real_change:
        return None
    opposed = shown.change * real_change < 0 or not shown.change or not real_change
    link = ", but on" if opposed else "; on"
    causes = []
    if shown.coverage:
        noun = plural(comparison.after.framework.indicator_label.lower())
        causes.append(f"more or fewer {noun} rated or applicable")
    if shown.framework:
        causes.append(_yardstick_words(comparison))
    rest = f": the rest is {listed(causes)}" if causes else ""
    is_other = relation_of(comparison) is Relation.OTHER
    names = [each.assessment.subject.name for each in (comparison.before, comparison.after)]
    whole = f"The score of {names[1]} {_stands(shown.change)} that of {names[0]}"
    if not is_other:
        whole = f"The score {_moved(shown.change)}"
    real = f"it {_moved(real_change)}"
    if is_other:
        real = f"it {_stands(real_change)} it" if real_change else "the two are equal"
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
    label = comparison.after.framework.indicator_label.lower()
    if alignment.is_one_version:
        if comparison.before.framework == comparison.after.framework:
            return f"the {plural(label)} that cannot be compared"
        words = "the framework's changed text"
    elif alignment.before.id != alignment.after.id:
        words = "the other framework"
    else:
        words = f"the {'older' if alignment.is_backwards else 'newer'} version of the framework"
    return f"{words}, with {counted_words(apart, label)} that cannot be compared" if apart else words
