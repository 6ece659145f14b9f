"""What a form says of an indicator in words: above all its status."""

from collections.abc import Mapping
from decimal import Decimal

from scorecard.editing.assessment_fields import REVIEW
from scorecard.model.assessment import Rating
from scorecard.model.framework import Band, Dimension, Framework, Indicator, Level, Status
from scorecard.model.lexical import RESERVED_IDS, FormError, Number, parse_number
from scorecard.scoring.score import rate
from scorecard.spreadsheet.columns import Form

Looks = Mapping[Status, tuple[str, str]]
"""Of every status, its glyph and what readers call it."""

NO_ANSWER = "?"
"""The glyph of what is no status."""
NO_LEVEL = "? Not a level"
NO_NUMBER = "? Not a number"
UNTOLD = "? Worked out on import"


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
    labels = {level.id: level.label or level.id for level in framework.scale_of(indicator)}
    bands = indicator.measure.bands if indicator.measure else ()
    return [f"{_bounds_words(band, bands[:at])}: {labels[band.level]}" for at, band in enumerate(bands)]


def _bounds_words(band: Band, before: tuple[Band, ...]) -> str:
    least, most = ("" if bound is None else number_text(bound) for bound in (band.at_least, band.at_most))
    if least and most:
        return f"From {least} to {most}"
    if least or most:
        return f"At least {least}" if least else f"At most {most}"
    return _rest_words(before)


def number_text(number: Number) -> str:
    """Return a number as people type it."""
    return f"{number:f}" if isinstance(number, Decimal) else f"{number.numerator}/{number.denominator}"


def _rest_words(before: tuple[Band, ...]) -> str:
    """Say what is left when the bands before hold nothing."""
    if not before:
        return "Any number"
    if all(band.at_least is None for band in before):
        return "More"
    return "Less" if all(band.at_most is None for band in before) else "Otherwise"


def allowed_ids(framework: Framework, indicator: Indicator) -> list[str]:
    """Return what may be chosen as an indicator's level, in the order of the list."""
    levels = [] if indicator.measure else [level.id for level in framework.scale_of(indicator)]
    return [
        *levels,
        Status.NOT_RATED.value,
        *([Status.NOT_APPLICABLE.value] if framework.may_be_set_aside(indicator) else []),
    ]
