"""Where charts draw what: shares, places, and the words that stand for them."""

import itertools
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard.render.charts import (
    ROOMS,
    bar_words,
    down,
    draw_arrows,
    draw_measurements,
    draw_timeline,
    segments,
    small_words,
    tones_in,
)
from scorecard.views.report import (
    Arrow,
    Arrows,
    Bar,
    Bars,
    Cell,
    Measured,
    Measurements,
    Threshold,
    Timeline,
    TimelineMark,
    Tone,
)

HALF = Fraction(1, 2)


def bar(*parts: tuple[Tone, int]) -> Bar:
    return Bar("Test 1", Cell("Fail", Tone.FAIL), parts)


def percent(text: str) -> float:
    assert text.endswith("%")
    return float(text[:-1])


# Bars -------------------------------------------------------------------------------------------


def test_a_bar_is_divided_as_its_counts_are() -> None:
    found = segments(bar((Tone.PASS, 3), (Tone.PARTIAL, 0), (Tone.FAIL, 1)))
    assert [(each.tone, each.x, each.width, each.middle) for each in found] == [
        (Tone.PASS, "0%", "75%", "37.5%"),
        (Tone.FAIL, "75%", "25%", "87.5%"),
    ]


@given(st.lists(st.tuples(st.sampled_from(Tone), st.integers(0, 10**6)), max_size=6))
def test_a_bar_is_full_or_empty(parts: list[tuple[Tone, int]]) -> None:
    found = segments(bar(*parts))
    assert [each.count for each in found] == [count for _, count in parts if count]
    if found:
        assert found[0].x == "0%"
        assert sum(percent(each.width) for each in found) == pytest.approx(100, abs=0.05)
        for before, after in itertools.pairwise(found):
            assert percent(before.x) + percent(before.width) == pytest.approx(percent(after.x), abs=0.011)


def test_counts_stand_in_what_is_wide_enough_for_them_by_the_width_of_the_screen() -> None:
    parts = segments(bar((Tone.PASS, 25), (Tone.PARTIAL, 9), (Tone.FAIL, 1)))
    assert [each.room for each in parts] == [0, 0, None]
    assert [each.room for each in segments(bar((Tone.PASS, 22), (Tone.FAIL, 2)))] == [0, 2]
    assert segments(bar((Tone.PASS, 10**9), (Tone.FAIL, 10**7)))[1].room is None


def test_a_bar_in_words() -> None:
    one = bar((Tone.PASS, 3), (Tone.NOT_RATED, 2), (Tone.FAIL, 0))
    assert bar_words(one, Bars("b", (one,))) == "3 pass, 2 not rated, of 5"
    assert bar_words(one, Bars("b", (one,), ((Tone.PASS, "conforme"),))) == "3 conforme, 2 not rated, of 5"
    assert [bar_words(each, Bars("b", ())) for each in (bar(), bar((Tone.PASS, 0)))] == [
        "nothing counted"
    ] * 2


def test_a_legend_names_what_is_shown_and_no_more() -> None:
    bars = [bar((Tone.FAIL, 1), (Tone.PARTIAL, 0)), bar((Tone.NOT_RATED, 1), (Tone.PASS, 2))]
    assert tones_in(bars) == (Tone.PASS, Tone.FAIL, Tone.NOT_RATED)


# Timelines --------------------------------------------------------------------------------------


def marks(*scores: Fraction | None, note: str | None = None, year: int = 2019) -> tuple[TimelineMark, ...]:
    return tuple(
        TimelineMark(day=date(year + at, 1, 1), score=score, note=note if at == 1 else None)
        for at, score in enumerate(scores)
    )


def test_dots_stand_by_date_and_score() -> None:
    days = (date(2020, 1, 1), date(2020, 1, 2), date(2020, 1, 5))
    scores = (Fraction(0), HALF, Fraction(1))
    timeline = Timeline(
        "t", tuple(TimelineMark(day=day, score=s) for day, s in zip(days, scores, strict=True))
    )
    drawn = draw_timeline(timeline)
    assert drawn.xs == ("12%", "31%", "88%")
    assert list(map(down, scores)) == [190, 115, 40]
    assert list(drawn.strokes) == [
        ("12%", 190, "31%", 115),
        ("31%", 115, "88%", 40),
    ]


def test_lines_are_broken_at_breaks_and_where_there_is_no_score() -> None:
    drawn = draw_timeline(Timeline("t", marks(HALF, HALF, HALF, None, HALF, HALF), frozenset({1})))
    pairs = [(x1, x2) for x1, _, x2, _ in drawn.strokes]
    xs = drawn.xs
    assert pairs == [(xs[1], xs[2]), (xs[4], xs[5])]


