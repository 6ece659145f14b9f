"""What must hold of each kind of file by itself."""

from collections.abc import Iterator
from typing import Generic, NamedTuple, TypeVar

from scorecard.model.assessment import Assessment
from scorecard.model.framework import Framework
from scorecard.model.kinds import ASSESSMENT, FRAMEWORK, Kind
from scorecard.model.lexical import Model
from scorecard.rules.assessment import ASSESSMENT_RULES
from scorecard.rules.framework import FRAMEWORK_RULES
from scorecard.rules.framework_quality import SOUND_FRAMEWORK_RULES
from scorecard.rules.rule import Found, Rule, run_rules

ContentT = TypeVar("ContentT", bound=Model)


class KindRules(NamedTuple, Generic[ContentT]):
    """The rules of a kind: of every file, and of those alone that have no error before."""

    kind: Kind[ContentT]
    every: tuple[Rule[ContentT], ...]
    sound: tuple[Rule[ContentT], ...] = ()

    def check(self, content: Model, *, sound: bool = False) -> Iterator[Found]:
        """Yield what the rules find in a file of this kind; with `sound` those for files without errors."""
        if isinstance(content, self.kind.model):
            yield from run_rules(self.sound if sound else self.every, content)


RULES_BY_KIND: tuple[KindRules[Framework] | KindRules[Assessment], ...] = (
    KindRules(FRAMEWORK, FRAMEWORK_RULES, SOUND_FRAMEWORK_RULES),
    KindRules(ASSESSMENT, ASSESSMENT_RULES),
)
