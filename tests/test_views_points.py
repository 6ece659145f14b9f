"""Changes of scores in words: rounding by hand, and what one sentence says."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction as F
from typing import Any

import pytest

from scorecard.comparing.alignment import NotComparableError
from scorecard.comparing.assessments import Comparison, DimensionChange, Split, diff
from scorecard.comparing.dated import DatedScorecard, Series
from scorecard.comparing.trend import TrendFilter, find_trend
from scorecard.model.file_names import AssessmentPath
from scorecard.views.comparison import DiffDetail, comparison_sentences, comparison_view
from scorecard.views.comparison_words import Relation, relation_of
from scorecard.views.full_report import Section, full_report_view
from scorecard.views.report import Answers, Arrows, Facts, Prose, Report, Table
from scorecard.views.score_change import (
    points,
    quotes_scores,
    real_text,
    score_change_words,
    score_sentences,
    shown_parts,
)
from scorecard.views.trend import trend_view
from scorecard.views.words.standings import named
from tests.small import dimension, indicator, known, scored, yardstick
from tests.test_diff_against_reference import PARTS, computed, histories


def split(real: F | None, coverage: F | None, framework: F | None, before: F = F(1, 2)) -> Split:
    change = None if real is None or coverage is None or framework is None else real + coverage + framework
    return Split(
        before=before,
        after=None if change is None else before + change,
        change=change,
        real=real,
        coverage=coverage,
        framework=framework,
        comparable=3,
        rated_on_both=3,
        applicable=3,
    )


@pytest.mark.parametrize(("tenths", "text"), [(50, "+5.0"), (-3, "−0.3"), (0, "0.0"), (1, "+0.1")])
def test_points_have_a_sign(tenths: int, text: str) -> None:
    assert points(tenths) == text


@pytest.mark.parametrize(
    ("before", "parts", "shown"),
    [
        # 0.0 to 100.0, and 33.3 + 33.3 + 33.3 miss that by 0.1: the framework takes it.
        (F(0), (F(1, 3), F(1, 3), F(1, 3)), (1000, 333, 333, 334)),
        # 26.67 to 40.0 is 26.7 to 40.0, +13.3; +16.67 is +16.7, never +16.6; the framework's -3.33 is -3.4.
        (F(4, 15), (F(1, 6), F(0), F(-1, 30)), (133, 167, 0, -34)),
        # The framework did nothing, 16.67 to 33.33 is 16.7 to 33.3: coverage takes what 10.0 leaves.
        (F(1, 6), (F(1, 10), F(1, 15), F(0)), (166, 100, 66, 0)),
        # Nothing but the real change, 33.33 to 66.67: 66.7 - 33.3 is shown, not 33.3.
        (F(1, 3), (F(1, 3), F(0), F(0)), (334, 334, 0, 0)),
        # A part that is as good as nothing is one all the same.
        (F(1, 3), (F(1, 3), F(1, 10**9), F(0)), (334, 333, 1, 0)),
        (F(1, 2), (F(1, 20), F(0), F(-1, 4)), (-200, 50, 0, -250)),
    ],
)
def test_shown_parts_add_up_to_the_difference_of_the_shown_scores(
    before: F, parts: tuple[F, F, F], shown: tuple[int, ...]
) -> None:
    assert shown_parts(split(*parts, before=before)) == shown
    assert real_text(split(*parts, before=before)) == points(shown[1])


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (
            (F(1, 20), F(0), F(-1, 4)),
            "50.0 → 30.0 (−20.0 = +5.0 real + 0.0 coverage − 25.0 framework)",
        ),
        ((F(1, 10), F(0), F(0)), "50.0 → 60.0 (+10.0, all of it real)"),
        ((F(1, 10), F(0), F(-1, 5000)), "50.0 → 60.0 (+10.0, as far as it shows all of it real)"),
        ((F(0), F(0), F(0)), "50.0 → 50.0 (no change)"),
        ((F(1, 10), F(0), F(-1, 10)), "50.0 → 50.0 (0.0 = +10.0 real + 0.0 coverage − 10.0 framework)"),
        ((None, None, None), "50.0 → none"),
        ((F(1, 10), F(0), None), "50.0 → none (+10.0 real)"),
        # Halves go to even: 0.15 is 0.2, 0.05 is 0.0.
        ((F(15, 10000), F(0), F(1, 2)), "50.0 → 100.2 (+50.2 = +0.2 real + 0.0 coverage + 50.0 framework)"),
        ((F(5, 10000), F(0), F(1, 2)), "50.0 → 100.0 (+50.0 = 0.0 real + 0.0 coverage + 50.0 framework)"),
    ],
)
def test_two_scores_and_what_lies_between(parts: tuple[Any, Any, Any], words: str) -> None:
    assert score_change_words(split(*parts)) == words


SUM = re.compile(
    r"(\S+) → (\S+) \((\S+) = (\S+) (?:real|rated otherwise|like for like) "
    r"([+-] \S+) coverage ([+-] \S+) framework\)"
)
ALL_REAL = re.compile(r"(\S+) → (\S+) \((?:(\S+), (?:nearly )?all of it \S.*|no change)\)")


def numbers(split: Split) -> tuple[Decimal, Decimal, Decimal, Decimal] | None:
    """Return what is shown of a change, as a reader would: change, real, coverage, framework."""
    words = score_change_words(split).replace("−", "-")
    if found := SUM.fullmatch(words):
        before, after, *parts = (Decimal(each.replace(" ", "")) for each in found.groups())
    elif found := ALL_REAL.fullmatch(words):
        before, after = Decimal(found[1]), Decimal(found[2])
        parts = [Decimal(found[3] or 0), Decimal(found[3] or 0), Decimal(0), Decimal(0)]
    else:
        return None
    change, real, coverage, framework = parts
    assert change == after - before == real + coverage + framework
    return change, real, coverage, framework


def all_changes(changes: tuple[DimensionChange, ...]) -> Iterator[DimensionChange]:
    for change in changes:
        yield change
        yield from all_changes(change.dimensions)


def first_number(text: str) -> Decimal:
    found = re.search(r"[+-]?\d+\.\d", text.replace("−", "-"))
    assert found
    return Decimal(found[0])


def in_ascii(text: str) -> str:
    """Return a text with minus signs as programs write them."""
    return text.replace("\N{MINUS SIGN}", "-")


def text_of(report: Report) -> str:
    """Return what is said of what changed: in an answer, or alone."""
    answers = (block.boxes for block in report.blocks if isinstance(block, Answers))
    said = [" ".join(box.sentences) for boxes in answers for box in boxes]
    return "\n".join([*said, *(block.text for block in report.blocks if isinstance(block, Prose))])


def check_shown(comparison: Comparison) -> None:
    """Look up every figure of a change wherever it is told."""
    report = comparison_view(comparison, detail=DiffDetail.FULL, show_all=True, paths=("a", "b"))
    (whole, *_) = (block for block in report.blocks if isinstance(block, Facts))
    facts = {label: cell.text for label, cell in whole.pairs}
    assert facts["Score"] == score_change_words(comparison.split, relation_of(comparison))
    shown = numbers(comparison.split)
    sentences = [*score_sentences(comparison)]
    assert " ".join(sentences) in text_of(report)
    if shown is not None and quotes_scores(comparison):
        change, *parts = shown
        said = [change, *(each for each in parts if each)] if change else [each for each in parts if each]
        if sum(map(bool, parts)) == 1 and change:
            said = [change]
        told = [Decimal(each) for each in re.findall(r"\d+\.\d", sentences[0])]
        assert sorted(told) == sorted(map(abs, said))
        if comparison.split.rated_on_both < comparison.split.applicable:
            assert f"{comparison.split.rated_on_both} " in sentences[1]
    tables = (block for block in report.blocks if isinstance(block, Table))
    rows = (row for table in tables if table.columns[-1].title in BY for row in table.rows)
    told_real = {row.cells[0].text: row.cells[-1].text for row in rows}
    for each in all_changes(comparison.dimensions):
        words = told_real.get(each.after.dimension.id)
        shown = numbers(each.split)
        if shown and words and each.before is not None:
            assert first_number(words) == shown[1]
    if relation_of(comparison) is Relation.LATER and shows_in_order(comparison):
        check_dates(comparison)


BY = ("By what was done", "By corrections", "On what both are asked")


def shows_in_order(comparison: Comparison) -> bool:
    before, after = comparison.before, comparison.after
    return before.assessment.date < after.assessment.date and before.framework.id == after.framework.id


def check_dates(comparison: Comparison) -> None:
    """Look up the figures of a change in a trend of the two dates, and in a report's arrows."""
    sides = (comparison.before, comparison.after)
    places = [AssessmentPath(f"{n}", "s", each.assessment.date, None) for n, each in enumerate(sides)]
    dated = tuple(DatedScorecard(place, each) for place, each in zip(places, sides, strict=True))
    trend = find_trend(
        Series(subject="s", framework_id="f", dated=dated), known(*(each.framework for each in sides))
    )
    found = trend.points[-1].comparison
    assert found is not None
    full = trend_view(trend, shown=TrendFilter(), is_full=True)
    (table,) = (block for block in full.blocks if isinstance(block, Table))
    (change,) = (row for row in table.rows if row.cells[0].text.startswith("Change "))
    assert change.cells[-2].text == "", "the first date has none before it"
    shown = numbers(found.split)
    if shown is not None:
        assert first_number(change.cells[-1].text) == shown[1]
        assert f" on {found.split.rated_on_both}" in change.cells[-1].text
    elif found.split.real is None:
        assert change.cells[-1].text == "none"
    report = full_report_view(comparison.after, trend, sections=frozenset({Section.CHANGES}))
    (arrows,) = [block for block in report.blocks if isinstance(block, Arrows)]
    splits = {"Overall": found.split}
    asked = [(named(each.after.dimension), each.split) for each in found.dimensions if each.after.applies]
    names = Counter(["Overall", *(name for name, _ in asked)])
    splits |= {name: split for name, split in asked if names[name] == 1}
    told = {arrow.label: arrow for arrow in arrows.rows if names[arrow.label] == 1}
    assert told.keys() <= splits.keys()
    for label, shown in zip(splits, map(numbers, splits.values()), strict=True):
        arrow = told.get(label)
        if arrow is None:
            assert shown is None or not any(shown[1:]), "what moved has an arrow"
        elif shown is not None:
            _, real, coverage, framework = shown
            assert (first_number(arrow.words), arrow.real) == (real, F(real))
            rest = [Decimal(each) for each in re.findall(r"[+-]\d+\.\d", arrow.rest_words.replace("−", "-"))]
            assert rest == [each for each in (framework, coverage) if each]
            assert (arrow.rest or 0) == coverage + framework


