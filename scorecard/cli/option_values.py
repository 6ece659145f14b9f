"""Values of options, read as strictly as files are."""

from collections.abc import Callable, Collection, Iterable, Sequence
from enum import StrEnum
from typing import TypeVar

from scorecard.diagnostics import Code
from scorecard.errors import NotFoundError, UsageError
from scorecard.model.framework import Framework, Status
from scorecard.model.lexical import FormError, closest, suggest
from scorecard.scoring.scorecard import Scorecard, all_dimensions

_Choice = TypeVar("_Choice", bound=StrEnum)
_NO_OUTCOMES = (Status.NOT_RATED, Status.UNJUDGED)
_Value = TypeVar("_Value")


def parse_value(text: str, option: str, parse: Callable[[str], _Value]) -> _Value:
    """Read an option's text by a form of the format."""
    try:
        return parse(text)
    except FormError as error:
        raise UsageError(f"{option}: {error.message}", hint=error.help) from None


def parse_codes(texts: Sequence[str] | None, option: str) -> frozenset[Code]:
    """Read codes of diagnostics, their names or beginnings, joined by commas, from a repeated option too."""
    from scorecard.rules.catalogue import find_codes, suggest_code  # it brings the rules of every kind

    chosen: set[Code] = set()
    for word in _split_words(texts, option, "write a code such as SC312, or a beginning such as SC3"):
        found = find_codes(word)
        if not found:
            raise UsageError(f"{option}: {word} is no code", hint=suggest_code(word))
        chosen.update(found)
    return frozenset(chosen)


def parse_choices(
    texts: Sequence[str] | None, option: str, kind: type[_Choice], *, besides: Collection[_Choice] = ()
) -> frozenset[_Choice]:
    """Read words of one kind joined by commas, from an option that may be repeated; all `besides` some."""
    choices = {each.value: each for each in kind if each not in besides}
    return frozenset(map(choices.__getitem__, _parse_words(texts, option, choices)))


def parse_outcomes(
    texts: Sequence[str] | None, option: str, frameworks: Collection[Framework | None]
) -> frozenset[str]:
    """Read words for what the whole of a scorecard may come to: statuses, and grades of its framework.

    Where a framework cannot be read, any word may be one of its grades.
    """
    choices = dict.fromkeys(each.value for each in Status if each not in _NO_OUTCOMES)
    choices |= {grade.id: None for framework in frameworks if framework for grade in framework.grades}
    return frozenset(_parse_words(texts, option, choices, has_others=None in frameworks))


def _parse_words(
    texts: Sequence[str] | None, option: str, choices: Collection[str], *, has_others: bool = False
) -> list[str]:
    every = f"write one or more of {', '.join(choices)}"
    words = _split_words(texts, option, every)
    for word in words:
        if word not in choices and not has_others:
            close = closest(word, choices)
            hint = f"did you mean {close}?" if close else every
            raise UsageError(f"{option}: {word} is not one of its words", hint=hint)
    return words


def _split_words(texts: Sequence[str] | None, option: str, hint: str) -> list[str]:
    words = [word.strip() for text in texts or () for word in text.split(",") if word.strip()]
    if texts is not None and not words:
        raise UsageError(f"{option} names nothing", hint=hint)
    return words


def check_dimension(id: str | None, scorecards: Iterable[Scorecard]) -> None:
    """Refuse the id of a dimension that none of some scorecards has."""
    ids = {each.dimension.id: None for card in scorecards for each in all_dimensions(card.dimensions)}
    if id is not None and ids and id not in ids:
        raise NotFoundError(f"there is no dimension {id} here", hint=suggest(id, ids))
