"""The digest of a framework: what a result depends on, and nothing else."""

import re
import unicodedata
from fractions import Fraction
from functools import lru_cache

from scorecard.model.framework import Dimension, Framework, Indicator, Measure
from scorecard.model.lexical import Number
from scorecard.model.verdict_rules import VerdictRule

_WHITE_SPACE = re.compile(r"\s+")

Json = None | bool | str | list["Json"] | dict[str, "Json"]


@lru_cache(maxsize=16)
def framework_digest(framework: Framework) -> str:
    """Return `sha256:` and the SHA-256 of the framework's scales, dimensions and rules as canonical JSON."""
    # Imported where a digest is wanted: they bring OpenSSL and more, and most commands show none.
    import hashlib
    import json

    overall = framework.overall
    content: Json = {
        "aggregation": str(framework.aggregation),
        "pass_when": _rule(framework.pass_when),
        "partial_when": _rule(framework.partial_when),
        "overall": {
            "aggregation": _text(overall.aggregation),
            "pass_when": _rule(overall.pass_when),
            "partial_when": _rule(overall.partial_when),
        },
        "minimum_coverage": number_text(framework.minimum_coverage),
        "scales": {
            name: [
                {"id": level.id, "value": number_text(level.value), "status": str(level.status)}
                for level in levels
            ]
            for name, levels in framework.scales.items()
        },
        "dimensions": [_dimension(dimension, framework) for dimension in framework.dimensions],
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "sha256:" + hashlib.sha256(text.encode("utf-8")).hexdigest()


def compared_text(text: str) -> str:
    """Return a requirement as it is compared: NFC, every run of white space one space."""
    return _WHITE_SPACE.sub(" ", unicodedata.normalize("NFC", text))


def is_same_text(one: str, other: str) -> bool:
    """Whether two requirements ask the same: white space and composed letters do not count."""
    return one == other or compared_text(one) == compared_text(other)


def number_text(number: Number) -> str:
    """Return a number in lowest terms: `3`, `1/2`."""
    return str(Fraction(number))


def _dimension(dimension: Dimension, framework: Framework) -> Json:
    return {
        "id": dimension.id,
        "weight": number_text(dimension.weight),
        "critical": dimension.critical,
        "aggregation": _text(dimension.aggregation),
        "pass_when": _rule(dimension.pass_when),
        "partial_when": _rule(dimension.partial_when),
        "indicators": [_indicator(indicator, framework) for indicator in dimension.indicators],
        "dimensions": [_dimension(inner, framework) for inner in dimension.dimensions],
    }


def _indicator(indicator: Indicator, framework: Framework) -> Json:
    return {
        "id": indicator.id,
        "requirement": compared_text(indicator.requirement),
        "weight": number_text(indicator.weight),
        "critical": indicator.critical,
        "scale": framework.scale_name(indicator),
        "state": str(indicator.state),
        "measure": None if indicator.measure is None else _measure(indicator.measure),
    }


def _measure(measure: Measure) -> Json:
    return {
        "unit": measure.unit,
        "bands": [
            {
                "level": band.level,
                "at_least": None if band.at_least is None else number_text(band.at_least),
                "at_most": None if band.at_most is None else number_text(band.at_most),
            }
            for band in measure.bands
        ],
    }


def _rule(rule: VerdictRule | None) -> Json:
    if rule is None:
        return None
    return str(rule.kind) if rule.amount is None else {str(rule.kind): number_text(rule.amount)}


def _text(value: str | None) -> str | None:
    return None if value is None else str(value)
