"""A scorecard under suppositions: other ratings, weights, rules, or without a part. Nothing is written."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple, TypeVar

from scorecard.comparing.frameworks import FrameworkChange, diff_frameworks
from scorecard.diagnostics import Severity
from scorecard.errors import UsageError
from scorecard.model.assessment import Assessment, Rating, as_rating
from scorecard.model.framework import Framework, Indicator, asked_of
from scorecard.model.lexical import FormError, parse_weight, suggest
from scorecard.model.verdict_rules import PARSE_RULES
from scorecard.project.loader import Scorable
from scorecard.reading.document import parse_document
from scorecard.reading.plain_data import as_mapping
from scorecard.robustness.tree import MeasurementsOf
from scorecard.robustness.variants import at_worst, overall, updated, without
from scorecard.rules.kinds import RULES_BY_KIND
from scorecard.rules.ratings import check_ratings
from scorecard.rules.rule import Found
from scorecard.scoring.score import score
from scorecard.scoring.scorecard import Scorecard
from scorecard.views.words.standings import bounds_words

_Text = TypeVar("_Text")
_Value = TypeVar("_Value")
WHOLE = "overall"
"""The id that the whole goes by."""


class Suppositions(NamedTuple):
    """What is supposed, as it was typed."""

    ratings: Sequence[str]
    weights: Sequence[str]
    rules: Sequence[str]
    left_out: Sequence[str]
    not_applicable_fails: bool


def suppose(
    scorable: Scorable, wishes: Suppositions, measurements_of: MeasurementsOf
) -> tuple[Scorecard, tuple[FrameworkChange, ...]]:
    """Return the scorecard under suppositions, and what they change of the framework.

    Raises UsageError for what the format refuses.
    """
    framework, assessment = scorable.framework, scorable.assessment
    for id, text in _pairs("--weight", wishes.weights, "ID=NUMBER"):
        weight = _parsed(f"--weight {id}", parse_weight, text)
        framework = _changed(framework, "--weight", id, {"weight": weight})
    for key, text in _pairs("--rule", wishes.rules, "ID.pass_when=RULE"):
        id, _, name = key.rpartition(".")
        if name not in PARSE_RULES:
            raise UsageError(
                f"--rule {key}: {name} is no rule", hint=f"write ID.{' or ID.'.join(PARSE_RULES)}"
            )
        document = parse_document(f"rule: {text}".encode())
        data = as_mapping(document.data)
        if document.findings or data.keys() != {"rule"}:
            raise UsageError(f"--rule {key}: {text} is not one rule", hint="write all, or '{at_least: 5}'")
        rule = _parsed(f"--rule {key}", PARSE_RULES[name], data["rule"])
        framework = _changed(framework, "--rule", id, {name: rule})
    ratings: dict[str, Rating | str | None] = dict(assessment.ratings)
    things = {each.id: each for each in framework.indicators()}
    for id, text in _pairs("--set", wishes.ratings, "ID=LEVEL"):
        _find(framework, "--set", id)
        _refuse_level_of_measurement(things.get(id), text)
        measured = id in things and things[id].measure is not None
        ratings[id] = _parsed(f"--set {id}", partial(as_rating, measured=measured), text)
    supposed = assessment.model_copy(update={"ratings": ratings})
    found = (each for each in _rating_errors(supposed, framework) if each[0].number != "SC408")
    _refuse(found, _rating_errors(assessment, scorable.framework), "--set")
    plain = scorable.framework
    for id in wishes.left_out:
        _find(framework, "--without", id)
        framework, plain = without(framework, id), without(plain, id)
    _refuse(_framework_errors(framework), _framework_errors(plain), "the framework would be refused")
    changes = diff_frameworks(scorable.framework, framework, lambda _: None).changes
    scorecard = score(framework, supposed)
    return at_worst(scorecard, measurements_of) if wishes.not_applicable_fails else scorecard, changes


def _refuse_level_of_measurement(indicator: Indicator | None, text: str) -> None:
    """Refuse a band's level of what is rated by a measurement, with what the band asks for."""
    measure = indicator.measure if indicator else None
    band = next((each for each in measure.bands if each.level == text), None) if measure else None
    if indicator and measure and band:
        bounds = bounds_words(band, measure.unit)
        raise UsageError(
            f"--set {indicator.id}: {text} is {bounds}", hint="write a measurement: the number alone"
        )


def _pairs(option: str, texts: Sequence[str], form: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before and after the sign in each text."""
    seen: set[str] = set()
    for text in texts:
        id, sign, value = (part.strip() for part in text.partition("="))
        if not id or not sign or not value:
            raise UsageError(f"{option} {text} supposes nothing", hint=f"write {form}")
        if id in seen:
            raise UsageError(f"{option} {id} is given twice", hint="suppose one thing of it")
        seen.add(id)
        yield id, value


def _parsed(option: str, parse: Callable[[_Text], _Value], text: _Text) -> _Value:
    try:
        return parse(text)
    except FormError as error:
        raise UsageError(f"{option}: {error.message}", hint=error.help) from None


def _changed(framework: Framework, option: str, id: str, update: Mapping[str, object]) -> Framework:
    """Return a framework with something else said of what has an id, the whole included."""
    if id == WHOLE and "weight" not in update:
        return overall(framework, **update)
    _find(framework, option, id, *update)
    return updated(framework, lambda each: update if each.id == id else {})


def _find(framework: Framework, option: str, id: str, *keys: str) -> None:
    """Refuse an id that nothing has of which these can be said."""
    things = {each.id: each for each in asked_of(framework.dimensions)}
    ids = [each for each, thing in things.items() if type(thing).model_fields.keys() >= {*keys}]
    if id not in ids:
        of = f" that has {' and '.join(keys)}" if id in things else ""
        raise UsageError(
            f"{option}: the framework has no {id}{of}",
            hint=suggest(id, ids, lambda each: f"{each} {things[each].title}"),
        )


def _rating_errors(assessment: Assessment, framework: Framework) -> Iterator[Found]:
    return check_ratings(assessment, framework, tuple)


def _framework_errors(framework: Framework) -> Iterator[Found]:
    for sound in (False, True):
        for rules in RULES_BY_KIND:
            yield from rules.check(framework, sound=sound)


def _refuse(found: Iterable[Found], known: Iterable[Found], option: str) -> None:
    """Refuse the first error that was not there before."""
    before = {(code, finding.message) for code, finding in known}
    for code, finding in found:
        if code.severity is Severity.ERROR and (code, finding.message) not in before:
            raise UsageError(f"{option}: {finding.message} [{code.number}]", hint=finding.help)
