"""An assessment with its framework, as the rules of both see it."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from scorecard.diagnostics import Finding, Part
from scorecard.model.assessment import Assessment, Rating, as_rating
from scorecard.model.framework import Dimension, Framework, Indicator, Status, asked_of, rated_of
from scorecard.model.lexical import RESERVED_IDS, FormError, Number, parse_number
from scorecard.model.source import Source
from scorecard.rules.rule import indicator_finding, locate
from scorecard.scoring.score import rate


@dataclass(frozen=True)
class Pair:
    """An assessment and its framework, neither with errors; `find_versions` finds all, the oldest first."""

    assessment: Assessment
    framework: Framework
    find_versions: Callable[[], Iterable[Framework]] = field(default=tuple, compare=False)
    of: Assessment | None = field(default=None, compare=False)
    """Of a mark the assessment that it is of, whose sources it may cite too."""

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        return {indicator.id: indicator for indicator in self.framework.indicators()}

    @cached_property
    def asked(self) -> set[str]:
        return {each.id for each in asked_of(self.framework.dimensions, self.assessment.subject.tags)}

    @cached_property
    def counted(self) -> dict[str, Indicator]:
        asked = rated_of(self.framework.dimensions, self.assessment.subject.tags)
        return {each.id: each for each in asked}

    @cached_property
    def answers(self) -> dict[str, dict[str, None]]:
        """What a rating may say by each scale: the ids of its levels in order, and the two reserved words."""
        reserved = dict.fromkeys(sorted(RESERVED_IDS))
        return {
            name: {**dict.fromkeys(level.id for level in levels), **reserved}
            for name, levels in self.framework.scales.items()
        }

    def is_answer(self, indicator: Indicator, text: str) -> bool:
        """Whether a text is a level of the indicator's scale, or a number where it is measured."""
        if indicator.measure is None or text in RESERVED_IDS:
            return text in self.answers[self.framework.scale_name(indicator)]
        with suppress(FormError):
            return parse_number(text) is not None
        return False

    @cached_property
    def dimensions(self) -> set[str]:
        return {each.id for _, each in locate(self.framework, Dimension)}

    @cached_property
    def sources(self) -> dict[str, Source]:
        return {**self.framework.sources, **(self.of.sources if self.of else {}), **self.assessment.sources}

    @cached_property
    def rated(self) -> "list[Rated]":
        """What was recorded for counted indicators, in the order of the file."""
        counted = self.counted
        return [
            Rated(counted[id], entry, entry if isinstance(entry, str) else entry.level)
            for id, entry in self.assessment.ratings.items()
            if entry is not None and id in counted
        ]

    @cached_property
    def without_evidence(self) -> "list[tuple[Rated, Status]]":
        """What of that has no evidence, with the status that it gives; not what is rated wrongly."""
        found = []
        for rated in self.rated:
            if isinstance(rated.entry, str) or not rated.entry.evidence:
                with suppress(FormError, StopIteration):
                    rating = as_rating(rated.entry, measured=rated.indicator.measure is not None)
                    found.append((rated, rate(self.framework, rated.indicator, rating).status))
        return found


class Rated(NamedTuple):
    """What was recorded for a counted indicator; `level` is the level that it gives in words."""

    indicator: Indicator
    entry: Rating | str
    level: str | None

    @property
    def measured(self) -> Number | None:
        """The measurement that it gives; None where it gives none, or a text that is no number."""
        with suppress(FormError):
            return as_rating(self.entry, measured=self.indicator.measure is not None).measured
        return None

    def finding(self, words: str, help: str, key: str = "") -> Finding:
        """Return what is wrong with it: at its key, or with the value of a key in it that may stand alone."""
        below = (key,) if key and isinstance(self.entry, Rating) else ()
        part = Part.VALUE if key else Part.KEY
        return indicator_finding(self.indicator.id, words, help, ("ratings", self.indicator.id, *below), part)
