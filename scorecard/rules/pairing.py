"""An assessment with its framework, as the rules of both see it."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from scorecard.assessment import Assessment, Rating
from scorecard.diagnostics import Route
from scorecard.framework import Dimension, Framework, Indicator
from scorecard.rules.locate import locate
from scorecard.source import Source


@dataclass(frozen=True)
class Pair:
    """An assessment and the framework that it names, neither with errors of its own."""

    assessment: Assessment
    framework: Framework

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """The framework's indicators by id."""
        return {indicator.id: indicator for indicator in self.framework.indicators()}

    @cached_property
    def dimensions(self) -> set[str]:
        """The ids of the framework's dimensions."""
        return {item.id for _, item in locate(self.framework) if isinstance(item, Dimension)}

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The sources that can be cited, by key; the assessment's own win."""
        return {**self.framework.sources, **self.assessment.sources}

    @cached_property
    def level_ids(self) -> dict[str, list[str]]:
        """The ids of the levels of each scale."""
        return {name: [level.id for level in levels] for name, levels in self.framework.scales.items()}

    @cached_property
    def rated(self) -> "list[Rated]":
        """What was recorded for counted indicators, in the order of the file."""
        found = []
        for id, entry in self.assessment.ratings.items():
            indicator = self.indicators.get(id)
            if entry is not None and indicator is not None and indicator.counted:
                level = entry if isinstance(entry, str) else entry.level
                found.append(Rated(indicator, entry, level))
        return found


class Rated(NamedTuple):
    """What was recorded for a counted indicator; `level` is the level that it gives in words."""

    indicator: Indicator
    entry: Rating | str
    level: str | None

    @property
    def route(self) -> Route:
        """Where the rating stands."""
        return ("ratings", self.indicator.id)

    @property
    def level_route(self) -> Route:
        """Where its level stands."""
        return self.route if isinstance(self.entry, str) else (*self.route, "level")
