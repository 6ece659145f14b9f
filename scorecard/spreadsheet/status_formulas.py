"""What a form says of an indicator: above all its status, in words and as a formula of what is filled in."""

from collections.abc import Mapping
from decimal import Decimal

from scorecard.editing.assessment_fields import REVIEW
from scorecard.model.assessment import Rating
from scorecard.model.framework import Band, Dimension, Framework, Indicator, Level, Status
from scorecard.model.source import MOST_DIGITS, RESERVED_IDS, FormError, Number, parse_number
from scorecard.scoring.score import rate
from scorecard.spreadsheet.columns import Form

Looks = Mapping[Status, tuple[str, str]]
"""Of every status, its glyph and what readers call it."""

NO_ANSWER = "?"
"""The glyph of what is no status."""
NO_LEVEL = "? Not a level"
NO_NUMBER = "? Not a number"
UNTOLD = "? Worked out on import"
_MOST_BANDS = 50
"""Functions can stand in one another 64 deep."""
_MOST_FORMULA = 8000
_MOST_DIGITS = 2 * MOST_DIGITS
_KEPT_DIGITS = 18
"""A number of more digits than these is not compared with the bounds of bands in a spreadsheet."""


def status_text(form: Form, indicator: Indicator, looks: Looks) -> str:
    """Return an indicator's status as the form stands: glyph and word."""
    if not indicator.counted:
        return not_counted_text(indicator, looks)
    measured, level_id = (form.text("ratings", indicator.id, key).strip() for key in ("measured", "level"))
    number = measured_number(measured)
    if indicator.measure is not None and measured and number is None:
        return NO_NUMBER
    known = {level.id for level in form.framework.scale_of(indicator)} | RESERVED_IDS
    if level_id and level_id not in known and (indicator.measure is None or number is None):
        return NO_LEVEL
    rating = Rating(level=level_id or None, measured=number)
    level, status = rate(form.framework, indicator, rating)
    return level_text(level, looks) if level else plain_text(status, looks)


def level_text(level: Level, looks: Looks) -> str:
    """Return what a level comes to, in its own label."""
    return f"{looks[level.status][0]} {level.label or level.id}"


def plain_text(status: Status, looks: Looks) -> str:
    """Return a status that is no level's."""
    glyph, word = looks[status]
    return f"{glyph} {word}"


def not_counted_text(indicator: Indicator, looks: Looks) -> str:
    """Return what stands in place of a status that nobody gives."""
    return f"{looks[Status.NOT_APPLICABLE][0]} {indicator.state.value.capitalize()}, not counted"


def has_reviews(form: Form) -> bool:
    """Whether a form has ratings that were carried over and are still to be looked at."""
    return any(field[0] == "ratings" and field[-1] == REVIEW for field in form.fields)


def dimension_text(dimension: Dimension) -> str:
    """Return a dimension's number and title, or its title where the id is a word."""
    return f"{dimension.id} {dimension.title}" if dimension.id[0].isdigit() else dimension.title


def measured_number(text: str) -> Number | None:
    """Return a measurement as a number; None where it is none."""
    try:
        return parse_number(text)
    except FormError:
        return None


# What a measurement must be -------------------------------------------------------------------


def band_texts(indicator: Indicator, framework: Framework) -> list[str]:
    """Return in words what measurements give which level: "At most 5: Pass", "More: Fail"."""
    if indicator.measure is None:
        return []
    labels = {level.id: level.label or level.id for level in framework.scale_of(indicator)}
    bands = indicator.measure.bands
    return [
        f"{_bounds_words(band, bands[:number])}: {labels[band.level]}" for number, band in enumerate(bands)
    ]


def _bounds_words(band: Band, before: tuple[Band, ...]) -> str:
    least, most = ("" if bound is None else _digits(bound) for bound in (band.at_least, band.at_most))
    if least and most:
        return f"From {least} to {most}"
    if least or most:
        return f"At least {least}" if least else f"At most {most}"
    return _rest_words(before)


def _digits(number: Number) -> str:
    return f"{number:f}" if isinstance(number, Decimal) else f"{number.numerator}/{number.denominator}"


def _rest_words(before: tuple[Band, ...]) -> str:
    """Say what is left when the bands before hold nothing."""
    if not before:
        return "Any number"
    if all(band.at_least is None for band in before):
        return "More"
    return "Less" if all(band.at_most is None for band in before) else "Otherwise"


# As formulas ------------------------------------------------------------------------------------


