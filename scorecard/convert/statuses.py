"""What a form says of an indicator: above all its status, in words and as a formula of what is filled in."""

from collections.abc import Mapping
from decimal import Decimal

from scorecard.assessment import Rating
from scorecard.fields import REVIEW
from scorecard.framework import Band, Dimension, Framework, Indicator, Level, Status
from scorecard.scoring import rate
from scorecard.sheets import Form
from scorecard.source import RESERVED_IDS, FormError, Number, parse_number

Looks = Mapping[Status, tuple[str, str]]
"""Of every status, its glyph and what readers call it."""

NO_LEVEL = "? Not a level"
NO_NUMBER = "? Not a number"
UNTOLD = "? Worked out on import"
_MOST_BANDS = 50
"""Functions can stand in one another 64 deep."""
_MOST_FORMULA = 8000


def status_text(form: Form, indicator: Indicator, looks: Looks) -> str:
    """Return an indicator's status as the form stands: glyph and word."""
    if not indicator.counted:
        return not_counted_text(indicator, looks)
    measured, level_id = (form.text("ratings", indicator.id, key) for key in ("measured", "level"))
    number = measured_number(measured)
    if indicator.measure is not None and measured and number is None:
        return NO_NUMBER
    known = {level.id for level in form.framework.scale_of(indicator)} | RESERVED_IDS
    if level_id and level_id not in known and (indicator.measure is None or number is None):
        return NO_LEVEL
    rating = Rating.model_construct(level=level_id or None, measured=number)
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


# As formulas ------------------------------------------------------------------------------------


def judged_formula(level: str, table: str, not_rated: str) -> str:
    """Return the formula of a judged indicator's status.

    `level` is the cell of its level, `table` has levels and their statuses, `not_rated` is that of no level.
    """
    found = f'IFERROR(VLOOKUP({level}&"",{table},2,FALSE),"{NO_LEVEL}")'
    return f'IF({level}="",{not_rated},{found})'


def measured_formula(
    measured: str, judged: str, bands: tuple[Band, ...], results: Mapping[str, str], text: str
) -> str:
    """Return the formula of a measured indicator's status.

    `measured` is the cell of its measurement, `judged` what holds while that is empty, `results` has the cell
    of what each level comes to. `text` is a measurement that is exported as text, for a cell cannot hold it
    as a number: what it comes to is known, and any other text is none.
    """
    nested = _nested(measured, bands, results)
    if len(bands) > _MOST_BANDS or len(nested) + len(judged) > _MOST_FORMULA:
        nested = f'"{UNTOLD}"'
    other = f'"{NO_NUMBER}"'
    number = measured_number(text)
    if number is not None:
        level = next((band.level for band in bands if band.holds(number)), None)
        other = f'IF(EXACT({measured},"{text}"),{results.get(level or "", other)},{other})'
    return f'IF(ISNUMBER({measured}),{nested},IF({measured}="",{judged},{other}))'


def _nested(measured: str, bands: tuple[Band, ...], results: Mapping[str, str]) -> str:
    formula = f'"{NO_LEVEL}"'
    for band in reversed(bands):
        formula = _one(measured, band, results[band.level], formula)
    return formula


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
    return f"{number:f}" if isinstance(number, Decimal) else f"({number.numerator}/{number.denominator})"


def allowed_ids(framework: Framework, indicator: Indicator) -> list[str]:
    """Return what may be chosen as an indicator's level, in the order of the list."""
    levels = [] if indicator.measure else [level.id for level in framework.scale_of(indicator)]
    return [
        *levels,
        Status.NOT_RATED.value,
        *([Status.NOT_APPLICABLE.value] if framework.may_be_set_aside(indicator) else []),
    ]