def test_a_break_is_ruled_between_the_dates_with_its_note() -> None:
    drawn = draw_timeline(Timeline("t", marks(HALF, HALF, HALF, note="version 2"), frozenset({1})))
    ((x, *words),) = drawn.rules
    before, after, _ = map(percent, drawn.xs)
    assert percent(x) == pytest.approx((before + after) / 2, abs=0.01)
    assert words == ["version 2", "start"]
    assert drawn.notes == ("", "version 2", "")


def test_a_note_without_room_after_it_stands_before_the_rule() -> None:
    timeline = Timeline(
        "t", marks(*[HALF] * 4)[:-1] + marks(HALF, HALF, note="a note of words", year=2022)[1:]
    )
    drawn = draw_timeline(Timeline("t", timeline.marks, frozenset({3})))
    assert [anchor for _, _, anchor in drawn.rules] == ["end"]


def test_long_notes_and_several_get_letters_that_the_table_explains() -> None:
    drawn = draw_timeline(Timeline("t", marks(HALF, HALF, note="x" * 60), frozenset({1})))
    assert drawn.rules[0][1] == "a"
    assert drawn.notes[1] == "a: " + "x" * 60
    drawn = draw_timeline(Timeline("t", marks(*[HALF] * 40, note="v2"), frozenset(range(1, 40))))
    letters = [letter for _, letter, _ in drawn.rules]
    assert letters[:2] == ["a", "b"]
    assert letters[26] == "a1"
    assert len(set(letters)) == 39
    assert drawn.notes[1:3] == ("a: v2", "b: cannot be compared with the date before")


def test_breaks_that_are_none_are_ignored() -> None:
    assert not draw_timeline(Timeline("t", marks(HALF, HALF), frozenset({0, 2, 9}))).rules


@given(st.lists(st.tuples(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.fractions(0, 1)), max_size=40))
def test_words_of_a_timeline_never_meet(each: list[tuple[date, Fraction]]) -> None:
    timeline = Timeline("t", tuple(TimelineMark(day=day, score=score) for day, score in sorted(each)))
    drawn = draw_timeline(timeline)
    assert len(drawn.xs) == len(each)
    for worded, width in ((drawn.labels, 34), (drawn.rooms, 27)):
        for room, wide in enumerate(ROOMS):
            places = [percent(drawn.xs[at]) for at in sorted(worded) if worded[at] <= room]
            assert all(after - before >= 100 * width / wide for before, after in itertools.pairwise(places))
            assert bool(places) == bool(each)
            assert all(0 <= place <= 100 for place in places)
    assert all(40 <= down(score) <= 190 for _, score in each)


def test_dates_of_one_day_stand_side_by_side() -> None:
    mark = TimelineMark(day=date(2020, 1, 1), score=HALF)
    assert draw_timeline(Timeline("t", (mark,))).xs == ("50%",)
    assert draw_timeline(Timeline("t", (mark, mark, mark))).xs == ("25%", "50%", "75%")
    assert draw_timeline(Timeline("t", ())).xs == ()


def test_where_there_is_more_room_more_dates_are_said() -> None:
    days = [date(2020, month, 1) for month in range(1, 7)]
    drawn = draw_timeline(Timeline("t", tuple(TimelineMark(day=day, score=HALF) for day in days)))
    assert drawn.dates == ("Jan 2020", "Feb 2020", "Mar 2020", "Apr 2020", "May 2020", "Jun 2020")
    assert drawn.rooms == {0: 0, 5: 0, 2: 0, 3: 2, 1: 2, 4: 2}


# Measurements -----------------------------------------------------------------------------------


def measured(*numbers: str | None, new: tuple[int, ...] = (), bounds: tuple[str, ...] = ()) -> Measurements:
    """Return measurements of years from 2019, each bound holding one year and the last one to the end."""
    days = [date(2019 + at, 12, 31) for at in range(len(numbers))]
    marks = tuple(
        Measured(
            day, str(day.year), None if number is None else Fraction(number), number or "none", at in new
        )
        for at, (day, number) in enumerate(zip(days, numbers, strict=True))
    )
    ends = [*days[: len(bounds) - 1], days[-1]]
    thresholds = (
        Threshold(first, last, Fraction(bound), bound)
        for first, last, bound in zip(days, ends, bounds, strict=False)
    )
    return Measurements("PM2.5", "µg/m³", marks, tuple(thresholds))


