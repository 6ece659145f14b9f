"""Where charts draw what: pure functions from a chart to a drawing that a template only has to write down.

Across, all is in per cent of the width, so that text and strokes keep their size on a screen of any width;
down, all is in pixels. What fits is decided for the narrowest screen, 320 pixels less the margins.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import NamedTuple

from rich.cells import cell_len

from scorecard.harmless import one_line
from scorecard.views.matrix import column_dates
from scorecard.views.report import Arrow, Arrows, Bar, Bars, Measurements, Timeline, TimelineMark, Tone
from scorecard.views.words import english as say
from scorecard.views.words.standings import full_score_text, scores_out_of, tone_words

ROOMS = (280, 360, 480, 640)
"""Widths of a chart from which on words may fit, the narrowest first: `report.css` shows them there."""
_CHAR = 7


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):.2f}".rstrip("0").rstrip(".") + "%"


# Bars -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A part of a bar: where it begins, how wide it is, where its middle is, in which room its count fits."""

    tone: Tone
    count: int
    x: str
    width: str
    middle: str
    room: int | None


def segments(bar: Bar) -> tuple[Segment, ...]:
    """Return a bar's parts from left to right; none where there is nothing to count."""
    parts = [(tone, count) for tone, count in bar.parts if count > 0]
    ends = list(accumulate(count for _, count in parts))
    return tuple(
        Segment(
            tone=tone,
            count=count,
            x=_percent(Fraction(end - count, ends[-1])),
            width=_percent(Fraction(count, ends[-1])),
            middle=_percent(Fraction(2 * end - count, 2 * ends[-1])),
            room=_room(26 + _CHAR * len(str(count)), Fraction(count, ends[-1])),
        )
        for (tone, count), end in zip(parts, ends, strict=True)
    )


def _room(need: int, share: Fraction) -> int | None:
    return next((at for at, width in enumerate(ROOMS) if share * width >= need), None)


def tone_word(tone: Tone, bars: Bars) -> str:
    """Return what a tone is called in bars."""
    return one_line(dict(bars.words).get(tone, tone_words(tone)))


def bar_words(bar: Bar, bars: Bars) -> str:
    """Say a bar in words: `3 pass, 2 partial, of 5`."""
    return say.bar([(count, tone_word(tone, bars)) for tone, count in bar.parts if count > 0])


def tones_in(bars: Iterable[Bar]) -> tuple[Tone, ...]:
    """Return the tones that bars show, in the order of their kind."""
    shown = {tone for bar in bars for tone, count in bar.parts if count > 0}
    return tuple(tone for tone in Tone if tone in shown)


# Timelines --------------------------------------------------------------------------------------

_LEFT, _RIGHT = Fraction(12, 100), Fraction(88, 100)
_TOP, _BOTTOM = 40, 190
_LABEL_WIDTH = 36


class Lines(NamedTuple):
    """A timeline as it is drawn: how far across each mark stands, and the strokes from dot to dot.

    `labels` are the marks whose scores fit, with the room that they need; `rooms` those whose dates do.
    `rules` are the lines down between marks that cannot be compared: where they stand, what is written there,
    and from which end. `notes` go with the rows of its table.
    """

    xs: tuple[str, ...]
    labels: dict[int, int]
    dates: tuple[str, ...]
    rooms: dict[int, int]
    strokes: tuple[tuple[str, float, str, float], ...]
    rules: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]


def draw_timeline(timeline: Timeline) -> Lines:
    """Return where a timeline's dots, lines, rules and words stand."""
    marks = timeline.marks
    across = _across(marks)
    xs = tuple(map(_percent, across))
    scored = [(at, mark.score) for at, mark in enumerate(marks) if mark.score is not None]
    by_height = sorted(scored, key=lambda each: each[1])
    wanted = [at for at, _ in (*scored[:1], *scored[-1:], *by_height[:1], *by_height[-1:], *scored)]
    rules, notes = _rules(timeline, across)
    dates = column_dates([mark.day for mark in marks])
    return Lines(
        xs=xs,
        labels=_roomy(across, wanted, _LABEL_WIDTH),
        dates=tuple(dates),
        rooms=_roomy(across, range(len(marks)), _CHAR * max(map(len, dates), default=0)),
        strokes=tuple(
            (xs[at - 1], down(before), xs[at], down(after))
            for at, (before, after) in enumerate(pairwise([mark.score for mark in marks]), start=1)
            if at not in timeline.breaks and before is not None and after is not None
        ),
        rules=rules,
        notes=notes,
    )


