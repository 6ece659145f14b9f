"""Changes of scores in words: in points, with parts that sum to the change as shown."""

from collections.abc import Iterator
from typing import NamedTuple

from scorecard.comparing.assessments import Comparison, Split
from scorecard.directions import isolated
from scorecard.scoring.scorecard import Scorecard
from scorecard.views.comparison_words import LIKE_FOR_LIKE, Relation, relation_of, side_names
from scorecard.views.words.standings import (
    grade_words,
    in_units,
    listed,
    plural,
    rated_words,
    score_text,
    standing_cell,
    units_text,
    verdict_word,
)


class ShownParts(NamedTuple):
    """A change and its three parts in the smallest units that are shown; None where one is not known."""

    change: int | None
    real: int | None
    coverage: int | None = None
    framework: int | None = None


def points(number: int) -> str:
    """Return so many of the smallest units that are shown, with a sign: `+5.0`, `-0.3`, `0.0`."""
    return ("+" if number > 0 else "") + units_text(number)


def shown_parts(split: Split) -> ShownParts:
    """Return what is shown of a change: the difference of the two shown scores, and its parts.

    The like-for-like part is rounded by itself, the same wherever it stands; where nothing else moved the
    score it is the shown change. What the rounded parts miss goes to the framework's part, or to coverage's
    where that is nothing.
    """
    before, after = split.before, split.after
    change = None if before is None or after is None else in_units(after) - in_units(before)
    if split.real is None:
        return ShownParts(change, None)
    real = change if split.framework == split.coverage == 0 else in_units(split.real)
    if change is None or real is None or split.coverage is None or split.framework is None:
        return ShownParts(change, real)
    coverage = in_units(split.coverage) if split.framework else change - real
    return ShownParts(change, real, coverage, change - real - coverage)


def score_change_words(split: Split, relation: Relation = Relation.LATER) -> str:
    """Say two scores and what lies between: 50.0 → 30.0 (-20.0 = +5.0 real + 0.0 coverage …)."""
    change = _sum_words(split, relation.real_term)
    return f"{score_text(split.before)} → {score_text(split.after)}{f' ({change})' if change else ''}"


def _sum_words(split: Split, term: str) -> str:
    change, real, coverage, framework = shown_parts(split)
    if real is None:
        alone = "" if change is None else points(change)
        return f"{alone}, nothing in it can be compared" if change else alone
    if change is None or coverage is None or framework is None:
        return f"{points(real)} {term}"
    if not coverage and not framework:
        return f"{points(change)}, all of it {term}" if change else "no change"
    terms = f"{points(real)} {term} {_term(coverage)} coverage {_term(framework)} framework"
    return f"{points(change)} = {terms}"


def _term(number: int) -> str:
    return f"{'-' if number < 0 else '+'} {units_text(abs(number))}"


def shows_scores(comparison: Comparison) -> bool:
    """Whether people are shown scores: where either side's framework shows none, no change of one."""
    return comparison.before.framework.show_score and comparison.after.framework.show_score


def cause_facts(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """Yield what a change of the whole's score is made of, each part with what it means."""
    split = comparison.split
    real = shown_parts(split).real
    label = relation_of(comparison).real_label
    if real is None:
        yield label, f"cannot be told: nothing that can be compared is rated {where_words(comparison)}"
        return
    few = f"; that is few, under half of the {split.applicable} that apply" if split.rests_on_few else ""
    yield label, f"{points(real)}, like for like on {basis_words(comparison)}{few}"
    for name, number, words in _other_causes(comparison):
        yield name, f"{points(number)} by {words}"


def _other_causes(comparison: Comparison) -> Iterator[tuple[str, int, str]]:
    _, _, coverage, framework = shown_parts(comparison.split)
    if coverage:
        pairs = [change for change in comparison.changes if change.is_comparable]
        apart = [change.part_of for change in pairs if change.kind not in LIKE_FOR_LIKE]
        noun = comparison.after.framework.indicator_label
        if apart and all(apart):
            noun = comparison.after.framework.element_label
        yield "Coverage", coverage, f"more or fewer {plural(noun.lower())} rated or applicable"
    if framework:
        yield "Framework", framework, _yardstick_words(comparison)


def real_text(split: Split) -> str:
    """Return the like-for-like change of a score in points."""
    real = shown_parts(split).real
    return "none" if real is None else points(real)


def rests_on_words(split: Split) -> str:
    """Say on how many of the indicators that apply a like-for-like change rests."""
    return f"on {split.rated_on_both} of {split.applicable}"


def basis_words(comparison: Comparison) -> str:
    """Say how many indicators, elements among them, a like-for-like change rests on."""
    count = comparison.split.rated_on_both
    return f"the {rated_words(count, comparison.after.framework)} rated {where_words(comparison)}"


def where_words(comparison: Comparison) -> str:
    """Say what the two sides are: dates of one subject, or sides."""
    return "at both dates" if relation_of(comparison) is Relation.LATER else "on both sides"


def plain_sentence(comparison: Comparison) -> str | None:
    """Say in one sentence what a difference of two scores really is; None where it is what it seems."""
    change, real, coverage, _ = shown_parts(comparison.split)
    if change is None or real is None or coverage is None or change == real or not shows_scores(comparison):
        return None
    opposed = change * real < 0 or not change or not real
    link = ", but on" if opposed else "; on"
    causes = [words for *_, words in _other_causes(comparison)]
    rest = f": the rest is {listed(causes)}" if causes else ""
    if relation_of(comparison) is Relation.OTHER:
        other, one = side_names(comparison)
        whole = f"The score of {one} {_stands(change)} that of {other}"
        same = f"it {_stands(real)} it" if real else "the two are equal"
    else:
        whole, same = f"The score {_moved(change)}", f"it {_moved(real)}"
    return f"{whole}{link} {basis_words(comparison)} {same}{rest}."


def _stands(number: int) -> str:
    way = "above" if number > 0 else "below"
    return f"is {units_text(abs(number))} points {way}" if number else "equals"


def _moved(number: int) -> str:
    way = "rose" if number > 0 else "fell"
    return f"{way} by {units_text(abs(number))} points" if number else "stayed the same"


def _yardstick_words(comparison: Comparison) -> str:
    alignment = comparison.alignment
    apart = sum(
        not change.is_comparable
        and any(each.score is not None for each in (*change.before, change.after) if each)
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
    counted = rated_words(apart, comparison.after.framework)
    return f"{words}, with {counted} that cannot be compared" if apart else words


def turned_verdict(before: Scorecard | None, after: Scorecard | None, verb: str = "is now") -> list[str]:
    """Return what is said aloud where a change turns what is published: verdict or grade, else score."""
    if before is None or after is None or before.assessment.is_draft:
        return []
    framework, sides = after.framework, (before.figures, after.figures)
    told: list[tuple[str, list[str]]] = []
    if framework.judges:
        told.append(("verdict", [verdict_word(each.status, framework) for each in sides]))
    if framework.grades:
        told.append(("grade", [grade_words(each, framework) for each in sides]))
    elif not framework.judges:
        told.append(("score", [standing_cell(each, framework).text for each in sides]))
    who = f"{after.assessment.subject.name}, {after.assessment.date}"
    return [f"{who}: the {what} was {was} and {verb} {now}." for what, (was, now) in told if was != now]