def test_measurements_stand_on_a_scale_that_begins_at_nothing() -> None:
    drawn = draw_measurements(measured("42", "21", "0"))
    assert [each.y for each in drawn.dots] == [24, 67, 110]
    assert [each.x for each in drawn.dots] == ["10%", "48.05%", "86%"]
    assert drawn.zero == 110
    assert [each.shown[0] for each in drawn.dots] == ["42", "21", "0"]
    assert [each.when[0] for each in drawn.dots] == ["2019", "2020", "2021"]


def test_what_is_below_nothing_hangs_below_its_line() -> None:
    drawn = draw_measurements(measured("-1", "1", "-3"))
    assert [each.y for each in drawn.dots] == [67, 24, 110]
    assert drawn.zero == 45.5
    assert [each.y for each in draw_measurements(measured("0", "0")).dots] == [110, 110]


def test_a_line_of_measurements_is_broken_where_there_is_none_and_where_another_thing_is_asked() -> None:
    drawn = draw_measurements(measured("4", "3", None, "2", "1", "1", new=(4,)))
    xs = [each.x for each in drawn.dots]
    assert [(x1, x2) for x1, _, x2, _ in drawn.strokes] == [(xs[0], xs[1]), (xs[4], xs[5])]
    assert (drawn.dots[2].y, drawn.dots[2].shown[0], drawn.dots[2].when[0]) == (None, "none", "2021")


def test_thresholds_are_lines_over_the_dates_on_which_they_held() -> None:
    first, second = draw_measurements(measured("42", "38", "33", bounds=("10", "5"))).thresholds
    assert first == ("7%", "13%", 89.5, "", "start"), "a number would stand amid the dots"
    assert second == ("45.05%", "89%", 99.8, "5", "start")
    ((*_, words, anchor),) = draw_measurements(measured("1", "2", bounds=("1234567.5",))).thresholds
    assert (words, anchor) == ("1234567.5", "end")


@given(st.lists(st.decimals(-(10**18), 10**18, places=6), min_size=1, max_size=30))
def test_words_of_measurements_never_meet_nor_leave_their_drawing(numbers: list[Decimal]) -> None:
    drawn = draw_measurements(measured(*map(str, numbers)))
    for texts in ([each.shown for each in drawn.dots], [each.when for each in drawn.dots]):
        spans = []
        for dot, (words, anchor) in zip(drawn.dots, texts, strict=True):
            width = 7 * len(words)
            begin = percent(dot.x) * 2.5 - {"start": 9, "middle": width / 2, "end": width - 9}[anchor]
            spans += [(begin, begin + width)] if words else []
        assert spans
        assert all(begin >= 0 and end <= 250 for begin, end in spans)
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))


def test_measurements_in_words() -> None:
    assert small_words(measured("42", None, "33.0")) == (
        "Measured in µg/m³: 2019: 42; 2020: none; 2021: 33.0."
    )


# Arrows -----------------------------------------------------------------------------------------


def arrow(real: str | None, rest: str | None = None) -> Arrow:
    values = [None if each is None else Fraction(each) for each in (real, rest)]
    return Arrow("a", values[0], "words", values[1], "rest")


@pytest.mark.parametrize(
    ("out_of", "change", "ticks"),
    [
        ("100", "10", ["−10", "0", "+10"]),
        ("10", "3.5", ["−5", "0", "+5"]),
        ("1", "0.031", ["−0.05", "0", "+0.05"]),
    ],
)
def test_an_axis_of_changes_is_as_wide_as_a_full_score_is_called(
    out_of: str, change: str, ticks: list[str]
) -> None:
    drawn = draw_arrows(Arrows("t", "real", "rest", (arrow(change),), Fraction(out_of)))
    assert [words for _, words in drawn.ticks] == ticks


def test_arrows_begin_at_no_change_and_point_where_the_change_went() -> None:
    rows = (arrow("10", "-20"), arrow("-5"), arrow("0", "4"), arrow(None))
    drawn = draw_arrows(Arrows("t", "real", "rest", rows))
    assert [(real, rest) for _, real, rest in drawn.rows] == [
        ("73%", "4%"),
        ("38.5%", None),
        ("50%", "59.2%"),
        (None, None),
    ]
    assert drawn.ticks == (("4%", "−20"), ("50%", "0"), ("96%", "+20"))


@pytest.mark.parametrize(
    ("most", "end"), [("0", "+5"), ("5", "+5"), ("-5.1", "+10"), ("66.7", "+100"), ("-200", "+200")]
)
def test_an_axis_of_arrows_is_as_wide_as_it_must_be(most: str, end: str) -> None:
    assert draw_arrows(Arrows("t", "real", "rest", (arrow("0", most),))).ticks[-1] == ("96%", end)
