"""Where charts draw what: pure functions from a chart to a drawing that a template only has to write down.

Across, all is in per cent of the width, so that text and strokes keep their size on a screen of any width;
down, all is in pixels. What fits is decided for the narrowest screen, 320 pixels less the margins.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import NamedTuple

from rich.cells import cell_len

from scorecard.harmless import one_line
from scorecard.views.report import Arrow, Arrows, Bar, Mark, Measurements, Timeline, Tone
from scorecard.views.words import english as say
from scorecard.views.words.standings import full_score_text, range_text, score_text, scores_out_of

NARROW = 280
_CHAR = 7


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):.2f}".rstrip("0").rstrip(".") + "%"


# Bars -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A part of a bar: where it begins, how wide it is, where its middle is; whether its count fits in."""

    tone: Tone
    count: int
    x: str
    width: str
    middle: str
    fits: bool


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
            fits=Fraction(count, ends[-1]) * NARROW >= 26 + _CHAR * len(str(count)),
        )
        for (tone, count), end in zip(parts, ends, strict=True)
    )


def bar_words(bar: Bar) -> str:
    """Say a bar in words: `3 pass, 2 partial, of 5`."""
    counts = [f"{count} {tone.word}" for tone, count in bar.parts if count > 0]
    total = sum(count for _, count in bar.parts)
    return f"{', '.join(counts)}, of {total}" if counts else "nothing counted"


def tones_in(bars: Iterable[Bar]) -> tuple[Tone, ...]:
    """Return the tones that bars show, in the order of their kind."""
    shown = {tone for bar in bars for tone, count in bar.parts if count > 0}
    return tuple(tone for tone in Tone if tone in shown)


# Timelines --------------------------------------------------------------------------------------

_LEFT, _RIGHT = Fraction(12, 100), Fraction(88, 100)
_TOP, _BOTTOM = 40, 190
_LABEL_WIDTH = 36
_DATE_WIDTH = 74
_NOT_COMPARABLE = "cannot be compared with the date before"


class Lines(NamedTuple):
    """A timeline as it is drawn: how far across each mark stands, and the strokes from dot to dot.

    `labels` and `dates` are the marks whose scores and dates fit beside them in say. `rules` are the lines
    down between marks that cannot be compared: where they stand, what is written there, and from which end.
    `notes` go with the rows of its table.
    """

    xs: tuple[str, ...]
    labels: set[int]
    dates: set[int]
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
    return Lines(
        xs=xs,
        labels=_roomy(across, wanted, _LABEL_WIDTH),
        dates=_roomy(across, range(len(marks)), _DATE_WIDTH),
        strokes=tuple(
            (xs[at - 1], down(before), xs[at], down(after))
            for at, (before, after) in enumerate(pairwise([mark.score for mark in marks]), start=1)
            if at not in timeline.breaks and before is not None and after is not None
        ),
        rules=rules,
        notes=notes,
    )


def _across(marks: Sequence[Mark]) -> list[Fraction]:
    days = [(mark.day - marks[0].day).days for mark in marks]
    if not any(days):
        return [Fraction(at + 1, len(marks) + 1) for at in range(len(marks))]
    return [_LEFT + (_RIGHT - _LEFT) * Fraction(day, days[-1]) for day in days]


def down(score: Fraction) -> float:
    """Return how far down a score stands, in pixels."""
    return round(float(_BOTTOM - score * (_BOTTOM - _TOP)), 1)


def _roomy(across: Sequence[Fraction], wanted: Iterable[int], width: int, narrow: int = NARROW) -> set[int]:
    """Return which marks get words: the first, the last, then what is wanted and stands in nobody's way."""
    kept: set[int] = set()
    ends = (0, len(across) - 1) if across else ()
    for at in (*ends, *wanted):
        if all(abs(across[at] - across[other]) * narrow >= width for other in kept if other != at):
            kept.add(at)
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
        notes[at] = notes[at] or _NOT_COMPARABLE
        need = Fraction(_CHAR * cell_len(notes[at]) + 8, NARROW)
        text, anchor = notes[at], "start" if need <= 1 - x else "end"
        if len(breaks) > 1 or need > max(x, 1 - x):
            text, anchor = _letter(number), "start"
            notes[at] = f"{text}: {notes[at]}"
        rules.append((_percent(x), text, anchor))
    return tuple(rules), tuple(notes)