def _across(marks: Sequence[TimelineMark]) -> list[Fraction]:
    days = [(mark.day - marks[0].day).days for mark in marks]
    if not any(days):
        return [Fraction(at + 1, len(marks) + 1) for at in range(len(marks))]
    return [_LEFT + (_RIGHT - _LEFT) * Fraction(day, days[-1]) for day in days]


def down(score: Fraction) -> float:
    """Return how far down a score stands, in pixels."""
    return round(float(_BOTTOM - score * (_BOTTOM - _TOP)), 1)


def _roomy(across: Sequence[Fraction], wanted: Iterable[int], width: int) -> dict[int, int]:
    """Return which marks get words, the ends first, and from which room on nobody is in their way."""
    kept: dict[int, int] = {}
    order = [*((0, len(across) - 1) if across else ()), *wanted]
    for room, narrow in enumerate(ROOMS):
        for at in order:
            if at not in kept and all(abs(across[at] - across[other]) * narrow >= width for other in kept):
                kept[at] = room
    return kept


def _rules(
    timeline: Timeline, across: Sequence[Fraction]
) -> tuple[tuple[tuple[str, str, str], ...], tuple[str, ...]]:
    """Return the lines where a timeline is broken, and each mark's note; for what does not fit, a letter."""
    breaks = [at for at in sorted(timeline.breaks) if 0 < at < len(across)]
    notes = [one_line(mark.note or "") for mark in timeline.marks]
    rules = []
    for number, at in enumerate(breaks):
        x = (across[at - 1] + across[at]) / 2
        notes[at] = notes[at] or say.NOT_COMPARABLE
        need = Fraction(_CHAR * cell_len(notes[at]) + 8, ROOMS[0])
        text, anchor = notes[at], "start" if need <= 1 - x else "end"
        if len(breaks) > 1 or need > max(x, 1 - x):
            text, anchor = _letter(number), "start"
            notes[at] = f"{text}: {notes[at]}"
        rules.append((_percent(x), text, anchor))
    return tuple(rules), tuple(notes)


def _letter(number: int) -> str:
    round_, letter = divmod(number, 26)
    return chr(ord("a") + letter) + (str(round_) if round_ else "")


# Measurements -----------------------------------------------------------------------------------

_SMALL_TOP, _SMALL_BOTTOM = 24, 110
_SMALL_LEFT, _SMALL_RIGHT = Fraction(10, 100), Fraction(86, 100)
_SMALL = 250
_OVER = Fraction(3, 100)
"""How far a threshold goes beyond the dates that it held at."""


class Dot(NamedTuple):
    """A date of measurements: where its dot is, if it has a number; the words that fit, each with its end."""

    x: str
    y: float | None
    shown: tuple[str, str]
    when: tuple[str, str]


class SmallDrawing(NamedTuple):
    """Measurements as they are drawn: dots, strokes from dot to dot, thresholds, and 0.

    The last threshold has its number; those before would have it amid dots, and words below say them all.
    """

    dots: tuple[Dot, ...]
    strokes: tuple[tuple[str, float, str, float], ...]
    thresholds: tuple[tuple[str, str, float, str, str], ...]
    zero: float
    bottom: int = _SMALL_BOTTOM


