"""Reports as all renderers take them: texts from right to left stand apart, quotes have no marks."""

from enum import Enum

from scorecard.directions import all_isolated, isolated
from scorecard.report import Cell, Links, Prose, Reference, Report, Rewording
from scorecard.wording import unquoted


def directed(report: Report) -> Report:
    """Return a report in which no text turns round what stands beside it on its line.

    Prose and rewordings are lines of their own: renderers set them apart from what they put beside them.
    """
    changed = _directed(report)
    assert isinstance(changed, Report), "what is set apart keeps its type"
    return changed


def _directed(value: object) -> object:
    match value:
        case Cell():  # the most by far
            text = all_isolated(value.text)
            return value if text == value.text else value._replace(text=text)
        case Enum():
            return value
        case str():
            return all_isolated(value)
        case Prose() | Rewording():
            return value._replace(label=value.label and all_isolated(value.label))
        case Links():
            return value._replace(items=tuple((all_isolated(text), file) for text, file in value.items))
        case Reference():
            return value._replace(
                source=all_isolated(value.source),
                locator=value.locator and isolated(value.locator),
                quote=value.quote and isolated(unquoted(value.quote)),
                note=value.note and isolated(value.note),
            )
        case tuple():
            make = getattr(type(value), "_make", tuple)
            return make(tuple(map(_directed, value)))
    return value