def _letter(number: int) -> str:
    round_, letter = divmod(number, 26)
    return chr(ord("a") + letter) + (str(round_) if round_ else "")


def timeline_words(timeline: Timeline) -> str:
    """Say a timeline in say."""
    parts = []
    for at, mark in enumerate(timeline.marks):
        between = range_text(mark.low, mark.high)
        words = f"{mark.day}: {score_text(mark.score)}" + (f" ({between})" if between else "")
        if at in timeline.breaks:
            words += f", a new line: {one_line(mark.note or _NOT_COMPARABLE)}"
        parts.append(words)
    return "; ".join(parts)


# Measurements -----------------------------------------------------------------------------------

_SMALL_TOP, _SMALL_BOTTOM = 22, 108
_SMALL_LEFT, _SMALL_RIGHT = Fraction(8, 100), Fraction(86, 100)
_SMALL = 250
_OVER = Fraction(3, 100)
"""How far a threshold goes beyond the dates that it held at."""


class SmallDrawing(NamedTuple):
    """Measurements as they are drawn: dots with numbers and dates that fit, strokes, thresholds."""

    dots: tuple[tuple[str, float, str, str], ...]
    strokes: tuple[tuple[str, float, str, float], ...]
    thresholds: tuple[tuple[str, str, float, str], ...]
    bottom: int = _SMALL_BOTTOM


def draw_measurements(chart: Measurements) -> SmallDrawing:
    """Return where the dots, strokes and thresholds of measurements stand, on a scale that begins at 0."""
    days = [day for day, _, _ in chart.marks]
    days += [day for each in chart.thresholds for day in (each.first, each.last)]
    first, span = min(days), max((max(days) - min(days)).days, 1)
    numbers = [value for _, value, _ in chart.marks] + [each.value for each in chart.thresholds]
    low, high = min(*numbers, Fraction(0)), max(*numbers, Fraction(0))

    def across(day: date) -> Fraction:
        return _SMALL_LEFT + (_SMALL_RIGHT - _SMALL_LEFT) * Fraction((day - first).days, span)

    def height(value: Fraction) -> float:
        share = (value - low) / (high - low) if high > low else Fraction(1, 2)
        return round(float(_SMALL_BOTTOM - share * (_SMALL_BOTTOM - _SMALL_TOP)), 1)

    at = [across(day) for day, _, _ in chart.marks]
    years = Counter(day.year for day, _, _ in chart.marks)
    labels = _roomy(at, range(len(at)), _LABEL_WIDTH, _SMALL)
    dots = [
        (
            _percent(x),
            height(value),
            shown if number in labels else "",
            say.short_date(day, alone=max(years.values()) == 1) if number in labels else "",
        )
        for number, (x, (day, value, shown)) in enumerate(zip(at, chart.marks, strict=True))
    ]
    thresholds = [
        (
            _percent(across(each.first) - _OVER),
            _percent(across(each.last) + _OVER),
            height(each.value),
            each.words,
        )
        for each in chart.thresholds
    ]
    strokes = [(one[0], one[1], other[0], other[1]) for one, other in pairwise(dots)]
    return SmallDrawing(tuple(dots), tuple(strokes), tuple(thresholds))


def small_words(chart: Measurements) -> str:
    """Say measurements in say."""
    held = [(each.words, each.first, each.last) for each in chart.thresholds]
    return say.measurements_words([(day, shown) for day, _, shown in chart.marks], held, chart.unit)


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
        ticks=((along(-scale), f"-{end}"), (along(Fraction(0)), "0"), (along(scale), f"+{end}")),
    )