def draw_measurements(chart: Measurements) -> SmallDrawing:
    """Return where the dots, strokes and thresholds of measurements stand, on a scale that holds 0."""
    marks = chart.marks
    first, span = marks[0].day, max((marks[-1].day - marks[0].day).days, 1)
    values = [(at, mark.value) for at, mark in enumerate(marks) if mark.value is not None]
    numbers = [value for _, value in values] + [each.value for each in chart.thresholds]
    low, high = min(*numbers, Fraction(0)), max(*numbers, Fraction(0))

    def across(day: date) -> Fraction:
        return _SMALL_LEFT + (_SMALL_RIGHT - _SMALL_LEFT) * Fraction((day - first).days, span)

    def height(value: Fraction) -> float:
        share = (value - low) / (high - low) if high > low else Fraction(0)
        return round(float(_SMALL_BOTTOM - share * (_SMALL_BOTTOM - _SMALL_TOP)), 1)

    at = [across(mark.day) for mark in marks]
    ends = [at for at, _ in (*values[:1], *values[-1:])]
    by_height = [each for each, _ in sorted(values, key=lambda each: -each[1])]
    shown = _small_words(at, [mark.shown for mark in marks], [*ends, *by_height, *range(len(marks))])
    when = _small_words(at, [mark.when for mark in marks], [0, len(marks) - 1, *range(len(marks))])
    dots = tuple(
        Dot(_percent(x), None if mark.value is None else height(mark.value), *words)
        for x, mark, *words in zip(at, marks, shown, when, strict=True)
    )
    return SmallDrawing(
        dots=dots,
        strokes=tuple(
            (one.x, one.y, other.x, other.y)
            for (one, other), mark in zip(pairwise(dots), marks[1:], strict=True)
            if one.y is not None and other.y is not None and not mark.is_new
        ),
        thresholds=tuple(
            (
                _percent(across(each.first) - _OVER),
                _percent(end),
                height(each.value),
                each.words if each is chart.thresholds[-1] else "",
                "start" if (1 - end) * _SMALL >= _CHAR * len(each.words) + 4 else "end",
            )
            for each in chart.thresholds
            for end in [across(each.last) + _OVER]
        ),
        zero=height(Fraction(0)),
    )


def _small_words(
    at: Sequence[Fraction], words: Sequence[str], wanted: Iterable[int]
) -> list[tuple[str, str]]:
    """Return of each place the words that fit there, with the end by which they stand there."""
    kept: dict[int, tuple[Fraction, Fraction, str]] = {}
    for each in wanted:
        x, width = at[each] * _SMALL, _CHAR * cell_len(words[each]) + 4
        begin, anchor = x - Fraction(width, 2), "middle"
        if begin < 0:
            begin, anchor = x - 9, "start"
        elif begin + width > _SMALL:
            begin, anchor = x + 9 - width, "end"
        is_free = all(begin + width <= start or end <= begin for start, end, _ in kept.values())
        if each not in kept and is_free and begin >= 0 and begin + width <= _SMALL:
            kept[each] = begin, begin + width, anchor
    return [(words[each], kept[each][2]) if each in kept else ("", "middle") for each in range(len(at))]


def small_words(chart: Measurements) -> str:
    """Say measurements in a sentence."""
    return say.measurements_words([(mark.when, mark.shown) for mark in chart.marks], chart.unit)


# Arrows -----------------------------------------------------------------------------------------

_EDGE = Fraction(4, 100)
_SCALES = tuple(Fraction(part, 100) for part in (5, 10, 20, 50, 100, 200))
"""How far an axis of changes may go, in full scores."""


class DrawnArrows(NamedTuple):
    """Each arrow, where it and its grey mark end; and the ticks of their axis, each with its number."""

    rows: tuple[tuple[Arrow, str | None, str | None], ...]
    ticks: tuple[tuple[str, str], ...]


def draw_arrows(arrows: Arrows) -> DrawnArrows:
    """Return where arrows end on an axis with no change in its middle, wide enough for all of them."""
    most = max((abs(value) for row in arrows.rows for value in (row.real, row.rest) if value), default=0)
    share = next((each for each in _SCALES if most <= each * arrows.out_of), _SCALES[-1])
    scale = share * arrows.out_of
    with scores_out_of(arrows.out_of):
        end = full_score_text(share)

    def along(points: Fraction) -> str:
        return _percent(Fraction(1, 2) + (Fraction(1, 2) - _EDGE) * points / scale)

    def head(points: Fraction | None) -> str | None:
        return None if points is None else along(points)

    return DrawnArrows(
        rows=tuple((row, head(row.real), head(row.rest)) for row in arrows.rows),
        ticks=(
            (along(-scale), say.with_minus(f"-{end}")),
            (along(Fraction(0)), "0"),
            (along(scale), f"+{end}"),
        ),
    )
