"""What may be typed for a rating or a source, and what it means. No I/O.

A typed answer must never mean another level than its reader thinks: a wrong verdict is the worst that can
happen here. So levels are numbered only where no number in their own names could be taken for another's, and
what could mean two of them means none.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from scorecard.model.assessment import Confidence, Rating
from scorecard.model.framework import Framework, Indicator, Level, Status
from scorecard.model.keys import keys_of
from scorecard.model.lexical import closest
from scorecard.model.source import Source

NEW_SOURCE = "n"
KEEP = "k"
DROP = "d"
_RESERVED = (
    (Status.NOT_APPLICABLE, "not applicable", "na"),
    (Status.NOT_RATED, "not rated", "nr"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One possible answer: what is typed for it, what it stands for, what it is called."""

    key: str
    value: str
    label: str
    level: Level | None = None
    short: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        named = self.value.casefold(), self.label.casefold()
        return named if self.short is None else (*named, self.short)


MORE_CHOICES = (
    *(
        Choice(key=key.name[0], value=key.name, label=key.label.lower())
        for key in keys_of(Rating)
        if key.question
    ),
    Choice(key="e", value="evidence", label="evidence"),
)
"""What else of a rating can be asked for, by the first letter of its name."""
CONFIDENCE_CHOICES = (
    *(Choice(key=each.value[0], value=each.value, label=each.value) for each in Confidence),
    Choice(key="n", value="none", label="not said"),
)


def level_choices(framework: Framework, indicator: Indicator) -> tuple[Choice, ...]:
    """Return the answers to what a rating is; of a measured one only those that are no measurement."""
    levels = () if indicator.measure is not None else framework.scale_of(indicator)
    found = [
        Choice(key=level.id, value=level.id, label=level.label or level.id, level=level) for level in levels
    ]
    names = {name for each in found for name in each.names}
    for status, label, short in _RESERVED:
        if status is not Status.NOT_APPLICABLE or framework.may_be_set_aside(indicator):
            free = None if short in names else short
            found.append(Choice(key=free or status.value, value=status.value, label=label, short=free))
    return _numbered(found) if levels and _may_be_numbered(found) else tuple(found)


def source_choices(sources: Mapping[str, Source]) -> tuple[Choice, ...]:
    """Return the sources that evidence can cite, numbered where that cannot mislead, else by their keys."""
    found = tuple(Choice(key=key, value=key, label=source.title) for key, source in sources.items())
    return found if any(key.isdigit() for key in sources) else _numbered(found)


def word_choices(assessors: Iterable[str]) -> tuple[Choice, ...]:
    """Return the assessors whose words can be taken, numbered where that cannot mislead."""
    found = tuple(Choice(key=each, value=each, label=each) for each in assessors)
    return found if any(each.key.isdigit() for each in found) else _numbered(found)


def _numbered(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    return tuple(replace(each, key=str(number)) for number, each in enumerate(choices, 1))


def _may_be_numbered(choices: Sequence[Choice]) -> bool:
    """Whether numbers can stand for choices in this order: no name is one, or holds that of another."""
    for place, choice in enumerate(choices, 1):
        for name in (choice.value, choice.label):
            plain = unicodedata.normalize("NFKC", name)
            if re.fullmatch(r"\d+", plain.strip()):
                return False
            numbers = map(int, re.findall(r"\d{1,9}", plain))
            if any(number != place and 1 <= number <= len(choices) for number in numbers):
                return False
    return True


def find_choice(text: str, choices: Sequence[Choice]) -> Choice | str:
    """Return the choice that a text means, or say why it means none: a key, or a name typed in full."""
    folded = text.casefold()
    found = {each.value: each for each in choices if text == each.key or folded in each.names}
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        names = " or ".join(f"{each.label} ({each.value})" for each in found.values())
        return f"{text} could mean {names}. Nothing was taken."
    named = {name: each for each in choices for name in (each.value, each.label)}
    close = None if text.isdigit() else closest(text, named)
    hint = f"Did you mean {named[close].label}? Type {named[close].key}." if close else None
    return f"{no_answer(text)} {hint or f'Type {keys_words(choices)}.'}"


def no_answer(text: str) -> str:
    """Say that a text is no answer here; of a long one its beginning, and no full stop twice."""
    shown = text if len(text) <= 60 else f"{text[:60].rstrip()} …"
    return f"There is no answer {shown.rstrip('.') or shown}."


def keys_words(choices: Sequence[Choice]) -> str:
    """Say what can be typed: "1 to 5", or the keys themselves."""
    keys = [each.key for each in choices]
    numbers = [key for key in keys if key.isdigit()]
    if len(numbers) > 2 and numbers == [str(number) for number in range(1, len(keys) + 1)]:
        return f"1 to {len(keys)}"
    return f"{', '.join(keys[:-1])} or {keys[-1]}" if len(keys) > 1 else "".join(keys)
