"""Reports as all renderers take them: texts from right to left stand apart, quotes have no marks."""

from collections.abc import Callable
from enum import Enum
from functools import partial

from scorecard.comparing.text_diff import unquoted
from scorecard.directions import BEGIN, all_isolated, isolated
from scorecard.links import LINK, without_links
from scorecard.views.report import Cell, Citation, Prose, Reference, Report, Rewording


def directed(
    report: Report, *, keeps_all: bool = False, unlink: Callable[[str], str] = without_links
) -> Report:
    """Return a report in which no text turns round what stands beside it on its line.

    Prose and rewordings are lines of their own: renderers set them apart from what they put beside them. With
    `keeps_all` what is only in another language stands apart as well. `unlink` takes those links out of texts
    that the renderer cannot make.
    """

    def isolate(text: str) -> str:
        return all_isolated(unlink(text), keeps_all=keeps_all)

    return Report._make(_directed(part, isolate) for part in report)


def _directed(value: object, isolate: Callable[[str], str]) -> object:
    match value:
        case Cell():  # the most by far
            text = isolate(value.text)
            return value if text == value.text else value._replace(text=text)
        case Enum():
            return value
        case str():
            return isolate(value)
        case Prose():
            is_ours = BEGIN in value.text or LINK.search(value.text)  # neither is in a text from a file
            text = isolate(value.text) if is_ours else value.text
            return value._replace(text=text, label=value.label and isolate(value.label))
        case Rewording():
            return value._replace(label=value.label and isolate(value.label))
        case Citation():
            return value._replace(
                source=isolate(value.source),
                locator=value.locator and isolate(isolated(value.locator)),
                quote=value.quote and isolate(isolated(unquoted(value.quote))),
                note=value.note and isolate(isolated(value.note)),
            )
        case Reference():
            serves = tuple(map(isolate, value.serves))
            return value._replace(source=isolate(value.source), serves=serves)
    return with_parts(value, partial(_directed, isolate=isolate))


def with_parts(value: object, change: Callable[[object], object]) -> object:
    """Return what a report is made of with each of its parts changed; what has no parts stays."""
    make = getattr(type(value), "_make", tuple)
    return make(map(change, value)) if isinstance(value, tuple) else value
