"""When something passes: the rules of `pass_when` and `partial_when`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from scorecard.diagnostics import Part
from scorecard.model.lexical import (
    NUMBER_PATTERN,
    OWN_KEY,
    FormError,
    Number,
    parse_count,
    parse_share,
    parse_unit,
    shown,
)


class RuleKind(StrEnum):
    """What a rule asks of the applicable items of a dimension."""

    ALL = "all"
    ANY = "any"
    NONE_FAIL = "none-fail"
    AT_LEAST = "at_least"
    SHARE = "share"
    SCORE = "score"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class VerdictRule:
    """When a dimension passes, or partly passes; `amount` belongs to `at_least`, `share` and `score`."""

    kind: RuleKind
    amount: Number | None = None


_WORD_RULES = (RuleKind.ALL, RuleKind.ANY, RuleKind.NONE_FAIL)
_AMOUNTS = {
    RuleKind.AT_LEAST: parse_count,
    RuleKind.SHARE: parse_share,
    RuleKind.SCORE: parse_unit,
}
_RULE_FORMS = "all, any, none-fail, {at_least: 2}, {share: 2/3} or {score: 0.5}"


def parse_pass_rule(value: object) -> VerdictRule:
    """Read a rule of `pass_when`."""
    return _parse_rule(value, _RULE_FORMS, _WORD_RULES)


def parse_partial_rule(value: object) -> VerdictRule:
    """Read a rule of `partial_when`, which may also be `never`."""
    return _parse_rule(value, f"never, {_RULE_FORMS}", (*_WORD_RULES, RuleKind.NEVER))


def _parse_rule(value: object, forms: str, words: tuple[RuleKind, ...]) -> VerdictRule:
    help = f"write one of {forms}"
    if isinstance(value, str):
        if value in words:
            return VerdictRule(RuleKind(value))
        raise FormError("bad-rule", f"{shown(value)} is not a rule", help)
    if isinstance(value, dict):
        value = {
            key: amount
            for key, amount in value.items()
            if not key.startswith(OWN_KEY) and not (amount is None and key in _AMOUNTS)
        }
    if not isinstance(value, dict) or len(value) != 1:
        raise FormError("bad-rule", f"{shown(value)} is not one rule", help)
    ((key, amount),) = value.items()
    for kind, parse in _AMOUNTS.items():
        if key == kind:
            try:
                return VerdictRule(kind, parse(amount))
            except FormError as error:
                raise FormError(error.name, error.message, error.help, below=(key,)) from None
    raise FormError("bad-rule", f"{shown(key)} is not a rule", help, below=(key,), part=Part.KEY)


_RANGES: Mapping[RuleKind, Mapping[str, int]] = {
    RuleKind.AT_LEAST: {"minimum": 1, "multipleOf": 1},
    RuleKind.SHARE: {"exclusiveMinimum": 0, "maximum": 1},
    RuleKind.SCORE: {"minimum": 0, "maximum": 1},
}


def _rule_schema(words: tuple[RuleKind, ...]) -> WithJsonSchema:
    number = {"type": "string", "pattern": NUMBER_PATTERN}
    amounts = {
        "type": "object",
        "properties": {str(kind): {**number, **bounds} for kind, bounds in _RANGES.items()},
        "additionalProperties": False,
        "oneOf": [{"required": [str(kind)], "properties": _only(kind)} for kind in _RANGES],
    }
    return WithJsonSchema({"oneOf": [{"enum": [str(kind) for kind in words]}, amounts]})


def _only(given: RuleKind) -> dict[str, object]:
    """Return the schemas by which one amount is given and the others are not."""
    return {str(kind): {"type": ["string", "number"] if kind is given else "null"} for kind in _RANGES}


PassRule = Annotated[VerdictRule, PlainValidator(parse_pass_rule), _rule_schema(_WORD_RULES)]
PartialRule = Annotated[
    VerdictRule, PlainValidator(parse_partial_rule), _rule_schema((*_WORD_RULES, RuleKind.NEVER))
]
