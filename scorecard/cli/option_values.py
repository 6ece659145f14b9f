"""Values of options, read as strictly as files are."""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import TypeVar

from scorecard.diagnostics import Code
from scorecard.errors import NotFoundError, UsageError
from scorecard.model.lexical import FormError, suggest
from scorecard.rules.catalogue import find_codes, suggest_code
from scorecard.scoring.scorecard import Scorecard, all_dimensions

_Choice = TypeVar("_Choice", bound=StrEnum)
_Value = TypeVar("_Value")


def parse_value(text: str, option: str, parse: Callable[[str], _Value]) -> _Value:
    """Read an option's text by a form of the format."""
    try:
        return parse(text)
    except FormError as error:
        raise UsageError(f"{option}: {error.message}", hint=error.help) from None


def parse_codes(texts: Sequence[str] | None, option: str) -> frozenset[Code]:
    """Read codes of diagnostics, their names or beginnings, joined by commas, from a repeated option too."""
    chosen: set[Code] = set()
    for word in _split_words(texts, option, "write a code such as SC312, or a beginning such as SC3"):
        found = find_codes(word)
        if not found:
            raise UsageError(f"{option}: {word} is no code", hint=suggest_code(word))
        chosen.update(found)
    return frozenset(chosen)


def parse_choices(
    texts: Sequence[str] | None, option: str, kind: type[_Choice], *, besides: _Choice | None = None
) -> frozenset[_Choice]:
    """Read words of one kind joined by commas, from an option that may be repeated; all `besides` one."""
    choices = {each.value: each for each in kind if each is not besides}
    words = _split_words(texts, option, f"write one or more of {', '.join(choices)}")
    for word in words:
        if word not in choices:
            raise UsageError(f"{option}: {word} is not one of its words", hint=suggest(word, choices))
    return frozenset(map(choices.__getitem__, words))


def _split_words(texts: Sequence[str] | None, option: str, hint: str) -> list[str]:
    """Return the words of an option that may be repeated, if it is given; one without words is refused."""
    words = [word.strip() for text in texts or () for word in text.split(",") if word.strip()]
    if texts is not None and not words:
        raise UsageError(f"{option} names nothing", hint=hint)
    return words


def check_dimension(id: str | None, scorecards: Iterable[Scorecard]) -> None:
    """Refuse the id of a dimension that none of some scorecards has."""
    ids = {each.dimension.id: None for card in scorecards for each in all_dimensions(card.dimensions)}
    if id is not None and ids and id not in ids:
        raise NotFoundError(f"there is no dimension {id} here", hint=suggest(id, ids))
