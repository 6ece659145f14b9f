"""Codes SC4xx: an assessment against its framework."""

from scorecard.rules.evidence import EVIDENCE_RULES
from scorecard.rules.pairing import Pair
from scorecard.rules.ratings import RATING_RULES
from scorecard.rules.rule import Rule

__all__ = ["PAIR_RULES", "Pair"]

PAIR_RULES: tuple[Rule[Pair], ...] = (*RATING_RULES, *EVIDENCE_RULES)