def judged_formula(level: str, ids: str, statuses: str, not_rated: str) -> str:
    """Return the formula of a judged indicator's status.

    `level` is the cell of its level, `ids` and `statuses` are the ranges of levels and of what each comes to,
    from the second row on, behind a glyph and a space; `not_rated` is the status of no level. As the import
    has it, a text is an id, or else in any capitals the id or the label of one level alone, also behind its
    glyph. Where there is none, the index is -1, an error.
    """
    text = f"IF(ISTEXT({level}),TRIM({level}))"
    is_id, is_meant = (
        f"EXACT({text},{ids})",
        f"(({text}={ids})+({text}=MID({statuses},3,255))+({text}={statuses})>0)",
    )
    row = "IF(SUMPRODUCT(1*{0})=1,SUMPRODUCT({0}*ROW({1})),{2})"
    found = f"INDEX({statuses},{row.format(is_id, ids, row.format(is_meant, ids, 0))}-1)"
    return f'IF(TRIM({level})="",{not_rated},IFERROR({found},"{NO_LEVEL}"))'


def measured_formula(
    measured: str, judged: str, bands: tuple[Band, ...], results: Mapping[str, str], text: str
) -> str:
    """Return the formula of a measured indicator's status.

    `measured` is the cell of its measurement, `judged` what holds while that is empty, `results` has the cell
    of what each level comes to. `text` is a measurement that is exported as text, for a cell cannot hold it
    as a number: what it comes to is known. Another text may be a number as well.
    """
    number = measured_number(text)
    level = next((band.level for band in bands if number is not None and band.holds(number)), None)

    def compose(of_number: str, of_text: str) -> str:
        formula = _text_formula(measured, of_text)
        if level is not None:
            formula = f'IF(EXACT({measured},"{text}"),{results[level]},{formula})'
        return f'IF(ISNUMBER({measured}),{of_number},IF(TRIM({measured})="",{judged},{formula}))'

    room = _MOST_FORMULA - len(compose("", ""))
    of_number = _nested(measured, bands, results, room=room)
    of_text = _nested(_text_as_number(measured), bands, results, room=room - len(of_number))
    return compose(of_number, of_text)


def _text_formula(measured: str, of_number: str) -> str:
    """Return what a text in the cell of a measurement comes to, `of_number` if it is a decimal number.

    As the import has it: digits, perhaps with a point or a stroke between them, and perhaps a minus before.
    """
    trimmed = f"TRIM({measured})"
    unsigned = f'REPLACE({trimmed},1,1*(LEFT({trimmed})="-"),"")'
    digits = f'SUBSTITUTE(SUBSTITUTE({unsigned},".","",1),"/","",1)'
    places = ",".join(map(str, range(1, _MOST_DIGITS + 1)))
    others = (
        f'SUMPRODUCT(1*ISERROR(FIND(MID({digits}&REPT("0",{_MOST_DIGITS}),{{{places}}},1),"0123456789")))'
    )
    ends = [f'ISERROR(FIND({end}({unsigned}),"./"))' for end in ("LEFT", "RIGHT")]
    is_number = f"AND(LEN({digits})>0,LEN({digits})<={_MOST_DIGITS},{others}=0,{','.join(ends)})"
    is_inexact = f'OR(ISNUMBER(FIND("/",{measured})),LEN({digits})>{_KEPT_DIGITS})'
    return f'IF({is_number},IF({is_inexact},"{UNTOLD}",{of_number}),"{NO_NUMBER}")'


def _text_as_number(measured: str) -> str:
    """Return a text as a number, whatever the reader's country puts for the point: what it has in a half."""
    return f'VALUE(SUBSTITUTE(TRIM({measured}),".",MID(1/2,2,1)))'


def _nested(measured: str, bands: tuple[Band, ...], results: Mapping[str, str], *, room: int) -> str:
    """Return the bands as a formula, or that the import will tell where a formula has no room for them."""
    formula = f'"{NO_LEVEL}"'
    bounds = (bound for band in bands for bound in (band.at_least, band.at_most) if bound is not None)
    if any(
        sum(map(str.isdigit, _digits(bound))) > _KEPT_DIGITS for bound in bounds if isinstance(bound, Decimal)
    ):
        return f'"{UNTOLD}"'
    for band in reversed(bands):
        formula = _one(measured, band, results[band.level], formula)
    return formula if len(bands) <= _MOST_BANDS and len(formula) <= room else f'"{UNTOLD}"'


def _one(measured: str, band: Band, result: str, otherwise: str) -> str:
    """Return one band as a formula: bounds are inclusive, and what has none holds everything."""
    bounds = [
        f"{measured}{sign}{_spell(bound)}"
        for sign, bound in ((">=", band.at_least), ("<=", band.at_most))
        if bound is not None
    ]
    if not bounds:
        return result
    condition = bounds[0] if len(bounds) == 1 else f"AND({','.join(bounds)})"
    return f"IF({condition},{result},{otherwise})"


def _spell(number: Number) -> str:
    return _digits(number) if isinstance(number, Decimal) else f"({_digits(number)})"


def allowed_ids(framework: Framework, indicator: Indicator) -> list[str]:
    """Return what may be chosen as an indicator's level, in the order of the list."""
    levels = [] if indicator.measure else [level.id for level in framework.scale_of(indicator)]
    return [
        *levels,
        Status.NOT_RATED.value,
        *([Status.NOT_APPLICABLE.value] if framework.may_be_set_aside(indicator) else []),
    ]
