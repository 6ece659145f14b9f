"""Codes SC402 to SC407: ratings against the indicators that they rate."""

from collections.abc import Iterator

from scorecard.assessment import Rating
from scorecard.diagnostics import Finding, Part, Severity
from scorecard.framework import Status
from scorecard.rules import Rule, rule
from scorecard.rules.pairing import Pair
from scorecard.source import RESERVED_IDS, FormError, parse_number, shown, suggest


@rule("SC402", "unknown-indicator", Severity.ERROR)
def unknown_indicator(pair: Pair) -> Iterator[Finding]:
    """A rating names an indicator that the framework does not have.

    It would count nowhere, and the indicator that was meant would count as not rated. Look for a
    slip of the pen, or for an id of another version of the framework.

    Bad:

        ratings:
          "1.12": fail

    Good:

        ratings:
          "1.2": fail
    """
    for id in pair.assessment.ratings:
        if id not in pair.indicators:
            yield Finding(
                message=f"there is no indicator {id} in {pair.framework.ref}"
                + (": it is a dimension" if id in pair.dimensions else ""),
                help=suggest(id, pair.indicators),
                route=("ratings", id),
                part=Part.KEY,
            )


@rule("SC403", "inactive-indicator", Severity.ERROR)
def inactive_indicator(pair: Pair) -> Iterator[Finding]:
    """A rating is given for an indicator that does not count, because it is `future` or `retired`.

    Such indicators are shown and never scored, so the rating would be lost. Take it out. If the
    indicator is to count, make it active in a new version of the framework.

    Bad:

        ratings:
          "1.3": pass

    Good:

        ratings:
          "1.2": pass
    """
    for id, indicator in pair.indicators.items():
        if id not in pair.counted and pair.assessment.ratings.get(id) is not None:
            yield Finding(
                message=f"indicator {id} is {indicator.state} in {pair.framework.ref} and cannot be rated",
                help="take the rating out, or make the indicator active in a new version of the framework",
                route=("ratings", id),
                part=Part.KEY,
            )


@rule("SC404", "unknown-level", Severity.ERROR)
def unknown_level(pair: Pair) -> Iterator[Finding]:
    """A rating gives a level that the indicator's scale does not have.

    Only the levels of its scale have a value and a status. The remark names the nearest one;
    `scorecard show` lists them all. Letter case counts.

    Bad:

        ratings:
          "1.2": failed

    Good:

        ratings:
          "1.2": fail
    """
    for rated in pair.rated:
        indicator, _, level = rated
        if indicator.measure is not None or level is None or level in RESERVED_IDS:
            continue
        ids = pair.level_ids[indicator.id]
        if level not in ids:
            yield Finding(
                message=f"indicator {indicator.id}: {shown(level)} is not a level of its scale",
                help=suggest(level, [*ids, *sorted(RESERVED_IDS)]),
                route=rated.level_route,
            )


@rule("SC405", "level-for-measure", Severity.ERROR)
def level_for_measure(pair: Pair) -> Iterator[Finding]:
    """A measured indicator is given a level, or a text that is no number.

    Its level follows from the measurement by the framework's bands, so that everybody is judged by
    the same bounds and can be judged again when the bounds move. Record what was measured, as a
    number in the indicator's unit; where there is no measurement, write `not-rated`.

    Bad:

        ratings:
          "1.1": pass

    Good:

        ratings:
          "1.1": 4.2
    """
    for rated in pair.rated:
        indicator, entry, level = rated
        if indicator.measure is None or level is None or level in RESERVED_IDS:
            continue
        if isinstance(entry, Rating) or not _is_number(level):
            yield Finding(
                message=f"indicator {indicator.id} is measured: {shown(level)} is given as a level",
                help=f"write the measurement in {indicator.measure.unit} after `measured:`, not after "
                "`level:`; level: not-rated where there is none",
                route=rated.level_route,
            )


def _is_number(text: str) -> bool:
    try:
        parse_number(text)
    except FormError:
        return False
    return True


@rule("SC406", "measurement-without-measure", Severity.ERROR)
def measurement_without_measure(pair: Pair) -> Iterator[Finding]:
    """A rating gives a measurement for an indicator that is judged.

    The indicator has no bands that could turn a number into a level. Give the level; the number can
    go into the rationale.

    Bad:

        ratings:
          "1.2": {measured: 3}

    Good:

        ratings:
          "1.2": {level: partial, rationale: Three of seven limits are set.}
    """
    for rated in pair.rated:
        indicator, entry, _ = rated
        if isinstance(entry, Rating) and entry.measured is not None and indicator.measure is None:
            yield Finding(
                message=f"indicator {indicator.id} is judged, not measured: it has no measure",
                help="write level: and one of "
                + ", ".join(level.id for level in pair.framework.scale_of(indicator)),
                route=(*rated.route, "measured"),
            )


@rule("SC407", "not-applicable-forbidden", Severity.ERROR)
def not_applicable_forbidden(pair: Pair) -> Iterator[Finding]:
    """An indicator is set aside that the framework does not allow to be.

    The framework says, for all its indicators or for this one, that it applies to everybody. Rate
    it, or write `not-rated` if it could not be judged.

    Bad:

        # frameworks/city-air@2.0.yaml
        not_applicable: forbidden
        # assessments/springfield/2021-03-11.yaml
        ratings:
          "1.2": {level: not-applicable, rationale: There is no industry.}

    Good:

        # frameworks/city-air@2.0.yaml
        not_applicable: forbidden
        # assessments/springfield/2021-03-11.yaml
        ratings:
          "1.2": {level: not-rated, rationale: The law could not be found.}
    """
    for rated in pair.rated:
        indicator, _, level = rated
        if level == Status.NOT_APPLICABLE and not pair.framework.may_be_set_aside(indicator):
            yield Finding(
                message=f"indicator {indicator.id}: the framework does not allow not-applicable here",
                help="rate it, or write not-rated",
                route=rated.level_route,
            )


RATING_RULES: tuple[Rule[Pair], ...] = (
    unknown_indicator,
    inactive_indicator,
    unknown_level,
    level_for_measure,
    measurement_without_measure,
    not_applicable_forbidden,
)