@pytest.mark.parametrize("part", range(PARTS))
def test_a_change_has_one_figure_wherever_it_stands_and_its_parts_add_up(part: int) -> None:
    for frameworks, before, after in histories(part):
        shown = {ref: {**data, "show_score": "true"} for ref, data in frameworks.items()}
        try:
            check_shown(computed(shown, before, after))
        except NotComparableError:
            continue


# Sentences -----------------------------------------------------------------------------------------


def compared(before: Any, after: Any) -> Comparison:
    return diff(before, after, known())


OLD = yardstick("1", dimension("d", "a", "b"))


def test_a_change_that_is_what_it_seems_is_all_done() -> None:
    ratings = {"a": "pass", "b": "fail"}
    found = compared(scored(OLD, ratings), scored(OLD, {**ratings, "b": "pass"}, date="2022-01-01"))
    assert [*score_sentences(found)] == [
        "The score rose by 50.0 points, all of it by what was done.",
    ]


def test_what_is_shown_as_one_cause_is_nearly_all_where_another_is_not_exactly_nothing() -> None:
    """By the newer weights it rose from 1000 of 2001, and the newer weights alone moved it by −0.025."""
    before, after = (
        yardstick(version, dimension("d", indicator("a", weight=weight), indicator("b", weight="1000")))
        for version, weight in (("1", "1000"), ("2", "1001"))
    )
    newer = scored(after, {"a": "pass", "b": "pass"}, date="2022-01-01")
    found = diff(scored(before, {"a": "fail", "b": "pass"}), newer, known(before, after))
    said = "The score rose by 50.0 points, as far as it shows all of it by what was done."
    assert next(score_sentences(found)) == said


