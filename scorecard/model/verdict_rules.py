"""When something passes: the rules of `pass_when` and `partial_when`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from scorecard.diagnostics import Part
from scorecard.model.lexical import (
    NUMBER_PATTERN,
    OWN_KEY,
    FormError,
    Lexical,
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
_PARTIAL_RULES = (*_WORD_RULES, RuleKind.NEVER)
_AMOUNTS = {
    RuleKind.AT_LEAST: Lexical(parse_count, NUMBER_PATTERN, minimum=1, multipleOf=1),
    RuleKind.SHARE: Lexical(parse_share, NUMBER_PATTERN, exclusiveMinimum=0, maximum=1),
    RuleKind.SCORE: Lexical(parse_unit, NUMBER_PATTERN, minimum=0, maximum=1),
}

_BARE_SCORE = re.compile(r"(?:score)? ?(?:>=|≥)? ?(0\.[0-9]{1,18}|[0-9]{1,9}/[0-9]{1,9})")


def _parse_rule(value: object, words: tuple[RuleKind, ...]) -> VerdictRule:
    never = "never, " if RuleKind.NEVER in words else ""
    help = f"write one of {never}all, any, none-fail, {{at_least: 2}}, {{share: 2/3}} or {{score: 0.5}}"
    if isinstance(value, str):
        if value in words:
            return VerdictRule(RuleKind(value))
        if match := _BARE_SCORE.fullmatch(value):
            help = f"if that is a score write {{score: {match[1]}}}; otherwise {help}"
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
    if key not in _AMOUNTS:
        raise FormError("bad-rule", f"{shown(key)} is not a rule", help, below=(key,), part=Part.KEY)
    try:
        return VerdictRule(RuleKind(key), _AMOUNTS[key].parse(amount))
    except FormError as error:
        error.below = (key,)
        if key == RuleKind.AT_LEAST and isinstance(amount, str) and _BARE_SCORE.fullmatch(amount):
            error.help += f"; it counts what passes, and a score is asked for by {{score: {amount}}}"
        raise


def _rule_schema(words: tuple[RuleKind, ...]) -> WithJsonSchema:
    amounts = {
        "type": "object",
        "properties": {str(kind): form.schema for kind, form in _AMOUNTS.items()},
        "additionalProperties": False,
        "oneOf": [{"required": [str(kind)], "properties": _only(kind)} for kind in _AMOUNTS],
    }
    return WithJsonSchema({"oneOf": [{"enum": [str(kind) for kind in words]}, amounts]})


def _only(given: RuleKind) -> dict[str, object]:
    """Return the schemas by which one amount is given and the others are not."""
    return {str(kind): {"type": ["string", "number"] if kind is given else "null"} for kind in _AMOUNTS}


PassRule = Annotated[
    VerdictRule, PlainValidator(partial(_parse_rule, words=_WORD_RULES)), _rule_schema(_WORD_RULES)
]
PartialRule = Annotated[
    VerdictRule, PlainValidator(partial(_parse_rule, words=_PARTIAL_RULES)), _rule_schema(_PARTIAL_RULES)
]
PARSE_RULES: Mapping[str, Callable[[object], VerdictRule]] = {
    "pass_when": partial(_parse_rule, words=_WORD_RULES),
    "partial_when": partial(_parse_rule, words=_PARTIAL_RULES),
}
"""How the rules of a dimension and of the whole are read, by their keys."""