def test_a_fall_that_is_really_a_rise_is_said_in_one_sentence() -> None:
    # Was (0.5 + 1) / 2 = 75.0; is (1 + 0 + 0) / 3 = 33.3; on a alone it rose from 50.0 to 100.0.
    new = yardstick("2", dimension("d", "a", indicator("b", requirement="else"), "c"), replaces="f@1")
    found = compared(
        scored(OLD, {"a": "partial", "b": "pass"}),
        scored(new, {"a": "pass", "b": "fail", "c": "fail"}, date="2022-01-01"),
    )
    assert [*score_sentences(found)] == [
        "The score fell by 41.7 points: 91.7 because the test changed and 50.0 gained by what was done.",
        "Compared on the 1 indicator asked the same way and rated at both dates, "
        "too few to conclude from: under half of 3.",
    ]
    assert (
        "The test changed, from version 1 to 2; 2 indicators are asked otherwise or on one side only."
    ) in comparison_sentences(found)


def test_what_more_ratings_do_is_said_of_two_subjects() -> None:
    found = compared(
        scored(OLD, {"a": "pass"}, subject="s"), scored(OLD, {"a": "pass", "b": "fail"}, subject="t")
    )
    assert [*score_sentences(found)] == [
        "The score of T is 50.0 points below that of S, all of it because different indicators were rated.",
        "Compared on the 1 indicator asked the same way and rated on both sides.",
    ]


def test_without_anything_to_compare_that_is_said() -> None:
    found = compared(scored(OLD, {"a": "pass"}), scored(OLD, {"b": "fail"}, date="2022-01-01"))
    assert [*score_sentences(found)] == [
        "The score fell by 100.0 points; how much of it was done cannot be told: "
        "nothing that is asked the same way is rated at both dates."
    ]


def test_what_an_element_alone_did_is_said_of_elements() -> None:
    # Was (1 + 0.5) / 2 = 75.0, is (1 + 1) / 2 = 100.0; e passes by x alone, so no indicator is not rated.
    whole = dimension("e", "x", "y", counts_as="indicator", pass_when="any")
    framework = yardstick("1", dimension("d", "a", dimensions=[whole]))
    found = compared(
        scored(framework, {"a": "pass", "x": "pass", "y": "fail"}),
        scored(framework, {"a": "pass", "x": "pass"}, date="2022-01-01"),
    )
    assert [*score_sentences(found)] == [
        "The score rose by 25.0 points, all of it because different indicators and elements were rated.",
        "Compared on the 2 indicators and elements asked the same way and rated at both dates.",
    ]
